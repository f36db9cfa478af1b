//! An article: whether it is on the site and why, what its fields were taken for, and what an edit would touch.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::entry::rule;
use super::seen::{Seen, Standing, short};
use super::touched::{Edit, touched};
use super::{Explanation, Fact, Section, claim, page};
use crate::diagnostic::Rule;
use crate::error::Result;
use crate::link::{Field, How, Life};
use crate::model::article::Article;
use crate::model::dated::{Dated, Moment};
use crate::model::page::{List, PageKind};
use crate::model::site::Reason;
use crate::source::SourceId;

/// Explains the article of a file.
///
/// # Errors
/// When the machine fails us.
pub fn explain(seen: &Seen<'_>, source: SourceId) -> Result<Explanation> {
    let standing = seen.standing(source);
    let mut sections = vec![Section::of("state", "state", state(seen, source, standing))];
    let findings = findings(seen, source)?;
    if !findings.is_empty() {
        sections.push(Section::list("findings", "findings about its file", findings.len(), findings));
    }
    let fields = seen.fields(source);
    let own = fields.iter().filter(|field| claim::number(field).is_none());
    let mut facts: Vec<Fact> = own.map(|field| of_field(seen, field)).collect();
    if let Some(standing) = standing {
        facts.extend(not_written(seen, standing.article(), &fields));
    }
    sections.push(Section::of("fields", "fields, with what they are taken for", facts));
    if let Some(standing) = standing {
        let article = standing.article();
        sections.push(Section::of("dates", "dates", dates(seen, article)));
        sections.extend(family(seen, standing));
        let claims: Vec<Fact> = (0..article.claims.len()).map(|at| claim::in_short(seen, article, at)).collect();
        if !claims.is_empty() {
            sections.push(Section::list("claims", "claims", claims.len(), claims));
        }
    }
    if let Some(Standing::Shown(_, article) | Standing::Withdrawn(article)) = standing {
        sections.extend(stands_on(seen, standing));
        sections.extend(touched(seen, article, Edit::Title)?);
        sections.extend(touched(seen, article, Edit::Text)?);
    }
    let title = standing.map_or(String::new(), |standing| format!(": “{}”", short(&standing.article().title)));
    let path = standing.map(|standing| seen.address(&standing.article().path));
    let (what, on_site) = match standing {
        Some(Standing::Shown(..)) => ("an article", true),
        Some(Standing::Withdrawn(_)) => ("an article that was withdrawn", true),
        Some(Standing::Away(_)) => ("an article that is left out", false),
        None => ("an article that cannot be used", false),
    };
    let (target, what) = (String::new(), format!("{what}{title}"));
    Ok(Explanation { target, kind: "article", what, address: path, on_site, sections })
}

/// Whether it is on the site, and why not.
fn state(seen: &Seen<'_>, source: SourceId, standing: Option<Standing<'_>>) -> Vec<Fact> {
    let zone = seen.site.settings.zone;
    let at = |instant: DateTime<Utc>| instant.with_timezone(&zone).format("%Y-%m-%d %H:%M %:z").to_string();
    let mut facts = vec![Fact::new("file", seen.sources.file(source).path.clone())];
    facts.push(Fact::new("asked_for", format!("{}, the instant of this explanation", at(seen.instant))));
    let Some(standing) = standing else {
        facts.push(Fact::new("not_there", "the findings below stand against it; until they are mended it has no page"));
        return facts;
    };
    let article = standing.article();
    let Some(reason) = left_out(seen, source) else {
        let life = Life::of(article, zone);
        facts.extend(life.map(|life| Fact::new("since", at(life.from))));
        facts.extend(life.and_then(|life| life.until).map(|until| Fact::new("until", at(until))));
        let withdrawn = article.withdrawn.as_ref();
        facts.extend(withdrawn.map(|w| Fact::new("withdrawn", format!("on {}: {}", w.date, short(&w.reason)))));
        return facts;
    };
    let keys: &[&str] = match reason {
        Reason::Draft => &["draft"],
        Reason::Embargo => &["embargo"],
        Reason::Expired => &["expires"],
        Reason::Future => &["date", "date.value"],
        Reason::Later => &["added", "date", "date.value"],
    };
    let fields = seen.fields(source);
    let field = keys.iter().find_map(|key| fields.iter().find(|field| field.key == *key));
    let why = Fact::new("left_out", why_left_out(seen, article, reason));
    facts.push(why.at(field.and_then(|field| seen.place(field.written.span))));
    facts
}

