//! Which things have a page, and its address: read off the plan once for the whole site.

use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::model::article::ArticleId;
use crate::model::digest::Digest;
use crate::model::page::{List, Page, PageKind};
use crate::model::people::{PartyId, TermId};
use crate::model::region::RegionId;
use crate::model::site::Site;
use crate::model::subject::SubjectId;
use crate::text::Language;

/// Addresses of what has a page, as links within the host.
#[derive(Clone)]
pub struct Addresses {
    /// With the first day on which there was anything to show.
    lists: Arc<FxHashMap<List, (String, NaiveDate)>>,
    /// Pages that there is one of, by path: `claims/`.
    single: Arc<FxHashMap<String, String>>,
    /// Lists that came after this day have no page yet.
    by: NaiveDate,
}

impl Addresses {
    /// The addresses of a planned site in one language.
    pub fn new(site: &Site, digest: &Digest, plan: &[Page], language: Language) -> Self {
        let mut lists = FxHashMap::default();
        let mut single = FxHashMap::default();
        for page in plan.iter().filter(|page| page.language == language) {
            match page.kind {
                PageKind::List(list, None) => {
                    lists.insert(list, (site.settings.base.link(&page.path), since(site, digest, list)));
                    if list == List::Home {
                        single.insert(String::new(), site.settings.base.link(&page.path));
                    }
                }
                PageKind::Subjects(_)
                | PageKind::Regions
                | PageKind::Terms(_, None)
                | PageKind::Claims(None)
                | PageKind::Calendar(None, None)
                | PageKind::Corrections(None)
                | PageKind::Editions(None)
                | PageKind::Briefings
                | PageKind::Search
                | PageKind::Changes => {
                    single.insert(page.local_path(&site.settings).to_owned(), site.settings.base.link(&page.path));
                }
                _ => {}
            }
        }
        Self { lists: Arc::new(lists), single: Arc::new(single), by: NaiveDate::MAX }
    }

    /// The addresses of what had a page by the end of `day`.
    pub fn known_by(&self, day: NaiveDate) -> Self {
        Self { by: day, ..self.clone() }
    }

    /// The address of a list, if it has a page.
    pub fn of(&self, list: List) -> Option<String> {
        self.lists.get(&list).filter(|(_, since)| *since <= self.by).map(|(url, _)| url.clone())
    }

    /// Whether a list has a page.
    pub fn has(&self, list: List) -> bool {
        self.lists.contains_key(&list)
    }

    /// The address of a page that there is one of, if it is made.
    pub fn single(&self, path: &str) -> Option<String> {
        self.single.get(path).cloned()
    }

    /// The page of a subject.
    pub fn subject(&self, id: SubjectId) -> Option<String> {
        self.of(List::Subject(id))
    }

    /// The page of a region.
    pub fn region(&self, id: RegionId) -> Option<String> {
        self.of(List::Region(id))
    }

    /// The page of a party.
    pub fn party(&self, id: PartyId) -> Option<String> {
        self.of(List::Party(id))
    }

    /// The page of a person.
    pub fn person(&self, id: TermId) -> Option<String> {
        self.of(List::Person(id))
    }

    /// The page of an outlet.
    pub fn outlet(&self, id: TermId) -> Option<String> {
        self.of(List::Outlet(id))
    }

    /// The page of a topic.
    pub fn topic(&self, id: TermId) -> Option<String> {
        self.of(List::Topic(id))
    }
}

/// The day from which a list has anything to show: its first article, or the first date of its calendar.
fn since(site: &Site, digest: &Digest, list: List) -> NaiveDate {
    // what nothing dates was always there; so is everything where no edition needs to know
    let known = |id: &ArticleId| digest.chronicle.known.get(id.0 as usize).copied().flatten().unwrap_or(NaiveDate::MIN);
    let mentions = match list {
        List::Region(id) => digest.regions.get(&id).map_or(&[][..], |region| &region.mentions),
        _ => &[],
    };
    let announced = match list {
        List::Subject(id) => &site.subject(id).calendar[..],
        _ => &[],
    };
    let announced = announced.iter().map(|date| date.known_day().unwrap_or(NaiveDate::MIN));
    digest.articles(list).iter().chain(mentions).map(known).chain(announced).min().unwrap_or(NaiveDate::MIN)
}
