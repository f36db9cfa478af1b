//! The search: the words of articles and of what they are about become an index, and the page that reads it.
//!
//! ```text
//!  search/index.js     what there is: files of words, kinds, words that say nothing or mean the same, volumes
//!  search/w-KN.js      words that sound like KN…, and where they stand
//!  search/a-N.js       rows of articles and claims: what a result shows      search/e-N.js   rows of entries
//!  search/facets.js    values by which results can be narrowed down
//!  search/1/…          the same of the oldest volume, without entries; and so on
//! ```
//!
//! A volume is a run of articles in time. As with pages of lists, the newest holds between one and two times what the
//! others hold, and these count from the oldest: they stay what they are whatever comes later.
//!
//! Each file is a script with one call, `saarSearch(name, value)`: a page may load scripts where it may not fetch.

mod facets;
mod page;
mod shown;
mod things;
mod volume;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use self::things::Thing;
use self::volume::Volume;
use super::outcome::Outcome;
use super::views::Views;
use super::{Renderer, by_key};
use crate::address;
use crate::cache::{self, Reference};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::error::Result;
use crate::model::page::{List, Page, PageKind};
use crate::search::lists::digit;
use crate::search::shards::{Places, shards};
use crate::search::vocabulary::joined;
use crate::search::{Field, common};

/// Writes the volumes that do not stand, one after the other, so that the words of one are held at a time; gives the
/// words for the cache.
pub(super) fn indexes(
    renderers: &[Renderer<'_>],
    outcomes: &[Outcome],
    remembered: &[u8],
    found: &mut Diagnostics,
) -> Result<Vec<u8>> {
    let main = &renderers[0];
    let mut words = Vec::new();
    let mut wanted: BTreeMap<Option<usize>, Vec<&Page>> = BTreeMap::new();
    for (page, outcome) in main.plan.iter().zip(outcomes) {
        let PageKind::SearchIndex(number) = page.kind else { continue };
        match outcome {
            Outcome::Made(..) => wanted.entry(number).or_default().push(page),
            Outcome::Kept(_) if number.is_none() => words = remembered.to_vec(),
            Outcome::Kept(_) | Outcome::Elsewhere => {}
        }
    }
    for (number, pages) in wanted {
        // bodies have the same words in every language of the interface
        let volume = Volume::read(main, number, remembered);
        if number.is_none() {
            words = volume.remember();
        }
        for page in pages {
            let renderer = renderers.iter().find(|renderer| renderer.language() == page.language).unwrap_or(main);
            renderer.index(page, &volume, found)?;
        }
        found.extend(volume.found);
    }
    Ok(words)
}

impl Renderer<'_> {
    /// Writes the files of a volume.
    fn index(&self, page: &Page, volume: &Volume<'_>, found: &mut Diagnostics) -> Result<()> {
        let path = |name: &str| self.pages.views.path(&address::search_file(volume.number, name));
        let all = files(&self.pages.views, volume);
        let (files, taken): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(name, _)| name == "index" || !self.files.contains(&path(name)));
        for (name, _) in &taken {
            let message =
                format!("the index of the search needs `/{}`, where another file of the site stands", path(name));
            found.push(Diagnostic::new(Rule::DuplicatePermalink, message).help("rename that file"));
        }
        let key = self.keys.of(page).filter(|_| taken.is_empty() && volume.found.is_empty());
        let parts = files.iter().map(|(name, _)| path(name)).filter(|path| *path != page.path);
        let references: Vec<Reference> = parts.map(Reference::Part).collect();
        files.par_iter().try_for_each(|(name, text)| {
            let known = key.map(|key| match name.as_str() {
                "index" => cache::Page { references: references.clone(), ..by_key(key) },
                _ => by_key(key),
            });
            self.sink.file(&path(name), text.as_bytes(), known)
        })
    }
}

/// The files of a volume: name and text.
fn files(views: &Views<'_>, volume: &Volume<'_>) -> Vec<(String, String)> {
    let things = things::things(views.site, &volume.articles);
    // entries stand once, where every query begins
    let entries = if volume.number.is_none() { things::entries(views) } else { Vec::new() };
    let places = places(views, volume, &things, &entries);
    let shards = shards(&volume.vocabulary.all(), places, (entries.len() as u32, things.len() as u32));
    let starts: Vec<&str> = shards.iter().map(|shard| shard.start.as_str()).collect();
    let folder = address::search_folder(volume.number);
    let mut index = index(&folder, &things, &entries, &starts);
    if volume.number.is_none() {
        index.extend(of_all(views, &entries));
    }
    let index = script(&folder, "index", &index);
    let words = shards.par_iter().map(|shard| script(&folder, &format!("w-{}", shard.start), &shard.text));
    let rows = things.par_chunks(shown::ROWS).enumerate().map(|(n, things)| {
        let rows: Vec<shown::Row<'_>> = things.iter().map(|thing| shown::thing(views, *thing)).collect();
        script(&folder, &format!("a-{n}"), &rows)
    });
    let names = entries.par_chunks(shown::ROWS).enumerate().map(|(n, entries)| {
        let rows: Vec<shown::Row<'_>> = entries.iter().map(|(kind, list)| shown::entry(views, *kind, *list)).collect();
        script(&folder, &format!("e-{n}"), &rows)
    });
    let facets = script(&folder, "facets", &facets::facets(views, &things, &entries));
    rayon::iter::once(index).chain(rayon::iter::once(facets)).chain(words).chain(rows).chain(names).collect()
}

