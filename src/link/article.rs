//! One article: its record with every name looked up, and its address.

use std::collections::BTreeMap;

use super::resolve::Resolver;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::article::{
    Article, ArticleSource, Correction, Event, EventStatus, Genre, Known, PersonMention, Role, Translation, Withdrawal,
};
use crate::model::claim::{Claim, ClaimValue, Comparator};
use crate::model::dated::Moment;
use crate::model::family::SameStory;
use crate::model::limits::Limits;
use crate::model::settings::Settings;
use crate::model::subject::SubjectId;
use crate::parse::article::ParsedArticle;
use crate::parse::date::moment;
use crate::parse::front_matter::{ClaimRecord, EventRecord, FrontMatter, PersonRecord, SourceRecord};
use crate::parse::settings::check_language;
use crate::record::Text;
use crate::source::Spanned;
use crate::text::{Language, fold, slug as slugs};
use crate::url;

/// The article of a parsed file; `None` when it could not stand in the site, which has been reported.
pub fn link(parsed: ParsedArticle, file: &str, resolver: &Resolver<'_>, found: &mut Diagnostics) -> Option<Article> {
    let front = parsed.front_matter;
    let resolver = &resolver.of(front.draft);
    // what a draft lacks is asked for when it is accepted
    if !front.draft {
        required(&front, found);
        found.extend(parsed.empty);
    }
    names(&front, &resolver.settings.limits, found);
    let subjects = resolver.subjects(&front.election, &front.roll, found);
    let regions = resolver.regions(&front.region, found);
    let claims = claims(&front.claims, subjects.as_deref().and_then(|s| s.first()).copied(), resolver, found);
    let sources = front.source.iter().map(|source| document(source, resolver, found)).collect();
    let people = front.people.iter().map(|person| mention(person, resolver, found)).collect();
    let slug = slug(front.slug.as_ref(), file, found);
    let folder = front.date.year_month().map_or("undated".to_owned(), |(year, month)| format!("{year}/{month}"));
    let topics = front.topics.iter().map(|t| resolver.terms.topics.intern(&t.value, t.span)).collect();
    let language = language(front.language.as_ref(), resolver.settings, found);
    let translations = translations(&front, language, resolver.settings, found);
    let article = Article {
        source: parsed.source,
        span: front.title.span,
        body_start: parsed.body_start,
        hash: parsed.hash,
        record: [0; 32],
        path: format!("articles/{folder}/{slug}/"),
        title: front.title.value,
        title_derived: front.title_derived,
        language,
        translations,
        published: front.date,
        updated: front.updated,
        added: front.added.map(|day| day.value),
        phase: front.phase,
        setting: resolver.regions(&front.setting, found),
        mentions: resolver.regions(&front.mentions, found),
        parties: front.parties.iter().filter_map(|text| resolver.party(text, found)).collect(),
        people,
        sources,
        genre: front.genre.unwrap_or(Genre::NewsReport),
        summary: front.summary.map(|text| text.value),
        topics,
        events: front.events.iter().map(|event| self::event(event, resolver, found)).collect(),
        claims,
        conflicts: texts(front.conflicts),
        corrections: front
            .corrections
            .into_iter()
            .map(|c| Correction { date: c.date.value, text: c.text.value })
            .collect(),
        corrected_later: None,
        withdrawn: front.withdrawn.map(|w| Withdrawal { date: w.date.value, reason: w.reason.value }),
        family: front.family.map(|text| SameStory { span: text.span, file: text.value }),
        aliases: front.aliases.iter().filter_map(|text| alias(text, found)).collect(),
        embargo: front.embargo.map(|at| at.value),
        expires: front.expires.map(|at| at.value),
        draft: front.draft,
        subjects: subjects?,
        regions,
    };
    (article.draft || !article.regions.is_empty()).then_some(article)
}

/// Reports more names than an article may have, and names that are too long: each makes pages.
fn names(front: &FrontMatter, limits: &Limits, found: &mut Diagnostics) {
    let people = front.people.iter().map(|person| &person.0.name).collect();
    let outlets = front.source.iter().filter_map(|source| source.0.outlet.as_ref()).collect();
    for (list, names) in [
        ("people", people),
        ("source", outlets),
        ("parties", front.parties.iter().collect()),
        ("topics", front.topics.iter().collect::<Vec<_>>()),
    ] {
        let first_over = usize::try_from(limits.names.most).ok().and_then(|most| names.get(most));
        found.extend(
            first_over.map(|name| limits.names.over(format!("`{list}` has {} names", names.len())).at(name.span)),
        );
        let limit = limits.name_bytes;
        let too_long = names.iter().filter(|name| limit.is_exceeded_by(name.value.len()));
        found
            .extend(too_long.map(|name| limit.over(format!("this name has {} bytes", name.value.len())).at(name.span)));
    }
}

