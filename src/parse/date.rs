//! Dates as they are written in YAML: ISO 8601, or a mapping that says how sure they are.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use serde_json::{Value as Json, json};

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::dated::{Confidence, Dated, Method, Moment};
use crate::record::{Decode, Text, record, wrong_type};
use crate::source::Spanned;
use crate::yaml::{Node, Value};

/// A day with its place.
pub type Day = Spanned<NaiveDate>;

/// An instant with an offset, for embargo and expiry.
pub type Instant = Spanned<DateTime<FixedOffset>>;

record! {
    /// A date with what is known about it.
    DatedRecord "a date" {
        /// The date: `2024-04-29`, `2024-04-29T09:15:00+05:30`, `2024-04`, `2024` or `unknown`.
        /// Example: `value: unknown`
        value: Text,
        /// How sure it is.
        /// Example: `confidence: low`
        confidence: Option<Confidence>,
        /// Where it comes from.
        /// Example: `method: editor`
        method: Option<Method>,
        /// Earliest and latest possible day.
        /// Example: `window: [2021-04-01, 2021-08-15]`
        window: Vec<Day>,
        /// The words of the document.
        /// Example: `written: "बुधवार (20 फरवरी)"`
        written: Option<Text>,
        /// What disagrees about it.
        /// Example: `conflict: 20 February 2024 was a Tuesday.`
        conflict: Option<Text>,
    }
}

/// India has one time, all year.
fn india() -> FixedOffset {
    FixedOffset::east_opt(5 * 3600 + 1800).expect("a valid offset")
}

/// Reads a date as precisely as it is written. A time without an offset is Indian time.
///
/// # Errors
/// What is wrong and what to write instead.
pub fn moment(text: &str) -> Result<Option<Moment>, (String, String)> {
    let text = crate::text::fold::digits(text.trim());
    if text == "unknown" {
        return Ok(None);
    }
    let year_known = |day: NaiveDate| (1..=9999).contains(&chrono::Datelike::year(&day)).then_some(day);
    let part = |format: &str, text: &str| NaiveDate::parse_from_str(text, format).ok().and_then(year_known);
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let found = match shape.as_str() {
        "0000-00-00" => part("%Y-%m-%d", &text).map(Moment::Day),
        "0000-00" => part("%Y-%m-%d", &format!("{text}-01")).map(Moment::Month),
        "0000" => part("%Y-%m-%d", &format!("{text}-01-01")).map(Moment::Year),
        // a second 60 is read as one with more than its nanoseconds; India's clocks never show it at midnight
        _ if shape.starts_with("0000-00-00") => {
            minute(&text).filter(|at| chrono::Timelike::nanosecond(at) < 1_000_000_000).map(Moment::Minute)
        }
        _ => None,
    };
    found.map(Some).ok_or_else(|| not_a_date(&text, &shape))
}

fn minute(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.replacen(' ', "T", 1);
    DateTime::parse_from_rfc3339(&text).or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M%:z")).ok().or_else(
        || {
            let naive = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
                .iter()
                .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())?;
            naive.and_local_timezone(india()).single()
        },
    )
}

fn not_a_date(text: &str, shape: &str) -> (String, String) {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let help = match (shape, parts.as_slice()) {
        ("00/00/0000" | "00.00.0000", [a, b, year]) => {
            let day_first = format!("{year}-{b}-{a}");
            let month_first = format!("{year}-{a}-{b}");
            let real = |day: &str| NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok();
            match (real(&day_first), real(&month_first)) {
                (true, true) if a != b => {
                    format!("it can be read in two ways: write `{day_first}` or `{month_first}`")
                }
                (true, _) => format!("write `{day_first}`"),
                (false, true) => format!("write `{month_first}`"),
                (false, false) => "there is no such day in the calendar".to_owned(),
            }
        }
        ("0000-00-00", _) => "there is no such day in the calendar".to_owned(),
        _ => "write it as `2024-04-29`, `2024-04-29T09:15:00+05:30`, `2024-04`, `2024` or `unknown`".to_owned(),
    };
    (format!("`{text}` is not a date"), help)
}

impl Decode for Dated {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        if let Value::Map(_) = node.value {
            return DatedRecord::decode(node, found)?.finish(found);
        }
        let text = Text::decode(node, found)?;
        let moment = read(&text, found)?;
        let mut dated = Self::stated(NaiveDate::MIN);
        dated.moment = moment;
        Some(dated)
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": ["string", "integer"] }, DatedRecord::schema()] })
    }
}

