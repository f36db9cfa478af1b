//! Parties, people, outlets and topics: the lists beside elections and regions.

use serde::{Deserialize, Serialize};

use super::name::Name;
use crate::record::words;

/// Index of a party or alliance in its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartyId(pub u32);

/// Index into one of the open lists of a site.
#[derive(Default, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

words! {
    /// What a party record is.
    PartyKind "a kind of party" {
        /// A party.
        Party = "party",
        /// An alliance of parties.
        Alliance = "alliance",
        /// Candidates without a party.
        Independent = "independent",
    }
}

/// A party or an alliance. No colour: no official list of them exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// `bjp`
    pub id: String,
    /// What it is.
    pub kind: PartyKind,
    /// Latin short form.
    pub abbr: Option<String>,
    /// Its names.
    pub name: Name,
    /// Other spellings and short forms.
    pub aliases: Vec<String>,
    /// Recognition by the commission, where checked.
    pub status: Option<String>,
}

/// An entry of an open list: a person, an outlet or a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Slug, unique in its list.
    pub id: String,
    /// Its names.
    pub name: Name,
    /// Other spellings.
    pub aliases: Vec<String>,
}
