//! Folding keys: the form in which different spellings of one Hindi or English word are equal.
//!
//! A key is for matching only and is never shown, and folds to itself. Not folded, because no rule
//! tells them apart from words of their own: व and ब, short and long i at the end (कि, की).

use std::ops::Range;

use super::folding::{Folder, Nukta};

/// The key for matching: मंत्री = मन्त्री, ज़िला = जिला, बाँदा = बांदा, गये = गए, `U.P.` = `UP`.
///
/// Lower case, one space between words, ASCII digits, no punctuation but the point of a number.
pub fn key(text: &str) -> String {
    Folder::new(text, Nukta::Dropped, None).fold().0
}

/// As [`key`], but ड़ and ढ़ still differ from ड and ढ: the first, safer pass of a lookup.
pub fn strict_key(text: &str) -> String {
    Folder::new(text, Nukta::Kept, None).fold().0
}

/// `text` with Devanagari digits written in ASCII: for dates and numbers, which are compared by value.
pub fn digits(text: &str) -> String {
    text.chars().map(super::letter::ascii_digit).collect()
}

/// The [`key`] with, for each of its bytes, the byte offset in `text` of what it was folded from.
///
/// One more offset follows: the end of the last word in `text`. The offsets never fall, and all are
/// character borders. Texts over 4 GiB have no exact offsets.
pub fn key_with_map(text: &str) -> (String, Vec<u32>) {
    Folder::new(text, Nukta::Dropped, Some(Vec::with_capacity(text.len() + 1))).fold()
}

