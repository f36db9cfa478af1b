//! Atom and JSON Feed of a list, of editions, of changes. Every date comes from the content, never from the clock.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::head;
use super::streams::{self, Entry};
use super::views::Views;
use crate::address;
use crate::link::start_of_day;
use crate::model::article::{Article, ArticleId};
use crate::model::dated::{Dated, Moment};
use crate::model::page::{List, Page, Stream};
use crate::model::site::term;
use crate::text::Language;
use crate::text::xml::{escape, escape as text};

/// The Atom feed of a list.
pub fn atom(views: &Views<'_>, page: &Page, list: List, ids: &[ArticleId]) -> String {
    let site = views.site;
    let (title, _) = head::title(views, page);
    let home = site.settings.title.shown(views.words.language).0;
    let title = if list == List::Home { title } else { format!("{title} · {home}") };
    let ids = &ids[..ids.len().min(site.settings.feed_size)];
    let updated = ids.iter().map(|&id| changed(views, site.article(id))).max().unwrap_or(DateTime::UNIX_EPOCH);
    let mut out = open(views, page, &title, &address::list(site, list), updated);
    out.reserve(ids.len() * 1024);
    for &id in ids {
        entry(views, site.article(id), &mut out);
    }
    out.push_str("</feed>\n");
    out
}

/// The Atom feed of something that is no list of articles.
pub fn atom_of(views: &Views<'_>, page: &Page, stream: Stream) -> String {
    let entries = streams::entries(views, stream);
    let title = format!("{} · {}", head::title(views, page).0, views.site.settings.title.shown(views.words.language).0);
    let updated = entries.iter().map(|entry| entry.at).max().unwrap_or(DateTime::UNIX_EPOCH);
    let mut out = open(views, page, &title, streams::home(stream), updated);
    for Entry { id, url, title, text: summary, at } in &entries {
        let (id, url, at) = (escape(id), escape(url), rfc3339(*at));
        let _ = writeln!(
            out,
            "<entry><title>{}</title><id>{id}</id><link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\
             <published>{at}</published><updated>{at}</updated><summary>{}</summary></entry>",
            text(title),
            text(summary),
        );
    }
    out.push_str("</feed>\n");
    out
}

/// The head of a feed, up to its entries.
fn open(views: &Views<'_>, page: &Page, title: &str, home: &str, updated: DateTime<Utc>) -> String {
    let settings = &views.site.settings;
    let own = settings.base.permalink(&page.path);
    let publisher = settings.publisher.as_deref().unwrap_or(settings.title.shown(views.words.language).0);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{own}</id>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <generator version=\"{}\">saar</generator>\n",
        views.words.language,
        text(title),
        views.permalink(home),
        rfc3339(updated),
        text(publisher),
        env!("CARGO_PKG_VERSION"),
    )
}

fn entry(views: &Views<'_>, article: &Article, out: &mut String) {
    let url = views.permalink(&article.path);
    let (title, language) = article.title_in(views.words.language);
    let marked = |language| views.words.mark(language).map(|lang| format!(" xml:lang=\"{lang}\"")).unwrap_or_default();
    let lang = marked(language);
    let _ = write!(
        out,
        "<entry{lang}><title>{}</title><id>{url}</id><link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\
         <published>{}</published><updated>{}</updated>",
        text(title),
        rfc3339(instant(views, &article.published)),
        rfc3339(changed(views, article)),
    );
    if let Some((summary, of)) = article.summary_in(views.words.language) {
        let lang = if of == language { String::new() } else { format!(" xml:lang=\"{of}\"") };
        let _ = write!(out, "<summary{lang}>{}</summary>", text(summary));
    }
    for subject in &article.subjects {
        let subject = views.site.subject(*subject);
        let _ = write!(
            out,
            "<category term=\"{}\" label=\"{}\"/>",
            escape(&subject.id),
            escape(subject.name.shown(views.words.language).0)
        );
    }
    for source in &article.sources {
        if let Some(url) = &source.url {
            let name = source.outlet.map(|id| term(&views.site.outlets, id).name.shown(views.words.language).0);
            let title = name.map(|name| format!(" title=\"{}\"", escape(name))).unwrap_or_default();
            let _ = write!(out, "<link rel=\"via\" href=\"{}\"{title}/>", escape(url));
        }
    }
    out.push_str("</entry>\n");
}

