//! A new project builds at once, without a finding.

use crate::project::{Project, tree};

#[test]
fn each_new_project_builds_without_a_finding() {
    for arguments in [&["--language", "hi"][..], &["--language", "en"], &["--other-country"]] {
        let project = Project::empty();
        let run = project.saar(&[&["init", "my-digest"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.text);
        let run = project.saar(&["check", "my-digest", "--fail-on", "info"]);
        assert_eq!(run.code, 0, "{}", run.text);
        assert!(run.text.starts_with("checked 2 articles"), "{}", run.text);
        let run = project.saar(&["build", "my-digest"]);
        assert_eq!(run.code, 0, "{}", run.text);
        assert!(project.at("my-digest/public/index.html").exists());
    }
}

#[test]
fn nothing_is_written_over() {
    let project = Project::empty();
    project.write("content/second.md", "mine");
    let before = tree(project.path());
    let run = project.saar(&["init", "."]);
    assert_eq!(run.code, 2, "{}", run.text);
    assert!(run.text.contains("content/second.md` is there already"), "{}", run.text);
    assert_eq!(before, tree(project.path()));
}
