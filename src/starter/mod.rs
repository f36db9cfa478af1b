//! The files of a new project: settings with remarks, two articles, a template of its own, a job that builds it.

pub mod article;

use std::path::Path;

use crate::error::{Error, Result};
use crate::store;

/// Which project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starter {
    /// India, pages in Hindi.
    Hindi,
    /// India, pages in English.
    English,
    /// Another country: a small one with all its parts.
    Country,
}

impl Starter {
    /// Its files, by their paths below the project.
    pub fn files(self) -> [(&'static str, &'static str); 6] {
        let (site, one, two) = match self {
            Self::Hindi => (include_str!("hi/site.yaml"), include_str!("hi/one.md"), include_str!("hi/two.md")),
            Self::English => (include_str!("en/site.yaml"), include_str!("en/one.md"), include_str!("en/two.md")),
            Self::Country => {
                (include_str!("country/site.yaml"), include_str!("country/one.md"), include_str!("country/two.md"))
            }
        };
        [
            ("site.yaml", site),
            ("content/first.md", one),
            ("content/second.md", two),
            ("templates/404.html", include_str!("404.html")),
            (".github/workflows/digest.yml", include_str!("../../docs/ci/github.yml")),
            (".gitignore", "/public\n/public-offline\n/.public*.saar-*\n"),
        ]
    }
}

/// Writes the files of a new project into the folder `root`, which is made if it is not there.
///
/// # Errors
/// If one of the files stands there already, or when the machine fails us.
pub fn write(root: &Path, starter: Starter) -> Result<()> {
    let files = starter.files();
    if let Some((taken, _)) = files.iter().find(|(path, _)| !store::free(&root.join(path))) {
        return Err(Error::Usage(format!(
            "`{}` is there already, and nothing is written over; name another folder",
            root.join(taken).display()
        )));
    }
    for (path, text) in files {
        store::create(&root.join(path), text)?;
    }
    Ok(())
}
