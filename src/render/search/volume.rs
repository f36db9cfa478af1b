//! The words of the bodies of a volume's articles: remembered where the file is what it was, else read again.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;
use rayon::{ThreadPoolBuilder, current_num_threads};

use crate::address;
use crate::diagnostic::Diagnostics;
use crate::model::article::{Article, ArticleId};
use crate::model::site::Site;
use crate::render::documents::document_of;
use crate::render::{Renderer, article_body};
use crate::search::vocabulary::Vocabulary;
use crate::search::{Bodies, Gaps};

/// Threads that read bodies, for each that computes.
const READERS: usize = 8;
/// Bodies for which they are worth it.
const MANY: usize = 100;

/// A volume of the index that is being made.
pub(super) struct Volume<'a> {
    /// Which one; `None` is the newest.
    pub number: Option<usize>,
    /// The places of its articles in the site.
    pub articles: Range<usize>,
    /// The words of the bodies, to which those of other fields are added.
    pub vocabulary: Vocabulary,
    /// What is wrong with the files that were read.
    pub found: Diagnostics,
    site: &'a Site,
    /// By article: its words by number; `None` where its file could not be read.
    bodies: Vec<Option<Box<[u32]>>>,
}

impl<'a> Volume<'a> {
    /// Volume `number` of the site that is rendered; `remembered` is what [`Volume::remember`] gave.
    pub fn read(renderer: &Renderer<'a>, number: Option<usize>, remembered: &[u8]) -> Self {
        let site = renderer.pages.views.site;
        let articles = address::items(site.articles.len(), site.settings.search_size, number);
        let vocabulary = Vocabulary::default();
        let Bodies { words, articles: known } = Bodies::decode(remembered);
        let numbers: Vec<u32> = words.iter().map(|word| vocabulary.word(word)).collect();
        let known: HashMap<[u8; 32], Gaps> = known.into_iter().collect();
        let read = |article: &Article| match known.get(&article.hash) {
            Some(places) => Ok(places.numbers().filter_map(|at| numbers.get(at as usize).copied()).collect()),
            None => article_body::read(&document_of(article), renderer.around(), |body| vocabulary.of_body(body)),
        };
        let read = || site.articles[articles.clone()].par_iter().map(read).collect();
        // those of a large site have left the memory of the system since their pages were made, and disks answer many
        // questions at a time
        let readers = || ThreadPoolBuilder::new().num_threads(READERS * current_num_threads()).build().ok();
        let readers = (articles.len() > known.len() + MANY).then(readers).flatten();
        let read: Vec<Result<Box<[u32]>, _>> = readers.map_or_else(read, |readers| readers.install(read));
        let mut found = Diagnostics::default();
        let bodies = read.into_iter().map(|body| body.map_err(|fault| found.push(fault)).ok()).collect();
        Self { number, articles, vocabulary, found, site, bodies }
    }

    /// The words of the body of one of its articles.
    pub fn body(&self, id: ArticleId) -> &[u32] {
        self.bodies[id.0 as usize - self.articles.start].as_deref().unwrap_or_default()
    }

    /// What the next build can use.
    pub fn remember(&self) -> Vec<u8> {
        let all = self.vocabulary.all();
        let mut places = vec![None; all.len()];
        self.bodies.iter().flatten().flatten().for_each(|&number| places[number as usize] = Some(0));
        // what no body has any more is forgotten
        let mut used: Vec<u32> = (0..all.len() as u32).filter(|&number| places[number as usize].is_some()).collect();
        used.par_sort_unstable_by(|a, b| all[*a as usize].cmp(&all[*b as usize]));
        for (place, &number) in (0..).zip(&used) {
            places[number as usize] = Some(place);
        }
        let articles = self.bodies.par_iter().zip(&self.site.articles[self.articles.clone()]);
        let articles = articles.filter_map(|(body, article)| {
            let mut words: Vec<u32> = body.as_ref()?.iter().filter_map(|&number| places[number as usize]).collect();
            words.sort_unstable();
            Some((article.hash, Gaps::new(&words)))
        });
        let words = used.iter().map(|&number| all[number as usize].to_string()).collect();
        Bodies { words, articles: articles.collect() }.encode()
    }
}
