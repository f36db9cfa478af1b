//! The cache of the last build.

use std::sync::LazyLock;

use saar::cache::Memory;
use saar::pipeline::{self, Options, Progress};
use saar::publish::Place;
use saar::search::Bodies;

use super::settled::SETTLED;

/// Bytes of the length and the hash before each section.
const HEAD: usize = 40;

/// A cache that a build left, as its first line and its sections.
static LEFT: LazyLock<(Vec<u8>, [Vec<u8>; 5])> = LazyLock::new(|| {
    let output = Some(Place::Folder(SETTLED.folder().join("public")));
    let options = Options { output, ..SETTLED.options.clone() };
    pipeline::build(&options, &Silent).expect("it works");
    let cache = std::fs::read(SETTLED.folder().join(".public.saar-cache")).expect("a cache");
    let line = cache.iter().position(|&byte| byte == b'\n').expect("a first line") + 1;
    let mut at = line;
    let sections = std::array::from_fn(|_| {
        let length = u64::from_le_bytes(cache[at..at + 8].try_into().expect("eight bytes")) as usize;
        let section = cache[at + HEAD..at + HEAD + length].to_vec();
        at += HEAD + length;
        section
    });
    assert_eq!(at, cache.len());
    (cache[..line].to_vec(), sections)
});

/// Any bytes as a cache; and a cache that a build left with some bytes changed, by place and value, as damage leaves it
/// and with hashes that fit.
pub fn cache(bytes: &[u8]) {
    let (line, sections) = &*LEFT;
    read(bytes.to_vec());
    read([line, bytes].concat());

    let mut changed = sections.clone();
    for change in bytes.chunks_exact(4) {
        let section = &mut changed[usize::from(change[0]) % 5];
        let at = usize::from(u16::from_le_bytes([change[1], change[2]])) % section.len().max(1);
        match change[0] / 5 % 4 {
            0 => section.truncate(at),
            1 => section.insert(at, change[3]),
            _ => section.iter_mut().skip(at).take(1).for_each(|byte| *byte = change[3]),
        }
    }
    let hashes = |sections: &[Vec<u8>; 5]| sections.each_ref().map(|section| *blake3::hash(section).as_bytes());
    assert!(read(whole(line, &changed, hashes(sections))).is_none() || changed == *sections);
    if let Some(memory) = read(whole(line, &changed, hashes(&changed))) {
        let looked = SETTLED.look(&SETTLED.sources, memory).expect("good settings");
        SETTLED.files(&SETTLED.sources, looked);
    }
}

fn whole(line: &[u8], sections: &[Vec<u8>; 5], hashes: [[u8; 32]; 5]) -> Vec<u8> {
    let mut cache = line.to_vec();
    for (section, hash) in sections.iter().zip(hashes) {
        cache.extend((section.len() as u64).to_le_bytes());
        cache.extend(hash);
        cache.extend(section);
    }
    cache
}

/// All that can be asked of a cache; nothing in it is more than its bytes can hold.
fn read(bytes: Vec<u8>) -> Option<Memory> {
    let length = bytes.len();
    let memory = Memory::of(bytes)?;
    assert!(memory.outputs().len() <= length);
    for output in memory.outputs() {
        assert!(memory.output(&output.file).is_none_or(|known| known.file == output.file));
    }
    for path in ["site.yaml", "content/a.md"] {
        let bytes = SETTLED.sources.bytes(SETTLED.sources.at(path).expect("a file")).expect("its bytes");
        let record = memory.input_of(path, &bytes).and_then(|input| memory.article(input));
        assert!(record.is_none_or(|record| record.len() <= length));
    }
    assert!(Bodies::decode(memory.words()).words.len() <= length);
    assert!(memory.head().is_none_or(|head| head.diagnostics.len() + head.folders.len() <= length));
    Some(memory)
}

/// Shows nothing.
struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}
