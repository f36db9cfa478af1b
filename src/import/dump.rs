//! A text dump of a page becomes a document, by what its lines are and where they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::charset;
use super::document::{Block, Confidence, Document, Found};
use super::sheet::{self, HEAD, Kind, Line};
use super::stamp::{self, Label};
use super::when::{self, Seen};
use super::{lines, story, words};
use crate::text::fold;
use crate::text::letter::ascii_digit;
use crate::text::sound::skeleton;

/// Takes a dump apart.
pub fn read(text: &str) -> Document {
    if let Some(note) = charset::unreadable(text) {
        return Document::unreadable(note);
    }
    let whole = sheet::unwrapped(text);
    let mut lines = sheet::told(&whole);
    if let Some(end) = lines.iter().position(|line| line.kind != Kind::Prose && words::is_after_the_end(&line.key)) {
        lines.truncate(end);
    }
    let head = Head::of(&lines);
    let mut document = Document::default();
    let outlet = outlet(&lines, &head);
    let name = outlet.as_ref().map(|outlet| outlet.value.clone());
    document.reporters = reporters(&lines, name.as_deref());
    document.set_title(
        head.title.map(|at| found(&lines[at], lines[at].text, "headline", Confidence::High)),
        name.as_deref(),
    );
    if let Some(title) = document.title.as_mut().filter(|_| name.is_none())
        && let Some((alone, name)) = words::suffix(&title.value).filter(|(_, name)| words::is_media_name(name))
    {
        document.outlet = Some(Found { value: name.to_owned(), rule: "suffix", ..title.clone() });
        title.value = alone.to_owned();
    }
    document.outlet = outlet.or(document.outlet);
    document.standfirst = head.standfirst.map(|at| found(&lines[at], lines[at].text, "standfirst", Confidence::Medium));
    let when = when::settle(&[], &[], &dates(&lines, &head));
    (document.published, document.updated) = (when.published, when.updated);
    document.filed_under = filed_under(&lines);
    document.url = lines.iter().take(3).find_map(|line| {
        let address = line.text.rsplit(' ').next().filter(|_| line.text.split(' ').count() < 3)?;
        let whole = address.starts_with("https://") || address.starts_with("http://");
        whole.then(|| found(line, address, "stated", Confidence::High))
    });
    document.body = body(&lines, &head);
    document.language = lines::language(&document.body, &document.title);
    document.dateline = lines::dateline(&document.body).or_else(|| letterhead(&lines[..head.body]));
    document
}

/// The place of a notice: `सिवनी, दिनांक 26.12.2025` in its head.
fn letterhead(lines: &[Line]) -> Option<Found<String>> {
    lines.iter().find_map(|line| {
        let (before, _) = ["दिनांक", "Dated", "dated"].iter().find_map(|word| line.text.split_once(word))?;
        let before = before.trim_end().strip_suffix(',')?;
        let plain = |word: &&str| !word.contains(|c: char| ascii_digit(c).is_ascii_digit() || c == '/');
        let length: usize = before.rsplit(' ').take(3).take_while(plain).map(|word| word.len() + 1).sum();
        let place = before.get((before.len() + 1).checked_sub(length)?..)?;
        (!place.is_empty()).then(|| found(line, place, "letterhead", Confidence::High))
    })
}

fn found(line: &Line, value: &str, rule: &'static str, confidence: Confidence) -> Found<String> {
    Found {
        value: value.trim().to_owned(),
        words: line.text.to_owned(),
        place: format!("line {}", line.number),
        rule,
        confidence,
    }
}

/// Where the parts of a head stand, as places in the lines.
#[derive(Debug, Default)]
struct Head {
    title: Option<usize>,
    standfirst: Option<usize>,
    /// The first line of the text.
    body: usize,
}

impl Head {
    fn of(lines: &[Line]) -> Self {
        let prose = |from: usize| (from..lines.len()).find(|&at| lines[at].kind == Kind::Prose);
        let Some(first) = prose(0) else { return Self { body: lines.len(), ..Self::default() } };
        let title = title(lines, first);
        // what stands before a byline or a date that the text follows is the standfirst
        let near = (first + 1..lines.len().min(first + 8))
            .take_while(|&at| lines[at].kind != Kind::Prose || lines[at].key == lines[first].key);
        let is_head = |at: usize, table: &str| words::table(table).contains(&lines[at].key.as_str());
        let headed = first > 0 && is_head(first - 1, "standfirst_heads") && title.is_some();
        if let Some(body) = prose(first + 1).filter(|_| headed) {
            return Self { title, standfirst: Some(first), body };
        }
        let after = near.filter(|&at| matches!(lines[at].kind, Kind::Date | Kind::Byline)).last();
        let body = after.and_then(|at| {
            (at..lines.len()).find(|&at| lines[at].kind == Kind::Prose && lines[at].key != lines[first].key)
        });
        match body.filter(|_| title.is_some() && first < HEAD) {
            Some(body) => Self { title, standfirst: Some(first), body },
            None => {
                // a line without a full stop between headline and byline
                let below = title.map(|at| at + 1).filter(|&at| {
                    let long = lines[at].kind == Kind::Short && lines[at].key.split(' ').count() >= 8;
                    long && lines.get(at + 1).is_some_and(|next| {
                        matches!(next.kind, Kind::Date | Kind::Byline) || !lines::names(next.text).is_empty()
                    })
                });
                Self { title, standfirst: below, body: first }
            }
        }
    }
}

