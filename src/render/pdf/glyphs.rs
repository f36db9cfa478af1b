//! Characters that no font can show: found before anything is set, all of them, with the words around them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Fault;
use super::fonts::Fonts;
use crate::diagnostic::Rule;

/// Letters of context on either side.
const AROUND: usize = 24;

/// Fields that are not printed: pictures, and addresses of links. The addresses of documents are printed.
const SILENT: &[&str] = &["svg", "shapes", "qr", "url"];

/// Fields of a part, and the section that prints each.
const PRINTED_BY: &[(&str, &str)] = &[
    ("key_points", "key_points"),
    ("charts", "charts"),
    ("calendar", "calendar"),
    ("groups", "regions"),
    ("open", "open"),
    ("changed", "open"),
    ("sources", "sources"),
    ("method", "method"),
    ("people", "index"),
    ("places", "index"),
];

/// Every character of the briefing `view` that no font has, once each.
///
/// `layout` is the text of the layout: only interface strings that it names are printed.
pub(super) fn missing(view: &Value, fonts: &Fonts, layout: &str) -> Vec<Fault> {
    let covers = fonts.covers();
    let mut walk = Walk { covers, seen: BTreeSet::new(), faults: Vec::new(), document: None };
    let Value::Object(fields) = view else { return Vec::new() };
    let sections: Vec<&str> = fields["sections"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, value) in fields {
        match (key.as_str(), value) {
            ("parts", Value::Array(parts)) => {
                for (key, value) in parts.iter().filter_map(Value::as_object).flatten() {
                    let section = PRINTED_BY.iter().find(|(field, _)| field == key).map(|(_, section)| *section);
                    match value {
                        Value::Object(words) if key == "t" => {
                            let used = words.iter().filter(|(word, _)| layout.contains(word.as_str()));
                            used.for_each(|(_, word)| walk.value(word));
                        }
                        _ if section.is_none_or(|section| sections.contains(&section)) => walk.value(value),
                        _ => {}
                    }
                }
            }
            ("texts", _) if !sections.contains(&"texts") => {}
            _ => walk.field(key, value),
        }
    }
    walk.faults
}

struct Walk<F> {
    covers: F,
    seen: BTreeSet<char>,
    faults: Vec<Fault>,
    /// Number of the document that the values belong to.
    document: Option<usize>,
}

impl<F: FnMut(char) -> bool> Walk<F> {
    fn field(&mut self, key: &str, value: &Value) {
        if !SILENT.contains(&key) {
            self.value(value);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => items.iter().for_each(|item| self.value(item)),
            Value::Object(fields) => {
                let outer = self.document;
                let number = fields.get("number").and_then(|number| number.get("n")).and_then(Value::as_u64);
                self.document = number.and_then(|n| usize::try_from(n).ok()).or(outer);
                for (key, value) in fields {
                    match value {
                        Value::Array(documents) if key == "documents" => {
                            documents.iter().filter_map(|d| d.get("url")).for_each(|url| self.value(url));
                            self.value(value);
                        }
                        _ => self.field(key, value),
                    }
                }
                self.document = outer;
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_ascii() {
            return;
        }
        for (at, c) in text.char_indices() {
            if c.is_ascii() || !is_shown(c) || (self.covers)(c) || !self.seen.insert(c) {
                continue;
            }
            let (around, words) = (around(text, at), words(text, at));
            let message = format!("no font here has the character `{c}` (U+{:04X}), in `{around}`", c as u32);
            let mut fault = Fault::new(message)
                .of(Rule::MissingGlyph)
                .help("write it in another way, or put a TrueType font that has it into `templates/fonts/`");
            fault.text = Some(words);
            fault.document = self.document;
            self.faults.push(fault);
        }
    }
}

/// Whether a character leaves a mark: not whitespace, controls and what Unicode calls default ignorable.
fn is_shown(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'))
}

/// The piece of `text` around a place.
fn words(text: &str, at: usize) -> String {
    let from = text[..at].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let until = text[at..].char_indices().nth(AROUND + 1).map_or(text.len(), |(after, _)| at + after);
    text[from..until].to_owned()
}

/// The same on one line, with dots where the text goes on.
fn around(text: &str, at: usize) -> String {
    let piece = words(text, at);
    let (before, after) = (!text.starts_with(&piece), !text.ends_with(&piece));
    let line = piece.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}{line}{}", if before { "…" } else { "" }, if after { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(view: &Value) -> Vec<Fault> {
        missing(view, &Fonts::new([]).expect("no font of a project"), "t.brief_people")
    }

    #[test]
    fn a_character_without_a_glyph_is_named_once_with_its_words_and_its_document() {
        let view = json!({
            "title": "अंक 🗳 और 🗳", "qr": "😀", "sections": ["sources"],
            "parts": [{"sources": [{"number": {"n": 7, "text": "७"}, "title": "வாக்கு",
                "documents": [{"url": "https://a.example/ಠ"}]}], "people": [{"name": "😀"}],
                "t": {"brief_people": "लोग ⚑", "other": "😀"}}],
        });
        let faults = found(&view);
        let message = |c: char| faults.iter().find(|fault| fault.message.contains(&format!("`{c}`")));
        assert_eq!(message('🗳').expect("it").message, "no font here has the character `🗳` (U+1F5F3), in `अंक 🗳 और 🗳`");
        assert_eq!(message('வ').expect("it").document, Some(7));
        assert!(message('ಠ').is_some() && message('⚑').is_some() && message('😀').is_none());
    }

    #[test]
    fn what_cannot_be_seen_needs_no_glyph() {
        let view = json!({"title": "क\u{200d}\u{200c}\u{fe0f}\u{ad}\u{202e}\u{2066}\u{a0}\n\u{2009}", "sections": []});
        assert!(found(&view).is_empty());
    }

    #[test]
    fn long_texts_are_cut() {
        let text = format!("{} 😀 {}", "क ".repeat(40), "ख ".repeat(40));
        let faults = found(&json!({"title": text, "sections": []}));
        assert!(faults[0].message.contains("`…क क"), "{faults:?}");
        assert!(faults[0].message.ends_with("ख ख…`"), "{faults:?}");
        assert!(text.contains(faults[0].text.as_deref().expect("words")));
    }
}
