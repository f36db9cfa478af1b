//! The flow of `saar import`: inputs in, drafts in the project's `content/` out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::document::{Document, Note};
use super::family::Kin;
use super::kin::Related;
use super::read::facts::Facts;
use super::read::matcher::Reader;
use super::read::read;
use super::suggest::{self, Fields};
use super::{Raw, open, take_apart, write};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::{Error, Result};
use crate::load::{FileKind, Sources};
use crate::model::limits::Limits;
use crate::parse::split::split;
use crate::pipeline::{self, Options, Progress};
use crate::source::SourceId;
use crate::store;
use crate::yaml;

/// Inputs that are read side by side.
const BATCH: usize = 64;

/// A document that was imported.
#[derive(Debug)]
pub struct Draft {
    /// What it was read from.
    pub source: String,
    /// The file of the draft, below the project.
    pub path: String,
    /// Its front matter.
    pub fields: Fields,
    /// Its text, in Markdown.
    pub body: String,
    /// What is doubtful about it, for the user.
    pub notes: Vec<Note>,
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
    /// Documents that tell the story of another one, by their files: that one, which comes first, and the new one.
    pub kin: Vec<(String, String, Kin)>,
    /// What was left out, or is wrong with the settings.
    pub found: Vec<Diagnostic>,
}

/// A document with what was read in it.
struct Read {
    document: Document,
    facts: Facts,
}

/// What becomes of the drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// They are written into the project.
    Write,
    /// It is only told what would be written.
    Dry,
    /// Another program gets them; a project is not needed.
    Tell,
}

/// Imports `inputs` into the project of `options`. `None` if the settings cannot be used.
///
/// # Errors
/// When the machine fails us, or an input does not exist.
pub fn import(
    options: &Options,
    inputs: &[PathBuf],
    goal: Goal,
    progress: &dyn Progress,
) -> Result<(Option<Imported>, Sources, Diagnostics)> {
    let mut found = Diagnostics::default();
    let (site, sources) = pipeline::project(options, goal != Goal::Tell, &mut found)?;
    let Some(site) = site else { return Ok((None, sources, found)) };
    progress.stage("read", 0);
    let reader = Reader::new(&site.gazetteer, &site.people);
    let mut imported = Imported::default();
    let mut hashes = if goal == Goal::Tell { BTreeSet::new() } else { known(&sources, &site.settings.limits) };
    let mut refused = Diagnostics::default();
    let mut all: Vec<Read> = Vec::new();
    let mut batch: Vec<Raw> = Vec::new();
    open(inputs, site.settings.limits.import_bytes, &mut refused, &mut |raw| {
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
    let mut kin = Related::new(&site, &sources, all.iter().map(|read| (&read.document, &read.facts)).collect());
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for Read { document, facts } in &all {
        let mut fields = suggest::fields(document, facts, &site.gazetteer, env!("CARGO_PKG_VERSION"));
        fields.extend(kin.family().map(|family| ("family", family)));
        let body = write::markdown(&document.body);
        let text = write::article(&fields, &body);
        let path = place(&options.root, &write::path(document), &text, &mut taken, goal)?;
        let notes = document.notes.iter().chain(&facts.notes).cloned().collect();
        kin.written(&path);
        imported.drafts.push(Draft { source: document.source.clone(), path, fields, body, notes });
    }
    imported.kin = kin.told();
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

/// The hashes of files of which the project has an article, with the number of the document in its file.
fn known(sources: &Sources, limits: &Limits) -> BTreeSet<String> {
    let files: Vec<SourceId> = sources.of_kind(FileKind::Article).collect();
    let hash = |&id: &SourceId| {
        let bytes = sources.read(id, limits.article_bytes).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        memchr::memmem::find(&bytes, b"imported:")?;
        let front = split(text, id).ok()?.yaml;
        let imported = yaml::parse(front, id, 0).ok()?.get("imported")?.clone();
        let number = imported.text("file")?.rsplit_once('#').map_or("", |(_, number)| number);
        Some(format!("{}{number}", imported.text("blake3")?))
    };
    files.par_iter().filter_map(hash).collect()
}

/// The path of a draft below the project at `root`: one where no file stands, written there if that is the `goal`.
fn place(root: &Path, path: &str, text: &str, taken: &mut BTreeSet<String>, goal: Goal) -> Result<String> {
    for number in 1_u32.. {
        let name = if number == 1 { format!("content/{path}.md") } else { format!("content/{path}-{number}.md") };
        let free = !taken.contains(&name) && store::free(&root.join(&name));
        if free && (goal != Goal::Write || store::create(&root.join(&name), text)?) {
            taken.insert(name.clone());
            return Ok(name);
        }
    }
    Err(Error::Bug("numbers came to an end".into()))
}
