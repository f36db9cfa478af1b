//! Reads a document: from its text to suggestions for the fields of an article.
//!
//! Rules are about the language and the trade; what none of them is sure of stays unknown.

mod claim_kinds;
pub mod claims;
mod counted;
pub mod dates;
mod deadlines;
mod earlier;
pub mod elections;
mod event_cues;
pub mod events;
pub mod facts;
pub mod matcher;
pub mod numbers;
pub mod parties;
pub mod passage;
pub mod people;
mod person_names;
mod phases;
mod polls;
pub mod regions;
mod rolls;
mod scopes;
mod seasons;
pub mod sign;
mod speakers;
mod summary;
pub mod tense;
mod venues;
mod window;

use chrono::NaiveDate;

use super::document::{Document, Found, Note, Stamp};
use crate::model::region::{RegionId, RegionKind, Tree};
use crate::text::date::weekday_name;
use dates::{Anchor, Date};
use elections::Reading;
use facts::Facts;
use matcher::Reader;
use passage::{Part, Passage, passages};
use regions::Mention;
use sign::Sign;

/// What the rules have found so far, for those that come after.
pub struct Page<'a> {
    /// The names.
    pub reader: &'a Reader,
    /// The passages.
    pub passages: &'a [Passage],
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// The regions named.
    pub regions: &'a [Mention],
    /// The parties named.
    pub parties: &'a [parties::PartyMention],
    /// The people.
    pub people: &'a people::People,
    /// The dates of each passage.
    pub dates: &'a [Vec<Date>],
    /// Elections and rolls.
    pub subjects: &'a elections::Subjects,
    /// The region that the document is mainly about.
    pub primary: Option<RegionId>,
}

/// Reads a document.
pub fn read(document: &Document, reader: &Reader) -> Facts {
    let passages = passages(document, reader);
    let reporters: Vec<&str> = document.reporters.iter().chain(&document.outlet).map(|f| f.value.as_str()).collect();
    let people = people::people(&passages, reader, &reporters);
    let masked = people.mask();
    let regions = regions::mentions(&passages, reader, &masked);
    let parties = parties::mentions(&passages, reader, &masked);
    let published = document.published.as_ref().map(|found| day(found.value));
    let last = document.updated.as_ref().map(|found| day(found.value));
    let (dates, near) = all_dates(&passages, reader, published, last);
    let reading =
        Reading { passages: &passages, reader, mentions: &regions, dates: &dates, day: published.or(last).or(near) };
    let subjects = elections::subjects(&reading);
    let primary = regions::primary(&passages, reader, &regions, is_of_nation(&passages));
    let page = Page {
        reader,
        passages: &passages,
        published,
        regions: &regions,
        parties: &parties,
        people: &people,
        dates: &dates,
        subjects: &subjects,
        primary: primary.as_ref().map(|found| found.value),
    };
    let events = events::events(&page);
    let phase = events::phase(&page, &events);
    let (places, units) = named_regions(&page, primary.as_ref());
    Facts {
        phase,
        regions: places,
        units,
        parties: first_of(parties.iter().map(|m| page.passages[m.passage].found(m.party, m.words.clone(), "name"))),
        claims: claims::claims(&page),
        events,
        summary: summary::summary(document),
        window: window::window(&page, document.updated.as_ref()),
        notes: weekday_notes(&page),
        elections: subjects.elections.clone(),
        rolls: subjects.rolls.clone(),
        mentioned: subjects.mentioned.clone(),
        primary,
        attendees: people.attendees.clone(),
        people: people.all.clone(),
    }
}

/// The day of a stamp, in India.
fn day(stamp: Stamp) -> NaiveDate {
    match stamp {
        Stamp::Day(day) => day,
        Stamp::Instant(at) => at.with_timezone(&chrono_tz::Asia::Kolkata).date_naive(),
    }
}

