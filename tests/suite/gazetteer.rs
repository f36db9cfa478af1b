//! The built-in tables: their sums, their references, and that no two entries can be taken for each other.

use std::collections::{BTreeMap, BTreeSet};

use saar::diagnostic::Diagnostics;
use saar::gazetteer::assemble;
use saar::gazetteer::names::{Found, Names};
use saar::model::region::{Region, RegionId, RegionKind, Tree};
use saar::model::site::Gazetteer;
use saar::model::subject::Milestone;
use saar::source::SourceId;
use saar::strings;
use saar::text::{Language, fold, slug};

/// The gazetteer of a project with these settings; fails on any finding.
pub fn with(settings: &str) -> Gazetteer {
    let mut found = Diagnostics::default();
    let record = saar::parse::settings::parse(settings, SourceId(0), &mut found).expect("good settings");
    let gazetteer = assemble(&record, &mut found);
    assert_eq!(found.sorted(), [], "findings about the gazetteer");
    gazetteer
}

fn india() -> Gazetteer {
    with("title: T\n")
}

fn of_kind(gazetteer: &Gazetteer, kind: RegionKind, state: &str) -> usize {
    gazetteer.regions.iter().filter(|r| r.kind == kind && r.id.starts_with(&format!("{state}/"))).count()
}

fn named<'a>(gazetteer: &'a Gazetteer, id: &str) -> &'a Region {
    gazetteer.regions.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no region {id}"))
}

#[test]
fn the_sums_are_those_of_the_law() {
    let all = india();
    let states: Vec<&Region> =
        all.regions.iter().filter(|r| matches!(r.kind, RegionKind::State | RegionKind::UnionTerritory)).collect();
    assert_eq!(states.len(), 36);
    assert_eq!(states.iter().filter_map(|r| r.seats.0).sum::<u32>(), 543);
    assert_eq!(states.iter().filter_map(|r| r.seats.1).sum::<u32>(), 4_123);
    assert_eq!(named(&all, "in").seats, (Some(543), Some(4_123)));
    for (state, assembly, parliament, districts) in [("up", 403, 80, 75), ("mp", 230, 29, 55)] {
        assert_eq!(of_kind(&all, RegionKind::VidhanSabha, state), assembly, "{state}");
        assert_eq!(of_kind(&all, RegionKind::LokSabha, state), parliament, "{state}");
        assert_eq!(of_kind(&all, RegionKind::District, state), districts, "{state}");
        assert_eq!(named(&all, state).seats, (Some(parliament as u32), Some(assembly as u32)), "{state}");
    }
}

