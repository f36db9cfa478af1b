//! The command line: arguments in, one short function a command, an exit code out.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::model::site::Reason;
use crate::pipeline::{self, Built, Options, Progress};
use crate::publish::{self, Fault, Published};
use crate::report;

/// Builds a digest of election campaigns from articles in Markdown.
#[derive(Parser)]
#[command(name = "saar", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Print only errors and the summary
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Threads to work with; by default one a core
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
    /// When to print in colour
    #[arg(long, global = true, value_enum, default_value_t = When::Auto)]
    color: When,
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site of a project
    #[command(after_help = "Example: saar build my-digest --output public --base-url https://example.org/digest/")]
    Build {
        #[command(flatten)]
        project: ProjectArguments,
        #[command(flatten)]
        output: OutputArguments,
        /// Show which files would be added, changed and removed, and why; publish nothing
        #[arg(long)]
        dry_run: bool,
        /// Publish nothing if more than N files of the site would be gone
        #[arg(long, value_name = "N")]
        fail_if_removed: Option<usize>,
        /// Publish even if more than half of the articles are gone
        #[arg(long)]
        allow_shrink: bool,
        /// Make everything anew, whatever the last build left
        #[arg(long)]
        no_cache: bool,
    },
    /// Report everything that is wrong with a project, and write nothing
    Check {
        #[command(flatten)]
        project: ProjectArguments,
    },
    /// Print the next instant at which the site would differ if no file changes
    #[command(after_help = "Example: saar next-change my-digest --as-of now --format cron")]
    NextChange {
        #[command(flatten)]
        project: ProjectArguments,
        #[command(flatten)]
        output: OutputArguments,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Time)]
        format: Format,
    },
    /// Compare every file of a published site with its manifest
    Verify {
        /// Folder of the site
        site: PathBuf,
    },
    /// Put the site before this one back in place
    Rollback {
        /// Folder of the project
        #[arg(default_value = ".")]
        root: PathBuf,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// List the kinds of finding
    Rules,
    /// Print the JSON Schema of the front matter or of `site.yaml`
    Schema {
        /// Which one
        #[arg(value_enum)]
        of: SchemaOf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum SchemaOf {
    FrontMatter,
    Site,
}

#[derive(clap::Args)]
struct ProjectArguments {
    /// Folder of the project: the one that holds `site.yaml`
    #[arg(default_value = ".")]
    root: PathBuf,
    /// Address at which the site will stand, instead of the one in `site.yaml`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Instant for which to build: a day, an instant such as 2026-02-10T18:00+05:30, or `now`
    #[arg(long, value_name = "TIME", value_parser = instant)]
    as_of: Option<AsOf>,
    /// Least severity at which nothing is published and the exit code is 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

#[derive(clap::Args)]
struct OutputArguments {
    /// Folder for the site; by default `public` in the project
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl OutputArguments {
    fn of(&self, root: &Path) -> PathBuf {
        self.output.clone().unwrap_or_else(|| root.join("public"))
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// RFC 3339, or `never`
    Time,
    /// Minute, hour, day, month and any weekday, in UTC
    Cron,
    /// With the reasons
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(threads) = arguments.threads {
        // fails only when called twice
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    end_on_signals();
    // a panic is a fault of ours: it is told as one, and what was staged is removed on the way out
    std::panic::set_hook(Box::new(|_| {}));
    let run = std::panic::AssertUnwindSafe(|| run(&arguments));
    let result = std::panic::catch_unwind(run).unwrap_or_else(|panic| Err(Error::Bug(what_panicked(&*panic))));
    result.unwrap_or_else(|error| {
        say(&format!("error: {}\n", report::printable(&error.to_string())));
        ExitCode::from(error.exit_code())
    })
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        Command::Build { project, output, dry_run, fail_if_removed, allow_shrink, no_cache } => {
            let options = Options {
                dry_run: *dry_run,
                most_removed: *fail_if_removed,
                allow_shrink: *allow_shrink,
                cache: !no_cache,
                ..options(project, Some(output.of(&project.root)))?
            };
            build(&options, project, arguments)
        }
        Command::Check { project } => check(project, arguments),
        Command::NextChange { project, output, format } => next_change(project, &output.of(&project.root), *format),
        Command::Verify { site } => verify(site),
        Command::Rollback { root, output } => roll_back(&output.of(root), root),
        Command::Rules => rules(),
        Command::Schema { of } => schema(*of),
    }
}

/// Told to end, the program removes what it has staged and ends with 130 or 143.
fn end_on_signals() {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _nothing_more = crate::publish::abandon();
                std::process::exit(128 + signal);
            }
        });
    }
}

fn what_panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it stopped without a reason").to_owned()
}

