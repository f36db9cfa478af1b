//! People with the office that the text gives them: `प्रदेश अध्यक्ष X`, `X, district election officer,`.

use std::ops::Range;

use super::facts::Person;
use super::matcher::{Name, Reader};
use super::passage::{NameHit, Passage};
use super::sign::Sign;
use crate::import::document::{Confidence, Found};
use crate::model::people::{PartyId, PartyKind};
use crate::text::fold;
use crate::text::letter::is_devanagari;

/// Most words of a name.
const LONGEST: usize = 4;

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

/// A name with the words of its office.
struct Named {
    name: Range<usize>,
    office: Range<usize>,
    party: Option<PartyId>,
    rule: &'static str,
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
                let office = passage.written(one.office);
                let old = people.all[at].value.office.as_deref().unwrap_or_default();
                if office.len() > old.len() && office.ends_with(old) {
                    people.all[at].value.office = Some(office.to_owned());
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
                office: Some(passage.written(one.office).to_owned()),
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

/// `Mr Tiwari`, `श्री मौर्य`: the family name of one person alone, after an honorific.
fn by_family_name(passage: &Passage, index: usize, keys: &[String], people: &mut People) {
    for at in 1..passage.len() {
        if passage.sign(at - 1, Sign::Honorific).is_none() {
            continue;
        }
        let word = passage.word(at);
        let mut fitting = keys.iter().enumerate().filter(|(_, key)| key.rsplit(' ').next() == Some(word));
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

/// Whether two keys are spellings of one name: equal without spaces, or one letter apart in a longer word (व and ब,
/// -वर्गी and -वर्गीय), the other words being equal.
fn alike(one: &str, other: &str) -> bool {
    if one == other || one.replace(' ', "") == other.replace(' ', "") {
        return true;
    }
    let (ones, others): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    if ones.len() != others.len() {
        return false;
    }
    let mut apart = ones.iter().zip(&others).filter(|(a, b)| a != b);
    let Some((a, b)) = apart.next().filter(|_| apart.next().is_none()) else { return false };
    let shortest = a.chars().count().min(b.chars().count());
    // of a short word one sign may differ only at its end: साहू and साहु, but not राम and श्याम
    let near = strsim::levenshtein(a, b);
    near == 1 && shortest >= 4 || near == 1 && shortest == 4 || near == 2 && shortest >= 7
}

fn known(reader: &Reader, key: &str) -> Option<usize> {
    reader.people.iter().position(|term| {
        term.name.forms().chain(term.aliases.iter().map(String::as_str)).any(|form| alike(&fold::key(form), key))
    })
}

fn is_hindi(word: &str) -> bool {
    word.starts_with(is_devanagari)
}

fn blank(gap: &str) -> bool {
    gap.trim_matches([' ', '\u{a0}', '\u{200d}']).is_empty()
}

/// The person whose office ends or begins at a word.
fn named_at(passage: &Passage, at: usize) -> Option<Named> {
    let length = passage.sign(at, Sign::Office)?;
    let mut end = at + length;
    if passage.gap(end - 1).trim() == "(" && passage.gap(end).starts_with(')') {
        end += 1;
    }
    let (start, party) = office_start(passage, at);
    let office = start..end;
    if is_hindi(passage.word(at)) {
        let name = hindi_after(passage, end).map(|name| (name, "office-before-name"));
        let before = || hindi_before(passage, start, end).map(|name| (name, "office-after-name"));
        let (name, rule) = name.or_else(before)?;
        return Some(Named { name, office, party, rule });
    }
    english(passage, office, party)
}

/// `Balbir Chand, an Independent, came`.
fn independent(passage: &Passage, reader: &Reader, hit: &NameHit) -> Option<Named> {
    let party = hit.means.iter().find_map(|name| if let Name::Party(id) = name { Some(*id) } else { None })?;
    let is_none = reader.gazetteer.parties[party.0 as usize].kind == PartyKind::Independent;
    let start = hit.tokens.start;
    let apposed = start > 1 && matches!(passage.word(start - 1), "an" | "the") && passage.gap(start - 2).trim() == ",";
    let last = start.checked_sub(2).filter(|_| is_none && apposed)?;
    let first = (last.saturating_sub(LONGEST - 1)..last)
        .find(|&at| capitals(passage, at).is_some_and(|n| n.end == last + 1))?;
    Some(Named { name: first..last + 1, office: hit.tokens.clone(), party: Some(party), rule: "office-after-name" })
}

/// Where the words of an office begin, and the party before them.
fn office_start(passage: &Passage, at: usize) -> (usize, Option<PartyId>) {
    let mut start = at;
    // the words of a part that ends before a word
    let part = |end: usize| {
        (1..=3).rev().filter(|length| *length <= end).find(|length| {
            let at = end - length;
            passage.sign(at, Sign::OfficePart) == Some(*length)
                || passage.sign(at, Sign::Office) == Some(*length) && passage.word(at) != "mp"
        })
    };
    let party = |end: usize| {
        let hit = passage.names.iter().find(|hit| hit.tokens.end == end)?;
        let own = hit.means.iter().find_map(|name| if let Name::Party(id) = name { Some(*id) } else { None })?;
        Some((hit.tokens.start, own))
    };
    while start > 0 && (blank(passage.gap(start - 1)) || passage.gap(start - 1) == "-") {
        if let Some((begin, party)) = party(start) {
            return (begin, Some(party));
        }
        let link = passage.sign(start - 1, Sign::OfficeLink).is_some() && start > 1 && blank(passage.gap(start - 2));
        if let Some(length) = part(start) {
            start -= length;
        } else if link && is_hindi(passage.word(start - 1)) && (part(start - 1).is_some() || party(start - 1).is_some())
        {
            start -= 1;
        } else {
            break;
        }
    }
    (start, None)
}

/// The name after an office: up to the family name, else up to a word that stands after names.
fn hindi_after(passage: &Passage, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    if !blank(passage.gap(end - 1)) && passage.gap(end - 1).trim() != ")" {
        return None;
    }
    while passage.sign(start, Sign::Honorific).is_some() {
        start += 1;
    }
    let sentence = passage.sentence(end.min(passage.len() - 1));
    let mut at = start;
    while at < sentence.end && at - start < LONGEST && is_name_word(passage, at) {
        let family = passage.sign(at, Sign::Surname).is_some();
        let more = passage.sign(at + 1, Sign::Surname).is_some() && blank(passage.gap(at));
        at += 1;
        if family && !more && at - start >= 2 {
            return Some(start..at);
        }
        if !blank(passage.gap(at - 1)) && !passage.gap(at - 1).trim().eq(".") {
            break;
        }
    }
    // without a family name only a word that follows subjects is sure enough: का and में follow any noun
    let subject = passage.sign(at, Sign::AfterName).is_some()
        && !matches!(passage.word(at), "का" | "की" | "के" | "में" | "पर" | "को" | "से");
    let ends = at == sentence.end || subject || ends_clause(passage.gap(at.max(1) - 1));
    (at - start >= 2 && ends && start < sentence.end).then_some(start..at)
}

fn ends_clause(gap: &str) -> bool {
    gap.contains([',', '।', '.', ';', '(', ')', '\'', '"', '‘', '“'])
}

/// Whether a word may be part of a name: no word of the language that the tables know.
fn is_name_word(passage: &Passage, at: usize) -> bool {
    let word = passage.word(at);
    let doubled = passage.word(at + 1) == word || at > 0 && passage.word(at - 1) == word;
    // एसपी मौर्य: two letters before a family name that ends there
    let initials = passage.sign(at, Sign::Office) == Some(1)
        && passage.sign(at + 1, Sign::Surname).is_some()
        && passage.sign(at + 2, Sign::Surname).is_none();
    let known = [
        Sign::NoName,
        Sign::AfterName,
        Sign::Office,
        Sign::OfficePart,
        Sign::Unit,
        Sign::Event,
        Sign::Said,
        Sign::Phase,
    ]
    .iter()
    .any(|sign| passage.sign(at, *sign).is_some());
    let family = passage.sign(at, Sign::Surname).is_some();
    is_hindi(word) && !doubled && (!known || initials || family) && word.chars().count() > 1
}

/// The name before an office: `X, महिला सभा की जिलाध्यक्ष, ने`, `X को जिला प्रभारी बनाया`, `X बने जिला प्रभारी`.
fn hindi_before(passage: &Passage, start: usize, end: usize) -> Option<Range<usize>> {
    let before = start.checked_sub(1)?;
    let apposed =
        passage.gap(before).trim() == "," && (passage.gap(end - 1).trim().starts_with(',') || passage.word(end) == "ने");
    let made = matches!(passage.word(before), "को" | "बने" | "बनीं")
        && (passage.word(before) != "को"
            || (end..end + 3)
                .any(|at| matches!(passage.word(at), "बनाया" | "नियुक्त" | "घोषित" | "चुना" | "बनाए" | "जिम्मेदारी")));
    let last = match (apposed, made) {
        (true, _) => before,
        (_, true) => before.checked_sub(1)?,
        _ => return None,
    };
    let sentence = passage.sentence(last);
    let mut first = last + 1;
    while first > sentence.start && last + 1 - first < LONGEST && is_name_word(passage, first - 1) {
        if first <= last && ends_clause(passage.gap(first - 1)) {
            break;
        }
        first -= 1;
    }
    let sure = passage.sign(last, Sign::Surname).is_some() || first == sentence.start;
    (last + 1 - first >= 2 && sure).then_some(first..last + 1)
}

/// A name in English beside an office.
fn english(passage: &Passage, office: Range<usize>, party: Option<PartyId>) -> Option<Named> {
    let run = |start: usize| capitals(passage, start);
    let end = office.end;
    // Block president Sabita Oraon
    if blank(passage.gap(end - 1))
        && let Some(name) = run(end)
    {
        return Some(Named { name, office, party, rule: "office-before-name" });
    }
    // the convener of the panel, Meenakshi Sundaram, said
    if passage.word(end) == "of" {
        let comma = (end..end + 6).find(|&at| passage.gap(at).trim() == ",");
        let name = comma.and_then(|at| run(at + 1));
        if let Some(name) = name.filter(|name| passage.gap(name.end - 1).starts_with(',')) {
            let office = office.start..name.start;
            return Some(Named { name, office, party, rule: "office-before-name" });
        }
    }
    // Suresh Rastogi, 58, president of the traders' body; Sunanda Jadhav, a former sarpanch
    let mut start = office.start;
    while start > 0 && passage.sign(start - 1, Sign::RelativeClause).is_some() && blank(passage.gap(start - 1)) {
        start -= 1;
    }
    let mut last = start.checked_sub(1)?;
    if passage.gap(last).trim() != "," {
        return None;
    }
    if passage.word(last).bytes().all(|b| b.is_ascii_digit()) && last > 0 && passage.gap(last - 1).trim() == "," {
        last -= 1;
    }
    let first =
        (last.saturating_sub(LONGEST - 1)..last).find(|&at| run(at).is_some_and(|name| name.end == last + 1))?;
    let of_party = passage.names.iter().any(|hit| (end + 1..end + 3).contains(&hit.tokens.start));
    let of = passage.word(end) == "of" && blank(passage.gap(end - 1)) && !of_party;
    let stop = (end..end + 6).find(|&at| {
        !blank(passage.gap(at))
            && passage.gap(at).trim() != "'"
            && passage.gap(at).trim() != "’"
            && passage.gap(at).trim() != "' "
    });
    let end = if of { stop.map_or(end, |at| at + 1) } else { end };
    Some(Named { name: first..last + 1, office: office.start..end, party, rule: "office-after-name" })
}

/// Two to four words with capital letters that are a name: none of the gazetteer's, no weekday, no office.
fn capitals(passage: &Passage, start: usize) -> Option<Range<usize>> {
    let mut start = start;
    while passage.sign(start, Sign::Honorific).is_some() {
        start += 1;
    }
    let part = |at: usize| {
        let word = passage.word(at);
        let taken = passage
            .names
            .iter()
            .any(|hit| hit.tokens.contains(&at) && !hit.means.iter().any(|n| matches!(n, Name::Person(_))));
        let known =
            [Sign::Office, Sign::Poll, Sign::RelativeClause].iter().any(|sign| passage.sign(at, *sign).is_some());
        let calendar = word.len() > 2
            && (crate::text::date::parse_month(word).is_some() || crate::text::date::parse_weekday(word).is_some());
        passage.is_capital(at)
            && word.is_ascii()
            && !taken
            && !known
            && !calendar
            && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut at = start;
    while part(at) && at - start < LONGEST {
        at += 1;
        let gap = passage.gap(at - 1);
        let initial = gap.trim() == "." && passage.word(at - 1).len() <= 2;
        if !blank(gap) && !initial {
            break;
        }
    }
    (at - start >= 2).then_some(start..at)
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
