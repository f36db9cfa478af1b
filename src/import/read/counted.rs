//! What a number counts: its unit, and whether it is a claim at all.

use std::ops::Range;

use super::Page;
use super::numbers::{Number, comparators_after, value};
use super::passage::Passage;
use super::phases::ordinal;
use super::scopes::{main_subject, state_of};
use super::sign::Sign;
use crate::model::claim::Comparator;
use crate::model::subject::SubjectKind;

/// What a number counts.
pub(super) struct Counted {
    pub(super) unit: &'static str,
    /// The word after the unit.
    pub(super) end: usize,
    /// The words of the claim.
    pub(super) words: Range<usize>,
    pub(super) comparators: Vec<Comparator>,
}

impl Counted {
    /// The unit beside a number; `before` is that of the number before it in the sentence.
    pub(super) fn of(
        page: &Page<'_>,
        passage: &Passage,
        number: &Number,
        before: Option<&'static str>,
    ) -> Option<Self> {
        let start = number.core.start;
        if number.range || is_serial(passage, number) {
            return None;
        }
        let counted = |unit, end: usize| {
            let (after, comparator) = comparators_after(passage, end);
            let mut comparators = number.comparators.clone();
            // 200 वोट से कम मंजूर नहीं: a refusal of less says nothing of the number itself
            let refused = (after..after + 4).any(|at| passage.word(at) == "नहीं");
            comparators.extend(comparator.filter(|_| !refused));
            let end = if comparator.is_some() && !refused { after } else { end };
            Some(Self { unit, end, words: number.words.start..end.max(number.words.end), comparators })
        };
        if number.mark == Some('%') {
            return counted("percent", number.words.end);
        }
        let money =
            start > 0 && passage.sign(start - 1, Sign::MoneyBefore).is_some() && passage.word(start - 1).is_ascii();
        if money || number.mark == Some('₹') {
            let mut counted = counted("rupees", number.words.end)?;
            counted.words.start = counted.words.start.min(start - usize::from(money));
            return Some(counted);
        }
        let mut at = number.words.end;
        for _ in 0..7 {
            if passage.gap(at - 1).contains(['.', '।', ';', ':', ',', '|', '(']) {
                break;
            }
            // the 403-member Uttar Pradesh Assembly
            let house = (at..at + 4).find(|&at| matches!(passage.word(at), "assembly" | "house" | "विधानसभा"));
            if let Some(house) = house.filter(|_| matches!(passage.word(at - 1), "member" | "सदस्यीय")) {
                return counted("assembly_constituencies", house + 1);
            }
            if let Some((length, unit)) = unit_at(passage, at) {
                let counted = counted(unit, at + length)?;
                return Self::checked(page, passage, number, counted);
            }
            // 79 of the 80 seats; 7 में से 5 सीटें
            let whole = at > number.words.end && matches!(passage.word(at - 1), "of" | "the" | "से" | "s");
            let whole = if whole { value(passage, &page.reader.lexicon, at) } else { None };
            let of = matches!((passage.word(at), passage.word(at + 1)), ("में", "से"));
            at = match whole {
                Some((_, end)) => end,
                None if of => return None, // the whole, of which the next number is a part
                None if passage.sign(at, Sign::Between).is_some() => at + 1,
                None => match described(passage, at) {
                    Some(next) => next,
                    None => break,
                },
            };
        }
        if let Some(slogan) = Self::slogan(page, passage, number) {
            return counted(slogan, number.words.end);
        }
        // put the crowd at about 5,000
        let back = |steps: usize| number.words.start.checked_sub(steps).map_or("", |at| passage.word(at));
        if back(1) == "at" && matches!(back(2), "crowd" | "gathering" | "attendance") {
            return counted("people", number.words.end);
        }
        // 19 सीटों पर लड़े और 12 जीते; the other 122 vote; another thirteen
        let other = matches!(passage.word(start.wrapping_sub(1)), "other" | "another" | "शेष" | "बाकी");
        let won = passage.sign(number.words.end, Sign::Won).is_some();
        let unit = before?;
        let of_seats = unit.ends_with("seats") || unit.starts_with("assembly");
        // में से 58 पर; दूसरे में सात
        let part = back(1) == "से" && back(2) == "में";
        let of_phase = matches!(back(1), "में" | "in") && ordinal(back(2)).is_some();
        if !(of_seats && (other || won || part || of_phase) || goes_on(passage, number, unit)) {
            return None;
        }
        let (other, won) = (other && of_seats, won && of_seats);
        let mut own = counted(unit, number.words.end)?;
        own.words = own.words.start - usize::from(other)..own.words.end + usize::from(won);
        Some(own)
    }