fn build(options: &Options, project: &ProjectArguments, arguments: &Arguments) -> Result<ExitCode> {
    let started = Instant::now();
    let built = pipeline::build(options, &Bars::new(arguments.quiet))?;
    let least = if arguments.quiet { Severity::Error } else { Severity::Warning };
    // what stands against publishing is always shown
    let least = project.fail_on.severity().map_or(least, |fail_on| least.min(fail_on));
    print(&built, least, arguments.color);
    for note in &built.notes {
        say(&format!("note: {}\n", report::printable(note)));
    }
    if options.dry_run {
        tell(&changes(&built));
    }
    let counts = counts(&built.diagnostics);
    match &built.published {
        Some(published) if published.unchanged => {
            say(&format!("nothing has changed{}; {counts}{}\n", left_out(&built), until(&built)));
        }
        Some(published) => {
            let output = options.output.as_deref().unwrap_or(Path::new("")).display();
            let (files, articles) = (plural(published.files, "file"), plural(built.articles, "article"));
            let (difference, left_out) = (difference(published), left_out(&built));
            let time = started.elapsed().as_secs_f64();
            say(&format!(
                "built {files}{difference} from {articles} into {output} in {time:.1} s{left_out}; {counts}\n"
            ));
        }
        None => say(&format!("nothing was published; {counts}\n")),
    }
    let result = match &built.refused {
        Some(why) => Err(Error::Unsafe(why.clone())),
        None => Ok(exit(&built, project)),
    };
    // the program ends here, and the system takes the memory back faster
    std::mem::forget(built.made_from);
    result
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

/// The files that a build would add, change and remove: a line each.
fn changes(built: &Built) -> String {
    let Some(changes) = &built.changes else { return String::new() };
    let why = if built.reasons.is_empty() { "new site".to_owned() } else { built.reasons.join(", ") };
    let mut lines: Vec<(&String, char)> = Vec::new();
    for (sign, files) in [('+', &changes.added), ('~', &changes.changed), ('-', &changes.removed)] {
        lines.extend(files.iter().map(|file| (file, sign)));
    }
    lines.sort_unstable();
    lines.into_iter().map(|(file, sign)| format!("{sign} {} ({why})\n", report::printable(file))).collect()
}

fn next_change(project: &ProjectArguments, output: &Path, format: Format) -> Result<ExitCode> {
    let options = Options { output: Some(output.to_owned()), ..options(project, None)? };
    let Some(next) = pipeline::next_change(&options)? else {
        say("the project cannot be read; `saar check` says why\n");
        return Ok(ExitCode::from(2));
    };
    let cron = next.as_ref().map(|next| next.at.to_utc().format("%-M %-H %-d %-m *").to_string());
    tell(&match format {
        Format::Time => next.map_or("never".to_owned(), |next| next.at.to_rfc3339()),
        Format::Cron => cron.unwrap_or_default(),
        Format::Json => {
            let causes = next.iter().flat_map(|next| &next.causes);
            let reasons: Vec<_> = causes.map(|c| serde_json::json!({ "what": c.what.word(), "of": c.of })).collect();
            let at = next.as_ref().map(|next| next.at.to_rfc3339());
            serde_json::json!({ "next_change": at, "cron": cron, "reasons": reasons }).to_string()
        }
    });
    tell("\n");
    Ok(ExitCode::SUCCESS)
}

fn verify(site: &Path) -> Result<ExitCode> {
    let verified = publish::verify(site)?;
    for (file, fault) in &verified.faults {
        let what = match fault {
            Fault::Changed => "is not what was published",
            Fault::Missing => "is missing",
            Fault::Extra => "is not listed in the manifest",
        };
        say(&format!("error: `{}` {what}\n", report::printable(file)));
    }
    let (files, manifest) = (plural(verified.files, "file"), &verified.manifest);
    if verified.faults.is_empty() {
        tell(&format!("{files} are what was published; manifest blake3 {manifest}\n"));
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{} of a site of {files}\n", plural(verified.faults.len(), "fault")));
    Ok(ExitCode::from(1))
}

fn roll_back(output: &Path, root: &Path) -> Result<ExitCode> {
    publish::open(output, root)?.roll_back()?;
    say(&format!("the generation before stands again in {}; `saar rollback` undoes this\n", output.display()));
    Ok(ExitCode::SUCCESS)
}

fn check(project: &ProjectArguments, arguments: &Arguments) -> Result<ExitCode> {
    let built = pipeline::build(&options(project, None)?, &Bars::new(arguments.quiet))?;
    let least = if arguments.quiet { Severity::Error } else { Severity::Info };
    print(&built, least, arguments.color);
    say(&format!(
        "checked {} and {}{}; {}\n",
        plural(built.articles, "article"),
        plural(built.pages, "page"),
        left_out(&built),
        counts(&built.diagnostics)
    ));
    Ok(exit(&built, project))
}

fn rules() -> Result<ExitCode> {
    let mut text = String::new();
    for rule in crate::diagnostic::Rule::ALL {
        text.push_str(&format!("{:<22} {:<8} {}\n", rule.name(), rule.severity().word(), rule.explain()));
    }
    tell(&text);
    Ok(ExitCode::SUCCESS)
}

fn schema(of: SchemaOf) -> Result<ExitCode> {
    let schema = match of {
        SchemaOf::FrontMatter => crate::schema::front_matter(),
        SchemaOf::Site => crate::schema::site(),
    };
    tell(&crate::schema::text(&schema));
    Ok(ExitCode::SUCCESS)
}

fn options(project: &ProjectArguments, output: Option<PathBuf>) -> Result<Options> {
    Ok(Options {
        root: project.root.clone(),
        output,
        base_url: project.base_url.clone(),
        as_of: as_of(project)?,
        cache: true,
        dry_run: false,
        most_removed: None,
        allow_shrink: false,
        fail_on: project.fail_on.severity(),
    })
}

/// The instant asked for: the option, else the environment variable that reproducible builds are given.
fn as_of(project: &ProjectArguments) -> Result<Option<AsOf>> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|_| project.as_of.is_none()) else {
        return Ok(project.as_of);
    };
    let seconds = text.to_str().and_then(|text| text.parse().ok()).filter(|seconds| *seconds >= 0);
    let instant = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    // a year of five digits has no place in a calendar
    let instant = instant.filter(|at| *at < FAR).map(AsOf::Instant);
    instant.map(Some).ok_or_else(|| {
        Error::Usage(format!(
            "SOURCE_DATE_EPOCH is `{}`, which is not a number of seconds since 1970; correct it or unset it",
            text.to_string_lossy()
        ))
    })
}

