//! Writes a document with what was read in it as a draft article: Markdown with front matter, and beside each suggested
//! field, as a comment, what it was read from. Comments are part of the file and stay where a person edits it.

use std::fmt::Write as _;

use super::document::{Block, Confidence, Document};
use super::suggest::{Evidence, Fields, Suggestion, TOLD, Value, day, headline};
use crate::text::slug::slugify;

/// Longest quotation in a comment, in characters.
const QUOTED: usize = 60;
/// What the comment of a doubtful value begins with.
pub const DOUBT: &str = "? ";
/// The line that keeps an article out of the site.
pub const DRAFT: &str = "draft: true\n";
/// What stands at the head of a draft.
pub const HEAD: &str = "# Each comment says what a field was read from; `?` marks what is not sure.\n\
                        # Correct what is wrong, then remove `draft`: until then the site leaves this out.\n";
/// Longest name of a file without its ending.
const NAME: usize = 60;

/// The path of the article below `content/`, without its ending: `2024/04/kanpur-baithak`.
pub fn path(document: &Document) -> String {
    let folder = match &document.published {
        Some(found) => day(found.value).format("%Y/%m").to_string(),
        None => "undated".to_owned(),
    };
    let slug = slugify(&headline(document).0);
    let mut name = slug.as_str();
    if let Some((end, _)) = name.char_indices().nth(NAME) {
        name = name[..end].rsplit_once('-').map_or(&name[..end], |(words, _)| words);
    }
    format!("{folder}/{}", if name.is_empty() { &document.hash[..8] } else { name })
}

/// The article: front matter with its evidence, then the text.
pub fn article(fields: &Fields, body: &str) -> String {
    let mut out = format!("---\n{HEAD}");
    for (key, suggestion) in fields {
        field(&mut out, key, suggestion);
    }
    out.push_str("---\n\n");
    out.push_str(body);
    out
}

fn field(out: &mut String, key: &str, suggestion: &Suggestion) {
    let items = match &suggestion.value {
        Value::List(items) if !TOLD.contains(&key) => items,
        _ => return line(out, "", key, suggestion),
    };
    let _ = writeln!(out, "{key}:");
    for item in items {
        let Value::Record(fields) = &item.value else {
            let _ = writeln!(out, "  - {}{}", flow(&item.value), comment(item));
            continue;
        };
        for (at, (key, inner)) in fields.iter().enumerate() {
            if at == 0 {
                // the first line of a record has what is said of the whole
                let of = if item.evidence.is_some() { item } else { inner };
                let _ = writeln!(out, "  - {key}: {}{}", flow(&inner.value), comment(of));
            } else {
                line(out, "    ", key, inner);
            }
        }
    }
}

/// A field in one line; as a comment where the front matter has none of the name.
fn line(out: &mut String, indent: &str, key: &str, suggestion: &Suggestion) {
    let told = if TOLD.contains(&key) { "# " } else { "" };
    let line = format!("{indent}{told}{key}: {}", flow(&suggestion.value));
    let _ = writeln!(out, "{}{}", line.trim_end(), comment(suggestion));
}

/// A value in one line.
fn flow(value: &Value) -> String {
    let all = |items: Vec<String>| items.join(", ");
    match value {
        Value::Nothing => String::new(),
        Value::Text(text) => scalar(text),
        Value::Word(word) => word.clone(),
        Value::List(items) => format!("[{}]", all(items.iter().map(|item| flow(&item.value)).collect())),
        Value::Record(fields) => {
            format!("{{{}}}", all(fields.iter().map(|(key, field)| format!("{key}: {}", flow(&field.value))).collect()))
        }
    }
}

