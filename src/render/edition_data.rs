//! Editions as data.

use serde_json::{Value as Json, json};

use super::editions::{Issue, outlets};
use super::views::{Views, claim_value};
use super::words::iso;
use crate::address;
use crate::model::chronicle::Said;
use crate::model::site::term;

/// An edition, by its index, with what is new in it.
pub fn record(views: &Views<'_>, at: usize) -> Json {
    let issue = Issue::new(views, at);
    let (site, edition) = (views.site, issue.edition);
    let period = &edition.period;
    let base = &site.settings.base;
    let closes = edition.closes.with_timezone(&site.settings.zone);
    let new: Vec<String> = issue.articles().map(|(_, article)| base.permalink(&article.path)).collect();
    let withdrawn = |list: &[usize]| list.iter().map(|&at| withdrawal(views, at)).collect::<Vec<Json>>();
    let corrections: Vec<Json> = edition
        .corrections
        .iter()
        .map(|&(id, at)| {
            let article = site.article(id);
            let correction = &article.corrections[at];
            json!({ "url": base.permalink(&article.path), "date": correction.date.to_string(), "text": correction.text })
        })
        .collect();
    let superseded: Vec<Json> = issue
        .superseded()
        .iter()
        .map(|(was, now)| json!({ "was": said(views, was), "now": said(views, now) }))
        .collect();
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
    let counts = json!({
        "articles": new.len(), "outlets": outlets(views, &edition.articles).len(), "corrections": corrections.len(),
        "withdrawn": edition.withdrawn.len(), "superseded": superseded.len(), "moved": moved.len(),
    });
    json!({
        "id": period.id,
        "kind": period.kind.word(),
        "number": edition.number,
        "subject": period.subject.map(|id| site.subject(id).id.as_str()),
        "phase": period.phase,
        "from": period.from.to_string(),
        "until": period.until.to_string(),
        "closes": closes.to_rfc3339(),
        "before": edition.before.map(|at| views.digest.editions[at].period.id.as_str()),
        "url": base.permalink(&address::edition(edition)),
        "counts": counts,
        "new": new,
        "corrections": corrections,
        "withdrawn": withdrawn(&edition.withdrawn),
        "expired": edition.expired,
        "withdrawn_later": withdrawn(&edition.withdrawn_later),
        "superseded": superseded,
        "moved": moved,
    })
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
