//! Finds the names of the gazetteer in a passage: longest first, at word edges, word-like ones by their company.

use rustc_hash::{FxHashMap, FxHashSet};

use super::passage::{NameHit, Passage};
use super::sign::{Lexicon, Phrases};
use crate::gazetteer::lexicon::{WordAlias, word_aliases};
use crate::model::people::{PartyId, Term};
use crate::model::region::RegionId;
use crate::model::site::Gazetteer;
use crate::model::subject::{SubjectClass, SubjectId};
use crate::text::sound::skeleton;
use crate::text::stem::stem;
use crate::text::{Language, fold};

/// What a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A region.
    Region(RegionId),
    /// An election or a roll revision.
    Subject(SubjectId),
    /// A party or an alliance.
    Party(PartyId),
    /// A person that the project knows, by place in its list.
    Person(usize),
}

/// How a Latin name has to be written: `UP` is no *up*, and `Panna` no *panna*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Any,
    Capital,
    Capitals,
}

/// Company that an alias keeps, as keys with a space on either side.
#[derive(Debug, Clone)]
struct Company {
    needs: Vec<String>,
    never: Vec<String>,
}

/// All names of a project, made ready for reading.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The closed vocabularies.
    pub gazetteer: Gazetteer,
    /// The people that the project knows.
    pub people: Vec<Term>,
    /// The words of the language.
    pub lexicon: Lexicon,
    phrases: Phrases<(Name, Case)>,
    /// Elections and rolls: beside the others, as the state within their names is a region too.
    subjects: Phrases<(Name, Case)>,
    company: FxHashMap<String, Company>,
    /// Names of several words that have no Hindi form, by their sound.
    longer: FxHashSet<String>,
}

impl Reader {
    /// Makes the names of a project ready.
    pub fn new(gazetteer: &Gazetteer, people: &[Term]) -> Self {
        let mut phrases = Phrases::default();
        let mut add = |name: Name, texts: &mut dyn Iterator<Item = &str>| {
            texts.for_each(|text| phrases.add(text, (name, case(text))));
        };
        for (id, region) in gazetteer.regions() {
            let forms = region.name.forms().chain(region.aliases.iter().map(String::as_str));
            add(Name::Region(id), &mut forms.filter(|form| !form.contains('/')));
        }
        let mut subjects = Phrases::default();
        for (id, subject) in gazetteer.subjects().filter(|(_, s)| s.kind.class() != SubjectClass::Unnamed) {
            let forms = subject.name.forms().chain(subject.aliases.iter().map(String::as_str));
            forms.for_each(|form| subjects.add(form, (Name::Subject(id), case(form))));
        }
        for (id, party) in (0u32..).zip(&gazetteer.parties) {
            let short = party.aliases.iter().map(String::as_str).chain(party.abbr.as_deref());
            add(Name::Party(PartyId(id)), &mut party.name.forms().chain(short));
        }
        for (id, term) in people.iter().enumerate() {
            let forms = term.name.forms().chain(term.aliases.iter().map(String::as_str));
            add(Name::Person(id), &mut forms.filter(|form| form.contains(' ')));
        }
        let company = word_aliases().iter().map(|alias| (fold::key(&alias.text), Company::of(alias))).collect();
        let hindiless = gazetteer.regions.iter().filter(|region| region.name.get(Language::HINDI).is_none());
        let longer = hindiless
            .filter_map(|region| region.name.get(Language::ENGLISH))
            .map(fold::key)
            .filter(|name| name.contains(' '))
            .map(|name| name.split(' ').map(skeleton).collect::<Vec<_>>().join(" "))
            .collect();
        let lexicon = Lexicon::default();
        let (gazetteer, people) = (gazetteer.clone(), people.to_vec());
        Self { gazetteer, people, lexicon, phrases, subjects, company, longer }
    }

    /// The names in a passage, in order; none within another.
    pub(super) fn names(&self, passage: &Passage) -> Vec<NameHit> {
        self.hits(passage, &self.phrases)
    }

    /// The names of elections and rolls in a passage.
    pub(super) fn subjects(&self, passage: &Passage) -> Vec<NameHit> {
        self.hits(passage, &self.subjects)
    }

    fn hits(&self, passage: &Passage, phrases: &Phrases<(Name, Case)>) -> Vec<NameHit> {
        let mut hits: Vec<NameHit> = Vec::new();
        let mut at = 0;
        while at < passage.len() {
            let mut longest = 0;
            let mut means = Vec::new();
            for (length, (name, case)) in phrases.at(at, |i| passage.word(i)) {
                if length < longest {
                    break;
                }
                let tokens = at..at + length;
                if !case.fits(passage.written(tokens)) || !unbroken(passage, at, length) {
                    continue;
                }
                longest = length;
                if !means.contains(&name) {
                    means.push(name);
                }
            }
            if !means.is_empty() {
                hits.push(NameHit { tokens: at..at + longest, means });
            }
            at += longest.max(1);
        }
        hits
    }

