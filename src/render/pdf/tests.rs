//! Whole briefings: what must come out, and what must be refused.

use serde_json::{Value, json};
use typst::layout::{Frame, FrameItem};

use super::sample::{briefing, part, text};
use super::*;
use crate::model::settings::Digits;
use crate::text::Language;

/// The built-in layout.
fn layout() -> Layout {
    let files = [
        ("briefing.typ", include_str!("../../../templates/briefing.typ")),
        ("briefing-body.typ", include_str!("../../../templates/briefing-body.typ")),
    ];
    made_of(&files).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn made_of(files: &[(&str, &str)]) -> Result<Layout, Vec<Fault>> {
    Layout::new(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())), [])
}

/// The picture of the sample: a black square.
pub fn picture() -> Picture {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><path d=\"M0 0h8v8H0z\"/></svg>";
    Picture::new("/files/0.png", svg.as_bytes().to_vec())
}

fn day() -> view::Briefing {
    briefing(vec![part(Language::HINDI)], vec![])
}

fn value(briefing: &view::Briefing) -> Value {
    serde_json::to_value(briefing).expect("plain data")
}

/// What is printed on each page, without the spaces.
fn printed(view: Value) -> Vec<String> {
    let (layout, picture) = (layout(), [picture()]);
    let set = set(view, &layout, &picture).unwrap_or_else(|faults| panic!("{faults:#?}"));
    set.document.pages().iter().map(|page| words(&page.frame).split_whitespace().collect()).collect()
}

fn words(frame: &Frame) -> String {
    let word = |(_, item): &(_, FrameItem)| match item {
        FrameItem::Group(group) => words(&group.frame),
        FrameItem::Text(text) => text.text.to_string(),
        _ => String::new(),
    };
    frame.items().map(word).collect()
}

/// What becomes of one page by a layout of a project.
fn by(layout: &str) -> Result<Pdf, Vec<Fault>> {
    let title = "#set document(title: \"x\")\n";
    pdf(day(), &made_of(&[("briefing.typ", &format!("{title}{layout}"))])?, &[])
}

fn fault_by(layout: &str) -> Fault {
    by(layout).err().and_then(|mut faults| faults.pop()).unwrap_or_else(|| panic!("`{layout}` was taken"))
}

#[test]
fn a_day_is_a_few_pages_and_always_the_same() {
    let make = || pdf(day(), &layout(), &[]).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let first = make();
    assert!((2..=4).contains(&first.pages), "{} pages", first.pages);
    assert_eq!(first.warnings, []);
    assert!(first.bytes == make().bytes, "two runs differ");
}

#[test]
fn everything_is_printed_and_pages_are_counted_in_the_digits_of_the_site() {
    let pages = printed(value(&day()));
    let all = pages.concat();
    for words in [
        "25मई2024:छठेचरणकामतदान",
        "7मई2024(पहलेकीतारीख,अबलागूनहीं)",
        "₹95लाख",
        "“हमारालक्ष्यकमसेकम370सीटेंहैं”",
        "वक्ता:नहींबतायागया",
        "संदर्भसेअलगहै",
        "वक्ता१:१",
        "desk@chunav.example",
    ] {
        assert!(all.contains(words), "`{words}` is not in\n{all}");
    }
    for (at, page) in pages.iter().enumerate() {
        let number = numbered(at + 1, pages.len());
        assert!(page.contains(&number), "`{number}` is not in\n{page}");
        assert!(page.contains("https://chunav.example/editions/daily/2024-05-25/छपाईकीपहचान:b7f3a90c5d21"), "{page}");
    }
}

fn numbered(page: usize, pages: usize) -> String {
    crate::text::number::in_digits(&format!("पृष्ठ{page},कुल{pages}"), &Digits::Devanagari.all())
}

#[test]
fn a_second_language_begins_on_a_page_of_its_own() {
    let pages = printed(value(&briefing(vec![part(Language::HINDI), part(Language::ENGLISH)], vec![])));
    let first = pages.iter().position(|page| page.contains("Keypoints")).expect("an English part");
    assert!(
        !pages[first].contains("लोगऔरस्थान") && pages[first].contains(&format!("page{}of{}", first + 1, pages.len()))
    );
    // the running head stands from the second page of a part on
    assert_eq!(pages[first].matches("25May2024:pollinginphase6").count(), 1);
    assert!(pages[first + 1].starts_with("ChunavSaar25May2024:pollinginphase6"), "{}", pages[first + 1]);
}

#[test]
fn texts_are_printed_in_full_with_all_their_nodes() {
    let all = printed(value(&briefing(vec![part(Language::HINDI)], vec![text(1, true), text(2, false)]))).concat();
    for words in ["पूरेलेख", "जोरदियाहुआ", "कटाहुआ", "कोड=1", "पाद-टिप्पणीकापाठ।", "७.सातवां", "दूसरीपंक्ति", "दिल्ली7", "(2-4)"]
    {
        assert!(all.contains(words), "`{words}` is not in\n{all}");
    }
}

