//! Pages of HTML: body, values and template become a file, whose links are noted.

use super::Renderer;
use super::article_body::{self, Rendered};
use super::documents::document;
use super::links::{self, PageLinks};
use super::outcome::Outcome;
use crate::cache::{self, Key};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::error::Result;
use crate::model::page::{Page, PageKind};
use crate::source::{SourceId, Span};

impl Renderer<'_> {
    /// Makes a page of HTML.
    pub(super) fn html(
        &self,
        page: &Page,
        key: Option<Key>,
        out: &mut Vec<u8>,
        mut found: Diagnostics,
    ) -> Result<Outcome> {
        let site = self.pages.views.site;
        let document = document(site, page);
        // a text that stands on the site in two languages is looked at, and its files are copied, in the main one
        let twin = page.language != site.settings.language;
        let mut of_body = Diagnostics::default();
        let source = document.as_ref().map(|document| document.source);
        let body = document.map(|document| article_body::render(&document, self.around(), &mut of_body));
        let flawless = of_body.is_empty();
        if !twin {
            found.extend(of_body);
        }
        let prepared = match page.kind {
            PageKind::Provenance(id) => self.provenance(page, id).map_err(|fault| found.push(fault)).ok(),
            _ => self.pages.prepare(page, body.as_ref().map(|b| b.text.as_str())),
        };
        let Some(prepared) = prepared else { return Ok(Outcome::Made(PageLinks::default(), found)) };
        out.clear();
        if let Err(fault) = self.theme.render(prepared.template, &prepared.context, out) {
            found.push(if fault.rule == Rule::PageTooLarge { self.too_large(page, source) } else { fault });
            return Ok(Outcome::Made(PageLinks::default(), found));
        }
        let made_from_a_file = body.is_some();
        let Rendered { copies, references, .. } = body.unwrap_or_default();
        let references = if made_from_a_file { references } else { Some(Vec::new()) };
        let mut links = links::scan(out, (self.base, &page.path), self.files);
        links.broken.retain(|url| !copies.iter().any(|(_, path)| url.strip_prefix(self.base) == Some(path)));
        // what is wrong with a page has to be found again
        let known = key.zip(references).filter(|_| flawless && found.is_empty() && links.broken.is_empty());
        let known = known.map(|(key, references)| {
            let (fragments, anchors) = (links.fragments.clone(), links.anchors.clone());
            cache::Page { key, fragments, anchors, references }
        });
        self.write_html(page, out, known)?;
        if twin && made_from_a_file {
            links.broken.clear();
            return Ok(Outcome::Made(links, found));
        }
        for (id, path) in copies {
            if self.files.contains(&path) {
                let message = format!("this file would be copied to `/{path}`, where another file of the site stands");
                let fault = Diagnostic::new(Rule::DuplicatePermalink, message);
                found.push(fault.at(Span::file(id)).help("rename it"));
                continue;
            }
            self.copy(id, &path, &mut found)?;
        }
        Ok(Outcome::Made(links, found))
    }

    /// The finding about a page that has no end; `source` is the file that it shows.
    fn too_large(&self, page: &Page, source: Option<SourceId>) -> Diagnostic {
        let limit = self.pages.views.site.settings.limits.page_bytes;
        let fault = limit.over(format!("the page `/{}` is too large", page.path)).of(Rule::PageTooLarge);
        match source {
            Some(source) => fault.at(Span::file(source)),
            None => fault,
        }
    }
}
