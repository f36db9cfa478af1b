//! Pages of editions, of what changed, and of withdrawn articles.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use tera::{Context, Value};

use super::Pages;
use super::cards::CLOSED;
use crate::address;
use crate::model::article::{Article, ArticleId};
use crate::model::briefing::BriefingOf;
use crate::model::chronicle::Said;
use crate::model::edition::{Edition, EditionKind};
use crate::model::page::Page;
use crate::model::region::RegionId;
use crate::model::subject::SubjectId;
use crate::render::changes;
use crate::render::editions::{self, Issue, Missing, region_of};
use crate::render::glance::{self, Grouping};
use crate::render::streams;
use crate::text::collate::sort_by_name;
use crate::view;

impl Pages<'_> {
    /// A page of an edition. Its first page has what is of the whole edition, and of its articles the newest; the
    /// others have older ones, in the same sections.
    pub(super) fn edition(&self, page: &Page, at: usize, number: Option<usize>, context: &mut Context) -> &'static str {
        let issue = Issue::part(&self.views, at, self.views.site.settings.page_size, number);
        let editions = &self.views.digest.editions;
        let first = number.is_none();
        let (dated, undated): (Vec<ArticleId>, Vec<ArticleId>) =
            issue.ids().iter().partition(|id| self.views.site.article(**id).published.moment.is_some());
        let link = |at: usize| editions::link(&self.views, &editions[at]);
        context.insert("edition", &editions::row(&issue.views, issue.edition));
        context.insert("briefings", &if first { self.briefings_of(BriefingOf::Edition(at)) } else { Vec::new() });
        context.insert("before", &issue.edition.before.filter(|_| first).map(link));
        context.insert("glance", &glance(&issue));
        context.insert("events", &event_regions(&issue));
        context.insert("claims", &issue.articles().flat_map(|(id, _)| issue.views.claims_of(id)).collect::<Vec<_>>());
        context.insert("superseded", &superseded(&issue));
        context.insert("offices", &offices(&issue));
        let open = glance::open(&issue.views, issue.ids());
        context.insert("open", &open.into_iter().map(|(question, _)| question).collect::<Vec<_>>());
        context.insert_value("articles", self.cards(&dated, CLOSED));
        context.insert_value("undated", self.cards(&undated, CLOSED));
        let weekly = issue.edition.period.kind == EditionKind::Weekly;
        context.insert("followed", &if weekly { followed(&issue) } else { Vec::new() });
        self.what_changed(&issue, number, context);
        let path = address::edition(issue.edition);
        let pages = address::edition_pages(issue.edition, self.views.site.settings.page_size);
        context.insert("pagination", &self.paged((&path, "newest"), pages, issue.edition.articles.len(), number));
        let whole = Issue::new(&self.views, at);
        context.insert("covered", &if first && pages > 0 { self.covered(&whole) } else { Vec::new() });
        self.of_the_whole(&whole, first, context);
        context.insert("links", &self.about_links());
        self.page(page, "edition", context);
        "edition.html"
    }

    /// What is of the whole edition and not of some of its articles; on its first page.
    fn of_the_whole(&self, issue: &Issue<'_>, first: bool, context: &mut Context) {
        let count = |n| self.views.words.count(n);
        let moved = if first { moved(issue) } else { Vec::new() };
        context.insert("calendar", &if first { issue.calendar() } else { Vec::new() });
        context.insert("moved_count", &count(moved.len()));
        context.insert("moved", &moved);
        context.insert("superseded_count", &count(if first { issue.superseded().len() } else { 0 }));
        let missing = if first { issue.missing() } else { Missing::default() };
        context.insert("missing_parties", &self.named(missing.parties, |id| issue.views.party_link(id)));
        context.insert("missing_regions", &self.named(missing.regions, |id| issue.views.region_link(id)));
        let weekly = issue.edition.period.kind == EditionKind::Weekly;
        context.insert("week", &(first && weekly).then(|| self.week(issue)));
    }

    /// How many documents an edition has by subject and region; each stands under the first subject and region of it.
    fn covered(&self, issue: &Issue<'_>) -> Vec<view::Covered> {
        let views = &issue.views;
        let mut subjects: BTreeMap<SubjectId, (usize, BTreeMap<RegionId, usize>)> = BTreeMap::new();
        for (id, article) in issue.articles() {
            let subject = article.subjects.first().copied().unwrap_or(views.site.gazetteer.unnamed());
            let (count, regions) = subjects.entry(subject).or_default();
            *count += 1;
            if let Some(region) = glance::filed_under(views, subject, id) {
                *regions.entry(glance::place(views, Grouping::default(), region)).or_default() += 1;
            }
        }
        let of = |(subject, (count, regions))| view::Covered {
            subject: views.counted(views.subject_link(subject), None, count),
            regions: self.by_name(&regions, |region| views.cell_link(subject, region)),
        };
        subjects.into_iter().map(of).collect()
    }

    /// Corrections and withdrawals of the edition, and those of its articles that came later.
    fn what_changed(&self, issue: &Issue<'_>, number: Option<usize>, context: &mut Context) {
        let (views, edition) = (&issue.views, issue.edition);
        let of_page = |total| address::shared_items(total, views.site.settings.page_size, number);
        let mut corrections = edition.corrections.clone();
        corrections.sort_by_key(|&(id, at)| Reverse((views.site.article(id).corrections[at].date, id)));
        // pages are counted from the oldest, and read from there too
        let corrections: Vec<view::Correction> = corrections[of_page(corrections.len())]
            .iter()
            .rev()
            .map(|&(id, at)| views.correction(&views.site.article(id).corrections[at], views.site.article(id)))
            .collect();
        context.insert("corrections", &corrections);
        let withdrawn = |list: &[usize]| {
            list[of_page(list.len())].iter().filter_map(|&at| views.withdrawal(at)).collect::<Vec<_>>()
        };
        context.insert("withdrawn", &withdrawn(&edition.withdrawn));
        context.insert("withdrawn_later", &withdrawn(&edition.withdrawn_later));
        let later =
            |article: &Article| article.corrections.iter().map(|c| c.date).filter(|d| *d > edition.period.until).min();
        let corrected_later: Vec<view::LaterCorrection> = issue
            .articles()
            .filter_map(|(_, article)| {
                let day = later(article)?;
                let text = views.words.on("text.corrected_on", day);
                Some(view::LaterCorrection { article: views.article_link(article), iso: day.to_string(), text })
            })
            .collect();
        context.insert("corrected_later", &corrected_later);
    }

    /// Links sorted by their names.
    fn named<K>(&self, ids: Vec<K>, link: impl Fn(K) -> view::Link) -> Vec<view::Link> {
        let mut links: Vec<view::Link> = ids.into_iter().map(link).collect();
        sort_by_name(&mut links, self.views.words.language, |link| &link.name);
        links
    }

    /// The pages that say how the digest is made and what was wrong in it.
    fn about_links(&self) -> Vec<view::Link> {
        let (site, words) = (self.views.site, self.views.words);
        let method = site.text_at("method/", words.language).map(|at| &site.pages[at]).map(|page| view::Link {
            name: page.title.clone(),
            lang: words.mark(page.language),
            url: Some(self.views.link(&page.path)),
        });
        let single = |key: &str, path: &str| {
            self.views.addresses.single(path).map(|url| words.plain_link(words.word("list", key), Some(url)))
        };
        method.into_iter().chain(single("corrections", "corrections/")).chain(single("changes", "changes/")).collect()
    }

    /// Editions by kind and election, newest first. Pages are made of all of them by the time at which they closed.
    pub(super) fn editions(&self, page: &Page, number: Option<usize>, context: &mut Context) -> &'static str {
        let views = &self.views;
        let total = views.digest.editions.len();
        let lines = views.site.settings.lines();
        let newest = streams::newest_first(views);
        let mut shown: Vec<usize> = newest[address::items(total, lines, number)].to_vec();
        shown.sort_unstable();
        let shown: Vec<&Edition> = shown.into_iter().map(|at| &views.digest.editions[at]).collect();
        let of_one = |one: &&Edition, other: &&Edition| {
            (one.period.kind, one.period.subject) == (other.period.kind, other.period.subject)
        };
        let series: Vec<view::Series> = shown
            .chunk_by(of_one)
            .map(|series| (&series[0].period, series))
            .map(|(period, series)| view::Series {
                id: period.subject.map_or(period.kind.word().to_owned(), |id| {
                    format!("{}-{}", period.kind.word(), views.site.subject(id).id)
                }),
                name: views.words.word("edition_series", period.kind.word()),
                subject: period.subject.map(|id| views.subject_link(id)),
                editions: series.iter().rev().map(|edition| editions::row(views, edition)).collect(),
            })
            .collect();
        context.insert("series", &series);
        let pages = address::archive_pages(total, lines);
        context.insert("pagination", &self.paged(("editions/", "latest"), pages, total, number));
        self.page(page, "editions", context);
        "editions.html"
    }

    /// The latest edition of each kind.
    pub(super) fn latest_editions(&self) -> Vec<view::Edition> {
        let views = &self.views;
        let kinds = views.digest.editions.chunk_by(|one, other| one.period.kind == other.period.kind);
        let latest = kinds.filter_map(|kind| kind.iter().max_by_key(|edition| edition.closes));
        latest.map(|edition| editions::row(views, edition)).collect()
    }

    pub(super) fn changes(&self, page: &Page, context: &mut Context) -> &'static str {
        let newest = changes::newest(&self.views, self.views.site.settings.lines());
        let days = newest
            .into_iter()
            .map(|(day, changes)| view::ChangeDay { date: self.views.words.stated_day(day), changes });
        context.insert("days", &days.collect::<Vec<_>>());
        let shown = self.views.words.number(self.views.site.settings.lines());
        context.insert("note", &self.views.words.fill("text.changes_note", &[("number", &shown)]));
        context.insert("editions_url", &self.views.addresses.single("editions/"));
        self.page(page, "changes", context);
        "changes.html"
    }

    pub(super) fn withdrawn(&self, page: &Page, at: usize, context: &mut Context) -> &'static str {
        context.insert_value(
            "withdrawal",
            self.views.withdrawal(at).map_or_else(Value::none, |w| Value::from_serializable(&w)),
        );
        context.insert("links", &self.about_links());
        self.page(page, "withdrawn", context);
        "withdrawn.html"
    }
}

