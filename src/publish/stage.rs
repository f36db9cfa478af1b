//! The stage: takes the files of the new site, and writes only those that the site that stands does not have.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

use rustc_hash::FxHashSet;

use super::folder::{Folder, hash_of, manifest_stamp, parent, sync};
use super::generation::{Before, Plan, assemble};
use super::manifest::{self, Facts, MANIFEST};
use super::parts::Parts;
use super::tally::Tally;
use super::tree::Tree;
use super::{Keep, Published, Stage, current};
use crate::cache::{self, Memory, Page};
use crate::error::{Error, Result};
use crate::render::Sink;

/// A new site that is being written into a folder beside the old one.
pub struct FolderStage<'a> {
    output: &'a Folder,
    memory: &'a Memory,
    tree: Tree,
    tally: Tally<'a>,
    /// Where the pages come from that others made.
    parts: Option<Parts>,
    done: bool,
}

impl Stage for FolderStage<'_> {
    fn changes(&self) -> Published {
        self.tally.changes()
    }

    fn publish(mut self: Box<Self>, changes: &Published, facts: &Facts<'_>, keep: Keep<'_>) -> Result<Published> {
        let mut published = changes.clone();
        let tallied = self.tally.close();
        let (files, written) = (tallied.files(), &tallied.written);
        let hash = manifest::hash(facts, &files);
        let live = self.output.path.join(MANIFEST);
        // the cache is about the site that stands, or it has no head
        let before = self.memory.head().map(|head| head.manifest).or_else(|| hash_of(&live));
        published.unchanged = written.is_empty() && published.removed.is_empty() && before == Some(hash);
        let head = self.memory.head();
        let mut made = Made { manifest: hash, folders: folders(&files), outputs: files, ..Made::default() };
        if published.unchanged {
            made.previous = head.and_then(|head| head.previous);
            made.behind = head.map(|head| head.behind.clone()).unwrap_or_default();
            made.manifest_file = manifest_stamp(&self.output.path).unwrap_or_default();
            keep(&made);
            return Ok(published);
        }
        made.previous = manifest_stamp(&self.output.path);
        if made.previous.is_some() {
            made.behind = written.iter().map(|file| &file.file).chain(&*published.removed).cloned().collect();
        }
        let plan = Plan {
            output: self.output,
            delta: &self.tree.folder,
            kept: &|path| self.tally.has_kept(path),
            all_kept: &mut tallied.kept.iter().map(|(_, file)| file.file.as_str()),
            written: written.iter().map(|file| file.file.as_str()).collect(),
            removed: &published.removed,
            before: head
                .and_then(|head| Some(Before { stamp: head.previous?, differs: &head.behind, folders: &head.folders })),
        };
        let stage = assemble(plan)?;
        let path = stage.join(MANIFEST);
        let _ = fs::remove_file(&path);
        let run = || {
            let mut out = BufWriter::with_capacity(1 << 17, File::create_new(&path)?);
            manifest::write(facts, &made.outputs, &mut out)?;
            out.flush()
        };
        run().map_err(Error::io("cannot write", &path))?;
        sync(&stage).map_err(Error::io("cannot flush", &stage))?;
        // from here on the name of the stage may be that of the old site
        let mut current = current();
        current.retain(|folder| !self.output.is_stage(folder));
        self.output.swap(&stage).inspect_err(|_| drop(fs::remove_dir_all(&stage)))?;
        self.done = true;
        drop(current);
        made.manifest_file = manifest_stamp(&self.output.path).unwrap_or_default();
        keep(&made);
        Ok(published)
    }
}

impl<'a> FolderStage<'a> {
    /// Prepares to write a new site; with `parts`, pages are taken from there.
    ///
    /// # Errors
    /// When files that are not ours stand in the output, or nothing can be written.
    pub fn begin(output: &'a Folder, memory: &'a Memory, parts: Option<Parts>) -> Result<Self> {
        let tally = Tally::new(memory, &output.refuse_foreign(memory)?);
        let folder = output.stage(&std::process::id().to_string());
        let mut current = current();
        fs::create_dir(&folder).map_err(Error::io("cannot create", &folder))?;
        current.push(folder.clone());
        drop(current);
        Ok(Self { output, memory, tree: Tree::new(folder), tally, parts, done: false })
    }
}

/// What was made, for the cache.
#[derive(Default)]
pub struct Made<'a> {
    /// BLAKE3 of the manifest.
    pub manifest: [u8; 32],
    /// Size and time of the manifest.
    pub manifest_file: (u64, u64),
    /// Size and time of the manifest of the generation before.
    pub previous: Option<(u64, u64)>,
    /// Files in which that generation differs.
    pub behind: Vec<String>,
    /// All folders of the site.
    pub folders: Vec<String>,
    /// All files of the site.
    pub outputs: Vec<&'a cache::Output>,
}

/// All folders of a site, those of one folder together; the site itself is the empty one.
fn folders(files: &[&cache::Output]) -> Vec<String> {
    let mut folders: FxHashSet<&str> = FxHashSet::from_iter([""]);
    for path in files.iter().map(|file| file.file.as_str()) {
        // from the innermost out: one that is known brings those around it
        for (end, _) in path.rmatch_indices('/') {
            if !folders.insert(&path[..end]) {
                break;
            }
        }
    }
    let mut folders: Vec<String> = folders.into_iter().map(str::to_owned).collect();
    folders.sort_unstable_by(|a, b| parent(a).cmp(parent(b)).then_with(|| a.cmp(b)));
    folders
}

impl Sink for FolderStage<'_> {
    fn known(&self, path: &str) -> Option<(usize, &Page)> {
        self.parts.as_ref().map_or_else(|| self.tally.known(path), |parts| parts.known(path))
    }

    fn page(&self, at: usize) -> Option<&Page> {
        self.parts.as_ref().map_or_else(|| self.tally.page(at), |parts| parts.page(at))
    }

    fn keep(&self, at: usize) -> Result<()> {
        let Some(parts) = &self.parts else {
            self.tally.keep(at);
            return Ok(());
        };
        if let Some(file) = parts.take(at)
            && self.tally.take(&file.file, (file.bytes, file.hash), file.page.clone())
        {
            parts.copy(at, &self.tree.place(&file.file)?)?;
        }
        Ok(())
    }

    fn file(&self, path: &str, bytes: &[u8], page: Option<Page>) -> Result<()> {
        if self.tally.take(path, (bytes.len() as u64, blake3::hash(bytes).into()), page) {
            self.tree.write(path, bytes)?;
        }
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        page: Option<Page>,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let written = self.tree.stream(path, write)?;
        if !self.tally.take(path, written, page) {
            self.tree.remove(path)?;
        }
        Ok(())
    }
}

impl Drop for FolderStage<'_> {
    fn drop(&mut self) {
        if !self.done {
            // other builds of this process have stages of their own
            let own = current().extract_if(.., |folder| self.output.is_stage(folder)).collect::<Vec<_>>();
            for folder in own {
                let _ = fs::remove_dir_all(folder);
            }
        }
    }
}
