//! `theme` in `site.yaml`: what a project changes of the default theme.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::look::{Colour, DEFAULTS, LEAST_CONTRAST, Look, PAIRS, Tone};
use crate::record::{Text, record};
use crate::source::Span;

record! {
    /// What a project changes of the default theme.
    ThemeRecord "the theme" {
        /// Colours, as `#rrggbb`.
        colours: Option<ColoursRecord>,
        /// The same where the reader wants a dark ground.
        dark: Option<ColoursRecord>,
        /// Font family of headlines.
        headlines: Option<Text>,
        /// Font family of text.
        text: Option<Text>,
        /// A picture in `templates/assets/` in place of the name of the digest.
        logo: Option<Text>,
    }
}

record! {
    /// Colours of the theme, each as `#rrggbb`.
    ColoursRecord "the colours of the theme" {
        /// The ground of pages.
        paper: Option<Text>,
        /// The ground of boxes.
        shade: Option<Text>,
        /// Text.
        ink: Option<Text>,
        /// Text of less weight.
        muted: Option<Text>,
        /// Thin lines.
        rule: Option<Text>,
        /// Thick lines.
        strong: Option<Text>,
        /// Kickers, and the lines below links.
        accent: Option<Text>,
        /// The ground of marked words.
        mark: Option<Text>,
    }
}

impl ThemeRecord {
    /// The changes that can be used; what is wrong with the others is in `found`.
    pub fn look(&self, found: &mut Diagnostics) -> Look {
        let colours = |record: &Option<ColoursRecord>, dark, found: &mut Diagnostics| {
            record.as_ref().map(|record| record.tones(dark, found)).unwrap_or_default()
        };
        Look {
            light: colours(&self.colours, false, found),
            dark: colours(&self.dark, true, found),
            headlines: self.headlines.as_ref().and_then(|text| family(text, found)),
            text: self.text.as_ref().and_then(|text| family(text, found)),
            logo: self.logo.as_ref().and_then(|text| logo(text, found)),
        }
    }
}

impl ColoursRecord {
    fn tones(&self, dark: bool, found: &mut Diagnostics) -> BTreeMap<Tone, String> {
        let given = [
            (Tone::Paper, &self.paper),
            (Tone::Shade, &self.shade),
            (Tone::Ink, &self.ink),
            (Tone::Muted, &self.muted),
            (Tone::Rule, &self.rule),
            (Tone::Strong, &self.strong),
            (Tone::Accent, &self.accent),
            (Tone::Mark, &self.mark),
        ];
        let mut all: BTreeMap<Tone, (Colour, Option<Span>)> = DEFAULTS
            .iter()
            .filter_map(|(tone, light, at_night)| {
                Some((*tone, (Colour::parse(if dark { at_night } else { light })?, None)))
            })
            .collect();
        let mut tones = BTreeMap::new();
        for (tone, text) in given.into_iter().filter_map(|(tone, text)| Some((tone, text.as_ref()?))) {
            match Colour::parse(&text.value) {
                Some(colour) => {
                    all.insert(tone, (colour, Some(text.span)));
                    tones.insert(tone, text.value.to_lowercase());
                }
                None => found.push(
                    Diagnostic::new(Rule::BadSettings, format!("`{}` is not a colour", text.value))
                        .at(text.span)
                        .help("write it as `#rrggbb`, in quotes: \"#6a4a1c\""),
                ),
            }
        }
        for &(text, ground) in PAIRS {
            let (Some((one, at)), Some((other, below))) = (all.get(&text), all.get(&ground)) else { continue };
            let contrast = one.contrast(*other);
            if let Some(span) = at.or(*below).filter(|_| contrast < LEAST_CONTRAST) {
                let (text, ground) = (text.word(), ground.word());
                let message = format!("`{text}` on `{ground}` has a contrast of {contrast:.1} to 1");
                let help =
                    format!("text needs {LEAST_CONTRAST} to 1 to be read by everybody; take a darker or a lighter one");
                found.push(Diagnostic::new(Rule::BadSettings, message).at(span).help(help));
            }
        }
        tones
    }
}

fn family(text: &Text, found: &mut Diagnostics) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    if !text.value.is_empty() && text.value.chars().all(plain) {
        return Some(text.value.clone());
    }
    let message = format!("`{}` is not a font family", text.value);
    found.push(
        Diagnostic::new(Rule::BadSettings, message).at(text.span).help("write one name: `Tiro Devanagari Hindi`"),
    );
    None
}

fn logo(text: &Text, found: &mut Diagnostics) -> Option<(String, Span)> {
    let name = text.value.strip_prefix("templates/assets/").unwrap_or(&text.value);
    let plain = !name.is_empty() && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if plain {
        return Some((name.to_owned(), text.span));
    }
    let message = format!("`{}` is not the name of a file in `templates/assets/`", text.value);
    found.push(Diagnostic::new(Rule::BadSettings, message).at(text.span).help("write it as `logo.svg`"));
    None
}
