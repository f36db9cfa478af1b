//! The body of an article or a page: read again, checked to be the same, and turned into HTML.

use std::collections::{HashMap, HashSet};

use super::body::{self, Links, Standing};
use super::{body_lint, ledger};
use crate::cache::Reference;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::load::{FileKind, Sources, utf8};
use crate::model::body::{Body, Target};
use crate::model::claim::Claim;
use crate::model::limits::Limits;
use crate::parse::markdown;
use crate::source::{SourceId, Span};
use crate::url::Base;

/// Where links between files lead.
pub struct Targets<'a> {
    /// The pages made from files.
    pub pages: HashMap<SourceId, Place<'a>>,
    /// Articles that the site does not show at its instant, and the addresses that they have at others. What links
    /// to them stands without the link.
    pub away: HashMap<SourceId, String>,
    /// Those addresses.
    pub away_paths: HashSet<String>,
}

impl Targets<'_> {
    /// The path of a file's page, and whether it shows the text of the file; an empty one for articles that are away.
    pub fn of(&self, id: SourceId) -> Option<(&str, bool)> {
        match self.pages.get(&id) {
            Some(place) => Some((place.path, place.text)),
            None => self.away.contains_key(&id).then_some(("", false)),
        }
    }
}

/// The page of a file.
pub struct Place<'a> {
    /// Its path.
    pub path: &'a str,
    /// Whether it shows the text of the file, to whose headings and claims a link may lead.
    pub text: bool,
}

/// A page that is made from a file.
pub struct Document<'a> {
    /// The file.
    pub source: SourceId,
    /// Where its body begins.
    pub start: usize,
    /// The path of its page.
    pub path: &'a str,
    /// Its claims, if it is an article.
    pub claims: &'a [Claim],
    /// Whether the article says that something in it disagrees.
    pub conflicts: bool,
    /// Hash of the file when it was read first, if that was kept.
    pub hash: Option<[u8; 32]>,
}

/// A body as it is written, with the files that go with it.
#[derive(Default)]
pub struct Rendered<T = String> {
    /// HTML, or what the writer makes.
    pub text: T,
    /// Files to copy beside the page: file, and its path in the output.
    pub copies: Vec<(SourceId, String)>,
    /// What it refers to; `None` where raw HTML may refer to anything.
    pub references: Option<Vec<Reference>>,
}

/// That a file is not what it was when it was read first.
pub fn changed() -> Diagnostic {
    let fault = Diagnostic::new(Rule::ChangedDuringBuild, "this file changed while the site was being built");
    fault.help("build again")
}

/// Where bodies find what they refer to.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The files of the project.
    pub sources: &'a Sources,
    /// Where links between them lead.
    pub targets: &'a Targets<'a>,
    /// Where the site stands.
    pub base: &'a Base,
    /// What is too much.
    pub limits: &'a Limits,
}

/// Renders the body of `document`.
pub fn render(document: &Document<'_>, around: Around<'_>, found: &mut Diagnostics) -> Rendered {
    let html = |body: &Body<'_>, finder: &mut Finder<'_>| {
        body::html(body, finder, Standing::default(), around.limits).unwrap_or_else(|fault| {
            let at = document.start + body.html.unwrap_or_default();
            finder.found.push(fault.at(Span::new(document.source, at..at)));
            String::new()
        })
    };
    write(document, around, found, html).unwrap_or_default()
}

/// Reads and checks the body of `document` and has it written; `None` if it could not be read.
pub fn write<T>(
    document: &Document<'_>,
    around: Around<'_>,
    found: &mut Diagnostics,
    write: impl FnOnce(&Body<'_>, &mut Finder<'_>) -> T,
) -> Option<Rendered<T>> {
    let read = bytes(document, around);
    let text = match read.as_deref().map_err(Clone::clone).and_then(|bytes| utf8(document.source, bytes)) {
        Ok(text) => text,
        Err(fault) => {
            found.push(fault);
            return None;
        }
    };
    let markdown_text = text.get(document.start..).unwrap_or_default();
    let mut body = markdown::parse(markdown_text, document.source, document.start, around.limits.nesting, found);
    found.extend(ledger::mark(&mut body, document.claims));
    body_lint::lint(&body, markdown_text, document, found);
    let (copies, references) = Default::default();
    let mut finder = Finder { document, around, found, copies, references };
    let text = write(&body, &mut finder);
    Some(Rendered { text, copies: finder.copies, references: body.html.is_none().then_some(finder.references) })
}

