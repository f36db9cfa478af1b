//! Words of the page's language: strings, numbers, dates and names as a reader sees them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::dated::{Confidence, Dated, Method, Moment};
use crate::model::name::Name;
use crate::model::settings::{Digits, Settings};
use crate::strings::{self, Strings};
use crate::text::date::{self, Dates};
use crate::text::{Language, fill, number};
use crate::view;

/// How a page speaks: its language, its strings, its dates and its digits.
pub struct Words {
    /// Language of the interface.
    pub language: Language,
    strings: Strings,
    dates: Dates,
    /// Those of another script than Latin.
    digits: Option<[char; 10]>,
    /// What languages call themselves.
    names: BTreeMap<Language, String>,
}

impl Words {
    /// The words of a site in `language`: the built-in strings, those of the theme over them, the project's labels
    /// over both.
    pub fn new(settings: &Settings, language: Language, theme: &BTreeMap<Language, Strings>) -> Self {
        let mut strings = strings::of(language).clone();
        strings.extend(theme.get(&language).into_iter().flatten().map(|(key, word)| (key.clone(), word.clone())));
        for (key, name) in &settings.labels {
            strings.insert(key.clone(), name.shown(language).0.to_owned());
        }
        let of_site = settings.digits.filter(|_| language == settings.language);
        let digits = match of_site {
            Some(digits) => digits.all(),
            None => strings::digits(&strings).unwrap_or(Digits::Latin.all()),
        };
        let own_name = |&of: &Language| {
            let built_in = Language::BUILT_IN.contains(&of).then(|| strings::of(of));
            let tables = theme.get(&of).into_iter().chain(built_in);
            let name = tables.filter_map(|table| table.get("ui.own_language")).next();
            (of, name.cloned().unwrap_or_else(|| of.to_string()))
        };
        Self {
            language,
            dates: Dates::new(&strings),
            digits: Some(digits).filter(|digits| *digits != Digits::Latin.all()),
            names: settings.languages.iter().chain(&Language::BUILT_IN).map(own_name).collect(),
            strings,
        }
    }

    /// What a language calls itself, else its code.
    pub fn own_name(&self, language: Language) -> &str {
        self.names.get(&language).map_or("", String::as_str)
    }

    /// The name of a language in that of the page; what it calls itself, where there is none.
    pub fn language_name(&self, language: Language) -> String {
        let name = self.strings.get(&format!("ui.language_{language}"));
        name.map_or(self.own_name(language), String::as_str).to_owned()
    }