/// Where a value comes from: `# ? new · paragraph 3 · office-before-name · “जिलाध्यक्ष …”`, with a question mark where
/// it is not sure.
fn comment(Suggestion { evidence, remark, .. }: &Suggestion) -> String {
    let mut parts: Vec<String> = remark.iter().map(|&remark| remark.to_owned()).collect();
    if let Some(Evidence { words, place, rule, .. }) = evidence {
        parts.push(place.split_whitespace().collect::<Vec<_>>().join(" "));
        parts.push((*rule).to_owned());
        let mut words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((end, _)) = words.char_indices().nth(QUOTED) {
            words.truncate(end);
            words.push('…');
        }
        parts.extend((!words.is_empty()).then(|| format!("“{words}”")));
    }
    if parts.is_empty() {
        return String::new();
    }
    let sure = evidence.as_ref().is_some_and(|evidence| evidence.confidence == Confidence::High);
    let doubt = if sure { "" } else { DOUBT };
    // what YAML takes for a line break, or cannot hold
    let kept =
        |c: &char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    format!(" # {doubt}{}", parts.join(" · ")).chars().filter(kept).collect()
}

/// A value of YAML in double quotes, whatever it holds; plain where it is plain.
pub fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_'))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text);
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' | '\t' => out.push(' '),
            // what YAML takes for a line break, or cannot hold as it is
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04X}", c as u32));
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The body as Markdown in which every text is itself.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let mut paragraph = |mark: &str, text: &str| out.extend([mark, &escape(text), "\n\n"]);
        match block {
            Block::Paragraph(text) => paragraph("", text),
            Block::Heading(text) => paragraph("## ", text),
            Block::Quote(text) => paragraph("> ", text),
            Block::Caption(text) => out.extend(["*", &escape(text), "*\n\n"]),
            Block::List(numbered, items) => {
                for (at, item) in items.iter().enumerate() {
                    let mark = if *numbered { format!("{}. ", at + 1) } else { "- ".to_owned() };
                    let _ = writeln!(out, "{mark}{}", escape(item));
                }
                out.push('\n');
            }
            Block::Table(rows) => table(rows, &mut out),
        }
    }
    out
}

fn table(rows: &[Vec<String>], out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (at, row) in rows.iter().enumerate() {
        let cells = (0..columns).map(|column| row.get(column).map(|cell| escape(cell)).unwrap_or_default());
        let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
        if at == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(columns));
        }
    }
    out.push('\n');
}

/// Headline and body as plain text.
pub fn text(document: &Document) -> String {
    let mut text = document.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
    for block in &document.body {
        let pieces: Vec<&str> = match block {
            Block::Paragraph(text) | Block::Heading(text) | Block::Quote(text) | Block::Caption(text) => vec![text],
            Block::List(_, items) => items.iter().map(String::as_str).collect(),
            Block::Table(rows) => rows.iter().flatten().map(String::as_str).collect(),
        };
        for piece in pieces {
            text.push('\n');
            text.push_str(piece);
        }
    }
    text
}

/// A text of one line in which no character is Markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut number = true;
    for (at, c) in text.trim().char_indices() {
        let first = at == 0;
        let marks = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#');
        // what begins a list, a rule or a heading at the head of a line: `-`, `+`, `=`, `2.`, `2)`
        let begins = first && matches!(c, '-' | '+' | '=') || number && !first && matches!(c, '.' | ')');
        number &= c.is_ascii_digit();
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => {
                if marks || begins {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(markdown: &str) -> String {
        let mut text = String::new();
        use pulldown_cmark::Options;
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        for event in pulldown_cmark::Parser::new_ext(markdown, options) {
            if let pulldown_cmark::Event::Text(piece) | pulldown_cmark::Event::Code(piece) = event {
                text.push_str(&piece);
            }
        }
        text
    }

    proptest! {
        #[test]
        fn a_text_is_itself_in_markdown(text in "[ -~]{1,40}|[0-9]{1,3}[.)] [a-z]{1,5}|[#>=+-]{1,6} ?[a-z]{0,4}|\\PC{1,30}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            prop_assert_eq!(plain(&escape(&text)), text);
        }

        #[test]
        fn a_value_is_itself_in_yaml(text in "\\PC{0,40}|[-:#@%!&*{}\\[\\]'\" \\\\a-z]{1,20}") {
            let yaml = format!("key: {} # said\n", scalar(&text));
            let read: std::collections::BTreeMap<String, String> = serde_yaml::from_str(&yaml).expect("YAML");
            prop_assert_eq!(&read["key"], &text);
        }
    }
}
