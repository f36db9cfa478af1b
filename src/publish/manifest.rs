//! The manifest of a site: what it was made from and what it holds. It also marks a folder as ours.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use crate::cache::{Input, Output};
use crate::error::{Error, Result};

/// Marks an output folder as ours and lists what is in it.
pub const MANIFEST: &str = "manifest.json";
/// How the manifest begins.
const MARK: &str = "{\n\"saar\": \"";

/// What is known of one file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3.
    pub hash: [u8; 32],
}

/// What the manifest says of the inputs. Nothing in it names the machine or its folders, nor a file that the site
/// does not show: the manifest is published, and an embargo holds for it too.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// The last instant at which the site changed without its files.
    pub as_of: String,
    /// The next one.
    pub next_change: Option<String>,
    /// Its address.
    pub base_url: String,
    /// Its zone.
    pub zone: &'static str,
    /// Articles on it.
    pub articles: usize,
    /// How many articles are left out for each reason.
    pub left_out: BTreeMap<&'static str, usize>,
    /// The files of those articles, which the manifest does not name.
    pub away: HashSet<String>,
    /// Findings by severity: word and number.
    pub findings: Vec<(&'static str, usize)>,
    /// The ids that stand on briefings, by path.
    pub briefings: BTreeMap<String, String>,
    /// Every file that the site is made from, by path.
    pub inputs: Vec<&'a Input>,
}

/// The BLAKE3 of the manifest.
pub fn hash(facts: &Facts<'_>, outputs: &[&Output]) -> [u8; 32] {
    // hashing is fast in large pieces
    let mut out = BufWriter::with_capacity(1 << 17, blake3::Hasher::new());
    // and cannot fail
    let _ = write(facts, outputs, &mut out);
    out.into_inner().expect("hashing takes all").finalize().into()
}

/// Writes the manifest, a line for each file: it is as long as the site has files.
///
/// # Errors
/// Those of `out`.
pub fn write(facts: &Facts<'_>, outputs: &[&Output], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{MARK}{}\",\n\"gazetteer\": \"{}\",", env!("CARGO_PKG_VERSION"), env!("SAAR_GAZETTEER"))?;
    writeln!(out, "\"as_of\": {},\n\"next_change\": {},", json!(facts.as_of), json!(facts.next_change))?;
    writeln!(out, "\"base_url\": {},\n\"timezone\": {},", json!(facts.base_url), json!(facts.zone))?;
    let findings: BTreeMap<_, _> = facts.findings.iter().copied().collect();
    writeln!(out, "\"articles\": {},\n\"findings\": {},", facts.articles, json!(findings))?;
    writeln!(out, "\"left_out\": {},", json!(facts.left_out))?;
    if !facts.briefings.is_empty() {
        writeln!(out, "\"briefings\": {},", serde_json::to_string_pretty(&facts.briefings)?)?;
    }
    write!(out, "\"inputs\": [")?;
    list(facts.inputs.iter().map(|file| (file.path.as_str(), file.bytes, file.hash)), out)?;
    write!(out, "],\n\"outputs\": [")?;
    list(outputs.iter().map(|file| (file.file.as_str(), file.bytes, file.hash)), out)?;
    out.write_all(b"]\n}\n")
}

fn list<'a>(files: impl Iterator<Item = (&'a str, u64, [u8; 32])>, out: &mut dyn Write) -> io::Result<()> {
    let mut comma = "";
    for (path, bytes, hash) in files {
        write!(out, "{comma}\n{{\"path\":")?;
        serde_json::to_writer(&mut *out, path)?;
        let hash = blake3::Hash::from(hash).to_hex();
        write!(out, ",\"bytes\":{bytes},\"blake3\":\"{hash}\"}}")?;
        comma = ",";
    }
    Ok(())
}

/// The parts of a manifest that are read again.
#[derive(Deserialize)]
struct Known {
    saar: String,
    gazetteer: String,
    as_of: String,
    base_url: String,
    articles: usize,
    inputs: Vec<KnownFile>,
    outputs: Vec<KnownFile>,
}

#[derive(Deserialize)]
struct KnownFile {
    path: String,
    bytes: u64,
    blake3: String,
}

/// The files that the manifest of a folder lists; `None` if it is not ours.
pub fn read(folder: &Path) -> Option<Vec<(String, Written)>> {
    let known = known(folder)?;
    let file = |file: KnownFile| {
        let hash = blake3::Hash::from_hex(file.blake3).ok()?;
        Some((file.path, Written { bytes: file.bytes, hash: hash.into() }))
    };
    known.outputs.into_iter().map(file).collect()
}

/// How many articles the site in a folder has.
pub fn articles(folder: &Path) -> Option<usize> {
    Some(known(folder)?.articles)
}

/// What changed since the site in a folder was made; `seen` tells the files that were there then. One of
/// `content`, `template`, `settings`, `time`, `gazetteer`,
/// `program`.
pub fn reasons(folder: &Path, facts: &Facts<'_>, seen: &dyn Fn(&str) -> bool) -> Vec<&'static str> {
    let Some(known) = known(folder) else { return Vec::new() };
    let hashes = known.inputs.iter().map(|file| (file.path.as_str(), file.blake3.as_str()));
    let before: BTreeMap<&str, &str> = hashes.collect();
    let hash = |file: &Input| blake3::Hash::from(file.hash).to_hex();
    let now: BTreeMap<&str, &Input> = facts.inputs.iter().map(|file| (file.path.as_str(), *file)).collect();
    let same = |path: &str| match (before.get(path), now.get(path)) {
        (Some(before), Some(now)) => *before == hash(now).as_str(),
        // an article that came or went with the time, and whose file was there before and is there now
        (Some(_), None) => facts.away.contains(path),
        (None, _) => seen(path),
    };
    let paths: BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    let changed: Vec<&str> = paths.into_iter().filter(|path| !same(path)).collect();
    let below = |folder: &str| changed.iter().any(|path| path.starts_with(folder));
    let reasons = [
        ("content", below("content/")),
        ("template", below("templates/")),
        ("settings", below("site.yaml") || known.base_url != facts.base_url),
        ("time", known.as_of != facts.as_of),
        ("gazetteer", known.gazetteer != env!("SAAR_GAZETTEER")),
        ("program", known.saar != env!("CARGO_PKG_VERSION")),
    ];
    reasons.into_iter().filter(|(_, holds)| *holds).map(|(reason, _)| reason).collect()
}

fn known(folder: &Path) -> Option<Known> {
    serde_json::from_slice(&fs::read(folder.join(MANIFEST)).ok()?).ok()
}

/// Whether a folder holds a site that saar wrote.
///
/// # Errors
/// When its manifest is there and cannot be read.
pub fn ours(folder: &Path) -> Result<bool> {
    use io::ErrorKind::{NotADirectory, NotFound, UnexpectedEof};
    let mut head = [0; MARK.len()];
    let path = folder.join(MANIFEST);
    match File::open(&path).and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) => Ok(head == *MARK.as_bytes()),
        Err(cause) if matches!(cause.kind(), NotFound | NotADirectory | UnexpectedEof) => Ok(false),
        Err(cause) => Err(Error::io("cannot read", &path)(cause)),
    }
}
