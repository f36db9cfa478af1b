//! Editions: what became known in each period that has closed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::link::{Life, end_of_day};
use crate::model::article::Article;
use crate::model::edition::{Edition, EditionKind, Period, Periods};
use crate::model::site::Site;
use crate::model::subject::SubjectId;

/// All editions that have closed by the instant of the site: by kind and election, oldest first.
///
/// An edition is a function of the content and of its closing instant. What became known after it was
/// written down, with a date of its own (`added`), changes no edition before that date.
pub fn editions(site: &Site) -> Vec<Edition> {
    let mut issues = Issues { site, periods: Periods::new(&site.settings, &site.gazetteer), open: BTreeMap::new() };
    for id in site.article_ids() {
        let article = site.article(id);
        let known = Life::of(article, site.settings.zone).and_then(|life| life.day);
        issues.add(article, known, |edition| edition.articles.push(id));
        for (at, correction) in article.corrections.iter().enumerate() {
            // a correction of the day on which the article came is part of the article
            if known.is_none_or(|known| correction.date > known) {
                issues.add(article, Some(correction.date), |edition| edition.corrections.push((id, at)));
            }
        }
    }
    for (at, article) in site.withdrawn.iter().enumerate() {
        let known = Life::of(article, site.settings.zone).and_then(|life| life.day);
        // nothing is withdrawn before it is known
        let gone = article.withdrawn.as_ref().map(|w| known.map_or(w.date, |known| w.date.max(known)));
        issues.add(article, gone, |edition| edition.withdrawn.push(at));
        // an edition in which it was new, or corrected, stays although there is nothing else in it
        let corrected = article.corrections.iter().map(|c| c.date).filter(|day| known.is_none_or(|known| *day > known));
        for day in corrected.filter(|day| gone.is_none_or(|gone| *day <= gone)).map(Some).chain([known]) {
            issues.add(article, day, |edition| {
                let later = gone.is_some_and(|gone| gone > edition.period.until);
                if later && edition.withdrawn_later.last() != Some(&at) {
                    edition.withdrawn_later.push(at);
                }
            });
        }
    }
    for gone in &site.expired {
        for &day in &gone.days {
            // it counts where it stood when the edition closed
            issues.add_about(&gone.subjects, Some(day), |edition| edition.expired += 1, |closes| closes < gone.at);
        }
    }
    numbered(issues.open)
}

type Key = (EditionKind, Option<SubjectId>, NaiveDate, String);

struct Issues<'a> {
    site: &'a Site,
    periods: Periods,
    open: BTreeMap<Key, Edition>,
}

impl Issues<'_> {
    fn add(&mut self, article: &Article, day: Option<NaiveDate>, to: impl FnMut(&mut Edition)) {
        self.add_about(&article.subjects, day, to, |_| true);
    }

    fn add_about(
        &mut self,
        subjects: &[SubjectId],
        day: Option<NaiveDate>,
        mut to: impl FnMut(&mut Edition),
        stood: impl Fn(DateTime<Utc>) -> bool,
    ) {
        let Some(day) = day else { return };
        for period in self.periods.holding(day) {
            let closes = end_of_day(period.until, self.site.settings.zone);
            let covers = period.subject.is_none_or(|subject| subjects.contains(&subject));
            if covers && stood(closes) && closes <= self.site.as_of.to_utc() {
                let key = (period.kind, period.subject, period.until, period.id.clone());
                to(self.open.entry(key).or_insert_with(|| empty(period, closes)));
            }
        }
    }
}

fn empty(period: Period, closes: DateTime<Utc>) -> Edition {
    Edition {
        period,
        number: 0,
        before: None,
        closes,
        articles: Vec::new(),
        corrections: Vec::new(),
        withdrawn: Vec::new(),
        withdrawn_later: Vec::new(),
        expired: 0,
    }
}

/// Numbers them from 1 within their kind and election; a period with nothing in it got none.
fn numbered(open: BTreeMap<Key, Edition>) -> Vec<Edition> {
    let mut editions: Vec<Edition> = Vec::with_capacity(open.len());
    for mut edition in open.into_values() {
        let series = |e: &Edition| (e.period.kind, e.period.subject);
        let before = editions.last().filter(|last| series(last) == series(&edition));
        edition.number = before.map_or(1, |before| before.number + 1);
        edition.before = before.map(|_| editions.len() - 1);
        editions.push(edition);
    }
    editions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_within_a_kind() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 2, d).unwrap();
        let period = |kind, d: u32| Period {
            kind,
            id: d.to_string(),
            subject: None,
            phase: None,
            name: Default::default(),
            from: day(d),
            until: day(d),
        };
        let at = |kind, d| {
            let period = period(kind, d);
            ((kind, None, period.until, period.id.clone()), empty(period, end_of_day(day(d), chrono_tz::Asia::Kolkata)))
        };
        let open = [at(EditionKind::Daily, 3), at(EditionKind::Daily, 9), at(EditionKind::Weekly, 8)];
        let editions = numbered(open.into_iter().collect());
        let shown: Vec<_> = editions.iter().map(|e| (e.number, e.before)).collect();
        assert_eq!(shown, [(1, None), (2, Some(0)), (1, None)]);
    }
}
