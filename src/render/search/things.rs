//! What a search finds: entries that have a page, and articles with their claims; and the names of entries.

use std::ops::Range;

use crate::model::article::{Article, ArticleId};
use crate::model::claim::Claim;
use crate::model::page::List;
use crate::model::people::{PartyId, Term, TermId};
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::{Site, term};
use crate::model::subject::{SubjectClass, SubjectId};
use crate::render::views::Views;

/// Kinds of what is found, by the keys of their names in section `ui`. The first two are numbered together, the
/// others one after the other.
pub const KINDS: [&str; 8] = ["article", "claim", "subject", "region", "party", "person", "source", "topic"];

/// An article, or a claim of one by its place.
#[derive(Debug, Clone, Copy)]
pub struct Thing {
    /// The article.
    pub article: ArticleId,
    /// The claim, from 0.
    pub claim: Option<usize>,
}

impl Thing {
    /// The claim, if it is one.
    pub fn claim_of<'a>(&self, article: &'a Article) -> Option<&'a Claim> {
        article.claims.get(self.claim?)
    }
}

/// The articles of a volume and their claims, from the oldest on: a new article leaves the numbers of the others as they
/// are.
pub fn things(site: &Site, articles: &Range<usize>) -> Vec<Thing> {
    let of = |article: ArticleId| {
        let claims = (0..site.article(article).claims.len()).map(Some);
        std::iter::once(None).chain(claims).map(move |claim| Thing { article, claim })
    };
    articles.clone().rev().map(|at| ArticleId(at as u32)).flat_map(of).collect()
}

/// Entries that have a page, against the order of their kinds: place of the kind in [`KINDS`], and list.
pub fn entries(views: &Views<'_>) -> Vec<(usize, List)> {
    let site = views.site;
    let terms = |list: fn(TermId) -> List, terms: &[Term]| (0..terms.len() as u32).map(move |id| list(TermId(id)));
    let named = |(id, subject): (SubjectId, &crate::model::subject::Subject)| {
        (subject.kind.class() != SubjectClass::Unnamed).then_some(List::Subject(id))
    };
    let all = site.gazetteer.subjects().filter_map(named).map(|list| (2, list));
    let all = all.chain(site.gazetteer.regions().map(|(id, _)| (3, List::Region(id))));
    let all = all.chain((0..site.gazetteer.parties.len() as u32).map(|id| (4, List::Party(PartyId(id)))));
    let all = all.chain(terms(List::Person, &site.people).map(|list| (5, list)));
    let all = all.chain(terms(List::Outlet, &site.outlets).map(|list| (6, list)));
    let all = all.chain(terms(List::Topic, &site.topics).map(|list| (7, list)));
    let mut all: Vec<_> = all.filter(|(_, list)| views.addresses.has(*list)).collect();
    // of equals the script shows first what has the higher number
    all.reverse();
    all
}

/// All names of an entry: Hindi, English, other spellings and short forms.
pub fn names(site: &Site, list: List) -> Vec<&str> {
    let (name, aliases, short) = match list {
        List::Subject(id) => (&site.subject(id).name, &site.subject(id).aliases, None),
        List::Region(id) => (&site.region(id).name, &site.region(id).aliases, None),
        List::Party(id) => (&site.party(id).name, &site.party(id).aliases, site.party(id).abbr.as_deref()),
        List::Person(id) => (&term(&site.people, id).name, &term(&site.people, id).aliases, None),
        List::Outlet(id) => (&term(&site.outlets, id).name, &term(&site.outlets, id).aliases, None),
        List::Topic(id) => (&term(&site.topics, id).name, &term(&site.topics, id).aliases, None),
        List::Home | List::Cell(..) => return Vec::new(),
    };
    // some aliases of regions are paths, for front matter
    let spoken = aliases.iter().map(String::as_str).filter(|alias| !alias.contains('/'));
    name.forms().chain(spoken).chain(short).collect()
}

/// The lists under whose names a thing is found.
pub fn about(site: &Site, thing: Thing) -> Vec<List> {
    let article = site.article(thing.article);
    if let Some(claim) = thing.claim_of(article) {
        let scope = claim.scope.into_iter().flat_map(|region| around(site, region));
        let subjects = claim.about.map(List::Subject).into_iter();
        return scope.chain(claim.holder.map(List::Party)).chain(subjects).collect();
    }
    let regions = article.grouped_regions().flat_map(|region| around(site, region));
    let mentions = article.mentions.iter().map(|&region| List::Region(region));
    let people = article.people.iter().map(|mention| List::Person(mention.person));
    let parties = article.parties.iter().copied().chain(article.people.iter().filter_map(|mention| mention.party));
    let subjects = article.subjects.iter().map(|&id| List::Subject(id));
    let outlets = article.sources.iter().filter_map(|source| source.outlet).map(List::Outlet);
    let topics = article.topics.iter().map(|&id| List::Topic(id));
    let lists = regions.chain(mentions).chain(people).chain(parties.map(List::Party));
    let mut all: Vec<List> = lists.chain(subjects).chain(outlets).chain(topics).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A region and those that contain it, but not the country, which contains all.
fn around(site: &Site, region: RegionId) -> Vec<List> {
    let regions = site.gazetteer.containing(region).into_iter();
    let within = regions.filter(|id| *id == region || site.region(*id).kind != RegionKind::Country);
    within.map(List::Region).collect()
}
