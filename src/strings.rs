//! Interface strings: the words of the theme and of the closed vocabularies, in Hindi and English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::source::SourceId;
use crate::text::Language;
use crate::yaml::{self, Value};

/// Words by key: `unit.people`, `ui.skip`.
pub type Strings = BTreeMap<String, String>;

static HINDI: LazyLock<Strings> = LazyLock::new(|| built_in(include_str!("../templates/strings/hi.yaml")));
static ENGLISH: LazyLock<Strings> = LazyLock::new(|| built_in(include_str!("../templates/strings/en.yaml")));

/// The built-in strings of a language.
pub fn of(language: Language) -> &'static Strings {
    match language {
        Language::Hindi => &HINDI,
        Language::English => &ENGLISH,
    }
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

    #[test]
    fn both_languages_have_the_same_keys() {
        let keys = |s: &'static Strings| s.keys().collect::<Vec<_>>();
        assert_eq!(keys(&HINDI), keys(&ENGLISH));
    }
}
