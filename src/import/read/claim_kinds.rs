//! What sort of claim a number is.

use super::Page;
use super::counted::Counted;
use super::event_cues::is_part_of_polling;
use super::numbers::{Number, value};
use super::parties::PartyMention;
use super::passage::{Part, Passage};
use super::phases::phases_in;
use super::scopes::main_subject;
use super::sign::Sign;
use crate::model::claim::ClaimKind;
use crate::model::region::RegionId;

/// What sort of claim it is.
pub(super) fn kind(
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
    let main = main_subject(page).map(|id| &page.reader.gazetteer.subjects[id.0 as usize]);
    let is_poll =
        |day| main.is_some_and(|subject| subject.phases.iter().any(|phase| phase.poll == day && day.is_some()));
    let polls = |at: usize| {
        passage.sign(at, Sign::Polling).is_some() && !is_part_of_polling(passage.word(at), passage.word(at + 1))
    };
    let contests = sentence.clone().any(|at| {
        ["लड", "contest", "field", "प्रत्याशी", "उम्मीदवार", "उतार", "candidate"]
            .iter()
            .any(|start| passage.word(at).starts_with(start))
    });
    let aimed_at = sentence.clone().any(|at| matches!(passage.word(at), "लक्ष्य" | "संकल्प" | "target" | "aim" | "टारगेट"));
    let phased = sentence.clone().any(polls)
        || !phases_in(passage, sentence.clone()).is_empty()
        || page.dates[index].iter().any(|d| sentence.contains(&d.words.start) && is_poll(d.day));
    // the headline calls the same number a target
    let titled =
        page.passages.iter().filter(|p| p.part == Part::Title && p.any(0..p.len(), Sign::Target)).any(|p| {
            (0..p.len()).any(|at| value(p, &page.reader.lexicon, at).is_some_and(|(own, _)| own == number.value))
        });
    let of_party = |m: &PartyMention| m.passage == index && sentence.contains(&m.words.start);
    let in_sentence = page.parties.iter().any(of_party);
    // the aim of another part of the sentence is not that of each booth
    let start = number.words.start;
    let aim =
        sentence.clone().filter(|&at| passage.sign(at, Sign::Target).is_some()).map(|at| at.abs_diff(start)).min();
    let of_each = passage.any(start.saturating_sub(6).max(sentence.start)..start, Sign::Each);
    let aims = (aim.is_some_and(|distance| !of_each || distance <= 8) || titled) && party;
    let aimed = (counted.end..(counted.end + 6).min(sentence.end)).any(|at| passage.sign(at, Sign::Target).is_some());
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
        // वहीं पुलिस ने यह संख्या करीब पांच हजार बताई
        "people"
            if !spoken
                && !party
                && passage.any(start.saturating_sub(6).max(sentence.start)..start, Sign::Authority) =>
        {
            ClaimKind::Count
        }
        "percent" | "votes" if has(Sign::Last) && has(Sign::Won) => ClaimKind::ClaimPastResult,
        _ if is_seats && passage.word(number.core.end) == "पार" => ClaimKind::SloganTarget,
        _ if is_seats && has(Sign::Slogan) => ClaimKind::SloganTarget,
        _ if is_seats && party && !is_total && has(Sign::Claimed) && !aimed_at && !has(Sign::Won) => ClaimKind::Claim,
        _ if is_seats && aims => ClaimKind::Target,
        _ if is_seats && is_total => ClaimKind::ContextTotal,
        _ if is_seats && has(Sign::Last) && !has(Sign::FinalPhase) => ClaimKind::ClaimPastResult,
        _ if is_seats && number.words.start > 0 && passage.sign(number.words.start - 1, Sign::All).is_some() => {
            ClaimKind::ContextTotal
        }
        _ if is_seats && has(Sign::Asked) => ClaimKind::Claim,
        _ if is_seats && in_sentence && party && contests => ClaimKind::Organisational,
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
        "voters" | "names" if party && of_each => ClaimKind::Organisational,
        "booths" | "candidates" | "states" | "voters" if !party => ClaimKind::Count,
        "booths" | "candidates" | "states" | "voters" | "districts" if !spoken && !in_sentence => ClaimKind::Count,
        _ if aims => ClaimKind::Target,
        _ if aimed => ClaimKind::Target,
        _ if !party && (spoken || has(Sign::Claimed)) => ClaimKind::Claim,
        _ if !party => ClaimKind::Count,
        "percent" => ClaimKind::Claim,
        "people" if came && (spoken || has(Sign::Claimed)) => ClaimKind::Claim,
        "people" if came => ClaimKind::Count,
        _ if has(Sign::Claimed) => ClaimKind::Claim,
        "people" if spoken && !of_each && is_of_the_world(passage, counted) && !organised(passage, &sentence) => {
            ClaimKind::Claim
        }
        _ => ClaimKind::Organisational,
    }
}

/// Whether people are counted whom no party has of its own: `एक लाख मजदूर`, `22,000 growers`.
fn is_of_the_world(passage: &Passage, counted: &Counted) -> bool {
    let own = [
        "कार्यकर्ता",
        "सदस्य",
        "पदाधिकारी",
        "एजेंट",
        "वोलंटियर",
        "वालंटियर",
        "स्वयंसेवक",
        "प्रतिनिधि",
        "महिलाएं",
        "पुरुष",
        "worker",
        "member",
        "volunteer",
        "agent",
        "cadre",
        "leader",
        "delegate",
        "activist",
        "women",
        "campaigner",
        "बीएलए",
    ];
    !(counted.words.start..counted.end).any(|at| own.iter().any(|noun| passage.word(at).starts_with(noun)))
}

/// Whether the sentence tells what a party sets up.
fn organised(passage: &Passage, sentence: &std::ops::Range<usize>) -> bool {
    let words = [
        "टोली",
        "टीम",
        "समिति",
        "कमेटी",
        "रखा",
        "रखे",
        "बनाए",
        "बनाई",
        "बनाया",
        "तैनात",
        "लगाए",
        "नियुक्त",
        "team",
        "teams",
        "committee",
        "appointed",
        "deployed",
        "assigned",
        "trained",
        "प्रशिक्षित",
        "प्रशिक्षण",
    ];
    sentence.clone().any(|at| words.contains(&passage.word(at)))
}
