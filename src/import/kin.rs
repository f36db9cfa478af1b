//! Articles and documents as stories, to find which belong together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::document::{Confidence, Document};
use super::family::{self, Area, Fact, Kin, Kind, Relation, Story};
use super::read::facts::Facts;
use super::suggest::{self, Evidence, Suggestion, Value};
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

/// Which of the new documents of an import tell the story of another one, new or here already.
pub struct Related {
    kin: Vec<Kin>,
    /// By story: the first one of its family.
    heads: BTreeMap<usize, usize>,
    /// The files of the stories as far as they are known: the project's, then those that are written.
    paths: Vec<String>,
}

impl Related {
    /// Compares documents with the articles of a project, drafts included, and with each other.
    pub fn new(site: &Site, sources: &Sources, documents: Vec<(&Document, &Facts)>) -> Self {
        let old: Vec<&Article> =
            if documents.is_empty() { Vec::new() } else { site.articles.iter().chain(&site.away).collect() };
        let paths: Vec<String> = old.iter().map(|article| sources.file(article.source).path.clone()).collect();
        let mut stories: Vec<Story> = old.par_iter().map(|article| of_article(article, site, sources)).collect();
        stories.par_extend(documents.par_iter().map(|(document, facts)| of_document(document, facts, &site.gazetteer)));
        let mut kin = family::kin(&stories);
        kin.retain(|kin| kin.pair.1 >= paths.len());
        let families = family::families(stories.len(), &kin);
        let heads = families.iter().flat_map(|family| family.iter().map(|at| (*at, family[0]))).collect();
        Self { kin, heads, paths }
    }

    /// The family of the document that is written next: the first article of it, with a reason; `None` if it has none
    /// or is the first itself.
    pub fn family(&self) -> Option<Suggestion> {
        let own = self.paths.len();
        let head = *self.heads.get(&own).filter(|head| **head != own)?;
        let of = |kin: &&Kin| kin.pair.0 == own || kin.pair.1 == own;
        let direct = |kin: &&Kin| kin.pair == (head, own);
        let kin = self.kin.iter().find(direct).or_else(|| self.kin.iter().find(of))?;
        let other = if kin.pair.0 == own { kin.pair.1 } else { kin.pair.0 };
        Some(Suggestion {
            value: Value::Text(name(self.paths.get(head)?).to_owned()),
            evidence: Some(Evidence {
                words: kin.shared.join(", "),
                place: self.paths.get(other).map_or("another draft", |path| name(path)).to_owned(),
                rule: match kin.relation {
                    Relation::Copy => "same-text",
                    Relation::Update => "earlier-or-later-state",
                    Relation::Syndicated => "shared-text",
                    Relation::SameStory => "shared-numbers-and-names",
                },
                confidence: if kin.relation == Relation::Copy { Confidence::High } else { Confidence::Medium },
            }),
            remark: None,
        })
    }

    /// Tells where the next document was written.
    pub fn written(&mut self, path: &str) {
        self.paths.push(path.to_owned());
    }

    /// For each that has kin the first of them, by their files, once all are written.
    pub fn told(self) -> Vec<(String, String, Kin)> {
        let Self { kin, paths, .. } = self;
        let mut first: BTreeMap<usize, Kin> = BTreeMap::new();
        for kin in kin {
            first.entry(kin.pair.1).or_insert(kin);
        }
        first.into_values().map(|kin| (paths[kin.pair.0].clone(), paths[kin.pair.1].clone(), kin)).collect()
    }
}

/// What front matter calls a file.
fn name(path: &str) -> &str {
    path.trim_start_matches("content/").trim_end_matches(".md")
}

type Told = (Fact, String);

fn of_article(article: &Article, site: &Site, sources: &Sources) -> Story {
    let gazetteer = &site.gazetteer;
    let bytes = sources.read(article.source, site.settings.limits.article_bytes).unwrap_or_default();
    let body = String::from_utf8_lossy(bytes.get(article.body_start as usize..).unwrap_or_default());
    let events = article.events.iter().flat_map(|event| {
        let day = event.date.as_ref().and_then(day);
        [day.map(|day| self::event(&event.kind, day)), event.venue.as_deref().map(|venue| spelled(Kind::Venue, venue))]
    });
    let facts = article
        .grouped_regions()
        .chain(article.mentions.iter().copied())
        .map(|id| place(id, gazetteer))
        .chain(article.subjects.iter().map(|id| same(Kind::Frame, &site.subject(*id).id)))
        .chain(article.parties.iter().map(|id| same(Kind::Frame, &site.party(*id).id)))
        .chain(article.claims.iter().map(|claim| number(&claim.value, &claim.unit, claim.kind)))
        .chain(article.people.iter().map(|mention| spelled(Kind::Person, &mention.written)))
        .chain(events.flatten());
    let outlet = article.sources.iter().find_map(|source| source.outlet);
    Story {
        text: format!("{}\n{body}", article.title),
        facts: facts.collect(),
        area: article.regions.first().and_then(|id| area(*id, gazetteer)),
        day: day(&article.published),
        // the names of drafts are in no list
        outlet: outlet.filter(|_| !article.draft).map(|id| term(&site.outlets, id).id.clone()),
    }
}

/// A document with what was read in it, as a story.
pub fn of_document(document: &Document, facts: &Facts, gazetteer: &Gazetteer) -> Story {
    let subject = |id: SubjectId| same(Kind::Frame, &gazetteer.subjects[id.0 as usize].id);
    let party = |id: PartyId| same(Kind::Frame, &gazetteer.parties[id.0 as usize].id);
    let events = facts.events.iter().flat_map(|found| {
        let day = found.value.date.map(|day| event(found.value.kind, day));
        [day, found.value.venue.as_deref().map(|venue| spelled(Kind::Venue, venue))]
    });
    let all = facts
        .regions
        .iter()
        .chain(&facts.units)
        .map(|found| place(found.value, gazetteer))
        .chain(facts.elections.iter().chain(&facts.rolls).map(|found| subject(found.value)))
        .chain(facts.parties.iter().map(|found| party(found.value)))
        .chain(facts.claims.iter().map(|found| number(&found.value.value, found.value.unit, found.value.kind)))
        .chain(facts.people.iter().map(|found| spelled(Kind::Person, &found.value.name)))
        .chain(events.flatten());
    Story {
        text: write::text(document),
        facts: all.collect(),
        area: facts.primary.as_ref().and_then(|found| area(found.value, gazetteer)),
        day: document.published.as_ref().map(|found| suggest::day(found.value)),
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
fn spelled(kind: Kind, name: &str) -> Told {
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
