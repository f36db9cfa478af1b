//! Families: articles that tell the same story. They are shown side by side, never merged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::article::ArticleId;
use crate::source::Span;

/// That an article tells the story of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameStory {
    /// Where it is entered.
    #[serde(skip)]
    pub span: Span,
    /// The file of the other one, below `content/` and without its ending.
    pub file: String,
}

/// The families of a site, each of at least two articles.
#[derive(Debug, Clone, Default)]
pub struct Families {
    families: Vec<Vec<ArticleId>>,
    of: BTreeMap<ArticleId, usize>,
}

impl Families {
    /// Families of articles; no article stands in two.
    pub fn new(families: Vec<Vec<ArticleId>>) -> Self {
        let of = (0..).zip(&families).flat_map(|(at, family)| family.iter().map(move |id| (*id, at))).collect();
        Self { families, of }
    }

    /// The other articles of the family of an article, in the order of its list; empty where it has none.
    pub fn others(&self, id: ArticleId) -> impl Iterator<Item = ArticleId> + '_ {
        let family = self.of.get(&id).map(|at| self.families[*at].as_slice()).unwrap_or_default();
        family.iter().copied().filter(move |other| *other != id)
    }
}

/// What belongs together directly or through others, of `count` things: lists of at least two, in their order.
pub fn joined(count: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut heads: Vec<usize> = (0..count).collect();
    fn head(heads: &mut [usize], mut at: usize) -> usize {
        while heads[at] != at {
            heads[at] = heads[heads[at]];
            at = heads[at];
        }
        at
    }
    for (a, b) in pairs {
        let (a, b) = (head(&mut heads, a), head(&mut heads, b));
        heads[a.max(b)] = a.min(b);
    }
    let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        all.entry(head(&mut heads, at)).or_default().push(at);
    }
    all.into_values().filter(|list| list.len() > 1).collect()
}
