//! What single lines say, in pages and in dumps alike: bylines, datelines, the language of a text.

use super::document::{Block, Confidence, Found};
use super::words;
use crate::text::{Language, fold, letter};

/// The names in a line that is a byline; empty where the label stands alone.
pub fn byline(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.len() > 250 || words::ends_sentence(line) && line.len() > 80 {
        return None;
    }
    if let Some((name, office)) = line.split_once(',')
        && words::table("reporter_offices").contains(&fold::key(office).as_str())
    {
        return Some(name);
    }
    // the label is one to three words
    let ends = line.char_indices().filter(|&(at, c)| !letter::is_word(c) && line[..at].ends_with(letter::is_word));
    let ends = ends.map(|(at, _)| at).chain([line.len()]).take(3);
    ends.filter(|&end| words::table("bylines").contains(&fold::key(&line[..end]).as_str())).find_map(|end| {
        let rest = &line[end..];
        // a Hindi label is a word of sentences too, so it needs its colon
        let colon = rest.is_empty() || rest.trim_start().starts_with([':', '-', '–']);
        let set_apart = colon
            || words::is_full_name(rest.trim())
            || line[..end].to_ascii_lowercase().ends_with("by") && is_names(rest);
        set_apart.then(|| rest.trim_start_matches(|c: char| !letter::is_word(c)))
    })
}

/// Whether what follows `By` without a colon can be names: few words, the first with a capital, no sentence.
fn is_names(text: &str) -> bool {
    let names = text.strip_prefix(' ').unwrap_or_default().trim();
    let capital = names.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
    capital && names.split(' ').count() <= 14 && (!words::ends_sentence(names) || names.ends_with(['|', ':']))
}

/// The names in a line that is nothing but names, places and agencies: `सुधा राय, उन्नाव`, `ASHA RAO and K. MENON / TNN`,
/// `(सुधा राय)`, `सुधा राय की रिपोर्ट`. Without a label only a family name tells them.
pub fn names(line: &str) -> Vec<String> {
    let line = line.trim().trim_matches(['-', '–', '—', '(', ')', '[', ']', '*', '|', '/', '•', '·', ' ']);
    let line = ["की रिपोर्ट", "की विशेष रिपोर्ट"].iter().find_map(|end| line.strip_suffix(end)).unwrap_or(line);
    if line.chars().count() > 80 || words::ends_sentence(line) {
        return Vec::new();
    }
    let parts: Vec<&str> = line.split(['|', '/', '•', '·', ',', '(', ')', '\n', '–', '—']).map(str::trim).collect();
    // a part of many words is a headline
    if parts.iter().any(|part| part.split(' ').count() > 6) {
        return Vec::new();
    }
    let found = parts.iter().flat_map(|part| words::reporters(part, None));
    found.filter(|name| words::is_full_name(name)).collect()
}

/// The language of a body, by its letters; Hindi where there are as many of both.
pub fn language(body: &[Block], title: &Option<Found<String>>) -> Found<Language> {
    let text: String = body
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(text) | Block::Heading(text) | Block::Quote(text) | Block::Caption(text) => {
                Some(text.as_str())
            }
            Block::List(..) | Block::Table(_) => None,
        })
        .chain(title.iter().map(|title| title.value.as_str()))
        .take(20)
        .collect();
    let found = Language::of(&text);
    Found {
        value: found.unwrap_or_default(),
        words: String::new(),
        place: "text".into(),
        rule: "letters",
        confidence: if found.is_some() { Confidence::High } else { Confidence::Low },
    }
}

/// The place at the head of the first paragraph, before `:`, `।`, `.` or a dash: `लखनऊ :`, `आगरा, 18 नवंबर।`,
/// `PATNA, Bihar:`. It stays in the text.
pub fn dateline(body: &[Block]) -> Option<Found<String>> {
    let (at, text) = body.iter().enumerate().find_map(|(at, block)| match block {
        Block::Paragraph(text) => Some((at, text)),
        _ => None,
    })?;
    let end = text
        .char_indices()
        .take(60)
        .find(|&(at, c)| matches!(c, ':' | '।' | '.' | '–' | '—') || c == '-' && text[..at].ends_with(' '))?
        .0;
    let words = text[..end].trim();
    let after = text[end..].chars().skip(1).collect::<String>();
    let value = words.split_once(',').filter(|(_, rest)| !is_place(rest)).map_or(words, |(place, _)| place).trim();
    let stands = is_place(value) && after.starts_with([' ', '\u{a0}']) && after.trim().chars().count() > 30;
    stands.then(|| Found {
        value: value.to_owned(),
        words: words.to_owned(),
        place: format!("paragraph {}", at + 1),
        rule: "dateline",
        confidence: Confidence::Medium,
    })
}

/// Whether this may be the name of a place: up to four words of letters, no desk, no honorific.
fn is_place(text: &str) -> bool {
    let key = fold::key(text);
    (1..=4).contains(&key.split(' ').count())
        && key.chars().count() > 1
        && !key.bytes().any(|b| b.is_ascii_digit())
        && !words::table("no_place").contains(&key.as_str())
        && !words::table("reporter_offices").iter().any(|office| words::has_word(&key, office))
        && !["एजेंसी", "ब्यूरो", "भाषा", "वार्ता", "agency", "pti", "ani"].iter().any(|word| words::has_word(&key, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_told_from_sentences() {
        assert_eq!(byline("By Asha Rao"), Some("Asha Rao"));
        assert_eq!(byline("Written by मोहित राय"), Some("मोहित राय"));
        assert_eq!(byline("रिपोर्ट: सुधा राय"), Some("सुधा राय"));
        assert_eq!(byline("सुधा राय, संवाददाता"), Some("सुधा राय"));
        assert_eq!(byline("By"), Some(""));
        for line in ["By evening it rained.", "रिपोर्ट में नाम नहीं", "Bypoll"] {
            assert_eq!(byline(line), None, "{line}");
        }
    }

    #[test]
    fn names_without_a_label_are_told_by_the_family_name() {
        for (line, expected) in [
            ("सुधीर मिश्रा, उन्नाव", &["सुधीर मिश्रा"][..]),
            ("ASHA DUBEY and HINA ZAIDI / DHN /", &["ASHA DUBEY", "HINA ZAIDI"]),
            ("Sudhir Mishra | Express News Service", &["Sudhir Mishra"]),
            ("- सुधीर मिश्रा", &["सुधीर मिश्रा"]),
            ("सुधीर मिश्रा की रिपोर्ट", &["सुधीर मिश्रा"]),
            ("Uttar Pradesh", &[]),
            ("Special Correspondent", &[]),
            ("Ashok Yadav wins the seat that his father held for ten years", &[]),
            ("सुधीर मिश्रा ने बैठक की।", &[]),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }

    #[test]
    fn datelines_are_read_where_they_stand_apart() {
        let of = |text: &str| {
            dateline(&[Block::Paragraph(format!("{text} बैठक में तय हुआ कि हर वार्ड में सूची की जांच की जाएगी।"))])
                .map(|found| found.value)
        };
        for (text, place) in [
            ("लखनऊ :", "लखनऊ"),
            ("आगरा, 18 नवंबर।", "आगरा"),
            ("PATNA, Bihar:", "PATNA, Bihar"),
            ("मऊ, संवाददाता।", "मऊ"),
            ("भोपाल.", "भोपाल"),
        ] {
            assert_eq!(of(text).as_deref(), Some(place), "{text}");
        }
        for text in ["सवाल:", "Mr.", "आज की बैठक में सब लोग आए।", "2024."]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
