//! Views: the complete values that templates get. A template never asks the model anything.
//!
//! Every view is documented for template authors in TEMPLATES.md; a test compares the two.

mod briefing;
mod edition;
mod share;

use serde::Serialize;

pub use self::briefing::*;
pub use self::edition::*;
pub use self::share::*;
use crate::text::Language;

/// A link with the name it shows.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Link {
    /// Name in the language of the page, or in another one where there is none.
    pub name: String,
    /// Its language, where that is not the language of the page.
    pub lang: Option<Language>,
    /// Address within the site, beginning with a slash; `None` where the site has no such page.
    pub url: Option<String>,
}

/// A link with a number beside it.
#[derive(Debug, Clone, Serialize)]
pub struct Counted {
    /// The link.
    pub link: Link,
    /// What it is, in words: "जिला".
    pub kind: Option<String>,
    /// Articles, each once.
    pub count: usize,
    /// The count in the digits of the site.
    pub count_text: String,
}

/// A date as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct Date {
    /// In words: `24 जुलाई 2023`, or the word for "not known".
    pub text: String,
    /// ISO 8601, as precise as the date is known; `None` when it is unknown.
    pub iso: Option<String>,
    /// `9:15`, where the time is known.
    pub time: Option<String>,
    /// Whether the day is stated in the document and sure.
    pub plain: bool,
    /// How sure and from where, in words; `None` for plain dates.
    pub certainty: Option<String>,
    /// Earliest to latest possible day, in words.
    pub window: Option<String>,
    /// The words of the document.
    pub written: Option<String>,
    /// What disagrees about it.
    pub conflict: Option<String>,
}

/// An article in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// Address of its page.
    pub url: String,
    /// Headline.
    pub title: String,
    /// Language of the headline where it is not that of the page.
    pub lang: Option<Language>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Language of the summary where it is not that of the page.
    pub summary_lang: Option<Language>,
    /// Date in words.
    pub date: String,
    /// Date for machines.
    pub date_iso: Option<String>,
    /// Whether the date is stated and sure.
    pub date_plain: bool,
    /// Outlets.
    pub sources: Vec<Link>,
    /// Regions that it is about.
    pub regions: Vec<Link>,
}

/// A page of a list of articles.
#[derive(Debug, Clone, Serialize)]
pub struct Pagination {
    /// Number of articles in the whole list.
    pub total: usize,
    /// The same in the digits of the site.
    pub total_text: String,
    /// Number of this page; `None` for the newest, which has no number.
    pub number: Option<usize>,
    /// Address of the page with newer articles.
    pub newer: Option<String>,
    /// Address of the page with older articles.
    pub older: Option<String>,
    /// All pages, newest first. Empty where there is only one.
    pub pages: Vec<PageLink>,
    /// Links to parts of the list; on the newest page of several, else empty.
    pub filters: Vec<Filter>,
    /// For each article of this page the anchor of its month, `2024-04`, if it is the first of it here; empty where
    /// there is only one page.
    pub months: Vec<Option<String>>,
}

/// Parts of a list by one property of its articles.
#[derive(Debug, Clone, Serialize)]
pub struct Filter {
    /// The property: "क्षेत्र".
    pub name: String,
    /// Its values, at most twelve: the most frequent first, months from the newest on. Each leads to its articles.
    pub values: Vec<Counted>,
    /// Address of a page with all values, where there are more.
    pub all: Option<String>,
    /// Whether the values lead to the search, which needs a script.
    pub search: bool,
}

/// A page in a pagination.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// What to show: a number, or the word for "newest".
    pub name: String,
    /// Its address.
    pub url: String,
    /// Whether it is this page.
    pub current: bool,
}

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

/// A claim of the ledger.
#[derive(Debug, Clone, Serialize)]
pub struct Claim {
    /// Anchor in the ledger.
    pub id: String,
    /// Address of the sentence in its article.
    pub url: String,
    /// Value with comparator and unit, in words.
    pub text: String,
    /// The value alone, for machines.
    pub value: String,
    /// The unit in words.
    pub unit: String,
    /// What sort of claim, in words.
    pub kind: String,
    /// Where it holds.
    pub scope: Option<Link>,
    /// What it is about.
    pub about: Option<Link>,
    /// The party whose claim it is.
    pub holder: Option<Link>,
    /// The holder where it is no party.
    pub holder_text: Option<String>,
    /// Who said it; `None` is "not stated".
    pub speaker: Option<String>,
    /// The words of the article.
    pub words: String,
    /// Language of the words where it is not that of the page.
    pub lang: Option<Language>,
    /// `agrees`, `differs` or `no_reference`.
    pub check: Option<&'static str>,
    /// The same in words.
    pub check_text: Option<String>,
    /// What it was compared with.
    pub reference: Option<String>,
    /// The value that replaced it, in words.
    pub superseded_by: Option<String>,
    /// Remark of the desk.
    pub note: Option<String>,
    /// The article.
    pub article: Link,
    /// Date of the article, in words.
    pub date: String,
    /// Date of the article, for machines.
    pub date_iso: Option<String>,
}

/// An event of an article.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// What sort, in words.
    pub kind: String,
    /// How far it has come, in words.
    pub status: String,
    /// When.
    pub date: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Where.
    pub place: Option<Link>,
    /// Building or ground.
    pub venue: Option<String>,
    /// The party that held it.
    pub organiser: Option<Link>,
    /// Who took part.
    pub who: Vec<String>,
    /// What it was about.
    pub text: Option<String>,
    /// What disagrees about it.
    pub conflict: Option<String>,
    /// The article that reports it.
    pub article: Link,
    /// Language of the texts where it is not that of the page.
    pub lang: Option<Language>,
}

