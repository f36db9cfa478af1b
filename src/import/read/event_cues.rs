//! The words of a sentence that name events, and the dates that belong to them.

use std::ops::Range;

use super::Page;
use super::dates::Date;
use super::passage::{Part, Passage};
use super::scopes::main_subject;
use super::sign::Sign;

/// Days of the calendar by the signs that name them.
const CALENDAR: &[(Sign, &str)] = &[
    (Sign::NominationsUntil, "nominations_until"),
    (Sign::WithdrawalUntil, "withdrawal_until"),
    (Sign::FinalRoll, "roll_publication"),
    (Sign::DraftRoll, "roll_publication"),
    (Sign::Counting, "counting"),
    (Sign::Polling, "polling"),
];

/// A word that says what kind of event a sentence tells of.
pub(super) struct Cue {
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) kind: &'static str,
}

/// A day up to which candidates can file or withdraw: `17 अक्टूबर तक नामांकन`, `withdrawn by November 2`.
pub(super) fn until_of(passage: &Passage, sentence: &Range<usize>, date: &Date) -> Option<Cue> {
    let (start, end) = (date.words.start, date.words.end);
    let before = start > 0 && matches!(passage.word(start - 1), "until" | "till" | "by");
    // a part of the sentence with a day of its own ends at और, and, a semicolon
    let part = |at: usize| matches!(passage.word(at), "और" | "and" | "जबकि" | "while") || passage.gap(at).contains(';');
    let first = (sentence.start..start).rev().find(|&at| part(at)).map_or(sentence.start, |at| at + 1);
    let last = (end..sentence.end).find(|&at| part(at)).unwrap_or(sentence.end);
    let closes = (first..last).any(|at| match passage.word(at) {
        "last" | "deadline" => at.abs_diff(start) <= 12,
        "end" | "ends" | "close" | "closes" | "अंतिम" | "आखिरी" => at.abs_diff(start) <= 6,
        _ => false,
    });
    if passage.word(end) != "तक" && !before && !closes {
        return None;
    }
    let nouns =
        |words: Range<usize>| [Sign::Nominations, Sign::Withdrawals].iter().any(|s| passage.any(words.clone(), *s));
    let (from, to) = if nouns(first..last) { (first, last) } else { (sentence.start, sentence.end) };
    let near = start.saturating_sub(12).max(from)..(end + 8).min(to);
    let distance =
        |sign: Sign| near.clone().filter(|&at| passage.sign(at, sign).is_some()).map(|at| at.abs_diff(start)).min();
    let kind = match (distance(Sign::Nominations), distance(Sign::Withdrawals)) {
        (Some(filed), Some(withdrawn)) if withdrawn <= filed => "withdrawal_until",
        (None, Some(_)) => "withdrawal_until",
        (Some(_), _) => "nominations_until",
        (None, None) => return None,
    };
    Some(Cue { at: start, length: 1, kind })
}

/// A day of the election's own polls, where the sentence speaks of seats, phases or votes: `On May 7, ten seats`.
pub(super) fn poll_on(page: &Page<'_>, passage: &Passage, sentence: &Range<usize>, date: &Date) -> Option<Cue> {
    let subject = &page.reader.gazetteer.subjects[main_subject(page)?.0 as usize];
    let is_poll = subject.phases.iter().any(|phase| phase.poll.is_some() && phase.poll == date.day);
    let seats = |at: usize| passage.sign_beside(at, Sign::Unit).is_some_and(|(_, unit)| unit.contains("seats"));
    let phase = passage.any(sentence.clone(), Sign::Phase) || passage.any(sentence.clone(), Sign::FinalPhase);
    let speaks = phase || sentence.clone().any(seats) || passage.part == Part::Row;
    let english = passage.word(date.words.start).is_ascii();
    let other =
        !english && cues(passage, sentence.clone()).iter().any(|cue| cue.kind != "polling" && cue.kind != "campaign");
    let at = date.words.start;
    (is_poll && speaks && !other).then_some(Cue { at, length: 1, kind: "polling" })
}

pub(super) fn is_calendar(kind: &str) -> bool {
    CALENDAR.iter().any(|(_, own)| *own == kind)
}

