//! Reports: what a run found, told to people and to other programs.

mod failure;
pub mod github;
pub mod json;
pub mod junit;
mod place;
pub mod sarif;
pub mod text;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::SecondsFormat;

pub use self::place::Place;

use self::place::Known;
use self::text::line;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::load::FileKind;
use crate::pipeline::Built;
use crate::source::{SourceId, Span};

/// A form in which other programs get the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// JUnit XML, for servers that show tests.
    Junit,
    /// saar's own form, which holds everything.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// A report as the command line asks for it: `KIND` or `KIND=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The form.
    pub kind: Kind,
    /// Where it goes; `None` is standard output.
    pub file: Option<PathBuf>,
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let kind = match name {
            "sarif" => Kind::Sarif,
            "junit" => Kind::Junit,
            "json" => Kind::Json,
            "github" => Kind::Github,
            _ => return Err("write `sarif`, `junit`, `json` or `github`, and a file, as in `sarif=saar.sarif`".into()),
        };
        match file {
            Some("") => Err(format!("the name of the file is missing; write `{name}=FILE`, or `{name}` alone")),
            None | Some("-") => Ok(Self { kind, file: None }),
            Some(file) => Ok(Self { kind, file: Some(file.into()) }),
        }
    }
}

/// What all reports tell. Nothing in it names the machine, its folders, or the time.
#[derive(Debug, Clone)]
pub struct Report {
    /// The exit code of the run.
    pub exit_code: u8,
    /// Whether the project was looked at as a whole; not if its settings or the machine stood against it.
    pub complete: bool,
    /// Whether a site was published.
    pub published: bool,
    /// Articles on the site.
    pub articles: usize,
    /// The instant for which the site was made, in UTC.
    pub as_of: Option<String>,
    /// Files left out of the site, and why, see [`crate::model::site::LeftOut`].
    pub left_out: Vec<(String, &'static str)>,
    /// The files that were looked at, in the order in which they are read.
    pub files: Vec<(String, FileKind)>,
    /// The least severity at which the run fails; `None` lets all pass.
    pub fail_on: Option<Severity>,
    /// All findings, by file and place.
    pub findings: Vec<Finding>,
}

/// A finding that needs no source to be understood.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The name of its rule, or of the kind of error that ended the run.
    pub rule: &'static str,
    /// What the rule finds, in one sentence.
    pub explain: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: String,
    /// What is said under the marked place; often empty.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// The place, where there is one.
    pub place: Option<Place>,
    /// Other places that matter, with what they are.
    pub notes: Vec<(Place, String)>,
    /// Names this finding in run after run: 32 hexadecimal digits, which `docs/reports.md` explains.
    pub fingerprint: String,
}

impl Report {
    /// The report of a build or a check that came to its end.
    pub fn of(built: &Built, fail_on: Option<Severity>, exit_code: u8) -> Self {
        let sources = &built.sources;
        let path = |id: SourceId| sources.file(id).path.clone();
        let pointed_at: BTreeSet<SourceId> =
            built.diagnostics.iter().filter_map(|diagnostic| Some(diagnostic.span?.source)).collect();
        let looked_at = |id: SourceId| {
            let copied = matches!(sources.file(id).kind, FileKind::Static | FileKind::Attachment);
            !copied || pointed_at.contains(&id)
        };
        let complete = built.as_of.is_some();
        Self {
            exit_code,
            complete,
            published: built.published.as_ref().is_some_and(|published| !published.unchanged),
            articles: built.articles,
            as_of: built.as_of.map(|at| at.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true)),
            left_out: built.left_out.iter().map(|left| (path(left.source), left.reason.word())).collect(),
            files: sources.all().filter(|&id| looked_at(id)).map(|id| (path(id), sources.file(id).kind)).collect(),
            // settings that cannot be used fail the run whatever was asked for
            fail_on: if complete { fail_on } else { fail_on.or(Some(Severity::Error)) },
            findings: findings(&built.diagnostics, &place::places(&built.diagnostics, sources)),
        }
    }

    /// The report of a run that `error` ended. Paths in `root`, the project, are told relative to it.
    pub fn failed(error: &Error, root: &Path) -> Self {
        Self {
            exit_code: error.exit_code(),
            complete: false,
            published: false,
            articles: 0,
            as_of: None,
            left_out: Vec::new(),
            files: Vec::new(),
            fail_on: Some(Severity::Error),
            findings: vec![failure::finding(error, root)],
        }
    }

    /// The same of a run that `error` ended after all.
    pub fn ended_by(mut self, error: &Error, root: &Path) -> Self {
        self.exit_code = error.exit_code();
        self.fail_on = self.fail_on.or(Some(Severity::Error));
        self.findings.push(failure::finding(error, root));
        self
    }

    /// How many findings there are, as in `2 errors, 1 warning`.
    pub fn counts(&self) -> String {
        text::counts(self.findings.iter().map(|finding| finding.severity))
    }

    /// The gravest findings first, each severity by file and place.
    fn worst_first(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        findings
    }

    /// Whether the run fails for this finding.
    fn fails(&self, finding: &Finding) -> bool {
        self.fail_on.is_some_and(|least| finding.severity >= least)
    }
}

impl Finding {
    /// Message, label and help, a line each; nothing in them hides, reorders, or begins a further line.
    fn text(&self) -> String {
        let mut text = line(&self.message);
        for (before, more) in [("", Some(&self.label)), ("help: ", self.help.as_ref())] {
            if let Some(more) = more.filter(|more| !more.is_empty()) {
                text.push_str(&format!("\n{before}{}", line(more)));
            }
        }
        text
    }
}

fn findings(diagnostics: &[Diagnostic], places: &BTreeMap<Span, Known>) -> Vec<Finding> {
    let place = |span: &Span| places.get(span).map(|known| known.place.clone());
    let mut seen: HashMap<blake3::Hash, u64> = HashMap::new();
    diagnostics
        .iter()
        .map(|diagnostic| Finding {
            rule: diagnostic.rule.name(),
            explain: diagnostic.rule.explain(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            label: diagnostic.label.clone(),
            help: diagnostic.help.clone(),
            place: diagnostic.span.as_ref().and_then(place),
            notes: diagnostic.notes.iter().filter_map(|(span, text)| Some((place(span)?, text.clone()))).collect(),
            fingerprint: {
                let known = diagnostic.span.as_ref().and_then(|span| places.get(span));
                let path = known.map_or("", |known| &known.place.path);
                let lines = known.map_or_else(|| blake3::hash(diagnostic.message.as_bytes()), |known| known.lines);
                fingerprint(diagnostic.rule.name(), path, lines, &mut seen)
            },
        })
        .collect()
}

/// The name of a finding: BLAKE3 of its rule, its file, the lines it is on, and how many of the same there were
/// before it. Line numbers are no part of it, so it stays when text is put in above.
fn fingerprint(rule: &str, path: &str, lines: blake3::Hash, seen: &mut HashMap<blake3::Hash, u64>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(rule.as_bytes()).update(b"\0").update(path.as_bytes()).update(b"\0").update(lines.as_bytes());
    let before = seen.entry(hasher.finalize()).or_default();
    let hash = hasher.update(&before.to_le_bytes()).finalize();
    *before += 1;
    hash.to_hex()[..32].to_owned()
}
