//! Interface strings: the words of the theme and of the closed vocabularies, in Hindi and English, and what a table
//! of another language has to have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::source::SourceId;
use crate::text::Language;
use crate::yaml::{self, Value};

/// Words by key: `unit.people`, `ui.skip`.
pub type Strings = BTreeMap<String, String>;

/// The key of the digits of a language.
pub const DIGITS: &str = "number.digits";

static HINDI: LazyLock<Strings> = LazyLock::new(|| built_in(include_str!("../templates/strings/hi.yaml")));
static ENGLISH: LazyLock<Strings> = LazyLock::new(|| built_in(include_str!("../templates/strings/en.yaml")));

/// The built-in strings of a language; the English ones where it has none.
pub fn of(language: Language) -> &'static Strings {
    if language == Language::HINDI { &HINDI } else { &ENGLISH }
}

/// The keys that `own`, the table of a language that has no built-in one, lacks.
pub fn missing(own: &Strings) -> Vec<&'static str> {
    let needed = ENGLISH.keys().map(String::as_str).filter(|key| !key.starts_with("ui.language_"));
    needed.filter(|key| !own.contains_key(*key)).collect()
}

/// The ten digits that a table names, from zero to nine.
pub fn digits(strings: &Strings) -> Option<[char; 10]> {
    let digits: Vec<char> = strings.get(DIGITS)?.chars().filter(|c| c.is_numeric()).collect();
    digits.try_into().ok()
}

/// Whether `key` has a name in both languages.
pub fn has(key: &str) -> bool {
    HINDI.contains_key(key) && ENGLISH.contains_key(key)
}

/// The words of one section, sorted.
pub fn keys(section: &str) -> impl Iterator<Item = &'static str> {
    let prefix = format!("{section}.");
    HINDI.keys().filter_map(move |key| key.strip_prefix(prefix.as_str()))
}

/// Reads a table of strings: sections of words. Anything else is left out.
pub fn read(text: &str) -> Option<Strings> {
    let Value::Map(sections) = yaml::parse(text, SourceId(u32::MAX), 0).ok()?.value else { return None };
    let mut strings = Strings::new();
    for (section, words) in sections {
        let Value::Map(words) = words.value else { continue };
        for (key, word) in words {
            if let Value::Text(word) = word.value {
                strings.insert(format!("{}.{}", section.value, key.value), word);
            }
        }
    }
    Some(strings)
}

fn built_in(text: &str) -> Strings {
    read(text).expect("a built-in table of strings is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date::{Dates, parse_month};

    #[test]
    fn both_languages_have_the_same_keys() {
        let keys = |s: &'static Strings| s.keys().collect::<Vec<_>>();
        assert_eq!(keys(&HINDI), keys(&ENGLISH));
    }

    #[test]
    fn months_that_are_written_are_read() {
        for strings in Language::BUILT_IN.map(of) {
            for month in 1..=12 {
                assert_eq!(parse_month(&strings[&format!("month.{month}")]), Some(month));
            }
        }
    }

    #[test]
    fn dates_are_written_in_both_languages() {
        let [hindi, english] = Language::BUILT_IN.map(|language| Dates::new(of(language)));
        let date = day("2023-07-24");
        assert_eq!([hindi.long(date), english.long(date)], ["24 जुलाई 2023", "24 July 2023"]);
        assert_eq!([hindi.month_year(date), hindi.short(date)], ["जुलाई 2023", "24 जुलाई"]);
        for (one, other, text) in [
            ("2021-04-01", "2021-04-04", "1–4 अप्रैल 2021"),
            ("2021-04-02", "2021-03-30", "30 मार्च – 2 अप्रैल 2021"),
            ("2023-12-30", "2024-01-02", "30 दिसंबर 2023 – 2 जनवरी 2024"),
            ("2021-04-01", "2021-04-01", "1 अप्रैल 2021"),
        ] {
            assert_eq!(hindi.range(day(one), day(other)), text);
        }
    }

    fn day(text: &str) -> chrono::NaiveDate {
        text.parse().expect("an ISO date")
    }
}
