//! When a document without a date can have been published, by what it looks back and ahead to.

use chrono::NaiveDate;

use super::Page;
use super::dates::{Tense, tense};
use super::sign::Sign;
use crate::import::document::{Confidence, Found};
use crate::model::subject::Milestone;

/// From the last day that it tells of as past, to the first one that it looks ahead to, or its last change.
pub fn window(page: &Page<'_>, changed: Option<NaiveDate>) -> Option<Found<(Option<NaiveDate>, Option<NaiveDate>)>> {
    if page.published.is_some() {
        return None;
    }
    let all =
        || page.passages.iter().zip(page.dates).flat_map(|(passage, dates)| dates.iter().map(move |d| (passage, d)));
    let of =
        |tense: Tense| all().filter(move |(_, d)| d.tense == Some(tense)).filter_map(|(p, d)| Some((d.day?, p, d)));
    let past = of(Tense::Past).max_by_key(|(day, ..)| *day);
    let ahead = of(Tense::Future).min_by_key(|(day, ..)| *day);
    let from = past.map(|(day, ..)| day).into_iter().chain(draft_roll(page)).max();
    let until = ahead.map(|(day, ..)| day).into_iter().chain(changed).min();
    if from.is_none() && until.is_none() || from > until && until.is_some() {
        return None;
    }
    let (_, passage, date) = ahead.or(past)?;
    let mut found = passage.found((from, until), date.words.clone(), "days-told-and-announced");
    found.confidence = Confidence::Medium;
    Some(found)
}

/// The day of the draft roll, where the text says that it is out.
fn draft_roll(page: &Page<'_>) -> Option<NaiveDate> {
    let roll = page.subjects.rolls.first()?.value;
    let out = |at: usize, p: &super::passage::Passage| {
        p.sign(at, Sign::DraftRoll).is_some_and(|length| tense(p, at, at + length) == Some(Tense::Past))
    };
    let is_out = page.passages.iter().any(|p| (0..p.len()).any(|at| out(at, p)));
    let calendar = &page.reader.gazetteer.subjects[roll.0 as usize].calendar;
    let days = calendar.iter().filter(|own| own.event == Milestone::DraftRoll).map(|own| own.date.day());
    if is_out { days.max() } else { None }
}
