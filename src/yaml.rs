//! YAML as a tree in which every value knows its place and every scalar keeps its text.
//!
//! `no`, `012`, `1.10`, `2024-04-19` and `10:15` are text here: what a value means is decided by the
//! key it stands under, never by how it looks.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options;

use crate::diagnostic::{Diagnostic, Rule};
use crate::source::{SourceId, Span, Spanned};

/// A YAML value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands in the file.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// The four shapes of YAML, with scalars as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `~`, `null` or nothing.
    Null,
    /// Any scalar, as text.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order written.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Value {
    /// What to call it in a message.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) => "a single value",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

impl Node {
    /// What stands under `key` in a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// The scalar that stands under `key` in a mapping.
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads the YAML that stands at `start` in the file `source`, whose text from there on is `text`.
///
/// # Errors
/// One diagnostic for the first fault of syntax: YAML has no second one to offer.
pub fn parse(text: &str, source: SourceId, start: usize) -> Result<Node, Diagnostic> {
    let options = options! {
        with_snippet: false,
        strict_booleans: true,
        non_finite_float_policy: serde_yaml::NonFiniteFloatPolicy::PassThrough,
        reject_unsupported_tags: true,
        merge_keys: serde_yaml::MergeKeyPolicy::Error,
        // anchors, aliases and tags are not needed here, and are how YAML is made to explode or to lie
        budget: serde_yaml::budget! { max_aliases: 0, max_anchors: 0, max_depth: 32 },
    };
    let place = Place { text, source, start };
    match serde_yaml::from_str_with_options::<Raw>(text, options) {
        Ok(raw) => place.node(raw),
        Err(error) => Err(place.fault(&error)),
    }
}

/// Where a piece of YAML stands in its file.
struct Place<'a> {
    text: &'a str,
    source: SourceId,
    start: usize,
}

impl Place<'_> {
    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.source, self.start + from..self.start + to)
    }

    fn node(&self, raw: Raw) -> Result<Node, Diagnostic> {
        let (from, to) = raw.at;
        if let Some(tag) = self.tag(from) {
            let (rule, message, help) = explain("tag");
            return Err(Diagnostic::new(rule, message).at(self.span(tag, from)).help(help));
        }
        let value = match raw.shape {
            Shape::Null => Value::Null,
            Shape::Text(text) => Value::Text(text),
            Shape::Bent => Value::Text(self.text.get(from..to).unwrap_or_default().trim().to_owned()),
            Shape::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect::<Result<_, _>>()?),
            Shape::Map(entries) => {
                // keys come without their place, which is cheaper: a key stands between the value before it and its own
                let mut after = from;
                let mut map = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let (value_from, value_to) = value.at;
                    let gap = self.text.get(after..value_from).unwrap_or_default();
                    let place = gap.find(&key).map_or(value_from..value_to, |at| after + at..after + at + key.len());
                    after = value_to.max(after);
                    map.push((Spanned::new(key, self.span(place.start, place.end)), self.node(value)?));
                }
                Value::Map(map)
            }
        };
        Ok(Node { span: self.span(from, to), value })
    }

    /// Where the tag of the value at `at` begins. The parser reads those of YAML's own types and does not tell.
    fn tag(&self, at: usize) -> Option<usize> {
        let before = self.text.get(..at)?.trim_end();
        let word = before.rfind([' ', '\t', '\n', ',', '[', '{']).map_or(0, |i| i + 1);
        let is_remark = || before[..word].rsplit('\n').next().is_some_and(|line| line.contains('#'));
        (before[word..].starts_with('!') && !is_remark()).then_some(word)
    }

    fn fault(&self, error: &serde_yaml::Error) -> Diagnostic {
        let location = error.location();
        let offset = location.map_or(0, |l| {
            l.span().byte_offset().map_or_else(|| offset(self.text, l.line(), l.column()), |b| b as usize)
        });
        let end = (offset..=self.text.len()).skip(1).find(|&i| self.text.is_char_boundary(i)).unwrap_or(offset);
        let text = error.to_string();
        let said = text.split(" at line ").next().unwrap_or(&text);
        let (rule, message, help) = explain(said);
        Diagnostic::new(rule, message).at(self.span(offset.min(self.text.len()), end)).help(help)
    }
}

/// Says a parser's complaint in our words, with a way out.
fn explain(said: &str) -> (Rule, String, &'static str) {
    if let Some(key) = said.strip_prefix("duplicate mapping key: ") {
        let key = key.split(',').next().unwrap_or(key);
        return (Rule::DuplicateKey, format!("key `{key}` stands twice"), "keep one of the two");
    }
    let said = said.trim_end_matches('.');
    let help = if said.contains("budget") || said.contains("tag") || said.contains("alias") {
        return (
            Rule::FrontMatterSyntax,
            "YAML anchors, aliases and tags are not read, nor nesting deeper than 32".into(),
            "write the value out, or put it into quotes",
        );
    } else if said.contains("tabs") {
        "indent with spaces"
    } else if said.contains("mapping values are not allowed") {
        "put the value into quotes: a colon followed by a space begins a new key"
    } else if said.contains("trailing content") {
        "put the whole value into one pair of quotes"
    } else if ["escape", "hexadecimal", "surrogate"].iter().any(|word| said.contains(word)) {
        "a backslash in double quotes begins a code such as `\\n`: put the value into single quotes"
    } else if said.contains("unclosed") || said.contains("quoted") {
        "close the quote or the bracket that is opened here"
    } else if said.contains("multiple YAML documents") {
        return (
            Rule::FrontMatterSyntax,
            "a second YAML document begins here".into(),
            "keep one block of settings between the two `---` lines",
        );
    } else {
        "see how values are read in docs/front-matter.md"
    };
    (Rule::FrontMatterSyntax, format!("this is not valid YAML: {said}"), help)
}

