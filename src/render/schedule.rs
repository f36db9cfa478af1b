//! The dates of an election or a roll revision along an axis of time: what is past, what lies ahead, what was replaced.
//!
//! The axis stands upright, so that words keep their size on a telephone. Places on it are true to time; the words
//! beside it are moved apart where dates are close, and lines lead to them.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{Datelike, Months, NaiveDate};

use super::chart::{self, FEET, GAP, LINE, Tenths, WIDTH};
use super::views::Views;
use crate::model::subject::SubjectId;
use crate::text::xml::escape;
use crate::view::Chart;

/// From the top of a line to the middle of its letters.
const MIDDLE: usize = 95;
/// Space for the lines from the axis to the words.
const LEAD: usize = 300;
/// Between today and the end of the axis where it lies beyond.
const BEYOND: usize = 240;
/// Least height of the axis.
const SHORTEST: usize = 1500;

/// A day on the axis, or a month or year of which no more is known.
#[derive(Debug, Clone)]
pub struct Stop {
    /// The day, or the first it can be.
    pub day: NaiveDate,
    /// The last day it can be.
    pub until: NaiveDate,
    /// In words.
    pub date: String,
    /// What happens then.
    pub items: Vec<Item>,
}

/// What happens on a date.
#[derive(Debug, Clone)]
pub struct Item {
    /// In words.
    pub text: String,
    /// Where the date holds no longer: that, and what took its place.
    pub replaced: Option<String>,
}

/// The day up to which all of it is known.
#[derive(Debug, Clone)]
pub struct Today {
    /// The day.
    pub day: NaiveDate,
    /// In words.
    pub date: String,
    /// What it is.
    pub text: String,
}

/// The dates of a subject as known on the day of the site; none where there are not two. `id` is unique on the page.
pub fn of_subject(views: &Views<'_>, id: &str, subject: SubjectId) -> Option<Chart> {
    let (words, today) = (views.words, views.site.today());
    let subject = views.site.subject(subject);
    let phases = subject.phases_on(today) > 1;
    let mut stops: BTreeMap<(NaiveDate, NaiveDate), Stop> = BTreeMap::new();
    for known in subject.calendar.iter().filter(|date| date.known_on(today)) {
        let Some(now) = subject.in_force(known.event, known.phase, today) else { continue };
        // a date that was announced twice is one date
        if known != now && known.date == now.date {
            continue;
        }
        let event = words.word("milestone", known.event.word());
        let phase = known.phase.filter(|_| phases).map(|number| views.phase_name(number));
        let in_its_place = || words.fill("chart.replaced", &[("date", &words.moment(now.date).text)]);
        let item = Item {
            text: event + &phase.map(|phase| format!(", {phase}")).unwrap_or_default(),
            replaced: (known != now).then(in_its_place),
        };
        let (day, until) = (known.date.day(), known.date.last_day());
        let stop = || Stop { day, until, date: words.moment(known.date).text, items: Vec::new() };
        stops.entry((day, until)).or_insert_with(stop).items.push(item);
    }
    let stops: Vec<Stop> = stops.into_values().collect();
    let today = Today { day: today, date: words.day(today), text: words.word("chart", "today") };
    let month = |day: NaiveDate| match words.dates().month_name(day) {
        _ if day.month() == 1 => words.digits(day.year().to_string()),
        // as in English
        name if name.is_ascii() => name.chars().take(3).collect(),
        name => name.to_owned(),
    };
    (stops.len() > 1).then(|| schedule(id, &words.word("chart", "schedule"), &stops, &today, month))
}

/// Words beside the axis.
struct Block {
    /// Where it belongs on the axis.
    y: usize,
    top: usize,
    height: usize,
}

