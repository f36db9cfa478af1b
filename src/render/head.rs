//! What stands in the head of every page: titles, addresses, breadcrumbs, machine-readable descriptions.

use serde_json::{Value as Json, json};

use super::views::Views;
use super::{editions, share, streams};
use crate::address;
use crate::model::article::Article;
use crate::model::dated::Moment;
use crate::model::page::{List, Page, PageKind, Stream, Terms};
use crate::model::region::{RegionId, RegionKind};
use crate::model::settings::Part;
use crate::model::site::term;
use crate::model::subject::{SubjectClass, SubjectId};
use crate::plan::has_twin;
use crate::text::Language;
use crate::view;

/// The common part of a page.
pub fn page(views: &Views<'_>, page: &Page, kind: &'static str) -> view::Page {
    let site = views.site;
    let words = views.words;
    let base = &site.settings.base;
    let (title, language) = title(views, page);
    let site_title = site.settings.title.shown(words.language).0;
    let breadcrumbs = breadcrumbs(views, page);
    let permalink = base.permalink(&page.path);
    let list = match &page.kind {
        PageKind::List(list, _) => Some(*list),
        _ => None,
    };
    let stream = match &page.kind {
        PageKind::Editions(_) => Some(Stream::Editions),
        PageKind::Changes => Some(Stream::Changes),
        _ => None,
    };
    let path =
        list.map(|list| address::list(site, list)).or(stream.map(|s| streams::home(s).to_owned())).unwrap_or_default();
    let feeds = site.settings.makes(Part::Feeds) && (list.is_some() || stream.is_some());
    let atom = feeds || (list == Some(List::Home) && site.settings.makes(Part::Feed));
    let description = description(views, page);
    view::Page {
        kind,
        full_title: if page.is_home() {
            title.clone()
        } else {
            format!("{} · {site_title}", numbered_title(views, page, &title))
        },
        lang: if matches!(page.kind, PageKind::Article(_) | PageKind::Text(_)) { language } else { words.language },
        title_lang: words.mark(language),
        url: base.link(&page.path),
        atom: atom.then(|| views.link(&format!("{path}feed.xml"))),
        json_feed: feeds.then(|| views.link(&format!("{path}feed.json"))),
        noindex: matches!(
            page.kind,
            PageKind::NotFound | PageKind::Redirect(_) | PageKind::Withdrawn(_) | PageKind::Provenance(_)
        ),
        json_ld: Some(json_ld(views, page, &title, &permalink, &breadcrumbs)),
        languages: languages(views, page),
        share_image: share::of(views, page),
        description,
        breadcrumbs,
        permalink,
        title,
    }
}

/// The page in all languages that have it.
fn languages(views: &Views<'_>, page: &Page) -> Vec<view::Twin> {
    let settings = &views.site.settings;
    if settings.languages.len() < 2 || !has_twin(&page.kind) {
        return Vec::new();
    }
    let local = page.local_path(settings);
    let twin = |&language: &Language| {
        let path = format!("{}{local}", settings.prefix(language));
        view::Twin {
            lang: language,
            name: views.words.own_name(language).to_owned(),
            url: settings.base.link(&path),
            permalink: settings.base.permalink(&path),
            current: language == page.language,
        }
    };
    settings.languages.iter().map(twin).collect()
}

fn numbered_title(views: &Views<'_>, page: &Page, title: &str) -> String {
    let numbered = |title: &str, number: usize| {
        format!("{title}, {}", views.words.fill("text.page", &[("number", &views.words.number(number))]))
    };
    match &page.kind {
        PageKind::List(_, Some(number))
        | PageKind::Claims(Some(number))
        | PageKind::Terms(_, Some(number))
        | PageKind::Calendar(_, Some(number))
        | PageKind::Corrections(Some(number))
        | PageKind::Editions(Some(number)) => numbered(title, *number),
        PageKind::Provenance(id) => format!("{title}: {}", views.site.article(*id).title_in(views.words.language).0),
        PageKind::Edition(at, number) => {
            let period = &views.digest.editions[*at].period;
            let title = format!("{title}: {}", views.words.period(period.from, period.until));
            number.map_or_else(|| title.clone(), |number| numbered(&title, number))
        }
        _ => title.to_owned(),
    }
}

