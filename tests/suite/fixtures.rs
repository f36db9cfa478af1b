//! Runs `tests/fixtures/**/*.txt`: a project in one text, what to do with it, and what the user then sees.
//!
//! ```text
//! What this is about: anything before the first section is a remark.
//! -- site.yaml --
//! -- content/a.md (bom crlf) --          marks: bom, crlf, latin1, utf16, escaped (\u{202e}), link
//! == before ==                           a command a line, each of which has to succeed
//! -- content/a.md (later) --             written after those; with the mark `gone` the file is removed
//! == args ==                             one line; by default `check`
//! == stdin ==                            what the program is told on its standard input
//! == expected ==                         `exit: N` and all that is printed
//! == file public/robots.txt ==           the whole of a file
//! == lines public/index.html ==          each line occurs in the file; `! line` does not
//! == absent public/articles/ ==          there is no such file or folder
//! ```
//!
//! `SAAR_BLESS=1 cargo test --test suite fixtures` rewrites `expected` and `file` with what was found.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::project::{Project, repository};

/// A test for each folder, so that one of them can be run alone.
macro_rules! folders {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                give_what_they_say(|name| name == stringify!($name));
            }
        )*

        #[test]
        fn others() {
            give_what_they_say(|name| ![$(stringify!($name)),*].contains(&name));
            let all = fixtures(|_| true).len();
            assert!(all > 80, "only {all} fixtures were found");
        }
    };
}

folders! { addresses body command editions guards rules theme time }

fn give_what_they_say(wanted: impl Fn(&str) -> bool) {
    let bless = std::env::var_os("SAAR_BLESS").is_some();
    let paths = fixtures(wanted);
    assert!(paths.len() > 4, "only {} fixtures were found", paths.len());
    let failures: Vec<String> = paths.par_iter().filter_map(|path| check(path, bless)).collect();
    assert!(failures.is_empty(), "{} fixtures differ:\n\n{}", failures.len(), failures.join("\n"));
}

/// A rule without a golden file is shown by the test that is named here.
const SHOWN_ELSEWHERE: &[(&str, &str)] = &[
    ("unreadable", "rules::a_file_that_vanishes"),
    ("changed-during-build", "rules::a_file_that_changes"),
    // with the feature `pdf`
    ("missing-glyph", "briefings::what_cannot_be_printed_is_an_error_at_its_place"),
    ("bad-picture", "briefings::what_cannot_be_printed_is_an_error_at_its_place"),
    ("too-many-pages", "render::pdf::tests"),
    ("future-date", "time::a_date_after_the_clock_is_a_warning"),
];

#[test]
fn every_rule_has_a_golden_file() {
    for rule in saar::diagnostic::Rule::ALL {
        let name = rule.name();
        if SHOWN_ELSEWHERE.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let path = repository().join(format!("tests/fixtures/rules/{name}.txt"));
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("there is no {}", path.display()));
        let expected = Fixture::read(&text).section("expected").unwrap_or_default().to_owned();
        let head = format!("{}[{name}]: ", rule.severity().word());
        assert!(expected.contains(&head), "{} does not show `{head}`", path.display());
    }
}

/// The sections of a fixture.
struct Fixture {
    remark: String,
    sections: Vec<Section>,
}

struct Section {
    /// `--` for input, `==` for what is to come.
    fence: &'static str,
    head: String,
    text: String,
}

impl Fixture {
    fn read(text: &str) -> Self {
        let mut fixture = Self { remark: String::new(), sections: Vec::new() };
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end_matches('\n');
            let head = ["--", "=="].into_iter().find_map(|fence| {
                let head = bare.strip_prefix(fence)?.strip_suffix(fence)?;
                Some((fence, head.strip_prefix(' ')?.strip_suffix(' ')?.to_owned()))
            });
            match (head, fixture.sections.last_mut()) {
                (Some((fence, head)), _) => fixture.sections.push(Section { fence, head, text: String::new() }),
                (None, Some(section)) => section.text.push_str(line),
                (None, None) => fixture.remark.push_str(line),
            }
        }
        fixture
    }

    fn section(&self, head: &str) -> Option<&str> {
        self.sections.iter().find(|s| s.fence == "==" && s.head == head).map(|s| s.text.as_str())
    }

    fn text(&self) -> String {
        let mut text = self.remark.clone();
        for Section { fence, head, text: body } in &self.sections {
            let _ = write!(text, "{fence} {head} {fence}\n{body}");
        }
        text
    }
}

