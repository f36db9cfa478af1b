//! The words of charts: Typst sets them, since its drawing of SVG misplaces the vowel signs of Devanagari.

use serde_json::{Map, Value, json};

/// Adds to every chart of the briefing what a layout draws it from: `shapes`, the picture without its words;
/// `labels`, the words with their places; `width` and `height`. Charts of another make stay pictures alone.
pub(super) fn take_words_out(view: &mut Value) {
    let parts = view.get_mut("parts").and_then(Value::as_array_mut).into_iter().flatten();
    let charts = parts.filter_map(|part| part.get_mut("charts")?.as_array_mut()).flatten();
    for chart in charts.filter_map(Value::as_object_mut) {
        let drawn = chart.get("svg").and_then(Value::as_str).and_then(drawn);
        chart.extend(drawn.into_iter().flatten());
    }
}

fn drawn(svg: &str) -> Option<Map<String, Value>> {
    let root = attributes(svg.split_once("<svg")?.1.split('>').next()?);
    let sides: Vec<f64> = get(&root, "viewBox")?.split_whitespace().filter_map(|side| side.parse().ok()).collect();
    let &[0.0, 0.0, width, height] = sides.as_slice() else { return None };
    // words that are moved or turned stay where they are
    if svg.contains("transform") || width <= 0.0 || height <= 0.0 {
        return None;
    }
    let mut shapes = String::with_capacity(svg.len());
    let mut labels = Vec::new();
    let mut rest = svg;
    while let Some((before, text)) = rest.split_once("<text") {
        let (element, after) = text.split_once("</text>")?;
        let (start, words) = element.split_once('>')?;
        if words.contains('<') {
            return None;
        }
        labels.push(label(&attributes(start), &root, words)?);
        shapes.push_str(before);
        rest = after;
    }
    shapes.push_str(rest);
    let Value::Object(drawn) = json!({ "shapes": shapes, "labels": labels, "width": width, "height": height }) else {
        return None;
    };
    Some(drawn)
}

type Attributes<'a> = Vec<(&'a str, &'a str)>;

fn label(own: &Attributes<'_>, root: &Attributes<'_>, words: &str) -> Option<Value> {
    let inherited = |name| get(own, name).or_else(|| get(root, name));
    let length = |text: &str| text.trim_end_matches("px").parse::<f64>().ok();
    let fill = match inherited("fill") {
        Some(fill) if fill.starts_with('#') && matches!(fill.len(), 4 | 7) => fill,
        Some("white") => "#fff",
        _ => "#000",
    };
    Some(json!({
        "x": get(own, "x").map_or(Some(0.0), length)?,
        "y": get(own, "y").map_or(Some(0.0), length)?,
        "size": inherited("font-size").map_or(Some(16.0), length)?,
        "anchor": inherited("text-anchor").unwrap_or("start"),
        "bold": inherited("font-weight").is_some_and(|weight| weight == "bold" || weight >= "600"),
        "fill": fill,
        "text": unescaped(words),
    }))
}

fn get<'a>(attributes: &Attributes<'a>, name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// The attributes of an element, in double quotes as our own charts have them.
fn attributes(start: &str) -> Attributes<'_> {
    let pieces: Vec<&str> = start.split('"').collect();
    let pair = |pair: &[&'_ str]| pair.len() == 2;
    let named = pieces.chunks(2).filter(|chunk| pair(chunk));
    named.filter_map(|chunk| Some((chunk[0].trim().strip_suffix('=')?, chunk[1]))).collect()
}

/// Text as it was before it was written into SVG or HTML.
pub(super) fn unescaped(text: &str) -> String {
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    plain.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(inner: &str) -> Value {
        let svg = format!("<svg xmlns=\"x\" viewBox=\"0 0 300 112\" font-size=\"11\">{inner}</svg>");
        let mut view = json!({ "parts": [{ "charts": [{ "svg": svg }] }] });
        take_words_out(&mut view);
        view["parts"][0]["charts"][0].take()
    }

    #[test]
    fn words_leave_the_picture_with_their_places() {
        let chart =
            chart("<rect x=\"1\"/><text x=\"100\" y=\"14.5\" text-anchor=\"end\">बिहार &amp; दिल्ली</text><path/>");
        assert_eq!(
            chart["shapes"],
            "<svg xmlns=\"x\" viewBox=\"0 0 300 112\" font-size=\"11\"><rect x=\"1\"/><path/></svg>"
        );
        assert_eq!((&chart["width"], &chart["height"]), (&json!(300.0), &json!(112.0)));
        let label = json!({
            "x": 100.0, "y": 14.5, "size": 11.0, "anchor": "end", "bold": false, "fill": "#000", "text": "बिहार & दिल्ली",
        });
        assert_eq!(chart["labels"], json!([label]));
    }

    #[test]
    fn charts_of_another_make_stay_as_they_are() {
        for inner in
            ["<g transform=\"x\"><text>a</text></g>", "<text>a<tspan>b</tspan></text>", "<text x=\"a\">b</text>"]
        {
            assert!(chart(inner).get("labels").is_none(), "{inner}");
        }
    }
}
