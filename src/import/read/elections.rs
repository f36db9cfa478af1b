//! Elections and roll revisions: by name, by kind with a year or the date of the document, by a day of their calendar.

use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::dates::Date;
use super::matcher::{Name, Reader};
use super::passage::{Part, Passage};
use super::phases::phases_in;
use super::polls::{by_election, is_bare, poll_to, year, year_beside};
use super::regions::Mention;
use super::sign::Sign;
use crate::import::document::{Confidence, Found};
use crate::model::region::RegionId;
use crate::model::subject::{CalendarDate, Milestone, Subject, SubjectClass, SubjectId, SubjectKind};

/// Days after the counting on which an election is still news.
pub(super) const NEWS: u64 = 60;

/// Days before the counting from which "the election" without a year is the coming one.
const AHEAD: u64 = 550;

/// A sign that a document speaks of a subject.
#[derive(Debug, Clone)]
pub struct Cue {
    /// The subject.
    pub subject: SubjectId,
    /// The passage, by its place in the list.
    pub passage: usize,
    /// The words.
    pub words: Range<usize>,
    /// Whether it is named as an earlier one.
    pub past: bool,
    pub(super) rule: &'static str,
    pub(super) weight: u32,
}

/// What a document says of elections and rolls.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    /// Elections that it is about.
    pub elections: Vec<Found<SubjectId>>,
    /// Rolls that it is about.
    pub rolls: Vec<Found<SubjectId>>,
    /// Elections that it refers to.
    pub mentioned: Vec<Found<SubjectId>>,
    /// All cues, for claims about an earlier election.
    pub cues: Vec<Cue>,
}

/// What the cues are read from.
pub struct Reading<'a> {
    /// The passages.
    pub passages: &'a [Passage],
    /// The names.
    pub reader: &'a Reader,
    /// The regions named.
    pub mentions: &'a [Mention],
    /// The dates of each passage.
    pub dates: &'a [Vec<Date>],
    /// The day of the document: of its publication, or of its last change.
    pub day: Option<NaiveDate>,
}

/// The elections and rolls of a document.
pub fn subjects(reading: &Reading<'_>) -> Subjects {
    let mut cues = Vec::new();
    let other = reading.of_another_revision();
    for (index, passage) in reading.passages.iter().enumerate() {
        reading.by_name(index, passage, &mut cues);
        reading.by_kind(index, passage, &mut cues);
        reading.by_calendar(index, passage, &mut cues);
        reading.rolls(index, passage, other, &mut cues);
    }
    reading.earlier(&mut cues);
    if !cues.iter().any(|cue| reading.subject(cue.subject).kind.class() == SubjectClass::Election) {
        cues.extend(
            reading
                .by_seat()
                .or_else(|| reading.by_phase())
                .or_else(|| reading.by_aim())
                .or_else(|| reading.by_season()),
        );
    }
    reading.decide(cues)
}

