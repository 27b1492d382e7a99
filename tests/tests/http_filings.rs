//! Reports of offices over HTTP: a team makes, checks, signs and sends one, its province receives it; files, print, and who is told of it.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::Visitor;
use ins_tests::officers::{hidden, sign_in};

const NOBODY: &str = "01990000-0000-7000-8000-000000000000";

/// Posts a form and reads the page it leads to.
fn post(officer: &mut Visitor, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = officer.post(&format!("/api/{form}"), fields);
    assert_eq!(answer.status, 303, "{form}: {}", answer.text());
    let page = answer.header("location").to_owned();
    let text = officer.get(&page).text();
    (page, text)
}

/// Posts a step of a report against a version; without one, against the version that `officer` sees now.
fn step(officer: &mut Visitor, report: &str, step: &str, version: Option<&str>, more: &[(&str, &str)]) -> String {
    let now = match version {
        Some(version) => version.to_owned(),
        None => hidden(&officer.get(report).text(), "version"),
    };
    let id = report.trim_start_matches("/bao-cao/dinh-ky/").to_owned();
    let mut fields = vec![("filing", id.as_str()), ("version", now.as_str()), ("step", step)];
    fields.extend(more);
    post(officer, "buoc-bao-cao", &fields).1
}

/// Begins a report on demand of this officer's unit; answers its path.
fn begin(officer: &mut Visitor, title: &str) -> String {
    let id = hidden(&officer.get("/bao-cao/dinh-ky/lap").text(), "filing");
    let fields = [
        ("filing", id.as_str()),
        ("mau", "ket-qua"),
        ("to-chuc", "hien-nay"),
        ("occasion", "dot-xuat"),
        ("title", title),
        ("from", "31/02/2026"),
        ("to", "01/11/2026"),
    ];
    let (page, text) = post(officer, "lap-bao-cao", &fields);
    assert!(page.contains("nhap=") && text.contains(title) && text.contains("31/02/2026"), "{page}");
    let mut right = fields;
    right[5].1 = "01/09/2026";
    let (page, text) = post(officer, "lap-bao-cao", &right);
    assert!(text.contains("Đã lập dự thảo") && text.contains("I. TÌNH HÌNH"), "{text}");
    page.split('?').next().expect("a path").to_owned()
}

#[test]
fn a_report_goes_up_and_comes_back() {
    let (mut officer, mut deputy, mut leader) = (sign_in("ksv10"), sign_in("phodoi4"), sign_in("doitruong4"));
    let (mut above, mut beside) = (sign_in("tonghop"), sign_in("doitruong1"));
    let report = begin(&mut officer, "Đột xuất tháng 9, 10");
    let draft = officer.get(&format!("{}/in", report)).text();
    assert!(draft.contains("DỰ THẢO") && draft.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "{draft}");
    let narrative = [("narrative", "I. TÌNH HÌNH\nDòng một.\n\nDòng hai.")];
    let text = step(&mut officer, &report, "sua-thuyet-minh", None, &narrative);
    assert!(text.contains("Dòng một.\n\nDòng hai."), "line breaks are kept: {text}");
    let own = step(&mut officer, &report, "kiem-tra-bao-cao", None, &[]);
    assert!(own.contains("không kiểm tra báo cáo trên hệ thống này"), "{own}");
    assert_eq!(above.get(&report).status, 404, "not before it is sent");
    step(&mut deputy, &report, "kiem-tra-bao-cao", None, &[]);
    let by_deputy = step(&mut deputy, &report, "ky-bao-cao", None, &[]);
    assert!(by_deputy.contains("giao quyền"), "{by_deputy}");
    let version = hidden(&leader.get(&report).text(), "version");
    let signed = step(&mut leader, &report, "ky-bao-cao", Some(&version), &[]);
    assert!(signed.contains("/BC") && signed.contains("Số liệu chốt khi ký"), "{signed}");
    let twice = step(&mut leader, &report, "ky-bao-cao", Some(&version), &[]);
    assert!(twice.contains("Lương Văn Sơn ký lúc"), "the second is told: {twice}");
    step(&mut leader, &report, "gui-bao-cao", None, &[]);
    assert_eq!(beside.get(&report).status, 404);
    let listed = above.get("/bao-cao/dinh-ky").text();
    assert!(listed.contains(&report) && listed.contains("Đơn vị cấp dưới"), "{listed}");
    let without = step(&mut above, &report, "tra-lai-bao-cao", None, &[("reason", " ")]);
    assert!(without.contains("Nêu lý do trả lại"), "{without}");
    step(&mut above, &report, "tra-lai-bao-cao", None, &[("reason", "Bổ sung vụ việc điển hình")]);
    let back = officer.get(&report).text();
    assert!(back.contains("Bổ sung vụ việc điển hình") && back.contains("Bị trả lại"), "{back}");
    step(&mut officer, &report, "soan-lai", None, &[]);
    step(&mut deputy, &report, "kiem-tra-bao-cao", None, &[]);
    step(&mut leader, &report, "ky-bao-cao", None, &[]);
    step(&mut leader, &report, "gui-bao-cao", None, &[]);
    let received = step(&mut above, &report, "nhan-bao-cao", None, &[]);
    assert!(received.contains("Đã nhận") && received.contains("Bản 2"), "{received}");
}

