//! The gazetteer: which regions, elections, roll revisions and parties there are, and by what names.
//!
//! The built-in tables of India come first; `site.yaml` adds to them and changes them by id.

mod assemble;
pub mod ids;
pub mod lexicon;
pub mod names;
mod tables;

pub use assemble::assemble;
