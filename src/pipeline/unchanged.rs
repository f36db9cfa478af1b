//! Whether anything is to be done at all: no file changed and no instant passed since the last build.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Built, Options};
use crate::cache::{Hasher, Head, Inputs, Key, Memory};
use crate::diagnostic::Diagnostics;
use crate::link::{AsOf, end_of_day};
use crate::load::Sources;
use crate::model::site::{NextChange, Reason, Site};
use crate::publish::{Made, Output, Published};

/// What the last build came to, if this one would come to the same.
pub fn since(output: &dyn Output, memory: &Memory, sources: &Sources, options: &Options) -> Option<Built> {
    let head = same(memory, sources, options)?;
    // what is said about an article ahead names the instant that is asked for, and depends on who asked
    if head.left_out.iter().any(|left| matches!(left.reason, Reason::Future | Reason::Later)) {
        return None;
    }
    let worst = head.diagnostics.iter().map(|found| found.severity).max();
    let fault = options.fail_on.is_some_and(|least| worst >= Some(least));
    (!fault && output.is_untouched(memory)).then(|| {
        let published = Published { files: head.files, unchanged: true, ..Published::default() };
        Built {
            diagnostics: head.diagnostics.clone(),
            sources: Sources::default(),
            changes: Some(published.clone()),
            published: Some(published),
            reasons: Vec::new(),
            refused: None,
            notes: Vec::new(),
            articles: head.articles,
            pages: head.pages,
            left_out: head.left_out.clone(),
            as_of: Some(head.as_of),
            next_change: head.next_change.clone(),
            made_from: None,
        }
    })
}

/// The next change of the site, if nothing changed since the last build.
pub fn next_change(memory: &Memory, sources: &Sources, options: &Options) -> Option<Option<NextChange>> {
    same(memory, sources, options).map(|head| head.next_change.clone())
}

/// What the last build came to, if no file changed and no instant has passed.
fn same<'a>(memory: &'a Memory, sources: &Sources, options: &Options) -> Option<&'a Head> {
    let head = memory.head()?;
    let at = instant(head, options.as_of)?;
    let due = at < head.as_of || head.next_change.as_ref().is_some_and(|next| at >= next.at);
    (head.options == key(options) && !due && memory.same_inputs(sources)).then_some(head)
}

/// The instant that was asked for.
fn instant(head: &Head, as_of: Option<AsOf>) -> Option<DateTime<Utc>> {
    match as_of {
        None => Some(head.newest),
        Some(AsOf::Now(at) | AsOf::Instant(at)) => Some(at),
        Some(AsOf::Day(day)) => Some(end_of_day(day, head.zone.parse::<Tz>().ok()?)),
    }
}

/// What a build came to, for the next one.
pub fn head(options: &Options, site: &Site, found: &Diagnostics, built: &Built, made: &Made<'_>) -> Head {
    Head {
        options: key(options),
        manifest: made.manifest,
        manifest_file: made.manifest_file,
        previous: made.previous,
        behind: made.behind.clone(),
        folders: made.folders.clone(),
        files: made.outputs.len() + 1,
        zone: site.settings.zone.name().to_owned(),
        newest: site.newest,
        as_of: site.as_of.fixed_offset(),
        next_change: site.next_change.clone(),
        articles: built.articles,
        withdrawn: site.withdrawn.len(),
        pages: built.pages,
        left_out: site.left_out.clone(),
        diagnostics: found.clone().sorted(),
    }
}

/// Tells a site with its files and options from all others: its parts come from several machines.
pub fn made_from(options: &Options, site: &Site, inputs: &Inputs) -> Key {
    let mut hasher = Hasher::default();
    hasher.add(&key(options)).add(site.as_of.to_rfc3339().as_bytes());
    for input in inputs.all() {
        hasher.add(input.path.as_bytes()).add(&input.hash);
    }
    hasher.key()
}

/// The options that decide about the output or the findings, apart from the instant.
fn key(options: &Options) -> Key {
    let base = options.base_url.as_deref();
    let by_the_clock = matches!(options.as_of, Some(AsOf::Now(_)));
    let mut hasher = Hasher::default();
    hasher.number(base.is_some().into()).add(base.unwrap_or_default().as_bytes());
    hasher.number(by_the_clock.into()).number(options.offline.into()).number(options.drafts.into());
    // one that left it for later is never the same
    hasher.number(options.search_later.into()).key()
}
