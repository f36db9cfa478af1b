//! An address at which the site has nothing: which part of it is unknown, and what would make it exist.

use super::article::{left_out as left_out_for, why_left_out};
use super::seen::{Seen, short};
use super::{Explanation, Fact, Section, entry};
use crate::model::article::Article;
use crate::model::page::List;
use crate::model::region::RegionId;
use crate::model::settings::Part;
use crate::model::subject::{SubjectClass, SubjectId};
use crate::text::suggest::nearest;

/// Explains a path within the site; `None` if nothing is near it.
pub fn explain(seen: &Seen<'_>, path: &str) -> Option<Explanation> {
    let path = path.trim_end_matches('/');
    let settings = &seen.site.settings;
    let others =
        settings.languages.iter().map(|&language| settings.prefix(language)).filter(|prefix| !prefix.is_empty());
    let local = others.into_iter().find_map(|prefix| path.strip_prefix(&prefix).map(str::to_owned));
    let local = local.as_deref().unwrap_or(path);
    let (first, rest) = local.split_once('/').unwrap_or((local, ""));
    let mut sections = match first {
        "elections" | "rolls" => subject(seen, first, rest),
        "regions" => vec![Section::of("parts", "parts of the address", vec![region(seen, rest).1])],
        "parties" | "people" | "sources" | "topics" => vec![term(seen, first, rest)],
        "articles" => articles(seen, local),
        _ => Vec::new(),
    };
    sections.extend(near(seen, path));
    let address = seen.address(&format!("{path}{}", if path.contains('.') { "" } else { "/" }));
    let what = "the site has nothing at this address".to_owned();
    let (target, kind, on_site) = (String::new(), "absent", false);
    let explanation = Explanation { target, kind, what, address: Some(address), on_site, sections };
    Some(explanation).filter(|explanation| !explanation.sections.is_empty())
}

/// `elections/ls-2024/up/agra`: the subject, the region, and what is filed around them.
fn subject(seen: &Seen<'_>, folder: &str, rest: &str) -> Vec<Section> {
    let (name, place) = rest.split_once('/').unwrap_or((rest, ""));
    let found = seen.names.all(name).into_iter().find_map(|(list, _)| match list {
        List::Subject(id) => Some(id),
        _ => None,
    });
    let mut facts = Vec::new();
    let near = || seen.names.near(name).into_iter().find(|list| matches!(list, List::Subject(_)));
    facts.push(match found {
        Some(id) if seen.site.subject(id).id != name => {
            Fact::new(name, format!("the address takes its id: {}", seen.named(List::Subject(id))))
        }
        Some(id) => entry::fact(seen, List::Subject(id)),
        None => unknown(seen, name, "election or roll revision", near()),
    });
    if let Some(id) = found {
        let class = if seen.site.subject(id).kind.class() == SubjectClass::Roll { "rolls" } else { "elections" };
        if class != folder {
            facts.push(Fact::new(folder, format!("it stands under `{class}/`: a roll revision is no election")));
        }
    }
    let region = (!place.is_empty()).then(|| region(seen, place));
    facts.extend(region.iter().map(|(_, fact)| fact.clone()));
    let mut sections = vec![Section::of("parts", "parts of the address", facts)];
    match (found, region) {
        (Some(subject), Some((Some(region), _))) => sections.extend(cell(seen, subject, region)),
        (Some(subject), None) => sections.extend(left_out(seen, subject, None)),
        _ => {}
    }
    sections
}

fn region(seen: &Seen<'_>, place: &str) -> (Option<RegionId>, Fact) {
    let id = seen.site.gazetteer.regions().find(|(_, region)| region.id == place).map(|(id, _)| id);
    if let Some(id) = id {
        return (Some(id), entry::fact(seen, List::Region(id)));
    }
    // a name in the place of an id, whole or in its last part
    let regions = |text: &str| {
        let meant = seen.names.all(text).into_iter().map(|(list, _)| list);
        meant.filter(|list| matches!(list, List::Region(_))).collect::<Vec<_>>()
    };
    let last = place.rsplit('/').next().unwrap_or_default();
    let named = [place, last].into_iter().map(regions).find(|found| !found.is_empty()).unwrap_or_default();
    if named.is_empty() {
        let near = || seen.names.near(place).into_iter().find(|list| matches!(list, List::Region(_)));
        let by_last = || seen.names.near(last).into_iter().find(|list| matches!(list, List::Region(_)));
        return (None, unknown(seen, place, "region", near().or_else(by_last)));
    }
    let named: Vec<String> = named.into_iter().map(|list| seen.named(list)).collect();
    (None, Fact::new(place, format!("no id of a region; the address takes the id: {}", named.join(", or "))))
}

fn unknown(seen: &Seen<'_>, text: &str, what: &str, near: Option<List>) -> Fact {
    let help = match near {
        Some(list) => format!("did you mean {}?", seen.named(list)),
        None => "correct it, or add the entry to `site.yaml`".to_owned(),
    };
    Fact::new(text, format!("there is no {what} of this name; {help}"))
}

