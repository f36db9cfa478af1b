//! Load: finds the files of a project and hands out their texts on demand. The only reader of the disk.

use std::fs::File;
use std::hash::BuildHasher as _;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::error::{Error, Result};
use crate::model::limits::Limit;
use crate::source::{SourceId, Span};

/// What a file is to the program. Its folder below `content/` means nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `site.yaml`
    Settings,
    /// `content/**/*.md`
    Article,
    /// `content/pages/**/*.md`
    Page,
    /// `content/files/**`: copied to the root of the site.
    Static,
    /// Any other file in `content/`: copied with the article that refers to it.
    Attachment,
    /// `templates/**`
    Template,
}

/// A file of the project.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the project, with forward slashes.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// Size in bytes when it was found.
    pub bytes: u64,
    /// When it was last written, in nanoseconds since 1970; 0 where the system does not say.
    pub modified: u64,
}

/// The files of a project, sorted by path. Their texts are read when asked for, so that memory stays bounded.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    root: PathBuf,
    /// The folder of the project, held open: files are opened from there.
    folder: Option<Arc<File>>,
    files: Vec<SourceFile>,
    /// By the hash of the path; one whose hash is taken has the next that is free.
    by_hash: FxHashMap<u64, SourceId>,
    /// What stands in the place of a file's content, where an edit is tried.
    tried: Option<(SourceId, Vec<u8>)>,
}

/// Finds all files of the project at `root`.
///
/// # Errors
/// When `root` is no project or cannot be listed.
pub fn project(root: &Path, found: &mut Diagnostics) -> Result<Sources> {
    let settings = root.join("site.yaml");
    let meta = std::fs::metadata(&settings).map_err(|cause| match cause.kind() {
        ErrorKind::NotFound => Error::Usage(format!(
            "there is no `site.yaml` in `{}`; name the folder of a project, as in `saar build my-digest`, or make one: `saar init my-digest`",
            root.display()
        )),
        _ => Error::Io { doing: "cannot read", path: settings.clone(), cause },
    })?;
    let folder = File::open(root).map_err(Error::io("cannot open", root))?;
    let mut sources = Sources { root: root.to_owned(), folder: Some(folder.into()), ..Sources::default() };
    sources.add(SourceFile {
        path: "site.yaml".into(),
        kind: FileKind::Settings,
        bytes: meta.len(),
        modified: modified(&meta),
    });
    for folder in ["content", "templates"] {
        let place = root.join(folder);
        if place.is_symlink() {
            found.push(not_read(folder, "is a symbolic link", "copy the folder itself to its place"));
        } else if place.try_exists().map_err(Error::io("cannot read", &place))? {
            sources.walk(folder, found)?;
        }
    }
    Ok(sources)
}

impl Sources {
    /// The file.
    pub fn file(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files of one kind, sorted by path.
    pub fn of_kind(&self, kind: FileKind) -> impl Iterator<Item = SourceId> + '_ {
        (0u32..).map(SourceId).zip(&self.files).filter(move |(_, file)| file.kind == kind).map(|(id, _)| id)
    }

