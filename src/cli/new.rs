//! `new`: an article with prefilled front matter; what is not said is asked for at a terminal.

use std::io::IsTerminal;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use chrono::{NaiveDate, Utc};

use super::about::project;
use super::ask::{Person, said};
use super::{Arguments, say, tell};
use crate::diagnostic::{Rule, Severity};
use crate::error::{Error, Result};
use crate::link::{self, Choice};
use crate::model::site::Site;
use crate::parse::date::moment;
use crate::parse::settings::SiteRecord;
use crate::report::text::{line, printable};
use crate::starter::article::{Named, Sketch};
use crate::store;
use crate::text::fold;

/// Candidates that are shown at once.
const SHOWN: usize = 12;

#[derive(clap::Args)]
pub(super) struct NewArguments {
    /// File of the article, below `content` in the project; `.md` may be left out
    article: PathBuf,
    /// Folder of the project
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Headline of the document
    #[arg(long)]
    title: Option<String>,
    /// When it was published: 2024-04-28, 2024-04 or `unknown`
    #[arg(long, value_parser = date)]
    date: Option<String>,
    /// Election: its id, or its Hindi or English name
    #[arg(long, value_name = "NAME")]
    election: Vec<String>,
    /// Roll revision, in the same way
    #[arg(long, value_name = "NAME")]
    roll: Vec<String>,
    /// Region that it is about, in the same way
    #[arg(long, value_name = "NAME")]
    region: Vec<String>,
    /// Outlet of the document
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Address of the document
    #[arg(long)]
    url: Option<String>,
    /// Language of the article, if that is not the site's
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Leave the article out of the site for now
    #[arg(long)]
    draft: bool,
}

/// Reads `--date`.
fn date(text: &str) -> std::result::Result<String, String> {
    moment(text).map_err(|(message, help)| format!("{message}; {help}"))?;
    Ok(text.trim().to_owned())
}

