//! Families: which documents tell the same story. Found by the words they share and by the facts they share, told to a
//! person, never merged.
//!
//! Words are compared as sets of folded word triples, by their smallest hashes (MinHash): pairs are looked at only where
//! a band of these is equal, so that many documents take little more than as many few. Facts (regions, people, numbers,
//! dates) are the same in both languages; a fact that few documents have says more than one that many have.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

use crate::text::fold;

/// Words of a shingle.
const SHINGLE: usize = 3;
/// Hashes of a text, in bands of [`BAND`]: texts that share half of their shingles share a band with 999 in 1,000.
const HASHES: usize = 80;
const BAND: usize = 4;
/// Share of shingles from which on one text is a copy of another, with changes.
const SYNDICATED: f64 = 0.5;
/// The same for a copy as it stands: what differs is the furniture.
const COPY: f64 = 0.9;
/// Share of the weight of facts from which on two documents tell the same story.
const SAME_STORY: f64 = 0.6;
/// Facts that have to be shared at least; one place and one party are no story.
const FACTS: usize = 4;
/// Days between two reports of one story.
const APART: i64 = 3;
/// A fact of more documents than this pairs nobody: it is told of, but the search does not begin with it.
const COMMON: usize = 200;
/// Of more documents than this that look alike, not every pair is looked at.
const CROWD: usize = 40;

/// A document as far as it is compared.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Headline and body.
    pub text: String,
    /// Its facts, each as a word: `up/lucknow`, `80 lok_sabha_seats`, `2024-05-13`. The order does not matter.
    pub facts: Vec<String>,
    /// The day of publication.
    pub day: Option<NaiveDate>,
    /// Who published it.
    pub outlet: Option<String>,
}

/// How two documents belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same facts in other words, or in another language.
    SameStory,
    /// Much of the text, from another outlet: an agency's, or a press note's.
    Syndicated,
    /// Much of the text, from the same outlet: an earlier or a later state of it.
    Update,
    /// The same text.
    Copy,
}

/// Two documents that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Kin {
    /// Their places in the list, the smaller first.
    pub pair: (usize, usize),
    /// How.
    pub relation: Relation,
    /// The facts that both have.
    pub shared: Vec<String>,
}

/// All pairs of documents that belong together, in the order of the list.
pub fn kin(stories: &[Story]) -> Vec<Kin> {
    let shingles: Vec<FxHashSet<u64>> = stories.par_iter().map(|story| shingles(&story.text)).collect();
    let facts: Vec<FxHashSet<&str>> =
        stories.iter().map(|story| story.facts.iter().map(String::as_str).collect()).collect();
    let weights = weights(&facts);
    let mut pairs = by_words(&shingles);
    pairs.extend(by_facts(&facts));
    pairs.sort_unstable();
    pairs.dedup();
    let judged = pairs.into_par_iter().filter_map(|(a, b)| {
        let alike = jaccard(&shingles[a], &shingles[b]);
        let relation = if alike >= COPY {
            Relation::Copy
        } else if alike >= SYNDICATED && stories[a].outlet.is_some() && stories[a].outlet == stories[b].outlet {
            Relation::Update
        } else if alike >= SYNDICATED {
            Relation::Syndicated
        } else if near(&stories[a], &stories[b]) && same_facts(&facts[a], &facts[b], &weights) {
            Relation::SameStory
        } else {
            return None;
        };
        let mut shared: Vec<String> = facts[a].intersection(&facts[b]).map(|fact| (*fact).to_owned()).collect();
        shared.sort_unstable();
        Some(Kin { pair: (a, b), relation, shared })
    });
    judged.collect()
}

/// Documents that belong together directly or through others: lists of places, each of at least two.
pub fn families(count: usize, kin: &[Kin]) -> Vec<Vec<usize>> {
    let mut heads: Vec<usize> = (0..count).collect();
    fn head(heads: &mut [usize], mut at: usize) -> usize {
        while heads[at] != at {
            heads[at] = heads[heads[at]];
            at = heads[at];
        }
        at
    }
    for Kin { pair: (a, b), .. } in kin {
        let (a, b) = (head(&mut heads, *a), head(&mut heads, *b));
        heads[a.max(b)] = a.min(b);
    }
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        families.entry(head(&mut heads, at)).or_default().push(at);
    }
    families.into_values().filter(|family| family.len() > 1).collect()
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    // Fx leaves the low bits weak, and the smallest hashes need all of them
    hasher.finish().wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// The folded word triples of a text, as hashes.
fn shingles(text: &str) -> FxHashSet<u64> {
    let key = fold::key(text);
    let words: Vec<&str> =
        key.split(|c: char| !crate::text::letter::is_word(c)).filter(|word| !word.is_empty()).collect();
    words.windows(SHINGLE.min(words.len().max(1))).map(hash).collect()
}

/// Pairs that share a band of smallest hashes.
fn by_words(shingles: &[FxHashSet<u64>]) -> Vec<(usize, usize)> {
    let sketches: Vec<[u64; HASHES]> = shingles.par_iter().map(sketch).collect();
    let bands = (0..HASHES / BAND).into_par_iter().flat_map_iter(|band| {
        let mut same: FxHashMap<&[u64], Vec<usize>> = FxHashMap::default();
        for (at, sketch) in sketches.iter().enumerate().filter(|(at, _)| !shingles[*at].is_empty()) {
            same.entry(&sketch[band * BAND..(band + 1) * BAND]).or_default().push(at);
        }
        let all: Vec<Vec<usize>> = same.into_values().filter(|list| list.len() > 1).collect();
        all.into_iter().flat_map(|list| pairs(&list))
    });
    bands.collect()
}

