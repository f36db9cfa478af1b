//! Limits: how much of anything an article may bring. Nobody vouches for articles, so nothing in them is without end.

use std::fmt::Display;

use crate::diagnostic::{Diagnostic, Rule};

/// A limit, and the key of `limits` in `site.yaml` that sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The key.
    pub key: &'static str,
    /// What is still allowed.
    pub most: u64,
}

impl Limit {
    /// A limit that no key sets.
    pub const fn fixed(most: u64) -> Self {
        Self { key: "", most }
    }

    /// Whether `count` is too much.
    pub fn is_exceeded_by(self, count: usize) -> bool {
        count as u64 > self.most
    }

    /// The finding about what is too much; `what` was found, as in "this file has 12 bytes".
    pub fn over(self, what: impl Display) -> Diagnostic {
        let help = match self.key {
            "" => "make it smaller".to_owned(),
            key => format!("make it smaller, or raise `{key}` under `limits` in `site.yaml`"),
        };
        Diagnostic::new(Rule::OverLimit, format!("{what}; the limit is {}", self.most)).help(help)
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $key:ident: $most:expr,)*) => {
        /// All limits.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Limits {
            $($(#[$doc])* pub $key: Limit,)*
        }

        impl Limits {
            /// Rows of a numbered part of a table of data: two of them are as many as a file may have.
            pub fn sheet_rows(&self) -> usize {
                usize::try_from(self.data_rows.most / 2).unwrap_or(usize::MAX).max(1)
            }
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($key: Limit { key: stringify!($key), most: $most },)* }
            }
        }
    };
}

limits! {
    /// Bytes of an article's file.
    article_bytes: 8 << 20,
    /// Bytes of any other file in `content/`: pictures, attachments, files of the site.
    file_bytes: 100 << 20,
    /// Bytes of front matter.
    front_matter_bytes: 64 << 10,
    /// Values of front matter: mappings, lists and what stands in them.
    front_matter_values: 10_000,
    /// Bytes of one value.
    value_bytes: 8 << 10,
    /// People, parties, topics, or sources of one article: each has pages of its own.
    names: 64,
    /// Bytes of such a name; a letter of Devanagari has three.
    name_bytes: 300,
    /// Quotes and lists in one another.
    nesting: 64,
    /// Elements of raw HTML in one another, as browsers have it.
    html_nesting: 512,
    /// Nodes that raw HTML unfolds to.
    html_nodes: 500_000,
    /// Bytes of a page.
    page_bytes: 16 << 20,
    /// Pages of a briefing.
    briefing_pages: 500,
    /// Rows of a file of data; a longer table stands in several.
    data_rows: 10_000,
    /// Bytes of a document to import, unpacked.
    import_bytes: 16 << 20,
}
