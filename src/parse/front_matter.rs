//! The front matter of articles and pages: the keys that an editor writes.

use serde_json::{Value as Json, json};

use super::date::{Day, Instant};
use crate::diagnostic::Diagnostics;
use crate::model::article::{EventStatus, Genre, Known, Role};
use crate::model::claim::{CheckOutcome, ClaimKind, Comparator};
use crate::model::dated::Dated;
use crate::record::{CODE, Decode, Text, record};
use crate::source::Spanned;
use crate::text::Language;
use crate::yaml::{Node, Value};

record! {
    /// Front matter of an article. `title`, `date`, `election` or `roll`, `region` and `source` are enough.
    FrontMatter "the front matter" {
        /// Headline.
        title: Text,
        /// The document had no headline; this one was made by an editor.
        title_derived: bool,
        /// When the document was published; `unknown` is allowed.
        date: Dated,
        /// When the document was last changed.
        updated: Option<Dated>,
        /// When the article came into the digest; by default its date.
        added: Option<Day>,
        /// Language of the article; by default the site's.
        language: Option<Spanned<Language>>,
        /// The election or elections it is about: id, Hindi or English name.
        election: Vec<Text>,
        /// The phase of the election.
        phase: Option<u32>,
        /// The roll revision or revisions it is about.
        roll: Vec<Text>,
        /// What it is about: ids or names of regions of any of the three trees.
        region: Vec<Text>,
        /// Where it takes place, if elsewhere.
        setting: Vec<Text>,
        /// Regions that it only names.
        mentions: Vec<Text>,
        /// Parties and alliances.
        parties: Vec<Text>,
        /// People, with the office they held then.
        people: Vec<PersonRecord>,
        /// The document or documents that it reports.
        source: Vec<SourceRecord>,
        /// What sort of document.
        genre: Option<Genre>,
        /// One or two sentences, for lists.
        summary: Option<Text>,
        /// Free tags.
        topics: Vec<Text>,
        /// What happened or is planned.
        events: Vec<EventRecord>,
        /// Numbers and deadlines for the ledger.
        claims: Vec<ClaimRecord>,
        /// What disagrees within the document or between documents.
        conflicts: Vec<Text>,
        /// Another article that tells the same story: its file below `content/`, without `.md`.
        family: Option<Text>,
        /// Corrections of our own.
        corrections: Vec<CorrectionRecord>,
        /// Taken back: a short page stays that says so.
        withdrawn: Option<WithdrawalRecord>,
        /// Not accepted yet: left out of the site.
        draft: bool,
        /// The file that `saar import` made it of.
        imported: Option<ImportedRecord>,
        /// Left out before this instant.
        embargo: Option<Instant>,
        /// Left out from this instant on.
        expires: Option<Instant>,
        /// Last part of the address; by default the file name.
        slug: Option<Text>,
        /// Addresses it had before; they lead here.
        aliases: Vec<Text>,
    } in languages {
        /// Headline for pages in that language, of an article in another one.
        titles = "title_",
        /// Summary for pages in that language, of an article in another one.
        summaries = "summary_",
    }
}

record! {
    /// A person with an office.
    PersonFields "a person" {
        /// Name as the document writes it.
        name: Text,
        /// The office that the document gives.
        office: Option<Text>,
        /// Party.
        party: Option<Text>,
        /// Constituency.
        seat: Option<Text>,
        /// Whether the article is about them (`primary`) or names them (`mention`).
        role: Option<Role>,
        /// Other spellings in the document.
        variants: Vec<Text>,
    }
}

record! {
    /// A document that is reported.
    SourceFields "a source" {
        /// Name of the outlet; leave it out if it is not known.
        outlet: Option<Text>,
        /// Address of the document.
        url: Option<Text>,
        /// Who wrote it.
        reporters: Vec<Text>,
        /// When the desk read it.
        accessed: Option<Day>,
        /// How outlet and address are known.
        known: Option<Known>,
        /// Key of the source in the desk's own list.
        key: Option<Text>,
        /// What else must be said about it, for instance that it has no address.
        note: Option<Text>,
    }
}

