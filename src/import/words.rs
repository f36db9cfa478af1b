//! The words of the trade: what outlets put around a text, in both languages, and how a line is told from it.
//!
//! The tables are in `words.txt` and hold folded keys (see [`fold::key`]).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

pub use crate::text::tidy;
use crate::text::{fold, letter};

static TABLES: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, words)) = line.split_once(": ") {
            tables.entry(name).or_default().extend(words.split(" | "));
        }
    }
    tables
});

/// A table of `words.txt`; asking for one that is not there is a fault of the program.
pub fn table(name: &str) -> &'static [&'static str] {
    &TABLES[name]
}

/// Family names of both scripts, folded.
static FAMILY_NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let hindi = include_str!("read/office-words.txt").lines().filter_map(|line| line.strip_prefix("surname: "));
    let hindi = hindi.flat_map(|list| list.split(", ")).map(fold::key);
    hindi.chain(table("family_names").iter().map(|name| (*name).to_owned())).collect()
});

/// A paragraph without the credit at its end: `… phase. -- With agency inputs`.
pub fn without_credit(text: &str) -> &str {
    let is_credit = |credit: &str| {
        let key = fold::key(credit);
        table("credits").iter().any(|open| key.starts_with(open))
    };
    let cut = [" -- ", " — ", " – ", " ("].iter().filter_map(|mark| text.rsplit_once(mark));
    let cut = cut.into_iter().find(|(head, credit)| credit.len() < 60 && ends_sentence(head) && is_credit(credit));
    cut.map_or(text, |(head, _)| head)
}

/// Whether this is a name of two to four words that ends with a family name, in capital letters if in Latin ones.
pub fn is_full_name(name: &str) -> bool {
    let key = fold::key(name);
    let words: Vec<&str> = key.split(' ').collect();
    let capital = name.split(' ').all(|word| word.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()));
    (2..=4).contains(&words.len())
        && capital
        && words.last().is_some_and(|last| FAMILY_NAMES.contains(*last))
        && !name.contains(|c: char| !letter::is_word(c) && !matches!(c, ' ' | '.'))
}

/// The name behind `©` or `Copyright`, without a year.
pub fn owner(text: &str) -> Option<&str> {
    let after = ["©", "\u{24b8}", "(c)", "(C)"].iter().find_map(|sign| text.split_once(sign)).map(|(_, after)| after);
    let after = after
        .or_else(|| ["Copyright", "copyright", "कॉपीराइट"].iter().find_map(|word| Some(text.split_once(word)?.1)))?;
    let year = |c: char| letter::ascii_digit(c).is_ascii_digit() || " -–,:©".contains(c);
    let after = after.trim_start_matches(year);
    let ends =
        ["All right", "all right", "All Right", "सर्वाधिकार", "सभी अधिकार", "Reproduction", ". ", "|", "।", "॥", ";"];
    let end = ends.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
    let name = after[..end].trim_matches(year).trim_end_matches('.');
    let words = name.split(' ').count();
    (name.chars().count() > 2 && words <= 6 && !ends_sentence(name)).then_some(name)
}

/// Whether a name is that of a company: `… Media Pvt. Ltd`, `… प्रा. लि.`
pub fn is_company(name: &str) -> bool {
    [
        "ltd",
        "limited",
        "pvt",
        "private",
        "llp",
        "inc",
        "group",
        "प्रा",
        "लि",
        "लिमिटेड",
        "प्राइवेट",
        "ग्रुप",
        "network",
        "नेटवर्क",
        "digital",
        "डिजिटल",
    ]
    .iter()
    .any(|word| has_word(&fold::key(name), word))
}

/// Whether a line is a menu: several of its words.
pub fn is_menu(key: &str) -> bool {
    table("menu").iter().filter(|word| has_word(key, word)).count() > 1
}

/// Whether a name is that of a part of an organisation, or the head of a letter or a notice.
pub fn is_letterhead(key: &str) -> bool {
    table("letterhead").iter().any(|word| has_word(key, word))
}

