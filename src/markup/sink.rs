//! What html5ever writes to: the nodes of a tree, in one vector.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};

use super::{NONE, Node, Tree, empty_name};

/// What the parser writes to.
pub struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// Most elements around a node, so far.
    deepest: Cell<u32>,
}

impl Sink {
    /// An empty document.
    pub fn new() -> Self {
        let sink = Self { nodes: RefCell::default(), deepest: Cell::new(0) };
        sink.add(Node::new(empty_name()));
        sink
    }

    /// Nodes so far.
    pub fn size(&self) -> usize {
        self.nodes.borrow().len()
    }

    /// Most elements around a node, so far.
    pub fn depth(&self) -> usize {
        self.deepest.get() as usize
    }

    fn add(&self, node: Node) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        u32::try_from(nodes.len() - 1).unwrap_or(NONE)
    }

    fn detach(&self, node: u32) {
        let mut nodes = self.nodes.borrow_mut();
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
            NONE => self.nodes.borrow()[parent as usize].last,
            next => self.nodes.borrow()[next as usize].before,
        };
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                if let Some(last) =
                    self.nodes.borrow_mut().get_mut(before as usize).filter(|last| !last.text.is_empty())
                {
                    last.text.push_tendril(&text);
                    return;
                }
                self.add(Node { text, ..Node::new(empty_name()) })
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent as usize].depth.saturating_add(1);
        self.deepest.set(self.deepest.get().max(depth));
        let node = &mut nodes[child as usize];
        (node.parent, node.before, node.next, node.depth) = (parent, before, next, depth);
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
        self.nodes.borrow()[node as usize].parent
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        Tree(self.nodes.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| &nodes[*target as usize].name)
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
        let own = &mut self.nodes.borrow_mut()[*target as usize].attributes;
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
            let first = self.nodes.borrow()[*node as usize].first;
            if first == NONE {
                return;
            }
            self.insert(*parent, NONE, NodeOrText::AppendNode(first));
        }
    }
}
