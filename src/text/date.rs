//! Dates and times as a Hindi or an English reader writes them; names of months and days from CLDR.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::Language;
use super::fold;

pub use super::weekday::{WeekdayConflict, parse_weekday, weekday_conflicts};

const HINDI_MONTHS: [&str; 12] =
    ["जनवरी", "फ\u{93c}रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"];

const ENGLISH_MONTHS: [&str; 12] = [
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

const HINDI_WEEKDAYS: [&str; 7] = ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"];

const ENGLISH_WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// 24 जुलाई 2023 · `24 July 2023`
pub fn long(date: NaiveDate, language: Language) -> String {
    format!("{} {}", short(date, language), date.year())
}

/// सोमवार, 24 जुलाई 2023 · `Monday, 24 July 2023`
pub fn with_weekday(date: NaiveDate, language: Language) -> String {
    let weekday = weekday_name(date.weekday(), language);
    format!("{weekday}, {}", long(date, language))
}

/// जुलाई 2023 · `July 2023`
pub fn month_year(date: NaiveDate, language: Language) -> String {
    format!("{} {}", month_name(date, language), date.year())
}

/// 24 जुलाई · `24 July`
pub fn short(date: NaiveDate, language: Language) -> String {
    format!("{} {}", date.day(), month_name(date, language))
}

/// 1–4 अप्रैल 2021 · 30 मार्च – 2 अप्रैल 2021 · 30 दिसंबर 2023 – 2 जनवरी 2024
///
/// The two days in either order; one day alone is [`long`].
pub fn range(one: NaiveDate, other: NaiveDate, language: Language) -> String {
    let (first, last) = (one.min(other), one.max(other));
    let end = long(last, language);
    if first == last {
        end
    } else if first.year() != last.year() {
        format!("{} – {end}", long(first, language))
    } else if first.month() != last.month() {
        format!("{} – {end}", short(first, language))
    } else {
        format!("{}–{end}", first.day())
    }
}

/// The time of day on the 24-hour clock, `9:15` or `21:05`, the same in both languages.
pub fn time(time: NaiveTime) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// The month of a date: जुलाई · `July`
pub fn month_name(date: NaiveDate, language: Language) -> &'static str {
    let names = match language {
        Language::Hindi => &HINDI_MONTHS,
        Language::English => &ENGLISH_MONTHS,
    };
    names[date.month0() as usize]
}

/// सोमवार · `Monday`
pub fn weekday_name(weekday: Weekday, language: Language) -> &'static str {
    let names = match language {
        Language::Hindi => &HINDI_WEEKDAYS,
        Language::English => &ENGLISH_WEEKDAYS,
    };
    names[weekday.num_days_from_monday() as usize]
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

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("an ISO date")
    }

    #[test]
    fn dates_are_written_in_both_languages() {
        let date = day("2023-07-24");
        assert_eq!(long(date, Language::Hindi), "24 जुलाई 2023");
        assert_eq!(long(date, Language::English), "24 July 2023");
        assert_eq!(with_weekday(date, Language::Hindi), "सोमवार, 24 जुलाई 2023");
        assert_eq!(with_weekday(date, Language::English), "Monday, 24 July 2023");
        assert_eq!(month_year(date, Language::Hindi), "जुलाई 2023");
        assert_eq!(short(date, Language::Hindi), "24 जुलाई");
        let clock = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).map(time);
        assert_eq!(clock(9, 15).as_deref(), Some("9:15"));
        assert_eq!(clock(21, 5).as_deref(), Some("21:05"));
    }

    #[test]
    fn ranges_say_no_more_than_needed() {
        for (one, other, text) in [
            ("2021-04-01", "2021-04-04", "1–4 अप्रैल 2021"),
            ("2021-04-02", "2021-03-30", "30 मार्च – 2 अप्रैल 2021"),
            ("2023-12-30", "2024-01-02", "30 दिसंबर 2023 – 2 जनवरी 2024"),
            ("2021-04-01", "2021-04-01", "1 अप्रैल 2021"),
        ] {
            assert_eq!(range(day(one), day(other), Language::Hindi), text);
        }
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
        assert!(HINDI_WEEKDAYS.iter().all(|name| is_nfc(name)));
    }

    proptest! {
        #[test]
        fn names_are_read_back(days in 0..200_000i32) {
            let date = NaiveDate::from_num_days_from_ce_opt(700_000 + days).unwrap_or_default();
            for language in [Language::Hindi, Language::English] {
                prop_assert_eq!(parse_month(month_name(date, language)), Some(date.month()));
                let weekday = date.weekday();
                prop_assert_eq!(parse_weekday(weekday_name(weekday, language)), Some(weekday));
                prop_assert_eq!(weekday_conflicts(&with_weekday(date, language)), vec![]);
            }
        }
    }
}
