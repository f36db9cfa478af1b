//! Briefings of the project's own site, and what makes them anew.

use std::collections::BTreeSet;

use base64::Engine as _;
use sha2::Digest as _;

use crate::html::{Tag, tags};
use crate::output::{OWN, is_briefing, json};
use crate::project::{Project, article};

fn briefings() -> impl Iterator<Item = (&'static String, &'static Vec<Tag>)> {
    OWN.pages.iter().filter(|(path, _)| is_briefing(path))
}

#[test]
fn a_briefing_is_one_file_whose_policy_names_its_one_style() {
    assert!(briefings().count() > 20, "the project's own site has briefings");
    for (path, page) in briefings() {
        let styles: Vec<&Tag> = page.iter().filter(|tag| tag.name == "style").collect();
        let [style] = styles.as_slice() else { panic!("{path} has {} styles", styles.len()) };
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style.text.as_bytes()));
        let policy = page.iter().find(|tag| tag.get("http-equiv") == Some("Content-Security-Policy"));
        let policy = policy.and_then(|tag| tag.get("content")).expect("a policy");
        assert!(policy.contains(&format!("style-src 'sha256-{hash}'")), "{path}: {policy}");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        for tag in page.iter().filter(|tag| tag.get("src").is_some() || tag.name == "link") {
            let loads = tag.get("src").is_some_and(|src| !src.starts_with("data:image/"));
            let other = tag.name == "link" && tag.get("rel") != Some("canonical");
            assert!(!loads && !other, "{path} loads something: {tag:?}");
        }
    }
}

#[test]
fn every_number_leads_to_its_source_and_every_source_has_an_address() {
    for (path, page) in briefings() {
        let ids: BTreeSet<&str> = page.iter().filter_map(|tag| tag.get("id")).collect();
        let targets: Vec<&str> = page.iter().filter_map(|tag| tag.get("href")?.strip_prefix('#')).collect();
        assert!(!targets.is_empty(), "{path}: nothing is numbered");
        for target in targets {
            assert!(ids.contains(target), "{path}: nothing has the id {target}");
        }
        for tag in page.iter().filter_map(|tag| tag.get("href")).filter(|href| !href.starts_with('#')) {
            assert!(
                tag.starts_with("https://") || tag.starts_with("http://") || tag.starts_with("mailto:"),
                "{path}: {tag}"
            );
        }
    }
}

#[test]
fn the_manifest_lists_the_id_that_is_printed() {
    let listed = json("manifest.json")["briefings"].clone();
    let listed = listed.as_object().expect("briefings");
    for (path, page) in briefings() {
        let printed = page.iter().find(|tag| tag.get("class") == Some("id")).map(|tag| tag.text.trim());
        assert_eq!(printed, listed[path].as_str(), "{path}");
    }
}

#[test]
fn the_id_of_an_old_edition_stays_when_something_new_comes() {
    let project = Project::small();
    project
        .write("site.yaml", "title: Test\nbriefings:\n  - {editions: weekly, sections: [regions, sources, texts]}\n");
    let old = "briefings/2024-W17-hi.html";
    let build = |output: &str| {
        let run = project.saar(&["build", "--output", output, "--fail-on", "never"]);
        assert_eq!(run.code, 0, "{}", run.text);
        std::fs::read_to_string(project.at(output).join(old)).expect("the briefing")
    };
    let before = build("one");
    // the first of its party, people and place would change the menu, which is on every page
    project.write("content/b.md", article("एक और बैठक", "2024-05-08", "up/kanpur-nagar"));
    assert_eq!(before, build("two"));
    project.write("content/a.md", article("कानपुर में सभा", "2024-04-28", "up/kanpur-nagar"));
    let after = build("two");
    let id = |html: &str| tags(html).iter().find(|tag| tag.get("class") == Some("id")).map(|tag| tag.text.clone());
    assert_ne!(id(&before), id(&after));
}

#[test]
fn without_the_part_there_are_none() {
    let project = Project::small();
    project.write("site.yaml", "title: Test\nmake: [articles, editions]\nbriefings: [{editions: all}]\n");
    let run = project.saar(&["build"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(!project.at("public/briefings").exists());
}

#[cfg(feature = "pdf")]
#[test]
fn what_cannot_be_printed_is_an_error_at_its_place() {
    let project = Project::small();
    project.write("site.yaml", "title: Test\nbriefings: [{editions: all, sections: [sources, texts]}]\n");
    let good = project.read("content/a.md");
    project.write("content/a.md", format!("{good}\nयह \u{1f600} है।\n"));
    let run = project.saar(&["build"]);
    assert_eq!(run.code, 1, "{}", run.text);
    assert!(run.text.contains("error[missing-glyph]: ") && run.text.contains("(U+1F600)"), "{}", run.text);
    assert!(run.text.contains("--> content/a.md:"), "{}", run.text);
    project.write("content/p.png", "not really a picture");
    project.write("content/a.md", format!("{good}\n![चित्र](p.png)\n"));
    let run = project.saar(&["build"]);
    assert!(run.text.contains("error[bad-picture]: ") && run.text.contains("content/p.png"), "{}", run.text);
    assert!(!project.at("public").exists(), "nothing is published");
}
