//! Pages of a subject and of its cells.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use tera::{Context, Value};

use super::cards::SHORT;
use super::{COLUMNS, MENTIONS_SHOWN, MOST_BARS, Pages};
use crate::model::article::ArticleId;
use crate::model::briefing::BriefingOf;
use crate::model::page::Page;
use crate::model::people::TermId;
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::term;
use crate::model::subject::SubjectId;
use crate::render::{chart, over_time, schedule, tiles};
use crate::text::collate::sort_by_name;
use crate::view;

impl Pages<'_> {
    pub(super) fn subject(
        &self,
        page: &Page,
        id: SubjectId,
        first: bool,
        ids: &[ArticleId],
        context: &mut Context,
    ) -> &'static str {
        let views = &self.views;
        let subject = views.site.subject(id);
        context.insert_value("subject", self.subjects[id.0 as usize].clone());
        let country = views.site.gazetteer.regions().find(|(_, r)| r.kind == RegionKind::Country).map(|(id, _)| id);
        let of = |region| Some((views.cell_link(id, region), views.digest.cells.get(&(id, region))?.all.len()));
        let country = country.filter(|_| first);
        let national = country.is_some_and(|country| subject.regions.contains(&country));
        let map = national.then(|| tiles::map(views, "chart-map", of)).flatten();
        context.insert("children", &country.map(|country| views.children(country, of)).unwrap_or_default());
        context.insert("schedule", &first.then(|| schedule::of_subject(views, "schedule", id)).flatten());
        context.insert("briefings", &if first { self.briefings_of(BriefingOf::Subject(id)) } else { Vec::new() });
        context.insert("matrix", &self.subject_matrix(id, ids));
        let about = |claim: &crate::model::claim::Claim| claim.about == Some(id);
        context.insert("claims", &self.claims_where(ids, about));
        context.insert("claim_charts", &if first { over_time::claims(views, ids, id) } else { Vec::new() });
        context.insert("claims_url", &views.addresses.single("claims/"));
        context.insert("people", &self.counted_people(ids));
        context.insert("parties", &self.counted_parties(ids));
        let covered = |region: &&RegionId| first && !views.digest.cells.contains_key(&(id, **region));
        let missing: Vec<view::Link> =
            subject.regions.iter().filter(covered).map(|&region| views.region_link(region)).collect();
        context.insert("missing", &missing);
        let regions = if first { self.first_level(id) } else { Vec::new() };
        let by_region = views.words.word("chart", "regions");
        let charts = self.charts(ids, id, &by_region, &regions);
        context.insert("charts", &map.into_iter().chain(charts).collect::<Vec<_>>());
        self.page(page, "subject", context);
        "subject.html"
    }

    /// Articles over time and by region, as far as there are two columns or bars to compare.
    fn charts(
        &self,
        ids: &[ArticleId],
        subject: SubjectId,
        by_region: &str,
        regions: &[view::Counted],
    ) -> Vec<view::Chart> {
        let bars = || chart::of_list("chart-regions", by_region, regions);
        let by_region = (2..=MOST_BARS).contains(&regions.len()).then(bars);
        over_time::chart(&self.views, "chart-time", ids, Some(subject)).into_iter().chain(by_region).collect()
    }

    /// The regions of the first level with articles of a subject, by name.
    fn first_level(&self, subject: SubjectId) -> Vec<view::Counted> {
        let views = &self.views;
        let cells = views.digest.cells.range((subject, RegionId(0))..=(subject, RegionId(u32::MAX)));
        let regions = self.top_regions(cells.map(|((_, region), _)| *region));
        let counted = regions.into_iter().map(|region| {
            let count = views.digest.cells[&(subject, region)].all.len();
            views.counted(views.cell_link(subject, region), None, count)
        });
        let mut counted: Vec<view::Counted> = counted.collect();
        sort_by_name(&mut counted, views.words.language, |region| &region.link.name);
        counted
    }

    /// Regions × months of one subject.
    pub(super) fn subject_matrix(&self, subject: SubjectId, ids: &[ArticleId]) -> Option<view::Matrix> {
        let views = &self.views;
        let month = |id: &ArticleId| {
            let day = views.site.article(*id).published.moment?.day();
            NaiveDate::from_ymd_opt(day.year(), day.month(), 1)
        };
        let mut months: Vec<NaiveDate> = ids.iter().filter_map(month).collect();
        months.sort_unstable();
        months.dedup();
        let months = months.split_off(months.len().saturating_sub(COLUMNS));
        let cells = views.digest.cells.range((subject, RegionId(0))..=(subject, RegionId(u32::MAX)));
        let regions = self.top_regions(cells.map(|((_, region), _)| *region));
        if regions.is_empty() || months.len() < 2 {
            return None;
        }
        let mut rows: Vec<view::MatrixRow> = regions
            .into_iter()
            .map(|region| {
                let all = &views.digest.cells[&(subject, region)].all;
                let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
                all.iter().filter_map(month).for_each(|m| *counts.entry(m).or_default() += 1);
                let link = views.cell_link(subject, region);
                view::MatrixRow {
                    cells: months
                        .iter()
                        .map(|m| self.matrix_cell(counts.get(m).copied().unwrap_or(0), link.url.clone()))
                        .collect(),
                    link,
                    total: all.len(),
                    total_text: views.words.number(all.len()),
                }
            })
            .collect();
        sort_by_name(&mut rows, views.words.language, |row| &row.link.name);
        let name = |month: &NaiveDate| views.words.digits(views.words.dates().month_year(*month));
        let columns = months.iter().map(|m| views.words.plain_link(name(m), None)).collect();
        Some(Self::shaded(columns, rows))
    }

    pub(super) fn counted_people(&self, ids: &[ArticleId]) -> Vec<view::Counted> {
        let mut counts: BTreeMap<TermId, usize> = BTreeMap::new();
        for &id in ids {
            for mention in &self.views.site.article(id).people {
                *counts.entry(mention.person).or_default() += 1;
            }
        }
        self.most(counts, |id| {
            self.views.words.link(&term(&self.views.site.people, id).name, self.views.addresses.person(id))
        })
    }

    pub(super) fn counted_parties(&self, ids: &[ArticleId]) -> Vec<view::Counted> {
        let mut counts = BTreeMap::new();
        for &id in ids {
            for &party in &self.views.site.article(id).parties {
                *counts.entry(party).or_default() += 1;
            }
        }
        self.most(counts, |id| self.views.party_link(id))
    }

    /// The thirty with the most articles, then in the order of their names.
    pub(super) fn most<K: Copy + Ord>(
        &self,
        counts: BTreeMap<K, usize>,
        link: impl Fn(K) -> view::Link,
    ) -> Vec<view::Counted> {
        let mut counts: Vec<(K, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
        counts.truncate(30);
        let mut counted: Vec<view::Counted> =
            counts.into_iter().map(|(key, count)| self.views.counted(link(key), None, count)).collect();
        sort_by_name(&mut counted, self.views.words.language, |c| &c.link.name);
        counted
    }

    pub(super) fn cell(
        &self,
        page: &Page,
        subject: SubjectId,
        region: RegionId,
        number: Option<usize>,
        ids: &[ArticleId],
        context: &mut Context,
    ) -> &'static str {
        let views = &self.views;
        let cell = &views.digest.cells[&(subject, region)];
        let facts = &self.subjects[subject.0 as usize];
        // the number of the subject's articles would change every cell with each of them
        let mut without_count = facts.clone().into_map().unwrap_or_default();
        without_count.retain(|key, _| !matches!(key.as_str(), Some("count" | "count_text")));
        context.insert_value("subject", without_count.into());
        context.insert("region", &views.region(region));
        let first = number.is_none();
        let briefings = if first { self.briefings_of(BriefingOf::Cell(subject, region)) } else { Vec::new() };
        context.insert("briefings", &briefings);
        // where nothing lies inside the region the two lists are one
        let own = first && cell.own.len() < cell.all.len();
        let own: &[ArticleId] = if own { &cell.own } else { &[] };
        context.insert_value("own", self.cards(&own[..own.len().min(MENTIONS_SHOWN)], SHORT));
        let of = |r| Some((views.cell_link(subject, r), views.digest.cells.get(&(subject, r))?.all.len()));
        let children = if first { views.children(region, of) } else { Vec::new() };
        // districts before constituencies: bars of both would count articles twice
        let (name, regions) = children.first().map_or(("", &[][..]), |group| (&group.name, &group.regions));
        let by_region = format!("{}: {name}", views.words.word("chart", "regions"));
        let seats = if first { tiles::seats(views, region, of) } else { Vec::new() };
        let charts = self.charts(ids, subject, &by_region, regions);
        context.insert("charts", &seats.into_iter().chain(charts).collect::<Vec<_>>());
        context.insert("children", &children);
        context.insert("claims", &self.claims_where(ids, |claim| claim.about == Some(subject)));
        context.insert_value("calendar", facts.get_from_path("calendar").cloned().unwrap_or_else(Value::none));
        self.page(page, "cell", context);
        "cell.html"
    }
}
