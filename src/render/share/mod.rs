//! Share images: a picture with the title of a page, for those who show a link to it.

mod lines;
mod paint;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::Datelike;
use serde::Serialize;
use tera::Context;

use self::lines::{SANS, SERIF, Sizes};
use self::paint::png;
use super::editions;
use super::theme::Theme;
use super::views::Views;
use crate::address;
use crate::diagnostic::Diagnostic;
use crate::group::changes::top_regions;
use crate::model::article::ArticleId;
use crate::model::dated::Moment;
use crate::model::look::DEFAULTS;
use crate::model::page::{List, Page, PageKind, Shared};
use crate::model::region::RegionId;
use crate::model::settings::Part;
use crate::model::subject::{Milestone, SubjectClass, SubjectId};
use crate::plan;
use crate::view;

/// Width of a picture in pixels, as those who show them advise.
pub const WIDTH: u32 = 1200;
/// Height of a picture in pixels.
pub const HEIGHT: u32 = 630;

/// The template that draws it.
pub const TEMPLATE: &str = "share.svg";

/// Free space at the sides.
const MARGIN: u32 = 72;
/// The ground of the squares: left and upper side, width and height.
const MAP: (u32, u32, u32, u32) = (724, 150, 404, 340);
/// Free space between two squares.
const GAP: u32 = 6;

const NAME: Sizes = &[(34, 1)];
const KICKER: Sizes = &[(30, 1), (26, 1)];
const SITE_TITLE: Sizes = &[(132, 1), (108, 2), (88, 2), (68, 3), (52, 3)];
const TITLE: Sizes = &[(88, 2), (76, 2), (68, 3), (60, 3), (52, 3)];
const NOTE: Sizes = &[(36, 3), (30, 3), (26, 3)];
const FACTS: Sizes = &[(32, 1), (28, 1), (24, 1)];

/// What a picture says, before it is set in lines.
#[derive(Serialize)]
pub struct Said {
    kind: &'static str,
    name: String,
    kicker: String,
    title: String,
    note: String,
    facts: String,
    marked: BTreeSet<RegionId>,
}

/// What the picture of `shared` says.
pub fn said(views: &Views<'_>, shared: Shared) -> Said {
    let (site, digest, words) = (views.site, views.digest, views.words);
    let name = site.settings.title.shown(words.language).0.to_owned();
    let (mut kicker, mut note) = (String::new(), String::new());
    let dates;
    let (kind, count, marked): (_, _, BTreeSet<RegionId>) = match shared {
        Shared::Site => {
            note = site.settings.description.shown(words.language).0.to_owned();
            dates = years(views, List::Home);
            let filed =
                digest.regions.iter().filter(|(id, region)| site.region(**id).tile.is_some() && !region.all.is_empty());
            ("site", site.articles.len(), filed.map(|(id, _)| *id).collect())
        }
        Shared::Subject(id) => {
            let subject = site.subject(id);
            kicker = words.word("subject_kind", subject.kind.word());
            dates = days(views, id);
            (
                "subject",
                digest.articles(List::Subject(id)).len(),
                subject.regions.iter().map(|id| site.gazetteer.top(*id)).collect(),
            )
        }
        Shared::Region(id) => {
            kicker = words.word("region_kind", site.region(id).kind.word());
            dates = years(views, List::Region(id));
            ("region", digest.articles(List::Region(id)).len(), [id].into())
        }
        Shared::Edition(at) => {
            let edition = &digest.editions[at];
            kicker = words.word("edition_kind", edition.period.kind.word());
            note = words.period(edition.period.from, edition.period.until);
            dates = None;
            let tops = edition.articles.iter().flat_map(|id| top_regions(site, site.article(*id)));
            ("edition", edition.articles.len(), tops.collect())
        }
    };
    let articles = (count > 0).then(|| format!("{}: {}", words.get("ui.articles"), words.number(count)));
    let facts = articles.into_iter().chain(dates).collect::<Vec<_>>().join(" · ");
    Said { kind, kicker, title: title(views, shared), note, facts, marked, name }
}

fn title(views: &Views<'_>, shared: Shared) -> String {
    let name = match shared {
        Shared::Site => &views.site.settings.title,
        Shared::Subject(id) => &views.site.subject(id).name,
        Shared::Region(id) => &views.site.region(id).name,
        Shared::Edition(at) => return editions::title(views, &views.digest.editions[at]).0,
    };
    name.shown(views.words.language).0.to_owned()
}

/// The polling days of an election, or the day of the final roll, as they are in force.
fn days(views: &Views<'_>, id: SubjectId) -> Option<String> {
    let (subject, words) = (views.site.subject(id), views.words);
    let event = match subject.kind.class() {
        SubjectClass::Roll => Milestone::FinalRoll,
        _ => Milestone::Polling,
    };
    let phases: BTreeSet<Option<u32>> = subject.calendar.iter().map(|date| date.phase).collect();
    let dates = phases.into_iter().filter_map(|phase| subject.in_force(event, phase, views.site.today()));
    let dates: Vec<Moment> = dates.map(|date| date.date).collect();
    let first = dates.iter().copied().min_by_key(|date| date.day())?;
    let last = dates.iter().copied().max_by_key(|date| date.last_day())?;
    let known = |date: Moment| date.day() == date.last_day();
    let days = if known(first) && known(last) {
        words.period(first.day(), last.day())
    } else {
        let (first, last) = (words.moment(first).text, words.moment(last).text);
        if first == last { last } else { format!("{first} – {last}") }
    };
    Some(format!("{}: {days}", words.word("milestone", event.word())))
}

