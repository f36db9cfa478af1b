//! Plan: which files the output has, and what each is made of.

mod files;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;

use crate::address;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::load::{FileKind, Sources};
use crate::model::briefing::FORMATS;
use crate::model::digest::Digest;
use crate::model::page::{List, Page, PageKind, Shared, Stream, file_of};
use crate::model::region::RegionKind;
use crate::model::settings::Part;
use crate::model::site::Site;
use crate::model::subject::SubjectClass;
use crate::source::Span;
use crate::text::Language;

/// Most addresses in one sitemap file, as its protocol says.
pub const SITEMAP_SIZE: usize = 45_000;

/// All files of the output by path, except those that articles bring with them.
pub fn pages(
    site: &Site,
    digest: &Digest,
    sources: &Sources,
    assets: Vec<String>,
    found: &mut Diagnostics,
) -> Vec<Page> {
    let seen = FxHashMap::from_iter([("manifest.json".to_owned(), None)]);
    let mut plan = Plan { pages: Vec::new(), seen, language: site.settings.language, found };
    let lists = lists(site, digest);
    plan.share_images(site, digest, &lists);
    for (list, total) in lists {
        plan.list(site, list, total);
    }
    plan.articles(site);
    plan.indexes(site, digest);
    plan.editions(site, digest);
    plan.briefings(site, digest);
    plan.texts(site);
    if site.settings.makes(Part::Search) {
        plan.add(address::SEARCH.to_owned(), PageKind::Search, None);
        for volume in address::volumes(site.articles.len(), site.settings.search_size) {
            plan.add(address::search_file(volume, "index"), PageKind::SearchIndex(volume), None);
        }
    }
    plan.twins(site);
    plan.data(site, digest);
    let searched = |asset: &String| asset != address::SEARCH_SCRIPT || site.settings.makes(Part::Search);
    for asset in assets.into_iter().filter(searched) {
        plan.add(format!("assets/{asset}"), PageKind::Asset(asset), None);
    }
    for id in sources.of_kind(FileKind::Static) {
        let path = sources.file(id).path.trim_start_matches("content/files/").to_owned();
        plan.add(path, PageKind::Copy(id), Some(Span::file(id)));
    }
    // a folder on a disk has no server and no crawlers
    if !site.settings.offline {
        plan.machine_files();
    }
    plan.pages.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    plan.files_in_place_of_folders();
    plan.pages
}

/// About how many files a plan comes to: the index of the search has one for every nine articles that is not planned.
pub fn files(site: &Site, plan: &[Page]) -> usize {
    let indexes = plan.iter().filter(|page| page.kind == PageKind::SearchIndex(None)).count();
    plan.len() + indexes * site.articles.len() / 9
}

/// All lists of articles that have a page, with their lengths.
pub fn lists(site: &Site, digest: &Digest) -> Vec<(List, usize)> {
    let made = |part| site.settings.makes(part);
    let mut lists = vec![(List::Home, site.articles.len())];
    if made(Part::Subjects) {
        for (id, subject) in site.gazetteer.subjects() {
            let total = digest.subjects.get(&id).map_or(0, Vec::len);
            if total > 0 || !(subject.calendar.is_empty() && subject.phases.is_empty()) {
                lists.push((List::Subject(id), total));
            }
        }
    }
    if made(Part::Cells) {
        for (&(subject, region), cell) in &digest.cells {
            if site.region(region).kind != RegionKind::Country {
                lists.push((List::Cell(subject, region), cell.all.len()));
            }
        }
    }
    if made(Part::Regions) {
        lists.extend(digest.regions.iter().map(|(&id, region)| (List::Region(id), region.all.len())));
    }
    if made(Part::People) {
        lists.extend(digest.people.iter().map(|(&id, articles)| (List::Person(id), articles.len())));
    }
    if made(Part::Parties) {
        lists.extend(digest.parties.iter().map(|(&id, articles)| (List::Party(id), articles.len())));
    }
    if made(Part::Sources) {
        lists.extend(digest.outlets.iter().map(|(&id, articles)| (List::Outlet(id), articles.len())));
    }
    if made(Part::Topics) {
        lists.extend(digest.topics.iter().map(|(&id, articles)| (List::Topic(id), articles.len())));
    }
    lists
}

/// What a share image of a list would stand for; most have none.
pub fn shared(site: &Site, list: List) -> Option<Shared> {
    match list {
        List::Home => Some(Shared::Site),
        List::Subject(id) if site.subject(id).kind.class() != SubjectClass::Unnamed => Some(Shared::Subject(id)),
        List::Region(id) if matches!(site.region(id).kind, RegionKind::State | RegionKind::UnionTerritory) => {
            Some(Shared::Region(id))
        }
        _ => None,
    }
}

