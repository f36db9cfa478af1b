//! The pages: which template each kind has, and the values it gets.

mod briefings;
mod calendar;
mod cards;
mod edition;
mod filters;
mod home;
mod index;
mod region;
mod subject;
mod week;

use std::sync::{Mutex, OnceLock};

use chrono::NaiveDate;
use tera::{Context, Value};

use self::cards::{COMMON, CardLinks, Kept, SHORT};
use super::theme::Theme;
use super::views::Views;
use crate::address;
use crate::diagnostic::Diagnostic;
use crate::link::Fields;
use crate::model::article::ArticleId;
use crate::model::briefing::Format;
use crate::model::page::{List, Page, PageKind};
use crate::model::people::TermId;
use crate::model::site::term;
use crate::model::subject::SubjectClass;
use crate::view;

/// Articles of a subject on the home page.
const HOME_GROUP: usize = 8;
/// Claims beside a list of articles.
const CLAIMS_SHOWN: usize = 20;
/// Mentions beside a list of articles.
const MENTIONS_SHOWN: usize = 50;
/// Columns of a matrix.
const COLUMNS: usize = 12;
/// Bars of a chart beside a list of the same: more than these are read faster in the list.
const MOST_BARS: usize = 40;

/// A page ready for its template.
pub struct Prepared {
    /// The template.
    pub template: &'static str,
    /// Its values.
    pub context: Context,
}

/// Prepares pages: builds the values that templates get.
pub struct Pages<'a> {
    /// Builds the views.
    pub views: Views<'a>,
    theme: &'a Theme,
    /// Articles as they stand in most lists.
    cards: Kept,
    links: CardLinks,
    /// Faults of the template of cards.
    faults: Mutex<Vec<Diagnostic>>,
    briefings: briefings::ByPage,
    /// Reads the fields of files, where pages tell of them.
    pub fields: OnceLock<Fields<'a>>,
    /// The facts of every subject, which all its cells show.
    subjects: Vec<Value>,
    /// What the pages of indexes have parts of.
    indexes: index::Indexes,
}

impl<'a> Pages<'a> {
    /// Pages of a site.
    pub fn new(views: Views<'a>, theme: &'a Theme) -> Self {
        let site = views.site;
        let subjects = site.gazetteer.subjects().map(|(id, _)| Value::from_serializable(&views.subject(id))).collect();
        let links = CardLinks::new(&views);
        let cards = Kept::of(site.articles.len());
        let briefings = briefings::by_page(views.digest);
        Self {
            views,
            theme,
            fields: OnceLock::new(),
            briefings,
            cards,
            links,
            faults: Mutex::default(),
            subjects,
            indexes: index::Indexes::default(),
        }
    }

    /// Template and values of an HTML page; `body` is the HTML of pages that are made from a file.
    pub fn prepare(&self, page: &Page, body: Option<&str>) -> Option<Prepared> {
        let mut context = Context::new();
        let template = match &page.kind {
            PageKind::List(list, number) => self.list(page, *list, *number, &mut context),
            PageKind::Article(id) => {
                context.insert_value("body", Value::safe_string(body.unwrap_or_default()));
                context.insert("article", &self.views.article(*id));
                self.page(page, "article", &mut context);
                "article.html"
            }
            PageKind::Subjects(class) => self.subjects(page, *class, &mut context),
            PageKind::Regions => self.regions(page, &mut context),
            PageKind::Terms(terms, number) => self.terms(page, *terms, *number, &mut context),
            PageKind::Claims(number) => self.claims(page, *number, &mut context),
            PageKind::Calendar(year, number) => self.calendar(page, *year, *number, &mut context),
            PageKind::Corrections(number) => {
                context.insert_value("body", body.map_or_else(Value::none, Value::safe_string));
                self.corrections(page, *number, &mut context)
            }
            PageKind::Editions(number) => self.editions(page, *number, &mut context),
            PageKind::Edition(at, number) => self.edition(page, *at, *number, &mut context),
            PageKind::Briefings => self.briefings(page, &mut context),
            PageKind::Changes => self.changes(page, &mut context),
            PageKind::Withdrawn(at) => self.withdrawn(page, *at, &mut context),
            PageKind::Text(_) => {
                context.insert_value("body", Value::safe_string(body.unwrap_or_default()));
                self.page(page, "page", &mut context);
                "page.html"
            }
            PageKind::Search => self.search(page, &mut context),
            PageKind::NotFound => {
                self.page(page, "not_found", &mut context);
                "404.html"
            }
            PageKind::Redirect(to) => {
                context.insert("to", &self.views.site.settings.base.link(to));
                context.insert("to_permalink", &self.views.site.settings.base.permalink(to));
                self.page(page, "redirect", &mut context);
                "redirect.html"
            }
            _ => return None,
        };
        debug_assert_eq!(Some(template), self::template(&page.kind), "what explains a page names its template");
        Some(Prepared { template, context })
    }