/// Sums over the phases: as announced, as held, in Uttar Pradesh, in Madhya Pradesh. `None` is "not in the table".
type PhaseSums = (&'static str, Option<u32>, Option<u32>, Option<u32>, Option<u32>);

const PHASE_SUMS: &[PhaseSums] = &[
    // announced with one seat twice: Outer Manipur polled in two phases
    ("ls-2024", Some(544), Some(543), Some(80), Some(29)),
    ("vs-up-2022", Some(403), Some(403), None, None),
    ("vs-mp-2023", Some(230), Some(230), None, None),
    ("vs-br-2025", Some(243), None, None, None),
    ("vs-as-2026", Some(126), None, None, None),
    ("vs-kl-2026", Some(140), None, None, None),
    ("vs-py-2026", Some(30), None, None, None),
    ("vs-tn-2026", Some(234), None, None, None),
    ("vs-wb-2026", Some(294), None, None, None),
];

#[test]
fn the_phases_add_up() {
    let all = india();
    let id = |name: &str| all.regions().find(|(_, r)| r.id == name).map(|(id, _)| id).expect("a region");
    let (up, mp) = (id("up"), id("mp"));
    let mut seen = Vec::new();
    for subject in all.subjects.iter().filter(|s| !s.phases.is_empty()) {
        let sum = |of: &dyn Fn(&saar::model::subject::Phase) -> Option<u32>| {
            let known: Vec<u32> = subject.phases.iter().filter_map(of).collect();
            (!known.is_empty()).then(|| known.iter().sum())
        };
        let region = |id: RegionId| {
            sum(&|phase| phase.seats_by_region.iter().find(|(region, _)| *region == id).map(|(_, seats)| *seats))
        };
        let sums = (sum(&|p| p.seats_scheduled), sum(&|p| p.seats_polled), region(up), region(mp));
        let row = PHASE_SUMS.iter().find(|row| row.0 == subject.id).unwrap_or_else(|| panic!("{}", subject.id));
        assert_eq!(sums, (row.1, row.2, row.3, row.4), "{}", subject.id);
        if subject.id != "ls-2024" {
            assert_eq!(subject.seats, row.1, "{}", subject.id);
        } else {
            assert_eq!(subject.seats, row.2);
            assert!(subject.note.as_deref().is_some_and(|note| note.contains("544") && note.contains("543")));
        }
        let numbers: Vec<u32> = subject.phases.iter().map(|p| p.number).collect();
        assert_eq!(numbers, (1..=subject.phases.len() as u32).collect::<Vec<_>>(), "{}", subject.id);
        let polls: Vec<_> = subject.phases.iter().filter_map(|p| p.poll).collect();
        assert!(polls.is_sorted(), "{}: the phases are not in the order of their polls", subject.id);
        seen.push(subject.id.as_str());
    }
    assert_eq!(seen.len(), PHASE_SUMS.len(), "{seen:?}");
}

/// Milestones of one phase come in the order of the law, and nothing is announced after it happens.
#[test]
fn calendars_run_forward() {
    for subject in &india().subjects {
        for date in &subject.calendar {
            if let Some(set) = date.set {
                assert!(set.day() <= date.date.day(), "{}: {} was announced after it", subject.id, date.event.word());
            }
        }
        let day =
            |event, phase| subject.calendar.iter().find(|d| d.event == event && d.phase == phase).map(|d| d.date.day());
        for phase in &subject.phases {
            let steps =
                [Milestone::Notification, Milestone::NominationsUntil, Milestone::WithdrawalUntil, Milestone::Polling];
            let days: Vec<_> = steps.iter().filter_map(|&event| day(event, Some(phase.number))).collect();
            assert!(days.is_sorted(), "{} phase {}: {days:?}", subject.id, phase.number);
            let counting = day(Milestone::Counting, None).expect("an election with phases has a counting day");
            assert!(phase.poll.is_some_and(|poll| poll < counting), "{}", subject.id);
        }
    }
}

/// Seats of which a part may lie in another district: they count for their state only (see `SOURCES.md`).
const PERHAPS_IN_TWO_DISTRICTS: &[&str] = &["mp/ac-125-saunsar", "up/ac-58-dhaulana"];

#[test]
fn every_reference_holds() {
    let all = india();
    for (id, region) in all.regions() {
        let kinds: Vec<RegionKind> = region.within.iter().map(|w| all.regions[w.0 as usize].kind).collect();
        let parent = region.parent.map(|p| &all.regions[p.0 as usize]);
        match region.kind {
            RegionKind::Country => assert!(parent.is_none()),
            RegionKind::VidhanSabha => {
                assert!(kinds.contains(&RegionKind::LokSabha), "{} lies in no Lok Sabha seat", region.id);
                let whole = !PERHAPS_IN_TWO_DISTRICTS.contains(&region.id.as_str());
                assert_eq!(kinds.contains(&RegionKind::District), whole, "{}", region.id);
                assert_eq!(kinds.len(), 1 + usize::from(whole), "{}", region.id);
            }
            RegionKind::LokSabha => assert!(kinds.iter().all(|k| *k == RegionKind::District), "{}", region.id),
            _ => {}
        }
        if let Some(parent) = parent {
            assert!(region.parent < Some(id), "{} stands before its parent", region.id);
            let inside = parent.kind == RegionKind::Country || region.id.starts_with(&format!("{}/", parent.id));
            assert!(inside, "{} lies in {}", region.id, parent.id);
        }
        for outer in &region.within {
            let outer = &all.regions[outer.0 as usize];
            assert_eq!(outer.id.split('/').next(), region.id.split('/').next(), "{} in {}", region.id, outer.id);
        }
    }
}

#[test]
fn a_party_unit_reaches_its_state_and_no_district() {
    let all = india();
    let units: Vec<RegionId> = all.regions().filter(|(_, r)| r.kind.tree() == Tree::Party).map(|(id, _)| id).collect();
    assert!(units.len() >= 9);
    for unit in units {
        let kinds: Vec<(RegionKind, &str)> = all
            .containing(unit)
            .into_iter()
            .skip(1)
            .map(|id| (all.regions[id.0 as usize].kind, all.regions[id.0 as usize].id.as_str()))
            .collect();
        let own = &all.regions[unit.0 as usize].id;
        let state = own.split('/').next().expect("a path");
        assert!(kinds.contains(&(RegionKind::State, state)), "{own} does not reach {state}");
        let strange = kinds.iter().find(|(kind, _)| kind.tree() == Tree::Electoral || *kind == RegionKind::District);
        assert!(strange.is_none(), "{own} lies in {strange:?}");
        let party = own.split('/').nth(1).expect("a party");
        assert!(all.parties.iter().any(|p| p.id == party), "{own}: no party {party}");
    }
}

/// The assembly seats of a state, by number, belong to one Lok Sabha seat each.
#[test]
fn segments_are_a_partition() {
    let table = include_str!("../../src/gazetteer/tables/lok-sabha-seats.csv");
    let mut segments: BTreeMap<String, BTreeMap<u32, String>> = BTreeMap::new();
    for row in csv::Reader::from_reader(table.as_bytes()).deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        let state = row["id"].split('/').next().expect("a state").to_owned();
        for number in row["segments"].split(' ') {
            let number = number.parse().expect("a number");
            let old = segments.entry(state.clone()).or_default().insert(number, row["id"].clone());
            assert_eq!(old, None, "segment {number} of {state} is in two seats");
        }
    }
    let all = india();
    for (state, count) in [("up", 403), ("mp", 230)] {
        let own = &segments[state];
        assert_eq!(own.keys().copied().collect::<Vec<_>>(), (1..=count).collect::<Vec<_>>(), "{state}");
        for seat in all.regions.iter().filter(|r| r.kind == RegionKind::VidhanSabha && r.id.starts_with(state)) {
            let number = seat.number.expect("a number");
            let outer: Vec<&str> = seat.within.iter().map(|w| all.regions[w.0 as usize].id.as_str()).collect();
            assert!(outer.contains(&own[&number].as_str()), "{} lies in {outer:?}, not in {}", seat.id, own[&number]);
        }
    }
}

