//! Characters that cannot be seen, or that change the order in which a text is read.

use std::borrow::Cow;

/// What is wrong with `text`, if anything: a control character, a character that reorders text, or
/// an invisible one. The joiners are fine where Devanagari needs them.
pub fn fault(text: &str) -> Option<String> {
    hidden(text).next().map(|(_, c, what)| format!("{what} (U+{:04X})", c as u32))
}

/// `text` without the characters that [`fault`] names.
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    // one that is gone may leave a joiner alone
    while fault(&out).is_some() {
        let mut kept = String::with_capacity(out.len());
        let mut start = 0;
        for (at, c, _) in hidden(&out) {
            kept.push_str(&out[start..at]);
            start = at + c.len_utf8();
        }
        kept.push_str(&out[start..]);
        out = Cow::Owned(kept);
    }
    out
}

/// The characters of `text` that nobody sees: where, which, and what it is.
fn hidden(text: &str) -> impl Iterator<Item = (usize, char, &'static str)> + '_ {
    let plain = text.bytes().all(|b| (0x20..0x7f).contains(&b));
    let mut before = ' ';
    text.char_indices().take_while(move |_| !plain).filter_map(move |(at, c)| {
        let what = match c {
            '\n' | '\t' | '\r' => None,
            c if c.is_control() => Some("a control character"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some("a character that reverses the order of reading"),
            '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}' | '\u{180e}' | '\u{e0001}'..='\u{e007f}' => {
                Some("an invisible character")
            }
            '\u{200c}' | '\u{200d}' if before.is_ascii() => Some("a joiner where nothing is joined"),
            _ => None,
        };
        before = c;
        what.map(|what| (at, c, what))
    })
}

/// Where `text` first holds a character that reverses the order of reading, if it does.
pub fn reordering(text: &str) -> Option<std::ops::Range<usize>> {
    let reorders = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // all of them begin with this byte, which Hindi text seldom holds
    memchr::memchr_iter(0xe2, text.as_bytes())
        .find(|&at| text[at..].chars().next().is_some_and(reorders))
        .map(|at| at..at + 3)
}

#[cfg(test)]
mod tests {
    use super::{fault, visible};

    #[test]
    fn joiners_of_devanagari_are_fine() {
        assert_eq!(fault("क्\u{200d}ष र्\u{200d}"), None);
        assert!(fault("b\u{200b}jp").is_some());
        assert!(fault("Results \u{202e}7202").is_some());
        assert!(fault("a\u{200d}b").is_some());
        assert!(fault("\u{1b}[31m").is_some());
    }

    #[test]
    fn what_is_left_can_be_seen() {
        assert_eq!(visible("क्\u{200d}ष"), "क्\u{200d}ष");
        assert_eq!(visible("a\u{200b}\u{200d}\u{200d}b\u{85}\n"), "ab\n");
    }
}
