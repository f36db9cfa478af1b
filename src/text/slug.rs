//! Slugs of pages and ids of headings: the only code that turns text into a part of an address.

use std::collections::BTreeMap;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::letter::{is_ignorable, is_word};
use super::translit::romanize_noting_loss;

/// The longest slug in bytes; with an ending it stays far below the 255 of a file name.
const LONGEST: usize = 120;

/// A hyphen and eight hexadecimal digits.
const HASH: usize = 9;

/// One segment of a path: `a` to `z`, digits and single hyphens, not empty, at most 120 bytes, and
/// no name that Windows keeps for a device.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// A slug written by hand; the error says what [`check_slug`] found.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        check_slug(text).map(|()| Self(text.to_owned()))
    }

    /// The segment.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The slug of a title: romanized, lower case, words joined by hyphens. A slug is its own slug.
///
/// Eight digits of the title's BLAKE3 hash follow where words were cut or lost: the title is too
/// long, holds letters of a script that is not romanized, or gives a device name or nothing.
/// Different titles may still share a slug (दिन and दीन): who needs them unique must check.
pub fn slugify(text: &str) -> Slug {
    let romanized = romanize_noting_loss(text);
    let ascii = romanized.text.to_ascii_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    let cut = slug.len() > LONGEST;
    if cut || romanized.dropped || slug.is_empty() || is_device(&slug) {
        cut_at_word(&mut slug, LONGEST - HASH);
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&short_hash(text));
    }
    Slug(slug)
}

/// Whether a slug written by hand is one; the error says in words what is wrong.
pub fn check_slug(text: &str) -> Result<(), &'static str> {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if text.is_empty() {
        Err("a slug may not be empty")
    } else if text.len() > LONGEST {
        Err("a slug may have at most 120 characters")
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Err("a slug is written in lower case")
    } else if !text.bytes().all(allowed) {
        Err("a slug may hold only `a` to `z`, `0` to `9` and hyphens")
    } else if text.starts_with('-') || text.ends_with('-') {
        Err("a slug may not begin or end with a hyphen")
    } else if text.contains("--") {
        Err("a slug may not hold two hyphens in a row")
    } else if is_device(text) {
        Err("this name is kept for a device on Windows")
    } else {
        Ok(())
    }
}

/// Whether a part of an address that a page had elsewhere can be the name of a folder on any system: ASCII letters and
/// digits, hyphens, underscores and points within. A folder `index.html` would lie where a page is.
pub fn is_old_part(part: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=LONGEST).contains(&part.len())
        && part.bytes().all(allowed)
        && !part.starts_with('.')
        && !part.ends_with('.')
        && !part.eq_ignore_ascii_case("index.html")
        && !is_device(part)
}

/// The id of a heading within its page: `s-` and the words of the heading in its own script.
///
/// The prefix keeps ids apart from names that scripts use. `used` holds the ids given so far in the
/// page with the last number appended to each; a second heading of the same words ends in `-2`.
pub fn heading_id(text: &str, used: &mut BTreeMap<String, u32>) -> String {
    let mut id = String::from("s");
    let mut parted = true;
    for c in text.nfc().filter(|&c| !is_ignorable(c)) {
        if is_word(c) {
            id.push_str(if parted { "-" } else { "" });
            id.extend(c.to_lowercase());
            parted = false;
        } else {
            parted |= c.is_whitespace() || matches!(c, '-' | '_' | '/' | '\u{2010}'..='\u{2015}');
        }
    }
    let id: String = id.nfc().collect();
    let mut unique = id.clone();
    while used.contains_key(&unique) {
        let number = used.entry(id.clone()).or_insert(1);
        *number += 1;
        unique = format!("{id}-{number}");
    }
    used.insert(unique.clone(), 1);
    unique
}

/// Names that Windows gives to devices, in every folder and with every ending.
pub fn is_device(name: &str) -> bool {
    let bare = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let port = |port: &str| {
        let number = bare.strip_prefix(port).map(str::as_bytes);
        matches!(number, Some([b'1'..=b'9']))
    };
    matches!(bare.as_str(), "con" | "prn" | "aux" | "nul") || port("com") || port("lpt")
}

/// Keeps whole words of at most `longest` bytes in all; of a longer first word, its beginning.
fn cut_at_word(slug: &mut String, longest: usize) {
    if slug.len() <= longest {
        return;
    }
    let end = slug[..=longest].rfind('-').unwrap_or(longest);
    slug.truncate(end);
}

