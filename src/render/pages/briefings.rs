//! The list of briefings, and the links to those of one page.

use std::collections::BTreeMap;

use tera::Context;

use super::Pages;
use crate::address;
use crate::model::briefing::{BriefingOf, FORMATS};
use crate::model::digest::Digest;
use crate::model::page::{Page, PageKind};
use crate::render::{briefing, head};
use crate::view;

/// The briefings of each page, by their index.
pub(super) type ByPage = BTreeMap<BriefingOf, Vec<usize>>;

pub(super) fn by_page(digest: &Digest) -> ByPage {
    let mut all = ByPage::new();
    for (at, briefing) in digest.briefings.iter().enumerate() {
        all.entry(briefing.of).or_default().push(at);
    }
    all
}

impl Pages<'_> {
    /// The files of the briefings about one page.
    pub(super) fn briefings_of(&self, of: BriefingOf) -> Vec<view::BriefingFile> {
        let (site, digest, words) = (self.views.site, self.views.digest, self.views.words);
        let files = self.briefings.get(&of).into_iter().flatten().flat_map(|&at| {
            let briefing = &digest.briefings[at];
            FORMATS.iter().map(move |&format| view::BriefingFile {
                url: site.settings.base.link(&address::briefing(site, digest, briefing, format)),
                language: words.word("briefing", &format!("in_{}", briefing.speech.word())),
                format: format.ending(),
                format_text: words.word("briefing", &format!("as_{}", format.ending())),
            })
        });
        files.collect()
    }

    pub(super) fn briefings(&self, page: &Page, context: &mut Context) -> &'static str {
        let (views, words) = (&self.views, self.views.words);
        let mut seen = std::collections::BTreeSet::new();
        let subjects = views.digest.briefings.iter().map(|briefing| briefing.of).filter(|of| seen.insert(*of));
        let rows = subjects.map(|of| {
            let about = briefing::page_of(views, of);
            let (name, language) = head::title(views, &about);
            let url = match about.kind {
                PageKind::List(list, _) => views.addresses.of(list),
                _ => Some(views.site.settings.base.link(&about.path)),
            };
            let edition = match of {
                BriefingOf::Edition(at) => Some(&views.digest.editions[at].period),
                _ => None,
            };
            view::BriefingRow {
                link: view::Link { name, lang: words.mark(language), url },
                kind: briefing::kind(views, of),
                period: edition.map(|period| words.period(period.from, period.until)),
                files: self.briefings_of(of),
            }
        });
        context.insert("briefings", &rows.collect::<Vec<_>>());
        self.page(page, "briefings", context);
        "briefings.html"
    }
}
