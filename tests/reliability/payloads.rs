//! Texts that want to be more than texts, through every text field of the main forms, read back wherever they are shown: pages, papers,
//! forms that come back with errors, lists, search, DOCX, XLSX, CSV. A parser of browsers' HTML says whether anything arose from them.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::calendar::{format_date, to_local};
use domain::exchange::csv;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use ins_tests::field::{minute, new_id};
use ins_tests::http::{Answer, Visitor, encode};
use ins_tests::officers::{hidden, sign_in};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::io::{Cursor, Read};

/// The corpus, with its escapes read.
fn payloads() -> Vec<String> {
    let text = std::fs::read_to_string(ins_tests::root().join("tests/reliability/payloads.txt")).expect("the corpus");
    let read = |line: &str| {
        let mut out = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('\\') {
            out.push_str(before);
            rest = if let Some(code) = after.strip_prefix("u{") {
                let (digits, tail) = code.split_once('}').expect("an escape");
                out.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).expect("a character"));
                tail
            } else {
                let (letter, tail) = after.split_at(1);
                out.push_str(match letter {
                    "n" => "\n",
                    "r" => "\r",
                    "t" => "\t",
                    "0" => "\0",
                    other => other,
                });
                tail
            };
        }
        out + rest
    };
    let all: Vec<String> = text.lines().map(read).collect();
    assert!(all.len() >= 60, "{}", all.len());
    all
}

/// What a page is made of: words, and whatever a payload may have become.
struct Looked {
    words: String,
    wrong: Vec<String>,
}

fn look(html: &str) -> Looked {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut looked = Looked { words: String::new(), wrong: Vec::new() };
    walk(&dom.document, "", &mut looked);
    looked
}

fn walk(node: &Handle, within: &str, looked: &mut Looked) {
    let mut name = String::new();
    match &node.data {
        NodeData::Text { contents } => {
            if !matches!(within, "script" | "style") {
                looked.words.push_str(&contents.borrow());
            } else if within == "style" && contents.borrow().contains("xmark") {
                looked.wrong.push("a style sheet holds a payload".to_owned());
            }
        }
        NodeData::Comment { contents } if contents.contains("xmark") => {
            looked.wrong.push(format!("a comment holds {contents}"));
        }
        NodeData::Element { name: element, attrs, .. } => {
            name = element.local.to_string();
            let list: Vec<(String, String)> =
                attrs.borrow().iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
            let has = |wanted: &str| list.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str());
            if name.contains("xmark")
                || matches!(
                    name.as_str(),
                    "iframe" | "object" | "embed" | "base" | "math" | "frame" | "xml" | "marquee"
                )
            {
                looked.wrong.push(format!("an element {name}"));
            }
            if name == "script"
                && has("nonce").is_none()
                && has("src").is_none_or(|src| !src.starts_with('/'))
                && has("type") != Some("application/json")
            {
                looked.wrong.push(format!("a script without a nonce: {list:?}"));
            }
            if name == "meta" && has("http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh")) {
                looked.wrong.push(format!("a refresh: {list:?}"));
            }
            for (key, value) in &list {
                let value = value.trim().to_lowercase();
                let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
                let leads = matches!(
                    key.as_str(),
                    "href" | "src" | "action" | "formaction" | "data" | "poster" | "background" | "srcset"
                );
                let runs = ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| bare.starts_with(scheme));
                let away = bare.starts_with("//")
                    || bare.contains("evil.example") && !bare.starts_with('/') && !bare.starts_with('?');
                if key.starts_with("on")
                    || key.contains("xmark")
                    || key.contains(['<', '"', '\''])
                    || (leads && (runs || away))
                    || key == "srcdoc"
                    || (key == "style" && value.contains("xmark"))
                {
                    looked.wrong.push(format!("<{name} {key}={value:?}>"));
                }
            }
            // Contents of a template are a document of their own.
            if let NodeData::Element { template_contents, .. } = &node.data
                && let Some(inner) = template_contents.borrow().as_ref()
            {
                walk(inner, &name, looked);
            }
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        walk(child, if name.is_empty() { within } else { &name }, looked);
    }
}

/// Rounds where nothing else is asked: every payload is in some ten fields. As many as there are payloads put each into every field.
const FEW: usize = 28;

struct Seen {
    pages: usize,
    /// Pages that show some payload as words.
    shown: usize,
}

impl Seen {
    fn page(&mut self, answer: &Answer, what: &str) {
        assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text());
        assert!(!answer.headers.contains_key("set-cookie") || !answer.header("set-cookie").contains("a=b"), "{what}");
        let looked = look(&answer.text());
        assert_eq!(looked.wrong, Vec::<String>::new(), "{what}");
        self.pages += 1;
        self.shown += usize::from(looked.words.contains("xmark"));
    }
}

