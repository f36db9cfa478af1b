//! Who says what: the person to whom the text gives a sentence.

use std::ops::Range;

use super::Page;
use super::passage::Passage;
use super::people::PersonMention;
use super::sign::Sign;
use crate::text::letter::is_devanagari;

/// The speaker of each sentence of each passage.
#[derive(Debug, Clone)]
pub struct Speakers {
    /// By passage, then by sentence.
    of: Vec<Vec<(Range<usize>, Option<usize>)>>,
}

impl Speakers {
    /// Finds the speakers of a document.
    pub fn of(page: &Page<'_>) -> Self {
        let interview = page.passages.iter().any(|p| {
            (0..p.len()).any(|at| p.sign_beside(at, Sign::Event).is_some_and(|(_, kind)| kind == "interview"))
        });
        let only = (interview && page.people.all.len() == 1).then_some(0);
        let mut last: Option<usize> = None;
        let mut of = Vec::new();
        for (index, passage) in page.passages.iter().enumerate() {
            let mut going_on: Option<usize> = None;
            let mut sentences = Vec::new();
            for sentence in &passage.sentences {
                let named = |m: &&PersonMention| m.passage == index && sentence.contains(&m.words.start);
                let mentioned: Vec<&PersonMention> = page.people.mentions.iter().filter(named).collect();
                let quoted = mentioned.iter().find(|m| speaks(passage, sentence, m)).map(|m| m.person);
                let attributed = passage.any(sentence.clone(), Sign::Attributed);
                let said = attributed || passage.any(sentence.clone(), Sign::Said);
                let word = |words: &[&str]| sentence.clone().any(|at| words.contains(&passage.word(at)));
                let english = |at: usize| matches!(passage.word(at), "he" | "she");
                let tells = |at: usize| passage.sign(at, Sign::Said).is_some();
                let pronoun = word(&["उन्होंने", "उनका", "उनके", "इन्होंने"])
                    || sentence
                        .clone()
                        .any(|at| english(at) && (tells(at + 1) || tells(at + 2) || at > 0 && tells(at - 1)));
                // बसपा ने, पार्टी का, कार्यकर्ताओं ने: others speak
                let of_office = office_alone(page, index, sentence);
                let others = mentioned.is_empty() && of_office.is_none() && !pronoun && said;
                let end = sentence.end.saturating_sub(2).max(sentence.start)..sentence.end;
                let passive = mentioned.is_empty()
                    && !pronoun
                    && end.into_iter().any(|at| matches!(passage.word(at), "गया" | "गई" | "गए"));
                let hindi = passage.word(sentence.start).starts_with(is_devanagari);
                let subject = !hindi || word(&["ने"]);
                let speaker = match (said, quoted) {
                    (true, Some(person)) => Some(person),
                    (true, None) => of_office.or(last.filter(|_| pronoun)),
                    (false, None) if word(&["उन्होंने"]) && passage.any(sentence.clone(), Sign::Target) => {
                        last
                    }
                    // what follows in the paragraph without another subject is said by the same
                    (false, _) if mentioned.is_empty() && !passive && !subject => going_on,
                    _ => None,
                };
                // उन्होंने is who acts in the sentence before, not who is named beside
                last = match mentioned[..] {
                    [] => last,
                    [one] if quoted.is_some() || !pronoun => Some(one.person),
                    _ => quoted.or(last.filter(|_| pronoun)),
                };
                last = of_office.or(last);
                going_on = if others || passive { None } else { speaker };
                sentences.push((sentence.clone(), speaker.or(only)));
            }
            of.push(sentences);
        }
        Self { of }
    }

    /// The speaker of the sentence of a word.
    pub fn at(&self, passage: usize, word: usize) -> Option<usize> {
        self.of.get(passage)?.iter().find(|(sentence, _)| sentence.contains(&word)).and_then(|(_, speaker)| *speaker)
    }
}

/// Whether a person speaks in a sentence: `X ने`, `X के मुताबिक`, `बकौल X`, `X said`, `said X`, `according to X`.
fn speaks(passage: &Passage, sentence: &Range<usize>, mention: &PersonMention) -> bool {
    let (start, end) = (mention.words.start, mention.words.end);
    if passage.word(start).starts_with(is_devanagari) {
        let named = (start.saturating_sub(6).max(sentence.start)..start).any(|at| passage.word(at) == "बकौल");
        let after = end..(end + 6).min(sentence.end);
        let tells = |at: usize| {
            matches!(passage.word(at), "ने" | "बोले" | "बोलीं" | "बोला" | "कहते" | "कहती" | "बताते" | "बताती")
                || passage.sign(at, Sign::Attributed).is_some()
        };
        // X, Y और Z ने: the others of a list speak too, but only the last is followed by its word
        return named || after.into_iter().find(|&at| tells(at)).is_some_and(|at| !breaks(passage, end..at));
    }
    let said = |at: usize| passage.sign(at, Sign::Said).is_some();
    let others = |at: usize| passage.sign(at, Sign::Authority).is_some() && passage.sign(at + 1, Sign::Said).is_some();
    let after =
        (end..sentence.end).find(|&at| said(at)).is_some_and(|at| at - end <= 14 && !others(at.saturating_sub(1)));
    let before = (start.saturating_sub(8).max(sentence.start)..start).any(said);
    after || before
}

/// Whether something between a name and its verb makes the verb another's: कि, or the name of a second subject.
fn breaks(passage: &Passage, words: Range<usize>) -> bool {
    words.into_iter().any(|at| matches!(passage.word(at), "कि" | "को" | "से" | "पर" | "में"))
}

/// The one person of the document whose office the sentence names without the name: `प्रवक्ता ने कहा`.
fn office_alone(page: &Page<'_>, index: usize, sentence: &Range<usize>) -> Option<usize> {
    let passage = &page.passages[index];
    let at = sentence.clone().find(|&at| passage.sign(at, Sign::Office).is_some())?;
    let length = passage.sign(at, Sign::Office)?;
    let speaks = matches!(passage.word(at + length), "ने" | "का" | "said" | "says");
    let word = passage.written(at..at + length);
    let with_office = |person: &usize| {
        let office = page.people.all[*person].value.office.as_deref().unwrap_or_default();
        office.to_lowercase().contains(&word.to_lowercase()) && page.people.all[*person].value.name.len() > 1
    };
    let mut fitting = (0..page.people.all.len()).filter(with_office).filter(|_| speaks);
    let one = fitting.next();
    one.filter(|_| fitting.next().is_none())
}
