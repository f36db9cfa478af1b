//! The chronicle: when everything became known, and how it went on from there.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::article::ArticleId;
use super::claim::{Claim, ClaimKind, ClaimValue};
use super::history::History;
use super::people::{PartyId, TermId};
use super::region::RegionId;
use super::subject::{CalendarDate, Milestone, SubjectId};

/// An article, on the site or withdrawn from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// On the site.
    Shown(ArticleId),
    /// Withdrawn: its index among those.
    Withdrawn(usize),
}

/// How an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is known, with so many of its corrections in the order of their dates.
    Known(usize),
    /// It was withdrawn.
    Gone,
}

/// Whose claim it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A party's.
    Party(PartyId),
    /// A body's in words, folded.
    Words(String),
}

/// What makes claims comparable: the same unit, place, subject and holder. A claim that leaves one of them open is
/// compared with none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimKey {
    /// The unit.
    pub unit: String,
    /// Where it holds.
    pub scope: RegionId,
    /// The election or roll revision it is about.
    pub about: SubjectId,
    /// Whose it is.
    pub holder: Holder,
}

/// A claim where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The value.
    pub value: ClaimValue,
    /// The article.
    pub article: ArticleId,
    /// The place of the claim in it, from 0.
    pub at: usize,
}

/// A date of a calendar: of what, and which.
pub type DateKey = (SubjectId, Milestone, Option<u32>);

/// When everything became known, and how it went on.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    /// By article: the day on which it became known, where anything says so.
    pub known: Vec<Option<NaiveDate>>,
    /// Articles with their corrections and withdrawals. What was always known stands on the first of all days.
    pub articles: History<Written, Standing>,
    /// Claims that can be compared, by what they are about and what sort they are.
    pub claims: History<(ClaimKey, ClaimKind), Said>,
    /// Dates in force, from the day on which they were announced.
    pub dates: History<DateKey, CalendarDate>,
    /// People with an office, folded, or without one; and the first article that gives it.
    pub offices: History<(TermId, Option<String>), ArticleId>,
    /// The first day with an article of a party: of one subject, or of any.
    pub parties: BTreeMap<(Option<SubjectId>, PartyId), NaiveDate>,
    /// The same of the regions of the first level.
    pub regions: BTreeMap<(Option<SubjectId>, RegionId), NaiveDate>,
}

impl ClaimKey {
    /// The key of a claim; `None` where its place, its subject or its holder is not known. `unnamed` is no subject.
    pub fn of(claim: &Claim, unnamed: SubjectId) -> Option<Self> {
        let words = || claim.holder_text.as_deref().map(|words| Holder::Words(crate::text::fold::key(words)));
        Some(Self {
            unit: claim.unit.clone(),
            scope: claim.scope?,
            about: claim.about.filter(|about| *about != unnamed)?,
            holder: claim.holder.map(Holder::Party).or_else(words)?,
        })
    }
}
