//! Events: what a document tells as held, planned or scheduled, with its own day.

use std::ops::Range;

use chrono::NaiveDate;

use super::Page;
use super::claims::main_subject;
use super::dates::{Date, Tense, tense};
use super::elections::phases_in;
use super::facts::Event;
use super::passage::{Part, Passage};
use super::sign::Sign;
use crate::import::document::{Confidence, Found};
use crate::model::article::EventStatus;
use crate::model::region::{RegionId, RegionKind, Tree};
use crate::model::subject::{Milestone, Subject};

/// Days of the calendar by the signs that name them.
const CALENDAR: &[(Sign, &str)] = &[
    (Sign::NominationsUntil, "nominations_until"),
    (Sign::WithdrawalUntil, "withdrawal_until"),
    (Sign::FinalRoll, "roll_publication"),
    (Sign::DraftRoll, "roll_publication"),
    (Sign::Counting, "counting"),
    (Sign::Polling, "polling"),
];

/// The phase that a document is about: the only one it names, or that of its head.
pub fn phase(page: &Page<'_>, events: &[Found<Event>]) -> Option<Found<u32>> {
    let main = page.subjects.elections.first()?.value;
    let count = page.reader.gazetteer.subjects[main.0 as usize].phases.len();
    let first = page.passages.iter().position(|p| p.part == Part::Text);
    let mut all: Vec<(u32, usize, usize)> = Vec::new();
    for (index, passage) in page.passages.iter().enumerate() {
        let named = phases_in(passage, 0..passage.len()).into_iter().filter(|(phase, _)| *phase as usize <= count);
        all.extend(named.map(|(phase, at)| (phase, index, at)));
        let last = (0..passage.len()).filter(|at| passage.sign(*at, Sign::FinalPhase).is_some());
        all.extend(last.map(|at| (u32::try_from(count).unwrap_or_default(), index, at + 1)));
    }
    let is_head = |index: usize| {
        matches!(page.passages[index].part, Part::Title | Part::Standfirst | Part::Kicker) || Some(index) == first
    };
    let local = page.primary.is_some_and(|id| !page.reader.is_state(id));
    let &(phase, index, at) = all.iter().find(|(_, index, _)| is_head(*index) || local)?;
    let own = &page.reader.gazetteer.subjects[main.0 as usize];
    let polled = |number: u32| events.iter().any(|e| e.value.kind == "polling" && e.value.phase == Some(number));
    let named = own.phases.iter().filter(|phase| polled(phase.number));
    let others = all.iter().any(|(other, ..)| *other != phase) || named.clone().count() > 1;
    let today = own.phases.iter().any(|own| own.number == phase && own.poll.is_some() && own.poll == page.published);
    if others && !today {
        return None;
    }
    let titled = page.passages[index].part == Part::Title;
    let together = |(other, i, a): &(u32, usize, usize)| {
        *other != phase
            && all.iter().any(|(own, j, b)| {
                own == &phase && i == j && page.passages[*i].sentence(*a) == page.passages[*j].sentence(*b)
            })
    };
    if others && !titled && all.iter().any(together) {
        return None;
    }
    let passage = &page.passages[index];
    Some(passage.found(phase, at.saturating_sub(1)..at + 1, "phase-named"))
}

/// A word that says what kind of event a sentence tells of.
struct Cue {
    at: usize,
    length: usize,
    kind: &'static str,
}

