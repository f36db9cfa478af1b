//! Views of briefings: an edition, a subject or a cell set for paper. The HTML template gets them as values, the
//! Typst template as the file `briefing.json`.

use serde::Serialize;

use super::{CalendarRow, Chart, Claim, Date, Line, Link};
use crate::text::Language;

/// A briefing.
#[derive(Debug, Clone, Serialize)]
pub struct Briefing {
    /// Heading, in the language of the first part.
    pub title: String,
    /// For the title bar and the properties of the document: heading and name of the digest.
    pub full_title: String,
    /// One sentence about what it is about.
    pub description: String,
    /// Language of the first part: `hi` or `en`.
    pub lang: Language,
    /// Name of the digest.
    pub site: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Address for readers.
    pub contact: Option<String>,
    /// `a4`, `a5` or `us-letter`.
    pub paper: &'static str,
    /// Absolute address of the page that the briefing is about.
    pub address: String,
    /// Absolute address of the briefing itself.
    pub permalink: String,
    /// The address of the page as a QR code: an SVG image.
    pub qr: String,
    /// Under this id the manifest of the site lists the briefing; it changes when anything printed changes.
    pub id: String,
    /// The instant up to which it counts, RFC 3339.
    pub as_of: String,
    /// What is printed, in order: words of `briefings.sections` in `site.yaml`.
    pub sections: Vec<&'static str>,
    /// One for each language.
    pub parts: Vec<BriefingPart>,
    /// The documents in full, where section `texts` is printed; they stand once, after the parts.
    pub texts: Vec<BriefingText>,
    /// Name and version of the program.
    pub generator: &'static str,
}

/// A briefing in one language.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingPart {
    /// `hi` or `en`.
    pub lang: Language,
    /// Digits of page numbers: `1` or `१`.
    pub digit: String,
    /// The interface strings of that language: what `t` is on pages.
    pub t: std::collections::BTreeMap<String, String>,
    /// What it is, in words: "Weekly edition".
    pub kind: String,
    /// Heading.
    pub title: String,
    /// Language of the heading where it is not that of the part.
    pub title_lang: Option<Language>,
    /// Name of the digest.
    pub site: String,
    /// The time it covers, in words.
    pub period: Option<String>,
    /// The instant up to which it counts.
    pub as_of: Date,
    /// Facts of the masthead: label and value.
    pub facts: Vec<(String, String)>,
    /// Five at most.
    pub key_points: Vec<KeyPoint>,
    /// Counts by region and over time.
    pub charts: Vec<Chart>,
    /// Whether dates and lines of several subjects may stand here.
    pub subjects: bool,
    /// Dates: of the next two weeks in an edition, all of them of a subject.
    pub calendar: Vec<CalendarRow>,
    /// By subject, then region.
    pub groups: Vec<BriefingGroup>,
    /// What is not settled.
    pub open: Vec<BriefingOpen>,
    /// Corrections and withdrawals.
    pub changed: Vec<BriefingChange>,
    /// Every document that a number stands for, by that number.
    pub sources: Vec<NumberedSource>,
    /// How the digest is made, a paragraph each.
    pub method: Vec<String>,
    /// People by name.
    pub people: Vec<IndexEntry>,
    /// Places by name.
    pub places: Vec<IndexEntry>,
}

/// A key point: what a document says in short.
#[derive(Debug, Clone, Serialize)]
pub struct KeyPoint {
    /// The summary of the document, or its headline.
    pub text: String,
    /// Language of the text where it is not that of the part.
    pub lang: Option<Language>,
    /// Number of the document.
    pub number: Number,
}

/// The number of a document in a briefing.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// From 1.
    pub n: usize,
    /// In the digits of the site.
    pub text: String,
}

/// What a briefing says about one subject.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingGroup {
    /// The election, the roll revision, or "none named".
    pub subject: Link,
    /// The country first, then the others by name.
    pub regions: Vec<BriefingRegion>,
}

/// What it says about one region of a subject.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingRegion {
    /// The region, of the first level, where one is given.
    pub link: Option<Link>,
    /// One line for each event; for a document without one, a line of its own.
    pub lines: Vec<NumberedLine>,
    /// The claims of these documents.
    pub claims: Vec<NumberedClaim>,
}

/// A line with the number of its document.
#[derive(Debug, Clone, Serialize)]
pub struct NumberedLine {
    /// The line.
    pub line: Line,
    /// Number of the document.
    pub number: Number,
}

/// A claim with the number of its document.
#[derive(Debug, Clone, Serialize)]
pub struct NumberedClaim {
    /// The claim.
    pub claim: Claim,
    /// Number of the document.
    pub number: Number,
}

/// Documents with the same open question.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingOpen {
    /// `undated`, `no_election`, `conflict` or `low_confidence`.
    pub key: &'static str,
    /// The question, in words.
    pub text: String,
    /// The documents.
    pub items: Vec<OpenItem>,
}

/// A document with an open question.
#[derive(Debug, Clone, Serialize)]
pub struct OpenItem {
    /// Its headline.
    pub title: String,
    /// Language of the headline where it is not that of the part.
    pub lang: Option<Language>,
    /// What is known or what disagrees, in words.
    pub notes: Vec<String>,
    /// Language of the notes where it is not that of the part.
    pub notes_lang: Option<Language>,
    /// Number of the document.
    pub number: Number,
}

/// A correction or a withdrawal.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingChange {
    /// In words: "Corrected on 2 May 2024".
    pub what: String,
    /// Headline of the article.
    pub title: String,
    /// What was wrong and what is right, or why it was withdrawn.
    pub text: String,
    /// Language of headline and text where it is not that of the part.
    pub lang: Option<Language>,
    /// Number of the document; none where it does not stand in the briefing.
    pub number: Option<Number>,
}

/// An entry of the numbered sources.
#[derive(Debug, Clone, Serialize)]
pub struct NumberedSource {
    /// Its number.
    pub number: Number,
    /// Headline of the article.
    pub title: String,
    /// Language of the headline where it is not that of the part.
    pub lang: Option<Language>,
    /// Date of the document.
    pub date: Date,
    /// Absolute address of the article.
    pub address: String,
    /// The documents that it reports.
    pub documents: Vec<super::Source>,
}

/// An entry of the list of people or places.
#[derive(Debug, Clone, Serialize)]
pub struct IndexEntry {
    /// The name.
    pub name: String,
    /// Language of the name where it is not that of the part.
    pub lang: Option<Language>,
    /// The documents that name it.
    pub numbers: Vec<Number>,
}

/// A document in full.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingText {
    /// Its number.
    pub number: Number,
    /// Headline.
    pub title: String,
    /// Language of the document.
    pub lang: Language,
    /// Date in words.
    pub date: String,
    /// Its outlets.
    pub outlets: Vec<Link>,
    /// Absolute address of the article.
    pub address: String,
    /// The text: HTML for the HTML template; for Typst a tree, whose nodes TEMPLATES.md lists.
    pub body: serde_json::Value,
}

/// A briefing in the list of all of them.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingRow {
    /// The page that it is about.
    pub link: Link,
    /// What that is, in words: "Weekly edition".
    pub kind: String,
    /// The time it covers, in words.
    pub period: Option<String>,
    /// Its files.
    pub files: Vec<BriefingFile>,
}

/// A file of a briefing.
#[derive(Debug, Clone, Serialize)]
pub struct BriefingFile {
    /// Its address.
    pub url: String,
    /// Its language or languages, in words.
    pub language: String,
    /// `html` or `pdf`.
    pub format: &'static str,
    /// The same in words.
    pub format_text: String,
}
