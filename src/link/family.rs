//! Families of articles, as front matter joins them.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::load::{FileKind, Sources};
use crate::model::article::{Article, ArticleId};
use crate::model::family::{Families, SameStory, joined};
use crate::source::SourceId;
use crate::text::suggest::nearest;

/// Files of one family each; also of articles that the site leaves out, since others may be joined through them. A
/// draft may name what is not there: it is reported once the draft is accepted.
pub fn files(articles: &[Article], sources: &Sources, found: &mut Diagnostics) -> Vec<Vec<SourceId>> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for article in articles {
        match article.family.as_ref().map(|family| other(article.source, family, sources)) {
            Some(Ok(other)) => pairs.push((article.source.0 as usize, other.0 as usize)),
            Some(Err(fault)) if !article.draft => found.push(fault),
            _ => {}
        }
    }
    let ids = |list: Vec<usize>| list.into_iter().map(|at| SourceId(at as u32)).collect();
    joined(sources.all().count(), pairs).into_iter().map(ids).collect()
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
fn other(own: SourceId, SameStory { span, file }: &SameStory, sources: &Sources) -> Result<SourceId, Diagnostic> {
    let fault = |message: String| Diagnostic::new(Rule::BadFamily, message).at(*span);
    match sources.at(&format!("content/{file}.md")).filter(|id| sources.file(*id).kind == FileKind::Article) {
        Some(other) if other != own => Ok(other),
        Some(_) => Err(fault("this article names itself as its family".into())
            .help("name another article that tells the same story, or remove the key")),
        None => {
            let others = sources.of_kind(FileKind::Article).filter(|id| *id != own).map(|id| &sources.file(id).path);
            let names = others.filter_map(|path| path.strip_prefix("content/")?.strip_suffix(".md"));
            let near = nearest(file, names).map(|near| format!("did you mean `{near}`?"));
            Err(fault(format!("there is no article `{file}`"))
                .label(near.unwrap_or_default())
                .help("write the file of the other article below `content/`, without `.md`"))
        }
    }
}