/// A document that an article reports.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// Its outlet; the name says so where it is not known.
    pub outlet: Link,
    /// Whether the outlet is known.
    pub outlet_known: bool,
    /// Address of the document.
    pub url: Option<String>,
    /// Who wrote it.
    pub reporters: Vec<String>,
    /// `hi` or `en` where their names are not in the language of the page.
    pub reporters_lang: Option<Language>,
    /// When the desk read it.
    pub accessed: Option<Date>,
    /// How outlet and address are known, in words; `None` when the document states them.
    pub known: Option<String>,
    /// What else must be said about it.
    pub note: Option<String>,
}

/// A person in an article.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// The person's page, under the name as the article writes it.
    pub link: Link,
    /// The office that the document gives.
    pub office: Option<String>,
    /// The party, where given.
    pub party: Option<Link>,
    /// The constituency, where given.
    pub seat: Option<Link>,
    /// Whether the article only names them.
    pub mention: bool,
}

/// A correction of our own.
#[derive(Debug, Clone, Serialize)]
pub struct Correction {
    /// When it was made.
    pub date: Date,
    /// What was wrong and what is right.
    pub text: String,
    /// The article.
    pub article: Link,
    /// Language of the text where it is not that of the page.
    pub lang: Option<Language>,
}

/// An article on its own page, apart from its body.
#[derive(Debug, Clone, Serialize)]
pub struct Article {
    /// Whether an editor made the headline because the document had none.
    pub title_derived: bool,
    /// Language of the text where it is not that of the interface.
    pub lang: Option<Language>,
    /// What sort of document, in words.
    pub genre: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Language of the summary where it is not that of the interface.
    pub summary_lang: Option<Language>,
    /// When the document was published.
    pub published: Date,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// The phase of the election, in words.
    pub phase: Option<String>,
    /// Elections, roll revisions, or "none named".
    pub subjects: Vec<Link>,
    /// Cells in which it stands: subject and region.
    pub cells: Vec<Link>,
    /// What it is about.
    pub regions: Vec<Link>,
    /// Where it takes place.
    pub setting: Vec<Link>,
    /// Regions only named.
    pub mentions: Vec<Link>,
    /// Parties and alliances.
    pub parties: Vec<Link>,
    /// People with their offices.
    pub people: Vec<Person>,
    /// Documents that it reports.
    pub sources: Vec<Source>,
    /// Free tags.
    pub topics: Vec<Link>,
    /// What happened or is planned.
    pub events: Vec<Event>,
    /// Its claims; claim n is at `#claim-n`.
    pub claims: Vec<Claim>,
    /// What disagrees.
    pub conflicts: Vec<String>,
    /// Corrections of our own.
    pub corrections: Vec<Correction>,
    /// That the text was corrected after the day of the site, and when, in words.
    pub corrected_later: Option<String>,
    /// What is open about it, in words: no date, no election named, low confidence.
    pub open_questions: Vec<String>,
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

/// Parts common to every page.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// Page kind: `home`, `subject`, `cell`, `article` …
    pub kind: &'static str,
    /// Heading.
    pub title: String,
    /// For the title bar: heading and name of the digest.
    pub full_title: String,
    /// Language of the page's own text.
    pub lang: Language,
    /// Language of the heading where it is not that of the interface.
    pub title_lang: Option<Language>,
    /// One sentence for search engines.
    pub description: String,
    /// Address within the site, beginning with a slash.
    pub url: String,
    /// Absolute address.
    pub permalink: String,
    /// The way from the home page to this one, without this one.
    pub breadcrumbs: Vec<Link>,
    /// Atom feed of this page.
    pub atom: Option<String>,
    /// JSON feed of this page.
    pub json_feed: Option<String>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// JSON-LD, safe to print inside a script element of that type.
    pub json_ld: Option<String>,
    /// The page in all languages of the site, the main one first; empty where it has one.
    pub languages: Vec<Twin>,
    /// The picture of this page, or of what it is about; none where these are not made.
    pub share_image: Option<ShareImage>,
}

/// A page in one of the languages of the site.
#[derive(Debug, Clone, Serialize)]
pub struct Twin {
    /// The language.
    pub lang: Language,
    /// Name of the language, in that language.
    pub name: String,
    /// Address within the site.
    pub url: String,
    /// Absolute address.
    pub permalink: String,
    /// Whether it is this page.
    pub current: bool,
}

/// Parts common to the whole site.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    /// Name of the digest.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Address for readers.
    pub contact: Option<String>,
    /// The contact as a link: `mailto:…` or the address.
    pub contact_url: Option<String>,
    /// Address of the home page within its host.
    pub url: String,
    /// Absolute address of the home page.
    pub permalink: String,
    /// Language of the interface.
    pub lang: Language,
    /// Main menu.
    pub menu: Vec<Link>,
    /// Links at the foot: plain pages, data, feeds.
    pub footer: Vec<Link>,
    /// Address of the stylesheet.
    pub stylesheet: String,
    /// Address of the picture that stands for the name of the digest.
    pub logo: Option<String>,
    /// Address of the icon, as SVG.
    pub icon: String,
    /// Address of the icon for screens of phones, as PNG.
    pub touch_icon: String,
    /// Address of the web manifest; there is none in an offline bundle.
    pub web_manifest: Option<String>,
    /// Addresses of the fonts that every page in this language needs, to be loaded at once; empty in an offline bundle.
    pub fonts: Vec<String>,
    /// Whether the site is an offline bundle: read from a disk, its links lead from file to file.
    pub offline: bool,
    /// Name and version of the program.
    pub generator: &'static str,
}