/// JSON Feed 1.1, in the order of its keys.
#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    language: Language,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<[Author<'a>; 1]>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: Cow<'a, str>,
    content_text: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    date_published: String,
    date_modified: String,
    language: Language,
    tags: Vec<&'a str>,
}

/// The JSON feed of a list.
pub fn json(views: &Views<'_>, page: &Page, list: List, ids: &[ArticleId]) -> String {
    let site = views.site;
    let ids = &ids[..ids.len().min(site.settings.feed_size)];
    let items = ids.iter().map(|&id| item(views, site.article(id))).collect();
    written(views, page, &address::list(site, list), items)
}

/// The JSON feed of something that is no list of articles.
pub fn json_of(views: &Views<'_>, page: &Page, stream: Stream) -> String {
    let item = |entry: Entry| Item {
        id: entry.id,
        url: entry.url,
        title: entry.title.into(),
        content_text: entry.text.into(),
        summary: None,
        external_url: None,
        date_published: rfc3339(entry.at),
        date_modified: rfc3339(entry.at),
        language: views.words.language,
        tags: Vec::new(),
    };
    written(views, page, streams::home(stream), streams::entries(views, stream).into_iter().map(item).collect())
}

fn written(views: &Views<'_>, page: &Page, home: &str, items: Vec<Item<'_>>) -> String {
    let settings = &views.site.settings;
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: head::title(views, page).0,
        home_page_url: views.permalink(home),
        feed_url: settings.base.permalink(&page.path),
        language: views.words.language,
        authors: settings.publisher.as_deref().map(|name| [Author { name }]),
        items,
    };
    // strings and numbers always serialise
    let mut text = serde_json::to_string(&feed).unwrap_or_default();
    text.push('\n');
    text
}

fn item<'a>(views: &'a Views<'_>, article: &'a Article) -> Item<'a> {
    let url = views.permalink(&article.path);
    let (title, language) = article.title_in(views.words.language);
    let (short, _) = article.in_short(views.words.language);
    Item {
        id: url.clone(),
        url,
        title: title.into(),
        content_text: short.into(),
        summary: article.summary_in(views.words.language).map(|(text, _)| text),
        external_url: article.sources.iter().find_map(|source| source.url.as_deref()),
        date_published: rfc3339(instant(views, &article.published)),
        date_modified: rfc3339(changed(views, article)),
        language,
        tags: article.subjects.iter().map(|id| views.site.subject(*id).id.as_str()).collect(),
    }
}

/// When the article was last changed, as far as is known: its update, its corrections, its date.
fn changed(views: &Views<'_>, article: &Article) -> DateTime<Utc> {
    let updated = article.updated.iter().chain([&article.published]).map(|date| instant(views, date));
    let corrected = article.corrections.iter().map(|c| instant(views, &Dated::stated(c.date)));
    updated.chain(corrected).max().unwrap_or(DateTime::UNIX_EPOCH)
}

/// The instant that a feed gives for a date: the beginning of the day in the site's zone where no time
/// is known, the end of the window where no day is.
fn instant(views: &Views<'_>, date: &Dated) -> DateTime<Utc> {
    if let Some(Moment::Minute(at)) = date.moment {
        return at.to_utc();
    }
    let day = date.sort_day();
    if day == chrono::NaiveDate::MIN {
        return DateTime::UNIX_EPOCH;
    }
    start_of_day(day, views.site.settings.zone)
}

fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
