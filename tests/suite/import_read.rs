//! What is read in a document, rule by rule: each line of a table is a text and what it says.

use std::sync::LazyLock;

use proptest::prelude::*;
use saar::import::document::{Block, Confidence, Document, Found, Stamp};
use saar::import::read::facts::Facts;
use saar::import::read::matcher::Reader;
use saar::import::read::read;
use saar::model::claim::ClaimValue;
use saar::text::Language;

use crate::gazetteer::with;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&with("title: T\n"), &[]));

fn found<T>(value: T) -> Found<T> {
    Found { value, words: String::new(), place: String::new(), rule: "test", confidence: Confidence::High }
}

/// The facts of a document of this day with these paragraphs; no day is an unknown one.
fn facts(day: &str, paragraphs: &[&str]) -> Facts {
    let document = Document {
        source: String::new(),
        hash: String::new(),
        title: None,
        kicker: None,
        standfirst: None,
        reporters: Vec::new(),
        outlet: None,
        published: day.parse().ok().map(|day| found(Stamp::Day(day))),
        updated: None,
        url: None,
        language: found(Language::HINDI),
        dateline: None,
        filed_under: Vec::new(),
        body: paragraphs.iter().map(|text| Block::Paragraph((*text).to_owned())).collect(),
        notes: Vec::new(),
    };
    read(&document, &READER)
}

fn claims(facts: &Facts) -> Vec<String> {
    let value = |value: &ClaimValue| match value {
        ClaimValue::Number(text) => text.clone(),
        ClaimValue::Date(day) => day.to_string(),
    };
    let one = |f: &Found<saar::import::read::facts::Claim>| {
        let meant: String = f.value.comparators.iter().map(|c| c.word()).collect();
        format!("{meant}{} {}", value(&f.value.value), f.value.unit)
    };
    facts.claims.iter().map(one).collect()
}

#[test]
fn numbers_are_read_with_how_they_are_meant() {
    for (text, expected) in [
        ("सभा में लगभग 1,25,000 लोग आए।", "about125000 people"),
        ("सभा में २५ हजार से ज्यादा लोग आए।", ">25000 people"),
        ("सभा में डेढ़ लाख लोग आए।", "150000 people"),
        ("सभा में साढ़े तीन सौ लोग आए।", "350 people"),
        ("सभा में सवा दो लाख लोग आए।", "225000 people"),
        ("सभा में पौने चार हजार लोग आए।", "3750 people"),
        ("सभा में 2 लाख 50 हजार लोग आए।", "250000 people"),
        ("सभा में कम से कम उनतालीस लोग आए।", ">=39 people"),
        ("सभा में तीन-तीन लोग आए।", "3 people"),
        ("योजना से 12.55 करोड़ लोग जुड़े।", "125500000 people"),
        ("At least twenty five people came to the meeting.", ">=25 people"),
        ("More than Rs 3.5 lakh was spent.", ">350000 rupees"),
        ("Turnout was nearly 61 per cent.", "about61 percent"),
        ("यहां 23 लाख 45 हजार 678 मतदाता हैं।", "2345678 voters"),
        ("सभा में १२ हजार ५०० लोग आए।", "12500 people"),
        ("सभा में डेढ़ दर्जन लोग आए।", "18 people"),
        ("हर सेक्टर में दो-दो सौ युवा लगाए गए।", "200 people"),
        ("सभा में 5 हजार के करीब लोग आए।", "about5000 people"),
        ("यहां 3,200 दिव्यांग मतदाता हैं।", "3200 voters"),
        ("यहां 10.9 लाख महिला मतदाता हैं।", "1090000 voters"),
        ("यहां 2,400 बूथ लेवल एजेंट बनाए गए।", "2400 people"),
        ("यहां 120 सेक्टर मजिस्ट्रेट लगाए गए।", "120 people"),
        ("As many as 1,100 quarry workers were out.", ">=1100 people"),
        ("The party has 2,400 booth-level agents.", "2400 people"),
        ("A dozen all-women booths were set up.", "12 booths"),
        ("The gathering was small; police put the crowd at about 5,000.", "about5000 people"),
    ] {
        let text = format!("उन्नाव में बैठक हुई। {text}");
        assert_eq!(claims(&facts("2023-07-01", &[&text])), [expected], "{text}");
    }
}

