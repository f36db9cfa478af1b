//! The alphabetical order of names, by the Unicode collation of the language (CLDR through ICU4X).
//!
//! Code-point order misplaces letters with nukta and words with anusvara.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};

use super::Language;

/// The order of names in one language. Numbers count by value: चरण 2 before चरण 10.
pub struct Collator {
    inner: CollatorBorrowed<'static>,
}

impl Collator {
    /// The collator of a language; its data are part of the program.
    ///
    /// # Panics
    ///
    /// Only if the program was built without collation data.
    pub fn new(language: Language) -> Self {
        let locale = language.code().parse();
        let mut preferences = match locale {
            Ok(locale) => CollatorPreferences::from_locale_strict(&locale).unwrap_or_else(|p| p),
            Err(_) => CollatorPreferences::default(),
        };
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let inner = CollatorBorrowed::try_new(preferences, CollatorOptions::default());
        let inner = inner.expect("collation data are compiled in");
        Self { inner }
    }

    /// A total order: names the language holds equal are in code-point order.
    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        self.inner.compare(left, right).then_with(|| left.cmp(right))
    }

    /// Bytes that compare as [`Collator::compare`] does, for names that are compared many times.
    ///
    /// They change with the version of ICU: fit for one run, not for a file.
    pub fn sort_key(&self, name: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(name.len() * 2);
        let Ok(()) = self.inner.write_sort_key_to(name, &mut key);
        // No weight is zero, so the shorter of two keys stays the smaller one.
        key.push(0);
        key.extend_from_slice(name.as_bytes());
        key
    }
}

/// Sorts by name in the order of the language; items of the same name keep their places.
pub fn sort_by_name<T>(items: &mut [T], language: Language, name: impl Fn(&T) -> &str) {
    let collator = Collator::new(language);
    items.sort_by_cached_key(|item| collator.sort_key(name(item)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted<'a>(names: &[&'a str], language: Language) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.reverse();
        sort_by_name(&mut names, language, |name| name);
        names
    }

    #[test]
    fn hindi_names_stand_where_a_reader_looks() {
        for order in [
            &["अमेठी", "आगरा", "ऋषिकेश", "कमल", "क्षेत्र", "जयपुर", "ज\u{93c}िला", "जौनपुर", "झाँसी", "श्री"][..],
            &["अंबाला", "अकबर", "कंचन", "कमल", "हिंदी", "हिसार"],
            &["चरण 2", "चरण 10"],
            &["आगरा", "Agra"],
        ] {
            assert_eq!(sorted(order, Language::HINDI), order);
        }
        let latin = ["Agra", "amethi", "Basti", "आगरा"];
        assert_eq!(sorted(&latin, Language::ENGLISH), latin);
    }

    #[test]
    fn another_language_has_its_own_order_or_that_of_unicode() {
        let of = |code: &str| sorted(&["काव्य", "काळजी", "काही"], code.parse().expect("a code"));
        assert_eq!(of("mr"), ["काव्य", "काही", "काळजी"]);
        assert_eq!(of("hi"), ["काळजी", "काव्य", "काही"]);
        assert_eq!(of("xx"), of("hi"));
    }

    #[test]
    fn items_of_one_name_keep_their_places() {
        let mut items = [("ब", 1), ("अ", 2), ("ब", 3), ("अ", 4)];
        sort_by_name(&mut items, Language::HINDI, |item| item.0);
        assert_eq!(items.map(|item| item.1), [2, 4, 1, 3]);
    }

    proptest! {
        #[test]
        fn keys_order_as_names_do(left in "[अ-हa-z0-9ा-् ]{0,6}", right in "[अ-हa-z0-9ा-् ]{0,6}") {
            let collator = Collator::new(Language::HINDI);
            let by_key = collator.sort_key(&left).cmp(&collator.sort_key(&right));
            prop_assert_eq!(by_key, collator.compare(&left, &right));
            prop_assert_eq!(by_key == Ordering::Equal, left == right);
        }
    }
}
