//! The pages of the project's own site, looked at from outside by a reader that is not the program's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::Value as Json;

use crate::html::{self, Tag, tags, text_of};
use crate::project::{Project, Tree, repository, tree};

/// The site of this repository, built once for all tests, and its pages read.
pub struct Own {
    pub files: Tree,
    pub pages: BTreeMap<String, Vec<Tag>>,
}

/// That site.
pub static OWN: LazyLock<Own> = LazyLock::new(|| {
    let place = Project::empty();
    let output = place.at("site").to_string_lossy().into_owned();
    let run = place.saar(&["build", &repository().to_string_lossy(), "--output", &output]);
    assert_eq!(run.code, 0, "{}", run.text);
    let files = tree(&place.at("site"));
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages = html.map(|(path, bytes)| (path.clone(), tags(std::str::from_utf8(bytes).expect("UTF-8")))).collect();
    Own { files, pages }
});

/// Where the project's own site stands.
pub const HOST: &str = "https://example.org";

/// The text of a file of the site.
pub fn text(path: &str) -> &'static str {
    let bytes = OWN.files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The JSON of a file of the site.
pub fn json(path: &str) -> Json {
    serde_json::from_str(text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn decoded(path: &str) -> String {
    saar::url::percent_decode(path).expect("good escapes")
}

/// The file at an address within the site.
pub fn file_of(path: &str) -> String {
    let path = decoded(path.split(['#', '?']).next().unwrap_or_default()).trim_start_matches('/').to_owned();
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

/// Whether a page asks not to be found.
pub fn noindex(page: &[Tag]) -> bool {
    page.iter().any(|t| t.get("name") == Some("robots") && t.get("content").is_some_and(|c| c.contains("noindex")))
}

/// Whether a page is a briefing, which carries its style in itself.
pub fn is_briefing(path: &str) -> bool {
    path.starts_with("briefings/") && path != "briefings/index.html"
}

/// Whether a page leads elsewhere.
pub fn redirect(page: &[Tag]) -> bool {
    page.iter().any(|tag| tag.get("http-equiv") == Some("refresh"))
}

#[test]
fn there_is_a_page_of_every_kind() {
    for path in [
        "index.html",
        "404.html",
        "elections/index.html",
        "elections/ls-2024/index.html",
        "elections/ls-2024/up/index.html",
        "elections/ls-2024/up/pc-43-kanpur/index.html",
        "rolls/index.html",
        "rolls/roll-sir-2026-up/index.html",
        "regions/index.html",
        "regions/up/index.html",
        "people/index.html",
        "parties/index.html",
        "parties/bjp/index.html",
        "sources/index.html",
        "topics/index.html",
        "claims/index.html",
        "calendar/index.html",
        "calendar/2024/index.html",
        "editions/index.html",
        "editions/2026-W06/index.html",
        "changes/index.html",
        "method/index.html",
        "about/index.html",
        "corrections/index.html",
        "feed.xml",
        "feed.json",
        "elections/ls-2024/feed.xml",
        "people/amit-shah/feed.json",
        "editions/feed.xml",
        "editions/feed.json",
        "changes/feed.xml",
        "changes/feed.json",
        "calendar/calendar.ics",
        "sitemap.xml",
        "news-sitemap.xml",
        "robots.txt",
        "site.webmanifest",
        "assets/icon.svg",
        "llms.txt",
        "data/datapackage.json",
        "data/claims.csv",
        "data/editions.json",
        "data/regions.json",
        "assets/style.css",
        "manifest.json",
    ] {
        assert!(OWN.files.contains_key(path), "{path} is missing");
    }
    assert!(OWN.files.keys().any(|path| path.starts_with("unnamed/")), "no page for articles that name no election");
}

/// The only page with a script, and the script as it is named there.
const SEARCH: &[(&str, &str)] =
    &[("search/index.html", "../assets/search.js"), ("en/search/index.html", "../../assets/search.js")];

/// The script of a search page, as the page names it.
fn script_of(path: &str) -> Option<&'static str> {
    SEARCH.iter().find(|(page, _)| *page == path).map(|(_, script)| *script)
}

#[test]
fn no_local_link_and_no_fragment_is_broken() {
    let anchors: BTreeMap<&String, BTreeSet<&str>> =
        OWN.pages.iter().map(|(path, page)| (path, page.iter().filter_map(|tag| tag.get("id")).collect())).collect();
    let (mut links, mut fragments) = (0, 0);
    for (path, page) in &OWN.pages {
        for link in page.iter().flat_map(Tag::addresses) {
            let outside =
                ["https://", "http://", "mailto:"].iter().any(|s| link.starts_with(s)) && !link.starts_with(HOST);
            if outside {
                continue;
            }
            let local = link.strip_prefix(HOST).unwrap_or(link);
            // found without a server too
            let local = if script_of(path) == Some(local) { "/assets/search.js" } else { local };
            assert!(local.starts_with('/') || local.starts_with('#'), "{path} has the relative link `{link}`");
            let target = if local.starts_with('#') { path.clone() } else { file_of(local) };
            assert!(OWN.files.contains_key(&target), "{path} links to {link}, and there is no {target}");
            links += 1;
            if let Some((_, fragment)) = local.split_once('#') {
                let fragment = decoded(fragment);
                assert!(anchors[&target].contains(fragment.as_str()), "{path} links to {link}: no such anchor");
                fragments += 1;
            }
        }
    }
    assert!(links > 5_000 && fragments > 200, "only {links} links and {fragments} fragments");
}

#[test]
fn every_page_has_its_head() {
    for (path, page) in &OWN.pages {
        let first = |name: &str| page.iter().find(|tag| tag.name == name);
        assert!(text(path).starts_with("<!doctype html>\n"), "{path}");
        let lang = first("html").and_then(|tag| tag.get("lang"));
        assert!(matches!(lang, Some("hi" | "en")), "{path}: lang {lang:?}");
        assert!(text_of(page, "title").is_some_and(|title| !title.trim().is_empty()), "{path} has no title");
        let canonical: Vec<&str> =
            page.iter().filter(|t| t.get("rel") == Some("canonical")).filter_map(|t| t.get("href")).collect();
        let moved = redirect(page);
        if path != "404.html" && !moved {
            let own = format!("{HOST}/{}", path.strip_suffix("index.html").unwrap_or(path));
            assert_eq!(canonical.iter().map(|c| decoded(c)).collect::<Vec<_>>(), [own], "{path}");
        }
        if !moved {
            assert_eq!(page.iter().filter(|tag| tag.name == "h1").count(), 1, "{path}: h1");
            assert!(text_of(page, "h1").is_some_and(|h1| !h1.trim().is_empty()), "{path}: an empty h1");
            assert_eq!(page.iter().filter(|tag| tag.name == "main").count(), 1, "{path}: main");
            for (name, least) in [("viewport", 1), ("description", 20)] {
                let found = page.iter().find(|t| t.get("name") == Some(name)).and_then(|t| t.get("content"));
                assert!(found.is_some_and(|c| c.chars().count() >= least), "{path}: {name} is {found:?}");
            }
        }
        assert_eq!(noindex(page), path == "404.html" || moved || is_briefing(path), "{path}: noindex");
    }
}

#[test]
fn nothing_runs_and_nothing_is_styled_in_a_page() {
    for (path, page) in &OWN.pages {
        let script = script_of(path);
        let search = script.is_some();
        for tag in page {
            let data = tag.name == "script" && tag.get("type") == Some("application/ld+json");
            let data = data || search && tag.get("src") == script && tag.text.is_empty();
            assert!(data || tag.name != "script", "{path} has a script");
            assert!(
                !matches!(tag.name.as_str(), "style" | "iframe" | "object" | "embed" | "form")
                    || tag.name == "style" && is_briefing(path)
                    || tag.name == "form" && search,
                "{path}: {}",
                tag.name
            );
            for (name, value) in &tag.attributes {
                assert!(name != "style" && !name.starts_with("on"), "{path}: <{} {name}=\"{value}\">", tag.name);
                assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{path}: {value}");
            }
            // those are addresses for search engines, and load nothing
            let named = tag.get("rel") == Some("canonical") || tag.get("hreflang").is_some();
            if matches!(tag.name.as_str(), "img" | "link" | "script" | "source") && !named {
                let own = |address: &&str| address.starts_with('/') || Some(*address) == script;
                let elsewhere = tag.addresses().find(|address| !own(address));
                assert_eq!(elsewhere, None, "{path} loads something from elsewhere");
            }
            if tag.name == "img" {
                assert!(tag.get("alt").is_some_and(|alt| !alt.trim().is_empty()), "{path}: an image without text");
            }
        }
    }
}

#[test]
fn ids_stand_once_and_elements_are_closed() {
    const VOID: &[&str] = &["meta", "link", "br", "hr", "img", "wbr", "input", "col", "source"];
    for (path, page) in &OWN.pages {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = Vec::new();
        for tag in page {
            if let Some(id) = tag.get("id") {
                assert!(seen.insert(id), "{path}: the id `{id}` stands twice");
            }
            match tag.name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{path}: </{name}>"),
                // elements of images are closed by a slash
                None if VOID.contains(&tag.name.as_str()) || tag.get("/").is_some() => {}
                None => open.push(&tag.name),
            }
        }
        assert_eq!(open, Vec::<&str>::new(), "{path}: open elements");
    }
}

#[test]
fn headings_jump_over_no_level() {
    for (path, page) in &OWN.pages {
        let mut last = 0;
        for tag in page {
            let Some(level) = tag.name.strip_prefix('h').and_then(|n| n.parse::<u32>().ok()) else { continue };
            assert!(level <= last + 1, "{path}: h{level} after h{last}: {}", tag.text);
            last = level;
        }
    }
}

/// Distinct articles of a subject in a region or inside it, worked out from the data of the articles.
fn filed(subject: &str, region: &str) -> BTreeSet<String> {
    let inside = |id: &str| id == region || id.starts_with(&format!("{region}/"));
    let articles = json("data/articles.json");
    let of = |value: &Json| {
        value.as_array().expect("a list").iter().filter_map(|v| v.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let wanted = articles.as_array().expect("a list").iter().filter(|article| {
        let regions = [of(&article["regions"]), of(&article["setting"])].concat();
        of(&article["subjects"]).contains(&subject.to_owned()) && regions.iter().any(|id| inside(id))
    });
    wanted.filter_map(|article| article["url"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_cell_counts_each_article_below_it_once() {
    for (subject, region) in [("ls-2024", "up"), ("vs-up-2022", "up"), ("vs-mp-2023", "mp"), ("vs-br-2025", "br")] {
        let wanted = filed(subject, region);
        assert!(!wanted.is_empty(), "{subject} {region}");
        let path = format!("elections/{subject}/{region}/index.html");
        let page = &OWN.pages[&path];
        let from = page.iter().position(|tag| tag.get("id") == Some("articles")).expect("the list of articles");
        let list: Vec<String> = page[from..]
            .iter()
            .take_while(|tag| tag.name != "/section")
            .filter_map(|tag| tag.get("href"))
            .filter(|link| link.starts_with("/articles/") && !link.ends_with("#family"))
            .map(|link| format!("{HOST}{link}"))
            .collect();
        assert_eq!(list.iter().cloned().collect::<BTreeSet<_>>(), wanted, "{path}");
        assert_eq!(list.len(), wanted.len(), "{path}: an article stands twice");
        assert_eq!(page[from + 1].text.trim(), wanted.len().to_string(), "{path}: the count beside the heading");
        let row = format!("\n{subject},{region},");
        let cells = text("data/cells.csv");
        let row = cells[cells.find(&row).expect("a row") + 1..].lines().next().expect("a line");
        assert_eq!(row.split(',').nth(3), Some(wanted.len().to_string().as_str()), "{row}");
    }
}

#[test]
fn moved_deadlines_are_struck_out_and_the_last_one_holds() {
    let page = &OWN.pages["rolls/roll-sir-2026-up/index.html"];
    let key = saar::text::fold::key;
    let struck: BTreeSet<String> = page.iter().filter(|tag| tag.name == "del").map(|tag| key(&tag.text)).collect();
    for day in
        ["4 दिसंबर 2025", "11 दिसंबर 2025", "9 दिसंबर 2025", "8 जनवरी 2026", "6 फरवरी 2026", "7 फरवरी 2026", "6 मार्च 2026"]
    {
        assert!(struck.contains(&key(day)), "{day} is not struck out: {struck:?}");
    }
    let in_force: BTreeSet<&str> = page.iter().filter_map(|tag| tag.get("datetime")).collect();
    for day in ["2025-12-26", "2026-01-06", "2026-03-06", "2026-03-27", "2026-04-10"] {
        assert!(in_force.contains(day), "{day} is not shown");
    }
    for day in ["26 दिसंबर 2025", "10 अप्रैल 2026"] {
        assert!(!struck.contains(&key(day)), "{day} holds, and is struck out");
    }
}

#[test]
fn seats_and_votes_of_one_number_are_two_claims() {
    let claims = json("data/claims.json");
    let claims = claims.as_array().expect("a list");
    let of = |unit: &str| claims.iter().filter(|c| c["value"] == "370" && c["unit"] == unit).count();
    let units: BTreeSet<&str> =
        claims.iter().filter(|c| c["value"] == "370").filter_map(|c| c["unit"].as_str()).collect();
    assert!(units.len() >= 2 && of("lok_sabha_seats") == 1, "370 has the units {units:?}");
    let ledger: String =
        OWN.pages.iter().filter(|(path, _)| path.starts_with("claims/")).map(|(path, _)| text(path)).collect();
    let rows: BTreeSet<&str> = ledger
        .split("<tr")
        .filter(|row| row.contains(">370 "))
        .filter_map(|row| row.split("<a href=\"").nth(1)?.split('"').next())
        .collect();
    assert!(rows.len() >= 2, "{rows:?}");
    assert_eq!(claims.len(), ledger.matches("<tr id=\"").count(), "the ledger has a row for each claim");
}

#[test]
fn every_claim_leads_to_a_sentence_that_holds_its_words() {
    for claim in json("data/claims.json").as_array().expect("a list") {
        let url = claim["url"].as_str().expect("an address");
        let (article, anchor) = url.split_once('#').expect("an anchor");
        let page = &OWN.pages[&file_of(article.strip_prefix(HOST).expect("an address of the site"))];
        let from = page.iter().position(|tag| tag.get("id") == Some(anchor)).unwrap_or_else(|| panic!("no {url}"));
        let mut depth = 0;
        let mut sentence = String::new();
        for tag in &page[from..] {
            depth += match tag.name.as_str() {
                "span" => 1,
                "/span" => -1,
                _ => 0,
            };
            if depth == 0 {
                break;
            }
            sentence.push_str(&tag.text);
        }
        let words = claim["words"].as_str().expect("words");
        assert!(saar::text::fold::find(&sentence, words).is_some(), "{url}: `{words}` is not in `{sentence}`");
    }
}

/// What is said of a date depends on the instant of the site: nothing that lies ahead of it is over.
#[test]
fn nothing_that_lies_ahead_is_said_to_be_held() {
    let held = saar::strings::of(saar::text::Language::HINDI)["subject_status.held"].clone();
    let as_of = json("manifest.json")["as_of"].as_str().expect("an instant")[..10].to_owned();
    for subject in json("data/subjects.json").as_array().expect("a list") {
        let dates = subject["calendar"].as_array().expect("dates");
        let last = dates.iter().filter_map(|d| d["date"].as_str()).max().unwrap_or_default();
        if last > as_of.as_str() {
            let id = subject["id"].as_str().expect("an id");
            assert_ne!(subject["status"], "held", "{id} has a date on {last}; the site is made for {as_of}");
            if let Some(page) = OWN.pages.get(&format!("elections/{id}/index.html")) {
                let facts =
                    page.iter().filter(|tag| tag.name == "dd" || tag.name == "b").any(|tag| tag.text.trim() == held);
                assert!(!facts, "the page of {id} says `{held}`; a date is on {last}, the site is made for {as_of}");
            }
        }
    }
}

#[test]
fn the_method_page_says_where_the_documents_come_from() {
    let page = text("method/index.html");
    assert!(page.contains("पांच") || page.contains('5'), "the five documents");
    assert!(html::text_of(&OWN.pages["method/index.html"], "main").is_some());
}
