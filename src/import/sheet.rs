//! A text dump as lines, each told by what it says.

use super::{lines, stamp, story, words};
use crate::text::fold;
use crate::text::letter::ascii_digit;

/// How many lines at the start may be the head of a page.
pub const HEAD: usize = 16;

/// Marks before the items of a list.
pub const BULLETS: [char; 8] = ['-', '–', '—', '•', '*', '▪', '●', '·'];

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Prose,
    /// A line that may be a headline, a sub-head, a caption or a name.
    Short,
    /// `Home > राज्य > …`
    Crumbs,
    /// Little more than a date or its label.
    Date,
    /// Who wrote it.
    Byline,
    /// What belongs to the page.
    Around,
    /// An item of a list.
    Item,
}

/// A line that is not empty.
#[derive(Debug)]
pub struct Line<'a> {
    /// From 1.
    pub number: usize,
    /// With single spaces.
    pub text: &'a str,
    /// Folded.
    pub key: String,
    /// What it is by itself.
    pub kind: Kind,
}

/// A line without the marks around it that messengers show as bold (`*…*`) or slanted (`_…_`).
fn unmarked(line: String) -> String {
    let inner = ['*', '_'].iter().find_map(|mark| line.strip_prefix(*mark)?.strip_suffix(*mark));
    inner.map_or(line.clone(), |inner| inner.trim().to_owned())
}

/// Whether a line is a menu: three or more short parts with wide gaps between them.
fn is_menu(line: &str) -> bool {
    let parts = || line.trim().split("  ").map(str::trim).filter(|part| !part.is_empty());
    let digits = line.chars().any(|c| ascii_digit(c).is_ascii_digit());
    parts().count() > 2 && !digits && parts().all(|part| part.split(' ').count() < 5 && !words::ends_sentence(part))
}

/// The lines that are not empty, each told.
pub fn told(whole: &[(usize, String)]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut told = false;
    for (at, (number, text)) in whole.iter().enumerate().filter(|(_, (_, text))| !text.is_empty()) {
        let key = fold::key(text);
        let kind = if key.is_empty() { Kind::Around } else { kind(text, told || at > HEAD) };
        told |= kind == Kind::Prose;
        lines.push(Line { number: *number, text, key, kind });
    }
    lines
}

/// The lines with their numbers; those of a paragraph that was broken at a fixed width are joined.
pub fn unwrapped(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<String> =
        text.lines()
            .map(|line| {
                if is_menu(line) {
                    String::new()
                } else {
                    words::without_credit(&unmarked(words::tidy(line))).to_owned()
                }
            })
            .collect();
    let mut whole: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let group = lines[at..].iter().take_while(|line| !line.is_empty()).count();
        let inner = &lines[at..at + group.saturating_sub(1)];
        let lengths = || inner.iter().map(|line| line.chars().count());
        let even = lengths().min().is_some_and(|least| least >= 50) && lengths().max().is_some_and(|most| most <= 120);
        let goes_on =
            |at: usize| lines.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
        let broken = inner.len() >= 2
            && even
            && inner.iter().filter(|line| words::ends_sentence(line)).count() * 3 <= inner.len();
        if broken {
            whole.push((at + 1, lines[at..at + group].join(" ")));
            at += group;
        } else {
            let until = at + group.max(1);
            for at in at..until {
                match whole.last_mut().filter(|_| at > 0 && goes_on(at - 1) && !words::ends_sentence(&lines[at - 1])) {
                    Some((_, text)) if text.len() > 40 => *text = format!("{text} {}", lines[at]),
                    _ => whole.push((at + 1, lines[at].clone())),
                }
            }
            at = until;
        }
    }
    whole
}

/// What a line is by itself; `told` where running text stands before it.
fn kind(text: &str, told: bool) -> Kind {
    if is_crumbs(text) {
        return Kind::Crumbs;
    }
    let long = text.chars().count();
    let dates = stamp::line(text);
    if long < 160 && (story::is_date_line(text) || dates.labelled && dates.readings.is_empty() && dates.rest <= 2) {
        return Kind::Date;
    }
    if words::is_around(text) {
        return Kind::Around;
    }
    if lines::byline(text).is_some() {
        return Kind::Byline;
    }
    let number = text.trim_start_matches(|c| ascii_digit(c).is_ascii_digit());
    let numbered = number.len() < text.len() && (number.starts_with(". ") || number.starts_with(") "));
    let rest = text.trim_start_matches(BULLETS);
    if numbered && !words::is_prose(text) || rest.len() < text.len() && rest.starts_with(' ') {
        return Kind::Item;
    }
    // a headline may ask
    let asks = !told && long < 130 && text.ends_with(['?', '!']);
    if words::is_prose(text) && !asks && !(long < 100 && text.ends_with([':', '|'])) {
        Kind::Prose
    } else {
        Kind::Short
    }
}

/// `Home > राज्य > …`, होम / उत्तर प्रदेश / बाराबंकी.
fn is_crumbs(text: &str) -> bool {
    [" > ", " » ", " / ", " › ", " >> "].iter().any(|mark| {
        let parts: Vec<&str> = text.split(mark).collect();
        let short = parts[..parts.len() - 1].iter().all(|part| part.split(' ').count() <= 4);
        let home = matches!(fold::key(parts[0]).as_str(), "home" | "होम" | "मुख पृष्ठ" | "hindi news" | "news");
        short && (parts.len() > 2 && !words::ends_sentence(text) || parts.len() == 2 && home)
    })
}
