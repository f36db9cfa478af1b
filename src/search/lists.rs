//! Lists of ascending numbers as text: printable ASCII that needs no escaping in a script.
//!
//! A list has the shortest of three forms: the gaps between its numbers; `!` and the places as bits, six to a
//! character; `!!` and the lengths of the runs outside and inside the list by turns. So a word of half of all articles
//! takes no more room than one of a sixth.

/// Characters of the code: `#` to `~` without `\` and `|`.
const LETTERS: [u8; 90] = letters();
/// Letters that end a number; those after them lead it.
const LAST: u32 = 64;

const fn letters() -> [u8; 90] {
    let mut letters = [0; 90];
    let (mut at, mut letter) = (0, b'#');
    while at < 90 {
        if letter != b'\\' && letter != b'|' {
            letters[at] = letter;
            at += 1;
        }
        letter += 1;
    }
    letters
}

/// The digit for a number below 64.
pub fn digit(number: usize) -> char {
    char::from(LETTERS[number.min(LAST as usize - 1)])
}

/// Ascending `numbers`, all below `end`.
pub fn list(numbers: &[u32], end: u32) -> String {
    let shortest = [gaps(numbers), runs(numbers), bits(numbers, end)];
    shortest.into_iter().min_by_key(String::len).unwrap_or_default()
}

fn gaps(numbers: &[u32]) -> String {
    let (mut out, mut next) = (String::new(), 0);
    for &number in numbers {
        push(number - next, &mut out);
        next = number + 1;
    }
    out
}

fn runs(numbers: &[u32]) -> String {
    let (mut out, mut end) = (String::from("!!"), 0);
    for run in numbers.chunk_by(|one, next| one + 1 == *next) {
        push(run[0] - end, &mut out);
        push(run.len() as u32, &mut out);
        end = run[0] + run.len() as u32;
    }
    out
}

fn bits(numbers: &[u32], end: u32) -> String {
    let mut sixes = vec![0_u8; end.div_ceil(6) as usize];
    for &number in numbers {
        if let Some(six) = sixes.get_mut(number as usize / 6) {
            *six |= 1 << (number % 6);
        }
    }
    let letters = sixes.iter().map(|six| digit(usize::from(*six)));
    std::iter::once('!').chain(letters).collect()
}

/// One number: leading letters of base 26, and the last one of base 64.
fn push(number: u32, out: &mut String) {
    let mut lead = number / LAST;
    let mut leading = Vec::new();
    while lead > 0 {
        // no leading letter stands for nothing, so every number has one form
        lead -= 1;
        leading.push(LETTERS[(LAST + lead % 26) as usize]);
        lead /= 26;
    }
    out.extend(leading.iter().rev().map(|&letter| char::from(letter)));
    out.push(digit((number % LAST) as usize));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the script does, in the same steps.
    fn read(text: &str) -> Vec<u32> {
        let value = |letter: u8| LETTERS.iter().position(|l| *l == letter).expect("a letter of the code") as u32;
        if let Some(bits) = text.strip_prefix('!').filter(|rest| !rest.starts_with('!')) {
            let six =
                |(at, letter): (u32, u8)| (0..6).filter(move |b| value(letter) >> b & 1 == 1).map(move |b| at * 6 + b);
            return (0..).zip(bits.bytes()).flat_map(six).collect();
        }
        let (mut numbers, mut lead) = (Vec::new(), 0);
        for letter in text.trim_start_matches('!').bytes() {
            let value = value(letter);
            if value < LAST {
                numbers.push(lead * LAST + value);
                lead = 0;
            } else {
                lead = lead * 26 + value - LAST + 1;
            }
        }
        let mut next = 0;
        if text.starts_with('!') {
            let run = |pair: &[u32]| {
                let start = next + pair[0];
                next = start + pair[1];
                start..next
            };
            return numbers.chunks(2).flat_map(run).collect();
        }
        for number in &mut numbers {
            *number += next;
            next = *number + 1;
        }
        numbers
    }

    #[test]
    fn the_shortest_form_is_taken() {
        assert_eq!(list(&[], 10), "");
        assert_eq!(list(&[0, 64, 129], 10_000), "#cd#");
        assert!(list(&(0..10_000).collect::<Vec<_>>(), 10_000).len() < 8);
        assert!(list(&(0..5_000).map(|n| n * 2).collect::<Vec<_>>(), 10_000).len() <= 1_668);
    }

    proptest! {
        #[test]
        fn lists_are_read_as_they_are_written(set in prop::collection::btree_set(0_u32..90_000, 0..60), dense in any::<bool>()) {
            let numbers: Vec<u32> = if dense { set.iter().map(|n| n % 90).collect::<std::collections::BTreeSet<_>>().into_iter().collect() } else { set.into_iter().collect() };
            for form in [gaps(&numbers), runs(&numbers), bits(&numbers, 90_000), list(&numbers, 90_000)] {
                prop_assert_eq!(&read(&form), &numbers);
                prop_assert!(!form.contains(['"', '\\', '|', ' ']));
            }
        }
    }
}
