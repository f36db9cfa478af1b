//! Deadlines of rolls, compared with the calendar of the revision.

use chrono::NaiveDate;

use super::Page;
use super::facts::Claim;
use super::passage::Passage;
use super::scopes::state_of;
use super::sign::Sign;
use crate::import::document::Found;
use crate::model::claim::{CheckOutcome, ClaimKind, ClaimValue};
use crate::model::subject::{Milestone, Subject};

/// Days up to which something can be done about a roll.
pub(super) fn deadlines(page: &Page<'_>, index: usize) -> Vec<Found<Claim>> {
    let passage = &page.passages[index];
    let Some(roll) = page.subjects.rolls.first().map(|found| found.value) else { return Vec::new() };
    let subject = &page.reader.gazetteer.subjects[roll.0 as usize];
    let mut all = Vec::new();
    for date in &page.dates[index] {
        let (start, end) = (date.words.start, date.words.end);
        let after = passage.sign(end, Sign::Until).filter(|_| passage.word(end) == "तक");
        let before = start > 0 && passage.sign(start - 1, Sign::Until).is_some() && passage.word(start - 1).is_ascii();
        // the last date for claims is February 6; between January 6 and February 6; 6 फरवरी के बीच; extended to March 6
        let set = is_last(passage, start, end);
        let Some(day) = date.day.filter(|_| after.is_some() || before || set) else { continue };
        let Some(event) = milestone(passage, index, page, start, subject, day) else { continue };
        let words = start - usize::from(before)..end + after.unwrap_or_default();
        let (check, superseded_by) = checked(subject, event, day, page.published);
        let value = Claim {
            value: ClaimValue::Date(day),
            unit: "date",
            comparators: Vec::new(),
            kind: ClaimKind::Deadline,
            scope: state_of(page, None),
            about: Some(roll),
            holder: None,
            speaker: None,
            also: Vec::new(),
            check: Some(check),
            superseded_by,
        };
        all.push(passage.found(value, words, "deadline-of-a-roll"));
    }
    all
}

/// Whether a day is told as the last one without a word such as तक beside it.
fn is_last(passage: &Passage, start: usize, end: usize) -> bool {
    let sentence = passage.sentence(start);
    let named = |at: usize| {
        let next = passage.word(at + 1);
        match passage.word(at) {
            "अंतिम" | "आखिरी" => matches!(next, "तिथि" | "तारीख" | "दिन"),
            "last" => matches!(next, "date" | "day"),
            "deadline" => true,
            "समय" => next == "सीमा",
            _ => false,
        }
    };
    let near = start.saturating_sub(12).max(sentence.start)..(end + 4).min(sentence.end);
    let out = near.clone().any(|at| matches!(passage.word(at), "प्रकाशित" | "प्रकाशन" | "published" | "publication"));
    let ends = matches!(passage.word(end), "के") && passage.word(end + 1) == "बीच";
    let between = passage.word(start.wrapping_sub(1)) == "and"
        && (start.saturating_sub(5).max(sentence.start)..start).any(|at| passage.word(at) == "between");
    let moved = (start.saturating_sub(3).max(sentence.start)..start)
        .any(|at| matches!(passage.word(at), "extended" | "बढाकर" | "pushed"));
    !out && (near.into_iter().any(named) || ends || between || moved)
}

/// What is due: by the words of the sentence, else of the passage, else by the calendar itself.
fn milestone(
    passage: &Passage,
    index: usize,
    page: &Page<'_>,
    at: usize,
    subject: &Subject,
    day: NaiveDate,
) -> Option<Milestone> {
    let sentence = passage.sentence(at);
    let of = |words: std::ops::Range<usize>| {
        let signs = [
            (Sign::Notices, Milestone::NoticePhaseUntil),
            (Sign::Enumeration, Milestone::EnumerationUntil),
            (Sign::RollClaims, Milestone::ClaimsUntil),
        ];
        signs.into_iter().find(|(sign, _)| passage.any(words.clone(), *sign)).map(|(_, event)| event)
    };
    let listed = || {
        let own = subject.calendar.iter().find(|own| own.date.day() == day)?;
        let until = [Milestone::ClaimsUntil, Milestone::NoticePhaseUntil, Milestone::EnumerationUntil];
        until.contains(&own.event).then_some(own.event)
    };
    let _ = (index, page);
    of(sentence).or_else(listed)
}

/// How a day stands to the calendar: that of any announcement agrees; and the day that replaced it later.
fn checked(
    subject: &Subject,
    event: Milestone,
    day: NaiveDate,
    published: Option<NaiveDate>,
) -> ((CheckOutcome, String), Option<NaiveDate>) {
    let mut own: Vec<_> = subject.calendar.iter().filter(|date| date.event == event).collect();
    own.sort_by_key(|date| date.set_day());
    let name = &subject.id;
    if own.is_empty() {
        return ((CheckOutcome::NoReference, format!("{name} has no such date")), None);
    }
    let Some(at) = own.iter().position(|date| date.date.day() == day) else {
        let in_force = published.and_then(|published| subject.in_force(event, None, published)).or(own.last().copied());
        let reference = in_force.map_or(String::new(), |date| format!("{name}: {}", date.date.day()));
        return ((CheckOutcome::Differs, reference), None);
    };
    let next = own.get(at + 1).map(|date| date.date.day());
    ((CheckOutcome::Agrees, format!("{name}: {day}")), next)
}
