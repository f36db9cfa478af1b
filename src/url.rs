//! Addresses: the base of the site, links within it, and links out of it.

pub use crate::text::percent::{percent_decode, percent_encode_path};
pub use crate::text::slug::{Slug, check_slug, heading_id, slugify};

/// The longest address of a link out of the site, in bytes.
const LONGEST: usize = 2048;

/// Where the site is published: `https://example.org/digest/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    origin: String,
    path: String,
}

impl Base {
    /// Reads an absolute `http` or `https` address without user, query and fragment; the error says
    /// in words what is wrong. A missing slash at the end is added.
    pub fn parse(url: &str) -> Result<Self, &'static str> {
        check_external(url)?;
        if url.contains(['?', '#']) {
            return Err("the base address may not hold `?` or `#`");
        }
        let (scheme, authority, path) = split(url)?;
        let path = percent_decode(path).ok_or("the path holds a broken `%` escape")?;
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        if segments.iter().any(|segment| matches!(*segment, "." | "..")) {
            return Err("the path may not hold `.` or `..`");
        }
        let mut path = String::from("/");
        for segment in segments {
            path.push_str(&percent_encode_path(segment));
            path.push('/');
        }
        Ok(Self { origin: format!("{scheme}://{}", authority.to_ascii_lowercase()), path })
    }

    /// Scheme, host and port, without a slash: `https://example.org`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The path, with a slash at both ends: `/digest/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The link to a path of the site, from the root of the host: `/digest/elections/up-2022/`.
    ///
    /// `site_path` is not encoded, with or without a slash before it, and has no query or fragment.
    pub fn link(&self, site_path: &str) -> String {
        let encoded = percent_encode_path(site_path.trim_start_matches('/'));
        format!("{}{encoded}", self.path)
    }

    /// The absolute address of a path of the site, for feeds, sitemaps and print.
    pub fn permalink(&self, site_path: &str) -> String {
        format!("{}{}", self.origin, self.link(site_path))
    }
}

/// Whether a link out of the site may be written: `http` or `https`, with a host, without user,
/// spaces, control or unseen characters, at most 2048 bytes. The error says in words what is wrong.
pub fn check_external(url: &str) -> Result<(), &'static str> {
    if url.len() > LONGEST {
        return Err("an address may have at most 2048 bytes");
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("an address may not hold spaces or control characters");
    }
    if url.chars().any(crate::text::letter::is_ignorable) {
        return Err("an address may not hold characters that cannot be seen");
    }
    // Browsers read a backslash as a slash, so the host would not be the one that is shown.
    if url.contains(['\\', '"', '<', '>', '`']) {
        return Err("an address may not hold a backslash, quotes or angle brackets");
    }
    let (_, authority, _) = split(url)?;
    if authority.contains('@') {
        return Err("an address may not hold a user name or a password");
    }
    check_host(authority)
}

/// Scheme in lower case, authority, and the rest from its first slash, `?` or `#` on.
fn split(url: &str) -> Result<(&'static str, &str, &str), &'static str> {
    let (scheme, rest) = url.split_once("://").ok_or("an address begins with `https://` or `http://`")?;
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "https" => "https",
        "http" => "http",
        _ => return Err("an address begins with `https://` or `http://`"),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    Ok((scheme, authority, rest))
}

fn check_host(authority: &str) -> Result<(), &'static str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if port.is_some_and(|port| !is_port(port)) {
        return Err("the port is a number up to 65535");
    }
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or("");
        let parsed = address.parse::<std::net::Ipv6Addr>();
        return parsed.map(|_| ()).map_err(|_| "the host is no IPv6 address");
    }
    let label = |label: &str| !label.is_empty() && label.chars().all(is_host_char);
    if host.is_empty() {
        Err("the address has no host")
    } else if !host.strip_suffix('.').unwrap_or(host).split('.').all(label) {
        Err("the host may hold only letters, digits, hyphens and single dots")
    } else {
        Ok(())
    }
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

/// Hosts in Devanagari (भारत) are allowed.
fn is_host_char(c: char) -> bool {
    c == '-' || c == '_' || crate::text::letter::is_word(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_base_gives_links() {
        for url in ["https://example.org/digest/", "HTTPS://Example.org/digest"] {
            let base = Base::parse(url).expect("a base");
            assert_eq!(base.origin(), "https://example.org");
            assert_eq!(base.path(), "/digest/");
            assert_eq!(base.link("/elections/up/"), "/digest/elections/up/");
            assert_eq!(base.permalink("a b"), "https://example.org/digest/a%20b");
        }
        let base = Base::parse("http://localhost:8080").map(|base| base.permalink(""));
        assert_eq!(base.as_deref(), Ok("http://localhost:8080/"));
    }

    #[test]
    fn a_bad_base_is_refused() {
        for url in [
            "",
            "/digest/",
            "ftp://a.org/",
            "https://",
            "https:///x",
            "https://u@a.org/",
            "https://a.org/?q",
            "https://a.org/#f",
            "https://a.org:99999/",
            "https://a..org/",
            "https://a.org/../b",
            "https://a.org/%2e%2e/",
            "https://a.org/%zz",
            "https://a.org/a b",
        ] {
            assert!(Base::parse(url).is_err(), "{url}");
        }
    }

    #[test]
    fn links_out_are_checked() {
        for url in [
            "https://www.bbc.com/hindi?a=1&b=2#x",
            "http://[::1]:80/",
            "https://hi.wikipedia.org/wiki/भारत",
            "https://चुनाव.भारत/",
        ] {
            assert_eq!(check_external(url), Ok(()), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.org",
            "https://a.org\\@b.org/",
            "https://a:b@c.org/",
            "https://a.org/\u{202e}x",
            "https://a.org/\n",
            "https://[::x]/",
            "https://?x",
            "https://a.org/\"x",
            "mailto:a@b.org",
            "https://:80/",
        ] {
            assert!(check_external(url).is_err(), "{url}");
        }
        assert!(check_external(&format!("https://a.org/{}", "a".repeat(2048))).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "(https?://)?[a-z@:./\\[\\]%?#]{0,12}") {
            if let Ok(base) = Base::parse(&text) {
                prop_assert!(base.path().starts_with('/') && base.path().ends_with('/'));
                prop_assert_eq!(Base::parse(&base.permalink("")), Ok(base));
            }
        }
    }
}
