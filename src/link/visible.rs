//! Which articles the site shows at its instant, and why the others are left out.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::article::Article;
use crate::model::dated::{Dated, Moment};
use crate::model::site::LeftOut;

/// The instant for which a site is made, as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// That instant.
    Instant(DateTime<Utc>),
    /// The end of that day in the site's zone.
    Day(NaiveDate),
}

/// Removes drafts, embargoed, expired and future articles; returns the instant and what was removed.
pub fn keep_visible(
    articles: &mut Vec<Article>,
    as_of: Option<AsOf>,
    zone: Tz,
    found: &mut Diagnostics,
) -> (DateTime<Tz>, Vec<LeftOut>) {
    let as_of = match as_of {
        Some(AsOf::Instant(at)) => at,
        Some(AsOf::Day(day)) => end_of_day(day, zone),
        None => newest(articles, zone),
    }
    .with_timezone(&zone);
    let mut left_out = Vec::new();
    articles.retain(|article| {
        let Some(reason) = reason(article, as_of) else { return true };
        if reason == "future" {
            let message =
                format!("this article is dated after {}, the instant of this build", as_of.format("%Y-%m-%d %H:%M"));
            found.push(
                Diagnostic::new(Rule::FutureDate, message)
                    .at(article.span)
                    .help("it is left out; correct the date, or build with a later `--as-of`"),
            );
        }
        left_out.push(LeftOut { source: article.source, reason });
        false
    });
    (as_of, left_out)
}

fn reason(article: &Article, as_of: DateTime<Tz>) -> Option<&'static str> {
    if article.draft {
        Some("draft")
    } else if article.embargo.is_some_and(|until| until > as_of) {
        Some("embargo")
    } else if article.expires.is_some_and(|from| from <= as_of) {
        Some("expired")
    } else if first_instant(&article.published, as_of.timezone()).is_some_and(|at| at > as_of) {
        Some("future")
    } else {
        None
    }
}

/// The newest published, updated or corrected date of what is neither draft nor under an embargo that
/// is later than it; the end of that day where no time is given.
fn newest(articles: &[Article], zone: Tz) -> DateTime<Utc> {
    articles
        .iter()
        .filter(|a| !a.draft && a.embargo.is_none())
        .flat_map(|a| {
            let corrections = a.corrections.iter().map(|c| end_of_day(c.date, zone));
            let dates = [Some(&a.published), a.updated.as_ref()].into_iter().flatten();
            dates.filter_map(move |d| last_instant(d, zone)).chain(corrections).collect::<Vec<_>>()
        })
        .max()
        .unwrap_or(DateTime::UNIX_EPOCH)
}

fn first_instant(date: &Dated, zone: Tz) -> Option<DateTime<Utc>> {
    match date.moment? {
        Moment::Minute(at) => Some(at.to_utc()),
        moment => Some(at_time(moment.day(), NaiveTime::MIN, zone)),
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

fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    at_time(day, NaiveTime::from_hms_opt(23, 59, 59).expect("a valid time"), zone)
}

fn at_time(day: NaiveDate, time: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let local = day.and_time(time);
    // a local time that a change of clocks skips is read as the instant of the change
    zone.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.to_utc())
}
