//! Projects in temporary folders, and runs of the real program on them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// Where an instrumented program writes which lines it ran (`tests/quality/coverage`).
pub const COUNTS: &str = "LLVM_PROFILE_FILE";

/// All files of a folder: path with forward slashes, bytes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A project in a folder that goes away with it.
pub struct Project {
    folder: TempDir,
}

/// How a run of the program ended.
pub struct Run {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// What it printed, standard output first.
    pub text: String,
}

impl Project {
    /// A project with `site.yaml` and one good article.
    pub fn small() -> Self {
        let project = Self::empty();
        project.write("site.yaml", "title: Test\n");
        project.write("content/a.md", article("कानपुर में बैठक", "2024-04-28", "up/kanpur-nagar"));
        project
    }

    /// A folder with nothing in it.
    pub fn empty() -> Self {
        // the name begins without a dot, and the path holds no links, so that messages can be compared
        let base = std::env::temp_dir().canonicalize().expect("a folder for temporary files");
        let folder = tempfile::Builder::new().prefix("saar-test-").tempdir_in(base).expect("a temporary folder");
        Self { folder }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the folder.
    pub fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Writes a file, with its folders.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// Makes a symbolic link, with its folder.
    pub fn link(&self, path: &str, to: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a link lies in a folder")).expect("folders can be made");
        std::os::unix::fs::symlink(to, path).expect("a link can be made");
    }

    /// Gives all files of the project a time of long ago: what was written just before a build is read again.
    pub fn age(&self) {
        self.age_all_but(&[]);
    }

    /// The same without some of them.
    pub fn age_all_but(&self, young: &[&str]) {
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
        let files =
            ["site.yaml", "content", "templates"].into_iter().flat_map(|name| walkdir::WalkDir::new(self.at(name)));
        for file in files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
            if young.iter().any(|path| file.path().ends_with(path)) {
                continue;
            }
            let file = fs::File::options().write(true).open(file.path()).expect("a file");
            file.set_modified(long_ago).expect("a time");
        }
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The built site.
    pub fn site(&self) -> Tree {
        tree(&self.at("public"))
    }

    /// Names of everything directly in the folder, hidden entries among them.
    pub fn entries(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs the program in the folder.
    pub fn saar(&self, arguments: &[&str]) -> Run {
        self.run(arguments, &[])
    }

    /// The same with environment variables.
    pub fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = self.command(arguments).envs(environment.iter().copied()).output().expect("the program starts");
        finished(&output)
    }

    /// Runs the program in the folder and gives it `text` on its standard input.
    pub fn told(&self, arguments: &[&str], text: &str) -> Run {
        let mut input = tempfile::tempfile().expect("a temporary file");
        input.write_all(text.as_bytes()).and_then(|()| input.rewind()).expect("it can be written");
        finished(&self.command(arguments).stdin(input).output().expect("the program starts"))
    }

    /// The program, ready to be started in the folder with a bare environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_saar"));
        command.args(arguments).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command.envs(std::env::var_os(COUNTS).map(|place| (COUNTS, place)));
        command
    }

    /// Builds the site and fails the test unless that works.
    pub fn build(&self, arguments: &[&str]) -> Tree {
        let run = self.saar(&[&["build"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.text);
        self.site()
    }
}

/// What became of a finished program.
pub fn finished(output: &Output) -> Run {
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Run { code: output.status.code().unwrap_or(-1), text }
}

/// A good article.
pub fn article(title: &str, date: &str, region: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: {date}\nelection: ls-2024\nregion: {region}\nsource: {{outlet: ABP Live, url: https://example.org/a}}\n---\n{title}: बैठक में चुनाव की तैयारी पर बात हुई।\n"
    )
}

/// All files of `folder`; nothing if there is no such folder.
pub fn tree(folder: &Path) -> Tree {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
            (path, fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
}

/// Fails with the names of the files that differ, and the first lines that do.
pub fn assert_same(one: &Tree, other: &Tree, what: &str) {
    let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differing: Vec<&&String> = names.iter().filter(|name| one.get(**name) != other.get(**name)).collect();
    let lines = |tree: &Tree, name: &str| -> Vec<String> {
        let bytes = tree.get(name).map(Vec::as_slice).unwrap_or_default();
        String::from_utf8_lossy(bytes).lines().map(|line| line.chars().take(400).collect()).collect()
    };
    let shown = differing.iter().filter(|name| ***name != "manifest.json").take(2).map(|name| {
        let (one, other) = (lines(one, name), lines(other, name));
        let at = (0..one.len().max(other.len())).find(|&at| one.get(at) != other.get(at)).unwrap_or(0);
        format!("\n{name}, line {}:\n  {:?}\n  {:?}", at + 1, one.get(at), other.get(at))
    });
    assert!(
        differing.is_empty(),
        "{what}: {} files differ: {:?}{}",
        differing.len(),
        &differing[..differing.len().min(8)],
        shown.collect::<String>()
    );
}

/// The folder of this crate, which is also the project of its own site.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
