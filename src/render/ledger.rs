//! Ties each claim to the sentence of the body that holds its words.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::body::{Block, Body, Inline, Str, plain};
use crate::model::claim::Claim;
use crate::text::{fold, sentence::sentences, suggest::nearest};

/// Marks the sentences of `claims` in `body`; returns a finding for each claim whose words are not there.
pub fn mark(body: &mut Body<'_>, claims: &[Claim]) -> Vec<Diagnostic> {
    if claims.is_empty() {
        return Vec::new();
    }
    let mut open: Vec<(u32, &Claim)> = (1u32..).zip(claims).collect();
    let mut said = Vec::new();
    visit(&mut body.blocks, &mut |inlines| mark_in(inlines, &mut open, &mut said));
    for (_, note) in &mut body.footnotes {
        visit(note, &mut |inlines| mark_in(inlines, &mut open, &mut said));
    }
    open.into_iter().map(|(_, claim)| missing(claim, &said)).collect()
}

/// Calls `with` for the text of every paragraph, heading, list item and table cell.
fn visit<'a>(blocks: &mut [Block<'a>], with: &mut impl FnMut(&mut Vec<Inline<'a>>)) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Plain(inlines) | Block::Heading(_, _, inlines) => with(inlines),
            Block::Quote(inner) => visit(inner, with),
            Block::List(_, items) => items.iter_mut().for_each(|item| visit(item, with)),
            Block::Table(table) => {
                table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(&mut *with);
            }
            Block::Code(..) | Block::Rule | Block::Html(_) => {}
        }
    }
}

fn mark_in<'a>(inlines: &mut Vec<Inline<'a>>, open: &mut Vec<(u32, &Claim)>, said: &mut Vec<String>) {
    if open.is_empty() {
        return;
    }
    let text = plain(inlines);
    let mut marks: Vec<(Range<usize>, Vec<u32>)> = Vec::new();
    open.retain(|(number, claim)| {
        let Some(words) = fold::find(&text, &claim.words) else { return true };
        let whole = sentence_of(&text, words);
        match marks.iter_mut().find(|(range, _)| range.start < whole.end && whole.start < range.end) {
            Some((range, numbers)) => {
                *range = range.start.min(whole.start)..range.end.max(whole.end);
                numbers.push(*number);
            }
            None => marks.push((whole, vec![*number])),
        }
        false
    });
    said.extend(sentences(&text).into_iter().map(|range| text[range].to_owned()));
    marks.sort_by_key(|(range, _)| range.start);
    for (range, numbers) in marks.into_iter().rev() {
        wrap(inlines, range, numbers);
    }
}

/// The sentence that holds `words`, or all those that they touch.
fn sentence_of(text: &str, words: Range<usize>) -> Range<usize> {
    let touched = sentences(text).into_iter().filter(|s| s.start < words.end && words.start < s.end);
    touched.fold(words.clone(), |whole, s| whole.start.min(s.start)..whole.end.max(s.end))
}

/// Puts the pieces of `range` (bytes of the plain text) into one claim. Pieces inside emphasis or a
/// link are taken whole, so that elements nest.
fn wrap(inlines: &mut Vec<Inline<'_>>, range: Range<usize>, numbers: Vec<u32>) {
    let mut before = Vec::new();
    let mut inside = Vec::new();
    let mut after = Vec::new();
    let mut at = 0;
    for inline in inlines.drain(..) {
        let length = plain(std::slice::from_ref(&inline)).len();
        let here = at..at + length;
        at = here.end;
        match inline {
            Inline::Text(text) => {
                let cut = |byte: usize| byte.clamp(here.start, here.end) - here.start;
                let (from, to) = (cut(range.start), cut(range.end));
                let parts = [(&text[..from], 0), (&text[from..to], 1), (&text[to..], 2)];
                for (part, place) in parts {
                    if !part.is_empty() {
                        let piece = Inline::Text(Str::from(part.to_owned()));
                        [&mut before, &mut inside, &mut after][place].push(piece);
                    }
                }
            }
            other if here.end <= range.start && (here.start < range.start || length == 0) => before.push(other),
            // a mark without text, such as a footnote, belongs to the sentence that it ends
            other if here.start < range.end || (length == 0 && here.start == range.end) => inside.push(other),
            other => after.push(other),
        }
    }
    before.push(Inline::Claim(numbers, inside));
    before.append(&mut after);
    *inlines = before;
}

fn missing(claim: &Claim, said: &[String]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Rule::ClaimNotInText, "these words do not stand in the body of the article").at(claim.span);
    let near = said.iter().filter(|s| s.len() < 400).map(String::as_str);
    match nearest(&claim.words, near) {
        Some(near) => diagnostic.label(format!("the body says: {near}")),
        None => diagnostic.help("copy the words from one sentence of the body, or mend the body"),
    }
}
