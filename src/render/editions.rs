//! Editions: what each is called, what is new in it, and what changed against the one before.
//!
//! Everything here is a function of the content and of the last day of the edition; nothing looks at the instant of
//! the site.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::views::Views;
use crate::address;
use crate::group::changes::top_regions;
use crate::link::AHEAD;
use crate::model::article::{Article, ArticleId, Event, PersonMention};
use crate::model::chronicle::{ClaimKey, DateKey, Said};
use crate::model::claim::ClaimKind;
use crate::model::dated::Moment;
use crate::model::edition::{Edition, EditionKind};
use crate::model::history::Change;
use crate::model::people::{PartyId, TermId};
use crate::model::region::{RegionId, RegionKind};
use crate::model::subject::{CalendarDate, SubjectStatus};
use crate::text::{Language, fold};
use crate::view;

/// Earlier claims shown beside one that is followed.
const FOLLOWED: usize = 10;

/// The name of an edition and the language it is in.
pub fn title(views: &Views<'_>, edition: &Edition) -> (String, Language) {
    let words = views.words;
    let period = &edition.period;
    let number = words.number(edition.number as usize);
    let subject = period.subject.map(|id| views.site.subject(id).name.shown(words.language).0).unwrap_or_default();
    let phase = period.phase.map(|n| views.phase_name(n)).unwrap_or_default();
    if period.kind == EditionKind::Named {
        let (name, language) = period.name.shown(words.language);
        return (name.to_owned(), language);
    }
    let key = format!("edition.{}", period.kind.word());
    (words.fill(&key, &[("number", &number), ("subject", subject), ("phase", &phase)]), words.language)
}

/// One sentence about an edition.
pub fn description(views: &Views<'_>, edition: &Edition) -> String {
    let words = views.words;
    let (from, until) = (edition.period.from, edition.period.until);
    let values = [
        ("name", title(views, edition).0),
        ("period", words.period(from, until)),
        ("documents", words.number(edition.articles.len())),
        ("corrected", words.number(corrected(edition).len())),
        ("withdrawn", words.number(edition.withdrawn.len())),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(place, value)| (*place, value.as_str())).collect();
    words.fill("text.edition_description", &values)
}

/// The link of an edition.
pub fn link(views: &Views<'_>, edition: &Edition) -> view::Link {
    let (name, language) = title(views, edition);
    let url = views.link(&address::edition(edition));
    view::Link { name, lang: views.words.mark(language), url: Some(url) }
}

/// An edition where it is named.
pub fn row(views: &Views<'_>, edition: &Edition) -> view::Edition {
    let words = views.words;
    let period = &edition.period;
    let closes = edition.closes.with_timezone(&views.site.settings.zone).fixed_offset();
    view::Edition {
        link: link(views, edition),
        kind: words.word("edition_kind", period.kind.word()),
        key: period.kind.word(),
        number: words.number(edition.number as usize),
        subject: period.subject.map(|id| views.subject_link(id)),
        period: words.period(period.from, period.until),
        from: period.from.to_string(),
        until: period.until.to_string(),
        closes: words.moment(Moment::Minute(closes)),
        documents: words.count(edition.articles.len()),
        outlets: words.count(outlets(views, &edition.articles).len()),
        corrected: words.count(corrected(edition).len()),
        withdrawn: words.count(edition.withdrawn.len()),
        expired: words.count(edition.expired),
    }
}

fn corrected(edition: &Edition) -> BTreeSet<ArticleId> {
    edition.corrections.iter().map(|(article, _)| *article).collect()
}

/// How many of `articles` each outlet has.
pub fn outlets(views: &Views<'_>, articles: &[ArticleId]) -> BTreeMap<TermId, usize> {
    let of = |id: &ArticleId| {
        let outlets = views.site.article(*id).sources.iter().filter_map(|source| source.outlet);
        outlets.collect::<BTreeSet<TermId>>()
    };
    counted(articles.iter().flat_map(of))
}

/// How often each key comes.
pub fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

