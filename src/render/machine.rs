//! Files for other programs: sitemaps, robots, a plain list for language models, the calendar.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use serde_json::json;

use super::views::Views;
use super::words::iso;
use crate::link::NEWS;
use crate::model::dated::Moment;
use crate::model::look::Tone;
use crate::model::page::{Page, PageKind};
use crate::plan::{SITEMAP_SIZE, in_sitemap};
use crate::text::xml::escape;

/// A sitemap, one part of it, or the index of its parts.
pub fn sitemap(views: &Views<'_>, pages: &[Page], part: Option<usize>) -> String {
    let base = &views.site.settings.base;
    let listed: Vec<&Page> = pages.iter().filter(|page| in_sitemap(&page.kind)).collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    if part.is_none() && listed.len() > SITEMAP_SIZE {
        let _ = writeln!(out, "<sitemapindex xmlns=\"{namespace}\">");
        for part in 1..=listed.len().div_ceil(SITEMAP_SIZE) {
            let _ = writeln!(out, "<sitemap><loc>{}</loc></sitemap>", base.permalink(&format!("sitemap-{part}.xml")));
        }
        out.push_str("</sitemapindex>\n");
        return out;
    }
    let _ = writeln!(out, "<urlset xmlns=\"{namespace}\">");
    let from = part.unwrap_or(0) * SITEMAP_SIZE;
    for page in listed.into_iter().skip(from).take(SITEMAP_SIZE) {
        let _ = write!(out, "<url><loc>{}</loc>", escape(&base.permalink(&page.path)));
        if let PageKind::Article(id) = page.kind {
            let article = views.site.article(id);
            let date = article.updated.as_ref().unwrap_or(&article.published).moment.map(iso);
            if let Some(date) = date {
                let _ = write!(out, "<lastmod>{date}</lastmod>");
            }
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Most articles in a sitemap for news, as its protocol says.
const NEWS_SIZE: usize = 1000;

/// Articles of the two days before the instant of the site, the newest ones where they are many.
pub fn news_sitemap(views: &Views<'_>) -> String {
    let site = views.site;
    let from = site.today().checked_sub_days(Days::new(NEWS)).unwrap_or(site.today());
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n",
    );
    let name = site.settings.title.shown(views.words.language).0;
    let mut left = NEWS_SIZE;
    for article in &site.articles {
        let Some(moment @ (Moment::Day(_) | Moment::Minute(_))) = article.published.moment else { continue };
        if moment.day() < from || left == 0 {
            continue;
        }
        left -= 1;
        let _ = writeln!(
            out,
            "<url><loc>{}</loc><news:news><news:publication><news:name>{}</news:name><news:language>{}</news:language>\
             </news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news></url>",
            site.settings.base.permalink(&article.path),
            escape(name),
            article.language.code(),
            iso(moment),
            escape(&article.title),
        );
    }
    out.push_str("</urlset>\n");
    out
}

/// `robots.txt`
pub fn robots(views: &Views<'_>) -> String {
    let base = &views.site.settings.base;
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\nSitemap: {}\n",
        base.permalink("sitemap.xml"),
        base.permalink("news-sitemap.xml")
    )
}

/// `site.webmanifest`: how the site shows among the programs of a phone.
pub fn web_manifest(views: &Views<'_>) -> String {
    let (base, words) = (&views.site.settings.base, views.words);
    let icon = |size: u32| {
        let sizes = format!("{size}x{size}");
        json!({ "src": base.link(&format!("assets/icon-{size}.png")), "sizes": sizes, "type": "image/png" })
    };
    let title = views.site.settings.title.shown(words.language).0;
    let paper = views.site.settings.look.light(Tone::Paper);
    let manifest = json!({
        "name": title,
        "short_name": title,
        "lang": words.language,
        "start_url": base.link(""),
        "scope": base.link(""),
        "display": "browser",
        "background_color": paper,
        "theme_color": paper,
        "icons": [icon(192), icon(512)],
    });
    format!("{manifest}\n")
}

/// `llms.txt`: what the site is and where its facts are, as plain Markdown.
pub fn llms(views: &Views<'_>, pages: &[Page]) -> String {
    let site = views.site;
    let base = &site.settings.base;
    let words = views.words;
    let mut out = format!("# {}\n\n", site.settings.title.shown(words.language).0);
    let description = site.settings.description.shown(words.language).0;
    if !description.is_empty() {
        let _ = write!(out, "> {description}\n\n");
    }
    let mut section = |name: String, links: Vec<(String, String)>| {
        if !links.is_empty() {
            let _ = write!(out, "## {name}\n\n");
            for (name, path) in links {
                let _ = writeln!(out, "- [{}]({})", name.replace(['[', ']', '\n'], " "), base.permalink(&path));
            }
            out.push('\n');
        }
    };
    let subjects = site.gazetteer.subjects().filter(|(id, _)| views.digest.subjects.contains_key(id));
    section(
        words.word("list", "elections"),
        subjects
            .filter(|(id, _)| views.addresses.subject(*id).is_some())
            .map(|(_, s)| (s.name.shown(words.language).0.to_owned(), s.path()))
            .collect(),
    );
    let has = |path: &str| pages.binary_search_by(|p| p.path.as_str().cmp(path)).is_ok();
    let named = [
        ("claims", "claims/"),
        ("calendar", "calendar/"),
        ("editions", "editions/"),
        ("changes", "changes/"),
        ("regions", "regions/"),
        ("corrections", "corrections/"),
    ];
    section(
        words.word("list", "home"),
        named
            .iter()
            .filter(|(_, path)| has(path))
            .map(|(key, path)| (words.word("list", key), (*path).to_owned()))
            .collect(),
    );
    section(
        words.word("list", "data"),
        pages
            .iter()
            .filter(|p| matches!(p.kind, PageKind::Data(_)))
            .map(|p| (p.path.clone(), p.path.clone()))
            .collect(),
    );
    out
}

/// All dates in force as iCalendar. Time stamps come from the facts: the day on which a date was announced.
pub fn icalendar(views: &Views<'_>) -> String {
    let site = views.site;
    let today = site.today();
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//saar//saar {}//EN", env!("CARGO_PKG_VERSION")),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("X-WR-CALNAME:{}", ical_text(site.settings.title.shown(views.words.language).0)),
    ];
    for (id, subject) in site.gazetteer.subjects() {
        let name = subject.name.shown(views.words.language).0;
        for date in &subject.calendar {
            let Moment::Day(day) = date.date else { continue };
            if subject.in_force(date.event, date.phase, today) != Some(date) {
                continue;
            }
            let earlier = subject
                .calendar
                .iter()
                .filter(|d| d.event == date.event && d.phase == date.phase && d.set_day() < date.set_day())
                .count();
            let phase = date.phase.filter(|_| subject.phases.len() > 1);
            let mut summary = format!("{}: {}", name, views.words.word("milestone", date.event.word()));
            if let Some(number) = phase {
                let _ = write!(summary, ", {}", views.phase_name(number));
            }
            let number = date.phase.map(|n| format!("-{n}")).unwrap_or_default();
            lines.extend([
                "BEGIN:VEVENT".to_owned(),
                format!("UID:{}-{}{number}@{}", subject.id, date.event.word(), host(site.settings.base.origin())),
                format!("DTSTAMP:{}T000000Z", compact(date.set_day().unwrap_or(day))),
                format!("SEQUENCE:{earlier}"),
                format!("DTSTART;VALUE=DATE:{}", compact(day)),
                format!("DTEND;VALUE=DATE:{}", compact(day.succ_opt().unwrap_or(day))),
                format!("SUMMARY:{}", ical_text(&summary)),
            ]);
            if let Some(url) = views.addresses.subject(id) {
                lines.push(format!("URL:{}{url}", site.settings.base.origin()));
            }
            lines.extend(["TRANSP:TRANSPARENT".to_owned(), "END:VEVENT".to_owned()]);
        }
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| fold(line)).collect()
}

fn host(origin: &str) -> &str {
    origin.split("://").nth(1).unwrap_or("localhost")
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn ical_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n").replace('\r', "")
}

/// Lines of at most 75 bytes, continued with a space, as RFC 5545 wants; characters are never cut.
fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let folded = fold(&"क".repeat(60));
        assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), "क".repeat(60));
    }
}
