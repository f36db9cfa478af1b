//! Families of stories against the labelled set in `tests/import`: which pairs of documents belong together.
//!
//! `SAAR_IMPORT_SET` names another folder than `tests/import/seen`; `SAAR_IMPORT_SHOW=1` prints each difference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use saar::diagnostic::Diagnostics;
use saar::import::desk::{self, Goal, Imported};
use saar::import::family::{Kin, families, kin};
use saar::import::kin::of_document;
use saar::import::read::matcher::Reader;
use saar::import::read::read;
use saar::import::{Raw, open, take_apart};
use serde_json::Value;

use crate::gazetteer::with;
use crate::project::{Project, repository, tree};
use crate::remember::{Silent, options};

/// Pairs of places in a list of which two have the same key.
fn pairs<'a>(keys: impl IntoIterator<Item = &'a [usize]>) -> BTreeSet<(usize, usize)> {
    let of = |all: &'a [usize]| all.iter().flat_map(move |a| all.iter().map(move |b| (*a, *b)));
    keys.into_iter().flat_map(of).filter(|(a, b)| a < b).collect()
}

/// The words of the key `family` of each draft, by its file.
fn named(project: &Project) -> BTreeMap<String, String> {
    let family = |(path, bytes): (&String, &Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let line = text.lines().find_map(|line| line.strip_prefix("family: "))?.to_owned();
        Some((path.clone(), line))
    };
    tree(&project.at("content")).iter().filter_map(family).collect()
}

#[test]
fn drafts_name_the_first_article_of_their_family() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\n");
    let import = |names: &[&str]| {
        let inputs: Vec<PathBuf> = names.iter().map(|name| repository().join("tests/import/seen").join(name)).collect();
        let options = options(&project, "public", false, None);
        desk::import(&options, &inputs, Goal::Write, &Silent).expect("no failure of the machine").0.expect("an import")
    };
    let first = import(&["txt-agency-syndicated-a.txt", "notice-twin-bahraich.txt"]);
    assert!(first.kin.is_empty() && named(&project).is_empty());
    let second = import(&[
        "txt-agency-syndicated-b.txt",
        "notice-twin-fatehpur.txt",
        "txt-roll-deadline-new.txt",
        "up-sir-extension-en.html",
    ]);
    let path = |at: usize, of: &Imported| of.drafts[at].path.trim_start_matches("content/").to_owned();
    let name = |path: String| path.trim_end_matches(".md").to_owned();
    let (agency, deadline) = (name(path(0, &first)), name(path(2, &second)));
    let all = named(&project);
    assert_eq!(all.len(), 2, "{all:?}");
    let begins = |at: usize, start: String| assert!(all[&path(at, &second)].starts_with(&start), "{all:?}");
    begins(0, format!("\"{agency}\" # ? {agency} · shared-text · “अनुपमा सिकरवार, 4200 names"));
    begins(3, format!("\"{deadline}\" # ? {deadline} · shared-numbers-and-names · “"));
}

#[test]
fn families_are_found_as_labelled() {
    let folder =
        std::env::var_os("SAAR_IMPORT_SET").map_or_else(|| repository().join("tests/import/seen"), PathBuf::from);
    if !folder.is_dir() {
        return println!("no labelled set at {}", folder.display());
    }
    let reader = Reader::new(&with("title: T\n"), &[]);
    let mut raws: Vec<Raw> = Vec::new();
    open(&[folder], saar::model::limits::Limits::default().import_bytes, &mut Diagnostics::default(), &mut |raw| {
        raws.push(raw)
    })
    .expect("a folder");
    raws.sort_by(|a, b| a.source.cmp(&b.source));
    let (mut names, mut stories, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    for raw in &raws {
        let label = std::fs::read_to_string(PathBuf::from(&raw.source).with_extension("yaml")).expect("a label");
        let label: Value = serde_yaml::from_str(&label).expect("a label in YAML");
        let items = label["items"].as_array().cloned().unwrap_or_else(|| vec![label]);
        for (document, label) in take_apart(raw).expect("a document").iter().zip(items) {
            let facts = read(document, &reader);
            stories.push(of_document(document, &facts, &reader.gazetteer));
            names.push(document.source.rsplit('/').next().unwrap_or_default().to_owned());
            labels.push(label);
        }
    }
    let family = |label: &Value| label["family"].as_str().map(str::to_owned);
    let keys: BTreeSet<String> = labels.iter().filter_map(family).collect();
    let members = |key: &String| (0..labels.len()).filter(|at| family(&labels[*at]).as_ref() == Some(key)).collect();
    let wanted: Vec<Vec<usize>> = keys.iter().map(members).collect();
    let found: Vec<Kin> = kin(&stories);
    let (wanted, given) =
        (pairs(wanted.iter().map(Vec::as_slice)), pairs(families(stories.len(), &found).iter().map(Vec::as_slice)));
    if std::env::var_os("SAAR_IMPORT_SHOW").is_some() {
        for (a, b) in wanted.symmetric_difference(&given) {
            let what = if wanted.contains(&(*a, *b)) { "missed" } else { "wrong" };
            println!("{what}: {} {}", names[*a], names[*b]);
            println!("  {:?}\n  {:?}", stories[*a].facts, stories[*b].facts);
        }
        found.iter().for_each(|kin| println!("{} {} {kin:?}", names[kin.pair.0], names[kin.pair.1]));
    }
    let share = |of: usize| wanted.intersection(&given).count() as f64 / of.max(1) as f64;
    let (precision, recall) = (share(given.len()), share(wanted.len()));
    println!("{} documents, {} pairs: precision {precision:.3}, recall {recall:.3}", stories.len(), wanted.len());
    assert!(precision == 1.0 && recall >= 0.9, "precision {precision}, recall {recall}");
}
