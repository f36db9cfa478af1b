//! Instants: a site changes at those that `next-change` names and at no other, and is then what was known by then.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use saar::link::AsOf;
use saar::model::site::{Change, NextChange};
use saar::pipeline;

use crate::corpus::Random;
use crate::project::{Project, Tree, article, assert_same};
use crate::remember::{SITE, build, options, random_article};

/// What follows `#known` is the instant from which a line is known, what follows `#until` the one at which its file
/// is gone. YAML takes both for remarks.
pub const SETTINGS: &str = "title: T
base_url: https://example.org/
language: en
gazetteer: none
page_size: 3
feed_size: 5
editions: [daily, weekly, phase, {id: first-half, name_en: The first half, from: 2024-03-18, until: 2024-04-15}]
regions:
  - {id: land, kind: country, name_en: Land}
  - {id: north, kind: state, name_en: North}
  - {id: north/hill, kind: district, name_en: Hill}
  - {id: south, kind: state, name_en: South}
parties:
  - {id: a, name_en: A Party}
  - {id: b, name_en: B Party}
elections:
  - id: council-2024
    name_en: Council election 2024
    region: land
    seats: 80
    announced: 2024-04-05 #known 2024-04-05T00:00:00+05:30
    counting: 2024-05-20 #known 2024-04-05T00:00:00+05:30
    phases:
      - number: 1 #known 2024-04-05T00:00:00+05:30
        poll: 2024-05-02 #known 2024-04-05T00:00:00+05:30
        seats_scheduled: 40 #known 2024-04-05T00:00:00+05:30
        seats_polled: 39 #known 2024-05-02T00:00:00+05:30
        seats_by_region: {north: 39} #known 2024-05-02T00:00:00+05:30
      - number: 2 #known 2024-04-05T00:00:00+05:30
        poll: 2024-05-12 #known 2024-04-05T00:00:00+05:30
        seats_polled: 41 #known 2024-05-12T00:00:00+05:30
  - {id: council-2019, name_en: Council election 2019, region: land, status: background, counting: 2019-05-20}
rolls:
  - id: roll-2024
    kind: roll_revision
    name_en: Roll revision 2024
    regions: [north, south]
    dates:
      - {event: claims_until, date: 2024-04-20, set: 2024-04-02} #known 2024-04-02T00:00:00+05:30
      - {event: claims_until, date: 2024-05-06, set: 2024-04-16} #known 2024-04-16T00:00:00+05:30
      - {event: final_roll, date: 2024-06-01, set: 2024-04-02} #known 2024-04-02T00:00:00+05:30
";

/// Name and front matter of articles that hold everything that time can change.
const ARTICLES: &[(&str, &str)] = &[
    (
        "corrected",
        "title: Corrected #known 2024-03-20T00:00:00+05:30
date: 2024-03-20
election: council-2024
region: north
people: [{name: Anna Berg, office: chair, party: a}]
corrections:
  - {date: 2024-03-22, text: The early one} #known 2024-03-22T00:00:00+05:30
  - {date: 2024-04-18, text: The later one} #known 2024-04-18T00:00:00+05:30",
    ),
    (
        "updated",
        "title: Updated #known 2024-03-21T00:00:00+05:30
date: 2024-03-21
updated: 2024-04-14T10:30+05:30 #known 2024-04-14T10:30:00+05:30
roll: roll-2024
region: south
events: [{kind: rally, date: 2024-03-30, place: south, organiser: b}]",
    ),
    (
        "withdrawn",
        "title: Withdrawn #known 2024-03-25T00:00:00+05:30
date: 2024-03-25
election: council-2024
region: north/hill
aliases: [old/address]
people: [Bo Dahl]
withdrawn: {date: 2024-04-25, reason: It belongs to another meeting} #known 2024-04-25T00:00:00+05:30",
    ),
    (
        "embargoed",
        "title: Embargoed #known 2024-04-10T18:00:30+05:30
date: 2024-04-01
election: council-2024
region: south
embargo: 2024-04-10T18:00:30+05:30
people: [{name: Clara Eik, office: mayor, party: b}]
topics: [secret]
claims: [{value: 50, unit: seats, kind: target, holder: b, scope: land, words: fifty seats}]",
    ),
    (
        "expiring",
        "title: Expiring #known 2024-04-03T00:00:00+05:30 #until 2024-04-28T09:15:00+05:30
date: 2024-04-03
election: council-2024
region: north
expires: 2024-04-28T09:15+05:30",
    ),
    (
        "ahead",
        "title: Ahead #known 2024-05-05T07:45:00+05:30
date: 2024-05-05T07:45+05:30
election: council-2024
region: [north, south]
parties: [a]
people: [Dag Foss]
claims: [{value: 60, unit: seats, kind: target, holder: b, scope: land, words: fifty seats}]",
    ),
    (
        "added",
        "title: Added #known 2024-04-12T00:00:00+05:30
date: 2024-03-15
added: 2024-04-12
roll: roll-2024
region: north/hill
topics: [rolls]",
    ),
    (
        "undated",
        "title: Undated #known 2024-03-28T00:00:00+05:30
date: {value: unknown, window: [2024-03-01, 2024-03-28]}
region: land",
    ),
    (
        "draft",
        "title: Draft #known 9999-01-01T00:00:00+00:00
date: 2024-03-20
draft: true
people: [Eva Gran]
region: land",
    ),
];

pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_utc()
}

/// The lines that are known at an instant; `None` if the title is not among them.
fn known(text: &str, by: DateTime<Utc>) -> Option<String> {
    let after = |line: &str, mark: &str| Some(at(line.split_once(mark)?.1.split(' ').next()?));
    let is_known = |line: &&str| {
        after(line, "#known ").is_none_or(|from| from <= by) && after(line, "#until ").is_none_or(|until| by < until)
    };
    let lines: Vec<&str> = text.lines().filter(is_known).collect();
    lines.iter().any(|line| line.starts_with("title:")).then(|| lines.join("\n"))
}

/// The project of all of this; or what of it was known at an instant, with the rest taken out by hand.
pub fn project(by: Option<DateTime<Utc>>, settings: &str) -> Project {
    let project = Project::empty();
    let of = |text: &str| by.map_or(Some(text.to_owned()), |by| known(text, by));
    project.write("site.yaml", of(settings).expect("the settings are always known"));
    for (name, front) in ARTICLES {
        let Some(front) = of(front) else { continue };
        let text = format!(
            "---\n{front}\nsource: {{outlet: News, url: https://example.org/{name}}}\n---\nThey want fifty seats.\n"
        );
        project.write(&format!("content/{name}.md"), text);
    }
    project
}

fn site(project: &Project, at: DateTime<Utc>) -> Tree {
    build(project, "public", false, Some(AsOf::Instant(at)));
    project.site()
}

fn next_change(project: &Project, at: DateTime<Utc>) -> Option<NextChange> {
    let options = options(project, "public", false, Some(AsOf::Instant(at)));
    pipeline::next_change(&options).expect("no failure of the machine").expect("good settings")
}

/// A site without the lines that only tell its instant: on the front page and in the description of the data.
fn without_instant(mut site: Tree) -> Tree {
    site.remove("manifest.json").expect("a manifest");
    for (path, mark) in [("index.html", "<p class=\"dateline\">"), ("data/datapackage.json", "\"created\":")] {
        let Some(bytes) = site.get_mut(path) else { continue };
        let text = String::from_utf8_lossy(bytes).into_owned();
        let kept: Vec<&str> = text.lines().filter(|line| !line.contains(mark)).collect();
        assert_eq!(text.lines().count(), kept.len() + 1, "{path} tells its instant once");
        *bytes = kept.join("\n").into_bytes();
    }
    site
}

