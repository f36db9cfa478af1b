//! Documents in full for tests, with every node that a body can have.

use serde_json::{Value, json};

use super::{DOCUMENTS, HI, link, number};
use crate::view::BriefingText;

/// A text of some 380 words in Hindi, different for every `n`, with every kind of node at the beginning.
pub fn text(n: usize, nodes: bool) -> BriefingText {
    let sentence = [
        "छठे चरण के मतदान के लिए प्रशासन ने क्षेत्रवार तैयारियों की समीक्षा की और कार्यकर्ताओं को बूथवार जिम्मेदारी सौंपी।",
        "ज्ञापन में कहा गया कि श्रमिकों और किसानों के लिए राष्ट्रीय स्तर पर योजनाएं लागू की जाएंगी, जिनकी लागत ₹5,000 करोड़ होगी।",
        "उन्होंने बताया कि त्रिस्तरीय सुरक्षा व्यवस्था के अंतर्गत पर्यवेक्षक, सूक्ष्म प्रेक्षक और दंडाधिकारी तैनात रहेंगे।",
        "मतदाता सूची में नाम जुड़वाने के लिए प्रपत्र ६ भरना होता है; पढ़ने-लिखने में कठिनाई हो तो बूथ स्तर के अधिकारी सहायता करते हैं।",
        "विधानसभा क्षेत्र के ग्रामीण अंचलों में प्रचार का शोर थम गया, पर घर-घर संपर्क का क्रम जारी रहा।",
    ];
    let paragraph = |at: usize| {
        let words: Vec<String> = (0..4).map(|k| sentence[(at + k + n) % sentence.len()].to_owned()).collect();
        json!({ "p": [format!("{} ({}-{})", words.join(" "), n, at)] })
    };
    let mut blocks: Vec<Value> = (0..5).map(paragraph).collect();
    if nodes {
        blocks.splice(1..1, every_node());
    }
    let (title, _, outlet) = DOCUMENTS[(n - 1) % DOCUMENTS.len()];
    BriefingText {
        number: number(n, HI),
        title: title.to_owned(),
        lang: if title.is_ascii() { "en" } else { "hi" },
        date: "25 मई 2024".to_owned(),
        outlets: vec![link(outlet)],
        address: format!("https://chunav.example/articles/2024/05/25/dastavez-{n}/"),
        body: Value::Array(blocks),
    }
}

