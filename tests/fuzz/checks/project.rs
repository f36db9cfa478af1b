//! Files of a project: their findings point at what is there, and what is written is safe wherever it stands.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use saar::cache::Memory;
use saar::diagnostic::Diagnostics;
use saar::import::write::scalar;
use saar::link::faults;
use saar::model::limits::Limits;
use saar::parse::article::parse;
use saar::parse::front_matter::PageFrontMatter;
use saar::parse::split::split;
use saar::source::SourceId;
use saar::yaml::{self, Node, Value};

use super::markdown::elements;
use super::settled::{BUILT_IN, SETTLED, is_within, spans};
use super::text::is_safe_name;

/// Any bytes as the file of an article, and as that of a page.
pub fn front_matter(bytes: &[u8]) {
    let text = match saar::load::utf8(SourceId(0), bytes) {
        Ok(text) => text,
        Err(fault) => return spans(&fault).for_each(|span| is_within(&fault, span, bytes)),
    };
    let mut found = Diagnostics::default();
    let took = (0..3).map(|_| {
        let start = Instant::now();
        found = faults(text, &BUILT_IN);
        start.elapsed()
    });
    // what else the machine does takes time as well, but not thrice
    let least = took.min().unwrap_or_default();
    assert!(bytes.len() > 64 << 10 || least < Duration::from_secs(1), "{least:?}");
    parse::<PageFrontMatter>(text, SourceId(0), &Limits::default(), &mut found);
    for finding in found {
        spans(&finding).for_each(|span| is_within(&finding, span, bytes));
    }
    let Ok(parts) = split(text, SourceId(0)) else { return };
    let Ok(node) = yaml::parse(parts.yaml, SourceId(0), parts.yaml_start) else { return };
    if let Some(written) = written(&node) {
        let again = yaml::parse(&written, SourceId(0), 0);
        let again = again.unwrap_or_else(|fault| panic!("{fault:?}\n{written}"));
        assert_eq!(self::written(&again).as_deref(), Some(&*written));
    }
}

/// A node in one line; `None` where a text holds what is not written, or a key is too long for a line.
fn written(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::Null => "~".to_owned(),
        Value::Text(text) if text.contains(char::is_control) => return None,
        Value::Text(text) => scalar(text),
        Value::List(items) => format!("[{}]", items.iter().map(written).collect::<Option<Vec<_>>>()?.join(", ")),
        Value::Map(entries) => {
            let entry = |(key, value): &(saar::record::Text, Node)| {
                let plain = !key.value.contains(char::is_control) && key.value.len() < 200;
                plain.then(|| Some(format!("{}: {}", scalar(&key.value), written(value)?)))?
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Option<Vec<_>>>()?.join(", "))
        }
    })
}

/// Any bytes as `site.yaml`.
pub fn settings(bytes: &[u8]) {
    let sources = SETTLED.with("site.yaml", bytes);
    let Some(looked) = SETTLED.look(&sources, Memory::default()) else { return };
    are_safe(&SETTLED.files(&sources, looked));
}

/// An article; each `@` is a line of the input.
const ARTICLE: &str = "---\ndate: 2024-04-28\nelection: e-one\nregion: up\ntitle: @\ntitle_en: @\nsummary: @\nslug: @\n\
    aliases: [@]\ntopics: [@]\nconflicts: [@]\npeople: [{name: @, office: @}]\n\
    source: {outlet: @, url: @, reporters: [@], note: @}\n\
    claims: [{value: 80, unit: seats, kind: target, words: 80 सीटें, speaker: @, holder: @, note: @}]\n\
    events: [{kind: rally, date: 2024-04-20, venue: @, text: @, who: [@]}]\n\
    corrections: [{date: 2024-04-29, text: @}]\n---\n80 सीटें";

/// Any lines as the values of an article, and what is left as its text: in a whole site.
pub fn project(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(ARTICLE.split('@').count(), '\n');
    let mut article = String::new();
    for (at, piece) in ARTICLE.split('@').enumerate() {
        if at > 0 {
            article.push_str(&scalar(lines.next().unwrap_or_default()));
        }
        article.push_str(piece);
    }
    article.push_str(lines.next().unwrap_or_default());
    let sources = SETTLED.with("content/a.md", article.as_bytes());
    let looked = SETTLED.look(&sources, Memory::default()).expect("good settings");
    are_safe(&SETTLED.files(&sources, looked));
}

/// Whether all files of a site have names that any system takes, and hold what their ending says and nothing that runs.
fn are_safe(files: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in files {
        path.split('/').for_each(is_safe_name);
        let (_, ending) = path.rsplit_once('.').unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        match ending {
            "html" => {
                for (name, attributes) in elements(&text) {
                    let value = |key: &str| attributes.iter().find(|a| &*a.name.local == key).map(|a| &*a.value);
                    let runs = attributes.iter().any(|a| a.name.local.starts_with("on") || &*a.name.local == "style");
                    assert!(!runs, "{path}: {name:?} {attributes:?}");
                    // the pages for print bring the style of their own template
                    let style = &*name.local == "style" && !path.starts_with("briefings/");
                    let refused = style || ["iframe", "object", "embed", "base"].contains(&&*name.local);
                    assert!(!refused, "{path}: {name:?}");
                    if &*name.local == "script" && value("src").is_none() {
                        assert_eq!(value("type"), Some("application/ld+json"), "{path}");
                    }
                    let to = value("href").or(value("src")).unwrap_or_default().trim_start().to_ascii_lowercase();
                    assert!(!["javascript:", "data:", "vbscript:"].iter().any(|s| to.starts_with(s)), "{path}: {to}");
                }
            }
            "json" | "webmanifest" => {
                serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
            }
            "xml" | "svg" => {
                roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            }
            _ => {}
        }
    }
}
