//! The digest: the articles of a site, grouped.

use std::collections::BTreeMap;

use super::article::ArticleId;
use super::briefing::Briefing;
use super::chronicle::Chronicle;
use super::data::{DataFile, Rows, Sheet, Table};
use super::edition::Edition;
use super::page::{List, Terms};
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
    /// All articles.
    pub all: Vec<ArticleId>,
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
    /// Editions that have closed: by kind and election, oldest first. None where they are not made.
    pub editions: Vec<Edition>,
    /// Briefings, in the order in which `site.yaml` lists them.
    pub briefings: Vec<Briefing>,
    /// The parts of tables of data that are too long for one file; the others are absent.
    pub sheets: BTreeMap<Table, Vec<Sheet>>,
    /// What became known when. Empty where editions are not made.
    pub chronicle: Chronicle,
}

impl Digest {
    /// How many names an index has.
    pub fn terms(&self, terms: Terms) -> usize {
        match terms {
            Terms::People => self.people.len(),
            Terms::Parties => self.parties.len(),
            Terms::Outlets => self.outlets.len(),
            Terms::Topics => self.topics.len(),
        }
    }

    /// What a part of a file of data holds.
    pub fn rows(&self, file: DataFile, at: usize) -> Option<&Rows> {
        Some(&self.sheets.get(&file.table()?)?.get(at)?.rows)
    }

    /// The articles of a list, newest first; that of all articles is not kept here.
    pub fn articles(&self, list: List) -> &[ArticleId] {
        let found = match list {
            List::Home => None,
            List::Subject(id) => self.subjects.get(&id),
            List::Cell(subject, region) => self.cells.get(&(subject, region)).map(|cell| &cell.all),
            List::Region(id) => self.regions.get(&id).map(|region| &region.all),
            List::Person(id) => self.people.get(&id),
            List::Party(id) => self.parties.get(&id),
            List::Outlet(id) => self.outlets.get(&id),
            List::Topic(id) => self.topics.get(&id),
        };
        found.map_or(&[], Vec::as_slice)
    }
}
