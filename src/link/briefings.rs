//! The briefings that `site.yaml` lists: names become subjects and regions.

use super::resolve::Resolver;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::briefing::{Paper, SECTIONS, Speech, Wanted, WantedOf};
use crate::parse::settings::BriefingRecord;
use crate::record::Given;

/// What the entries ask for; those that cannot be understood are reported and left out.
pub fn wanted(records: &[BriefingRecord], resolver: &Resolver<'_>, found: &mut Diagnostics) -> Vec<Wanted> {
    records.iter().filter_map(|record| one(record, resolver, found)).collect()
}

fn one(record: &BriefingRecord, resolver: &Resolver<'_>, found: &mut Diagnostics) -> Option<Wanted> {
    let mut fault = |message: &str, help: &str| {
        found.push(Diagnostic::new(Rule::BadSettings, message).at(record.span).help(help));
        None
    };
    let of = match (record.editions, &record.election, &record.roll) {
        (Given::Wrong, ..) => return None,
        (Given::Value(_), None, None) if record.region.is_some() => {
            return fault("editions have no region", "name an `election` or a `roll` in place of `editions`");
        }
        (Given::Value(issues), None, None) => WantedOf::Editions(issues, record.newest.map(|n| n as usize)),
        (Given::Absent, Some(_), None) | (Given::Absent, None, Some(_)) if record.newest.is_some() => {
            return fault("only editions have newest ones", "leave `newest` out, or name `editions`");
        }
        (Given::Absent, election, roll) if election.is_some() != roll.is_some() => {
            let named = |text: &Option<_>| text.clone().into_iter().collect::<Vec<_>>();
            let subject = *resolver.subjects(&named(election), &named(roll), found)?.first()?;
            match &record.region {
                Some(region) => WantedOf::Cell(subject, resolver.region(region, found)?),
                None => WantedOf::Subject(subject),
            }
        }
        _ => {
            return fault(
                "a briefing is of editions, of an election or of a roll revision",
                "write one of `editions: weekly`, `election: …` and `roll: …`",
            );
        }
    };
    let speech = Speech::from_word(resolver.settings.language.code()).unwrap_or(Speech::English);
    let or = |given: &[_], default| if given.is_empty() { default } else { given.to_vec() };
    Some(Wanted {
        span: record.span,
        of,
        speeches: or(&record.languages, vec![speech]),
        paper: record.paper.unwrap_or(Paper::A4),
        sections: if record.sections.is_empty() { SECTIONS.to_vec() } else { record.sections.clone() },
    })
}
