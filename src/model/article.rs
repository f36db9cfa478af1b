//! Articles: one Markdown file each, with every name resolved.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::claim::Claim;
use super::dated::Dated;
use super::family::SameStory;
use super::people::{PartyId, TermId};
use super::region::RegionId;
use super::subject::SubjectId;
use crate::record::words;
use crate::source::{SourceId, Span};
use crate::text::Language;

/// Index of an article in its site; 0 is the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

words! {
    /// What sort of document an article reports.
    Genre "a genre" {
        /// News report.
        NewsReport = "news_report",
        /// Local report.
        LocalReport = "local_report",
        /// Press note of a party.
        PressNote = "press_note",
        /// Official notice.
        OfficialNotice = "official_notice",
        /// Explainer.
        Explainer = "explainer",
        /// Note on data.
        DataNote = "data_note",
    }
}

words! {
    /// How a source is known.
    Known "a way of knowing" {
        /// The document states it.
        Stated = "stated",
        /// It was found elsewhere.
        External = "external",
        /// It was inferred.
        Inferred = "inferred",
    }
}

words! {
    /// What part something plays in an article.
    Role "a role" {
        /// The article is about them.
        Primary = "primary",
        /// It only names them.
        Mention = "mention",
    }
}

words! {
    /// How far an event has come, as the document has it.
    EventStatus "a status of an event" {
        /// It took place.
        Held = "held",
        /// It is planned.
        Planned = "planned",
        /// It goes on.
        Continuing = "continuing",
        /// It is fixed by an authority.
        Scheduled = "scheduled",
    }
}

/// A document that an article reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleSource {
    /// Its outlet; `None` is "not known".
    #[serde(skip)]
    pub outlet: Option<TermId>,
    /// Its address.
    pub url: Option<String>,
    /// Who wrote it.
    pub reporters: Vec<String>,
    /// When the desk read it.
    pub accessed: Option<NaiveDate>,
    /// How the outlet and the address are known.
    pub known: Known,
    /// What else must be said about it.
    pub note: Option<String>,
}

/// A person with the office held then, as the document has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMention {
    /// Who.
    #[serde(skip)]
    pub person: TermId,
    /// The name as the article writes it.
    pub written: String,
    /// The office the document gives.
    pub office: Option<String>,
    /// The party, where given.
    pub party: Option<PartyId>,
    /// The constituency, where given.
    pub seat: Option<RegionId>,
    /// Whether the article is about them.
    pub role: Role,
}

/// Something that happened or is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Where it is entered.
    #[serde(skip)]
    pub span: Span,
    /// What sort: a key of the strings table, such as `party_meeting`.
    pub kind: String,
    /// How far it has come.
    pub status: EventStatus,
    /// When.
    pub date: Option<Dated>,
    /// Last day, of longer ones.
    pub until: Option<Dated>,
    /// Where.
    pub place: Option<RegionId>,
    /// Building or ground.
    pub venue: Option<String>,
    /// The party that held it.
    pub organiser: Option<PartyId>,
    /// Who took part.
    pub who: Vec<String>,
    /// What it was about.
    pub text: Option<String>,
    /// What disagrees about it.
    pub conflict: Option<String>,
}

/// A correction of our own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When it was made.
    pub date: NaiveDate,
    /// What was wrong and what is right.
    pub text: String,
}

/// That an article was taken back, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The day.
    pub date: NaiveDate,
    /// Why, in words.
    pub reason: String,
}

/// One article. Its body stays in the file until the page is rendered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The file.
    #[serde(skip)]
    pub source: SourceId,
    /// Where the front matter's title stands, for findings about the article as a whole.
    #[serde(skip)]
    pub span: Span,
    /// Where the body begins in the file, in bytes.
    #[serde(skip)]
    pub body_start: u32,
    /// Hash of the file as it was read first.
    #[serde(skip)]
    pub hash: [u8; 32],
    /// Hash of what its file says apart from the body: two articles with the same one read the same in lists.
    #[serde(skip)]
    pub record: [u8; 32],
    /// Its address within the site: `articles/2024/04/kanpur-shah-meeting/`.
    pub path: String,
    /// Headline.
    pub title: String,
    /// Whether the document had no headline and an editor made this one.
    pub title_derived: bool,
    /// Language of the text.
    pub language: Language,
    /// Headline and summary in other languages, where front matter has them.
    pub translations: Vec<Translation>,
    /// When the document was published.
    pub published: Dated,
    /// When the document was last changed.
    pub updated: Option<Dated>,
    /// When the article came into the digest.
    pub added: Option<NaiveDate>,
    /// Elections and roll revisions; at least one, if only "none named".
    pub subjects: Vec<SubjectId>,
    /// Phase of the election.
    pub phase: Option<u32>,
    /// What it is about, first of all.
    pub regions: Vec<RegionId>,
    /// Where it takes place, if elsewhere.
    pub setting: Vec<RegionId>,
    /// Regions only named.
    pub mentions: Vec<RegionId>,
    /// Parties and alliances.
    pub parties: Vec<PartyId>,
    /// People with their offices.
    pub people: Vec<PersonMention>,
    /// The documents it reports.
    pub sources: Vec<ArticleSource>,
    /// What sort of document.
    pub genre: Genre,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Free tags.
    #[serde(skip)]
    pub topics: Vec<TermId>,
    /// Events in the order of the front matter.
    pub events: Vec<Event>,
    /// Claims in the order of the front matter; claim n is `#claim-n`, from 1.
    pub claims: Vec<Claim>,
    /// What disagrees within the document or between documents.
    pub conflicts: Vec<String>,
    /// Corrections of our own, made by the instant of the site.
    pub corrections: Vec<Correction>,
    /// The first correction that was made after the instant of the site: the body is the corrected one.
    #[serde(skip)]
    pub corrected_later: Option<NaiveDate>,
    /// That it was taken back.
    pub withdrawn: Option<Withdrawal>,
    /// That it tells the story of another article.
    pub family: Option<SameStory>,
    /// Addresses it had before.
    pub aliases: Vec<String>,
    /// Not shown before.
    pub embargo: Option<DateTime<FixedOffset>>,
    /// Not shown from then on.
    pub expires: Option<DateTime<FixedOffset>>,
    /// Not accepted yet.
    pub draft: bool,
}

/// Headline and summary in another language than that of the article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Translation {
    /// That language.
    pub language: Language,
    /// Headline.
    pub title: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
}

impl Article {
    /// The headline in `language` if there is one, else the article's own, and the language it is in.
    pub fn title_in(&self, language: Language) -> (&str, Language) {
        match self.translation(language).and_then(|t| t.title.as_deref()) {
            Some(title) => (title, language),
            None => (&self.title, self.language),
        }
    }

    /// The same of the summary.
    pub fn summary_in(&self, language: Language) -> Option<(&str, Language)> {
        let translated = self.translation(language).and_then(|t| t.summary.as_deref());
        let own = || Some((self.summary.as_deref()?, self.language));
        translated.map(|text| (text, language)).or_else(own)
    }

    /// The summary as it can be had in `language`, else the headline, and the language it is in.
    pub fn in_short(&self, language: Language) -> (&str, Language) {
        self.summary_in(language).unwrap_or_else(|| self.title_in(language))
    }

    fn translation(&self, language: Language) -> Option<&Translation> {
        self.translations.iter().find(|translation| translation.language == language)
    }

    /// The regions under which it is grouped: what it is about, and where it takes place.
    pub fn grouped_regions(&self) -> impl Iterator<Item = RegionId> + '_ {
        self.regions.iter().chain(&self.setting).copied()
    }
}
