//! Grouping: counts are unions. The program's groups are compared with a slow and plain definition of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;
use saar::diagnostic::Diagnostics;
use saar::model::article::{Article, ArticleId, Genre};
use saar::model::dated::Dated;
use saar::model::name::Name;
use saar::model::region::{Codes, Region, RegionId, RegionKind};
use saar::model::site::{Gazetteer, Site};
use saar::model::subject::{Subject, SubjectId, SubjectKind, SubjectStatus};
use saar::source::{SourceId, Span};
use saar::text::Language;

pub fn region(id: String, kind: RegionKind, parent: Option<u32>, within: Vec<u32>) -> Region {
    Region {
        id,
        kind,
        name: Name::single("x", Language::ENGLISH),
        aliases: Vec::new(),
        parent: parent.map(RegionId),
        within: within.into_iter().map(RegionId).collect(),
        number: None,
        reservation: None,
        codes: Codes::default(),
        seats: (None, None),
        tile: None,
        short: None,
    }
}

pub fn subject(id: usize, regions: Vec<u32>) -> Subject {
    Subject {
        id: format!("s{id}"),
        kind: SubjectKind::GeneralElection,
        name: Name::single("x", Language::ENGLISH),
        aliases: Vec::new(),
        regions: regions.into_iter().map(RegionId).collect(),
        body: None,
        seats: None,
        status: SubjectStatus::Held,
        qualifying: None,
        phases: Vec::new(),
        calendar: Vec::new(),
        note: None,
        sources: Vec::new(),
    }
}

pub fn article(number: usize, subjects: &[u32], regions: &[u32], setting: &[u32], mentions: &[u32]) -> Article {
    let ids = |list: &[u32]| {
        let mut all: Vec<RegionId> = Vec::new();
        for &id in list {
            if !all.contains(&RegionId(id)) {
                all.push(RegionId(id));
            }
        }
        all
    };
    Article {
        source: SourceId(0),
        span: Span::file(SourceId(0)),
        body_start: 0,
        hash: [0; 32],
        path: format!("articles/{number}/"),
        title: number.to_string(),
        title_derived: false,
        translations: Vec::new(),
        language: Language::ENGLISH,
        published: Dated::stated(NaiveDate::MIN),
        updated: None,
        added: None,
        subjects: subjects.iter().copied().collect::<BTreeSet<_>>().into_iter().map(SubjectId).collect(),
        phase: None,
        regions: ids(regions),
        setting: ids(setting),
        mentions: ids(mentions),
        parties: Vec::new(),
        people: Vec::new(),
        sources: Vec::new(),
        genre: Genre::NewsReport,
        summary: None,
        topics: Vec::new(),
        events: Vec::new(),
        claims: Vec::new(),
        conflicts: Vec::new(),
        record: [0; 32],
        corrected_later: None,
        withdrawn: None,
        corrections: Vec::new(),
        aliases: Vec::new(),
        family: None,
        embargo: None,
        expires: None,
        draft: false,
    }
}

/// A site without a day.
pub fn site(regions: Vec<Region>, subjects: Vec<Subject>, articles: Vec<Article>) -> Site {
    let mut found = Diagnostics::default();
    let record = saar::parse::settings::parse("title: T\n", SourceId(0), &mut found).expect("settings");
    let settings = record.settings(None, &mut found);
    let as_of = chrono::DateTime::UNIX_EPOCH.with_timezone(&settings.zone);
    let gazetteer = Gazetteer { regions, subjects, ..Gazetteer::default() };
    let (people, outlets, topics) = (Vec::new(), Vec::new(), Vec::new());
    Site {
        settings,
        gazetteer,
        people,
        outlets,
        topics,
        articles,
        withdrawn: Vec::new(),
        away: Vec::new(),
        briefings: Vec::new(),
        families: saar::model::family::Families::default(),
        pages: Vec::new(),
        as_of,
        newest: as_of.to_utc(),
        next_change: None,
        expired: Vec::new(),
        left_out: Vec::new(),
    }
}

