//! Inputs as a desk has them, as a stream of single pages: files, folders, archives, standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::archive;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::error::{Error, Result};
use crate::model::limits::Limit;

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
const ENDINGS: &[&str] = &[
    "html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "mht", "mhtml", "txt", "text", "xml", "rss", "atom", "rdf",
    "gz", "warc", "zip",
];

/// Takes what is found.
pub struct Collect<'a> {
    each: &'a mut dyn FnMut(Raw),
    found: &'a mut Diagnostics,
    /// Bytes of a document.
    pub(super) largest: Limit,
}

impl Collect<'_> {
    /// Hands a page on.
    pub fn give(&mut self, raw: Raw) {
        (self.each)(raw);
    }

    /// Notes that `name` is left out, and why.
    pub fn refuse(&mut self, name: &str, why: &str) {
        let rule =
            if why.contains("more than") || why.contains("larger than") { Rule::OverLimit } else { Rule::Unreadable };
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
pub fn open(inputs: &[PathBuf], largest: Limit, found: &mut Diagnostics, each: &mut dyn FnMut(Raw)) -> Result<()> {
    let mut out = Collect { each, found, largest };
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
        Ok(_) => match archive::whole(input, out.largest) {
            Ok(bytes) => out.give(Raw { source: name.to_owned(), bytes, ..Raw::default() }),
            Err(why) => out.refuse(name, &why),
        },
        Err(why) => out.refuse(name, &why.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::model::limits::Limits;

    /// What `bytes` give as a file of this name: sources with their sizes, and messages.
    fn opened(name: &str, bytes: &[u8]) -> (Vec<(String, usize)>, Vec<String>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let (mut raws, mut found) = (Vec::new(), Diagnostics::default());
        let ending = |source: &str| source.rsplit_once('/').map_or(source, |(_, name)| name).to_owned();
        open(&[folder.path().to_owned()], Limits::default().import_bytes, &mut found, &mut |raw| {
            raws.push((ending(&raw.source), raw.bytes.len()))
        })
        .expect("opens");
        (raws, found.sorted().into_iter().map(|finding| finding.message).collect())
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("packs");
        encoder.finish().expect("packs")
    }

    fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
        for (name, content) in entries {
            let (mut entry, config) = archive
                .new_file(name)
                .compression_method(rawzip::CompressionMethod::DEFLATE)
                .start()
                .expect("an entry");
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, Compression::best());
            let mut writer = config.wrap(encoder);
            writer.write_all(content).expect("packs");
            let (encoder, descriptor) = writer.finish().expect("packs");
            encoder.finish().expect("packs");
            entry.finish(descriptor).expect("an entry");
        }
        archive.finish().expect("an archive");
        bytes
    }

    #[test]
    fn archives_give_their_pages_and_nothing_else() {
        assert_eq!(opened("one.html.gz", &packed(b"<p>page")).0, [("one.html".into(), 7)]);
        let zip = zipped(&[
            ("a/1.html", b"<p>one"),
            ("../2.txt", b"two"),
            ("a_files/3.html", b"ad"),
            ("4.png", b"x"),
            ("5.html", &packed(b"x")),
        ]);
        let (raws, messages) = opened("pages.zip", &zip);
        assert_eq!(raws, [("1.html".into(), 6), ("2.txt".into(), 3)]);
        assert!(messages.len() == 1 && messages[0].ends_with("an archive inside an archive"), "{messages:?}");
        let answer = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=x\r\n\r\n{body}");
        let record = |kind: &str, body: &str| {
            format!(
                "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://e.org/\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
                body.len()
            )
        };
        let warc = record("request", "GET /")
            + &record("response", &answer("<p>one"))
            + &record("response", "HTTP/1.1 404 No\r\n\r\nx");
        assert_eq!(opened("crawl.warc", warc.as_bytes()).0, [("crawl.warc#2".into(), 6)]);
        assert_eq!(opened("crawl.warc.gz", &packed(warc.as_bytes())).0, [("crawl.warc.gz#2".into(), 6)]);
    }

    #[test]
    fn what_unpacks_without_end_is_left_out_and_the_rest_goes_on() {
        let zeros = vec![b' '; 40 << 20];
        let (raws, messages) = opened("bomb.gz", &packed(&zeros));
        assert!(raws.is_empty() && messages[0].ends_with("it unpacks to more than 100 times its size"), "{messages:?}");
        let (raws, messages) = opened("bomb.zip", &zipped(&[("1.html", &zeros), ("2.html", b"<p>two")]));
        assert_eq!((raws, messages.len()), (vec![("2.html".into(), 6)], 1));
        let (raws, messages) = opened("large.html", &zeros);
        assert!(
            raws.is_empty() && messages[0].ends_with("it is larger than 16777216 bytes, the limit `import_bytes`"),
            "{messages:?}"
        );
        let cut = &packed(b"<p>page with some words")[..20];
        assert_eq!(opened("cut.gz", cut).1.len(), 1);
        assert_eq!(opened("broken.zip", b"PK\x03\x04 no archive").1.len(), 1);
        let endless = format!("WARC/1.0\r\n{}", "a".repeat(100_000));
        assert!(opened("endless.warc", endless.as_bytes()).1[0].ends_with("a record has an endless head"));
    }
}
