//! Families: which documents tell the same story. Found by the words they share and by the facts they share, told to a
//! person, never merged.
//!
//! Words are compared as sets of folded word triples, by their smallest hashes (MinHash): pairs are looked at only where
//! a band of these is equal, so that many documents take little more than as many few. Facts are the same in both
//! languages. What one says is given by its kind (a number says more than a party), and lessened where many documents
//! have it; so a few documents are judged like many.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

use crate::model::family::joined;
use crate::model::region::{RegionId, Tree};
use crate::text::fold;

/// Words of a shingle.
const SHINGLE: usize = 3;
/// Hashes of a text, in bands of [`BAND`]: texts that share half of their shingles share a band with 98 in 100.
const HASHES: usize = 96;
const BAND: usize = 3;
/// Share of shingles from which on one text is a copy of another, with changes.
const SYNDICATED: f64 = 0.5;
/// The same for a copy as it stands: what differs is the furniture.
const COPY: f64 = 0.9;
/// Share of the weight of facts from which on two documents tell the same story.
const SAME_STORY: f64 = 0.5;
/// Weight that shared facts other than places, parties and subjects need at least.
const TOLD: f64 = 4.0;
/// What a text that stands wholly in the other one weighs beside the facts.
const WORDS: f64 = 6.0;
/// Days between two reports of one story.
const APART: i64 = 3;
/// A fact of more documents than this says less, and pairs nobody: the search does not begin with it.
const COMMON: usize = 100;
/// Of more documents than this that look alike, not every pair is looked at.
const CROWD: usize = 40;

/// What sort of fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A state, a party, or an election or roll revision.
    Frame,
    /// A place or a constituency.
    Place,
    /// A day of a calendar or a deadline, or a total that many texts repeat.
    Known,
    /// A number with its unit.
    Number,
    /// A person.
    Person,
    /// An event with its day.
    Event,
    /// A building or a ground.
    Venue,
}

impl Kind {
    fn weight(self) -> f64 {
        match self {
            Self::Frame => 0.25,
            Self::Place => 0.5,
            Self::Known => 1.0,
            Self::Number | Self::Person | Self::Event => 2.0,
            Self::Venue => 3.0,
        }
    }
}

/// A fact: its sort, and a word for it that is the same in all languages: `up/lucknow`, `4200 names`,
/// `rally 2024-05-13`, the sound of a name.
pub type Fact = (Kind, String);

/// The region that a document is about: its tree, and the ids of it and of what contains it, without the country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The tree.
    pub tree: Tree,
    /// The region first.
    pub within: Vec<RegionId>,
}

impl Area {
    /// Whether two documents are about different places: neither within the other, or, of two trees, in two states.
    fn apart(&self, other: &Self) -> bool {
        let (Some(own), Some(others)) = (self.within.first(), other.within.first()) else { return false };
        if self.tree == other.tree {
            !self.within.contains(others) && !other.within.contains(own)
        } else {
            !self.within.iter().any(|region| other.within.contains(region))
        }
    }
}

/// A document as far as it is compared.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Headline and body.
    pub text: String,
    /// Its facts, each as a person reads it.
    pub facts: BTreeMap<Fact, String>,
    /// What it is about; `None` if nothing says so.
    pub area: Option<Area>,
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
    /// The facts that both have, as the first one writes them; those that say most stand first.
    pub shared: Vec<String>,
}

/// All pairs of documents that belong together, in the order of the list.
pub fn kin(stories: &[Story]) -> Vec<Kin> {
    let shingles: Vec<FxHashSet<u64>> = stories.par_iter().map(|story| shingles(&story.text)).collect();
    let facts: Vec<FxHashSet<&Fact>> = stories.iter().map(|story| story.facts.keys().collect()).collect();
    let counts = counts(&facts);
    let mut pairs = by_words(&shingles);
    pairs.extend(by_facts(&facts));
    pairs.sort_unstable();
    pairs.dedup();
    let judged = pairs.into_par_iter().filter_map(|(a, b)| {
        let (one, other) = (&stories[a], &stories[b]);
        let (alike, part) = alike(&shingles[a], &shingles[b]);
        let facts = Shared::of(&facts[a], &facts[b], &counts);
        let apart = one.area.as_ref().zip(other.area.as_ref()).is_some_and(|(a, b)| a.apart(b));
        let related = if alike < SYNDICATED {
            near(one, other) && facts.tell_one_story(part, apart)
        } else {
            !facts.are_twins() && (!apart || facts.tell_one_story(0.0, apart))
        };
        let relation = if !related {
            return None;
        } else if alike >= COPY {
            Relation::Copy
        } else if alike < SYNDICATED {
            Relation::SameStory
        } else if one.outlet.is_some() && one.outlet == other.outlet {
            Relation::Update
        } else {
            Relation::Syndicated
        };
        let mut shared = facts.all;
        shared.sort_unstable_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        let shared = shared.into_iter().map(|fact| one.facts[fact].clone()).collect();
        Some(Kin { pair: (a, b), relation, shared })
    });
    judged.collect()
}

