//! Dated values: a date with its precision, its method and how sure it is. Unknown is a value.

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::record::words;

/// A point in time as precisely as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// To the minute, with its offset.
    Minute(DateTime<FixedOffset>),
    /// To the day, in the site's zone.
    Day(NaiveDate),
    /// To the month; the day is the first.
    Month(NaiveDate),
    /// To the year; the day is the first of January.
    Year(NaiveDate),
}

words! {
    /// How sure a value is.
    Confidence "a confidence" {
        /// As good as stated.
        High = "high",
        /// Likely.
        Medium = "medium",
        /// A hint only.
        Low = "low",
    }
}

words! {
    /// Where a value comes from.
    Method "a method" {
        /// The document states it.
        Stated = "stated",
        /// A rule of the program worked it out.
        Rule = "rule",
        /// It follows from the calendar.
        Calendar = "calendar",
        /// An editor found it elsewhere or worked it out.
        Editor = "editor",
    }
}

/// A date with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// The date; `None` is "unknown".
    pub moment: Option<Moment>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it comes from.
    pub method: Method,
    /// Earliest and latest possible day, where the date is unknown or rough.
    pub window: Option<(NaiveDate, NaiveDate)>,
    /// The words of the document.
    pub written: Option<String>,
    /// What disagrees, for example a weekday that does not fit.
    pub conflict: Option<String>,
}

impl Moment {
    /// The day on which it falls, or the first day of its month or year.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Minute(at) => at.date_naive(),
            Self::Day(day) | Self::Month(day) | Self::Year(day) => day,
        }
    }
}

impl Moment {
    /// The last day on which it can fall.
    pub fn last_day(self) -> NaiveDate {
        let months = match self {
            Self::Minute(_) | Self::Day(_) => return self.day(),
            Self::Month(_) => 1,
            Self::Year(_) => 12,
        };
        let next = self.day().checked_add_months(Months::new(months));
        next.and_then(|day| day.pred_opt()).unwrap_or(self.day())
    }
}

impl Dated {
    /// A stated day.
    pub fn stated(day: NaiveDate) -> Self {
        Self {
            moment: Some(Moment::Day(day)),
            confidence: Confidence::High,
            method: Method::Stated,
            window: None,
            written: None,
            conflict: None,
        }
    }

    /// The day to sort by: the date, else the end of the window. Undated values without a window sort first.
    pub fn sort_day(&self) -> NaiveDate {
        self.moment.map(Moment::day).or(self.window.map(|(_, last)| last)).unwrap_or(NaiveDate::MIN)
    }

    /// Whether the day is stated and sure.
    pub fn is_plain(&self) -> bool {
        self.moment.is_some() && self.confidence == Confidence::High && self.method == Method::Stated
    }

    /// Year and month as four and two digits for an address; `None` when the month is unknown.
    pub fn year_month(&self) -> Option<(String, String)> {
        match self.moment? {
            Moment::Year(_) => None,
            moment => {
                let day = moment.day();
                Some((format!("{:04}", day.year()), format!("{:02}", day.month())))
            }
        }
    }
}
