//! Views: the complete values that templates get. A template never asks the model anything.
//!
//! Every view is documented for template authors in TEMPLATES.md; a test compares the two.

mod article;
mod briefing;
mod edition;
mod provenance;
mod share;
mod subject;

use serde::Serialize;

pub use self::article::*;
pub use self::briefing::*;
pub use self::edition::*;
pub use self::provenance::*;
pub use self::share::*;
pub use self::subject::*;
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
