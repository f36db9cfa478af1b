//! Which site a preview shows: that of another instant, or the one without drafts. It stands in the address, so
//! that links lead on within it: `/~2024-04-20/elections/`.

use chrono::{NaiveDate, NaiveDateTime};

use crate::link::AsOf;

/// How instants stand in addresses.
const INSTANT: &str = "%Y-%m-%dT%H-%M-%SZ";
/// The word for a site without drafts.
const PUBLISHED: &str = "published";

/// A site that a preview can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// For which instant; `None` is the newest date in the content.
    pub as_of: Option<AsOf>,
    /// Whether drafts are left out, as they are from the published site.
    pub published: bool,
}

impl Moment {
    /// Its part of an address, as in `~published-2024-04-20`; empty for the site that stands at the root.
    pub fn label(self) -> String {
        let at = match self.as_of {
            None => String::new(),
            Some(AsOf::Day(day)) => day.to_string(),
            Some(AsOf::Now(at) | AsOf::Instant(at)) => at.format(INSTANT).to_string(),
        };
        match (self.published, at.is_empty()) {
            (false, true) => String::new(),
            (false, false) => format!("~{at}"),
            (true, true) => format!("~{PUBLISHED}"),
            (true, false) => format!("~{PUBLISHED}-{at}"),
        }
    }

    /// Reads such a part; `None` if it is another one.
    pub fn parse(label: &str) -> Option<Self> {
        let text = label.strip_prefix('~')?;
        let (published, at) = match text.strip_prefix(PUBLISHED) {
            Some("") => return Some(Self { as_of: None, published: true }),
            Some(rest) => (true, rest.strip_prefix('-')?),
            None => (false, text),
        };
        let day = NaiveDate::parse_from_str(at, "%Y-%m-%d").map(AsOf::Day);
        let as_of = day.or_else(|_| NaiveDateTime::parse_from_str(at, INSTANT).map(|at| AsOf::Instant(at.and_utc())));
        let moment = Self { as_of: Some(as_of.ok()?), published };
        // one address for each
        (moment.label() == label).then_some(moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lead_back() {
        let instant = chrono::DateTime::from_timestamp(1_713_600_000, 0).map(AsOf::Instant);
        let day = NaiveDate::from_ymd_opt(2024, 4, 20).map(AsOf::Day);
        for as_of in [None, instant, day] {
            for published in [false, true] {
                let moment = Moment { as_of, published };
                let label = moment.label();
                assert_eq!(Moment::parse(&label), (!label.is_empty()).then_some(moment), "{label}");
            }
        }
        for other in ["", "~", "2024-04-20", "~2024-4-20", "~published2024-04-20", "~published-", "~saar", "~../x"] {
            assert_eq!(Moment::parse(other), None, "{other}");
        }
    }
}
