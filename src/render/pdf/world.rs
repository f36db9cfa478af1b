//! The world of a briefing: its data, its layout and its pictures. There is no disk, no network and no clock.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use super::fonts::Fonts;

/// The file that a layout begins with.
pub(super) const MAIN: &str = "/briefing.typ";
/// The data that it reads.
const DATA: &str = "/briefing.json";

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// What one briefing is made from.
pub(super) struct World<'a> {
    /// The layout by path.
    pub sources: &'a BTreeMap<String, Source>,
    /// All fonts there are.
    pub fonts: &'a Fonts,
    /// The view, as JSON.
    pub data: Bytes,
    /// Pictures by path.
    pub pictures: BTreeMap<&'a str, Bytes>,
    /// The instant of the briefing: its today.
    pub as_of: DateTime<FixedOffset>,
}

/// The id of a path such as `/briefing.typ`; none where it is not a plain path.
pub(super) fn id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// The path of a file of the project; none for a file of a package.
pub(super) fn path(id: FileId) -> Option<&'static str> {
    let path = id.get();
    matches!(path.root(), VirtualRoot::Project).then(|| path.vpath().get_with_slash())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        // a layout without it was refused
        self.sources.get(MAIN).map(Source::id).or_else(|| id(MAIN)).expect("a plain path")
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        path(id).and_then(|path| self.sources.get(path)).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = path(id).and_then(|path| match self.sources.get(path) {
            Some(source) => Some(Bytes::from_string(source.text().to_owned())),
            None if path == DATA => Some(self.data.clone()),
            None => self.pictures.get(path).cloned(),
        });
        found.ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        let local = self.as_of.naive_local().date();
        let away = |offset: Duration| {
            // a whole number of seconds, far below what a float can hold
            let offset = TimeDelta::try_seconds(offset.seconds() as i64)?;
            self.as_of.naive_utc().checked_add_signed(offset).map(|at| at.date())
        };
        day(offset.map_or(Some(local), away)?)
    }
}

fn day(date: NaiveDate) -> Option<Datetime> {
    Datetime::from_ymd(date.year(), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

#[cfg(test)]
mod tests {
    use typst::World as _;

    use super::*;

    #[test]
    fn only_what_was_given_is_there() {
        let sources = BTreeMap::from([(MAIN.to_owned(), Source::new(id(MAIN).expect("plain"), "x".to_owned()))]);
        let fonts = Fonts::new([]).expect("no font of a project");
        let picture = Bytes::new(vec![1]);
        let world = World {
            sources: &sources,
            fonts: &fonts,
            data: Bytes::new(vec![2]),
            pictures: BTreeMap::from([("/files/0.png", picture.clone())]),
            as_of: DateTime::parse_from_rfc3339("2024-05-25T02:00:00+05:30").expect("an instant"),
        };
        let file = |path: &str| world.file(id(path).expect("plain"));
        assert_eq!(file("/files/0.png"), Ok(picture));
        assert_eq!(file(DATA).map(|bytes| bytes.len()), Ok(1));
        assert!(matches!(file("/etc/passwd"), Err(FileError::NotFound(_))));
        assert!(world.source(id("/other.typ").expect("plain")).is_err());
        assert!(id("../../etc/passwd").is_none());
        assert_eq!(world.today(None), Datetime::from_ymd(2024, 5, 25));
        assert_eq!(world.today(Some(Duration::construct(0, 0, 0, 0, 0))), Datetime::from_ymd(2024, 5, 24));
    }
}
