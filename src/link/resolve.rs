//! Looks names up and says what is wrong with those that fit nothing, or too much.

use super::terms::Interner;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::gazetteer::names::{Found, Names};
use crate::model::name::Name;
use crate::model::people::PartyId;
use crate::model::region::RegionId;
use crate::model::settings::Settings;
use crate::model::site::Gazetteer;
use crate::model::subject::{SubjectClass, SubjectId};
use crate::record::Text;

/// Everything that linking an article needs to know.
pub struct Resolver<'a> {
    /// Names of the closed lists.
    pub names: &'a Names,
    /// The entries behind them.
    pub gazetteer: &'a Gazetteer,
    /// The project's settings.
    pub settings: &'a Settings,
    /// The open lists.
    pub terms: &'a Interner,
    /// Open lists for drafts that are not shown: they leave no trace in the site.
    pub aside: &'a Interner,
}

impl Resolver<'_> {
    /// The same, with the open lists that an article goes into.
    pub fn of(&self, draft: bool) -> Resolver<'_> {
        let aside = draft && !self.settings.drafts;
        Resolver { terms: if aside { self.aside } else { self.terms }, ..*self }
    }

    /// The region that `text` names.
    pub fn region(&self, text: &Text, found: &mut Diagnostics) -> Option<RegionId> {
        let describe = |id: RegionId| {
            let region = &self.gazetteer.regions[id.0 as usize];
            (region.id.as_str(), &region.name)
        };
        one(text, "region", self.names.region(&text.value), describe, found)
    }

    /// The regions that `texts` name, without repetition.
    pub fn regions(&self, texts: &[Text], found: &mut Diagnostics) -> Vec<RegionId> {
        distinct(texts.iter().filter_map(|text| self.region(text, found)))
    }

    /// The election or roll revision that `text` names.
    pub fn subject(&self, text: &Text, found: &mut Diagnostics) -> Option<SubjectId> {
        let describe = |id: SubjectId| {
            let subject = &self.gazetteer.subjects[id.0 as usize];
            (subject.id.as_str(), &subject.name)
        };
        one(text, "election or roll revision", self.names.subjects.find(&text.value), describe, found)
    }

    /// The subjects that `election` and `roll` name; "none named" if they name nothing.
    pub fn subjects(&self, elections: &[Text], rolls: &[Text], found: &mut Diagnostics) -> Option<Vec<SubjectId>> {
        let mut all = Vec::new();
        for (texts, class, key) in
            [(elections, SubjectClass::Election, "election"), (rolls, SubjectClass::Roll, "roll")]
        {
            for text in texts {
                let id = self.subject(text, found)?;
                let subject = &self.gazetteer.subjects[id.0 as usize];
                if subject.kind.class() != class && subject.kind.class() != SubjectClass::Unnamed {
                    let other = if key == "roll" { "election" } else { "roll" };
                    let message = format!("`{}` stands under `{key}`, but is to be named under `{other}`", text.value);
                    found.push(
                        Diagnostic::new(Rule::WrongType, message)
                            .at(text.span)
                            .help("a roll revision is never an election, so each has its own key"),
                    );
                }
                all.push(id);
            }
        }
        if all.is_empty() {
            all.push(self.gazetteer.unnamed());
        }
        Some(distinct(all.into_iter()))
    }

    /// The party or alliance that `text` names.
    pub fn party(&self, text: &Text, found: &mut Diagnostics) -> Option<PartyId> {
        let describe = |id: PartyId| {
            let party = &self.gazetteer.parties[id.0 as usize];
            (party.id.as_str(), &party.name)
        };
        one(text, "party", self.names.parties.find(&text.value), describe, found)
    }

    /// A party, or nothing when `text` fits none: for keys that also take other words.
    pub fn maybe_party(&self, text: &Text) -> Option<PartyId> {
        match self.names.parties.find(&text.value) {
            Found::One(id) => Some(id),
            _ => None,
        }
    }
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for item in items {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    all
}

fn one<'a, T: Copy>(
    text: &Text,
    what: &str,
    result: Found<T>,
    describe: impl Fn(T) -> (&'a str, &'a Name),
    found: &mut Diagnostics,
) -> Option<T> {
    match result {
        Found::One(id) => return Some(id),
        Found::None(near) => {
            let message = format!("{what} `{}` is not in the gazetteer or in `site.yaml`", text.value);
            let diagnostic = Diagnostic::new(Rule::UnknownName, message).at(text.span);
            found.push(match near.map(describe) {
                Some((id, name)) => diagnostic.label(format!("did you mean {}?", names(id, name))),
                None => diagnostic.help(format!("correct the name, or add the {what} to `site.yaml`")),
            });
        }
        Found::Many(ids) => {
            let list: Vec<String> = ids.iter().map(|&id| names(describe(id).0, describe(id).1)).collect();
            found.push(
                Diagnostic::new(Rule::AmbiguousName, format!("{what} `{}` fits {} entries", text.value, ids.len()))
                    .at(text.span)
                    .help(format!("write the id of the one you mean: {}", list.join(", "))),
            );
        }
    }
    None
}

/// An entry by its id and names: `` `up` (Uttar Pradesh, उत्तर प्रदेश) ``.
pub fn names(id: &str, name: &Name) -> String {
    let mut forms: Vec<&str> = name.forms().collect();
    // Latin before Devanagari
    forms.sort_by_key(|form| !form.is_ascii());
    if forms.is_empty() { format!("`{id}`") } else { format!("`{id}` ({})", forms.join(", ")) }
}
