//! Archives: zip, gzip and WARC, read as streams within limits; nothing is written to the disk, and a name inside
//! an archive is only ever shown.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};

use super::open::{Collect, Raw};
use crate::model::limits::Limit;

/// How many times its packed size an unpacked stream may have, beyond [`FREE`] bytes.
const RATIO: u64 = 100;
const FREE: u64 = 1 << 20;
/// Most entries of one archive.
const MOST_ENTRIES: u64 = 100_000;
/// Longest head of a record.
const LONGEST_HEAD: u64 = 64 << 10;

/// Counts what is read.
struct Counting<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// An unpacked stream that fails once it is too many times larger than what was read for it.
struct Guarded<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked > FREE && self.unpacked > self.packed.get().saturating_mul(RATIO) {
            return Err(io::Error::other(format!("it unpacks to more than {RATIO} times its size")));
        }
        Ok(read)
    }
}

/// All of a stream, if it is no larger than a document may be, unpacked.
///
/// # Errors
/// What the stream says, or that it is too large, in words.
pub fn whole(stream: impl Read, largest: Limit) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    stream.take(largest.most.saturating_add(1)).read_to_end(&mut bytes).map_err(|why| why.to_string())?;
    if largest.is_exceeded_by(bytes.len()) {
        return Err(format!("it is larger than {} bytes, the limit `{}`", largest.most, largest.key));
    }
    Ok(bytes)
}

/// Reads a gzip stream: a WARC gives its records, anything else is one document.
pub fn gzip(name: &str, packed: impl Read, out: &mut Collect) {
    let count = Rc::new(Cell::new(0));
    let packed = BufReader::new(Counting { inner: packed, count: Rc::clone(&count) });
    let mut stream = BufReader::new(Guarded { inner: MultiGzDecoder::new(packed), packed: count, unpacked: 0 });
    match stream.fill_buf() {
        Ok(start) if start.starts_with(b"WARC/") => warc(name, stream, out),
        Ok(start) if is_packed(start) => out.refuse(name, "it is an archive inside an archive"),
        Ok(_) => match whole(stream, out.largest) {
            Ok(bytes) => out.give(Raw { source: name.trim_end_matches(".gz").to_owned(), bytes, ..Raw::default() }),
            Err(why) => out.refuse(name, &why),
        },
        Err(why) => out.refuse(name, &why.to_string()),
    }
}

/// Whether bytes begin as an archive does.
pub fn is_packed(start: &[u8]) -> bool {
    start.starts_with(b"\x1f\x8b") || start.starts_with(b"PK\x03\x04")
}

/// Reads the documents of a zip archive.
pub fn zip(name: &str, file: File, out: &mut Collect) {
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let archive = match rawzip::ZipArchive::from_file(file, &mut buffer) {
        Ok(archive) => archive,
        Err(why) => return out.refuse(name, &format!("it is no zip archive that can be read: {why}")),
    };
    let mut entries = archive.entries(&mut buffer);
    let mut count = 0;
    loop {
        let entry = match entries.next_entry() {
            Ok(Some(entry)) => entry,
            Ok(None) => return,
            Err(why) => return out.refuse(name, &format!("its list of entries breaks off: {why}")),
        };
        count += 1;
        if count > MOST_ENTRIES {
            return out.refuse(name, &format!("it has more than {MOST_ENTRIES} entries; the rest is left out"));
        }
        let inner = shown(entry.file_path().as_ref());
        if inner == "[Content_Types].xml" {
            return out.refuse(name, "it is a file of a word processor; save the text as HTML or as text");
        }
        if entry.is_dir() || !out.wants(&inner) {
            continue;
        }
        let source = format!("{name}/{inner}");
        let packed = Rc::new(Cell::new(entry.compressed_size_hint()));
        let method = entry.compression_method();
        let read = archive.get_entry(entry.wayfinder()).map_err(|why| why.to_string()).and_then(|entry| {
            let stream = BufReader::new(entry.reader());
            match method {
                rawzip::CompressionMethod::STORE => whole(stream, out.largest),
                rawzip::CompressionMethod::DEFLATE => {
                    whole(Guarded { inner: DeflateDecoder::new(stream), packed, unpacked: 0 }, out.largest)
                }
                _ => Err("it is packed by a method other than deflate".into()),
            }
        });
        match read {
            Ok(bytes) if is_packed(&bytes) => out.refuse(&source, "it is an archive inside an archive"),
            Ok(bytes) => out.give(Raw { source, bytes, ..Raw::default() }),
            Err(why) => out.refuse(&source, &why),
        }
    }
}