impl Reading<'_> {
    pub(super) fn subject(&self, id: SubjectId) -> &Subject {
        &self.reader.gazetteer.subjects[id.0 as usize]
    }

    pub(super) fn cue(&self, subject: SubjectId, passage: usize, words: Range<usize>, rule: &'static str) -> Cue {
        let first = self.passages.iter().position(|p| p.part == Part::Text);
        let weight = match self.passages[passage].part {
            Part::Title | Part::Kicker => 4,
            Part::Standfirst => 3,
            _ if first == Some(passage) => 2,
            _ => 1,
        };
        Cue { subject, passage, words, past: false, rule, weight }
    }

    /// The states that the document names, those of the sentence first.
    pub(super) fn states(&self, passage: usize, words: &Range<usize>) -> Vec<RegionId> {
        let states = |near: &dyn Fn(&Mention) -> bool| -> Vec<RegionId> {
            let own = self.mentions.iter().filter(|m| near(m)).map(|m| self.reader.gazetteer.top(m.region));
            own.filter(|id| self.reader.is_state(*id)).collect()
        };
        let own = states(&|m| m.passage == passage && words.contains(&m.words.start));
        if !own.is_empty() {
            return own;
        }
        // those named most in the whole document
        let all = states(&|_| true);
        let count = |state: &RegionId| all.iter().filter(|other| *other == state).count();
        let most = all.iter().map(count).max().unwrap_or_default();
        all.iter().copied().filter(|state| count(state) == most).collect()
    }

    pub(super) fn covers(&self, subject: &Subject, region: RegionId) -> bool {
        let containing = self.reader.gazetteer.containing(region);
        subject.regions.iter().any(|own| containing.contains(own) || *own == region)
    }

    /// Names that say which election it is; one of a state has to name that state.
    fn by_name(&self, index: usize, passage: &Passage, cues: &mut Vec<Cue>) {
        for hit in self.reader.subjects(passage) {
            let ids = hit.means.iter().filter_map(|name| if let Name::Subject(id) = name { Some(*id) } else { None });
            let ids: Vec<SubjectId> =
                ids.filter(|id| self.subject(*id).kind.class() == SubjectClass::Election).collect();
            let [id] = ids[..] else { continue };
            let subject = self.subject(id);
            let states = self.states(index, &hit.tokens);
            let state_named = subject.kind != SubjectKind::VidhanSabhaGeneral
                || !states.is_empty() && states.iter().all(|state| self.covers(subject, *state));
            if state_named {
                cues.push(self.cue(id, index, hit.tokens, "name"));
            }
        }
    }

    /// `लोकसभा चुनाव`, `2022 के विधानसभा चुनाव`, `general election of 2024`, `मिशन 2027`.
    fn by_kind(&self, index: usize, passage: &Passage, cues: &mut Vec<Cue>) {
        for at in 0..passage.len() {
            if passage.sign(at, Sign::OtherPoll).is_some() {
                continue;
            }
            let house = passage.sign_beside(at, Sign::House);
            let mission = passage.sign(at, Sign::Mission).is_some();
            let polled = self.mentions.iter().find(|m| m.passage == index && m.words.end == at);
            let (end, house) = if let Some((length, house)) = house {
                // लोकसभा आम चुनाव, लोकसभा के चुनाव
                let skip =
                    usize::from(passage.sign_beside(at + length, Sign::House).is_some_and(|(_, h)| h == "general"))
                        + usize::from(matches!(passage.word(at + length), "के" | "का"));
                let poll = passage.sign(at + length + skip, Sign::Poll).or_else(|| stands(passage, at + length + skip));
                let Some(poll) = poll else {
                    // विधानसभा 2022
                    let found = year(passage.word(at + length)).and_then(|year| {
                        self.election(house, Some(year), false, &self.states(index, &passage.sentence(at)))
                    });
                    cues.extend(found.map(|id| self.cue(id, index, at..at + length + 1, "kind-and-year")));
                    continue;
                };
                if passage.sign(at + length + skip, Sign::OtherPoll).is_some()
                    || by_election(passage, at + length + skip)
                {
                    continue;
                }
                (at + length + skip + poll, house)
            } else if mission {
                (at + 1, "any")
            } else if let Some(found) = poll_to(passage, at) {
                found
            } else if let Some(poll) = passage.sign(at, Sign::Poll).filter(|_| is_bare(passage, at)) {
                (at + poll, "any")
            } else if matches!(passage.part, Part::Title | Part::Kicker)
                && year(passage.word(at)).is_some()
                && polled.is_some()
            {
                // UP 2027
                (at + 1, "vidhan_sabha")
            } else {
                continue;
            };
            let sentence = passage.sentence(at);
            let own = year(passage.word(at));
            let year = own.or_else(|| year_beside(passage, at, end, &sentence)).or_else(|| self.year_of_undated());
            let of_state = polled.is_some_and(|m| self.reader.is_state(m.region));
            if house == "any" && year.is_none() && !of_state {
                continue;
            }
            let last = (at.saturating_sub(3)..at).any(|i| passage.sign(i, Sign::Last).is_some()) && year.is_none();
            let words = at..end;
            let near = at.saturating_sub(5).max(sentence.start)..(end + 5).min(sentence.end);
            let states = self.states(index, &near);
            // आने वाले विधानसभा चुनाव: the next one, however far it is
            let next = (at.saturating_sub(3)..at).any(|i| {
                matches!(passage.word(i), "आगामी" | "upcoming" | "coming" | "next")
                    || passage.word(i) == "आने" && passage.word(i + 1).starts_with("वाल")
            });
            let coming = || self.next(house, &states).filter(|_| next && year.is_none() && !last);
            if let Some(id) = self.election(house, year, last, &states).or_else(coming) {
                let rule = if year.is_some() { "kind-and-year" } else { "kind-and-date" };
                let mut cue = self.cue(id, index, words, rule);
                cue.past = last;
                cues.push(cue);
            }
        }
    }

    /// The one election of a kind, in a year or by the date of the document, that reaches the states.
    pub(super) fn election(
        &self,
        house: &str,
        year: Option<i32>,
        last: bool,
        states: &[RegionId],
    ) -> Option<SubjectId> {
        let is_kind = |subject: &Subject| match house {
            "vidhan_sabha" => subject.kind == SubjectKind::VidhanSabhaGeneral,
            "lok_sabha" | "general" => subject.kind == SubjectKind::LokSabhaGeneral,
            _ => subject.kind.class() == SubjectClass::Election,
        };
        let reaches = |subject: &Subject| {
            subject.kind == SubjectKind::LokSabhaGeneral || states.iter().any(|state| self.covers(subject, *state))
        };
        let all = self.reader.gazetteer.subjects();
        let mut fitting: Vec<(SubjectId, &Subject)> =
            all.filter(|(_, subject)| is_kind(subject) && reaches(subject)).collect();
        match (year, self.day) {
            (Some(year), _) => fitting.retain(|(_, subject)| year_of(subject) == Some(year)),
            (None, Some(day)) if last => {
                fitting.retain(|(_, subject)| {
                    year_of(subject).is_some_and(|_| ended(subject).is_some_and(|end| end < day))
                });
                fitting.sort_by_key(|(_, subject)| std::cmp::Reverse(ended(subject)));
                fitting.truncate(1);
            }
            (None, None) if last => return None,
            (None, Some(day)) => fitting.retain(|(_, subject)| {
                let end = ended(subject);
                end.is_some_and(|end| day <= end + Days::new(NEWS) && end <= day + Days::new(AHEAD))
            }),
            (None, None) => return None,
        }
        if let [(id, _)] = fitting[..] { Some(id) } else { None }
    }

    /// The next assembly election of the states after the day of the document.
    fn next(&self, house: &str, states: &[RegionId]) -> Option<SubjectId> {
        let day = self.day.filter(|_| house == "vidhan_sabha")?;
        let of_state = |subject: &Subject| {
            subject.kind == SubjectKind::VidhanSabhaGeneral && states.iter().any(|state| self.covers(subject, *state))
        };
        let ahead = |subject: &Subject| ended(subject).filter(|end| day <= *end && *end <= day + Days::new(1826));
        let fitting = self.reader.gazetteer.subjects().filter(|(_, subject)| of_state(subject));
        let mut all: Vec<_> = fitting.filter_map(|(id, subject)| Some((ahead(subject)?, id))).collect();
        all.sort_unstable();
        all.dedup();
        if let [(_, id)] = all[..] { Some(id) } else { None }
    }

    /// A day of polling or counting that is that of one election in a region of the sentence or the document.
    fn by_calendar(&self, index: usize, passage: &Passage, cues: &mut Vec<Cue>) {
        for date in &self.dates[index] {
            let sentence = passage.sentence(date.words.start);
            let polls = passage.any(sentence.clone(), Sign::Polling) || passage.any(sentence.clone(), Sign::Counting);
            let Some(day) = date.day.filter(|_| polls) else { continue };
            let phase = phases_in(passage, sentence.clone()).first().map(|(phase, _)| *phase);
            let states = self.states(index, &sentence);
            let mut fitting = self.reader.gazetteer.subjects().filter(|(_, subject)| {
                let is_own = |own: &&CalendarDate| {
                    matches!(own.event, Milestone::Polling | Milestone::Counting) && own.date.day() == day
                };
                let own = subject.calendar.iter().find(is_own);
                // where no place is named, the phase of that day has to be
                let here = states.iter().any(|state| self.covers(subject, *state));
                let phase = || own.is_some_and(|own| own.phase.is_some() && own.phase == phase);
                subject.kind.class() == SubjectClass::Election
                    && own.is_some()
                    && (here || states.is_empty() && phase())
            });
            if let (Some((id, _)), None) = (fitting.next(), fitting.next()) {
                cues.push(self.cue(id, index, date.words.clone(), "day-of-its-calendar"));
            }
        }
    }

    /// What the document is about, and what it only refers to.
    fn decide(&self, cues: Vec<Cue>) -> Subjects {
        let mut ids: Vec<SubjectId> = Vec::new();
        for cue in &cues {
            if !ids.contains(&cue.subject) {
                ids.push(cue.subject);
            }
        }
        let weight = |id: SubjectId| cues.iter().filter(|c| c.subject == id && !c.past).map(|c| c.weight).sum::<u32>();
        let is_over = |id: SubjectId| {
            let subject = self.subject(id);
            match (ended(subject), self.day) {
                (Some(end), Some(day)) => end + Days::new(NEWS) < day,
                (Some(_) | None, None) => {
                    let latest = ids.iter().filter_map(|id| year_of(self.subject(*id))).max();
                    year_of(subject) < latest
                }
                (None, Some(_)) => false,
            }
        };
        let is_main = |id: SubjectId| cues.iter().any(|c| c.subject == id && c.weight > 1 && !c.past);
        let by_another = self.passages.iter().any(|p| p.part == Part::Title && p.any(0..p.len(), Sign::OtherPoll));
        let mut subjects = Subjects::default();
        for &id in &ids {
            let own: Vec<&Cue> = cues.iter().filter(|c| c.subject == id).collect();
            let Some(best) = own.iter().copied().max_by_key(|c| (c.weight, !c.past, std::cmp::Reverse(c.passage)))
            else {
                continue;
            };
            let mut found = self.passages[best.passage].found(id, best.words.clone(), best.rule);
            if best.rule != "name" && best.rule != "kind-and-year" {
                found.confidence = Confidence::Medium;
            }
            let strongest = ids.iter().map(|other| weight(*other)).max().unwrap_or_default();
            let about = weight(id) > 0
                && !(is_over(id) && (ids.len() > 1 || !is_main(id)))
                && (!by_another || own.iter().any(|c| self.passages[c.passage].part == Part::Title))
                && (is_main(id) || weight(id) * 2 >= strongest);
            match (self.subject(id).kind.class(), about) {
                (SubjectClass::Roll, true) => subjects.rolls.push(found),
                (SubjectClass::Election, true) => subjects.elections.push(found),
                (SubjectClass::Election, false) => subjects.mentioned.push(found),
                _ => {}
            }
        }
        subjects.cues = cues;
        subjects
    }
}

