//! Search: the words of the site and where they stand, in files that a browser can read without a server.
//!
//! A word leads to the articles, claims and entries that have it, by the field in which it stands. Words are sorted
//! by how they sound, so that one file holds all spellings and both scripts of what a reader may have meant; files
//! are as small as the query of a reader with a slow line needs. What a word matches is decided by the script that
//! reads them (`templates/assets/search.js`), with the rules of [`crate::text`].

/// Words that say nothing, and words of both languages that mean the same.
pub mod common;
/// Lists of numbers as text.
pub mod lists;
/// Files of words.
pub mod shards;
/// Texts as words, and words as numbers.
pub mod vocabulary;

use crate::cache;

/// Where a word stands. The number is written into the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// It is the whole name of an entry, written as one word.
    Whole = 0,
    /// A name of an entry.
    Name = 1,
    /// The headline of an article, or the value of a claim.
    Title = 2,
    /// The names of what an article or a claim is about.
    About = 3,
    /// The summary of an article, or the words of a claim.
    Summary = 4,
    /// The body of an article.
    Body = 5,
}

impl Field {
    /// All fields, in the order of their numbers.
    pub const ALL: [Self; 6] = [Self::Whole, Self::Name, Self::Title, Self::About, Self::Summary, Self::Body];

    /// Whether it is a field of entries (regions, people, …), which are numbered apart from articles and claims.
    pub fn of_entries(self) -> bool {
        matches!(self, Self::Whole | Self::Name)
    }
}

/// The words of the bodies of a volume's articles as they are kept in the cache, by the hash of the article's file.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Bodies {
    /// The words, sorted.
    pub words: Vec<String>,
    /// Of each article: the hash of its file, and its words by their places in the list.
    pub articles: Vec<([u8; 32], Gaps)>,
}

/// Numbers, ascending, as their differences.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Gaps(Vec<u32>);

impl Gaps {
    /// The differences of ascending numbers.
    pub fn new(numbers: &[u32]) -> Self {
        let mut last = 0;
        Self(numbers.iter().map(|&number| number - std::mem::replace(&mut last, number)).collect())
    }

    /// The numbers.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().scan(0_u32, |last, gap| {
            *last = last.wrapping_add(*gap);
            Some(*last)
        })
    }
}

impl Bodies {
    /// Reads what [`Bodies::encode`] gave; nothing from anything else.
    pub fn decode(bytes: &[u8]) -> Self {
        cache::decode(bytes).unwrap_or_default()
    }

    /// The form for the cache.
    pub fn encode(&self) -> Vec<u8> {
        cache::encode(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_read_as_they_were_kept() {
        let kept = Bodies { words: vec!["a".into()], articles: vec![([7; 32], Gaps::new(&[0, 3, 900]))] };
        let read = Bodies::decode(&kept.encode());
        assert_eq!(read.articles[0].1.numbers().collect::<Vec<_>>(), [0, 3, 900]);
        assert!(Bodies::decode(b"\xff\xff").words.is_empty());
    }
}
