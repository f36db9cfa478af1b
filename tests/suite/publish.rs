//! Publishing: whatever happens, the site in place is a whole one, and nothing foreign is lost.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use saar::error::Error;
use saar::pipeline::{self, Progress};

use crate::corpus::{self, Random};
use crate::project::{Project, Tree, article, assert_same, tree};
use crate::remember::options;

fn lists(tree: &Tree) -> Vec<String> {
    let manifest: Json = serde_json::from_slice(&tree["manifest.json"]).expect("a manifest is JSON");
    let outputs = manifest["outputs"].as_array().expect("outputs");
    outputs.iter().map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
}

/// Fails unless `tree` is exactly what its manifest says.
pub fn assert_whole(tree: &Tree, when: &str) {
    let manifest: Json = serde_json::from_slice(&tree["manifest.json"]).expect("a manifest is JSON");
    let outputs = manifest["outputs"].as_array().expect("outputs");
    assert_eq!(outputs.len() + 1, tree.len(), "{when}: other files than the manifest lists");
    for file in outputs {
        let path = file["path"].as_str().expect("a path");
        let bytes = tree.get(path).unwrap_or_else(|| panic!("{when}: {path} is missing"));
        assert_eq!(file["blake3"], blake3::hash(bytes).to_hex().as_str(), "{when}: {path}");
        assert_eq!(file["bytes"], bytes.len(), "{when}: {path}");
    }
}

#[test]
fn the_manifest_lists_inputs_and_outputs() {
    let project = Project::small();
    project.write("content/files/CNAME", "example.org\n");
    let site = project.build(&[]);
    assert_whole(&site, "a build");
    let manifest: Json = serde_json::from_slice(&site["manifest.json"]).expect("JSON");
    let inputs = manifest["inputs"].as_array().expect("inputs");
    let paths: Vec<&str> = inputs.iter().filter_map(|file| file["path"].as_str()).collect();
    assert_eq!(paths, ["content/a.md", "content/files/CNAME", "site.yaml"]);
    let hash = blake3::hash(project.read("content/a.md").as_bytes()).to_hex();
    assert_eq!(inputs[0]["blake3"], hash.as_str());
}

#[test]
fn stale_files_go_and_the_previous_site_is_kept() {
    let project = Project::small();
    project.write("content/b.md", article("दूसरा", "2024-04-20", "mp"));
    let first = project.build(&[]);
    assert!(first.contains_key("articles/2024/04/b/index.html") && first.contains_key("regions/mp/index.html"));
    fs::remove_file(project.at("content/b.md")).expect("it was there");
    let second = project.build(&[]);
    assert!(!second.contains_key("articles/2024/04/b/index.html") && !second.contains_key("regions/mp/index.html"));
    assert!(!project.at("public/regions/mp").exists(), "an empty folder stays");
    assert_same(&first, &tree(&project.at(".public.saar-previous")), "the previous site");
    assert_eq!(
        project.entries(),
        [".public.saar-cache", ".public.saar-lock", ".public.saar-previous", "content", "public", "site.yaml"]
    );
    assert_same(&second, &project.build(&["--no-cache"]), "the same build again");
}

#[test]
fn findings_leave_the_old_site_as_it_is() {
    let project = Project::small();
    let before = project.build(&[]);
    let entries = project.entries();
    let text = fs::read_to_string(crate::project::repository().join("tests/fixtures/all-faults-at-once.txt"));
    let text = text.expect("the fixture of all faults");
    for part in text.split("\n-- ").skip(2) {
        let (path, body) = part.split_once(" --\n").expect("a section");
        project.write(path, body.split("\n== ").next().unwrap_or_default());
    }
    let run = project.saar(&["build", "--as-of", "2026-01-01"]);
    assert_eq!(run.code, 1, "{}", run.text);
    assert!(run.text.contains("nothing was published"), "{}", run.text);
    assert_same(&before, &project.site(), "the old site");
    assert!(
        project.entries().iter().all(|name| entries.contains(name) || name == "templates"),
        "{:?}",
        project.entries()
    );
}

#[test]
fn a_second_build_at_once_is_refused() {
    let project = Project::small();
    let before = project.build(&[]);
    let lock = fs::File::open(project.at(".public.saar-lock")).expect("a lock file");
    lock.lock().expect("the lock is free");
    let run = project.saar(&["build"]);
    assert_eq!(run.code, 5, "{}", run.text);
    assert!(run.text.contains("another build"), "{}", run.text);
    assert_same(&before, &project.site(), "the site");
    drop(lock);
    project.build(&[]);
}

