//! A briefing for tests: the sixth phase of the Lok Sabha election of 2024, with invented documents.

mod texts;

pub use self::texts::text;
use crate::model::settings::Digits;
use crate::strings;
use crate::text::Language;
use crate::text::number::in_digits;
use crate::view::{
    Briefing, BriefingChange, BriefingGroup, BriefingOpen, BriefingPart, BriefingRegion, BriefingText, CalendarRow,
    Chart, Claim, Date, IndexEntry, KeyPoint, Line, Link, Number, NumberedClaim, NumberedLine, NumberedSource,
    OpenItem, Source, Superseded,
};

const HI: Language = Language::HINDI;

/// All sections in their usual order.
pub const SECTIONS: &[&str] =
    &["key_points", "charts", "calendar", "regions", "open", "sources", "method", "index", "texts"];

/// Documents of the sample: headline, region, outlet.
const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("छठे चरण में 58 सीटों पर मतदान, आठ राज्यों और केंद्र शासित प्रदेशों में तैयारी पूरी", "भारत", "निर्वाचन आयोग की विज्ञप्ति"),
    ("अनंतनाग-राजौरी में मतदान की तारीख 7 मई से बदलकर 25 मई", "जम्मू-कश्मीर", "निर्वाचन आयोग की विज्ञप्ति"),
    ("उत्तर प्रदेश की 14 सीटों पर ज्ञापन, प्रशिक्षण और क्षेत्रवार तैयारी", "उत्तर प्रदेश", "जिला समाचार"),
    ("बिहार की आठ सीटों पर प्रचार थमा, सीमावर्ती बूथों पर अतिरिक्त बल", "बिहार", "राज्य पत्रिका"),
    ("दिल्ली की सातों सीटों पर मतदान कर्मी रवाना, बूथों पर छाया और पानी के प्रबंध", "दिल्ली", "नगर दर्पण"),
    ("हरियाणा: दस सीटों पर 223 प्रत्याशी, शराब की दुकानें बंद", "हरियाणा", "राज्य पत्रिका"),
    ("ओडिशा में लोकसभा की छह और विधानसभा की 42 सीटों पर एक साथ मतदान", "ओडिशा", "पूर्वी समाचार"),
    ("Turnout figures will be given every two hours, officials say", "भारत", "Example Wire"),
    ("झारखंड की चार सीटों पर ग्रामीण बूथों तक हेलीकॉप्टर से दल पहुंचे", "झारखंड", "पूर्वी समाचार"),
];

/// The number of a document in Devanagari or Latin digits.
pub fn number(n: usize, language: Language) -> Number {
    Number { n, text: digits(n, language) }
}

fn digits(n: usize, language: Language) -> String {
    let digits = if language == HI { Digits::Devanagari } else { Digits::Latin };
    in_digits(&n.to_string(), &digits.all())
}

fn link(name: &str) -> Link {
    Link { name: name.to_owned(), lang: None, url: Some("/regions/x/".to_owned()) }
}

fn sure(text: &str) -> Date {
    Date {
        text: text.to_owned(),
        iso: Some("2024-05-25".to_owned()),
        time: None,
        plain: true,
        certainty: None,
        window: None,
        written: None,
        conflict: None,
    }
}

fn unsure(text: &str, certainty: &str) -> Date {
    Date { plain: false, certainty: Some(certainty.to_owned()), ..sure(text) }
}

fn foreign(lang: Language, language: Language) -> Option<Language> {
    (lang != language).then_some(lang)
}

