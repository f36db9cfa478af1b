//! A look at a page before it is read: what would cost too much is refused in one linear pass.

/// Deepest nesting, as in browsers.
const DEEPEST: usize = 512;
/// Most tags of a page.
const MOST_TAGS: usize = 1_000_000;
/// Most attributes of one tag; the parser compares each with all others.
const MOST_ATTRIBUTES: usize = 1_000;
/// Counts depth, tags and attributes, without building anything.
///
/// # Errors
/// The limit that is exceeded, in words.
pub fn survey(html: &[u8]) -> Result<(), String> {
    let (mut depth, mut tags, mut at) = (0_usize, 0_usize, 0);
    while let Some(open) = memchr::memchr(b'<', &html[at..]).map(|found| at + found) {
        at = open + 1;
        if html[at..].starts_with(b"!--") {
            at = memchr::memmem::find(&html[at..], b"-->").map_or(html.len(), |end| at + end + 3);
            continue;
        }
        let closing = html.get(at) == Some(&b'/');
        let start = at + usize::from(closing);
        let length = html[start..].iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
        if length == 0 || !html[start].is_ascii_alphabetic() {
            continue;
        }
        tags += 1;
        if tags > MOST_TAGS {
            return Err(format!("it has more than {MOST_TAGS} tags"));
        }
        let name = html[start..start + length].to_ascii_lowercase();
        let (end, attributes) = end_of_tag(html, start + length);
        if attributes > MOST_ATTRIBUTES {
            return Err(format!("one of its tags has more than {MOST_ATTRIBUTES} attributes"));
        }
        at = end;
        match name.as_slice() {
            b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link" | b"meta"
            | b"param" | b"source" | b"track" | b"wbr" => {}
            // closed by the next of their kind
            b"p" | b"li" | b"td" | b"th" | b"tr" | b"dt" | b"dd" | b"option" => {}
            b"script" | b"style" | b"textarea" | b"title" | b"xmp" if !closing => at = skip_raw(html, at, &name),
            _ if closing => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
        if depth > DEEPEST {
            return Err(format!("its tags are nested deeper than {DEEPEST}"));
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
