//! Every command of a case over HTTP, one by one: signed out, of another unit, by a role that does not do it, at a stage where
//! it does not belong, and against a version that has passed. Each answer names what is wrong, and nothing happens.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::case::procedure::{self, Kind, Procedure};
use ins_tests::http::{Answer, Visitor};
use ins_tests::officers::sign_in;

/// The steps of the main line with answers that a form would accept, and whether they belong to a case that was found
/// without an inspection and waits for its violation record.
const MAIN: [(&str, &[(&str, &str)]); 11] = [
    ("ky-quyet-dinh-kiem-tra", &[]),
    ("ket-luan-kiem-tra", &[("note", "Không vi phạm")]),
    ("giai-trinh", &[("kind", "van-ban"), ("received_on", TODAY), ("content", "Giải trình")]),
    ("tra-lai", &[("reason", "Sửa lại")]),
    ("ky-quyet-dinh-xu-phat", &[]),
    ("giao-quyet-dinh", &[("method", "truc-tiep"), ("received_on", TODAY), ("receiver", "B")]),
    ("nop-phat", &[("paid_on", TODAY), ("amount", "1000"), ("receipt", "KB-1")]),
    ("thi-hanh", &[("part", "tich-thu"), ("done_on", TODAY), ("note", "Xong")]),
    ("ket-thuc", &[("note", "Xong")]),
    ("trinh-ky-xu-phat", &[]),
    ("bien-ban-kiem-tra", &[]),
];

/// Stands for the day of the run.
const TODAY: &str = "{today}";

/// A case found today without an inspection: `(path, today)`.
fn open(officer: &mut Visitor) -> (String, String) {
    let page = officer.get("/ho-so/mo?doi-tuong=chua-xac-dinh&hinh-thuc=khong-qua-kiem-tra").text();
    let value = |name: &str| {
        let field = page.split(&format!("name=\"{name}\"")).nth(1).expect(name);
        field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(name).to_owned()
    };
    let (id, day) = (value("case_id"), value("scope_from"));
    let fields = [
        ("case_id", id.as_str()),
        ("party", "chua-xac-dinh"),
        ("kind", "khong-qua-kiem-tra"),
        ("place", "Bến xe Phố Hiến"),
        ("scope_from", &day),
        ("basis", "Phát hiện khi tuần tra"),
        ("contents", "Hàng không có người nhận"),
        ("leader", "ksv1"),
    ];
    let answer = officer.post("/api/trinh-quyet-dinh-kiem-tra", &fields);
    assert!(answer.header("location").starts_with(&format!("/ho-so/{id}")), "{} {}", answer.status, answer.text());
    (id, day)
}

/// Answers to every question of a procedure as a form would post them.
fn answers(procedure: &Procedure, day: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for field in procedure.questions() {
        let key = field.key;
        match field.kind {
            Kind::Text | Kind::Lines => fields.push((key.to_owned(), "nội dung".to_owned())),
            Kind::Date => fields.push((key.to_owned(), day.to_owned())),
            Kind::Moment => {
                fields.push((format!("{key}_date"), day.to_owned()));
                fields.push((format!("{key}_time"), "00:01".to_owned()));
            }
            Kind::Money => fields.push((key.to_owned(), "100000".to_owned())),
            Kind::Count { min, .. } => fields.push((key.to_owned(), min.to_string())),
            Kind::Choice(list) => fields.push((key.to_owned(), list.first().expect("a choice").0.to_owned())),
            Kind::Exhibits | Kind::PricedExhibits => fields.push((format!("{key}.0.take"), "1".to_owned())),
            Kind::Paper => fields.push((key.to_owned(), String::new())),
        }
    }
    fields
}

/// Every command: its address and what is posted.
fn commands(day: &str) -> Vec<(String, Vec<(String, String)>)> {
    let main = MAIN.iter().map(|(key, given)| {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), value.replace(TODAY, day)));
        ((*key).to_owned(), given.collect())
    });
    main.chain(procedure::all().map(|found| (found.key.to_owned(), answers(found, day)))).collect()
}

