//! `saar import` on the labelled sets of `tests/import`, and on anything at all.
//!
//! `SAAR_IMPORT_SET` names another folder than `tests/import/seen`; `SAAR_IMPORT_SHOW=1` prints each difference.

use std::path::PathBuf;

use proptest::prelude::*;
use saar::import::{Raw, take_apart};

use crate::import_score::{Table, score};
use crate::project::repository;

/// The least precision and recall of a field.
type Least = (&'static str, f64, f64);

fn hold(table: &Table, least: &[Least], differences: &str) {
    println!("{}", table.text());
    for (field, precision, recall) in least {
        let count = &table.fields[*field];
        let rates = count.rates();
        assert_eq!(count.invented, 0, "{field}\n{differences}");
        assert!(rates.0 >= *precision && rates.1 >= *recall, "{field}: {rates:?}\n{differences}");
    }
}

#[test]
fn what_is_imported_is_what_a_careful_reader_takes() {
    let set = std::env::var_os("SAAR_IMPORT_SET");
    let own = set.is_none();
    let folder = set.map_or_else(|| repository().join("tests/import/seen"), PathBuf::from);
    let table = score(&folder);
    if std::env::var_os("SAAR_IMPORT_SHOW").is_some() {
        println!("{}", table.differences);
    }
    let least = [
        ("title", 0.98, 0.98),
        ("published", 0.98, 0.98),
        ("updated", 0.98, 0.98),
        ("outlet", 0.98, 0.95),
        ("url", 1.0, 0.98),
        ("reporters", 0.95, 0.95),
        ("summary", 0.95, 0.95),
        ("language", 1.0, 1.0),
        ("warnings", 0.95, 0.95),
        ("body kept", 0.99, 0.99),
        ("furniture dropped", 0.97, 0.97),
        ("elections", 0.97, 0.97),
        ("rolls", 0.97, 0.94),
        ("primary", 0.97, 0.97),
        ("regions", 0.97, 0.95),
        ("parties", 0.97, 0.97),
        ("people", 0.95, 0.95),
        ("claims", 0.95, 0.9),
        ("events", 0.95, 0.9),
    ];
    hold(&table, if own { &least } else { &[] }, &table.differences);
}

/// Only totals are looked at: who writes rules does not read these documents.
#[test]
fn the_part_that_nobody_read_is_read_as_well() {
    let table = score(&repository().join("tests/import/unseen"));
    let least = [
        ("title", 0.95, 0.95),
        ("published", 0.95, 0.9),
        ("body kept", 0.99, 0.99),
        ("furniture dropped", 0.97, 0.97),
        ("elections", 0.95, 0.9),
        ("primary", 0.9, 0.9),
        ("regions", 0.95, 0.95),
        ("people", 0.9, 0.8),
        ("claims", 0.9, 0.7),
    ];
    hold(&table, &least, "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_give_a_document_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let raw = Raw { source: "any".into(), bytes, ..Raw::default() };
        prop_assert!(take_apart(&raw).is_ok_and(|documents| documents.len() == 1) || take_apart(&raw).is_err());
    }

    #[test]
    fn any_markup_gives_a_document_or_a_refusal(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<html>", "<p>", "</p>", "<div class='share'>", "</div>", "<h1>", "</h1>", "<table><tr><td>", "<ul><li>", "<br>",
                "<a href='/'>", "</a>", "<b>", "<script type=application/ld+json>", "{\"@type\":\"NewsArticle\"", "</script>",
                "<rss><item>", "<title>", "<![CDATA[", "]]>", "24 जुलाई 2023", "9:15 AM", "लखनऊ : ", "Published :", "\n", "।",
                "बैठक में तय हुआ कि सूची की जांच होगी।", "By Asha Rao", " | ", "&amp;", "<article>", "©", "<time datetime=x>", "<template>",
            ]),
            0..60,
        )
    ) {
        let raw = Raw { source: "any".into(), bytes: pieces.concat().into_bytes(), ..Raw::default() };
        let _ = take_apart(&raw);
    }
}