fn sketch(shingles: &FxHashSet<u64>) -> [u64; HASHES] {
    let mut least = [u64::MAX; HASHES];
    for shingle in shingles {
        for (seed, least) in (1_u64..).zip(&mut least) {
            *least = (*least).min(shingle.wrapping_mul(seed.wrapping_mul(0xff51_afd7_ed55_8ccd) | 1).rotate_left(31));
        }
    }
    least
}

/// Pairs that share two facts which are not common.
fn by_facts(facts: &[FxHashSet<&str>]) -> Vec<(usize, usize)> {
    let mut having: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, facts) in facts.iter().enumerate() {
        facts.iter().for_each(|fact| having.entry(fact).or_default().push(at));
    }
    let mut shared: FxHashMap<(usize, usize), u32> = FxHashMap::default();
    for list in having.into_values().filter(|list| (2..=COMMON).contains(&list.len())) {
        for pair in (0..list.len()).flat_map(|a| (a + 1..list.len()).map(move |b| (a, b))) {
            *shared.entry((list[pair.0], list[pair.1])).or_default() += 1;
        }
    }
    shared.into_iter().filter(|(_, count)| *count > 1).map(|(pair, _)| pair).collect()
}

/// All pairs of a short list; of a long one each place with the next, which joins them as well.
fn pairs(list: &[usize]) -> Vec<(usize, usize)> {
    if list.len() > CROWD {
        return list.windows(2).map(|pair| (pair[0], pair[1])).collect();
    }
    (0..list.len()).flat_map(|a| (a + 1..list.len()).map(move |b| (list[a], list[b]))).collect()
}

fn jaccard(a: &FxHashSet<u64>, b: &FxHashSet<u64>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// What a fact says: the fewer documents have it, the more.
fn weights<'a>(facts: &[FxHashSet<&'a str>]) -> FxHashMap<&'a str, f64> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    facts.iter().flatten().for_each(|fact| *counts.entry(fact).or_default() += 1);
    let all = facts.len() as f64;
    counts.into_iter().map(|(fact, count)| (fact, (1.0 + all / count as f64).ln())).collect()
}

fn same_facts(a: &FxHashSet<&str>, b: &FxHashSet<&str>, weights: &FxHashMap<&str, f64>) -> bool {
    let sum = |facts: &mut dyn Iterator<Item = &&str>| facts.map(|fact| weights[fact]).sum::<f64>();
    let shared: Vec<&&str> = a.intersection(b).collect();
    let least = sum(&mut a.iter()).min(sum(&mut b.iter()));
    shared.len() >= FACTS && sum(&mut shared.into_iter()) >= SAME_STORY * least
}

/// Whether two documents may tell of one day; one without a date may.
fn near(a: &Story, b: &Story) -> bool {
    match (a.day, b.day) {
        (Some(a), Some(b)) => (a - b).num_days().abs() <= APART,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "जिला निर्वाचन अधिकारी ने मंगलवार को बताया कि मतदान केंद्रों पर पानी और छाया की व्यवस्था होगी। \
        उन्होंने कहा कि तेरह सौ केंद्रों पर तैयारी पूरी है और बाकी पर काम चल रहा है। मतदाताओं से पहचान पत्र लाने को कहा गया।";

    fn story(text: &str, outlet: &str, facts: &[&str]) -> Story {
        let facts = facts.iter().map(|fact| (*fact).to_owned()).collect();
        Story { text: text.into(), facts, day: NaiveDate::from_ymd_opt(2024, 5, 7), outlet: Some(outlet.into()) }
    }

    fn found(stories: &[Story]) -> Vec<((usize, usize), Relation)> {
        kin(stories).into_iter().map(|kin| (kin.pair, kin.relation)).collect()
    }

    #[test]
    fn a_copy_an_update_and_an_agency_text() {
        let longer = format!("{TEXT} बाद में बताया गया कि दो केंद्र बदले गए हैं और नई सूची जारी होगी।");
        let stories =
            [story(TEXT, "A", &[]), story(TEXT, "B", &[]), story(&longer, "A", &[]), story(&longer, "C", &[])];
        let all = found(&stories);
        assert!(all.contains(&((0, 1), Relation::Copy)));
        assert!(all.contains(&((0, 2), Relation::Update)));
        assert!(all.contains(&((1, 3), Relation::Syndicated)));
        assert_eq!(families(5, &kin(&stories)), [[0, 1, 2, 3]]);
    }

    #[test]
    fn facts_join_two_languages_and_places_alone_do_not() {
        let facts = ["up/lucknow", "1300 booths", "2024-05-07", "ls-2024", "5"];
        let hindi = story(TEXT, "A", &facts);
        let english = story("Water and shade at 1,300 booths, says the district election officer.", "B", &facts);
        let other = story("बारिश से सड़क टूटी, मरम्मत शुरू।", "A", &["up/lucknow", "ls-2024", "bjp"]);
        assert_eq!(found(&[hindi.clone(), english.clone(), other]), [((0, 1), Relation::SameStory)]);
        let later = Story { day: NaiveDate::from_ymd_opt(2024, 5, 20), ..english };
        assert_eq!(found(&[hindi, later]), []);
    }

    #[test]
    fn empty_texts_are_no_family() {
        assert_eq!(found(&[Story::default(), Story::default()]), []);
    }
}
