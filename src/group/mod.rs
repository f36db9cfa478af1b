//! Group: articles by subject and region, with roll-ups; by person, party, outlet and topic.

mod briefings;
pub mod changes;
mod editions;
mod sheets;

use std::collections::BTreeMap;

use crate::model::article::{Article, ArticleId};
use crate::model::digest::Digest;
use crate::model::region::RegionId;
use crate::model::settings::Part;
use crate::model::site::Site;
use crate::model::subject::SubjectId;

/// Groups the articles of a site.
///
/// A roll-up is a union: an article filed under two seats of a state counts once in the state.
pub fn digest(site: &Site) -> Digest {
    let mut digest = Digest { all: site.article_ids().collect(), ..Digest::default() };
    // articles come newest first, so every list is in that order without sorting
    for id in site.article_ids() {
        let article = site.article(id);
        by_subject_and_region(site, id, article, &mut digest);
        for mention in &article.people {
            add(&mut digest.people, mention.person, id);
        }
        for &party in &article.parties {
            add(&mut digest.parties, party, id);
        }
        for outlet in article.sources.iter().filter_map(|source| source.outlet) {
            add(&mut digest.outlets, outlet, id);
        }
        for &topic in &article.topics {
            add(&mut digest.topics, topic, id);
        }
    }
    if site.settings.makes(Part::Editions) {
        digest.editions = editions::editions(site);
        digest.chronicle = changes::chronicle(site);
    }
    if site.settings.makes(Part::Briefings) {
        digest.briefings = briefings::briefings(site, &digest);
    }
    if site.settings.makes(Part::Data) {
        digest.sheets = sheets::sheets(site, &digest);
    }
    digest
}

fn by_subject_and_region(site: &Site, id: ArticleId, article: &Article, digest: &mut Digest) {
    for region in union(site, article.grouped_regions()) {
        push(&mut digest.regions.entry(region).or_default().all, id);
    }
    for &region in &article.mentions {
        push(&mut digest.regions.entry(region).or_default().mentions, id);
    }
    for &subject in &article.subjects {
        add(&mut digest.subjects, subject, id);
        let own: Vec<RegionId> =
            article.grouped_regions().filter(|&region| belongs(site, article, subject, region)).collect();
        for region in union(site, own.iter().copied()) {
            push(&mut digest.cells.entry((subject, region)).or_default().all, id);
        }
        for region in own {
            push(&mut digest.cells.entry((subject, region)).or_default().own, id);
        }
    }
}

/// All regions that contain any of `regions`, themselves among them, each once.
fn union(site: &Site, regions: impl Iterator<Item = RegionId>) -> Vec<RegionId> {
    let mut all: Vec<RegionId> = regions.flat_map(|region| site.gazetteer.containing(region)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether an article's region is to be read together with one of its subjects.
///
/// An article about five state elections in five states does not stand in 25 cells: where it has
/// several subjects, a region goes with those in whose reach it lies.
fn belongs(site: &Site, article: &Article, subject: SubjectId, region: RegionId) -> bool {
    let reach = &site.subject(subject).regions;
    if article.subjects.len() == 1 || reach.is_empty() {
        return true;
    }
    let containing = site.gazetteer.containing(region);
    reach.iter().any(|r| containing.contains(r))
}

fn add<K: Ord>(map: &mut BTreeMap<K, Vec<ArticleId>>, key: K, id: ArticleId) {
    push(map.entry(key).or_default(), id);
}

/// Adds an id once: an article names its regions one after the other, so a repetition is always last.
fn push(list: &mut Vec<ArticleId>, id: ArticleId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}
