//! Editions: a page of an edition is a function of what was known when it closed, and each article is new once.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use saar::link::{Life, end_of_day};
use saar::model::article::{Article, ArticleId, Correction, Withdrawal};
use saar::model::dated::Dated;
use saar::model::edition::{EditionKind, Series};
use saar::model::region::RegionKind;
use saar::model::site::Site;
use serde_json::Value as Json;

use crate::corpus;
use crate::grouping;
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

/// The same with pages of one article.
fn paged(weeks: usize) -> Project {
    let project = project(weeks);
    project.write("site.yaml", format!("{SETTINGS}page_size: 1\n"));
    project
}

/// The pages of editions that closed by `day`, by path.
fn closed(site: &Tree, day: &str) -> BTreeMap<String, String> {
    let editions: Json = serde_json::from_slice(&site["data/editions.json"]).expect("JSON");
    let closed = editions.as_array().expect("a list").iter().filter(|e| e["until"].as_str() <= Some(day));
    let folders: Vec<String> = closed.map(|e| format!("editions/{}/", e["id"].as_str().expect("an id"))).collect();
    let paths = site.keys().filter(|path| path.ends_with(".html") && folders.iter().any(|f| path.starts_with(f)));
    paths.map(|path| (path.clone(), String::from_utf8(site[path].clone()).expect("UTF-8"))).collect()
}

#[test]
fn an_edition_stays_as_it_is_when_more_becomes_known() {
    let before = paged(2).build(&["--as-of", "2024-04-21"]);
    let last = before["data/editions.json"].clone();
    let pages = closed(&before, "2024-04-21");
    // days, weeks, and a phase with a page for each of its two articles
    assert_eq!(pages.len(), 6, "{:?}", pages.keys());
    for as_of in ["2024-04-21", "2024-04-30", "2024-06-30"] {
        let after = paged(3).build(&["--as-of", as_of]);
        for (path, page) in &pages {
            let now = String::from_utf8(after[path].clone()).expect("UTF-8");
            assert_eq!(*page, now, "{path} as of {as_of}");
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

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day") + Days::new(n)
}

/// Articles of ten weeks: dated, added later, undated, corrected and withdrawn.
fn articles() -> impl Strategy<Value = Vec<Article>> {
    let some_day = || prop::option::of(0..70u64);
    let one = (some_day(), some_day(), some_day(), prop::option::weighted(0.2, 0..80u64));
    prop::collection::vec(one, 0..30).prop_map(|articles| {
        let made = articles.into_iter().enumerate().map(|(number, (dated, added, corrected, gone))| {
            let mut article: Article = grouping::article(number, &[0], &[0], &[], &[]);
            article.published = Dated::stated(day(dated.unwrap_or(0)));
            article.published.moment = article.published.moment.filter(|_| dated.is_some());
            article.added = added.map(day);
            let correction = |n| Correction { date: day(n), text: "x".into() };
            article.corrections = corrected.map(correction).into_iter().collect();
            article.withdrawn = gone.map(|n| Withdrawal { date: day(n), reason: "x".into() });
            article
        });
        made.collect()
    })
}

/// The site of a day, as linking makes it: what is not known yet stands nowhere, and what came later is not told.
fn on(today: NaiveDate, mut articles: Vec<Article>) -> Site {
    let country = grouping::region("c".into(), RegionKind::Country, None, vec![]);
    let mut site = grouping::site(vec![country], vec![grouping::subject(0, vec![])], Vec::new());
    let zone = site.settings.zone;
    let at = end_of_day(today, zone);
    site.as_of = at.with_timezone(&zone);
    site.settings.editions = vec![Series::Daily, Series::Weekly];
    articles.retain(|article| Life::of(article, zone).is_some_and(|life| life.holds(at)));
    for article in &mut articles {
        article.corrections.retain(|correction| correction.date <= today);
        article.withdrawn = article.withdrawn.take().filter(|w| w.date <= today);
    }
    (site.withdrawn, site.articles) = articles.into_iter().partition(|article| article.withdrawn.is_some());
    site
}

fn sites() -> impl Strategy<Value = Site> {
    (articles(), 0..80u64).prop_map(|(articles, today)| on(day(today), articles))
}

proptest! {
    /// What is new in the weekly editions, and what is new in the daily ones, are the articles whose day is known and
    /// whose period has closed: each of them once.
    #[test]
    fn what_is_new_adds_up_to_what_is_known(site in sites()) {
        let digest = saar::group::digest(&site);
        let today = site.today();
        for (kind, days) in [(EditionKind::Daily, 1), (EditionKind::Weekly, 7)] {
            let editions = digest.editions.iter().filter(|edition| edition.period.kind == kind);
            let mut new: Vec<ArticleId> = editions.flat_map(|edition| edition.articles.iter().copied()).collect();
            new.sort_unstable();
            let closed = |day: NaiveDate| {
                let first = day - Days::new(u64::from(day.weekday().num_days_from_monday()) % days);
                first + Days::new(days - 1) <= today
            };
            let known = |id: &ArticleId| digest.chronicle.known[id.0 as usize].is_some_and(closed);
            prop_assert_eq!(new, site.article_ids().filter(known).collect::<Vec<_>>());
        }
    }

    /// No edition is empty, and none has closed after the instant of the site.
    #[test]
    fn the_editions_of_a_kind_are_numbered_without_gaps(site in sites()) {
        let digest = saar::group::digest(&site);
        let mut numbers: BTreeMap<EditionKind, u32> = BTreeMap::new();
        for (at, edition) in digest.editions.iter().enumerate() {
            let number = numbers.entry(edition.period.kind).or_default();
            *number += 1;
            prop_assert_eq!(edition.number, *number);
            prop_assert_eq!(edition.before, (*number > 1).then(|| at - 1));
            let empty = edition.articles.is_empty() && edition.corrections.is_empty();
            prop_assert!(!(empty && edition.withdrawn.is_empty() && edition.withdrawn_later.is_empty()));
            prop_assert!(edition.closes <= site.as_of.to_utc());
        }
    }

    /// Whatever comes later, an edition that has closed keeps its place and its number.
    #[test]
    fn an_edition_keeps_its_number(articles in articles(), one in 0..80u64, other in 0..80u64) {
        let names = |today: u64| {
            let editions = saar::group::digest(&on(day(today), articles.clone())).editions;
            editions.into_iter().map(|e| (e.period.kind, e.period.until, e.number)).collect::<Vec<_>>()
        };
        let (early, late) = (names(one.min(other)), names(one.max(other)));
        let closed = |(_, until, _): &&(EditionKind, NaiveDate, u32)| *until <= day(one.min(other));
        prop_assert_eq!(early, late.iter().filter(closed).copied().collect::<Vec<_>>());
    }
}
