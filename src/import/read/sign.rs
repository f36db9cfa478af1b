//! Signs: what a word of the language says to the rules, and the tables of those words.

use rustc_hash::FxHashMap;

use crate::gazetteer::lexicon::{NumberWord, number_words};
use crate::record::words;
use crate::text::date::{ENGLISH_MONTHS, HINDI_MONTHS};
use crate::text::fold;

words! {
    /// What a word is to the rules; the words themselves stand in `words.txt` and `office-words.txt`.
    Sign "a sign" {
        /// The number after it is rough.
        AboutBefore = "about before",
        /// The number after it is exceeded.
        MoreBefore = "more before",
        /// The number after it is reached.
        LeastBefore = "least before",
        /// The number after it is not reached.
        LessBefore = "less before",
        /// The number after it is not exceeded.
        MostBefore = "most before",
        /// The number before it is exceeded.
        MoreAfter = "more after",
        /// The number before it is not reached.
        LessAfter = "less after",
        /// The number before it is reached.
        LeastAfter = "least after",
        /// The number before it is rough.
        AboutAfter = "about after",
        /// Of each of a group.
        Each = "each",
        /// Of each booth.
        Booth = "a booth",
        /// Of a whole.
        All = "all",
        /// What a number counts.
        Unit = "unit",
        /// May stand between a number and its unit.
        Between = "between",
        /// The number after it is money.
        MoneyBefore = "money before",
        /// The number after it is a name.
        SerialBefore = "serial before",
        /// Joins the whole to its number.
        PlaceBetween = "place between",
        /// An aim.
        Target = "target",
        /// A slogan.
        Slogan = "slogan",
        /// A result.
        Won = "won",
        /// A demand.
        Asked = "asked",
        /// Speech.
        Said = "said",
        /// Words after a name that make what is told that person's.
        Attributed = "attributed",
        /// A claim by a party.
        Claimed = "claimed",
        /// An office of the state.
        Authority = "authority",
        /// The one before.
        Last = "last",
        /// A house to be elected.
        House = "house",
        /// An election.
        Poll = "poll",
        /// An election that has no entry.
        OtherPoll = "other poll",
        /// Mission, with a year.
        Mission = "mission",
        /// A phase.
        Phase = "phase",
        /// The last phase.
        FinalPhase = "final phase",
        /// A special intensive revision.
        Sir = "sir",
        /// An electoral roll.
        Roll = "roll",
        /// A revision.
        Revision = "revision",
        /// A panchayat.
        Panchayat = "panchayat",
        /// The final roll.
        FinalRoll = "final roll",
        /// The draft roll.
        DraftRoll = "draft roll",
        /// Claims and objections.
        RollClaims = "claims on rolls",
        /// Notices and hearings.
        Notices = "notices",
        /// Enumeration.
        Enumeration = "enumeration",
        /// Up to a day.
        Until = "until",
        /// The name beside it is that of a region of this kind.
        Of = "of",
        /// The document's own region of this kind.
        Generic = "generic",
        /// An event.
        Event = "event",
        /// Polling.
        Polling = "polling",
        /// Counting.
        Counting = "counting",
        /// Nominations.
        Nominations = "nominations",
        /// Withdrawals of candidatures.
        Withdrawals = "withdrawals",
        /// The end of nominations.
        NominationsUntil = "nominations until",
        /// The end of withdrawals.
        WithdrawalUntil = "withdrawal until",
        /// The end of the campaign.
        CampaignEnds = "campaign ends",
        /// An office.
        Office = "office",
        /// An office of the state.
        Official = "official",
        /// A part of an office.
        OfficePart = "office part",
        /// Joins parts of an office.
        OfficeLink = "office link",
        /// An honorific.
        Honorific = "honorific",
        /// Stands after a name.
        AfterName = "after name",
        /// Is no name.
        NoName = "no name",
        /// A family name.
        Surname = "surname",
        /// Ends a list of those present.
        Attended = "attended",
        /// Outlets and desks.
        Reporter = "reporter",
        /// A building or ground.
        Venue = "venue",
        /// Opens what is said of a name.
        RelativeClause = "relative clause",
    }
}

