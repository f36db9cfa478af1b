//! Views of editions, of what changed, and of withdrawn articles.

use serde::Serialize;

use super::{CalendarRow, Chart, Claim, Counted, Date, Event, Link};
use crate::text::Language;

/// An edition where it is named, and the head of its own page.
#[derive(Debug, Clone, Serialize)]
pub struct Edition {
    /// Its page, under its name.
    pub link: Link,
    /// What sort of edition, in words.
    pub kind: String,
    /// The word for it in the data: `weekly`.
    pub key: &'static str,
    /// Its number among those of its kind and election.
    pub number: String,
    /// The election whose articles alone it covers.
    pub subject: Option<Link>,
    /// The time it covers, in words.
    pub period: String,
    /// First day, ISO 8601.
    pub from: String,
    /// Last day, ISO 8601.
    pub until: String,
    /// When it closes: the last instant that counts.
    pub closes: Date,
    /// Documents that became known in it.
    pub documents: Count,
    /// Outlets of these documents.
    pub outlets: Count,
    /// Articles corrected in it.
    pub corrected: Count,
    /// Articles withdrawn in it.
    pub withdrawn: Count,
    /// Documents and corrections of it that have expired since; zero for most.
    pub expired: Count,
}

/// A number, and how it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// The number.
    pub n: usize,
    /// In the digits of the site.
    pub text: String,
}

/// Editions of one kind, and of one election where they are made for it.
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    /// Anchor on the page.
    pub id: String,
    /// What they are, in words.
    pub name: String,
    /// The election.
    pub subject: Option<Link>,
    /// Newest first.
    pub editions: Vec<Edition>,
}

/// An edition at a glance: what happened under one subject.
#[derive(Debug, Clone, Serialize)]
pub struct Glance {
    /// The election, the roll revision, or "none named".
    pub subject: Link,
    /// By region.
    pub regions: Vec<GlanceRegion>,
}

/// The lines of one region.
#[derive(Debug, Clone, Serialize)]
pub struct GlanceRegion {
    /// The region, of the first level, where one is given.
    pub link: Option<Link>,
    /// One line for each event; for an article without one, a line of its own.
    pub lines: Vec<Line>,
}

/// An event, or an article without one, in one line.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// When; the date of the document where there is no event.
    pub date: Option<Date>,
    /// What sort of event or document, in words.
    pub kind: String,
    /// How far the event has come, in words.
    pub status: Option<String>,
    /// What it was about.
    pub text: Option<String>,
    /// Language of the text where it is not that of the page.
    pub lang: Option<Language>,
    /// The article.
    pub article: Link,
    /// Its outlets.
    pub sources: Vec<Link>,
}

/// Events of one region.
#[derive(Debug, Clone, Serialize)]
pub struct EventRegion {
    /// The region, of the first level, where one is given.
    pub link: Option<Link>,
    /// As the articles report them.
    pub events: Vec<Event>,
}

/// A date that was announced or moved.
#[derive(Debug, Clone, Serialize)]
pub struct MovedDate {
    /// The line of the calendar with the date in force on the last day of the edition.
    pub row: CalendarRow,
    /// The date in force before; none where it is newly announced.
    pub was: Option<Date>,
}

/// A claim, and the one before it of the same unit, place, subject, holder and sort.
#[derive(Debug, Clone, Serialize)]
pub struct SupersededClaim {
    /// The one before.
    pub was: Claim,
    /// The one of this edition.
    pub now: Claim,
}

/// A claim with the earlier ones of the same unit, place, subject and holder.
#[derive(Debug, Clone, Serialize)]
pub struct FollowedClaim {
    /// The one of this edition.
    pub claim: Claim,
    /// The earlier ones, newest first.
    pub earlier: Vec<Claim>,
}

