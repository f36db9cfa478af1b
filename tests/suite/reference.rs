//! The reference of front matter is made of the schema that the program prints, and its examples are read.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::project::{Project, repository};

const FILE: &str = "docs/front-matter-reference.md";

const HEAD: &str = "\
# Front matter reference

Every key of an article's front matter. This page is made from the types of the program: `SAAR_BLESS=1 cargo test
--test suite -- reference` writes it anew, and `saar schema front-matter` prints the same as a JSON Schema, with which an
editor completes and checks. [front-matter.md](front-matter.md) says how values are read and what they bring about.

[Names](front-matter.md#names) of elections, regions and parties are ids, Hindi or English names; how
[dates, days and instants](front-matter.md#dates) are written is said there too. `title_` and `summary_` go with the code
of any language of the site.
";

/// A key: its name, meaning, example, schema, and whether it is required.
struct Key<'a> {
    name: &'a str,
    meaning: &'a str,
    example: Option<&'a str>,
    schema: &'a Value,
    required: bool,
}

/// The keys of a record, required ones first.
fn keys(record: &Value) -> Vec<Key<'_>> {
    let required = record["required"].as_array().expect("a list");
    let mut keys: Vec<Key> = Vec::new();
    for (name, schema) in record["properties"].as_object().expect("properties") {
        let (meaning, example) = meaning(schema);
        keys.push(Key { name, meaning, example, schema, required: required.iter().any(|required| required == name) });
    }
    keys.sort_by_key(|key| !key.required);
    keys
}

/// The description of a value, and the example in it.
fn meaning(schema: &Value) -> (&str, Option<&str>) {
    let text = schema["description"].as_str().expect("a description");
    match text.split_once(" Example: `") {
        Some((meaning, example)) => (meaning, example.strip_suffix('`')),
        None => (text, None),
    }
}

/// The schemas that may stand in the place of each other; of a list those of its entries.
fn choices(schema: &Value) -> Vec<&Value> {
    match schema["anyOf"].as_array() {
        Some(several) => several.iter().filter(|choice| choice["type"] != "array").flat_map(choices).collect(),
        None => vec![schema],
    }
}

/// Whether several values may stand in a list.
fn is_list(schema: &Value) -> bool {
    schema["anyOf"].as_array().is_some_and(|choices| choices.iter().any(|choice| choice["type"] == "array"))
}

fn link(text: &str, heading: &str) -> String {
    format!("[{text}](#{})", heading.replace(": ", "-").replace(' ', "-").to_lowercase())
}

/// What one choice of a value is, in words; words of closed lists and records stand under `heading`.
fn kind(choice: &Value, heading: &str) -> String {
    match &choice["type"] {
        _ if choice["enumDescriptions"].is_array() => link("word", heading),
        _ if choice["enum"].is_array() => "`hi`, `en`".to_owned(),
        Value::String(kind) => match (kind.as_str(), choice["format"].is_string()) {
            ("object", _) => link("record", heading),
            ("boolean", _) => "`true` or `false`".to_owned(),
            ("integer", _) => "whole number".to_owned(),
            (_, true) => "day".to_owned(),
            _ if choice["pattern"].is_string() => "another code".to_owned(),
            _ => "instant".to_owned(),
        },
        Value::Array(kinds) if kinds.len() == 2 => "date".to_owned(),
        _ => "text".to_owned(),
    }
}

/// The words of a section of the strings, as they stand in both languages.
fn strings(section: &str) -> String {
    let table = |language: &str| -> Vec<(String, String)> {
        let text =
            fs::read_to_string(repository().join(format!("templates/strings/{language}.yaml"))).expect("strings");
        let start = format!("\n{section}:\n");
        let (_, rest) = text.split_once(&start).expect("a section");
        let rows =
            rest.lines().take_while(|line| line.starts_with("  ")).filter_map(|line| line.trim().split_once(": "));
        rows.map(|(word, text)| (word.to_owned(), text.trim_matches('"').to_owned())).collect()
    };
    let (english, hindi) = (table("en"), table("hi"));
    let mut out = "| word | English | Hindi |\n| --- | --- | --- |\n".to_owned();
    for ((word, english), (same, hindi)) in english.iter().zip(&hindi) {
        assert_eq!(word, same, "both tables of strings have the same words in the same order");
        let _ = writeln!(out, "| `{word}` | {english} | {hindi} |");
    }
    out
}

