//! A page of HTML becomes a document: what it says for machines and what it shows, compared with each other.

use super::body::{self, Kind, Piece};
use super::charset;
use super::document::{Block, Confidence, Document, Found, Note, Stamp};
use super::metadata::{self, Sign, Signs};
use super::stamp::{self, Label};
use super::story::{self, Story};
use super::when::{self, Seen};
use super::{lines, outlet, words};
use crate::markup::{self, NodeId, TooMuch, Tree};
use crate::text::{Language, fold};

/// Takes a page apart.
///
/// # Errors
/// The limit that the page exceeds, in words.
pub fn read(html: &str) -> Result<Document, TooMuch> {
    let tree = markup::parse(html)?;
    let signs = metadata::signs(&tree);
    let page = body::pieces(&tree);
    let all: String = page.pieces.iter().flat_map(|piece| [piece.text.as_str(), " "]).collect();
    if let Some(note) = charset::unreadable(&all) {
        return Ok(Document::unreadable(note));
    }
    let headline = headline(&tree, &page.pieces, &signs);
    let at = headline.as_ref().map(|found| found.0);
    let story = story::story(&tree, &page.pieces, at, &signs.descriptions);
    let mut document = Document { body: story.body.clone(), ..Document::default() };
    if let Some(text) = signs.text.as_deref().filter(|_| story.body.is_empty()) {
        let lines = text.lines().map(words::tidy).filter(|line| !line.is_empty() && !words::is_around(line));
        document.body = lines.map(Block::Paragraph).collect();
    }
    document.outlet = outlet::outlet(&tree, &signs, &page.pieces);
    let outlet = document.outlet.as_ref().map(|outlet| outlet.value.clone());
    let title = headline.map(|(_, title)| title).or_else(|| stated_headline(&signs, outlet.as_deref()));
    document.set_title(title, outlet.as_deref());
    document.standfirst = story.standfirst.clone().map(|(value, sure)| Found {
        words: value.clone(),
        value,
        place: "below the headline".into(),
        rule: if sure { "agreed" } else { "shown" },
        confidence: if sure { Confidence::High } else { Confidence::Medium },
    });
    document.reporters = reporters(&tree, &page, &signs, &story, outlet.as_deref());
    address(&mut document, &signs);
    let when = when::settle(&signs.published, &signs.updated, &shown_dates(&tree, &page, &story, at));
    (document.published, document.updated) = (when.published, when.updated);
    document.notes.extend(when.note);
    if document.published.is_none() && document.updated.is_none() {
        document.published = document.url.as_ref().and_then(date_in_address);
    }
    document.filed_under = filed_under(&tree, &signs);
    document.language = lines::language(&document.body, &document.title);
    document.dateline = lines::dateline(&document.body);
    Ok(document)
}

/// Whether two headlines are the same one: equal, one inside the other, or alike for most of the shorter.
fn same_headline(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let words = short.split(' ').count();
    let alike = short.split(' ').zip(long.split(' ')).take_while(|(one, other)| one == other).count();
    short == long
        || words >= 3 && short.chars().count() >= 15 && long.contains(short)
        || alike >= 4 && alike * 10 >= words * 6
}

/// The headlines that the page states, as keys: of `<title>` the longest part.
fn stated_keys(signs: &Signs) -> Vec<String> {
    let mut stated: Vec<String> = signs.headlines.iter().map(|sign| fold::key(longest_part(&sign.value))).collect();
    stated.extend(signs.title.as_deref().map(|title| fold::key(longest_part(title))));
    stated
}

fn longest_part(title: &str) -> &str {
    let mut part = title;
    while let Some((head, tail)) = words::suffix(part) {
        part = if head.chars().count() >= tail.chars().count() { head } else { tail };
    }
    // `Name of the paper: headline`
    match part.split_once(": ") {
        Some((name, rest)) if name.split(' ').count() <= 3 && words::is_media_name(name) => rest,
        _ => part,
    }
}

