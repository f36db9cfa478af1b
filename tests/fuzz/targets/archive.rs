//! Any bytes as a `.zip`, a `.warc.gz` or a `.gz`: what is in it, or a finding.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use saar::diagnostic::Diagnostics;
use saar::import::open;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = ["a.zip", "a.warc.gz", "a.html.gz", "a.warc"][usize::from(*first) % 4];
    let path = FOLDER.path().join(name);
    std::fs::write(&path, rest).expect("a file");
    open(&[path], saar::model::limits::Limits::default().import_bytes, &mut Diagnostics::default(), &mut |_| {}).expect("a finding at most");
});
