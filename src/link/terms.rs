//! The open lists: people, outlets and topics, gathered from all articles and given ids in name order.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError, RwLock};

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::gazetteer::names::{Index, term_index};
use crate::model::article::Article;
use crate::model::name::Name;
use crate::model::people::{Term, TermId};
use crate::parse::gazetteer::TermRecord;
use crate::parse::settings::SiteRecord;
use crate::source::Span;
use crate::text::{Language, fold, slug};

/// Gathers terms from many threads. Ids are provisional until [`Interner::finish`].
pub struct Interner {
    /// People.
    pub people: List,
    /// Outlets.
    pub outlets: List,
    /// Topics.
    pub topics: List,
}

/// One open list while it is gathered.
pub struct List {
    what: &'static str,
    declared: Vec<Term>,
    index: Index<u32>,
    /// By spelling as written: most lookups end here.
    spellings: RwLock<HashMap<String, TermId>>,
    gathered: Mutex<Gathered>,
}

#[derive(Default)]
struct Gathered {
    by_key: HashMap<String, TermId>,
    entries: Vec<Entry>,
}

/// A term with the spellings seen; the first place in file order stands for it in findings.
struct Entry {
    declared: Option<u32>,
    seen: BTreeMap<String, Span>,
}

/// The finished lists.
pub struct Terms {
    /// People by slug.
    pub people: Vec<Term>,
    /// Outlets by slug.
    pub outlets: Vec<Term>,
    /// Topics by slug.
    pub topics: Vec<Term>,
}

/// Provisional ids to final ones.
pub struct Renumbering {
    people: Vec<TermId>,
    outlets: Vec<TermId>,
    topics: Vec<TermId>,
}

impl Interner {
    /// Lists for what leaves no trace in the site.
    pub fn aside() -> Self {
        Self { people: List::new("person", &[]), outlets: List::new("source", &[]), topics: List::new("topic", &[]) }
    }

    /// Lists that begin with what `site.yaml` declares.
    pub fn new(record: &SiteRecord) -> Self {
        Self {
            people: List::new("person", &record.people),
            outlets: List::new("source", &record.sources),
            topics: List::new("topic", &record.topics),
        }
    }

    /// The lists in order of their slugs, and how provisional ids map to them; `main` is the language of the site.
    pub fn finish(self, main: Language, found: &mut Diagnostics) -> (Terms, Renumbering) {
        let (people, people_ids) = self.people.finish(main, found);
        let (outlets, outlet_ids) = self.outlets.finish(main, found);
        let (topics, topic_ids) = self.topics.finish(main, found);
        (Terms { people, outlets, topics }, Renumbering { people: people_ids, outlets: outlet_ids, topics: topic_ids })
    }
}

impl Renumbering {
    /// Replaces the provisional ids of an article.
    pub fn apply(&self, article: &mut Article) {
        for mention in &mut article.people {
            mention.person = self.people[mention.person.0 as usize];
        }
        for source in &mut article.sources {
            source.outlet = source.outlet.map(|id| self.outlets[id.0 as usize]);
        }
        for topic in &mut article.topics {
            *topic = self.topics[topic.0 as usize];
        }
    }
}

impl List {
    fn new(what: &'static str, records: &[TermRecord]) -> Self {
        let declared: Vec<Term> = records
            .iter()
            .map(|record| Term {
                id: slug::slugify(&record.id.value).to_string(),
                name: Name::from(&record.name).or_id(&record.id.value),
                aliases: record.aliases.iter().map(|t| t.value.clone()).collect(),
            })
            .collect();
        let index = term_index(&declared);
        Self { what, declared, index, spellings: RwLock::default(), gathered: Mutex::default() }
    }

