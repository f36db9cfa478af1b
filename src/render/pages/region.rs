//! Pages of regions across subjects.

use tera::{Context, Value};

use super::cards::SHORT;
use super::{MENTIONS_SHOWN, Pages};
use crate::model::article::ArticleId;
use crate::model::page::Page;
use crate::model::region::{RegionId, RegionKind};
use crate::render::{shade, tiles};
use crate::text::collate::sort_by_name;
use crate::view;

impl Pages<'_> {
    pub(super) fn region(
        &self,
        page: &Page,
        id: RegionId,
        first: bool,
        ids: &[ArticleId],
        context: &mut Context,
    ) -> &'static str {
        let views = &self.views;
        context.insert("region", &views.region(id));
        let of = |r| Some((views.region_link(r), views.digest.regions.get(&r)?.all.len()));
        context.insert("children", &if first { views.children(id, of) } else { Vec::new() });
        context.insert("charts", &if first { tiles::seats(views, id, of) } else { Vec::new() });
        let subjects: Vec<view::Counted> = views
            .digest
            .subjects
            .keys()
            .filter(|_| first)
            .filter_map(|&subject| {
                let cell = views.digest.cells.get(&(subject, id))?;
                let link = view::Link { url: views.cell_link(subject, id).url, ..views.subject_link(subject) };
                Some(views.counted(link, None, cell.all.len()))
            })
            .collect();
        context.insert("subjects", &subjects);
        let mentions = if first { &views.digest.regions[&id].mentions[..] } else { &[] };
        context.insert_value("mentions", self.cards(&mentions[..mentions.len().min(MENTIONS_SHOWN)], SHORT));
        context.insert("claims", &self.claims_where(ids, |claim| claim.scope == Some(id)));
        self.page(page, "region", context);
        "region.html"
    }

    pub(super) fn regions(&self, page: &Page, context: &mut Context) -> &'static str {
        let views = &self.views;
        let of = |r| Some((views.region_link(r), views.digest.regions.get(&r)?.all.len()));
        context.insert("map", &tiles::map(views, "chart-map", of));
        let tops = self.top_regions(views.digest.regions.keys().copied());
        let mut regions: Vec<(String, Value)> = tops
            .into_iter()
            .map(|id| {
                let count = views.digest.regions[&id].all.len();
                let kind = views.words.word("region_kind", views.site.region(id).kind.word());
                let counted = views.counted(views.region_link(id), Some(kind), count);
                let mut value = Value::from_serializable(&counted).into_map().unwrap_or_default();
                value.insert("children".into(), Value::from_serializable(&views.children(id, of)));
                (counted.link.name, value.into())
            })
            .collect();
        sort_by_name(&mut regions, views.words.language, |(name, _)| name);
        context.insert_value("regions", regions.into_iter().map(|(_, value)| value).collect::<Vec<_>>().into());
        self.page(page, "regions", context);
        "regions.html"
    }

    /// Those of `regions` that lie directly below the country, or at the top where there is none.
    pub(super) fn top_regions(&self, regions: impl Iterator<Item = RegionId>) -> Vec<RegionId> {
        let site = self.views.site;
        let top = |id: &RegionId| {
            let region = site.region(*id);
            region.kind != RegionKind::Country
                && region.parent.is_none_or(|parent| site.region(parent).kind == RegionKind::Country)
        };
        regions.filter(top).collect()
    }

    pub(super) fn matrix_cell(&self, count: usize, url: Option<String>) -> view::MatrixCell {
        let count_text = if count == 0 { String::new() } else { self.views.words.number(count) };
        view::MatrixCell { url: url.filter(|_| count > 0), count, count_text, shade: 0 }
    }

    /// A matrix whose cells are shaded by their counts.
    pub(super) fn shaded(columns: Vec<view::Link>, mut rows: Vec<view::MatrixRow>) -> view::Matrix {
        let cells = || rows.iter().flat_map(|row| &row.cells);
        let steps = shade::steps(cells().map(|cell| cell.count).max().unwrap_or(0));
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.shade = shade::step(&steps, cell.count);
        }
        view::Matrix { columns, rows }
    }
}