/// The piece that is the page's headline, and what is found there.
fn headline(tree: &Tree, pieces: &[Piece], signs: &Signs) -> Option<(usize, Found<String>)> {
    let stated = stated_keys(signs);
    let mut best: Option<(u8, usize)> = None;
    let text = pieces.iter().position(Piece::is_prose).unwrap_or(pieces.len());
    let first_text = text + 12;
    for (at, piece) in pieces.iter().enumerate() {
        let level = match piece.kind {
            Kind::Heading(level) => level,
            Kind::Text if at < first_text && !piece.is_links() => 7,
            _ => continue,
        };
        if piece.text.len() > 900 || is_link_home(tree, piece) {
            continue;
        }
        let key = fold::key(&piece.text);
        let matches = stated.iter().any(|stated| same_headline(&key, stated));
        let rank = match level {
            1 if matches => 6,
            2 | 3 if matches => 5,
            _ if matches && at < first_text && key.split(' ').count() >= 4 => 4,
            1 if signs.headlines.is_empty() && key.split(' ').count() >= 3 => 3,
            // metadata may keep an older headline than the one that the page shows
            1 if key.split(' ').count() >= 5 && at < first_text && !piece.is_links() => 3,
            2 | 3
                if signs.headlines.is_empty()
                    && !piece.is_links()
                    && key.split(' ').count() >= 4
                    && (text.saturating_sub(3)..text).contains(&at) =>
            {
                2
            }
            _ => continue,
        };
        // of several headings right above the text the last
        if best.is_none_or(|(other, _)| rank > other || rank == 2 && other == 2) {
            best = Some((rank, at));
        }
    }
    let (rank, at) = best?;
    let text = pieces[at].text.clone();
    let place = match pieces[at].kind {
        Kind::Heading(level) => format!("h{level}"),
        _ => "the line above the text".into(),
    };
    let (rule, confidence) = if rank > 3 { ("agreed", Confidence::High) } else { ("shown", Confidence::Medium) };
    Some((at, Found { words: text.clone(), value: text, place, rule, confidence }))
}

/// Whether the piece is a link to the front page, as the name of the site is.
fn is_link_home(tree: &Tree, piece: &Piece) -> bool {
    piece.is_links()
        && tree
            .below(piece.block)
            .chain(tree.up(piece.block).take(3))
            .any(|node| tree.tag(node) == "a" && outlet::is_home(tree.attribute(node, "href")))
}

/// A headline that only the metadata has.
fn stated_headline(signs: &Signs, outlet: Option<&str>) -> Option<Found<String>> {
    let title = signs.title.clone().map(|value| Sign { words: value.clone(), value, place: "title".into() });
    let (sign, least) = signs.headlines.first().cloned().map(|sign| (sign, 4)).or(title.map(|title| (title, 6)))?;
    let value = without_outlet(&sign.value, outlet);
    let long = value.split(' ').count() >= least && Some(fold::key(&value)) != outlet.map(fold::key);
    long.then_some(Found {
        value,
        words: sign.words,
        place: sign.place,
        rule: "stated",
        confidence: Confidence::Medium,
    })
}

/// A title without the name of the outlet behind or before it.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet.map(fold::key).filter(|outlet| !outlet.is_empty()) else { return title.to_owned() };
    match words::suffix(title) {
        Some((head, tail)) if fold::key(tail) == outlet => return without_outlet(head, Some(&outlet)),
        Some((head, tail)) if fold::key(head) == outlet => return tail.to_owned(),
        _ => {}
    }
    match title.split_once(": ") {
        Some((head, tail)) if fold::key(head) == outlet => tail.to_owned(),
        _ => title.to_owned(),
    }
}

impl Document {
    /// A document of which only the warning is known.
    pub(super) fn unreadable(note: Note) -> Self {
        let mut document = Self { notes: vec![note], ..Self::default() };
        document.language.value = Language::HINDI;
        document
    }

    /// Sets headline and kicker.
    pub(super) fn set_title(&mut self, title: Option<Found<String>>, outlet: Option<&str>) {
        let Some(mut title) = title else { return };
        title.value = without_outlet(&title.value, outlet);
        if let Some((label, rest)) = title.value.split_once(':')
            && matches!(fold::key(label).as_str(), "विषय" | "शीर्षक" | "subject" | "sub" | "title" | "headline")
        {
            title.value = rest.trim().to_owned();
        }
        if let Some((kicker, rest)) = words::kicker(&title.value) {
            self.kicker = Some(Found { value: kicker.to_owned(), rule: "kicker", ..title.clone() });
            title.value = rest.to_owned();
        }
        self.title = Some(title);
    }
}

