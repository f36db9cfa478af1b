//! Elections that a document means without their name: the one before, the one whose seats or phases it names.

use chrono::Days;

use super::elections::{Cue, Reading, ended, is_candidate};
use super::passage::{Part, Passage};
use super::phases::phases_in;
use super::polls::year;
use super::sign::Sign;
use crate::model::region::RegionKind;
use crate::model::subject::{Milestone, Subject, SubjectClass, SubjectKind};

impl Reading<'_> {
    /// `पिछले चुनाव` without a house: the one before, of the kind of which the document speaks most.
    pub(super) fn earlier(&self, cues: &mut Vec<Cue>) {
        let kind = |cue: &Cue| self.subject(cue.subject).kind;
        let Some(main) = cues.iter().filter(|cue| !cue.past).max_by_key(|cue| cue.weight).map(kind) else { return };
        let house = if main == SubjectKind::LokSabhaGeneral { "lok_sabha" } else { "vidhan_sabha" };
        for (index, passage) in self.passages.iter().enumerate() {
            for at in 0..passage.len() {
                let Some(length) = passage.sign(at, Sign::Last) else { continue };
                let Some(poll) = passage.sign(at + length, Sign::Poll) else { continue };
                if let Some(id) = self.election(house, None, true, &self.states(index, &passage.sentence(at))) {
                    let mut cue = self.cue(id, index, at..at + length + poll, "the-one-before");
                    cue.past = true;
                    cues.push(cue);
                }
            }
        }
    }

    /// A phase that is named between the announcement and the counting of the only election there that has it.
    pub(super) fn by_phase(&self) -> Option<Cue> {
        let day = self.day?;
        let other = self.of_another_poll();
        let phases = self.passages.iter().enumerate().flat_map(|(index, passage)| {
            phases_in(passage, 0..passage.len()).into_iter().map(move |(phase, at)| (index, phase, at))
        });
        phases.filter(|_| !other).find_map(|(index, number, at)| {
            let sentence = self.passages[index].sentence(at);
            let polled = self.passages[index].any(sentence.clone(), Sign::Polling)
                || self.passages[index].any(sentence, Sign::Nominations);
            let states = self.states(index, &self.passages[index].sentence(at));
            let mut fitting = self.reader.gazetteer.subjects().filter(|(_, subject)| {
                let announced = subject.calendar.iter().find(|own| own.event == Milestone::Announced);
                subject.phases.iter().any(|phase| phase.number == number)
                    && states.iter().any(|state| self.covers(subject, *state))
                    && announced.is_some_and(|own| own.date.day() <= day)
                    && ended(subject).is_some_and(|end| day <= end)
            });
            let (id, _) = fitting.next().filter(|_| polled && fitting.next().is_none())?;
            let mut cue = self.cue(id, index, at..at + 1, "phase-and-date");
            cue.weight = 2;
            Some(cue)
        })
    }

    /// A target of seats of a house within a year before the only election to it there.
    fn by_aim_of(&self, index: usize, at: usize) -> Option<Cue> {
        let (length, unit) = self.passages[index].sign_beside(at, Sign::Unit)?;
        let kind = match unit {
            "lok_sabha_seats" => SubjectKind::LokSabhaGeneral,
            "assembly_constituencies" => SubjectKind::VidhanSabhaGeneral,
            _ => return None,
        };
        let (day, sentence) = (self.day?, self.passages[index].sentence(at));
        let titled = self.passages.iter().any(|p| p.part == Part::Title && p.any(0..p.len(), Sign::Target));
        let aims = titled || self.passages[index].any(sentence.clone(), Sign::Target);
        let states = self.states(index, &sentence);
        let mut fitting = self.reader.gazetteer.subjects().filter(|(_, subject)| {
            subject.kind == kind
                && states.iter().any(|state| self.covers(subject, *state))
                && ended(subject).is_some_and(|end| day <= end && end <= day + Days::new(366))
        });
        let (id, _) = fitting.next().filter(|_| aims && fitting.next().is_none())?;
        let mut cue = self.cue(id, index, at..at + length, "target-of-seats");
        cue.weight = 2;
        Some(cue)
    }

    /// The first such target.
    pub(super) fn by_aim(&self) -> Option<Cue> {
        let other = self.of_another_poll();
        let mut all = self.passages.iter().enumerate().flat_map(|(index, p)| (0..p.len()).map(move |at| (index, at)));
        if other { None } else { all.find_map(|(index, at)| self.by_aim_of(index, at)) }
    }

    /// A seat that is named between the announcement of an election to its house and the counting.
    pub(super) fn by_seat(&self) -> Option<Cue> {
        let house = |kind: RegionKind| match kind {
            RegionKind::LokSabha => Some(SubjectKind::LokSabhaGeneral),
            RegionKind::VidhanSabha => Some(SubjectKind::VidhanSabhaGeneral),
            _ => None,
        };
        let day = self.day?;
        let other = self.of_another_poll();
        // before the announcement only where the text speaks of an election or of candidates, within a year of it
        let votes = self
            .passages
            .iter()
            .any(|p| (0..p.len()).any(|at| p.sign(at, Sign::Poll).is_some() || is_candidate(p, at)));
        let near =
            |subject: &Subject| votes && ended(subject).is_some_and(|end| day <= end && end <= day + Days::new(366));
        self.mentions.iter().filter(|_| !other).find_map(|mention| {
            let kind = house(self.reader.gazetteer.regions[mention.region.0 as usize].kind)?;
            let mut fitting = self.reader.gazetteer.subjects().filter(|(_, subject)| {
                let announced = subject.calendar.iter().find(|own| own.event == Milestone::Announced);
                subject.kind == kind
                    && self.covers(subject, mention.region)
                    && (announced.is_some_and(|own| own.date.day() <= day) || near(subject))
                    && ended(subject).is_some_and(|end| day <= end)
            });
            let (id, _) = fitting.next().filter(|_| fitting.next().is_none())?;
            let mut cue = self.cue(id, mention.passage, mention.words.clone(), "seat-and-date");
            cue.weight = 2;
            Some(cue)
        })
    }

    /// Voting, counting or candidates between the announcement of the only election there and the days after its counting.
    pub(super) fn by_season(&self) -> Option<Cue> {
        let day = self.day.filter(|_| !self.of_another_poll())?;
        let tells = |p: &Passage, at: usize| {
            [Sign::Polling, Sign::Counting, Sign::Nominations].iter().any(|sign| p.sign(at, *sign).is_some())
                || is_candidate(p, at)
        };
        let all = self.passages.iter().enumerate().flat_map(|(index, p)| (0..p.len()).map(move |at| (index, p, at)));
        let (index, _, at) = all.clone().find(|(_, p, at)| tells(p, *at))?;
        let states = self.states(index, &self.passages[index].sentence(at));
        let mut fitting = self.reader.gazetteer.subjects().filter(|(_, subject)| {
            let announced = subject.calendar.iter().find(|own| own.event == Milestone::Announced);
            subject.kind.class() == SubjectClass::Election
                && states.iter().any(|state| self.covers(subject, *state))
                && announced.is_some_and(|own| own.date.day() <= day)
                && ended(subject).is_some_and(|end| day <= end + Days::new(3))
        });
        let (id, _) = fitting.next().filter(|_| fitting.next().is_none())?;
        let mut cue = self.cue(id, index, at..at + 1, "season-and-place");
        cue.weight = 2;
        Some(cue)
    }

    /// The one year that the head of a document without a date names.
    pub(super) fn year_of_undated(&self) -> Option<i32> {
        let heads = self.passages.iter().filter(|p| matches!(p.part, Part::Title | Part::Kicker | Part::Standfirst));
        let mut years: Vec<i32> = heads.flat_map(|p| (0..p.len()).filter_map(|at| year(p.word(at)))).collect();
        years.dedup();
        if let ([year], None) = (&years[..], self.day) { Some(*year) } else { None }
    }

    /// Whether the document speaks of a poll that has no entry, and not only of an earlier one.
    fn of_another_poll(&self) -> bool {
        self.passages.iter().any(|p| {
            let past = |at: usize| (at.saturating_sub(3)..at).any(|i| p.sign(i, Sign::Last).is_some());
            (0..p.len()).any(|at| p.sign(at, Sign::OtherPoll).is_some() && !past(at))
        })
    }
}
