//! `import`: what was written, what is doubtful, and what belongs together, told to people.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::build::show;
use super::{Arguments, of_project, say, tell};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::import::desk::{self, Imported};
use crate::import::family::Relation;
use crate::load::Sources;
use crate::progress::Bars;
use crate::report::text::{plural, printable};

pub(super) fn import(inputs: &[PathBuf], root: &Path, dry_run: bool, arguments: &Arguments) -> Result<ExitCode> {
    let bars = Bars::new(arguments.quiet);
    let (imported, sources, found) = desk::import(&of_project(root), inputs, dry_run, &bars)?;
    drop(bars);
    let Some(imported) = imported else {
        print(&found.sorted(), &sources, arguments);
        return Ok(ExitCode::from(2));
    };
    print(&imported.found, &sources, arguments);
    told(&imported);
    let left = imported.found.len() + imported.unreadable.len();
    let word = if dry_run { "would write" } else { "wrote" };
    say(&format!(
        "{word} {}; {} known, {} left out\n",
        plural(imported.drafts.len(), "draft"),
        imported.known.len(),
        left
    ));
    Ok(ExitCode::from(u8::from(left > 0)))
}

fn print(found: &[Diagnostic], sources: &Sources, arguments: &Arguments) {
    show(found, sources, arguments.color);
}

fn told(imported: &Imported) {
    for draft in &imported.drafts {
        tell(&format!("{} from {}\n", printable(&draft.path), printable(&draft.source)));
        for note in &draft.notes {
            tell(&format!("  {}\n", printable(note)));
        }
    }
    for (source, why) in &imported.unreadable {
        say(&format!("warning: `{}` is left out: {}\n", printable(source), printable(why)));
    }
    for (a, b, kin) in &imported.kin {
        let what = match kin.relation {
            Relation::Copy => "has the text of",
            Relation::Update => "is an earlier or later state of",
            Relation::Syndicated => "shares much of its text with",
            Relation::SameStory => "tells the story of",
        };
        let shared = if kin.shared.is_empty() { String::new() } else { format!(" ({})", kin.shared.join(", ")) };
        tell(&format!("{} {what} {}{}\n", printable(b), printable(a), printable(&shared)));
    }
}
