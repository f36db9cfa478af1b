//! Records: a struct, how it is read from YAML, and its JSON Schema, declared once.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::source::{Span, Spanned};
use crate::text::Language;
use crate::text::suggest::nearest;
use crate::yaml::{Node, Value};

/// What can be read from a YAML node. Reading never stops at the first fault: it reports and goes on.
pub trait Decode: Sized {
    /// Reads `node`; `None` when that is impossible, which has then been reported to `found`.
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self>;

    /// The JSON Schema of what [`Decode::decode`] takes.
    fn schema() -> Json;

    /// The value when the key is absent; `None` for required keys.
    fn absent() -> Option<Self> {
        None
    }
}

/// A text with its place.
pub type Text = Spanned<String>;

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        T::decode(node, found).map(Some)
    }

    fn schema() -> Json {
        T::schema()
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// A value that may be absent; one that was wrong and has been reported is told from one that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<T> {
    /// It is there.
    Value(T),
    /// It is there and cannot be used.
    Wrong,
    /// It is not there.
    Absent,
}

impl<T: Decode> Decode for Given<T> {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        Some(T::decode(node, found).map_or(Self::Wrong, Self::Value))
    }

    fn schema() -> Json {
        T::schema()
    }

    fn absent() -> Option<Self> {
        Some(Self::Absent)
    }
}

/// A list, or a single value in its place.
impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::List(items) => Some(items.iter().filter_map(|item| T::decode(item, found)).collect()),
            _ => T::decode(node, found).map(|one| vec![one]),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [T::schema(), { "type": "array", "items": T::schema() }] })
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            found.push(wrong_type(node, "a mapping"));
            return None;
        };
        Some(entries.iter().filter_map(|(key, node)| Some((key.value.clone(), T::decode(node, found)?))).collect())
    }

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": T::schema() })
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl Decode for Text {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            found.push(wrong_type(node, "a text"));
            return None;
        };
        if let Some(fault) = crate::text::hidden::fault(text) {
            found.push(
                Diagnostic::new(Rule::BadText, format!("this text holds {fault}"))
                    .at(node.span)
                    .help("delete the character; it cannot be seen, or it changes how the text is read"),
            );
            return None;
        }
        Some(Spanned::new(text.clone(), node.span))
    }

    fn schema() -> Json {
        // YAML reads `2024` as a number; to saar it is text all the same
        json!({ "type": ["string", "number", "boolean"] })
    }
}

impl Decode for String {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        Text::decode(node, found).map(|text| text.value)
    }

    fn schema() -> Json {
        Text::schema()
    }
}

impl Decode for bool {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text == "true" => Some(true),
            Value::Text(text) if text == "false" => Some(false),
            _ => {
                found.push(wrong_type(node, "`true` or `false`"));
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Decode for u32 {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            found.push(wrong_type(node, "a whole number"));
            return None;
        };
        let parsed = crate::text::fold::digits(text).parse().ok();
        if parsed.is_none() {
            found.push(wrong_type(node, "a whole number"));
        }
        parsed
    }

    fn schema() -> Json {
        json!({ "type": "integer", "minimum": 0 })
    }
}

/// A finding that `node` is not what its key takes.
pub fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    let what = match &node.value {
        Value::Text(text) if text.chars().count() <= 40 => format!("`{text}`"),
        other => other.what().to_owned(),
    };
    Diagnostic::new(Rule::WrongType, format!("expected {expected}, found {what}")).at(node.span)
}

/// Reports a key that no field has, with the nearest one.
pub fn unknown_key(key: &Spanned<String>, what: &str, fields: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Rule::UnknownKey, format!("`{}` is not a key of {what}", key.value)).at(key.span);
    match nearest(&key.value, fields.iter().copied()) {
        Some(field) => diagnostic.label(format!("did you mean `{field}`?")),
        None => diagnostic.help(format!("the keys are {}", fields.join(", "))),
    }
}

/// Reports a required key that is absent.
pub fn missing_key(span: Span, what: &str, field: &str) -> Diagnostic {
    Diagnostic::new(Rule::MissingField, format!("{what} lacks the key `{field}`"))
        .at(span)
        .help(format!("add `{field}:`"))
}

/// A text in several languages, each under a key that ends in the code of its language: `name_hi`, `name_mr`.
#[derive(Debug, Clone, Default)]
pub struct Forms(pub Vec<(Spanned<Language>, Text)>);

impl Forms {
    /// Takes the value of `key` where that is `prefix` and the code of a language.
    pub fn take(&mut self, prefix: &str, key: &Text, value: &Node, found: &mut Diagnostics) -> bool {
        let code = key.value.strip_prefix(prefix);
        let Some(language) = code.and_then(|code| code.parse().ok()) else { return false };
        if value.value != Value::Null {
            let text = Text::decode(value, found);
            self.0.extend(text.map(|text| (Spanned::new(language, key.span), text)));
        }
        true
    }

    /// The schema of a record with the keys as well.
    pub fn describe(prefix: &str, what: &str, mut schema: Json) -> Json {
        let mut text = Text::schema();
        text["description"] = what.into();
        for language in Language::BUILT_IN {
            schema["properties"][format!("{prefix}{language}")] = text.clone();
        }
        schema["patternProperties"][format!("^{prefix}{CODE}$")] = text;
        schema
    }
}

