//! The instants at which the site would differ if no file changed: the last one that has passed, and the next.
//!
//! A site is a function of its files and of the last such instant, so that two builds between the same two
//! instants are the same byte for byte.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::known::{Life, end_of_day, first_instant, start_of_day};
use crate::load::Sources;
use crate::model::article::Article;
use crate::model::dated::Moment;
use crate::model::edition::Periods;
use crate::model::settings::{Part, Settings};
use crate::model::site::{Cause, Change, Gazetteer, NextChange};
use crate::model::subject::{Milestone, Phase, Subject, SubjectStatus};

/// Days ahead that the home page shows.
pub const AHEAD: u64 = 14;
/// Days back that the calendar shows.
pub const BACK: u64 = 60;
/// Days back that the news sitemap holds.
pub const NEWS: u64 = 2;

/// Gathers instants around one.
struct Instants {
    at: DateTime<Utc>,
    last: DateTime<Utc>,
    next: Option<(DateTime<Utc>, BTreeSet<Cause>)>,
}

impl Instants {
    fn mark(&mut self, instant: DateTime<Utc>, what: Change, of: impl FnOnce() -> String) {
        if instant <= self.at {
            self.last = self.last.max(instant);
            return;
        }
        let cause = |of: String| Cause { what, of };
        match &mut self.next {
            Some((next, _)) if *next < instant => {}
            Some((next, causes)) if *next == instant => {
                causes.insert(cause(of()));
            }
            next => *next = Some((instant, BTreeSet::from([cause(of())]))),
        }
    }
}

/// The last instant up to `at` at which something changed, and the next one. `articles` and `gazetteer` are
/// complete: nothing that came later has been taken out yet.
pub fn around(
    at: DateTime<Utc>,
    articles: &[Article],
    gazetteer: &Gazetteer,
    settings: &Settings,
    sources: &Sources,
) -> (DateTime<Utc>, Option<NextChange>) {
    let mut instants = Instants { at, last: DateTime::UNIX_EPOCH, next: None };
    let periods = Periods::new(settings, gazetteer);
    let mut issues: BTreeMap<String, NaiveDate> = BTreeMap::new();
    for article in articles {
        let Some(life) = Life::of(article, settings.zone) else { continue };
        if life.until.is_some_and(|until| until <= life.from) {
            continue;
        }
        let file = || sources.file(article.source).path.clone();
        for (instant, what) in of_article(article, life, settings) {
            instants.mark(instant, what, file);
        }
        let gone = article.withdrawn.as_ref().map(|w| w.date);
        let corrected = article.corrections.iter().map(|c| c.date).filter(|day| gone.is_none_or(|gone| *day <= gone));
        let days = corrected.chain(gone);
        let later = days.filter(|day| life.day.is_none_or(|known| *day > known));
        for period in later.chain(life.day).flat_map(|day| periods.holding(day)) {
            let closed = life.holds(end_of_day(period.until, settings.zone));
            if closed && period.subject.is_none_or(|subject| article.subjects.contains(&subject)) {
                issues.insert(period.id, period.until);
            }
        }
    }
    for (id, until) in issues {
        instants.mark(end_of_day(until, settings.zone), Change::Edition, || id);
    }
    for subject in &gazetteer.subjects {
        for (day, what) in of_subject(subject, settings) {
            instants.mark(start_of_day(day, settings.zone), what, || subject.id.clone());
        }
    }
    let next = instants.next.map(|(at, causes)| NextChange {
        at: at.with_timezone(&settings.zone).fixed_offset(),
        causes: causes.into_iter().collect(),
    });
    (instants.last, next)
}

/// The instants of an article's own life, and those at which lists of recent things drop it.
fn of_article(article: &Article, life: Life, settings: &Settings) -> Vec<(DateTime<Utc>, Change)> {
    let zone = settings.zone;
    let embargoed = article.embargo.is_some_and(|until| until.to_utc() == life.from);
    let mut instants = vec![(life.from, if embargoed { Change::Embargo } else { Change::Article })];
    instants.extend(life.until.map(|at| (at, Change::Expiry)));
    let mut within = |at: DateTime<Utc>, what| {
        if at > life.from && life.holds(at) {
            instants.push((at, what));
        }
    };
    if let Some(at) = life.withdrawn {
        within(at, Change::Withdrawal);
    }
    // what follows shows on no page of a withdrawn article, and in lists in which it does not stand
    let mut listed = |at: DateTime<Utc>, what| {
        if life.withdrawn.is_none_or(|withdrawn| at < withdrawn) {
            within(at, what);
        }
    };
    for correction in &article.corrections {
        listed(start_of_day(correction.date, zone), Change::Correction);
    }
    if let Some(at) = article.updated.as_ref().and_then(|date| first_instant(date, zone)) {
        listed(at, Change::Update);
    }
    if let Some(Moment::Day(_) | Moment::Minute(_)) = article.published.moment {
        let day = article.published.sort_day();
        listed(after(day, NEWS + 1, zone), Change::NewsSitemap);
    }
    if settings.makes(Part::Calendar) {
        for day in article.events.iter().filter_map(|event| Some(event.date.as_ref()?.moment?.day())) {
            listed(after(day, BACK + 1, zone), Change::Calendar);
        }
    }
    instants
}

fn after(day: NaiveDate, days: u64, zone: Tz) -> DateTime<Utc> {
    start_of_day(day.checked_add_days(Days::new(days)).unwrap_or(day), zone)
}

/// The days at whose beginning the dates of a subject are shown otherwise than before.
fn of_subject(subject: &Subject, settings: &Settings) -> Vec<(NaiveDate, Change)> {
    let mut days: Vec<(NaiveDate, Change)> = Vec::new();
    for date in &subject.calendar {
        days.extend(date.known_day().map(|day| (day, Change::Announcement)));
        let on = |ahead: i64| date.date.day() + chrono::Duration::days(ahead);
        // only a date that is in force on the day makes a difference on it
        let mut shown = |day: NaiveDate, what| {
            if subject.in_force(date.event, date.phase, day) == Some(date) {
                days.push((day, what));
            }
        };
        shown(on(1), Change::Calendar);
        let results = |phase: &Phase| phase.seats_polled.is_some() || !phase.seats_by_region.is_empty();
        if date.event == Milestone::Polling && subject.phases.iter().any(|p| Some(p.number) == date.phase && results(p))
        {
            shown(on(0), Change::Phase);
        }
        if subject.status_on(on(0)) != subject.status_on(on(-1)) {
            shown(on(0), Change::Status);
        }
        if subject.status != SubjectStatus::Background {
            shown(on(-(AHEAD as i64)), Change::Calendar);
            if settings.makes(Part::Calendar) {
                shown(on(BACK as i64 + 1), Change::Calendar);
            }
        }
    }
    days
}
