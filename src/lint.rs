//! Lint: what only shows when all articles stand side by side.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::article::Article;
use crate::model::digest::Digest;
use crate::model::site::Site;
use crate::model::subject::{Milestone, SubjectClass, SubjectId, SubjectStatus};
use crate::source::Span;

/// Findings about the digest as a whole.
pub fn digest(site: &Site, digest: &Digest) -> Vec<Diagnostic> {
    let mut found = conflicting_dates(site);
    found.extend(empty_cells(site, digest));
    found
}

/// Two articles, or an article and the gazetteer, that give different days for one poll or counting.
fn conflicting_dates(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(SubjectId, Milestone, Option<u32>), (NaiveDate, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    // an article that says what disagrees in it has been looked at
    for article in site.articles.iter().rev().filter(|article| article.conflicts.is_empty()) {
        for (subject, event, phase, day, span) in days(site, article) {
            let name = site.subject(subject).id.as_str();
            let what = event.word();
            let fact = site.subject(subject).in_force(event, phase, site.today()).map(|d| d.date.day());
            if let Some(fact) = fact.filter(|fact| *fact != day) {
                found.push(
                    Diagnostic::new(
                        Rule::ConflictingFacts,
                        format!("{what} of `{name}` is given as {day}; the gazetteer has {fact}"),
                    )
                    .at(span)
                    .help("correct the date, or say under `conflicts` that the document has another one"),
                );
                continue;
            }
            match first.get(&(subject, event, phase)) {
                Some((other, place)) if *other != day => found.push(
                    Diagnostic::new(
                        Rule::ConflictingFacts,
                        format!("{what} of `{name}` is given as {day}, elsewhere as {other}"),
                    )
                    .at(span)
                    .note(*place, format!("here it is {other}"))
                    .help("correct one of the two, or say under `conflicts` that the documents disagree"),
                ),
                Some(_) => {}
                None => {
                    first.insert((subject, event, phase), (day, span));
                }
            }
        }
    }
    found
}

/// The days that an article gives for polling and counting of the one election that it is about.
fn days<'a>(
    site: &'a Site,
    article: &'a Article,
) -> impl Iterator<Item = (SubjectId, Milestone, Option<u32>, NaiveDate, Span)> + 'a {
    let subject = match article.subjects[..] {
        [subject] if site.subject(subject).kind.class() == SubjectClass::Election => Some(subject),
        _ => None,
    };
    subject.into_iter().flat_map(move |subject| {
        article.events.iter().filter_map(move |event| {
            let day = event.date.as_ref().filter(|d| d.is_plain())?.moment?.day();
            let milestone = match event.kind.as_str() {
                "counting" => Milestone::Counting,
                "polling" => Milestone::Polling,
                _ => return None,
            };
            let several = site.subject(subject).phases.len() > 1;
            let phase = match milestone {
                Milestone::Counting => None,
                // a poll without its phase can be any of them
                _ if several => return None,
                _ => Some(1),
            };
            Some((subject, milestone, phase, day, event.span))
        })
    })
}

/// Regions that a subject covers, and for which it has no article, once for each subject that has any.
fn empty_cells(site: &Site, digest: &Digest) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, subject) in site.gazetteer.subjects() {
        let due = matches!(subject.status, SubjectStatus::Scheduled | SubjectStatus::Held);
        if !due || subject.regions.is_empty() || !digest.subjects.contains_key(&id) {
            continue;
        }
        let empty: Vec<&str> = subject
            .regions
            .iter()
            .filter(|region| !digest.cells.contains_key(&(id, **region)))
            .map(|region| site.region(*region).id.as_str())
            .collect();
        if !empty.is_empty() {
            found.push(
                Diagnostic::new(
                    Rule::EmptyCell,
                    format!(
                        "`{}` has no article for {}: {}",
                        subject.id,
                        if empty.len() == 1 { "one region".to_owned() } else { format!("{} regions", empty.len()) },
                        empty.join(", ")
                    ),
                )
                .help("the subject's page says so; nothing has to be done"),
            );
        }
    }
    found
}
