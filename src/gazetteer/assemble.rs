//! Puts the built-in tables and the entries of `site.yaml` together into one gazetteer.

use std::collections::BTreeMap;

use super::tables::{self, RegionEntry};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::dated::Moment;
use crate::model::name::Name;
use crate::model::people::{Party, PartyKind};
use crate::model::region::{Codes, Region, RegionId, RegionKind, Tree};
use crate::model::settings::GazetteerChoice;
use crate::model::site::{Gazetteer, unnamed_name};
use crate::model::subject::{CalendarDate, Milestone, Phase, Subject, SubjectKind, SubjectStatus};
use crate::parse::gazetteer::{BuiltInSubjects, ElectionRecord, PartyRecord, PhaseRecord, RegionRecord, RollRecord};
use crate::parse::settings::SiteRecord;
use crate::record::Text;
use crate::source::Span;

/// The gazetteer of a project: the tables it begins with, changed and completed by `site.yaml`.
pub fn assemble(record: &SiteRecord, found: &mut Diagnostics) -> Gazetteer {
    let india = record.gazetteer.unwrap_or(GazetteerChoice::India) == GazetteerChoice::India;
    let mut entries: Vec<(RegionEntry, Option<Span>)> =
        if india { tables::regions().into_iter().map(|entry| (entry, None)).collect() } else { Vec::new() };
    for region in &record.regions {
        merge_region(&mut entries, region);
    }
    let mut gazetteer = Gazetteer { regions: link_regions(entries, found), ..Gazetteer::default() };
    gazetteer.parties = if india { tables::parties() } else { Vec::new() };
    for party in &record.parties {
        merge_party(&mut gazetteer.parties, party);
    }
    let mut subjects = vec![unnamed()];
    if india {
        subjects.extend(self::subjects(&tables::subjects(), &gazetteer, &[], found));
    }
    let own = BuiltInSubjects { span: record.span, elections: record.elections.clone(), rolls: record.rolls.clone() };
    for subject in self::subjects(&own, &gazetteer, &subjects, found) {
        match subjects.iter_mut().find(|s| s.id == subject.id) {
            Some(old) => override_subject(old, subject),
            None => subjects.push(subject),
        }
    }
    // "none named" stands last
    subjects.rotate_left(1);
    gazetteer.subjects = subjects;
    gazetteer
}

fn merge_region(entries: &mut Vec<(RegionEntry, Option<Span>)>, record: &RegionRecord) {
    let text = |t: &Option<Text>| t.as_ref().map(|t| t.value.clone());
    let texts = |list: &[Text]| list.iter().map(|t| t.value.clone()).collect::<Vec<_>>();
    let id = record.id.value.trim_matches('/').to_owned();
    let at = entries.iter().position(|(entry, _)| entry.id == id).unwrap_or_else(|| {
        let entry = RegionEntry {
            id: id.clone(),
            kind: RegionKind::Constituency,
            name: Name::default(),
            aliases: Vec::new(),
            within: Vec::new(),
            number: None,
            reservation: None,
            codes: Codes::default(),
            seats: (None, None),
            tile: None,
            short: None,
        };
        entries.push((entry, None));
        entries.len() - 1
    });
    let (entry, span) = &mut entries[at];
    *span = Some(record.id.span);
    entry.kind = record.kind.unwrap_or(if span.is_some() && entry.name == Name::default() {
        RegionKind::District
    } else {
        entry.kind
    });
    entry.name = Name::from(&record.name).or(std::mem::take(&mut entry.name)).or_id(&id);
    entry.aliases.extend(texts(&record.aliases));
    entry.within.extend(texts(&record.within));
    entry.number = record.number.or(entry.number);
    entry.reservation = text(&record.reservation).or(entry.reservation.take());
    entry.codes = Codes {
        iso: text(&record.iso).or(entry.codes.iso.take()),
        ocd: text(&record.ocd).or(entry.codes.ocd.take()),
        lgd: text(&record.lgd).or(entry.codes.lgd.take()),
        eci: text(&record.eci).or(entry.codes.eci.take()),
    };
    entry.seats = (record.national_seats.or(entry.seats.0), record.own_seats.or(entry.seats.1));
    if let [column, row] = record.tile[..] {
        entry.tile = Some((column, row));
    }
}

