//! The project that is explained, with what is asked of it again and again.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::{Fact, Place};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::Result;
use crate::link::{Field, Fields, asked, named};
use crate::load::Sources;
use crate::model::article::{Article, ArticleId};
use crate::model::digest::Digest;
use crate::model::page::{List, Page};
use crate::model::site::{Site, term};
use crate::pipeline::Options;
use crate::pipeline::look::{Files, Looked};
use crate::source::{SourceId, Span, position};
use crate::yaml;

/// A project that was looked at.
pub struct Seen<'a> {
    /// Its files.
    pub sources: &'a Sources,
    /// What was found before its pages are made.
    pub found: &'a Diagnostics,
    /// All of it.
    pub looked: &'a Looked,
    /// The files of the last build.
    pub before: &'a Files,
    /// How it is looked at.
    pub options: &'a Options,
    /// The linked model.
    pub site: &'a Site,
    /// Its articles, grouped.
    pub digest: &'a Digest,
    /// Its pages, by path.
    pub plan: &'a [Page],
    /// Knows names.
    pub names: Fields<'a>,
    /// The instant that was asked for.
    pub instant: DateTime<Utc>,
    texts: RefCell<BTreeMap<SourceId, Rc<str>>>,
    files: OnceCell<Files>,
}

/// Where an article stands.
#[derive(Clone, Copy)]
pub enum Standing<'a> {
    /// Among the articles.
    Shown(ArticleId, &'a Article),
    /// Among those that were taken back.
    Withdrawn(&'a Article),
    /// Among those that are left out.
    Away(&'a Article),
}

impl<'a> Standing<'a> {
    /// The article.
    pub fn article(self) -> &'a Article {
        match self {
            Self::Shown(_, article) | Self::Withdrawn(article) | Self::Away(article) => article,
        }
    }
}

impl<'a> Seen<'a> {
    /// Of a project that was looked at with `options`.
    pub fn new(
        (sources, found): (&'a Sources, &'a Diagnostics),
        looked: &'a Looked,
        before: &'a Files,
        options: &'a Options,
    ) -> Self {
        let site = &looked.site;
        Self {
            sources,
            found,
            looked,
            before,
            options,
            site,
            digest: &looked.digest,
            plan: &looked.plan,
            names: Fields::new(site),
            instant: asked(options.as_of, site.newest, site.settings.zone),
            texts: RefCell::default(),
            files: OnceCell::new(),
        }
    }

    /// Every file of the site, and what is wrong with its pages.
    ///
    /// # Errors
    /// When the machine fails us.
    pub fn files(&self) -> Result<&Files> {
        match self.files.get() {
            Some(files) => Ok(files),
            None => {
                let files = self.looked.files(self.sources, self.before)?;
                Ok(self.files.get_or_init(|| files))
            }
        }
    }

    /// The fields of an article's file.
    pub fn fields(&self, source: SourceId) -> Vec<Field> {
        self.names.of(&self.text(source), source, self.standing(source).map(Standing::article))
    }

    /// The text of a file, as far as it is text.
    pub fn text(&self, source: SourceId) -> Rc<str> {
        let read = || {
            self.sources.beginning(source, 16 << 20).map_or_else(|_| "".into(), |b| String::from_utf8_lossy(&b).into())
        };
        self.texts.borrow_mut().entry(source).or_insert_with(read).clone()
    }

    /// Where a span begins.
    pub fn place(&self, span: Span) -> Option<Place> {
        let at = position(&self.text(span.source), span.start as usize);
        let file = self.sources.file(span.source).path.clone();
        Some(Place { file, line: at.line, column: at.column })
    }

    /// The file of an article.
    pub fn file(&self, article: &Article) -> &str {
        &self.sources.file(article.source).path
    }

    /// The address of a path of the site, from the root of the host.
    pub fn address(&self, path: &str) -> String {
        self.site.settings.base.link(path)
    }

    /// The page at a path.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.plan.binary_search_by(|page| page.path.as_str().cmp(path)).ok()
    }

    /// Whether a list has a page, and its address.
    pub fn list_address(&self, list: List) -> Option<String> {
        let path = crate::address::list(self.site, list);
        self.page_at(&path).map(|_| self.address(&path))
    }

    /// The article of a file, wherever it stands.
    pub fn standing(&self, source: SourceId) -> Option<Standing<'a>> {
        let site = self.site;
        let of = |articles: &'a [Article]| articles.iter().find(|article| article.source == source);
        let shown = site.article_ids().find(|id| site.article(*id).source == source);
        let shown = shown.map(|id| Standing::Shown(id, site.article(id)));
        let withdrawn = || of(&site.withdrawn).map(Standing::Withdrawn);
        shown.or_else(withdrawn).or_else(|| of(&site.away).map(Standing::Away))
    }

    /// An entry by its id and names; of a cell, those of both.
    pub fn named(&self, list: List) -> String {
        let site = self.site;
        match list {
            List::Home => "the front page".to_owned(),
            List::Subject(id) => named(&site.subject(id).id, &site.subject(id).name),
            List::Cell(subject, region) => {
                format!("{} in {}", self.named(List::Subject(subject)), self.named(List::Region(region)))
            }
            List::Region(id) => named(&site.region(id).id, &site.region(id).name),
            List::Party(id) => named(&site.party(id).id, &site.party(id).name),
            List::Person(id) => named(&term(&site.people, id).id, &term(&site.people, id).name),
            List::Outlet(id) => named(&term(&site.outlets, id).id, &term(&site.outlets, id).name),
            List::Topic(id) => named(&term(&site.topics, id).id, &term(&site.topics, id).name),
        }
    }

    /// Findings as facts: the message, and the way out.
    pub fn finding(&self, found: &Diagnostic) -> Fact {
        let out = [Some(found.label.as_str()).filter(|label| !label.is_empty()), found.help.as_deref()];
        let text = [Some(found.message.as_str())].into_iter().chain(out).flatten().collect::<Vec<_>>().join("; ");
        let name = format!("{}[{}]", found.severity.word(), found.rule.name());
        Fact::new(name, text).at(found.span.and_then(|span| self.place(span)))
    }

    /// Where `site.yaml` has an entry of a list, if it has it.
    pub fn declared(&self, list: List) -> Option<Place> {
        let (keys, id): (&[&str], &str) = match list {
            List::Region(id) => (&["regions"], &self.site.region(id).id),
            List::Subject(id) => (&["elections", "rolls"], &self.site.subject(id).id),
            List::Party(id) => (&["parties"], &self.site.party(id).id),
            List::Person(id) => (&["people"], &term(&self.site.people, id).id),
            List::Outlet(id) => (&["sources"], &term(&self.site.outlets, id).id),
            List::Topic(id) => (&["topics"], &term(&self.site.topics, id).id),
            List::Home | List::Cell(..) => return None,
        };
        let source = self.sources.at("site.yaml")?;
        let settings = yaml::parse(&self.text(source), source, 0).ok()?;
        let lists = keys.iter().filter_map(|key| match &settings.get(key)?.value {
            yaml::Value::List(items) => Some(items.as_slice()),
            _ => None,
        });
        let own = |node: &&yaml::Node| node.text("id").is_some_and(|text| text.trim_matches('/') == id);
        let node = lists.flatten().find(own)?.get("id")?.span;
        self.place(node)
    }
}

/// Text that is shown in one line: long ones are cut.
pub fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
