//! JSON Schemas: of the files that people write, so that editors complete and check them, and of the report.

mod names;

pub use names::{front_matter_of, site_of};

use serde_json::{Value as Json, json};

use crate::parse::front_matter::FrontMatter;
use crate::parse::settings::SiteRecord;
use crate::record::Decode;
use crate::report;

/// Schema of the front matter of an article.
pub fn front_matter() -> Json {
    head(FrontMatter::schema(), "Front matter of an article of a saar digest")
}

/// Schema of `site.yaml`.
pub fn site() -> Json {
    head(SiteRecord::schema(), "Settings of a saar digest (site.yaml)")
}

/// Schema of the report in JSON.
pub fn report() -> Json {
    head(report::json::schema(), "Report of a build or a check by saar")
}

/// A schema as it is written to a file.
pub fn text(schema: &Json) -> String {
    format!("{schema:#}\n")
}

fn head(mut schema: Json, title: &str) -> Json {
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    schema
}
