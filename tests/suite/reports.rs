//! Reports for other programs: what is in them, and that they are written whatever becomes of the build.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value as Json;

use crate::project::{Project, article, finished, repository};

/// One report of each kind that goes to a file.
const ALL: &[&str] = &["--report", "sarif=r.sarif", "--report", "junit=r.xml", "--report", "json=r.json"];

/// A name, a title or a path that would do harm where it is not escaped.
const HOSTILE: &str =
    "x]]></failure>&amp;|`q` ::error::e %0A::set-output name=a::b ##[stop-commands]t [l](http://a.example) {0}";

/// A project with a warning, two equal errors on one line, and an article that is fine.
fn faulty() -> Project {
    let project = Project::small();
    project.write("content/b.md", article("दूसरा", "2024-04-20", "mp") + "क [x](gone.md) [y](gone.md)\n");
    project.write("content/c.md", article("तीसरा", "2024-04-21", "mp").replace("source:", "colour: red\nsource:"));
    project
}

fn json(project: &Project, path: &str) -> Json {
    serde_json::from_str(&project.read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn findings(project: &Project) -> Vec<Json> {
    json(project, "r.json")["findings"].as_array().expect("a list").clone()
}

/// Standard output alone.
fn stdout(project: &Project, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = project.command(arguments).envs(environment.iter().copied()).output().expect("the program starts");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Texts of the `failure` elements by name of their test.
fn failures(project: &Project) -> Vec<(String, String)> {
    let text = project.read("r.xml");
    let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let failures = document.descendants().filter(|node| node.has_tag_name("failure"));
    let name = |node: roxmltree::Node| node.parent().and_then(|case| case.attribute("name")).unwrap_or("?").to_owned();
    failures.map(|node| (name(node), node.text().unwrap_or_default().to_owned())).collect()
}

#[test]
fn every_report_tells_the_same_findings() {
    let project = faulty();
    let run = project.saar(&[&["build"], ALL].concat());
    assert_eq!(run.code, 1, "{}", run.text);
    let report = json(&project, "r.json");
    assert_eq!(report["exit_code"], 1);
    assert_eq!(report["published"], false);
    assert_eq!(report["articles"], 3);
    assert_eq!(report["counts"], serde_json::json!({ "error": 2, "warning": 1, "info": 0 }));
    let first = &findings(&project)[0];
    for (key, value) in [("rule", "broken-link"), ("severity", "error"), ("path", "content/b.md")] {
        assert_eq!(first[key], value);
    }
    for (key, value) in [("line", 9), ("column", 3), ("end_line", 9), ("end_column", 15)] {
        assert_eq!(first[key], value, "{key}");
    }

    let run = &json(&project, "r.sarif")["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0], serde_json::json!({ "executionSuccessful": true, "exitCode": 1 }));
    assert_eq!(run["originalUriBaseIds"]["PROJECTROOT"]["uri"], Json::Null);
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    let region = serde_json::json!({ "startLine": 9, "startColumn": 3, "endLine": 9, "endColumn": 15 });
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"], region);
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("a number") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
    }

    let failures = failures(&project);
    assert_eq!(failures.len(), 2);
    assert_eq!(failures[0].0, "content/b.md");
    assert!(failures[0].1.starts_with("content/b.md:9:3: error[broken-link]: there is no file `gone.md`"));
    let text = project.read("r.xml");
    assert!(text.contains("<testsuite name=\"saar\" tests=\"4\" failures=\"1\" errors=\"0\""), "{text}");
    assert!(text.contains("<testcase classname=\"article\" name=\"content/a.md\"/>"), "{text}");
    assert!(text.contains("<system-out>content/c.md:6:1: warning[unknown-key]"), "{text}");

    let lines = stdout(&project, &["check", "--report", "github"], &[]);
    let expected =
        "::error file=content/b.md,line=9,endLine=9,col=3,endColumn=15,title=saar%3A broken-link::there is no";
    assert!(lines.starts_with(expected), "{lines}");
    assert_eq!(lines.lines().count(), 3);
    assert!(lines.lines().last().is_some_and(|line| line.starts_with("::warning file=content/c.md,line=6")), "{lines}");
}

#[test]
fn what_fails_a_test_is_what_fails_the_run() {
    let project = faulty();
    for (level, code, count) in [("error", 1, 2), ("warning", 1, 3), ("never", 0, 0)] {
        let run = project.saar(&["check", "--fail-on", level, "--report", "junit=r.xml"]);
        assert_eq!((run.code, failures(&project).len()), (code, count), "{level}: {}", run.text);
    }
}

#[test]
fn fingerprints_stay_when_lines_shift() {
    let project = faulty();
    let prints = || -> Vec<String> {
        project.saar(&[&["check"], ALL].concat());
        let mut prints: Vec<String> =
            findings(&project).iter().map(|f| f["fingerprint"].as_str().expect("a text").to_owned()).collect();
        let sarif = json(&project, "r.sarif");
        let results = sarif["runs"][0]["results"].as_array().expect("results");
        let of_sarif: BTreeSet<&str> =
            results.iter().filter_map(|r| r["partialFingerprints"]["saarFinding/v1"].as_str()).collect();
        assert_eq!(of_sarif, prints.iter().map(String::as_str).collect());
        prints.sort();
        prints
    };
    let before = prints();
    assert_eq!(before.len(), 3);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 3, "two findings of one line have one fingerprint");
    let shifted = project.read("content/b.md").replace("title:", "summary: s\ntitle:").replace("क [x]", "\n\n क [x]");
    project.write("content/b.md", shifted);
    assert_eq!(before, prints(), "after lines were put in");
    project.write("content/b.md", project.read("content/b.md").replace("[x](gone.md) ", "[x](gone.md), "));
    assert_ne!(before, prints(), "after the line itself changed");
}

#[test]
fn hostile_names_and_texts_stay_texts() {
    let project = Project::small();
    let files = ["a\n::error::b.md", "b]]><x>,:%0A|=.md", "c\u{202e}\u{1b}[31m.md"];
    for file in files {
        let text = article("t", "2024-04-20", "REGION").replace("REGION", &format!("\"y\\n::error::z {HOSTILE}\""));
        project.write(&format!("content/{file}"), text.replace("source:", "bad\u{202e}\u{2028}key: 1\nsource:"));
    }
    let summary = project.at("summary.md").to_string_lossy().into_owned();
    let environment = [("GITHUB_STEP_SUMMARY", summary.as_str()), ("GITHUB_ACTIONS", "true")];
    let run = project.run(&[&["check", "--report", "github=r.txt"], ALL].concat(), &environment);
    assert_eq!(run.code, 1, "{}", run.text);

    let found = findings(&project);
    let names: BTreeSet<&str> = found.iter().filter_map(|f| f["path"].as_str()).collect();
    assert_eq!(
        names,
        files.iter().map(|name| format!("content/{name}")).collect::<Vec<_>>().iter().map(|s| &**s).collect()
    );
    let unknown = found.iter().filter(|f| f["rule"] == "unknown-name").collect::<Vec<_>>();
    assert!(unknown.len() == 3 && unknown.iter().all(|f| f["message"].as_str().is_some_and(|m| m.contains(HOSTILE))));

    let unsafe_to_show = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2028}".contains(c);
    for path in ["r.sarif", "r.xml", "r.txt", "summary.md"] {
        assert!(!project.read(path).contains(unsafe_to_show), "{path}");
    }
    let sarif = json(&project, "r.sarif");
    for result in sarif["runs"][0]["results"].as_array().expect("results") {
        let text = result["message"]["text"].as_str().expect("a text");
        assert!(!text.contains("](") && !text.replace("{{", "").contains('{'), "{text}");
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"/.%-_".contains(&b)), "{uri}");
    }
    assert_eq!(failures(&project).len(), 3);
    // every line is one of ours, and ends what it began
    let lines = project.read("r.txt");
    assert!(lines.lines().all(|line| line.starts_with("::error file=") || line.starts_with("::warning file=")));
    assert_eq!(lines.matches("%250A::set-output").count(), 3, "{lines}");
    assert!(lines.contains("file=content/b]]><x>%2C%3A%250A|=.md,"), "{lines}");
    let rows = project.read("summary.md");
    assert_eq!(rows.lines().filter(|line| line.starts_with("| error | unknown-name | <code>")).count(), 3, "{rows}");
    assert!(rows.lines().all(|line| line.matches('|').count() % 5 == 0), "a row has other than four cells: {rows}");
    // what people read on a runner is read by the runner, too
    assert!(!run.text.contains("##["), "{}", run.text);
    assert!(run.text.lines().all(|line| !line.trim_start().starts_with("::")), "{}", run.text);
}

