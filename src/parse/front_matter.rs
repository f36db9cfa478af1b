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
        /// Example: `title: Uttar Pradesh votes in seven phases`
        title: Text,
        /// `true` if the document had no headline and an editor made this one.
        /// Example: `title_derived: true`
        title_derived: bool,
        /// When the document was published: a day, a day with a time, a month, a year, or `unknown`.
        /// Example: `date: 2024-03-16`
        date: Dated,
        /// When the document was last changed.
        /// Example: `updated: 2024-03-17`
        updated: Option<Dated>,
        /// When the article came into the digest, if that was after its date: the first day on which the site
        /// shows it, and the day in whose editions it is new.
        /// Example: `added: 2024-03-20`
        added: Option<Day>,
        /// Code of the language of the article; by default the site's.
        /// Example: `language: hi`
        language: Option<Spanned<Language>>,
        /// The election or elections it is about: id, Hindi or English name.
        /// Example: `election: ls-2024`
        election: Vec<Text>,
        /// The phase of the election.
        /// Example: `phase: 4`
        phase: Option<u32>,
        /// The roll revision or revisions it is about. A revision is never an election.
        /// Example: `roll: roll-sir-2026-up`
        roll: Vec<Text>,
        /// What it is about: ids or names of regions of any of the three trees. At least one is needed.
        /// Example: `region: [up, Kanpur Nagar]`
        region: Vec<Text>,
        /// Regions in which it takes place, if elsewhere.
        /// Example: `setting: Lucknow district`
        setting: Vec<Text>,
        /// Regions that it only names; it is not counted there.
        /// Example: `mentions: [mp, dl]`
        mentions: Vec<Text>,
        /// Parties and alliances, by id or name.
        /// Example: `parties: [bjp, Samajwadi Party]`
        parties: Vec<Text>,
        /// People, with the office they held then.
        /// Example: `people: {name: रमेश अवस्थी, party: bjp, seat: up/pc-43-kanpur}`
        people: Vec<PersonRecord>,
        /// The document or documents that it reports. At least one is needed.
        /// Example: `source: {outlet: ABP Live, url: "https://example.org/a"}`
        source: Vec<SourceRecord>,
        /// What sort of document; by default `news_report`.
        /// Example: `genre: press_note`
        genre: Option<Genre>,
        /// One or two sentences, for lists and feeds.
        /// Example: `summary: Polling is on seven days.`
        summary: Option<Text>,
        /// Free tags.
        /// Example: `topics: [schedule, booth]`
        topics: Vec<Text>,
        /// What happened or is planned.
        /// Example: `events: {kind: polling, date: 2024-05-13, place: up/pc-43-kanpur}`
        events: Vec<EventRecord>,
        /// Numbers and deadlines for the ledger. Claim 2 is at `#claim-2`: add new ones at the end.
        /// Example: `claims: {value: 13, unit: seats, kind: schedule_fact, words: 13 seats}`
        claims: Vec<ClaimRecord>,
        /// What disagrees within the document or between documents.
        /// Example: `conflicts: The headline has 12 seats and the text 13.`
        conflicts: Vec<Text>,
        /// Another article that tells the same story: its file below `content/`, without `.md`.
        /// Example: `family: 2024/05/lucknow-training`
        family: Option<Text>,
        /// Corrections of our own.
        /// Example: `corrections: {date: 2024-05-03, text: An earlier version gave 12 seats.}`
        corrections: Vec<CorrectionRecord>,
        /// That it was taken back: a short page stays that says so.
        /// Example: `withdrawn: {date: 2024-05-03, reason: The document belongs to another meeting.}`
        withdrawn: Option<WithdrawalRecord>,
        /// `true` while it is not accepted: left out of the site.
        /// Example: `draft: true`
        draft: bool,
        /// The file that `saar import` made it of.
        /// Example: `imported: {file: saved/page.html, blake3: 47305fca}`
        imported: Option<ImportedRecord>,
        /// Left out before this instant; a day alone begins at midnight in India.
        /// Example: `embargo: 2024-04-29T18:00+05:30`
        embargo: Option<Instant>,
        /// Left out from this instant on.
        /// Example: `expires: 2099-01-01`
        expires: Option<Instant>,
        /// Last part of the address, `a` to `z`, digits and hyphens; by default the file name.
        /// Example: `slug: phase-4`
        slug: Option<Text>,
        /// Addresses it had before; they lead here.
        /// Example: `aliases: /2024/old-address/`
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
        /// Example: `name: रमेश अवस्थी`
        name: Text,
        /// The office that the document gives.
        /// Example: `office: भाजपा प्रत्याशी`
        office: Option<Text>,
        /// Party, by id or name.
        /// Example: `party: bjp`
        party: Option<Text>,
        /// Constituency, by id or name.
        /// Example: `seat: up/pc-43-kanpur`
        seat: Option<Text>,
        /// Whether the article is about them or names them; by default `primary`.
        /// Example: `role: primary`
        role: Option<Role>,
        /// Other spellings in the document.
        /// Example: `variants: [Ramesh Awashthi]`
        variants: Vec<Text>,
    }
}

