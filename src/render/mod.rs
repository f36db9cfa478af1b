//! Render: every page of the plan becomes the bytes of a file; pages are handed on one by one.

mod addresses;
mod article_body;
mod body;
mod changes;
mod data;
mod edition_data;
mod editions;
mod feed;
mod head;
mod ledger;
mod links;
mod machine;
mod pages;
mod streams;
pub mod theme;
mod views;
mod words;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tera::Value;

use self::article_body::{Document, Place, Targets};
use self::links::PageLinks;
use self::pages::Pages;
use self::theme::{Asset, Theme};
use self::views::Views;
use self::words::Words;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::error::Result;
use crate::load::Sources;
use crate::model::digest::Digest;
use crate::model::page::{Page, PageKind};
use crate::model::settings::Part;
use crate::model::site::Site;
use crate::source::{SourceId, Span};
use crate::view;

/// Takes the files of the output. Called from many threads.
pub trait Sink: Sync {
    /// Takes a file whose bytes are at hand.
    fn file(&self, path: &str, bytes: &[u8]) -> Result<()>;
    /// Takes a file that is written piece by piece.
    fn stream(&self, path: &str, write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>) -> Result<()>;
}

/// Renders all pages of `plan` into `sink`; returns what is wrong with them.
///
/// # Errors
/// When the sink cannot take a file; faults of the content are findings.
pub fn all(
    site: &Site,
    digest: &Digest,
    plan: &[Page],
    sources: &Sources,
    mut theme: Theme,
    sink: &dyn Sink,
    done: &(dyn Fn() + Sync),
) -> Result<Diagnostics> {
    let words = Words::new(&site.settings, &theme.strings);
    let views = Views::new(site, digest, plan, &words);
    theme.set_globals(globals(&views, plan));
    let targets = targets(site, plan);
    let renderer = Renderer {
        base: site.settings.base.link(""),
        files: plan.iter().map(|page| page.path.clone()).chain(plan.iter().map(Page::file)).collect(),
        pages: Pages::new(views, &theme),
        plan,
        sources,
        theme: &theme,
        targets,
        sink,
    };
    let rendered: Result<Vec<(PageLinks, Diagnostics)>> = plan
        .par_iter()
        // small pieces: pages of lists are dear and stand together in the plan
        .with_max_len(16)
        // one buffer a thread: pages differ little in size
        .map_init(Vec::new, |buffer, page| {
            let result = renderer.page(page, buffer);
            done();
            result
        })
        .collect();
    Ok(renderer.check(rendered?))
}

struct Renderer<'a> {
    pages: Pages<'a>,
    plan: &'a [Page],
    sources: &'a Sources,
    theme: &'a Theme,
    targets: Targets,
    /// Every address of the site and every file, without the base.
    files: FxHashSet<String>,
    base: String,
    sink: &'a dyn Sink,
}