/// The whole reference.
fn reference(schema: &Value) -> String {
    let (mut out, mut words) = (HEAD.to_owned(), String::new());
    let mut records = vec![("Keys of an article".to_owned(), schema.clone())];
    let mut at = 0;
    while let Some((heading, record)) = records.get(at).cloned() {
        let _ = write!(out, "\n## {heading}\n\n{}\n\n", meaning(&record).0);
        out.push_str("| key | type | meaning | example |\n| --- | --- | --- | --- |\n");
        for key in keys(&record) {
            let name = if at == 0 { key.name.to_owned() } else { format!("{heading}: {}", key.name) };
            let mut kinds = Vec::new();
            for choice in choices(key.schema) {
                let mut place = name.clone();
                if choice["properties"].is_object() {
                    match records.iter().find(|(_, known)| known == choice) {
                        Some((known, _)) => place.clone_from(known),
                        None => records.push((name.clone(), choice.clone())),
                    }
                } else if choice["enumDescriptions"].is_array() {
                    let _ = write!(words, "\n### {name}\n\n{}", list(choice));
                }
                kinds.push(kind(choice, &place));
            }
            let section = match name.as_str() {
                "events: kind" => Some("event"),
                "claims: unit" => Some("unit"),
                _ => None,
            };
            if let Some(section) = section {
                kinds = vec![link("word", &name)];
                let _ = write!(words, "\n### {name}\n\n{}", strings(section));
            }
            let several = if is_list(key.schema) { ", or a list" } else { "" };
            let required = if key.required { ", **required**" } else { "" };
            let example = key.example.map_or(format!("{}: …", key.name), str::to_owned);
            let kinds = kinds.join(" or ");
            let _ = writeln!(out, "| `{}` | {kinds}{several}{required} | {} | `{example}` |", key.name, key.meaning);
        }
        at += 1;
    }
    out.push_str("\n## Words\n\nKeys of closed lists; `labels` in `site.yaml` can add [events and units](site-yaml.md#labels).\n");
    out + &words
}

/// The words of a closed list with what each means.
fn list(schema: &Value) -> String {
    let texts = |key: &str| schema[key].as_array().expect("a list").iter().map(|text| text.as_str().expect("a text"));
    let rows = texts("enum").zip(texts("enumDescriptions"));
    let rows: String = rows.map(|(word, text)| format!("| `{word}` | {text} |\n")).collect();
    format!("| word | meaning |\n| --- | --- |\n{rows}")
}

fn schema() -> Value {
    serde_json::from_str(&Project::empty().saar(&["schema", "front-matter"]).text).expect("JSON")
}

#[test]
fn the_reference_is_that_of_the_program() {
    let made = reference(&schema());
    let file = repository().join(FILE);
    if std::env::var_os("SAAR_BLESS").is_some() {
        fs::write(&file, &made).expect("it can be written");
    }
    assert_eq!(fs::read_to_string(&file).unwrap_or_default(), made, "write it anew with SAAR_BLESS=1");
}

/// Each example of a key of the article is read without an error, and so is a record of all examples of its keys.
#[test]
fn the_examples_of_the_reference_are_read() {
    let schema = schema();
    let project = Project::empty();
    project.write("site.yaml", "title: Test\n");
    let mut count = 0;
    let mut write = |path: &str, name: &str, line: &str| {
        let needed = [
            ("title", "title: T"),
            ("date", "date: 2024-04-29"),
            ("region", "region: up"),
            ("source", "source: ABP Live"),
        ];
        let needed = needed.into_iter().filter(|(key, _)| *key != name).map(|(_, line)| line);
        let lines: Vec<&str> = needed.chain([line]).collect();
        project.write(path, format!("---\n{}\n---\nThere are 13 seats of 94 seats.\n", lines.join("\n")));
        count += 1;
    };
    write("content/2024/05/lucknow-training.md", "", "topics: family");
    for key in keys(&schema) {
        let Some(example) = key.example else {
            assert!(key.name.contains('_'), "`{}` has no example", key.name);
            continue;
        };
        assert!(example.starts_with(&format!("{}: ", key.name)), "{example}");
        write(&format!("content/{}.md", key.name.replace('_', "-")), key.name, example);
        for record in choices(key.schema).into_iter().filter(|choice| choice["properties"].is_object()) {
            let lines = keys(record).into_iter().map(|key| format!("  {}", key.example.expect("an example")));
            let line = format!("{}:\n{}", key.name, lines.collect::<Vec<_>>().join("\n"));
            write(&format!("content/record-{}.md", key.name), key.name, &line);
        }
    }
    let run = project.saar(&["check"]);
    assert!(count >= 40, "{count} articles");
    assert_eq!(run.code, 0, "{}", run.text);
}
