//! What a page says of itself for machines: JSON-LD, OpenGraph and other `meta`, microdata, `link`.

use serde_json::{Map, Value};

use super::document::Stamp;
use super::{stamp, words};
use crate::markup::{NodeId, Tree};

/// A value with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign<T> {
    /// The value.
    pub value: T,
    /// As it is written.
    pub words: String,
    /// `JSON-LD headline`, `meta og:title`.
    pub place: String,
}

/// All that the page says of itself, in the order of trust.
#[derive(Debug, Default)]
pub struct Signs {
    /// Headlines, without that of `<title>`.
    pub headlines: Vec<Sign<String>>,
    /// The text of `<title>`.
    pub title: Option<String>,
    /// Standfirsts, or what was put in their place.
    pub descriptions: Vec<String>,
    /// Dates of first publication.
    pub published: Vec<Sign<Stamp>>,
    /// Dates of the last change.
    pub updated: Vec<Sign<Stamp>>,
    /// Who wrote it.
    pub authors: Vec<Sign<String>>,
    /// Names of the outlet.
    pub outlets: Vec<Sign<String>>,
    /// `link rel=canonical`.
    pub canonical: Option<String>,
    /// `og:url`.
    pub og_url: Option<String>,
    /// The address in JSON-LD.
    pub own_url: Option<String>,
    /// The text in JSON-LD, for pages that show it by script.
    pub text: Option<String>,
    /// Section, keywords, breadcrumbs.
    pub filed_under: Vec<String>,
}

/// Kinds of work in JSON-LD and microdata that are an article. A page, a picture or a film has dates of its own.
const ARTICLES: &[&str] = &[
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "SocialMediaPosting",
    "Report",
];

/// Reads a page's signs.
pub fn signs(tree: &Tree) -> Signs {
    let mut signs = Signs::default();
    let mut scripts = Vec::new();
    for node in tree.below(Tree::ROOT) {
        match tree.tag(node) {
            "script" if tree.attribute(node, "type").is_some_and(|kind| kind.contains("ld+json")) => {
                scripts.extend(tree.children(node).map(|text| tree.text(text)));
            }
            "title" if signs.title.is_none() && !tree.up(node).any(|above| tree.tag(above) == "svg") => {
                signs.title = Some(tree.words(node)).filter(|title| !title.is_empty() && title.len() < 2000);
            }
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                signs.canonical = signs.canonical.take().or_else(|| address(tree.attribute(node, "href")));
            }
            _ => {}
        }
    }
    let values: Vec<Value> = scripts.into_iter().filter_map(|script| signs.parsed(script)).collect();
    let mut every = Vec::new();
    values.iter().for_each(|value| collect(value, &mut every));
    values.iter().for_each(|value| signs.read_json(value, &every));
    for node in tree.below(Tree::ROOT) {
        if tree.tag(node) == "meta" && tree.attribute(node, "itemprop").is_none() {
            signs.read_meta(tree, node);
        } else if tree.attribute(node, "itemprop").is_some() {
            signs.read_microdata(tree, node);
        }
    }
    signs
}

/// An address that can be one of a page: absolute, http or https.
fn address(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let whole = rest.contains('.') && !text.contains(char::is_whitespace) && text.len() < 2000;
    whole.then(|| text.to_owned())
}

fn sign(value: &str, place: impl Into<String>) -> Option<Sign<String>> {
    let value = words::tidy(&quick_xml::escape::unescape(value).unwrap_or(value.into()));
    (!value.is_empty() && value.len() < 2000).then(|| Sign { words: value.clone(), value, place: place.into() })
}

fn dated(text: &str, place: impl Into<String>) -> Option<Sign<Stamp>> {
    stamp::of_machine(text).map(|value| Sign { value, words: text.trim().into(), place: place.into() })
}

impl Signs {
    fn read_meta(&mut self, tree: &Tree, node: NodeId) {
        let (Some(name), Some(content)) = (
            tree.attribute(node, "property").or_else(|| tree.attribute(node, "name")),
            tree.attribute(node, "content"),
        ) else {
            return;
        };
        let place = format!("meta {name}");
        match name.to_ascii_lowercase().as_str() {
            "og:title" | "twitter:title" => self.headlines.extend(sign(content, place)),
            "og:description" | "description" | "twitter:description" => {
                self.descriptions.extend(sign(content, place).map(|sign| sign.value));
            }
            "og:site_name" | "publisher" | "dc.publisher" | "application-name" => {
                self.outlets.extend(sign(content, place))
            }
            "copyright" if !words::is_company(content) => {
                self.outlets.extend(sign(words::owner(content).unwrap_or(content), place));
            }
            "article:published_time"
            | "og:article:published_time"
            | "publish-date"
            | "publishdate"
            | "pubdate"
            | "publication_date"
            | "datepublished"
            | "dc.date.issued"
            | "parsely-pub-date"
            | "dc.date"
            | "date"
            | "sailthru.date"
            | "cxenseparse:recs:publishtime"
            | "article:published"
            | "og:published_time"
            | "published_time"
            | "dcterms.created"
            | "article.published" => {
                self.published.extend(dated(content, place));
            }
            "article:modified_time"
            | "og:updated_time"
            | "last-modified"
            | "lastmod"
            | "datemodified"
            | "article.updated"
            | "og:modified_time"
            | "modified_time"
            | "dcterms.modified"
            | "article:modified" => {
                self.updated.extend(dated(content, place));
            }
            "author" | "article:author" | "dc.creator" | "parsely-author" if !content.contains("://") => {
                self.authors.extend(sign(content, place));
            }
            "og:url" => self.og_url = self.og_url.take().or_else(|| address(Some(content))),
            "article:section" => self.filed_under.extend(sign(content, place).map(|sign| sign.value)),
            "keywords" | "news_keywords" | "article:tag" => {
                self.filed_under.extend(content.split(',').filter_map(|word| sign(word, "").map(|sign| sign.value)));
            }
            _ => {}
        }
    }

