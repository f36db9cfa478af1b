//! Claims: numbers with a unit and a scope, and deadlines of rolls, with who holds and who said them.

use std::ops::Range;

use super::Page;
use super::deadlines::deadlines;
use super::facts::Claim;
use super::numbers::{Number, comparators_after, numbers};
use super::passage::{Part, Passage};
use super::sign::Sign;
use super::speakers::Speakers;
use crate::import::document::{Confidence, Found};
use crate::model::claim::{ClaimKind, ClaimValue};
use crate::model::people::PartyId;
use crate::model::region::{RegionId, RegionKind, Tree};
use crate::model::subject::{SubjectId, SubjectKind};

/// The claims of a document; the same value, unit, scope and holder is one claim with several quotes.
pub fn claims(page: &Page<'_>) -> Vec<Found<Claim>> {
    let speakers = Speakers::of(page);
    let mut all: Vec<Found<Claim>> = Vec::new();
    let mut head: Option<usize> = None;
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
            let mut unit = None;
            let each = numbers.iter().filter_map(|number| {
                let counted = Counted::of(page, passage, number, unit)?;
                unit = Some(counted.unit).filter(|_| passage.sentence(number.core.start).contains(&(counted.end - 1)));
                claim(page, &speakers, index, number, &counted)
            });
            each.collect()
        };
        for one in found.into_iter().chain(deadlines(page, index)) {
            add(&mut all, one);
        }
    }
    all
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

/// What a number counts.
struct Counted {
    unit: &'static str,
    /// The word after the unit.
    end: usize,
    /// The words of the claim.
    words: Range<usize>,
    comparators: Vec<crate::model::claim::Comparator>,
}

impl Counted {
    /// The unit beside a number; `before` is that of the number before it in the sentence.
    fn of(page: &Page<'_>, passage: &Passage, number: &Number, before: Option<&'static str>) -> Option<Self> {
        let start = number.core.start;
        let serial = start > 0
            && (start.saturating_sub(2)..start)
                .any(|at| passage.sign(at, Sign::SerialBefore).is_some_and(|length| at + length == start));
        let of_phase = start > 0 && passage.sign(start - 1, Sign::Phase).is_some();
        if number.range || serial || of_phase {
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
        for _ in 0..4 {
            if passage.gap(at - 1).contains(['.', '।', ';', ':', ',', '|', '(']) {
                return None;
            }
            if let Some((length, unit)) = passage.sign_beside(at, Sign::Unit) {
                let counted = counted(unit, at + length)?;
                return Self::checked(page, passage, number, counted);
            }
            // 79 of the 80 seats; 7 में से 5 सीटें
            let whole = at > number.words.end && matches!(passage.word(at - 1), "of" | "the" | "से");
            let whole = if whole { super::numbers::value(passage, &page.reader.lexicon, at) } else { None };
            let of = matches!((passage.word(at), passage.word(at + 1)), ("में", "से"));
            at = match whole {
                Some((_, end)) => end,
                None if of => return None, // the whole, of which the next number is a part
                None if passage.sign(at, Sign::Between).is_some() => at + 1,
                None => break,
            };
        }
        if let Some(slogan) = Self::slogan(page, passage, number) {
            return counted(slogan, number.words.end);
        }
        // 19 सीटों पर लड़े और 12 जीते; the other 122 vote; another thirteen
        let other = matches!(passage.word(start.wrapping_sub(1)), "other" | "another" | "शेष" | "बाकी");
        let won = passage.sign(number.words.end, Sign::Won).is_some();
        let unit = before.filter(|unit| unit.ends_with("seats") || unit.starts_with("assembly"))?;
        if !other && !won {
            return None;
        }
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
            "lok_sabha_seats"
                if passage.word(own.end) == "क्लस्टर"
                    || sentence.clone().any(|at| passage.word(at) == "क्लस्टर" || passage.word(at) == "cluster")
                        && number.value < 15.0 =>
            {
                "constituencies_per_cluster"
            }
            unit => unit,
        };
        match own.unit {
            "days" => {
                let lasts = passage.word(own.end).starts_with("चल")
                    || passage.word(own.end) == "तक"
                    || passage.word(own.end).starts_with("last");
                let bounded = own.comparators.iter().any(|c| matches!(c, crate::model::claim::Comparator::Less));
                let later =
                    matches!(passage.word(own.end), "पहले" | "बाद" | "के" | "में" | "ago" | "before" | "after" | "earlier");
                (lasts && !later || bounded).then_some(own)
            }
            "years" => {
                let term = (own.end..own.end + 3).any(|at| {
                    matches!(passage.word(at), "कार्यकाल" | "शासन" | "शासनकाल" | "राज" | "term" | "rule" | "tenure")
                });
                term.then_some(own)
            }
            // ordinary words where nothing large is counted: दोनों दल, two parties, एक राज्य
            "parties" | "states" | "union_territories" if number.value < 3.0 => None,
            "years_of_age" | "phases" if number.value.fract() != 0.0 => None,
            _ => Some(own),
        }
    }
}

