//! `site.yaml`: the settings of a project, and what it adds to the gazetteer.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde_json::{Value as Json, json};

use super::date::Day;
use super::gazetteer::{ElectionRecord, PartyRecord, RegionRecord, RollRecord, TermRecord};
use super::limits::LimitsRecord;
use super::look::ThemeRecord;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::briefing::{Issues, Paper, Section, Speech};
use crate::model::edition::{Named, Series};
use crate::model::name::Name;
use crate::model::settings::{Digits, GazetteerChoice, Part, Settings};
use crate::record::{self, Decode, Forms, Given, Text, record, words};
use crate::source::{SourceId, Spanned};
use crate::text::Language;
use crate::text::slug::{check_slug, slugify};
use crate::url::Base;
use crate::yaml::{self, Node, Value};

record! {
    /// Settings of a digest. Every key but `title` has a default.
    SiteRecord "`site.yaml`" {
        /// Name of the digest, in one language or as `{hi: …, en: …}`.
        title: NameRecord,
        /// One sentence about it.
        description: Option<NameRecord>,
        /// Who publishes it.
        publisher: Option<Text>,
        /// E-mail or web address for readers.
        contact: Option<Text>,
        /// Address at which the site will stand; a path below a host is fine.
        base_url: Option<Text>,
        /// Language of the interface: `hi`, `en`, or another one with its table in `templates/strings/`.
        language: Option<Spanned<Language>>,
        /// Languages of the interface: the whole site in the first one, and again below `/en/` and the like in the others.
        languages: Vec<Spanned<Language>>,
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
        /// Articles in a volume of the index of the search.
        search_size: Option<u32>,
        /// What is too much of an article, a page, a briefing, a document to import.
        limits: Option<LimitsRecord>,
        /// Whether each article has a page that tells how it came to be.
        provenance: bool,
        /// Editions to make: `daily`, `weekly`, `phase`, `none`, or periods with names; by default `weekly`.
        editions: Vec<EditionRecord>,
        /// Briefings for paper: of editions, subjects or cells; by default none.
        briefings: Vec<BriefingRecord>,
        /// Parts of the site to make; by default all.
        make: Vec<Part>,
        /// Colours, fonts and logo.
        theme: Option<ThemeRecord>,
        /// Further words: `unit.NAME`, `event.NAME` with their names.
        labels: BTreeMap<String, NameRecord>,
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
        /// First day.
        from: Day,
        /// Last day.
        until: Day,
    } in languages {
        /// Name in that language.
        name = "name_",
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
        /// Languages: `hi`, `en`, or `both` in one briefing; by default that of the site, else `en`.
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
        Some(Series::Named(Named {
            id: self.id.value.clone(),
            name: Name::from(&self.name).or_id(&self.id.value),
            from: self.from.value,
            until: self.until.value,
        }))
    }
}

/// A name: a text, or one in each language.
#[derive(Debug, Clone)]
pub enum NameRecord {
    /// In a language that its letters tell.
    Plain(Text),
    /// By language.
    In(Forms),
}

impl Decode for NameRecord {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else { return Text::decode(node, found).map(Self::Plain) };
        let mut forms = Forms::default();
        for (key, value) in entries {
            if !forms.take("", key, value, found) {
                found.push(record::unknown_key(key, "a name", &["hi", "en"]));
            }
        }
        Some(Self::In(forms))
    }

    fn schema() -> Json {
        let forms = json!({ "type": "object", "additionalProperties": false });
        let forms = Forms::describe("", "The name in that language.", forms);
        json!({ "anyOf": [Text::schema(), forms] })
    }
}

impl NameRecord {
    fn name(&self, main: Language) -> Name {
        match self {
            Self::Plain(text) => Name::single(text.value.clone(), Language::of_name(&text.value, main)),
            Self::In(forms) => forms.into(),
        }
    }

    fn forms(&self) -> Option<&Forms> {
        match self {
            Self::Plain(_) => None,
            Self::In(forms) => Some(forms),
        }
    }
}

/// Reports a language that is neither built in nor one of the interface.
pub fn check_language(language: &Spanned<Language>, settings: &Settings, found: &mut Diagnostics) {
    if !settings.knows(language.value) {
        let message = format!("`{}` is not a language of the site", language.value);
        let help = "write one of hi, en, or add it to `languages` in `site.yaml`";
        found.push(Diagnostic::new(Rule::UnknownWord, message).at(language.span).help(help));
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
        let main = languages[0];
        let settings = Settings {
            title: self.title.name(main),
            description: self.description.as_ref().map(|name| name.name(main)).unwrap_or_default(),
            publisher: self.publisher.as_ref().map(|t| t.value.clone()),
            contact: self.contact.as_ref().map(|t| t.value.clone()),
            base: self.base(base_url, found),
            language: main,
            languages,
            zone: self.zone(found),
            digits: self.digits,
            page_size: number(self.page_size, 50),
            feed_size: number(self.feed_size, 50),
            search_size: number(self.search_size, 10_000),
            provenance: self.provenance,
            limits: self.limits.as_ref().map(LimitsRecord::limits).unwrap_or_default(),
            editions: self.editions(found),
            make: if self.make.is_empty() { vec![Part::All] } else { self.make.clone() },
            look: self.theme.as_ref().map(|theme| theme.look(found)).unwrap_or_default(),
            offline: false,
            drafts: false,
            search_later: false,
            labels: self.labels.iter().map(|(key, name)| (key.clone(), name.name(main))).collect(),
        };
        for (language, _) in self.names().flat_map(|forms| &forms.0) {
            check_language(language, &settings, found);
        }
        settings
    }

    /// All names by language.
    fn names(&self) -> impl Iterator<Item = &Forms> {
        let own = [&self.title].into_iter().chain(&self.description).chain(self.labels.values());
        let terms = self.people.iter().chain(&self.sources).chain(&self.topics).map(|record| &record.name);
        let editions = self.editions.iter().filter_map(|record| match record {
            EditionRecord::Named(record) => Some(&record.name),
            EditionRecord::Every(_) => None,
        });
        let subjects = self.elections.iter().map(|r| &r.name).chain(self.rolls.iter().map(|r| &r.name));
        let others = self.regions.iter().map(|r| &r.name).chain(self.parties.iter().map(|r| &r.name));
        own.filter_map(NameRecord::forms).chain(terms).chain(editions).chain(subjects).chain(others)
    }

    /// The languages of the interface, the main one first; at least one.
    fn languages(&self, found: &mut Diagnostics) -> Vec<Language> {
        let Some(main) = self.languages.first() else {
            return vec![self.language.as_ref().map(|language| language.value).unwrap_or_default()];
        };
        let mut fault = |at: &Spanned<Language>, message: &str, help: &str| {
            found.push(Diagnostic::new(Rule::BadSettings, message).at(at.span).help(help));
        };
        let mut languages = Vec::new();
        for language in &self.languages {
            if languages.contains(&language.value) {
                let help = "write each once: `languages: [hi, en]`";
                fault(language, "a language stands twice in `languages`", help);
            } else {
                languages.push(language.value);
            }
        }
        if self.language.as_ref().is_some_and(|one| one.value != main.value) {
            let help = "leave `language` out: the first of `languages` is the main one";
            fault(main, "the first of `languages` is not the one that `language` names", help);
        }
        languages
    }

    /// The languages of the interface as they are written.
    pub fn languages_written(&self) -> impl Iterator<Item = &Spanned<Language>> {
        self.languages.iter().chain(&self.language)
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
