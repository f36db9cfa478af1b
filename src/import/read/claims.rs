//! Claims: numbers with a unit and a scope, and deadlines of rolls, with who holds and who said them.

use std::ops::Range;

use super::Page;
use super::claim_kinds::kind;
use super::counted::{Counted, is_serial, seats};
use super::deadlines::deadlines;
use super::earlier::{earlier, in_year, past_election, year_before};
use super::facts::Claim;
use super::numbers::{Number, numbers};
use super::parties::PartyMention;
use super::passage::{Part, Passage};
use super::scopes::{main_subject, scope, state_of, subject_of};
use super::sign::Sign;
use super::speakers::Speakers;
use crate::import::document::{Confidence, Found};
use crate::model::claim::{ClaimKind, ClaimValue};
use crate::model::people::PartyId;

/// The claims of a document; the same value, unit, scope and holder is one claim with several quotes.
pub fn claims(page: &Page<'_>) -> Vec<Found<Claim>> {
    let speakers = Speakers::of(page);
    let mut all: Vec<Found<Claim>> = Vec::new();
    let mut head: Option<usize> = None;
    let mut unit = None;
    for (index, passage) in page.passages.iter().enumerate() {
        if matches!(passage.part, Part::Title | Part::Kicker | Part::Standfirst | Part::Dateline) {
            continue;
        }
        let taken: Vec<Range<usize>> = page.dates[index].iter().map(|date| date.words.clone()).collect();
        let numbers = numbers(passage, &page.reader.lexicon, &taken);
        let found = if passage.part == Part::Row {
            let first = *head.get_or_insert(index);
            of_row(page, first, index, &numbers)
        } else {
            head = None;
            let mut all = Vec::new();
            let mut counts = false;
            for number in &numbers {
                // from one paragraph to the next only where the words say that it is a quantity
                let before = unit.filter(|_| counts || !number.comparators.is_empty());
                let counted = Counted::of(page, passage, number, before);
                counts |= counted.is_some();
                unit = counted.as_ref().map(|counted| counted.unit).or(unit);
                all.push(counted);
            }
            share_units(passage, &numbers, &mut all);
            let each = numbers.iter().zip(&all);
            each.filter_map(|(number, own)| claim(page, &speakers, index, number, own.as_ref()?)).collect()
        };
        for one in found.into_iter().chain(deadlines(page, index)) {
            add(&mut all, one);
        }
    }
    all
}

/// `62, सपा को 5 और बसपा को 10 सीटें`: the numbers of a list have the unit of the last one.
fn share_units(passage: &Passage, numbers: &[Number], all: &mut [Option<Counted>]) {
    for at in (1..numbers.len()).rev() {
        let (own, next) = (&numbers[at - 1], &numbers[at]);
        let between = own.words.end..next.words.start;
        let joins = |at: usize| {
            matches!(passage.word(at), "और" | "व" | "एवं" | "तथा" | "को" | "ने" | "and" | "the" | "to")
                || passage.names.iter().any(|hit| hit.tokens.contains(&at))
        };
        let marks = |at: usize| passage.gap(at).trim_matches([' ', ',', '\u{a0}']).is_empty();
        let listed = between.start <= between.end
            && (own.words.end - 1..next.words.start).all(marks)
            && between.clone().all(joins)
            && (!between.is_empty() || passage.gap(own.words.end - 1).contains(','));
        let unit = all[at].as_ref().map(|counted| counted.unit);
        let unit = unit.filter(|unit| matches!(*unit, "percent" | "votes" | "seats") || unit.ends_with("_seats"));
        let open = all[at - 1].is_none() && !own.range && !(1900.0..2100.0).contains(&own.value);
        if let Some(unit) = unit.filter(|_| listed && open && !is_serial(passage, own)) {
            let (end, words) = (own.words.end, own.words.clone());
            all[at - 1] = Some(Counted { unit, end, words, comparators: own.comparators.clone() });
        }
    }
}

