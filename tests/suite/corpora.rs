//! What libFuzzer found, and what it starts from, holds without libFuzzer too.

use std::fs;
use std::panic::catch_unwind;

use crate::project::repository;

#[path = "../fuzz/checks/mod.rs"]
mod checks;

#[test]
fn what_was_found_stays_mended() {
    let kept = repository().join("tests/fuzz/corpus");
    let mut broken = Vec::new();
    for (name, check) in checks::ALL {
        let files = fs::read_dir(kept.join(name)).unwrap_or_else(|_| panic!("a corpus of {name}"));
        let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name}");
        for file in files {
            let bytes = fs::read(&file).expect("a readable file");
            if catch_unwind(|| check(&bytes)).is_err() {
                broken.push(file);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
