//! The home page: the newest articles by subject and region, and what lies ahead.

use std::collections::BTreeSet;

use tera::{Context, Value};

use super::cards::GROUPED;
use super::{COLUMNS, HOME_GROUP, Pages, map};
use crate::model::article::ArticleId;
use crate::model::page::Page;
use crate::model::region::RegionId;
use crate::model::subject::SubjectId;
use crate::render::glance;
use crate::view;

impl Pages<'_> {
    pub(super) fn home(
        &self,
        page: &Page,
        number: Option<usize>,
        ids: &[ArticleId],
        context: &mut Context,
    ) -> &'static str {
        let first = number.is_none();
        context.insert("as_of", &first.then(|| self.views.words.stated_day(self.views.site.today())));
        context.insert("editions", &if first { self.latest_editions() } else { Vec::new() });
        let groups: Vec<Value> = if first { self.groups() } else { Vec::new() };
        context.insert_value("groups", groups.into());
        context.insert("matrix", &first.then(|| self.home_matrix()).flatten());
        context.insert("calendar", &if first { self.upcoming() } else { Vec::new() });
        let claims = if first { self.claims_where(ids, |_| true) } else { Vec::new() };
        context.insert("claims", &claims.into_iter().take(8).collect::<Vec<_>>());
        let open: Vec<Value> = if first { self.open_questions(ids) } else { Vec::new() };
        context.insert_value("open_questions", open.into());
        self.page(page, "home", context);
        "home.html"
    }

    /// The newest articles by subject, then region; subjects with the newest articles first. An article of
    /// several subjects stands under the first only; a subject with nothing of its own is left to the matrix.
    pub(super) fn groups(&self) -> Vec<Value> {
        let mut subjects: Vec<(SubjectId, &Vec<ArticleId>)> =
            self.views.digest.subjects.iter().map(|(id, articles)| (*id, articles)).collect();
        subjects.sort_by_key(|(_, articles)| articles.first().copied());
        let mut shown: BTreeSet<ArticleId> = BTreeSet::new();
        let mut groups = Vec::new();
        for (subject, articles) in subjects {
            let new: Vec<ArticleId> =
                articles.iter().take(HOME_GROUP).copied().filter(|id| !shown.contains(id)).collect();
            if !new.is_empty() {
                shown.extend(&new);
                groups.push(self.group(subject, &new));
            }
        }
        groups
    }

    pub(super) fn group(&self, subject: SubjectId, articles: &[ArticleId]) -> Value {
        let mut by_region: Vec<(RegionId, Vec<ArticleId>)> = Vec::new();
        for &id in articles {
            let Some(region) = glance::filed_under(&self.views, subject, id) else { continue };
            match by_region.iter_mut().find(|(r, _)| *r == region) {
                Some((_, ids)) => ids.push(id),
                None => by_region.push((region, vec![id])),
            }
        }
        let regions: Vec<Value> = by_region
            .iter()
            .map(|(region, ids)| {
                let link = self.views.cell_link(subject, *region);
                map([("link", Value::from_serializable(&link)), ("articles", self.cards(ids, GROUPED))])
            })
            .collect();
        let facts = &self.subjects[subject.0 as usize];
        let fact = |key: &str| facts.get_from_path(key).cloned().unwrap_or_else(Value::none);
        map([
            ("link", fact("link")),
            ("class", fact("class")),
            ("count", fact("count")),
            ("count_text", fact("count_text")),
            ("regions", regions.into()),
        ])
    }

    /// Subjects × regions of the first level below the country.
    pub(super) fn home_matrix(&self) -> Option<view::Matrix> {
        let views = &self.views;
        let mut columns: Vec<RegionId> = self.top_regions(views.digest.regions.keys().copied());
        columns.retain(|id| !views.digest.regions[id].all.is_empty());
        columns.sort_by_key(|id| std::cmp::Reverse(views.digest.regions[id].all.len()));
        columns.truncate(COLUMNS);
        columns.sort_unstable();
        let rows: Vec<view::MatrixRow> = views
            .digest
            .subjects
            .iter()
            .map(|(&subject, articles)| view::MatrixRow {
                link: views.subject_link(subject),
                cells: columns
                    .iter()
                    .map(|&region| {
                        let count = views.digest.cells.get(&(subject, region)).map_or(0, |cell| cell.all.len());
                        self.matrix_cell(count, views.cell_link(subject, region).url)
                    })
                    .collect(),
                total: articles.len(),
                total_text: views.words.number(articles.len()),
            })
            .collect();
        let columns: Vec<view::Link> = columns.into_iter().map(|id| views.region_link(id)).collect();
        (!rows.is_empty() && !columns.is_empty()).then(|| Self::shaded(columns, rows))
    }

    pub(super) fn open_questions(&self, ids: &[ArticleId]) -> Vec<Value> {
        ids.iter()
            .take(HOME_GROUP * 4)
            .flat_map(|&id| {
                let article = self.views.site.article(id);
                let link = Value::from_serializable(&self.views.article_link(article));
                self.views
                    .open_questions(article)
                    .into_iter()
                    .map(move |text| map([("text", Value::from(text)), ("article", link.clone())]))
            })
            .take(HOME_GROUP)
            .collect()
    }
}
