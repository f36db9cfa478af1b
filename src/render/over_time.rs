//! Articles over time: how many there are of each day, week, month or year, with the polling days among them; and the
//! values of claims, where a later article has another one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate};

use super::chart::{self, Point};
use super::views::Views;
use crate::model::article::ArticleId;
use crate::model::chronicle::ClaimKey;
use crate::model::claim::{Claim, ClaimKind, ClaimValue};
use crate::model::dated::Moment;
use crate::model::subject::{Milestone, SubjectClass, SubjectId};
use crate::text::date::Dates;
use crate::view::Chart;

/// Claims of a subject whose values are drawn.
const CLAIMS: usize = 6;
/// Values of a claim that are drawn: the latest ones.
const VALUES: usize = 40;
/// Days of the longest span that is shown by day.
const BY_DAY: i64 = 21;
/// Days of the longest span that is shown by week.
const BY_WEEK: i64 = 70;
/// Days of the longest span that is shown by month.
const BY_MONTH: i64 = 5 * 366;

/// The values of a claim, by the day of their article.
type Values = BTreeSet<(NaiveDate, usize)>;

/// How long the time of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Day,
    /// From Monday.
    Week,
    Month,
    Year,
}

/// Articles over time, with the polling days of `subject` as marks. None where fewer than two columns come of it.
/// `id` is unique on the page.
pub fn chart(views: &Views<'_>, id: &str, articles: &[ArticleId], subject: Option<SubjectId>) -> Option<Chart> {
    let words = views.words;
    let published = |article: &ArticleId| day(views.site.article(*article).published.moment?);
    let days: Vec<NaiveDate> = articles.iter().filter_map(published).collect();
    let polls = subject.map(|subject| polls(views, subject)).unwrap_or_default();
    let (step, points) = points(views, &days, &polls)?;
    let mut title = words.word("chart", step.word());
    let mut add = |note: String| {
        title.push_str("; ");
        title.push_str(&note);
    };
    if points.iter().any(|point| point.mark.is_some()) {
        add(words.word("chart", "polls"));
    }
    if days.len() < articles.len() {
        add(words.fill("chart.undated", &[("number", &words.number(articles.len() - days.len()))]));
    }
    Some(chart::timeline(id, &title, &points))
}

/// The values of claims about `subject`, each claim with another value later a chart; those with most values first.
pub fn claims(views: &Views<'_>, articles: &[ArticleId], subject: SubjectId) -> Vec<Chart> {
    let (site, words) = (views.site, views.words);
    // with the claim that is read first, for the words of its holder
    let mut series: BTreeMap<(ClaimKey, ClaimKind), (&Claim, Values)> = BTreeMap::new();
    for &id in articles {
        let article = site.article(id);
        let Some(day) = article.published.moment.and_then(day) else { continue };
        for claim in &article.claims {
            let key = ClaimKey::of(claim, site.gazetteer.unnamed()).filter(|key| key.about == subject);
            let ClaimValue::Number(value) = &claim.value else { continue };
            if let (Some(key), Ok(value)) = (key, value.parse()) {
                series.entry((key, claim.kind)).or_insert_with(|| (claim, BTreeSet::new())).1.insert((day, value));
            }
        }
    }
    let changed = |values: &Values| {
        let (first, last) = (values.first(), values.last());
        first.zip(last).is_some_and(|(first, last)| first.0 < last.0 && values.iter().any(|one| one.1 != first.1))
    };
    let mut series: Vec<_> = series.into_values().filter(|(_, values)| changed(values)).collect();
    series.sort_by_key(|(_, values)| Reverse(values.len()));
    let charts = (1..).zip(series).take(CLAIMS).map(|(number, (claim, values))| {
        let point = |(day, value): (NaiveDate, usize)| Point {
            name: words.day(day),
            label: words.digits(words.dates().short(day)),
            group: words.digits(day.year().to_string()),
            count: words.count(value),
            mark: None,
        };
        let party = claim.holder.map(|id| words.link(&site.party(id).name, None).name);
        let what = [
            Some(words.word("claim_kind", claim.kind.word())),
            Some(words.word("unit", &claim.unit)),
            claim.scope.map(|id| words.link(&site.region(id).name, None).name),
            party.or_else(|| claim.holder_text.clone()),
        ];
        let what = what.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let title = words.fill("chart.values", &[("claim", &what)]);
        chart::timeline(
            &format!("chart-claim-{number}"),
            &title,
            &latest(values).into_iter().map(point).collect::<Vec<_>>(),
        )
    });
    charts.collect()
}

fn latest(values: Values) -> Vec<(NaiveDate, usize)> {
    let earlier = values.len().saturating_sub(VALUES);
    values.into_iter().skip(earlier).collect()
}

/// The columns, from the first that has an article to the last.
fn points(
    views: &Views<'_>,
    days: &[NaiveDate],
    polls: &BTreeMap<NaiveDate, BTreeSet<u32>>,
) -> Option<(Step, Vec<Point>)> {
    let words = views.words;
    let step = Step::of(*days.iter().min()?, *days.iter().max()?);
    let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    days.iter().for_each(|day| *counts.entry(step.start(*day)).or_default() += 1);
    let last = *counts.keys().last()?;
    let starts = std::iter::successors(counts.keys().next().copied(), |start| step.next(*start));
    let points: Vec<Point> = starts
        .take_while(|start| *start <= last)
        .map(|start| {
            let within = polls.iter().filter(|(day, _)| step.start(**day) == start);
            let phases: BTreeSet<u32> = within.clone().flat_map(|(_, phases)| phases.iter().copied()).collect();
            let (label, group) = step.label(start, words.dates());
            Point {
                name: words.digits(step.name(start, words.dates())),
                label: words.digits(label),
                group: words.digits(group),
                count: words.count(counts.get(&start).copied().unwrap_or(0)),
                mark: (within.count() > 0).then(|| mark(views, &phases)),
            }
        })
        .collect();
    (points.len() > 1).then_some((step, points))
}

