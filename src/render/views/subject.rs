//! Views of subjects with their calendars, and of regions.

use super::{Views, tree_word};
use crate::model::region::{RegionId, Tree};
use crate::model::subject::{CalendarDate, Milestone, SubjectClass, SubjectId, SubjectStatus};
use crate::view;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl Views<'_> {
    /// "Phase 4" in the language of the page.
    pub fn phase_name(&self, number: u32) -> String {
        self.words.fill("text.phase", &[("number", &self.words.number(number as usize))])
    }

    /// Facts about a subject.
    pub fn subject(&self, id: SubjectId) -> view::Subject {
        let subject = self.site.subject(id);
        let words = self.words;
        let count = self.digest.subjects.get(&id).map_or(0, Vec::len);
        let unnamed = subject.kind.class() == SubjectClass::Unnamed;
        let shown = subject.status != SubjectStatus::Background;
        view::Subject {
            link: self.subject_link(id),
            kind: words.word("subject_kind", subject.kind.word()),
            class: match subject.kind.class() {
                SubjectClass::Election => "election",
                SubjectClass::Roll => "roll",
                SubjectClass::Unnamed => "unnamed",
            },
            status: (!unnamed && shown)
                .then(|| words.word("subject_status", subject.status_on(self.site.today()).word())),
            regions: subject.regions.iter().map(|&region| self.cell_link(id, region)).collect(),
            body: subject.body.as_deref().map(|body| words.word("body", body)),
            seats: subject.seats.map(|n| words.number(n as usize)),
            qualifying: subject.qualifying.map(|day| words.stated_day(day)),
            phases: subject.phases.iter().map(|phase| self.phase(id, phase)).collect(),
            calendar: self.calendar(id),
            note: subject.note.clone(),
            note_lang: subject.note.as_deref().and_then(|note| words.guessed(note)),
            sources: subject.sources.clone(),
            count,
            count_text: words.number(count),
        }
    }

    fn phase(&self, subject: SubjectId, phase: &crate::model::subject::Phase) -> view::Phase {
        view::Phase {
            name: self.phase_name(phase.number),
            poll: phase.poll.map(|day| self.words.stated_day(day)),
            scheduled: phase.seats_scheduled.map(|n| self.words.number(n as usize)),
            polled: phase.seats_polled.map(|n| self.words.number(n as usize)),
            regions: phase
                .seats_by_region
                .iter()
                .map(|&(region, seats)| self.counted(self.cell_link(subject, region), None, seats as usize))
                .collect(),
            note: phase.note.clone(),
        }
    }

    /// The calendar of a subject as known on the day of the site: a line for each event and phase,
    /// with the dates that it replaced.
    pub fn calendar(&self, id: SubjectId) -> Vec<view::CalendarRow> {
        self.calendar_days(id, self.site.today()).into_iter().map(|(_, row)| row).collect()
    }

    /// The dates of subjects from one day to another, as known on `day`; those of the background are left out.
    pub fn calendar_between(
        &self,
        subjects: impl Iterator<Item = SubjectId>,
        day: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Vec<view::CalendarRow> {
        let mut rows: Vec<(NaiveDate, view::CalendarRow)> = subjects
            .filter(|id| self.site.subject(*id).status != SubjectStatus::Background)
            .flat_map(|id| self.calendar_days(id, day))
            .filter(|(at, _)| (from..=to).contains(at))
            .collect();
        rows.sort_by_key(|(at, _)| *at);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The calendar of a subject as known on `day`, with the days by which the lines are sorted.
    fn calendar_days(&self, id: SubjectId, day: NaiveDate) -> Vec<(NaiveDate, view::CalendarRow)> {
        let subject = self.site.subject(id);
        let events: BTreeSet<(Milestone, Option<u32>)> = subject.calendar.iter().map(|d| (d.event, d.phase)).collect();
        let mut rows: Vec<(NaiveDate, view::CalendarRow)> =
            events.into_iter().filter_map(|event| self.calendar_row(id, event, day)).collect();
        rows.sort_by_key(|(at, _)| *at);
        rows
    }

    /// The line of one event and phase as known on `day`, with its day; `None` where nothing was announced by then.
    pub fn calendar_row(
        &self,
        id: SubjectId,
        (event, phase): (Milestone, Option<u32>),
        day: NaiveDate,
    ) -> Option<(NaiveDate, view::CalendarRow)> {
        let subject = self.site.subject(id);
        let known = || subject.calendar.iter().filter(|d| d.known_on(day));
        let dates: Vec<&CalendarDate> = known().filter(|d| d.event == event && d.phase == phase).collect();
        let now = subject.in_force(event, phase, day)?;
        let announced = known().find(|d| d.event == Milestone::Announced).map(|d| d.date.day());
        let set = |date: &CalendarDate| date.set.filter(|set| Some(set.day()) != announced || dates.len() > 1);
        let superseded = dates
            .iter()
            .filter(|d| **d != now)
            .map(|d| view::Superseded {
                date: self.words.moment(d.date),
                set: set(d).map(|set| self.words.moment(set)),
            })
            .collect();
        let row = view::CalendarRow {
            event: self.words.word("milestone", event.word()),
            key: event.word(),
            subject: self.subject_link(id),
            phase: phase.filter(|_| subject.phases_on(day) > 1).map(|n| self.phase_name(n)),
            date: self.words.moment(now.date),
            set: set(now).map(|set| self.words.moment(set)),
            superseded,
            past: now.date.day() < day,
        };
        Some((now.date.day(), row))
    }

    /// Facts about a region.
    pub fn region(&self, id: RegionId) -> view::Region {
        let region = self.site.region(id);
        let codes = [
            ("ISO 3166", &region.codes.iso),
            ("OCD", &region.codes.ocd),
            ("LGD", &region.codes.lgd),
            ("ECI", &region.codes.eci),
        ];
        view::Region {
            link: self.region_link(id),
            kind: self.words.word("region_kind", region.kind.word()),
            tree: tree_word(region.kind.tree()),
            number: region.number.map(|n| self.words.number(n as usize)),
            reservation: region.reservation.clone(),
            within: self.site.gazetteer.containing(id).into_iter().skip(1).map(|id| self.region_link(id)).collect(),
            aliases: self.words.aliases(region.aliases.iter().filter(|alias| !alias.contains('/'))),
            codes: codes
                .into_iter()
                .filter_map(|(register, code)| Some((register.to_owned(), code.clone()?)))
                .collect(),
        }
    }

    /// Children of a region that have articles, in three groups; counts and links by `of`.
    pub fn children(
        &self,
        parent: RegionId,
        of: impl Fn(RegionId) -> Option<(view::Link, usize)>,
    ) -> Vec<view::Children> {
        let mut groups: BTreeMap<Tree, Vec<view::Counted>> = BTreeMap::new();
        for &id in self.children_of(parent) {
            let region = self.site.region(id);
            let Some((link, count)) = of(id) else { continue };
            let kind = self.words.word("region_kind", region.kind.word());
            groups.entry(region.kind.tree()).or_default().push(self.counted(link, Some(kind), count));
        }
        groups
            .into_iter()
            .map(|(tree, mut regions)| {
                crate::text::collate::sort_by_name(&mut regions, self.words.language, |r| &r.link.name);
                view::Children { name: self.words.word("tree", tree_word(tree)), tree: tree_word(tree), regions }
            })
            .collect()
    }
}
