//! The ids that `site.yaml` gives: each is part of addresses, and stands once in its list.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::parse::settings::SiteRecord;
use crate::record::Text;
use crate::text::slug::{check_slug, slugify};

/// The record without the entries whose ids cannot be used, which have then been reported.
pub fn checked(mut record: SiteRecord, found: &mut Diagnostics) -> SiteRecord {
    keep(&mut record.regions, |r| &r.id, Shape::Path, found);
    keep(&mut record.elections, |r| &r.id, Shape::Slug, found);
    keep(&mut record.rolls, |r| &r.id, Shape::Slug, found);
    keep(&mut record.parties, |r| &r.id, Shape::Slug, found);
    for terms in [&mut record.people, &mut record.sources, &mut record.topics] {
        keep(terms, |r| &r.id, Shape::Slug, found);
    }
    record
}

/// What an id looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `ls-2024`
    Slug,
    /// `up/kanpur-nagar`
    Path,
}

fn keep<T>(entries: &mut Vec<T>, id: impl Fn(&T) -> &Text, shape: Shape, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    entries.retain(|entry| {
        let id = id(entry);
        let parts: Vec<&str> = match shape {
            Shape::Slug => vec![&id.value],
            Shape::Path => id.value.trim_matches('/').split('/').collect(),
        };
        if let Some(fault) = parts.iter().find_map(|part| check_slug(part).err()) {
            let named = parts.iter().all(|part| part.chars().any(char::is_alphanumeric));
            let better: Vec<String> = parts.iter().map(|part| slugify(part).to_string()).collect();
            let help = if named { format!("write `{}`", better.join("/")) } else { "give it another one".to_owned() };
            let fault = format!("`{}` cannot be an id: {fault}", id.value);
            found.push(Diagnostic::new(Rule::BadSlug, fault).at(id.span).help(help));
            return false;
        }
        let first = seen.insert(id.value.trim_matches('/').to_owned());
        if !first {
            found.push(
                Diagnostic::new(Rule::BadSettings, format!("the id `{}` stands twice in this list", id.value))
                    .at(id.span)
                    .help("put both into one entry"),
            );
        }
        first
    });
}
