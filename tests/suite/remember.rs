//! Builds that remember: whatever happened before, the site is the one that a build from nothing makes.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use saar::diagnostic::Diagnostic;
use saar::link::AsOf;
use saar::pipeline::{self, Built, Options, Progress};
use saar::publish::Place;

use crate::corpus::Random;
use crate::project::{Project, Tree, article, assert_same, tree};

/// Shows nothing.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

/// Builds in this process: what a run of the program would do, without its start.
pub fn build(project: &Project, output: &str, cache: bool, as_of: Option<AsOf>) -> Built {
    pipeline::build(&options(project, output, cache, as_of), &Silent).expect("no failure of the machine")
}

/// The options of such a build.
pub fn options(project: &Project, output: &str, cache: bool, as_of: Option<AsOf>) -> Options {
    Options {
        output: Some(Place::Folder(project.at(output))),
        as_of,
        cache,
        allow_shrink: true,
        // faults of the content are part of what is compared
        ..Options::of(project.path())
    }
}

/// Settings of a project with a gazetteer of its own, without the title.
pub const SITE: &str = "gazetteer: none\nprovenance: true\nlanguages: [hi, en]\npage_size: 3\nfeed_size: 4\nsearch_size: 2\nlimits: {data_rows: 4}\nregions:\n  - {id: in, kind: country, name_hi: भारत, name_en: India}\n  - {id: up, kind: state, name_hi: उत्तर प्रदेश}\n  - {id: up/agra, kind: district, name_hi: आगरा}\n  - {id: up/kanpur, kind: district, name_en: Kanpur}\n  - {id: mp, kind: state, name_hi: मध्य प्रदेश}\nelections:\n  - {id: e-one, kind: general_election, name_hi: पहला चुनाव, region: in, announced: 2024-03-16, counting: 2024-06-04, phases: [{number: 1, poll: 2024-04-19}, {number: 2, poll: 2024-05-20}]}\n  - {id: e-two, kind: general_election, name_en: Second election, region: up, announced: 2024-04-10, counting: 2024-05-08, phases: [{number: 1, poll: 2024-05-02}]}\nbriefings:\n  - {editions: all, newest: 3, sections: [key_points, calendar, regions, open, sources, index, method, texts]}\n  - {editions: all, newest: 9, languages: [both]}\n  - {election: e-one, languages: [en]}\n  - {election: e-one, region: up, languages: [hi], sections: [regions, texts]}\nparties:\n  - {id: a, name_hi: क दल}\n  - {id: b, name_en: B Party}\n";

