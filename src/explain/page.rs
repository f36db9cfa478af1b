//! Pages and files that are no list of articles and no article: what each is made from.

use super::seen::{Seen, short};
use super::{Explanation, Fact, Section, entry, template};
use crate::address;
use crate::link::Life;
use crate::model::article::{Article, ArticleId};
use crate::model::briefing::BriefingOf;
use crate::model::data::Rows;
use crate::model::page::{List, Page, PageKind, Shared, Terms};
use crate::model::subject::SubjectClass;

/// Explains a page that has no explanation of its own.
pub fn explain(seen: &Seen<'_>, page: &Page) -> Explanation {
    let mut sections = Vec::new();
    let mut facts: Vec<Fact> = made_from(seen, page);
    facts.extend(template(seen, &page.kind));
    sections.push(Section::of("made_from", "made from", facts));
    if let PageKind::Edition(at, number) = page.kind {
        let articles = &seen.digest.editions[at].articles;
        let articles = &articles[address::shared_items(articles.len(), seen.site.settings.page_size, number)];
        let known = |id: &ArticleId| {
            let article = seen.site.article(*id);
            let day = Life::of(article, seen.site.settings.zone).and_then(|life| life.day);
            let known = day.map_or_else(String::new, |day| format!("known from {day}; "));
            let fact = Fact::new(seen.file(article), format!("{known}“{}”", short(&article.title)));
            fact.at(seen.place(article.span)).link(seen.address(&article.path))
        };
        let facts = articles.iter().map(known);
        let title = "articles that are new in it".to_owned();
        let title = number.map_or(title, |number| format!("articles on page {number} of it"));
        sections.push(Section::list("articles", &title, articles.len(), facts));
    }
    Explanation {
        target: String::new(),
        kind: word(&page.kind),
        what: words(&page.kind),
        address: Some(seen.address(&page.path)),
        on_site: true,
        sections,
    }
}

fn made_from(seen: &Seen<'_>, page: &Page) -> Vec<Fact> {
    let file = |source| Fact::new("file", format!("`{}`", seen.sources.file(source).path));
    let of = |list: List| {
        let articles = if list == List::Home { seen.site.articles.len() } else { seen.digest.articles(list).len() };
        let of = Fact::new("list", format!("{}, with {articles} articles", seen.named(list)));
        seen.list_address(list).into_iter().fold(of, Fact::link)
    };
    let edition = |at: usize| {
        let edition = &seen.digest.editions[at];
        Fact::new("edition", &edition.period.id).link(seen.address(&address::edition(edition)))
    };
    match &page.kind {
        PageKind::Atom(list) | PageKind::JsonFeed(list) => {
            vec![of(*list), Fact::new("most", format!("its newest {} articles", seen.site.settings.feed_size))]
        }
        PageKind::Text(at) => vec![file(seen.site.pages[*at].source)],
        PageKind::Provenance(id) => vec![file(seen.site.article(*id).source)],
        PageKind::Copy(source) => vec![file(*source)],
        PageKind::Asset(name) => {
            let own = seen.sources.at(&format!("templates/assets/{name}"));
            vec![own.map_or_else(|| Fact::new("file", "of the program"), file)]
        }
        PageKind::Redirect(to) => {
            let old = |article: &&Article| {
                article.path == *to && article.aliases.iter().any(|alias| page.path.ends_with(alias.as_str()))
            };
            let article = seen.site.articles.iter().chain(&seen.site.withdrawn).find(old);
            let target = Fact::new("leads_to", "an address that the article had before").link(seen.address(to));
            vec![target.at(article.and_then(|article| seen.place(article.span)))]
        }
        PageKind::Edition(at, _) => {
            let period = &seen.digest.editions[*at].period;
            vec![Fact::new("period", format!("{} to {}", period.from, period.until))]
        }
        PageKind::ShareImage(shared) => match *shared {
            Shared::Site => vec![Fact::new(
                "all",
                "title and description of the site, the number of its articles, their years and states",
            )],
            Shared::Subject(subject) => vec![of(List::Subject(subject))],
            Shared::Region(region) => vec![of(List::Region(region))],
            Shared::Edition(at) => vec![edition(at)],
        },
        PageKind::Briefing(at, _) => match seen.digest.briefings[*at].of {
            BriefingOf::Edition(at) => vec![edition(at)],
            BriefingOf::Subject(subject) => vec![of(List::Subject(subject))],
            BriefingOf::Cell(subject, region) => vec![of(List::Cell(subject, region))],
        },
        PageKind::Sheet(file, at) => match seen.digest.rows(*file, *at) {
            Some(Rows::Articles(ids)) => vec![Fact::new("all", format!("{} of the articles of the site", ids.len()))],
            Some(Rows::People(ids)) => vec![Fact::new("all", format!("{} of the people of the site", ids.len()))],
            Some(Rows::Edition(at, _)) => vec![edition(*at)],
            None => Vec::new(),
        },
        PageKind::Robots | PageKind::WebManifest | PageKind::NotFound => {
            vec![Fact::new("settings", "`site.yaml` and the words of the interface")]
        }
        _ => vec![Fact::new("all", format!("all {} articles of the site", seen.site.articles.len()))],
    }
}

