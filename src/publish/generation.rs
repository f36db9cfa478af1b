//! Generations: the new site is made from the one before the one that stands, which differs from it in few
//! files, and swapped in. So a build costs what has changed, and files that did not keep their times.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::current;
use super::folder::{Folder, manifest_stamp, sibling, untouched};
use super::manifest;
use crate::error::{Error, Result};

/// What the new site is to be made of.
pub struct Plan<'a> {
    /// Where it goes.
    pub output: &'a Folder,
    /// The folder that holds the files that were written.
    pub delta: &'a Path,
    /// Whether a file of the new site is one that the site that stands has already.
    pub kept: &'a dyn Fn(&str) -> bool,
    /// All those.
    pub all_kept: &'a mut dyn Iterator<Item = &'a str>,
    /// Files in `delta`.
    pub written: HashSet<&'a str>,
    /// Files of the site that stands that are to go.
    pub removed: &'a [String],
    /// What the cache knows of the generation before it.
    pub before: Option<Before<'a>>,
}

/// The generation before the site that stands.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// Size and time of its manifest.
    pub stamp: (u64, u64),
    /// The files in which it differs.
    pub differs: &'a [String],
    /// The folders of the site that stands.
    pub folders: &'a [String],
}

/// Puts the new site together in one folder, without its manifest.
pub fn assemble(plan: Plan<'_>) -> Result<PathBuf> {
    let live = &plan.output.path;
    match usable(&plan) {
        Some((behind, base)) => {
            let mut current = current();
            let stage = plan.output.stage("base");
            fs::rename(&base, &stage).map_err(Error::io("cannot move", &base))?;
            current.push(stage.clone());
            drop(current);
            let mut links = Links::new(live, &stage);
            for path in behind.iter().map(String::as_str).filter(|path| !plan.written.contains(path)) {
                remove(&stage, path)?;
                if (plan.kept)(path) {
                    links.add(path)?;
                }
            }
            for path in plan.removed {
                remove(&stage, path)?;
            }
            for path in &plan.written {
                let (from, to) = (plan.delta.join(path), stage.join(path));
                parent(&to)?;
                fs::rename(&from, &to).map_err(Error::io("cannot move", &from))?;
            }
            fs::remove_dir_all(plan.delta).map_err(Error::io("cannot remove", plan.delta))?;
            let emptied = plan.removed.iter().chain(behind).filter_map(|path| Path::new(path).parent());
            prune(&stage, emptied);
            Ok(stage)
        }
        None => {
            let mut links = Links::new(live, plan.delta);
            for path in plan.all_kept {
                links.add(path)?;
            }
            Ok(plan.delta.to_owned())
        }
    }
}

/// The generation before, if it is the one that the cache is about and its folders were left alone.
fn usable<'a>(plan: &Plan<'a>) -> Option<(&'a [String], PathBuf)> {
    let Before { stamp, differs: behind, folders } = plan.before?;
    let base = plan.output.previous();
    // its folders are those of the site that stands, but for those of files in which they differ
    let doubtful: HashSet<&str> =
        behind.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
    let sure = folders.iter().map(String::as_str).filter(|folder| !doubtful.contains(folder));
    let there = doubtful.iter().copied().filter(|folder| base.join(folder).is_dir());
    let own: Vec<&str> = sure.chain(there).collect();
    (manifest_stamp(&base) == Some(stamp) && untouched(&base, &own)).then_some((behind, base))
}

fn parent(place: &Path) -> Result<()> {
    match place.parent() {
        Some(folder) => fs::create_dir_all(folder).map_err(Error::io("cannot create", folder)),
        None => Ok(()),
    }
}

fn remove(stage: &Path, path: &str) -> Result<()> {
    let place = stage.join(path);
    match fs::remove_file(&place) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(Error::io("cannot remove", &place)(cause)),
        _ => Ok(()),
    }
}

/// Gives files of one site a second name in another, so that they keep their times.
struct Links<'a> {
    from: &'a Path,
    to: &'a Path,
    /// Both sites, opened: paths looked up from there are short.
    #[cfg(unix)]
    open: Option<(File, File)>,
    /// The folder of the last file, which is there.
    folder: Option<&'a str>,
}

impl<'a> Links<'a> {
    fn new(from: &'a Path, to: &'a Path) -> Self {
        #[cfg(unix)]
        let open = File::open(from).ok().zip(File::open(to).ok());
        Self {
            from,
            to,
            #[cfg(unix)]
            open,
            folder: None,
        }
    }

