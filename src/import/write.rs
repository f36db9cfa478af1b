//! Writes a document with what was read in it as a draft article: Markdown with front matter, and beside each suggested
//! field, as a comment, what it was read from. Comments are part of the file and stay where a person edits it.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::document::{Block, Confidence, Document, Found, Stamp};
use super::read::facts::{Claim, Event, Facts, Person};
use crate::model::article::EventStatus;
use crate::model::claim::{CheckOutcome, ClaimKind, ClaimValue, Comparator};
use crate::model::people::PartyId;
use crate::model::region::RegionId;
use crate::model::site::Gazetteer;
use crate::model::subject::SubjectId;
use crate::text::slug::slugify;

/// Longest quotation in a comment, in characters.
const QUOTED: usize = 60;
/// Longest name of a file without its ending.
const NAME: usize = 60;
/// Words of a body that make a headline where there is none.
const DERIVED: usize = 10;

/// The path of the article below `content/`, without its ending: `2024/04/kanpur-baithak`.
pub fn path(document: &Document) -> String {
    let folder = match &document.published {
        Some(found) => day(found.value).format("%Y/%m").to_string(),
        None => "undated".to_owned(),
    };
    let slug = slugify(&headline(document).0);
    let mut name = slug.as_str();
    if let Some((end, _)) = name.char_indices().nth(NAME) {
        name = name[..end].rsplit_once('-').map_or(&name[..end], |(words, _)| words);
    }
    format!("{folder}/{}", if name.is_empty() { &document.hash[..8] } else { name })
}

/// The headline, and whether it was derived: the first words of the text where the page has none.
fn headline(document: &Document) -> (String, bool) {
    if let Some(title) = &document.title {
        return (title.value.clone(), false);
    }
    let first = document.body.iter().find_map(|block| match block {
        Block::Paragraph(text) | Block::Heading(text) | Block::Quote(text) => Some(text),
        _ => None,
    });
    let words: Vec<&str> = first.map(|text| text.split_whitespace().take(DERIVED).collect()).unwrap_or_default();
    (if words.is_empty() { document.source.clone() } else { format!("{}…", words.join(" ")) }, true)
}

/// The article. `version` is that of the program.
pub fn article(document: &Document, facts: &Facts, gazetteer: &Gazetteer, version: &str) -> String {
    let mut out = Front { out: String::from("---\n"), gazetteer };
    let _ = writeln!(out.out, "# Suggested by saar {version}; each comment says what a field was read from.");
    let _ = writeln!(out.out, "# Correct what is wrong, then remove `draft`: until then the site leaves this out.");
    out.field("draft", "true");
    out.imported(document);
    let (title, derived) = headline(document);
    out.suggest("title", &scalar(&title), document.title.as_ref());
    if derived {
        out.field("title_derived", "true # the first words of the text: the document has no headline of its own");
    }
    out.field("language", document.language.value.code());
    out.dates(document, facts);
    out.subjects(facts);
    out.places(facts);
    let parties: Vec<Found<String>> = facts.parties.iter().map(|found| found.with(out.party(found.value))).collect();
    out.list("parties", &parties);
    out.source(document);
    out.people(facts);
    if let Some(summary) = &facts.summary {
        out.suggest("summary", &scalar(&summary.value), Some(summary));
    }
    out.events(facts);
    out.claims(facts);
    let notes: Vec<String> = document.notes.iter().chain(&facts.notes).map(|note| scalar(&note.message)).collect();
    if !notes.is_empty() {
        out.field("conflicts", "");
        notes.iter().for_each(|note| out.item(note));
    }
    out.out.push_str("---\n\n");
    body(&document.body, &mut out.out);
    out.out
}

/// Front matter while it is written.
struct Front<'a> {
    out: String,
    gazetteer: &'a Gazetteer,
}

