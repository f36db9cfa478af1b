//! A draft under review: what is doubtful in it, and the changes that a person makes. Everything else in the file stays
//! as it is.

use std::ops::Range;

use super::write::{DOUBT, DRAFT, HEAD, scalar};

/// Words of the text that are shown on either side of those of a doubt.
const AROUND: usize = 10;

/// What a person said stands in the comment, before what it was read from.
const CORRECTED: &str = "corrected · ";

/// A draft as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The text of the file.
    pub text: String,
}

/// A value that is not sure.
#[derive(Debug, Clone)]
pub struct Doubt {
    /// The field: `region`, or for an item of a list, `people`.
    pub field: String,
    /// The value, or the keys and values of a record; empty where nothing is known.
    pub values: Vec<(String, String)>,
    /// Where it was read, and by which rule.
    pub reason: String,
    /// The words of the document; empty if there are none.
    pub words: String,
    /// Its lines, by number.
    lines: Range<usize>,
}

/// Doubts are compared as they are read: their lines move when something above them goes.
impl PartialEq for Doubt {
    fn eq(&self, other: &Self) -> bool {
        (&self.field, &self.values, &self.reason, &self.words)
            == (&other.field, &other.values, &other.reason, &other.words)
    }
}

/// A line of the front matter, taken apart.
struct Line<'a> {
    /// Indentation and the sign of an item.
    indent: &'a str,
    key: Option<&'a str>,
    value: &'a str,
    comment: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let begin = line.len() - line.trim_start_matches([' ', '-']).len();
        let (indent, rest) = line.split_at(begin);
        // a comment begins outside of quotes
        let mut quoted = None;
        let mut before = ' ';
        let at = rest.char_indices().find(|&(_, c)| {
            let begins = c == '#' && quoted.is_none() && before == ' ';
            match quoted {
                Some(quote) if c == quote && before != '\\' => quoted = None,
                None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{' | ',') => quoted = Some(c),
                _ => {}
            }
            before = if before == '\\' && c == '\\' { ' ' } else { c };
            begins
        });
        let (said, comment) = at.map_or((rest, None), |(at, _)| (&rest[..at], Some(rest[at + 1..].trim())));
        let said = said.trim_end();
        let name = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let field =
            said.split_once(':').filter(|(key, after)| name(key) && (after.is_empty() || after.starts_with(' ')));
        let (key, value) = field.map_or((None, said), |(key, value)| (Some(key), value.trim()));
        Self { indent, key, value, comment }
    }

    fn is_item(&self) -> bool {
        self.indent.contains('-')
    }

    /// The same with another value. It stays among what is looked at until the whole is accepted.
    fn with(&self, value: &str) -> String {
        let key = self.key.map(|key| format!("{key}: ")).unwrap_or_default();
        let comment = self.comment.map(|said| {
            let said = said.trim_start_matches(DOUBT).trim_start_matches(CORRECTED);
            format!(" # {DOUBT}{CORRECTED}{said}")
        });
        format!("{}{key}{value}{}", self.indent, comment.unwrap_or_default())
    }
}

impl Draft {
    /// What is to be looked at, in the order of the file.
    pub fn doubts(&self) -> Vec<Doubt> {
        let lines = self.lines();
        let mut doubts = Vec::new();
        let mut field = "";
        for at in self.front() {
            let line = Line::of(lines[at]);
            if line.indent.is_empty() {
                field = line.key.unwrap_or(field);
            }
            let Some(said) = line.comment.and_then(|comment| comment.strip_prefix(DOUBT)) else { continue };
            let end = if line.is_item() { self.end_of_item(&lines, at) } else { at + 1 };
            let inner = lines[at..end].iter().map(|line| Line::of(line)).filter(|line| !line.value.is_empty());
            let (reason, words) = said.split_once("“").unwrap_or((said, ""));
            doubts.push(Doubt {
                field: field.to_owned(),
                values: inner.map(|line| (line.key.unwrap_or_default().to_owned(), bare(line.value))).collect(),
                reason: reason.trim_end_matches([' ', '·']).to_owned(),
                words: words.trim_end_matches(['”', '…']).to_owned(),
                lines: at..end,
            });
        }
        doubts
    }

