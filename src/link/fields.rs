//! What the fields of an article's file are taken for: each with its place, the entry that it means, and by which rule.

use crate::gazetteer::names::{Found, Index, Names, term_index};
use crate::model::article::Article;
use crate::model::name::Name;
use crate::model::page::List;
use crate::model::people::{PartyId, Term, TermId};
use crate::model::site::Site;
use crate::parse::split::split;
use crate::record::{Text, words};
use crate::source::{SourceId, Spanned};
use crate::text::fold;
use crate::text::slug::slugify;
use crate::yaml::{self, Node, Value};

words! {
    /// By which rule a text is taken for an entry.
    How "a rule for names" {
        /// It is the id.
        Id = "id",
        /// It is one of the names.
        Name = "name",
        /// It is another name of the entry, or a short form.
        Alias = "alias",
        /// It is another spelling of one of these.
        Spelling = "spelling",
        /// It is a name with a word for a kind of region.
        KindWord = "kind_word",
    }
}

/// A value of front matter.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its key, with places in lists from 1: `claims[2].scope`.
    pub key: String,
    /// What is written, and where.
    pub written: Text,
    /// The entry that it means, where its key takes one and there is one.
    pub meant: Option<(List, How)>,
}

/// Reads fields of articles of one site.
pub struct Fields<'a> {
    site: &'a Site,
    names: Names,
    people: Index<u32>,
    outlets: Index<u32>,
    topics: Index<u32>,
}

impl<'a> Fields<'a> {
    /// With the names of a site.
    pub fn new(site: &'a Site) -> Self {
        Self {
            site,
            names: Names::new(&site.gazetteer),
            people: term_index(&site.people),
            outlets: term_index(&site.outlets),
            topics: term_index(&site.topics),
        }
    }

    /// All fields of the front matter of `text`, the text of the file `source`, in the order of the file; none where
    /// it cannot be read. People, outlets and topics are those that `article`, which was made of it, has.
    pub fn of(&self, text: &str, source: SourceId, article: Option<&Article>) -> Vec<Field> {
        // a draft leaves no trace in the lists of the site
        let article = article.filter(|article| !article.draft);
        let mut fields = Vec::new();
        let node = split(text, source).and_then(|parts| yaml::parse(parts.yaml, source, parts.yaml_start));
        if let Ok(node) = node {
            self.walk(&node, ("", ""), article, &mut fields);
        }
        fields
    }

    /// `key` has the places in lists, `plain` does not.
    fn walk(&self, node: &Node, (key, plain): (&str, &str), article: Option<&Article>, fields: &mut Vec<Field>) {
        match &node.value {
            Value::Null => {}
            Value::Text(text) => {
                let meant = self.meant((key, plain), text, article);
                fields.push(Field { key: key.to_owned(), written: Spanned::new(text.clone(), node.span), meant });
            }
            Value::List(items) => {
                for (item, number) in items.iter().zip(1..) {
                    self.walk(item, (&format!("{key}[{number}]"), plain), article, fields);
                }
            }
            Value::Map(entries) => {
                let below = |outer: &str, name: &str| {
                    if outer.is_empty() { name.to_owned() } else { format!("{outer}.{name}") }
                };
                for (name, value) in entries {
                    self.walk(value, (&below(key, &name.value), &below(plain, &name.value)), article, fields);
                }
            }
        }
    }

    /// The entry that `text` means under `key`.
    fn meant(&self, (key, plain): (&str, &str), text: &str, article: Option<&Article>) -> Option<(List, How)> {
        // a single value needs no list
        let number = || key.split_once('[').and_then(|(_, rest)| rest.split(']').next()?.parse::<usize>().ok());
        let at = || number().unwrap_or(1).saturating_sub(1);
        let list = match plain {
            "region" | "setting" | "mentions" | "people.seat" | "claims.scope" | "events.place" => {
                List::Region(one(self.names.region(text))?)
            }
            "election" | "roll" | "claims.about" => List::Subject(one(self.names.subjects.find(text))?),
            "parties" | "people.party" | "events.organiser" | "claims.holder" => {
                List::Party(one(self.names.parties.find(text))?)
            }
            "people" | "people.name" => List::Person(article?.people.get(at())?.person),
            "source" | "source.outlet" => List::Outlet(article?.sources.get(at())?.outlet?),
            "topics" => List::Topic(*article?.topics.get(at())?),
            _ => return None,
        };
        Some((list, self.how(list, text)))
    }

