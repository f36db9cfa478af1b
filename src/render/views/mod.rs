//! Builds views from the model: every value that a template shows. Here are links and counts.

mod article;
mod family;
mod provenance;
mod subject;

use std::sync::Arc;

use chrono::NaiveDate;

pub use self::article::claim_value;
use super::addresses::Addresses;
use super::words::Words;
use crate::model::article::Article;
use crate::model::digest::Digest;
use crate::model::page::{List, Page};
use crate::model::people::{PartyId, TermId};
use crate::model::region::{RegionId, RegionKind, Tree};
use crate::model::site::{Site, term};
use crate::model::subject::SubjectId;
use crate::view;

/// What building views needs to know.
#[derive(Clone)]
pub struct Views<'a> {
    /// The linked model.
    pub site: &'a Site,
    /// Its articles, grouped.
    pub digest: &'a Digest,
    /// The language of the pages.
    pub words: &'a Words,
    /// Which things have a page.
    pub addresses: Addresses,
    /// By region: the regions listed below it.
    children: Arc<Vec<Vec<RegionId>>>,
    /// Where the pages of this language begin: nothing at the root of the site, else `en/`.
    prefix: Arc<str>,
}
impl<'a> Views<'a> {
    /// Views of a site.
    pub fn new(site: &'a Site, digest: &'a Digest, plan: &[Page], words: &'a Words) -> Self {
        let mut children = vec![Vec::new(); site.gazetteer.regions.len()];
        for (id, region) in site.gazetteer.regions() {
            // a party unit stands below its own parent only, a seat also below the district that holds it
            let outer = match region.kind.tree() {
                Tree::Party => region.within.first().or(region.parent.as_ref()).into_iter().collect::<Vec<_>>(),
                Tree::Electoral => region.within.iter().chain(&region.parent).collect(),
                Tree::Administrative => region.parent.iter().collect(),
            };
            for outer in outer {
                children[outer.0 as usize].push(id);
            }
        }
        let prefix = site.settings.prefix(words.language);
        let addresses = Addresses::new(site, digest, plan, words.language);
        Self { site, digest, words, addresses, children: Arc::new(children), prefix: prefix.into() }
    }

    /// The path within the site of what has `path` within this language.
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The link to a path within this language.
    pub fn link(&self, path: &str) -> String {
        self.site.settings.base.link(&self.path(path))
    }

    /// The absolute address of a path within this language.
    pub fn permalink(&self, path: &str) -> String {
        self.site.settings.base.permalink(&self.path(path))
    }

    /// The same with links only to what had a page by the end of `day`: for pages that never change again.
    pub fn known_by(&self, day: NaiveDate) -> Self {
        Self { addresses: self.addresses.known_by(day), ..self.clone() }
    }

    /// The same in another language.
    pub fn speaking(&self, words: &'a Words) -> Self {
        Self { words, ..self.clone() }
    }

    /// The regions listed below a region.
    pub fn children_of(&self, id: RegionId) -> &[RegionId] {
        &self.children[id.0 as usize]
    }

    /// The link of a subject.
    pub fn subject_link(&self, id: SubjectId) -> view::Link {
        self.words.link(&self.site.subject(id).name, self.addresses.subject(id))
    }

    /// The link of a region to its own page.
    pub fn region_link(&self, id: RegionId) -> view::Link {
        self.words.link(&self.site.region(id).name, self.addresses.region(id))
    }

    /// The link of a region to its cell under a subject.
    pub fn cell_link(&self, subject: SubjectId, id: RegionId) -> view::Link {
        let list = if self.site.region(id).kind == RegionKind::Country {
            List::Subject(subject)
        } else {
            List::Cell(subject, id)
        };
        self.words.link(&self.site.region(id).name, self.addresses.of(list))
    }

    /// The link of a party.
    pub fn party_link(&self, id: PartyId) -> view::Link {
        self.words.link(&self.site.party(id).name, self.addresses.party(id))
    }

    /// The link of an article.
    pub fn article_link(&self, article: &Article) -> view::Link {
        let (title, language) = article.title_in(self.words.language);
        view::Link { name: title.to_owned(), lang: self.words.mark(language), url: Some(self.link(&article.path)) }
    }

    /// The link of an outlet, or the words for one that is not known.
    pub fn outlet_link(&self, outlet: Option<TermId>) -> view::Link {
        match outlet {
            Some(id) => self.words.link(&term(&self.site.outlets, id).name, self.addresses.outlet(id)),
            None => self.words.plain_link(self.words.word("text", "source_unknown"), None),
        }
    }

    /// A number beside a link.
    pub fn counted(&self, link: view::Link, kind: Option<String>, count: usize) -> view::Counted {
        view::Counted { link, kind, count, count_text: self.words.number(count) }
    }
}

/// The word for a tree in the data.
pub fn tree_word(tree: Tree) -> &'static str {
    match tree {
        Tree::Administrative => "administrative",
        Tree::Electoral => "electoral",
        Tree::Party => "party",
    }
}
