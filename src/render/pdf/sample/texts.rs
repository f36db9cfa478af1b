//! Documents in full for tests, with every node that a body can have.

use serde_json::{Value, json};

use super::{DOCUMENTS, HI, link, number};
use crate::text::Language;
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
        lang: if title.is_ascii() { Language::ENGLISH } else { HI },
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
