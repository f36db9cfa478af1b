//! When a page was published and changed, from all places that say so, compared with each other.

use chrono::{Datelike, TimeDelta};

use super::document::{Confidence, Found, Note, Stamp};
use super::metadata::Sign;
use super::stamp::{Label, Line};

/// What is known of the two dates.
#[derive(Debug, Default)]
pub struct When {
    /// First published.
    pub published: Option<Found<Stamp>>,
    /// Changed last.
    pub updated: Option<Found<Stamp>>,
    /// `date-conflict`.
    pub note: Option<Note>,
}

/// A date that a reader sees, with its label, the line and its place.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The date.
    pub stamp: Stamp,
    /// What the line says that it is.
    pub label: Label,
    /// The line.
    pub words: String,
    /// Where it stands.
    pub place: String,
}

/// The dates of a line as a reader sees them.
pub fn seen(line: &Line, words: &str, place: &str) -> Vec<Seen> {
    let seen = |reading: &super::stamp::Reading| Seen {
        stamp: reading.stamp,
        label: reading.label,
        words: words.to_owned(),
        place: place.to_owned(),
    };
    line.readings.iter().map(seen).collect()
}

/// Settles both dates.
///
/// What the page says for machines counts before what it shows, as it is more exact; but a day that readers are
/// shown as that of publication counts before another one in the metadata, and both are told. A date without a
/// label is that of publication unless it is the one of the change.
pub fn settle(published: &[Sign<Stamp>], updated: &[Sign<Stamp>], seen: &[Seen]) -> When {
    let mut when = When::default();
    let shown = |label: Label| seen.iter().find(move |seen| seen.label == label);
    let stated_update = updated.first();
    let is_update = |stamp: Stamp| stated_update.is_some_and(|update| update.value.agrees(stamp));
    // where only the change is stated, an unlabelled date that agrees is that of the change
    let of_change = |seen: &&Seen| published.is_empty() && is_update(seen.stamp);
    let visible = shown(Label::Published).or_else(|| shown(Label::None).filter(|seen| !of_change(seen)));
    when.published = match (published.first(), visible) {
        (Some(stated), Some(visible)) => Some(compare(published, stated, visible, &is_update, &mut when.note)),
        (Some(stated), None) => {
            let sure = if is_placeholder(stated.value) { Confidence::Low } else { Confidence::High };
            Some(found(stated.value, &stated.words, &stated.place, "stated", sure)).filter(|_| sure > Confidence::Low)
        }
        (None, Some(visible)) => {
            let sure = if visible.label == Label::Published { Confidence::High } else { Confidence::Medium };
            Some(found(visible.stamp, &visible.words, &visible.place, "shown", sure))
        }
        (None, None) => None,
    };
    // two dates of publication for machines
    if let Some(first) = published.first().filter(|_| when.note.is_none())
        && let Some(other) = published.iter().find(|other| {
            let apart = (first.value.day() - other.value.day()).num_days().abs();
            let shifted = matches!((first.value, other.value), (Stamp::Instant(one), Stamp::Instant(two))
                if (one - two).num_minutes().abs() <= 330);
            apart > 0 && !shifted && !is_placeholder(other.value)
        })
    {
        let message = format!("`{}` says {} and `{}` says {}", first.place, first.words, other.place, other.words);
        when.note = Some(Note { name: "date-conflict", message });
    }
    let shown_update = shown(Label::Updated);
    when.updated = match (stated_update, shown_update) {
        (Some(stated), _) => Some(found(stated.value, &stated.words, &stated.place, "stated", Confidence::High)),
        (None, Some(seen)) => Some(found(seen.stamp, &seen.words, &seen.place, "shown", Confidence::High)),
        (None, None) => None,
    };
    when
}

fn found(value: Stamp, words: &str, place: &str, rule: &'static str, confidence: Confidence) -> Found<Stamp> {
    Found { value, words: words.to_owned(), place: place.to_owned(), rule, confidence }
}

/// Midnight of a first of January: what systems write that do not know.
fn is_placeholder(stamp: Stamp) -> bool {
    let midnight = match stamp {
        Stamp::Instant(instant) => {
            instant.time() == chrono::NaiveTime::MIN || instant.to_utc().time() == chrono::NaiveTime::MIN
        }
        Stamp::Day(_) => true,
    };
    midnight && stamp.day().ordinal() == 1
}

fn compare(
    all: &[Sign<Stamp>],
    stated: &Sign<Stamp>,
    visible: &Seen,
    is_update: &dyn Fn(Stamp) -> bool,
    note: &mut Option<Note>,
) -> Found<Stamp> {
    let by = |rule, sure| found(stated.value, &stated.words, &stated.place, rule, sure);
    let shown = |rule, sure| found(visible.stamp, &visible.words, &visible.place, rule, sure);
    if let Some(agreeing) = all.iter().find(|sign| sign.value.agrees(visible.stamp)) {
        // the one with the time of day says more
        return match (agreeing.value, visible.stamp) {
            (Stamp::Day(_), Stamp::Instant(_)) => shown("agreed", Confidence::High),
            _ => found(agreeing.value, &agreeing.words, &agreeing.place, "agreed", Confidence::High),
        };
    }
    if let (Stamp::Instant(stated), Stamp::Instant(seen)) = (stated.value, visible.stamp) {
        // Indian time that is marked as that of Greenwich
        if stated - seen == TimeDelta::minutes(330) {
            return shown("greenwich-is-india", Confidence::Medium);
        }
    }
    if stated.value.day() == visible.stamp.day() {
        let rule = if visible.label == Label::Published { "stated-another-time" } else { "stated" };
        return by(rule, Confidence::Medium);
    }
    if visible.label == Label::None && is_update(visible.stamp) {
        return by("stated", Confidence::High);
    }
    *note = Some(Note {
        name: "date-conflict",
        message: format!("`{}` says {} and the page shows `{}`", stated.place, stated.words, visible.words),
    });
    if visible.label == Label::Published || is_placeholder(stated.value) {
        shown("shown-against-stated", Confidence::Medium)
    } else {
        by("stated-against-shown", Confidence::Medium)
    }
}