    /// `400 पार` without a unit: the seats of the house to be elected.
    fn slogan(page: &Page<'_>, passage: &Passage, number: &Number) -> Option<&'static str> {
        let past = matches!(passage.word(number.core.end), "पार" | "plus")
            || passage.word(number.core.end) == "के" && passage.word(number.core.end + 1) == "पार";
        let figure = (100.0..=543.0).contains(&number.value) && number.value.fract() == 0.0;
        let main = main_subject(page).map(|id| page.reader.gazetteer.subjects[id.0 as usize].kind)?;
        match main {
            SubjectKind::LokSabhaGeneral if past && figure => Some("lok_sabha_seats"),
            SubjectKind::VidhanSabhaGeneral if past && figure => Some("assembly_constituencies"),
            _ => None,
        }
    }

    /// The unit as its sentence means it; `None` where the number is no claim.
    fn checked(page: &Page<'_>, passage: &Passage, number: &Number, mut own: Self) -> Option<Self> {
        let sentence = passage.sentence(number.core.start);
        let booth = || passage.any(sentence.clone(), Sign::Booth);
        let came = |at: usize| {
            matches!(
                passage.word(at),
                "आए" | "आएंगे"
                    | "शामिल"
                    | "मौजूद"
                    | "उपस्थित"
                    | "पहुंचे"
                    | "जुटे"
                    | "came"
                    | "attended"
            )
        };
        own.unit = match own.unit {
            "votes" if booth() => "votes_per_booth",
            "posts" if came(own.end) => "people",
            "seats" => seats(page, passage, number),
            // sends 80 members to the Lok Sabha
            "people" if passage.word(own.end - 1) == "members" && passage.word(own.end) == "to" => {
                match passage.sign_beside(own.end + 2, Sign::House) {
                    Some((_, "lok_sabha")) => "lok_sabha_seats",
                    Some((_, "vidhan_sabha")) => "assembly_constituencies",
                    _ => "people",
                }
            }
            "lok_sabha_seats"
                if passage.word(own.end) == "क्लस्टर"
                    || sentence.clone().any(|at| passage.word(at) == "क्लस्टर" || passage.word(at) == "cluster")
                        && number.value < 15.0 =>
            {
                "constituencies_per_cluster"
            }
            unit => unit,
        };
        let of_all = number.core.len() == 1 && passage.word(number.core.start).ends_with("ों");
        match own.unit {
            "other" => None,
            // चारों विधानसभा क्षेत्र is a total, चारों कार्यकर्ता are some people
            unit if of_all && !unit.starts_with("assembly") && !unit.ends_with("seats") => None,
            "days" => {
                let lasts = passage.word(own.end).starts_with("चल")
                    || passage.word(own.end) == "तक"
                    || passage.word(own.end).starts_with("last");
                let bounded = own.comparators.iter().any(|c| matches!(c, Comparator::Less));
                let later =
                    matches!(passage.word(own.end), "पहले" | "बाद" | "के" | "में" | "ago" | "before" | "after" | "earlier");
                (lasts && !later || bounded).then_some(own)
            }
            "years" if matches!(passage.word(number.core.start.wrapping_sub(1)), "above" | "over" | "aged") => {
                Some(Self { unit: "years_of_age", ..own })
            }
            "years" => {
                let term = (own.end..own.end + 3).any(|at| {
                    matches!(passage.word(at), "कार्यकाल" | "शासन" | "शासनकाल" | "राज" | "term" | "rule" | "tenure")
                });
                term.then_some(own)
            }
            // ordinary words where nothing large is counted: दोनों दल, two parties, एक राज्य
            "lok_sabha_seats" | "assembly_constituencies" | "seats" if number.value > 600.0 => None,
            // a year before a noun: in 2019 the seat
            _ if (1900.0..2100.0).contains(&number.value)
                && number.core.len() == 1
                && passage.sign(number.core.end, Sign::Between).is_some() =>
            {
                None
            }
            "parties" | "states" | "union_territories" if number.value < 3.0 => None,
            "years_of_age" | "phases" if number.value.fract() != 0.0 => None,
            _ => Some(own),
        }
    }
}

/// Whether it is the number of a ward, a form, a phase.
pub(super) fn is_serial(passage: &Passage, number: &Number) -> bool {
    let start = number.core.start;
    let named = |at: usize| passage.sign(at, Sign::SerialBefore).is_some_and(|length| at + length == start);
    (start.saturating_sub(2)..start).any(named)
        || start > 0 && number.value < 10.0 && passage.sign(start - 1, Sign::Phase).is_some()
}

/// `2.31 लाख लोग …, 84 हजार की मृत्यु हो चुकी है`: a large number of what the one before it counted, told by the word
/// after it.
fn goes_on(passage: &Passage, number: &Number, unit: &str) -> bool {
    let next = passage.word(number.words.end);
    let clear = passage.gap(number.words.end - 1).trim().is_empty();
    let year = number.core.len() == 1 && (1900.0..2100.0).contains(&number.value);
    let predicate = match next {
        "की" => matches!(passage.word(number.words.end + 1), "मृत्यु" | "मौत" | "पहचान" | "मैपिंग"),
        "of" => matches!(passage.word(number.words.end + 1), "them" | "these" | "those" | "whom" | "which"),
        _ => PREDICATES.split(' ').any(|word| word == next),
    };
    let marked = SENSITIVE.split(' ').any(|word| word == next);
    match unit {
        "people" | "voters" | "names" => clear && !year && number.value >= 100.0 && predicate,
        "booths" => clear && !year && marked,
        _ => false,
    }
}

const PREDICATES: &str = "had have has were was are did could signed joined came turned registered dead deceased absent \
    shifted untraceable duplicate ने रह हो हैं थे दूसरी दूसरे अन्य मृत मृतक अनुपस्थित स्थानांतरित लापता डुप्लीकेट शिफ्ट \
    स्थायी जुडे आए पहुंचे बताई बताए";

const SENSITIVE: &str = "संवेदनशील अतिसंवेदनशील क्रिटिकल वल्नरेबल critical vulnerable sensitive";

/// The word after what describes the unit: the name of a state (`ten UP seats`), or in English one word without an
/// ending of its own (`1,100 quarry workers`).
fn described(passage: &Passage, at: usize) -> Option<usize> {
    if let Ok(hit) = passage.names.binary_search_by_key(&at, |hit| hit.tokens.start) {
        let hit = &passage.names[hit];
        return Some(hit.tokens.end).filter(|end| passage.sign(*end, Sign::Unit).is_some());
    }
    let word = passage.word(at);
    // 13 of the State's 80 seats
    let owner = matches!(word, "state" | "district" | "region" | "country" | "city")
        && matches!(passage.word(at - 1), "the" | "of");
    if owner || word == "s" && at > 1 && passage.gap(at - 1).trim_matches(['\'', '’']).is_empty() {
        return Some(at + 1);
    }
    let stops = ["am", "pm", "per", "and", "or", "in", "at", "by", "for", "to", "from", "on", "with", "more", "new"];
    let plain = word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()) && !stops.contains(&word);
    let ending = ["s", "ed", "ing", "ly"].iter().any(|end| word.ends_with(end));
    let unit = passage
        .sign_beside(at + 1, Sign::Unit)
        .is_some_and(|(_, unit)| matches!(unit, "people" | "voters" | "names" | "booths" | "posts" | "candidates"));
    (plain && !ending && unit && !passage.is_capital(at) && passage.gap(at).trim().is_empty()).then_some(at + 1)
}

