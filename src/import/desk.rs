//! The flow of `saar import`: inputs in, drafts in the project's `content/` out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::document::{Document, Note, Stamp};
use super::family::{self, Kin, Story};
use super::read::facts::Facts;
use super::read::matcher::Reader;
use super::read::read;
use super::suggest::{self, Fields};
use super::{Raw, open, store, take_apart, write};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::{Error, Result};
use crate::load::{FileKind, Sources};
use crate::model::claim::ClaimValue;
use crate::model::dated::Moment;
use crate::model::site::{Gazetteer, Site};
use crate::parse::split::split;
use crate::pipeline::{self, Options, Progress};
use crate::source::SourceId;
use crate::yaml;

/// Inputs that are read side by side.
const BATCH: usize = 64;
/// The largest article that is looked at.
const MOST_BYTES: u64 = 16 << 20;

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
    let Some((site, sources)) = pipeline::project(options, goal != Goal::Tell, &mut found)? else {
        return Ok((None, crate::load::project(&options.root, &mut Diagnostics::default())?, found));
    };
    progress.stage("read", 0);
    let reader = Reader::new(&site.gazetteer, &site.people);
    let mut imported = Imported::default();
    let mut hashes = if goal == Goal::Tell { BTreeSet::new() } else { known(&sources) };
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
        let fields = suggest::fields(document, facts, &site.gazetteer, env!("CARGO_PKG_VERSION"));
        let body = write::markdown(&document.body);
        let text = write::article(&fields, &body);
        let path = place(&options.root, &write::path(document), &text, &mut taken, goal)?;
        let notes = document.notes.iter().chain(&facts.notes).cloned().collect();
        imported.drafts.push(Draft { source: document.source.clone(), path, fields, body, notes });
    }
    imported.kin = kin(&site, &sources, &all, &imported.drafts);
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
fn known(sources: &Sources) -> BTreeSet<String> {
    let files: Vec<SourceId> = sources.of_kind(FileKind::Article).collect();
    let hash = |&id: &SourceId| {
        let bytes = sources.read(id, MOST_BYTES).ok()?;
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

/// Which of the new documents tell the story of another one, new or here already.
fn kin(site: &Site, sources: &Sources, new: &[Read], drafts: &[Draft]) -> Vec<(String, String, Kin)> {
    if new.is_empty() {
        return Vec::new();
    }
    let old: Vec<(String, Story)> = site
        .articles
        .par_iter()
        .map(|article| {
            let text =
                sources.read(article.source, MOST_BYTES).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let body = text.as_deref().and_then(|text| text.get(article.body_start as usize..)).unwrap_or_default();
            let place = |id: crate::model::region::RegionId| site.region(id).id.clone();
            let facts = article
                .grouped_regions()
                .chain(article.mentions.iter().copied())
                .map(place)
                .chain(article.subjects.iter().map(|id| site.subject(*id).id.clone()))
                .chain(article.parties.iter().map(|id| site.party(*id).id.clone()))
                .chain(article.claims.iter().map(|claim| number(&claim.value, &claim.unit)))
                .chain(
                    article
                        .people
                        .iter()
                        .map(|person| crate::text::sound::skeleton(&crate::text::fold::key(&person.written))),
                );
            let story = Story {
                text: format!("{}\n{body}", article.title),
                facts: facts.collect(),
                day: article
                    .published
                    .moment
                    .filter(|moment| matches!(moment, Moment::Day(_) | Moment::Minute(_)))
                    .map(Moment::day),
                outlet: article
                    .sources
                    .iter()
                    .find_map(|source| source.outlet)
                    .map(|id| crate::model::site::term(&site.outlets, id).id.clone()),
            };
            (sources.file(article.source).path.clone(), story)
        })
        .collect();
    let mut paths: Vec<String> = old.iter().map(|(path, _)| path.clone()).collect();
    paths.extend(drafts.iter().map(|draft| draft.path.clone()));
    let first_new = old.len();
    let mut stories: Vec<Story> = old.into_iter().map(|(_, story)| story).collect();
    stories.extend(new.iter().map(|read| story(read, &site.gazetteer)));
    let kin = family::kin(&stories).into_iter().filter(|kin| kin.pair.1 >= first_new);
    kin.map(|kin| (paths[kin.pair.0].clone(), paths[kin.pair.1].clone(), kin)).collect()
}

fn number(value: &ClaimValue, unit: &str) -> String {
    match value {
        ClaimValue::Number(number) => format!("{number} {unit}"),
        ClaimValue::Date(day) => format!("{day} {unit}"),
    }
}

fn story(Read { document, facts }: &Read, gazetteer: &Gazetteer) -> Story {
    let region = |found: &super::document::Found<crate::model::region::RegionId>| {
        gazetteer.regions[found.value.0 as usize].id.clone()
    };
    let subject = |found: &super::document::Found<crate::model::subject::SubjectId>| {
        gazetteer.subjects[found.value.0 as usize].id.clone()
    };
    let all = facts
        .regions
        .iter()
        .chain(&facts.units)
        .map(region)
        .chain(facts.elections.iter().chain(&facts.rolls).map(subject))
        .chain(facts.parties.iter().map(|found| gazetteer.parties[found.value.0 as usize].id.clone()))
        .chain(facts.claims.iter().map(|found| number(&found.value.value, found.value.unit)))
        .chain(
            facts.people.iter().map(|found| crate::text::sound::skeleton(&crate::text::fold::key(&found.value.name))),
        );
    Story {
        text: write::text(document),
        facts: all.collect(),
        day: document.published.as_ref().map(|found| match found.value {
            Stamp::Day(day) => day,
            Stamp::Instant(at) => at.with_timezone(&chrono_tz::Asia::Kolkata).date_naive(),
        }),
        outlet: document.outlet.as_ref().map(|found| crate::text::slug::slugify(&found.value).as_str().to_owned()),
    }
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
