//! Addresses within the site: which path each thing has.

use crate::model::article::Article;
use crate::model::briefing::{Briefing, BriefingOf, Format, Speech};
use crate::model::data::Sheet;
use crate::model::digest::Digest;
use crate::model::edition::Edition;
use crate::model::page::{List, Shared, Terms};
use crate::model::people::TermId;
use crate::model::region::{RegionId, RegionKind};
use crate::model::site::{Site, term};
use crate::model::subject::SubjectId;

/// The path of a list: `elections/ls-2024/up/kanpur-nagar/`. The home page is empty.
pub fn list(site: &Site, list: List) -> String {
    match list {
        List::Home => String::new(),
        List::Subject(id) => site.subject(id).path(),
        List::Cell(subject, region) => cell(site, subject, region),
        List::Region(id) => format!("regions/{}/", site.region(id).id),
        List::Person(id) => term_path("people", &site.people, id),
        List::Party(id) => format!("parties/{}/", site.party(id).id),
        List::Outlet(id) => term_path("sources", &site.outlets, id),
        List::Topic(id) => term_path("topics", &site.topics, id),
    }
}

/// The country needs no segment: its cell is the subject's page.
fn cell(site: &Site, subject: SubjectId, region: RegionId) -> String {
    let path = site.subject(subject).path();
    match site.region(region) {
        region if region.kind == RegionKind::Country => path,
        region => format!("{path}{}/", region.id),
    }
}

fn term_path(folder: &str, terms: &[crate::model::people::Term], id: TermId) -> String {
    format!("{folder}/{}/", term(terms, id).id)
}

/// The path of an index of terms.
pub fn terms(terms: Terms) -> &'static str {
    match terms {
        Terms::People => "people/",
        Terms::Parties => "parties/",
        Terms::Outlets => "sources/",
        Terms::Topics => "topics/",
    }
}

/// The path of an edition: `editions/2026-W07/`.
pub fn edition(edition: &Edition) -> String {
    format!("editions/{}/", edition.period.id)
}

/// How many numbered pages an edition has: as many as the longest of its lists.
pub fn edition_pages(edition: &Edition, size: usize) -> usize {
    let lists =
        [edition.articles.len(), edition.corrections.len(), edition.withdrawn.len(), edition.withdrawn_later.len()];
    lists.into_iter().map(|total| archive_pages(total, size)).max().unwrap_or(0)
}

