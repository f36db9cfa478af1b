//! `import --review`: the doubtful values of each draft on one screen, and what a person says to them, line by line.

use std::path::{Path, PathBuf};

use super::ask::{Person, said};
use super::tell;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::error::{Error, Result};
use crate::import::review::{Doubt, Draft};
use crate::import::teach::{self, Lesson};
use crate::link;
use crate::model::site::{Reason, Site};
use crate::pipeline::{self, Options};
use crate::report::text::{plural, printable};
use crate::store;

const HELP: &str = "\
  Enter          accept everything as it is shown, and the article with it
  2 TEXT         the value of 2 is TEXT
  2 KEY: TEXT    the same for one key of a record, as in `2 office: सचिव`
  2 -            take 2 out
  2 = NAME       the document writes NAME in another way: `site.yaml` learns it, and 2 is NAME
  2 WORDS = NAME the same, where the words of the document are not those of 2
  s              leave it a draft, and go on
  q              stop here; what was said so far is kept
";

/// What a person said to a draft.
enum Said<'a> {
    Accept,
    Skip,
    Stop,
    Help,
    Remove(usize),
    Correct(usize, Option<&'a str>, &'a str),
    Teach(usize, &'a str, &'a str),
}

impl<'a> Said<'a> {
    fn of(line: &'a str) -> Option<Self> {
        match line {
            "" => return Some(Self::Accept),
            "s" => return Some(Self::Skip),
            "q" => return Some(Self::Stop),
            "?" => return Some(Self::Help),
            _ => {}
        }
        let (number, rest) = line.split_once(' ')?;
        let (at, rest) = (number.parse().ok()?, rest.trim());
        if rest == "-" {
            return Some(Self::Remove(at));
        }
        if let Some((words, name)) = rest.split_once('=').filter(|(words, _)| words.is_empty() || words.ends_with(' '))
        {
            return Some(Self::Teach(at, words.trim(), name.trim())).filter(|_| !name.trim().is_empty());
        }
        let key = rest.split_once(": ").filter(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        let (key, value) = key.map_or((None, rest), |(key, value)| (Some(key), value.trim()));
        (!value.is_empty()).then_some(Self::Correct(at, key, value))
    }
}

/// What was done, or why not, for the person.
type Answer = std::result::Result<(), String>;

/// A walk through drafts.
struct Review<'a> {
    options: &'a Options,
    site: Site,
    person: Person,
    taught: usize,
}

/// Walks through the drafts of the project, or through those of `only`.
///
/// # Errors
/// When the machine fails us, or the settings cannot be used.
pub(super) fn review(options: &Options, only: Option<&[PathBuf]>) -> Result<()> {
    let (site, drafts) = project(options)?;
    let drafts: Vec<PathBuf> = only.map_or(drafts, <[PathBuf]>::to_vec);
    if drafts.is_empty() {
        tell("no drafts are waiting\n");
        return Ok(());
    }
    let mut review = Review { options, site, person: Person::here(tell), taught: 0 };
    let mut accepted = 0;
    for (at, path) in drafts.iter().enumerate() {
        tell(&format!("\n{} of {} · {}\n", at + 1, drafts.len(), printable(&path.to_string_lossy())));
        match review.draft(&options.root.join(path))? {
            Some(true) => accepted += 1,
            Some(false) => {}
            None => break,
        }
    }
    let taught = if review.taught > 0 { format!(", {} taught", plural(review.taught, "name")) } else { String::new() };
    tell(&format!("\n{accepted} accepted, {} left{taught}\n", plural(drafts.len() - accepted, "draft")));
    Ok(())
}

/// The project as it stands, and its drafts.
fn project(options: &Options) -> Result<(Site, Vec<PathBuf>)> {
    let mut found = Diagnostics::default();
    let (Some(site), sources) = pipeline::project(options, true, &mut found)? else {
        return Err(Error::Usage("`site.yaml` cannot be used; `saar check` says why".into()));
    };
    let drafts = site.left_out.iter().filter(|left| left.reason == Reason::Draft);
    let drafts = drafts.map(|left| PathBuf::from(&sources.file(left.source).path)).collect();
    Ok((site, drafts))
}