/// The region of the first level in which an event is counted: that of its place, else of its article.
pub fn region_of(views: &Views<'_>, article: &Article, event: &Event) -> Option<RegionId> {
    Some(views.site.gazetteer.top(event.place.or(article.regions.first().copied())?))
}

/// An edition with what follows from it.
pub struct Issue<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// Those of its articles that are looked at, newest first: all of them, or those of one page.
    articles: &'a [ArticleId],
    /// Views with links only to what had a page when it closed.
    pub views: Views<'a>,
}

/// What has no document in an edition, and had one before or lies in reach.
#[derive(Default)]
pub struct Missing {
    /// Parties and alliances.
    pub parties: Vec<PartyId>,
    /// Regions of the first level.
    pub regions: Vec<RegionId>,
}

impl<'a> Issue<'a> {
    /// An edition, by its index.
    pub fn new(views: &Views<'a>, at: usize) -> Self {
        let edition = &views.digest.editions[at];
        Self { edition, articles: &edition.articles, views: views.known_by(edition.period.until) }
    }

    /// A part of an edition, as its pages and its data are made, with `size` articles to a numbered one: what is said of
    /// its articles is said of those of this part.
    pub fn part(views: &Views<'a>, at: usize, size: usize, number: Option<usize>) -> Self {
        let issue = Self::new(views, at);
        let all = &issue.edition.articles;
        Self { articles: &all[address::shared_items(all.len(), size, number)], ..issue }
    }

