//! Guards: what stands between a wrong project and a good site, and that nothing of an older build shines through.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, SystemTime};

use crate::corpus;
use crate::project::{Project, Run, Tree, article, assert_same, tree};

const SETTINGS: &str =
    "title: T\ngazetteer: none\nmake: [articles, people, feed]\nregions: [{id: land, kind: country}]\n";

fn write(project: &Project, number: usize, more: &str) {
    let text = article(&format!("लेख {number}"), "2024-04-28", "land").replace("election: ls-2024\n", more);
    project.write(&format!("content/a{number:02}.md"), text);
}

/// A project with so many articles.
fn articles(count: usize) -> Project {
    let project = Project::empty();
    project.write("site.yaml", SETTINGS);
    (0..count).for_each(|number| write(&project, number, ""));
    project
}

fn remove(project: &Project, numbers: std::ops::Range<usize>) {
    numbers.for_each(|number| fs::remove_file(project.at(&format!("content/a{number:02}.md"))).expect("it was there"));
}

/// Everything in the folder of a project, with its times: files, folders, hidden ones too.
fn state(project: &Project) -> Vec<(String, SystemTime)> {
    let entries =
        walkdir::WalkDir::new(project.path()).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    let own = entries.filter(|entry| !entry.file_name().to_string_lossy().ends_with("saar-lock") && entry.depth() > 0);
    own.map(|entry| {
        let modified = entry.metadata().expect("it is there").modified().expect("a time");
        (entry.path().to_string_lossy().into_owned(), modified)
    })
    .collect()
}

/// The lines of a dry run that name files, without the reason.
fn listed(run: &Run) -> BTreeSet<String> {
    let lines = run.text.lines().filter(|line| ["+ ", "~ ", "- "].iter().any(|sign| line.starts_with(sign)));
    lines.map(|line| line.rsplit_once(" (").expect("a reason").0.to_owned()).collect()
}

/// What became of the files of a site, in the words of a dry run.
fn difference(before: &Tree, after: &Tree) -> BTreeSet<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differing = names.into_iter().filter(|name| before.get(*name) != after.get(*name) && *name != "manifest.json");
    let sign = |name: &String| match (before.contains_key(name), after.contains_key(name)) {
        (false, _) => '+',
        (_, false) => '-',
        _ => '~',
    };
    differing.map(|name| format!("{} {name}", sign(name))).collect()
}

