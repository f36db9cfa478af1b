//! Files as they lie in the content folders of other programs: none may be lost without a message, nothing may panic.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::corpus::Random;
use crate::project::Project;

/// Files of a run; few enough that all findings are printed.
const FILES: usize = 250;
const RUNS: usize = 16;

#[test]
fn four_thousand_files_and_none_is_lost() {
    let started = Instant::now();
    let (mut shown, mut reported) = (0, 0);
    for run in 0..RUNS {
        let project = Project::empty();
        project.write("site.yaml", "title: T\nmake: [articles, data]\n");
        let mut paths = Vec::new();
        for number in 0..FILES {
            let seed = (run * FILES + number) as u64;
            let (path, bytes) = file(seed);
            project.write(&path, bytes);
            paths.push(path);
        }
        let output = project.saar(&["build", "--fail-on", "never", "--report", "json=report.json"]);
        assert_eq!(output.code, 0, "run {run}: {}", tail(&output.text));
        assert!(!output.text.contains("fault of saar"), "run {run}: {}", tail(&output.text));
        assert!(!output.text.contains("more findings"), "run {run}: not all findings are printed");
        let articles = project.read("public/data/articles.csv");
        let report: serde_json::Value = serde_json::from_str(&project.read("report.json")).expect("JSON");
        let left_out: Vec<&str> =
            report["left_out"].as_array().expect("a list").iter().filter_map(|file| file["path"].as_str()).collect();
        for path in paths {
            let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).expect("a name");
            let is_shown = articles.contains(&format!("/{name}/"));
            let is_named =
                output.text.contains(&format!("--> {path}:")) || output.text.contains(&format!("::: {path}:"));
            // drafts and the like are counted in the summary and listed in the report
            let is_listed = left_out.contains(&path.as_str()) && output.text.contains("(left out: ");
            assert!(is_shown || is_named || is_listed, "run {run}: {path} is neither on the site nor in a message");
            shown += usize::from(is_shown);
            reported += usize::from(is_named);
        }
        // 4 where a body is nested too deep
        assert!([1, 4].contains(&project.saar(&["build"]).code), "run {run} has errors");
    }
    assert!(shown > RUNS * FILES / 10, "only {shown} files became articles");
    assert!(reported > RUNS * FILES / 4, "only {reported} files were reported");
    assert!(started.elapsed() < Duration::from_secs(240), "{:?}", started.elapsed());
}

fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(1500);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// The most articles of other programs lack the fields of a digest, so a good part of these is given them.
const FIELDS: &str = "election: ls-2024\nregion: up\nsource: {outlet: ABP Live, url: https://example.org/a}\n";

fn file(seed: u64) -> (String, Vec<u8>) {
    let mut random = Random::new(seed);
    let folder = random.pick(&["posts", "blog/2019", "_posts", "docs/a/b/c", "news", "नई खबर", "page bundles/x", "en"]);
    let path = format!("content/{folder}/file-{seed}.md");
    let mut text = front_matter(&mut random, seed);
    for _ in 0..random.below(12) {
        text.push_str(&piece(&mut random));
        text.push_str("\n\n");
    }
    let bytes = match random.below(24) {
        0 => text.replace('\n', "\r\n").into_bytes(),
        1 => text.replace('\n', "\r").into_bytes(),
        2 => format!("\u{feff}{text}").into_bytes(),
        3 => text.chars().map(|c| if (c as u32) < 256 { c as u8 } else { b'?' }).collect(),
        4 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        5 => text.bytes().chain([0xff, 0xfe, 0x00]).collect(),
        6 => {
            let cut = random.below(text.len() + 1);
            text.into_bytes()[..cut].to_vec()
        }
        7 => Vec::new(),
        8 => text.replace(' ', "\u{a0}").into_bytes(),
        9 => format!("\n\n{text}").into_bytes(),
        _ => text.into_bytes(),
    };
    (path, bytes)
}