/// A regular expression for the codes of languages.
pub const CODE: &str = "[a-z]{2,3}";

/// Declares a record: its struct, [`Decode`] with all faults reported, and its schema.
macro_rules! record {
    (
        $(#[doc = $doc:literal])* $name:ident $what:literal
        { $($(#[doc = $field_doc:literal])* $field:ident $(= $key:literal)?: $type:ty,)* }
        $(in languages { $($(#[doc = $forms_doc:literal])* $forms:ident = $prefix:literal,)* })?
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// Where the record stands.
            pub span: $crate::source::Span,
            $($(#[doc = $field_doc])* pub $field: $type,)*
            $($($(#[doc = $forms_doc])* pub $forms: $crate::record::Forms,)*)?
        }

        impl $crate::record::Decode for $name {
            fn decode(
                node: &$crate::yaml::Node,
                found: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                use $crate::{record, yaml::Value};
                const FIELDS: &[&str] = &[
                    $($crate::record::key!($field $(= $key)?),)*
                    $($(concat!($prefix, "hi"), concat!($prefix, "en"),)*)?
                ];
                let Value::Map(entries) = &node.value else {
                    found.push(record::wrong_type(node, concat!($what, " (a mapping)")));
                    return None;
                };
                $(let mut $field: Option<$type> = None;)*
                $($(let mut $forms = record::Forms::default();)*)?
                let mut failed: Vec<&str> = Vec::new();
                for (key, value) in entries {
                    $($(if $forms.take($prefix, key, value, found) {
                        continue;
                    })*)?
                    match key.value.as_str() {
                        _ if value.value == Value::Null => {
                            if !FIELDS.contains(&key.value.as_str()) {
                                found.push(record::unknown_key(key, $what, FIELDS));
                            }
                        }
                        $($crate::record::key!($field $(= $key)?) => {
                            $field = <$type as record::Decode>::decode(value, found);
                            if $field.is_none() {
                                failed.push($crate::record::key!($field $(= $key)?));
                            }
                        })*
                        _ => found.push(record::unknown_key(key, $what, FIELDS)),
                    }
                }
                // every field is looked at before giving up, so that all missing keys are reported at once
                $(let $field = $field.or_else(|| {
                    let key = $crate::record::key!($field $(= $key)?);
                    let absent = <$type as record::Decode>::absent();
                    if absent.is_none() && !failed.contains(&key) {
                        found.push(record::missing_key(node.span, $what, key));
                    }
                    absent
                });)*
                Some(Self { span: node.span, $($field: $field?,)* $($($forms,)*)? })
            }

            fn schema() -> serde_json::Value {
                use $crate::record::Decode;
                let mut properties = serde_json::Map::new();
                let mut required: Vec<&str> = Vec::new();
                $({
                    let key = $crate::record::key!($field $(= $key)?);
                    let mut schema = <$type as Decode>::schema();
                    schema["description"] = concat!($($field_doc),*).trim().into();
                    properties.insert(key.to_owned(), schema);
                    if <$type as Decode>::absent().is_none() {
                        required.push(key);
                    }
                })*
                let schema = serde_json::json!({
                    "type": "object",
                    "description": concat!($($doc),*).trim(),
                    "properties": properties,
                    "required": required,
                    "additionalProperties": false,
                });
                $($(let schema = $crate::record::Forms::describe($prefix, concat!($($forms_doc),*).trim(), schema);)*)?
                schema
            }
        }
    };
}

/// The YAML key of a field: its name, unless another is given.
macro_rules! key {
    ($field:ident = $key:literal) => {
        $key
    };
    ($field:ident) => {
        stringify!($field)
    };
}

/// Declares an enum whose values are written as words in YAML.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident $what:literal { $($(#[doc = $variant_doc:literal])* $variant:ident = $word:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[doc = $variant_doc])* $variant,)* }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word that stands for the value in files.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value for a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::record::Decode for $name {
            fn decode(
                node: &$crate::yaml::Node,
                found: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                let text = $crate::record::Text::decode(node, found)?;
                let value = Self::from_word(&text.value);
                if value.is_none() {
                    found.push($crate::record::unknown_word(&text, $what, &[$($word),*]));
                }
                value
            }

            fn schema() -> serde_json::Value {
                // `enumDescriptions` is what editors show beside each word
                serde_json::json!({
                    "enum": [$($word),*],
                    "enumDescriptions": [$(concat!($($variant_doc),*).trim()),*],
                })
            }
        }
    };
}

/// Reports a word that is none of `words`.
pub fn unknown_word(text: &Text, what: &str, words: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Rule::UnknownWord, format!("`{}` is not {what}", text.value))
        .at(text.span)
        .help(format!("write one of {}", words.join(", ")));
    match nearest(&text.value, words.iter().copied()) {
        Some(word) => diagnostic.label(format!("did you mean `{word}`?")),
        None => diagnostic,
    }
}

pub(crate) use {key, record, words};
