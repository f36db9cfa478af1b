//! The search: its index holds what it should and nothing that is withheld, and the script folds words as the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use saar::search::vocabulary::all_words;
use saar::text::{sound, stem};
use serde_json::Value;

use crate::project::{Project, Tree, repository};

/// The values that the files of an index hand over, by name.
fn index(site: &Tree) -> BTreeMap<String, Value> {
    let files = site.iter().filter(|(path, _)| path.starts_with("search/") && path.ends_with(".js"));
    files
        .map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).expect("a script is UTF-8");
            let call = text.strip_prefix("saarSearch(").and_then(|text| text.strip_suffix(")\n")).expect("one call");
            let call: Vec<Value> = serde_json::from_str(&format!("[{call}]")).expect("its values are JSON");
            let name = call[0].as_str().expect("a name");
            assert_eq!(*path, format!("search/{name}.js"));
            (name.to_owned(), call[1].clone())
        })
        .collect()
}

/// The files of a volume, by their names in it; its folder is empty for the newest.
fn volume(index: &BTreeMap<String, Value>, folder: &str) -> BTreeMap<String, Value> {
    let own = index.iter().filter_map(|(name, value)| Some((name.strip_prefix(folder)?, value)));
    own.filter(|(name, _)| !name.contains('/')).map(|(name, value)| (name.to_owned(), value.clone())).collect()
}

/// The folders of all volumes, newest first.
fn folders(index: &BTreeMap<String, Value>) -> Vec<&str> {
    let volumes = index["index"]["volumes"].as_array().expect("volumes");
    volumes.iter().map(|volume| volume[0].as_str().expect("a folder")).collect()
}

/// All words of a volume.
fn indexed(index: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for text in index.iter().filter(|(name, _)| name.starts_with("w-")).filter_map(|(_, text)| text.as_str()) {
        let mut before = String::new();
        for entry in text.split('|') {
            let head = entry.split(' ').next().expect("a word");
            let digit = head.bytes().next().expect("a digit");
            let shared = usize::from(digit - b'#') - usize::from(digit > b'\\');
            before = before.chars().take(shared).chain(head.chars().skip(1)).collect();
            words.insert(before.clone());
        }
    }
    words
}

/// Paths of all results of a volume that could be shown.
fn rows(index: &BTreeMap<String, Value>) -> Vec<String> {
    let files = index.iter().filter(|(name, _)| name.starts_with("a-") || name.starts_with("e-"));
    let rows = files.flat_map(|(_, rows)| rows.as_array().expect("rows"));
    rows.map(|row| row[1].as_str().expect("a path").to_owned()).collect()
}

fn write(project: &Project, name: &str, front: &str, body: &str) {
    let text = format!(
        "---\ntitle: बैठक {name}\ndate: 2024-04-28\nelection: ls-2024\nregion: up/varanasi\nsource: {{outlet: Alpha, url: https://example.org/a}}\n{front}---\n{body}\n"
    );
    project.write(&format!("content/{name}.md"), text);
}

fn project() -> Project {
    let project = Project::empty();
    project.write("site.yaml", "title: Test\n");
    write(
        &project,
        "one",
        "summary: संक्षेप\nclaims: [{value: 80, unit: lok_sabha_seats, scope: up, kind: target, words: अस्सी सीटें}]\n",
        "ज़िले के **किसानों** ने अस्सी सीटें गिनीं, [उ.प्र.](https://example.org/never) में।\n\n| मेज |\n| --- |\n| कुर्सी |",
    );
    project
}

#[test]
fn words_of_all_fields_and_names_are_found() {
    let index = index(&project().build(&[]));
    let words = indexed(&index);
    for word in [
        "बैठक",
        "संक्षेप",
        "जिले",
        "किसानों",
        "उप्र",
        "कुर्सी",
        "80",
        "सीटें",
        "वाराणसी",
        "varanasi",
        "उत्तर",
        "up",
        "alpha",
        "2024",
    ] {
        assert!(words.contains(word), "{word}");
    }
    for word in ["में", "ने", "के", "never", "in"] {
        assert!(!words.contains(word), "{word}");
    }
    let rows = rows(&index);
    for path in ["articles/2024/04/one/", "articles/2024/04/one/#claim-1", "regions/up/varanasi/", "elections/ls-2024/"]
    {
        assert!(rows.iter().any(|row| row == path), "{path}: {rows:?}");
    }
}

