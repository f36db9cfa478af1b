//! The form of a cache: a first line, then sections, each with its length and its BLAKE3.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use serde::{Serialize, de::DeserializeOwned};

use super::{Head, Inputs, Output};

/// The first line. It names the build of the program, so that records need no versions of their own.
pub(super) const MAGIC: &str = concat!("saar-cache ", env!("SAAR_BUILD"), "\n");

/// Where the sections of a cache stand; `None` if any of it is not what was written.
pub(super) fn sections(text: &[u8]) -> Option<[Range<usize>; 5]> {
    let mut at = MAGIC.len();
    let mut sections = [const { 0..0 }; 5];
    for section in &mut sections {
        let length = usize::try_from(u64::from_le_bytes(text.get(at..at + 8)?.try_into().ok()?)).ok()?;
        let hash: [u8; 32] = text.get(at + 8..at + 40)?.try_into().ok()?;
        let body = at + 40..at.checked_add(40)?.checked_add(length)?;
        if *blake3::hash(text.get(body.clone())?).as_bytes() != hash {
            return None;
        }
        at = body.end;
        *section = body;
    }
    (at == text.len()).then_some(sections)
}

/// Writes the cache to `path`, whole or not at all; `words` are those of the bodies, for [`super::Memory::words`].
///
/// # Errors
/// When the system refuses.
pub fn keep(path: &Path, head: &Head, inputs: &Inputs, outputs: &[&Output], words: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("saar-cache-new");
    let written = write(&temporary, head, inputs, outputs, words).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write(path: &Path, head: &Head, inputs: &Inputs, outputs: &[&Output], words: &[u8]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write_to(&mut out, head, inputs, outputs, words)?;
    out.flush()
}

/// The same in memory.
pub fn bytes(head: &Head, inputs: &Inputs, outputs: &[&Output], words: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // writing to memory cannot fail
    let _ = write_to(&mut out, head, inputs, outputs, words);
    out
}

fn write_to(out: &mut dyn Write, head: &Head, inputs: &Inputs, outputs: &[&Output], words: &[u8]) -> io::Result<()> {
    out.write_all(MAGIC.as_bytes())?;
    section(out, &encode(&Some(head)))?;
    section(out, &encode(&inputs.all().collect::<Vec<_>>()))?;
    let mut hasher = blake3::Hasher::new();
    inputs.articles.pieces(|piece| {
        hasher.update(piece);
        Ok(())
    })?;
    begin(out, inputs.articles.bytes(), hasher.finalize())?;
    inputs.articles.pieces(|piece| out.write_all(piece))?;
    section(out, &encode(&outputs))?;
    section(out, words)
}

fn section(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    begin(out, bytes.len(), blake3::hash(bytes))?;
    out.write_all(bytes)
}

fn begin(out: &mut dyn Write, length: usize, hash: blake3::Hash) -> io::Result<()> {
    out.write_all(&(length as u64).to_le_bytes())?;
    out.write_all(hash.as_bytes())
}

/// A value as bytes: the same value gives the same bytes.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).expect("plain data has a form in bytes")
}

/// The value of bytes that [`encode`] gave, and nothing else.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

/// The value at the beginning of `bytes`, and the rest.
pub fn decode_first<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, &[u8])> {
    postcard::take_from_bytes(bytes).ok()
}

/// Lists that others hold too.
pub(super) mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(list: &Arc<[T]>, to: S) -> Result<S::Ok, S::Error> {
        list[..].serialize(to)
    }

    pub fn deserialize<'a, T: Deserialize<'a>, D: Deserializer<'a>>(from: D) -> Result<Arc<[T]>, D::Error> {
        Vec::deserialize(from).map(Arc::from)
    }
}
