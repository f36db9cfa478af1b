//! Keys: a hash of everything that a page is made from. A page with the key that it had is the page that it was.
//!
//! What a key leaves out would be shown as it was long ago; tests compare builds that remember with builds that
//! do not, over random changes of a project. There is no graph of dependencies: a page's key is a function of
//! the same values as the page.

mod shown;

use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;

use self::shown::{Terms, add_term, file, shown, terms};
use super::views::Views;
use crate::address;
use crate::cache::{self, Hasher, Inputs, Key};
use crate::link::Life;
use crate::model::article::{Article, ArticleId};
use crate::model::briefing::{BriefingOf, Section};
use crate::model::data::{DataFile, Rows};
use crate::model::edition::Edition;
use crate::model::page::{List, Page, PageKind};

/// The keys of a site's pages.
pub struct Keys<'a> {
    views: &'a Views<'a>,
    inputs: &'a Inputs,
    /// What every page depends on: the program, the theme, the settings, the menu.
    world: Key,
    /// By article: what any page shows of it.
    articles: Vec<Key>,
    /// By subject: its facts as they are shown, without its number of articles.
    subjects: Vec<Key>,
    /// Withdrawn articles, by their index.
    withdrawn: Vec<Key>,
    /// By the day on which an article became known: what editions from that day on show of it and those before it.
    traces: Vec<(NaiveDate, Key)>,
    /// Of all pages, and of how articles are filed: their dates and names, but not their titles.
    filed: Key,
    /// Of everything together.
    site: Key,
}

impl<'a> Keys<'a> {
    /// The keys of a site; `world` is a hash of what is not in the site and the same for all of its pages.
    pub fn new(views: &'a Views<'a>, plan: &[Page], inputs: &'a Inputs, world: Key) -> Self {
        let site = views.site;
        let terms = Terms {
            people: terms(&site.people, |id| views.addresses.has(List::Person(id))),
            outlets: terms(&site.outlets, |id| views.addresses.has(List::Outlet(id))),
            topics: terms(&site.topics, |id| views.addresses.has(List::Topic(id))),
        };
        let articles = site.articles.par_iter().enumerate();
        let articles = articles.map(|(at, article)| {
            let others = site.families.others(ArticleId(at as u32)).flat_map(|id| site.article(id).path.bytes());
            Hasher::default().add(&shown(views, &terms, article)).add(&others.collect::<Vec<u8>>()).key()
        });
        let articles: Vec<Key> = articles.collect();
        let subjects = site.gazetteer.subjects().map(|(id, _)| {
            let facts = crate::view::Subject { count: 0, count_text: String::new(), ..views.subject(id) };
            Hasher::default().add(&cache::encode(&facts)).key()
        });
        let subjects: Vec<Key> = subjects.collect();
        let mut filed = Hasher::default();
        filed.add(&world).add(site.as_of.to_rfc3339().as_bytes());
        // lists and data show these names, and `file` gives only their places
        let names = terms.people.iter().chain(&terms.outlets).chain(&terms.topics);
        subjects.iter().chain(names).for_each(|key| {
            filed.add(key);
        });
        for page in plan {
            filed.add(page.path.as_bytes());
        }
        for (article, key) in site.articles.iter().zip(&articles) {
            file(article, key, &mut filed);
        }
        let filed = filed.key();
        let mut all = Hasher::default();
        all.add(&filed);
        let withdrawn: Vec<Key> = site.withdrawn.iter().map(|article| shown(views, &terms, article)).collect();
        articles.iter().chain(&withdrawn).for_each(|key| {
            all.add(key);
        });
        for page in &site.pages {
            all.add(&page.hash).add(page.path.as_bytes());
        }
        for edition in &views.digest.editions {
            all.number(edition.expired as u64);
        }
        let traces = traces(views, &articles, &withdrawn);
        Self { views, inputs, world, articles, subjects, withdrawn, traces, filed, site: all.key() }
    }