/// Dates along an axis, in the order given, which is that of time; `month` names the month of a day.
pub fn schedule(id: &str, title: &str, stops: &[Stop], today: &Today, month: impl Fn(NaiveDate) -> String) -> Chart {
    let (Some(first), Some(last)) = (stops.first().map(|stop| stop.day), stops.iter().map(|stop| stop.until).max())
    else {
        return chart::image("img", id, title, String::new(), 0, "");
    };
    let months = months(first, last);
    let names = months.iter().map(|day| chart::width(&month(*day))).max().unwrap_or(0).min(WIDTH / 4);
    let axis = names + 120;
    let left = axis + LEAD;
    let here = Stop {
        day: today.day,
        until: today.day,
        date: today.date.clone(),
        items: vec![Item { text: today.text.clone(), replaced: None }],
    };
    let lines: Vec<Vec<Line>> = stops.iter().map(|stop| lines(stop, left)).collect();
    let lines_here = lines_of_today(&here, left);
    let is_within = (first..=last).contains(&today.day);
    // today stands before what is still to come on that day
    let at = stops.partition_point(|stop| stop.day < today.day);
    let mut all: Vec<(&Stop, &Vec<Line>, bool)> =
        stops.iter().zip(&lines).map(|(stop, lines)| (stop, lines, false)).collect();
    if is_within {
        all.insert(at, (&here, &lines_here, true));
    }
    let height = |lines: &Vec<Line>| lines.len() * LINE + 2 * GAP;
    let above = if today.day < first { height(&lines_here) + BEYOND } else { 0 };
    let scale = Scale::of(first, last, above, &all.iter().map(|(_, lines, _)| height(lines)).collect::<Vec<_>>());
    let mut blocks: Vec<Block> = all
        .iter()
        .map(|(stop, lines, _)| Block { y: scale.y(stop.day), top: scale.y(stop.day) - MIDDLE, height: height(lines) })
        .collect();
    set_apart(&mut blocks, (above, above + scale.height));
    let mut bottom = above + scale.height;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<path d=\"M{} {}V{}\" stroke=\"currentColor\" stroke-opacity=\".5\"/>",
        Tenths(axis),
        Tenths(scale.y(first)),
        Tenths(scale.y(last))
    );
    if !is_within {
        // how far away it is does not fit
        let (from, to, top) = if today.day < first {
            (MIDDLE, scale.y(first), 0)
        } else {
            let top = (bottom + BEYOND).max(scale.y(last) + BEYOND);
            bottom = top + height(&lines_here);
            (scale.y(last), top + MIDDLE, top)
        };
        let _ = writeln!(
            out,
            "<path d=\"M{} {}V{}\" stroke=\"currentColor\" stroke-opacity=\".5\" stroke-dasharray=\"2 3\"/>",
            Tenths(axis),
            Tenths(from),
            Tenths(to)
        );
        let block = Block { y: top + MIDDLE, top, height: height(&lines_here) };
        line_of_today(&mut out, &block, axis, left);
        write_lines(&mut out, &lines_here, &block, left);
    }
    ticks(&mut out, &months, &scale, axis, month);
    for ((stop, lines, is_today), block) in all.iter().zip(&blocks) {
        if *is_today {
            line_of_today(&mut out, block, axis, left);
        } else {
            mark(&mut out, stop, block, (axis, left), &scale, today.day);
        }
        write_lines(&mut out, lines, block, left);
    }
    let mut told: Vec<&Stop> = stops.iter().collect();
    told.insert(at, &here);
    let alt = told.into_iter().map(in_words).collect::<Vec<_>>().join("; ");
    chart::image("img", id, title, alt, bottom.saturating_sub(GAP), &out)
}

/// A date in words: `date: event, event (replaced)`.
fn in_words(stop: &Stop) -> String {
    let item = |item: &Item| match &item.replaced {
        Some(replaced) => format!("{} ({replaced})", item.text),
        None => item.text.clone(),
    };
    format!("{}: {}", stop.date, stop.items.iter().map(item).collect::<Vec<_>>().join(", "))
}

/// A line of words.
struct Line {
    words: String,
    bold: bool,
    struck: bool,
}

fn lines(stop: &Stop, left: usize) -> Vec<Line> {
    let gone = stop.items.iter().all(|item| item.replaced.is_some());
    let mut lines = vec![Line { words: stop.date.clone(), bold: true, struck: gone }];
    let mut add = |words: &str, struck| {
        let broken = chart::lines(words, WIDTH - left);
        lines.extend(broken.into_iter().map(|words| Line { words, bold: false, struck }));
    };
    for item in &stop.items {
        add(&item.text, item.replaced.is_some());
        if let Some(replaced) = &item.replaced {
            add(replaced, false);
        }
    }
    lines
}

fn lines_of_today(stop: &Stop, left: usize) -> Vec<Line> {
    // the frame takes its part
    lines(stop, left + GAP)
}

/// Where days lie on the axis.
struct Scale {
    first: NaiveDate,
    days: usize,
    top: usize,
    bottom: usize,
    /// Room for all words beside it.
    height: usize,
}

impl Scale {
    fn of(first: NaiveDate, last: NaiveDate, above: usize, heights: &[usize]) -> Self {
        let days = usize::try_from((last - first).num_days()).unwrap_or(0).max(1);
        // some room, so that not all words are moved
        let height = (heights.iter().sum::<usize>() * 8 / 7).max(SHORTEST);
        let foot = heights.last().copied().unwrap_or(0);
        Self { first, days, top: above + MIDDLE, bottom: above + height - foot + MIDDLE, height }
    }

    fn y(&self, day: NaiveDate) -> usize {
        let days = usize::try_from((day - self.first).num_days()).unwrap_or(0).min(self.days);
        self.top + (self.bottom - self.top) * days / self.days
    }
}

