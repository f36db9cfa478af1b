//! Briefings as PDF: their view, a layout written in Typst, and pictures become the bytes of one file.
//!
//! ```text
//!  view::Briefing ─▶ briefing.json ┐
//!  Layout: *.typ, fonts            ├─ World (memory only) ─▶ Typst ─▶ PDF/UA-1
//!  Picture*: /files/0.png …        ┘
//! ```
//!
//! What holds: nothing but these three is read; the same three give the same bytes, on any machine; a text is
//! printed, never run. Faults say what is wrong and, as far as that is known, where.

mod chart;
mod fonts;
mod glyphs;
mod tree;
mod world;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use serde_json::Value;
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::{DiagSpan, Source};
use typst::visualize::{ExchangeFormat, ImageFormat, RasterFormat, RasterImage, SvgImage};
use typst::{WorldExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use self::fonts::Fonts;
pub use self::tree::tree;
use self::world::{MAIN, World};
use crate::diagnostic::Rule;
use crate::model::limits::{Limit, Limits};
use crate::view;

/// No page holds more text than this, in bytes of UTF-8: longer data is refused before it is set.
const DENSEST_PAGE: usize = 24 * 1024;

/// Stack of the thread that sets a briefing, in bytes: layouts nest.
const STACK: usize = 16 << 20;

/// Briefings in the making: they share the caches of Typst.
static IN_THE_MAKING: AtomicUsize = AtomicUsize::new(0);

/// What is wrong with a briefing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule it falls under.
    pub rule: Rule,
    /// What was found, and what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file of the layout, a font or a picture, by the name under which it was given, and the bytes to blame.
    pub place: Option<(String, Range<usize>)>,
    /// The words of the data that are to blame.
    pub text: Option<String>,
    /// The number of the document that they belong to.
    pub document: Option<usize>,
}

impl Fault {
    /// A fault of the layout, unless another rule is given.
    fn new(message: impl Into<String>) -> Self {
        Self { rule: Rule::TemplateError, message: message.into(), help: None, place: None, text: None, document: None }
    }

    fn of(self, rule: Rule) -> Self {
        Self { rule, ..self }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn file(mut self, name: &str) -> Self {
        self.place = Some((name.to_owned(), 0..0));
        self
    }
}

/// How briefings look: files of Typst, and fonts. Made once, used for every briefing.
pub struct Layout {
    sources: BTreeMap<String, Source>,
    fonts: Fonts,
    /// Pages of a briefing: what is longer is no briefing, and costs more memory than there may be.
    pub pages: Limit,
}

impl Layout {
    /// Takes the files by name, `briefing.typ` among them, and fonts beside the built-in ones: name and bytes.
    ///
    /// # Errors
    /// When `briefing.typ` is missing, and for fonts that cannot be embedded.
    pub fn new(
        files: impl IntoIterator<Item = (String, String)>,
        fonts: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, Vec<Fault>> {
        let source = |(name, text): (String, String)| {
            let path = format!("/{name}");
            // a name that is no plain path cannot be asked for
            let id = world::id(&path)?;
            Some((path, Source::new(id, text)))
        };
        let sources: BTreeMap<String, Source> = files.into_iter().filter_map(source).collect();
        let fonts = Fonts::new(fonts)?;
        if !sources.contains_key(MAIN) {
            return Err(vec![Fault::new("there is no layout `briefing.typ`")]);
        }
        Ok(Self { sources, fonts, pages: Limits::default().briefing_pages })
    }
}

/// A picture of a text.
#[derive(Debug, Clone)]
pub struct Picture {
    path: String,
    bytes: Bytes,
}

impl Picture {
    /// Takes the path that the text names, such as `/files/0.png`, and the bytes: PNG, JPEG, GIF, WebP or SVG.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes: Bytes::new(bytes) }
    }

