//! Briefings as their templates get them: an edition, a subject or a cell, in one language or in two.

mod about;
#[cfg(feature = "pdf")]
pub mod press;
mod print;
pub(super) mod qr;

use std::collections::{BTreeMap, BTreeSet};

pub use self::about::{articles, kind, page_of};

use self::about::{Numbers, address_of, as_of, grouping};
use super::editions::{self, Issue};
use super::views::Views;
use super::words::Words;
use super::{chart, glance, head, over_time, tiles};
use crate::model::article::{Article, ArticleId, Genre};
use crate::model::briefing::{Briefing, BriefingOf, Paper, Section};
use crate::model::dated::Moment;
use crate::model::page::Page;
use crate::model::region::RegionId;
use crate::model::site::term;
use crate::text::Language;
use crate::text::collate::sort_by_name;
use crate::view;

/// Key points of a briefing.
const KEY_POINTS: usize = 5;

/// Bars of a chart that is still faster to read than a list.
const MOST_BARS: usize = 40;

/// A briefing without its texts; `words` speaks a language, `id` is the one under which the manifest lists it.
pub fn view<'a>(
    views: &Views<'a>,
    words: impl Fn(Language) -> &'a Words,
    briefing: &'a Briefing,
    page: &Page,
    id: String,
) -> view::Briefing {
    let site = views.site;
    let languages = briefing.languages(site.settings.language);
    let main = views.speaking(words(languages[0]));
    let articles = articles(&main, briefing.of);
    let numbers = Numbers::new(&glance::lines(&main, &articles, grouping(briefing.of)), &articles);
    let part = |&language: &Language| {
        let views = views.speaking(words(language));
        let issue = match briefing.of {
            BriefingOf::Edition(at) => Some(Issue::new(&views, at)),
            _ => None,
        };
        let views = issue.as_ref().map_or(views, |issue| issue.views.clone());
        Part { views, issue, briefing, articles: &articles, numbers: &numbers }.view()
    };
    let parts: Vec<view::BriefingPart> = languages.iter().map(part).collect();
    let address = address_of(&main, briefing.of);
    view::Briefing {
        title: parts[0].title.clone(),
        full_title: format!("{} · {}", parts[0].title, parts[0].site),
        lang: languages[0],
        site: parts[0].site.clone(),
        description: head::description(&main, &page_of(&main, briefing.of)),
        publisher: site.settings.publisher.clone(),
        contact: site.settings.contact.clone(),
        paper: match briefing.paper {
            Paper::A4 => "a4",
            Paper::A5 => "a5",
            Paper::Letter => "us-letter",
        },
        qr: qr::svg(&address),
        address,
        permalink: site.settings.base.permalink(&page.path),
        id,
        as_of: as_of(site, &main, briefing.of).to_rfc3339(),
        sections: briefing.sections.iter().map(|section| section.word()).collect(),
        parts,
        texts: Vec::new(),
        generator: concat!("saar ", env!("CARGO_PKG_VERSION")),
    }
}

/// The documents of a briefing that are printed in full, with their numbers.
pub fn texts(views: &Views<'_>, briefing: &Briefing) -> Vec<(view::Number, ArticleId)> {
    let articles = articles(views, briefing.of);
    let numbers = Numbers::new(&glance::lines(views, &articles, grouping(briefing.of)), &articles);
    numbers.order.iter().map(|&id| (numbers.of(views.words, id), id)).collect()
}

/// A briefing in one language.
struct Part<'a> {
    views: Views<'a>,
    issue: Option<Issue<'a>>,
    briefing: &'a Briefing,
    articles: &'a [ArticleId],
    numbers: &'a Numbers,
}

