//! The linked model: settings, gazetteer, articles and pages of one project at one instant.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::article::{Article, ArticleId};
use super::briefing::Wanted;
use super::family::Families;
use super::name::Name;
use super::people::{Party, PartyId, Term, TermId};
use super::region::{Region, RegionId, RegionKind};
use super::settings::Settings;
use super::subject::{Subject, SubjectId};
use crate::record::words;
use crate::source::SourceId;
use crate::text::Language;

/// The closed vocabularies: regions, subjects and parties, from the built-in tables and `site.yaml`.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// Parents stand before their children.
    pub regions: Vec<Region>,
    /// The last one is "none named".
    pub subjects: Vec<Subject>,
    /// Parties and alliances.
    pub parties: Vec<Party>,
}

/// A plain page in Markdown: the project's own words.
#[derive(Debug, Clone)]
pub struct TextPage {
    /// The file.
    pub source: SourceId,
    /// Hash of the file as it was read first.
    pub hash: [u8; 32],
    /// Where its body begins, in bytes.
    pub body_start: u32,
    /// `method/`
    pub path: String,
    /// Its heading.
    pub title: String,
    /// One sentence for search engines and lists.
    pub summary: Option<String>,
    /// Language of the text.
    pub language: Language,
}

words! {
    /// Why an article is not shown.
    Reason "a reason" {
        /// It is not accepted yet.
        Draft = "draft",
        /// Its embargo has not ended.
        Embargo = "embargo",
        /// Its time is over.
        Expired = "expired",
        /// It is dated after the instant of the site.
        Future = "future",
        /// It became known after the instant of the site.
        Later = "later",
    }
}

/// An article that is not shown, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The file.
    pub source: SourceId,
    /// The address it would have.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

words! {
    /// What changes a site although no file does.
    Change "a change" {
        /// An article becomes known.
        Article = "article",
        /// An embargo ends.
        Embargo = "embargo",
        /// An article expires.
        Expiry = "expiry",
        /// An article is withdrawn.
        Withdrawal = "withdrawal",
        /// A correction is made.
        Correction = "correction",
        /// An article is updated.
        Update = "update",
        /// An edition closes.
        Edition = "edition",
        /// A date of a subject is announced.
        Announcement = "announcement",
        /// A phase is polled.
        Phase = "phase",
        /// A subject comes to its end.
        Status = "status",
        /// A date begins or ends to lie ahead, or leaves the calendar of recent days.
        Calendar = "calendar",
        /// An article leaves the news sitemap.
        NewsSitemap = "news_sitemap",
    }
}

/// What is left of an article that expired: nothing but that there was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// The day on which it was known, and those on which it was corrected.
    pub days: Vec<NaiveDate>,
    /// When it expired.
    pub at: DateTime<Utc>,
    /// What it was about.
    pub subjects: Vec<SubjectId>,
}

/// The next instant at which the site would differ if no file changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextChange {
    /// The instant, with the offset of the site's zone.
    pub at: DateTime<FixedOffset>,
    /// What changes then.
    pub causes: Vec<Cause>,
}

/// A change, and what it happens to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cause {
    /// What happens.
    pub what: Change,
    /// The file, the edition or the subject.
    pub of: String,
}

/// Everything that pages are made from.
#[derive(Debug, Clone)]
pub struct Site {
    /// What `site.yaml` says.
    pub settings: Settings,
    /// Regions, subjects, parties.
    pub gazetteer: Gazetteer,
    /// People of all articles.
    pub people: Vec<Term>,
    /// Outlets of all articles.
    pub outlets: Vec<Term>,
    /// Topics of all articles.
    pub topics: Vec<Term>,
    /// Newest first; undated ones by the end of their window.
    pub articles: Vec<Article>,
    /// Taken back by the instant of the site: a short page of each says so.
    pub withdrawn: Vec<Article>,
    /// Left out: import compares with them. The people, outlets and topics of drafts are in no list of the site.
    pub away: Vec<Article>,
    /// Expired by the instant of the site: editions in which they stood count them.
    pub expired: Vec<Expired>,
    /// Articles that tell the same story.
    pub families: Families,
    /// The briefings that `site.yaml` lists.
    pub briefings: Vec<Wanted>,
    /// Plain pages by path.
    pub pages: Vec<TextPage>,
    /// The last instant, up to the one asked for, at which anything changed: the site is a function of it.
    pub as_of: DateTime<Tz>,
    /// The instant of a build that is given none: the newest date in the content.
    pub newest: DateTime<Utc>,
    /// The next such instant.
    pub next_change: Option<NextChange>,
    /// What is not shown.
    pub left_out: Vec<LeftOut>,
}