/// The years of the articles of a list.
fn years(views: &Views<'_>, list: List) -> Option<String> {
    let year = |id: &ArticleId| Some(views.site.article(*id).published.moment?.day().year());
    let years: BTreeSet<i32> = super::pages::members(views, list).iter().filter_map(year).collect();
    let (first, last) = (years.first()?, years.last()?);
    Some(views.words.digits(if first == last { first.to_string() } else { format!("{first}–{last}") }))
}

/// The picture of `shared` as PNG.
///
/// # Errors
/// What is wrong with its template.
pub fn draw(views: &Views<'_>, theme: &Theme, shared: Shared) -> Result<Vec<u8>, Diagnostic> {
    let mut context = Context::new();
    context.insert("share", &view(views, &said(views, shared)));
    let mut svg = Vec::new();
    theme.render(TEMPLATE, &context, &mut svg)?;
    png(&svg).map_err(|fault| theme.finding(&fault, TEMPLATE, || 0..0))
}

/// What is drawn: the texts in lines, the states as squares.
fn view(views: &Views<'_>, said: &Said) -> view::Share {
    let squares = squares(views, &said.marked);
    let wide = WIDTH - 2 * MARGIN;
    let room = if squares.is_empty() { wide } else { MAP.0 - MARGIN - MARGIN / 2 };
    let look = &views.site.settings.look;
    view::Share {
        kind: said.kind,
        width: WIDTH,
        height: HEIGHT,
        name: SERIF.lines(&said.name, wide, NAME),
        kicker: SANS.lines(&said.kicker, room, KICKER),
        title: SERIF.lines(&said.title, room, if said.kind == "site" { SITE_TITLE } else { TITLE }),
        note: SANS.lines(&said.note, room, NOTE),
        facts: SANS.lines(&said.facts, wide, FACTS),
        squares,
        colours: DEFAULTS.iter().map(|(tone, ..)| (tone.word(), look.light(*tone).to_owned())).collect(),
    }
}

/// The states where they stand on the tile map.
fn squares(views: &Views<'_>, marked: &BTreeSet<RegionId>) -> Vec<view::ShareSquare> {
    let site = views.site;
    let states: Vec<(RegionId, (u32, u32))> =
        site.gazetteer.regions().filter_map(|(id, region)| Some((id, region.tile?))).collect();
    let columns = || states.iter().map(|(_, place)| place.0);
    let rows = || states.iter().map(|(_, place)| place.1);
    let (Some(left), Some(right), Some(top), Some(bottom)) =
        (columns().min(), columns().max(), rows().min(), rows().max())
    else {
        return Vec::new();
    };
    let cell = (MAP.2 / (right - left + 1)).min(MAP.3 / (bottom - top + 1));
    // the last column stands at the margin
    let (x, y) = (MAP.0 + MAP.2 + GAP - cell * (right - left + 1), MAP.1);
    let square = |(id, place): &(RegionId, (u32, u32))| view::ShareSquare {
        x: x + (place.0 - left) * cell,
        y: y + (place.1 - top) * cell,
        side: cell.saturating_sub(GAP),
        marked: site.gazetteer.containing(*id).iter().any(|outer| marked.contains(outer)),
    };
    states.iter().map(square).collect()
}

/// The picture of a page: its own, else that of what it is about, else that of the site.
pub fn of(views: &Views<'_>, page: &Page) -> Option<view::ShareImage> {
    let site = views.site;
    let list = |list: List| plan::shared(site, list).filter(|_| views.addresses.has(list));
    let own = match &page.kind {
        PageKind::Edition(at, _) => Some(Shared::Edition(*at)),
        PageKind::Article(id) => site.article(*id).subjects.iter().find_map(|id| list(List::Subject(*id))),
        PageKind::List(List::Cell(subject, _), _) => list(List::Subject(*subject)),
        PageKind::List(List::Region(id), _) => {
            site.gazetteer.containing(*id).into_iter().find_map(|outer| list(List::Region(outer)))
        }
        PageKind::List(other, _) => list(*other),
        _ => None,
    };
    site.settings.makes(Part::ShareImages).then(|| {
        let shared = own.unwrap_or(Shared::Site);
        let url = views.permalink(&address::share(site, views.digest, shared));
        view::ShareImage { url, width: WIDTH, height: HEIGHT, alt: alt(views, shared) }
    })
}

/// What stands on a picture and does not change with every article.
fn alt(views: &Views<'_>, shared: Shared) -> String {
    let site = views.site.settings.title.shown(views.words.language).0;
    match shared {
        Shared::Site => site.to_owned(),
        _ => format!("{} · {site}", title(views, shared)),
    }
}
