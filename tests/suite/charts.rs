//! Charts: images that any page and any printer can take, whose numbers are those of the data.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use saar::render::chart::{Bar, Point, bars, timeline};
use saar::render::schedule::{Item, Stop, Today, schedule};
use saar::render::tiles::{Tile, tile_map};
use saar::view::{Chart, Count};
use unicode_segmentation::UnicodeSegmentation;

use crate::html::unescape;
use crate::output::{OWN, json, text};

/// Elements and their attributes; nothing else may stand in a chart.
const ALLOWED: &[(&str, &[&str])] = &[
    ("svg", &["viewBox", "width", "height", "role", "aria-labelledby", "aria-describedby"]),
    ("title", &["id"]),
    ("desc", &["id"]),
    ("g", &["font-size", "fill"]),
    ("a", &["href"]),
    ("text", &["x", "y", "text-anchor", "font-size", "font-weight", "text-decoration"]),
    ("rect", &["x", "y", "width", "height", "fill-opacity", "stroke", "stroke-opacity"]),
    ("path", &["d", "fill", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"]),
    ("circle", &["cx", "cy", "r", "fill-opacity", "stroke", "stroke-width"]),
];

fn count(n: usize) -> Count {
    Count { n, text: n.to_string() }
}

fn bar(name: &str, n: usize) -> Bar {
    Bar { name: name.to_owned(), lang: None, count: count(n) }
}

fn point(name: &str, label: &str, group: &str, n: usize) -> Point {
    Point { name: name.to_owned(), label: label.to_owned(), group: group.to_owned(), count: count(n), mark: None }
}

/// Months from January 2023 on.
fn months(counts: &[usize]) -> Vec<Point> {
    const NAMES: [&str; 12] =
        ["जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"];
    let month = |(at, n): (usize, &usize)| {
        let (name, year) = (NAMES[at % 12], (2023 + at / 12).to_string());
        point(&format!("{name} {year}"), name, &year, *n)
    };
    counts.iter().enumerate().map(month).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap_or_default().parse().unwrap_or_else(|_| panic!("{name} of {node:?}"))
}

fn nodes<'a>(image: &'a Document<'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    image.descendants().filter(move |node| node.has_tag_name(("http://www.w3.org/2000/svg", name)))
}

/// What words take at the least in any font.
fn narrow(words: &str) -> f64 {
    6.0 * words.graphemes(true).count() as f64
}

/// Reads the image of a chart, and checks what holds for all of them.
fn read<'a>(chart: &'a Chart, id: &str) -> Document<'a> {
    let image = Document::parse(&chart.svg).unwrap_or_else(|error| panic!("{error}: {}", chart.svg));
    let (width, height) = (number(image.root_element(), "width"), number(image.root_element(), "height"));
    let mut ids = BTreeSet::new();
    for node in image.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let (_, allowed) = ALLOWED.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("<{name}>"));
        for attribute in node.attributes() {
            assert!(allowed.contains(&attribute.name()), "<{name} {}>", attribute.name());
            if matches!(attribute.name(), "fill" | "stroke") {
                assert!(matches!(attribute.value(), "currentColor" | "none"), "{attribute:?}");
            }
        }
        ids.extend(node.attribute("id"));
        let (right, bottom) = match name {
            "rect" => (number(node, "x") + number(node, "width"), number(node, "y") + number(node, "height")),
            "text" => (number(node, "x"), number(node, "y")),
            _ => continue,
        };
        assert!((0.0..=width).contains(&right) && (0.0..=height).contains(&bottom), "outside: {node:?}");
    }
    let words = format!("{id}-words");
    let title = format!("{id}-title");
    assert_eq!(ids, BTreeSet::from([title.as_str(), words.as_str()]));
    assert_eq!(nodes(&image, "title").next().and_then(|node| node.text()), Some(chart.title.as_str()));
    assert_eq!(nodes(&image, "desc").next().and_then(|node| node.text()).unwrap_or_default(), chart.alt);
    image
}

/// The words that stand on one line, with the middle of each.
fn line<'a>(image: &'a Document<'a>, y: f64) -> Vec<(f64, &'a str)> {
    let on = nodes(image, "text").filter(|node| (number(*node, "y") - y).abs() < 0.01);
    on.map(|node| (number(node, "x"), node.text().unwrap_or_default())).collect()
}

