//! README.md says where each case of the plan is shown; what it names is there.

use std::fs;

use crate::project::repository;

/// The classes of the plan and how many cases each has.
const CLASSES: &[(char, usize)] =
    &[('F', 27), ('H', 16), ('S', 12), ('L', 8), ('O', 4), ('K', 15), ('T', 6), ('V', 8), ('I', 9), ('B', 6)];

#[test]
fn every_case_is_shown_somewhere() {
    let text = fs::read_to_string(repository().join("tests/adversarial/README.md")).expect("a list");
    let rows: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .filter(|(id, _)| id.as_bytes().get(1) == Some(&b'-') && id.len() == 4)
        .collect();
    let ids: Vec<&str> = rows.iter().map(|(id, _)| *id).collect();
    let wanted =
        CLASSES.iter().flat_map(|(class, count)| (1..=*count).map(move |number| format!("{class}-{number:02}")));
    assert_eq!(ids, wanted.collect::<Vec<_>>());
    for (id, shown) in rows {
        let places: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!places.is_empty() || shown.contains("not shown"), "{id} is shown nowhere");
        for place in places {
            let (file, test) = place.split_once("::").map_or((place, None), |(file, test)| (file, Some(test)));
            let there = fs::read_to_string(repository().join(file));
            let there = there.unwrap_or_else(|_| {
                if repository().join(file).is_dir() { String::new() } else { panic!("{id}: there is no {file}") }
            });
            if let Some(test) = test {
                assert!(there.contains(&format!("fn {test}(")), "{id}: there is no {test} in {file}");
            }
            let own = file.ends_with(".txt") && file.starts_with("tests/adversarial");
            assert!(!own || there.contains(&format!("== {id}")), "{id} is not in {file}");
        }
    }
}
