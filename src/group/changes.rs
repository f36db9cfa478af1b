//! Changes: the chronicle of a site, from which the state at the end of any day and the difference of two follow.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::link::Life;
use crate::model::article::{Article, ArticleId};
use crate::model::chronicle::{Chronicle, ClaimKey, DateKey, Said, Standing, Written};
use crate::model::claim::ClaimKind;
use crate::model::history::{Happened, History};
use crate::model::people::TermId;
use crate::model::region::RegionId;
use crate::model::site::Site;
use crate::model::subject::{CalendarDate, SubjectId};
use crate::text::fold;

/// What became known when: one pass over the articles.
pub fn chronicle(site: &Site) -> Chronicle {
    let day = |article: &Article| Life::of(article, site.settings.zone).and_then(|life| life.day);
    let known: Vec<Option<NaiveDate>> = site.articles.iter().map(day).collect();
    let shown = || site.article_ids().zip(known.iter().copied());
    let shown_articles = shown().map(|(id, day)| (Written::Shown(id), day, site.article(id)));
    let withdrawn = site.withdrawn.iter().enumerate().map(|(at, a)| (Written::Withdrawn(at), day(a), a));
    Chronicle {
        articles: History::new(shown_articles.chain(withdrawn).flat_map(|(key, day, a)| life(key, day, a)).collect()),
        claims: History::new(claims(site, &known)),
        dates: History::new(dates(site)),
        offices: History::new(offices(site, &known)),
        parties: first(shown().map(|(id, day)| (day, site.article(id), site.article(id).parties.clone()))),
        regions: first(shown().map(|(id, day)| (day, site.article(id), top_regions(site, site.article(id))))),
        known,
    }
}

/// The regions of the first level that an article is about, each once.
pub fn top_regions(site: &Site, article: &Article) -> Vec<RegionId> {
    let mut tops: Vec<RegionId> = article.grouped_regions().map(|region| site.gazetteer.top(region)).collect();
    tops.sort_unstable();
    tops.dedup();
    tops
}

/// The places of an article's corrections in the order of their dates.
pub fn corrections_by_day(article: &Article) -> Vec<usize> {
    let mut order: Vec<usize> = (0..article.corrections.len()).collect();
    order.sort_by_key(|&at| article.corrections[at].date);
    order
}

/// When an article became known, was corrected and was withdrawn. A correction of the day on which it became known
/// is part of it.
fn life(key: Written, known: Option<NaiveDate>, article: &Article) -> Happened<Written, Standing> {
    let first = known.unwrap_or(NaiveDate::MIN);
    let mut life = vec![(first, key, Some(Standing::Known(0)))];
    let gone = article.withdrawn.as_ref().map(|w| w.date.max(first));
    let corrected = corrections_by_day(article).into_iter().map(|at| article.corrections[at].date.max(first));
    let corrected = corrected.take_while(|day| gone.is_none_or(|gone| *day <= gone));
    life.extend((1..).zip(corrected).map(|(count, day)| (day, key, Some(Standing::Known(count)))));
    life.extend(gone.map(|day| (day, key, Some(Standing::Gone))));
    life
}

/// Claims that can be compared. Of one day, those of the newest document come last.
fn claims(site: &Site, known: &[Option<NaiveDate>]) -> Happened<(ClaimKey, ClaimKind), Said> {
    let unnamed = site.gazetteer.unnamed();
    let mut claims = Vec::new();
    for (id, day) in site.article_ids().zip(known).rev() {
        let Some(day) = *day else { continue };
        for (at, claim) in site.article(id).claims.iter().enumerate() {
            if let Some(key) = ClaimKey::of(claim, unnamed) {
                let said = Said { value: claim.value.clone(), article: id, at };
                claims.push((day, (key, claim.kind), Some(said)));
            }
        }
    }
    claims
}

/// Dates as they came into force; those of which nothing says when they were announced were always known.
fn dates(site: &Site) -> Happened<DateKey, CalendarDate> {
    let of = |(id, date): (SubjectId, &CalendarDate)| {
        (date.known_day().unwrap_or(NaiveDate::MIN), (id, date.event, date.phase), Some(date.clone()))
    };
    site.gazetteer.subjects().flat_map(|(id, subject)| subject.calendar.iter().map(move |d| (id, d))).map(of).collect()
}

/// Where a person is given an office for the first time, or is named for the first time without one.
fn offices(site: &Site, known: &[Option<NaiveDate>]) -> Happened<(TermId, Option<String>), ArticleId> {
    let mut first: BTreeMap<(TermId, Option<String>), (NaiveDate, ArticleId)> = BTreeMap::new();
    for (id, day) in site.article_ids().zip(known).rev() {
        // an article that was always known makes nobody new later
        let day = day.unwrap_or(NaiveDate::MIN);
        for mention in &site.article(id).people {
            let office = mention.office.as_deref().map(fold::key);
            for key in [Some((mention.person, None)), office.map(|office| (mention.person, Some(office)))] {
                let Some(key) = key else { continue };
                let earliest = first.entry(key).or_insert((day, id));
                if day < earliest.0 {
                    *earliest = (day, id);
                }
            }
        }
    }
    first.into_iter().map(|(key, (day, id))| (day, key, Some(id))).collect()
}

/// The first day of each key: of one subject, and of any.
fn first<'a, K: Ord + Copy>(
    of: impl Iterator<Item = (Option<NaiveDate>, &'a Article, Vec<K>)>,
) -> BTreeMap<(Option<SubjectId>, K), NaiveDate> {
    let mut first: BTreeMap<(Option<SubjectId>, K), NaiveDate> = BTreeMap::new();
    for (day, article, keys) in of {
        let Some(day) = day else { continue };
        for key in keys {
            for subject in article.subjects.iter().copied().map(Some).chain([None]) {
                let earliest = first.entry((subject, key)).or_insert(day);
                *earliest = day.min(*earliest);
            }
        }
    }
    first
}
