//! Rules that need more than a text to be broken: files that change, vanish, or are none.

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use saar::diagnostic::{Rule, Severity};
use saar::pipeline::{self, Options, Progress};
use saar::publish::Place;

use crate::project::{Project, article, assert_same};

/// Does something between reading and rendering.
struct Between<F: Fn() + Sync>(F);

impl<F: Fn() + Sync> Progress for Between<F> {
    fn stage(&self, name: &'static str, _: usize) {
        if name == "render" {
            (self.0)();
        }
    }

    fn step(&self) {}
}

/// The rules found by a build during which `meanwhile` happens; the old site must stay.
fn found(project: &Project, meanwhile: impl Fn() + Sync) -> Vec<Rule> {
    let before = project.build(&[]);
    let options = Options {
        output: Some(Place::Folder(project.at("public"))),
        fail_on: Some(Severity::Error),
        cache: false,
        ..Options::of(project.path())
    };
    let built = pipeline::build(&options, &Between(meanwhile)).expect("no failure of the machine");
    assert!(built.published.is_none());
    assert_same(&before, &project.site(), "the old site");
    built.diagnostics.into_iter().map(|diagnostic| diagnostic.rule).collect()
}

#[test]
fn a_file_that_changes() {
    let project = Project::small();
    let rules = found(&project, || project.write("content/a.md", article("दूसरा", "2024-04-28", "up")));
    assert!(rules.contains(&Rule::ChangedDuringBuild), "{rules:?}");
}

#[test]
fn a_file_that_vanishes() {
    let project = Project::small();
    project.write("content/b.md", "---\ntitle: b\ndate: 2024-01-01\nregion: up\nsource: x\n---\n![a](p.png)\n");
    project.write("content/p.png", "PNG");
    let rules = found(&project, || std::fs::remove_file(project.at("content/a.md")).expect("it was there"));
    assert!(rules.contains(&Rule::Unreadable), "{rules:?}");
}

#[test]
fn a_picture_that_vanishes() {
    let project = Project::small();
    project.write("content/b.md", "---\ntitle: b\ndate: 2024-01-01\nregion: up\nsource: x\n---\n![a](p.png)\n");
    project.write("content/p.png", "PNG");
    let rules = found(&project, || std::fs::remove_file(project.at("content/p.png")).expect("it was there"));
    assert!(rules.contains(&Rule::Unreadable), "{rules:?}");
}

/// Opening a pipe waits for somebody to write: a build must not.
#[test]
fn a_pipe_is_not_read() {
    let project = Project::small();
    for path in ["content/pipe.md", "content/pipe.png", "content/files", "templates"] {
        if path.contains('.') {
            pipe(project.at(path));
        } else {
            project.write(&format!("{path}/.keep"), "");
            pipe(project.at(path).join("pipe.html"));
        }
    }
    let (send, receive) = mpsc::channel();
    let mut child = project.command(&["check"]).stderr(std::process::Stdio::piped()).spawn().expect("it starts");
    let stderr = child.stderr.take().expect("a pipe");
    std::thread::spawn(move || send.send(std::io::read_to_string(stderr)));
    let text = receive.recv_timeout(Duration::from_secs(20));
    let _ = child.kill();
    let _ = child.wait();
    let text = text.expect("a check of four pipes hangs").expect("text");
    assert_eq!(text.matches("error[not-a-file]").count(), 4, "{text}");
}

fn pipe(path: PathBuf) {
    let made = rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o644.into(), 0);
    made.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// What stands behind a link is neither read nor shown: it may be a secret of the machine.
#[test]
fn what_is_behind_a_link_stays_there() {
    let project = Project::small();
    let secret = Project::empty();
    secret.write("secret.md", article("secret-title", "2024-04-27", "up"));
    secret.write("key.png", "secret-bytes\n");
    project.write("content/b.md", article("b", "2024-04-26", "up") + "\n![x](key.png) [y](secret.md)\n");
    project.link("content/secret.md", &secret.at("secret.md").to_string_lossy());
    project.link("content/key.png", &secret.at("key.png").to_string_lossy());
    project.link("content/files/key.txt", &secret.at("key.png").to_string_lossy());
    project.link("content/folder", &secret.path().to_string_lossy());
    let run = project.saar(&["build", "--fail-on", "never"]);
    assert!(run.text.contains("error[not-a-file]"), "{}", run.text);
    assert!(!run.text.contains("secret-"), "{}", run.text);
    for (path, bytes) in project.site() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("secret-"), "{path} shows what is behind a link");
    }
}
