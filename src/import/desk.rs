//! The flow of `saar import`: inputs in, drafts in the project's `content/` out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::document::Document;
use super::family::{self, Kin};
use super::read::facts::Facts;
use super::read::matcher::Reader;
use super::read::read;
use super::{Raw, kin, open, take_apart, write};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::{Error, Result};
use crate::load::{FileKind, Sources};
use crate::model::site::Site;
use crate::pipeline::{self, Options, Progress};

/// Inputs that are read side by side.
const BATCH: usize = 64;
/// How much of an article is read to find what it was made of.
const HEAD: u64 = 16 << 10;

/// A document that was imported.
#[derive(Debug)]
pub struct Draft {
    /// What it was read from.
    pub source: String,
    /// The file of the draft, below the project.
    pub path: String,
    /// What is doubtful about it, for the user.
    pub notes: Vec<String>,
}

/// What an import gave.
#[derive(Debug, Default)]
pub struct Imported {
    /// The drafts, in the order of the inputs.
    pub drafts: Vec<Draft>,
    /// Documents that the project has already.
    pub known: Vec<String>,
    /// Documents of which nothing can be read, and why.
    pub unreadable: Vec<(String, String)>,
    /// Documents that tell the same story, by their files; at least one of each pair is new.
    pub kin: Vec<(String, String, Kin)>,
    /// What was left out, or is wrong with the settings.
    pub found: Vec<Diagnostic>,
}

/// A document with what was read in it.
struct Read {
    document: Document,
    facts: Facts,
}

/// Imports `inputs` into the project of `options`; `dry` writes nothing. `None` if the settings cannot be used.
///
/// # Errors
/// When the machine fails us, or an input does not exist.
pub fn import(
    options: &Options,
    inputs: &[PathBuf],
    dry: bool,
    progress: &dyn Progress,
) -> Result<(Option<Imported>, Sources, Diagnostics)> {
    let mut found = Diagnostics::default();
    let Some((site, sources)) = pipeline::project(options, &mut found)? else {
        return Ok((None, crate::load::project(&options.root, &mut Diagnostics::default())?, found));
    };
    progress.stage("read", 0);
    let reader = Reader::new(&site.gazetteer, &site.people);
    let mut imported = Imported::default();
    let mut hashes = known(&sources);
    let mut refused = Diagnostics::default();
    let mut all: Vec<Read> = Vec::new();
    let mut batch: Vec<Raw> = Vec::new();
    open(inputs, &mut refused, &mut |raw| {
        batch.push(raw);
        if batch.len() == BATCH {
            take(&reader, &std::mem::take(&mut batch), &mut all, &mut imported, progress);
        }
    })?;
    take(&reader, &batch, &mut all, &mut imported, progress);
    // a file of a feed has many documents, and its hash belongs to all of them
    let hash =
        |document: &Document| format!("{}{}", document.hash, document.source.rsplit_once('#').map_or("", |(_, n)| n));
    all.retain(|read| {
        let new = hashes.insert(hash(&read.document));
        if !new {
            imported.known.push(read.document.source.clone());
        }
        new
    });
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for Read { document, facts } in &all {
        let text = write::article(document, facts, &site.gazetteer, env!("CARGO_PKG_VERSION"));
        let path = place(&options.root, &write::path(document), &text, &mut taken, dry)?;
        let notes = document.notes.iter().chain(&facts.notes).map(|note| format!("{}: {}", note.name, note.message));
        imported.drafts.push(Draft { source: document.source.clone(), path, notes: notes.collect() });
    }
    imported.kin = related(&site, &sources, &all, &imported.drafts);
    imported.found.extend(refused.sorted());
    Ok((Some(imported), sources, found))
}

