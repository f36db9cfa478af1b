//! Indexes of what has pages, and files for programs.

use super::{Plan, SITEMAP_SIZE, calendar_years, claim_count, events_by_year, in_sitemap};
use crate::address;
use crate::model::data::{DATA_FILES, DataFile};
use crate::model::digest::Digest;
use crate::model::page::{PageKind, Terms};
use crate::model::settings::Part;
use crate::model::site::Site;
use crate::model::subject::SubjectClass;

impl Plan<'_> {
    pub(super) fn indexes(&mut self, site: &Site, digest: &Digest) {
        let settings = &site.settings;
        for (part, terms) in [
            (Part::People, Terms::People),
            (Part::Parties, Terms::Parties),
            (Part::Sources, Terms::Outlets),
            (Part::Topics, Terms::Topics),
        ] {
            let total = digest.terms(terms);
            if settings.makes(part) && total > 0 {
                let path = address::terms(terms);
                for number in address::further_pages(total, settings.lines()) {
                    self.add(address::numbered(path, Some(number)), PageKind::Terms(terms, Some(number)), None);
                }
                self.add(path.to_owned(), PageKind::Terms(terms, None), None);
            }
        }
        if settings.makes(Part::Subjects) {
            for (class, path) in [(SubjectClass::Election, "elections/"), (SubjectClass::Roll, "rolls/")] {
                if self.pages.iter().any(|page| page.path.starts_with(path)) {
                    self.add(path.to_owned(), PageKind::Subjects(class), None);
                }
            }
        }
        if settings.makes(Part::Regions) {
            self.add("regions/".to_owned(), PageKind::Regions, None);
        }
        if settings.makes(Part::Claims) {
            for number in 1..=address::archive_pages(claim_count(site), settings.page_size) {
                self.add(address::numbered("claims/", Some(number)), PageKind::Claims(Some(number)), None);
            }
            self.add("claims/".to_owned(), PageKind::Claims(None), None);
        }
        if settings.makes(Part::Calendar) {
            let events = events_by_year(site);
            for year in calendar_years(site) {
                let (path, total) = (format!("calendar/{year}/"), events.get(&year).copied().unwrap_or(0));
                for number in 1..=address::archive_pages(total, settings.lines()) {
                    let kind = PageKind::Calendar(Some(year), Some(number));
                    self.add(address::numbered(&path, Some(number)), kind, None);
                }
                self.add(path, PageKind::Calendar(Some(year), None), None);
            }
            self.add("calendar/".to_owned(), PageKind::Calendar(None, None), None);
            self.add("calendar/calendar.ics".to_owned(), PageKind::ICalendar, None);
        }
    }

    pub(super) fn data(&mut self, site: &Site, digest: &Digest) {
        if !site.settings.makes(Part::Data) {
            return;
        }
        let made = |file: &DataFile| *file != DataFile::EditionsJson || !digest.editions.is_empty();
        for (name, file) in DATA_FILES.iter().filter(|(_, file)| made(file)) {
            match file.table().and_then(|table| digest.sheets.get(&table)) {
                None => self.add(format!("data/{name}"), PageKind::Data(*file), None),
                Some(sheets) => {
                    for (at, sheet) in sheets.iter().enumerate() {
                        self.add(address::sheet(name, sheet), PageKind::Sheet(*file, at), None);
                    }
                }
            }
        }
    }

    pub(super) fn machine_files(&mut self) {
        let html = self.pages.iter().filter(|page| in_sitemap(&page.kind)).count();
        if html > SITEMAP_SIZE {
            for part in 0..html.div_ceil(SITEMAP_SIZE) {
                self.add(format!("sitemap-{}.xml", part + 1), PageKind::Sitemap(Some(part)), None);
            }
        }
        self.add("404.html".to_owned(), PageKind::NotFound, None);
        self.add("sitemap.xml".to_owned(), PageKind::Sitemap(None), None);
        self.add("news-sitemap.xml".to_owned(), PageKind::NewsSitemap, None);
        self.add("robots.txt".to_owned(), PageKind::Robots, None);
        self.add("site.webmanifest".to_owned(), PageKind::WebManifest, None);
        self.add("llms.txt".to_owned(), PageKind::Llms, None);
    }
}