/// The language of a text: the given one, else that of the site.
pub fn language(given: Option<&Spanned<Language>>, settings: &Settings, found: &mut Diagnostics) -> Language {
    let Some(language) = given else { return settings.language };
    check_language(language, settings, found);
    language.value
}

/// Headlines and summaries in other languages than that of the article.
fn translations(front: &FrontMatter, own: Language, settings: &Settings, found: &mut Diagnostics) -> Vec<Translation> {
    let mut all: BTreeMap<Language, [Option<String>; 2]> = BTreeMap::new();
    for (at, (key, forms)) in [("title", &front.titles), ("summary", &front.summaries)].into_iter().enumerate() {
        for (language, text) in &forms.0 {
            if language.value == own {
                let message = format!("`{key}_{own}` is of an article that is not in `{own}`, and this one is");
                let help = format!("write it as `{key}`, or set `language` to the language of the text");
                found.push(Diagnostic::new(Rule::WrongType, message).at(text.span).help(help));
            } else {
                check_language(language, settings, found);
                all.entry(language.value).or_default()[at] = Some(text.value.clone());
            }
        }
    }
    all.into_iter().map(|(language, [title, summary])| Translation { language, title, summary }).collect()
}

/// The last part of an address: as front matter says, else from the file name.
pub fn slug(given: Option<&Text>, file: &str, found: &mut Diagnostics) -> String {
    if let Some(text) = given {
        match slugs::check_slug(&text.value) {
            Ok(()) => return text.value.clone(),
            Err(fault) => found.push(
                Diagnostic::new(Rule::BadSlug, format!("`{}` cannot be part of an address: {fault}", text.value))
                    .at(text.span)
                    .help(format!("write `{}`", slugs::slugify(&text.value))),
            ),
        }
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    slugs::slugify(name.strip_suffix(".md").unwrap_or(name)).to_string()
}

fn required(front: &FrontMatter, found: &mut Diagnostics) {
    if front.region.is_empty() {
        let fault = Diagnostic::new(Rule::MissingField, "the front matter lacks the key `region`");
        found.push(
            fault
                .at(front.span)
                .help("add `region:` with the id or the name of a region; `region: in` is the whole country"),
        );
    }
    if front.source.is_empty() {
        let fault = Diagnostic::new(Rule::MissingSource, "this article names no source");
        found.push(
            fault
                .at(front.span)
                .help("add `source:` with the outlet, or `{url: …}`, or `{note: …}` that says why there is none"),
        );
    }
}

/// The name of the outlet of a source, where there is one.
pub fn outlet(record: &SourceRecord) -> Option<&Text> {
    record.0.outlet.as_ref().filter(|text| text.value != "unknown")
}

fn document(record: &SourceRecord, resolver: &Resolver<'_>, found: &mut Diagnostics) -> ArticleSource {
    let fields = &record.0;
    let url = fields.url.as_ref().and_then(|text| match url::check_external(&text.value) {
        Ok(()) => Some(text.value.clone()),
        Err(fault) => {
            found.push(
                Diagnostic::new(Rule::BadUrl, format!("`{}` is not an address of a document: {fault}", text.value))
                    .at(text.span)
                    .help("write an address that begins with `https://`"),
            );
            None
        }
    });
    let key = fields.key.as_ref().map(|t| t.value.clone());
    ArticleSource {
        outlet: outlet(record).map(|text| resolver.terms.outlets.intern(&text.value, text.span)),
        url,
        reporters: fields.reporters.iter().map(|t| t.value.clone()).collect(),
        accessed: fields.accessed.as_ref().map(|day| day.value),
        known: fields.known.unwrap_or(Known::Stated),
        note: fields.note.as_ref().map(|t| t.value.clone()).or(key),
    }
}

fn mention(record: &PersonRecord, resolver: &Resolver<'_>, found: &mut Diagnostics) -> PersonMention {
    let fields = &record.0;
    PersonMention {
        person: resolver.terms.people.intern(&fields.name.value, fields.name.span),
        written: fields.name.value.clone(),
        office: fields.office.as_ref().map(|t| t.value.clone()),
        party: fields.party.as_ref().and_then(|t| resolver.party(t, found)),
        seat: fields.seat.as_ref().and_then(|t| resolver.region(t, found)),
        role: fields.role.unwrap_or(Role::Primary),
    }
}

fn event(record: &EventRecord, resolver: &Resolver<'_>, found: &mut Diagnostics) -> Event {
    word(&record.kind, "event", resolver, found);
    let text = |t: &Option<Text>| t.as_ref().map(|t| t.value.clone());
    Event {
        span: record.span,
        kind: record.kind.value.clone(),
        status: record.status.unwrap_or(EventStatus::Held),
        date: record.date.clone(),
        until: record.until.clone(),
        place: record.place.as_ref().and_then(|t| resolver.region(t, found)),
        venue: text(&record.venue),
        organiser: record.organiser.as_ref().and_then(|t| resolver.party(t, found)),
        who: record.who.iter().map(|t| t.value.clone()).collect(),
        text: text(&record.text),
        conflict: text(&record.conflict),
    }
}

fn claims(
    records: &[ClaimRecord],
    subject: Option<SubjectId>,
    resolver: &Resolver<'_>,
    found: &mut Diagnostics,
) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for record in records {
        let Some(claim) = claim(record, subject, resolver, found) else { continue };
        let same = |c: &&Claim| {
            (&c.value, &c.unit, c.scope, c.about, c.holder, &c.comparators)
                == (&claim.value, &claim.unit, claim.scope, claim.about, claim.holder, &claim.comparators)
        };
        if let Some(first) = claims.iter().find(same) {
            found.push(
                Diagnostic::new(
                    Rule::DuplicateClaim,
                    "this claim has the value, unit, scope and holder of another one",
                )
                .at(claim.span)
                .note(first.span, "the other one")
                .help("enter it once; the ledger counts claims, not wordings"),
            );
        }
        claims.push(claim);
    }
    claims
}

