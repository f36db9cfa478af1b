//! GitHub Actions: workflow commands that mark lines, a summary of the step, and text that is no command.
//!
//! The escapes are those that the runner takes back: `%`, CR and LF everywhere, `:` and `,` in properties too.

use std::fmt::Write as _;

use super::text::{line, plural};
use super::{Finding, Report};
use crate::diagnostic::Severity;

/// Most annotations of one kind: GitHub shows no more of a step.
const MOST: usize = 10;

/// Most rows of the summary, which has to stay below 1 MiB.
const ROWS: usize = 50;

/// Longest text in a cell of the summary, in characters.
const LONGEST: usize = 300;

/// The report as workflow commands, one a line. `folder` is where the project lies within the repository:
/// empty, or as in `my-digest/`.
pub fn text(report: &Report, folder: &str) -> String {
    let mut out = String::new();
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let findings: Vec<&Finding> = report.findings.iter().filter(|f| f.severity == severity).collect();
        // the line that tells how many are left out is a notice, too
        let more = left_out > 0 || findings.len() > MOST;
        let most = if severity == Severity::Info && more { MOST - 1 } else { MOST };
        for finding in findings.iter().take(most) {
            command(finding, folder, &mut out);
        }
        left_out += findings.len().saturating_sub(most);
    }
    if left_out > 0 {
        let _ = writeln!(out, "::notice title=saar::and {}; {}", plural(left_out, "more finding"), report.counts());
    }
    out
}

fn command(finding: &Finding, folder: &str, out: &mut String) {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let _ = write!(out, "::{name} ");
    if let Some(place) = &finding.place {
        let path = property(&line(&format!("{folder}{}", place.path)));
        let _ = write!(out, "file={path},line={},endLine={},", place.start.line, place.end.line);
        // columns of different lines are not taken
        if place.start.line == place.end.line {
            let _ = write!(out, "col={},endColumn={},", place.start.column, place.end.column);
        }
    }
    let _ = writeln!(out, "title={}::{}", property(&format!("saar: {}", finding.rule)), data(&finding.text()));
}

/// The text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before it, where a colon or a comma would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The report in short, as Markdown for the page of the run.
pub fn summary(report: &Report) -> String {
    let published = if report.published { "published: yes" } else { "published: no" };
    let articles = plural(report.articles, "article");
    let mut out = format!("### saar\n\n{}; {articles}; {published}; exit code {}\n", report.counts(), report.exit_code);
    let findings = report.worst_first();
    if findings.is_empty() {
        return out + "\n";
    }
    out.push_str("\n| severity | rule | place | message |\n| --- | --- | --- | --- |\n");
    for finding in findings.iter().take(ROWS) {
        let place = finding.place.as_ref().map(|place| format!("{}:{}", place.path, place.start.line));
        let place = place.map(|place| cell(&place)).unwrap_or_default();
        let message = cell(&finding.message);
        let _ = writeln!(out, "| {} | {} | {place} | {message} |", finding.severity.word(), finding.rule);
    }
    if findings.len() > ROWS {
        let _ = write!(out, "\nand {}", plural(findings.len() - ROWS, "more finding"));
    }
    out + "\n"
}

/// Text from outside in a table: all of ASCII that could mean something to Markdown or HTML is a reference.
fn cell(text: &str) -> String {
    let text = line(text);
    let mut out = String::from("<code>");
    for c in text.chars().take(LONGEST) {
        if c.is_ascii_alphanumeric() || c == ' ' || !c.is_ascii() {
            out.push(c);
        } else {
            let _ = write!(out, "&#{};", u32::from(c));
        }
    }
    out.push_str(if text.chars().nth(LONGEST).is_some() { "…</code>" } else { "</code>" });
    out
}

/// Text for people in which the runner finds no command. It looks for `::` where a line begins and for `##[`
/// anywhere, and a message or a frame may show either.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(['\n', '\r']) {
        let bare = piece.trim_start();
        match bare.strip_prefix("::") {
            Some(rest) => {
                out.push_str(&piece[..piece.len() - bare.len()]);
                out.push_str(": :");
                out.push_str(rest);
            }
            None => out.push_str(piece),
        }
    }
    out.replace("##[", "## [")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_runner_takes_for_a_command() {
        assert_eq!(harmless("  ::error::a\r::b\n| ::c ##[d"), "  : :error::a\r: :b\n| ::c ## [d");
        assert_eq!(harmless("error: `a::b`\n"), "error: `a::b`\n");
    }

    #[test]
    fn the_line_that_counts_the_rest_is_one_of_ten() {
        let error = crate::error::Error::Bug("x".into());
        let mut report = Report::failed(&error, std::path::Path::new("/"));
        let mut finding = report.findings.remove(0);
        finding.severity = Severity::Info;
        finding.label = "a\n::b".into();
        report.findings = vec![finding; 12];
        let text = text(&report, "");
        assert_eq!(text.matches("::notice ").count(), 10);
        assert!(text.ends_with("::notice title=saar::and 3 more findings; 0 errors, 0 warnings, 12 notes\n"), "{text}");
        assert!(text.contains("%0Aa\\u{a}::b\n"), "{text}");
    }

    #[test]
    fn cells_hold_text_alone() {
        assert_eq!(cell("a|<b>\n"), "<code>a&#124;&#60;b&#62;&#92;u&#123;a&#125;</code>");
        assert!(cell(&"|".repeat(400)).len() < 2000);
    }
}
