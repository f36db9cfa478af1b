//! `site.yaml`: the settings of a project, and what it adds to the gazetteer.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde_json::{Value as Json, json};

use super::date::Day;
use super::gazetteer::{ElectionRecord, PartyRecord, RegionRecord, RollRecord, TermRecord};
use super::look::ThemeRecord;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::briefing::{Issues, Paper, Section, Speech};
use crate::model::edition::{Named, Series};
use crate::model::name::Name;
use crate::model::settings::{Digits, GazetteerChoice, Part, Settings};
use crate::record::{Decode, Given, Text, record, words};
use crate::source::{SourceId, Span};
use crate::text::Language;
use crate::text::slug::{check_slug, slugify};
use crate::url::Base;
use crate::yaml::{self, Node, Value};

record! {
    /// Settings of a digest. Every key but `title` has a default.
    SiteRecord "`site.yaml`" {
        /// Name of the digest, in one language or as `{hi: …, en: …}`.
        title: Name,
        /// One sentence about it.
        description: Option<Name>,
        /// Who publishes it.
        publisher: Option<Text>,
        /// E-mail or web address for readers.
        contact: Option<Text>,
        /// Address at which the site will stand; a path below a host is fine.
        base_url: Option<Text>,
        /// Language of the interface: `hi` or `en`.
        language: Option<Language>,
        /// Languages of the interface: the whole site in the first one, and again below `/en/` or `/hi/` in the other.
        languages: Option<Languages>,
        /// Zone of the site, such as `Asia/Kolkata`.
        timezone: Option<Text>,
        /// Digits of numbers and dates.
        digits: Option<Digits>,
        /// Built-in tables to begin with.
        gazetteer: Option<GazetteerChoice>,
        /// Articles on one page of a list.
        page_size: Option<u32>,
        /// Articles in a feed.
        feed_size: Option<u32>,
        /// Largest article file in bytes.
        max_article_bytes: Option<u32>,
        /// Editions to make: `daily`, `weekly`, `phase`, `none`, or periods with names; by default `weekly`.
        editions: Vec<EditionRecord>,
        /// Briefings for paper: of editions, subjects or cells; by default none.
        briefings: Vec<BriefingRecord>,
        /// Parts of the site to make; by default all.
        make: Vec<Part>,
        /// Colours, fonts and logo.
        theme: Option<ThemeRecord>,
        /// Further words: `unit.NAME`, `event.NAME` with their names.
        labels: BTreeMap<String, Name>,
        /// Regions to add, or to change by their id.
        regions: Vec<RegionRecord>,
        /// Elections to add, or to change by their id.
        elections: Vec<ElectionRecord>,
        /// Roll revisions to add, or to change by their id.
        rolls: Vec<RollRecord>,
        /// Parties to add, or to change by their id.
        parties: Vec<PartyRecord>,
        /// People with their spellings.
        people: Vec<TermRecord>,
        /// Outlets with their spellings.
        sources: Vec<TermRecord>,
        /// Topics with their spellings.
        topics: Vec<TermRecord>,
    }
}

words! {
    /// Editions that come of themselves.
    EditionWord "a kind of edition" {
        /// One a day.
        Daily = "daily",
        /// One a week.
        Weekly = "weekly",
        /// One for each phase of an election.
        Phase = "phase",
        /// None at all.
        None = "none",
    }
}

record! {
    /// An edition for a period with a name.
    NamedRecord "an edition" {
        /// Last part of its address.
        id: Text,
        /// Hindi name.
        name_hi: Option<Text>,
        /// English name.
        name_en: Option<Text>,
        /// First day.
        from: Day,
        /// Last day.
        until: Day,
    }
}

record! {
    /// Briefings for paper, of editions or of one subject.
    BriefingRecord "a briefing" {
        /// The editions to print: `all`, `daily`, `weekly`, `phase` or `named`.
        editions: Given<Issues>,
        /// Only so many of the newest editions.
        newest: Option<u32>,
        /// The election to print.
        election: Option<Text>,
        /// The roll revision to print.
        roll: Option<Text>,
        /// Only what lies in this region.
        region: Option<Text>,
        /// Languages: `hi`, `en`, or `both` in one briefing; by default that of the site.
        languages: Vec<Speech>,
        /// Paper: `a4`, `a5` or `letter`; by default `a4`.
        paper: Option<Paper>,
        /// What is printed, in this order; by default all but `texts`, the documents in full.
        sections: Vec<Section>,
    }
}

/// An entry of `editions`.
#[derive(Debug, Clone)]
pub enum EditionRecord {
    /// A word.
    Every(EditionWord),
    /// A period.
    Named(Box<NamedRecord>),
}

/// Languages of the interface, and where they stand.
#[derive(Debug, Clone)]
pub struct Languages(Vec<Language>, Span);

impl Decode for Languages {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        Some(Self(Vec::decode(node, found)?, node.span))
    }

    fn schema() -> Json {
        Vec::<Language>::schema()
    }
}

impl Decode for EditionRecord {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Map(_) => NamedRecord::decode(node, found).map(|record| Self::Named(Box::new(record))),
            _ => EditionWord::decode(node, found).map(Self::Every),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [EditionWord::schema(), NamedRecord::schema()] })
    }
}

