//! The output folder: locked for one build, never one that is not ours, and what stands in it.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::manifest::{self, Facts, MANIFEST};
use super::parts::Parts;
use super::stage::FolderStage;
use super::{Output, Stage};
use crate::cache::{self, Head, Inputs, Key, Memory, Records};
use crate::error::{Error, Result};
use crate::load::Sources;

/// An output folder that this build alone may write to.
pub struct Folder {
    pub(super) path: PathBuf,
    /// The folder with the parts of the site, if others made them.
    parts: Option<PathBuf>,
    /// Held until the end; the system releases it whatever happens to us.
    _lock: File,
    /// When this build took the lock, as the file system counts: nanoseconds since 1970.
    began: u64,
}

/// Takes the folder `output` for the site of the project at `root`.
///
/// # Errors
/// When it lies where writing would do harm, when another build holds it, or when it cannot be written.
pub fn open_folder(output: &Path, root: &Path) -> Result<Folder> {
    // a slash at the end would follow the link
    let bare: PathBuf = output.components().collect();
    if fs::symlink_metadata(&bare).is_ok_and(|meta| meta.is_symlink()) {
        return Err(Error::Unsafe(format!(
            "refusing to write the site to `{}`: it is a symbolic link; name the folder itself with `--output`",
            output.display()
        )));
    }
    let path = absolute(output)?;
    refuse_dangerous(&path, &absolute(root)?)?;
    let parent = path.parent().unwrap_or(&path).to_owned();
    fs::create_dir_all(&parent).map_err(Error::io("cannot create", &parent))?;
    let lock_path = sibling(&path, "lock");
    let failed = |doing| Error::io(doing, &lock_path);
    let mut options = File::options();
    let mut lock = options.create(true).truncate(false).write(true).open(&lock_path).map_err(failed("cannot open"))?;
    // a program that is just being started holds what its parent had open for an instant
    let mut locked = lock.try_lock();
    for _ in 0..15 {
        if !matches!(locked, Err(fs::TryLockError::WouldBlock)) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        locked = lock.try_lock();
    }
    match locked {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(Error::Locked(path)),
        Err(fs::TryLockError::Error(cause)) => return Err(failed("cannot lock")(cause)),
    }
    // written so that the file system says what time it is
    let began = lock.set_len(0).and_then(|()| lock.write_all(b"\n")).and_then(|()| lock.metadata());
    let began = nanoseconds(&began.map_err(failed("cannot write"))?);
    let output = Folder { path, parts: None, _lock: lock, began };
    output.complete_exchange()?;
    let previous = output.previous();
    if previous.exists() && !manifest::ours(&previous)? && !is_empty(&previous) {
        return Err(Error::Unsafe(format!(
            "`{}` stands where the site before this one would be kept, and saar did not write it; move it away",
            previous.display()
        )));
    }
    // holding the lock, any stage that is there was left by a build that died
    output.remove_leftovers(&parent)?;
    Ok(output)
}

impl Folder {
    /// The same, for a site whose parts stand below `parts`.
    pub(super) fn with_parts(self, parts: &Path) -> Self {
        Self { parts: Some(parts.to_owned()), ..self }
    }

    /// The folder of the generation before.
    pub(super) fn previous(&self) -> PathBuf {
        sibling(&self.path, "previous")
    }

    /// A folder beside the output for what is being written.
    pub(super) fn stage(&self, what: &str) -> PathBuf {
        sibling(&self.path, &format!("stage-{what}"))
    }

    /// Whether a folder is one of those.
    pub(super) fn is_stage(&self, folder: &Path) -> bool {
        let prefix = self.stage("");
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        folder.parent() == prefix.parent() && name(folder).starts_with(&name(&prefix))
    }

    /// The file in which builds leave what the next one can use.
    fn cache(&self) -> PathBuf {
        sibling(&self.path, "cache")
    }

    /// Refuses a folder with files that are not ours; returns those that should be there and are not.
    pub(super) fn refuse_foreign(&self, memory: &Memory) -> Result<Vec<String>> {
        if self.is_untouched(memory) {
            return Ok(Vec::new());
        }
        refuse_foreign(&self.path, memory)
    }

    fn remove_leftovers(&self, parent: &Path) -> Result<()> {
        for entry in fs::read_dir(parent).map_err(Error::io("cannot read", parent))?.flatten() {
            if self.is_stage(&entry.path()) {
                fs::remove_dir_all(entry.path()).map_err(Error::io("cannot remove", &entry.path()))?;
            }
        }
        Ok(())
    }
}

impl Output for Folder {
    fn inputs(&self, sources: &Sources) -> Inputs {
        let beside = self.path.parent().unwrap_or(&self.path);
        Inputs::new(self.began, Records::beside(beside.to_owned()), sources)
    }

    fn recall(&self, wanted: bool) -> (Memory, Option<&'static str>) {
        let (memory, reason) = if wanted { Memory::recall(&self.cache()) } else { (Memory::default(), None) };
        let Some(stamp) = manifest_stamp(&self.path) else { return (memory.with_site(Vec::new()), None) };
        let same = |head: &Head| {
            head.manifest_file == stamp || hash_of(&self.path.join(MANIFEST)).is_some_and(|hash| hash == head.manifest)
        };
        if memory.head().is_some_and(same) {
            return (memory, None);
        }
        let files = manifest::read(&self.path).unwrap_or_default().into_iter().map(|(path, file)| {
            // who wants everything anew does not take the manifest's word either
            let found = if wanted { None } else { hash_of(&self.path.join(&path)) };
            (path, file.bytes, found.unwrap_or(file.hash))
        });
        (memory.with_site(files.collect()), reason)
    }

