//! The machine behind the folding keys: one reading of a text, rule by rule.
//!
//! Every rule looks back at the key written so far, so a key folds to itself.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::letter::{
    ANUSVARA, CHANDRABINDU, NUKTA, VIRAMA, VISARGA, ascii_digit, goes_on_with_initial, is_consonant, is_devanagari,
    is_ignorable, is_independent_vowel, is_initial, is_matra, is_separator, nasal_before,
};

/// What a key does with the dot below.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nukta {
    Kept,
    Dropped,
}

/// One reading of a text. Characters go through `read` (what needs the text around it), `take`
/// (composition) and `emit` (what needs the key before it).
pub(super) struct Folder<'a> {
    text: &'a str,
    nukta: Nukta,
    /// A letter and the marks after it, waiting to be composed, with their offsets.
    cluster: Vec<(char, u32)>,
    key: String,
    map: Option<Vec<u32>>,
    /// Where the separators begin that follow the last word written.
    gap: Option<u32>,
    /// Where the piece of a word begins that a dot would end.
    piece: usize,
    last: char,
}

impl<'a> Folder<'a> {
    pub(super) fn new(text: &'a str, nukta: Nukta, map: Option<Vec<u32>>) -> Self {
        Self {
            text,
            nukta,
            cluster: Vec::new(),
            key: String::with_capacity(text.len()),
            map,
            gap: None,
            piece: 0,
            last: ' ',
        }
    }

    /// The key and, if a map was given, the offsets of [`key_with_map`](super::fold::key_with_map).
    pub(super) fn fold(mut self) -> (String, Vec<u32>) {
        for (at, c) in self.text.char_indices() {
            self.read(c, at);
        }
        self.compose();
        let mut map = self.map.unwrap_or_default();
        map.push(self.gap.unwrap_or(offset(self.text.len())));
        (self.key, map)
    }

    /// All that takes characters away happens here, before composition: a mark left over would
    /// otherwise compose with another letter when the key is folded again.
    fn read(&mut self, c: char, at: usize) {
        match c {
            'a'..='z' | '0'..='9' | ' ' => self.take(c, at),
            '.' => self.read_dot(at),
            '॰' => self.piece = at + c.len_utf8(),
            NUKTA if self.nukta == Nukta::Dropped => {}
            // छ: with a colon is how many keyboards write छः.
            ':' if &self.text[self.piece..at] == "छ" => self.take(VISARGA, at),
            _ if is_separator(c) => self.take(' ', at),
            _ if is_devanagari(c) => self.take(fold_letter(c, self.nukta), at),
            _ if is_ignorable(c) => {}
            _ => c.to_lowercase().for_each(|c| self.take(c, at)),
        }
        if self.last == ' ' {
            self.piece = at + c.len_utf8();
        }
    }

    /// A dot stays between digits, goes within an abbreviation (उ.प्र.), and else parts words.
    fn read_dot(&mut self, at: usize) {
        let piece = &self.text[self.piece..at];
        let rest = &self.text[at + 1..];
        let next = rest.chars().find(|&c| !is_ignorable(c));
        self.piece = at + 1;
        if self.last.is_ascii_digit() && next.is_some_and(|c| ascii_digit(c).is_ascii_digit()) {
            self.take('.', at);
        } else if !(is_initial(piece) && goes_on_with_initial(rest)) {
            self.take(' ', at);
        }
    }

    /// Collects a letter with its marks; a letter that nothing before can change ends the cluster.
    fn take(&mut self, c: char, at: usize) {
        self.last = c;
        if is_border(c) {
            self.compose();
        }
        self.cluster.push((c, offset(at)));
    }