fn claim(
    record: &ClaimRecord,
    subject: Option<SubjectId>,
    resolver: &Resolver<'_>,
    found: &mut Diagnostics,
) -> Option<Claim> {
    word(&record.unit, "unit", resolver, found);
    let text = |t: &Option<Text>| t.as_ref().map(|t| t.value.clone());
    let value = value(&record.value, &record.unit.value, found)?;
    let superseded_by = match &record.superseded_by {
        Some(text) => Some(self::value(text, &record.unit.value, found)?),
        None => None,
    };
    let holder = record.holder.as_ref().and_then(|t| resolver.maybe_party(t));
    let comparators = if record.comparator.is_empty() { vec![Comparator::Equal] } else { record.comparator.clone() };
    Some(Claim {
        span: record.words.span,
        value,
        unit: record.unit.value.clone(),
        comparators,
        scope: record.scope.as_ref().and_then(|t| resolver.region(t, found)),
        about: record.about.as_ref().and_then(|t| resolver.subject(t, found)).or(subject),
        kind: record.kind,
        holder,
        holder_text: record.holder.as_ref().filter(|_| holder.is_none()).map(|t| t.value.clone()),
        speaker: text(&record.speaker),
        words: record.words.value.clone(),
        check: record.check.as_ref().map(|check| (check.outcome, text(&check.reference))),
        superseded_by,
        note: text(&record.note),
    })
}

fn value(text: &Text, unit: &str, found: &mut Diagnostics) -> Option<ClaimValue> {
    if unit == "date" {
        return match moment(&text.value) {
            Ok(Some(Moment::Day(day))) => Some(ClaimValue::Date(day)),
            _ => {
                let fault = Diagnostic::new(Rule::BadDate, format!("`{}` is not a day", text.value));
                found.push(fault.at(text.span).help("the unit is `date`: write the value as `2024-04-29`"));
                None
            }
        };
    }
    let number: String = fold::digits(&text.value).chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let digits = number.strip_prefix('-').unwrap_or(&number);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |s: &str| !s.is_empty() && s.len() <= 18 && s.bytes().all(|b| b.is_ascii_digit());
    if plain(whole) && plain(part) {
        return Some(ClaimValue::Number(number));
    }
    let fault = Diagnostic::new(Rule::WrongType, format!("expected a number, found `{}`", text.value));
    found.push(fault.at(text.span).help("write digits only, with the unit under `unit`"));
    None
}

/// Units and events are words of the strings table, so that both languages have a name for them.
fn word(text: &Text, list: &str, resolver: &Resolver<'_>, found: &mut Diagnostics) {
    let key = format!("{list}.{}", text.value);
    if crate::strings::has(&key) || resolver.settings.labels.contains_key(&key) {
        return;
    }
    let words: Vec<&str> = crate::strings::keys(list).collect();
    let diagnostic = Diagnostic::new(Rule::UnknownWord, format!("`{}` is no known {list}", text.value)).at(text.span);
    let diagnostic = match crate::text::suggest::nearest(&text.value, words.iter().copied()) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic,
    };
    found.push(diagnostic.help(format!(
        "write a word of docs/front-matter-reference.md, or add `{key}: {{hi: …, en: …}}` under `labels` in `site.yaml`"
    )));
}

fn alias(text: &Text, found: &mut Diagnostics) -> Option<String> {
    let path = text.value.trim_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    if path.len() <= 512 && path.split('/').all(slugs::is_old_part) {
        return Some(format!("{path}/"));
    }
    found.push(
        Diagnostic::new(Rule::BadSlug, format!("`{}` is not an address within the site", text.value))
            .at(text.span)
            .help("write it as `/articles/2024/04/old-name/`, in ASCII letters, digits and hyphens"),
    );
    None
}

fn texts(list: Vec<Text>) -> Vec<String> {
    list.into_iter().map(|text| text.value).collect()
}
