//! The preview: the sites that are shown, what their last builds said, and who is told of the next one.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use serde_json::json;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::Around;
use super::moment::Moment;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::link::AsOf;
use crate::load::FileKind;
use crate::pipeline::{self, Built, Options, Progress};
use crate::publish::{Place, Shelf};
use crate::report::text::{counts, plural, printable, text};

/// Sites of other moments that are kept.
const OTHERS: usize = 2;
/// Pages that are told of changes at once.
const LISTENERS: usize = 64;
/// Events that a page may leave unread.
const UNREAD: usize = 8;

/// The sites of one project.
pub struct Preview {
    /// `http://127.0.0.1:7227`
    origin: String,
    options: Options,
    around: Around,
    main: View,
    /// Those of other moments, the one asked for last at the end.
    others: Mutex<Vec<Arc<View>>>,
    /// How often files have changed.
    change: AtomicU64,
    /// The files as the last build found them: path, size, time.
    files: Mutex<Vec<(String, u64, u64)>>,
    listeners: Mutex<Vec<Sender<Bytes>>>,
}

/// One site: that of a moment.
pub struct View {
    /// Which.
    pub moment: Moment,
    /// Where it stands; the last good one stays while a build fails.
    pub shelf: Arc<Shelf>,
    options: Options,
    told: Mutex<Arc<Told>>,
    /// Held while it is made.
    building: Mutex<()>,
}

/// What a build said.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The change that it was made for; 0 before the first.
    pub change: u64,
    /// Whether the site is not what the files say.
    pub failed: bool,
    /// Errors and warnings, counted in words.
    pub counts: String,
    /// Findings for people.
    pub text: String,
    /// What is left out: file, address, reason.
    pub left_out: Vec<(String, String, &'static str)>,
    /// Articles on the site.
    pub articles: usize,
    /// Files of the site.
    pub files: usize,
    /// Those of them that did not have to be made again.
    pub spared: usize,
    /// How long it took.
    pub milliseconds: u64,
    /// The instant of the site.
    pub as_of: Option<String>,
    /// The next one at which it changes.
    pub next_change: Option<String>,
}

impl View {
    fn new(moment: Moment, options: &Options, origin: &str, clock: fn() -> u64) -> Self {
        let shelf = Shelf::new(clock);
        let label = moment.label();
        let base = if label.is_empty() { format!("{origin}/") } else { format!("{origin}/{label}/") };
        let options = Options {
            output: Some(Place::Shelf(Arc::clone(&shelf))),
            base_url: Some(base),
            as_of: moment.as_of.or(options.as_of),
            drafts: !moment.published,
            fail_on: Some(Severity::Error),
            ..options.clone()
        };
        Self { moment, shelf, options, told: Mutex::default(), building: Mutex::default() }
    }

    /// What the last build said.
    pub fn told(&self) -> Arc<Told> {
        Arc::clone(&lock(&self.told))
    }

    /// Makes the site, and keeps what was said of it. The search can follow `search_later`.
    fn build(&self, change: u64, search_later: bool, around: &Around) -> Result<Built> {
        let began = (around.clock)();
        let options = Options { search_later, ..self.options.clone() };
        let built = Error::caught(|| pipeline::build(&options, &Silent));
        let milliseconds = (around.clock)().saturating_sub(began) / 1_000_000;
        let told = match &built {
            Ok(built) => Told { milliseconds, change, ..Told::of(built) },
            Err(error) => {
                let text = format!("error: {}\n", printable(&error.to_string()));
                Told { milliseconds, change, failed: true, counts: "1 error".into(), text, ..Told::default() }
            }
        };
        *lock(&self.told) = Arc::new(told);
        built
    }
}

impl Told {
    fn of(built: &Built) -> Self {
        let refused = built.refused.as_ref().map_or(String::new(), |why| format!("error: {}\n", printable(why)));
        let left_out = built.left_out.iter().map(|left| {
            let file = &built.sources.file(left.source).path;
            (file.clone(), left.path.clone(), left.reason.word())
        });
        let published = built.published.clone().unwrap_or_default();
        Self {
            failed: built.published.is_none(),
            counts: counts(built.diagnostics.iter().map(|found| found.severity)),
            text: text(&built.diagnostics, &built.sources, false) + &refused,
            left_out: left_out.collect(),
            articles: built.articles,
            files: published.files,
            spared: if published.unchanged { published.files } else { published.spared },
            as_of: built.as_of.map(|at| at.to_rfc3339()),
            next_change: built.next_change.as_ref().map(|next| next.at.to_rfc3339()),
            ..Self::default()
        }
    }
}

impl Preview {
    /// Nothing yet; it is to stand at `origin`.
    pub fn new(options: &Options, origin: &str, around: Around) -> Self {
        Self {
            origin: origin.to_owned(),
            options: options.clone(),
            main: View::new(Moment::default(), options, origin, around.clock),
            around,
            others: Mutex::default(),
            change: AtomicU64::new(0),
            files: Mutex::default(),
            listeners: Mutex::default(),
        }
    }

    /// The site at the root.
    pub fn main(&self) -> &View {
        &self.main
    }

    /// The secret of this run.
    pub fn token(&self) -> &str {
        &self.around.token
    }

    /// Reads the instant of a preview.
    pub fn instant(&self, text: &str) -> std::result::Result<AsOf, String> {
        (self.around.instant)(text)
    }