/// The bytes of `haystack` that hold the first occurrence of `needle`, both compared by [`key`].
///
/// Word edges are not looked at; a needle whose key is empty is never found.
pub fn find(haystack: &str, needle: &str) -> Option<Range<usize>> {
    let needle = key(needle);
    let (key, map) = key_with_map(haystack);
    let at = if needle.is_empty() { None } else { key.find(&needle) }?;
    let start = *map.get(at)?;
    let after = map.get(at + needle.len()..)?;
    let end = *after.iter().find(|&&end| end > start)?;
    Some(start as usize..end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_with_nukta_have_one_strict_key() {
        for (coded, written) in [("\u{958}\u{94d}ष", "क\u{93c}\u{94d}ष"), ("\u{95c}\u{94d}", "ड\u{93c}\u{94d}")]
        {
            assert_eq!(strict_key(coded), strict_key(written), "{coded}");
        }
    }

    #[test]
    fn spellings_of_one_word_have_one_key() {
        for (left, right) in [
            ("मंत्री", "मन्त्री"),
            ("\u{958}ानून", "क\u{93c}ानून"),
            ("२०२४", "2024"),
            ("क्\u{200d}षेत्र\u{200c}", "क्षेत्र"),
            ("फ\u{93c}रवरी", "फरवरी"),
            ("\u{95b}िला", "जिला"),
            ("बाँदा", "बांदा"),
            ("सन्तोष", "संतोष"),
            ("झारखण्ड", "झारखंड"),
            ("नरेन्द्र", "नरेंद्र"),
            ("अम्बेडकर", "अंबेडकर"),
            ("गङ्गा मञ्च", "गंगा मंच"),
            ("गये", "गए"),
            ("नयी", "नई"),
            ("लिये स्थायी", "लिए स्थाई"),
            ("रॉबर्ट्सगंज", "राबर्ट्सगंज"),
            ("ऑफिस", "आफिस"),
            ("छः", "छह"),
            ("छ: सीटें", "छह सीटें"),
            ("उ.प्र. में", "उप्र में"),
            ("उ॰प्र॰", "उप्र"),
            ("U.P.", "up"),
            ("\u{929}", "न"),
            ("बी.एल. संतोष", "बीएल संतोष"),
            ("बी.एल.संतोष", "बीएल संतोष"),
            ("कहा.उसने", "कहा उसने"),
            ("कानपुर–बुंदेलखंड", "कानपुर-बुंदेलखंड"),
            ("कानपुर-बुंदेलखंड", "कानपुर बुंदेलखंड"),
            ("  “मोदी”\u{a0}ने\n", "मोदी ने"),
            ("E\u{301}TAT", "état"),
        ] {
            assert_eq!(key(left), key(right), "{left} {right}");
        }
    }

    #[test]
    fn different_words_keep_different_keys() {
        for (left, right) in [("बिहार", "बहार"), ("12.55", "1255"), ("कि", "की"), ("ये", "ए")]
        {
            assert_ne!(key(left), key(right));
        }
        assert_eq!(key("पन्ना सम्मेलन"), "पन्ना सम्मेलन");
        assert_eq!(key("लड\u{93c}"), key("लड"));
        assert_ne!(strict_key("लड\u{93c}"), strict_key("लड"));
        assert_eq!(strict_key("ल\u{95c}"), strict_key("लड\u{93c}"));
        assert_ne!(key("मध्ये"), key("मध्ए"), "no vowel before the glide");
    }

    #[test]
    fn a_match_is_found_in_the_original_text() {
        let text = "सन्तोष (उ.प्र.) फ\u{93c}रवरी, ज\u{93c}िला बाँदा।";
        for (needle, found) in
            [("संतोष", "सन्तोष"), ("उप्र", "उ.प्र."), ("फरवरी जिला", "फ\u{93c}रवरी, ज\u{93c}िला"), ("बांदा", "बाँदा")]
        {
            assert_eq!(find(text, needle).map(|range| &text[range]), Some(found));
        }
        assert_eq!(find(text, "आगरा"), None);
        assert_eq!(find("İx", "i"), Some(0..2), "a letter is found whole");
        assert_eq!(find(text, "।"), None);
    }

    #[test]
    fn every_kind_of_character_folds_to_a_fixed_key() {
        // All but the large blocks of Han and Hangul, whose characters are alike.
        let latin_to_kana = '\0'..'\u{3400}';
        let compatibility = '\u{f900}'..'\u{1f200}';
        for c in latin_to_kana.chain(compatibility) {
            let text = format!("1{c} क{c}ये न्{c} U.{c}. e{c}\u{301}");
            let folded = key(&text);
            assert_eq!(key(&folded), folded, "{c:?}");
            let folded = strict_key(&text);
            assert_eq!(strict_key(&folded), folded, "{c:?}");
        }
    }

    /// Text in which the rules meet: letters of all classes, marks, dots, digits, joiners.
    fn hindi() -> impl Strategy<Value = String> {
        "[कछनमणदपयरहएईआऑ\u{901}-\u{903}\u{93c}-\u{94d}\u{929}\u{958}-\u{95f}०-२1a-cÉ\u{301}. ।:\u{200c}\u{200d}-]{0,24}"
    }

    proptest! {
        #[test]
        fn keys_fold_to_themselves(text in prop_oneof![hindi(), any::<String>()]) {
            for fold in [key, strict_key] {
                prop_assert_eq!(fold(&fold(&text)), fold(&text));
            }
        }

        #[test]
        fn the_map_is_in_order_and_on_borders(text in prop_oneof![hindi(), any::<String>()]) {
            let (folded, map) = key_with_map(&text);
            prop_assert_eq!(&folded, &key(&text));
            prop_assert_eq!(map.len(), folded.len() + 1);
            prop_assert!(map.is_sorted());
            prop_assert!(map.iter().all(|&at| text.is_char_boundary(at as usize)));
        }

        #[test]
        fn a_word_is_found_no_later_than_it_stands(before in hindi(), word in "[क-ह]{1,5}", after in hindi()) {
            let text = format!("{before} {word} {after}");
            let range = find(&text, &word).unwrap_or_default();
            prop_assert!(!text[range.clone()].is_empty());
            prop_assert!(range.start <= before.len() + 1);
        }
    }
}