#[test]
fn every_word_lies_in_the_file_of_its_root() {
    let index = index(&project().build(&[]));
    let starts: Vec<&str> = index["index"]["files"].as_str().expect("names of files").split(' ').collect();
    assert!(starts.is_sorted());
    for (name, text) in index.iter().filter(|(name, _)| name.starts_with("w-")) {
        for word in indexed(&BTreeMap::from([(name.clone(), text.clone())])) {
            let skeleton = sound::skeleton(&word);
            let at = starts.iter().rposition(|start| *start <= sound::root(&skeleton)).unwrap_or(0);
            assert_eq!(format!("w-{}", starts[at]), *name, "{word}");
        }
    }
}

#[test]
fn what_is_withheld_is_not_in_the_index() {
    let project = project();
    let open = index(&project.build(&[]));
    write(&project, "draft", "draft: true\n", "गुप्तएक");
    write(&project, "embargo", "embargo: 2999-01-01T00:00+05:30\n", "गुप्तदो");
    write(&project, "expired", "expires: 2024-04-28T00:00+05:30\n", "गुप्ततीन");
    write(&project, "gone", "withdrawn: {date: 2024-04-28, reason: गलत}\n", "गुप्तचार");
    project.write("content/later.md", "---\ntitle: भविष्यवाणी\ndate: 2030-01-01\nelection: ls-2024\nregion: up\nsource: {outlet: B, url: https://example.org/a}\n---\nगुप्तपांच\n");
    let closed = index(&project.build(&["--as-of", "2024-05-01", "--fail-on", "never"]));
    let words = indexed(&closed);
    let secret: Vec<&String> =
        words.iter().filter(|word| word.starts_with("गुप्त") || word.starts_with("भविष्य")).collect();
    assert!(secret.is_empty(), "{secret:?}");
    assert_eq!(rows(&open), rows(&closed));
}

#[test]
fn an_edit_changes_few_files_and_nothing_else_is_written() {
    let project = project();
    for number in 0..40 {
        write(&project, &format!("n{number}"), "", &format!("वाक्य{number} शब्द{number}"));
    }
    let before = project.build(&[]);
    let again = project.saar(&["build"]);
    assert!(again.text.contains("unchanged") || again.text.contains("nothing"), "{}", again.text);
    write(&project, "n7", "", "वाक्य7 शब्द7 नयाशब्द");
    let after = project.build(&[]);
    let changed = after.iter().filter(|(path, bytes)| path.starts_with("search/") && before.get(*path) != Some(bytes));
    let changed: Vec<&String> = changed.map(|(path, _)| path).collect();
    assert!((1..=2).contains(&changed.len()), "{changed:?}");
    assert!(indexed(&index(&after)).contains("नयाशब्द"));
    crate::project::assert_same(&after, &project.build(&["--no-cache"]), "a build that remembers");
}

/// A project with volumes of three articles, one a day.
fn volumes(articles: usize) -> Project {
    let project = Project::empty();
    project.write("site.yaml", "title: Test\nlanguages: [hi, en]\nsearch_size: 3\n");
    for number in 1..=articles {
        add(&project, number, "");
    }
    project
}

fn add(project: &Project, number: usize, more: &str) {
    let claims = "claims: [{value: 80, unit: lok_sabha_seats, scope: up, kind: target, words: अस्सी सीटें}]\n";
    let text = format!(
        "---\ntitle: बैठक {number}\ndate: 2024-04-{number:02}\nelection: ls-2024\nregion: up/varanasi\n\
         people: [राम{}]\nsource: {{outlet: Alpha, url: https://example.org/a}}\n{claims}---\nवाक्य{number} में अस्सी सीटें {more}\n",
        number % 2
    );
    project.write(&format!("content/n{number:02}.md"), text);
}

#[test]
fn volumes_hold_every_article_once() {
    for (articles, expected) in [(5, vec![""]), (6, vec!["", "1/"]), (11, vec!["", "2/", "1/"])] {
        let index = index(&volumes(articles).build(&[]));
        assert_eq!(folders(&index), expected);
        let mut number = articles;
        for folder in expected {
            let volume = volume(&index, folder);
            let held = if folder.is_empty() { 3 + articles % 3 } else { 3 };
            let numbers: Vec<usize> = (number + 1 - held..=number).collect();
            let own = |path: &&String| path.starts_with("articles/");
            let paths: Vec<String> = rows(&volume).iter().filter(own).cloned().collect();
            let page = |n: &usize| format!("articles/2024/04/n{n:02}/");
            let both = numbers.iter().flat_map(|n| [page(n), format!("{}#claim-1", page(n))]);
            assert_eq!(paths, both.collect::<Vec<_>>(), "{articles} {folder}");
            // what only the body says
            let words = indexed(&volume);
            for n in 1..=articles {
                assert_eq!(words.contains(&format!("वाक्य{n}")), numbers.contains(&n), "{articles} {folder} {n}");
            }
            assert_eq!(rows(&volume).iter().any(|path| path == "regions/up/varanasi/"), folder.is_empty());
            assert_eq!(volume["index"]["things"], 2 * held);
            number -= held;
        }
        assert_eq!(number, 0);
    }
}

