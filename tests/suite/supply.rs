//! What the program is made from: the crates of Cargo.lock against the lists in `tests/supply` and `deny.toml`; and
//! what of the environment it reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use semver::{Version, VersionReq};

use crate::project::repository;

/// The registry of which all crates are.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

struct Crate {
    name: String,
    version: Version,
    source: Option<String>,
    checksum: Option<String>,
    /// Names of the crates that it needs.
    needs: Vec<String>,
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"))
}

/// What stands between quotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The crates of Cargo.lock, but ours.
fn crates() -> Vec<Crate> {
    let lock = read("Cargo.lock");
    let all = lock.split("\n[[package]]\n").skip(1).map(|part| {
        let value = |key: &str| part.lines().find_map(|line| quoted(line.strip_prefix(key)?).into_iter().next());
        let needs = part.split_once("dependencies = [").map_or("", |(_, list)| list);
        Crate {
            name: value("name = ").expect("a name"),
            version: Version::parse(&value("version = ").expect("a version")).expect("a semantic version"),
            source: value("source = "),
            checksum: value("checksum = "),
            // where there are two versions, the line says which
            needs: quoted(needs).iter().filter_map(|line| Some(line.split(' ').next()?.to_owned())).collect(),
        }
    });
    let crates: Vec<Crate> = all.filter(|one| one.name != "saar").collect();
    assert!(crates.len() > 100, "Cargo.lock was not understood");
    crates
}

/// Lines of a table in `tests/supply`, as cells.
fn table(path: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
    read(path).lines().filter(|line| !line.starts_with('#')).map(cells).collect()
}

/// The lines of the list `name` in `deny.toml`.
fn listed(name: &str) -> Vec<String> {
    let text = read("deny.toml");
    let (_, list) = text.split_once(&format!("\n{name} = [\n")).expect("the list");
    list.lines().take_while(|line| *line != "]").filter(|line| line.starts_with("    {")).map(str::to_owned).collect()
}

#[test]
fn every_crate_is_of_the_registry_and_has_a_checksum() {
    for one in crates() {
        assert_eq!(one.source.as_deref(), Some(REGISTRY), "{}", one.name);
        assert_eq!(one.checksum.map_or(0, |sum| sum.len()), 64, "{}", one.name);
    }
}

#[test]
fn a_new_crate_is_announced() {
    let listed: BTreeSet<String> = table("tests/supply/crates.tsv").into_iter().map(|cells| cells[0].clone()).collect();
    let locked: BTreeSet<String> = crates().into_iter().map(|one| one.name).collect();
    let unannounced: Vec<_> = locked.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&locked).collect();
    assert!(
        unannounced.is_empty() && gone.is_empty(),
        "CONTRIBUTING.md, A new dependency: new {unannounced:?}, gone {gone:?}"
    );
}

#[test]
fn no_crate_is_banned() {
    let crates = crates();
    let banned = listed("deny");
    assert!(banned.len() > 20, "deny.toml was not understood");
    for line in banned {
        let words = quoted(&line);
        let (name, wrappers) = (&words[0], line.split_once("wrappers = ").map_or(Vec::new(), |(_, list)| quoted(list)));
        let users: BTreeSet<&String> =
            crates.iter().filter(|one| one.needs.contains(name)).map(|one| &one.name).collect();
        assert_eq!(users, wrappers.iter().collect(), "who needs the banned crate {name}");
        assert!(!wrappers.is_empty() || crates.iter().all(|one| one.name != *name), "{name} is banned");
    }
}

/// Whether an advisory is about `version`: neither list of requirements holds it.
fn affected(version: &Version, unaffected: &str, patched: &str) -> bool {
    let requirements =
        [unaffected, patched].into_iter().flat_map(|list| list.split(" | ")).filter(|one| !one.is_empty());
    !requirements.map(|one| VersionReq::parse(one).expect("a requirement")).any(|one| one.matches(version))
}

#[test]
fn no_crate_has_an_advisory_that_nobody_has_looked_at() {
    let advisories = table("tests/supply/advisories.tsv");
    let crates = crates();
    let mut found = BTreeMap::new();
    for cells in &advisories {
        let [id, name, _, _, unaffected, patched] = &cells[..] else { panic!("six cells: {cells:?}") };
        for one in crates.iter().filter(|one| one.name == *name && affected(&one.version, unaffected, patched)) {
            found.insert(id.clone(), format!("{} {}", one.name, one.version));
        }
    }
    let ignored: BTreeSet<String> = listed("ignore").iter().map(|line| quoted(line)[0].clone()).collect();
    assert_eq!(found.keys().cloned().collect::<BTreeSet<_>>(), ignored, "{found:?}");
}

#[test]
fn the_reader_of_advisories_can_tell() {
    let version = |text: &str| Version::parse(text).expect("a version");
    assert!(affected(&version("4.1.3"), "", ">= 4.1.4 | >= 4.0.3, < 4.1.0"));
    assert!(!affected(&version("4.0.3"), "", ">= 4.1.4 | >= 4.0.3, < 4.1.0"));
    assert!(!affected(&version("0.3.9"), "<= 0.3.9", "") && affected(&version("0.3.10"), "<= 0.3.9", ""));
    assert!(affected(&version("1.0.0"), "", ""), "nothing is patched");
}

/// Every variable that our code asks the environment for is told in SECURITY.md, and none other.
#[test]
fn the_environment_is_asked_for_what_is_told() {
    let mut asked = BTreeSet::new();
    for file in walkdir::WalkDir::new(repository().join("src")) {
        let file = file.expect("a readable folder").into_path();
        if file.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(file).expect("a source is UTF-8");
            let names = text.split("env::var").skip(1).map(|rest| quoted(rest).into_iter().next().expect("a name"));
            asked.extend(names);
        }
    }
    let security = read("SECURITY.md");
    let (_, told) = security.split_once("\nOf the environment, saar itself reads ").expect("the paragraph");
    let told = told.split_once(';').expect("the end of the list").0;
    assert_eq!(told.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>(), asked);
}