#[test]
fn foreign_files_are_listed_and_nothing_is_touched() {
    for path in ["notes.txt", "articles/2024/draft.docx", ".git/config", "assets/.hidden"] {
        let project = Project::small();
        project.build(&[]);
        project.write(&format!("public/{path}"), "mine");
        let before = project.site();
        let run = project.saar(&["build"]);
        assert_eq!(run.code, 6, "{path}: {}", run.text);
        assert!(run.text.contains(&format!("\n  {path}\n")), "{}", run.text);
        assert_same(&before, &project.site(), path);
    }
    let project = Project::small();
    for number in 0..30 {
        project.write(&format!("public/holiday-{number:02}.jpg"), "mine");
    }
    let before = project.site();
    let run = project.saar(&["build"]);
    assert_eq!(run.code, 6, "{}", run.text);
    assert!(run.text.contains("30 files") && run.text.contains("and 20 more"), "{}", run.text);
    assert_same(&before, &project.site(), "a folder of pictures");
}

#[test]
fn a_foreign_link_in_the_output_is_not_followed() {
    let project = Project::small();
    project.build(&[]);
    let other = Project::empty();
    other.write("precious.txt", "mine");
    project.link("public/photos", &other.path().to_string_lossy());
    assert_eq!(project.saar(&["build"]).code, 6);
    assert_eq!(other.read("precious.txt"), "mine");
}

#[test]
fn a_link_in_the_place_of_a_page_is_foreign() {
    let project = Project::small();
    project.build(&[]);
    project.write("mine.html", "mine");
    fs::remove_file(project.at("public/index.html")).expect("a page");
    project.link("public/index.html", "../mine.html");
    assert_eq!(project.saar(&["build"]).code, 6);
    assert_eq!(project.read("public/index.html"), "mine");
}

#[test]
fn a_manifest_without_briefings_does_not_name_them() {
    let site = Project::small().build(&[]);
    assert!(!String::from_utf8_lossy(&site["manifest.json"]).contains("briefings"));
}

#[test]
fn a_manifest_of_another_program_is_foreign() {
    let project = Project::small();
    project.write("public/manifest.json", "{\"name\": \"an app\"}\n");
    let run = project.saar(&["build"]);
    assert_eq!(run.code, 6, "{}", run.text);
    assert!(run.text.contains("  manifest.json"), "{}", run.text);
    assert_eq!(project.read("public/manifest.json"), "{\"name\": \"an app\"}\n");
}

/// An edit that keeps its size shows by the time of the file.
#[test]
fn a_manifest_that_was_edited_is_set_right() {
    let project = Project::small();
    let good = project.build(&[]);
    let mut edited = project.read("public/manifest.json").into_bytes();
    // the hash of the last file
    let at = edited.len() - 10;
    edited[at] = if edited[at] == b'0' { b'1' } else { b'0' };
    assert_ne!(edited, good["manifest.json"]);
    project.write("public/manifest.json", edited);
    assert_same(&good, &project.build(&[]), "built again");
}

/// Builds that change little put the site together from the one before the last.
#[test]
fn what_goes_takes_its_folder_with_it() {
    let project = Project::small();
    project.write("content/b.md", article("लखनऊ में बैठक", "2024-04-27", "up/lucknow"));
    project.build(&[]);
    let folder = project.at("public/articles/2024/04/b");
    assert!(folder.join("index.html").exists());
    for round in 0..3 {
        project.write("site.yaml", format!("title: Round {round}\n"));
        if round == 1 {
            fs::remove_file(project.at("content/b.md")).expect("an article");
        }
        assert_whole(&project.build(&[]), &format!("round {round}"));
        assert_eq!(folder.exists(), round == 0, "round {round}");
        let beside =
            [".public.saar-cache", ".public.saar-lock", ".public.saar-previous", "content", "public", "site.yaml"];
        assert_eq!(project.entries(), beside, "round {round}");
    }
}

/// The site before the last is no place for what others write, also if it was changed by hand.
#[test]
fn a_previous_site_that_was_touched_is_not_used() {
    let project = Project::small();
    project.build(&[]);
    // in a folder of pages that changed, of files that did not, and in none
    for place in ["articles/mine.html", "assets/fonts/mine.txt", "mine.txt"] {
        project.write("site.yaml", format!("title: Before {place}\n"));
        project.build(&[]);
        project.write(&format!(".public.saar-previous/{place}"), "mine");
        project.write("content/a.md", article(&format!("बैठक {place}"), "2024-04-28", "up/kanpur-nagar"));
        assert_whole(&project.build(&[]), place);
    }
}

