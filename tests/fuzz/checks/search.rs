//! The index of the search, read by a reader of its own.

use std::collections::{BTreeMap, BTreeSet};

use saar::diagnostic::Diagnostics;
use saar::model::limits::Limits;
use saar::parse::markdown::parse;
use saar::search::shards::{Places, Shard, shards};
use saar::search::vocabulary::{Vocabulary, words};
use saar::search::{Bodies, Field, Gaps};
use saar::source::SourceId;

/// Any text as the articles of a site: every word of each leads to it. Any bytes as the words that the cache keeps.
pub fn search(bytes: &[u8]) {
    let kept = Bodies::decode(bytes);
    assert!(kept.words.len() + kept.articles.len() <= bytes.len());
    assert!(kept.articles.iter().map(|(_, gaps)| gaps.numbers().count()).sum::<usize>() <= bytes.len());

    let text = String::from_utf8_lossy(bytes);
    // the first character says how many words are added: files are cut only where there are thousands
    let (many, text) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    let many = many.chars().map(|c| u32::from(c) % 64).sum::<u32>();
    let articles: Vec<&str> = text.split("\n\n\n").take(200).collect();
    let vocabulary = Vocabulary::default();
    let mut stands: BTreeMap<String, Vec<(u32, Field)>> = BTreeMap::new();
    let mut places: Vec<Places> = Vec::new();
    let mut of_bodies = Vec::new();
    for (at, article) in (0..).zip(&articles) {
        let (title, rest) = article.split_once('\n').unwrap_or((article, ""));
        let body = parse(rest, SourceId(0), 0, Limits::default().nesting, &mut Diagnostics::default());
        let more: Vec<String> =
            words(title).iter().take(40).flat_map(|word| (0..many * 16).map(move |n| format!("{n}{word}"))).collect();
        let named = vocabulary.of([title]);
        let numbered = vocabulary.of(more.iter().map(String::as_str));
        let read = vocabulary.of_body(&body);
        let all = vocabulary.all();
        let of_title: BTreeSet<&str> = named.iter().map(|&word| &*all[word as usize]).collect();
        for word in words(title) {
            assert!(of_title.contains(word.as_str()), "{word:?} of {title:?}");
        }
        places.resize(all.len(), Places::default());
        for (field, words) in
            [(Field::Name, &named), (Field::Title, &named), (Field::About, &numbered), (Field::Body, &read)]
        {
            for &word in words {
                places[word as usize].add(at, field);
                stands.entry(all[word as usize].to_string()).or_default().push((at, field));
            }
        }
        of_bodies.push(([at as u8; 32], Gaps::new(&read)));
    }
    let ends = (articles.len() as u32, articles.len() as u32);
    let files = shards(&vocabulary.all(), places, ends);
    for places in stands.values_mut() {
        places.sort_unstable_by_key(|&(at, field)| (field, at));
    }
    assert_eq!(read(&files), stands);

    let bodies = Bodies { words: stands.into_keys().collect(), articles: of_bodies };
    let again = Bodies::decode(&bodies.encode());
    assert_eq!(again.encode(), bodies.encode());
}

/// All words of an index, and where they stand, by what `lists` and `shards` say of their form.
fn read(files: &[Shard]) -> BTreeMap<String, Vec<(u32, Field)>> {
    let mut all = BTreeMap::new();
    assert!(files.is_sorted_by(|a, b| a.start < b.start));
    for file in files {
        assert!(file.start.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{:?}", file.start);
        let mut before = String::new();
        for entry in file.text.split('|') {
            let (word, lists) = entry.split_once(' ').expect("a word and where it stands");
            let shared = value(word.bytes().next().expect("a digit")) as usize;
            before = before.chars().take(shared).chain(word.chars().skip(1)).collect();
            let mut places = Vec::new();
            for list in lists.split(' ') {
                let field = Field::ALL[usize::from(list.as_bytes()[0] - b'0')];
                places.extend(numbers(&list[1..]).into_iter().map(|at| (at, field)));
            }
            assert!(all.insert(before.clone(), places).is_none(), "{before:?} stands twice");
        }
    }
    all
}

/// The value of a letter: `#` to `~` without `\` and `|`.
fn value(letter: u8) -> u32 {
    u32::from(letter - b'#') - u32::from(letter > b'\\') - u32::from(letter > b'|')
}

fn numbers(list: &str) -> Vec<u32> {
    if let Some(bits) = list.strip_prefix('!').filter(|rest| !rest.starts_with('!')) {
        let bits = bits.bytes().flat_map(|letter| (0..6).map(move |bit| value(letter) >> bit & 1 == 1));
        return (0..).zip(bits).filter(|(_, set)| *set).map(|(at, _)| at).collect();
    }
    let (mut read, mut lead) = (Vec::new(), 0);
    for letter in list.trim_start_matches('!').bytes().map(value) {
        if letter < 64 {
            read.push(lead * 64 + letter);
            lead = 0;
        } else {
            lead = lead * 26 + letter - 63;
        }
    }
    let mut next = 0;
    if list.starts_with("!!") {
        let mut all = Vec::new();
        for run in read.chunks_exact(2) {
            all.extend(next + run[0]..next + run[0] + run[1]);
            next += run[0] + run[1];
        }
        return all;
    }
    for number in &mut read {
        *number += next;
        next = *number + 1;
    }
    read
}
