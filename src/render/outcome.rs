//! What became of the pages, and one look at the links between all of them.

use std::collections::BTreeSet;

use super::Renderer;
use super::documents::document;
use super::links::{self, PageLinks};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::page::Page;
use crate::source::Span;

/// What became of a page.
pub(super) enum Outcome {
    /// It stands already, at this place among those that do.
    Kept(usize),
    /// It was made; faults of the machine aside, this was found.
    Made(PageLinks, Diagnostics),
    /// It is made by another machine.
    Elsewhere,
}

impl Renderer<'_> {
    /// One look at the links of all pages, after all of them are known; where only some of them are, at what was found.
    pub(super) fn check(&self, outcomes: Vec<Outcome>) -> Diagnostics {
        let mut found = Diagnostics::default();
        let mut unsaid: BTreeSet<&str> = BTreeSet::new();
        for (page, outcome) in self.plan.iter().zip(&outcomes) {
            let Outcome::Made(links, diagnostics) = outcome else { continue };
            let diagnostics = diagnostics.clone().sorted();
            if diagnostics.iter().any(|d| d.rule == Rule::ClaimNotInText) {
                unsaid.insert(&page.path);
            }
            found.extend(diagnostics);
            for broken in &links.broken {
                let message = format!("the page `/{}` links to `{broken}`, which is not part of the site", page.path);
                found.push(self.broken(page, message));
            }
        }
        if self.shard.is_some() {
            return found;
        }
        let anchors = |path: &str| {
            let at = self.plan.binary_search_by(|page| page.path.as_str().cmp(path)).ok()?;
            Some(match &outcomes[at] {
                Outcome::Kept(at) => &self.sink.page(*at)?.anchors,
                Outcome::Made(links, _) => &links.anchors,
                Outcome::Elsewhere => return None,
            })
        };
        for (page, outcome) in self.plan.iter().zip(&outcomes) {
            let fragments = match outcome {
                Outcome::Kept(at) => self.sink.page(*at).map_or(&[][..], |known| &known.fragments),
                Outcome::Made(links, _) => &links.fragments,
                Outcome::Elsewhere => &[][..],
            };
            for (path, fragment) in fragments {
                let there = anchors(path).is_some_and(|anchors| anchors.contains(&links::hash(fragment)));
                // a claim whose words are missing is reported at its own place
                if there || fragment.starts_with("claim-") && unsaid.contains(path.as_str()) {
                    continue;
                }
                let target = format!("/{path}#{fragment}");
                let message =
                    format!("the page `/{}` links to `{target}`, and there is no such heading or mark", page.path);
                found.push(self.broken(page, message));
            }
        }
        found
    }

    fn broken(&self, page: &Page, message: String) -> Diagnostic {
        let fault = Diagnostic::new(Rule::BrokenLink, message);
        match document(self.pages.views.site, page) {
            Some(document) => fault.at(Span::file(document.source)).help("mend the link in the body of this file"),
            None => {
                fault.help("the page is made by a template; see that the template links only to what its values name")
            }
        }
    }
}
