//! Questions of whoever edits a project: what is wrong with a text, and which entry a name means. Neither leaves a trace.

use super::article;
use super::resolve::Resolver;
use super::terms::Interner;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::gazetteer::names::{Names, term_index};
use crate::model::article::Article;
use crate::model::name::Name;
use crate::model::people::Term;
use crate::model::site::Site;
use crate::parse::article::parse;
use crate::parse::front_matter::FrontMatter;
use crate::parse::gazetteer::TermRecord;
use crate::source::{SourceId, Span, Spanned};
use crate::text::slug::slugify;

/// What is wrong with the text of an article, as a build would find it.
pub fn faults(text: &str, site: &Site) -> Diagnostics {
    linked(text, "article.md", site).1
}

/// Whether the text of an article would have the address of something else, if it stood in `file`: that address.
pub fn taken_address(text: &str, file: &str, site: &Site) -> Option<String> {
    let path = linked(text, file, site).0?.path;
    let shown = site.articles.iter().chain(&site.withdrawn).map(|article| &article.path);
    let mut all = shown.chain(site.left_out.iter().map(|left| &left.path));
    all.any(|known| *known == path).then_some(path)
}

fn linked(text: &str, file: &str, site: &Site) -> (Option<Article>, Diagnostics) {
    let mut found = Diagnostics::default();
    let parsed = parse::<FrontMatter>(text, SourceId::default(), &site.settings.limits, &mut found);
    let article = parsed.and_then(|parsed| asked(site, |resolver| article::link(parsed, file, resolver, &mut found)));
    (article, found)
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

/// The spellings of each entry of an open list: of the articles, and of what `site.yaml` says and no article names yet.
pub fn spellings(terms: &[Term], declared: &[TermRecord]) -> Vec<Vec<String>> {
    let all = |name: &Name, aliases: &mut dyn Iterator<Item = &String>| -> Vec<String> {
        name.forms().map(str::to_owned).chain(aliases.cloned()).collect()
    };
    let mut entries: Vec<Vec<String>> = terms.iter().map(|term| all(&term.name, &mut term.aliases.iter())).collect();
    for record in declared {
        let name = Name::from(&record.name).or_id(&record.id.value);
        let new = all(&name, &mut record.aliases.iter().map(|alias| &alias.value));
        if !entries.iter().flatten().any(|known| new.contains(known)) {
            entries.push(new);
        }
    }
    entries
}

fn asked<T>(site: &Site, ask: impl FnOnce(&Resolver<'_>) -> T) -> T {
    let (names, aside) = (Names::new(&site.gazetteer), Interner::aside());
    ask(&Resolver { names: &names, gazetteer: &site.gazetteer, settings: &site.settings, terms: &aside, aside: &aside })
}
