//! How an article came to be: its file, what its fields are taken for, where it stands.

use super::Views;
use crate::address;
use crate::link::Field;
use crate::model::article::{Article, ArticleId};
use crate::model::dated::Dated;
use crate::model::page::List;
use crate::model::people::TermId;
use crate::model::site::term;
use crate::source::position;
use crate::text::hidden;
use crate::view;

/// Most pages of one kind that are listed.
const MOST: usize = 20;

impl Views<'_> {
    /// How an article came to be, by the path and the text of its file and the fields there.
    pub fn provenance(&self, id: ArticleId, (file, text): (&str, &str), fields: &[Field]) -> view::Provenance {
        let article = self.site.article(id);
        // what cannot be seen stands under no key that an article needs
        let fields = fields.iter().filter(|field| hidden::fault(&field.written.value).is_none());
        let dates = [("published", Some(&article.published)), ("updated", article.updated.as_ref())];
        view::Provenance {
            article: self.article_link(article),
            file: file.to_owned(),
            blake3: blake3::Hash::from(article.hash).to_hex().to_string(),
            fields: fields.map(|field| self.field(field, text)).collect(),
            dates: dates.into_iter().filter_map(|(key, date)| Some(self.provenance_date(key, date?))).collect(),
            family: self.family(id),
            claims: self.claims_of(id),
            lists: self.lists_of(id, article),
        }
    }

    fn field(&self, field: &Field, text: &str) -> view::ProvenanceField {
        let at = position(text, field.written.span.start as usize);
        let written = &field.written.value;
        view::ProvenanceField {
            key: field.key.clone(),
            written: written.clone(),
            lang: self.words.guessed(written),
            line: at.line,
            column: at.column,
            entry: field.meant.map(|(list, _)| self.entry_link(list)),
            id: field.meant.map(|(list, _)| self.entry_id(list).to_owned()),
            rule: field.meant.map(|(_, how)| self.words.word("how", how.word())),
        }
    }

    fn provenance_date(&self, key: &str, date: &Dated) -> view::ProvenanceDate {
        view::ProvenanceDate {
            name: self.words.word("ui", key),
            date: self.words.date(date),
            method: self.words.word("method", date.method.word()),
            confidence: self.words.word("confidence", date.confidence.word()),
        }
    }

    fn entry_link(&self, list: List) -> view::Link {
        let (site, words) = (self.site, self.words);
        let of_term = |terms, id: TermId| words.link(&term(terms, id).name, self.addresses.of(list));
        match list {
            List::Region(id) => self.region_link(id),
            List::Subject(id) => self.subject_link(id),
            List::Cell(subject, region) => self.cell_link(subject, region),
            List::Party(id) => self.party_link(id),
            List::Person(id) => of_term(&site.people, id),
            List::Outlet(id) => of_term(&site.outlets, id),
            List::Topic(id) => of_term(&site.topics, id),
            List::Home => words.link(&site.settings.title, self.addresses.of(list)),
        }
    }

    fn entry_id(&self, list: List) -> &str {
        let site = self.site;
        match list {
            List::Region(id) | List::Cell(_, id) => &site.region(id).id,
            List::Subject(id) => &site.subject(id).id,
            List::Party(id) => &site.party(id).id,
            List::Person(id) => &term(&site.people, id).id,
            List::Outlet(id) => &term(&site.outlets, id).id,
            List::Topic(id) => &term(&site.topics, id).id,
            List::Home => "",
        }
    }

    /// The pages on which an article stands: the first of each kind.
    fn lists_of(&self, id: ArticleId, article: &Article) -> Vec<view::Link> {
        let subjects = article.subjects.iter().map(|id| self.subject_link(*id)).collect();
        let regions = article.grouped_regions().chain(article.mentions.iter().copied());
        let regions = regions.map(|id| self.region_link(id)).collect();
        let parties = article.parties.iter().map(|id| self.party_link(*id)).collect();
        let terms = article.people.iter().map(|mention| List::Person(mention.person));
        let terms = terms.chain(article.sources.iter().filter_map(|source| source.outlet).map(List::Outlet));
        let terms = terms.chain(article.topics.iter().copied().map(List::Topic));
        let terms = terms.map(|list| self.entry_link(list)).collect();
        let editions = self.editions_of(id).map(|at| {
            let edition = &self.digest.editions[at];
            self.words.plain_link(edition.period.id.clone(), Some(self.link(&address::edition(edition))))
        });
        let kinds: [Vec<view::Link>; 6] =
            [subjects, self.cells(id, article), regions, parties, terms, editions.collect()];
        let mut all: Vec<view::Link> = Vec::new();
        for link in kinds.into_iter().flat_map(|links| links.into_iter().filter(|link| link.url.is_some()).take(MOST)) {
            if all.iter().all(|other| other.url != link.url) {
                all.push(link);
            }
        }
        all
    }

    /// The editions in which an article is new, by their index.
    pub fn editions_of(&self, id: ArticleId) -> impl Iterator<Item = usize> + '_ {
        let has = move |edition: &crate::model::edition::Edition| edition.articles.contains(&id);
        self.digest.editions.iter().enumerate().filter(move |(_, edition)| has(edition)).map(|(at, _)| at)
    }
}
