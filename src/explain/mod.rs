//! Explain: why something stands on the site or does not, what it was made from, and which pages an edit would touch.
//!
//! One value, an [`Explanation`], is made from a project; text and JSON are two ways to write it.

mod absent;
mod article;
mod claim;
mod entry;
pub mod json;
mod list;
mod page;
mod seen;
mod target;
pub mod text;
mod touched;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::seen::Seen;
use self::target::Target;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::{Error, Result};
use crate::load::{self, Sources};
use crate::model::page::PageKind;
use crate::pipeline::Options;
use crate::pipeline::look::look;
use crate::publish;

/// Most facts of one kind; the rest are counted.
const MOST: usize = 20;

/// Why something is there or is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was asked about, as it was written.
    pub target: String,
    /// What it is: `article`, `claim`, `line`, `absent`, `name`, or the kind of a page: `cell`, `region`, `data`.
    pub kind: &'static str,
    /// The same in words.
    pub what: String,
    /// Its address, from the root of the host; of what is absent, the one that it would have.
    pub address: Option<String>,
    /// Whether it stands on the site.
    pub on_site: bool,
    /// What is known about it.
    pub sections: Vec<Section>,
}

/// Facts that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its name for programs: `articles`.
    pub name: &'static str,
    /// Its name for people.
    pub title: String,
    /// How many there are of what it lists, where it lists something.
    pub total: Option<usize>,
    /// The first of them.
    pub facts: Vec<Fact>,
}

/// One fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// What it is about: a key of front matter, a kind of page, a word.
    pub name: String,
    /// The fact in words; may be empty where name and address say it all.
    pub text: String,
    /// Where it is written.
    pub place: Option<Place>,
    /// The address of a page.
    pub address: Option<String>,
}

/// A place in a file of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the project.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Section {
    fn of(name: &'static str, title: &str, facts: Vec<Fact>) -> Self {
        Self { name, title: title.to_owned(), total: None, facts }
    }

    /// A list of `total` things, of which the first are told.
    fn list(name: &'static str, title: &str, total: usize, facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut facts: Vec<Fact> = facts.into_iter().take(MOST).collect();
        facts.extend(Fact::more(total.saturating_sub(facts.len())));
        Self { total: Some(total), ..Self::of(name, title, facts) }
    }

    /// Addresses by the kind of their page: the first of each kind are told.
    fn addresses(name: &'static str, title: &str, kinds: BTreeMap<(bool, &str), BTreeSet<String>>) -> Self {
        let total = kinds.values().map(BTreeSet::len).sum();
        let facts = kinds.into_iter().flat_map(|((_, kind), addresses)| {
            let more = Fact::more(addresses.len().saturating_sub(MOST));
            let more = more.map(|more| Fact::new(kind, more.text));
            addresses.into_iter().take(MOST).map(move |address| Fact::new(kind, "").link(address)).chain(more)
        });
        Self { total: Some(total), ..Self::of(name, title, facts.collect()) }
    }
}

impl Fact {
    fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), ..Self::default() }
    }

    /// That there are more than are told.
    fn more(count: usize) -> Option<Self> {
        (count > 0).then(|| Self::new("more", format!("and {count} more")))
    }

    fn at(self, place: Option<Place>) -> Self {
        Self { place, ..self }
    }

    fn link(self, address: impl Into<String>) -> Self {
        Self { address: Some(address.into()), ..self }
    }
}

/// What was asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// As it was written.
    pub text: &'a str,
    /// The same as a path relative to the project, if it can be one; a line may stand after it.
    pub file: Option<&'a str>,
}

/// Explains `asked` in a project. Without an explanation the settings cannot be used, and the findings say why.
///
/// # Errors
/// When nothing fits what was asked, or the machine fails us.
pub fn explain(options: &Options, asked: Asked<'_>) -> Result<(Option<Explanation>, Vec<Diagnostic>, Sources)> {
    let mut found = Diagnostics::default();
    let sources = load::project(&options.root, &mut found)?;
    // what the last build left is not made again
    let memory = options.output.as_ref().map(publish::peek).unwrap_or_default();
    let Some(looked) = look(&sources, options, memory, &mut found)? else {
        return Ok((None, found.sorted(), sources));
    };
    let before = looked.before();
    let seen = Seen::new((&sources, &found), &looked, &before, options);
    let mut explanation = match target::find(&seen, asked)? {
        Target::Article(source) => article::explain(&seen, source)?,
        Target::Claim(source, at) => claim::explain(&seen, source, at)?,
        Target::Line(source, line) => claim::line(&seen, source, line)?,
        Target::Page(at) => match seen.plan[at].kind {
            PageKind::Article(id) => article::explain(&seen, seen.site.article(id).source)?,
            PageKind::Withdrawn(at) => article::explain(&seen, seen.site.withdrawn[at].source)?,
            PageKind::List(list, number) => list::explain(&seen, &seen.plan[at], (list, number)),
            _ => page::explain(&seen, &seen.plan[at]),
        },
        Target::Entries(entries) => entry::explain(&seen, &entries),
        Target::Absent(path) => absent::explain(&seen, &path).ok_or_else(|| nothing(asked.text))?,
    };
    explanation.target = asked.text.to_owned();
    Ok((Some(explanation), Vec::new(), sources))
}

/// Nothing fits.
fn nothing(text: &str) -> Error {
    Error::Usage(format!(
        "`{text}` is no address of this site, no article, no entry, and near none of them; write an address such as \
         `/elections/`, a file below `content/`, a file and a line such as `content/a.md:12`, or a name"
    ))
}

/// The line at the end of `text`, as in `content/a.md:12` or `content/a.md:12:4`, and what stands before it.
fn with_line(text: &str) -> (&str, Option<usize>) {
    let cut = |text: &'_ str| -> Option<(usize, usize)> {
        let (before, number) = text.rsplit_once(':')?;
        Some((before.len(), number.parse().ok()?))
    };
    match cut(text) {
        Some((end, number)) => match cut(&text[..end]) {
            Some((start, line)) => (&text[..start], Some(line)),
            None => (&text[..end], Some(number)),
        },
        None => (text, None),
    }
}

/// Whether a project replaces a template of the program.
fn template(seen: &Seen<'_>, kind: &PageKind) -> Option<Fact> {
    let name = crate::render::template(kind)?;
    let own = format!("templates/{name}");
    let whose = match seen.sources.at(&own) {
        Some(_) => format!("`{own}` of the project"),
        None => format!("`{name}` of the program; `{own}` would replace it"),
    };
    Some(Fact::new("template", whose))
}

/// A path of the disk below `root`, as a path of the project; a line may stand after it.
pub fn below(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?;
    Some(path.to_str()?.replace('\\', "/"))
}