impl Front<'_> {
    fn region(&self, id: RegionId) -> String {
        self.gazetteer.regions[id.0 as usize].id.clone()
    }

    fn subject(&self, id: SubjectId) -> String {
        self.gazetteer.subjects[id.0 as usize].id.clone()
    }

    fn party(&self, id: PartyId) -> String {
        self.gazetteer.parties[id.0 as usize].id.clone()
    }

    fn field(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "{}", format!("{key}: {value}").trim_end());
    }

    fn item(&mut self, value: &str) {
        let _ = writeln!(self.out, "  - {value}");
    }

    /// A field with what it was read from.
    fn suggest<T>(&mut self, key: &str, value: &str, found: Option<&Found<T>>) {
        let comment = found.map(|found| format!(" # {}", reason(found))).unwrap_or_default();
        self.field(key, &format!("{value}{comment}"));
    }

    /// A list, an item a line.
    fn list(&mut self, key: &str, items: &[Found<String>]) {
        if !items.is_empty() {
            self.field(key, "");
            items.iter().for_each(|found| self.item(&format!("{} # {}", scalar(&found.value), reason(found))));
        }
    }

    /// What it was made of: the same file is not imported twice.
    fn imported(&mut self, document: &Document) {
        let source = scalar(&document.source);
        self.field("imported", &format!("{{file: {source}, blake3: {}}}", scalar(&document.hash)));
    }

    fn dates(&mut self, document: &Document, facts: &Facts) {
        match (&document.published, &facts.window) {
            (Some(found), _) => self.suggest("date", &stamp(found.value), Some(found)),
            (None, Some(found)) if let (Some(from), Some(until)) = found.value => {
                let value = format!("{{value: unknown, window: [{from}, {until}], confidence: low, method: rule}}");
                self.suggest("date", &value, Some(found));
            }
            _ => self.field("date", "unknown # the document does not say when it was published"),
        }
        if let Some(found) = &document.updated {
            self.suggest("updated", &stamp(found.value), Some(found));
        }
    }

    fn subjects(&mut self, facts: &Facts) {
        for (key, all) in [("election", &facts.elections), ("roll", &facts.rolls)] {
            let all: Vec<Found<String>> = all.iter().map(|found| found.with(self.subject(found.value))).collect();
            self.list(key, &all);
        }
        if let Some(found) = &facts.phase {
            self.suggest("phase", &found.value.to_string(), Some(found));
        }
    }

    /// The region that the document is about, and the others that it names.
    fn places(&mut self, facts: &Facts) {
        match &facts.primary {
            Some(found) => self.suggest("region", &scalar(&self.region(found.value)), Some(found)),
            None => self.field("region", "# none is sure: name the region that the document is about"),
        }
        let primary = facts.primary.as_ref().map(|found| found.value);
        let others = facts.regions.iter().chain(&facts.units).filter(|found| Some(found.value) != primary);
        let others: Vec<Found<String>> = others.map(|found| found.with(self.region(found.value))).collect();
        self.list("mentions", &others);
    }

    fn source(&mut self, document: &Document) {
        let text = |found: &Found<String>| (scalar(&found.value), reason(found));
        let named = [("outlet", document.outlet.as_ref()), ("url", document.url.as_ref())];
        let mut lines: Vec<String> = Vec::new();
        for (key, found) in named {
            if let Some((value, reason)) = found.map(text) {
                lines.push(format!("{key}: {value} # {reason}"));
            }
        }
        if !document.reporters.is_empty() {
            let names: Vec<String> = document.reporters.iter().map(|found| scalar(&found.value)).collect();
            lines.push(format!("reporters: [{}] # {}", names.join(", "), reason(&document.reporters[0])));
        }
        if document.outlet.is_none() {
            lines.push("note: \"the document does not name its outlet\"".to_owned());
        }
        self.field("source", "");
        self.record(&lines);
    }

    /// An item of a list that is a record, a key a line.
    fn record(&mut self, lines: &[String]) {
        for (at, line) in lines.iter().enumerate() {
            let _ = writeln!(self.out, "  {} {line}", if at == 0 { "-" } else { " " });
        }
    }

    fn people(&mut self, facts: &Facts) {
        if let Some(found) = &facts.attendees {
            let _ = writeln!(
                self.out,
                "# nothing separates these names, so none was made of them: {}",
                quoted(&found.words)
            );
        }
        if facts.people.is_empty() {
            return;
        }
        self.field("people", "");
        for found in &facts.people {
            let Person { name, office, party, variants, known } = &found.value;
            let new = if known.is_none() { "new · " } else { "" };
            let mut lines = vec![format!("name: {} # {new}{}", scalar(name), reason(found))];
            lines.extend(office.as_ref().map(|office| format!("office: {}", scalar(office))));
            lines.extend(party.map(|party| format!("party: {}", scalar(&self.party(party)))));
            if !variants.is_empty() {
                let all: Vec<String> = variants.iter().map(|name| scalar(name)).collect();
                lines.push(format!("variants: [{}]", all.join(", ")));
            }
            self.record(&lines);
        }
    }

    fn events(&mut self, facts: &Facts) {
        if !facts.events.is_empty() {
            self.field("events", "");
        }
        for found in &facts.events {
            let Event { kind, status, date, place, venue, who, conflict, .. } = &found.value;
            let mut lines = vec![format!("kind: {kind} # {}", reason(found))];
            if *status != EventStatus::Held {
                lines.push(format!("status: {}", status.word()));
            }
            lines.push(format!("date: {}", date.map_or("unknown".to_owned(), |day| day.to_string())));
            lines.extend(place.map(|place| format!("place: {}", scalar(&self.region(place)))));
            lines.extend(venue.as_ref().map(|venue| format!("venue: {}", scalar(venue))));
            if !who.is_empty() {
                let who: Vec<String> = who.iter().map(|name| scalar(name)).collect();
                lines.push(format!("who: [{}]", who.join(", ")));
            }
            lines.extend(conflict.as_ref().map(|conflict| format!("conflict: {}", scalar(conflict))));
            self.record(&lines);
        }
    }

    fn claims(&mut self, facts: &Facts) {
        if !facts.claims.is_empty() {
            self.field("claims", "");
        }
        for found in &facts.claims {
            let lines = self.claim(found);
            self.record(&lines);
        }
    }

    fn claim(&self, found: &Found<Claim>) -> Vec<String> {
        let Claim { value, unit, comparators, kind, scope, about, holder, speaker, also, check, superseded_by } =
            &found.value;
        let value = match value {
            ClaimValue::Number(number) => number.clone(),
            ClaimValue::Date(day) => day.to_string(),
        };
        let mut lines = vec![format!("value: {value} # {}", reason(found)), format!("unit: {unit}")];
        if !comparators.is_empty() {
            let all: Vec<String> = comparators.iter().map(|one: &Comparator| scalar(one.word())).collect();
            lines.push(format!("comparator: [{}]", all.join(", ")));
        }
        lines.push(format!("kind: {}", ClaimKind::word(*kind)));
        lines.extend(scope.map(|id| format!("scope: {}", scalar(&self.region(id)))));
        lines.extend(about.map(|id| format!("about: {}", scalar(&self.subject(id)))));
        lines.extend(holder.map(|id| format!("holder: {}", scalar(&self.party(id)))));
        lines.extend(speaker.as_ref().map(|speaker| format!("speaker: {}", scalar(speaker))));
        lines.push(format!("words: {}", scalar(&found.words)));
        if let Some((outcome, reference)) = check {
            let outcome = CheckOutcome::word(*outcome);
            lines.push(format!("check: {{outcome: {outcome}, reference: {}}}", scalar(reference)));
        }
        lines.extend(superseded_by.map(|day| format!("superseded_by: {day}")));
        lines.extend(also.iter().map(|words| format!("# said again: {}", quoted(words))));
        lines
    }
}

