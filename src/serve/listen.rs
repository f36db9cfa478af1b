//! Listens: connections, bounded in number and time. Who sends nothing makes room for who asks.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;

use super::answer::{Answer, answer, may_wait, plain};
use super::guard::Hosts;
use super::preview::Preview;
use crate::error::{Error, Result};

/// Connections at once.
const MOST: usize = 256;
/// So long a request may take to arrive.
const HEAD: Duration = Duration::from_secs(10);
/// Seconds after its last request at which a connection is closed, unless it waits for events.
const IDLE: u64 = 30;
/// Seconds between signs of life to those who wait for events.
const SIGN: u64 = 15;
/// Bytes of the head of a request.
const LONGEST: usize = 16 << 10;

/// What is said where there is no room.
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// The connections that are open, by number.
#[derive(Default)]
struct Open {
    all: Mutex<BTreeMap<u64, Connection>>,
    /// Seconds since the beginning.
    seconds: AtomicU64,
}

struct Connection {
    task: Option<AbortHandle>,
    /// When its last request came, in seconds since the beginning; `None` before the first.
    asked: Option<u64>,
    /// When it was opened.
    opened: u64,
    /// Whether it waits for events.
    events: bool,
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Connection>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        self.seconds.load(Relaxed)
    }

    /// Takes a new connection. Where there are too many, the oldest one that has asked for nothing goes, else the one
    /// that asked longest ago; `None` where all of them wait for events.
    fn take(&self, number: u64) -> Option<()> {
        let mut all = self.lock();
        if all.len() >= MOST {
            let idle = all.iter().filter(|(_, connection)| !connection.events);
            let oldest =
                idle.min_by_key(|(number, c)| (c.asked.is_some(), c.asked, **number)).map(|(number, _)| *number);
            all.remove(&oldest?)?.end();
        }
        all.insert(number, Connection { task: None, asked: None, opened: self.now(), events: false });
        Some(())
    }

    /// Closes what has been idle for too long.
    fn sweep(&self) {
        let now = self.seconds.fetch_add(1, Relaxed) + 1;
        let old = |c: &Connection| !c.events && c.asked.unwrap_or(c.opened) + IDLE < now;
        self.lock().extract_if(.., |_, connection| old(connection)).for_each(|(_, connection)| connection.end());
    }
}

impl Connection {
    fn end(self) {
        if let Some(task) = self.task {
            task.abort();
        }
    }
}

/// Answers until the program is told to end.
///
/// # Errors
/// When the system refuses.
pub fn listen(listeners: Vec<TcpListener>, preview: &Arc<Preview>, hosts: &Arc<Hosts>) -> Result<()> {
    let failed = || Error::io("cannot listen on", Path::new("the network"));
    // one thread answers: what it hands out is in memory. Sites of other moments are made by the few others
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(2).build().map_err(failed())?;
    runtime.block_on(async {
        let open = Arc::new(Open::default());
        let mut accepting = Vec::new();
        for listener in listeners {
            listener.set_nonblocking(true).map_err(failed())?;
            let listener = tokio::net::TcpListener::from_std(listener).map_err(failed())?;
            accepting.push(tokio::spawn(accept(listener, (Arc::clone(&open), Arc::clone(preview), Arc::clone(hosts)))));
        }
        let mut second = tokio::time::interval(Duration::from_secs(1));
        loop {
            second.tick().await;
            open.sweep();
            if open.now().is_multiple_of(SIGN) {
                preview.publish(": still here\n\n");
            }
        }
    })
}

type Shared = (Arc<Open>, Arc<Preview>, Arc<Hosts>);

async fn accept(listener: tokio::net::TcpListener, (open, preview, hosts): Shared) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // no file descriptor is free, say: time brings some
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let number = NUMBER.fetch_add(1, Relaxed);
        if open.take(number).is_none() {
            // a new connection has room for so much
            let _ = stream.try_write(REFUSAL);
            continue;
        }
        let serving = serve(stream, number, (Arc::clone(&open), Arc::clone(&preview), Arc::clone(&hosts)));
        let task = tokio::spawn(serving).abort_handle();
        if let Some(connection) = open.lock().get_mut(&number) {
            connection.task = Some(task);
        }
        // its request, which most often is there already, is read before the next connection could push it out
        tokio::task::yield_now().await;
    }
}

async fn serve(stream: TcpStream, number: u64, (open, preview, hosts): Shared) {
    let service = service_fn(|request: Request<Incoming>| {
        let (open, preview, hosts) = (Arc::clone(&open), Arc::clone(&preview), Arc::clone(&hosts));
        async move {
            let answer = respond(&request, &preview, &hosts).await;
            if let Some(connection) = open.lock().get_mut(&number) {
                connection.asked = Some(open.now());
                connection.events = answer.headers()["content-type"] == "text/event-stream";
            }
            Ok::<Answer, Infallible>(answer)
        }
    });
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    open.lock().remove(&number);
}

async fn respond(request: &Request<Incoming>, preview: &Arc<Preview>, hosts: &Hosts) -> Answer {
    if let Err((status, why)) = hosts.check(request.method(), request.uri(), request.headers()) {
        let mut answer = plain(status, &why);
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        return answer;
    }
    if !may_wait(request.uri()) {
        return answer(preview, request.uri());
    }
    let (waiting, uri) = (Arc::clone(preview), request.uri().clone());
    let made = tokio::task::spawn_blocking(move || answer(&waiting, &uri)).await;
    made.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "this is a fault of saar"))
}