fn link_regions(mut entries: Vec<(RegionEntry, Option<Span>)>, found: &mut Diagnostics) -> Vec<Region> {
    // a path is longer than its parent's, so this puts parents first and keeps the order of the tables otherwise
    entries.sort_by_key(|(entry, _)| (entry.kind != RegionKind::Country, entry.id.matches('/').count()));
    let ids: BTreeMap<String, RegionId> =
        (0u32..).zip(&entries).map(|(i, (entry, _))| (entry.id.clone(), RegionId(i))).collect();
    let country = entries.first().filter(|(e, _)| e.kind == RegionKind::Country).map(|_| RegionId(0));
    let mut missing = |id: &str, outer: &str, span: Option<Span>| {
        let diagnostic =
            Diagnostic::new(Rule::BadSettings, format!("region `{id}` lies in `{outer}`, which is no region"));
        found.push(match span {
            Some(span) => diagnostic.at(span).help(format!("add `{outer}` to `regions` in `site.yaml`")),
            None => diagnostic,
        });
    };
    entries
        .into_iter()
        .map(|(entry, span)| {
            let mut within = Vec::new();
            for outer in &entry.within {
                match ids.get(outer.as_str()) {
                    Some(&id) => within.push(id),
                    None => missing(&entry.id, outer, span),
                }
            }
            // between a party unit and its state stands the party, which is no region
            if let Some((outer, _)) = entry.id.rsplit_once('/').filter(|_| entry.kind.tree() != Tree::Party)
                && !ids.contains_key(outer)
            {
                missing(&entry.id, outer, span);
            }
            let parent = match entry.kind {
                RegionKind::Country => None,
                _ => containing_path(&entry.id, &ids).or(country),
            };
            Region {
                id: entry.id,
                kind: entry.kind,
                name: entry.name,
                aliases: entry.aliases,
                within: within.into_iter().filter(|&w| Some(w) != parent).collect(),
                parent,
                number: entry.number,
                reservation: entry.reservation,
                codes: entry.codes,
                seats: entry.seats,
                tile: entry.tile,
                short: entry.short,
            }
        })
        .collect()
}

/// The nearest region whose path begins this path: a party unit's path has the party between.
fn containing_path(id: &str, ids: &BTreeMap<String, RegionId>) -> Option<RegionId> {
    let mut path = id;
    while let Some((outer, _)) = path.rsplit_once('/') {
        if let Some(&region) = ids.get(outer) {
            return Some(region);
        }
        path = outer;
    }
    None
}

fn merge_party(parties: &mut Vec<Party>, record: &PartyRecord) {
    let text = |t: &Option<Text>| t.as_ref().map(|t| t.value.clone());
    let id = &record.id.value;
    let at = parties.iter().position(|p| p.id == *id).unwrap_or_else(|| {
        parties.push(Party {
            id: id.clone(),
            kind: PartyKind::Party,
            abbr: None,
            name: Name::default(),
            aliases: Vec::new(),
            status: None,
        });
        parties.len() - 1
    });
    let party = &mut parties[at];
    party.kind = record.kind.unwrap_or(party.kind);
    party.abbr = text(&record.abbr).or(party.abbr.take());
    party.name = Name::from(&record.name).or(std::mem::take(&mut party.name)).or_id(party.abbr.as_ref().unwrap_or(id));
    party.aliases.extend(record.aliases.iter().map(|t| t.value.clone()));
}

/// The subjects of `records`; what a record leaves open of kind and status is as in `known`.
fn subjects(
    records: &BuiltInSubjects,
    gazetteer: &Gazetteer,
    known: &[Subject],
    found: &mut Diagnostics,
) -> Vec<Subject> {
    let old = |id: &Text| known.iter().find(|subject| subject.id == id.value);
    let regions: BTreeMap<&str, RegionId> = gazetteer.regions().map(|(id, region)| (region.id.as_str(), id)).collect();
    let mut resolve = |list: &[Text]| -> Vec<RegionId> {
        list.iter()
            .filter_map(|text| {
                let id = regions.get(text.value.as_str()).copied();
                if id.is_none() {
                    let message = format!("`{}` is not the id of a region", text.value);
                    found.push(Diagnostic::new(Rule::UnknownName, message).at(text.span));
                }
                id
            })
            .collect()
    };
    let elections: Vec<Subject> =
        records.elections.iter().map(|record| election(record, old(&record.id), &mut resolve)).collect();
    let rolls: Vec<Subject> = records.rolls.iter().map(|record| roll(record, old(&record.id), &mut resolve)).collect();
    elections.into_iter().chain(rolls).collect()
}

fn election(
    record: &ElectionRecord,
    old: Option<&Subject>,
    resolve: &mut impl FnMut(&[Text]) -> Vec<RegionId>,
) -> Subject {
    let mut calendar = Vec::new();
    let announced = record.announced.as_ref().map(|d| d.value);
    let mut add = |event, date: Option<chrono::NaiveDate>, phase| {
        if let Some(date) = date {
            calendar.push(CalendarDate { event, date: Moment::Day(date), set: announced.map(Moment::Day), phase });
        }
    };
    add(Milestone::Announced, announced, None);
    for phase in &record.phases {
        let number = Some(phase.number);
        add(Milestone::Notification, phase.notification.as_ref().map(|d| d.value), number);
        add(Milestone::NominationsUntil, phase.nominations_until.as_ref().map(|d| d.value), number);
        add(Milestone::WithdrawalUntil, phase.withdrawal_until.as_ref().map(|d| d.value), number);
        add(Milestone::Polling, phase.poll.as_ref().map(|d| d.value), number);
    }
    add(Milestone::Counting, record.counting.as_ref().map(|d| d.value), None);
    let phases = record.phases.iter().map(|p| phase(p, resolve)).collect();
    let status = record.status.or(old.map(|old| old.status)).unwrap_or(status_of(&calendar));
    Subject {
        id: record.id.value.clone(),
        kind: record.kind.or(old.map(|old| old.kind)).unwrap_or(SubjectKind::GeneralElection),
        name: Name::from(&record.name).or_id(&record.id.value),
        aliases: record.aliases.iter().map(|t| t.value.clone()).collect(),
        regions: resolve(&record.region),
        body: None,
        seats: record.seats,
        status,
        qualifying: None,
        phases,
        calendar,
        note: record.note.as_ref().map(|t| t.value.clone()),
        sources: record.sources.iter().map(|t| t.value.clone()).collect(),
    }
}

