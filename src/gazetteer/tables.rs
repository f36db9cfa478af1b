//! The built-in tables of India. Their sources and licences stand in `tables/SOURCES.md` beside them.

use crate::diagnostic::Diagnostics;
use crate::model::name::Name;
use crate::model::people::{Party, PartyKind};
use crate::model::region::{Codes, RegionKind};
use crate::parse::gazetteer::BuiltInSubjects;
use crate::record::Decode;
use crate::source::SourceId;
use crate::text::Language;
use crate::yaml;

/// A region before its parents are looked up.
#[derive(Debug, Clone)]
pub struct RegionEntry {
    /// Its path.
    pub id: String,
    /// What it is.
    pub kind: RegionKind,
    /// Its names.
    pub name: Name,
    /// Other names.
    pub aliases: Vec<String>,
    /// Ids of regions that contain it, beside the one that its path names.
    pub within: Vec<String>,
    /// Number of a constituency.
    pub number: Option<u32>,
    /// Reservation of a constituency.
    pub reservation: Option<String>,
    /// Identifiers elsewhere.
    pub codes: Codes,
    /// Seats in the national house and in its own.
    pub seats: (Option<u32>, Option<u32>),
    /// Place on the tile map.
    pub tile: Option<(u32, u32)>,
    /// Hindi short form for the tile map.
    pub short: Option<String>,
}

/// One row of a table, by column name.
pub(super) struct Row<'a> {
    head: &'a csv::StringRecord,
    cells: csv::StringRecord,
}

impl Row<'_> {
    pub(super) fn get(&self, column: &str) -> &str {
        self.head.iter().position(|name| name == column).and_then(|i| self.cells.get(i)).unwrap_or_default()
    }

    fn text(&self, column: &str) -> Option<String> {
        Some(self.get(column).to_owned()).filter(|text| !text.is_empty())
    }

    fn number(&self, column: &str) -> Option<u32> {
        self.get(column).parse().ok()
    }

    pub(super) fn list(&self, column: &str, separator: char) -> Vec<String> {
        self.get(column).split(separator).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    fn name(&self) -> Name {
        let form = |language: Language| Some((language, self.text(&format!("name_{language}"))?));
        Language::BUILT_IN.into_iter().filter_map(form).collect()
    }

    fn region(&self, kind: RegionKind) -> RegionEntry {
        RegionEntry {
            id: self.get("id").to_owned(),
            kind,
            name: self.name(),
            aliases: self.list("aliases", '|'),
            within: Vec::new(),
            number: self.number("number"),
            reservation: self.text("reservation"),
            codes: Codes { iso: self.text("iso"), ocd: self.text("ocd"), lgd: self.text("lgd"), eci: self.text("eci") },
            seats: (self.number("ls_seats"), self.number("vs_seats")),
            tile: None,
            short: None,
        }
    }
}

/// Reads a table that is part of the program; a fault in it is a fault of the program.
pub(super) fn rows<T>(table: &str, mut make: impl FnMut(&Row<'_>) -> T) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head = reader.headers().expect("a built-in table has a head").clone();
    reader
        .into_records()
        .map(|cells| make(&Row { head: &head, cells: cells.expect("a built-in table is well formed") }))
        .collect()
}

/// States, districts, constituencies and party units of India; parents before children.
pub fn regions() -> Vec<RegionEntry> {
    let tiles = rows(include_str!("tables/tiles.csv"), |row| {
        (row.get("id").to_owned(), row.number("column").zip(row.number("row")), row.text("short_hi"))
    });
    let mut all = rows(include_str!("tables/states.csv"), |row| {
        let kind = RegionKind::from_word(row.get("kind")).expect("a known kind");
        let tile = tiles.iter().find(|(id, ..)| id == row.get("id"));
        let (tile, short) = tile.map_or((None, None), |(_, tile, short)| (*tile, short.clone()));
        RegionEntry { tile, short, ..row.region(kind) }
    });
    all.extend(rows(include_str!("tables/districts.csv"), |row| row.region(RegionKind::District)));
    let assembly = rows(include_str!("tables/vidhan-sabha-seats.csv"), |row| {
        // a seat of which a part may lie elsewhere counts for its state only
        let whole = !row.get("note").contains("doubtful");
        let columns: &[&str] = if whole { &["district", "lok_sabha"] } else { &["lok_sabha"] };
        let within = columns.iter().filter_map(|column| row.text(column)).collect();
        RegionEntry { within, ..row.region(RegionKind::VidhanSabha) }
    });
    all.extend(rows(include_str!("tables/lok-sabha-seats.csv"), |row| {
        let seat = row.region(RegionKind::LokSabha);
        RegionEntry { within: one_district(&seat.id, &assembly).into_iter().collect(), ..seat }
    }));
    all.extend(assembly);
    all.extend(rows(include_str!("tables/party-units.csv"), |row| {
        let kind = RegionKind::from_word(row.get("kind")).expect("a known kind");
        RegionEntry { within: row.text("parent").into_iter().collect(), ..row.region(kind) }
    }));
    all
}

/// The district in which all assembly segments of a Lok Sabha seat lie, if there is one.
fn one_district(seat: &str, assembly: &[RegionEntry]) -> Option<String> {
    let mut districts = assembly.iter().filter(|s| s.within.iter().any(|w| w == seat)).map(|s| s.within.first());
    let first = districts.next()?.filter(|d| *d != seat)?;
    districts.all(|d| d == Some(first)).then(|| first.clone())
}

/// Parties and alliances.
pub fn parties() -> Vec<Party> {
    rows(include_str!("tables/parties.csv"), |row| Party {
        id: row.get("id").to_owned(),
        kind: PartyKind::from_word(row.get("kind")).expect("a known kind"),
        abbr: row.text("abbr"),
        name: row.name(),
        aliases: row.list("aliases", '|'),
        status: row.text("status").filter(|status| status != "unchecked"),
    })
}

/// Elections and roll revisions.
pub fn subjects() -> BuiltInSubjects {
    let mut found = Diagnostics::default();
    let text = format!(
        "elections:\n{}\nrolls:\n{}\n",
        indent(include_str!("tables/elections.yaml")),
        indent(include_str!("tables/rolls.yaml"))
    );
    let node = yaml::parse(&text, SourceId(u32::MAX), 0).expect("a built-in table is well formed");
    let subjects = BuiltInSubjects::decode(&node, &mut found).expect("a built-in table is complete");
    debug_assert!(found.worst().is_none(), "{:?}", found.sorted());
    subjects
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