impl DatedRecord {
    fn finish(self, found: &mut Diagnostics) -> Option<Dated> {
        let moment = read(&self.value, found)?;
        let window = match self.window.as_slice() {
            [] => None,
            [first, last] if first.value <= last.value => Some((first.value, last.value)),
            _ => {
                let message = "a window is two days, the earlier one first";
                found.push(
                    Diagnostic::new(Rule::BadDate, message)
                        .at(self.span)
                        .help("write `window: [2021-04-01, 2021-08-15]`"),
                );
                None
            }
        };
        Some(Dated {
            moment,
            confidence: self.confidence.unwrap_or(Confidence::High),
            method: self.method.unwrap_or(Method::Stated),
            window,
            written: self.written.map(|t| t.value),
            conflict: self.conflict.map(|t| t.value),
        })
    }
}

impl Decode for Day {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let text = Text::decode(node, found)?;
        match read(&text, found)? {
            Some(Moment::Day(day)) => Some(Spanned::new(day, node.span)),
            Some(Moment::Minute(at)) => Some(Spanned::new(at.date_naive(), node.span)),
            _ => {
                found.push(wrong_type(node, "a day such as `2024-04-29`"));
                None
            }
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "date" })
    }
}

impl Decode for Moment {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let text = Text::decode(node, found)?;
        let moment = read(&text, found)?;
        if moment.is_none() {
            found.push(wrong_type(node, "a date such as `2024-04-29` or `2024-04`"));
        }
        moment
    }

    fn schema() -> Json {
        json!({ "type": ["string", "integer"] })
    }
}

impl Decode for Instant {
    fn decode(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let text = Text::decode(node, found)?;
        let at = match read(&text, found)? {
            Some(Moment::Minute(at)) => Some(at),
            Some(Moment::Day(day)) => day.and_hms_opt(0, 0, 0).and_then(|t| t.and_local_timezone(india()).single()),
            _ => None,
        };
        if at.is_none() {
            found.push(wrong_type(node, "an instant such as `2024-04-29T18:00+05:30`"));
        }
        at.map(|at| Spanned::new(at, node.span))
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

fn read(text: &Text, found: &mut Diagnostics) -> Option<Option<Moment>> {
    match moment(&text.value) {
        Ok(moment) => Some(moment),
        Err((message, help)) => {
            found.push(Diagnostic::new(Rule::BadDate, message).at(text.span).help(help));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn only_real_days_are_dates() {
        for good in [
            "2024-02-29",
            "2000-02-29",
            "२०२४-०४-२९",
            "2024-04",
            "2024",
            "2024-04-29T09:15:00+05:30",
            "2024-04-29 09:15",
        ] {
            assert!(moment(good).is_ok_and(|m| m.is_some()), "{good}");
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "0000-00-00",
            "2024-1-5",
            "05/06/2024",
            "2024-06-04T25:00",
            "2016-12-31T23:59:60Z",
            "+275760-09-13",
            "कल",
        ] {
            assert!(moment(bad).is_err(), "{bad}");
        }
        assert_eq!(moment("unknown"), Ok(None));
    }

    #[test]
    fn an_ambiguous_date_is_said_to_be_one() {
        assert!(moment("05/06/2024").unwrap_err().1.contains("two ways"));
        assert!(moment("24/07/2023").unwrap_err().1.contains("2023-07-24"));
        assert_eq!(moment("05/05/2024").unwrap_err().1, "write `2024-05-05`");
    }

    fn decoded<T: Decode>(value: &str) -> (Option<T>, usize) {
        let node = crate::yaml::parse(value, SourceId(0), 0).expect("valid");
        let mut found = Diagnostics::default();
        (T::decode(&node, &mut found), found.sorted().len())
    }

    #[test]
    fn a_key_takes_the_precision_that_it_needs() {
        let text = |instant: Option<Instant>| instant.map(|at| at.value.to_rfc3339());
        for (value, day, instant) in [
            ("2024-04-29", Some("2024-04-29"), Some("2024-04-29T00:00:00+05:30")),
            ("2024-04-29T23:59+05:30", Some("2024-04-29"), Some("2024-04-29T23:59:00+05:30")),
            ("2024-04", None, None),
            ("unknown", None, None),
        ] {
            let (found, faults) = decoded::<Day>(value);
            assert_eq!((found.map(|day| day.value.to_string()).as_deref(), faults), (day, usize::from(day.is_none())));
            let (found, faults) = decoded::<Instant>(value);
            assert_eq!((text(found).as_deref(), faults), (instant, usize::from(instant.is_none())));
        }
        assert_eq!(decoded::<Moment>("unknown"), (None, 1));
        assert_eq!(decoded::<Moment>("2024-04").1, 0);
    }

    #[test]
    fn a_window_is_two_days_in_order() {
        let window = |days: &str| {
            let (dated, faults) = decoded::<Dated>(&format!("{{value: unknown, window: [{days}]}}"));
            (dated.expect("a date").window.is_some(), faults)
        };
        assert_eq!(window("2024-04-01, 2024-04-02"), (true, 0));
        assert_eq!(window("2024-04-01, 2024-04-01"), (true, 0));
        assert_eq!(window("2024-04-02, 2024-04-01"), (false, 1));
        assert_eq!(window("2024-04-02"), (false, 1));
    }
}
