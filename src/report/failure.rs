//! An error that ended a run, as a finding without a place.

use std::collections::HashMap;
use std::path::Path;

use super::{Finding, fingerprint};
use crate::diagnostic::Severity;
use crate::error::Error;

/// The error as a finding. Folders of the machine are not in it, see [`without_folders`].
pub(super) fn finding(error: &Error, root: &Path) -> Finding {
    let (rule, explain) = match error {
        Error::Usage(_) => ("usage", "The settings or the command line cannot be used."),
        Error::Io { .. } => ("machine", "The machine refused to read or write."),
        Error::Locked(_) => ("locked", "Another build is writing to the same output."),
        Error::Unsafe(_) => ("unsafe", "Going on could destroy what saar did not write, or wipe what it published."),
        Error::Bug(_) => ("bug", "A fault of saar itself."),
    };
    let text = without_folders(&error.to_string(), &root.to_string_lossy());
    let mut lines = text.lines().map(str::trim);
    let message = lines.next().unwrap_or_default().to_owned();
    let help: Vec<&str> = lines.collect();
    Finding {
        rule,
        explain,
        severity: Severity::Error,
        label: String::new(),
        help: (!help.is_empty()).then(|| help.join("; ")),
        place: None,
        notes: Vec::new(),
        fingerprint: fingerprint(rule, "", blake3::hash(message.as_bytes()), &mut HashMap::new()),
        message,
    }
}

/// `text` with absolute paths made relative to `root`; of those outside it only the last name is kept.
/// A report goes to others, whom the folders of this machine do not concern.
fn without_folders(text: &str, root: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('/') {
        let before = rest[..at].chars().next_back().or(out.chars().next_back());
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if before.is_some_and(|c| !c.is_whitespace() && !"`'\"(=".contains(c)) {
            out.push('/');
            rest = &rest[1..];
            continue;
        }
        let quoted = before == Some('`');
        let ends = |c: char| if quoted { c == '`' } else { c.is_whitespace() || "`'\"),;".contains(c) };
        let (path, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        out.push_str(&relative(path, root));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn relative(path: &str, root: &str) -> String {
    match path.strip_prefix(root.trim_end_matches('/')) {
        Some("" | "/") => ".".into(),
        Some(within) if within.starts_with('/') => within[1..].into(),
        _ => match path.trim_end_matches('/').rsplit_once('/') {
            Some((_, name)) => format!("…/{name}"),
            None => path.into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::without_folders;

    #[test]
    fn folders_of_the_machine_are_left_out() {
        for (text, shown) in [
            ("cannot read `/srv/digest/content/a b.md`: no", "cannot read `content/a b.md`: no"),
            ("no `site.yaml` in `/srv/digest`", "no `site.yaml` in `.`"),
            ("to `/home/me/my site/public`: it", "to `…/public`: it"),
            ("to `/srv/digest-two/x/`", "to `…/x`"),
            ("refusing `/`: it is the root", "refusing `/`: it is the root"),
            ("as in `a/b`, and/or (/tmp/x, y)", "as in `a/b`, and/or (…/x, y)"),
            ("/tmp/x/y", "…/y"),
        ] {
            assert_eq!(without_folders(text, "/srv/digest"), shown);
        }
    }
}
