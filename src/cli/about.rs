//! What the program says of itself: its rules, its schemas, completions for shells, and its manual page.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;

use super::build::show;
use super::{Arguments, tell};
use crate::diagnostic::{Diagnostics, Rule};
use crate::error::{Error, Result};
use crate::model::site::Site;
use crate::parse::settings::{self, SiteRecord};
use crate::pipeline::{self, Options};
use crate::source::SourceId;
use crate::{schema, store};

#[derive(clap::Args)]
pub(super) struct SchemaArguments {
    /// Which one
    #[arg(value_enum)]
    of: SchemaOf,
    /// Folder of the project whose ids and names stand in it; by default this one, if it is one
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Leave the ids and names of the project out
    #[arg(long, conflicts_with = "root")]
    plain: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum SchemaOf {
    FrontMatter,
    Site,
    Report,
}

pub(super) fn rules() -> ExitCode {
    let mut text = String::new();
    for rule in Rule::ALL {
        text.push_str(&format!("{:<22} {:<8} {}\n", rule.name(), rule.severity().word(), rule.explain()));
    }
    tell(&text);
    ExitCode::SUCCESS
}

pub(super) fn schema(asked: &SchemaArguments, arguments: &Arguments) -> Result<ExitCode> {
    let site = match (&asked.of, &asked.root) {
        (SchemaOf::Report, _) => None,
        _ if asked.plain => None,
        (_, Some(root)) => Some(project(root, arguments)?),
        (_, None) => match project(Path::new("."), arguments) {
            Err(Error::Usage(_)) => None,
            other => Some(other?),
        },
    };
    let schema = match (asked.of, site) {
        (SchemaOf::Report, _) => schema::report(),
        (SchemaOf::FrontMatter, None) => schema::front_matter(),
        (SchemaOf::Site, None) => schema::site(),
        (_, Some(None)) => return Ok(ExitCode::from(2)),
        (SchemaOf::FrontMatter, Some(Some((site, record)))) => schema::front_matter_of(&site, &record),
        (SchemaOf::Site, Some(Some((site, record)))) => schema::site_of(&site, &record),
    };
    tell(&schema::text(&schema));
    Ok(ExitCode::SUCCESS)
}

/// The project in `root`, and its settings as they are written; `None` if they cannot be used, which has then been shown.
pub(super) fn project(root: &Path, arguments: &Arguments) -> Result<Option<(Site, SiteRecord)>> {
    let mut found = Diagnostics::default();
    let (site, sources) = pipeline::project(&Options::of(root), true, &mut found)?;
    let Some(site) = site else {
        show(&found.sorted(), &sources, arguments.color);
        return Ok(None);
    };
    let text = store::read(&root.join("site.yaml"))?;
    let record = settings::parse(&text, SourceId::default(), &mut Diagnostics::default());
    Ok(record.map(|record| (site, record)))
}

pub(super) fn completions(shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "saar", &mut script);
    tell(&String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}

/// One page with all commands, as it would be `saar.1`.
pub(super) fn manual() -> ExitCode {
    let text = manual_page(Arguments::command()).unwrap_or_default();
    tell(&String::from_utf8_lossy(&text));
    ExitCode::SUCCESS
}

fn manual_page(mut command: clap::Command) -> std::io::Result<Vec<u8>> {
    command.build();
    let mut page = Vec::new();
    let whole = Man::new(command.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_description_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        // what all commands take stands above
        let own = command.clone().mut_args(|arg| {
            let common = arg.is_global_set() || arg.get_id() == "help";
            arg.hide(common)
        });
        let example = own.get_after_help().is_some();
        let man = Man::new(own);
        let mut part = Vec::new();
        man.render_description_section(&mut part)?;
        man.render_synopsis_section(&mut part)?;
        man.render_options_section(&mut part)?;
        if example {
            man.render_extra_section(&mut part)?;
        }
        writeln!(page, ".SS saar {}", command.get_name())?;
        for line in String::from_utf8_lossy(&part).lines() {
            match line {
                ".SH DESCRIPTION" | ".SH OPTIONS" => {}
                // what each part begins with anew
                line if line.starts_with(".ie ") || line.starts_with(".el ") => {}
                line if line.starts_with(".SH ") => writeln!(page, ".PP")?,
                line => writeln!(page, "{line}")?,
            }
        }
    }
    whole.render_version_section(&mut page)?;
    Ok(page)
}
