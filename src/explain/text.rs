//! An explanation for people: a line a fact.

use super::{Explanation, Fact};
use crate::report::text::line;

/// The explanation as text.
pub fn text(explanation: &Explanation) -> String {
    let mut out = format!("{}: {}\n", line(&explanation.target), line(&explanation.what));
    let address = explanation.address.as_deref().unwrap_or_default();
    out.push_str(&match (explanation.on_site, explanation.address.is_some()) {
        (true, true) => format!("on the site at {}\n", line(address)),
        (true, false) => "on the site\n".to_owned(),
        (false, true) => format!("not on the site; it would stand at {}\n", line(address)),
        (false, false) => "not on the site\n".to_owned(),
    });
    for section in &explanation.sections {
        out.push_str(&match section.total {
            Some(total) => format!("\n{} ({total})\n", line(&section.title)),
            None => format!("\n{}\n", line(&section.title)),
        });
        section.facts.iter().for_each(|fact| out.push_str(&of_fact(fact)));
    }
    out
}

fn of_fact(fact: &Fact) -> String {
    let place = fact.place.as_ref();
    // a fact about a file begins with its place in it
    let own = place.is_some_and(|place| place.file == fact.name);
    let place = place.map(|place| format!("{}:{}:{}", place.file, place.line, place.column));
    let (name, place) = if own { (place.unwrap_or_default(), None) } else { (fact.name.clone(), place) };
    let text = Some(fact.text.clone()).filter(|text| !text.is_empty());
    let rest = [text, fact.address.clone(), place.map(|place| format!("({place})"))];
    let rest = rest.into_iter().flatten().collect::<Vec<_>>().join(" ");
    format!("  {}: {}\n", line(&name), line(&rest))
}
