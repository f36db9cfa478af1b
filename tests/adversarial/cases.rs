//! The cases in the text files beside this one.
//!
//! ```text
//! == F-09 days that are none ==
//! exit 1
//! bad-slug content/f-09.md:3:7                  all findings of the files below
//! holds public/index.html: TEXT                 after an exit of 0
//! each date: 2023-02-29 => bad-date 3:7         an article with that line, and all findings of it
//! -- content/f-09.md --                         a file
//! ```
//!
//! `\x{ff}` is a byte, `\u{202e}` a character, `\u{}` at the end of a line joins it to the next, in names, too. A case
//! that fails or passes by its own articles alone is put into one project with others; what has settings or another
//! exit code is alone. `SAAR_BLESS=1` rewrites exits and findings with what was found.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::project::repository;
use crate::sandbox::Sandbox;

#[test]
fn every_case_ends_as_it_says() {
    let folder = repository().join("tests/adversarial");
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    let failures: Vec<String> = files.par_iter().flat_map(|file| check(file)).collect();
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}

/// One case: what is to come, and the files that bring it about.
#[derive(Default)]
struct Case {
    title: String,
    exit: i32,
    expected: Vec<String>,
    holds: Vec<String>,
    each: Vec<(String, String)>,
    files: Vec<(String, String)>,
}

fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        if let Some(title) = bare.strip_prefix("== ").and_then(|rest| rest.strip_suffix(" ==")) {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a title comes first");
        if let Some(path) = bare.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            case.files.push((path.to_owned(), String::new()));
        } else if let Some((_, text)) = case.files.last_mut() {
            text.push_str(line);
        } else if let Some(each) = bare.strip_prefix("each ") {
            let (text, findings) = each.rsplit_once(" =>").expect("an arrow");
            case.each.push((text.to_owned(), findings.trim().to_owned()));
        } else if let Some(code) = bare.strip_prefix("exit ") {
            case.exit = code.parse().expect("a number");
        } else if let Some(text) = bare.strip_prefix("holds ") {
            case.holds.push(text.to_owned());
        } else if !bare.is_empty() {
            case.expected.push(bare.to_owned());
        }
    }
    cases
}

impl Case {
    fn id(&self) -> &str {
        self.title.split(' ').next().unwrap_or_default()
    }

    /// The article of an `each` line.
    fn name(&self, at: usize) -> String {
        format!("content/{}-{}.md", self.id().to_lowercase(), at + 1)
    }

    fn alone(&self) -> bool {
        !(0..=1).contains(&self.exit) || self.files.iter().any(|(path, _)| !path.starts_with("content/"))
    }

    fn write(&self, sandbox: &Sandbox) {
        for (path, text) in &self.files {
            sandbox.write(
                Path::new(&OsString::from_vec(bytes(path))),
                bytes(text.strip_suffix("\\u{}\n").unwrap_or(text)),
            );
        }
        for (at, (text, _)) in self.each.iter().enumerate() {
            sandbox.write(self.name(at), bytes(&article(text, &self.name(at))));
        }
    }

    /// What is to be found in all its files.
    fn findings(&self) -> Vec<String> {
        let each = self.each.iter().enumerate().flat_map(|(at, (_, findings))| {
            let name = self.name(at);
            let findings: Vec<_> = findings.split(", ").filter(|f| !f.is_empty()).collect();
            findings.into_iter().map(move |finding| finding.replacen(' ', &format!(" {name}:"), 1)).collect::<Vec<_>>()
        });
        let mut all: Vec<String> = self.expected.iter().cloned().chain(each).collect();
        all.sort();
        all
    }

    /// Takes what was found for what is to come.
    fn bless(&mut self, exit: i32, found: &[String]) {
        if self.alone() {
            self.exit = exit;
        }
        self.expected = found.to_vec();
        for at in 0..self.each.len() {
            let mark = format!(" {}:", self.name(at));
            self.expected.retain(|finding| !finding.contains(&mark));
            let own =
                found.iter().filter(|finding| finding.contains(&mark)).map(|finding| finding.replacen(&mark, " ", 1));
            self.each[at].1 = own.collect::<Vec<_>>().join(", ");
        }
    }

