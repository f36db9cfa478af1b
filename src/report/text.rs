//! Findings for people: a code frame, what is wrong, and a way out.

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
            let _ = writeln!(out, "  {}: {count}", line(&sources.file(id).path));
        }
    }
    out
}

/// The text of a file as far as it is text and not endless; nothing where it cannot be read.
pub(super) fn read(id: SourceId, sources: &Sources) -> String {
    sources.beginning(id, 16 << 20).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
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
    let title = level.primary_title(line(&diagnostic.message)).id(diagnostic.rule.name());
    let mut group = match diagnostic.span {
        Some(span) => {
            let frame = frame(span, line(&diagnostic.label), AnnotationKind::Primary, sources, texts);
            Group::with_title(title).element(frame)
        }
        None => Group::with_title(title),
    };
    for (span, text) in &diagnostic.notes {
        group = group.element(frame(*span, line(text), AnnotationKind::Context, sources, texts));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(line(help)));
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
    // of a long line only what may be seen
    let first_line_end = text.floor_char_boundary(first_line_end.min(end + 1000));
    let from = if text[from..].starts_with('\u{feff}') { from + '\u{feff}'.len_utf8() } else { from };
    let start = start.max(from);
    let annotation = kind.span(start - from..end.max(start) - from);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    // the renderer shows all other controls by a sign; as many bytes keep the place
    let shown = text[from..first_line_end].replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{b7}");
    Snippet::source(shown)
        .line_start(position(text, start).line)
        .path(line(&sources.file(span.source).path))
        .annotation(annotation)
}

/// How many findings there are, as in `2 errors, 1 warning`.
pub fn counts(severities: impl Iterator<Item = Severity> + Clone) -> String {
    let count = |severity| severities.clone().filter(|&s| s == severity).count();
    let notes = count(Severity::Info);
    let notes = if notes > 0 { format!(", {}", plural(notes, "note")) } else { String::new() };
    format!("{}, {}{notes}", plural(count(Severity::Error), "error"), plural(count(Severity::Warning), "warning"))
}

/// A number with the word for what is counted.
pub fn plural(n: usize, what: &str) -> String {
    let grouped = crate::text::number::group_indian(n as i128);
    if n == 1 { format!("1 {what}") } else { format!("{grouped} {what}s") }
}

/// Text from outside that people read: nothing in it moves the cursor, hides, or reorders the line.
pub fn printable(text: &str) -> String {
    shown(text, |c| c != '\n')
}

/// The same for what has to stay on one line, such as the name of a file.
pub fn line(text: &str) -> String {
    shown(text, |_| true)
}

fn shown(text: &str, matters: impl Fn(char) -> bool) -> String {
    let hidden = |c: char| {
        let unseen = c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{e0001}'..='\u{e007f}');
        unseen && matters(c)
    };
    if !text.contains(hidden) {
        return text.to_owned();
    }
    text.chars().map(|c| if hidden(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}
