//! The journal and the export of a case as other programs see them: who gets them, and that each leaves a line.

use ins_tests::officers::{cases, sign_in};

#[test]
fn the_export_of_a_case_is_its_units_alone() {
    let mut officer = sign_in("ksv10");
    let case = cases(&mut officer).into_iter().next().unwrap_or_default();
    let address = format!("/trao-doi{case}.json");
    let answer = officer.get(&address);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert!(answer.header("content-disposition").starts_with("attachment; filename="), "{answer:?}");
    let evidence: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let events = evidence["events"].as_array().cloned().unwrap_or_default();
    assert!(!events.is_empty(), "{evidence}");
    for account in ["ksv1", "haiphong.ksv1", "quantri"] {
        let status = sign_in(account).get(&address).status;
        assert!([403, 404].contains(&status), "{account}: {status}");
    }
    let nobody = ins_tests::http::Visitor::new().get(&address);
    assert_eq!(nobody.status, 303, "he signs in first");
    let journal = sign_in("doitruong4").get("/nhat-ky?viec=xuat-ho-so");
    let code = evidence["code"].as_str().unwrap_or_default().to_owned();
    assert!(journal.text().contains(&code), "the export of {code} is in the journal");
}

#[test]
fn a_list_that_left_and_a_file_that_was_opened_stand_in_the_journal() {
    let mut officer = sign_in("ksv10");
    assert_eq!(officer.get("/trao-doi/xuat/vu-viec.csv").status, 200);
    let journal = sign_in("doitruong4").get("/nhat-ky?viec=xuat-danh-sach").text();
    assert!(journal.contains("ho-so-vu-viec.csv"), "the list is in the journal");
}

#[test]
fn the_journal_is_read_by_leaders_of_their_part_and_by_administrators() {
    sign_in("ksv10").get("/trao-doi/xuat/vu-viec.csv");
    for (account, status) in
        [("doitruong4", 200), ("chicuctruong", 200), ("quantri", 200), ("ksv10", 403), ("tonghop", 403)]
    {
        assert_eq!(sign_in(account).get("/nhat-ky").status, status, "{account}");
    }
    let elsewhere = sign_in("haiphong.chicuctruong").get("/nhat-ky?viec=xuat-danh-sach").text();
    assert!(!elsewhere.contains("33-04"), "another province's lines");
    assert_eq!(sign_in("doitruong4").get("/nhat-ky?viec=khong-co").status, 404);
}

#[test]
fn the_page_that_proves_an_export_is_given_to_be_saved() {
    let answer = sign_in("ksv10").get("/trao-doi/kiem-chung.html");
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-disposition").contains("kiem-chung-ho-so.html"));
    assert!(answer.header("content-security-policy").contains("sandbox"), "it runs nothing from here");
}