/// Moves words apart that would stand on each other: those that touch move together, so far that on the whole they
/// are as near to their places as can be, and inside the image.
fn set_apart(blocks: &mut [Block], (start, end): (usize, usize)) {
    // of each run of words that touch: how many there are, and the sum of where its beginning would be for each
    let mut runs: Vec<(i64, i64)> = Vec::new();
    let mut before = 0;
    for block in blocks.iter() {
        let mut run = (1, block.top as i64 - before as i64);
        while let Some(last) = runs.pop_if(|last| last.1 * run.0 > run.1 * last.0) {
            run = (run.0 + last.0, run.1 + last.1);
        }
        runs.push(run);
        before += block.height;
    }
    let highest = end.saturating_sub(before).max(start) as i64;
    let places = runs.iter().flat_map(|&(count, sum)| (0..count).map(move |_| sum / count));
    let mut before = 0;
    for (block, place) in blocks.iter_mut().zip(places) {
        block.top = usize::try_from(place.clamp(start as i64, highest)).unwrap_or(0) + before;
        before += block.height;
    }
}

/// The first days of months from one day to another.
fn months(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let begin = first.with_day(1).unwrap_or(first);
    let months = std::iter::successors(Some(begin), |day| day.checked_add_months(Months::new(1)));
    months.skip_while(|day| *day < first).take_while(|day| *day <= last).collect()
}

/// Months beside the axis, as many as there is room for.
fn ticks(out: &mut String, months: &[NaiveDate], scale: &Scale, axis: usize, name: impl Fn(NaiveDate) -> String) {
    let shown = |step: u32| months.iter().copied().filter(move |day| day.month0() % step == 0);
    let fits = |step: &u32| {
        let places: Vec<usize> = shown(*step).map(|day| scale.y(day)).collect();
        places.is_sorted_by(|one, next| one + LINE <= *next)
    };
    for day in shown([1, 2, 3, 6].into_iter().find(fits).unwrap_or(12)) {
        let y = scale.y(day);
        let _ = writeln!(
            out,
            "<path d=\"M{} {}h4\" stroke=\"currentColor\" stroke-opacity=\".5\"/>",
            Tenths(axis - 40),
            Tenths(y)
        );
        chart::text(out, (axis - 90, y + FEET - MIDDLE), "end", &name(day));
    }
}

/// A date on the axis: a point where it is past, a ring where it lies ahead, a cross where it holds no longer, a bar
/// over the days that it can be; and the way to its words.
fn mark(out: &mut String, stop: &Stop, block: &Block, (axis, left): (usize, usize), scale: &Scale, today: NaiveDate) {
    let (x, y) = (Tenths(axis), Tenths(block.y));
    let _ = writeln!(
        out,
        "<path d=\"M{} {y}L{} {}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".5\"/>",
        Tenths(axis + 60),
        Tenths(left - 40),
        Tenths(block.top + MIDDLE)
    );
    if stop.until > stop.day {
        let height = Tenths(scale.y(stop.until) - block.y);
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{y}\" width=\"4\" height=\"{height}\" fill-opacity=\".3\"/>",
            Tenths(axis - 20)
        );
    }
    if stop.items.iter().all(|item| item.replaced.is_some()) {
        let (from, to) = (Tenths(axis - 35), Tenths(block.y - 35));
        let _ = writeln!(out, "<path d=\"M{from} {to}l7 7m-7 0l7-7\" stroke=\"currentColor\" stroke-width=\"1.5\"/>");
    } else {
        let filled = if stop.until < today { "1" } else { "0" };
        let _ = writeln!(
            out,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"4\" fill-opacity=\"{filled}\" stroke=\"currentColor\" \
             stroke-width=\"1.5\"/>"
        );
    }
}

/// Today: a line across the axis to its words, which stand in a frame.
fn line_of_today(out: &mut String, block: &Block, axis: usize, left: usize) {
    let _ = writeln!(
        out,
        "<path d=\"M{} {y}H{}L{} {}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>",
        Tenths(axis - 90),
        Tenths(axis + 90),
        Tenths(left - GAP),
        Tenths(block.top + MIDDLE),
        y = Tenths(block.y),
    );
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\".09\" stroke=\"currentColor\"/>",
        Tenths(left - GAP),
        Tenths(block.top),
        Tenths(WIDTH - left + GAP - 10),
        Tenths(block.height - 2 * GAP + 20)
    );
}

fn write_lines(out: &mut String, lines: &[Line], block: &Block, left: usize) {
    for (at, line) in lines.iter().enumerate() {
        let bold = if line.bold { " font-weight=\"600\"" } else { "" };
        let struck = if line.struck { " text-decoration=\"line-through\"" } else { "" };
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\"{bold}{struck}>{}</text>",
            Tenths(left),
            Tenths(block.top + at * LINE + FEET),
            escape(&line.words)
        );
    }
}