/// A file of the volume in `folder`: its name, and the call that hands its value over.
fn script(folder: &str, name: &str, value: &impl serde::Serialize) -> (String, String) {
    let value = serde_json::to_string(value).expect("plain data has a form in JSON");
    (name.to_owned(), format!("saarSearch(\"{folder}{name}\",{value})\n"))
}

/// Where every word stands.
fn places(views: &Views<'_>, volume: &Volume<'_>, things: &[Thing], entries: &[(usize, List)]) -> Vec<Places> {
    let (site, vocabulary) = (views.site, &volume.vocabulary);
    let mut named: BTreeMap<List, Box<[u32]>> = BTreeMap::new();
    let mut of_entries: Vec<(Vec<u32>, Box<[u32]>)> = Vec::with_capacity(entries.len());
    for &(_, list) in entries {
        let names = things::names(site, list);
        let whole = names.iter().map(|name| joined(name)).filter(|word| !word.is_empty());
        let mut whole: Vec<u32> = whole.map(|word| vocabulary.word(&word)).collect();
        whole.sort_unstable();
        whole.dedup();
        of_entries.push((whole, vocabulary.of(names)));
    }
    let language = views.words.language;
    let of_things = things.iter().map(|&thing| {
        let article = site.article(thing.article);
        let mut about: Vec<u32> = Vec::new();
        for list in things::about(site, thing) {
            about.extend(named.entry(list).or_insert_with(|| vocabulary.of(things::names(site, list))).iter());
        }
        about.sort_unstable();
        about.dedup();
        match thing.claim_of(article) {
            None => [
                vocabulary.of([article.title_in(language).0]),
                about.into(),
                vocabulary.of(article.summary_in(language).map(|(text, _)| text)),
            ],
            Some(claim) => {
                let value = super::views::claim_value(&claim.value);
                let said = [Some(claim.words.as_str()), claim.speaker.as_deref(), claim.holder_text.as_deref()];
                [vocabulary.of([value.as_str()]), about.into(), vocabulary.of(said.into_iter().flatten())]
            }
        }
    });
    let of_things: Vec<[Box<[u32]>; 3]> = of_things.collect();
    let body = |thing: &Thing| if thing.claim.is_none() { volume.body(thing.article) } else { &[] };
    let mut counts = vec![0; vocabulary.all().len()];
    let all = of_things.iter().flatten().map(|words| &words[..]).chain(things.iter().map(body));
    all.flatten().for_each(|&w| counts[w as usize] += 1);
    let mut places: Vec<Places> = counts.into_iter().map(Places::with_room).collect();
    let mut add = |words: &[u32], at: u32, field| words.iter().for_each(|&w| places[w as usize].add(at, field));
    for (at, (whole, names)) in (0..).zip(&of_entries) {
        add(whole, at, Field::Whole);
        add(names, at, Field::Name);
    }
    for ((at, words), thing) in (0..).zip(&of_things).zip(things) {
        for (words, field) in words.iter().zip([Field::Title, Field::About, Field::Summary]) {
            add(words, at, field);
        }
        add(body(thing), at, Field::Body);
    }
    places
}

/// What the script has to know of a volume.
fn index(folder: &str, things: &[Thing], entries: &[(usize, List)], starts: &[&str]) -> Map<String, Value> {
    let claims: Vec<u32> = (0..).zip(things).filter(|(_, thing)| thing.claim.is_some()).map(|(at, _)| at).collect();
    let values = [
        ("folder", json!(folder)),
        ("files", json!(starts.join(" "))),
        ("things", json!(things.len())),
        ("size", json!(things.len() + entries.len())),
        ("claims", json!(crate::search::lists::list(&claims, things.len() as u32))),
    ];
    values.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

/// What it has to know before the first query, of all volumes.
fn of_all(views: &Views<'_>, entries: &[(usize, List)]) -> Map<String, Value> {
    // how many articles an entry has, as a power of two: what more is about comes first
    let weights: String = entries
        .iter()
        .map(|(_, list)| digit(usize::BITS as usize - views.digest.articles(*list).len().leading_zeros() as usize))
        .collect();
    let values = [
        ("weights", json!(weights)),
        ("stop", json!(common::stop_words().join(" "))),
        ("same", json!(common::synonyms().into_iter().collect::<Vec<_>>())),
        ("volumes", volumes(views)),
    ];
    values.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

/// The volumes, newest first: the folder, since when there are articles in it, and its days for those who ask for it.
fn volumes(views: &Views<'_>) -> Value {
    let (site, words) = (views.site, views.words);
    let (total, size) = (site.articles.len(), site.settings.search_size);
    let volumes = address::volumes(total, size).map(|volume| {
        let articles = &site.articles[address::items(total, size, volume)];
        let mut dates = articles.iter().map(|article| &article.published).filter(|date| date.moment.is_some());
        let until = dates.next().map_or_else(|| words.word("date", "unknown"), |date| words.date_text(date));
        let from = dates.next_back().map_or_else(|| until.clone(), |date| words.date_text(date));
        let days = if from == until { until } else { words.fill("date.span", &[("from", &from), ("until", &until)]) };
        let since = words.fill("ui.search_since", &[("date", &from)]);
        json!([address::search_folder(volume), since, words.fill("ui.search_older", &[("days", &days)])])
    });
    volumes.collect()
}