    /// The key of a page; `None` where it has to be made in any case.
    pub fn of(&self, page: &Page) -> Option<Key> {
        let mut hasher = Hasher::default();
        hasher.add(&self.world).add(page.path.as_bytes());
        match &page.kind {
            PageKind::Article(id) | PageKind::Provenance(id) => {
                let article = self.views.site.article(*id);
                hasher.add(&self.articles[id.0 as usize]).add(&article.hash);
                let others: Vec<ArticleId> = self.views.site.families.others(*id).collect();
                self.add(&others, &mut hasher);
                // where the file is, and which editions have it
                if matches!(page.kind, PageKind::Provenance(_)) {
                    let editions = self.views.editions_of(*id).map(|at| &self.views.digest.editions[at].period.id);
                    hasher.add(&cache::encode(&(&self.inputs.of(article.source)?.path, editions.collect::<Vec<_>>())));
                }
            }
            PageKind::Text(at) => {
                hasher.add(&self.views.site.pages[*at].hash);
            }
            PageKind::List(List::Home, None) => {
                hasher.add(&self.site);
            }
            PageKind::List(list, number) => self.list(*list, *number, &mut hasher),
            PageKind::Atom(list) | PageKind::JsonFeed(list) => {
                let ids = self.members(*list);
                self.add(&ids[..ids.len().min(self.views.site.settings.feed_size)], &mut hasher);
            }
            PageKind::Edition(at, None) => {
                self.printed(BriefingOf::Edition(*at), &mut hasher);
                self.edition(*at, &mut hasher);
            }
            PageKind::Edition(at, Some(number)) => self.edition_page(*at, *number, &mut hasher),
            PageKind::Briefing(at, _) => self.briefing(*at, &mut hasher),
            PageKind::Withdrawn(at) => {
                hasher.add(&self.withdrawn[*at]);
            }
            PageKind::Copy(id) => return self.copy(*id),
            PageKind::Asset(_) => return None,
            PageKind::Redirect(to) => {
                hasher.add(to.as_bytes());
            }
            PageKind::ShareImage(shared) => {
                hasher.add(&cache::encode(&super::share::said(self.views, *shared)));
            }
            PageKind::NotFound | PageKind::Robots | PageKind::WebManifest => {}
            PageKind::SearchIndex(volume) => self.volume(*volume, &mut hasher),
            PageKind::Subjects(_)
            | PageKind::Search
            | PageKind::Regions
            | PageKind::Terms(..)
            | PageKind::Claims(_)
            | PageKind::ICalendar
            | PageKind::Sitemap(_)
            | PageKind::Llms => {
                hasher.add(&self.filed);
            }
            PageKind::Sheet(file, at) => self.rows(self.views.digest.rows(*file, *at)?, &mut hasher),
            PageKind::Data(data) => {
                let titles = matches!(data, DataFile::ArticlesJson | DataFile::ArticlesCsv | DataFile::EditionsJson);
                hasher.add(if titles { &self.site } else { &self.filed });
            }
            _ => {
                hasher.add(&self.site);
            }
        }
        Some(hasher.key())
    }

    /// The key of a file that is copied: that of its content.
    pub fn copy(&self, id: crate::source::SourceId) -> Option<Key> {
        Some(Hasher::default().add(&self.inputs.of(id)?.hash).key())
    }

    /// A volume of the search: its articles with their bodies; the newest has the entries, and lists the others.
    fn volume(&self, volume: Option<usize>, hasher: &mut Hasher) {
        if volume.is_none() {
            hasher.add(&self.filed);
        }
        for at in address::items(self.articles.len(), self.views.site.settings.search_size, volume) {
            hasher.add(&self.articles[at]).add(&self.views.site.articles[at].hash);
        }
    }

