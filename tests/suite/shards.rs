//! Builds by many machines: whatever the number of parts, the site is the one that one machine makes.

use std::fs;

use saar::model::shard::Shard;
use saar::pipeline::{self, Options};
use saar::publish::Place;

use crate::corpus::Random;
use crate::project::{Project, assert_same, tree};
use crate::remember::{SITE, Silent, options, random_article};

/// A project of random articles, some of them with findings.
fn random_project(seed: u64, articles: usize) -> Project {
    let (project, mut random) = (Project::empty(), Random::new(seed));
    project.write("site.yaml", format!("title: T\n{SITE}"));
    project.write("content/picture.png", "not really a picture");
    project.write("content/files/extra.txt", "a file");
    project.write("content/pages/about.md", "---\ntitle: हमारे बारे में\n---\nपाठ। [लेख](../a1.md)\n");
    for number in 0..articles {
        project.write(&format!("content/a{number}.md"), random_article(&mut random, number));
    }
    project
}

/// Makes all facts and all parts of a site in this process, as that many machines would.
fn make_parts(project: &Project, of: u32) {
    let (facts, parts) = (project.at(&format!("facts-{of}")), project.at(&format!("parts-{of}")));
    let common = || options(project, "unused", true, None);
    for shard in Shard::all(of) {
        pipeline::gather(&common(), shard, &facts).expect("facts");
    }
    for shard in Shard::all(of) {
        let output = Some(Place::Part(parts.clone(), shard));
        let made = Options { output, facts: Some(facts.clone()), ..common() };
        pipeline::build(&made, &Silent).expect("a part").published.expect("a part is made");
    }
}

#[test]
fn parts_come_together_as_the_site_that_one_machine_makes() {
    for seed in [1, 2] {
        let project = random_project(seed, 25);
        let plain = pipeline::build(&options(&project, "public", false, None), &Silent).expect("a build");
        let site = tree(&project.at("public"));
        for of in [1, 2, 3, 8] {
            make_parts(&project, of);
            let merged = format!("merged-{of}");
            let output = Some(Place::Merged(project.at(&merged), project.at(&format!("parts-{of}"))));
            let facts = Some(project.at(&format!("facts-{of}")));
            let merge = Options { output, facts, ..options(&project, "unused", true, None) };
            let built = pipeline::build(&merge, &Silent).expect("a merge");
            assert_same(&site, &tree(&project.at(&merged)), &format!("seed {seed}, {of} parts"));
            assert_eq!(built.diagnostics, plain.diagnostics, "seed {seed}, {of} parts");
        }
    }
}

#[test]
fn most_of_a_site_comes_from_its_parts() {
    let project = random_project(3, 12);
    make_parts(&project, 3);
    let count = |folder: &str| tree(&project.at(folder)).len();
    let site = project.build(&["--fail-on", "never"]).len();
    // only what has findings, files of the theme and the manifest are not made in parts
    let parts = (1..=3).map(|k| count(&format!("parts-3/part-{k}-of-3/site"))).sum::<usize>();
    assert!(parts * 10 > site * 9, "{parts} of {site}");
    let sizes: Vec<usize> = (1..=3).map(|k| count(&format!("parts-3/part-{k}-of-3/site"))).collect();
    assert!(sizes.iter().all(|size| *size * 5 > site), "{sizes:?} of {site}");
}

/// A good project with its facts and parts, made by the program itself.
fn made_by_the_program(of: u32) -> Project {
    let project = Project::small();
    project.write("content/b.md", crate::project::article("दूसरी बैठक", "2024-04-29", "up/agra"));
    for shard in Shard::all(of) {
        let shard = shard.to_string();
        let run = project.saar(&["facts", "--shard", &shard, "--output", "facts"]);
        assert_eq!(run.code, 0, "{}", run.text);
    }
    for shard in Shard::all(of) {
        let shard = shard.to_string();
        let run = project.saar(&["build", "--facts", "facts", "--shard", &shard, "--output", "parts"]);
        assert_eq!(run.code, 0, "{}", run.text);
    }
    project
}

const MERGE: &[&str] = &["merge", "--facts", "facts", "--parts", "parts"];

#[test]
fn a_merged_site_is_published_like_any_other() {
    let project = made_by_the_program(2);
    let run = project.saar(MERGE);
    assert_eq!(run.code, 0, "{}", run.text);
    let merged = project.site();
    assert_eq!(project.saar(&["verify", "public"]).code, 0);
    assert!(project.saar(&["build"]).text.contains("nothing has changed"), "{}", project.saar(&["build"]).text);
    // once more, over a site that stands: nothing is new
    let again = project.saar(MERGE);
    assert!(again.text.contains("nothing has changed"), "{}", again.text);
    assert_same(&merged, &project.build(&["--no-cache"]), "by one machine");
    // parts of the run before are replaced
    let run = project.saar(&["build", "--facts", "facts", "--shard", "2/2", "--output", "parts"]);
    assert_eq!(run.code, 0, "{}", run.text);
    let parts = tree(&project.at("parts"));
    assert!(parts.keys().all(|path| path.starts_with("part-")), "{:?}", parts.keys());
}

