//! Who may ask: a page of another site that a browser on this machine has open must learn nothing.

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// The names by which this server may be asked.
#[derive(Debug)]
pub struct Hosts(Vec<String>);

/// Why a request is refused: status and words.
pub type Refusal = (StatusCode, String);

impl Hosts {
    /// Those of this machine at `port`, and the `allowed` ones, at `port` where they name none.
    pub fn new(port: u16, allowed: &[String]) -> Self {
        let own = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
        let others = allowed.iter().map(|name| {
            let name = name.to_ascii_lowercase();
            let has_port = name.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
            if has_port { name } else { format!("{name}:{port}") }
        });
        Self(own.into_iter().chain(others).collect())
    }

    /// Whether `host`, as a browser writes it, is one of them.
    fn knows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        // browsers leave the port out where it is that of the scheme
        self.0.iter().any(|known| *known == host || known.strip_suffix(":80") == Some(&host))
    }

    /// Refuses what does not come from a page of this server, or from a person.
    pub fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        if method != Method::GET && method != Method::HEAD {
            return Err((StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD".into()));
        }
        if uri.authority().is_some() || !uri.path().starts_with('/') {
            return Err((StatusCode::BAD_REQUEST, "this is no proxy".into()));
        }
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err((StatusCode::BAD_REQUEST, "one Host header is needed".into()));
        };
        let host = host.to_str().unwrap_or_default();
        if !self.knows(host) {
            let known = self.0.join(", ");
            let words = format!("this preview is asked for as {known}; another name is allowed with `--allow-host`");
            return Err((StatusCode::MISDIRECTED_REQUEST, words));
        }
        let foreign = |origin: &str| origin.strip_prefix("http://").is_none_or(|host| !self.knows(host));
        if headers.get(ORIGIN).is_some_and(|origin| foreign(origin.to_str().unwrap_or_default())) {
            return Err((StatusCode::FORBIDDEN, "this is a page of another site".into()));
        }
        let of = |name: &'static str| headers.get(HeaderName::from_static(name)).map(|value| value.as_bytes());
        // a link on another site that a person follows is no harm
        let followed = of("sec-fetch-mode") == Some(b"navigate") && of("sec-fetch-dest") == Some(b"document");
        if of("sec-fetch-site").is_some_and(|site| site != b"same-origin" && site != b"none") && !followed {
            return Err((StatusCode::FORBIDDEN, "this was asked for by a page of another site".into()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The status of a request with these headers; 200 where it is let in.
    fn status(headers: &[(&'static str, &str)]) -> u16 {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), value.parse().expect("a value"));
        }
        let hosts = Hosts::new(7227, &["Desk.example".into(), "lab.example:80".into()]);
        hosts.check(&Method::GET, &Uri::from_static("/"), &map).map_or_else(|(status, _)| status.as_u16(), |()| 200)
    }

    #[test]
    fn only_names_of_this_machine_and_allowed_ones() {
        for host in ["localhost:7227", "LOCALHOST:7227", "127.0.0.1:7227", "[::1]:7227", "desk.example:7227"] {
            assert_eq!(status(&[("host", host)]), 200, "{host}");
        }
        assert_eq!(status(&[("host", "lab.example")]), 200);
        for host in ["evil.example", "127.0.0.1.evil.example:7227", "localhost:9", "localhost", "desk.example:80", ""] {
            assert_eq!(status(&[("host", host)]), 421, "{host}");
        }
        assert_eq!(status(&[]), 400);
        assert_eq!(status(&[("host", "localhost:7227"), ("host", "localhost:7227")]), 400);
    }

    #[test]
    fn no_page_of_another_site() {
        let with =
            |headers: &[(&'static str, &'static str)]| status(&[&[("host", "localhost:7227")], headers].concat());
        assert_eq!(with(&[("origin", "http://evil.example")]), 403);
        assert_eq!(with(&[("origin", "null")]), 403);
        assert_eq!(with(&[("origin", "https://localhost:7227")]), 403);
        assert_eq!(with(&[("origin", "http://127.0.0.1:7227")]), 200);
        assert_eq!(with(&[("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(with(&[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")]), 403);
        assert_eq!(with(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")]), 200);
        let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        assert_eq!(with(&link), 200);
        let frame = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")];
        assert_eq!(with(&frame), 403);
    }

    #[test]
    fn nothing_but_reading() {
        let hosts = Hosts::new(7227, &[]);
        for method in [Method::POST, Method::PUT, Method::TRACE, Method::CONNECT, Method::OPTIONS, Method::DELETE] {
            let refused = hosts.check(&method, &Uri::from_static("/"), &HeaderMap::new()).expect_err("refused");
            assert_eq!(refused.0, StatusCode::METHOD_NOT_ALLOWED);
        }
        let proxy = hosts.check(&Method::GET, &Uri::from_static("http://localhost:7227/"), &HeaderMap::new());
        assert_eq!(proxy.expect_err("refused").0, StatusCode::BAD_REQUEST);
    }
}
