//! Facets: by which values the results of a search can be narrowed down, and which things have them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::Datelike;
use serde_json::{Value, json};

use super::things::{KINDS, Thing};
use crate::model::article::Article;
use crate::model::page::List;
use crate::model::region::RegionId;
use crate::model::site::term;
use crate::render::views::Views;
use crate::search::lists::list;

/// By id: the name, and the things.
type Values<'a> = BTreeMap<Str<'a>, (Str<'a>, Vec<u32>)>;
/// Most ids and names stand in the model.
type Str<'a> = Cow<'a, str>;

/// Keys of the facets, in the order of the page and of the file.
const KEYS: [&str; 7] = ["kind", "subject", "region", "party", "source", "year", "language"];

/// The facets with their names.
pub fn names(views: &Views<'_>) -> Vec<(&'static str, String)> {
    let name = |key| match key {
        "kind" | "year" | "language" => views.words.word("ui", &format!("search_{key}")),
        _ => views.words.word("ui", key),
    };
    KEYS.map(|key| (key, name(key))).into()
}

/// The values of all facets, each with its id, its name and its things, then entries. Frequent values come first.
pub fn facets(views: &Views<'_>, things: &[Thing], entries: &[(usize, List)]) -> Value {
    let mut facets = KEYS.map(|key| (key, Values::new()));
    for (number, &thing) in (0..).zip(things) {
        let values = values(views, thing);
        for ((_, facet), values) in facets.iter_mut().zip(values) {
            for (id, name) in values {
                let (_, numbers) = facet.entry(id).or_insert_with(|| (name, Vec::new()));
                // two regions of one state
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
    }
    for (number, (kind, _)) in (things.len() as u32..).zip(entries) {
        let name = || (views.words.word("ui", KINDS[*kind]).into(), Vec::new());
        facets[0].1.entry(KINDS[*kind].into()).or_insert_with(name).1.push(number);
    }
    let end = (things.len() + entries.len()) as u32;
    let facet = |(key, values): (&str, Values<'_>)| {
        let mut values: Vec<_> = values.into_iter().collect();
        match key {
            "year" => values.reverse(),
            _ => values.sort_by_key(|(_, (_, numbers))| std::cmp::Reverse(numbers.len())),
        }
        let values = values.into_iter().map(|(id, (name, numbers))| json!([id, name, list(&numbers, end)]));
        Value::from_iter(values)
    };
    facets.map(facet).into_iter().collect()
}

/// The values of a thing for each facet: id and name.
fn values<'a>(views: &Views<'a>, thing: Thing) -> [Vec<(Str<'a>, Str<'a>)>; 7] {
    let (site, words) = (views.site, views.words);
    let article = site.article(thing.article);
    let claim = thing.claim_of(article);
    let kind = KINDS[usize::from(claim.is_some())];
    let subjects = match claim.and_then(|claim| claim.about) {
        Some(id) => vec![id],
        None => article.subjects.clone(),
    };
    let parties = match claim {
        Some(claim) => claim.holder.into_iter().collect(),
        None => article.parties.clone(),
    };
    let regions = match claim.and_then(|claim| claim.scope) {
        Some(id) => vec![id],
        None => regions(article),
    };
    let regions = regions.into_iter().map(|id| site.region(site.gazetteer.top(id)));
    let outlets = article.sources.iter().filter_map(|source| source.outlet).map(|id| term(&site.outlets, id));
    let year = article.published.moment.map(|moment| moment.day().year().to_string());
    let shown = |name: &'a crate::model::name::Name| Str::from(name.shown(words.language).0);
    let language = article.language;
    let subject = |id| (site.subject(id).id.as_str().into(), shown(&site.subject(id).name));
    let party = |id| (site.party(id).id.as_str().into(), shown(&site.party(id).name));
    [
        vec![(kind.into(), words.get(KIND_NAMES[usize::from(claim.is_some())]))],
        subjects.into_iter().map(subject).collect(),
        regions.map(|region| (region.id.as_str().into(), shown(&region.name))).collect(),
        parties.into_iter().map(party).collect(),
        outlets.map(|term| (term.id.as_str().into(), shown(&term.name))).collect(),
        year.into_iter().map(|year| (year.clone().into(), words.digits(year).into())).collect(),
        vec![(language.code().to_owned().into(), words.language_name(language).into())],
    ]
}

/// Keys of the names of articles and claims.
const KIND_NAMES: [&str; 2] = ["ui.article", "ui.claim"];

fn regions(article: &Article) -> Vec<RegionId> {
    article.grouped_regions().collect()
}
