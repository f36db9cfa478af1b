//! Keys: hashes that name the inputs of something.

/// A hash that names the inputs of something.
pub type Key = [u8; 16];

/// Builds a [`Key`] from its parts, which are gathered first: hashing them at once is faster.
#[derive(Clone)]
pub struct Hasher(Vec<u8>);

impl Default for Hasher {
    fn default() -> Self {
        Self(Vec::with_capacity(512))
    }
}

impl Hasher {
    /// Adds a part; its length keeps it apart from the next.
    pub fn add(&mut self, part: &[u8]) -> &mut Self {
        self.number(part.len() as u64);
        self.0.extend_from_slice(part);
        self
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    /// The key of all parts.
    pub fn key(&self) -> Key {
        *blake3::hash(&self.0).as_bytes().first_chunk().expect("a hash is longer than a key")
    }
}
