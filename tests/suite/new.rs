//! `saar new` at a terminal: a pseudo-terminal asks, and a file answers.

use std::fs::File;
use std::process::Command;

use crate::project::{Project, finished};

#[test]
fn a_terminal_is_asked() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\n");
    project.write("answers", "रैली\n2024-04-02\nls-20\n1\nआगर\n2\nजनवाणी\n\n");
    let answers = File::open(project.at("answers")).expect("it was written");
    let saar = format!("{} new rally", env!("CARGO_BIN_EXE_saar"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &saar, "/dev/null"]).current_dir(project.path()).stdin(answers);
    let Ok(output) = script.output() else {
        println!("there is no program `script` here");
        return;
    };
    let run = finished(&output);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.text.contains("2  up/agra · आगरा, जिला, उत्तर प्रदेश"), "{}", run.text);
    let text = project.read("content/rally.md");
    assert!(text.contains("region: up/agra # आगरा"), "{text}");
    assert!(text.contains("source: {outlet: \"जनवाणी\"}"), "{text}");
}
