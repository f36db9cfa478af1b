//! Failures of the machine or of the command line; faults of the content are diagnostics.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a run ended without its result. Each kind has its exit code, see [`Error::exit_code`].
#[derive(Debug)]
pub enum Error {
    /// The settings or the command line cannot be used; the text says what to write instead.
    Usage(String),
    /// Reading or writing `path` failed.
    Io {
        /// What was being done, as in "cannot write".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// Another build holds the lock of this output folder.
    Locked(PathBuf),
    /// Going on could destroy something that is not ours.
    Unsafe(String),
    /// A fault of the program itself.
    Bug(String),
}

/// The result of everything that touches the machine.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// 2 usage, 3 environment, 5 locked, 6 refused for safety, 70 a bug; 0, 1 and 4 belong to the diagnostics.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Io { .. } => 3,
            Self::Locked(_) => 5,
            Self::Unsafe(_) => 6,
            Self::Bug(_) => 70,
        }
    }

    /// What `run` gives; a panic is a fault of ours and told as one.
    ///
    /// # Errors
    /// Those of `run`, and [`Error::Bug`].
    pub fn caught<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
        let run = std::panic::AssertUnwindSafe(run);
        std::panic::catch_unwind(run).unwrap_or_else(|panic| Err(Self::Bug(what_panicked(&*panic))))
    }

    /// An input or output failure of `path`, for `map_err`.
    pub fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |cause| Self::Io { doing, path: path.to_owned(), cause }
    }
}

fn what_panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it stopped without a reason").to_owned()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Unsafe(text) => f.write_str(text),
            Self::Io { doing, path, cause } => write!(f, "{doing} `{}`: {cause}", path.display()),
            Self::Locked(path) => {
                write!(f, "another build is writing to this output: `{}` is locked; wait for it to end", path.display())
            }
            Self::Bug(text) => write!(f, "this is a fault of saar, not of your files: {text}"),
        }
    }
}

impl std::error::Error for Error {}
