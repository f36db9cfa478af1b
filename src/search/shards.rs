//! Files of words: words are sorted by their roots, and cut where a file would be too large for one query.
//!
//! A file holds the roots from the one that it is called by up to the next file. Where to cut depends only on the words
//! around, so that most files stay what they are when an article is added.

use std::sync::Arc;

use super::Field;
use super::lists::{digit, list};
use crate::text::sound::{root, skeleton};

/// Size at which a file is cut, in bytes, unless all of its words have one root.
const LARGEST: usize = 12_000;

/// Where a word stands: entries, and articles with claims, each with its fields.
#[derive(Debug, Default, Clone)]
pub struct Places {
    entries: Vec<u32>,
    articles: Vec<u32>,
}

impl Places {
    /// Places with room for so many in articles: most words stand in few, and all of them together are many.
    pub fn with_room(articles: u32) -> Self {
        Self { entries: Vec::new(), articles: Vec::with_capacity(articles as usize) }
    }

    /// Notes that the word stands in a field of thing `at`; things come in ascending order.
    pub fn add(&mut self, at: u32, field: Field) {
        let places = if field.of_entries() { &mut self.entries } else { &mut self.articles };
        places.push(at * 8 + field as u32);
    }

    /// The lists of all fields, `ends` being the numbers of entries and of articles with claims.
    fn text(&self, ends: (u32, u32)) -> String {
        let mut text = String::new();
        for field in Field::ALL {
            let (places, end) = if field.of_entries() { (&self.entries, ends.0) } else { (&self.articles, ends.1) };
            let numbers: Vec<u32> = places.iter().filter(|p| *p % 8 == field as u32).map(|place| place / 8).collect();
            if !numbers.is_empty() {
                text.push(' ');
                text.push(char::from(b'0' + field as u8));
                text.push_str(&list(&numbers, end));
            }
        }
        text
    }
}

/// A file of words.
#[derive(Debug, PartialEq, Eq)]
pub struct Shard {
    /// The first root that belongs to it: ASCII letters and digits.
    pub start: String,
    /// Words with their lists, parted by `|`. A word begins with the digit for how much it shares with the one before.
    pub text: String,
}

struct Word {
    root: String,
    word: Arc<str>,
    lists: String,
}

/// The files of all words that stand anywhere.
pub fn shards(words: &[Arc<str>], places: Vec<Places>, ends: (u32, u32)) -> Vec<Shard> {
    use rayon::prelude::*;
    let used = words.par_iter().zip(places).filter(|(_, p)| !(p.entries.is_empty() && p.articles.is_empty()));
    let word = |(word, places): (&Arc<str>, Places)| Word {
        root: root(&skeleton(word)).to_owned(),
        word: Arc::clone(word),
        lists: places.text(ends),
    };
    let mut all: Vec<Word> = used.map(word).collect();
    all.par_sort_unstable_by(|a, b| (&a.root, &a.word).cmp(&(&b.root, &b.word)));
    pieces(&all, 0).par_iter().map(|piece| Shard { start: piece.start.to_owned(), text: text(piece.words) }).collect()
}

/// Words that stand together in a file.
struct Piece<'a> {
    start: &'a str,
    words: &'a [Word],
}

/// Cuts words whose roots share their first `depth` letters.
fn pieces(words: &[Word], depth: usize) -> Vec<Piece<'_>> {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    if size(words) <= LARGEST || first.root == last.root {
        return vec![Piece { start: &first.root[..depth.min(first.root.len())], words }];
    }
    let letter = |word: &Word| word.root.as_bytes().get(depth).copied();
    let mut merged: Vec<Piece<'_>> = Vec::new();
    let mut from = 0;
    for group in words.chunk_by(|a, b| letter(a) == letter(b)) {
        for piece in pieces(group, depth + 1) {
            let to = from + piece.words.len();
            match merged.last_mut() {
                Some(before) if size(before.words) + size(piece.words) <= LARGEST => {
                    before.words = &words[from - before.words.len()..to];
                }
                _ => merged.push(piece),
            }
            from = to;
        }
    }
    merged
}

fn size(words: &[Word]) -> usize {
    words.iter().map(|word| word.word.len() / 2 + word.lists.len() + 2).sum()
}

fn text(words: &[Word]) -> String {
    let mut text = String::new();
    let mut before: &str = "";
    for word in words {
        let shared = before.chars().zip(word.word.chars()).take_while(|(a, b)| a == b).count().min(63);
        text.push(digit(shared));
        text.extend(word.word.chars().skip(shared));
        text.push_str(&word.lists);
        text.push('|');
        before = &word.word;
    }
    text.pop();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(words: &[String]) -> Vec<Shard> {
        let words: Vec<Arc<str>> = words.iter().map(|word| word.as_str().into()).collect();
        let mut places = vec![Places::default(); words.len()];
        for place in &mut places {
            place.add(3, Field::Body);
        }
        shards(&words, places, (1, 9))
    }

    #[test]
    fn words_share_their_beginnings() {
        let shards = made(&["चुनाव".into(), "chunav".into(), "चुनावों".into()]);
        assert_eq!(shards, [Shard { start: String::new(), text: "#chunav 5&|#चुनाव 5&|(ों 5&".into() }]);
    }

    #[test]
    fn files_are_small_and_in_order() {
        let words: Vec<String> = (0..9_000_u32).map(|n| format!("k{}r{}t{n}", n % 7, n % 11)).collect();
        let shards = made(&words);
        assert!(shards.len() > 3);
        assert!(shards.iter().all(|shard| shard.text.len() <= LARGEST));
        assert!(shards.is_sorted_by(|a, b| a.start < b.start));
        let count: usize = shards.iter().map(|shard| shard.text.split('|').count()).sum();
        assert_eq!(count, words.len());
    }

    #[test]
    fn one_word_more_changes_one_file() {
        let mut words: Vec<String> = (0..9_000_u32).map(|n| format!("k{}r{}t{n}", n % 7, n % 11)).collect();
        let before = made(&words);
        words.push("k3r5tend".into());
        let after = made(&words);
        let changed = after.iter().filter(|shard| !before.contains(shard)).count();
        assert!(changed <= 2, "{changed} of {}", after.len());
    }
}
