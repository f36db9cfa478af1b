//! Regions: which one a name means, and which one a document is mainly about.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::matcher::{Name, Reader};
use super::passage::{NameHit, Part, Passage};
use super::sign::Sign;
use crate::import::document::{Confidence, Found};
use crate::model::region::{RegionId, RegionKind, Tree};
use crate::text::fold;

/// A region that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The region.
    pub region: RegionId,
    /// The passage, by its place in the list.
    pub passage: usize,
    /// The words.
    pub words: Range<usize>,
}

/// The regions that a document names, in its order. `masked` are words that belong to names of people.
pub fn mentions(passages: &[Passage], reader: &Reader, masked: &[(usize, Range<usize>)]) -> Vec<Mention> {
    let assembly = |house: &str| {
        let all = passages.iter().flat_map(|p| (0..p.len()).filter_map(|at| p.sign_beside(at, Sign::House)));
        all.filter(|(_, beside)| *beside == house).count()
    };
    let house = match assembly("vidhan_sabha").cmp(&assembly("lok_sabha")) {
        std::cmp::Ordering::Greater => Some(RegionKind::VidhanSabha),
        std::cmp::Ordering::Less => Some(RegionKind::LokSabha),
        std::cmp::Ordering::Equal => None,
    };
    let mut found = Vec::new();
    let mut bare: Vec<(Mention, String)> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        for hit in &passage.names {
            let is_masked = |words: &Range<usize>| {
                masked.iter().any(|(i, mask)| *i == index && mask.start < words.end && words.start < mask.end)
            };
            let Some(hit) = accepted(passage, reader, hit).filter(|hit| !is_masked(&hit.tokens)) else { continue };
            let candidates = regions_of(&hit);
            let mention = |region| Mention { region, passage: index, words: hit.tokens.clone() };
            match resolve(passage, reader, &hit, house) {
                Some(region) => found.push(mention(region)),
                None => {
                    let key = fold::key(passage.written(hit.tokens.clone()));
                    bare.extend(candidates.into_iter().map(|region| (mention(region), key.clone())));
                }
            }
        }
    }
    // a constituency without a district of its name counts wherever it is named, once the text calls it one
    let seats: FxHashSet<RegionId> = found.iter().map(|m| m.region).collect();
    found.extend(bare.into_iter().map(|(mention, _)| mention).filter(|mention| seats.contains(&mention.region)));
    found.sort_by_key(|mention| (mention.passage, mention.words.start));
    found
}

fn regions_of(hit: &NameHit) -> Vec<RegionId> {
    hit.means.iter().filter_map(|name| if let Name::Region(id) = name { Some(*id) } else { None }).collect()
}

/// The hit, or the shorter name within it, if it is the name of a region here.
fn accepted(passage: &Passage, reader: &Reader, hit: &NameHit) -> Option<NameHit> {
    let candidates = regions_of(hit);
    let (start, end) = (hit.tokens.start, hit.tokens.end);
    let heads_text = heads(passage, start) && (passage.part == Part::Dateline || starts_text(passage, end));
    let listed = passage.names.iter().any(|other| in_list_with(passage, reader, hit, other));
    // मऊ के कार्यकर्ता, सागर की जिलाध्यक्ष
    let of = matches!(passage.word(end), "के" | "की" | "का");
    let people = passage.sign_beside(end + 1, Sign::Unit).is_some_and(|(_, unit)| matches!(unit, "people" | "voters"));
    let next = passage.word(end);
    let division = matches!(
        next,
        "संभाग"
            | "मंडल"
            | "तहसील"
            | "ब्लॉक"
            | "विकासखंड"
            | "कोतवाली"
            | "थाना"
            | "कलेक्ट्रेट"
            | "division"
            | "tehsil"
    );
    let listed = listed || division || of && (people || passage.sign(end + 1, Sign::Office).is_some());
    if candidates.is_empty() || !reader.is_name(passage, hit, heads_text || listed) {
        let shorter = reader.shorter(passage, hit)?;
        return accepted(passage, reader, &shorter);
    }
    let other_state = passage.names.iter().find(|next| next.tokens.start == end).is_some_and(|next| {
        let beside = matches!(passage.gap(end - 1).trim_matches([' ', '\u{a0}']), "," | "(" | "");
        let states = regions_of(next).into_iter().filter(|id| reader.is_state(*id)).collect::<Vec<_>>();
        beside
            && !states.is_empty()
            && candidates.iter().all(|own| !states.contains(&reader.gazetteer.top(*own)))
            && candidates.iter().all(|own| !reader.is_state(*own))
    });
    (!other_state && !reader.goes_on(passage, hit)).then(|| hit.clone())
}

