//! Import: from a saved page or a text dump to a draft article, each field with the words it came from.
//!
//! ```text
//!  bytes ─ open ─▶ Raw* ─ page ─▶ Document ─ read ─▶ Facts ─ family ─▶ write ─▶ content/*.md (draft)
//!  (files,        one a        what the page       what the text      the same      with the evidence
//!   zip, warc,    document     says of itself      says, by rules     story         beside each field
//!   feeds)                     and its body        and gazetteer      elsewhere
//! ```
//!
//! A field is right or empty: what no rule finds stays unknown. Nothing is fetched from the network.

pub mod document;
pub mod read;