#[test]
fn what_is_no_claim_is_left() {
    for text in [
        "उन्नाव में आर्टिकल 370 हटाने की बात हुई।",
        "उन्नाव में लोकसभा चुनाव 2024 की तैयारी है।",
        "उन्नाव में फॉर्म 6 भरवाए गए।",
        "उन्नाव में मिशन 2024 पर चर्चा हुई।",
        "उन्नाव में वार्ड 12 के लोग मिले।",
        "उन्नाव में हेल्पलाइन 1950 जारी है।",
        "उन्नाव में जिला प्रभारी 42 वर्ष के हैं।",
        "उन्नाव में सुबह 10 बजे से शाम 5 बजे तक आवेदन लिए गए।",
        "उन्नाव में एक नेता ने सभी से बात की।",
        "मान लीजिए कि 12 लोग कतार में हैं।",
        "उन्नाव में कई सौ लोग और half a dozen people मिले।",
        "उन्नाव में 350 बूथ समितियां बनीं।",
        "उन्नाव में सुबह 5 बजे लोग आए।",
        "उन्नाव में चारों कार्यकर्ता मिले।",
        "In Unnao, Suresh Rastogi, 58, spoke under Article 370.",
    ] {
        assert_eq!(claims(&facts("2024-02-01", &[text])), [""; 0], "{text}");
    }
}

#[test]
fn numbers_of_a_list_and_of_what_goes_on_have_the_unit_of_another() {
    for (text, expected) in [
        ("2019 में बसपा ने 10 और सपा ने पांच सीटें जीती थीं।", &["10 lok_sabha_seats", "5 lok_sabha_seats"][..]),
        (
            "पहले चरण में छह सीटें, दूसरे में सात और तीसरे में आठ सीटें हैं।",
            &["6 lok_sabha_seats", "7 lok_sabha_seats", "8 lok_sabha_seats"],
        ),
        ("यूपी की 80 सीटों में से 13 पर 13 मई को मतदान होगा।", &["80 lok_sabha_seats", "13 lok_sabha_seats"]),
        ("Thirteen of the State's 80 constituencies vote on May 13.", &["13 lok_sabha_seats", "80 lok_sabha_seats"]),
        ("यहां 2.31 लाख लोग नहीं मिले, जबकि 84 हजार की मृत्यु हो चुकी है।", &["231000 people", "84000 people"]),
        ("यहां 2,196 बूथ हैं, इनमें 350 संवेदनशील हैं।", &["2196 booths", "350 booths"]),
        (
            "The 403-member Uttar Pradesh Assembly has 84 reserved seats.",
            &["403 assembly_constituencies", "84 assembly_constituencies"],
        ),
    ] {
        let text = format!("उत्तर प्रदेश में लोकसभा चुनाव 2024 की तैयारी है। {text}");
        assert_eq!(claims(&facts("2024-04-10", &[&text])), expected, "{text}");
    }
}

#[test]
fn speakers_are_those_to_whom_the_text_gives_a_number() {
    for (text, expected) in [
        ("जिलाधिकारी आलोक शर्मा के मुताबिक 2,345 बूथ हैं।", Some("आलोक शर्मा")),
        ("जिलाधिकारी आलोक शर्मा के अनुसार 2,345 बूथ हैं।", Some("आलोक शर्मा")),
        ("बकौल जिलाध्यक्ष आलोक शर्मा, 2,345 बूथों पर लोग हैं।", Some("आलोक शर्मा")),
        ("जिलाध्यक्ष आलोक शर्मा बोले, 2,345 बूथों पर लोग हैं।", Some("आलोक शर्मा")),
        ("जिलाध्यक्ष आलोक शर्मा आए। शर्मा ने कहा कि 2,345 बूथों पर लोग हैं।", Some("आलोक शर्मा")),
        ("जिलाध्यक्ष आलोक शर्मा का स्वागत हुआ। बसपा ने कहा कि 2,345 बूथों पर लोग हैं।", None),
        ("According to district president Alok Sharma, 2,345 booths were covered.", Some("Alok Sharma")),
        ("District president Alok Sharma came. Sharma said 2,345 booths were covered.", Some("Alok Sharma")),
        ("District president Alok Sharma came. He has 2,345 booths to cover.", None),
    ] {
        let facts = facts("2024-04-10", &[&format!("उन्नाव में बैठक हुई। {text}")]);
        let speaker = facts.claims.first().and_then(|claim| claim.value.speaker.as_deref());
        assert_eq!(speaker, expected, "{text}");
    }
}

