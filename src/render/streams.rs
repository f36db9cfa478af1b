//! Entries of feeds that are no articles: editions and changes. Their dates are those of what they tell.

use chrono::{DateTime, Utc};

use super::views::Views;
use super::{changes, editions};
use crate::address;
use crate::link::start_of_day;
use crate::model::edition::Edition;
use crate::model::page::Stream;
use crate::view;

/// An entry of a feed.
pub struct Entry {
    /// Stays the same for ever.
    pub id: String,
    /// Where it leads.
    pub url: String,
    /// Headline.
    pub title: String,
    /// What it says.
    pub text: String,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// The path of the page that a stream belongs to.
pub fn home(stream: Stream) -> &'static str {
    match stream {
        Stream::Editions => "editions/",
        Stream::Changes => "changes/",
    }
}

/// The newest entries of a stream.
pub fn entries(views: &Views<'_>, stream: Stream) -> Vec<Entry> {
    let most = views.site.settings.feed_size;
    match stream {
        Stream::Editions => {
            let newest = newest_first(views).into_iter().take(most);
            newest.map(|at| of_edition(views, &views.digest.editions[at])).collect()
        }
        Stream::Changes => {
            let zone = views.site.settings.zone;
            // each has its place on the page
            let days = changes::newest(views, most.min(views.site.settings.lines())).into_iter();
            let of_day = |(day, changes): (_, Vec<view::Change>)| {
                let at = start_of_day(day, zone);
                changes.into_iter().map(move |change| (change, at)).collect::<Vec<_>>()
            };
            days.flat_map(of_day).map(|(change, at)| of_change(views, &change, at)).collect()
        }
    }
}

/// All editions by their index, the last one closed first.
pub fn newest_first(views: &Views<'_>) -> Vec<usize> {
    let mut editions: Vec<usize> = (0..views.digest.editions.len()).collect();
    editions.sort_by_key(|&at| std::cmp::Reverse(views.digest.editions[at].closes));
    editions
}

fn of_edition(views: &Views<'_>, edition: &Edition) -> Entry {
    let url = views.permalink(&address::edition(edition));
    let period = views.words.period(edition.period.from, edition.period.until);
    Entry {
        id: url.clone(),
        url,
        title: format!("{}: {period}", editions::title(views, edition).0),
        text: editions::description(views, edition),
        at: edition.closes,
    }
}

fn of_change(views: &Views<'_>, change: &view::Change, at: DateTime<Utc>) -> Entry {
    let base = &views.site.settings.base;
    let own = change.now.as_ref().and_then(|now| now.url.as_deref()).or(change.link.url.as_deref());
    let url = own.map_or_else(|| views.permalink("changes/"), |url| format!("{}{url}", base.origin()));
    let page = url.split('#').next().unwrap_or(&url);
    let about = change.about.iter().map(|about| format!(": {about}"));
    let title = format!("{}: {}{}", change.what, change.link.name, about.collect::<String>());
    let values = |was: &view::Link, now: &view::Link| {
        views.words.fill("text.was_now", &[("was", &was.name), ("now", &now.name)])
    };
    let text = change.was.as_ref().zip(change.now.as_ref()).map(|(was, now)| values(was, now)).or(change.text.clone());
    Entry { id: format!("{page}#{}", change.id), text: text.unwrap_or_else(|| title.clone()), url, title, at }
}
