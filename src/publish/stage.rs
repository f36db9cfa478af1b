//! The stage: takes the files of the new site, and writes only those that the site that stands does not have.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashSet;

use super::folder::{Output, hash_of, manifest_stamp, parent, sync};
use super::generation::{Before, Plan, assemble};
use super::manifest::{self, Facts, MANIFEST};
use super::{Published, current};
use crate::cache::{self, Memory, Page};
use crate::error::{Error, Result};
use crate::render::Sink;

/// A new site that is being written beside the old one. Dropped, it leaves no trace.
pub struct Stage<'a> {
    output: &'a Output,
    memory: &'a Memory,
    folder: PathBuf,
    /// Folders of the stage that exist already.
    folders: Mutex<HashSet<String>>,
    /// Files of the site that stands, by their place among them: those that the new one has too.
    kept: Vec<AtomicBool>,
    /// Those that should stand there and do not.
    missing: HashSet<usize>,
    /// Files that the site that stands does not have.
    written: Mutex<BTreeMap<String, cache::Output>>,
    /// Files with the bytes that stand there, and how they can be known now.
    known: Mutex<BTreeMap<usize, cache::Output>>,
    done: bool,
}

impl<'a> Stage<'a> {
    /// Prepares to write a new site.
    ///
    /// # Errors
    /// When files that are not ours stand in the output, or nothing can be written.
    pub fn begin(output: &'a Output, memory: &'a Memory) -> Result<Self> {
        let missing = output.refuse_foreign(memory)?.iter().filter_map(|file| memory.index(file)).collect();
        let folder = output.stage(&std::process::id().to_string());
        let mut current = current();
        fs::create_dir(&folder).map_err(Error::io("cannot create", &folder))?;
        current.push(folder.clone());
        drop(current);
        let kept = memory.outputs().iter().map(|_| AtomicBool::new(false)).collect();
        let (folders, written, known) = Default::default();
        Ok(Self { output, memory, folder, folders, kept, missing, written, known, done: false })
    }

    /// The files that are in the new site and not in the old one, or the other way round.
    pub fn changes(&self) -> Published {
        let written = lock(&self.written);
        let outputs = self.memory.outputs();
        let kept = |at: &usize| self.kept[*at].load(Relaxed);
        let known = (0..outputs.len()).filter(kept).map(|at| outputs[at].bytes);
        let gone = (0..outputs.len()).filter(|at| !kept(at)).map(|at| &outputs[at].file);
        let before = |file: &cache::Output| self.memory.output(&file.file).map(|known| known.hash);
        let new = written.values().filter(|file| before(file) != Some(file.hash)).map(|file| file.file.clone());
        let (changed, added) = new.partition(|path| self.memory.index(path).is_some());
        Published {
            files: written.len() + known.clone().count() + 1,
            bytes: known.sum::<u64>() + written.values().map(|file| file.bytes).sum::<u64>(),
            added,
            changed,
            removed: gone.filter(|path| !written.contains_key(*path)).cloned().collect(),
            unchanged: false,
        }
    }

    /// Writes the manifest and puts the new site in place of the old one, unless they are the same. `changes`
    /// are those of this stage; `keep` gets what the next build can use.
    ///
    /// # Errors
    /// When the system refuses; the old site is then still in place.
    pub fn publish(
        mut self,
        changes: &Published,
        facts: &Facts<'_>,
        keep: impl FnOnce(&Made<'_>),
    ) -> Result<Published> {
        let mut published = changes.clone();
        let written = std::mem::take(&mut *lock(&self.written));
        let known = std::mem::take(&mut *lock(&self.known));
        let outputs = self.memory.outputs();
        let kept = || (0..outputs.len()).filter(|at| self.kept[*at].load(Relaxed));
        let mut files: Vec<&cache::Output> = kept().map(|at| known.get(&at).unwrap_or(&outputs[at])).collect();
        files.extend(written.values());
        // two sorted runs
        files.sort_by(|a, b| a.file.cmp(&b.file));
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
            kept: &|path| self.memory.index(path).is_some_and(|at| self.kept[at].load(Relaxed)),
            all_kept: &mut kept().map(|at| outputs[at].file.as_str()),
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
        self.output.swap(&stage)?;
        self.done = true;
        drop(current);
        made.manifest_file = manifest_stamp(&self.output.path).unwrap_or_default();
        keep(&made);
        Ok(published)
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
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
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

    /// Takes a file, and says whether its bytes have to be written: not if the site that stands has them.
    fn take(&self, path: &str, (bytes, hash): (u64, [u8; 32]), page: Option<Page>) -> bool {
        let file = cache::Output { file: path.to_owned(), bytes, hash, page };
        match self.memory.index(path) {
            Some(at) if self.memory.outputs()[at].hash == hash && !self.missing.contains(&at) => {
                self.kept[at].store(true, Relaxed);
                lock(&self.known).insert(at, file);
                false
            }
            _ => {
                lock(&self.written).insert(path.to_owned(), file);
                true
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

impl Sink for Stage<'_> {
    fn known(&self, path: &str) -> Option<(usize, &Page)> {
        let at = self.memory.index(path).filter(|at| !self.missing.contains(at))?;
        Some((at, self.memory.outputs()[at].page.as_ref()?))
    }

    fn page(&self, at: usize) -> Option<&Page> {
        self.memory.outputs().get(at)?.page.as_ref()
    }

    fn keep(&self, at: usize) {
        self.kept[at].store(true, Relaxed);
    }

    fn file(&self, path: &str, bytes: &[u8], page: Option<Page>) -> Result<()> {
        if self.take(path, (bytes.len() as u64, blake3::hash(bytes).into()), page) {
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
        if !self.take(path, written, page) {
            fs::remove_file(&place).map_err(failed())?;
        }
        Ok(())
    }
}

impl Drop for Stage<'_> {
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