    fn members(&self, list: List) -> &'a [ArticleId] {
        super::pages::members(self.views, list)
    }

    fn add(&self, ids: &[ArticleId], hasher: &mut Hasher) {
        for id in ids {
            hasher.add(&self.articles[id.0 as usize]);
        }
    }

    /// A list: the articles on the page and their number; on the newest page, which shows more, all of them.
    fn list(&self, list: List, number: Option<usize>, hasher: &mut Hasher) {
        let site = self.views.site;
        let ids = self.members(list);
        hasher.number(ids.len() as u64);
        match list {
            List::Subject(id) => self.printed(BriefingOf::Subject(id), hasher),
            List::Cell(subject, region) => self.printed(BriefingOf::Cell(subject, region), hasher),
            _ => {}
        }
        match number {
            None => self.add(ids, hasher),
            Some(_) => self.add(&ids[address::items(ids.len(), site.settings.page_size, number)], hasher),
        }
        match list {
            List::Subject(id) => {
                hasher.add(&self.subjects[id.0 as usize]);
                // the picture of its dates has a line for today
                hasher.number(site.today().num_days_from_ce().unsigned_abs().into());
                // regions without an article may have a page all the same, or get one
                for &region in &site.subject(id).regions {
                    hasher.number(self.views.addresses.has(List::Region(region)).into());
                }
            }
            List::Cell(subject, _) => {
                hasher.add(&self.subjects[subject.0 as usize]);
            }
            List::Region(id) => {
                self.add(&self.views.digest.regions[&id].mentions, hasher);
                // one that articles only name has a page and no articles, and those around it may have none
                for outer in site.gazetteer.containing(id) {
                    hasher.number(self.views.addresses.has(List::Region(outer)).into());
                }
                for child in self.views.children_of(id) {
                    let articles = self.views.digest.regions.get(child).map(|region| region.all.len() as u64 + 1);
                    hasher.number(articles.unwrap_or(0));
                }
            }
            List::Person(id) => add_term(&site.people[id.0 as usize], hasher),
            List::Outlet(id) => add_term(&site.outlets[id.0 as usize], hasher),
            List::Topic(id) => add_term(&site.topics[id.0 as usize], hasher),
            List::Home | List::Party(_) => {}
        }
    }

    /// Whether a page links to briefings: old editions may lose theirs.
    fn printed(&self, of: BriefingOf, hasher: &mut Hasher) {
        let briefings = &self.views.digest.briefings;
        hasher.number(briefings.iter().filter(|briefing| briefing.of == of).count() as u64);
    }

    /// A briefing: what it is about, the instant, and the files of documents that it prints in full.
    fn briefing(&self, at: usize, hasher: &mut Hasher) {
        let site = self.views.site;
        let briefing = &self.views.digest.briefings[at];
        hasher.add(format!("{:?}", (briefing.speech, briefing.paper, &briefing.sections)).as_bytes());
        match briefing.of {
            BriefingOf::Edition(at) => self.edition(at, hasher),
            BriefingOf::Subject(subject) => self.list(List::Subject(subject), None, hasher),
            BriefingOf::Cell(subject, region) => self.list(List::Cell(subject, region), None, hasher),
        }
        if !matches!(briefing.of, BriefingOf::Edition(_)) {
            hasher.add(site.as_of.to_rfc3339().as_bytes());
        }
        if briefing.has(Section::Texts) {
            for id in super::briefing::articles(self.views, briefing.of) {
                hasher.add(&site.article(id).hash);
            }
        }
        for page in site.pages.iter().filter(|page| page.path == "method/") {
            hasher.add(page.path.as_bytes());
        }
    }

    /// An edition: its articles and those of the one before it, and what it compares them with.
    fn edition(&self, at: usize, hasher: &mut Hasher) {
        let editions = &self.views.digest.editions;
        let edition = &editions[at];
        self.edition_head(edition, hasher);
        for edition in [at].into_iter().chain(edition.before).map(|at| &editions[at]) {
            hasher.number(edition.articles.len() as u64);
            self.add(&edition.articles, hasher);
            for (id, at) in &edition.corrections {
                hasher.add(&self.articles[id.0 as usize]).number(*at as u64);
            }
            for withdrawn in [&edition.withdrawn, &edition.withdrawn_later] {
                hasher.number(withdrawn.len() as u64);
                withdrawn.iter().for_each(|at| {
                    hasher.add(&self.withdrawn[*at]);
                });
            }
        }
    }

    /// A part of a file of data.
    fn rows(&self, rows: &Rows, hasher: &mut Hasher) {
        match rows {
            Rows::Articles(ids) => self.add(ids, hasher),
            Rows::People(ids) => {
                for &id in ids {
                    add_term(&self.views.site.people[id.0 as usize], hasher);
                    hasher.number(self.members(List::Person(id)).len() as u64);
                }
            }
            Rows::Edition(at, _) => self.edition(*at, hasher),
        }
    }

    /// A further page of an edition: its part of each list.
    fn edition_page(&self, at: usize, number: usize, hasher: &mut Hasher) {
        let edition = &self.views.digest.editions[at];
        self.edition_head(edition, hasher);
        let of_page = |total| address::shared_items(total, self.views.site.settings.page_size, Some(number));
        hasher.number(edition.articles.len() as u64);
        self.add(&edition.articles[of_page(edition.articles.len())], hasher);
        // which of them stand here is a matter of their days
        hasher.number(edition.corrections.len() as u64);
        for (id, at) in &edition.corrections {
            hasher.add(&self.articles[id.0 as usize]).number(*at as u64);
        }
        for withdrawn in [&edition.withdrawn, &edition.withdrawn_later] {
            hasher.number(withdrawn.len() as u64);
            withdrawn[of_page(withdrawn.len())].iter().for_each(|at| {
                hasher.add(&self.withdrawn[*at]);
            });
        }
    }

    /// What every page of an edition says, and what was known before it closed.
    fn edition_head(&self, edition: &Edition, hasher: &mut Hasher) {
        // not the numbers of articles, which change when one is added
        let own = (&edition.period, edition.number, edition.closes, edition.expired);
        hasher.add(format!("{own:?}").as_bytes());
        let known = self.traces.partition_point(|(day, _)| *day <= edition.period.until);
        if let Some((_, trace)) = known.checked_sub(1).and_then(|last| self.traces.get(last)) {
            hasher.add(trace);
        }
    }
}

