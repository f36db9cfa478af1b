//! Which briefings a site has: what `site.yaml` asks for, as far as there is anything to print.

use crate::model::briefing::{Briefing, BriefingOf, Issues, WantedOf};
use crate::model::digest::Digest;
use crate::model::edition::{Edition, EditionKind};
use crate::model::page::List;
use crate::model::region::RegionKind;
use crate::model::site::Site;

/// The briefings of a site, in the order in which `site.yaml` lists them; editions newest first.
pub fn briefings(site: &Site, digest: &Digest) -> Vec<Briefing> {
    let mut briefings = Vec::new();
    for wanted in &site.briefings {
        for of in subjects_of(site, digest, wanted.of) {
            briefings.extend(wanted.speeches.iter().map(|&speech| Briefing {
                span: wanted.span,
                of,
                speech,
                paper: wanted.paper,
                sections: wanted.sections.clone(),
            }));
        }
    }
    briefings
}

fn subjects_of(site: &Site, digest: &Digest, wanted: WantedOf) -> Vec<BriefingOf> {
    let filed = |of: BriefingOf, list| if digest.articles(list).is_empty() { Vec::new() } else { vec![of] };
    match wanted {
        WantedOf::Editions(issues, newest) => {
            let of_kind = |(_, edition): &(usize, &Edition)| includes(issues, edition.period.kind);
            let mut editions: Vec<(usize, &Edition)> = digest.editions.iter().enumerate().filter(of_kind).collect();
            editions.sort_by_key(|(_, edition)| std::cmp::Reverse(edition.closes));
            editions.truncate(newest.unwrap_or(usize::MAX));
            editions.into_iter().map(|(at, _)| BriefingOf::Edition(at)).collect()
        }
        // the country is the whole of a subject
        WantedOf::Cell(subject, region) if site.region(region).kind == RegionKind::Country => {
            filed(BriefingOf::Subject(subject), List::Subject(subject))
        }
        WantedOf::Subject(subject) => filed(BriefingOf::Subject(subject), List::Subject(subject)),
        WantedOf::Cell(subject, region) => filed(BriefingOf::Cell(subject, region), List::Cell(subject, region)),
    }
}

fn includes(issues: Issues, kind: EditionKind) -> bool {
    match issues {
        Issues::All => true,
        Issues::Daily => kind == EditionKind::Daily,
        Issues::Weekly => kind == EditionKind::Weekly,
        Issues::Phase => matches!(kind, EditionKind::Phase | EditionKind::Counting),
        Issues::Named => kind == EditionKind::Named,
    }
}