/// Reads the body of `document` for its words alone. What is wrong in it is found when its page is made.
///
/// # Errors
/// What is wrong with the file.
pub fn read<T>(
    document: &Document<'_>,
    around: Around<'_>,
    read: impl FnOnce(&Body<'_>) -> T,
) -> Result<T, Diagnostic> {
    let bytes = bytes(document, around)?;
    let text = utf8(document.source, &bytes)?.get(document.start..).unwrap_or_default();
    let mut found = Diagnostics::default();
    Ok(read(&markdown::parse(text, document.source, document.start, around.limits.nesting, &mut found)))
}

/// The file of `document`, if it is what it was.
fn bytes(document: &Document<'_>, around: Around<'_>) -> Result<Vec<u8>, Diagnostic> {
    let bytes = around.sources.read(document.source, around.limits.article_bytes)?;
    if document.hash.is_some_and(|hash| hash != *blake3::hash(&bytes).as_bytes()) {
        return Err(changed().at(Span::file(document.source)));
    }
    Ok(bytes)
}

/// Endings of files that a browser runs when it opens them.
const ACTIVE: &[&str] = &[
    "css", "hta", "htm", "html", "js", "mht", "mhtml", "mjs", "php", "shtml", "svg", "svgz", "swf", "wasm", "xht",
    "xhtml", "xml", "xsl", "xslt",
];

/// Looks links up, relative to the file they stand in.
pub struct Finder<'a> {
    document: &'a Document<'a>,
    around: Around<'a>,
    found: &'a mut Diagnostics,
    copies: Vec<(SourceId, String)>,
    references: Vec<Reference>,
}

impl Links for Finder<'_> {
    fn link(&mut self, target: &Target<'_>) -> Option<String> {
        let to = target.to.trim();
        match scheme(to) {
            Some("http" | "https" | "mailto") => return Some(to.to_owned()),
            Some(scheme) => {
                self.report(
                    Rule::UnsafeLink,
                    target,
                    format!("a link may not begin with `{scheme}:`"),
                    "link to an http or https address, or to a file of the project",
                );
                return None;
            }
            None if to.starts_with("//") => {
                self.report(
                    Rule::UnsafeLink,
                    target,
                    format!("`{to}` names a host without a scheme"),
                    "begin it with `https:`",
                );
                return None;
            }
            None => {}
        }
        let (path, fragment) = to.split_once('#').map_or((to, None), |(path, fragment)| (path, Some(fragment)));
        let anchor = fragment.map(anchor).unwrap_or_default();
        if path.is_empty() {
            return Some(format!("{}{anchor}", self.around.base.link(self.document.path)));
        }
        if let Some(within) = path.strip_prefix('/') {
            if self.around.targets.away_paths.contains(within) {
                self.references.push(Reference::Away(within.to_owned()));
                return None;
            }
            self.references.push(Reference::Path(within.to_owned()));
            return Some(format!("{}{anchor}", self.around.base.link(within)));
        }
        let id = self.file(path, target)?;
        if let Some((page, text)) = self.around.targets.of(id) {
            let file = self.around.sources.file(id).path.clone();
            self.references.push(Reference::Page(file, page.to_owned(), text));
            let anchor = if text { &anchor } else { "" };
            return (!page.is_empty()).then(|| format!("{}{anchor}", self.around.base.link(page)));
        }
        match self.around.sources.file(id).kind {
            FileKind::Attachment => self.copied(id, target),
            _ => {
                let message = format!("`{path}` is left out of the site, so nothing can link to it");
                self.report(Rule::BrokenLink, target, message, "remove the link, or see why the article is left out");
                None
            }
        }
    }

    fn image(&mut self, target: &Target<'_>, alt: &str) -> Option<String> {
        if alt.trim().is_empty() {
            let message = format!("the image `{}` has no alternative text", target.to);
            self.report(
                Rule::MissingAlt,
                target,
                message,
                "say between the brackets what the picture shows: `![text](file)`",
            );
        }
        if scheme(&target.to).is_some() || target.to.starts_with("//") {
            let message = format!("the image `{}` is not a file of the project", short(&target.to));
            self.report(
                Rule::UnsafeLink,
                target,
                message,
                "put the picture beside the article; a page loads nothing from other hosts",
            );
            return None;
        }
        let id = self.file(&target.to, target)?;
        if self.around.sources.file(id).kind != FileKind::Attachment {
            let message = format!("`{}` is no picture", target.to);
            self.report(Rule::BrokenLink, target, message, "name a file that lies beside the article");
            return None;
        }
        self.copied(id, target)
    }
}