#[test]
fn an_output_that_would_do_harm_is_refused() {
    let project = Project::small();
    project.write("other/file.txt", "mine");
    project.write("empty/.keep", "");
    fs::remove_file(project.at("empty/.keep")).expect("it was there");
    project.link("link", "empty");
    project.link("dangling", "nowhere");
    let before = tree(project.path());
    for output in [
        "content",
        "content/new",
        ".",
        "..",
        "/",
        "templates",
        "site.yaml",
        "link",
        "link/",
        "dangling",
        "other",
        "other/../content",
        "content/../.",
    ] {
        let run = project.saar(&["build", "--output", output]);
        assert_eq!(run.code, 6, "--output {output}: {}", run.text);
        let mut after = tree(project.path());
        after.retain(|path, _| !path.ends_with(".saar-lock"));
        assert_same(&before, &after, &format!("--output {output}"));
        assert!(!project.at("nowhere").exists(), "--output {output} made a folder behind a link");
    }
    let run = project.saar(&["build", "--output", "site.yaml/public"]);
    assert_eq!(run.code, 3, "{}", run.text);
}

#[test]
fn an_output_elsewhere_is_made_with_its_folders() {
    let project = Project::small();
    let run = project.saar(&["build", "--output", "out/deep/site"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert_whole(&tree(&project.at("out/deep/site")), "an output elsewhere");
    assert!(!project.at("public").exists());
}

/// A folder that has the name of the kept site but is not ours must not cost the site in place.
#[test]
fn a_foreign_folder_in_the_place_of_the_previous_site_costs_nothing() {
    let project = Project::small();
    let before = project.build(&[]);
    project.write(".public.saar-previous/mine.txt", "mine");
    project.write("site.yaml", "title: Other\n");
    let run = project.saar(&["build"]);
    assert_eq!(project.read(".public.saar-previous/mine.txt"), "mine");
    if run.code == 0 {
        assert_whole(&project.site(), "a new site");
    } else {
        assert_same(&before, &project.site(), &format!("the old site, after: {}", run.text));
    }
}

#[test]
fn the_first_site_may_go_to_an_empty_folder() {
    let project = Project::small();
    fs::create_dir_all(project.at("public/empty")).expect("folders can be made");
    let first = project.build(&[]);
    project.write("site.yaml", "title: Second\n");
    project.build(&[]);
    assert_eq!(project.saar(&["rollback"]).code, 0);
    assert_same(&first, &project.site(), "rolled back");
}

#[test]
fn what_dead_builds_left_is_cleaned_up() {
    let project = Project::small();
    project.write(".public.saar-stage-99999/index.html", "half");
    project.write("other.saar-stage-1/index.html", "not ours");
    project.build(&[]);
    assert_eq!(
        project.entries(),
        [".public.saar-cache", ".public.saar-lock", "content", "other.saar-stage-1", "public", "site.yaml"]
    );
}

/// Twenty builds are killed somewhere on their way; what stands in place is the old or the new site, whole.
#[test]
fn a_killed_build_leaves_the_old_or_the_new_site() {
    let project = Project::empty();
    for (path, text) in corpus::project(7, 150) {
        project.write(&path, text);
    }
    project.write("site.yaml", "title: Old\nmake: [articles, subjects, cells, feed, data]\n");
    let started = Instant::now();
    project.build(&[]);
    let whole = started.elapsed();
    let mut random = Random::new(std::process::id().into());
    let (mut old, mut new) = (0, 0);
    for round in 0..20 {
        project.write("site.yaml", format!("title: Round {round}\nmake: [articles, subjects, cells, feed, data]\n"));
        let before = project.site();
        let mut build = project.command(&["build"]).stderr(Stdio::null()).spawn().expect("it starts");
        // the later part is where files are written and swapped
        std::thread::sleep(whole.mul_f64(0.2 + random.below(1000) as f64 / 1000.0));
        let _ = build.kill();
        build.wait().expect("it ends");
        let after = project.site();
        assert_whole(&after, &format!("round {round}"));
        if after == before {
            old += 1;
        } else {
            let title = String::from_utf8_lossy(&after["index.html"]).into_owned();
            assert!(title.contains(&format!("Round {round}")), "round {round} shows neither the old nor the new site");
            new += 1;
        }
    }
    assert_eq!(old + new, 20);
    project.build(&[]);
    let left: Vec<String> = project.entries().into_iter().filter(|name| name.contains("saar-stage")).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_same(&project.site(), &project.build(&["--no-cache"]), "after all of it");
}

/// A build that is told to end takes its stage with it and says so in its exit code.
#[cfg(unix)]
#[test]
fn a_build_that_is_told_to_end_leaves_nothing_behind() {
    let project = Project::empty();
    for (path, text) in corpus::project(11, 400) {
        project.write(&path, text);
    }
    project.build(&[]);
    let before = project.site();
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut ended = false;
        // the later signals may come after the program is done
        for wait in [0, 5, 20, 60, 120, 250] {
            let mut build = project.command(&["build", "--no-cache"]).stderr(Stdio::null()).spawn().expect("it starts");
            let staged = || project.entries().into_iter().any(|name| name.contains("saar-stage"));
            while !staged() && build.try_wait().expect("a child").is_none() {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(wait));
            let id = build.id().to_string();
            std::process::Command::new("kill").args([signal, &id]).status().expect("`kill` runs");
            let status = build.wait().expect("it ends");
            assert_same(&before, &project.site(), &format!("{signal} after {wait} ms"));
            assert!(!staged(), "{signal} after {wait} ms left a stage");
            assert!([Some(0), Some(code)].contains(&status.code()), "{signal} after {wait} ms: {status}");
            ended |= status.code() == Some(code);
        }
        assert!(ended, "no build ended with {code}");
    }
}

/// Readers never see a site that is half old and half new.
#[test]
fn a_reader_sees_a_site_at_every_instant() {
    let project = Project::small();
    project.build(&[]);
    let mut build = project.command(&["build", "--no-cache"]).stderr(Stdio::null()).spawn().expect("it starts");
    let end = Instant::now() + Duration::from_secs(30);
    let mut looks = 0;
    while build.try_wait().expect("a child").is_none() && Instant::now() < end {
        assert!(Path::new(&project.at("public/index.html")).exists(), "there was no site after {looks} looks");
        looks += 1;
    }
    let _ = build.wait();
    assert!(looks > 100, "only {looks} looks");
    assert_eq!(lists(&project.site()).len() + 1, project.site().len());
}

/// Panics at one of the pages, in the thread that makes it.
struct Panicking(AtomicUsize);

impl Progress for Panicking {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {
        assert_ne!(self.0.fetch_sub(1, Relaxed), 1, "the page that cannot be made");
    }
}

#[test]
fn a_panic_in_a_worker_leaves_the_old_site_and_no_stage() {
    let project = Project::small();
    let before = project.build(&[]);
    project.write("site.yaml", "title: Other\n");
    let pages = before.keys().filter(|path| path.ends_with(".html")).count();
    for at in [1, pages / 2, pages - 1] {
        let failing = Panicking(AtomicUsize::new(at));
        let built = Error::caught(|| pipeline::build(&options(&project, "public", true, None), &failing));
        let error = built.expect_err("a page panicked");
        assert_eq!(error.exit_code(), 70);
        assert!(error.to_string().contains("the page that cannot be made"), "{error}");
        assert_same(&before, &project.site(), &format!("a panic at page {at}"));
        let left: Vec<String> = project.entries().into_iter().filter(|name| name.contains("saar-stage")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// Where the system cannot swap two folders, there is an instant without a site; the next command ends it.
#[test]
fn an_exchange_in_two_steps_is_completed() {
    let project = Project::small();
    let first = project.build(&[]);
    let (public, aside, previous) =
        (project.at("public"), project.at(".public.saar-aside"), project.at(".public.saar-previous"));
    // killed after the first step
    fs::rename(&public, &aside).expect("a folder can be moved");
    project.write(".public.saar-stage-base/index.html", "new");
    let run = project.saar(&["verify", "public"]);
    assert!(run.code == 2 && run.text.contains("the next `saar build` or `saar rollback`"), "{}", run.text);
    let run = project.saar(&["rollback"]);
    assert!(run.code == 2 && run.text.contains("no generation before"), "{}", run.text);
    assert_same(&first, &project.site(), "the old site is back");
    // killed after the second one
    project.write("site.yaml", "title: Second\n");
    let second = project.build(&[]);
    fs::rename(&previous, &aside).expect("a folder can be moved");
    let third = project.build(&["--no-cache"]);
    assert_same(&second, &third, "nothing has changed");
    assert_same(&first, &tree(&previous), "the generation before");
    // the same in a rollback
    fs::rename(&public, &aside).expect("a folder can be moved");
    assert_eq!(project.saar(&["rollback"]).code, 0);
    assert_same(&first, &project.site(), "rolled back");
    assert_same(&second, &tree(&previous), "the way forth");
    // a foreign folder of that name is left alone
    project.write(".public.saar-aside/mine.txt", "mine");
    project.build(&[]);
    assert_eq!(project.read(".public.saar-aside/mine.txt"), "mine");
}