/// Documents that belong together directly or through others: lists of places, each of at least two.
pub fn families(count: usize, kin: &[Kin]) -> Vec<Vec<usize>> {
    joined(count, kin.iter().map(|kin| kin.pair))
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

/// Pairs that share two facts that say something and are not common.
fn by_facts(facts: &[FxHashSet<&Fact>]) -> Vec<(usize, usize)> {
    let mut having: FxHashMap<&Fact, Vec<usize>> = FxHashMap::default();
    for (at, facts) in facts.iter().enumerate() {
        facts.iter().filter(|fact| fact.0 > Kind::Place).for_each(|fact| having.entry(fact).or_default().push(at));
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

/// The share of the shingles of two texts that both have, and the same of the shorter text.
fn alike(a: &FxHashSet<u64>, b: &FxHashSet<u64>) -> (f64, f64) {
    let shared = a.intersection(b).count();
    let share = |all: usize| if all == 0 { 0.0 } else { shared as f64 / all as f64 };
    (share(a.len() + b.len() - shared), share(a.len().min(b.len())))
}

/// How many documents have a fact.
fn counts<'a>(facts: &[FxHashSet<&'a Fact>]) -> FxHashMap<&'a Fact, usize> {
    let mut counts: FxHashMap<&Fact, usize> = FxHashMap::default();
    facts.iter().flatten().for_each(|fact| *counts.entry(fact).or_default() += 1);
    counts
}

/// The facts of two documents side by side.
struct Shared<'a> {
    all: Vec<&'a Fact>,
    /// Weight of the shared facts; of them without places, parties and subjects; of all those of the poorer document.
    weights: (f64, f64, f64),
    /// The kinds of facts that each has.
    kinds: [FxHashSet<Kind>; 2],
}

impl<'a> Shared<'a> {
    fn of(a: &FxHashSet<&'a Fact>, b: &FxHashSet<&'a Fact>, counts: &FxHashMap<&'a Fact, usize>) -> Self {
        let weight = |fact: &&Fact| fact.0.weight() * (COMMON as f64 / counts[fact] as f64).min(1.0);
        let sum = |facts: &FxHashSet<&Fact>| facts.iter().map(weight).sum::<f64>();
        let all: Vec<&Fact> = a.intersection(b).copied().collect();
        let told = all.iter().filter(|fact| fact.0 > Kind::Place).map(weight).sum();
        let weights = (all.iter().map(weight).sum(), told, sum(a).min(sum(b)));
        let kinds = |facts: &FxHashSet<&Fact>| facts.iter().map(|fact| fact.0).collect();
        Self { all, weights, kinds: [kinds(a), kinds(b)] }
    }

    /// Whether both have facts of a kind and share none.
    fn differ(&self, kind: Kind) -> bool {
        self.kinds.iter().all(|own| own.contains(&kind)) && self.all.iter().all(|fact| fact.0 != kind)
    }

    /// Each kind in which they differ asks for one more fact of weight, two places for two; `part` of the words stands
    /// for such facts.
    fn tell_one_story(&self, part: f64, apart: bool) -> bool {
        let kinds = [Kind::Number, Kind::Event, Kind::Venue];
        let doubts = kinds.into_iter().filter(|kind| self.differ(*kind)).count() + 2 * usize::from(apart);
        let (shared, told, least) = self.weights;
        told > 0.0 && told + WORDS * part >= TOLD + 2.0 * doubts as f64 && shared >= SAME_STORY * least
    }

    /// Whether it is one form of words, filled in for two occasions.
    fn are_twins(&self) -> bool {
        self.differ(Kind::Number) && self.differ(Kind::Event)
    }
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

    fn story(text: &str, outlet: &str, facts: &[(Kind, &str)]) -> Story {
        let facts = facts.iter().map(|(kind, word)| ((*kind, (*word).to_owned()), (*word).to_owned())).collect();
        let day = NaiveDate::from_ymd_opt(2024, 5, 7);
        Story { text: text.into(), facts, day, outlet: Some(outlet.into()), area: None }
    }

    fn about(tree: Tree, within: &[u32]) -> Option<Area> {
        Some(Area { tree, within: within.iter().map(|id| RegionId(*id)).collect() })
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
        use Kind::{Event, Frame, Number, Place};
        let facts = [
            (Place, "up/lucknow"),
            (Number, "1300 booths"),
            (Event, "review 2024-05-06"),
            (Number, "4200 names"),
            (Frame, "ls-2024"),
        ];
        let hindi = story(TEXT, "A", &facts);
        let english = story("Water and shade at 1,300 booths, says the district election officer.", "B", &facts[..4]);
        let other =
            story("बारिश से सड़क टूटी, मरम्मत शुरू।", "A", &[(Place, "up/lucknow"), (Frame, "ls-2024"), (Frame, "bjp")]);
        assert_eq!(found(&[hindi.clone(), english.clone(), other]), [((0, 1), Relation::SameStory)]);
        let later = Story { day: NaiveDate::from_ymd_opt(2024, 5, 20), ..english };
        assert_eq!(found(&[hindi, later]), []);
    }

    #[test]
    fn a_form_of_words_for_two_places_or_two_occasions_is_no_family() {
        use Kind::{Event, Number};
        let first = story(TEXT, "A", &[(Number, "2866 booths"), (Event, "awareness_drive 2026-03-01")]);
        let second = story(TEXT, "A", &[(Number, "2143 booths"), (Event, "awareness_drive 2026-02-22")]);
        assert_eq!(found(&[first.clone(), second]), []);
        let here = Story { area: about(Tree::Administrative, &[7, 3]), ..first.clone() };
        let there = Story { area: about(Tree::Administrative, &[8, 3]), ..first.clone() };
        let around = Story { area: about(Tree::Administrative, &[3]), ..first.clone() };
        let unit = Story { area: about(Tree::Party, &[9, 3]), ..first };
        assert_eq!(found(&[here.clone(), there]), []);
        assert_eq!(found(&[here.clone(), around]), [((0, 1), Relation::Copy)]);
        assert_eq!(found(&[here, unit]), [((0, 1), Relation::Copy)]);
    }

    #[test]
    fn empty_texts_are_no_family() {
        assert_eq!(found(&[Story::default(), Story::default()]), []);
    }
}
