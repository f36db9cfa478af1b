//! Stems: the part of a word that its plural and its cases share. Light: what is not an ending for certain stays.

use super::letter::is_devanagari;

/// The stem of a word in the form of [`fold::key`](super::fold::key): किसानों is किसान, जिले and जिला are जिल, `seats` is
/// `seat`. Stems are for matching and are no words.
pub fn stem(word: &str) -> String {
    if word.chars().any(is_devanagari) { hindi(word) } else { english(word) }
}

/// Fewest letters and signs that stay when an ending goes: दल, दिल and दाला keep theirs.
const SHORTEST: usize = 3;

fn hindi(word: &str) -> String {
    let mut stem = word.to_owned();
    let plural = [("ियों", "ी"), ("ियां", "ी"), ("ओं", ""), ("एं", ""), ("ों", ""), ("ें", "")];
    if let Some((ending, singular)) = plural.iter().find(|(ending, _)| leaves(word, ending, 2)) {
        stem.truncate(word.len() - ending.len());
        stem.push_str(singular);
    }
    for ending in ["ा", "े"] {
        if leaves(&stem, ending, SHORTEST) {
            stem.truncate(stem.len() - ending.len());
            break;
        }
    }
    for (short, long) in [("ि", "ी"), ("ू", "ु")] {
        if leaves(&stem, short, 1) {
            stem.truncate(stem.len() - short.len());
            stem.push_str(long);
        }
    }
    stem
}

fn english(word: &str) -> String {
    let cut = |ending: &str| word[..word.len() - ending.len()].to_owned();
    let hisses = ["sses", "xes", "ches", "shes"].iter().any(|ending| word.ends_with(ending));
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    if leaves(word, "ies", 2) {
        cut("ies") + "y"
    } else if hisses {
        cut("es")
    } else if leaves(word, "s", SHORTEST) && !kept {
        cut("s")
    } else {
        word.to_owned()
    }
}

/// Whether `word` ends in `ending` and has at least `rest` letters and signs before it.
fn leaves(word: &str, ending: &str, rest: usize) -> bool {
    word.strip_suffix(ending).is_some_and(|stem| stem.chars().nth(rest - 1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for forms in [
            &["किसान", "किसानों"][..],
            &["सीट", "सीटों", "सीटें"],
            &["उम्मीदवार", "उम्मीदवारों"],
            &["जिला", "जिले", "जिलों"],
            &["मतदाता", "मतदाताओं"],
            &["महिला", "महिलाओं", "महिलाएं"],
            &["पार्टी", "पार्टियों", "पार्टियां"],
            &["नीति", "नीतियों"],
            &["सभा", "सभाओं"],
            &["seat", "seats"],
            &["party", "parties"],
            &["speech", "speeches"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn different_words_keep_different_stems() {
        for (one, other) in [("दल", "दाल"), ("दल", "दिल"), ("दिल", "दिल्ली"), ("दल", "दाला"), ("सभा", "सभ")]
        {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
        for word in ["2024", "das", "varanasi", "congress", "census", "में", "ओं", "s", ""] {
            assert_eq!(stem(word), word);
        }
    }
}
