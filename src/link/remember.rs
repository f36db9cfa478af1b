//! Articles as the cache keeps them: without ids of open lists and without the number of their file, which
//! are given anew in every build.

use serde::{Deserialize, Serialize};

use super::article::outlet;
use super::resolve::Resolver;
use crate::cache;
use crate::model::article::Article;
use crate::parse::front_matter::FrontMatter;
use crate::record::Text;
use crate::source::{SourceId, Span};

/// What an article's names were, before they were looked up.
pub struct Written {
    people: Vec<Span>,
    outlets: Vec<Option<Text>>,
    topics: Vec<Text>,
}

impl Written {
    /// The names of an article that stand in open lists.
    pub fn of(front: &FrontMatter) -> Self {
        Self {
            people: front.people.iter().map(|person| person.0.name.span).collect(),
            outlets: front.source.iter().map(|source| outlet(source).cloned()).collect(),
            topics: front.topics.clone(),
        }
    }
}

/// What is kept of an article beside its own fields.
#[derive(Serialize, Deserialize)]
struct Rest {
    hash: [u8; 32],
    record: [u8; 32],
    body_start: u32,
    outlets: Vec<Option<String>>,
    topics: Vec<String>,
    /// Places in the file: of the title, people, outlets, topics, events, claims, family.
    places: Vec<(u32, u32)>,
}

/// The record of an article for the cache; its hash goes into the article.
pub fn record(article: &mut Article, written: &Written) -> Vec<u8> {
    let fields = cache::encode(article);
    let outlets: Vec<Option<String>> = written.outlets.iter().map(|o| o.as_ref().map(|t| t.value.clone())).collect();
    let topics: Vec<String> = written.topics.iter().map(|t| t.value.clone()).collect();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&fields).update(&cache::encode(&(&outlets, &topics)));
    article.record = hasher.finalize().into();
    let spans = [article.span].into_iter().chain(written.people.iter().copied());
    let names = written.outlets.iter().flatten().chain(&written.topics).map(|text| text.span);
    let entries = article.events.iter().map(|e| e.span).chain(article.claims.iter().map(|c| c.span));
    let entries = entries.chain(article.family.as_ref().map(|family| family.span));
    let rest = Rest {
        hash: article.hash,
        record: article.record,
        body_start: article.body_start,
        outlets,
        topics,
        places: spans.chain(names).chain(entries).map(|span| (span.start, span.end)).collect(),
    };
    let mut bytes = cache::encode(&rest);
    bytes.extend_from_slice(&fields);
    bytes
}

/// The article of a record, now the file `source`; `None` if the record is none of ours.
pub fn recall(bytes: &[u8], source: SourceId, resolver: &Resolver<'_>) -> Option<Article> {
    let (rest, fields) = cache::decode_first::<Rest>(bytes)?;
    let mut article: Article = cache::decode(fields)?;
    let mut places = rest.places.into_iter().map(|(start, end)| Span { source, start, end });
    article.source = source;
    article.hash = rest.hash;
    article.record = rest.record;
    article.body_start = rest.body_start;
    article.span = places.next()?;
    let terms = resolver.of(article.draft).terms;
    for mention in &mut article.people {
        mention.person = terms.people.intern(&mention.written, places.next()?);
    }
    for (source, outlet) in article.sources.iter_mut().zip(&rest.outlets) {
        if let Some(outlet) = outlet {
            source.outlet = Some(terms.outlets.intern(outlet, places.next()?));
        }
    }
    for topic in &rest.topics {
        article.topics.push(terms.topics.intern(topic, places.next()?));
    }
    for event in &mut article.events {
        event.span = places.next()?;
    }
    for claim in &mut article.claims {
        claim.span = places.next()?;
    }
    if let Some(family) = &mut article.family {
        family.span = places.next()?;
    }
    places.next().is_none().then_some(article)
}
