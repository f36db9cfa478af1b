//! The whole flow: a project becomes a site.

mod facts;
pub mod look;
mod unchanged;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::cache::{self, Input, Inputs, Memory, Records};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Severity};
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::load::{FileKind, Sources};
use crate::model::digest::Digest;
use crate::model::limits::Limit;
use crate::model::page::Page;
use crate::model::settings::Settings;
use crate::model::site::{LeftOut, NextChange, Site};
use crate::publish::{self, Facts, Made, Output, Place, Published};
use crate::render::Sink;
use crate::source::SourceId;

pub use self::facts::{Gathered, gather};
use crate::{gazetteer, group, link, lint, load, parse, plan, render};

/// What to build and where to.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the project.
    pub root: PathBuf,
    /// Where the site goes; `None` writes nothing.
    pub output: Option<Place>,
    /// Address of the site, instead of the one in `site.yaml`.
    pub base_url: Option<String>,
    /// Whether the site is made to be read from a disk, with links from file to file.
    pub offline: bool,
    /// Whether drafts are shown, each marked as one: for a preview.
    pub drafts: bool,
    /// Whether the index of the search may stay as it stands, until a build without this.
    pub search_later: bool,
    /// The instant for which the site is made; by default the newest date in the content.
    pub as_of: Option<AsOf>,
    /// The least severity at which nothing is published; `None` publishes whatever is found.
    pub fail_on: Option<Severity>,
    /// Whether what the last build left is used.
    pub cache: bool,
    /// The folder with the facts of all articles, if others have read them.
    pub facts: Option<PathBuf>,
    /// Whether to stop before publishing.
    pub dry_run: bool,
    /// Most files that may be gone from the site.
    pub most_removed: Option<usize>,
    /// Whether the site may lose more than half of its articles at once.
    pub allow_shrink: bool,
}

impl Options {
    /// The project in the folder `root`, looked at and not built: all else as it is where nobody says so.
    pub fn of(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            output: None,
            base_url: None,
            offline: false,
            drafts: false,
            search_later: false,
            as_of: None,
            fail_on: None,
            cache: true,
            facts: None,
            dry_run: false,
            most_removed: None,
            allow_shrink: false,
        }
    }
}

/// What a build gave.
#[derive(Debug)]
pub struct Built {
    /// All findings, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that findings point at.
    pub sources: Sources,
    /// What was published; `None` when findings, or the options, stood against it.
    pub published: Option<Published>,
    /// What differs from the site that stands; `None` where nothing was written.
    pub changes: Option<Published>,
    /// Why: what changed since it was made.
    pub reasons: Vec<&'static str>,
    /// Why the site was not put in place of the one that stands, although nothing is wrong with it.
    pub refused: Option<String>,
    /// What the user should know about the run itself.
    pub notes: Vec<String>,
    /// Articles on the site.
    pub articles: usize,
    /// Pages and other files planned.
    pub pages: usize,
    /// What the site leaves out.
    pub left_out: Vec<LeftOut>,
    /// The last instant at which the site changed without its files; `None` if the settings cannot be used.
    pub as_of: Option<DateTime<FixedOffset>>,
    /// The next one.
    pub next_change: Option<NextChange>,
    /// What it was all made from. A program that is about to end need not take the time to drop it.
    pub made_from: Option<Box<MadeFrom>>,
}

/// What a site was made from.
#[derive(Debug)]
pub struct MadeFrom {
    /// The linked model.
    pub site: Site,
    /// Its articles, grouped.
    pub digest: Digest,
    /// Its pages.
    pub plan: Vec<Page>,
    /// What the last build left.
    pub memory: Memory,
}