/// A name inside an archive as it may be shown: no control characters, not too long.
fn shown(name: &[u8]) -> String {
    let name: String = String::from_utf8_lossy(name).chars().filter(|c| !c.is_control()).take(300).collect();
    name.trim_start_matches('/').to_owned()
}

/// The head of a WARC record or of an answer inside: its first line, and its fields in lower case.
struct Fields {
    first: String,
    fields: Vec<(String, String)>,
}

impl Fields {
    fn read(stream: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = Self { first: String::new(), fields: Vec::new() };
        let mut left = LONGEST_HEAD;
        loop {
            let mut line = Vec::new();
            let read = stream.by_ref().take(left).read_until(b'\n', &mut line)? as u64;
            if read == 0 {
                return if left == 0 { Err(io::Error::other("a record has an endless head")) } else { Ok(None) };
            }
            left -= read;
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            match (line.is_empty(), head.first.is_empty()) {
                (true, true) => {}
                (true, false) => return Ok(Some(head)),
                (false, true) => head.first = line,
                (false, false) => {
                    let field = line
                        .split_once(':')
                        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                    head.fields.extend(field);
                }
            }
        }
    }

    fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// Reads the pages of a WARC: answers with status 200, and resources.
pub fn warc(name: &str, mut stream: impl BufRead, out: &mut Collect) {
    for number in 1..=MOST_ENTRIES {
        let head = match Fields::read(&mut stream) {
            Ok(Some(head)) => head,
            Ok(None) => return,
            Err(why) => return out.refuse(name, &why.to_string()),
        };
        let Ok(length) = head.get("content-length").parse::<u64>() else {
            return out.refuse(name, &format!("record {number} has no length; the rest is left out"));
        };
        let mut record = stream.by_ref().take(length);
        let kind = head.get("warc-type");
        if matches!(kind, "response" | "resource" | "conversion") {
            let address = head.get("warc-target-uri").trim_matches(['<', '>']).to_owned();
            let source = format!("{name}#{number}");
            match page(kind == "response", head.get("content-type"), &mut record, out.largest) {
                Ok(Some(raw)) => {
                    let address = Some(address).filter(|address| address.starts_with("http"));
                    out.give(Raw { source, address, ..raw });
                }
                Ok(None) => {}
                Err(why) => out.refuse(&source, &why),
            }
        }
        if let Err(why) = io::copy(&mut record, &mut io::sink()) {
            return out.refuse(name, &why.to_string());
        }
    }
    out.refuse(name, &format!("it has more than {MOST_ENTRIES} records; the rest is left out"));
}

/// The page in a record with the charset of its head; nothing for pictures, errors and redirections.
fn page(answer: bool, kind: &str, record: &mut impl BufRead, largest: Limit) -> Result<Option<Raw>, String> {
    let read = if answer { Fields::read(record).map_err(|why| why.to_string())? } else { None };
    if answer && read.as_ref().is_none_or(|head| head.first.split(' ').nth(1) != Some("200")) {
        return Ok(None);
    }
    let kind = read.as_ref().map_or(kind, |head| head.get("content-type")).to_ascii_lowercase();
    if !["html", "xml", "rss", "atom", "text/plain"].iter().any(|word| kind.contains(word)) {
        return Ok(None);
    }
    let mut bytes = whole(record, largest)?;
    if let Some(head) = &read {
        if head.get("transfer-encoding").eq_ignore_ascii_case("chunked") {
            bytes = unchunked(&bytes).unwrap_or(bytes);
        }
        // what the head says is believed only where the bytes agree
        if bytes.starts_with(b"\x1f\x8b") {
            let packed = Rc::new(Cell::new(bytes.len() as u64));
            bytes = whole(Guarded { inner: MultiGzDecoder::new(bytes.as_slice()), packed, unpacked: 0 }, largest)?;
        } else if matches!(head.get("content-encoding"), "br" | "zstd" | "deflate")
            && std::str::from_utf8(&bytes).is_err()
        {
            return Err(format!("it is packed as `{}`, which saar does not read", head.get("content-encoding")));
        }
    }
    let charset = kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', '\'', ' ', ';']).to_owned());
    Ok(Some(Raw { bytes, charset, ..Raw::default() }))
}

/// The bytes of a chunked answer; `None` where they are not chunked after all.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = memchr::memmem::find(rest, b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size + 2..)?;
    }
}
