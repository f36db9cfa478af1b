//! The digest: the articles of a site, grouped.

use std::collections::BTreeMap;

use super::article::ArticleId;
use super::edition::Edition;
use super::people::{PartyId, TermId};
use super::region::RegionId;
use super::subject::SubjectId;

/// Articles of one subject in one region, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Articles filed directly here.
    pub own: Vec<ArticleId>,
    /// Those and the articles of every region inside, each once.
    pub all: Vec<ArticleId>,
}

/// Articles of one region across subjects, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegionArticles {
    /// Articles about it or inside it, each once.
    pub all: Vec<ArticleId>,
    /// Articles that only name it.
    pub mentions: Vec<ArticleId>,
}

/// What grouping returns. Lists that would be empty are absent.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// All articles of a subject, wherever they are filed.
    pub subjects: BTreeMap<SubjectId, Vec<ArticleId>>,
    /// Subject × region.
    pub cells: BTreeMap<(SubjectId, RegionId), Cell>,
    /// By region.
    pub regions: BTreeMap<RegionId, RegionArticles>,
    /// By person.
    pub people: BTreeMap<TermId, Vec<ArticleId>>,
    /// By party or alliance.
    pub parties: BTreeMap<PartyId, Vec<ArticleId>>,
    /// By outlet.
    pub outlets: BTreeMap<TermId, Vec<ArticleId>>,
    /// By topic.
    pub topics: BTreeMap<TermId, Vec<ArticleId>>,
    /// Editions that have closed: by kind and election, oldest first.
    pub editions: Vec<Edition>,
}