/// What later editions show of articles, in the order in which these became known: who and what they are about, and
/// everything of those with claims.
fn traces(views: &Views<'_>, articles: &[Key], withdrawn: &[Key]) -> Vec<(NaiveDate, Key)> {
    let site = views.site;
    let all = site.articles.iter().zip(articles).chain(site.withdrawn.iter().zip(withdrawn));
    let mut known: Vec<(NaiveDate, &Article, &Key)> = all
        .map(|(article, key)| {
            let day = Life::of(article, site.settings.zone).and_then(|life| life.day);
            (day.unwrap_or(NaiveDate::MIN), article, key)
        })
        .collect();
    known.sort_by_key(|(day, article, _)| (*day, &article.path));
    let mut before = Key::default();
    let traced = known.into_iter().map(|(day, article, key)| {
        let mut hasher = Hasher::default();
        hasher.add(&before).add(day.to_string().as_bytes());
        let gone = article.withdrawn.as_ref().map(|w| w.date);
        let about = (&article.subjects, &article.parties, &article.regions, &article.setting, &article.mentions);
        hasher.add(&cache::encode(&(about, gone)));
        for mention in &article.people {
            let person = &site.people[mention.person.0 as usize].id;
            hasher.add(person.as_bytes()).add(mention.office.as_deref().unwrap_or_default().as_bytes());
        }
        if !article.claims.is_empty() {
            hasher.add(key);
        }
        before = hasher.key();
        (day, before)
    });
    traced.collect()
}

/// The id under which the manifest lists a file that is made from what `key` names.
pub fn short_id(key: Key) -> String {
    key[..5].iter().map(|byte| format!("{byte:02x}")).collect()
}
