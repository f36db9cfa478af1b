//! A body's tree as HTML; raw HTML is sanitised, links are looked up.

use std::collections::BTreeSet;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::sanitise::sanitise;
use crate::model::body::{Alignment, Block, Body, Inline, Target};

/// What becomes of a link in a body.
pub trait Links {
    /// The address to print, or `None` if the link must not stand. Problems are reported there.
    fn link(&mut self, target: &Target<'_>) -> Option<String>;
    /// The same for an image, which also needs its alternative text.
    fn image(&mut self, target: &Target<'_>, alt: &str) -> Option<String>;
}

/// How a body stands in its page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing<'a> {
    /// Before every anchor: several bodies may stand in one page.
    pub prefix: &'a str,
    /// By how many levels its headings stand lower.
    pub deeper: u8,
    /// Whether its pictures stand in the page itself, as `data:` addresses.
    pub embedded: bool,
}

/// Writes `body` as HTML.
pub fn html(body: &Body<'_>, links: &mut dyn Links, standing: Standing<'_>) -> String {
    let mut writer = Writer {
        out: String::with_capacity(8 * 1024),
        standing,
        links,
        ids: BTreeSet::new(),
        references: vec![0; body.footnotes.len()],
    };
    writer.blocks(&body.blocks);
    writer.footnotes(body);
    if body.has_html { sanitise(&writer.out, &writer.ids, standing.embedded) } else { writer.out }
}

struct Writer<'a> {
    out: String,
    standing: Standing<'a>,
    links: &'a mut dyn Links,
    /// Anchors that we made: raw HTML may not bring its own.
    ids: BTreeSet<String>,
    references: Vec<usize>,
}

