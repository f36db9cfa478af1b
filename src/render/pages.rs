//! The pages: which template each kind has, and the values it gets.

use std::collections::{BTreeMap, BTreeSet};

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use chrono::{Datelike, Days, NaiveDate};
use rayon::prelude::*;
use tera::{Context, Value};

use super::theme::Theme;
use super::views::Views;
use crate::address;
use crate::diagnostic::Diagnostic;
use crate::model::article::{ArticleId, ArticleSource};
use crate::model::page::{List, Page, PageKind, Terms};
use crate::model::people::TermId;
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::term;
use crate::model::subject::{SubjectClass, SubjectId, SubjectStatus};
use crate::plan;
use crate::text::collate::sort_by_name;
use crate::view;

/// Articles of a subject on the home page.
const HOME_GROUP: usize = 8;
/// Claims beside a list of articles.
const CLAIMS_SHOWN: usize = 20;
/// Mentions beside a list of articles.
const MENTIONS_SHOWN: usize = 50;
/// Columns of a matrix.
const COLUMNS: usize = 12;

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
    /// Every article as it stands in most lists, rendered once.
    cards: Vec<Value>,
    links: CardLinks,
    /// Faults of the template of cards.
    faults: Mutex<Vec<Diagnostic>>,
    /// The facts of every subject, which all its cells show.
    subjects: Vec<Value>,
}

/// How an article is shown in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    /// Level of its heading.
    level: u8,
    /// Whether its summary is shown.
    summary: bool,
}

/// The style of most lists: cards of this style are rendered once.
const COMMON: Style = Style { level: 3, summary: true };
/// Beside other things.
const SHORT: Style = Style { level: 3, summary: false };
/// Below a heading of level 3.
const GROUPED: Style = Style { level: 4, summary: true };

/// Links that the cards of many articles share.
struct CardLinks {
    unknown_outlet: Value,
    outlets: Vec<Value>,
    regions: Vec<Value>,
}

impl CardLinks {
    fn new(views: &Views<'_>) -> Self {
        let outlet = |id| Value::from_serializable(&views.outlet_link(id));
        let region = |id| Value::from_serializable(&views.region_link(id));
        Self {
            unknown_outlet: outlet(None),
            outlets: (0..views.site.outlets.len() as u32).map(|id| outlet(Some(TermId(id)))).collect(),
            regions: views.site.gazetteer.regions().map(|(id, _)| region(id)).collect(),
        }
    }

    fn card(&self, views: &Views<'_>, id: ArticleId) -> Value {
        let article = views.site.article(id);
        let outlet = |source: &ArticleSource| {
            source.outlet.map_or(&self.unknown_outlet, |id| &self.outlets[id.0 as usize]).clone()
        };
        let sources: Vec<Value> = article.sources.iter().map(outlet).collect();
        let regions: Vec<Value> = article.regions.iter().map(|id| self.regions[id.0 as usize].clone()).collect();
        let mut card = Value::from_serializable(&views.card(id)).into_map().unwrap_or_default();
        card.insert("sources".into(), sources.into());
        card.insert("regions".into(), regions.into());
        card.into()
    }
}

impl<'a> Pages<'a> {
    /// Pages of a site.
    pub fn new(views: Views<'a>, theme: &'a Theme) -> Self {
        let site = views.site;
        let subjects = site.gazetteer.subjects().map(|(id, _)| Value::from_serializable(&views.subject(id))).collect();
        let links = CardLinks::new(&views);
        let mut pages = Self { views, theme, cards: Vec::new(), links, faults: Mutex::default(), subjects };
        let ids = (0..site.articles.len() as u32).into_par_iter().map(ArticleId);
        pages.cards = ids.map(|id| pages.card(id, COMMON)).collect();
        pages
    }

