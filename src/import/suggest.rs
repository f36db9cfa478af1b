//! What a draft says: the fields of its front matter in their order, each with what it was read from.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::document::{Block, Confidence, Document, Found, Stamp};
use super::read::facts::{Claim, Event, Facts, Person};
use crate::model::article::EventStatus;
use crate::model::claim::{CheckOutcome, ClaimKind, ClaimValue, Comparator};
use crate::model::site::Gazetteer;

/// Words of a body that make a headline where there is none.
const DERIVED: usize = 10;
/// Fields that the front matter of an article does not have: they are told to the person who reviews.
pub const TOLD: [&str; 2] = ["attendees", "also"];

/// Fields by their keys, in the order in which they are written.
pub type Fields = Vec<(&'static str, Suggestion)>;

/// The value of a field, or an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The value.
    pub value: Value,
    /// What it was read from.
    pub evidence: Option<Evidence>,
    /// What else a person should know of it.
    pub remark: Option<&'static str>,
}

/// A value of the front matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is known, and a person has to say.
    Nothing,
    /// A text of the document, or an identifier.
    Text(String),
    /// A number, a day, or a word of the front matter: never in quotes.
    Word(String),
    /// Several.
    List(Vec<Suggestion>),
    /// A record.
    Record(Fields),
}

/// What a value was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The words of the document.
    pub words: String,
    /// Where they stand.
    pub place: String,
    /// The rule.
    pub rule: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// The headline, and whether it was derived: the first words of the text where the document has none.
pub fn headline(document: &Document) -> (String, bool) {
    if let Some(title) = &document.title {
        return (title.value.clone(), false);
    }
    let first = document.body.iter().find_map(|block| match block {
        Block::Paragraph(text) | Block::Heading(text) | Block::Quote(text) => Some(text),
        _ => None,
    });
    let words: Vec<&str> = first.map(|text| text.split_whitespace().take(DERIVED).collect()).unwrap_or_default();
    (if words.is_empty() { document.source.clone() } else { format!("{}…", words.join(" ")) }, true)
}

/// The day of an instant in India.
pub fn day(stamp: Stamp) -> NaiveDate {
    match stamp {
        Stamp::Day(day) => day,
        Stamp::Instant(at) => indian(at).date_naive(),
    }
}

/// The front matter that is suggested for a document. `version` is that of the program.
pub fn fields(document: &Document, facts: &Facts, gazetteer: &Gazetteer, version: &str) -> Fields {
    let texts = Texts { gazetteer };
    let mut fields: Fields = vec![("draft", word("true")), ("imported", imported(document, version))];
    let (title, derived) = headline(document);
    fields.push(("title", text(title).from(document.title.as_ref())));
    if derived {
        let remark = "the first words of the text: the document has no headline of its own";
        fields.push(("title_derived", word("true").remark(remark)));
    }
    fields.push(("language", word(document.language.value.code())));
    fields.push(("date", published(document, facts)));
    fields.extend(document.updated.as_ref().map(|found| ("updated", word(stamp(found.value)).from(Some(found)))));
    let subject = |found: &Found<_>| text(texts.subject(found.value)).from(Some(found));
    list(&mut fields, "election", facts.elections.iter().map(subject));
    list(&mut fields, "roll", facts.rolls.iter().map(subject));
    fields.extend(facts.phase.as_ref().map(|found| ("phase", word(found.value.to_string()).from(Some(found)))));
    let region = |found: &Found<_>| text(texts.region(found.value)).from(Some(found));
    fields.push(("region", facts.primary.as_ref().map_or_else(nothing_sure, region)));
    let primary = facts.primary.as_ref().map(|found| found.value);
    let others = facts.regions.iter().chain(&facts.units).filter(|found| Some(found.value) != primary);
    list(&mut fields, "mentions", others.map(region));
    let party = |found: &Found<_>| text(texts.party(found.value)).from(Some(found));
    list(&mut fields, "parties", facts.parties.iter().map(party));
    fields.push(("source", many([source(document)])));
    fields.extend(facts.attendees.as_ref().map(|found| {
        let remark = "nothing separates these names, so none was made of them";
        ("attendees", text(&found.value).from(Some(found)).remark(remark))
    }));
    list(&mut fields, "people", facts.people.iter().map(|found| texts.person(found)));
    fields.extend(facts.summary.as_ref().map(|found| ("summary", text(&found.value).from(Some(found)))));
    list(&mut fields, "events", facts.events.iter().map(|found| texts.event(found)));
    let named = !facts.elections.is_empty() || !facts.rolls.is_empty();
    list(&mut fields, "claims", facts.claims.iter().map(|found| texts.claim(found, named)));
    list(&mut fields, "conflicts", document.notes.iter().chain(&facts.notes).map(|note| text(&note.message)));
    fields
}

/// What it was made of: the same file is not imported twice.
fn imported(document: &Document, version: &str) -> Suggestion {
    let by = text(format!("saar {version}"));
    record(vec![("file", text(&document.source)), ("blake3", text(&document.hash)), ("by", by)])
}

fn published(document: &Document, facts: &Facts) -> Suggestion {
    match (&document.published, &facts.window) {
        (Some(found), _) => word(stamp(found.value)).from(Some(found)),
        (None, Some(found)) if let (Some(from), Some(until)) = found.value => {
            let window = many([word(from.to_string()), word(until.to_string())]);
            let (value, confidence, method) = (word("unknown"), word("low"), word("rule"));
            record(vec![("value", value), ("window", window), ("confidence", confidence), ("method", method)])
                .from(Some(found))
        }
        _ => word("unknown").remark("the document does not say when it was published"),
    }
}

