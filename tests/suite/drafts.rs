//! Drafts from the real program: they trouble nobody until they are accepted.

use proptest::prelude::*;

use crate::project::{Project, assert_same, repository};

const SET: &str = "tests/import/seen";

fn project() -> Project {
    let project = Project::small();
    let set = repository().join(SET);
    let run = project.saar(&["import", set.to_str().expect("a path in UTF-8")]);
    // two pages of the set cannot be read, and that is said
    assert_eq!(run.code, 1, "{}", run.text);
    assert!(run.text.contains("krutidev-banda.html` is left out: it is typed for a font"), "{}", run.text);
    project
}

#[test]
fn drafts_leave_no_trace_in_the_site() {
    let plain = Project::small();
    let mut before = plain.build(&[]);
    let project = project();
    let mut after = project.build(&[]);
    let mut again = project.build(&[]);
    for tree in [&mut before, &mut after, &mut again] {
        tree.remove("manifest.json").expect("it counts what is left out");
    }
    assert_same(&before, &after, "with drafts");
    assert_same(&after, &again, "with drafts, from the cache");
}

#[test]
fn the_same_files_twice_make_no_second_draft() {
    let project = project();
    let set = repository().join(SET);
    let before = crate::project::tree(&project.at("content"));
    let run = project.saar(&["import", set.to_str().expect("a path in UTF-8")]);
    assert!(run.text.contains("wrote 0 drafts"), "{}", run.text);
    assert_same(&before, &crate::project::tree(&project.at("content")), "a second import");
}

#[test]
fn drafts_that_are_shown_are_marked_and_go_again() {
    let project = Project::small();
    let draft = "---\ntitle: हापुड़ की बैठक\ntitle_en: A new article\ndate: 2031-01-05\nregion: up\npeople: [{name: कोई नाम}]\ndraft: true\n---\nपाठ।\n";
    project.write("content/new.md", draft);
    // it has no place yet
    project.write("content/empty.md", "---\ntitle: मथुरा की चर्चा\ndate: 2031-01-06\ndraft: true\n---\n");
    let before = project.build(&[]);
    let shown = project.build(&["--drafts"]);
    let page = String::from_utf8_lossy(&shown["articles/2031/01/new/index.html"]).into_owned();
    assert!(page.contains("<h1>[मसौदा] हापुड़ की बैठक</h1>"), "{page}");
    let others = shown.iter().filter(|(path, _)| path.ends_with(".html") && !before.contains_key(*path)).count();
    assert!(others > 1, "its person has a page too");
    for (path, bytes) in &shown {
        let text = String::from_utf8_lossy(bytes);
        let unmarked = text.replace("[मसौदा] हापुड़ की बैठक", "").contains("हापुड़ की बैठक");
        assert!(!unmarked, "{path} shows the draft without its mark");
        assert!(!text.contains("मथुरा की चर्चा"), "{path}");
    }
    assert_same(&before, &project.build(&[]), "without drafts again");
}

/// An accepted draft has no errors but those that say what the document did not.
#[test]
fn accepted_drafts_lack_only_what_the_document_does_not_say() {
    let project = project();
    for (path, text) in crate::project::tree(&project.at("content")) {
        let text = String::from_utf8(text).expect("UTF-8");
        let region = text.lines().any(|line| line.starts_with("region: # ? none is sure"));
        let accepted = text.replacen("draft: true\n", "", 1);
        let accepted = if region { accepted.replacen("region: #", "region: in #", 1) } else { accepted };
        project.write(&format!("content/{path}"), accepted);
    }
    let run = project.saar(&["check"]);
    assert!(run.text.contains(" 0 errors"), "{}", run.text);
}

/// Words of which pages are made: furniture, names, numbers, dates, and what YAML and Markdown take for their own.
fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    let all = vec![
        "<p>",
        "</p>",
        "<h1>",
        "</h1>",
        "<h2>",
        "</h2>",
        "<ul><li>",
        "</ul>",
        "<blockquote>",
        "<table><tr><td>",
        "<title>",
        "</title>",
        "<meta property='og:site_name' content='क: \"ख\" # ग'>",
        "<meta property='article:published_time' content='2024-05-01T10:00:00+05:30'>",
        "<meta name='author' content='- [x]'>",
        "<link rel=canonical href='https://example.org/a?b=c#d'>",
        "<link rel=canonical href='javascript:1'>",
        "\n",
        "\n\n",
        " ",
        "। ",
        "लखनऊ : ",
        "---\n",
        "```\n",
        "[a](b)",
        "<!--",
        "# ",
        "* ",
        "1. ",
        ": ",
        "\"",
        "'",
        "\\",
        "{{ x }}",
        "{% raw %}",
        "&amp;",
        "\u{200d}",
        "\u{200f}",
        "\t",
        "\u{85}",
        "भाजपा के जिलाध्यक्ष राम लाल यादव ने कहा कि ",
        "सपा का लक्ष्य 80 सीटें जीतना है",
        "लोकसभा चुनाव 2024 ",
        "कानपुर ",
        "10 लाख से अधिक मतदाता ",
        "पहले चरण का मतदान 19 अप्रैल को होगा",
        "सोमवार को लखनऊ में बैठक हुई",
        "Published : Aug 21, 2023, 9:05 AM IST\n",
        "BJP's district president Asha Rao said the party would win 370 seats",
        "in Bihar on 6 November 2025 ",
        "14 मई बुधवार ",
        "SIR in Uttar Pradesh: claims until 6 March 2026",
        "विशेष गहन पुनरीक्षण में 2.5 लाख नाम ",
        "null",
        "true",
        "~",
        "2024-04-28",
    ];
    prop::collection::vec(prop::sample::select(all), 0..50)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// What import writes, check reads without a finding.
    #[test]
    fn drafts_are_read_without_a_finding(documents in prop::collection::vec(pieces(), 1..24)) {
        let project = Project::empty();
        project.write("site.yaml", "title: Test\n");
        for (at, pieces) in documents.iter().enumerate() {
            project.write(&format!("saved/{at}.{}", if at % 2 == 0 { "html" } else { "txt" }), pieces.concat());
        }
        let imported = project.saar(&["import", "saved"]);
        let check = project.saar(&["check"]);
        prop_assert_eq!(check.code, 0, "{}", &check.text);
        prop_assert!(check.text.starts_with("checked 0 articles"), "{}{}", imported.text, check.text);
    }
}
