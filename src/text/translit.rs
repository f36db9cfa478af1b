//! Devanagari in plain ASCII letters, as Hindi readers write it: उत्तर प्रदेश is `uttar pradesh`.
//!
//! Long and short vowels are not told apart, and the inherent vowel goes where it is not spoken:
//! at the end of a word, and in the middle between a spoken vowel and a consonant with a vowel
//! (Ohala 1983), from the right to the left.

use unicode_normalization::UnicodeNormalization;

use super::akshara::{Akshara, Vowel, read};
use super::letter::{ascii_digit, is_devanagari, is_ignorable};

/// Words whose usual spelling the rules miss.
const EXCEPTIONS: [(&str, &str); 8] = [
    ("सिंह", "singh"),
    ("चौधरी", "chaudhari"),
    ("वाराणसी", "varanasi"),
    ("अहमदाबाद", "ahmadabad"),
    ("इलाहाबाद", "allahabad"),
    ("फरवरी", "farvari"),
    ("पुनरीक्षण", "punarikshan"),
    ("एवं", "evam"),
];

/// Second members of compounds: the vowel of their first letter stays, as in लोकसभा `loksabha`.
const SECOND_MEMBERS: [&str; 7] = ["सभा", "नगर", "बरेली", "करण", "परिषद", "वती", "गणना"];

/// Text in ASCII, and whether letters were lost on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Romanized {
    /// ASCII only.
    pub text: String,
    /// Some letter or digit was of a script that is not read here.
    pub dropped: bool,
}

/// The text in ASCII: Devanagari romanized, Latin letters without their diacritics, other dropped.
pub fn romanize(text: &str) -> String {
    romanize_noting_loss(text).text
}

/// As [`romanize`], and says whether a letter or a digit of another script was dropped.
pub fn romanize_noting_loss(text: &str) -> Romanized {
    let mut out = Romanized { text: String::with_capacity(text.len()), dropped: false };
    let mut word = String::new();
    for c in text.nfc().filter(|&c| !is_ignorable(c)) {
        if is_devanagari(c) && !matches!(c, '\u{964}'..='\u{970}') {
            word.push(c);
            continue;
        }
        out.text.push_str(&romanize_word(&word));
        word.clear();
        push_other(&mut out, c);
    }
    out.text.push_str(&romanize_word(&word));
    out
}

/// One character that is no Devanagari letter.
fn push_other(out: &mut Romanized, c: char) {
    match c {
        '।' | '॥' | '॰' => out.text.push('.'),
        '\u{2010}'..='\u{2015}' => out.text.push('-'),
        '‘' | '’' => out.text.push('\''),
        '“' | '”' => out.text.push('"'),
        'ß' => out.text.push_str("ss"),
        'æ' => out.text.push_str("ae"),
        'Æ' => out.text.push_str("AE"),
        'œ' => out.text.push_str("oe"),
        'Œ' => out.text.push_str("OE"),
        'ø' => out.text.push('o'),
        'Ø' => out.text.push('O'),
        'đ' => out.text.push('d'),
        'Đ' => out.text.push('D'),
        'ł' => out.text.push('l'),
        'Ł' => out.text.push('L'),
        'ı' => out.text.push('i'),
        _ if c.is_whitespace() => out.text.push(' '),
        _ => {
            let base = ascii_digit(c);
            let base = std::iter::once(base).nfd().next().unwrap_or(base);
            if base.is_ascii() {
                out.text.push(base);
            }
            out.dropped |= !base.is_ascii() && c.is_alphanumeric();
        }
    }
}

fn romanize_word(word: &str) -> String {
    if let Some((_, usual)) = EXCEPTIONS.iter().find(|(hindi, _)| *hindi == word) {
        return (*usual).to_owned();
    }
    let mut aksharas = read(word);
    silence_end(&mut aksharas);
    silence_middle(&mut aksharas, word);
    let mut out = String::with_capacity(word.len());
    for (akshara, next) in aksharas.iter().zip(aksharas.iter().skip(1).map(Some).chain([None])) {
        out.push_str(akshara.consonant);
        match akshara.vowel {
            Vowel::Inherent => out.push('a'),
            Vowel::Silent => {}
            Vowel::Written(vowel) => out.push_str(vowel),
        }
        let labial = next.is_some_and(|next| matches!(next.letter, 'प'..='म'));
        if akshara.nasal {
            out.push(if labial { 'm' } else { 'n' });
        }
        if akshara.visarga {
            out.push('h');
        }
    }
    out
}

