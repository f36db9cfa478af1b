//! The text of a page, taken out of its markup: what is furniture by its tag or its name is left aside, the rest
//! becomes pieces, and the pieces that are the text are told from those around it.

use std::collections::BTreeSet;

use super::{lines, words};
use crate::markup::{NodeId, Tree};

/// What a piece is by its markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Running text, as far as the markup says.
    Text,
    /// `h1` to `h6`.
    Heading(u8),
    /// An item of the list below this node; numbered or not.
    Item(NodeId, bool),
    /// A quotation that stands apart.
    Quote,
    /// A caption.
    Caption,
    /// A table of facts.
    Table(Vec<Vec<String>>),
}

/// A run of text between two block borders.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Its words, with single spaces.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The nearest block element around it.
    pub block: NodeId,
    /// Bytes of it inside links.
    pub linked: usize,
    /// Whether all of it is bold.
    pub bold: bool,
}

impl Piece {
    /// Whether most of it are links.
    pub fn is_links(&self) -> bool {
        self.linked * 5 > self.text.len() * 3
    }

    /// Whether it reads as running text.
    pub fn is_prose(&self) -> bool {
        self.kind == Kind::Text && !self.is_links() && words::is_prose(&self.text)
    }
}

/// A page as pieces, and the elements that were left aside.
#[derive(Debug)]
pub struct Pieces {
    /// In reading order.
    pub pieces: Vec<Piece>,
    /// The tops of what was left aside.
    pub aside: BTreeSet<NodeId>,
}

/// Furniture by tag, unless most of the text is in it.
const FURNITURE_TAGS: &[&str] = &["nav", "aside", "footer", "form", "menu"];

/// Deepest level that is walked; parsing may nest deeper than the markup, where it repairs.
const DEEPEST: usize = 1_000;

/// Takes a page to pieces.
pub fn pieces(tree: &Tree) -> Pieces {
    let prose = prose(tree);
    let mut walk = Walk {
        tree,
        prose,
        found: Pieces { pieces: Vec::new(), aside: BTreeSet::new() },
        run: Run::default(),
        titled: false,
        told: false,
    };
    walk.below(Tree::ROOT, &Place { block: Tree::ROOT, kind: Kind::Text, linked: false, bold: false, depth: 0 });
    walk.flush(&Place { block: Tree::ROOT, kind: Kind::Text, linked: false, bold: false, depth: 0 });
    walk.found
}

/// For each node, how many bytes of running text are below it.
fn prose(tree: &Tree) -> Vec<usize> {
    let mut prose = vec![0; tree.size()];
    let order: Vec<NodeId> = tree.below(Tree::ROOT).collect();
    for &node in order.iter().rev() {
        let text = tree.text(node).trim();
        if text.len() > 60 && words::is_prose(text) {
            let above = tree.parent(node).map_or("", |above| tree.tag(above));
            prose[node.index()] =
                if above == "a" || words::table("no_text_tags").contains(&above) { 0 } else { text.len() };
        }
        if let Some(above) = tree.parent(node) {
            prose[above.index()] += prose[node.index()];
        }
    }
    prose
}

/// Where the walk is.
struct Place {
    block: NodeId,
    kind: Kind,
    linked: bool,
    bold: bool,
    depth: usize,
}

/// The run of text that is being read.
#[derive(Default)]
struct Run {
    text: String,
    linked: usize,
    bold: usize,
    breaks: usize,
}

struct Walk<'a> {
    tree: &'a Tree,
    prose: Vec<usize>,
    found: Pieces,
    run: Run,
    /// Whether an `h1` was met, and whether running text after it.
    titled: bool,
    told: bool,
}

