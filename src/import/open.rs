//! Inputs as a desk has them, as a stream of single pages: files, folders, archives, standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::archive;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::error::{Error, Result};

/// The bytes of one page, dump or feed.
#[derive(Debug, Clone, Default)]
pub struct Raw {
    /// What it was read from, for the user: `saved/page.html`, `pages.zip/3.html`, `crawl.warc.gz#7`, `-`.
    pub source: String,
    /// As they are stored, unpacked.
    pub bytes: Vec<u8>,
    /// The charset of the answer that brought it.
    pub charset: Option<String>,
    /// The address from which an archive says that it came.
    pub address: Option<String>,
}

/// Endings of files that may be pages; a saved page brings pictures and scripts along.
const ENDINGS: &[&str] =
    &["html", "htm", "xhtml", "mhtml", "txt", "text", "xml", "rss", "atom", "rdf", "gz", "warc", "zip"];

/// Takes what is found.
pub struct Collect<'a> {
    each: &'a mut dyn FnMut(Raw),
    found: &'a mut Diagnostics,
}

impl Collect<'_> {
    /// Hands a page on.
    pub fn give(&mut self, raw: Raw) {
        (self.each)(raw);
    }

    /// Notes that `name` is left out, and why.
    pub fn refuse(&mut self, name: &str, why: &str) {
        let rule = if why.contains("more than") || why.contains("larger than") {
            Rule::FileTooLarge
        } else {
            Rule::Unreadable
        };
        self.found.push(Diagnostic::new(rule, format!("`{name}` is left out: {why}")));
    }

    /// Whether a file of a folder or an archive may be a page, by its name.
    pub fn wants(&self, name: &str) -> bool {
        let hidden =
            name.split('/').any(|part| part.starts_with('.') || part.ends_with("_files") || part == "__MACOSX");
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        !hidden && ENDINGS.contains(&ending.as_str())
    }
}

/// Opens `inputs` in order and hands out each page in them; `-` is standard input. Folders are walked by name.
///
/// What cannot be read inside an archive or a folder becomes a finding, and the rest goes on.
///
/// # Errors
/// When an input does not exist or cannot be read at all.
pub fn open(inputs: &[PathBuf], found: &mut Diagnostics, each: &mut dyn FnMut(Raw)) -> Result<()> {
    let mut out = Collect { each, found };
    for input in inputs {
        if input.as_os_str() == "-" {
            stream("-", io::stdin().lock(), &mut out);
            continue;
        }
        let meta = std::fs::metadata(input).map_err(Error::io("cannot read", input))?;
        if !meta.is_dir() {
            file(input, &mut out)?;
            continue;
        }
        for entry in WalkDir::new(input).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let below = entry.path().strip_prefix(input).unwrap_or(entry.path());
                    if out.wants(&below.to_string_lossy()) {
                        file(entry.path(), &mut out)
                            .unwrap_or_else(|why| out.refuse(&input.to_string_lossy(), &why.to_string()));
                    }
                }
                Ok(_) => {}
                Err(why) => out.refuse(&input.to_string_lossy(), &why.to_string()),
            }
        }
    }
    Ok(())
}

fn file(path: &Path, out: &mut Collect) -> Result<()> {
    let name = path.to_string_lossy();
    let mut file = File::open(path).map_err(Error::io("cannot read", path))?;
    let mut start = [0; 4];
    let read = io::Read::read(&mut file, &mut start).map_err(Error::io("cannot read", path))?;
    file.rewind().map_err(Error::io("cannot read", path))?;
    if start[..read].starts_with(b"PK\x03\x04") {
        archive::zip(&name, file, out);
    } else {
        stream(&name, BufReader::new(file), out);
    }
    Ok(())
}

/// Reads what is no zip archive, by its first bytes.
fn stream(name: &str, mut input: impl BufRead, out: &mut Collect) {
    match input.fill_buf() {
        Ok(start) if start.starts_with(b"\x1f\x8b") => archive::gzip(name, input, out),
        Ok(start) if start.starts_with(b"WARC/") => archive::warc(name, input, out),
        Ok(start) if start.starts_with(b"PK\x03\x04") => {
            out.refuse(name, "a zip archive cannot be read from a pipe; name the file")
        }
        Ok(_) => match archive::whole(input) {
            Ok(bytes) => out.give(Raw { source: name.to_owned(), bytes, ..Raw::default() }),
            Err(why) => out.refuse(name, &why),
        },
        Err(why) => out.refuse(name, &why.to_string()),
    }
}