impl Writer<'_> {
    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        // writing to a string cannot fail
        let _ = escape_html_body_text(&mut self.out, text);
    }

    fn attribute(&mut self, text: &str) {
        let _ = escape_html(&mut self.out, text);
    }

    fn id(&mut self, id: &str) {
        let id = format!("{}{id}", self.standing.prefix);
        self.push(" id=\"");
        self.attribute(&id);
        self.push("\"");
        self.ids.insert(id);
    }

    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Paragraph(inner) => self.wrap("<p>", inner, "</p>\n"),
            Block::Plain(inner) => self.inlines(inner),
            Block::Heading(level, id, inner) => {
                let level = (level + self.standing.deeper).clamp(2, 6);
                self.out.push_str(&format!("<h{level}"));
                // a heading in a quotation or a list is none of the page's own
                if !id.is_empty() {
                    self.id(id);
                }
                self.push(">");
                self.inlines(inner);
                self.out.push_str(&format!("</h{level}>\n"));
            }
            Block::Quote(inner) => {
                self.push("<blockquote>\n");
                self.blocks(inner);
                self.push("</blockquote>\n");
            }
            Block::List(first, items) => self.list(*first, items),
            Block::Code(language, text) => {
                self.push("<pre><code");
                if let Some(language) = language {
                    self.push(" class=\"language-");
                    self.attribute(language.split(char::is_whitespace).next().unwrap_or_default());
                    self.push("\"");
                }
                self.push(">");
                self.text(text);
                self.push("</code></pre>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Rule => self.push("<hr>\n"),
            Block::Html(html) => self.push(html),
        }
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block<'_>>]) {
        match first {
            None => self.push("<ul>\n"),
            Some(1) => self.push("<ol>\n"),
            Some(n) => self.out.push_str(&format!("<ol start=\"{n}\">\n")),
        }
        for item in items {
            self.push("<li>");
            self.blocks(item);
            self.push("</li>\n");
        }
        self.push(if first.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn table(&mut self, table: &crate::model::body::Table<'_>) {
        self.push("<table>\n<thead><tr>");
        self.cells(&table.head, &table.alignments, "th");
        self.push("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.push("<tr>");
            self.cells(row, &table.alignments, "td");
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n");
    }

    fn cells(&mut self, cells: &[Vec<Inline<'_>>], alignments: &[Alignment], tag: &str) {
        for (at, cell) in cells.iter().enumerate() {
            // what has no words heads nothing
            let tag = if cell.is_empty() { "td" } else { tag };
            self.push("<");
            self.push(tag);
            if tag == "th" {
                self.push(" scope=\"col\"");
            }
            match alignments.get(at) {
                Some(Alignment::Right) => self.push(" class=\"right\""),
                Some(Alignment::Center) => self.push(" class=\"center\""),
                _ => {}
            }
            self.push(">");
            self.inlines(cell);
            self.push("</");
            self.push(tag);
            self.push(">");
        }
    }

    fn wrap(&mut self, before: &str, inner: &[Inline<'_>], after: &str) {
        self.push(before);
        self.inlines(inner);
        self.push(after);
    }

    fn inlines(&mut self, inlines: &[Inline<'_>]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline<'_>) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Code(text) => {
                self.push("<code>");
                self.text(text);
                self.push("</code>");
            }
            Inline::Emphasis(inner) => self.wrap("<em>", inner, "</em>"),
            Inline::Strong(inner) => self.wrap("<strong>", inner, "</strong>"),
            Inline::Strike(inner) => self.wrap("<del>", inner, "</del>"),
            Inline::Link(target, inner) => self.link(target, inner),
            Inline::Image(target, alt) => self.image(target, alt),
            Inline::Footnote(at) => self.reference(*at),
            Inline::SoftBreak => self.push("\n"),
            Inline::HardBreak => self.push("<br>\n"),
            Inline::Claim(numbers, inner) => {
                for number in numbers {
                    self.push("<span class=\"claim\"");
                    self.id(&format!("claim-{number}"));
                    self.push(">");
                }
                self.inlines(inner);
                self.out.push_str(&"</span>".repeat(numbers.len()));
            }
            Inline::Html(html) => self.push(html),
        }
    }

    fn link(&mut self, target: &Target<'_>, inner: &[Inline<'_>]) {
        let Some(url) = self.links.link(target) else { return self.inlines(inner) };
        self.push("<a href=\"");
        self.attribute(&url);
        self.push("\"");
        self.title(target);
        self.push(">");
        self.inlines(inner);
        self.push("</a>");
    }

    fn image(&mut self, target: &Target<'_>, alt: &str) {
        let Some(url) = self.links.image(target, alt) else { return self.text(alt) };
        self.push("<img src=\"");
        self.attribute(&url);
        self.push("\" alt=\"");
        self.attribute(alt);
        self.push("\"");
        self.title(target);
        self.push(" loading=\"lazy\">");
    }

    fn title(&mut self, target: &Target<'_>) {
        if !target.title.is_empty() {
            self.push(" title=\"");
            self.attribute(&target.title);
            self.push("\"");
        }
    }

    fn reference(&mut self, at: usize) {
        let number = at + 1;
        let Some(count) = self.references.get_mut(at) else { return };
        *count += 1;
        let id = if *count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") };
        self.push("<sup class=\"footnote-ref\"");
        self.id(&id);
        self.out.push_str(&format!("><a href=\"#{}fn-{number}\">{number}</a></sup>", self.standing.prefix));
    }

    fn footnotes(&mut self, body: &Body<'_>) {
        if body.footnotes.is_empty() {
            return;
        }
        self.push("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (at, (_, blocks)) in body.footnotes.iter().enumerate() {
            let number = at + 1;
            self.push("<li");
            self.id(&format!("fn-{number}"));
            self.push(">");
            self.blocks(blocks);
            let prefix = self.standing.prefix;
            self.out.push_str(&format!("<a class=\"footnote-back\" href=\"#{prefix}fnref-{number}\">↩</a></li>\n"));
        }
        self.push("</ol>\n</div>\n");
    }
}