impl Walk<'_> {
    fn below(&mut self, node: NodeId, place: &Place) {
        if place.depth > DEEPEST {
            return;
        }
        for child in self.tree.children(node) {
            let tag = self.tree.tag(child);
            if tag.is_empty() {
                let text = self.tree.text(child);
                if !text.is_empty() {
                    self.read(text, place);
                }
            } else if tag == "br" {
                self.run.breaks += 1;
                let ends = words::ends_sentence(&self.run.text)
                    || self.run.is_bold()
                    || lines::byline(&self.run.text).is_some();
                if self.run.breaks > 1 || ends {
                    self.flush(place);
                }
                self.run.text.push(' ');
            } else if words::table("no_text_tags").contains(&tag) || self.is_hidden(child) {
            } else if self.is_furniture(child, tag) {
                self.flush(place);
                self.found.aside.insert(child);
            } else {
                self.enter(child, tag, place);
            }
        }
    }

    fn enter(&mut self, node: NodeId, tag: &str, place: &Place) {
        let bold = place.bold || matches!(tag, "b" | "strong");
        let linked = place.linked || tag == "a";
        let mut inner = Place { block: place.block, kind: place.kind.clone(), linked, bold, depth: place.depth + 1 };
        if !words::table("block_tags").contains(&tag) {
            self.below(node, &inner);
            // `<span>name</span><span>date</span>`: set apart by the style sheet
            if tag == "span"
                && self.tree.next(node).is_some_and(|next| matches!(self.tree.tag(next), "span" | "time" | "a"))
            {
                self.run.text.push(' ');
            }
            return;
        }
        self.flush(place);
        inner.block = node;
        inner.kind = match tag {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading(tag.as_bytes()[1] - b'0'),
            "li" => {
                let list = self.tree.parent(node).unwrap_or(node);
                Kind::Item(list, self.tree.tag(list) == "ol")
            }
            "blockquote" => Kind::Quote,
            "figcaption" | "caption" => Kind::Caption,
            _ if is_caption(&names(self.tree, node)) => Kind::Caption,
            _ => inner.kind,
        };
        self.titled |= tag == "h1";
        self.told |= self.titled && self.found.pieces.iter().rev().take(3).any(Piece::is_prose);
        let rows = if tag == "table" { facts(self.tree, node) } else { None };
        match rows {
            Some(rows) => {
                let text = rows.iter().flatten().cloned().collect::<Vec<_>>().join(" ");
                self.found.pieces.push(Piece { text, kind: Kind::Table(rows), block: node, linked: 0, bold: false });
            }
            None => {
                self.below(node, &inner);
                self.flush(&inner);
            }
        }
    }

    fn read(&mut self, text: &str, place: &Place) {
        let solid = text.trim().len();
        if solid > 0 {
            self.run.breaks = 0;
        }
        self.run.linked += if place.linked { solid } else { 0 };
        self.run.bold += if place.bold { solid } else { 0 };
        self.run.text.push_str(text);
    }

    fn flush(&mut self, place: &Place) {
        let run = std::mem::take(&mut self.run);
        let text = words::without_credit(&words::tidy(&run.text)).to_owned();
        if !text.is_empty() {
            let bold = run.is_bold();
            let kind = place.kind.clone();
            self.found.pieces.push(Piece { bold, linked: run.linked, text, kind, block: place.block });
        }
    }

    fn is_hidden(&self, node: NodeId) -> bool {
        let attribute = |name| self.tree.attribute(node, name);
        let style = attribute("style").unwrap_or_default();
        let gone = style.contains("display") && style.replace(' ', "").to_ascii_lowercase().contains("display:none");
        attribute("hidden").is_some() || attribute("aria-hidden") == Some("true") || gone
    }

    fn is_furniture(&self, node: NodeId, tag: &str) -> bool {
        let role = self.tree.attribute(node, "role").unwrap_or_default();
        let by_role = matches!(
            role,
            "navigation" | "dialog" | "complementary" | "contentinfo" | "search" | "alertdialog" | "menu"
        );
        let other_story =
            tag == "article" && self.told && self.tree.below(node).any(|below| self.tree.tag(below) == "h1");
        if other_story || self.told && is_comments(self.tree, node) {
            return true;
        }
        let named = FURNITURE_TAGS.contains(&tag)
            || by_role
            || tag != "html" && tag != "body" && has_furniture_name(self.tree, node);
        let prose = self.prose[node.index()];
        // the name of a paragraph says how it looks, so only that of an empty one counts
        named && (prose == 0 || tag != "p" && prose * 5 < self.prose[Tree::ROOT.index()] * 2) && !self.holds_title(node)
    }

    /// Whether the page's own headline may be inside: an `h1` before any other.
    fn holds_title(&self, node: NodeId) -> bool {
        !self.titled
            && self
                .tree
                .below(node)
                .any(|below| self.tree.tag(below) == "h1" || self.tree.attribute(below, "itemprop") == Some("headline"))
    }
}

