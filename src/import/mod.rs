//! Import: from a saved page or a text dump to a draft article, each field with the words it came from.
//!
//! ```text
//!  bytes ─ open ─▶ Raw* ─ take_apart ─▶ Document* ─ read ─▶ Facts ─ family ─▶ write ─▶ content/*.md (draft)
//!  (files,        one a     what the page says of    what the text   the same      with the evidence
//!   zip, warc,    page or   itself, and its body     says, by rules  story         beside each field
//!   feeds)        feed                               and gazetteer   elsewhere
//! ```
//!
//! A field is right or empty: what no rule finds stays unknown. Nothing is fetched from the network.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Rule};
use crate::text::hidden;
use crate::url::check_external;

pub mod document;
/// Documents that tell one story.
pub mod family;
/// From a document to suggestions.
pub mod read;
/// The front matter of a draft, with its evidence.
pub mod suggest;
/// Drafts as files.
pub mod write;
/// A draft under review.
pub mod review;
/// What a person teaches, in `site.yaml`.
pub mod teach;
/// Drafts as JSON.
pub mod json;
/// Articles and documents as stories.
pub mod kin;
/// The whole flow.
pub mod desk;
/// Files, folders and archives as a stream of [`Raw`].
mod open;
mod archive;
/// What a page is made of.
mod charset;
mod clock;
mod stamp;
mod words;
mod lines;
/// HTML, feeds and dumps.
mod metadata;
mod body;
mod story;
mod when;
mod outlet;
mod html;
mod feed;
mod sheet;
mod dump;

pub use open::{Raw, open};

use document::{Confidence, Document, Found};

/// Most lines of a dump.
const MOST_LINES: usize = 200_000;

/// Takes one input apart: a page or a dump gives one document, a feed several.
///
/// # Errors
/// `over-limit` for what exceeds a limit, `unreadable` for a feed without entries and for files
/// that are no pages.
pub fn take_apart(raw: &Raw) -> Result<Vec<Document>, Diagnostic> {
    if let Some(what) = foreign(&raw.bytes) {
        let message = format!("`{}` is left out: it is {what}, which saar does not read", raw.source);
        return Err(Diagnostic::new(Rule::Unreadable, message).help("save the page as HTML or as text"));
    }
    let decoded = charset::decode(&raw.bytes, raw.charset.as_deref());
    let text = decoded.text.replace('\0', "");
    let refused = |rule, why: String| Diagnostic::new(rule, format!("`{}` is left out: {why}", raw.source));
    let mut documents = if feed::is_feed(&text) {
        feed::read(&text).map_err(|why| refused(Rule::Unreadable, why))?
    } else if is_html(&text) {
        vec![html::read(&text).map_err(|why| refused(Rule::OverLimit, why.to_string()))?]
    } else if memchr::memchr_iter(b'\n', text.as_bytes()).nth(MOST_LINES).is_some() {
        return Err(refused(Rule::OverLimit, format!("it has more than {MOST_LINES} lines")));
    } else {
        vec![dump::read(&text)]
    };
    let address = raw.address.clone().or_else(|| saved_from(&text));
    let several = documents.len() > 1;
    for (at, document) in documents.iter_mut().enumerate() {
        document.source = if several { format!("{}#{}", raw.source, at + 1) } else { raw.source.clone() };
        document.hash = blake3::hash(&raw.bytes).to_hex().to_string();
        document.notes.splice(0..0, decoded.notes.iter().cloned());
        if !document.notes.iter().any(|note| note.name == "mojibake") {
            document.notes.extend(charset::damaged(&text));
        }
        document.url = document.url.take().filter(|found| check_external(&found.value).is_ok());
        if document.url.is_none() && !document.body.is_empty() {
            let address = address.clone().filter(|address| check_external(address).is_ok());
            document.url = address.map(|value| Found {
                words: value.clone(),
                value,
                place: "where it was saved from".into(),
                rule: "stated",
                confidence: Confidence::High,
            });
        }
        document.each_text(|text| {
            if let Cow::Owned(visible) = hidden::visible(text) {
                *text = visible;
            }
        });
    }
    Ok(documents)
}

/// What a file is that is no page, by its first bytes.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let mail = || {
        let head = &bytes[..bytes.len().min(2048)];
        memchr::memmem::find(head, b"Content-Type: multipart/related").is_some()
    };
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF"),
        [b'{', b'\\', b'r', b't', b'f', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("a file of a word processor"),
        [0x89, b'P', b'N', b'G', ..]
        | [0xff, 0xd8, 0xff, ..]
        | [b'G', b'I', b'F', b'8', ..]
        | [b'R', b'I', b'F', b'F', ..] => Some("a picture"),
        _ if mail() => Some("a page in one file with its pictures (MHTML)"),
        _ => None,
    }
}

/// The address that a browser writes at the head of a page that it saves: `saved from url=(0024)https://…`,
/// or as `SingleFile` does, `url: https://…`.
fn saved_from(text: &str) -> Option<String> {
    let head = text.get(..text.len().min(2000)).or_else(|| text.get(..text.floor_char_boundary(2000)))?;
    let (_, after) = head.split_once("saved from url=(").or_else(|| head.split_once("SingleFile"))?;
    let start = after.find("http")?;
    let address: String = after[start..].chars().take_while(|c| !c.is_whitespace() && *c != '>' && *c != '"').collect();
    (start < 80 && address.contains("://")).then_some(address)
}

/// Whether a text is HTML: one of the tags that every page has stands at its beginning.
fn is_html(text: &str) -> bool {
    let mut end = text.len().min(64 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].to_ascii_lowercase();
    let begins = head.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    let known = ["<html", "<!doctype", "<body", "<head", "<p>", "<div", "<article", "<meta", "<p ", "<table"];
    known.iter().any(|tag| head.contains(tag)) && (begins || head.contains("</"))
}
