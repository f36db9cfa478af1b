//! Reports: single files outside the site, each written whole or not at all, and standard output.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::folder::{absolute, sibling};
use crate::error::{Error, Result};

/// The place of a report, looked at before the build begins.
#[derive(Debug, PartialEq, Eq)]
pub struct Target(PathBuf);

/// Where the report `file` goes, beside the project at `root` and its site at `output`.
///
/// # Errors
/// When it has no folder, is no plain file, or lies where it would overwrite what is not a report.
pub fn target(file: &Path, root: &Path, output: &Path) -> Result<Target> {
    let shown = file.display();
    let Some(name) = file.file_name() else {
        return Err(Error::Usage(format!("`{shown}` names no file for a report")));
    };
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(Error::Usage(format!(
            "the report `{shown}` has no folder: make `{}` first, or name another file",
            folder.display()
        )));
    }
    // a rename would replace a link or a device, and not what is behind it
    if fs::symlink_metadata(file).is_ok_and(|meta| !meta.is_file()) {
        return Err(Error::Usage(format!("the report `{shown}` is there and no plain file; name another one")));
    }
    let place = absolute(folder)?.join(name);
    refuse_dangerous(&place, file, &absolute(root)?, &absolute(output)?)?;
    Ok(Target(place))
}

fn refuse_dangerous(place: &Path, file: &Path, root: &Path, output: &Path) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::Unsafe(format!("refusing to write a report to `{}`: {why}; name another file", file.display())))
    };
    if place.starts_with(output) {
        return refuse("it lies inside the output folder");
    }
    let ours = sibling(output, "");
    let ours = ours.file_name().unwrap_or_default().as_encoded_bytes();
    let starts = |name: &OsStr| name.as_encoded_bytes().starts_with(ours);
    let beside = output.parent().and_then(|parent| place.strip_prefix(parent).ok());
    if beside.and_then(|path| path.iter().next()).is_some_and(starts) {
        return refuse("saar keeps its own files there");
    }
    if ["content", "templates", "site.yaml"].iter().any(|own| place.starts_with(root.join(own))) {
        return refuse("it lies inside the project's own files");
    }
    Ok(())
}

impl Target {
    /// Puts a file of these bytes in place of the one that may be there.
    ///
    /// # Errors
    /// When the system refuses; the file that was there is then still in place.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        let staged = self.0.with_file_name(format!(".saar-report-{}", std::process::id()));
        // left by a process of the same number that died
        let _ = fs::remove_file(&staged);
        let written = File::create_new(&staged)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&staged, &self.0));
        written.map_err(|cause| {
            let _ = fs::remove_file(&staged);
            Error::io("cannot write the report", &self.0)(cause)
        })
    }
}

/// Writes `text` to standard output. That nobody reads it any more is no failure.
///
/// # Errors
/// When the system refuses, as on a full disk.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::io("cannot write to", Path::new("standard output"))(cause))
        }
        _ => Ok(()),
    }
}

/// Adds `text` to the end of a file that others write to as well.
///
/// # Errors
/// When the system refuses.
pub fn append(file: &Path, text: &str) -> Result<()> {
    let open = File::options().create(true).append(true).open(file);
    open.and_then(|mut file| file.write_all(text.as_bytes())).map_err(Error::io("cannot add to", file))
}
