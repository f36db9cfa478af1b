//! What `site.yaml` says, apart from what it adds to the gazetteer.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::edition::Series;
use super::limits::Limits;
use super::look::Look;
use super::name::Name;
use crate::record::words;
use crate::text::Language;
use crate::url::Base;

words! {
    /// Which digits numbers are shown in.
    Digits "a kind of digits" {
        /// 0 1 2 …
        Latin = "latin",
        /// ० १ २ …
        Devanagari = "devanagari",
    }
}

impl Digits {
    /// From zero to nine.
    pub fn all(self) -> [char; 10] {
        match self {
            Self::Latin => ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
            Self::Devanagari => ['०', '१', '२', '३', '४', '५', '६', '७', '८', '९'],
        }
    }
}

words! {
    /// Where the gazetteer comes from.
    GazetteerChoice "a gazetteer" {
        /// The built-in tables of India.
        India = "india",
        /// Only what `site.yaml` brings.
        None = "none",
    }
}

words! {
    /// Parts of the site that can be left out.
    Part "a part of the site" {
        /// Everything.
        All = "all",
        /// Pages of articles; they are always made, since everything links to them.
        Articles = "articles",
        /// Pages of elections and roll revisions.
        Subjects = "subjects",
        /// Pages of one subject in one region.
        Cells = "cells",
        /// Pages of regions across subjects.
        Regions = "regions",
        /// Pages of parties.
        Parties = "parties",
        /// Pages of people.
        People = "people",
        /// Pages of sources.
        Sources = "sources",
        /// Pages of topics.
        Topics = "topics",
        /// The claims ledger.
        Claims = "claims",
        /// The calendar.
        Calendar = "calendar",
        /// Editions and what changed.
        Editions = "editions",
        /// Briefings for paper, where `briefings` lists any.
        Briefings = "briefings",
        /// One Atom feed for the whole site.
        Feed = "feed",
        /// An Atom and a JSON feed beside every list.
        Feeds = "feeds",
        /// JSON and CSV files.
        Data = "data",
        /// The search, and its index.
        Search = "search",
        /// Pictures for those who share an address.
        ShareImages = "share_images",
    }
}

/// The settings of a project, complete with defaults.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the digest.
    pub title: Name,
    /// One sentence about it.
    pub description: Name,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Where readers can write to: an e-mail address or an address on the web.
    pub contact: Option<String>,
    /// Where the site will stand.
    pub base: Base,
    /// Language of the interface at the root of the site.
    pub language: Language,
    /// All languages of the interface, that one first.
    pub languages: Vec<Language>,
    /// The site's zone: a digest day is a day there.
    pub zone: Tz,
    /// Digits of numbers and dates in that language; by default those of its strings.
    pub digits: Option<Digits>,
    /// Articles on one page of a list.
    pub page_size: usize,
    /// Articles in a feed.
    pub feed_size: usize,
    /// Articles in a volume of the index of the search.
    pub search_size: usize,
    /// Whether each article has a page that tells how it came to be.
    pub provenance: bool,
    /// What is too much.
    pub limits: Limits,
    /// Editions to make.
    pub editions: Vec<Series>,
    /// Parts to make.
    pub make: Vec<Part>,
    /// What is changed of the default theme.
    pub look: Look,
    /// Whether the site is read from a disk, without a server.
    pub offline: bool,
    /// Whether drafts are shown, each marked as one.
    pub drafts: bool,
    /// Whether the index of the search may stay as it stands: a preview makes it when there is time.
    pub search_later: bool,
    /// Further words of the vocabularies (units, events …): `unit.seats` → name.
    pub labels: BTreeMap<String, Name>,
}

impl Settings {
    /// Where the pages in `language` begin: nothing for those at the root of the site, else `en/`.
    pub fn prefix(&self, language: Language) -> String {
        if language == self.language { String::new() } else { format!("{}/", language.code()) }
    }

    /// Whether articles and names can be in `language`: it is built in, or one of the interface.
    pub fn knows(&self, language: Language) -> bool {
        Language::BUILT_IN.contains(&language) || self.languages.contains(&language)
    }

    /// Entries on one page of what has a line or two for each: names, events, corrections, editions.
    pub fn lines(&self) -> usize {
        self.page_size.saturating_mul(4)
    }

    /// Whether `part` is to be made.
    pub fn makes(&self, part: Part) -> bool {
        self.make.contains(&part) || self.make.contains(&Part::All)
    }
}
