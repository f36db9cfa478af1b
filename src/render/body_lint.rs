//! What is wrong with a body besides its links: weekdays, hidden characters, raw HTML.

use super::article_body::Document;
use super::sanitise::refused;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::body::{Block, Body, Inline};
use crate::source::Span;
use crate::text::date::{weekday_conflicts, weekday_name};
use crate::text::hidden;

/// Reports what is wrong with the body of `document`, whose Markdown is `text`.
pub fn lint(body: &Body<'_>, text: &str, document: &Document<'_>, found: &mut Diagnostics) {
    let span = |range: std::ops::Range<usize>| {
        Span::new(document.source, document.start + range.start..document.start + range.end)
    };
    let weekdays = if document.conflicts { Vec::new() } else { weekday_conflicts(text) };
    for conflict in weekdays {
        let written = weekday_name(conflict.written);
        let actual = weekday_name(conflict.actual);
        found.push(
            Diagnostic::new(Rule::WeekdayConflict, format!("{} was a {actual}, not a {written}", conflict.date))
                .at(span(conflict.range))
                .help("if the document has it so, leave it and say so under `conflicts`"),
        );
    }
    if let Some(fault) = hidden::reordering(text) {
        found.push(
            Diagnostic::new(Rule::BadText, "the body holds a character that reverses the order of reading")
                .at(span(fault))
                .help("delete it; it cannot be seen, and what is read is not what is written"),
        );
    }
    if body.html.is_some() {
        let mut place = 0..0;
        raw_html(body, &mut |html| {
            // what was put together from several lines of a quotation stands behind the piece before it
            if let Some(at) = offset_in(text, html) {
                place = at..at + html.floor_char_boundary(html.trim_end().len().min(80));
            }
            for _ in html.split("<img").skip(1).filter(|image| !image.split('>').next().is_some_and(has_text)) {
                found.push(
                    Diagnostic::new(Rule::MissingAlt, "an image in raw HTML has no alternative text")
                        .at(span(place.clone()))
                        .help("say in `alt` what the picture shows: `<img alt=\"…\" …>`"),
                );
            }
            for name in refused(html) {
                found.push(
                    Diagnostic::new(Rule::UnsafeHtml, format!("`{name}` is not allowed in raw HTML and is left out"))
                        .at(span(place.clone()))
                        .help("write it in Markdown, or leave it out"),
                );
            }
        });
    }
}

/// Whether the attributes of an image say what it shows.
fn has_text(attributes: &str) -> bool {
    let alt = attributes.split_once("alt=").map(|(_, rest)| rest.trim_start_matches(['"', '\'', ' ']));
    alt.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['>', '/']))
}

/// Where `piece` begins in `text`, if it is a part of it and no copy: looking for it would cost too much.
fn offset_in(text: &str, piece: &str) -> Option<usize> {
    let at = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (at + piece.len() <= text.len()).then_some(at)
}

/// Calls `with` for every piece of raw HTML.
fn raw_html(body: &Body<'_>, with: &mut dyn FnMut(&str)) {
    fn inlines(list: &[Inline<'_>], with: &mut dyn FnMut(&str)) {
        for inline in list {
            match inline {
                Inline::Html(html) => with(html),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Link(_, inner)
                | Inline::Claim(_, inner) => inlines(inner, with),
                _ => {}
            }
        }
    }
    fn blocks(list: &[Block<'_>], with: &mut dyn FnMut(&str)) {
        for block in list {
            match block {
                Block::Html(html) => with(html),
                Block::Paragraph(inner) | Block::Plain(inner) | Block::Heading(_, _, inner) => inlines(inner, with),
                Block::Quote(inner) => blocks(inner, with),
                Block::List(_, items) => items.iter().for_each(|item| blocks(item, with)),
                Block::Table(table) => {
                    table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| inlines(cell, with));
                }
                Block::Code(..) | Block::Rule => {}
            }
        }
    }
    blocks(&body.blocks, with);
    body.footnotes.iter().for_each(|(_, note)| blocks(note, with));
}
