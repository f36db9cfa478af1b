//! Drafts that are shown: for those who want to see how they will look.

use crate::model::article::Article;
use crate::text::Language;

/// Shows a draft as the article that it is to become. The mark stands in its headline, so that no list, feed or
/// briefing shows it without. One that names no region yet has no place and stays away.
pub fn show(article: &mut Article) {
    if !article.draft || article.regions.is_empty() {
        return;
    }
    article.draft = false;
    mark(&mut article.title, article.language);
    for translation in &mut article.translations {
        if let Some(title) = &mut translation.title {
            mark(title, translation.language);
        }
    }
}

fn mark(title: &mut String, language: Language) {
    title.insert_str(0, if language == Language::HINDI { "[मसौदा] " } else { "[draft] " });
}
