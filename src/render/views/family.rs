//! Views of families: the other articles that tell the story of one, and what each of them has beside it.

use std::collections::BTreeSet;

use super::Views;
use crate::model::article::{Article, ArticleId, Event};
use crate::model::claim::{Claim, ClaimValue};
use crate::model::dated::Moment;
use crate::model::region::RegionId;
use crate::view;

impl Views<'_> {
    /// How many other articles tell the story of an article, with the place of its page where they stand.
    pub fn elsewhere(&self, id: ArticleId) -> Option<view::Link> {
        let others = self.site.families.others(id).count();
        let name = || self.words.fill("text.elsewhere", &[("count", &self.words.number(others))]);
        let url = || format!("{}#family", self.link(&self.site.article(id).path));
        (others > 0).then(|| self.words.plain_link(name(), Some(url())))
    }

    /// The other articles that tell the story of an article.
    pub fn family(&self, id: ArticleId) -> Vec<view::Relative> {
        let own = self.site.article(id);
        let relative = |other: ArticleId| {
            let article = self.site.article(other);
            view::Relative {
                link: self.article_link(article),
                sources: article.sources.iter().map(|source| self.outlet_link(source.outlet)).collect(),
                published: self.words.date(&article.published),
                language: self.words.language_name(article.language).to_owned(),
                adds: self.added(own, other),
            }
        };
        self.site.families.others(id).map(relative).collect()
    }

    /// Facts of another article that `own` does not have: claims, people, places, parties, events.
    fn added(&self, own: &Article, other: ArticleId) -> Vec<view::Link> {
        let article = self.site.article(other);
        let page = self.link(&article.path);
        let day = |event: &Event| event.date.as_ref().and_then(|date| date.moment);
        // a day of one of its events is told with the event
        let claimed = |claim: &Claim| {
            let on = |event: &Event| matches!(claim.value, ClaimValue::Date(on) if day(event) == Some(Moment::Day(on)));
            own.claims.iter().any(|o| (&o.value, &o.unit) == (&claim.value, &claim.unit))
                || article.events.iter().any(on)
        };
        let claims = article.claims.iter().zip(self.claims_of(other)).filter(|(claim, _)| !claimed(claim));
        let claims = claims.map(|(claim, view)| match claim.value {
            ClaimValue::Number(_) => self.words.plain_link(view.text, Some(view.url)),
            ClaimValue::Date(_) => self.words.plain_link(format!("{}, {}", view.kind, view.text), Some(view.url)),
        });
        let named = |id| own.people.iter().any(|mention| mention.person == id);
        let people = article.people.iter().filter(|mention| !named(mention.person));
        let people = people.map(|mention| self.person(mention, article).link);
        // a region around one of its own is nothing new
        let around: BTreeSet<RegionId> =
            places(own).flat_map(|region| self.site.gazetteer.containing(region)).collect();
        let regions: BTreeSet<RegionId> = places(article).filter(|region| !around.contains(region)).collect();
        let parties = article.parties.iter().filter(|party| !own.parties.contains(party));
        let same = |a: &Event, b: &Event| a.kind == b.kind && day(a) == day(b);
        let events = article.events.iter().filter(|event| !own.events.iter().any(|o| same(o, event)));
        let events = events.map(|event| {
            let kind = self.words.word("event", &event.kind);
            let name = event.date.as_ref().map(|date| format!("{kind}, {}", self.words.date_text(date)));
            self.words.plain_link(name.unwrap_or(kind), Some(format!("{page}#events")))
        });
        let regions = regions.into_iter().map(|region| self.region_link(region));
        let parties = parties.map(|party| self.party_link(*party));
        claims.chain(people).chain(regions).chain(parties).chain(events).collect()
    }
}

fn places(article: &Article) -> impl Iterator<Item = RegionId> + '_ {
    article.grouped_regions().chain(article.mentions.iter().copied())
}