/// The last inherent vowel is not spoken, but after a cluster that cannot end a syllable (चंद्र,
/// राज्य, विश्व) and in -ीय it is.
fn silence_end(aksharas: &mut [Akshara]) {
    let [.., before, last] = aksharas else { return };
    if last.vowel != Vowel::Inherent || last.nasal || last.visarga {
        return;
    }
    let half = before.vowel == Vowel::Silent;
    let spoken = match last.letter {
        'य' => half || before.vowel == Vowel::Written("i"),
        'ञ' => half,
        'र' | 'व' | 'ल' | 'न' | 'म' | 'ण' => {
            half && before.letter != last.letter
                && !matches!(before.letter, 'य' | 'र' | 'ल' | 'व' | 'न' | 'म' | 'ण' | 'ङ')
        }
        _ => false,
    };
    if !spoken {
        last.vowel = Vowel::Silent;
    }
}

fn silence_middle(aksharas: &mut [Akshara], word: &str) {
    for index in (1..aksharas.len().saturating_sub(1)).rev() {
        let [before, this, next] = &aksharas[index - 1..=index + 1] else {
            continue;
        };
        let plain = this.vowel == Vowel::Inherent && !this.nasal && !this.visarga;
        // एसआईआर: two names of letters, two syllables.
        let hiatus = matches!(next.letter, 'अ' | 'आ');
        let rest = &word[this.at..];
        let begins_member = SECOND_MEMBERS.iter().any(|member| rest.starts_with(member));
        if plain && (hiatus || is_between_vowels(before, this, next) && !begins_member) {
            aksharas[index].vowel = Vowel::Silent;
        }
    }
}

/// VC_CV, but the vowel of य after i is heard (नियम), and so is one between two of one consonant.
fn is_between_vowels(before: &Akshara, this: &Akshara, next: &Akshara) -> bool {
    let glide = this.letter == 'य' && before.vowel == Vowel::Written("i");
    before.vowel != Vowel::Silent
        && next.vowel != Vowel::Silent
        && !next.consonant.is_empty()
        && next.consonant != this.consonant
        && !glide
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(pairs: &[(&str, &str)]) {
        for (hindi, ascii) in pairs {
            assert_eq!(romanize(hindi), *ascii);
        }
    }

    #[test]
    fn names_are_written_as_readers_write_them() {
        check(&[
            ("उत्तर प्रदेश", "uttar pradesh"),
            ("अमित शाह", "amit shah"),
            ("कैलाश विजयवर्गीय", "kailash vijayvargiya"),
            ("भूपेंद्र सिंह चौधरी", "bhupendra singh chaudhari"),
            ("नरेंद्र मोदी", "narendra modi"),
            ("रमेश अवस्थी", "ramesh avasthi"),
            ("सुरेश खन्ना", "suresh khanna"),
            ("अवध की आवाज", "avadh ki avaj"),
            ("बीएल संतोष", "biel santosh"),
        ]);
    }

    #[test]
    fn unspoken_vowels_are_left_out() {
        check(&[
            ("राष्ट्रीय कार्यकर्ताओं", "rashtriya karyakartaon"),
            ("लोकसभा चुनाव २०२४", "loksabha chunav 2024"),
            ("विधानसभाओं राज्यसभा", "vidhansabhaon rajyasabha"),
            ("छत्तीसगढ\u{93c} क्षेत्र ज्ञान श्री", "chhattisgarh kshetra gyan shri"),
            ("मुंबई कांग्रेस संयुक्त हूँ", "mumbai kangres sanyukt hun"),
            ("\u{958}ानून फ\u{93c}ोन ज\u{93c}िला लड\u{93c}का", "qanun fon zila larka"),
            ("लखनऊ कानपुर गोरखपुर आज\u{93c}मगढ\u{93c}", "lakhnau kanpur gorakhpur azamgarh"),
            ("मुज\u{93c}फ्फरनगर रायबरेली", "muzaphpharnagar raybareli"),
            ("कमलनाथ केजरीवाल ममता बनर्जी", "kamalnath kejrival mamta banarji"),
            ("मायावती श्रीमती योगी आदित्यनाथ", "mayavati shrimti yogi adityanath"),
            ("मतगणना मतदाता ऋषिकेश", "matganana matdata rishikesh"),
            ("राज्य विश्व पूर्व कृष्ण यज्ञ धर्म", "rajya vishva purv krishna yagya dharm"),
            ("न छः", "na chhah"),
            ("नियमित एसआईआर नई लखनऊ", "niyamit esaiar nai lakhnau"),
        ]);
    }

    #[test]
    fn other_scripts_are_dropped_and_reported() {
        let of = romanize_noting_loss;
        assert_eq!(of("Épée – “Groß” x।").text, "Epee - \"Gross\" x.");
        assert!(!of("Épée – 🎉 गाँव").dropped);
        assert!(of("বাংলা").dropped && of("বাংলা").text.is_empty());
    }

    proptest! {
        #[test]
        fn the_result_is_ascii_and_stays(text in prop_oneof![any::<String>(), "[ऀ-ॿ a]{0,20}"]) {
            let ascii = romanize(&text);
            prop_assert!(ascii.is_ascii());
            prop_assert_eq!(romanize(&ascii), ascii);
        }
    }
}
