//! Time as data: one instant decides what is shown, and between two instants of change nothing differs.

use crate::project::{Project, article};

/// A date after the clock is most likely an error; after an instant that was asked for it is none.
#[test]
fn a_date_after_the_clock_is_a_warning() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\n");
    project.write("content/a.md", article("a", "2024-04-28", "up"));
    project.write("content/b.md", article("b", "2999-04-28", "up"));
    let run = project.saar(&["check", "--as-of", "now"]);
    assert!(run.text.contains("warning[future-date]: this article is dated after 2"), "{}", run.text);
    let run = project.saar(&["check", "--as-of", "2024-05-01"]);
    assert!(
        run.text.contains("info[left-out]: this article is left out: it is dated after 2024-05-01"),
        "{}",
        run.text
    );
}

/// The variable of reproducible builds is the instant where the command line gives none.
#[test]
fn source_date_epoch_is_the_instant() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\n");
    project.write("content/a.md", article("a", "2024-04-28", "up"));
    project.write("content/b.md", article("b", "2024-05-28", "up"));
    let built = |epoch: &str, arguments: &[&str]| {
        let mut command = project.command(&[&["build"], arguments].concat());
        let output = command.env("SOURCE_DATE_EPOCH", epoch).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // 1 May 2024
    assert!(built("1714521600", &[]).1.contains("from 1 article into"));
    assert!(built("1714521600", &["--as-of", "2024-06-01"]).1.contains("from 2 articles into"));
    // no article is left, which has to be meant
    assert_eq!(built("0", &[]).0, Some(6));
    assert_eq!(built("0", &["--allow-shrink"]).0, Some(0));
    for wrong in ["-1", "x", "", "9223372036854775808", "1.5", "253402300800"] {
        let (code, text) = built(wrong, &[]);
        assert_eq!(code, Some(2), "{wrong}: {text}");
        assert!(text.contains("SOURCE_DATE_EPOCH"), "{text}");
    }
}

/// The first deadline of the roll revision of Uttar Pradesh was moved: a past day shows what held then.
#[test]
fn a_deadline_stands_as_it_was_announced_by_the_day() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\nlanguage: en\n");
    let text = article("a", "2026-01-15", "up").replace("election: ls-2024", "roll: roll-sir-2026-up");
    project.write("content/a.md", text);
    // the row of the last day for claims and objections
    let row = |day: &str| {
        project.build(&["--as-of", day]);
        let page = project.read("public/rolls/roll-sir-2026-up/index.html");
        page.lines().find(|line| line.contains("Last day for claims")).expect("a row").to_owned()
    };
    let before = row("2026-01-20");
    assert!(before.contains(">6 February 2026</time>") && !before.contains("6 March 2026"), "{before}");
    let after = row("2026-02-10");
    assert!(after.contains(">6 March 2026</time>") && after.contains("<del>6 February 2026</del>"), "{after}");
}