/// Years in which the calendar has dates, oldest first.
pub fn calendar_years(site: &Site) -> Vec<i32> {
    let mut years: Vec<i32> = site
        .gazetteer
        .subjects
        .iter()
        .flat_map(|subject| subject.calendar.iter().map(|date| date.date.day().year()))
        .chain(events_by_year(site).into_keys())
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// How many events with a day articles report in each year.
pub fn events_by_year(site: &Site) -> BTreeMap<i32, usize> {
    let mut years = BTreeMap::new();
    let events = site.articles.iter().flat_map(|article| &article.events);
    for moment in events.filter_map(|event| event.date.as_ref()?.moment) {
        *years.entry(moment.day().year()).or_default() += 1;
    }
    years
}

/// How many numbered pages the corrections and withdrawn articles have.
pub fn correction_pages(site: &Site) -> usize {
    let corrections = site.articles.iter().map(|article| article.corrections.len()).sum();
    let pages = |total| address::archive_pages(total, site.settings.lines());
    pages(corrections).max(pages(site.withdrawn.len()))
}

/// How many claims the ledger has.
pub fn claim_count(site: &Site) -> usize {
    site.articles.iter().map(|article| article.claims.len()).sum()
}

struct Plan<'a> {
    pages: Vec<Page>,
    /// What each file stands for, by its path in lower case: some file systems do not tell the cases apart.
    seen: FxHashMap<String, Option<Span>>,
    /// Language of the pages at the root.
    language: Language,
    found: &'a mut Diagnostics,
}