#[test]
fn ids_are_paths_of_slugs_and_stand_once() {
    let all = india();
    let regions = all.regions.iter().map(|r| ("region", r.id.as_str()));
    let subjects = all.subjects.iter().map(|s| ("subject", s.id.as_str()));
    let parties = all.parties.iter().map(|p| ("party", p.id.as_str()));
    let mut seen = BTreeSet::new();
    for (list, id) in regions.chain(subjects).chain(parties) {
        assert!(seen.insert((list, id)), "{list} {id} stands twice");
        for part in id.split('/') {
            assert_eq!(slug::check_slug(part), Ok(()), "{list} {id}");
        }
    }
}

/// An entry of any list, as a bearer of names.
struct Bearer {
    list: &'static str,
    /// The part of the list in which its names must be its own.
    group: String,
    id: String,
    names: Vec<String>,
    aliases: Vec<String>,
}

fn bearers(all: &Gazetteer) -> Vec<Bearer> {
    let own = |name: &saar::model::name::Name| name.forms().map(str::to_owned).collect::<Vec<_>>();
    let regions = all.regions.iter().map(|r| {
        let parent = r.parent.map_or("", |p| all.regions[p.0 as usize].id.as_str());
        let group = format!("{} in {parent}", r.kind.word());
        Bearer { list: "region", group, id: r.id.clone(), names: own(&r.name), aliases: r.aliases.clone() }
    });
    let subjects = all.subjects.iter().map(|s| Bearer {
        list: "subject",
        group: String::new(),
        id: s.id.clone(),
        names: own(&s.name),
        aliases: s.aliases.clone(),
    });
    let parties = all.parties.iter().map(|p| Bearer {
        list: "party",
        group: String::new(),
        id: p.id.clone(),
        names: own(&p.name).into_iter().chain(p.abbr.clone()).collect(),
        aliases: p.aliases.clone(),
    });
    regions.chain(subjects).chain(parties).collect()
}

