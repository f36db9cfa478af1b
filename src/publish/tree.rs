//! A folder that is being filled: files go to safe places in it, and their hashes come back.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use super::tally::lock;
use crate::error::{Error, Result};

/// A folder that is being filled. Called from many threads.
pub struct Tree {
    /// The folder, which is there.
    pub folder: PathBuf,
    /// Folders in it that exist already.
    folders: Mutex<HashSet<String>>,
}

impl Tree {
    /// An empty folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, folders: Mutex::default() }
    }

    /// The place of a file; its folder exists then.
    pub fn place(&self, path: &str) -> Result<PathBuf> {
        let safe = !path.is_empty()
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
            && !path.contains(['\\', '\0']);
        if !safe {
            return Err(Error::Unsafe(format!("refusing to write to `{path}`, which is no path within the site")));
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut folders = lock(&self.folders);
        // from the top down, and never the stage itself: one that was abandoned must not come back
        let ends = folder.match_indices('/').map(|(at, _)| at).chain((!folder.is_empty()).then_some(folder.len()));
        for part in ends.map(|end| &folder[..end]) {
            if !folders.contains(part) {
                let made = self.folder.join(part);
                fs::create_dir(&made).map_err(Error::io("cannot create", &made))?;
                folders.insert(part.to_owned());
            }
        }
        drop(folders);
        Ok(self.folder.join(path))
    }

    /// Writes a file that is not there yet.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let place = self.place(path)?;
        let written = File::create_new(&place).and_then(|mut file| file.write_all(bytes));
        written.map_err(Error::io("cannot write", &place))
    }

    /// Writes a file piece by piece; gives its size and its BLAKE3.
    pub fn stream(
        &self,
        path: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(u64, [u8; 32])> {
        let place = self.place(path)?;
        let mut run = || {
            let hashing = Hashing { inner: File::create_new(&place)?, hasher: blake3::Hasher::new(), bytes: 0 };
            // hashing is fast in large pieces
            let mut out = BufWriter::with_capacity(1 << 17, hashing);
            write(&mut out)?;
            let out = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            Ok((out.bytes, out.hasher.finalize().into()))
        };
        run().map_err(Error::io("cannot write", &place))
    }

    /// Removes a file that was written.
    pub fn remove(&self, path: &str) -> Result<()> {
        let place = self.folder.join(path);
        fs::remove_file(&place).map_err(Error::io("cannot write", &place))
    }
}

/// Hashes what passes through.
struct Hashing<W> {
    inner: W,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside() {
        let folder = tempfile::tempdir().expect("a folder");
        let tree = Tree::new(folder.path().join("in"));
        fs::create_dir(&tree.folder).expect("a folder");
        for path in ["", "/x", "x/", "a//b", "..", "../x", "a/../../x", ".", "a/./b", "a\\b", "a\0b"] {
            assert!(matches!(tree.write(path, b"x"), Err(Error::Unsafe(_))), "{path}");
        }
        assert_eq!(fs::read_dir(&tree.folder).expect("a folder").count(), 0);
        tree.write("a/b/c", b"x").expect("a path");
        assert!(tree.write("a/b/c", b"y").is_err(), "it is there");
    }
}
