//! Pages of what is not a list of articles and grows with them: indexes of names, claims, corrections.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use tera::Context;

use super::Pages;
use crate::address;
use crate::model::article::ArticleId;
use crate::model::page::{List, Page, Terms};
use crate::model::people::{Term, TermId};
use crate::model::site::term;
use crate::plan;
use crate::text::collate::sort_by_name;
use crate::view;

/// What the pages of indexes have parts of, put in order once.
#[derive(Default)]
pub(super) struct Indexes {
    people: OnceLock<Vec<view::Counted>>,
    parties: OnceLock<Vec<view::Counted>>,
    outlets: OnceLock<Vec<view::Counted>>,
    topics: OnceLock<Vec<view::Counted>>,
    /// By article: how many claims those before it have.
    claims: OnceLock<Vec<usize>>,
    /// Day, article and place of each correction, newest first.
    corrections: OnceLock<Vec<(NaiveDate, ArticleId, usize)>>,
    /// The same of events with a day, oldest first.
    pub(super) events: OnceLock<Vec<(NaiveDate, ArticleId, usize)>>,
}

impl Pages<'_> {
    pub(super) fn terms(
        &self,
        page: &Page,
        terms: Terms,
        number: Option<usize>,
        context: &mut Context,
    ) -> &'static str {
        let all = self.index(terms);
        let size = self.views.site.settings.lines();
        let last = *address::further_pages(all.len(), size).end();
        let url = |number: usize| {
            self.views.link(&address::numbered(address::terms(terms), Some(number).filter(|number| *number > 1)))
        };
        let at = number.unwrap_or(1);
        context.insert("terms", &all[address::names(all.len(), size, number)]);
        let letters = if last > 1 { letters(all, size) } else { Vec::new() };
        let letters = letters.into_iter().map(|(letter, number)| view::PageLink {
            name: letter.to_string(),
            url: url(number),
            current: number == at,
        });
        context.insert("letters", &letters.collect::<Vec<_>>());
        context.insert("previous", &(at > 1).then(|| url(at - 1)));
        context.insert("next", &(at < last).then(|| url(at + 1)));
        self.page(page, "terms", context);
        "terms.html"
    }

    /// All names of an index, in the order of the language.
    fn index(&self, terms: Terms) -> &[view::Counted] {
        let (views, words) = (&self.views, self.views.words);
        let (site, digest) = (views.site, views.digest);
        let open = |list: &BTreeMap<TermId, Vec<ArticleId>>, names: &[Term], of: fn(TermId) -> List| {
            let counted = list.iter().map(|(&id, articles)| {
                views.counted(words.link(&term(names, id).name, views.addresses.of(of(id))), None, articles.len())
            });
            counted.collect()
        };
        let parties = || {
            let counted = digest.parties.iter().map(|(&id, articles)| {
                let kind = words.word("party_kind", site.party(id).kind.word());
                views.counted(views.party_link(id), Some(kind), articles.len())
            });
            counted.collect()
        };
        let sorted = |mut counted: Vec<view::Counted>| {
            sort_by_name(&mut counted, words.language, |counted| &counted.link.name);
            counted
        };
        match terms {
            Terms::People => {
                self.indexes.people.get_or_init(|| sorted(open(&digest.people, &site.people, List::Person)))
            }
            Terms::Outlets => {
                self.indexes.outlets.get_or_init(|| sorted(open(&digest.outlets, &site.outlets, List::Outlet)))
            }
            Terms::Topics => {
                self.indexes.topics.get_or_init(|| sorted(open(&digest.topics, &site.topics, List::Topic)))
            }
            Terms::Parties => self.indexes.parties.get_or_init(|| sorted(parties())),
        }
    }

    pub(super) fn claims(&self, page: &Page, number: Option<usize>, context: &mut Context) -> &'static str {
        let site = self.views.site;
        let total = plan::claim_count(site);
        let shown = address::items(total, site.settings.page_size, number);
        let pages = address::archive_pages(total, site.settings.page_size);
        let before = self.indexes.claims.get_or_init(|| {
            let counts = site.articles.iter().map(|article| article.claims.len());
            counts.scan(0, |sum, count| Some(std::mem::replace(sum, *sum + count))).collect()
        });
        let first = before.partition_point(|start| *start <= shown.start).saturating_sub(1);
        let mut claims = Vec::new();
        for (at, start) in before.iter().enumerate().skip(first).take_while(|(_, start)| **start < shown.end) {
            let count = site.articles[at].claims.len();
            let own = shown.start.saturating_sub(*start)..(shown.end - start).min(count);
            if own.start < own.end {
                claims.extend(self.views.claims_of(ArticleId(at as u32)).drain(own));
            }
        }
        context.insert("claims", &claims);
        context.insert("pagination", &self.paged(("claims/", "latest"), pages, total, number));
        self.page(page, "claims", context);
        "claims.html"
    }

    pub(super) fn corrections(&self, page: &Page, number: Option<usize>, context: &mut Context) -> &'static str {
        let site = self.views.site;
        let all = self.indexes.corrections.get_or_init(|| {
            let of = |id| (0..).zip(&site.article(id).corrections).map(move |(at, c)| (c.date, id, at));
            let mut all: Vec<(NaiveDate, ArticleId, usize)> = site.article_ids().flat_map(of).collect();
            all.sort_by_key(|(day, ..)| Reverse(*day));
            all
        });
        let lines = site.settings.lines();
        let corrections = all[address::shared_items(all.len(), lines, number)].iter().map(|&(_, id, at)| {
            let article = site.article(id);
            self.views.correction(&article.corrections[at], article)
        });
        context.insert("corrections", &corrections.collect::<Vec<_>>());
        let withdrawn = &self.views.withdrawn_order()[address::shared_items(site.withdrawn.len(), lines, number)];
        context.insert("withdrawn", &withdrawn.iter().filter_map(|&at| self.views.withdrawal(at)).collect::<Vec<_>>());
        let total = all.len() + site.withdrawn.len();
        context
            .insert("pagination", &self.paged(("corrections/", "latest"), plan::correction_pages(site), total, number));
        self.page(page, "corrections", context);
        "corrections.html"
    }
}

/// The letters with which names begin, each with the number of the page on which it is first.
fn letters(names: &[view::Counted], size: usize) -> Vec<(char, usize)> {
    let mut letters: Vec<(char, usize)> = Vec::new();
    for (at, counted) in names.iter().enumerate() {
        let letter = counted.link.name.chars().find(|c| c.is_alphabetic()).and_then(|c| c.to_uppercase().next());
        if let Some(letter) = letter.filter(|letter| letters.iter().all(|(known, _)| known != letter)) {
            letters.push((letter, at / size + 1));
        }
    }
    letters
}
