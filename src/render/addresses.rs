//! Which things have a page, and its address: read off the plan once for the whole site.

use rustc_hash::FxHashMap;

use crate::model::page::{List, Page, PageKind};
use crate::model::people::{PartyId, TermId};
use crate::model::region::RegionId;
use crate::model::site::Site;
use crate::model::subject::SubjectId;

/// Addresses of what has a page, as links within the host.
pub struct Addresses {
    lists: FxHashMap<List, String>,
    /// Pages that there is one of, by path: `claims/`.
    single: FxHashMap<String, String>,
}

impl Addresses {
    /// The addresses of a planned site.
    pub fn new(site: &Site, plan: &[Page]) -> Self {
        let mut addresses = Self { lists: FxHashMap::default(), single: FxHashMap::default() };
        for page in plan {
            match page.kind {
                PageKind::List(list, None) => {
                    addresses.lists.insert(list, site.settings.base.link(&page.path));
                    if list == List::Home {
                        addresses.single.insert(String::new(), site.settings.base.link(""));
                    }
                }
                PageKind::Subjects(_)
                | PageKind::Regions
                | PageKind::Terms(_)
                | PageKind::Claims(None)
                | PageKind::Calendar(None)
                | PageKind::Corrections => {
                    addresses.single.insert(page.path.clone(), site.settings.base.link(&page.path));
                }
                _ => {}
            }
        }
        addresses
    }

    /// The address of a list, if it has a page.
    pub fn of(&self, list: List) -> Option<String> {
        self.lists.get(&list).cloned()
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
