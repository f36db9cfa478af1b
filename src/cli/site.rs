//! Commands about a site that stands: when it changes next, whether it is whole, and the one before it.

use std::path::Path;
use std::process::ExitCode;

use chrono::Duration;

use super::{Format, ProjectArguments, options, say, tell};
use crate::error::{Error, Result};
use crate::pipeline::{self, Options};
use crate::publish::{self, Fault, Place};
use crate::report::text::{plural, printable};

pub(super) fn next_change(project: &ProjectArguments, output: &Path, format: Format) -> Result<ExitCode> {
    let options = Options { output: Some(Place::Folder(output.to_owned())), ..options(project)? };
    let Some(next) = pipeline::next_change(&options)? else {
        say("the project cannot be read; `saar check` says why\n");
        return Ok(ExitCode::from(2));
    };
    // cron knows minutes: the first one that is not too early
    let up = Duration::minutes(1) - Duration::nanoseconds(1);
    let cron = next.as_ref().map(|next| (next.at.to_utc() + up).format("%-M %-H %-d %-m *").to_string());
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

pub(super) fn verify(site: &Path) -> Result<ExitCode> {
    let verified = publish::verify(site)?;
    for (file, fault) in &verified.faults {
        let what = match fault {
            Fault::Changed => "is not what was published",
            Fault::Missing => "is missing",
            Fault::Extra => "is not listed in the manifest",
        };
        say(&format!("error: `{}` {what}\n", printable(file)));
    }
    let (files, manifest) = (plural(verified.files, "file"), &verified.manifest);
    if verified.faults.is_empty() {
        tell(&format!("{files} are what was published; manifest blake3 {manifest}\n"));
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{} of a site of {files}\n", plural(verified.faults.len(), "fault")));
    Ok(ExitCode::from(1))
}

pub(super) fn roll_back(output: &Path, root: &Path) -> Result<ExitCode> {
    if !output.is_dir() && !publish::interrupted(output)? {
        let message = "there is no site at `{}`; name the folder of its project, or the site itself with `--output`";
        return Err(Error::Usage(message.replace("{}", &output.display().to_string())));
    }
    publish::open_folder(output, root)?.roll_back()?;
    say(&format!("the generation before stands again in {}; `saar rollback` undoes this\n", output.display()));
    Ok(ExitCode::SUCCESS)
}
