//! Shards: equal parts of the work, for many machines.

use std::fmt;

/// One of several parts of what there is to read or to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// Its number, from 1.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

/// Most parts: more would take longer to put together than to make.
const MOST: u32 = 100_000;

impl Shard {
    /// Reads `3/8`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if 1 <= number && number <= of && of <= MOST => Ok(Self { number, of }),
            _ => Err(format!("write a part as `3/8`, the third of eight; from 1, and at most {MOST} parts")),
        }
    }

    /// Whether a file of the project or a page belongs to it: by the hash of its path, so that every machine gives
    /// the same answer and the parts are of about one size.
    pub fn has(self, path: &str) -> bool {
        let hash = blake3::hash(path.as_bytes());
        let first = hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        first % u64::from(self.of) == u64::from(self.number - 1)
    }

    /// All parts of so many.
    pub fn all(of: u32) -> impl Iterator<Item = Self> {
        (1..=of).map(move |number| Self { number, of })
    }

    /// All parts, if `there` are all of them; `what` they are called.
    ///
    /// # Errors
    /// What is missing, or that they are of several divisions.
    pub fn complete(there: &[Self], what: &str) -> Result<impl Iterator<Item = Self> + use<>, String> {
        let Some(of) = there.first().map(|shard| shard.of) else { return Err(format!("there is no {what}")) };
        if let Some(other) = there.iter().find(|shard| shard.of != of) {
            return Err(format!("there are {what}s of {of} and of {}, and all must be of one number", other.of));
        }
        let missing: Vec<String> =
            Self::all(of).filter(|shard| !there.contains(shard)).map(|s| s.to_string()).collect();
        match missing.as_slice() {
            [] => Ok(Self::all(of)),
            few @ [_, ..] if few.len() <= 10 => Err(format!("{what} {} missing", few.join(", "))),
            many => Err(format!("{what} {} and {} more missing", many[..10].join(", "), many.len() - 10)),
        }
    }

    /// Reads what [`Shard::name`] gave.
    pub fn named(name: &str) -> Option<Self> {
        Self::parse(&name.replacen("-of-", "/", 1)).ok()
    }

    /// As in the name of a file: `3-of-8`.
    pub fn name(self) -> String {
        format!("{}-of-{}", self.number, self.of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_path_belongs_to_one_part(path in ".{0,40}", of in 1..40_u32) {
            prop_assert_eq!(Shard::all(of).filter(|shard| shard.has(&path)).count(), 1);
        }
    }

    #[test]
    fn parts_are_counted_from_one() {
        assert_eq!(Shard::parse("3/8"), Ok(Shard { number: 3, of: 8 }));
        for wrong in ["0/8", "9/8", "3", "3/", "/8", "a/b", "-1/3", "1/0", "1/100001"] {
            assert!(Shard::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let part = |text| Shard::parse(text).expect("a part");
        let fault = |there: &[Shard]| Shard::complete(there, "part").err();
        assert_eq!(fault(&[]), Some("there is no part".into()));
        assert_eq!(fault(&[part("1/3")]), Some("part 2/3, 3/3 missing".into()));
        assert_eq!(fault(&[part("1/2"), part("1/3")]).map(|text| text.len() > 20), Some(true));
        assert_eq!(fault(&[part("2/2"), part("1/2")]), None);
        assert!(fault(&[part("1/40")]).is_some_and(|text| text.ends_with("11/40 and 29 more missing")));
    }

    #[test]
    fn parts_are_of_about_one_size() {
        let paths: Vec<String> = (0..8_000).map(|n| format!("articles/2024/04/n-{n}/")).collect();
        for shard in Shard::all(8) {
            let count = paths.iter().filter(|path| shard.has(path)).count();
            assert!((900..1_100).contains(&count), "{shard}: {count}");
        }
    }
}
