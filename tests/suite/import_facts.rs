//! Measures what is read in documents against labels: `tests/import/seen`, or the folder of `SAAR_IMPORT_SET`.
//!
//! The text is cut out by the labels themselves, so that the reading is measured alone; with `SAAR_IMPORT_WHOLE=1` it
//! is what the page gives when it is taken apart. `SAAR_IMPORT_SHOW=1` prints every difference.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate};
use saar::import::document::{Block, Confidence, Document, Found, Stamp};
use saar::import::read::facts::Facts;
use saar::import::read::matcher::Reader;
use saar::import::read::read;
use saar::import::{Raw, take_apart};
use saar::model::claim::ClaimValue;
use saar::model::people::PartyKind;
use saar::source::SourceId;
use saar::text::letter::is_word;
use saar::text::{Language, fold};
use saar::yaml::{self, Node, Value};

use crate::gazetteer::with;

/// Right, wrong and missed values of a field.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
    invented: usize,
}

#[derive(Default)]
struct Table {
    fields: BTreeMap<String, Count>,
    shown: String,
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
                let _ = writeln!(self.shown, "{name}: {field}: wrong {value}");
            }
        }
        for value in wanted.iter().filter(|value| !given.contains(value)) {
            count.missed += 1;
            let _ = writeln!(self.shown, "{name}: {field}: missed {value}");
        }
    }
}

fn get<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(own, _)| own.value == key).map(|(_, value)| value),
        _ => None,
    }
}

fn text(node: &Node, key: &str) -> Option<String> {
    match &get(node, key)?.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    match get(node, key).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn texts(node: &Node, key: &str) -> Vec<String> {
    let one = |node: &Node| if let Value::Text(text) = &node.value { Some(text.clone()) } else { None };
    list(node, key).iter().filter_map(one).collect()
}

fn letters(text: &str) -> String {
    fold::digits(text).chars().filter(|&c| is_word(c)).collect::<String>().to_lowercase()
}

fn decoded(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xff, 0xfe]) {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes
            .iter()
            .map(|&byte| match byte {
                0x91 | 0x92 => '’',
                0x93 => '“',
                0x94 => '”',
                0x96 | 0x97 => '–',
                _ => char::from(byte),
            })
            .collect(),
    }
}

