//! The entries of the closed lists for a person to choose from: by a part of a name, in either script.

use crate::model::name::Name;
use crate::model::site::Site;
use crate::model::subject::SubjectClass;
use crate::strings;
use crate::text::fold;
use crate::text::slug::slugify;

/// An entry of a closed list.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// Its id, which is always understood.
    pub id: &'a str,
    /// Its names.
    pub name: &'a Name,
    /// Other spellings and names.
    pub aliases: Vec<&'a str>,
    /// What it is, in the language of the site.
    pub kind: &'static str,
    /// The state that a region lies in.
    pub within: Option<&'a str>,
}

impl Choice<'_> {
    /// Its name and what it is, for a remark: `आगरा, जिला`.
    pub fn remark(&self, site: &Site) -> String {
        let name = self.name.shown(site.settings.language).0;
        let parts = [name, self.kind].into_iter().chain(self.within);
        let parts: Vec<String> = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        parts.join(", ")
    }

    /// How well `typed` fits: 0 is a name of the entry, 1 begins one, 2 begins a word of one.
    pub fn fit(&self, typed: &str) -> Option<u8> {
        let key = fold::key(typed);
        // a name without a Latin spelling is found by how it is romanised
        let slug = typed.is_ascii().then(|| slugify(typed)).filter(|_| !key.is_empty());
        let fit = |form: &str| {
            let form_key = fold::key(form);
            let begins = |text: &str, part: &str, word: &str| match () {
                () if text.starts_with(part) => Some(1),
                () if text.contains(&format!("{word}{part}")) => Some(2),
                () => None,
            };
            let whole = (form_key == key).then_some(0);
            let romanised = || slug.as_ref().and_then(|slug| begins(slugify(form).as_str(), slug.as_str(), "-"));
            whole.or_else(|| begins(&form_key, &key, " ").filter(|_| !key.is_empty())).or_else(romanised)
        };
        let id = if self.id == typed { Some(0) } else { self.id.starts_with(typed).then_some(1) };
        self.name.forms().chain(self.aliases.iter().copied()).filter_map(fit).chain(id).min()
    }
}

/// The entries of `elections`, `rolls`, `subjects` (both), `regions` or `parties`.
pub fn choices<'a>(list: &str, site: &'a Site) -> Vec<Choice<'a>> {
    let word = |section: &str, kind: &str| {
        strings::of(site.settings.language).get(&format!("{section}.{kind}")).map_or("", String::as_str)
    };
    let texts = |all: &'a [String]| all.iter().map(String::as_str).collect::<Vec<&str>>();
    let subjects = |classes: &[SubjectClass]| {
        let subjects = site.gazetteer.subjects.iter().filter(|subject| classes.contains(&subject.kind.class()));
        let choice = |subject: &'a crate::model::subject::Subject| Choice {
            id: &subject.id,
            name: &subject.name,
            aliases: texts(&subject.aliases),
            kind: word("subject_kind", subject.kind.word()),
            within: None,
        };
        subjects.map(choice).collect()
    };
    match list {
        "elections" => subjects(&[SubjectClass::Election]),
        "rolls" => subjects(&[SubjectClass::Roll]),
        "subjects" => subjects(&[SubjectClass::Election, SubjectClass::Roll]),
        "parties" => {
            let parties = site.gazetteer.parties.iter().map(|party| Choice {
                id: &party.id,
                name: &party.name,
                aliases: party.abbr.as_deref().into_iter().chain(texts(&party.aliases)).collect(),
                kind: word("party_kind", party.kind.word()),
                within: None,
            });
            parties.collect()
        }
        _ => {
            let regions = site.gazetteer.regions().map(|(id, region)| {
                let top = site.region(site.gazetteer.top(id));
                Choice {
                    id: &region.id,
                    name: &region.name,
                    aliases: texts(&region.aliases),
                    kind: word("region_kind", region.kind.word()),
                    within: (top.id != region.id).then(|| top.name.shown(site.settings.language).0),
                }
            });
            regions.collect()
        }
    }
}

/// The entries of a list that `typed` may be the beginning of, those that fit best first.
pub fn candidates<'a>(list: &str, typed: &str, site: &'a Site) -> Vec<Choice<'a>> {
    let mut fitting: Vec<(u8, Choice<'a>)> =
        choices(list, site).into_iter().filter_map(|choice| Some((choice.fit(typed.trim())?, choice))).collect();
    fitting.sort_by_key(|(fit, _)| *fit);
    fitting.into_iter().map(|(_, choice)| choice).collect()
}
