//! Tables of data that are too long for one file, cut into parts that stay as they are when the archive grows.

use std::collections::BTreeMap;

use crate::address;
use crate::model::article::ArticleId;
use crate::model::data::{Rows, Sheet, Table};
use crate::model::digest::Digest;
use crate::model::edition::Edition;
use crate::model::people::TermId;
use crate::model::site::{Site, term};
use crate::model::subject::SubjectId;

/// The parts of all tables with more rows than a file may have.
pub fn sheets(site: &Site, digest: &Digest) -> BTreeMap<Table, Vec<Sheet>> {
    let most = usize::try_from(site.settings.limits.data_rows.most).unwrap_or(usize::MAX);
    let claims = |id: ArticleId| site.article(id).claims.len();
    // an edition has lists of its own
    let editions = digest.editions.iter().map(|edition| {
        1 + edition.articles.len() + edition.corrections.len() + edition.withdrawn.len() + edition.withdrawn_later.len()
    });
    let mut sheets = BTreeMap::new();
    if site.articles.len() > most {
        sheets.insert(Table::Articles, by_period(site, most, |_| 1));
    }
    if site.article_ids().map(claims).sum::<usize>() > most {
        sheets.insert(Table::Claims, by_period(site, most, claims));
    }
    if editions.sum::<usize>() > most {
        sheets.insert(Table::Editions, by_edition(site, digest));
    }
    if digest.people.len() > most {
        sheets.insert(Table::People, by_letter(site, digest, most));
    }
    sheets
}

/// By the first subject of an article and its month, each article once.
fn by_period(site: &Site, most: usize, rows: impl Fn(ArticleId) -> usize) -> Vec<Sheet> {
    let mut periods: BTreeMap<(SubjectId, String), Vec<ArticleId>> = BTreeMap::new();
    for id in site.article_ids().filter(|id| rows(*id) > 0) {
        let article = site.article(id);
        let subject = article.subjects.first().copied().unwrap_or(site.gazetteer.unnamed());
        let month = article.published.year_month();
        let month = month.map_or("undated".to_owned(), |(year, month)| format!("{year}-{month}"));
        periods.entry((subject, month)).or_default().push(id);
    }
    let period = |((subject, month), ids): ((SubjectId, String), Vec<ArticleId>)| {
        let name = format!("{}/{month}", site.subject(subject).id);
        named(&name, cut(&ids, most, |id| rows(*id)), |part| Rows::Articles(part.to_vec()))
    };
    periods.into_iter().flat_map(period).collect()
}

/// Each edition by itself; parts of long ones have parts of all their lists.
fn by_edition(site: &Site, digest: &Digest) -> Vec<Sheet> {
    let size = site.settings.limits.sheet_rows();
    let edition = |(at, edition): (usize, &Edition)| {
        let numbers = (1..=address::edition_pages(edition, size)).map(Some).chain([None]);
        let sheet = |number| Sheet { name: numbered(&edition.period.id, number), rows: Rows::Edition(at, number) };
        numbers.map(sheet).collect::<Vec<_>>()
    };
    digest.editions.iter().enumerate().flat_map(edition).collect()
}

/// By the first letter of the id.
fn by_letter(site: &Site, digest: &Digest, most: usize) -> Vec<Sheet> {
    let mut letters: BTreeMap<&str, Vec<TermId>> = BTreeMap::new();
    for &id in digest.people.keys() {
        letters.entry(&term(&site.people, id).id[..1]).or_default().push(id);
    }
    let letter =
        |(letter, ids): (&str, Vec<TermId>)| named(letter, cut(&ids, most, |_| 1), |part| Rows::People(part.to_vec()));
    letters.into_iter().flat_map(letter).collect()
}

fn named<T>(name: &str, parts: Vec<(Option<usize>, &[T])>, rows: impl Fn(&[T]) -> Rows) -> Vec<Sheet> {
    parts.into_iter().map(|(number, part)| Sheet { name: numbered(name, number), rows: rows(part) }).collect()
}

fn numbered(name: &str, number: Option<usize>) -> String {
    number.map_or(name.to_owned(), |number| format!("{name}/{number}"))
}

/// Parts of items, newest first, with at most `most` rows, as the pages of lists are made: those with a number are full
/// and count from the oldest, so that they stay what they are; that without a number holds the rest.
fn cut<T>(items: &[T], most: usize, rows: impl Fn(&T) -> usize) -> Vec<(Option<usize>, &[T])> {
    let size = (most / 2).max(1);
    let mut left: usize = items.iter().map(&rows).sum();
    let mut end = items.len();
    let mut parts = Vec::new();
    while left > most.max(2 * size) {
        let (mut start, mut full) = (end, 0);
        while full < size && start > 0 {
            start -= 1;
            full += rows(&items[start]);
        }
        if left - full < size {
            break;
        }
        parts.push((Some(parts.len() + 1), &items[start..end]));
        (end, left) = (start, left - full);
    }
    parts.push((None, &items[..end]));
    parts
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn parts_are_full_and_never_change() {
        for most in [1, 2, 6, 7] {
            let mut before: Vec<Vec<usize>> = Vec::new();
            for total in 0..60 {
                // newest first
                let items: Vec<usize> = (0..total).rev().collect();
                let parts = cut(&items, most, |_| 1);
                let (rest, full) = parts.split_last().unwrap();
                let numbers: Vec<_> = full.iter().map(|(number, _)| *number).collect();
                assert_eq!(numbers, (1..=full.len()).map(Some).collect::<Vec<_>>());
                assert!(rest.0.is_none() && rest.1.len() <= most.max(2) && (rest.1.is_empty() == (total == 0)));
                let full: Vec<Vec<usize>> = full.iter().map(|(_, part)| part.to_vec()).collect();
                assert!(full.iter().all(|part| part.len() == (most / 2).max(1)));
                assert!(full.starts_with(&before), "{most} of {total}");
                let all = full.iter().rev().flatten().copied();
                assert_eq!(rest.1.iter().copied().chain(all).collect::<Vec<_>>(), items);
                before = full;
            }
        }
    }

    #[test]
    fn what_has_many_rows_stands_in_one_part() {
        let rows = [9, 1, 40, 2, 3, 4, 5];
        let parts = cut(&rows, 10, |rows| *rows);
        let full = [(Some(1), &rows[6..]), (Some(2), &rows[4..6]), (Some(3), &rows[2..4])];
        assert_eq!(parts, [&full[..], &[(None, &rows[..2])]].concat());
    }
}