/// The lines of a page: one for each block; cells of a row are parted by bars, heads begin with `#`.
fn lines(raw: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        let end = if tag.starts_with("![CDATA[") { 8 } else { tag.find('>').map_or(tag.len(), |end| end + 1) };
        let closing = if name == "script" || name == "style" { format!("</{name}>") } else { String::new() };
        let end = if closing.is_empty() || tag.starts_with('/') {
            end
        } else {
            tag.to_lowercase().find(&closing).unwrap_or(end)
        };
        match name.as_str() {
            "a" | "b" | "i" | "em" | "strong" | "span" | "u" | "time" | "mark" | "cite" | "q" | "small" | "wbr"
            | "font" | "abbr" | "sup" => {}
            "td" | "th" => text.push_str(if tag.starts_with('/') { " | " } else { "" }),
            "h2" | "h3" | "h4" if !tag.starts_with('/') => text.push_str("\n#"),
            _ => text.push('\n'),
        }
        rest = tag.get(end..).unwrap_or_default();
    }
    text.push_str(rest);
    let entities = [
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#8216;", "‘"),
        ("&#8217;", "’"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&#8211;", "–"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("]]>", ""),
    ];
    let text = entities.iter().fold(text, |text, (from, to)| text.replace(from, to));
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn found<T>(value: T) -> Found<T> {
    Found { value, words: String::new(), place: String::new(), rule: "label", confidence: Confidence::High }
}

fn stamp(text: &str) -> Option<Stamp> {
    let instant = DateTime::parse_from_rfc3339(text).ok().map(Stamp::Instant);
    instant.or_else(|| text.parse::<NaiveDate>().ok().map(Stamp::Day))
}

/// The document of a label: its own values, and the paragraphs of the page that it keeps.
fn document(label: &Node, lines: &[String]) -> Document {
    let body = get(label, "body");
    let kept: Vec<String> = body.map(|body| texts(body, "kept")).unwrap_or_default();
    let captions: Vec<String> = body.map(|body| texts(body, "captions")).unwrap_or_default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut from = 0;
    for start in &kept {
        let wanted = letters(start);
        let at = (from..lines.len()).find(|&at| {
            let own = letters(&lines[at]);
            own.starts_with(&wanted)
                || own.find(&wanted).is_some_and(|at| {
                    at < 90 && lines[at.min(lines.len() - 1)].len() > 1 && own.len() > wanted.len() + at
                })
        });
        let Some(at) = at else { continue };
        from = at + 1;
        let line = &lines[at];
        match (line.strip_prefix('#'), line.contains(" | "), blocks.last_mut()) {
            (Some(head), ..) => blocks.push(Block::Heading(head.to_owned())),
            (_, true, Some(Block::Table(rows))) => rows.push(cells(line)),
            (_, true, _) => blocks.push(Block::Table(vec![cells(line)])),
            _ => blocks.push(Block::Paragraph(line.clone())),
        }
    }
    for caption in captions {
        let line = lines.iter().find(|line| letters(line).starts_with(&letters(&caption)));
        blocks.extend(line.map(|line| Block::Caption(line.clone())));
    }
    let language = text(label, "language").and_then(|code| code.parse().ok()).unwrap_or(Language::HINDI);
    let unless_unknown = |key: &str| text(label, key).and_then(|text| stamp(&text)).map(found);
    Document {
        source: String::new(),
        hash: String::new(),
        title: text(label, "title").map(found),
        kicker: text(label, "kicker").map(found),
        standfirst: text(label, "summary").map(found),
        reporters: texts(label, "reporters").into_iter().map(found).collect(),
        outlet: text(label, "outlet").map(found),
        published: unless_unknown("published"),
        updated: unless_unknown("updated"),
        url: text(label, "url").map(found),
        language: found(language),
        dateline: None,
        filed_under: Vec::new(),
        body: blocks,
        notes: Vec::new(),
    }
}

fn cells(line: &str) -> Vec<String> {
    line.split(" | ").map(|cell| cell.trim().trim_end_matches('|').to_owned()).filter(|cell| !cell.is_empty()).collect()
}

/// Compares what was read with a label.
fn score(table: &mut Table, name: &str, facts: &Facts, label: &Node, reader: &Reader) {
    let gazetteer = &reader.gazetteer;
    let region = |id: saar::model::region::RegionId| gazetteer.regions[id.0 as usize].id.clone();
    let subject = |id: saar::model::subject::SubjectId| gazetteer.subjects[id.0 as usize].id.clone();
    let party = |id: saar::model::people::PartyId| gazetteer.parties[id.0 as usize].id.clone();
    let elections: Vec<String> = facts.elections.iter().map(|f| subject(f.value)).collect();
    table.lists(name, "elections", &elections, &texts(label, "elections"), &texts(label, "elections_mentioned"));
    let rolls: Vec<String> = facts.rolls.iter().map(|f| subject(f.value)).collect();
    table.lists(name, "elections", &rolls, &texts(label, "rolls"), &[]);
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
    let weekday: Vec<String> = facts.notes.iter().map(|note| note.name.to_owned()).collect();
    let warnings: Vec<String> = texts(label, "warnings").into_iter().filter(|w| w == "weekday-conflict").collect();
    table.lists(name, "weekday-conflict", &weekday, &warnings, &[]);
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
                let wrong = [format!("{given} «{}»", found.words)];
                table.lists(name, "claims", &wrong, if wanted.is_empty() { &[] } else { &[][..] }, &[]);
                table.fields.entry("claims".to_owned()).or_default().invented -= usize::from(!wanted.is_empty());
            }
            continue;
        };
        let node = open.remove(at);
        table.fields.entry("claims".to_owned()).or_default().right += 1;
        let comparators = |node: &Node| match get(node, "comparator").map(|n| &n.value) {
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
    let one = |found: &Found<saar::import::read::facts::Event>| {
        let day = found.value.date.map_or("unknown".to_owned(), |day| day.to_string());
        format!("{} {day}", found.value.kind)
    };
    let given: Vec<String> = facts.events.iter().map(one).collect();
    table.lists(name, "events", &given, &wanted("events"), &wanted("events_maybe"));
    for node in list(label, "events") {
        let key = format!("{} {}", text(node, "kind").unwrap_or_default(), text(node, "date").unwrap_or_default());
        let place = text(node, "place").unwrap_or_default();
        let of_key = || facts.events.iter().filter(|found| one(found) == key);
        let at = |found: &&Found<saar::import::read::facts::Event>| {
            found.value.place.map(region).unwrap_or_default() == place
        };
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

#[test]
fn facts_are_read_as_labelled() {
    let set = std::env::var("SAAR_IMPORT_SET").unwrap_or_else(|_| "tests/import".to_owned());
    let Ok(folder) = fs::read_dir(Path::new(&set).join("seen")) else { return println!("no labelled set at {set}") };
    let mut files: Vec<_> = folder.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    let reader = Reader::new(&with("title: T\n"), &[]);
    let mut table = Table::default();
    let mut spent = std::time::Duration::ZERO;
    let mut bytes = 0;
    for path in &files {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let label = yaml::parse(&fs::read_to_string(path).expect("a label"), SourceId(0), 0).expect("YAML");
        if text(&label, "readable").as_deref() == Some("false") {
            continue;
        }
        let raw = ["html", "txt", "xml"].iter().find_map(|ending| fs::read(path.with_extension(ending)).ok());
        let file = raw.expect("a document");
        let whole = Raw { source: name.clone(), bytes: file.clone(), ..Raw::default() };
        let whole = std::env::var_os("SAAR_IMPORT_WHOLE").map(|_| take_apart(&whole).expect("a document"));
        let mut page = lines(&decoded(&file));
        if path.with_extension("xml").exists() {
            page = lines(&page.join("\n"));
        }
        let items = list(&label, "items");
        for (at, item) in if items.is_empty() { std::slice::from_ref(&label) } else { items }.iter().enumerate() {
            let document = whole.as_ref().map_or_else(|| document(item, &page), |whole| whole[at].clone());
            let start = std::time::Instant::now();
            let facts = read(&document, &reader);
            spent += start.elapsed();
            bytes += document
                .body
                .iter()
                .map(|block| if let Block::Paragraph(text) = block { text.len() } else { 0 })
                .sum::<usize>();
            score(&mut table, &name, &facts, item, &reader);
        }
    }
    if std::env::var_os("SAAR_IMPORT_SHOW").is_some() {
        println!("{}", table.shown);
    }
    println!("{} documents, {bytes} bytes, {spent:?}", files.len());
    println!(
        "{:<20} {:>5} {:>5} {:>5} {:>6} {:>6} {:>6} {:>8}",
        "field", "right", "wrong", "miss", "P", "R", "F1", "invented"
    );
    let mut short = Vec::new();
    for (field, count) in &table.fields {
        let share = |of: usize| if of == 0 { 1.0 } else { count.right as f64 / of as f64 };
        let (precision, recall) = (share(count.right + count.wrong), share(count.right + count.missed));
        let f1 = if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        let Count { right, wrong, missed, invented } = count;
        println!(
            "{field:<20} {right:>5} {wrong:>5} {missed:>5} {precision:>6.3} {recall:>6.3} {f1:>6.3} {invented:>8}"
        );
        let (least, own) = match field.as_str() {
            "elections" | "primary" => (0.97, f1),
            "regions" => (0.95, precision.min(recall)),
            "people" => (0.9, f1),
            "claims" => (0.85, f1),
            _ => continue,
        };
        if own < least || *invented > 0 {
            short.push(format!("{field}: {own:.3} of {least}, {invented} invented"));
        }
    }
    assert!(short.is_empty(), "{short:?}");
}