pub(super) fn new(asked: &NewArguments, arguments: &Arguments) -> Result<ExitCode> {
    let file = file(&asked.article, &asked.root)?;
    let path = if asked.root == Path::new(".") { PathBuf::from(&file) } else { asked.root.join(&file) };
    let Some((site, record)) = project(&asked.root, arguments)? else { return Ok(ExitCode::from(2)) };
    let taken = || Error::Usage(format!("`{}` is there already, and nothing is written over", line(&file)));
    if !store::free(&path) {
        return Err(taken());
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut article = New { site: &site, record: &record, name, sketch: sketch(asked, &site)? };
    article.check().map_err(Error::Usage)?;
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        let today = Utc::now().with_timezone(&site.settings.zone).date_naive();
        let told = article.ask(&mut Person::here(say), today);
        told.ok_or_else(|| Error::Usage("the answers ended, and nothing was written".into()))?;
    }
    if let Some(address) = link::taken_address(&article.text(), &file, &site) {
        let other = format!("another article has the address `/{address}` already; choose another name for the file");
        return Err(Error::Usage(other));
    }
    if !store::create(&path, &article.text())? {
        return Err(taken());
    }
    tell(&format!("wrote {}\n", line(&path.to_string_lossy())));
    if !arguments.quiet {
        let missing = article.sketch.missing().join(", ");
        let next = if missing.is_empty() { "write" } else { &format!("write {missing} and") };
        tell(&format!("next: {next} the text below the second `---`; `saar check` says what is wrong with it\n"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The file below the project, as it was named in one of several ways: `content/2024/a.md`.
fn file(article: &Path, root: &Path) -> Result<String> {
    let fault = |why: &str| Error::Usage(format!("`{}` {why}", line(&article.to_string_lossy())));
    let below = article.strip_prefix(root).unwrap_or(article);
    let parts = below.components().filter(|part| *part != Component::CurDir).map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let mut parts: Vec<&str> = parts.collect::<Option<_>>().ok_or_else(|| fault("does not lie below the project"))?;
    if parts.first() == Some(&"content") {
        parts.remove(0);
    }
    match parts.as_slice() {
        [] => return Err(fault("names no file; write a name such as `2024/agra-rally`")),
        ["pages" | "files", ..] => return Err(fault("would be no article: those folders hold plain pages and files")),
        parts if parts.iter().any(|part| part.starts_with('.') || part.chars().any(char::is_control)) => {
            return Err(fault("has a name that the site leaves out, with a `.` at its head or what cannot be seen"));
        }
        _ => {}
    }
    let path = parts.join("/");
    Ok(format!("content/{}.md", path.strip_suffix(".md").unwrap_or(&path)))
}

/// What the options say, with every name looked up.
fn sketch(asked: &NewArguments, site: &Site) -> Result<Sketch> {
    let all = |list: &str, names: &[String]| -> Result<Vec<Named>> {
        let named = |name: &String| named(list, name, site).map_err(Error::Usage);
        names.iter().map(named).collect()
    };
    Ok(Sketch {
        title: asked.title.clone(),
        date: asked.date.clone(),
        elections: all("elections", &asked.election)?,
        rolls: all("rolls", &asked.roll)?,
        regions: all("regions", &asked.region)?,
        outlet: asked.outlet.clone(),
        url: asked.url.clone(),
        language: asked.language.clone(),
        draft: asked.draft,
    })
}

/// The entry that `name` means; else what is wrong, and what can be written instead.
fn named(list: &str, name: &str, site: &Site) -> std::result::Result<Named, String> {
    let fault = match link::entry(list, name, site) {
        Ok((id, _)) => {
            let choices = link::choices("subjects", site).into_iter().chain(link::choices("regions", site));
            let remark = choices.into_iter().find(|choice| choice.id == id).map(|choice| choice.remark(site));
            return Ok(Named { id, remark: remark.unwrap_or_default() });
        }
        Err(fault) => fault,
    };
    let mut near = link::candidates(list, name, site);
    if fault.rule == Rule::AmbiguousName {
        near.retain(|choice| choice.fit(name) == Some(0));
    }
    let near: Vec<String> =
        near.iter().take(SHOWN).map(|one| format!("\n  {} · {}", one.id, one.remark(site))).collect();
    if near.is_empty() {
        return Err(said(&fault));
    }
    Err(format!("{}; write the id of the one you mean:{}", fault.message, near.concat()))
}

/// An article that is about to be written.
struct New<'a> {
    site: &'a Site,
    record: &'a SiteRecord,
    /// Of its file, without the ending.
    name: String,
    sketch: Sketch,
}

impl New<'_> {
    fn text(&self) -> String {
        self.sketch.text(&self.name)
    }

    /// What a build would say against it.
    fn check(&self) -> std::result::Result<(), String> {
        let faults = link::faults(&self.text(), self.site).sorted();
        let worst = faults.iter().find(|fault| fault.severity == Severity::Error);
        worst.map_or(Ok(()), |fault| Err(said(fault)))
    }

    /// Asks for what is missing, one after the other; `None` if the answers end before that.
    fn ask(&mut self, person: &mut Person, today: NaiveDate) -> Option<()> {
        person.hears("Enter alone leaves a field out; of a name, a part is enough.\n");
        if self.sketch.title.is_none() {
            self.field(person, "title", |sketch, title| sketch.title = title)?;
        }
        if self.sketch.date.is_none() {
            self.date(person, today)?;
        }
        if self.sketch.elections.is_empty() && self.sketch.rolls.is_empty() {
            let chosen = self.choose(person, "election or roll revision", "subjects")?;
            let elections = link::choices("elections", self.site);
            let election = |named: &Named| elections.iter().any(|choice| choice.id == named.id);
            (self.sketch.elections, self.sketch.rolls) = chosen.into_iter().partition(election);
        }
        if self.sketch.regions.is_empty() {
            self.sketch.regions.extend(self.choose(person, "region", "regions")?);
        }
        if self.sketch.outlet.is_none() {
            self.until_right(person, |new, person| {
                new.sketch.outlet = new.outlet(person)?;
                Some(())
            })?;
        }
        if self.sketch.url.is_none() {
            self.field(person, "url", |sketch, url| sketch.url = url)?;
        }
        Some(())
    }

    /// A text of its own.
    fn field(&mut self, person: &mut Person, key: &str, set: fn(&mut Sketch, Option<String>)) -> Option<()> {
        self.until_right(person, |new, person| {
            let answer = person.line(&format!("{key}: "))?.trim().to_owned();
            set(&mut new.sketch, (!answer.is_empty()).then_some(answer));
            Some(())
        })
    }

    /// Asks again for what a build would refuse.
    fn until_right(&mut self, person: &mut Person, ask: impl Fn(&mut Self, &mut Person) -> Option<()>) -> Option<()> {
        loop {
            ask(self, person)?;
            match self.check() {
                Ok(()) => return Some(()),
                Err(fault) => person.hears(&printable(&format!("  {fault}\n"))),
            }
        }
    }

    fn date(&mut self, person: &mut Person, today: NaiveDate) -> Option<()> {
        let question = format!("date (Enter: today, {today}; -: leave it out): ");
        loop {
            let answer = match person.line(&question)?.trim() {
                "-" => return Some(()),
                "" => Ok(today.to_string()),
                text => date(text),
            };
            match answer {
                Ok(date) => {
                    self.sketch.date = Some(date);
                    return Some(());
                }
                Err(fault) => person.hears(&printable(&format!("  {fault}\n"))),
            }
        }
    }

    /// An entry of a closed list: by its id, a name, or a part of one and then its number.
    fn choose(&self, person: &mut Person, what: &str, list: &str) -> Option<Option<Named>> {
        let mut offered: Vec<Named> = Vec::new();
        loop {
            let answer = person.line(&format!("{what}: "))?.trim().to_owned();
            if answer.is_empty() {
                return Some(None);
            }
            if let Some(named) = numbered(&answer, &offered) {
                return Some(Some(named.clone()));
            }
            let fault = match named(list, &answer, self.site) {
                Ok(named) => {
                    person.hears(&printable(&format!("  {} · {}\n", named.id, named.remark)));
                    return Some(Some(named));
                }
                Err(fault) => fault,
            };
            let found = link::candidates(list, &answer, self.site);
            let of = |choice: &Choice<'_>| Named { id: choice.id.into(), remark: choice.remark(self.site) };
            offered = found.iter().take(SHOWN).map(of).collect();
            if offered.is_empty() {
                person.hears(&printable(&format!("  {fault}\n")));
            }
            offer(person, offered.iter().map(|named| format!("{} · {}", named.id, named.remark)));
            let more = found.len() - offered.len();
            if more > 0 {
                person.hears(&format!("  and {more} more: write more of the name\n"));
            }
        }
    }

    /// An outlet: one that the project knows, or a new one.
    fn outlet(&self, person: &mut Person) -> Option<Option<String>> {
        let known: Vec<String> = link::spellings(&self.site.outlets, &self.record.sources)
            .into_iter()
            .filter_map(|all| all.into_iter().next())
            .collect();
        let mut offered: Vec<&String> = Vec::new();
        let mut before = String::new();
        loop {
            let answer = person.line("outlet: ")?.trim().to_owned();
            if answer.is_empty() {
                return Some(None);
            }
            if let Some(name) = numbered(&answer, &offered) {
                return Some(Some((*name).clone()));
            }
            let key = fold::key(&answer);
            offered = known.iter().filter(|name| fold::key(name).contains(&key)).take(SHOWN).collect();
            if offered.is_empty() || answer == before || offered.iter().any(|name| **name == answer) {
                return Some(Some(answer));
            }
            offer(person, offered.iter().map(|name| (*name).clone()));
            person.hears("  the same again takes it as it is written\n");
            before = answer;
        }
    }
}

/// What was offered under the number that `answer` is.
fn numbered<'a, T>(answer: &str, offered: &'a [T]) -> Option<&'a T> {
    offered.get(fold::digits(answer).parse::<usize>().ok()?.checked_sub(1)?)
}

