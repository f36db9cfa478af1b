//! What a weekly edition has besides: the week before beside it, the balance of its documents.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::Pages;
use crate::group::changes::top_regions;
use crate::model::edition::Edition;
use crate::model::people::PartyId;
use crate::model::region::RegionId;
use crate::model::site::term;
use crate::render::chart;
use crate::render::editions::{self, Issue, counted, outlets, region_of};
use crate::text::collate::sort_by_name;
use crate::view;

/// What is counted of one edition.
#[derive(Default)]
struct Counts {
    regions: BTreeMap<RegionId, usize>,
    region_events: BTreeMap<RegionId, usize>,
    parties: BTreeMap<PartyId, usize>,
    party_events: BTreeMap<PartyId, usize>,
}

impl Pages<'_> {
    pub(super) fn week(&self, issue: &Issue<'_>) -> view::Week {
        let views = &issue.views;
        let period = &issue.edition.period;
        let week_before = |day| Some(day).and_then(|day: chrono::NaiveDate| day.checked_sub_days(Days::new(7)));
        let (from, until) = (week_before(period.from), week_before(period.until));
        let editions = &self.views.digest.editions;
        // a week in which nothing became known has no edition
        let before = issue.edition.before.map(|at| &editions[at]).filter(|e| Some(e.period.until) == until);
        let now = self.counts(issue.edition);
        let then = before.map(|edition| self.counts(edition)).unwrap_or_default();
        let region = |id| views.region_link(id);
        let party = |id| views.party_link(id);
        let outlet = |id| views.words.link(&term(&views.site.outlets, id).name, views.addresses.outlet(id));
        let outlets = self.by_name(&outlets(views, &issue.edition.articles), outlet);
        view::Week {
            before: before.map(|edition| editions::link(&self.views, edition)),
            period: from.zip(until).map(|(from, until)| views.words.period(from, until)).unwrap_or_default(),
            regions: self.compared([&now.regions, &then.regions], [&now.region_events, &then.region_events], region),
            parties: self.compared([&now.parties, &then.parties], [&now.party_events, &then.party_events], party),
            region_chart: self.bars("regions", &self.by_name(&now.regions, region)),
            party_chart: self.bars("parties", &self.by_name(&now.parties, party)),
            outlet_chart: self.bars("outlets", &outlets),
            outlets,
        }
    }

    /// Documents by region and party; events by the region where they took place and the party that held them.
    fn counts(&self, edition: &Edition) -> Counts {
        let site = self.views.site;
        let articles = || edition.articles.iter().map(|&id| site.article(id));
        let events = || articles().flat_map(|article| article.events.iter().map(move |event| (article, event)));
        Counts {
            regions: counted(articles().flat_map(|article| top_regions(site, article))),
            region_events: counted(events().filter_map(|(article, event)| region_of(&self.views, article, event))),
            parties: counted(articles().flat_map(|article| article.parties.iter().copied().collect::<BTreeSet<_>>())),
            party_events: counted(events().filter_map(|(_, event)| event.organiser)),
        }
    }

    /// Counts of two weeks side by side, by name.
    fn compared<K: Ord + Copy>(
        &self,
        documents: [&BTreeMap<K, usize>; 2],
        events: [&BTreeMap<K, usize>; 2],
        link: impl Fn(K) -> view::Link,
    ) -> Vec<view::Compared> {
        let keys: BTreeSet<K> = documents.iter().chain(&events).flat_map(|counts| counts.keys().copied()).collect();
        let count = |of: &BTreeMap<K, usize>, key| self.views.words.count(of.get(&key).copied().unwrap_or(0));
        let rows = keys.into_iter().map(|key| view::Compared {
            link: link(key),
            documents: count(documents[0], key),
            documents_before: count(documents[1], key),
            events: count(events[0], key),
            events_before: count(events[1], key),
        });
        let mut rows: Vec<view::Compared> = rows.collect();
        sort_by_name(&mut rows, self.views.words.language, |row| &row.link.name);
        rows
    }

    /// Counts with their links, by name.
    pub(super) fn by_name<K: Copy>(
        &self,
        counts: &BTreeMap<K, usize>,
        link: impl Fn(K) -> view::Link,
    ) -> Vec<view::Counted> {
        let counted = counts.iter().map(|(&key, &n)| self.views.counted(link(key), None, n));
        let mut counted: Vec<view::Counted> = counted.collect();
        sort_by_name(&mut counted, self.views.words.language, |item| &item.link.name);
        counted
    }

    /// Counts as a chart; none where there is nothing.
    fn bars(&self, of: &str, list: &[view::Counted]) -> Option<view::Chart> {
        let title = self.views.words.word("chart", of);
        (!list.is_empty()).then(|| chart::of_list(&format!("chart-{of}"), &title, list))
    }
}
