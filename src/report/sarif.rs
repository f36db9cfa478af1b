//! SARIF 2.1.0: findings for code scanning and editors.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; sections are named where they matter.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::text::{line, plural};
use super::{Finding, Place, Report};
use crate::diagnostic::Severity;
use crate::text::percent::percent_encode_path;

/// Most results that are written: code scanning shows no more.
const MOST: usize = 5000;

/// What locations are relative to.
const BASE: &str = "PROJECTROOT";

/// The report as a SARIF log with one run.
pub fn text(report: &Report) -> String {
    let mut findings = report.worst_first();
    let left_out = findings.len().saturating_sub(MOST);
    findings.truncate(MOST);
    let rules: BTreeMap<&str, &Finding> = findings.iter().map(|finding| (finding.rule, *finding)).collect();
    let names: Vec<&str> = rules.keys().copied().collect();
    let index = |finding: &Finding| names.binary_search(&finding.rule).unwrap_or_default();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "saar",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|finding| rule(finding)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            // where the project lies is left to the reader, as 3.14.14 allows
            "originalUriBaseIds": { BASE: { "description": message("The folder that holds site.yaml.") } },
            "invocations": [invocation(report, left_out)],
            "results": findings.iter().map(|finding| result(finding, index(finding))).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn rule(finding: &Finding) -> Json {
    json!({
        "id": finding.rule,
        "shortDescription": message(finding.explain),
        "fullDescription": message(finding.explain),
        "help": message(&format!("docs/diagnostics.md and docs/reports.md say what to do about {}.", finding.rule)),
        "defaultConfiguration": { "level": level(finding.severity) },
    })
}

fn invocation(report: &Report, left_out: usize) -> Json {
    let mut invocation = json!({ "executionSuccessful": report.complete, "exitCode": report.exit_code });
    if left_out > 0 {
        let text = format!("{} left out: at most 5,000 are reported, the gravest first", plural(left_out, "finding"));
        invocation["toolExecutionNotifications"] = json!([{ "level": "warning", "message": message(&text) }]);
    }
    invocation
}

fn result(finding: &Finding, rule_index: usize) -> Json {
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": level(finding.severity),
        "message": message(&finding.text()),
        "partialFingerprints": { "saarFinding/v1": finding.fingerprint },
    });
    if let Some(place) = &finding.place {
        result["locations"] = json!([{ "physicalLocation": location(place) }]);
    }
    if !finding.notes.is_empty() {
        let notes = finding.notes.iter().enumerate().map(|(id, (place, text))| {
            // a message must not be empty (3.11.8)
            let text = if text.is_empty() { "see also" } else { text };
            json!({ "id": id, "physicalLocation": location(place), "message": message(&line(text)) })
        });
        result["relatedLocations"] = notes.collect();
    }
    result
}

fn location(place: &Place) -> Json {
    json!({
        "artifactLocation": { "uri": percent_encode_path(&place.path), "uriBaseId": BASE },
        "region": {
            "startLine": place.start.line,
            "startColumn": place.start.column,
            "endLine": place.end.line,
            "endColumn": place.end.column,
        },
    })
}

/// A plain text message. Braces are doubled, as 3.11.5 asks; what would be a link (3.11.6) is pulled apart.
fn message(text: &str) -> Json {
    json!({ "text": text.replace('{', "{{").replace('}', "}}").replace("](", "] (") })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