    /// The words of a doubt with what stands around them in the text.
    pub fn context(&self, doubt: &Doubt) -> Option<String> {
        let body = self.lines()[self.front().end + 1..].join(" ").replace('\\', "");
        let at = body.find(&doubt.words).filter(|_| !doubt.words.is_empty())?;
        let after = at + doubt.words.len();
        // between words, so that no letter is cut
        let start = body[..at].rmatch_indices(' ').nth(AROUND).map_or(0, |(start, _)| start);
        let end = body[after..].match_indices(' ').nth(AROUND).map_or(body.len(), |(end, _)| after + end);
        let (open, close) = (if start > 0 { "…" } else { "" }, if end < body.len() { "…" } else { "" });
        Some(format!("{open}{}{close}", body[start..end].split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// The headline.
    pub fn title(&self) -> String {
        let lines = self.lines();
        let title =
            self.front().map(|at| Line::of(lines[at])).find(|line| line.indent.is_empty() && line.key == Some("title"));
        title.map(|line| bare(line.value)).unwrap_or_default()
    }

    /// Writes another value: of the doubt itself, or of `key` of its record.
    pub fn correct(&mut self, doubt: &Doubt, key: Option<&str>, value: &str) {
        let mut lines: Vec<String> = self.lines().iter().map(|&line| line.to_owned()).collect();
        let of_key = |at: &usize| key.is_none() || Line::of(&lines[*at]).key == key;
        match (doubt.lines.clone().find(of_key), key) {
            (Some(at), _) => {
                let line = Line::of(&lines[at]);
                lines[at] = line.with(&scalar(value));
            }
            (None, Some(key)) => lines.insert(doubt.lines.end, format!("    {key}: {}", scalar(value))),
            (None, None) => {}
        }
        self.put(&lines);
    }

    /// Takes a value out; a list that has none left goes with it.
    pub fn remove(&mut self, doubt: &Doubt) {
        let mut lines: Vec<String> = self.lines().iter().map(|&line| line.to_owned()).collect();
        let item = Line::of(&lines[doubt.lines.start]).is_item();
        lines.drain(doubt.lines.clone());
        let before = doubt.lines.start - 1;
        let next = lines.get(doubt.lines.start).is_some_and(|line| line.starts_with(' '));
        if item && !next && Line::of(&lines[before]).value.is_empty() && !lines[before].starts_with(' ') {
            lines.remove(before);
        }
        self.put(&lines);
    }

    /// Everything is accepted as it stands: what a field was read from stays beside it, the doubt goes.
    pub fn accept(&mut self) {
        let front = self.front();
        let mark = format!(" # {DOUBT}");
        let lines = self.lines().into_iter().enumerate().map(|(at, line)| match line.find(&mark) {
            Some(_) if front.contains(&at) && Line::of(line).comment.is_some_and(|said| said.starts_with(DOUBT)) => {
                line.replacen(&mark, " # ", 1)
            }
            _ => line.to_owned(),
        });
        let lines: Vec<String> = lines.collect();
        self.put(&lines);
        self.text = self.text.replacen(DRAFT, "", 1).replacen(HEAD, "", 1);
    }

    fn lines(&self) -> Vec<&str> {
        self.text.split('\n').collect()
    }

    fn put(&mut self, lines: &[String]) {
        self.text = lines.join("\n");
    }

    /// The lines between the fences.
    fn front(&self) -> Range<usize> {
        let lines = self.lines();
        let end = lines.iter().skip(1).position(|line| line.trim_end() == "---").map_or(1, |at| at + 1);
        1..end
    }

    /// Where the lines of an item end that begins at `at`.
    fn end_of_item(&self, lines: &[&str], at: usize) -> usize {
        let own = Line::of(lines[at]).indent.len();
        let inside = |line: &&&str| line.len() > own && line.starts_with(&" ".repeat(own)) && !Line::of(line).is_item();
        at + 1 + lines[at + 1..self.front().end].iter().take_while(inside).count()
    }
}

/// A value without the quotes of YAML.
fn bare(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    inner.map_or_else(|| value.to_owned(), |text| text.replace("\\\"", "\"").replace("\\\\", "\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\n# Each comment says what a field was read from; `?` marks what is not sure.\n\
        # Correct what is wrong, then remove `draft`: until then the site leaves this out.\ndraft: true\n\
        title: \"क # ख: \\\"ग\\\"\" # h1 · agreed · “क”\nregion: # ? none is sure\nmentions:\n  - up/agra # ? title · name · “आगरा”\n\
        people:\n  - name: \"राम\" # ? new · paragraph 1 · office-before-name · “जिलाध्यक्ष राम”\n    office: \"जिलाध्यक्ष\"\n\
        claims:\n  - value: 80 # paragraph 1 · number-with-unit · “80 सीटें”\n    unit: seats\n---\n\nआगरा में जिलाध्यक्ष राम ने कहा # ? नहीं।\n";

    fn draft() -> Draft {
        Draft { text: TEXT.into() }
    }

    #[test]
    fn doubts_are_those_with_a_mark() {
        let doubts = draft().doubts();
        let fields: Vec<&str> = doubts.iter().map(|doubt| doubt.field.as_str()).collect();
        assert_eq!(fields, ["region", "mentions", "people"]);
        assert_eq!(doubts[0].values, []);
        assert_eq!(doubts[2].values.len(), 2);
        assert_eq!(doubts[2].reason, "new · paragraph 1 · office-before-name");
        assert_eq!(draft().context(&doubts[2]).as_deref(), Some("आगरा में जिलाध्यक्ष राम ने कहा # ? नहीं।"));
        assert_eq!(draft().title(), "क # ख: \"ग\"");
    }

    #[test]
    fn a_change_leaves_the_rest() {
        let mut one = draft();
        one.correct(&one.doubts()[0], None, "up/agra");
        one.correct(&one.doubts()[0], None, "up/agra");
        assert!(one.text.contains("\nregion: up/agra # ? corrected · none is sure\n"), "{}", one.text);
        one.remove(&one.doubts()[1]);
        assert!(!one.text.contains("mentions"), "{}", one.text);
        let people = &one.doubts()[1];
        one.correct(people, Some("office"), "महासचिव");
        assert!(one.text.contains("    office: \"महासचिव\"\n"), "{}", one.text);
        one.correct(people, Some("seat"), "up/agra");
        assert!(one.text.contains("office: \"महासचिव\"\n    seat: up/agra\nclaims:"), "{}", one.text);
    }

    #[test]
    fn accepting_takes_the_marks_and_the_draft_away() {
        let mut one = draft();
        one.accept();
        assert!(one.text.starts_with("---\ntitle: \"क # ख"), "{}", one.text);
        assert!(one.text.contains("name: \"राम\" # new · paragraph 1"), "{}", one.text);
        assert!(one.text.ends_with("कहा # ? नहीं।\n"), "{}", one.text);
        assert_eq!(one.doubts(), []);
    }
}
