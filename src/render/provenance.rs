//! The page that tells how an article came to be: its file is read again, as for its body.

use tera::Context;

use super::article_body::changed;
use super::pages::Prepared;
use super::{Renderer, pages};
use crate::diagnostic::Diagnostic;
use crate::link::Fields;
use crate::load::utf8;
use crate::model::article::ArticleId;
use crate::model::page::Page;
use crate::source::Span;

impl Renderer<'_> {
    /// Template and values of the page of an article.
    pub(super) fn provenance(&self, page: &Page, id: ArticleId) -> Result<Prepared, Diagnostic> {
        let views = &self.pages.views;
        let (site, article) = (views.site, views.site.article(id));
        let bytes = self.sources.read(article.source, site.settings.limits.article_bytes)?;
        if article.hash != *blake3::hash(&bytes).as_bytes() {
            return Err(changed().at(Span::file(article.source)));
        }
        let text = utf8(article.source, &bytes)?;
        let fields = self.pages.fields.get_or_init(|| Fields::new(site)).of(text, article.source, Some(article));
        let mut context = Context::new();
        let file = &self.sources.file(article.source).path;
        context.insert("provenance", &views.provenance(id, (file, text), &fields));
        self.pages.page(page, "provenance", &mut context);
        let template = pages::template(&page.kind).unwrap_or_default();
        Ok(Prepared { template, context })
    }
}