/// One part; in English only the interface is English, as on a site whose articles are in Hindi.
pub fn part(language: Language) -> BriefingPart {
    let hindi = language == HI;
    let pick = |hi: &'static str, en: &'static str| (if hindi { hi } else { en }).to_owned();
    let n = |n| number(n, language);
    let words = strings::of(language).iter();
    BriefingPart {
        lang: language,
        digit: pick("१", "1"),
        t: words.filter_map(|(key, word)| Some((key.strip_prefix("ui.")?.to_owned(), word.clone()))).collect(),
        kind: pick("दैनिक अंक", "Daily edition"),
        title: pick("25 मई 2024: छठे चरण का मतदान", "25 May 2024: polling in phase 6"),
        title_lang: None,
        site: pick("चुनाव सार", "Chunav Saar"),
        period: Some(pick("25 मई 2024, शनिवार", "Saturday, 25 May 2024")),
        as_of: Date { time: Some("23:59".to_owned()), ..sure(&pick("25 मई 2024", "25 May 2024")) },
        facts: vec![
            (pick("अंक", "Edition"), pick("दैनिक अंक १४६", "Daily edition 146")),
            (pick("नए लेख", "New articles"), digits(9, language)),
            (pick("स्रोत", "Sources"), digits(6, language)),
            (pick("सुधारे गए लेख", "Corrected articles"), digits(1, language)),
            (pick("वापस लिए गए लेख", "Withdrawn articles"), digits(0, language)),
        ],
        key_points: key_points(language),
        charts: charts(hindi),
        subjects: true,
        calendar: calendar(hindi),
        groups: groups(language),
        open: open(language),
        changed: vec![BriefingChange {
            what: pick("24 मई 2024 को सुधारा गया", "Corrected on 24 May 2024"),
            title: DOCUMENTS[5].0.to_owned(),
            text: "पहले प्रत्याशियों की संख्या 232 लिखी थी; सही संख्या 223 है।".to_owned(),
            lang: foreign(HI, language),
            number: Some(n(6)),
        }],
        sources: sources(language),
        method: [
            "कोष्ठक की संख्या स्रोत-सूची का क्रमांक है: हर कथन के पीछे कम से कम एक दस्तावेज है, और उसका पता स्रोत-सूची में छपा है।",
            "मिलान केवल संदर्भ से तुलना है, किसी दावे को सही या गलत नहीं कहता। जहां वक्ता ज्ञात नहीं, वहां वही लिखा है।",
            "अंक में वही है जो उसके बंद होने तक ज्ञात था। पद्धति का पूरा विवरण: https://chunav.example/method/",
        ]
        .map(str::to_owned)
        .to_vec(),
        people: index((1..=7).map(|at| format!("वक्ता {}", digits(at, HI))), language),
        places: index(DOCUMENTS.iter().map(|(_, region, _)| format!("{region} (राज्य)")), language),
    }
}

fn index(names: impl Iterator<Item = String>, language: Language) -> Vec<IndexEntry> {
    let numbers = |at| vec![number(at % 9 + 1, language), number((at + 3) % 9 + 1, language)];
    let entry = |(at, name)| IndexEntry { name, lang: foreign(HI, language), numbers: numbers(at) };
    names.enumerate().map(entry).collect()
}

fn key_points(language: Language) -> Vec<KeyPoint> {
    let texts = [
        (1, "लोकसभा चुनाव के छठे चरण में आज 58 सीटों पर मतदान है; निर्वाचन आयोग के अनुसार मतदान सुबह सात बजे से शाम छह बजे तक चलेगा।"),
        (2, "अनंतनाग-राजौरी सीट पर मतदान तीसरे चरण (7 मई) में होना था; आयोग ने उसे छठे चरण में रखा।"),
        (7, "ओडिशा में लोकसभा की छह और विधानसभा की 42 सीटों के मत एक ही दिन डाले जा रहे हैं।"),
        (6, "हरियाणा की सभी दस सीटों पर 223 प्रत्याशी हैं; चुनाव खर्च की सीमा ₹95 लाख प्रति प्रत्याशी है।"),
    ];
    let mut points: Vec<KeyPoint> = texts
        .iter()
        .map(|(n, text)| KeyPoint {
            text: (*text).to_owned(),
            lang: foreign(HI, language),
            number: number(*n, language),
        })
        .collect();
    points.push(KeyPoint {
        text: "Provisional turnout will be published every two hours; final figures follow after scrutiny.".to_owned(),
        lang: foreign(Language::ENGLISH, language),
        number: number(8, language),
    });
    points
}