#[test]
fn long_names_stand_above_their_bars_and_short_ones_beside_them() {
    let long = "दादरा और नगर हवेली और दमन और दीव";
    let longer = "Communist Party of India (Marxist-Leninist) Liberation and a name that goes on and on";
    let chart = bars("c", "लेख", &[bar("गोवा", 3), bar(long, 12), bar(longer, 0), bar("मध्य प्रदेश", 6)]);
    assert_eq!(chart.alt, format!("गोवा: 3; {long}: 12; {longer}: 0; मध्य प्रदेश: 6"));
    let image = read(&chart, "c");
    let rects: Vec<Node<'_, '_>> = nodes(&image, "rect").collect();
    assert_eq!(rects.len(), 3, "nothing has no bar");
    // all begin at one place, and are as long as their numbers say
    assert!(rects.iter().all(|rect| rect.attribute("x") == rects[0].attribute("x")));
    let lengths: Vec<f64> = rects.iter().map(|rect| number(*rect, "width")).collect();
    assert!((lengths[1] - 4.0 * lengths[0]).abs() < 0.5 && (lengths[1] - 2.0 * lengths[2]).abs() < 0.5, "{lengths:?}");
    let y = |words: &str| nodes(&image, "text").find(|node| node.text() == Some(words)).map(|node| number(node, "y"));
    assert!(y("गोवा") == y("3") && y("मध्य प्रदेश") == y("6"), "beside");
    assert!(y(long) < y("12"), "above");
    // the longest is broken at spaces, and whole
    let all: Vec<&str> = nodes(&image, "text").filter_map(|node| node.text()).collect();
    assert!(all.join(" ").contains(longer), "{all:?}");
    assert!(nodes(&image, "text").all(|node| number(node, "x") + narrow(node.text().unwrap_or_default()) <= 360.0));
}

#[test]
fn words_in_a_chart_are_only_words() {
    let name = "<script>alert(\"1\")</script> & 'x' ]]>";
    let chart = bars("c", name, &[bar(name, 1), bar("a\u{1}b", 2)]);
    assert!(chart.svg.contains("ab") && !chart.svg.contains("<script"));
    let image = Document::parse(&chart.svg).expect("well-formed");
    assert_eq!(nodes(&image, "text").next().and_then(|node| node.text()), Some(name));
    assert_eq!(nodes(&image, "title").next().and_then(|node| node.text()), Some(name));
    let mut points = months(&[1, 2]);
    points[0].mark = Some(name.to_owned());
    points[1].label = name.to_owned();
    read(&timeline("t", "x", &points), "t");
}

#[test]
fn labels_are_as_many_as_there_is_room_for() {
    let shown = |n: usize| -> Vec<String> {
        let chart = timeline("t", "लेख", &months(&vec![1; n]));
        let image = read(&chart, "t");
        let base = number(image.root_element(), "height") - 38.0;
        let labels = line(&image, base + 14.0);
        let years = line(&image, base + 33.0);
        for line in [&labels, &years] {
            for pair in line.windows(2) {
                let apart = (narrow(pair[0].1) + narrow(pair[1].1)) / 2.0;
                assert!(pair[1].0 - pair[0].0 > apart, "{n}: {pair:?}");
            }
        }
        let years: Vec<&str> = years.into_iter().map(|(_, year)| year).collect();
        assert_eq!(years[0], "2023");
        assert!(years.is_sorted() && years.windows(2).all(|pair| pair[0] != pair[1]), "{years:?}");
        labels.into_iter().map(|(_, label)| label.to_owned()).collect()
    };
    assert_eq!(shown(3), ["जनवरी", "फरवरी", "मार्च"]);
    assert_eq!(shown(5), ["जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई"]);
    let of_a_year = shown(12);
    assert!(of_a_year.len() >= 4 && of_a_year.starts_with(&["जनवरी".to_owned()]), "{of_a_year:?}");
    assert!(shown(60).len() >= 4);
}

