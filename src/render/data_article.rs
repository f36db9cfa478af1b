//! An article in `articles.json`: written straight from the model, since every article of the site stands there.
//! Keys are in alphabetical order, as in the other files.

use serde::Serialize;

use super::words::iso;
use crate::model::article::{Article, ArticleId};
use crate::model::dated::Dated;
use crate::model::region::RegionId;
use crate::model::site::{Site, term};
use crate::text::Language;

/// An article with its facts.
#[derive(Serialize)]
pub struct Row<'a> {
    claims: usize,
    conflicts: &'a [String],
    corrections: Vec<Correction<'a>>,
    events: Vec<Event<'a>>,
    family: Vec<String>,
    genre: &'static str,
    language: Language,
    mentions: Vec<&'a str>,
    parties: Vec<&'a str>,
    people: Vec<Person<'a>>,
    phase: Option<u32>,
    published: Date<'a>,
    regions: Vec<&'a str>,
    setting: Vec<&'a str>,
    sources: Vec<Source<'a>>,
    subjects: Vec<&'a str>,
    summary: Option<&'a str>,
    title: &'a str,
    title_derived: bool,
    topics: Vec<&'a str>,
    updated: Option<Date<'a>>,
    url: String,
}

#[derive(Serialize)]
struct Correction<'a> {
    date: String,
    text: &'a str,
}

/// A date with what is known about it.
#[derive(Serialize)]
pub struct Date<'a> {
    confidence: &'static str,
    conflict: Option<&'a str>,
    method: &'static str,
    value: Option<String>,
    window: Option<[String; 2]>,
    written: Option<&'a str>,
}

#[derive(Serialize)]
struct Person<'a> {
    id: &'a str,
    name: &'a str,
    office: Option<&'a str>,
    party: Option<&'a str>,
    role: &'static str,
}

#[derive(Serialize)]
struct Source<'a> {
    accessed: Option<String>,
    known: &'static str,
    note: Option<&'a str>,
    outlet: Option<&'a str>,
    reporters: &'a [String],
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Event<'a> {
    conflict: Option<&'a str>,
    date: Option<Date<'a>>,
    kind: &'a str,
    organiser: Option<&'a str>,
    place: Option<&'a str>,
    status: &'static str,
    text: Option<&'a str>,
    until: Option<Date<'a>>,
    venue: Option<&'a str>,
    who: &'a [String],
}

/// The row of an article.
pub fn row(site: &Site, id: ArticleId) -> Row<'_> {
    let article = site.article(id);
    let address = |article: &Article| site.settings.base.permalink(&article.path);
    let family = site.families.others(id).map(|id| address(site.article(id)));
    let ids = |list: &[RegionId]| list.iter().map(|&id| site.region(id).id.as_str()).collect();
    let party = |id| site.party(id).id.as_str();
    let corrections = article.corrections.iter().map(|c| Correction { date: c.date.to_string(), text: &c.text });
    let events = article.events.iter().map(|event| Event {
        conflict: event.conflict.as_deref(),
        date: event.date.as_ref().map(date),
        kind: &event.kind,
        organiser: event.organiser.map(party),
        place: event.place.map(|id| site.region(id).id.as_str()),
        status: event.status.word(),
        text: event.text.as_deref(),
        until: event.until.as_ref().map(date),
        venue: event.venue.as_deref(),
        who: &event.who,
    });
    let people = article.people.iter().map(|mention| Person {
        id: &term(&site.people, mention.person).id,
        name: &mention.written,
        office: mention.office.as_deref(),
        party: mention.party.map(party),
        role: mention.role.word(),
    });
    let sources = article.sources.iter().map(|source| Source {
        accessed: source.accessed.map(|day| day.to_string()),
        known: source.known.word(),
        note: source.note.as_deref(),
        outlet: source.outlet.map(|id| term(&site.outlets, id).id.as_str()),
        reporters: &source.reporters,
        url: source.url.as_deref(),
    });
    Row {
        claims: article.claims.len(),
        conflicts: &article.conflicts,
        corrections: corrections.collect(),
        events: events.collect(),
        family: family.collect(),
        genre: article.genre.word(),
        language: article.language,
        mentions: ids(&article.mentions),
        parties: article.parties.iter().copied().map(party).collect(),
        people: people.collect(),
        phase: article.phase,
        published: date(&article.published),
        regions: ids(&article.regions),
        setting: ids(&article.setting),
        sources: sources.collect(),
        subjects: article.subjects.iter().map(|&id| site.subject(id).id.as_str()).collect(),
        summary: article.summary.as_deref(),
        title: &article.title,
        title_derived: article.title_derived,
        topics: article.topics.iter().map(|&id| term(&site.topics, id).id.as_str()).collect(),
        updated: article.updated.as_ref().map(date),
        url: address(article),
    }
}

fn date(date: &Dated) -> Date<'_> {
    Date {
        confidence: date.confidence.word(),
        conflict: date.conflict.as_deref(),
        method: date.method.word(),
        value: date.moment.map(iso),
        window: date.window.map(|(from, to)| [from.to_string(), to.to_string()]),
        written: date.written.as_deref(),
    }
}
