//! Passages: the texts of a document word by word, with the signs and names that stand in them.

use std::ops::Range;

use super::matcher::{Name, Reader};
use super::sign::Sign;
use crate::import::document::{Block, Document, Found};
use crate::text::{fold, sentence};

/// Which part of a document a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The headline.
    Title,
    /// The words before it.
    Kicker,
    /// The standfirst.
    Standfirst,
    /// The dateline.
    Dateline,
    /// A sub-head.
    Heading,
    /// A paragraph, an item of a list, a quotation.
    Text,
    /// The cells of a row; the second one says how many rows the table had before it.
    Row,
    /// A caption.
    Caption,
}

/// A name that stands in a passage, with what it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameHit {
    /// Its words.
    pub tokens: Range<usize>,
    /// What it may mean; at least one.
    pub means: Vec<Name>,
}

/// A text, word by word.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Where it stands: `title`, `paragraph 3`.
    pub place: String,
    /// Which part it is.
    pub part: Part,
    text: String,
    key: String,
    /// For each word its bytes in the key and in the text.
    tokens: Vec<(Range<usize>, Range<usize>)>,
    /// The words of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// Signs by the word at which they begin, longest first.
    signs: Vec<(usize, usize, Sign, &'static str)>,
    /// Where the signs of each word begin in `signs`.
    first_sign: Vec<usize>,
    /// Names, none within another.
    pub names: Vec<NameHit>,
}

/// Words of a sentence: rules look through the whole of it, so that one without an end is cut.
const LONGEST: usize = 256;

impl Passage {
    fn new(place: String, part: Part, text: &str, reader: &Reader) -> Self {
        let (key, map) = fold::key_with_map(text);
        let mut tokens = Vec::new();
        let mut start = 0;
        for word in key.split(' ').filter(|word| !word.is_empty()) {
            let end = start + word.len();
            tokens.push((start..end, map[start] as usize..map[end] as usize));
            start = end + 1;
        }
        let sentences = sentence::sentences(text)
            .into_iter()
            .map(|bytes| {
                let first = tokens.partition_point(|(_, at)| at.start < bytes.start);
                first..tokens.partition_point(|(_, at)| at.start < bytes.end)
            })
            .flat_map(|words| words.clone().step_by(LONGEST).map(move |at| at..words.end.min(at + LONGEST)))
            .collect();
        let mut passage = Self {
            place,
            part,
            text: text.to_owned(),
            key,
            tokens,
            sentences,
            signs: Vec::new(),
            first_sign: Vec::new(),
            names: Vec::new(),
        };
        for at in 0..passage.len() {
            passage.first_sign.push(passage.signs.len());
            let found = reader.lexicon.signs.at(at, |i| passage.word(i));
            let found: Vec<_> = found.map(|(length, (sign, beside))| (at, length, sign, beside)).collect();
            passage.signs.extend(found);
        }
        passage.names = reader.names(&passage);
        passage
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The key of a word; empty outside the text.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |(key, _)| &self.key[key.clone()])
    }

    /// What stands in the text between a word and the next one.
    pub fn gap(&self, at: usize) -> &str {
        let end = self.tokens.get(at).map_or(self.text.len(), |(_, at)| at.end);
        let next = self.tokens.get(at + 1).map_or(self.text.len(), |(_, at)| at.start);
        &self.text[end..next.max(end)]
    }

    /// What stands before a word since the one before it.
    pub fn gap_before(&self, at: usize) -> &str {
        match at.checked_sub(1) {
            Some(before) => self.gap(before),
            None => self.tokens.first().map_or("", |(_, at)| &self.text[..at.start]),
        }
    }

    /// The words as they stand in the text.
    pub fn written(&self, words: Range<usize>) -> &str {
        let (Some(first), Some(last)) = (self.tokens.get(words.start), self.tokens.get(words.end.wrapping_sub(1)))
        else {
            return "";
        };
        self.text[first.1.start..last.1.end.max(first.1.start)].trim()
    }

    /// How many words of this sign begin at a word; the longest.
    pub fn sign(&self, at: usize, sign: Sign) -> Option<usize> {
        self.sign_beside(at, sign).map(|(length, _)| length)
    }

    /// As [`Self::sign`], with what the table has beside it.
    pub fn sign_beside(&self, at: usize, sign: Sign) -> Option<(usize, &'static str)> {
        let first = *self.first_sign.get(at)?;
        let own = self.signs[first..].iter().take_while(|(start, ..)| *start == at);
        own.filter(|(_, _, other, _)| *other == sign).map(|(_, length, _, beside)| (*length, *beside)).next()
    }

    /// The first word within `words` where the sign begins.
    pub fn find(&self, words: Range<usize>, sign: Sign) -> Option<usize> {
        words.into_iter().find(|&at| self.sign(at, sign).is_some())
    }

    /// Whether the sign stands within `words`.
    pub fn any(&self, words: Range<usize>, sign: Sign) -> bool {
        self.find(words, sign).is_some()
    }

    /// The sentence of a word.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        let next = self.sentences.partition_point(|sentence| sentence.end <= at);
        self.sentences.get(next).filter(|sentence| sentence.contains(&at)).cloned().unwrap_or(at..at + 1)
    }

    /// The names within `words`.
    pub fn names_in(&self, words: Range<usize>) -> impl Iterator<Item = &NameHit> {
        self.names.iter().filter(move |hit| words.start <= hit.tokens.start && hit.tokens.end <= words.end)
    }

    /// Whether the word is written with a capital letter.
    pub fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|(_, bytes)| self.text[bytes.clone()].starts_with(char::is_uppercase))
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A finding in it.
    pub fn found<T>(&self, value: T, words: Range<usize>, rule: &'static str) -> Found<T> {
        use crate::import::document::Confidence;
        let place = self.place.clone();
        Found { value, words: self.written(words).to_owned(), place, rule, confidence: Confidence::High }
    }
}

/// Most bytes of a document that are read: a book is no news, and some rules compare all names with each other.
pub const MOST: usize = 128 * 1024;

/// The passages of a document in reading order: what stands above the text first.
pub fn passages(document: &Document, reader: &Reader) -> Vec<Passage> {
    let mut all = Vec::new();
    let mut left = MOST;
    let heads = [
        ("title", Part::Title, &document.title),
        ("kicker", Part::Kicker, &document.kicker),
        ("standfirst", Part::Standfirst, &document.standfirst),
        ("dateline", Part::Dateline, &document.dateline),
    ];
    for (place, part, text) in heads {
        all.extend(text.as_ref().map(|text| Passage::new(place.to_owned(), part, &text.value, reader)));
    }
    for (number, block) in (1..).zip(&document.body) {
        let mut add = |part, text: &str| {
            let text = &text[..text.floor_char_boundary(left)];
            left -= text.len();
            all.push(Passage::new(format!("paragraph {number}"), part, text, reader));
        };
        match block {
            Block::Paragraph(text) | Block::Quote(text) => add(Part::Text, text),
            Block::Heading(text) => add(Part::Heading, text),
            Block::Caption(text) => add(Part::Caption, text),
            Block::List(_, items) => items.iter().for_each(|item| add(Part::Text, item)),
            Block::Table(rows) => rows.iter().for_each(|cells| add(Part::Row, &cells.join(" | "))),
        }
    }
    all
}
