//! The stage: takes the files of the new site, and writes only those that the site that stands does not have.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use rustc_hash::FxHashSet;

use super::folder::{Folder, hash_of, manifest_stamp, parent, sync};
use super::generation::{Before, Plan, assemble};
use super::manifest::{self, Facts, MANIFEST};
use super::tally::{Tally, lock};
use super::{Keep, Published, Stage, current};
use crate::cache::{self, Memory, Page};
use crate::error::{Error, Result};
use crate::render::Sink;

/// A new site that is being written into a folder beside the old one.
pub struct FolderStage<'a> {
    output: &'a Folder,
    memory: &'a Memory,
    folder: PathBuf,
    /// Folders of the stage that exist already.
    folders: Mutex<HashSet<String>>,
    tally: Tally<'a>,
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
        let text = manifest::text(facts, &files);
        let hash: [u8; 32] = blake3::hash(&text).into();
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
        made.behind = written.keys().chain(&published.removed).cloned().collect();
        made.previous = manifest_stamp(&self.output.path);
        let plan = Plan {
            output: self.output,
            delta: &self.folder,
            kept: &|path| self.tally.has_kept(path),
            all_kept: &mut tallied.kept.iter().map(|(_, file)| file.file.as_str()),
            written: written.keys().map(String::as_str).collect(),
            removed: &published.removed,
            before: head
                .and_then(|head| Some(Before { stamp: head.previous?, differs: &head.behind, folders: &head.folders })),
        };
        let stage = assemble(plan)?;
        let path = stage.join(MANIFEST);
        let _ = fs::remove_file(&path);
        fs::write(&path, &text).map_err(Error::io("cannot write", &path))?;
        drop(text);
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
    /// Prepares to write a new site.
    ///
    /// # Errors
    /// When files that are not ours stand in the output, or nothing can be written.
    pub fn begin(output: &'a Folder, memory: &'a Memory) -> Result<Self> {
        let tally = Tally::new(memory, &output.refuse_foreign(memory)?);
        let folder = output.stage(&std::process::id().to_string());
        let mut current = current();
        fs::create_dir(&folder).map_err(Error::io("cannot create", &folder))?;
        current.push(folder.clone());
        drop(current);
        Ok(Self { output, memory, folder, folders: Mutex::default(), tally, done: false })
    }

    /// The place of a file in the stage; its folder exists then.
    fn place(&self, path: &str) -> Result<PathBuf> {
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
        self.tally.known(path)
    }

    fn page(&self, at: usize) -> Option<&Page> {
        self.tally.page(at)
    }

    fn keep(&self, at: usize) {
        self.tally.keep(at);
    }

    fn file(&self, path: &str, bytes: &[u8], page: Option<Page>) -> Result<()> {
        if self.tally.take(path, (bytes.len() as u64, blake3::hash(bytes).into()), page) {
            let place = self.place(path)?;
            File::create_new(&place)
                .and_then(|mut file| file.write_all(bytes))
                .map_err(Error::io("cannot write", &place))?;
        }
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        page: Option<Page>,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let place = self.place(path)?;
        let failed = || Error::io("cannot write", &place);
        let mut run = || {
            let hashing = Hashing { inner: File::create_new(&place)?, hasher: blake3::Hasher::new(), bytes: 0 };
            // hashing is fast in large pieces
            let mut out = BufWriter::with_capacity(1 << 17, hashing);
            write(&mut out)?;
            let out = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            Ok((out.bytes, out.hasher.finalize().into()))
        };
        let written = run().map_err(failed())?;
        if !self.tally.take(path, written, page) {
            fs::remove_file(&place).map_err(failed())?;
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
