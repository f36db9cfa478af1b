//! Articles, with what is in them.

use serde::Serialize;

use super::{Date, Link};
use crate::text::Language;

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
    /// Where its page lists other articles that tell the same story, under their number.
    pub elsewhere: Option<Link>,
}

/// Another article that tells the same story.
#[derive(Debug, Clone, Serialize)]
pub struct Relative {
    /// Its page, under its headline.
    pub link: Link,
    /// Outlets.
    pub sources: Vec<Link>,
    /// When the document was published.
    pub published: Date,
    /// Its language, in words.
    pub language: String,
    /// Claims, people, places, parties and events that it has and the article at hand has not.
    pub adds: Vec<Link>,
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
    /// Address of the page that tells how the article came to be, where there is one.
    pub provenance: Option<String>,
    /// Other articles that tell the same story, newest first.
    pub family: Vec<Relative>,
    /// What is open about it, in words: no date, no election named, low confidence.
    pub open_questions: Vec<String>,
}
