//! Events: what a document tells as held, planned or scheduled, with its own day.

use std::ops::Range;

use chrono::NaiveDate;

use super::Page;
use super::dates::Date;
use super::event_cues::{Cue, cue_of, cues, is_calendar, poll_on, until_of};
use super::facts::Event;
use super::passage::{Part, Passage};
use super::phases::phases_in;
use super::regions::Mention;
use super::scopes::main_subject;
use super::sign::Sign;
use super::tense::{Tense, tense};
use super::venues::{people_in, place, place_of, venue};
use crate::import::document::{Confidence, Found};
use crate::model::article::EventStatus;
use crate::model::region::{RegionId, RegionKind};
use crate::model::subject::{Milestone, Subject};

/// The phase that a document is about: the only one it names, or that of its head.
pub fn phase(page: &Page<'_>, events: &[Found<Event>]) -> Option<Found<u32>> {
    let main = page.subjects.elections.first()?.value;
    let count = page.reader.gazetteer.subjects[main.0 as usize].phases.len();
    let first = page.passages.iter().position(|p| p.part == Part::Text);
    let mut all: Vec<(u32, usize, usize)> = Vec::new();
    for (index, passage) in page.passages.iter().enumerate() {
        let named = phases_in(passage, 0..passage.len()).into_iter().filter(|(phase, _)| *phase as usize <= count);
        all.extend(named.map(|(phase, at)| (phase, index, at)));
        let last = (0..passage.len()).filter(|at| passage.sign(*at, Sign::FinalPhase).is_some());
        all.extend(last.map(|at| (u32::try_from(count).unwrap_or_default(), index, at + 1)));
    }
    let is_head = |index: usize| {
        matches!(page.passages[index].part, Part::Title | Part::Standfirst | Part::Kicker) || Some(index) == first
    };
    let local = page.primary.is_some_and(|id| !page.reader.is_state(id));
    let &(phase, index, at) = all.iter().find(|(_, index, _)| is_head(*index) || local)?;
    let own = &page.reader.gazetteer.subjects[main.0 as usize];
    let polled = |number: u32| events.iter().any(|e| e.value.kind == "polling" && e.value.phase == Some(number));
    let named = own.phases.iter().filter(|phase| polled(phase.number));
    let others = all.iter().any(|(other, ..)| *other != phase) || named.clone().count() > 1;
    let today = own.phases.iter().any(|own| own.number == phase && own.poll.is_some() && own.poll == page.published);
    if others && !today {
        return None;
    }
    let titled = page.passages[index].part == Part::Title;
    let together = |(other, i, a): &(u32, usize, usize)| {
        *other != phase
            && all.iter().any(|(own, j, b)| {
                own == &phase && i == j && page.passages[*i].sentence(*a) == page.passages[*j].sentence(*b)
            })
    };
    if others && !titled && all.iter().any(together) {
        return None;
    }
    let passage = &page.passages[index];
    Some(passage.found(phase, at.saturating_sub(1)..at + 1, "phase-named"))
}