/// The dates of each passage. Without a publication, those that a calendar fixes help with the others.
fn all_dates(
    passages: &[Passage],
    reader: &Reader,
    published: Option<NaiveDate>,
    changed: Option<NaiveDate>,
) -> (Vec<Vec<Date>>, Option<NaiveDate>) {
    let mut anchor = Anchor { published, changed, calendar: Vec::new(), near: None };
    if published.is_none() {
        // only the calendars of the year that the text names: 25 मई is a day of many years
        let years: Vec<i32> =
            passages.iter().flat_map(|p| (0..p.len()).filter_map(|at| polls::year(p.word(at)))).collect();
        let revision = passages.iter().any(|p| p.any(0..p.len(), Sign::Sir) || p.any(0..p.len(), Sign::Revision));
        anchor.calendar = reader.calendar(revision);
        anchor.calendar.retain(|day| years.contains(&chrono::Datelike::year(day)) || years.is_empty() && revision);
        if years.is_empty() && !revision {
            anchor.calendar = phase_days(passages, reader);
        }
    }
    let read = |anchor: &Anchor| -> Vec<Vec<Date>> {
        passages.iter().map(|passage| dates::dates(passage, &reader.lexicon, anchor)).collect()
    };
    let dates = read(&anchor);
    let fixed = || dates.iter().flatten().find(|date| date.rule == "day-of-a-calendar").and_then(|date| date.day);
    match published.is_none().then(fixed).flatten() {
        Some(near) => (read(&Anchor { near: Some(near), ..anchor }), Some(near)),
        None => (dates, None),
    }
}

/// The calendar of the one election that has a phase on a day that the text names: `चौथे चरण में 13 मई को`.
fn phase_days(passages: &[Passage], reader: &Reader) -> Vec<NaiveDate> {
    use chrono::Datelike;
    let mut fitting: Vec<&crate::model::subject::Subject> = Vec::new();
    for passage in passages {
        for date in dates::dates(passage, &reader.lexicon, &Anchor::default()) {
            let named = phases::phases_in(passage, passage.sentence(date.words.start));
            let ([(number, _)], Some(written)) = (&named[..], date.written) else { continue };
            let own = reader.gazetteer.subjects.iter().filter(|subject| {
                let poll = |phase: &crate::model::subject::Phase| {
                    phase.number == *number && phase.poll.is_some_and(|day| (day.month(), day.day()) == written)
                };
                subject.phases.iter().any(poll)
            });
            for subject in own {
                if !fitting.iter().any(|other| other.id == subject.id) {
                    fitting.push(subject);
                }
            }
        }
    }
    if let [one] = fitting[..] { one.calendar.iter().map(|own| own.date.day()).collect() } else { Vec::new() }
}

/// Whether the headline counts states, or the head of the document speaks of the country.
fn is_of_nation(passages: &[Passage]) -> bool {
    let heads = || passages.iter().filter(|p| matches!(p.part, Part::Title | Part::Standfirst));
    let counts = |p: &Passage| {
        (1..p.len()).any(|at| {
            p.sign_beside(at, Sign::Unit).is_some_and(|(_, unit)| unit == "states")
                && p.word(at - 1).parse::<u32>().is_ok()
        })
    };
    let first = passages.iter().find(|p| p.part == Part::Text);
    let country = |p: &Passage| (0..p.len()).any(|at| matches!(p.word(at), "देश" | "देशभर" | "country" | "nationwide"));
    heads().any(counts) || heads().chain(first).any(country)
}

/// The places that are named, each once, and the units of parties.
fn named_regions(page: &Page<'_>, primary: Option<&Found<RegionId>>) -> (Vec<Found<RegionId>>, Vec<Found<RegionId>>) {
    let kind = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].kind;
    let all = page.regions.iter().filter(|m| kind(m.region) != RegionKind::Country);
    let all = first_of(all.map(|m| page.passages[m.passage].found(m.region, m.words.clone(), "name")));
    let (units, mut places): (Vec<_>, Vec<_>) = all.into_iter().partition(|f| kind(f.value).tree() == Tree::Party);
    let missing =
        primary.filter(|own| kind(own.value).tree() != Tree::Party && !places.iter().any(|p| p.value == own.value));
    places.extend(missing.cloned());
    (places, units)
}

/// The first finding of each value.
fn first_of<T: PartialEq>(all: impl Iterator<Item = Found<T>>) -> Vec<Found<T>> {
    let mut first: Vec<Found<T>> = Vec::new();
    for found in all {
        if !first.iter().any(|other| other.value == found.value) {
            first.push(found);
        }
    }
    first
}

/// Weekdays that are not those of the dates beside them.
fn weekday_notes(page: &Page<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    // a cut before a letter leaves up to three bytes
    if page.passages.iter().map(|passage| passage.text().len()).sum::<usize>() + 3 >= passage::MOST {
        let message = format!("only the first {} KiB of the text were read for suggestions", passage::MOST / 1024);
        notes.push(Note { name: "long-text", message });
    }
    for (passage, dates) in page.passages.iter().zip(page.dates) {
        for date in dates {
            let (Some(day), Some((_, actual))) = (date.day, date.conflict) else { continue };
            let words = passage.written(date.words.clone());
            let name = weekday_name(actual);
            notes.push(Note { name: "weekday-conflict", message: format!("`{words}`: {day} is a {name}") });
        }
    }
    notes
}