/// What a change has to do to the files that are not the same before and after it.
fn shows(what: Change, of: &str, changed: &BTreeMap<&String, (bool, bool)>) -> bool {
    let name = of.trim_start_matches("content/").trim_end_matches(".md");
    let is = |end: &str, states: &[(bool, bool)]| {
        changed.iter().any(|(path, state)| path.ends_with(end) && states.contains(state))
    };
    let (new, gone, other) = ((false, true), (true, false), (true, true));
    let page = |states| is(&format!("/{name}/index.html"), states);
    match what {
        Change::Article | Change::Embargo => page(&[new]),
        Change::Expiry => page(&[gone]),
        Change::Withdrawal | Change::Update | Change::Phase | Change::Status => page(&[other]),
        Change::Correction => page(&[other]) && is("corrections/index.html", &[other]),
        Change::Edition => page(&[new]),
        Change::Announcement => page(&[new, other]) && is("data/calendar.csv", &[other]),
        Change::Calendar => is("calendar/index.html", &[new, other]) || is("index.html", &[other]),
        Change::NewsSitemap => is("news-sitemap.xml", &[other]),
    }
}

/// Goes from one change to the next; returns how many there were, the last one, and what they were.
fn walk(project: &Project, from: DateTime<Utc>, random: &mut Random) -> (usize, DateTime<Utc>, BTreeSet<&'static str>) {
    let (mut now, mut steps, mut seen) = (from, 0, BTreeSet::new());
    let mut last = site(project, now);
    while let Some(next) = next_change(project, now) {
        let due = next.at.to_utc();
        assert!(due > now, "{due} after {now}");
        let span = usize::try_from((due - now).num_seconds()).expect("a span");
        for between in [due - Duration::seconds(1), now + Duration::seconds(random.below(span) as i64)] {
            assert_same(&last, &site(project, between), &format!("at {between}, since {now} and before {due}"));
        }
        let new = site(project, due);
        let second = due + Duration::seconds(1);
        // an edition closes with the last second of a day, and the next day begins
        if next_change(project, due).is_none_or(|next| next.at > second) {
            assert_same(&new, &site(project, second), &format!("a second after {due}"));
        }
        let (before, after) = (without_instant(last), without_instant(new.clone()));
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differing = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
        let changed: BTreeMap<&String, (bool, bool)> =
            differing.map(|path| (path, (before.contains_key(path), after.contains_key(path)))).collect();
        for cause in &next.causes {
            seen.insert(cause.what.word());
            assert!(shows(cause.what, &cause.of, &changed), "{due}: {cause:?} does not show in {changed:?}");
        }
        (now, last, steps) = (due, new, steps + 1);
        assert!(steps < 2000, "there is no end");
    }
    let later = now + Duration::days(4000);
    assert_same(&last, &site(project, later), "where nothing is to come");
    assert_eq!(next_change(project, later), None);
    (steps, now, seen)
}

#[test]
fn a_site_changes_when_it_is_said_to_and_only_then() {
    let project = project(None, SETTINGS);
    let (steps, last, seen) = walk(&project, at("2024-03-10T00:00:00Z"), &mut Random::new(1));
    assert!(steps >= 40, "only {steps} changes");
    // sixty days after the final roll
    assert_eq!(last, at("2024-08-01T00:00:00+05:30"));
    assert_eq!(seen, Change::ALL.iter().map(|change| change.word()).collect());
}