/// What happened by subject, then region: one line for each event, or for an article that has none.
fn glance(issue: &Issue<'_>) -> Vec<view::Glance> {
    let views = &issue.views;
    let groups =
        glance::lines(views, issue.ids(), Grouping::default()).into_iter().map(|(subject, regions)| view::Glance {
            subject: views.subject_link(subject),
            regions: regions
                .into_iter()
                .map(|(region, lines)| view::GlanceRegion {
                    link: region.map(|region| views.cell_link(subject, region)),
                    lines: lines.into_iter().map(|(_, line)| line).collect(),
                })
                .collect(),
        });
    groups.collect()
}

/// Events by region of the first level, oldest first.
fn event_regions(issue: &Issue<'_>) -> Vec<view::EventRegion> {
    let views = &issue.views;
    let mut groups: BTreeMap<Option<RegionId>, Vec<(NaiveDate, view::Event)>> = BTreeMap::new();
    for (_, article) in issue.articles() {
        for event in &article.events {
            let moment = event.date.as_ref().and_then(|date| date.moment);
            let day = moment.map_or(NaiveDate::MAX, |moment| moment.day());
            groups.entry(region_of(views, article, event)).or_default().push((day, views.event(event, article)));
        }
    }
    let ordered = glance::in_order(views, groups).into_iter().map(|(region, mut events)| {
        events.sort_by_key(|(day, _)| *day);
        view::EventRegion {
            link: region.map(|region| views.region_link(region)),
            events: events.into_iter().map(|(_, event)| event).collect(),
        }
    });
    ordered.collect()
}

