//! The guides: what they tell the reader to write is written, what they tell to run is run, in their order.
//!
//! - A fenced block below a line that ends in "`path`:" is a file. Where the line says "at the end of `path`:" it is
//!   added to that file; where the path is one of the built site, it is what the file there then holds.
//! - A block of `sh` is run by a shell. A block of `text` below it is what it prints; lines that begin with `> ` are
//!   what is typed meanwhile. `…` stands for anything.

use std::fs;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{COUNTS, Project, finished, repository};

/// Beginnings of lines that are not run, and why.
const NOT_RUN: &[(&str, &str)] = &[
    ("python3 ", "only Rust is needed to test"),
    ("cargo ", "would compile the program within its own test"),
    ("git ", "the folder of a test is no repository"),
    ("gh ", "asks a server"),
    ("rsync ", "sends to a server"),
    ("sha256sum ", "checks a download"),
    ("install ", "writes into the system"),
    ("useradd ", "changes the system"),
    ("systemctl ", "changes the system"),
    ("journalctl ", "asks the system"),
    ("systemd-analyze ", "asks the system"),
];

/// A part of a guide that does something.
enum Step {
    /// A file of the reader's.
    Write { path: String, text: String },
    /// Lines at the end of one.
    Append { path: String, text: String },
    /// What a file of the site then holds.
    Holds { path: String, text: String },
    /// Commands, what is typed while they run, and what they print.
    Run { commands: String, prints: Option<String> },
}

/// The steps of a Markdown text. What no step is made of is given to `rest`: the language of the block and its text.
fn steps(markdown: &str, mut rest: impl FnMut(&str, &str)) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut before = "";
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            if !line.is_empty() {
                before = line;
            }
            continue;
        };
        let text: String =
            lines.by_ref().take_while(|line| !line.starts_with("```")).flat_map(|line| [line, "\n"]).collect();
        let path = before.strip_suffix("`:").and_then(|line| line.rsplit('`').next()).map(str::to_owned);
        match (language, path) {
            ("sh", _) => steps.push(Step::Run { commands: text, prints: None }),
            (_, Some(path)) if path.starts_with("public/") => steps.push(Step::Holds { path, text }),
            (_, Some(path)) if before.contains(" the end of `") => steps.push(Step::Append { path, text }),
            (_, Some(path)) => steps.push(Step::Write { path, text }),
            ("text", None) => match steps.last_mut() {
                Some(Step::Run { prints: prints @ None, .. }) => *prints = Some(text),
                _ => rest(language, &text),
            },
            _ => rest(language, &text),
        }
        before = "";
    }
    steps
}

/// A reader with an empty folder.
struct Reader {
    project: Project,
    /// Where the reader stands.
    folder: PathBuf,
}

impl Reader {
    fn new() -> Self {
        let project = Project::empty();
        let folder = project.path().to_owned();
        Self { project, folder }
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, text).expect("a file can be written");
    }

    fn take(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Write { path, text } => self.write(path, text),
                Step::Append { path, text } => self.write(path, &(self.read(path) + text)),
                Step::Holds { path, text } => assert_holds(&self.read(path), text),
                Step::Run { commands, prints } => {
                    let printed = self.run(commands, prints.as_deref().unwrap_or_default());
                    if let Some(prints) = prints {
                        // a program that reads from no terminal does not show what is typed
                        let shown = prints.lines().map(|line| if line.starts_with('>') { ">…" } else { line });
                        assert_holds(&printed, &shown.flat_map(|line| [line, "\n"]).collect::<String>());
                    }
                }
            }
        }
    }

    /// Runs what can be run of `commands`; one that fails ends the test.
    fn run(&mut self, commands: &str, session: &str) -> String {
        let left_out = |line: &&str| NOT_RUN.iter().any(|(start, _)| line.starts_with(start));
        let told = self.project.at(".served");
        let run: Vec<String> =
            commands.lines().filter(|line| !left_out(line)).map(|line| served(line, &told)).collect();
        let mut typed = tempfile::tempfile().expect("a temporary file");
        let lines = session.lines().filter_map(|line| line.strip_prefix('>')).map(str::trim);
        lines.for_each(|line| writeln!(typed, "{line}").expect("it can be written"));
        typed.rewind().expect("it can be read");
        let place = self.project.at(".where");
        let program = PathBuf::from(env!("CARGO_BIN_EXE_saar"));
        let found = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{found}", program.parent().expect("a folder").display());
        let script = format!("exec 2>&1\n{}\npwd -P > {}", run.join("\n"), place.display());
        let mut shell = Command::new("sh");
        shell.args(["-eu", "-c", &script]).current_dir(&self.folder).stdin(typed);
        shell.env_clear().env("PATH", path).env("HOME", self.project.at("home")).env("LC_ALL", "C.UTF-8");
        shell.envs(std::env::var_os(COUNTS).map(|place| (COUNTS, place)));
        let run = finished(&shell.output().expect("a shell"));
        assert_eq!(run.code, 0, "{commands}{}", run.text);
        self.folder = PathBuf::from(fs::read_to_string(place).expect("a folder").trim_end());
        run.text
    }
}

/// Fails unless `text` holds `wanted`.
/// A preview runs until it is stopped: here it is, once it shows something.
fn served(line: &str, told: &Path) -> String {
    if !line.starts_with("saar serve") {
        return line.to_owned();
    }
    let (told, wait) = (told.display(), "tries=$((tries + 1)); [ $tries -lt 600 ]; sleep 0.1");
    format!("{line} --port 0 2> {told} &\ntries=0\nuntil grep -q 'shows the preview' {told}; do {wait}; done\nkill $!")
}

