//! What was known at the instant of the site: articles, corrections and dates that came later are left out.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::article::Article;
use crate::model::dated::{Dated, Moment};
use crate::model::site::{Expired, Gazetteer, LeftOut, Reason};
use crate::model::subject::{Milestone, Subject, SubjectStatus};

/// Some islands have skipped a whole day when they crossed the date line.
const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// The instant for which a site is made, as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// What the clock said; a date after it is most likely an error.
    Now(DateTime<Utc>),
    /// That instant.
    Instant(DateTime<Utc>),
    /// The end of that day in the site's zone.
    Day(NaiveDate),
}

/// The span of time in which an article stands on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// The day in whose editions it is new; `None` where nothing says when it became known.
    pub day: Option<NaiveDate>,
    /// Up to this instant, at which it is gone.
    pub until: Option<DateTime<Utc>>,
    /// From this instant on a short page says that it was withdrawn.
    pub withdrawn: Option<DateTime<Utc>>,
}

impl Life {
    /// The life of an article; `None` for drafts.
    pub fn of(article: &Article, zone: Tz) -> Option<Self> {
        let from = known_from(article, zone).max(article.embargo.map(|until| until.to_utc()));
        (!article.draft).then(|| Self {
            from: from.unwrap_or(DateTime::UNIX_EPOCH),
            day: from.map(|at| at.with_timezone(&zone).date_naive()),
            until: article.expires.map(|from| from.to_utc()),
            withdrawn: article.withdrawn.as_ref().map(|w| start_of_day(w.date, zone)),
        })
    }

