//! The facts of the site as JSON and CSV, written as they are built.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::data_article;
use super::data_package;
use super::edition_data;
use super::streams;
use super::views::{Views, claim_value, tree_word};
use super::words::iso;
use crate::model::article::{Article, ArticleId};
use crate::model::data::{DataFile, Rows};
use crate::model::people::{Party, PartyId, TermId};
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::term;
use crate::model::subject::{Subject, SubjectId};
use crate::text::Language;

/// Writes a file of data, or the part of it with `rows`.
pub fn write(views: &Views<'_>, file: DataFile, rows: Option<&Rows>, out: &mut dyn Write) -> io::Result<()> {
    let site = views.site;
    match file {
        DataFile::ArticlesJson => list(out, articles(views, rows).map(|id| data_article::row(site, id))),
        DataFile::ArticlesCsv => {
            table(out, ARTICLE_COLUMNS, articles(views, rows).map(|id| article_row(views, site.article(id))))
        }
        DataFile::ClaimsJson => list(out, articles(views, rows).flat_map(|id| claims(views, site.article(id)))),
        DataFile::ClaimsCsv => {
            let rows = articles(views, rows).flat_map(|id| claims(views, site.article(id)));
            table(out, CLAIM_COLUMNS, rows.map(|claim| CLAIM_COLUMNS.iter().map(|c| cell(&claim[*c])).collect()))
        }
        DataFile::SubjectsJson => list(out, site.gazetteer.subjects().map(|(id, s)| subject(views, id, s))),
        DataFile::CalendarCsv => {
            table(out, CALENDAR_COLUMNS, site.gazetteer.subjects.iter().flat_map(|s| calendar(views, s)))
        }
        DataFile::RegionsJson => list(out, site.gazetteer.regions().map(|(id, _)| region(views, id))),
        DataFile::RegionsCsv => {
            let rows = site.gazetteer.regions().map(|(id, _)| region(views, id));
            table(out, REGION_COLUMNS, rows.map(|region| REGION_COLUMNS.iter().map(|c| cell(&region[*c])).collect()))
        }
        DataFile::CellsCsv => table(out, CELL_COLUMNS, cells(views)),
        DataFile::PartiesJson => {
            list(out, (0u32..).zip(&site.gazetteer.parties).map(|(id, p)| party(views, PartyId(id), p)))
        }
        DataFile::PeopleJson => match rows {
            Some(Rows::People(ids)) => list(out, ids.iter().map(|id| person(views, *id))),
            // those whom only an article names that is left out are not known yet
            _ => list(out, views.digest.people.keys().map(|id| person(views, *id))),
        },
        DataFile::EditionsJson => match rows {
            Some(Rows::Edition(at, part)) => list(out, std::iter::once(edition_data::part(views, *at, *part))),
            _ => list(out, streams::newest_first(views).into_iter().map(|at| edition_data::record(views, at))),
        },
        DataFile::DataPackage => {
            serde_json::to_writer_pretty(&mut *out, &data_package::package(views))?;
            out.write_all(b"\n")
        }
    }
}

/// The articles whose rows are written, newest first.
fn articles<'a>(views: &Views<'a>, rows: Option<&'a Rows>) -> Box<dyn Iterator<Item = ArticleId> + 'a> {
    match rows {
        Some(Rows::Articles(ids)) => Box::new(ids.iter().copied()),
        _ => Box::new(views.site.article_ids()),
    }
}

/// The columns of a file that is a table.
pub fn columns(file: DataFile) -> Option<&'static [&'static str]> {
    match file {
        DataFile::ArticlesCsv => Some(ARTICLE_COLUMNS),
        DataFile::ClaimsCsv => Some(CLAIM_COLUMNS),
        DataFile::CalendarCsv => Some(CALENDAR_COLUMNS),
        DataFile::RegionsCsv => Some(REGION_COLUMNS),
        DataFile::CellsCsv => Some(CELL_COLUMNS),
        _ => None,
    }
}