#[test]
fn an_alias_says_something_new() {
    for Bearer { list, id, names, aliases, .. } in bearers(&india()) {
        assert!(!names.is_empty() && names.iter().all(|n| !n.trim().is_empty()), "{list} {id} has no name");
        let mut seen: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        for alias in &aliases {
            assert!(!alias.trim().is_empty() && alias.trim() == alias, "{list} {id}: `{alias}`");
            assert!(seen.insert(alias), "{list} {id}: the alias `{alias}` stands twice or is the name");
        }
    }
}

/// Names that several entries share on purpose: who writes them has to say which is meant.
const SHARED: &[&str] = &["SIR", "एसआईआर", "विशेष गहन पुनरीक्षण", "Special Intensive Revision"];

#[test]
fn folding_joins_no_two_entries() {
    let shared: BTreeSet<String> = SHARED.iter().map(|name| fold::key(name)).collect();
    let mut owners: BTreeMap<(&str, String, String), BTreeSet<String>> = BTreeMap::new();
    for Bearer { list, group, id, names, aliases } in bearers(&india()) {
        for name in names.iter().chain(&aliases) {
            let key = fold::key(name);
            assert!(!key.is_empty(), "{list} {id}: `{name}` folds to nothing");
            owners.entry((list, group.clone(), key)).or_default().insert(id.clone());
        }
    }
    let several: Vec<_> = owners.iter().filter(|((_, _, key), ids)| ids.len() > 1 && !shared.contains(key)).collect();
    assert!(several.is_empty(), "{several:#?}");
    for name in SHARED {
        let key = ("subject", String::new(), fold::key(name));
        assert!(owners[&key].len() > 1, "`{name}` is shared by nobody: take it off the list");
    }
}

#[test]
fn every_name_finds_its_entry_or_says_that_it_is_ambiguous() {
    let all = india();
    let index = Names::new(&all);
    for (id, region) in all.regions() {
        assert_eq!(index.region(&region.id), Found::One(id), "{}", region.id);
        for name in region.name.forms().chain(region.aliases.iter().map(String::as_str)) {
            match index.region(name) {
                Found::One(found) => assert_eq!(found, id, "`{name}` of {}", region.id),
                Found::Many(found) => assert!(found.contains(&id), "`{name}` of {}", region.id),
                Found::None(_) => panic!("`{name}` of {} finds nothing", region.id),
            }
        }
    }
}

#[test]
fn kanpur_is_ambiguous_and_its_kind_settles_it() {
    let all = india();
    let index = Names::new(&all);
    let found = |name: &str| match index.region(name) {
        Found::One(id) => all.regions[id.0 as usize].id.clone(),
        Found::Many(ids) => format!("{} entries", ids.len()),
        Found::None(_) => "nothing".to_owned(),
    };
    for (name, id) in [
        ("कानपुर", "2 entries"),
        ("Kanpur", "2 entries"),
        ("कानपुर लोकसभा", "up/pc-43-kanpur"),
        ("kanpur lok sabha seat", "up/pc-43-kanpur"),
        ("कानपुर नगर", "up/kanpur-nagar"),
        ("जिला कानपुर नगर", "up/kanpur-nagar"),
        ("आगरा जिला", "up/agra"),
        ("AGRA district", "up/agra"),
        ("आगरा लोकसभा क्षेत्र", "up/pc-18-agra"),
        ("उत्तरप्रदेश", "up"),
        ("म.प्र.", "mp"),
        ("कानपुर-बुन्देलखण्ड क्षेत्र", "up/bjp/kanpur-bundelkhand"),
        ("भारत", "in"),
        ("", "nothing"),
        ("जिला", "nothing"),
    ] {
        assert_eq!(found(name), id, "{name}");
    }
}

