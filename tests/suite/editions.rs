//! Editions: a page of an edition is a function of what was known when it closed, and each article is new once.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::Value as Json;

use crate::corpus;
use crate::project::{Project, Tree, article};

const SETTINGS: &str =
    "title: T\neditions: [daily, weekly, phase, {id: a-month, from: 2024-04-01, until: 2024-04-30}]\n";

/// Articles of three weeks; the later ones share people, parties and topics with the earlier ones, and bring regions,
/// a party and a person of their own.
fn project(weeks: usize) -> Project {
    let project = Project::empty();
    project.write("site.yaml", SETTINGS);
    let files = [
        ("a", "2024-04-10", "up/kanpur-nagar", "bjp", "अमित शाह", 70),
        ("b", "2024-04-18", "up", "bjp", "अमित शाह", 75),
        ("c", "2024-04-24", "mp/jabalpur", "[inc, sp]", "Rahul Gandhi", 80),
    ];
    for (name, date, region, party, person, seats) in files.into_iter().take(weeks) {
        let more = format!(
            "parties: {party}\npeople: [{person}]\ntopics: [booth]\nevents:\n  - {{kind: party_meeting, date: {date}, place: mp, organiser: sp}}\nclaims:\n  - {{value: {seats}, unit: lok_sabha_seats, scope: br, kind: target, holder: bsp, words: चुनाव}}\nsource:"
        );
        project.write(&format!("content/{name}.md"), article(name, date, region).replacen("source:", &more, 1));
    }
    project
}

/// The pages of editions that closed by `day`, by path.
fn closed(site: &Tree, day: &str) -> BTreeMap<String, String> {
    let editions: Json = serde_json::from_slice(&site["data/editions.json"]).expect("JSON");
    let closed = editions.as_array().expect("a list").iter().filter(|e| e["until"].as_str() <= Some(day));
    let paths = closed.map(|e| format!("editions/{}/index.html", e["id"].as_str().expect("an id")));
    paths.map(|path| (path.clone(), String::from_utf8(site[&path].clone()).expect("UTF-8"))).collect()
}

/// The page without the one line that may change: the way to the next edition.
fn without_the_next(page: &str) -> String {
    let marks: Vec<&str> = page.split("<li><a rel=\"next\"").collect();
    let rest = marks.get(1).and_then(|rest| rest.split_once("</li>")).map_or("", |(_, rest)| rest);
    format!("{}{rest}", marks[0]).replace("<nav class=\"pages\" aria-label=\"सभी अंक\"><ul></ul></nav>\n", "")
}

#[test]
fn an_edition_stays_as_it_is_when_more_becomes_known() {
    let before = project(2).build(&["--as-of", "2024-04-21"]);
    let last = before["data/editions.json"].clone();
    let pages = closed(&before, "2024-04-21");
    assert_eq!(pages.len(), 5, "{:?}", pages.keys());
    for as_of in ["2024-04-21", "2024-04-30", "2024-06-30"] {
        let after = project(3).build(&["--as-of", as_of]);
        for (path, page) in &pages {
            let now = String::from_utf8(after[path].clone()).expect("UTF-8");
            assert_eq!(without_the_next(page), without_the_next(&now), "{path} as of {as_of}");
        }
        if as_of == "2024-04-21" {
            assert_eq!(after["data/editions.json"], last);
        }
    }
}

/// What had no page when an edition closed is no link in it, and the same name is one where it had.
#[test]
fn links_of_an_edition_lead_to_what_there_was() {
    let site = project(3).build(&["--as-of", "2024-04-28"]);
    let pages = closed(&site, "2024-04-28");
    let (first, last) = (&pages["editions/2024-W15/index.html"], &pages["editions/2024-W17/index.html"]);
    assert!(first.contains("समाजवादी पार्टी") && !first.contains("href=\"/parties/sp/\""));
    assert!(last.contains("href=\"/parties/sp/\""));
    assert!(!first.contains("href=\"/regions/mp/\"") && last.contains("href=\"/regions/mp/\""));
}