    /// The next shorter name at the same place.
    pub(super) fn shorter(&self, passage: &Passage, hit: &NameHit) -> Option<NameHit> {
        let at = hit.tokens.start;
        let fitting = |(length, (_, case)): &(usize, (Name, Case))| {
            *length < hit.tokens.len() && case.fits(passage.written(at..at + length))
        };
        let mut shorter = self.phrases.at(at, |i| passage.word(i)).filter(fitting).peekable();
        let (longest, _) = *shorter.peek()?;
        let means = shorter.take_while(|(length, _)| *length == longest).map(|(_, (name, _))| name).collect();
        Some(NameHit { tokens: at..at + longest, means })
    }

    /// Whether the word after a name makes it a longer one that is known in the other script only: by its sound.
    pub(super) fn goes_on(&self, passage: &Passage, hit: &NameHit) -> bool {
        let end = hit.tokens.end;
        let next = passage.word(end);
        let joined = passage.gap(end - 1).trim_matches([' ', '-']).is_empty();
        joined && next.len() > 6 && !next.is_ascii() && {
            let words = hit.tokens.clone().map(|i| passage.word(i)).chain([next]);
            self.longer.contains(&words.map(skeleton).collect::<Vec<_>>().join(" "))
        }
    }

    /// Whether what an alias needs is named elsewhere in the document, and nothing beside it rules it out.
    pub(super) fn is_in_company(&self, passage: &Passage, hit: &NameHit, named: &[String]) -> bool {
        let company = self.company.get(passage.word(hit.tokens.start)).filter(|_| hit.tokens.len() == 1);
        company.is_some_and(|c| c.needs.iter().any(|need| named.contains(need))) && self.is_name(passage, hit, true)
    }

    /// Whether a name that is an ordinary word too keeps the company that makes it a name.
    ///
    /// `alike` says whether another name of its sort stands beside it: a place of the same state.
    pub(super) fn is_name(&self, passage: &Passage, hit: &NameHit, alike: bool) -> bool {
        let key = passage.word(hit.tokens.start);
        let company = (hit.tokens.len() == 1).then(|| self.company.get(key)).flatten();
        let whole: String;
        let company = match company {
            None if hit.tokens.len() > 1 => {
                whole = fold::key(passage.written(hit.tokens.clone()));
                self.company.get(&whole)
            }
            company => company,
        };
        let Some(company) = company else { return true };
        let possessive = passage.word(hit.tokens.end) == "s" && !passage.gap(hit.tokens.end - 1).contains(' ');
        let (start, end) = (hit.tokens.start, hit.tokens.end + usize::from(possessive));
        let sentence = passage.sentence(start);
        // words of the sentence directly before and after, in both lengths that the table has
        let join = |from: usize, to: usize| {
            let words: Vec<&str> = (from.max(sentence.start)..to.min(sentence.end)).map(|i| passage.word(i)).collect();
            words.join(" ")
        };
        let beside = [join(start.saturating_sub(1), start), join(start.saturating_sub(2), start)];
        let after = [join(end, end + 1), join(end, end + 2)];
        if company.never.iter().any(|word| beside.contains(word) || after.contains(word)) {
            return false;
        }
        if company.needs.is_empty() || alike || in_marks(passage, hit) {
            return true;
        }
        // a need directly after, or one word further where a postposition stands between; or directly before
        let further: Vec<String> = match passage.word(end) {
            "के" | "की" | "का" => {
                vec![join(end + 1, end + 2), join(end + 1, end + 3), join(end + 2, end + 3)]
            }
            _ => Vec::new(),
        };
        // में and से make a place of the word before them only
        let postposition = |word: &str| matches!(word, "में" | "से" | "को" | "के" | "की" | "का");
        let next = stem(passage.word(end));
        company.needs.iter().any(|need| {
            after.contains(need)
                || next.chars().count() > 3 && stem(need) == next
                || further.contains(need) && !postposition(need)
                || beside.contains(need) && !postposition(need)
        })
    }
}

impl Company {
    fn of(alias: &WordAlias) -> Self {
        let keys = |list: &[String]| list.iter().map(|word| fold::key(word)).collect();
        Self { needs: keys(&alias.needs), never: keys(&alias.never) }
    }
}

impl Case {
    fn fits(self, written: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Capital => written.starts_with(|c: char| c.is_uppercase() || c.is_numeric()),
            Self::Capitals => !written.contains(|c: char| c.is_lowercase()),
        }
    }
}

fn case(text: &str) -> Case {
    let latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let lower = text.chars().any(|c| c.is_ascii_lowercase());
    match (latin, lower) {
        (false, _) => Case::Any,
        (true, true) => Case::Capital,
        (true, false) => Case::Capitals,
    }
}

/// No name goes over the end of a sentence or a clause; brackets and hyphens within it are its own.
fn unbroken(passage: &Passage, at: usize, length: usize) -> bool {
    (at..at + length - 1).all(|i| !passage.gap(i).contains(['।', '?', '!', ':', ';', '|', '\n']))
}

/// Whether a name stands alone within quotes or brackets.
fn in_marks(passage: &Passage, hit: &NameHit) -> bool {
    let opens = passage.gap_before(hit.tokens.start).ends_with(['(', '\'', '"', '‘', '“']);
    opens && passage.gap(hit.tokens.end - 1).starts_with([')', '\'', '"', '’', '”'])
}
