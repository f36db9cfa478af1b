//! Serve: a preview on this machine, made in memory, and made anew when a file of the project changes.
//!
//! ```text
//!  project ── watch ─▶ Preview::changed ─▶ pipeline::build ─▶ Shelf ─┐
//!                             │                                      │
//!  browser ◀── events ────────┘        browser ─▶ guard ─▶ answer ◀──┘
//! ```
//!
//! There is no second way to make a page: what is shown is what `saar build` would publish, but for the base address,
//! the drafts, and a script that reloads, which is added when a page is handed out.

mod answer;
mod guard;
mod listen;
mod moment;
mod pages;
mod preview;
mod watch;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use self::guard::Hosts;
use self::preview::Preview;
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::pipeline::Options;

/// Where a preview is to be found, and by whom.
#[derive(Debug, Clone)]
pub struct Address {
    /// `None` is this machine alone, by IPv4 and IPv6.
    pub host: Option<IpAddr>,
    /// 0 takes any that is free.
    pub port: u16,
    /// Names, with ports if need be, by which browsers may ask besides those of this machine.
    pub allowed: Vec<String>,
}

/// What a preview is told of the world around it.
pub struct Around {
    /// What time it is, in nanoseconds since 1970.
    pub clock: fn() -> u64,
    /// Reads the instant of a preview at another time.
    pub instant: fn(&str) -> std::result::Result<AsOf, String>,
    /// Prints to the person who started it.
    pub say: fn(&str),
    /// Whether findings are printed in colour.
    pub colour: bool,
    /// A secret of this run: without it no page can listen to its events.
    pub token: String,
}

/// Serves a preview of the project until the program is told to end.
///
/// # Errors
/// When the address cannot be had, or the project's folder cannot be watched.
pub fn run(options: &Options, address: &Address, around: Around) -> Result<()> {
    let listeners = bind(address)?;
    let first = listeners[0].local_addr().map_err(Error::io("cannot listen on", &place(address)))?;
    let origin = format!("http://{first}");
    if !first.ip().is_loopback() {
        (around.say)(&format!(
            "warning: everyone who reaches this machine as {} can read the preview, drafts and all\n",
            address.allowed.join(" or ")
        ));
    }
    let mut eyes = watch::Eyes::open(&options.root, around.clock, around.say)?;
    let (hosts, say) = (Hosts::new(first.port(), &address.allowed), around.say);
    let preview = Arc::new(Preview::new(options, &origin, around));
    preview.changed();
    say(&format!("{origin}/ shows the preview, {origin}/~saar/status what was found; end it with Ctrl-C\n"));
    let watching = Arc::clone(&preview);
    std::thread::spawn(move || {
        while eyes.wait(|| watching.settle()) {
            watching.changed();
        }
    });
    listen::listen(listeners, &preview, &Arc::new(hosts))
}

/// Takes the address: on this machine by both protocols, where it has both.
fn bind(address: &Address) -> Result<Vec<TcpListener>> {
    let taken = |at: SocketAddr| {
        TcpListener::bind(at).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::AddrInUse => std::io::Error::new(
                cause.kind(),
                "another program listens there; end it, or take any free port with `--port 0`",
            ),
            _ => cause,
        })
    };
    let failed = |cause| Error::io("cannot listen on", &place(address))(cause);
    let Some(host) = address.host else {
        let first = taken((Ipv4Addr::LOCALHOST, address.port).into()).map_err(failed)?;
        let port = first.local_addr().map_err(failed)?.port();
        let second = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).ok();
        return Ok([first].into_iter().chain(second).collect());
    };
    if !host.is_loopback() && address.allowed.is_empty() {
        return Err(Error::Usage(format!(
            "`--host {host}` would show the preview to others; name with `--allow-host` by what name they may ask for it"
        )));
    }
    Ok(vec![taken((host, address.port).into()).map_err(failed)?])
}

fn place(address: &Address) -> PathBuf {
    SocketAddr::new(address.host.unwrap_or(Ipv4Addr::LOCALHOST.into()), address.port).to_string().into()
}
