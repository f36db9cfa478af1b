//! What grows with the archive: a site of four times as many articles has more files, and no larger ones.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::project::{Project, Tree};

/// Without the search, whose files have a test of their own, and pictures, which show counts.
const SETTINGS: &str = "title: T
language: en
gazetteer: none
page_size: 4
feed_size: 5
limits: {data_rows: 12}
editions: [weekly, {id: spring, name_en: Spring, from: 2024-04-01, until: 2024-05-10}]
make: [articles, subjects, cells, regions, parties, people, sources, topics, claims, calendar, editions, feeds, data]
regions:
  - {id: in, kind: country, name_en: India}
  - {id: up, kind: state, name_en: Uttar Pradesh}
  - {id: up/agra, kind: district, name_en: Agra}
elections:
  - {id: e-one, kind: general_election, name_en: One, region: in, announced: 2024-03-16, counting: 2024-06-04, phases: [{number: 1, poll: 2024-04-19}]}
parties:
  - {id: a, name_en: A}
";

/// What names every file, or every part of a table, and is read by programs.
const GROWS: &[&str] = &["manifest.json", "sitemap.xml", "data/datapackage.json"];

/// An article with one of everything: each brings a person and a topic of its own. A quarter of them is withdrawn, one
/// is corrected, one undated. All numbers are chosen so that the page of a list that is not full is as long in both sites.
fn write(project: &Project, number: usize) {
    let day = 11 + number / 4 % 8;
    let more = match number % 4 {
        0 => "withdrawn: {date: 2024-05-02, reason: It was wrong}\n",
        1 => "corrections: [{date: 2024-05-03, text: A number was wrong}]\n",
        _ => "",
    };
    let letter = ["A", "B"][number / 4 % 2];
    let date = if number % 4 == 2 { "unknown\nadded: 2024-04-10".to_owned() } else { format!("2024-04-{day:02}") };
    let text = format!(
        "---\ndate: {date}\ntitle: Headline {number:04}\nelection: e-one\n\
         region: up/agra\nmentions: [in]\nparties: a\npeople: [{{name: {letter} Person {number:04}, office: Member}}]\n\
         topics: [Topic {number:04}]\nsource: {{outlet: Alpha, url: https://example.org/{number:04}}}\n\
         events: [{{kind: rally, date: 2024-04-{day:02}, place: up/agra, organiser: a, text: A rally}}]\n\
         claims: [{{value: {number}, unit: lok_sabha_seats, scope: up, holder: a, kind: target, words: Some words}}]\n\
         {more}---\n\nSome words are said here.\n"
    );
    project.write(&format!("content/a{number:04}.md"), text);
}

fn project(articles: usize, settings: &str) -> Project {
    let project = Project::empty();
    project.write("site.yaml", settings);
    (0..articles).for_each(|number| write(&project, number));
    project
}

fn site(articles: usize) -> Tree {
    project(articles, SETTINGS).build(&["--as-of", "2024-05-15"])
}

/// A path without its numbers: files of one sort.
fn sort_of(path: &str) -> String {
    path.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>().replace("00", "0")
}

#[test]
fn no_file_grows_with_the_archive() {
    let (small, large) = (site(64), site(256));
    assert!(large.len() > 3 * small.len(), "{} and {} files", small.len(), large.len());
    let mut largest: BTreeMap<String, usize> = BTreeMap::new();
    for (path, bytes) in &small {
        let size = largest.entry(sort_of(path)).or_default();
        *size = bytes.len().max(*size);
    }
    let page = small.iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, bytes)| bytes.len()).max().unwrap();
    let grown: Vec<String> = large
        .iter()
        .filter(|(path, _)| !GROWS.contains(&path.as_str()))
        .filter_map(|(path, bytes)| {
            let before = largest.get(&sort_of(path)).copied().unwrap_or(page);
            // numbers have another digit, and a list of pages two more entries
            (bytes.len() > (before + before / 20 + 600).max(4096))
                .then(|| format!("{path}: {before} and {} bytes", bytes.len()))
        })
        .collect();
    assert!(grown.is_empty(), "these grow:\n{}", grown.join("\n"));
}