/// The heading of a page and the language it is in.
pub fn title(views: &Views<'_>, page: &Page) -> (String, Language) {
    let words = views.words;
    let site = views.site;
    let shown = |name: &crate::model::name::Name| {
        let (text, language) = name.shown(words.language);
        (text.to_owned(), language)
    };
    let fixed = |key: &str| (words.word("list", key), words.language);
    match &page.kind {
        PageKind::List(list, _) | PageKind::Atom(list) | PageKind::JsonFeed(list) => match *list {
            List::Home => shown(&site.settings.title),
            List::Subject(id) => shown(&site.subject(id).name),
            List::Cell(subject, region) => cell_title(views, subject, region),
            List::Region(id) => shown(&site.region(id).name),
            List::Person(id) => shown(&term(&site.people, id).name),
            List::Party(id) => shown(&site.party(id).name),
            List::Outlet(id) => shown(&term(&site.outlets, id).name),
            List::Topic(id) => shown(&term(&site.topics, id).name),
        },
        PageKind::Article(id) => {
            let (title, language) = site.article(*id).title_in(words.language);
            (title.to_owned(), language)
        }
        PageKind::Subjects(SubjectClass::Roll) => fixed("rolls"),
        PageKind::Subjects(_) => fixed("elections"),
        PageKind::Regions => fixed("regions"),
        PageKind::Terms(Terms::People, _) => fixed("people"),
        PageKind::Terms(Terms::Parties, _) => fixed("parties"),
        PageKind::Terms(Terms::Outlets, _) => fixed("sources"),
        PageKind::Terms(Terms::Topics, _) => fixed("topics"),
        PageKind::Claims(_) => fixed("claims"),
        PageKind::Calendar(None, _) => fixed("calendar"),
        PageKind::Calendar(Some(year), _) => {
            (format!("{} {}", words.word("list", "calendar"), words.digits(year.to_string())), words.language)
        }
        PageKind::Corrections(_) => fixed("corrections"),
        PageKind::Editions(_) | PageKind::AtomOf(Stream::Editions) | PageKind::JsonFeedOf(Stream::Editions) => {
            fixed("editions")
        }
        PageKind::Changes | PageKind::AtomOf(Stream::Changes) | PageKind::JsonFeedOf(Stream::Changes) => {
            fixed("changes")
        }
        PageKind::Briefings => fixed("briefings"),
        PageKind::Search => fixed("search"),
        PageKind::Provenance(_) => (words.word("ui", "provenance"), words.language),
        PageKind::Edition(at, _) => editions::title(views, &views.digest.editions[*at]),
        PageKind::Withdrawn(at) => {
            let article = &site.withdrawn[*at];
            let (title, language) = article.title_in(words.language);
            (title.to_owned(), language)
        }
        PageKind::Text(at) => {
            let page = &site.pages[*at];
            (page.title.clone(), page.language)
        }
        _ => (words.word("text", "not_found"), words.language),
    }
}

fn cell_title(views: &Views<'_>, subject: SubjectId, region: RegionId) -> (String, Language) {
    let subject = views.site.subject(subject).name.shown(views.words.language).0;
    let region = views.site.region(region).name.shown(views.words.language).0;
    (format!("{subject}: {region}"), views.words.language)
}

