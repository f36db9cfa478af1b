//! From bytes to text: which encoding they are in, whatever they say, and whether the text can be read at all.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use super::document::Note;
use super::words;

/// A text with what is wrong with it.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// `charset`: the encoding is not the declared one, or characters were lost.
    pub notes: Vec<Note>,
}

/// How many bytes at the start may declare an encoding; more than browsers look at, since saved pages carry
/// comments before their head.
const HEAD: usize = 4096;

/// Decodes by the order of the WHATWG (byte order mark, header, `meta`, guess), but not into nonsense: bytes
/// that are UTF-8 are read as UTF-8 whatever they claim, and bytes that are not are not.
pub fn decode(bytes: &[u8], header: Option<&str>) -> Decoded {
    let declared = header
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declared(&bytes[..bytes.len().min(HEAD)]))
        .filter(|encoding| *encoding != X_USER_DEFINED);
    let used = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => real(bytes, declared),
    };
    let (text, _, _) = used.decode(bytes);
    let mut notes = Vec::new();
    let only_ascii = used == UTF_8 && bytes.is_ascii();
    match declared {
        Some(declared) if declared != used && !only_ascii => notes.push(Note {
            name: "charset",
            message: format!("it says `{}` and is `{}`; read as the latter", declared.name(), used.name()),
        }),
        None if used != UTF_8 => {
            notes.push(Note { name: "charset", message: format!("it names no encoding; read as `{}`", used.name()) })
        }
        _ => {}
    }
    let lost = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    if lost > 0 {
        let s = if lost == 1 { "" } else { "s" };
        let message = format!("{lost} character{s} could not be read as `{}` and stand as U+FFFD", used.name());
        notes.push(Note { name: "charset", message });
    }
    Decoded { text: text.into_owned(), notes }
}

/// The encoding of `bytes` without a byte order mark.
fn real(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    if let Some(wide) = wide(bytes) {
        return wide;
    }
    let declared = declared.filter(|e| *e != UTF_16LE && *e != UTF_16BE);
    // an escape-based encoding is ASCII to the eye
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return declared.filter(|e| !e.is_ascii_compatible()).unwrap_or(UTF_8);
    }
    match declared {
        Some(declared) if declared != UTF_8 => {
            if mostly_utf8(bytes) {
                UTF_8
            } else {
                declared
            }
        }
        _ if mostly_utf8(bytes) => UTF_8,
        _ => WINDOWS_1252,
    }
}

/// UTF-16 by where the zero bytes stand: the markup of a page is ASCII.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match pairs {
        0..8 => None,
        _ if odd > pairs / 4 && even < pairs / 16 => Some(UTF_16LE),
        _ if even > pairs / 4 && odd < pairs / 16 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether at least nine of ten sequences beyond ASCII are UTF-8: a text cut or damaged at a few places.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&b| b >= 0xc2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 9 * bad
}

/// What `<meta charset>`, `<meta http-equiv … charset=>` or `<?xml encoding=?>` in `head` declares.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.to_ascii_lowercase();
    let after = |word: &str| {
        memchr::memmem::find_iter(&head, word.as_bytes()).find_map(|at| {
            let rest = head[at + word.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
            let label: Vec<u8> = rest
                .iter()
                .copied()
                .skip_while(|b| matches!(b, b'"' | b'\''))
                .take_while(|b| b.is_ascii_alphanumeric() || b"-_:".contains(b))
                .collect();
            Encoding::for_label(&label)
        })
    };
    if head.starts_with(b"<?xml") {
        return after("encoding");
    }
    memchr::memmem::find(&head, b"<meta").and_then(|_| after("charset"))
}

/// What makes a text unreadable, if anything does.
pub fn unreadable(text: &str) -> Option<Note> {
    if let Some(words) = mojibake(text) {
        let message = format!("its letters are damaged (UTF-8 that was read as Latin letters), as in `{words}`");
        return Some(Note { name: "mojibake", message });
    }
    legacy_font(text).then(|| Note {
        name: "legacy-font",
        message: "it is typed for a font such as Kruti Dev, in which Latin letters look like Hindi; convert it to \
                  Unicode first"
            .into(),
    })
}

