//! The command line: arguments in, one short function a command, an exit code out.

mod about;
mod ask;
mod build;
mod explain;
mod import;
mod new;
mod review;
mod serve;
mod shards;
mod site;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostic::Severity;
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::pipeline::Options;
use crate::report::text::printable;
use crate::report::{self, Asked};
use crate::starter::{self, Starter};

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

impl When {
    fn on_stderr(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Make a small project that builds at once
    #[command(after_help = "Example: saar init my-digest --language hi")]
    Init {
        /// Its folder, which is made if it is not there
        root: PathBuf,
        /// Language of its pages
        #[arg(long, value_enum, default_value_t = PageLanguage::Hi)]
        language: PageLanguage,
        /// A project of another country, without the tables of India
        #[arg(long, conflicts_with = "language")]
        other_country: bool,
    },
    /// Write a new article with prefilled front matter; names are looked up, and asked for at a terminal
    #[command(after_help = "Examples:\n  saar new agra-rally\n  \
                            saar new 2024/agra-rally --date 2024-04-02 --election ls-2024 --region 'आगरा जिला'")]
    New(new::NewArguments),
    /// Build the site of a project
    #[command(after_help = "Example: saar build my-digest --output public --base-url https://example.org/digest/")]
    Build(build::BuildArguments),
    /// Read a share of the articles and write what is known of them, for a build by many machines
    #[command(after_help = "Example: saar facts my-digest --shard 3/8 --output facts
See docs/scale.md.")]
    Facts(shards::FactsArguments),
    /// Put the parts of a site that many machines made together, and publish it
    #[command(after_help = "Example: saar merge my-digest --facts facts --parts parts --output public
\
                            See docs/scale.md.")]
    Merge(shards::MergeArguments),
    /// Report everything that is wrong with a project, and write nothing
    Check {
        #[command(flatten)]
        project: ProjectArguments,
        #[command(flatten)]
        findings: FindingArguments,
    },
    /// Show a preview on this machine that follows every change
    #[command(after_help = "Example: saar serve my-digest")]
    Serve(serve::ServeArguments),
    /// Write drafts of articles from saved pages, text dumps, feeds and archives of them
    #[command(after_help = "Examples:\n  saar import saved/ dump.txt feed.xml crawl.warc.gz --root my-digest\n  \
                            saar import --review\n  saar import --stdin --json < page.html")]
    Import(import::ImportArguments),
    /// Say why something stands on the site or does not, what made it, and which pages an edit would touch
    #[command(
        after_help = "Examples:\n  saar explain /elections/ls-2024/up/\n  saar explain content/a.md:12 --json\n  \
                            saar explain कानपुर"
    )]
    Explain(explain::ExplainArguments),
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
    /// Print the JSON Schema of the front matter, of `site.yaml` or of the report in JSON, for editors
    #[command(after_help = "Example: saar schema front-matter --root my-digest > my-digest/front-matter.json")]
    Schema(about::SchemaArguments),
    /// Print what completes commands and options in a shell
    #[command(after_help = "Example: saar completions bash > ~/.local/share/bash-completion/completions/saar")]
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example: saar man > ~/.local/share/man/man1/saar.1")]
    Man,
}

#[derive(Clone, Copy, ValueEnum)]
enum PageLanguage {
    Hi,
    En,
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
}

#[derive(clap::Args)]
struct FindingArguments {
    /// Least severity at which nothing is published and the exit code is 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Report to other programs: `sarif`, `junit`, `json` or `github`, to FILE or to standard output
    #[arg(long = "report", value_name = "KIND[=FILE]")]
    reports: Vec<Asked>,
}