const AUTHORS: &[&str] = &["author", "byline", "reporter", "writer", "authorname"];

/// Who wrote it: by the metadata, else by what is marked as the author in the head of the text.
fn reporters(
    tree: &Tree,
    page: &body::Pieces,
    signs: &Signs,
    story: &Story,
    outlet: Option<&str>,
) -> Vec<Found<String>> {
    let mut found: Vec<Found<String>> = Vec::new();
    let add = |found: &mut Vec<Found<String>>, line: &str, place: &str, confidence: Confidence| {
        for value in words::reporters(lines::byline(line).unwrap_or(line), outlet) {
            let key = fold::key(&value);
            if !found.iter().any(|known| fold::key(&known.value) == key) {
                found.push(Found { value, words: line.into(), place: place.into(), rule: "byline", confidence });
            }
        }
    };
    signs.authors.iter().for_each(|sign| add(&mut found, &sign.value, &sign.place, Confidence::High));
    if found.is_empty() {
        let is_aside = |node: NodeId| tree.up(node).any(|above| page.aside.contains(&above));
        let named =
            |node: &NodeId| tree.attribute(*node, "rel") == Some("author") || body::has_name(tree, *node, AUTHORS);
        let tagged = |node: &NodeId| {
            !matches!(tree.tag(*node), "" | "body" | "html" | "input" | "a") || tree.attribute(*node, "rel").is_some()
        };
        for node in tree.below(Tree::ROOT).filter(|node| tagged(node) && named(node) && !is_aside(*node)) {
            let text = tree.words(node);
            if text.chars().count() < 90 {
                add(&mut found, &stamp::line(&text).before, "byline", Confidence::Medium);
            }
            if !found.is_empty() {
                break;
            }
        }
        for piece in story.head.iter().chain(story.tail.iter().take(3)).filter(|piece| piece.text.len() < 250) {
            let before = stamp::line(&piece.text).before;
            let bare = piece.text.trim_matches(['(', ')', ' ']);
            if let Some(names) = lines::byline(&before).or_else(|| lines::byline(bare)) {
                add(&mut found, names, "byline", Confidence::Medium);
            }
        }
        // names without a label: the first line of them, unless an office follows, as below a letter
        let unsigned = |at: usize| story.tail.get(at + 1).is_none_or(|next| !words::has_any(&next.text, "offices"));
        let tail = story.tail.iter().enumerate().take(3).filter(|(at, _)| unsigned(*at)).map(|(_, piece)| piece);
        for piece in story.head.iter().chain(tail).filter(|piece| piece.text.len() < 250) {
            if !found.is_empty() {
                break;
            }
            let names = lines::names(&stamp::line(&piece.text).before);
            names.iter().for_each(|name| add(&mut found, name, "line of names", Confidence::Medium));
        }
    }
    found
}

/// Classes of dates.
const DATES: &[&str] = &["date", "time", "timestamp", "published", "posted", "dated"];

/// Whether a short line says how long ago something was.
fn is_ago(text: &str) -> bool {
    let key = fold::key(text);
    let ago = key.split(' ').any(|word| matches!(word, "ago" | "पहले" | "yesterday" | "today" | "just"));
    ago && key.split(' ').count() <= 8
}

