//! People with the office that the text gives them: `प्रदेश अध्यक्ष X`, `X, district election officer,`.

use std::ops::Range;

use super::facts::Person;
use super::matcher::{Name, Reader};
use super::passage::Passage;
use super::person_names::{LONGEST, Named, blank, independent, is_name_word, named_at};
use super::sign::Sign;
use crate::import::document::{Confidence, Found};
use crate::text::fold;

/// A person where the text names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMention {
    /// The person, by place in the list.
    pub person: usize,
    /// The passage, by its place in the list.
    pub passage: usize,
    /// The words of the name.
    pub words: Range<usize>,
}

/// The people of a document, and where it names them.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// The people, in the order in which they get an office.
    pub all: Vec<Found<Person>>,
    /// Every place where one is named in full, in any spelling.
    pub mentions: Vec<PersonMention>,
    /// Those with an office of the state.
    officials: Vec<usize>,
    /// A list of names without separators.
    pub attendees: Option<Found<String>>,
}

impl People {
    /// Whether a person holds an office of the state: what they count is no party's number.
    pub fn is_official(&self, person: usize) -> bool {
        self.officials.contains(&person)
    }

    /// The words that belong to names.
    pub fn mask(&self) -> Vec<(usize, Range<usize>)> {
        self.mentions.iter().map(|mention| (mention.passage, mention.words.clone())).collect()
    }
}

/// Finds the people of a document; `reporters` are none of them.
pub fn people(passages: &[Passage], reader: &Reader, reporters: &[&str]) -> People {
    let reporters: Vec<String> = reporters.iter().map(|name| fold::key(name)).collect();
    let mut people = People::default();
    let mut keys: Vec<String> = Vec::new();
    for passage in passages {
        let mut named: Vec<Named> = (0..passage.len()).filter_map(|at| named_at(passage, at)).collect();
        named.extend(passage.names.iter().filter_map(|hit| independent(passage, reader, hit)));
        named.sort_by_key(|named| named.name.start);
        for one in named {
            let key = key_of(passage, &one.name);
            let known_outlet = reporters.iter().any(|name| name.contains(&key) || key.contains(name.as_str()));
            if let Some(at) = keys.iter().position(|other| alike(other, &key)) {
                // गृह मंत्री, later केंद्रीय गृह मंत्री: the office in full
                let office = office_of(passage, one.office);
                let old = people.all[at].value.office.as_deref().unwrap_or_default();
                if office.len() > old.len() && office.ends_with(old) {
                    people.all[at].value.office = Some(office);
                }
                people.all[at].value.party = people.all[at].value.party.or(one.party);
                continue;
            }
            if known_outlet {
                continue;
            }
            if one.party.is_none() && passage.any(one.office.clone(), Sign::Official) {
                people.officials.push(keys.len());
            }
            let person = Person {
                name: passage.written(one.name.clone()).to_owned(),
                office: Some(office_of(passage, one.office)),
                party: one.party,
                variants: Vec::new(),
                known: known(reader, &key),
            };
            let mut found = passage.found(person, one.name, one.rule);
            found.confidence = if found.value.known.is_some() { Confidence::High } else { Confidence::Medium };
            keys.push(key);
            people.all.push(found);
        }
        for hit in &passage.names {
            let known = hit.means.iter().find_map(|name| if let Name::Person(id) = name { Some(*id) } else { None });
            let key = key_of(passage, &hit.tokens);
            if known.is_some() && !keys.iter().any(|other| alike(other, &key)) {
                let name = passage.written(hit.tokens.clone()).to_owned();
                people.all.push(passage.found(
                    Person { name, known, ..Person::default() },
                    hit.tokens.clone(),
                    "known-person",
                ));
                keys.push(key);
            }
        }
        people.attendees = people.attendees.take().or_else(|| attendees(passage));
    }
    for (index, passage) in passages.iter().enumerate() {
        for (person, key) in keys.iter().enumerate() {
            mentions_of(passage, index, key, person, &mut people);
        }
        by_family_name(passage, index, &keys, &mut people);
    }
    people
}

/// An office as it is written, with the bracket that closes it.
fn office_of(passage: &Passage, words: Range<usize>) -> String {
    let office = passage.written(words);
    let open = office.contains('(') && !office.contains(')');
    if open { format!("{office})") } else { office.to_owned() }
}

