//! A claim, and a line of an article: what stands there and what became of it.

use super::article::of_field;
use super::seen::{Seen, Standing, short};
use super::touched::{Edit, touched};
use super::{Explanation, Fact, Section};
use crate::address;
use crate::error::{Error, Result};
use crate::link::Field;
use crate::model::article::Article;
use crate::model::claim::{CheckOutcome, Claim, ClaimValue};
use crate::model::page::List;
use crate::report::text::plural;
use crate::source::{SourceId, Span};
use crate::text::fold;
use crate::text::sentence::sentences;

/// Explains a claim of an article, from 0.
///
/// # Errors
/// When the machine fails us.
pub fn explain(seen: &Seen<'_>, source: SourceId, at: usize) -> Result<Explanation> {
    let standing = seen.standing(source).filter(|standing| at < standing.article().claims.len());
    let Some(standing) = standing else { return Err(Error::Bug(format!("claim {} was lost", at + 1))) };
    let article = standing.article();
    let claim = &article.claims[at];
    let mut sections = vec![Section::of("claim", "the claim", facts(seen, article, at))];
    sections.push(fields(seen, source, |field| number(field) == Some(at)));
    let shown = matches!(standing, Standing::Shown(..));
    if shown {
        let mut pages = vec![Fact::new("article", "in its sentence").link(of(seen, article, at))];
        if seen.page_at("claims/").is_some() {
            let anchor = format!("#{}-{}", address::claims(article), at + 1);
            pages.push(Fact::new("claims", "in the ledger").link(format!("{}{anchor}", ledger(seen, article, at))));
        }
        sections.push(Section::of("pages", "addresses of its own", pages));
        sections.extend(touched(seen, article, Edit::Claim(at))?);
    }
    Ok(Explanation {
        target: String::new(),
        kind: "claim",
        what: format!("claim {} of {}: {}", at + 1, seen.file(article), value(claim)),
        address: Some(of(seen, article, at)),
        on_site: shown,
        sections,
    })
}

/// Explains a line of an article: its fields, and the claims on it.
///
/// # Errors
/// When there is no such line, or the machine fails us.
pub fn line(seen: &Seen<'_>, source: SourceId, line: usize) -> Result<Explanation> {
    let (text, file) = (seen.text(source), &seen.sources.file(source).path);
    let Some(written) = line.checked_sub(1).and_then(|at| text.lines().nth(at)) else {
        let lines = plural(text.lines().count(), "line");
        return Err(Error::Usage(format!("`{file}` has {lines}, and no line {line}")));
    };
    let on_line = |field: &Field| {
        let line_of = |offset: usize| text[..text.floor_char_boundary(offset)].matches('\n').count() + 1;
        let range = field.written.span.range();
        (line_of(range.start)..=line_of(range.end.saturating_sub(1).max(range.start))).contains(&line)
    };
    let all = seen.fields(source);
    let mut numbers: Vec<usize> = all.iter().filter(|field| on_line(field)).filter_map(number).collect();
    numbers.dedup();
    let standing = seen.standing(source);
    let claims = standing.map_or(0, |standing| standing.article().claims.len());
    if let (&[at], true) = (&numbers[..], numbers.iter().all(|at| *at < claims)) {
        let claim = explain(seen, source, at)?;
        return Ok(Explanation { what: format!("line {line}: {}", claim.what), ..claim });
    }
    let fields = fields(seen, source, on_line);
    let mut sections = Vec::new();
    if fields.facts.is_empty() {
        let what =
            if written.trim().is_empty() { "an empty line".to_owned() } else { format!("“{}”", short(written)) };
        sections.push(Section::of("line", "no field stands here", vec![Fact::new("text", what)]));
    } else {
        sections.push(fields);
    }
    if let Some(standing) = standing {
        let (article, words) = (standing.article(), fold::key(written));
        // in the body: the claims whose sentence is here
        let here = |at: &usize| {
            let said = fold::key(&article.claims[*at].words);
            numbers.contains(at) || words.contains(&said) && !said.is_empty()
        };
        let claims: Vec<Fact> = (0..claims)
            .filter(here)
            .flat_map(|at| [vec![in_short(seen, article, at)], facts(seen, article, at)].concat())
            .collect();
        if !claims.is_empty() {
            sections.push(Section::of("claims", "claims with words of this line", claims));
        }
    }
    let on_site = matches!(standing, Some(Standing::Shown(..)));
    let address = standing.map(|standing| seen.address(&standing.article().path));
    let what = format!("line {line} of an article");
    Ok(Explanation { target: String::new(), kind: "line", what, address, on_site, sections })
}

/// The claim of a field, from 0.
pub fn number(field: &Field) -> Option<usize> {
    let rest = field.key.strip_prefix("claims")?;
    // a single claim needs no list
    let Some(rest) = rest.strip_prefix('[') else { return rest.starts_with('.').then_some(0) };
    rest.split(']').next()?.parse::<usize>().ok()?.checked_sub(1)
}