record! {
    /// A document that is reported.
    SourceFields "a source" {
        /// Name of the outlet; leave it out if it is not known.
        /// Example: `outlet: ABP Live`
        outlet: Option<Text>,
        /// Address of the document, `https` or `http`.
        /// Example: `url: "https://example.org/report"`
        url: Option<Text>,
        /// Who wrote it.
        /// Example: `reporters: [City Desk]`
        reporters: Vec<Text>,
        /// When the desk read it.
        /// Example: `accessed: 2024-05-02`
        accessed: Option<Day>,
        /// How outlet and address are known; by default `stated`.
        /// Example: `known: external`
        known: Option<Known>,
        /// Key of the source in the desk's own list; shown where there is no note.
        /// Example: `key: abp-2024-04-29`
        key: Option<Text>,
        /// What else must be said about it, for instance that it has no address.
        /// Example: `note: a leaflet handed out at the meeting`
        note: Option<Text>,
    }
}

record! {
    /// Something that happened or is planned.
    EventRecord "an event" {
        /// What sort of event: a word of the reference, or of `labels` in `site.yaml`.
        /// Example: `kind: training`
        kind: Text,
        /// How far it has come; by default `held`.
        /// Example: `status: planned`
        status: Option<EventStatus>,
        /// When.
        /// Example: `date: 2024-04-29`
        date: Option<Dated>,
        /// Last day.
        /// Example: `until: 2024-04-30`
        until: Option<Dated>,
        /// Region in which it takes place, by id or name.
        /// Example: `place: up/kanpur-nagar`
        place: Option<Text>,
        /// Building or ground.
        /// Example: `venue: party office`
        venue: Option<Text>,
        /// Party that holds it, by id or name.
        /// Example: `organiser: sp`
        organiser: Option<Text>,
        /// Who takes part.
        /// Example: `who: [booth workers of the district]`
        who: Vec<Text>,
        /// What it is about.
        /// Example: `text: Preparation of the fourth phase`
        text: Option<Text>,
        /// What disagrees about it.
        /// Example: `conflict: Two papers give two days.`
        conflict: Option<Text>,
    }
}

record! {
    /// A number or a deadline with who says it.
    ClaimRecord "a claim" {
        /// The number, in digits, perhaps with a sign and a decimal point; or the day where the unit is `date`.
        /// Example: `value: 94`
        value: Text,
        /// The unit: a word of the reference, or of `labels` in `site.yaml`.
        /// Example: `unit: lok_sabha_seats`
        unit: Text,
        /// How the value is meant; by default exactly.
        /// Example: `comparator: "="`
        comparator: Vec<Comparator>,
        /// Region in which it holds, by id or name.
        /// Example: `scope: in`
        scope: Option<Text>,
        /// Election or roll revision it is about; by default the article's first, `unnamed` if it is one that
        /// has no entry.
        /// Example: `about: ls-2024`
        about: Option<Text>,
        /// What sort of claim.
        /// Example: `kind: schedule_fact`
        kind: ClaimKind,
        /// Whose claim it is: a party, or a body in words.
        /// Example: `holder: Election Commission of India`
        holder: Option<Text>,
        /// Who said it; leave it out if that is not stated, and the site says so.
        /// Example: `speaker: a spokesperson`
        speaker: Option<Text>,
        /// The words of the article, exactly as they stand in its body; the claim links to their sentence.
        /// Example: `words: 94 seats`
        words: Text,
        /// What comparing it with a reference gave.
        /// Example: `check: {outcome: differs, reference: 93 polled}`
        check: Option<CheckRecord>,
        /// The value that replaced it later.
        /// Example: `superseded_by: 93`
        superseded_by: Option<Text>,
        /// Remark of the desk.
        /// Example: `note: as announced`
        note: Option<Text>,
    }
}

record! {
    /// The check of a claim.
    CheckRecord "a check" {
        /// What came of it.
        /// Example: `outcome: differs`
        outcome: CheckOutcome,
        /// What it was compared with.
        /// Example: `reference: 93 seats polled`
        reference: Option<Text>,
    }
}

record! {
    /// The file that an article was made of.
    ImportedRecord "an imported file" {
        /// Its name, as the user gave it.
        /// Example: `file: saved/page.html`
        file: Text,
        /// BLAKE3 of its bytes, in hexadecimal: the same file is not imported twice.
        /// Example: `blake3: 47305fca`
        blake3: Text,
        /// The program that read it, with its version.
        /// Example: `by: saar 0.1.0`
        by: Option<Text>,
    }
}

record! {
    /// A correction of our own.
    CorrectionRecord "a correction" {
        /// When it was made.
        /// Example: `date: 2024-05-03`
        date: Day,
        /// What was wrong and what is right.
        /// Example: `text: An earlier version gave 12 seats; the document says 13.`
        text: Text,
    }
}

record! {
    /// That an article was taken back.
    WithdrawalRecord "a withdrawal" {
        /// The day; from then on the article is gone from lists, feeds and tables.
        /// Example: `date: 2024-05-03`
        date: Day,
        /// Why, for readers.
        /// Example: `reason: The document belongs to another meeting.`
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