/// Words that say of a house that it is being elected: `लोकसभा प्रत्याशी`, `विधानसभा की 126 सीटों के लिए चुनाव`. How many.
fn stands(passage: &Passage, at: usize) -> Option<usize> {
    if is_candidate(passage, at) || matches!(passage.word(at), "टिकट" | "टिकटों") {
        // लोकसभा प्रत्याशी रहे: of an earlier election
        let former = ["रहे", "रही", "रह", "थे", "थीं", "था", "थी"].contains(&passage.word(at + 1));
        return (!former).then_some(1);
    }
    let seats = (at..at + 4).find(|&i| matches!(passage.word(i), "सीटों" | "सीट" | "seats" | "seat"))?;
    let link = |word: &str| matches!(word, "के" | "पर" | "लिए" | "for");
    let poll = (seats + 1..seats + 4).find(|&i| passage.sign(i, Sign::Poll).is_some())?;
    (seats + 1..poll).all(|i| link(passage.word(i))).then(|| poll + 1 - at)
}

/// Whether a word means somebody who stands for election.
pub(super) fn is_candidate(passage: &Passage, at: usize) -> bool {
    let words = ["प्रत्याशी", "प्रत्याशियों", "उम्मीदवार", "उम्मीदवारों", "candidate", "candidates", "nominee", "nominees"];
    words.contains(&passage.word(at))
}