    fn add(&mut self, path: &'a str) -> Result<()> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let known = self.folder == Some(folder);
        let folder_made = if known { Ok(()) } else { fs::create_dir_all(self.to.join(folder)) };
        self.folder = Some(folder);
        let kept = folder_made.and_then(|()| self.link(path).or_else(|_| self.copy(path)));
        kept.map_err(|cause| Error::io("cannot keep", &self.from.join(path))(cause))
    }

    #[cfg(unix)]
    fn link(&self, path: &str) -> io::Result<()> {
        use rustix::fs::{AtFlags, linkat};
        let (from, to) = self.open.as_ref().ok_or(io::ErrorKind::NotFound)?;
        Ok(linkat(from, path, to, path, AtFlags::empty())?)
    }

    #[cfg(not(unix))]
    fn link(&self, path: &str) -> io::Result<()> {
        fs::hard_link(self.from.join(path), self.to.join(path))
    }

    /// Where the system has no links: a copy with the time of the file.
    fn copy(&self, path: &str) -> io::Result<()> {
        let (from, to) = (self.from.join(path), self.to.join(path));
        fs::copy(&from, &to)?;
        let at = fs::metadata(&from)?.modified()?;
        File::options().write(true).open(&to)?.set_modified(at)
    }
}

/// Removes folders that have become empty, and those around them.
fn prune<'a>(stage: &Path, folders: impl Iterator<Item = &'a Path>) {
    for folder in folders.collect::<BTreeSet<_>>().into_iter().rev() {
        for folder in folder.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
            // one that is not empty stays, which is no fault
            if fs::remove_dir(stage.join(folder)).is_err() {
                break;
            }
        }
    }
}

impl Folder {
    /// Puts the folder `stage` in place of the site that stands, which is kept as the generation before. If that
    /// fails, the site that stands is still the old one.
    pub(super) fn swap(&self, stage: &Path) -> Result<()> {
        let failed = |cause| Error::io("cannot put the new site in place of", &self.path)(cause);
        let (previous, older) = (self.previous(), self.stage("older"));
        if self.path.exists() {
            if previous.exists() {
                fs::rename(&previous, &older).map_err(Error::io("cannot move", &previous))?;
            }
            let swapped = exchange(stage, &self.path).and_then(|()| {
                // the old site now has the name of the stage
                fs::rename(stage, &previous).inspect_err(|_| drop(exchange(stage, &self.path)))
            });
            if let Err(cause) = swapped {
                let _ = fs::rename(&older, &previous);
                return Err(failed(cause));
            }
            // what remains of it after all, the next build removes
            let _ = fs::remove_dir_all(&older);
        } else {
            fs::rename(stage, &self.path).map_err(failed)?;
        }
        if let Some(parent) = self.path.parent() {
            let _ = File::open(parent).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    /// Ends what an [`exchange`] in two steps began when it was killed.
    pub(super) fn complete_exchange(&self) -> Result<()> {
        if !interrupted(&self.path)? {
            return Ok(());
        }
        let aside = sibling(&self.path, "aside");
        // with no site in its place it is the one that stands, else it is the one before
        let place = if self.path.exists() { self.previous() } else { self.path.clone() };
        fs::rename(&aside, place).map_err(Error::io("cannot move", &aside))
    }

    /// Puts the generation before back in place; the one that stood is kept in its stead.
    ///
    /// # Errors
    /// When there is none, or the system refuses.
    pub fn roll_back(&self) -> Result<()> {
        let previous = self.previous();
        if !manifest::ours(&previous)? {
            return Err(Error::Usage(format!(
                "there is no generation before `{}`: it is kept from the second build on",
                self.path.display()
            )));
        }
        // told to end, we end before or after
        let _whole = current();
        exchange(&previous, &self.path).map_err(Error::io("cannot put the old site in place of", &self.path))
    }
}

/// Whether a build died while it put another site in the place of this one.
///
/// # Errors
/// When the system does not let us look.
pub fn interrupted(site: &Path) -> Result<bool> {
    manifest::ours(&sibling(site, "aside"))
}

/// Swaps two folders at once, where the system can.
fn exchange(stage: &Path, output: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, stage, CWD, output, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // elsewhere there is an instant without a site; if a step fails, those before it are taken back
    let aside = sibling(output, "aside");
    fs::rename(output, &aside)?;
    let moved = fs::rename(stage, output);
    let moved = moved.and_then(|()| fs::rename(&aside, stage).inspect_err(|_| drop(fs::rename(output, stage))));
    moved.inspect_err(|_| drop(fs::rename(&aside, output)))
}
