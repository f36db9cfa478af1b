//! Charts: counts as bars, and counts over time as columns. Data in, an SVG image out, the same for pages and paper.
//!
//! Everything has presentation attributes alone, and the colour and font of the text around it: no style, class, script or
//! address. So an image passes the content security policy of a page, follows a dark theme, and prints black. All
//! lengths are whole tenths of a unit, so that the same data gives the same bytes.

use std::cmp::Ordering;
use std::fmt::{self, Write};

use unicode_segmentation::UnicodeSegmentation;

use crate::text::Language;
use crate::text::xml::escape;
use crate::view::{Chart, Count, Counted};

/// Width of a chart: a column of a telephone, so that its words keep their size there.
pub(super) const WIDTH: usize = 3600;
/// Size of the words.
pub(super) const SIZE: usize = 130;
/// Where names begin: a `J` hangs over to its left.
const EDGE: usize = 20;
/// Free space between things side by side.
pub(super) const GAP: usize = 60;
/// Height of a line of words.
pub(super) const LINE: usize = 190;
/// From the top of a line to the feet of its letters.
pub(super) const FEET: usize = 140;
/// Height of a bar.
const BAR: usize = 120;
/// Height of the highest column.
const HIGHEST: usize = 1100;
/// Width of the widest column.
const WIDEST: usize = 360;
/// Half the width of a mark.
const TIP: usize = 40;
/// Lines of words for marks.
const LANES: usize = 3;

/// A bar: what is counted, and how many there are.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What is counted.
    pub name: String,
    /// The language of the name where it is not that of the page.
    pub lang: Option<Language>,
    /// How many.
    pub count: Count,
}

/// A column: what is counted in a day, a week, a month or a year.
#[derive(Debug, Clone)]
pub struct Point {
    /// When, in full: "8 April 2024".
    pub name: String,
    /// The same below the column: "8 April".
    pub label: String,
    /// What the labels of several columns share, and stands below the first of them: "2024".
    pub group: String,
    /// How many.
    pub count: Count,
    /// What happened then: "Phase 1".
    pub mark: Option<String>,
}

/// A list as bars, in its order, with its links.
pub fn of_list(id: &str, title: &str, list: &[Counted]) -> Chart {
    let count = |item: &Counted| Count { n: item.count, text: item.count_text.clone() };
    let bar = |item: &Counted| Bar { name: item.link.name.clone(), lang: item.link.lang, count: count(item) };
    let rows: Vec<Bar> = list.iter().map(bar).collect();
    Chart { list: list.to_vec(), ..bars(id, title, &rows) }
}

/// Counts as bars, in the order given. Names stand to the left, in a column as wide as the longest, up to half of the
/// chart; longer ones on lines of their own above their bar. `id` is unique on the page.
pub fn bars(id: &str, title: &str, rows: &[Bar]) -> Chart {
    let taken = |bar: &Bar| EDGE + width(&bar.name) + GAP;
    let beside = |bar: &&Bar| taken(bar) <= WIDTH / 2;
    let column = rows.iter().filter(beside).map(taken).max().unwrap_or(0);
    let numbers = rows.iter().map(|bar| width(&bar.count.text) + GAP).max().unwrap_or(0);
    let room = WIDTH - column - numbers.min(WIDTH / 4);
    let most = rows.iter().map(|bar| bar.count.n).max().unwrap_or(0).max(1);
    let mut out = String::new();
    let mut y = 0;
    for bar in rows {
        if beside(&bar) {
            name(&mut out, y + FEET, bar.lang, &bar.name);
        } else {
            for line in lines(&bar.name, WIDTH - EDGE) {
                name(&mut out, y + FEET, bar.lang, &line);
                y += LINE;
            }
        }
        // the least is seen, and nothing is nothing
        let length = (bar.count.n * room / most).max(20 * bar.count.n.min(1));
        if length > 0 {
            rect(&mut out, (column, y + (LINE - BAR) / 2), (length, BAR));
        }
        text(&mut out, (column + length + GAP / 2, y + FEET), "start", &bar.count.text);
        y += LINE + GAP;
    }
    let words = in_words(rows.iter().map(|bar| (bar.name.as_str(), &bar.count, None)));
    image("img", id, title, words, y.saturating_sub(GAP), &out)
}