impl<T> Found<T> {
    /// Another value, read from the same words.
    fn with<U>(&self, value: U) -> Found<U> {
        let Found { words, place, rule, confidence, .. } = self;
        Found { value, words: words.clone(), place: place.clone(), rule, confidence: *confidence }
    }
}

/// Where a value comes from, for a comment: `paragraph 3 · dateline · “लखनऊ :”`, with a question mark where it is doubtful.
fn reason<T>(found: &Found<T>) -> String {
    let doubt = if found.confidence == Confidence::High { "" } else { "? " };
    let mut words = found.words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(QUOTED) {
        words.truncate(end);
        words.push('…');
    }
    let place = found.place.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason = format!("{doubt}{place} · {}", found.rule);
    let reason = if words.is_empty() { reason } else { format!("{reason} · “{words}”") };
    reason.chars().filter(|c| !c.is_control()).collect()
}

/// A value of YAML in double quotes, whatever it holds; plain where it is plain.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_'))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text);
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' | '\t' => out.push(' '),
            // what YAML takes for a line break, or cannot hold as it is
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn stamp(stamp: Stamp) -> String {
    match stamp {
        Stamp::Day(day) => day.to_string(),
        Stamp::Instant(at) => indian(at).format("%Y-%m-%dT%H:%M:%S+05:30").to_string(),
    }
}

