//! What `saar import` takes from documents, compared with their labels: precision, recall and inventions of each field,
//! from the bytes of a file to the facts.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use saar::diagnostic::Diagnostics;
use saar::import::document::{Block, Document, Found, Stamp};
use saar::import::read::facts::{Event, Facts};
use saar::import::read::matcher::Reader;
use saar::import::read::read;
use saar::import::{Raw, open, take_apart};
use saar::model::claim::ClaimValue;
use saar::model::people::PartyKind;
use saar::source::SourceId;
use saar::text::fold;
use saar::text::letter::is_word;
use saar::yaml::{self, Node, Value};

use crate::gazetteer::with;

/// Right, wrong and missed values of a field.
#[derive(Default)]
pub struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
    /// Given where nothing is known.
    pub invented: usize,
}

impl Count {
    /// The share of what was given that is right, and of what was wanted that was given.
    pub fn rates(&self) -> (f64, f64) {
        let share = |of: usize| if of == 0 { 1.0 } else { self.right as f64 / of as f64 };
        (share(self.right + self.wrong), share(self.right + self.missed))
    }

    /// Both in one.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = self.rates();
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

/// The fields of a set of documents.
#[derive(Default)]
pub struct Table {
    /// How many documents.
    pub documents: usize,
    /// What was counted.
    pub fields: BTreeMap<String, Count>,
    /// Each difference.
    pub differences: String,
}

impl Table {
    /// Compares two lists; `maybe` may be given or not.
    fn lists(&mut self, name: &str, field: &str, given: &[String], wanted: &[String], maybe: &[String]) {
        let count = self.fields.entry(field.to_owned()).or_default();
        for value in given {
            if wanted.contains(value) {
                count.right += 1;
            } else if !maybe.contains(value) {
                count.wrong += 1;
                count.invented += usize::from(wanted.is_empty());
                let _ = writeln!(self.differences, "{name}: {field}: wrong {value}");
            }
        }
        for value in wanted.iter().filter(|value| !given.contains(value)) {
            count.missed += 1;
            let _ = writeln!(self.differences, "{name}: {field}: missed {value}");
        }
    }

