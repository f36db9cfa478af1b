//! Classes of Devanagari letters and marks, shared by the rules that fold, split and romanize.

use unicode_normalization::char::canonical_combining_class;

/// The dot below that makes ज़ of ज.
pub const NUKTA: char = '\u{93c}';
/// The sign that takes the inherent vowel away, as in क्.
pub const VIRAMA: char = '\u{94d}';
/// The dot above: a nasal of the class of the next letter.
pub const ANUSVARA: char = '\u{902}';
/// The moon and dot above: a nasal vowel.
pub const CHANDRABINDU: char = '\u{901}';
/// The two dots that end छः.
pub const VISARGA: char = '\u{903}';

/// Letters, marks and ignored characters read of the piece after a dot before it is called a word.
const LONGEST_INITIAL: usize = 12;

/// How the letters of the Latin alphabet are called in Hindi, where the name is longer than one
/// akshara. The others (बी, सी, …) are one akshara and need no table.
const LONG_LETTER_NAMES: [&str; 13] =
    ["एफ", "एच", "आई", "एल", "एम", "एन", "आर", "एस", "एक्स", "वाई", "जेड", "क्यू", "डब्ल्यू"];

/// क to ह, and the letters coded together with their nukta.
pub fn is_consonant(c: char) -> bool {
    matches!(c, '\u{915}'..='\u{939}' | '\u{958}'..='\u{95f}')
}

/// अ to औ and the rare vowels, written as letters of their own.
pub fn is_independent_vowel(c: char) -> bool {
    matches!(c, '\u{904}'..='\u{914}' | '\u{960}' | '\u{961}' | '\u{972}'..='\u{977}')
}

/// The vowel signs that follow a consonant.
pub fn is_matra(c: char) -> bool {
    matches!(
        c,
        '\u{93a}' | '\u{93b}' | '\u{93e}'..='\u{94c}' | '\u{94e}' | '\u{94f}'
            | '\u{955}'..='\u{957}' | '\u{962}' | '\u{963}'
    )
}

/// Anything in the Devanagari block, U+0900 to U+097F.
pub fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97f}')
}

/// A Devanagari digit as the ASCII digit of the same value; any other character as it is.
pub fn ascii_digit(c: char) -> char {
    match c {
        '\u{966}'..='\u{96f}' => char::from(b'0' + (c as u32 - 0x966) as u8),
        _ => c,
    }
}

/// Characters a reader does not see: joiners, soft hyphen, byte order mark, direction marks,
/// variation selectors.
pub fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// What belongs to a word: letters, digits, marks, and the unseen characters among them. Virama and
/// nukta are marks, so neither an ASCII nor an alphabetic test finds Hindi word edges.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || canonical_combining_class(c) != 0 || is_ignorable(c)
}

/// White space, danda, quotes, hyphens, dashes and brackets; and the three characters that
/// composition turns into one of these.
pub fn is_separator(c: char) -> bool {
    match c {
        '!' | '"' | '\'' | '(' | ')' | '*' | ',' | '-' | '/' | ':' | ';' | '?' => true,
        '[' | '\\' | ']' | '_' | '`' | '{' | '|' | '}' | '~' => true,
        '।' | '॥' | '«' | '»' | '·' | '\u{2010}'..='\u{2027}' | '‹' | '›' => true,
        '\u{2043}' | '\u{2212}' | '\u{37e}' | '\u{387}' | '\u{1fef}' => true,
        _ => c.is_whitespace(),
    }
}

/// The nasal, with its virama, that an anusvara before this stop may stand for. A nasal is no stop,
/// so पन्ना and सम्मेलन keep theirs.
pub fn nasal_before(stop: char) -> Option<&'static str> {
    match stop {
        'क'..='घ' => Some("ङ्"),
        'च'..='झ' => Some("ञ्"),
        'ट'..='ढ' => Some("ण्"),
        'त'..='ध' => Some("न्"),
        'प'..='भ' => Some("म्"),
        _ => None,
    }
}

/// Whether a piece between dots reads as one letter: `U`, उ, प्र (one akshara), or the Hindi
/// name of a Latin letter such as एल.
pub fn is_initial(piece: &str) -> bool {
    let mut letters = 0;
    let mut joined = false;
    for c in piece.chars().filter(|&c| !is_ignorable(c)) {
        let dependent = is_matra(c) || matches!(c, '\u{900}'..='\u{903}');
        if c.is_alphabetic() && !dependent && !joined {
            letters += 1;
        }
        joined = c == VIRAMA;
    }
    letters == 1 || LONG_LETTER_NAMES.contains(&piece)
}

/// Whether what follows a dot is the end of the abbreviation or one more of its letters.
pub fn goes_on_with_initial(rest: &str) -> bool {
    let end = rest.char_indices().take(LONGEST_INITIAL + 1).find(|&(_, c)| !is_word(c));
    let piece = match end {
        Some((end, _)) => &rest[..end],
        None => rest,
    };
    piece.is_empty() || piece.chars().nth(LONGEST_INITIAL).is_none() && is_initial(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_one_akshara_or_a_letter_name() {
        for piece in ["U", "उ", "प्र", "बी", "एल", "डॉ", "डब्ल्यू"] {
            assert!(is_initial(piece), "{piece}");
        }
        for piece in ["", "Dr", "सिंह", "मोदी", "वह", "5"] {
            assert!(!is_initial(piece), "{piece}");
        }
    }

    #[test]
    fn virama_and_nukta_belong_to_the_word() {
        assert!("श्री".chars().chain("ज\u{93c}िला".chars()).all(is_word));
        assert!(!"।॥-/“”".chars().any(is_word));
    }

    #[test]
    fn digits_keep_their_value() {
        let digits: String = "०१२३४५६७८९x".chars().map(ascii_digit).collect();
        assert_eq!(digits, "0123456789x");
    }

    #[test]
    fn a_long_piece_after_a_dot_is_a_word() {
        assert!(goes_on_with_initial("प्र. में"));
        assert!(goes_on_with_initial(" में"));
        assert!(!goes_on_with_initial("संतोष ने"));
        assert!(!goes_on_with_initial(&"्".repeat(100)));
    }
}
