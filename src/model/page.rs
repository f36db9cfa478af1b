//! Pages and other files of the output, before they are rendered.

use super::article::ArticleId;
use super::briefing::Format;
use super::data::DataFile;
use super::people::{PartyId, TermId};
use super::region::RegionId;
use super::settings::Settings;
use super::subject::{SubjectClass, SubjectId};
use crate::text::Language;

/// A list of articles that has pages and feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// All articles.
    Home,
    /// One subject.
    Subject(SubjectId),
    /// One subject in one region.
    Cell(SubjectId, RegionId),
    /// One region.
    Region(RegionId),
    /// One person.
    Person(TermId),
    /// One party.
    Party(PartyId),
    /// One outlet.
    Outlet(TermId),
    /// One topic.
    Topic(TermId),
}

/// An index of an open or closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Terms {
    /// People.
    People,
    /// Parties.
    Parties,
    /// Outlets.
    Outlets,
    /// Topics.
    Topics,
}

/// What has feeds and is no list of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// The editions.
    Editions,
    /// What changed.
    Changes,
}

/// What has a share image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// The site.
    Site,
    /// An election or a roll revision.
    Subject(SubjectId),
    /// A state.
    Region(RegionId),
    /// An edition, by its index.
    Edition(usize),
}

/// What a file of the output is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// A page of a list; `None` is the newest, the others count from the oldest.
    List(List, Option<usize>),
    /// One article.
    Article(ArticleId),
    /// How an article came to be: its file, its fields and what they are taken for.
    Provenance(ArticleId),
    /// What is said in the place of a withdrawn article, by its index among those.
    Withdrawn(usize),
    /// All subjects of a class.
    Subjects(SubjectClass),
    /// All regions.
    Regions,
    /// A page of an index of terms, in the order of their names; the first has no number.
    Terms(Terms, Option<usize>),
    /// A page of the claims ledger.
    Claims(Option<usize>),
    /// The calendar; a page of one year, or what lies ahead.
    Calendar(Option<i32>, Option<usize>),
    /// A page of the corrections and withdrawn articles.
    Corrections(Option<usize>),
    /// A page of the list of all editions.
    Editions(Option<usize>),
    /// A page of one edition, by the index of that; pages are numbered as those of lists.
    Edition(usize, Option<usize>),
    /// What changed, by day.
    Changes,
    /// All briefings.
    Briefings,
    /// A briefing, by its index.
    Briefing(usize, Format),
    /// A plain page, by its index.
    Text(usize),
    /// The page with the search.
    Search,
    /// A volume of the index of the search: what it holds, and all of its files. `None` is the newest, the others count
    /// from the oldest.
    SearchIndex(Option<usize>),
    /// The picture of a page, for those who share its address.
    ShareImage(Shared),
    /// The page for addresses that are not there.
    NotFound,
    /// A page that leads elsewhere: the path of the target.
    Redirect(String),
    /// Atom feed of a list.
    Atom(List),
    /// JSON feed of a list.
    JsonFeed(List),
    /// Atom feed of something else.
    AtomOf(Stream),
    /// JSON feed of something else.
    JsonFeedOf(Stream),
    /// All dates as iCalendar.
    ICalendar,
    /// A file of data.
    Data(DataFile),
    /// A part of a file of data that would be too long, by its index among the sheets of its table.
    Sheet(DataFile, usize),
    /// A part of the sitemap, from 0; `None` is the index of the parts.
    Sitemap(Option<usize>),
    /// The newest articles, for news search.
    NewsSitemap,
    /// `robots.txt`
    Robots,
    /// `site.webmanifest`: name, colours and icons, for those who keep the site on their screen.
    WebManifest,
    /// `llms.txt`
    Llms,
    /// A file of the theme, by its name.
    Asset(String),
    /// A file that is copied as it is.
    Copy(crate::source::SourceId),
}

/// One file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Path of the page within the site: `elections/ls-2024/`, `en/feed.xml`; the home page is empty.
    pub path: String,
    /// Language of its interface.
    pub language: Language,
    /// What it is made of.
    pub kind: PageKind,
}

impl Page {
    /// Its path without the folder of its language.
    pub fn local_path(&self, settings: &Settings) -> &str {
        self.path.strip_prefix(&settings.prefix(self.language)).unwrap_or(&self.path)
    }

    /// Whether it is the front page of its language.
    pub fn is_home(&self) -> bool {
        self.kind == PageKind::List(List::Home, None)
    }

    /// The file within the output folder: pages that end in a slash are `index.html` there.
    pub fn file(&self) -> String {
        file_of(&self.path)
    }
}

/// The file of a path: `elections/` is `elections/index.html`.
pub fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