/// Counts over time as columns, in the order given. Numbers stand above the columns where there is room for all, else
/// above the highest; labels stand below as many as there is room for. `id` is unique on the page.
pub fn timeline(id: &str, title: &str, points: &[Point]) -> Chart {
    let marks: Vec<(usize, &str)> =
        points.iter().enumerate().filter_map(|(at, point)| Some((at, point.mark.as_deref()?))).collect();
    let columns = Columns::of(points);
    let spots = spots(&marks.iter().map(|(at, mark)| (columns.centre(*at), *mark)).collect::<Vec<_>>());
    let lanes = spots.iter().flatten().map(|spot| spot.lane + 1).max().unwrap_or(usize::from(!marks.is_empty()));
    let base = lanes * LINE + usize::from(lanes > 0) * 2 * GAP + LINE + HIGHEST;
    let mut out = String::new();
    for (&(at, mark), spot) in marks.iter().zip(&spots) {
        // the lowest lane is next to the columns
        let foot = (lanes - spot.map_or(0, |spot| spot.lane)) * LINE;
        if let Some(spot) = spot {
            text(&mut out, (usize::midpoint(spot.from, spot.to), foot - LINE + FEET), "middle", mark);
        }
        let (x, tip) = (columns.centre(at), foot + 60);
        let end = base - columns.height(at) - usize::from(columns.is_numbered(at)) * LINE;
        let (x, left, foot, tip, end) =
            (Tenths(x), Tenths(x.saturating_sub(TIP)), Tenths(foot), Tenths(tip), Tenths(end.max(tip)));
        let _ = writeln!(
            out,
            "<path d=\"M{left} {foot}h8l-4 6z\"/>\n\
             <path d=\"M{x} {tip}V{end}\" stroke=\"currentColor\" stroke-opacity=\".5\" stroke-dasharray=\"2 3\"/>"
        );
    }
    for (at, point) in points.iter().enumerate().filter(|(_, point)| point.count.n > 0) {
        let (x, height) = (columns.centre(at), columns.height(at));
        rect(&mut out, (x.saturating_sub(columns.width() / 2), base - height), (columns.width(), height));
        if columns.is_numbered(at) {
            let place = (inside(x, &point.count.text), base - height - (LINE - FEET));
            text(&mut out, place, "middle", &point.count.text);
        }
    }
    let _ = writeln!(out, "<path d=\"M0 {}H{}\" stroke=\"currentColor\"/>", Tenths(base), Tenths(WIDTH));
    let lines = labels(&columns, base, &mut out);
    let said = points.iter().filter(|point| point.count.n > 0 || point.mark.is_some());
    let words = said.map(|point| (point.name.as_str(), &point.count, point.mark.as_deref()));
    image("img", id, title, in_words(words), base + GAP + lines * LINE, &out)
}

/// Where the columns stand, and how high they are.
struct Columns<'a> {
    points: &'a [Point],
    /// The highest count.
    most: usize,
    /// The first column that has it.
    highest: Option<usize>,
    /// Whether there is room for a number above each column.
    roomy: bool,
}

impl<'a> Columns<'a> {
    fn of(points: &'a [Point]) -> Self {
        let most = points.iter().map(|point| point.count.n).max().unwrap_or(0);
        let highest = points.iter().position(|point| point.count.n == most);
        let roomy = points.iter().all(|point| (width(&point.count.text) + GAP / 2) * points.len() <= WIDTH);
        Self { points, most, highest, roomy }
    }

    fn centre(&self, at: usize) -> usize {
        WIDTH * (2 * at + 1) / (2 * self.points.len())
    }

    fn width(&self) -> usize {
        (WIDTH * 7 / 10 / self.points.len()).clamp(5, WIDEST)
    }

    /// The least is seen, and nothing is nothing.
    fn height(&self, at: usize) -> usize {
        let n = self.points[at].count.n;
        (n * HIGHEST / self.most.max(1)).max(10 * n.min(1))
    }