const ARTICLE_COLUMNS: &[&str] = &[
    "url",
    "title",
    "language",
    "published",
    "date_method",
    "date_confidence",
    "subjects",
    "regions",
    "parties",
    "people",
    "sources",
    "source_urls",
    "genre",
    "claims",
    "summary",
];
const CLAIM_COLUMNS: &[&str] = &[
    "url",
    "article",
    "published",
    "value",
    "unit",
    "comparator",
    "kind",
    "scope",
    "scope_ocd",
    "about",
    "holder",
    "speaker",
    "words",
    "check",
    "reference",
    "superseded_by",
    "note",
];
const CALENDAR_COLUMNS: &[&str] = &["subject", "event", "phase", "date", "set", "in_force"];
const REGION_COLUMNS: &[&str] = &[
    "id",
    "kind",
    "tree",
    "name_hi",
    "name_en",
    "parent",
    "within",
    "number",
    "reservation",
    "iso",
    "ocd",
    "lgd",
    "eci",
    "articles",
    "url",
];
const CELL_COLUMNS: &[&str] = &["subject", "region", "own", "all", "url"];

fn list<T: Serialize>(out: &mut dyn Write, items: impl Iterator<Item = T>) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, item) in items.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(b"\n]\n")
}

fn table(out: &mut dyn Write, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    writer.flush()
}

/// A spreadsheet would run a cell that begins like a formula.
fn harmless(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    if !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

fn cell(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

fn absolute(views: &Views<'_>, url: &str) -> String {
    format!("{}{url}", views.site.settings.base.origin())
}

fn ids(views: &Views<'_>, regions: &[RegionId]) -> Vec<String> {
    regions.iter().map(|&id| views.site.region(id).id.clone()).collect()
}

fn article_row(views: &Views<'_>, article: &Article) -> Vec<String> {
    let site = views.site;
    let join = |items: Vec<&str>| items.join("|");
    vec![
        site.settings.base.permalink(&article.path),
        article.title.clone(),
        article.language.code().to_owned(),
        article.published.moment.map(iso).unwrap_or_default(),
        article.published.method.word().to_owned(),
        article.published.confidence.word().to_owned(),
        join(article.subjects.iter().map(|&id| site.subject(id).id.as_str()).collect()),
        ids(views, &article.regions).join("|"),
        join(article.parties.iter().map(|&id| site.party(id).id.as_str()).collect()),
        join(article.people.iter().map(|m| m.written.as_str()).collect()),
        join(article.sources.iter().filter_map(|s| s.outlet).map(|id| term(&site.outlets, id).id.as_str()).collect()),
        join(article.sources.iter().filter_map(|s| s.url.as_deref()).collect()),
        article.genre.word().to_owned(),
        article.claims.len().to_string(),
        article.summary.clone().unwrap_or_default(),
    ]
}

fn claims<'a>(views: &'a Views<'_>, article: &'a Article) -> impl Iterator<Item = Json> + 'a {
    let site = views.site;
    let url = site.settings.base.permalink(&article.path);
    (1..).zip(&article.claims).map(move |(number, claim)| {
        let scope = claim.scope.map(|id| site.region(id));
        json!({
            "url": format!("{url}#claim-{number}"),
            "article": url,
            "published": article.published.moment.map(iso),
            "value": claim_value(&claim.value),
            "unit": claim.unit,
            "comparator": claim.comparators.iter().map(|c| c.key()).collect::<Vec<_>>(),
            "kind": claim.kind.word(),
            "scope": scope.map(|region| region.id.as_str()),
            "scope_ocd": scope.and_then(|region| region.codes.ocd.as_deref()),
            "about": claim.about.map(|id| site.subject(id).id.as_str()),
            "holder": claim.holder.map(|id| site.party(id).id.as_str()).or(claim.holder_text.as_deref()),
            "speaker": claim.speaker,
            "words": claim.words,
            "check": claim.check.as_ref().map(|(outcome, _)| outcome.word()),
            "reference": claim.check.as_ref().and_then(|(_, reference)| reference.as_deref()),
            "superseded_by": claim.superseded_by.as_ref().map(claim_value),
            "note": claim.note,
        })
    })
}

