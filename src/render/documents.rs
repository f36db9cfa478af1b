//! Which file a page is made from, and where links between files lead.

use std::collections::HashMap;

use super::article_body::{Document, Place, Targets};
use crate::model::article::Article;
use crate::model::page::{Page, PageKind};
use crate::model::site::{Reason, Site};
use crate::source::SourceId;
use crate::text::Language;

/// The file that a page is made from.
pub fn document<'a>(site: &'a Site, page: &Page) -> Option<Document<'a>> {
    let text = |at: usize| {
        let page = &site.pages[at];
        Document {
            source: page.source,
            start: page.body_start as usize,
            path: &page.path,
            claims: &[],
            conflicts: false,
            hash: Some(page.hash),
        }
    };
    match page.kind {
        PageKind::Article(id) => Some(document_of(site.article(id))),
        PageKind::Text(at) => Some(text(at)),
        PageKind::Corrections(None) => site.text_at("corrections/", page.language).map(text),
        _ => None,
    }
}

/// The file of an article.
pub fn document_of(article: &Article) -> Document<'_> {
    Document {
        source: article.source,
        start: article.body_start as usize,
        path: &article.path,
        claims: &article.claims,
        conflicts: !article.conflicts.is_empty(),
        hash: Some(article.hash),
    }
}

/// Where links between files lead, on pages in `language`.
pub fn targets<'a>(site: &Site, plan: &'a [Page], language: Language) -> Targets<'a> {
    let place = |page: &'a Page, text| Place { path: &page.path, text };
    let pages = plan.iter().filter(|page| page.language == language).filter_map(|page| match page.kind {
        // what linked to a withdrawn article leads to the page that says so
        PageKind::Withdrawn(at) => Some((site.withdrawn[at].source, place(page, false))),
        _ => Some((document(site, page)?.source, place(page, true))),
    });
    // a draft is no promise that there will be a page
    let away = site.left_out.iter().filter(|left| left.reason != Reason::Draft);
    let away: HashMap<SourceId, String> = away.map(|left| (left.source, left.path.clone())).collect();
    // another article may stand at the address
    let free = |path: &&String| plan.binary_search_by(|page| page.path.cmp(path)).is_err();
    Targets { pages: pages.collect(), away_paths: away.values().filter(free).cloned().collect(), away }
}
