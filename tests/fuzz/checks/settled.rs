//! A small project, one of whose files is what an input says.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use saar::cache::{Memory, Page};
use saar::diagnostic::{Diagnostic, Diagnostics};
use saar::error::{Error, Result};
use saar::load::{self, Sources};
use saar::pipeline::look::{Looked, look};
use saar::pipeline::{Options, project};
use saar::render::{self, Planned, Sink};
use tempfile::TempDir;

/// Its settings: a gazetteer of its own, so that reading it is cheap.
const SITE: &str = "title: भारत\ngazetteer: none\nprovenance: true\nlanguages: [hi, en]\nregions:\n  \
    - {id: in, kind: country, name_hi: भारत, name_en: India}\n  \
    - {id: up, kind: state, name_hi: उत्तर प्रदेश}\n  - {id: up/agra, kind: district, name_hi: आगरा}\n\
    elections:\n  - {id: e-one, kind: general_election, name_hi: पहला चुनाव, region: in, announced: 2024-03-16, \
    counting: 2024-06-04, phases: [{number: 1, poll: 2024-04-19}]}\nparties:\n  - {id: a, name_hi: क दल}\n\
    briefings:\n  - {editions: all, newest: 1}\n";

/// An article of it, up to its text.
pub const FRONT: &str = "---\ntitle: बैठक\ndate: 2024-04-28\nelection: e-one\nregion: up\nsource: Alpha\n\
    claims: [{value: 80, unit: seats, kind: target, words: 80 सीटें}]\n---\n";

/// The project.
pub struct Settled {
    pub options: Options,
    pub sources: Sources,
    folder: TempDir,
}

pub static SETTLED: LazyLock<Settled> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("site.yaml", SITE);
    write("content/a.md", &format!("{FRONT}वे 80 सीटें चाहते हैं।\n"));
    write("content/b.md", &format!("{FRONT}[A](a.md) और 80 सीटें।\n"));
    write("content/pages/about.md", "---\ntitle: About\n---\n[A](../a.md)\n");
    write("content/picture.png", "no picture");
    let sources = load::project(folder.path(), &mut Diagnostics::default()).expect("a project");
    Settled { options: Options::of(folder.path()), sources, folder }
});

impl Settled {
    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its files with other content in one of them.
    pub fn with(&self, path: &str, bytes: &[u8]) -> Sources {
        self.sources.trying(self.sources.at(path).expect("a file of the project"), bytes.to_vec())
    }

    /// Up to its plan, if the settings can be used.
    pub fn look(&self, sources: &Sources, memory: Memory) -> Option<Looked> {
        let mut found = Diagnostics::default();
        let looked = look(sources, &self.options, memory, &mut found).expect("it works");
        places_are_within(found, sources);
        looked
    }

    /// The files of its site.
    pub fn files(&self, sources: &Sources, looked: Looked) -> BTreeMap<String, Vec<u8>> {
        let Looked { site, digest, plan, memory, inputs, theme } = looked;
        let planned = Planned { site: &site, digest: &digest, plan: &plan, shard: None, words: memory.words() };
        let files = Files::default();
        let finished = render::all(&planned, sources, &inputs, theme, &files, &|| ()).expect("it works");
        places_are_within(finished.found, sources);
        files.0.into_inner().expect("no thread has panicked")
    }
}

/// The built-in facts, without a project.
pub static BUILT_IN: LazyLock<saar::model::site::Site> = LazyLock::new(|| {
    let options = Options::of(Path::new("/nowhere"));
    project(&options, false, &mut Diagnostics::default()).expect("it works").0.expect("a site")
});

/// Whether every finding points at something that is there.
fn places_are_within(found: Diagnostics, sources: &Sources) {
    let mut texts: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
    for finding in found {
        for span in spans(&finding) {
            let text = texts.entry(span.source.0).or_insert_with(|| sources.bytes(span.source).expect("a file"));
            is_within(&finding, span, text);
        }
    }
}

/// The places that a finding points at.
pub fn spans(finding: &Diagnostic) -> impl Iterator<Item = saar::source::Span> {
    finding.span.into_iter().chain(finding.notes.iter().map(|note| note.0))
}

/// Whether a place of a finding is one of the text, between characters.
pub fn is_within(finding: &Diagnostic, span: saar::source::Span, text: &[u8]) {
    let range = span.range();
    assert!(range.start <= range.end && range.end <= text.len(), "{finding:?}");
    if let Ok(text) = std::str::from_utf8(text) {
        assert!(text.get(range).is_some(), "within a character: {finding:?}");
    }
}

/// Takes the files of a site.
#[derive(Default)]
struct Files(Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Files {
    fn file(&self, path: &str, bytes: &[u8], _: Option<Page>) -> Result<()> {
        self.0.lock().expect("no thread has panicked").insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        page: Option<Page>,
        write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes).map_err(Error::io("cannot make", Path::new(path)))?;
        self.file(path, &bytes, page)
    }
}