fn charts(hindi: bool) -> Vec<Chart> {
    let bars = [("उत्तर प्रदेश", 14), ("हरियाणा", 10), ("बिहार", 8), ("दिल्ली", 7), ("ओडिशा", 6)];
    let mut rows = String::new();
    for (at, (name, count)) in bars.iter().enumerate() {
        let y = at * 22;
        rows.push_str(&format!(
            "<text x=\"100\" y=\"{}\" font-size=\"11\" text-anchor=\"end\" font-family=\"sans-serif\">{name}</text>\
             <rect x=\"106\" y=\"{}\" width=\"{}\" height=\"13\" fill=\"#555\"/>\
             <text x=\"{}\" y=\"{}\" font-size=\"11\" font-family=\"sans-serif\">{count}</text>",
            y + 14,
            y + 4,
            count * 10,
            count * 10 + 110,
            y + 14
        ));
    }
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"112\" viewBox=\"0 0 300 112\">{rows}</svg>"
    );
    let title = |hi: &str, en: &str| (if hindi { hi } else { en }).to_owned();
    vec![
        Chart {
            title: title("राज्यों के अनुसार लेख", "Articles by state"),
            alt: title(
                "लेखों की संख्या, राज्यों के अनुसार: उत्तर प्रदेश से चौदह, हरियाणा से दस",
                "Number of articles by state: fourteen from Uttar Pradesh, ten from Haryana",
            ),
            svg: svg.clone(),
            list: Vec::new(),
        },
        Chart {
            title: title("दिनों के अनुसार लेख", "Articles by day"),
            alt: title("लेखों की संख्या, दिनों के अनुसार: सबसे अधिक चौदह", "Number of articles by day: fourteen at most"),
            svg,
            list: Vec::new(),
        },
    ]
}

fn calendar(hindi: bool) -> Vec<CalendarRow> {
    let row = |event: &str, phase: Option<&str>, date: Date| CalendarRow {
        event: event.to_owned(),
        key: "polling",
        subject: link(if hindi { "लोकसभा चुनाव 2024" } else { "Lok Sabha election 2024" }),
        phase: phase.map(str::to_owned),
        date,
        set: Some(sure("16 मार्च 2024")),
        superseded: Vec::new(),
        past: false,
    };
    vec![
        CalendarRow {
            superseded: vec![Superseded { date: sure("7 मई 2024"), set: Some(sure("16 मार्च 2024")) }],
            set: Some(sure("30 अप्रैल 2024")),
            ..row("मतदान: अनंतनाग-राजौरी", Some("चरण ६"), sure("25 मई 2024"))
        },
        row("मतदान", Some("चरण ६"), sure("25 मई 2024")),
        row("मतदान", Some("चरण ७"), sure("1 जून 2024")),
        row("मतगणना", None, sure("4 जून 2024")),
        row("चुनाव प्रक्रिया पूरी होने की अंतिम तारीख", None, unsure("6 जून 2024", "दस्तावेज में लिखी हुई, भरोसा मध्यम")),
    ]
}

fn line(n: usize, language: Language, date: &str, kind: &str, text: Option<&str>) -> NumberedLine {
    let (title, _, outlet) = DOCUMENTS[n - 1];
    let english = title.is_ascii();
    NumberedLine {
        line: Line {
            date: Some(sure(date)),
            kind: kind.to_owned(),
            status: Some("तय कार्यक्रम".to_owned()).filter(|_| n % 2 == 1),
            text: text.map(str::to_owned),
            lang: foreign(HI, language),
            article: Link { lang: foreign(if english { Language::ENGLISH } else { HI }, language), ..link(title) },
            sources: vec![link(outlet)],
        },
        number: number(n, language),
    }
}

