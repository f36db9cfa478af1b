//! Numbers as India writes them: 1,00,000, 12.55 करोड़, १२.

const LAKH: u64 = 100_000;
const CRORE: u64 = 10_000_000;

/// A whole number with Indian grouping (CLDR `#,##,##0`): 1,00,000.
pub fn group_indian(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", group_digits(&number.unsigned_abs().to_string()))
}

/// Plain decimal text (`-1234567.50`) with Indian grouping, the decimals as they are.
///
/// Text of another form comes back unchanged: a figure is never guessed.
pub fn format_decimal(plain: &str) -> String {
    let (sign, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain),
    };
    let (whole, decimals) = match unsigned.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (unsigned, None),
    };
    if !is_digits(whole) || !decimals.is_none_or(is_digits) {
        return plain.to_owned();
    }
    let point = if decimals.is_some() { "." } else { "" };
    let whole = group_digits(whole);
    format!("{sign}{whole}{point}{}", decimals.unwrap_or(""))
}

/// The text with ASCII digits as those of `digits`, from zero to nine; all else as it is.
pub fn in_digits(text: &str, digits: &[char; 10]) -> String {
    text.chars().map(|c| c.to_digit(10).map_or(c, |value| digits[value as usize])).collect()
}

/// A count of lakhs or crores by the pattern of that unit (`{number} lakh`), grouped below (1,500).
///
/// At most two decimals, and exact: `None` when the figure would have to be rounded. The crore is
/// the highest unit (1,00,000 करोड़), since अरब is not used in English and little in Hindi news.
pub fn words(number: u64, lakh: &str, crore: &str) -> Option<String> {
    if number < LAKH {
        return Some(group_indian(number.into()));
    }
    let (unit, pattern) = if number < CRORE { (LAKH, lakh) } else { (CRORE, crore) };
    let whole = group_indian((number / unit).into());
    let rest = number % unit;
    let hundredth = unit / 100;
    if !rest.is_multiple_of(hundredth) {
        return None;
    }
    let count = match rest / hundredth {
        0 => whole,
        tenths if tenths % 10 == 0 => format!("{whole}.{}", tenths / 10),
        hundredths => format!("{whole}.{hundredths:02}"),
    };
    Some(super::fill(pattern, &[("number", &count)]))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Commas before the last three digits and before every two above them.
fn group_digits(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 3 / 2);
    for (index, digit) in digits.char_indices() {
        let left = digits.len() - index;
        if index > 0 && left >= 3 && left % 2 == 1 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn grouping_is_indian() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_500, "1,500"),
            (100_000, "1,00,000"),
            (-1_234_567, "-12,34,567"),
            (153_000_000, "15,30,00,000"),
        ] {
            assert_eq!(group_indian(number), text);
        }
        assert!(group_indian(i128::MIN).starts_with("-17,01,41,"));
        assert_eq!(format_decimal("-1234567.50"), "-12,34,567.50");
        assert_eq!(format_decimal("007"), "007");
        for odd in ["", "-", "1.", ".5", "1e5", "+1", "1,000", "१२", "1.2.3"] {
            assert_eq!(format_decimal(odd), odd);
        }
    }

    #[test]
    fn digits_are_those_of_a_script() {
        let devanagari = ['०', '१', '२', '३', '४', '५', '६', '७', '८', '९'];
        assert_eq!(in_digits("24 जुलाई 2023", &devanagari), "२४ जुलाई २०२३");
    }

    #[test]
    fn large_counts_have_words() {
        let english = |number| words(number, "{number} lakh", "{number} crore");
        for (number, text) in [
            (1_500, "1,500"),
            (99_999, "99,999"),
            (100_000, "1 lakh"),
            (250_000, "2.5 lakh"),
            (125_500_000, "12.55 crore"),
            (10_500_000, "1.05 crore"),
            (1_000_000_000_000, "1,00,000 crore"),
        ] {
            assert_eq!(english(number).as_deref(), Some(text));
        }
        assert_eq!(english(100_001), None);
        assert_eq!(english(12_345_678), None);
    }

    proptest! {
        #[test]
        fn grouping_only_adds_commas(number in any::<i64>()) {
            let grouped = group_indian(number.into());
            prop_assert_eq!(grouped.replace(',', ""), number.to_string());
            prop_assert_eq!(format_decimal(&number.to_string()), grouped);
        }
    }
}
