//! Single files of a project, drafts among them: whole or not at all, and never over a file that nobody asked to change.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Whether nothing stands at `path`.
pub fn free(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err()
}

/// Writes a new file, with its folders; `false` if one came to stand there in the meantime.
///
/// # Errors
/// When the machine fails us.
pub fn create(path: &Path, text: &str) -> Result<bool> {
    let half = half(path, text)?;
    // unlike a renamed file, a link takes no place that is taken
    let linked = fs::hard_link(&half, path);
    let _ = fs::remove_file(&half);
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        other => other.map(|()| true).map_err(Error::io("cannot write", path)),
    }
}

/// Puts `text` in the place of a file.
///
/// # Errors
/// When the machine fails us.
pub fn replace(path: &Path, text: &str) -> Result<()> {
    // a link stays one, and the file that it names is changed
    let path = &path.canonicalize().map_err(Error::io("cannot read", path))?;
    let half = half(path, text)?;
    let kept = fs::metadata(path).and_then(|meta| fs::set_permissions(&half, meta.permissions()));
    kept.and_then(|()| fs::rename(&half, path)).map_err(|cause| {
        let _ = fs::remove_file(&half);
        Error::Io { doing: "cannot write", path: path.clone(), cause }
    })
}

/// A file of the project as text.
///
/// # Errors
/// When the machine fails us.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Error::io("cannot read", path))
}

/// The text in a file beside the place where it is to stand.
fn half(path: &Path, text: &str) -> Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io("cannot make", folder))?;
    let half = folder.join(format!(".saar-import-{}", std::process::id()));
    let written = fs::File::create(&half).and_then(|mut file| file.write_all(text.as_bytes()));
    if written.is_err() {
        let _ = fs::remove_file(&half);
    }
    written.map(|()| half).map_err(Error::io("cannot write", path))
}
