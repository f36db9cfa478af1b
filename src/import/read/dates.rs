//! Dates in running text: full, without a year, weekdays, and days counted from the publication.
//!
//! The year of a date without one comes from the publication and the tense, or from a day of an election's own
//! calendar; never from a weekday.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::passage::Passage;
use super::sign::Lexicon;
use super::tense::{Tense, tense};
use crate::gazetteer::lexicon::NumberWord;
use crate::text::date::parse_weekday;

/// A date in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Its words.
    pub words: Range<usize>,
    /// The day; `None` where nothing says in which year or week.
    pub day: Option<NaiveDate>,
    /// Month and day, where they are written.
    pub written: Option<(u32, u32)>,
    /// The rule that read it.
    pub rule: &'static str,
    /// The weekday that is written, where it is not that of the day.
    pub conflict: Option<(Weekday, Weekday)>,
    /// Whether the sentence looks ahead.
    pub tense: Option<Tense>,
}

/// What dates are counted from.
#[derive(Debug, Clone, Default)]
pub struct Anchor {
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// The day of its last change: weekdays are counted from it where that is all that is known.
    pub changed: Option<NaiveDate>,
    /// Days of the calendars of the subjects that the document may be about.
    pub calendar: Vec<NaiveDate>,
    /// A day of that calendar which the text names: where there is no publication, the year is near it.
    pub near: Option<NaiveDate>,
}

/// A date as it is written, before its year is known.
struct Written {
    end: usize,
    year: Option<i32>,
    month: u32,
    day: u32,
}

/// The dates of a passage.
pub fn dates(passage: &Passage, lexicon: &Lexicon, anchor: &Anchor) -> Vec<Date> {
    let mut all: Vec<Date> = Vec::new();
    let mut at = 0;
    while at < passage.len() {
        let date = date_at(passage, lexicon, anchor, at);
        at = date.as_ref().map_or(at + 1, |date| date.words.end);
        all.extend(date);
    }
    all
}

fn date_at(passage: &Passage, lexicon: &Lexicon, anchor: &Anchor, at: usize) -> Option<Date> {
    if let Some(weekday) = weekday(passage, at) {
        let touching = |gap: &str| gap.trim_matches([' ', ',', '(', '\u{a0}']).is_empty() && gap.len() <= 4;
        if touching(passage.gap(at))
            && let Some(written) = written(passage, lexicon, at + 1)
        {
            return Some(whole(passage, anchor, at, &written, Some(weekday)));
        }
        return Some(of_weekday(passage, anchor, at, weekday));
    }
    if let Some(written) = written(passage, lexicon, at) {
        let after = passage.gap(written.end - 1);
        let beside = weekday(passage, written.end).filter(|_| matches!(after.trim(), "" | "," | "("));
        let mut date = whole(passage, anchor, at, &written, beside);
        date.words.end += usize::from(beside.is_some());
        return Some(date);
    }
    relative(passage, anchor, at)
}

/// A weekday in full.
fn weekday(passage: &Passage, at: usize) -> Option<Weekday> {
    let word = passage.word(at);
    let may = word.ends_with("day") && passage.is_capital(at) || word.ends_with("वार");
    may.then(|| parse_weekday(word)).flatten()
}

/// Day, month and perhaps year as written at a word.
fn written(passage: &Passage, lexicon: &Lexicon, at: usize) -> Option<Written> {
    let word = passage.word(at);
    if let [day, month, year] = word.split('.').collect::<Vec<_>>()[..] {
        return figures([day, month, year], at + 1);
    }
    let slash = |at: usize| matches!(passage.gap(at), "/" | "-");
    if slash(at) && slash(at + 1) {
        let parts = [word, passage.word(at + 1), passage.word(at + 2)];
        let turned = [parts[2], parts[1], parts[0]];
        return figures(if word.len() == 4 { turned } else { parts }, at + 3);
    }
    let near = |at: usize| passage.gap(at).trim_matches([' ', ',', '\u{a0}', '.']).is_empty();
    let (month, day, mut end) = match (month(passage, lexicon, at), month(passage, lexicon, at + 1)) {
        (_, Some(month)) if near(at) => (month, day_of(lexicon, word)?, at + 2),
        (Some(month), _) if near(at) && word.is_ascii() => (month, day_of(lexicon, passage.word(at + 1))?, at + 2),
        _ => return None,
    };
    let year = passage.word(end).parse().ok().filter(|year| (1900..2100).contains(year) && near(end - 1));
    end += usize::from(year.is_some());
    Some(Written { end, year, month, day })
}

fn figures([day, month, year]: [&str; 3], end: usize) -> Option<Written> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4);
    let (day, month, short) = (number(day)?, number(month)?, number(year)?);
    let year = i32::try_from(if year.len() == 2 { 2000 + short } else { short }).ok()?;
    let real = (1900..2100).contains(&year) && NaiveDate::from_ymd_opt(year, month, day).is_some();
    real.then_some(Written { end, year: Some(year), month, day })
}