impl Run {
    fn is_bold(&self) -> bool {
        let solid = self.text.trim().len();
        solid > 0 && self.bold * 10 >= solid * 9
    }
}

/// The words of a class and an id: `related-78 postTags` → related, 78, post, tags.
pub fn names(tree: &Tree, node: NodeId) -> Vec<String> {
    let mut names = Vec::new();
    for text in ["class", "id"].iter().filter_map(|name| tree.attribute(node, name)) {
        let mut word = String::new();
        let mut lower = false;
        for c in text.chars().take(400) {
            if !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && lower {
                names.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            }
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            }
            lower = c.is_ascii_lowercase();
        }
        names.extend((!word.is_empty()).then_some(word));
    }
    names
}

/// Whether a word of the class or id is one of `table`.
pub fn has_name(tree: &Tree, node: NodeId, table: &[&str]) -> bool {
    has_one_of(&names(tree, node), table)
}

/// Whether a class names a caption; a `drop-cap` is a large letter.
fn is_caption(names: &[String]) -> bool {
    has_one_of(names, words::table("caption_names")) && !names.iter().any(|name| name == "drop")
}

fn has_furniture_name(tree: &Tree, node: NodeId) -> bool {
    let names = names(tree, node);
    let is_pair = |two: &[String]| {
        let mut pairs = words::table("furniture_pairs").iter().filter_map(|pair| pair.split_once(' '));
        pairs.any(|(one, other)| two[0] == one && two[1] == other)
    };
    has_one_of(&names, words::table("furniture_names")) || names.windows(2).any(is_pair)
}

/// Whether the whole class or id names the readers' comments.
fn is_comments(tree: &Tree, node: NodeId) -> bool {
    ["class", "id"].iter().filter_map(|name| tree.attribute(node, name)).any(|name| {
        let name = name.trim().replace(['-', '_'], " ").to_ascii_lowercase();
        words::table("comment_names").contains(&name.as_str())
    })
}

fn has_one_of(names: &[String], table: &[&str]) -> bool {
    names.iter().any(|name| table.contains(&name.as_str()))
}

/// The rows of a table, if it holds facts and not the layout of the page.
fn facts(tree: &Tree, table: NodeId) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for node in tree.below(table) {
        match tree.tag(node) {
            "tr" => rows.push(Vec::new()),
            "td" | "th" => {
                let cell = tree.words(node);
                if cell.len() > 900 {
                    return None;
                }
                rows.last_mut()?.push(cell);
            }
            "table" | "h1" | "form" | "article" | "ul" | "nav" => return None,
            _ => {}
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    (rows.len() > 1 && rows.iter().filter(|row| row.len() > 1).count() > 1).then_some(rows)
}

/// The smallest element that holds nearly all running text of `pieces`.
pub fn container(tree: &Tree, pieces: &[Piece]) -> NodeId {
    let mut weight = vec![0; tree.size()];
    for piece in pieces.iter().filter(|piece| piece.is_prose() || matches!(piece.kind, Kind::Quote)) {
        for above in tree.up(piece.block) {
            weight[above.index()] += piece.text.len();
        }
    }
    let mut at = Tree::ROOT;
    while let Some(child) = tree.children(at).find(|child| weight[child.index()] * 100 >= weight[at.index()] * 85) {
        if weight[at.index()] == 0 || tree.tag(child) == "p" {
            break;
        }
        at = child;
    }
    // a story of one paragraph: what stands beside it belongs to it
    let alone = pieces.iter().any(|piece| piece.block == at);
    if alone { tree.parent(at).unwrap_or(at) } else { at }
}
