//! When a document without a date can have been published, by what it looks back and ahead to.

use chrono::{Days, NaiveDate};

use super::Page;
use super::dates::Date;
use super::passage::Passage;
use super::phases::phases_in;
use super::scopes::main_subject;
use super::sign::Sign;
use super::tense::{Tense, tense};
use crate::import::document::{Confidence, Found, Stamp};
use crate::model::subject::{Milestone, Subject, SubjectClass};

/// The days that the text allows, and the words that say so.
#[derive(Default)]
struct Span {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    told: Option<Found<()>>,
}

impl Span {
    fn from(&mut self, day: Option<NaiveDate>) {
        self.from = self.from.max(day);
    }

    /// The earliest of the ends counts, and its words.
    fn until(&mut self, day: NaiveDate, told: Found<()>) {
        if self.until.is_none_or(|until| day < until) {
            (self.until, self.told) = (Some(day), Some(told));
        }
    }
}

/// From the last day that it tells of as past, to the first one that it looks ahead to, or its last change.
pub fn window(
    page: &Page<'_>,
    changed: Option<&Found<Stamp>>,
) -> Option<Found<(Option<NaiveDate>, Option<NaiveDate>)>> {
    if page.published.is_some() {
        return None;
    }
    let mut span = Span::default();
    let mut past: Option<Found<()>> = None;
    for (passage, dates) in page.passages.iter().zip(page.dates) {
        for date in dates {
            let told = passage.found((), date.words.clone(), "days-told-and-announced");
            match (date.day, date.tense) {
                (Some(day), Some(Tense::Past)) => {
                    past = past.filter(|_| span.from > Some(day)).or(Some(told));
                    span.from(Some(day));
                }
                (Some(day), Some(Tense::Future)) => {
                    span.from(announced(page, passage, date));
                    span.until(day, told);
                }
                // 13 मई को मतदान है
                (Some(day), None) if is_due(page, passage, date) => {
                    span.from(announced(page, passage, date));
                    span.until(day, told);
                }
                (None, _) => {
                    if let Some((from, until)) = counted_back(page, passage, date) {
                        span.from(Some(from));
                        span.until(until, told);
                    }
                }
                _ => {}
            }
        }
        span.from(polled(page, passage));
    }
    span.from(draft_roll(page));
    if let Some(changed) = changed {
        let told = Found { value: (), words: changed.words.clone(), place: changed.place.clone(), ..Found::default() };
        span.until(super::day(changed.value), Found { rule: "days-told-and-announced", ..told });
    }
    let open = span.from.is_none() && span.until.is_none() || span.from > span.until && span.until.is_some();
    let told = span.told.or(past).filter(|_| !open)?;
    Some(Found {
        value: (span.from, span.until),
        words: told.words,
        place: told.place,
        rule: told.rule,
        confidence: Confidence::Medium,
    })
}

fn subject<'a>(page: &'a Page<'_>) -> Option<&'a Subject> {
    main_subject(page).map(|id| &page.reader.gazetteer.subjects[id.0 as usize])
}

/// Whether a sentence in the present speaks of a day of the calendar: `is on May 7`, `को मतदान है`.
fn is_due(page: &Page<'_>, passage: &Passage, date: &Date) -> bool {
    let sentence = passage.sentence(date.words.start);
    let near = date.words.start.saturating_sub(4).max(sentence.start)..(date.words.end + 5).min(sentence.end);
    let present = near.into_iter().any(|at| matches!(passage.word(at), "है" | "हैं" | "is" | "are"));
    let polls = passage.any(sentence.clone(), Sign::Polling) || passage.any(sentence, Sign::Counting);
    let listed =
        subject(page).is_some_and(|subject| subject.calendar.iter().any(|own| Some(own.date.day()) == date.day));
    present && polls && listed
}

