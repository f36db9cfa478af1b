//! Cache: what the last build left for the next one. It may be lost, shared between machines or damaged; then
//! nothing is remembered, and the output is the same.
//!
//! ```text
//! saar-cache BUILD\n   the build of the program that wrote it: another one trusts nothing in here
//! head │ inputs │ articles │ pages │ words      each with its length and its BLAKE3
//! ```

pub mod facts;
mod form;
mod key;
mod records;

use std::fs;
use std::hash::BuildHasher as _;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

pub use self::form::{bytes, decode, decode_first, encode, keep};
pub use self::key::{Hasher, Key};
pub use self::records::Records;

use self::form::{MAGIC, sections};

use chrono::{DateTime, FixedOffset, Utc};
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::load::{SourceFile, Sources};
use crate::model::site::{LeftOut, NextChange};
use crate::source::SourceId;

/// A file written this long before a build, in nanoseconds, cannot have been written again unnoticed.
const SETTLED: u64 = 2_000_000_000;

/// What a build as a whole came to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// Hash of the options that decide about the output.
    pub options: Key,
    /// BLAKE3 of the manifest of the site that stands.
    pub manifest: [u8; 32],
    /// Size and time of that file, in bytes and in nanoseconds since 1970.
    pub manifest_file: (u64, u64),
    /// Size and time of the manifest of the generation before it, if there is one.
    pub previous: Option<(u64, u64)>,
    /// Files of that generation that differ from those of the site.
    pub behind: Vec<String>,
    /// All folders of the site.
    pub folders: Vec<String>,
    /// Files of the site, with its manifest.
    pub files: usize,
    /// The zone of the site.
    pub zone: String,
    /// The instant of a build that is given none.
    pub newest: DateTime<Utc>,
    /// The instant of the site.
    pub as_of: DateTime<FixedOffset>,
    /// The next instant at which it would differ.
    pub next_change: Option<NextChange>,
    /// Articles on it.
    pub articles: usize,
    /// Articles that were taken back: each has a short page.
    pub withdrawn: usize,
    /// Pages and other files planned.
    pub pages: usize,
    /// What it leaves out.
    pub left_out: Vec<LeftOut>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// An input file as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Relative to the project.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// When it was last written; 0 where that cannot be relied on.
    pub modified: u64,
    /// BLAKE3 of its content.
    pub hash: [u8; 32],
    /// Its article among the articles, if it is one and nothing was found wrong with it.
    pub article: Range<usize>,
}

/// A file of the output as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Within the output folder.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3.
    pub hash: [u8; 32],
    /// How it can be known again; `None` where it must be made anew.
    pub page: Option<Page>,
}

/// What rendering a page gave besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Hash of everything that it is made from.
    pub key: Key,
    /// Links with a fragment: file and anchor.
    #[serde(with = "form::shared")]
    pub fragments: Arc<[(String, String)]>,
    /// Hashes of its anchors.
    #[serde(with = "form::shared")]
    pub anchors: Arc<[u64]>,
    /// What its body refers to.
    pub references: Vec<Reference>,
}

/// What a body refers to, and what that came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reference {
    /// A file of the project: the path of its page, and whether that shows its text.
    Page(String, String, bool),
    /// A file of the project, copied to a file of the output.
    Copy(String, String),
    /// A path of the site.
    Path(String),
    /// The path of an article that the site does not show at its instant.
    Away(String),
    /// A file of the output that is made together with this one.
    Part(String),
}

/// The files of the site that stands, sorted by path.
#[derive(Debug, Default)]
struct Outputs {
    all: Vec<Output>,
    /// By the hash of the path. Two of one hash are as good as none: they are made anew.
    by_hash: FxHashMap<u64, u32>,
}

impl Outputs {
    fn new(all: Vec<Output>) -> Self {
        let by_hash = all.iter().zip(0..).map(|(output, at)| (FxBuildHasher.hash_one(&output.file), at)).collect();
        Self { all, by_hash }
    }
}

