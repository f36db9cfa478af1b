//! Parties and alliances that a document names.

use std::ops::Range;

use super::matcher::{Name, Reader};
use super::passage::{NameHit, Passage};
use super::sign::Sign;
use crate::model::people::{PartyId, PartyKind};
use crate::text::fold;

/// A party that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyMention {
    /// The party.
    pub party: PartyId,
    /// The passage, by its place in the list.
    pub passage: usize,
    /// The words.
    pub words: Range<usize>,
}

/// The parties and alliances of a document, in its order.
pub fn mentions(passages: &[Passage], reader: &Reader, masked: &[(usize, Range<usize>)]) -> Vec<PartyMention> {
    let mut found = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        for hit in &passage.names {
            let is_masked = masked.iter().any(|(i, mask)| *i == index && mask.contains(&hit.tokens.start));
            let mut hit = Some(hit.clone()).filter(|_| !is_masked);
            while let Some(own) = hit {
                let party = own.means.iter().find_map(|name| if let Name::Party(id) = name { Some(*id) } else { None });
                let listed = passage.names.iter().any(|other| is_listed(passage, &own, other));
                match party.filter(|_| reader.is_name(passage, &own, listed)) {
                    Some(party) => {
                        found.push(PartyMention { party, passage: index, words: own.tokens });
                        break;
                    }
                    None => hit = reader.shorter(passage, &own),
                }
            }
        }
    }
    // CPI is a party where the text names the CPI(M): a party in its company anywhere in the document
    let named: Vec<String> =
        found.iter().map(|m: &PartyMention| fold::key(passages[m.passage].written(m.words.clone()))).collect();
    for (index, passage) in passages.iter().enumerate() {
        for hit in &passage.names {
            let party = hit.means.iter().find_map(|name| if let Name::Party(id) = name { Some(*id) } else { None });
            let words = hit.tokens.clone();
            let office = passage.sign(words.start, Sign::Office).is_some();
            let new = !found.iter().any(|m| m.passage == index && m.words == words);
            if let Some(party) = party.filter(|_| new && !office && reader.is_in_company(passage, hit, &named)) {
                found.push(PartyMention { party, passage: index, words });
            }
        }
    }
    found.sort_by_key(|m| (m.passage, m.words.start));
    found
}

/// Whether another party stands beside it in a list: `the SP, the BJP and the Congress`.
fn is_listed(passage: &Passage, hit: &NameHit, other: &NameHit) -> bool {
    let (first, second) = if hit.tokens.start < other.tokens.start { (hit, other) } else { (other, hit) };
    let between = first.tokens.end..second.tokens.start;
    if between.len() > 2 {
        return false;
    }
    let filler = |at: usize| matches!(passage.word(at), "the" | "and" | "or" | "और" | "व" | "एवं" | "तथा" | "या");
    let marks =
        (first.tokens.end - 1..second.tokens.start).all(|at| matches!(passage.gap(at).trim(), "" | "," | "-" | "/"));
    let joined = !between.is_empty() || passage.gap(first.tokens.end - 1).trim() == ",";
    let is_party = other.means.iter().any(|name| matches!(name, Name::Party(_)));
    first != second && is_party && joined && marks && between.clone().all(filler)
}

impl Reader {
    /// Whether it is a party of its own, and no alliance.
    pub(super) fn is_party(&self, id: PartyId) -> bool {
        self.gazetteer.parties[id.0 as usize].kind == PartyKind::Party
    }
}
