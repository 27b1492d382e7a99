//! Inspection plans over HTTP: a team drafts, its province's head approves, a wrong form keeps what was typed, and a case is
//! opened from an item.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::Visitor;
use ins_tests::officers::{links, sign_in};

/// What stands behind a marker up to the next quote.
fn after<'a>(html: &'a str, marker: &str) -> &'a str {
    html.split(marker).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("no {marker}"))
}

/// Posts a form and reads the page it leads to.
fn post(officer: &mut Visitor, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = officer.post(&format!("/api/{form}"), fields);
    assert_eq!(answer.status, 303, "{form}: {}", answer.text());
    let page = answer.header("location").to_owned();
    let text = officer.get(&page).text();
    (page, text)
}

/// Posts a step of a plan against the version that `officer` sees now.
fn step(officer: &mut Visitor, plan: &str, step: &str, more: &[(&str, &str)]) -> String {
    let html = officer.get(plan).text();
    let version = after(&html, "name=\"version\" value=\"").to_owned();
    let id = plan.trim_start_matches("/ke-hoach/").to_owned();
    let mut fields = vec![("plan", id.as_str()), ("version", version.as_str()), ("step", step)];
    fields.extend(more);
    post(officer, "buoc-ke-hoach", &fields).1
}

/// Begins a plan of this officer's unit and answers its path.
fn begin(officer: &mut Visitor) -> String {
    let html = officer.get("/ke-hoach/lap").text();
    let id = after(&html, "name=\"plan\" value=\"").to_owned();
    // The input names its value after its own attributes.
    let field = html.split("<input").find(|input| input.contains("name=\"year\"")).expect("a year");
    let year = after(field, "value=\"").to_owned();
    let fields = [
        ("plan", id.as_str()),
        ("kind", "chuyen-de"),
        ("year", year.as_str()),
        ("title", "Kế hoạch chuyên đề thử nghiệm"),
        ("orientation_number", "3120/QĐ-BCT"),
        ("orientation_date", "30/02/2026"),
    ];
    let (page, text) = post(officer, "lap-ke-hoach", &fields);
    assert!(page.contains("nhap=") && text.contains("30/02/2026") && text.contains("3120/QĐ-BCT"), "{page}");
    let mut right = fields;
    right[5].1 = "12/11/2025";
    let (page, text) = post(officer, "lap-ke-hoach", &right);
    assert!(text.contains("Đã lập kế hoạch"), "{text}");
    page.split('?').next().expect("a path").to_owned()
}

#[test]
fn who_drafts_and_who_reads() {
    for account in ["ksv10", "doitruong4", "phodoi4", "chicuctruong", "phochicuctruong"] {
        assert_eq!(sign_in(account).get("/ke-hoach/lap").status, 200, "{account}");
    }
    for account in ["phapche", "tonghop", "trunguong"] {
        let mut officer = sign_in(account);
        assert_eq!(officer.get("/ke-hoach").status, 200, "{account}");
        assert_eq!(officer.get("/ke-hoach/lap").status, 403, "{account}");
    }
    let mut administrator = sign_in("quantri");
    assert!([403, 404].contains(&administrator.get("/ke-hoach").status));
    assert_eq!(sign_in("ksv10").get("/ke-hoach?nam=hai").status, 404);
    assert_eq!(sign_in("ksv10").get("/ke-hoach?don-vi=33-05").status, 404, "a unit beside");
}

