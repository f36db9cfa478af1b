//! `limits` in `site.yaml`, and whether front matter keeps within them.

use crate::diagnostic::Diagnostic;
use crate::model::limits::Limits;
use crate::record::record;
use crate::yaml::{Node, Value};

record! {
    /// What is too much: an article or a page beyond a limit is an error, and the exit code is 4.
    LimitsRecord "`limits`" {
        /// Bytes of an article's file; by default 8388608.
        article_bytes: Option<u32>,
        /// Bytes of any other file in `content/`; by default 104857600.
        file_bytes: Option<u32>,
        /// Bytes of front matter; by default 65536.
        front_matter_bytes: Option<u32>,
        /// Values of front matter; by default 10000.
        front_matter_values: Option<u32>,
        /// Bytes of one value of front matter; by default 8192.
        value_bytes: Option<u32>,
        /// People, parties, topics or sources of an article; by default 64 of each.
        names: Option<u32>,
        /// Bytes of a name of these; by default 300.
        name_bytes: Option<u32>,
        /// Quotes and lists in one another; by default 64.
        nesting: Option<u32>,
        /// Elements of raw HTML in one another; by default 512.
        html_nesting: Option<u32>,
        /// Nodes that the HTML of a body unfolds to; by default 500000.
        html_nodes: Option<u32>,
        /// Bytes of a page; by default 16777216.
        page_bytes: Option<u32>,
        /// Pages of a briefing; by default 500.
        briefing_pages: Option<u32>,
        /// Rows of a file of data, beyond which a table stands in several; by default 10000.
        data_rows: Option<u32>,
        /// Bytes of a document to import, unpacked; by default 16777216.
        import_bytes: Option<u32>,
    }
}

impl LimitsRecord {
    /// The limits, with defaults for what is not said.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (limit, given) in [
            (&mut limits.article_bytes, self.article_bytes),
            (&mut limits.file_bytes, self.file_bytes),
            (&mut limits.front_matter_bytes, self.front_matter_bytes),
            (&mut limits.front_matter_values, self.front_matter_values),
            (&mut limits.value_bytes, self.value_bytes),
            (&mut limits.names, self.names),
            (&mut limits.name_bytes, self.name_bytes),
            (&mut limits.nesting, self.nesting),
            (&mut limits.html_nesting, self.html_nesting),
            (&mut limits.html_nodes, self.html_nodes),
            (&mut limits.page_bytes, self.page_bytes),
            (&mut limits.briefing_pages, self.briefing_pages),
            (&mut limits.data_rows, self.data_rows),
            (&mut limits.import_bytes, self.import_bytes),
        ] {
            limit.most = given.map_or(limit.most, u64::from);
        }
        limits
    }
}

/// What in front matter, read as `node`, is beyond a limit: its number of values, or the first value that is too long.
pub fn check(node: &Node, limits: &Limits) -> Result<(), Diagnostic> {
    let mut values = 0;
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        values += 1;
        match &node.value {
            Value::Text(text) if limits.value_bytes.is_exceeded_by(text.len()) => {
                return Err(limits.value_bytes.over(format!("this value has {} bytes", text.len())).at(node.span));
            }
            Value::Null | Value::Text(_) => {}
            Value::List(items) => open.extend(items.iter().rev()),
            Value::Map(entries) => open.extend(entries.iter().rev().map(|(_, value)| value)),
        }
    }
    let limit = limits.front_matter_values;
    if limit.is_exceeded_by(values) {
        Err(limit.over(format!("the front matter has {values} values")).at(node.span))
    } else {
        Ok(())
    }
}
