//! Filters: links from a list of several pages to those of its articles with one region, party, source or month.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::Pages;
use crate::address;
use crate::model::article::{Article, ArticleId};
use crate::model::dated::Moment;
use crate::model::page::List;
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::term;
use crate::model::subject::SubjectId;
use crate::text::collate::sort_by_name;
use crate::view;

/// Values of one filter.
const VALUES: usize = 12;

impl Pages<'_> {
    /// The filters of a list of several pages. A filter needs two values that leave a part of the list.
    pub(super) fn filters(&self, list: List, ids: &[ArticleId]) -> Vec<view::Filter> {
        let site = self.views.site;
        let outlets = |article: &Article| article.sources.iter().filter_map(|s| s.outlet).map(List::Outlet).collect();
        let parties = |article: &Article| article.parties.iter().map(|&id| List::Party(id)).collect();
        let by_value = [
            ("region", self.regions_of(list, ids), "regions/"),
            ("party", self.count(ids, parties), "parties/"),
            ("source", self.count(ids, outlets), "sources/"),
        ];
        let by_value = by_value.into_iter().map(|(key, counts, index)| {
            let mut search = false;
            let part = counts.into_iter().filter(|(_, count)| *count < ids.len());
            let values = part.filter_map(|(value, count)| {
                let (url, searched) = self.narrowed(list, value)?;
                search |= searched;
                Some(self.views.counted(
                    view::Link { url: Some(url), ..self.name(value) },
                    self.kind(list, value),
                    count,
                ))
            });
            let mut values: Vec<view::Counted> = values.collect();
            sort_by_name(&mut values, self.views.words.language, |value| &value.link.name);
            values.sort_by_key(|value| Reverse(value.count));
            let all = self.views.addresses.single(index).filter(|_| list == List::Home && values.len() > VALUES);
            values.truncate(VALUES);
            view::Filter { name: self.views.words.word("ui", key), values, all, search }
        });
        let months = self.months(&address::list(site, list), ids);
        let by_month =
            view::Filter { name: self.views.words.word("ui", "date"), values: months, all: None, search: false };
        by_value.chain([by_month]).filter(|filter| filter.values.len() > 1).collect()
    }

    /// Where in a list of several pages a month begins: for each article shown the anchor, if it is the first.
    pub(super) fn month_anchors(&self, ids: &[ArticleId]) -> Vec<Option<String>> {
        let mut seen = BTreeSet::new();
        let anchor = |id: &ArticleId| Some(self.month(*id)?).filter(|month| seen.insert(*month)).map(month_anchor);
        ids.iter().map(anchor).collect()
    }

    /// The newest months of a list; each leads to its first article on the page that has it.
    fn months(&self, path: &str, ids: &[ArticleId]) -> Vec<view::Counted> {
        let (views, words) = (&self.views, self.views.words);
        let mut months: BTreeMap<Reverse<NaiveDate>, (usize, usize)> = BTreeMap::new();
        for (at, &id) in ids.iter().enumerate() {
            if let Some(month) = self.month(id) {
                months.entry(Reverse(month)).or_insert((at, 0)).1 += 1;
            }
        }
        let months = months.into_iter().filter(|(_, (_, count))| *count < ids.len()).take(VALUES);
        let counted = months.map(|(Reverse(month), (at, count))| {
            let page = address::page_of(ids.len(), views.site.settings.page_size, at);
            let url = format!("{}#{}", views.link(&address::numbered(path, page)), month_anchor(month));
            let name = words.digits(words.dates().month_year(month));
            views.counted(words.plain_link(name, Some(url)), None, count)
        });
        counted.collect()
    }

    /// The first day of the month of an article, if that is known.
    fn month(&self, id: ArticleId) -> Option<NaiveDate> {
        let moment = self.views.site.article(id).published.moment;
        moment.filter(|moment| !matches!(moment, Moment::Year(_)))?.day().with_day(1)
    }

    /// The regions by which a list can be narrowed down: those inside its own, else states.
    fn regions_of(&self, list: List, ids: &[ArticleId]) -> Vec<(List, usize)> {
        let digest = self.views.digest;
        let cell = |subject, id| digest.cells.get(&(subject, id)).map_or(0, |cell| cell.all.len());
        let counted = |ids: &[RegionId], count: &dyn Fn(RegionId) -> usize| {
            let counts = ids.iter().map(|&id| (List::Region(id), count(id)));
            counts.filter(|(_, count)| *count > 0).collect()
        };
        match list {
            List::Region(outer) => {
                let count = |id| digest.regions.get(&id).map_or(0, |region| region.all.len());
                counted(self.views.children_of(outer), &count)
            }
            List::Cell(subject, outer) => counted(self.views.children_of(outer), &|id| cell(subject, id)),
            List::Subject(subject) => {
                let cells = digest.cells.range((subject, RegionId(0))..=(subject, RegionId(u32::MAX)));
                counted(&self.top_regions(cells.map(|((_, region), _)| *region)), &|id| cell(subject, id))
            }
            _ => self.count(ids, |article| {
                let tops = article.grouped_regions().map(|id| self.views.site.gazetteer.top(id));
                tops.filter(|id| self.views.site.region(*id).kind != RegionKind::Country).map(List::Region).collect()
            }),
        }
    }

    /// How many of the articles have each value.
    fn count(&self, ids: &[ArticleId], of: impl Fn(&Article) -> Vec<List>) -> Vec<(List, usize)> {
        let mut counts: BTreeMap<List, usize> = BTreeMap::new();
        for &id in ids {
            let mut values = of(self.views.site.article(id));
            values.sort_unstable();
            values.dedup();
            values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        }
        counts.into_iter().collect()
    }

    /// The address of the part of `list` with `value`, and whether that is a search: the page of that part, else the
    /// search with both as facets.
    fn narrowed(&self, list: List, value: List) -> Option<(String, bool)> {
        let page = match (list, value) {
            (List::Subject(subject) | List::Cell(subject, _), List::Region(id)) => Some(List::Cell(subject, id)),
            (List::Home | List::Region(_), List::Region(_)) | (List::Home, _) => Some(value),
            _ => None,
        };
        if let Some(url) = page.and_then(|page| self.views.addresses.of(page)) {
            return Some((url, false));
        }
        let facets = match page {
            Some(page) => self.facets(page)?,
            None => format!("{}&{}", self.facets(list)?, self.facets(value)?),
        };
        Some((format!("{}?{facets}", self.views.addresses.single(address::SEARCH)?), true))
    }

    /// The facets of the search that give just this list: `subject=ls-2024&region=up`.
    fn facets(&self, list: List) -> Option<String> {
        let site = self.views.site;
        match list {
            List::Subject(id) => Some(format!("subject={}", site.subject(id).id)),
            List::Party(id) => Some(format!("party={}", site.party(id).id)),
            List::Outlet(id) => Some(format!("source={}", term(&site.outlets, id).id)),
            // the search knows the regions below the country only
            List::Region(id) => {
                let top = site.gazetteer.top(id) == id && site.region(id).kind != RegionKind::Country;
                top.then(|| format!("region={}", site.region(id).id))
            }
            List::Cell(subject, id) if self.reaches(subject, id) => {
                Some(format!("{}&{}", self.facets(List::Subject(subject))?, self.facets(List::Region(id))?))
            }
            _ => None,
        }
    }

    /// Whether all articles that name the subject and the region stand in its cell: others of several subjects may
    /// not belong there.
    fn reaches(&self, subject: SubjectId, region: RegionId) -> bool {
        let site = self.views.site;
        let (reach, containing) = (&site.subject(subject).regions, site.gazetteer.containing(region));
        reach.is_empty() || reach.iter().any(|outer| containing.contains(outer))
    }

    fn name(&self, value: List) -> view::Link {
        let (words, site) = (self.views.words, self.views.site);
        match value {
            List::Region(id) => words.link(&site.region(id).name, None),
            List::Party(id) => words.link(&site.party(id).name, None),
            List::Outlet(id) => words.link(&term(&site.outlets, id).name, None),
            _ => words.plain_link(String::new(), None),
        }
    }

    /// What a region inside another is: a district and a seat often share their name.
    fn kind(&self, list: List, value: List) -> Option<String> {
        match (list, value) {
            (List::Region(_) | List::Cell(..), List::Region(id)) => {
                Some(self.views.words.word("region_kind", self.views.site.region(id).kind.word()))
            }
            _ => None,
        }
    }
}

fn month_anchor(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}
