//! Builds views from the model: every value that a template shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::addresses::Addresses;
use super::words::Words;
use crate::model::article::{Article, ArticleId, ArticleSource, Correction, Event, Known, PersonMention, Role};
use crate::model::claim::{Claim, ClaimValue, Comparator};
use crate::model::dated::Confidence;
use crate::model::digest::Digest;
use crate::model::page::{List, Page};
use crate::model::people::{PartyId, TermId};
use crate::model::region::{RegionId, RegionKind, Tree};
use crate::model::site::{Site, term};
use crate::model::subject::{CalendarDate, Milestone, SubjectClass, SubjectId, SubjectStatus};
use crate::text::Language;
use crate::view;

/// What building views needs to know.
#[derive(Clone)]
pub struct Views<'a> {
    /// The linked model.
    pub site: &'a Site,
    /// Its articles, grouped.
    pub digest: &'a Digest,
    /// The language of the pages.
    pub words: &'a Words,
    /// Which things have a page.
    pub addresses: Addresses,
    /// By region: the regions listed below it.
    children: Arc<Vec<Vec<RegionId>>>,
    /// Where the pages of this language begin: nothing at the root of the site, else `en/`.
    prefix: Arc<str>,
}

impl<'a> Views<'a> {
    /// Views of a site.
    pub fn new(site: &'a Site, digest: &'a Digest, plan: &[Page], words: &'a Words) -> Self {
        let mut children = vec![Vec::new(); site.gazetteer.regions.len()];
        for (id, region) in site.gazetteer.regions() {
            // a party unit stands below its own parent only, a seat also below the district that holds it
            let outer = match region.kind.tree() {
                Tree::Party => region.within.first().or(region.parent.as_ref()).into_iter().collect::<Vec<_>>(),
                Tree::Electoral => region.within.iter().chain(&region.parent).collect(),
                Tree::Administrative => region.parent.iter().collect(),
            };
            for outer in outer {
                children[outer.0 as usize].push(id);
            }
        }
        let prefix = site.settings.prefix(words.language);
        let addresses = Addresses::new(site, digest, plan, words.language);
        Self { site, digest, words, addresses, children: Arc::new(children), prefix: prefix.into() }
    }

    /// The path within the site of what has `path` within this language.
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The link to a path within this language.
    pub fn link(&self, path: &str) -> String {
        self.site.settings.base.link(&self.path(path))
    }

    /// The absolute address of a path within this language.
    pub fn permalink(&self, path: &str) -> String {
        self.site.settings.base.permalink(&self.path(path))
    }

    /// The same with links only to what had a page by the end of `day`: for pages that never change again.
    pub fn known_by(&self, day: NaiveDate) -> Self {
        Self { addresses: self.addresses.known_by(day), ..self.clone() }
    }

    /// The same in another language.
    pub fn speaking(&self, words: &'a Words) -> Self {
        Self { words, ..self.clone() }
    }

    /// The regions listed below a region.
    pub fn children_of(&self, id: RegionId) -> &[RegionId] {
        &self.children[id.0 as usize]
    }

    /// The link of a subject.
    pub fn subject_link(&self, id: SubjectId) -> view::Link {
        self.words.link(&self.site.subject(id).name, self.addresses.subject(id))
    }

    /// The link of a region to its own page.
    pub fn region_link(&self, id: RegionId) -> view::Link {
        self.words.link(&self.site.region(id).name, self.addresses.region(id))
    }

    /// The link of a region to its cell under a subject.
    pub fn cell_link(&self, subject: SubjectId, id: RegionId) -> view::Link {
        let list = if self.site.region(id).kind == RegionKind::Country {
            List::Subject(subject)
        } else {
            List::Cell(subject, id)
        };
        self.words.link(&self.site.region(id).name, self.addresses.of(list))
    }

    /// The link of a party.
    pub fn party_link(&self, id: PartyId) -> view::Link {
        self.words.link(&self.site.party(id).name, self.addresses.party(id))
    }

    /// The link of an article.
    pub fn article_link(&self, article: &Article) -> view::Link {
        let (title, language) = article.title_in(self.words.language);
        view::Link { name: title.to_owned(), lang: self.words.mark(language), url: Some(self.link(&article.path)) }
    }

    /// The article in a list, without the links that many articles share.
    pub fn card(&self, id: ArticleId) -> view::Card {
        let article = self.site.article(id);
        let (title, language) = article.title_in(self.words.language);
        let (summary, summary_lang) = self.summary(article);
        view::Card {
            url: self.link(&article.path),
            title: title.to_owned(),
            lang: self.words.mark(language),
            summary,
            summary_lang,
            date: self.words.date_text(&article.published),
            date_iso: article.published.moment.map(super::words::iso),
            date_plain: article.published.is_plain(),
            sources: Vec::new(),
            regions: Vec::new(),
        }
    }

