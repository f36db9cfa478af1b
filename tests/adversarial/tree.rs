//! What a text cannot hold: links, pipes, long names, folders in wrong places, and the strings of S-01 in every field.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::project::{article, tree};
use crate::sandbox::{Outcome, Sandbox};

/// Strings that lead elsewhere where somebody takes them for a path, as YAML has them between double quotes.
const ELSEWHERE: &[&str] = &[
    "../../etc/x",
    "..%2f..%2fx",
    "%2e%2e/",
    "....//",
    "..\\\\..\\\\x",
    "/abs/evil",
    "C:\\\\x",
    "\\\\\\\\host\\\\share",
    "~root",
    "a/../../b",
    ".",
    "..",
    "",
    ".git",
    ".htaccess",
    "a\\0b",
    "con",
    "a\\nb",
];

/// A good article but for one line.
fn with(line: &str, title: &str) -> String {
    let key = format!("\n{}: ", line.split(':').next().unwrap_or_default());
    let text = article(title, "2024-04-28", "up/kanpur-nagar");
    let Some(start) = text.find(&key) else { return text.replacen("\n---\n", &format!("\n{line}\n---\n"), 1) };
    let end = start + 1 + text[start + 1..].find('\n').expect("a line");
    format!("{}\n{line}{}", &text[..start], &text[end..])
}

/// Every file of the site has a name of which no system makes anything else.
fn assert_tame(sandbox: &Sandbox) {
    for path in tree(&sandbox.at("public")).keys().filter(|path| !path.starts_with("assets/")) {
        let tame = |part: &str| !part.starts_with(['.', '-']) && !part.ends_with('.') && part.len() <= 129;
        let plain = path.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'/' | b'W'));
        assert!(plain && path.split('/').all(tame), "{path}");
    }
}

/// S-02, where a field takes only what is known, an address or a file: every string is a finding.
#[test]
fn no_field_leads_elsewhere() {
    let sandbox = Sandbox::published();
    let fields = [
        "election: \"@\"",
        "region: \"@\"",
        "parties: [\"@\"]",
        "language: \"@\"",
        "slug: \"@\"",
        "aliases: \"@\"",
        "family: \"@\"",
        "source: {outlet: x, url: \"@\"}",
        "body: ![x](<@>)",
        "body: [x](<@>)",
        "people: {name: x, seat: \"@\"}",
        "events: {kind: rally, place: \"@\"}",
    ];
    let mut names = Vec::new();
    for (number, field) in fields.iter().enumerate() {
        for (at, text) in ELSEWHERE.iter().enumerate() {
            let name = format!("content/{number}-{at}.md");
            let line = field.replace('@', text);
            let article = match line.strip_prefix("body: ") {
                Some(body) => article(&name, "2024-04-28", "up") + body + "\n",
                None => with(&line, &name),
            };
            sandbox.write(&name, article);
            names.push((name, line));
        }
    }
    let run = sandbox.build(&[]);
    assert_eq!(run.code, 1, "{}", run.text);
    let silent: Vec<_> = names
        .iter()
        .filter(|(name, _)| !run.findings.iter().any(|f| f.contains(&format!(" {name}:"))))
        .map(|(_, line)| line.as_str())
        .collect();
    // an address within the site, and a link to the page itself
    assert_eq!(silent, ["aliases: \"/abs/evil\"", "body: [x](<>)"], "taken without a finding");
}

