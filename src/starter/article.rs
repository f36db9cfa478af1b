//! The file of a new article: what is known of it, and beside each missing key what to write there.

use crate::import::write::scalar;

/// What is known of an article before it is written.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    /// Headline.
    pub title: Option<String>,
    /// Its date, as the front matter has it.
    pub date: Option<String>,
    /// Elections.
    pub elections: Vec<Named>,
    /// Roll revisions.
    pub rolls: Vec<Named>,
    /// Regions that it is about.
    pub regions: Vec<Named>,
    /// Outlet of the document.
    pub outlet: Option<String>,
    /// Address of the document.
    pub url: Option<String>,
    /// Code of its language, if that is not the site's.
    pub language: Option<String>,
    /// Whether it is to be left out of the site.
    pub draft: bool,
}

/// An id, and what it is for who reads the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// `up/agra`
    pub id: String,
    /// `आगरा, जिला`
    pub remark: String,
}

impl Named {
    fn written(&self) -> String {
        let remark: String = self.remark.chars().filter(|c| !c.is_control()).collect();
        format!("{} # {remark}", scalar(&self.id))
    }
}

impl Sketch {
    /// The keys without which the article cannot stand in the site.
    pub fn missing(&self) -> Vec<&'static str> {
        let source = self.outlet.is_some() || self.url.is_some();
        let keys = [
            ("title", self.title.is_some()),
            ("date", self.date.is_some()),
            ("region", !self.regions.is_empty()),
            ("source", source),
        ];
        keys.into_iter().filter(|(_, known)| !known).map(|(key, _)| key).collect()
    }

    /// The file. `name` stands for a headline that is missing: a draft has to have one.
    pub fn text(&self, name: &str) -> String {
        let mut lines = vec!["---".to_owned()];
        let mut line = |text: String| lines.push(text);
        match &self.title {
            Some(title) => line(format!("title: {}", scalar(title))),
            None => line(format!("title: {} # write the headline of the document", scalar(name))),
        }
        match &self.date {
            Some(date) => line(format!("date: {date}")),
            None => line("date: unknown # write the day of the document, such as 2024-04-28".into()),
        }
        if let Some(language) = &self.language {
            line(format!("language: {}", scalar(language)));
        }
        for (key, names) in [("election", &self.elections), ("roll", &self.rolls), ("region", &self.regions)] {
            match names.as_slice() {
                [one] => line(format!("{key}: {}", one.written())),
                [] if key == "region" => line("# region: the id or the name of the place that it is about".into()),
                [] if key == "roll" || !self.rolls.is_empty() => {}
                [] => line("# election: its id or its name; for a revision of the roll `roll:`, else none".into()),
                many => {
                    line(format!("{key}:"));
                    many.iter().for_each(|named| line(format!("  - {}", named.written())));
                }
            }
        }
        let fields = [("outlet", &self.outlet), ("url", &self.url)];
        let known = fields.iter().filter_map(|(key, value)| Some(format!("{key}: {}", scalar(value.as_deref()?))));
        match known.collect::<Vec<_>>() {
            known if known.is_empty() => {
                line("# source: {outlet: NAME, url: \"https://…\"}, or {note: …} where there is no address".into());
            }
            known => line(format!("source: {{{}}}", known.join(", "))),
        }
        match self.missing() {
            missing if !missing.is_empty() => {
                line(format!("draft: true # write {}, then remove this line", missing.join(", ")));
            }
            _ if self.draft => line("draft: true # the site leaves this out until the line is removed".into()),
            _ => {}
        }
        lines.join("\n") + "\n---\n\n"
    }
}