/// When a day of the calendar of an election became known, or the phase before it was over: `the next phase is on May 7`.
fn announced(page: &Page<'_>, passage: &Passage, date: &Date) -> Option<NaiveDate> {
    let subject = subject(page).filter(|subject| subject.kind.class() == SubjectClass::Election)?;
    let own = subject.calendar.iter().find(|own| Some(own.date.day()) == date.day)?;
    let first = subject.calendar.iter().find(|own| own.event == Milestone::Announced).map(|own| own.date.day());
    let sentence = passage.sentence(date.words.start);
    let next = sentence
        .into_iter()
        .any(|at| matches!(passage.word(at), "next" | "अगले" | "अगला") && passage.sign(at + 1, Sign::Phase).is_some());
    let before = own.phase.filter(|_| next).and_then(|phase| poll_of(subject, phase.checked_sub(1)?));
    first.max(own.set_day()).max(before)
}

fn poll_of(subject: &Subject, phase: u32) -> Option<NaiveDate> {
    subject.phases.iter().find(|own| own.number == phase)?.poll
}

/// `मतदान कल होगा`, `प्रचार आज शाम थम जाएगा`: the day of a phase that the passage names, counted back.
fn counted_back(page: &Page<'_>, passage: &Passage, date: &Date) -> Option<(NaiveDate, NaiveDate)> {
    let subject = subject(page)?;
    let sentence = passage.sentence(date.words.start);
    let ahead = match (passage.word(date.words.start), date.tense) {
        ("आज" | "today", _) => 0,
        ("कल", Some(Tense::Future)) | ("tomorrow", _) => 1,
        ("परसों", Some(Tense::Future)) => 2,
        _ => return None,
    };
    let near = date.words.start.saturating_sub(4).max(sentence.start)..(date.words.end + 6).min(sentence.end);
    let stops = |at: usize| ["थम", "समाप्त", "बंद"].iter().any(|stop| passage.word(at).starts_with(stop));
    let campaign = sentence.clone().find(|&at| passage.word(at) == "प्रचार");
    let quiet = passage.any(sentence.clone(), Sign::CampaignEnds)
        || campaign.is_some_and(|at| (at..(at + 5).min(sentence.end)).any(stops));
    let polls = passage.any(near, Sign::Polling);
    // the campaign ends 48 hours before the poll does
    let before = match (quiet, polls) {
        (true, _) => 2,
        (_, true) => 0,
        _ => return None,
    };
    let named = phases_in(passage, 0..passage.len());
    let phase = match named[..] {
        [] if subject.phases.len() == 1 => 1,
        [(phase, _), ..] if named.iter().all(|(other, _)| *other == phase) => phase,
        _ => return None,
    };
    let until = poll_of(subject, phase)?.checked_sub_days(Days::new(before))?;
    Some((until.checked_sub_days(Days::new(ahead))?, until))
}

/// The poll of a phase that is over: `दूसरे चरण का मतदान हो चुका है`.
fn polled(page: &Page<'_>, passage: &Passage) -> Option<NaiveDate> {
    let subject = subject(page)?;
    let over = |(phase, at): (u32, usize)| {
        let sentence = passage.sentence(at);
        let poll = passage.find(at..sentence.end, Sign::Polling)?;
        let done = ["चुका", "चुके", "हुआ", "संपन्न", "समाप्त", "over", "held", "ended", "concluded", "completed"];
        let past = (poll + 1..(poll + 6).min(sentence.end)).any(|at| done.contains(&passage.word(at)));
        let alone = phases_in(passage, sentence).len() == 1;
        poll_of(subject, phase).filter(|_| past && alone)
    };
    phases_in(passage, 0..passage.len()).into_iter().filter_map(over).max()
}

/// The day of the draft roll, where the text says that it is out.
fn draft_roll(page: &Page<'_>) -> Option<NaiveDate> {
    let roll = page.subjects.rolls.first()?.value;
    let out = |at: usize, p: &Passage| {
        p.sign(at, Sign::DraftRoll).is_some_and(|length| tense(p, at, at + length) == Some(Tense::Past))
    };
    let is_out = page.passages.iter().any(|p| (0..p.len()).any(|at| out(at, p)));
    let calendar = &page.reader.gazetteer.subjects[roll.0 as usize].calendar;
    let days = calendar.iter().filter(|own| own.event == Milestone::DraftRoll).map(|own| own.date.day());
    if is_out { days.max() } else { None }
}
