//! One article file: its front matter as a record, its body as a place in the file.

use super::front_matter::FrontMatter;
use super::limits;
use super::split::split;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::limits::Limits;
use crate::record::Decode;
use crate::source::{SourceId, Span};
use crate::yaml::{self, Node, Value};

/// A file in two parts, its front matter read.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    /// The file.
    pub source: SourceId,
    /// What the front matter says.
    pub front_matter: T,
    /// Where the body begins, in bytes.
    pub body_start: u32,
    /// BLAKE3 of the whole file.
    pub hash: [u8; 32],
    /// What is to be said if there is no text: a draft may have none.
    pub empty: Option<Diagnostic>,
}

/// An article as its file has it.
pub type ParsedArticle = Parsed<FrontMatter>;

/// Reads `text`, the text of the file `source`. `None` when it cannot become a page, which has then been reported.
pub fn parse<T: Decode>(text: &str, source: SourceId, limits: &Limits, found: &mut Diagnostics) -> Option<Parsed<T>> {
    let (mut node, body_start) = front_matter(text, source, limits).map_err(|fault| found.push(fault)).ok()?;
    if node.value == Value::Null {
        node.value = Value::Map(Vec::new());
    }
    let front_matter = T::decode(&node, found)?;
    let empty = text[body_start..].trim().is_empty().then(|| {
        let fault = Diagnostic::new(Rule::EmptyBody, "there is no text below the front matter");
        fault.at(node.span).help("write what the document says, in your own words")
    });
    Some(Parsed {
        source,
        front_matter,
        body_start: body_start as u32,
        hash: blake3::hash(text.as_bytes()).into(),
        empty,
    })
}

/// The front matter as a tree, and where the body begins.
fn front_matter(text: &str, source: SourceId, limits: &Limits) -> Result<(Node, usize), Diagnostic> {
    let parts = split(text, source)?;
    // faults of the front matter as a whole point at its fence
    let fence = Span::new(source, parts.yaml_start.saturating_sub(4)..parts.yaml_start.saturating_sub(1));
    let limit = limits.front_matter_bytes;
    if limit.is_exceeded_by(parts.yaml.len()) {
        return Err(limit.over(format!("the front matter has {} bytes", parts.yaml.len())).at(fence));
    }
    let mut node = yaml::parse(parts.yaml, source, parts.yaml_start)?;
    node.span = fence;
    limits::check(&node, limits)?;
    Ok((node, parts.body_start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        front_matter(text, SourceId(0), &Limits::default()).err().into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn limits_are_the_last_that_is_allowed() {
        let values = |count: usize| format!("---\na: [{}]\n---\n", vec!["x"; count].join(","));
        // the mapping and the list are values as well
        assert_eq!(found(&values(9_998)), [""; 0]);
        assert_eq!(found(&values(9_999)), ["the front matter has 10001 values; the limit is 10000"]);
        let value = |bytes: usize| format!("---\na: {}\n---\n", "x".repeat(bytes));
        assert_eq!(found(&value(8_192)), [""; 0]);
        assert_eq!(found(&value(8_193)), ["this value has 8193 bytes; the limit is 8192"]);
        let remarks = |bytes: usize| format!("---\n#{}\n---\n", "x".repeat(bytes - 2));
        assert_eq!(found(&remarks(65_536)), [""; 0]);
        assert_eq!(found(&remarks(65_537)), ["the front matter has 65537 bytes; the limit is 65536"]);
    }
}
