//! Texts in Hindi and English: parts of addresses, dates and numbers.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use saar::import::document::{Block, Document};
use saar::import::read::dates::{self, Anchor};
use saar::import::read::matcher::Reader;
use saar::import::read::numbers;
use saar::import::read::passage::{Passage, passages};
use saar::model::dated::Moment;
use saar::parse::date::moment;
use saar::text::date::{Dates, parse_month, parse_weekday, weekday_conflicts, weekday_name};
use saar::text::sentence::sentences;
use saar::text::{Language, number};
use saar::url::{Base, check_external, heading_id, percent_decode, percent_encode_path, slugify};

use super::settled::BUILT_IN;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: &str = "con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 \
    lpt8 lpt9 conin$ conout$ clock$";

/// Any text as a part of an address, as it is and with its escapes decoded.
pub fn slug(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for text in [Some(text.to_string()), percent_decode(&text), Some(percent_encode_path(&text))].iter().flatten() {
        let slug = slugify(text);
        is_safe_name(slug.as_str());
        assert!(slug.as_str().len() <= 129 && !slug.as_str().starts_with('-'));
        assert_eq!(slugify(slug.as_str()), slug);
        assert_eq!(percent_decode(&percent_encode_path(text)).as_ref(), Some(text));
        let id = heading_id(text, &mut Default::default());
        assert!(id == "s" || id.starts_with("s-"), "{id:?}");
        assert!(!id.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'<>&#%/\\".contains(c)), "{id:?}");
        assert_eq!(heading_id(id.get(2..).unwrap_or_default(), &mut Default::default()), id);
    }
    if let Ok(base) = Base::parse(&text) {
        assert_eq!(Base::parse(&base.permalink("")), Ok(base.clone()));
        assert!(check_external(&base.permalink("")).is_ok() || text.len() > 300, "{base:?}");
    }
}

/// Whether any system takes it as the name of a file.
pub fn is_safe_name(name: &str) {
    assert!(!name.is_empty() && name.len() <= 255, "{name:?}");
    assert!(!name.starts_with('.') && !name.ends_with(['.', ' ']), "{name:?}");
    assert!(!name.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c)), "{name:?}");
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    assert!(!DEVICES.split_ascii_whitespace().any(|device| device == stem), "{name:?}");
}

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&BUILT_IN.gazetteer, &BUILT_IN.people));
static WRITTEN: LazyLock<[Dates; 2]> =
    LazyLock::new(|| Language::BUILT_IN.map(|language| Dates::new(saar::strings::of(language))));

/// Any text with dates and numbers: what is read, written and read again is the same.
pub fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let within = |range: Range<usize>| assert!(text.get(range.clone()).is_some_and(|t| !t.is_empty()), "{range:?}");
    sentences(&text).into_iter().for_each(within);
    for conflict in weekday_conflicts(&text) {
        within(conflict.range.clone());
        assert_ne!(conflict.written, conflict.actual);
        let again = weekday_conflicts(&text[conflict.range.clone()]);
        assert!(
            again.iter().any(|other| (other.written, other.date) == (conflict.written, conflict.date)),
            "{again:?}"
        );
    }
    for word in text.split_whitespace() {
        if let Some(month) = parse_month(word) {
            assert!((1..=12).contains(&month));
        }
        if let Some(weekday) = parse_weekday(word) {
            assert_eq!(parse_weekday(weekday_name(weekday)), Some(weekday));
        }
        let grouped = number::format_decimal(word);
        assert!(grouped == word || grouped.replace(',', "") == word, "{word:?} {grouped:?}");
    }
    for line in text.lines().take(64) {
        if let Ok(Some(read)) = moment(line) {
            assert_eq!(moment(&iso(read)), Ok(Some(read)), "{line:?}");
        }
    }
    let document =
        Document { body: text.lines().map(|l| Block::Paragraph(l.to_owned())).collect(), ..Document::default() };
    let anchor = Anchor { published: NaiveDate::from_ymd_opt(2024, 4, 28), ..Anchor::default() };
    for passage in passages(&document, &READER) {
        let read = dates::dates(&passage, &READER.lexicon, &anchor);
        for date in &read {
            assert!(date.words.start < date.words.end && date.words.end <= passage.len(), "{date:?}");
            assert!(text.contains(passage.written(date.words.clone())));
            date.day.into_iter().for_each(is_read_back);
        }
        let taken: Vec<Range<usize>> = read.into_iter().map(|date| date.words).collect();
        for found in numbers::numbers(&passage, &READER.lexicon, &taken) {
            assert!(found.words.start <= found.core.start && found.core.end <= found.words.end, "{found:?}");
            assert!(
                found.words.end <= passage.len() && text.contains(passage.written(found.core.clone())),
                "{found:?}"
            );
            is_counted_again(found.value);
        }
    }
}

/// A moment as it is written in front matter.
fn iso(moment: Moment) -> String {
    match moment {
        Moment::Minute(at) => at.to_rfc3339(),
        Moment::Day(day) => day.format("%Y-%m-%d").to_string(),
        Moment::Month(day) => day.format("%Y-%m").to_string(),
        Moment::Year(day) => day.format("%Y").to_string(),
    }
}

fn passage(text: String) -> Passage {
    let document = Document { body: vec![Block::Paragraph(text)], ..Document::default() };
    passages(&document, &READER).swap_remove(0)
}

/// Whether a day is read again from what the languages of the site make of it, with its weekday.
fn is_read_back(day: NaiveDate) {
    for dates in WRITTEN.iter() {
        let text = format!("{}, {}", weekday_name(day.weekday()), dates.long(day));
        assert_eq!(weekday_conflicts(&text), [], "{text}");
        let read = dates::dates(&passage(text.clone()), &READER.lexicon, &Anchor::default());
        // the reader of documents knows the years of news alone
        if (1900..2100).contains(&day.year()) {
            assert!(matches!(&read[..], [date] if date.day == Some(day) && date.conflict.is_none()), "{text} {read:?}");
        }
    }
}

/// Whether a count is read again as India writes it, in figures and in words.
fn is_counted_again(value: f64) {
    // a row of more than twelve figures is a serial number to the reader
    if value.fract() != 0.0 || !(0.0..1e12).contains(&value) {
        return;
    }
    let count = value as u64;
    let words = [("{number} lakh", "{number} crore"), ("{number} लाख", "{number} करोड़")];
    let words = words.into_iter().filter_map(|(lakh, crore)| number::words(count, lakh, crore));
    for text in words.chain([number::group_indian(count.into())]) {
        let passage = passage(format!("{text} x"));
        let read = numbers::numbers(&passage, &READER.lexicon, &[]);
        assert!(matches!(&read[..], [number] if number.value == value), "{value} {text} {read:?}");
    }
}