impl Plan<'_> {
    fn add(&mut self, path: String, kind: PageKind, span: Option<Span>) {
        let file = file_of(&path);
        let key = if file.is_ascii() { file.to_ascii_lowercase() } else { file.to_lowercase() };
        if let Some(first) = self.seen.get(&key) {
            let mut diagnostic =
                Diagnostic::new(Rule::DuplicatePermalink, format!("two pages would have the address `/{path}`")).help(
                    match kind {
                        PageKind::Briefing(..) => "leave one of the two out of `briefings`",
                        _ => "give one of them another `slug:`, or rename its file",
                    },
                );
            if let Some(span) = span {
                diagnostic = diagnostic.at(span);
            }
            if let Some(first) = first {
                diagnostic = diagnostic.note(*first, "the other one");
            }
            self.found.push(diagnostic);
            return;
        }
        self.seen.insert(key, span);
        self.pages.push(Page { path, language: self.language, kind });
    }

    /// Takes out what lies in a folder of the name of a file, or the file where the user put it there. The pages
    /// are sorted.
    fn files_in_place_of_folders(&mut self) {
        let mut gone = std::collections::BTreeSet::new();
        for (at, page) in self.pages.iter().enumerate().filter(|(_, page)| page.path == page.file()) {
            let folder = format!("{}/", page.path.to_lowercase());
            let first = self.pages.partition_point(|other| other.path < folder);
            let inside = self.pages[first..].iter().take_while(|other| other.path.starts_with(&folder)).count();
            let Some(other) = self.pages.get(first).filter(|_| inside > 0) else { continue };
            let message = format!("`/{}` is a file, so that there cannot be `/{}`", page.path, other.path);
            let span = |page: &Page| self.seen.get(&page.file().to_lowercase()).copied().flatten();
            let fault = Diagnostic::new(Rule::DuplicatePermalink, message).help("rename one of the two");
            self.found.push(span(page).or(span(other)).into_iter().fold(fault, Diagnostic::at));
            gone.extend(if matches!(page.kind, PageKind::Copy(_)) { at..at + 1 } else { first..first + inside });
        }
        let mut at = 0..;
        self.pages.retain(|_| at.next().is_none_or(|at| !gone.contains(&at)));
    }

    /// The same pages in the other languages.
    fn twins(&mut self, site: &Site) {
        let main = self.pages.clone();
        for &language in &site.settings.languages[1..] {
            let prefix = site.settings.prefix(language);
            self.language = language;
            for Page { path, kind, .. } in main.iter().filter(|page| has_twin(&page.kind)) {
                let kind = match kind {
                    PageKind::Text(at) => PageKind::Text(site.text_at(&site.pages[*at].path, language).unwrap_or(*at)),
                    kind => kind.clone(),
                };
                self.add(format!("{prefix}{path}"), kind, None);
            }
        }
        self.language = site.settings.language;
    }

    fn list(&mut self, site: &Site, list: List, total: usize) {
        let path = address::list(site, list);
        for number in 1..=address::archive_pages(total, site.settings.page_size) {
            self.add(address::numbered(&path, Some(number)), PageKind::List(list, Some(number)), None);
        }
        let feeds = site.settings.makes(Part::Feeds);
        if feeds || (list == List::Home && site.settings.makes(Part::Feed)) {
            self.add(format!("{path}feed.xml"), PageKind::Atom(list), None);
        }
        if feeds {
            self.add(format!("{path}feed.json"), PageKind::JsonFeed(list), None);
        }
        self.add(path, PageKind::List(list, None), None);
    }

    fn share_images(&mut self, site: &Site, digest: &Digest, lists: &[(List, usize)]) {
        if site.settings.makes(Part::ShareImages) {
            let editions = (0..digest.editions.len()).map(Shared::Edition);
            for image in lists.iter().filter_map(|(list, _)| shared(site, *list)).chain(editions) {
                self.add(address::share(site, digest, image), PageKind::ShareImage(image), None);
            }
        }
    }

    fn articles(&mut self, site: &Site) {
        for id in site.article_ids() {
            let article = site.article(id);
            self.add(article.path.clone(), PageKind::Article(id), Some(article.span));
            if site.settings.provenance {
                self.add(address::provenance(article), PageKind::Provenance(id), Some(article.span));
            }
        }
        for (at, article) in site.withdrawn.iter().enumerate() {
            self.add(article.path.clone(), PageKind::Withdrawn(at), Some(article.span));
        }
        for article in site.articles.iter().chain(&site.withdrawn) {
            for alias in &article.aliases {
                self.add(alias.clone(), PageKind::Redirect(article.path.clone()), Some(article.span));
            }
        }
    }

    /// Editions, where there are any, and what changed, where anything did.
    fn editions(&mut self, site: &Site, digest: &Digest) {
        let dated = digest.chronicle.articles.days().any(|day| day > NaiveDate::MIN);
        for number in 1..=address::archive_pages(digest.editions.len(), site.settings.lines()) {
            self.add(address::numbered("editions/", Some(number)), PageKind::Editions(Some(number)), None);
        }
        for (stream, kind, path, any) in [
            (Stream::Editions, PageKind::Editions(None), "editions/", !digest.editions.is_empty()),
            (Stream::Changes, PageKind::Changes, "changes/", dated),
        ] {
            if any && site.settings.makes(Part::Feeds) {
                self.add(format!("{path}feed.xml"), PageKind::AtomOf(stream), None);
                self.add(format!("{path}feed.json"), PageKind::JsonFeedOf(stream), None);
            }
            if any {
                self.add(path.to_owned(), kind, None);
            }
        }
        for (at, edition) in digest.editions.iter().enumerate() {
            let path = address::edition(edition);
            for number in 1..=address::edition_pages(edition, site.settings.page_size) {
                self.add(address::numbered(&path, Some(number)), PageKind::Edition(at, Some(number)), None);
            }
            self.add(path, PageKind::Edition(at, None), None);
        }
    }

    /// Briefings, where there are any.
    fn briefings(&mut self, site: &Site, digest: &Digest) {
        for (at, briefing) in digest.briefings.iter().enumerate() {
            for &format in FORMATS {
                let path = address::briefing(site, digest, briefing, format);
                self.add(path, PageKind::Briefing(at, format), Some(briefing.span));
            }
        }
        if !digest.briefings.is_empty() {
            self.add("briefings/".to_owned(), PageKind::Briefings, None);
        }
    }

    fn texts(&mut self, site: &Site) {
        for (at, page) in site.pages.iter().enumerate() {
            // that in another language stands on its twin
            let own = site.text_at(&page.path, site.settings.language);
            let twin = own.is_some_and(|own| site.pages[own].language != page.language);
            if page.path != "corrections/" && !twin {
                self.add(page.path.clone(), PageKind::Text(at), Some(Span::file(page.source)));
            }
        }
        for number in 1..=correction_pages(site) {
            self.add(address::numbered("corrections/", Some(number)), PageKind::Corrections(Some(number)), None);
        }
        self.add("corrections/".to_owned(), PageKind::Corrections(None), None);
    }
}

/// Whether a page is made in every language of the site: all that people read, and feeds.
pub fn has_twin(kind: &PageKind) -> bool {
    in_sitemap(kind)
        || matches!(
            kind,
            PageKind::Withdrawn(_)
                | PageKind::Provenance(_)
                | PageKind::Atom(_)
                | PageKind::JsonFeed(_)
                | PageKind::AtomOf(_)
                | PageKind::JsonFeedOf(_)
                | PageKind::ICalendar
                | PageKind::SearchIndex(_)
                | PageKind::ShareImage(_)
        )
}

/// Whether a file is a page that search engines should know.
pub fn in_sitemap(kind: &PageKind) -> bool {
    matches!(
        kind,
        PageKind::List(_, _)
            | PageKind::Article(_)
            | PageKind::Subjects(_)
            | PageKind::Regions
            | PageKind::Terms(..)
            | PageKind::Claims(_)
            | PageKind::Calendar(..)
            | PageKind::Corrections(_)
            | PageKind::Editions(_)
            | PageKind::Edition(..)
            | PageKind::Changes
            | PageKind::Briefings
            | PageKind::Search
            | PageKind::Text(_)
    )
}