/// Why the article of a file is left out, if it is.
pub fn left_out(seen: &Seen<'_>, source: SourceId) -> Option<Reason> {
    seen.site.left_out.iter().find(|left| left.source == source).map(|left| left.reason)
}

/// The same in words, with the time that it takes.
pub fn why_left_out(seen: &Seen<'_>, article: &Article, reason: Reason) -> String {
    let zone = seen.site.settings.zone;
    let life = Life::of(article, zone);
    let at = |instant: DateTime<Utc>| instant.with_timezone(&zone).format("%Y-%m-%d %H:%M %:z");
    let from = life.map_or(seen.instant, |life| life.from);
    let until = life.and_then(|life| life.until).unwrap_or(seen.instant);
    let ahead = format!("{}, which is {} ahead", at(from), span(from - seen.instant));
    match reason {
        Reason::Draft => "it is a draft; remove `draft` when it is accepted".to_owned(),
        Reason::Embargo => format!("its embargo ends at {ahead}"),
        Reason::Future => format!("it is dated {ahead}; if that is wrong, correct `date`"),
        Reason::Later => format!("it becomes known at {ahead}"),
        Reason::Expired => format!("it expired at {}, {} before", at(until), span(seen.instant - until)),
    }
}

/// A length of time in its two greatest units.
fn span(time: Duration) -> String {
    let minutes = time.num_minutes().max(0);
    match (minutes / (24 * 60), minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// What is wrong with the file, that its page shows included.
fn findings(seen: &Seen<'_>, source: SourceId) -> Result<Vec<Fact>> {
    let mut all = seen.found.clone();
    all.extend(seen.files()?.found.clone());
    // why it is left out is said already
    let told = |rule| matches!(rule, Rule::LeftOut | Rule::FutureDate);
    let own = all.sorted().into_iter().filter(|found| found.span.is_some_and(|span| span.source == source));
    Ok(own.filter(|found| !told(found.rule)).map(|found| seen.finding(&found)).collect())
}

/// A field, with what it is taken for.
pub fn of_field(seen: &Seen<'_>, field: &Field) -> Fact {
    let written = short(&field.written.value);
    let text = match field.meant {
        Some((list, How::Id)) => format!("{}, by its id", seen.named(list)),
        Some((list, how)) => format!("“{written}” is {}, by {}", seen.named(list), rule(how)),
        None => format!("“{written}”"),
    };
    let address = field.meant.and_then(|(list, _)| seen.list_address(list));
    let fact = Fact::new(&field.key, text).at(seen.place(field.written.span));
    address.into_iter().fold(fact, Fact::link)
}

/// Fields that are not written, and what the program takes for them.
fn not_written(seen: &Seen<'_>, article: &Article, fields: &[Field]) -> Vec<Fact> {
    let written = |key: &str| fields.iter().any(|field| field.key.split(['[', '.']).next() == Some(key));
    let slug = article.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let defaults = [
        ("language", format!("{}, that of the site", article.language.code())),
        ("genre", article.genre.word().to_owned()),
        ("slug", format!("{slug}, from the name of the file")),
        ("added", "as its date".to_owned()),
    ];
    let mut facts: Vec<Fact> = Vec::new();
    for (key, text) in defaults.into_iter().filter(|(key, _)| !written(key)) {
        facts.push(Fact::new(key, format!("not written: {text}")));
    }
    if !written("election") && !written("roll") {
        let unnamed = seen.named(List::Subject(seen.site.gazetteer.unnamed()));
        facts.push(Fact::new("election", format!("not written, and no `roll`: {unnamed}")));
    }
    facts
}

fn dates(seen: &Seen<'_>, article: &Article) -> Vec<Fact> {
    let dated = [("published", Some(&article.published)), ("updated", article.updated.as_ref())];
    let mut facts: Vec<Fact> =
        dated.into_iter().filter_map(|(name, date)| Some(Fact::new(name, of_date(date?)))).collect();
    for (at, event) in article.events.iter().enumerate() {
        let date = event.date.as_ref().map_or_else(|| "no date".to_owned(), of_date);
        let fact = Fact::new(format!("events[{}]", at + 1), format!("{}: {date}", event.kind));
        facts.push(fact.at(seen.place(event.span)));
    }
    facts
}

/// A date with its precision, its method and how sure it is.
fn of_date(date: &Dated) -> String {
    let moment = match date.moment {
        None => "unknown".to_owned(),
        Some(Moment::Minute(at)) => format!("{}, to the minute", at.format("%Y-%m-%d %H:%M %:z")),
        Some(Moment::Day(day)) => format!("{day}, to the day"),
        Some(Moment::Month(day)) => format!("{}, to the month", day.format("%Y-%m")),
        Some(Moment::Year(day)) => format!("{}, to the year", day.format("%Y")),
    };
    let mut text = format!("{moment}; method {}, confidence {}", date.method.word(), date.confidence.word());
    if let Some((first, last)) = date.window {
        text.push_str(&format!("; between {first} and {last}"));
    }
    for (what, said) in [("written", &date.written), ("conflict", &date.conflict)] {
        text.extend(said.as_ref().map(|said| format!("; {what} “{}”", short(said))));
    }
    text
}

/// Articles that tell the same story.
fn family(seen: &Seen<'_>, standing: Standing<'_>) -> Option<Section> {
    let article = standing.article();
    let mut facts = Vec::new();
    if let Some(family) = &article.family {
        let text = format!("it tells the story of `content/{}.md`", family.file);
        facts.push(Fact::new("family", text).at(seen.place(family.span)));
    }
    if let Standing::Shown(id, _) = standing {
        facts.extend(seen.site.families.others(id).map(|id| {
            let other = seen.site.article(id);
            Fact::new(seen.file(other), format!("“{}”", short(&other.title))).link(seen.address(&other.path))
        }));
    }
    let others = facts.len() - usize::from(article.family.is_some());
    (!facts.is_empty()).then(|| Section::list("family", "articles that tell the same story", others, facts))
}

/// The lists and editions that have the article, in the main language.
fn stands_on(seen: &Seen<'_>, standing: Option<Standing<'_>>) -> Option<Section> {
    let Some(Standing::Shown(id, _)) = standing else { return None };
    let own = seen.plan.iter().filter(|page| page.language == seen.site.settings.language);
    let has = |kind: &PageKind| match kind {
        PageKind::List(List::Home, None) => true,
        PageKind::List(list @ List::Region(region), None) => {
            let mentions = seen.digest.regions.get(region).is_some_and(|region| region.mentions.contains(&id));
            mentions || seen.digest.articles(*list).contains(&id)
        }
        PageKind::List(list, None) => seen.digest.articles(*list).contains(&id),
        PageKind::Edition(at, None) => seen.digest.editions[*at].articles.contains(&id),
        _ => false,
    };
    let mut kinds: BTreeMap<(bool, &str), BTreeSet<String>> = BTreeMap::new();
    for page in own.filter(|page| has(&page.kind)) {
        kinds.entry((false, page::word(&page.kind))).or_default().insert(seen.address(&page.path));
    }
    Some(Section::addresses("lists", "lists and editions that have it, on their newest or an archive page", kinds))
}
