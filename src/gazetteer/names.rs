//! Finds entries by id, by Hindi or by English name; says what else could have been meant.

use std::collections::HashMap;

use crate::model::people::{PartyId, Term};
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::Gazetteer;
use crate::model::subject::SubjectId;
use crate::text::fold;
use crate::text::suggest::nearest;

/// What looking up a name gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// Exactly one entry.
    One(T),
    /// Several entries; nothing is chosen in silence.
    Many(Vec<T>),
    /// None; perhaps this one was meant.
    None(Option<T>),
}

/// The names of one list.
#[derive(Debug, Clone)]
pub struct Index<T> {
    ids: HashMap<String, T>,
    /// Under the strict key, which keeps ड़ and ढ़ apart from ड and ढ.
    strict: HashMap<String, Vec<T>>,
    /// Under the full folding key.
    folded: HashMap<String, Vec<T>>,
}

/// All lists with closed vocabularies.
#[derive(Debug, Clone)]
pub struct Names {
    /// Regions.
    pub regions: Index<RegionId>,
    /// Elections and roll revisions.
    pub subjects: Index<SubjectId>,
    /// Parties and alliances.
    pub parties: Index<PartyId>,
    kinds: Vec<RegionKind>,
}

impl<T: Copy + Ord> Index<T> {
    /// An index of nothing.
    pub fn new() -> Self {
        Self { ids: HashMap::new(), strict: HashMap::new(), folded: HashMap::new() }
    }

    /// Adds an entry with its id and all its names.
    pub fn add<'a>(&mut self, entry: T, id: &str, names: impl Iterator<Item = &'a str>) {
        self.ids.insert(id.to_owned(), entry);
        for name in names {
            for (map, key) in [(&mut self.strict, fold::strict_key(name)), (&mut self.folded, fold::key(name))] {
                let list = map.entry(key).or_default();
                if !list.contains(&entry) {
                    list.push(entry);
                }
            }
        }
    }

    /// The entries that a name fits: by id, else by the strict key, else by the folding key.
    pub fn all(&self, text: &str) -> Vec<T> {
        if let Some(&one) = self.ids.get(text.trim_matches('/')) {
            return vec![one];
        }
        let strict = self.strict.get(&fold::strict_key(text));
        strict.or_else(|| self.folded.get(&fold::key(text))).cloned().unwrap_or_default()
    }

    /// Looks a name up.
    pub fn find(&self, text: &str) -> Found<T> {
        match self.all(text).as_slice() {
            [] => Found::None(self.near(text)),
            &[one] => Found::One(one),
            many => Found::Many(many.to_vec()),
        }
    }

    /// The entry whose id or name is nearest to what was written.
    pub fn near(&self, text: &str) -> Option<T> {
        let key = fold::key(text);
        let name = nearest(&key, self.folded.keys().map(String::as_str)).map(|name| (name.len(), self.folded[name][0]));
        let id = nearest(text, self.ids.keys().map(String::as_str)).map(|id| self.ids[id]);
        name.map(|(_, entry)| entry).or(id)
    }
}

impl<T: Copy + Ord> Default for Index<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl Names {
    /// The names of a gazetteer.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        let mut names = Self {
            regions: Index::new(),
            subjects: Index::new(),
            parties: Index::new(),
            kinds: gazetteer.regions.iter().map(|region| region.kind).collect(),
        };
        for (id, region) in gazetteer.regions() {
            let aliases = region.aliases.iter().map(String::as_str);
            names.regions.add(id, &region.id, region.name.forms().chain(aliases));
        }
        for (id, subject) in gazetteer.subjects() {
            let aliases = subject.aliases.iter().map(String::as_str);
            names.subjects.add(id, &subject.id, subject.name.forms().chain(aliases));
        }
        for (i, party) in (0u32..).zip(&gazetteer.parties) {
            let aliases = party.aliases.iter().map(String::as_str).chain(party.abbr.as_deref());
            names.parties.add(PartyId(i), &party.id, party.name.forms().chain(aliases));
        }
        names
    }

    /// Looks a region up; a word for its kind settles which one is meant: `आगरा जिला`, `Agra Lok Sabha`.
    pub fn region(&self, text: &str) -> Found<RegionId> {
        let whole = self.regions.all(text);
        if let &[one] = whole.as_slice() {
            return Found::One(one);
        }
        let key = fold::key(text);
        for (words, kinds) in KIND_WORDS {
            for word in *words {
                let word = fold::key(word);
                let rest = key.strip_suffix(&word).or_else(|| key.strip_prefix(&word));
                let Some(rest) = rest.filter(|r| r.starts_with(' ') || r.ends_with(' ')) else { continue };
                let mut fitting = self.regions.all(rest.trim());
                fitting.retain(|id| kinds.contains(&self.kinds[id.0 as usize]));
                match fitting.as_slice() {
                    [] => {}
                    &[one] => return Found::One(one),
                    _ => return Found::Many(fitting),
                }
            }
        }
        if whole.is_empty() { Found::None(self.regions.near(text)) } else { Found::Many(whole) }
    }
}

/// Words for kinds of region in Hindi and English; longer ones first, as one may end in another.
const KIND_WORDS: &[(&[&str], &[RegionKind])] = &[
    (
        &["लोकसभा क्षेत्र", "लोकसभा सीट", "लोकसभा", "lok sabha constituency", "lok sabha seat", "lok sabha", "pc"],
        &[RegionKind::LokSabha],
    ),
    (
        &[
            "विधानसभा क्षेत्र",
            "विधानसभा सीट",
            "विधानसभा",
            "vidhan sabha",
            "assembly constituency",
            "assembly seat",
            "assembly",
            "ac",
        ],
        &[RegionKind::VidhanSabha],
    ),
    (&["जिला", "जनपद", "district"], &[RegionKind::District]),
    (&["राज्य", "प्रदेश", "state"], &[RegionKind::State, RegionKind::UnionTerritory]),
    (&["शहर", "नगर", "city", "town"], &[RegionKind::Town]),
    (&["constituency"], &[RegionKind::Constituency, RegionKind::LokSabha, RegionKind::VidhanSabha]),
];

/// The names of an open list.
pub fn term_index(terms: &[Term]) -> Index<u32> {
    let mut index = Index::new();
    for (i, term) in (0u32..).zip(terms) {
        index.add(i, &term.id, term.name.forms().chain(term.aliases.iter().map(String::as_str)));
    }
    index
}