/// The polling days of an election, as known now, with their phases; with none where there is only one.
fn polls(views: &Views<'_>, id: SubjectId) -> BTreeMap<NaiveDate, BTreeSet<u32>> {
    let (subject, today) = (views.site.subject(id), views.site.today());
    let mut polls: BTreeMap<NaiveDate, BTreeSet<u32>> = BTreeMap::new();
    if subject.kind.class() != SubjectClass::Election {
        return polls;
    }
    let phases: BTreeSet<Option<u32>> =
        subject.calendar.iter().filter(|date| date.event == Milestone::Polling).map(|date| date.phase).collect();
    for phase in phases {
        let date = subject.in_force(Milestone::Polling, phase, today);
        if let Some(day) = date.and_then(|date| day(date.date)) {
            polls.entry(day).or_default().extend(phase.filter(|_| subject.phases_on(today) > 1));
        }
    }
    polls
}

/// The day of a moment that is known so far.
fn day(moment: Moment) -> Option<NaiveDate> {
    matches!(moment, Moment::Minute(_) | Moment::Day(_)).then(|| moment.day())
}

/// What is polled: "Phase 3–6", or "Polling" where there are no phases.
fn mark(views: &Views<'_>, phases: &BTreeSet<u32>) -> String {
    let words = views.words;
    let phases: Vec<u32> = phases.iter().copied().collect();
    let number = |n: u32| words.number(n as usize);
    let runs = phases.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
        [first, .., last] => format!("{}–{}", number(*first), number(*last)),
        _ => number(run[0]),
    });
    match runs.collect::<Vec<_>>() {
        runs if runs.is_empty() => words.word("milestone", Milestone::Polling.word()),
        runs => words.fill("text.phase", &[("number", &runs.join(", "))]),
    }
}

impl Step {
    fn of(first: NaiveDate, last: NaiveDate) -> Self {
        let days = (last - first).num_days() + 1;
        let steps = [(BY_DAY, Self::Day), (BY_WEEK, Self::Week), (BY_MONTH, Self::Month)];
        steps.into_iter().find(|(most, _)| days <= *most).map_or(Self::Year, |(_, step)| step)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The first day of the time in which a day falls.
    fn start(self, day: NaiveDate) -> NaiveDate {
        let back = match self {
            Self::Day => 0,
            Self::Week => day.weekday().num_days_from_monday(),
            Self::Month => day.day0(),
            Self::Year => day.ordinal0(),
        };
        day.checked_sub_days(Days::new(back.into())).unwrap_or(day)
    }

    fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }

    /// In full: "8 April 2024", "April 2024".
    fn name(self, start: NaiveDate, dates: &Dates) -> String {
        match self {
            Self::Day => dates.long(start),
            Self::Week => {
                let end = start.checked_add_days(Days::new(6)).unwrap_or(start);
                dates.range(start, end)
            }
            Self::Month => dates.month_year(start),
            Self::Year => start.year().to_string(),
        }
    }

    /// Below the column, and what it shares with those beside it: "8 April" and "2024".
    fn label(self, start: NaiveDate, dates: &Dates) -> (String, String) {
        let year = start.year().to_string();
        match self {
            Self::Day | Self::Week => (dates.short(start), year),
            Self::Month => (dates.month_name(start).to_owned(), year),
            Self::Year => (year, String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings;
    use crate::text::Language;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("an ISO date")
    }

    #[test]
    fn longer_spans_have_longer_steps() {
        let step = |last: &str| Step::of(day("2024-04-01"), day(last));
        assert_eq!(["2024-04-01", "2024-04-21"].map(step), [Step::Day; 2]);
        assert_eq!(["2024-04-22", "2024-06-09"].map(step), [Step::Week; 2]);
        assert_eq!(["2024-06-10", "2028-12-31"].map(step), [Step::Month; 2]);
        assert_eq!(step("2030-04-01"), Step::Year);
    }

    #[test]
    fn every_day_falls_into_one_step() {
        for step in [Step::Day, Step::Week, Step::Month, Step::Year] {
            let mut start = step.start(day("2019-12-25"));
            for at in day("2019-12-25").iter_days().take(900) {
                if step.next(start) == Some(at) {
                    start = at;
                }
                assert_eq!(step.start(at), start, "{step:?} of {at}");
            }
        }
        // a week begins with its Monday, also over the end of a year
        assert_eq!(Step::Week.start(day("2025-01-01")), day("2024-12-30"));
    }

    #[test]
    fn columns_are_named_in_full_and_in_short() {
        let names = |step: Step, start: &str, dates: &Dates| {
            let (label, group) = step.label(day(start), dates);
            [step.name(day(start), dates), label, group]
        };
        let [hindi, english] = &Language::BUILT_IN.map(|language| Dates::new(strings::of(language)));
        assert_eq!(names(Step::Day, "2024-04-08", english), ["8 April 2024", "8 April", "2024"]);
        assert_eq!(names(Step::Week, "2024-04-29", english), ["29 April – 5 May 2024", "29 April", "2024"]);
        assert_eq!(names(Step::Month, "2024-04-01", hindi), ["अप्रैल 2024", "अप्रैल", "2024"]);
        assert_eq!(names(Step::Year, "2024-01-01", english), ["2024", "2024", ""]);
    }
}
