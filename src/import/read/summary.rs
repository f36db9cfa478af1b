//! The summary: the standfirst, else the first sentences of the text.

use crate::import::document::{Block, Confidence, Document, Found};
use crate::text::sentence;

/// Fewest letters of an extract; a shorter first sentence takes the next one with it.
const SHORT: usize = 90;

/// Most letters of an extract of two sentences.
const LONG: usize = 320;

/// The standfirst, or an extract of one or two sentences under the rule `extract`.
pub fn summary(document: &Document) -> Option<Found<String>> {
    if let Some(standfirst) = &document.standfirst {
        return Some(standfirst.clone());
    }
    let (place, text) = document.body.iter().zip(1..).find_map(|(block, number)| match block {
        Block::Paragraph(text) => Some((format!("paragraph {number}"), text)),
        _ => None,
    })?;
    let sentences = sentence::sentences(text);
    // a place at the head, `लखनऊ।`, is a sentence by its mark only
    let from = usize::from(sentences.len() > 1 && text[sentences[0].clone()].split_whitespace().count() <= 3);
    let first = sentences.get(from)?;
    let letters = |end: usize| text[first.start..end].chars().count();
    let second = sentences.get(from + 1).filter(|next| letters(first.end) < SHORT && letters(next.end) <= LONG);
    let value = text[first.start..second.unwrap_or(first).end].to_owned();
    let words = value.clone();
    Some(Found { value, words, place, rule: "extract", confidence: Confidence::Medium })
}
