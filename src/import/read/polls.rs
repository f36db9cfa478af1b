//! The words of a poll: which house they name, and of which year.

use std::ops::Range;

use super::passage::Passage;
use super::sign::Sign;

/// A year directly after the words, or before them within a few.
pub(super) fn year_beside(passage: &Passage, start: usize, end: usize, sentence: &Range<usize>) -> Option<i32> {
    let year = |at: usize| year(passage.word(at));
    let skip = usize::from(matches!(passage.word(end), "in" | "of" | "वर्ष"));
    let after = (end + skip < sentence.end && !passage.gap(end - 1).contains(',')).then(|| year(end + skip)).flatten();
    after.or_else(|| {
        let before = start.saturating_sub(5).max(sentence.start)..start;
        let at = before.rev().find(|&at| year(at).is_some())?;
        // 24 जुलाई 2023 को लोकसभा चुनाव: a year of a date is no year of an election
        let of_date = at > 0 && crate::text::date::parse_month(passage.word(at - 1)).is_some();
        let broken = (at..start - 1).any(|i| passage.gap(i).contains([',', ';', '(']));
        year(at).filter(|_| !of_date && !broken)
    })
}

/// A year in which an election can have been.
pub(super) fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| (1950..2100).contains(year))
}

/// `election to the 18th Lok Sabha`, `polls to the Madhya Pradesh Assembly`: where it ends, and the house.
pub(super) fn poll_to(passage: &Passage, at: usize) -> Option<(usize, &'static str)> {
    let poll = passage.sign(at, Sign::Poll)?;
    let to = passage.word(at + poll) == "to" && !by_election(passage, at);
    let near = at + poll + 1..at + poll + 9;
    let house = near.into_iter().find_map(|at| Some((at, passage.sign_beside(at, Sign::House)?)));
    house.filter(|_| to).map(|(at, (length, house))| (at + length, house))
}

/// Whether the word of a poll names an election by itself: no `Election Commission`, चुनाव आयोग, चुनाव चिह्न.
pub(super) fn is_bare(passage: &Passage, at: usize) -> bool {
    let next = passage.word(at + 1);
    let other = [
        "commission",
        "officer",
        "officials",
        "office",
        "authorities",
        "duty",
        "panel",
        "body",
        "petition",
        "department",
        "day",
        "agent",
    ];
    let hindi = [
        "आयोग",
        "अधिकारी",
        "कार्यालय",
        "चिह्न",
        "चिन्ह",
        "आयुक्त",
        "प्रभारी",
        "ड्यूटी",
        "पदाधिकारी",
        "विभाग",
        "समिति",
        "संचालन",
    ];
    let house = (at.saturating_sub(3)..at).any(|i| passage.sign(i, Sign::House).is_some());
    let word = passage.word(at);
    word != "vote" && !house && !other.contains(&next) && !hindi.contains(&next)
}

/// Whether the word of a poll is the end of `by-election`.
pub(super) fn by_election(passage: &Passage, at: usize) -> bool {
    at > 0 && passage.word(at - 1) == "by"
}
