//! Places: where a span begins and ends in its file, and which lines those are.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memchr;

use super::text;
use crate::diagnostic::Diagnostic;
use crate::load::Sources;
use crate::source::{Position, SourceId, Span};

/// Longest line, in bytes, that goes whole into a fingerprint. A longer one can hold thousands of findings.
const LONGEST: usize = 4096;

/// A place in a file, as other programs name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the project, with forward slashes.
    pub path: String,
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// A place and the BLAKE3 hash of the lines it is on.
pub(super) struct Known {
    pub place: Place,
    pub lines: blake3::Hash,
}

/// The places of all findings and of their notes. Each file is read once and its text dropped.
pub(super) fn places(diagnostics: &[Diagnostic], sources: &Sources) -> BTreeMap<Span, Known> {
    let mut by_source: BTreeMap<SourceId, BTreeSet<Span>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let noted = diagnostic.notes.iter().map(|(span, _)| *span);
        for span in diagnostic.span.into_iter().chain(noted) {
            by_source.entry(span.source).or_default().insert(span);
        }
    }
    let mut known = BTreeMap::new();
    for (source, spans) in by_source {
        let text = text::read(source, sources);
        let path = &sources.file(source).path;
        let mut cursor = Cursor { offset: 0, line_start: 0, at: Position { line: 1, column: 1 } };
        // spans are sorted by where they start, so one walk through the text finds them all
        for span in spans {
            cursor.advance(&text, span.start as usize);
            let mut after = cursor;
            after.advance(&text, span.end as usize);
            let lines = blake3::hash(lines(text.as_bytes(), cursor.line_start, cursor.offset, after.offset));
            let place = Place { path: path.clone(), start: cursor.at, end: after.at };
            known.insert(span, Known { place, lines });
        }
    }
    known
}

/// A position that moves forward through a text.
#[derive(Clone, Copy)]
struct Cursor {
    offset: usize,
    line_start: usize,
    at: Position,
}

impl Cursor {
    /// Moves to byte `to`, or to the character in which it lies; never back.
    fn advance(&mut self, text: &str, to: usize) {
        let to = text.floor_char_boundary(to.min(text.len())).max(self.offset);
        for (at, c) in text[self.offset..to].char_indices() {
            if c == '\n' {
                self.line_start = self.offset + at + 1;
                self.at = Position { line: self.at.line + 1, column: 1 };
            } else if c != '\u{feff}' {
                self.at.column += 1;
            }
        }
        self.offset = to;
    }
}

/// The lines from `start` to `end`, without the space around them; of long ones only what is marked.
fn lines(text: &[u8], line_start: usize, start: usize, end: usize) -> &[u8] {
    // the line break that ends a span begins no further line
    let last = if end > start && text[end - 1] == b'\n' { end - 1 } else { end };
    let near = &text[last..text.len().min(last + LONGEST)];
    let line_end = memchr(b'\n', near).or((near.len() < LONGEST).then_some(near.len()));
    let lines = match line_end {
        Some(more) if last + more - line_start <= LONGEST => &text[line_start..last + more],
        _ => &text[start..last.min(start + LONGEST)],
    };
    lines.trim_ascii()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::position;

    #[test]
    fn the_lines_of_a_place() {
        let text = b"one\n  two \r\nthree";
        assert_eq!(lines(text, 4, 6, 9), b"two");
        assert_eq!(lines(text, 4, 6, 12), b"two");
        assert_eq!(lines(text, 0, 0, 9), b"one\n  two");
        assert_eq!(lines(text, 12, 17, 17), b"three");
        let long = [b"x".repeat(LONGEST), b" mark y".to_vec()].concat();
        assert_eq!(lines(&long, 0, LONGEST + 1, LONGEST + 5), b"mark");
    }

    proptest! {
        #[test]
        fn a_cursor_counts_as_position_does(text in "(\u{feff}|\n|a|क्ष|\r){0,20}", offsets: [usize; 4]) {
            let mut offsets = offsets.map(|offset| offset % (text.len() + 2));
            offsets.sort_unstable();
            let mut cursor = Cursor { offset: 0, line_start: 0, at: Position { line: 1, column: 1 } };
            for offset in offsets {
                cursor.advance(&text, offset);
                prop_assert_eq!(cursor.at, position(&text, offset));
            }
        }
    }
}