/// A random article that has a bit of everything, some of it wrong.
pub fn random_article(random: &mut Random, number: usize) -> String {
    let mut front = String::new();
    let mut add = |line: String| front.push_str(&format!("{line}\n"));
    let day = format!("2024-04-{:02}", 1 + random.below(28));
    let other = format!("2024-{:02}-{:02}", 4 + random.below(2), 1 + random.below(9));
    match random.below(6) {
        0 => add("date: unknown".into()),
        1 => add(format!("date: {{value: unknown, window: [2024-04-01, {day}]}}")),
        2 => add(format!("date: {day}T{:02}:30+05:30", random.below(24))),
        _ => add(format!("date: {day}")),
    }
    add(format!("title: शीर्षक {number} {}", random.below(3)));
    add(format!("election: {}", random.pick(&["e-one", "e-two", "e-one", "[e-one, e-two]"])));
    add(format!("region: {}", random.pick(&["up/agra", "up/kanpur", "mp", "in", "[up/agra, mp]", "up"])));
    let outlet = random.pick(&["Alpha", "बीटा", "Gamma News"]);
    add(format!("source: {{outlet: {outlet}, url: https://example.org/{number}}}"));
    let mut sometimes = |odds: usize, lines: &[&str]| {
        if random.below(odds) == 0 {
            let line = random.pick(lines).to_owned();
            front.push_str(&line.replace("DAY", &day).replace("OTHER", &other));
            front.push('\n');
        }
    };
    sometimes(
        3,
        &[
            "people: [{name: राम, office: सांसद, party: a}]",
            "people: [Ram, सीता]",
            "people: [{name: सीता, seat: up/agra}]",
        ],
    );
    sometimes(3, &["title_en: A headline", "title_en: Another\nsummary_en: In short", "title_mr: मथळा"]);
    sometimes(3, &["parties: a", "parties: [a, b]"]);
    sometimes(3, &["topics: [एक, two]", "topics: two"]);
    sometimes(3, &["mentions: [mp, up/kanpur]"]);
    sometimes(4, &["events: [{kind: rally, date: DAY, place: up/agra, organiser: b, text: सभा}]"]);
    sometimes(4, &["corrections: [{date: 2024-05-03, text: सुधार}]", "corrections: [{date: OTHER, text: सुधार}]"]);
    sometimes(5, &["added: 2024-05-01", "added: OTHER"]);
    sometimes(6, &["updated: OTHER", "updated: DAY"]);
    sometimes(8, &["draft: true"]);
    sometimes(8, &["embargo: 2024-04-30T18:00+05:30", "embargo: OTHER"]);
    sometimes(8, &["expires: 2024-05-04", "expires: OTHER"]);
    sometimes(6, &["withdrawn: {date: 2024-05-02, reason: गलत था}", "withdrawn: {date: OTHER, reason: गलत था}"]);
    sometimes(6, &["aliases: [old/address]"]);
    sometimes(4, &["family: a1", "family: a2", "family: a3"]);
    sometimes(
        4,
        &[
            "claims: [{value: 80, unit: lok_sabha_seats, scope: up, holder: a, kind: target, words: अस्सी सीटें}]",
            "claims: [{value: 70, unit: lok_sabha_seats, scope: up, holder: a, kind: target, words: अस्सी सीटें}]",
            "claims: [{value: 5, unit: people, kind: count, words: यह नहीं लिखा}]",
        ],
    );
    sometimes(9, &["unknown_key: x"]);
    let mut body = String::from("पहला वाक्य यहाँ है। दल ने अस्सी सीटें जीतने का लक्ष्य रखा।\n\n## एक भाग\n\n");
    let extra = [
        format!("[दूसरा लेख](a{}.md) देखें।", random.below(9)),
        format!("[भाग](a{}.md#एक-भाग) देखें।", random.below(9)),
        "![चित्र](picture.png)".to_owned(),
        "[चुनाव](/elections/e-two/) और [कहीं](/regions/mp/)।".to_owned(),
        "[पन्ना](pages/about.md)".to_owned(),
        "<b>मोटा</b> <script>alert(1)</script>".to_owned(),
        format!("वाक्य {}।", random.below(1000)),
    ];
    for _ in 0..random.below(3) {
        body.push_str(&extra[random.below(extra.len())]);
        body.push_str("\n\n");
    }
    format!("---\n{front}---\n{body}")
}

/// A project whose files get times of long ago, each change another one.
struct Changing {
    project: Project,
    random: Random,
    clock: u64,
    as_of: Option<AsOf>,
    kept: Option<Vec<u8>>,
}

impl Changing {
    fn new(seed: u64) -> Self {
        let mut this = Self { project: Project::empty(), random: Random::new(seed), clock: 0, as_of: None, kept: None };
        this.write("site.yaml", &format!("title: T\n{SITE}"));
        this.write("content/picture.png", "not really a picture");
        this.write("templates/strings/mr.yaml", "ui: {own_language: मराठी}\nnumber: {digits: ०१२३४५६७८९}\n");
        for number in 0..7 {
            let text = random_article(&mut this.random, number);
            this.write(&format!("content/a{number}.md"), &text);
        }
        this
    }