    /// The ids of its articles.
    pub fn ids(&self) -> &'a [ArticleId] {
        self.articles
    }

    /// Its articles.
    pub fn articles(&self) -> impl Iterator<Item = (ArticleId, &'a Article)> + '_ {
        let site = self.views.site;
        self.articles.iter().map(move |&id| (id, site.article(id)))
    }

    fn holds(&self, day: NaiveDate) -> bool {
        (self.edition.period.from..=self.edition.period.until).contains(&day)
    }

    /// The day with whose dates its own are compared: the last one of the edition before, or the one before it begins.
    fn day_before(&self) -> NaiveDate {
        let period = &self.edition.period;
        let before = self.edition.before.map(|at| self.views.digest.editions[at].period.until);
        before.or(period.from.pred_opt()).unwrap_or(period.from)
    }

    /// Claims whose value is another one than the latest of the same key and sort known before: that one, and this.
    pub fn superseded(&self) -> Vec<(Said, Said)> {
        let history = &self.views.digest.chronicle.claims;
        let Some(day) = self.edition.period.from.pred_opt() else { return Vec::new() };
        let mut seen = BTreeSet::new();
        let mut pairs: Vec<(Said, Said)> = Vec::new();
        for (key, now) in self.comparable() {
            if let Some(was) = history.value(&key, day).filter(|was| was.value != now.value)
                && seen.insert((was.article, was.at, now.value.clone()))
            {
                pairs.push((was.clone(), now));
            }
        }
        pairs
    }

    /// Claims with the earlier ones of the same key, of whatever sort; newest first.
    pub fn followed(&self) -> Vec<(Said, Vec<Said>)> {
        let history = &self.views.digest.chronicle.claims;
        let from = self.edition.period.from;
        let earlier = |key: &ClaimKey| {
            let timelines = ClaimKind::ALL.iter().flat_map(|kind| history.timeline(&(key.clone(), *kind)));
            let mut earlier: Vec<_> = timelines.filter(|(day, _)| *day < from).collect();
            earlier.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
            earlier.into_iter().take(FOLLOWED).filter_map(|(_, said)| said.clone()).collect::<Vec<Said>>()
        };
        let followed = self.comparable().map(|((key, _), now)| (now, earlier(&key)));
        followed.filter(|(_, earlier)| !earlier.is_empty()).collect()
    }

    fn comparable(&self) -> impl Iterator<Item = ((ClaimKey, ClaimKind), Said)> + '_ {
        let unnamed = self.views.site.gazetteer.unnamed();
        self.articles().flat_map(move |(id, article)| {
            article.claims.iter().enumerate().filter_map(move |(at, claim)| {
                let said = Said { value: claim.value.clone(), article: id, at };
                Some(((ClaimKey::of(claim, unnamed)?, claim.kind), said))
            })
        })
    }

    /// The dates from its last day to two weeks after it, as known on that day.
    pub fn calendar(&self) -> Vec<view::CalendarRow> {
        let period = &self.edition.period;
        let last = period.until.checked_add_days(Days::new(AHEAD)).unwrap_or(period.until);
        let subjects = self.views.site.gazetteer.subjects().map(|(id, _)| id);
        let of_this = subjects.filter(|id| period.subject.is_none_or(|subject| subject == *id));
        self.views.calendar_between(of_this, period.until, (period.until, last))
    }

    /// Dates in force on its last day that were announced, or were others, when the edition before closed.
    pub fn moved(&self) -> Vec<(DateKey, Change<CalendarDate>)> {
        let site = self.views.site;
        let period = &self.edition.period;
        let changes = self.views.digest.chronicle.dates.between(self.day_before(), period.until);
        let of_this = |(id, ..): &DateKey| {
            period.subject.is_none_or(|subject| subject == *id) && site.subject(*id).status != SubjectStatus::Background
        };
        let another = |change: &Change<CalendarDate>| {
            change.before.as_ref().map(|d| d.date) != change.after.as_ref().map(|d| d.date)
        };
        changes.into_iter().filter(|(key, change)| of_this(key) && another(change)).collect()
    }

    /// People and offices that became known in it: the mention in its own articles, and the article that was first.
    pub fn offices(&self) -> Vec<(&'a Article, &'a PersonMention, ArticleId)> {
        let history = &self.views.digest.chronicle.offices;
        let mut seen: BTreeSet<(TermId, Option<String>)> = BTreeSet::new();
        let mut new = Vec::new();
        let mentions = || self.articles().flat_map(|(_, article)| article.people.iter().map(move |m| (article, m)));
        let with_office: BTreeSet<TermId> =
            mentions().filter(|(_, m)| m.office.is_some()).map(|(_, m)| m.person).collect();
        for (article, mention) in mentions() {
            let key = (mention.person, mention.office.as_deref().map(fold::key));
            if key.1.is_none() && with_office.contains(&key.0) {
                continue;
            }
            let Some((_, Some(first))) = history.timeline(&key).first().filter(|(day, _)| self.holds(*day)) else {
                continue;
            };
            // of several pages the one with that article tells of it
            let elsewhere =
                |first| !self.articles.contains(first) && self.edition.articles.binary_search(first).is_ok();
            if !elsewhere(first) && seen.insert(key) {
                new.push((article, mention, *first));
            }
        }
        new
    }

    /// Parties and regions that had documents before it, or lie in reach of its subjects, and have none in it.
    pub fn missing(&self) -> Missing {
        let site = self.views.site;
        let chronicle = &self.views.digest.chronicle;
        let period = &self.edition.period;
        let of = period.subject;
        let before = |day: &NaiveDate| *day < period.from;
        let parties: BTreeSet<PartyId> = self.articles().flat_map(|(_, a)| a.parties.iter().copied()).collect();
        let all = (of, PartyId(0))..=(of, PartyId(u32::MAX));
        let had = chronicle.parties.range(all).filter(|(_, day)| before(day)).map(|((_, id), _)| *id);
        let missing_parties = had.filter(|id| !parties.contains(id)).collect();
        let regions: BTreeSet<RegionId> = self.articles().flat_map(|(_, a)| top_regions(site, a)).collect();
        let all = (of, RegionId(0))..=(of, RegionId(u32::MAX));
        let had = chronicle.regions.range(all).filter(|(_, day)| before(day)).map(|((_, id), _)| *id);
        let subjects: BTreeSet<_> = self.articles().flat_map(|(_, a)| a.subjects.iter().copied()).chain(of).collect();
        let reach = subjects.iter().flat_map(|id| &site.subject(*id).regions).map(|id| site.gazetteer.top(*id));
        let due: BTreeSet<RegionId> = had.chain(reach).collect();
        let place = |id: &RegionId| site.region(*id).kind != RegionKind::Country && !regions.contains(id);
        Missing { parties: missing_parties, regions: due.into_iter().filter(place).collect() }
    }
}