    /// The summary of an article, and its language where it is not that of the interface.
    fn summary(&self, article: &Article) -> (Option<String>, Option<Language>) {
        let summary = article.summary_in(self.words.language);
        (summary.map(|(text, _)| text.to_owned()), summary.and_then(|(_, language)| self.words.mark(language)))
    }

    /// The link of an outlet, or the words for one that is not known.
    pub fn outlet_link(&self, outlet: Option<TermId>) -> view::Link {
        match outlet {
            Some(id) => self.words.link(&term(&self.site.outlets, id).name, self.addresses.outlet(id)),
            None => self.words.plain_link(self.words.word("text", "source_unknown"), None),
        }
    }

    /// A number beside a link.
    pub fn counted(&self, link: view::Link, kind: Option<String>, count: usize) -> view::Counted {
        view::Counted { link, kind, count, count_text: self.words.number(count) }
    }

    /// The article on its own page.
    pub fn article(&self, id: ArticleId) -> view::Article {
        let article = self.site.article(id);
        let words = self.words;
        let regions = |list: &[RegionId]| list.iter().map(|&id| self.region_link(id)).collect();
        let (summary, summary_lang) = self.summary(article);
        view::Article {
            title_derived: article.title_derived,
            lang: words.mark(article.language),
            genre: words.word("genre", article.genre.word()),
            summary,
            summary_lang,
            published: words.date(&article.published),
            updated: article.updated.as_ref().map(|date| words.date(date)),
            phase: article.phase.map(|n| self.phase_name(n)),
            subjects: article.subjects.iter().map(|&id| self.subject_link(id)).collect(),
            cells: self.cells(id, article),
            regions: regions(&article.regions),
            setting: regions(&article.setting),
            mentions: regions(&article.mentions),
            parties: article.parties.iter().map(|&id| self.party_link(id)).collect(),
            people: article.people.iter().map(|mention| self.person(mention, article)).collect(),
            sources: article.sources.iter().map(|source| self.source(source)).collect(),
            topics: article
                .topics
                .iter()
                .map(|&id| words.link(&term(&self.site.topics, id).name, self.addresses.topic(id)))
                .collect(),
            events: article.events.iter().map(|event| self.event(event, article)).collect(),
            claims: self.claims_of(id),
            conflicts: article.conflicts.clone(),
            corrections: self.corrections_of(article),
            corrected_later: article.corrected_later.map(|day| words.on("text.corrected_later", day)),
            open_questions: self.open_questions(article),
        }
    }

    /// The cells in which the article is filed, named by subject and region.
    fn cells(&self, id: ArticleId, article: &Article) -> Vec<view::Link> {
        let mut links = Vec::new();
        for &subject in &article.subjects {
            for region in article.grouped_regions() {
                let filed =
                    self.digest.cells.get(&(subject, region)).is_some_and(|cell| cell.own.binary_search(&id).is_ok());
                let link = self.cell_link(subject, region);
                if filed && link.url.is_some() {
                    let (name, _) = self.site.subject(subject).name.shown(self.words.language);
                    links.push((region, view::Link { name: format!("{name}: {}", link.name), ..link }));
                }
            }
        }
        // a district and a seat often share their name
        let twice = |name: &str| links.iter().filter(|(_, link)| link.name == name).count() > 1;
        let named = links.iter().map(|(region, link)| {
            let kind = twice(&link.name).then(|| self.words.word("region_kind", self.site.region(*region).kind.word()));
            view::Link {
                name: kind.map_or(link.name.clone(), |kind| format!("{} ({kind})", link.name)),
                ..link.clone()
            }
        });
        named.collect()
    }

    /// "Phase 4" in the language of the page.
    pub fn phase_name(&self, number: u32) -> String {
        self.words.fill("text.phase", &[("number", &self.words.number(number as usize))])
    }

    fn person(&self, mention: &PersonMention, article: &Article) -> view::Person {
        view::Person {
            link: view::Link {
                name: mention.written.clone(),
                lang: self.words.mark(article.language),
                url: self.addresses.person(mention.person),
            },
            office: mention.office.clone(),
            party: mention.party.map(|id| self.party_link(id)),
            seat: mention.seat.map(|id| self.region_link(id)),
            mention: mention.role == Role::Mention,
        }
    }

