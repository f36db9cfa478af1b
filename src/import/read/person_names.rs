//! Names of people beside their offices: before and after, in both languages.

use std::ops::Range;

use super::matcher::{Name, Reader};
use super::passage::{NameHit, Passage};
use super::sign::Sign;
use crate::model::people::{PartyId, PartyKind};
use crate::text::letter::is_devanagari;

/// Most words of a name.
pub(super) const LONGEST: usize = 4;

/// A name with the words of its office.
pub(super) struct Named {
    pub(super) name: Range<usize>,
    pub(super) office: Range<usize>,
    pub(super) party: Option<PartyId>,
    pub(super) rule: &'static str,
}

fn is_hindi(word: &str) -> bool {
    word.starts_with(is_devanagari)
}

pub(super) fn blank(gap: &str) -> bool {
    gap.trim_matches([' ', '\u{a0}', '\u{200d}']).is_empty()
}

/// The person whose office ends or begins at a word.
pub(super) fn named_at(passage: &Passage, at: usize) -> Option<Named> {
    let length = passage.sign(at, Sign::Office)?;
    let mut end = at + length;
    if passage.gap(end - 1).trim() == "(" && passage.gap(end).starts_with(')') {
        end += 1;
    }
    let (start, party) = office_start(passage, at);
    let office = start..end;
    // बसपा प्रमुख मायावती ने: of one word only behind a party, and before the word for who acts
    if party.is_some()
        && let Some(name) = alone(passage, end)
    {
        return Some(Named { name, office, party, rule: "office-before-name" });
    }
    if is_hindi(passage.word(at)) {
        let name = hindi_after(passage, end).map(|name| (name, "office-before-name"));
        let before = || hindi_before(passage, start, end).map(|name| (name, "office-after-name"));
        let (name, rule) = name.or_else(before)?;
        return Some(Named { name, office, party, rule });
    }
    english(passage, office, party)
}

/// `Balbir Chand, an Independent, came`.
pub(super) fn independent(passage: &Passage, reader: &Reader, hit: &NameHit) -> Option<Named> {
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
        if let Some((mut begin, party)) = party(start) {
            // former SP MLA, State BJP president, पूर्व सपा विधायक
            while let Some(length) = part(begin).filter(|length| blank(passage.gap(begin - 1)) && *length <= begin) {
                begin -= length;
            }
            return (begin, Some(party));
        }
        // the DMK's organising secretary
        let owner = passage.word(start - 1) == "s" && start > 1;
        if let Some((begin, party)) = party(start - 1).filter(|_| owner) {
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

/// A name of one word.
fn alone(passage: &Passage, at: usize) -> Option<Range<usize>> {
    let known = passage.names.iter().any(|hit| hit.tokens.contains(&at));
    let free = at > 0 && blank(passage.gap(at - 1)) && blank(passage.gap(at)) && !known;
    let name = if is_hindi(passage.word(at)) {
        is_name_word(passage, at) && passage.word(at + 1) == "ने"
    } else {
        let verb = passage.sign(at + 1, Sign::Said).is_some() || passage.word(at + 1).ends_with("ed");
        passage.is_capital(at) && passage.sign(at, Sign::Office).is_none() && !passage.is_capital(at + 1) && verb
    };
    (free && name && passage.word(at).chars().count() > 2).then_some(at..at + 1)
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
            // हयात सिंह कुंजवाल ने: a word more, where the word for who acts follows it
            let longer = at - start < LONGEST
                && blank(passage.gap(at - 1))
                && is_name_word(passage, at)
                && blank(passage.gap(at))
                && (passage.word(at + 1) == "ने" || passage.sign(at + 1, Sign::Attributed).is_some());
            return Some(start..at + usize::from(longer));
        }
        if !blank(passage.gap(at - 1)) && !passage.gap(at - 1).trim().eq(".") {
            break;
        }
    }
    // without a family name only a word that follows subjects is sure enough: का and में follow any noun
    let subject = passage
        .sign(at, Sign::AfterName)
        .is_some_and(|length| length > 1 || !matches!(passage.word(at), "का" | "की" | "के" | "में" | "पर" | "को" | "से"));
    let gap = passage.gap(at.max(1) - 1);
    let stop = gap.contains(['।', '.', '?', '!']);
    let ends = subject || !stop && (at == sentence.end || ends_clause(gap));
    (at - start >= 2 && ends && start < sentence.end).then_some(start..at)
}

fn ends_clause(gap: &str) -> bool {
    gap.contains([',', '।', '.', ';', '(', ')', '\'', '"', '‘', '“'])
}

/// Whether a word may be part of a name: no word of the language that the tables know.
pub(super) fn is_name_word(passage: &Passage, at: usize) -> bool {
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
        Sign::Venue,
    ]
    .iter()
    .any(|sign| passage.sign(at, *sign).is_some());
    let family = passage.sign(at, Sign::Surname).is_some();
    let verb = ["ेगा", "ेगी", "ेंगे", "ेंगी", "एगा", "एगी", "एंगे", "एंगी"].iter().any(|end| word.ends_with(end))
        || matches!(
            word,
            "चुके" | "चुका"
                | "चुकी"
                | "जाने"
                | "जाते"
                | "जाती"
                | "जोडे"
                | "बने"
                | "बन"
        );
    !verb && is_hindi(word) && !doubled && (!known || initials || family) && word.chars().count() > 1
}

/// The name before an office: `X, महिला सभा की जिलाध्यक्ष, ने`, `X को जिला प्रभारी बनाया`, `X बने जिला प्रभारी`.
fn hindi_before(passage: &Passage, start: usize, end: usize) -> Option<Range<usize>> {
    let before = start.checked_sub(1)?;
    let apposed =
        passage.gap(before).trim() == "," && (passage.gap(end - 1).trim().starts_with(',') || passage.word(end) == "ने");
    let made = matches!(passage.word(before), "को" | "बने" | "बनीं")
        && (passage.word(before) != "को"
            || (end..passage.sentence(before).end).any(|at| {
                matches!(
                    passage.word(at),
                    "बनाया"
                        | "नियुक्त"
                        | "घोषित"
                        | "चुना"
                        | "बनाए"
                        | "जिम्मेदारी"
                        | "मनोनीत"
                        | "दायित्व"
                )
            }));
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
    let opened = first > 0
        && (passage.gap(first - 1).contains(',') || matches!(passage.word(first - 1), "तथा" | "और" | "एवं" | "व"));
    let sure = passage.sign(last, Sign::Surname).is_some() || first == sentence.start || opened;
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
        let initial = word.len() <= 2 && passage.gap(at).starts_with('.');
        let known = !initial
            && [Sign::Office, Sign::Poll, Sign::RelativeClause].iter().any(|sign| passage.sign(at, *sign).is_some());
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