impl NamedRecord {
    fn series(&self, found: &mut Diagnostics) -> Option<Series> {
        let fault = |rule, message: String, at: &Text| Diagnostic::new(rule, message).at(at.span);
        if let Err(why) = check_slug(&self.id.value) {
            let message = format!("`{}` cannot be part of an address: {why}", self.id.value);
            found.push(fault(Rule::BadSlug, message, &self.id).help(format!("write `{}`", slugify(&self.id.value))));
            return None;
        }
        if self.until.value < self.from.value {
            let message = format!("the edition `{}` ends before it begins", self.id.value);
            found.push(
                fault(Rule::BadSettings, message, &self.id).help("`from` and `until` are its first and last day"),
            );
            return None;
        }
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.value.clone());
        Some(Series::Named(Named {
            id: self.id.value.clone(),
            name: match (text(&self.name_hi), text(&self.name_en)) {
                (None, None) => Name::single(self.id.value.clone(), Language::English),
                (hi, en) => Name { hi, en },
            },
            from: self.from.value,
            until: self.until.value,
        }))
    }
}

impl Decode for Name {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        if let Value::Map(_) = node.value {
            let forms = NameRecord::decode(node, found)?;
            return Some(Self { hi: forms.hi.map(|t| t.value), en: forms.en.map(|t| t.value) });
        }
        let text = Text::decode(node, found)?;
        let latin = text.value.is_ascii();
        Some(Self::single(text.value, if latin { Language::English } else { Language::Hindi }))
    }

    fn schema() -> Json {
        json!({ "anyOf": [Text::schema(), NameRecord::schema()] })
    }
}

record! {
    /// A name in both languages.
    NameRecord "a name" {
        /// Hindi form.
        hi: Option<Text>,
        /// English form.
        en: Option<Text>,
    }
}

/// Reads `site.yaml`. `None` when it cannot be used at all, which has then been reported.
pub fn parse(text: &str, source: SourceId, found: &mut Diagnostics) -> Option<SiteRecord> {
    let skip = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    match yaml::parse(&text[skip..], source, skip) {
        Ok(mut node) => {
            if node.value == Value::Null {
                node.value = Value::Map(Vec::new());
            }
            SiteRecord::decode(&node, found)
        }
        Err(fault) => {
            found.push(fault);
            None
        }
    }
}

impl SiteRecord {
    /// The settings, with defaults for what is not said. `base_url` overrides the one in the file.
    pub fn settings(&self, base_url: Option<&str>, found: &mut Diagnostics) -> Settings {
        let languages = self.languages(found);
        let number = |given: Option<u32>, default: usize| given.filter(|&n| n > 0).map_or(default, |n| n as usize);
        Settings {
            title: self.title.clone(),
            description: self.description.clone().unwrap_or_default(),
            publisher: self.publisher.as_ref().map(|t| t.value.clone()),
            contact: self.contact.as_ref().map(|t| t.value.clone()),
            base: self.base(base_url, found),
            language: languages[0],
            languages,
            zone: self.zone(found),
            digits: self.digits.unwrap_or(Digits::Latin),
            page_size: number(self.page_size, 50),
            feed_size: number(self.feed_size, 50),
            max_article_bytes: self.max_article_bytes.map_or(8 << 20, u64::from),
            editions: self.editions(found),
            make: if self.make.is_empty() { vec![Part::All] } else { self.make.clone() },
            look: self.theme.as_ref().map(|theme| theme.look(found)).unwrap_or_default(),
            offline: false,
            labels: self.labels.clone(),
        }
    }

    /// The languages of the interface, the main one first; at least one.
    fn languages(&self, found: &mut Diagnostics) -> Vec<Language> {
        let Some(Languages(all, span)) = self.languages.as_ref().filter(|languages| !languages.0.is_empty()) else {
            return vec![self.language.unwrap_or_default()];
        };
        let mut fault =
            |message: &str, help: &str| found.push(Diagnostic::new(Rule::BadSettings, message).at(*span).help(help));
        let mut languages = Vec::new();
        for language in all {
            if languages.contains(language) {
                fault("a language stands twice in `languages`", "write each once: `languages: [hi, en]`");
            } else {
                languages.push(*language);
            }
        }
        if self.language.is_some_and(|one| one != all[0]) {
            let help = "leave `language` out: the first of `languages` is the main one";
            fault("the first of `languages` is not the one that `language` names", help);
        }
        languages
    }

    fn editions(&self, found: &mut Diagnostics) -> Vec<Series> {
        if self.editions.is_empty() {
            return vec![Series::Weekly];
        }
        let mut series: Vec<Series> = Vec::new();
        for record in &self.editions {
            match record {
                EditionRecord::Every(EditionWord::None) => {}
                EditionRecord::Every(EditionWord::Daily) => series.push(Series::Daily),
                EditionRecord::Every(EditionWord::Weekly) => series.push(Series::Weekly),
                EditionRecord::Every(EditionWord::Phase) => series.push(Series::Phase),
                EditionRecord::Named(record) => series.extend(record.series(found)),
            }
        }
        series
    }

    fn base(&self, given: Option<&str>, found: &mut Diagnostics) -> Base {
        let written = self.base_url.as_ref();
        let text = given.or(written.map(|t| t.value.as_str())).unwrap_or("http://localhost/");
        Base::parse(text).unwrap_or_else(|fault| {
            let diagnostic =
                Diagnostic::new(Rule::BadUrl, format!("`{text}` cannot be the address of the site: {fault}"))
                    .help("write it as `https://example.org/` or `https://example.org/digest/`");
            found.push(match written {
                Some(t) if given.is_none() => diagnostic.at(t.span),
                _ => diagnostic,
            });
            Base::parse("http://localhost/").expect("a valid address")
        })
    }

    fn zone(&self, found: &mut Diagnostics) -> Tz {
        let Some(text) = &self.timezone else { return Tz::Asia__Kolkata };
        text.value.parse().unwrap_or_else(|_| {
            found.push(
                Diagnostic::new(Rule::BadSettings, format!("`{}` is not a time zone", text.value))
                    .at(text.span)
                    .help("write a name of the IANA database, such as `Asia/Kolkata`"),
            );
            Tz::Asia__Kolkata
        })
    }
}