    /// A document that an article reports.
    pub fn source(&self, source: &ArticleSource) -> view::Source {
        view::Source {
            outlet: self.outlet_link(source.outlet),
            outlet_known: source.outlet.is_some(),
            url: source.url.clone(),
            reporters: source.reporters.clone(),
            reporters_lang: self.words.guessed(&source.reporters.concat()),
            accessed: source.accessed.map(|day| self.words.stated_day(day)),
            known: (source.known != Known::Stated).then(|| self.words.word("known", source.known.word())),
            note: source.note.clone(),
        }
    }

    /// An event with the article that reports it.
    pub fn event(&self, event: &Event, article: &Article) -> view::Event {
        view::Event {
            kind: self.words.word("event", &event.kind),
            status: self.words.word("event_status", event.status.word()),
            date: event.date.as_ref().map(|date| self.words.date(date)),
            until: event.until.as_ref().map(|date| self.words.date(date)),
            place: event.place.map(|id| self.region_link(id)),
            venue: event.venue.clone(),
            organiser: event.organiser.map(|id| self.party_link(id)),
            who: event.who.clone(),
            text: event.text.clone(),
            conflict: event.conflict.clone(),
            article: self.article_link(article),
            lang: self.words.mark(article.language),
        }
    }

    /// The claims of an article.
    pub fn claims_of(&self, id: ArticleId) -> Vec<view::Claim> {
        let article = self.site.article(id);
        (1..).zip(&article.claims).map(|(number, claim)| self.claim(number, claim, article)).collect()
    }

    /// The claim at a place of an article, from 0.
    pub fn claim_at(&self, id: ArticleId, at: usize) -> view::Claim {
        let article = self.site.article(id);
        self.claim(at + 1, &article.claims[at], article)
    }

    fn claim(&self, number: usize, claim: &Claim, article: &Article) -> view::Claim {
        let words = self.words;
        let link = self.article_link(article);
        let slug = article.path.trim_start_matches("articles/").trim_end_matches('/').replace('/', "-");
        view::Claim {
            id: format!("{slug}-{number}"),
            url: format!("{}#claim-{number}", link.url.as_deref().unwrap_or_default()),
            text: self.claim_text(&claim.value, &claim.comparators, &claim.unit),
            value: claim_value(&claim.value),
            unit: words.word("unit", &claim.unit),
            kind: words.word("claim_kind", claim.kind.word()),
            scope: claim.scope.map(|id| self.region_link(id)),
            about: claim.about.map(|id| self.subject_link(id)),
            holder: claim.holder.map(|id| self.party_link(id)),
            holder_text: claim.holder_text.clone(),
            speaker: claim.speaker.clone(),
            words: claim.words.clone(),
            lang: words.mark(article.language),
            check: claim.check.as_ref().map(|(outcome, _)| outcome.word()),
            check_text: claim.check.as_ref().map(|(outcome, _)| words.word("outcome", outcome.word())),
            reference: claim.check.as_ref().and_then(|(_, reference)| reference.clone()),
            superseded_by: claim.superseded_by.as_ref().map(|value| self.value_text(value)),
            note: claim.note.clone(),
            article: link,
            date: words.date_text(&article.published),
            date_iso: article.published.moment.map(super::words::iso),
        }
    }

    fn claim_text(&self, value: &ClaimValue, comparators: &[Comparator], unit: &str) -> String {
        let mut text = self.value_text(value);
        for comparator in comparators {
            let key = comparator.key();
            text = self.words.fill(&format!("comparator.{key}"), &[("value", &text)]);
        }
        match value {
            ClaimValue::Number(_) => format!("{text} {}", self.words.word("unit", unit)),
            ClaimValue::Date(_) => text,
        }
    }

    fn value_text(&self, value: &ClaimValue) -> String {
        match value {
            ClaimValue::Number(number) => self.words.decimal(number),
            ClaimValue::Date(day) => self.words.day(*day),
        }
    }

    fn corrections_of(&self, article: &Article) -> Vec<view::Correction> {
        article.corrections.iter().map(|correction| self.correction(correction, article)).collect()
    }

    /// A correction with the article that it corrects.
    pub fn correction(&self, correction: &Correction, article: &Article) -> view::Correction {
        view::Correction {
            date: self.words.stated_day(correction.date),
            text: correction.text.clone(),
            article: self.article_link(article),
            lang: self.words.mark(article.language),
        }
    }

    /// A withdrawn article, by its index among those; on the site only withdrawn ones stand there.
    pub fn withdrawal(&self, at: usize) -> Option<view::Withdrawal> {
        let article = &self.site.withdrawn[at];
        let withdrawn = article.withdrawn.as_ref()?;
        Some(view::Withdrawal {
            article: self.article_link(article),
            published: self.words.date(&article.published),
            iso: withdrawn.date.to_string(),
            text: self.words.on("text.withdrawn_on", withdrawn.date),
            reason: withdrawn.reason.clone(),
            lang: self.words.mark(article.language),
        })
    }

