//! A page with a list of articles: what it is of, and why each article stands on it.

use super::entry;
use super::seen::{Seen, short};
use super::{Explanation, Fact, Section, page, template};
use crate::address;
use crate::link::{Field, How};
use crate::model::article::{Article, ArticleId};
use crate::model::page::{List, Page};
use crate::model::region::RegionId;

/// Explains a page of a list; `number` is that of an archive page.
pub fn explain(seen: &Seen<'_>, page: &Page, (list, number): (List, Option<usize>)) -> Explanation {
    let all: Vec<ArticleId> = match list {
        List::Home => seen.site.article_ids().collect(),
        list => seen.digest.articles(list).to_vec(),
    };
    let shown = &all[address::items(all.len(), seen.site.settings.page_size, number)];
    let mut sections = vec![Section::of("of", "what it is of", of(seen, list))];
    sections.push(Section::of("counts", "counts", counts(seen, list, &all)));
    let why = |id: &ArticleId| why(seen, list, seen.site.article(*id), GROUPED);
    let facts = shown.iter().map(why);
    let title = number.map_or_else(|| "articles on it".to_owned(), |number| format!("articles on page {number} of it"));
    sections.push(Section::list("articles", &title, shown.len(), facts));
    if let List::Region(id) = list {
        let mentions = seen.digest.regions.get(&id).map_or(&[][..], |region| &region.mentions);
        let facts = mentions.iter().map(|id| self::why(seen, list, seen.site.article(*id), &["mentions"]));
        if !mentions.is_empty() {
            sections.push(Section::list("mentions", "articles that only name it", mentions.len(), facts));
        }
    }
    sections.push(Section::of("made_from", "made from", template(seen, &page.kind).into_iter().collect()));
    Explanation {
        target: String::new(),
        kind: page::word(&page.kind),
        what: match list {
            List::Home => page::words(&page.kind),
            list => format!("{}: {}", page::words(&page.kind), seen.named(list)),
        },
        address: Some(seen.address(&page.path)),
        on_site: true,
        sections,
    }
}

/// Keys under which an article is grouped by region.
const GROUPED: &[&str] = &["region", "setting"];

fn of(seen: &Seen<'_>, list: List) -> Vec<Fact> {
    match list {
        List::Home => vec![Fact::new("all", "all articles of the site")],
        List::Cell(subject, region) => {
            [List::Subject(subject), List::Region(region)].map(|entry| entry::fact(seen, entry)).to_vec()
        }
        list => vec![entry::fact(seen, list)],
    }
}

fn counts(seen: &Seen<'_>, list: List, all: &[ArticleId]) -> Vec<Fact> {
    let mut facts = vec![Fact::new("articles", all.len().to_string())];
    let (own, region) = match list {
        List::Cell(subject, region) => (seen.digest.cells[&(subject, region)].own.clone(), region),
        List::Region(region) => {
            let own = |id: &&ArticleId| seen.site.article(**id).grouped_regions().any(|own| own == region);
            (all.iter().filter(own).copied().collect(), region)
        }
        _ => return facts,
    };
    facts.push(Fact::new("own", format!("{} filed under this region itself", own.len())));
    facts.push(Fact::new("inside", format!("{} filed only under regions inside it", all.len() - own.len())));
    let twice = |id: &&ArticleId| {
        let inside = |own: &RegionId| seen.site.gazetteer.containing(*own).contains(&region);
        seen.site.article(**id).grouped_regions().filter(inside).count() > 1
    };
    let twice = all.iter().filter(twice).count();
    facts.push(Fact::new("counted_once", format!("{twice} filed under several of these regions, and counted once")));
    facts
}

/// Why an article stands on a list: the fields that put it there; regions under one of `keys`.
pub fn why(seen: &Seen<'_>, list: List, article: &Article, keys: &[&str]) -> Fact {
    let fields = seen.fields(article.source);
    let mut place = None;
    let mut reasons = Vec::new();
    for field in &fields {
        let key = field.key.split(['[', '.']).next().unwrap_or_default();
        if let Some(reason) = reason(seen, list, field, keys.contains(&key)) {
            place = place.or_else(|| seen.place(field.written.span));
            let written = short(&field.written.value);
            let by_id = field.meant.is_some_and(|(_, how)| how == How::Id);
            reasons.push(if by_id { format!("{key} {reason}") } else { format!("{key} “{written}” is {reason}") });
        }
    }
    if reasons.is_empty() {
        // no field names it: the front page has all, "none named" those that name nothing
        reasons.push(match list {
            List::Home => "every article stands there".to_owned(),
            _ => "neither `election` nor `roll` is written".to_owned(),
        });
        place = seen.place(article.span);
    }
    let text = format!("{}; “{}”", reasons.join(", "), short(&article.title));
    Fact::new(seen.file(article), text).at(place).link(seen.address(&article.path))
}

/// What a field means, if that is why its article stands on a list; `grouped` is whether it files it under a region.
fn reason(seen: &Seen<'_>, list: List, field: &Field, grouped: bool) -> Option<String> {
    let (meant, _) = field.meant?;
    let filed = field.key.starts_with("election") || field.key.starts_with("roll");
    let within = |own: RegionId, region: RegionId| {
        let id = |region: RegionId| &seen.site.region(region).id;
        match own == region {
            _ if !grouped => None,
            true => Some(format!("`{}`", id(own))),
            false if seen.site.gazetteer.containing(own).contains(&region) => {
                Some(format!("`{}`, inside `{}`", id(own), id(region)))
            }
            false => None,
        }
    };
    match (list, meant) {
        (List::Cell(subject, _), List::Subject(own)) if own == subject && filed => {
            Some(format!("`{}`", seen.site.subject(own).id))
        }
        (List::Cell(_, region) | List::Region(region), List::Region(own)) => within(own, region),
        (List::Subject(_), _) if !filed => None,
        // whose claim it is, or who met, does not put an article on the page of a party
        (List::Party(_), _) if !field.key.starts_with("parties") => None,
        (list, meant) if list == meant => Some(seen.named(meant)),
        _ => None,
    }
}
