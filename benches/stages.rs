//! Benches of the stages: how long one article takes on its way, and a whole project without its disk.
//!
//! `cargo bench --bench stages`; figures of whole builds beside other programs come from `benches/peers`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use saar::diagnostic::Diagnostics;
use saar::gazetteer::names::Names;
use saar::import::family::{self, Kind, Story};
use saar::model::limits::Limits;
use saar::parse::front_matter::FrontMatter;
use saar::pipeline::{self, Options, Progress};
use saar::source::SourceId;
use saar::text::{date, fold, sentence, slug};

#[path = "../tests/suite/corpus.rs"]
mod corpus;

const SEED: u64 = 2024;
const SOURCE: SourceId = SourceId(0);

/// Front matter, Markdown and text of one article of about 7 KB.
fn one_article(criterion: &mut Criterion) {
    let (_, text) = corpus::article(SEED, 3);
    let body = text.split_once("\n---\n").expect("front matter").1;
    let mut group = criterion.benchmark_group("article");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("front matter", |bencher| {
        bencher.iter(|| {
            let mut found = Diagnostics::default();
            saar::parse::article::parse::<FrontMatter>(black_box(&text), SOURCE, &Limits::default(), &mut found)
        });
    });
    group.bench_function("markdown to tree", |bencher| {
        bencher.iter(|| {
            let mut found = Diagnostics::default();
            saar::parse::markdown::parse(black_box(body), SOURCE, 0, Limits::default().nesting, &mut found)
        });
    });
    group.bench_function("sentences", |bencher| bencher.iter(|| sentence::sentences(black_box(body))));
    group.bench_function("weekdays", |bencher| bencher.iter(|| date::weekday_conflicts(black_box(body))));
    group.bench_function("folding key", |bencher| bencher.iter(|| fold::key(black_box(body))));
    group.finish();
}

/// Names: their keys, slugs and entries.
fn names(criterion: &mut Criterion) {
    let mut found = Diagnostics::default();
    let record = saar::parse::settings::parse("title: T\n", SOURCE, &mut found).expect("settings");
    let gazetteer = saar::gazetteer::assemble(&record, &mut found);
    let index = Names::new(&gazetteer);
    let mut group = criterion.benchmark_group("name");
    group.bench_function("folding key", |bencher| bencher.iter(|| fold::key(black_box("कानपुर-बुन्देलखण्ड क्षेत्र"))));
    group.bench_function("slug", |bencher| {
        bencher.iter(|| slug::slugify(black_box("उत्तर प्रदेश में मतदाता सूची का पुनरीक्षण")))
    });
    group.bench_function("look up", |bencher| bencher.iter(|| index.region(black_box("आगरा लोकसभा क्षेत्र"))));
    group.bench_function("suggest", |bencher| bencher.iter(|| index.region(black_box("उत्तर परदेस"))));
    group.finish();
    let mut group = criterion.benchmark_group("gazetteer");
    group.sample_size(20);
    group.bench_function("assemble", |bencher| {
        bencher.iter(|| saar::gazetteer::assemble(black_box(&record), &mut Diagnostics::default()));
    });
    group.finish();
}

/// A thousand articles: everything but the output folder.
fn whole(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in corpus::project(SEED, 1_000) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }
    let options = Options::of(folder.path());
    let mut group = criterion.benchmark_group("project");
    group.sample_size(10);
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("check 1,000 articles", |bencher| {
        bencher.iter(|| pipeline::build(black_box(&options), &Silent).expect("a build"));
    });
    group.finish();
}

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}

    fn step(&self) {}
}

