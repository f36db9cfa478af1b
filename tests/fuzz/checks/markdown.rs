//! Bodies of articles.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use saar::cache::Memory;
use saar::diagnostic::Diagnostics;
use saar::model::claim::Claim;
use saar::model::limits::Limits;
use saar::render::article_body::{Around, Document, Targets, read, render};
use saar::render::sanitise::sanitise;
use saar::url::Base;

use super::settled::{FRONT, SETTLED, is_within, spans};

/// What raw HTML and Markdown may make; written down again, apart from what the program has.
const ELEMENTS: &str = "html head body a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em \
    figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary \
    sup table tbody td tfoot th thead time tr u ul var wbr";
const CLASSES: &str = "claim footnotes footnote-ref footnote-back right center";

static CLAIMS: LazyLock<Vec<Claim>> = LazyLock::new(|| {
    let looked = SETTLED.look(&SETTLED.sources, Memory::default()).expect("good settings");
    looked.site.articles[0].claims.clone()
});
static BASE: LazyLock<Base> = LazyLock::new(|| Base::parse("https://example.org/digest/").expect("an address"));

/// Any text as the body of an article: only what is allowed comes out, and cleaning it once more takes nothing away.
pub fn markdown(bytes: &[u8]) {
    let Ok(body) = std::str::from_utf8(bytes) else { return };
    let text = format!("{FRONT}{body}");
    let sources = SETTLED.with("content/a.md", text.as_bytes());
    let source = sources.at("content/a.md").expect("the article");
    let targets = Targets { pages: HashMap::new(), away: HashMap::new(), away_paths: HashSet::new() };
    let around = Around { sources: &sources, targets: &targets, base: &BASE, limits: &Limits::default() };
    let path = "articles/2024/04/a/";
    let document = Document { source, start: FRONT.len(), path, claims: &CLAIMS, conflicts: false, hash: None };
    let raw = read(&document, around, |body| body.html.is_some()).expect("it is as it was");
    let mut found = Diagnostics::default();
    let html = render(&document, around, &mut found).text;
    for finding in found {
        spans(&finding).for_each(|span| is_within(&finding, span, text.as_bytes()));
    }
    let elements = elements(&html);
    let mut ids = BTreeSet::new();
    for (name, attributes) in &elements {
        assert!(name.prefix.is_none() && &*name.ns == "http://www.w3.org/1999/xhtml", "{name:?}\n{html}");
        assert!(ELEMENTS.split_ascii_whitespace().any(|known| known == &*name.local), "{name:?}\n{html}");
        for attribute in attributes {
            let (key, value) = (&*attribute.name.local, &*attribute.value);
            assert!(is_allowed(&name.local, key, value), "<{} {key}={value:?}>\n{html}", &*name.local);
            if key == "id" {
                assert!(ids.insert(value.to_owned()) || raw, "{value} stands twice\n{html}");
            }
        }
    }
    let again = sanitise(&html, &ids, false);
    if raw {
        assert_eq!(again, html);
    } else {
        // an address that cannot be one is dropped from raw HTML, and stays as an author wrote it in Markdown
        let shapes = |elements: Vec<Element>| -> Vec<Element> {
            let keep = |a: &Attribute| !matches!(&*a.name.local, "href" | "src");
            elements.into_iter().map(|(name, all)| (name, all.into_iter().filter(keep).collect())).collect()
        };
        assert_eq!(shapes(self::elements(&again)), shapes(elements), "{html}\n{again}");
    }
}

fn is_allowed(element: &str, name: &str, value: &str) -> bool {
    match (element, name) {
        (_, "lang" | "dir" | "title") => true,
        (_, "class") => CLASSES.split(' ').any(|class| class == value) || value.starts_with("language-"),
        (_, "id") => value == "s" || ["s-", "claim-", "fn-", "fnref-"].iter().any(|start| value.starts_with(start)),
        ("a", "href") => leads_to(value).is_none_or(|to| matches!(to.as_str(), "" | "http" | "https" | "mailto")),
        ("img", "src") => leads_to(value).is_none(),
        ("img", "alt" | "width" | "height" | "loading") => true,
        ("th", "scope") | ("th" | "td", "colspan" | "rowspan") | ("time", "datetime") | ("ol", "start") => true,
        ("div", "role") => value == "doc-endnotes",
        _ => false,
    }
}

/// The scheme of an address as browsers read it; an empty one where it leads to another host by the scheme of the page,
/// `None` where it stays on the site.
fn leads_to(address: &str) -> Option<String> {
    let address = address.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "").replace('\\', "/");
    if address.starts_with("//") {
        return Some(String::new());
    }
    let (scheme, _) = address.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters))
        .then(|| scheme.to_ascii_lowercase())
}

type Element = (QualName, Vec<Attribute>);

/// All elements of a page, by the parser that knows how browsers repair what is wrong.
pub fn elements(html: &str) -> Vec<Element> {
    let sink = Elements(RefCell::new(vec![(QualName::new(None, html5ever::ns!(), "".into()), Vec::new())]));
    let page = format!("<!DOCTYPE html><body>{html}");
    let mut elements = parse_document(sink, ParseOpts::default()).one(StrTendril::from_slice(&page));
    elements.remove(0);
    elements
}

/// Notes the elements of a page, and not how they stand in each other. The first is the page itself.
struct Elements(RefCell<Vec<Element>>);

impl Elements {
    fn add(&self, name: QualName, attributes: Vec<Attribute>) -> usize {
        let mut all = self.0.borrow_mut();
        all.push((name, attributes));
        all.len() - 1
    }
}

impl TreeSink for Elements {
    type Handle = usize;
    type Output = Vec<Element>;
    type ElemName<'a> = std::cell::Ref<'a, QualName>;

    fn finish(self) -> Vec<Element> {
        self.0.into_inner()
    }

    fn parse_error(&self, _: std::borrow::Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> std::cell::Ref<'a, QualName> {
        std::cell::Ref::map(self.0.borrow(), |all| &all[*target].0)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(name, attributes)
    }

    fn create_comment(&self, text: StrTendril) -> usize {
        panic!("a comment: {text}")
    }

    fn create_pi(&self, target: StrTendril, _: StrTendril) -> usize {
        panic!("an instruction: {target}")
    }

    fn append(&self, _: &usize, _: NodeOrText<usize>) {}

    fn append_based_on_parent_node(&self, _: &usize, _: &usize, _: NodeOrText<usize>) {}

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, _: &usize, _: NodeOrText<usize>) {}

    fn add_attrs_if_missing(&self, target: &usize, attributes: Vec<Attribute>) {
        self.0.borrow_mut()[*target].1.extend(attributes);
    }

    fn remove_from_parent(&self, _: &usize) {}

    fn reparent_children(&self, _: &usize, _: &usize) {}
}
