//! Weekdays in running text, and those that do not fit the date beside them.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

use super::date::parse_month;
use super::fold;
use super::letter::is_word;

/// A weekday written beside a full date that is another day of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekdayConflict {
    /// The bytes of the text from the weekday to the end of the date, or the other way round.
    pub range: Range<usize>,
    /// The weekday that is written.
    pub written: Weekday,
    /// The date that is written.
    pub date: NaiveDate,
    /// The weekday of that date.
    pub actual: Weekday,
}

/// A weekday in Hindi, with its variants (बृहस्पतिवार, गुरूवार, वीरवार, इतवार), or in English, in full.
pub fn parse_weekday(text: &str) -> Option<Weekday> {
    match fold::key(text).as_str() {
        "सोमवार" | "monday" => Some(Weekday::Mon),
        "मंगलवार" | "tuesday" => Some(Weekday::Tue),
        "बुधवार" | "बुद्धवार" | "wednesday" => Some(Weekday::Wed),
        "गुरुवार" | "गुरूवार" | "बृहस्पतिवार" | "वृहस्पतिवार" | "वीरवार" | "thursday" => {
            Some(Weekday::Thu)
        }
        "शुक्रवार" | "friday" => Some(Weekday::Fri),
        "शनिवार" | "saturday" => Some(Weekday::Sat),
        "रविवार" | "इतवार" | "sunday" => Some(Weekday::Sun),
        _ => None,
    }
}

/// Every weekday whose date beside it, with a year, falls on another one, in order.
///
/// Read are बुधवार (20 फरवरी 2024), `Wednesday, 20 February 2024`, `Wednesday, February 20, 2024`,
/// 20 फरवरी 2024 (बुधवार), and dates in figures with the day first or in ISO form. A conflict is for
/// showing; which of the two is wrong cannot be known.
pub fn weekday_conflicts(text: &str) -> Vec<WeekdayConflict> {
    if !names_a_weekday(text) {
        return Vec::new();
    }
    let words = Words { text, ranges: words(text) };
    (0..words.ranges.len()).filter_map(|index| words.conflict_at(index)).collect()
}

/// A text with the byte ranges of its words.
struct Words<'a> {
    text: &'a str,
    ranges: Vec<Range<usize>>,
}

impl Words<'_> {
    fn conflict_at(&self, index: usize) -> Option<WeekdayConflict> {
        let word = self.word(index)?;
        let written = names_a_weekday(word).then(|| parse_weekday(word))??;
        let (first, last, date) = self.date_beside(index)?;
        (date.weekday() != written).then(|| WeekdayConflict {
            range: self.ranges[first].start..self.ranges[last].end,
            written,
            date,
            actual: date.weekday(),
        })
    }

    /// The date after the weekday at `index`, else the one before it, with the first and the last
    /// word of the pair.
    fn date_beside(&self, index: usize) -> Option<(usize, usize, NaiveDate)> {
        let follows = matches!(self.gap(index)?.trim(), "" | "," | "(" | ", (" | "-" | "–" | "—");
        if let Some(date) = self.date_at(index + 1).filter(|_| follows) {
            return Some((index, index + 3, date));
        }
        let first = index.checked_sub(3)?;
        let precedes = matches!(self.gap(index - 1)?.trim(), "," | "(" | ", (");
        let date = self.date_at(first).filter(|_| precedes)?;
        Some((first, index, date))
    }

    /// The date that the three words from `index` write.
    fn date_at(&self, index: usize) -> Option<NaiveDate> {
        let (one, two, three) = (self.word(index)?, self.word(index + 1)?, self.word(index + 2)?);
        let gaps = (self.gap(index)?, self.gap(index + 1)?);
        let (year, month, day) = match gaps {
            ("/", "/") | (".", ".") | ("-", "-") if number(one)? > 31 => (one, number(two), number(three)),
            ("/", "/") | (".", ".") | ("-", "-") => (three, number(two), number(one)),
            (before, after) if before.trim().is_empty() && matches!(after.trim(), "" | ",") => {
                let month = parse_month(two);
                let day_first = (month, number(one));
                let (month, day) = match month {
                    Some(_) => day_first,
                    None => (parse_month(one), number(two)),
                };
                (three, month, day)
            }
            _ => return None,
        };
        let year = number(year).filter(|year| (1000..10_000).contains(year))?;
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month?, day?)
    }

    fn word(&self, index: usize) -> Option<&str> {
        self.text.get(self.ranges.get(index)?.clone())
    }

    /// What stands between a word and the next; nothing after the last.
    fn gap(&self, index: usize) -> Option<&str> {
        let start = self.ranges.get(index)?.end;
        let end = self.ranges.get(index + 1).map_or(start, |range| range.start);
        self.text.get(start..end)
    }
}

