//! Tile maps: a square for each state, about where it lies, or for each seat of a state by its number, shaded by its
//! number of articles. No boundary is drawn.
//!
//! It is made like the charts, and like them has the colour of the text around it. Shades stay light enough for the
//! words on them, in a dark theme too.

use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use super::chart::{self, FEET, GAP, LINE, SIZE, Tenths, WIDTH};
use super::shade;
use super::views::Views;
use crate::model::region::{Region, RegionId, RegionKind};
use crate::text::Language;
use crate::text::collate::sort_by_name;
use crate::text::xml::escape;
use crate::view::{Chart, Count, Link};

/// Width of the widest square with the space around it.
const WIDEST: usize = 480;
/// Free space on each side of a square.
const MARGIN: usize = 8;
/// Sizes of the names in squares, as far as they fit.
const SIZES: [usize; 4] = [SIZE, 120, 110, 100];
/// The squares of the legend.
const SAMPLE: usize = 140;
/// How dark each step is.
const SHADES: [&str; shade::STEPS + 1] = ["0", ".09", ".17", ".26", ".36"];

/// From this width on, a square has room for its number of articles below its name.
const ROOMY: usize = 360;
/// Squares less wide than this have no words, and lead nowhere: fingers would miss them.
const TOUCHED: usize = 260;
/// Fewest seats in a row; with more rows the whole is about twice as wide as high.
const IN_A_ROW: usize = 11;

/// A state or a seat on the map.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Column and row.
    pub place: (u32, u32),
    /// Its name in full.
    pub name: String,
    /// Short forms of it, best first; the first that fits is shown.
    pub short: Vec<String>,
    /// How many articles it has.
    pub count: Count,
    /// Where it leads.
    pub url: Option<String>,
}

/// The map of the states; none where fewer than two have articles. Counts and links by `of`; `id` is unique on the page.
pub fn map(views: &Views<'_>, id: &str, of: impl Fn(RegionId) -> Option<(Link, usize)>) -> Option<Chart> {
    let states = views.site.gazetteer.regions().filter_map(|(id, region)| {
        let place = region.tile.filter(|_| region.kind != RegionKind::Country)?;
        Some((id, place, short(region, views.words.language)))
    });
    shaded_map(views, id, &views.words.word("chart", "states"), states, of)
}

/// The seats of a state in each of its houses, by their numbers; a house where fewer than two have articles is left out.
pub fn seats(views: &Views<'_>, state: RegionId, of: impl Fn(RegionId) -> Option<(Link, usize)>) -> Vec<Chart> {
    let house = |kind: RegionKind| {
        let seat = |&id: &RegionId| {
            let region = views.site.region(id);
            Some((id, region.number.filter(|_| region.kind == kind)?))
        };
        let seats: Vec<(RegionId, u32)> = views.children_of(state).iter().filter_map(seat).collect();
        let last = seats.iter().map(|(_, number)| *number).max()?;
        let columns = u32::try_from((last as usize * 2).isqrt().max(IN_A_ROW)).ok()?;
        let placed = seats.into_iter().map(|(id, number)| {
            let at = number.saturating_sub(1);
            (id, (at % columns, at / columns), vec![views.words.number(number as usize)])
        });
        let title = views.words.word("chart", kind.word());
        shaded_map(views, &format!("chart-{}", kind.word()), &title, placed, &of)
    };
    [RegionKind::LokSabha, RegionKind::VidhanSabha].into_iter().filter_map(house).collect()
}

/// A map of regions with their places and short forms, and its numbers as a list.
fn shaded_map(
    views: &Views<'_>,
    id: &str,
    title: &str,
    regions: impl Iterator<Item = (RegionId, (u32, u32), Vec<String>)>,
    of: impl Fn(RegionId) -> Option<(Link, usize)>,
) -> Option<Chart> {
    let words = views.words;
    let (mut tiles, mut list) = (Vec::new(), Vec::new());
    for (id, place, short) in regions {
        let (link, count) = of(id).unwrap_or_else(|| (Link { url: None, ..views.region_link(id) }, 0));
        tiles.push(Tile {
            place,
            name: link.name.clone(),
            short,
            count: words.count(count),
            url: link.url.clone().filter(|_| count > 0),
        });
        if count > 0 {
            list.push(views.counted(link, None, count));
        }
    }
    tiles.sort_by_key(|tile| (tile.place.1, tile.place.0));
    sort_by_name(&mut list, words.language, |state| &state.link.name);
    (list.len() > 1).then(|| Chart { list, ..tile_map(id, title, &tiles, |n| words.number(n)) })
}

/// Short forms of a state: that of its language, else its code, else its name.
fn short(region: &Region, language: Language) -> Vec<String> {
    let code = region.codes.iso.as_deref().map(|iso| iso.rsplit('-').next().unwrap_or(iso).to_owned());
    let own = region.short.clone().filter(|_| language == Language::HINDI);
    own.into_iter().chain(code).chain([region.name.shown(language).0.to_owned()]).collect()
}