impl Review<'_> {
    /// Whether the draft was accepted; `None` ends the walk.
    fn draft(&mut self, path: &Path) -> Result<Option<bool>> {
        let mut draft = Draft { text: store::read(path)? };
        // numbers stay what they are while a person looks at them
        let mut numbers: Vec<usize> = (1..=draft.doubts().len()).collect();
        tell(&printable(&format!("{}\n\n", draft.title())));
        show(&draft, numbers.iter().copied().zip(&draft.doubts()));
        loop {
            let doubts = draft.doubts();
            let Some(line) = self.person.line("> ") else { return Ok(None) };
            let place = |number: usize| {
                let at = numbers.iter().position(|known| *known == number);
                at.ok_or_else(|| format!("there is no {number}"))
            };
            let doubt = |number: usize| place(number).map(|at| &doubts[at]);
            let said = match Said::of(line.trim()) {
                Some(Said::Accept) => {
                    let mut accepted = draft.clone();
                    accepted.accept();
                    match self.faults(&accepted).iter().find(|fault| fault.severity == Severity::Error) {
                        None => return store::replace(path, &accepted.text).map(|()| Some(true)),
                        Some(fault) => Err(format!("this cannot be accepted yet: {}", said(fault))),
                    }
                }
                Some(Said::Skip) => return Ok(Some(false)),
                Some(Said::Stop) => return Ok(None),
                Some(Said::Help) => Err(HELP.trim_end().trim_start().to_owned()),
                Some(Said::Remove(number)) => place(number).map(|at| {
                    draft.remove(&doubts[at]);
                    numbers.remove(at);
                    tell(&format!("  {number} is out\n"));
                }),
                Some(Said::Correct(number, key, value)) => {
                    doubt(number).and_then(|doubt| self.correct(&mut draft, doubt, key, value))
                }
                Some(Said::Teach(number, words, name)) => match doubt(number) {
                    Ok(doubt) => self.teach(&mut draft, doubt, words, name)?,
                    Err(fault) => Err(fault),
                },
                None => Err("this is not understood; `?` shows what can be said".to_owned()),
            };
            match said {
                Ok(()) => {
                    store::replace(path, &draft.text)?;
                    let changed = numbers.iter().copied().zip(draft.doubts());
                    let changed: Vec<_> = changed.filter(|(_, doubt)| !doubts.contains(doubt)).collect();
                    show(&draft, changed.iter().map(|(number, doubt)| (*number, doubt)));
                }
                Err(fault) => tell(&format!("  {}\n", printable(&fault))),
            }
        }
    }

    fn faults(&self, draft: &Draft) -> Vec<Diagnostic> {
        link::faults(&draft.text, &self.site).sorted()
    }

    fn correct(&self, draft: &mut Draft, doubt: &Doubt, key: Option<&str>, value: &str) -> Answer {
        let mut corrected = draft.clone();
        corrected.correct(doubt, key, value);
        let before: Vec<String> = self.faults(draft).iter().map(said).collect();
        match self.faults(&corrected).iter().map(said).find(|fault| !before.contains(fault)) {
            Some(new) => Err(new),
            None => {
                *draft = corrected;
                Ok(())
            }
        }
    }

    /// Writes a name into `site.yaml` and the entry into the draft.
    fn teach(&mut self, draft: &mut Draft, doubt: &Doubt, words: &str, name: &str) -> Result<Answer> {
        let list = match doubt.field.as_str() {
            "people" => "people",
            "source" => "sources",
            "region" | "mentions" => "regions",
            "parties" => "parties",
            "election" => "elections",
            "roll" => "rolls",
            other => return Ok(Err(format!("`{other}` has no names that can be taught"))),
        };
        let path = self.options.root.join("site.yaml");
        let before = store::read(&path)?;
        let open = matches!(list, "people" | "sources");
        let entry = teach::known(&before, list, name).map(|id| (id, None));
        let (id, shown) = match entry.map_or_else(|| link::entry(list, name, &self.site), Ok) {
            Ok(entry) => entry,
            Err(fault) => return Ok(Err(said(&fault))),
        };
        let first = doubt.values.first().map_or("", |(_, value)| value.as_str());
        let alias = match words {
            "" if open => first,
            "" => &doubt.words,
            words => words,
        };
        if alias.is_empty() {
            return Ok(Err("say the words of the document too, as in `1 WORDS = NAME`".into()));
        }
        let lesson = Lesson { list, id: id.clone(), name: shown, alias: alias.to_owned() };
        let by_hand = || format!("add `{alias}` to the `aliases` of `{id}` under `{list}` in `site.yaml` by hand");
        let Some(after) = teach::teach(&before, &lesson) else { return Ok(Err(by_hand())) };
        store::replace(&path, &after)?;
        match project(self.options) {
            // a name that another entry has as well says nothing
            Ok((site, _)) if open || link::entry(list, alias, &site).is_ok_and(|(known, _)| known == id) => {
                self.site = site;
            }
            _ => {
                store::replace(&path, &before)?;
                return Ok(Err(by_hand()));
            }
        }
        self.taught += 1;
        tell(&format!("  `site.yaml` says now: `{}` is `{}`\n", printable(alias), printable(&id)));
        if open {
            // the article keeps the spelling of the document
            let first = first.to_owned();
            draft.correct(doubt, doubt.values.first().map(|(key, _)| key.as_str()), &first);
            return Ok(Ok(()));
        }
        Ok(self.correct(draft, doubt, None, &id))
    }
}

fn show<'a>(draft: &Draft, doubts: impl Iterator<Item = (usize, &'a Doubt)>) {
    for (number, doubt) in doubts {
        let values = doubt.values.iter().map(|(key, value)| match key.as_str() {
            "" => value.clone(),
            key if key == doubt.field => value.clone(),
            key => format!("{key}: {value}"),
        });
        let values: Vec<String> = values.collect();
        let values = if values.is_empty() { "—".to_owned() } else { values.join(" · ") };
        let words = draft.context(doubt).or_else(|| Some(doubt.words.clone()).filter(|words| !words.is_empty()));
        let words = words.map(|words| format!("\n      “{words}”")).unwrap_or_default();
        let text = format!("  {number:>2}  {}: {values}\n      {}{words}\n", doubt.field, doubt.reason);
        tell(&printable(&text));
    }
}