/// Punctuation that was read in the wrong encoding, in a text that can be read otherwise: `â€œwe are readyâ€`.
pub fn damaged(text: &str) -> Option<Note> {
    let at = text.find("â€")?;
    let words: String = text[at..].chars().take(16).collect();
    let message = format!("some of its punctuation is damaged, as in `{words}`");
    Some(Note { name: "mojibake", message })
}

/// Some of the letters that Devanagari in UTF-8 becomes when it is read as windows-1252: every letter of the
/// block begins with the bytes E0 A4 or E0 A5, `à¤` or `à¥`.
fn mojibake(text: &str) -> Option<String> {
    let pairs =
        |text: &str| ["à¤", "à¥"].iter().map(|pair| memchr::memmem::find_iter(text.as_bytes(), pair).count()).sum();
    let (count, beside): (usize, usize) =
        (pairs(text), text.chars().filter(|&c| crate::text::letter::is_devanagari(c)).count());
    if count < 6 || count * 2 < beside {
        return None;
    }
    let start = text.find("à¤").or_else(|| text.find("à¥"))?;
    Some(text[start..].chars().take(12).collect())
}

/// Whether the Latin letters of `text` are Hindi in a legacy font: by its commonest words, which no other
/// language has.
fn legacy_font(text: &str) -> bool {
    let (mut all, mut typical) = (0_usize, 0_usize);
    let mut kinds = std::collections::BTreeSet::new();
    for word in text.split_whitespace().filter(|word| word.is_ascii()) {
        all += 1;
        if let Some(kind) = words::table("kruti_dev").iter().position(|known| *known == word) {
            typical += 1;
            kinds.insert(kind);
        }
    }
    kinds.len() >= 4 && typical * 12 >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], header: Option<&str>) -> (String, usize) {
        let decoded = decode(bytes, header);
        (decoded.text, decoded.notes.len())
    }

    #[test]
    fn a_declared_charset_that_lies_is_seen_through() {
        let hindi = "<meta charset='windows-1252'><p>कानपुर में बैठक</p>";
        assert_eq!(read(hindi.as_bytes(), None), (hindi.into(), 1));
        assert_eq!(read("कानपुर".as_bytes(), Some("utf-8")), ("कानपुर".into(), 0));
        assert_eq!(read("plain".as_bytes(), Some("iso-8859-1")), ("plain".into(), 0));
        let english = b"<meta charset=\"utf-8\">Punjab\x92s border";
        assert_eq!(read(english, None), ("<meta charset=\"utf-8\">Punjab\u{2019}s border".into(), 1));
        assert_eq!(read(b"Punjab\x92s", Some("windows-1252")), ("Punjab\u{2019}s".into(), 0));
    }

    #[test]
    fn wide_text_is_read_with_and_without_its_mark() {
        let text = "<html><body>झांसी</body></html>";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide, Some("utf-8")), (text.into(), 1));
        let marked = [b"\xff\xfe".as_slice(), &wide].concat();
        assert_eq!(read(&marked, Some("utf-16")), (text.into(), 0));
    }

    #[test]
    fn lost_characters_are_counted() {
        let mut bytes = "मतदाता सूची में नाम जोड़ने का काम".as_bytes().to_vec();
        bytes.pop();
        let decoded = decode(&bytes, Some("utf-8"));
        assert!(decoded.text.ends_with('\u{fffd}'));
        assert!(decoded.notes[0].message.starts_with("1 character "));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let damaged = WINDOWS_1252.decode("मतदाता सूची में नाम".as_bytes()).0;
        assert_eq!(unreadable(&damaged).expect("seen").name, "mojibake");
        assert!(super::damaged("â€œready").is_some() && super::damaged("“ready”").is_none());
        let kruti = "pquko dh rS;kjh esa lHkh dk;ZdrkZ ,d gS vkSj lwph dks ns[k jgs gSa";
        assert_eq!(unreadable(kruti).expect("seen").name, "legacy-font");
        for plain in ["He told us that the DS of the ward is 'ls -l'", "मतदाता सूची", "café à la carte", ""]
        {
            assert_eq!(unreadable(plain), None);
        }
    }
}
