//! The project's own site is the same on every machine: zone, locale, threads and place do not show.

use crate::project::{Project, Tree, assert_same, repository, tree};

/// Copies the project into a folder of a temporary one; `reversed` makes the files in the other order.
fn copy(folder: &str, reversed: bool) -> (Project, String) {
    let project = Project::empty();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for part in ["content", "templates"] {
        let found = tree(&repository().join(part));
        files.extend(found.into_iter().map(|(path, bytes)| (format!("{part}/{path}"), bytes)));
    }
    files.push(("site.yaml".to_owned(), std::fs::read(repository().join("site.yaml")).expect("settings")));
    if reversed {
        files.reverse();
    }
    for (path, bytes) in files {
        project.write(&format!("{folder}/{path}"), bytes);
    }
    (project, folder.to_owned())
}

fn build(copy: &(Project, String), arguments: &[&str], environment: &[(&str, &str)]) -> Tree {
    let (project, folder) = copy;
    let all = [&["build", folder.as_str()], arguments].concat();
    let run = project.run(&all, environment);
    assert_eq!(run.code, 0, "{}", run.text);
    tree(&project.at(folder).join("public"))
}

#[test]
fn zone_locale_threads_and_place_do_not_show() {
    let here = copy("site", false);
    let there = copy("another/place with spaces/चुनाव", true);
    let first = build(&here, &[], &[("TZ", "UTC"), ("LC_ALL", "C")]);
    assert!(first.len() > 100);
    // without the cache: a place that has its site would keep the files as they are
    let others = [
        (&here, &["--no-cache", "--threads", "1"][..], &[("TZ", "America/St_Johns"), ("LC_ALL", "hi_IN.UTF-8")][..]),
        (
            &there,
            &["--no-cache", "--threads", "2"],
            &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        ),
        (&there, &["--no-cache", "--threads", "8"], &[("TZ", "Asia/Kolkata"), ("COLUMNS", "40")]),
    ];
    for (place, arguments, environment) in others {
        assert_same(&first, &build(place, arguments, environment), &format!("{arguments:?} {environment:?}"));
    }
}

#[test]
fn the_order_of_findings_is_the_same_whatever_the_threads() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\n");
    for number in 0..60 {
        let region = ["up", "कानपुर", "Atlantis", "no"][number % 4];
        let people = format!("people: [अनूप अवस्थी, अनुप अवस्थी, A{}]\n", number % 7);
        project.write(
            &format!("content/{number:02}.md"),
            format!(
                "---\ntitle: T{}\ndate: 2024-04-{:02}\nregion: {region}\n{people}---\n[x](y{number}.md)\n",
                number % 5,
                1 + number % 28
            ),
        );
    }
    let first = project.saar(&["check", "--threads", "1"]);
    assert!(first.text.contains("similar-name"), "{}", first.text);
    for threads in ["2", "3", "8", "8", "8"] {
        assert_eq!(project.saar(&["check", "--threads", threads]).text, first.text, "{threads} threads");
    }
}
