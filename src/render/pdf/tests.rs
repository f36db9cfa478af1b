//! Whole briefings: what must come out, and what must be refused.

use serde_json::json;

use super::sample::{briefing, every_node, part, text};
use super::*;
use crate::text::Language;

/// The built-in layout.
pub fn layout() -> Layout {
    let files = [
        ("briefing.typ", include_str!("../../../templates/briefing.typ")),
        ("briefing-body.typ", include_str!("../../../templates/briefing-body.typ")),
    ];
    Layout::new(files.map(|(name, text)| (name.to_owned(), text.to_owned())), []).unwrap_or_else(|f| panic!("{f:?}"))
}

/// The picture of the sample: a black square.
pub fn picture() -> Picture {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><path d=\"M0 0h8v8H0z\"/></svg>";
    Picture::new("/files/0.png", svg.as_bytes().to_vec())
}

fn made(briefing: &view::Briefing) -> Pdf {
    pdf(briefing, &layout(), &[picture()]).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn a_day_is_a_few_pages_and_always_the_same() {
    let day = briefing(vec![part(Language::Hindi)], vec![]);
    let first = made(&day);
    assert!((2..=4).contains(&first.pages), "{} pages", first.pages);
    assert_eq!(first.warnings, []);
    assert!(first.bytes == made(&day).bytes, "two runs differ");
}