fn assert_holds(text: &str, wanted: &str) {
    if let Some(part) = missing(text, wanted) {
        panic!("this is not there:\n{part}\n\nin:\n{text}");
    }
}

/// The first of the parts of `wanted` between `…` that does not stand in `text` after those before it.
fn missing(text: &str, wanted: &str) -> Option<String> {
    let (text, wanted) = (steady(text), steady(wanted));
    let mut rest = text.as_str();
    for part in wanted.split('…').map(str::trim).filter(|part| !part.is_empty()) {
        let Some(at) = rest.find(part) else { return Some(part.to_owned()) };
        rest = &rest[at + part.len()..];
    }
    None
}

/// A text without what another machine or another version says otherwise, and without blanks at the ends of lines.
fn steady(text: &str) -> String {
    let line = |line: &str| {
        let mut words: Vec<&str> = line.trim_end().split(' ').collect();
        for at in 1..words.len() {
            let next = words.get(at + 1).map_or("", |word| word.trim_end_matches([',', ';']));
            if (words[at - 1] == "in" && next == "s") || next == "files" {
                words[at] = "N";
            }
        }
        words.join(" ") + "\n"
    };
    text.lines().map(line).collect()
}

fn document(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Does what a guide says from its first line to its last. Each of its blocks is one that does something.
fn follow(path: &str) {
    let nothing = |language: &str, text: &str| panic!("{path}: nothing tests this block of `{language}`:\n{text}");
    Reader::new().take(&steps(&document(path), nothing));
}

#[test]
fn the_first_digest_is_made_as_written() {
    follow("docs/first-digest.md");
}

#[test]
fn another_country_is_made_as_written() {
    follow("docs/another-country.md");
}

#[test]
fn a_day_at_the_desk_goes_as_written() {
    follow("docs/desk.md");
}

/// Each recipe stands in the same new project. What it promises is there after it, and is not there without it.
#[test]
fn each_recipe_of_the_cookbook_does_what_it_says() {
    let nothing = |language: &str, text: &str| panic!("nothing tests this block of `{language}`:\n{text}");
    let text = document("docs/cookbook.md");
    let mut parts = text.split("\n## ");
    let begin = steps(parts.next().expect("a beginning"), nothing);
    let build = "saar build --fail-on warning\n";
    let mut plain = Reader::new();
    plain.take(&begin);
    plain.run(build, "");
    let mut recipes = 0;
    for part in parts {
        let heading = part.lines().next().unwrap_or_default();
        let (promises, work): (Vec<Step>, Vec<Step>) =
            steps(part, nothing).into_iter().partition(|step| matches!(step, Step::Holds { .. }));
        let mut reader = Reader::new();
        reader.take(&begin);
        reader.take(&work);
        reader.run(build, "");
        reader.take(&promises);
        let new = promises.iter().any(|step| {
            let Step::Holds { path, text } = step else { return false };
            !fs::read_to_string(plain.folder.join(path)).is_ok_and(|before| missing(&before, text).is_none())
        });
        assert!(new, "`{heading}` promises nothing that is not there without it");
        recipes += 1;
    }
    assert!(recipes >= 10, "{recipes} recipes");
}

/// The README shows an article and the pages that come of it.
#[test]
fn the_article_of_the_readme_comes_out_where_it_says() {
    let text = document("README.md");
    let part = text.split("\n## From a file to a site").nth(1).and_then(|rest| rest.split("\n## ").next());
    let part = part.expect("the part with the article");
    let mut reader = Reader::new();
    reader.write("site.yaml", "title: Test\nbriefings: [{editions: weekly, languages: en}]\n");
    reader.take(&steps(part, |_, _| ()));
    // a day after the week of the article, whose edition is closed then
    reader.run("saar build --as-of 2024-03-18 --fail-on warning", "");
    let mut addresses = 0;
    for address in part.split('`').filter(|text| text.starts_with('/')) {
        let file = format!("public{}", address.split('#').next().unwrap_or_default());
        let text = reader.read(&if file.ends_with('/') { file + "index.html" } else { file });
        assert!(text.contains("13"), "{address} does not have the article");
        addresses += 1;
    }
    assert!(addresses > 8, "{addresses} addresses");
}

/// The other documents show single commands: they run in a small project, one document after the other.
#[test]
fn the_commands_of_the_other_documents_run() {
    let names =
        ["briefings", "ci", "editors", "import", "offline", "preview", "reports"].map(|n| format!("docs/{n}.md"));
    for path in ["README.md"].into_iter().chain(names.iter().map(String::as_str)) {
        let mut reader = Reader::new();
        reader.run("saar init . --language en\nsaar build", "");
        let seen = repository().join("tests/import/seen");
        for (name, from) in [
            ("saved/page.html", "agra-broken-jsonld.html"),
            ("dump.txt", "txt-awadh-crumb.txt"),
            ("feed.xml", "rss-prayag.xml"),
            ("crawl.warc.gz", "txt-datia-prekshak.txt"),
        ] {
            reader.write(name, &fs::read_to_string(seen.join(from)).expect(from));
        }
        for step in steps(&document(path), |_, _| ()) {
            if let Step::Run { commands, .. } = step {
                reader.run(&commands, "");
            }
        }
    }
}
