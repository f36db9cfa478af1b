//! The fonts of briefings: those of the program, and those that a project adds. Fonts of the machine are not used.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::Fault;

/// The fonts of the program.
static BUILT_IN: &[&[u8]] = &[
    include_bytes!("fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("fonts/NotoSansDevanagari-Bold.ttf"),
    include_bytes!("fonts/NotoSans-Regular.ttf"),
    include_bytes!("fonts/NotoSans-Bold.ttf"),
    include_bytes!("fonts/NotoSans-Italic.ttf"),
    include_bytes!("fonts/NotoSerifDevanagari-Bold.ttf"),
    include_bytes!("fonts/NotoSerif-Bold.ttf"),
];

// read once: every briefing of every project begins with them
static READ: LazyLock<Vec<Font>> =
    LazyLock::new(|| BUILT_IN.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect());

/// Fonts, and what Typst has to know to choose among them.
pub(super) struct Fonts {
    /// Families, weights, letters.
    pub book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Fonts {
    /// The fonts of the program, then those of the project: name of the file, and its bytes.
    pub fn new(own: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self, Vec<Fault>> {
        let mut fonts = READ.clone();
        let mut faults = Vec::new();
        for (name, bytes) in own {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(bytes)));
            if fonts.len() == before {
                let fault = Fault::new(format!("`{name}` is not a font that can be embedded"));
                faults.push(fault.help("TrueType and OpenType files can be; unpack WOFF and WOFF2 first").file(&name));
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        if faults.is_empty() { Ok(Self { book, fonts }) } else { Err(faults) }
    }

    /// A font by its place in the book.
    pub fn get(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// A test for characters that remembers its answers: a text has many letters, but few different ones.
    pub fn covers(&self) -> impl FnMut(char) -> bool {
        let mut known: FxHashMap<char, bool> = FxHashMap::default();
        move |c| *known.entry(c).or_insert_with(|| self.fonts.iter().any(|f| f.info().coverage.contains(c as u32)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_there() {
        let fonts = Fonts::new([]).expect("no font of a project");
        assert_eq!(fonts.fonts.len(), BUILT_IN.len());
        for (family, weights) in
            [("noto sans devanagari", 2), ("noto sans", 3), ("noto serif devanagari", 1), ("noto serif", 1)]
        {
            assert_eq!(fonts.book.select_family(family).count(), weights, "{family}");
        }
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let faults = Fonts::new([("fonts/x.woff2".to_owned(), b"wOF2....".to_vec())]).err().expect("a fault");
        assert!(faults[0].message.contains("`fonts/x.woff2`"), "{faults:?}");
    }

    #[test]
    fn letters_are_covered_or_not() {
        let fonts = Fonts::new([]).expect("no font of a project");
        let mut covers = fonts.covers();
        assert!("क्षत्रज्ञश्र₹।ॉढ़ड़aé–“”…·•0९".chars().all(&mut covers));
        assert!(!covers('😀') && !covers('அ'));
    }
}
