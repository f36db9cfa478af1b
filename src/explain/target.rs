//! What is asked about: an address, a file, a line of it, a claim, or a name.

use super::seen::Seen;
use super::{Asked, nothing, with_line};
use crate::error::{Error, Result};
use crate::link::How;
use crate::load::FileKind;
use crate::model::page::{List, PageKind};
use crate::report::text::plural;
use crate::source::SourceId;
use crate::text::suggest::nearest;
use crate::url::{Base, percent_decode};

/// What is explained.
pub enum Target {
    /// A page, by its place in the plan.
    Page(usize),
    /// An article, by its file.
    Article(SourceId),
    /// A claim of it, from 0.
    Claim(SourceId, usize),
    /// A line of its file.
    Line(SourceId, usize),
    /// The entries that a name fits.
    Entries(Vec<(List, How)>),
    /// A path at which the site has nothing.
    Absent(String),
}

/// What `asked` is.
///
/// # Errors
/// When it is none of these.
pub fn find(seen: &Seen<'_>, asked: Asked<'_>) -> Result<Target> {
    let text = asked.text.trim();
    if text.is_empty() {
        return Err(nothing(text));
    }
    for file in [Some(text.trim_start_matches("./")), asked.file].into_iter().flatten() {
        let (path, line) = with_line(file);
        if let Some(source) = seen.sources.at(path) {
            return of_file(seen, source, line);
        }
    }
    let path = path(seen, text)?;
    let (path, fragment) = path.split_once('#').map_or((path.as_str(), None), |(path, part)| (path, Some(part)));
    if let Some(page) = at(seen, path) {
        return fragment.map_or(Ok(Target::Page(page)), |fragment| of_fragment(seen, page, fragment));
    }
    // an article that is left out has an address all the same
    if let Some(left) = seen.site.left_out.iter().find(|left| left.path.trim_end_matches('/') == path.trim_matches('/'))
    {
        return Ok(Target::Article(left.source));
    }
    let (name, _) = with_line(text);
    if name.ends_with(".md") {
        return Err(no_file(seen, name));
    }
    let entries = seen.names.all(text);
    if !entries.is_empty() && !text.starts_with('/') {
        return Ok(Target::Entries(entries));
    }
    let address = text.contains('/') || text.contains("://") || path.contains('.');
    if address { Ok(Target::Absent(path.trim_start_matches('/').to_owned())) } else { Err(unknown(seen, text)) }
}

fn of_file(seen: &Seen<'_>, source: SourceId, line: Option<usize>) -> Result<Target> {
    let file = seen.sources.file(source);
    let page = |wanted: &dyn Fn(&PageKind) -> bool| seen.plan.iter().position(|page| wanted(&page.kind));
    let of_page = match file.kind {
        FileKind::Article => return Ok(line.map_or(Target::Article(source), |line| Target::Line(source, line))),
        FileKind::Page => page(&|kind| match kind {
            PageKind::Text(at) => seen.site.pages[*at].source == source,
            // the words above that list
            PageKind::Corrections(None) => file.path.ends_with("/corrections.md"),
            _ => false,
        }),
        FileKind::Static => page(&|kind| *kind == PageKind::Copy(source)),
        FileKind::Settings | FileKind::Template => {
            let what = format!("`{}` is part of many pages; ask about an article, an address or a name", file.path);
            return Err(Error::Usage(what));
        }
        FileKind::Attachment => None,
    };
    of_page.map(Target::Page).ok_or_else(|| {
        Error::Usage(format!("`{}` is copied with the page that refers to it; ask about that page", file.path))
    })
}

/// The path within the site of an address, decoded, with its fragment; of other texts they themselves.
fn path(seen: &Seen<'_>, text: &str) -> Result<String> {
    let base = &seen.site.settings.base;
    let mut path = text;
    if let Some((scheme, _)) = text.split_once("://") {
        let end = text[scheme.len() + 3..].find('/').map_or(text.len(), |at| at + scheme.len() + 3);
        let same = Base::parse(&text[..end]).is_ok_and(|other| other.origin() == base.origin());
        path = &text[end..];
        if !same {
            let origin = base.origin();
            let help = format!("ask with a path, as in `{path}`, or name the site with `--base-url`");
            return Err(Error::Usage(format!("`{text}` is no address of this site, which is at `{origin}`; {help}")));
        }
    }
    let (address, fragment) = path.split_once('#').map_or((path, None), |(path, part)| (path, Some(part)));
    let address = address.split('?').next().unwrap_or(address);
    let decode = |text: &str| percent_decode(text).unwrap_or_else(|| text.to_owned());
    let decoded = decode(address);
    let folder = decode(base.path());
    let within = decoded.strip_prefix(&folder).or_else(|| decoded.strip_prefix('/')).unwrap_or(&decoded);
    Ok(fragment.map_or_else(|| within.to_owned(), |fragment| format!("{within}#{}", decode(fragment))))
}

/// The page at a path, also where its slash or the file of its folder is written otherwise.
fn at(seen: &Seen<'_>, path: &str) -> Option<usize> {
    let folder = path.strip_suffix("index.html").unwrap_or(path);
    // an empty text is no address; `/` is, and loses its slash
    seen.page_at(folder).or_else(|| seen.page_at(&format!("{path}/")))
}

/// A claim by its anchor on the page of its article (`claim-2`) or in the ledger.
fn of_fragment(seen: &Seen<'_>, page: usize, fragment: &str) -> Result<Target> {
    let site = seen.site;
    let unknown = |what: String| Err(Error::Usage(format!("{what}; claims have the addresses `…#claim-1` and so on")));
    match seen.plan[page].kind {
        PageKind::Article(id) => {
            let article = site.article(id);
            let number = fragment.strip_prefix("claim-").and_then(|number| number.parse::<usize>().ok());
            match number.and_then(|number| number.checked_sub(1)).filter(|at| *at < article.claims.len()) {
                Some(at) => Ok(Target::Claim(article.source, at)),
                None if number.is_some() => {
                    unknown(format!("this article has {} and no `{fragment}`", plural(article.claims.len(), "claim")))
                }
                None => Ok(Target::Page(page)),
            }
        }
        PageKind::Claims(_) => {
            let of = |article: &crate::model::article::Article| {
                let (slug, number) = fragment.rsplit_once('-')?;
                let at = number.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < article.claims.len())?;
                (crate::address::claims(article) == slug).then_some(Target::Claim(article.source, at))
            };
            site.articles.iter().find_map(of).map_or_else(|| unknown(format!("there is no claim `{fragment}`")), Ok)
        }
        _ => Ok(Target::Page(page)),
    }
}

fn no_file(seen: &Seen<'_>, name: &str) -> Error {
    let files: Vec<&str> = seen.sources.all().map(|id| seen.sources.file(id).path.as_str()).collect();
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let same = files.iter().find(|file| last(file) == last(name)).copied();
    let near = same.or_else(|| nearest(name, files.iter().copied()));
    let help = near.map_or_else(|| "name one below `content/`".to_owned(), |near| format!("did you mean `{near}`?"));
    Error::Usage(format!("there is no file `{name}` in this project; {help}"))
}

/// A name that fits nothing: those that are nearest.
fn unknown(seen: &Seen<'_>, text: &str) -> Error {
    let near: Vec<String> = seen.names.near(text).into_iter().map(|list| seen.named(list)).collect();
    if near.is_empty() {
        return nothing(text);
    }
    Error::Usage(format!("`{text}` is no name that this project knows; did you mean {}?", near.join(", or ")))
}
