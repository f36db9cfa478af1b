//! Facts: what one machine read of its share of the articles, so that no other has to.
//!
//! ```text
//! facts-3-of-8.jsonl   a line of JSON for each file: its facts, as `data/articles.json` has them, and `record`, from
//!                      which this build of the program makes the article again
//! facts-3-of-8.json    by what it was written, lines, size and BLAKE3; written last
//! ```

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Input, Memory};
use crate::error::{Error, Result};
use crate::load::{FileKind, Sources};
use crate::model::shard::Shard;

/// The version of the format. Columns may be added to it; none is taken away or changes its meaning.
pub const FORMAT: u32 = 1;

/// Bytes of lines that are read at a time.
const PIECE: u64 = 4 << 20;

/// A line about a file.
#[derive(Serialize)]
pub struct Row<'a, T: Serialize> {
    /// Relative to the project.
    pub file: &'a str,
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3, as 64 digits.
    pub blake3: String,
    /// As the cache keeps it, in base64; empty where something was found wrong, which has to be found again.
    pub record: String,
    /// What is known of its article; nothing where the site does not show it.
    #[serde(flatten)]
    pub facts: Option<T>,
}

impl<'a, T: Serialize> Row<'a, T> {
    /// The line about a file that was read, with the record of its article.
    pub fn new(input: &'a Input, record: &[u8], facts: Option<T>) -> Self {
        let blake3 = blake3::Hash::from(input.hash).to_hex().to_string();
        Self { file: &input.path, bytes: input.bytes, blake3, record: BASE64.encode(record), facts }
    }
}

/// What a build reads of a line.
#[derive(Deserialize)]
struct Known<'a> {
    #[serde(borrow)]
    file: Cow<'a, str>,
    bytes: u64,
    blake3: &'a str,
    record: &'a str,
}

/// What stands beside the lines.
#[derive(Serialize, Deserialize)]
struct Head {
    facts: u32,
    saar: String,
    build: String,
    shard: String,
    /// BLAKE3 of `site.yaml`.
    settings: String,
    files: usize,
    bytes: u64,
    blake3: String,
}

fn place(folder: &Path, shard: Shard, ending: &str) -> PathBuf {
    folder.join(format!("facts-{}.{ending}", shard.name()))
}

/// The bytes of `site.yaml`.
fn settings(sources: &Sources) -> Result<Vec<u8>> {
    let settings = sources.of_kind(FileKind::Settings).next();
    let read = |id| sources.bytes(id).map_err(Error::io("cannot read", Path::new("site.yaml")));
    Ok(settings.map(read).transpose()?.unwrap_or_default())
}

/// Writes the lines of a share of the articles of a project below `folder`, whole or not at all. Gives the number of
/// files.
///
/// # Errors
/// When the system refuses.
pub fn write<'a, T: Serialize>(
    folder: &Path,
    shard: Shard,
    sources: &Sources,
    rows: impl Iterator<Item = Row<'a, T>>,
) -> Result<usize> {
    let settings = settings(sources)?;
    fs::create_dir_all(folder).map_err(Error::io("cannot create", folder))?;
    let lines = place(folder, shard, "jsonl");
    let new = lines.with_extension(format!("jsonl.new-{}", std::process::id()));
    let run = || {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&new)?);
        let (mut hasher, mut line) = (blake3::Hasher::new(), Vec::new());
        let mut files = 0;
        for row in rows {
            line.clear();
            serde_json::to_writer(&mut line, &row)?;
            line.push(b'\n');
            hasher.update(&line);
            out.write_all(&line)?;
            files += 1;
        }
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&new, &lines)?;
        let head = Head {
            facts: FORMAT,
            saar: env!("CARGO_PKG_VERSION").to_owned(),
            build: env!("SAAR_BUILD").to_owned(),
            shard: shard.to_string(),
            settings: blake3::hash(&settings).to_hex().to_string(),
            files,
            bytes: hasher.count(),
            blake3: hasher.finalize().to_hex().to_string(),
        };
        fs::write(&new, serde_json::to_vec_pretty(&head)?)?;
        fs::rename(&new, place(folder, shard, "json"))?;
        Ok(files)
    };
    let written: std::io::Result<usize> = run();
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written.map_err(Error::io("cannot write", &lines))
}