/// Files of the index that differ, with those that only one of the two has.
fn changed(before: &Tree, after: &Tree) -> BTreeSet<String> {
    let paths = before.keys().chain(after.keys());
    let changed = paths.filter(|path| path.contains("search/") && before.get(*path) != after.get(*path));
    changed.cloned().collect()
}

#[test]
fn a_new_article_leaves_the_old_volumes_as_they_are() {
    let project = volumes(7);
    let before = project.build(&[]);
    // two languages, each with one that counts from the oldest and the newest
    assert!(before.contains_key("search/1/index.js") && before.contains_key("en/search/1/index.js"));
    add(&project, 8, "");
    let more = project.build(&[]);
    let differs = changed(&before, &more);
    assert!(differs.contains("search/index.js") && differs.contains("en/search/index.js"), "{differs:?}");
    assert!(differs.iter().all(|path| !path.contains("search/1/")), "{differs:?}");
    crate::project::assert_same(&more, &project.build(&["--no-cache"]), "a build that remembers");
    // the newest is full, and its oldest articles become a volume; the words of their bodies are remembered
    add(&project, 9, "");
    let full = project.build(&[]);
    let differs = changed(&more, &full);
    assert!(
        differs.contains("search/2/index.js") && differs.iter().all(|path| !path.contains("search/1/")),
        "{differs:?}"
    );
    crate::project::assert_same(&full, &project.build(&["--no-cache"]), "a build that remembers");
}

#[test]
fn an_edit_of_an_old_article_changes_its_volume() {
    let project = volumes(11);
    let before = project.build(&[]);
    add(&project, 5, "नयाशब्द");
    let after = project.build(&[]);
    let differs = changed(&before, &after);
    assert!(!differs.is_empty() && differs.iter().all(|path| path.contains("search/2/w-")), "{differs:?}");
    assert!(indexed(&volume(&index(&after), "2/")).contains("नयाशब्द"));
    crate::project::assert_same(&after, &project.build(&["--no-cache"]), "a build that remembers");
}

#[test]
fn a_file_in_the_place_of_a_volume_is_reported() {
    let project = volumes(6);
    for path in ["search/1/index.js", "search/1/facets.js"] {
        project.write(&format!("content/files/{path}"), "mine");
        let run = project.saar(&["build", "--fail-on", "error"]);
        assert!(run.code != 0 && run.text.contains(path) && run.text.contains("duplicate-permalink"), "{}", run.text);
        fs::remove_file(project.at(&format!("content/files/{path}"))).expect("it was there");
    }
    project.build(&[]);
}

#[test]
fn only_the_search_page_has_a_script_and_it_can_be_left_out() {
    let project = project();
    let site = project.build(&[]);
    let scripts = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches("<script src").count();
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let policy = String::from_utf8_lossy(bytes).contains("script-src");
        let search = path == "search/index.html";
        assert_eq!((scripts(bytes), policy), (usize::from(search), search), "{path}");
    }
    assert!(site["assets/search.js"].len() <= 12 << 10, "{}", site["assets/search.js"].len());
    let manifest: Value = serde_json::from_slice(&site["manifest.json"]).expect("JSON");
    assert!(manifest.to_string().contains("search/w-"), "the manifest lists the files of words");
    project.write("site.yaml", "title: Test\nmake: [subjects, regions]\n");
    let without = project.build(&[]);
    assert!(!without.keys().any(|path| path.contains("search")));
}

/// Words, and what the program makes of them: the browser test compares the script with this table.
#[test]
fn the_table_for_the_script_is_that_of_the_program() {
    let path = repository().join("tests/browser/words.tsv");
    let known = fs::read_to_string(&path).unwrap_or_default();
    let texts: Vec<&str> = known.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    assert!(texts.len() > 100, "the table is nearly empty");
    let mut table = String::from("text\twords\tstems\tskeletons\troots\n");
    for text in texts {
        let parts = all_words(text);
        let key = parts.join(" ");
        let line = |of: &dyn Fn(&str) -> String| parts.iter().map(|word| of(word)).collect::<Vec<_>>().join(" ");
        let stems = line(&stem::stem);
        let skeletons = line(&sound::skeleton);
        let roots = line(&|word| sound::root(&sound::skeleton(word)).to_owned());
        table.push_str(&format!("{text}\t{key}\t{stems}\t{skeletons}\t{roots}\n"));
    }
    if std::env::var_os("SAAR_BLESS").is_some() {
        fs::write(&path, &table).expect("the table can be written");
    }
    assert!(known == table, "SAAR_BLESS=1 writes the table anew; then run tests/browser/run --only search");
}
