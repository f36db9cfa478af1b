//! JSON: everything that is known of a run, in saar's own form. `docs/reports.md` describes it.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::{Finding, Place, Report};
use crate::diagnostic::Severity;

/// The report as a JSON document, with its texts as they are.
pub fn text(report: &Report) -> String {
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let document = Document {
        saar: env!("CARGO_PKG_VERSION"),
        exit_code: report.exit_code,
        published: report.published,
        articles: report.articles,
        as_of: report.as_of.as_deref(),
        left_out: report.left_out.iter().map(|(path, reason)| LeftOut { path, reason }).collect(),
        counts: Counts {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            info: count(Severity::Info),
        },
        findings: report.findings.iter().map(item).collect(),
    };
    // texts, numbers and lists cannot fail to be written
    serde_json::to_string_pretty(&document).map_or_else(|error| format!("{error}\n"), |text| text + "\n")
}

#[derive(Serialize)]
struct Document<'a> {
    saar: &'static str,
    exit_code: u8,
    published: bool,
    articles: usize,
    as_of: Option<&'a str>,
    left_out: Vec<LeftOut<'a>>,
    counts: Counts,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    label: Option<&'a str>,
    #[serde(flatten)]
    region: Region<'a>,
    notes: Vec<Note<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Note<'a> {
    text: &'a str,
    #[serde(flatten)]
    region: Region<'a>,
}

#[derive(Serialize, Default)]
struct Region<'a> {
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

fn item(finding: &Finding) -> Item<'_> {
    Item {
        rule: finding.rule,
        severity: finding.severity.word(),
        message: &finding.message,
        help: finding.help.as_deref(),
        label: Some(finding.label.as_str()).filter(|label| !label.is_empty()),
        region: finding.place.as_ref().map(region).unwrap_or_default(),
        notes: finding.notes.iter().map(|(place, text)| Note { text, region: region(place) }).collect(),
        fingerprint: &finding.fingerprint,
    }
}

fn region(place: &Place) -> Region<'_> {
    Region {
        path: Some(&place.path),
        line: Some(place.start.line),
        column: Some(place.start.column),
        end_line: Some(place.end.line),
        end_column: Some(place.end.column),
    }
}

/// The JSON Schema of [`text`].
pub fn schema() -> Json {
    let number = json!({ "type": "integer", "minimum": 0 });
    let text = json!({ "type": "string", "minLength": 1 });
    let maybe_text = json!({ "type": ["string", "null"], "minLength": 1 });
    let place = |kind: Json| json!({ "type": kind, "minimum": 1, "description": "From 1; columns count characters." });
    let finding = object(json!({
        "rule": { "type": "string", "description": "A rule of `saar rules`, or the kind of error that ended the run." },
        "severity": { "enum": ["error", "warning", "info"] },
        "message": text,
        "help": maybe_text,
        "label": maybe_text,
        "path": { "type": ["string", "null"], "description": "Relative to the project; null without a place." },
        "line": place(json!(["integer", "null"])),
        "column": place(json!(["integer", "null"])),
        "end_line": place(json!(["integer", "null"])),
        "end_column": place(json!(["integer", "null"])),
        "notes": { "type": "array", "items": object(json!({
            "text": { "type": "string" },
            "path": text,
            "line": place(json!("integer")),
            "column": place(json!("integer")),
            "end_line": place(json!("integer")),
            "end_column": place(json!("integer")),
        })) },
        "fingerprint": { "type": "string", "pattern": "^[0-9a-f]{32}$", "description": "Stays when lines shift." },
    }));
    object(json!({
        "saar": { "type": "string", "description": "The version of saar that wrote this." },
        "exit_code": { "type": "integer", "minimum": 0, "maximum": 255 },
        "published": { "type": "boolean" },
        "articles": number,
        "as_of": { "type": ["string", "null"], "format": "date-time", "description": "Null if the run did not get that far." },
        "left_out": { "type": "array", "items": object(json!({
            "path": text,
            "reason": { "type": "string", "description": "`draft`, `embargo`, `expired`, `future` or `later`." },
        })) },
        "counts": object(json!({ "error": number, "warning": number, "info": number })),
        "findings": { "type": "array", "items": finding },
    }))
}

/// An object with exactly these keys.
fn object(properties: Json) -> Json {
    let required: Vec<&String> = properties.as_object().map(|keys| keys.keys().collect()).unwrap_or_default();
    json!({ "type": "object", "required": required, "additionalProperties": false, "properties": properties })
}