/// The events of a document, each kind, day and place once.
pub fn events(page: &Page<'_>) -> Vec<Found<Event>> {
    let mut all: Vec<Found<Event>> = Vec::new();
    let mut undated: Vec<Found<Event>> = Vec::new();
    for (index, passage) in page.passages.iter().enumerate() {
        if matches!(passage.part, Part::Kicker | Part::Dateline | Part::Title) {
            continue;
        }
        for sentence in &passage.sentences {
            let cues = cues(passage, sentence.clone());
            let dates: Vec<&Date> =
                page.dates[index].iter().filter(|date| sentence.contains(&date.words.start)).collect();
            let mut last: Option<(usize, usize)> = None;
            for date in &dates {
                let poll = until_of(passage, sentence, date).or_else(|| poll_on(page, passage, sentence, date));
                // close on October 17 and for the second on October 20
                let shared = last.and_then(|(at, end)| {
                    let own = cues.iter().any(|cue| cue.at >= end && cue.at < date.words.end + 4);
                    let english =
                        passage.word(date.words.start).is_ascii() && date.words.start.saturating_sub(end) <= 6;
                    cues.iter().find(|cue| cue.at == at).filter(|_| english && !own)
                });
                let cue = poll.as_ref().or(shared).or_else(|| cue_of(passage, &cues, date));
                last = cue.map(|cue| (cue.at, date.words.end));
                if let Some(cue) = cue {
                    let found = dated(page, index, cue, date);
                    add(&mut all, found);
                }
            }
            let used = |cue: &&Cue| dates.iter().any(|d| cue_of(passage, &cues, d).is_some_and(|own| own.at == cue.at));
            let general = cues.iter().find(|cue| !is_calendar(cue.kind)).filter(|cue| !used(cue));
            undated.extend(general.and_then(|cue| without_date(page, index, cue)));
            if dates.iter().all(|date| date.day.is_none()) {
                let by_phase = cues.iter().filter(|cue| cue.kind == "polling");
                by_phase
                    .map(|cue| of_today(page, index, cue).or_else(|| of_phase(page, index, cue)))
                    .for_each(|found| add(&mut all, found));
            }
        }
    }
    // an event without a day is told only where no other is: the same one is mostly named again
    if !all.iter().any(|found| !is_calendar(found.value.kind)) {
        all.extend(undated.into_iter().next());
    }
    let held: Vec<usize> = (0..all.len()).filter(|i| !is_calendar(all[*i].value.kind)).collect();
    let first: Vec<usize> = held.into_iter().filter(|i| all[*i].value.status == EventStatus::Held).collect();
    let opening = page.passages.iter().find(|p| p.part == Part::Text).map(|p| p.place.as_str());
    if let &[one] = &first[..]
        && opening == Some(all[one].place.as_str())
    {
        all[one].value.who = page.people.all.iter().map(|person| person.value.name.clone()).collect();
    }
    all
}

fn add(all: &mut Vec<Found<Event>>, found: Option<Found<Event>>) {
    let Some(found) = found else { return };
    let state = |id: RegionId| id;
    let same = all.iter_mut().find(|other| {
        let (a, b) = (&other.value, &found.value);
        a.kind == b.kind
            && a.date == b.date
            && (a.place.map(state) == b.place.map(state)
                || !(is_calendar(a.kind) && a.place.is_some() && b.place.is_some()))
    });
    match same {
        Some(other) => {
            other.value.venue = other.value.venue.take().or(found.value.venue);
            other.value.phase = other.value.phase.or(found.value.phase);
        }
        None => all.push(found),
    }
}

/// An event with its day.
fn dated(page: &Page<'_>, index: usize, cue: &Cue, date: &Date) -> Option<Found<Event>> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(cue.at);
    let calendar = is_calendar(cue.kind);
    if of_speech(passage, date) && cue.kind != "press_remarks" {
        return None;
    }
    let place = place(page, index, &sentence, date, cue.kind);
    let phase = calendar.then(|| phase_of(page, passage, &sentence, cue.kind, date)).flatten();
    let kind = if date.written.is_some() { listed_kind(page, cue.kind, date.day) } else { cue.kind };
    if !is_plausible(page, passage, (kind, cue), date) {
        return None;
    }
    let past = date.tense == Some(Tense::Past) && date.day <= page.published && page.published.is_some();
    let status = match (calendar, date.tense, date.day.zip(page.published)) {
        (true, _, Some((day, published))) if day < published => EventStatus::Held,
        (true, ..) if past => EventStatus::Held,
        (true, ..) => EventStatus::Scheduled,
        (_, Some(Tense::Future), _) => EventStatus::Planned,
        (_, _, Some((day, published))) if day > published => EventStatus::Planned,
        _ => EventStatus::Held,
    };
    // an announcement of the press is of the past; "announced" beside a day to come names that day
    if matches!(cue.kind, "announcement" | "press_remarks" | "interview") && status == EventStatus::Planned {
        return None;
    }
    if calendar && date.day.is_none() {
        return None;
    }
    let conflict = date.conflict.map(|_| passage.written(date.words.clone()).to_owned());
    let venue = if calendar { None } else { venue(passage, &sentence) };
    let who = people_in(page, index, &sentence);
    let value = Event { kind, status, date: date.day, phase, place, venue, who, conflict };
    let words = cue.at.min(date.words.start)..(cue.at + cue.length).max(date.words.end);
    let mut found = passage.found(value, words, date.rule);
    found.confidence = if date.rule == "date-in-full" { Confidence::High } else { Confidence::Medium };
    Some(found)
}

