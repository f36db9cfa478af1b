//! Tenses: whether a statement looks back or ahead, by the verbs of both languages.

use std::ops::Range;

use super::passage::Passage;
use super::sign::Sign;

/// The tense of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// It was.
    Past,
    /// It will be.
    Future,
}

/// The tense of what is said of the words: that of the next verb of the clause in Hindi, of the sentence in English.
pub fn tense(passage: &Passage, start: usize, end: usize) -> Option<Tense> {
    let sentence = passage.sentence(start);
    let english = passage.word(sentence.start).is_ascii() && passage.text().chars().any(|c| c.is_ascii_lowercase());
    if english {
        return english_tense(passage, sentence, start);
    }
    let clause = (end..sentence.end).take_while(|&at| {
        passage.word(at) != "कि"
            && !passage.gap(at - 1).contains(';')
            && !(passage.word(at) == "जो" || passage.word(at) == "जिसमें")
    });
    let mut verbs = clause.map_while(|at| match hindi_tense(passage, at) {
        None if matches!(passage.word(at), "है" | "हैं") => None,
        tense => Some(tense),
    });
    verbs.find_map(|tense| tense).or_else(|| perfective(passage, end, &sentence))
}

/// Whether the clause ends in a perfective: `दाखिल किए`, `सुनीं`; a noun before है is none.
fn perfective(passage: &Passage, end: usize, sentence: &Range<usize>) -> Option<Tense> {
    let last =
        (end..sentence.end).find(|&at| passage.gap(at).contains([',', ';', '।', '.'])).unwrap_or(sentence.end - 1);
    let word = passage.word(last);
    let ends = [
        "ाया",
        "ाए",
        "ाई",
        "िए",
        "िया",
        "ीं",
        "ाईं",
        "ले",
        "ला",
        "ली",
        "टे",
        "टी",
        "टा",
        "के",
        "खी",
        "खे",
        "ठे",
        "ठी",
        "ठा",
        "डे",
        "छे",
        "ंचे",
        "ंची",
        "ंचा",
        "रे",
        "री",
    ];
    let known = [Sign::Unit, Sign::Event, Sign::AfterName, Sign::Polling]
        .iter()
        .any(|sign| passage.sign(last, *sign).is_some());
    let is = last > end && !known && ends.iter().any(|ending| word.ends_with(ending));
    is.then_some(Tense::Past)
}

fn hindi_tense(passage: &Passage, at: usize) -> Option<Tense> {
    let word = passage.word(at);
    let next = passage.word(at + 1);
    let future = ["ेगा", "ेगी", "ेंगे", "ेंगी", "एगा", "एगी", "एंगे", "एंगी", "ओगे"].iter().any(|end| word.ends_with(end))
        || matches!(word, "होगा" | "होगी" | "होंगे" | "होंगी" | "प्रस्तावित" | "आगामी")
        // 20 मई को होने वाला मतदान
        || word == "होने" && matches!(next, "वाला" | "वाले" | "वाली")
        // प्रशिक्षण रखा गया है
        || matches!(word, "रखा" | "रखी" | "रखे") && matches!(next, "गया" | "गई" | "गए")
            && passage.word(at + 2).starts_with("है")
        // होना है, करनी है, जाना है
        || ["ना", "नी", "ने"].iter().any(|end| word.ends_with(end)) && matches!(next, "है" | "हैं")
        || (word == "से" && next == "शुरू") && passage.word(at + 2).is_empty();
    // दिया जाएगा, दी जा सकती हैं; but दिया जा रहा है is no future
    let goes_on = next == "जा" && ["रह", "चुक"].iter().any(|start| passage.word(at + 2).starts_with(start));
    let participle = ["ा", "े", "ी", "ए", "ई"].iter().any(|end| word.ends_with(end));
    let goes = next == "जा" || next.starts_with("जाए") || next.starts_with("जाय");
    if future || participle && goes && !goes_on {
        return Some(Tense::Future);
    }
    // मंगलवार को प्रकाशित सूची में, but not प्रकाशित होगी
    let done = matches!(word, "प्रकाशित" | "आयोजित" | "संपन्न" | "जारी" | "घोषित")
        && !["क", "हो", "जा", "रह", "है", "हैं"].iter().any(|start| next.starts_with(start))
        && !next.is_empty();
    let past = done
        || matches!(
            word,
            "था" | "थी"
                | "थे"
                | "थीं"
                | "हुआ"
                | "हुई"
                | "हुए"
                | "हुईं"
                | "किया"
                | "की गई"
                | "गया"
                | "गई"
                | "गए"
                | "गईं"
                | "दिया"
                | "दी"
                | "दिए"
                | "लिया"
                | "लगाया"
                | "रखा"
                | "बुलाई"
                | "बुलाया"
                | "निकाली"
                | "निकली"
                | "निकाला"
                | "बताया"
                | "कहा"
                | "सौंपा"
                | "बांटे"
                | "बांटी"
                | "आए"
                | "आई"
                | "पहुंचे"
                | "पहुंची"
                | "कीं"
                | "चुका"
                | "चुकी"
                | "चुके"
                | "मनाया"
                | "जुटे"
                | "बनाई"
                | "बनाया"
                | "रखी"
        );
    // बैठक की: the verb and not the postposition, where the sentence or the clause ends with it
    let did = word == "की" && (passage.gap(at).contains([',', '।', '.']) || matches!(next, "" | "और" | "जिसमें"));
    (past || did).then_some(Tense::Past)
}

fn english_tense(passage: &Passage, sentence: Range<usize>, at: usize) -> Option<Tense> {
    let word = |at: usize| passage.word(at);
    let future = |at: usize| {
        matches!(word(at), "will" | "would" | "shall" | "wants" | "plans" | "planned")
            || matches!(word(at), "is" | "are") && matches!(word(at + 1), "to" | "expected" | "due" | "scheduled")
            || word(at) == "set" && word(at + 1) == "aside"
            || word(at) == "expected" && word(at + 1) == "to"
            || matches!((word(at), word(at + 1)), ("is", "in") | ("is", "on") | ("are", "on"))
            || matches!(word(at), "votes" | "vote" | "go" | "goes" | "elects" | "begins" | "close" | "falls" | "opens")
    };
    let past = |at: usize| {
        let passive = at > 0 && matches!(word(at - 1), "be" | "to");
        let ends =
            word(at).ends_with("ed") && word(at).len() > 4 && !matches!(word(at), "need" | "expected" | "planned");
        let ends = ends && !passive;
        let known = matches!(
            word(at),
            "was"
                | "were"
                | "had"
                | "said"
                | "met"
                | "held"
                | "told"
                | "came"
                | "began"
                | "gave"
                | "wrote"
                | "left"
                | "put"
                | "filled"
                | "filed"
                | "did"
                | "set"
                | "took"
                | "spoke"
                | "went"
                | "led"
        );
        ends || known
    };
    // the verb nearest to the date decides, one before it first; verbs of quotation within the clause count too
    let clause_start =
        (sentence.start..at).rev().find(|&i| passage.gap(i).contains([';', ':'])).map_or(sentence.start, |i| i + 1);
    let signs = |at: usize| match (future(at), past(at)) {
        (true, _) => Some(Tense::Future),
        (_, true) => Some(Tense::Past),
        _ => None,
    };
    let before = (clause_start..at).rev().find_map(signs);
    before.or_else(|| (at + 1..sentence.end).find_map(signs))
}