/// Whether a weekday may stand in `text`: a cheap look, since most texts name none.
///
/// All names end in वार or `day`, and so do उम्मीदवार and परिवार, so the letters before are looked at too.
fn names_a_weekday(text: &str) -> bool {
    let hindi = memchr::memmem::find_iter(text.as_bytes(), "वार")
        .any(|at| HINDI_STEMS.iter().any(|stem| text[..at].ends_with(stem)));
    hindi || ["day", "DAY"].iter().any(|end| memchr::memmem::find(text.as_bytes(), end.as_bytes()).is_some())
}

/// What stands before वार in the names of [`parse_weekday`], with and without nukta or joiners left aside.
const HINDI_STEMS: &[&str] = &["सोम", "मंगल", "मङ्गल", "बुध", "बुद्ध", "गुरु", "गुरू", "स्पति", "वीर", "शुक्र", "शनि", "रवि", "इत"];

fn words(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|&(_, c)| is_word(c)) {
        let end = at + c.len_utf8();
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => ranges.push(at..end),
        }
    }
    ranges
}

/// A number of up to four digits in either script; `20th` is 20.
fn number(word: &str) -> Option<u32> {
    if word.len() > 12 {
        return None;
    }
    let folded = fold::key(word);
    let digits = folded.trim_end_matches(|c: char| c.is_ascii_lowercase());
    match &folded[digits.len()..] {
        "" | "st" | "nd" | "rd" | "th" => digits.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_that_does_not_fit_is_shown_with_its_date() {
        // 20 February 2024 was a Tuesday.
        for (text, range) in [
            ("वे बुधवार (20 फरवरी 2024) को आए", "बुधवार (20 फरवरी 2024"),
            ("बुधवार, २० फ\u{93c}रवरी २०२४", "बुधवार, २० फ\u{93c}रवरी २०२४"),
            ("बुधवार 20 फरवरी, 2024", "बुधवार 20 फरवरी, 2024"),
            ("On WEDNESDAY, 20th February 2024.", "WEDNESDAY, 20th February 2024"),
            ("Wednesday, Feb 20, 2024", "Wednesday, Feb 20, 2024"),
            ("बुधवार (20/02/2024)", "बुधवार (20/02/2024"),
            ("Wednesday 2024-02-20", "Wednesday 2024-02-20"),
            ("कल 20 फरवरी 2024 (बुधवार) को", "20 फरवरी 2024 (बुधवार"),
            ("20 फरवरी 2024, बुधवार", "20 फरवरी 2024, बुधवार"),
        ] {
            let conflicts = weekday_conflicts(text);
            assert_eq!(conflicts.len(), 1, "{text}");
            assert_eq!(&text[conflicts[0].range.clone()], range);
            assert_eq!(conflicts[0].written, Weekday::Wed);
            assert_eq!(conflicts[0].actual, Weekday::Tue);
            assert_eq!(conflicts[0].date.to_string(), "2024-02-20");
        }
    }

    #[test]
    fn what_fits_or_cannot_be_checked_is_left() {
        for text in [
            "मंगलवार (20 फरवरी 2024)",
            "बुधवार (20 फरवरी)",
            "बुधवार को 20 फरवरी 2024 की सभा",
            "बुधवार (31 फरवरी 2024)",
            "20 फरवरी 2024 को बुधवार",
            "20 फरवरी 2024, बुधवार 21 फरवरी 2024",
            "परिवार (20 फरवरी 2024)",
            "Today, 20 February 2024",
            "वार day",
            "बुधवार",
        ] {
            assert_eq!(weekday_conflicts(text), [], "{text}");
        }
    }

    #[test]
    fn weekdays_have_variants() {
        for text in ["गुरुवार", "गुरूवार", "बृहस्पतिवार", "वीरवार", " Thursday "]
        {
            assert_eq!(parse_weekday(text), Some(Weekday::Thu));
        }
        assert_eq!(parse_weekday("इतवार"), Some(Weekday::Sun));
        assert_eq!(parse_weekday("परिवार"), None);
    }
}
