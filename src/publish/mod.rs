//! Publish: files are staged beside the output and swapped in at once; whatever fails, the old site stays whole.
//!
//! ```text
//! public/                  the site that stands
//! .public.saar-previous/   the generation before it: the next one is made from it, and `rollback` brings it back
//! .public.saar-stage-…/    what a build writes; removed by the next one if it died
//! .public.saar-lock        held by the build that writes
//! .public.saar-cache       what the last build left for the next
//! ```

mod folder;
mod generation;
mod manifest;
pub mod report;
mod stage;
mod verify;

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::folder::{Output, open, peek};
pub use self::manifest::{Facts, Written};
pub use self::stage::{Made, Stage};
pub use self::verify::{Fault, Verified, verify};

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
    /// Files that were not there before.
    pub added: Vec<String>,
    /// Files with other content than before.
    pub changed: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// Whether the site that stands is already this one.
    pub unchanged: bool,
}