/// A month; `may` and `march` only with a capital letter.
fn month(passage: &Passage, lexicon: &Lexicon, at: usize) -> Option<u32> {
    let word = passage.word(at);
    let month = lexicon.months.get(word)?;
    (!word.is_ascii() || passage.is_capital(at)).then_some(*month)
}

fn day_of(lexicon: &Lexicon, word: &str) -> Option<u32> {
    let figures = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let day = match lexicon.numbers.get(word) {
        Some(NumberWord::Value(value)) if value.fract() == 0.0 => *value as u32,
        _ => figures.parse().ok()?,
    };
    (1..=31).contains(&day).then_some(day)
}

/// A date with month and day.
fn whole(passage: &Passage, anchor: &Anchor, at: usize, written: &Written, weekday: Option<Weekday>) -> Date {
    let tense = tense(passage, at, written.end);
    let stated = written.year.and_then(|year| NaiveDate::from_ymd_opt(year, written.month, written.day));
    let (day, rule) = match stated {
        Some(day) => (Some(day), "date-in-full"),
        None => without_year(anchor, written.month, written.day, tense),
    };
    let conflict = day.zip(weekday).map(|(day, weekday)| (weekday, day.weekday())).filter(|(one, other)| one != other);
    Date { words: at..written.end, day, written: Some((written.month, written.day)), rule, conflict, tense }
}

/// The year of a date: nearest to the publication in the direction of the tense, or that of a calendar's day.
fn without_year(anchor: &Anchor, month: u32, day: u32, tense: Option<Tense>) -> (Option<NaiveDate>, &'static str) {
    let in_year = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    if let Some(published) = anchor.published {
        let years = published.year() - 1..=published.year() + 1;
        let fits = |day: &NaiveDate| match tense {
            Some(Tense::Past) => *day <= published,
            Some(Tense::Future) => *day >= published,
            None => true,
        };
        let distance = |day: &NaiveDate| (*day - published).num_days().abs();
        let nearest = years.clone().filter_map(in_year).min_by_key(distance);
        // news is near: a tense that asks for a day most of a year away was that of another verb
        let fitting = years.filter_map(in_year).filter(fits).min_by_key(distance).filter(|day| distance(day) <= 240);
        return (fitting.or(nearest), "year-from-publication");
    }
    let mut same = anchor.calendar.iter().filter(|own| (own.month(), own.day()) == (month, day));
    if let Some(own) = same.next() {
        return (same.all(|other| other == own).then_some(*own), "day-of-a-calendar");
    }
    let near = anchor.near.and_then(|near| {
        let days = (near.year() - 1..=near.year() + 1).filter_map(in_year);
        days.min_by_key(|day| (*day - near).num_days().abs()).filter(|day| (*day - near).num_days().abs() <= 90)
    });
    (near, "year-near-a-calendar-day")
}

/// A weekday alone: the last one, or the next, by the tense.
fn of_weekday(passage: &Passage, anchor: &Anchor, at: usize, weekday: Weekday) -> Date {
    let next = at > 0 && matches!(passage.word(at - 1), "next" | "अगले" | "आगामी" | "coming");
    let last = at > 0 && matches!(passage.word(at - 1), "last" | "पिछले" | "बीते" | "गत");
    let tense = match (next, last) {
        (true, _) => Some(Tense::Future),
        (_, true) => Some(Tense::Past),
        _ => tense(passage, at, at + 1),
    };
    let days =
        |from: Weekday, to: Weekday| u64::from((7 + to.num_days_from_monday() - from.num_days_from_monday()) % 7);
    let day = anchor.published.or(anchor.changed).zip(tense).and_then(|(published, tense)| match tense {
        Tense::Past => published.checked_sub_days(Days::new(days(weekday, published.weekday()))),
        Tense::Future => {
            let ahead = days(published.weekday(), weekday);
            published.checked_add_days(Days::new(if ahead == 0 && next { 7 } else { ahead }))
        }
    });
    let words = at - usize::from(next || last)..at + 1;
    Date { words, day, written: None, rule: "weekday-by-publication", conflict: None, tense }
}

/// आज, कल, परसों; कल and परसों go by the tense.
fn relative(passage: &Passage, anchor: &Anchor, at: usize) -> Option<Date> {
    let word = passage.word(at);
    let tense = tense(passage, at, at + 1);
    let signed = |days: i64| match tense {
        Some(Tense::Past) => Some(-days),
        Some(Tense::Future) => Some(days),
        None => None,
    };
    let offset = match word {
        "आज" | "today" => Some(0),
        "कल" => signed(1),
        "परसों" => signed(2),
        "yesterday" => Some(-1),
        "tomorrow" => Some(1),
        _ => return None,
    };
    let count =
        |published: NaiveDate| offset.and_then(|days| published.checked_add_signed(chrono::Duration::days(days)));
    let tense = match offset {
        Some(1..) => Some(Tense::Future),
        Some(..=-1) => Some(Tense::Past),
        _ => tense,
    };
    let day = anchor.published.and_then(count);
    Some(Date { words: at..at + 1, day, written: None, rule: "day-by-publication", conflict: None, tense })
}