fn json(site: &Tree, path: &str) -> Json {
    serde_json::from_slice(&site[path]).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rows of all files of data below a path: lines of tables without their heads, entries of lists.
fn rows(site: &Tree, table: &str, ending: &str) -> Vec<String> {
    let whole = format!("{table}.{ending}");
    let parts = site.keys().filter(|path| **path == whole || path.starts_with(&format!("{table}/")));
    let of = |path: &String| match ending {
        "csv" => {
            let text = String::from_utf8(site[path].clone()).expect("UTF-8");
            text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        }
        _ => json(site, path).as_array().expect("a list").iter().map(Json::to_string).collect(),
    };
    let mut rows: Vec<String> = parts.filter(|path| path.ends_with(ending)).flat_map(of).collect();
    rows.sort();
    rows
}

#[test]
fn the_parts_of_a_table_are_the_table() {
    let whole = project(64, &SETTINGS.replace("data_rows: 12", "data_rows: 1000")).build(&["--as-of", "2024-05-15"]);
    let cut = site(64);
    for (table, ending) in [
        ("data/articles", "csv"),
        ("data/articles", "json"),
        ("data/claims", "csv"),
        ("data/claims", "json"),
        ("data/people", "json"),
    ] {
        assert!(whole.contains_key(&format!("{table}.{ending}")) && !cut.contains_key(&format!("{table}.{ending}")));
        let found = rows(&cut, table, ending);
        assert_eq!(found, rows(&whole, table, ending), "{table}.{ending}");
        assert_eq!(found.len(), 48);
    }
    let lists = |site: &Tree, name: &str| {
        let of = |record: &String| {
            let record: Json = serde_json::from_str(record).expect("JSON");
            let list = record[name].as_array().expect("a list").clone();
            list.into_iter().map(|entry| format!("{} {entry}", record["id"])).collect::<Vec<_>>()
        };
        let mut entries: Vec<String> = rows(site, "data/editions", "json").iter().flat_map(of).collect();
        entries.sort();
        entries
    };
    for name in ["new", "corrections", "withdrawn", "withdrawn_later"] {
        assert_eq!(lists(&cut, name), lists(&whole, name), "{name}");
        assert!(lists(&cut, name).len() >= 16, "{name}");
    }
    for site in [&whole, &cut] {
        let package = json(site, "data/datapackage.json");
        let paths = package["resources"].as_array().expect("a list").iter().flat_map(|resource| {
            let path = &resource["path"];
            path.as_array().cloned().unwrap_or(vec![path.clone()])
        });
        let mut named: Vec<String> = paths.map(|path| format!("data/{}", path.as_str().expect("a path"))).collect();
        named.push("data/datapackage.json".to_owned());
        named.sort();
        let files: Vec<&String> = site.keys().filter(|path| path.starts_with("data/")).collect();
        assert_eq!(named.iter().collect::<Vec<_>>(), files);
    }
}

/// What is full, and the months and editions that have passed, stay what they are when there is more.
#[test]
fn parts_and_pages_that_are_full_stay() {
    let project = project(64, SETTINGS);
    let before = project.build(&["--as-of", "2024-05-15"]);
    for number in 0..9 {
        let article = project.read("content/a0003.md").replace("2024-04-11", "2024-05-12").replace("0003", "9000");
        project.write(&format!("content/b{number}.md"), article.replace("9000", &format!("900{number}")));
    }
    let after = project.build(&["--as-of", "2024-05-15"]);
    let closed = |name: &str| name.starts_with("2024-W15") || name.starts_with("spring");
    let full = |path: &&String| {
        let folders = ["data/editions/", "editions/"];
        let edition = folders.iter().any(|folder| path.strip_prefix(folder).is_some_and(closed));
        edition || (path.starts_with("data/") && path.contains("/2024-04"))
    };
    let kept: Vec<&String> = before.keys().filter(full).collect();
    assert!(kept.len() > 40, "{kept:?}");
    let gone = kept.into_iter().filter(|path| before.get(*path) != after.get(*path));
    assert_eq!(gone.collect::<Vec<_>>(), Vec::<&String>::new());
}