    /// Everything that `text` may mean: regions, subjects, parties, people, outlets and topics.
    pub fn all(&self, text: &str) -> Vec<(List, How)> {
        let regions = match self.names.region(text) {
            Found::One(id) => vec![id],
            Found::Many(ids) => ids,
            Found::None(_) => Vec::new(),
        };
        let term = |index: &Index<u32>, of: fn(TermId) -> List| {
            let mut found = index.all(text);
            // a Latin and a Devanagari spelling of one name meet in their slug
            if found.is_empty() && text.is_ascii() {
                found = index.all(slugify(text).as_ref());
            }
            found.into_iter().map(move |at| of(TermId(at)))
        };
        let mut all: Vec<List> = regions.into_iter().map(List::Region).collect();
        all.extend(self.names.subjects.all(text).into_iter().map(List::Subject));
        all.extend(self.names.parties.all(text).into_iter().map(List::Party));
        all.extend(term(&self.people, List::Person));
        all.extend(term(&self.outlets, List::Outlet));
        all.extend(term(&self.topics, List::Topic));
        all.into_iter().map(|list| (list, self.how(list, text))).collect()
    }

    /// The entries with the nearest names, one of each list.
    pub fn near(&self, text: &str) -> Vec<List> {
        let term = |index: &Index<u32>, of: fn(TermId) -> List| index.near(text).map(|at| of(TermId(at)));
        let closed = [
            self.names.subjects.near(text).map(List::Subject),
            self.names.regions.near(text).map(List::Region),
            self.names.parties.near(text).map(List::Party),
        ];
        let open =
            [term(&self.people, List::Person), term(&self.outlets, List::Outlet), term(&self.topics, List::Topic)];
        closed.into_iter().chain(open).flatten().collect()
    }

    fn how(&self, list: List, text: &str) -> How {
        let site = self.site;
        let of_term = |terms: &[Term], id: TermId| {
            let term = &terms[id.0 as usize];
            match how(text, &term.id, &term.name, &term.aliases) {
                How::KindWord => How::Spelling,
                how => how,
            }
        };
        match list {
            List::Region(id) => how(text, &site.region(id).id, &site.region(id).name, &site.region(id).aliases),
            List::Subject(id) | List::Cell(id, _) => {
                how(text, &site.subject(id).id, &site.subject(id).name, &site.subject(id).aliases)
            }
            List::Party(PartyId(at)) => {
                let party = &site.gazetteer.parties[at as usize];
                let aliases: Vec<String> = party.aliases.iter().chain(&party.abbr).cloned().collect();
                how(text, &party.id, &party.name, &aliases)
            }
            List::Person(id) => of_term(&site.people, id),
            List::Outlet(id) => of_term(&site.outlets, id),
            List::Topic(id) => of_term(&site.topics, id),
            List::Home => How::Name,
        }
    }
}

fn one<T>(found: Found<T>) -> Option<T> {
    match found {
        Found::One(id) => Some(id),
        _ => None,
    }
}

fn how(text: &str, id: &str, name: &Name, aliases: &[String]) -> How {
    let key = fold::key(text);
    if text.trim_matches('/') == id {
        How::Id
    } else if name.forms().any(|form| form == text) {
        How::Name
    } else if aliases.iter().any(|alias| alias == text) {
        How::Alias
    } else if name.forms().chain(aliases.iter().map(String::as_str)).any(|form| fold::key(form) == key) {
        How::Spelling
    } else {
        How::KindWord
    }
}
