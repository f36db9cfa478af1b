//! The tally of a build: which files of the site that stands the new one has too, and which are its own.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Published;
use crate::cache::{Memory, Output, Page};

/// Counts the files of a new site against those of the one that stands. Called from many threads.
pub struct Tally<'a> {
    memory: &'a Memory,
    /// Files of the site that stands, by their place among them: those that the new one has too.
    kept: Vec<AtomicBool>,
    /// Those that should stand there and do not.
    missing: HashSet<usize>,
    /// Files that the site that stands does not have.
    written: Mutex<Vec<Output>>,
    /// Files with the bytes that stand there, and how they can be known now.
    known: Mutex<BTreeMap<usize, Output>>,
}

/// What a tally came to.
pub struct Tallied<'a> {
    /// Files that the site that stands has, by path, with their places among its files.
    pub kept: Vec<(usize, &'a Output)>,
    /// The same, where they can be known by something new.
    known: BTreeMap<usize, Output>,
    /// Files that it does not have, by path.
    pub written: Vec<Output>,
}

impl<'a> Tally<'a> {
    /// Nothing yet; the files in `missing` should stand and do not.
    pub fn new(memory: &'a Memory, missing: &[String]) -> Self {
        let kept = memory.outputs().iter().map(|_| AtomicBool::new(false)).collect();
        let missing = missing.iter().filter_map(|file| memory.index(file)).collect();
        Self { memory, kept, missing, written: Mutex::default(), known: Mutex::default() }
    }

    /// What is known of a file that stands, with its place.
    pub fn known(&self, path: &str) -> Option<(usize, &Page)> {
        let at = self.memory.index(path).filter(|at| !self.missing.contains(at))?;
        Some((at, self.page(at)?))
    }

    /// The same by its place.
    pub fn page(&self, at: usize) -> Option<&Page> {
        self.memory.outputs().get(at)?.page.as_ref()
    }

    /// Counts the file at that place as it is.
    pub fn keep(&self, at: usize) {
        self.kept[at].store(true, Relaxed);
    }

    /// Whether the file of that path was counted as one that stands.
    pub fn has_kept(&self, path: &str) -> bool {
        self.memory.index(path).is_some_and(|at| self.kept[at].load(Relaxed))
    }

    /// Counts a file, and says whether its bytes have to be written: not if the site that stands has them.
    pub fn take(&self, path: &str, (bytes, hash): (u64, [u8; 32]), page: Option<Page>) -> bool {
        let file = Output { file: path.to_owned(), bytes, hash, page };
        match self.memory.index(path) {
            Some(at) if self.memory.outputs()[at].hash == hash && !self.missing.contains(&at) => {
                self.keep(at);
                lock(&self.known).insert(at, file);
                false
            }
            _ => {
                lock(&self.written).push(file);
                true
            }
        }
    }

    /// The files that are in the new site and not in the old one, or the other way round.
    pub fn changes(&self) -> Published {
        let written = self.written();
        let outputs = self.memory.outputs();
        let kept = |at: &usize| self.kept[*at].load(Relaxed);
        let known = (0..outputs.len()).filter(kept).map(|at| outputs[at].bytes);
        let gone = (0..outputs.len()).filter(|at| !kept(at)).map(|at| &outputs[at].file);
        let before = |file: &Output| self.memory.output(&file.file).map(|known| known.hash);
        let new = written.iter().filter(|file| before(file) != Some(file.hash)).map(|file| file.file.clone());
        let (changed, added): (Vec<_>, Vec<_>) = new.partition(|path| self.memory.index(path).is_some());
        let anew = |path: &str| written.binary_search_by(|file| file.file.as_str().cmp(path)).is_ok();
        Published {
            files: written.len() + known.clone().count() + 1,
            bytes: known.clone().sum::<u64>() + written.iter().map(|file| file.bytes).sum::<u64>(),
            spared: known.count() - lock(&self.known).len(),
            added: added.into(),
            changed: changed.into(),
            removed: gone.filter(|path| !anew(path)).cloned().collect(),
            unchanged: false,
        }
    }

    /// Files that the site that stands does not have, by path.
    fn written(&self) -> MutexGuard<'_, Vec<Output>> {
        let mut written = lock(&self.written);
        written.sort_unstable_by(|a, b| a.file.cmp(&b.file));
        written
    }

    /// The whole count. Nothing is counted after it.
    pub fn close(&self) -> Tallied<'a> {
        let outputs = self.memory.outputs();
        let kept = (0..outputs.len()).filter(|at| self.kept[*at].load(Relaxed)).map(|at| (at, &outputs[at]));
        Tallied {
            kept: kept.collect(),
            known: std::mem::take(&mut lock(&self.known)),
            written: std::mem::take(&mut self.written()),
        }
    }
}

impl Tallied<'_> {
    /// All files of the new site, by path.
    pub fn files(&self) -> Vec<&Output> {
        let mut files: Vec<&Output> = self.kept.iter().map(|(at, file)| self.known.get(at).unwrap_or(file)).collect();
        files.extend(&self.written);
        // two sorted runs
        files.sort_by(|a, b| a.file.cmp(&b.file));
        files
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