fn offer(person: &Person, names: impl Iterator<Item = String>) {
    for (at, name) in names.enumerate() {
        person.hears(&printable(&format!("  {:>2}  {name}\n", at + 1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::parse::settings;
    use crate::pipeline::{self, Options};
    use crate::source::SourceId;

    /// The article that these answers make, in a project with the built-in tables and one outlet.
    fn article(answers: &'static str) -> Option<String> {
        let mut found = Diagnostics::default();
        let (site, _) =
            pipeline::project(&Options::of(Path::new("nowhere")), false, &mut found).expect("built-in facts");
        let text = "title: T\nsources: [{id: amar-ujala, name_hi: अमर उजाला}]\n";
        let record = settings::parse(text, SourceId::default(), &mut found).expect("settings");
        let site = site.expect("a site");
        let mut new = New { site: &site, record: &record, name: "a".into(), sketch: Sketch::default() };
        new.ask(&mut Person::of(answers), NaiveDate::from_ymd_opt(2024, 4, 2).expect("a day"))?;
        new.check().expect("no fault");
        Some(new.text())
    }

    #[test]
    fn answers_become_front_matter() {
        for (answers, expected) in [
            // a part of a name, then a number, in Hindi and in Latin letters
            (
                "बैठक: एक\n\nलोक\n१\nआगर\n2\nउजाल\n1\nhttps://example.org/a\n",
                "title: \"बैठक: एक\"\ndate: 2024-04-02\nelection: ls-2024 # लोकसभा चुनाव 2024, लोकसभा आम चुनाव\n\
                 region: up/agra # आगरा, जिला, उत्तर प्रदेश\n\
                 source: {outlet: \"अमर उजाला\", url: \"https://example.org/a\"}\n",
            ),
            // a whole name, a wrong date and address, a revision, an outlet that is new although others are like it
            (
                "T\n5/6/24\n2024-03\nroll-sir-2025-br\nAgra district\nअमर\nअमर\nexample.org\n\n",
                "title: \"T\"\ndate: 2024-03\n\
                 roll: roll-sir-2025-br # विशेष गहन पुनरीक्षण 2025, बिहार, मतदाता सूची का विशेष गहन पुनरीक्षण\n\
                 region: up/agra # आगरा, जिला, उत्तर प्रदेश\nsource: {outlet: \"अमर\"}\n",
            ),
        ] {
            assert_eq!(article(answers), Some(format!("---\n{expected}---\n\n")), "{answers}");
        }
    }

    #[test]
    fn what_is_left_out_is_said_in_the_file() {
        let text = article("\n-\n\n\n\n\n").expect("all is answered");
        for line in
            ["title: a # write", "date: unknown # write", "# election: ", "# region: ", "# source: ", "draft: true"]
        {
            assert!(text.contains(&format!("\n{line}")), "{line}: {text}");
        }
        assert_eq!(article("T\n"), None);
    }

    #[test]
    fn a_file_is_named_in_several_ways() {
        let of = |article: &str, root: &str| file(Path::new(article), Path::new(root)).ok();
        for (article, root) in
            [("2024/a", "."), ("content/2024/a.md", "."), ("./2024/a.md", "."), ("d/content/2024/a", "d")]
        {
            assert_eq!(of(article, root).as_deref(), Some("content/2024/a.md"), "{article}");
        }
        for article in ["../a", "/a", ".", "content", "pages/a", "files/a", ".a", "2024/.a"] {
            assert_eq!(of(article, "."), None, "{article}");
        }
    }
}
