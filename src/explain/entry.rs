//! What a name means: the entries of regions, elections, parties, people, sources and topics that it fits.

use super::seen::Seen;
use super::{Explanation, Fact, Section};
use crate::link::How;
use crate::model::page::{List, PageKind};
use crate::model::region::Tree;

/// Explains a name by the entries that it fits.
pub fn explain(seen: &Seen<'_>, entries: &[(List, How)]) -> Explanation {
    let of_list = |list: List| entries.iter().filter(|(other, _)| what(*other) == what(list)).count();
    let ambiguous = entries.iter().any(|(list, _)| of_list(*list) > 1);
    let mut sections = Vec::new();
    for (list, how) in entries {
        let mut facts = vec![fact(seen, *list), Fact::new("rule", rule(*how))];
        let count = seen.digest.articles(*list).len();
        let counted = Fact::new("articles", count.to_string());
        facts.push(match seen.list_address(*list) {
            Some(address) => counted.link(address),
            None => Fact::new("articles", format!("{count}; it has no page")),
        });
        facts.extend(around(seen, *list));
        sections.push(Section::of("entry", &seen.named(*list), facts));
    }
    let what = match entries {
        [(list, _)] => format!("the name of a {}", what(*list)),
        _ if ambiguous => "a name that fits several entries: write the id of the one that you mean".to_owned(),
        _ => "a name in several lists".to_owned(),
    };
    let address = match entries {
        [(list, _)] => seen.list_address(*list),
        _ => None,
    };
    let on_site = entries.iter().any(|(list, _)| seen.list_address(*list).is_some());
    Explanation { target: String::new(), kind: "name", what, on_site, address, sections }
}

/// What a list is of, for programs.
pub fn what(list: List) -> &'static str {
    match list {
        List::Home => "front_page",
        List::Subject(_) => "subject",
        List::Cell(..) => "cell",
        List::Region(_) => "region",
        List::Person(_) => "person",
        List::Party(_) => "party",
        List::Outlet(_) => "source",
        List::Topic(_) => "topic",
    }
}

/// An entry: id, names, what it is, and where it comes from.
pub fn fact(seen: &Seen<'_>, list: List) -> Fact {
    let site = seen.site;
    let kind = match list {
        List::Region(id) => site.region(id).kind.word(),
        List::Subject(id) => site.subject(id).kind.word(),
        List::Party(id) => site.party(id).kind.word(),
        _ => "",
    };
    let kind = if kind.is_empty() { String::new() } else { format!(", {}", kind.replace('_', " ")) };
    let place = seen.declared(list);
    let open = matches!(list, List::Person(_) | List::Outlet(_) | List::Topic(_));
    let origin = match (&place, open) {
        (Some(_), _) => "in `site.yaml`",
        (None, true) => "as articles write it",
        (None, false) => "built in",
    };
    Fact::new(what(list), format!("{}{kind}; {origin}", seen.named(list))).at(place)
}

/// By which rule a name means an entry, in words.
pub fn rule(how: How) -> &'static str {
    match how {
        How::Id => "its id",
        How::Name => "its name",
        How::Alias => "another name of it",
        How::Spelling => "another spelling of its name",
        How::KindWord => "its name with a word for its kind",
    }
}

/// The regions around a region, and the cells that it has.
fn around(seen: &Seen<'_>, list: List) -> Vec<Fact> {
    let List::Region(id) = list else { return Vec::new() };
    let around = seen.site.gazetteer.containing(id);
    let mut facts: Vec<Fact> =
        around[1..].iter().map(|outer| Fact::new("inside", seen.named(List::Region(*outer)))).collect();
    if seen.site.region(id).kind.tree() == Tree::Party {
        facts.push(Fact::new("tree", "a unit of a party's own organisation, and no place"));
    }
    let cells = seen.plan.iter().filter(|page| page.language == seen.site.settings.language);
    let cells = cells.filter_map(|page| match page.kind {
        PageKind::List(cell @ List::Cell(subject, region), None) if region == id => Some((page, cell, subject)),
        _ => None,
    });
    facts.extend(cells.map(|(page, cell, subject)| {
        let text = format!("{}: {}", seen.named(List::Subject(subject)), seen.digest.articles(cell).len());
        Fact::new("cell", text).link(seen.address(&page.path))
    }));
    facts
}