fn nothing_sure() -> Suggestion {
    let remark = "none is sure: name the region that the document is about";
    Suggestion { value: Value::Nothing, evidence: None, remark: Some(remark) }
}

fn source(document: &Document) -> Suggestion {
    let mut fields = Fields::new();
    for (key, found) in [("outlet", &document.outlet), ("url", &document.url)] {
        fields.extend(found.as_ref().map(|found| (key, text(&found.value).from(Some(found)))));
    }
    if let Some(first) = document.reporters.first() {
        let names = document.reporters.iter().map(|found| text(&found.value));
        fields.push(("reporters", many(names).from(Some(first))));
    }
    if document.outlet.is_none() {
        fields.push(("note", text("the document does not name its outlet")));
    }
    record(fields)
}

/// Names of what stands in the gazetteer.
struct Texts<'a> {
    gazetteer: &'a Gazetteer,
}

impl Texts<'_> {
    fn region(&self, id: crate::model::region::RegionId) -> &str {
        &self.gazetteer.regions[id.0 as usize].id
    }

    fn subject(&self, id: crate::model::subject::SubjectId) -> &str {
        &self.gazetteer.subjects[id.0 as usize].id
    }

    fn party(&self, id: crate::model::people::PartyId) -> &str {
        &self.gazetteer.parties[id.0 as usize].id
    }

    fn person(&self, found: &Found<Person>) -> Suggestion {
        let Person { name, office, party, variants, known } = &found.value;
        let mut fields = vec![("name", text(name))];
        fields.extend(office.as_ref().map(|office| ("office", text(office))));
        fields.extend(party.map(|party| ("party", text(self.party(party)))));
        list(&mut fields, "variants", variants.iter().map(text));
        let person = record(fields).from(Some(found));
        if known.is_none() { person.remark("new") } else { person }
    }

    fn event(&self, found: &Found<Event>) -> Suggestion {
        let Event { kind, status, date, place, venue, who, conflict, .. } = &found.value;
        let mut fields = vec![("kind", word(*kind))];
        if *status != EventStatus::Held {
            fields.push(("status", word(status.word())));
        }
        fields.push(("date", word(date.map_or("unknown".to_owned(), |day| day.to_string()))));
        fields.extend(place.map(|place| ("place", text(self.region(place)))));
        fields.extend(venue.as_ref().map(|venue| ("venue", text(venue))));
        list(&mut fields, "who", who.iter().map(text));
        fields.extend(conflict.as_ref().map(|conflict| ("conflict", text(conflict))));
        record(fields).from(Some(found))
    }

    /// A claim; `named` says that the article names an election or a roll, which a claim is about by default.
    fn claim(&self, found: &Found<Claim>, named: bool) -> Suggestion {
        let Claim { value, unit, comparators, kind, scope, about, holder, speaker, also, check, superseded_by } =
            &found.value;
        let value = match value {
            ClaimValue::Number(number) => number.clone(),
            ClaimValue::Date(day) => day.to_string(),
        };
        let mut fields = vec![("value", word(value)), ("unit", word(*unit))];
        list(&mut fields, "comparator", comparators.iter().map(|one: &Comparator| text(one.word())));
        fields.push(("kind", word(ClaimKind::word(*kind))));
        fields.extend(scope.map(|id| ("scope", text(self.region(id)))));
        let about = about.or_else(|| named.then(|| self.gazetteer.unnamed()));
        fields.extend(about.map(|id| ("about", text(self.subject(id)))));
        fields.extend(holder.map(|id| ("holder", text(self.party(id)))));
        fields.extend(speaker.as_ref().map(|speaker| ("speaker", text(speaker))));
        fields.push(("words", text(&found.words)));
        fields.extend(check.as_ref().map(|(outcome, reference)| {
            ("check", record(vec![("outcome", word(CheckOutcome::word(*outcome))), ("reference", text(reference))]))
        }));
        fields.extend(superseded_by.map(|day| ("superseded_by", word(day.to_string()))));
        list(&mut fields, "also", also.iter().map(text));
        record(fields).from(Some(found))
    }
}

impl Suggestion {
    fn from<T>(mut self, found: Option<&Found<T>>) -> Self {
        self.evidence = found.map(|found| Evidence {
            words: found.words.clone(),
            place: found.place.clone(),
            rule: found.rule,
            confidence: found.confidence,
        });
        self
    }

    fn remark(self, remark: &'static str) -> Self {
        Self { remark: Some(remark), ..self }
    }
}

fn plain(value: Value) -> Suggestion {
    Suggestion { value, evidence: None, remark: None }
}

fn text(text: impl AsRef<str>) -> Suggestion {
    plain(Value::Text(text.as_ref().to_owned()))
}

fn word(word: impl Into<String>) -> Suggestion {
    plain(Value::Word(word.into()))
}

fn record(fields: Fields) -> Suggestion {
    plain(Value::Record(fields))
}

fn many(items: impl IntoIterator<Item = Suggestion>) -> Suggestion {
    plain(Value::List(items.into_iter().collect()))
}

/// Adds a list that has items.
fn list(fields: &mut Fields, key: &'static str, items: impl Iterator<Item = Suggestion>) {
    let mut items = items.peekable();
    if items.peek().is_some() {
        fields.push((key, many(items)));
    }
}

fn stamp(stamp: Stamp) -> String {
    match stamp {
        Stamp::Day(day) => day.to_string(),
        Stamp::Instant(at) => indian(at).format("%Y-%m-%dT%H:%M:%S+05:30").to_string(),
    }
}

fn indian(at: DateTime<FixedOffset>) -> DateTime<chrono_tz::Tz> {
    at.with_timezone(&chrono_tz::Asia::Kolkata)
}
