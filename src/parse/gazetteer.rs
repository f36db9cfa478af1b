//! Entries of a gazetteer as `site.yaml` and the built-in tables write them.

use std::collections::BTreeMap;

use super::date::Day;
use crate::model::dated::Moment;
use crate::model::people::PartyKind;
use crate::model::region::RegionKind;
use crate::model::subject::{Milestone, SubjectKind, SubjectStatus};
use crate::record::{Text, record};

record! {
    /// A region: a node of the administrative, electoral or party tree.
    RegionRecord "a region" {
        /// Path, which names the parent: `up/kanpur-nagar` lies in `up`; an id without a slash lies in the country.
        id: Text,
        /// What it is.
        kind: Option<RegionKind>,
        /// Other names and spellings.
        aliases: Vec<Text>,
        /// Further regions that contain it wholly.
        within: Vec<Text>,
        /// Number of a constituency.
        number: Option<u32>,
        /// Reservation of a constituency.
        reservation: Option<Text>,
        /// ISO 3166 code.
        iso: Option<Text>,
        /// Open Civic Data division id.
        ocd: Option<Text>,
        /// Local Government Directory code.
        lgd: Option<Text>,
        /// Election Commission code.
        eci: Option<Text>,
        /// Seats in the national house.
        national_seats: Option<u32>,
        /// Seats in its own house.
        own_seats: Option<u32>,
        /// Column and row on the tile map.
        tile: Vec<u32>,
    } in languages {
        /// Name in that language.
        name = "name_",
    }
}

record! {
    /// An election.
    ElectionRecord "an election" {
        /// Id, such as `ls-2024`.
        id: Text,
        /// What it is.
        kind: Option<SubjectKind>,
        /// Year, where no date is known.
        year: Option<u32>,
        /// Other names.
        aliases: Vec<Text>,
        /// Region or regions in which it is held.
        region: Vec<Text>,
        /// Seats to be filled.
        seats: Option<u32>,
        /// Day on which the schedule was announced.
        announced: Option<Day>,
        /// Counting day.
        counting: Option<Day>,
        /// How far it has come.
        status: Option<SubjectStatus>,
        /// Phases in order.
        phases: Vec<PhaseRecord>,
        /// What has to be known about it.
        note: Option<Text>,
        /// Keys of the sources.
        sources: Vec<Text>,
    } in languages {
        /// Name in that language.
        name = "name_",
    }
}

record! {
    /// A phase of an election.
    PhaseRecord "a phase" {
        /// From 1.
        number: u32,
        /// Polling day.
        poll: Option<Day>,
        /// Day of notification.
        notification: Option<Day>,
        /// Last day for nominations.
        nominations_until: Option<Day>,
        /// Last day for withdrawals.
        withdrawal_until: Option<Day>,
        /// Seats as announced.
        seats_scheduled: Option<u32>,
        /// Seats as held.
        seats_polled: Option<u32>,
        /// Seats of single regions.
        seats_by_region: BTreeMap<String, u32>,
        /// What has to be known about it.
        note: Option<Text>,
    }
}

record! {
    /// A revision of an electoral roll.
    RollRecord "a roll revision" {
        /// Id, such as `roll-sir-2026-up`.
        id: Text,
        /// The body that holds it.
        body: Option<Text>,
        /// What it is.
        kind: Option<SubjectKind>,
        /// Other names.
        aliases: Vec<Text>,
        /// Regions in which it is held.
        regions: Vec<Text>,
        /// Qualifying date.
        qualifying_date: Option<Day>,
        /// How far it has come.
        status: Option<SubjectStatus>,
        /// Dates with their history.
        dates: Vec<RollDateRecord>,
        /// What has to be known about it.
        note: Option<Text>,
        /// Keys of the sources.
        sources: Vec<Text>,
    } in languages {
        /// Name in that language.
        name = "name_",
    }
}

record! {
    /// A date of a roll revision; a later `set` of the same event supersedes it.
    RollDateRecord "a date of a roll revision" {
        /// What happens.
        event: Milestone,
        /// When.
        date: Moment,
        /// When that date was announced.
        set: Option<Moment>,
        /// Key of the source.
        source: Option<Text>,
        /// What has to be known about it.
        note: Option<Text>,
    }
}

record! {
    /// A party or an alliance.
    PartyRecord "a party" {
        /// Id, such as `bjp`.
        id: Text,
        /// Party, alliance or independent.
        kind: Option<PartyKind>,
        /// Latin short form.
        abbr: Option<Text>,
        /// Other names and short forms.
        aliases: Vec<Text>,
    } in languages {
        /// Name in that language.
        name = "name_",
    }
}

record! {
    /// A person, an outlet or a topic that the project knows by several spellings.
    TermRecord "an entry" {
        /// Id, the last part of its address.
        id: Text,
        /// Other names and spellings.
        aliases: Vec<Text>,
    } in languages {
        /// Name in that language.
        name = "name_",
    }
}

record! {
    /// The shape of the built-in elections and roll revisions.
    BuiltInSubjects "the built-in subjects" {
        /// Elections.
        elections: Vec<ElectionRecord>,
        /// Roll revisions.
        rolls: Vec<RollRecord>,
    }
}
