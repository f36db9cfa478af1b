//! Deliver: brings the reports that were asked for to their files and to standard output.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::publish::report::{Target, append, print, target};
use crate::report::{self, Asked, Kind, Report};

/// Where reports go, looked at before the build begins.
pub struct Delivery {
    /// The forms; `None` is standard output.
    targets: Vec<(Kind, Option<Target>)>,
    surroundings: Surroundings,
}

/// What a report needs to know of the place where the program runs.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// Where the project lies within the repository, as in `my-digest/`; empty where it is the repository.
    pub folder: String,
    /// The file to which GitHub Actions takes the summary of a step.
    pub summary: Option<PathBuf>,
}

impl Delivery {
    /// Looks at the places of all reports, for the project at `root` whose site goes to `output`.
    ///
    /// # Errors
    /// When one of them cannot be written to, or would overwrite what is not a report.
    pub fn prepare(asked: &[Asked], root: &Path, output: &Path, surroundings: Surroundings) -> Result<Self> {
        let mut targets = Vec::new();
        for Asked { kind, file } in asked {
            let place = file.as_deref().map(|file| target(file, root, output)).transpose()?;
            if targets.iter().any(|(_, other)| *other == place) {
                let place = file.as_deref().map_or("standard output".into(), |file| format!("`{}`", file.display()));
                let message = format!("two reports cannot go to {place}; name another file for one of them");
                return Err(Error::Usage(message));
            }
            targets.push((*kind, place));
        }
        Ok(Self { targets, surroundings })
    }

    /// Writes all of them.
    ///
    /// # Errors
    /// When the system refuses one; those before it are written then.
    pub fn write(&self, report: &Report) -> Result<()> {
        for (kind, place) in &self.targets {
            let text = match kind {
                Kind::Sarif => report::sarif::text(report),
                Kind::Junit => report::junit::text(report),
                Kind::Json => report::json::text(report),
                Kind::Github => report::github::text(report, &self.surroundings.folder),
            };
            match place {
                Some(place) => place.write(text.as_bytes())?,
                None => print(&text)?,
            }
        }
        match &self.surroundings.summary {
            Some(file) if self.targets.iter().any(|(kind, _)| *kind == Kind::Github) => {
                append(file, &report::github::summary(report))
            }
            _ => Ok(()),
        }
    }
}