/// Which seats: by the totals of the state, by the words of the sentence, by the election.
fn seats(page: &Page<'_>, passage: &Passage, number: &Number) -> &'static str {
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

/// The state of a region, or of the document.
pub fn state_of(page: &Page<'_>, region: Option<RegionId>) -> Option<RegionId> {
    let gazetteer = &page.reader.gazetteer;
    let of = |id: RegionId| Some(gazetteer.top(id)).filter(|id| page.reader.is_state(*id));
    match region.or(page.primary) {
        Some(region) => of(region),
        None => {
            let mut states: Vec<RegionId> = page.regions.iter().filter_map(|m| of(m.region)).collect();
            states.dedup();
            if let [one] = states[..] { Some(one) } else { None }
        }
    }
}

/// The first election or roll of the document.
pub fn main_subject(page: &Page<'_>) -> Option<SubjectId> {
    page.subjects.elections.iter().chain(&page.subjects.rolls).map(|found| found.value).next()
}

/// A value in figures, without what a binary fraction leaves behind.
fn written(value: f64) -> String {
    ((value * 1e4).round() / 1e4).to_string()
}

/// The election of the document that reaches a region; its first one.
fn subject_of(page: &Page<'_>, scope: Option<RegionId>) -> Option<SubjectId> {
    let reaches = |id: &SubjectId| {
        let own = &page.reader.gazetteer.subjects[id.0 as usize].regions;
        scope.is_none_or(|scope| page.reader.gazetteer.containing(scope).iter().any(|region| own.contains(region)))
    };
    let all = || page.subjects.elections.iter().chain(&page.subjects.rolls).map(|found| found.value);
    all().find(reaches).or_else(|| all().next())
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
    let past = past_election(page, index, &sentence);
    let speaker = speakers.at(index, number.core.start);
    let party = holder(page, index, number, speaker);
    let mut scope = scope(page, index, number, counted);
    let about = past.or_else(|| subject_of(page, scope));
    let spoken = speaker.is_some_and(|person| !page.people.is_official(person));
    let kind = kind(page, index, number, counted, (past.is_some(), party.is_some(), spoken, scope));
    if kind == ClaimKind::ContextTotal && scope.is_none() {
        scope = state_of(page, None);
    }
    let about =
        if kind == ClaimKind::ClaimPastResult && past.is_none() { earlier(page, counted.unit, scope) } else { about };
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

/// The last election to the house of these seats before the publication.
fn earlier(page: &Page<'_>, unit: &str, scope: Option<RegionId>) -> Option<SubjectId> {
    let kind = if unit == "lok_sabha_seats" { SubjectKind::LokSabhaGeneral } else { SubjectKind::VidhanSabhaGeneral };
    let containing = page.reader.gazetteer.containing(scope?);
    let day = page.published?;
    let all = page
        .reader
        .gazetteer
        .subjects()
        .filter(|(_, subject)| subject.kind == kind && subject.regions.iter().any(|own| containing.contains(own)));
    let ended = all.filter_map(|(id, subject)| {
        let counting = subject.calendar.iter().find(|own| own.event == crate::model::subject::Milestone::Counting)?;
        Some((counting.date.day(), id))
    });
    ended.filter(|(end, _)| *end < day).max().map(|(_, id)| id)
}

/// The earlier election that a sentence speaks of.
fn past_election(page: &Page<'_>, index: usize, sentence: &Range<usize>) -> Option<SubjectId> {
    let main = main_subject(page);
    let cue = |c: &&super::elections::Cue| {
        let named = c.past || page.subjects.mentioned.iter().any(|found| found.value == c.subject);
        c.passage == index && sentence.contains(&c.words.start) && named && Some(c.subject) != main
    };
    page.subjects.cues.iter().find(cue).map(|c| c.subject)
}

/// The party whose number it is: of the sentence before the number, of the speaker, of the passage, of the document.
fn holder(page: &Page<'_>, index: usize, number: &Number, speaker: Option<usize>) -> Option<PartyId> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(number.core.start);
    let own = |m: &&super::parties::PartyMention| page.reader.is_party(m.party) && m.passage == index;
    let in_sentence = page.parties.iter().filter(own).filter(|m| sentence.contains(&m.words.start));
    let before = in_sentence.clone().rfind(|m| m.words.end <= number.core.start);
    let of_speaker = || speaker.and_then(|person| page.people.all[person].value.party);
    let authority = passage.any(sentence.clone(), Sign::Authority) && speaker.is_none();
    if authority && before.is_none() {
        return None;
    }
    let earlier = || page.parties.iter().filter(own).rfind(|m| m.words.end <= number.core.start).map(|m| m.party);
    let only = || {
        let mut all: Vec<PartyId> =
            page.parties.iter().map(|m| m.party).filter(|id| page.reader.is_party(*id)).collect();
        let titled = page.parties.iter().find(|m| page.passages[m.passage].part == Part::Title).map(|m| m.party);
        all.sort_unstable();
        all.dedup();
        let titled = titled.filter(|id| page.reader.is_party(*id));
        titled.or(if let [one] = all[..] { Some(one) } else { None })
    };
    if speaker.is_some_and(|person| page.people.is_official(person)) {
        return None;
    }
    before.map(|m| m.party).or_else(of_speaker).or_else(only).or_else(earlier)
}

/// Where a number holds.
fn scope(page: &Page<'_>, index: usize, number: &Number, counted: &Counted) -> Option<RegionId> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(number.core.start);
    let kind = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].kind;
    let of_sentence = || page.regions.iter().filter(|m| m.passage == index && sentence.contains(&m.words.start));
    let is_seats = matches!(counted.unit, "lok_sabha_seats" | "assembly_constituencies" | "seats" | "phases");
    let near = |m: &&super::regions::Mention| {
        let linked = |m: &super::regions::Mention| {
            let between = counted.end..m.words.start.saturating_sub(1);
            let open = !(counted.end.max(1) - 1..m.words.start).any(|at| passage.gap(at).contains([',', ';', ':']));
            open && !between.clone().any(|at| passage.sign(at, Sign::Unit).is_some() || passage.word(at) == "and")
        };
        let joins =
            |at: usize| passage.sign(at, Sign::PlaceBetween).is_some() || matches!(passage.word(at), "has" | "s");
        let before = m.words.end <= number.words.start && number.words.start - m.words.end <= 3 && joins(m.words.end);
        let after = m.words.start > counted.end && m.words.start - counted.end <= 8 && linked(m);
        before || after && passage.sign(m.words.start - 1, Sign::PlaceBetween).is_some()
    };
    let generic = |wanted: &str| {
        let near = number.words.start.saturating_sub(7).max(sentence.start)..(counted.end + 3).min(sentence.end);
        near.into_iter().any(|at| passage.sign_beside(at, Sign::Generic).is_some_and(|(_, kind)| kind == wanted))
    };
    if counted.unit == "states" {
        return page.primary;
    }
    // more seats than the state has are those of the country, and so is what is said of it
    let seats_of = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].seats.0;
    let wide = counted.unit == "lok_sabha_seats"
        && state_of(page, None)
            .and_then(seats_of)
            .map_or(number.value > 100.0, |seats| f64::from(seats) < number.value);
    if wide || counted.unit == "lok_sabha_seats" && generic("country") && !generic("state") {
        let all = page.reader.gazetteer.regions().find(|(_, region)| region.kind == RegionKind::Country);
        return all.map(|(id, _)| id);
    }
    if is_seats {
        let after = of_sentence().filter(|m| m.words.start > number.words.start);
        let sorted = after.chain(of_sentence().filter(|m| m.words.start < number.words.start));
        let named = sorted.filter(near).map(|m| m.region).find(|id| kind(*id).tree() != Tree::Electoral);
        let unit = page.primary.filter(|id| kind(*id).tree() == Tree::Party);
        let district = generic("district").then_some(page.primary).flatten();
        let in_sentence = || {
            of_sentence()
                .filter(|m| !super::regions::is_dateline(passage, m))
                .map(|m| m.region)
                .find(|id| page.reader.is_state(*id))
        };
        return named.or(district).or(unit).or_else(in_sentence).or_else(|| state_of(page, None));
    }
    let place = of_sentence().filter(|m| kind(m.region) != RegionKind::Country);
    let before = place.clone().rfind(|m| m.words.end <= number.words.start).map(|m| m.region);
    let head =
        page.regions.iter().find(|m| m.passage == index && super::regions::is_dateline(passage, m)).map(|m| m.region);
    let dateline = |id: RegionId| head == Some(id);
    let state = generic("state").then(|| state_of(page, None)).flatten();
    // places of a list share it: it is of none of them alone
    let after = of_sentence().filter(|m| m.words.start > number.words.start && kind(m.region) != RegionKind::Country);
    let after = after.filter(near).map(|m| m.region).next();
    let several = place.clone().filter(|m| m.words.start > 0 && m.words.end <= number.words.start).count() > 1;
    let roundup =
        head.filter(|id| page.primary.is_some_and(|p| p == page.reader.gazetteer.top(*id)) && several_heads(page));
    let before = before.filter(|_| !several);
    let seat = page
        .regions
        .iter()
        .map(|m| m.region)
        .find(|id| kind(*id) == RegionKind::LokSabha)
        .filter(|_| counted.unit == "votes_per_booth");
    let own = before.filter(|id| !dateline(*id));
    after.or(own).or(state).or(seat).or(roundup).or(page.primary).or(before)
}

/// Whether more than one paragraph begins with a place: a round-up of reports.
fn several_heads(page: &Page<'_>) -> bool {
    page.regions.iter().filter(|m| super::regions::is_dateline(&page.passages[m.passage], m)).count() > 1
}

/// What sort of claim it is.
fn kind(
    page: &Page<'_>,
    index: usize,
    number: &Number,
    counted: &Counted,
    (past, party, spoken, scope): (bool, bool, bool, Option<RegionId>),
) -> ClaimKind {
    let passage = &page.passages[index];
    let sentence = passage.sentence(number.core.start);
    let has = |sign: Sign| passage.any(sentence.clone(), sign);
    let is_seats = matches!(counted.unit, "lok_sabha_seats" | "assembly_constituencies" | "seats");
    let totals = scope.map(|id| page.reader.gazetteer.regions[id.0 as usize].seats).unwrap_or_default();
    let is_total = [totals.0, totals.1].into_iter().flatten().any(|total| f64::from(total) == number.value);
    let phased = has(Sign::Polling)
        || !super::elections::phases_in(passage, sentence.clone()).is_empty()
        || page.dates[index].iter().any(|d| sentence.contains(&d.words.start));
    let aims = has(Sign::Target) && party;
    let verb_after =
        |words: &[&str]| (counted.end..(counted.end + 4).min(sentence.end)).any(|at| words.contains(&passage.word(at)));
    let came = verb_after(&[
        "आए",
        "आएंगे",
        "शामिल",
        "जुटे",
        "पहुंचे",
        "मौजूद",
        "came",
        "attended",
        "gathered",
        "received",
        "मिला",
        "बनाए",
    ]) || has(Sign::Claimed);
    match counted.unit {
        "years_of_age" => ClaimKind::Threshold,
        "phases" => ClaimKind::ScheduleFact,
        "days" => ClaimKind::Duration,
        "constituencies_per_cluster" => ClaimKind::Organisational,
        _ if past => ClaimKind::ClaimPastResult,
        _ if is_seats && passage.word(number.core.end) == "पार" => ClaimKind::SloganTarget,
        _ if is_seats && has(Sign::Slogan) => ClaimKind::SloganTarget,
        _ if is_seats && aims => ClaimKind::Target,
        _ if is_seats && is_total => ClaimKind::ContextTotal,
        _ if is_seats && has(Sign::Last) && !has(Sign::FinalPhase) => ClaimKind::ClaimPastResult,
        _ if is_seats && number.words.start > 0 && passage.sign(number.words.start - 1, Sign::All).is_some() => {
            ClaimKind::ContextTotal
        }
        _ if is_seats && has(Sign::Asked) => ClaimKind::Claim,
        _ if is_seats && phased => ClaimKind::ScheduleFact,
        _ if is_seats && party && has(Sign::Won) => ClaimKind::ClaimPastResult,
        _ if is_seats && party && has(Sign::Said) => ClaimKind::Claim,
        _ if is_seats => ClaimKind::ContextTotal,
        "votes_per_booth" => ClaimKind::Target,
        "rupees" if sentence.clone().any(|at| matches!(passage.word(at), "deposit" | "जमानत")) => {
            ClaimKind::Threshold
        }
        "rupees" if party && sentence.clone().any(|at| matches!(passage.word(at), "शुल्क" | "fee")) => {
            ClaimKind::Organisational
        }
        "rupees" => ClaimKind::Claim,
        "panchayat_members" | "district_panchayat_presidents" => ClaimKind::Claim,
        "booths" | "candidates" | "states" | "voters" if !party => ClaimKind::Count,
        _ if aims => ClaimKind::Target,
        _ if !party && (spoken || has(Sign::Claimed)) => ClaimKind::Claim,
        _ if !party => ClaimKind::Count,
        "percent" => ClaimKind::Claim,
        "people" if came && (spoken || has(Sign::Claimed)) => ClaimKind::Claim,
        "people" if came => ClaimKind::Count,
        _ if has(Sign::Claimed) => ClaimKind::Claim,
        _ => ClaimKind::Organisational,
    }
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
        let unit = unit_of(cell(passage, number.core.start))
            .filter(|unit| unit.contains("seats") || unit.starts_with("assembly"))?;
        let unit = if unit == "seats" { seats(page, passage, number) } else { unit };
        let value = Claim {
            value: ClaimValue::Number(written(number.value)),
            unit,
            comparators: Vec::new(),
            kind: ClaimKind::ScheduleFact,
            scope: state_of(page, None),
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