/// Posts a form with payloads; where the form refuses them it is looked at, and posted again without.
fn post(
    who: &mut Visitor,
    seen: &mut Seen,
    address: &str,
    plain: &[(&str, &str)],
    fields: &[(&str, String)],
) -> (Answer, bool) {
    let mut all: Vec<(&str, &str)> = plain.to_vec();
    all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
    let answer = who.post(address, &all);
    assert_eq!(answer.status, 303, "{address}: {}", answer.text());
    if !answer.header("location").contains("nhap=") {
        return (answer, true);
    }
    let place = answer.header("location").to_owned();
    seen.page(&who.get(&place), &format!("{address} with errors"));
    let mut safe: Vec<(&str, &str)> = plain.to_vec();
    safe.extend(fields.iter().map(|(name, _)| (*name, "Nội dung")));
    let answer = who.post(address, &safe);
    assert!(
        answer.status == 303 && !answer.header("location").contains("nhap="),
        "{address}: {}",
        who.get(answer.header("location")).text()
    );
    (answer, false)
}

/// The fields of a round: each gets another payload, and over all rounds every one of them.
fn fields<'a>(names: &[&'a str], all: &[String], round: usize, first: usize) -> Vec<(&'a str, String)> {
    let of = |place: usize| all.get((round + first + place) % all.len()).cloned().unwrap_or_default();
    names.iter().enumerate().map(|(place, name)| (*name, of(place))).collect()
}

const PARTY: [&str; 12] = [
    "name",
    "address",
    "occupation",
    "representative",
    "representative_title",
    "registration",
    "registered_at",
    "nationality",
    "aliases",
    "establishment_name",
    "establishment_address",
    "business",
];
const OPENING: [&str; 3] = ["basis", "place", "contents"];
const INSPECTION: [&str; 5] = ["place", "representative", "witness", "findings", "party_opinion"];
const VIOLATION: [&str; 9] = [
    "place",
    "representative",
    "party_opinion",
    "witness",
    "acts.0.description",
    "exhibits.0.name",
    "exhibits.0.unit",
    "exhibits.0.origin",
    "exhibits.0.condition",
];

