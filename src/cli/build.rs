//! `build` and `check`: the pipeline run, and what came of it told to people and to other programs.

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::{Arguments, FindingArguments, ProjectArguments, SiteArguments, When, options, say, tell};
use crate::deliver::{Delivery, Surroundings};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::load::Sources;
use crate::model::shard::Shard;
use crate::model::site::Reason;
use crate::pipeline::{self, Built, Options};
use crate::progress::Bars;
use crate::publish::{Place, Published};
use crate::report::text::{counts, plural, printable};
use crate::report::{self, Report};

#[derive(clap::Args)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Show which files would be added, changed and removed, and why; publish nothing
    #[arg(long)]
    dry_run: bool,
    /// Make everything anew, whatever the last build left
    #[arg(long)]
    no_cache: bool,
    /// Take what is known of the articles from the folder with the facts of all, instead of reading them
    #[arg(long, value_name = "DIR", requires = "shard")]
    facts: Option<PathBuf>,
    /// Make only this part of the site, below the folder that `--output` names: the third of eight is 3/8
    #[arg(long, value_name = "K/N", value_parser = Shard::parse, requires_all = ["facts", "output"],
          conflicts_with_all = ["dry_run", "fail_if_removed", "allow_shrink", "no_cache"])]
    shard: Option<Shard>,
}

/// `saar build`: the whole site, or a part of it.
pub(super) fn build(asked: &BuildArguments, arguments: &Arguments) -> Result<ExitCode> {
    let BuildArguments { site, shard, .. } = asked;
    if shard.is_some() && matches!(site.project.as_of, Some(AsOf::Now(_))) {
        let way = "give one instant to all of them, as in `--as-of 2026-02-10T18:00+05:30`";
        return Err(Error::Usage(format!("every part has a `now` of its own; {way}")));
    }
    let place = |folder| match shard {
        Some(shard) => Place::Part(folder, *shard),
        None => Place::Folder(folder),
    };
    let options = published(site, place)?;
    let options = Options {
        dry_run: asked.dry_run,
        cache: !asked.no_cache,
        facts: asked.facts.clone(),
        // a part is not published: findings count where all parts come together
        fail_on: options.fail_on.filter(|_| shard.is_none()),
        ..options
    };
    built(options, site, arguments)
}

/// The options of a site that goes to the `place` of its folder.
pub(super) fn published(site: &SiteArguments, place: impl FnOnce(PathBuf) -> Place) -> Result<Options> {
    Ok(Options {
        output: Some(place(site.output.of(&site.project.root, site.offline_bundle))),
        offline: site.offline_bundle,
        drafts: site.drafts,
        most_removed: site.fail_if_removed,
        allow_shrink: site.allow_shrink,
        fail_on: site.findings.fail_on.severity(),
        ..options(&site.project)?
    })
}

/// Builds a site and tells of it.
pub(super) fn built(options: Options, site: &SiteArguments, arguments: &Arguments) -> Result<ExitCode> {
    let started = Instant::now();
    let least = if arguments.quiet { Severity::Error } else { Severity::Warning };
    let shard = options.output.as_ref().and_then(Place::shard);
    let least = match (shard, options.fail_on) {
        // what is wrong is told where all parts come together
        (Some(_), _) => Severity::Error,
        // what stands against publishing is always shown
        (_, fail_on) => fail_on.map_or(least, |fail_on| least.min(fail_on)),
    };
    let output = options.output.as_ref().and_then(Place::folder).map(Path::to_owned).unwrap_or_default();
    let dry_run = options.dry_run;
    reported(options, &site.project, &site.findings, arguments, |built| {
        print(built, least, arguments.color);
        for note in &built.notes {
            say(&format!("note: {}\n", printable(note)));
        }
        if dry_run {
            tell(&changes(built));
        }
        let (counts, left_out) = (counts(built.diagnostics.iter().map(|d| d.severity)), left_out(built));
        if let (Some(shard), Some(published)) = (shard, &built.published) {
            let (files, time) = (plural(published.files, "file"), started.elapsed().as_secs_f64());
            say(&format!("made part {shard}, {files}, in {} in {time:.1} s\n", output.display()));
            return;
        }
        match &built.published {
            Some(published) if published.unchanged && !dry_run => {
                say(&format!("nothing has changed{left_out}; {counts}{}\n", until(built)));
            }
            Some(published) if !dry_run => {
                let (files, articles) = (plural(published.files, "file"), plural(built.articles, "article"));
                let (difference, output) = (difference(published), output.display());
                let time = started.elapsed().as_secs_f64();
                say(&format!(
                    "built {files}{difference} from {articles} into {output} in {time:.1} s{left_out}; {counts}\n"
                ));
            }
            _ => say(&format!("nothing was published; {counts}\n")),
        }
    })
}

pub(super) fn check(
    project: &ProjectArguments,
    findings: &FindingArguments,
    arguments: &Arguments,
) -> Result<ExitCode> {
    let least = if arguments.quiet { Severity::Error } else { Severity::Info };
    reported(
        Options { fail_on: findings.fail_on.severity(), ..options(project)? },
        project,
        findings,
        arguments,
        |built| {
            print(built, least, arguments.color);
            say(&format!(
                "checked {} and {}{}; {}\n",
                plural(built.articles, "article"),
                plural(built.pages, "page"),
                left_out(built),
                counts(built.diagnostics.iter().map(|d| d.severity))
            ));
        },
    )
}