#[test]
fn a_text_without_a_date_says_between_which_days_it_was_written() {
    for (text, expected) in [
        ("5 अप्रैल को बैठक हुई। मतदान 13 मई को होगा।", "2024-04-05 2024-05-13"),
        ("13 मई को मतदान है।", "2024-03-16 2024-05-13"),
        ("20 मई को होने वाले मतदान के लिए बैठक हुई।", "2024-03-16 2024-05-20"),
        ("चौथे चरण का मतदान कल होगा।", "2024-05-12 2024-05-13"),
        ("चौथे चरण का प्रचार आज शाम थम जाएगा।", "2024-05-11 2024-05-11"),
        ("दूसरे चरण का मतदान हो चुका है। चौथे चरण में 13 मई को वोट पड़ेंगे।", "2024-04-26 2024-05-13"),
        ("The next phase is on 7 May.", "2024-04-26 2024-05-07"),
        ("बैठक रविवार को हुई।", ""),
    ] {
        let facts = facts("unknown", &[&format!("लोकसभा चुनाव 2024 के लिए उन्नाव तैयार है। {text}")]);
        let day = |day: Option<chrono::NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
        let window = facts.window.map_or(String::new(), |f| format!("{} {}", day(f.value.0), day(f.value.1)));
        assert_eq!(window, expected, "{text}");
    }
}

#[test]
fn one_target_in_three_wordings_is_one_claim() {
    let text = "सपा जिलाध्यक्ष राम यादव ने कहा कि उन्नाव के हर बूथ पर 200 मत लेने का लक्ष्य है। प्रत्येक बूथ से दो सौ वोट चाहिए। बूथ पीछे २०० वोट लेने हैं।";
    let facts = facts("2024-04-01", &[text]);
    assert_eq!(claims(&facts), ["200 votes_per_booth"]);
    assert_eq!(facts.claims[0].value.also.len(), 2);
    assert_eq!(facts.claims[0].value.speaker.as_deref(), Some("राम यादव"));
}

#[test]
fn the_day_of_an_event_comes_from_the_publication_and_the_tense() {
    // 24 July 2023 was a Monday.
    for (day, text, expected) in [
        ("2023-07-24", "रविवार को उन्नाव में सभा हुई।", "2023-07-23"),
        ("2023-07-24", "रविवार को उन्नाव में सभा होगी।", "2023-07-30"),
        ("2023-07-24", "कल उन्नाव में सभा हुई।", "2023-07-23"),
        ("2023-07-24", "कल उन्नाव में सभा होगी।", "2023-07-25"),
        ("2023-07-24", "परसों उन्नाव में सभा की जाएगी।", "2023-07-26"),
        ("2023-07-24", "6 फरवरी को उन्नाव में सभा हुई थी।", "2023-02-06"),
        ("2023-07-24", "उन्नाव में 24/07/2023 को सभा हुई।", "2023-07-24"),
        ("2023-07-24", "शनिवार को उन्नाव में प्रशिक्षण दिया जाएगा।", "2023-07-29"),
        ("2023-12-30", "3 जनवरी को उन्नाव में सभा होगी।", "2024-01-03"),
        ("2023-07-24", "The party will hold a rally in Unnao on July 30.", "2023-07-30"),
        ("2023-07-24", "The party held a rally in Unnao on Sunday.", "2023-07-23"),
        ("unknown", "रविवार को उन्नाव में सभा हुई।", ""),
        ("unknown", "6 फरवरी को उन्नाव में सभा हुई।", ""),
    ] {
        let facts = facts(day, &[text]);
        let days: Vec<String> =
            facts.events.iter().map(|e| e.value.date.map_or(String::new(), |d| d.to_string())).collect();
        assert_eq!(days, [expected], "{text}");
    }
}

#[test]
fn a_weekday_that_does_not_fit_is_said_and_chooses_no_year() {
    let facts = facts("2024-02-21", &["बुधवार (20 फरवरी) को जबलपुर में बैठक हुई।"]);
    assert_eq!(facts.events[0].value.date.map(|day| day.to_string()).as_deref(), Some("2024-02-20"));
    assert!(facts.events[0].value.conflict.is_some());
    assert_eq!(facts.notes.len(), 1);
}

