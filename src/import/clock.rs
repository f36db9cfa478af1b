//! Dates and times of day in a line, token by token.

use std::ops::Range;

use chrono::{FixedOffset, NaiveDate, NaiveTime};

use super::stamp::{Label, india, label_of};
use crate::text::date::parse_month;
use crate::text::{fold, letter};

/// A time of day, with its zone where one is written.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// On the 24-hour clock.
    pub time: NaiveTime,
    /// `IST`, `GMT`, `+05:30`.
    pub zone: Option<FixedOffset>,
}

/// Runs of digits, and runs of other word characters.
pub fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, c) in text.char_indices().filter(|&(_, c)| letter::is_word(c)) {
        let (end, digit) = (at + c.len_utf8(), c.is_ascii_digit());
        match ranges.last_mut() {
            Some((last, kind)) if last.end == at && *kind == digit => last.end = end,
            _ => ranges.push((at..end, digit)),
        }
    }
    ranges.into_iter().map(|(range, _)| range).collect()
}

/// A line with its tokens.
pub struct Tokens<'a> {
    /// The line, with ASCII digits.
    pub text: &'a str,
    /// Their bytes.
    pub ranges: Vec<Range<usize>>,
}

impl Tokens<'_> {
    /// A token; empty behind the last.
    pub fn word(&self, at: usize) -> &str {
        self.ranges.get(at).map_or("", |range| &self.text[range.clone()])
    }

    /// What stands before a token, since the one before it.
    fn gap(&self, at: usize) -> &str {
        let (Some(range), Some(before)) = (self.ranges.get(at), at.checked_sub(1)) else { return "" };
        &self.text[self.ranges[before].end..range.start]
    }

    /// A number of at most `digits` digits.
    fn number(&self, at: usize, digits: usize) -> Option<u32> {
        let word = self.word(at);
        (word.len() <= digits && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
    }

    fn year(&self, at: usize) -> Option<i32> {
        self.number(at, 4).filter(|_| self.word(at).len() == 4).and_then(|year| i32::try_from(year).ok())
    }

    /// A year of two figures behind the name of a month: `Apr '24`, `10-Apr-24`; no time of day.
    fn short_year(&self, at: usize) -> Option<i32> {
        let marked = self.gap(at).trim_start().starts_with(['\'', '’', '-']);
        let time = self.gap(at + 1).starts_with([':', '.']) && self.number(at + 1, 2).is_some();
        let year = self.number(at, 2).filter(|_| self.word(at).len() == 2 && marked && !time)?;
        i32::try_from(year).ok().filter(|year| (15..50).contains(year)).map(|year| 2000 + year)
    }

    /// The date that begins at a token, and the token after it.
    pub fn date(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let marks = (self.gap(at + 1), self.gap(at + 2));
        let in_figures = matches!(marks, ("/", "/") | (".", ".") | ("-", "-"));
        if in_figures && let Some(year) = self.year(at) {
            return self.made(year, self.number(at + 1, 2)?, self.number(at + 2, 2)?, at + 3);
        }
        if in_figures && let (Some(day), Some(month)) = (self.number(at, 2), self.number(at + 1, 2)) {
            let short =
                || self.number(at + 2, 2).filter(|_| self.word(at + 2).len() == 2).map(|year| 2000 + year as i32);
            return self.made(self.year(at + 2).or_else(short)?, month, day, at + 3);
        }
        let near =
            |at: usize| self.gap(at).chars().all(|c| matches!(c, ' ' | ',' | '-' | '.' | '\u{a0}' | '/' | '\'' | '’'));
        if let Some(day) = self.number(at, 2) {
            let ordinal =
                usize::from(matches!(self.word(at + 1).to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th"));
            let month = at + 1 + ordinal;
            if !near(month) || !near(month + 1) {
                return None;
            }
            let year = self.year(month + 1).or_else(|| self.short_year(month + 1))?;
            return self.made(year, parse_month(self.word(month))?, day, month + 2);
        }
        let day = self.number(at + 1, 2)?;
        let ordinal = usize::from(matches!(self.word(at + 2).to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th"));
        if !near(at + 1) || !near(at + 2 + ordinal) {
            return None;
        }
        let year = self.year(at + 2 + ordinal).or_else(|| self.short_year(at + 2 + ordinal))?;
        self.made(year, parse_month(self.word(at))?, day, at + 3 + ordinal)
    }

    fn made(&self, year: i32, month: u32, day: u32, after: usize) -> Option<(NaiveDate, usize)> {
        Some((NaiveDate::from_ymd_opt(year, month, day)?, after))
    }

    /// The time that follows within `skip` words, and the token after it.
    pub fn time_after(&self, from: usize, skip: usize) -> Option<(Clock, usize)> {
        (from..=from + skip)
            .take_while(|&at| at == from || label_of(&fold::key(self.word(at - 1))) == Label::None)
            .find_map(|at| self.time(at))
    }

    /// The time that ends right before a token: `9:15 AM IST, Jul 24 2023`.
    pub fn time_before(&self, at: usize) -> Option<Clock> {
        (at.saturating_sub(5)..at)
            .find_map(|from| self.time(from).filter(|(_, after)| *after == at).map(|(clock, _)| clock))
    }

    /// The time that begins at a token.
    fn time(&self, at: usize) -> Option<(Clock, usize)> {
        let hour = self.number(at, 2)?;
        let colon = |gap: &str| matches!(gap.trim(), ":" | ".");
        let mut after = at + 1;
        let mut minute = None;
        if colon(self.gap(after)) {
            minute = self.number(after, 2).filter(|_| self.word(after).len() == 2);
            after += usize::from(minute.is_some());
        }
        let mut second = 0;
        if minute.is_some()
            && self.gap(after) == ":"
            && let Some(read) = self.number(after, 2)
        {
            (second, after) = (read, after + 1);
            // a fraction
            after += usize::from(self.gap(after) == "." && self.number(after, 9).is_some());
        }
        let (part, past) = self.part_of_day(at, after);
        after = past;
        if minute.is_none() && part.is_none() {
            return None;
        }
        let hour = match part {
            None => hour,
            Some(part) => hour_of(part, hour)?,
        };
        let time = NaiveTime::from_hms_opt(hour, minute.unwrap_or(0), second)?;
        let (zone, after) = self.zone(after);
        Some((Clock { time, zone }, after))
    }

    /// The part of the day that stands after a time (`AM`, `p.m.`, बजे शाम) or before it (सुबह 9:15).
    fn part_of_day(&self, at: usize, mut after: usize) -> (Option<Part>, usize) {
        after += usize::from(fold::key(self.word(after)) == "बजे");
        let dotted = |at: usize| {
            let (one, two) = (self.word(at).to_ascii_lowercase(), self.word(at + 1).to_ascii_lowercase());
            (two == "m" && self.gap(at + 1) == ".")
                .then(|| format!("{one}m"))
                .and_then(|word| part(&word))
                .map(|part| (part, at + 2))
        };
        if let Some((part, past)) =
            part(&fold::key(self.word(after))).map(|part| (part, after + 1)).or_else(|| dotted(after))
        {
            return (Some(part), past + usize::from(fold::key(self.word(past)) == "बजे"));
        }
        (
            at.checked_sub(1)
                .and_then(|before| part(&fold::key(self.word(before))))
                .filter(|part| *part != Part::Am && *part != Part::Pm),
            after,
        )
    }

    fn zone(&self, at: usize) -> (Option<FixedOffset>, usize) {
        let word = self.word(at);
        match word.to_ascii_uppercase().as_str() {
            "IST" => (Some(india()), at + 1),
            "GMT" | "UTC" if matches!(self.gap(at + 1), "+" | "-") => self.zone(at + 1),
            "GMT" | "UTC" | "Z" => (FixedOffset::east_opt(0), at + 1),
            _ => {
                let sign = match self.gap(at) {
                    "+" | " +" => 1,
                    "-" | " -" => -1,
                    _ => return (None, at),
                };
                let (hours, minutes, after) = match (word.len(), self.number(at, 4), self.gap(at + 1) == ":") {
                    (4, Some(all), _) => (all / 100, all % 100, at + 1),
                    (2, Some(hours), true) => (hours, self.number(at + 1, 2).unwrap_or(0), at + 2),
                    _ => return (None, at),
                };
                let seconds = i32::try_from(hours * 3600 + minutes * 60).unwrap_or(0);
                (FixedOffset::east_opt(sign * seconds), after)
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Am,
    Pm,
    Morning,
    Noon,
    Evening,
    Night,
}

fn part(key: &str) -> Option<Part> {
    match key {
        "am" => Some(Part::Am),
        "pm" => Some(Part::Pm),
        "पूर्वाह्न" | "सुबह" | "तडके" | "प्रातः" | "प्रात" | "सवेरे" => {
            Some(Part::Morning)
        }
        "दोपहर" => Some(Part::Noon),
        "अपराह्न" | "शाम" | "सायं" | "सायंकाल" => Some(Part::Evening),
        "रात" | "रात्रि" => Some(Part::Night),
        _ => None,
    }
}

/// The hour on the 24-hour clock; `None` where the words leave it open (रात 1 बजे: of which day?).
fn hour_of(part: Part, hour: u32) -> Option<u32> {
    match (part, hour) {
        (_, 13..=23) => Some(hour),
        (Part::Am | Part::Morning, 12) => (part == Part::Am).then_some(0),
        (Part::Am | Part::Morning, 0..=11) => Some(hour),
        (Part::Pm | Part::Noon | Part::Evening, 12) => Some(12),
        (Part::Noon, 10..=11) => Some(hour),
        (Part::Pm | Part::Noon | Part::Evening, 1..=11) => Some(hour + 12),
        (Part::Night, 7..=11) => Some(hour + 12),
        _ => None,
    }
}
