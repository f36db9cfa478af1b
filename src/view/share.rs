//! What stands on a share image, and how a page names its own.

use std::collections::BTreeMap;

use serde::Serialize;

/// The picture that stands for a page where its address is shared.
#[derive(Debug, Clone, Serialize)]
pub struct ShareImage {
    /// Absolute address.
    pub url: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What it shows, in words.
    pub alt: String,
}

/// What is drawn on a share image. Lengths are pixels. A text that is missing has no line.
#[derive(Debug, Clone, Serialize)]
pub struct Share {
    /// What it stands for: `site`, `subject`, `region` or `edition`.
    pub kind: &'static str,
    /// Width of the picture.
    pub width: u32,
    /// Height of the picture.
    pub height: u32,
    /// Name of the digest, in one line.
    pub name: Vec<ShareLine>,
    /// What the title is, in one line: "लोकसभा आम चुनाव".
    pub kicker: Vec<ShareLine>,
    /// The title, in at most three lines.
    pub title: Vec<ShareLine>,
    /// The description of the digest, or the period of an edition, in at most three lines.
    pub note: Vec<ShareLine>,
    /// Numbers and dates, in one line.
    pub facts: Vec<ShareLine>,
    /// The states as squares, as on the tile map; empty where the gazetteer has none.
    pub squares: Vec<ShareSquare>,
    /// Colours of the theme on light ground, by name: `ink`.
    pub colours: BTreeMap<&'static str, String>,
}

/// A line of text, measured.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ShareLine {
    /// Size of the font.
    pub size: u32,
    /// Width of the line.
    pub width: u32,
    /// Its parts, each in one script.
    pub runs: Vec<ShareRun>,
}

/// Letters of one script: what is shaped at once.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ShareRun {
    /// Where it begins, from the beginning of the line.
    pub x: u32,
    /// The text.
    pub text: String,
}

/// A state on a share image.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ShareSquare {
    /// Its left side.
    pub x: u32,
    /// Its upper side.
    pub y: u32,
    /// How long its sides are.
    pub side: u32,
    /// Whether the picture is about it.
    pub marked: bool,
}