/// The headline among the lines before the text: one that stands twice, else the longest.
fn title(lines: &[Line], first: usize) -> Option<usize> {
    let is_title = |at: &usize| {
        let line = &lines[*at];
        let (alone, behind) = words::suffix(line.text).unwrap_or((line.text, ""));
        let shown = if alone.split(' ').count() < behind.split(' ').count() { behind } else { alone };
        let words = shown.split(' ').count();
        let masthead =
            words::is_media_name(words::outlet_alone(line.text)) && words < 5 || line.text.matches(" | ").count() > 1;
        let letterhead = words::is_letterhead(&line.key)
            && words::is_letterhead(line.key.split(' ').take(2).collect::<Vec<_>>().join(" ").as_str());
        let slogan = alone.split(' ').count() <= 3 && !behind.is_empty();
        line.kind == Kind::Short
            && words >= 3
            && line.text.chars().count() >= 15
            && !masthead
            && !slogan
            && !letterhead
            && lines::names(line.text).is_empty()
            && !line.text.starts_with('(')
            && !story::is_caption(line.text)
    };
    let before: Vec<usize> = (0..first.min(HEAD)).filter(is_title).collect();
    let crumbs = || lines.iter().filter(|line| line.kind == Kind::Crumbs);
    let twice = before.iter().find(|&&at| crumbs().any(|line| line.key.ends_with(&lines[at].key)));
    // what stands above the breadcrumbs is the page's, what stands below a byline the text's
    let above = lines[..first.min(HEAD)].iter().rposition(|line| line.kind == Kind::Crumbs);
    let below: Vec<usize> = before.iter().copied().filter(|at| above.is_some_and(|crumbs| *at > crumbs)).collect();
    let before = if below.is_empty() { before.clone() } else { below };
    twice
        .or_else(|| before.iter().max_by_key(|&&at| (lines[at].key.split(' ').count().min(8), std::cmp::Reverse(at))))
        .copied()
}

/// The outlet: a line or a part of a line of the head that is a name of the trade or stands a second time outside
/// of the text, or what a byline at the end begins with.
fn outlet(lines: &[Line], head: &Head) -> Option<Found<String>> {
    let own = |line: &Line| line.kind != Kind::Prose;
    let again = |name: &str, at: usize| {
        let key = fold::key(name);
        key.split(' ').count() > 1
            && lines
                .iter()
                .enumerate()
                .any(|(other, line)| other != at && own(line) && words::has_word(&line.key, &key))
    };
    let is_name =
        |name: &str| (1..=5).contains(&name.split(' ').count()) && !name.is_empty() && !words::ends_sentence(name);
    let labelled = |line: &Line| {
        let (label, name) = line.text.split_once(':')?;
        let label =
            matches!(fold::key(label).as_str(), "स्रोत" | "साभार" | "source" | "outlet" | "publication" | "publisher");
        (label && is_name(name.trim())).then(|| found(line, name, "stated", Confidence::High))
    };
    if let Some(stated) = lines.iter().take(head.body.min(HEAD)).find_map(labelled) {
        return Some(stated);
    }
    for (at, line) in lines.iter().enumerate().take(head.body.min(HEAD)) {
        let suffix = Some(at) == head.title;
        if !matches!(line.kind, Kind::Short | Kind::Date | Kind::Around) || Some(at) == head.standfirst {
            continue;
        }
        let before = if line.kind == Kind::Date { stamp::line(line.text).before } else { line.text.to_owned() };
        let name = if suffix {
            words::suffix(line.text).map_or("", |(_, name)| name).to_owned()
        } else {
            let part = before.split(['|', '•', ',', '·']).next().unwrap_or_default().trim();
            words::outlet_alone(part).to_owned()
        };
        let prompt = line.kind == Kind::Around && name.len() == line.text.len();
        if is_name(&name)
            && !prompt
            && !words::is_letterhead(&fold::key(&name))
            && (words::is_media_name(&name) || again(&name, at) || line.kind == Kind::Date && owns(lines, &name))
            && (!suffix || words::is_media_name(&name) || again(&name, at))
        {
            return Some(found(line, &name, if suffix { "suffix" } else { "masthead" }, Confidence::Medium));
        }
    }
    if let Some((line, name)) = lines.iter().rev().take(8).find_map(|line| Some((line, owner(line)?))) {
        return Some(found(line, name, "copyright", Confidence::Medium));
    }
    let (line, name, _) = lines
        .iter()
        .rev()
        .find_map(|line| Some((line, signature(line)?)).map(|(line, (name, people))| (line, name, people)))?;
    let place = lines::dateline(&body(lines, head))?;
    let name = name.trim().strip_suffix(&place.value)?;
    (!name.trim().is_empty()).then(|| found(line, name, "signature", Confidence::Medium))
}

