//! Editions: dated issues of the digest, one for each period in which something became known.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};

use super::article::ArticleId;
use super::name::Name;
use super::settings::{Part, Settings};
use super::site::Gazetteer;
use super::subject::{Milestone, Subject, SubjectClass, SubjectId};

/// What makes a period of editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Series {
    /// Every day.
    Daily,
    /// Every week, Monday to Sunday.
    Weekly,
    /// Every phase of every election, and the time from the last poll to the counting.
    Phase,
    /// One period with a name of its own.
    Named(Named),
}

/// A period that `site.yaml` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Last part of its address.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// The kinds of edition; within a kind (and an election) they are numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditionKind {
    /// A day.
    Daily,
    /// A week.
    Weekly,
    /// A phase of an election.
    Phase,
    /// The time from the last poll of an election to its counting.
    Counting,
    /// A named period.
    Named,
}

impl EditionKind {
    /// The word for it in data and strings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Phase => "phase",
            Self::Counting => "counting",
            Self::Named => "named",
        }
    }
}

/// The time that an edition covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// What sort of period.
    pub kind: EditionKind,
    /// Last part of its address: `2026-02-10`, `2026-W07`, `ls-2024-phase-4`.
    pub id: String,
    /// The election whose articles alone it covers.
    pub subject: Option<SubjectId>,
    /// The phase of that election.
    pub phase: Option<u32>,
    /// Its name, where `site.yaml` gives one.
    pub name: Name,
    /// First day.
    pub from: NaiveDate,
    /// Last day; the edition closes with its last second.
    pub until: NaiveDate,
}

/// One issue of the digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The time it covers.
    pub period: Period,
    /// From 1, among those of its kind and election.
    pub number: u32,
    /// Index of the edition before it among those.
    pub before: Option<usize>,
    /// The instant up to which it counts.
    pub closes: DateTime<Utc>,
    /// Articles that became known in the period, newest first.
    pub articles: Vec<ArticleId>,
    /// Corrections made in the period: the article and the index of its correction.
    pub corrections: Vec<(ArticleId, usize)>,
    /// Withdrawn in the period: indexes of the site's withdrawn articles.
    pub withdrawn: Vec<usize>,
    /// Became known or was corrected in the period, and was withdrawn later.
    pub withdrawn_later: Vec<usize>,
    /// How many documents and corrections of it have expired since: nothing else is known of them.
    pub expired: usize,
}

/// All periods that the settings ask for.
pub struct Periods {
    daily: bool,
    weekly: bool,
    /// Those that are not as regular as the calendar.
    others: Vec<Period>,
}

impl Periods {
    /// The periods of a site.
    pub fn new(settings: &Settings, gazetteer: &Gazetteer) -> Self {
        let mut periods = Self { daily: false, weekly: false, others: Vec::new() };
        // where none are made, nothing changes when a period closes
        for series in settings.editions.iter().filter(|_| settings.makes(Part::Editions)) {
            match series {
                Series::Daily => periods.daily = true,
                Series::Weekly => periods.weekly = true,
                Series::Phase => {
                    let elections = gazetteer.subjects().filter(|(_, s)| s.kind.class() == SubjectClass::Election);
                    periods.others.extend(elections.flat_map(|(id, subject)| phases(id, subject)));
                }
                Series::Named(named) => periods.others.push(Period {
                    kind: EditionKind::Named,
                    id: named.id.clone(),
                    subject: None,
                    phase: None,
                    name: named.name.clone(),
                    from: named.from,
                    until: named.until,
                }),
            }
        }
        periods
    }

    /// The periods in which `day` falls.
    pub fn holding(&self, day: NaiveDate) -> impl Iterator<Item = Period> + '_ {
        let regular =
            |kind, id, from, until| Period { kind, id, subject: None, phase: None, name: Name::default(), from, until };
        let daily = self.daily.then(|| regular(EditionKind::Daily, day.to_string(), day, day));
        let week = day.iso_week();
        let monday = NaiveDate::from_isoywd_opt(week.year(), week.week(), Weekday::Mon).unwrap_or(day);
        let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(day);
        let id = format!("{:04}-W{:02}", week.year(), week.week());
        let weekly = self.weekly.then(|| regular(EditionKind::Weekly, id, monday, sunday));
        let others = self.others.iter().filter(move |p| (p.from..=p.until).contains(&day)).cloned();
        daily.into_iter().chain(weekly).chain(others)
    }
}

/// From the announcement to the first poll, from the day after each poll to the next, and on to the counting.
fn phases(id: SubjectId, subject: &Subject) -> Vec<Period> {
    let mut polls: Vec<(NaiveDate, u32)> =
        subject.phases.iter().filter_map(|phase| Some((phase.poll?, phase.number))).collect();
    polls.sort_unstable();
    let first_of = |event| subject.calendar.iter().filter(|d| d.event == event).map(|d| d.date.day()).min();
    let last_of = |event| subject.calendar.iter().filter(|d| d.event == event).map(|d| d.date.day()).max();
    let Some(&(first_poll, _)) = polls.first() else { return Vec::new() };
    let mut from = first_of(Milestone::Announced).unwrap_or(first_poll).min(first_poll);
    let period = |kind, last: String, phase, from, until| Period {
        kind,
        id: format!("{}-{last}", subject.id),
        subject: Some(id),
        phase,
        name: Name::default(),
        from,
        until,
    };
    let mut periods = Vec::new();
    for (poll, number) in polls {
        if poll >= from {
            periods.push(period(EditionKind::Phase, format!("phase-{number}"), Some(number), from, poll));
            from = poll.succ_opt().unwrap_or(poll);
        }
    }
    if let Some(counting) = last_of(Milestone::Counting).filter(|day| *day >= from) {
        periods.push(period(EditionKind::Counting, "counting".to_owned(), None, from, counting));
    }
    periods
}