/// Whether a day is that of the words told: `said on Thursday`, `गुरुवार को बताया`.
fn of_speech(passage: &Passage, date: &Date) -> bool {
    let (start, end) = (date.words.start, date.words.end);
    let said = |at: usize| passage.sign(at, Sign::Said).is_some();
    let before = (start.saturating_sub(2)..start).any(said) && passage.word(start).is_ascii();
    let after = matches!(passage.word(end), "को") && said(end + 1);
    date.written.is_none() && (before || after)
}

/// Whether a day of the calendar is the calendar's own, or stands right beside the word for it and is no report's.
fn is_plausible(page: &Page<'_>, passage: &Passage, (kind, cue): (&str, &Cue), date: &Date) -> bool {
    let event = match kind {
        "polling" => Milestone::Polling,
        "counting" => Milestone::Counting,
        "nominations_until" => Milestone::NominationsUntil,
        "withdrawal_until" => Milestone::WithdrawalUntil,
        _ => return true,
    };
    let named = page.subjects.elections.iter();
    let calendars = named.flat_map(|found| &page.reader.gazetteer.subjects[found.value.0 as usize].calendar);
    let mut own = calendars.filter(|own| own.event == event).peekable();
    if own.peek().is_none() || own.any(|own| Some(own.date.day()) == date.day) {
        return true;
    }
    let gap = if cue.at < date.words.start {
        date.words.start.saturating_sub(cue.at + cue.length)
    } else {
        cue.at.saturating_sub(date.words.end)
    };
    let report = (date.words.end..date.words.end + 3)
        .any(|at| matches!(passage.word(at), "रिपोर्ट" | "report" | "घोषित" | "घोषणा"));
    gap <= 4 && !report && date.written.is_some()
}

/// A day that the calendar of the election has for another event than the nearest word is that event's.
fn listed_kind(page: &Page<'_>, kind: &'static str, day: Option<NaiveDate>) -> &'static str {
    let kinds = [
        (Milestone::Polling, "polling"),
        (Milestone::Counting, "counting"),
        (Milestone::NominationsUntil, "nominations_until"),
        (Milestone::WithdrawalUntil, "withdrawal_until"),
    ];
    let Some(main) = main_subject(page).filter(|_| kinds.iter().any(|(_, own)| *own == kind)) else { return kind };
    let calendar = &page.reader.gazetteer.subjects[main.0 as usize].calendar;
    let is_of = |event: Milestone| calendar.iter().any(|own| own.event == event && Some(own.date.day()) == day);
    let own = kinds.iter().find(|(_, own)| *own == kind).is_some_and(|(event, _)| is_of(*event));
    if own { kind } else { kinds.iter().find(|(event, _)| is_of(*event)).map_or(kind, |(_, other)| *other) }
}

