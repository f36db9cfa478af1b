//! What is the same on every page: the name of the digest, its menu, the words of the interface.

use std::collections::BTreeMap;

use super::views::Views;
use crate::model::page::{Page, PageKind};
use crate::model::settings::Part;
use crate::text::Language;
use crate::view;

/// The values that every template sees: `site` and the interface strings `t`.
pub fn globals<'a>(views: &'a Views<'_>, plan: &[Page]) -> (view::Site, BTreeMap<&'a str, &'a str>) {
    let site = views.site;
    let words = views.words;
    let settings = &site.settings;
    let has = |path: &str| {
        let path = views.path(path);
        plan.binary_search_by(|page| page.path.cmp(&path)).is_ok()
    };
    let entry = |(key, path): &(&str, &str)| {
        has(path).then(|| words.plain_link(words.word("list", key), Some(views.link(path))))
    };
    let menu = [
        ("elections", "elections/"),
        ("rolls", "rolls/"),
        ("regions", "regions/"),
        ("parties", "parties/"),
        ("people", "people/"),
        ("claims", "claims/"),
        ("calendar", "calendar/"),
        ("editions", "editions/"),
        ("briefings", "briefings/"),
        ("sources", "sources/"),
        ("topics", "topics/"),
        ("search", "search/"),
    ];
    let texts = plan.iter().filter(|page| page.language == words.language).filter_map(|page| match page.kind {
        PageKind::Text(at) => {
            let text = &site.pages[at];
            Some(view::Link {
                name: text.title.clone(),
                lang: words.mark(text.language),
                url: Some(views.link(&text.path)),
            })
        }
        _ => None,
    });
    let data = settings
        .makes(Part::Data)
        .then(|| words.plain_link(words.word("list", "data"), Some(settings.base.link("data/datapackage.json"))));
    let contact_url = settings.contact.as_ref().map(|contact| {
        if contact.contains('@') && !contact.contains('/') { format!("mailto:{contact}") } else { contact.clone() }
    });
    let logo = settings.look.logo.as_ref().map(|(logo, _)| format!("assets/{logo}"));
    // one that is not there was reported
    let logo = logo.filter(|path| plan.binary_search_by(|page| page.path.cmp(path)).is_ok());
    // numbers and spaces are Latin in Hindi too; a font that comes later than the first picture of a page moves its lines
    let devanagari = |&language: &Language| Language::of(words.own_name(language)) == Some(Language::HINDI);
    let fonts: &[&str] = match settings.languages.iter().any(devanagari) {
        // from a disk they are there at once, and browsers refuse to load them ahead
        _ if settings.offline => &[],
        _ if devanagari(&words.language) => &["serif-devanagari", "sans-devanagari", "serif-latin", "sans-latin"],
        // the names of the other languages stand on every page
        true => &["serif-latin", "sans-latin", "sans-devanagari"],
        false => &["serif-latin", "sans-latin"],
    };
    let view = view::Site {
        title: settings.title.shown(words.language).0.to_owned(),
        description: Some(settings.description.shown(words.language).0.to_owned()).filter(|d| !d.is_empty()),
        publisher: settings.publisher.clone(),
        contact: settings.contact.clone(),
        contact_url,
        url: views.link(""),
        permalink: views.permalink(""),
        lang: words.language,
        menu: menu.iter().filter_map(entry).collect(),
        footer: texts
            .chain(entry(&("corrections", "corrections/")))
            .chain(entry(&("changes", "changes/")))
            .chain(data)
            .collect(),
        stylesheet: settings.base.link("assets/style.css"),
        logo: logo.map(|path| settings.base.link(&path)),
        icon: settings.base.link("assets/icon.svg"),
        touch_icon: settings.base.link("assets/icon-180.png"),
        web_manifest: (!settings.offline).then(|| settings.base.link("site.webmanifest")),
        fonts: fonts.iter().map(|name| settings.base.link(&format!("assets/fonts/{name}.woff2"))).collect(),
        offline: settings.offline,
        generator: concat!("saar ", env!("CARGO_PKG_VERSION")),
    };
    (view, words.interface().collect())
}
