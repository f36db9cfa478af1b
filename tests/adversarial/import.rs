//! What is given to `import`: files that lie about what they are, and texts that look like something else.

use rayon::prelude::*;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::project::tree;
use crate::sandbox::Sandbox;

const DOCUMENT: &str = "<p>28 अप्रैल 2024 को कानपुर में बैठक हुई जिसमें 200 लोग थे।</p>";

/// Imports one file, which lies beside the project; what became of it. All that was written are drafts that can be read.
fn import(name: &str, bytes: &[u8]) -> (i32, String, Vec<(String, String)>) {
    let sandbox = Sandbox::published();
    let inbox = tempfile::tempdir().expect("a folder");
    let file = inbox.path().join(name);
    std::fs::write(&file, bytes).expect("a file");
    let run = sandbox.attempt(&["import", &file.to_string_lossy()], &["content"]);
    let drafts = tree(&sandbox.at("content"));
    let drafts: Vec<(String, String)> = drafts
        .into_iter()
        .filter(|(path, _)| path != "good.md")
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8")))
        .collect();
    for (path, text) in &drafts {
        assert!(path.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'/')), "{path}");
        assert!(!path.contains("..") && text.contains("\ndraft: true\n"), "{path}: {text}");
    }
    let check = sandbox.attempt(&["check"], &[]);
    assert!(!check.text.contains("front-matter-") && !check.text.contains("duplicate-key"), "{}", check.text);
    let again = sandbox.attempt(&["import", &file.to_string_lossy()], &[]);
    assert!(again.text.contains("wrote 0 drafts"), "a second time: {}", again.text);
    (run.code, run.text, drafts)
}

/// I-05 and I-06: what a page says is written as a value, and its name leads nowhere.
#[test]
fn what_a_page_says_stays_a_value() {
    let titles = [
        "\": \n- x",
        "# a",
        "@x",
        "%YAML 1.2",
        "---",
        "...",
        "{{ 7*7 }}",
        "::: x",
        "!!binary x",
        "&a *a",
        "| x",
        "> x",
        "null",
        "2024",
        "\u{202e}dm",
        "a\u{0}b",
        "../../etc/x",
        "CON",
        "\\",
        "'\"",
        "- a: [b",
        "a\u{85}b",
    ];
    titles.par_iter().for_each(|title| {
        let page = format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1>{DOCUMENT}<p>---</p><p>title: x</p></body></html>"
        );
        let (code, text, drafts) = import("page.html", page.as_bytes());
        assert_eq!((code, drafts.len()), (0, 1), "{title}: {text}");
    });
}

/// I-03: what unpacks to far more than it is is left out while it unpacks.
#[test]
fn a_bomb_does_not_unpack() {
    let gzip = |bytes: &[u8]| {
        let mut child = Command::new("gzip").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("gzip");
        let mut input = child.stdin.take().expect("a pipe");
        let bytes = bytes.to_vec();
        let writer = std::thread::spawn(move || input.write_all(&bytes));
        let output = child.wait_with_output().expect("gzip ends").stdout;
        writer.join().expect("it ends").expect("it takes all");
        output
    };
    let bomb = gzip(&vec![b' '; 64 << 20]);
    let good = gzip(DOCUMENT.as_bytes());
    for (what, bytes, code) in
        [("a bomb", bomb.clone(), 1), ("a bomb in a file", gzip(&bomb), 1), ("cut", good[..good.len() / 2].to_vec(), 1)]
    {
        let (found, text, drafts) = import("page.html.gz", &bytes);
        assert_eq!((found, drafts.len()), (code, 0), "{what}: {text}");
    }
}

/// I-01 and I-02: markup without end, and bytes that are not what they say.
#[test]
fn markup_without_end_is_refused() {
    let few = if std::env::var_os("SAAR_BIN").is_some() { 1 } else { 50 };
    let whole = few == 1;
    for (what, page, refusal) in [
        ("depth", "<div>".repeat(100_000 / few), Some("nested deeper than 512")),
        ("lists", "<ul><li>".repeat(60_000 / few), Some("nested deeper than 512")),
        // each paragraph would have all that is open copied into it
        ("formatting", "<b><p>".repeat(40_000 / few), None),
        ("attributes", format!("<p {}>", "a=1 ".repeat(1_000_000 / few)), Some("more than 1000 attributes")),
        ("links", "<a href=x>y</a>".repeat(1_000_000 / few), whole.then_some("more than 2000000 nodes")),
    ] {
        let (code, text, drafts) = import("page.html", format!("<!doctype html>{page}{DOCUMENT}").as_bytes());
        let left_out = refusal.is_some();
        assert_eq!((code, drafts.len()), (left_out.into(), usize::from(!left_out)), "{what}: {text}");
        assert!(refusal.is_none_or(|why| text.contains(why)), "{what}: {text}");
    }
    let sandbox = Sandbox::published();
    for address in ["http://169.254.169.254/", "file:///etc/passwd", "http://127.1/", "https://example.org/", "//x/y"] {
        let run = sandbox.attempt(&["import", address], &[]);
        assert_eq!(run.code, 3, "I-04, {address}: {}", run.text);
    }
}
