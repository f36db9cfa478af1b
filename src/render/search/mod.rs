//! The search: what the pages of articles told about their words becomes an index, and the page that reads it.
//!
//! ```text
//!  search/index.js     what there is: files of words, kinds, words that say nothing or mean the same
//!  search/w-KN.js      words that sound like KN…, and where they stand
//!  search/a-N.js       rows of articles and claims: what a result shows      search/e-N.js   rows of entries
//!  search/facets.js    values by which results can be narrowed down
//! ```
//!
//! Each file is a script with one call, `saarSearch(name, value)`: a page may load scripts where it may not fetch.

mod facets;
mod page;
mod shown;
mod things;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::{Value, json};

use self::things::{KINDS, Thing};
use super::article_body;
use super::outcome::Outcome;
use super::views::Views;
use super::{Renderer, by_key, document_of};
use crate::address::search_file;
use crate::cache::{self, Reference};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::error::Result;
use crate::model::article::ArticleId;
use crate::model::body::Body;
use crate::model::page::{List, Page, PageKind};
use crate::model::site::Site;
use crate::search::lists::digit;
use crate::search::shards::{Places, shards};
use crate::search::vocabulary::{Vocabulary, joined};
use crate::search::{Bodies, Field, Gaps, common};

/// Collects the words of bodies while their pages are rendered.
pub struct Collected {
    vocabulary: Vocabulary,
    /// By article: its words by number.
    bodies: Vec<OnceLock<Box<[u32]>>>,
}

impl Collected {
    /// The words of a site's articles that are remembered: their files have not changed.
    pub fn recall(site: &Site, remembered: &[u8]) -> Self {
        let vocabulary = Vocabulary::default();
        let Bodies { words, articles } = Bodies::decode(remembered);
        let numbers: Vec<u32> = words.iter().map(|word| vocabulary.word(word)).collect();
        let known: HashMap<[u8; 32], Gaps> = articles.into_iter().collect();
        let recalled = site.articles.par_iter().map(|article| {
            let slot = OnceLock::new();
            if let Some(places) = known.get(&article.hash) {
                let _ = slot.set(places.numbers().filter_map(|at| numbers.get(at as usize).copied()).collect());
            }
            slot
        });
        Self { bodies: recalled.collect(), vocabulary }
    }

    /// Takes the words of an article's body.
    pub fn note(&self, page: &Page, body: &Body<'_>) {
        if let PageKind::Article(id) = page.kind {
            self.bodies[id.0 as usize].get_or_init(|| self.vocabulary.of_body(body));
        }
    }

    fn body(&self, id: ArticleId) -> &[u32] {
        self.bodies[id.0 as usize].get().map_or(&[], |words| words)
    }

    /// What the next build can use.
    fn remember(self, site: &Site) -> Vec<u8> {
        let all = self.vocabulary.all();
        let mut used: Vec<u32> = (0..all.len() as u32).collect();
        used.par_sort_unstable_by(|a, b| all[*a as usize].cmp(&all[*b as usize]));
        let mut places = vec![0; all.len()];
        for (place, &number) in (0..).zip(&used) {
            places[number as usize] = place;
        }
        let articles = self.bodies.into_par_iter().zip(&site.articles).map(|(body, article)| {
            let body = body.into_inner().unwrap_or_default();
            let mut words: Vec<u32> = body.iter().map(|&number| places[number as usize]).collect();
            words.sort_unstable();
            (article.hash, Gaps::new(&words))
        });
        let articles = articles.collect();
        Bodies { words: used.iter().map(|&number| all[number as usize].to_string()).collect(), articles }.encode()
    }
}