/// The name in a line of copyright, without year; a company's is none.
fn owner<'a>(line: &Line<'a>) -> Option<&'a str> {
    let name = words::owner(line.text)?;
    (!words::is_company(name)).then_some(name)
}

/// Whether a line of copyright has the same name, perhaps in the other script.
fn owns(lines: &[Line], name: &str) -> bool {
    let sound = |text: &str| fold::key(text).split(' ').map(skeleton).collect::<Vec<_>>().join(" ");
    let own = sound(name);
    let words = own.split(' ').count();
    let owner = |line: &Line| words::owner(line.text).map(sound);
    words > 1 && lines.iter().filter_map(owner).any(|other| other.split(' ').take(words).eq(own.split(' ')))
}

/// `OUTLET PLACE संवाददाता NAMES` at the end of a dump: what stands before the office and the names.
fn signature<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let (before, names) = line.text.split_once(" संवाददाता ")?;
    let short = before.split(' ').count() <= 7 && names.split(' ').count() <= 9 && !words::ends_sentence(line.text);
    (short && line.kind != Kind::Prose).then_some((before, names))
}

fn reporters(lines: &[Line], outlet: Option<&str>) -> Vec<Found<String>> {
    let mut found_names: Vec<Found<String>> = Vec::new();
    let first_text = lines.iter().position(|line| line.kind == Kind::Prose).unwrap_or(0);
    let last_text = lines.iter().rposition(|line| line.kind == Kind::Prose).unwrap_or(0);
    for (at, line) in lines.iter().enumerate() {
        let names = match line.kind {
            Kind::Byline => lines::byline(line.text),
            Kind::Item if at > last_text => Some(line.text.trim_start_matches(['-', '–', '—', ' '])),
            Kind::Short if at > last_text => signature(line).map(|(_, names)| names),
            _ => None,
        };
        for name in names.map(|names| words::reporters(names, outlet)).unwrap_or_default() {
            if !found_names.iter().any(|known| known.value == name) {
                found_names.push(found(line, &name, "byline", Confidence::High));
            }
        }
    }
    // without a label: a name before a date, or alone in a line
    let note = lines.iter().any(|line| words::has_any(line.text, "press_notes"));
    for (at, line) in lines.iter().enumerate().filter(|_| !note) {
        let office =
            lines.get(at + 1).is_some_and(|next| next.kind != Kind::Prose && words::has_any(next.text, "offices"));
        let place = at < first_text || at > last_text && !office;
        if found_names.is_empty() && place && matches!(line.kind, Kind::Short | Kind::Date | Kind::Byline | Kind::Item)
        {
            let before = stamp::line(line.text).before;
            let names = match lines::byline(&before) {
                Some(names) => words::reporters(names, outlet),
                None => lines::names(&before),
            };
            found_names.extend(names.iter().map(|name| found(line, name, "byline", Confidence::Medium)));
        }
    }
    found_names
}

/// The dates of the head, else labelled ones below the text.
fn dates(lines: &[Line], head: &Head) -> Vec<Seen> {
    let read = |at: usize| -> Vec<Seen> {
        let line = &lines[at];
        let place = format!("line {}", line.number);
        let label_alone = |line: &Line| {
            let read = stamp::line(line.text);
            line.kind == Kind::Date && read.labelled && read.readings.is_empty()
        };
        // a label on the line above has taken this one
        if line.kind != Kind::Date || at > 0 && label_alone(&lines[at - 1]) {
            return Vec::new();
        }
        let alone = stamp::line(line.text);
        let next = lines.get(at + 1).filter(|_| label_alone(line));
        match next {
            Some(next) => {
                let text = format!("{} {}", line.text, next.text);
                when::seen(&stamp::line(&text), &text, &place)
            }
            None => when::seen(&alone, line.text, &place),
        }
    };
    let mut seen: Vec<Seen> = (0..head.body.min(lines.len())).flat_map(read).collect();
    if seen.iter().all(|seen| seen.label == Label::Updated) {
        seen.extend((head.body..lines.len()).flat_map(read).filter(|seen| seen.label != Label::None));
    }
    seen
}