/// A dry run lists what the build then does, and leaves everything as it is.
#[test]
fn a_dry_run_tells_what_the_build_does() {
    let project = articles(4);
    write(&project, 2, "people: [राम]\n");
    project.age();
    let mut before = Tree::new();
    type Step = (&'static str, fn(&Project), &'static [&'static str]);
    let steps: [Step; 8] = [
        ("new site", |_| (), &[]),
        ("content", |project| write(project, 4, "people: [सीता]\n"), &[]),
        ("content", |project| remove(project, 2..3), &[]),
        ("template", |project| project.write("templates/404.html", "nothing"), &[]),
        ("settings", |project| project.write("site.yaml", SETTINGS.replace("title: T", "title: U")), &[]),
        ("settings", |_| (), &["--base-url", "https://example.org/x/"]),
        ("settings, time", |_| (), &["--as-of", "2024-04-20", "--allow-shrink"]),
        ("time", |_| (), &["--as-of", "2024-05-20"]),
    ];
    for (reason, change, arguments) in steps {
        change(&project);
        let stands = state(&project);
        let dry = project.saar(&[&["build", "--dry-run"], arguments].concat());
        assert_eq!(dry.code, 0, "{reason}: {}", dry.text);
        assert_eq!(stands, state(&project), "{reason}");
        let why: BTreeSet<&str> = dry.text.lines().filter_map(|line| Some(line.rsplit_once(" (")?.1)).collect();
        assert_eq!(why, BTreeSet::from([&*format!("{reason})")]), "{}", dry.text);
        let after = project.build(arguments);
        assert_eq!(listed(&dry), difference(&before, &after), "{reason}");
        let again = project.saar(&[&["build", "--dry-run"], arguments].concat());
        assert!(again.text.contains("no file would change"), "{}", again.text);
        before = after;
    }
}

#[test]
fn as_many_files_may_go_as_are_allowed() {
    let project = articles(6);
    write(&project, 0, "people: [राम]\n");
    let before = project.build(&[]);
    remove(&project, 0..2);
    let dry = project.saar(&["build", "--dry-run"]);
    let gone = listed(&dry).iter().filter(|line| line.starts_with('-')).count();
    // two articles, the page of a person and the list of people
    assert_eq!(gone, 4, "{}", dry.text);
    for dry_run in [&[][..], &["--dry-run"], &["--no-cache"]] {
        let run = project.saar(&[&["build", "--fail-if-removed", "3"], dry_run].concat());
        assert_eq!(run.code, 6, "{}", run.text);
        assert!(run.text.contains("error: 4 files would be gone from the site"), "{}", run.text);
        assert_same(&before, &project.site(), "the old site");
    }
    let after = project.build(&["--fail-if-removed", "4"]);
    assert_eq!(difference(&before, &after).iter().filter(|line| line.starts_with('-')).count(), 4);
    project.build(&["--no-cache", "--fail-if-removed", "0"]);
}

/// A site of ten and more articles keeps half of them, and any site one; unless the loss is meant.
#[test]
fn a_site_does_not_shrink_by_mistake() {
    for (before, after, fine) in [
        (20, 9, false),
        (20, 10, true),
        (10, 4, false),
        (10, 5, true),
        (9, 1, true),
        (2, 1, true),
        (1, 0, false),
        (0, 0, true),
    ] {
        let project = articles(before);
        let old = project.build(&[]);
        remove(&project, after..before);
        for arguments in [&["build"][..], &["build", "--no-cache"]] {
            let run = project.saar(arguments);
            if fine {
                assert_eq!(run.code, 0, "{before} to {after}: {}", run.text);
            } else {
                assert_eq!(run.code, 6, "{before} to {after}: {}", run.text);
                assert!(run.text.contains(&format!("and would have {after}; if that is meant")), "{}", run.text);
                assert_same(&old, &project.site(), "the old site");
            }
        }
        let meant = project.build(&["--allow-shrink"]);
        // a build that finds nothing changed would not ask
        assert_same(&meant, &project.build(&["--no-cache"]), "what was meant stays");
    }
}

/// Articles that are withdrawn do not count as lost, and to lose their files does: whatever is remembered.
#[test]
fn withdrawn_articles_are_articles_to_the_guard() {
    let project = articles(20);
    project.build(&[]);
    (0..12).for_each(|number| write(&project, number, "withdrawn: {date: 2024-04-28, reason: x}\n"));
    let old = project.build(&[]);
    remove(&project, 0..12);
    for arguments in [&["build"][..], &["build", "--no-cache"]] {
        let run = project.saar(arguments);
        assert_eq!(run.code, 6, "{arguments:?}: {}", run.text);
        assert!(run.text.contains("the site has 20 articles and would have 8"), "{}", run.text);
        assert_same(&old, &project.site(), "the old site");
    }
}

/// Whatever changes between two builds, the second is the site that a build from nothing makes.
#[test]
fn nothing_of_an_older_build_shines_through() {
    let project = Project::empty();
    for (path, text) in corpus::project(9, 24) {
        project.write(&path, text.replace("| सीट | मत |", "![चित्र](picture.png)\n\n| सीट | मत |"));
    }
    let folders: BTreeSet<String> =
        corpus::project(9, 24).iter().filter_map(|(path, _)| Some(path.rsplit_once('/')?.0.to_owned())).collect();
    folders.iter().for_each(|folder| project.write(&format!("{folder}/picture.png"), "one picture"));
    let settings = project.read("site.yaml");
    type Step<'a> = (&'a str, &'a dyn Fn(), &'a [&'a str], &'a str);
    let picture = || project.write("content/2022/picture.png", "two picture");
    let steps: [Step; 8] = [
        ("another address", &|| (), &["--base-url", "https://example.com/a/"], "index.html"),
        ("a template", &|| project.write("templates/card.html", "<p>{{ card.title }}</p>"), &[], "index.html"),
        ("words", &|| project.write("templates/strings/hi.yaml", "ui:\n  home: घर-घर\n"), &[], "404.html"),
        ("settings", &|| project.write("site.yaml", format!("{settings}digits: devanagari\n")), &[], "index.html"),
        ("no template", &|| fs::remove_dir_all(project.at("templates")).expect("it was there"), &[], "index.html"),
        ("a picture of the same size", &picture, &[], "picture.png"),
        ("another day", &|| (), &["--as-of", "2024-01-01", "--allow-shrink"], "index.html"),
        ("the first settings", &|| project.write("site.yaml", &settings), &[], "index.html"),
    ];
    let mut before = project.build(&[]);
    for (what, change, arguments, file) in steps {
        change();
        project.age_all_but(&["content/2022/picture.png"]);
        // other builds, to other places
        project.build(&[&["--output", "elsewhere"], arguments].concat());
        let after = project.build(arguments);
        let cold = [&["build", "--no-cache", "--output", "cold"], arguments].concat();
        assert_eq!(project.saar(&cold).code, 0, "{what}");
        assert_same(&tree(&project.at("cold")), &after, what);
        assert_same(&tree(&project.at("cold")), &tree(&project.at("elsewhere")), what);
        let changed = difference(&before, &after);
        assert!(changed.iter().any(|line| line.ends_with(file)), "{what} changed {changed:?}");
        if what == "another address" {
            let old = after.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("example.org/digest"));
            assert_eq!(old.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<&String>::new());
        }
        before = after;
    }
}

/// Two projects with one folder for their sites: the one that is built last has it, whole.
#[test]
fn two_projects_with_one_output_do_not_mix() {
    let (one, other) = (articles(12), articles(7));
    other.write("site.yaml", SETTINGS.replace("title: T", "title: Other"));
    write(&other, 3, "people: [राम]\n");
    let output = one.at("shared").to_string_lossy().into_owned();
    for project in [&one, &other] {
        project.age();
        project.build(&[]);
    }
    for round in 0..2 {
        for (project, name) in [(&one, "one"), (&other, "other")] {
            let run = project.saar(&["build", "--output", &output, "--allow-shrink"]);
            assert_eq!(run.code, 0, "{}", run.text);
            assert_same(&project.site(), &tree(&one.at("shared")), &format!("{name}, round {round}"));
        }
    }
}

/// A cache that cannot be written costs time in the next build, and nothing in this one.
#[test]
fn a_cache_that_cannot_be_written_is_told() {
    let project = articles(3);
    let site = project.build(&[]);
    fs::remove_file(project.at(".public.saar-cache")).expect("it was there");
    project.write(".public.saar-cache/in-the-way", "");
    write(&project, 1, "people: [राम]\n");
    for round in 0..2 {
        let run = project.saar(&["build"]);
        assert_eq!(run.code, 0, "{}", run.text);
        let notes: Vec<&str> = run.text.lines().filter(|line| line.starts_with("note:")).collect();
        assert!(
            matches!(notes[..], [first, second] if first.contains("cannot be read") && second.contains("could not be written")),
            "round {round}: {}",
            run.text
        );
        assert!(project.entries().iter().all(|name| !name.ends_with("cache-new")), "{:?}", project.entries());
    }
    assert_ne!(site, project.site());
    fs::remove_dir_all(project.at(".public.saar-cache")).expect("it was there");
    assert_same(&project.build(&[]), &project.build(&["--no-cache"]), "afterwards");
}

/// The same where the folder around it is read-only: then nothing can be published, and the old site stays.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_keeps_its_site() {
    use std::os::unix::fs::PermissionsExt;
    let project = articles(3);
    let allow = |mode| fs::set_permissions(project.path(), fs::Permissions::from_mode(mode)).expect("our own folder");
    let site = project.build(&[]);
    write(&project, 1, "people: [राम]\n");
    allow(0o555);
    if fs::write(project.at("probe"), "").is_ok() {
        allow(0o755);
        println!("skipped: permissions do not bind this user, who is most likely root");
        return;
    }
    let run = project.saar(&["build"]);
    allow(0o755);
    assert_eq!(run.code, 3, "{}", run.text);
    assert_same(&site, &project.site(), "the old site");
}

/// What is reported is of this build and not of the one before: its instant, and how grave a date ahead is.
#[test]
fn findings_are_those_of_the_instant_that_was_asked_for() {
    let project = articles(2);
    let text = project.read("content/a01.md").replace("2024-04-28", "2999-04-28");
    project.write("content/a01.md", text);
    project.age();
    std::thread::sleep(Duration::from_millis(20));
    let report = |arguments: &[&str]| {
        let run = project.saar(&[&["build", "--report", "json"], arguments].concat());
        (run.code, run.text)
    };
    project.build(&["--as-of", "2024-05-10"]);
    for as_of in ["2024-05-11T10:00+05:30", "2024-05-12"] {
        assert_eq!(report(&["--as-of", as_of]), report(&["--as-of", as_of, "--no-cache"]), "{as_of}");
    }
    let now = ["--as-of", "now", "--fail-on", "warning"];
    assert_eq!(project.saar(&[&["build", "--no-cache"][..], &now].concat()).code, 1);
    assert_eq!(project.saar(&[&["build"][..], &now].concat()).code, 1);
}