/// The events of a document, each kind, day and place once.
pub fn events(page: &Page<'_>) -> Vec<Found<Event>> {
    let mut all: Vec<Found<Event>> = Vec::new();
    let mut undated: Vec<Found<Event>> = Vec::new();
    for (index, passage) in page.passages.iter().enumerate() {
        if matches!(passage.part, Part::Kicker | Part::Dateline | Part::Title) {
            continue;
        }
        for sentence in &passage.sentences {
            let cues = cues(passage, sentence.clone());
            let dates: Vec<&Date> =
                page.dates[index].iter().filter(|date| sentence.contains(&date.words.start)).collect();
            let mut last: Option<(usize, usize)> = None;
            for date in &dates {
                let poll = until_of(passage, sentence, date).or_else(|| poll_on(page, passage, sentence, date));
                // close on October 17 and for the second on October 20
                let shared = last.and_then(|(at, end)| {
                    let own = cues.iter().any(|cue| cue.at >= end && cue.at < date.words.end + 4);
                    let english =
                        passage.word(date.words.start).is_ascii() && date.words.start.saturating_sub(end) <= 6;
                    cues.iter().find(|cue| cue.at == at).filter(|_| english && !own)
                });
                let cue = poll.as_ref().or(shared).or_else(|| cue_of(passage, &cues, date));
                last = cue.map(|cue| (cue.at, date.words.end));
                if let Some(cue) = cue {
                    let found = dated(page, index, cue, date);
                    add(&mut all, found);
                }
            }
            let used = |cue: &&Cue| dates.iter().any(|d| cue_of(passage, &cues, d).is_some_and(|own| own.at == cue.at));
            let general = cues.iter().find(|cue| !is_calendar(cue.kind)).filter(|cue| !used(cue));
            undated.extend(general.and_then(|cue| without_date(page, index, cue)));
            if dates.iter().all(|date| date.day.is_none()) {
                let by_phase = cues.iter().filter(|cue| cue.kind == "polling");
                by_phase.map(|cue| of_phase(page, index, cue)).for_each(|found| add(&mut all, found));
            }
        }
    }
    // an event without a day is told only where no other is: the same one is mostly named again
    if !all.iter().any(|found| !is_calendar(found.value.kind)) {
        all.extend(undated.into_iter().next());
    }
    let held: Vec<usize> = (0..all.len()).filter(|i| !is_calendar(all[*i].value.kind)).collect();
    let first: Vec<usize> = held.into_iter().filter(|i| all[*i].value.status == EventStatus::Held).collect();
    let opening = page.passages.iter().find(|p| p.part == Part::Text).map(|p| p.place.as_str());
    if let &[one] = &first[..]
        && opening == Some(all[one].place.as_str())
    {
        all[one].value.who = page.people.all.iter().map(|person| person.value.name.clone()).collect();
    }
    all
}

fn add(all: &mut Vec<Found<Event>>, found: Option<Found<Event>>) {
    let Some(found) = found else { return };
    let state = |id: RegionId| id;
    let same = all.iter_mut().find(|other| {
        let (a, b) = (&other.value, &found.value);
        a.kind == b.kind
            && a.date == b.date
            && (a.place.map(state) == b.place.map(state)
                || !(is_calendar(a.kind) && a.place.is_some() && b.place.is_some()))
    });
    match same {
        Some(other) => {
            other.value.venue = other.value.venue.take().or(found.value.venue);
            other.value.phase = other.value.phase.or(found.value.phase);
        }
        None => all.push(found),
    }
}

