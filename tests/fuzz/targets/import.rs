//! Any bytes as a page, a feed or a dump: they are refused, or become a draft that the project reads without an error.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use saar::diagnostic::{Diagnostics, Severity};
use saar::import::read::matcher::Reader;
use saar::import::read::read;
use saar::import::{Raw, suggest, take_apart, write};
use saar::model::site::Site;
use saar::pipeline::{Options, project};

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let options = Options::of(Path::new("/nowhere"));
    project(&options, false, &mut Diagnostics::default()).expect("it works").0.expect("a site")
});
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&SITE.gazetteer, &SITE.people));

fuzz_target!(|bytes: &[u8]| {
    let raw = Raw { source: "any".into(), bytes: bytes.to_vec(), ..Raw::default() };
    for document in take_apart(&raw).unwrap_or_default() {
        let facts = read(&document, &READER);
        let fields = suggest::fields(&document, &facts, &SITE.gazetteer, "0");
        let text = write::article(&fields, &write::markdown(&document.body));
        let found = saar::link::faults(&text, &SITE).sorted();
        assert!(found.iter().all(|fault| fault.severity == Severity::Info), "{found:?}\n{text}");
    }
});