/// A saved page of 50 KB as portals make them: style sheets and scripts, menus, a story, other stories.
fn portal_page() -> String {
    let (_, text) = corpus::article(SEED, 3);
    let body = text.split_once("\n---\n").expect("front matter").1;
    let mut html =
        String::from("<!DOCTYPE html><html lang=hi><head><meta charset=utf-8><title>वार्ड बैठकें शुरू | पत्र</title>");
    for class in 0..160 {
        html += &format!(
            "<style>.c{class} .card{{margin:{class}px;font:400 14px/1.5 Arial;border-bottom:1px solid #ccc}}</style>"
        );
    }
    html += "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"वार्ड बैठकें शुरू\",\
             \"datePublished\":\"2024-04-22T20:10:00Z\"}</script></head><body><nav><ul>";
    for item in 0..60 {
        html += &format!("<li class='nav-item c{item}'><a href='/s{item}/'>राज्य {item}</a></li>");
    }
    html += "</ul></nav><main><article class=story><h1>वार्ड बैठकें शुरू</h1><div class=byline>By Asha Rao</div>";
    for paragraph in body.split("\n\n") {
        html += &format!("<p>{paragraph}</p><div class=ad-slot>विज्ञापन</div>");
    }
    html += "</article></main><aside>";
    while html.len() < 50_000 {
        html +=
            "<div class='related card'><a href='/story/1'><img src='/t.jpg' alt=''><span>मेले में लगी आग</span></a></div>";
    }
    html + "</aside></body></html>"
}

/// A page on its way from bytes to a document, and on to its draft.
fn pages(criterion: &mut Criterion) {
    let bytes = portal_page().into_bytes();
    let raw = saar::import::Raw { source: "page.html".into(), bytes, ..Default::default() };
    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Bytes(raw.bytes.len() as u64));
    group.bench_function("page of 50 KB, taken apart", |bencher| {
        bencher.iter(|| saar::import::take_apart(black_box(&raw)));
    });
    let options = Options::of(std::path::Path::new("/nowhere"));
    let site = pipeline::project(&options, false, &mut Diagnostics::default()).expect("it works").0.expect("a site");
    let reader = saar::import::read::matcher::Reader::new(&site.gazetteer, &site.people);
    group.bench_function("page of 50 KB, as a draft", |bencher| {
        bencher.iter(|| {
            let document = saar::import::take_apart(black_box(&raw)).expect("a page").swap_remove(0);
            let facts = saar::import::read::read(&document, &reader);
            let fields = saar::import::suggest::fields(&document, &facts, &site.gazetteer, "0");
            saar::import::write::article(&fields, &saar::import::write::markdown(&document.body))
        });
    });
    group.finish();
}

/// Articles of which every fifth has the text of the one before it or its facts.
fn stories(count: usize) -> Vec<Story> {
    let text = |number| corpus::article(SEED, number).1.split_once("\n---\n").expect("front matter").1.to_owned();
    let facts = |number| {
        let mut random = corpus::Random::new(SEED + number as u64);
        let mut fact = |kind, name: &str, of| ((kind, format!("{name} {}", random.below(of))), String::new());
        let numbers = [(); 3].map(|()| fact(Kind::Number, "people", 2_000));
        let events = [fact(Kind::Event, "rally", 700), fact(Kind::Known, "polling", 30)];
        let people = [(); 2].map(|()| fact(Kind::Person, "name", 2_000));
        let places = [fact(Kind::Place, "district", 80), fact(Kind::Frame, "party", 8)];
        numbers.into_iter().chain(events).chain(people).chain(places).collect()
    };
    let story = |number: usize| Story {
        text: text(number - usize::from(number % 10 == 9)),
        facts: facts(number - usize::from(matches!(number % 10, 4 | 9))),
        day: chrono::NaiveDate::from_num_days_from_ce_opt(739_000 + number as i32 / 10),
        ..Story::default()
    };
    (0..count).map(story).collect()
}

/// Ten thousand articles against each other.
fn families(criterion: &mut Criterion) {
    let stories = stories(10_000);
    assert_eq!(family::families(stories.len(), &family::kin(&stories)).len(), 2_000);
    let mut group = criterion.benchmark_group("families");
    group.sample_size(10);
    group.throughput(Throughput::Elements(stories.len() as u64));
    group.bench_function("of 10,000 articles", |bencher| bencher.iter(|| family::kin(black_box(&stories))));
    group.finish();
}

criterion_group!(benches, one_article, names, pages, families, whole);
criterion_main!(benches);