/// What sort of page it is, for programs.
pub fn word(kind: &PageKind) -> &'static str {
    match kind {
        PageKind::List(list, _) => entry::what(*list),
        PageKind::Article(_) => "article",
        PageKind::Provenance(_) => "provenance",
        PageKind::Withdrawn(_) => "withdrawn",
        PageKind::Subjects(SubjectClass::Roll) => "rolls",
        PageKind::Subjects(_) => "elections",
        PageKind::Regions => "regions",
        PageKind::Terms(Terms::People, _) => "people",
        PageKind::Terms(Terms::Parties, _) => "parties",
        PageKind::Terms(Terms::Outlets, _) => "sources",
        PageKind::Terms(Terms::Topics, _) => "topics",
        PageKind::Claims(_) => "claims",
        PageKind::Calendar(..) => "calendar",
        PageKind::Corrections(_) => "corrections",
        PageKind::Editions(_) => "editions",
        PageKind::Edition(..) => "edition",
        PageKind::Changes => "changes",
        PageKind::Briefings => "briefings",
        PageKind::Briefing(..) => "briefing",
        PageKind::Text(_) => "plain_page",
        PageKind::Search => "search",
        PageKind::SearchIndex(_) => "search_index",
        PageKind::ShareImage(_) => "share_image",
        PageKind::NotFound => "not_found",
        PageKind::Redirect(_) => "redirect",
        PageKind::Atom(_) | PageKind::AtomOf(_) => "atom_feed",
        PageKind::JsonFeed(_) | PageKind::JsonFeedOf(_) => "json_feed",
        PageKind::ICalendar => "icalendar",
        PageKind::Data(_) | PageKind::Sheet(..) => "data",
        PageKind::Sitemap(_) => "sitemap",
        PageKind::NewsSitemap => "news_sitemap",
        PageKind::Robots => "robots",
        PageKind::WebManifest => "web_manifest",
        PageKind::Llms => "llms",
        PageKind::Asset(_) => "asset",
        PageKind::Copy(_) => "copied_file",
    }
}

/// The same for people.
pub fn words(kind: &PageKind) -> String {
    match kind {
        PageKind::List(List::Home, None) => "the front page".to_owned(),
        PageKind::List(List::Cell(..), None) => "an election or roll revision in a region".to_owned(),
        PageKind::List(List::Subject(_), None) => "an election or roll revision".to_owned(),
        PageKind::List(_, Some(number)) => {
            format!("archive page {number} of a list ({})", word(kind).replace('_', " "))
        }
        PageKind::List(..) => format!("a {}", word(kind)),
        PageKind::Edition(_, Some(number)) => format!("page {number} of an edition"),
        PageKind::Terms(_, Some(number))
        | PageKind::Calendar(_, Some(number))
        | PageKind::Corrections(Some(number))
        | PageKind::Editions(Some(number)) => format!("page {number} of the {}", word(kind)),
        PageKind::Claims(_) => "the ledger of claims".to_owned(),
        PageKind::SearchIndex(Some(number)) => format!("volume {number} of the index of the search"),
        PageKind::Provenance(_) => "how an article came to be".to_owned(),
        PageKind::Changes => "what changed, by day".to_owned(),
        PageKind::Redirect(_) => "a page that leads to a new address".to_owned(),
        kind => word(kind).replace('_', " "),
    }
}
