//! Shades: counts in steps of one neutral colour. Each step is a few times the one before, since one region often has
//! as many articles as all others together.

/// Steps above nothing.
pub const STEPS: usize = 4;

/// The highest count of each step that there is; the last is `most`.
pub fn steps(most: usize) -> Vec<usize> {
    let most = most as u128;
    let mut steps: Vec<usize> = Vec::new();
    for power in 1..=STEPS as u32 {
        // the greatest whole number that is not above the root, found without fractions
        let (wanted, mut low, mut high) = (most.saturating_pow(power), 0, most);
        while low < high {
            let middle = (low + high).div_ceil(2);
            let below = middle.checked_pow(STEPS as u32).is_some_and(|product| product <= wanted);
            (low, high) = if below { (middle, high) } else { (low, middle - 1) };
        }
        steps.push(low as usize);
    }
    steps.dedup();
    steps.retain(|step| *step > 0);
    steps
}

/// The step of a count, from 1; nothing is 0.
pub fn step(steps: &[usize], count: usize) -> usize {
    if count == 0 { 0 } else { (steps.partition_point(|highest| *highest < count) + 1).min(STEPS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_a_few_times_the_one_before() {
        assert!(steps(0).is_empty());
        assert_eq!(steps(1), [1]);
        assert_eq!(steps(3), [1, 2, 3]);
        assert_eq!(steps(40), [2, 6, 15, 40]);
        assert_eq!(steps(10_000), [10, 100, 1000, 10_000]);
    }

    #[test]
    fn every_count_has_a_step() {
        for most in 0..300 {
            let steps = steps(most);
            let shades: Vec<usize> = (0..=most).map(|count| step(&steps, count)).collect();
            assert!(shades.is_sorted() && shades[0] == 0 && shades[most] == steps.len(), "{most}: {shades:?}");
        }
    }
}