/// What is remembered.
#[derive(Debug, Default)]
pub struct Memory {
    head: Option<Head>,
    inputs: Vec<Input>,
    /// Whether a file of the same size is the same: its time is that of another machine.
    inputs_by_size: bool,
    by_path: FxHashMap<String, usize>,
    /// The file that was read, and where the articles stand in it.
    text: Vec<u8>,
    articles: Range<usize>,
    outputs: OnceLock<Outputs>,
    /// Where they stand in the file; read only when they are asked for.
    pages: Range<usize>,
    /// Where the words of the bodies stand in it.
    words: Range<usize>,
}

impl Memory {
    /// Reads the cache at `path`; with a reason where it cannot be used.
    pub fn recall(path: &Path) -> (Self, Option<&'static str>) {
        match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Self::default(), Some("is not there")),
            Err(_) => (Self::default(), Some("cannot be read")),
            Ok(text) if !text.starts_with(MAGIC.as_bytes()) => {
                (Self::default(), Some("is of another version of the program, or is none"))
            }
            Ok(text) => match Self::of(text) {
                Some(memory) => (memory, None),
                None => (Self::default(), Some("is damaged")),
            },
        }
    }

    /// What [`bytes`] kept; `None` if it is anything else.
    pub fn of(text: Vec<u8>) -> Option<Self> {
        let [head, inputs, articles, pages, words] = sections(&text)?;
        let inputs: Vec<Input> = decode(&text[inputs])?;
        let fits = |input: &Input| input.article.start <= input.article.end && input.article.end <= articles.len();
        inputs.iter().all(fits).then_some(())?;
        Some(Self {
            head: decode(&text[head])?,
            by_path: inputs.iter().enumerate().map(|(at, input)| (input.path.clone(), at)).collect(),
            inputs,
            inputs_by_size: false,
            text,
            articles,
            pages,
            words,
            outputs: OnceLock::new(),
        })
    }

    /// The same without articles, unless `settings` are those that they were linked with: regions, elections and
    /// parties are known by their places in lists that the settings make.
    pub fn for_settings(self, settings: &[u8]) -> Self {
        if self.input_of("site.yaml", settings).is_none() {
            return self.without_articles();
        }
        self
    }

    /// The same without what is about a site: there is none.
    pub fn without_site(self) -> Self {
        self.with_site(Vec::new())
    }

    /// The same about a site with these files (path, size, BLAKE3), which is not the one it was made of.
    pub fn with_site(mut self, files: Vec<(String, u64, [u8; 32])>) -> Self {
        let outputs = files.into_iter().map(|(file, bytes, hash)| {
            // a page with the same bytes is made from the same values, whichever build made it
            let known = self.output(&file).filter(|known| known.hash == hash);
            let page = known.and_then(|known| known.page.clone());
            Output { file, bytes, hash, page }
        });
        let mut outputs: Vec<Output> = outputs.collect();
        outputs.sort_unstable_by(|a, b| a.file.cmp(&b.file));
        self.outputs = OnceLock::from(Outputs::new(outputs));
        self.head = None;
        self
    }

    /// Nothing but these files, sorted by path.
    pub fn of_outputs(outputs: Vec<Output>) -> Self {
        Self { outputs: OnceLock::from(Outputs::new(outputs)), ..Self::default() }
    }

    /// The same about the site that stands, with articles from elsewhere.
    pub fn with_facts(self, facts: Self) -> Self {
        self.read_outputs();
        Self { outputs: self.outputs, ..facts }
    }

    /// The same without articles: all that are wanted were recalled.
    pub fn without_articles(mut self) -> Self {
        self.text.drain(self.articles.clone());
        self.text.shrink_to_fit();
        let gone = self.articles.len();
        for later in [&mut self.pages, &mut self.words] {
            if later.start >= self.articles.end {
                *later = later.start - gone..later.end - gone;
            }
        }
        self.articles = 0..0;
        self
    }

    /// What the last build came to.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// A file of the site that stands.
    pub fn output(&self, file: &str) -> Option<&Output> {
        self.index(file).map(|at| &self.outputs()[at])
    }

    /// Its place among all files of that site.
    pub fn index(&self, file: &str) -> Option<usize> {
        let outputs = self.read_outputs();
        let at = *outputs.by_hash.get(&FxBuildHasher.hash_one(file))? as usize;
        (outputs.all[at].file == file).then_some(at)
    }

    /// All files of the site that stands, by path.
    pub fn outputs(&self) -> &[Output] {
        &self.read_outputs().all
    }

    fn read_outputs(&self) -> &Outputs {
        self.outputs.get_or_init(|| Outputs::new(decode(&self.text[self.pages.clone()]).unwrap_or_default()))
    }

    /// The file as it was read last, if its size and time are the same.
    pub fn input(&self, file: &SourceFile) -> Option<&Input> {
        let input = &self.inputs[*self.by_path.get(&file.path)?];
        let same_time = self.inputs_by_size || input.modified == file.modified && file.modified != 0;
        (input.bytes == file.bytes && same_time).then_some(input)
    }

    /// Whether a file of that path was there.
    pub fn has_input(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// The file as it was read last, if its content is that of `bytes`.
    pub fn input_of(&self, path: &str, bytes: &[u8]) -> Option<&Input> {
        let input = &self.inputs[*self.by_path.get(path)?];
        let same = input.bytes == bytes.len() as u64 && input.hash == *blake3::hash(bytes).as_bytes();
        same.then_some(input)
    }

    /// The record of an article.
    pub fn article(&self, input: &Input) -> Option<&[u8]> {
        self.text[self.articles.clone()].get(input.article.clone()).filter(|record| !record.is_empty())
    }

    /// The words of the bodies, as [`keep`] got them; empty if there are none.
    pub fn words(&self) -> &[u8] {
        &self.text[self.words.clone()]
    }

    /// Whether the files of the project are those that were read last, by size and time.
    pub fn same_inputs(&self, sources: &Sources) -> bool {
        sources.all().count() == self.inputs.len() && sources.all().all(|id| self.input(sources.file(id)).is_some())
    }
}

