//! What is read in a document: suggestions for the fields of an article, each with what it was read from.

use chrono::NaiveDate;

use crate::import::document::{Found, Note};
use crate::model::article::EventStatus;
use crate::model::claim::{CheckOutcome, ClaimKind, ClaimValue, Comparator};
use crate::model::people::PartyId;
use crate::model::region::RegionId;
use crate::model::subject::SubjectId;

/// What a document says, as far as it is sure. Lists are empty, and values `None`, where nothing is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Elections that the document is about.
    pub elections: Vec<Found<SubjectId>>,
    /// Roll revisions that it is about.
    pub rolls: Vec<Found<SubjectId>>,
    /// Elections that it only refers to.
    pub mentioned: Vec<Found<SubjectId>>,
    /// The phase that it is about.
    pub phase: Option<Found<u32>>,
    /// The region that it is mainly about.
    pub primary: Option<Found<RegionId>>,
    /// All places and constituencies that it names, the primary one among them.
    pub regions: Vec<Found<RegionId>>,
    /// Units of parties that it names.
    pub units: Vec<Found<RegionId>>,
    /// Parties and alliances that it names.
    pub parties: Vec<Found<PartyId>>,
    /// People with the office that it gives them.
    pub people: Vec<Found<Person>>,
    /// A list of people that nothing separates, as it stands.
    pub attendees: Option<Found<String>>,
    /// Numbers and deadlines.
    pub claims: Vec<Found<Claim>>,
    /// What happened or is planned.
    pub events: Vec<Found<Event>>,
    /// The standfirst; else an extract, by the rule `extract`.
    pub summary: Option<Found<String>>,
    /// Earliest and latest day of publication that the text allows, where the page does not say it.
    pub window: Option<Found<(Option<NaiveDate>, Option<NaiveDate>)>>,
    /// What is doubtful: weekdays that do not fit their date.
    pub notes: Vec<Note>,
}

/// A person in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name as it is written first, without honorifics.
    pub name: String,
    /// The office that the text gives.
    pub office: Option<String>,
    /// The party that stands with the office.
    pub party: Option<PartyId>,
    /// Other spellings.
    pub variants: Vec<String>,
    /// The entry of the project's list; `None`: new.
    pub known: Option<usize>,
}

/// A claim in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The value.
    pub value: ClaimValue,
    /// The unit.
    pub unit: &'static str,
    /// How the value is meant; empty for exactly.
    pub comparators: Vec<Comparator>,
    /// What sort of claim it is.
    pub kind: ClaimKind,
    /// Where it holds.
    pub scope: Option<RegionId>,
    /// The election or roll revision that it is about.
    pub about: Option<SubjectId>,
    /// The party whose claim it is.
    pub holder: Option<PartyId>,
    /// Who said it.
    pub speaker: Option<String>,
    /// Further places where it is said, in other words.
    pub also: Vec<String>,
    /// What comparing it with the gazetteer gave, and the reference.
    pub check: Option<(CheckOutcome, String)>,
    /// The day that replaced a deadline later.
    pub superseded_by: Option<NaiveDate>,
}

/// An event in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What sort, as `strings` has it.
    pub kind: &'static str,
    /// How far it has come.
    pub status: EventStatus,
    /// When.
    pub date: Option<NaiveDate>,
    /// The phase of the election.
    pub phase: Option<u32>,
    /// Where.
    pub place: Option<RegionId>,
    /// Building or ground.
    pub venue: Option<String>,
    /// Who took part.
    pub who: Vec<String>,
    /// What disagrees about it.
    pub conflict: Option<String>,
}
