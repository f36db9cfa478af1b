//! When a page was published and changed, as pages write it: `Jul 24, 2023, 9:15 AM IST`, २४ जुलाई २०२३, सुबह 9:15.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};

use super::clock::{Clock, Tokens, tokens};
use super::document::Stamp;
use super::words;
use crate::text::date::parse_weekday;
use crate::text::{fold, letter};

/// What the words beside a date say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// `Published`, प्रकाशित, दिनांक.
    Published,
    /// `Updated`, अपडेट, अंतिम अद्यतन.
    Updated,
    /// Nothing.
    None,
}

/// A date in a line, with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The date.
    pub stamp: Stamp,
    /// What the line says that it is.
    pub label: Label,
}

/// The dates of a line, and how many characters are neither date nor label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// In order.
    pub readings: Vec<Reading>,
    /// Letters of other words.
    pub rest: usize,
    /// Whether a label stands in it.
    pub labelled: bool,
    /// What stands before the first date and the first label.
    pub before: String,
}

/// India is five and a half hours ahead of Greenwich, all year.
pub fn india() -> FixedOffset {
    FixedOffset::east_opt(19_800).unwrap_or_else(|| FixedOffset::east_opt(0).expect("no offset at all is one"))
}

/// A date as programs write it: ISO 8601, RFC 3339, RFC 2822, with `IST` or without a zone; else as a reader would.
pub fn of_machine(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if let Ok(instant) =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
    {
        return sensible(Stamp::Instant(instant.with_timezone(&india())));
    }
    // seconds or milliseconds since 1970
    if matches!(text.len(), 10 | 13)
        && let Ok(count) = text.parse::<i64>()
    {
        let seconds = if text.len() == 13 { count / 1000 } else { count };
        return DateTime::from_timestamp(seconds, 0)
            .and_then(|at| sensible(Stamp::Instant(at.with_timezone(&india()))));
    }
    let zone = text.rsplit(' ').next().unwrap_or_default();
    if zone != "IST"
        && text.contains(',')
        && let Ok(instant) = DateTime::parse_from_rfc2822(text)
    {
        return sensible(Stamp::Instant(instant.with_timezone(&india())));
    }
    line(text).readings.first().map(|reading| reading.stamp)
}

/// Years in which pages are published.
fn sensible(stamp: Stamp) -> Option<Stamp> {
    use chrono::Datelike;
    (1995..2100).contains(&stamp.day().year()).then_some(stamp)
}

impl Stamp {
    /// The day in India.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => instant.with_timezone(&india()).date_naive(),
        }
    }

    /// Whether both can be the same: the same minute, or the same day where one of them has no time.
    pub fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::Instant(one), Self::Instant(other)) => (one - other).num_seconds().abs() < 90,
            _ => self.day() == other.day(),
        }
    }
}

/// Reads a line. A time without a date belongs to the date before it: `… 06:05 pm | Updated 09:20 pm`.
pub fn line(text: &str) -> Line {
    let mut found = Line::default();
    if !text.bytes().any(|b| b.is_ascii_digit()) && !text.chars().any(|c| letter::ascii_digit(c).is_ascii_digit()) {
        if text.len() < 120 {
            let key = fold::key(text);
            let other = |word: &&str| label_of(word) == Label::None && !words::table("beside_date").contains(word);
            found.labelled = label_of(&key) != Label::None;
            found.rest = key.split(' ').filter(other).map(|word| word.chars().count()).sum();
        }
        found.before = text.to_owned();
        return found;
    }
    let text = fold::digits(text);
    let tokens = Tokens { text: &text, ranges: tokens(&text) };
    let (mut at, mut label, mut day) = (0, Label::None, None);
    let mut before = text.len();
    while at < tokens.ranges.len() {
        let start = tokens.ranges[at].start;
        if let Some((date, after)) = tokens.date(at) {
            let (time, after) = tokens.time_after(after, 4).map_or((None, after), |(time, after)| (Some(time), after));
            let time = time.or_else(|| tokens.time_before(at));
            before = before.min(start);
            found.readings.extend(sensible(stamp(date, time)).map(|stamp| Reading { stamp, label }));
            (day, label, at) = (Some(date), Label::None, after);
        } else if let (Some(date), Some((time, after))) =
            (day.filter(|_| label != Label::None), tokens.time_after(at, 0))
        {
            found.readings.push(Reading { stamp: stamp(date, Some(time)), label });
            (label, at) = (Label::None, after);
        } else {
            let word = fold::key(tokens.word(at));
            match label_of(&word) {
                Label::None
                    if words::table("beside_date").contains(&word.as_str())
                        || parse_weekday(&word).is_some()
                        || is_short_weekday(&word) => {}
                Label::None if word.bytes().all(|b| b.is_ascii_digit()) => {}
                Label::None => found.rest += word.chars().count(),
                other => {
                    // `Published date` keeps its label; in `Updated … Published` the nearer one counts
                    found.labelled = true;
                    before = before.min(start);
                    label = other;
                }
            }
            at += 1;
        }
    }
    found.before = text[..before].to_owned();
    found
}

