//! Dates and times as the readers of a language write them; names of months from CLDR.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::fold;

pub use super::weekday::{WeekdayConflict, parse_weekday, weekday_conflicts};

/// The months in Hindi.
pub const HINDI_MONTHS: [&str; 12] =
    ["जनवरी", "फ\u{93c}रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"];

/// The months in English.
pub const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const ENGLISH_WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// How a language writes dates: the names of its months, and patterns.
pub struct Dates {
    months: [String; 12],
    day: String,
    day_of_year: String,
    month: String,
    days: String,
    span: String,
}

impl Dates {
    /// From the words of the language: months under `month.1` to `month.12`, patterns under `date.…`.
    ///
    /// # Panics
    ///
    /// Where one of them is missing; the built-in strings have them all.
    pub fn new(strings: &BTreeMap<String, String>) -> Self {
        let word = |key: &str| strings[key].clone();
        Self {
            months: std::array::from_fn(|month| word(&format!("month.{}", month + 1))),
            day: word("date.day"),
            day_of_year: word("date.day_of_year"),
            month: word("date.month"),
            days: word("date.days"),
            span: word("date.span"),
        }
    }

    /// 24 जुलाई 2023 · `24 July 2023`
    pub fn long(&self, date: NaiveDate) -> String {
        self.fill(&self.day, date, "")
    }

    /// जुलाई 2023 · `July 2023`
    pub fn month_year(&self, date: NaiveDate) -> String {
        self.fill(&self.month, date, "")
    }

    /// 24 जुलाई · `24 July`
    pub fn short(&self, date: NaiveDate) -> String {
        self.fill(&self.day_of_year, date, "")
    }

    /// The month of a date: जुलाई · `July`
    pub fn month_name(&self, date: NaiveDate) -> &str {
        &self.months[date.month0() as usize]
    }

    /// 1–4 अप्रैल 2021 · 30 मार्च – 2 अप्रैल 2021 · 30 दिसंबर 2023 – 2 जनवरी 2024
    ///
    /// The two days in either order; one day alone is [`Dates::long`].
    pub fn range(&self, one: NaiveDate, other: NaiveDate) -> String {
        let (first, last) = (one.min(other), one.max(other));
        if first == last {
            return self.long(last);
        }
        let from = if first.year() != last.year() {
            self.long(first)
        } else if first.month() != last.month() {
            self.short(first)
        } else {
            return self.fill(&self.days, last, &first.day().to_string());
        };
        super::fill(&self.span, &[("from", &from), ("until", &self.long(last))])
    }

    fn fill(&self, pattern: &str, date: NaiveDate, first: &str) -> String {
        let (day, month, year) = (date.day().to_string(), self.month_name(date), date.year().to_string());
        super::fill(pattern, &[("day", &day), ("month", month), ("year", &year), ("first", first)])
    }
}

/// The time of day on the 24-hour clock, `9:15` or `21:05`, the same in all languages.
pub fn time(time: NaiveTime) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// The English name of a weekday.
pub fn weekday_name(weekday: Weekday) -> &'static str {
    ENGLISH_WEEKDAYS[weekday.num_days_from_monday() as usize]
}

/// The number, 1 to 12, of a month written in Hindi (also अक्तूबर, सितम्बर) or in English, in full
/// or cut (`Jul`, `Sept`).
pub fn parse_month(text: &str) -> Option<u32> {
    let written = fold::key(text);
    if written == "अक्तूबर" {
        return Some(10);
    }
    let is_name = |name: &str| {
        let name = fold::key(name);
        let cut = name.is_ascii() && written.len() >= 3 && name.starts_with(&written);
        cut || name == written
    };
    let hindi = HINDI_MONTHS.iter().position(|name| is_name(name));
    let month = hindi.or_else(|| ENGLISH_MONTHS.iter().position(|name| is_name(name)))?;
    u32::try_from(month + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    #[test]
    fn times_are_written_on_24_hours() {
        let clock = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).map(time);
        assert_eq!(clock(9, 15).as_deref(), Some("9:15"));
        assert_eq!(clock(21, 5).as_deref(), Some("21:05"));
    }

    #[test]
    fn months_are_read_in_their_spellings() {
        for (text, month) in [
            ("फरवरी", 2),
            ("\u{95e}रवरी", 2),
            ("मयी", 5),
            ("सितम्बर", 9),
            ("अक्तूबर", 10),
            ("नवम्बर", 11),
            ("Jul", 7),
            ("Sept.", 9),
            ("DECEMBER", 12),
        ] {
            assert_eq!(parse_month(text), Some(month), "{text}");
        }
        for text in ["", "Ma", "Julyx", "चैत्र", "12"] {
            assert_eq!(parse_month(text), None, "{text}");
        }
    }

    #[test]
    fn tables_are_normalised() {
        assert!(HINDI_MONTHS.iter().all(|name| is_nfc(name)));
    }

    proptest! {
        #[test]
        fn names_are_read_back(days in 0..200_000i32) {
            let date = NaiveDate::from_num_days_from_ce_opt(700_000 + days).unwrap_or_default();
            let weekday = weekday_name(date.weekday());
            prop_assert_eq!(parse_weekday(weekday), Some(date.weekday()));
            for names in [HINDI_MONTHS, ENGLISH_MONTHS] {
                let month = names[date.month0() as usize];
                prop_assert_eq!(parse_month(month), Some(date.month()));
                let text = format!("{weekday}, {} {month} {}", date.day(), date.year());
                prop_assert_eq!(weekday_conflicts(&text), vec![]);
            }
        }
    }
}