/// Dates that a reader sees in the head of the text, or labelled below it; `<time>` with its exact value.
fn shown_dates(tree: &Tree, page: &body::Pieces, story: &Story, title: Option<usize>) -> Vec<Seen> {
    let mut seen = Vec::new();
    for piece in story.head.iter().filter(|piece| !matches!(piece.kind, Kind::Table(_) | Kind::Caption)) {
        let line = stamp::line(&piece.text);
        let shown = when::seen(&line, &piece.text, "head of the text");
        let time = tree
            .below(piece.block)
            .find(|node| tree.tag(*node) == "time")
            .and_then(|node| tree.attribute(node, "datetime"));
        if let (Some(exact), Some(first)) = (time.and_then(stamp::of_machine), shown.first()) {
            // the value for machines says the zone, the words around it say what it is
            let stamp = if exact.day() == first.stamp.day() { exact } else { first.stamp };
            seen.push(Seen { stamp, ..first.clone() });
            seen.extend_from_slice(&shown[1..]);
        } else if let (Some(stamp), true) = (time.and_then(stamp::of_machine), is_ago(&piece.text)) {
            // two days ago, as a reader sees it
            let key = fold::key(&piece.text);
            let changed = ["update", "modified", "अपडेट", "संशोधित"].iter().any(|word| key.contains(word));
            let label = if changed { Label::Updated } else { Label::None };
            seen.push(Seen { stamp, label, words: piece.text.clone(), place: "time in the head of the text".into() });
        } else if line.labelled || story::is_date_line(&piece.text) {
            seen.extend(shown);
        }
    }
    // a day above the headline, in the same part of the page
    if let Some(title) = title.and_then(|at| page.pieces.get(at)).filter(|_| seen.is_empty()) {
        let at = page.pieces.iter().position(|piece| piece.block == title.block).unwrap_or(0);
        for piece in &page.pieces[at.saturating_sub(3)..at] {
            let near = tree.up(piece.block).take(3).any(|above| {
                !matches!(tree.tag(above), "body" | "html") && tree.up(title.block).any(|own| own == above)
            });
            if near && story::is_date_line(&piece.text) && body::has_name(tree, piece.block, DATES) {
                seen.extend(when::seen(&stamp::line(&piece.text), &piece.text, "above the headline"));
            }
        }
    }
    if seen.iter().all(|seen| seen.label == Label::Updated) {
        let below = story.tail.iter().take(8).chain(page.pieces.iter().take(40));
        for piece in below.filter(|piece| !matches!(piece.kind, Kind::Table(_))) {
            let line = stamp::line(&piece.text);
            let own = line.labelled && story::is_date_line(&piece.text) && line.rest < 12 && !piece.is_links();
            if own && !fold::key(&piece.text).contains("print") {
                seen.extend(when::seen(&line, &piece.text, "line of its own"));
            }
        }
    }
    seen
}

/// `/2024/04/27/`: the day in an address, where nothing else tells it.
fn date_in_address(url: &Found<String>) -> Option<Found<Stamp>> {
    let parts: Vec<&str> = url.value.split('/').collect();
    let number = |text: &str, digits: usize| (text.len() == digits).then(|| text.parse::<u32>().ok())?;
    let value = parts.windows(3).find_map(|three| {
        let (year, month, day) = (number(three[0], 4)?, number(three[1], 2)?, number(three[2], 2)?);
        chrono::NaiveDate::from_ymd_opt(i32::try_from(year).ok().filter(|year| *year > 1995)?, month, day)
    })?;
    Some(Found {
        value: Stamp::Day(value),
        words: url.value.clone(),
        place: url.place.clone(),
        rule: "date-in-address",
        confidence: Confidence::Medium,
    })
}

/// The canonical address; a different `og:url` is told.
fn address(document: &mut Document, signs: &Signs) {
    let bare = |url: &str| url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/').to_owned();
    let places = [(&signs.canonical, "link canonical"), (&signs.og_url, "meta og:url"), (&signs.own_url, "JSON-LD")];
    document.url = places.iter().find_map(|(url, place)| {
        let value = (*url).clone()?;
        Some(Found {
            words: value.clone(),
            value,
            place: (*place).into(),
            rule: "stated",
            confidence: Confidence::High,
        })
    });
    if let (Some(one), Some(other)) = (&signs.canonical, &signs.og_url)
        && bare(one) != bare(other)
    {
        let message = format!("the canonical address is `{one}`, `og:url` is `{other}`");
        document.notes.push(Note { name: "url-conflict", message });
    }
}

/// Breadcrumbs, tags and sections, each once.
fn filed_under(tree: &Tree, signs: &Signs) -> Vec<String> {
    let mut filed = signs.filed_under.clone();
    for node in tree.below(Tree::ROOT).filter(|node| tree.tag(*node) == "a") {
        let inside = |names: &[&str]| tree.up(node).skip(1).take(4).any(|above| body::has_name(tree, above, names));
        if tree.attribute(node, "rel") == Some("tag")
            || inside(&["breadcrumb", "breadcrumbs", "tags", "taglist", "crumbs"])
        {
            filed.push(tree.words(node));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    filed.retain(|word| {
        let key = fold::key(word);
        !matches!(key.as_str(), "" | "home" | "होम" | "मुख पृष्ठ") && word.len() < 200 && seen.insert(key)
    });
    filed
}