/// Whether a text begins with a place and goes on after a mark: `सागर।`, `MAU:`, `मऊ, संवाददाता।`.
fn starts_text(passage: &Passage, end: usize) -> bool {
    let ends = |at: usize| passage.gap(at).trim_start().starts_with(['।', ':', '.', '-', '–', '—', '|']);
    let comma = passage.gap(end - 1).trim_start().starts_with(',');
    passage.part == Part::Text && (ends(end - 1) || comma && (end..end + 4).any(ends))
}

/// Whether a mention is the place at the head of a paragraph: `लखनऊ।`, `NEW DELHI:`.
pub fn is_dateline(passage: &Passage, mention: &Mention) -> bool {
    (mention.words.start <= 1 || heads(passage, mention.words.start)) && starts_text(passage, mention.words.end)
}

/// Whether nothing stands before the place at the head but who sent the report: `जासं, मुजफ्फरनगर :`.
fn heads(passage: &Passage, start: usize) -> bool {
    let sent = start <= 4 && start > 0 && passage.gap(start - 1).trim() == ",";
    start == 0 || sent && (0..start - 1).all(|at| passage.gap(at).trim().is_empty())
}

/// Whether another place of the same state stands beside it in a list.
fn in_list_with(passage: &Passage, reader: &Reader, hit: &NameHit, other: &NameHit) -> bool {
    let (first, second) = if hit.tokens.start < other.tokens.start { (hit, other) } else { (other, hit) };
    let between = first.tokens.end..second.tokens.start;
    let joined = match between.len() {
        0 => passage.gap(first.tokens.end - 1).trim() == ",",
        1 => matches!(passage.word(between.start), "और" | "व" | "एवं" | "तथा" | "and"),
        _ => false,
    };
    let states = |hit: &NameHit| -> Vec<RegionId> {
        let places = regions_of(hit).into_iter().filter(|id| !reader.is_state(*id));
        places.map(|id| reader.gazetteer.top(id)).collect()
    };
    first != second && joined && states(hit).iter().any(|state| states(other).contains(state))
}

/// The region that a name means by the words beside it; `None` for one that only a constituency bears.
fn resolve(passage: &Passage, reader: &Reader, hit: &NameHit, house: Option<RegionKind>) -> Option<RegionId> {
    let kind = |id: &RegionId| reader.gazetteer.regions[id.0 as usize].kind;
    let mut candidates = regions_of(hit);
    let stated = kind_beside(passage, hit);
    let one = |list: Vec<RegionId>| if let [one] = list[..] { Some(one) } else { None };
    let of = |kinds: &[RegionKind]| -> Vec<RegionId> {
        candidates.iter().copied().filter(|id| kinds.contains(&kind(id))).collect()
    };
    let seat = match stated {
        Some("lok_sabha") => one(of(&[RegionKind::LokSabha])),
        Some("vidhan_sabha") => one(of(&[RegionKind::VidhanSabha])),
        Some("constituency") => {
            let seats = of(&[RegionKind::LokSabha, RegionKind::VidhanSabha, RegionKind::Constituency]);
            one(seats).or_else(|| house.and_then(|house| one(of(&[house]))))
        }
        _ => None,
    };
    if seat.is_some() {
        return seat;
    }
    if let Some(unit) = one(candidates.iter().copied().filter(|id| kind(id).tree() == Tree::Party).collect()) {
        return Some(unit);
    }
    candidates.retain(|id| kind(id).tree() == Tree::Administrative);
    one(candidates)
}