/// The byte offset of a line and column that count from 1, columns in characters.
fn offset(text: &str, line: u64, column: u64) -> usize {
    let mut rest = text;
    for _ in 1..line {
        let Some(end) = rest.find('\n') else { return text.len() };
        rest = &rest[end + 1..];
    }
    let start = text.len() - rest.len();
    let within = rest.char_indices().nth(column.saturating_sub(1) as usize).map_or(rest.len(), |(i, _)| i);
    start + within.min(rest.find('\n').unwrap_or(rest.len()))
}

fn bytes<T>(spanned: &serde_yaml::Spanned<T>) -> (usize, usize) {
    let span = spanned.referenced.span();
    let from = span.byte_offset().map_or(0, |b| b as usize);
    (from, from + span.byte_len().map_or(0, |b| b as usize))
}

/// A node before the text of bent scalars is looked up.
struct Raw {
    at: (usize, usize),
    shape: Shape,
}

enum Shape {
    Null,
    Text(String),
    /// YAML would make a number or a truth value of it; the source text has what was written.
    Bent,
    List(Vec<Raw>),
    Map(Vec<(String, Raw)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_yaml::Spanned::<Shape>::deserialize(deserializer)?;
        Ok(Self { at: bytes(&spanned), shape: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Bent)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Bent)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Bent)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Bent)
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Shape, E> {
        Ok(Shape::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Shape::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Shape, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key()? {
            map.push((key, entries.next_value()?));
        }
        Ok(Shape::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(yaml: &str) -> Vec<String> {
        let node = parse(yaml, SourceId(0), 0).expect("valid");
        let Value::Map(entries) = node.value else { panic!("a map") };
        entries
            .into_iter()
            .map(|(_, node)| match node.value {
                Value::Text(text) => text,
                other => other.what().to_owned(),
            })
            .collect()
    }

    #[test]
    fn scalars_keep_their_text() {
        let yaml = "a: no\nb: 012\nc: 1.10\nd: 2024-04-19\ne: 10:15\nf: 0x1F\ng: .inf\nh: true\ni: \"भाजपा: x\"\nj: 1e3\nk: ~\n";
        assert_eq!(
            texts(yaml),
            ["no", "012", "1.10", "2024-04-19", "10:15", "0x1F", ".inf", "true", "भाजपा: x", "1e3", "nothing"]
        );
    }

    #[test]
    fn numbers_of_any_size_keep_their_text() {
        let numbers = [
            "-7",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "340282366920938463463374607431768211455",
            "9999999999999999999999999999999999999999999",
        ];
        assert_eq!(texts(&numbers.map(|number| format!("a{number}: {number}\n")).concat()), numbers);
    }

    #[test]
    fn keys_values_and_faults_are_placed() {
        let node = parse("title: अ\nwhen: 2024\n", SourceId(0), 100).expect("valid");
        assert_eq!([node.text("title"), node.text("when"), node.text("no")], [Some("अ"), Some("2024"), None]);
        let Value::Map(entries) = &node.value else { panic!("a map") };
        let at = |span: Span| (span.start, span.end);
        let places: Vec<_> = entries.iter().map(|(key, value)| (at(key.span), at(value.span))).collect();
        assert_eq!(places, [((100, 105), (107, 110)), ((111, 115), (117, 121))]);
        for (yaml, fault) in [("अ: 1\na: 1\na: 2\n", (12, 13)), ("अ: 1\nb: अ: d\n", (13, 14)), ("a: 'अ\n", (8, 8))]
        {
            let found = parse(yaml, SourceId(0), 0).expect_err(yaml);
            assert_eq!(found.span.map(at), Some(fault), "{found:?}");
        }
    }

    #[test]
    fn a_fault_comes_with_a_way_out() {
        for (yaml, help) in [
            ("a: 'x\n", "close the quote"),
            ("a: [x\n", "close the quote or the bracket"),
            ("a: \"x\n---\n\"", "close the quote"),
            ("a: \"x\" y\n", "the whole value"),
            ("a: 'x' y\n", "the whole value"),
            ("a: \"C:\\press\"\n", "single quotes"),
            ("a: \"\\xzz\"\n", "single quotes"),
            ("a: b: c\n", "a colon"),
            ("a:\n\tb: c\n", "spaces"),
            ("a: 1\na: 2\n", "keep one"),
            ("a: !x 1\n", "write the value out"),
            ("a: &x 1\n", "write the value out"),
        ] {
            let fault = parse(yaml, SourceId(0), 0).expect_err(yaml);
            assert!(fault.help.as_deref().is_some_and(|said| said.contains(help)), "{yaml}: {fault:?}");
        }
    }

    #[test]
    fn lists_are_nested_at_most_32_deep() {
        let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&nested(32), SourceId(0), 0).is_ok());
        assert!(parse(&nested(33), SourceId(0), 0).is_err());
    }

    #[test]
    fn a_second_document_is_refused() {
        let error = parse("a: 1\n...\nb: 2\n", SourceId(0), 0).expect_err("two documents");
        assert_eq!(error.message, "a second YAML document begins here");
    }

    #[test]
    fn anchors_and_tags_are_refused() {
        for yaml in ["a: &x 1\n", "a: *x\n", "a: !x 1\n", "- &b [1]\n", "a: !!binary aGk=\n", "a: [!!str 5]\n"] {
            assert!(parse(yaml, SourceId(0), 0).is_err(), "{yaml}");
        }
        assert_eq!(texts("# !x\na: '*bold* words'\nb: R&D\n"), ["*bold* words", "R&D"]);
    }
}
