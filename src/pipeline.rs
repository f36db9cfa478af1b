//! The whole flow: a project becomes a site.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Severity};
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::load::{FileKind, Sources};
use crate::model::settings::Settings;
use crate::model::site::{LeftOut, Site};
use crate::parse::settings::SiteRecord;
use crate::publish::{self, Facts, Published, Written};
use crate::render::Sink;
use crate::{gazetteer, group, link, lint, load, parse, plan, render};

/// What to build and where to.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the project.
    pub root: PathBuf,
    /// Where the site goes; `None` writes nothing.
    pub output: Option<PathBuf>,
    /// Address of the site, instead of the one in `site.yaml`.
    pub base_url: Option<String>,
    /// The instant for which the site is made; by default the newest date in the content.
    pub as_of: Option<AsOf>,
    /// The least severity at which nothing is published; `None` publishes whatever is found.
    pub fail_on: Option<Severity>,
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
    /// Articles on the site.
    pub articles: usize,
    /// Pages and other files planned.
    pub pages: usize,
    /// What the site leaves out.
    pub left_out: Vec<LeftOut>,
    /// The instant for which the site was made.
    pub as_of: Option<DateTime<Utc>>,
}

/// Shows how far a build has come.
pub trait Progress: Sync {
    /// A stage begins; `steps` of it will be told, if any.
    fn stage(&self, name: &'static str, steps: usize);
    /// A step of the stage is done.
    fn step(&self);
}

/// Builds the site of a project.
///
/// 1. load: find the files
/// 2. parse and link: front matter becomes articles, names become entries of the gazetteer
/// 3. group: articles by subject and region, with roll-ups
/// 4. lint: what shows only when all articles stand side by side
/// 5. plan: which files the site has
/// 6. render: each file, handed on as it is done
/// 7. publish: swap the new site in, unless findings stand against it
///
/// # Errors
/// When the machine or the command line fails us. Wrong content is in [`Built::diagnostics`].
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Built> {
    let mut found = Diagnostics::default();
    let sources = load::project(&options.root, &mut found)?;
    let Some((record, settings)) = settings(&sources, options, &mut found)? else {
        return Ok(stopped(found, sources));
    };
    progress.stage("read", 0);
    let record = gazetteer::ids::checked(record, &mut found);
    let gazetteer = gazetteer::assemble(&record, &mut found);
    let theme = render::theme::load(&sources, settings.language, &mut found);
    let site = link::site(&sources, &record, settings, gazetteer, options.as_of, &mut found);
    let digest = group::digest(&site);
    found.extend(lint::digest(&site, &digest));
    let assets = theme.assets.keys().cloned().collect();
    let plan = plan::pages(&site, &digest, &sources, assets, &mut found);
    progress.stage("render", plan.len());
    let stage = match &options.output {
        Some(output) => Some(publish::stage(output, &options.root)?),
        None => None,
    };
    let sink: &dyn Sink = stage.as_ref().map_or(&Nowhere, |stage| stage);
    found.extend(render::all(&site, &digest, &plan, &sources, theme, sink, &|| progress.step())?);
    let stands_against = options.fail_on.is_some_and(|least| found.worst() >= Some(least)) || unusable(&found);
    progress.stage("publish", 0);
    let published = match stage {
        Some(stage) if !stands_against => Some(stage.publish(&facts(&site, &sources)?)?),
        _ => None,
    };
    Ok(Built {
        diagnostics: found.sorted(),
        published,
        articles: site.articles.len(),
        pages: plan.len(),
        as_of: Some(site.as_of.to_utc()),
        left_out: site.left_out,
        sources,
    })
}

fn settings(sources: &Sources, options: &Options, found: &mut Diagnostics) -> Result<Option<(SiteRecord, Settings)>> {
    let Some(id) = sources.of_kind(FileKind::Settings).next() else {
        return Err(Error::Bug("the settings were found and lost".into()));
    };
    let read = sources.read(id, 8 << 20);
    let text = read.as_deref().map_err(Clone::clone).and_then(|bytes| load::utf8(id, bytes));
    let record = match text {
        Ok(text) => parse::settings::parse(text, id, found),
        Err(fault) => {
            found.push(fault);
            None
        }
    };
    let Some(record) = record else { return Ok(None) };
    let settings = record.settings(options.base_url.as_deref(), found);
    Ok(Some((record, settings)))
}

/// Templates that do not load or render leave no site to publish, whatever `--fail-on` says.
fn unusable(found: &Diagnostics) -> bool {
    found.has(Rule::TemplateError)
}

/// Settings that cannot be read leave nothing to go on with.
fn stopped(found: Diagnostics, sources: Sources) -> Built {
    Built {
        diagnostics: found.sorted(),
        sources,
        published: None,
        articles: 0,
        pages: 0,
        left_out: Vec::new(),
        as_of: None,
    }
}

/// What the manifest says: articles by the hash that was used, other files as they are.
fn facts(site: &Site, sources: &Sources) -> Result<Facts> {
    let mut inputs: BTreeMap<String, Written> = BTreeMap::new();
    for article in &site.articles {
        let file = sources.file(article.source);
        inputs.insert(file.path.clone(), Written { bytes: file.bytes, hash: article.hash });
    }
    for id in sources.all() {
        let file = sources.file(id);
        if !inputs.contains_key(&file.path) {
            let bytes = sources.bytes(id).map_err(Error::io("cannot read", Path::new(&file.path)))?;
            inputs.insert(file.path.clone(), Written { bytes: bytes.len() as u64, hash: blake3::hash(&bytes).into() });
        }
    }
    Ok(Facts {
        as_of: site.as_of.to_rfc3339(),
        base_url: site.settings.base.permalink(""),
        articles: site.articles.len(),
        left_out: site.left_out.iter().map(|l| (sources.file(l.source).path.clone(), l.reason)).collect(),
        inputs,
    })
}

/// Takes files and drops them: `check` renders everything and writes nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn file(&self, _: &str, _: &[u8]) -> Result<()> {
        Ok(())
    }

    fn stream(&self, _: &str, write: &mut dyn FnMut(&mut dyn std::io::Write) -> std::io::Result<()>) -> Result<()> {
        write(&mut std::io::sink()).map_err(Error::io("cannot write", Path::new("a file of data")))
    }
}