    fn write(&mut self, path: &str, text: &str) {
        self.project.write(path, text);
        self.clock += 1;
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000 + self.clock);
        File::options().write(true).open(self.project.at(path)).and_then(|file| file.set_modified(at)).expect("a time");
    }

    fn remove(&self, path: &str) {
        // what is not there is gone already
        let _ = fs::remove_file(self.project.at(path));
    }

    /// Changes something; returns what.
    fn change(&mut self) -> String {
        let number = self.random.below(9);
        let file = format!("content/a{number}.md");
        let cache = self.project.at(".public.saar-cache");
        match self.random.below(24) {
            0..=5 => {
                let text = random_article(&mut self.random, number);
                self.write(&file, &text);
                format!("write {file}")
            }
            6..=8 => {
                let Ok(text) = fs::read_to_string(self.project.at(&file)) else { return "nothing".into() };
                self.write(&file, &format!("{text}\nएक और वाक्य।\n"));
                format!("longer body of {file}")
            }
            9 => {
                let Ok(text) = fs::read_to_string(self.project.at(&file)) else { return "nothing".into() };
                self.write(&file, &text);
                format!("touch {file}")
            }
            10 => {
                self.remove(&file);
                format!("remove {file}")
            }
            11 => {
                let to = format!("content/a{}.md", self.random.below(9));
                let _ = fs::rename(self.project.at(&file), self.project.at(&to));
                format!("rename {file} to {to}")
            }
            12 => {
                let text = format!("picture {}", self.random.below(3));
                self.write("content/picture.png", &text);
                text
            }
            13 if self.random.below(3) == 0 => {
                // every region, election and party after the new ones has another number; and a third language
                let more = SITE
                    .replace("languages: [hi, en]", "languages: [hi, en, mr]")
                    .replace("  - {id: up, kind", "  - {id: ap, kind: state, name_en: Andhra}\n  - {id: up, kind")
                    .replace(
                        "  - {id: e-one",
                        "  - {id: e-before, kind: general_election, name_en: Before, region: in}\n  - {id: e-one",
                    )
                    .replace("parties:\n", "parties:\n  - {id: aa, name_en: AA}\n");
                self.write("site.yaml", &format!("title: T\n{more}"));
                "other lists".into()
            }
            13 => {
                let title = format!("T{}", self.random.below(3));
                let more = [
                    "",
                    "editions: [daily, phase]\n",
                    "editions: none\n",
                    "make: [articles, subjects, feed]\n",
                    "digits: devanagari\n",
                ][self.random.below(5)];
                self.write("site.yaml", &format!("title: {title}\n{more}{SITE}"));
                format!("settings {more:?}")
            }
            14 => {
                let text = ["{{ card.title }}", "<p>{{ card.title }} {{ card.date }}</p>"][self.random.below(2)];
                self.write("templates/card.html", text);
                "a template".into()
            }
            15 => {
                self.remove("templates/card.html");
                "no template".into()
            }
            16 => {
                let text = format!("---\ntitle: हमारे बारे में\n---\nपाठ {}। [लेख](../a1.md)\n", self.random.below(3));
                self.write("content/pages/about.md", &text);
                "a page".into()
            }
            17 => {
                self.remove("content/pages/about.md");
                "no page".into()
            }
            18 => {
                let text = format!("{}", self.random.below(3));
                self.write("content/files/extra.txt", &text);
                "a file".into()
            }
            19 => {
                let day = |d| AsOf::Day(chrono::NaiveDate::from_ymd_opt(2024, 4, d).expect("a day"));
                self.as_of = [None, Some(day(12)), Some(day(27)), Some(day(30))][self.random.below(4)];
                format!("as of {:?}", self.as_of)
            }
            20 => {
                if let Ok(mut bytes) = fs::read(&cache) {
                    let at = self.random.below(bytes.len());
                    bytes[at] ^= 1 << self.random.below(8);
                    fs::write(&cache, bytes).expect("the cache can be written");
                }
                "damaged cache".into()
            }
            21 => {
                let _ = fs::remove_file(&cache);
                "lost cache".into()
            }
            22 => {
                // a cache that is restored later knows another site
                match self.kept.take() {
                    Some(bytes) => fs::write(&cache, bytes).expect("the cache can be written"),
                    None => self.kept = fs::read(&cache).ok(),
                }
                "cache of another build".into()
            }
            _ => {
                self.project.saar(&["rollback"]);
                "rollback".into()
            }
        }
    }
}

fn facts(built: &Built) -> (Vec<Diagnostic>, String) {
    let left_out: Vec<_> = built.left_out.iter().map(|left| (left.source, left.reason)).collect();
    let rest = (built.articles, built.pages, left_out, built.as_of, &built.next_change);
    (built.diagnostics.clone(), format!("{rest:?}"))
}

