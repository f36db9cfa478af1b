//! The ground layer for Hindi and English text: folding, sentences, numbers, dates, order, romanizing.
//!
//! Everything here is pure: text in, text out, the same on every machine. The rules are those of
//! the project's notes on normalisation, numbers and dates; the text that is shown is never changed
//! by a rule that is only for matching.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// Keys under which different spellings of one word are equal.
pub mod fold;
mod folding;
/// Characters that cannot be seen, or that reorder a text.
pub mod hidden;
/// Classes of Devanagari letters and marks.
pub mod letter;
/// Where sentences end.
pub mod sentence;
/// The nearest word to a mistyped one.
pub mod suggest;

/// Indian grouping, lakh and crore, digits of other scripts.
pub mod number;

/// Dates as the readers of a language write them, and weekdays that do not fit their date.
pub mod date;
mod weekday;

/// The alphabetical order of names.
pub mod collate;

mod akshara;
/// Devanagari in plain ASCII letters.
pub mod translit;

/// How words sound, for both scripts.
pub mod sound;
/// What the forms of a word share.
pub mod stem;

/// Percent-encoding of paths.
pub mod percent;
/// Slugs of pages and ids of headings.
pub mod slug;
/// Text inside XML.
pub mod xml;

/// A language: the BCP 47 code of two or three letters, filled up with zeros.
///
/// Hindi and English are part of the program; a project adds another one with a table of strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// Hindi in Devanagari.
    pub const HINDI: Self = Self(*b"hi\0");
    /// Indian English.
    pub const ENGLISH: Self = Self(*b"en\0");
    /// Those whose words are part of the program.
    pub const BUILT_IN: [Self; 2] = [Self::HINDI, Self::ENGLISH];

    /// The BCP 47 code: `hi`, `en`, `mr`, `bho`.
    pub fn code(&self) -> &str {
        let letters = self.0.iter().position(|&byte| byte == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..letters]).expect("a code is ASCII")
    }

    /// Hindi or English by the script of most letters of `text`; `None` where there are as many of both.
    pub fn of(text: &str) -> Option<Self> {
        let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
        match count(letter::is_devanagari).cmp(&count(|c| c.is_ascii_alphabetic())) {
            Ordering::Greater => Some(Self::HINDI),
            Ordering::Less => Some(Self::ENGLISH),
            Ordering::Equal => None,
        }
    }

    /// The language of a name that does not say: English in ASCII, else `main`, or Hindi where that is English.
    pub fn of_name(name: &str, main: Self) -> Self {
        match main {
            _ if name.is_ascii() => Self::ENGLISH,
            Self::ENGLISH => Self::HINDI,
            main => main,
        }
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::HINDI
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = &'static str;

    /// Reads a code as [`Language::code`] writes it; the error says what is expected.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut code = [0; 3];
        if !matches!(text.len(), 2 | 3) || !text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err("expected a code of two or three letters, such as `hi`");
        }
        code[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self(code))
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// `text` with single spaces, without invisible characters at its ends.
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}').filter(|w| !w.is_empty())
    {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

/// `pattern` with its `{places}` filled in.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern;
    while let Some((before, from)) = rest.split_once('{') {
        text.push_str(before);
        let place = from.split_once('}').and_then(|(place, after)| {
            let (_, value) = values.iter().find(|(name, _)| *name == place)?;
            Some((value, after))
        });
        rest = match place {
            Some((value, after)) => {
                text.push_str(value);
                after
            }
            None => {
                text.push('{');
                from
            }
        };
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_as_it_is_written() {
        for code in ["hi", "en", "mr", "bho"] {
            assert_eq!(code.parse::<Language>().as_ref().map(Language::code), Ok(code));
        }
        assert_eq!("hi".parse(), Ok(Language::HINDI));
        for odd in ["", "h", "hindi", "HI", "h\0", "हि"] {
            assert!(odd.parse::<Language>().is_err(), "{odd}");
        }
    }

    #[test]
    fn the_script_tells_the_language() {
        assert_eq!(Language::of("कानपुर शहर"), Some(Language::HINDI));
        assert_eq!(Language::of("the alias चुनाव 2022 names no state"), Some(Language::ENGLISH));
        assert_eq!(Language::of("12 + 34"), None);
    }

    #[test]
    fn places_of_a_pattern_are_filled_in() {
        let values = [("from", "{until}"), ("until", "2 May")];
        assert_eq!(fill("{from} – {until}, {other} {from", &values), "{until} – 2 May, {other} {from");
    }
}