/// The fixtures in the folders that are wanted, by their names.
fn fixtures(wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let folders = fs::read_dir(repository().join("tests/fixtures")).expect("a folder");
    let mut paths: Vec<PathBuf> = folders
        .map(|folder| folder.expect("a readable folder"))
        .filter(|folder| wanted(&folder.file_name().to_string_lossy()))
        .flat_map(|folder| walkdir::WalkDir::new(folder.path()))
        .map(|entry| entry.expect("a readable folder").into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    paths
}

/// What is wrong with a fixture, if anything is.
fn check(path: &Path, bless: bool) -> Option<String> {
    let text = fs::read_to_string(path).expect("a fixture is UTF-8");
    let mut fixture = Fixture::read(&text);
    let project = Project::empty();
    let later = |s: &&Section| s.head.ends_with("later)") || s.head.ends_with("gone)");
    let inputs = || fixture.sections.iter().filter(|s| s.fence == "--");
    inputs().filter(|s| !later(s)).for_each(|s| write(&project, &s.head, &s.text));
    for line in fixture.section("before").unwrap_or_default().lines() {
        let run = project.saar(&line.split_whitespace().collect::<Vec<_>>());
        assert_eq!(run.code, 0, "{}: `{line}`: {}", path.display(), run.text);
    }
    inputs().filter(later).for_each(|s| write(&project, &s.head, &s.text));
    let arguments: Vec<&str> = fixture.section("args").unwrap_or("check").split_whitespace().collect();
    let run = project.told(&arguments, fixture.section("stdin").unwrap_or_default());
    let printed = steady(&run.text, &project);
    let found = format!("exit: {}\n{printed}", run.code);
    let mut wrong = String::new();
    for section in fixture.sections.iter_mut().filter(|s| s.fence == "==") {
        let actual = match section.head.split_once(' ') {
            None if ["args", "before", "stdin"].contains(&&*section.head) => continue,
            None if section.head == "expected" => found.clone(),
            Some(("file", file)) => fs::read_to_string(project.at(file)).unwrap_or_else(|e| format!("{e}\n")),
            Some(("lines", file)) => {
                wrong.push_str(&lines(&project, file, &section.text));
                continue;
            }
            Some(("absent", file)) => {
                if project.at(file).exists() {
                    let _ = writeln!(wrong, "`{file}` is there");
                }
                continue;
            }
            _ => panic!("{}: there is no section `{}`", path.display(), section.head),
        };
        if section.text != actual {
            wrong.push_str(&difference(&section.head, &section.text, &actual));
            section.text = actual;
        }
    }
    if bless {
        fs::write(path, fixture.text()).expect("a fixture can be written");
    }
    (!wrong.is_empty()).then(|| format!("{}\n{wrong}", path.display()))
}

fn write(project: &Project, head: &str, text: &str) {
    let (path, marks) = head.split_once(" (").map_or((head, ""), |(path, marks)| (path, marks.trim_end_matches(')')));
    let mut bytes = text.as_bytes().to_vec();
    for mark in marks.split_whitespace() {
        let text = String::from_utf8(bytes).expect("text");
        bytes = match mark {
            "bom" => format!("\u{feff}{text}").into_bytes(),
            "crlf" => text.replace('\n', "\r\n").into_bytes(),
            "latin1" => text.chars().map(|c| u8::try_from(c).expect("a Latin-1 character")).collect(),
            "utf16" => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "escaped" => unescaped(&text).into_bytes(),
            "later" => text.into_bytes(),
            "gone" => {
                fs::remove_file(project.at(path)).expect("it was there");
                return;
            }
            "link" => {
                project.link(path, text.trim());
                return;
            }
            _ => panic!("there is no mark `{mark}`"),
        };
    }
    project.write(path, bytes);
}

/// `\u{202e}` becomes the character.
fn unescaped(text: &str) -> String {
    let mut pieces = text.split("\\u{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_once('}').expect("a closing brace");
        out.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character"));
        out.push_str(rest);
    }
    out
}

/// What is printed, without what differs between runs, and without the numbers that every new page kind would change.
fn steady(text: &str, project: &Project) -> String {
    let text = text.replace(&project.path().to_string_lossy().into_owned(), "ROOT");
    let mut out = String::new();
    for line in text.lines() {
        let line = if line.starts_with("checked ") || line.starts_with("built ") { summary(line) } else { line.into() };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn summary(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    for at in 0..words.len() {
        match words.get(at + 1).map(|w| w.trim_end_matches([',', ';'])) {
            Some("pages" | "files") => words[at] = "N",
            Some("s") if at > 0 && words[at - 1] == "in" => words[at] = "TIME",
            _ => {}
        }
    }
    words.join(" ").replace("TIME s", "TIME")
}

fn lines(project: &Project, file: &str, wanted: &str) -> String {
    let text = fs::read_to_string(project.at(file)).unwrap_or_else(|error| format!("{file}: {error}"));
    let mut wrong = String::new();
    for line in wanted.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("! ") {
            Some(line) if text.contains(line) => {
                let _ = writeln!(wrong, "{file} holds: {line}");
            }
            None if !text.contains(line) => {
                let _ = writeln!(wrong, "{file} does not hold: {line}");
            }
            _ => {}
        }
    }
    wrong
}

fn difference(what: &str, expected: &str, actual: &str) -> String {
    let at = expected.lines().zip(actual.lines()).take_while(|(one, other)| one == other).count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
    format!("{what}, line {}:\n  expected {}\n  found    {}\n{actual}", at + 1, line(expected), line(actual))
}
