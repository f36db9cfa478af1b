//! Raw HTML: what of it may stand.

use std::collections::{BTreeSet, HashSet};

use pulldown_cmark_escape::escape_html_body_text;

/// Elements that raw HTML may use, beside those that Markdown makes.
const ALLOWED: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

const CLASSES: &[&str] = &["claim", "footnotes", "footnote-ref", "footnote-back", "right", "center"];

/// How often HTML is cleaned until that changes nothing: wrong nesting is repaired in another way each time.
const ROUNDS: usize = 4;

/// Removes everything but the allowed elements; anchors and classes are ours alone. What Markdown alone makes stays, and
/// cleaning the result once more changes nothing.
pub fn sanitise(html: &str, ids: &BTreeSet<String>, embedded: bool) -> String {
    let cleaner = cleaner(ids.iter().cloned().collect(), embedded);
    let mut html = cleaner.clean(html).to_string();
    for _ in 0..ROUNDS {
        let again = cleaner.clean(&html).to_string();
        if again == html {
            return html;
        }
        html = again;
    }
    // what does not come to rest is shown as it is written; writing to a string cannot fail
    let mut text = String::new();
    let _ = escape_html_body_text(&mut text, &html);
    text
}

fn cleaner(ids: HashSet<String>, embedded: bool) -> ammonia::Builder<'static> {
    let mut cleaner = ammonia::Builder::new();
    cleaner
        .tags(ALLOWED.iter().copied().collect())
        .generic_attributes(["id", "class", "lang", "dir", "title"].into_iter().collect())
        .tag_attributes(
            [
                ("a", &["href"][..]),
                ("div", &["role"]),
                ("img", &["src", "alt", "width", "height", "loading"]),
                ("th", &["scope", "colspan", "rowspan"]),
                ("td", &["colspan", "rowspan"]),
                ("time", &["datetime"]),
                ("ol", &["start"]),
            ]
            .into_iter()
            .map(|(tag, names)| (tag, names.iter().copied().collect()))
            .collect(),
        )
        .url_schemes(["http", "https", "mailto", "data"].into_iter().collect())
        .link_rel(None)
        .attribute_filter(move |element, name, value| match name {
            "id" => ids.contains(value).then(|| value.into()),
            "class" => (CLASSES.contains(&value) || value.strip_prefix("language-").is_some_and(|l| !l.is_empty()))
                .then(|| value.into()),
            "role" => (value == "doc-endnotes").then(|| value.into()),
            "src" if embedded => value.starts_with("data:image/").then(|| value.into()),
            "href" | "src" if !may_lead_to(element, value) => None,
            _ => Some(value.into()),
        });
    cleaner
}

/// Elements and attributes of a piece of raw HTML that will be left out.
pub fn refused(html: &str) -> Vec<String> {
    let mut refused = Vec::new();
    for piece in html.split('<').skip(1).filter(|piece| !piece.starts_with('/')) {
        let name: String =
            piece.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if !name.is_empty() && !ALLOWED.contains(&name.as_str()) {
            refused.push(name.clone());
        }
        let attributes = piece.split('>').next().unwrap_or_default();
        for (attribute, value) in attributes.split_whitespace().filter_map(|word| word.split_once('=')) {
            let value = value.trim_matches(['"', '\'']);
            if matches!(attribute.to_ascii_lowercase().as_str(), "href" | "src") && !may_lead_to(&name, value) {
                refused.push(format!("{attribute}=\"{}\"", value.chars().take(40).collect::<String>()));
            }
        }
        for word in attributes.split(|c: char| c.is_whitespace() || c == '/').skip(1) {
            let attribute = word.split('=').next().unwrap_or_default().to_ascii_lowercase();
            let handler = attribute.starts_with("on") && word.contains('=');
            if handler || matches!(attribute.as_str(), "style" | "srcdoc" | "srcset" | "ping" | "formaction") {
                refused.push(attribute);
            }
        }
    }
    refused.sort();
    refused.dedup();
    refused
}

/// Whether an element of raw HTML may have this address: pictures come from the site alone.
fn may_lead_to(element: &str, address: &str) -> bool {
    // what browsers make of it: they skip line breaks and what they cannot show, and take a backslash for a slash
    let address = address.replace(|c: char| c.is_control(), "").replace('\\', "/");
    let address = address.trim();
    let scheme = address.split(['/', '#', '?']).next().and_then(|start| start.split_once(':'));
    match scheme.map(|(scheme, _)| scheme.to_ascii_lowercase()) {
        None => !address.starts_with("//"),
        Some(scheme) => element != "img" && matches!(scheme.as_str(), "http" | "https" | "mailto"),
    }
}
