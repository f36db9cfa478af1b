//! `saar` turns a folder of articles about election campaigns into a digest: a static site grouped by
//! election and region, with feeds and data.
//!
//! ```text
//!  site.yaml ┐
//!  content/  ├ load ─▶ Sources ─ parse, link ─▶ Site ─ group ─▶ Digest
//!  templates/┘ (disk)       │                    │               │
//!                           └──── diagnostics ───┤ lint          ▼
//!                                                └────────▶    plan ─▶ Page*
//!                                                                       │
//!   output folder ◀── publish ◀── files ◀── render (html│pdf│feed│data)◀┘
//!         │              ▲                     ▲
//!         └─ cache ─▶ Memory ──────────────────┴── and parse, link
//! ```
//!
//! [`pipeline::build`] is this picture in one function. What holds everywhere:
//!
//! 1. Input and output stand at the two ends: [`load`] reads the project, [`publish`] writes the site, [`cache`]
//!    keeps one file beside it, and facts for many machines; [`store`] writes drafts, new projects and articles. What
//!    lies between is pure: no clock, no network, no environment; texts come through `Sources`.
//! 2. Every stage takes a finished value and returns a new, finished one.
//! 3. Templates get complete values ([`view`]) and never ask the model.
//! 4. Wrong content is a [`diagnostic::Diagnostic`]: collected, sorted, pointing at its place. A failing
//!    machine is an [`error::Error`].
//! 5. Determinism is a choice of types: ordered maps, sorted walks; time comes in as data (`as_of`).
//! 6. Memory is bounded: bodies are read again when their page is rendered, and pages are handed on one by one.
//! 7. The text shown is the text written. Folded keys are for matching and sorting only.
//! 8. Unknown beats a guess: dates carry their method and confidence, a speaker may be "not stated".
//! 9. A build that remembers gives what a build from nothing gives; a test compares the two.
//!
//! Modules stand in reading order, and each imports only from those above it; a test holds them to it.

// ground: places, findings, Hindi text, addresses, YAML, HTML
pub mod source;
pub mod diagnostic;
pub mod error;
pub mod text;
pub mod url;
pub mod yaml;
pub mod markup;
pub mod record;
pub mod strings;
// the model, and the values that templates get
pub mod model;
pub mod view;
// file formats, and the built-in facts
pub mod parse;
pub mod gazetteer;
// the stages
pub mod load;
pub mod cache;
pub mod link;
pub mod address;
pub mod group;
pub mod lint;
pub mod plan;
pub mod search;
pub mod render;
pub mod publish;
// the whole flow, and those who call it
pub mod pipeline;
// beside it: single files, and from saved pages to articles
pub mod store;
pub mod import;
pub mod report;
// why a page is what it is
pub mod explain;
pub mod deliver;
pub mod schema;
pub mod starter;
// the flow again, after every change
pub mod serve;
pub mod progress;
pub mod cli;