#[test]
fn a_text_is_a_text_wherever_it_goes() {
    let all = payloads();
    let rounds = std::env::var("INS_PAYLOAD_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW);
    let (mut officer, mut leader, mut section) = (sign_in("ksv6"), sign_in("doitruong2"), sign_in("phapche"));
    let mut seen = Seen { pages: 0, shown: 0 };
    let now = to_local(jiff::Timestamp::now());
    let (day, at) = (format_date(now.date()), minute());
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    let (mut accepted, mut posted) = (0, 0);
    // Whatever else there is time for: a name that ends the title of its page, where a name stands in no element of its own.
    let title = all.iter().position(|text| text.starts_with("</title>"));
    assert!(title.is_some(), "the corpus holds an end of a title");
    for round in (0..rounds).chain(title) {
        seen.page(&officer.get("/doi-tuong/dang-ky"), "the form of a party");
        let plain = [("kind", "household-business"), ("passport", "P1234567"), ("confirmed", "1")];
        let (answer, taken) =
            post(&mut officer, &mut seen, "/api/dang-ky-doi-tuong", &plain, &fields(&PARTY, &all, round, 0));
        accepted += usize::from(taken);
        let party =
            answer.header("location").split(['/', '?']).find(|part| part.len() == 36).expect("a party").to_owned();
        for path in [
            format!("/doi-tuong/{party}"),
            format!("/doi-tuong/{party}/sua"),
            format!("/doi-tuong/{party}/lich-su"),
            format!("/ho-so/mo?doi-tuong={party}"),
        ] {
            seen.page(&officer.get(&path), &path);
        }
        let case = new_id().to_string();
        let plain = [
            ("case_id", case.as_str()),
            ("party", party.as_str()),
            ("kind", "dot-xuat"),
            ("scope_from", "01/01/2026"),
            ("scope_to", day.as_str()),
            ("working_days", "1"),
            ("leader", "ksv6"),
        ];
        let (_, taken) =
            post(&mut officer, &mut seen, "/api/trinh-quyet-dinh-kiem-tra", &plain, &fields(&OPENING, &all, round, 12));
        accepted += usize::from(taken);
        let path = format!("/ho-so/{case}");
        let version = hidden(&leader.get(&format!("{path}/ky-quyet-dinh-kiem-tra")).text(), "version");
        leader.post("/api/buoc", &[("case", &case), ("version", &version), ("step", "ky-quyet-dinh-kiem-tra")]);
        let step = |officer: &mut Visitor,
                    seen: &mut Seen,
                    step: &str,
                    more: &[(&str, &str)],
                    texts: &[(&str, String)]| {
            let page = officer.get(&format!("{path}/{step}"));
            seen.page(&page, step);
            let version = hidden(&page.text(), "version");
            let mut plain =
                vec![("case", case.as_str()), ("version", version.as_str()), ("step", step), ("signature", "signed")];
            plain.extend_from_slice(more);
            post(officer, seen, "/api/buoc", &plain, texts).1
        };
        let more = [
            ("announced_date", day.as_str()),
            ("announced_time", &time),
            ("finished_date", &day),
            ("finished_time", &time),
            ("violation_found", "yes"),
        ];
        accepted += usize::from(step(
            &mut officer,
            &mut seen,
            "bien-ban-kiem-tra",
            &more,
            &fields(&INSPECTION, &all, round, 15),
        ));
        let more = [
            ("made_date", day.as_str()),
            ("made_time", &time),
            ("acts.0.behaviour", "nd98-d15-k1"),
            ("acts.0.committed_on", &day),
            ("exhibits.0.quantity", "1"),
            ("exhibits.0.unit_price", "1000"),
        ];
        accepted +=
            usize::from(step(&mut officer, &mut seen, "bien-ban-vi-pham", &more, &fields(&VIOLATION, &all, round, 20)));
        let comment = new_id().to_string();
        let said = fields(&["comment_text"], &all, round, 29);
        post(&mut section, &mut seen, "/api/neu-y-kien", &[("case", &case), ("comment", &comment)], &said);
        posted += 5;
        for what in [
            "",
            "/lam-viec",
            "/muc-luc",
            "/y-kien",
            "/giay/quyet-dinh-kiem-tra",
            "/giay/bien-ban-kiem-tra",
            "/giay/bien-ban-vi-pham-hanh-chinh",
            "/giay/can-cu-phap-ly",
            "/trinh-ky-xu-phat",
            "/giai-trinh",
        ] {
            let address = format!("{path}{what}");
            seen.page(&officer.get(&address), &address);
        }
        for paper in ["quyet-dinh-kiem-tra", "bien-ban-kiem-tra", "bien-ban-vi-pham-hanh-chinh"] {
            let file = officer.get(&format!("/van-ban/{case}/{paper}.docx"));
            assert_eq!(file.status, 200, "{paper}");
            word_file(&file.body, paper);
        }
        // As a question, and as words in addresses.
        let asked = encode(all.get(round % all.len()).map_or("", String::as_str));
        for address in [
            "/tim-kiem?q=",
            "/doi-tuong?q=",
            "/ho-so?tu-khoa=",
            "/danh-muc?q=",
            "/tra-cuu?doi-tuong=",
            "/dang-nhap?tiep=",
            "/khoi-tao?ma=",
            "/khong-co/",
        ] {
            seen.page(&officer.get(&format!("{address}{asked}")), address);
        }
    }
    for list in ["/", "/ho-so", "/doi-tuong", "/dia-ban/33-02", "/so-van-ban", "/dieu-hanh"] {
        let answer = officer.get(list);
        seen.page(&answer, list);
        seen.page(&leader.get(list), list);
    }
    let rows = exports(&mut officer);
    assert!(seen.shown * 3 > seen.pages, "{} of {} pages show a payload", seen.shown, seen.pages);
    let texts = PARTY.len() + OPENING.len() + INSPECTION.len() + VIOLATION.len() + 1;
    println!(
        "attack | {} payloads through {texts} text fields, read by html5ever | {} pages, {} DOCX, {rows} rows of CSV and XLSX: no element, attribute, script or formula arose; {accepted} of {} forms took them as text |",
        all.len(),
        seen.pages,
        rounds * 3,
        posted - rounds
    );
}

/// Every part of a paper is XML whose elements are those of the format; nothing is a field that runs.
fn word_file(bytes: &[u8], what: &str) {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        let xml = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{what}: {error}: {text}"));
        for node in xml.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            assert!(!name.contains("xmark") && !["fldSimple", "script", "object"].contains(&name), "{what}: <{name}>");
            // The one field there is counts the pages.
            assert!(name != "instrText" || node.text().is_some_and(|text| text.trim() == "PAGE"), "{what}: <{name}>");
            assert!(node.attributes().all(|attribute| !attribute.name().contains("xmark")), "{what}: <{name}>");
        }
    }
}

/// Lists as files: cells that no spreadsheet runs. How many rows.
fn exports(officer: &mut Visitor) -> usize {
    let mut rows = 0;
    for list in ["vu-viec", "doi-tuong", "co-so", "tra-cuu"] {
        let answer = officer.get(&format!("/trao-doi/xuat/{list}.csv"));
        assert_eq!(answer.status, 200, "{list}");
        let text = answer.text();
        for row in csv::read(text.trim_start_matches('\u{feff}'), csv::separator(&text))
            .unwrap_or_else(|error| panic!("{list}: {}", error.message()))
        {
            for cell in &row {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
                        || cell.parse::<f64>().is_ok(),
                    "{list}.csv: {cell:?}"
                );
            }
            rows += 1;
        }
        let answer = officer.get(&format!("/trao-doi/xuat/{list}.xlsx"));
        let mut package =
            zip::ZipArchive::new(Cursor::new(answer.body.as_slice())).unwrap_or_else(|error| panic!("{list}: {error}"));
        for index in 0..package.len() {
            let mut part = package.by_index(index).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            let xml = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{list}: {error}"));
            for node in xml.descendants().filter(roxmltree::Node::is_element) {
                let name = node.tag_name().name();
                assert!(
                    !name.contains("xmark")
                        && !["f", "hyperlink", "ddeLink", "oleLink", "externalLink"].contains(&name),
                    "{list}.xlsx: <{name}>"
                );
            }
        }
    }
    rows
}