fn is_short_weekday(word: &str) -> bool {
    matches!(word, "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")
}

/// The label that a folded line or word is.
pub fn label_of(key: &str) -> Label {
    let has = |table: &[&str]| key.split(' ').any(|word| table.contains(&word));
    match key {
        _ if has(words::table("updated")) => Label::Updated,
        _ if has(words::table("published")) => Label::Published,
        _ => Label::None,
    }
}

fn stamp(date: NaiveDate, time: Option<Clock>) -> Stamp {
    let Some(clock) = time else { return Stamp::Day(date) };
    let zone = clock.zone.unwrap_or_else(india);
    match zone.from_local_datetime(&NaiveDateTime::new(date, clock.time)).single() {
        Some(instant) => Stamp::Instant(instant.with_timezone(&india())),
        None => Stamp::Day(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(stamp: Stamp) -> String {
        match stamp {
            Stamp::Day(day) => day.to_string(),
            Stamp::Instant(instant) => instant.to_rfc3339(),
        }
    }

    #[test]
    fn dates_are_read_in_their_shapes() {
        for (text, value) in [
            ("Jul 24, 2023, 9:15 AM IST", "2023-07-24T09:15:00+05:30"),
            ("24 जुलाई 2023", "2023-07-24"),
            ("24 जुलाई, 2023 | 01:05 PM", "2023-07-24T13:05:00+05:30"),
            ("24/07/2023", "2023-07-24"),
            ("२४.०७.२३", "2023-07-24"),
            ("2023-07-24", "2023-07-24"),
            ("2023-07-24T03:45:00Z", "2023-07-24T09:15:00+05:30"),
            ("2023-07-24T03:45:00.000+0000", "2023-07-24T09:15:00+05:30"),
            ("2023-07-24 09:15:00", "2023-07-24T09:15:00+05:30"),
            ("Mon, 24 Jul 2023 03:45:00 GMT", "2023-07-24T09:15:00+05:30"),
            ("Mon, 24 Jul 2023 09:15:00 IST", "2023-07-24T09:15:00+05:30"),
            ("Mon, 24 Jul 2023 09:15:00 +0530", "2023-07-24T09:15:00+05:30"),
            ("२४ जुलाई २०२३, सुबह 9:15", "2023-07-24T09:15:00+05:30"),
            ("मंगलवार, 21 मई 2024, 07:45 शाम", "2024-05-21T19:45:00+05:30"),
            ("शुक्रवार, 3 मई 2024 08:45 पूर्वाह्न", "2024-05-03T08:45:00+05:30"),
            ("20-02-2026 at 07:14 IST", "2026-02-20T07:14:00+05:30"),
            ("the 27th March, 2026", "2026-03-27"),
            ("July 24th, 2023", "2023-07-24"),
            ("9:15 a.m. IST, 24 July 2023", "2023-07-24T09:15:00+05:30"),
            ("Sat, 18 May 2024 12:20 PM (IST)", "2024-05-18T12:20:00+05:30"),
            ("24 जुलाई 2023, रात 1 बजे", "2023-07-24"),
            ("24-Jul-2023", "2023-07-24"),
            ("24-Jul-23 9:15 AM", "2023-07-24T09:15:00+05:30"),
            ("Jul 24 '23", "2023-07-24"),
            ("Mon Jul 24 2023 09:15:00 GMT+0530 (India Standard Time)", "2023-07-24T09:15:00+05:30"),
            ("1690170300", "2023-07-24T09:15:00+05:30"),
        ] {
            assert_eq!(of_machine(text).map(shown).as_deref(), Some(value), "{text}");
        }
        for text in
            ["3 hours ago", "6 फरवरी", "31/02/2023", "0001-01-01T00:00:00Z", "2417/4-26/4-2025", "", "जुलाई 2023"]
        {
            assert_eq!(of_machine(text), None, "{text}");
        }
    }

    #[test]
    fn labels_say_what_a_date_is() {
        let of = |text| line(text).readings.into_iter().map(|r| (shown(r.stamp), r.label)).collect::<Vec<_>>();
        assert_eq!(
            of("March 16, 2024 06:05 pm | Updated 09:20 pm IST"),
            [("2024-03-16T18:05:00+05:30".into(), Label::None), ("2024-03-16T21:20:00+05:30".into(), Label::Updated)]
        );
        assert_eq!(of("Publish Date: 18 May 2024"), [("2024-05-18".into(), Label::Published)]);
        assert_eq!(of("अपडेटेड 06 अक्टूबर 2025"), [("2025-10-06".into(), Label::Updated)]);
        assert!(line("Published :").labelled);
        assert_eq!(line("Published : Jul 24, 2023, 9:15 AM IST").rest, 0);
    }
}
