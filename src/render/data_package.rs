//! The description of the data, as Frictionless Data Package.

use serde_json::{Value as Json, json};

use super::data::columns;
use super::views::Views;
use crate::address;
use crate::model::data::{DATA_FILES, DataFile, Sheet};

/// The description of all files of data.
///
/// A table in several files is one resource with a list of paths: its parts have the same head, and programs put them
/// together as they come. JSON files do not become one when they are put together, so each is a resource.
pub fn package(views: &Views<'_>) -> Json {
    let made = |(_, file): &&(&str, DataFile)| match file {
        DataFile::DataPackage => false,
        DataFile::EditionsJson => !views.digest.editions.is_empty(),
        _ => true,
    };
    let resources: Vec<Json> =
        DATA_FILES.iter().filter(made).flat_map(|(path, file)| of_file(views, path, *file)).collect();
    json!({
        "profile": "data-package",
        "name": "saar-digest",
        "title": views.site.settings.title.shown(views.words.language).0,
        "homepage": views.site.settings.base.permalink(""),
        "created": views.site.as_of.to_rfc3339(),
        "resources": resources,
    })
}

fn of_file(views: &Views<'_>, path: &str, file: DataFile) -> Vec<Json> {
    let name = path.replace('.', "-");
    let sheets = file.table().and_then(|table| views.digest.sheets.get(&table));
    // paths count from the folder of the description
    let of_sheet = |sheet: &Sheet| address::sheet(path, sheet).trim_start_matches("data/").to_owned();
    match (columns(file), sheets) {
        (None, None) => vec![list(name, path)],
        (None, Some(sheets)) => {
            // names are in lower case
            let named = |sheet: &Sheet| list(format!("{name}/{}", sheet.name.to_lowercase()), &of_sheet(sheet));
            sheets.iter().map(named).collect()
        }
        (Some(columns), None) => vec![tabular(&name, &json!(path), columns)],
        (Some(columns), Some(sheets)) => {
            vec![tabular(&name, &json!(sheets.iter().map(of_sheet).collect::<Vec<_>>()), columns)]
        }
    }
}

fn list(name: String, path: &str) -> Json {
    json!({ "name": name, "path": path, "format": "json", "mediatype": "application/json", "encoding": "utf-8" })
}

fn tabular(name: &str, path: &Json, columns: &[&str]) -> Json {
    let kind = |column: &str| match column {
        "claims" | "articles" | "own" | "all" | "number" | "phase" => "integer",
        "in_force" => "boolean",
        _ => "string",
    };
    let fields: Vec<Json> = columns.iter().map(|column| json!({ "name": column, "type": kind(column) })).collect();
    json!({
        "name": name, "path": path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "profile": "tabular-data-resource", "schema": { "fields": fields },
    })
}