    /// All files, sorted by path within their folders.
    pub fn all(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..self.files.len() as u32).map(SourceId)
    }

    /// The file at a path relative to the project.
    pub fn at(&self, path: &str) -> Option<SourceId> {
        self.by_hash.get(&self.place(path)).copied()
    }

    /// The same files, without the articles whose paths are not `wanted`.
    #[must_use]
    pub fn with_articles(self, wanted: impl Fn(&str) -> bool) -> Self {
        let mut kept = Self { root: self.root, folder: self.folder, ..Self::default() };
        for file in self.files {
            if file.kind != FileKind::Article || wanted(&file.path) {
                kept.add(file);
            }
        }
        kept
    }

    /// The bytes of a file that somebody vouches for.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn bytes(&self, id: SourceId) -> io::Result<Vec<u8>> {
        self.beginning(id, u64::MAX)
    }

    /// The bytes of a file, but no more than `most` of them.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn beginning(&self, id: SourceId, most: u64) -> io::Result<Vec<u8>> {
        if let Some((_, bytes)) = self.tried.as_ref().filter(|(tried, _)| *tried == id) {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::with_capacity(self.file(id).bytes.min(most) as usize + 1);
        // `take` also keeps the standard library from asking for the size, which is known
        self.open(id)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// BLAKE3 of a file, however large it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn hash(&self, id: SourceId) -> io::Result<[u8; 32]> {
        if let Some((_, bytes)) = self.tried.as_ref().filter(|(tried, _)| *tried == id) {
            return Ok(blake3::hash(bytes).into());
        }
        Ok(blake3::Hasher::new().update_reader(self.open(id)?)?.finalize().into())
    }

    /// Opens a file of the project. What was a file when the project was listed may be something else by now: a link
    /// is not followed, at no place of the path, and nobody is waited for at a pipe.
    #[cfg(target_os = "linux")]
    fn open(&self, id: SourceId) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        let folder = self.folder.as_ref().ok_or(ErrorKind::NotFound)?;
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let path = &self.file(id).path;
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        match openat2(folder, path, flags, Mode::empty(), within) {
            Ok(file) => Ok(file.into()),
            // a system older than the call, or a box that does not let it through
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {
                Ok(rustix::fs::openat(folder, path, flags | OFlags::NOFOLLOW, Mode::empty())?.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a file of the project.
    #[cfg(not(target_os = "linux"))]
    fn open(&self, id: SourceId) -> io::Result<File> {
        File::open(self.root.join(&self.file(id).path))
    }

    /// The same files with other content in one of them: for what an edit would change. Nothing is written.
    #[must_use]
    pub fn trying(&self, id: SourceId, bytes: Vec<u8>) -> Self {
        let mut tried = self.clone();
        let file = &mut tried.files[id.0 as usize];
        // a time that no cache believes
        (file.bytes, file.modified) = (bytes.len() as u64, 0);
        tried.tried = Some((id, bytes));
        tried
    }

    /// The file's bytes, with a finding instead when it is unreadable or too large. [`utf8`] makes text of them.
    pub fn read(&self, id: SourceId, limit: Limit) -> std::result::Result<Vec<u8>, Diagnostic> {
        let over = |size: u64| limit.over(format!("this file has {size} bytes")).at(Span::file(id));
        let size = self.file(id).bytes;
        if size > limit.most {
            return Err(over(size));
        }
        match self.beginning(id, limit.most.saturating_add(1)) {
            // it has grown since it was found
            Ok(bytes) if limit.is_exceeded_by(bytes.len()) => Err(over(bytes.len() as u64)),
            Ok(bytes) => Ok(bytes),
            Err(cause) => {
                Err(Diagnostic::new(Rule::Unreadable, format!("this file cannot be read: {cause}")).at(Span::file(id)))
            }
        }
    }

    fn add(&mut self, file: SourceFile) {
        self.by_hash.insert(self.place(&file.path), SourceId(self.files.len() as u32));
        self.files.push(file);
    }

    /// Where the file of that path stands among the hashes, or would stand.
    fn place(&self, path: &str) -> u64 {
        let mut hash = FxBuildHasher.hash_one(path);
        while self.by_hash.get(&hash).is_some_and(|id| self.file(*id).path != path) {
            hash = hash.wrapping_add(1);
        }
        hash
    }

    fn walk(&mut self, folder: &'static str, found: &mut Diagnostics) -> Result<()> {
        let root = self.root.clone();
        let visible = |entry: &walkdir::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
        let gone = |error: &walkdir::Error| error.io_error().is_some_and(|cause| cause.kind() == ErrorKind::NotFound);
        let failed = |error: walkdir::Error| {
            let path = error.path().unwrap_or(&root).to_owned();
            let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"));
            Error::Io { doing: "cannot read", path, cause }
        };
        for entry in WalkDir::new(root.join(folder)).sort_by_file_name().into_iter().filter_entry(visible) {
            let entry = entry.map_err(failed)?;
            if entry.file_type().is_dir() {
                continue;
            }
            let relative = entry.path().strip_prefix(&root).unwrap_or(entry.path());
            let Some(path) = relative.to_str() else {
                found.push(Diagnostic::new(
                    Rule::NotUtf8,
                    format!("the file name `{}` is not UTF-8", relative.display()),
                ));
                continue;
            };
            let refused = match entry.file_type() {
                kind if kind.is_symlink() => Some(("is a symbolic link", "copy the file itself into this folder")),
                kind if !kind.is_file() => Some(("is no plain file", "copy the file itself into this folder")),
                // elsewhere it stands between folders, and could lead out of them
                _ if cfg!(not(windows)) && path.contains('\\') => Some(("has a backslash in its name", "rename it")),
                _ => None,
            };
            if let Some((what, help)) = refused {
                found.push(not_read(path, what, help));
                continue;
            }
            let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
            let meta = match entry.metadata() {
                // gone meanwhile, which shows when it is read
                Err(error) if gone(&error) => None,
                meta => Some(meta.map_err(failed)?),
            };
            let file = SourceFile {
                kind: kind(&path),
                bytes: meta.as_ref().map_or(0, std::fs::Metadata::len),
                modified: meta.as_ref().map_or(0, modified),
                path,
            };
            self.add(file);
        }
        Ok(())
    }
}

fn not_read(path: &str, what: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Rule::NotAFile, format!("`{path}` {what}, so it is not read")).help(help)
}

fn modified(meta: &std::fs::Metadata) -> u64 {
    let since = meta.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or(0)
}

fn kind(path: &str) -> FileKind {
    if path.starts_with("templates/") {
        FileKind::Template
    } else if path.starts_with("content/files/") {
        FileKind::Static
    } else if !path.ends_with(".md") {
        FileKind::Attachment
    } else if path.starts_with("content/pages/") {
        FileKind::Page
    } else {
        FileKind::Article
    }
}

/// The text of `bytes`, the content of the file `id`.
///
/// # Errors
/// A finding at the first byte that is not UTF-8.
pub fn utf8(id: SourceId, bytes: &[u8]) -> std::result::Result<&str, Diagnostic> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| {
        let offset = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
        let help = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file looks like UTF-16; save it as UTF-8",
            _ => "save the file as UTF-8; the bytes here may be Windows-1252 or a legacy Hindi encoding",
        };
        Diagnostic::new(Rule::NotUtf8, format!("byte {} of this file is not UTF-8 text", offset + 1))
            .at(Span::new(id, offset..offset))
            .help(help)
    })
}
