//! Room on the disk, before anything is written.

use std::io;
use std::path::Path;

use crate::error::{Error, Result};

/// Files from which on people want to know beforehand.
const MANY: u64 = 100_000;
/// Bytes of a file where no site stands that could tell: a page of a digest with its part of lists, feeds and data.
const USUAL: u64 = 20_000;

/// What a build will write, about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Files that do not stand yet.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Whether that is a guess: no site stands that could tell.
    pub guessed: bool,
}

/// What a file system has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Files; `None` where it makes room for them as they come.
    pub files: Option<u64>,
    /// Bytes.
    pub bytes: u64,
}

impl Need {
    /// For a site of so many files in the place of one with `standing` files of `bytes` in all.
    pub fn of(files: usize, standing: usize, bytes: u64) -> Self {
        let each = bytes.checked_div(standing as u64);
        let files = files.saturating_sub(standing) as u64;
        Self { files, bytes: files * each.unwrap_or(USUAL), guessed: each.is_none() }
    }

    /// A line about it where it is much, or more than there seems to be room for; `None` where it is not.
    ///
    /// # Errors
    /// When it cannot fit: there is no room for so many files, or for half of the bytes, if these are no guess.
    pub fn within(self, room: Room, output: &Path) -> Result<Option<String>> {
        let (megabytes, left) = (self.bytes / 1_000_000, room.bytes / 1_000_000);
        let number = |n: u64| crate::text::number::group_indian(i128::from(n));
        let needs = format!("about {} files and {} MB", number(self.files), number(megabytes));
        let files = room.files.map_or(String::new(), |files| format!("{} files and ", number(files)));
        let has = format!("there is room for {files}{} MB", number(left));
        let little = room.bytes < self.bytes / 2;
        if room.files.is_some_and(|files| files < self.files) || little && !self.guessed {
            let cause = format!("the site needs {needs}, and {has}; nothing was changed");
            return Err(Error::io("cannot begin to write", output)(io::Error::other(cause)));
        }
        Ok((self.files >= MANY || little).then(|| format!("writing {needs} to {}; {has}", output.display())))
    }
}

/// What the file system of `output` has left; `None` where it does not say.
#[cfg(unix)]
pub fn room(output: &Path) -> Option<Room> {
    // the folder itself may not be there yet
    let there = output.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    let stat = rustix::fs::statvfs(there).ok()?;
    let files = (stat.f_files > 0).then_some(stat.f_favail);
    Some(Room { files, bytes: stat.f_bavail.saturating_mul(stat.f_frsize) })
}

/// What the file system of `output` has left; `None` where it does not say.
#[cfg(not(unix))]
pub fn room(_: &Path) -> Option<Room> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused_before_it_is_begun() {
        let need = Need::of(1_000_000, 0, 0);
        assert_eq!(need, Need { files: 1_000_000, bytes: 20_000_000_000, guessed: true });
        let said = |room| need.within(room, Path::new("public")).map_err(|error| error.to_string());
        let much = Room { files: None, bytes: 90_000_000_000 };
        assert_eq!(
            said(much).unwrap().unwrap(),
            "writing about 10,00,000 files and 20,000 MB to public; there is room for 90,000 MB"
        );
        assert!(
            said(Room { files: Some(999_999), ..much }).unwrap_err().contains("room for 9,99,999 files and 90,000 MB")
        );
        let little = Room { bytes: 9_000_000_000, ..much };
        assert!(said(little).unwrap().unwrap().ends_with("there is room for 9,000 MB"));
        let known = Need { guessed: false, ..need }.within(little, Path::new("public"));
        assert!(known.unwrap_err().to_string().contains("nothing was changed"));
    }

    #[test]
    fn what_stands_needs_no_room() {
        assert_eq!(Need::of(1_200, 1_000, 5_000_000), Need { files: 200, bytes: 1_000_000, guessed: false });
        assert_eq!(Need::of(900, 1_000, 5_000_000), Need { files: 0, bytes: 0, guessed: false });
        let little = Room { files: Some(300), bytes: 600_000 };
        assert_eq!(Need::of(1_200, 1_000, 5_000_000).within(little, Path::new("public")).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_system_says_what_it_has() {
        let room = room(&std::env::temp_dir().join("not/there")).expect("a file system");
        assert!(room.bytes > 0);
    }
}
