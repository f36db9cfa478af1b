//! What an import gave as JSON, for other programs. `docs/import.md` describes it.

use serde_json::{Map, Value as Json, json};

use super::desk::{Draft, Imported};
use super::document::Confidence;
use super::suggest::{Suggestion, Value};

/// The import as a JSON document.
pub fn text(imported: &Imported) -> String {
    let documents: Vec<Json> = imported.drafts.iter().map(document).collect();
    let left_out = imported.unreadable.iter().map(|(source, why)| json!({"source": source, "why": why}));
    let refused = imported.found.iter().map(|found| json!({"rule": found.rule.name(), "why": found.message}));
    let all = json!({
        "saar": env!("CARGO_PKG_VERSION"),
        "documents": documents,
        "known": imported.known,
        "left_out": left_out.chain(refused).collect::<Vec<_>>(),
    });
    // texts, numbers and lists cannot fail to be written
    serde_json::to_string_pretty(&all).map_or_else(|error| format!("{error}\n"), |text| text + "\n")
}

fn document(draft: &Draft) -> Json {
    let fields: Map<String, Json> = draft.fields.iter().map(|(key, field)| ((*key).into(), suggested(field))).collect();
    let notes: Vec<Json> = draft.notes.iter().map(|note| json!({"name": note.name, "message": note.message})).collect();
    json!({"source": draft.source, "path": draft.path, "fields": fields, "body": draft.body, "notes": notes})
}

/// A value with what it was read from; a list of such where there are several.
fn suggested(field: &Suggestion) -> Json {
    if let (Value::List(items), None) = (&field.value, &field.evidence) {
        return items.iter().map(suggested).collect();
    }
    let mut all = json!({ "value": plain(&field.value) });
    if let Some(evidence) = &field.evidence {
        let confidence = match evidence.confidence {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        };
        all["words"] = json!(evidence.words);
        all["place"] = json!(evidence.place);
        all["rule"] = json!(evidence.rule);
        all["confidence"] = json!(confidence);
    }
    if let Some(remark) = field.remark {
        all["remark"] = json!(remark);
    }
    all
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Text(text) => json!(text),
        // numbers and `true` are what they are in YAML
        Value::Word(word) => serde_json::from_str(word).unwrap_or_else(|_| json!(word)),
        Value::List(items) => items.iter().map(|item| plain(&item.value)).collect(),
        Value::Record(fields) => {
            fields.iter().map(|(key, field)| ((*key).to_owned(), plain(&field.value))).collect::<Map<_, _>>().into()
        }
    }
}