/// What `arguments` end with, which is not 0 and changes nothing.
fn refusal(project: &Project, arguments: &[&str], code: i32) -> String {
    // but for the lock
    let all = || {
        let mut all = tree(project.path());
        all.retain(|path, _| !path.starts_with(".public"));
        all
    };
    let before = all();
    let run = project.saar(arguments);
    assert_eq!(run.code, code, "{}", run.text);
    assert!(!project.at("public").exists());
    assert_same(&before, &all(), "nothing is changed");
    run.text
}

#[test]
fn what_is_missing_damaged_or_of_another_site_is_named() {
    let project = made_by_the_program(3);
    let file = project.at("parts/part-2-of-3/part");
    let part = fs::read(&file).expect("a part");
    fs::write(&file, &part[..part.len() - 1]).expect("it can be cut");
    let told = refusal(&project, MERGE, 2);
    assert!(told.contains("part 2/3 in `parts` is damaged") && told.contains("--shard 2/3"), "{told}");
    fs::write(&file, &part).expect("it can be mended");

    fs::rename(project.at("parts/part-2-of-3"), project.at("aside")).expect("it can be moved");
    let told = refusal(&project, MERGE, 2);
    assert!(told.contains("part 2/3 missing"), "{told}");
    fs::rename(project.at("aside"), project.at("parts/part-2-of-3")).expect("it can be moved back");

    let now = ["build", "--facts", "facts", "--shard", "1/3", "--output", "parts", "--as-of", "now"];
    let told = refusal(&project, &now, 2);
    assert!(told.contains("every part has a `now` of its own"), "{told}");
    // another instant is another site
    let told = refusal(&project, &[MERGE, &["--as-of", "2024-05-20"]].concat(), 2);
    assert!(told.contains("is of other files or options"), "{told}");

    let page = "parts/part-1-of-3/site";
    let page = tree(&project.at(page)).into_keys().next().map(|path| format!("{page}/{path}")).expect("a page");
    let bytes = fs::read(project.at(&page)).expect("a page");
    project.write(&page, "torn");
    let told = refusal(&project, MERGE, 3);
    assert!(told.contains("it is not what was made; make part 1/3 again"), "{told}");
    project.write(&page, bytes);

    let lines = project.read("facts/facts-1-of-3.jsonl");
    project.write("facts/facts-1-of-3.jsonl", format!("{lines}{lines}"));
    let told = refusal(&project, MERGE, 2);
    assert!(told.contains("facts of share 1/3") && told.contains("are not what was written"), "{told}");
    fs::remove_file(project.at("facts/facts-1-of-3.json")).expect("it can be removed");
    let told = refusal(&project, MERGE, 2);
    assert!(told.contains("share 1/3 missing"), "{told}");
    project.write("facts/facts-1-of-3.jsonl", "");
    assert_eq!(project.saar(&["facts", "--shard", "1/3", "--output", "facts"]).code, 0);

    project.write("content/c.md", crate::project::article("तीसरी बैठक", "2024-04-30", "up/agra"));
    let told = refusal(&project, MERGE, 2);
    assert!(told.contains("the facts do not know `content/c.md`"), "{told}");
    fs::remove_file(project.at("content/c.md")).expect("it can be removed");
    let article = project.read("content/b.md");
    fs::remove_file(project.at("content/b.md")).expect("it can be removed");
    assert!(refusal(&project, MERGE, 2).contains("1 more file than there are articles"));
    project.write("content/b.md", article);

    project.write("site.yaml", "title: Other\n");
    assert!(refusal(&project, MERGE, 2).contains("were read with another `site.yaml`"));
    project.write("site.yaml", "title: Test\n");
    assert_eq!(project.saar(MERGE).code, 0);
}

#[test]
fn an_article_that_changes_after_its_facts_were_read_is_told() {
    let project = made_by_the_program(1);
    let article = project.read("content/b.md");
    project.write("content/b.md", article.replace("दूसरी", "पहिली"));
    let run = project.saar(&["build", "--facts", "facts", "--shard", "1/1", "--output", "parts"]);
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.text.contains("changed-during-build"), "{}", run.text);
    let merged = project.saar(MERGE);
    assert_eq!(merged.code, 1, "{}", merged.text);
    assert!(!project.at("public").exists());
}

#[test]
fn facts_are_lines_that_other_programs_read() {
    let project = made_by_the_program(2);
    let lines = project.read("facts/facts-1-of-2.jsonl") + &project.read("facts/facts-2-of-2.jsonl");
    let rows: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let mut titles: Vec<&str> = rows.iter().filter_map(|row| row["title"].as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["कानपुर में बैठक", "दूसरी बैठक"]);
    for row in &rows {
        let text = fs::read(project.at(row["file"].as_str().expect("a path"))).expect("an article");
        assert_eq!(row["bytes"], text.len());
        assert_eq!(row["blake3"], blake3::hash(&text).to_hex().as_str());
        assert_eq!(row["published"]["confidence"], "high");
        assert!(row["record"].as_str().is_some_and(|record| record.len() > 100));
    }
}

#[test]
fn a_part_that_is_killed_leaves_the_others_whole() {
    let project = made_by_the_program(2);
    project.write("parts/.part-2-of-2.new-77/site/half.html", "half");
    let run = project.saar(MERGE);
    assert_eq!(run.code, 0, "{}", run.text);
    assert_same(&project.site(), &project.build(&["--no-cache"]), "by one machine");
}
