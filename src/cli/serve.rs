//! `serve`: a preview on this machine.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Arguments, instant, say};
use crate::error::Result;
use crate::link::AsOf;
use crate::pipeline::Options;
use crate::serve::{self, Address, Around};

#[derive(clap::Args)]
pub(super) struct ServeArguments {
    /// Folder of the project: the one that holds `site.yaml`
    #[arg(default_value = ".")]
    root: PathBuf,
    /// Port to listen at; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 7227)]
    port: u16,
    /// Address to listen at, instead of this machine alone
    #[arg(long, value_name = "ADDRESS")]
    host: Option<IpAddr>,
    /// Name by which browsers on other machines may ask, with a port if it is another one
    #[arg(long = "allow-host", value_name = "NAME")]
    allowed: Vec<String>,
    /// Instant for which to build: a day, an instant such as 2026-02-10T18:00+05:30, or `now`
    #[arg(long, value_name = "TIME", value_parser = instant)]
    as_of: Option<AsOf>,
}

pub(super) fn serve(asked: &ServeArguments, arguments: &Arguments) -> Result<ExitCode> {
    let options = Options { as_of: asked.as_of, ..Options::of(&asked.root) };
    let address = Address { host: asked.host, port: asked.port, allowed: asked.allowed.clone() };
    let around = Around { clock, instant, say, colour: arguments.color.on_stderr(), token: token() };
    serve::run(&options, &address, around)?;
    Ok(ExitCode::SUCCESS)
}

/// Nanoseconds since 1970.
fn clock() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// 128 bits that nobody can guess: the standard library seeds its tables with what the system calls random.
fn token() -> String {
    format!("{:016x}{:016x}", RandomState::new().hash_one(1), RandomState::new().hash_one(2))
}
