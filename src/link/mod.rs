//! Link: names become entries of the gazetteer, files become articles with addresses, and the site stands.

mod article;
mod instants;
mod known;
mod resolve;
mod terms;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

pub use self::instants::{AHEAD, BACK, NEWS};
pub use self::known::{AsOf, Life, end_of_day, start_of_day};

use self::resolve::Resolver;
use self::terms::Interner;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::gazetteer::names::Names;
use crate::load::{FileKind, Sources, utf8};
use crate::model::article::Article;
use crate::model::settings::Settings;
use crate::model::site::{Gazetteer, Site, TextPage};
use crate::parse::article::{Parsed, parse};
use crate::parse::front_matter::{FrontMatter, PageFrontMatter};
use crate::parse::settings::SiteRecord;
use crate::record::Decode;
use crate::source::SourceId;

/// Reads and links every article and page of the project.
///
/// Texts are read one by one and dropped again: what stays is what pages about other pages need.
/// `as_of` is the instant for which the site is made; by default the newest date in the content.
pub fn site(
    sources: &Sources,
    record: &SiteRecord,
    settings: Settings,
    mut gazetteer: Gazetteer,
    as_of: Option<AsOf>,
    found: &mut Diagnostics,
) -> Site {
    let names = Names::new(&gazetteer);
    let terms = Interner::new(record);
    let resolver = Resolver { names: &names, gazetteer: &gazetteer, settings: &settings, terms: &terms };
    let files: Vec<SourceId> = sources.of_kind(FileKind::Article).collect();
    let read = |&id: &SourceId| read_article(id, sources, &resolver);
    let results: Vec<(Option<Box<Article>>, Diagnostics)> = files.par_iter().with_max_len(64).map(read).collect();
    let mut articles = Vec::with_capacity(results.len());
    for (article, diagnostics) in results {
        articles.extend(article.map(|article| *article));
        found.extend(diagnostics);
    }
    let (terms, renumbering) = terms.finish(found);
    articles.par_iter_mut().for_each(|article| renumbering.apply(article));
    let by_the_clock = matches!(as_of, Some(AsOf::Now(_)));
    let asked = known::instant(&articles, as_of, settings.zone);
    let (as_of, next_change) = instants::around(asked, &articles, &gazetteer, &settings, sources);
    let (withdrawn, left_out) = known::keep_known(&mut articles, as_of, (asked, by_the_clock), settings.zone, found);
    let as_of = as_of.with_timezone(&settings.zone);
    known::forget_later_dates(&mut gazetteer, as_of.date_naive());
    articles.par_sort_by(|a, b| {
        (b.published.sort_day(), b.published.moment.map(minute), &a.path).cmp(&(
            a.published.sort_day(),
            a.published.moment.map(minute),
            &b.path,
        ))
    });
    let pages = pages(sources, &settings, found);
    let site = Site {
        settings,
        gazetteer,
        people: terms.people,
        outlets: terms.outlets,
        topics: terms.topics,
        articles,
        withdrawn,
        pages,
        as_of,
        next_change,
        left_out,
    };
    found.extend(twice(&site));
    site
}

fn minute(moment: crate::model::dated::Moment) -> Option<DateTime<Utc>> {
    match moment {
        crate::model::dated::Moment::Minute(at) => Some(at.to_utc()),
        _ => None,
    }
}

fn read_article(id: SourceId, sources: &Sources, resolver: &Resolver<'_>) -> (Option<Box<Article>>, Diagnostics) {
    let mut found = Diagnostics::default();
    let article = read::<FrontMatter>(id, sources, resolver.settings, &mut found)
        .and_then(|parsed| article::link(parsed, &sources.file(id).path, resolver, &mut found));
    (article.map(Box::new), found)
}

/// Reads and parses a file; its text is dropped again.
fn read<T: Decode>(id: SourceId, sources: &Sources, settings: &Settings, found: &mut Diagnostics) -> Option<Parsed<T>> {
    let read = sources.read(id, settings.max_article_bytes);
    match read.as_deref().map_err(Clone::clone).and_then(|bytes| utf8(id, bytes)) {
        Ok(text) => parse(text, id, found),
        Err(fault) => {
            found.push(fault);
            None
        }
    }
}

fn pages(sources: &Sources, settings: &Settings, found: &mut Diagnostics) -> Vec<TextPage> {
    let mut pages = Vec::new();
    for id in sources.of_kind(FileKind::Page) {
        let Some(parsed) = read::<PageFrontMatter>(id, sources, settings, found) else { continue };
        let front = parsed.front_matter;
        let slug = article::slug(front.slug.as_ref(), &sources.file(id).path, found);
        pages.push(TextPage {
            source: id,
            body_start: parsed.body_start,
            path: format!("{slug}/"),
            title: front.title.value,
            summary: front.summary.map(|t| t.value),
            language: front.language.unwrap_or(settings.language),
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
