//! Regions: nodes of the administrative, the electoral and the party tree.

use serde::{Deserialize, Serialize};

use super::name::Name;
use crate::record::words;

/// Index of a region in its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegionId(pub u32);

/// The three trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tree {
    /// Country, state, district, town.
    Administrative,
    /// Constituencies.
    Electoral,
    /// Units of a party's own organisation; never places.
    Party,
}

words! {
    /// What a region is.
    RegionKind "a kind of region" {
        /// A sovereign country.
        Country = "country",
        /// A state of a federation.
        State = "state",
        /// A union territory of India.
        UnionTerritory = "union_territory",
        /// A province.
        Province = "province",
        /// A district: administrative, never a constituency.
        District = "district",
        /// A county.
        County = "county",
        /// A municipality.
        Municipality = "municipality",
        /// A town or city.
        Town = "town",
        /// A ward of a town.
        Ward = "ward",
        /// A seat of the Lok Sabha.
        LokSabha = "lok_sabha",
        /// A seat of a state's Vidhan Sabha.
        VidhanSabha = "vidhan_sabha",
        /// An electoral area that returns a seat, in any country.
        Constituency = "constituency",
        /// A party's region inside a state.
        PartyRegion = "party_region",
        /// A party's district unit.
        PartyDistrict = "party_district",
        /// A party's cluster of constituencies.
        PartyCluster = "party_cluster",
    }
}

impl RegionKind {
    /// The tree in which this kind of region stands.
    pub fn tree(self) -> Tree {
        match self {
            Self::LokSabha | Self::VidhanSabha | Self::Constituency => Tree::Electoral,
            Self::PartyRegion | Self::PartyDistrict | Self::PartyCluster => Tree::Party,
            _ => Tree::Administrative,
        }
    }
}

/// Identifiers of a region in public registers; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes {
    /// ISO 3166-1 or 3166-2.
    pub iso: Option<String>,
    /// Open Civic Data division id.
    pub ocd: Option<String>,
    /// Local Government Directory code (India).
    pub lgd: Option<String>,
    /// Election Commission of India code of a state.
    pub eci: Option<String>,
}

/// A node of one of the three trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its path, which is also its address: `up/kanpur-nagar`.
    pub id: String,
    /// What it is.
    pub kind: RegionKind,
    /// Its names.
    pub name: Name,
    /// Other spellings and names.
    pub aliases: Vec<String>,
    /// The one parent that its path names; `None` for a country.
    pub parent: Option<RegionId>,
    /// Further regions that contain it wholly: a seat's district, an assembly seat's Lok Sabha seat.
    pub within: Vec<RegionId>,
    /// Number of a constituency in its state.
    pub number: Option<u32>,
    /// `GEN`, `SC` or `ST`, for a constituency.
    pub reservation: Option<String>,
    /// Identifiers elsewhere.
    pub codes: Codes,
    /// Seats in the national and in the regional house, where known.
    pub seats: (Option<u32>, Option<u32>),
    /// Column and row on the tile map, for states.
    pub tile: Option<(u32, u32)>,
    /// Hindi short form for the tile map.
    pub short: Option<String>,
}
