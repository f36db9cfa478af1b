//! Elections before the one that a document is about.

use std::ops::Range;

use chrono::Datelike;

use super::Page;
use super::elections::Cue;
use super::passage::Passage;
use super::scopes::main_subject;
use crate::model::region::RegionId;
use crate::model::subject::{Milestone, SubjectId, SubjectKind};

/// The last election to the house of these seats before the publication.
pub(super) fn earlier(page: &Page<'_>, unit: &str, scope: Option<RegionId>) -> Option<SubjectId> {
    let kind = match unit {
        "lok_sabha_seats" => SubjectKind::LokSabhaGeneral,
        "assembly_constituencies" => SubjectKind::VidhanSabhaGeneral,
        _ => page.reader.gazetteer.subjects[main_subject(page)?.0 as usize].kind,
    };
    let containing = page.reader.gazetteer.containing(scope?);
    let day = page.published?;
    let all = page
        .reader
        .gazetteer
        .subjects()
        .filter(|(_, subject)| subject.kind == kind && subject.regions.iter().any(|own| containing.contains(own)));
    let ended = all.filter_map(|(id, subject)| {
        let counting = subject.calendar.iter().find(|own| own.event == Milestone::Counting)?;
        Some((counting.date.day(), id))
    });
    ended.filter(|(end, _)| *end < day).max().map(|(_, id)| id)
}

/// A year before that of the publication in a sentence: `2019 में`, `In 2018`.
pub(super) fn year_before(page: &Page<'_>, passage: &Passage, sentence: &Range<usize>) -> Option<i32> {
    let published = page.published?.year();
    let beside = |at: usize| passage.word(at + 1) == "में" || at > 0 && matches!(passage.word(at - 1), "in" | "In");
    let year = |at: usize| passage.word(at).parse::<i32>().ok().filter(|year| (1950..published).contains(year));
    sentence.clone().filter(|&at| beside(at)).find_map(year)
}

/// The one election of a year that reaches a region, of the kind of the document's own.
pub(super) fn in_year(page: &Page<'_>, year: i32, scope: Option<RegionId>) -> Option<SubjectId> {
    let kind = page.reader.gazetteer.subjects[main_subject(page)?.0 as usize].kind;
    let containing = page.reader.gazetteer.containing(scope.or(page.primary)?);
    let mut fitting = page.reader.gazetteer.subjects().filter(|(_, subject)| {
        subject.kind == kind
            && subject.regions.iter().any(|own| containing.contains(own))
            && subject.id.ends_with(&year.to_string())
    });
    let (id, _) = fitting.next()?;
    fitting.next().is_none().then_some(id)
}

/// The earlier election that a sentence speaks of.
pub(super) fn past_election(page: &Page<'_>, index: usize, sentence: &Range<usize>) -> Option<SubjectId> {
    let main = main_subject(page);
    let cue = |c: &&Cue| {
        let named = c.past || page.subjects.mentioned.iter().any(|found| found.value == c.subject);
        c.passage == index && sentence.contains(&c.words.start) && named && Some(c.subject) != main
    };
    page.subjects.cues.iter().find(cue).map(|c| c.subject)
}
