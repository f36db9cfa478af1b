//! One run of the program on hostile input, and what must be so after it, whatever the input is.
//!
//! | | after every run |
//! | --- | --- |
//! | G1 | the exit code is one that README.md lists, and 70 is none of them: no signal, no panic |
//! | G2 | no panic is told |
//! | G3 | everything but the output and its siblings is as it was: names, kinds, modes and bytes |
//! | G4 | a run that fails leaves the published site as it was, byte for byte |
//! | G5 | no stage is left |
//! | G6 | it ends within its time and its memory |
//! | G7 | what is printed holds no control and no bidi character, and no line that a runner takes for a command |
//! | G8 | once more, into another folder and from nothing, it gives the same findings and the same bytes |

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::project::{Project, article, assert_same, tree};

/// What a run may take.
#[derive(Clone, Copy)]
pub struct Budget {
    pub seconds: u64,
    /// Address space in MiB: stacks and what allocators set aside are in it.
    pub memory: u64,
}

pub const USUAL: Budget = Budget { seconds: 30, memory: 1024 };

/// A folder with a project, a published site, and what nobody may touch beside it.
pub struct Sandbox {
    folder: Project,
    pub budget: Budget,
    /// A script of the shell that starts the program as `"$@"`.
    pub through: &'static str,
    /// Set in every run, besides what [`Sandbox::command`] sets.
    pub environment: Vec<(&'static str, String)>,
}

/// What a run said.
pub struct Outcome {
    pub code: i32,
    /// What it printed, standard output first.
    pub text: String,
    /// `rule path:line:column`, in the order of the report.
    pub findings: Vec<String>,
    /// Processor time, in seconds.
    pub time: f64,
}

impl Sandbox {
    /// A good site, published by the program. Built once; others are copies.
    pub fn published() -> Self {
        static GOOD: OnceLock<Sandbox> = OnceLock::new();
        let good = GOOD.get_or_init(|| {
            let sandbox = Self::bare();
            let run = sandbox.attempt(&["build"], &[]);
            assert_eq!(run.code, 0, "{}", run.text);
            sandbox
        });
        let sandbox = Self::bare();
        copy(&good.root(), &sandbox.root());
        sandbox
    }

    /// The same before anything was published.
    pub fn bare() -> Self {
        let folder = Project::empty();
        for bait in ["etc/passwd", "secret.txt", "etc/x/index.html", "templates/base.html", "content/a.md"] {
            folder.write(bait, format!("bait: {bait}\n"));
        }
        folder.write("project/site.yaml", "title: Test\n");
        folder.write("project/content/good.md", article("कानपुर में बैठक", "2024-04-28", "up/kanpur-nagar"));
        Self { folder, budget: USUAL, through: "\"$@\"", environment: Vec::new() }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.at("project")
    }

    /// A path in the project.
    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file of the project, with its folders.
    pub fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    /// Lets every user read the sandbox and pass through its folders.
    pub fn open_to_all(&self) {
        for entry in walkdir::WalkDir::new(self.folder.path()).into_iter().filter_map(Result::ok) {
            let mode = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).expect("a mode");
        }
    }

    /// Builds the site twice, into its folder and into another one, and holds both to G1 to G8.
    pub fn build(&self, arguments: &[&str]) -> Outcome {
        let first = self.reported(arguments, "public");
        let second = self.reported(arguments, "../second");
        assert_eq!(first.findings, second.findings, "G8: the same findings");
        assert_eq!(first.code, second.code, "G8: {}\n{}", first.text, second.text);
        if first.code == 0 {
            assert_same(&tree(&self.at("public")), &tree(&self.at("../second")), "G8");
        }
        first
    }

    /// One build that reports its findings as JSON.
    fn reported(&self, arguments: &[&str], output: &str) -> Outcome {
        let report = tempfile::tempdir().expect("a temporary folder");
        let report = report.path().join("report.json");
        let json = format!("json={}", report.display());
        let mut all = vec!["build", "--output", output, "--report", &json];
        all.extend(arguments);
        let mut outcome = self.attempt(&all, &[]);
        let report: Json = serde_json::from_slice(&fs::read(report).unwrap_or_default()).unwrap_or_default();
        let findings = report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
        outcome.findings = findings.iter().map(place).collect();
        outcome
    }

    /// Runs the program and holds it to G1 to G7. What it may write lies in `writes`, besides an output.
    pub fn attempt(&self, arguments: &[&str], writes: &[&str]) -> Outcome {
        let (before, site) = (self.snapshot(writes), tree(&self.at("public")));
        let outcome = self.run(arguments);
        let Outcome { code, text, .. } = &outcome;
        let said = || text.chars().take(2000).collect::<String>();
        assert!([0, 1, 2, 3, 4, 5, 6, 130, 143].contains(code), "G1: {code}: {}", said());
        assert!(!text.contains("panicked at") && !text.contains("a fault of saar"), "G2: {}", said());
        let after = self.snapshot(writes);
        let other: Vec<_> = before.iter().filter(|(path, hash)| after.get(*path) != Some(hash)).collect();
        let more: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
        assert!(other.is_empty() && more.is_empty(), "G3: changed {other:?}, added {more:?}\n{}", said());
        if *code != 0 {
            assert_same(&site, &tree(&self.at("public")), "G4");
        }
        let stages = walkdir::WalkDir::new(self.folder.path()).into_iter().filter_map(Result::ok);
        let stages: Vec<_> = stages.filter(|e| e.file_name().to_string_lossy().contains(".saar-stage")).collect();
        assert!(stages.is_empty(), "G5: {stages:?}");
        let report = arguments.contains(&"github");
        let lines = text.lines().filter(|line| !(report && line.starts_with("::")));
        lines.for_each(assert_harmless);
        outcome
    }