impl Renderer<'_> {
    fn page(&self, page: &Page, buffer: &mut Vec<u8>) -> Result<(PageLinks, Diagnostics)> {
        let mut found = Diagnostics::default();
        let views = &self.pages.views;
        let file = page.file();
        match &page.kind {
            PageKind::Atom(list) => self.text(&file, feed::atom(views, page, *list, &self.pages.articles(*list)))?,
            PageKind::JsonFeed(list) => {
                self.text(&file, feed::json(views, page, *list, &self.pages.articles(*list)))?
            }
            PageKind::AtomOf(stream) => self.text(&file, feed::atom_of(views, page, *stream))?,
            PageKind::JsonFeedOf(stream) => self.text(&file, feed::json_of(views, page, *stream))?,
            PageKind::ICalendar => self.text(&file, machine::icalendar(views))?,
            PageKind::Data(data) => self.sink.stream(&file, &mut |out| data::write(views, *data, out))?,
            PageKind::Sitemap(part) => self.text(&file, machine::sitemap(views, self.plan, *part))?,
            PageKind::NewsSitemap => self.text(&file, machine::news_sitemap(views))?,
            PageKind::Robots => self.text(&file, machine::robots(views))?,
            PageKind::Llms => self.text(&file, machine::llms(views, self.plan))?,
            PageKind::Asset(name) => match self.theme.assets.get(name) {
                Some(Asset::BuiltIn(bytes)) => self.sink.file(&file, bytes)?,
                Some(Asset::File(id)) => self.copy(*id, &file, &mut found)?,
                None => {}
            },
            PageKind::Copy(id) => self.copy(*id, &file, &mut found)?,
            _ => return self.html(page, buffer, found),
        }
        Ok((PageLinks::default(), found))
    }

    fn text(&self, file: &str, text: String) -> Result<()> {
        self.sink.file(file, text.as_bytes())
    }

    fn copy(&self, id: SourceId, file: &str, found: &mut Diagnostics) -> Result<()> {
        match self.sources.bytes(id) {
            Ok(bytes) => self.sink.file(file, &bytes),
            Err(cause) => {
                let fault = Diagnostic::new(Rule::Unreadable, format!("this file cannot be read: {cause}"));
                found.push(fault.at(Span::file(id)));
                Ok(())
            }
        }
    }

    fn html(&self, page: &Page, out: &mut Vec<u8>, mut found: Diagnostics) -> Result<(PageLinks, Diagnostics)> {
        let site = self.pages.views.site;
        let document = document(site, page);
        let body = document.map(|document| {
            article_body::render(&document, self.sources, &self.targets, &site.settings.base, &mut found)
        });
        let Some(prepared) = self.pages.prepare(page, body.as_ref().map(|b| b.html.as_str())) else {
            return Ok((PageLinks::default(), found));
        };
        out.clear();
        if let Err(fault) = self.theme.render(prepared.template, &prepared.context, out) {
            found.push(fault);
            return Ok((PageLinks::default(), found));
        }
        let copies = body.map(|body| body.copies).unwrap_or_default();
        let mut links = links::scan(out, &self.base, &self.files);
        links.broken.retain(|url| !copies.iter().any(|(_, path)| url.strip_prefix(&self.base) == Some(path)));
        self.sink.file(&page.file(), out)?;
        for (id, path) in copies {
            if self.files.contains(&path) {
                let message = format!("this file would be copied to `/{path}`, where another file of the site stands");
                let fault = Diagnostic::new(Rule::DuplicatePermalink, message);
                found.push(fault.at(Span::file(id)).help("rename it"));
                continue;
            }
            self.copy(id, &path, &mut found)?;
        }
        Ok((links, found))
    }

    /// One look at the links of all pages, after all of them are known.
    fn check(&self, rendered: Vec<(PageLinks, Diagnostics)>) -> Diagnostics {
        let mut found = Diagnostics::default();
        found.extend(self.pages.faults());
        let mut all: BTreeMap<String, PageLinks> = BTreeMap::new();
        let mut unsaid: BTreeSet<&str> = BTreeSet::new();
        for (page, (links, diagnostics)) in self.plan.iter().zip(rendered) {
            let diagnostics = diagnostics.sorted();
            if diagnostics.iter().any(|d| d.rule == Rule::ClaimNotInText) {
                unsaid.insert(&page.path);
            }
            found.extend(diagnostics);
            if !links.broken.is_empty() || !links.fragments.is_empty() || !links.anchors.is_empty() {
                all.insert(page.path.clone(), links);
            }
        }
        let by_path: BTreeMap<&str, &Page> = self.plan.iter().map(|page| (page.path.as_str(), page)).collect();
        let mut report = |path: &str, message: String| {
            let fault = Diagnostic::new(Rule::BrokenLink, message);
            let span =
                by_path.get(path).and_then(|page| document(self.pages.views.site, page)).map(|d| Span::file(d.source));
            found.push(match span {
                Some(span) => fault.at(span).help("mend the link in the body of this file"),
                None => fault
                    .help("the page is made by a template; see that the template links only to what its values name"),
            });
        };
        for (path, page) in &all {
            for broken in &page.broken {
                report(path, format!("the page `/{path}` links to `{broken}`, which is not part of the site"));
            }
        }
        for (path, target) in links::missing_anchors(&all) {
            // a claim whose words are missing is reported at its own place
            if target.split_once("#claim-").is_some_and(|(page, _)| unsaid.contains(page.trim_start_matches('/'))) {
                continue;
            }
            report(path, format!("the page `/{path}` links to `{target}`, and there is no such heading or mark"));
        }
        found
    }
}