/// A claim in one line.
pub fn in_short(seen: &Seen<'_>, article: &Article, at: usize) -> Fact {
    let claim = &article.claims[at];
    let check = check(claim);
    let fact =
        Fact::new(format!("claims[{}]", at + 1), format!("{}; “{}”; {check}", value(claim), short(&claim.words)));
    fact.at(seen.place(claim.span)).link(of(seen, article, at))
}

/// Everything about a claim.
fn facts(seen: &Seen<'_>, article: &Article, at: usize) -> Vec<Fact> {
    let claim = &article.claims[at];
    let comparators: Vec<&str> = claim.comparators.iter().map(|comparator| comparator.word()).collect();
    let named = |list: Option<List>, none: &str| list.map_or_else(|| none.to_owned(), |list| seen.named(list));
    let holder = match (claim.holder, &claim.holder_text) {
        (Some(party), _) => seen.named(List::Party(party)),
        (None, Some(text)) => format!("“{}”, in words and no party of the gazetteer", short(text)),
        (None, None) => "not stated".to_owned(),
    };
    let mut facts = vec![
        Fact::new("value", plain(&claim.value)),
        Fact::new("unit", &claim.unit),
        Fact::new("comparator", comparators.join(" ")),
        Fact::new("kind", claim.kind.word()),
        Fact::new("scope", named(claim.scope.map(List::Region), "not stated")),
        Fact::new("about", named(claim.about.map(List::Subject), "not stated")),
        Fact::new("holder", holder),
        Fact::new("speaker", claim.speaker.as_deref().unwrap_or("not stated")),
        Fact::new("words", format!("“{}”", short(&claim.words))).at(seen.place(claim.span)),
        Fact::new("check", check(claim)),
    ];
    facts.extend(sentence(seen, article, claim));
    facts.extend(claim.superseded_by.as_ref().map(|value| Fact::new("superseded_by", plain(value))));
    facts.extend(claim.note.as_ref().map(|note| Fact::new("note", short(note))));
    facts
}

/// The sentence of the body that has the words.
fn sentence(seen: &Seen<'_>, article: &Article, claim: &Claim) -> Option<Fact> {
    let (text, start) = (seen.text(article.source), article.body_start as usize);
    let body = text.get(start..)?;
    let words = fold::find(body, &claim.words)?;
    // a sentence does not go on after an empty line
    let from = body[..words.start].rfind("\n\n").map_or(0, |at| at + 2);
    let to = body[words.end..].find("\n\n").map_or(body.len(), |at| words.end + at);
    let range = sentences(&body[from..to]).into_iter().find(|range| from + range.end > words.start)?;
    let (range, source) = (start + from + range.start..start + from + range.end, article.source);
    let fact = Fact::new(
        "sentence",
        format!("“{}”", text.get(range.clone())?.split_whitespace().collect::<Vec<_>>().join(" ")),
    );
    Some(fact.at(seen.place(Span::new(source, range))))
}

fn value(claim: &Claim) -> String {
    let comparators: Vec<&str> = claim.comparators.iter().map(|comparator| comparator.word()).collect();
    format!("{} {} {}", comparators.join(" "), plain(&claim.value), claim.unit)
}

fn plain(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Number(number) => number.clone(),
        ClaimValue::Date(day) => day.to_string(),
    }
}

/// What comparing it with a reference gave.
fn check(claim: &Claim) -> String {
    let Some((outcome, reference)) = &claim.check else { return "not compared with a reference".to_owned() };
    let what = match outcome {
        CheckOutcome::Agrees => "agrees with the reference",
        CheckOutcome::Differs => "differs from the reference",
        CheckOutcome::NoReference => "there is no reference",
    };
    reference.as_ref().map_or_else(|| what.to_owned(), |reference| format!("{what}: {}", short(reference)))
}

fn fields(seen: &Seen<'_>, source: SourceId, wanted: impl Fn(&Field) -> bool) -> Section {
    let all = seen.fields(source);
    let facts = all.iter().filter(|field| wanted(field)).map(|field| of_field(seen, field)).collect();
    Section::of("fields", "fields, with what they are taken for", facts)
}

/// The address of the sentence.
fn of(seen: &Seen<'_>, article: &Article, at: usize) -> String {
    format!("{}#claim-{}", seen.address(&article.path), at + 1)
}

/// The page of the ledger that has a claim.
fn ledger(seen: &Seen<'_>, article: &Article, at: usize) -> String {
    let before = seen.site.articles.iter().take_while(|other| other.path != article.path);
    let place = before.map(|article| article.claims.len()).sum::<usize>() + at;
    let (total, size) = (crate::plan::claim_count(seen.site), seen.site.settings.page_size);
    seen.address(&address::numbered("claims/", address::page_of(total, size, place)))
}