/// Country 0, states, districts, seats that lie wholly in a district or in several, and party units.
fn regions() -> impl Strategy<Value = Vec<Region>> {
    let state = (1..4usize, 0..4usize, prop::collection::vec(prop::option::of(0..3usize), 0..5), 0..3usize);
    prop::collection::vec(state, 1..4).prop_map(|states| {
        let mut all = vec![region("c".into(), RegionKind::Country, None, vec![])];
        for (number, (districts, wards, seats, units)) in states.into_iter().enumerate() {
            let state = all.len() as u32;
            all.push(region(format!("s{number}"), RegionKind::State, Some(0), vec![]));
            let first = all.len() as u32;
            for d in 0..districts {
                all.push(region(format!("s{number}/d{d}"), RegionKind::District, Some(state), vec![]));
            }
            for w in 0..wards {
                let district = first + (w % districts) as u32;
                all.push(region(format!("s{number}/d/w{w}"), RegionKind::Ward, Some(district), vec![]));
            }
            for (s, district) in seats.into_iter().enumerate() {
                let within = district.map(|d| first + (d % districts) as u32);
                all.push(region(
                    format!("s{number}/pc{s}"),
                    RegionKind::LokSabha,
                    Some(state),
                    within.into_iter().collect(),
                ));
            }
            for u in 0..units {
                all.push(region(format!("s{number}/p/u{u}"), RegionKind::PartyRegion, Some(state), vec![]));
            }
        }
        all
    })
}

type Filing = (Vec<u32>, Vec<u32>, Vec<u32>, Vec<u32>);

fn sites() -> impl Strategy<Value = Site> {
    let pick = |least: usize| prop::collection::vec(any::<u32>(), least..3);
    let filing = (pick(1), pick(1), pick(0), pick(0));
    (regions(), prop::collection::vec(pick(0), 1..4), prop::collection::vec(filing, 0..20)).prop_map(
        |(regions, reaches, filings)| {
            let (places, kinds) = (regions.len() as u32, reaches.len() as u32);
            let below = |list: Vec<u32>, n: u32| list.into_iter().map(|x| x % n).collect::<Vec<_>>();
            let subjects = reaches.into_iter().enumerate().map(|(i, reach)| subject(i, below(reach, places))).collect();
            let articles = filings
                .into_iter()
                .enumerate()
                .map(|(number, (s, r, t, m)): (usize, Filing)| {
                    article(number, &below(s, kinds), &below(r, places), &below(t, places), &below(m, places))
                })
                .collect();
            site(regions, subjects, articles)
        },
    )
}

/// Whether `inner` is `outer` or lies inside it, found by going up step by step.
fn inside(site: &Site, inner: RegionId, outer: RegionId) -> bool {
    let node = site.region(inner);
    inner == outer || node.parent.iter().chain(&node.within).any(|&up| inside(site, up, outer))
}

fn ids(of: impl Iterator<Item = usize>) -> Vec<ArticleId> {
    of.map(|n| ArticleId(n as u32)).collect()
}

/// Articles of a region by definition; of one subject, if one is given.
fn below(site: &Site, region: RegionId, subject: Option<SubjectId>) -> Vec<ArticleId> {
    let filed = |article: &Article| {
        subject.is_none_or(|s| article.subjects.contains(&s))
            && article
                .grouped_regions()
                .any(|r| inside(site, r, region) && subject.is_none_or(|s| reaches(site, article, s, r)))
    };
    ids(site.articles.iter().enumerate().filter(|(_, article)| filed(article)).map(|(n, _)| n))
}

