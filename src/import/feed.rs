//! RSS, RDF and Atom: each entry becomes a document.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::document::{Block, Confidence, Document, Found, Stamp};
use super::{body, charset, lines, stamp, story, words};
use crate::markup::{self, TooMuch};
use crate::text::fold;

/// Most entries of one feed.
const MOST_ENTRIES: usize = 10_000;

/// Whether a text is a feed, by its first element.
pub fn is_feed(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(end) = ["?>", "-->", ">"]
        .iter()
        .zip(["<?", "<!--", "<!"])
        .find_map(|(end, start)| rest.starts_with(start).then(|| rest.find(end).map(|at| at + end.len()))?)
    {
        rest = rest[end..].trim_start();
    }
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|open| rest.starts_with(open))
}

/// What an entry says, as written.
#[derive(Debug, Default)]
struct Entry {
    title: String,
    link: String,
    permalink: String,
    published: String,
    updated: String,
    authors: Vec<String>,
    content: String,
    summary: String,
    categories: Vec<String>,
}

/// Reads the entries of a feed; what follows a break in its XML is lost, and told.
///
/// # Errors
/// Why the feed gives no entry, in words.
pub fn read(xml: &str) -> Result<Vec<Document>, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut outlet, mut entries) = (String::new(), Vec::new());
    let mut entry: Option<Entry> = None;
    let broken = loop {
        match reader.read_event() {
            Err(why) => break Some(why.to_string()),
            Ok(Event::Eof) => break None,
            Ok(Event::Start(tag)) => {
                let name = tag.name().as_ref().to_owned();
                match (name.as_str(), &mut entry) {
                    ("item" | "entry", None) => entry = Some(Entry::default()),
                    ("rss" | "feed" | "rdf:RDF" | "channel", None) => {}
                    (_, entry) => {
                        let attributes = attributes(&tag);
                        let Ok(inner) = reader.read_text(tag.name()) else { break Some("a tag is not closed".into()) };
                        match entry {
                            Some(entry) => entry.read(&name, &attributes, &inner),
                            None if name == "title" && outlet.is_empty() => outlet = plain(&inner),
                            None => {}
                        }
                    }
                }
            }
            Ok(Event::Empty(tag)) => {
                if let Some(entry) = &mut entry {
                    entry.read(tag.name().as_ref(), &attributes(&tag), "");
                }
            }
            Ok(Event::End(tag)) if matches!(tag.name().as_ref(), "item" | "entry") => entries.extend(entry.take()),
            Ok(_) => {}
        }
        if entries.len() >= MOST_ENTRIES {
            break Some(format!("it has more than {MOST_ENTRIES} entries"));
        }
    };
    if entries.is_empty() {
        return Err(broken.unwrap_or_else(|| "the feed has no entries".into()));
    }
    let mut documents: Vec<Document> = entries.iter().map(|entry| entry.document(&outlet)).collect();
    if let (Some(why), Some(last)) = (broken, documents.last_mut()) {
        let message = format!("the feed breaks off after this entry: {why}");
        last.notes.push(super::document::Note { name: "broken-feed", message });
    }
    Ok(documents)
}

fn attributes(tag: &quick_xml::events::BytesStart) -> Vec<(String, String)> {
    tag.attributes().with_checks(false).flatten().map(|a| (a.key.as_ref().to_owned(), unescaped(&a.value))).collect()
}

/// Entities resolved; a text with unknown ones stays as it is.
fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// The content of an element: what stands in CDATA as it is, the rest with entities resolved.
fn content(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        let (inner, behind) = after.split_once("]]>").unwrap_or((after, ""));
        out.push_str(&unescaped(before));
        out.push_str(inner);
        rest = behind;
    }
    out.push_str(&unescaped(rest));
    out
}

/// The words of an element that may hold markup.
fn plain(raw: &str) -> String {
    let text = content(raw);
    match markup::parse(&text) {
        Ok(tree) if text.contains(['<', '&']) => tree.words(markup::Tree::ROOT),
        _ => words::tidy(&text),
    }
}

