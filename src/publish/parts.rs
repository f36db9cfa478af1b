//! The parts of a site that many machines made: whole, of one site, and none saying other than another.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::part::{Contents, contents, folder_of};
use crate::cache::{Key, Memory, Output, Page};
use crate::error::{Error, Result};
use crate::model::shard::Shard;

/// All parts of a site.
pub struct Parts {
    folder: PathBuf,
    /// Their files, by path.
    memory: Memory,
    /// The part of each.
    shards: Vec<Shard>,
    /// Which ones were taken.
    taken: Vec<AtomicBool>,
}

impl Parts {
    /// The parts below `folder`.
    ///
    /// # Errors
    /// When one is missing, or made from other files and options than `made_from` tells, or two disagree.
    pub fn read(folder: &Path, made_from: Key) -> Result<Self> {
        let mut files: Vec<(Output, Shard)> = Vec::new();
        for shard in complete(folder)? {
            let outputs = match contents(&folder_of(folder, shard))? {
                Some(Contents { made_from: other, outputs }) if other == made_from => outputs,
                Some(_) => return Err(again(folder, shard, "is of other files or options than these")),
                None => return Err(again(folder, shard, "is damaged, or of another build of saar")),
            };
            files.extend(outputs.into_iter().map(|output| (output, shard)));
        }
        files.sort_by(|(a, _), (b, _)| a.file.cmp(&b.file));
        for pair in files.windows(2) {
            let [(one, _), (other, shard)] = pair else { continue };
            if one.file == other.file && one.hash != other.hash {
                return Err(again(folder, *shard, &format!("has another `{}` than an earlier one", one.file)));
            }
        }
        // what several pages bring with them stands in several parts
        files.dedup_by(|(later, _), (first, _)| later.file == first.file);
        let taken = files.iter().map(|_| AtomicBool::new(false)).collect();
        let (outputs, shards) = files.into_iter().unzip();
        Ok(Self { folder: folder.to_owned(), memory: Memory::of_outputs(outputs), shards, taken })
    }

    /// What is known of a file, with its place among all.
    pub fn known(&self, path: &str) -> Option<(usize, &Page)> {
        let at = self.memory.index(path)?;
        Some((at, self.page(at)?))
    }

    /// The same by its place.
    pub fn page(&self, at: usize) -> Option<&Page> {
        self.memory.outputs().get(at)?.page.as_ref()
    }

    /// The file at that place, when it is asked for first.
    pub fn take(&self, at: usize) -> Option<&Output> {
        (!self.taken[at].swap(true, Relaxed)).then(|| &self.memory.outputs()[at])
    }

    /// Puts the file at that place to `to`, after a look at its bytes.
    ///
    /// # Errors
    /// When it is not what was made.
    pub fn copy(&self, at: usize, to: &Path) -> Result<()> {
        let (file, shard) = (&self.memory.outputs()[at], self.shards[at]);
        let from = folder_of(&self.folder, shard).join("site").join(&file.file);
        let bytes = fs::read(&from).map_err(Error::io("cannot read", &from))?;
        if *blake3::hash(&bytes).as_bytes() != file.hash {
            let cause = io::Error::other(format!("it is not what was made; make part {shard} again"));
            return Err(Error::io("cannot take", &from)(cause));
        }
        // on another file system there are no second names
        fs::hard_link(&from, to).or_else(|_| fs::write(to, &bytes)).map_err(Error::io("cannot write", to))
    }
}

/// The numbers of the parts below a folder, if all are there.
fn complete(folder: &Path) -> Result<impl Iterator<Item = Shard>> {
    let mut there: Vec<Shard> = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io("cannot read", folder))? {
        let name = entry.map_err(Error::io("cannot read", folder))?.file_name();
        there.extend(name.to_str().and_then(|name| Shard::named(name.strip_prefix("part-")?)));
    }
    Shard::complete(&there, "part").map_err(|fault| {
        let way = "make them with `saar build --facts FACTS --shard K/N --output`";
        Error::Usage(format!("`{}`: {fault}; {way} `{0}`", folder.display()))
    })
}

fn again(folder: &Path, shard: Shard, why: &str) -> Error {
    Error::Usage(format!(
        "part {shard} in `{}` {why}; make it again with `saar build --facts FACTS --shard {shard} --output`",
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Output as _;
    use crate::publish::manifest::Facts;
    use crate::publish::part::Part;

    #[test]
    fn two_parts_agree_about_a_file_that_both_have() {
        let folder = tempfile::tempdir().expect("a folder");
        let make = |number, text: &str| {
            let part = Part { folder: folder.path().to_owned(), shard: Shard { number, of: 2 } };
            let memory = Memory::default();
            let stage = part.stage(&memory, [7; 16]).expect("a stage");
            stage.file("shared.css", text.as_bytes(), None).expect("a file");
            let changes = stage.changes();
            stage.publish(&changes, &Facts::default(), &mut |_| ()).expect("a part");
        };
        make(1, "one");
        make(2, "one");
        let parts = Parts::read(folder.path(), [7; 16]).expect("they agree");
        assert_eq!(parts.memory.outputs().len(), 1);
        make(2, "two");
        let fault = Parts::read(folder.path(), [7; 16]).err().expect("they do not");
        assert!(fault.to_string().contains("has another `shared.css` than an earlier one"), "{fault}");
    }
}