#[test]
fn a_plan_goes_up_comes_back_and_is_approved() {
    let mut leader = sign_in("doitruong4");
    let plan = begin(&mut leader);
    let text = step(&mut leader, &plan, "trinh-ke-hoach", &[]);
    assert!(text.contains("chưa có đối tượng kiểm tra nào"), "{text}");

    let found = leader.get(&format!("{plan}?q=ho+kinh+doanh")).text();
    let party = found
        .split(&format!("{plan}?doi-tuong="))
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a party to choose")
        .to_owned();
    let form = leader.get(&format!("{plan}?doi-tuong={party}")).text();
    let item = after(&form, "name=\"item\" value=\"").to_owned();
    let content = format!("Nội dung thử {}", std::process::id());
    let fields = [
        ("party", party.as_str()),
        ("item", item.as_str()),
        ("contents", content.as_str()),
        ("when", ""),
        ("unit", "33-04"),
    ];
    let text = step(&mut leader, &plan, "them-muc", &fields);
    assert!(text.contains("Chọn tháng hoặc quý") && text.contains(&content), "what was typed is kept: {text}");
    let mut right = fields;
    right[3].1 = "thang-12";
    let text = step(&mut leader, &plan, "them-muc", &right);
    assert!(text.contains("Đã thêm đối tượng") && text.contains(&content), "{text}");
    let mut again = right;
    again[1].1 = "01990000-0000-7000-8000-000000000001";
    let text = step(&mut leader, &plan, "them-muc", &again);
    assert!(text.contains("Điều 20 Pháp lệnh Quản lý thị trường"), "the same twice: {text}");
    let text = step(&mut leader, &plan, "trinh-ke-hoach", &[]);
    assert!(text.contains("Đã trình phê duyệt") && text.contains("5 ngày làm việc"), "{text}");

    for account in ["doitruong5", "haiphong.chicuctruong", "quantri"] {
        let mut stranger = sign_in(account);
        assert_eq!(stranger.get(&plan).status, 404, "{account}");
        let id = plan.trim_start_matches("/ke-hoach/");
        let fields = [("plan", id), ("version", "3"), ("step", "phe-duyet-ke-hoach")];
        assert_eq!(stranger.post("/api/buoc-ke-hoach", &fields).status, 404, "{account}");
    }
    let mut head = sign_in("chicuctruong");
    assert!(head.get("/").text().contains(&plan), "it waits on the head's start page");
    let text = step(&mut head, &plan, "tra-lai-ke-hoach", &[("return_reason", "Bổ sung nội dung")]);
    assert!(text.contains("Đã trả lại kế hoạch"), "{text}");
    let text = step(&mut leader, &plan, "trinh-ke-hoach", &[]);
    assert!(text.contains("Đã trình phê duyệt"), "{text}");
    let id = plan.trim_start_matches("/ke-hoach/").to_owned();
    let stale = [("plan", id.as_str()), ("version", "1"), ("step", "phe-duyet-ke-hoach")];
    let (_, text) = post(&mut head, "buoc-ke-hoach", &stale);
    assert!(text.contains("đã được người khác sửa"), "{text}");
    let text = step(&mut head, &plan, "phe-duyet-ke-hoach", &[]);
    assert!(text.contains("/QĐ-PDKH") && text.contains("Đã phê duyệt kế hoạch"), "{text}");
    let sheet = head.get(&format!("{plan}/in")).text();
    assert!(sheet.contains("QUYẾT ĐỊNH") && sheet.contains("KẾ HOẠCH") && sheet.contains(&content), "{sheet}");
    let text = step(&mut leader, &plan, "dieu-chinh-ke-hoach", &[("amend_reason", "Bổ sung đối tượng")]);
    assert!(text.contains("Đang soạn điều chỉnh"), "{text}");
}

#[test]
fn a_case_is_opened_from_an_item() {
    // The demo's approved plan has an item of each team that was not inspected yet.
    let mut officer = sign_in("ksv10");
    let mut opening = None;
    for plan in links(&officer.get("/ke-hoach").text(), "/ke-hoach/") {
        let html = officer.get(&plan).text();
        let href = html.split("href=\"/ho-so/mo?ke-hoach=").nth(1).and_then(|rest| rest.split('"').next());
        if let Some(rest) = href {
            opening = Some(format!("/ho-so/mo?ke-hoach={}", rest.replace("&amp;", "&")));
            break;
        }
    }
    let form = officer.get(&opening.expect("an item to be inspected")).text();
    assert!(form.contains("Mở hồ sơ từ kế hoạch") && form.contains("Kế hoạch số KH-33/"), "{form}");
    let field = |name: &str| after(&form, &format!("name=\"{name}\" value=\"")).to_owned();
    let (case, party, plan, item) = (field("case_id"), field("party"), field("plan"), field("plan_item"));
    let fields = [
        ("case_id", case.as_str()),
        ("party", party.as_str()),
        ("plan", plan.as_str()),
        ("plan_item", item.as_str()),
        ("place", "Phường Thái Bình"),
        ("kind", "dinh-ky"),
        ("basis", "Kế hoạch kiểm tra định kỳ"),
        ("contents", "Nguồn gốc, xuất xứ, chất lượng hàng hóa"),
        ("scope_from", "01/01/2026"),
        ("scope_to", "01/02/2026"),
        ("working_days", "1"),
        ("leader", "ksv10"),
    ];
    let mut wrong = fields;
    wrong[5].1 = "dot-xuat";
    let (_, text) = post(&mut officer, "trinh-quyet-dinh-kiem-tra", &wrong);
    assert!(text.contains("Chọn lại hình thức") && text.contains(&item), "the item is carried along: {text}");
    let (page, text) = post(&mut officer, "trinh-quyet-dinh-kiem-tra", &fields);
    assert!(page.starts_with(&format!("/ho-so/{case}")), "{text}");
    let html = officer.get(&format!("/ke-hoach/{plan}")).text();
    assert!(html.contains(&format!("/ho-so/{case}")), "the plan links to its case");
    let mut twice = fields;
    twice[0].1 = "01990000-0000-7000-8000-000000000002";
    let (_, text) = post(&mut officer, "trinh-quyet-dinh-kiem-tra", &twice);
    assert!(text.contains("đã có hồ sơ kiểm tra"), "{text}");
}
