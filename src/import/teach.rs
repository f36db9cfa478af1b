//! What a person teaches: a further name of an entry, written into `site.yaml`. Everything else in the file stays as it
//! is, comments among it.

use super::write::scalar;
use crate::source::SourceId;
use crate::text::{fold, letter::is_devanagari};
use crate::yaml::{self, Node, Value};

/// A further name of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The list of `site.yaml`: `regions`, `people`.
    pub list: &'static str,
    /// The entry.
    pub id: String,
    /// The name of a new entry, as pages show it; `None` where the entry has one already.
    pub name: Option<String>,
    /// The further name.
    pub alias: String,
}

/// `settings`, the text of `site.yaml`, with the lesson in it; `None` if it is written in a way that only a person can
/// change.
pub fn teach(settings: &str, lesson: &Lesson) -> Option<String> {
    let root = yaml::parse(settings, SourceId::default(), 0).ok()?;
    let taught = match root.get(lesson.list) {
        None => {
            let end = if settings.is_empty() || settings.ends_with('\n') { "" } else { "\n" };
            format!("{settings}{end}{}:\n  - {}\n", lesson.list, entry(lesson))
        }
        Some(node) => match entry_of(node, &lesson.id) {
            Some(entry) => with_alias(settings, entry, &lesson.alias)?,
            None => with_entry(settings, node, lesson)?,
        },
    };
    knows(&taught, lesson).then_some(taught)
}

/// The id of the entry of `settings` that has `name` in some spelling: an entry that no article names yet is known here
/// only.
pub fn known(settings: &str, list: &str, name: &str) -> Option<String> {
    let root = yaml::parse(settings, SourceId::default(), 0).ok()?;
    let Value::List(entries) = &root.get(list)?.value else { return None };
    let key = fold::key(name);
    let is = |node: &Node| matches!(&node.value, Value::Text(text) if fold::key(text) == key);
    let named = |entry: &&Node| match &entry.value {
        Value::Map(fields) => fields.iter().any(|(field, node)| match (field.value.as_str(), &node.value) {
            ("aliases", Value::List(all)) => all.iter().any(is),
            ("id" | "aliases", _) => is(node),
            (field, _) => field.starts_with("name") && is(node),
        }),
        _ => false,
    };
    entries.iter().find(named)?.text("id").map(str::to_owned)
}

/// Whether the settings say what the lesson says.
fn knows(settings: &str, lesson: &Lesson) -> bool {
    let root = yaml::parse(settings, SourceId::default(), 0).ok();
    let aliases = root.as_ref().and_then(|root| entry_of(root.get(lesson.list)?, &lesson.id)?.get("aliases"));
    match aliases.map(|node| &node.value) {
        Some(Value::Text(text)) => *text == lesson.alias,
        Some(Value::List(all)) => all.iter().any(|node| node.value == Value::Text(lesson.alias.clone())),
        _ => false,
    }
}

fn entry_of<'a>(list: &'a Node, id: &str) -> Option<&'a Node> {
    let Value::List(entries) = &list.value else { return None };
    entries.iter().find(|entry| entry.text("id") == Some(id))
}

fn entry(lesson: &Lesson) -> String {
    let name = lesson.name.as_ref().map(|name| {
        let key = if name.chars().any(is_devanagari) { "name_hi" } else { "name_en" };
        format!(", {key}: {}", scalar(name))
    });
    format!("{{id: {}{}, aliases: [{}]}}", scalar(&lesson.id), name.unwrap_or_default(), scalar(&lesson.alias))
}

/// A further entry, below the last one.
fn with_entry(settings: &str, list: &Node, lesson: &Lesson) -> Option<String> {
    let Value::List(entries) = &list.value else { return None };
    let first = entries.first()?.span.start as usize;
    let line = &settings[settings[..first].rfind('\n').map_or(0, |at| at + 1)..first];
    let indent = line.strip_suffix("- ").filter(|indent| indent.chars().all(|c| c == ' '))?;
    let last = entries.last()?.span.start as usize;
    // the lines of the last entry are those that are indented further than its dash
    let mut end = settings[last..].find('\n').map_or(settings.len(), |at| last + at + 1);
    for line in settings[end..].split_inclusive('\n') {
        let deep = line.len() - line.trim_start_matches(' ').len() > indent.len() && !line.trim().is_empty();
        if !deep {
            break;
        }
        end += line.len();
    }
    let open = if settings[..end].ends_with('\n') { "" } else { "\n" };
    Some(format!("{}{open}{indent}- {}\n{}", &settings[..end], entry(lesson), &settings[end..]))
}

