//! Skeletons: how a word sounds, coarsely, in letters that both scripts share. चुनाव, `chunav` and `chunaav` have one.
//!
//! A skeleton has the consonants without aspiration and length, `i` for the front vowels and `u` for the back ones.
//! `a` stands only at the beginning: readers write the inherent vowel as they like. It compares a word of one script
//! with a word of the other; within a script it would make one of दल, दाल and डाल.

/// The skeleton of a word in the form of [`fold::key`](super::fold::key): ASCII, perhaps empty.
pub fn skeleton(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut spoken = String::with_capacity(word.len());
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let rest = &letters[at + 1..];
        let (sound, taken) = if c.is_ascii() { latin(c, rest) } else { devanagari(c, rest) };
        spoken.push_str(sound);
        at += 1 + taken;
    }
    let spoken: Vec<char> = spoken.chars().collect();
    let mut skeleton = String::with_capacity(spoken.len());
    for (at, &c) in spoken.iter().enumerate() {
        let next = spoken[at + 1..].iter().find(|&&next| next != 'a');
        let sound = match c {
            'a' if at > 0 || matches!(next, Some('i' | 'u')) => continue,
            // संपर्क and `sampark`
            'm' if matches!(next, Some('p' | 'b' | 'f')) => 'n',
            _ => c,
        };
        // numbers keep their digits
        if !skeleton.ends_with(sound) || sound.is_ascii_digit() {
            skeleton.push(sound);
        }
    }
    skeleton
}

/// The part of a skeleton that all forms of a word share, whatever their endings: words that match in any way but as
/// a beginning have one root, so an index sorted by roots has them side by side.
pub fn root(skeleton: &str) -> &str {
    let mut root = skeleton;
    while root.len() > 2 && root.ends_with(['i', 'u', 'n', 's']) {
        root = &root[..root.len() - 1];
    }
    root
}

/// The sound of a Latin letter, and how many of the letters after it belong to it.
fn latin(c: char, rest: &[char]) -> (&'static str, usize) {
    let aspirated = usize::from(rest.first() == Some(&'h'));
    match c {
        'a'..='b' | 'd' | 'f'..='h' | 'j'..='n' | 'p' | 'r'..='t' | 'v' | '0'..='9' => latin_consonant(c, aspirated),
        'c' if rest.starts_with(&['h', 'h']) => ("c", 2),
        'c' if aspirated > 0 => ("c", 1),
        'c' | 'q' => ("k", 0),
        'e' | 'i' | 'y' => ("i", 0),
        'o' if rest.first() == Some(&'w') && !matches!(rest.get(1), Some('a' | 'e' | 'i' | 'o' | 'u')) => ("u", 1),
        'o' | 'u' => ("u", 0),
        'w' => ("v", 0),
        'x' => ("ks", 0),
        'z' => ("j", 0),
        _ => ("", 0),
    }
}

/// A letter that is its own sound, with the `h` after it if that only aspirates it.
fn latin_consonant(c: char, aspirated: usize) -> (&'static str, usize) {
    const SOUNDS: &str = "abdfghjklmnprstv0123456789";
    match c {
        'p' if aspirated > 0 => ("f", 1),
        // ढ़ is written so: `chhattisgarh`
        'r' if aspirated > 0 => ("d", 1),
        _ => {
            let aspirated = if matches!(c, 'b' | 'd' | 'g' | 'j' | 'k' | 's' | 't') { aspirated } else { 0 };
            (SOUNDS.find(c).map_or("", |at| &SOUNDS[at..=at]), aspirated)
        }
    }
}

/// The sound of a Devanagari letter, and how many of the letters after it belong to it.
fn devanagari(c: char, rest: &[char]) -> (&'static str, usize) {
    let sound = match c {
        'ज' if rest.starts_with(&['्', 'ञ']) => return ("gi", 2),
        'ं' if rest.first() == Some(&'ह') => return ("ng", 1),
        'क' | 'ख' => "k",
        'ग' | 'घ' => "g",
        'ङ' | 'ञ' | 'ण' | 'न' | 'ं' => "n",
        'च' | 'छ' => "c",
        'ज' | 'झ' => "j",
        'ट' | 'ठ' | 'त' | 'थ' => "t",
        'ड' | 'ढ' | 'द' | 'ध' => "d",
        'प' => "p",
        'फ' => "f",
        'ब' | 'भ' => "b",
        'म' => "m",
        'र' => "r",
        'ल' | 'ळ' => "l",
        'व' => "v",
        'श' | 'ष' | 'स' => "s",
        'ह' => "h",
        'अ' | 'आ' | 'ा' => "a",
        'य' | 'इ' | 'ई' | 'ए' | 'ऐ' | 'ि' | 'ी' | 'े' | 'ै' => "i",
        'उ' | 'ऊ' | 'ओ' | 'औ' | 'ु' | 'ू' | 'ो' | 'ौ' => "u",
        'ऋ' | 'ृ' => "ri",
        _ => "",
    };
    (sound, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::key;
    use crate::text::stem::stem;
    use proptest::prelude::*;

    #[test]
    fn both_scripts_have_one_skeleton() {
        for (hindi, spellings) in [
            ("चुनाव", &["chunav", "chunaav", "chunaw"][..]),
            ("वाराणसी", &["varanasi"]),
            ("कानपुर", &["kanpur", "kaanpur"]),
            ("प्रदेश", &["pradesh"]),
            ("विजयवर्गीय", &["vijayvargiya", "vijayavargiy"]),
            ("चौधरी", &["chaudhary", "chaudhari", "choudhary"]),
            ("सिंह", &["singh"]),
            ("अंबेडकर", &["ambedkar"]),
            ("योगी", &["yogi"]),
            ("आयोग", &["ayog", "aayog"]),
            ("मतदाता", &["matdata", "matadata"]),
            ("छत्तीसगढ\u{93c}", &["chhattisgarh"]),
            ("संपर्क", &["sampark"]),
            ("ज्ञान", &["gyan"]),
            ("क्षेत्र", &["kshetra"]),
            ("कृष्ण", &["krishna"]),
            ("राहुल", &["rahul"]),
            ("अयोध्या", &["ayodhya"]),
            ("राष्ट्रीय", &["rashtriya"]),
            ("मुज\u{93c}फ\u{93c}्फरनगर", &["muzaffarnagar"]),
        ] {
            for spelling in spellings {
                assert_eq!(skeleton(&key(hindi)), skeleton(spelling), "{hindi} {spelling}");
            }
        }
    }

    #[test]
    fn vowels_that_are_written_count() {
        let words = ["dal", "dil", "dul"].map(skeleton);
        assert_eq!(words, ["dl", "dil", "dul"]);
        assert_eq!(skeleton("दिल्ली"), "dili");
        assert_eq!(skeleton("2024"), "2024");
        assert_eq!(skeleton("2002"), "2002");
    }

    proptest! {
        #[test]
        fn endings_do_not_change_the_root(word in "([क-ह][ा-ू]?|[a-z]){2,6}", ending in "(ों|ें|ओं|एं|ियों|ियां|ा|े)") {
            prop_assume!(skeleton(&key(&word)).len() >= 2);
            let form = key(&format!("{word}{ending}"));
            let (whole, stemmed) = (skeleton(&form), skeleton(&stem(&form)));
            prop_assert_eq!(root(&whole), root(&stemmed));
            prop_assert!(whole.is_ascii());
        }
    }
}
