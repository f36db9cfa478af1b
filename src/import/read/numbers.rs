//! Numbers in running text: figures of both scripts, words, lakh and crore, and how they are meant.

use std::ops::Range;

use super::passage::Passage;
use super::sign::{Lexicon, Sign};
use crate::gazetteer::lexicon::NumberWord;
use crate::model::claim::Comparator;

/// A number in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its words, with those that say how it is meant.
    pub words: Range<usize>,
    /// Its words alone.
    pub core: Range<usize>,
    /// Its value.
    pub value: f64,
    /// How it is meant; empty for exactly.
    pub comparators: Vec<Comparator>,
    /// What stands to it directly: `₹` or `%`.
    pub mark: Option<char>,
    /// Whether it is the lower end of a range: `10 से 12`.
    pub range: bool,
}

/// The numbers of a passage that stand outside `taken`: those of dates.
pub fn numbers(passage: &Passage, lexicon: &Lexicon, taken: &[Range<usize>]) -> Vec<Number> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < passage.len() {
        if let Some(range) = taken.iter().find(|range| range.contains(&at)) {
            at = range.end;
            continue;
        }
        let Some((value, mut end)) = value(passage, lexicon, at) else {
            at += 1;
            continue;
        };
        let mut range = false;
        let mut value = value;
        if end == at + 1 && passage.word(end) == passage.word(at) && passage.gap(at) == "-" {
            // doubled, so many each: दो-दो, दो-दो सौ
            (value, end) = self::value(passage, lexicon, at + 1).unwrap_or((value, end + 1));
        } else if let Some((_, other)) = other_end(passage, lexicon, end) {
            (end, range) = (other, true);
        }
        let core = at..end;
        let (start, before) = comparators_before(passage, at);
        let (after_end, after) = comparators_after(passage, end);
        let mark = passage.written(core.clone()).chars().find(|c| matches!(c, '₹' | '%'));
        let comparators = [before, after].into_iter().flatten().collect();
        all.push(Number { words: start..after_end, core, value, comparators, mark, range });
        at = after_end;
    }
    all
}

/// The value of the number at a word, and the word after it.
pub fn value(passage: &Passage, lexicon: &Lexicon, at: usize) -> Option<(f64, usize)> {
    let mut total = 0.0;
    let mut last = f64::INFINITY;
    let mut end = at;
    while let Some((one, after)) = simple(passage, lexicon, end) {
        // 2 लाख 50 हजार: a smaller part with a multiplier of its own goes on
        let Some((product, after)) = multiplied(passage, lexicon, one, after) else {
            break;
        };
        let times = product / one.max(1.0);
        // 22 लाख 15 हजार 586: the rest is less than the smallest of the multipliers
        let rest = times < 100.0 && product < last && passage.gap(end.max(1) - 1).trim().is_empty();
        if end != at && (times < 100.0 && !rest || product >= last) {
            break;
        }
        (total, last, end) = (total + product, if times < 100.0 { product } else { times }, after);
        if times < 100.0 {
            break;
        }
    }
    let alone = end == at + 1 && matches!(passage.word(at), "एक" | "one" | "शून्य" | "zero");
    let only = at > 0 && matches!(passage.word(at - 1), "केवल" | "सिर्फ" | "महज" | "only" | "just");
    (end > at && (!alone || only)).then_some((total, end))
}

/// A number without lakh or crore.
fn simple(passage: &Passage, lexicon: &Lexicon, at: usize) -> Option<(f64, usize)> {
    let word = passage.word(at);
    match lexicon.numbers.get(word) {
        Some(NumberWord::Value(value)) => {
            let tens = word.is_ascii() && *value >= 20.0 && value % 10.0 == 0.0;
            match lexicon.numbers.get(passage.word(at + 1)) {
                Some(NumberWord::Value(unit)) if tens && *unit < 10.0 => Some((value + unit, at + 2)),
                _ => Some((*value, at + 1)),
            }
        }
        Some(NumberWord::Times(value)) if *value <= 1000.0 && passage.gap_before(at).trim().is_empty() => {
            // कई सौ, half a dozen
            let before = |back: usize| at.checked_sub(back).map_or("", |at| passage.word(at));
            let vague = ["कई", "कुछ", "अनेक", "आधा", "several", "few", "many", "some", "half"];
            (!vague.contains(&before(1)) && before(2) != "half").then_some((*value, at + 1))
        }
        Some(NumberWord::Plus(part)) => match lexicon.numbers.get(passage.word(at + 1)) {
            Some(NumberWord::Times(times)) => Some(((1.0 + part) * times, at + 2)),
            Some(NumberWord::Value(value)) => Some((value + part, at + 2)),
            _ => figures(passage, at + 1).map(|(value, end)| (value + part, end)),
        },
        _ => figures(passage, at),
    }
}

