//! Words that are too common to be searched for, and words of Hindi and English that mean the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::fold;
use crate::text::stem::stem;

static STOP: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| lines(include_str!("tables/stop.txt")).map(fold::key).collect());

/// Whether a folded word is one of those that stand in every text.
pub fn is_stop(word: &str) -> bool {
    STOP.contains(word)
}

/// Those words, sorted.
pub fn stop_words() -> Vec<&'static str> {
    let mut words: Vec<&str> = STOP.iter().map(String::as_str).collect();
    words.sort_unstable();
    words
}

/// By stem: folded words that mean the same.
pub fn synonyms() -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in include_str!("tables/synonyms.txt").lines().filter(|line| is_entry(line)) {
        let words: Vec<String> = line.split_whitespace().map(fold::key).collect();
        for word in &words {
            let others = words.iter().filter(|other| *other != word).cloned();
            let known = all.entry(stem(word)).or_default();
            known.extend(others);
            known.sort();
            known.dedup();
        }
    }
    all
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| is_entry(line)).flat_map(str::split_whitespace)
}

fn is_entry(line: &str) -> bool {
    !line.starts_with('#') && !line.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parties_and_places_are_searched_for() {
        for word in ["up", "mp", "आप", "हम", "दल", "bjp", "2024", "जन"] {
            assert!(!is_stop(word), "{word}");
        }
        assert!(is_stop("में") && is_stop("the") && is_stop("है"));
    }

    #[test]
    fn synonyms_lead_both_ways_and_are_few() {
        let all = synonyms();
        assert!(all[&stem("election")].contains(&"चुनाव".to_owned()));
        assert!(all[&stem("चुनाव")].contains(&"election".to_owned()));
        for (stem, others) in &all {
            assert!(others.len() <= 3, "{stem}: every one of them is a file to fetch");
            assert!(others.iter().all(|word| !is_stop(word) && !word.contains(' ')), "{stem}");
        }
    }
}