impl Part<'_> {
    fn view(&self) -> view::BriefingPart {
        let (views, words, site) = (&self.views, self.views.words, self.views.site);
        let of = self.briefing.of;
        let (title, language) = head::title(views, &page_of(views, of));
        let section = |section| self.briefing.has(section);
        let as_of = words.moment(Moment::Minute(as_of(site, views, of)));
        view::BriefingPart {
            lang: words.language,
            digit: words.digits("1".to_owned()),
            t: words.interface().map(|(key, word)| (key.to_owned(), word.to_owned())).collect(),
            kind: kind(views, of),
            title,
            title_lang: words.mark(language),
            site: site.settings.title.shown(words.language).0.to_owned(),
            period: self.issue.as_ref().map(|issue| {
                let period = &issue.edition.period;
                words.period(period.from, period.until)
            }),
            as_of,
            facts: self.facts(),
            key_points: if section(Section::KeyPoints) { self.key_points() } else { Vec::new() },
            charts: if section(Section::Charts) { self.charts() } else { Vec::new() },
            subjects: matches!(of, BriefingOf::Edition(_)),
            calendar: if section(Section::Calendar) { self.calendar() } else { Vec::new() },
            groups: if section(Section::Regions) { self.groups() } else { Vec::new() },
            open: if section(Section::Open) { self.open() } else { Vec::new() },
            changed: if section(Section::Open) { self.changed() } else { Vec::new() },
            sources: self.sources(),
            method: self.method(),
            people: self.people(),
            places: self.places(),
        }
    }

    /// Labels and values of the masthead.
    fn facts(&self) -> Vec<(String, String)> {
        let (views, words) = (&self.views, self.views.words);
        let count = |key: &str, text: String| (words.word("ui", key), text);
        match (&self.issue, self.briefing.of) {
            (Some(issue), _) => {
                let row = editions::row(views, issue.edition);
                vec![
                    count("edition", row.number),
                    count("new_articles", row.documents.text),
                    count("sources", row.outlets.text),
                    count("corrected", row.corrected.text),
                    count("withdrawn", row.withdrawn.text),
                ]
            }
            (None, BriefingOf::Subject(id) | BriefingOf::Cell(id, _)) => {
                let subject = views.subject(id);
                let outlets = editions::outlets(views, self.articles).len();
                let status = subject.status.map(|status| count("brief_status", status));
                let body = subject.body.map(|body| count("body", body));
                let seats = subject.seats.map(|seats| count("seats", seats));
                let counts =
                    [count("articles", words.number(self.articles.len())), count("sources", words.number(outlets))];
                status.into_iter().chain(body).chain(seats).chain(counts).collect()
            }
            (None, BriefingOf::Edition(_)) => Vec::new(),
        }
    }

    /// Official notices first, then the documents with the most recorded facts; at first one for each region.
    fn key_points(&self) -> Vec<view::KeyPoint> {
        let site = self.views.site;
        let facts = |article: &Article| article.claims.len() + article.events.len();
        let mut ranked: Vec<(ArticleId, &Article)> = self.articles.iter().map(|&id| (id, site.article(id))).collect();
        ranked.sort_by_key(|(id, article)| {
            (article.genre != Genre::OfficialNotice, std::cmp::Reverse(facts(article)), *id)
        });
        let region = |article: &Article| article.regions.first().map(|&region| site.gazetteer.top(region));
        let mut seen = BTreeSet::new();
        let (first, others): (Vec<_>, Vec<_>) =
            ranked.into_iter().partition(|(_, article)| seen.insert(region(article)));
        let points = first.into_iter().chain(others).take(KEY_POINTS).map(|(id, article)| {
            let (text, language) = article.in_short(self.views.words.language);
            view::KeyPoint { text: text.to_owned(), lang: self.views.words.mark(language), number: self.number(id) }
        });
        points.collect()
    }

    /// Documents by region, as a map where they are states, and over time; a chart of one bar says nothing.
    fn charts(&self) -> Vec<view::Chart> {
        let (views, words) = (&self.views, self.views.words);
        let regions = |id: &ArticleId| {
            let article = views.site.article(*id);
            let places =
                article.grouped_regions().map(|region| glance::place(views, grouping(self.briefing.of), region));
            places.collect::<BTreeSet<RegionId>>()
        };
        let counts = editions::counted(self.articles.iter().flat_map(regions));
        let id = |of: &str| format!("{}-{of}", words.language.code());
        let name = |region: RegionId| words.link(&views.site.region(region).name, None);
        let map = tiles::map(views, &id("map"), |region| Some((name(region), *counts.get(&region)?)));
        let counts = counts.into_iter().map(|(id, count)| views.counted(name(id), None, count));
        let mut counts: Vec<view::Counted> = counts.collect();
        sort_by_name(&mut counts, words.language, |counted| &counted.link.name);
        let title = words.word("chart", "regions");
        let by_region = (2..=MOST_BARS).contains(&counts.len());
        let by_region = by_region.then(|| chart::of_list(&id("regions"), &title, &counts));
        // polling days are those known on the day of the site, which an edition may not have known
        let subject = match self.briefing.of {
            BriefingOf::Edition(_) => None,
            BriefingOf::Subject(subject) | BriefingOf::Cell(subject, _) => Some(subject),
        };
        map.or(by_region).into_iter().chain(over_time::chart(views, &id("time"), self.articles, subject)).collect()
    }

    fn calendar(&self) -> Vec<view::CalendarRow> {
        match (&self.issue, self.briefing.of) {
            (Some(issue), _) => issue.calendar(),
            (None, BriefingOf::Subject(id) | BriefingOf::Cell(id, _)) => self.views.calendar(id),
            (None, BriefingOf::Edition(_)) => Vec::new(),
        }
    }

    fn groups(&self) -> Vec<view::BriefingGroup> {
        let views = &self.views;
        // the claims of a document stand once, where its first line stands
        let mut claimed: BTreeSet<ArticleId> = BTreeSet::new();
        let groups = glance::lines(views, self.articles, grouping(self.briefing.of)).into_iter();
        let groups = groups.map(|(subject, regions)| {
            let regions = regions.into_iter().map(|(region, lines)| {
                let new = |(id, _): &&(ArticleId, view::Line)| claimed.insert(*id);
                let first: Vec<ArticleId> = lines.iter().filter(new).map(|(id, _)| *id).collect();
                let claims = first.into_iter().flat_map(|id| {
                    let claims = views.claims_of(id).into_iter();
                    claims.map(move |claim| view::NumberedClaim { claim, number: self.number(id) })
                });
                view::BriefingRegion {
                    link: region.map(|region| views.region_link(region)),
                    claims: claims.collect(),
                    lines: lines
                        .into_iter()
                        .map(|(id, line)| view::NumberedLine { line, number: self.number(id) })
                        .collect(),
                }
            });
            view::BriefingGroup { subject: views.subject_link(subject), regions: regions.collect() }
        });
        groups.collect()
    }

    fn open(&self) -> Vec<view::BriefingOpen> {
        let open = glance::open(&self.views, self.articles).into_iter().map(|(question, ids)| {
            let items = question.articles.into_iter().zip(ids).map(|(item, id)| view::OpenItem {
                title: item.article.name,
                lang: item.article.lang,
                notes: item.notes,
                notes_lang: item.lang,
                number: self.number(id),
            });
            view::BriefingOpen { key: question.key, text: question.text, items: items.collect() }
        });
        open.collect()
    }

    /// Corrections and withdrawals: of the edition, or of the documents.
    fn changed(&self) -> Vec<view::BriefingChange> {
        let (views, site) = (&self.views, self.views.site);
        let corrections: Vec<(ArticleId, usize)> = match &self.issue {
            Some(issue) => issue.edition.corrections.clone(),
            None => {
                let of =
                    |id: &ArticleId| (0..site.article(*id).corrections.len()).map(|at| (*id, at)).collect::<Vec<_>>();
                self.articles.iter().flat_map(of).collect()
            }
        };
        let corrections = corrections.into_iter().map(|(id, at)| {
            let correction = views.correction(&site.article(id).corrections[at], site.article(id));
            view::BriefingChange {
                what: views.words.fill("text.corrected_on", &[("date", &correction.date.text)]),
                title: correction.article.name,
                text: correction.text,
                lang: correction.lang,
                number: self.numbers.numbers.contains_key(&id).then(|| self.number(id)),
            }
        });
        let withdrawn = self.issue.iter().flat_map(|issue| &issue.edition.withdrawn).filter_map(|&at| {
            let withdrawal = views.withdrawal(at)?;
            Some(view::BriefingChange {
                what: withdrawal.text,
                title: withdrawal.article.name,
                text: withdrawal.reason,
                lang: withdrawal.lang,
                number: None,
            })
        });
        corrections.chain(withdrawn).collect()
    }

    fn sources(&self) -> Vec<view::NumberedSource> {
        let (views, words, site) = (&self.views, self.views.words, self.views.site);
        let sources = self.numbers.order.iter().map(|&id| {
            let article = site.article(id);
            let (title, language) = article.title_in(words.language);
            view::NumberedSource {
                number: self.number(id),
                title: title.to_owned(),
                lang: words.mark(language),
                date: words.date(&article.published),
                address: site.settings.base.permalink(&article.path),
                documents: article.sources.iter().map(|source| views.source(source)).collect(),
            }
        });
        sources.collect()
    }

    fn method(&self) -> Vec<String> {
        let (words, site) = (self.views.words, self.views.site);
        let mut method: Vec<String> = ["numbers", "key_points", "claims", "unknown", "changes"]
            .iter()
            .map(|key| words.word("briefing", &format!("method_{key}")))
            .collect();
        if let Some(at) = site.text_at("method/", words.language) {
            let address = self.views.permalink(&site.pages[at].path);
            method.push(words.fill("briefing.method_page", &[("address", &address)]));
        }
        method
    }

    fn people(&self) -> Vec<view::IndexEntry> {
        let site = self.views.site;
        self.entries(
            |article| article.people.iter().map(|mention| mention.person).collect(),
            |id| self.views.words.link(&term(&site.people, id).name, None),
        )
    }

    fn places(&self) -> Vec<view::IndexEntry> {
        self.entries(
            |article| {
                let events = article.events.iter().filter_map(|event| event.place);
                article.grouped_regions().chain(article.mentions.iter().copied()).chain(events).collect()
            },
            |id: RegionId| {
                let region = self.views.site.region(id);
                let link = self.views.words.link(&region.name, None);
                // a district and a seat often share their name
                let kind = self.views.words.word("region_kind", region.kind.word());
                view::Link { name: format!("{} ({kind})", link.name), ..link }
            },
        )
    }

    fn entries<K: Ord + Copy>(
        &self,
        of: impl Fn(&Article) -> Vec<K>,
        name: impl Fn(K) -> view::Link,
    ) -> Vec<view::IndexEntry> {
        let mut documents: BTreeMap<K, BTreeSet<view::Number>> = BTreeMap::new();
        for &id in self.articles {
            for key in of(self.views.site.article(id)) {
                documents.entry(key).or_default().insert(self.number(id));
            }
        }
        let entries = documents.into_iter().map(|(key, numbers)| {
            let view::Link { name, lang, .. } = name(key);
            view::IndexEntry { name, lang, numbers: numbers.into_iter().collect() }
        });
        let mut entries: Vec<view::IndexEntry> = entries.collect();
        sort_by_name(&mut entries, self.views.words.language, |entry| &entry.name);
        entries
    }

    fn number(&self, id: ArticleId) -> view::Number {
        self.numbers.of(self.views.words, id)
    }
}