/// A person who became known, or an office of a person.
#[derive(Debug, Clone, Serialize)]
pub struct NewOffice {
    /// The person, under the name as the article writes it.
    pub person: Link,
    /// The office; none is "not stated".
    pub office: Option<String>,
    /// Language of the office where it is not that of the page.
    pub lang: Option<Language>,
    /// The party, where given.
    pub party: Option<Link>,
    /// The article that gives it first.
    pub article: Link,
}

/// Articles with the same open question.
#[derive(Debug, Clone, Serialize)]
pub struct OpenQuestion {
    /// `undated`, `no_election`, `conflict` or `low_confidence`.
    pub key: &'static str,
    /// The question, in words.
    pub text: String,
    /// The articles.
    pub articles: Vec<OpenArticle>,
}

/// An article of an open question.
#[derive(Debug, Clone, Serialize)]
pub struct OpenArticle {
    /// The article.
    pub article: Link,
    /// What is known or what disagrees, in words.
    pub notes: Vec<String>,
    /// Language of the notes where it is not that of the page.
    pub lang: Option<Language>,
}

/// An article that was corrected after its edition had closed.
#[derive(Debug, Clone, Serialize)]
pub struct LaterCorrection {
    /// The article.
    pub article: Link,
    /// The day, ISO 8601.
    pub iso: String,
    /// In words: "Corrected on 2 May 2024".
    pub text: String,
}

/// An article that was withdrawn.
#[derive(Debug, Clone, Serialize)]
pub struct Withdrawal {
    /// Its address, under its title.
    pub article: Link,
    /// When the document was published.
    pub published: Date,
    /// The day on which the article was withdrawn, ISO 8601.
    pub iso: String,
    /// In words: "Withdrawn on 2 May 2024".
    pub text: String,
    /// Why.
    pub reason: String,
    /// Language of the reason where it is not that of the page.
    pub lang: Option<Language>,
}

/// What a weekly edition has besides.
#[derive(Debug, Clone, Serialize)]
pub struct Week {
    /// The edition of the week before; none where there was none.
    pub before: Option<Link>,
    /// The week before, in words.
    pub period: String,
    /// By region of the first level.
    pub regions: Vec<Compared>,
    /// By party or alliance.
    pub parties: Vec<Compared>,
    /// Documents by region of the first level; none where there is nothing.
    pub region_chart: Option<Chart>,
    /// Documents by party or alliance.
    pub party_chart: Option<Chart>,
    /// Documents by outlet.
    pub outlet_chart: Option<Chart>,
    /// Outlets with their documents, by name.
    pub outlets: Vec<Counted>,
}

/// What an edition of several pages has under one subject.
#[derive(Debug, Clone, Serialize)]
pub struct Covered {
    /// The election, the roll revision, or "none named", with its documents.
    pub subject: Counted,
    /// These by region of the first level; those without a region are in the count of the subject alone.
    pub regions: Vec<Counted>,
}

/// Counts of one week beside those of the week before.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// What is counted.
    pub link: Link,
    /// Documents of this week.
    pub documents: Count,
    /// Documents of the week before.
    pub documents_before: Count,
    /// Events of this week.
    pub events: Count,
    /// Events of the week before.
    pub events_before: Count,
}

/// A day on which something changed.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeDay {
    /// The day.
    pub date: Date,
    /// What changed: new, corrected and withdrawn articles, claims, dates.
    pub changes: Vec<Change>,
}

/// Something that changed.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// Anchor on the page.
    pub id: String,
    /// `new`, `corrected`, `withdrawn`, `superseded` or `moved`.
    pub key: &'static str,
    /// The same in words.
    pub what: String,
    /// The article, or whose claim or date it is.
    pub link: Link,
    /// What was claimed, or what happens on the date.
    pub about: Option<String>,
    /// What stood before: a date, or a claim and its sentence.
    pub was: Option<Link>,
    /// What stands now.
    pub now: Option<Link>,
    /// The text of a correction, the reason of a withdrawal, or when a date was announced where that is not one day.
    pub text: Option<String>,
    /// Language of the text where it is not that of the page.
    pub lang: Option<Language>,
}