/// One sentence about a page.
pub fn description(views: &Views<'_>, page: &Page) -> String {
    let site = views.site;
    let of_site = || site.settings.description.shown(views.words.language).0.to_owned();
    match &page.kind {
        PageKind::Article(id) => site.article(*id).in_short(views.words.language).0.to_owned(),
        PageKind::Text(at) => site.pages[*at].summary.clone().unwrap_or_else(of_site),
        PageKind::List(List::Home, _) => of_site(),
        PageKind::List(list, _) => {
            let title = title(views, page).0;
            let digest = views.digest;
            let count = match list {
                List::Subject(id) => digest.subjects.get(id).map_or(0, Vec::len),
                List::Cell(subject, region) => digest.cells.get(&(*subject, *region)).map_or(0, |c| c.all.len()),
                List::Region(id) => digest.regions.get(id).map_or(0, |r| r.all.len()),
                List::Person(id) => digest.people.get(id).map_or(0, Vec::len),
                List::Party(id) => digest.parties.get(id).map_or(0, Vec::len),
                List::Outlet(id) => digest.outlets.get(id).map_or(0, Vec::len),
                List::Topic(id) => digest.topics.get(id).map_or(0, Vec::len),
                List::Home => site.articles.len(),
            };
            views.words.fill("text.list_description", &[("name", &title), ("count", &views.words.number(count))])
        }
        PageKind::Subjects(SubjectClass::Roll) => views.words.word("text", "rolls_description"),
        PageKind::Subjects(_) => views.words.word("text", "elections_description"),
        PageKind::Regions => views.words.word("text", "regions_description"),
        PageKind::Terms(Terms::People, _) => views.words.word("text", "people_description"),
        PageKind::Terms(Terms::Parties, _) => views.words.word("text", "parties_description"),
        PageKind::Terms(Terms::Outlets, _) => views.words.word("text", "sources_description"),
        PageKind::Terms(Terms::Topics, _) => views.words.word("text", "topics_description"),
        PageKind::Claims(_) => views.words.word("text", "claims_description"),
        PageKind::Calendar(..) => views.words.word("text", "calendar_description"),
        PageKind::Corrections(_) => views.words.word("text", "corrections_description"),
        PageKind::Editions(_) => views.words.word("text", "editions_description"),
        PageKind::Briefings => views.words.word("text", "briefings_description"),
        PageKind::Search => views.words.word("text", "search_description"),
        PageKind::Changes => views.words.word("text", "changes_description"),
        PageKind::Edition(at, _) => editions::description(views, &views.digest.editions[*at]),
        PageKind::Withdrawn(_) => views.words.word("text", "withdrawn_description"),
        PageKind::Provenance(_) => views.words.word("ui", "provenance_note"),
        _ => of_site(),
    }
}

fn breadcrumbs(views: &Views<'_>, page: &Page) -> Vec<view::Link> {
    let site = views.site;
    let words = views.words;
    if page.is_home() {
        return Vec::new();
    }
    let index = |key: &str, path: &str| words.plain_link(words.word("list", key), views.addresses.single(path));
    let mut crumbs = vec![index("home", "")];
    let mut subject_crumbs = |id: SubjectId, itself: bool| {
        match site.subject(id).kind.class() {
            SubjectClass::Election => crumbs.push(index("elections", "elections/")),
            SubjectClass::Roll => crumbs.push(index("rolls", "rolls/")),
            SubjectClass::Unnamed => {}
        }
        if itself {
            crumbs.push(views.subject_link(id));
        }
    };
    match &page.kind {
        PageKind::List(list, _) => match *list {
            List::Home => {}
            List::Subject(id) => subject_crumbs(id, false),
            List::Cell(subject, region) => {
                subject_crumbs(subject, true);
                crumbs.extend(path_of(views, region).map(|outer| views.cell_link(subject, outer)));
            }
            List::Region(id) => {
                crumbs.push(index("regions", "regions/"));
                crumbs.extend(path_of(views, id).map(|outer| views.region_link(outer)));
            }
            List::Person(_) => crumbs.push(index("people", "people/")),
            List::Party(_) => crumbs.push(index("parties", "parties/")),
            List::Outlet(_) => crumbs.push(index("sources", "sources/")),
            List::Topic(_) => crumbs.push(index("topics", "topics/")),
        },
        PageKind::Article(id) | PageKind::Provenance(id) => {
            let article = site.article(*id);
            if let Some(&subject) = article.subjects.first() {
                subject_crumbs(subject, true);
                if let Some(&region) = article.regions.first() {
                    crumbs.extend(path_of(views, region).chain([region]).map(|outer| views.cell_link(subject, outer)));
                }
            }
        }
        PageKind::Calendar(Some(_), _) => crumbs.push(index("calendar", "calendar/")),
        PageKind::Edition(..) => crumbs.push(index("editions", "editions/")),
        _ => {}
    }
    if let PageKind::Provenance(id) = page.kind {
        crumbs.push(views.article_link(site.article(id)));
    }
    crumbs.retain(|crumb| crumb.url.is_some());
    crumbs.dedup_by(|a, b| a.url == b.url);
    crumbs
}

