//! How an article came to be.

use serde::Serialize;

use super::{Claim, Date, Link, Relative};
use crate::text::Language;

/// How an article came to be: its file, what its fields are taken for, where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct Provenance {
    /// The article.
    pub article: Link,
    /// Its file, relative to the project.
    pub file: String,
    /// BLAKE3 of that file, in hexadecimal.
    pub blake3: String,
    /// The fields of its front matter, in the order of the file.
    pub fields: Vec<ProvenanceField>,
    /// Its dates.
    pub dates: Vec<ProvenanceDate>,
    /// Other articles that tell the same story, newest first.
    pub family: Vec<Relative>,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Pages on which it stands, at most twenty of each kind.
    pub lists: Vec<Link>,
}

/// A field of front matter.
#[derive(Debug, Clone, Serialize)]
pub struct ProvenanceField {
    /// Its key, with places in lists from 1: `people[2].office`.
    pub key: String,
    /// What is written.
    pub written: String,
    /// Language of that where it is not that of the page.
    pub lang: Option<Language>,
    /// Line in the file, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The entry that it is taken for, where its key takes one.
    pub entry: Option<Link>,
    /// Its id.
    pub id: Option<String>,
    /// By which rule, in words.
    pub rule: Option<String>,
}

/// A date with what is known about it.
#[derive(Debug, Clone, Serialize)]
pub struct ProvenanceDate {
    /// What it is the date of, in words.
    pub name: String,
    /// The date.
    pub date: Date,
    /// Where it comes from, in words.
    pub method: String,
    /// How sure it is, in words.
    pub confidence: String,
}
