//! Where sentences end in Hindi and English running text.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use super::letter::{is_initial, is_word};

/// Abbreviations of more than one letter, without their last dot and in lower case.
const ABBREVIATIONS: &str = "dr mr mrs ms prof st no nos vs etc jr sr lt col gen capt hon rs smt \
    shri sh km govt dept ltd pvt co inc rev adv art sec vol pp approx स्मृ अधि संपा अनु पृष्ठ";

/// Words of one akshara that often close a Hindi sentence and so are no initials.
const CLOSING_WORDS: &str = "है हैं था थी थे थीं हो दो लो दे ले ना गा गे";

/// The byte range of each sentence, in order, trimmed, and together all text that is not blank.
///
/// A sentence ends at । ॥ ? ! or a full stop, with or without a space after it; closing quotes and
/// brackets belong to it. A full stop after an initial, an abbreviation or within a number, an
/// address or an ellipsis ends nothing. A blank line ends a sentence too, for headlines.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut scan = Scan { text, chars: text.char_indices().peekable(), start: 0, word: 0, quotes: 0 };
    let mut found = Vec::new();
    while let Some(end) = scan.next_end() {
        let sentence = trimmed(text, scan.start..end);
        if !sentence.is_empty() {
            found.push(sentence);
        }
        scan.start = end;
        scan.quotes = 0;
    }
    found
}

struct Scan<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    /// Where the sentence begins.
    start: usize,
    /// Where the last word, or piece of a word after a dot, begins.
    word: usize,
    /// Straight quotes met in this sentence.
    quotes: usize,
}

impl Scan<'_> {
    /// The end of the sentence at `start`; `None` at the end of the text.
    fn next_end(&mut self) -> Option<usize> {
        while let Some((at, c)) = self.chars.next() {
            let word = self.word;
            if !is_word(c) {
                self.word = at + c.len_utf8();
            }
            self.quotes += usize::from(c == '"');
            let ends = match c {
                '।' | '॥' => true,
                '?' | '!' => !self.is_inside_address(at),
                '.' => self.is_full_stop(at, word),
                '\n' => self.is_blank_line(at + 1),
                _ => false,
            };
            if ends {
                self.word = self.past_closing();
                return Some(self.word);
            }
        }
        (self.start < self.text.len()).then_some(self.text.len())
    }

    /// Takes further end marks and what closes: `है।”)` is one end.
    fn past_closing(&mut self) -> usize {
        while let Some(&(at, c)) = self.chars.peek() {
            let next = self.text[at + c.len_utf8()..].chars().next();
            let closes = match c {
                '।' | '॥' | '?' | '!' | '.' | '”' | '’' | '»' | '›' | ')' | ']' | '}' => true,
                '"' => self.quotes % 2 == 1 || !next.is_some_and(is_word),
                '\'' => !next.is_some_and(is_word),
                _ => false,
            };
            if !closes {
                return at;
            }
            self.quotes += usize::from(c == '"');
            self.chars.next();
        }
        self.text.len()
    }

    /// `?` and `!` between ASCII characters, as in `page?id=1`, are no end.
    fn is_inside_address(&self, at: usize) -> bool {
        let after = self.text[at + 1..].chars().next();
        let before = self.text[..at].chars().next_back();
        before.is_some_and(|c| c.is_ascii_graphic()) && after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '=')
    }

    fn is_full_stop(&mut self, at: usize, word: usize) -> bool {
        let word = &self.text[word..at];
        let before = self.text[self.start..at].chars().next_back();
        let after = self.text[at + 1..].chars().next();
        if after == Some('.') || before == Some('.') {
            return self.is_end_of_ellipsis(at, before);
        }
        let numeral = |c: Option<char>| c.is_some_and(char::is_numeric);
        if numeral(after) && (numeral(before) || before.is_some_and(|c| c.is_ascii())) {
            return false;
        }
        if after.is_some_and(|c| c.is_ascii_lowercase()) {
            return false;
        }
        !is_abbreviation(word) && !self.is_list_number(at)
    }

    /// Dots that leave a thought open run on; at the end of a line they close it.
    fn is_end_of_ellipsis(&self, at: usize, before: Option<char>) -> bool {
        let after = self.text[at + 1..].chars().next();
        before == Some('.') && after == Some('\n')
    }

    /// `1.` at the head of a list item.
    fn is_list_number(&self, at: usize) -> bool {
        let head = self.text[self.start..at].trim();
        !head.is_empty() && head.len() <= 12 && head.chars().all(char::is_numeric)
    }

    fn is_blank_line(&self, at: usize) -> bool {
        let mut rest = self.text[at..].chars();
        rest.find(|&c| c == '\n' || !c.is_whitespace()) == Some('\n')
    }
}

fn is_abbreviation(word: &str) -> bool {
    let is_in = |list: &str, word: &str| list.split(' ').any(|one| one == word);
    if word.len() > 24 || is_in(CLOSING_WORDS, word) {
        return false;
    }
    is_initial(word) || is_in(ABBREVIATIONS, &word.to_lowercase())
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_at_danda_question_and_stop() {
        let text = "वे आए।फिर गए? हाँ! सभा हुई. कल होगी.परसों नहीं॥ बाकी";
        let expected = ["वे आए।", "फिर गए?", "हाँ!", "सभा हुई.", "कल होगी.", "परसों नहीं॥", "बाकी"];
        assert_eq!(split(text), expected);
        assert_eq!(split("यह सच है. वह नहीं."), ["यह सच है.", "वह नहीं."]);
        assert_eq!(split(" \n"), [""; 0]);
    }

    #[test]
    fn abbreviations_and_numbers_end_nothing() {
        for text in [
            "डॉ. लोहिया और पं. नेहरू उ.प्र. व म.प्र. गए।",
            "बी.एल. संतोष ने 12.55 करोड़ कहा।",
            "Dr. A. K. Sharma vs. Mr. Rao in U.P. on No. 5",
            "देखें example.org/a.html?id=1 पर",
            "वह... फिर आया",
            "1. पहला नाम",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn closing_quotes_and_blank_lines() {
        let text = "उन्होंने कहा, “हम जीतेंगे।” वे (मोदी) बोले: \"चलो!\" \"हाँ?\" शीर्षक\n\nपाठ";
        let expected = ["उन्होंने कहा, “हम जीतेंगे।”", "वे (मोदी) बोले: \"चलो!\"", "\"हाँ?\"", "शीर्षक", "पाठ"];
        assert_eq!(split(text), expected);
    }

    proptest! {
        #[test]
        fn all_text_is_covered_in_order(text in prop_oneof![any::<String>(), "[है. ।?!\"”)a1\n]{0,30}"]) {
            let mut covered = 0;
            for range in sentences(&text) {
                prop_assert!(text[covered..range.start].trim().is_empty());
                prop_assert!(!range.is_empty());
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                covered = range.end;
            }
            prop_assert!(text[covered..].trim().is_empty());
        }
    }
}