fn post(who: &mut Visitor, case: &str, version: u32, key: &str, given: &[(String, String)]) -> Answer {
    let version = version.to_string();
    let mut fields = vec![("case", case), ("version", version.as_str()), ("step", key)];
    fields.extend(given.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    who.post("/api/buoc", &fields)
}

/// The page a refused form leads back to.
fn told(who: &mut Visitor, answer: &Answer) -> String {
    let place = answer.header("location").to_owned();
    assert!(answer.status == 303 && place.contains("nhap="), "{} {place}", answer.status);
    who.get(&place).text()
}

/// How many events the case has: none of what is refused may add one.
fn version(officer: &mut Visitor, case: &str) -> u32 {
    let page = officer.get(&format!("/ho-so/{case}/lam-viec")).text();
    let field = page.split("name=\"version\" value=\"").nth(1).expect("a version");
    field.split('"').next().and_then(|text| text.parse().ok()).expect("a figure")
}

#[test]
fn every_command_is_refused_to_who_may_not_and_when_it_may_not() {
    let mut officer = sign_in("ksv1");
    let (case, day) = open(&mut officer);
    let commands = commands(&day);
    assert!(commands.len() > 120, "{}", commands.len());
    let at = version(&mut officer, &case);
    let mut of_another_unit = sign_in("ksv7");
    let mut reader = sign_in("tonghop");
    let mut nobody = Visitor::new();
    for (key, given) in &commands {
        let page = format!("/ho-so/{case}/{key}");
        assert_eq!(of_another_unit.get(&page).status, 404, "{key} of another unit");
        assert_eq!(post(&mut of_another_unit, &case, at, key, given).status, 404, "{key} of another unit");
        let out = post(&mut nobody, &case, at, key, given);
        assert!(
            out.status == 303 && out.header("location").starts_with("/dang-nhap"),
            "{key} signed out: {}",
            out.status
        );
        // Who only reads is told who does it. The steps of the main line read their answers first.
        if procedure::find(key).is_some() || matches!(key.as_str(), "ky-quyet-dinh-kiem-tra" | "ky-quyet-dinh-xu-phat")
        {
            let answer = post(&mut reader, &case, at, key, given);
            let back = told(&mut reader, &answer);
            assert!(back.contains("trên hệ thống này. Việc này do"), "{key} by a reader: {back}");
        }
    }
    assert_eq!(version(&mut officer, &case), at, "nothing happened");
}

#[test]
fn every_command_out_of_turn_names_the_stage_and_the_article() {
    let (mut officer, mut leader, mut head) = (sign_in("ksv1"), sign_in("doitruong1"), sign_in("chicuctruong"));
    let (case, day) = open(&mut officer);
    let at = version(&mut officer, &case);
    let stage = domain::case::Stage::InspectionRecordedViolation;
    let mut out_of_turn = 0;
    for (key, given) in commands(&day) {
        let found = procedure::find(&key);
        if found.is_some_and(|found| found.stages.contains(&stage)) || key == "trinh-ky-xu-phat" {
            continue;
        }
        out_of_turn += 1;
        let mut all = Vec::new();
        for who in [&mut officer, &mut leader, &mut head] {
            let answer = post(who, &case, at, &key, &given);
            all.push(told(who, &answer));
        }
        let named = all.iter().filter(|back| back.contains(stage.label())).count();
        if let Some(found) = found {
            assert!(named >= 1, "{key}: {}", all.join("\n"));
            let article = found.place.split([';', ',']).next().expect("a place");
            assert!(all.iter().any(|back| back.contains(article)), "{key}: {article}");
        } else if key != "bien-ban-kiem-tra" {
            assert!(named >= 1, "{key}: {}", all.join("\n"));
        }
    }
    assert!(out_of_turn > 70, "{out_of_turn}");
    assert_eq!(version(&mut officer, &case), at, "nothing happened");
}

#[test]
fn every_command_against_a_passed_version_is_told_what_changed() {
    let mut officer = sign_in("ksv1");
    let (case, day) = open(&mut officer);
    let at = version(&mut officer, &case);
    let given = answers(procedure::find("lam-viec").expect("a procedure"), &day);
    let done = post(&mut officer, &case, at, "lam-viec", &given);
    assert!(done.header("location").contains("xong="), "{} {}", done.status, done.header("location"));
    let mut stale = 0;
    for (key, given) in commands(&day) {
        let exhibits = given.iter().any(|(name, _)| name.contains(".take"));
        let papers =
            procedure::find(&key).is_some_and(|found| found.questions().any(|field| matches!(field.kind, Kind::Paper)));
        // These cannot be answered before there are exhibits, papers or a proposal, or are read against them.
        let proposed = ["trinh-ky-xu-phat", "tra-lai", "ky-quyet-dinh-xu-phat", "bien-ban-kiem-tra"];
        if exhibits || papers || proposed.contains(&key.as_str()) {
            continue;
        }
        let answer = post(&mut officer, &case, at, &key, &given);
        let back = told(&mut officer, &answer);
        assert!(back.contains("vừa được người khác sửa"), "{key}: {back}");
        stale += 1;
    }
    assert!(stale > 60, "{stale}");
    assert_eq!(version(&mut officer, &case), at + 1, "nothing else happened");
}
