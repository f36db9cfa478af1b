//! The theme: built-in templates and assets, overridden file by file by a project. Only here is Tera named
//! apart from the page contexts.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tera::{Context, Tera, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::load::{FileKind, Sources, utf8};
use crate::model::limits::{Limit, Limits};
use crate::model::look::{DEFAULTS, Look, Tone};
use crate::model::settings::Settings;
use crate::source::{SourceId, Span};
use crate::strings::{self, Strings};
use crate::text::Language;

include!(concat!(env!("OUT_DIR"), "/theme.rs"));

/// Templates ready to render, and the files that go with them.
#[derive(Clone)]
pub struct Theme {
    tera: Tera,
    page_bytes: Limit,
    /// Assets by name: `style.css`.
    pub assets: BTreeMap<String, Asset>,
    /// Strings of the project's own tables.
    pub strings: BTreeMap<Language, Strings>,
    /// Layouts and styles of briefings by name: `briefing.typ`. Tera does not read them.
    pub layouts: Templates,
    /// Fonts of the project, for briefings.
    pub fonts: Vec<SourceId>,
    /// Files of templates, for findings.
    files: BTreeMap<String, Option<SourceId>>,
}

/// Texts of templates by name, with the project's file where it is not built in.
pub type Templates = BTreeMap<String, (String, Option<SourceId>)>;