#[test]
fn elections_are_those_of_kind_place_and_time() {
    for (day, text, expected) in [
        ("2023-08-21", "लखनऊ में लोकसभा चुनाव की तैयारी हुई।", &["ls-2024"][..]),
        ("unknown", "लखनऊ में लोकसभा चुनाव की तैयारी हुई।", &[]),
        ("2022-01-20", "सीतापुर में विधानसभा चुनाव की तैयारी हुई।", &["vs-up-2022"]),
        ("2022-01-20", "गोवा में विधानसभा चुनाव 2022 की तैयारी हुई।", &[]),
        ("2024-10-20", "उन्नाव में विधानसभा उपचुनाव की तैयारी हुई।", &[]),
        ("2024-10-20", "उन्नाव में नगर निकाय चुनाव की तैयारी हुई।", &[]),
        ("2026-07-15", "लखनऊ में मिशन 2027 पर बैठक हुई।", &["vs-up-2027"]),
        ("2024-03-29", "सागर लोकसभा सीट पर बसपा ने टीम बदली।", &["ls-2024"]),
        ("2021-06-01", "लखनऊ में लोकसभा चुनाव की बात हुई।", &[]),
        ("2024-04-10", "उन्नाव में लोस चुनाव की तैयारी हुई।", &["ls-2024"]),
        ("2024-04-10", "उन्नाव में लोकसभा सामान्य निर्वाचन-2024 की तैयारी हुई।", &["ls-2024"]),
        ("2024-04-10", "उन्नाव में 2024 के चुनाव की तैयारी हुई।", &["ls-2024"]),
        ("2024-04-10", "उन्नाव में चौथे चरण के नामांकन 18 अप्रैल से शुरू होंगे।", &["ls-2024"]),
        ("2022-01-20", "उन्नाव में विस चुनाव की तैयारी हुई।", &["vs-up-2022"]),
        ("2022-01-20", "Parties met in Unnao ahead of the UP polls.", &["vs-up-2022"]),
        ("2024-04-10", "The Election Commission met officers in Unnao.", &[]),
        ("unknown", "उन्नाव में चौथे चरण का मतदान 13 मई को होगा।", &["ls-2024"]),
        ("2024-03-10", "तमिलनाडु में लोकसभा प्रत्याशियों की चौथी सूची आई।", &["ls-2024"]),
        ("2023-05-10", "उन्नाव में लोकसभा प्रत्याशी रहे नेता आए।", &[]),
        ("2026-03-01", "असम विधानसभा की 126 सीटों के लिए चुनाव होने हैं।", &["vs-as-2026"]),
        // between the announcement and the counting, where one election alone is held
        ("2024-05-10", "बाराबंकी में प्रत्याशी घर-घर गए।", &["ls-2024"]),
        ("2023-05-10", "बाराबंकी में प्रत्याशी घर-घर गए।", &[]),
        ("2024-11-10", "मैनपुरी में उपचुनाव के प्रत्याशी घर-घर गए।", &[]),
        ("2025-11-13", "बिहार में मतगणना कल होगी।", &["vs-br-2025"]),
    ] {
        let facts = facts(day, &[text]);
        let ids: Vec<&str> =
            facts.elections.iter().map(|f| READER.gazetteer.subjects[f.value.0 as usize].id.as_str()).collect();
        assert_eq!(ids, expected, "{day} {text}");
    }
}

#[test]
fn a_roll_is_the_one_that_goes_on() {
    for (day, text, expected) in [
        ("2026-01-20", "मेरठ में मतदाता सूची पर दावे और आपत्तियां ली जाएंगी।", &["roll-sir-2026-up"][..]),
        ("2023-01-20", "मेरठ में मतदाता सूची पर दावे और आपत्तियां ली जाएंगी।", &[]),
        ("2026-01-20", "मेरठ में पंचायत की मतदाता सूची पर आपत्तियां ली जाएंगी।", &[]),
    ] {
        let facts = facts(day, &[text]);
        let ids: Vec<&str> =
            facts.rolls.iter().map(|f| READER.gazetteer.subjects[f.value.0 as usize].id.as_str()).collect();
        assert_eq!(ids, expected, "{day} {text}");
    }
}

#[test]
fn a_desk_in_the_capital_is_no_region() {
    let primary =
        |text| facts("2024-04-10", &[text]).primary.map(|f| READER.gazetteer.regions[f.value.0 as usize].id.clone());
    assert_eq!(
        primary("नई दिल्ली। भाजपा ने रविवार को लोकसभा चुनाव के लिए घोषणापत्र जारी किया। देश भर में चर्चा है।").as_deref(),
        Some("in")
    );
    assert_eq!(primary("नई दिल्ली। भाजपा ने रविवार को घोषणापत्र जारी किया।"), None);
    assert_eq!(primary("झांसी। जिले के किसानों ने मांगें रखीं।").as_deref(), Some("up/jhansi"));
}

