//! The shelf: a site that stands in memory, for a preview. It is made and remembered as one in a folder is.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::manifest::{self, Facts, MANIFEST};
use super::tally::{Tally, lock};
use super::{Keep, Made, Output, Published, Stage};
use crate::cache::{self, Head, Inputs, Key, Memory, Page, Records};
use crate::error::Result;
use crate::load::Sources;
use crate::render::Sink;

/// A place in memory for one site.
#[derive(Debug)]
pub struct Shelf {
    /// Nanoseconds since 1970.
    clock: fn() -> u64,
    stands: Mutex<Arc<Stands>>,
    /// What the last build left for the next.
    cache: Mutex<Vec<u8>>,
}

/// The files of a site that stands in memory, by path.
#[derive(Debug, Default)]
pub struct Stands {
    files: FxHashMap<Arc<str>, Arc<[u8]>>,
}

impl Stands {
    /// The bytes of a file.
    pub fn file(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// How many files there are; 0 where no site stands.
    pub fn count(&self) -> usize {
        self.files.len()
    }
}

impl Shelf {
    /// An empty one. `clock` tells what time it is, in nanoseconds since 1970.
    pub fn new(clock: fn() -> u64) -> Arc<Self> {
        Arc::new(Self { clock, stands: Mutex::default(), cache: Mutex::default() })
    }

    /// The site that stands. It stays what it is while the next one is made.
    pub fn stands(&self) -> Arc<Stands> {
        Arc::clone(&lock(&self.stands))
    }

    /// Takes it for a build; one at a time.
    pub(super) fn open(self: &Arc<Self>) -> OpenShelf {
        OpenShelf { shelf: Arc::clone(self), began: (self.clock)() }
    }
}

/// A shelf for one build.
pub(super) struct OpenShelf {
    shelf: Arc<Shelf>,
    began: u64,
}

impl Output for OpenShelf {
    fn inputs(&self, sources: &Sources) -> Inputs {
        Inputs::new(self.began, Records::held(), sources)
    }

    fn recall(&self, wanted: bool) -> (Memory, Option<&'static str>) {
        let kept = wanted.then(|| Memory::of(lock(&self.shelf.cache).clone())).flatten();
        (kept.unwrap_or_default(), None)
    }

    fn is_untouched(&self, _: &Memory) -> bool {
        true
    }

    fn articles(&self, memory: &Memory) -> Option<usize> {
        memory.head().map(|head| head.articles + head.withdrawn)
    }

    fn reasons(&self, _: &Facts<'_>, _: &Memory) -> Vec<&'static str> {
        Vec::new()
    }

    fn stage<'a>(&'a self, memory: &'a Memory, _: Key) -> Result<Box<dyn Stage + 'a>> {
        let tally = Tally::new(memory, &[]);
        Ok(Box::new(ShelfStage { shelf: &self.shelf, memory, tally, written: Mutex::default() }))
    }

    fn keep(&self, head: &Head, inputs: &Inputs, outputs: &[&cache::Output], words: &[u8]) -> Option<String> {
        *lock(&self.shelf.cache) = cache::bytes(head, inputs, outputs, words);
        None
    }
}

/// A new site that is being made beside the one on the shelf.
struct ShelfStage<'a> {
    shelf: &'a Shelf,
    memory: &'a Memory,
    tally: Tally<'a>,
    written: Mutex<FxHashMap<Arc<str>, Arc<[u8]>>>,
}

impl Stage for ShelfStage<'_> {
    fn changes(&self) -> Published {
        self.tally.changes()
    }

    fn publish(self: Box<Self>, changes: &Published, facts: &Facts<'_>, keep: Keep<'_>) -> Result<Published> {
        let mut published = changes.clone();
        let tallied = self.tally.close();
        let outputs = tallied.files();
        let mut text = Vec::new();
        // writing to memory cannot fail
        let _ = manifest::write(facts, &outputs, &mut text);
        let manifest: [u8; 32] = blake3::hash(&text).into();
        let before = self.memory.head().map(|head| head.manifest);
        published.unchanged = tallied.written.is_empty() && published.removed.is_empty() && before == Some(manifest);
        let mut files = std::mem::take(&mut *lock(&self.written));
        let stands = self.shelf.stands();
        let kept = tallied.kept.iter().filter_map(|(_, file)| stands.files.get_key_value(file.file.as_str()));
        files.extend(kept.map(|(path, bytes)| (Arc::clone(path), Arc::clone(bytes))));
        files.insert(MANIFEST.into(), text.into());
        *lock(&self.shelf.stands) = Arc::new(Stands { files });
        keep(&Made { manifest, outputs, ..Made::default() });
        Ok(published)
    }
}

impl Sink for ShelfStage<'_> {
    fn known(&self, path: &str) -> Option<(usize, &Page)> {
        self.tally.known(path)
    }

    fn page(&self, at: usize) -> Option<&Page> {
        self.tally.page(at)
    }

    fn keep(&self, at: usize) -> Result<()> {
        self.tally.keep(at);
        Ok(())
    }

    fn file(&self, path: &str, bytes: &[u8], page: Option<Page>) -> Result<()> {
        if self.tally.take(path, (bytes.len() as u64, blake3::hash(bytes).into()), page) {
            lock(&self.written).insert(path.into(), bytes.into());
        }
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        page: Option<Page>,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let mut bytes = Vec::new();
        // writing to memory cannot fail
        let _ = write(&mut bytes);
        self.file(path, &bytes, page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Place;

    #[test]
    fn a_shelf_is_no_folder_and_nobody_else_writes_to_it() {
        let shelf = Shelf::new(|| 7);
        assert!(shelf.open().is_untouched(&Memory::default()));
        assert_eq!((shelf.open().began, shelf.stands().count()), (7, 0));
        assert_eq!(Place::Shelf(shelf).folder(), None);
    }
}