#[test]
fn numbers_stand_above_all_columns_or_above_the_highest() {
    let chart = timeline("t", "लेख", &months(&[3, 0, 12, 7]));
    let texts: Vec<String> =
        nodes(&read(&chart, "t"), "text").filter_map(|node| node.text().map(str::to_owned)).collect();
    assert_eq!(texts.iter().filter(|text| ["3", "0", "12", "7"].contains(&text.as_str())).count(), 3);
    let mut counts = [1000; 48];
    (counts[5], counts[30]) = (2000, 2000);
    let chart = timeline("t", "लेख", &months(&counts));
    let image = read(&chart, "t");
    assert_eq!(nodes(&image, "text").filter(|node| node.text() == Some("2000")).count(), 1);
    assert_eq!(nodes(&image, "text").filter(|node| node.text() == Some("1000")).count(), 0);
    assert_eq!(nodes(&image, "rect").count(), 48);
    // the highest one has the whole height
    let tall: Vec<f64> = nodes(&image, "rect").map(|rect| number(rect, "height")).collect();
    assert!((tall[5] - 110.0).abs() < 0.1 && (tall[0] - 55.0).abs() < 0.1);
}

#[test]
fn marks_stand_at_their_columns_and_are_told_in_words() {
    let mut points = months(&[1, 2, 0, 4, 5, 6, 7, 8]);
    for at in [2, 3, 4, 5, 6, 7] {
        points[at].mark = Some(format!("चरण {}", at - 1));
    }
    let chart = timeline("t", "लेख", &points);
    assert!(chart.alt.contains("मार्च 2023: 0 (चरण 1); अप्रैल 2023: 4 (चरण 2)"), "{}", chart.alt);
    let image = read(&chart, "t");
    let marks: Vec<Node<'_, '_>> =
        nodes(&image, "text").filter(|node| node.text().is_some_and(|text| text.starts_with("चरण"))).collect();
    assert!(marks.len() >= 5, "{marks:?}");
    for lane in [14.0, 33.0] {
        for pair in line(&image, lane).windows(2) {
            assert!(pair[1].0 - pair[0].0 > (narrow(pair[0].1) + narrow(pair[1].1)) / 2.0, "{pair:?}");
        }
    }
    // in a narrow chart they stand to one side, one below the other
    let mut points = months(&[5; 47]);
    for (at, mark) in [(0, "चरण 1–2"), (1, "चरण 3–6"), (2, "चरण 7")] {
        points[at].mark = Some(mark.to_owned());
        points[at + 44].mark = Some(mark.to_owned());
    }
    let narrow_chart = timeline("t", "लेख", &points);
    let lanes = read(&narrow_chart, "t");
    let shown = nodes(&lanes, "text").filter(|node| node.text().is_some_and(|text| text.starts_with("चरण"))).count();
    assert!(shown >= 4, "{shown} of 6 marks have words");
    // one triangle and one line each
    assert_eq!(nodes(&image, "path").filter(|path| path.attribute("d").is_some_and(|d| d.ends_with('z'))).count(), 6);
}

fn tile(place: (u32, u32), name: &str, short: &[&str], n: usize) -> Tile {
    let short = short.iter().map(|&form| form.to_owned()).collect();
    Tile { place, name: name.to_owned(), short, count: count(n), url: (n > 0).then(|| format!("/regions/{n}/?a&b")) }
}

