//! Pages that are read from a disk: their links lead from file to file.

use super::Renderer;
use super::links::attributes;
use crate::cache;
use crate::error::Result;
use crate::model::page::{Page, file_of};

/// Attributes whose value is one address.
const ADDRESSES: [&[u8]; 5] = [b" href", b" src", b" poster", b" action", b" formaction"];

impl Renderer<'_> {
    /// Hands a page on, as it has to be for the reader.
    pub(super) fn write_html(&self, page: &Page, html: &[u8], known: Option<cache::Page>) -> Result<()> {
        if self.pages.views.site.settings.offline {
            return self.sink.file(&page.file(), &relative(html, self.base, page), known);
        }
        self.sink.file(&page.file(), html, known)
    }
}

/// The HTML of `page` with every address below `base` relative to the page's own file, so that the folder of the
/// site can be opened wherever it lies. Addresses with a host, those for the public, stay as they are.
fn relative(html: &[u8], base: &str, page: &Page) -> Vec<u8> {
    let up = match page.file().matches('/').count() {
        // without it a name with a colon would be a scheme
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    };
    let mut out = Vec::with_capacity(html.len());
    let (mut done, mut last) = (0, &b""[..]);
    for (before, value) in attributes(html) {
        let text = std::str::from_utf8(value).unwrap_or_default();
        let moved = if ADDRESSES.iter().any(|name| before.ends_with(name)) {
            Some(link(text, base, &up))
        } else if before.ends_with(b" srcset") {
            Some(text.split(',').map(|one| link(one.trim(), base, &up)).collect::<Vec<_>>().join(", "))
        } else if last == b"refresh" && before == b" content" {
            text.split_once("url=").map(|(wait, to)| format!("{wait}url={}", link(to, base, &up)))
        } else {
            None
        };
        out.extend_from_slice(before);
        out.extend_from_slice(b"=\"");
        out.extend_from_slice(moved.as_ref().map_or(value, String::as_bytes));
        out.push(b'"');
        done += before.len() + value.len() + 3;
        last = value;
    }
    out.extend_from_slice(&html[done..]);
    out
}

/// One address, with the file of a folder; `up` leads from the page to the root of the site.
fn link(value: &str, base: &str, up: &str) -> String {
    let (up, rest) = match value.strip_prefix(base) {
        // the host of another site
        Some(rest) if rest.starts_with('/') => return value.to_owned(),
        Some(rest) => (up, rest),
        None if value.starts_with("../") => ("", value),
        None => return value.to_owned(),
    };
    // a character may be written as a reference: `&#39;`
    let ends = |&(at, c): &(usize, char)| c == '?' || c == '#' && !rest[..at].ends_with('&');
    let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
    format!("{up}{}{}", file_of(&rest[..end]), &rest[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::PageKind;
    use crate::text::Language;

    fn at(path: &str, base: &str, html: &str) -> String {
        let page = Page { path: path.to_owned(), language: Language::HINDI, kind: PageKind::NotFound };
        String::from_utf8(relative(html.as_bytes(), base, &page)).expect("text stays text")
    }

    #[test]
    fn addresses_lead_to_files() {
        for (value, from_home, from_within) in [
            ("/x/", "./index.html", "../../index.html"),
            ("/x/?a=1&amp;b=/x/#c", "./index.html?a=1&amp;b=/x/#c", "../../index.html?a=1&amp;b=/x/#c"),
            ("/x/a/#भाग", "./a/index.html#भाग", "../../a/index.html#भाग"),
            ("/x/a%3Fb/c&#39;d/", "./a%3Fb/c&#39;d/index.html", "../../a%3Fb/c&#39;d/index.html"),
            ("/x/a:b.pdf", "./a:b.pdf", "../../a:b.pdf"),
            ("/y/", "/y/", "/y/"),
            ("../../a/", "../../a/index.html", "../../a/index.html"),
            ("../../s.js", "../../s.js", "../../s.js"),
            ("https://a.org/x/", "https://a.org/x/", "https://a.org/x/"),
            ("//a.org/x/", "//a.org/x/", "//a.org/x/"),
            ("#x", "#x", "#x"),
        ] {
            for (page, expected) in [("", from_home), ("c/d/", from_within)] {
                let html = |value: &str| format!("<p>a=b <a class=\"k\" href=\"{value}\">/x/</a> x=\"");
                assert_eq!(at(page, "/x/", &html(value)), html(expected), "{page}");
            }
        }
        assert_eq!(at("", "/", "<a href=\"//a.org/\" src=\"/b\">"), "<a href=\"//a.org/\" src=\"./b\">");
    }

    #[test]
    fn other_attributes_with_addresses() {
        let html = |root: &str, end: &str| {
            format!(
                "<meta http-equiv=\"refresh\" content=\"0; url={root}a/{end}\"><meta content=\"url=/a/\">\
                 <img srcset=\"{root}a.png, {root}b.png 2x\" alt=\"/c/\">"
            )
        };
        assert_eq!(at("c.html", "/", &html("/", "")), html("./", "index.html"));
    }
}
