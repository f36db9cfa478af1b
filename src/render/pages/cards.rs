//! How an article stands in lists: rendered once for all the lists that show it.

use std::sync::{Mutex, PoisonError};

use tera::{Context, Value};

use super::Pages;
use crate::diagnostic::Diagnostic;
use crate::model::article::{ArticleId, ArticleSource};
use crate::model::people::TermId;
use crate::render::views::Views;

/// How an article is shown in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Level of its heading.
    level: u8,
    /// Whether its summary is shown.
    summary: bool,
    /// Whether it says how many others tell its story.
    elsewhere: bool,
}

/// The style of most lists: cards of this style are rendered once.
pub(super) const COMMON: Style = Style { level: 3, summary: true, elsewhere: true };
/// Beside other things.
pub(super) const SHORT: Style = Style { level: 3, summary: false, elsewhere: true };
/// Below a heading of level 3.
pub(super) const GROUPED: Style = Style { level: 4, summary: true, elsewhere: true };
/// In editions, which do not change when others tell the story later.
pub(super) const CLOSED: Style = Style { elsewhere: false, ..COMMON };

/// Links that the cards of many articles share.
pub(super) struct CardLinks {
    unknown_outlet: Value,
    outlets: Vec<Value>,
    regions: Vec<Value>,
}

impl CardLinks {
    pub(super) fn new(views: &Views<'_>) -> Self {
        let outlet = |id| Value::from_serializable(&views.outlet_link(id));
        let region = |id| Value::from_serializable(&views.region_link(id));
        Self {
            unknown_outlet: outlet(None),
            outlets: (0..views.site.outlets.len() as u32).map(|id| outlet(Some(TermId(id)))).collect(),
            regions: views.site.gazetteer.regions().map(|(id, _)| region(id)).collect(),
        }
    }

    fn card(&self, views: &Views<'_>, id: ArticleId, elsewhere: bool) -> Value {
        let article = views.site.article(id);
        let outlet = |source: &ArticleSource| {
            source.outlet.map_or(&self.unknown_outlet, |id| &self.outlets[id.0 as usize]).clone()
        };
        let sources: Vec<Value> = article.sources.iter().map(outlet).collect();
        let regions: Vec<Value> = article.regions.iter().map(|id| self.regions[id.0 as usize].clone()).collect();
        let mut card = views.card(id);
        card.elsewhere = card.elsewhere.filter(|_| elsewhere);
        let mut card = Value::from_serializable(&card).into_map().unwrap_or_default();
        card.insert("sources".into(), sources.into());
        card.insert("regions".into(), regions.into());
        card.into()
    }
}

/// Cards that are kept at a time, about a kilobyte each. Articles of one time have places of their own: those of one
/// edition, and of most elections.
const MOST_KEPT: usize = 1 << 16;

/// Cards of the articles that lists showed last.
pub(super) struct Kept(Vec<Mutex<Option<(ArticleId, Value)>>>);

impl Kept {
    /// Room for those of so many articles.
    pub(super) fn of(articles: usize) -> Self {
        Self((0..articles.min(MOST_KEPT)).map(|_| Mutex::default()).collect())
    }

    /// The card of an article, made if it is not kept.
    fn get(&self, id: ArticleId, make: impl FnOnce() -> Value) -> Value {
        let place = &self.0[id.0 as usize % self.0.len()];
        let lock = || place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, card)) = lock().as_ref().filter(|(kept, _)| *kept == id) {
            return card.clone();
        }
        let card = make();
        *lock() = Some((id, card.clone()));
        card
    }
}

impl Pages<'_> {
    /// The faults of the template of cards, once all pages are prepared.
    pub fn faults(&self) -> Vec<Diagnostic> {
        std::mem::take(&mut *self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn card(&self, id: ArticleId, style: Style) -> Value {
        let mut context = Context::new();
        context.insert_value("card", self.links.card(&self.views, id, style.elsewhere));
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

    /// Articles as a list of rendered cards.
    pub(super) fn cards(&self, ids: &[ArticleId], style: Style) -> Value {
        let alone = |id| self.views.site.families.others(id).next().is_none();
        let card = |id: &ArticleId| match style {
            CLOSED if !alone(*id) => self.card(*id, CLOSED),
            COMMON | CLOSED => self.cards.get(*id, || self.card(*id, COMMON)),
            style => self.card(*id, style),
        };
        ids.iter().map(card).collect::<Vec<_>>().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_gives_way_to_that_of_another_article() {
        let kept = Kept::of(2);
        let card = |id, made: &'static str| kept.get(ArticleId(id), || made.into()).as_str().map(str::to_owned);
        let asked = [card(0, "a"), card(0, "never"), card(1, "b"), card(2, "c"), card(0, "a again"), card(1, "never")];
        assert_eq!(asked.map(Option::unwrap), ["a", "a", "b", "c", "a again", "b"]);
    }
}