    fn is_untouched(&self, memory: &Memory) -> bool {
        memory
            .head()
            .is_some_and(|head| untouched(&self.path, &head.folders.iter().map(String::as_str).collect::<Vec<_>>()))
    }

    fn articles(&self, memory: &Memory) -> Option<usize> {
        memory.head().map(|head| head.articles + head.withdrawn).or_else(|| manifest::articles(&self.path))
    }

    fn reasons(&self, facts: &Facts<'_>, memory: &Memory) -> Vec<&'static str> {
        manifest::reasons(&self.path, facts, &|path| memory.has_input(path))
    }

    fn stage<'a>(&'a self, memory: &'a Memory, made_from: Key) -> Result<Box<dyn Stage + 'a>> {
        let parts = self.parts.as_ref().map(|parts| Parts::read(parts, made_from)).transpose()?;
        Ok(Box::new(FolderStage::begin(self, memory, parts)?))
    }

    fn keep(&self, head: &Head, inputs: &Inputs, outputs: &[&cache::Output], words: &[u8]) -> Option<String> {
        let failed = cache::keep(&self.cache(), head, inputs, outputs, words).err()?;
        Some(format!("the cache could not be written, so that the next build makes everything anew: {failed}"))
    }
}

/// Whether no folder of a site was changed after its manifest, which is written last. Looking is fastest where
/// those of one folder stand together.
pub(super) fn untouched(site: &Path, folders: &[&str]) -> bool {
    let Some(published) = fs::symlink_metadata(site.join(MANIFEST)).and_then(|meta| meta.modified()).ok() else {
        return false;
    };
    let mut looked = Folders { site, parent: None };
    folders.iter().all(|folder| looked.modified(folder).is_some_and(|at| at <= published))
}

/// The folder that holds a folder.
pub(super) fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Looks at the folders of a site one after the other.
struct Folders<'a> {
    site: &'a Path,
    /// The folder that holds the one looked at last: looking from there is faster than from the root.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there paths are looked up whole"))]
    parent: Option<(&'a str, File)>,
}

impl<'a> Folders<'a> {
    /// When a folder was last changed.
    #[cfg(unix)]
    fn modified(&mut self, folder: &'a str) -> Option<SystemTime> {
        use rustix::fs::{AtFlags, statat};
        let parent = parent(folder);
        let name = folder[parent.len()..].trim_start_matches('/');
        if self.parent.as_ref().is_none_or(|(known, _)| *known != parent) {
            self.parent = Some((parent, File::open(self.site.join(parent)).ok()?));
        }
        let (_, parent) = self.parent.as_ref()?;
        let name = if name.is_empty() { "." } else { name };
        let stat = statat(parent, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let (seconds, nanoseconds) = (u64::try_from(stat.st_mtime).ok()?, u32::try_from(stat.st_mtime_nsec).ok()?);
        Some(UNIX_EPOCH + std::time::Duration::new(seconds, nanoseconds))
    }

    /// When a folder was last changed.
    #[cfg(not(unix))]
    fn modified(&mut self, folder: &'a str) -> Option<SystemTime> {
        fs::symlink_metadata(self.site.join(folder)).and_then(|meta| meta.modified()).ok()
    }
}

/// Size and time of the manifest of a site, if there is one.
pub(super) fn manifest_stamp(site: &Path) -> Option<(u64, u64)> {
    let meta = fs::metadata(site.join(MANIFEST)).ok()?;
    Some((meta.len(), nanoseconds(&meta)))
}

/// BLAKE3 of a file; `None` if it is not there.
pub(super) fn hash_of(path: &Path) -> Option<[u8; 32]> {
    fs::read(path).ok().map(|bytes| blake3::hash(&bytes).into())
}

fn nanoseconds(meta: &Metadata) -> u64 {
    let since = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or(0)
}

/// `public` → `.public.saar-lock`, in the same folder and so on the same file system.
pub(super) fn sibling(output: &Path, what: &str) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.saar-{what}"))
}

pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
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

/// Whether there are only folders in a folder: one that stood empty where the first site was put.
fn is_empty(folder: &Path) -> bool {
    walkdir::WalkDir::new(folder).into_iter().all(|entry| entry.is_ok_and(|entry| entry.file_type().is_dir()))
}

/// An output folder holds only what an earlier build wrote there, or nothing.
fn refuse_foreign(output: &Path, memory: &Memory) -> Result<Vec<String>> {
    let marked = match fs::read_dir(output) {
        Err(_) => return Ok(Vec::new()),
        Ok(_) => manifest::ours(output)?,
    };
    let mut foreign = Vec::new();
    let mut there = std::collections::BTreeSet::new();
    for entry in walkdir::WalkDir::new(output).sort_by_file_name() {
        let entry = entry.map_err(|e| Error::Io { doing: "cannot read", path: output.to_owned(), cause: e.into() })?;
        let relative = entry.path().strip_prefix(output).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        if entry.file_type().is_dir() || relative == MANIFEST && marked {
            continue;
        }
        if marked && memory.output(&relative).is_some() && entry.file_type().is_file() {
            there.insert(relative);
        } else {
            foreign.push(relative);
        }
    }
    if foreign.is_empty() {
        let missing = memory.outputs().iter().filter(|known| !there.contains(&known.file));
        return Ok(missing.map(|known| known.file.clone()).collect());
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

/// Flushes everything in the folder's file system to the disk: once, not file by file.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    let file = File::open(folder)?;
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(&file)?;
    #[cfg(not(target_os = "linux"))]
    let _ = file.sync_all();
    Ok(())
}
