//! A site is what its manifest says, or `verify` finds where it is not; and the site before it can be had again.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

use saar::publish::{self, Fault};

use crate::corpus::{self, Random};
use crate::project::{Project, Run, Tree, assert_same, tree};
use crate::publish::assert_whole;

/// A project with a site of some hundred files.
fn built() -> (Project, Tree) {
    let project = Project::empty();
    for (path, text) in corpus::project(21, 15) {
        project.write(&path, text);
    }
    project.write("content/files/CNAME", "example.org\n");
    let site = project.build(&[]);
    (project, site)
}

fn faults(project: &Project) -> BTreeMap<String, Fault> {
    publish::verify(&project.at("public")).expect("a manifest").faults
}

fn verify(project: &Project) -> Run {
    project.saar(&["verify", "public"])
}

/// Puts a site back as it was.
fn restore(project: &Project, site: &Tree, path: &str) {
    project.write(&format!("public/{path}"), &site[path]);
}

#[test]
fn a_good_site_passes_and_so_does_a_copy() {
    let (project, site) = built();
    let hash = blake3::hash(&site["manifest.json"]).to_hex();
    let expected = format!("{} files are what was published; manifest blake3 {hash}\n", site.len() - 1);
    for (path, bytes) in &site {
        project.write(&format!("elsewhere/copy/{path}"), bytes);
    }
    for folder in ["public", "public/", "./public/../public", "elsewhere/copy"] {
        let run = project.saar(&["verify", folder]);
        assert_eq!((run.code, run.text), (0, expected.clone()), "{folder}");
    }
    // it looks, and does nothing else: also where another build is at work
    let lock = fs::File::open(project.at(".public.saar-lock")).expect("a lock file");
    lock.lock().expect("the lock is free");
    assert_eq!(verify(&project).code, 0);
    drop(lock);
    // a folder without files is none of the site and nothing that a host would show
    fs::create_dir_all(project.at("public/nothing/in/here")).expect("a folder");
    assert_eq!(verify(&project).text, expected);
    assert_same(&site, &project.site(), "the site");
}

/// One bit of one file: it is found, and it alone.
#[test]
fn each_flipped_bit_is_found() {
    let (project, site) = built();
    let mut random = Random::new(30);
    let files: Vec<&String> = site.keys().filter(|path| *path != "manifest.json").collect();
    for round in 0..30 {
        let path = files[random.below(files.len())];
        let mut bytes = site[path].clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        project.write(&format!("public/{path}"), &bytes);
        assert_eq!(faults(&project), BTreeMap::from([(path.clone(), Fault::Changed)]), "byte {at}");
        if round % 10 == 0 {
            let run = verify(&project);
            assert_eq!(run.code, 1, "{}", run.text);
            let expected =
                format!("error: `{path}` is not what was published\n1 fault of a site of {} files\n", files.len());
            assert_eq!(run.text, expected);
        }
        restore(&project, &site, path);
    }
    assert_eq!(verify(&project).code, 0);
}

/// A bit of the manifest: either it no longer fits, or it has another hash than the one that was kept elsewhere.
#[test]
fn a_flipped_bit_of_the_manifest_shows() {
    let (project, site) = built();
    let good = verify(&project).text;
    let mut random = Random::new(31);
    let mut codes: BTreeMap<i32, usize> = BTreeMap::new();
    for _ in 0..40 {
        let mut bytes = site["manifest.json"].clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        project.write("public/manifest.json", &bytes);
        let run = verify(&project);
        assert_ne!(run.text, good, "byte {at}");
        assert!(!run.text.contains("fault of saar"), "{}", run.text);
        *codes.entry(run.code).or_default() += 1;
    }
    assert!(codes.keys().all(|code| [0, 1, 2].contains(code)), "{codes:?}");
    // a line less, a line twice, other hashes
    let text = String::from_utf8(site["manifest.json"].clone()).expect("UTF-8");
    let line = text.lines().find(|line| line.contains("\"feed.xml\"")).expect("a line");
    let hash = blake3::hash(&site["feed.xml"]).to_hex().to_string();
    for (what, edited, code) in [
        ("a line less", text.replace(&format!("{line}\n"), ""), 1),
        ("another hash", text.replace(&hash, &blake3::hash(b"x").to_hex()), 1),
        ("no hash", text.replace(&hash, "none"), 2),
        ("cut short", text[..text.len() / 2].to_owned(), 2),
        ("nothing", String::new(), 2),
        ("no JSON", "mine\n".to_owned(), 2),
    ] {
        project.write("public/manifest.json", edited);
        let run = verify(&project);
        assert_eq!(run.code, code, "{what}: {}", run.text);
    }
    restore(&project, &site, "manifest.json");
    assert_eq!(verify(&project).text, good);
}