/// What the inputs came to, for the next build.
pub struct Inputs {
    /// When this build began, by the file system's own clock.
    began: u64,
    inputs: Vec<Option<Input>>,
    articles: Records,
}

impl Inputs {
    /// Nothing yet; `began` as the file system counts, in nanoseconds since 1970.
    pub fn new(began: u64, articles: Records, sources: &Sources) -> Self {
        Self { began, inputs: sources.all().map(|_| None).collect(), articles }
    }

    /// Adds a file that was read, with the record of its article.
    pub fn add(&mut self, id: SourceId, file: &SourceFile, hash: [u8; 32], article: &[u8]) {
        self.inputs[id.0 as usize] = Some(Input {
            path: file.path.clone(),
            bytes: file.bytes,
            // what was written just before the build may be written again within one tick of the clock
            modified: if file.modified.saturating_add(SETTLED) < self.began { file.modified } else { 0 },
            hash,
            article: self.articles.add(article),
        });
    }

    /// Adds the files that were not read yet. One that cannot be read stays away, which those who need it report.
    pub fn add_others(&mut self, sources: &Sources, memory: &Memory) {
        for id in sources.all().filter(|id| self.of(*id).is_none()).collect::<Vec<_>>() {
            let file = sources.file(id);
            let hash = match memory.input(file) {
                Some(input) => Some(input.hash),
                None => sources.hash(id).ok(),
            };
            if let Some(hash) = hash {
                self.add(id, file, hash, &[]);
            }
        }
    }

    /// The file as it was read.
    pub fn of(&self, id: SourceId) -> Option<&Input> {
        self.inputs[id.0 as usize].as_ref()
    }

    /// The record of an article, empty where there is none; for those who hold them.
    pub fn record(&self, input: &Input) -> &[u8] {
        self.articles.get(input.article.clone())
    }

    /// All files that were read.
    pub fn all(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().flatten()
    }
}
