//! What happened, by subject, then region: a line for each event. Editions and briefings begin with it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::views::Views;
use crate::model::article::{Article, ArticleId, Event};
use crate::model::region::{RegionId, RegionKind};
use crate::model::subject::SubjectId;
use crate::text::collate::Collator;
use crate::view;

/// What stands under each region of the first level, where one is given.
pub type ByPlace<T> = Vec<(Option<RegionId>, T)>;

/// Lines with the articles that they stand for.
pub type Lines = Vec<(ArticleId, view::Line)>;

/// What lines stand under.
#[derive(Debug, Clone, Copy, Default)]
pub struct Grouping {
    /// All of them under this subject; else each under its own.
    pub subject: Option<SubjectId>,
    /// Under the regions inside this one; else under those of the first level.
    pub region: Option<RegionId>,
}

/// One line for each event, or for an article that has none: by subject, then region, oldest first.
pub fn lines(views: &Views<'_>, articles: &[ArticleId], by: Grouping) -> Vec<(SubjectId, ByPlace<Lines>)> {
    type Dated = Vec<(NaiveDate, (ArticleId, view::Line))>;
    let site = views.site;
    let mut groups: BTreeMap<SubjectId, BTreeMap<Option<RegionId>, Dated>> = BTreeMap::new();
    for &id in articles {
        let article = site.article(id);
        let mut add = |subject, region: Option<RegionId>, day, line| {
            let top = region.map(|region| place(views, by, region));
            groups.entry(by.subject.unwrap_or(subject)).or_default().entry(top).or_default().push((day, (id, line)));
        };
        for event in &article.events {
            let subject = subject_of(views, article, event);
            let region = event.place.or_else(|| filed_under(views, subject, id));
            let moment = event.date.as_ref().and_then(|date| date.moment);
            let day = moment.map_or(NaiveDate::MAX, |moment| moment.day());
            add(subject, region, day, line(views, article, Some(event)));
        }
        if let (true, Some(&subject)) = (article.events.is_empty(), article.subjects.first()) {
            add(subject, filed_under(views, subject, id), article.published.sort_day(), line(views, article, None));
        }
    }
    let sorted = |mut lines: Dated| {
        lines.sort_by_key(|(day, _)| *day);
        lines.into_iter().map(|(_, line)| line).collect()
    };
    let groups = groups.into_iter().map(|(subject, regions)| {
        let regions = in_order(views, regions).into_iter().map(|(region, lines)| (region, sorted(lines)));
        (subject, regions.collect())
    });
    groups.collect()
}

/// The region under which lines about `region` stand.
pub fn place(views: &Views<'_>, by: Grouping, region: RegionId) -> RegionId {
    by.region.map_or_else(|| views.site.gazetteer.top(region), |outer| below(views, outer, region))
}

/// The region directly below `outer` that holds `region`, or `outer` itself.
fn below(views: &Views<'_>, outer: RegionId, region: RegionId) -> RegionId {
    let containing = views.site.gazetteer.containing(region);
    let inside = views.children_of(outer).iter().find(|child| containing.contains(child));
    inside.copied().unwrap_or(outer)
}

/// The subject of an article to which an event belongs: the first in whose reach it took place.
fn subject_of(views: &Views<'_>, article: &Article, event: &Event) -> SubjectId {
    let site = views.site;
    let reaches = |subject: &&SubjectId| {
        let containing = event.place.map(|place| site.gazetteer.containing(place)).unwrap_or_default();
        site.subject(**subject).regions.iter().any(|region| containing.contains(region))
    };
    let found = article.subjects.iter().find(reaches).or(article.subjects.first());
    found.copied().unwrap_or(site.gazetteer.unnamed())
}

/// The region under which an article stands in a subject: the first of its own that the subject reaches.
pub fn filed_under(views: &Views<'_>, subject: SubjectId, id: ArticleId) -> Option<RegionId> {
    let regions = &views.site.article(id).regions;
    let filed = |region: &&RegionId| {
        views.digest.cells.get(&(subject, **region)).is_some_and(|c| c.own.binary_search(&id).is_ok())
    };
    regions.iter().find(filed).or(regions.first()).copied()
}

fn line(views: &Views<'_>, article: &Article, event: Option<&Event>) -> view::Line {
    let words = views.words;
    let lang = words.mark(article.language);
    let sources = article.sources.iter().map(|source| views.outlet_link(source.outlet)).collect();
    let article_link = views.article_link(article);
    match event {
        Some(event) => view::Line {
            date: event.date.as_ref().map(|date| words.date(date)),
            kind: words.word("event", &event.kind),
            status: Some(words.word("event_status", event.status.word())),
            text: event.text.clone(),
            lang,
            article: article_link,
            sources,
        },
        None => view::Line {
            date: Some(words.date(&article.published)),
            kind: words.word("genre", article.genre.word()),
            status: None,
            text: None,
            lang,
            article: article_link,
            sources,
        },
    }
}

/// The country first, then the others by name.
pub fn in_order<T>(views: &Views<'_>, groups: BTreeMap<Option<RegionId>, T>) -> ByPlace<T> {
    let site = views.site;
    let collator = Collator::new(views.words.language);
    let mut groups: ByPlace<T> = groups.into_iter().collect();
    groups.sort_by_cached_key(|(id, _)| {
        let region = id.map(|id| site.region(id));
        let name = region.map(|region| region.name.shown(views.words.language).0).unwrap_or_default();
        (region.is_none_or(|r| r.kind != RegionKind::Country), collator.sort_key(name))
    });
    groups
}

/// Articles by what is open about them, each with the articles themselves.
pub fn open(views: &Views<'_>, articles: &[ArticleId]) -> Vec<(view::OpenQuestion, Vec<ArticleId>)> {
    let groups = ["undated", "no_election", "conflict", "low_confidence"].into_iter().map(|key| {
        let is_open = |id: &ArticleId| views.open_keys(views.site.article(*id)).any(|open| open == key);
        let ids: Vec<ArticleId> = articles.iter().copied().filter(is_open).collect();
        let articles = ids.iter().map(|&id| {
            let article = views.site.article(id);
            let window = || views.words.date(&article.published).window.into_iter().collect();
            let (notes, lang) = match key {
                "undated" => (window(), None),
                "conflict" => (article.conflicts.clone(), views.words.mark(article.language)),
                _ => (Vec::new(), None),
            };
            view::OpenArticle { article: views.article_link(article), notes, lang }
        });
        (view::OpenQuestion { key, text: views.words.word("open", key), articles: articles.collect() }, ids)
    });
    groups.filter(|(_, ids)| !ids.is_empty()).collect()
}