    /// Runs the program within the budget (G6), and holds it to nothing else.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        let mut files = [self.folder.at(".stdout"), self.folder.at(".stderr"), self.folder.at(".times")];
        let [out, err, times] = &files;
        let mut command = self.command(arguments);
        command.env("TIMES", times).stdin(Stdio::null());
        command.stdout(fs::File::create(out).expect("a file")).stderr(fs::File::create(err).expect("a file"));
        let mut child = command.spawn().expect("the program starts");
        let limit = Instant::now() + Duration::from_secs(self.budget.seconds);
        let status = loop {
            if let Some(status) = child.try_wait().expect("it can be waited for") {
                break status;
            }
            if Instant::now() > limit {
                let group = format!("-{}", child.id());
                let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
                panic!("G6: it did not end in {} s: {arguments:?}", self.budget.seconds);
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let [out, err, times] = files.each_mut().map(|file| {
            let bytes = fs::read(&*file).expect("a file");
            fs::remove_file(file).expect("a file");
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let code = status.code().unwrap_or(-1);
        Outcome { code, text: out + &err, findings: Vec::new(), time: seconds(&times) }
    }

    /// The program in the project, with limits and a bare environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let limit = format!("ulimit -v {} 2>/dev/null", 1024 * self.budget.memory);
        let script = format!("{limit}; {}; code=$?; times >\"$TIMES\"; exit $code", self.through);
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh"]).arg(program()).args(arguments).current_dir(self.root());
        command.env_clear().env("PATH", "/usr/bin:/bin").env("GITHUB_ACTIONS", "true");
        command.envs(self.environment.iter().map(|(key, value)| (key, value))).process_group(0);
        command
    }

    /// Everything but outputs, their siblings and `writes`: path, and kind, mode and hash.
    fn snapshot(&self, writes: &[&str]) -> BTreeMap<PathBuf, String> {
        let base = self.folder.path();
        let outputs: BTreeSet<PathBuf> = ["public", "../second"]
            .into_iter()
            .chain(writes.iter().copied())
            .map(|path| {
                let path = self.at(path);
                if path.ends_with("../second") { base.join("second") } else { path }
            })
            .collect();
        let ours = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            outputs.contains(path) || name.starts_with(".public.saar-") || name.starts_with(".second.saar-")
        };
        let entries = walkdir::WalkDir::new(base).min_depth(1).into_iter().filter_entry(|entry| !ours(entry.path()));
        entries
            .filter_map(Result::ok)
            .map(|entry| {
                let meta = entry.path().symlink_metadata().expect("an entry");
                let bytes = if meta.is_file() { fs::read(entry.path()).unwrap_or_default() } else { Vec::new() };
                let hash = blake3::hash(&bytes);
                let target = fs::read_link(entry.path()).unwrap_or_default();
                let what = format!("{:o} {} {hash}", meta.permissions().mode(), target.display());
                (entry.into_path(), what)
            })
            .collect()
    }
}

/// The program: this build of it, or the one that `SAAR_BIN` names.
pub fn program() -> PathBuf {
    std::env::var_os("SAAR_BIN").map_or_else(|| env!("CARGO_BIN_EXE_saar").into(), PathBuf::from)
}

/// Fails where a terminal or a runner would take what was printed for something else than text (G7).
pub fn assert_harmless(text: &str) {
    let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    for line in text.split('\n') {
        let wrong = line.chars().find(|&c| c.is_control() || bidi(c));
        assert!(wrong.is_none(), "G7: {wrong:?} in {:?}", line.chars().take(300).collect::<String>());
        let command = line.trim_start().starts_with("::") || line.contains("##[");
        assert!(!command, "G7: {:?}", line.chars().take(300).collect::<String>());
    }
}

fn place(finding: &Json) -> String {
    let rule = finding["rule"].as_str().unwrap_or_default();
    match finding["path"].as_str() {
        Some(path) => format!("{rule} {}:{}:{}", path.escape_debug(), finding["line"], finding["column"]),
        None => rule.to_owned(),
    }
}

/// User and system time of what `times` of a shell says of its children.
fn seconds(times: &str) -> f64 {
    let children = times.lines().nth(1).unwrap_or_default().split_whitespace();
    children
        .filter_map(|time| {
            let (minutes, seconds) = time.trim_end_matches('s').split_once('m')?;
            Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
        })
        .sum()
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.path().strip_prefix(from).expect("below the folder"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}