impl Site {
    /// The day of `as_of` in the site's zone.
    pub fn today(&self) -> NaiveDate {
        self.as_of.date_naive()
    }

    /// The plain page at `path`, by its index: the one in `language`, else the first one.
    pub fn text_at(&self, path: &str, language: Language) -> Option<usize> {
        let at = |wanted: &dyn Fn(&TextPage) -> bool| self.pages.iter().position(|p| p.path == path && wanted(p));
        at(&|page| page.language == language).or_else(|| at(&|_| true))
    }

    /// The article.
    pub fn article(&self, id: ArticleId) -> &Article {
        &self.articles[id.0 as usize]
    }

    /// The region.
    pub fn region(&self, id: RegionId) -> &Region {
        &self.gazetteer.regions[id.0 as usize]
    }

    /// The subject.
    pub fn subject(&self, id: SubjectId) -> &Subject {
        &self.gazetteer.subjects[id.0 as usize]
    }

    /// The party.
    pub fn party(&self, id: PartyId) -> &Party {
        &self.gazetteer.parties[id.0 as usize]
    }

    /// All article ids, newest first.
    pub fn article_ids(&self) -> impl DoubleEndedIterator<Item = ArticleId> + ExactSizeIterator + use<> {
        (0..self.articles.len() as u32).map(ArticleId)
    }
}

impl Gazetteer {
    /// All regions with their ids.
    pub fn regions(&self) -> impl Iterator<Item = (RegionId, &Region)> {
        (0u32..).map(RegionId).zip(&self.regions)
    }

    /// All subjects with their ids.
    pub fn subjects(&self) -> impl Iterator<Item = (SubjectId, &Subject)> {
        (0u32..).map(SubjectId).zip(&self.subjects)
    }

    /// The id of "none named".
    pub fn unnamed(&self) -> SubjectId {
        SubjectId(self.subjects.len().saturating_sub(1) as u32)
    }

    /// The region of the first level that holds `region`: the one below the country, or the country itself.
    pub fn top(&self, region: RegionId) -> RegionId {
        let node = |id: RegionId| &self.regions[id.0 as usize];
        let mut top = region;
        while let Some(outer) = node(top).parent.filter(|outer| node(*outer).kind != RegionKind::Country) {
            top = outer;
        }
        top
    }

    /// `region` and all regions that contain it, without repetition, nearest first.
    ///
    /// A constituency counts for a district only if it lies wholly inside it (`within`); a party unit
    /// only for its parents, so it reaches its state and takes nothing from districts.
    pub fn containing(&self, region: RegionId) -> Vec<RegionId> {
        let mut all = vec![region];
        let mut next = 0;
        while next < all.len() {
            let node = &self.regions[all[next].0 as usize];
            for &outer in node.within.iter().chain(&node.parent) {
                if !all.contains(&outer) {
                    all.push(outer);
                }
            }
            next += 1;
        }
        all
    }
}

/// Names of an entry of an open list, by its id.
pub fn term(terms: &[Term], id: TermId) -> &Term {
    &terms[id.0 as usize]
}

/// The name of "none named" is a matter of the interface; its entry has none.
pub fn unnamed_name() -> Name {
    let forms = [(Language::HINDI, "किसी चुनाव का नाम नहीं"), (Language::ENGLISH, "No election named")];
    forms.map(|(language, form)| (language, form.to_owned())).into_iter().collect()
}