/// Figures, with commas between groups of two or three: `1,00,000`.
fn figures(passage: &Passage, at: usize) -> Option<(f64, usize)> {
    let is_digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let first = passage.word(at).trim_start_matches('₹').trim_end_matches('%');
    if !is_digits(first) {
        return first.parse().ok().filter(|_| first.starts_with(|c: char| c.is_ascii_digit())).map(|v| (v, at + 1));
    }
    let mut digits = first.to_owned();
    let mut end = at + 1;
    while digits.len() <= 15 && passage.gap(end - 1) == "," {
        let group = passage.word(end).trim_end_matches('%');
        let decimal = group.split_once('.').filter(|(whole, part)| is_digits(whole) && is_digits(part));
        let whole = decimal.map_or(group, |(whole, _)| whole);
        if !is_digits(whole) || !(2..=3).contains(&whole.len()) {
            break;
        }
        digits.push_str(group);
        end += 1;
    }
    // a leading zero is a telephone or a form
    let serial = digits.len() > 1 && digits.starts_with('0') || digits.len() > 12;
    digits.parse().ok().filter(|_| !serial).map(|value| (value, end))
}

/// The product with the multipliers that follow.
fn multiplied(passage: &Passage, lexicon: &Lexicon, one: f64, after: usize) -> Option<(f64, usize)> {
    let mut product = one;
    let mut end = after;
    while let Some(NumberWord::Times(times)) = lexicon.numbers.get(passage.word(end)) {
        if !passage.gap(end - 1).trim().is_empty() {
            break;
        }
        product *= times;
        end += 1;
    }
    // 20.9 lakh are 2089999.9999999998 to the machine
    let whole = product.round();
    Some((if (product - whole).abs() <= whole * 1e-12 { whole } else { product }, end))
}

/// The upper end of a range that begins before `at`.
fn other_end(passage: &Passage, lexicon: &Lexicon, at: usize) -> Option<(f64, usize)> {
    let dash = matches!(passage.gap(at - 1).trim(), "-" | "–" | "—");
    let joined = matches!(passage.word(at), "से" | "to") && passage.sign(at, Sign::MoreAfter).is_none();
    match (dash, joined) {
        (true, _) => value(passage, lexicon, at),
        (_, true) => value(passage, lexicon, at + 1),
        _ => None,
    }
}

/// The comparator that ends before a word, and where it begins.
fn comparators_before(passage: &Passage, at: usize) -> (usize, Option<Comparator>) {
    let signs = [
        (Sign::MostBefore, Comparator::AtMost),
        (Sign::LeastBefore, Comparator::AtLeast),
        (Sign::MoreBefore, Comparator::More),
        (Sign::LessBefore, Comparator::Less),
        (Sign::AboutBefore, Comparator::About),
    ];
    let mut end = at;
    // "more than Rs 3.5 lakh"
    if end > 0 && passage.sign(end - 1, Sign::MoneyBefore) == Some(1) {
        end -= 1;
    }
    for (sign, comparator) in signs {
        for start in end.saturating_sub(4)..end {
            if passage.sign(start, sign).is_some_and(|length| start + length == end) {
                return (start, Some(comparator));
            }
        }
    }
    (end, None)
}

/// The comparator that begins at a word, and where it ends.
pub fn comparators_after(passage: &Passage, at: usize) -> (usize, Option<Comparator>) {
    let signs = [
        (Sign::LeastAfter, Comparator::AtLeast),
        (Sign::MoreAfter, Comparator::More),
        (Sign::LessAfter, Comparator::Less),
        (Sign::AboutAfter, Comparator::About),
    ];
    for (sign, comparator) in signs {
        if let Some(length) = passage.sign(at, sign) {
            return (at + length, Some(comparator));
        }
    }
    (at, None)
}
