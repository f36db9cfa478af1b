//! Lines of a share image: texts measured by the shaper and broken between words, or between aksharas.

use std::sync::LazyLock;

use harfrust::{FontRef, Script, ShapeOptions, ShaperData, UnicodeBuffer};
use unicode_segmentation::UnicodeSegmentation;

use crate::view::{ShareLine, ShareRun};

/// A font with what the shaper keeps of it.
pub struct Face {
    /// The file.
    pub bytes: &'static [u8],
    font: FontRef<'static>,
    data: ShaperData,
}

/// Units of both fonts in the width of their size.
const UNITS: u32 = 1000;

/// The font of titles.
pub static SERIF: LazyLock<Face> = LazyLock::new(|| Face::new(include_bytes!("fonts/serif.ttf")));
/// The font of all other texts.
pub static SANS: LazyLock<Face> = LazyLock::new(|| Face::new(include_bytes!("fonts/sans.ttf")));

/// Sizes that may be tried, largest first, and how many lines each may have.
pub type Sizes = &'static [(u32, usize)];

/// What stands for words that cannot be shown.
const LEFT_OUT: &str = "…";

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("a built-in font can be read");
        Self { bytes, data: ShaperData::new(&font), font }
    }

    /// The lines of a text no wider than `room` at the largest of `sizes` that holds it; what does not fit even at the
    /// smallest ends in an ellipsis. Empty where there is nothing that the font can show.
    pub fn lines(&self, text: &str, room: u32, sizes: Sizes) -> Vec<ShareLine> {
        let text = self.shown(text);
        if text.is_empty() || text == LEFT_OUT {
            return Vec::new();
        }
        let words: Vec<(&str, u32)> = text.split(' ').map(|word| (word, self.width(word))).collect();
        let space = self.width(" ");
        for &(size, most) in sizes {
            let room = room * UNITS / size;
            let lines = wrap(&words, space, room);
            if lines.len() <= most && lines.iter().all(|line| self.width(line) <= room) {
                return self.set(even(lines, &words, space, room), size);
            }
        }
        let &(size, most) = sizes.last().expect("there is a size");
        let room = room * UNITS / size;
        let mut lines = wrap(&words, space, room);
        let rest = lines.split_off(most.min(lines.len()));
        if let Some(last) = lines.last_mut().filter(|_| !rest.is_empty()) {
            *last = format!("{last} {}", rest.join(" "));
        }
        let cut = lines.into_iter().map(|line| self.cut(line, room)).collect();
        self.set(cut, size)
    }

    /// The width of a text in units of the font.
    pub fn width(&self, text: &str) -> u32 {
        runs(text).into_iter().map(|run| self.shape(run).1).sum()
    }

    /// The glyphs of letters of one script, and their width in units of the font.
    pub fn shape(&self, run: &str) -> (Vec<u32>, u32) {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run);
        buffer.guess_segment_properties();
        let shaped = self.data.shaper(&self.font).build().shape(buffer, ShapeOptions::new());
        let width: i32 = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        (shaped.glyph_infos().iter().map(|glyph| glyph.glyph_id).collect(), width.unsigned_abs())
    }

    /// A text as far as the font has its letters: signs that it has not are left out, and an ellipsis stands for words
    /// with such letters.
    fn shown(&self, text: &str) -> String {
        let has = |text: &str| runs(text).into_iter().all(|run| !self.shape(run).0.contains(&0));
        let mut words: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let known = |c: &char| c.is_alphanumeric() || has(c.encode_utf8(&mut [0; 4]));
            let word = if has(word) { word.to_owned() } else { word.chars().filter(known).collect() };
            let word = if has(&word) { word } else { LEFT_OUT.to_owned() };
            if self.width(&word) > 0 && (word != LEFT_OUT || words.last().is_none_or(|last| last != LEFT_OUT)) {
                words.push(word);
            }
        }
        words.join(" ")
    }

    /// A line no wider than `room`, which ends in an ellipsis where that takes something away.
    fn cut(&self, line: String, room: u32) -> String {
        if self.width(&line) <= room {
            return line;
        }
        let before = line.grapheme_indices(true).map(|(at, _)| format!("{}…", line[..at].trim_end()));
        // from the front: a line may be as long as a file
        before.take_while(|cut| self.width(cut) <= room).last().unwrap_or_default()
    }

    fn set(&self, lines: Vec<String>, size: u32) -> Vec<ShareLine> {
        let pixels = |width: u32| (width * size).div_ceil(UNITS);
        let set = |line: &String| {
            let mut x = 0;
            let mut placed = Vec::new();
            for run in runs(line) {
                placed.push(ShareRun { x: pixels(x), text: run.to_owned() });
                x += self.shape(run).1;
            }
            ShareLine { size, width: pixels(x), runs: placed }
        };
        lines.iter().map(set).collect()
    }
}

/// The same lines with ends that differ less: as narrow as they can be without becoming more.
fn even(mut lines: Vec<String>, words: &[(&str, u32)], space: u32, room: u32) -> Vec<String> {
    let widest = words.iter().map(|(_, width)| *width).max().unwrap_or(0);
    for hundredth in (40..100).rev() {
        let narrower = wrap(words, space, room * hundredth / 100);
        if narrower.len() > lines.len() || room * hundredth / 100 < widest {
            break;
        }
        lines = narrower;
    }
    lines
}

/// Words in lines, each as full as it can be; one that is wider than `room` has a line of its own.
fn wrap(words: &[(&str, u32)], space: u32, room: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for (word, width) in words {
        match lines.last_mut() {
            Some(line) if used + space + width <= room => {
                line.push(' ');
                line.push_str(word);
                used += space + width;
            }
            _ => {
                lines.push((*word).to_owned());
                used = *width;
            }
        }
    }
    lines
}

/// A text cut where the script changes: the shaper goes by one script at a time. Signs, digits and spaces belong to the
/// letters before them.
fn runs(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut script = None;
    for (at, c) in text.char_indices() {
        let own = if matches!(c, '\u{900}'..='\u{97f}') {
            harfrust::script::DEVANAGARI
        } else if c.is_alphabetic() {
            harfrust::script::LATIN
        } else {
            continue;
        };
        if script.is_some_and(|script: Script| script != own) {
            cuts.push(at);
        }
        script = Some(own);
    }
    cuts.push(text.len());
    cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).filter(|run| !run.is_empty()).collect()
}