/// Phrases by their first word; longer ones first.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; one without a letter or digit is left out.
    pub fn add(&mut self, phrase: &str, what: T) {
        let key = fold::key(phrase);
        let mut words = key.split(' ').map(str::to_owned);
        let Some(first) = words.next().filter(|first| !first.is_empty()) else { return };
        let list = self.by_first.entry(first).or_default();
        let rest: Vec<String> = words.collect();
        let at = list.partition_point(|(other, _)| other.len() >= rest.len());
        list.insert(at, (rest, what));
    }

    /// The phrases at `at`, longest first: how many words, and what they are.
    pub fn at<'a>(&'a self, at: usize, word: impl Fn(usize) -> &'a str) -> impl Iterator<Item = (usize, T)> {
        let list = self.by_first.get(word(at)).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(move |(rest, what)| {
            rest.iter().zip(at + 1..).all(|(own, i)| word(i) == own).then_some((rest.len() + 1, *what))
        })
    }
}

/// The tables of words.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Signs, with what the table says beside them: the unit, the kind of event, the house.
    pub signs: Phrases<(Sign, &'static str)>,
    /// Number words by their key.
    pub numbers: FxHashMap<String, NumberWord>,
    /// Months by their key: names, and the short forms of English.
    pub months: FxHashMap<String, u32>,
}

impl Default for Lexicon {
    /// Reads the built-in tables.
    fn default() -> Self {
        let mut signs = Phrases::default();
        for line in include_str!("words.txt").lines().chain(include_str!("office-words.txt").lines()) {
            let Some((head, list)) = line.split_once(':').filter(|(head, _)| !head.starts_with('#')) else { continue };
            let plain = Sign::from_word(head).map(|sign| (sign, ""));
            let beside = || head.split_once(' ').and_then(|(word, rest)| Some((Sign::from_word(word)?, rest)));
            let sign = plain.or_else(beside).expect("a known sign");
            list.split(',').for_each(|phrase| signs.add(phrase, sign));
        }
        let english =
            ENGLISH_NUMBERS.split(' ').zip(0u32..).map(|(word, value)| (word, NumberWord::Value(value.into())));
        let tens = ENGLISH_TENS.split(' ').zip(2u32..).map(|(word, n)| (word, NumberWord::Value(f64::from(n * 10))));
        let times = ENGLISH_TIMES.iter().map(|&(word, value)| (word, NumberWord::Times(value)));
        let mut numbers: FxHashMap<String, NumberWord> =
            number_words().into_iter().map(|(word, value)| (fold::key(&word), value)).collect();
        let of_all = ["तीनों", "चारों", "पांचों", "छहों", "सातों", "आठों", "नौवों", "दसों"].into_iter().zip(3u32..);
        numbers.extend(of_all.map(|(word, value)| (fold::key(word), NumberWord::Value(value.into()))));
        numbers.extend(["दर्जन", "dozen"].map(|word| (word.to_owned(), NumberWord::Times(12.0))));
        numbers.extend(english.chain(tens).chain(times).map(|(word, value)| (word.to_owned(), value)));
        Self { signs, numbers, months: months() }
    }
}

fn months() -> FxHashMap<String, u32> {
    let mut months = FxHashMap::default();
    for (number, names) in (1..).zip(HINDI_MONTHS.into_iter().zip(ENGLISH_MONTHS)) {
        for name in [names.0, names.1].map(fold::key) {
            if name.is_ascii() {
                months.extend((3..=name.len().min(4)).map(|length| (name[..length].to_owned(), number)));
            }
            months.insert(name, number);
        }
    }
    months.insert("अक्तूबर".to_owned(), 10);
    months
}

const ENGLISH_NUMBERS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
    fifteen sixteen seventeen eighteen nineteen";

const ENGLISH_TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";

const ENGLISH_TIMES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("lakh", 1e5),
    ("lakhs", 1e5),
    ("million", 1e6),
    ("crore", 1e7),
    ("crores", 1e7),
];
