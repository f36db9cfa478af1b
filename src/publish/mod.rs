//! Publish: files are staged beside the output and swapped in at once; whatever fails, the old site stays whole.

mod manifest;
pub mod report;

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::manifest::{Facts, Written};

use self::manifest::{MANIFEST, ours};
use crate::error::{Error, Result};
use crate::render::Sink;

/// A new site that is being written beside the old one. Dropped, it leaves no trace.
pub struct Stage {
    output: PathBuf,
    folder: PathBuf,
    /// Held until the end; the system releases it whatever happens to us.
    _lock: File,
    /// Folders of the site that exist already.
    folders: Mutex<HashSet<String>>,
    written: Mutex<BTreeMap<String, Written>>,
    done: bool,
}

/// The stage that is being written, for [`abandon`]. Held while a stage begins and while it is swapped in.
static CURRENT: Mutex<Option<PathBuf>> = Mutex::new(None);

fn current() -> MutexGuard<'static, Option<PathBuf>> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what a build has staged so far: for a shell that was told to end. What stands published stays.
///
/// While the returned guard lives no build of this process publishes or ends: without it a site could be
/// swapped in while its files are being removed.
#[must_use = "the build goes on when the guard is dropped"]
pub fn abandon() -> impl Sized {
    let mut current = current();
    if let Some(folder) = current.take() {
        // other threads may still be writing into it; what remains after all, the next build removes
        for _ in 0..100 {
            if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
        }
    }
    current
}

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Files of the new site.
    pub files: usize,
    /// Bytes of the new site.
    pub bytes: u64,
}

/// Prepares to write a new site to `output`, for the project at `root`.
///
/// # Errors
/// When the folder is not ours, lies where it would do harm, is locked, or cannot be written.
pub fn stage(output: &Path, root: &Path) -> Result<Stage> {
    // a slash at the end would follow the link
    let bare: PathBuf = output.components().collect();
    if fs::symlink_metadata(&bare).is_ok_and(|meta| meta.is_symlink()) {
        return Err(Error::Unsafe(format!(
            "refusing to write the site to `{}`: it is a symbolic link; name the folder itself with `--output`",
            output.display()
        )));
    }
    let output = absolute(output)?;
    refuse_dangerous(&output, &absolute(root)?)?;
    let parent = output.parent().unwrap_or(&output).to_owned();
    fs::create_dir_all(&parent).map_err(Error::io("cannot create", &parent))?;
    let lock_path = sibling(&output, "lock");
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(Error::io("cannot open", &lock_path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(Error::Locked(output)),
        Err(fs::TryLockError::Error(cause)) => return Err(Error::io("cannot lock", &lock_path)(cause)),
    }
    refuse_foreign(&output)?;
    let previous = sibling(&output, "previous");
    if previous.exists() && !ours(&previous) {
        return Err(Error::Unsafe(format!(
            "`{}` stands where the site before this one would be kept, and saar did not write it; move it away",
            previous.display()
        )));
    }
    // holding the lock, any stage that is there was left by a build that died
    remove_leftovers(&output, &parent)?;
    let folder = sibling(&output, &format!("stage-{}", std::process::id()));
    let mut current = current();
    fs::create_dir(&folder).map_err(Error::io("cannot create", &folder))?;
    *current = Some(folder.clone());
    drop(current);
    Ok(Stage { output, folder, _lock: lock, folders: Mutex::default(), written: Mutex::default(), done: false })
}

impl Stage {
    /// Writes the manifest and puts the new site in place of the old one.
    ///
    /// # Errors
    /// When the system refuses; the old site is then still in place.
    pub fn publish(mut self, facts: &Facts) -> Result<Published> {
        let written = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        let path = self.folder.join(MANIFEST);
        File::create_new(&path)
            .and_then(|file| manifest::write(facts, &written, &mut BufWriter::new(file)))
            .map_err(Error::io("cannot write", &path))?;
        sync(&self.folder)?;
        // from here on the name of the stage may be that of the old site
        let mut current = current();
        *current = None;
        self.swap()?;
        self.done = true;
        Ok(Published { files: written.len() + 1, bytes: written.values().map(|file| file.bytes).sum() })
    }

    fn swap(&self) -> Result<()> {
        let failed = |cause| Error::io("cannot put the new site in place of", &self.output)(cause);
        let previous = sibling(&self.output, "previous");
        if self.output.exists() {
            // removed under a name that the next build cleans up, should this one die half-way
            let older = sibling(&self.output, "stage-older");
            if previous.exists() {
                fs::rename(&previous, &older).map_err(Error::io("cannot move", &previous))?;
                fs::remove_dir_all(&older).map_err(Error::io("cannot remove", &older))?;
            }
            exchange(&self.folder, &self.output).map_err(failed)?;
            // the old site now has the name of the stage
            fs::rename(&self.folder, &previous).map_err(Error::io("cannot keep the old site as", &previous))?;
        } else {
            fs::rename(&self.folder, &self.output).map_err(failed)?;
        }
        if let Some(parent) = self.output.parent() {
            let _ = File::open(parent).and_then(|folder| folder.sync_all());
        }
        Ok(())
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
        let place = self.folder.join(path);
        Ok(place)
    }

    fn note(&self, path: &str, written: Written) {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), written);
    }
}