/// Whether `text` ends as a sentence does; quotes and brackets may follow.
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]*".contains(c));
    text.ends_with(['।', '.', '?', '!', '॥', '…', '|', ':'])
}

/// Whether `text` reads as running text: a sentence, or longer than lines of a page are.
pub fn is_prose(text: &str) -> bool {
    let long = text.chars().count();
    let least = if text.ends_with('।') { 12 } else { 25 };
    long > 220 || long >= least && ends_sentence(text) && text.contains(' ')
}

/// Whether the line leads to other stories.
fn leads_elsewhere(key: &str, text: &str) -> bool {
    let open = table("elsewhere").iter().find(|open| key.starts_with(**open));
    open.is_some_and(|open| open.contains("भी पढ") || !ends_sentence(text) || text.contains(':'))
}

/// Whether the line is nothing but the head of a list of other stories.
pub fn heads_a_list(key: &str) -> bool {
    table("elsewhere").iter().filter_map(|open| key.strip_prefix(open)).any(|rest| rest.len() <= 18)
}

/// Whether after this line nothing of the text follows.
pub fn is_after_the_end(key: &str) -> bool {
    table("after_the_end").iter().any(|open| key.strip_prefix(open).is_some_and(|rest| rest.len() < 30))
}

/// Whether a line belongs to the page around a text.
pub fn is_around(text: &str) -> bool {
    let key = fold::key(text);
    let short = text.chars().count() < 160;
    if key.is_empty() || leads_elsewhere(&key, text) || text.starts_with('©') {
        return true;
    }
    if short && (key.starts_with("copyright") && text.contains('©') || is_menu(&key) && !ends_sentence(text)) {
        return true;
    }
    if short && table("around").iter().any(|open| opens(&key, open) && !is_statement(&key, text, open)) {
        return true;
    }
    let first_here = key.contains("appeared first on") || key.contains("सबसे पहले") && key.contains("प्रकाशित हुई");
    let has = |table: &[&str]| table.iter().any(|word| has_word(&key, word));
    // a sentence about a channel is news, unless the page speaks of itself
    let sentence = || ends_sentence(text) && key.split(' ').count() > 5 && !has(table("own"));
    let prompt = || has(table("prompts")) && has(table("channels")) && !has(table("speech")) && !sentence();
    short && (first_here || prompt()) || is_contact(&key, text)
}

/// A sentence that only opens like furniture: `विज्ञापन पर रोक है।` Of a single word more is needed.
fn is_statement(key: &str, text: &str, open: &str) -> bool {
    let least = if open.contains(' ') { 10 } else { 4 };
    let notice =
        ["required fields", "cookies", "कुकीज", "save my name", "headline"].iter().any(|word| key.contains(word));
    ends_sentence(text) && !text.ends_with([':', '|']) && key.split(' ').count() >= least && !notice
}

/// `संपर्क : 07822-252525`: how to reach somebody, not a sentence.
fn is_contact(key: &str, text: &str) -> bool {
    let opens = ["संपर्क", "contact", "फोन", "phone", "मोबाइल", "mobile", "मो ", "ईमेल", "email", "वेबसाइट"]
        .iter()
        .any(|open| key.starts_with(open));
    opens && !ends_sentence(text) && (key.bytes().filter(u8::is_ascii_digit).count() >= 6 || text.contains('@'))
}

