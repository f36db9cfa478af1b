//! Texts as sets of words: folded, without what says nothing, and each word known by a number.

use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::common;
use crate::model::body::{Block, Body, Inline};
use crate::text::fold;
use crate::text::letter::{is_devanagari, is_separator};

/// Longer words are addresses and slips.
const LONGEST: usize = 40;
/// Threads read their texts side by side, and seldom ask for the same piece.
const PARTS: usize = 64;

/// The words met so far. Their numbers follow the order of threads; who writes them sorts by the words.
pub struct Vocabulary {
    /// What stands between two spaces, as it is written, and its words: folding is dear and most pieces come again.
    pieces: [RwLock<Pieces>; PARTS],
    words: Mutex<Words>,
}

type Pieces = FxHashMap<Box<str>, Box<[u32]>>;

#[derive(Default)]
struct Words {
    numbers: FxHashMap<Arc<str>, u32>,
    all: Vec<Arc<str>>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let (word, number): (Arc<str>, _) = (word.into(), self.all.len() as u32);
        self.all.push(Arc::clone(&word));
        self.numbers.insert(word, number);
        number
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { pieces: std::array::from_fn(|_| RwLock::default()), words: Mutex::default() }
    }
}

impl Vocabulary {
    /// The number of one word, in its folded form.
    pub fn word(&self, word: &str) -> u32 {
        self.words.lock().unwrap_or_else(PoisonError::into_inner).number(word)
    }

    /// All words, by their numbers.
    pub fn all(&self) -> Vec<Arc<str>> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner).all.clone()
    }

    /// The words of texts, each once, by number.
    pub fn of<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Box<[u32]> {
        self.numbers(&texts.into_iter().flat_map(pieces).collect())
    }

    /// The words of a body.
    pub fn of_body(&self, body: &Body<'_>) -> Box<[u32]> {
        let mut set = FxHashSet::with_capacity_and_hasher(1 << 10, FxBuildHasher);
        let notes = body.footnotes.iter().map(|(_, blocks)| blocks);
        std::iter::once(&body.blocks).chain(notes).for_each(|blocks| read_blocks(blocks, &mut set));
        self.numbers(&set)
    }

    fn numbers(&self, pieces: &FxHashSet<&str>) -> Box<[u32]> {
        let mut numbers = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let part = &self.pieces[(FxBuildHasher.hash_one(piece) >> 40) as usize % PARTS];
            let known = part.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = known.get(*piece) {
                numbers.extend_from_slice(known);
                continue;
            }
            drop(known);
            let of_piece: Box<[u32]> = {
                let folded = words(piece);
                let mut all = self.words.lock().unwrap_or_else(PoisonError::into_inner);
                folded.iter().map(|word| all.number(word)).collect()
            };
            numbers.extend_from_slice(&of_piece);
            part.write().unwrap_or_else(PoisonError::into_inner).insert((*piece).into(), of_piece);
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into()
    }
}

/// The words of a text that are searched for, folded, in their order.
pub fn words(text: &str) -> Vec<String> {
    let key = fold::key(text);
    tokens(&key).filter(|word| is_searched(word)).map(str::to_owned).collect()
}

/// All words of a text, folded, in their order.
pub fn all_words(text: &str) -> Vec<String> {
    tokens(&fold::key(text)).map(str::to_owned).collect()
}

/// A name as one word: `kanpurnagar`.
pub fn joined(name: &str) -> String {
    let key = fold::key(name);
    tokens(&key).collect()
}

/// The words of a folded text: letters, digits and marks, and the points within them.
fn tokens(key: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || is_devanagari(c) || c == '.';
    key.split(move |c| !is_part(c)).map(|word| word.trim_matches('.')).filter(|word| !word.is_empty())
}

/// Whether a word is worth a place in the index: no article or pronoun, no single letter, nothing that is no word.
fn is_searched(word: &str) -> bool {
    let mut letters = word.chars();
    let single = letters.next().is_some_and(|c| !c.is_ascii_digit()) && letters.next().is_none();
    let plain = word.chars().all(|c| u32::from(c) <= 0xffff);
    !single && plain && word.chars().nth(LONGEST).is_none() && !common::is_stop(word)
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    // what else parts words does so when the piece is folded
    text.split_ascii_whitespace().map(|piece| piece.trim_matches(is_separator)).filter(|piece| !piece.is_empty())
}

fn read_blocks<'a>(blocks: &'a [Block<'_>], set: &mut FxHashSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Plain(text) | Block::Heading(_, _, text) => read(text, set),
            Block::Quote(blocks) => read_blocks(blocks, set),
            Block::List(_, items) => items.iter().for_each(|blocks| read_blocks(blocks, set)),
            Block::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| read(cell, set));
            }
            Block::Code(..) | Block::Rule | Block::Html(_) => {}
        }
    }
}

fn read<'a>(inlines: &'a [Inline<'_>], set: &mut FxHashSet<&'a str>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => set.extend(pieces(text)),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Claim(_, inner) => read(inner, set),
            Inline::Image(_, alt) => set.extend(pieces(alt)),
            Inline::Code(_) | Inline::Footnote(_) | Inline::SoftBreak | Inline::HardBreak | Inline::Html(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_what_says_nothing_is_dropped() {
        assert_eq!(words("कानपुर–बुंदेलखंड में चुनाव, २०२४ (the 12.5%)"), ["कानपुर", "बुंदेलखंड", "चुनाव", "2024", "12.5"]);
        assert_eq!(words("उ.प्र. और यू.पी."), ["उप्र", "यूपी"]);
        assert_eq!(words("A b up आप"), ["up", "आप"]);
        assert_eq!(joined("Kanpur  Nagar (UP)"), "kanpurnagarup");
    }

    #[test]
    fn one_word_has_one_number() {
        let vocabulary = Vocabulary::default();
        let numbers = vocabulary.of(["बाँदा बांदा।", "“बाँदा” चुनाव"]);
        assert_eq!(numbers.len(), 2);
        assert_eq!(vocabulary.of(["चुनाव"]).len(), 1);
        assert_eq!(vocabulary.all().len(), 2);
    }
}
