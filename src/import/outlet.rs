//! Who published a page: what it states, compared with what it shows as its own name.

use super::body::{self, Piece};
use super::document::{Confidence, Found};
use super::dom::Tree;
use super::metadata::{Sign, Signs};
use super::words;
use crate::text::{fold, letter};

/// The outlet, by what the page states, else by a part of `<title>` that the page shows as its own name.
pub fn outlet(tree: &Tree, signs: &Signs, pieces: &[Piece]) -> Option<Found<String>> {
    if let Some(first) = signs.outlets.first() {
        let same = |sign: &&Sign<String>| fold::key(&sign.value) == fold::key(&first.value);
        let confidence =
            if signs.outlets.iter().all(|sign| same(&sign)) { Confidence::High } else { Confidence::Medium };
        return Some(Found {
            value: first.value.clone(),
            words: first.words.clone(),
            place: first.place.clone(),
            rule: "stated",
            confidence,
        });
    }
    let shown = own_names(tree, pieces);
    let title = signs.title.as_deref().unwrap_or_default();
    let is_shown = |name: &&str| shown.iter().any(|(shown, _)| *shown == fold::key(name));
    let part = words::suffix(title).map(|(head, tail)| [tail, head]).into_iter().flatten().find(|part| is_shown(part));
    let before = title.split_once(": ").map(|(name, _)| name).filter(is_shown);
    if let Some(name) = part.or(before) {
        return Some(Found {
            value: name.trim().into(),
            words: title.into(),
            place: "title".into(),
            rule: "agreed",
            confidence: Confidence::High,
        });
    }
    // the headline stands above the text without it, and it is a name of the trade
    let generic = |name: &str| {
        matches!(fold::key(name).rsplit(' ').next(), Some("news" | "न्यूज" | "समाचार" | "खबर" | "live" | "लाइव"))
    };
    let behind = words::suffix(title)
        .filter(|(_, name)| words::is_media_name(name) && !generic(name) && name.split(' ').count() <= 4);
    if let Some((_, name)) = behind
        .filter(|(head, _)| pieces.iter().any(|piece| head.starts_with(piece.text.as_str()) && piece.text.len() > 40))
    {
        return Some(Found {
            value: name.into(),
            words: title.into(),
            place: "title".into(),
            rule: "suffix",
            confidence: Confidence::Medium,
        });
    }
    let twice = shown.iter().enumerate().find(|(at, (key, _))| shown[..*at].iter().any(|(other, _)| other == key));
    let (_, (_, name)) = twice?;
    Some(Found {
        value: name.clone(),
        words: name.clone(),
        place: "head and foot of the page".into(),
        rule: "agreed",
        confidence: Confidence::Medium,
    })
}

/// Names that the page shows as its own: what links to the front page, the logo, the line with `©`; as key and
/// as written. Each place gives one.
fn own_names(tree: &Tree, pieces: &[Piece]) -> Vec<(String, String)> {
    let mut names = Vec::new();
    let mut add = |name: &str| {
        let name = name.trim().trim_matches(|c: char| !letter::is_word(c) && c != ')');
        let words = name.split(' ').count();
        if name.chars().count() > 2 && words <= 6 && names.len() < 20 {
            names.push((fold::key(name), name.to_owned()));
        }
    };
    let mut logo = false;
    for node in tree.below(Tree::ROOT) {
        let home = tree.tag(node) == "a" && is_home(tree.attribute(node, "href"));
        let named =
            || body::has_name(tree, node, &["logo", "masthead", "brand", "sitename"]) && tree.tag(node) != "body";
        if !logo && (home || named()) {
            let image =
                tree.below(node).find(|below| tree.tag(*below) == "img").and_then(|image| tree.attribute(image, "alt"));
            let name = image.map_or_else(|| tree.words(node), words::tidy);
            let is_menu = matches!(fold::key(&name).as_str(), "home" | "होम" | "मुख पृष्ठ" | "मुख्य पृष्ठ" | "");
            if !is_menu && name.len() < 200 {
                add(&name);
                logo = true;
            }
        }
        let text = tree.text(node);
        if let Some(after) = text.split(['©', '\u{24b8}']).nth(1).or_else(|| text.split("Copyright").nth(1)) {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || " -–,©".contains(c));
            let end = ["All rights", "all rights", "All Rights", "सर्वाधिकार", ".", "|", "।"]
                .iter()
                .filter_map(|end| after.find(end))
                .min();
            add(&after[..end.unwrap_or(after.len())]);
        }
    }
    // a bold line at the very top
    if let Some(first) = pieces.first().filter(|first| first.bold && words::is_media_name(&first.text)) {
        add(&first.text);
    }
    names
}

/// Whether an address is that of the front page.
pub fn is_home(href: Option<&str>) -> bool {
    let path = |href: &str| {
        href.split_once("://")
            .map_or(Some(href.to_owned()), |(_, rest)| rest.split_once('/').map(|(_, path)| format!("/{path}")))
    };
    href.is_some_and(|href| path(href).is_none_or(|path| matches!(path.trim_end_matches("index.html"), "" | "/")))
}