    fn is_numbered(&self, at: usize) -> bool {
        self.points[at].count.n > 0 && (self.roomy || Some(at) == self.highest)
    }
}

/// A chart in words: `name: number; name: number (mark)`.
pub(super) fn in_words<'a>(rows: impl Iterator<Item = (&'a str, &'a Count, Option<&'a str>)>) -> String {
    let row = |(name, count, mark): (&str, &Count, Option<&str>)| {
        let mark = mark.map(|mark| format!(" ({mark})")).unwrap_or_default();
        format!("{name}: {}{mark}", count.text)
    };
    rows.map(row).collect::<Vec<_>>().join("; ")
}

/// Labels below the columns, every one or every second or third and so on, so that none touches the next; below
/// them what they share. Returns the number of lines.
fn labels(columns: &Columns<'_>, base: usize, out: &mut String) -> usize {
    let points = columns.points;
    let apart = |step: &usize| {
        let shown = (0..points.len()).step_by(*step);
        let ends: Vec<(usize, usize)> = shown.map(|at| ends(columns.centre(at), &points[at].label)).collect();
        ends.is_sorted_by(|one, next| one.1 + GAP <= next.0)
    };
    // of months: every one, quarters, half-years, years
    let step = [1, 2, 3, 4, 6].into_iter().chain((1..=points.len()).map(|years| 12 * years)).find(apart).unwrap_or(1);
    let (mut group, mut taken, mut lines) = ("", 0, 1);
    for (at, point) in points.iter().enumerate().step_by(step) {
        let x = columns.centre(at);
        let _ = writeln!(out, "<path d=\"M{} {}v4\" stroke=\"currentColor\"/>", Tenths(x), Tenths(base));
        text(out, (inside(x, &point.label), base + GAP + FEET), "middle", &point.label);
        let (from, to) = ends(x, &point.group);
        if point.group != group && taken <= from {
            text(out, (inside(x, &point.group), base + GAP + LINE + FEET), "middle", &point.group);
            (group, taken, lines) = (&point.group, to + GAP, 2);
        }
    }
    lines
}

/// Where the words of a mark stand.
#[derive(Clone, Copy)]
struct Spot {
    /// Their line, counted from the lowest.
    lane: usize,
    /// The mark, from which a line goes down through the lanes below.
    x: usize,
    from: usize,
    to: usize,
}

impl Spot {
    /// Words take a little less than their estimate, so that their ends are free.
    fn covers(&self, x: usize) -> bool {
        self.from + GAP / 2 < x && x + GAP / 2 < self.to
    }

    fn is_clear_of(&self, other: &Self) -> bool {
        match self.lane.cmp(&other.lane) {
            Ordering::Equal => self.to + GAP <= other.from || other.to + GAP <= self.from,
            Ordering::Greater => !other.covers(self.x),
            Ordering::Less => !self.covers(other.x),
        }
    }
}

/// Where the words of each mark stand; none where there is no room. They stand around their marks, or all to the right
/// or all to the left of them, whichever leaves the fewest out.
fn spots(marks: &[(usize, &str)]) -> Vec<Option<Spot>> {
    let placed = |order: &mut dyn Iterator<Item = usize>, from: fn(usize, usize) -> usize| {
        let mut spots: Vec<Option<Spot>> = vec![None; marks.len()];
        for at in order {
            let (x, width) = (marks[at].0, width(marks[at].1).min(WIDTH));
            let from = from(x, width).min(WIDTH - width);
            let spot = |lane| Spot { lane, x, from, to: from + width };
            spots[at] = (0..LANES).map(spot).find(|spot| spots.iter().flatten().all(|other| spot.is_clear_of(other)));
        }
        spots
    };
    let around = placed(&mut (0..marks.len()), |x, width| x.saturating_sub(width / 2));
    let right = placed(&mut (0..marks.len()).rev(), |x, _| x.saturating_sub(TIP));
    let left = placed(&mut (0..marks.len()), |x, width| (x + TIP).saturating_sub(width));
    // of equals the last is taken
    [left, right, around].into_iter().max_by_key(|spots| spots.iter().flatten().count()).unwrap_or_default()
}