/// The regions around a region by its path, outermost first, without the country.
fn path_of<'a>(views: &'a Views<'_>, region: RegionId) -> impl Iterator<Item = RegionId> + 'a {
    let mut path = Vec::new();
    let mut at = views.site.region(region).parent;
    while let Some(outer) = at {
        if views.site.region(outer).kind != RegionKind::Country {
            path.push(outer);
        }
        at = views.site.region(outer).parent;
    }
    path.into_iter().rev()
}

/// A description for search engines: an article cites its documents and never claims to have written them.
/// What the head says already (description, address) is not said again.
fn json_ld(views: &Views<'_>, page: &Page, title: &str, permalink: &str, breadcrumbs: &[view::Link]) -> String {
    let mut graph = Vec::new();
    match &page.kind {
        PageKind::Article(id) => graph.push(article(views, views.site.article(*id), permalink)),
        PageKind::List(List::Home, None) => graph.push(json!({
            "@type": "WebSite", "url": permalink, "name": title, "inLanguage": views.words.language,
        })),
        _ => {}
    }
    if !breadcrumbs.is_empty() {
        let origin = views.site.settings.base.origin();
        let outer = breadcrumbs.iter().zip(1..).map(|(crumb, position)| {
            let item = format!("{origin}{}", crumb.url.as_deref().unwrap_or_default());
            json!({ "@type": "ListItem", "position": position, "name": crumb.name, "item": item })
        });
        // the last one is the page itself, which needs no address
        let own = json!({ "@type": "ListItem", "position": breadcrumbs.len() + 1, "name": title });
        let items: Vec<Json> = outer.chain([own]).collect();
        graph.push(json!({ "@type": "BreadcrumbList", "itemListElement": items }));
    }
    in_script(&json!({ "@context": "https://schema.org", "@graph": graph }))
}

fn article(views: &Views<'_>, article: &Article, permalink: &str) -> Json {
    let site = views.site;
    let cited: Vec<Json> = article
        .sources
        .iter()
        .filter(|source| source.url.is_some() || source.outlet.is_some())
        .map(|source| {
            let mut cited = json!({ "@type": "CreativeWork" });
            if let Some(url) = &source.url {
                cited["url"] = json!(url);
            }
            if let Some(id) = source.outlet {
                let name = term(&site.outlets, id).name.shown(views.words.language).0;
                cited["publisher"] = json!({ "@type": "Organization", "name": name });
            }
            if let (Some(Moment::Minute(_) | Moment::Day(_)), [_]) = (article.published.moment, &article.sources[..]) {
                cited["datePublished"] = json!(article.published.moment.map(super::words::iso));
            }
            cited
        })
        .collect();
    let mut value = json!({
        "@type": "WebPage",
        "url": permalink,
        "name": article.title_in(views.words.language).0,
        "inLanguage": article.language,
    });
    if !cited.is_empty() {
        value["citation"] = json!(cited);
    }
    let places: Vec<Json> = article
        .regions
        .iter()
        .map(|&id| json!({ "@type": "AdministrativeArea", "name": site.region(id).name.shown(views.words.language).0 }))
        .collect();
    value["about"] = json!(places);
    value
}

/// JSON that can stand inside a script element: no `<`, `>` or `&` is left as it is.
pub fn in_script(value: &Json) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
