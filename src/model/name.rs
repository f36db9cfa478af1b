//! Names in several languages, and which one to show.

use serde::Serialize;

use crate::record::Forms;
use crate::text::Language;

/// A name in the languages in which it is known, Hindi first; at least one is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Name(Vec<(Language, String)>);

impl Name {
    /// A name known in one language only.
    pub fn single(text: impl Into<String>, language: Language) -> Self {
        Self(vec![(language, text.into())])
    }

    /// The form in `language`.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.iter().find(|(of, _)| *of == language).map(|(_, form)| form.as_str())
    }

    /// The form in `language`, else the English, the Hindi or any other one, with the language it is in. Never
    /// transliterated.
    pub fn shown(&self, language: Language) -> (&str, Language) {
        let found = [language, Language::ENGLISH, Language::HINDI].into_iter().find_map(|of| Some((self.get(of)?, of)));
        let any = || self.0.first().map(|(of, form)| (form.as_str(), *of));
        found.or_else(any).unwrap_or(("", language))
    }

    /// All forms.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, form)| form.as_str())
    }

    /// The name; `id` where there is none.
    #[must_use]
    pub fn or_id(self, id: &str) -> Self {
        if self.0.is_empty() { Self::single(id, Language::ENGLISH) } else { self }
    }

    /// The name with the forms of `other` in the languages that it lacks.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.0.into_iter().chain(other.0).collect()
    }
}

impl From<&Forms> for Name {
    fn from(forms: &Forms) -> Self {
        forms.0.iter().map(|(language, text)| (language.value, text.value.clone())).collect()
    }
}

/// The first form in a language counts.
impl FromIterator<(Language, String)> for Name {
    fn from_iter<I: IntoIterator<Item = (Language, String)>>(forms: I) -> Self {
        let mut forms: Vec<_> = forms.into_iter().collect();
        forms.sort_by_key(|(language, _)| (*language != Language::HINDI, *language));
        forms.dedup_by_key(|(language, _)| *language);
        forms.shrink_to_fit();
        Self(forms)
    }
}
