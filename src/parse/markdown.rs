//! Markdown to a tree. The only file that names the Markdown parser's events.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostics;
use crate::model::body::{Alignment, Block, Body, Inline, Str, Table, Target, plain};
use crate::model::limits::Limit;
use crate::source::{SourceId, Span};
use crate::text::slug::heading_id;

/// Reads the body that stands at `start` in the file `source`.
///
/// What stands deeper than `nesting` allows is not read, which is reported to `found`.
pub fn parse<'a>(text: &'a str, source: SourceId, start: usize, nesting: Limit, found: &mut Diagnostics) -> Body<'a> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = Builder::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if nesting.is_exceeded_by(builder.open.len()) {
            let at = start + range.start;
            found.push(nesting.over("quotes and lists are nested too deep").at(Span::new(source, at..at)));
            break;
        }
        builder.event(event, range);
    }
    builder.finish()
}

/// A container that has begun and not ended.
enum Open<'a> {
    Blocks(Container<'a>, Vec<Block<'a>>),
    Inlines(Wrap<'a>, Vec<Inline<'a>>),
    Items(Option<u64>, Vec<Vec<Block<'a>>>),
    Table(Table<'a>, Vec<Vec<Inline<'a>>>),
    Code(Option<Str<'a>>, String),
}

/// What a list of blocks becomes when it ends.
enum Container<'a> {
    Quote,
    Item,
    Footnote(Str<'a>),
    Html,
}

/// What a list of inlines becomes when it ends.
enum Wrap<'a> {
    Paragraph,
    Plain,
    Heading(u8),
    Cell,
    Emphasis,
    Strong,
    Strike,
    Link(Target<'a>),
    Image(Target<'a>),
}

#[derive(Default)]
struct Builder<'a> {
    blocks: Vec<Block<'a>>,
    open: Vec<Open<'a>>,
    notes: HashMap<Str<'a>, Vec<Block<'a>>>,
    order: Vec<Str<'a>>,
    /// Where each stands there.
    places: HashMap<Str<'a>, usize>,
    html: Option<usize>,
}

impl<'a> Builder<'a> {
    fn event(&mut self, event: Event<'a>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match self.open.last_mut() {
                Some(Open::Code(_, code)) => code.push_str(&text),
                _ => self.inline(Inline::Text(text)),
            },
            Event::Code(text) => self.inline(Inline::Code(text)),
            Event::Html(html) => {
                self.html.get_or_insert(place.start);
                self.block(Block::Html(html));
            }
            Event::InlineHtml(html) => {
                self.html.get_or_insert(place.start);
                self.inline(Inline::Html(html));
            }
            Event::FootnoteReference(label) => {
                let next = self.order.len();
                let at = *self.places.entry(label.clone()).or_insert(next);
                if at == next {
                    self.order.push(label);
                }
                self.inline(Inline::Footnote(at));
            }
            Event::SoftBreak => self.inline(Inline::SoftBreak),
            Event::HardBreak => self.inline(Inline::HardBreak),
            Event::Rule => self.block(Block::Rule),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inline(Inline::Text(text)),
            Event::TaskListMarker(done) => {
                self.inline(Inline::Text(CowStr::Borrowed(if done { "☑ " } else { "☐ " })))
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, place: Range<usize>) {
        if !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) {
            self.close_plain();
        }
        let target = |to, title| Target { to, title, place };
        let open = match tag {
            Tag::Paragraph => Open::Inlines(Wrap::Paragraph, Vec::new()),
            Tag::Heading { level, .. } => Open::Inlines(Wrap::Heading(level as u8), Vec::new()),
            Tag::BlockQuote(_) => Open::Blocks(Container::Quote, Vec::new()),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) if !language.is_empty() => Some(language),
                    _ => None,
                };
                Open::Code(language, String::new())
            }
            Tag::HtmlBlock => Open::Blocks(Container::Html, Vec::new()),
            Tag::List(first) => Open::Items(first, Vec::new()),
            Tag::Item => Open::Blocks(Container::Item, Vec::new()),
            Tag::FootnoteDefinition(label) => Open::Blocks(Container::Footnote(label), Vec::new()),
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                Open::Table(Table { alignments, ..Table::default() }, Vec::new())
            }
            Tag::TableHead | Tag::TableRow => return,
            Tag::TableCell => Open::Inlines(Wrap::Cell, Vec::new()),
            Tag::Emphasis => Open::Inlines(Wrap::Emphasis, Vec::new()),
            Tag::Strong => Open::Inlines(Wrap::Strong, Vec::new()),
            Tag::Strikethrough => Open::Inlines(Wrap::Strike, Vec::new()),
            Tag::Link { dest_url, title, .. } => Open::Inlines(Wrap::Link(target(dest_url, title)), Vec::new()),
            Tag::Image { dest_url, title, .. } => Open::Inlines(Wrap::Image(target(dest_url, title)), Vec::new()),
            // not enabled: definition lists, metadata, superscript, subscript
            _ => Open::Blocks(Container::Quote, Vec::new()),
        };
        self.open.push(open);
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::BlockQuote(_)) {
            self.close_plain();
        }
        match (tag, self.open.last_mut()) {
            (TagEnd::TableHead, Some(Open::Table(table, cells))) => table.head = std::mem::take(cells),
            (TagEnd::TableRow, Some(Open::Table(table, cells))) => table.rows.push(std::mem::take(cells)),
            (TagEnd::TableHead | TagEnd::TableRow, _) => {}
            _ => {
                if let Some(open) = self.open.pop() {
                    self.close(open);
                }
            }
        }
    }

    fn close(&mut self, open: Open<'a>) {
        match open {
            Open::Blocks(Container::Quote, blocks) => self.block(Block::Quote(blocks)),
            Open::Blocks(Container::Html, blocks) => blocks.into_iter().for_each(|block| self.block(block)),
            Open::Blocks(Container::Item, blocks) => match self.open.last_mut() {
                Some(Open::Items(_, items)) => items.push(blocks),
                _ => self.blocks.extend(blocks),
            },
            Open::Blocks(Container::Footnote(label), blocks) => {
                self.notes.entry(label).or_insert(blocks);
            }
            Open::Items(first, items) => self.block(Block::List(first, items)),
            Open::Table(table, _) => self.block(Block::Table(table)),
            Open::Code(language, text) => self.block(Block::Code(language, text)),
            Open::Inlines(wrap, inner) => match wrap {
                Wrap::Paragraph => self.block(Block::Paragraph(inner)),
                Wrap::Plain => self.block(Block::Plain(inner)),
                Wrap::Heading(level) => self.block(Block::Heading(level, String::new(), inner)),
                Wrap::Cell => {
                    if let Some(Open::Table(_, cells)) = self.open.last_mut() {
                        cells.push(inner);
                    }
                }
                Wrap::Emphasis => self.inline(Inline::Emphasis(inner)),
                Wrap::Strong => self.inline(Inline::Strong(inner)),
                Wrap::Strike => self.inline(Inline::Strike(inner)),
                Wrap::Link(target) => self.inline(Inline::Link(target, inner)),
                Wrap::Image(target) => self.inline(Inline::Image(target, plain(&inner))),
            },
        }
    }

    /// Text that stands directly in an item or a quotation is a block of its own.
    fn inline(&mut self, inline: Inline<'a>) {
        match self.open.last_mut() {
            Some(Open::Inlines(_, inner)) => inner.push(inline),
            Some(Open::Table(_, cells)) => cells.push(vec![inline]),
            Some(Open::Code(_, code)) => code.push_str(&plain(&[inline])),
            _ => self.open.push(Open::Inlines(Wrap::Plain, vec![inline])),
        }
    }

    fn close_plain(&mut self) {
        if matches!(self.open.last(), Some(Open::Inlines(Wrap::Plain, _)))
            && let Some(open) = self.open.pop()
        {
            self.close(open);
        }
    }

    fn block(&mut self, block: Block<'a>) {
        match self.open.last_mut() {
            Some(Open::Blocks(_, blocks)) => blocks.push(block),
            Some(Open::Items(_, items)) => items.push(vec![block]),
            _ => self.blocks.push(block),
        }
    }

    fn finish(mut self) -> Body<'a> {
        while let Some(open) = self.open.pop() {
            self.close(open);
        }
        let mut notes = self.notes;
        let footnotes =
            self.order.into_iter().map(|label| (label.clone(), notes.remove(&label).unwrap_or_default())).collect();
        let mut body = Body { blocks: self.blocks, footnotes, html: self.html };
        number_headings(&mut body);
        body
    }
}