/// Runs the pipeline, tells people with `show`, and delivers the reports, also when the run failed.
fn reported(
    options: Options,
    project: &ProjectArguments,
    findings: &FindingArguments,
    arguments: &Arguments,
    show: impl FnOnce(&Built),
) -> Result<ExitCode> {
    // a check has no output, but the usual folder for it is no place for reports all the same
    let folder = options.output.as_ref().and_then(Place::folder);
    let site = folder.map_or_else(|| project.root.join("public"), Path::to_owned);
    let delivery = Delivery::prepare(&findings.reports, &project.root, &site, surroundings(project))?;
    let root = project.root.canonicalize().unwrap_or_else(|_| project.root.clone());
    let built = Error::caught(|| pipeline::build(&options, &Bars::new(arguments.quiet)));
    let (result, report) = match built {
        Ok(built) => {
            show(&built);
            let code = exit_code(&built, options.fail_on);
            let report = Report::of(&built, options.fail_on, code);
            let result = match (&built.refused, code) {
                (Some(why), 0) => Err(Error::Unsafe(why.clone())),
                _ => Ok(ExitCode::from(code)),
            };
            let report = match &result {
                Err(error) => report.ended_by(error, &root),
                Ok(_) => report,
            };
            // the program ends here, and the system takes the memory back faster
            std::mem::forget(built.made_from);
            (result, report)
        }
        Err(error) => {
            let report = Report::failed(&error, &root);
            (Err(error), report)
        }
    };
    // a report that cannot be written is told, but the first failure is the one that counts
    match (result, delivery.write(&report)) {
        (Ok(code), delivered) => delivered.map(|()| code),
        (Err(error), Ok(())) => Err(error),
        (Err(error), Err(second)) => {
            say(&format!("error: {}\n", printable(&second.to_string())));
            Err(error)
        }
    }
}

/// What reports need to know of the environment. The working folder is taken for that of the repository.
fn surroundings(project: &ProjectArguments) -> Surroundings {
    let here = std::env::current_dir().unwrap_or_default();
    let mut folder = String::new();
    for part in project.root.strip_prefix(&here).unwrap_or(&project.root).components() {
        match part {
            Component::Normal(name) => folder.push_str(&format!("{}/", name.to_string_lossy())),
            Component::CurDir => {}
            // elsewhere there is no path that the repository would know
            _ => {
                folder.clear();
                break;
            }
        }
    }
    let summary = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()).map(PathBuf::from);
    Surroundings { folder, summary }
}

/// What differs from the site that stood before, where there was one.
fn difference(published: &Published) -> String {
    let (added, changed, removed) = (published.added.len(), published.changed.len(), published.removed.len());
    // the manifest is not among them
    if added + 1 == published.files {
        return String::new();
    }
    let number = |n: usize| crate::text::number::group_indian(n as i128);
    format!(" ({} new, {} changed, {} removed)", number(added), number(changed), number(removed))
}

fn until(built: &Built) -> String {
    built
        .next_change
        .as_ref()
        .map_or_else(String::new, |next| format!("; the next change is at {}", next.at.to_rfc3339()))
}

/// The files that a build would add, change and remove: a line each, and one where there are none.
fn changes(built: &Built) -> String {
    let Some(changes) = &built.changes else { return String::new() };
    let why = if built.reasons.is_empty() { "new site".to_owned() } else { built.reasons.join(", ") };
    let mut lines: Vec<(&String, char)> = Vec::new();
    for (sign, files) in [('+', &changes.added), ('~', &changes.changed), ('-', &changes.removed)] {
        lines.extend(files.iter().map(|file| (file, sign)));
    }
    if lines.is_empty() {
        return "no file would change\n".to_owned();
    }
    lines.sort_unstable();
    lines.into_iter().map(|(file, sign)| format!("{sign} {} ({why})\n", printable(file))).collect()
}

/// 0 done, 1 findings that fail the run, 2 unusable settings, 4 something beyond a limit.
fn exit_code(built: &Built, fail_on: Option<Severity>) -> u8 {
    let worst = built.diagnostics.iter().map(|d| d.severity).max();
    let any = |rules: &[Rule]| built.diagnostics.iter().any(|d| rules.contains(&d.rule));
    let limit = any(&[Rule::OverLimit, Rule::PageTooLarge]);
    // what cannot be rendered cannot be published, whatever was asked for
    let unusable = any(&[Rule::TemplateError, Rule::PageTooLarge]);
    let fails = unusable || fail_on.is_some_and(|least| worst >= Some(least));
    match (built.as_of, fails) {
        (None, _) => 2,
        (_, true) if limit => 4,
        (_, true) => 1,
        _ => 0,
    }
}

fn print(built: &Built, least: Severity, color: When) {
    let shown: Vec<Diagnostic> = built.diagnostics.iter().filter(|d| d.severity >= least).cloned().collect();
    show(&shown, &built.sources, color);
}

/// Prints findings with their places.
pub(super) fn show(found: &[Diagnostic], sources: &Sources, color: When) {
    say(&report::text::text(found, sources, color.on_stderr()));
}

fn left_out(built: &Built) -> String {
    let count = |reason: Reason| built.left_out.iter().filter(|l| l.reason == reason).count();
    let words = |reason| match reason {
        Reason::Draft => "draft",
        Reason::Embargo => "under embargo",
        Reason::Expired => "expired",
        Reason::Future => "in the future",
        Reason::Later => "not known yet",
    };
    let reasons = Reason::ALL.iter().filter(|reason| count(**reason) > 0);
    let parts: Vec<String> = reasons.map(|&reason| format!("{} {}", count(reason), words(reason))).collect();
    if parts.is_empty() { String::new() } else { format!(" (left out: {})", parts.join(", ")) }
}
