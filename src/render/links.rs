//! The links and anchors of a rendered page, found in its HTML.

use std::hash::BuildHasher;
use std::sync::Arc;

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::model::page::Page;

/// Links of one page that have to be checked when all pages are known, and the anchors it offers.
#[derive(Debug, Clone, Default)]
pub struct PageLinks {
    /// Local links that lead to no planned file.
    pub broken: Vec<String>,
    /// Links with a fragment: file and anchor.
    pub fragments: Arc<[(String, String)]>,
    /// Hashes of the anchors of this page: those of all pages are kept until the end.
    pub anchors: Arc<[u64]>,
}

/// The files of the site, by their paths.
pub struct Paths<'a>(FxHashSet<&'a str>);

impl<'a> Paths<'a> {
    /// Those of a planned site.
    pub fn new(plan: &'a [Page]) -> Self {
        Self(plan.iter().map(|page| page.path.as_str()).collect())
    }

    /// Whether a path within the site is that of a file: a folder's page is also its `index.html`.
    pub fn contains(&self, path: &str) -> bool {
        let folder = || path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        self.0.contains(path) || folder().is_some_and(|folder| self.0.contains(folder))
    }
}

/// Finds the links and anchors of `html` (UTF-8), given the base of the site and the path of the page; local
/// addresses begin with the base, or with `../`, and lead to one of `files`.
pub fn scan(html: &[u8], (base, from): (&str, &str), files: &Paths<'_>) -> PageLinks {
    let (mut broken, mut fragments, mut anchors) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in attributes(html) {
        let value = || std::str::from_utf8(value).unwrap_or_default();
        if name.ends_with(b" href") || name.ends_with(b" src") {
            if !outwards(value(), from).is_some_and(|path| files.contains(path)) {
                match link(value(), base, files) {
                    Link::Broken => broken.push(unescape(value())),
                    Link::Fragment(file, fragment) => fragments.push((file, fragment)),
                    Link::Fine => {}
                }
            }
        } else if name.ends_with(b" id") {
            anchors.push(hash(&unescape(value())));
        }
    }
    PageLinks { broken, fragments: fragments.into(), anchors: anchors.into() }
}

/// The attributes of `html` with a value: what stands before it since the last one, which ends with the name, and
/// the value.
pub fn attributes(html: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let finder = memmem::Finder::new(b"=\"");
    let mut rest = html;
    let mut in_tag = false;
    std::iter::from_fn(move || {
        let mut from = 0;
        loop {
            let at = from + finder.find(&rest[from..])?;
            // neither text nor values hold brackets
            if let Some(bracket) = memchr::memrchr2(b'<', b'>', &rest[from..at]) {
                in_tag = rest[from + bracket] == b'<';
            }
            if in_tag {
                let (name, value) = (&rest[..at], &rest[at + 2..]);
                let end = memchr::memchr(b'"', value)?;
                rest = &value[end + 1..];
                return Some((name, &value[..end]));
            }
            from = at + 2;
        }
    })
}

/// The path within the site of an address that leads out of all folders of the page `from`.
fn outwards<'a>(value: &'a str, from: &str) -> Option<&'a str> {
    let mut path = value.strip_prefix("../").filter(|_| !from.is_empty())?;
    for _ in 1..from.matches('/').count() {
        path = path.strip_prefix("../")?;
    }
    Some(path)
}

/// What has to be done about a link.
enum Link {
    /// It leads out, or to a file of the site.
    Fine,
    /// It leads nowhere.
    Broken,
    /// It leads to an anchor of a file.
    Fragment(String, String),
}

fn link(value: &str, base: &str, files: &Paths<'_>) -> Link {
    let Some(path) = value.strip_prefix(base) else {
        // a relative address leads elsewhere from every page; one with a scheme leads out
        let relative = !value.is_empty() && !value.starts_with(['/', '#']) && !value.contains(':');
        let local = relative || value.starts_with('/') && !value.starts_with("//");
        return if local { Link::Broken } else { Link::Fine };
    };
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let plain = !path.contains(['%', '&', '?']);
    let known = plain && files.contains(path);
    let file = if known { path.to_owned() } else { decode(path) };
    match fragment.filter(|fragment| !fragment.is_empty()) {
        _ if !known && !files.contains(&file) => Link::Broken,
        Some(fragment) => Link::Fragment(file, decode(fragment)),
        None => Link::Fine,
    }
}

/// Whether a path within the site, as it is written in a link, leads to one of its files.
pub fn leads_somewhere(path: &str, files: &Paths<'_>) -> bool {
    files.contains(path) || files.contains(&decode(path))
}

/// The hash by which an anchor is known.
pub fn hash(anchor: &str) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(anchor)
}

fn decode(text: &str) -> String {
    let text = unescape(text.split('?').next().unwrap_or(text));
    crate::url::percent_decode(&text).unwrap_or(text)
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::attributes;

    #[test]
    fn text_has_no_attributes() {
        let html = br#"<a href="/x">b href="/y" c</a> d="e <p id="s" class="k">="#;
        let found: Vec<_> = attributes(html).map(|(_, value)| value).collect();
        assert_eq!(found, [&b"/x"[..], b"s", b"k"]);
    }
}
