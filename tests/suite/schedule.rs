//! Builds on a timer, as the program does them: when the next one is due, and that one with nothing due does nothing.

use std::fs;
use std::time::SystemTime;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use saar::link::AsOf;
use serde_json::Value as Json;

use crate::corpus;
use crate::instants::{self, at};
use crate::project::{Project, article, assert_same};
use crate::remember;

/// What `next-change` prints in a format.
fn told(project: &Project, as_of: &str, format: &str) -> String {
    let run = project.saar(&["next-change", "--as-of", as_of, "--format", format]);
    assert_eq!(run.code, 0, "{}", run.text);
    run.text.strip_suffix('\n').expect("one line").to_owned()
}

/// The first instant after `from` at which cron would run the line.
fn fires(line: &str, from: DateTime<Utc>) -> DateTime<Utc> {
    let fields: Vec<&str> = line.split(' ').collect();
    let [minute, hour, day, month, "*"] = fields[..] else { panic!("{line:?} has other than five fields") };
    let number = |field: &str| field.parse::<u32>().unwrap_or_else(|error| panic!("{line:?}: {error}"));
    let years = from.year()..from.year() + 9;
    let days = years.filter_map(|year| NaiveDate::from_ymd_opt(year, number(month), number(day)));
    let mut instants = days.map(|day| day.and_hms_opt(number(hour), number(minute), 0).expect("a time").and_utc());
    instants.find(|instant| *instant >= from).expect("a day of the calendar")
}

/// The three formats tell the same instant; as cron it is the first whole minute at which the site is another one.
#[test]
fn the_formats_agree() {
    let project = instants::project(None, instants::SETTINGS);
    let mut as_of = at("2024-03-10T00:00:00Z");
    let mut steps = 0;
    while steps < 25 {
        let asked = as_of.to_rfc3339();
        let (time, cron) = (told(&project, &asked, "time"), told(&project, &asked, "cron"));
        let json: Json = serde_json::from_str(&told(&project, &asked, "json")).expect("JSON");
        assert_eq!((json["next_change"].as_str(), json["cron"].as_str()), (Some(&*time), Some(&*cron)));
        assert!(time.ends_with("+05:30"), "{time} has the offset of the site");
        let due = at(&time);
        let run = fires(&cron, as_of);
        assert!(due <= run && run < due + Duration::minutes(1), "{cron} is for {time}");
        // the reasons are those that the library gives
        let options = remember::options(&project, "public", false, Some(AsOf::Instant(as_of)));
        let next = saar::pipeline::next_change(&options).expect("no failure").expect("settings").expect("a change");
        let reasons: Vec<(&str, &str)> = next.causes.iter().map(|c| (c.what.word(), c.of.as_str())).collect();
        let told = json["reasons"].as_array().expect("a list").iter();
        let told: Vec<_> =
            told.map(|r| (r["what"].as_str().expect("a word"), r["of"].as_str().expect("a name"))).collect();
        assert_eq!(told, reasons);
        assert!(!told.is_empty(), "no reason at {time}");
        (as_of, steps) = (due, steps + 1);
    }
}

#[test]
fn nothing_ahead_is_told_in_each_format() {
    let project = Project::small();
    for (format, expected) in
        [("time", "never"), ("cron", ""), ("json", r#"{"cron":null,"next_change":null,"reasons":[]}"#)]
    {
        assert_eq!(told(&project, "2999-01-01", format), expected, "{format}");
    }
    project.write("site.yaml", "title: [\n");
    let run = project.saar(&["next-change"]);
    assert_eq!((run.code, &*run.text), (2, "the project cannot be read; `saar check` says why\n"));
}

/// What the last build left is asked first; the answer is the same without it, whatever instant is asked for.
#[test]
fn the_cache_knows_the_next_change() {
    let project = Project::empty();
    for (path, text) in corpus::project(3, 300) {
        project.write(&path, text);
    }
    let settings = project.read("site.yaml");
    project.write("site.yaml", format!("{settings}editions: daily\nmake: [articles, editions, calendar]\n"));
    project.age();
    let all = |as_of: &str| ["time", "json"].map(|format| told(&project, as_of, format));
    let asked =
        ["2021-01-01", "2024-04-20T11:00+05:30", "2024-04-20T12:00+05:30", "2024-04-20", "2025-12-31", "2030-01-01"];
    project.build(&["--as-of", "2024-04-20T11:30+05:30"]);
    assert!(project.at(".public.saar-cache").exists());
    let with = asked.map(all);
    fs::remove_file(project.at(".public.saar-cache")).expect("it was there");
    assert_eq!(with, asked.map(all));
    let next = all("2024-04-20T11:30+05:30");
    assert_eq!(with[2], next, "the same until then");
    assert_ne!(with[4], next);
}

/// A run with nothing due says so and leaves everything as it is, also where it has to read the files again.
#[test]
fn a_run_with_nothing_due_publishes_nothing() {
    let project = Project::small();
    let embargo = "embargo: 2024-05-10\nregion:";
    project.write("content/b.md", article("आगे", "2024-04-20", "mp").replace("region:", embargo));
    let first = project.build(&["--as-of", "2024-04-29T10:00+05:30"]);
    let next = told(&project, "2024-04-29T10:00+05:30", "time");
    let modified = |path: &str| fs::metadata(project.at(path)).and_then(|meta| meta.modified()).expect("a file");
    let stands = || ["public", "public/manifest.json", "public/index.html"].map(modified);
    let before = stands();
    let quiet = |why: &str, as_of: &str, arguments: &[&str]| {
        let run = project.saar(&[&["build", "--as-of", as_of], arguments].concat());
        assert_eq!(run.code, 0, "{why}: {}", run.text);
        assert_eq!(
            run.text,
            format!(
                "nothing has changed (left out: 1 under embargo); 0 errors, 0 warnings, 1 note; the next change is at {next}\n"
            ),
            "{why}"
        );
        assert_eq!(before, stands(), "{why}");
        assert!(!project.at(".public.saar-previous").exists(), "{why}");
        assert_same(&first, &project.site(), why);
    };
    quiet("read again", "2024-04-29T11:00+05:30", &[]);
    project.age();
    quiet("of another time", "2024-04-29T11:00+05:30", &[]);
    let cache = modified(".public.saar-cache");
    quiet("remembered", "2024-04-29T12:00+05:30", &[]);
    assert_eq!(cache, modified(".public.saar-cache"), "nothing had to be read");
    let before_it = (at(&next) - Duration::seconds(1)).to_rfc3339();
    quiet("a second before it is due", &before_it, &[]);
    quiet("made anew", &before_it, &["--no-cache"]);
    fs::remove_file(project.at(".public.saar-cache")).expect("it was there");
    let run = project.saar(&["build", "--as-of", &before_it]);
    assert!(run.text.contains("\nnothing has changed"), "{}", run.text);
    assert_eq!(before, stands(), "without what the last build left");
    let due = project.saar(&["build", "--as-of", &next]);
    assert!(due.text.starts_with("built "), "{}", due.text);
    assert!(modified("public/manifest.json") > before[1] && before[1] > SystemTime::UNIX_EPOCH);
}