/// The law of builds that remember: over random changes of a project, what they publish and what they find is
/// what a build from nothing publishes and finds.
#[test]
fn whatever_is_remembered_the_site_is_the_same() {
    let sequences: u64 = std::env::var("SAAR_SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let first: u64 = std::env::var("SAAR_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    for seed in first..first + sequences {
        let mut changing = Changing::new(seed);
        let mut story = vec!["begin".to_owned()];
        for _ in 0..14 {
            let warm = build(&changing.project, "public", true, changing.as_of);
            let cold = build(&changing.project, "cold", false, changing.as_of);
            let told = format!("seed {seed}: {}", story.join(", "));
            assert_same(&tree(&changing.project.at("cold")), &changing.project.site(), &told);
            assert_eq!(facts(&warm), facts(&cold), "{told}");
            for _ in 0..=changing.random.below(2) {
                let change = changing.change();
                story.push(change);
            }
        }
    }
}

/// What a cache that cannot be used costs: one note, and nothing else.
#[test]
fn a_cache_that_cannot_be_used_is_ignored_with_one_note() {
    let project = Project::small();
    let site = project.build(&[]);
    let cache = project.at(".public.saar-cache");
    let good = fs::read(&cache).expect("a cache");
    let newline = good.iter().position(|byte| *byte == b'\n').expect("a first line");
    let other_version = [b"saar-cache 0000000000000000\n", &good[newline + 1..]].concat();
    let cut = good[..good.len() / 2].to_vec();
    let mut flipped = good.clone();
    flipped[good.len() / 3] ^= 0x10;
    let cases: [(&str, Option<Vec<u8>>); 6] = [
        ("is not there", None),
        ("is damaged", Some(cut)),
        ("is damaged", Some(flipped)),
        ("is damaged", Some([&good[..], b"more"].concat())),
        ("is of another version", Some(other_version)),
        ("is of another version", Some(b"something else".to_vec())),
    ];
    for (why, bytes) in cases {
        match bytes {
            Some(bytes) => fs::write(&cache, bytes).expect("the cache can be written"),
            None => fs::remove_file(&cache).expect("it was there"),
        }
        let run = project.saar(&["build"]);
        assert_eq!(run.code, 0, "{}", run.text);
        let notes: Vec<&str> = run.text.lines().filter(|line| line.starts_with("note:")).collect();
        assert!(matches!(notes[..], [note] if note.contains(why)), "{why}: {}", run.text);
        assert_same(&site, &project.site(), why);
        let again = project.saar(&["build"]);
        assert!(!again.text.contains("note:"), "{}", again.text);
    }
}

/// Nothing is published where nothing changed, and files that did not change keep their times.
#[test]
fn files_that_did_not_change_keep_their_times() {
    let project = Project::small();
    project.write("content/b.md", article("दूसरी बैठक", "2024-04-20", "mp"));
    let modified = |path: &str| fs::metadata(project.at(path)).and_then(|meta| meta.modified()).expect("a file");
    let times = |site: &Tree| -> Vec<(String, SystemTime)> {
        site.keys().map(|path| (path.clone(), modified(&format!("public/{path}")))).collect()
    };
    let first = project.build(&[]);
    let before = times(&first);
    let folder = modified("public");
    std::thread::sleep(Duration::from_millis(20));
    let run = project.saar(&["build"]);
    assert!(run.text.contains("nothing has changed"), "{}", run.text);
    assert_eq!(before, times(&project.site()));
    assert_eq!(folder, modified("public"));
    // from the second on, a build is made from the generation before the one that stands
    for round in 0..4 {
        let before = times(&project.site());
        let old = project.site();
        let text = project.read("content/b.md");
        project.write("content/b.md", format!("{text}\nवाक्य {round}।\n"));
        std::thread::sleep(Duration::from_millis(20));
        let run = project.saar(&["build"]);
        assert!(run.text.contains("(0 new, 2 changed, 0 removed)"), "{}", run.text);
        let new = project.site();
        let changed: Vec<&String> = new.keys().filter(|path| new.get(*path) != old.get(*path)).collect();
        // the number of the sentence is a word that can be searched for
        let words = changed.last().copied().cloned().unwrap_or_default();
        assert!(words.starts_with("search/w-"), "{changed:?}");
        assert_eq!(changed, ["articles/2024/04/b/index.html", "manifest.json", &words]);
        let newer: Vec<String> = before
            .into_iter()
            .filter(|(path, at)| modified(&format!("public/{path}")) != *at)
            .map(|(p, _)| p)
            .collect();
        assert_eq!(newer, ["articles/2024/04/b/index.html", "manifest.json", &words]);
        assert_same(&old, &tree(&project.at(".public.saar-previous")), "the generation before");
    }
}

/// A site whose folders were touched by others is looked at file by file.
#[test]
fn what_others_did_to_the_output_is_seen() {
    let project = Project::small();
    let site = project.build(&[]);
    std::thread::sleep(Duration::from_millis(20));
    fs::remove_file(project.at("public/articles/2024/04/a/index.html")).expect("it was there");
    assert_same(&site, &project.build(&[]), "after a file was deleted");
    std::thread::sleep(Duration::from_millis(20));
    project.write("public/articles/2024/04/a/note.txt", "mine");
    let run = project.saar(&["build"]);
    assert_eq!(run.code, 6, "{}", run.text);
    assert_eq!(project.read("public/articles/2024/04/a/note.txt"), "mine");
}
