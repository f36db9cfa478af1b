//! Share images of the project's own site: which pages have one, and which one every page names.

use std::collections::BTreeSet;

use crate::html::Tag;
use crate::output::{HOST, OWN, file_of, is_briefing, redirect};

/// The content of a `meta` element.
fn meta<'a>(page: &'a [Tag], name: &str) -> Option<&'a str> {
    let named = |tag: &&Tag| tag.get("property") == Some(name) || tag.get("name") == Some(name);
    page.iter().find(named).and_then(|tag| tag.get("content"))
}

#[test]
fn site_subjects_states_and_editions_have_a_picture_and_no_other_page() {
    let own: BTreeSet<&String> = OWN.files.keys().filter(|path| path.ends_with("share.png")).collect();
    for language in ["", "en/"] {
        for page in ["", "elections/ls-2024/", "rolls/roll-sir-2026-up/", "regions/up/", "editions/2024-W18/"] {
            assert!(own.contains(&format!("{language}{page}share.png")), "{language}{page}");
        }
    }
    for path in &own {
        let local = path.strip_prefix("en/").unwrap_or(path);
        let parts: Vec<&str> = local.split('/').collect();
        let listed = matches!(parts[..], ["share.png"] | ["elections" | "rolls" | "regions" | "editions", _, _]);
        assert!(listed && OWN.pages.contains_key(&path.replace("share.png", "index.html")), "{path}");
    }
}

#[test]
fn pictures_are_small_and_of_one_size() {
    for (path, bytes) in OWN.files.iter().filter(|(path, _)| path.ends_with("share.png")) {
        // the header of PNG: signature, then `IHDR` with width and height
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\x02\x76"), "{path}");
        assert!(bytes.len() < 60_000, "{path} has {} bytes", bytes.len());
    }
}

#[test]
fn every_page_names_a_picture_that_is_there() {
    let mut own = 0;
    for (path, page) in OWN.pages.iter().filter(|(path, page)| !is_briefing(path) && !redirect(page)) {
        let url = meta(page, "og:image").unwrap_or_else(|| panic!("{path} names no picture"));
        let file = file_of(url.strip_prefix(HOST).unwrap_or_else(|| panic!("{path}: {url}")));
        assert!(OWN.files.contains_key(&file), "{path}: {url}");
        assert_eq!(file.starts_with("en/"), path.starts_with("en/"), "{path}: {url}");
        assert_eq!(meta(page, "og:image:width"), Some("1200"));
        assert_eq!(meta(page, "og:image:height"), Some("630"));
        assert_eq!(meta(page, "twitter:card"), Some("summary_large_image"));
        assert!(meta(page, "og:image:alt").is_some_and(|alt| !alt.trim().is_empty()), "{path}");
        let beside = path.replace("index.html", "share.png");
        if OWN.files.contains_key(&beside) && path.ends_with("index.html") {
            assert_eq!(file, beside);
            own += 1;
        }
    }
    assert!(own > 100, "{own}");
    for (path, picture) in [
        ("elections/ls-2024/up/kanpur-nagar/index.html", "elections/ls-2024/share.png"),
        ("en/elections/ls-2024/up/index.html", "en/elections/ls-2024/share.png"),
        ("regions/up/kanpur-nagar/index.html", "regions/up/share.png"),
        ("people/index.html", "share.png"),
    ] {
        assert_eq!(meta(&OWN.pages[path], "og:image"), Some(&*format!("{HOST}/{picture}")), "{path}");
    }
}