/// Polling that is dated by its phase alone.
fn of_phase(page: &Page<'_>, index: usize, cue: &Cue) -> Option<Found<Event>> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(cue.at);
    let main = main_subject(page)?;
    let subject = &page.reader.gazetteer.subjects[main.0 as usize];
    let &[(phase, at)] = &phases_in(passage, sentence.clone())[..] else { return None };
    let day = poll_of(subject, phase)?;
    let is_seat = |m: &&Mention| {
        page.reader.gazetteer.regions[m.region.0 as usize].kind == RegionKind::LokSabha
            && (m.passage == index && sentence.contains(&m.words.start)
                || page.primary.is_some_and(|id| !page.reader.is_state(id)))
    };
    let place = page.regions.iter().find(is_seat).map(|m| m.region).or_else(|| place_of(page, index, &sentence));
    let value = Event {
        kind: "polling",
        status: EventStatus::Scheduled,
        date: Some(day),
        phase: Some(phase),
        place,
        venue: None,
        who: Vec::new(),
        conflict: None,
    };
    let words = cue.at.min(at.saturating_sub(1))..(cue.at + cue.length).max(at + 1);
    let mut found = passage.found(value, words, "phase-of-the-calendar");
    found.confidence = Confidence::Medium;
    Some(found)
}

/// Polling that is going on, in a document of its day: `Polling has begun`, `मतदान जारी है`.
fn of_today(page: &Page<'_>, index: usize, cue: &Cue) -> Option<Found<Event>> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(cue.at);
    let subject = &page.reader.gazetteer.subjects[main_subject(page)?.0 as usize];
    let day = page.published.filter(|day| subject.phases.iter().any(|phase| phase.poll == Some(*day)))?;
    let after = cue.at..(cue.at + cue.length + 4).min(sentence.end);
    let goes_on = after
        .into_iter()
        .any(|at| matches!(passage.word(at), "begun" | "began" | "under" | "underway" | "जारी" | "शुरू"));
    let phase = subject.phases.iter().find(|phase| phase.poll == Some(day)).map(|phase| phase.number);
    let value = Event {
        kind: "polling",
        status: EventStatus::Scheduled,
        date: Some(day),
        phase: phase.filter(|_| subject.phases.len() > 1),
        place: place_of(page, index, &sentence),
        venue: None,
        who: Vec::new(),
        conflict: None,
    };
    let mut found = passage.found(value, cue.at..cue.at + cue.length, "polling-of-the-day");
    found.confidence = Confidence::Medium;
    goes_on.then_some(found)
}

fn poll_of(subject: &Subject, phase: u32) -> Option<NaiveDate> {
    subject.phases.iter().find(|own| own.number == phase)?.poll
}

/// The phase of a day: by the calendar, else by the words.
fn phase_of(page: &Page<'_>, passage: &Passage, sentence: &Range<usize>, kind: &str, date: &Date) -> Option<u32> {
    let event = match kind {
        "polling" => Milestone::Polling,
        "nominations_until" => Milestone::NominationsUntil,
        "withdrawal_until" => Milestone::WithdrawalUntil,
        _ => return None,
    };
    let subject = main_subject(page).map(|id| &page.reader.gazetteer.subjects[id.0 as usize])?;
    let listed = subject.calendar.iter().find(|own| own.event == event && Some(own.date.day()) == date.day);
    if subject.phases.len() < 2 {
        return None;
    }
    listed.and_then(|own| own.phase).or_else(|| phases_in(passage, sentence.clone()).first().map(|(phase, _)| *phase))
}

/// An event of the head or the first paragraph that has no day of its own.
fn without_date(page: &Page<'_>, index: usize, cue: &Cue) -> Option<Found<Event>> {
    let passage = &page.passages[index];
    let first = page.passages.iter().position(|p| p.part == Part::Text);
    if Some(index) != first || matches!(cue.kind, "announcement") {
        return None;
    }
    let sentence = passage.sentence(cue.at);
    let status = match tense(passage, cue.at, cue.at + cue.length) {
        Some(Tense::Future) => EventStatus::Planned,
        Some(Tense::Past) => EventStatus::Held,
        None if cue.kind == "interview" => EventStatus::Held,
        None => return None,
    };
    let value = Event {
        kind: cue.kind,
        status,
        date: None,
        phase: None,
        place: place_of(page, index, &sentence),
        venue: venue(passage, &sentence),
        who: people_in(page, index, &sentence),
        conflict: None,
    };
    let mut found = passage.found(value, cue.at..cue.at + cue.length, "event-without-a-day");
    found.confidence = Confidence::Medium;
    Some(found)
}