/// Adds a claim, or its words to the claim that says the same.
fn add(all: &mut Vec<Found<Claim>>, found: Found<Claim>) {
    let same = all.iter_mut().find(|other| {
        let (a, b) = (&other.value, &found.value);
        let holder = a.holder == b.holder || a.holder.is_none() || b.holder.is_none();
        // a target of votes a booth is one, wherever it is repeated
        let scope = a.scope == b.scope || a.unit == "votes_per_booth";
        a.value == b.value && a.unit == b.unit && scope && a.about == b.about && holder
    });
    match same {
        Some(other) => {
            if other.words != found.words && !other.value.also.contains(&found.words) {
                other.value.also.push(found.words);
            }
            if other.value.kind == ClaimKind::ContextTotal && found.value.kind == ClaimKind::Target {
                other.value.kind = ClaimKind::Target;
            }
            other.value.speaker = other.value.speaker.take().or(found.value.speaker);
            other.value.holder = other.value.holder.or(found.value.holder);
        }
        None => all.push(found),
    }
}

/// A value in figures, without what a binary fraction leaves behind.
fn written(value: f64) -> String {
    ((value * 1e4).round() / 1e4).to_string()
}

/// A claim of a number.
fn claim(
    page: &Page<'_>,
    speakers: &Speakers,
    index: usize,
    number: &Number,
    counted: &Counted,
) -> Option<Found<Claim>> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(number.core.start);
    let earlier_year = year_before(page, passage, &clause(passage, number, counted)).filter(|_| {
        matches!(counted.unit, "lok_sabha_seats" | "assembly_constituencies" | "seats" | "percent" | "votes")
    });
    let past = past_election(page, index, &sentence);
    let speaker = speakers.at(index, number.core.start);
    // of two who count, the office beside the number: `police put the crowd at about 5,000`
    let start = number.words.start;
    let official = counted.unit == "people"
        && (start.saturating_sub(6).max(sentence.start)..start)
            .any(|at| matches!(passage.word(at), "police" | "पुलिस" | "प्रशासन"));
    let speaker = speaker.filter(|_| !official);
    let party = holder(page, index, number, speaker).filter(|_| !official);
    let mut scope = scope(page, index, number, counted);
    let about = past.or_else(|| subject_of(page, scope));
    let spoken = speaker.is_some_and(|person| !page.people.is_official(person));
    let kind =
        kind(page, index, number, counted, (past.is_some() || earlier_year.is_some(), party.is_some(), spoken, scope));
    if kind == ClaimKind::ContextTotal && scope.is_none() {
        scope = state_of(page, None);
    }
    let about = match (kind, past, earlier_year) {
        // a by-election has no entry
        _ if passage.any(sentence.clone(), Sign::OtherPoll) => None,
        (ClaimKind::ClaimPastResult, None, Some(year)) => in_year(page, year, scope),
        (ClaimKind::ClaimPastResult, None, None) => earlier(page, counted.unit, scope),
        _ => about,
    };
    let holder = match kind {
        ClaimKind::ContextTotal | ClaimKind::ScheduleFact | ClaimKind::Count | ClaimKind::Threshold => None,
        _ => party,
    };
    // without a place and without one whose number it is, it is an example
    if scope.is_none() && holder.is_none() {
        return None;
    }
    let speaker =
        speaker.filter(|_| !matches!(kind, ClaimKind::ContextTotal | ClaimKind::ScheduleFact | ClaimKind::Threshold));
    let value = Claim {
        value: ClaimValue::Number(written(number.value)),
        unit: counted.unit,
        comparators: counted.comparators.clone(),
        kind,
        scope,
        about,
        holder,
        speaker: speaker.map(|person| page.people.all[person].value.name.clone()),
        also: Vec::new(),
        check: None,
        superseded_by: None,
    };
    let mut found = passage.found(value, counted.words.clone(), "number-with-unit");
    found.confidence = Confidence::Medium;
    Some(found)
}