/// The word for a kind directly before or after a name.
fn kind_beside(passage: &Passage, hit: &NameHit) -> Option<&'static str> {
    let end = hit.tokens.end;
    let after = |at: usize| {
        let (length, kind) = passage.sign_beside(at, Sign::Of)?;
        let is_election = (at + length..at + length + 2).any(|next| passage.sign(next, Sign::Poll).is_some());
        (!is_election || length > 1 && kind != "lok_sabha").then_some(kind)
    };
    let joined = matches!(passage.word(end), "के" | "की" | "का") || passage.word(end) == "s";
    let further = || after(end + 1).filter(|_| joined && passage.sign(end + 1, Sign::Of).is_some_and(|n| n > 1));
    let clear = passage.gap(end - 1).trim_matches([' ', '\u{a0}', '(', '-', '’', '\'']).is_empty();
    after(end).filter(|_| clear).or_else(further).or_else(|| {
        // a list before one word: जबलपुर, मंडला और बालाघाट लोकसभा क्षेत्र
        let is_list = |next: &&NameHit| {
            let between = end..next.tokens.start;
            let joined = match between.len() {
                0 => passage.gap(end - 1).trim() == ",",
                1 => matches!(passage.word(end), "और" | "व" | "एवं" | "तथा" | "and"),
                _ => false,
            };
            next.tokens.start >= end && joined
        };
        let next = passage.names.iter().find(is_list)?;
        let at = next.tokens.end;
        let (length, kind) = passage.sign_beside(at, Sign::Of).unwrap_or_default();
        let last = passage.word((at + length).saturating_sub(1));
        let many = matches!(last, "क्षेत्र" | "क्षेत्रों" | "सीटों" | "सीटें" | "seats" | "constituencies");
        if length > 1 && many { Some(kind) } else { kind_beside(passage, next).filter(|_| length == 0) }
    })
}

impl Reader {
    /// Whether a region stands directly below the country.
    pub(super) fn is_state(&self, id: RegionId) -> bool {
        matches!(self.gazetteer.regions[id.0 as usize].kind, RegionKind::State | RegionKind::UnionTerritory)
    }
}

/// Whether a text begins with the name of the capital.
fn is_capital(passage: &Passage) -> bool {
    matches!(passage.word(0), "new" | "नई" | "नयी")
}

/// How much a mention says about what the document is about.
fn weight(passage: &Passage, mention: &Mention, first_text: usize) -> f64 {
    match passage.part {
        Part::Title => 6.0,
        Part::Standfirst => 3.0,
        Part::Dateline => 1.5,
        Part::Kicker => 0.5,
        // a desk in the capital writes of the whole country
        Part::Text if is_dateline(passage, mention) && is_capital(passage) => 0.0,
        Part::Text if is_dateline(passage, mention) => 1.5,
        // those who came from elsewhere
        Part::Text if passage.word(mention.words.end) == "से" => 0.5,
        Part::Text if mention.passage == first_text && mention.words.start == 0 => 2.5,
        Part::Text if mention.passage == first_text && passage.sentence(0).contains(&mention.words.start) => 1.5,
        Part::Caption | Part::Row => 0.5,
        Part::Heading | Part::Text => 1.0,
    }
}

/// What the regions of a document weigh.
struct Weights {
    all: BTreeMap<RegionId, f64>,
    titled: BTreeSet<RegionId>,
}

/// The region that a document is mainly about, told from its mentions; `None` where none stands out.
pub fn primary(passages: &[Passage], reader: &Reader, mentions: &[Mention], nation: bool) -> Option<Found<RegionId>> {
    let gazetteer = &reader.gazetteer;
    let first_text = passages.iter().position(|p| p.part == Part::Text).unwrap_or_default();
    let country = mentions.iter().find(|m| gazetteer.regions[m.region.0 as usize].kind == RegionKind::Country);
    // the text speaks of its own district: the place at its head is more than where a desk is
    let local = passages.iter().filter(|p| p.part == Part::Text).any(|p| {
        (0..p.len()).any(|at| {
            p.sign_beside(at, Sign::Generic).is_some_and(|(_, kind)| kind == "district")
                || matches!(p.word(at), "जिलाध्यक्ष" | "जिला" | "तहसील" | "महानगर" | "नगराध्यक्ष")
        })
    });
    let mut weights = Weights { all: BTreeMap::new(), titled: BTreeSet::new() };
    for mention in mentions.iter().filter(|m| gazetteer.regions[m.region.0 as usize].kind != RegionKind::Country) {
        let place = family(reader, mentions, mention.region);
        let passage = &passages[mention.passage];
        let desk = local && mention.passage == first_text && is_dateline(passage, mention) && !reader.is_state(place);
        let desk = if desk && !is_capital(passage) { 1.0 } else { 0.0 };
        *weights.all.entry(place).or_default() += weight(passage, mention, first_text) + desk;
        if passages[mention.passage].part == Part::Title {
            weights.titled.insert(place);
        }
    }
    let (region, rule) = match choose(reader, &weights) {
        Some(found) => found,
        None if nation => (country.map_or(RegionId(0), |m| m.region), "states-of-the-country"),
        None => return None,
    };
    // the seat of the name where the headline or the text calls it so more often than it names the district
    let best = mentions.iter().filter(|m| family(reader, mentions, m.region) == region);
    let mention = best.clone().min_by_key(|m| passages[m.passage].part != Part::Title).or(mentions.first())?;
    let count = |id: RegionId| mentions.iter().filter(|m| m.region == id).count();
    let titled = best.clone().find(|m| passages[m.passage].part == Part::Title).map(|m| m.region);
    let own = titled.or_else(|| best.map(|m| m.region).max_by_key(|id| count(*id))).unwrap_or(region);
    let mut found = passages[mention.passage].found(own, mention.words.clone(), rule);
    found.confidence = if weights.titled.contains(&region) { Confidence::High } else { Confidence::Medium };
    Some(found)
}

