//! Families of articles, as front matter joins them.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::load::{FileKind, Sources};
use crate::model::article::{Article, ArticleId};
use crate::model::family::{Families, SameStory, joined};
use crate::source::SourceId;
use crate::text::suggest::nearest;

/// Files of one family each; also of articles that the site leaves out, since others may be joined through them.
pub fn files(articles: &[Article], sources: &Sources, found: &mut Diagnostics) -> Vec<Vec<SourceId>> {
    let pairs: Vec<(usize, usize)> = articles
        .iter()
        .filter_map(|article| {
            let other = other(article.source, article.family.as_ref()?, sources, found)?;
            Some((article.source.0 as usize, other.0 as usize))
        })
        .collect();
    let count = sources.all().count();
    let ids = |list: Vec<usize>| list.into_iter().map(|at| SourceId(at as u32)).collect();
    joined(count, pairs).into_iter().map(ids).collect()
}

/// The families of the articles that the site has, newest first.
pub fn families(files: &[Vec<SourceId>], articles: &[Article]) -> Families {
    let places: BTreeMap<SourceId, ArticleId> =
        (0..).map(ArticleId).zip(articles).map(|(id, article)| (article.source, id)).collect();
    let family = |list: &Vec<SourceId>| {
        let mut family: Vec<ArticleId> = list.iter().filter_map(|file| places.get(file).copied()).collect();
        family.sort_unstable();
        family
    };
    Families::new(files.iter().map(family).filter(|family| family.len() > 1).collect())
}

/// The file that an article names.
fn other(own: SourceId, family: &SameStory, sources: &Sources, found: &mut Diagnostics) -> Option<SourceId> {
    let SameStory { span, file } = family;
    let other = sources.at(&format!("content/{file}.md")).filter(|id| sources.file(*id).kind == FileKind::Article);
    let fault = match other {
        Some(other) if other == own => {
            let fault = Diagnostic::new(Rule::BadFamily, "this article names itself as its family");
            fault.help("name another article that tells the same story, or remove the key")
        }
        Some(other) => return Some(other),
        None => {
            let fault = Diagnostic::new(Rule::BadFamily, format!("there is no article `{file}`"));
            let names = sources.of_kind(FileKind::Article).filter(|id| *id != own).map(|id| &sources.file(id).path);
            let names = names.filter_map(|path| path.strip_prefix("content/")?.strip_suffix(".md"));
            let fault = match nearest(file, names) {
                Some(near) => fault.label(format!("did you mean `{near}`?")),
                None => fault,
            };
            fault.help("write the file of the other article below `content/`, without `.md`")
        }
    };
    found.push(fault.at(*span));
    None
}