/// A file of the theme that is copied into the site.
#[derive(Debug, Clone)]
pub enum Asset {
    /// Part of the program.
    BuiltIn(&'static [u8]),
    /// A file of the project.
    File(SourceId),
    /// The stylesheet, with what the project changes after it.
    Changed(Vec<u8>),
}

/// Loads the built-in theme with the project's files in place of its own; the built-in one alone when these
/// cannot be used together, which has then been reported.
pub fn load(sources: &Sources, settings: &Settings, found: &mut Diagnostics) -> Theme {
    let Parts { mut templates, mut layouts, mut assets } = built_in();
    let mut strings = BTreeMap::new();
    let mut fonts = Vec::new();
    for id in sources.of_kind(FileKind::Template) {
        let name = sources.file(id).path.trim_start_matches("templates/").to_owned();
        if let Some(asset) = name.strip_prefix("assets/") {
            assets.insert(asset.to_owned(), Asset::File(id));
            continue;
        }
        if name.starts_with("fonts/") && name.ends_with(".ttf") {
            fonts.push(id);
            continue;
        }
        let read = sources.read(id, Limit::fixed(1 << 20));
        let text = read.as_deref().map_err(Clone::clone).and_then(|bytes| utf8(id, bytes));
        match text.map(|text| (text, table_of(&name).filter(|&language| settings.knows(language)))) {
            Err(fault) => found.push(fault),
            Ok((text, _)) if is_template(&name) => {
                templates.insert(name, (text.to_owned(), Some(id)));
            }
            Ok((text, _)) if is_layout(&name) => {
                layouts.insert(name, (text.to_owned(), Some(id)));
            }
            Ok((text, Some(language))) => match strings::read(text) {
                Some(own) => {
                    check_strings(&own, language, id, found);
                    strings.insert(language, own);
                }
                None => found.push(
                    Diagnostic::new(Rule::TemplateError, "this is not a table of strings")
                        .at(Span::file(id))
                        .help("write sections of words, as in `ui:` with `skip: …` below it"),
                ),
            },
            Ok(_) => found.push(
                Diagnostic::new(Rule::UnusedTemplate, format!("saar does not use `templates/{name}`"))
                    .at(Span::file(id))
                    .help(match table_of(&name) {
                        Some(language) => format!("write `{language}` into `languages` in `site.yaml`"),
                        None => "templates end in `.html`; files to be copied lie in `templates/assets/`".to_owned(),
                    }),
            ),
        }
    }
    change(&mut assets, sources, &settings.look, found);
    let theme = compile(templates, assets).unwrap_or_else(|faults| {
        found.extend(faults);
        // shows what is wrong with bodies and links all the same; nothing is published with it
        let Parts { templates, assets, .. } = built_in();
        compile(templates, assets).unwrap_or_else(|faults| panic!("the built-in theme: {faults:?}"))
    });
    Theme { strings, layouts, fonts, page_bytes: settings.limits.page_bytes, ..theme }
}

/// Whether Tera renders a file.
fn is_template(name: &str) -> bool {
    name.ends_with(".html") || name == super::share::TEMPLATE
}

/// Whether a file is the style of briefings, or belongs to their layout.
fn is_layout(name: &str) -> bool {
    name == "briefing.css" || name.ends_with(".typ")
}

/// The language whose words a file holds.
fn table_of(name: &str) -> Option<Language> {
    name.strip_prefix("strings/")?.strip_suffix(".yaml")?.parse().ok()
}

/// Reports what the table of a language lacks, where there is no built-in one, and digits that are not ten.
fn check_strings(own: &Strings, language: Language, id: SourceId, found: &mut Diagnostics) {
    if own.contains_key(strings::DIGITS) && strings::digits(own).is_none() {
        let message = format!("`{}` does not name ten digits", strings::DIGITS);
        let help = "write them from zero to nine, as in `digits: \"०१२३४५६७८९\"`";
        found.push(Diagnostic::new(Rule::TemplateError, message).at(Span::file(id)).help(help));
    }
    let missing = if Language::BUILT_IN.contains(&language) { Vec::new() } else { strings::missing(own) };
    if !missing.is_empty() {
        let (shown, rest) = missing.split_at(missing.len().min(SHOWN));
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        let message = format!("this table of strings lacks `{}`{more}", shown.join("`, `"));
        let help = "add them; until then pages have the English words in their place";
        found.push(Diagnostic::new(Rule::MissingWords, message).at(Span::file(id)).help(help));
    }
}

/// Words named in a finding.
const SHOWN: usize = 20;

/// The files of the built-in theme.
struct Parts {
    templates: Templates,
    layouts: Templates,
    assets: BTreeMap<String, Asset>,
}

/// What follows the stylesheet; empty where nothing is changed.
fn css(look: &Look) -> String {
    let mut css = String::new();
    let block = |tones: &BTreeMap<Tone, String>| {
        tones.iter().map(|(tone, colour)| format!(" --{}: {colour};", tone.word())).collect::<String>()
    };
    let family = |name: &str, default: &str, family: &Option<String>| {
        family.as_ref().map(|family| format!(" --{name}: \"{family}\", \"{default}\", {name};"))
    };
    let families = [("serif", "Digest Serif", &look.headlines), ("sans", "Digest Sans", &look.text)];
    let families = families.into_iter().filter_map(|(name, default, given)| family(name, default, given));
    let light = block(&look.light) + &families.collect::<String>();
    if !light.is_empty() {
        css += &format!(":root {{{light} }}\n");
    }
    // colours for light ground alone are not those for dark ground
    let kept = DEFAULTS.iter().filter(|(tone, ..)| look.light.contains_key(tone));
    let mut dark: BTreeMap<Tone, String> = kept.map(|(tone, _, dark)| (*tone, (*dark).to_owned())).collect();
    dark.extend(look.dark.clone());
    if !dark.is_empty() {
        css += &format!("@media (prefers-color-scheme: dark) {{ :root {{{} }} }}\n", block(&dark));
    }
    css
}

/// Puts the colours and fonts of the project after the stylesheet, and looks for its logo.
fn change(assets: &mut BTreeMap<String, Asset>, sources: &Sources, look: &Look, found: &mut Diagnostics) {
    let css = css(look);
    let style = match assets.get("style.css") {
        _ if css.is_empty() => None,
        Some(Asset::BuiltIn(bytes)) => Some(bytes.to_vec()),
        Some(Asset::File(id)) => sources.bytes(*id).ok(),
        _ => None,
    };
    if let Some(mut style) = style {
        style.extend(css.as_bytes());
        assets.insert("style.css".to_owned(), Asset::Changed(style));
    }
    if let Some((logo, span)) = look.logo.as_ref().filter(|(logo, _)| !assets.contains_key(logo)) {
        let message = format!("there is no file `templates/assets/{logo}`");
        found.push(Diagnostic::new(Rule::BadSettings, message).at(*span).help("put the picture there"));
    }
}

/// The templates and assets that are part of the program.
fn built_in() -> Parts {
    let mut parts = Parts { templates: Templates::new(), layouts: Templates::new(), assets: BTreeMap::new() };
    for (name, bytes) in BUILT_IN {
        let text = || (std::str::from_utf8(bytes).expect("a built-in template is UTF-8").to_owned(), None);
        if let Some(asset) = name.strip_prefix("assets/") {
            parts.assets.insert(asset.to_owned(), Asset::BuiltIn(bytes));
        } else if is_template(name) {
            parts.templates.insert((*name).to_owned(), text());
        } else if is_layout(name) {
            parts.layouts.insert((*name).to_owned(), text());
        }
    }
    parts
}

fn compile(templates: Templates, assets: BTreeMap<String, Asset>) -> Result<Theme, Vec<Diagnostic>> {
    let files = templates.iter().map(|(name, (_, id))| (name.clone(), *id)).collect();
    let (strings, layouts, fonts) = Default::default();
    let mut theme =
        Theme { tera: Tera::new(), page_bytes: Limits::default().page_bytes, assets, strings, layouts, fonts, files };
    // every file is escaped, whatever its name
    theme.tera.autoescape_on(vec![""]);
    let texts: Vec<(&str, &str)> = templates.iter().map(|(name, (text, _))| (name.as_str(), text.as_str())).collect();
    match theme.tera.add_raw_templates(texts) {
        Ok(()) => Ok(theme),
        Err(error) => Err(theme.load_faults(&error, &templates)),
    }
}

impl Theme {
    /// Values that every template sees.
    pub fn set_globals(&mut self, values: impl IntoIterator<Item = (&'static str, Value)>) {
        let context = self.tera.global_context();
        for (key, value) in values {
            context.insert_value(key, value);
        }
    }

    /// Renders a template to `out`.
    pub fn render(&self, template: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let mut page = Page { out, left: Some(self.page_bytes.most) };
        match self.tera.render_to(template, context, &mut page) {
            Err(_) if page.left.is_none() => {
                let what = format!("what `{template}` makes is too large");
                Err(self.page_bytes.over(what).of(Rule::PageTooLarge))
            }
            rendered => rendered.map_err(|error| self.fault(&error)),
        }
    }

    /// A template's fault while rendering, as a finding at its place.
    fn fault(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                self.finding(report.message(), report.filename(), || report.span().range.clone())
            }
            kind => Diagnostic::new(Rule::TemplateError, first_line(&kind.to_string())),
        }
    }