/// The file that a page is made from.
fn document<'a>(site: &'a Site, page: &Page) -> Option<Document<'a>> {
    let text = |at: usize| {
        let page = &site.pages[at];
        Document {
            source: page.source,
            start: page.body_start as usize,
            path: &page.path,
            claims: &[],
            conflicts: false,
            hash: None,
        }
    };
    match page.kind {
        PageKind::Article(id) => {
            let article = site.article(id);
            Some(Document {
                source: article.source,
                start: article.body_start as usize,
                path: &article.path,
                claims: &article.claims,
                conflicts: !article.conflicts.is_empty(),
                hash: Some(article.hash),
            })
        }
        PageKind::Text(at) => Some(text(at)),
        PageKind::Corrections => site.pages.iter().position(|p| p.path == "corrections/").map(text),
        _ => None,
    }
}

fn targets(site: &Site, plan: &[Page]) -> Targets {
    let place = |page: &Page, text| Place { path: page.path.clone(), text };
    let pages = plan.iter().filter_map(|page| match page.kind {
        // what linked to a withdrawn article leads to the page that says so
        PageKind::Withdrawn(at) => Some((site.withdrawn[at].source, place(page, false))),
        _ => Some((document(site, page)?.source, place(page, true))),
    });
    pages.collect()
}

/// The values that every template sees: `site` and the interface strings `t`.
fn globals(views: &Views<'_>, plan: &[Page]) -> [(&'static str, Value); 2] {
    let site = views.site;
    let words = views.words;
    let settings = &site.settings;
    let has = |path: &str| plan.binary_search_by(|page| page.path.as_str().cmp(path)).is_ok();
    let entry = |(key, path): &(&str, &str)| {
        has(path).then(|| words.plain_link(words.word("list", key), Some(settings.base.link(path))))
    };
    let menu = [
        ("elections", "elections/"),
        ("rolls", "rolls/"),
        ("regions", "regions/"),
        ("parties", "parties/"),
        ("people", "people/"),
        ("claims", "claims/"),
        ("calendar", "calendar/"),
        ("editions", "editions/"),
        ("sources", "sources/"),
        ("topics", "topics/"),
    ];
    let texts = plan.iter().filter_map(|page| match page.kind {
        PageKind::Text(at) => {
            let text = &site.pages[at];
            Some(view::Link {
                name: text.title.clone(),
                lang: words.mark(text.language),
                url: Some(settings.base.link(&text.path)),
            })
        }
        _ => None,
    });
    let data = settings
        .makes(Part::Data)
        .then(|| words.plain_link(words.word("list", "data"), Some(settings.base.link("data/datapackage.json"))));
    let contact_url = settings.contact.as_ref().map(|contact| {
        if contact.contains('@') && !contact.contains('/') { format!("mailto:{contact}") } else { contact.clone() }
    });
    let view = view::Site {
        title: settings.title.shown(words.language).0.to_owned(),
        description: Some(settings.description.shown(words.language).0.to_owned()).filter(|d| !d.is_empty()),
        publisher: settings.publisher.clone(),
        contact: settings.contact.clone(),
        contact_url,
        url: settings.base.link(""),
        permalink: settings.base.permalink(""),
        lang: words.language.code(),
        menu: menu.iter().filter_map(entry).collect(),
        footer: texts
            .chain(entry(&("corrections", "corrections/")))
            .chain(entry(&("changes", "changes/")))
            .chain(data)
            .collect(),
        stylesheet: settings.base.link("assets/style.css"),
        generator: concat!("saar ", env!("CARGO_PKG_VERSION")),
    };
    let strings: BTreeMap<&str, &str> = words.interface().collect();
    [("site", Value::from_serializable(&view)), ("t", Value::from_serializable(&strings))]
}
