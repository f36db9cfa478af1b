//! The calendar: dates of subjects, and events that articles report.

use chrono::{Datelike, Days, NaiveDate};
use tera::Context;

use super::Pages;
use crate::address;
use crate::link::{AHEAD, BACK};
use crate::model::article::{ArticleId, Event};
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

    pub(super) fn calendar(
        &self,
        page: &Page,
        year: Option<i32>,
        number: Option<usize>,
        context: &mut Context,
    ) -> &'static str {
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
            Some(_) if number.is_some() => Vec::new(),
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
        let path = year.map_or("calendar/".to_owned(), |year| format!("calendar/{year}/"));
        let of_year = year.map(|year| self.events_of(year)).unwrap_or_default();
        let (events, complete) = match year {
            None => self.nearest_events(today),
            Some(_) => {
                let shown = address::items(of_year.len(), views.site.settings.lines(), number);
                (of_year[of_year.len() - shown.end..of_year.len() - shown.start].to_vec(), true)
            }
        };
        let event = |(_, id, at): (NaiveDate, ArticleId, usize)| {
            let article = views.site.article(id);
            views.event(&article.events[at], article)
        };
        context.insert("events_note", &(!complete).then(|| words.word("text", "events_note")));
        context.insert("events", &events.into_iter().map(event).collect::<Vec<_>>());
        context.insert("months", &self.months_of(&path, of_year));
        let pages = address::archive_pages(of_year.len(), views.site.settings.lines());
        context.insert("pagination", &self.paged((&path, "latest"), pages, of_year.len(), number));
        self.page(page, "calendar", context);
        "calendar.html"
    }

    /// Events that articles report, with their days; oldest first.
    fn events(&self) -> &[(NaiveDate, ArticleId, usize)] {
        self.indexes.events.get_or_init(|| {
            let site = self.views.site;
            let day = |event: &Event| Some(event.date.as_ref()?.moment?.day());
            let of = |id| (0..).zip(&site.article(id).events).filter_map(move |(at, e)| Some((day(e)?, id, at)));
            let mut events: Vec<(NaiveDate, ArticleId, usize)> = site.article_ids().flat_map(of).collect();
            events.sort_by_key(|(day, ..)| *day);
            events
        })
    }

    /// Those of a year.
    fn events_of(&self, year: i32) -> &[(NaiveDate, ArticleId, usize)] {
        let events = self.events();
        let before = |year| events.partition_point(|(day, ..)| day.year() < year);
        &events[before(year)..before(year + 1)]
    }

    /// Those of the last sixty days and later, and whether they are all: else the nearest.
    fn nearest_events(&self, today: NaiveDate) -> (Vec<(NaiveDate, ArticleId, usize)>, bool) {
        let recent = today.checked_sub_days(Days::new(BACK)).unwrap_or(today);
        let events = self.events();
        let mut nearest = events[events.partition_point(|(day, ..)| *day < recent)..].to_vec();
        let all = nearest.len();
        nearest.sort_by_key(|(day, ..)| (*day - today).num_days().abs());
        nearest.truncate(self.views.site.settings.lines());
        let complete = nearest.len() == all;
        nearest.sort_by_key(|(day, id, at)| (*day, *id, *at));
        (nearest, complete)
    }

    /// Where in the pages of a year each month begins; none where there is one page.
    fn months_of(&self, path: &str, events: &[(NaiveDate, ArticleId, usize)]) -> Vec<view::Link> {
        let (words, lines) = (self.views.words, self.views.site.settings.lines());
        if address::archive_pages(events.len(), lines) == 0 {
            return Vec::new();
        }
        let mut months: Vec<(usize, NaiveDate)> = events.iter().map(|(day, ..)| *day).enumerate().collect();
        months.dedup_by_key(|(_, day)| day.month());
        let month = |(at, day): (usize, NaiveDate)| {
            let page = address::page_of(events.len(), lines, events.len() - 1 - at);
            words.plain_link(
                words.dates().month_name(day).to_owned(),
                Some(self.views.link(&address::numbered(path, page))),
            )
        };
        months.into_iter().map(month).collect()
    }
}