/// Shows how far a build has come.
pub trait Progress: Sync {
    /// A stage begins; `steps` of it will be told, if any.
    fn stage(&self, name: &'static str, steps: usize);
    /// A step of the stage is done.
    fn step(&self);
    /// Something to know before it goes on.
    fn say(&self, _: &str) {}
}

/// Builds the site of a project.
///
/// 1. load: find the files; if they are those of the last build and no instant has passed, that is all
/// 2. parse and link: front matter becomes articles, names become entries of the gazetteer
/// 3. group: articles by subject and region, with roll-ups
/// 4. lint: what shows only when all articles stand side by side
/// 5. plan: which files the site has
/// 6. render: each file that is not what it was, handed on as it is done
/// 7. publish: swap the new site in, unless findings stand against it
///
/// # Errors
/// When the machine or the command line fails us. Wrong content is in [`Built::diagnostics`].
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Built> {
    let mut found = Diagnostics::default();
    let sources = load::project(&options.root, &mut found)?;
    let output = options.output.as_ref().map(|output| publish::open(output, &options.root)).transpose()?;
    let (memory, lost) = output.as_ref().map(|output| output.recall(options.cache)).unwrap_or_default();
    let still = |output: &dyn Output| unchanged::since(output, &memory, &sources, options);
    if let Some(built) = output.as_deref().filter(|_| found.is_empty()).and_then(still) {
        return Ok(Built { sources, ..built });
    }
    let memory = match &options.facts {
        Some(folder) => memory.with_facts(cache::facts::recall(folder, &sources)?),
        None => memory,
    };
    progress.stage("read", 0);
    let nowhere = || Inputs::new(0, Records::dropped(), &sources);
    let mut inputs = output.as_ref().map_or_else(nowhere, |output| output.inputs(&sources));
    let Some((site, memory)) = linked(&sources, options, memory, &mut inputs, &mut found)? else {
        return Ok(Built::stopped(found, sources));
    };
    let theme = render::theme::load(&sources, &site.settings, &mut found);
    inputs.add_others(&sources, &memory);
    let digest = group::digest(&site);
    found.extend(lint::digest(&site, &digest));
    let assets = theme.assets.keys().cloned().collect();
    let plan = plan::pages(&site, &digest, &sources, assets, &mut found);
    progress.stage("render", plan.len());
    if let Some(place) = &options.output {
        let part = place.shard().map_or(1, |shard| shard.of as usize);
        publish::look_for_room(place, plan::files(&site, &plan) / part, &memory)?
            .iter()
            .for_each(|text| progress.say(text));
    }
    let made_from = unchanged::made_from(options, &site, &inputs);
    let stage = output.as_ref().map(|output| output.stage(&memory, made_from)).transpose()?;
    let shard = options.output.as_ref().and_then(Place::shard);
    let planned = render::Planned { site: &site, digest: &digest, plan: &plan, shard, words: memory.words() };
    let sink: &dyn Sink = stage.as_deref().map_or(&Nowhere, |stage| stage);
    let render::Finished { found: faults, ids, words } =
        render::all(&planned, &sources, &inputs, theme, sink, &|| progress.step())?;
    found.extend(faults);
    progress.stage("publish", 0);
    let mut built = Built::of(&site, plan.len(), lost);
    if let (Some(stage), Some(output)) = (stage, &output) {
        let facts = Facts { briefings: ids, ..about(&site, &sources, &inputs, &found) };
        let changes = stage.changes();
        built.reasons = if options.dry_run { output.reasons(&facts, &memory) } else { Vec::new() };
        built.refused = refused(options, output.articles(&memory), &site, &changes);
        let fault = options.fail_on.is_some_and(|least| found.worst() >= Some(least)) || unusable(&found);
        if !(fault || options.dry_run || built.refused.is_some()) {
            let mut failed = None;
            let mut keep = |made: &Made<'_>| {
                let head = unchanged::head(options, &site, &found, &built, made);
                failed = output.keep(&head, &inputs, &made.outputs, &words);
            };
            built.published = Some(stage.publish(&changes, &facts, &mut keep)?);
            built.notes.extend(failed);
            if !digest.briefings.is_empty() && !cfg!(feature = "pdf") {
                built.notes.push(
                    "briefings are made for print from a browser; saar built with `--features pdf` makes PDF too"
                        .into(),
                );
            }
        }
        built.changes = Some(changes);
    }
    built.diagnostics = found.sorted();
    built.left_out = site.left_out.clone();
    let made_from = Some(Box::new(MadeFrom { site, digest, plan, memory }));
    Ok(Built { sources, made_from, ..built })
}

/// The next instant at which the site would differ if no file changed; `None` if the settings cannot be used.
///
/// # Errors
/// When the machine or the command line fails us.
pub fn next_change(options: &Options) -> Result<Option<Option<NextChange>>> {
    let mut found = Diagnostics::default();
    let sources = load::project(&options.root, &mut found)?;
    let memory = options.output.as_ref().map(publish::peek).unwrap_or_default();
    if let Some(next) = unchanged::next_change(&memory, &sources, options) {
        return Ok(Some(next));
    }
    let linked = linked(&sources, options, memory, &mut Inputs::new(0, Records::dropped(), &sources), &mut found)?;
    Ok(linked.map(|(site, _)| site.next_change))
}

/// The linked project with all that is known of any day, `None` if the settings cannot be used, and the files that it
/// was read from. Where there is none and none is `needed`: the built-in facts.
///
/// # Errors
/// When the machine fails us.
pub fn project(options: &Options, needed: bool, found: &mut Diagnostics) -> Result<(Option<Site>, Sources)> {
    let sources = match load::project(&options.root, found) {
        Err(Error::Usage(_)) if !needed => Sources::default(),
        other => other?,
    };
    // documents are read with dates that the newest article may not know yet
    let options = Options { as_of: NaiveDate::from_ymd_opt(9999, 12, 31).map(AsOf::Day), ..options.clone() };
    let mut inputs = Inputs::new(0, Records::dropped(), &sources);
    let linked = linked(&sources, &options, Memory::default(), &mut inputs, found)?;
    Ok((linked.map(|(site, _)| site), sources))
}