impl Renderer<'_> {
    /// Writes the index, unless it stands; gives the words for the cache, and what is wrong.
    pub(super) fn index(&mut self, outcomes: &[Outcome], remembered: &[u8]) -> Result<(Vec<u8>, Diagnostics)> {
        let mut found = Diagnostics::default();
        let Some(at) =
            self.plan.iter().position(|page| page.kind == PageKind::SearchIndex && page.language == self.language())
        else {
            return Ok((Vec::new(), found));
        };
        let Some(collected) = self.collected.take() else {
            debug_assert!(!matches!(outcomes[at], Outcome::Made(..)));
            return Ok((remembered.to_vec(), found));
        };
        let site = self.pages.views.site;
        // pages that stand were not made, and their words may be forgotten
        site.article_ids().collect::<Vec<_>>().par_iter().for_each(|&id| self.read(id, &collected));
        let page = &self.plan[at];
        let key = self.keys.of(page);
        let files = files(&self.pages.views, &collected);
        let free = |(name, _): &(String, String)| {
            let path = self.pages.views.path(&search_file(name));
            let taken = name != "index" && self.files.contains(&path);
            if taken {
                let message = format!("the index of the search needs `/{path}`, where another file of the site stands");
                found.push(Diagnostic::new(Rule::DuplicatePermalink, message).help("rename that file"));
            }
            !taken
        };
        let files: Vec<(String, String)> = files.into_iter().filter(free).collect();
        let key = key.filter(|_| found.is_empty());
        let parts =
            files.iter().map(|(name, _)| self.pages.views.path(&search_file(name))).filter(|path| *path != page.path);
        let references: Vec<Reference> = parts.map(Reference::Part).collect();
        files.par_iter().try_for_each(|(name, text)| {
            let known = key.map(|key| match name.as_str() {
                "index" => cache::Page { references: references.clone(), ..by_key(key) },
                _ => by_key(key),
            });
            self.sink.file(&self.pages.views.path(&search_file(name)), text.as_bytes(), known)
        })?;
        Ok((collected.remember(site), found))
    }

    /// Reads the words of a body that no page was made of.
    fn read(&self, id: ArticleId, collected: &Collected) {
        if collected.bodies[id.0 as usize].get().is_none() {
            let page = Page { path: String::new(), language: self.language(), kind: PageKind::Article(id) };
            let document = document_of(self.pages.views.site.article(id));
            // what is wrong with it was found when its page was made
            let mut found = Diagnostics::default();
            article_body::write(&document, self.around(), &mut found, |body, _| collected.note(&page, body));
        }
    }
}

/// The files of the index: name and text.
fn files(views: &Views<'_>, collected: &Collected) -> Vec<(String, String)> {
    let things = things::things(views.site);
    let entries = things::entries(views);
    let places = places(views, collected, &things, &entries);
    let shards = shards(&collected.vocabulary.all(), places, (entries.len() as u32, things.len() as u32));
    let starts: Vec<&str> = shards.iter().map(|shard| shard.start.as_str()).collect();
    let index = script("index", &index(views, &things, &entries, &starts));
    let words = shards.par_iter().map(|shard| script(&format!("w-{}", shard.start), &shard.text));
    let rows = things.par_chunks(shown::ROWS).enumerate().map(|(n, things)| {
        let rows: Vec<shown::Row<'_>> = things.iter().map(|thing| shown::thing(views, *thing)).collect();
        script(&format!("a-{n}"), &rows)
    });
    let names = entries.par_chunks(shown::ENTRY_ROWS).enumerate().map(|(n, entries)| {
        let rows: Vec<shown::Row<'_>> = entries.iter().map(|(kind, list)| shown::entry(views, *kind, *list)).collect();
        script(&format!("e-{n}"), &rows)
    });
    let facets = script("facets", &facets::facets(views, &things));
    rayon::iter::once(index).chain(rayon::iter::once(facets)).chain(words).chain(rows).chain(names).collect()
}

/// A file of the index: its name, and the call that hands its value over.
fn script(name: &str, value: &impl serde::Serialize) -> (String, String) {
    let value = serde_json::to_string(value).expect("plain data has a form in JSON");
    (name.to_owned(), format!("saarSearch(\"{name}\",{value})\n"))
}

/// Where every word stands.
fn places(views: &Views<'_>, collected: &Collected, things: &[Thing], entries: &[(usize, List)]) -> Vec<Places> {
    let (site, vocabulary) = (views.site, &collected.vocabulary);
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
    let body = |thing: &Thing| if thing.claim.is_none() { collected.body(thing.article) } else { &[] };
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

/// What the script has to know before the first query.
fn index(views: &Views<'_>, things: &[Thing], entries: &[(usize, List)], starts: &[&str]) -> Value {
    let kinds = KINDS.iter().enumerate().map(|(at, key)| {
        let count = entries.iter().filter(|(kind, _)| *kind == at).count();
        json!([key, views.words.word("ui", key), count])
    });
    let claims: Vec<u32> = (0..).zip(things).filter(|(_, thing)| thing.claim.is_some()).map(|(at, _)| at).collect();
    // how many articles an entry has, as a power of two: what more is about comes first
    let weights: String = entries
        .iter()
        .map(|(_, list)| digit(usize::BITS as usize - views.digest.articles(*list).len().leading_zeros() as usize))
        .collect();
    json!({
        "files": starts.join(" "),
        "entries": entries.len(),
        "size": entries.len() + things.len(),
        "claims": crate::search::lists::list(&claims, things.len() as u32),
        "rows": [shown::ROWS, shown::ENTRY_ROWS],
        "kinds": kinds.collect::<Vec<_>>(),
        "weights": weights,
        "stop": common::stop_words().join(" "),
        "same": common::synonyms(),
    })
}