#[test]
fn a_map_has_a_square_for_each_state_and_shades_for_its_numbers() {
    let tiles = [
        tile((4, 1), "लद्दाख", &["लद्दाख"], 0),
        tile((3, 2), "दिल्ली", &["दिल्ली"], 3),
        tile((4, 2), "उत्तर प्रदेश", &["उ.प्र."], 40),
        tile((9, 3), "दादरा और नगर हवेली और दमन और दीव", &["दादरा और नगर हवेली", "DH"], 1),
        tile((9, 4), "A <long> & \"longer\" name", &["A <long> & \"longer\" name"], 7),
    ];
    let map = tile_map("m", "x", &tiles, |n| n.to_string());
    let name = "दादरा और नगर हवेली और दमन और दीव";
    assert_eq!(map.alt, format!("उत्तर प्रदेश: 40; A <long> & \"longer\" name: 7; दिल्ली: 3; {name}: 1"));
    let image = read(&map, "m");
    assert_eq!(image.root_element().attribute("role"), Some("group"), "its links are read");
    // each title tells name and number, and whoever has articles leads to them
    let titles: Vec<&str> = nodes(&image, "title").skip(1).filter_map(|title| title.text()).collect();
    assert_eq!(titles[..3], ["लद्दाख: 0", "दिल्ली: 3", "उत्तर प्रदेश: 40"]);
    let links: Vec<&str> = nodes(&image, "a").filter_map(|link| link.attribute("href")).collect();
    assert_eq!(links, ["/regions/3/?a&b", "/regions/40/?a&b", "/regions/1/?a&b", "/regions/7/?a&b"]);
    let squares: Vec<Node<'_, '_>> = nodes(&image, "rect").take(tiles.len()).collect();
    let shades: Vec<f64> = squares.iter().map(|square| number(*square, "fill-opacity")).collect();
    assert!(shades[0] == 0.0 && shades[0] < shades[3] && shades[3] < shades[1], "{shades:?}");
    assert!(shades[1] < shades[4] && shades[4] < shades[2] && shades[2] <= 0.4, "{shades:?}");
    let places: BTreeSet<(Option<&str>, Option<&str>)> =
        squares.iter().map(|square| (square.attribute("x"), square.attribute("y"))).collect();
    assert_eq!(places.len(), tiles.len());
    assert!(squares.iter().all(|square| square.attribute("width") == squares[0].attribute("height")));
    // the first form that fits, else as much of the last as does; nothing has no number
    let texts: Vec<&str> = nodes(&image, "text").filter_map(|node| node.text()).collect();
    assert_eq!(texts[..7], ["लद्दाख", "दिल्ली", "3", "उ.प्र.", "40", "DH", "1"]);
    assert!(texts[7].starts_with("A <l") && texts[7].ends_with('.') && texts[8] == "7", "{texts:?}");
    // the legend has the numbers without a gap
    assert_eq!(texts[9..], ["1–2", "3–6", "7–15", "16–40"]);
    assert_eq!(map.svg, tile_map("m", "x", &tiles, |n| n.to_string()).svg);
    read(&tile_map("m", "x", &[], |n| n.to_string()), "m");
    read(&tile_map("m", "x", &tiles[..1], |n| n.to_string()), "m");
}

fn day(at: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).and_then(|day| day.checked_add_days(Days::new(at))).expect("a day")
}

/// Dates as many days after the first of January, and what happens then; what is in brackets took the place of it.
fn stops(dates: &[(u64, &str)]) -> Vec<Stop> {
    let item = |text: &str| match text.split_once('[') {
        Some((text, now)) => Item { text: text.to_owned(), replaced: Some(now.trim_end_matches(']').to_owned()) },
        None => Item { text: text.to_owned(), replaced: None },
    };
    let stop = |(at, items): &(u64, &str)| Stop {
        day: day(*at),
        until: day(*at),
        date: day(*at).to_string(),
        items: items.split('|').map(item).collect(),
    };
    dates.iter().map(stop).collect()
}

fn along(dates: &[(u64, &str)], today: u64) -> Chart {
    let today = Today { day: day(today), date: day(today).to_string(), text: "आज".to_owned() };
    schedule("s", "x", &stops(dates), &today, |day| day.format("%b").to_string())
}

/// Where the words of a date begin, and what stands in them.
fn words_of<'a>(image: &'a Document<'a>, date: &str) -> (f64, bool) {
    let node = nodes(image, "text").find(|node| node.text() == Some(date)).unwrap_or_else(|| panic!("{date}"));
    (number(node, "y"), node.attribute("text-decoration") == Some("line-through"))
}