#[test]
fn what_is_missing_added_or_a_link_is_found() {
    let (project, site) = built();
    let found = |path: &str, fault| assert_eq!(faults(&project), BTreeMap::from([(path.to_owned(), fault)]));
    fs::remove_file(project.at("public/feed.xml")).expect("it was there");
    found("feed.xml", Fault::Missing);
    fs::create_dir(project.at("public/feed.xml")).expect("a folder");
    found("feed.xml", Fault::Missing);
    fs::remove_dir(project.at("public/feed.xml")).expect("it was there");
    restore(&project, &site, "feed.xml");
    for path in ["extra.html", "articles/.hidden", "चित्र.png"] {
        project.write(&format!("public/{path}"), "");
        found(path, Fault::Extra);
        fs::remove_file(project.at(&format!("public/{path}"))).expect("it was there");
    }
    // a link is no file of the site, even where it leads to the same bytes
    for path in ["CNAME", "manifest.json"] {
        fs::rename(project.at(&format!("public/{path}")), project.at("aside")).expect("a file");
        project.link(&format!("public/{path}"), &project.at("aside").to_string_lossy());
        found(path, Fault::Changed);
        fs::rename(project.at("aside"), project.at(&format!("public/{path}"))).expect("a link");
    }
    project.link("public/loop", "..");
    found("loop", Fault::Extra);
    fs::remove_file(project.at("public/loop")).expect("it was there");
    assert_eq!(faults(&project), BTreeMap::new());
}

/// The way out that is told: a site that was changed is set right by a build that takes nothing for granted.
#[test]
fn a_build_without_a_cache_sets_a_site_right() {
    let (project, site) = built();
    for _ in 0..2 {
        project.write("public/index.html", "mine");
        project.write("public/assets/style.css", b"\xff");
        fs::remove_file(project.at("public/404.html")).expect("it was there");
        assert_eq!(verify(&project).code, 1);
        let run = project.saar(&["build", "--no-cache"]);
        assert!(run.text.starts_with("built "), "{}", run.text);
        assert_same(&site, &project.site(), "set right");
        assert_eq!(verify(&project).code, 0);
        // the next build makes nothing of the spoilt one, which is now the site before
        let text = project.read("site.yaml");
        project.write("site.yaml", format!("{text}\n"));
        project.build(&[]);
        assert_eq!(verify(&project).code, 0);
        project.write("site.yaml", text);
        assert_same(&site, &project.build(&[]), "the same again");
    }
}

#[test]
fn rollback_brings_the_site_before_back_and_is_its_own_way_back() {
    let (project, first) = built();
    let text = project.read("site.yaml");
    project.write("site.yaml", text.replace("सार", "Second"));
    let second = project.build(&[]);
    assert!(first["index.html"] != second["index.html"], "they are two");
    for round in 0..3 {
        for site in [&first, &second] {
            let run = project.saar(&["rollback"]);
            assert_eq!(run.code, 0, "{}", run.text);
            assert_same(site, &project.site(), &format!("round {round}"));
            assert_eq!(verify(&project).code, 0);
        }
    }
    // a build afterwards makes the site of the files as they are, whichever stands
    project.saar(&["rollback"]);
    assert_same(&second, &project.build(&[]), "the same files");
    project.saar(&["rollback"]);
    project.write("site.yaml", text.replace("सार", "Third"));
    let third = project.build(&[]);
    assert_whole(&third, "after a rollback");
    assert_same(&first, &tree(&project.at(".public.saar-previous")), "the site before");
    let cold = project.saar(&["build", "--no-cache", "--output", "cold"]);
    assert_eq!(cold.code, 0, "{}", cold.text);
    assert_same(&tree(&project.at("cold")), &third, "from nothing");
}

#[test]
fn rollback_waits_for_nobody() {
    let (project, first) = built();
    let lock = fs::File::open(project.at(".public.saar-lock")).expect("a lock file");
    lock.lock().expect("the lock is free");
    let run = project.saar(&["rollback"]);
    assert_eq!(run.code, 5, "{}", run.text);
    assert!(run.text.contains("another build is writing to this output"), "{}", run.text);
    drop(lock);
    let run = project.saar(&["rollback"]);
    assert_eq!(run.code, 2, "{}", run.text);
    assert_same(&first, &project.site(), "the first site");
    // a folder of that name that is not ours is not put in the place of the site
    project.write(".public.saar-previous/mine.txt", "mine");
    let run = project.saar(&["rollback"]);
    assert_eq!(run.code, 6, "{}", run.text);
    assert_same(&first, &project.site(), "the first site");
    assert_eq!(project.read(".public.saar-previous/mine.txt"), "mine");
}

/// Killed at any point, a rollback has happened or has not.
#[test]
fn a_killed_rollback_leaves_a_whole_site() {
    let (project, first) = built();
    let text = project.read("site.yaml");
    project.write("site.yaml", text.replace("सार", "Second"));
    let second = project.build(&[]);
    for round in 0..40 {
        let mut rollback = project.command(&["rollback"]).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_micros(round * 150));
        let _ = rollback.kill();
        rollback.wait().expect("it ends");
        let (site, before) = (project.site(), tree(&project.at(".public.saar-previous")));
        let whole = (site == first && before == second) || (site == second && before == first);
        assert!(whole, "killed after {} µs", round * 150);
    }
    assert_same(&second, &project.build(&[]), "the next build");
}
