//! Documents that are imported.

use std::sync::LazyLock;

use saar::diagnostic::{Diagnostics, Severity};
use saar::import::read::matcher::Reader;
use saar::import::read::read;
use saar::import::{Raw, open, suggest, take_apart, write};
use saar::model::limits::Limits;
use saar::url::check_slug;
use tempfile::TempDir;

use super::settled::BUILT_IN;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&BUILT_IN.gazetteer, &BUILT_IN.people));
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

/// Any bytes as a page, a feed or a dump: they are refused, or become a draft that the project reads without an error.
pub fn import(bytes: &[u8]) {
    let raw = Raw { source: "any".into(), bytes: bytes.to_vec(), ..Raw::default() };
    for document in take_apart(&raw).unwrap_or_default() {
        assert!(write::path(&document).split('/').all(|part| check_slug(part).is_ok()), "{}", write::path(&document));
        let facts = read(&document, &READER);
        let fields = suggest::fields(&document, &facts, &BUILT_IN.gazetteer, "0");
        let text = write::article(&fields, &write::markdown(&document.body));
        let found = saar::link::faults(&text, &BUILT_IN).sorted();
        assert!(found.iter().all(|fault| fault.severity == Severity::Info), "{found:?}\n{text}");
    }
}

/// Any bytes as a `.zip`, a `.warc.gz` or a `.gz`: what is in it, or a finding.
pub fn archive(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = ["a.zip", "a.warc.gz", "a.html.gz", "a.warc"][usize::from(*first) % 4];
    let path = FOLDER.path().join(name);
    std::fs::write(&path, rest).expect("a file");
    open(&[path], Limits::default().import_bytes, &mut Diagnostics::default(), &mut |_| {}).expect("a finding at most");
}
