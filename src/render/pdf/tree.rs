//! A body's tree as JSON, from which the layout of briefings prints it; the mirror of the HTML writer.
//!
//! | block | node |
//! | --- | --- |
//! | paragraph, text of a tight list item | `{"p": [inline…]}`, `{"plain": [inline…]}` |
//! | heading, 1 below the headline, without leaps | `{"heading": [inline…], "level": 1}` |
//! | quotation | `{"quote": [block…]}` |
//! | list; its first number, or null | `{"list": [[block…]…], "start": 1}` |
//! | code | `{"pre": "…"}` |
//! | table; columns are `auto`, `left`, `center` or `right` | `{"table": {"align": […], "head": […], "rows": [[…]…]}}` |
//! | a cell of it | `[inline…]` |
//! | thematic break | `{"rule": true}` |
//!
//! | inline | node |
//! | --- | --- |
//! | text | a string |
//! | code | `{"code": "…"}` |
//! | emphasis, strong emphasis, struck-out text | `{"em": […]}`, `{"strong": […]}`, `{"strike": […]}` |
//! | link | `{"link": "https://…", "text": […]}` |
//! | image | `{"image": "/files/0.png", "alt": "…"}` |
//! | footnote, at its first reference | `{"note": [block…], "n": 1}` |
//! | another reference to footnote n | `{"again": 1}` |
//! | line break | `{"br": true}` |
//! | sentence with claims | `{"claim": [1…], "text": […]}` |

use serde_json::{Value, json};

use crate::markup::{self, Most, Tree};
use crate::model::body::{Alignment, Block, Body, Inline, Str, Table};
use crate::render::body::Links;

/// Deepest nesting that is kept, of blocks and of inlines each: what lies deeper is printed without its marks.
const MAX_DEPTH: usize = 8;

/// Elements of raw HTML within a line; all others begin a new one.
const WITHIN_A_LINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// `body` as an array of blocks.
pub fn tree(body: &Body<'_>, links: &mut dyn Links) -> Value {
    let told = vec![false; body.footnotes.len()];
    let mut writer = Writer { links, footnotes: &body.footnotes, told, levels: Vec::new(), depth: 0 };
    Value::Array(writer.blocks(&body.blocks))
}