    fn text(&self) -> String {
        let mut out = format!("== {} ==\nexit {}\n", self.title, self.exit);
        self.expected.iter().for_each(|line| out.push_str(&format!("{line}\n")));
        self.holds.iter().for_each(|line| out.push_str(&format!("holds {line}\n")));
        for (text, findings) in &self.each {
            let _ = writeln!(out, "{}", format!("each {text} => {findings}").trim_end());
        }
        for (path, text) in &self.files {
            let _ = write!(out, "-- {path} --\n{text}");
        }
        out
    }
}

/// A good article but for one line; `body` is what comes after the front matter.
fn article(line: &str, name: &str) -> String {
    let key = line.split(':').next().unwrap_or_default();
    let title = format!("title: {name}");
    let source = "source: {outlet: ABP Live, url: https://example.org/a}";
    let mut lines = vec!["---", &title, "date: 2024-04-28", "election: ls-2024", "region: up/kanpur-nagar", source];
    let body = line.strip_prefix("body: ");
    match lines.iter().position(|known| known.split(':').next() == Some(key)) {
        Some(at) => lines[at] = line,
        None if body.is_none() => lines.push(line),
        None => {}
    }
    format!("{}\n---\n{}\n", lines.join("\n"), body.unwrap_or("कानपुर में बैठक हुई।"))
}

/// The bytes that a text with escapes stands for.
fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u{").into_iter().chain(rest.find("\\x{")).min() {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let (code, after) = rest[at + 3..].split_once('}').expect("a closing brace");
        let number = u32::from_str_radix(code, 16);
        match (&rest[at + 1..at + 2], number) {
            ("x", Ok(byte)) => out.push(u8::try_from(byte).expect("a byte")),
            (_, Ok(number)) => out.extend(char::from_u32(number).expect("a character").to_string().bytes()),
            (_, Err(_)) => {}
        }
        rest = if code.is_empty() { after.strip_prefix('\n').unwrap_or(after) } else { after };
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

/// Runs the cases of a file; what differs.
fn check(file: &Path) -> Vec<String> {
    let bless = std::env::var_os("SAAR_BLESS").is_some();
    let mut cases = read(&fs::read_to_string(file).expect("cases are UTF-8"));
    let mut groups: BTreeMap<(i32, usize), Vec<&mut Case>> = BTreeMap::new();
    for (at, case) in cases.iter_mut().enumerate() {
        let alone = if case.alone() { at + 1 } else { 0 };
        groups.entry((case.exit, alone)).or_default().push(case);
    }
    let groups: Vec<_> = groups.into_values().collect();
    let failures: Vec<String> = groups.into_par_iter().flat_map(|mut cases| run(&mut cases, bless)).collect();
    if bless {
        fs::write(file, cases.iter().map(Case::text).collect::<String>()).expect("cases can be written");
    }
    failures
}

/// Runs cases in one project.
fn run(cases: &mut [&mut Case], bless: bool) -> Vec<String> {
    let sandbox = Sandbox::published();
    cases.iter().for_each(|case| case.write(&sandbox));
    let run = sandbox.build(&[]);
    let mut failures = Vec::new();
    let mut rest = run.findings.clone();
    for case in cases.iter_mut() {
        let names: Vec<String> = (0..case.each.len()).map(|at| case.name(at)).collect();
        let names: Vec<String> = case
            .files
            .iter()
            .map(|(path, _)| String::from_utf8_lossy(&bytes(path)).escape_debug().to_string())
            .chain(names)
            .collect();
        let own = |finding: &String| names.iter().any(|name| finding.contains(&format!(" {name}:")));
        let mut found: Vec<String> = run.findings.iter().filter(|finding| own(finding)).cloned().collect();
        rest.retain(|finding| !own(finding));
        if case.alone() {
            found.append(&mut rest);
        }
        found.sort();
        if bless {
            case.bless(run.code, &found);
        } else if found != case.findings() || run.code != case.exit {
            failures.push(format!("{}: exit {}\n{}\n", case.title, run.code, found.join("\n")));
        }
        for (file, text) in case.holds.iter().map(|line| line.split_once(": ").expect("a file and a text")) {
            let there = fs::read_to_string(sandbox.at(file)).unwrap_or_default();
            let text = String::from_utf8(bytes(text)).expect("text");
            if !there.contains(&text) {
                failures.push(format!("{}: {file} does not hold {text}", case.title));
            }
        }
    }
    if !rest.is_empty() {
        failures.push(format!("of no case: {rest:?}"));
    }
    failures
}