#[test]
fn names_that_are_words_need_their_company() {
    for (text, expected) in [
        ("पन्ना प्रमुखों ने सीधी बात की और किया गया काम गिनाया।", &[][..]),
        ("सीधी जिले में यात्रा निकली, सतना में रुकी।", &["mp/sidhi", "mp/satna"]),
        ("मलिन बस्ती में लोग मिले, धार तेज हुई।", &[]),
        ("महोबा, पन्ना, सागर और छतरपुर के लोग आए।", &["up/mahoba", "mp/panna", "mp/sagar", "mp/chhatarpur"]),
        ("हमीरपुर, हिमाचल प्रदेश में बैठक हुई।", &["hp"]),
        ("कानपुर लोकसभा सीट के कार्यकर्ता आए।", &["up/pc-43-kanpur"]),
        ("कानपुर के कार्यकर्ता आए।", &["up/kanpur-nagar"]),
        ("Dear sir, he went up to see Panna pramukhs.", &[]),
    ] {
        let facts = facts("2024-04-01", &[text]);
        let ids: Vec<&str> =
            facts.regions.iter().map(|f| READER.gazetteer.regions[f.value.0 as usize].id.as_str()).collect();
        assert_eq!(ids.iter().filter(|id| !["mp", "up"].contains(id)).copied().collect::<Vec<_>>(), expected, "{text}");
    }
    for (text, expected) in [
        ("हम लोग आप सब के साथ हैं, यह इंडिया की बात है।", &[][..]),
        ("हम पार्टी और आप प्रत्याशी ने इंडिया गठबंधन की बैठक में भाग लिया।", &["ham", "aap", "india"]),
        ("एसपी ऋतुराज सेंगर ने एसपी प्रत्याशी से बात की।", &["sp"]),
        ("The SP, the BJP and the Congress met the police SP.", &["sp", "bjp", "inc"]),
    ] {
        let facts = facts("2024-04-01", &[text]);
        let ids: Vec<&str> =
            facts.parties.iter().map(|f| READER.gazetteer.parties[f.value.0 as usize].id.as_str()).collect();
        assert_eq!(ids, expected, "{text}");
    }
}