#[test]
fn dates_stand_along_time_with_today_among_them() {
    let dates = [(0, "घोषणा"), (31, "मसौदा[नई तारीख 2026-03-11]"), (69, "मसौदा|<दावे> & \"x\"[बदली]"), (100, "मतगणना")];
    let chart = along(&dates, 80);
    assert_eq!(
        chart.alt,
        "2026-01-01: घोषणा; 2026-02-01: मसौदा (नई तारीख 2026-03-11); 2026-03-11: मसौदा, <दावे> & \"x\" (बदली); \
         2026-03-22: आज; 2026-04-11: मतगणना"
    );
    let image = read(&chart, "s");
    // points are past, rings lie ahead, and a date that holds no longer is neither
    let marks: Vec<(f64, &str)> = nodes(&image, "circle")
        .map(|mark| (number(mark, "cy"), mark.attribute("fill-opacity").unwrap_or_default()))
        .collect();
    assert_eq!(marks.iter().map(|(_, filled)| *filled).collect::<Vec<_>>(), ["1", "1", "0"]);
    // places are true to time
    let per_day = (marks[2].0 - marks[0].0) / 100.0;
    assert!((marks[1].0 - marks[0].0 - 69.0 * per_day).abs() < 0.2, "{marks:?}");
    // only what holds no longer is struck out, and the words that say so are not
    let struck: Vec<&str> = nodes(&image, "text")
        .filter(|node| node.attribute("text-decoration").is_some())
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(struck, ["2026-02-01", "मसौदा", "<दावे> & \"x\""]);
    let order = ["2026-01-01", "2026-02-01", "2026-03-11", "2026-03-22", "2026-04-11"].map(|d| words_of(&image, d).0);
    assert!(order.is_sorted(), "{order:?}");
    assert!(nodes(&image, "text").all(|node| {
        let taken = if node.attribute("text-anchor").is_some() { 0.0 } else { narrow(node.text().unwrap_or_default()) };
        number(node, "x") + taken <= 360.0
    }));
    // months beside the axis
    assert!(["Feb", "Mar", "Apr"].iter().all(|month| nodes(&image, "text").any(|node| node.text() == Some(month))));
    assert_eq!(chart.svg, along(&dates, 80).svg);
}

#[test]
fn today_stands_before_or_after_dates_that_do_not_reach_it() {
    let dates = [(40, "a"), (50, "b")];
    for (today, sorted) in [(3, ["2026-01-04", "2026-02-10"]), (3000, ["2026-02-20", "2034-03-20"])] {
        let chart = along(&dates, today);
        let image = read(&chart, "s");
        assert!(words_of(&image, sorted[0]).0 < words_of(&image, sorted[1]).0, "{today}");
        assert!(nodes(&image, "path").any(|path| path.attribute("stroke-dasharray").is_some()), "{today}");
        assert_eq!(chart.alt.starts_with("2026-01-04: आज"), today == 3);
    }
    // today is one of the dates
    let chart = along(&dates, 40);
    assert_eq!(nodes(&read(&chart, "s"), "path").filter(|path| path.has_attribute("stroke-dasharray")).count(), 0);
    read(&along(&[], 3), "s");
    read(&along(&[(5, "a")], 5), "s");
}

#[test]
fn a_chart_of_nothing_is_an_image() {
    read(&bars("c", "x", &[]), "c");
    read(&timeline("c", "x", &[]), "c");
    read(&timeline("c", "x", &months(&[0, 0])), "c");
    read(&bars("c", "x", &[bar("", 0), bar("  ", usize::MAX / 10_000)]), "c");
}

/// The numbers of a chart in words.
fn told(alt: &str) -> Vec<usize> {
    let number = |row: &str| row.rsplit(": ").next()?.split(' ').next()?.parse().ok();
    alt.split("; ").filter_map(number).collect()
}

proptest! {
    #[test]
    fn the_numbers_are_those_of_the_data(counts in proptest::collection::vec(0usize..400, 1..70)) {
        let rows: Vec<Bar> = counts.iter().enumerate().map(|(at, n)| bar(&format!("क्षेत्र {at}"), *n)).collect();
        let chart = bars("c", "x", &rows);
        prop_assert_eq!(told(&chart.alt), counts.clone());
        let drawn = read(&chart, "c");
        let shown: Vec<usize> =
            nodes(&drawn, "text").filter_map(|node| node.text()?.parse().ok()).collect();
        prop_assert_eq!(shown, counts.clone());
        let chart = timeline("t", "x", &months(&counts));
        prop_assert_eq!(told(&chart.alt).iter().sum::<usize>(), counts.iter().sum::<usize>());
        let drawn = read(&chart, "t");
        let most = *counts.iter().max().expect("one");
        let heights: Vec<f64> = nodes(&drawn, "rect").map(|rect| number(rect, "height")).collect();
        let there: Vec<usize> = counts.into_iter().filter(|n| *n > 0).collect();
        prop_assert_eq!(heights.len(), there.len());
        for (height, n) in heights.into_iter().zip(there) {
            let exact = 110.0 * n as f64 / most as f64;
            prop_assert!((height - exact.max(1.0)).abs() <= 0.1, "{} of {}: {}", n, most, height);
        }
    }
}

