//! `explain`: why something stands on the site or does not, told to people or as JSON.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::build::show;
use super::{Arguments, OutputArguments, ProjectArguments, options, tell};
use crate::error::Result;
use crate::explain::{self, Asked, json, text};
use crate::link::AsOf;
use crate::pipeline::Options;
use crate::publish::Place;

#[derive(clap::Args)]
pub(super) struct ExplainArguments {
    /// An address of the site, an article's file, a line of it (`FILE:LINE`), a claim's address, or a name
    target: String,
    /// Folder of the project
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Address at which the site will stand, instead of the one in `site.yaml`
    #[arg(long, value_name = "URL", value_parser = super::base_url)]
    base_url: Option<String>,
    /// Instant for which to explain: a day, an instant such as 2026-02-10T18:00+05:30, or `now`
    #[arg(long, value_name = "TIME", value_parser = super::instant)]
    as_of: Option<AsOf>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn explain(asked: &ExplainArguments, arguments: &Arguments) -> Result<ExitCode> {
    let ExplainArguments { target, root, base_url, as_of, json } = asked;
    let project = ProjectArguments { root: root.clone(), base_url: base_url.clone(), as_of: *as_of };
    // what the last build left there is not made again
    let output = OutputArguments { output: None }.of(root, false);
    let options = Options { output: Some(Place::Folder(output)), ..options(&project)? };
    let file = in_project(root, Path::new(target));
    let (explanation, found, sources) = explain::explain(&options, Asked { text: target, file: file.as_deref() })?;
    let Some(explanation) = explanation else {
        show(&found, &sources, arguments.color);
        return Ok(ExitCode::from(2));
    };
    tell(&if *json { json::text(&explanation) } else { text::text(&explanation) });
    Ok(ExitCode::SUCCESS)
}

/// A path as one of the project, seen from the working folder; a line may stand after it.
fn in_project(root: &Path, path: &Path) -> Option<String> {
    let (root, path) = (std::path::absolute(root).ok()?, std::path::absolute(path).ok()?);
    let real = || explain::below(&root.canonicalize().ok()?, &path);
    explain::below(&root, &path).or_else(real)
}