/// Parses the settings and what they say of the gazetteer, then parses and links the articles; with what is
/// remembered under these settings. `None` if the settings cannot be used.
fn linked(
    sources: &Sources,
    options: &Options,
    memory: Memory,
    inputs: &mut Inputs,
    found: &mut Diagnostics,
) -> Result<Option<(Site, Memory)>> {
    let settings = sources.of_kind(FileKind::Settings).next();
    let read = |id| sources.read(id, Limit::fixed(8 << 20)).and_then(|bytes| Ok(load::utf8(id, &bytes)?.to_owned()));
    let text = match settings.map_or_else(|| Ok("title: saar\n".to_owned()), read) {
        Ok(text) => text,
        Err(fault) => {
            found.push(fault);
            return Ok(None);
        }
    };
    let Some(record) = parse::settings::parse(&text, settings.unwrap_or_default(), found) else { return Ok(None) };
    let settings = record.settings(options.base_url.as_deref(), found);
    let Options { offline, drafts, search_later, .. } = *options;
    let settings = Settings { offline, drafts, search_later, ..settings };
    let memory = memory.for_settings(text.as_bytes());
    let record = gazetteer::ids::checked(record, found);
    let gazetteer = gazetteer::assemble(&record, found);
    let project = link::Project { sources, record: &record, memory: &memory, as_of: options.as_of };
    let site = link::site(&project, settings, gazetteer, inputs, found);
    Ok(Some((site, memory.without_articles())))
}

/// A scrape that failed must not wipe a site: what speaks against putting this one in the place of the other.
fn refused(options: &Options, before: Option<usize>, site: &Site, changes: &Published) -> Option<String> {
    let (removed, s) = (changes.removed.len(), |n: usize| if n == 1 { "" } else { "s" });
    if let Some(most) = options.most_removed.filter(|most| removed > *most) {
        let gone = format!("{removed} file{} would be gone from the site", s(removed));
        return Some(format!("{gone}, and `--fail-if-removed` allows {most}; if that is meant, allow {removed} once"));
    }
    let (before, now) = (before?, site.articles.len() + site.withdrawn.len());
    // one of two articles is no sign of anything
    let shrunk = now == 0 && before > 0 || before >= 10 && now * 2 < before;
    (shrunk && !options.allow_shrink).then(|| {
        let has = format!("the site has {before} article{}", s(before));
        let way = if matches!(options.output, Some(Place::Shelf(_))) {
            "start the preview anew"
        } else {
            "say so with `--allow-shrink`"
        };
        format!("{has} and would have {now}; if that is meant, {way}")
    })
}

/// Templates that do not load or render, or without end, leave no site to publish, whatever `--fail-on` says.
fn unusable(found: &Diagnostics) -> bool {
    found.has(Rule::TemplateError) || found.has(Rule::PageTooLarge)
}

/// What the manifest says: every file that the site is made from, by the hash that was used.
fn about<'a>(site: &Site, sources: &Sources, inputs: &'a Inputs, found: &Diagnostics) -> Facts<'a> {
    let mut left_out: BTreeMap<&'static str, usize> = BTreeMap::new();
    for left in &site.left_out {
        *left_out.entry(left.reason.word()).or_default() += 1;
    }
    let away: HashSet<SourceId> = site.left_out.iter().map(|left| left.source).collect();
    let mut used: Vec<&Input> = sources.all().filter(|id| !away.contains(id)).filter_map(|id| inputs.of(id)).collect();
    used.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Facts {
        as_of: site.as_of.to_rfc3339(),
        next_change: site.next_change.as_ref().map(|next| next.at.to_rfc3339()),
        base_url: site.settings.base.permalink(""),
        zone: site.settings.zone.name(),
        articles: site.articles.len() + site.withdrawn.len(),
        left_out,
        away: site.left_out.iter().map(|left| sources.file(left.source).path.clone()).collect(),
        findings: found.counts(),
        briefings: BTreeMap::new(),
        inputs: used,
    }
}

impl Built {
    fn of(site: &Site, pages: usize, lost: Option<&'static str>) -> Self {
        let note = |why| format!("the cache of the last build {why}; everything is made anew");
        Self {
            diagnostics: Vec::new(),
            sources: Sources::default(),
            published: None,
            changes: None,
            reasons: Vec::new(),
            refused: None,
            notes: lost.map(note).into_iter().collect(),
            articles: site.articles.len(),
            pages,
            left_out: Vec::new(),
            as_of: Some(site.as_of.fixed_offset()),
            next_change: site.next_change.clone(),
            made_from: None,
        }
    }

    /// Settings that cannot be read leave nothing to go on with.
    fn stopped(found: Diagnostics, sources: Sources) -> Self {
        Self {
            diagnostics: found.sorted(),
            sources,
            published: None,
            changes: None,
            reasons: Vec::new(),
            refused: None,
            notes: Vec::new(),
            articles: 0,
            pages: 0,
            left_out: Vec::new(),
            as_of: None,
            next_change: None,
            made_from: None,
        }
    }
}

/// Takes files and drops them: `check` renders everything and writes nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn file(&self, _: &str, _: &[u8], _: Option<cache::Page>) -> Result<()> {
        Ok(())
    }

    fn stream(
        &self,
        _: &str,
        _: Option<cache::Page>,
        write: &mut dyn FnMut(&mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> Result<()> {
        write(&mut std::io::sink()).map_err(Error::io("cannot write", Path::new("a file of data")))
    }
}
