//! Verify: whether a published site is still what its manifest says.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::interrupted;
use super::manifest::{self, MANIFEST, Written};
use crate::error::{Error, Result};

/// What is wrong with one file of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Its bytes are not those that were published.
    Changed,
    /// It is not there, or cannot be read.
    Missing,
    /// The manifest does not list it.
    Extra,
}

/// What comparing a site with its manifest gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Files that the manifest lists.
    pub files: usize,
    /// BLAKE3 of the manifest: what to compare with a copy kept elsewhere.
    pub manifest: String,
    /// What is wrong, by path.
    pub faults: BTreeMap<String, Fault>,
}

/// Compares every file in `site` with the manifest there.
///
/// # Errors
/// When there is no manifest of ours, or the folder cannot be listed.
pub fn verify(site: &Path) -> Result<Verified> {
    let path = site.join(MANIFEST);
    let bytes = fs::read(&path).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound if interrupted(site).unwrap_or_default() => Error::Usage(format!(
            "a build that was about to put a new site in `{}` was killed; the next `saar build` or `saar rollback` \
             finds the old one and puts it back",
            site.display()
        )),
        io::ErrorKind::NotFound => Error::Usage(format!(
            "there is no `{MANIFEST}` in `{}`, so it is no site that saar published; name the folder of one, as in \
             `saar verify public`",
            site.display()
        )),
        _ => Error::Io { doing: "cannot read", path: path.clone(), cause },
    })?;
    let Some(listed) = manifest::read(site) else {
        return Err(Error::Usage(format!(
            "`{}` is not as saar wrote it, so nothing can be compared with it; move the folder away and build again",
            path.display()
        )));
    };
    let fault = |(file, written): &(String, Written)| {
        let fault = match fs::read(site.join(file)) {
            Err(_) => Fault::Missing,
            Ok(bytes) if *blake3::hash(&bytes).as_bytes() != written.hash => Fault::Changed,
            Ok(_) => return None,
        };
        Some((file.clone(), fault))
    };
    let mut faults: BTreeMap<String, Fault> = listed.par_iter().filter_map(fault).collect();
    let known: std::collections::HashSet<&str> = listed.iter().map(|(file, _)| file.as_str()).collect();
    for entry in walkdir::WalkDir::new(site) {
        let entry = entry.map_err(|e| Error::Io { doing: "cannot read", path: site.to_owned(), cause: e.into() })?;
        let relative = entry.path().strip_prefix(site).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        let listed = relative == MANIFEST || known.contains(relative.as_str());
        if entry.file_type().is_dir() {
            continue;
        }
        if !listed {
            faults.insert(relative, Fault::Extra);
        } else if !entry.file_type().is_file() {
            // a link may lead to the right bytes today and to others tomorrow
            faults.insert(relative, Fault::Changed);
        }
    }
    Ok(Verified { files: listed.len(), manifest: blake3::hash(&bytes).to_hex().to_string(), faults })
}
