//! `import`: what was written, what is doubtful, and what belongs together, told to people.

use std::path::PathBuf;
use std::process::ExitCode;

use super::build::show;
use super::review::review;
use super::{Arguments, say, tell};
use crate::error::Result;
use crate::import::desk::{self, Goal, Imported};
use crate::import::family::Relation;
use crate::import::json;
use crate::pipeline::Options;
use crate::progress::Bars;
use crate::report::text::{plural, printable};

#[derive(clap::Args)]
pub(super) struct ImportArguments {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "FILE", required_unless_present_any = ["stdin", "review"])]
    inputs: Vec<PathBuf>,
    /// Folder of the project
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Read one document from standard input
    #[arg(long, conflicts_with = "review")]
    stdin: bool,
    /// Print what was read as JSON, and write nothing; a project is not needed
    #[arg(long, conflicts_with = "review")]
    json: bool,
    /// Walk through the drafts of the project, those of FILE or all: accept, correct, teach a name
    #[arg(long, conflicts_with = "dry_run")]
    review: bool,
}

pub(super) fn import(asked: &ImportArguments, arguments: &Arguments) -> Result<ExitCode> {
    let ImportArguments { root, dry_run, json, .. } = asked;
    let goal = match (json, dry_run) {
        (true, _) => Goal::Tell,
        (false, true) => Goal::Dry,
        (false, false) => Goal::Write,
    };
    if asked.review && asked.inputs.is_empty() {
        return review(&Options::of(root), None).map(|()| ExitCode::SUCCESS);
    }
    let mut inputs = asked.inputs.clone();
    inputs.extend(asked.stdin.then(|| PathBuf::from("-")));
    let bars = Bars::new(arguments.quiet);
    let (imported, sources, found) = desk::import(&Options::of(root), &inputs, goal, &bars)?;
    drop(bars);
    let Some(imported) = imported else {
        show(&found.sorted(), &sources, arguments.color);
        return Ok(ExitCode::from(2));
    };
    let left = imported.found.len() + imported.unreadable.len();
    if *json {
        tell(&json::text(&imported));
        return Ok(ExitCode::from(u8::from(left > 0)));
    }
    show(&imported.found, &sources, arguments.color);
    told(&imported, arguments.quiet);
    let word = if *dry_run { "would write" } else { "wrote" };
    let drafts = plural(imported.drafts.len(), "draft");
    say(&format!("{word} {drafts}; {} known, {left} left out\n", imported.known.len()));
    if asked.review {
        let drafts: Vec<PathBuf> = imported.drafts.iter().map(|draft| PathBuf::from(&draft.path)).collect();
        review(&Options::of(root), Some(&drafts))?;
    }
    Ok(ExitCode::from(u8::from(left > 0)))
}

fn told(imported: &Imported, quiet: bool) {
    for draft in imported.drafts.iter().filter(|_| !quiet) {
        tell(&format!("{} from {}\n", printable(&draft.path), printable(&draft.source)));
        for note in &draft.notes {
            tell(&format!("  {}: {}\n", note.name, printable(&note.message)));
        }
    }
    for (source, why) in &imported.unreadable {
        say(&format!("warning: `{}` is left out: {}\n", printable(source), printable(why)));
    }
    for (a, b, kin) in imported.kin.iter().filter(|_| !quiet) {
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