proptest! {
    #[test]
    fn words_of_dates_never_stand_on_each_other(
        days in proptest::collection::btree_set(0u64..400, 2..40),
        today in 0u64..500,
    ) {
        let dates: Vec<(u64, &str)> =
            days.iter().map(|at| (*at, if at % 3 == 0 { "a|b[c]" } else { "दावे और आपत्तियों की अंतिम तारीख" })).collect();
        let chart = along(&dates, today);
        let image = read(&chart, "s");
        let left = nodes(&image, "text").map(|node| number(node, "x")).fold(0.0, f64::max);
        let lines: Vec<f64> =
            nodes(&image, "text").map(|node| (number(node, "x"), number(node, "y"))).filter(|(x, _)| *x == left)
            .map(|(_, y)| y).collect();
        let mut sorted = lines.clone();
        sorted.sort_by(f64::total_cmp);
        prop_assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] > 18.9), "{:?}", sorted);
        let words = chart.alt.split("; ").count();
        prop_assert_eq!(words, days.len() + 1);
    }
}

/// The words of a chart on a page of the project's own site.
fn chart_on(path: &str, id: &str) -> Option<String> {
    let open = format!("<desc id=\"{id}-words\">");
    let (words, _) = text(path).split_once(&open)?.1.split_once("</desc>")?;
    Some(unescape(words))
}

#[test]
fn charts_of_the_own_site_count_its_articles() {
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for article in json("data/articles.json").as_array().expect("a list") {
        let date = article["published"]["value"].as_str().unwrap_or_default();
        for subject in article["subjects"].as_array().expect("a list").iter().filter(|_| date.len() >= 10) {
            *days.entry(subject.as_str().expect("an id").to_owned()).or_default() += 1;
        }
    }
    let cells = text("data/cells.csv");
    let (mut over_time, mut by_region) = (0, 0);
    for path in OWN.pages.keys() {
        let [class, subject, "index.html"] = path.split('/').collect::<Vec<_>>()[..] else { continue };
        if !matches!(class, "elections" | "rolls") {
            continue;
        }
        if let Some(words) = chart_on(path, "chart-time") {
            assert_eq!(told(&words).iter().sum::<usize>(), days[subject], "{path}: {words}");
            over_time += 1;
        }
        let states = cells.lines().filter_map(|row| match row.split(',').collect::<Vec<_>>()[..] {
            [of, region, _, all, _] if of == subject && !region.contains('/') && region != "in" => all.parse().ok(),
            _ => None,
        });
        let mut states: Vec<usize> = states.collect();
        states.sort_unstable();
        let mut shown = chart_on(path, "chart-regions").map(|words| told(&words)).unwrap_or_default();
        shown.sort_unstable();
        assert_eq!(shown, if states.len() > 1 { states } else { Vec::new() }, "{path}");
        by_region += usize::from(!shown.is_empty());
    }
    assert!(over_time >= 4 && by_region >= 1, "{over_time} and {by_region} charts");
}

#[test]
fn maps_stand_on_pages_of_the_whole_country_alone() {
    let cells = text("data/cells.csv");
    let states: BTreeSet<&str> =
        OWN.pages.keys().filter_map(|path| path.strip_prefix("regions/")?.split('/').next()).collect();
    let mut maps = BTreeSet::new();
    for path in OWN.pages.keys() {
        let Some(words) = chart_on(path, "chart-map") else { continue };
        let page = path.strip_prefix("en/").unwrap_or(path).trim_end_matches("index.html");
        maps.insert(page.to_owned());
        let Some(subject) = page.strip_prefix("elections/") else { continue };
        let counted = cells.lines().filter_map(|row| match row.split(',').collect::<Vec<_>>()[..] {
            [of, region, _, all, _] if subject == format!("{of}/") && states.contains(region) && region != "in" => {
                all.parse().ok()
            }
            _ => None,
        });
        let (mut counted, mut shown): (Vec<usize>, Vec<usize>) = (counted.collect(), told(&words));
        counted.sort_unstable();
        shown.sort_unstable();
        assert_eq!(shown, counted, "{path}");
    }
    assert_eq!(maps, BTreeSet::from(["elections/ls-2024/".to_owned(), "regions/".to_owned()]));
}