/// The path of a part of a file of data: `data/articles/ls-2024/2024-04.csv`.
pub fn sheet(file: &str, sheet: &Sheet) -> String {
    let (table, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    format!("data/{table}/{}.{ending}", sheet.name)
}

/// The path of a share image, beside its page: `elections/ls-2024/share.png`.
pub fn share(site: &Site, digest: &Digest, shared: Shared) -> String {
    let page = match shared {
        Shared::Site => list(site, List::Home),
        Shared::Subject(id) => list(site, List::Subject(id)),
        Shared::Region(id) => list(site, List::Region(id)),
        Shared::Edition(at) => edition(&digest.editions[at]),
    };
    format!("{page}share.png")
}

/// The path of the page that tells how an article came to be.
pub fn provenance(article: &Article) -> String {
    format!("{}provenance/", article.path)
}

/// How the anchors of an article's claims begin in the ledger: `2024-04-kanpur-shah-meeting`.
pub fn claims(article: &Article) -> String {
    article.path.trim_start_matches("articles/").trim_end_matches('/').replace('/', "-")
}

/// The path of a briefing: `briefings/2026-W07-hi.pdf`.
pub fn briefing(site: &Site, digest: &Digest, briefing: &Briefing, format: Format) -> String {
    let name = match briefing.of {
        BriefingOf::Edition(at) => digest.editions[at].period.id.clone(),
        BriefingOf::Subject(subject) => site.subject(subject).id.clone(),
        BriefingOf::Cell(subject, region) => {
            format!("{}-{}", site.subject(subject).id, site.region(region).id.replace('/', "-"))
        }
    };
    let language = match briefing.speech {
        Speech::Hindi => "hi",
        Speech::English => "en",
        Speech::Both => "hi-en",
    };
    format!("briefings/{name}-{language}.{}", format.ending())
}

/// The path of the search.
pub const SEARCH: &str = "search/";

/// The script of the search among the assets.
pub const SEARCH_SCRIPT: &str = "search.js";

/// The path of a file of a volume of the index: `search/w-kn.js` in the newest, `search/1/w-kn.js` in the oldest.
pub fn search_file(volume: Option<usize>, name: &str) -> String {
    format!("{SEARCH}{}{name}.js", search_folder(volume))
}

/// The folder of a volume within that of the index: nothing for the newest, else `1/`.
pub fn search_folder(volume: Option<usize>) -> String {
    volume.map(|number| format!("{number}/")).unwrap_or_default()
}

/// The volumes of an index of `total` articles, newest first. They hold what pages of a list hold: see [`items`].
pub fn volumes(total: usize, size: usize) -> impl Iterator<Item = Option<usize>> {
    std::iter::once(None).chain((1..=archive_pages(total, size)).rev().map(Some))
}

/// The path of page `number` of a list at `path`; `None` is the newest.
pub fn numbered(path: &str, number: Option<usize>) -> String {
    match number {
        None => path.to_owned(),
        Some(number) => format!("{path}page/{number}/"),
    }
}

/// The items of page `number` of a list of `total`, newest first.
///
/// Archive pages are full and count from the oldest, so they never change their number. The newest
/// page has no number and holds the rest: at least `size` items where there are that many.
pub fn items(total: usize, size: usize, number: Option<usize>) -> std::ops::Range<usize> {
    let archived = archive_pages(total, size);
    match number {
        None => 0..total - archived * size,
        Some(number) => {
            let end = total - (number - 1) * size;
            end - size..end
        }
    }
}

/// The same of a list that shares its pages with others: nothing on pages that only the others have.
pub fn shared_items(total: usize, size: usize, number: Option<usize>) -> std::ops::Range<usize> {
    if number.is_some_and(|number| number > archive_pages(total, size)) { 0..0 } else { items(total, size, number) }
}

/// The numbers of the pages of an index of `total` names but for the first, which has none: it is read from its
/// beginning, so its pages count from there.
pub fn further_pages(total: usize, size: usize) -> std::ops::RangeInclusive<usize> {
    2..=total.div_ceil(size)
}

/// The names of page `number` of an index.
pub fn names(total: usize, size: usize, number: Option<usize>) -> std::ops::Range<usize> {
    let from = (number.unwrap_or(1) - 1) * size;
    from..(from + size).min(total)
}

/// The number of the page that has item `at` of a list of `total`, newest first; `None` is the newest.
pub fn page_of(total: usize, size: usize, at: usize) -> Option<usize> {
    let number = (total - 1 - at) / size + 1;
    (number <= archive_pages(total, size)).then_some(number)
}

/// How many archive pages a list of `total` has.
pub fn archive_pages(total: usize, size: usize) -> usize {
    (total / size).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_numbered_from_the_oldest() {
        assert_eq!(volumes(0, 3).collect::<Vec<_>>(), [None]);
        assert_eq!(volumes(11, 3).collect::<Vec<_>>(), [None, Some(2), Some(1)]);
        assert_eq!(search_file(None, "w-kn"), "search/w-kn.js");
        assert_eq!(search_file(Some(2), "w-kn"), "search/2/w-kn.js");
    }

    #[test]
    fn archive_pages_never_change() {
        for total in 0..60 {
            let mut seen = items(total, 7, None).len();
            assert!(items(total, 7, None).all(|at| page_of(total, 7, at).is_none()));
            for number in 1..=archive_pages(total, 7) {
                let page = items(total, 7, Some(number));
                // counted from the oldest, the same page holds the same items whatever comes later
                assert_eq!((total - page.end, total - page.start), ((number - 1) * 7, number * 7));
                seen += page.len();
                assert!(page.into_iter().all(|at| page_of(total, 7, at) == Some(number)));
            }
            assert_eq!(seen, total);
        }
    }
}
