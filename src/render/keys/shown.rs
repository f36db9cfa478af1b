//! What of an article, and of the entries of open lists, any page shows: the parts of which keys are made.

use crate::cache::{self, Hasher, Key};
use crate::model::article::Article;
use crate::model::page::List;
use crate::model::people::{PartyId, Term, TermId};
use crate::model::region::RegionId;
use crate::model::subject::SubjectId;
use crate::render::views::Views;

/// Keys of the entries of open lists: names, and whether they have a page.
pub(super) struct Terms {
    pub(super) people: Vec<Key>,
    pub(super) outlets: Vec<Key>,
    pub(super) topics: Vec<Key>,
}

pub(super) fn terms(terms: &[Term], has_page: impl Fn(TermId) -> bool) -> Vec<Key> {
    let key = |(at, term): (u32, &Term)| {
        let mut hasher = Hasher::default();
        add_term(term, &mut hasher);
        hasher.number(has_page(TermId(at)).into()).key()
    };
    (0u32..).zip(terms).map(key).collect()
}

pub(super) fn add_term(term: &Term, hasher: &mut Hasher) {
    hasher.add(term.id.as_bytes()).add(&cache::encode(&term.name));
    hasher.number(term.aliases.len() as u64);
    term.aliases.iter().for_each(|alias| {
        hasher.add(alias.as_bytes());
    });
}

/// How an article is filed; all of it where it has claims, which are listed with it.
pub(super) fn file(article: &Article, key: &Key, hasher: &mut Hasher) {
    let about = (&article.subjects, &article.regions, &article.setting, &article.mentions, &article.parties);
    hasher.add(&cache::encode(&(about, &article.published, &article.updated)));
    article.people.iter().for_each(|mention| {
        hasher.number(mention.person.0.into());
    });
    article.sources.iter().filter_map(|source| source.outlet).chain(article.topics.iter().copied()).for_each(|id| {
        hasher.number(id.0.into());
    });
    if !article.claims.is_empty() {
        hasher.add(key);
    }
}

/// What any page shows of an article: what its file says apart from the body, what of it was known, the names of
/// open lists, and which of the things that it names have a page.
pub(super) fn shown(views: &Views<'_>, terms: &Terms, article: &Article) -> Key {
    let mut hasher = Hasher::default();
    hasher.add(&article.record).add(article.path.as_bytes());
    hasher.add(&cache::encode(&(&article.updated, article.corrections.len(), article.corrected_later)));
    hasher.number(article.withdrawn.is_some().into());
    for mention in &article.people {
        hasher.add(&terms.people[mention.person.0 as usize]);
    }
    for outlet in article.sources.iter().filter_map(|source| source.outlet) {
        hasher.add(&terms.outlets[outlet.0 as usize]);
    }
    for topic in &article.topics {
        hasher.add(&terms.topics[topic.0 as usize]);
    }
    let mut page = |list| {
        hasher.number(views.addresses.has(list).into());
    };
    regions(article).for_each(|id| page(List::Region(id)));
    parties(article).for_each(|id| page(List::Party(id)));
    subjects(article).for_each(|id| page(List::Subject(id)));
    hasher.key()
}

fn regions(article: &Article) -> impl Iterator<Item = RegionId> + '_ {
    let filed = article.grouped_regions().chain(article.mentions.iter().copied());
    let seats = article.people.iter().filter_map(|mention| mention.seat);
    let scopes = article.claims.iter().filter_map(|claim| claim.scope);
    filed.chain(seats).chain(scopes).chain(article.events.iter().filter_map(|event| event.place))
}

fn parties(article: &Article) -> impl Iterator<Item = PartyId> + '_ {
    let people = article.people.iter().filter_map(|mention| mention.party);
    let holders = article.claims.iter().filter_map(|claim| claim.holder);
    let organisers = article.events.iter().filter_map(|event| event.organiser);
    article.parties.iter().copied().chain(people).chain(holders).chain(organisers)
}

fn subjects(article: &Article) -> impl Iterator<Item = SubjectId> + '_ {
    article.subjects.iter().copied().chain(article.claims.iter().filter_map(|claim| claim.about))
}
