//! What a result shows: short rows in files of a few, of which the browser fetches those that it shows.

use std::borrow::Cow;

use super::things::{KINDS, Thing, names};
use crate::address;
use crate::model::page::List;
use crate::model::site::term;
use crate::render::views::Views;

/// Rows in a file, as the script has it: as many as it shows at once.
pub const ROWS: usize = 10;
/// Letters of a summary.
const SUMMARY: usize = 90;

/// Title, path, what it is (kind, date and what it is about), language, summary.
pub type Row<'a> = (Cow<'a, str>, Cow<'a, str>, String, String, String);

/// The row of an article or a claim.
pub fn thing<'a>(views: &Views<'a>, thing: Thing) -> Row<'a> {
    let (site, words) = (views.site, views.words);
    let article = site.article(thing.article);
    let date = words.date_text(&article.published);
    let kind = words.word("ui", KINDS[usize::from(thing.claim.is_some())]);
    if let Some(at) = thing.claim {
        let claim = views.claim_at(thing.article, at);
        let about = [claim.scope, claim.about, claim.holder].into_iter().flatten().map(|link| link.name);
        let path = views.path(&format!("{}#claim-{}", article.path, at + 1));
        let title = format!("{}: {}", claim.kind, claim.text);
        let note = line([kind, date].into_iter().chain(about));
        return (title.into(), path.into(), note, article.language.to_string(), short(&claim.words));
    }
    let regions = article.grouped_regions().take(2).map(|id| site.region(id).name.shown(words.language).0.to_owned());
    let subjects = article.subjects.iter().take(1).map(|&id| views.subject_link(id).name);
    let outlets = article.sources.iter().take(1).filter_map(|source| source.outlet);
    let outlets = outlets.map(|id| term(&site.outlets, id).name.shown(words.language).0.to_owned());
    let note = line([kind, date].into_iter().chain(regions).chain(subjects).chain(outlets));
    let (title, language) = article.title_in(words.language);
    let summary = article.summary_in(words.language).map(|(text, _)| short(text)).unwrap_or_default();
    (title.to_owned().into(), views.path(&article.path).into(), note, language.to_string(), summary)
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
    let note = line([words.word("ui", KINDS[kind]), count, what].into_iter().chain(outer));
    let others = names.into_iter().filter(|other| *other != name).take(6).collect::<Vec<_>>().join(", ");
    (name.into(), views.path(&address::list(site, list)).into(), note, language.to_string(), short(&others))
}

fn line(parts: impl Iterator<Item = String>) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The beginning of a text, cut between words.
fn short(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SUMMARY) else { return text.to_owned() };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..end].trim_end())
}
