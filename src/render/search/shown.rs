//! What a result shows: short rows in files of a few, of which the browser fetches those that it shows.

use std::borrow::Cow;

use super::things::{Thing, names};
use crate::address;
use crate::model::page::List;
use crate::model::site::term;
use crate::render::views::Views;
use crate::text::Language;

/// Rows of articles and claims in a file.
pub const ROWS: usize = 10;
/// Rows of entries in a file: they are shorter.
pub const ENTRY_ROWS: usize = 32;
/// Letters of a summary.
const SUMMARY: usize = 90;

/// Title, path, place of the kind, date, what it is about, language, summary.
pub type Row<'a> = (Cow<'a, str>, Cow<'a, str>, usize, String, String, String, String);

/// The row of an article or a claim.
pub fn thing<'a>(views: &Views<'a>, thing: Thing) -> Row<'a> {
    let (site, words) = (views.site, views.words);
    let article = site.article(thing.article);
    let date = words.date_text(&article.published);
    let language = mark(views, article.language);
    if let Some(at) = thing.claim {
        let claim = views.claim_at(thing.article, at);
        let about = [claim.scope, claim.about, claim.holder].into_iter().flatten().map(|link| link.name);
        let path = views.path(&format!("{}#claim-{}", article.path, at + 1));
        let title = format!("{}: {}", claim.kind, claim.text);
        return (title.into(), path.into(), 1, date, line(about), language, short(&claim.words));
    }
    let regions = article.grouped_regions().take(2).map(|id| site.region(id).name.shown(words.language).0.to_owned());
    let subjects = article.subjects.iter().take(1).map(|&id| views.subject_link(id).name);
    let outlets = article.sources.iter().take(1).filter_map(|source| source.outlet);
    let outlets = outlets.map(|id| term(&site.outlets, id).name.shown(words.language).0.to_owned());
    let about = line(regions.chain(subjects).chain(outlets));
    let (title, language) = article.title_in(words.language);
    let summary = article.summary_in(words.language).map(|(text, _)| short(text)).unwrap_or_default();
    let language = mark(views, language);
    (title.to_owned().into(), views.path(&article.path).into(), 0, date, about, language, summary)
}

/// The row of an entry: its other names stand where articles have what they are about.
pub fn entry<'a>(views: &Views<'a>, kind: usize, list: List) -> Row<'a> {
    let (site, words) = (views.site, views.words);
    let names = names(site, list);
    let (name, language) = match list {
        List::Subject(id) => site.subject(id).name.shown(words.language),
        List::Region(id) => site.region(id).name.shown(words.language),
        List::Party(id) => site.party(id).name.shown(words.language),
        List::Person(id) => term(&site.people, id).name.shown(words.language),
        List::Outlet(id) => term(&site.outlets, id).name.shown(words.language),
        List::Topic(id) => term(&site.topics, id).name.shown(words.language),
        List::Home | List::Cell(..) => ("", words.language),
    };
    let what = match list {
        List::Region(id) => words.word("region_kind", site.region(id).kind.word()),
        List::Subject(id) => words.word("subject_kind", site.subject(id).kind.word()),
        _ => String::new(),
    };
    let outer = match list {
        List::Region(id) => site.region(id).parent.map(|id| site.region(id).name.shown(words.language).0.to_owned()),
        _ => None,
    };
    let count = format!("{} {}", words.get("ui.articles"), words.number(views.digest.articles(list).len()));
    let about = line(Some(what).into_iter().chain(outer).filter(|text| !text.is_empty()));
    let others = names.into_iter().filter(|other| *other != name).take(6).collect::<Vec<_>>().join(", ");
    let language = mark(views, language);
    (name.into(), views.path(&address::list(site, list)).into(), kind, count, about, language, short(&others))
}

/// The code of a language where it is not that of the page, else nothing.
fn mark(views: &Views<'_>, language: Language) -> String {
    views.words.mark(language).map(|language| language.to_string()).unwrap_or_default()
}

fn line(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" · ")
}

/// The beginning of a text, cut between words.
fn short(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SUMMARY) else { return text.to_owned() };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..end].trim_end())
}
