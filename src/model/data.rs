//! Files of data, and the parts of those that are too long for one file.

use super::article::ArticleId;
use super::people::TermId;

/// A file of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataFile {
    /// Articles with their facts.
    ArticlesJson,
    /// The same as a table.
    ArticlesCsv,
    /// The claims ledger.
    ClaimsJson,
    /// The same as a table.
    ClaimsCsv,
    /// Elections and roll revisions with their dates.
    SubjectsJson,
    /// All dates of all subjects, with history, as a table.
    CalendarCsv,
    /// Regions with codes and counts.
    RegionsJson,
    /// The same as a table.
    RegionsCsv,
    /// Counts of all cells as a table.
    CellsCsv,
    /// Parties.
    PartiesJson,
    /// People.
    PeopleJson,
    /// Editions with what is new in them.
    EditionsJson,
    /// Description of all of these.
    DataPackage,
}

/// Names of the data files, below `data/`.
pub const DATA_FILES: &[(&str, DataFile)] = &[
    ("articles.csv", DataFile::ArticlesCsv),
    ("articles.json", DataFile::ArticlesJson),
    ("calendar.csv", DataFile::CalendarCsv),
    ("cells.csv", DataFile::CellsCsv),
    ("claims.csv", DataFile::ClaimsCsv),
    ("claims.json", DataFile::ClaimsJson),
    ("datapackage.json", DataFile::DataPackage),
    ("editions.json", DataFile::EditionsJson),
    ("parties.json", DataFile::PartiesJson),
    ("people.json", DataFile::PeopleJson),
    ("regions.csv", DataFile::RegionsCsv),
    ("regions.json", DataFile::RegionsJson),
    ("subjects.json", DataFile::SubjectsJson),
];

/// What grows with the archive, and stands in several files where it is long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Articles.
    Articles,
    /// Claims.
    Claims,
    /// Editions.
    Editions,
    /// People.
    People,
}

impl DataFile {
    /// The table that a file holds, where that grows with the archive.
    pub fn table(self) -> Option<Table> {
        match self {
            Self::ArticlesJson | Self::ArticlesCsv => Some(Table::Articles),
            Self::ClaimsJson | Self::ClaimsCsv => Some(Table::Claims),
            Self::EditionsJson => Some(Table::Editions),
            Self::PeopleJson => Some(Table::People),
            _ => None,
        }
    }
}

/// A part of a table that is too long for one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its address below that of the table, without the ending: `ls-2024/2024-04`, `ls-2024/2024-04/1`.
    pub name: String,
    /// What it holds.
    pub rows: Rows,
}

/// What a sheet holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// Articles, or the claims of these; newest first.
    Articles(Vec<ArticleId>),
    /// People.
    People(Vec<TermId>),
    /// An edition, by its index; where it is cut further, the number of its part.
    Edition(usize, Option<usize>),
}