    /// What is wrong with it: Typst would not say which picture it is.
    fn fault(&self) -> Option<Fault> {
        let fault = |cause: &str| {
            Fault::new(format!("the picture `{}` cannot be read: {cause}", self.path))
                .help("briefings can show PNG, JPEG, GIF, WebP and SVG")
                .file(&self.path)
                .of(Rule::BadPicture)
        };
        match ImageFormat::detect(&self.bytes) {
            Some(ImageFormat::Raster(RasterFormat::Exchange(format))) => self.raster_fault(format, &fault),
            Some(ImageFormat::Vector(typst::visualize::VectorFormat::Svg)) => {
                SvgImage::new(self.bytes.clone()).err().map(|_| fault("it is not well-formed SVG"))
            }
            _ => Some(fault("it is of another kind")),
        }
    }

    fn raster_fault(&self, format: ExchangeFormat, fault: &dyn Fn(&str) -> Fault) -> Option<Fault> {
        RasterImage::plain(self.bytes.clone(), format).err().map(|cause| fault(&cause))
    }
}

/// A finished briefing.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What the layout might do better; the file is good all the same.
    pub warnings: Vec<Fault>,
}

/// Sets `briefing` by `layout`, with the pictures that its texts name.
///
/// # Errors
/// All characters that no font has; what is wrong with the layout or a picture; more pages than [`Layout::pages`];
/// what PDF/UA-1 does not allow. Nothing is made then.
pub fn pdf(briefing: view::Briefing, layout: &Layout, pictures: &[Picture]) -> Result<Pdf, Vec<Fault>> {
    IN_THE_MAKING.fetch_add(1, Ordering::Relaxed);
    let made = alone(|| set(json(briefing)?, layout, pictures)?.pdf());
    evict();
    IN_THE_MAKING.fetch_sub(1, Ordering::Relaxed);
    made
}

/// The data of a briefing; a long one is large, and not needed twice.
fn json(briefing: view::Briefing) -> Result<Value, Vec<Fault>> {
    let fault = |error| vec![Fault::new(format!("the briefing cannot be written as JSON: {error}"))];
    serde_json::to_value(&briefing).map_err(fault)
}

/// Runs `work` on a thread outside the pool of the build. A thread of that pool which waits for a part of its layout
/// would take up the next briefing meanwhile, and the next, on one stack.
fn alone<T: Send>(work: impl FnOnce() -> Result<T, Vec<Fault>> + Send) -> Result<T, Vec<Fault>> {
    let fault = |cause: &dyn std::fmt::Display| vec![Fault::new(format!("there is no thread to set it on: {cause}"))];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build().map_err(|e| fault(&e))?;
    thread::scope(|scope| {
        let waiting = thread::Builder::new().spawn_scoped(scope, || pool.install(work)).map_err(|e| fault(&e))?;
        waiting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Memory must not grow from briefing to briefing; those beside this one keep what they used of late.
fn evict() {
    comemo::evict(usize::from(IN_THE_MAKING.load(Ordering::Relaxed) > 1));
}

/// A briefing as pages.
struct Set<'a> {
    world: World<'a>,
    document: PagedDocument,
    /// Under which the file is known.
    ident: String,
    /// The program.
    creator: String,
    warnings: Vec<Fault>,
}

fn set<'a>(mut view: Value, layout: &'a Layout, pictures: &'a [Picture]) -> Result<Set<'a>, Vec<Fault>> {
    chart::take_words_out(&mut view);
    let field = |name: &str| view.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let as_of = DateTime::parse_from_rfc3339(&field("as_of"))
        .map_err(|_| vec![Fault::new(format!("`{}` is not an instant", field("as_of")))])?;
    let ident = format!("{} {}", field("id"), field("address"));
    let creator = field("generator");
    let data = data(&view, layout)?;
    drop(view);
    let faults: Vec<Fault> = pictures.iter().filter_map(Picture::fault).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let pictures = pictures.iter().map(|picture| (picture.path.as_str(), picture.bytes.clone())).collect();
    let world = World { sources: &layout.sources, fonts: &layout.fonts, data, pictures, as_of };
    let result = typst::compile::<PagedDocument>(&world);
    let document = said(&world, result.output)?;
    let pages = document.pages().len();
    if layout.pages.is_exceeded_by(pages) {
        return Err(vec![too_long(&format!("{pages} pages"), layout.pages)]);
    }
    let warnings = result.warnings.iter().map(|warning| fault(&world, warning)).collect();
    Ok(Set { world, document, ident, creator, warnings })
}

impl Set<'_> {
    fn pdf(self) -> Result<Pdf, Vec<Fault>> {
        // what the layout remembers is of no use any more, and could be as large as the pages
        evict();
        let bytes = said(&self.world, typst_pdf::pdf(&self.document, &self.options()?))?;
        Ok(Pdf { bytes, pages: self.document.pages().len(), warnings: self.warnings })
    }

    /// PDF/UA-1, with nothing in it that changes from run to run.
    fn options(&self) -> Result<PdfOptions, Vec<Fault>> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1])
            .map_err(|error| vec![Fault::new(format!("PDF/UA-1 is not to be had: {}", error.message()))])?;
        Ok(PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some(self.creator.clone())),
            timestamp: timestamp(self.world.as_of),
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        })
    }
}