#[test]
fn each_article_is_new_in_one_weekly_edition() {
    let project = Project::empty();
    for (path, text) in corpus::project(7, 120) {
        project.write(&path, text);
    }
    project.write("content/undated.md", article("undated", "unknown", "up"));
    let corrected = "corrections:\n  - {date: 2027-03-01, text: x}\nregion:";
    project.write(
        "content/added.md",
        article("added", "2024-01-01", "up").replacen("region:", &format!("added: 2026-03-01\n{corrected}"), 1),
    );
    let site = project.build(&["--as-of", "2027-06-30"]);
    let read = |path: &str| -> Json { serde_json::from_slice(&site[path]).expect("JSON") };
    let mut new: BTreeMap<String, usize> = BTreeMap::new();
    let (editions, articles) = (read("data/editions.json"), read("data/articles.json"));
    for edition in editions.as_array().expect("a list") {
        assert_eq!(edition["kind"], "weekly");
        for url in edition["new"].as_array().expect("a list") {
            *new.entry(url.as_str().expect("an address").to_owned()).or_default() += 1;
        }
    }
    let dated = articles.as_array().expect("a list").iter().filter(|a| !a["published"]["value"].is_null());
    let dated: BTreeMap<String, usize> =
        dated.map(|a| (a["url"].as_str().expect("an address").to_owned(), 1)).collect();
    assert_eq!(dated.len(), 121);
    assert_eq!(new, dated);
    // an edition for its correction alone, in the week of that
    let alone = editions.as_array().expect("a list").iter().find(|e| e["id"] == "2027-W09").expect("an edition");
    assert_eq!((alone["counts"]["articles"].as_u64(), alone["counts"]["corrections"].as_u64()), (Some(0), Some(1)));
}

/// Editions of a kind follow each other: numbers count on, each names the one before, and no two of them overlap.
#[test]
fn editions_of_a_kind_follow_each_other() {
    let project = Project::empty();
    for (path, text) in corpus::project(3, 80) {
        project.write(&path, text);
    }
    for (name, date) in [("one", "2024-04-10"), ("two", "2024-04-22"), ("three", "2024-06-03")] {
        project.write(&format!("content/{name}.md"), article(name, date, "up"));
    }
    let settings = project.read("site.yaml");
    project.write("site.yaml", format!("{settings}editions: [daily, weekly, phase]\n"));
    let site = project.build(&["--as-of", "2027-01-01"]);
    let editions: Vec<Json> = serde_json::from_slice(&site["data/editions.json"]).expect("JSON");
    let mut last: BTreeMap<String, &Json> = BTreeMap::new();
    let day = |value: &Json| value.as_str().and_then(|day| day.parse::<NaiveDate>().ok()).expect("a day");
    for edition in editions.iter().rev() {
        let series = format!("{} {}", edition["kind"], edition["subject"]);
        let number = last.get(&series).map_or(0, |before| before["number"].as_u64().expect("a number"));
        assert_eq!(edition["number"].as_u64(), Some(number + 1), "{edition}");
        assert_eq!(edition["before"], last.get(&series).map_or(Json::Null, |before| before["id"].clone()));
        if let Some(before) = last.insert(series, edition) {
            assert!(day(&before["until"]) < day(&edition["from"]), "{before} {edition}");
        }
        let closes = edition["closes"].as_str().expect("an instant");
        assert!(closes.starts_with(&format!("{}T23:59:59", edition["until"].as_str().expect("a day"))), "{closes}");
        let days = day(&edition["until"]) - day(&edition["from"]);
        let long = match edition["kind"].as_str() {
            Some("daily") => Some(0),
            Some("weekly") => Some(6),
            _ => None,
        };
        assert!(long.is_none_or(|long| days.num_days() == long), "{edition}");
        assert!(day(&edition["until"]) <= NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day"));
    }
    assert!(last.len() >= 4 && editions.len() > 100, "{} editions", editions.len());
}

/// The entries of the feed of changes are those of the page, each with an id of its own and the day as its date.
#[test]
fn changes_have_stable_ids() {
    let one = project(2).build(&["--as-of", "2024-04-21"]);
    let two = project(3).build(&["--as-of", "2024-04-28"]);
    let items = |site: &Tree| -> Vec<Json> {
        let feed: Json = serde_json::from_slice(&site["changes/feed.json"]).expect("JSON");
        feed["items"].as_array().expect("items").clone()
    };
    let (before, after) = (items(&one), items(&two));
    assert!(before.iter().all(|item| after.contains(item)) || after.len() == 50, "entries changed");
    let page = String::from_utf8(two["changes/index.html"].clone()).expect("UTF-8");
    for item in &after {
        let id = item["id"].as_str().expect("an id");
        let (_, anchor) = id.split_once('#').expect("an anchor");
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{id}");
        let day = anchor.get(anchor.len() - 10..).and_then(|day| day.parse::<NaiveDate>().ok()).expect("a day");
        // midnight in India is the evening before in London
        let evening = (day - Days::new(1)).to_string();
        assert!(item["date_published"].as_str().is_some_and(|at| at.starts_with(&evening)), "{item}");
    }
    assert!(after.iter().any(|item| item["id"].as_str().is_some_and(|id| id.contains("superseded"))));
}
