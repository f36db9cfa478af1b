//! What is drawn is measured, shaped and whole.

use resvg::usvg::{Node, Tree};

use super::lines::{Face, SANS, SERIF};
use super::{HEIGHT, TITLE, WIDTH, paint, png};
use crate::view::ShareLine;

const LONG: &str = "उत्तर प्रदेश विधानसभा आम चुनाव में क्षेत्रीय दलों के कार्यकर्ताओं की प्रतिज्ञाओं पर राष्ट्रीय निर्वाचन \
                    आयोग की विस्तृत टिप्पणी और उस पर हुई चर्चा का संक्षिप्त विवरण";

fn text(lines: &[ShareLine]) -> String {
    let line = |line: &ShareLine| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
    lines.iter().map(line).collect::<Vec<_>>().join(" ")
}

#[test]
fn hindi_is_shaped() {
    let (glyphs, width) = SERIF.shape("क्षेत्रीय");
    let letters: Vec<(Vec<u32>, u32)> = "क्षेत्रीय".chars().map(|c| SERIF.shape(c.encode_utf8(&mut [0; 4]))).collect();
    assert!(glyphs.len() < letters.len(), "nothing was joined: {glyphs:?}");
    assert!(!glyphs.contains(&0) && !glyphs.contains(&letters[0].0[0]), "क stands alone: {glyphs:?}");
    assert!(width < letters.iter().map(|(_, width)| width).sum());
    // the sign is written after the consonant and stands before it
    let (sign, mark) = (SERIF.shape("कि").0, SERIF.shape("क").0);
    assert_eq!(sign.last(), mark.first());
}

#[test]
fn titles_fit_and_are_cut_between_aksharas() {
    for words in [1, 3, 6, 10, 40] {
        let title = LONG.split_whitespace().take(words).collect::<Vec<_>>().join(" ");
        for (title, room) in [(title.clone(), 600), (title.replace(' ', ""), 600), (title.replace('अ', "A"), 300)] {
            let lines = SERIF.lines(&title, room, TITLE);
            assert!((1..=3).contains(&lines.len()), "{title}: {lines:?}");
            assert!(lines.iter().all(|line| line.width <= room), "{title}: {lines:?}");
            let shown = text(&lines);
            if shown != title {
                let kept = shown.strip_suffix('…').unwrap_or_else(|| panic!("{shown}")).to_owned();
                let rest = title.strip_prefix(&kept).unwrap_or_else(|| panic!("{kept}")).chars().next();
                let sign = |c| matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}');
                assert!(!rest.is_some_and(sign) && !kept.ends_with('\u{94d}'), "{kept}");
            }
        }
    }
    assert_eq!(SERIF.lines("बैठक", 600, TITLE)[0].size, TITLE[0].0);
    assert_eq!(SERIF.lines(LONG, 600, TITLE)[0].size, TITLE[TITLE.len() - 1].0);
}

#[test]
fn what_the_fonts_lack_is_left_out() {
    for (given, shown) in [
        ("🗳\u{fe0f} मतदान 2024", "मतदान 2024"),
        ("சென்னை மாநகரம் में रैली\u{0}", "… में रैली"),
        ("Māgha Žižek, ₹500", "Māgha Žižek, ₹500"),
        ("தமிழ்", ""),
        (" ", ""),
    ] {
        for face in [&*SERIF, &*SANS] {
            assert_eq!(text(&face.lines(given, 1000, TITLE)), shown);
        }
    }
}

/// What the shaper measures is what is drawn, in a line of two scripts too.
#[test]
fn lines_are_as_wide_as_they_are_drawn() {
    let drawn = |face: &Face, family: &str, given: &str| {
        let line = face.lines(given, 2000, &[(60, 1)]).remove(0);
        let last = line.runs.last().expect("a run");
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}'><text x='{}' y='99' \
             font-family='{family}' font-size='60'>{}</text></svg>",
            last.x, last.text
        );
        let tree = Tree::from_str(&svg, &paint::OPTIONS).expect("an SVG");
        let Some(Node::Text(text)) = tree.root().children().first() else { panic!("no text: {svg}") };
        (line.width as f32, text.bounding_box().right())
    };
    for given in ["क्षेत्रीय दल", "Lok Sabha, 2024", "UP: निर्वाचन क्षेत्र", "मतदान AVATAR"]
    {
        for (face, family) in [(&*SERIF, "Digest Serif"), (&*SANS, "Digest Sans")] {
            let (measured, drawn) = drawn(face, family, given);
            assert!((measured - drawn).abs() < 2.5, "{given} in {family}: {measured} and {drawn}");
        }
    }
}

#[test]
fn only_a_picture_of_the_right_size_is_drawn() {
    let svg = |width: u32, inside: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{HEIGHT}'>{inside}</svg>")
    };
    assert_eq!(png(svg(300, "").as_bytes()).unwrap_err(), "a share image is 1200 by 630, and this one is 300 by 630");
    assert!(png(b"<svg").is_err());
    // one colour, a few, and more than a palette holds
    let shade = |n: u32| format!("<rect x='{n}' width='1' height='9' fill='rgb({}, {}, 7)'/>", n % 256, n / 256);
    for (colours, indexed) in [(0, true), (9, true), (600, false)] {
        let bytes = png(svg(WIDTH, &(0..colours).map(shade).collect::<String>()).as_bytes()).expect("a picture");
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((frame.width, frame.height), (WIDTH, HEIGHT));
        assert_eq!(frame.color_type == png::ColorType::Indexed, indexed);
    }
}
