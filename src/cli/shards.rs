//! A build by many machines: the facts of shares of the articles, and the site made of the parts that come of them.

use std::path::PathBuf;
use std::process::ExitCode;

use super::build::{built, published};
use super::{
    Arguments, FindingArguments, GuardArguments, KindArguments, OutputArguments, ProjectArguments, options, say,
};
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
    project: ProjectArguments,
    #[command(flatten)]
    findings: FindingArguments,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    kind: KindArguments,
    #[command(flatten)]
    guard: GuardArguments,
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
    let MergeArguments { project, findings, output, kind, guard, facts, parts } = asked;
    let place = Place::Merged(output.of(&project.root, kind.offline_bundle), parts.clone());
    let options = Options {
        facts: Some(facts.clone()),
        fail_on: findings.fail_on.severity(),
        ..published(project, place, kind, guard)?
    };
    built(options, project, findings, arguments)
}
