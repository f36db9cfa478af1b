//! The ground layer for Hindi and English text: folding, sentences, numbers, dates, order, romanizing.
//!
//! Everything here is pure: text in, text out, the same on every machine. The rules are those of
//! the project's notes on normalisation, numbers and dates; the text that is shown is never changed
//! by a rule that is only for matching.

use serde::{Deserialize, Serialize};

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

/// Indian grouping, lakh and crore, Devanagari digits.
pub mod number;

/// Dates as a Hindi or an English reader writes them, and weekdays that do not fit their date.
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

/// A language in which the digest is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Hindi in Devanagari.
    #[default]
    Hindi,
    /// Indian English.
    English,
}

impl Language {
    /// The BCP 47 code: `hi` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hindi => "hi",
            Self::English => "en",
        }
    }

    /// The language of `text` by the script of most of its letters; `None` where there are as many of both.
    pub fn of(text: &str) -> Option<Self> {
        let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
        match count(letter::is_devanagari).cmp(&count(|c| c.is_ascii_alphabetic())) {
            Ordering::Greater => Some(Self::Hindi),
            Ordering::Less => Some(Self::English),
            Ordering::Equal => None,
        }
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
        match text {
            "hi" => Ok(Self::Hindi),
            "en" => Ok(Self::English),
            _ => Err("expected `hi` (Hindi) or `en` (English)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_as_it_is_written() {
        for language in [Language::Hindi, Language::English] {
            assert_eq!(language.code().parse(), Ok(language));
        }
        assert!("hindi".parse::<Language>().is_err());
    }

    #[test]
    fn the_script_tells_the_language() {
        assert_eq!(Language::of("कानपुर शहर"), Some(Language::Hindi));
        assert_eq!(Language::of("the alias चुनाव 2022 names no state"), Some(Language::English));
        assert_eq!(Language::of("12 + 34"), None);
    }
}