struct Writer<'a> {
    links: &'a mut dyn Links,
    footnotes: &'a [(Str<'a>, Vec<Block<'a>>)],
    /// Footnotes whose text stands already.
    told: Vec<bool>,
    /// Levels of the headings above, as written.
    levels: Vec<u8>,
    /// Blocks around this one.
    depth: usize,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block<'_>]) -> Vec<Value> {
        let mut out = Vec::with_capacity(blocks.len());
        // lines of raw HTML that follow each other are one piece: a script begins in one and ends in another
        let mut html = String::new();
        for block in blocks {
            if let Block::Html(line) = block {
                html.push_str(line);
                continue;
            }
            push_html(&mut html, &mut out);
            self.block(block, &mut out);
        }
        push_html(&mut html, &mut out);
        out
    }

    fn block(&mut self, block: &Block<'_>, out: &mut Vec<Value>) {
        match block {
            Block::Paragraph(inner) => out.push(json!({ "p": self.inlines(inner) })),
            Block::Plain(inner) => out.push(json!({ "plain": self.inlines(inner) })),
            Block::Heading(level, _, inner) => out.push(self.heading(*level, inner)),
            Block::Quote(inner) if self.depth >= MAX_DEPTH => out.extend(self.blocks(inner)),
            Block::Quote(inner) => out.push(json!({ "quote": self.inner(inner) })),
            Block::List(_, items) if self.depth >= MAX_DEPTH => {
                items.iter().for_each(|item| out.extend(self.blocks(item)));
            }
            Block::List(first, items) => {
                let items: Vec<Vec<Value>> = items.iter().map(|item| self.inner(item)).collect();
                out.push(json!({ "list": items, "start": first }));
            }
            Block::Code(_, text) => out.push(json!({ "pre": text.trim_end_matches('\n') })),
            Block::Table(table) => out.push(self.table(table)),
            Block::Rule => out.push(json!({ "rule": true })),
            Block::Html(html) => push_html(&mut html.to_string(), out),
        }
    }

    /// The blocks inside another.
    fn inner(&mut self, blocks: &[Block<'_>]) -> Vec<Value> {
        self.depth += 1;
        let inner = self.blocks(blocks);
        self.depth -= 1;
        inner
    }

    /// A heading; within another block it is a strong paragraph, since it would tear the order of headings.
    fn heading(&mut self, level: u8, inner: &[Inline<'_>]) -> Value {
        let inner = self.inlines(inner);
        if self.depth > 0 {
            return json!({ "p": [{ "strong": inner }] });
        }
        self.levels.retain(|above| *above < level);
        self.levels.push(level);
        json!({ "heading": inner, "level": self.levels.len() })
    }

    fn table(&mut self, table: &Table<'_>) -> Value {
        let columns = table.rows.iter().map(Vec::len).chain([table.head.len(), 1]).max().unwrap_or(1);
        let align = |at: usize| match table.alignments.get(at) {
            None | Some(Alignment::Default) => "auto",
            Some(Alignment::Left) => "left",
            Some(Alignment::Center) => "center",
            Some(Alignment::Right) => "right",
        };
        let align: Vec<&str> = (0..columns).map(align).collect();
        let mut row = |cells: &[Vec<Inline<'_>>]| {
            let mut row: Vec<Vec<Value>> = cells.iter().map(|cell| self.inlines(cell)).collect();
            row.resize(columns, Vec::new());
            row
        };
        let head = row(&table.head);
        let rows: Vec<Vec<Vec<Value>>> = table.rows.iter().map(|cells| row(cells)).collect();
        json!({ "table": { "align": align, "head": head, "rows": rows } })
    }

    fn inlines(&mut self, inlines: &[Inline<'_>]) -> Vec<Value> {
        let mut out = Vec::with_capacity(inlines.len());
        self.push_inlines(inlines, &mut out, 0);
        out
    }

    fn push_inlines(&mut self, inlines: &[Inline<'_>], out: &mut Vec<Value>, depth: usize) {
        // the element of raw HTML whose text is not to be read
        let mut hidden: Option<&str> = None;
        for inline in inlines {
            match (hidden, inline) {
                (Some(name), Inline::Html(html)) if closes(html, name) => hidden = None,
                (Some(_), _) => {}
                (None, Inline::Html(html)) => {
                    hidden = ["script", "style"].into_iter().find(|name| opens(html, name));
                    if opens(html, "br") {
                        out.push(json!({ "br": true }));
                    }
                }
                (None, inline) => self.inline(inline, out, depth),
            }
        }
    }

    fn inline(&mut self, inline: &Inline<'_>, out: &mut Vec<Value>, depth: usize) {
        match inline {
            Inline::Text(text) => push_text(out, text),
            Inline::Code(text) => out.push(json!({ "code": &**text })),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Claim(_, inner)
                if depth >= MAX_DEPTH =>
            {
                self.push_inlines(inner, out, depth);
            }
            Inline::Emphasis(inner) => out.push(json!({ "em": self.nested(inner, depth) })),
            Inline::Strong(inner) => out.push(json!({ "strong": self.nested(inner, depth) })),
            Inline::Strike(inner) => out.push(json!({ "strike": self.nested(inner, depth) })),
            Inline::Link(target, inner) => match self.links.link(target).filter(|url| !url.is_empty()) {
                Some(url) => out.push(json!({ "link": url, "text": self.nested(inner, depth) })),
                None => self.push_inlines(inner, out, depth),
            },
            Inline::Image(target, alt) => match self.links.image(target, alt) {
                Some(path) => out.push(json!({ "image": path, "alt": alt })),
                None => push_text(out, alt),
            },
            Inline::Footnote(at) => out.extend(self.footnote(*at)),
            Inline::SoftBreak => push_text(out, " "),
            Inline::HardBreak => out.push(json!({ "br": true })),
            Inline::Claim(numbers, inner) => {
                out.push(json!({ "claim": numbers, "text": self.nested(inner, depth) }));
            }
            // needs what came before it, see above
            Inline::Html(_) => {}
        }
    }

    fn nested(&mut self, inner: &[Inline<'_>], depth: usize) -> Vec<Value> {
        let mut out = Vec::with_capacity(inner.len());
        self.push_inlines(inner, &mut out, depth + 1);
        out
    }

    fn footnote(&mut self, at: usize) -> Option<Value> {
        let (_, blocks) = self.footnotes.get(at)?;
        if std::mem::replace(&mut self.told[at], true) {
            return Some(json!({ "again": at + 1 }));
        }
        // also keeps footnotes of footnotes from going ever deeper: each is told once
        Some(json!({ "note": self.inner(blocks), "n": at + 1 }))
    }
}

/// Adds text to a string that stands last, so that a layout meets few pieces.
fn push_text(out: &mut Vec<Value>, text: &str) {
    match out.last_mut() {
        Some(Value::String(last)) => last.push_str(text),
        _ => out.push(Value::String(text.to_owned())),
    }
}

/// Adds the paragraphs of raw HTML, and empties it.
fn push_html(html: &mut String, out: &mut Vec<Value>) {
    if !html.is_empty() {
        out.extend(lines(&std::mem::take(html)).into_iter().map(|line| json!({ "p": [line] })));
    }
}

/// Whether a piece of raw HTML opens an element of this name.
fn opens(html: &str, name: &str) -> bool {
    html.strip_prefix('<').is_some_and(|rest| starts_with_name(rest, name))
}

fn closes(html: &str, name: &str) -> bool {
    html.strip_prefix("</").is_some_and(|rest| starts_with_name(rest, name))
}

fn starts_with_name(text: &str, name: &str) -> bool {
    let found = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    found.eq_ignore_ascii_case(name)
}

/// The text of raw HTML without its tags: a line for each paragraph, cell or item. Scripts and styles are no text.
fn lines(html: &str) -> Vec<String> {
    let mut broken = String::with_capacity(html.len() + 16);
    for (at, piece) in html.split('<').enumerate() {
        if at > 0 {
            let name = piece.trim_start_matches('/');
            let within = WITHIN_A_LINE.iter().any(|element| starts_with_name(name, element));
            let element = name.starts_with(|c: char| c.is_ascii_alphabetic());
            // a line of the source is no line of the text, so a character is needed that stands in neither
            broken.push_str(if element && !within { "\u{c}<" } else { "<" });
        }
        broken.push_str(piece);
    }
    // what is too much for this is reported with the article's page
    let Ok(tree) = markup::fragment(&broken, Most::PAGE) else { return Vec::new() };
    let no_text = tree.below(Tree::ROOT).filter(|node| matches!(tree.tag(*node), "script" | "style")).collect();
    let no_text = tree.within(&no_text);
    let text: String =
        tree.below(Tree::ROOT).filter(|node| !no_text[node.index()]).map(|node| tree.text(node)).collect();
    let lines = text.split('\u{c}').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::body::Target;
    use crate::model::limits::Limits;
    use crate::parse::markdown;
    use crate::source::SourceId;

    /// Links that lead where they say, but for `gone` ones.
    struct Plain;

    impl Links for Plain {
        fn link(&mut self, target: &Target<'_>) -> Option<String> {
            (&*target.to != "gone").then(|| target.to.to_string())
        }

        fn image(&mut self, target: &Target<'_>, _: &str) -> Option<String> {
            (&*target.to != "gone").then(|| "/files/0.png".to_owned())
        }
    }

    fn of(text: &str) -> Value {
        tree(&markdown::parse(text, SourceId(0), 0, Limits::default().nesting, &mut Diagnostics::default()), &mut Plain)
    }

    #[test]
    fn text_and_its_marks() {
        assert_eq!(
            of("a\n*b* **c** ~~d~~ `e` [f](u) [g](gone) ![h](p) ![i](gone)\\\nj"),
            json!([{ "p": [
                "a ", { "em": ["b"] }, " ", { "strong": ["c"] }, " ", { "strike": ["d"] }, " ", { "code": "e" }, " ",
                { "link": "u", "text": ["f"] }, " g ", { "image": "/files/0.png", "alt": "h" }, " i", { "br": true }, "j"
            ] }])
        );
    }

    #[test]
    fn blocks() {
        assert_eq!(
            of("> q\n\n- a\n- b\n\n3. c\n\n```x\nl1\nl2\n```\n\n---\n\n| h |  |\n|:-:|--|\n| 1 |"),
            json!([
                { "quote": [{ "p": ["q"] }] },
                { "list": [[{ "plain": ["a"] }], [{ "plain": ["b"] }]], "start": null },
                { "list": [[{ "plain": ["c"] }]], "start": 3 },
                { "pre": "l1\nl2" },
                { "rule": true },
                { "table": { "align": ["center", "auto"], "head": [["h"], []], "rows": [[["1"], []]] } },
            ])
        );
    }

    #[test]
    fn headings_begin_at_one_and_do_not_leap() {
        let heading = |level: u8| Block::Heading(level, String::new(), Vec::new());
        let body = Body { blocks: [3, 5, 4, 3, 2].map(heading).to_vec(), ..Body::default() };
        let levels = tree(&body, &mut Plain);
        let levels: Vec<_> = levels.as_array().expect("blocks").iter().map(|block| block["level"].as_u64()).collect();
        assert_eq!(levels, [1, 2, 2, 1, 1].map(Some));
        assert_eq!(of("> ## a"), json!([{ "quote": [{ "p": [{ "strong": ["a"] }] }] }]));
    }

    #[test]
    fn a_footnote_is_told_where_it_is_first_named() {
        assert_eq!(
            of("a[^x] b[^x] c[^none]\n\n[^x]: d[^x]\n"),
            json!([{ "p": [
                "a", { "note": [{ "p": ["d", { "again": 1 }] }], "n": 1 }, " b", { "again": 1 }, " c[^none]"
            ] }])
        );
    }

    #[test]
    fn raw_html_is_text_without_tags() {
        assert_eq!(
            of("<div>\n<p>a &amp; b</p><p>c<sub>2</sub>\nd</p><script>\nx()\n</script></div>\n"),
            json!([{ "p": ["a & b"] }, { "p": ["c2 d"] }])
        );
        assert_eq!(of("<table><tr><td>a<td>b &lt;c&gt;</table>"), json!([{ "p": ["a"] }, { "p": ["b <c>"] }]));
        assert_eq!(
            of("a <b>b</b><br>c <style>p {}</style> d <!-- e -->"),
            json!([{ "p": ["a b", { "br": true }, "c  d "] }])
        );
    }

    #[test]
    fn what_is_nested_deeper_than_a_layout_can_go_is_flattened() {
        let depth = |text: &str| of(text).to_string().matches("quote").count();
        assert_eq!((depth(&format!("{}a", "> ".repeat(40))), depth("> > a")), (MAX_DEPTH, 2));
        let list: String = (0..40).map(|at| format!("{}- a\n", "  ".repeat(at))).collect();
        assert_eq!(of(&list).to_string().matches("list").count(), MAX_DEPTH);
    }

    #[test]
    fn sentences_with_claims_keep_their_numbers() {
        let inner = vec![Inline::Claim(vec![1, 2], vec![Inline::Text("a".into())])];
        let body = Body { blocks: vec![Block::Paragraph(inner)], ..Body::default() };
        assert_eq!(tree(&body, &mut Plain), json!([{ "p": [{ "claim": [1, 2], "text": ["a"] }] }]));
    }
}