    /// The faults that loading gave. Several come as one text of reports, each with its place.
    fn load_faults(&self, error: &tera::Error, templates: &Templates) -> Vec<Diagnostic> {
        let text = |name: &str| templates.get(name).map_or("", |(text, _)| text.as_str());
        match error.kind() {
            tera::ErrorKind::MissingParent { current, parent } => {
                let message = format!("`{current}` extends `{parent}`, and there is no such template");
                vec![self.finding(&message, current, || 0..0)]
            }
            tera::ErrorKind::CircularExtend { tpl, .. } | tera::ErrorKind::CircularInclude { tpl, .. } => {
                vec![self.finding(&format!("`{tpl}` includes or extends itself"), tpl, || 0..0)]
            }
            tera::ErrorKind::Msg(reports) => {
                let found: Vec<Diagnostic> = reports
                    .split("\n\n")
                    .filter_map(|report| {
                        let (message, rest) = report.trim_start().split_once("--> ")?;
                        let mut place = rest.lines().next()?.rsplitn(3, ':');
                        let column: usize = place.next()?.trim().parse().ok()?;
                        let line: usize = place.next()?.parse().ok()?;
                        let name = place.next()?;
                        let message = message.trim().trim_start_matches("error: ");
                        Some(self.finding(message, name, || word_at(text(name), line, column)))
                    })
                    .collect();
                if found.is_empty() { vec![self.fault(error)] } else { found }
            }
            _ => vec![self.fault(error)],
        }
    }

    /// What is wrong with a template, as a finding at its place.
    pub fn finding(&self, message: &str, template: &str, place: impl FnOnce() -> std::ops::Range<usize>) -> Diagnostic {
        let diagnostic = Diagnostic::new(Rule::TemplateError, first_line(message));
        match self.files.get(template) {
            Some(Some(id)) => diagnostic.at(Span::new(*id, place())).help("TEMPLATES.md lists what each template gets"),
            _ => diagnostic.help(format!("it is in the built-in template `{template}`")),
        }
    }
}

/// A page in the making, which ends a template that would print without end.
struct Page<'a> {
    out: &'a mut Vec<u8>,
    /// Bytes that it may still get; `None` once they did not suffice.
    left: Option<u64>,
}

impl Write for Page<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.and_then(|left| left.checked_sub(bytes.len() as u64));
        self.left.ok_or(io::ErrorKind::FileTooLarge)?;
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The word that begins at a line and column, both from 1, as bytes.
fn word_at(text: &str, line: usize, column: usize) -> std::ops::Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    let from = start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    let word = text[from..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - from);
    from..from + word
}

fn first_line(text: &str) -> String {
    let text = text.trim();
    let text = text.lines().next().unwrap_or(text);
    let mut letters = text.chars();
    // messages begin in lower case
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
