//! Where an event is, and who is there.

use std::ops::Range;

use super::Page;
use super::dates::Date;
use super::passage::{Part, Passage};
use super::regions::Mention;
use super::scopes::state_of;
use super::sign::Sign;
use crate::model::region::{RegionId, RegionKind, Tree};

/// Where: the seat or place nearest to the date in the sentence, else where the document is.
pub(super) fn place(
    page: &Page<'_>,
    index: usize,
    sentence: &Range<usize>,
    date: &Date,
    kind: &str,
) -> Option<RegionId> {
    let region = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].kind;
    let all = || page.regions.iter().filter(|m| m.passage == index && sentence.contains(&m.words.start));
    let seat = all().find(|m| region(m.region).tree() == Tree::Electoral).map(|m| m.region);
    let distance = |m: &&Mention| m.words.start.abs_diff(date.words.start);
    let nearest = all().filter(|m| region(m.region) != RegionKind::Country).min_by_key(distance).map(|m| m.region);
    // a list of places in one sentence: the day is of none of them alone
    let several = all().filter(|m| region(m.region) == RegionKind::District).count() > 2;
    let nearest = if several { page.primary } else { nearest };
    let own_seat = page.regions.iter().map(|m| m.region).find(|id| region(*id) == RegionKind::LokSabha);
    let local = page.primary.is_some_and(|id| !page.reader.is_state(id));
    let own_seat = own_seat.filter(|_| local && nearest.is_none() && kind == "polling");
    match kind {
        "polling" | "counting" | "nominations_until" | "withdrawal_until" => {
            seat.or(own_seat).or(nearest).or(page.primary)
        }
        // the draft of the district's own seats
        "roll_publication" if local && speaks_of_district(&page.passages[index], sentence) => page.primary,
        "roll_publication" | "announcement" => state_of(page, None),
        _ => place_of(page, index, sentence),
    }
}

/// The first place of a sentence, else that of the document; a seat is where the document is.
pub(super) fn place_of(page: &Page<'_>, index: usize, sentence: &Range<usize>) -> Option<RegionId> {
    let kind = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].kind;
    let all = page.regions.iter().filter(|m| m.passage == index && sentence.contains(&m.words.start));
    let mut all: Vec<_> = all
        .filter(|m| kind(m.region).tree() == Tree::Administrative && kind(m.region) != RegionKind::Country)
        .collect();
    // the place at the head is where the report was written, if the sentence names another
    all.sort_by_key(|m| m.words.start == 0);
    let named = all.first().map(|m| m.region);
    let dateline = || {
        let local = page.regions.iter().find(|m| m.words.start == 0 && page.passages[m.passage].part == Part::Text);
        local.map(|m| m.region).filter(|id| !page.reader.is_state(*id))
    };
    let primary = page.primary.filter(|id| kind(*id).tree() != Tree::Party);
    // a state in the sentence says less than the district of the document
    let wide =
        named.is_some_and(|id| page.primary.is_some_and(|own| own != id && page.reader.gazetteer.top(own) == id));
    named.filter(|_| !wide).or_else(dateline).or(primary).or(named)
}

fn speaks_of_district(passage: &Passage, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|at| passage.sign_beside(at, Sign::Generic).is_some_and(|(_, kind)| kind == "district"))
}

/// The people of a sentence.
pub(super) fn people_in(page: &Page<'_>, index: usize, sentence: &Range<usize>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for mention in page.people.mentions.iter().filter(|m| m.passage == index && sentence.contains(&m.words.start)) {
        let name = &page.people.all[mention.person].value.name;
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The building or ground: `होटल विजय में`, `at the Lalbagh dharamshala`.
pub(super) fn venue(passage: &Passage, sentence: &Range<usize>) -> Option<String> {
    let at = sentence.clone().find(|&at| {
        let word = passage.word(at);
        passage.sign(at, Sign::Venue).is_some() && (passage.word(at + 1) == "में" || word == "होटल" || word.is_ascii())
    })?;
    let stop = |at: usize| {
        let word = passage.word(at);
        let event = passage.sign(at, Sign::Event).is_some() || matches!(word, "आज" | "कल" | "परसों" | "निर्णय" | "यह");
        event
            || matches!(
                word,
                "को" | "ने"
                    | "में"
                    | "के"
                    | "की"
                    | "का"
                    | "से"
                    | "पर"
                    | "और"
                    | "in"
                    | "at"
                    | "the"
                    | "on"
                    | "of"
                    | "an"
                    | "a"
                    | "to"
                    | "their"
                    | "his"
                    | "her"
            )
            || passage.names.iter().any(|hit| hit.tokens.contains(&at))
            || word.ends_with("वार")
    };
    // होटल X में: the noun stands first
    if matches!(passage.word(at), "होटल" | "hotel") {
        let end = (at + 1..at + 5).find(|&i| passage.word(i) == "में");
        return end.map(|end| passage.written(at..end).to_owned());
    }
    let mut start = at;
    let mut most = 3;
    while start > sentence.start && at - start < most && !stop(start - 1) && passage.gap(start - 1).trim().is_empty() {
        start -= 1;
        // सरकुलर रोड स्थित बैंक्वेट हॉल
        most += if passage.word(start) == "स्थित" { 2 } else { 0 };
    }
    let english = passage.word(at).is_ascii();
    let introduced = start > 0 && matches!(passage.word(start - 1), "in" | "at" | "the");
    (start < at && (!english || introduced)).then(|| passage.written(start..at + 1).to_owned())
}