impl Sink for Stage {
    fn file(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let place = self.place(path)?;
        File::create_new(&place)
            .and_then(|mut file| file.write_all(bytes))
            .map_err(Error::io("cannot write", &place))?;
        self.note(path, Written { bytes: bytes.len() as u64, hash: blake3::hash(bytes).into() });
        Ok(())
    }

    fn stream(&self, path: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let place = self.place(path)?;
        let failed = Error::io("cannot write", &place);
        let mut run = || {
            let mut out =
                Hashing { inner: BufWriter::new(File::create_new(&place)?), hasher: blake3::Hasher::new(), bytes: 0 };
            write(&mut out)?;
            out.flush()?;
            Ok(Written { bytes: out.bytes, hash: out.hasher.finalize().into() })
        };
        let written = run().map_err(failed)?;
        self.note(path, written);
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.done {
            *current() = None;
            let _ = fs::remove_dir_all(&self.folder);
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

/// `public` → `.public.saar-lock`, in the same folder and so on the same file system.
fn sibling(output: &Path, what: &str) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.saar-{what}"))
}

fn absolute(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).map_err(Error::io("cannot use", path))?;
    // `..` and links are followed as far as the path exists, so that comparing paths means something
    let mut known = path.clone();
    let mut rest = Vec::new();
    while !known.exists() {
        let Some(name) = known.file_name().map(ToOwned::to_owned) else { break };
        rest.push(name);
        known.pop();
    }
    let mut real = known.canonicalize().unwrap_or(known);
    real.extend(rest.into_iter().rev());
    Ok(real)
}

fn refuse_dangerous(output: &Path, root: &Path) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::Unsafe(format!(
            "refusing to write the site to `{}`: {why}; name another folder with `--output`",
            output.display()
        )))
    };
    if output.file_name().is_none() {
        return refuse("it is the root of the file system");
    }
    if root.starts_with(output) {
        return refuse("the project lies inside it");
    }
    for folder in ["content", "templates"] {
        if output.starts_with(root.join(folder)) {
            return refuse("it lies inside the project's own files");
        }
    }
    if std::env::home_dir().is_some_and(|home| home.starts_with(output)) {
        return refuse("it holds your home folder");
    }
    match fs::symlink_metadata(output) {
        Ok(meta) if !meta.is_dir() => refuse("it is a file"),
        _ => Ok(()),
    }
}

/// An output folder holds only what an earlier build wrote there, or nothing.
fn refuse_foreign(output: &Path) -> Result<()> {
    let mut foreign = Vec::new();
    let known = match fs::read_dir(output) {
        Err(_) => return Ok(()),
        Ok(_) => manifest::files(output),
    };
    for entry in walkdir::WalkDir::new(output).sort_by_file_name() {
        let entry = entry.map_err(|e| Error::Io { doing: "cannot read", path: output.to_owned(), cause: e.into() })?;
        let relative = entry.path().strip_prefix(output).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        if entry.file_type().is_dir() || relative == MANIFEST && known.is_some() {
            continue;
        }
        if !known.as_ref().is_some_and(|known| known.contains(&relative)) {
            foreign.push(relative);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = foreign.iter().take(10).map(|f| format!("  {f}")).collect();
    let more = foreign.len().saturating_sub(10);
    let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
    Err(Error::Unsafe(format!(
        "`{}` holds {} that saar did not write; nothing was changed\n{}{more}\nmove them away, put files of the site into `content/files/`, or name another folder with `--output`",
        output.display(),
        if foreign.len() == 1 { "a file".to_owned() } else { format!("{} files", foreign.len()) },
        shown.join("\n"),
    )))
}

fn remove_leftovers(output: &Path, parent: &Path) -> Result<()> {
    let prefix = sibling(output, "stage-");
    let prefix = prefix.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for entry in fs::read_dir(parent).map_err(Error::io("cannot read", parent))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            fs::remove_dir_all(entry.path()).map_err(Error::io("cannot remove", &entry.path()))?;
        }
    }
    Ok(())
}

/// Waits until everything in the folder's file system is on the disk: once, not file by file.
fn sync(folder: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        let file = File::open(folder).map_err(Error::io("cannot open", folder))?;
        rustix::fs::syncfs(&file).map_err(|e| Error::io("cannot flush", folder)(e.into()))?;
    }
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
    Ok(())
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
    // elsewhere there is an instant without a site; if the second step fails, the first is taken back
    let aside = sibling(output, "aside");
    fs::rename(output, &aside)?;
    if let Err(error) = fs::rename(stage, output) {
        fs::rename(&aside, output)?;
        return Err(error);
    }
    fs::rename(&aside, stage)
}
