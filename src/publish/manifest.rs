//! The manifest of a site: what it was made from and what it holds. It also marks a folder as ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

/// Marks an output folder as ours and lists what is in it.
pub const MANIFEST: &str = "manifest.json";
/// What the manifest says in its first key.
const MARK: &str = "saar";

/// What is known of one file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3.
    pub hash: [u8; 32],
}

/// What the manifest says of the inputs. Nothing in it names the machine or its folders.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The instant for which the site was made.
    pub as_of: String,
    /// Its address.
    pub base_url: String,
    /// Articles on it.
    pub articles: usize,
    /// Files left out, with the reason.
    pub left_out: Vec<(String, &'static str)>,
    /// Every input file.
    pub inputs: BTreeMap<String, Written>,
}

/// Writes the manifest line by line: it is as long as the site has files.
pub fn write(facts: &Facts, outputs: &BTreeMap<String, Written>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\n\"{MARK}\": {},", json!(env!("CARGO_PKG_VERSION")))?;
    writeln!(out, "\"as_of\": {},\n\"base_url\": {},", json!(facts.as_of), json!(facts.base_url))?;
    writeln!(out, "\"articles\": {},", facts.articles)?;
    write!(out, "\"left_out\": [")?;
    for (at, (path, reason)) in facts.left_out.iter().enumerate() {
        write!(out, "{}\n{}", if at == 0 { "" } else { "," }, json!({ "path": path, "reason": reason }))?;
    }
    for (name, files) in [("inputs", &facts.inputs), ("outputs", outputs)] {
        write!(out, "],\n\"{name}\": [")?;
        for (at, (path, file)) in files.iter().enumerate() {
            let hash = blake3::Hash::from(file.hash).to_hex();
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}\n{{\"path\":{},\"bytes\":{},\"blake3\":\"{hash}\"}}", json!(path), file.bytes)?;
        }
    }
    out.write_all(b"]\n}\n")?;
    out.flush()
}

/// The parts of a manifest that show what is ours.
#[derive(Deserialize)]
struct Known {
    #[serde(rename = "saar")]
    _mark: String,
    outputs: Vec<KnownFile>,
}

#[derive(Deserialize)]
struct KnownFile {
    path: String,
}

/// The files that the manifest of a folder lists; `None` if it is not ours.
pub fn files(folder: &Path) -> Option<BTreeSet<String>> {
    let known: Known = serde_json::from_slice(&fs::read(folder.join(MANIFEST)).ok()?).ok()?;
    Some(known.outputs.into_iter().map(|file| file.path).collect())
}

/// Whether a folder holds a site that saar wrote.
pub fn ours(folder: &Path) -> bool {
    files(folder).is_some()
}
