//! What is written about the program agrees with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::project::{Project, repository};

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The view structs of the source: name, fields.
fn views() -> BTreeMap<String, BTreeSet<String>> {
    let mut views: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut open = None;
    let sources = ["mod", "article", "provenance", "subject", "edition", "briefing", "share"]
        .map(|name| read(&format!("src/view/{name}.rs")))
        .concat();
    for line in sources.lines() {
        if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.split([' ', '<']).next()) {
            views.insert(name.to_owned(), BTreeSet::new());
            open = Some(name.to_owned());
        } else if line == "}" {
            open = None;
        } else if let (Some(name), Some(field)) = (&open, line.trim_start().strip_prefix("pub ")) {
            let field = field.split(':').next().expect("a field").to_owned();
            views.get_mut(name).expect("an open struct").insert(field);
        }
    }
    views
}

/// The tables of a part of TEMPLATES.md: heading of the third level, names in the first column.
fn tables(part: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = read("TEMPLATES.md");
    let part = text.split(&format!("\n## {part}\n")).nth(1).unwrap_or_else(|| panic!("no part `{part}`"));
    let part = part.split("\n## ").next().expect("the part");
    part.split("\n### ")
        .skip(1)
        .map(|section| {
            let (heading, body) = section.split_once('\n').expect("a body");
            let rows = body.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
            (heading.trim().to_owned(), rows.map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn templates_md_lists_every_field_of_every_view() {
    let (views, tables) = (views(), tables("Views"));
    assert!(views.len() > 15, "the views were not understood");
    assert_eq!(views.keys().collect::<Vec<_>>(), tables.keys().collect::<Vec<_>>());
    for (name, fields) in views {
        assert_eq!(fields, tables[&name], "{name}");
    }
}

#[test]
fn templates_md_names_every_template() {
    let tables = tables("Templates and their values");
    let templates: BTreeSet<String> = fs::read_dir(repository().join("templates"))
        .expect("templates")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".html") || name.ends_with(".svg"))
        .collect();
    assert_eq!(templates, tables.keys().cloned().collect());
}

/// The variables of a page are those that an error of the program itself lists.
#[test]
fn templates_md_lists_the_variables_of_every_template() {
    for (template, documented) in tables("Templates and their values") {
        // a card stands on many pages, so it knows none; a briefing is no page of the site
        let alone = matches!(template.as_str(), "card.html" | "briefing.html" | "share.svg");
        let common: &[&str] = if alone { &["site", "t"] } else { &["page", "site", "t"] };
        let common: BTreeSet<String> = common.iter().map(|&name| name.to_owned()).collect();
        if template == "base.html" {
            continue;
        }
        let project = Project::small();
        project.write("site.yaml", "title: Test\nprovenance: true\nbriefings: [{editions: all}]\n");
        let person = "people: [अमित शाह]\naliases: [/old/]\nsummary: x\n";
        project.write("content/a.md", project.read("content/a.md").replacen("region:", &format!("{person}region:"), 1));
        project.write("content/pages/about.md", "---\ntitle: X\n---\nText.\n");
        let gone = "withdrawn: {date: 2024-04-28, reason: x}\nregion:";
        project.write(
            "content/b.md",
            project.read("content/a.md").replace("/old/", "/older/").replacen("region:", gone, 1),
        );
        project.write(&format!("templates/{template}"), "{{ no_such_variable }}");
        let run = project.saar(&["check"]);
        let listed =
            run.text.split("vailable variables: ").nth(1).unwrap_or_else(|| panic!("{template}: {}", run.text));
        let listed = listed.lines().next().expect("a line").split([',', '`']).map(str::trim);
        let listed: BTreeSet<String> = listed.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let documented: BTreeSet<String> = documented.into_iter().filter(|name| !name.contains('[')).collect();
        assert_eq!(listed, documented.union(&common).cloned().collect(), "{template}");
    }
}

#[test]
fn the_schemas_are_those_of_the_program() {
    for name in ["front-matter", "site", "report"] {
        let file = &format!("schemas/{name}.json");
        let run = Project::empty().saar(&["schema", name]);
        assert_eq!(run.code, 0);
        assert_eq!(read(file), run.text, "write it anew: saar schema {name} --plain > {file}");
        let schema: serde_json::Value = serde_json::from_str(&run.text).expect("JSON");
        assert!(schema["properties"].as_object().is_some_and(|keys| keys.len() > 7));
    }
}

/// A message that sends the reader to a file sends them to one that is there.
#[test]
fn files_that_messages_name_are_there() {
    let sources = walkdir::WalkDir::new(repository().join("src")).into_iter().filter_map(Result::ok);
    let mut named = BTreeSet::new();
    for entry in sources.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs")) {
        let text = fs::read_to_string(entry.path()).expect("UTF-8");
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "/.-_".contains(c)));
        let files = words.map(|word| word.trim_end_matches('.')).filter(|word| word.ends_with(".md"));
        named.extend(
            files
                .filter(|w| {
                    w.starts_with("docs/")
                        || w.chars().all(|c| c.is_ascii_uppercase() || c == '.' || c == 'm' || c == 'd')
                })
                .map(str::to_owned),
        );
    }
    named.remove(".md");
    assert!(named.contains("TEMPLATES.md"), "{named:?}");
    for file in named {
        let beside = repository().join("src/gazetteer/tables").join(&file);
        assert!(repository().join(&file).exists() || beside.exists(), "a message names {file}, which is not there");
    }
}

/// The anchors that the headings of a document make.
fn anchors(text: &str) -> BTreeSet<String> {
    let outside = text.split("```").step_by(2).flat_map(str::lines);
    let headings = outside.filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let word = |c: &char| c.is_alphanumeric() || " -_".contains(*c);
    headings.map(|heading| heading.to_lowercase().chars().filter(word).collect::<String>().replace(' ', "-")).collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let folders = ["", "docs"].map(|folder| repository().join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder").filter_map(Result::ok));
    let files: Vec<_> =
        files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    assert!(files.len() > 10);
    for path in files {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let outside = text.split("```").step_by(2);
        // what stands between backticks is an example
        for link in outside.flat_map(|part| part.split('`').step_by(2)).flat_map(|part| part.split("](").skip(1)) {
            let link = link.split(')').next().expect("a part");
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.contains(':') {
                continue;
            }
            let to = if file.is_empty() { path.clone() } else { path.with_file_name(file) };
            assert!(to.exists(), "{}: there is no {link}", path.display());
            if !anchor.is_empty() {
                let known = anchors(&fs::read_to_string(&to).expect("UTF-8"));
                assert!(known.contains(anchor), "{}: {link} has no such heading", path.display());
            }
        }
    }
}

/// The example of front matter that the first message shows is one that works.
#[test]
fn five_fields_are_enough() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\n");
    project.write(
        "content/a.md",
        "---\ntitle: T\ndate: 2024-04-28\nelection: ls-2024\nregion: up\nsource: ABP Live\n---\nText.\n",
    );
    let run = project.saar(&["check", "--fail-on", "info"]);
    assert_eq!(run.code, 0, "{}", run.text);
}

#[test]
fn help_names_every_command_and_option() {
    let help = Project::empty().saar(&["--help"]).text;
    for word in ["build", "check", "rules", "schema", "--quiet", "--threads", "--color"] {
        assert!(help.contains(word), "{word} is not in: {help}");
    }
    let build = Project::empty().saar(&["build", "--help"]).text;
    for word in ["--output", "--base-url", "--as-of", "--fail-on", "--report", "Example"] {
        assert!(build.contains(word), "{word} is not in: {build}");
    }
}
