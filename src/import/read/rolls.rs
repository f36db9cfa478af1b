//! Revisions of rolls: the one of its kind in the state, at the date.

use chrono::Days;

use super::elections::{Cue, NEWS, Reading};
use super::passage::Passage;
use super::phases::phases_in;
use super::sign::Sign;
use crate::model::region::RegionId;
use crate::model::subject::{Subject, SubjectId, SubjectKind};
use crate::text::fold;

/// Whether the sentence tells of claims and objections to a roll, or of the forms for them.
fn asked(passage: &Passage, at: usize) -> bool {
    passage.sentence(at).any(|at| {
        let form = matches!(passage.word(at), "फार्म" | "form") && matches!(passage.word(at + 1), "6" | "7" | "8");
        form || passage.word(at).starts_with("आपत्ति") || passage.word(at).starts_with("objection")
    })
}

impl Reading<'_> {
    /// Whether the document speaks of another revision: that of a panchayat's rolls, or a short one.
    pub(super) fn of_another_revision(&self) -> bool {
        let summary = |p: &Passage| (0..p.len()).any(|at| matches!(p.word(at), "संक्षिप्त" | "summary"));
        self.passages.iter().any(|p| p.any(0..p.len(), Sign::Panchayat) || summary(p))
    }

    /// Revisions of rolls: the one of its kind in the state, at the date; `other` says that some are of another kind.
    pub(super) fn rolls(&self, index: usize, passage: &Passage, other: bool, cues: &mut Vec<Cue>) {
        for at in 0..passage.len() {
            let sir = passage.sign(at, Sign::Sir).filter(|_| {
                passage.word(at) != "sir" || !passage.written(at..at + 1).contains(|c: char| c.is_lowercase())
            });
            let sentence = || passage.sentence(at);
            let (kind, length) = if let Some(length) = sir {
                (SubjectKind::SpecialIntensiveRevision, length)
            } else if let Some(length) =
                passage.sign(at, Sign::Revision).filter(|_| passage.any(sentence(), Sign::Roll))
            {
                if passage.any(sentence().start..at, Sign::Panchayat) {
                    (SubjectKind::PanchayatRollRevision, length)
                } else if let Some(found) = self.unnamed_roll(index, at, length).filter(|_| !other) {
                    cues.push(found);
                    continue;
                } else {
                    continue;
                }
            } else if let Some(length) = passage
                .sign(at, Sign::DraftRoll)
                .or_else(|| passage.sign(at, Sign::Roll).filter(|_| asked(passage, at)))
            {
                cues.extend(self.unnamed_roll(index, at, length).filter(|_| !other));
                continue;
            } else {
                continue;
            };
            let phase = phases_in(passage, sentence()).first().map(|(phase, _)| *phase);
            if let Some(id) = self.roll(kind, phase, &self.states(index, &sentence())) {
                cues.push(self.cue(id, index, at..at + length, "revision-by-state-and-date"));
            }
        }
    }

    /// A revision or a draft of the rolls without its name, while the special revision of the state goes on.
    fn unnamed_roll(&self, index: usize, at: usize, length: usize) -> Option<Cue> {
        let day = self.day?;
        let sentence = self.passages[index].sentence(at);
        let id = self.roll(SubjectKind::SpecialIntensiveRevision, None, &self.states(index, &sentence))?;
        let mut days = self.subject(id).calendar.iter().map(|own| own.date.day());
        let first = days.clone().min()?;
        let goes_on = first <= day && days.any(|last| day <= last + Days::new(7));
        goes_on.then(|| self.cue(id, index, at..at + length, "revision-by-state-and-date"))
    }

    fn roll(&self, kind: SubjectKind, phase: Option<u32>, states: &[RegionId]) -> Option<SubjectId> {
        let all = || self.reader.gazetteer.subjects().filter(|(_, subject)| subject.kind == kind);
        if let Some(phase) = phase {
            let key = format!("sir phase {phase}");
            let mut named = all().filter(|(_, s)| s.aliases.iter().any(|alias| fold::key(alias) == key));
            if let (Some((id, _)), None) = (named.next(), named.next()) {
                return Some(id);
            }
        }
        let at_its_time = |subject: &Subject| {
            let days = || subject.calendar.iter().map(|own| own.date.day());
            let (Some(first), Some(last), Some(day)) = (days().min(), days().max(), self.day) else { return true };
            first <= day + Days::new(NEWS) && day <= last + Days::new(NEWS)
        };
        // the state that is named most, and the revision of the fewest states
        let count = |state: &RegionId| states.iter().filter(|other| *other == state).count();
        let state = states.iter().rev().max_by_key(|state| count(state))?;
        let mut fitting: Vec<(SubjectId, &Subject)> =
            all().filter(|(_, subject)| self.covers(subject, *state) && at_its_time(subject)).collect();
        let fewest = fitting.iter().map(|(_, subject)| subject.regions.len()).min()?;
        fitting.retain(|(_, subject)| subject.regions.len() == fewest);
        if let [(id, _)] = fitting[..] { Some(id) } else { None }
    }
}