fn subject(views: &Views<'_>, id: SubjectId, subject: &Subject) -> Json {
    let today = views.site.today();
    json!({
        "id": subject.id,
        "kind": subject.kind.word(),
        "name_hi": subject.name.get(Language::HINDI),
        "name_en": subject.name.get(Language::ENGLISH),
        "regions": ids(views, &subject.regions),
        "body": subject.body,
        "seats": subject.seats,
        "status": subject.status_on(today).word(),
        "qualifying_date": subject.qualifying.map(|day| day.to_string()),
        "phases": subject.phases.iter().map(|p| json!({
            "number": p.number, "poll": p.poll.map(|day| day.to_string()),
            "seats_scheduled": p.seats_scheduled, "seats_polled": p.seats_polled, "note": p.note,
        })).collect::<Vec<_>>(),
        "calendar": subject.calendar.iter().map(|d| json!({
            "event": d.event.word(), "phase": d.phase, "date": iso(d.date), "set": d.set.map(iso),
            "in_force": subject.in_force(d.event, d.phase, today) == Some(d),
        })).collect::<Vec<_>>(),
        "note": subject.note,
        "sources": subject.sources,
        "articles": views.digest.subjects.get(&id).map_or(0, Vec::len),
        "url": views.addresses.subject(id).map(|url| absolute(views, &url)),
    })
}

fn calendar<'a>(views: &'a Views<'_>, subject: &'a Subject) -> impl Iterator<Item = Vec<String>> + 'a {
    let today = views.site.today();
    subject.calendar.iter().map(move |date| {
        vec![
            subject.id.clone(),
            date.event.word().to_owned(),
            date.phase.map(|n| n.to_string()).unwrap_or_default(),
            iso(date.date),
            date.set.map(iso).unwrap_or_default(),
            (subject.in_force(date.event, date.phase, today) == Some(date)).to_string(),
        ]
    })
}

fn region(views: &Views<'_>, id: RegionId) -> Json {
    let region = views.site.region(id);
    json!({
        "id": region.id,
        "kind": region.kind.word(),
        "tree": tree_word(region.kind.tree()),
        "name_hi": region.name.get(Language::HINDI),
        "name_en": region.name.get(Language::ENGLISH),
        "aliases": region.aliases,
        "parent": region.parent.map(|id| views.site.region(id).id.as_str()),
        "within": ids(views, &region.within),
        "number": region.number,
        "reservation": region.reservation,
        "iso": region.codes.iso,
        "ocd": region.codes.ocd,
        "lgd": region.codes.lgd,
        "eci": region.codes.eci,
        "articles": views.digest.regions.get(&id).map_or(0, |r| r.all.len()),
        "url": views.addresses.region(id).map(|url| absolute(views, &url)),
    })
}

fn cells<'a>(views: &'a Views<'_>) -> impl Iterator<Item = Vec<String>> + 'a {
    views.digest.cells.iter().map(|(&(subject, region), cell)| {
        let country = views.site.region(region).kind == RegionKind::Country;
        let url = if country { views.addresses.subject(subject) } else { views.cell_link(subject, region).url };
        vec![
            views.site.subject(subject).id.clone(),
            views.site.region(region).id.clone(),
            cell.own.len().to_string(),
            cell.all.len().to_string(),
            url.map(|url| absolute(views, &url)).unwrap_or_default(),
        ]
    })
}

fn party(views: &Views<'_>, id: PartyId, party: &Party) -> Json {
    json!({
        "id": party.id,
        "kind": party.kind.word(),
        "abbr": party.abbr,
        "name_hi": party.name.get(Language::HINDI),
        "name_en": party.name.get(Language::ENGLISH),
        "articles": views.digest.parties.get(&id).map_or(0, Vec::len),
        "url": views.addresses.party(id).map(|url| absolute(views, &url)),
    })
}

fn person(views: &Views<'_>, id: TermId) -> Json {
    let person = term(&views.site.people, id);
    json!({
        "id": person.id,
        "name_hi": person.name.get(Language::HINDI),
        "name_en": person.name.get(Language::ENGLISH),
        "aliases": person.aliases,
        "articles": views.digest.people.get(&id).map_or(0, Vec::len),
        "url": views.addresses.person(id).map(|url| absolute(views, &url)),
    })
}
