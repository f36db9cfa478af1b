//! Reads the sources: modules import only from those above them, and what must never be is not there.

use std::collections::BTreeMap;
use std::fs;

use crate::project::repository;

/// Longest file.
const LONGEST: usize = 400;

/// The files of `src` by path, as from the root of the repository.
fn sources() -> BTreeMap<String, String> {
    let root = repository();
    walkdir::WalkDir::new(root.join("src"))
        .into_iter()
        .map(|entry| entry.expect("a readable folder").into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("a source is UTF-8"))
        })
        .collect()
}

/// The code of a file: without comments, and without the tests at its end.
fn code(text: &str) -> String {
    let body = text.split("\n#[cfg(test)]\nmod tests").next().unwrap_or(text);
    body.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// The top-level modules of the crate that `code` names after `crate::`.
fn imports(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut piece = String::new();
            for c in group.chars() {
                match c {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => names.push(word(&std::mem::take(&mut piece))),
                    c if depth == 0 => piece.push(c),
                    _ => {}
                }
            }
            names.push(word(&piece));
        } else {
            names.push(word(rest));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Top-level modules in the order of `lib.rs`.
fn order() -> Vec<String> {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).expect("lib.rs");
    lib.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect()
}

#[test]
fn modules_import_only_from_those_above_them() {
    let order = order();
    let place = |name: &str| order.iter().position(|module| module == name);
    let mut upward = Vec::new();
    for (path, text) in sources() {
        let own = path.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let Some(own_place) = place(own) else { continue };
        for name in imports(&code(&text)) {
            match place(&name) {
                Some(other) if other > own_place => upward.push(format!("{path} uses crate::{name}")),
                Some(_) => {}
                None => upward.push(format!("{path} uses crate::{name}, which lib.rs does not declare")),
            }
        }
    }
    upward.sort();
    upward.dedup();
    assert!(order.len() > 10, "lib.rs was not understood");
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn every_file_says_first_what_it_is() {
    let silent: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "these files do not open with `//!`: {silent:?}");
}

#[test]
fn no_file_is_overlong() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{path} has {lines} lines; the limit is {LONGEST}");
    }
}

/// Names that only some files may use, and where.
const KEPT_APART: &[(&str, &[&str])] = &[
    ("tera", &["src/render/"]),
    ("pulldown_cmark", &["src/parse/markdown.rs", "src/model/body.rs"]),
    ("pulldown_cmark_escape", &["src/render/body.rs", "src/render/sanitise.rs"]),
    ("ammonia", &["src/render/sanitise.rs", "src/render/pdf/tree.rs"]),
    ("typst", &["src/render/pdf/"]),
    ("fast_qr", &["src/render/briefing/qr.rs"]),
    ("resvg", &["src/render/share/paint.rs", "src/render/share/tests.rs"]),
    ("harfrust", &["src/render/share/lines.rs"]),
    ("png", &["src/render/share/"]),
    ("typst_layout", &["src/render/pdf/"]),
    ("typst_pdf", &["src/render/pdf/"]),
    ("annotate_snippets", &["src/report/text.rs"]),
    ("serde_yaml", &["src/yaml.rs"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("indicatif", &["src/progress.rs"]),
    ("walkdir", &["src/load.rs", "src/publish/", "src/import/open.rs"]),
    ("rustix", &["src/publish/"]),
    ("postcard", &["src/cache/"]),
    (
        "fs",
        &["src/load.rs", "src/cache/", "src/publish/", "src/import/open.rs", "src/import/archive.rs", "src/store.rs"],
    ),
    (
        "File",
        &["src/load.rs", "src/cache/", "src/publish/", "src/import/open.rs", "src/import/archive.rs", "src/store.rs"],
    ),
    ("html5ever", &["src/import/dom.rs"]),
    ("quick_xml", &["src/import/feed.rs", "src/import/metadata.rs"]),
    ("encoding_rs", &["src/import/charset.rs"]),
    ("hyper", &["src/serve/"]),
    ("hyper_util", &["src/serve/listen.rs"]),
    ("tokio", &["src/serve/"]),
    ("notify", &["src/serve/watch.rs"]),
    ("rawzip", &["src/import/archive.rs"]),
    ("flate2", &["src/import/archive.rs"]),
    ("env", &["src/cli/", "src/publish/"]),
    ("SystemTime", &["src/cli/"]),
    ("Instant", &["src/cli/", "src/parse/"]),
    ("Local", &[]),
    ("unsafe", &[]),
];

#[test]
fn what_is_kept_apart_stays_apart() {
    let mut found = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        for (name, places) in KEPT_APART {
            let allowed = places.iter().any(|place| path == *place || place.ends_with('/') && path.starts_with(place));
            if !allowed && uses(&code, name) {
                found.push(format!("{path} uses `{name}`, which belongs to {places:?}"));
            }
        }
        if !path.starts_with("src/cli/") && code.contains("::now()") {
            found.push(format!("{path} looks at the clock"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Whether `name` stands in `code` as a path: `name::…`, or at the end of a `use`.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        let free = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.' || c == '"');
        let word = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let path = after.starts_with("::") || name == "unsafe" || code[..at].ends_with("std::");
        free && word && path
    })
}

#[test]
fn the_readers_of_sources_can_tell() {
    assert_eq!(
        imports("use crate::a::b;\nuse crate::{c, d::{e, f}, g};\nlet x = crate::h();"),
        ["a", "c", "d", "g", "h"]
    );
    assert!(uses("use std::fs;", "fs") && uses("fs::read(x)", "fs") && uses("use tera::{Tera};", "tera"));
    assert!(!uses("self.fs::x", "fs") && !uses("offs::read", "fs") && !uses("let fs = 1;", "fs"));
    assert!(!code("a\n// crate::b\n\n#[cfg(test)]\nmod tests { crate::c }").contains("crate"));
}
