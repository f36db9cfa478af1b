//! Names in Hindi and English, and which one to show.

use crate::text::Language;

/// A name in the languages in which it is known; at least one is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// Hindi form.
    pub hi: Option<String>,
    /// English form.
    pub en: Option<String>,
}

impl Name {
    /// A name known in one language only.
    pub fn single(text: impl Into<String>, language: Language) -> Self {
        match language {
            Language::Hindi => Self { hi: Some(text.into()), en: None },
            Language::English => Self { hi: None, en: Some(text.into()) },
        }
    }

    /// The form in `language`, else the other one, with the language it is in. Never transliterated.
    pub fn shown(&self, language: Language) -> (&str, Language) {
        let hindi = self.hi.as_deref().map(|n| (n, Language::Hindi));
        let english = self.en.as_deref().map(|n| (n, Language::English));
        match language {
            Language::Hindi => hindi.or(english),
            Language::English => english.or(hindi),
        }
        .unwrap_or(("", language))
    }

    /// All forms.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.hi.as_deref().into_iter().chain(self.en.as_deref())
    }
}
