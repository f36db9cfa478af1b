//! Raw HTML in a body: what it may hold, and what is said of the rest.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Mutex;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use pulldown_cmark_escape::escape_html_body_text;

use crate::markup::attributes;

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

/// Removes everything but the allowed elements; anchors (`ids`) and classes are ours alone. What Markdown alone makes
/// stays, and cleaning the result once more changes nothing.
pub fn sanitise(html: &str, ids: &BTreeSet<String>, embedded: bool) -> String {
    let clean = |html: &str| cleaner(ids.clone(), embedded).clean(html).to_string();
    let mut html = clean(html);
    for _ in 0..ROUNDS {
        let again = clean(&html);
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

fn cleaner(ids: BTreeSet<String>, embedded: bool) -> ammonia::Builder<'static> {
    let ids = Mutex::new(ids);
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
            // each stands once
            "id" => ids.lock().ok()?.take(value).map(Into::into),
            "class" => (CLASSES.contains(&value) || value.strip_prefix("language-").is_some_and(|l| !l.is_empty()))
                .then(|| value.into()),
            "role" => (value == "doc-endnotes").then(|| value.into()),
            "src" if embedded => value.starts_with("data:image/").then(|| value.into()),
            "href" | "src" if !may_lead_to(element, value) => None,
            _ => Some(value.into()),
        });
    cleaner
}

/// Elements, attributes and passages of a piece of raw HTML that will be left out.
pub fn refused(html: &str) -> Vec<String> {
    // it is not sanitised either: a tag of so many attributes is beyond the limit
    if attributes::check(html.as_bytes()).is_err() {
        return Vec::new();
    }
    let tokens = Tokenizer::new(Refused::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokens.feed(&input);
    tokens.end();
    let mut refused = tokens.sink.0.into_inner();
    // a remark that is not closed takes all that follows
    let closed = |rest: &str| rest.contains("-->") || rest.contains("--!>") || rest.starts_with(['>', '-']);
    if html.rsplit_once("<!--").is_some_and(|(_, rest)| !closed(rest)) {
        refused.insert("<!--".to_owned());
    }
    refused.into_iter().collect()
}

/// What of the tokens of a piece is left out.
#[derive(Default)]
struct Refused(RefCell<BTreeSet<String>>);

impl TokenSink for Refused {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut refused = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => refused.extend(refused_of(&tag)),
            // of another language, and no remark
            Token::CommentToken(text) if text.starts_with(['[', '?']) => {
                refused.insert(if text.starts_with('?') { "<?" } else { "<![" }.to_owned());
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The name of a tag that is left out, and its attributes that are.
fn refused_of(tag: &Tag) -> Vec<String> {
    let mut refused = Vec::new();
    let element = &*tag.name;
    if !ALLOWED.contains(&element) {
        refused.push(element.to_owned());
    }
    for attribute in &tag.attrs {
        match &*attribute.name.local {
            name @ ("href" | "src") if !may_lead_to(element, &attribute.value) => {
                refused.push(format!("{name}=\"{}\"", attribute.value.chars().take(40).collect::<String>()));
            }
            name @ ("style" | "srcdoc" | "srcset" | "ping" | "formaction") => refused.push(name.to_owned()),
            name if name.starts_with("on") => refused.push(name.to_owned()),
            _ => {}
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The hostile texts of `tests/xss`.
    fn texts() -> impl Iterator<Item = String> {
        let all = include_str!("../../tests/xss/payloads.txt");
        all.lines().filter(|line| line.contains('§')).map(|line| line.replace('⏎', "\n").replace("\\u{0}", "\0"))
    }

    #[test]
    fn what_is_clean_stays_as_it_is() {
        assert!(texts().count() > 500);
        for text in texts() {
            let once = sanitise(&text, &BTreeSet::new(), false);
            assert_eq!(sanitise(&once, &BTreeSet::new(), false), once, "{text}");
            assert_eq!(refused(&once), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        for address in
            ["//h/x", "\\\\h/x", "/\\h/x", "\t//h:80/x", "/\n/h:80/x", " //h:80/x", "java\tscript:x", "\u{1}x:y"]
        {
            assert!(!may_lead_to("a", address) && !may_lead_to("img", address), "{address}");
        }
        for address in ["x.png", "/x.png", "../x.png", "#x", "?x:y", "a/b:c"] {
            assert!(may_lead_to("a", address) && may_lead_to("img", address), "{address}");
        }
        assert!(may_lead_to("a", "https://h/") && !may_lead_to("img", "https://h/"));
    }

    #[test]
    fn an_anchor_stands_once() {
        let html = "<p id=\"claim-1\">a</p><p id=\"claim-1\">b</p><p id=\"x\">c</p>";
        let clean = sanitise(html, &BTreeSet::from(["claim-1".to_owned()]), false);
        assert_eq!(clean, "<p id=\"claim-1\">a</p><p>b</p><p>c</p>");
    }

    #[test]
    fn what_is_allowed_stays() {
        for html in [
            "<a href=\"https://h/x\">a</a>",
            "<a href=\"../x\">a</a>",
            "<img src=\"x.png\" alt=\"\">",
            "<code class=\"language-rust\">a</code>",
            "<div class=\"footnotes\" role=\"doc-endnotes\">a</div>",
        ] {
            assert_eq!(sanitise(html, &BTreeSet::new(), false), html);
        }
        for (html, clean) in [
            ("<code class=\"language-\">a</code>", "<code>a</code>"),
            ("<b class=\"theirs\" role=\"alert\">a</b>", "<b>a</b>"),
            ("<a href=\"javascript:x\">a</a>", "<a>a</a>"),
        ] {
            assert_eq!(sanitise(html, &BTreeSet::new(), false), clean);
        }
        let picture = "<img src=\"data:image/png;base64,aGk=\" alt=\"\">";
        assert_eq!(sanitise(picture, &BTreeSet::new(), true), picture);
        assert_eq!(sanitise("<img src=\"x.png\" alt=\"\">", &BTreeSet::new(), true), "<img alt=\"\">");
    }

    #[test]
    fn what_is_left_out_is_named() {
        let cases: [(&str, &[&str]); 13] = [
            ("<b title=\"a>b\" onclick=\"x\">", &["onclick"]),
            ("<a href=\"java&#9;script:x\">", &["href=\"java\tscript:x\""]),
            ("<![CDATA[ words ]]>", &["<!["]),
            ("<?words?>", &["<?"]),
            ("<!-- a remark -->", &[]),
            ("<!-- never closed\n\nwords", &["<!--"]),
            ("</b><BR/>", &[]),
            ("<!-->words", &[]),
            ("<!--->words", &[]),
            ("</b onclick=\"x\"></form>", &[]),
            (
                "<b style=\"x\" srcdoc=\"x\" srcset=\"x\" ping=\"x\" formaction=\"x\">",
                &["formaction", "ping", "srcdoc", "srcset", "style"],
            ),
            ("<form>", &["form"]),
            ("<a href=\"https://h/\" title=\"x\">", &[]),
        ];
        for (html, expected) in cases {
            assert_eq!(refused(html), expected, "{html}");
        }
    }
}
