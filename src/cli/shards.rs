//! A build by many machines: the facts of shares of the articles, and the site made of the parts that come of them.

use std::path::PathBuf;
use std::process::ExitCode;

use super::build::{built, published};
use super::{Arguments, ProjectArguments, SiteArguments, options, say};
use crate::error::Result;
use crate::model::shard::Shard;
use crate::pipeline::{self, Options};
use crate::publish::Place;
use crate::report::text::plural;

#[derive(clap::Args)]
pub(super) struct FactsArguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// Which share of the articles: the third of eight is 3/8
    #[arg(long, value_name = "K/N", value_parser = Shard::parse)]
    shard: Shard,
    /// Folder for the facts of all shares
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct MergeArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Folder with the facts of all shares
    #[arg(long, value_name = "DIR")]
    facts: PathBuf,
    /// Folder with all parts
    #[arg(long, value_name = "DIR")]
    parts: PathBuf,
}

/// `saar facts`
pub(super) fn facts(asked: &FactsArguments) -> Result<ExitCode> {
    let FactsArguments { project, shard, output } = asked;
    let gathered = pipeline::gather(&options(project)?, *shard, output)?;
    let faulty = match gathered.faulty {
        0 => String::new(),
        some => format!("; {} with findings, which every build reads again", plural(some, "file")),
    };
    say(&format!("read {}, share {shard}, into {}{faulty}\n", plural(gathered.files, "file"), output.display()));
    Ok(ExitCode::SUCCESS)
}

/// `saar merge`
pub(super) fn merge(asked: &MergeArguments, arguments: &Arguments) -> Result<ExitCode> {
    let MergeArguments { site, facts, parts } = asked;
    let options = published(site, |folder| Place::Merged(folder, parts.clone()))?;
    built(Options { facts: Some(facts.clone()), ..options }, site, arguments)
}
