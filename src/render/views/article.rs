//! Views of articles: their facts, people, sources, events, claims, corrections.

use super::Views;
use crate::model::article::{Article, ArticleId, ArticleSource, Correction, Event, Known, PersonMention, Role};
use crate::model::claim::{Claim, ClaimValue, Comparator};
use crate::model::dated::Confidence;
use crate::model::region::RegionId;
use crate::model::site::term;
use crate::model::subject::{SubjectClass, SubjectId};
use crate::render::words::iso;
use crate::text::Language;
use crate::view;

impl Views<'_> {
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
            date_iso: article.published.moment.map(iso),
            date_plain: article.published.is_plain(),
            sources: Vec::new(),
            regions: Vec::new(),
            elsewhere: self.elsewhere(id),
        }
    }

    /// The summary of an article, and its language where it is not that of the interface.
    fn summary(&self, article: &Article) -> (Option<String>, Option<Language>) {
        let summary = article.summary_in(self.words.language);
        (summary.map(|(text, _)| text.to_owned()), summary.and_then(|(_, language)| self.words.mark(language)))
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
            provenance: self.site.settings.provenance.then(|| self.link(&crate::address::provenance(article))),
            family: self.family(id),
            open_questions: self.open_questions(article),
        }
    }

    /// The cells in which the article is filed, named by subject and region.
    pub(super) fn cells(&self, id: ArticleId, article: &Article) -> Vec<view::Link> {
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

    pub(super) fn person(&self, mention: &PersonMention, article: &Article) -> view::Person {
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
        view::Claim {
            id: format!("{}-{number}", crate::address::claims(article)),
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
            date_iso: article.published.moment.map(iso),
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
    pub fn withdrawn_order(&self) -> Vec<usize> {
        let day = |at: &usize| self.site.withdrawn[*at].withdrawn.as_ref().map(|w| w.date);
        let mut order: Vec<usize> = (0..self.site.withdrawn.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(day(at)));
        order
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
}

/// A claim's value for machines.
pub fn claim_value(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Number(number) => number.clone(),
        ClaimValue::Date(day) => day.to_string(),
    }
}
