//! `saar import` against the labelled set in `tests/import`: precision, recall and inventions of each field.
//!
//! `SAAR_IMPORT_SET` names another folder than `tests/import/seen`; `SAAR_IMPORT_SHOW=1` prints each difference.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use saar::diagnostic::Diagnostics;
use saar::import::document::{Block, Document, Stamp};
use saar::import::{Raw, open, take_apart};
use serde_json::Value;

use crate::project::repository;

/// What was counted of one field.
#[derive(Default)]
struct Tally {
    right: usize,
    given: usize,
    wanted: usize,
    /// Given where nothing is known.
    invented: usize,
}

/// The fields of the table, in order of their first mention.
#[derive(Default)]
struct Table {
    fields: Vec<(&'static str, Tally)>,
    differences: String,
    name: String,
}

impl Table {
    fn field(&mut self, name: &'static str) -> &mut Tally {
        let at = self.fields.iter().position(|(field, _)| *field == name).unwrap_or_else(|| {
            self.fields.push((name, Tally::default()));
            self.fields.len() - 1
        });
        &mut self.fields[at].1
    }

    /// Counts values of a field: `maybe` may be given or not.
    fn count(&mut self, name: &'static str, wanted: &[String], given: &[String], maybe: &[String]) {
        let given: Vec<&String> =
            given.iter().filter(|value| wanted.contains(value) || !maybe.contains(value)).collect();
        let right = wanted.iter().filter(|value| given.contains(value)).count();
        let tally = self.field(name);
        tally.right += right;
        tally.given += given.len();
        tally.wanted += wanted.len();
        tally.invented += if wanted.is_empty() { given.len() } else { 0 };
        if right < wanted.len() || right < given.len() {
            let _ = writeln!(self.differences, "{} {name}: wanted {wanted:?}, given {given:?}", self.name);
        }
    }

    /// The share of what was wanted that was found, and of what was given that is right.
    fn rates(&self, name: &str) -> (f64, f64) {
        let share = |part: usize, of: usize| if of == 0 { 1.0 } else { part as f64 / of as f64 };
        let tally = &self.fields.iter().find(|(field, _)| *field == name).expect("a field of the table").1;
        (share(tally.right, tally.given), share(tally.right, tally.wanted))
    }

