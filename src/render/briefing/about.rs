//! What a briefing is about: its articles and their numbers, its page, its instant.

use std::collections::BTreeMap;

use crate::address;
use crate::model::article::ArticleId;
use crate::model::briefing::BriefingOf;
use crate::model::page::{List, Page, PageKind};
use crate::model::site::Site;
use crate::model::subject::SubjectId;
use crate::render::glance::{ByPlace, Grouping, Lines};
use crate::render::views::Views;
use crate::render::words::Words;
use crate::view;

/// The articles of a briefing, newest first.
pub fn articles(views: &Views<'_>, of: BriefingOf) -> Vec<ArticleId> {
    match of {
        BriefingOf::Edition(at) => views.digest.editions[at].articles.clone(),
        BriefingOf::Subject(subject) => views.digest.articles(List::Subject(subject)).to_vec(),
        BriefingOf::Cell(subject, region) => views.digest.articles(List::Cell(subject, region)).to_vec(),
    }
}

/// The page that a briefing is about.
pub fn page_of(views: &Views<'_>, of: BriefingOf) -> Page {
    let page = |path: String, kind| Page { path: views.path(&path), language: views.words.language, kind };
    let list = |list| page(address::list(views.site, list), PageKind::List(list, None));
    match of {
        BriefingOf::Edition(at) => page(address::edition(&views.digest.editions[at]), PageKind::Edition(at, None)),
        BriefingOf::Subject(subject) => list(List::Subject(subject)),
        BriefingOf::Cell(subject, region) => list(List::Cell(subject, region)),
    }
}

/// What that is, in words.
pub fn kind(views: &Views<'_>, of: BriefingOf) -> String {
    let words = views.words;
    match of {
        BriefingOf::Edition(at) => words.word("edition_kind", views.digest.editions[at].period.kind.word()),
        BriefingOf::Subject(id) | BriefingOf::Cell(id, _) => {
            words.word("subject_kind", views.site.subject(id).kind.word())
        }
    }
}

/// The absolute address of that page, or of the site where the page is not made.
pub(super) fn address_of(views: &Views<'_>, of: BriefingOf) -> String {
    let page = page_of(views, of);
    let made = match page.kind {
        PageKind::List(list, _) => views.addresses.has(list),
        _ => true,
    };
    if made { views.site.settings.base.permalink(&page.path) } else { views.permalink("") }
}

pub(super) fn as_of(site: &Site, views: &Views<'_>, of: BriefingOf) -> chrono::DateTime<chrono::FixedOffset> {
    match of {
        BriefingOf::Edition(at) => views.digest.editions[at].closes.with_timezone(&site.settings.zone).fixed_offset(),
        _ => site.as_of.fixed_offset(),
    }
}

pub(super) fn grouping(of: BriefingOf) -> Grouping {
    match of {
        BriefingOf::Edition(_) => Grouping::default(),
        BriefingOf::Subject(subject) => Grouping { subject: Some(subject), region: None },
        BriefingOf::Cell(subject, region) => Grouping { subject: Some(subject), region: Some(region) },
    }
}

/// The numbers of documents: in the order in which they stand under their regions, the same in both languages.
pub(super) struct Numbers {
    pub(super) order: Vec<ArticleId>,
    pub(super) numbers: BTreeMap<ArticleId, usize>,
}

impl Numbers {
    pub(super) fn new(lines: &[(SubjectId, ByPlace<Lines>)], articles: &[ArticleId]) -> Self {
        let printed = lines.iter().flat_map(|(_, regions)| regions).flat_map(|(_, lines)| lines).map(|(id, _)| *id);
        let mut numbers = BTreeMap::new();
        let mut order = Vec::new();
        for id in printed.chain(articles.iter().copied()) {
            numbers.entry(id).or_insert_with(|| {
                order.push(id);
                order.len()
            });
        }
        Self { order, numbers }
    }

    pub(super) fn of(&self, words: &Words, id: ArticleId) -> view::Number {
        let n = self.numbers.get(&id).copied().unwrap_or_default();
        view::Number { n, text: words.number(n) }
    }
}
