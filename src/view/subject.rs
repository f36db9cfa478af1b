//! Subjects and regions, with their calendars, matrices and charts.

use serde::Serialize;

use super::{Counted, Date, Link};
use crate::text::Language;

/// A line of a calendar.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarRow {
    /// What happens, in words.
    pub event: String,
    /// The word for it in the data: `claims_until`.
    pub key: &'static str,
    /// Whose date it is.
    pub subject: Link,
    /// The phase, in words.
    pub phase: Option<String>,
    /// The date in force.
    pub date: Date,
    /// When that date was announced.
    pub set: Option<Date>,
    /// Earlier dates that it replaced, oldest first: to be struck out.
    pub superseded: Vec<Superseded>,
    /// Whether the date is before the instant of the site.
    pub past: bool,
}

/// A date that a later announcement replaced.
#[derive(Debug, Clone, Serialize)]
pub struct Superseded {
    /// The date that no longer holds.
    pub date: Date,
    /// When it was announced.
    pub set: Option<Date>,
}

/// A row of the matrix of a subject or of the home page.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixRow {
    /// The row's head.
    pub link: Link,
    /// One count a column; the link leads to the cell.
    pub cells: Vec<MatrixCell>,
    /// Articles of the row, each once.
    pub total: usize,
    /// The same in the digits of the site.
    pub total_text: String,
}

/// One count of a matrix.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixCell {
    /// Address of the cell; `None` where there is nothing.
    pub url: Option<String>,
    /// Articles, each once.
    pub count: usize,
    /// The same in the digits of the site; empty for none.
    pub count_text: String,
    /// How dark it is shaded, up to 4; nothing is 0.
    pub shade: usize,
}

/// Counts in rows and columns, such as subjects × regions.
#[derive(Debug, Clone, Serialize)]
pub struct Matrix {
    /// Heads of the columns.
    pub columns: Vec<Link>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// A chart.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// What is counted, in words.
    pub title: String,
    /// The chart in words, for those who cannot see it.
    pub alt: String,
    /// An SVG image without scripts, styles and classes.
    pub svg: String,
    /// Its numbers with links, where what is counted has pages.
    pub list: Vec<Counted>,
}

/// A phase of an election.
#[derive(Debug, Clone, Serialize)]
pub struct Phase {
    /// In words: "चरण 4".
    pub name: String,
    /// Polling day.
    pub poll: Option<Date>,
    /// Seats as announced.
    pub scheduled: Option<String>,
    /// Seats as held.
    pub polled: Option<String>,
    /// Seats of single regions: name and number.
    pub regions: Vec<Counted>,
    /// What has to be known about it.
    pub note: Option<String>,
}

/// Facts about a subject: what stands above its articles.
#[derive(Debug, Clone, Serialize)]
pub struct Subject {
    /// Its page.
    pub link: Link,
    /// What it is, in words.
    pub kind: String,
    /// `election`, `roll` or `unnamed`.
    pub class: &'static str,
    /// How far it has come, in words.
    pub status: Option<String>,
    /// The regions in which it takes place.
    pub regions: Vec<Link>,
    /// The body that holds it.
    pub body: Option<String>,
    /// Seats to be filled.
    pub seats: Option<String>,
    /// Qualifying date of a roll revision.
    pub qualifying: Option<Date>,
    /// Phases in order.
    pub phases: Vec<Phase>,
    /// Dates in order, with those they replaced.
    pub calendar: Vec<CalendarRow>,
    /// What has to be known about it, in the language of the facts.
    pub note: Option<String>,
    /// Language of the note where it is not that of the page.
    pub note_lang: Option<Language>,
    /// Keys of the sources of these facts.
    pub sources: Vec<String>,
    /// Articles, each once.
    pub count: usize,
    /// The same in the digits of the site.
    pub count_text: String,
}

/// Facts about a region.
#[derive(Debug, Clone, Serialize)]
pub struct Region {
    /// Its page.
    pub link: Link,
    /// What it is, in words.
    pub kind: String,
    /// `administrative`, `electoral` or `party`.
    pub tree: &'static str,
    /// Number of a constituency.
    pub number: Option<String>,
    /// `GEN`, `SC` or `ST`.
    pub reservation: Option<String>,
    /// The regions that contain it, nearest first.
    pub within: Vec<Link>,
    /// Other names of it, without addresses.
    pub aliases: Vec<Link>,
    /// Codes in public registers: name of the register and code.
    pub codes: Vec<(String, String)>,
}

/// Children of a region, by tree: places, constituencies, party units.
#[derive(Debug, Clone, Serialize)]
pub struct Children {
    /// Name of the group, in words.
    pub name: String,
    /// `administrative`, `electoral` or `party`.
    pub tree: &'static str,
    /// The children with their articles.
    pub regions: Vec<Counted>,
}
