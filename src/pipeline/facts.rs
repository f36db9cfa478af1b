//! Facts of a share of the articles, for the builds of many machines.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::{Options, linked};
use crate::cache::facts::{self, Row};
use crate::cache::{Inputs, Memory, Records};
use crate::diagnostic::Diagnostics;
use crate::error::{Error, Result};
use crate::load::{self, FileKind};
use crate::model::article::ArticleId;
use crate::model::shard::Shard;
use crate::render::data_article;
use crate::source::SourceId;

/// What reading a share of the articles gave.
#[derive(Debug)]
pub struct Gathered {
    /// Files that were read.
    pub files: usize,
    /// Those with something wrong, which every build reads again.
    pub faulty: usize,
}

/// Reads the share `shard` of the articles of a project and writes their facts below `folder`.
///
/// # Errors
/// When the settings cannot be used, or the machine fails us.
pub fn gather(options: &Options, shard: Shard, folder: &Path) -> Result<Gathered> {
    let mut found = Diagnostics::default();
    let sources = load::project(&options.root, &mut found)?.with_articles(|path| shard.has(path));
    let mut inputs = Inputs::new(0, Records::held(), &sources);
    let Some((site, _)) = linked(&sources, options, Memory::default(), &mut inputs, &mut found)? else {
        return Err(Error::Usage("the settings cannot be used; `saar check` says why".into()));
    };
    let shown: FxHashMap<SourceId, ArticleId> = site.article_ids().map(|id| (site.article(id).source, id)).collect();
    let read = sources.of_kind(FileKind::Article).filter_map(|id| Some((id, inputs.of(id)?)));
    let mut faulty = 0;
    let rows = read.map(|(id, input)| {
        let record = inputs.record(input);
        faulty += usize::from(record.is_empty());
        Row::new(input, record, shown.get(&id).map(|&id| data_article::row(&site, id)))
    });
    let files = facts::write(folder, shard, &sources, rows)?;
    Ok(Gathered { files, faulty })
}