/// Without a date nothing is announced.
fn status_of(calendar: &[CalendarDate]) -> SubjectStatus {
    if calendar.is_empty() { SubjectStatus::Expected } else { SubjectStatus::Scheduled }
}

fn phase(record: &PhaseRecord, resolve: &mut impl FnMut(&[Text]) -> Vec<RegionId>) -> Phase {
    let seats_by_region = record
        .seats_by_region
        .iter()
        .flat_map(|(id, &seats)| {
            resolve(&[Text::new(id.clone(), record.span)]).into_iter().map(move |region| (region, seats))
        })
        .collect();
    Phase {
        number: record.number,
        poll: record.poll.as_ref().map(|d| d.value),
        seats_scheduled: record.seats_scheduled,
        seats_polled: record.seats_polled,
        seats_by_region,
        note: record.note.as_ref().map(|t| t.value.clone()),
    }
}

fn roll(record: &RollRecord, old: Option<&Subject>, resolve: &mut impl FnMut(&[Text]) -> Vec<RegionId>) -> Subject {
    let mut calendar: Vec<CalendarDate> =
        record.dates.iter().map(|d| CalendarDate { event: d.event, date: d.date, set: d.set, phase: None }).collect();
    calendar.sort_by_key(|d| (d.event, d.set_day(), d.date.day()));
    let status = record.status.or(old.map(|old| old.status)).unwrap_or(status_of(&calendar));
    Subject {
        id: record.id.value.clone(),
        kind: record.kind.or(old.map(|old| old.kind)).unwrap_or(SubjectKind::RollRevision),
        name: Name::from(&record.name).or_id(&record.id.value),
        aliases: record.aliases.iter().map(|t| t.value.clone()).collect(),
        regions: resolve(&record.regions),
        body: record.body.as_ref().map(|t| t.value.clone()),
        seats: None,
        status,
        qualifying: record.qualifying_date.as_ref().map(|d| d.value),
        phases: Vec::new(),
        calendar,
        note: record.note.as_ref().map(|t| t.value.clone()),
        sources: record.sources.iter().map(|t| t.value.clone()).collect(),
    }
}

/// What `site.yaml` says of a built-in subject replaces it; what it leaves out stays.
fn override_subject(old: &mut Subject, new: Subject) {
    // a date that is given anew replaces the old one of the same event and phase
    let given = |date: &CalendarDate| new.calendar.iter().any(|n| (n.event, n.phase) == (date.event, date.phase));
    let mut calendar: Vec<CalendarDate> = old.calendar.drain(..).filter(|date| !given(date)).collect();
    calendar.extend(new.calendar);
    calendar.sort_by_key(|d| (d.event, d.phase, d.set_day(), d.date.day()));
    let old_name = std::mem::take(&mut old.name);
    let name = if new.name == Name::default().or_id(&new.id) { old_name } else { new.name.or(old_name) };
    let keep = |new: Vec<_>, old: &mut Vec<_>| if new.is_empty() { std::mem::take(old) } else { new };
    *old = Subject {
        name,
        aliases: old.aliases.drain(..).chain(new.aliases).collect(),
        regions: if new.regions.is_empty() { std::mem::take(&mut old.regions) } else { new.regions },
        seats: new.seats.or(old.seats),
        body: new.body.or(old.body.take()),
        qualifying: new.qualifying.or(old.qualifying),
        phases: if new.phases.is_empty() { std::mem::take(&mut old.phases) } else { new.phases },
        calendar,
        note: new.note.or(old.note.take()),
        sources: keep(new.sources, &mut old.sources),
        ..new
    };
}

fn unnamed() -> Subject {
    Subject {
        id: "unnamed".to_owned(),
        kind: SubjectKind::Unnamed,
        name: unnamed_name(),
        aliases: Vec::new(),
        regions: Vec::new(),
        body: None,
        seats: None,
        status: SubjectStatus::Background,
        qualifying: None,
        phases: Vec::new(),
        calendar: Vec::new(),
        note: None,
        sources: Vec::new(),
    }
}
