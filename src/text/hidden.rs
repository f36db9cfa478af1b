//! Characters that cannot be seen, or that change the order in which a text is read.

/// What is wrong with `text`, if anything: a control character, a character that reorders text, or
/// an invisible one. The joiners are fine where Devanagari needs them.
pub fn fault(text: &str) -> Option<String> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return None;
    }
    let mut before = ' ';
    for c in text.chars() {
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
        if let Some(what) = what {
            return Some(format!("{what} (U+{:04X})", c as u32));
        }
        before = c;
    }
    None
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
    use super::fault;

    #[test]
    fn joiners_of_devanagari_are_fine() {
        assert_eq!(fault("क्\u{200d}ष र्\u{200d}"), None);
        assert!(fault("b\u{200b}jp").is_some());
        assert!(fault("Results \u{202e}7202").is_some());
        assert!(fault("a\u{200d}b").is_some());
        assert!(fault("\u{1b}[31m").is_some());
    }
}
