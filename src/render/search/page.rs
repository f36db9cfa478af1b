//! The page of the search: the form, and the lists of names for those who read without scripts.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Value};

use super::{facets, things};
use crate::address;
use crate::model::page::{List, Page};
use crate::render::pages::Pages;
use crate::text::collate::sort_by_name;
use crate::view;

/// Names in one list: those with most articles.
const NAMES: usize = 60;

/// Names of one kind.
#[derive(Serialize)]
struct Names {
    name: String,
    url: Option<String>,
    terms: Vec<view::Counted>,
}

impl Pages<'_> {
    /// The values of the search page.
    pub fn search(&self, page: &Page, context: &mut Context) -> &'static str {
        let root = "../".repeat(page.path.matches('/').count());
        context.insert("script", &format!("{root}assets/{}", address::SEARCH_SCRIPT));
        context.insert("index", &page.path);
        context.insert_value("digits", Value::from(self.views.words.digits("0123456789".to_owned())));
        let facet = |(key, name): (&'static str, String)| BTreeMap::from([("key", key.to_owned()), ("name", name)]);
        context.insert("facets", &facets::names(&self.views).into_iter().map(facet).collect::<Vec<_>>());
        context.insert("names", &self.names());
        self.page(page, "search", context);
        "search.html"
    }

    fn names(&self) -> Vec<Names> {
        let entries = things::entries(&self.views);
        let words = self.views.words;
        let lists = [
            (2, "elections", "elections/"),
            (3, "regions", "regions/"),
            (4, "parties", "parties/"),
            (5, "people", "people/"),
            (6, "sources", "sources/"),
            (7, "topics", "topics/"),
        ];
        let names = lists.iter().map(|&(kind, key, path)| {
            let of_kind = entries.iter().filter(|(k, _)| *k == kind).map(|(_, list)| *list);
            let mut terms: Vec<(usize, List)> =
                of_kind.map(|list| (self.views.digest.articles(list).len(), list)).collect();
            terms.sort_by_key(|(count, list)| (std::cmp::Reverse(*count), *list));
            let counted = |(count, list): (usize, List)| self.views.counted(self.link(list), None, count);
            let mut terms: Vec<view::Counted> = terms.into_iter().take(NAMES).map(counted).collect();
            sort_by_name(&mut terms, words.language, |term| &term.link.name);
            Names { name: words.word("list", key), url: self.views.addresses.single(path), terms }
        });
        names.filter(|names| !names.terms.is_empty()).collect()
    }

    fn link(&self, list: List) -> view::Link {
        let site = self.views.site;
        match list {
            List::Subject(id) => self.views.subject_link(id),
            List::Region(id) => self.views.region_link(id),
            List::Party(id) => self.views.party_link(id),
            List::Person(id) => self.term_link(&site.people, id, list),
            List::Outlet(id) => self.term_link(&site.outlets, id, list),
            List::Topic(id) => self.term_link(&site.topics, id, list),
            List::Home | List::Cell(..) => self.views.words.plain_link(String::new(), None),
        }
    }

    fn term_link(
        &self,
        terms: &[crate::model::people::Term],
        id: crate::model::people::TermId,
        list: List,
    ) -> view::Link {
        self.views.words.link(&crate::model::site::term(terms, id).name, self.views.addresses.of(list))
    }
}