/// The same for both codings of a letter with nukta.
fn short_hash(text: &str) -> String {
    let normalised: String = text.nfc().collect();
    let hash = blake3::hash(normalised.as_bytes()).to_hex();
    hash[..HASH - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_slugs() {
        for (title, slug) in [
            ("उत्तर प्रदेश", "uttar-pradesh"),
            ("लोकसभा चुनाव २०२४: पहला चरण", "loksabha-chunav-2024-pahla-charan"),
            ("  Café – U.P./M.P. ", "cafe-u-p-m-p"),
        ] {
            assert_eq!(slugify(title).as_str(), slug);
        }
    }

    #[test]
    fn what_is_lost_leaves_a_hash() {
        for (title, start) in
            [("con", "con-"), ("LPT1", "lpt1-"), ("বাংলা", ""), ("🎉", ""), ("", ""), ("2024 বাংলা", "2024-")]
        {
            let slug = slugify(title);
            let hash = slug.as_str().strip_prefix(start);
            assert!(hash.is_some_and(|hash| hash.len() == 8), "{slug}");
        }
        assert_ne!(slugify("বাংলা"), slugify("বিহার"));
        let long = slugify(&"उत्तर प्रदेश ".repeat(20));
        assert!(long.as_str().starts_with("uttar-pradesh-uttar-"));
        assert!(!long.as_str().contains("pra-"));
        assert_eq!(slugify(&"a".repeat(300)).as_str().len(), LONGEST);
        assert_eq!(slugify(&"a".repeat(120)).as_str(), "a".repeat(120));
    }

    #[test]
    fn a_slug_is_cut_between_words() {
        for (slug, cut) in [("ab-cd", "ab-cd"), ("ab-cd-e", "ab-cd"), ("ab-cde", "ab"), ("abcdefg", "abcde")] {
            let mut slug = slug.to_owned();
            cut_at_word(&mut slug, 5);
            assert_eq!(slug, cut);
        }
    }

    #[test]
    fn slugs_by_hand_are_checked() {
        assert_eq!(check_slug("up-2022"), Ok(()));
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "..", "a.b", "é", "nul", "com9", "a/b"] {
            assert!(Slug::parse(bad).is_err(), "{bad}");
        }
        assert!(check_slug(&"a".repeat(121)).is_err());
    }

    #[test]
    fn parts_of_old_addresses_are_names_of_folders() {
        for good in ["Old_Name", "a.b", "-2024-results", "9"] {
            assert!(is_old_part(good), "{good}");
        }
        let long = "a".repeat(121);
        for bad in ["", ".", "..", ".git", "a.", "a b", "a%2e", "Con", "nul.html", "INDEX.html", "é", &long] {
            assert!(!is_old_part(bad), "{bad}");
        }
    }

    #[test]
    fn headings_keep_their_script_and_are_unique() {
        let mut used = BTreeMap::new();
        let ids = ["बिहार", "बहार", "बिहार", "बिहार 2", "बिहार", "“Phase 1”: कानपुर-बुंदेलखंड!", "…"]
            .map(|heading| heading_id(heading, &mut used));
        let expected = ["s-बिहार", "s-बहार", "s-बिहार-2", "s-बिहार-2-2", "s-बिहार-3", "s-phase-1-कानपुर-बुंदेलखंड", "s"];
        assert_eq!(ids, expected);
        let ids = ["क\u{2010}ख", "क\u{2015}ख", "क\u{2016}ख"].map(|heading| heading_id(heading, &mut used));
        assert_eq!(ids, ["s-क-ख", "s-क-ख-2", "s-कख"], "dashes part words, other signs do not");
    }

    fn any_title() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[ऀ-ॿ a-z0-9.-]{0,200}", "[a-z-]{0,300}"]
    }

    proptest! {
        #[test]
        fn a_slug_is_safe_and_its_own_slug(title in any_title()) {
            let slug = slugify(&title);
            prop_assert_eq!(check_slug(slug.as_str()), Ok(()));
            prop_assert_eq!(slugify(slug.as_str()), slug);
        }

        #[test]
        fn ids_of_a_page_differ(headings in prop::collection::vec("[अआ2 -]{0,4}", 0..20)) {
            let mut used = BTreeMap::new();
            let ids: std::collections::BTreeSet<_> =
                headings.iter().map(|heading| heading_id(heading, &mut used)).collect();
            prop_assert_eq!(ids.len(), headings.len());
        }
    }
}
