//! The offline bundle: every link of its pages leads to a file of the folder, or out to the web.

use std::collections::BTreeSet;

use crate::html::tags;
use crate::project::{Project, Tree, assert_same, tree};
use crate::remember::SITE;

/// A project in two languages below a path, with pages of every kind and names that have to be escaped.
fn project() -> Project {
    let project = Project::empty();
    project
        .write("site.yaml", format!("title: T\ncontact: a@example.org\nbase_url: https://example.org/सार/d/\n{SITE}"));
    for number in 0..8 {
        let front = format!(
            "title: शीर्षक {number}\ndate: 2024-04-{:02}\nelection: e-one\nregion: up/agra\nparties: a\npeople: राम\n\
             topics: एक\naliases: [old/{number}, older/{number}.html]\nsource: {{outlet: Alpha, url: https://example.org/}}",
            number + 1
        );
        let body = "वाक्य।\n\n## एक भाग\n\n[यहाँ](#एक-भाग) [वहाँ](a1.md#एक-भाग) [चुनाव](/elections/e-one/) \
                    [सूची](</सूची 1?.pdf>)\n\n\
                    ![चित्र](चित्र%20%231%25.png)\n";
        project.write(&format!("content/a{number}.md"), format!("---\n{front}\n---\n{body}"));
    }
    let card = "<p><a href=\"{{ card.url }}\">{{ card.title }}</a> \
                <a href=\"{{ site.url }}search/?q=/a/&amp;b=c#main\">खोज</a></p>";
    project.write("templates/card.html", card);
    project.write("content/चित्र #1%.png", "not really a picture");
    project.write("content/files/सूची 1?.pdf", "not really a document");
    project.write("content/pages/about.md", "---\ntitle: परिचय\n---\n[पहला](../a1.md)\n");
    project.age();
    project
}

fn bundle(project: &Project, arguments: &[&str]) -> Tree {
    let run = project.saar(&[&["build", "--offline-bundle", "--fail-on", "warning"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.text);
    tree(&project.at("public-offline"))
}

/// What the link `address` on the page `from` leads to: a path from the root of the folder.
fn target(from: &str, address: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => assert!(folders.pop().is_some(), "{from} links to {address}, out of the folder"),
            name => folders.push(name),
        }
    }
    saar::url::percent_decode(&folders.join("/")).expect("good escapes")
}

#[test]
fn every_link_leads_to_a_file_or_to_the_web() {
    let files = bundle(&project(), &[]);
    let mut led_to = BTreeSet::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for tag in tags(std::str::from_utf8(bytes).expect("UTF-8")) {
            let moved = tag.get("content").filter(|_| tag.get("http-equiv") == Some("refresh"));
            for address in tag.addresses().chain(moved.and_then(|value| value.strip_prefix("0; url="))) {
                if ["https://", "mailto:", "data:", "#"].iter().any(|start| address.starts_with(start)) {
                    continue;
                }
                let target = target(path, address);
                assert!(files.contains_key(&target), "{path} links to {address}");
                led_to.insert(target);
            }
        }
    }
    // from every page to pages of every kind, in both languages
    for path in files.keys().filter(|path| path.ends_with("/index.html") && !path.starts_with("old")) {
        assert!(led_to.contains(path), "nothing leads to {path}");
    }
    for path in [
        "सूची 1?.pdf",
        "articles/2024/04/a0/chitra-1.png",
        "assets/style.css",
        "assets/search.js",
        "en/calendar/calendar.ics",
        "en/feed.xml",
    ] {
        assert!(led_to.contains(path), "nothing leads to {path}");
    }
}

/// Queries and fragments stay, addresses for the public too.
#[test]
fn addresses_are_those_of_the_site() {
    let project = project();
    let files = bundle(&project, &[]);
    let page = |path: &str| tags(std::str::from_utf8(&files[path]).expect("UTF-8"));
    let article = page("en/articles/2024/04/a0/index.html");
    let links: Vec<&str> = article.iter().filter_map(|tag| tag.get("href")).collect();
    for address in [
        "#main",
        "../../../../../en/articles/2024/04/a1/index.html#s-एक-भाग",
        "../../../../../en/elections/e-one/index.html",
        "https://example.org/%E0%A4%B8%E0%A4%BE%E0%A4%B0/d/articles/2024/04/a0/",
    ] {
        assert!(links.contains(&address), "{address} is not among {links:#?}");
    }
    assert!(page("index.html").iter().any(|tag| tag.get("href") == Some("./search/index.html?q=/a/&b=c#main")));
    let style = &files["assets/style.css"];
    assert!(!String::from_utf8_lossy(style).contains("url(\"/"), "the sheet leads to the root of a host");
    // the pages differ in nothing but this
    let online = project.build(&["--output", "public"]);
    let names = |tree: &Tree| tree.keys().cloned().collect::<BTreeSet<_>>();
    let left_out: Vec<String> = names(&online).difference(&names(&files)).cloned().collect();
    let served = ["404.html", "llms.txt", "news-sitemap.xml", "robots.txt", "site.webmanifest", "sitemap.xml"];
    assert_eq!(left_out, served);
    assert!(names(&files).is_subset(&names(&online)));
}

/// The bundle has a folder of its own; in one folder with the site, a build sees which of the two stands there.
#[test]
fn what_is_remembered_is_no_other_bundle() {
    let project = project();
    let online = project.build(&[]);
    let cold = bundle(&project, &["--no-cache"]);
    assert_same(&online, &project.site(), "the site beside the bundle");
    assert_same(&cold, &bundle(&project, &[]), "nothing has changed");
    let files = project.build(&["--offline-bundle", "--output", "public"]);
    assert_same(&cold, &files, "from the site to the bundle");
    assert_same(&online, &project.build(&[]), "and back");
    let text = project.read("content/a3.md");
    project.write("content/a3.md", format!("{text}\nएक और वाक्य।\n"));
    let warm = bundle(&project, &[]);
    assert_same(&bundle(&project, &["--no-cache"]), &warm, "a body is longer");
    assert_ne!(warm, cold);
}