#[derive(clap::Args)]
struct OutputArguments {
    /// Folder for the site; by default `public` in the project
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl OutputArguments {
    /// A bundle does not take the place of the site that stands.
    fn of(&self, root: &Path, offline: bool) -> PathBuf {
        let name = if offline { "public-offline" } else { "public" };
        self.output.clone().unwrap_or_else(|| root.join(name))
    }
}

/// A site that is published, or a part of it.
#[derive(clap::Args)]
struct SiteArguments {
    #[command(flatten)]
    project: ProjectArguments,
    #[command(flatten)]
    findings: FindingArguments,
    #[command(flatten)]
    output: OutputArguments,
    /// Make a site to be opened from a disk or a USB stick, by default in `public-offline` in the project
    #[arg(long)]
    offline_bundle: bool,
    /// Show drafts too, each marked as one
    #[arg(long)]
    drafts: bool,
    /// Publish nothing if more than N files of the site would be gone
    #[arg(long, value_name = "N")]
    fail_if_removed: Option<usize>,
    /// Publish even if more than half of the articles are gone
    #[arg(long)]
    allow_shrink: bool,
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
    // a panic is a fault of ours: it is told as one, and what was staged is removed on the way out
    std::panic::set_hook(Box::new(|_| {}));
    let started = || start_threads(arguments.threads).map_err(Error::io("cannot start threads for", Path::new("saar")));
    Error::caught(|| started().and_then(|()| run(&arguments))).unwrap_or_else(|error| {
        say(&format!("error: {}\n", printable(&error.to_string())));
        ExitCode::from(error.exit_code())
    })
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        Command::Build(asked) => build::build(asked, arguments),
        Command::Facts(asked) => shards::facts(asked),
        Command::Merge(asked) => shards::merge(asked, arguments),
        Command::Check { project, findings } => build::check(project, findings, arguments),
        Command::Serve(asked) => serve::serve(asked, arguments),
        Command::New(asked) => new::new(asked, arguments),
        Command::Explain(asked) => explain::explain(asked, arguments),
        Command::Import(asked) => import::import(asked, arguments),
        Command::NextChange { project, output, format } => {
            site::next_change(project, &output.of(&project.root, false), *format)
        }
        Command::Verify { site } => site::verify(site),
        Command::Rollback { root, output } => site::roll_back(&output.of(root, false), root),
        Command::Init { root, language, other_country } => init(root, *language, *other_country),
        Command::Rules => Ok(about::rules()),
        Command::Schema(asked) => about::schema(asked, arguments),
        Command::Completions { shell } => Ok(about::completions(*shell)),
        Command::Man => Ok(about::manual()),
    }
}

fn init(root: &Path, language: PageLanguage, other_country: bool) -> Result<ExitCode> {
    let starter = match language {
        _ if other_country => Starter::Country,
        PageLanguage::Hi => Starter::Hindi,
        PageLanguage::En => Starter::English,
    };
    starter::write(root, starter)?;
    let folder = printable(&root.to_string_lossy());
    tell(&format!(
        "made {folder}: settings in site.yaml, two articles in content, a template of its own, a job for GitHub Actions\n\
         next: saar serve {folder}    to see it, and every change that you make\n      saar build {folder}    to make the site in {folder}/public\n"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Starts those that work, and the one that waits for signals: told to end, the program removes what it has staged
/// and ends with 129, 130 or 143.
fn start_threads(count: Option<usize>) -> io::Result<()> {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
        // a file larger than the system allows is a failure to write, and no reason to die of
        signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
        let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
        std::thread::Builder::new().spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _nothing_more = crate::publish::abandon();
                std::process::exit(128 + signal);
            }
        })?;
    }
    // 0 is one a core
    rayon::ThreadPoolBuilder::new().num_threads(count.unwrap_or(0)).build_global().map_err(io::Error::other)
}

fn options(project: &ProjectArguments) -> Result<Options> {
    let base_url = project.base_url.clone();
    Ok(Options { base_url, as_of: as_of(project)?, ..Options::of(&project.root) })
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

/// Prints to standard error; a closed pipe is no reason to fail. GitHub's runner would obey what it reads there.
fn say(text: &str) {
    let on_runner = std::env::var_os("GITHUB_ACTIONS").is_some();
    let text = if on_runner { report::github::harmless(text) } else { text.to_owned() };
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn tell(text: &str) {
    // what was asked for did not arrive, and nothing is half done at this point
    if let Err(error) = crate::publish::report::print(text) {
        say(&format!("error: {error}\n"));
        std::process::exit(error.exit_code().into());
    }
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