/// The words of a sentence that name events.
pub(super) fn cues(passage: &Passage, sentence: Range<usize>) -> Vec<Cue> {
    let mut all: Vec<Cue> = Vec::new();
    let said = |words: &[&str]| sentence.clone().any(|at| words.contains(&passage.word(at)));
    // what is issued, and who inspects, decides what it is
    let issued = said(&[
        "कार्यक्रम",
        "अधिसूचना",
        "आदेश",
        "तारीखों",
        "तिथियों",
        "schedule",
        "order",
        "list",
        "सूची",
        "घोषणापत्र",
        "घोषणा",
        "संकल्प",
        "manifesto",
    ]);
    let official = passage.any(sentence.clone(), Sign::Official);
    for at in sentence.clone() {
        let calendar = CALENDAR.iter().find_map(|(sign, kind)| passage.sign(at, *sign).map(|length| (length, *kind)));
        let event = passage.sign_beside(at, Sign::Event);
        let (length, kind) = match (calendar, event) {
            (Some((a, kind)), Some((b, _))) if a >= b => (a, kind),
            (_, Some(found)) => found,
            (Some(found), None) => found,
            (None, None) => continue,
        };
        let next = passage.word(at + length);
        let word = passage.word(at);
        // the month
        let figure = |at: usize| passage.word(at).starts_with(|c: char| c.is_ascii_digit());
        if word == "march" && (figure(at + 1) || at > 0 && figure(at - 1)) {
            continue;
        }
        if word == "जारी" && !issued || word == "निरीक्षण" && !official {
            continue;
        }
        // प्रशिक्षण टोली की बैठक: the last noun is what it was
        let owner = (at + length..(at + length + 3).min(sentence.end.saturating_sub(1)))
            .find(|&i| matches!(passage.word(i), "की" | "के" | "का"));
        let head = owner.is_some_and(|i| passage.sign(i + 1, Sign::Event).is_some()) && !is_calendar(kind);
        if head {
            continue;
        }
        let of_polling = kind == "polling" && is_part_of_polling(passage.word(at), next);
        let inside = all.last().is_some_and(|last| last.at + last.length > at);
        if !of_polling && !inside {
            all.push(Cue { at, length, kind });
        }
    }
    all
}

/// `मतदान केंद्र`, `मतदान दल`, `polling agents`: polling that names another thing.
pub(super) fn is_part_of_polling(word: &str, next: &str) -> bool {
    let parts = [
        "केंद्र",
        "केंद्रों",
        "दल",
        "दलों",
        "कर्मी",
        "कर्मियों",
        "कार्मिक",
        "कार्मिकों",
        "अधिकारी",
        "पर्ची",
        "प्रतिशत",
        "का",
        "स्थल",
        "सामग्री",
        "बढाने",
        "हुआ",
        "personnel",
        "staff",
        "duty",
        "teams",
        "team",
        "percentage",
        "process",
        "agent",
        "कार्मिको",
        "टीम",
        "टीमों",
        "पार्टियां",
        "पार्टियों",
        "एजेंट",
        "अभिकर्ता",
        "stations",
        "station",
        "agents",
        "parties",
        "party",
        "booth",
        "booths",
        "machines",
        "day",
        "officials",
    ];
    matches!(word, "मतदान" | "वोटिंग" | "polling" | "voting") && parts.contains(&next)
}

/// The cue that a date belongs to: the nearest, after the date in Hindi and before it in English.
pub(super) fn cue_of<'a>(passage: &Passage, cues: &'a [Cue], date: &Date) -> Option<&'a Cue> {
    let until = passage.sign(date.words.end, Sign::Until).is_some() && passage.word(date.words.end) == "तक";
    let until = until || date.words.start > 0 && matches!(passage.word(date.words.start - 1), "until" | "till" | "by");
    let english = passage.word(date.words.start).is_ascii() && passage.word(date.words.end).is_ascii();
    let distance = |cue: &&Cue| {
        let (before, after) = if english { (0, 4) } else { (4, 0) };
        // मतदान 13 मई और मतगणना 4 जून को: the word right before its day is its own
        let touches = cue.at + cue.length == date.words.start;
        let joined = (date.words.end..cue.at).any(|at| matches!(passage.word(at), "और" | "and"));
        if cue.at < date.words.start {
            (date.words.start - cue.at.min(date.words.start)) + if touches { 0 } else { before }
        } else {
            cue.at - date.words.end.min(cue.at) + after + if joined { 6 } else { 0 }
        }
    };
    let clause = |cue: &&Cue| {
        let (from, to) =
            if cue.at < date.words.start { (cue.at, date.words.start) } else { (date.words.end - 1, cue.at) };
        let comma = !english && cue.at < date.words.start && (from..to).any(|at| passage.gap(at).contains(','));
        !comma
            && !(from..to).any(|at| passage.gap(at).contains([';', '।']))
            && !(from..to).any(|at| passage.word(at) == "कि")
    };
    // `the November 17 assembly election`
    let end = date.words.end;
    let house = passage.sign_beside(end, Sign::House).map_or(0, |(length, _)| length);
    let election = house > 0 && passage.sign(end + house, Sign::Poll).is_some();
    let nearest = cues.iter().filter(clause).min_by_key(distance);
    if election && nearest.is_none_or(|cue| !is_calendar(cue.kind)) {
        return cues.iter().find(|cue| cue.kind == "polling");
    }
    let nearest = nearest?;
    (!until || matches!(nearest.kind, "nominations_until" | "withdrawal_until")).then_some(nearest)
}