    fn print(&self) -> String {
        let mut text =
            format!("{:<12} {:>9} {:>7} {:>7} {:>9}\n", "field", "precision", "recall", "wanted", "invented");
        for (name, tally) in &self.fields {
            let (precision, recall) = self.rates(name);
            let _ =
                writeln!(text, "{name:<12} {precision:>9.3} {recall:>7.3} {:>7} {:>9}", tally.wanted, tally.invented);
        }
        text
    }
}

/// Letters, marks and digits alone.
fn bare(text: &str) -> String {
    saar::text::fold::key(text).replace(' ', "")
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text != "unknown" => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn keys(values: &[String]) -> Vec<String> {
    values.iter().map(|value| saar::text::fold::key(value)).collect()
}

fn shown(stamp: Stamp) -> String {
    match stamp {
        Stamp::Day(day) => day.to_string(),
        Stamp::Instant(instant) => instant.to_rfc3339(),
    }
}

/// The words of all blocks but captions.
fn words_of(body: &[Block]) -> String {
    let mut all = String::new();
    for block in body {
        match block {
            Block::Paragraph(text) | Block::Heading(text) | Block::Quote(text) => all.push_str(&bare(text)),
            Block::List(numbered, items) => {
                for (number, item) in (1..).zip(items) {
                    let number = if *numbered { number.to_string() } else { String::new() };
                    all.push_str(&(number + &bare(item)));
                }
            }
            Block::Table(rows) => rows.iter().flatten().for_each(|cell| all.push_str(&bare(cell))),
            Block::Caption(_) => {}
        }
        all.push('\n');
    }
    all
}

/// What the page itself says: the fields of a [`Document`].
fn score_page(table: &mut Table, label: &Value, found: &Document) {
    let text = |found: &Option<saar::import::document::Found<String>>| {
        found.iter().map(|f| f.value.clone()).collect::<Vec<_>>()
    };
    table.count("title", &keys(&texts(&label["title"])), &keys(&text(&found.title)), &[]);
    table.count("kicker", &keys(&texts(&label["kicker"])), &keys(&text(&found.kicker)), &[]);
    let stamp =
        |found: &Option<saar::import::document::Found<Stamp>>| found.iter().map(|f| shown(f.value)).collect::<Vec<_>>();
    table.count("published", &texts(&label["published"]), &stamp(&found.published), &[]);
    if label["updated"] != "same" {
        table.count("updated", &texts(&label["updated"]), &stamp(&found.updated), &stamp(&found.published));
    }
    let maybe = keys(&texts(&label["outlet_maybe"]));
    table.count("outlet", &keys(&texts(&label["outlet"])), &keys(&text(&found.outlet)), &maybe);
    table.count("url", &texts(&label["url"]), &text(&found.url), &[]);
    let reporters: Vec<String> = found.reporters.iter().map(|r| r.value.clone()).collect();
    table.count("reporters", &keys(&texts(&label["reporters"])), &keys(&reporters), &[]);
    table.count("summary", &keys(&texts(&label["summary"])), &keys(&text(&found.standfirst)), &[]);
    table.count("language", &texts(&label["language"]), &[found.language.value.code().to_owned()], &[]);
    // a weekday beside a date is a matter of the text
    let warnings: Vec<String> =
        texts(&label["warnings"]).into_iter().filter(|name| name != "weekday-conflict").collect();
    let notes: Vec<String> = found.notes.iter().map(|note| note.name.to_owned()).collect();
    table.count("warnings", &warnings, &notes, &[]);
    let body = words_of(&found.body);
    for (field, present) in [("kept", true), ("dropped", false)] {
        for line in texts(&label["body"][field]) {
            let right = body.contains(&bare(&line)) == present;
            let tally = table.field(field);
            tally.wanted += 1;
            tally.given += 1;
            tally.right += usize::from(right);
            if !right {
                let _ = writeln!(table.differences, "{} {field}: {line}", table.name);
            }
        }
    }
}

/// Reads every document of a folder with its label.
fn score(folder: &Path) -> Table {
    let mut table = Table::default();
    let mut raws: BTreeMap<PathBuf, Raw> = BTreeMap::new();
    let mut found = Diagnostics::default();
    open(&[folder.to_owned()], &mut found, &mut |raw| drop(raws.insert(PathBuf::from(&raw.source), raw)))
        .expect("a folder");
    assert!(found.is_empty() && !raws.is_empty(), "{found:?}");
    for (path, raw) in &raws {
        let label = std::fs::read_to_string(path.with_extension("yaml")).expect("a label");
        let label: Value = serde_yaml::from_str(&label).expect("a label in YAML");
        let documents = take_apart(raw).expect("a document");
        let labels = label["items"].as_array().cloned().unwrap_or_else(|| vec![label.clone()]);
        assert_eq!(documents.len(), labels.len(), "{}", path.display());
        table.name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for (document, label) in documents.iter().zip(&labels) {
            score_page(&mut table, label, document);
        }
    }
    table
}

#[test]
fn pages_are_taken_apart_as_a_careful_reader_would() {
    let folder =
        std::env::var_os("SAAR_IMPORT_SET").map_or_else(|| repository().join("tests/import/seen"), PathBuf::from);
    if !folder.is_dir() {
        return;
    }
    let table = score(&folder);
    println!("{}", table.print());
    if std::env::var_os("SAAR_IMPORT_SHOW").is_some() {
        println!("{}", table.differences);
    }
    for (field, precision, recall) in [
        ("title", 0.95, 0.95),
        ("published", 0.98, 0.95),
        ("updated", 0.95, 0.95),
        ("outlet", 0.98, 0.95),
        ("url", 1.0, 0.98),
        ("reporters", 0.95, 0.95),
        ("summary", 0.95, 0.95),
        ("language", 1.0, 1.0),
        ("warnings", 0.95, 0.95),
        ("kept", 0.99, 0.99),
        ("dropped", 0.97, 0.97),
    ] {
        let rates = table.rates(field);
        assert!(rates.0 >= precision && rates.1 >= recall, "{field}: {rates:?}\n{}", table.differences);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_give_a_document_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let raw = Raw { source: "any".into(), bytes, ..Raw::default() };
        prop_assert!(take_apart(&raw).is_ok_and(|documents| documents.len() == 1) || take_apart(&raw).is_err());
    }

    #[test]
    fn any_markup_gives_a_document_or_a_refusal(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<html>", "<p>", "</p>", "<div class='share'>", "</div>", "<h1>", "</h1>", "<table><tr><td>", "<ul><li>", "<br>",
                "<a href='/'>", "</a>", "<b>", "<script type=application/ld+json>", "{\"@type\":\"NewsArticle\"", "</script>",
                "<rss><item>", "<title>", "<![CDATA[", "]]>", "24 जुलाई 2023", "9:15 AM", "लखनऊ : ", "Published :", "\n", "।",
                "बैठक में तय हुआ कि सूची की जांच होगी।", "By Asha Rao", " | ", "&amp;", "<article>", "©", "<time datetime=x>", "<template>",
            ]),
            0..60,
        )
    ) {
        let raw = Raw { source: "any".into(), bytes: pieces.concat().into_bytes(), ..Raw::default() };
        let _ = take_apart(&raw);
    }
}