    fn read_microdata(&mut self, tree: &Tree, node: NodeId) {
        let kind = |node| tree.attribute(node, "itemtype").map(|kind| kind.rsplit('/').next().unwrap_or(kind));
        let scope = tree.up(node).skip(1).find(|above| tree.attribute(*above, "itemscope").is_some());
        // a `meta` of the head is of the page
        let of_page = scope.is_none() && tree.tag(node) == "meta";
        if !of_page && !scope.and_then(kind).is_some_and(|kind| ARTICLES.contains(&kind)) {
            return;
        }
        let own = || match tree.attribute(node, "content").or_else(|| tree.attribute(node, "datetime")) {
            Some(value) => value.to_owned(),
            None => {
                let named = tree.below(node).find(|below| tree.attribute(*below, "itemprop") == Some("name"));
                let named = named.unwrap_or(node);
                tree.attribute(named, "content").map_or_else(|| tree.words(named), str::to_owned)
            }
        };
        for property in tree.attribute(node, "itemprop").unwrap_or_default().split_whitespace() {
            let place = format!("itemprop {property}");
            match property {
                "headline" => self.headlines.extend(sign(&own(), place)),
                "datePublished" => self.published.extend(dated(&own(), place)),
                "dateModified" => self.updated.extend(dated(&own(), place)),
                "author" if kind(node) != Some("Organization") => self.authors.extend(sign(&own(), place)),
                "publisher" => self.outlets.extend(sign(&own(), place)),
                "articleSection" => self.filed_under.extend(sign(&own(), place).map(|sign| sign.value)),
                _ => {}
            }
        }
    }

    /// A script as JSON; what is none is read as far as it is plain.
    fn parsed(&mut self, script: &str) -> Option<Value> {
        let script = script
            .trim()
            .trim_start_matches("<!--")
            .trim_start_matches("//<![CDATA[")
            .trim_end_matches("-->")
            .trim_end_matches(';');
        match serde_json::from_str::<Value>(script).or_else(|_| serde_json::from_str(&mended(script))) {
            Ok(value) => Some(value),
            Err(_) => {
                self.read_broken(script);
                None
            }
        }
    }

    /// Reads a script; `every` are the objects of all scripts, for what it refers to.
    fn read_json(&mut self, value: &Value, every: &[&Map<String, Value>]) {
        let mut all = Vec::new();
        collect(value, &mut all);
        for list in all.iter().filter(|object| is_kind(object, &["BreadcrumbList"])) {
            for item in list.get("itemListElement").and_then(Value::as_array).into_iter().flatten() {
                let name = item.get("name").or_else(|| item.get("item")?.get("name")).and_then(Value::as_str);
                self.filed_under.extend(name.and_then(|name| sign(name, "")).map(|sign| sign.value));
            }
        }
        let Some(article) = all.iter().find(|object| is_kind(object, ARTICLES)) else { return };
        let text = |key: &str| article.get(key).and_then(Value::as_str);
        let place = |key: &str| format!("JSON-LD {key}");
        let resolved =
            |value: &Value| by_id(value, every).map_or_else(|| value.clone(), |object| Value::Object(object.clone()));
        self.text = self.text.take().or_else(|| text("articleBody").map(str::to_owned));
        self.headlines.extend(text("headline").and_then(|text| sign(text, place("headline"))));
        self.descriptions.extend(text("description").and_then(|text| sign(text, "")).map(|sign| sign.value));
        self.published.extend(text("datePublished").and_then(|text| dated(text, place("datePublished"))));
        self.updated.extend(text("dateModified").and_then(|text| dated(text, place("dateModified"))));
        for author in many(article.get("author")).map(resolved) {
            let organisation =
                author.as_object().is_some_and(|object| is_kind(object, &["Organization", "NewsMediaOrganization"]));
            if !organisation {
                self.authors.extend(name_of(&author).and_then(|name| sign(name, place("author"))));
            }
        }
        for publisher in many(article.get("publisher")).map(resolved) {
            self.outlets.extend(name_of(&publisher).and_then(|name| sign(name, place("publisher"))));
        }
        if self.outlets.is_empty() {
            let site = every.iter().find(|object| is_kind(object, &["NewsMediaOrganization", "WebSite"]));
            self.outlets.extend(site.and_then(|site| sign(site.get("name")?.as_str()?, "JSON-LD WebSite")));
        }
        for section in many(article.get("articleSection")) {
            self.filed_under.extend(section.as_str().and_then(|text| sign(text, "")).map(|sign| sign.value));
        }
        let page = article.get("mainEntityOfPage");
        let url = text("url").or_else(|| page.and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str())));
        self.own_url = self.own_url.take().or_else(|| address(url));
    }

    /// From what is no JSON, only what stands in it once and in plain words: the two dates and the headline.
    fn read_broken(&mut self, script: &str) {
        let only = |key: &str| {
            let quoted = format!("\"{key}\"");
            let mut places = memchr::memmem::find_iter(script.as_bytes(), quoted.as_bytes());
            let (at, None) = (places.next()?, places.next()) else { return None };
            let value = script[at + quoted.len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
            value.split('"').next().filter(|value| !value.contains('\n'))
        };
        if !ARTICLES.iter().any(|kind| script.contains(&format!("\"{kind}\""))) {
            return;
        }
        let place = |key: &str| format!("JSON-LD {key} (broken)");
        self.headlines.extend(only("headline").and_then(|text| sign(text, place("headline"))));
        self.published.extend(only("datePublished").and_then(|text| dated(text, place("datePublished"))));
        self.updated.extend(only("dateModified").and_then(|text| dated(text, place("dateModified"))));
    }
}