impl Finder<'_> {
    /// The file that is copied to an address.
    pub fn copied_to(&self, url: &str) -> Option<SourceId> {
        self.copies.iter().find(|(_, path)| self.around.base.link(path) == url).map(|(id, _)| *id)
    }

    /// The file that `path` names, seen from the document.
    fn file(&mut self, path: &str, target: &Target<'_>) -> Option<SourceId> {
        let here = &self.around.sources.file(self.document.source).path;
        let decoded = crate::url::percent_decode(path).unwrap_or_else(|| path.to_owned());
        let found = join(here, &decoded).filter(|p| p.starts_with("content/")).and_then(|p| self.around.sources.at(&p));
        if found.is_none() {
            let message = format!("there is no file `{}` here", short(&decoded));
            self.report(
                Rule::BrokenLink,
                target,
                message,
                "write the path of a file in the content folder, relative to this one",
            );
        }
        found
    }

    /// The address of a file that is copied, unless a browser that opens it would run what is in it.
    fn copied(&mut self, id: SourceId, target: &Target<'_>) -> Option<String> {
        let name = self.around.sources.file(id).path.rsplit('/').next().unwrap_or_default().to_owned();
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if !ACTIVE.contains(&ending.as_str()) {
            return Some(self.copy(id));
        }
        let message = format!("`{}` could run scripts in the name of the site, so it is not copied", short(&name));
        let help = "take a picture such as PNG or WebP; a file that you vouch for can stand in `content/files/`";
        self.report(Rule::UnsafeLink, target, message, help);
        None
    }

    fn copy(&mut self, id: SourceId) -> String {
        let file = &self.around.sources.file(id).path;
        let name = file.rsplit('/').next().unwrap_or(file);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let slug = crate::text::slug::slugify(stem);
        let ending = if ending.is_empty() { String::new() } else { format!(".{}", ending.to_lowercase()) };
        if let Some((_, path)) = self.copies.iter().find(|(known, _)| *known == id) {
            return self.around.base.link(path);
        }
        // files of one name from several folders are numbered in the order of their links
        let place = |n: usize| match n {
            1 => format!("{}{slug}{ending}", self.document.path),
            n => format!("{}{slug}-{n}{ending}", self.document.path),
        };
        let free = |path: &String| !self.copies.iter().any(|(_, taken)| taken == path);
        let path = (1..).map(place).find(free).unwrap_or_default();
        let url = self.around.base.link(&path);
        self.references.push(Reference::Copy(file.clone(), path.clone()));
        self.copies.push((id, path));
        url
    }

    fn report(&mut self, rule: Rule, target: &Target<'_>, message: String, help: &str) {
        let start = self.document.start;
        let span = Span::new(self.document.source, start + target.place.start..start + target.place.end);
        self.found.push(Diagnostic::new(rule, message).at(span).help(help));
    }
}

/// `#heading`, with the prefix that all anchors of headings have.
fn anchor(fragment: &str) -> String {
    let decoded = crate::url::percent_decode(fragment).unwrap_or_else(|| fragment.to_owned());
    let known = ["s-", "claim-", "fn-", "fnref-"].iter().any(|prefix| decoded.starts_with(prefix));
    if decoded.is_empty() {
        String::new()
    } else if known {
        format!("#{decoded}")
    } else {
        format!("#s-{decoded}")
    }
}

/// The scheme of an address, in lower case and without the characters that browsers ignore.
fn scheme(to: &str) -> Option<&'static str> {
    let cleaned: String = to.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(40).collect();
    let (scheme, _) = cleaned.split_once(':')?;
    if scheme.is_empty() || scheme.contains(['/', '#', '?', '.']) {
        return None;
    }
    Some(match scheme.to_ascii_lowercase().as_str() {
        "http" => "http",
        "https" => "https",
        "mailto" => "mailto",
        "javascript" => "javascript",
        "data" => "data",
        "vbscript" => "vbscript",
        "file" => "file",
        _ => "unknown",
    })
}

fn join(here: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = here.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn short(text: &str) -> String {
    if text.chars().count() > 60 { text.chars().take(60).chain(['…']).collect() } else { text.to_owned() }
}
