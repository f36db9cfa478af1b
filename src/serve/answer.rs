//! Answers: what is said to a request that was let in. Files are looked up in the site in memory; no path reaches the
//! disk.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION};
use hyper::{Response, StatusCode, Uri};
use tokio::sync::mpsc::Receiver;

use super::moment::Moment;
use super::pages;
use super::preview::{Preview, View};
use crate::text::percent::{percent_decode, percent_encode_path};
use crate::text::xml::escape;

/// The own pages of the preview, which no address of a site can be.
const OWN: &str = "/~saar/";

/// What is sent: all at once, or events as they come.
pub enum Sent {
    /// The rest of it.
    Whole(Option<Bytes>),
    /// Until the page goes away.
    Events(Receiver<Bytes>),
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Events(events) => events.poll_recv(context).map(|event| event.map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            Self::Whole(bytes) => hyper::body::SizeHint::with_exact(bytes.as_ref().map_or(0, |b| b.len() as u64)),
            Self::Events(_) => hyper::body::SizeHint::default(),
        }
    }
}

/// An answer.
pub type Answer = Response<Sent>;

/// Whether an answer may have to wait until a site of another moment is made.
pub fn may_wait(uri: &Uri) -> bool {
    uri.path().starts_with("/~") && !uri.path().starts_with(OWN)
}

/// What is at an address.
pub fn answer(preview: &Preview, uri: &Uri) -> Answer {
    let Some(path) = decoded(uri.path()) else {
        return plain(StatusCode::BAD_REQUEST, "this is no address of a site");
    };
    if let Some(name) = path.strip_prefix(OWN) {
        return own(preview, name, uri.query().unwrap_or_default());
    }
    let (moment, within) = split(&path);
    if let Some(query) = uri.query()
        && let Some(answer) = elsewhere(preview, (moment, within), query)
    {
        return answer;
    }
    if moment == Moment::default() {
        return file(preview, preview.main(), within);
    }
    file(preview, &preview.other(moment), within)
}

/// A refusal or another short answer.
pub fn plain(status: StatusCode, text: &str) -> Answer {
    send(status, "text/plain; charset=utf-8", Bytes::from(format!("{text}\n")))
}

/// The moment that an address names, and the path within its site.
fn split(path: &str) -> (Moment, &str) {
    let first = path[1..].split('/').next().unwrap_or_default();
    match Moment::parse(first) {
        Some(moment) => (moment, &path[1 + first.len()..]),
        None => (Moment::default(), path),
    }
}

/// Leads to the moment that `?as-of=` and `?drafts=` ask for.
fn elsewhere(preview: &Preview, (moment, within): (Moment, &str), query: &str) -> Option<Answer> {
    let value = |key: &str| {
        let of = |pair: &str| pair.strip_prefix(key)?.strip_prefix('=').map(|value| value.replace('+', "%20"));
        query.split('&').find_map(of).map(|value| decoded(&value).unwrap_or_default().trim().to_owned())
    };
    let (at, drafts) = (value("as-of"), value("drafts"));
    if at.is_none() && drafts.is_none() {
        return None;
    }
    let as_of = match at.as_deref() {
        None => moment.as_of,
        Some("") => None,
        // a plus sign of an offset was a space in a query
        Some(at) => match preview.instant(&at.replace(' ', "+")) {
            Ok(at) => Some(at),
            Err(why) => return Some(plain(StatusCode::BAD_REQUEST, &format!("as-of: {why}"))),
        },
    };
    let published = drafts.map_or(moment.published, |drafts| drafts == "no");
    let label = Moment { as_of, published }.label();
    let target = if label.is_empty() { within.to_owned() } else { format!("/{label}{within}") };
    Some(redirect(StatusCode::SEE_OTHER, &target))
}

/// A file of a site.
fn file(preview: &Preview, view: &View, within: &str) -> Answer {
    let stands = view.shelf.stands();
    if stands.count() == 0 {
        let page = pages::failure(&view.told());
        return page_of(StatusCode::INTERNAL_SERVER_ERROR, page, (preview, view));
    }
    let path = within.strip_prefix('/').unwrap_or(within);
    let folder = path.is_empty() || path.ends_with('/');
    let name = if folder { format!("{path}index.html") } else { path.to_owned() };
    if let Some(bytes) = stands.file(&name) {
        return of_site(StatusCode::OK, (&name, bytes), (preview, view));
    }
    let label = view.moment.label();
    let root = if label.is_empty() { String::new() } else { format!("/{label}") };
    if !folder && stands.file(&format!("{path}/index.html")).is_some() {
        return redirect(StatusCode::PERMANENT_REDIRECT, &format!("{root}/{path}/"));
    }
    match stands.file("404.html") {
        Some(page) => of_site(StatusCode::NOT_FOUND, ("404.html", page), (preview, view)),
        None => plain(StatusCode::NOT_FOUND, "the site has no such page"),
    }
}

