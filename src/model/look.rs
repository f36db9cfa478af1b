//! How a project changes the default theme: colours, fonts and a logo.

use std::collections::BTreeMap;

use crate::record::words;
use crate::source::Span;

words! {
    /// A colour of the stylesheet, by the name of its custom property.
    Tone "a colour of the theme" {
        /// The ground of pages.
        Paper = "paper",
        /// The ground of boxes.
        Shade = "shade",
        /// Text.
        Ink = "ink",
        /// Text of less weight.
        Muted = "muted",
        /// Thin lines.
        Rule = "rule",
        /// Thick lines.
        Strong = "strong",
        /// Kickers, and the lines below links.
        Accent = "accent",
        /// The ground of marked words.
        Mark = "mark",
    }
}

/// The default colours, light and dark; a test holds them to those of the stylesheet.
pub const DEFAULTS: &[(Tone, &str, &str)] = &[
    (Tone::Paper, "#fffefb", "#161513"),
    (Tone::Shade, "#f5f3ee", "#201f1c"),
    (Tone::Ink, "#1b1a18", "#e9e6df"),
    (Tone::Muted, "#57534c", "#b3aea4"),
    (Tone::Rule, "#d9d5cc", "#3c3933"),
    (Tone::Strong, "#1b1a18", "#8d877b"),
    (Tone::Accent, "#6a4a1c", "#d9bd8b"),
    (Tone::Mark, "#fff1b8", "#4d4114"),
];

/// Which text stands on which ground.
pub const PAIRS: &[(Tone, Tone)] = &[
    (Tone::Ink, Tone::Paper),
    (Tone::Ink, Tone::Shade),
    (Tone::Ink, Tone::Mark),
    (Tone::Muted, Tone::Paper),
    (Tone::Muted, Tone::Shade),
    (Tone::Accent, Tone::Paper),
];

/// The least contrast of text on its ground (WCAG 2.2, 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self([byte(0)?, byte(2)?, byte(4)?]))
    }

    /// The ratio of contrast with another colour, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |byte: u8| {
            let part = f64::from(byte) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// The changes of a project.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// Colours on light ground.
    pub light: BTreeMap<Tone, String>,
    /// Colours where the reader wants a dark ground.
    pub dark: BTreeMap<Tone, String>,
    /// Family of headlines.
    pub headlines: Option<String>,
    /// Family of text.
    pub text: Option<String>,
    /// A picture in `templates/assets/` that stands for the name of the digest, and where it is named.
    pub logo: Option<(String, Span)>,
}

impl Look {
    /// A colour on light ground: the project's, else the default one.
    pub fn light(&self, wanted: Tone) -> &str {
        let default = || DEFAULTS.iter().find(|(tone, ..)| *tone == wanted).map_or("", |(_, light, _)| light);
        self.light.get(&wanted).map_or_else(default, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_stylesheet_and_can_be_read() {
        let style = include_str!("../../templates/assets/style.css");
        type Row = (Tone, &'static str, &'static str);
        for ground in [|row: &Row| row.1, |row: &Row| row.2] {
            let of = |wanted: Tone| {
                let colour = DEFAULTS.iter().find(|(tone, ..)| *tone == wanted).map(ground).expect("every tone");
                assert!(style.contains(&format!("--{}: {colour};", wanted.word())), "{} {colour}", wanted.word());
                Colour::parse(colour).expect("a colour")
            };
            for &(text, ground) in PAIRS {
                let contrast = of(text).contrast(of(ground));
                assert!(contrast >= LEAST_CONTRAST, "{} on {}: {contrast:.2}", text.word(), ground.word());
            }
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let colour = |text| Colour::parse(text).expect("a colour");
        assert!((colour("#000000").contrast(colour("#ffffff")) - 21.0).abs() < 1e-9);
        assert!((colour("#777777").contrast(colour("#ffffff")) - 4.478).abs() < 1e-3);
        assert_eq!(Colour::parse("#12345"), None);
        assert_eq!(Colour::parse("red"), None);
    }
}
