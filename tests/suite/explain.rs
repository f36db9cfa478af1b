//! `saar explain`: what it says of edits is what they do.

use std::collections::BTreeSet;
use std::fs;

use saar::explain::{Asked, Explanation, explain};
use saar::pipeline::Built;

use crate::corpus::Random;
use crate::project::{Project, repository};
use crate::remember::{SITE, build, options, random_article};

fn explained(project: &Project, target: &str) -> Explanation {
    let asked = Asked { text: target, file: None };
    let (explanation, _, _) = explain(&options(project, "public", true, None), asked).expect("an explanation");
    explanation.expect("settings that can be used")
}

/// The files that a section names, which has to be short enough to name all.
fn named(explanation: &Explanation, section: &str) -> Option<BTreeSet<String>> {
    let section = explanation.sections.iter().find(|other| other.name == section)?;
    let addresses = section.facts.iter().map(|fact| fact.address.as_deref().expect("all are told"));
    let file = |path: &str| saar::model::page::file_of(path.trim_start_matches('/'));
    let files: BTreeSet<String> = addresses.map(file).collect();
    assert_eq!(Some(files.len()), section.total);
    Some(files)
}

/// The files that differ from those of the build before, beside the manifest.
fn changed(built: Built) -> BTreeSet<String> {
    let changes = built.changes.expect("a site that was published");
    let all = [changes.added, changes.changed, changes.removed].into_iter().flat_map(|files| files.to_vec());
    all.filter(|file| file != "manifest.json").collect()
}

/// Builds, edits the article as `edit` says, builds again, and undoes it: what changed.
fn edited(project: &Project, path: &str, edit: &dyn Fn(&str) -> String) -> BTreeSet<String> {
    let before = fs::read_to_string(project.at(path)).expect("an article");
    build(project, "public", true, None);
    project.write(path, edit(&before));
    let changed = changed(build(project, "public", true, None));
    project.write(path, before);
    build(project, "public", true, None);
    changed
}

#[test]
fn an_edit_touches_the_files_that_were_told() {
    let mut tried = 0;
    for seed in 0..2 {
        let (project, mut random) = (Project::empty(), Random::new(seed));
        // feeds of one language are few enough to be told one by one
        project.write("site.yaml", format!("title: T\n{}", SITE.replace("languages: [hi, en]", "languages: [hi]")));
        for number in 0..5 {
            project.write(&format!("content/a{number}.md"), random_article(&mut random, number));
        }
        for number in 0..5 {
            let path = format!("content/a{number}.md");
            // without a build before, and with one
            let told = explained(&project, &path);
            let Some(title) = named(&told, "touched_by_title") else { continue };
            let text = named(&told, "touched_by_text").expect("both");
            build(&project, "public", true, None);
            assert_eq!(explained(&project, &path).sections, told.sections, "seed {seed}, {path}");
            let word = "संपादित";
            let in_title = |text: &str| {
                let line = text.lines().find(|line| line.starts_with("title: ")).expect("a title").to_owned();
                text.replacen(&line, &format!("{line} {word}"), 1)
            };
            assert_eq!(edited(&project, &path, &in_title), title, "title of {path}, seed {seed}");
            let in_text = |text: &str| format!("{}\n\n{word}\n", text.trim_end());
            assert_eq!(edited(&project, &path, &in_text), text, "text of {path}, seed {seed}");
            assert!(title.len() > text.len(), "a title stands in lists: {title:?}");
            if told.sections.iter().any(|section| section.name == "claims") {
                let claim = explained(&project, &format!("{}#claim-1", told.address.expect("one")));
                let value = named(&claim, "touched_by_value").expect("a claim on the site");
                let in_value = |text: &str| {
                    let value = text.split("claims: [{value: ").nth(1).and_then(|rest| rest.split(',').next());
                    let value: u32 = value.and_then(|value| value.parse().ok()).expect("a number");
                    text.replacen(&format!("{{value: {value},"), &format!("{{value: {},", value + 1), 1)
                };
                assert_eq!(edited(&project, &path, &in_value), value, "value of {path}, seed {seed}");
            }
            tried += 1;
        }
    }
    assert!(tried > 4, "only {tried} articles were on the site");
}

#[test]
fn the_example_in_the_guide_is_what_is_printed() {
    let guide = fs::read_to_string(repository().join("docs/explain.md")).expect("a guide");
    let example = guide.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let project = Project::empty();
    let files = guide.split("```text\n-- ").nth(1).and_then(|rest| rest.split("```").next()).expect("a project");
    for part in format!("-- {files}").split("-- ").filter(|part| part.contains(" --\n")) {
        let (path, text) = part.split_once(" --\n").expect("a file");
        project.write(path, text);
    }
    let run = project.saar(&["explain", "/regions/up/", "--json"]);
    assert_eq!((run.code, run.text.as_str()), (0, example));
}
