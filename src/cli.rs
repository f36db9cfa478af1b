//! The command line: arguments in, one short function a command, an exit code out.

use std::io::{IsTerminal, Write};
use std::path::{Component, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand, ValueEnum};

use crate::deliver::{Delivery, Surroundings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::pipeline::{self, Built, Options};
use crate::progress::Bars;
use crate::report::text::{counts, plural, printable};
use crate::report::{self, Asked, Report};

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
        /// Folder for the site; by default `public` in the project
        #[arg(long, short, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Report everything that is wrong with a project, and write nothing
    Check {
        #[command(flatten)]
        project: ProjectArguments,
    },
    /// List the kinds of finding
    Rules,
    /// Print the JSON Schema of the front matter, of `site.yaml` or of the report in JSON
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
    Report,
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
    /// Report to other programs: `sarif`, `junit`, `json` or `github`, to FILE or to standard output
    #[arg(long = "report", value_name = "KIND[=FILE]")]
    reports: Vec<Asked>,
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
    guarded(|| run(&arguments)).unwrap_or_else(|error| {
        say(&format!("error: {}\n", printable(&error.to_string())));
        ExitCode::from(error.exit_code())
    })
}

fn guarded<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let run = std::panic::AssertUnwindSafe(run);
    std::panic::catch_unwind(run).unwrap_or_else(|panic| Err(Error::Bug(what_panicked(&*panic))))
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        Command::Build { project, output } => build(project, output.as_ref(), arguments),
        Command::Check { project } => check(project, arguments),
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

fn build(project: &ProjectArguments, output: Option<&PathBuf>, arguments: &Arguments) -> Result<ExitCode> {
    let output = output.cloned().unwrap_or_else(|| project.root.join("public"));
    let started = Instant::now();
    let least = if arguments.quiet { Severity::Error } else { Severity::Warning };
    // what stands against publishing is always shown
    let least = project.fail_on.severity().map_or(least, |fail_on| least.min(fail_on));
    reported(project, Some(&output), arguments, |built| {
        print(built, least, arguments.color);
        let counts = counts(built.diagnostics.iter().map(|d| d.severity));
        let time = started.elapsed().as_secs_f64();
        match &built.published {
            Some(published) => say(&format!(
                "built {} from {} into {} in {time:.1} s{}; {counts}\n",
                plural(published.files, "file"),
                plural(built.articles, "article"),
                output.display(),
                left_out(built),
            )),
            None => say(&format!("nothing was published; {counts}\n")),
        }
    })
}

fn check(project: &ProjectArguments, arguments: &Arguments) -> Result<ExitCode> {
    let least = if arguments.quiet { Severity::Error } else { Severity::Info };
    reported(project, None, arguments, |built| {
        print(built, least, arguments.color);
        say(&format!(
            "checked {} and {}{}; {}\n",
            plural(built.articles, "article"),
            plural(built.pages, "page"),
            left_out(built),
            counts(built.diagnostics.iter().map(|d| d.severity))
        ));
    })
}

/// Runs the pipeline, tells people with `show`, and delivers the reports, also when the run failed.
fn reported(
    project: &ProjectArguments,
    output: Option<&PathBuf>,
    arguments: &Arguments,
    show: impl FnOnce(&Built),
) -> Result<ExitCode> {
    // a check has no output, but the usual folder for it is no place for reports all the same
    let site = output.cloned().unwrap_or_else(|| project.root.join("public"));
    let delivery = Delivery::prepare(&project.reports, &project.root, &site, surroundings(project))?;
    let options = options(project, output.cloned());
    let built = options.and_then(|options| guarded(|| pipeline::build(&options, &Bars::new(arguments.quiet))));
    let delivered = match &built {
        Ok(built) => {
            show(built);
            delivery.write(&Report::of(built, project.fail_on.severity(), exit_code(built, project)))
        }
        Err(error) => {
            let root = project.root.canonicalize().unwrap_or_else(|_| project.root.clone());
            delivery.write(&Report::failed(error, &root))
        }
    };
    // a report that cannot be written is told, but the first failure is the one that counts
    match (built, delivered) {
        (Ok(built), delivered) => delivered.map(|()| ExitCode::from(exit_code(&built, project))),
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
        SchemaOf::Report => crate::schema::report(),
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

/// 0 done, 1 findings that fail the run, 2 unusable settings, 4 a file that is too large.
fn exit_code(built: &Built, project: &ProjectArguments) -> u8 {
    let worst = built.diagnostics.iter().map(|d| d.severity).max();
    let limit = built.diagnostics.iter().any(|d| d.rule == crate::diagnostic::Rule::FileTooLarge);
    let fails = project.fail_on.severity().is_some_and(|least| worst >= Some(least));
    match (built.as_of, fails) {
        (None, _) => 2,
        (_, true) if limit => 4,
        (_, true) => 1,
        _ => 0,
    }
}

fn print(built: &Built, least: Severity, color: When) {
    let shown: Vec<Diagnostic> = built.diagnostics.iter().filter(|d| d.severity >= least).cloned().collect();
    let color = match color {
        When::Always => true,
        When::Never => false,
        When::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    say(&report::text::text(&shown, &built.sources, color));
}

fn left_out(built: &Built) -> String {
    let count = |reason: &str| built.left_out.iter().filter(|l| l.reason == reason).count();
    let parts: Vec<String> = [
        ("draft", "draft"),
        ("embargo", "under embargo"),
        ("expired", "expired"),
        ("future", "in the future"),
        ("later", "not known yet"),
    ]
    .into_iter()
    .filter(|(reason, _)| count(reason) > 0)
    .map(|(reason, words)| format!("{} {words}", count(reason)))
    .collect();
    if parts.is_empty() { String::new() } else { format!(" (left out: {})", parts.join(", ")) }
}

/// Prints to standard error; a closed pipe is no reason to fail. GitHub's runner would obey what it reads there.
fn say(text: &str) {
    let on_runner = std::env::var_os("GITHUB_ACTIONS").is_some();
    let text = if on_runner { report::github::harmless(text) } else { text.to_owned() };
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