fn claim(n: usize, language: Language, text: &str, words: &str, check: Option<&'static str>) -> NumberedClaim {
    let known = |key| strings::of(language).get(&format!("outcome.{key}")).cloned();
    NumberedClaim {
        claim: Claim {
            id: format!("claim-{n}"),
            url: format!("/articles/{n}/#claim-1"),
            text: text.to_owned(),
            value: "58".to_owned(),
            unit: "सीटें".to_owned(),
            kind: "कार्यक्रम की बात".to_owned(),
            scope: Some(link(DOCUMENTS[n - 1].1)),
            about: (n == 1).then(|| link("चरण ६")),
            holder: (n == 3).then(|| link("दल क")),
            holder_text: (n != 3).then(|| "निर्वाचन आयोग".to_owned()),
            speaker: (n % 2 == 1).then(|| format!("वक्ता {}", digits(n, HI))),
            words: words.to_owned(),
            lang: foreign(HI, language),
            check,
            check_text: check.and_then(known),
            reference: check.map(|_| "58 (भारत निर्वाचन आयोग)".to_owned()),
            superseded_by: (n == 6).then(|| "223 प्रत्याशी".to_owned()),
            note: None,
            article: link(DOCUMENTS[n - 1].0),
            date: "25 मई 2024".to_owned(),
            date_iso: Some("2024-05-25".to_owned()),
        },
        number: number(n, language),
    }
}

fn groups(language: Language) -> Vec<BriefingGroup> {
    let region = |name: Option<&str>, lines, claims| BriefingRegion { link: name.map(link), lines, claims };
    let l = |n, date, kind, text| line(n, language, date, kind, text);
    let c = |n, text, words, check| claim(n, language, text, words, check);
    vec![
        BriefingGroup {
            subject: link("लोकसभा चुनाव 2024"),
            regions: vec![
                region(
                    Some("भारत"),
                    vec![
                        l(1, "25 मई 2024", "मतदान", Some("छठे चरण में 58 सीटों पर मतदान, सुबह 7 बजे से शाम 6 बजे तक")),
                        l(8, "25 मई 2024", "समाचार रिपोर्ट", None),
                    ],
                    vec![
                        c(1, "58 लोकसभा सीटें", "छठे चरण में कुल 58 संसदीय क्षेत्रों में मतदान कराया जाएगा", Some("agrees")),
                        c(
                            1,
                            "लगभग 11.13 करोड़ मतदाता",
                            "11 करोड़ 13 लाख से अधिक मतदाता अपने मताधिकार का प्रयोग कर सकेंगे",
                            Some("no_reference"),
                        ),
                    ],
                ),
                region(
                    Some("उत्तर प्रदेश"),
                    vec![l(
                        3,
                        "24 मई 2024",
                        "प्रशिक्षण",
                        Some("मतदान कर्मियों का दूसरा प्रशिक्षण; क्षेत्र के ज्ञानपुर, श्रावस्ती और सुल्तानपुर में सामग्री वितरण"),
                    )],
                    vec![c(3, "कम से कम 370 लोकसभा सीटें", "हमारा लक्ष्य कम से कम 370 सीटें हैं", None)],
                ),
                region(Some("जम्मू-कश्मीर"), vec![l(2, "25 मई 2024", "मतदान", Some("अनंतनाग-राजौरी में मतदान"))], vec![]),
                region(
                    Some("दिल्ली"),
                    vec![l(5, "24 मई 2024", "समीक्षा बैठक", Some("बूथों पर छाया, पानी और प्राथमिक उपचार के प्रबंध की समीक्षा"))],
                    vec![],
                ),
                region(
                    Some("हरियाणा"),
                    vec![l(6, "25 मई 2024", "मतदान", Some("दस सीटों पर मतदान"))],
                    vec![c(6, "232 प्रत्याशी", "राज्य की दस सीटों पर 232 प्रत्याशी मैदान में हैं", Some("differs"))],
                ),
            ],
        },
        BriefingGroup {
            subject: link("ओडिशा विधानसभा चुनाव 2024"),
            regions: vec![region(
                Some("ओडिशा"),
                vec![l(7, "25 मई 2024", "मतदान", Some("विधानसभा की 42 सीटों पर मतदान"))],
                vec![],
            )],
        },
        BriefingGroup {
            subject: link("किसी चुनाव का नाम नहीं"),
            regions: vec![region(None, vec![l(9, "तारीख ज्ञात नहीं", "स्थानीय रिपोर्ट", None)], vec![])],
        },
    ]
}

