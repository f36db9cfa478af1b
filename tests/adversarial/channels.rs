//! Output channels: what reads the program's output stops reading, is narrow, or takes lines for commands.

use std::fmt::Write as _;

use crate::project::article;
use crate::sandbox::{Sandbox, assert_harmless};

/// O-04: the exit code says what it would say, whoever listens.
#[test]
fn nobody_needs_to_listen() {
    for through in [
        "\"$@\" >&-",
        "\"$@\" 2>&-",
        "\"$@\" >&- 2>&- <&-",
        "{ \"$@\"; echo $? >\"$TIMES\"; } 2>&1 | head -c 1 >/dev/null; (exit $(cat \"$TIMES\"))",
        "{ \"$@\" >/dev/full; }",
        "{ \"$@\" 2>/dev/full; }",
    ] {
        for (faulty, code) in [(false, 0), (true, 1)] {
            let mut sandbox = Sandbox::published();
            sandbox.through = through;
            sandbox.environment.push(("TERM", "dumb".into()));
            sandbox.environment.push(("COLUMNS", "20".into()));
            if faulty {
                sandbox.write("content/bad.md", "no front matter");
            }
            for arguments in [["build", "--threads=2"], ["check", "--threads=2"], ["rules", "--quiet"]] {
                let run = sandbox.attempt(&arguments, &[]);
                // what was asked for could not be given
                let full = if through.contains("\" >/dev/full") { 3 } else { 0 };
                let code = if arguments[0] == "rules" { full } else { code };
                assert_eq!(run.code, code, "{through} {arguments:?}: {}", run.text);
            }
        }
    }
}

/// O-03: however many findings there are, what is printed is bounded and the rest is counted.
#[test]
fn fifty_thousand_findings_are_told_in_bounds() {
    let sandbox = Sandbox::published();
    let (files, lines) = (5, 5_000);
    for file in 0..files {
        let mut text = article(&format!("{file}"), "2024-04-28", "up");
        for line in 0..lines {
            let _ = writeln!(text, "![]({line}.png)\n");
        }
        sandbox.write(format!("content/{file}.md"), text);
    }
    let run = sandbox.build(&["--report", "sarif"]);
    assert_eq!(run.code, 1, "{}", &run.text[..1000]);
    assert_eq!(run.findings.len(), 2 * files * lines);
    let (sarif, people) = run.text.split_once("\n}\n").expect("a report and a text");
    assert_eq!(sarif.matches("\"ruleId\"").count(), 5_000);
    assert!(people.contains("and 49000 more findings") && people.len() < 1 << 20, "{}", people.len());
    let run = sandbox.attempt(&["check", "--report", "github"], &[]);
    let commands = run.text.lines().filter(|line| line.starts_with("::")).count();
    assert!((10..=31).contains(&commands), "{commands}");
}

/// O-01 and O-02: what looks like a command of a runner stays text, in a title, in a file name, and in a report.
#[test]
fn no_text_becomes_a_command() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::published();
    let hostile = [
        "\n::set-output name=x::y",
        "::stop-commands::t",
        "::add-mask::a",
        "%0A::error::",
        "\u{1b}[2J\u{1b}]0;x\u{7}",
        "\u{9b}31m",
        "\u{202e}dm",
        "a\r::error::b",
        "##[command]x",
        "a,b:c%d",
    ];
    for (at, text) in hostile.iter().enumerate() {
        let yaml = text.replace('\n', "\\n").replace('\r', "\\r");
        sandbox
            .write(format!("content/{at}.md"), article(&format!("\"{yaml}\""), "2024-04-28", &format!("\"{yaml}\"")));
        let name = format!("content/{at}-{}.md", text.replace('/', "-"));
        sandbox.write(name, article("a name", "05/06/2024", "up"));
    }
    sandbox.write(std::ffi::OsStr::from_bytes(b"content/\xff\x1b[2J.md"), "x");
    let run = sandbox.build(&[]);
    assert_eq!(run.code, 1, "{}", run.text);
    let run = sandbox.attempt(&["check", "--report", "github"], &[]);
    for line in run.text.lines() {
        let ours = ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
        assert!(ours || !line.starts_with("::"), "{line}");
        assert_harmless(line.trim_start_matches("::"));
        let properties = line.trim_start_matches("::").split("::").next().unwrap_or_default();
        assert!(!ours || properties.contains("title=saar"), "{line}");
    }
}
