//! Link: names become entries of the gazetteer, files become articles with addresses, and the site stands.

mod article;
mod ask;
mod briefings;
mod choice;
mod drafts;
mod family;
mod fields;
mod instants;
mod known;
mod remember;
mod resolve;
mod terms;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

pub use self::ask::{entry, faults, spellings, taken_address};
pub use self::choice::{Choice, candidates, choices};
pub use self::fields::{Field, Fields, How};
pub use self::instants::{AHEAD, BACK, NEWS};
pub use self::known::{AsOf, Life, end_of_day, instant as asked, start_of_day};
pub use self::resolve::names as named;

use self::remember::Written;
use self::resolve::Resolver;
use self::terms::Interner;
use crate::cache::{Input, Inputs, Memory};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::gazetteer::names::Names;
use crate::load::{FileKind, Sources, utf8};
use crate::model::article::Article;
use crate::model::settings::Settings;
use crate::model::site::{Gazetteer, Site, TextPage};
use crate::parse::article::parse;
use crate::parse::front_matter::{FrontMatter, PageFrontMatter};
use crate::parse::settings::SiteRecord;
use crate::source::SourceId;
use crate::text::Language;

/// Files that are read before their articles go to their places.
const AT_ONCE: usize = 1 << 14;

/// What a site is linked from.
pub struct Project<'a> {
    /// Its files.
    pub sources: &'a Sources,
    /// `site.yaml`.
    pub record: &'a SiteRecord,
    /// What the last build left.
    pub memory: &'a Memory,
    /// The instant for which the site is made; by default the newest date in the content.
    pub as_of: Option<AsOf>,
}

/// Reads and links every article and page of the project.
///
/// Texts are read one by one and dropped again: what stays is what pages about other pages need.
/// What was read goes into `inputs`.
pub fn site(
    project: &Project<'_>,
    settings: Settings,
    mut gazetteer: Gazetteer,
    inputs: &mut Inputs,
    found: &mut Diagnostics,
) -> Site {
    let Project { sources, record, memory, as_of } = *project;
    wordless(record, sources, found);
    let names = Names::new(&gazetteer);
    let (terms, aside) = (Interner::new(record), Interner::aside());
    let resolver = Resolver { names: &names, gazetteer: &gazetteer, settings: &settings, terms: &terms, aside: &aside };
    let briefings = briefings::wanted(&record.briefings, &resolver, found);
    let files: Vec<SourceId> = sources.of_kind(FileKind::Article).collect();
    let read = |&id: &SourceId| read_article(id, sources, &resolver, memory);
    let mut articles = Vec::with_capacity(files.len());
    // what is read goes to its place before more is read
    for files in files.chunks(AT_ONCE) {
        let results: Vec<Read<'_>> = files.par_iter().with_max_len(64).map(read).collect();
        for (&id, read) in files.iter().zip(results) {
            articles.extend(read.article.map(|article| *article));
            found.extend(read.found);
            if let Some(hash) = read.hash {
                inputs.add(id, sources.file(id), hash, &read.record);
            }
        }
    }
    let (terms, renumbering) = terms.finish(settings.language, found);
    if settings.drafts {
        articles.iter_mut().for_each(drafts::show);
    }
    articles.par_iter_mut().filter(|article| !article.draft).for_each(|article| renumbering.apply(article));
    let by_the_clock = matches!(as_of, Some(AsOf::Now(_)));
    let families = family::files(&articles, sources, found);
    let newest = known::newest(&articles, settings.zone);
    let asked = known::instant(as_of, newest, settings.zone);
    let (as_of, next_change) = instants::around(asked, &articles, &gazetteer, &settings, sources);
    let away = known::keep_known(&mut articles, as_of, (asked, by_the_clock), settings.zone, found);
    let as_of = as_of.with_timezone(&settings.zone);
    known::forget_later_dates(&mut gazetteer, as_of.date_naive());
    articles.par_sort_by(|a, b| {
        (b.published.sort_day(), b.published.moment.map(minute), &a.path).cmp(&(
            a.published.sort_day(),
            a.published.moment.map(minute),
            &b.path,
        ))
    });
    let families = family::families(&families, &articles);
    let pages = pages(sources, &settings, found);
    let site = Site {
        settings,
        gazetteer,
        people: terms.people,
        outlets: terms.outlets,
        topics: terms.topics,
        articles,
        withdrawn: away.withdrawn,
        away: away.articles,
        expired: away.expired,
        families,
        briefings,
        pages,
        as_of,
        next_change,
        newest,
        left_out: away.left_out,
    };
    found.extend(twice(&site));
    site
}