#[test]
fn every_word_has_a_name_in_both_languages() {
    use saar::model::{article, claim, dated, people, region, subject};
    let mut missing = Vec::new();
    let mut check = |section: &str, words: Vec<&str>| {
        missing.extend(words.into_iter().map(|w| format!("{section}.{w}")).filter(|key| !strings::has(key)));
    };
    check("milestone", subject::Milestone::ALL.iter().map(|w| w.word()).collect());
    check("subject_kind", subject::SubjectKind::ALL.iter().map(|w| w.word()).collect());
    check("subject_status", subject::SubjectStatus::ALL.iter().map(|w| w.word()).collect());
    check("region_kind", region::RegionKind::ALL.iter().map(|w| w.word()).collect());
    check("party_kind", people::PartyKind::ALL.iter().map(|w| w.word()).collect());
    check("claim_kind", claim::ClaimKind::ALL.iter().map(|w| w.word()).collect());
    check("outcome", claim::CheckOutcome::ALL.iter().map(|w| w.word()).collect());
    check("genre", article::Genre::ALL.iter().map(|w| w.word()).collect());
    check("known", article::Known::ALL.iter().map(|w| w.word()).collect());
    check("event_status", article::EventStatus::ALL.iter().map(|w| w.word()).collect());
    check("confidence", dated::Confidence::ALL.iter().map(|w| w.word()).collect());
    check("method", dated::Method::ALL.iter().map(|w| w.word()).collect());
    check("party_status", india().parties.iter().filter_map(|p| p.status.clone()).map(|s| &*s.leak()).collect());
    assert!(missing.is_empty(), "{missing:?}");
    assert!(strings::keys("unit").count() > 10 && strings::keys("event").count() > 5);
    for (key, word) in strings::of(Language::ENGLISH) {
        assert!(!word.chars().any(saar::text::letter::is_devanagari), "{key} is Hindi in the English table");
    }
}

#[test]
fn names_are_in_the_script_of_their_language() {
    let devanagari = |name: &str| name.chars().any(saar::text::letter::is_devanagari);
    let all = india();
    let names = all.regions.iter().map(|r| (&r.id, &r.name));
    for (id, name) in
        names.chain(all.subjects.iter().map(|s| (&s.id, &s.name))).chain(all.parties.iter().map(|p| (&p.id, &p.name)))
    {
        assert!(name.get(Language::HINDI).is_none_or(devanagari), "{id}: {name:?}");
        assert!(!name.get(Language::ENGLISH).is_some_and(devanagari), "{id}: {name:?}");
    }
}

#[test]
fn settings_add_to_the_tables_and_override_them() {
    let all = with(
        "title: T\nregions:\n  - {id: up/kanpur-nagar, name_hi: कानपुर शहर, aliases: [कनपुरिया]}\n  - {id: up/kanpur-nagar/kidwai-nagar, kind: ward, name_en: Kidwai Nagar}\nelections:\n  - {id: ls-2024, seats: 544, note: ours, counting: 2024-06-05}\n  - {id: own, name_en: Own, region: [up]}\nparties:\n  - {id: bjp, abbr: भाजपा}\n  - {id: new, name_en: New Party}\n",
    );
    let region = named(&all, "up/kanpur-nagar");
    assert_eq!(
        (region.name.get(Language::HINDI), region.name.get(Language::ENGLISH)),
        (Some("कानपुर शहर"), Some("Kanpur Nagar"))
    );
    assert_eq!((region.kind, region.codes.lgd.is_some()), (RegionKind::District, true));
    assert!(region.aliases.contains(&"कनपुरिया".to_owned()));
    let ward = named(&all, "up/kanpur-nagar/kidwai-nagar");
    assert_eq!(ward.parent.map(|p| all.regions[p.0 as usize].id.as_str()), Some("up/kanpur-nagar"));
    let subject = |id: &str| all.subjects.iter().find(|s| s.id == id).expect("a subject");
    let election = subject("ls-2024");
    assert_eq!((election.seats, election.note.as_deref(), election.phases.len()), (Some(544), Some("ours"), 7));
    assert_eq!(election.name.get(Language::HINDI), Some("लोकसभा चुनाव 2024"));
    assert_eq!(election.kind, saar::model::subject::SubjectKind::LokSabhaGeneral);
    assert_eq!(election.status, saar::model::subject::SubjectStatus::Held);
    assert_eq!(subject("own").regions.len(), 1);
    let polls = election.calendar.iter().filter(|d| d.event == Milestone::Polling).count();
    let counting = election.calendar.iter().filter(|d| d.event == Milestone::Counting);
    assert_eq!(
        (polls, counting.map(|d| d.date.day().to_string()).collect::<Vec<_>>()),
        (7, vec!["2024-06-05".to_owned()])
    );
    assert!(all.parties.iter().any(|p| p.id == "new"));
    assert_eq!(all.subjects.last().map(|s| s.id.as_str()), Some("unnamed"));
}