/// Both are known: nothing is filed there.
fn cell(seen: &Seen<'_>, subject: SubjectId, region: RegionId) -> Vec<Section> {
    let site = seen.site;
    let mut facts = Vec::new();
    if !site.settings.makes(Part::Cells) {
        facts.push(Fact::new("parts", "`site.yaml` leaves out the pages of one subject in one region (`cells`)"));
    }
    let subject_key = if site.subject(subject).kind.class() == SubjectClass::Roll { "roll" } else { "election" };
    let (subject_id, region_id) = (&site.subject(subject).id, &site.region(region).id);
    let mut write = Some(format!("an article with `{subject_key}: {subject_id}` and `region: {region_id}`"));
    let reach = &site.subject(subject).regions;
    if !(reach.is_empty() || site.gazetteer.containing(region).iter().any(|outer| reach.contains(outer))) {
        let reach: Vec<String> = reach.iter().map(|region| seen.named(List::Region(*region))).collect();
        facts.push(Fact::new("reach", format!("it is held in {}, and this region lies outside", reach.join(", "))));
        write = None;
    }
    let id = |region: RegionId| format!("`{}`", site.region(region).id);
    let has = |region| seen.digest.cells.get(&(subject, region)).map_or(0, |cell| cell.all.len());
    facts.push(Fact::new("articles", format!("{} filed here", has(region))));
    for &outer in &site.gazetteer.containing(region)[1..] {
        let fact = Fact::new("outside", format!("{} in {}", has(outer), id(outer)));
        facts.push(seen.list_address(List::Cell(subject, outer)).into_iter().fold(fact, Fact::link));
    }
    let inside = seen.digest.cells.range((subject, RegionId(0))..=(subject, RegionId(u32::MAX)));
    let inside =
        inside.filter(|((_, inner), _)| *inner != region && site.gazetteer.containing(*inner).contains(&region));
    facts.push(Fact::new("inside", format!("{} regions inside it have articles", inside.count())));
    facts.extend(write.map(|write| Fact::new("to_write", write)));
    let mut sections = vec![Section::of("filed", "what is filed", facts)];
    sections.extend(left_out(seen, subject, Some(region)));
    sections
}

/// Articles that are left out and would stand there.
fn left_out(seen: &Seen<'_>, subject: SubjectId, region: Option<RegionId>) -> Option<Section> {
    let within = |article: &Article| {
        region.is_none_or(|region| {
            article.grouped_regions().any(|own| seen.site.gazetteer.containing(own).contains(&region))
        })
    };
    let site = seen.site;
    let here = site.away.iter().filter(|article| article.subjects.contains(&subject) && within(article));
    let facts: Vec<Fact> = here.filter_map(|article| of_left(seen, article)).collect();
    let total = facts.len();
    (total > 0).then(|| Section::list("left_out", "articles that are left out and would stand there", total, facts))
}

fn of_left(seen: &Seen<'_>, article: &Article) -> Option<Fact> {
    let why = why_left_out(seen, article, left_out_for(seen, article.source)?);
    let fact = Fact::new(seen.file(article), format!("“{}”: {why}", short(&article.title)));
    Some(fact.at(seen.place(article.span)))
}

fn term(seen: &Seen<'_>, folder: &str, name: &str) -> Section {
    let own = |list: &List| match folder {
        "parties" => matches!(list, List::Party(_)),
        "people" => matches!(list, List::Person(_)),
        "sources" => matches!(list, List::Outlet(_)),
        _ => matches!(list, List::Topic(_)),
    };
    let found = seen.names.all(name).into_iter().map(|(list, _)| list).find(own);
    let fact = match found {
        Some(list) => {
            let fact = entry::fact(seen, list);
            let none = format!("{}; no article of the site names it, or `site.yaml` leaves these pages out", fact.text);
            let text = seen.list_address(list).map_or(none, |at| format!("{}; its page is at {at}", fact.text));
            Fact { text, ..fact }
        }
        None => {
            let what = folder.strip_suffix("ies").map_or(folder.trim_end_matches('s'), |_| "party");
            let what = if folder == "people" { "person" } else { what };
            unknown(seen, name, what, seen.names.near(name).into_iter().find(own))
        }
    };
    Section::of("parts", "parts of the address", vec![fact])
}

/// Articles with the last part of the address, in another month.
fn articles(seen: &Seen<'_>, path: &str) -> Vec<Section> {
    let last = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let site = seen.site;
    let all = site.articles.iter().chain(&site.withdrawn).chain(&site.away);
    let same: Vec<&Article> = all.filter(|article| last(&article.path) == last(path)).collect();
    let fact = |article: &&Article| {
        let fact = Fact::new(seen.file(article), format!("“{}”", short(&article.title)));
        fact.at(seen.place(article.span)).link(seen.address(&article.path))
    };
    let section =
        || Section::list("same_name", "articles of this name in another month", same.len(), same.iter().map(fact));
    (!same.is_empty()).then(section).into_iter().collect()
}

/// The nearest address of the site.
fn near(seen: &Seen<'_>, path: &str) -> Option<Section> {
    let paths = seen.plan.iter().map(|page| page.path.trim_end_matches('/'));
    let near = nearest(path, paths)?;
    let page = seen.page_at(near).or_else(|| seen.page_at(&format!("{near}/")))?;
    let fact = Fact::new("address", "the nearest one").link(seen.address(&seen.plan[page].path));
    Some(Section::of("near", "did you mean", vec![fact]))
}
