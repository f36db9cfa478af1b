//! Records of articles for the next build: few are held, many go to a file without a name beside the cache.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::PathBuf;

/// Bytes from which on they go to the file.
const HELD: usize = 32 << 20;

/// Where records go.
enum Place {
    /// Nobody asks for them.
    Dropped,
    /// Into memory.
    Held,
    /// Into a file in this folder, when they are many.
    Beside(PathBuf),
}

/// Records, one after the other.
pub struct Records {
    place: Place,
    /// The first of them. It has no name, so that the system removes it whatever happens to us.
    file: Option<File>,
    /// How many bytes these are.
    filed: usize,
    /// Those after them.
    held: Vec<u8>,
}

impl Records {
    const fn new(place: Place) -> Self {
        Self { place, file: None, filed: 0, held: Vec::new() }
    }

    /// For those who do not ask for them.
    pub const fn dropped() -> Self {
        Self::new(Place::Dropped)
    }

    /// All in memory.
    pub const fn held() -> Self {
        Self::new(Place::Held)
    }

    /// In a file in `folder` when they are many.
    pub const fn beside(folder: PathBuf) -> Self {
        Self::new(Place::Beside(folder))
    }

    /// Adds one; gives its place.
    pub fn add(&mut self, record: &[u8]) -> Range<usize> {
        if matches!(self.place, Place::Dropped) {
            return 0..0;
        }
        let start = self.bytes();
        self.held.extend_from_slice(record);
        if let Place::Beside(folder) = &self.place
            && self.held.len() >= HELD
        {
            if self.file.is_none() {
                self.file = tempfile::tempfile_in(folder).ok();
            }
            if self.file.as_mut().is_some_and(|file| file.write_all(&self.held).is_ok()) {
                self.filed += self.held.len();
                self.held.clear();
            } else {
                // the folder is full or takes no such files; what went there before can be read
                self.place = Place::Held;
            }
        }
        start..self.filed + self.held.len()
    }

    /// One of those that are held.
    pub fn get(&self, at: Range<usize>) -> &[u8] {
        &self.held[at.start - self.filed..at.end - self.filed]
    }

    /// How many bytes they are.
    pub fn bytes(&self) -> usize {
        self.filed + self.held.len()
    }

    /// Hands them out, piece by piece.
    ///
    /// # Errors
    /// When the system does not give them back, and those of `take`.
    pub fn pieces(&self, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        if let Some(mut file) = self.file.as_ref() {
            file.seek(SeekFrom::Start(0))?;
            let mut piece = vec![0; 1 << 20];
            let mut left = self.filed;
            while left > 0 {
                let piece = &mut piece[..left.min(1 << 20)];
                file.read_exact(piece)?;
                take(piece)?;
                left -= piece.len();
            }
        }
        take(&self.held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_come_back_as_they_were() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = |n: usize| vec![n as u8; 3 << 20];
        let mut all = [Records::held(), Records::beside(folder.path().into()), Records::beside("/not/there".into())];
        for records in &mut all {
            let places: Vec<_> = (0..12).map(|n| records.add(&record(n))).collect();
            assert_eq!((places[0].start, places[11].end), (0, records.bytes()));
            assert!(places.is_sorted_by(|a, b| a.end == b.start));
            let mut found = Vec::new();
            let take = |piece: &[u8]| {
                found.extend_from_slice(piece);
                Ok(())
            };
            records.pieces(take).expect("all of them");
            assert!(found == (0..12).map(record).collect::<Vec<_>>().concat());
        }
        assert!(all[1].file.is_some() && all[1].held.len() < HELD && all[2].held.len() == all[2].bytes());
        // nothing to clean up
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
        assert_eq!(Records::dropped().add(&record(1)), 0..0);
    }
}
