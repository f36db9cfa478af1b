//! Render: every page of the plan becomes the bytes of a file; pages are handed on one by one.

mod addresses;
pub mod article_body;
mod body;
mod body_lint;
mod briefing;
mod changes;
pub mod chart;
mod data;
pub mod data_article;
mod data_package;
mod edition_data;
mod documents;
mod editions;
mod feed;
mod glance;
mod globals;
mod head;
mod html;
mod keys;
mod ledger;
mod links;
mod machine;
mod offline;
mod outcome;
mod over_time;
mod pages;
#[cfg(feature = "pdf")]
pub mod pdf;
mod provenance;
pub mod sanitise;
pub mod schedule;
mod search;
mod shade;
mod share;
mod streams;
pub mod theme;
pub mod tiles;
mod views;
mod words;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Value;

use self::article_body::{Around, Targets};
use self::documents::{document_of, targets};
use self::keys::{Keys, short_id};
use self::links::{PageLinks, Paths};
use self::outcome::Outcome;
use self::pages::Pages;
pub use self::pages::template;
use self::theme::{Asset, Theme};
use self::views::Views;
use self::words::Words;
use crate::cache::{self, Hasher, Inputs, Key, Reference};
use crate::diagnostic::Diagnostics;
use crate::error::Result;
use crate::load::{FileKind, Sources};
use crate::model::digest::Digest;
use crate::model::page::{Page, PageKind};
use crate::model::shard::Shard;
use crate::model::site::Site;
use crate::source::{SourceId, Span};
use crate::text::Language;

/// Takes the files of the output. Called from many threads. Where nothing stands yet, nothing is known or kept.
pub trait Sink: Sync {
    /// What is known of a file that stands in the output already, with its place among those.
    fn known(&self, _path: &str) -> Option<(usize, &cache::Page)> {
        None
    }
    /// The same by its place.
    fn page(&self, _at: usize) -> Option<&cache::Page> {
        None
    }
    /// Takes the file at that place as it is.
    fn keep(&self, _at: usize) -> Result<()> {
        Ok(())
    }
    /// Takes a file whose bytes are at hand, with how it can be known again.
    fn file(&self, path: &str, bytes: &[u8], page: Option<cache::Page>) -> Result<()>;
    /// Takes a file that is written piece by piece.
    fn stream(
        &self,
        path: &str,
        page: Option<cache::Page>,
        write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<()>;
}

/// A site that is to be rendered.
pub struct Planned<'a> {
    /// The linked model.
    pub site: &'a Site,
    /// Its articles, grouped.
    pub digest: &'a Digest,
    /// Its pages.
    pub plan: &'a [Page],
    /// Those that are to be made, if not all.
    pub shard: Option<Shard>,
    /// The words of bodies that the last build left, as [`Finished::words`] had them.
    pub words: &'a [u8],
}

/// What rendering a site gave, besides its files.
pub struct Finished {
    /// What is wrong with the pages.
    pub found: Diagnostics,
    /// The ids that stand on briefings: path and id.
    pub ids: BTreeMap<String, String>,
    /// The words of the bodies in the newest volume of the search, for the next build.
    pub words: Vec<u8>,
}

