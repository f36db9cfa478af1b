//! Subjects: what articles are grouped under; an election, a roll revision, or none named.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dated::Moment;
use super::name::Name;
use super::region::RegionId;
use crate::record::words;

/// Index of a subject; the last one is always "none named".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubjectId(pub u32);

words! {
    /// What a subject is. A roll revision is never called an election.
    SubjectKind "a kind of election or roll revision" {
        /// General election to the Lok Sabha.
        LokSabhaGeneral = "lok_sabha_general",
        /// General election to a Vidhan Sabha.
        VidhanSabhaGeneral = "vidhan_sabha_general",
        /// By-election.
        ByElection = "by_election",
        /// Election to a local body.
        LocalBody = "local_body",
        /// General election in any country.
        GeneralElection = "general_election",
        /// Referendum.
        Referendum = "referendum",
        /// Special intensive revision of the electoral roll.
        SpecialIntensiveRevision = "special_intensive_revision",
        /// Revision of a panchayat roll by a state commission.
        PanchayatRollRevision = "panchayat_roll_revision",
        /// Any other revision of an electoral roll.
        RollRevision = "roll_revision",
        /// Articles that name neither an election nor a roll revision.
        Unnamed = "unnamed",
    }
}

/// The classes of subject, each with its part of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectClass {
    /// `/elections/…`
    Election,
    /// `/rolls/…`
    Roll,
    /// `/unnamed/`
    Unnamed,
}

impl SubjectKind {
    /// The class of this kind.
    pub fn class(self) -> SubjectClass {
        match self {
            Self::SpecialIntensiveRevision | Self::PanchayatRollRevision | Self::RollRevision => SubjectClass::Roll,
            Self::Unnamed => SubjectClass::Unnamed,
            _ => SubjectClass::Election,
        }
    }
}

words! {
    /// How far a subject has come.
    SubjectStatus "a status" {
        /// Dates were announced.
        Scheduled = "scheduled",
        /// It is over.
        Held = "held",
        /// It is due, and no dates were announced: none are shown.
        Expected = "expected",
        /// Kept for references such as "the last election".
        Background = "background",
    }
}

words! {
    /// What happens on a date of a subject's calendar.
    Milestone "an event of a calendar" {
        /// The schedule was announced.
        Announced = "announced",
        /// A revision was ordered.
        Ordered = "ordered",
        /// Notification of a phase.
        Notification = "notification",
        /// Last day for nominations.
        NominationsUntil = "nominations_until",
        /// Last day for withdrawing a candidature.
        WithdrawalUntil = "withdrawal_until",
        /// Polling.
        Polling = "polling",
        /// Counting.
        Counting = "counting",
        /// Enumeration begins.
        EnumerationFrom = "enumeration_from",
        /// Enumeration ends.
        EnumerationUntil = "enumeration_until",
        /// The draft roll is published.
        DraftRoll = "draft_roll",
        /// Last day for claims and objections.
        ClaimsUntil = "claims_until",
        /// Hearing of notices ends.
        NoticePhaseUntil = "notice_phase_until",
        /// The final roll is published.
        FinalRoll = "final_roll",
        /// Expected to begin.
        ExpectedFrom = "expected_from",
    }
}

/// One date of a calendar, with its history: a later `set` of the same event supersedes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDate {
    /// What happens.
    pub event: Milestone,
    /// When, as precisely as it was announced.
    pub date: Moment,
    /// When this date was announced, as precisely as is known.
    pub set: Option<Moment>,
    /// The phase it belongs to.
    pub phase: Option<u32>,
}

impl CalendarDate {
    /// The first day on which it can have been announced; dates without one come first in their history.
    pub fn set_day(&self) -> Option<NaiveDate> {
        self.set.map(Moment::day)
    }

    /// The first day on which it was announced for certain: the last of a month or year of which no more is known.
    pub fn known_day(&self) -> Option<NaiveDate> {
        self.set.map(Moment::last_day)
    }

    /// Whether it had been announced by `day`.
    pub fn known_on(&self, day: NaiveDate) -> bool {
        self.known_day().is_none_or(|set| set <= day)
    }
}

/// A phase of an election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// From 1.
    pub number: u32,
    /// Polling day.
    pub poll: Option<NaiveDate>,
    /// Seats as announced.
    pub seats_scheduled: Option<u32>,
    /// Seats as held.
    pub seats_polled: Option<u32>,
    /// Seats of single regions in this phase, as held.
    pub seats_by_region: Vec<(RegionId, u32)>,
    /// What has to be known about it.
    pub note: Option<String>,
}

/// An election, a roll revision, or "none named".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `ls-2024`
    pub id: String,
    /// What it is.
    pub kind: SubjectKind,
    /// Its names.
    pub name: Name,
    /// Other spellings and names.
    pub aliases: Vec<String>,
    /// The regions in which it takes place.
    pub regions: Vec<RegionId>,
    /// The body that holds it, where that needs saying.
    pub body: Option<String>,
    /// Seats to be filled.
    pub seats: Option<u32>,
    /// How far it has come.
    pub status: SubjectStatus,
    /// The qualifying date of a roll revision.
    pub qualifying: Option<NaiveDate>,
    /// Phases in order.
    pub phases: Vec<Phase>,
    /// All dates, those of the phases among them, by event, phase and day of announcement.
    pub calendar: Vec<CalendarDate>,
    /// What has to be known about it.
    pub note: Option<String>,
    /// Keys of the sources of these facts.
    pub sources: Vec<String>,
}

impl Subject {
    /// Its address within the site.
    pub fn path(&self) -> String {
        match self.kind.class() {
            SubjectClass::Election => format!("elections/{}/", self.id),
            SubjectClass::Roll => format!("rolls/{}/", self.id),
            SubjectClass::Unnamed => "unnamed/".to_owned(),
        }
    }

    /// How far it has come on `day`: what is said to be held was not yet held before its last date.
    pub fn status_on(&self, day: NaiveDate) -> SubjectStatus {
        let last = [Milestone::Counting, Milestone::FinalRoll, Milestone::Polling].into_iter().find_map(|event| {
            let dates = self.calendar.iter().filter(|d| d.event == event && d.known_on(day));
            dates.map(|d| (d.set_day(), d.date.day())).max().map(|(_, day)| day)
        });
        match (self.status, last) {
            (SubjectStatus::Scheduled | SubjectStatus::Held, Some(last)) if last <= day => SubjectStatus::Held,
            (SubjectStatus::Scheduled | SubjectStatus::Held, Some(_)) => SubjectStatus::Scheduled,
            (status, _) => status,
        }
    }

    /// How many phases it had as announced by `day`.
    pub fn phases_on(&self, day: NaiveDate) -> usize {
        let polls = |number: u32| {
            self.calendar.iter().filter(move |d| d.event == Milestone::Polling && d.phase == Some(number))
        };
        let known = |number: u32| polls(number).next().is_none() || polls(number).any(|d| d.known_on(day));
        self.phases.iter().filter(|phase| known(phase.number)).count()
    }

    /// The date now in force for `event` in `phase`: the one announced last, as known on `day`.
    pub fn in_force(&self, event: Milestone, phase: Option<u32>, day: NaiveDate) -> Option<&CalendarDate> {
        self.calendar
            .iter()
            .filter(|d| d.event == event && d.phase == phase && d.known_on(day))
            .max_by_key(|d| d.set_day())
    }
}