    /// As a table of Markdown.
    pub fn text(&self) -> String {
        let mut text =
            format!("{} documents\n\n| field | precision | recall | F1 | values | inventions |\n", self.documents);
        text.push_str("| --- | --- | --- | --- | --- | --- |\n");
        for (field, count) in &self.fields {
            let (precision, recall) = count.rates();
            let (f1, values) = (count.f1(), count.right + count.missed);
            let _ =
                writeln!(text, "| {field} | {precision:.3} | {recall:.3} | {f1:.3} | {values} | {} |", count.invented);
        }
        text
    }
}

fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    match node.get(key).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

/// The texts of a list, or the one text that stands there; `unknown` is none.
fn texts(node: &Node, key: &str) -> Vec<String> {
    let one = |node: &Node| if let Value::Text(text) = &node.value { Some(text.clone()) } else { None };
    match node.get(key) {
        Some(Node { value: Value::List(items), .. }) => items.iter().filter_map(one).collect(),
        Some(node) => one(node).filter(|text| text != "unknown").into_iter().collect(),
        None => Vec::new(),
    }
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.text(key).map(str::to_owned)
}

fn letters(text: &str) -> String {
    fold::digits(text).chars().filter(|&c| is_word(c)).collect::<String>().to_lowercase()
}

/// Letters, marks and digits alone.
fn bare(text: &str) -> String {
    fold::key(text).replace(' ', "")
}

fn keys(values: &[String]) -> Vec<String> {
    values.iter().map(|value| fold::key(value)).collect()
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
fn page(table: &mut Table, name: &str, found: &Document, label: &Node) {
    let values = |found: &Option<Found<String>>| found.iter().map(|f| f.value.clone()).collect::<Vec<_>>();
    let reporters: Vec<String> = found.reporters.iter().map(|found| found.value.clone()).collect();
    for (field, given) in [
        ("title", values(&found.title)),
        ("kicker", values(&found.kicker)),
        ("outlet", values(&found.outlet)),
        ("reporters", reporters),
        ("summary", values(&found.standfirst)),
    ] {
        let maybe = texts(label, &format!("{field}_maybe"));
        table.lists(name, field, &keys(&given), &keys(&texts(label, field)), &keys(&maybe));
    }
    table.lists(name, "url", &values(&found.url), &texts(label, "url"), &[]);
    let stamp = |found: &Option<Found<Stamp>>| -> Vec<String> {
        let shown = |stamp: Stamp| match stamp {
            Stamp::Day(day) => day.to_string(),
            Stamp::Instant(instant) => instant.to_rfc3339(),
        };
        found.iter().map(|found| shown(found.value)).collect()
    };
    let published = stamp(&found.published);
    table.lists(name, "published", &published, &texts(label, "published"), &[]);
    if label.text("updated") != Some("same") {
        table.lists(name, "updated", &stamp(&found.updated), &texts(label, "updated"), &published);
    }
    table.lists(name, "language", &[found.language.value.code().to_owned()], &texts(label, "language"), &[]);
    let body = words_of(&found.body);
    for (field, present) in [("body kept", true), ("furniture dropped", false)] {
        let lines = label.get("body").map(|body| texts(body, field.rsplit(' ').next().unwrap_or_default()));
        for line in lines.unwrap_or_default() {
            let line = [line];
            let right = body.contains(&bare(&line[0])) == present;
            table.lists(name, field, if right { &line } else { &[] }, &line, &[]);
        }
    }
}

/// Compares what was read with a label.
fn facts(table: &mut Table, name: &str, document: &Document, facts: &Facts, label: &Node, reader: &Reader) {
    let gazetteer = &reader.gazetteer;
    let region = |id: saar::model::region::RegionId| gazetteer.regions[id.0 as usize].id.clone();
    let subject = |id: saar::model::subject::SubjectId| gazetteer.subjects[id.0 as usize].id.clone();
    let party = |id: saar::model::people::PartyId| gazetteer.parties[id.0 as usize].id.clone();
    let elections: Vec<String> = facts.elections.iter().map(|f| subject(f.value)).collect();
    table.lists(name, "elections", &elections, &texts(label, "elections"), &texts(label, "elections_mentioned"));
    let rolls: Vec<String> = facts.rolls.iter().map(|f| subject(f.value)).collect();
    table.lists(name, "rolls", &rolls, &texts(label, "rolls"), &[]);
    let primary: Vec<String> = facts.primary.iter().map(|f| region(f.value)).collect();
    let wanted: Vec<String> = text(label, "primary").into_iter().collect();
    let also = texts(label, "primary_also");
    let as_good = primary.iter().any(|own| also.contains(own));
    table.lists(name, "primary", &primary, if as_good { &primary } else { &wanted }, &[]);
    let phase: Vec<String> = facts.phase.iter().map(|f| f.value.to_string()).collect();
    table.lists(name, "phase", &phase, &text(label, "phase").into_iter().collect::<Vec<_>>(), &[]);
    let regions: Vec<String> = facts.regions.iter().map(|f| region(f.value)).collect();
    table.lists(name, "regions", &regions, &texts(label, "regions"), &[]);
    let units: Vec<String> = facts.units.iter().map(|f| region(f.value)).collect();
    table.lists(name, "units", &units, &texts(label, "units"), &[]);
    let of_kind = |alliance: bool| -> Vec<String> {
        let own = facts.parties.iter().map(|f| f.value);
        let is = |id: &saar::model::people::PartyId| {
            (gazetteer.parties[id.0 as usize].kind == PartyKind::Alliance) == alliance
        };
        own.filter(is).map(party).collect()
    };
    table.lists(name, "parties", &of_kind(false), &texts(label, "parties"), &[]);
    table.lists(name, "alliances", &of_kind(true), &texts(label, "alliances"), &[]);
    let people: Vec<String> = facts.people.iter().map(|f| fold::key(&f.value.name)).collect();
    let named: Vec<String> =
        list(label, "people").iter().filter_map(|p| text(p, "name")).map(|name| fold::key(&name)).collect();
    table.lists(name, "people", &people, &named, &[]);
    for person in list(label, "people") {
        let Some(own) =
            facts.people.iter().find(|f| Some(fold::key(&f.value.name)) == text(person, "name").map(|n| fold::key(&n)))
        else {
            continue;
        };
        let office = |text: Option<String>| text.map(|text| fold::key(&text)).into_iter().collect::<Vec<_>>();
        table.lists(name, "people: office", &office(own.value.office.clone()), &office(text(person, "office")), &[]);
        table.lists(name, "people: variants", &own.value.variants, &texts(person, "variants"), &[]);
    }
    let attendees: Vec<String> = facts.attendees.iter().map(|f| f.value.clone()).collect();
    table.lists(name, "attendees", &attendees, &text(label, "attendees").into_iter().collect::<Vec<_>>(), &[]);
    claims(table, name, facts, label, (&region, &subject, &party));
    events(table, name, facts, label, &region);
    let notes = document.notes.iter().chain(&facts.notes).map(|note| note.name.to_owned());
    table.lists(name, "warnings", &notes.collect::<Vec<_>>(), &texts(label, "warnings"), &[]);
    if text(label, "published").as_deref() == Some("unknown") {
        let window = |own: &(Option<NaiveDate>, Option<NaiveDate>)| {
            [own.0, own.1].map(|day| day.map_or("-".to_owned(), |day| day.to_string())).join(" ")
        };
        let given: Vec<String> = facts.window.iter().map(|f| window(&f.value)).collect();
        let ends = |node: &Node| if let Value::Text(text) = &node.value { text.clone() } else { "-".to_owned() };
        let wanted = list(label, "published_window").iter().map(ends).collect::<Vec<_>>().join(" ");
        let wanted: Vec<String> = Some(wanted).filter(|w| !w.is_empty()).into_iter().collect();
        table.lists(name, "window", &given, &wanted, &[]);
    }
}

type Ids<'a> = (
    &'a dyn Fn(saar::model::region::RegionId) -> String,
    &'a dyn Fn(saar::model::subject::SubjectId) -> String,
    &'a dyn Fn(saar::model::people::PartyId) -> String,
);

fn claims(table: &mut Table, name: &str, facts: &Facts, label: &Node, (region, subject, party): Ids<'_>) {
    let value = |value: &ClaimValue| match value {
        ClaimValue::Number(text) => text.clone(),
        ClaimValue::Date(day) => day.to_string(),
    };
    let maybe: Vec<String> = texts(label, "claims_maybe").iter().map(|words| letters(words)).collect();
    let main = texts(label, "elections").into_iter().chain(texts(label, "rolls")).next().unwrap_or_default();
    let wanted = list(label, "claims");
    let key = |node: &Node| {
        let number = text(node, "value").unwrap_or_default();
        format!("{} {}", number.trim_end_matches(".0"), text(node, "unit").unwrap_or_default())
    };
    let mut open: Vec<&Node> = wanted.iter().collect();
    for found in &facts.claims {
        let own = &found.value;
        let given = format!("{} {}", value(&own.value), own.unit);
        let scope = own.scope.map(region).unwrap_or_default();
        let at = open.iter().position(|node| key(node) == given && text(node, "scope").unwrap_or_default() == scope);
        let at = at.or_else(|| open.iter().position(|node| key(node) == given));
        let words = letters(&found.words);
        let Some(at) = at else {
            let free = maybe.iter().any(|m| m.contains(&words) || words.contains(m.as_str()));
            let repeats =
                own.unit == "date" && list(label, "events").iter().any(|e| text(e, "date") == Some(value(&own.value)));
            if !free && !repeats {
                let count = table.fields.entry("claims".to_owned()).or_default();
                count.wrong += 1;
                count.invented += usize::from(wanted.is_empty());
                let _ = writeln!(table.differences, "{name}: claims: wrong {given} «{}»", found.words);
            }
            continue;
        };
        let node = open.remove(at);
        table.fields.entry("claims".to_owned()).or_default().right += 1;
        let comparators = |node: &Node| match node.get("comparator").map(|n| &n.value) {
            Some(Value::List(_)) => texts(node, "comparator").join(","),
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let given_words = own.comparators.iter().map(|c| c.word()).collect::<Vec<_>>().join(",");
        for (field, given, wanted) in [
            ("scope", scope, text(node, "scope").unwrap_or_default()),
            ("kind", own.kind.word().to_owned(), text(node, "kind").unwrap_or_default()),
            ("holder", own.holder.map(party).unwrap_or_default(), text(node, "holder").unwrap_or_default()),
            ("about", own.about.map(subject).unwrap_or_default(), text(node, "about").unwrap_or_else(|| main.clone())),
            ("speaker", own.speaker.clone().unwrap_or_default(), text(node, "speaker").unwrap_or_default()),
            ("comparator", given_words, comparators(node)),
        ] {
            let one = |text: String| Some(text).filter(|text| !text.is_empty()).into_iter().collect::<Vec<_>>();
            table.lists(
                &format!("{name} ({})", key(node)),
                &format!("claims: {field}"),
                &one(given),
                &one(wanted),
                &[],
            );
        }
    }
    for node in open {
        let missed = [format!("{} «{}»", key(node), text(node, "words").unwrap_or_default())];
        table.lists(name, "claims", &[], &missed, &[]);
    }
}

fn events(
    table: &mut Table,
    name: &str,
    facts: &Facts,
    label: &Node,
    region: &dyn Fn(saar::model::region::RegionId) -> String,
) {
    let wanted = |key: &str| -> Vec<String> {
        let one = |node: &Node| {
            format!("{} {}", text(node, "kind").unwrap_or_default(), text(node, "date").unwrap_or_default())
        };
        list(label, key).iter().map(one).collect()
    };
    let one = |found: &Found<Event>| {
        let day = found.value.date.map_or("unknown".to_owned(), |day| day.to_string());
        format!("{} {day}", found.value.kind)
    };
    let given: Vec<String> = facts.events.iter().map(one).collect();
    table.lists(name, "events", &given, &wanted("events"), &wanted("events_maybe"));
    for node in list(label, "events") {
        let key = format!("{} {}", text(node, "kind").unwrap_or_default(), text(node, "date").unwrap_or_default());
        let place = text(node, "place").unwrap_or_default();
        let of_key = || facts.events.iter().filter(|found| one(found) == key);
        let at = |found: &&Found<Event>| found.value.place.map(region).unwrap_or_default() == place;
        let Some(own) = of_key().find(at).or_else(|| of_key().next()) else { continue };
        for (field, given, wanted) in [
            ("place", own.value.place.map(region).unwrap_or_default(), place.clone()),
            ("status", own.value.status.word().to_owned(), text(node, "status").unwrap_or_default()),
            ("venue", own.value.venue.clone().unwrap_or_default(), text(node, "venue").unwrap_or_default()),
        ] {
            let one = |text: String| Some(text).filter(|text| !text.is_empty()).into_iter().collect::<Vec<_>>();
            table.lists(&format!("{name} ({key})"), &format!("events: {field}"), &one(given), &one(wanted), &[]);
        }
    }
}

/// Reads every document of a folder and compares it with its label.
pub fn score(folder: &Path) -> Table {
    let reader = Reader::new(&with("title: T\n"), &[]);
    let mut table = Table::default();
    let mut raws: BTreeMap<PathBuf, Raw> = BTreeMap::new();
    let mut found = Diagnostics::default();
    open(&[folder.to_owned()], saar::model::limits::Limits::default().import_bytes, &mut found, &mut |raw| {
        drop(raws.insert(PathBuf::from(&raw.source), raw))
    })
    .expect("a folder");
    assert!(found.is_empty() && !raws.is_empty(), "{found:?}");
    for (path, raw) in &raws {
        let label = std::fs::read_to_string(path.with_extension("yaml")).expect("a label");
        let label = yaml::parse(&label, SourceId(0), 0).expect("a label in YAML");
        let documents = take_apart(raw).expect("a document");
        let items = list(&label, "items");
        let labels = if items.is_empty() { std::slice::from_ref(&label) } else { items };
        assert_eq!(documents.len(), labels.len(), "{}", path.display());
        let name = path.file_stem().expect("a name").to_string_lossy();
        for (document, label) in documents.iter().zip(labels) {
            table.documents += 1;
            page(&mut table, &name, document, label);
            facts(&mut table, &name, document, &read(document, &reader), label, &reader);
        }
    }
    table
}
