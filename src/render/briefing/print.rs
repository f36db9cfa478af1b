//! Briefings: their texts, and the files in each format.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use tera::{Context, Value};

use crate::cache::{self, Key, Reference};
use crate::diagnostic::Diagnostics;
use crate::error::Result;
use crate::model::article::ArticleId;
use crate::model::body::Target;
use crate::model::briefing::{Briefing, Format, Section};
use crate::model::page::Page;
use crate::render::article_body::{self, Around, Finder, Rendered};
use crate::render::body::{self, Links, Standing};
use crate::render::links::PageLinks;
use crate::render::outcome::Outcome;
use crate::render::{Renderer, by_key, document_of, short_id};
#[cfg(feature = "pdf")]
use crate::source::SourceId;
use crate::view;

/// The documents of a briefing in full.
#[derive(Default)]
pub(super) struct Texts {
    views: Vec<view::BriefingText>,
    /// Their pictures, where these are files of their own.
    #[cfg(feature = "pdf")]
    pub(super) pictures: Vec<SourceId>,
    /// What they refer to.
    references: Vec<Reference>,
    /// Whether raw HTML may refer to anything besides.
    anything: bool,
}

impl Renderer<'_> {
    /// Writes a briefing in one of its formats.
    pub(in crate::render) fn briefing(
        &self,
        page: &Page,
        (at, format): (usize, Format),
        key: Option<Key>,
        out: &mut Vec<u8>,
        mut found: Diagnostics,
    ) -> Result<Outcome> {
        let briefing = &self.pages.views.digest.briefings[at];
        let id = key.map(short_id).unwrap_or_default();
        let mut view = super::view(&self.pages.views, |language| self.words(language), briefing, page, id);
        let mut texts = self.texts(briefing, format);
        view.texts = std::mem::take(&mut texts.views);
        out.clear();
        match format {
            Format::Html => {
                if let Err(fault) = self.theme.render("briefing.html", &self.html_values(&view), out) {
                    found.push(fault);
                }
            }
            #[cfg(feature = "pdf")]
            Format::Pdf => out.extend(self.pdf(briefing, view, &texts, &mut found).unwrap_or_default()),
            #[cfg(not(feature = "pdf"))]
            Format::Pdf => {}
        }
        if !found.is_empty() {
            return Ok(Outcome::Made(PageLinks::default(), found));
        }
        let known = key.filter(|_| !texts.anything);
        let known = known.map(|key| cache::Page { references: texts.references, ..by_key(key) });
        match format {
            Format::Html => self.write_html(page, out, known)?,
            Format::Pdf => self.sink.file(&page.file(), out, known)?,
        }
        Ok(Outcome::Made(PageLinks::default(), found))
    }

    fn html_values(&self, view: &view::Briefing) -> Context {
        let style = self.theme.layouts.get("briefing.css").map_or("", |(text, _)| text.as_str());
        let style = format!("{style}\n{}", page_style(view));
        let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(style.as_bytes())));
        let mut context = Context::new();
        context.insert("briefing", view);
        context.insert_value("style", Value::safe_string(&style));
        context.insert("style_hash", &hash);
        context
    }

    fn texts(&self, briefing: &Briefing, format: Format) -> Texts {
        let views = self.pages.views.speaking(self.words(briefing.languages(self.pages.views.words.language)[0]));
        let mut texts = Texts::default();
        if !briefing.has(Section::Texts) {
            return texts;
        }
        for (number, id) in super::texts(&views, briefing) {
            let article = views.site.article(id);
            let body = match format {
                Format::Html => self.html_of(id, number.n).map(|body| texts.take(body, Json::String)),
                #[cfg(feature = "pdf")]
                Format::Pdf => {
                    let body = self.tree_of(id, &mut texts.pictures);
                    body.map(|body| texts.take(body, |tree| tree))
                }
                #[cfg(not(feature = "pdf"))]
                Format::Pdf => None,
            };
            texts.views.push(view::BriefingText {
                number,
                title: article.title.clone(),
                lang: article.language,
                date: views.words.date_text(&article.published),
                outlets: article.sources.iter().map(|source| views.outlet_link(source.outlet)).collect(),
                address: views.site.settings.base.permalink(&article.path),
                body: body.unwrap_or_default(),
            });
        }
        texts
    }

    /// The body of an article as HTML.
    fn html_of(&self, id: ArticleId, number: usize) -> Option<Rendered> {
        let document = document_of(self.pages.views.site.article(id));
        let around = self.around();
        // its own page reports what is wrong with it
        article_body::write(&document, around, &mut Diagnostics::default(), |body, finder| {
            let prefix = format!("d{number}-");
            let standing = Standing { prefix: &prefix, deeper: 2, embedded: true };
            body::html(body, &mut Printed { finder, around }, standing, around.limits).unwrap_or_default()
        })
    }
}

impl Texts {
    /// Takes what a body refers to, and gives the body.
    fn take<T>(&mut self, body: Rendered<T>, json: impl FnOnce(T) -> Json) -> Json {
        self.anything |= body.references.is_none();
        self.references.extend(body.references.into_iter().flatten());
        json(body.text)
    }
}

/// Links of a body on paper: they lead to the site, and pictures stand in the file itself.
pub(super) struct Printed<'f, 'd, 'a> {
    pub(super) finder: &'f mut Finder<'d>,
    pub(super) around: Around<'a>,
}

impl Links for Printed<'_, '_, '_> {
    fn link(&mut self, target: &Target<'_>) -> Option<String> {
        let url = self.finder.link(target)?;
        Some(if url.starts_with('/') { format!("{}{url}", self.around.base.origin()) } else { url })
    }

    fn image(&mut self, target: &Target<'_>, alt: &str) -> Option<String> {
        let url = self.finder.image(target, alt)?;
        let id = self.finder.copied_to(&url)?;
        let bytes = self.around.sources.read(id, self.around.limits.file_bytes).ok()?;
        Some(format!("data:{};base64,{}", media_type(&self.around.sources.file(id).path)?, STANDARD.encode(bytes)))
    }
}

/// The media type of a picture, by the ending of its file.
fn media_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit('.').next()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

/// The size of the paper, and what stands at the edges of each page.
fn page_style(view: &view::Briefing) -> String {
    let paper = if view.paper == "us-letter" { "letter" } else { view.paper };
    let (head, foot) = (css_text(&view.full_title), css_text(&format!("{} · {}", view.address, view.id)));
    format!("@page{{size:{paper};@top-left{{content:{head}}}@bottom-left{{content:{foot}}}}}\n")
}

/// `text` as a string of CSS that cannot end the string or the style.
fn css_text(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' | '<' | '>' | '&' => out.push_str(&format!("\\{:x} ", letter as u32)),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_style() {
        assert_eq!(css_text("a\"</style>\\\n"), "\"a\\22 \\3c /style\\3e \\5c  \"");
    }
}