/// A map of tiles, in the order given. The order is that of the keyboard too.
pub fn tile_map(id: &str, title: &str, tiles: &[Tile], number: impl Fn(usize) -> String) -> Chart {
    let columns = tiles.iter().map(|tile| tile.place.0);
    let rows = tiles.iter().map(|tile| tile.place.1);
    let first = (columns.clone().min().unwrap_or(0), rows.clone().min().unwrap_or(0));
    let last = (columns.max().unwrap_or(0), rows.max().unwrap_or(0));
    let cell = (WIDTH / ((last.0 - first.0) as usize + 1)).min(WIDEST);
    let steps = shade::steps(tiles.iter().map(|tile| tile.count.n).max().unwrap_or(0));
    let mut out = String::new();
    for tile in tiles {
        let corner = ((tile.place.0 - first.0) as usize * cell, (tile.place.1 - first.1) as usize * cell);
        square(&mut out, tile, corner, cell, shade::step(&steps, tile.count.n));
    }
    let bottom = if tiles.is_empty() { 0 } else { ((last.1 - first.1) as usize + 1) * cell + GAP };
    let height = bottom + if steps.is_empty() { 0 } else { legend(&mut out, bottom, &steps, number) };
    let there = tiles.iter().filter(|tile| tile.count.n > 0);
    let mut told: Vec<&Tile> = there.collect();
    told.sort_by_key(|tile| std::cmp::Reverse(tile.count.n));
    let alt = chart::in_words(told.into_iter().map(|tile| (tile.name.as_str(), &tile.count, None)));
    chart::image("group", id, title, alt, height, &out)
}

/// A state or seat: its short form and its number of articles, in a square that leads to it.
fn square(out: &mut String, tile: &Tile, (left, top): (usize, usize), cell: usize, step: usize) {
    let (open, close) = match &tile.url {
        Some(url) if cell >= TOUCHED => (format!("<a href=\"{}\">", escape(url)), "</a>"),
        _ => ("<g>".to_owned(), "</g>"),
    };
    let side = cell.saturating_sub(2 * MARGIN);
    let middle = left + cell / 2;
    let _ = writeln!(out, "{open}<title>{}: {}</title>", escape(&tile.name), escape(&tile.count.text));
    shaded(out, (left + MARGIN, top + MARGIN), side, step);
    let feet = top + if cell >= ROOMY { MARGIN + FEET } else { cell / 2 + FEET / 3 };
    if cell >= TOUCHED {
        let (label, size) = fitted(&tile.short, side);
        sized(out, (middle, feet), size, &label);
    }
    if tile.count.n > 0 && cell >= ROOMY {
        let (count, size) = fitted(std::slice::from_ref(&tile.count.text), side);
        sized(out, (middle, feet + LINE * 8 / 10), size, &count);
    }
    let _ = writeln!(out, "{close}");
}

/// A square of that side, as dark as that step.
fn shaded(out: &mut String, (x, y): (usize, usize), side: usize, step: usize) {
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" fill-opacity=\"{}\" stroke=\"currentColor\" \
         stroke-opacity=\".45\"/>",
        Tenths(x),
        Tenths(y),
        SHADES[step],
        side = Tenths(side),
    );
}

fn sized(out: &mut String, (x, y): (usize, usize), size: usize, words: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"{}\">{}</text>",
        Tenths(x),
        Tenths(y),
        Tenths(size),
        escape(words)
    );
}

/// The first of several forms that fits, and its size; the last one is cut between its letters.
fn fitted(forms: &[String], room: usize) -> (String, usize) {
    let fits = |form: &str| SIZES.into_iter().find(|size| chart::width(form) * size / SIZE <= room);
    if let Some(found) = forms.iter().find_map(|form| Some((form.clone(), fits(form)?))) {
        return found;
    }
    let mut form = String::new();
    for letter in forms.last().map(String::as_str).unwrap_or_default().graphemes(true) {
        if fits(&format!("{form}{letter}.")).is_none() {
            break;
        }
        form.push_str(letter);
    }
    (form + ".", SIZES[SIZES.len() - 1])
}

/// Which numbers each shade stands for, in a line or two. Returns the height of them.
fn legend(out: &mut String, top: usize, steps: &[usize], number: impl Fn(usize) -> String) -> usize {
    let (mut x, mut y, mut low) = (MARGIN, top, 1);
    for (at, &high) in steps.iter().enumerate() {
        let words = if low == high { number(low) } else { format!("{}–{}", number(low), number(high)) };
        let taken = SAMPLE + GAP + chart::width(&words);
        if x > MARGIN && x + taken > WIDTH {
            (x, y) = (MARGIN, y + LINE + GAP / 2);
        }
        shaded(out, (x, y + (LINE - SAMPLE) / 2), SAMPLE, at + 1);
        chart::text(out, (x + SAMPLE + GAP, y + FEET), "start", &words);
        (x, low) = (x + taken + 2 * GAP, high + 1);
    }
    y + LINE - top
}