    fn compose(&mut self) {
        let mut cluster = std::mem::take(&mut self.cluster);
        match cluster.as_slice() {
            [] => {}
            &[(c, at)] if is_border(c) => self.emit(c, at),
            &[(c, at), (VIRAMA, sign)] if is_border(c) && is_devanagari(c) => {
                self.emit(c, at);
                self.emit(VIRAMA, sign);
            }
            marked => {
                let composed: Vec<char> = marked.iter().map(|&(c, _)| c).nfc().collect();
                let same = composed.len() == marked.len();
                for (&c, index) in composed.iter().zip(0..) {
                    let index = if same { index } else { 0 };
                    self.emit(c, marked[index].1);
                }
            }
        }
        cluster.clear();
        self.cluster = cluster;
    }

    /// Writes a composed character, after the rules that change the end of the key.
    fn emit(&mut self, c: char, at: u32) {
        if c == ' ' {
            self.gap.get_or_insert(at);
            return;
        }
        if let Some(gap) = self.gap.take().filter(|_| !self.key.is_empty()) {
            self.push(' ', gap);
        }
        match c {
            'े' if self.ends_in_glide() => return self.replace('य'.len_utf8(), 'ए'),
            'ी' if self.ends_in_glide() => return self.replace('य'.len_utf8(), 'ई'),
            VISARGA if self.key == "छ" || self.key.ends_with(" छ") => {
                return self.push('ह', at);
            }
            VISARGA if self.key.ends_with(VISARGA) => return,
            _ => {}
        }
        if let Some(nasal) = nasal_before(c).filter(|nasal| self.key.ends_with(nasal)) {
            self.replace(nasal.len(), ANUSVARA);
        }
        self.push(c, at);
    }

    /// A य after a vowel, written or inherent: गय(े) is गए, and so is नय(ी) नई.
    fn ends_in_glide(&self) -> bool {
        let mut back = self.key.chars().rev();
        back.next() == Some('य')
            && back.next().is_some_and(|c| is_consonant(c) || is_matra(c) || is_independent_vowel(c) || c == NUKTA)
    }

    /// Puts `c` in the place of the last letters of the key, `tail` bytes of it.
    fn replace(&mut self, tail: usize, c: char) {
        let start = self.key.len() - tail;
        let at = self.map.as_ref().map_or(0, |map| map[start]);
        self.key.truncate(start);
        if let Some(map) = &mut self.map {
            map.truncate(start);
        }
        self.push(c, at);
    }

    fn push(&mut self, c: char, at: u32) {
        self.key.push(c);
        if let Some(map) = &mut self.map {
            map.resize(self.key.len(), at);
        }
    }
}

/// The Devanagari letters that have one form in every key; without nukta also those coded with it.
fn fold_letter(c: char, nukta: Nukta) -> char {
    match c {
        CHANDRABINDU => ANUSVARA,
        'ॉ' => 'ा',
        'ऑ' => 'आ',
        _ if nukta == Nukta::Kept => ascii_digit(c),
        '\u{929}' => 'न',
        '\u{931}' => 'र',
        '\u{934}' => 'ळ',
        '\u{958}' => 'क',
        '\u{959}' => 'ख',
        '\u{95a}' => 'ग',
        '\u{95b}' => 'ज',
        '\u{95c}' => 'ड',
        '\u{95d}' => 'ढ',
        '\u{95e}' => 'फ',
        '\u{95f}' => 'य',
        _ => ascii_digit(c),
    }
}

/// A character that composition leaves alone and that nothing before it can change.
fn is_border(c: char) -> bool {
    match c {
        '\0'..='\x7f' => true,
        NUKTA | VIRAMA | '\u{951}'..='\u{954}' => false,
        '\u{929}' | '\u{931}' | '\u{934}' | '\u{958}'..='\u{95f}' => false,
        _ if is_devanagari(c) => true,
        _ => canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes,
    }
}

/// Byte offsets are kept in half the space; past 4 GiB they all say the same.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_survive_composition_and_replacement() {
        let text = "  e\u{301} न्द";
        let (key, map) = Folder::new(text, Nukta::Dropped, Some(Vec::new())).fold();
        assert_eq!(key, "é ंद");
        assert_eq!(map, [2, 2, 5, 6, 6, 6, 12, 12, 12, 15]);
    }
}
