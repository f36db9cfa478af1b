//! Sitemaps, feeds, calendar and data of the project's own site, read by parsers that are not the program's.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::html::Tag;
use crate::output::{HOST, OWN, file_of, json, noindex, text};

#[test]
fn the_sitemap_lists_every_page_and_nothing_else() {
    let document = roxmltree::Document::parse(text("sitemap.xml")).expect("XML");
    let listed: BTreeSet<String> = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
        .map(|node| file_of(node.text().and_then(|url| url.strip_prefix(HOST)).expect("an address of the site")))
        .collect();
    let pages: BTreeSet<String> =
        OWN.pages.iter().filter(|(_, page)| !noindex(page)).map(|(path, _)| path.clone()).collect();
    assert_eq!(listed, pages);
    assert!(text("robots.txt").contains(&format!("Sitemap: {HOST}/sitemap.xml")));
    let news = roxmltree::Document::parse(text("news-sitemap.xml")).expect("XML");
    for node in news.descendants().filter(|node| node.tag_name().name() == "loc") {
        let path = file_of(node.text().and_then(|url| url.strip_prefix(HOST)).expect("an address of the site"));
        assert!(OWN.pages.contains_key(&path), "{path}");
    }
}

#[test]
fn atom_feeds_are_well_formed_and_lead_somewhere() {
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    let mut entries = 0;
    for path in OWN.files.keys().filter(|path| path.ends_with("feed.xml")) {
        let document = roxmltree::Document::parse(text(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let feed = document.root_element();
        assert!(feed.has_tag_name((ATOM, "feed")), "{path}");
        let mut ids = BTreeSet::new();
        let nodes = [feed].into_iter().chain(feed.children().filter(|node| node.has_tag_name((ATOM, "entry"))));
        for node in nodes {
            let child = |name: &str| node.children().find(|c| c.has_tag_name((ATOM, name))).and_then(|c| c.text());
            assert!(child("title").is_some_and(|title| !title.trim().is_empty()), "{path}: a title is missing");
            let updated = child("updated").unwrap_or_default();
            assert!(chrono::DateTime::parse_from_rfc3339(updated).is_ok(), "{path}: updated `{updated}`");
            assert!(ids.insert(child("id").expect("an id")), "{path}: an id stands twice");
            for link in node.children().filter(|c| c.has_tag_name((ATOM, "link"))) {
                let address = link.attribute("href").expect("an address");
                let local = address.strip_prefix(HOST).map(file_of);
                assert!(local.is_none_or(|file| OWN.files.contains_key(&file)), "{path}: {address}");
            }
            entries += usize::from(node != feed);
        }
    }
    assert!(entries > 200, "only {entries} entries");
}

#[test]
fn json_feeds_have_the_articles_of_their_atom_feeds() {
    for path in OWN.files.keys().filter(|path| path.ends_with("feed.json")) {
        let feed = json(path);
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{path}");
        assert_eq!(file_of(feed["feed_url"].as_str().and_then(|url| url.strip_prefix(HOST)).expect("feed_url")), *path);
        let items = feed["items"].as_array().expect("items");
        let addresses: Vec<&str> = items.iter().filter_map(|item| item["url"].as_str()).collect();
        assert_eq!(addresses.len(), items.len());
        for address in &addresses {
            let file = file_of(address.strip_prefix(HOST).expect("an address of the site"));
            assert!(OWN.files.contains_key(&file), "{path}: {address}");
        }
        let atom = text(&path.replace("feed.json", "feed.xml"));
        assert_eq!(atom.matches("<entry").count(), items.len(), "{path}");
        assert!(addresses.iter().all(|address| atom.contains(address)), "{path}");
    }
}

#[test]
fn the_calendar_is_what_calendars_can_read() {
    let calendar = text("calendar/calendar.ics");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(!calendar.replace("\r\n", "").contains(['\r', '\n']), "lines end in CRLF");
    for line in calendar.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
    }
    let unfolded = calendar.replace("\r\n ", "");
    let mut open: Vec<&str> = Vec::new();
    let mut fields: BTreeSet<&str> = BTreeSet::new();
    let mut uids = BTreeSet::new();
    let mut events = 0;
    for line in unfolded.trim_end().split("\r\n") {
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no value: {line}"));
        let name = name.split(';').next().unwrap_or(name);
        match name {
            "BEGIN" => {
                open.push(value);
                fields.clear();
            }
            "END" => {
                assert_eq!(open.pop(), Some(value));
                if value == "VEVENT" {
                    events += 1;
                    assert!(["UID", "DTSTAMP", "DTSTART", "SUMMARY"].iter().all(|f| fields.contains(f)), "{fields:?}");
                }
            }
            "UID" => assert!(uids.insert(value), "{value} stands twice"),
            _ => {}
        }
        fields.insert(name);
    }
    assert!(open.is_empty() && events > 50, "{events} events");
    assert!(unfolded.contains("DTSTART;VALUE=DATE:20240604"), "the counting day of 2024");
}

#[test]
fn every_file_of_data_parses() {
    for (path, bytes) in &OWN.files {
        if path.ends_with(".json") {
            json(path);
        } else if path.ends_with(".csv") {
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let columns = reader.headers().expect("a head").len();
            let rows: Vec<csv::StringRecord> =
                reader.records().collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns), "{path}");
        }
    }
    let package = json("data/datapackage.json");
    let resources = package["resources"].as_array().expect("resources");
    for resource in resources {
        let path = format!("data/{}", resource["path"].as_str().expect("a path"));
        assert!(OWN.files.contains_key(&path), "{path}");
        if let (Some(fields), true) = (resource["schema"]["fields"].as_array(), path.ends_with(".csv")) {
            let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
            assert_eq!(text(&path).lines().next(), Some(names.join(",").as_str()), "{path}");
        }
    }
    let described = resources.len() + 1;
    assert_eq!(described, OWN.files.keys().filter(|path| path.starts_with("data/")).count());
}

#[test]
fn json_ld_cites_the_source_and_claims_no_authorship() {
    let mut articles = 0;
    for (path, page) in &OWN.pages {
        let scripts: Vec<&Tag> = page.iter().filter(|tag| tag.name == "script" && tag.get("src").is_none()).collect();
        for script in scripts {
            let data: Json = serde_json::from_str(&script.text).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_eq!(data["@context"], "https://schema.org", "{path}");
            let all = data.to_string();
            for word in ["\"author\"", "\"NewsArticle\"", "\"ClaimReview\"", "\"reviewRating\""] {
                assert!(!all.contains(word), "{path} holds {word}");
            }
            articles += usize::from(path.starts_with("articles/") && all.contains("\"citation\""));
        }
    }
    let known = |source: &Json| !(source["outlet"].is_null() && source["url"].is_null());
    let data = json("data/articles.json");
    let data = data.as_array().expect("a list");
    let cited =
        data.iter().filter(|article| article["sources"].as_array().is_some_and(|s| s.iter().any(known))).count();
    assert!(articles == cited && cited >= 20, "{articles} pages cite their source; {cited} articles name one");
}