/// S-02, where a field is free text: the text is shown, and addresses are made of letters alone.
#[test]
fn free_text_leads_nowhere() {
    let sandbox = Sandbox::published();
    let fields = ["topics: [\"@\"]", "people: {name: \"@\"}", "source: {outlet: \"@\"}", "title: \"@ x\""];
    for (number, field) in fields.iter().enumerate() {
        for (at, text) in ELSEWHERE.iter().enumerate().filter(|(_, text)| !text.is_empty() && !text.contains("\\0")) {
            let name = format!("content/{number}-{at}.md");
            sandbox.write(&name, with(&field.replace('@', text), &name));
        }
    }
    let run = sandbox.build(&[]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert_tame(&sandbox);
}

/// S-04: names as long as a file system allows, and texts as long as names may be.
#[test]
fn long_names_are_cut() {
    let sandbox = Sandbox::published();
    let long = "क".repeat(95);
    let marks = format!("क{}", "\u{93c}".repeat(95));
    for (at, text) in [long.as_str(), &marks, &"x".repeat(290)].into_iter().enumerate() {
        for field in ["topics: [\"@\"]", "people: {name: \"@\"}", "source: {outlet: \"@\"}", "title: \"@\""] {
            let name = format!("content/{at}-{}.md", &field[..3]);
            sandbox.write(&name, with(&field.replace('@', text), &name));
        }
    }
    for name in ["a".repeat(252), "क".repeat(84), format!("{}-{}", "b".repeat(119), "c".repeat(100))] {
        sandbox.write(format!("content/{name}.md"), article(&name, "2024-04-28", "up"));
    }
    let run = sandbox.build(&[]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert_tame(&sandbox);
}

/// What a run says of the entries that `make` puts into the content folder.
fn with_entries(make: impl Fn(&Path)) -> Outcome {
    let sandbox = Sandbox::published();
    let mut sandbox = sandbox;
    sandbox.budget.seconds = 10;
    make(&sandbox.at("content"));
    sandbox.build(&[])
}

/// S-07: no link is followed, whatever it leads to; a hard link is a file like any other.
#[test]
fn links_are_not_followed() {
    let run = with_entries(|content| {
        let link = |to: &str, name: &str| symlink(to, content.join(name)).expect("a link");
        link("b", "a");
        link("a", "b");
        link(".", "self");
        link("../../secret.txt", "secret.md");
        link("../../etc", "etc");
        link("nowhere", "dangling.md");
        link("/proc/self/environ", "environ.md");
        fs::create_dir(content.join("files")).expect("a folder");
        link("../../../secret.txt", "files/secret.txt");
        fs::hard_link(content.join("good.md"), content.join("hard.md")).expect("a link");
    });
    assert_eq!(run.code, 1, "{}", run.text);
    assert_eq!(run.text.matches("is a symbolic link, so it is not read").count(), 8, "{}", run.text);
    assert_eq!(run.findings.iter().filter(|f| f.starts_with("not-a-file")).count(), 8, "{:?}", run.findings);
    assert!(!run.text.contains("bait"), "{}", run.text);
}

/// S-08: a pipe is not waited for; a folder called like an article is a folder.
#[test]
fn what_is_no_file_is_not_opened() {
    let run = with_entries(|content| {
        let pipe = Command::new("mkfifo").arg(content.join("pipe.md")).status().expect("mkfifo");
        assert!(pipe.success());
        drop(std::os::unix::net::UnixListener::bind(content.join("socket.md")).expect("a socket"));
        fs::create_dir(content.join("folder.md")).expect("a folder");
        fs::write(content.join("folder.md/x.md"), article("x", "2024-04-28", "up")).expect("a file");
    });
    assert_eq!(run.findings, ["not-a-file", "not-a-file"], "{}", run.text);
}

/// S-08: an article that may not be read is a finding, and the others are looked at. Root may read everything.
#[test]
fn what_may_not_be_read_is_told() {
    let mut sandbox = Sandbox::published();
    sandbox.write("content/closed.md", article("closed", "2024-04-28", "up"));
    sandbox.write("content/faulty.md", "no front matter");
    let closed = fs::Permissions::from_mode(0o000);
    fs::set_permissions(sandbox.at("content/closed.md"), closed.clone()).expect("a mode");
    if fs::read(sandbox.at("content/closed.md")).is_ok() {
        if !Command::new("setpriv").args(["--version"]).output().is_ok_and(|run| run.status.success()) {
            eprintln!("skipped: this is root, and there is no setpriv");
            return;
        }
        sandbox.open_to_all();
        fs::set_permissions(sandbox.at("content/closed.md"), closed).expect("a mode");
        sandbox.through = "setpriv --reuid=65534 --clear-groups \"$@\"";
    }
    let run = sandbox.attempt(&["check"], &[]);
    assert_eq!(run.code, 1, "{}", run.text);
    assert!(run.text.contains("error[unreadable]") && run.text.contains("error[front-matter-fence]"), "{}", run.text);
}

/// S-11: files get what the umask leaves, never more than the right to read and write, nor the rights of a source.
#[test]
fn modes_are_those_of_the_umask() {
    for (through, mode) in [("umask 000; \"$@\"", 0o666), ("umask 077; \"$@\"", 0o600), ("umask 022; \"$@\"", 0o644)] {
        let mut sandbox = Sandbox::bare();
        sandbox.write("content/files/tool.sh", "#!/bin/sh\n");
        sandbox.write("content/figure.png", "no picture");
        for file in ["content/files/tool.sh", "content/figure.png"] {
            fs::set_permissions(sandbox.at(file), fs::Permissions::from_mode(0o4777)).expect("a mode");
        }
        sandbox.through = through;
        let run = sandbox.attempt(&["build"], &[]);
        assert_eq!(run.code, 0, "{}", run.text);
        let mut wrong = String::new();
        for entry in walkdir::WalkDir::new(sandbox.at("public")).min_depth(1).into_iter().filter_map(Result::ok) {
            let meta = entry.metadata().expect("an entry");
            let wanted = if meta.is_dir() { mode | (mode >> 2 & 0o111) } else { mode };
            if meta.permissions().mode() & 0o7777 != wanted {
                let _ = writeln!(wrong, "{:o} {}", meta.permissions().mode(), entry.path().display());
            }
        }
        assert!(wrong.is_empty(), "{through}:\n{wrong}");
    }
}