/// The middle of words that shall stand around `x`, moved so that they stand inside the chart.
fn inside(x: usize, words: &str) -> usize {
    let half = (width(words) / 2).min(WIDTH / 2);
    x.clamp(half, WIDTH - half)
}

/// From where to where words reach that stand around `x`.
fn ends(x: usize, words: &str) -> (usize, usize) {
    let (middle, half) = (inside(x, words), width(words) / 2);
    (middle.saturating_sub(half), middle + half)
}

/// A name in lines that fit, broken at its spaces.
pub(super) fn lines(name: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// About how wide words are, rather too wide. The fonts are those of the reader, so that only an estimate is to be had;
/// the numbers are hundredths of the size, a little above what the names of regions and parties take in Noto Sans.
pub(super) fn width(words: &str) -> usize {
    let cluster = |cluster: &str| -> usize {
        let mut before = ' ';
        let chars = cluster.chars().map(|c| {
            let joined = std::mem::replace(&mut before, c) == '\u{94d}';
            match c {
                '0'..='9' | '०'..='९' => 62,
                // matras that stand beside their letter, and visarga
                '\u{903}' | '\u{93e}'..='\u{940}' | '\u{949}'..='\u{94c}' => 32,
                // signs above and below
                '\u{900}'..='\u{902}' | '\u{93a}'..='\u{957}' | '\u{962}' | '\u{963}' => 0,
                '\u{904}'..='\u{97f}' => {
                    if joined {
                        44
                    } else {
                        74
                    }
                }
                // dashes and quotes
                '\u{2010}'..='\u{201f}' => 64,
                'm' | 'w' | 'M' | 'W' | '@' | '%' => 95,
                ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'l' | 'j' | 'f' | 't' | '(' | ')' | '-'
                | '/' => 36,
                'A'..='Z' => 76,
                '!'..='~' => 64,
                '\u{200b}'..='\u{200d}' => 0,
                _ => 110,
            }
        });
        // in a script that is not counted here signs hang on one letter
        chars.sum::<usize>().min(if cluster.starts_with(|c| c > '\u{97f}') { 110 } else { usize::MAX })
    };
    words.graphemes(true).map(cluster).sum::<usize>() * SIZE / 100
}

pub(super) fn text(out: &mut String, (x, y): (usize, usize), anchor: &str, words: &str) {
    let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
    let _ = writeln!(out, "<text x=\"{}\" y=\"{}\"{anchor}>{}</text>", Tenths(x), Tenths(y), escape(words));
}

/// A name, or a line of one, at the left edge.
fn name(out: &mut String, y: usize, lang: Option<Language>, words: &str) {
    let lang = lang.map(|lang| format!(" lang=\"{lang}\"")).unwrap_or_default();
    let _ = writeln!(out, "<text x=\"{}\" y=\"{}\"{lang}>{}</text>", Tenths(EDGE), Tenths(y), escape(words));
}

fn rect(out: &mut String, (x, y): (usize, usize), (width, height): (usize, usize)) {
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\".6\"/>",
        Tenths(x),
        Tenths(y),
        Tenths(width),
        Tenths(height)
    );
}

/// An image around what is drawn. The role of one with links in it is `group`, since nothing is read inside an `img`.
pub(super) fn image(role: &str, id: &str, title: &str, alt: String, height: usize, drawn: &str) -> Chart {
    let (id, width, height) = (escape(id), Tenths(WIDTH), Tenths(height));
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"{role}\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-words\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-words\">{}</desc>\n\
         <g font-size=\"{}\" fill=\"currentColor\">\n{drawn}</g>\n</svg>",
        escape(title),
        escape(&alt),
        Tenths(SIZE),
    );
    Chart { title: title.to_owned(), alt, svg, list: Vec::new() }
}

/// A length in units, from tenths of one.
pub(super) struct Tenths(pub usize);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            rest => write!(f, "{}.{rest}", self.0 / 10),
        }
    }
}