/// What all shares below `folder` know of the articles of a project.
///
/// # Errors
/// When one is missing, damaged or of another build of the program, or when they are of other files than `sources`.
pub fn recall(folder: &Path, sources: &Sources) -> Result<Memory> {
    let settings = settings(sources)?;
    let hash = blake3::hash(&settings);
    let mut memory = Memory { inputs_by_size: true, ..Memory::default() };
    for shard in complete(folder)? {
        let path = place(folder, shard, "json");
        let head = fs::read(&path).map_err(Error::io("cannot read", &path))?;
        let head: Option<Head> = serde_json::from_slice(&head).ok();
        let head = head.ok_or_else(|| again(folder, shard, "have no head that can be read"))?;
        if head.build != env!("SAAR_BUILD") {
            return Err(again(folder, shard, &format!("were written by another build of saar ({})", head.saar)));
        }
        if head.settings != hash.to_hex().as_str() {
            return Err(again(folder, shard, "were read with another `site.yaml`"));
        }
        read(&place(folder, shard, "jsonl"), &head, &mut memory)?
            .ok_or_else(|| again(folder, shard, "are not what was written"))?;
    }
    let (path, bytes) = ("site.yaml".to_owned(), settings.len() as u64);
    memory.inputs.push(Input { path, bytes, modified: 0, hash: hash.into(), article: 0..0 });
    memory.articles = 0..memory.text.len();
    let by_path: FxHashMap<String, usize> = (0..).zip(&memory.inputs).map(|(at, i)| (i.path.clone(), at)).collect();
    memory.by_path = by_path;
    agree(&memory, sources)?;
    Ok(memory)
}

/// Adds what a file of lines says; `None` if it is not what `head` tells of.
fn read(path: &Path, head: &Head, memory: &mut Memory) -> Result<Option<()>> {
    let failed = || Error::io("cannot read", path);
    let mut lines = BufReader::with_capacity(1 << 20, File::open(path).map_err(failed())?);
    let (mut hasher, mut piece) = (blake3::Hasher::new(), Vec::new());
    let before = memory.inputs.len();
    loop {
        piece.clear();
        lines.by_ref().take(PIECE).read_to_end(&mut piece).map_err(failed())?;
        lines.read_until(b'\n', &mut piece).map_err(failed())?;
        if piece.is_empty() {
            break;
        }
        hasher.update(&piece);
        let known = |line: &[u8]| {
            let known: Known<'_> = serde_json::from_slice(line).ok()?;
            let hash = blake3::Hash::from_hex(known.blake3).ok()?.into();
            Some((known.file.into_owned(), known.bytes, hash, BASE64.decode(known.record).ok()?))
        };
        let lines: Option<Vec<_>> =
            piece.par_split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(known).collect();
        let Some(lines) = lines else { return Ok(None) };
        for (path, bytes, hash, record) in lines {
            let start = memory.text.len();
            memory.text.extend_from_slice(&record);
            memory.inputs.push(Input { path, bytes, modified: 0, hash, article: start..memory.text.len() });
        }
    }
    let same = hasher.finalize().to_hex().as_str() == head.blake3 && memory.inputs.len() - before == head.files;
    Ok(same.then_some(()))
}

/// Whether the articles of the project are those of the facts, by path and size. Their content is compared when
/// their pages are made.
fn agree(memory: &Memory, sources: &Sources) -> Result<()> {
    let mut count = 0;
    for file in sources.of_kind(FileKind::Article).map(|id| sources.file(id)) {
        count += 1;
        if memory.input(file).is_none() {
            return Err(Error::Usage(format!(
                "the facts do not know `{}` as it is now: it is new or was changed; run `saar facts` again",
                file.path
            )));
        }
    }
    match memory.inputs.len() - 1 - count {
        0 => Ok(()),
        gone => Err(Error::Usage(format!(
            "the facts tell of {gone} more file{} than there are articles; run `saar facts` again",
            if gone == 1 { "" } else { "s" }
        ))),
    }
}

/// The shares below a folder, if all are there.
fn complete(folder: &Path) -> Result<impl Iterator<Item = Shard>> {
    let mut there: Vec<Shard> = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io("cannot read", folder))? {
        let name = entry.map_err(Error::io("cannot read", folder))?.file_name();
        let shard = |name: &str| Shard::named(name.strip_prefix("facts-")?.strip_suffix(".json")?);
        there.extend(name.to_str().and_then(shard));
    }
    Shard::complete(&there, "share").map_err(|fault| {
        let folder = folder.display();
        Error::Usage(format!("`{folder}`: {fault}; make them with `saar facts --shard K/N --output {folder}`"))
    })
}

fn again(folder: &Path, shard: Shard, why: &str) -> Error {
    let folder = folder.display();
    Error::Usage(format!(
        "the facts of share {shard} in `{folder}` {why}; make them again with `saar facts --shard {shard} --output {folder}`"
    ))
}
