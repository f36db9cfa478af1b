//! Histories: how the values of keys went on by day, the state at the end of a day, and the difference of two states.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What stands at one time: a value for each key that has one.
pub type State<K, V> = BTreeMap<K, V>;

/// How the value of a key became another; `None` is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<V> {
    /// What stood before.
    pub before: Option<V>,
    /// What stands now.
    pub after: Option<V>,
}

/// What leads from one state to another: the keys whose values differ.
pub type Difference<K, V> = BTreeMap<K, Change<V>>;

/// What happened: from which day on which key had which value; the values of a day in order.
pub type Happened<K, V> = Vec<(NaiveDate, K, Option<V>)>;

/// The values that a key had, by the day from which each held.
type Timeline<V> = Vec<(NaiveDate, Option<V>)>;

/// The values of keys over time. A state is a function of a day; of several values of one day the last one holds.
#[derive(Debug, Clone)]
pub struct History<K, V> {
    /// By key.
    timelines: Vec<(K, Timeline<V>)>,
    /// Days with the places of the timelines in which something happened on them; oldest first.
    touched: Vec<(NaiveDate, usize)>,
}

impl<K, V> Default for History<K, V> {
    fn default() -> Self {
        Self { timelines: Vec::new(), touched: Vec::new() }
    }
}

impl<K: Ord + Clone, V: PartialEq + Clone> History<K, V> {
    /// The history of what happened.
    pub fn new(mut happened: Happened<K, V>) -> Self {
        happened.sort_by(|(a, one, _), (b, other, _)| (one, a).cmp(&(other, b)));
        let mut timelines: Vec<(K, Timeline<V>)> = Vec::new();
        let mut touched = Vec::with_capacity(happened.len());
        for (day, key, value) in happened {
            match timelines.last_mut().filter(|(last, _)| *last == key) {
                Some((_, timeline)) => timeline.push((day, value)),
                None => timelines.push((key, vec![(day, value)])),
            }
            touched.push((day, timelines.len() - 1));
        }
        touched.sort_unstable();
        touched.dedup();
        Self { timelines, touched }
    }

    /// All values that `key` had, oldest first, with the days from which they held.
    pub fn timeline(&self, key: &K) -> &[(NaiveDate, Option<V>)] {
        let found = self.timelines.binary_search_by(|(known, _)| known.cmp(key));
        found.map_or(&[], |at| &self.timelines[at].1)
    }

    /// The value of `key` at the end of `day`.
    pub fn value(&self, key: &K, day: NaiveDate) -> Option<&V> {
        on(self.timeline(key), day)
    }

    /// The state at the end of `day`.
    pub fn state(&self, day: NaiveDate) -> State<K, V> {
        let values =
            self.timelines.iter().filter_map(|(key, timeline)| Some((key.clone(), on(timeline, day)?.clone())));
        values.collect()
    }

    /// The difference between the states at the end of two days, by what happened between them alone.
    pub fn between(&self, before: NaiveDate, after: NaiveDate) -> Difference<K, V> {
        let from = self.touched.partition_point(|(day, _)| *day <= before);
        let to = self.touched.partition_point(|(day, _)| *day <= after).max(from);
        let changes = self.touched[from..to].iter().filter_map(|&(_, at)| {
            let (key, timeline) = &self.timelines[at];
            let change = Change { before: on(timeline, before).cloned(), after: on(timeline, after).cloned() };
            (change.before != change.after).then(|| (key.clone(), change))
        });
        changes.collect()
    }

    /// The days on which anything happened, newest first, each once.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.touched.chunk_by(|(one, _), (other, _)| one == other).rev().map(|of_day| of_day[0].0)
    }
}

fn on<V>(timeline: &[(NaiveDate, Option<V>)], day: NaiveDate) -> Option<&V> {
    let next = timeline.partition_point(|(from, _)| *from <= day);
    timeline[..next].last()?.1.as_ref()
}

/// The difference between two states.
pub fn difference<K: Ord + Clone, V: PartialEq + Clone>(before: &State<K, V>, after: &State<K, V>) -> Difference<K, V> {
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(key)));
    let changes = keys.filter_map(|key| {
        let change = Change { before: before.get(key).cloned(), after: after.get(key).cloned() };
        (change.before != change.after).then(|| (key.clone(), change))
    });
    changes.collect()
}

/// The state to which a difference leads from `state`.
pub fn applied<K: Ord, V>(mut state: State<K, V>, difference: Difference<K, V>) -> State<K, V> {
    for (key, change) in difference {
        match change.after {
            Some(value) => state.insert(key, value),
            None => state.remove(&key),
        };
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, 1).unwrap() + chrono::Days::new(n.into())
    }

    fn states() -> impl Strategy<Value = State<u8, u8>> {
        prop::collection::btree_map(0..6u8, 0..3u8, 0..6)
    }

    fn happened() -> impl Strategy<Value = Happened<u8, u8>> {
        let one = (0..9u32, 0..5u8, prop::option::of(0..3u8)).prop_map(|(at, key, value)| (day(at), key, value));
        prop::collection::vec(one, 0..30)
    }

    proptest! {
        #[test]
        fn a_difference_leads_from_one_state_to_the_other(a in states(), b in states()) {
            prop_assert_eq!(applied(a.clone(), difference(&a, &b)), b);
            prop_assert!(difference(&a, &a).is_empty());
        }

        #[test]
        fn differences_compose(a in states(), b in states(), c in states()) {
            let there = applied(applied(a.clone(), difference(&a, &b)), difference(&b, &c));
            prop_assert_eq!(&there, &applied(a.clone(), difference(&a, &c)));
            prop_assert_eq!(there, c);
        }

        #[test]
        fn what_happened_between_two_days_is_their_difference(happened in happened(), from in 0..10u32, to in 0..10u32) {
            let history = History::new(happened);
            let (before, after) = (day(from.min(to)), day(from.max(to)));
            prop_assert_eq!(history.between(before, after), difference(&history.state(before), &history.state(after)));
            let state = history.state(after);
            for key in 0..5u8 {
                prop_assert_eq!(history.value(&key, after), state.get(&key));
            }
        }

        #[test]
        fn the_days_lead_from_nothing_to_the_end(happened in happened()) {
            let history = History::new(happened);
            let mut days: Vec<NaiveDate> = history.days().collect();
            days.reverse();
            prop_assert!(days.is_sorted_by(|a, b| a < b));
            let mut state = State::new();
            for day in days {
                state = applied(state, history.between(day.pred_opt().unwrap(), day));
                prop_assert_eq!(&state, &history.state(day));
            }
            prop_assert_eq!(state, history.state(NaiveDate::MAX));
        }
    }
}