/// The arguments of a run that ends with this code, and the rule that its reports name.
fn failing(project: &Project, code: i32) -> (Vec<&'static str>, &'static str) {
    match code {
        2 => project.write("site.yaml", "titel: T\n"),
        3 => project.write("file", ""),
        6 => project.write("public/mine.txt", "mine"),
        _ => {}
    }
    match code {
        2 => (vec!["build"], "missing-field"),
        3 => (vec!["build", "--output", "file/public"], "machine"),
        5 => (vec!["build"], "locked"),
        6 => (vec!["build"], "unsafe"),
        _ => (vec!["build", "elsewhere"], "usage"),
    }
}

#[test]
fn a_run_that_fails_leaves_its_reports() {
    for code in [2, 3, 5, 6, 0] {
        let project = Project::small();
        let (arguments, rule) = failing(&project, code);
        let lock = fs::File::create(project.at(".public.saar-lock")).expect("a file");
        if code == 5 {
            lock.lock().expect("a lock");
        }
        let absolute = project.at("r.txt").to_string_lossy().into_owned();
        let github = format!("github={absolute}");
        let run = project.saar(&[&arguments[..], ALL, &["--report", &github]].concat());
        let expected = if code == 0 { 2 } else { code };
        assert_eq!(run.code, expected, "{}", run.text);
        let report = json(&project, "r.json");
        assert_eq!(report["exit_code"], expected);
        assert_eq!(report["as_of"], Json::Null);
        assert!(findings(&project).iter().any(|f| f["rule"] == rule), "{rule}: {report}");
        let sarif = json(&project, "r.sarif");
        assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
        assert!(sarif["runs"][0]["results"].as_array().is_some_and(|r| r.iter().any(|r| r["ruleId"] == rule)));
        assert!(!failures(&project).is_empty());
        assert!(project.read("r.txt").contains(&format!("title=saar%3A {rule}::")));
        for path in ["r.json", "r.sarif", "r.xml", "r.txt"] {
            let text = project.read(path);
            let folder = project.path().to_string_lossy().into_owned();
            assert!(!text.contains(&folder) && !text.contains("/tmp/"), "{path} names a folder: {text}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, other) = (faulty(), faulty());
    one.saar(&[&["check"], ALL, &["--report", "github=r.txt"]].concat());
    let root = other.path().to_string_lossy().into_owned();
    let elsewhere = Project::empty();
    elsewhere.run(
        &[&["check", &root, "--threads", "1"], ALL, &["--report", "github=r.txt"]].concat(),
        &[("TZ", "Asia/Tokyo")],
    );
    for path in ["r.json", "r.sarif", "r.xml", "r.txt"] {
        assert_eq!(one.read(path), elsewhere.read(path), "{path}");
        assert!(!one.read(path).contains("saar-test-"), "{path} names a folder");
    }
}

#[test]
fn long_lists_are_cut_and_say_so() {
    let project = faulty();
    let links: String = (0..6000).map(|n| format!("[x](gone-{n}.md)\n")).collect();
    project
        .write("content/0.md", article("पहला", "2024-04-22", "mp").replace("source:", "colour: red\nsource:") + &links);
    project.write("site.yaml", "title: Test\nroll: x\n");
    project.saar(&[&["check", "--report", "github"], ALL].concat());
    let run = &json(&project, "r.sarif")["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert!(results.len() == 5000 && results.iter().all(|result| result["level"] == "error"));
    let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(told.as_str().is_some_and(|told| told.starts_with("1,005 findings left out")), "{told}");
    assert_eq!(findings(&project).len(), 6005);
    let lines = stdout(&project, &["check", "--report", "github"], &[]);
    assert_eq!(lines.matches("::error ").count(), 10);
    assert_eq!(lines.matches("::warning ").count(), 3);
    let last = lines.lines().last().expect("a line");
    assert_eq!(last, "::notice title=saar::and 5,992 more findings; 6,002 errors, 3 warnings");
}

#[test]
fn places_that_would_do_harm_are_refused_before_the_build() {
    let project = Project::small();
    let before = project.build(&[]);
    project.write("dir/file", "");
    project.link("link", "dir/file");
    for (place, code, words) in [
        ("json=none/r.json", 2, "make `none` first"),
        ("json=dir", 2, "no plain file"),
        ("json=link", 2, "no plain file"),
        ("json=/dev/null", 2, "no plain file"),
        ("json=", 2, "the name of the file is missing"),
        ("xml=r", 2, "`sarif`, `junit`, `json` or `github`"),
        ("json=..", 2, "names no file"),
        ("json=public/r.json", 6, "inside the output folder"),
        ("json=dir/../public/articles/r", 6, "inside the output folder"),
        ("json=.public.saar-previous", 6, "its own files"),
        ("json=content/r.json", 6, "the project's own files"),
        ("json=site.yaml", 6, "the project's own files"),
    ] {
        project.write("content/a.md", article("x", "2024-04-28", "up"));
        let run = project.saar(&["build", "--report", "json=first.json", "--report", place]);
        assert_eq!(run.code, code, "{place}: {}", run.text);
        assert!(run.text.contains(words), "{place}: {}", run.text);
        assert!(!project.at("first.json").exists() && project.site() == before, "{place} was found out too late");
    }
    for two in [["json=r", "sarif=./r"], ["json", "github"]] {
        let run = project.saar(&["build", "--report", two[0], "--report", two[1]]);
        assert!(run.code == 2 && run.text.contains("two reports cannot go to"), "{}", run.text);
    }
}

#[test]
fn a_report_is_whole_or_not_there() {
    let project = faulty();
    project.write("r.json", "old");
    project.saar(&["check", "--report", "json=r.json"]);
    assert_eq!(findings(&project).len(), 3);
    let long = "x".repeat(300);
    let run = project.saar(&["build", "--fail-on", "never", "--report", &format!("json={long}")]);
    assert!(run.code == 3 && run.text.contains("cannot write the report"), "{}", run.text);
    assert!(run.text.contains("error[broken-link]"), "people are told all the same: {}", run.text);
    assert!(project.entries().iter().all(|name| !name.contains("saar-report")), "{:?}", project.entries());
}

#[test]
fn github_gets_paths_as_the_repository_has_them() {
    let project = Project::empty();
    project.write("digest/site.yaml", "title: Test\n");
    project.write("digest/content/a.md", article("t", "2024-04-28", "up") + "[x](gone.md)\n");
    let absolute = project.at("digest").to_string_lossy().into_owned();
    for root in ["digest", "./digest/", &absolute] {
        let lines = stdout(&project, &["check", root, "--report", "github"], &[]);
        assert!(lines.starts_with("::error file=digest/content/a.md,line=9"), "{root}: {lines}");
    }
    let summary = project.at("summary.md").to_string_lossy().into_owned();
    let environment = [("GITHUB_STEP_SUMMARY", summary.as_str())];
    stdout(&project, &["check", "digest", "--report", "json"], &environment);
    assert!(!project.at("summary.md").exists(), "nobody asked for a summary");
    project.write("summary.md", "before\n");
    stdout(&project, &["check", "digest", "--report", "github"], &environment);
    let text = project.read("summary.md");
    assert!(
        text.starts_with("before\n### saar\n\n1 error, 0 warnings; 1 article; published: no; exit code 1\n"),
        "{text}"
    );
}

/// What docs/reports.md shows is what its example gives.
#[test]
fn the_examples_of_the_document() {
    let project = Project::empty();
    project.write("site.yaml", "title: A digest\n");
    let article = "---\ntitle: Rally in Kanpur\ndate: 2024-04-28\nelection: ls-2024\nregion: uttar pradeh\nsource: ABP Live\n---\nThe text.\n";
    project.write("content/rally.md", article);
    let lines = stdout(&project, &[&["check", "--report", "github"], ALL].concat(), &[]);
    let text = fs::read_to_string(repository().join("docs/reports.md")).expect("the document");
    let shown = |fence: &str| {
        let block = text.split(&format!("```{fence}\n")).nth(1).unwrap_or_else(|| panic!("no block of {fence}"));
        block.split("```").next().unwrap_or_default().to_owned()
    };
    let version = |text: String| text.replace(env!("CARGO_PKG_VERSION"), "0.1.0");
    assert_eq!(shown("json"), version(project.read("r.json")));
    assert_eq!(shown("xml"), project.read("r.xml"));
    assert_eq!(shown("text"), lines);
    let result = &json(&project, "r.sarif")["runs"][0]["results"][0];
    assert_eq!(shown("jsonc"), format!("{result:#}\n"));
}

#[test]
fn standard_output_holds_the_report_alone() {
    let project = faulty();
    let output = project.command(&["check", "--report", "json=-"]).output().expect("the program starts");
    let report: Json = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
    assert_eq!(report["exit_code"], finished(&output).code);
}
