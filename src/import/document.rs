//! A document taken apart: what the page says of itself, and its text without the furniture.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::text::Language;

/// How sure a finding is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess that a person has to look at; never written as a value, only told.
    #[default]
    Low,
    /// One sign says so.
    Medium,
    /// The page says so itself, or several signs agree.
    High,
}

/// A value with what it was read from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The words that it was read from, as they stand in the document.
    pub words: String,
    /// Where they stand: `meta article:published_time`, `JSON-LD headline`, `line 5`, `paragraph 3`.
    pub place: String,
    /// The rule that read them, by a short name: `dateline`, `weekday-before-publication`.
    pub rule: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A day, or an instant where the page has the time as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// A day in India.
    Day(NaiveDate),
    /// An instant; where the page has no zone it is that of India.
    Instant(DateTime<FixedOffset>),
}

/// A piece of the body, in reading order. Texts are plain: no markup, no line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A sub-head.
    Heading(String),
    /// Items of a list, numbered or not.
    List(bool, Vec<String>),
    /// A quotation that stands apart.
    Quote(String),
    /// A table: rows of cells, the head first where it has one.
    Table(Vec<Vec<String>>),
    /// A caption of a picture.
    Caption(String),
}

/// A document taken apart. Nothing in it is guessed: what the page does not have is `None`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// What it was read from, as the user named it: `saved/page.html`, `dump.zip/3.html`, `feed.xml#2`.
    pub source: String,
    /// BLAKE3 of the bytes, in hexadecimal.
    pub hash: String,
    /// Headline without kicker and site suffix.
    pub title: Option<Found<String>>,
    /// Words before the headline that name the subject: `Lok Sabha Election 2024`.
    pub kicker: Option<Found<String>>,
    /// The standfirst.
    pub standfirst: Option<Found<String>>,
    /// Who wrote it, each as printed.
    pub reporters: Vec<Found<String>>,
    /// The outlet.
    pub outlet: Option<Found<String>>,
    /// When it was published.
    pub published: Option<Found<Stamp>>,
    /// When it was changed last.
    pub updated: Option<Found<Stamp>>,
    /// Its canonical address.
    pub url: Option<Found<String>>,
    /// Its language, by its letters first.
    pub language: Found<Language>,
    /// The place at the head of the first paragraph (`लखनऊ :`); it also stays in the text.
    pub dateline: Option<Found<String>>,
    /// Words that the page files it under: breadcrumbs, tags, section. Hints, never facts.
    pub filed_under: Vec<String>,
    /// The body.
    pub body: Vec<Block>,
    /// What is wrong with it or doubtful, for the user: legacy font, damaged letters, two dates that disagree.
    pub notes: Vec<Note>,
}

impl Document {
    /// Does `change` to every text that a draft is made of.
    pub(super) fn each_text(&mut self, mut change: impl FnMut(&mut String)) {
        let named = [&mut self.title, &mut self.kicker, &mut self.standfirst, &mut self.outlet, &mut self.url];
        let others = [&mut self.dateline].into_iter().flatten().chain(&mut self.reporters);
        for found in named.into_iter().flatten().chain(others) {
            change(&mut found.value);
            change(&mut found.words);
        }
        self.notes.iter_mut().for_each(|note| change(&mut note.message));
        for block in &mut self.body {
            match block {
                Block::Paragraph(text) | Block::Heading(text) | Block::Quote(text) | Block::Caption(text) => {
                    change(text)
                }
                Block::List(_, items) => items.iter_mut().for_each(&mut change),
                Block::Table(rows) => rows.iter_mut().flatten().for_each(&mut change),
            }
        }
    }
}

/// A remark on a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its name, as diagnostics have one: `charset`, `mojibake`, `legacy-font`, `date-conflict`.
    pub name: &'static str,
    /// What is meant, for the user, with the words of the document.
    pub message: String,
}
