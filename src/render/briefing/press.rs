//! Briefings as PDF: the layout, the texts as trees, and what is wrong in words that point at a file.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value as Json;

use super::print::{Printed, Texts};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::load::Sources;
use crate::model::article::ArticleId;
use crate::model::body::Target;
use crate::model::briefing::Briefing;
use crate::model::limits::Limit;
use crate::render::article_body::{self, Rendered};
use crate::render::body::Links;
use crate::render::pdf::{self, Fault, Layout, Picture};
use crate::render::theme::Theme;
use crate::render::{Renderer, document_of};
use crate::source::{SourceId, Span};
use crate::view;

/// Sets briefings as PDF; its layout is read when the first one is set.
pub struct Press<'a> {
    theme: &'a Theme,
    sources: &'a Sources,
    pages: Limit,
    layout: OnceLock<Result<Layout, Vec<Fault>>>,
}

impl<'a> Press<'a> {
    /// A press that uses the layout and the fonts of `theme`, and sets so many pages at most.
    pub fn new(theme: &'a Theme, sources: &'a Sources, pages: Limit) -> Self {
        Self { theme, sources, pages, layout: OnceLock::new() }
    }

    fn layout(&self) -> Result<&Layout, Vec<Fault>> {
        let read = || {
            let typst =
                self.theme.layouts.iter().filter(|(name, _)| Path::new(name).extension() == Some("typ".as_ref()));
            let fonts = self.theme.fonts.iter().filter_map(|&id| {
                let file = &self.sources.file(id).path;
                Some((file.trim_start_matches("templates/").to_owned(), self.sources.bytes(id).ok()?))
            });
            let mut layout = Layout::new(typst.map(|(name, (text, _))| (name.clone(), text.clone())), fonts)?;
            layout.pages = self.pages;
            Ok(layout)
        };
        self.layout.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// The file in which a fault is to be mended: of the layout, or a font.
    fn file(&self, name: &str) -> Option<SourceId> {
        let layout = self.theme.layouts.get(name).and_then(|(_, id)| *id);
        layout.or_else(|| self.sources.at(&format!("templates/{name}")))
    }
}

impl Renderer<'_> {
    /// Sets a briefing; `None` where something is wrong, which is in `found` then.
    pub(super) fn pdf(
        &self,
        briefing: &Briefing,
        view: view::Briefing,
        texts: &Texts,
        found: &mut Diagnostics,
    ) -> Option<Vec<u8>> {
        let pictures: Vec<Picture> =
            texts.pictures.iter().enumerate().filter_map(|(at, &id)| self.picture(at, id)).collect();
        let set = self.press.layout().and_then(|layout| pdf::pdf(view, layout, &pictures));
        match set {
            Ok(pdf) => Some(pdf.bytes),
            Err(faults) => {
                for fault in faults {
                    found.push(self.pdf_fault(briefing, texts, fault));
                }
                None
            }
        }
    }

    fn picture(&self, at: usize, id: SourceId) -> Option<Picture> {
        let most = self.pages.views.site.settings.limits.file_bytes;
        Some(Picture::new(picture_name(at), self.sources.read(id, most).ok()?))
    }

    /// The body of an article as a tree; its pictures are added to `pictures`.
    pub(super) fn tree_of(&self, id: ArticleId, pictures: &mut Vec<SourceId>) -> Option<Rendered<Json>> {
        let document = document_of(self.pages.views.site.article(id));
        let around = self.around();
        // its own page reports what is wrong with it
        article_body::write(&document, around, &mut Diagnostics::default(), |body, finder| {
            pdf::tree(body, &mut Named { printed: Printed { finder, around }, pictures })
        })
    }

    fn pdf_fault(&self, briefing: &Briefing, texts: &Texts, fault: Fault) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(fault.rule, fault.message.clone());
        let span = match (&fault.place, fault.rule) {
            (Some((name, _)), Rule::BadPicture) => {
                let at = (0..texts.pictures.len()).find(|&at| picture_name(at) == *name);
                at.map(|at| Span::file(texts.pictures[at]))
            }
            (Some((name, range)), _) => self.press.file(name).map(|id| Span::new(id, range.clone())),
            (None, Rule::MissingGlyph) => self.written(briefing, &fault),
            (None, _) => Some(briefing.span),
        };
        if let Some(span) = span {
            diagnostic = diagnostic.at(span);
        }
        let built_in = fault.place.filter(|_| diagnostic.span.is_none()).map(|(name, range)| {
            let text = self.theme.layouts.get(&name).map_or("", |(text, _)| text.as_str());
            let line = 1 + text.get(..range.start).unwrap_or_default().matches('\n').count();
            format!("it is in the built-in layout `{name}`, line {line}")
        });
        match fault.help.into_iter().chain(built_in).reduce(|one, other| format!("{one}; {other}")) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// Where the document that a fault blames holds its words; without a document, the first that does.
    fn written(&self, briefing: &Briefing, fault: &Fault) -> Option<Span> {
        let text = fault.text.as_deref()?;
        let numbered = super::texts(&self.pages.views, briefing);
        let of_document = |number: &view::Number| fault.document.is_none_or(|n| n == number.n);
        numbered.iter().filter(|(number, _)| of_document(number)).find_map(|(_, id)| {
            let source = self.pages.views.site.article(*id).source;
            let bytes = self.sources.bytes(source).ok()?;
            let at = std::str::from_utf8(&bytes).ok()?.find(text)?;
            Some(Span::new(source, at..at + text.len()))
        })
    }
}

/// The name of a picture in the layout.
fn picture_name(at: usize) -> String {
    format!("/files/{at}")
}

/// Links of a body that is set: pictures have names.
struct Named<'p, 'f, 'd, 'a> {
    printed: Printed<'f, 'd, 'a>,
    pictures: &'p mut Vec<SourceId>,
}

impl Links for Named<'_, '_, '_, '_> {
    fn link(&mut self, target: &Target<'_>) -> Option<String> {
        self.printed.link(target)
    }

    fn image(&mut self, target: &Target<'_>, alt: &str) -> Option<String> {
        let url = self.printed.finder.image(target, alt)?;
        let id = self.printed.finder.copied_to(&url)?;
        let at = self.pictures.iter().position(|known| *known == id).unwrap_or_else(|| {
            self.pictures.push(id);
            self.pictures.len() - 1
        });
        Some(picture_name(at))
    }
}
