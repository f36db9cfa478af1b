//! Articles made by a seeded generator: the same seed gives the same files on every machine.

use std::fmt::Write as _;

/// A small generator of random numbers (xorshift64*).
pub struct Random(u64);

impl Random {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize) % n
    }

    /// One of `items`.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

const SUBJECTS: &[(&str, &[&str])] = &[
    ("election: ls-2024", &["up", "mp", "up/kanpur-nagar", "up/pc-43-kanpur", "mp/jabalpur", "up/agra", "br", "in"]),
    ("election: vs-up-2022", &["up", "up/agra", "up/kanpur-nagar", "up/pc-18-agra", "up/bjp/kanpur-bundelkhand"]),
    ("election: vs-mp-2023", &["mp", "mp/jabalpur", "mp/sagar", "mp/bhopal"]),
    ("election: vs-br-2025", &["br"]),
    ("roll: roll-sir-2026-up", &["up", "up/agra", "up/kanpur-nagar"]),
];
const WORDS: &[&str] = &[
    "बैठक",
    "कार्यकर्ता",
    "मतदान",
    "चरण",
    "जिले",
    "की",
    "में",
    "के",
    "और",
    "से",
    "पार्टी",
    "ने",
    "कहा",
    "कि",
    "बूथ",
    "पर",
    "मतदाता",
    "सूची",
    "आयोग",
    "तारीख",
    "घोषित",
    "सीट",
    "क्षेत्र",
    "नेता",
    "संगठन",
    "तैयारी",
    "अभियान",
    "रविवार",
    "लक्ष्य",
    "संख्या",
];
const PEOPLE: &[&str] = &["अमित शाह", "Narendra Modi", "अखिलेश यादव", "सुरेश खन्ना", "Rahul Gandhi", "मायावती"];
const PARTIES: &[&str] = &["bjp", "inc", "sp", "bsp"];
const TOPICS: &[&str] = &["booth", "training", "मतदाता सूची", "schedule"];

/// The files of a project with `count` articles: path, text.
pub fn project(seed: u64, count: usize) -> Vec<(String, String)> {
    let settings = "title: {hi: सार, en: Digest}\nbase_url: https://example.org/digest/\n";
    let mut files = vec![("site.yaml".to_owned(), settings.to_owned())];
    files.extend((0..count).map(|number| article(seed, number)));
    files
}

/// Article `number`: path, text. It depends on the seed and the number alone.
pub fn article(seed: u64, number: usize) -> (String, String) {
    let mut random = Random::new(seed.wrapping_add(number as u64));
    for _ in 0..4 {
        random.below(2);
    }
    let (subject, regions) = SUBJECTS[random.below(SUBJECTS.len())];
    let (year, month, day) = (2021 + random.below(5), 1 + random.below(12), 1 + random.below(28));
    let mut text = format!("---\ntitle: लेख {number}\ndate: {year}-{month:02}-{day:02}\n{subject}\n");
    let _ = writeln!(text, "region: {}", random.pick(regions));
    let _ = writeln!(
        text,
        "source: {{outlet: {}, url: https://example.org/{number}}}",
        random.pick(&["ABP Live", "पत्रिका"])
    );
    let _ = writeln!(text, "parties: [{}]\ntopics: [{}]", random.pick(PARTIES), random.pick(TOPICS));
    let _ = writeln!(text, "people:\n  - {{name: {}, office: नेता}}", random.pick(PEOPLE));
    let value = 10 + random.below(500);
    if number.is_multiple_of(3) {
        let _ = writeln!(text, "claims:\n  - {{value: {value}, unit: people, kind: count, words: {value} लोग}}");
    }
    let _ = write!(text, "summary: {}\n---\n", sentence(&mut random, 12));
    let _ = writeln!(text, "{} बैठक में {value} लोग थे।\n", sentence(&mut random, 10));
    for part in 0..3 {
        let _ = writeln!(text, "## भाग {part}\n");
        for _ in 0..3 {
            let sentences: Vec<String> = (0..4).map(|_| sentence(&mut random, 14)).collect();
            let _ = writeln!(text, "{}\n", sentences.join(" "));
        }
    }
    text.push_str("| सीट | मत |\n| --- | ---: |\n| कानपुर | 1,234 |\n\n- एक\n- दो\n");
    (format!("content/{year}/article-{number:05}.md"), text)
}

fn sentence(random: &mut Random, words: usize) -> String {
    let words: Vec<&str> = (0..words).map(|_| random.pick(WORDS)).collect();
    format!("{}।", words.join(" "))
}