/// The view as a file, if it can be printed.
fn data(view: &Value, layout: &Layout) -> Result<Bytes, Vec<Fault>> {
    let text: String = layout.sources.values().map(Source::text).collect();
    let missing = glyphs::missing(view, &layout.fonts, &text);
    if !missing.is_empty() {
        return Err(missing);
    }
    let bytes = view.to_string().into_bytes();
    if layout.pages.is_exceeded_by(bytes.len() / DENSEST_PAGE) {
        return Err(vec![too_long(&format!("{} MB of text", bytes.len() >> 20), layout.pages)]);
    }
    Ok(Bytes::new(bytes))
}

fn too_long(what: &str, limit: Limit) -> Fault {
    Fault::new(format!("this briefing has {what}; the limit is {} pages", limit.most))
        .help(format!(
            "print fewer sections (without `texts`), a shorter period, or raise `{}` under `limits`",
            limit.key
        ))
        .of(Rule::OverLimit)
}

fn timestamp(as_of: DateTime<FixedOffset>) -> Option<Timestamp> {
    let small = |number: u32| u8::try_from(number).ok();
    let (date, time) = (as_of.date_naive(), as_of.time());
    let [month, day] = [date.month(), date.day()].map(small);
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(small);
    let local = Datetime::from_ymd_hms(date.year(), month?, day?, hour?, minute?, second?)?;
    Timestamp::new_local(local, as_of.offset().local_minus_utc() / 60)
}

fn said<T>(world: &World<'_>, result: SourceResult<T>) -> Result<T, Vec<Fault>> {
    result.map_err(|errors| errors.iter().map(|error| fault(world, error)).collect())
}

/// What Typst says, as a fault: messages begin in lower case, hints are the way out.
fn fault(world: &World<'_>, said: &SourceDiagnostic) -> Fault {
    let hints: Vec<&str> = said.hints.iter().map(|hint| hint.v.as_str()).collect();
    let place = |span: DiagSpan| {
        let name = world::path(span.id()?)?.trim_start_matches('/').to_owned();
        Some((name, world.range(span)?))
    };
    // a fault in what Typst brings along is shown where the layout asks for it
    let calls = said.trace.iter().map(|call| DiagSpan::from_span(call.span, None));
    Fault {
        rule: Rule::TemplateError,
        message: said.message.replace("PDF/UA-1 error: ", "not accessible (PDF/UA-1): ").to_string(),
        help: Some(hints.join("; ")).filter(|help| !help.is_empty()),
        place: std::iter::once(said.span).chain(calls).find_map(place),
        text: None,
        document: None,
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
