//! JUnit XML: every file that was looked at is a test, which fails for the findings that fail the run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::text::line;
use super::{Finding, Report};
use crate::load::FileKind;
use crate::text::xml::escape;

/// The report as one test suite. There are no times in it.
pub fn text(report: &Report) -> String {
    let mut by_file: BTreeMap<Option<&str>, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        by_file.entry(finding.place.as_ref().map(|place| place.path.as_str())).or_default().push(finding);
    }
    let mut cases: Vec<(&str, &str, &[&Finding])> = Vec::new();
    for (path, kind) in &report.files {
        cases.push((class(*kind), path, by_file.get(&Some(path.as_str())).map_or(&[], Vec::as_slice)));
    }
    if let Some(findings) = by_file.get(&None) {
        cases.push(("project", "project", findings));
    }
    let failed = cases.iter().filter(|(_, _, findings)| findings.iter().any(|f| report.fails(f))).count();
    let totals = format!("name=\"saar\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\"", cases.len());
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {totals}>\n<testsuite {totals}>\n");
    for (class, name, findings) in cases {
        case(report, class, name, findings, &mut out);
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

fn case(report: &Report, class: &str, name: &str, findings: &[&Finding], out: &mut String) {
    let _ = write!(out, "<testcase classname=\"{class}\" name=\"{}\"", escape(&line(name)));
    if findings.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push_str(">\n");
    let (failing, others): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|f| report.fails(f));
    for finding in failing {
        let message = line(&finding.message);
        let _ = write!(out, "<failure type=\"{}\" message=\"{}\">", finding.rule, escape(&message));
        let _ = writeln!(out, "{}</failure>", escape(&told(finding)));
    }
    if !others.is_empty() {
        let texts: Vec<String> = others.into_iter().map(told).collect();
        let _ = writeln!(out, "<system-out>{}</system-out>", escape(&texts.join("\n")));
    }
    out.push_str("</testcase>\n");
}

/// The finding with its place and those of its notes, as compilers print it.
fn told(finding: &Finding) -> String {
    let mut out = String::new();
    if let Some(place) = &finding.place {
        let _ = write!(out, "{}:{}:{}: ", line(&place.path), place.start.line, place.start.column);
    }
    let _ = writeln!(out, "{}[{}]: {}", finding.severity.word(), finding.rule, finding.text());
    for (place, text) in &finding.notes {
        let _ = writeln!(out, "{}:{}:{}: {}", line(&place.path), place.start.line, place.start.column, line(text));
    }
    out
}

fn class(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Settings => "settings",
        FileKind::Article => "article",
        FileKind::Page => "page",
        FileKind::Template => "template",
        FileKind::Static | FileKind::Attachment => "file",
    }
}