/// All places where a person is named, and the spellings met there.
fn mentions_of(passage: &Passage, index: usize, key: &str, person: usize, people: &mut People) {
    let count = key.split(' ').count();
    let first: String = key.chars().take(1).collect();
    for at in 0..passage.len() {
        if !passage.word(at).starts_with(&first) {
            continue;
        }
        let lengths = [count, count + 1, count - 1];
        let Some(words) = lengths.into_iter().filter(|n| *n > 0).map(|n| at..at + n).find(|words| {
            words.end <= passage.len() && alike(key, &key_of(passage, words)) && unbroken(passage, words)
        }) else {
            continue;
        };
        let written = passage.written(words.clone()).to_owned();
        let own = &mut people.all[person].value;
        if own.name != written && !own.variants.contains(&written) && !written.contains('\n') {
            own.variants.push(written);
        }
        people.mentions.push(PersonMention { person, passage: index, words });
    }
}

/// `Mr Tiwari`, `श्री मौर्य`, `Tiwari said`: the family name of one person alone, after an honorific or as a speaker.
fn by_family_name(passage: &Passage, index: usize, keys: &[String], people: &mut People) {
    for at in 0..passage.len() {
        let called = at > 0 && passage.sign(at - 1, Sign::Honorific).is_some();
        let word = passage.word(at);
        let opens = at == 0 || !passage.gap(at - 1).trim().is_empty() || passage.word(at - 1) == "said";
        let tells = passage.word(at + 1) == "ने"
            || passage.sign(at + 1, Sign::Attributed).is_some()
            || passage.sign(at + 1, Sign::Said).is_some() && passage.is_capital(at);
        if !called && !(opens && (tells || at > 0 && passage.word(at - 1) == "said")) {
            continue;
        }
        let mut fitting = keys.iter().enumerate().filter(|(_, key)| {
            key.contains(' ')
                && (key.rsplit(' ').next() == Some(word) || !called && key.split(' ').next() == Some(word))
        });
        let taken = people.mentions.iter().any(|m| m.passage == index && m.words.contains(&at));
        if let (Some((person, _)), None, false) = (fitting.next(), fitting.next(), taken) {
            people.mentions.push(PersonMention { person, passage: index, words: at..at + 1 });
        }
    }
}

fn unbroken(passage: &Passage, words: &Range<usize>) -> bool {
    (words.start..words.end - 1).all(|at| !passage.gap(at).contains([',', '।', ';', ':', '(', ')', '?', '!']))
}

fn key_of(passage: &Passage, words: &Range<usize>) -> String {
    words.clone().map(|at| passage.word(at)).collect::<Vec<_>>().join(" ")
}

/// Whether two keys are spellings of one name: equal without spaces, or word for word when the letters that spellings
/// confuse are one. A letter more or less is not enough: राकेश is not राजेश.
fn alike(one: &str, other: &str) -> bool {
    if one == other || one.replace(' ', "") == other.replace(' ', "") {
        return true;
    }
    one.split(' ').count() == other.split(' ').count()
        && one.split(' ').zip(other.split(' ')).all(|(a, b)| a == b || spelling(a) == spelling(b))
}

/// A word with व for ब, स for श and ष, short vowels for long ones, and without a nasal, a doubled letter or the य at
/// its end (विजयवर्गी, विजयवर्गीय).
fn spelling(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        let c = match c {
            'ब' => 'व',
            'श' | 'ष' => 'स',
            'ण' => 'न',
            'ी' => 'ि',
            'ू' => 'ु',
            'ई' => 'इ',
            'w' => 'v',
            'ं' | '्' => continue,
            _ => c,
        };
        if !plain.ends_with(c) {
            plain.push(c);
        }
    }
    plain.trim_end_matches('य').to_owned()
}

fn known(reader: &Reader, key: &str) -> Option<usize> {
    reader.people.iter().position(|term| {
        term.name.forms().chain(term.aliases.iter().map(String::as_str)).any(|form| alike(&fold::key(form), key))
    })
}

/// A list of those present whose names nothing separates.
fn attendees(passage: &Passage) -> Option<Found<String>> {
    let end = (0..passage.len()).find(|&at| passage.sign(at, Sign::Attended).is_some())?;
    let sentence = passage.sentence(end);
    let mut start = end;
    while start > sentence.start && is_name_word(passage, start - 1) && blank(passage.gap(start - 1)) {
        start -= 1;
    }
    let words = start..end;
    (words.len() > LONGEST + 1).then(|| {
        let mut found = passage.found(passage.written(words.clone()).to_owned(), words, "list-without-separators");
        found.confidence = Confidence::Medium;
        found
    })
}
