//! An explanation as JSON, for other programs. `docs/explain.md` describes it.

use serde_json::{Map, Value as Json, json};

use super::{Explanation, Fact};

/// The explanation as a JSON document.
pub fn text(explanation: &Explanation) -> String {
    let sections = explanation.sections.iter().map(|section| {
        let facts: Vec<Json> = section.facts.iter().map(of_fact).collect();
        json!({"name": section.name, "title": section.title, "total": section.total, "facts": facts})
    });
    let all = json!({
        "saar": env!("CARGO_PKG_VERSION"),
        "target": explanation.target,
        "kind": explanation.kind,
        "what": explanation.what,
        "on_site": explanation.on_site,
        "address": explanation.address,
        "sections": sections.collect::<Vec<_>>(),
    });
    // texts, numbers and lists cannot fail to be written
    serde_json::to_string_pretty(&all).map_or_else(|error| format!("{error}\n"), |text| text + "\n")
}

/// Name and text, and what else the fact has.
fn of_fact(fact: &Fact) -> Json {
    let mut all: Map<String, Json> = Map::new();
    all.insert("name".into(), json!(fact.name));
    all.insert("text".into(), json!(fact.text));
    if let Some(address) = &fact.address {
        all.insert("address".into(), json!(address));
    }
    if let Some(place) = &fact.place {
        all.insert("place".into(), json!({"file": place.file, "line": place.line, "column": place.column}));
    }
    all.into()
}
