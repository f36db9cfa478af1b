//! The ids and names of a project in its schemas. They are suggestions: what the program reads beside them, such as an
//! alias or a new person, is no error.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::link::{self, Choice};
use crate::model::name::Name;
use crate::model::people::Term;
use crate::model::site::Site;
use crate::parse::gazetteer::TermRecord;
use crate::parse::settings::SiteRecord;
use crate::record::{Decode, Text};
use crate::strings;
use crate::text::Language;

/// A list of the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Elections,
    Rolls,
    Subjects,
    Regions,
    Parties,
    People,
    Outlets,
    Topics,
    Units,
    Events,
}

/// Keys of the front matter, and the list that their texts are from.
const FRONT_MATTER: &[(&str, List)] = &[
    ("election", List::Elections),
    ("roll", List::Rolls),
    ("region", List::Regions),
    ("setting", List::Regions),
    ("mentions", List::Regions),
    ("parties", List::Parties),
    ("people", List::People),
    ("people.name", List::People),
    ("people.party", List::Parties),
    ("people.seat", List::Regions),
    ("source", List::Outlets),
    ("source.outlet", List::Outlets),
    ("topics", List::Topics),
    ("events.kind", List::Events),
    ("events.place", List::Regions),
    ("events.organiser", List::Parties),
    ("events.who", List::People),
    ("claims.unit", List::Units),
    ("claims.scope", List::Regions),
    ("claims.about", List::Subjects),
    ("claims.holder", List::Parties),
    ("claims.speaker", List::People),
];

/// The same of `site.yaml`, where an id that is known changes its entry.
const SITE: &[(&str, List)] = &[
    ("briefings.election", List::Elections),
    ("briefings.roll", List::Rolls),
    ("briefings.region", List::Regions),
    ("regions.id", List::Regions),
    ("regions.within", List::Regions),
    ("elections.id", List::Elections),
    ("elections.region", List::Regions),
    ("rolls.id", List::Rolls),
    ("rolls.regions", List::Regions),
    ("parties.id", List::Parties),
];

/// Schema of the front matter of an article of `site`, of which `record` is the `site.yaml`.
pub fn front_matter_of(site: &Site, record: &SiteRecord) -> Json {
    let mut schema = with(super::front_matter(), FRONT_MATTER, site, record);
    let languages: BTreeSet<Language> = Language::BUILT_IN.into_iter().chain(site.settings.languages.clone()).collect();
    schema["properties"]["language"]["anyOf"][0]["enum"] = json!(languages);
    schema
}

/// Schema of that `site.yaml`.
pub fn site_of(site: &Site, record: &SiteRecord) -> Json {
    with(super::site(), SITE, site, record)
}

fn with(mut schema: Json, keys: &[(&str, List)], site: &Site, record: &SiteRecord) -> Json {
    for (path, list) in keys {
        let path: Vec<&str> = path.split('.').collect();
        refer(&mut schema, &path, *list);
        schema["definitions"][list.name()] = list.schema(site, record);
    }
    schema
}

/// Lets every text at `path` in `schema` refer to `list`.
fn refer(schema: &mut Json, path: &[&str], list: List) {
    if let Some(Json::Array(alternatives)) = schema.get_mut("anyOf") {
        alternatives.iter_mut().for_each(|alternative| refer(alternative, path, list));
    }
    if let Some(items) = schema.get_mut("items") {
        refer(items, path, list);
    }
    match path.split_first() {
        Some((key, rest)) => {
            if let Some(property) = schema.get_mut("properties").and_then(|all| all.get_mut(*key)) {
                refer(property, rest, list);
            }
        }
        None if schema.get("type") == Text::schema().get("type") => {
            if let Json::Object(schema) = schema {
                schema.remove("type");
                schema.insert("anyOf".to_owned(), json!([{ "$ref": format!("#/definitions/{}", list.name()) }]));
            }
        }
        None => {}
    }
}

/// What can be written for an entry.
struct Entry {
    value: String,
    /// What it is, in the language of the site.
    about: String,
    /// What may be typed to find it, each with what tells it from others of the same name.
    labels: Vec<String>,
}