/// 1 January of the year 9999.
const FAR: DateTime<Utc> = DateTime::from_timestamp(253_370_764_800, 0).expect("in range");

fn exit(built: &Built, project: &ProjectArguments) -> ExitCode {
    let worst = built.diagnostics.iter().map(|d| d.severity).max();
    let limit = built.diagnostics.iter().any(|d| d.rule == crate::diagnostic::Rule::FileTooLarge);
    if project.fail_on.severity().is_some_and(|least| worst >= Some(least)) || built.as_of.is_none() {
        return ExitCode::from(if built.as_of.is_none() {
            2
        } else if limit {
            4
        } else {
            1
        });
    }
    ExitCode::SUCCESS
}

fn print(built: &Built, least: Severity, color: When) {
    let shown: Vec<Diagnostic> = built.diagnostics.iter().filter(|d| d.severity >= least).cloned().collect();
    let color = match color {
        When::Always => true,
        When::Never => false,
        When::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    say(&report::text(&shown, &built.sources, color));
}

fn counts(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let notes = count(Severity::Info);
    let notes = if notes > 0 { format!(", {}", plural(notes, "note")) } else { String::new() };
    format!("{}, {}{notes}", plural(count(Severity::Error), "error"), plural(count(Severity::Warning), "warning"))
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

fn plural(n: usize, what: &str) -> String {
    let grouped = crate::text::number::group_indian(n as i128);
    if n == 1 { format!("1 {what}") } else { format!("{grouped} {what}s") }
}

/// Prints to standard error; a closed pipe is no reason to fail.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn tell(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Reads `--base-url`.
fn base_url(text: &str) -> std::result::Result<String, String> {
    let checked = crate::url::Base::parse(text).map(|_| text.to_owned());
    checked.map_err(|fault| format!("{fault}; write it as `https://example.org/digest/`"))
}

/// Reads `--as-of`. `now` is the only place where the program looks at the clock.
fn instant(text: &str) -> std::result::Result<AsOf, String> {
    use crate::model::dated::Moment;
    if text == "now" {
        return Ok(AsOf::Now(Utc::now()));
    }
    match crate::parse::date::moment(text) {
        Ok(Some(Moment::Minute(at))) => Ok(AsOf::Instant(at.to_utc())),
        Ok(Some(Moment::Day(day))) => Ok(AsOf::Day(day)),
        Ok(_) => Err("write a day such as 2026-02-10, an instant such as 2026-02-10T18:00+05:30, or `now`".into()),
        Err((message, help)) => Err(format!("{message}; {help}")),
    }
}

/// Progress bars on a terminal, nothing elsewhere.
struct Bars(ProgressBar);

impl Bars {
    fn new(quiet: bool) -> Self {
        let target = if quiet || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template("{msg:>8} {bar:30} {human_pos}/{human_len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar)
    }
}

impl Progress for Bars {
    fn stage(&self, name: &'static str, steps: usize) {
        self.0.set_message(name);
        self.0.set_length(steps as u64);
        self.0.set_position(0);
    }

    fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