/// The unit at a word; of two in a row the last: महिला कार्यकर्ता, polling personnel.
fn unit_at(passage: &Passage, at: usize) -> Option<(usize, &'static str)> {
    let (mut length, mut unit) = passage.sign_beside(at, Sign::Unit)?;
    while unit == "people"
        && passage.gap(at + length - 1).trim().is_empty()
        && let Some((more, last)) = passage.sign_beside(at + length, Sign::Unit)
        && matches!(last, "people" | "posts" | "voters" | "candidates" | "booths" | "panchayat_members")
    {
        (length, unit) = (length + more, last);
    }
    Some((length, unit))
}

/// Which seats: by the totals of the state, by the words of the sentence, by the election.
pub(super) fn seats(page: &Page<'_>, passage: &Passage, number: &Number) -> &'static str {
    let sentence = passage.sentence(number.core.start);
    let house = |range: Range<usize>| {
        let mut houses = range.filter_map(|at| passage.sign_beside(at, Sign::House)).map(|(_, house)| house);
        houses.find(|house| *house != "general")
    };
    let of_kind = |kind: SubjectKind| match kind {
        SubjectKind::LokSabhaGeneral => "lok_sabha_seats",
        SubjectKind::VidhanSabhaGeneral => "assembly_constituencies",
        _ => "seats",
    };
    let total = state_of(page, None).map(|state| page.reader.gazetteer.regions[state.0 as usize].seats);
    let main = main_subject(page).map(|id| page.reader.gazetteer.subjects[id.0 as usize].kind);
    match (house(sentence), total) {
        (Some("lok_sabha"), _) => "lok_sabha_seats",
        (Some("vidhan_sabha"), _) => "assembly_constituencies",
        (_, Some((Some(lok_sabha), _))) if f64::from(lok_sabha) == number.value => "lok_sabha_seats",
        (_, Some((_, Some(own)))) if f64::from(own) == number.value => "assembly_constituencies",
        _ => main.map_or("seats", of_kind),
    }
}