/// A constituency counts for the district of its name, where the document names that too.
fn family(reader: &Reader, mentions: &[Mention], region: RegionId) -> RegionId {
    let node = |id: RegionId| &reader.gazetteer.regions[id.0 as usize];
    if node(region).kind.tree() != Tree::Electoral {
        return region;
    }
    let names: Vec<String> =
        node(region).name.forms().chain(node(region).aliases.iter().map(String::as_str)).map(fold::key).collect();
    let same = |id: RegionId| {
        node(id).kind == RegionKind::District
            && reader.gazetteer.top(id) == reader.gazetteer.top(region)
            && node(id)
                .name
                .forms()
                .chain(node(id).aliases.iter().map(String::as_str))
                .any(|form| names.contains(&fold::key(form)))
    };
    mentions.iter().map(|m| m.region).find(|id| same(*id)).unwrap_or(region)
}

fn choose(reader: &Reader, weights: &Weights) -> Option<(RegionId, &'static str)> {
    let gazetteer = &reader.gazetteer;
    let top = |id: RegionId| gazetteer.top(id);
    let of = |id: RegionId| weights.all.get(&id).copied().unwrap_or_default();
    let highest =
        |places: &mut dyn Iterator<Item = RegionId>| places.max_by(|a, b| of(*a).total_cmp(&of(*b)).then(b.cmp(a)));
    let all = || weights.all.keys().copied();
    let within = |id: &RegionId| !reader.is_state(*id);
    let tree = |id: RegionId| gazetteer.regions[id.0 as usize].kind.tree();
    // places below a state; one that is named in the headline comes first
    let local = highest(&mut all().filter(within).filter(|id| weights.titled.contains(id)))
        .or_else(|| highest(&mut all().filter(within)));
    // a state is named by its places too
    let whole = |state: RegionId| all().filter(|id| top(*id) == state).map(of).sum::<f64>();
    let states = || all().map(top).filter(|id| reader.is_state(*id));
    let state = states().max_by(|a, b| whole(*a).total_cmp(&whole(*b)).then(b.cmp(a)));
    let state_titled = state.is_some_and(|state| weights.titled.contains(&state));
    if let Some(local) = local {
        let titled = weights.titled.contains(&local);
        let rivals: Vec<RegionId> = all()
            .filter(|id| within(id) && *id != local && tree(*id) == tree(local) && of(*id) * 1.5 > of(local))
            .collect();
        let second = all().filter(|id| within(id) && *id != local).map(of).fold(0.0, f64::max);
        let enough =
            titled || of(local) >= 3.0 || of(local) >= 1.5 && second <= 0.5 || of(local) >= 2.5 && second <= 1.0;
        // a place at the head alone is where the report was written, if the state is named as well
        let own_state = of(top(local));
        let fits = if of(local) > 1.5 { own_state * 2.0 <= of(local) * 3.0 } else { own_state == 0.0 };
        if enough && rivals.is_empty() && (titled || !state_titled && fits) {
            return Some((local, if titled { "headline" } else { "named-most" }));
        }
        let same_state = rivals.iter().all(|id| top(*id) == top(local));
        if (titled || enough) && !rivals.is_empty() && same_state {
            return Some((top(local), "several-places-of-a-state"));
        }
    }
    let state = state?;
    let rival = states().filter(|id| *id != state).map(whole).fold(0.0, f64::max);
    let clear = whole(state) >= 1.5 * rival && of(state) > 0.0 && whole(state) >= 1.5;
    let alone = weights.all.keys().all(|id| top(*id) == state);
    (clear || alone && of(state) >= 1.0).then_some((state, if state_titled { "headline" } else { "named-most" }))
}