/// Every node of a body once.
pub fn every_node() -> Vec<Value> {
    let inlines = json!([
        "सादा पाठ, ", {"em": ["जोर दिया हुआ"]}, ", ", {"strong": ["गहरा"]}, ", ", {"strike": ["कटा हुआ"]}, ", ",
        {"code": "कोड = 1"}, ", ", {"link": "https://chunav.example/", "text": ["कड़ी"]}, ", ",
        {"claim": [1, 2], "text": ["58 सीटों पर मतदान"]}, {"note": [{"p": ["पाद-टिप्पणी का पाठ।"]}], "n": 1},
        ", फिर वही", {"again": 1}, {"br": true}, "नई पंक्ति ", {"image": "/files/0.png", "alt": "एक काला वर्ग"}, " और शब्द।"
    ]);
    let nodes = json!([
        {"heading": ["उपशीर्षक"], "level": 1},
        {"p": inlines},
        {"heading": ["उससे नीचे"], "level": 2},
        {"quote": [{"p": ["उद्धरण का पाठ।"]}]},
        {"list": [[{"plain": ["पहला"]}, {"list": [[{"plain": ["भीतर"]}]], "start": null}], [{"plain": ["दूसरा"]}]], "start": null},
        {"list": [[{"p": ["सातवां"]}], [{"p": ["आठवां"]}]], "start": 7},
        {"pre": "पहली पंक्ति\n  दूसरी पंक्ति"},
        {"table": {"align": ["auto", "right"], "head": [["राज्य"], ["सीटें"]], "rows": [[["बिहार"], ["8"]], [["दिल्ली"], ["7"]]]}},
        {"rule": true},
    ]);
    let Value::Array(nodes) = nodes else { return Vec::new() };
    nodes
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::super::super::tests::picture;
    use super::super::super::{Layout, pdf};
    use super::super::{briefing, number, part};
    use super::*;
    use crate::text::Language;
    use crate::view::{Briefing, IndexEntry, NumberedClaim, NumberedLine, NumberedSource};

    /// Writes the sample as PDF files to the folder `SAAR_PDF_OUT`, by the layout as it stands now.
    #[test]
    #[ignore = "for looking at"]
    fn write_the_sample() {
        let Ok(folder) = env::var("SAAR_PDF_OUT") else { return };
        let read = |name: &str| {
            let path = format!("{}/templates/{name}", env!("CARGO_MANIFEST_DIR"));
            (name.to_owned(), fs::read_to_string(path).expect("a layout"))
        };
        let files = ["briefing.typ", "briefing-body.typ"].map(read);
        let layout = Layout::new(files, []).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let texts = |count: usize| (1..=count).map(|n| text(n, n == 1)).collect::<Vec<_>>();
        let only = env::var("SAAR_PDF_ONLY").unwrap_or_default();
        let on = |paper, briefing: Briefing| Briefing { paper, ..briefing };
        let many = |count: usize| {
            let mut part = part(Language::Hindi);
            part.sources = (0..count)
                .map(|at| NumberedSource { number: number(at + 1, Language::Hindi), ..part.sources[at % 9].clone() })
                .collect();
            let region = &mut part.groups[0].regions[0];
            let (line, claim) = (region.lines[0].clone(), region.claims[0].clone());
            let numbers = || (1..=count).map(|n| number(n, Language::Hindi));
            region.lines = numbers().map(|number| NumberedLine { number, ..line.clone() }).collect();
            region.claims = numbers().map(|number| NumberedClaim { number, ..claim.clone() }).collect();
            let name = |n: usize| IndexEntry {
                name: format!("व्यक्ति {n}"),
                lang: None,
                numbers: [0, 7, 40].map(|away| number((n + away) % count + 1, Language::Hindi)).to_vec(),
            };
            part.people = (1..=2 * count).map(name).collect();
            part.places = (1..=count).map(name).collect();
            briefing(vec![part], texts(count))
        };
        let week = || {
            let mut part = part(Language::Hindi);
            for region in part.groups.iter_mut().flat_map(|group| &mut group.regions) {
                let claims = region.claims.clone();
                (0..11).for_each(|_| region.claims.extend(claims.iter().cloned()));
            }
            briefing(vec![part], vec![])
        };
        let samples: [(&str, &dyn Fn() -> Briefing); 7] = [
            ("week", &week),
            ("day", &|| briefing(vec![part(Language::Hindi)], vec![])),
            ("both", &|| briefing(vec![part(Language::Hindi), part(Language::English)], vec![])),
            ("texts", &|| briefing(vec![part(Language::Hindi)], texts(9))),
            ("a5", &|| on("a5", briefing(vec![part(Language::Hindi)], texts(3)))),
            ("letter", &|| on("us-letter", briefing(vec![part(Language::English)], vec![]))),
            ("large", &|| many(300)),
        ];
        for (name, sample) in samples.iter().filter(|(name, _)| only.is_empty() || only == *name) {
            let from = std::time::Instant::now();
            match pdf(sample(), &layout, &[picture()]) {
                Ok(pdf) => {
                    println!(
                        "{name}: {} pages, {} kB, {:?}, {:?}",
                        pdf.pages,
                        pdf.bytes.len() / 1000,
                        from.elapsed(),
                        pdf.warnings
                    );
                    fs::write(format!("{folder}/{name}.pdf"), pdf.bytes).expect("a folder");
                }
                Err(faults) => panic!("{name}: {faults:#?}"),
            }
        }
    }
}
