//! The nearest word to a mistyped one.

/// The candidate nearest to `text`, if it is near enough to have been meant: at most a third of its
/// letters differ. Ties go to the candidate that sorts first, so that a message never changes.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = text.chars().count();
    let limit = (length / 3).clamp(1, 3);
    candidates
        .filter(|candidate| candidate.len().abs_diff(text.len()) <= limit * 3)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::osa_distance(text, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_enough_or_nothing() {
        let words = ["title", "topics", "region"];
        assert_eq!(nearest("tilte", words.into_iter()), Some("title"));
        assert_eq!(nearest("colour", words.into_iter()), None);
    }
}
