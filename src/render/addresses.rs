//! Which things have a page, and its address: worked out once for the whole site.

use rustc_hash::FxHashMap;

use crate::address;
use crate::model::digest::Digest;
use crate::model::page::List;
use crate::model::people::{PartyId, TermId};
use crate::model::region::RegionId;
use crate::model::site::Site;
use crate::model::subject::SubjectId;
use crate::plan;

/// Addresses of lists that have a page, as links within the host.
pub struct Addresses(FxHashMap<List, String>);

impl Addresses {
    /// The addresses of a site.
    pub fn new(site: &Site, digest: &Digest) -> Self {
        let link = |list| (list, site.settings.base.link(&address::list(site, list)));
        Self(plan::lists(site, digest).into_iter().map(|(list, _)| link(list)).collect())
    }

    /// The address of a list, if it has a page.
    pub fn of(&self, list: List) -> Option<String> {
        self.0.get(&list).cloned()
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