/// With several subjects, a region is read together with those in whose reach it lies.
fn reaches(site: &Site, article: &Article, subject: SubjectId, region: RegionId) -> bool {
    let reach = &site.subject(subject).regions;
    article.subjects.len() == 1 || reach.is_empty() || reach.iter().any(|&outer| inside(site, region, outer))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_roll_up_is_the_union_of_what_lies_below(site in sites()) {
        let digest = saar::group::digest(&site);
        for (id, _) in site.gazetteer.regions() {
            let group = digest.regions.get(&id);
            prop_assert_eq!(group.map(|g| g.all.clone()).unwrap_or_default(), below(&site, id, None));
            let named = ids(site.articles.iter().enumerate().filter(|(_, a)| a.mentions.contains(&id)).map(|(n, _)| n));
            prop_assert_eq!(group.map(|g| g.mentions.clone()).unwrap_or_default(), named);
        }
    }

    #[test]
    fn a_cell_is_the_union_within_its_subject(site in sites()) {
        let digest = saar::group::digest(&site);
        for (subject, _) in site.gazetteer.subjects() {
            for (region, _) in site.gazetteer.regions() {
                let cell = digest.cells.get(&(subject, region)).cloned().unwrap_or_default();
                prop_assert_eq!(&cell.all, &below(&site, region, Some(subject)));
                let own = site.articles.iter().enumerate().filter(|(_, a)| {
                    a.subjects.contains(&subject)
                        && a.grouped_regions().any(|r| r == region && reaches(&site, a, subject, r))
                });
                prop_assert_eq!(cell.own, ids(own.map(|(n, _)| n)));
            }
            let all = site.articles.iter().enumerate().filter(|(_, a)| a.subjects.contains(&subject));
            prop_assert_eq!(digest.subjects.get(&subject).cloned().unwrap_or_default(), ids(all.map(|(n, _)| n)));
        }
    }

    #[test]
    fn lists_are_newest_first_without_repetition_and_never_empty(site in sites()) {
        let digest = saar::group::digest(&site);
        let lists = digest.subjects.values().chain(digest.cells.values().map(|c| &c.all));
        for list in lists {
            prop_assert!(!list.is_empty() && list.is_sorted_by(|a, b| a < b), "{:?}", list);
        }
        for group in digest.regions.values() {
            prop_assert!(!(group.all.is_empty() && group.mentions.is_empty()));
        }
    }

    /// The whole is at most the sum of its parts, and at least the largest of them.
    #[test]
    fn counts_lie_between_the_largest_part_and_the_sum(site in sites()) {
        let digest = saar::group::digest(&site);
        let count = |id: RegionId| digest.regions.get(&id).map_or(0, |g| g.all.len());
        for (id, _) in site.gazetteer.regions() {
            let children: Vec<usize> = site.gazetteer.regions().filter(|(_, r)| r.parent == Some(id)).map(|(c, _)| count(c)).collect();
            let own = site.articles.iter().filter(|a| a.grouped_regions().any(|r| r == id)).count();
            prop_assert!(count(id) >= children.iter().copied().max().unwrap_or(0));
            // a region may also lie within another one that is not its parent
            let within: usize = site.gazetteer.regions().filter(|(_, r)| r.within.contains(&id)).map(|(c, _)| count(c)).sum();
            prop_assert!(count(id) <= own + children.iter().sum::<usize>() + within);
        }
    }
}

/// The state of the examples: 0 country, 1 state, 2 and 3 districts, 4 a seat in 2, 5 a seat across 2 and 3, 6 a
/// party unit.
fn example(articles: Vec<Article>) -> Site {
    let regions = vec![
        region("c".into(), RegionKind::Country, None, vec![]),
        region("s".into(), RegionKind::State, Some(0), vec![]),
        region("s/d1".into(), RegionKind::District, Some(1), vec![]),
        region("s/d2".into(), RegionKind::District, Some(1), vec![]),
        region("s/pc1".into(), RegionKind::LokSabha, Some(1), vec![2]),
        region("s/pc2".into(), RegionKind::LokSabha, Some(1), vec![]),
        region("s/p/u".into(), RegionKind::PartyDistrict, Some(1), vec![]),
    ];
    site(regions, vec![subject(0, vec![0])], articles)
}

/// Articles by region, in the order of [`example`].
fn counts(site: &Site) -> Vec<usize> {
    let digest = saar::group::digest(site);
    (0..7).map(|id| digest.cells.get(&(SubjectId(0), RegionId(id))).map_or(0, |cell| cell.all.len())).collect()
}

#[test]
fn an_article_in_two_sibling_seats_counts_once_in_their_state() {
    assert_eq!(counts(&example(vec![article(0, &[0], &[4, 5], &[], &[])])), [1, 1, 1, 0, 1, 1, 0]);
    assert_eq!(counts(&example(vec![article(0, &[0], &[4, 2], &[1], &[])])), [1, 1, 1, 0, 1, 0, 0]);
}

#[test]
fn a_seat_partly_in_a_district_does_not_count_for_it() {
    assert_eq!(counts(&example(vec![article(0, &[0], &[5], &[], &[])])), [1, 1, 0, 0, 0, 1, 0]);
}

#[test]
fn a_party_unit_takes_nothing_from_districts_and_gives_them_nothing() {
    assert_eq!(counts(&example(vec![article(0, &[0], &[6], &[], &[])])), [1, 1, 0, 0, 0, 0, 1]);
    assert_eq!(counts(&example(vec![article(0, &[0], &[2], &[], &[])])), [1, 1, 1, 0, 0, 0, 0]);
}

#[test]
fn a_region_that_is_only_named_counts_nowhere() {
    assert_eq!(counts(&example(vec![article(0, &[0], &[3], &[], &[4])])), [1, 1, 0, 1, 0, 0, 0]);
}
