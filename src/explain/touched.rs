//! Which files an edit would touch: the site is made as it would be after it, and compared byte for byte.
//!
//! There is no second model of what depends on what: pages whose keys stay are taken over, as in a build, and the
//! others are made.

use std::collections::{BTreeMap, BTreeSet};

use super::seen::Seen;
use super::{Section, page};
use crate::diagnostic::Diagnostics;
use crate::error::Result;
use crate::link::Field;
use crate::model::article::Article;
use crate::model::claim::ClaimValue;
use crate::model::page::Page;
use crate::parse::split::split;
use crate::pipeline::look::look;
use crate::publish;
use crate::text::Language;

/// An edit that is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// Of the title.
    Title,
    /// Of the text below the front matter.
    Text,
    /// Of the value of a claim, from 0.
    Claim(usize),
}

/// The files of the site that `edit` of an article would change, by kind; none where it cannot be tried.
///
/// # Errors
/// When the machine fails us.
pub fn touched(seen: &Seen<'_>, article: &Article, edit: Edit) -> Result<Option<Section>> {
    let text = seen.text(article.source);
    let fields = seen.fields(article.source);
    let Some((edited, title)) = edited(&text, article, &fields, edit) else { return Ok(None) };
    let sources = seen.sources.trying(article.source, edited.into_bytes());
    let memory = seen.options.output.as_ref().map(publish::peek).unwrap_or_default();
    let Some(looked) = look(&sources, seen.options, memory, &mut Diagnostics::default())? else { return Ok(None) };
    let before = seen.files()?;
    let after = looked.files(&sources, before)?;
    let hashes = |files: &'_ [crate::cache::Output]| -> BTreeMap<String, [u8; 32]> {
        files.iter().map(|output| (output.file.clone(), output.hash)).collect()
    };
    let (before, after) = (hashes(&before.outputs), hashes(&after.outputs));
    let changed = before.keys().chain(after.keys()).filter(|file| before.get(*file) != after.get(*file));
    let pages: BTreeMap<String, &Page> = looked.plan.iter().chain(seen.plan).map(|page| (page.file(), page)).collect();
    // the article's own pages come first
    let mut kinds: BTreeMap<(bool, &str), BTreeSet<String>> = BTreeMap::new();
    for file in changed {
        let page = pages.get(file);
        // the files of the search are many, and are no pages of the plan
        let kind = page.map_or("file_of_the_search", |page| page::word(&page.kind));
        let path = page.map_or(file.as_str(), |page| page.path.as_str());
        kinds.entry((kind != "article", kind)).or_default().insert(seen.address(path));
    }
    let name = match edit {
        Edit::Title => "touched_by_title",
        Edit::Text => "touched_by_text",
        Edit::Claim(_) => "touched_by_value",
    };
    let title = format!("files that an edit of its {title} would change, beside the manifest");
    Ok(Some(Section::addresses(name, &title, kinds)))
}

/// The file as it would be after an edit, and what was edited.
fn edited(text: &str, article: &Article, fields: &[Field], edit: Edit) -> Option<(String, String)> {
    let word = if Language::of(&article.title) == Some(Language::ENGLISH) { "edited" } else { "संपादित" };
    let written = |keys: &[&str]| fields.iter().find(|field| keys.contains(&field.key.as_str()));
    let replaced = |field: &Field, value: &str| {
        let (mut text, range) = (text.to_owned(), field.written.span.range());
        text.get(range.clone())?;
        // a text in the form of JSON is one in YAML too
        text.replace_range(range, &serde_json::to_string(value).ok()?);
        Some(text)
    };
    match edit {
        Edit::Title => {
            let field = written(&["title"])?;
            let edited = replaced(field, &format!("{} {word}", field.written.value))?;
            Some((edited, format!("title (the word “{word}” added)")))
        }
        Edit::Text => {
            split(text, article.source).ok()?;
            Some((format!("{}\n\n{word}\n", text.trim_end()), format!("text (the word “{word}” added)")))
        }
        Edit::Claim(at) => {
            let key = format!("claims[{}].value", at + 1);
            let field = written(&[&key, if at == 0 { "claims.value" } else { &key }])?;
            let value = match &article.claims.get(at)?.value {
                ClaimValue::Number(number) => {
                    let (last, digit) = number.char_indices().rev().find_map(|(i, c)| Some((i, c.to_digit(10)?)))?;
                    format!("{}{}{}", &number[..last], (digit + 1) % 10, &number[last + 1..])
                }
                ClaimValue::Date(day) => day.succ_opt()?.to_string(),
            };
            let edited = replaced(field, &value)?;
            Some((edited, format!("value ({value} in the place of {})", field.written.value)))
        }
    }
}