/// The entry with a further alias.
fn with_alias(settings: &str, entry: &Node, alias: &str) -> Option<String> {
    let alias = scalar(alias);
    let put = |at: usize, text: String| Some(format!("{}{text}{}", &settings[..at], &settings[at..]));
    let last = |node: &Node| (node.span.start as usize, node.span.end as usize);
    match entry.get("aliases").map(|node| (&node.value, last(node))) {
        Some((Value::Text(_), (from, to))) => {
            Some(format!("{}[{}, {alias}]{}", &settings[..from], &settings[from..to], &settings[to..]))
        }
        // before the first one: there it is the same in both ways of writing lists
        Some((Value::List(all), _)) => {
            let at = all.first()?.span.start as usize;
            let line = settings[..at].rfind('\n').map_or(0, |at| at + 1);
            match settings[line..at].strip_suffix("- ").filter(|indent| indent.chars().all(|c| c == ' ')) {
                Some(indent) => put(line, format!("{indent}- {alias}\n")),
                None => put(at, format!("{alias}, ")),
            }
        }
        Some(_) => None,
        None => {
            let Value::Map(keys) = &entry.value else { return None };
            let (_, id) = keys.iter().find(|(key, _)| key.value == "id")?;
            let (at, (key, _)) = (last(id).1, keys.first()?);
            let line = settings[..key.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
            let before = &settings[line..key.span.start as usize];
            if before.trim_end().ends_with('{') || settings[at..].trim_start().starts_with([',', '}']) {
                put(at, format!(", aliases: [{alias}]"))
            } else {
                put(at, format!("\n{}aliases: [{alias}]", " ".repeat(before.chars().count())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(id: &str, alias: &str) -> Lesson {
        Lesson { list: "people", id: id.into(), name: None, alias: alias.into() }
    }

    fn taught(settings: &str) -> String {
        teach(settings, &lesson("x", "क")).expect("it can be taught")
    }

    #[test]
    fn every_way_of_writing_an_entry_takes_a_name() {
        for (before, after) in [
            ("title: T", "title: T\npeople:\n  - {id: x, aliases: [\"क\"]}\n"),
            (
                "people:\n  - {id: y}\n# z\ntitle: T\n",
                "people:\n  - {id: y}\n  - {id: x, aliases: [\"क\"]}\n# z\ntitle: T\n",
            ),
            (
                "people:\n- id: y\n  name_en: Y\nt: T\n",
                "people:\n- id: y\n  name_en: Y\n- {id: x, aliases: [\"क\"]}\nt: T\n",
            ),
            ("people:\n  - {id: x} # a\n", "people:\n  - {id: x, aliases: [\"क\"]} # a\n"),
            ("people:\n  - {id: x, name_en: X}\n", "people:\n  - {id: x, aliases: [\"क\"], name_en: X}\n"),
            ("people:\n  - id: x\n    name_en: X\n", "people:\n  - id: x\n    aliases: [\"क\"]\n    name_en: X\n"),
            (
                "people:\n  - name_en: X\n    id: \"x\"\n",
                "people:\n  - name_en: X\n    id: \"x\"\n    aliases: [\"क\"]\n",
            ),
            ("people:\n  - {id: x, aliases: [a, b]}\n", "people:\n  - {id: x, aliases: [\"क\", a, b]}\n"),
            ("people:\n  - {id: x, aliases: a}\n", "people:\n  - {id: x, aliases: [a, \"क\"]}\n"),
            (
                "people:\n  - id: x\n    aliases:\n      - a\n",
                "people:\n  - id: x\n    aliases:\n      - \"क\"\n      - a\n",
            ),
        ] {
            assert_eq!(taught(before), after, "{before}");
        }
    }

    #[test]
    fn a_new_entry_has_a_name() {
        let lesson = Lesson {
            name: Some("अजय विश्नोई".into()), ..lesson("ajay-vishnoi", "अजय बिश्नोई")
        };
        let text = teach("title: T\n", &lesson).expect("it can be taught");
        assert!(
            text.ends_with("  - {id: ajay-vishnoi, name_hi: \"अजय विश्नोई\", aliases: [\"अजय बिश्नोई\"]}\n"),
            "{text}"
        );
    }

    #[test]
    fn what_only_a_person_can_change_is_left() {
        for odd in ["people: [{id: y}]\n", "people: x\n", "people: {a: b\n"] {
            assert_eq!(teach(odd, &lesson("x", "क")), None, "{odd}");
        }
    }
}
