//! Splits an article file into its front matter and its body.

use crate::diagnostic::{Diagnostic, Rule};
use crate::source::{SourceId, Span};

/// The two parts of an article file, as byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The YAML between the fences.
    pub yaml: &'a str,
    /// Where the YAML begins.
    pub yaml_start: usize,
    /// Where the body begins.
    pub body_start: usize,
}

/// Finds the front matter of `text`: a first line `---` and a later line `---` or `...`.
///
/// # Errors
/// A finding that says which fence is missing.
pub fn split(text: &str, source: SourceId) -> Result<Parts<'_>, Diagnostic> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = text[start..].split('\n').next().unwrap_or_default();
    let span = Span::new(source, start..start + first.trim_end().len());
    if first.trim_end() != "---" {
        return Err(not_opened(first).at(span));
    }
    let yaml_start = (start + first.len() + 1).min(text.len());
    let mut at = yaml_start;
    for line in text[yaml_start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Ok(Parts { yaml: &text[yaml_start..at], yaml_start, body_start: at + line.len() });
        }
        at += line.len();
    }
    Err(Diagnostic::new(Rule::FrontMatterFence, "the front matter that begins here is never closed")
        .at(span)
        .help("put a line `---` after the last key"))
}

fn not_opened(first: &str) -> Diagnostic {
    let message = if first.trim_end() == "+++" {
        "this file has TOML front matter; saar reads YAML"
    } else {
        "this file does not begin with front matter"
    };
    Diagnostic::new(Rule::FrontMatterFence, message)
        .help("begin the file with a line `---`, then `title:`, `date:`, `election:`, `region:`, `source:`, then `---`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Result<&str, Diagnostic> {
        split(text, SourceId(0)).map(|parts| &text[parts.body_start..])
    }

    #[test]
    fn fences_may_have_spaces_bom_and_crlf() {
        for text in ["---\na: 1\n---\nbody", "\u{feff}---  \r\na: 1\r\n...\r\nbody", "---\n---\nbody"] {
            assert_eq!(body(text), Ok("body"));
        }
    }

    #[test]
    fn the_front_matter_is_what_stands_between() {
        let parts = split("---\na: 1\n---\nbody", SourceId(0)).expect("two parts");
        assert_eq!((parts.yaml, parts.yaml_start), ("a: 1\n", 4));
    }

    #[test]
    fn faults_are_said() {
        for text in ["", "body", "---\na: 1\n", "+++\na = 1\n+++\n", "----\n---\n"] {
            assert_eq!(body(text).unwrap_err().rule, Rule::FrontMatterFence);
        }
        assert!(body("+++\na = 1\n+++\n").unwrap_err().message.contains("TOML"));
        assert!(!body("body").unwrap_err().message.contains("TOML"));
    }
}
