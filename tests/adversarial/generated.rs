//! Input that is too large, too deep or too much for a file of cases, and programs with little to work with.
//!
//! With `SAAR_BIN` (a release build) inputs have their full size and costs are measured; without, they are a
//! twentieth, and a cost is only compared where it shows.

use std::fmt::Write as _;
use std::fs;

use rayon::prelude::*;

use crate::project::article;
use crate::sandbox::{Budget, Sandbox};

/// What may be said of an article that is too much: it stands at a place of it.
const LIMITS: &[&str] = &["over-limit", "front-matter-fence", "front-matter-syntax"];

type Shape = (&'static str, usize, fn(usize) -> String);

/// H-14 and L-06: a name, how often, and the body.
const SHAPES: &[Shape] = &[
    ("quotes", 200_000, |n| ">".repeat(n)),
    ("brackets", 200_000, |n| "[".repeat(n)),
    ("emphasis", 200_000, |n| "*a ".repeat(n)),
    ("links", 100_000, |n| "[a](".repeat(n)),
    ("lists", 3_000, |n| (0..n).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect()),
    ("columns", 100_000, |n| format!("|{}\n|{}\n|{}\n", "a|".repeat(n), "-|".repeat(n), "b|".repeat(n))),
    ("backticks", 360, |n| (1..=n).map(|length| format!("{} a ", "`".repeat(length))).collect()),
    ("definitions", 100_000, |n| (0..n).map(|number| format!("[a{number}]: https://example.org/{number}\n")).collect()),
    ("elements", 40_000, |n| "<div>".repeat(n)),
    ("ampersands", 1_000_000, |n| "&".repeat(n)),
    ("one line", 1_000_000, |n| "शब्द ".repeat(n / 13)),
    ("addresses", 100_000, |n| (0..n).map(|number| format!("[a](https://example.org/{number}) ")).collect()),
    ("footnotes", 20_000, |n| (0..n).map(|number| format!("a[^{number}]\n\n[^{number}]: b\n\n")).collect()),
    ("headings", 20_000, |n| "# a\n\n".repeat(n)),
    ("underscores", 200_000, |n| "_a__b".repeat(n)),
    ("attributes", 100_000, |n| format!("<p {}>", (0..n).map(|k| format!("a{k}=x ")).collect::<String>())),
    ("comments", 100_000, |n| "<!--".repeat(n)),
    ("entities", 100_000, |n| "&lt;script&gt;".repeat(n)),
];

fn measured() -> bool {
    std::env::var_os("SAAR_BIN").is_some()
}

/// A project in which little but its articles costs time.
fn bare() -> Sandbox {
    let mut sandbox = Sandbox::bare();
    sandbox.budget = Budget { seconds: 20, memory: 1024 };
    sandbox.write("site.yaml", "title: Test\nmake: [feed]\neditions: none\n");
    sandbox
}

/// Processor time of looking at an article with that body, and what was said. Best of some.
fn cost(body: &str) -> (f64, String) {
    let sandbox = bare();
    sandbox.write("content/a.md", article("a", "2024-04-28", "up") + "\n" + body + "\n");
    let runs = (0..if measured() { 3 } else { 1 }).map(|_| sandbox.attempt(&["check", "--threads=1"], &[]));
    let best = runs.min_by(|a, b| a.time.total_cmp(&b.time)).expect("a run");
    let limit = LIMITS.iter().any(|rule| best.text.contains(&format!("error[{rule}]")));
    assert!(best.code == 0 || !limit || best.text.contains(" --> content/a.md:"), "{}", best.text);
    (best.time, best.text)
}

/// H-14: the cost of a body grows with its length, whatever stands in it.
#[test]
fn no_body_costs_more_than_its_length() {
    let start = cost("a").0;
    let shapes: Vec<&Shape> = SHAPES.iter().collect();
    let fault = |(name, n, body): &Shape| {
        let n = if measured() { *n } else { (n / 20).max(180) };
        let (one, two) = (cost(&body(n)), cost(&body(2 * n)));
        let (one, two) = (one.0 - start, two.0 - start);
        if measured() {
            eprintln!("{name}: {one:.2} s, {two:.2} s");
        }
        // below that the machine is measured, not the program
        let steep = two > 0.3 && two / one.max(0.1) > 3.0;
        let slow = measured() && one > 1.0;
        (steep || slow).then(|| format!("{name}: {one:.2} s of {n}, {two:.2} s of twice as many"))
    };
    // what else a machine does makes one of two dearer now and then; a fault of the program shows each time
    let each_time = |shape: &&Shape| (0..3).map(|_| fault(shape)).collect::<Option<Vec<_>>>()?.pop();
    let wrong: Vec<String> = shapes.par_iter().filter_map(each_time).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// F-06, F-07, L-05 and B-01: front matter that is too much is refused before it is read as YAML.
#[test]
fn front_matter_has_limits() {
    let start = cost("a").0;
    let block: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let tags: String = (0..1_000_000).map(|tag| format!("t{tag}, ")).collect();
    let bytes = "error[over-limit]: the front matter has ";
    for (what, yaml, code, said) in [
        ("F-06", format!("title: \"{}\"", "x".repeat(10_000_000)), 4, "error[over-limit]: this file has "),
        ("F-06", format!("title: \"{}\"", "x".repeat(1_000_000)), 4, bytes),
        ("F-07", format!("a: {}", "[".repeat(200_000)), 4, bytes),
        ("F-07", format!("a: {}", "[".repeat(2_000)), 1, "error[front-matter-syntax]"),
        ("F-07", format!("a: {}", "{a: ".repeat(10_000)), 1, "nor nesting deeper than 32"),
        ("F-07", block, 4, bytes),
        ("F-18", format!("source: {{url: \"https://example.org/{}\"}}", "x".repeat(1 << 20)), 4, bytes),
        ("F-18", format!("people: {{name: x, seat: \"{}\"}}", "x".repeat(60_000)), 4, "this value has 60000 bytes"),
        ("L-05", format!("topics: [{tags}]"), 4, "error[over-limit]: this file has "),
        ("L-05", format!("topics: [{}]", &tags[..1_000_000]), 4, bytes),
    ] {
        let sandbox = bare();
        let text = article("a", "2024-04-28", "up").replace("region: up", &format!("region: up\n{yaml}"));
        sandbox.write("content/a.md", text);
        let run = sandbox.attempt(&["check", "--threads=1"], &[]);
        let start_of = run.text.chars().take(500).collect::<String>();
        assert_eq!(run.code, code, "{what}: {start_of}");
        assert!(run.text.contains(said), "{what}: {start_of}");
        assert!(run.text.contains("content/a.md:"), "{what}: a place");
        assert!(run.time - start < 1.0, "{what}: {} s", run.time - start);
    }
}

/// L-04: a file of 100 MB is refused by its size alone; with a higher limit it is read.
#[test]
fn a_large_file_is_refused_unread() {
    let sandbox = bare();
    let file = sandbox.at("content/large.md");
    fs::File::create(&file).and_then(|file| file.set_len(100 << 20)).expect("a sparse file");
    let start = cost("a").0;
    let run = sandbox.attempt(&["check"], &[]);
    assert_eq!(run.code, 4, "{}", run.text);
    assert!(run.text.contains("error[over-limit]") && run.text.contains("content/large.md"), "{}", run.text);
    assert!(run.time - start < 0.5, "{}", run.time - start);
}

/// L-06: folders a thousand deep.
#[test]
fn deep_folders_are_read() {
    let mut sandbox = bare();
    sandbox.budget.seconds = 60;
    let path = format!("content/{}a.md", "d/".repeat(1_000));
    sandbox.write(&path, article("deep", "2024-04-28", "up"));
    let run = sandbox.build(&[]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.text.contains("from 2 articles"), "{}", run.text);
}

/// L-07: little memory, few open files, one processor and small stacks. A run ends well, or says why it cannot.
#[test]
fn little_is_enough() {
    let mut deep = article("deep", "2024-04-28", "up");
    let _ = write!(
        deep,
        "\n{}\n\n{}a\n",
        ">".repeat(64),
        (0..60).map(|d| format!("{}- a\n", "  ".repeat(d))).collect::<String>()
    );
    let nested = format!("---\na: {}1{}\n---\n", "[".repeat(30), "]".repeat(30));
    let taskset = std::process::Command::new("taskset").arg("--version").output().is_ok();
    // without optimisation frames are several times as large
    let stack = if measured() { "262144" } else { "2097152" };
    let one = if taskset { "taskset -c 0 \"$@\"" } else { "\"$@\"" };
    for (through, stack, memory) in
        [("\"$@\"", "", 512), ("ulimit -n 64; \"$@\"", "", 1024), (one, "", 1024), ("\"$@\"", stack, 1024)]
    {
        let mut sandbox = bare();
        sandbox.through = through;
        sandbox.budget.memory = memory;
        if !stack.is_empty() {
            sandbox.environment.push(("RUST_MIN_STACK", stack.into()));
        }
        sandbox.write("content/deep.md", &deep);
        let run = sandbox.build(&[]);
        assert!([0, 4].contains(&run.code), "{through} {stack} {memory}: {}", run.text);
        sandbox.write("content/nested.md", &nested);
        let run = sandbox.build(&[]);
        assert!([1, 4].contains(&run.code), "{through} {stack} {memory}: {}", run.text);
    }
}

/// L-07: however little memory there is, the site that stands is left alone.
#[test]
fn too_little_memory_leaves_the_site() {
    for memory in [64, 128, 256] {
        let mut sandbox = Sandbox::published();
        sandbox.write("content/b.md", article("b", "2024-04-28", "up"));
        sandbox.budget.memory = memory;
        let before = crate::project::tree(&sandbox.at("public"));
        let run = sandbox.run(&["build"]);
        if run.code != 0 {
            crate::project::assert_same(&before, &crate::project::tree(&sandbox.at("public")), "the site");
        }
    }
}