/// The last day of an election: its counting, else its last poll; for one without dates the end of its year.
pub(super) fn ended(subject: &Subject) -> Option<NaiveDate> {
    if subject.kind.class() == SubjectClass::Roll {
        return subject.calendar.iter().map(|own| own.date.last_day()).max();
    }
    let last = |event| subject.calendar.iter().filter(|own| own.event == event).map(|own| own.date.day()).max();
    let year_end = || year_of(subject).and_then(|year| NaiveDate::from_ymd_opt(year, 5, 31));
    last(Milestone::Counting).or_else(|| last(Milestone::Polling)).or_else(year_end)
}

/// The year in an election's name.
pub(super) fn year_of(subject: &Subject) -> Option<i32> {
    let words = subject.name.forms().flat_map(|form| form.split(|c: char| !c.is_ascii_digit()));
    words.filter(|word| word.len() == 4).find_map(|word| word.parse().ok())
}

impl Reader {
    /// All days of the calendars of rolls, or of elections.
    pub(super) fn calendar(&self, rolls: bool) -> Vec<NaiveDate> {
        let class = if rolls { SubjectClass::Roll } else { SubjectClass::Election };
        let subjects = self.gazetteer.subjects.iter().filter(|subject| subject.kind.class() == class);
        let mut days: Vec<NaiveDate> = subjects.flat_map(|s| &s.calendar).map(|own| own.date.day()).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