fn of_site(status: StatusCode, (name, bytes): (&str, &Arc<[u8]>), shown: (&Preview, &View)) -> Answer {
    let kind = kind(name);
    if kind.starts_with("text/html") {
        return page_of(status, String::from_utf8_lossy(bytes).into_owned(), shown);
    }
    send(status, kind, Bytes::from_owner(Arc::clone(bytes)))
}

/// A page, with the script that reloads it.
fn page_of(status: StatusCode, page: String, (preview, view): (&Preview, &View)) -> Answer {
    send(status, kind(".html"), pages::alive(page, preview.token(), view).into())
}

/// The own pages of the preview.
fn own(preview: &Preview, name: &str, query: &str) -> Answer {
    match name {
        "live.js" => send(StatusCode::OK, kind(name), Bytes::from_static(include_bytes!("live.js"))),
        "live.css" => send(StatusCode::OK, kind(name), Bytes::from_static(include_bytes!("live.css"))),
        "status" => page_of(StatusCode::OK, pages::status(&preview.main().told()), (preview, preview.main())),
        "told" => {
            let told = preview.main().told();
            let json = serde_json::json!({ "failed": told.failed, "counts": told.counts, "text": told.text });
            send(StatusCode::OK, kind(".json"), json.to_string().into())
        }
        "events" if query.strip_prefix("token=") != Some(preview.token()) => {
            plain(StatusCode::FORBIDDEN, "these are the events of another run")
        }
        "events" => match preview.listen() {
            Some(events) => respond(StatusCode::OK, "text/event-stream", Sent::Events(events)),
            None => plain(StatusCode::SERVICE_UNAVAILABLE, "too many pages are open"),
        },
        _ => plain(StatusCode::NOT_FOUND, "the preview has no such page"),
    }
}

fn redirect(status: StatusCode, target: &str) -> Answer {
    let target = percent_encode_path(target);
    let mut answer = send(status, kind(".html"), Bytes::from(format!("<a href=\"{0}\">{0}</a>\n", escape(&target))));
    // all bytes are visible ASCII now
    if let Ok(value) = HeaderValue::from_str(&target) {
        answer.headers_mut().insert(LOCATION, value);
    }
    answer
}

fn send(status: StatusCode, kind: &'static str, bytes: Bytes) -> Answer {
    respond(status, kind, Sent::Whole(Some(bytes)))
}

fn respond(status: StatusCode, kind: &'static str, sent: Sent) -> Answer {
    let mut answer = Response::new(sent);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// The path of an address: decoded once; `None` where it is none that a site can have.
fn decoded(path: &str) -> Option<String> {
    let path = percent_decode(path)?;
    // two slashes would lead a browser to another host
    let strange =
        path.contains(['\\', '\0']) || path.contains("//") || path.split('/').any(|p| matches!(p, "." | ".."));
    (!strange).then_some(path)
}

/// The type of a file by the end of its name.
fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        Some("xml") => "application/xml; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("pdf") => "application/pdf",
        Some("mp3") => "audio/mpeg",
        Some("mp4") => "video/mp4",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(decoded("/a/%E0%A4%95/").as_deref(), Some("/a/क/"));
        assert_eq!(decoded("/%252e%252e/").as_deref(), Some("/%2e%2e/"));
        let none = [
            "/../x", "/%2e%2e/", "/a/./b", "/..%5c", "/%00", "/%c0%ae", "/%", "/%4", "/%zz", "/a\\b", "/%2E%2E", "//x",
        ];
        for path in none {
            assert_eq!(decoded(path), None, "{path}");
        }
    }

    #[test]
    fn types_are_known_or_none() {
        assert_eq!(kind("a/index.html"), "text/html; charset=utf-8");
        assert_eq!(kind("CNAME"), "application/octet-stream");
        assert_eq!(kind("x.unknown"), "application/octet-stream");
    }
}