/// A day up to which candidates can file or withdraw: `17 अक्टूबर तक नामांकन`, `withdrawn by November 2`.
fn until_of(passage: &Passage, sentence: &Range<usize>, date: &Date) -> Option<Cue> {
    let (start, end) = (date.words.start, date.words.end);
    let before = start > 0 && matches!(passage.word(start - 1), "until" | "till" | "by");
    if passage.word(end) != "तक" && !before {
        return None;
    }
    let near = start.saturating_sub(8).max(sentence.start)..(end + 8).min(sentence.end);
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
fn poll_on(page: &Page<'_>, passage: &Passage, sentence: &Range<usize>, date: &Date) -> Option<Cue> {
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

fn is_calendar(kind: &str) -> bool {
    CALENDAR.iter().any(|(_, own)| *own == kind)
}

/// The words of a sentence that name events.
fn cues(passage: &Passage, sentence: Range<usize>) -> Vec<Cue> {
    let mut all: Vec<Cue> = Vec::new();
    let said = |words: &[&str]| sentence.clone().any(|at| words.contains(&passage.word(at)));
    // what is issued, and who inspects, decides what it is
    let issued = said(&["कार्यक्रम", "अधिसूचना", "आदेश", "तारीखों", "तिथियों", "schedule", "order", "list", "सूची"]);
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
fn is_part_of_polling(word: &str, next: &str) -> bool {
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
fn cue_of<'a>(passage: &Passage, cues: &'a [Cue], date: &Date) -> Option<&'a Cue> {
    let until = passage.sign(date.words.end, Sign::Until).is_some() && passage.word(date.words.end) == "तक";
    let until = until || date.words.start > 0 && matches!(passage.word(date.words.start - 1), "until" | "till" | "by");
    let english = passage.word(date.words.start).is_ascii() && passage.word(date.words.end).is_ascii();
    let distance = |cue: &&Cue| {
        let (before, after) = if english { (0, 4) } else { (4, 0) };
        if cue.at < date.words.start {
            (date.words.start - cue.at.min(date.words.start)) + before
        } else {
            cue.at - date.words.end.min(cue.at) + after
        }
    };
    let clause = |cue: &&Cue| {
        let (from, to) =
            if cue.at < date.words.start { (cue.at, date.words.start) } else { (date.words.end - 1, cue.at) };
        !(from..to).any(|at| passage.gap(at).contains([';', '।'])) && !(from..to).any(|at| passage.word(at) == "कि")
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

/// An event with its day.
fn dated(page: &Page<'_>, index: usize, cue: &Cue, date: &Date) -> Option<Found<Event>> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(cue.at);
    let calendar = is_calendar(cue.kind);
    let place = place(page, index, &sentence, date, cue.kind);
    let phase = calendar.then(|| phase_of(page, passage, &sentence, cue.kind, date)).flatten();
    let status = match (calendar, date.tense, date.day.zip(page.published)) {
        (true, _, Some((day, published))) if day < published => EventStatus::Held,
        (true, ..) => EventStatus::Scheduled,
        (_, Some(Tense::Future), _) => EventStatus::Planned,
        (_, _, Some((day, published))) if day > published => EventStatus::Planned,
        _ => EventStatus::Held,
    };
    // an announcement of the press is of the past; "announced" beside a day to come names that day
    if matches!(cue.kind, "announcement" | "press_remarks" | "interview") && status == EventStatus::Planned {
        return None;
    }
    if calendar && date.day.is_none() {
        return None;
    }
    let conflict = date.conflict.map(|_| passage.written(date.words.clone()).to_owned());
    let venue = if calendar { None } else { venue(passage, &sentence) };
    let who = people_in(page, index, &sentence);
    let value = Event { kind: cue.kind, status, date: date.day, phase, place, venue, who, conflict };
    let words = cue.at.min(date.words.start)..(cue.at + cue.length).max(date.words.end);
    let mut found = passage.found(value, words, date.rule);
    found.confidence = if date.rule == "date-in-full" { Confidence::High } else { Confidence::Medium };
    Some(found)
}

/// Polling that is dated by its phase alone.
fn of_phase(page: &Page<'_>, index: usize, cue: &Cue) -> Option<Found<Event>> {
    let passage = &page.passages[index];
    let sentence = passage.sentence(cue.at);
    let main = main_subject(page)?;
    let subject = &page.reader.gazetteer.subjects[main.0 as usize];
    let &[(phase, at)] = &phases_in(passage, sentence.clone())[..] else { return None };
    let day = poll_of(subject, phase)?;
    let is_seat = |m: &&super::regions::Mention| {
        page.reader.gazetteer.regions[m.region.0 as usize].kind == RegionKind::LokSabha
            && (m.passage == index && sentence.contains(&m.words.start)
                || page.primary.is_some_and(|id| !page.reader.is_state(id)))
    };
    let place = page.regions.iter().find(is_seat).map(|m| m.region).or_else(|| place_of(page, index, &sentence));
    let value = Event {
        kind: "polling",
        status: EventStatus::Scheduled,
        date: Some(day),
        phase: Some(phase),
        place,
        venue: None,
        who: Vec::new(),
        conflict: None,
    };
    let words = cue.at.min(at.saturating_sub(1))..(cue.at + cue.length).max(at + 1);
    let mut found = passage.found(value, words, "phase-of-the-calendar");
    found.confidence = Confidence::Medium;
    Some(found)
}

fn poll_of(subject: &Subject, phase: u32) -> Option<NaiveDate> {
    subject.phases.iter().find(|own| own.number == phase)?.poll
}

/// The phase of a day: by the calendar, else by the words.
fn phase_of(page: &Page<'_>, passage: &Passage, sentence: &Range<usize>, kind: &str, date: &Date) -> Option<u32> {
    let event = match kind {
        "polling" => Milestone::Polling,
        "nominations_until" => Milestone::NominationsUntil,
        "withdrawal_until" => Milestone::WithdrawalUntil,
        _ => return None,
    };
    let subject = main_subject(page).map(|id| &page.reader.gazetteer.subjects[id.0 as usize])?;
    let listed = subject.calendar.iter().find(|own| own.event == event && Some(own.date.day()) == date.day);
    if subject.phases.len() < 2 {
        return None;
    }
    listed.and_then(|own| own.phase).or_else(|| phases_in(passage, sentence.clone()).first().map(|(phase, _)| *phase))
}

/// An event of the head or the first paragraph that has no day of its own.
fn without_date(page: &Page<'_>, index: usize, cue: &Cue) -> Option<Found<Event>> {
    let passage = &page.passages[index];
    let first = page.passages.iter().position(|p| p.part == Part::Text);
    if Some(index) != first || matches!(cue.kind, "announcement") {
        return None;
    }
    let sentence = passage.sentence(cue.at);
    let status = match tense(passage, cue.at, cue.at + cue.length) {
        Some(Tense::Future) => EventStatus::Planned,
        Some(Tense::Past) => EventStatus::Held,
        None if cue.kind == "interview" => EventStatus::Held,
        None => return None,
    };
    let value = Event {
        kind: cue.kind,
        status,
        date: None,
        phase: None,
        place: place_of(page, index, &sentence),
        venue: venue(passage, &sentence),
        who: people_in(page, index, &sentence),
        conflict: None,
    };
    let mut found = passage.found(value, cue.at..cue.at + cue.length, "event-without-a-day");
    found.confidence = Confidence::Medium;
    Some(found)
}

/// Where: the seat or place nearest to the date in the sentence, else where the document is.
fn place(page: &Page<'_>, index: usize, sentence: &Range<usize>, date: &Date, kind: &str) -> Option<RegionId> {
    let region = |id: RegionId| page.reader.gazetteer.regions[id.0 as usize].kind;
    let all = || page.regions.iter().filter(|m| m.passage == index && sentence.contains(&m.words.start));
    let seat = all().find(|m| region(m.region).tree() == Tree::Electoral).map(|m| m.region);
    let distance = |m: &&super::regions::Mention| m.words.start.abs_diff(date.words.start);
    let nearest = all().filter(|m| region(m.region) != RegionKind::Country).min_by_key(distance).map(|m| m.region);
    let own_seat = page.regions.iter().map(|m| m.region).find(|id| region(*id) == RegionKind::LokSabha);
    let local = page.primary.is_some_and(|id| !page.reader.is_state(id));
    let own_seat = own_seat.filter(|_| local && nearest.is_none() && kind == "polling");
    match kind {
        "polling" | "counting" | "nominations_until" | "withdrawal_until" => {
            seat.or(own_seat).or(nearest).or(page.primary)
        }
        "roll_publication" | "announcement" => super::claims::state_of(page, None),
        _ => place_of(page, index, sentence),
    }
}

/// The first place of a sentence, else that of the document; a seat is where the document is.
fn place_of(page: &Page<'_>, index: usize, sentence: &Range<usize>) -> Option<RegionId> {
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

/// The people of a sentence.
fn people_in(page: &Page<'_>, index: usize, sentence: &Range<usize>) -> Vec<String> {
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
fn venue(passage: &Passage, sentence: &Range<usize>) -> Option<String> {
    const HINDI: &[&str] = &[
        "हाल",
        "हॉल",
        "भवन",
        "मैदान",
        "कार्यालय",
        "होटल",
        "हाउस",
        "स्टेडियम",
        "कॉलेज",
        "परिसर",
        "धर्मशाला",
        "स्कूल",
        "सभागार",
        "लॉन",
        "पार्क",
        "विद्यालय",
    ];
    const ENGLISH: &[&str] = &[
        "hall",
        "ground",
        "library",
        "office",
        "dharamshala",
        "stadium",
        "college",
        "school",
        "maidan",
        "park",
        "club",
    ];
    let hindi = |at: usize| HINDI.iter().any(|noun| crate::text::fold::key(noun) == passage.word(at));
    let at = sentence.clone().find(|&at| {
        hindi(at) && passage.word(at + 1) == "में" || passage.word(at) == "होटल" || ENGLISH.contains(&passage.word(at))
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
    while start > sentence.start && at - start < 3 && !stop(start - 1) && passage.gap(start - 1).trim().is_empty() {
        start -= 1;
    }
    let english = passage.word(at).is_ascii();
    let introduced = start > 0 && matches!(passage.word(start - 1), "in" | "at" | "the");
    (start < at && (!english || introduced)).then(|| passage.written(start..at + 1).to_owned())
}
