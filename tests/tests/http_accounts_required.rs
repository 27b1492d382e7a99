//! Where a second factor is required, and where the key that seals it is missing or another one: hosts of their own, each over a
//! database of its own.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::authenticator::{Authenticator, between, first_step, next};
use ins_tests::host::Host;
use ins_tests::http::Visitor;
use ins_tests::officers::hidden;

const KEY: &str = "a key of the tests with thirty-two characters";
const OTHER: &str = "another key of the tests, as long as the first";

/// Enrols somebody who is half signed in; answers the authenticator and the recovery codes.
fn enrol(officer: &mut Visitor) -> (Authenticator, Vec<String>) {
    let page = officer.get("/tai-khoan/ma-xac-thuc").text();
    let mut authenticator = Authenticator::scan(&page);
    let sealed = hidden(&page, "sealed");
    let fields = [("sealed", sealed.as_str()), ("password_first", &authenticator.code()), ("tiep", "/ho-so")];
    let answer = officer.post("/api/cai-ma-xac-thuc", &fields);
    let page = next(officer, &answer);
    assert!(page.contains("href=\"/ho-so\""), "{page}");
    let codes = page.split("<code class=\"code\">").skip(1).filter_map(|rest| rest.split('<').next());
    (authenticator, codes.map(str::to_owned).collect())
}

#[test]
fn signers_and_administrators_enrol_before_anything_else() {
    // Sessions from before it was required.
    let host = Host::start(&[], &[("account_key", KEY), ("second_factor", "offered")], &[]);
    let (mut signer, mut adviser) = (host.visitor(), host.visitor());
    assert_eq!(first_step(&mut signer, "ksv1").header("location"), "/");
    assert_eq!(first_step(&mut adviser, "phapche").header("location"), "/");
    let host = host.again(&[("account_key", KEY)]);
    let (mut signer, mut adviser) = (signer.through(host.authority.clone()), adviser.through(host.authority.clone()));
    assert_eq!(signer.get("/").status, 303, "he signs in anew and enrols");
    assert_eq!(adviser.get("/").status, 200, "he signs nothing");

    for account in ["ksv2", "doitruong1", "chicuctruong", "trunguong", "quantri"] {
        let mut officer = host.visitor();
        let answer = first_step(&mut officer, account);
        assert_eq!(answer.header("location"), "/tai-khoan/ma-xac-thuc", "{account}");
        assert!(
            !answer.header("set-cookie").lines().any(|line| line.starts_with("ins=") && !line.contains("Max-Age=0"))
        );
        for page in ["/", "/ho-so", "/tai-khoan", "/quan-tri", "/tai-khoan/ma-khoi-phuc"] {
            assert_eq!(officer.get(page).status, 303, "{account}: {page}");
        }
        let page = officer.get("/tai-khoan/ma-xac-thuc").text();
        assert!(page.contains("Cần cài mã xác thực trước khi vào hệ thống"), "{page}");
    }
    for account in ["phapche", "tonghop", "phodoi1"] {
        let answer = first_step(&mut host.visitor(), account);
        assert_eq!(answer.header("location"), "/", "{account} signs nothing by himself");
    }
    let mut officer = host.visitor();
    first_step(&mut officer, "ksv3");
    let (mut authenticator, codes) = enrol(&mut officer);
    assert_eq!((officer.get("/ho-so").status, codes.len()), (200, 10));
    let mut again = host.visitor();
    assert_eq!(first_step(&mut again, "ksv3").header("location"), "/dang-nhap/ma");
    let answer = again.post("/api/xac-nhan-ma", &[("password_code", &authenticator.code()), ("tiep", "/ho-so")]);
    assert_eq!(answer.header("location"), "/ho-so");

    // A deputy who is given a power signs from then on: his session of a password alone ends, and he enrols.
    let mut deputy = host.visitor();
    first_step(&mut deputy, "phodoi1");
    assert_eq!(deputy.get("/").status, 200);
    let mut leader = host.visitor();
    first_step(&mut leader, "doitruong1");
    enrol(&mut leader);
    let page = leader.get("/giao-quyen").text();
    let day = between(&page, "name=\"from\"", ">");
    let day = if day.contains("value=\"") { between(day, "value=\"", "\"").to_owned() } else { String::new() };
    let deputy_id = between(between(&page, "name=\"deputy\"", "</select>"), "value=\"phodoi1", "\"");
    assert_eq!(deputy_id, "");
    let today = if day.is_empty() { today() } else { day };
    let fields = [
        ("deputy", "phodoi1"),
        ("power", "inspection"),
        ("number", "77/QĐ-GQ"),
        ("signed_on", today.as_str()),
        ("from", today.as_str()),
        ("to", ""),
    ];
    let answer = leader.post("/api/giao-quyen-moi", &fields);
    assert!(next(&mut leader, &answer).contains("77/QĐ-GQ"));
    assert_eq!(deputy.get("/").status, 303);
    assert_eq!(first_step(&mut deputy, "phodoi1").header("location"), "/tai-khoan/ma-xac-thuc");
}

fn today() -> String {
    let now = i64::try_from(ins_tests::authenticator::now()).expect("a year we know");
    let now = jiff::Timestamp::from_second(now).expect("a moment");
    domain::calendar::format_date(domain::calendar::to_local(now).date())
}

#[test]
fn another_key_is_told_and_recovery_codes_still_let_in() {
    let mut host = Host::start(&[], &[("account_key", KEY)], &[]);
    let mut officer = host.visitor();
    first_step(&mut officer, "ksv4");
    let (mut authenticator, codes) = enrol(&mut officer);
    assert!(!host.log().contains("account_key"), "{}", host.log());

    for (key, words, code) in [(OTHER, "former account_key", &codes[0]), ("", "account_key is not set", &codes[1])] {
        host = host.again(&[("account_key", key)]);
        let mut officer = host.visitor();
        assert_eq!(first_step(&mut officer, "ksv4").header("location"), "/dang-nhap/ma");
        assert!(host.log().contains(words), "{}", host.log());
        let answer = officer.post("/api/xac-nhan-ma", &[("password_code", &authenticator.code())]);
        let page = next(&mut officer, &answer);
        assert!(page.contains("chưa mở được khóa giữ mã xác thực"), "{page}");
        let answer = officer.post("/api/xac-nhan-ma", &[("password_code", code)]);
        assert_eq!(answer.header("location"), "/tai-khoan?xong=ma-khoi-phuc");
    }
    // The right key again: codes are right again.
    let host = host.again(&[("account_key", KEY)]);
    let mut officer = host.visitor();
    first_step(&mut officer, "ksv4");
    let answer = officer.post("/api/xac-nhan-ma", &[("password_code", &authenticator.code())]);
    assert_eq!(answer.header("location"), "/");
}

#[test]
fn without_a_key_it_is_said_loudly_and_people_sign_in_as_before() {
    let host = Host::start(&[], &[("account_key", "too short")], &[]);
    let mut admin = host.visitor();
    assert_eq!(first_step(&mut admin, "quantri").header("location"), "/");
    let log = host.log();
    assert!(log.contains("account_key is not set") && log.contains("32 characters"), "{log}");
    assert!(admin.get("/quan-tri").text().contains("account_key is not set"));
    let page = admin.get("/tai-khoan/ma-xac-thuc").text();
    assert!(page.contains("chưa cho cài mã xác thực") && !page.contains("otpauth"), "{page}");
    assert!(first_step(&mut host.visitor(), "ksv1").header("location") == "/");
}
