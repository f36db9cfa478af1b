//! The words of the language that the tables hold: numbers in words, and aliases that are ordinary words too.

use super::tables::rows;
use crate::source::SourceId;
use crate::yaml::{self, Node, Value};

/// An alias that is an ordinary word as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordAlias {
    /// The alias, in the case in which it is meant.
    pub text: String,
    /// Words of which one has to stand near; none where the alias needs no company.
    pub needs: Vec<String>,
    /// Words that rule it out directly before or after it.
    pub never: Vec<String>,
}

/// What a word does to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberWord {
    /// A number of its own: बारह, डेढ़.
    Value(f64),
    /// Multiplies what stands before it: लाख.
    Times(f64),
    /// Is added to the number that follows: साढ़े.
    Plus(f64),
    /// All of so many: तीनों.
    Together(f64),
}

/// The aliases that are ordinary words too.
pub fn word_aliases() -> Vec<WordAlias> {
    rows(include_str!("tables/word-aliases.csv"), |row| WordAlias {
        text: row.get("text").to_owned(),
        needs: row.list("needs", '|'),
        never: row.list("never_before_or_after", '|'),
    })
}

/// The number words of Hindi with their variants.
pub fn number_words() -> Vec<(String, NumberWord)> {
    let table = yaml::parse(include_str!("tables/lexicon.yaml"), SourceId(u32::MAX), 0);
    let Ok(Node { value: Value::Map(lists), .. }) = table else { unreachable!("a built-in table is well formed") };
    let mut words = Vec::new();
    for (list, entries) in &lists {
        let Value::Map(entries) = &entries.value else { continue };
        for (key, entry) in entries {
            let number = |text: &str| text.parse::<f64>().ok();
            let own = match &entry.value {
                Value::Text(text) => number(text),
                _ => number(&key.value),
            };
            let Some(own) = own else { continue };
            let make = match list.value.as_str() {
                "cardinals" | "fractions" => NumberWord::Value,
                "multipliers" => NumberWord::Times,
                "prefix_fractions" => NumberWord::Plus,
                "collective" => NumberWord::Together,
                _ => continue,
            };
            let names = match &entry.value {
                Value::Text(_) => vec![key.value.clone()],
                value => texts(value),
            };
            words.extend(names.into_iter().map(|name| (name, make(own))));
        }
    }
    words
}

/// All texts in a value, however deep.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(|item| texts(&item.value)).collect(),
        Value::Map(entries) => entries.iter().flat_map(|(_, item)| texts(&item.value)).collect(),
    }
}