#[test]
fn files_of_a_report_are_for_whom_may_read_it() {
    let mut officer = sign_in("ksv10");
    let report = begin(&mut officer, "Tệp đột xuất");
    let id = report.trim_start_matches("/bao-cao/dinh-ky/");
    for (kind, start) in [("json", b"{".as_slice()), ("csv", "\u{feff}".as_bytes()), ("xlsx", b"PK\x03\x04")] {
        let path = format!("/bao-cao/tep/dinh-ky.{kind}?bao-cao={id}");
        let answer = officer.get(&path);
        assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
        assert!(answer.body.starts_with(start), "{kind}");
        assert_eq!(answer.header("cache-control"), "no-store");
        for account in ["doitruong1", "tonghop", "trunguong", "haiphong.chicuctruong"] {
            assert_eq!(sign_in(account).get(&path).status, 404, "{account}: a draft is the unit's own");
        }
    }
    let csv = officer.get(&format!("/bao-cao/tep/dinh-ky.csv?bao-cao={id}")).text();
    assert!(csv.contains("DỰ THẢO"), "{csv}");
    for path in ["dinh-ky.pdf?bao-cao=1", "dinh-ky.csv", "dinh-ky.csv?bao-cao=1"] {
        assert_eq!(officer.get(&format!("/bao-cao/tep/{path}")).status, 404, "{path}");
    }
    assert_eq!(officer.get(&format!("/bao-cao/tep/dinh-ky.csv?bao-cao={NOBODY}")).status, 404);
}

#[test]
fn figures_open_their_cases() {
    let mut officer = sign_in("ksv10");
    let report = begin(&mut officer, "Mở vụ việc");
    let page = officer.get(&report).text();
    let links: Vec<String> = page
        .split("href=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .filter(|href| href.starts_with("/bao-cao/vu-viec?"))
        .map(|href| href.replace("&amp;", "&"))
        .collect();
    assert!(links.len() > 10, "{} figures open cases", links.len());
    for link in links.iter().step_by(links.len() / 8 + 1) {
        let figure = page.split(&format!("href=\"{}\"", link.replace('&', "&amp;"))).nth(1);
        let figure = figure.or_else(|| page.split(&format!("href=\"{link}\"")).nth(1)).expect("the link");
        let figure = figure.trim_start_matches('>').split('<').next().expect("a figure");
        let answer = officer.get(link);
        assert_eq!(answer.status, 200, "{link}");
        assert!(answer.text().contains(&format!(": {figure}")), "{link} says {figure}");
    }
    for (more, status) in [("khoang=khong-co", 404), ("linh-vuc=khong-co", 404), ("sau=x", 404), ("khoang=luy-ke", 200)]
    {
        let path = format!("/bao-cao/vu-viec?don-vi=33-04&ky=2026-11&chi-tieu=thu_nop&{more}");
        assert_eq!(officer.get(&path).status, status, "{more}");
    }
}

#[test]
fn what_is_owed_stands_on_the_overview() {
    for account in ["ksv10", "doitruong4", "tonghop", "chicuctruong", "trunguong", "phapche"] {
        let text = sign_in(account).get("/bao-cao/dinh-ky").text();
        assert!(text.contains("Báo cáo phải lập") && text.contains("Hạn "), "{account}: {text}");
    }
    assert_eq!(sign_in("phapche").get("/bao-cao/dinh-ky/lap").status, 403);
    assert_eq!(sign_in("quantri").get("/bao-cao/dinh-ky").status, 403);
    let mut officer = sign_in("ksv10");
    for path in ["/bao-cao/dinh-ky/1", "/bao-cao/dinh-ky/khong-co/in"] {
        assert_eq!(officer.get(path).status, 404, "{path}");
    }
    let id = hidden(&officer.get("/bao-cao/dinh-ky/lap").text(), "filing");
    let future = [
        ("filing", id.as_str()),
        ("mau", "ket-qua"),
        ("to-chuc", "hien-nay"),
        ("occasion", "dinh-ky"),
        ("ky", "2090-11"),
    ];
    let (_, text) = post(&mut officer, "lap-bao-cao", &future);
    assert!(text.contains("chưa bắt đầu nên chưa có số liệu"), "{text}");
}