    pub(super) fn page(&self, page: &Page, kind: &'static str, context: &mut Context) {
        context.insert("page", &super::head::page(&self.views, page, kind));
    }

    fn list(&self, page: &Page, list: List, number: Option<usize>, context: &mut Context) -> &'static str {
        let ids = members(&self.views, list);
        let shown = address::items(ids.len(), self.views.site.settings.page_size, number);
        let style = if list == List::Home && number.is_none() { SHORT } else { COMMON };
        context.insert_value("articles", self.cards(&ids[shown.clone()], style));
        let mut pagination = self.pagination(&address::list(self.views.site, list), ids.len(), number);
        if !pagination.pages.is_empty() {
            pagination.months = self.month_anchors(&ids[shown]);
            pagination.filters = if number.is_none() { self.filters(list, ids) } else { Vec::new() };
        }
        context.insert("pagination", &pagination);
        // what stands beside the list stands on the newest page only
        let ids = if number.is_none() { ids } else { &[] };
        match list {
            List::Home => self.home(page, number, ids, context),
            List::Subject(id) => self.subject(page, id, number.is_none(), ids, context),
            List::Cell(subject, region) => self.cell(page, subject, region, number, ids, context),
            List::Region(id) => self.region(page, id, number.is_none(), ids, context),
            List::Person(id) => {
                let person = term(&self.views.site.people, id);
                context.insert("aliases", &self.views.words.aliases(person.aliases.iter()));
                context.insert("offices", &self.offices(id, ids));
                self.term_page(page, "person", context)
            }
            List::Party(id) => {
                let party = self.views.site.party(id);
                context.insert("aliases", &self.views.words.aliases(party.abbr.iter().chain(&party.aliases)));
                let status = party.status.as_deref().map(|status| self.views.words.word("party_status", status));
                context.insert("status", &status);
                let held = |claim: &crate::model::claim::Claim| claim.holder == Some(id);
                context.insert("claims", &self.claims_where(ids, held));
                self.term_page(page, "party", context)
            }
            List::Outlet(id) => {
                let aliases = &term(&self.views.site.outlets, id).aliases;
                context.insert("aliases", &self.views.words.aliases(aliases.iter()));
                self.term_page(page, "source", context)
            }
            List::Topic(id) => {
                let aliases = &term(&self.views.site.topics, id).aliases;
                context.insert("aliases", &self.views.words.aliases(aliases.iter()));
                self.term_page(page, "topic", context)
            }
        }
    }

    fn term_page(&self, page: &Page, kind: &'static str, context: &mut Context) -> &'static str {
        for (key, empty) in [("offices", true), ("claims", true), ("status", false)] {
            if !context.contains_key(key) {
                context.insert_value(key, if empty { Value::from(Vec::<Value>::new()) } else { Value::none() });
            }
        }
        self.page(page, kind, context);
        "term.html"
    }

    /// The pages of a list of `total` articles at `path`.
    fn pagination(&self, path: &str, total: usize, number: Option<usize>) -> view::Pagination {
        let archived = address::archive_pages(total, self.views.site.settings.page_size);
        self.paged((path, "newest"), archived, total, number)
    }

    /// The pages of what has `archived` numbered ones and `total` items. With the path comes the word for the page
    /// that has no number.
    fn paged(
        &self,
        (path, newest): (&str, &str),
        archived: usize,
        total: usize,
        number: Option<usize>,
    ) -> view::Pagination {
        let url = |number: Option<usize>| self.views.link(&address::numbered(path, number));
        let unnumbered = std::iter::once(None);
        let all: Vec<Option<usize>> =
            if archived == 0 { Vec::new() } else { unnumbered.chain((1..=archived).rev().map(Some)).collect() };
        let at = all.iter().position(|n| *n == number).unwrap_or(0);
        // a list of a thousand pages shows its ends and the neighbourhood
        let near = |i: usize| i == 0 || i + 1 == all.len() || i.abs_diff(at) <= 4;
        view::Pagination {
            filters: Vec::new(),
            months: Vec::new(),
            total,
            total_text: self.views.words.number(total),
            number,
            newer: at.checked_sub(1).and_then(|i| all.get(i)).map(|n| url(*n)),
            older: all.get(at + 1).map(|n| url(*n)),
            pages: all
                .iter()
                .enumerate()
                .filter(|(i, _)| near(*i))
                .map(|(i, n)| view::PageLink {
                    name: n.map_or_else(|| self.views.words.word("list", newest), |n| self.views.words.number(n)),
                    url: url(*n),
                    current: i == at,
                })
                .collect(),
        }
    }

    /// Claims of articles, newest article first, at most as many as are shown.
    fn claims_where(
        &self,
        ids: &[ArticleId],
        wanted: impl Fn(&crate::model::claim::Claim) -> bool,
    ) -> Vec<view::Claim> {
        ids.iter()
            .filter(|id| !self.views.site.article(**id).claims.is_empty())
            .flat_map(|&id| {
                let views = self.views.claims_of(id);
                self.views
                    .site
                    .article(id)
                    .claims
                    .iter()
                    .zip(views)
                    .filter(|(claim, _)| wanted(claim))
                    .map(|(_, view)| view)
                    .collect::<Vec<_>>()
            })
            .take(CLAIMS_SHOWN)
            .collect()
    }

    fn offices(&self, id: TermId, ids: &[ArticleId]) -> Vec<Value> {
        ids.iter()
            .flat_map(|&article| {
                let article = self.views.site.article(article);
                article.people.iter().filter(move |m| m.person == id).filter_map(move |mention| {
                    let office = mention.office.as_ref()?;
                    Some(map([
                        ("office", Value::from(office.as_str())),
                        ("lang", Value::from_serializable(&self.views.words.guessed(office))),
                        ("date", Value::from_serializable(&self.views.words.date(&article.published))),
                        ("article", Value::from_serializable(&self.views.article_link(article))),
                    ]))
                })
            })
            .take(MENTIONS_SHOWN)
            .collect()
    }

    fn subjects(&self, page: &Page, class: SubjectClass, context: &mut Context) -> &'static str {
        let views = &self.views;
        let mut subjects: Vec<(Option<NaiveDate>, view::Subject)> = views
            .site
            .gazetteer
            .subjects()
            .filter(|(_, subject)| subject.kind.class() == class)
            .map(|(id, subject)| (subject.calendar.iter().map(|d| d.date.day()).max(), views.subject(id)))
            .collect();
        subjects.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
        context.insert("subjects", &subjects.into_iter().map(|(_, subject)| subject).collect::<Vec<_>>());
        self.page(page, "subjects", context);
        "subjects.html"
    }
}

