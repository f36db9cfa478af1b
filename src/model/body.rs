//! The body of an article as a tree: Markdown becomes it once, every output is written from it.

use std::ops::Range;

use pulldown_cmark::CowStr;

/// Text borrowed from the file where possible.
pub type Str<'a> = CowStr<'a>;

/// A parsed body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body<'a> {
    /// The blocks in order.
    pub blocks: Vec<Block<'a>>,
    /// Footnotes in the order of their first reference: label and text.
    pub footnotes: Vec<(Str<'a>, Vec<Block<'a>>)>,
    /// Where its first raw HTML begins, which has to be sanitised: an offset in bytes.
    pub html: Option<usize>,
}

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block<'a> {
    /// A paragraph.
    Paragraph(Vec<Inline<'a>>),
    /// The text of a tight list item.
    Plain(Vec<Inline<'a>>),
    /// A heading: level 2 to 6, anchor, text.
    Heading(u8, String, Vec<Inline<'a>>),
    /// A quotation.
    Quote(Vec<Block<'a>>),
    /// A list: first number of an ordered one, items.
    List(Option<u64>, Vec<Vec<Block<'a>>>),
    /// Code: the language named, and the text.
    Code(Option<Str<'a>>, String),
    /// A table.
    Table(Table<'a>),
    /// A thematic break.
    Rule,
    /// Raw HTML.
    Html(Str<'a>),
}

/// A table with one head row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table<'a> {
    /// How each column is set.
    pub alignments: Vec<Alignment>,
    /// The cells of the head.
    pub head: Vec<Vec<Inline<'a>>>,
    /// The other rows.
    pub rows: Vec<Vec<Vec<Inline<'a>>>>,
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As the language does.
    Default,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline<'a> {
    /// Text.
    Text(Str<'a>),
    /// Code.
    Code(Str<'a>),
    /// Emphasis.
    Emphasis(Vec<Inline<'a>>),
    /// Strong emphasis.
    Strong(Vec<Inline<'a>>),
    /// Struck-out text.
    Strike(Vec<Inline<'a>>),
    /// A link.
    Link(Target<'a>, Vec<Inline<'a>>),
    /// An image with its alternative text.
    Image(Target<'a>, String),
    /// A reference to footnote n, counted from 0.
    Footnote(usize),
    /// A line break in the source.
    SoftBreak,
    /// A line break in the text.
    HardBreak,
    /// A sentence that holds claims, counted from 1.
    Claim(Vec<u32>, Vec<Inline<'a>>),
    /// Raw HTML.
    Html(Str<'a>),
}

/// Where a link leads, as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Target<'a> {
    /// Address or file.
    pub to: Str<'a>,
    /// Title, often empty.
    pub title: Str<'a>,
    /// Where the link stands in the body, in bytes.
    pub place: Range<usize>,
}

/// The text of `inlines` without marks; line breaks become spaces.
pub fn plain(inlines: &[Inline<'_>]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline<'_>], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(t) | Inline::Code(t) => text.push_str(t),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Claim(_, inner) => push_plain(inner, text),
            Inline::Image(_, alt) => text.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => text.push(' '),
            Inline::Footnote(_) | Inline::Html(_) => {}
        }
    }
}
