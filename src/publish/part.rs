//! A part of a site: the pages that one machine makes, in a folder of their own.
//!
//! ```text
//! parts/part-3-of-8/part     what it is made from, and its files with what rendering them gave
//! parts/part-3-of-8/site/    those files
//! parts/.part-3-of-8.new-…/  one that is being made; put in place at once when it is whole
//! ```

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::folder::sync;
use super::manifest::Facts;
use super::tally::lock;
use super::tree::Tree;
use super::{Keep, Output, Published, Stage, current};
use crate::cache::{self, Head, Inputs, Key, Memory, Page, Records};
use crate::error::{Error, Result};
use crate::load::Sources;
use crate::model::shard::Shard;
use crate::render::Sink;

/// The first line of what a part says of itself: another build of the program does not read it.
const MAGIC: &str = concat!("saar-part ", env!("SAAR_BUILD"), "\n");

/// What a part says of itself.
#[derive(Serialize, Deserialize)]
pub struct Contents {
    /// Tells the files and options that it is made from.
    pub made_from: Key,
    /// Its files.
    pub outputs: Vec<cache::Output>,
}

/// The folder of a part below that of all parts.
pub fn folder_of(parts: &Path, shard: Shard) -> PathBuf {
    parts.join(format!("part-{}", shard.name()))
}

/// What the part in `folder` says of itself; `None` if it was written by another build, or is damaged.
///
/// # Errors
/// When it cannot be read.
pub fn contents(folder: &Path) -> Result<Option<Contents>> {
    let path = folder.join("part");
    let text = fs::read(&path).map_err(Error::io("cannot read", &path))?;
    let whole = text.strip_prefix(MAGIC.as_bytes()).and_then(|rest| rest.split_first_chunk());
    let whole = whole.filter(|(hash, rest): &(&[u8; 32], &[u8])| *hash == blake3::hash(rest).as_bytes());
    Ok(whole.and_then(|(_, rest)| cache::decode(rest)))
}

/// Where one part of a site goes.
pub struct Part {
    /// The folder for all parts.
    pub folder: PathBuf,
    /// Which one.
    pub shard: Shard,
}

impl Output for Part {
    fn inputs(&self, sources: &Sources) -> Inputs {
        Inputs::new(0, Records::dropped(), sources)
    }

    fn recall(&self, _: bool) -> (Memory, Option<&'static str>) {
        (Memory::default(), None)
    }

    fn is_untouched(&self, _: &Memory) -> bool {
        false
    }

    fn articles(&self, _: &Memory) -> Option<usize> {
        None
    }

    fn reasons(&self, _: &Facts<'_>, _: &Memory) -> Vec<&'static str> {
        Vec::new()
    }

    fn stage<'a>(&'a self, _: &'a Memory, made_from: Key) -> Result<Box<dyn Stage + 'a>> {
        fs::create_dir_all(&self.folder).map_err(Error::io("cannot create", &self.folder))?;
        let new = self.folder.join(format!(".part-{}.new-{}", self.shard.name(), std::process::id()));
        let mut current = current();
        fs::create_dir(&new).map_err(Error::io("cannot create", &new))?;
        current.push(new.clone());
        drop(current);
        let site = new.join("site");
        fs::create_dir(&site).map_err(Error::io("cannot create", &site))?;
        let place = folder_of(&self.folder, self.shard);
        Ok(Box::new(PartStage { place, new, tree: Tree::new(site), made_from, outputs: Mutex::default() }))
    }

    fn keep(&self, _: &Head, _: &Inputs, _: &[&cache::Output], _: &[u8]) -> Option<String> {
        None
    }
}

/// A part that is being made.
struct PartStage {
    place: PathBuf,
    new: PathBuf,
    tree: Tree,
    made_from: Key,
    outputs: Mutex<Vec<cache::Output>>,
}

impl Stage for PartStage {
    fn changes(&self) -> Published {
        let outputs = lock(&self.outputs);
        let bytes = outputs.iter().map(|output| output.bytes).sum();
        Published { files: outputs.len(), bytes, ..Published::default() }
    }

    fn publish(self: Box<Self>, changes: &Published, _: &Facts<'_>, _: Keep<'_>) -> Result<Published> {
        let mut outputs = std::mem::take(&mut *lock(&self.outputs));
        outputs.sort_unstable_by(|a, b| a.file.cmp(&b.file));
        let text = cache::encode(&Contents { made_from: self.made_from, outputs });
        let whole = [MAGIC.as_bytes(), blake3::hash(&text).as_bytes(), &text].concat();
        let path = self.new.join("part");
        fs::write(&path, whole).map_err(Error::io("cannot write", &path))?;
        sync(&self.new).map_err(Error::io("cannot flush", &self.new))?;
        let mut current = current();
        // one of an earlier run is moved away first: two folders do not take each other's place
        let old = self.new.with_extension(format!("old-{}", std::process::id()));
        let was_there = fs::rename(&self.place, &old).is_ok();
        fs::rename(&self.new, &self.place).map_err(Error::io("cannot move", &self.new))?;
        current.retain(|folder| *folder != self.new);
        drop(current);
        if was_there {
            fs::remove_dir_all(&old).map_err(Error::io("cannot remove", &old))?;
        }
        Ok(changes.clone())
    }
}

impl PartStage {
    fn note(&self, path: &str, (bytes, hash): (u64, [u8; 32]), page: Option<Page>) {
        lock(&self.outputs).push(cache::Output { file: path.to_owned(), bytes, hash, page });
    }
}

impl Sink for PartStage {
    fn file(&self, path: &str, bytes: &[u8], page: Option<Page>) -> Result<()> {
        self.tree.write(path, bytes)?;
        self.note(path, (bytes.len() as u64, blake3::hash(bytes).into()), page);
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        page: Option<Page>,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let written = self.tree.stream(path, write)?;
        self.note(path, written, page);
        Ok(())
    }
}

impl Drop for PartStage {
    fn drop(&mut self) {
        let own = current().extract_if(.., |folder| *folder == self.new).collect::<Vec<_>>();
        for folder in own {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_given_up_leaves_nothing_and_one_that_is_made_can_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = Part { folder: folder.path().join("parts"), shard: Shard { number: 2, of: 3 } };
        let (memory, facts) = (Memory::default(), Facts::default());
        assert!(!part.is_untouched(&memory) && part.articles(&memory).is_none());
        assert!(part.reasons(&facts, &memory).is_empty());
        let begun = || {
            let stage = part.stage(&memory, [7; 16]).expect("a stage");
            stage.file("b/x.txt", b"later", None).expect("a file");
            stage.file("a.txt", b"first", None).expect("a file");
            assert_eq!((stage.changes().files, stage.changes().bytes), (2, 10));
            stage
        };
        let names = || fs::read_dir(&part.folder).expect("a folder").flatten().map(|entry| entry.file_name());
        drop(begun());
        assert_eq!(names().count(), 0);
        // the second takes the place of the first
        for _ in 0..2 {
            let stage = begun();
            let changes = stage.changes();
            stage.publish(&changes, &facts, &mut |_| ()).expect("a part");
            assert_eq!(names().collect::<Vec<_>>(), ["part-2-of-3"]);
        }
        let made = contents(&folder_of(&part.folder, part.shard)).expect("it is there").expect("it is whole");
        let files: Vec<&str> = made.outputs.iter().map(|output| &*output.file).collect();
        assert_eq!((made.made_from, files), ([7; 16], vec!["a.txt", "b/x.txt"]));
    }
}