/// Renders all pages of `plan` into `sink`, but for those that it has already.
///
/// # Errors
/// When the sink cannot take a file; faults of the content are findings.
pub fn all(
    planned: &Planned<'_>,
    sources: &Sources,
    inputs: &Inputs,
    theme: Theme,
    sink: &dyn Sink,
    done: &(dyn Fn() + Sync),
) -> Result<Finished> {
    let Planned { site, digest, plan, shard, words: remembered } = *planned;
    // briefings may be in one that is none of the interface
    let languages = site.settings.languages.iter().chain(&Language::BUILT_IN);
    let speak = |&language| (language, Words::new(&site.settings, language, &theme.strings));
    let speakers: BTreeMap<Language, Words> = languages.map(speak).collect();
    let world = world(site, sources, inputs);
    let spoken = |language: &Language| {
        let views = Views::new(site, digest, plan, &speakers[language]);
        let (view, strings) = globals::globals(&views, plan);
        let world = world.clone().add(&cache::encode(&(&view, &strings))).key();
        let mut theme = theme.clone();
        theme.set_globals([("site", Value::from_serializable(&view)), ("t", Value::from_serializable(&strings))]);
        (views, theme, world)
    };
    let spoken: Vec<(Views<'_>, Theme, Key)> = site.settings.languages.iter().map(spoken).collect();
    let pages: Vec<Pages<'_>> = spoken.iter().map(|(views, theme, _)| Pages::new(views.clone(), theme)).collect();
    let files = Paths::new(plan);
    let base = site.settings.base.link("");
    // one for each language, the main one first
    let mut renderers = Vec::new();
    for (pages, (_, theme, world)) in pages.iter().zip(&spoken) {
        renderers.push(Renderer {
            base: &base,
            files: &files,
            keys: Keys::new(&pages.views, plan, inputs, *world),
            pages,
            speakers: &speakers,
            plan,
            sources,
            inputs,
            theme,
            #[cfg(feature = "pdf")]
            press: briefing::press::Press::new(theme, sources, site.settings.limits.briefing_pages),
            targets: targets(site, plan, pages.views.words.language),
            shard,
            sink,
        });
    }
    let of = |page: &Page| {
        let speaks = |renderer: &&Renderer<'_>| renderer.pages.views.words.language == page.language;
        renderers.iter().find(speaks).unwrap_or(&renderers[0])
    };
    let rendered: Result<Vec<Outcome>> = plan
        .par_iter()
        // small pieces: pages of lists are dear and stand together in the plan
        .with_max_len(16)
        // one buffer a thread: pages differ little in size
        .map_init(Vec::new, |buffer, page| {
            let result = of(page).page(page, buffer);
            done();
            result
        })
        .collect();
    let outcomes = rendered?;
    let mut found = Diagnostics::default();
    for renderer in &renderers {
        found.extend(renderer.pages.faults());
    }
    let words = search::indexes(&renderers, &outcomes, remembered, &mut found)?;
    let main = &renderers[0];
    found.extend(main.check(outcomes));
    Ok(Finished { found, ids: main.ids(), words })
}

struct Renderer<'a> {
    pages: &'a Pages<'a>,
    speakers: &'a BTreeMap<Language, Words>,
    keys: Keys<'a>,
    plan: &'a [Page],
    sources: &'a Sources,
    theme: &'a Theme,
    #[cfg(feature = "pdf")]
    press: briefing::press::Press<'a>,
    targets: Targets<'a>,
    /// Every address of the site and every file, without the base.
    files: &'a Paths<'a>,
    inputs: &'a Inputs,
    base: &'a str,
    shard: Option<Shard>,
    sink: &'a dyn Sink,
}