fn filed_under(lines: &[Line]) -> Vec<String> {
    let crumbs = lines.iter().filter(|line| line.kind == Kind::Crumbs);
    let parts =
        crumbs.flat_map(|line| line.text.split([">", "»", "/", "›"].map(|mark| mark.chars().next().unwrap_or('>'))));
    let short = |part: &&str| {
        !part.is_empty() && part.split(' ').count() <= 4 && !matches!(fold::key(part).as_str(), "home" | "होम")
    };
    parts.map(str::trim).filter(short).map(str::to_owned).collect()
}

fn body(lines: &[Line], head: &Head) -> Vec<Block> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        *times.entry(&line.key).or_default() += 1;
    }
    let standfirst = head.standfirst.map(|at| lines[at].key.as_str());
    let title = head.title.map(|at| lines[at].key.as_str());
    let (mut captions, mut told): (Vec<&str>, BTreeSet<&str>) = Default::default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading: Option<&str> = None;
    let mut elsewhere = false;
    let rows = rows(&lines[head.body..]);
    for (line, row) in lines[head.body..].iter().zip(rows) {
        let again = Some(line.key.as_str()) == standfirst || Some(line.key.as_str()) == title;
        let block = match line.kind {
            _ if row => match blocks.last_mut() {
                Some(Block::List(_, items)) if heading.is_none() => {
                    items.push(line.text.to_owned());
                    continue;
                }
                _ => Some(Block::List(false, vec![line.text.to_owned()])),
            },
            Kind::Prose if again => continue,
            Kind::Prose if story::is_caption(line.text) => Some(Block::Caption(line.text.to_owned())),
            Kind::Prose => Some(Block::Paragraph(line.text.to_owned())),
            Kind::Item if elsewhere => continue,
            Kind::Item => {
                let bare = line.text.trim_start_matches(sheet::BULLETS);
                let numbered = bare.starts_with(|c| ascii_digit(c).is_ascii_digit()) && bare.len() == line.text.len();
                let digits = |c: char| ascii_digit(c).is_ascii_digit() || matches!(c, '.' | ')' | ' ');
                let item = if numbered { bare.trim_start_matches(digits) } else { bare.trim_start() };
                if let Some(Block::List(_, items)) = blocks.last_mut().filter(|_| heading.is_none()) {
                    items.push(item.to_owned());
                    continue;
                }
                Some(Block::List(numbered, vec![item.to_owned()]))
            }
            Kind::Around => {
                elsewhere |= words::heads_a_list(&line.key);
                continue;
            }
            Kind::Short
                if times[line.key.as_str()] > 1
                    || story::is_caption(line.text)
                    || captions.iter().any(|known| line.key.starts_with(known)) =>
            {
                if told.insert(&line.key) {
                    // a caption may come back with an addition, `(फाइल फोटो)`
                    captions.extend((captions.len() < 100).then_some(line.key.as_str()));
                    blocks.push(Block::Caption(line.text.to_owned()));
                }
                continue;
            }
            Kind::Short if elsewhere || again || words::table("text_heads").contains(&line.key.as_str()) => continue,
            Kind::Short => {
                heading = Some(line.text).filter(|text| text.split(' ').count() <= 16);
                continue;
            }
            Kind::Crumbs | Kind::Date | Kind::Byline => continue,
        };
        elsewhere = false;
        if let Some(block) = block.filter(|_| told.insert(&line.key)) {
            blocks.extend(heading.take().map(|text| Block::Heading(text.to_owned())));
            blocks.push(block);
        }
    }
    // names behind the last paragraph are no list
    let names =
        |block: &Block| matches!(block, Block::List(_, items) if items.len() == 1 && !words::ends_sentence(&items[0]));
    if blocks.last().is_some_and(names) {
        blocks.pop();
    }
    blocks
}

/// Which lines are rows of a table that lost its markup: three or more short lines in a row, most of them with
/// figures, between paragraphs.
fn rows(lines: &[Line]) -> Vec<bool> {
    let mut rows = vec![false; lines.len()];
    let last = lines.iter().rposition(|line| line.kind == Kind::Prose).unwrap_or(0);
    let mut at = 0;
    while at < last {
        let run = lines[at..last].iter().take_while(|line| matches!(line.kind, Kind::Short | Kind::Date)).count();
        let figures = lines[at..at + run].iter().filter(|line| line.key.bytes().any(|b| b.is_ascii_digit())).count();
        if run >= 3 && figures * 3 >= run * 2 {
            rows[at..at + run].fill(true);
        }
        at += run.max(1);
    }
    rows
}