fn open(language: Language) -> Vec<BriefingOpen> {
    let item = |n: usize, notes: &[&str]| OpenItem {
        title: DOCUMENTS[n - 1].0.to_owned(),
        lang: foreign(HI, language),
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        notes_lang: foreign(HI, language),
        number: number(n, language),
    };
    vec![
        BriefingOpen {
            key: "conflict",
            text: "इसमें मतभेद दर्ज है।".to_owned(),
            items: vec![item(6, &["राज्य पत्रिका: 232 प्रत्याशी; निर्वाचन आयोग: 223 प्रत्याशी"])],
        },
        BriefingOpen {
            key: "undated",
            text: "प्रकाशन की तारीख ज्ञात नहीं है।".to_owned(),
            items: vec![item(9, &["21 मई 2024 और 25 मई 2024 के बीच", "दस्तावेज में लिखा है: “शनिवार को”"])],
        },
    ]
}

fn sources(language: Language) -> Vec<NumberedSource> {
    let source = |(at, (title, _, outlet)): (usize, &(&str, &str, &str))| NumberedSource {
        number: number(at + 1, language),
        title: (*title).to_owned(),
        lang: foreign(if title.is_ascii() { Language::ENGLISH } else { HI }, language),
        date: if at == 8 {
            unsure("तारीख ज्ञात नहीं", "भरोसा कम")
        } else {
            sure("25 मई 2024")
        },
        address: format!("https://chunav.example/articles/2024/05/25/dastavez-{}/", at + 1),
        documents: vec![Source {
            outlet: link(outlet),
            outlet_known: true,
            url: (at != 3)
                .then(|| format!("https://outlet.example/2024/05/25/{}-lok-sabha-chunav-chhatha-charan.html", at + 1)),
            reporters: if at % 2 == 0 {
                vec![format!("संवाददाता {}", digits(at + 1, HI))]
            } else {
                Vec::new()
            },
            reporters_lang: None,
            accessed: Some(sure("25 मई 2024")),
            known: None,
            note: None,
        }],
    };
    DOCUMENTS.iter().enumerate().map(source).collect()
}

/// A briefing of these parts and texts, on A4.
pub fn briefing(parts: Vec<BriefingPart>, texts: Vec<BriefingText>) -> Briefing {
    let first = &parts[0];
    let sections = SECTIONS.iter().copied().filter(|section| *section != "texts" || !texts.is_empty());
    let address = "https://chunav.example/editions/daily/2024-05-25/".to_owned();
    Briefing {
        title: first.title.clone(),
        full_title: format!("{} · {}", first.title, first.site),
        lang: first.lang,
        site: first.site.clone(),
        description: "छठे चरण के दिन के लेख".to_owned(),
        permalink: "https://chunav.example/briefings/2024-05-25-hi.pdf".to_owned(),
        publisher: Some("चुनाव सार संपादन मंडल".to_owned()),
        contact: Some("desk@chunav.example".to_owned()),
        paper: "a4",
        qr: crate::render::briefing::qr::svg(&address),
        address,
        id: "b7f3a90c5d21".to_owned(),
        as_of: "2024-05-25T23:59:00+05:30".to_owned(),
        sections: sections.collect(),
        parts,
        texts,
        generator: concat!("saar ", env!("CARGO_PKG_VERSION")),
    }
}
