//! What changed, by day: articles that became known, were corrected or withdrawn, claims and dates that became others.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::views::{Views, claim_value};
use crate::group::changes::corrections_by_day;
use crate::model::article::Article;
use crate::model::chronicle::{DateKey, Said, Standing, Written};
use crate::model::dated::Moment;
use crate::model::history::Change;
use crate::model::subject::{CalendarDate, SubjectStatus};
use crate::view;

/// The newest changes, at most `most`, by day.
pub fn newest(views: &Views<'_>, most: usize) -> Vec<(NaiveDate, Vec<view::Change>)> {
    let chronicle = &views.digest.chronicle;
    let days: BTreeSet<NaiveDate> =
        chronicle.articles.days().chain(chronicle.claims.days()).chain(chronicle.dates.days()).collect();
    let mut left = most;
    let mut newest = Vec::new();
    for day in days.into_iter().rev() {
        // what was always known has no day
        if left == 0 || day == NaiveDate::MIN {
            break;
        }
        let mut changes = of_day(views, day);
        changes.truncate(left);
        left -= changes.len();
        if !changes.is_empty() {
            newest.push((day, changes));
        }
    }
    newest
}

/// The changes of a day: new, corrected and withdrawn articles, then claims, then dates.
fn of_day(views: &Views<'_>, day: NaiveDate) -> Vec<view::Change> {
    let chronicle = &views.digest.chronicle;
    let Some(before) = day.pred_opt() else { return Vec::new() };
    let mut articles: Vec<view::Change> = chronicle
        .articles
        .between(before, day)
        .into_iter()
        .filter_map(|(written, change)| article(views, written, &change, day))
        .collect();
    let rank = |change: &view::Change| ["new", "corrected", "withdrawn"].iter().position(|key| *key == change.key);
    articles.sort_by_key(rank);
    let claims = chronicle.claims.between(before, day);
    let claims = claims.into_values().filter_map(|change| claim(views, &change, day));
    let dates = chronicle.dates.between(before, day);
    let dates = dates.into_iter().filter_map(|(key, change)| date(views, key, &change, day));
    articles.into_iter().chain(claims).chain(dates).collect()
}

fn article(views: &Views<'_>, written: Written, change: &Change<Standing>, day: NaiveDate) -> Option<view::Change> {
    let article = match written {
        Written::Shown(id) => views.site.article(id),
        Written::Withdrawn(at) => &views.site.withdrawn[at],
    };
    let (key, text) = match (change.before, change.after?) {
        (None, Standing::Known(_)) => ("new", None),
        (Some(Standing::Known(from)), Standing::Known(to)) => {
            let made = &corrections_by_day(article)[from..to];
            let texts: Vec<&str> = made.iter().map(|&at| article.corrections[at].text.as_str()).collect();
            ("corrected", Some(texts.join(" ")))
        }
        (_, Standing::Gone) => ("withdrawn", article.withdrawn.as_ref().map(|w| w.reason.clone())),
        (Some(Standing::Gone), Standing::Known(_)) => return None,
    };
    Some(view::Change {
        id: format!("{key}-{}-{day}", slug(article)),
        link: views.article_link(article),
        lang: text.as_ref().and_then(|_| views.words.mark(article.language)),
        text,
        ..bare(views, key)
    })
}

/// A claim with another value than the one before it of the same key and sort.
fn claim(views: &Views<'_>, change: &Change<Said>, day: NaiveDate) -> Option<view::Change> {
    let (was, now) = (change.before.as_ref()?, change.after.as_ref()?);
    if was.value == now.value {
        return None;
    }
    let (before, after) = (views.claim_at(was.article, was.at), views.claim_at(now.article, now.at));
    let sentence = |claim: &view::Claim| Some(views.words.plain_link(claim.text.clone(), Some(claim.url.clone())));
    let holder = after.holder.clone().or_else(|| Some(views.words.plain_link(after.holder_text.clone()?, None)));
    let scope = after.scope.iter().map(|scope| scope.name.clone());
    let about: Vec<String> = [after.kind.clone(), after.unit.clone()].into_iter().chain(scope).collect();
    Some(view::Change {
        id: format!("superseded-{}-{}-{day}", after.id, claim_value(&was.value)),
        link: holder?,
        about: Some(about.join(", ")),
        was: sentence(&before),
        now: sentence(&after),
        ..bare(views, "superseded")
    })
}

/// A date of a calendar that became another; the first one of an event is none that moved.
fn date(
    views: &Views<'_>,
    (id, event, phase): DateKey,
    change: &Change<CalendarDate>,
    day: NaiveDate,
) -> Option<view::Change> {
    let (was, now) = (change.before.as_ref()?, change.after.as_ref()?);
    let subject = views.site.subject(id);
    if was.date == now.date || subject.status == SubjectStatus::Background {
        return None;
    }
    let (_, row) = views.calendar_row(id, (event, phase), day)?;
    let date = |date: &CalendarDate| Some(views.words.plain_link(views.words.moment(date.date).text, None));
    let number = phase.map(|n| format!("-{n}")).unwrap_or_default();
    Some(view::Change {
        id: format!("moved-{}-{}{number}-{day}", subject.id, event.word()),
        link: row.subject,
        about: Some([Some(row.event), row.phase].into_iter().flatten().collect::<Vec<_>>().join(", ")),
        was: date(was),
        now: date(now),
        // the day stands for the whole month or year of which it is the first
        text: now.set.filter(|set| matches!(set, Moment::Month(_) | Moment::Year(_))).map(|set| {
            let announced = views.words.word("ui", "announced");
            format!("{announced}: {}", views.words.moment(set).text)
        }),
        ..bare(views, "moved")
    })
}

fn bare(views: &Views<'_>, key: &'static str) -> view::Change {
    view::Change {
        id: String::new(),
        key,
        what: views.words.word("change", key),
        link: views.words.plain_link("", None),
        about: None,
        was: None,
        now: None,
        text: None,
        lang: None,
    }
}

/// The address of an article as part of an anchor.
fn slug(article: &Article) -> String {
    article.path.trim_start_matches("articles/").trim_end_matches('/').replace('/', "-")
}
