//! Inputs that mean the same give the same site.

use std::collections::BTreeMap;

use crate::project::{Project, Tree, assert_same, repository};

const TEXT: &str = "---\ntitle: बैठक\ndate: 2024-04-28\nelection: ls-2024\nregion: up/kanpur-nagar\nsource: {outlet: ABP Live, url: https://example.org/a}\nsummary: |\n  दो\n  पंक्तियां\nclaims:\n  - {value: 370, unit: lok_sabha_seats, kind: target, words: 370 सीटों का}\n---\n## बिहार\n\nभाजपा ने 370 सीटों\nका लक्ष्य रखा[^1]।\n\n```\ncode\n  more\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: टिप्पणी।\n";

/// The site without what says how its input was written.
fn shown(project: &Project) -> Tree {
    let mut tree = project.build(&[]);
    tree.remove("manifest.json").expect("a manifest");
    tree
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let written = |text: &str, settings: &str| {
        let project = Project::empty();
        project.write("site.yaml", settings);
        project.write("content/a.md", text);
        project.write("content/pages/about.md", text.replace("date: 2024-04-28\n", ""));
        shown(&project)
    };
    let settings = "title: Test\nregions:\n  - {id: up/x, kind: town, name_en: X}\n";
    let plain = written(TEXT, settings);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let bom = |text: &str| format!("\u{feff}{text}");
    assert_same(&plain, &written(&crlf(TEXT), &crlf(settings)), "CRLF");
    assert_same(&plain, &written(&bom(TEXT), &bom(settings)), "BOM");
    assert_same(&plain, &written(&bom(&crlf(TEXT)), &bom(&crlf(settings))), "both");
}

#[test]
fn the_folder_of_an_article_means_nothing() {
    let at = |path: &str| {
        let project = Project::empty();
        project.write("site.yaml", "title: Test\n");
        project.write(path, TEXT);
        shown(&project)
    };
    assert_same(&at("content/a.md"), &at("content/2019/deep/er/a.md"), "another folder");
}

#[test]
fn the_built_in_theme_as_a_projects_own_is_the_same_theme() {
    let plain = Project::empty();
    let own = Project::empty();
    for project in [&plain, &own] {
        project.write("site.yaml", "title: Test\n");
        project.write("content/a.md", TEXT);
    }
    for (path, bytes) in crate::project::tree(&repository().join("templates")) {
        own.write(&format!("templates/{path}"), bytes);
    }
    assert_same(&shown(&plain), &shown(&own), "the theme");
}

/// Every local link of every kind of file begins with the path of the site.
#[test]
fn a_sub_path_is_in_every_link() {
    let project = Project::small();
    project.write("content/b.md", TEXT.replace("title: बैठक", "title: और\naliases: [/old/]"));
    project.write("content/pages/about.md", "---\ntitle: X\n---\n[home](/) [a](../a.md)\n");
    let at_root = project.build(&["--base-url", "https://example.org/"]);
    let below = project.build(&["--base-url", "https://example.org/some/digest"]);
    assert_eq!(at_root.keys().collect::<Vec<_>>(), below.keys().collect::<Vec<_>>());
    let mut links = 0;
    for (path, bytes) in &below {
        let text = String::from_utf8_lossy(bytes);
        if path.ends_with(".html") {
            let tags = crate::html::tags(&text);
            for link in tags.iter().flat_map(crate::html::Tag::addresses).filter(|link| link.starts_with('/')) {
                assert!(link.starts_with("/some/digest/"), "{path} links to {link}");
                links += 1;
            }
        }
        if !path.ends_with(".css") && path != "manifest.json" {
            let bare = text.matches("https://example.org/").count();
            let whole = text.matches("https://example.org/some/digest/").count();
            let sources = text.matches("https://example.org/a").count() + text.matches("https://example.org/x").count();
            assert_eq!(bare, whole + sources, "{path} holds an address outside the site's path");
        }
    }
    assert!(links > 500, "only {links} links were looked at");
    // the same site, but for the path
    for (path, bytes) in &at_root {
        if path.ends_with(".html") {
            let moved = String::from_utf8_lossy(&below[path]).replace("/some/digest/", "/");
            assert_eq!(String::from_utf8_lossy(bytes), moved, "{path}");
        }
    }
}

#[test]
fn the_settings_and_the_option_give_the_same_base() {
    let mut trees = BTreeMap::new();
    for (name, settings, arguments) in [
        ("settings", "title: Test\nbase_url: https://example.org/x/\n", &[][..]),
        ("option", "title: Test\nbase_url: https://example.com/\n", &["--base-url", "https://example.org/x/"]),
    ] {
        let project = Project::small();
        project.write("site.yaml", settings);
        let mut tree = project.build(arguments);
        tree.remove("manifest.json");
        trees.insert(name, tree);
    }
    assert_same(&trees["settings"], &trees["option"], "the base");
}