/// JSON as sites write it: line breaks inside strings and commas before closing brackets are mended.
fn mended(script: &str) -> String {
    let mut mended = String::with_capacity(script.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in script.chars() {
        match c {
            '"' if !escaped => quoted = !quoted,
            ']' | '}' if !quoted => {
                let end = mended.trim_end().len();
                if mended[..end].ends_with(',') {
                    mended.truncate(end - 1);
                }
            }
            _ => {}
        }
        escaped = quoted && c == '\\' && !escaped;
        mended.push(if quoted && c.is_control() { ' ' } else { c });
    }
    mended
}

/// The objects at the top, in `@graph` and under `mainEntity`, in order.
fn collect<'a>(value: &'a Value, all: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, all)),
        Value::Object(object) => {
            all.push(object);
            for key in ["@graph", "mainEntity"] {
                if let Some(value) = object.get(key) {
                    collect(value, all);
                }
            }
        }
        _ => {}
    }
}

fn is_kind(object: &Map<String, Value>, kinds: &[&str]) -> bool {
    let is = |kind: &str| kinds.contains(&kind.rsplit(['/', ':']).next().unwrap_or(kind));
    many(object.get("@type")).any(|kind| kind.as_str().is_some_and(is))
}

/// The values of an array, or the one value.
fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.into_iter().flat_map(|value| match value {
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    })
}

fn name_of(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.contains("://")).or_else(|| value.get("name")?.as_str())
}

/// What a bare `{"@id": …}` refers to.
fn by_id<'a>(value: &Value, all: &[&'a Map<String, Value>]) -> Option<&'a Map<String, Value>> {
    let id = value.get("@id").filter(|_| value.get("name").is_none())?;
    all.iter().find(|object| object.get("@id") == Some(id) && object.contains_key("name")).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(script: &str) -> Signs {
        let html = format!("<script type=application/ld+json>{script}</script>");
        signs(&crate::markup::parse(&html).expect("a tree"))
    }

    #[test]
    fn an_article_is_found_in_a_graph_and_pictures_are_not() {
        let found = of(r##"{"@graph":[{"@type":"ImageObject","datePublished":"2019-01-01"},
            {"@type":"Person","@id":"#a","name":"Asha Rao"},
            {"@type":["NewsArticle"],"headline":"One &amp; two","author":{"@id":"#a"},"datePublished":"2024-05-01T10:00:00Z",
             "publisher":{"name":"Post"},"liveBlogUpdate":[{"@type":"BlogPosting","datePublished":"2024-05-03"}]}]}"##);
        assert_eq!(found.headlines[0].value, "One & two");
        assert_eq!(found.authors[0].value, "Asha Rao");
        assert_eq!(found.published.len(), 1);
        assert_eq!(found.outlets[0].place, "JSON-LD publisher");
    }

    #[test]
    fn broken_json_gives_only_what_is_plain() {
        let mended = of("{\"@type\":\"NewsArticle\",\"headline\":\"One\ntwo\",}");
        assert_eq!(mended.headlines[0].value, "One two");
        let broken = of(
            r#"{"@type":"NewsArticle","description":"He said "yes"","datePublished":"2024-05-01","author":{"name":"X"}}"#,
        );
        assert_eq!((broken.published.len(), broken.authors.len()), (1, 0));
        let twice = of(r#"{"@type":"NewsArticle",x,"datePublished":"2024-05-01","datePublished":"2024-05-02"}"#);
        assert!(twice.published.is_empty());
    }
}