/// The sentence of a number; of a share only its own part of it: `54.2% at 5 pm, against 56.4% in 2019`.
fn clause(passage: &Passage, number: &Number, counted: &Counted) -> Range<usize> {
    let sentence = passage.sentence(number.core.start);
    if counted.unit != "percent" {
        return sentence;
    }
    let comma = |at: &usize| passage.gap(*at).contains([',', ';']);
    let start = (sentence.start..number.words.start).rev().find(comma).map_or(sentence.start, |at| at + 1);
    start..(number.words.end..sentence.end).find(comma).map_or(sentence.end, |at| at + 1)
}

/// The party whose number it is: of the sentence before the number, of the speaker, of the passage, of the document.
fn holder(page: &Page<'_>, index: usize, number: &Number, speaker: Option<usize>) -> Option<PartyId> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(number.core.start);
    let own = |m: &&PartyMention| page.reader.is_party(m.party) && m.passage == index;
    let in_sentence = page.parties.iter().filter(own).filter(|m| sentence.contains(&m.words.start));
    let before = in_sentence.clone().rfind(|m| m.words.end <= number.core.start);
    let of_speaker = || speaker.and_then(|person| page.people.all[person].value.party);
    let authority = passage.any(sentence.clone(), Sign::Authority) && speaker.is_none();
    if authority && before.is_none() {
        return None;
    }
    // the only party of the paragraph
    let earlier = || {
        let mut all = page.parties.iter().filter(own).map(|m| m.party);
        let first = all.next();
        first.filter(|party| all.all(|other| other == *party))
    };
    let only = || {
        let mut all: Vec<PartyId> =
            page.parties.iter().map(|m| m.party).filter(|id| page.reader.is_party(*id)).collect();
        let titled = page.parties.iter().find(|m| page.passages[m.passage].part == Part::Title).map(|m| m.party);
        all.sort_unstable();
        all.dedup();
        let heads = page.parties.iter().filter(|m| page.passages[m.passage].part == Part::Title).map(|m| m.party);
        let several = heads.filter(|id| page.reader.is_party(*id) && Some(*id) != titled).count() > 0;
        let titled = titled.filter(|id| page.reader.is_party(*id) && !several);
        titled.or(if let [one] = all[..] { Some(one) } else { None })
    };
    if speaker.is_some_and(|person| page.people.is_official(person)) {
        return None;
    }
    before.map(|m| m.party).or_else(of_speaker).or_else(only).or_else(earlier)
}

/// Numbers of a table whose head names seats: the seats of each phase.
fn of_row(page: &Page<'_>, head: usize, index: usize, numbers: &[Number]) -> Vec<Found<Claim>> {
    let (first, passage) = (&page.passages[head], &page.passages[index]);
    let cell = |passage: &Passage, at: usize| (0..at).filter(|i| passage.gap(*i).contains('|')).count();
    let unit_of = |column: usize| {
        let in_column = |at: &usize| cell(first, *at) == column;
        (0..first.len()).filter(in_column).find_map(|at| first.sign_beside(at, Sign::Unit)).map(|(_, unit)| unit)
    };
    if head == index {
        return Vec::new();
    }
    let each = numbers.iter().filter_map(|number| {
        let unit = unit_of(cell(passage, number.core.start))?;
        let of_seats = unit.contains("seats") || unit.starts_with("assembly");
        // other units of the place in the row
        let place = page.regions.iter().find(|m| m.passage == index).map(|m| m.region);
        let counts =
            matches!(unit, "booths" | "voters" | "names" | "candidates" | "percent" | "people") && place.is_some();
        if !of_seats && !counts {
            return None;
        }
        let unit = if unit == "seats" { seats(page, passage, number) } else { unit };
        let value = Claim {
            value: ClaimValue::Number(written(number.value)),
            unit,
            comparators: Vec::new(),
            kind: if of_seats { ClaimKind::ScheduleFact } else { ClaimKind::Count },
            scope: if of_seats { state_of(page, None) } else { place },
            about: main_subject(page),
            holder: None,
            speaker: None,
            also: Vec::new(),
            check: None,
            superseded_by: None,
        };
        Some(passage.found(value, number.words.clone(), "cell-under-a-unit"))
    });
    each.filter(|found| found.value.scope.is_some()).collect()
}
