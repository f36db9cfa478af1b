//! The calendar: dates of subjects, and events that articles report.

use chrono::{Datelike, Days, NaiveDate};
use tera::Context;

use super::Pages;
use crate::link::{AHEAD, BACK};
use crate::model::page::Page;
use crate::plan;
use crate::view;

impl Pages<'_> {
    /// Dates of all subjects in the days after that of the site, and on it.
    pub(super) fn upcoming(&self) -> Vec<view::CalendarRow> {
        let today = self.views.site.today();
        let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
        self.calendar_between(today, last)
    }

    /// Dates of all subjects from the day of the site on.
    pub(super) fn ahead(&self) -> Vec<view::CalendarRow> {
        self.calendar_between(self.views.site.today(), NaiveDate::MAX)
    }

    pub(super) fn calendar_between(&self, from: NaiveDate, to: NaiveDate) -> Vec<view::CalendarRow> {
        let subjects = self.views.site.gazetteer.subjects().map(|(id, _)| id);
        self.views.calendar_between(subjects, self.views.site.today(), (from, to))
    }

    pub(super) fn calendar(&self, page: &Page, year: Option<i32>, context: &mut Context) -> &'static str {
        let views = &self.views;
        let words = views.words;
        let name = |year: i32| words.digits(year.to_string());
        let years: Vec<view::Link> = plan::calendar_years(views.site)
            .into_iter()
            .rev()
            .map(|y| words.plain_link(name(y), Some(views.link(&format!("calendar/{y}/")))))
            .collect();
        let today = views.site.today();
        let rows = match year {
            Some(year) => {
                let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
                day(1, 1).zip(day(12, 31)).map(|(from, to)| self.calendar_between(from, to)).unwrap_or_default()
            }
            None => {
                let from = today.checked_sub_days(Days::new(BACK)).unwrap_or(today);
                self.calendar_between(from, today.pred_opt().unwrap_or(today))
            }
        };
        context.insert("year", &year.map(name));
        context.insert("years", &years);
        context.insert("upcoming", &if year.is_none() { self.ahead() } else { Vec::new() });
        context.insert("rows", &rows);
        context.insert("events", &self.events(year, today));
        self.page(page, "calendar", context);
        "calendar.html"
    }

    /// Events that articles report: of a year, or of the last sixty days and later; oldest first.
    pub(super) fn events(&self, year: Option<i32>, today: NaiveDate) -> Vec<view::Event> {
        let recent = today.checked_sub_days(Days::new(BACK)).unwrap_or(today);
        let mut events: Vec<(NaiveDate, view::Event)> = Vec::new();
        for article in &self.views.site.articles {
            for event in &article.events {
                let Some(day) = event.date.as_ref().and_then(|d| d.moment).map(|m| m.day()) else { continue };
                if year.map_or(day >= recent, |year| day.year() == year) {
                    events.push((day, self.views.event(event, article)));
                }
            }
        }
        events.sort_by_key(|(day, _)| *day);
        events.into_iter().map(|(_, event)| event).collect()
    }
}