impl List {
    fn name(self) -> &'static str {
        match self {
            Self::Elections => "elections",
            Self::Rolls => "rolls",
            Self::Subjects => "subjects",
            Self::Regions => "regions",
            Self::Parties => "parties",
            Self::People => "people",
            Self::Outlets => "outlets",
            Self::Topics => "topics",
            Self::Units => "units",
            Self::Events => "events",
        }
    }

    fn schema(self, site: &Site, record: &SiteRecord) -> Json {
        let entries = match self {
            Self::Subjects => {
                return json!({ "anyOf": [{ "$ref": "#/definitions/elections" }, { "$ref": "#/definitions/rolls" }] });
            }
            Self::Elections | Self::Rolls | Self::Regions | Self::Parties => closed(self.name(), site),
            Self::People => terms(&site.people, &record.people),
            Self::Outlets => terms(&site.outlets, &record.sources),
            Self::Topics => terms(&site.topics, &record.topics),
            Self::Units => words(site, "unit"),
            Self::Events => words(site, "event"),
        };
        let (mut any, mut snippets) = (Vec::new(), Vec::new());
        for Entry { value, about, labels } in entries {
            snippets.extend(labels.iter().map(|label| json!({ "label": label, "description": about, "body": value })));
            // a title, so that a description is still that of the key
            any.push(json!({ "const": value, "title": about }));
        }
        // units and kinds of event are all that the program takes; editors show what they find first
        any.extend((!matches!(self, Self::Units | Self::Events)).then(Text::schema));
        let mut schema = json!({ "anyOf": any });
        if !snippets.is_empty() {
            schema["defaultSnippets"] = json!(snippets);
        }
        schema
    }
}

/// The entries of a closed list: ids, to which every name is completed.
fn closed(list: &str, site: &Site) -> Vec<Entry> {
    let entry = |choice: Choice<'_>| {
        let Choice { id, name, aliases, kind, within } = choice;
        let about: Vec<&str> = name.forms().chain([kind]).chain(within).filter(|word| !word.is_empty()).collect();
        // of those that share a name, the kind tells which is meant
        let kind = if list == "regions" { format!("{kind} · ") } else { String::new() };
        let names = name.forms().chain(aliases).filter(|form| *form != id);
        let labels = names.map(|form| format!("{form} · {kind}{id}")).collect();
        Entry { value: id.to_owned(), about: about.join(" · "), labels }
    };
    link::choices(list, site).into_iter().map(entry).collect()
}

/// Each spelling of an entry of an open list: articles keep the one of their document.
fn terms(terms: &[Term], declared: &[TermRecord]) -> Vec<Entry> {
    let entries = |all: Vec<String>| {
        let about = |value| all.iter().filter(|other| *other != value).map(String::as_str).collect::<Vec<_>>();
        let entry = |value| Entry { value: String::clone(value), about: about(value).join(" · "), labels: Vec::new() };
        all.iter().map(entry).collect::<Vec<_>>()
    };
    link::spellings(terms, declared).into_iter().flat_map(entries).collect()
}

/// The words of a closed vocabulary, with those that `labels` adds.
fn words(site: &Site, section: &str) -> Vec<Entry> {
    let built_in = |word: &str| -> Name {
        let key = format!("{section}.{word}");
        let in_language = |of: Language| Some((of, strings::of(of).get(&key)?.clone()));
        Language::BUILT_IN.into_iter().filter_map(in_language).collect()
    };
    let own = site.settings.labels.iter();
    let own = own.filter_map(|(key, name)| Some((key.strip_prefix(section)?.strip_prefix('.')?, name.clone())));
    let all = strings::keys(section).map(|word| (word, built_in(word))).chain(own);
    let entry = |(word, name): (&str, Name)| {
        let names: Vec<&str> = name.forms().collect();
        let labels = names.iter().map(|name| format!("{name} · {word}")).collect();
        Entry { value: word.to_owned(), about: names.join(" · "), labels }
    };
    all.map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_tables_has_texts() {
        for (schema, keys) in [(crate::schema::front_matter(), FRONT_MATTER), (crate::schema::site(), SITE)] {
            for (path, list) in keys {
                let mut changed = schema.clone();
                refer(&mut changed, &path.split('.').collect::<Vec<_>>(), *list);
                assert_ne!(changed, schema, "{path}");
            }
        }
    }
}
