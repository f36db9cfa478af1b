//! Parties and alliances that a document names.

use std::ops::Range;

use super::matcher::{Name, Reader};
use super::passage::Passage;
use crate::model::people::{PartyId, PartyKind};

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
                match party.filter(|_| reader.is_name(passage, &own, false)) {
                    Some(party) => {
                        found.push(PartyMention { party, passage: index, words: own.tokens });
                        break;
                    }
                    None => hit = reader.shorter(passage, &own),
                }
            }
        }
    }
    found
}

impl Reader {
    /// Whether it is a party of its own, and no alliance.
    pub(super) fn is_party(&self, id: PartyId) -> bool {
        self.gazetteer.parties[id.0 as usize].kind == PartyKind::Party
    }
}
