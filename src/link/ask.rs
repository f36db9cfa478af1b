//! Questions of whoever edits a project: what is wrong with a text, and which entry a name means. Neither leaves a trace.

use super::article;
use super::resolve::Resolver;
use super::terms::Interner;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::gazetteer::names::{Names, term_index};
use crate::model::people::Term;
use crate::model::site::Site;
use crate::parse::article::parse;
use crate::parse::front_matter::FrontMatter;
use crate::source::{SourceId, Span, Spanned};
use crate::text::slug::slugify;

/// What is wrong with the text of an article, as a build would find it.
pub fn faults(text: &str, site: &Site) -> Diagnostics {
    let mut found = Diagnostics::default();
    asked(site, |resolver| {
        if let Some(parsed) = parse::<FrontMatter>(text, SourceId::default(), &mut found) {
            article::link(parsed, "article.md", resolver, &mut found);
        }
    });
    found
}

/// The entry of a list of `site.yaml` that `name` means: its id, and its name where the list is an open one, in which a
/// new name is a new entry.
///
/// # Errors
/// What is wrong with the name, and a way out.
pub fn entry(list: &str, name: &str, site: &Site) -> Result<(String, Option<String>), Diagnostic> {
    let open = |terms: &[Term]| match term_index(terms).all(name).first() {
        Some(&at) => {
            let term = &terms[at as usize];
            (term.id.clone(), Some(term.name.forms().next().unwrap_or(name).to_owned()))
        }
        None => (slugify(name).to_string(), Some(name.to_owned())),
    };
    let mut found = Diagnostics::default();
    let text = Spanned::new(name.to_owned(), Span::default());
    let id = match list {
        "people" => return Ok(open(&site.people)),
        "sources" => return Ok(open(&site.outlets)),
        "regions" => asked(site, |resolver| resolver.region(&text, &mut found)).map(|id| &site.region(id).id),
        "parties" => asked(site, |resolver| resolver.party(&text, &mut found)).map(|id| &site.party(id).id),
        _ => asked(site, |resolver| resolver.subject(&text, &mut found)).map(|id| &site.subject(id).id),
    };
    id.map(|id| (id.clone(), None)).ok_or_else(|| found.sorted().swap_remove(0))
}

fn asked<T>(site: &Site, ask: impl FnOnce(&Resolver<'_>) -> T) -> T {
    let (names, aside) = (Names::new(&site.gazetteer), Interner::aside());
    ask(&Resolver { names: &names, gazetteer: &site.gazetteer, settings: &site.settings, terms: &aside, aside: &aside })
}