    /// Makes the site after a change, and says so.
    pub fn changed(&self) {
        let change = self.change.fetch_add(1, SeqCst) + 1;
        let before = self.main.told();
        let built = self.main.build(change, true, &self.around);
        let told = self.main.told();
        let edited = built.as_ref().map_or_else(|_| Vec::new(), |built| self.edited(built));
        if edited.is_empty() && before.failed == told.failed && before.text == told.text && change > 1 {
            return;
        }
        let page = built.as_ref().ok().and_then(|built| page_of(built, &edited));
        self.say(built.as_ref().ok(), &told, &edited);
        let event = json!({ "change": change, "failed": told.failed, "counts": told.counts, "page": page });
        self.publish(&format!("data: {event}\n\n"));
    }

    /// Makes what [`Preview::changed`] left for later.
    pub fn settle(&self) {
        let told = self.main.told();
        if !told.failed {
            // a site of which only the index of the search is new has nothing else to tell
            let _ = self.main.build(told.change, false, &self.around);
            *lock(&self.main.told) = told;
        }
    }

    /// The site of a moment, made anew if files have changed since it was.
    pub fn other(&self, moment: Moment) -> Arc<View> {
        let mut others = lock(&self.others);
        let view = match others.iter().position(|view| view.moment == moment) {
            Some(at) => others.remove(at),
            None => Arc::new(View::new(moment, &self.options, &self.origin, self.around.clock)),
        };
        others.push(Arc::clone(&view));
        if others.len() > OTHERS {
            others.remove(0);
        }
        drop(others);
        let building = lock(&view.building);
        let change = self.change.load(SeqCst);
        if view.told().change != change {
            // a fault is told to who asked
            let _ = view.build(change, false, &self.around);
        }
        drop(building);
        view
    }

    /// Events from now on, beginning with how things stand; `None` where too many listen.
    pub fn listen(&self) -> Option<Receiver<Bytes>> {
        let mut listeners = lock(&self.listeners);
        listeners.retain(|listener| !listener.is_closed());
        if listeners.len() >= LISTENERS {
            return None;
        }
        let (sender, receiver) = channel(UNREAD);
        let told = self.main.told();
        let event = json!({ "change": told.change, "failed": told.failed, "counts": told.counts });
        sender.try_send(format!("data: {event}\n\n").into()).ok()?;
        listeners.push(sender);
        Some(receiver)
    }

    /// Sends to all that listen; who does not keep up is let go, and asks again.
    pub fn publish(&self, text: &str) {
        let bytes = Bytes::copy_from_slice(text.as_bytes());
        lock(&self.listeners).retain(|listener| listener.try_send(bytes.clone()).is_ok());
    }

    /// The files that are not what the last build found.
    fn edited(&self, built: &Built) -> Vec<String> {
        let file = |id| {
            let file = built.sources.file(id);
            (file.path.clone(), file.bytes, file.modified)
        };
        let mut now: Vec<_> = built.sources.all().map(file).collect();
        now.sort_unstable();
        let mut files = lock(&self.files);
        let gone = files.iter().filter(|(path, ..)| now.binary_search_by(|file| file.0.cmp(path)).is_err());
        let new = now.iter().filter(|file| files.binary_search(file).is_err());
        let edited = new.chain(gone).map(|(path, ..)| path.clone()).collect();
        *files = now;
        edited
    }

    fn say(&self, built: Option<&Built>, told: &Told, edited: &[String]) {
        match built {
            Some(built) => {
                let grave = |found: &&Diagnostic| found.severity >= Severity::Warning;
                let found: Vec<Diagnostic> = built.diagnostics.iter().filter(grave).cloned().collect();
                (self.around.say)(&text(&found, &built.sources, self.around.colour));
            }
            None => (self.around.say)(&told.text),
        }
        let refused = built.and_then(|built| built.refused.as_deref());
        let after = match edited {
            [] => String::new(),
            [file] => format!("{}: ", printable(file)),
            files if told.change > 1 => format!("{}: ", plural(files.len(), "file")),
            _ => String::new(),
        };
        let Told { counts, articles, files, spared, milliseconds, .. } = told;
        (self.around.say)(&if told.failed {
            let why = refused.map_or(String::new(), |why| format!("{}; ", printable(why)));
            format!("{after}{why}the last good site stays; {counts}\n")
        } else {
            let made = plural(files - spared, "file");
            let articles = plural(*articles, "article");
            format!("{after}made {made} of {files} from {articles} in {milliseconds} ms; {counts}\n")
        });
    }
}

/// The page of the only article among the `edited` files.
fn page_of(built: &Built, edited: &[String]) -> Option<String> {
    let sources = &built.sources;
    let mut articles = edited.iter().filter_map(|path| sources.at(path)).filter(|id| {
        let kind = sources.file(*id).kind;
        kind == FileKind::Article || kind == FileKind::Page
    });
    let (Some(id), None) = (articles.next(), articles.next()) else { return None };
    let site = &built.made_from.as_ref()?.site;
    let article = site.articles.iter().chain(&site.withdrawn).find(|article| article.source == id);
    let page = || site.pages.iter().find(|page| page.source == id).map(|page| &page.path);
    article.map(|article| &article.path).or_else(page).map(|path| format!("/{path}"))
}

/// Nobody waits for a bar here.
struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}

    fn step(&self) {}
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