    /// All withdrawn articles, the last one first.
    pub fn withdrawals(&self) -> Vec<view::Withdrawal> {
        let day = |at: &usize| self.site.withdrawn[*at].withdrawn.as_ref().map(|w| w.date);
        let mut order: Vec<usize> = (0..self.site.withdrawn.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(day(at)));
        order.into_iter().filter_map(|at| self.withdrawal(at)).collect()
    }

    /// All corrections, newest first.
    pub fn corrections(&self) -> Vec<view::Correction> {
        let mut all: Vec<(NaiveDate, view::Correction)> = self
            .site
            .articles
            .iter()
            .flat_map(|a| a.corrections.iter().map(|c| c.date).zip(self.corrections_of(a)))
            .collect();
        all.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        all.into_iter().map(|(_, correction)| correction).collect()
    }

    /// What a reader should know to be open about an article.
    pub fn open_questions(&self, article: &Article) -> Vec<String> {
        self.open_keys(article).map(|key| self.words.word("open", key)).collect()
    }

    /// The same as words of section `open` of the strings.
    pub fn open_keys(&self, article: &Article) -> impl Iterator<Item = &'static str> + use<> {
        let unnamed = |id: &SubjectId| self.site.subject(*id).kind.class() == SubjectClass::Unnamed;
        let open = [
            (article.published.moment.is_none(), "undated"),
            (article.published.confidence == Confidence::Low, "low_confidence"),
            (article.subjects.iter().all(unnamed), "no_election"),
            (!article.conflicts.is_empty(), "conflict"),
        ];
        open.into_iter().filter_map(|(is, key)| is.then_some(key))
    }

    /// Facts about a subject.
    pub fn subject(&self, id: SubjectId) -> view::Subject {
        let subject = self.site.subject(id);
        let words = self.words;
        let count = self.digest.subjects.get(&id).map_or(0, Vec::len);
        let unnamed = subject.kind.class() == SubjectClass::Unnamed;
        let shown = subject.status != SubjectStatus::Background;
        view::Subject {
            link: self.subject_link(id),
            kind: words.word("subject_kind", subject.kind.word()),
            class: match subject.kind.class() {
                SubjectClass::Election => "election",
                SubjectClass::Roll => "roll",
                SubjectClass::Unnamed => "unnamed",
            },
            status: (!unnamed && shown)
                .then(|| words.word("subject_status", subject.status_on(self.site.today()).word())),
            regions: subject.regions.iter().map(|&region| self.cell_link(id, region)).collect(),
            body: subject.body.as_deref().map(|body| words.word("body", body)),
            seats: subject.seats.map(|n| words.number(n as usize)),
            qualifying: subject.qualifying.map(|day| words.stated_day(day)),
            phases: subject.phases.iter().map(|phase| self.phase(id, phase)).collect(),
            calendar: self.calendar(id),
            note: subject.note.clone(),
            note_lang: subject.note.as_deref().and_then(|note| words.guessed(note)),
            sources: subject.sources.clone(),
            count,
            count_text: words.number(count),
        }
    }

    fn phase(&self, subject: SubjectId, phase: &crate::model::subject::Phase) -> view::Phase {
        view::Phase {
            name: self.phase_name(phase.number),
            poll: phase.poll.map(|day| self.words.stated_day(day)),
            scheduled: phase.seats_scheduled.map(|n| self.words.number(n as usize)),
            polled: phase.seats_polled.map(|n| self.words.number(n as usize)),
            regions: phase
                .seats_by_region
                .iter()
                .map(|&(region, seats)| self.counted(self.cell_link(subject, region), None, seats as usize))
                .collect(),
            note: phase.note.clone(),
        }
    }

    /// The calendar of a subject as known on the day of the site: a line for each event and phase,
    /// with the dates that it replaced.
    pub fn calendar(&self, id: SubjectId) -> Vec<view::CalendarRow> {
        self.calendar_days(id, self.site.today()).into_iter().map(|(_, row)| row).collect()
    }

    /// The dates of subjects from one day to another, as known on `day`; those of the background are left out.
    pub fn calendar_between(
        &self,
        subjects: impl Iterator<Item = SubjectId>,
        day: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Vec<view::CalendarRow> {
        let mut rows: Vec<(NaiveDate, view::CalendarRow)> = subjects
            .filter(|id| self.site.subject(*id).status != SubjectStatus::Background)
            .flat_map(|id| self.calendar_days(id, day))
            .filter(|(at, _)| (from..=to).contains(at))
            .collect();
        rows.sort_by_key(|(at, _)| *at);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The calendar of a subject as known on `day`, with the days by which the lines are sorted.
    fn calendar_days(&self, id: SubjectId, day: NaiveDate) -> Vec<(NaiveDate, view::CalendarRow)> {
        let subject = self.site.subject(id);
        let events: BTreeSet<(Milestone, Option<u32>)> = subject.calendar.iter().map(|d| (d.event, d.phase)).collect();
        let mut rows: Vec<(NaiveDate, view::CalendarRow)> =
            events.into_iter().filter_map(|event| self.calendar_row(id, event, day)).collect();
        rows.sort_by_key(|(at, _)| *at);
        rows
    }

    /// The line of one event and phase as known on `day`, with its day; `None` where nothing was announced by then.
    pub fn calendar_row(
        &self,
        id: SubjectId,
        (event, phase): (Milestone, Option<u32>),
        day: NaiveDate,
    ) -> Option<(NaiveDate, view::CalendarRow)> {
        let subject = self.site.subject(id);
        let known = || subject.calendar.iter().filter(|d| d.known_on(day));
        let dates: Vec<&CalendarDate> = known().filter(|d| d.event == event && d.phase == phase).collect();
        let now = subject.in_force(event, phase, day)?;
        let announced = known().find(|d| d.event == Milestone::Announced).map(|d| d.date.day());
        let set = |date: &CalendarDate| date.set.filter(|set| Some(set.day()) != announced || dates.len() > 1);
        let superseded = dates
            .iter()
            .filter(|d| **d != now)
            .map(|d| view::Superseded {
                date: self.words.moment(d.date),
                set: set(d).map(|set| self.words.moment(set)),
            })
            .collect();
        let row = view::CalendarRow {
            event: self.words.word("milestone", event.word()),
            key: event.word(),
            subject: self.subject_link(id),
            phase: phase.filter(|_| subject.phases_on(day) > 1).map(|n| self.phase_name(n)),
            date: self.words.moment(now.date),
            set: set(now).map(|set| self.words.moment(set)),
            superseded,
            past: now.date.day() < day,
        };
        Some((now.date.day(), row))
    }

    /// Facts about a region.
    pub fn region(&self, id: RegionId) -> view::Region {
        let region = self.site.region(id);
        let codes = [
            ("ISO 3166", &region.codes.iso),
            ("OCD", &region.codes.ocd),
            ("LGD", &region.codes.lgd),
            ("ECI", &region.codes.eci),
        ];
        view::Region {
            link: self.region_link(id),
            kind: self.words.word("region_kind", region.kind.word()),
            tree: tree_word(region.kind.tree()),
            number: region.number.map(|n| self.words.number(n as usize)),
            reservation: region.reservation.clone(),
            within: self.site.gazetteer.containing(id).into_iter().skip(1).map(|id| self.region_link(id)).collect(),
            aliases: self.words.aliases(region.aliases.iter().filter(|alias| !alias.contains('/'))),
            codes: codes
                .into_iter()
                .filter_map(|(register, code)| Some((register.to_owned(), code.clone()?)))
                .collect(),
        }
    }

    /// Children of a region that have articles, in three groups; counts and links by `of`.
    pub fn children(
        &self,
        parent: RegionId,
        of: impl Fn(RegionId) -> Option<(view::Link, usize)>,
    ) -> Vec<view::Children> {
        let mut groups: BTreeMap<Tree, Vec<view::Counted>> = BTreeMap::new();
        for &id in &self.children[parent.0 as usize] {
            let region = self.site.region(id);
            let Some((link, count)) = of(id) else { continue };
            let kind = self.words.word("region_kind", region.kind.word());
            groups.entry(region.kind.tree()).or_default().push(self.counted(link, Some(kind), count));
        }
        groups
            .into_iter()
            .map(|(tree, mut regions)| {
                crate::text::collate::sort_by_name(&mut regions, self.words.language, |r| &r.link.name);
                view::Children { name: self.words.word("tree", tree_word(tree)), tree: tree_word(tree), regions }
            })
            .collect()
    }
}

/// The word for a tree in the data.
pub fn tree_word(tree: Tree) -> &'static str {
    match tree {
        Tree::Administrative => "administrative",
        Tree::Electoral => "electoral",
        Tree::Party => "party",
    }
}

/// A claim's value for machines.
pub fn claim_value(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Number(number) => number.clone(),
        ClaimValue::Date(day) => day.to_string(),
    }
}
