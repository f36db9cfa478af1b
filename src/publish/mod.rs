//! Publish: files are staged beside the output and swapped in at once; whatever fails, the old site stays whole.
//!
//! A site goes to a folder, or stands in memory ([`Shelf`]):
//!
//! ```text
//! public/                  the site that stands
//! .public.saar-previous/   the generation before it: the next one is made from it, and `rollback` brings it back
//! .public.saar-stage-…/    what a build writes; removed by the next one if it died
//! .public.saar-aside/      the site that stood, for an instant, where the system cannot swap two folders at once
//! .public.saar-lock        held by the build that writes
//! .public.saar-cache       what the last build left for the next
//! ```

mod folder;
mod generation;
mod manifest;
mod part;
mod parts;
pub mod report;
mod room;
mod shelf;
mod stage;
mod tally;
mod tree;
mod verify;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::folder::{Folder, open_folder};
pub use self::generation::interrupted;
pub use self::manifest::{Facts, Written};
pub use self::shelf::{Shelf, Stands};
pub use self::stage::Made;
pub use self::verify::{Fault, Verified, verify};

use crate::cache::{self, Head, Inputs, Key, Memory};
use crate::error::Result;
use crate::load::Sources;
use crate::model::shard::Shard;
use crate::render::Sink;

/// Where a site goes.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder on the disk.
    Folder(PathBuf),
    /// Memory, for a preview.
    Shelf(Arc<Shelf>),
    /// One part of it, below a folder: others make the rest.
    Part(PathBuf, Shard),
    /// A folder on the disk, for the parts that stand below the second folder.
    Merged(PathBuf, PathBuf),
}

impl Place {
    /// The folder, if it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) | Self::Part(path, _) | Self::Merged(path, _) => Some(path),
            Self::Shelf(_) => None,
        }
    }

    /// The part of the site that is made, if it is not all of it.
    pub fn shard(&self) -> Option<Shard> {
        match self {
            Self::Part(_, shard) => Some(*shard),
            _ => None,
        }
    }
}

/// Where a site stands: this build alone may write to it.
pub trait Output {
    /// Takes what the files of a project come to, for the next build.
    fn inputs(&self, sources: &Sources) -> Inputs;
    /// What the last build left, as far as it is about the site that stands. With a reason where there is a
    /// site and nothing can be remembered of it.
    fn recall(&self, wanted: bool) -> (Memory, Option<&'static str>);
    /// Whether nothing was added to, removed from or renamed in the folders of a site since it was published.
    /// What was changed inside a file is not seen; `verify` finds that.
    fn is_untouched(&self, memory: &Memory) -> bool;
    /// How many articles the site that stands has, withdrawn ones among them.
    fn articles(&self, memory: &Memory) -> Option<usize>;
    /// What changed since the site that stands was made.
    fn reasons(&self, facts: &Facts<'_>, memory: &Memory) -> Vec<&'static str>;
    /// Prepares to take a new site; `made_from` tells its files and options from all others.
    ///
    /// # Errors
    /// When files that are not ours stand there, when parts of the site are missing or of another one, or nothing can
    /// be written.
    fn stage<'a>(&'a self, memory: &'a Memory, made_from: Key) -> Result<Box<dyn Stage + 'a>>;
    /// Leaves what the next build can use; says so if that fails, which is no reason to fail.
    fn keep(&self, head: &Head, inputs: &Inputs, outputs: &[&cache::Output], words: &[u8]) -> Option<String>;
}

/// A new site that is being written beside the old one. Dropped, it leaves no trace.
pub trait Stage: Sink {
    /// The files that are in the new site and not in the old one, or the other way round.
    fn changes(&self) -> Published;
    /// Puts the new site in place of the old one, unless they are the same. `changes` are those of this stage;
    /// `keep` gets what the next build can use.
    ///
    /// # Errors
    /// When the system refuses; the old site is then still in place.
    fn publish(self: Box<Self>, changes: &Published, facts: &Facts<'_>, keep: Keep<'_>) -> Result<Published>;
}

/// Gets what a build made, for the next one.
pub type Keep<'a> = &'a mut dyn FnMut(&Made<'_>);

/// What the last build of a site left, for those who only look.
pub fn peek(place: &Place) -> Memory {
    place.folder().map(|output| Memory::recall(&folder::sibling(output, "cache")).0).unwrap_or_default()
}

/// Looks whether a site of about so many files has room where it goes, besides what `memory` says is there; gives a
/// line for people if it is large. One that is merged has the files of its parts, under further names.
///
/// # Errors
/// When it has not.
pub fn look_for_room(place: &Place, files: usize, memory: &Memory) -> Result<Option<String>> {
    let folder = place.folder().filter(|_| !matches!(place, Place::Merged(..)));
    let Some((folder, room)) = folder.and_then(|folder| Some((folder, room::room(folder)?))) else {
        return Ok(None);
    };
    let standing = memory.outputs();
    let bytes = standing.iter().map(|output| output.bytes).sum();
    room::Need::of(files, standing.len(), bytes).within(room, folder)
}

/// Takes `place` for the site of the project at `root`.
///
/// # Errors
/// When it lies where writing would do harm, when another build holds it, or when it cannot be written.
pub fn open(place: &Place, root: &Path) -> Result<Box<dyn Output>> {
    Ok(match place {
        Place::Folder(path) => Box::new(open_folder(path, root)?),
        Place::Shelf(shelf) => Box::new(shelf.open()),
        Place::Part(folder, shard) => Box::new(part::Part { folder: folder.clone(), shard: *shard }),
        Place::Merged(path, parts) => Box::new(open_folder(path, root)?.with_parts(parts)),
    })
}

/// The folders of the stage that is being written, for [`abandon`]. Held while a stage begins and while it is
/// swapped in.
static CURRENT: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn current() -> MutexGuard<'static, Vec<PathBuf>> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what a build has staged so far: for a shell that was told to end. What stands published stays.
///
/// While the returned guard lives no build of this process publishes or ends: without it a site could be
/// swapped in while its files are being removed.
#[must_use = "the build goes on when the guard is dropped"]
pub fn abandon() -> impl Sized {
    let mut current = current();
    for folder in current.drain(..) {
        // other threads may still be writing into it; what remains after all, the next build removes
        for _ in 0..100 {
            if std::fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
        }
    }
    current
}

/// What publishing did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files that were not made again.
    pub spared: usize,
    /// Files that were not there before.
    pub added: Arc<[String]>,
    /// Files with other content than before.
    pub changed: Arc<[String]>,
    /// Files that are gone.
    pub removed: Arc<[String]>,
    /// Whether the site that stands is already this one.
    pub unchanged: bool,
}
