//! Phases named by their number: `चौथे चरण`, `phase 4`.

use std::ops::Range;

use super::passage::Passage;
use super::sign::Sign;

/// The phases named within words, with the word at which each stands: `चौथे चरण`, `phase 4`, `first phase`.
pub(super) fn phases_in(passage: &Passage, words: Range<usize>) -> Vec<(u32, usize)> {
    let mut all = Vec::new();
    for at in words.clone() {
        if passage.sign(at, Sign::Phase).is_none() {
            continue;
        }
        let before = at.checked_sub(1).filter(|i| words.contains(i)).and_then(|i| ordinal(passage.word(i)));
        let after = || {
            let word = passage.word(at + 1);
            let roman = ["i", "ii", "iii", "iv", "v", "vi", "vii"].iter().zip(1..);
            let roman = roman.clone().find(|(own, _)| **own == word && passage.is_capital(at + 1)).map(|(_, n)| n);
            if roman.is_some() {
                return roman;
            }
            let cardinal = ["one", "two", "three", "four", "five", "six", "seven"].iter().zip(1..);
            word.parse()
                .ok()
                .filter(|n| (1..=9).contains(n))
                .or_else(|| cardinal.clone().find(|(w, _)| **w == word).map(|(_, n)| n))
        };
        all.extend(before.or_else(after).map(|phase| (phase, at)));
    }
    all
}

/// An ordinal up to nine.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 9] = [
        "पहला पहले पहली प्रथम first 1st",
        "दूसरा दूसरे दूसरी द्वितीय second 2nd",
        "तीसरा तीसरे तीसरी तृतीय third 3rd",
        "चौथा चौथे चौथी चतुर्थ fourth 4th",
        "पांचवां पांचवें पांचवीं पांचवे पंचम fifth 5th",
        "छठा छठे छठी छठवें छठें षष्ठम sixth 6th",
        "सातवां सातवें सातवीं सातवे सप्तम seventh 7th",
        "आठवां आठवें आठवीं अष्टम eighth 8th",
        "नौवां नौवें नौवीं नवम ninth 9th",
    ];
    let index = ORDINALS.iter().position(|forms| forms.split(' ').any(|form| form == word))?;
    u32::try_from(index + 1).ok()
}
