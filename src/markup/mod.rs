//! HTML as a tree: read by `html5ever` into one vector, never deeper and never larger than it may be.
//!
//! Nobody vouches for what comes in here, and a few kilobytes of wrong nesting can unfold to gigabytes. So the parser
//! gets its text in pieces, and is stopped after the one with which the tree went beyond a limit.

use std::collections::BTreeSet;
use std::fmt;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, ParseOpts, Parser, QualName, local_name, ns, parse_document, parse_fragment};

pub mod attributes;
mod sink;

use self::sink::Sink;

/// How far a tree may grow.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// Elements around a node, as browsers have it.
    pub depth: usize,
    /// Nodes: misnested tags multiply.
    pub nodes: usize,
}

/// Why a text is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMuch {
    /// Its elements stand deeper in one another than this.
    Depth(usize),
    /// It unfolds to more nodes than this.
    Nodes(usize),
    /// One of its tags has more attributes than this.
    Attributes(usize),
}

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth(most) => write!(f, "its tags are nested deeper than {most}"),
            Self::Nodes(most) => write!(f, "its markup unfolds to more than {most} nodes"),
            Self::Attributes(most) => write!(f, "one of its tags has more than {most} attributes"),
        }
    }
}

impl Most {
    /// Of a saved page.
    pub const PAGE: Self = Self { depth: 512, nodes: 2_000_000 };
}

/// Bytes given to the parser between two looks at the number of nodes.
const PIECE: usize = 8 << 10;

/// No node.
const NONE: u32 = u32::MAX;

/// A node, by its place in the tree's vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

#[derive(Debug)]
struct Node {
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
    before: u32,
    /// Nodes above it when it was put there.
    depth: u32,
    /// The tag; empty for what is no element.
    name: QualName,
    attributes: Vec<Attribute>,
    text: StrTendril,
}

/// A page. Node 0 is the document.
#[derive(Debug)]
pub struct Tree(Vec<Node>);

/// Reads a whole page; wrong markup is repaired as browsers do.
///
/// # Errors
/// What exceeds a limit.
pub fn parse(html: &str) -> Result<Tree, TooMuch> {
    read(parse_document(Sink::new(), ParseOpts::default()), html, Most::PAGE)
}

/// Reads what stands within a page.
///
/// # Errors
/// What exceeds a limit.
pub fn fragment(html: &str, most: Most) -> Result<Tree, TooMuch> {
    let around = QualName::new(None, ns!(html), local_name!("div"));
    read(parse_fragment(Sink::new(), ParseOpts::default(), around, Vec::new(), false), html, most)
}

fn read(mut parser: Parser<Sink>, html: &str, most: Most) -> Result<Tree, TooMuch> {
    attributes::check(html.as_bytes())?;
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len()).max(4)));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        let sink = &parser.tokenizer.sink.sink;
        if sink.depth() > most.depth {
            return Err(TooMuch::Depth(most.depth));
        }
        if sink.size() > most.nodes {
            return Err(TooMuch::Nodes(most.nodes));
        }
    }
    Ok(parser.finish())
}

impl Tree {
    /// The document.
    pub const ROOT: NodeId = NodeId(0);

    /// The tag of an element, in lower case; empty for other nodes.
    pub fn tag(&self, node: NodeId) -> &str {
        &self.node(node).name.local
    }

    /// The text of a text node; empty for other nodes.
    pub fn text(&self, node: NodeId) -> &str {
        &self.node(node).text
    }

    /// An attribute's value.
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        self.node(node).attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }

    /// The node above.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        id(self.node(node).parent)
    }

    /// The node behind, below the same parent.
    pub fn next(&self, node: NodeId) -> Option<NodeId> {
        id(self.node(node).next)
    }

    /// The nodes right below, in order.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(id(self.node(node).first), |child| id(self.node(*child).next))
    }

    /// All nodes below, in reading order, without `node`.
    pub fn below(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let mut at = node;
        std::iter::from_fn(move || {
            at = id(self.node(at).first).or_else(|| self.after(at, node))?;
            Some(at)
        })
    }

    /// The next node in reading order that is not below `at`, within `top`.
    fn after(&self, mut at: NodeId, top: NodeId) -> Option<NodeId> {
        while at != top {
            if let Some(next) = id(self.node(at).next) {
                return Some(next);
            }
            at = id(self.node(at).parent)?;
        }
        None
    }

    /// `node` and the nodes above it.
    pub fn up(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |at| self.parent(*at))
    }

    /// For each node, whether it is one of `tops` or below one.
    pub fn within(&self, tops: &BTreeSet<NodeId>) -> Vec<bool> {
        let mut within = vec![false; self.size()];
        for node in std::iter::once(Self::ROOT).chain(self.below(Self::ROOT)) {
            within[node.index()] = tops.contains(&node) || self.parent(node).is_some_and(|above| within[above.index()]);
        }
        within
    }

    /// All text below, with single spaces.
    pub fn words(&self, node: NodeId) -> String {
        let mut all = String::new();
        for below in self.below(node) {
            all.push_str(self.text(below));
            if !self.tag(below).is_empty() {
                all.push(' ');
            }
        }
        crate::text::tidy(&all)
    }

    /// How many nodes there are; ids are below it.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.0[node.0 as usize]
    }
}

impl NodeId {
    /// Its place in a vector as long as [`Tree::size`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

fn id(at: u32) -> Option<NodeId> {
    (at != NONE).then_some(NodeId(at))
}

fn empty_name() -> QualName {
    QualName::new(None, html5ever::ns!(), LocalName::from(""))
}

impl Node {
    fn new(name: QualName) -> Self {
        Self {
            parent: NONE,
            first: NONE,
            last: NONE,
            next: NONE,
            before: NONE,
            depth: 0,
            name,
            attributes: Vec::new(),
            text: StrTendril::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misnested_markup_becomes_a_tree() {
        let tree = parse("<p>one<b>two<p>three</b> <table>x<tr><td>four").expect("a tree");
        assert_eq!(tree.words(Tree::ROOT), "one two three x four");
    }

    #[test]
    fn what_costs_too_much_is_refused_before_it_is_read() {
        let hidden = format!("<svg><title>{}", "<div>".repeat(40_000));
        for html in ["<div>".repeat(100_000), "<ul><li>".repeat(60_000), hidden] {
            assert!(parse(&html).is_err_and(|why| why == TooMuch::Depth(512)), "{}", &html[..20]);
        }
        for around in ["", "<svg><style>", "<math></math>"] {
            let html = format!("{around}<p {}>", "a ".repeat(20_000));
            assert!(parse(&html).is_err_and(|why| matches!(why, TooMuch::Attributes(_))), "{around}");
        }
        let few = Most { nodes: 9_000, ..Most::PAGE };
        assert!(fragment(&"<a></a>".repeat(10_000), few).is_err_and(|why| why == TooMuch::Nodes(9_000)));
        assert!(parse(&format!("<script>for (a<b; {};)</script>", "x ".repeat(2_000))).is_ok());
    }

    #[test]
    fn formatting_that_multiplies_stops() {
        let open: String = (0..500).map(|i| format!("<font color={i}>")).collect();
        let html = format!("<p>{open}{}", "<p>x".repeat(50_000));
        let few = Most { nodes: 100_000, ..Most::PAGE };
        assert!(fragment(&html, few).is_err_and(|why| matches!(why, TooMuch::Nodes(_))));
    }
}