record! {
    /// Something that happened or is planned.
    EventRecord "an event" {
        /// What sort of event.
        kind: Text,
        /// How far it has come; by default `held`.
        status: Option<EventStatus>,
        /// When.
        date: Option<Dated>,
        /// Last day.
        until: Option<Dated>,
        /// Region in which it took place.
        place: Option<Text>,
        /// Building or ground.
        venue: Option<Text>,
        /// Party that held it.
        organiser: Option<Text>,
        /// Who took part.
        who: Vec<Text>,
        /// What it was about.
        text: Option<Text>,
        /// What disagrees about it.
        conflict: Option<Text>,
    }
}

record! {
    /// A number or a deadline with who says it.
    ClaimRecord "a claim" {
        /// The number, or the day where the unit is `date`.
        value: Text,
        /// The unit, such as `lok_sabha_seats`.
        unit: Text,
        /// How the value is meant; by default exactly.
        comparator: Vec<Comparator>,
        /// Region in which it holds.
        scope: Option<Text>,
        /// Election or roll revision it is about; by default the article's.
        about: Option<Text>,
        /// What sort of claim.
        kind: ClaimKind,
        /// Whose claim it is: a party, or a body in words.
        holder: Option<Text>,
        /// Who said it; leave it out if that is not stated.
        speaker: Option<Text>,
        /// The words of the article, exactly as they stand in its body.
        words: Text,
        /// What comparing it with a reference gave.
        check: Option<CheckRecord>,
        /// The value that replaced it later.
        superseded_by: Option<Text>,
        /// Remark of the desk.
        note: Option<Text>,
    }
}

record! {
    /// The check of a claim.
    CheckRecord "a check" {
        /// Agrees, differs, or there is no reference.
        outcome: CheckOutcome,
        /// What it was compared with.
        reference: Option<Text>,
    }
}

record! {
    /// The file that an article was made of.
    ImportedRecord "an imported file" {
        /// Its name, as the user gave it.
        file: Text,
        /// BLAKE3 of its bytes, in hexadecimal: the same file is not imported twice.
        blake3: Text,
        /// The program that read it, with its version.
        by: Option<Text>,
    }
}

record! {
    /// A correction of our own.
    CorrectionRecord "a correction" {
        /// When it was made.
        date: Day,
        /// What was wrong and what is right.
        text: Text,
    }
}

record! {
    /// That an article was taken back.
    WithdrawalRecord "a withdrawal" {
        /// When.
        date: Day,
        /// Why.
        reason: Text,
    }
}

record! {
    /// Front matter of a page in `content/pages/`.
    PageFrontMatter "the front matter of a page" {
        /// Heading.
        title: Text,
        /// One sentence about the page.
        summary: Option<Text>,
        /// Language of the page; by default the site's.
        language: Option<Spanned<Language>>,
        /// Last part of the address; by default the file name.
        slug: Option<Text>,
    }
}

/// Declares a record that may be written as its main text alone.
macro_rules! or_text {
    ($(#[doc = $doc:literal])* $name:ident, $fields:ident, $main:ident: $wrap:expr, { $($field:ident: $default:expr),* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub $fields);

        impl Decode for $name {
            fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
                if let Value::Map(_) = node.value {
                    return $fields::decode(node, found).map(Self);
                }
                let text = Text::decode(node, found)?;
                Some(Self($fields { span: node.span, $main: $wrap(text), $($field: $default),* }))
            }

            fn schema() -> Json {
                json!({ "anyOf": [Text::schema(), $fields::schema()] })
            }
        }
    };
}

or_text! {
    /// A name, or a name with an office.
    PersonRecord, PersonFields, name: |text| text,
    { office: None, party: None, seat: None, role: None, variants: Vec::new() }
}

or_text! {
    /// The name of an outlet, or an outlet with an address. An address alone is no outlet.
    SourceRecord, SourceFields, outlet: Some,
    { url: None, reporters: Vec::new(), accessed: None, known: None, key: None, note: None }
}

impl Decode for Spanned<Language> {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let text = Text::decode(node, found)?;
        let language = text.value.parse().ok();
        if language.is_none() {
            let fault = crate::record::unknown_word(&text, "a language", &["hi", "en"]);
            found.push(fault.help("write its code, such as hi, en or mr"));
        }
        language.map(|language| Self::new(language, text.span))
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "enum": Language::BUILT_IN }, { "type": "string", "pattern": format!("^{CODE}$") }] })
    }
}