/// Reports languages of the interface of which neither the program nor the project has words.
fn wordless(record: &SiteRecord, sources: &Sources, found: &mut Diagnostics) {
    let others = record.languages_written().filter(|language| !Language::BUILT_IN.contains(&language.value));
    for language in others {
        let table = format!("templates/strings/{}.yaml", language.value);
        if sources.at(&table).is_none() {
            let message = format!("there are no words of the interface in `{}`", language.value);
            let help = format!("add `{table}` with the words of the built-in `en.yaml`, or write one of hi, en");
            found.push(Diagnostic::new(Rule::BadSettings, message).at(language.span).help(help));
        }
    }
}

fn minute(moment: crate::model::dated::Moment) -> Option<DateTime<Utc>> {
    match moment {
        crate::model::dated::Moment::Minute(at) => Some(at.to_utc()),
        _ => None,
    }
}

/// What reading an article's file gave.
#[derive(Default)]
struct Read<'a> {
    article: Option<Box<Article>>,
    /// BLAKE3 of the file; `None` if it could not be read.
    hash: Option<[u8; 32]>,
    /// For the cache; empty if anything was found, which has to be found again.
    record: Cow<'a, [u8]>,
    found: Diagnostics,
}

/// Reads an article from its file, or from the cache if the file is what it was.
fn read_article<'a>(id: SourceId, sources: &Sources, resolver: &Resolver<'_>, memory: &'a Memory) -> Read<'a> {
    let file = sources.file(id);
    let recalled = |input: &Input| -> Option<Read<'a>> {
        let record = memory.article(input)?;
        let article = remember::recall(record, id, resolver)?;
        Some(Read { article: Some(article.into()), hash: Some(input.hash), record: record.into(), ..Read::default() })
    };
    if let Some(read) = memory.input(file).and_then(recalled) {
        return read;
    }
    let bytes = match sources.read(id, resolver.settings.limits.article_bytes) {
        Ok(bytes) => bytes,
        Err(fault) => return Read { found: Diagnostics::from(fault), ..Read::default() },
    };
    if let Some(read) = memory.input_of(&file.path, &bytes).and_then(recalled) {
        return read;
    }
    let mut found = Diagnostics::default();
    let parsed = text(id, &bytes, &mut found)
        .and_then(|text| parse::<FrontMatter>(text, id, &resolver.settings.limits, &mut found));
    let hash = parsed.as_ref().map_or_else(|| blake3::hash(&bytes).into(), |parsed| parsed.hash);
    let mut record = Vec::new();
    let article = parsed.and_then(|parsed| {
        let written = Written::of(&parsed.front_matter);
        let mut article = article::link(parsed, &file.path, resolver, &mut found)?;
        let bytes = remember::record(&mut article, &written);
        if found.is_empty() {
            record = bytes;
        }
        Some(Box::new(article))
    });
    Read { article, hash: Some(hash), record: record.into(), found }
}

fn text<'a>(id: SourceId, bytes: &'a [u8], found: &mut Diagnostics) -> Option<&'a str> {
    utf8(id, bytes).map_err(|fault| found.push(fault)).ok()
}

fn pages(sources: &Sources, settings: &Settings, found: &mut Diagnostics) -> Vec<TextPage> {
    let mut pages = Vec::new();
    for id in sources.of_kind(FileKind::Page) {
        let parsed = match sources.read(id, settings.limits.article_bytes) {
            Ok(bytes) => {
                text(id, &bytes, found).and_then(|text| parse::<PageFrontMatter>(text, id, &settings.limits, found))
            }
            Err(fault) => {
                found.push(fault);
                None
            }
        };
        let Some(parsed) = parsed else { continue };
        found.extend(parsed.empty);
        let front = parsed.front_matter;
        let slug = article::slug(front.slug.as_ref(), &sources.file(id).path, found);
        pages.push(TextPage {
            source: id,
            hash: parsed.hash,
            body_start: parsed.body_start,
            path: format!("{slug}/"),
            title: front.title.value,
            summary: front.summary.map(|t| t.value),
            language: article::language(front.language.as_ref(), settings, found),
        });
    }
    pages
}

/// Titles that stand twice on one day: most often one article saved under two names.
fn twice(site: &Site) -> Vec<Diagnostic> {
    let mut seen: std::collections::BTreeMap<(&str, chrono::NaiveDate), &Article> = std::collections::BTreeMap::new();
    let mut found = Vec::new();
    for article in site.articles.iter().rev() {
        let key = (article.title.as_str(), article.published.sort_day());
        if let Some(first) = seen.get(&key) {
            found.push(
                Diagnostic::new(Rule::DuplicateTitle, format!("`{}` stands twice on one day", article.title))
                    .at(article.span)
                    .note(first.span, "the other article with this title")
                    .help("if it is the same article, delete one file; else say in the title what sets them apart"),
            );
        } else {
            seen.insert(key, article);
        }
    }
    found
}
