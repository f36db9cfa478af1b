//! A small reader of HTML: tags with their attributes, and the text between them. Not the program's own.

/// A start or end tag.
#[derive(Debug, Clone)]
pub struct Tag {
    /// In lower case, with a slash before it for an end tag.
    pub name: String,
    /// Names and values; a value is empty where there is none.
    pub attributes: Vec<(String, String)>,
    /// The text up to the next tag.
    pub text: String,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What it links to or loads.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        ["href", "src", "srcset", "poster", "action"].into_iter().filter_map(|name| self.get(name))
    }
}

/// The tags of a page in order. Comments and the doctype are left out; scripts and styles are text.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if let Some(tag) = tags.last_mut() {
            tag.text.push_str(&unescape(&rest[..at]));
        }
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").expect("a comment ends").1;
        } else if rest.starts_with('!') {
            rest = rest.split_once('>').expect("a declaration ends").1;
        } else {
            let (tag, after) = tag(rest);
            rest = after;
            if matches!(tag.name.as_str(), "script" | "style") {
                let end = rest.find(&format!("</{}", tag.name)).expect("a script ends");
                let text = rest[..end].to_owned();
                rest = &rest[end..];
                tags.push(Tag { text, ..tag });
            } else {
                tags.push(tag);
            }
        }
    }
    tags
}

fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>').expect("a tag ends");
    let mut tag = Tag { name: text[..end].to_lowercase(), attributes: Vec::new(), text: String::new() };
    let mut rest = text[end..].trim_start();
    while !rest.starts_with('>') {
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).expect("an attribute ends");
        let name = rest[..end].to_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inner, after) = quoted.split_once('"').expect("a value is closed");
            value = unescape(inner);
            rest = after;
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(|c: char| c.is_whitespace() || c == '>').expect("a value ends");
            value = unescape(&bare[..end]);
            rest = &bare[end..];
        }
        assert!(!name.is_empty(), "a tag is malformed: {text:.60}");
        tag.attributes.push((name, value));
        rest = rest.trim_start();
    }
    (tag, &rest[1..])
}

/// Text without references to characters; fails on one that it does not know.
pub fn unescape(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, after) = piece.split_once(';').unwrap_or_else(|| panic!("a bare `&` in: {text:.200}"));
        match name {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "nbsp" => out.push('\u{a0}'),
            "apos" | "#39" | "#x27" => out.push('\''),
            "#x2F" | "#x2f" => out.push('/'),
            _ => panic!("`&{name};` in: {text:.200}"),
        }
        out.push_str(after);
    }
    out
}

/// The text of the first element `name`, without its tags.
pub fn text_of(tags: &[Tag], name: &str) -> Option<String> {
    let at = tags.iter().position(|tag| tag.name == name)?;
    let end = format!("/{name}");
    Some(tags[at..].iter().take_while(|tag| tag.name != end).map(|tag| tag.text.as_str()).collect())
}

#[test]
fn tags_are_read() {
    let read = tags("<!doctype html><a href=\"/x?a&amp;b\" hidden class=k>one</a> two<script>a<b</script>");
    let names: Vec<&str> = read.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["a", "/a", "script", "/script"]);
    assert_eq!(read[0].attributes.len(), 3);
    assert_eq!((read[0].get("href"), read[0].get("class"), read[0].text.as_str()), (Some("/x?a&b"), Some("k"), "one"));
    assert_eq!((read[1].text.as_str(), read[2].text.as_str()), (" two", "a<b"));
}
