//! Leads and professional measures over HTTP: who sees them, a tip from its intake to its case, and an informant who never shows.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::Visitor;
use ins_tests::officers::{hidden, links, seed, sign_in};

/// What stands in a field of a form, whatever its other attributes.
fn field(html: &str, name: &str) -> String {
    let input = html.split("<input").find(|input| input.contains(&format!("name=\"{name}\"")));
    let value = input.and_then(|input| input.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// Posts a form and reads the page it leads to.
fn post(officer: &mut Visitor, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = officer.post(&format!("/api/{form}"), fields);
    assert_eq!(answer.status, 303, "{form}: {}", answer.text());
    let page = answer.header("location").to_owned();
    let text = officer.get(&page).text();
    (page, text)
}

/// Takes a step of a lead or a measure against the version that `officer` sees now.
fn step(officer: &mut Visitor, file: &str, key: &str, more: &[(&str, &str)]) -> String {
    let form = officer.get(&format!("{file}/{key}"));
    assert_eq!(form.status, 200, "{file}/{key}");
    let form = form.text();
    let (id, version) = (hidden(&form, "dossier"), hidden(&form, "version"));
    let party = field(&form, "party");
    let mut fields = vec![("dossier", id.as_str()), ("version", version.as_str()), ("step", key)];
    if !party.is_empty() {
        fields.push(("party", party.as_str()));
    }
    fields.extend(more);
    post(officer, "buoc-nghiep-vu", &fields).1
}

/// The day some days from now as the form of a measure gives it.
fn today(officer: &mut Visitor) -> String {
    field(&officer.get("/thong-tin/tiep-nhan").text(), "received_date")
}

/// Takes a tip in and answers its address.
fn intake(officer: &mut Visitor, source: &str, name: &str, phone: &str) -> String {
    let form = officer.get("/thong-tin/tiep-nhan").text();
    let (id, day, time) = (hidden(&form, "dossier"), field(&form, "received_date"), field(&form, "received_time"));
    let fields = [
        ("dossier", id.as_str()),
        ("step", "tiep-nhan"),
        ("source", source),
        ("received_date", day.as_str()),
        ("received_time", time.as_str()),
        ("channel", "dien-thoai"),
        ("content", "Bán thuốc lá điếu nhập lậu"),
        ("subject", "Quán nước cổng chợ"),
        ("area", "Chợ thử nghiệm"),
        ("urgency", "thuong"),
        ("informant_name", name),
        ("informant_contact", phone),
    ];
    let (page, text) = post(officer, "mo-ho-so-nghiep-vu", &fields);
    assert!(page.starts_with("/thong-tin/") && page.contains("xong="), "{page}: {text}");
    page.split('?').next().expect("a path").to_owned()
}

/// Plans the verification of a lead and answers its address.
fn verify(officer: &mut Visitor, account: &str, lead: &str) -> String {
    let id = lead.trim_start_matches("/thong-tin/");
    let form = officer.get(&format!("/bien-phap/lap?loai=tham-tra-xac-minh&tin={id}")).text();
    let (file, day) = (hidden(&form, "dossier"), today(officer));
    let ticked = format!("officers.{account}");
    let fields = [
        ("dossier", file.as_str()),
        ("step", "tham-tra-xac-minh"),
        ("lead", id),
        (ticked.as_str(), "1"),
        ("work", "Xác minh tại chợ"),
        ("area", "Chợ thử nghiệm"),
        ("begins", day.as_str()),
        ("until", day.as_str()),
    ];
    let (page, text) = post(officer, "mo-ho-so-nghiep-vu", &fields);
    assert!(page.starts_with("/bien-phap/"), "{page}: {text}");
    page.split('?').next().expect("a path").to_owned()
}

#[test]
fn who_takes_in_and_who_plans() {
    for account in ["ksv10", "doitruong4", "phodoi4", "chicuctruong", "phapche", "tonghop", "trunguong"] {
        assert_eq!(sign_in(account).get("/thong-tin/tiep-nhan").status, 200, "{account} may be told");
    }
    for account in ["phapche", "tonghop", "trunguong"] {
        assert_eq!(sign_in(account).get("/bien-phap/lap?loai=giam-sat").status, 403, "{account}");
    }
    let mut administrator = sign_in("quantri");
    for page in ["/thong-tin", "/bien-phap", "/thong-tin/tiep-nhan"] {
        assert!([403, 404].contains(&administrator.get(page).status), "{page}");
    }
    assert_eq!(sign_in("ksv10").get("/bien-phap/lap?loai=khong-co").status, 404);
}

#[test]
fn a_tip_goes_from_intake_to_its_case() {
    let (mut officer, mut leader) = (sign_in("ksv13"), sign_in("doitruong5"));
    let lead = intake(&mut officer, "e", "", "");
    let text = officer.get(&lead).text();
    assert!(text.contains("phải được thẩm tra, xác minh trước"), "what is in the way is said: {text}");
    assert!(leader.get("/").text().contains(&lead), "it waits on the head's start page");
    for account in ["ksv14", "ksv10", "doitruong4", "phapche", "haiphong.chicuctruong", "quantri"] {
        let mut stranger = sign_in(account);
        for page in [lead.clone(), format!("{lead}/giay/1"), format!("{lead}/de-xuat-kiem-tra")] {
            assert_eq!(stranger.get(&page).status, 404, "{account}: {page}");
        }
        assert!(!links(&stranger.get("/thong-tin").text(), "/thong-tin/").contains(&lead), "{account}");
    }
    let measure = verify(&mut officer, "ksv13", &lead);
    let day = today(&mut officer);
    let text = step(&mut leader, &measure, "giao-thuc-hien", &[("until", "31/02/2026")]);
    assert!(text.contains("Có lỗi cần sửa") && text.contains("31/02/2026"), "what was typed is kept: {text}");
    let text = step(&mut leader, &measure, "giao-thuc-hien", &[("until", &day)]);
    assert!(text.contains("/QĐ-NV") && text.contains("Giao đến ngày"), "{text}");
    assert!(officer.get("/").text().contains(&measure), "it waits on the officer's start page");
    let report = [("result", "Có bày bán"), ("outcome", "co"), ("site", "Cổng chợ")];
    let text = step(&mut officer, &measure, "bao-cao-ket-qua", &report);
    assert!(text.contains("nhập khi đề xuất kiểm tra"), "all that is missing: {text}");
    let report = [
        ("result", "Có bày bán thuốc lá điếu nhập lậu"),
        ("outcome", "co"),
        ("site", "Cổng chợ thử nghiệm"),
        ("inspected", "Nguồn gốc thuốc lá"),
        ("acts", "Kinh doanh thuốc lá nhập lậu"),
        ("when", "01 ngày làm việc"),
        ("force", "04 công chức"),
    ];
    step(&mut officer, &measure, "bao-cao-ket-qua", &report);
    step(&mut leader, &measure, "ket-luan-co-dau-hieu", &[]);
    let text = step(&mut leader, &lead, "duyet-de-xuat", &[("opinion", "Đồng ý")]);
    assert!(text.contains("/ĐX-KT"), "the proposal stands on the lead: {text}");
    let method = [
        ("site", "Cổng chợ thử nghiệm"),
        ("inspected", "Nguồn gốc thuốc lá"),
        ("starts", day.as_str()),
        ("ends", day.as_str()),
        ("acts", "Kinh doanh thuốc lá nhập lậu"),
        ("situations", "Mời người chứng kiến"),
        ("team", "Trưởng đoàn và 03 thành viên"),
    ];
    let text = step(&mut leader, &lead, "phuong-an-kiem-tra", &method);
    assert!(text.contains("/PA-KT"), "{text}");

    let id = lead.trim_start_matches("/thong-tin/").to_owned();
    let found = officer.get(&format!("/ho-so/mo?de-xuat={id}&q=ho+kinh+doanh")).text();
    let party = found.split("/ho-so/mo?doi-tuong=").skip(1).filter_map(|rest| rest.split(['&', '"']).next());
    let party = party.into_iter().find(|party| party.len() == 36).expect("a party to choose").to_owned();
    let form = officer.get(&format!("/ho-so/mo?doi-tuong={party}&de-xuat={id}")).text();
    assert!(form.contains("Mở hồ sơ từ đề xuất") && form.contains("/PA-KT"), "the ground is filled in: {form}");
    let case = format!("00000000-0000-4000-8000-{:012x}", seed());
    let fields = [
        ("case_id", case.as_str()),
        ("party", party.as_str()),
        ("proposal", id.as_str()),
        ("place", "Cổng chợ thử nghiệm"),
        ("kind", "dot-xuat"),
        ("basis", "Đề xuất kiểm tra"),
        ("contents", "Nguồn gốc thuốc lá"),
        ("scope_from", "01/01/2026"),
        ("scope_to", "01/02/2026"),
        ("working_days", "1"),
        ("leader", "ksv13"),
    ];
    let mut stranger = sign_in("ksv14");
    assert_eq!(stranger.post("/api/trinh-quyet-dinh-kiem-tra", &fields).status, 404, "of a lead he may not know of");
    let (page, text) = post(&mut officer, "trinh-quyet-dinh-kiem-tra", &fields);
    assert!(page.starts_with(&format!("/ho-so/{case}")), "{text}");
    assert!(officer.get(&lead).text().contains(&format!("/ho-so/{case}")), "the lead links to its case");
    let mut twice = fields;
    twice[0].1 = "01990000-0000-7000-8000-000000000003";
    let (_, text) = post(&mut officer, "trinh-quyet-dinh-kiem-tra", &twice);
    assert!(text.contains("Mỗi đề xuất mở một hồ sơ"), "{text}");
}

/// The identity is read by the officer in charge on one page, and stands on no other, nor in a form that was refused.
#[test]
fn an_informant_never_shows() {
    let (mut officer, mut leader) = (sign_in("ksv14"), sign_in("doitruong5"));
    let number = seed() % 1_000_000;
    let (name, phone) = (format!("Giả Định Thử {number}"), format!("0900{number:06}"));
    let form = officer.get("/thong-tin/tiep-nhan").text();
    let id = hidden(&form, "dossier");
    let refused = [
        ("dossier", id.as_str()),
        ("step", "tiep-nhan"),
        ("content", "Bán hàng lậu ở chợ"),
        ("area", ""),
        ("documents", phone.as_str()),
        ("informant_name", name.as_str()),
        ("informant_contact", phone.as_str()),
    ];
    let (page, text) = post(&mut officer, "mo-ho-so-nghiep-vu", &refused);
    assert!(page.contains("nhap=") && text.contains("Bán hàng lậu ở chợ"), "what was told is kept: {text}");
    assert!(text.contains("không được lưu tạm"), "and it is said that the identity is not: {text}");
    let draft = page.split("nhap=").nth(1).expect("a draft");
    let kept = officer.get(&format!("/api/draft?id={draft}")).text();
    for (place, words) in [("page", &text), ("draft", &kept)] {
        assert!(!words.contains(&name) && !words.contains(&phone), "{place}: {words}");
    }
    let lead = intake(&mut officer, "e", &name, &phone);
    let vault = format!("{lead}/nguoi-cung-cap");
    let text = officer.get(&vault).text();
    assert!(text.contains(&name) && text.contains("đã được ghi lại"), "{text}");
    for account in ["doitruong5", "chicuctruong", "trunguong", "ksv13", "quantri"] {
        assert_eq!(sign_in(account).get(&vault).status, 404, "{account}");
        let api = format!("/api/nguoi-cung-cap?id={}", lead.trim_start_matches("/thong-tin/"));
        let answer = sign_in(account).send("GET", &api, &[("Accept", "application/json")], b"");
        assert!(answer.status == 404 && !answer.text().contains(&name), "{account}: {}", answer.text());
    }
    let search = format!("/tim-kiem?q={phone}");
    for page in [lead.as_str(), "/thong-tin", &format!("{lead}/giay/1"), "/", "/so-van-ban", &search] {
        for who in [&mut officer, &mut leader] {
            let text = who.get(page).text();
            // The search shows the words that were searched for, and no more.
            assert!(!text.contains(&name) && (page == search || !text.contains(&phone)), "{page}: {text}");
        }
    }
    let id = lead.trim_start_matches("/thong-tin/");
    let (_, text) = post(&mut officer, "ban-giao-nguon-tin", &[("lead", id), ("keeper", "ksv15")]);
    assert!(text.contains("không nhận bàn giao được"), "{text}");
    let (_, text) = post(&mut officer, "ban-giao-nguon-tin", &[("lead", id), ("keeper", "doitruong5")]);
    assert!(text.contains("Đã bàn giao"), "{text}");
    assert_eq!(officer.get(&vault).status, 404);
    assert!(leader.get(&vault).text().contains(&name));
    let log = leader.get(&lead).text();
    assert!(log.contains("Bàn giao việc phụ trách nguồn tin") && log.contains("Mở xem nhân thân"), "{log}");
}