#[test]
fn people_are_those_with_an_office() {
    for (text, expected) in [
        ("प्रदेश अध्यक्ष भूपेंद्र सिंह चौधरी ने कहा।", &["भूपेंद्र सिंह चौधरी | प्रदेश अध्यक्ष"][..]),
        ("सुभावती राम, सेक्टर प्रभारी, ने कहा।", &["सुभावती राम | सेक्टर प्रभारी"]),
        ("पूर्व विधायक डॉ. शकील अहमद अंसारी सभाएं कर रहे हैं।", &["शकील अहमद अंसारी | पूर्व विधायक"]),
        ("बबीता झा को कोषाध्यक्ष बनाया गया।", &["बबीता झा | कोषाध्यक्ष"]),
        ("जिला प्रभारी ने कहा कि सेक्टर प्रभारी भी बनाए गए।", &[]),
        ("प्रभारी उसी मोहल्ले का रहने वाला होगा।", &[]),
        (
            "Suresh Rastogi, 58, president of the traders' body, said so.",
            &["Suresh Rastogi | president of the traders' body"],
        ),
        ("District secretary P. Sreedharan said so.", &["P. Sreedharan | District secretary"]),
        ("The Chief Electoral Officer of Assam said so.", &[]),
        ("पूर्व सपा विधायक रामअचल राजभर ने कहा।", &["रामअचल राजभर | पूर्व सपा विधायक"]),
        ("बसपा प्रमुख मायावती ने कहा।", &["मायावती | बसपा प्रमुख"]),
        ("प्रवक्ता हयात सिंह कुंजवालिया ने कहा।", &["हयात सिंह कुंजवालिया | प्रवक्ता"]),
        ("जिलाधिकारी आलोक बर्णवालिया के अनुसार बैठक हुई।", &["आलोक बर्णवालिया | जिलाधिकारी"]),
        ("हर बूथ पर नए सदस्य जोड़े जाएंगे।", &[]),
        ("State BJP president Alok Sharma said so.", &["Alok Sharma | State BJP president"]),
        ("The SP's district unit chief Rajesh Yadav said so.", &["Rajesh Yadav | SP's district unit chief"]),
    ] {
        let facts = facts("2024-04-01", &[text]);
        let people: Vec<String> = facts
            .people
            .iter()
            .map(|f| format!("{} | {}", f.value.name, f.value.office.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(people, expected, "{text}");
    }
    let two = facts("2024-04-01", &["वरिष्ठ विधायक अजय विश्नोई ने कहा। अजय बिश्नोई ने आभार जताया।"]);
    assert_eq!(two.people.len(), 1);
    assert_eq!(two.people[0].value.variants, ["अजय बिश्नोई"]);
    let others = facts("2024-04-01", &["विधायक अजय वर्मा और सांसद अजय शर्मा आए। मंत्री राकेश सिंह और पार्षद राजेश सिंह भी आए।"]);
    assert_eq!(others.people.len(), 4);
    let list = "बैठक में राम शुक्ला वीरेश त्रिपाठी अवधेश सोनकर जितेंद्र शर्मा आदि उपस्थित रहे।";
    let listed = facts("2024-04-01", &[list]);
    assert_eq!(listed.attendees.map(|f| f.value).as_deref(), Some("राम शुक्ला वीरेश त्रिपाठी अवधेश सोनकर जितेंद्र शर्मा"));
    assert_eq!(listed.people, []);
}

#[test]
fn deadlines_of_rolls_are_compared_with_the_calendar() {
    let facts = facts(
        "2026-02-07",
        &["उत्तर प्रदेश में एसआईआर के दावे और आपत्तियां 6 मार्च तक ली जाएंगी। पहले यह काम 6 फरवरी तक होना था।"],
    );
    let deadlines: Vec<(String, Option<String>)> = facts
        .claims
        .iter()
        .map(|f| (format!("{:?}", f.value.check.as_ref().map(|c| c.0)), f.value.superseded_by.map(|d| d.to_string())))
        .collect();
    let agrees = "Some(Agrees)".to_owned();
    assert_eq!(deadlines, [(agrees.clone(), None), (agrees, Some("2026-03-06".to_owned()))]);
}

#[test]
fn last_days_of_rolls_are_told_in_several_ways() {
    for text in [
        "दावे-आपत्ति की अंतिम तिथि 6 फरवरी है।",
        "दावे 6 जनवरी से 6 फरवरी के बीच लिए जाएंगे।",
        "The last date for claims and objections is February 6.",
        "Claims can be filed between January 6 and February 6.",
        "Voters have until 6 February to file claims.",
    ] {
        let facts = facts("2026-01-20", &[&format!("उत्तर प्रदेश में एसआईआर चल रहा है। {text}")]);
        assert_eq!(claims(&facts), ["2026-02-06 date"], "{text}");
    }
}

#[test]
fn a_book_is_read_up_to_a_limit_and_that_is_said() {
    let text = "जिलाध्यक्ष राम यादव ने कहा कि उन्नाव के हर बूथ पर 200 मत लेने हैं। ".repeat(20_000);
    let facts = facts("2024-04-01", &[&text]);
    assert_eq!(facts.notes.iter().map(|note| note.name).collect::<Vec<_>>(), ["long-text"]);
    assert_eq!(claims(&facts), ["200 votes_per_booth"]);
}

/// Words that the rules look for, marks between them, and anything else.
fn texts() -> impl Strategy<Value = String> {
    let words = "कानपुर|लोकसभा|सीट|चुनाव|2024|के|ने|कहा|कि|जिलाध्यक्ष|राम यादव|,|।|(|)|\"|छठे|चरण|को|रविवार|20|फरवरी|तक|बूथ|पर|370|से|अधिक|\
        वोट|लाख|डेढ़|10-12|एसआईआर|दावे|बैठक|होगी|हुई|होटल|में|UP|SP|the|on|May|4|president|Anil Kumar|said|Rs|3.5|crore|seats|of|phase|until|आदि उपस्थित|\u{200d}|₹|%|:";
    let known = proptest::sample::select(words.split('|').collect::<Vec<_>>()).prop_map(str::to_owned);
    proptest::collection::vec(prop_oneof![8 => known, 1 => any::<String>()], 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_and_words_stand_in_it(text in texts(), day in prop_oneof![Just("2024-04-29"), Just("unknown")]) {
        let facts = facts(day, &[&text]);
        for claim in &facts.claims {
            prop_assert!(text.contains(&claim.words) && !claim.words.is_empty());
        }
        for person in &facts.people {
            prop_assert!(text.contains(&person.value.name));
        }
    }
}