/// Takes inputs apart and reads them.
fn take(reader: &Reader, batch: &[Raw], all: &mut Vec<Read>, imported: &mut Imported, progress: &dyn Progress) {
    let read_one = |raw: &Raw| {
        let documents = take_apart(raw);
        progress.step();
        documents.map(|documents| {
            let read = |document: Document| Read { facts: read(&document, reader), document };
            documents.into_iter().map(read).collect::<Vec<_>>()
        })
    };
    let done: Vec<std::result::Result<Vec<Read>, Diagnostic>> = batch.par_iter().map(read_one).collect();
    for one in done {
        match one {
            Ok(documents) => {
                let (empty, good): (Vec<Read>, Vec<Read>) = documents
                    .into_iter()
                    .partition(|read| read.document.title.is_none() && read.document.body.is_empty());
                all.extend(good);
                for Read { document, .. } in empty {
                    let why = document.notes.first().map_or("it has no text", |note| note.message.as_str());
                    imported.unreadable.push((document.source.clone(), why.to_owned()));
                }
            }
            Err(why) => imported.found.push(why),
        }
    }
}

/// The hashes of files of which the project has an article.
fn known(sources: &Sources) -> BTreeSet<String> {
    let heads = sources.of_kind(FileKind::Article).collect::<Vec<_>>().into_par_iter().filter_map(|id| {
        let bytes = sources.read(id, HEAD.max(16 << 20)).ok()?;
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD as usize)]).into_owned();
        let line = text.lines().find_map(|line| line.strip_prefix("imported: "))?.to_owned();
        let value = |key: &str| Some(line.split_once(key)?.1.split_once('"')?.1.split_once('"')?.0.to_owned());
        let hash =
            value("blake3: ").or_else(|| Some(line.split_once("blake3: ")?.1.trim_end_matches('}').to_owned()))?;
        let number = value("file: ").and_then(|file| Some(file.rsplit_once('#')?.1.to_owned())).unwrap_or_default();
        Some(format!("{hash}{number}"))
    });
    heads.collect()
}

/// Writes a draft where no file stands; gives its path below the project.
fn place(root: &Path, path: &str, text: &str, taken: &mut BTreeSet<String>, dry: bool) -> Result<String> {
    let content = root.join("content");
    let mut number = 1;
    loop {
        let name = if number == 1 { format!("{path}.md") } else { format!("{path}-{number}.md") };
        let file = content.join(&name);
        number += 1;
        if taken.contains(&name) || file.exists() {
            continue;
        }
        taken.insert(name.clone());
        if !dry {
            let folder = file.parent().unwrap_or(&content);
            fs::create_dir_all(folder).map_err(Error::io("cannot make", folder))?;
            // whole or not at all: a link fails where a file came to stand in the meantime
            let half = folder.join(format!(".saar-import-{}", std::process::id()));
            let written = fs::File::create(&half).and_then(|mut out| out.write_all(text.as_bytes()));
            let linked = written.and_then(|()| fs::hard_link(&half, &file));
            let _ = fs::remove_file(&half);
            linked.map_err(Error::io("cannot write", &file))?;
        }
        return Ok(format!("content/{name}"));
    }
}

/// Which of the new documents tell the story of another one, new or here already.
fn related(site: &Site, sources: &Sources, new: &[Read], drafts: &[Draft]) -> Vec<(String, String, Kin)> {
    if new.is_empty() {
        return Vec::new();
    }
    let mut paths: Vec<String> = site.articles.iter().map(|a| sources.file(a.source).path.clone()).collect();
    paths.extend(drafts.iter().map(|draft| draft.path.clone()));
    let first_new = site.articles.len();
    let mut stories = kin::of_project(site, sources);
    stories.extend(new.iter().map(|read| kin::of_document(&read.document, &read.facts, &site.gazetteer)));
    let kin = family::kin(&stories).into_iter().filter(|kin| kin.pair.1 >= first_new);
    kin.map(|kin| (paths[kin.pair.0].clone(), paths[kin.pair.1].clone(), kin)).collect()
}

/// Families of the pairs, as lists of files, for a report.
pub fn families(kin: &[(String, String, Kin)]) -> Vec<Vec<&str>> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (a, b, _) in kin {
        for path in [a, b] {
            let next = places.len();
            places.entry(path).or_insert(next);
        }
    }
    let pairs: Vec<Kin> =
        kin.iter().map(|(a, b, kin)| Kin { pair: (places[a.as_str()], places[b.as_str()]), ..kin.clone() }).collect();
    let mut names: Vec<&str> = vec![""; places.len()];
    places.iter().for_each(|(path, at)| names[*at] = path);
    family::families(names.len(), &pairs).into_iter().map(|all| all.into_iter().map(|at| names[at]).collect()).collect()
}