/// Whether `key` begins with the words `open`; Hindi stems of the tables may be cut.
fn opens(key: &str, open: &str) -> bool {
    key.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether `word` stands in `key` at word edges.
pub fn has_word(key: &str, word: &str) -> bool {
    memchr::memmem::find_iter(key.as_bytes(), word.as_bytes()).any(|at| {
        let before = key[..at].chars().next_back();
        let after = key[at + word.len()..].chars().next();
        !before.is_some_and(letter::is_word) && !after.is_some_and(letter::is_word)
    })
}

/// Whether a word of the table stands in `text`.
pub fn has_any(text: &str, name: &str) -> bool {
    let key = fold::key(text);
    table(name).iter().any(|word| has_word(&key, word))
}

/// Whether `name` has a word that outlets have in their names, and is more than a button (`LIVE`).
pub fn is_media_name(name: &str) -> bool {
    let key = fold::key(name);
    let alone = matches!(key.as_str(), "live" | "लाइव" | "news" | "न्यूज" | "खबर" | "media" | "tv" | "today" | "live tv");
    !alone && !is_letterhead(&key) && table("media").iter().any(|word| has_word(&key, word))
}

/// `घाघरा समाचार ई-पेपर` → घाघरा समाचार: the name without what a head line adds to it.
pub fn outlet_alone(line: &str) -> &str {
    let mut line = line.trim();
    while let Some(start) =
        (0..line.len()).filter(|&at| line.is_char_boundary(at) && line[..at].ends_with(' ')).find(|&at| {
            let key = fold::key(&line[at..]);
            table("beside_outlet").contains(&key.as_str())
        })
    {
        line = line[..start].trim_end();
    }
    line
}

/// The names in a byline, each as printed; desks, agencies and `outlet` are none.
pub fn reporters(byline: &str, outlet: Option<&str>) -> Vec<String> {
    let outlet = outlet.map(fold::key).unwrap_or_default();
    let names: Vec<String> =
        split_names(byline).into_iter().filter(|name| is_person(name) && fold::key(name) != outlet).collect();
    // a single word beside a full name or an agency is where it was written
    let full = split_names(byline).iter().any(|name| name.contains(' ') || !is_person(name));
    names.into_iter().filter(|name| !full || name.contains(' ')).collect()
}

/// Whether this may be a person's name: two to five words of letters, and no desk.
fn is_person(name: &str) -> bool {
    let key = fold::key(name);
    let words = key.split(' ').count();
    (1..=5).contains(&words)
        && name.chars().count() > 3
        && !name.contains(['@', '/', '|', ':', '।', '?'])
        && !key.bytes().any(|b| b.is_ascii_digit())
        && !table("no_reporter").iter().any(|word| has_word(&key, word))
}

/// Splits at commas, `|`, `&`, `and`, और, एवं, तथा, के साथ, and at labels such as `Edited by`.
fn split_names(text: &str) -> Vec<String> {
    let mut rest = text.replace([',', '&', ';', '|'], "\n");
    for word in [" and ", " और ", " एवं ", " तथा ", " के साथ ", " with "] {
        rest = rest.replace(word, "\n");
    }
    let outer = |c: char| !letter::is_word(c) && c != '.' && c != ')';
    let mut names = Vec::new();
    for line in rest.lines() {
        let mut name: Vec<&str> = Vec::new();
        for word in line.split(' ') {
            if word.trim_end_matches(':').eq_ignore_ascii_case("by") {
                name.truncate(name.len().saturating_sub(1));
                names.push(std::mem::take(&mut name).join(" "));
            } else {
                name.push(word);
            }
        }
        names.push(name.join(" "));
    }
    let closed = |name: &str| if name.contains('(') { name.to_owned() } else { name.trim_end_matches(')').to_owned() };
    names.iter().map(|name| closed(name.trim_matches(outer))).filter(|name| !name.is_empty()).collect()
}

/// The kicker and the headline: a label with a colon that names a vote (`UP Chunav 2024:`), and what follows.
pub fn kicker(title: &str) -> Option<(&str, &str)> {
    let (label, rest) = title.split_once([':', '：'])?;
    let key = fold::key(label);
    let has = |table: &str| self::table(table).iter().any(|word| has_word(&key, word));
    let last = key.rsplit(' ').next().unwrap_or_default();
    let year = last.len() == 4 && last.parse::<u16>().is_ok_and(|year| (1950..2100).contains(&year));
    let named = has("votes") || year && has("chambers");
    let closed =
        year || ["votes", "after_votes"].iter().any(|table| self::table(table).contains(&last)) || last.len() == 1;
    let short = key.split(' ').count() <= 6 && label.chars().count() <= 45;
    (named && closed && short && rest.trim().chars().count() >= 15).then(|| (label.trim(), rest.trim()))
}

/// Separators between a headline and the name of the site.
pub const SEPARATORS: &[&str] = &[" | ", " :: ", " - ", " – ", " — ", " • ", " · ", " » ", " ~ ", " / "];

/// The headline and the part behind its last separator.
pub fn suffix(title: &str) -> Option<(&str, &str)> {
    let at = |separator: &&str| title.rfind(separator).map(|at| (at, separator.len()));
    let (at, length) = SEPARATORS.iter().filter_map(at).max()?;
    Some((title[..at].trim(), title[at + length..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_folded() {
        // the spellings of a legacy font are no words
        for (name, words) in TABLES.iter().filter(|(name, _)| **name != "kruti_dev") {
            let markup = name.ends_with("_names") || name.ends_with("_tags") || name.ends_with("_pairs");
            for word in words.iter().filter(|word| !(markup && word.is_ascii())) {
                assert_eq!(*word, fold::key(word), "{name}");
            }
        }
    }

    #[test]
    fn what_stands_around_a_text_is_known() {
        for line in [
            "ये भी पढ़ें: मेले में लगी आग, 12 दुकानें जलीं",
            "ALSO READ | Market to close early",
            "विज्ञापन",
            "हमारे व्हाट्सएप चैनल से जुड़ें",
            "Follow us on Google News",
            "© 2026 The Paper",
            "Required fields are marked *",
            "संपर्क : ०५१२-२५२५२५",
        ] {
            assert!(is_around(line), "{line}");
        }
        for line in [
            "विज्ञापन पर खर्च का ब्योरा देने के लिए आयोग ने सभी दलों को तीन दिन का समय दिया है।",
            "और उन्होंने कहा कि व्हाट्सएप ग्रुप से जुड़ें।",
            "दलों ने क्या कहा",
            "Home Minister addressed a rally.",
            "मतदाता वोटर हेल्पलाइन ऐप डाउनलोड कर अपना नाम जांच सकते हैं।",
            "आज की बैठक में सभी सदस्य आए।",
        ] {
            assert!(!is_around(line), "{line}");
        }
    }

    #[test]
    fn names_are_split_and_desks_are_none() {
        assert_eq!(reporters("सुधा राय के साथ नफीस खान", None), ["सुधा राय", "नफीस खान"]);
        assert_eq!(reporters("Asha Rao & K. Menon", None), ["Asha Rao", "K. Menon"]);
        assert_eq!(reporters("सुधा राय, कानपुर", None), ["सुधा राय"]);
        assert_eq!(reporters("सुधा राय Edited By: Amit Rai | ", None), ["सुधा राय", "Amit Rai"]);
        assert!(reporters("वेब डेस्क", None).is_empty());
        assert!(reporters("The Paper", Some("The Paper")).is_empty());
    }

    #[test]
    fn titles_are_taken_apart() {
        assert_eq!(
            kicker("UP Chunav 2024: कानपुर में बैठक, तय हुए नाम"),
            Some(("UP Chunav 2024", "कानपुर में बैठक, तय हुए नाम"))
        );
        for title in
            ["देहरादून: पंजीकरण आठ लाख के पार हुआ", "चुनाव आयोग: छह मार्च तक मिलेगा मौका", "चुनाव में बोले नेता: हमारी तैयारी पूरी है"]
        {
            assert_eq!(kicker(title), None);
        }
        assert_eq!(suffix("एक - दो | पत्र"), Some(("एक - दो", "पत्र")));
        assert_eq!(outlet_alone("घाघरा समाचार ई-पेपर"), "घाघरा समाचार");
    }
}