    /// Whether the article, or the page that says it was withdrawn, stands on the site at `at`.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// When an article became known: the day it was added, else its date, else the end of its window.
fn known_from(article: &Article, zone: Tz) -> Option<DateTime<Utc>> {
    let added = article.added.map(|day| start_of_day(day, zone));
    let dated = first_instant(&article.published, zone);
    let window = || article.published.window.map(|(_, last)| start_of_day(last, zone));
    added.max(dated).or_else(window)
}

/// The instant that was asked for; by default the newest date.
pub fn instant(as_of: Option<AsOf>, newest: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    match as_of {
        Some(AsOf::Now(at) | AsOf::Instant(at)) => at,
        Some(AsOf::Day(day)) => end_of_day(day, zone),
        None => newest,
    }
}

/// What does not stand among the articles of a site.
#[derive(Default)]
pub struct Away {
    /// Taken back.
    pub withdrawn: Vec<Article>,
    /// Left out, as they are; the names of drafts are in no list of the site.
    pub articles: Vec<Article>,
    /// Of those whose time is over.
    pub expired: Vec<Expired>,
    /// All that is left out, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// Takes out of `articles` what does not stand on the site at `at`, and of the others what became known later.
/// Findings name `asked`, the instant of the command line.
pub fn keep_known(
    articles: &mut Vec<Article>,
    at: DateTime<Utc>,
    (asked, by_the_clock): (DateTime<Utc>, bool),
    zone: Tz,
    found: &mut Diagnostics,
) -> Away {
    let mut away = Away::default();
    let mut kept = Vec::with_capacity(articles.len());
    for mut article in articles.drain(..) {
        if let Some(reason) = reason(&article, at, zone) {
            found.extend(finding(&article, reason, asked.with_timezone(&zone), by_the_clock));
            away.expired.extend(expired(&article, reason, zone));
            away.left_out.push(LeftOut { source: article.source, path: article.path.clone(), reason });
            away.articles.push(article);
            continue;
        }
        if Life::of(&article, zone).is_some_and(|life| life.day.is_none()) {
            let fault = Diagnostic::new(Rule::NoEdition, "nothing says when this article became known");
            found.push(fault.at(article.span).help("give `added`, the day on which it came into the digest"));
        }
        forget_later(&mut article, at, zone);
        let gone = article.withdrawn.is_some();
        if gone { &mut away.withdrawn } else { &mut kept }.push(article);
    }
    *articles = kept;
    away
}

fn expired(article: &Article, reason: Reason, zone: Tz) -> Option<Expired> {
    let life = Life::of(article, zone).filter(|_| reason == Reason::Expired)?;
    let (known, at) = (life.day?, life.until?);
    let corrected =
        article.corrections.iter().map(|c| c.date).filter(|day| *day > known && start_of_day(*day, zone) < at);
    // one that expired before it was known was never there
    (life.from < at).then(|| Expired {
        days: [known].into_iter().chain(corrected).collect(),
        at,
        subjects: article.subjects.clone(),
    })
}

fn reason(article: &Article, at: DateTime<Utc>, zone: Tz) -> Option<Reason> {
    let Some(life) = Life::of(article, zone) else { return Some(Reason::Draft) };
    if life.holds(at) {
        None
    } else if life.until.is_some_and(|until| until <= at) {
        Some(Reason::Expired)
    } else if article.embargo.is_some_and(|until| until > at) {
        Some(Reason::Embargo)
    } else if first_instant(&article.published, zone).is_some_and(|dated| dated > at) {
        Some(Reason::Future)
    } else {
        Some(Reason::Later)
    }
}

/// Why an article is left out. A draft is one on purpose: the last line of a build counts them.
fn finding(article: &Article, reason: Reason, at: DateTime<Tz>, by_the_clock: bool) -> Option<Diagnostic> {
    let of = at.format("%Y-%m-%d %H:%M");
    if reason == Reason::Future && by_the_clock {
        let message = format!("this article is dated after {of}, the instant of this build");
        let found = Diagnostic::new(Rule::FutureDate, message).at(article.span);
        return Some(found.help("it is left out until then; if the date is wrong, correct it"));
    }
    let local = |instant: Option<DateTime<chrono::FixedOffset>>| {
        instant.map_or(String::new(), |i| i.with_timezone(&at.timezone()).format("%Y-%m-%d %H:%M").to_string())
    };
    let why = match reason {
        Reason::Draft => return None,
        Reason::Embargo => format!("its embargo ends at {}", local(article.embargo)),
        Reason::Expired => format!("it expired at {}", local(article.expires)),
        Reason::Future => format!("it is dated after {of}"),
        Reason::Later => format!("it became known only after {of}"),
    };
    Some(Diagnostic::new(Rule::LeftOut, format!("this article is left out: {why}")).at(article.span))
}

/// Corrections, changes and the withdrawal of an article that came after `at`. The body is the text of today, so
/// that a later correction is noted.
fn forget_later(article: &mut Article, at: DateTime<Utc>, zone: Tz) {
    let later = |day: NaiveDate| start_of_day(day, zone) > at;
    article.corrected_later = article.corrections.iter().map(|c| c.date).filter(|day| later(*day)).min();
    article.corrections.retain(|correction| !later(correction.date));
    article.updated = article.updated.take().filter(|d| first_instant(d, zone).is_none_or(|d| d <= at));
    article.withdrawn = article.withdrawn.take().filter(|w| !later(w.date));
}

/// Takes out of the gazetteer the dates that were announced after `day`, and results of phases not yet polled.
pub fn forget_later_dates(gazetteer: &mut Gazetteer, day: NaiveDate) {
    for subject in &mut gazetteer.subjects {
        let dated = !subject.calendar.is_empty();
        subject.calendar.retain(|date| date.known_on(day));
        if dated && subject.calendar.is_empty() && subject.status != SubjectStatus::Background {
            subject.status = SubjectStatus::Expected;
        }
        let mut phases = std::mem::take(&mut subject.phases);
        phases.retain_mut(|phase| {
            let dated = phase.poll.is_some();
            phase.poll = poll_known_on(subject, phase.number, day);
            if phase.poll.is_none_or(|poll| poll > day) {
                phase.seats_polled = None;
                phase.seats_by_region.clear();
            }
            !dated || phase.poll.is_some()
        });
        subject.phases = phases;
    }
}

fn poll_known_on(subject: &Subject, phase: u32, day: NaiveDate) -> Option<NaiveDate> {
    let date = subject.in_force(Milestone::Polling, Some(phase), day)?;
    Some(date.date.day())
}

/// The newest published, added, updated or corrected date of what is neither draft nor under an embargo; the end
/// of that day where no time is given.
pub fn newest(articles: &[Article], zone: Tz) -> DateTime<Utc> {
    let end = |day| Some(end_of_day(day, zone));
    let dates = |article: &Article| {
        let corrections = article.corrections.iter().map(|c| c.date).max();
        let withdrawn = article.withdrawn.as_ref().map(|w| w.date);
        let days = [article.added, corrections, withdrawn].into_iter().flatten().map(end);
        let dates = [Some(&article.published), article.updated.as_ref()].into_iter().flatten();
        days.chain(dates.map(|date| last_instant(date, zone))).flatten().max()
    };
    let accepted = articles.iter().filter(|a| !a.draft && a.embargo.is_none());
    accepted.filter_map(dates).max().unwrap_or(DateTime::UNIX_EPOCH)
}

/// The first instant at which a date can be.
pub fn first_instant(date: &Dated, zone: Tz) -> Option<DateTime<Utc>> {
    match date.moment? {
        Moment::Minute(at) => Some(at.to_utc()),
        moment => Some(start_of_day(moment.day(), zone)),
    }
}

fn last_instant(date: &Dated, zone: Tz) -> Option<DateTime<Utc>> {
    match (date.moment, date.window) {
        (Some(Moment::Minute(at)), _) => Some(at.to_utc()),
        (Some(moment), _) => Some(end_of_day(moment.day(), zone)),
        (None, Some((_, last))) => Some(end_of_day(last, zone)),
        (None, None) => None,
    }
}

/// The first instant of a day in the site's zone: midnight, or the end of the hour that a change of clocks skips then.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let mut minutes = (0..=MINUTES_OF_A_DAY).map(|minute| midnight + Duration::minutes(minute));
    let first = minutes.find_map(|local| zone.from_local_datetime(&local).earliest());
    first.map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

/// The last second of a day in the site's zone.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    start_of_day(day.succ_opt().unwrap_or(day), zone) - Duration::seconds(1)
}
