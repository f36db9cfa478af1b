//! Watch: waits until files of the project have changed and no more of them do.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, ErrorKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::{Error, Result};

/// So long nothing happens when a burst of changes is over.
const QUIET: Duration = Duration::from_millis(8);
/// So long nothing happens when there is time for what can wait.
const REST: Duration = Duration::from_millis(800);
/// After so long a burst is answered even if it goes on, in nanoseconds.
const BURST: u64 = 100_000_000;
/// How often files are looked at where the system does not tell.
const LOOK: Duration = Duration::from_millis(500);
/// The folders of a project. Its other ones, that of the site among them, are not looked at.
const FOLDERS: [&str; 2] = ["content", "templates"];

/// What watches a project.
pub struct Eyes {
    root: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<Vec<PathBuf>>,
    clock: fn() -> u64,
}

impl Eyes {
    /// Begins to watch the project at `root`.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(root: &Path, clock: fn() -> u64, say: fn(&str)) -> Result<Self> {
        let root = root.canonicalize().map_err(Error::io("cannot watch", root))?;
        let (sender, events) = channel();
        let failed = |error: notify::Error| Error::io("cannot watch", &root)(std::io::Error::other(error));
        let native = RecommendedWatcher::new(teller(sender.clone()), Config::default()).map_err(failed)?;
        let mut eyes = Self { root: root.clone(), watcher: Box::new(native), events, clock };
        match eyes.look() {
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                say(
                    "note: the system watches no more files for this user; they are looked at twice a second instead\n",
                );
                let poll = Config::default().with_poll_interval(LOOK);
                eyes.watcher = Box::new(PollWatcher::new(teller(sender), poll).map_err(failed)?);
                eyes.look().map_err(failed)?;
            }
            other => other.map_err(failed)?,
        }
        Ok(eyes)
    }

    /// Looks at the project's own folder, where `site.yaml` is, and at those below it that are there.
    fn look(&mut self) -> notify::Result<()> {
        self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|folder| self.root.join(folder)).iter().filter(|folder| folder.is_dir()) {
            self.watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(())
    }

    /// Waits until something has changed and all is quiet, or goes on for long. `false` if nothing is watched any more.
    /// Calls `rest` once where nothing happens for a while.
    pub fn wait(&mut self, rest: impl FnOnce()) -> bool {
        let mut rest = Some(rest);
        loop {
            let first = match rest {
                Some(_) => self.events.recv_timeout(REST),
                None => self.events.recv().map_err(RecvTimeoutError::from),
            };
            let first = match first {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(rest) = rest.take() {
                        rest();
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return false,
            };
            let mut relevant = self.take(&first);
            let began = (self.clock)();
            while (self.clock)().saturating_sub(began) < BURST {
                let Ok(more) = self.events.recv_timeout(QUIET) else { break };
                relevant |= self.take(&more);
            }
            if relevant {
                return true;
            }
        }
    }

    /// Whether files of the project are among `paths`; none at all says that the system lost count. A folder that
    /// comes anew is looked at again.
    fn take(&mut self, paths: &[PathBuf]) -> bool {
        if paths.is_empty() {
            return true;
        }
        let inside = |path: &Path| path.strip_prefix(&self.root).ok().map(Path::to_owned);
        let paths: Vec<PathBuf> = paths.iter().filter_map(|path| inside(path)).collect();
        if paths.iter().any(|path| FOLDERS.iter().any(|folder| path == Path::new(folder))) {
            // one that is gone is no fault: the build will tell
            let _ = self.look();
        }
        paths.iter().any(|path| path == Path::new("site.yaml") || FOLDERS.iter().any(|f| path.starts_with(f)))
    }
}

fn teller(sender: Sender<Vec<PathBuf>>) -> impl FnMut(notify::Result<notify::Event>) {
    move |event| {
        let Ok(event) = event else { return };
        let written = !matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        if written {
            // nobody listens only when the program ends
            let _ = sender.send(if event.need_rescan() { Vec::new() } else { event.paths });
        }
    }
}
