//! A project that is looked at and not published: its site, and every file that it would have, by its hash.

use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Options, linked};
use crate::cache::{Inputs, Memory, Output, Page, Records};
use crate::diagnostic::Diagnostics;
use crate::error::{Error, Result};
use crate::load::Sources;
use crate::model::digest::Digest;
use crate::model::page;
use crate::model::site::Site;
use crate::render::theme::Theme;
use crate::render::{self, Finished, Planned, Sink};
use crate::{group, lint, plan};

/// A project up to its plan.
pub struct Looked {
    /// The linked model.
    pub site: Site,
    /// Its articles, grouped.
    pub digest: Digest,
    /// Its pages, by path.
    pub plan: Vec<page::Page>,
    /// What the last build left.
    pub memory: Memory,
    /// Its files as they were read.
    pub inputs: Inputs,
    /// How its pages look.
    pub theme: Theme,
}

/// The files of a site that was not written.
#[derive(Default)]
pub struct Files {
    /// By path.
    pub outputs: Vec<Output>,
    /// The words of bodies, see [`Finished::words`].
    pub words: Vec<u8>,
    /// What is wrong with the pages.
    pub found: Diagnostics,
}

/// Looks at a project; `memory` is what the last build left. `None` if the settings cannot be used.
///
/// # Errors
/// When the machine fails us.
pub fn look(sources: &Sources, options: &Options, memory: Memory, found: &mut Diagnostics) -> Result<Option<Looked>> {
    let mut inputs = Inputs::new(0, Records::dropped(), sources);
    let Some((site, memory)) = linked(sources, options, memory, &mut inputs, found)? else { return Ok(None) };
    let theme = render::theme::load(sources, &site.settings, found);
    inputs.add_others(sources, &memory);
    let digest = group::digest(&site);
    found.extend(lint::digest(&site, &digest));
    let assets = theme.assets.keys().cloned().collect();
    let plan = plan::pages(&site, &digest, sources, assets, found);
    Ok(Some(Looked { site, digest, plan, memory, inputs, theme }))
}

impl Looked {
    /// The files of the last build.
    pub fn before(&self) -> Files {
        let (outputs, words) = (self.memory.outputs().to_vec(), self.memory.words().to_vec());
        Files { outputs, words, found: Diagnostics::default() }
    }

    /// Every file of the site; what `before` has with the same key is taken from there and not made again.
    ///
    /// # Errors
    /// When the machine fails us.
    pub fn files(&self, sources: &Sources, before: &Files) -> Result<Files> {
        let sink = Noted { before: &before.outputs, noted: Mutex::default() };
        let Self { site, digest, plan, .. } = self;
        let planned = Planned { site, digest, plan, shard: None, words: &before.words };
        let finished = render::all(&planned, sources, &self.inputs, self.theme.clone(), &sink, &|| ())?;
        let Finished { found, words, .. } = finished;
        let mut outputs = sink.noted.into_inner().unwrap_or_else(PoisonError::into_inner);
        outputs.sort_unstable_by(|a, b| a.file.cmp(&b.file));
        // a file that two pages refer to is kept twice
        outputs.dedup_by(|a, b| a.file == b.file);
        Ok(Files { outputs, words, found })
    }
}

/// Notes files and drops them.
struct Noted<'a> {
    before: &'a [Output],
    noted: Mutex<Vec<Output>>,
}

impl Noted<'_> {
    fn noted(&self) -> MutexGuard<'_, Vec<Output>> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Noted<'_> {
    fn known(&self, path: &str) -> Option<(usize, &Page)> {
        let at = self.before.binary_search_by(|output| output.file.as_str().cmp(path)).ok()?;
        Some((at, self.before[at].page.as_ref()?))
    }

    fn page(&self, at: usize) -> Option<&Page> {
        self.before.get(at)?.page.as_ref()
    }

    fn keep(&self, at: usize) -> Result<()> {
        self.noted().push(self.before[at].clone());
        Ok(())
    }

    fn file(&self, path: &str, bytes: &[u8], page: Option<Page>) -> Result<()> {
        self.stream(path, page, &mut |out| out.write_all(bytes))
    }

    fn stream(
        &self,
        path: &str,
        page: Option<Page>,
        write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<()> {
        let mut hasher = blake3::Hasher::new();
        write(&mut hasher).map_err(Error::io("cannot make", Path::new(path)))?;
        let (bytes, hash) = (hasher.count(), hasher.finalize().into());
        self.noted().push(Output { file: path.to_owned(), bytes, hash, page });
        Ok(())
    }
}