/// The template of a kind of page; files for programs have none.
pub fn template(kind: &PageKind) -> Option<&'static str> {
    Some(match kind {
        PageKind::List(List::Home, _) => "home.html",
        PageKind::List(List::Subject(_), _) => "subject.html",
        PageKind::List(List::Cell(..), _) => "cell.html",
        PageKind::List(List::Region(_), _) => "region.html",
        PageKind::List(..) => "term.html",
        PageKind::Article(_) => "article.html",
        PageKind::Provenance(_) => "provenance.html",
        PageKind::Subjects(_) => "subjects.html",
        PageKind::Regions => "regions.html",
        PageKind::Terms(..) => "terms.html",
        PageKind::Claims(_) => "claims.html",
        PageKind::Calendar(..) => "calendar.html",
        PageKind::Corrections(_) => "corrections.html",
        PageKind::Editions(_) => "editions.html",
        PageKind::Edition(..) => "edition.html",
        PageKind::Briefings => "briefings.html",
        PageKind::Changes => "changes.html",
        PageKind::Withdrawn(_) => "withdrawn.html",
        PageKind::Text(_) => "page.html",
        PageKind::Search => "search.html",
        PageKind::NotFound => "404.html",
        PageKind::Redirect(_) => "redirect.html",
        PageKind::ShareImage(_) => "share.svg",
        PageKind::Briefing(_, Format::Html) => "briefing.html",
        PageKind::Briefing(_, Format::Pdf) => "briefing.typ",
        _ => return None,
    })
}

/// The articles of a list, newest first.
pub fn members<'a>(views: &Views<'a>, list: List) -> &'a [ArticleId] {
    match list {
        List::Home => &views.digest.all,
        list => views.digest.articles(list),
    }
}

fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect::<tera::Map>().into()
}