impl Renderer<'_> {
    fn page(&self, page: &Page, buffer: &mut Vec<u8>) -> Result<Outcome> {
        let mut found = Diagnostics::default();
        let views = &self.pages.views;
        if !self.makes(page) {
            return Ok(Outcome::Elsewhere);
        }
        let file = page.file();
        let key = self.keys.of(page);
        if let Some((at, known)) = self.kept(page) {
            for reference in &known.references {
                if let Reference::Copy(_, with) | Reference::Part(with) = reference
                    && let Some((at, _)) = self.sink.known(with)
                {
                    self.sink.keep(at)?;
                }
            }
            self.sink.keep(at)?;
            return Ok(Outcome::Kept(at));
        }
        match &page.kind {
            PageKind::Atom(list) => {
                self.text(&file, key, feed::atom(views, page, *list, pages::members(views, *list)))?;
            }
            PageKind::JsonFeed(list) => {
                self.text(&file, key, feed::json(views, page, *list, pages::members(views, *list)))?;
            }
            PageKind::AtomOf(stream) => self.text(&file, key, feed::atom_of(views, page, *stream))?,
            PageKind::JsonFeedOf(stream) => self.text(&file, key, feed::json_of(views, page, *stream))?,
            PageKind::ICalendar => self.text(&file, key, machine::icalendar(views))?,
            PageKind::Data(data) => {
                self.sink.stream(&file, key.map(by_key), &mut |out| data::write(views, *data, None, out))?;
            }
            PageKind::Sheet(data, at) => {
                let rows = views.digest.rows(*data, *at);
                self.sink.stream(&file, key.map(by_key), &mut |out| data::write(views, *data, rows, out))?;
            }
            PageKind::Sitemap(part) => self.text(&file, key, machine::sitemap(views, self.plan, *part))?,
            PageKind::NewsSitemap => self.text(&file, key, machine::news_sitemap(views))?,
            PageKind::ShareImage(shared) => match share::draw(views, self.theme, *shared) {
                Ok(png) => self.sink.file(&file, &png, key.map(by_key))?,
                Err(fault) => found.push(fault),
            },
            PageKind::Robots => self.text(&file, key, machine::robots(views))?,
            PageKind::WebManifest => self.text(&file, key, machine::web_manifest(views))?,
            PageKind::Llms => self.text(&file, key, machine::llms(views, self.plan))?,
            PageKind::Asset(name) => match self.theme.assets.get(name) {
                Some(Asset::BuiltIn(bytes)) => self.sink.file(&file, bytes, None)?,
                Some(Asset::Changed(bytes)) => self.sink.file(&file, bytes, None)?,
                Some(Asset::File(id)) => self.copy(*id, &file, &mut found)?,
                None => {}
            },
            PageKind::Copy(id) => self.copy(*id, &file, &mut found)?,
            // made after the pages, one volume after the other
            PageKind::SearchIndex(_) => {}
            PageKind::Briefing(at, format) => return self.briefing(page, (*at, *format), key, buffer, found),
            _ => return self.html(page, key, buffer, found),
        }
        Ok(Outcome::Made(PageLinks::default(), found))
    }

    /// Whether a page is among those that are to be made here. What cannot be known again is made where the parts come
    /// together.
    fn makes(&self, page: &Page) -> bool {
        self.shard.is_none_or(|shard| shard.has(&page.path) && self.keys.of(page).is_some())
    }

    /// The file of a page, with its place among those that stand, if it is what it would become.
    fn kept(&self, page: &Page) -> Option<(usize, &cache::Page)> {
        let key = self.keys.of(page)?;
        let later = matches!(page.kind, PageKind::SearchIndex(_)) && self.pages.views.site.settings.search_later;
        let same = |known: &cache::Page| known.key == key && self.holds(&known.references);
        self.sink.known(&page.file()).filter(|(_, known)| later || same(known))
    }

    /// The ids of all briefings.
    fn ids(&self) -> BTreeMap<String, String> {
        let briefings = self.plan.iter().filter(|page| matches!(page.kind, PageKind::Briefing(..)));
        briefings.filter_map(|page| Some((page.path.clone(), short_id(self.keys.of(page)?)))).collect()
    }

    /// The language of its pages.
    fn language(&self) -> Language {
        self.pages.views.words.language
    }

    /// The words of a language.
    fn words(&self, language: Language) -> &Words {
        &self.speakers[&language]
    }

    /// Where bodies find what they refer to.
    fn around(&self) -> Around<'_> {
        let settings = &self.pages.views.site.settings;
        Around { sources: self.sources, targets: &self.targets, base: &settings.base, limits: &settings.limits }
    }

    fn text(&self, file: &str, key: Option<Key>, text: String) -> Result<()> {
        self.sink.file(file, text.as_bytes(), key.map(by_key))
    }

    fn copy(&self, id: SourceId, file: &str, found: &mut Diagnostics) -> Result<()> {
        let fault = match self.sources.read(id, self.pages.views.site.settings.limits.file_bytes) {
            Ok(bytes) if self.inputs.of(id).is_some_and(|input| input.hash != *blake3::hash(&bytes).as_bytes()) => {
                article_body::changed()
            }
            Ok(bytes) => return self.sink.file(file, &bytes, self.keys.copy(id).map(by_key)),
            Err(fault) => fault,
        };
        found.push(fault.at(Span::file(id)));
        Ok(())
    }

    /// Whether what a body refers to is still what it was.
    fn holds(&self, references: &[Reference]) -> bool {
        references.iter().all(|reference| match reference {
            Reference::Page(file, path, text) => {
                let now = self.sources.at(file).and_then(|id| self.targets.of(id));
                now == Some((path.as_str(), *text))
            }
            Reference::Copy(file, copy) => {
                let key = self.sources.at(file).and_then(|id| self.keys.copy(id));
                let same = self.sink.known(copy).is_some_and(|(_, known)| Some(known.key) == key);
                same && !self.files.contains(copy)
            }
            Reference::Path(path) => links::leads_somewhere(path, self.files),
            Reference::Away(path) => self.targets.away_paths.contains(path),
            Reference::Part(path) => self.sink.known(path).is_some(),
        })
    }
}

/// What makes a file known that is no page.
fn by_key(key: Key) -> cache::Page {
    cache::Page { key, fragments: Arc::default(), anchors: Arc::default(), references: Vec::new() }
}

/// What is the same for all pages: address, settings, theme. The program itself is named by the cache.
fn world(site: &Site, sources: &Sources, inputs: &Inputs) -> Hasher {
    let (mut hasher, settings) = (Hasher::default(), &site.settings);
    hasher.add(settings.base.permalink("").as_bytes()).number(settings.offline.into()).number(settings.drafts.into());
    let files = [FileKind::Settings, FileKind::Template].into_iter().flat_map(|kind| sources.of_kind(kind));
    for input in files.filter_map(|id| inputs.of(id)) {
        hasher.add(input.path.as_bytes()).add(&input.hash);
    }
    hasher
}