#[test]
fn no_value_is_read_as_code() {
    const HOSTILE: &str = "#read(\"x\")$x$*a*@ref<label>\\#import\"@preview/x:1.0.0\":*";
    // fields with words of ours, addresses, and the text that a layout needs
    const OURS: &[&str] = &[
        "lang",
        "title_lang",
        "notes_lang",
        "digit",
        "as_of",
        "paper",
        "sections",
        "svg",
        "qr",
        "align",
        "image",
        "t",
    ];
    fn spoil(value: &mut Value) {
        match value {
            Value::String(text) => *text = HOSTILE.to_owned(),
            Value::Array(items) => items.iter_mut().for_each(spoil),
            Value::Object(fields) => {
                fields.iter_mut().filter(|(key, _)| !OURS.contains(&key.as_str())).for_each(|(_, v)| spoil(v))
            }
            _ => {}
        }
    }
    let mut view = value(&briefing(vec![part(Language::HINDI), part(Language::ENGLISH)], vec![text(1, true)]));
    spoil(&mut view);
    let strings = view.to_string().matches("#read").count();
    let shown = printed(view.clone()).concat().matches(HOSTILE).count();
    // dates are printed once, not as ISO too; a few other fields are for machines
    assert!(shown * 2 > strings, "{shown} of {strings}");
    let (layout, picture) = (layout(), [picture()]);
    set(view, &layout, &picture).and_then(|set| set.pdf()).unwrap_or_else(|faults| panic!("{faults:#?}"));
}

#[test]
fn an_empty_briefing_is_a_page() {
    let mut view = value(&day());
    for (_, field) in view["parts"][0].as_object_mut().expect("a part") {
        if let Value::Array(items) = field {
            items.clear();
        }
    }
    for missing in ["publisher", "contact"] {
        view[missing] = Value::Null;
    }
    let pages = printed(view);
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("इसअवधिमेंकुछनहीं।"), "{}", pages[0]);
}

#[test]
fn sections_stand_in_the_order_asked_for() {
    let mut view = value(&day());
    view["sections"] = json!(["method", "key_points"]);
    let all = printed(view).concat();
    let at = |words: &str| all.find(words);
    assert!(at("यहअंककैसेबना") < at("मुख्यबातें") && at("मुख्यबातें").is_some());
    assert!(at("कैलेंडर").is_none() && at("क्रमांकितस्रोत").is_none());
}

#[test]
fn a_character_without_a_glyph_stops_the_briefing() {
    let mut view = day();
    view.parts[0].sources[1].title = "मतपेटी 🗳 सील".to_owned();
    let faults = pdf(view, &layout(), &[]).expect_err("no font has it");
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].document, faults[0].text.as_deref()), (Some(2), Some("मतपेटी 🗳 सील")));
}

#[test]
fn more_pages_than_the_limit_are_refused() {
    let fault = fault_by("#for i in range(501) { page[x] }");
    assert_eq!(fault.message, "this briefing has 501 pages; the limit is 500 pages");
    assert!(fault.help.is_some_and(|help| help.contains("fewer sections")));
    let mut view = day();
    view.parts[0].method = vec!["क ".repeat(4 << 20)];
    let faults = pdf(view, &layout(), &[]).expect_err("too long");
    assert!(faults[0].message.contains("MB of text"), "{faults:?}");
}

#[test]
fn a_fault_of_a_layout_points_at_its_place() {
    let fault = fault_by("= A\n#nope");
    assert_eq!(fault.message, "unknown variable: nope");
    assert_eq!(fault.place, Some(("briefing.typ".to_owned(), 31..35)));
    for outside in ["#read(\"/etc/passwd\")", "#image(\"/files/7.png\")", "#import \"@preview/x:1.0.0\": *"] {
        let fault = fault_by(outside);
        assert!(fault.message.contains("not found"), "{fault:?}");
        assert_eq!(fault.place.map(|(name, _)| name), Some("briefing.typ".to_owned()));
    }
    let fault = fault_by("#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>\"))");
    assert!(fault.message.starts_with("not accessible (PDF/UA-1): "), "{fault:?}");
    assert!(made_of(&[("other.typ", "")]).is_err());
}

#[test]
fn a_broken_picture_is_named() {
    for bytes in [&b"\x89PNG\r\n\x1a\nx"[..], b"<svg xmlns='http://www.w3.org/2000/svg'><", b"text"] {
        let faults = pdf(day(), &layout(), &[Picture::new("/files/3.png", bytes.to_vec())]).expect_err("no picture");
        assert_eq!(faults[0].place, Some(("/files/3.png".to_owned(), 0..0)));
    }
}

#[test]
fn every_paper_is_taken() {
    for paper in ["a5", "us-letter"] {
        let view = view::Briefing { paper, ..day() };
        assert!(pdf(view, &layout(), &[]).is_ok(), "{paper}");
    }
}