/// Headings below the page's own: the highest becomes 2, no level is jumped over, each gets its anchor; those in
/// quotes, lists and footnotes too.
fn number_headings(body: &mut Body<'_>) {
    let level = |block: &Block<'_>| if let Block::Heading(level, ..) = block { Some(*level) } else { None };
    let highest = body.blocks.iter().filter_map(level).min().unwrap_or(2);
    let mut last = 1;
    let mut used = std::collections::BTreeMap::new();
    let mut number = |level: &mut u8, id: &mut String, text: &[Inline<'_>]| {
        *level = (*level + 2).saturating_sub(highest).clamp(2, 6).min(last + 1);
        last = *level;
        *id = heading_id(&plain(text), &mut used);
    };
    headings(&mut body.blocks, &mut number);
    body.footnotes.iter_mut().for_each(|(_, note)| headings(note, &mut number));
}

/// Calls `with` for the level, the anchor and the text of every heading.
fn headings(blocks: &mut [Block<'_>], with: &mut impl FnMut(&mut u8, &mut String, &[Inline<'_>])) {
    for block in blocks {
        match block {
            Block::Heading(level, id, text) => with(level, id, text),
            Block::Quote(inner) => headings(inner, with),
            Block::List(_, items) => items.iter_mut().for_each(|item| headings(item, with)),
            _ => {}
        }
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Default,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
