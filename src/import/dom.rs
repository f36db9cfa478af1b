//! A page as a tree: read by `html5ever` into one vector, after a survey of what it would cost.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::collections::BTreeSet;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, ParseOpts, QualName, parse_document};

use super::survey;

/// Most nodes that a page may become: misnested tags multiply.
const MOST_NODES: usize = 2_000_000;
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
    /// The tag; empty for what is no element.
    name: QualName,
    attributes: Vec<Attribute>,
    text: StrTendril,
}

/// A page. Node 0 is the document.
#[derive(Debug)]
pub struct Tree(Vec<Node>);

/// Reads `html`; wrong markup is repaired as browsers do.
///
/// # Errors
/// What exceeds a limit, in words: deep nesting, too many tags, attributes or nodes.
pub fn parse(html: &str) -> Result<Tree, String> {
    survey::survey(html.as_bytes())?;
    let sink = Sink(RefCell::new(Vec::with_capacity(html.len() / 24)));
    sink.add(Node::new(empty_name()));
    let mut parser = parse_document(sink, ParseOpts::default());
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len()).max(4)));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        if parser.tokenizer.sink.sink.0.borrow().len() > MOST_NODES {
            return Err(format!("its markup unfolds to more than {MOST_NODES} nodes"));
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
        let mut within = vec![false; self.len()];
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
        super::words::tidy(&all)
    }

    /// How many nodes there are; ids are below it.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.0[node.0 as usize]
    }
}

impl NodeId {
    /// Its place in a vector as long as [`Tree::len`].
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
            name,
            attributes: Vec::new(),
            text: StrTendril::new(),
        }
    }
}

/// What the parser writes to.
struct Sink(RefCell<Vec<Node>>);

impl Sink {
    fn add(&self, node: Node) -> u32 {
        let mut nodes = self.0.borrow_mut();
        nodes.push(node);
        u32::try_from(nodes.len() - 1).unwrap_or(NONE)
    }

    fn detach(&self, node: u32) {
        let mut nodes = self.0.borrow_mut();
        let Node { parent, next, before, .. } = nodes[node as usize];
        if parent == NONE {
            return;
        }
        match before {
            NONE => nodes[parent as usize].first = next,
            before => nodes[before as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last = before,
            next => nodes[next as usize].before = before,
        }
        let node = &mut nodes[node as usize];
        (node.parent, node.next, node.before) = (NONE, NONE, NONE);
    }

    /// Puts `child` below `parent`, before its child `next` or at its end.
    fn insert(&self, parent: u32, next: u32, child: NodeOrText<u32>) {
        if let NodeOrText::AppendNode(child) = child {
            self.detach(child);
        }
        let before = match next {
            NONE => self.0.borrow()[parent as usize].last,
            next => self.0.borrow()[next as usize].before,
        };
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                if let Some(last) = self.0.borrow_mut().get_mut(before as usize).filter(|last| !last.text.is_empty()) {
                    last.text.push_tendril(&text);
                    return;
                }
                self.add(Node { text, ..Node::new(empty_name()) })
            }
        };
        let mut nodes = self.0.borrow_mut();
        let node = &mut nodes[child as usize];
        (node.parent, node.before, node.next) = (parent, before, next);
        match before {
            NONE => nodes[parent as usize].first = child,
            before => nodes[before as usize].next = child,
        }
        match next {
            NONE => nodes[parent as usize].last = child,
            next => nodes[next as usize].before = child,
        }
    }

    fn parent(&self, node: u32) -> u32 {
        self.0.borrow()[node as usize].parent
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        Tree(self.0.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |nodes| &nodes[*target as usize].name)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> u32 {
        self.add(Node { attributes, ..Node::new(name) })
    }

    fn create_comment(&self, _: StrTendril) -> u32 {
        self.add(Node::new(empty_name()))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        self.add(Node::new(empty_name()))
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        self.insert(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &u32, before: &u32, child: NodeOrText<u32>) {
        match self.parent(*element) {
            NONE => self.insert(*before, NONE, child),
            parent => self.insert(parent, *element, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The contents of a template are no part of the page, so they hang on nothing.
    fn get_template_contents(&self, _: &u32) -> u32 {
        self.add(Node::new(empty_name()))
    }

    fn same_node(&self, one: &u32, other: &u32) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let parent = self.parent(*sibling);
        if parent != NONE {
            self.insert(parent, *sibling, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &u32, attributes: Vec<Attribute>) {
        let own = &mut self.0.borrow_mut()[*target as usize].attributes;
        for attribute in attributes {
            if !own.iter().any(|a| a.name == attribute.name) {
                own.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &u32, parent: &u32) {
        loop {
            let first = self.0.borrow()[*node as usize].first;
            if first == NONE {
                return;
            }
            self.insert(*parent, NONE, NodeOrText::AppendNode(first));
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
        for html in ["<div>".repeat(100_000), "<ul><li>".repeat(60_000), "<b><p>".repeat(40_000)] {
            assert!(parse(&html).is_err_and(|why| why.contains("deeper than 512")));
        }
        assert!(parse(&format!("<p {}>", "a ".repeat(1_000_000))).is_err_and(|why| why.contains("attributes")));
        assert!(parse(&"<a></a>".repeat(600_000)).is_err_and(|why| why.contains("tags")));
    }

    #[test]
    fn formatting_that_multiplies_stops() {
        let open: String = (0..500).map(|i| format!("<font color={i}>")).collect();
        let html = format!("<p>{open}{}", "<p>x".repeat(50_000));
        assert!(parse(&html).is_err_and(|why| why.contains("unfolds")));
    }
}