    /// The string under `key`; the last part of the key, readably, where there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        match self.strings.get(key) {
            Some(word) => Cow::Borrowed(word),
            None => Cow::Owned(key.rsplit('.').next().unwrap_or(key).replace('_', " ")),
        }
    }

    /// The string for `word` of a section.
    pub fn word(&self, section: &str, word: &str) -> String {
        self.get(&format!("{section}.{word}")).into_owned()
    }

    /// A pattern with its `{places}` filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(&self.get(key), values)
    }

    /// The words of section `ui`, for templates.
    pub fn interface(&self) -> impl Iterator<Item = (&str, &str)> {
        self.strings.iter().filter_map(|(key, word)| Some((key.strip_prefix("ui.")?, word.as_str())))
    }

    /// A whole number, grouped as in India, in the digits of the language.
    pub fn number(&self, n: usize) -> String {
        self.digits(number::group_indian(n as i128))
    }

    /// A decimal number as written in front matter; lakhs and crores in words where that is exact.
    pub fn decimal(&self, plain: &str) -> String {
        let unit = |key| self.get(key);
        let large = plain.parse::<u64>().ok().filter(|&n| n >= 100_000);
        let in_words = large.and_then(|n| number::words(n, &unit("number.lakh"), &unit("number.crore")));
        self.digits(in_words.unwrap_or_else(|| number::format_decimal(plain)))
    }

    /// `text` in the digits of the language.
    pub fn digits(&self, text: String) -> String {
        match &self.digits {
            None => text,
            Some(digits) => number::in_digits(&text, digits),
        }
    }

    /// How dates are written, in Latin digits.
    pub fn dates(&self) -> &Dates {
        &self.dates
    }

    /// A day in words.
    pub fn day(&self, day: NaiveDate) -> String {
        self.digits(self.dates.long(day))
    }

    /// The pattern under `key` with a day for `{date}`.
    pub fn on(&self, key: &str, day: NaiveDate) -> String {
        self.fill(key, &[("date", &self.day(day))])
    }

    /// A span of days in words.
    pub fn period(&self, from: NaiveDate, until: NaiveDate) -> String {
        self.digits(self.dates.range(from, until))
    }

    /// A number as a view.
    pub fn count(&self, n: usize) -> view::Count {
        view::Count { n, text: self.number(n) }
    }

    /// A stated day as a view.
    pub fn stated_day(&self, day: NaiveDate) -> view::Date {
        self.date(&Dated::stated(day))
    }

    /// A moment of a calendar as a view.
    pub fn moment(&self, moment: Moment) -> view::Date {
        self.date(&Dated { moment: Some(moment), ..Dated::stated(NaiveDate::MIN) })
    }

    /// A date in words alone, for lists.
    pub fn date_text(&self, date: &Dated) -> String {
        match date.moment {
            None => self.word("date", "unknown"),
            Some(Moment::Year(day)) => self.digits(day.format("%Y").to_string()),
            Some(Moment::Month(day)) => self.digits(self.dates.month_year(day)),
            Some(moment) => self.day(moment.day()),
        }
    }

    /// A date with all that is known about it.
    pub fn date(&self, date: &Dated) -> view::Date {
        let time = match date.moment {
            Some(Moment::Minute(at)) => Some(self.digits(date::time(at.time()))),
            _ => None,
        };
        let window = date
            .window
            .map(|(from, to)| self.fill("date.between", &[("from", &self.day(from)), ("to", &self.day(to))]));
        view::Date {
            text: self.date_text(date),
            iso: date.moment.map(iso),
            time,
            plain: date.is_plain(),
            certainty: (!date.is_plain()).then(|| self.certainty(date)).flatten(),
            window,
            written: date.written.clone(),
            conflict: date.conflict.clone(),
        }
    }

    fn certainty(&self, date: &Dated) -> Option<String> {
        let method = match date.method {
            Method::Stated => None,
            method => Some(self.word("method", method.word())),
        };
        let confidence = match date.confidence {
            Confidence::High => None,
            confidence => Some(self.word("confidence", confidence.word())),
        };
        let parts: Vec<String> = method.into_iter().chain(confidence).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// A name as a link, marked with its language where that is not the page's.
    pub fn link(&self, name: &Name, url: Option<String>) -> view::Link {
        let (text, language) = name.shown(self.language);
        view::Link { name: text.to_owned(), lang: self.mark(language), url }
    }

    /// A link whose name is in the language of the page.
    pub fn plain_link(&self, name: impl Into<String>, url: Option<String>) -> view::Link {
        view::Link { name: name.into(), lang: None, url }
    }

    /// Other names of something, each in the language that its script tells.
    pub fn aliases<'a>(&self, names: impl Iterator<Item = &'a String>) -> Vec<view::Link> {
        names.map(|name| view::Link { name: name.clone(), lang: self.guessed(name), url: None }).collect()
    }

    /// The language that the script of `text` tells, where it is not the script of the page.
    pub fn guessed(&self, text: &str) -> Option<Language> {
        let script = Language::of(self.own_name(self.language));
        Language::of(text).filter(|&guessed| script != Some(guessed)).and_then(|guessed| self.mark(guessed))
    }

    /// `language` where it is not that of the page.
    pub fn mark(&self, language: Language) -> Option<Language> {
        Some(language).filter(|_| language != self.language)
    }
}

/// ISO 8601, as precise as the moment is.
pub fn iso(moment: Moment) -> String {
    match moment {
        Moment::Minute(at) => at.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Moment::Day(day) => day.format("%Y-%m-%d").to_string(),
        Moment::Month(day) => day.format("%Y-%m").to_string(),
        Moment::Year(day) => day.format("%Y").to_string(),
    }
}
