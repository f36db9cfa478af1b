//! Briefings: editions, subjects and cells set for paper.

use super::region::RegionId;
use super::subject::SubjectId;
use crate::record::words;
use crate::source::Span;
use crate::text::Language;

words! {
    /// Which editions get a briefing.
    Issues "a kind of edition" {
        /// Every edition.
        All = "all",
        /// Those of days.
        Daily = "daily",
        /// Those of weeks.
        Weekly = "weekly",
        /// Those of phases, and of the time from the last poll to the counting.
        Phase = "phase",
        /// Periods with names.
        Named = "named",
    }
}

words! {
    /// The language of a briefing.
    Speech "a language of briefings" {
        /// Hindi.
        Hindi = "hi",
        /// English.
        English = "en",
        /// One after the other, that of the site first.
        Both = "both",
    }
}

words! {
    /// The paper of a briefing.
    Paper "a kind of paper" {
        /// 210 × 297 mm
        A4 = "a4",
        /// 148 × 210 mm
        A5 = "a5",
        /// 8.5 × 11 in
        Letter = "letter",
    }
}

words! {
    /// What a briefing can hold.
    Section "a section of briefings" {
        /// Five documents in a sentence each.
        KeyPoints = "key_points",
        /// Documents by region and over time.
        Charts = "charts",
        /// The dates of the next two weeks.
        Calendar = "calendar",
        /// What happened and what was claimed, by subject and region.
        Regions = "regions",
        /// What is not settled.
        Open = "open",
        /// The sources by their numbers.
        Sources = "sources",
        /// How the digest is made.
        Method = "method",
        /// People and places with the pages on which they stand.
        Index = "index",
        /// The documents in full.
        Texts = "texts",
    }
}

/// What is printed where `site.yaml` does not say: all but the documents in full.
pub const SECTIONS: &[Section] = &[
    Section::KeyPoints,
    Section::Charts,
    Section::Calendar,
    Section::Regions,
    Section::Open,
    Section::Sources,
    Section::Method,
    Section::Index,
];

/// An entry of `briefings` in `site.yaml`.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Where it stands.
    pub span: Span,
    /// What is to be printed.
    pub of: WantedOf,
    /// One briefing for each.
    pub speeches: Vec<Speech>,
    /// On what.
    pub paper: Paper,
    /// What each holds, in this order.
    pub sections: Vec<Section>,
}

/// What an entry of `briefings` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedOf {
    /// Editions, perhaps only so many of the newest.
    Editions(Issues, Option<usize>),
    /// A subject.
    Subject(SubjectId),
    /// A subject in a region.
    Cell(SubjectId, RegionId),
}

/// A briefing that the site has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Briefing {
    /// The entry of `site.yaml` that asks for it.
    pub span: Span,
    /// What it is about.
    pub of: BriefingOf,
    /// Its language.
    pub speech: Speech,
    /// Its paper.
    pub paper: Paper,
    /// What it holds.
    pub sections: Vec<Section>,
}

/// What a briefing is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BriefingOf {
    /// An edition, by its index.
    Edition(usize),
    /// A subject.
    Subject(SubjectId),
    /// A subject in a region.
    Cell(SubjectId, RegionId),
}

/// The files of a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One page of HTML that can be printed.
    Html,
    /// PDF.
    Pdf,
}

/// The formats that this program makes.
pub const FORMATS: &[Format] = if cfg!(feature = "pdf") { &[Format::Html, Format::Pdf] } else { &[Format::Html] };

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }
}

impl Briefing {
    /// Whether it holds a section.
    pub fn has(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    /// The languages of its parts; `main` is that of the site.
    pub fn languages(&self, main: Language) -> Vec<Language> {
        match self.speech {
            Speech::Hindi => vec![Language::HINDI],
            Speech::English => vec![Language::ENGLISH],
            Speech::Both if main == Language::ENGLISH => vec![Language::ENGLISH, Language::HINDI],
            Speech::Both => vec![Language::HINDI, Language::ENGLISH],
        }
    }
}
