//! Prints findings for people: a code frame, what is wrong, and a way out.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::load::Sources;
use crate::source::{SourceId, Span, position};

/// Most findings that are printed; the rest are counted.
const MOST: usize = 1000;

/// The findings as text, worst and first ones not set apart: they come in the order of the files.
pub fn text(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut texts: HashMap<SourceId, String> = HashMap::new();
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        let spans = diagnostic.span.iter().chain(diagnostic.notes.iter().map(|(span, _)| span));
        for span in spans {
            texts.entry(span.source).or_insert_with(|| read(span.source, sources));
        }
        out.push_str(&renderer.render(&groups(diagnostic, sources, &texts)));
        out.push_str("\n\n");
    }
    if diagnostics.len() > MOST {
        let _ = writeln!(out, "and {} more findings", diagnostics.len() - MOST);
        // no file is passed over in silence, however long the list
        let mut rest: BTreeMap<SourceId, usize> = BTreeMap::new();
        for span in diagnostics[MOST..].iter().filter_map(|diagnostic| diagnostic.span) {
            *rest.entry(span.source).or_default() += 1;
        }
        for (id, count) in rest {
            let _ = writeln!(out, "  {}: {count}", printable(&sources.file(id).path));
        }
    }
    out
}

fn read(id: SourceId, sources: &Sources) -> String {
    sources.bytes(id).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn groups<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    texts: &'a HashMap<SourceId, String>,
) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.rule.name());
    let mut group = match diagnostic.span {
        Some(span) => {
            let frame = frame(span, printable(&diagnostic.label), AnnotationKind::Primary, sources, texts);
            Group::with_title(title).element(frame)
        }
        None => Group::with_title(title),
    };
    for (span, text) in &diagnostic.notes {
        group = group.element(frame(*span, printable(text), AnnotationKind::Context, sources, texts));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    vec![group]
}

fn frame<'a>(
    span: Span,
    label: String,
    kind: AnnotationKind,
    sources: &'a Sources,
    texts: &'a HashMap<SourceId, String>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = texts.get(&span.source).map_or("", String::as_str);
    // only the lines that are shown are handed over: the file may be large
    let mut start = (span.start as usize).min(text.len());
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let from = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let first_line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    // a span over several lines is marked on its first
    let end = end.min(first_line_end).max(start);
    let from = if text[from..].starts_with('\u{feff}') { from + '\u{feff}'.len_utf8() } else { from };
    let start = start.max(from);
    let annotation = kind.span(start - from..end.max(start) - from);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    Snippet::source(&text[from..first_line_end])
        .line_start(position(text, start).line)
        .path(printable(&sources.file(span.source).path))
        .annotation(annotation)
}

/// Text from outside that goes to a terminal: nothing in it moves the cursor or reorders the line.
pub fn printable(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
    };
    if !text.contains(|c| hidden(c) && c != '\n') {
        return text.to_owned();
    }
    text.chars().map(|c| if hidden(c) && c != '\n' { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}