fn indian(at: DateTime<FixedOffset>) -> DateTime<chrono_tz::Tz> {
    at.with_timezone(&chrono_tz::Asia::Kolkata)
}

fn day(stamp: Stamp) -> NaiveDate {
    match stamp {
        Stamp::Day(day) => day,
        Stamp::Instant(at) => indian(at).date_naive(),
    }
}

/// The body as Markdown in which every text is itself.
fn body(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => line(out, "", text),
            Block::Heading(text) => line(out, "## ", text),
            Block::Quote(text) => line(out, "> ", text),
            Block::Caption(text) => {
                let _ = write!(out, "*{}*\n\n", escape(text));
            }
            Block::List(numbered, items) => {
                for (at, item) in items.iter().enumerate() {
                    let mark = if *numbered { format!("{}. ", at + 1) } else { "- ".to_owned() };
                    let _ = writeln!(out, "{mark}{}", escape(item));
                }
                out.push('\n');
            }
            Block::Table(rows) => table(rows, out),
        }
    }
}

fn line(out: &mut String, mark: &str, text: &str) {
    let _ = write!(out, "{mark}{}\n\n", escape(text));
}

fn table(rows: &[Vec<String>], out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (at, row) in rows.iter().enumerate() {
        let cells = (0..columns).map(|column| row.get(column).map(|cell| escape(cell)).unwrap_or_default());
        let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
        if at == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(columns));
        }
    }
    out.push('\n');
}

/// Headline and body as plain text.
pub fn text(document: &Document) -> String {
    let mut text = document.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
    for block in &document.body {
        let pieces: Vec<&str> = match block {
            Block::Paragraph(text) | Block::Heading(text) | Block::Quote(text) | Block::Caption(text) => vec![text],
            Block::List(_, items) => items.iter().map(String::as_str).collect(),
            Block::Table(rows) => rows.iter().flatten().map(String::as_str).collect(),
        };
        for piece in pieces {
            text.push('\n');
            text.push_str(piece);
        }
    }
    text
}

/// A text of one line in which no character is Markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut number = true;
    for (at, c) in text.trim().char_indices() {
        let first = at == 0;
        let marks = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#');
        // what begins a list, a rule or a heading at the head of a line: `-`, `+`, `=`, `2.`, `2)`
        let begins = first && matches!(c, '-' | '+' | '=') || number && !first && matches!(c, '.' | ')');
        number &= c.is_ascii_digit();
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => {
                if marks || begins {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(markdown: &str) -> String {
        let mut text = String::new();
        use pulldown_cmark::Options;
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        for event in pulldown_cmark::Parser::new_ext(markdown, options) {
            if let pulldown_cmark::Event::Text(piece) | pulldown_cmark::Event::Code(piece) = event {
                text.push_str(&piece);
            }
        }
        text
    }

    proptest! {
        #[test]
        fn a_text_is_itself_in_markdown(text in "[ -~]{1,40}|[0-9]{1,3}[.)] [a-z]{1,5}|[#>=+-]{1,6} ?[a-z]{0,4}|\\PC{1,30}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            prop_assert_eq!(plain(&escape(&text)), text);
        }

        #[test]
        fn a_value_is_itself_in_yaml(text in "\\PC{0,40}|[-:#@%!&*{}\\[\\]'\" \\\\a-z]{1,20}") {
            let yaml = format!("key: {} # said\n", scalar(&text));
            let read: std::collections::BTreeMap<String, String> = serde_yaml::from_str(&yaml).expect("YAML");
            prop_assert_eq!(&read["key"], &text);
        }
    }
}