    /// The provisional id for a name as written at `span`.
    pub fn intern(&self, name: &str, span: Span) -> TermId {
        if let Some(&id) = self.spellings.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return self.seen_again(id, name, span);
        }
        let declared = self.index.all(name).first().copied();
        let key = match declared {
            Some(at) => format!("={at}"),
            // a Latin and a Devanagari spelling of one name meet in their slug
            None if name.is_ascii() => slug::slugify(name).to_string(),
            None => fold::key(name),
        };
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        let next = TermId(gathered.entries.len() as u32);
        let id = *gathered.by_key.entry(key).or_insert(next);
        if id == next {
            gathered.entries.push(Entry { declared, seen: BTreeMap::new() });
        }
        gathered.entries[id.0 as usize].note(name, span);
        drop(gathered);
        self.spellings.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), id);
        id
    }

    /// Keeps the first place of a spelling in file order, whichever thread came first.
    fn seen_again(&self, id: TermId, name: &str, span: Span) -> TermId {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.entries[id.0 as usize].note(name, span);
        id
    }

    fn finish(self, main: Language, found: &mut Diagnostics) -> (Vec<Term>, Vec<TermId>) {
        let gathered = self.gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut by_slug: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in gathered.entries.iter().enumerate() {
            let slug = match entry.declared {
                Some(declared) => self.declared[declared as usize].id.clone(),
                None => slug::slugify(entry.shown()).to_string(),
            };
            by_slug.entry(slug).or_default().push(at);
        }
        let mut terms = Vec::new();
        let mut renumbering = vec![TermId(0); gathered.entries.len()];
        for (slug, at) in &by_slug {
            let mut at = at.clone();
            at.sort_by(|&a, &b| gathered.entries[a].rank().cmp(&gathered.entries[b].rank()));
            let mut taken: Vec<(TermId, &str)> = Vec::new();
            // a number that another name has in itself is not given
            let mut numbered = (2..).map(|n| format!("{slug}-{n}")).filter(|slug| !by_slug.contains_key(slug));
            for entry_at in at {
                let entry = &gathered.entries[entry_at];
                // one spelling in each script: the same name; two in one script: two names
                let same = taken.iter().find(|(_, shown)| shown.is_ascii() != entry.shown().is_ascii());
                let id = match same {
                    Some(&(id, _)) => {
                        join(&mut terms[id.0 as usize], entry);
                        id
                    }
                    None => {
                        if let Some((_, other)) = taken.first() {
                            found.push(similar(self.what, entry, other));
                        }
                        let id = TermId(terms.len() as u32);
                        let number = if taken.is_empty() { None } else { numbered.next() };
                        let slug = number.unwrap_or_else(|| slug.clone());
                        terms.push(entry.term(slug, &self.declared, main));
                        taken.push((id, entry.shown()));
                        id
                    }
                };
                renumbering[entry_at] = id;
            }
        }
        (terms, renumbering)
    }
}

impl Entry {
    fn note(&mut self, name: &str, span: Span) {
        match self.seen.get_mut(name) {
            Some(first) => *first = span.min(*first),
            None => {
                self.seen.insert(name.to_owned(), span);
            }
        }
    }

    /// The spelling seen first, in file order.
    fn shown(&self) -> &str {
        self.seen.iter().min_by_key(|(name, span)| (**span, *name)).map_or("", |(name, _)| name)
    }

    /// Declared entries first, then Devanagari, then in order of the files.
    fn rank(&self) -> (bool, bool, Option<&Span>) {
        (self.declared.is_none(), self.shown().is_ascii(), self.seen.values().min())
    }

    fn term(&self, id: String, declared: &[Term], main: Language) -> Term {
        if let Some(at) = self.declared {
            return declared[at as usize].clone();
        }
        let shown = self.shown();
        let aliases = self.seen.keys().filter(|name| *name != shown).cloned().collect();
        Term { id, name: Name::single(shown, Language::of_name(shown, main)), aliases }
    }
}

fn join(term: &mut Term, entry: &Entry) {
    if entry.shown().is_ascii() {
        term.name = std::mem::take(&mut term.name).or(Name::single(entry.shown(), Language::ENGLISH));
    }
    term.aliases.extend(entry.seen.keys().cloned());
}

fn similar(what: &str, entry: &Entry, other: &str) -> Diagnostic {
    let span = entry.seen.values().min().copied();
    let diagnostic = Diagnostic::new(
        Rule::SimilarName,
        format!("{what} `{}` and {what} `{other}` would have the same address", entry.shown()),
    )
    .help("if they are one, give the two spellings one entry in `site.yaml`; else give each its own id there");
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn names_that_differ_share_no_address(names in prop::collection::vec("(दिन|दीन|din|Din|🎉|con)( [23])?( [23])?|\\PC{0,6}", 0..12)) {
            let list = List::new("topic", &[]);
            let ids: Vec<TermId> = names.iter().map(|name| list.intern(name, Span::default())).collect();
            let (terms, renumbering) = list.finish(Language::HINDI, &mut Diagnostics::default());
            let addresses: std::collections::BTreeSet<&str> = terms.iter().map(|term| term.id.as_str()).collect();
            prop_assert_eq!(addresses.len(), terms.len(), "{:?}", terms);
            for (one, name) in ids.iter().zip(&names) {
                for (other, next) in ids.iter().zip(&names) {
                    let same = renumbering[one.0 as usize] == renumbering[other.0 as usize];
                    // two spellings in one script are one name if they fold alike, or as plain letters
                    let alike = fold::key(name) == fold::key(next) || slug::slugify(name) == slug::slugify(next);
                    prop_assert!(!same || alike, "{name:?} {next:?}");
                }
            }
        }
    }
}
