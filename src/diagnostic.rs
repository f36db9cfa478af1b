//! What is wrong with the content: rules, severities, and messages that point at a place.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// How much a finding matters. `--fail-on` names the least that stops a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// The site is made, but somebody should look.
    Warning,
    /// The site is not published.
    Error,
}

impl Severity {
    /// The word printed before a message.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Declares every rule once: variant, name, severity and what it says.
macro_rules! rules {
    ($($variant:ident $name:literal $severity:ident $explain:literal;)*) => {
        /// The kinds of finding. A rule is named for the fault and reads as "allow *name*".
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule { $(#[doc = $explain] $variant,)* }

        impl Rule {
            /// All rules, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name, as in `error[name]`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How much a finding of this rule matters.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// What the rule finds, in one sentence.
            pub fn explain(self) -> &'static str {
                match self { $(Self::$variant => $explain),* }
            }
        }
    };
}

rules! {
    NotUtf8 "not-utf8" Error "A file is not UTF-8 text.";
    NotAFile "not-a-file" Error "An entry in the content folder is no plain file: a symbolic link, a pipe, or a name with a backslash.";
    Unreadable "unreadable" Error "A file of the project could not be read.";
    OverLimit "over-limit" Error "Something is larger than the limit that is set for it.";
    PageTooLarge "page-too-large" Error "A page is larger than the limit; without it there is no site to publish.";
    ChangedDuringBuild "changed-during-build" Error "A file changed while the site was being built.";
    FrontMatterFence "front-matter-fence" Error "The front matter does not begin or does not end as it should.";
    FrontMatterSyntax "front-matter-syntax" Error "The front matter is not valid YAML.";
    DuplicateKey "duplicate-key" Error "A key stands twice in one mapping.";
    UnknownKey "unknown-key" Warning "A key is not one that saar knows.";
    WrongType "wrong-type" Error "A value is of another type than its key takes.";
    BadText "bad-text" Error "A text holds a control character, or characters that reorder or hide what is read.";
    BadDate "bad-date" Error "A date is not a date, or can be read in two ways.";
    BadUrl "bad-url" Error "An address is not a plain http or https address.";
    BadSlug "bad-slug" Error "A slug or an alias cannot be used as an address.";
    MissingField "missing-field" Error "A required key is absent.";
    MissingSource "missing-source" Error "An article names no source.";
    UnknownName "unknown-name" Error "A name is neither in the gazetteer nor in `site.yaml`.";
    AmbiguousName "ambiguous-name" Error "A name fits several entries of the gazetteer.";
    UnknownWord "unknown-word" Error "A value is not one of the words that its key takes.";
    BadSettings "bad-settings" Error "The settings contradict themselves or the gazetteer.";
    FutureDate "future-date" Warning "An article is dated after what the clock says; looked for with `--as-of now`.";
    LeftOut "left-out" Info "An article does not stand on the site at the instant for which it is built.";
    NoEdition "no-edition" Info "Nothing says when an article became known, so that no edition holds it.";
    ClaimNotInText "claim-not-in-text" Error "The words of a claim do not stand in the body of its article.";
    DuplicateClaim "duplicate-claim" Warning "One article enters the same claim twice.";
    DuplicatePermalink "duplicate-permalink" Error "Two pages would have the same address.";
    DuplicateTitle "duplicate-title" Warning "Two articles of one day have the same title.";
    BadFamily "bad-family" Error "An article names as its family an article that is not there, or itself.";
    BrokenLink "broken-link" Error "A link leads to a page, a file or a heading that is not there.";
    UnsafeLink "unsafe-link" Error "A link leads where none may lead: by its scheme, or to a file that could run scripts.";
    UnsafeHtml "unsafe-html" Warning "Raw HTML was left out because it is not allowed.";
    MissingAlt "missing-alt" Error "An image has no alternative text.";
    EmptyBody "empty-body" Warning "An article has no text.";
    WeekdayConflict "weekday-conflict" Warning "A weekday does not fit the date beside it.";
    ConflictingFacts "conflicting-facts" Warning "Two records give different values for one fact.";
    EmptyCell "empty-cell" Info "An election or roll revision has no articles for a region that it covers.";
    SimilarName "similar-name" Warning "Two people, sources or topics have nearly the same name.";
    MissingGlyph "missing-glyph" Error "No font of the briefings has a character of the text.";
    BadPicture "bad-picture" Error "A picture cannot be printed in a briefing.";
    TemplateError "template-error" Error "A template cannot be read or does not render.";
    MissingWords "missing-words" Warning "The table of strings of a language lacks words that pages have.";
    UnusedTemplate "unused-template" Warning "A file in the templates folder is not one that saar uses.";
}

/// One finding, with its place and a way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule it falls under.
    pub rule: Rule,
    /// How much it matters; by default what the rule says.
    pub severity: Severity,
    /// What was found and what was expected: lower case, names in backticks, no full stop.
    pub message: String,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// Printed under the marked place.
    pub label: String,
    /// Other places that matter, with what they are.
    pub notes: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(rule: Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            message: message.into(),
            span: None,
            label: String::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Points at `span`.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Puts it under another rule.
    pub fn of(mut self, rule: Rule) -> Self {
        (self.rule, self.severity) = (rule, rule.severity());
        self
    }

    /// Sets the text printed under the marked place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place.
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push((span, text.into()));
        self
    }

    /// Sets the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The findings of a run, in no particular order until [`Diagnostics::sorted`].
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// All findings by file, place, rule and message, without repetitions.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| {
            (a.span.is_none(), a.span, a.rule, &a.message).cmp(&(b.span.is_none(), b.span, b.rule, &b.message))
        });
        self.0.dedup();
        self.0
    }

    /// Whether there is a finding of `rule`.
    pub fn has(&self, rule: Rule) -> bool {
        self.0.iter().any(|d| d.rule == rule)
    }

    /// How many there are of each severity, without those that depend on the instant of the build.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let of_content = |d: &&Diagnostic| !matches!(d.rule, Rule::FutureDate | Rule::LeftOut);
        let found = self.clone().sorted();
        let count = |severity| found.iter().filter(of_content).filter(|d| d.severity == severity).count();
        [Severity::Error, Severity::Warning, Severity::Info].map(|s| (s.word(), count(s))).to_vec()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The gravest severity, if there is any finding.
    pub fn worst(&self) -> Option<Severity> {
        self.0.iter().map(|d| d.severity).max()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
