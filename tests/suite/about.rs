//! What the program says of itself: schemas with the names of a project, completions for shells, the manual page.

use std::process::{Command, Stdio};

use crate::project::{Project, finished};

/// What completes a value in an editor: the ids and names of a definition, with what they are completed to.
fn offered(schema: &str, definition: &str) -> Vec<(String, String)> {
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    let definition = &schema["definitions"][definition];
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let ids = definition["anyOf"].as_array().into_iter().flatten();
    let ids = ids.filter_map(|one| Some((text(&one["const"])?, text(&one["title"])?)));
    let names = definition["defaultSnippets"].as_array().into_iter().flatten();
    let names = names.filter_map(|one| Some((text(&one["label"])?, text(&one["body"])?)));
    ids.chain(names).collect()
}

#[test]
fn a_schema_has_the_names_of_its_project() {
    let project = Project::small();
    project.write(
        "site.yaml",
        "title: T\nlanguages: [hi, mr]\nregions: [{id: up/agra/fatehabad, kind: town, name_hi: फतेहाबाद}]\n\
         people: [{id: ajay-vishnoi, name_hi: अजय विश्नोई, name_en: Ajay Vishnoi}]\nlabels: {unit.tents: {hi: तंबू, en: tents}}\n",
    );
    let run = project.saar(&["schema", "front-matter"]);
    assert_eq!(run.code, 0, "{}", run.text);
    // an editor reads it whole
    assert!(run.text.len() < 1_000_000, "{} bytes", run.text.len());
    for (list, typed, meant) in [
        ("elections", "ls-2024", "लोकसभा चुनाव 2024"),
        ("regions", "आगरा · जिला", "up/agra"),
        ("regions", "Agra · लोकसभा", "up/pc-18-agra"),
        ("regions", "फतेहाबाद", "up/agra/fatehabad"),
        ("parties", "भाजपा", "bjp"),
        ("people", "अजय विश्नोई", "Ajay Vishnoi"),
        ("units", "तंबू", "tents"),
    ] {
        let all = offered(&run.text, list);
        let found = all.iter().any(|(label, other)| label.starts_with(typed) && other.contains(meant));
        assert!(found, "{typed} does not lead to {meant}");
    }
    let schema: serde_json::Value = serde_json::from_str(&run.text).expect("JSON");
    assert_eq!(schema["properties"]["language"]["anyOf"][0]["enum"], serde_json::json!(["en", "hi", "mr"]));
    let site = project.saar(&["schema", "site", "--root", "."]);
    assert!(offered(&site.text, "regions").iter().any(|(id, _)| id == "up/agra/fatehabad"));
}

#[test]
fn a_schema_without_a_project_is_the_plain_one() {
    let (none, small) = (Project::empty(), Project::small());
    let plain = none.saar(&["schema", "site"]).text;
    assert!(!plain.contains("definitions"));
    assert_eq!(plain, small.saar(&["schema", "site", "--plain"]).text);
    assert_ne!(plain, small.saar(&["schema", "site"]).text);
    let run = none.saar(&["schema", "site", "--root", "."]);
    assert!(run.code == 2 && run.text.contains("there is no `site.yaml`"), "{}", run.text);
    small.write("site.yaml", "titel: T\n");
    let run = small.saar(&["schema", "site"]);
    assert!(run.code == 2 && run.text.contains("did you mean `title`?"), "{}", run.text);
}

/// All commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = Project::empty().saar(&["--help"]).text;
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list of commands");
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<String> = names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect();
    assert!(names.len() > 10, "{help}");
    names
}

/// Runs a program of the machine with `text` as its standard input; `None` if there is no such program.
fn other(program: &str, arguments: &[&str], text: &str) -> Option<crate::project::Run> {
    let project = Project::empty();
    project.write("in", text);
    let input = std::fs::File::open(project.at("in")).expect("it was written");
    let output = Command::new(program).args(arguments).stdin(input).stderr(Stdio::piped()).output();
    if output.is_err() {
        println!("there is no {program} here");
    }
    output.ok().as_ref().map(finished)
}

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Project::empty().saar(&["completions", shell]);
        assert_eq!(run.code, 0);
        for command in commands() {
            assert!(run.text.contains(&command), "{shell}: {command}");
        }
    }
}

#[test]
fn bash_completes_what_is_begun() {
    let script = Project::empty().saar(&["completions", "bash"]).text;
    for (words, expected) in [
        ("saar bui", "build"),
        ("saar build --fail-on wa", "warning"),
        ("saar schema fr", "front-matter"),
        ("saar build --offl", "--offline-bundle"),
    ] {
        let ask = format!(
            "{script}\nset -e\nCOMP_WORDS=({words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             _saar saar \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"\necho \"${{COMPREPLY[@]}}\"\n"
        );
        let Some(run) = other("bash", &["--norc"], &ask) else { return };
        assert_eq!((run.code, run.text.trim()), (0, expected), "{words}");
    }
}

#[test]
fn the_manual_page_has_every_command() {
    let page = Project::empty().saar(&["man"]).text;
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{page}");
    let plain = page.replace('\\', "");
    for command in commands() {
        assert!(plain.contains(&format!("saar {command}\n")), "{command}");
    }
    for (program, arguments) in
        [("groff", &["-Kutf8", "-man", "-ww", "-Tutf8"][..]), ("mandoc", &["-Tlint", "-Werror"])]
    {
        let Some(run) = other(program, arguments, &page) else { continue };
        assert_eq!(run.code, 0, "{program}: {}", run.text);
        assert!(!run.text.contains(": warning:"), "{program}: {}", run.text);
    }
}
