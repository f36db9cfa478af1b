//! Attributes are counted before a text is read: the parser compares each of a tag with all others of it.

use super::TooMuch;

/// Most attributes of one tag.
const MOST: usize = 1_000;

/// Looks at all tags, without building anything.
///
/// # Errors
/// That a tag has too many attributes.
pub fn check(html: &[u8]) -> Result<(), TooMuch> {
    let (mut at, mut foreign) = (0, false);
    while let Some(open) = memchr::memchr(b'<', &html[at..]).map(|found| at + found) {
        at = open + 1;
        let length = html[at..].iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
        if length == 0 || !html[at].is_ascii_alphabetic() {
            continue;
        }
        let name = html[at..at + length].to_ascii_lowercase();
        let (end, attributes) = end_of_tag(html, at + length);
        if attributes > MOST {
            return Err(TooMuch::Attributes(MOST));
        }
        at = end;
        match name.as_slice() {
            // in there, no element holds raw text
            b"svg" | b"math" => foreign = true,
            b"script" | b"style" if !foreign => at = skip_raw(html, at, &name),
            _ => {}
        }
    }
    Ok(())
}

/// Where the tag ends whose name ends at `at`, and about how many attributes it has.
fn end_of_tag(html: &[u8], mut at: usize) -> (usize, usize) {
    let (mut quote, mut attributes, mut in_space) = (None, 0, false);
    while let Some(&byte) = html.get(at) {
        at += 1;
        match (quote, byte) {
            (Some(mark), byte) if byte == mark => quote = None,
            (Some(_), _) => {}
            (None, b'>') => break,
            (None, b'"' | b'\'') if html[at - 2] == b'=' || html[at - 2].is_ascii_whitespace() => quote = Some(byte),
            (None, byte) if byte.is_ascii_whitespace() || byte == b'/' => in_space = true,
            (None, _) if in_space => {
                attributes += 1;
                in_space = false;
            }
            _ => {}
        }
    }
    (at, attributes)
}

/// Where the end tag of the raw text begins that starts at `at`.
fn skip_raw(html: &[u8], at: usize, name: &[u8]) -> usize {
    let mut from = at;
    while let Some(open) = memchr::memmem::find(&html[from..], b"</") {
        from += open + 2;
        if html[from..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return from - 2;
        }
    }
    html.len()
}