/// The same for projects made at random: changes that show nothing, or are not named, have nowhere to hide.
#[test]
fn projects_made_at_random_change_when_they_are_said_to() {
    let sequences: u64 = std::env::var("SAAR_SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let first: u64 = std::env::var("SAAR_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    for seed in first..first + sequences {
        let mut random = Random::new(seed);
        let project = Project::empty();
        let editions = ["[daily, phase]", "weekly", "none"][random.below(3)];
        project.write("site.yaml", format!("title: T\neditions: {editions}\n{SITE}"));
        project.write("content/picture.png", "not really a picture");
        for number in 0..4 {
            project.write(&format!("content/a{number}.md"), random_article(&mut random, number));
        }
        println!("seed {seed}");
        walk(&project, at("2024-03-10T00:00:00Z"), &mut random);
    }
}

/// What was made later stands nowhere: the site of an instant is the one of a project in which it was not yet written.
///
/// Not compared: the manifest, which lists the files of the project; the lines that tell the instant of the site, which
/// may be one of an article that is gone; the note that a text was corrected later, which needs the correction;
/// editions and their addresses, which count what has expired since.
#[test]
fn a_site_holds_what_was_known_and_nothing_else() {
    let mut random = Random::new(5);
    let all = project(None, SETTINGS);
    let marks = ARTICLES.iter().map(|(_, front)| *front).chain([SETTINGS]).flat_map(|text| text.split(['#', '\n']));
    let marks = marks.filter_map(|mark| mark.strip_prefix("known ").or(mark.strip_prefix("until ")));
    let mut instants: BTreeSet<DateTime<Utc>> = marks.map(|mark| at(mark.trim())).collect();
    instants.retain(|instant| *instant < at("2030-01-01T00:00:00Z"));
    let before: Vec<DateTime<Utc>> = instants.iter().map(|instant| *instant - Duration::seconds(1)).collect();
    instants.extend(before);
    let (from, days) = (at("2024-03-15T00:00:00Z"), 150);
    instants.extend((0..12).map(|_| from + Duration::seconds(random.below(days * 86_400) as i64)));
    for instant in instants {
        let mut by_hand = without_instant(site(&project(Some(instant), SETTINGS), instant));
        let mut found = without_instant(site(&all, instant));
        for site in [&mut by_hand, &mut found] {
            site.retain(|path, _| !path.contains("editions") && path != "sitemap.xml");
            if let Some(home) = site.get_mut("index.html") {
                let text = String::from_utf8_lossy(home).into_owned();
                *home = text.lines().filter(|line| !line.contains("/editions/")).collect::<String>().into_bytes();
            }
        }
        for (_, bytes) in found.iter_mut().filter(|(path, _)| path.starts_with("articles/")) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let kept = text.lines().filter(|line| !line.contains("after the day of this edition of the site"));
            *bytes = kept.map(|line| format!("{line}\n")).collect::<String>().into_bytes();
        }
        assert_same(&by_hand, &found, &format!("at {instant}"));
    }
}

/// Where the clocks change at midnight, a day begins with its first minute that there is, and ends with its last second.
#[test]
fn a_day_is_a_day_although_the_clocks_change() {
    for (zone, day) in [
        ("Africa/Cairo", "2024-04-26"),
        ("Africa/Cairo", "2024-10-31"),
        ("America/Santiago", "2024-09-08"),
        ("America/Santiago", "2024-04-06"),
        ("America/Havana", "2024-03-10"),
        ("America/Havana", "2024-11-03"),
        ("Europe/Oslo", "2024-03-31"),
    ] {
        let date: NaiveDate = day.parse().expect("a day");
        let project = Project::empty();
        let regions = "[{id: land, kind: country}]";
        let settings = format!("title: T\neditions: daily\ngazetteer: none\nregions: {regions}\ntimezone: {zone}\n");
        project.write("site.yaml", settings);
        project.write("content/a.md", article("a", day, "land").replace("election: ls-2024\n", ""));
        // what the clocks on the wall show, minute by minute
        let tz: chrono_tz::Tz = zone.parse().expect("a zone");
        let midday = |days: i64| (date + Duration::days(days)).and_hms_opt(12, 0, 0).expect("a time").and_utc();
        let minutes = || (0..4 * 24 * 60).map(|minute| midday(-2) + Duration::minutes(minute));
        let on = |instant: &DateTime<Utc>| instant.with_timezone(&tz).date_naive() == date;
        let (first, last) = (minutes().find(on).expect("a day"), minutes().rfind(on).expect("a day"));
        let next = |at| next_change(&project, at).expect("a change").at.to_utc();
        assert_eq!(next(midday(-2)), first, "{zone} {day} begins");
        assert_eq!(next(first), last + Duration::seconds(59), "{zone} {day} ends");
        let shown = |site: Tree| String::from_utf8_lossy(&site["index.html"]).contains(&format!("datetime=\"{day}\""));
        assert!(shown(site(&project, first)) && shown(site(&project, last)), "{zone}");
    }
}
