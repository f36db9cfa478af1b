//! The aksharas of a Devanagari word: its consonants and vowels in ASCII, as they are written.

use super::letter::{ANUSVARA, CHANDRABINDU, NUKTA, VIRAMA, VISARGA, is_consonant};

/// A consonant or an independent vowel with all that hangs on it.
#[derive(Clone, Copy, Debug)]
pub struct Akshara {
    /// Empty for an independent vowel.
    pub consonant: &'static str,
    /// The letter itself, without its nukta.
    pub letter: char,
    /// What is spoken after the consonant.
    pub vowel: Vowel,
    /// Anusvara or chandrabindu.
    pub nasal: bool,
    /// Visarga.
    pub visarga: bool,
    /// Where the letter stands in the word, in bytes.
    pub at: usize,
}

/// The vowel of an akshara.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vowel {
    /// The `a` that is not written.
    Inherent,
    /// Taken away by a virama, or not spoken.
    Silent,
    /// A matra or an independent vowel.
    Written(&'static str),
}

/// The aksharas of a word in NFC; signs that hang on nothing are left out.
pub fn read(word: &str) -> Vec<Akshara> {
    let mut aksharas: Vec<Akshara> = Vec::new();
    for (at, c) in word.char_indices() {
        let start = |consonant, vowel| Akshara { consonant, letter: c, vowel, nasal: false, visarga: false, at };
        if is_consonant(c) {
            let gya = c == 'ञ' && ends_in_half_ja(&aksharas);
            if let Some(half) = aksharas.last_mut().filter(|_| gya) {
                half.consonant = "g";
            }
            let name = if gya { "y" } else { consonant(c) };
            aksharas.push(start(name, Vowel::Inherent));
        } else if let Some(vowel) = independent_vowel(c) {
            aksharas.push(start("", Vowel::Written(vowel)));
        } else if let Some(last) = aksharas.last_mut() {
            match c {
                NUKTA => last.consonant = with_nukta(last.letter).unwrap_or(last.consonant),
                VIRAMA => last.vowel = Vowel::Silent,
                ANUSVARA | CHANDRABINDU => last.nasal = true,
                VISARGA => last.visarga = true,
                _ => last.vowel = matra(c).map_or(last.vowel, Vowel::Written),
            }
        }
    }
    aksharas
}

fn ends_in_half_ja(aksharas: &[Akshara]) -> bool {
    aksharas.last().is_some_and(|last| last.letter == 'ज' && last.vowel == Vowel::Silent)
}

fn consonant(c: char) -> &'static str {
    const FROM_KA: [&str; 37] = [
        "k", "kh", "g", "gh", "n", "ch", "chh", "j", "jh", "n", "t", "th", "d", "dh", "n", "t", "th", "d", "dh", "n",
        "n", "p", "ph", "b", "bh", "m", "y", "r", "r", "l", "l", "l", "v", "sh", "sh", "s", "h",
    ];
    let index = (c as usize).checked_sub('क' as usize);
    index.and_then(|index| FROM_KA.get(index)).unwrap_or(&"")
}

fn with_nukta(c: char) -> Option<&'static str> {
    Some(match c {
        'क' => "q",
        'ज' | 'झ' => "z",
        'ड' => "r",
        'ढ' => "rh",
        'फ' => "f",
        _ => return None,
    })
}

fn independent_vowel(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{904}' | 'अ' | 'आ' | '\u{972}' => "a",
        'इ' | 'ई' => "i",
        'उ' | 'ऊ' => "u",
        'ऋ' | 'ॠ' => "ri",
        'ऌ' | 'ॡ' => "li",
        'ऍ' | 'ऎ' | 'ए' => "e",
        'ऐ' => "ai",
        'ऑ' | 'ऒ' | 'ओ' => "o",
        'औ' => "au",
        'ॐ' => "om",
        _ => return None,
    })
}

fn matra(c: char) -> Option<&'static str> {
    Some(match c {
        'ा' => "a",
        'ि' | 'ी' => "i",
        'ु' | 'ू' => "u",
        'ृ' | 'ॄ' => "ri",
        'ॅ' | 'ॆ' | 'े' => "e",
        'ै' => "ai",
        'ॉ' | 'ॊ' | 'ो' => "o",
        'ौ' => "au",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_is_written() {
        let word: Vec<_> = read("क्षेत्रीयः").iter().map(|akshara| (akshara.consonant, akshara.vowel)).collect();
        let expected = [
            ("k", Vowel::Silent),
            ("sh", Vowel::Written("e")),
            ("t", Vowel::Silent),
            ("r", Vowel::Written("i")),
            ("y", Vowel::Inherent),
        ];
        assert_eq!(word, expected);
        assert!(read("ा्ं").is_empty());
    }

    #[test]
    fn every_letter_has_a_name() {
        for c in ('क'..='ह').chain('अ'..='औ') {
            let akshara = read(&c.to_string());
            let named = akshara.iter().all(|akshara| !akshara.consonant.is_empty() || akshara.vowel != Vowel::Inherent);
            assert!(akshara.len() == 1 && named, "{c}");
        }
    }
}