    /// The faults of the template of cards, once all pages are prepared.
    pub fn faults(&self) -> Vec<Diagnostic> {
        std::mem::take(&mut *self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn card(&self, id: ArticleId, style: Style) -> Value {
        let mut context = Context::new();
        context.insert_value("card", self.links.card(&self.views, id));
        context.insert_value("level", u64::from(style.level).into());
        context.insert_value("summary", style.summary.into());
        let mut html = Vec::with_capacity(2048);
        if let Err(fault) = self.theme.render("card.html", &context, &mut html) {
            let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        Value::safe_string(std::str::from_utf8(&html).unwrap_or_default().trim_end())
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
            PageKind::Terms(terms) => self.terms(page, *terms, &mut context),
            PageKind::Claims(number) => self.claims(page, *number, &mut context),
            PageKind::Calendar(year) => self.calendar(page, *year, &mut context),
            PageKind::Corrections => {
                context.insert("corrections", &self.views.corrections());
                context.insert_value("body", body.map_or_else(Value::none, Value::safe_string));
                self.page(page, "corrections", &mut context);
                "corrections.html"
            }
            PageKind::Text(_) => {
                context.insert_value("body", Value::safe_string(body.unwrap_or_default()));
                self.page(page, "page", &mut context);
                "page.html"
            }
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
        Some(Prepared { template, context })
    }

    fn page(&self, page: &Page, kind: &'static str, context: &mut Context) {
        context.insert("page", &super::head::page(&self.views, page, kind));
    }

    /// Articles as a list of rendered cards.
    fn cards(&self, ids: &[ArticleId], style: Style) -> Value {
        let card = |id: &ArticleId| match style {
            COMMON => self.cards[id.0 as usize].clone(),
            style => self.card(*id, style),
        };
        ids.iter().map(card).collect::<Vec<_>>().into()
    }

    /// The articles of a list, newest first.
    pub fn articles(&self, list: List) -> Cow<'a, [ArticleId]> {
        let digest = self.views.digest;
        let found = match list {
            List::Home => return Cow::Owned(self.views.site.article_ids().collect()),
            List::Subject(id) => digest.subjects.get(&id),
            List::Cell(subject, region) => digest.cells.get(&(subject, region)).map(|cell| &cell.all),
            List::Region(id) => digest.regions.get(&id).map(|region| &region.all),
            List::Person(id) => digest.people.get(&id),
            List::Party(id) => digest.parties.get(&id),
            List::Outlet(id) => digest.outlets.get(&id),
            List::Topic(id) => digest.topics.get(&id),
        };
        Cow::Borrowed(found.map_or(&[], Vec::as_slice))
    }

    fn list(&self, page: &Page, list: List, number: Option<usize>, context: &mut Context) -> &'static str {
        let ids = self.articles(list);
        let shown = address::items(ids.len(), self.views.site.settings.page_size, number);
        let style = if list == List::Home && number.is_none() { SHORT } else { COMMON };
        context.insert_value("articles", self.cards(&ids[shown], style));
        let path = address::list(self.views.site, list);
        context.insert("pagination", &self.pagination(&path, ids.len(), number));
        // what stands beside the list stands on the newest page only
        let ids = if number.is_none() { ids } else { Cow::Borrowed(&[][..]) };
        match list {
            List::Home => self.home(page, number, &ids, context),
            List::Subject(id) => self.subject(page, id, &ids, context),
            List::Cell(subject, region) => self.cell(page, subject, region, number, &ids, context),
            List::Region(id) => self.region(page, id, number.is_none(), &ids, context),
            List::Person(id) => {
                let person = term(&self.views.site.people, id);
                context.insert("aliases", &person.aliases);
                context.insert("offices", &self.offices(id, &ids));
                self.term_page(page, "person", context)
            }
            List::Party(id) => {
                let party = self.views.site.party(id);
                let aliases: Vec<&String> = party.abbr.iter().chain(&party.aliases).collect();
                context.insert("aliases", &aliases);
                let status = party.status.as_deref().map(|status| self.views.words.word("party_status", status));
                context.insert("status", &status);
                let held = |claim: &crate::model::claim::Claim| claim.holder == Some(id);
                context.insert("claims", &self.claims_where(&ids, held));
                self.term_page(page, "party", context)
            }
            List::Outlet(id) => {
                context.insert("aliases", &term(&self.views.site.outlets, id).aliases);
                self.term_page(page, "source", context)
            }
            List::Topic(id) => {
                context.insert("aliases", &term(&self.views.site.topics, id).aliases);
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

    /// The pages of a list of `total` items at `path`.
    fn pagination(&self, path: &str, total: usize, number: Option<usize>) -> view::Pagination {
        let site = self.views.site;
        let archived = address::archive_pages(total, site.settings.page_size);
        let url = |number: Option<usize>| site.settings.base.link(&address::numbered(path, number));
        let newest = std::iter::once(None);
        let all: Vec<Option<usize>> =
            if archived == 0 { Vec::new() } else { newest.chain((1..=archived).rev().map(Some)).collect() };
        let at = all.iter().position(|n| *n == number).unwrap_or(0);
        // a list of a thousand pages shows its ends and the neighbourhood
        let near = |i: usize| i == 0 || i + 1 == all.len() || i.abs_diff(at) <= 4;
        view::Pagination {
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
                    name: n.map_or_else(|| self.views.words.word("list", "newest"), |n| self.views.words.number(n)),
                    url: url(*n),
                    current: i == at,
                })
                .collect(),
        }
    }

    fn home(&self, page: &Page, number: Option<usize>, ids: &[ArticleId], context: &mut Context) -> &'static str {
        let first = number.is_none();
        let groups: Vec<Value> = if first { self.groups() } else { Vec::new() };
        context.insert_value("groups", groups.into());
        context.insert("matrix", &first.then(|| self.home_matrix()).flatten());
        context.insert("calendar", &if first { self.upcoming(14) } else { Vec::new() });
        let claims = if first { self.claims_where(ids, |_| true) } else { Vec::new() };
        context.insert("claims", &claims.into_iter().take(8).collect::<Vec<_>>());
        let open: Vec<Value> = if first { self.open_questions(ids) } else { Vec::new() };
        context.insert_value("open_questions", open.into());
        self.page(page, "home", context);
        "home.html"
    }

    /// The newest articles by subject, then region; subjects with the newest articles first. An article of
    /// several subjects stands under the first only; a subject with nothing of its own is left to the matrix.
    fn groups(&self) -> Vec<Value> {
        let mut subjects: Vec<(SubjectId, &Vec<ArticleId>)> =
            self.views.digest.subjects.iter().map(|(id, articles)| (*id, articles)).collect();
        subjects.sort_by_key(|(_, articles)| articles.first().copied());
        let mut shown: BTreeSet<ArticleId> = BTreeSet::new();
        let mut groups = Vec::new();
        for (subject, articles) in subjects {
            let new: Vec<ArticleId> =
                articles.iter().take(HOME_GROUP).copied().filter(|id| !shown.contains(id)).collect();
            if !new.is_empty() {
                shown.extend(&new);
                groups.push(self.group(subject, &new));
            }
        }
        groups
    }

    fn group(&self, subject: SubjectId, articles: &[ArticleId]) -> Value {
        let mut by_region: Vec<(RegionId, Vec<ArticleId>)> = Vec::new();
        for &id in articles {
            let Some(region) = self.filed_under(subject, id) else { continue };
            match by_region.iter_mut().find(|(r, _)| *r == region) {
                Some((_, ids)) => ids.push(id),
                None => by_region.push((region, vec![id])),
            }
        }
        let regions: Vec<Value> = by_region
            .iter()
            .map(|(region, ids)| {
                let link = self.views.cell_link(subject, *region);
                map([("link", Value::from_serializable(&link)), ("articles", self.cards(ids, GROUPED))])
            })
            .collect();
        let facts = &self.subjects[subject.0 as usize];
        let fact = |key: &str| facts.get_from_path(key).cloned().unwrap_or_else(Value::none);
        map([
            ("link", fact("link")),
            ("class", fact("class")),
            ("count", fact("count")),
            ("count_text", fact("count_text")),
            ("regions", regions.into()),
        ])
    }

    /// The region under which an article stands in a subject: the first of its own that the subject reaches.
    fn filed_under(&self, subject: SubjectId, id: ArticleId) -> Option<RegionId> {
        let regions = &self.views.site.article(id).regions;
        let filed = |region: &&RegionId| {
            self.views.digest.cells.get(&(subject, **region)).is_some_and(|c| c.own.binary_search(&id).is_ok())
        };
        regions.iter().find(filed).or(regions.first()).copied()
    }

    /// Subjects × regions of the first level below the country.
    fn home_matrix(&self) -> Option<view::Matrix> {
        let views = &self.views;
        let mut columns: Vec<RegionId> = self.top_regions(views.digest.regions.keys().copied());
        columns.retain(|id| !views.digest.regions[id].all.is_empty());
        columns.sort_by_key(|id| std::cmp::Reverse(views.digest.regions[id].all.len()));
        columns.truncate(COLUMNS);
        columns.sort_unstable();
        let rows: Vec<view::MatrixRow> = views
            .digest
            .subjects
            .iter()
            .map(|(&subject, articles)| view::MatrixRow {
                link: views.subject_link(subject),
                cells: columns
                    .iter()
                    .map(|&region| {
                        let count = views.digest.cells.get(&(subject, region)).map_or(0, |cell| cell.all.len());
                        self.matrix_cell(count, views.cell_link(subject, region).url)
                    })
                    .collect(),
                total: articles.len(),
                total_text: views.words.number(articles.len()),
            })
            .collect();
        let columns: Vec<view::Link> = columns.into_iter().map(|id| views.region_link(id)).collect();
        (!rows.is_empty() && !columns.is_empty()).then_some(view::Matrix { columns, rows })
    }

    fn matrix_cell(&self, count: usize, url: Option<String>) -> view::MatrixCell {
        let count_text = if count == 0 { String::new() } else { self.views.words.number(count) };
        view::MatrixCell { url: url.filter(|_| count > 0), count, count_text }
    }

    /// Those of `regions` that lie directly below the country, or at the top where there is none.
    fn top_regions(&self, regions: impl Iterator<Item = RegionId>) -> Vec<RegionId> {
        let site = self.views.site;
        let top = |id: &RegionId| {
            let region = site.region(*id);
            region.kind != RegionKind::Country
                && region.parent.is_none_or(|parent| site.region(parent).kind == RegionKind::Country)
        };
        regions.filter(top).collect()
    }

    /// Regions × months of one subject.
    fn subject_matrix(&self, subject: SubjectId, ids: &[ArticleId]) -> Option<view::Matrix> {
        let views = &self.views;
        let month = |id: &ArticleId| {
            let day = views.site.article(*id).published.moment?.day();
            NaiveDate::from_ymd_opt(day.year(), day.month(), 1)
        };
        let mut months: Vec<NaiveDate> = ids.iter().filter_map(month).collect();
        months.sort_unstable();
        months.dedup();
        let months = months.split_off(months.len().saturating_sub(COLUMNS));
        let cells = views.digest.cells.range((subject, RegionId(0))..=(subject, RegionId(u32::MAX)));
        let regions = self.top_regions(cells.map(|((_, region), _)| *region));
        if regions.is_empty() || months.len() < 2 {
            return None;
        }
        let mut rows: Vec<view::MatrixRow> = regions
            .into_iter()
            .map(|region| {
                let all = &views.digest.cells[&(subject, region)].all;
                let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
                all.iter().filter_map(month).for_each(|m| *counts.entry(m).or_default() += 1);
                let link = views.cell_link(subject, region);
                view::MatrixRow {
                    cells: months
                        .iter()
                        .map(|m| self.matrix_cell(counts.get(m).copied().unwrap_or(0), link.url.clone()))
                        .collect(),
                    link,
                    total: all.len(),
                    total_text: views.words.number(all.len()),
                }
            })
            .collect();
        sort_by_name(&mut rows, views.words.language, |row| &row.link.name);
        let name = |month: &NaiveDate| views.words.digits(crate::text::date::month_year(*month, views.words.language));
        let columns = months.iter().map(|m| views.words.plain_link(name(m), None)).collect();
        Some(view::Matrix { columns, rows })
    }

    /// Dates of all subjects from the day of the site on, `days` ahead.
    fn upcoming(&self, days: u64) -> Vec<view::CalendarRow> {
        let today = self.views.site.today();
        let last = today.checked_add_days(Days::new(days)).unwrap_or(today);
        self.calendar_between(today, last)
    }

    fn calendar_between(&self, from: NaiveDate, to: NaiveDate) -> Vec<view::CalendarRow> {
        let mut rows: Vec<(NaiveDate, view::CalendarRow)> = self
            .views
            .site
            .gazetteer
            .subjects()
            .filter(|(_, subject)| subject.status != SubjectStatus::Background)
            .flat_map(|(id, _)| self.views.calendar_days(id))
            .filter(|(day, _)| (from..=to).contains(day))
            .collect();
        rows.sort_by_key(|(day, _)| *day);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn open_questions(&self, ids: &[ArticleId]) -> Vec<Value> {
        ids.iter()
            .take(HOME_GROUP * 4)
            .flat_map(|&id| {
                let article = self.views.site.article(id);
                let link = Value::from_serializable(&self.views.article_link(article));
                self.views
                    .open_questions(article)
                    .into_iter()
                    .map(move |text| map([("text", Value::from(text)), ("article", link.clone())]))
            })
            .take(HOME_GROUP)
            .collect()
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

    fn subject(&self, page: &Page, id: SubjectId, ids: &[ArticleId], context: &mut Context) -> &'static str {
        let views = &self.views;
        let subject = views.site.subject(id);
        context.insert_value("subject", self.subjects[id.0 as usize].clone());
        let country = views.site.gazetteer.regions().find(|(_, r)| r.kind == RegionKind::Country).map(|(id, _)| id);
        let of = |region| Some((views.cell_link(id, region), views.digest.cells.get(&(id, region))?.all.len()));
        context.insert("children", &country.map(|country| views.children(country, of)).unwrap_or_default());
        context.insert("matrix", &self.subject_matrix(id, ids));
        let about = |claim: &crate::model::claim::Claim| claim.about == Some(id);
        context.insert("claims", &self.claims_where(ids, about));
        context.insert("claims_url", &views.addresses.single("claims/"));
        context.insert("people", &self.counted_people(ids));
        context.insert("parties", &self.counted_parties(ids));
        let covered = |region: &&RegionId| !views.digest.cells.contains_key(&(id, **region));
        let missing: Vec<view::Link> =
            subject.regions.iter().filter(covered).map(|&region| views.region_link(region)).collect();
        context.insert("missing", &missing);
        self.page(page, "subject", context);
        "subject.html"
    }

    fn counted_people(&self, ids: &[ArticleId]) -> Vec<view::Counted> {
        let mut counts: BTreeMap<TermId, usize> = BTreeMap::new();
        for &id in ids {
            for mention in &self.views.site.article(id).people {
                *counts.entry(mention.person).or_default() += 1;
            }
        }
        self.most(counts, |id| {
            self.views.words.link(&term(&self.views.site.people, id).name, self.views.addresses.person(id))
        })
    }

    fn counted_parties(&self, ids: &[ArticleId]) -> Vec<view::Counted> {
        let mut counts = BTreeMap::new();
        for &id in ids {
            for &party in &self.views.site.article(id).parties {
                *counts.entry(party).or_default() += 1;
            }
        }
        self.most(counts, |id| self.views.party_link(id))
    }

    /// The thirty with the most articles, then in the order of their names.
    fn most<K: Copy + Ord>(&self, counts: BTreeMap<K, usize>, link: impl Fn(K) -> view::Link) -> Vec<view::Counted> {
        let mut counts: Vec<(K, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
        counts.truncate(30);
        let mut counted: Vec<view::Counted> =
            counts.into_iter().map(|(key, count)| self.views.counted(link(key), None, count)).collect();
        sort_by_name(&mut counted, self.views.words.language, |c| &c.link.name);
        counted
    }

    fn cell(
        &self,
        page: &Page,
        subject: SubjectId,
        region: RegionId,
        number: Option<usize>,
        ids: &[ArticleId],
        context: &mut Context,
    ) -> &'static str {
        let views = &self.views;
        let cell = &views.digest.cells[&(subject, region)];
        let facts = &self.subjects[subject.0 as usize];
        context.insert_value("subject", facts.clone());
        context.insert("region", &views.region(region));
        let first = number.is_none();
        // where nothing lies inside the region the two lists are one
        let own = first && cell.own.len() < cell.all.len();
        let own: &[ArticleId] = if own { &cell.own } else { &[] };
        context.insert_value("own", self.cards(&own[..own.len().min(MENTIONS_SHOWN)], SHORT));
        let of = |r| Some((views.cell_link(subject, r), views.digest.cells.get(&(subject, r))?.all.len()));
        context.insert("children", &views.children(region, of));
        context.insert("claims", &self.claims_where(ids, |claim| claim.about == Some(subject)));
        context.insert_value("calendar", facts.get_from_path("calendar").cloned().unwrap_or_else(Value::none));
        self.page(page, "cell", context);
        "cell.html"
    }

    fn region(&self, page: &Page, id: RegionId, first: bool, ids: &[ArticleId], context: &mut Context) -> &'static str {
        let views = &self.views;
        context.insert("region", &views.region(id));
        let of = |r| Some((views.region_link(r), views.digest.regions.get(&r)?.all.len()));
        context.insert("children", &views.children(id, of));
        let subjects: Vec<view::Counted> = views
            .digest
            .subjects
            .keys()
            .filter_map(|&subject| {
                let cell = views.digest.cells.get(&(subject, id))?;
                let link = view::Link { url: views.cell_link(subject, id).url, ..views.subject_link(subject) };
                Some(views.counted(link, None, cell.all.len()))
            })
            .collect();
        context.insert("subjects", &subjects);
        let mentions = if first { &views.digest.regions[&id].mentions[..] } else { &[] };
        context.insert_value("mentions", self.cards(&mentions[..mentions.len().min(MENTIONS_SHOWN)], SHORT));
        context.insert("claims", &self.claims_where(ids, |claim| claim.scope == Some(id)));
        self.page(page, "region", context);
        "region.html"
    }

    fn offices(&self, id: TermId, ids: &[ArticleId]) -> Vec<Value> {
        ids.iter()
            .flat_map(|&article| {
                let article = self.views.site.article(article);
                article.people.iter().filter(move |m| m.person == id).filter_map(move |mention| {
                    let office = mention.office.as_ref()?;
                    Some(map([
                        ("office", Value::from(office.as_str())),
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

    fn regions(&self, page: &Page, context: &mut Context) -> &'static str {
        let views = &self.views;
        let of = |r| Some((views.region_link(r), views.digest.regions.get(&r)?.all.len()));
        let tops = self.top_regions(views.digest.regions.keys().copied());
        let mut regions: Vec<(String, Value)> = tops
            .into_iter()
            .map(|id| {
                let count = views.digest.regions[&id].all.len();
                let kind = views.words.word("region_kind", views.site.region(id).kind.word());
                let counted = views.counted(views.region_link(id), Some(kind), count);
                let mut value = Value::from_serializable(&counted).into_map().unwrap_or_default();
                value.insert("children".into(), Value::from_serializable(&views.children(id, of)));
                (counted.link.name, value.into())
            })
            .collect();
        sort_by_name(&mut regions, views.words.language, |(name, _)| name);
        context.insert_value("regions", regions.into_iter().map(|(_, value)| value).collect::<Vec<_>>().into());
        self.page(page, "regions", context);
        "regions.html"
    }

    fn terms(&self, page: &Page, terms: Terms, context: &mut Context) -> &'static str {
        let views = &self.views;
        let (site, digest, words) = (views.site, views.digest, &views.words);
        let open = |list: &BTreeMap<TermId, Vec<ArticleId>>,
                    names: &[crate::model::people::Term],
                    of: fn(TermId) -> List| {
            list.iter()
                .map(|(&id, articles)| {
                    views.counted(words.link(&term(names, id).name, views.addresses.of(of(id))), None, articles.len())
                })
                .collect::<Vec<_>>()
        };
        let mut counted = match terms {
            Terms::People => open(&digest.people, &site.people, List::Person),
            Terms::Outlets => open(&digest.outlets, &site.outlets, List::Outlet),
            Terms::Topics => open(&digest.topics, &site.topics, List::Topic),
            Terms::Parties => digest
                .parties
                .iter()
                .map(|(&id, articles)| {
                    let kind = words.word("party_kind", site.party(id).kind.word());
                    views.counted(views.party_link(id), Some(kind), articles.len())
                })
                .collect(),
        };
        sort_by_name(&mut counted, words.language, |c| &c.link.name);
        context.insert("terms", &counted);
        self.page(page, "terms", context);
        "terms.html"
    }

    fn claims(&self, page: &Page, number: Option<usize>, context: &mut Context) -> &'static str {
        let total = plan::claim_count(self.views.site);
        let shown = address::items(total, self.views.site.settings.page_size, number);
        let mut claims = Vec::new();
        let mut at = 0;
        for id in self.views.site.article_ids() {
            let count = self.views.site.article(id).claims.len();
            if at < shown.end && at + count > shown.start {
                let from = shown.start.saturating_sub(at);
                let to = (shown.end - at).min(count);
                claims.extend(self.views.claims_of(id).drain(from..to));
            }
            at += count;
        }
        context.insert("claims", &claims);
        context.insert("pagination", &self.pagination("claims/", total, number));
        self.page(page, "claims", context);
        "claims.html"
    }

    fn calendar(&self, page: &Page, year: Option<i32>, context: &mut Context) -> &'static str {
        let views = &self.views;
        let words = &views.words;
        let name = |year: i32| words.digits(year.to_string());
        let years: Vec<view::Link> = plan::calendar_years(views.site)
            .into_iter()
            .rev()
            .map(|y| words.plain_link(name(y), Some(views.site.settings.base.link(&format!("calendar/{y}/")))))
            .collect();
        let today = views.site.today();
        let rows = match year {
            Some(year) => {
                let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
                day(1, 1).zip(day(12, 31)).map(|(from, to)| self.calendar_between(from, to)).unwrap_or_default()
            }
            None => {
                let from = today.checked_sub_days(Days::new(60)).unwrap_or(today);
                self.calendar_between(from, today.pred_opt().unwrap_or(today))
            }
        };
        context.insert("year", &year.map(name));
        context.insert("years", &years);
        context.insert("upcoming", &if year.is_none() { self.upcoming(400) } else { Vec::new() });
        context.insert("rows", &rows);
        context.insert("events", &self.events(year, today));
        self.page(page, "calendar", context);
        "calendar.html"
    }

    /// Events that articles report: of a year, or of the last sixty days and later; oldest first.
    fn events(&self, year: Option<i32>, today: NaiveDate) -> Vec<view::Event> {
        let recent = today.checked_sub_days(Days::new(60)).unwrap_or(today);
        let mut events: Vec<(NaiveDate, view::Event)> = Vec::new();
        for article in &self.views.site.articles {
            for event in &article.events {
                let Some(day) = event.date.as_ref().and_then(|d| d.moment).map(|m| m.day()) else { continue };
                if year.map_or(day >= recent, |year| day.year() == year) {
                    events.push((day, self.views.event(event, article)));
                }
            }
        }
        events.sort_by_key(|(day, _)| *day);
        events.into_iter().map(|(_, event)| event).collect()
    }
}

fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect::<tera::Map>().into()
}
