//! What has to hold of any bytes, for each place where the program reads some. libFuzzer looks for bytes of which it
//! does not hold; a test goes through those that are kept in `tests/fuzz/corpus`.

mod cache;
mod import;
mod markdown;
mod project;
mod search;
mod settled;
mod text;

/// Fails where what has to hold does not.
pub type Check = fn(&[u8]);

/// What is checked, by name: a folder of `tests/fuzz/corpus` has that name too.
pub const ALL: &[(&str, Check)] = &[
    ("import", import::import),
    ("archive", import::archive),
    ("front_matter", project::front_matter),
    ("markdown", markdown::markdown),
    ("slug", text::slug),
    ("dates", text::dates),
    ("search", search::search),
    ("cache", cache::cache),
    ("settings", project::settings),
    ("project", project::project),
];
