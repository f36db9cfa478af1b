//! Articles and documents as stories, to find which belong together.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::document::{Document, Found, Stamp};
use super::family::{Area, Fact, Kind, Story};
use super::read::facts::Facts;
use super::write;
use crate::load::Sources;
use crate::model::article::Article;
use crate::model::claim::{ClaimKind, ClaimValue};
use crate::model::dated::{Dated, Moment};
use crate::model::people::PartyId;
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::{Gazetteer, Site, term};
use crate::model::subject::SubjectId;
use crate::text::{fold, slug, sound};

/// Largest article that is compared, in bytes.
const LARGEST: u64 = 16 << 20;
/// A number up to this is shared by chance.
const SMALL: f64 = 10.0;
/// Days of a calendar, which every report on it names.
const CALENDAR: [&str; 8] = [
    "polling",
    "counting",
    "notification",
    "nominations_until",
    "withdrawal_until",
    "announcement",
    "deadline",
    "roll_publication",
];

/// The articles of a project, in their order.
pub fn of_project(site: &Site, sources: &Sources) -> Vec<Story> {
    site.articles.par_iter().map(|article| of_article(article, site, sources)).collect()
}

type Told = (Fact, String);

fn of_article(article: &Article, site: &Site, sources: &Sources) -> Story {
    let gazetteer = &site.gazetteer;
    let bytes = sources.read(article.source, LARGEST).unwrap_or_default();
    let body = String::from_utf8_lossy(bytes.get(article.body_start as usize..).unwrap_or_default());
    let events = article.events.iter().flat_map(|event| {
        let day = event.date.as_ref().and_then(day);
        [day.map(|day| self::event(&event.kind, day)), event.venue.as_deref().map(|venue| name(Kind::Venue, venue))]
    });
    let facts = article
        .grouped_regions()
        .chain(article.mentions.iter().copied())
        .map(|id| place(id, gazetteer))
        .chain(article.subjects.iter().map(|id| same(Kind::Frame, &site.subject(*id).id)))
        .chain(article.parties.iter().map(|id| same(Kind::Frame, &site.party(*id).id)))
        .chain(article.claims.iter().map(|claim| number(&claim.value, &claim.unit, claim.kind)))
        .chain(article.people.iter().map(|mention| name(Kind::Person, &mention.written)))
        .chain(events.flatten());
    Story {
        text: format!("{}\n{body}", article.title),
        facts: facts.collect(),
        area: article.regions.first().and_then(|id| area(*id, gazetteer)),
        day: day(&article.published),
        outlet: article.sources.iter().find_map(|s| s.outlet).map(|id| term(&site.outlets, id).id.clone()),
    }
}

/// A document with what was read in it.
pub fn of_document(document: &Document, facts: &Facts, gazetteer: &Gazetteer) -> Story {
    let subject = |id: SubjectId| same(Kind::Frame, &gazetteer.subjects[id.0 as usize].id);
    let party = |id: PartyId| same(Kind::Frame, &gazetteer.parties[id.0 as usize].id);
    let events = facts.events.iter().flat_map(|found| {
        let day = found.value.date.map(|day| event(found.value.kind, day));
        [day, found.value.venue.as_deref().map(|venue| name(Kind::Venue, venue))]
    });
    let all = facts
        .regions
        .iter()
        .chain(&facts.units)
        .map(|found| place(found.value, gazetteer))
        .chain(facts.elections.iter().chain(&facts.rolls).map(|found| subject(found.value)))
        .chain(facts.parties.iter().map(|found| party(found.value)))
        .chain(facts.claims.iter().map(|found| number(&found.value.value, found.value.unit, found.value.kind)))
        .chain(facts.people.iter().map(|found| name(Kind::Person, &found.value.name)))
        .chain(events.flatten());
    let stamp = |found: &Found<Stamp>| match found.value {
        Stamp::Day(day) => day,
        Stamp::Instant(at) => at.with_timezone(&chrono_tz::Asia::Kolkata).date_naive(),
    };
    Story {
        text: write::text(document),
        facts: all.collect(),
        area: facts.primary.as_ref().and_then(|found| area(found.value, gazetteer)),
        day: document.published.as_ref().map(stamp),
        outlet: document.outlet.as_ref().map(|found| slug::slugify(&found.value).to_string()),
    }
}

fn day(date: &Dated) -> Option<NaiveDate> {
    date.moment.filter(|moment| matches!(moment, Moment::Day(_) | Moment::Minute(_))).map(Moment::day)
}

fn area(id: RegionId, gazetteer: &Gazetteer) -> Option<Area> {
    let mut within = gazetteer.containing(id);
    within.retain(|id| gazetteer.regions[id.0 as usize].kind != RegionKind::Country);
    (!within.is_empty()).then(|| Area { tree: gazetteer.regions[id.0 as usize].kind.tree(), within })
}

/// A fact that reads the same in all texts.
fn same(kind: Kind, word: &str) -> Told {
    ((kind, word.to_owned()), word.to_owned())
}

/// A name, which texts spell and write in different ways.
fn name(kind: Kind, name: &str) -> Told {
    ((kind, sound::skeleton(&fold::key(name))), name.to_owned())
}

fn place(id: RegionId, gazetteer: &Gazetteer) -> Told {
    let region = &gazetteer.regions[id.0 as usize];
    let wide = matches!(region.kind, RegionKind::Country | RegionKind::State | RegionKind::UnionTerritory);
    same(if wide { Kind::Frame } else { Kind::Place }, &region.id)
}

fn event(kind: &str, day: NaiveDate) -> Told {
    same(if CALENDAR.contains(&kind) { Kind::Known } else { Kind::Event }, &format!("{kind} {day}"))
}

fn number(value: &ClaimValue, unit: &str, kind: ClaimKind) -> Told {
    use ClaimKind::{ContextTotal, Deadline, ScheduleFact, Threshold};
    match value {
        ClaimValue::Date(day) => same(Kind::Known, &day.to_string()),
        ClaimValue::Number(number) => {
            let small = number.parse::<f64>().is_ok_and(|value| value.abs() <= SMALL);
            let known = small || matches!(kind, ContextTotal | Deadline | ScheduleFact | Threshold);
            same(if known { Kind::Known } else { Kind::Number }, &format!("{number} {unit}"))
        }
    }
}