fn moved(issue: &Issue<'_>) -> Vec<view::MovedDate> {
    let views = &issue.views;
    let rows = issue.moved().into_iter().filter_map(|((id, event, phase), change)| {
        let (day, row) = views.calendar_row(id, (event, phase), issue.edition.period.until)?;
        Some((id, day, view::MovedDate { row, was: change.before.map(|was| views.words.moment(was.date)) }))
    });
    let mut rows: Vec<(SubjectId, NaiveDate, view::MovedDate)> = rows.collect();
    rows.sort_by_key(|(id, day, _)| (*id, *day));
    rows.into_iter().map(|(.., row)| row).collect()
}

fn superseded(issue: &Issue<'_>) -> Vec<view::SupersededClaim> {
    let claim = |said: &Said| issue.views.claim_at(said.article, said.at);
    let pairs = issue.superseded();
    pairs.iter().map(|(was, now)| view::SupersededClaim { was: claim(was), now: claim(now) }).collect()
}

fn followed(issue: &Issue<'_>) -> Vec<view::FollowedClaim> {
    let claim = |said: &Said| issue.views.claim_at(said.article, said.at);
    let followed = issue.followed().into_iter();
    followed
        .map(|(now, earlier)| view::FollowedClaim { claim: claim(&now), earlier: earlier.iter().map(claim).collect() })
        .collect()
}

fn offices(issue: &Issue<'_>) -> Vec<view::NewOffice> {
    let views = &issue.views;
    let mut offices: Vec<view::NewOffice> = issue
        .offices()
        .into_iter()
        .map(|(article, mention, first)| {
            let lang = views.words.mark(article.language);
            view::NewOffice {
                person: view::Link { name: mention.written.clone(), lang, url: views.addresses.person(mention.person) },
                office: mention.office.clone(),
                lang,
                party: mention.party.map(|id| views.party_link(id)),
                article: views.article_link(views.site.article(first)),
            }
        })
        .collect();
    sort_by_name(&mut offices, views.words.language, |office| &office.person.name);
    offices
}
