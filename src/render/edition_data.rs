//! Editions as data.

use serde_json::{Value as Json, json};

use super::editions::{Issue, outlets};
use super::views::{Views, claim_value};
use super::words::iso;
use crate::address;
use crate::model::chronicle::Said;
use crate::model::site::term;

/// What of the lists of an edition is written: all, or a part, of which those with a number are full.
#[derive(Clone, Copy)]
enum Extent {
    All,
    Part(usize, Option<usize>),
}

/// An edition, by its index, with what is new in it.
pub fn record(views: &Views<'_>, at: usize) -> Json {
    whole(views, at, Extent::All)
}

/// A part of an edition; one with a number has no more than its part of the lists.
pub fn part(views: &Views<'_>, at: usize, number: Option<usize>) -> Json {
    let extent = Extent::Part(views.site.settings.limits.sheet_rows(), number);
    if number.is_none() {
        return whole(views, at, extent);
    }
    let edition = &views.digest.editions[at];
    let mut record = lists(views, at, extent);
    record["id"] = json!(edition.period.id);
    record["url"] = json!(views.site.settings.base.permalink(&address::edition(edition)));
    record
}

/// The lists of an edition.
fn lists(views: &Views<'_>, at: usize, extent: Extent) -> Json {
    let site = views.site;
    let base = &site.settings.base;
    let issue = match extent {
        Extent::All => Issue::new(views, at),
        Extent::Part(size, number) => Issue::part(views, at, size, number),
    };
    let edition = issue.edition;
    let range = |total: usize| match extent {
        Extent::All => 0..total,
        Extent::Part(size, number) => address::shared_items(total, size, number),
    };
    let withdrawn =
        |list: &[usize]| list[range(list.len())].iter().map(|&at| withdrawal(views, at)).collect::<Vec<Json>>();
    let corrections = edition.corrections[range(edition.corrections.len())].iter().map(|&(id, at)| {
        let article = site.article(id);
        let correction = &article.corrections[at];
        json!({ "url": base.permalink(&article.path), "date": correction.date.to_string(), "text": correction.text })
    });
    let pair = |(was, now): &(Said, Said)| json!({ "was": said(views, was), "now": said(views, now) });
    json!({
        "new": issue.articles().map(|(_, article)| base.permalink(&article.path)).collect::<Vec<_>>(),
        "corrections": corrections.collect::<Vec<_>>(),
        "withdrawn": withdrawn(&edition.withdrawn),
        "withdrawn_later": withdrawn(&edition.withdrawn_later),
        "superseded": issue.superseded().iter().map(pair).collect::<Vec<_>>(),
    })
}

fn whole(views: &Views<'_>, at: usize, extent: Extent) -> Json {
    let issue = Issue::new(views, at);
    let (site, edition) = (views.site, issue.edition);
    let period = &edition.period;
    let closes = edition.closes.with_timezone(&site.settings.zone);
    let mut record = lists(views, at, extent);
    let moved: Vec<Json> = issue
        .moved()
        .into_iter()
        .map(|((id, event, phase), change)| {
            json!({
                "subject": site.subject(id).id, "event": event.word(), "phase": phase,
                "was": change.before.map(|was| iso(was.date)), "now": change.after.as_ref().map(|now| iso(now.date)),
                "set": change.after.and_then(|now| now.set).map(iso),
            })
        })
        .collect();
    let superseded = match extent {
        Extent::All => record["superseded"].as_array().map_or(0, Vec::len),
        Extent::Part(..) => issue.superseded().len(),
    };
    let counts = json!({
        "articles": edition.articles.len(), "outlets": outlets(views, &edition.articles).len(),
        "corrections": edition.corrections.len(), "withdrawn": edition.withdrawn.len(), "superseded": superseded,
        "moved": moved.len(),
    });
    let facts = json!({
        "id": period.id,
        "kind": period.kind.word(),
        "number": edition.number,
        "subject": period.subject.map(|id| site.subject(id).id.as_str()),
        "phase": period.phase,
        "from": period.from.to_string(),
        "until": period.until.to_string(),
        "closes": closes.to_rfc3339(),
        "before": edition.before.map(|at| views.digest.editions[at].period.id.as_str()),
        "url": site.settings.base.permalink(&address::edition(edition)),
        "counts": counts,
        "expired": edition.expired,
        "moved": moved,
    });
    if let (Json::Object(record), Json::Object(facts)) = (&mut record, facts) {
        record.extend(facts);
    }
    record
}

fn withdrawal(views: &Views<'_>, at: usize) -> Json {
    let article = &views.site.withdrawn[at];
    json!({
        "url": views.site.settings.base.permalink(&article.path),
        "title": article.title,
        "date": article.withdrawn.as_ref().map(|w| w.date.to_string()),
        "reason": article.withdrawn.as_ref().map(|w| w.reason.as_str()),
    })
}

/// A claim with the address of its sentence. Superseded claims have a place and a holder.
fn said(views: &Views<'_>, said: &Said) -> Json {
    let site = views.site;
    let article = site.article(said.article);
    let claim = &article.claims[said.at];
    json!({
        "url": format!("{}#claim-{}", site.settings.base.permalink(&article.path), said.at + 1),
        "value": claim_value(&claim.value),
        "unit": claim.unit,
        "kind": claim.kind.word(),
        "scope": claim.scope.map(|id| site.region(id).id.as_str()),
        "about": claim.about.map(|id| site.subject(id).id.as_str()),
        "holder": claim.holder.map(|id| site.party(id).id.as_str()).or(claim.holder_text.as_deref()),
        "speaker": claim.speaker,
        "outlets": article.sources.iter().filter_map(|s| s.outlet).map(|id| term(&site.outlets, id).id.as_str()).collect::<Vec<_>>(),
    })
}