impl Entry {
    fn read(&mut self, name: &str, attributes: &[(String, String)], inner: &str) {
        let attribute = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        match name {
            "title" => self.title = plain(inner),
            "link" => match attribute("href") {
                Some(href) if matches!(attribute("rel"), None | Some("alternate")) => self.link = href.trim().into(),
                Some(_) => {}
                None => self.link = content(inner).trim().into(),
            },
            "guid" if attribute("isPermaLink") != Some("false") => self.permalink = content(inner).trim().into(),
            "pubDate" | "published" | "dc:date" | "dcterms:created" => self.published = content(inner).trim().into(),
            "updated" | "atom:updated" | "dcterms:modified" => self.updated = content(inner).trim().into(),
            "dc:creator" => self.authors.push(plain(inner)),
            "author" => {
                let name =
                    inner.split_once("<name>").and_then(|(_, rest)| rest.split_once("</name>")).map(|(name, _)| name);
                let text = plain(name.unwrap_or(inner));
                // `mail@example.org (Name)`
                let bracketed =
                    text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name.to_owned());
                self.authors.extend(bracketed.or((!text.contains('@')).then_some(text)));
            }
            "content:encoded" | "content" => {
                let own = attribute("type") == Some("xhtml");
                self.content = if own { inner.to_owned() } else { content(inner) };
            }
            "description" | "summary" => {
                let own = attribute("type") == Some("xhtml");
                self.summary = if own { inner.to_owned() } else { content(inner) };
            }
            "category" => self.categories.push(attribute("term").map_or_else(|| plain(inner), str::to_owned)),
            _ => {}
        }
    }

    fn document(&self, feed: &str) -> Document {
        let stated = |value: &str, place: &str| {
            let value = value.trim();
            (!value.is_empty()).then(|| Found {
                value: value.to_owned(),
                words: value.to_owned(),
                place: place.into(),
                rule: "stated",
                confidence: Confidence::High,
            })
        };
        let dated = |text: &str, place: &str| -> Option<Found<Stamp>> {
            let value = stamp::of_machine(text)?;
            Some(Found { value, words: text.into(), place: place.into(), rule: "stated", confidence: Confidence::High })
        };
        let mut document = Document::default();
        let outlet = words::SEPARATORS.iter().filter_map(|mark| feed.find(mark)).min().map_or(feed, |at| &feed[..at]);
        document.outlet = stated(outlet, "title of the feed");
        document.set_title(stated(&self.title, "title"), Some(outlet));
        let is_address = |text: &&String| text.starts_with("http://") || text.starts_with("https://");
        document.url = [&self.link, &self.permalink].into_iter().find(is_address).and_then(|url| stated(url, "link"));
        document.published = dated(&self.published, "pubDate");
        document.updated = dated(&self.updated, "updated");
        for name in self.authors.iter().flat_map(|author| words::reporters(author, Some(outlet))) {
            document.reporters.extend(stated(&name, "author"));
        }
        document.filed_under = self.categories.iter().filter(|word| !word.is_empty()).cloned().collect();
        let (text, teaser) = match self.content.trim() {
            "" => (&self.summary, ""),
            _ => (&self.content, self.summary.as_str()),
        };
        match blocks(text) {
            Ok(blocks) => document.body = blocks,
            Err(note) => return Document { notes: vec![note], ..Document::unreadable_in(document) },
        }
        document.standfirst = standfirst(teaser, &document.body).and_then(|text| stated(&text, "summary"));
        document.language = lines::language(&document.body, &document.title);
        document.dateline = lines::dateline(&document.body);
        document
    }
}

impl Document {
    /// An entry of a feed whose text cannot be read.
    fn unreadable_in(entry: Self) -> Self {
        Self { url: entry.url, outlet: entry.outlet, published: entry.published, ..Self::default() }
    }
}

/// The text of an entry as blocks.
fn blocks(html: &str) -> Result<Vec<Block>, super::document::Note> {
    let refused = |why: TooMuch| super::document::Note {
        name: "refused",
        message: format!("the text of the entry is left out: {why}"),
    };
    let tree = markup::parse(html).map_err(refused)?;
    let pieces = body::pieces(&tree).pieces;
    let whole: String = pieces.iter().flat_map(|piece| [piece.text.as_str(), " "]).collect();
    if let Some(note) = charset::unreadable(&whole) {
        return Err(note);
    }
    let body = story::story(&tree, &pieces, None, &[]).body;
    if body.is_empty() && !words::is_around(&whole) {
        return Ok(vec![Block::Paragraph(words::tidy(&whole))]);
    }
    Ok(body)
}

/// The summary of an entry that also has its text, unless it is the beginning of that text.
fn standfirst(teaser: &str, body: &[Block]) -> Option<String> {
    let text = plain(teaser);
    let cut = text.ends_with("...")
        || text.ends_with('…')
        || text.contains("[…]")
        || text.contains("...")
        || text.contains("[&#8230;]");
    let key = fold::key(&text);
    let begins = body.iter().any(|block| matches!(block, Block::Paragraph(text) if fold::key(text).starts_with(&key)));
    (!cut && !begins && key.split(' ').count() > 4).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_rss_and_atom_are_read() {
        let rss = r#"<?xml version="1.0"?><!-- a feed --><rss><channel><title>Paper - States</title><item><title><![CDATA[One & two]]></title>
            <link>https://e.org/1</link><pubDate>Thu, 09 May 2024 18:30:00 IST</pubDate><dc:creator>Asha Rao</dc:creator>
            <description>&lt;p&gt;The list was read out at noon.&lt;/p&gt;</description></item></channel></rss>"#;
        assert!(is_feed(rss));
        let entry = &read(rss).expect("entries")[0];
        assert_eq!(entry.title.as_ref().map(|t| t.value.as_str()), Some("One & two"));
        assert_eq!(entry.outlet.as_ref().map(|t| t.value.as_str()), Some("Paper"));
        assert_eq!(entry.published.as_ref().map(|p| p.value.day().to_string()).as_deref(), Some("2024-05-09"));
        assert_eq!(entry.body, [Block::Paragraph("The list was read out at noon.".into())]);
        let atom = r#"<feed><title>Paper</title><entry><title>Three</title><link href="https://e.org/3"/><link rel="replies" href="https://e.org/r"/>
            <updated>2026-03-27T14:30:00Z</updated><summary>A list was read out at noon.</summary></entry><entry><title>Cut"#;
        let entries = read(atom).expect("entries");
        assert_eq!((entries[0].published.is_none(), entries[0].updated.is_some()), (true, true));
        assert_eq!(entries[0].url.as_ref().map(|u| u.value.as_str()), Some("https://e.org/3"));
        assert_eq!(entries[0].notes[0].name, "broken-feed");
    }
}
