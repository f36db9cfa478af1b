//! Where a number holds, and which election it is about.

use super::Page;
use super::counted::Counted;
use super::numbers::Number;
use super::regions::{Mention, is_dateline};
use super::sign::Sign;
use crate::model::region::{RegionId, RegionKind, Tree};
use crate::model::subject::SubjectId;

/// The state of a region, or of the document.
pub(super) fn state_of(page: &Page<'_>, region: Option<RegionId>) -> Option<RegionId> {
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
pub(super) fn main_subject(page: &Page<'_>) -> Option<SubjectId> {
    page.subjects.elections.iter().chain(&page.subjects.rolls).map(|found| found.value).next()
}

/// The election of the document that reaches a region; its first one.
pub(super) fn subject_of(page: &Page<'_>, scope: Option<RegionId>) -> Option<SubjectId> {
    let reaches = |id: &SubjectId| {
        let own = &page.reader.gazetteer.subjects[id.0 as usize].regions;
        scope.is_none_or(|scope| page.reader.gazetteer.containing(scope).iter().any(|region| own.contains(region)))
    };
    let all = || page.subjects.elections.iter().chain(&page.subjects.rolls).map(|found| found.value);
    all().find(reaches).or_else(|| all().next())
}

/// Where a number holds.
pub(super) fn scope(page: &Page<'_>, index: usize, number: &Number, counted: &Counted) -> Option<RegionId> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(number.core.start);
    let kind = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].kind;
    let of_sentence = || page.regions.iter().filter(|m| m.passage == index && sentence.contains(&m.words.start));
    let is_seats = matches!(counted.unit, "lok_sabha_seats" | "assembly_constituencies" | "seats" | "phases");
    let near = |m: &&Mention| {
        let linked = |m: &Mention| {
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
    // more seats than the state has are those of the country, and so is what is said of it
    let seats_of = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].seats.0;
    let wide = counted.unit == "states"
        || counted.unit == "lok_sabha_seats"
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
            of_sentence().filter(|m| !is_dateline(passage, m)).map(|m| m.region).find(|id| page.reader.is_state(*id))
        };
        let state = generic("state").then(|| state_of(page, None)).flatten();
        // a few segments in the document of a district are its own
        let own = page.primary.filter(|id| kind(*id) == RegionKind::District);
        let few =
            own.filter(|_| counted.unit == "assembly_constituencies" && number.value < 13.0 && in_sentence().is_none());
        return named.or(district).or(state).or(unit).or(few).or_else(in_sentence).or_else(|| state_of(page, None));
    }
    let place = of_sentence().filter(|m| kind(m.region) != RegionKind::Country);
    let head = page.regions.iter().find(|m| m.passage == index && is_dateline(passage, m)).map(|m| m.region);
    let dateline = |id: RegionId| head == Some(id);
    let state = generic("state").then(|| state_of(page, None)).flatten();
    // places of a list share it: it is of none of them alone
    let place = place.filter(|m| kind(m.region).tree() != Tree::Party || page.primary == Some(m.region));
    let before = place.clone().rfind(|m| m.words.end <= number.words.start).map(|m| m.region);
    let after = of_sentence().filter(|m| m.words.start > number.words.start && kind(m.region) != RegionKind::Country);
    let after = after.filter(near).map(|m| m.region).next();
    let several = place.clone().filter(|m| m.words.start > 0 && m.words.end <= number.words.start).count() > 1;
    let roundup =
        head.filter(|id| page.primary.is_some_and(|p| p == page.reader.gazetteer.top(*id)) && several_heads(page));
    let before = before.filter(|_| !several);
    let turnout =
        passage.any(sentence.clone(), Sign::Polling) || sentence.clone().any(|at| passage.word(at) == "turnout");
    let seat = page
        .regions
        .iter()
        .map(|m| m.region)
        .find(|id| kind(*id) == RegionKind::LokSabha)
        .filter(|_| matches!(counted.unit, "votes_per_booth" | "votes") || counted.unit == "percent" && turnout);
    let own = before.filter(|id| !dateline(*id));
    after.or(own).or(state).or(seat).or(roundup).or(page.primary).or(before)
}

/// Whether more than one paragraph begins with a place: a round-up of reports.
fn several_heads(page: &Page<'_>) -> bool {
    page.regions.iter().filter(|m| is_dateline(&page.passages[m.passage], m)).count() > 1
}
