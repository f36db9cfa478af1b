//! What a preview adds to pages, and its own pages. Everything in them that comes from the project is escaped.

use std::fmt::Write as _;

use super::preview::{Told, View};
use crate::text::xml::escape;

/// How pages say what a browser may load.
const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";

/// A page with the script that reloads it.
pub fn alive(page: String, token: &str, view: &View) -> String {
    let change = view.told().change;
    let moment = escape(&view.moment.label()).into_owned();
    let script = format!(
        "<script src=\"/~saar/live.js\" data-token=\"{token}\" data-change=\"{change}\" data-moment=\"{moment}\" defer></script>\n"
    );
    let mut page = admitting(page);
    let end = page.find("</head>").unwrap_or(page.len());
    page.insert_str(end, &script);
    page
}

/// The page with a policy that lets that script work. A page without one needs none.
fn admitting(mut page: String) -> String {
    let Some(start) = page.find(POLICY).map(|at| at + POLICY.len()) else { return page };
    let Some(length) = page[start..].find('"') else { return page };
    let mut policy = page[start..start + length].to_owned();
    for name in ["script-src", "style-src", "connect-src"] {
        let own = |directive: &&str| directive.split_whitespace().next() == Some(name);
        policy = match policy.split(';').find(own).map(str::to_owned) {
            None => format!("{name} 'self'; {policy}"),
            Some(directive) if directive.contains("'self'") => policy,
            Some(directive) => policy.replacen(&directive, &format!(" {name} 'self'"), 1),
        };
    }
    page.replace_range(start..start + length, &policy);
    page
}

/// The frame of the own pages.
fn framed(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta {POLICY}default-src 'none'; form-action 'self'; base-uri 'none'\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/~saar/live.css\">\n\
         </head>\n<body class=\"saar-own\">\n<main>\n<h1>{title}</h1>\n{main}</main>\n</body>\n</html>\n"
    )
}

/// What stands in the place of a site that there is none of yet.
pub fn failure(told: &Told) -> String {
    let main = format!("<p>{}. This page comes anew when a file is saved.</p>\n{}", escape(&told.counts), found(told));
    framed("There is no site to show yet", &main)
}

fn found(told: &Told) -> String {
    format!("<pre tabindex=\"0\">{}</pre>\n", escape(told.text.trim_end()))
}

/// How the last build went: what was found, what is left out and why, what was made.
pub fn status(told: &Told) -> String {
    let mut main = String::new();
    let Told { articles, files, spared, milliseconds, .. } = told;
    let made = if told.failed {
        "none was put in place".to_owned()
    } else {
        format!("{files}, of which {} were made and {spared} were there already", files - spared)
    };
    let state = if told.failed { "The last good site stays up; what the files say now has errors." } else { "" };
    // writing to a string cannot fail
    let _ = write!(
        main,
        "<p>{state}</p>\n<dl>\n<dt>Findings</dt><dd>{}</dd>\n<dt>Articles</dt><dd>{articles}</dd>\n\
         <dt>Files</dt><dd>{made}</dd>\n\
         <dt>Time</dt><dd>{milliseconds} ms</dd>\n<dt>As of</dt><dd>{}</dd>\n<dt>Next change</dt><dd>{}</dd>\n</dl>\n",
        escape(&told.counts),
        escape(told.as_of.as_deref().unwrap_or("no instant")),
        escape(told.next_change.as_deref().unwrap_or("none")),
    );
    main.push_str(
        "<form action=\"/\" method=\"get\"><label>The site as of <input type=\"date\" name=\"as-of\" required></label> \
         <button>Show</button></form>\n<p><a href=\"/\">The newest site</a> · \
         <a href=\"/?drafts=no\">The site without drafts</a> · <a href=\"/editions/\">Editions</a></p>\n",
    );
    let _ =
        write!(main, "<h2>Findings</h2>\n{}", if told.text.is_empty() { "<p>None.</p>\n".into() } else { found(told) });
    let _ = writeln!(main, "<h2>Left out: {}</h2>", told.left_out.len());
    if !told.left_out.is_empty() {
        main.push_str("<table>\n<tr><th>File</th><th>Address</th><th>Why</th></tr>\n");
        for (file, path, why) in &told.left_out {
            let _ = writeln!(main, "<tr><td>{}</td><td>/{}</td><td>{why}</td></tr>", escape(file), escape(path));
        }
        main.push_str("</table>\n");
    }
    framed("Preview: status", &main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_lets_the_script_work() {
        let with = |policy: &str| admitting(format!("<meta {POLICY}{policy}\">"));
        assert_eq!(
            with("default-src 'none'; style-src 'self'; connect-src 'self'"),
            format!("<meta {POLICY}script-src 'self'; default-src 'none'; style-src 'self'; connect-src 'self'\">")
        );
        assert_eq!(
            with("script-src 'none';style-src 'self' x:;connect-src 'self'"),
            format!("<meta {POLICY} script-src 'self';style-src 'self' x:;connect-src 'self'\">")
        );
        assert_eq!(admitting("<p>no policy</p>".into()), "<p>no policy</p>");
    }

    #[test]
    fn what_comes_from_files_is_escaped() {
        let told = Told {
            text: "<script>alert(1)</script>".into(),
            left_out: vec![("<img src=x>.md".into(), "\"<b>".into(), "draft")],
            ..Told::default()
        };
        for page in [failure(&told), status(&told)] {
            assert!(!page.contains("<script>") && !page.contains("<img") && !page.contains("<b>"), "{page}");
            assert!(page.contains("&lt;script&gt;"), "{page}");
        }
    }
}
