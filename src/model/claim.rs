//! Claims: numbers and deadlines with who holds them, who said them, and the words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::people::PartyId;
use super::region::RegionId;
use super::subject::SubjectId;
use crate::record::words;
use crate::source::Span;

words! {
    /// How the value is to be read.
    Comparator "a comparator" {
        /// Exactly.
        Equal = "=",
        /// More than.
        More = ">",
        /// At least.
        AtLeast = ">=",
        /// Less than.
        Less = "<",
        /// At most.
        AtMost = "<=",
        /// About.
        About = "about",
    }
}

words! {
    /// What sort of claim it is.
    ClaimKind "a kind of claim" {
        /// An aim that was stated.
        Target = "target",
        /// An aim in the form of a slogan.
        SloganTarget = "slogan_target",
        /// A statement of fact by its holder.
        Claim = "claim",
        /// A statement about an earlier result.
        ClaimPastResult = "claim_past_result",
        /// A fact of the schedule.
        ScheduleFact = "schedule_fact",
        /// A total named for context.
        ContextTotal = "context_total",
        /// A day by which something is due.
        Deadline = "deadline",
        /// A threshold of law or procedure.
        Threshold = "threshold",
        /// A number of an organisation's own work.
        Organisational = "organisational",
        /// A count.
        Count = "count",
        /// A length of time.
        Duration = "duration",
    }
}

words! {
    /// What comparing a claim with a reference gave. Never "true" or "false".
    CheckOutcome "an outcome of a check" {
        /// The reference gives the same value.
        Agrees = "agrees",
        /// The reference gives another value; both are shown.
        Differs = "differs",
        /// There is no reference.
        NoReference = "no_reference",
    }
}

/// What a claim is about, besides its region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ClaimValue {
    /// A number, as written in front matter: digits, perhaps a sign and a decimal point.
    Number(String),
    /// A day.
    Date(NaiveDate),
}

/// An entry of the claims ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Where it is entered.
    #[serde(skip)]
    pub span: Span,
    /// The value.
    pub value: ClaimValue,
    /// The unit: a key of the strings table, such as `lok_sabha_seats`.
    pub unit: String,
    /// How the value is meant; several where the text says so.
    pub comparators: Vec<Comparator>,
    /// Where it holds.
    pub scope: Option<RegionId>,
    /// The election or roll revision it is about.
    pub about: Option<SubjectId>,
    /// What sort of claim it is.
    pub kind: ClaimKind,
    /// The party whose claim it is.
    pub holder: Option<PartyId>,
    /// The holder in words, where it is no party.
    pub holder_text: Option<String>,
    /// Who said it; `None` is "not stated".
    pub speaker: Option<String>,
    /// The words of the article.
    pub words: String,
    /// Outcome and reference of a check.
    pub check: Option<(CheckOutcome, Option<String>)>,
    /// A later value that replaced this one.
    pub superseded_by: Option<ClaimValue>,
    /// An editor's remark.
    pub note: Option<String>,
}

impl Comparator {
    /// The word for it in data and strings, where a sign would be read as a formula.
    pub fn key(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::More => "gt",
            Self::AtLeast => "ge",
            Self::Less => "lt",
            Self::AtMost => "le",
            Self::About => "about",
        }
    }
}