fn front_matter(random: &mut Random, seed: u64) -> String {
    if random.below(3) == 0 {
        return format!("---\ntitle: Good {seed}\ndate: 2019-03-{:02}\n{FIELDS}---\n", 1 + random.below(28));
    }
    let title = random.pick(&[
        "My first post",
        "Kanpur: a meeting",
        "\"Quoted\"",
        "'single'",
        "हिंदी शीर्षक",
        "Emoji 🎉",
        "[draft]",
        "2019",
        "C# & <b>",
        "{{ page.title }}",
        "it's",
        "*bold*",
        "@home",
        "%percent",
        "- dash",
        "\"",
        "null",
        "~",
        "yes",
        "|",
        "> quote",
        "# hash",
    ]);
    let date = random.pick(&[
        "2019-03-04",
        "2018-12-31",
        "2020-02-29",
        "2019-03-05",
        "2019-03-06",
        "2019-03-07",
        "2021-01-01",
        "2021-01-02",
        "2019-03-04T10:00:00Z",
        "2019-03-04 10:00:00 +0530",
        "\"2019-03-04\"",
        "March 4, 2019",
        "04/03/2019",
        "2019",
        "2019-03-04T10:00:00.123456+05:30",
        "2019-13-45",
        "",
        "now",
        "!!timestamp 2019-03-04",
        "2019-03-04T10:00",
    ]);
    let fields = if random.below(4) > 0 { FIELDS } else { "" };
    let extra = random.pick(&[
        "",
        "",
        "",
        "",
        "",
        "topics: [a]\n",
        "summary: One sentence.\n",
        "language: hi\n",
        "tags: [a, b, c]\ncategories:\n  - x\n  - y\n",
        "draft: true\n",
        "draft: no\n",
        "layout: post\npermalink: /:year/:title/\n",
        "aliases:\n  - /old/\n  - /old/x.html\n",
        "slug: some-slug\nweight: 10\n",
        "summary: >\n  folded\n  text\n",
        "image: /img/a.png\n",
        "params:\n  nested:\n    deep: [1, {a: b}]\n",
        "author: &me\n  name: X\neditor: *me\n",
        "title: twice\n",
        "\tx: tab\n",
        "",
        "description: \"unclosed\n",
        "menu: {main: {weight: 1}}\n",
        "keywords: a, b, c\ntoc: true\n",
        "---\nsecond: document\n",
        "? complex\n: key\n",
        "slug: \"../../etc\"\n",
        "people: [A B, C D]\nparties: [bjp]\n",
        "claims:\n  - {value: 1, unit: people, kind: count, words: Lorem ipsum}\n",
        "events:\n  - {kind: rally, date: 2019-03-04, place: up}\n",
        "language: en\n",
        "expires: 2018-01-01\n",
        "embargo: 2031-01-01\n",
    ]);
    let toml_title = title.replace(['"', '\\'], "");
    match random.below(16) {
        0 => format!("+++\ntitle = \"{toml_title}\"\ndate = 2019-03-04\n[taxonomies]\ntags = [\"a\"]\n+++\n"),
        1 => format!("{{\n  \"title\": \"{toml_title}\",\n  \"date\": \"2019-03-04\"\n}}\n\n"),
        2 => String::new(),
        3 => format!("# {title}\n\n"),
        4 => format!("---\ntitle: {title}\ndate: {date}\n{fields}{extra}"),
        5 => format!("---\ntitle: {title}\ndate: {date}\n{fields}{extra}...\n"),
        6 => format!("--- \ntitle: {title}\ndate: {date}\n{fields}--- \n"),
        7 => format!("----\ntitle: {title}\n----\n"),
        8 => format!("---\n{}\n---\n", "- list\n".repeat(random.below(50))),
        9 => format!("---\n{}---\n", "k: ".repeat(random.below(90))),
        _ => format!("---\ntitle: {title} {seed}\ndate: {date}\n{fields}{extra}---\n"),
    }
}

fn piece(random: &mut Random) -> String {
    let n = random.below(60);
    let fixed = [
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "एक वाक्य हिंदी में। दूसरा वाक्य।",
        "{{< youtube w7Ft2ymGmfc >}}",
        "{% highlight ruby %}\nputs 1\n{% endhighlight %}",
        "{{% notice tip %}}\ntext\n{{% /notice %}}",
        "[link](/posts/other/) and [ref][1]\n\n[1]: http://example.com",
        "![](image.png)",
        "![alt](https://example.com/a.png \"t\")",
        "[rel]({{< relref \"x.md\" >}})",
        "<div class=\"x\">\n\n**md** in html\n\n</div>",
        "<script>alert(1)</script>",
        "<!-- more -->",
        "<!--\nunclosed",
        "<iframe src=\"https://x\"></iframe>",
        "| a | b |\n|---|:-:|\n| 1 | 2 | 3 |\n| x",
        "```go {linenos=table}\nfunc main() {}\n```",
        "```\nunclosed fence",
        "~~~\ncode\n~~~",
        "Heading\n=======",
        "## Heading {#custom}",
        "- a\n  - b\n    - c\n      1. d",
        "- [ ] todo\n- [x] done",
        "Footnote[^1] and missing[^nope].\n\n[^1]: Text\n[^1]: again",
        "Term\n: definition",
        "Line  \nbreak\\\nbreak",
        "***",
        "$$x^2$$ and $y$",
        "&nbsp;&copy;&#x1F600;&bogus;",
        "\u{202e}reversed\u{202c}",
        "zero\u{200b}width\u{ad}",
        "null\0byte",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "<https://example.com> <a@b.c>",
        "[x](<a b.md>) [y](javascript:alert(1)) [z](data:text/html,x)",
        "[[wiki link]] ==mark== ^sup^ ~sub~ :smile: @user #123",
        "<details><summary>x</summary>\n\ny\n\n</details>",
        "\\* \\# \\[ escaped",
        "{::nomarkdown}\n{: .class}",
        "रविवार, 24 जुलाई 2023",
        "a\u{301}e\u{301} \u{fb01} ﷽",
        "<a href=\"javascript:x\" onclick=y style=z>q</a>",
        "<svg><path d=\"M0\"/></svg>",
        "<p align=center>",
    ];
    match random.below(fixed.len() + 8) {
        0 => "> ".repeat(n * 3) + "deep",
        1 => (0..n).map(|depth| format!("{}- item\n", "  ".repeat(depth))).collect(),
        2 => "word ".repeat(2_000),
        3 => "x".repeat(50_000),
        4 => "[".repeat(n * 20),
        5 => "*a **b ".repeat(n * 5),
        6 => (0..n).fold(String::new(), |mut table, row| {
            let _ = writeln!(table, "|{}", format!(" c{row} |").repeat(n));
            table
        }),
        7 => "<b><i>".repeat(n * 10),
        other => fixed[other - 8].to_owned(),
    }
}

/// The list of findings is cut, the list of files is not.
#[test]
fn a_thousand_faults_hide_no_file() {
    let project = Project::empty();
    project.write("site.yaml", "title: T\n");
    for number in 0..1_100 {
        project.write(&format!("content/{number}.md"), "# No front matter\n");
    }
    let run = project.saar(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.text.contains("and 100 more findings"), "{}", tail(&run.text));
    for number in 0..1_100 {
        assert!(run.text.contains(&format!(" content/{number}.md:")), "content/{number}.md is not named");
    }
}
