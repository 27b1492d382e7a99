//! Second factors, passwords and sessions over HTTP, where a second factor is offered: each test has an account of its own, so that the
//! demo's officers go on signing in as they do.

use ins_tests::authenticator::{Authenticator, between, everything, next};
use ins_tests::field::new_id;
use ins_tests::http::{Answer, Visitor, authority, encode};
use ins_tests::officers::{hidden, seed, sign_in};
use std::collections::HashMap;
use std::path::Path;

const PASSWORD: &str = "sáng nay trời quang";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// An account that was just opened, with its password set through its link.
struct Account {
    name: String,
    id: String,
    admin: Visitor,
}

impl Account {
    fn open(role: &str) -> Self {
        let mut admin = sign_in("quantri");
        let name = format!("thu.{:x}", seed());
        let fields = [
            ("full_name", "Lê Thị Thử Nghiệm"),
            ("account", name.as_str()),
            ("badge", "QT33-997"),
            ("role", role),
            ("unit", "33-01"),
        ];
        let made = admin.post("/api/them-tai-khoan", &fields);
        let page = made.header("location").to_owned();
        let id = page.rsplit('/').next().unwrap_or_default().to_owned();
        let shown = admin.get(&page).text();
        let link = between(&shown, "href=\"/khoi-tao?ma=", "\"").to_owned();
        let set = [("ma", link.as_str()), ("password", PASSWORD), ("password_again", PASSWORD)];
        assert_eq!(Visitor::new().post("/api/dat-mat-khau", &set).header("location"), "/dang-nhap?xong=khoi-tao");
        Self { name, id, admin }
    }

    fn password(&self, visitor: &mut Visitor) -> Answer {
        visitor.post("/api/dang-nhap", &[("account", &self.name), ("password", PASSWORD)])
    }

    /// Somebody in by a password alone.
    fn signed_in(&self) -> Visitor {
        let mut visitor = Visitor::new();
        let answer = self.password(&mut visitor);
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{}", answer.text());
        visitor
    }

    /// Somebody who has given the password and not the code.
    fn half(&self) -> Visitor {
        let mut visitor = Visitor::new();
        let answer = self.password(&mut visitor);
        assert_eq!((answer.status, answer.header("location")), (303, "/dang-nhap/ma"), "{}", answer.text());
        visitor
    }

    /// Enrols; answers who is in, the authenticator and the recovery codes.
    fn enrol(&self) -> (Visitor, Authenticator, Vec<String>) {
        let mut officer = self.signed_in();
        let page = officer.get("/tai-khoan/ma-xac-thuc").text();
        assert!(page.contains("<svg") && page.contains("otpauth://totp/"), "{page}");
        let mut authenticator = Authenticator::scan(&page);
        let sealed = hidden(&page, "sealed");
        let fields = [("sealed", sealed.as_str()), ("password", PASSWORD), ("password_first", &authenticator.code())];
        let answer = officer.post("/api/cai-ma-xac-thuc", &fields);
        assert_eq!(answer.header("location"), "/tai-khoan/ma-khoi-phuc", "{}", answer.text());
        let codes = codes(&officer.get("/tai-khoan/ma-khoi-phuc").text());
        assert_eq!(codes.len(), 10);
        let again = officer.get("/tai-khoan/ma-khoi-phuc").text();
        assert!(!codes.iter().any(|code| again.contains(code)), "they are shown once");
        (officer, authenticator, codes)
    }
}

fn codes(page: &str) -> Vec<String> {
    let found = page.split("<code class=\"code\">").skip(1).filter_map(|rest| rest.split('<').next());
    found.map(str::to_owned).collect()
}

fn give(visitor: &mut Visitor, code: &str) -> Answer {
    visitor.post("/api/xac-nhan-ma", &[("password_code", code)])
}

fn is_in(visitor: &mut Visitor) -> bool {
    visitor.get("/").status == 200
}

/// The value of a cookie that an answer sets.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let lines = answer.header("set-cookie").lines();
    let value = lines.filter_map(|line| line.split_once('=')).find(|(key, _)| *key == name);
    value.and_then(|(_, rest)| rest.split(';').next()).filter(|value| !value.is_empty()).map(str::to_owned)
}

#[test]
fn two_steps_and_a_session_only_after_the_second() {
    let account = Account::open("controller");
    let (mut first, mut authenticator, _) = account.enrol();
    assert!(is_in(&mut first), "who enrols stays signed in");
    let mut officer = Visitor::new();
    let answer = account.password(&mut officer);
    assert_eq!(answer.header("location"), "/dang-nhap/ma");
    assert_eq!(cookie(&answer, "ins"), None, "no session after the password");
    let half = cookie(&answer, "ins-nua").expect("half a sign-in");
    let line = answer.header("set-cookie").lines().find(|line| line.starts_with("ins-nua=")).unwrap_or_default();
    for attribute in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=300"] {
        assert!(line.split("; ").any(|found| found == attribute), "{attribute}: {line}");
    }
    for page in ["/", "/ho-so", "/tai-khoan", "/tai-khoan/ma-khoi-phuc", "/quan-tri"] {
        assert_eq!(officer.get(page).status, 303, "{page}");
    }
    // Half a sign-in is worth nothing as a session, nor as an enrolment.
    let forged = format!("ins={half}");
    let answer = Visitor::new().send("GET", "/", &[("Accept", "text/html"), ("Cookie", &forged)], b"");
    assert_eq!(answer.status, 303);
    assert_ne!(officer.get("/tai-khoan/ma-xac-thuc").status, 200);
    assert!(officer.get("/dang-nhap/ma").text().contains("Lê Thị Thử Nghiệm"));
    let answer = give(&mut officer, &authenticator.code());
    assert_eq!(answer.header("location"), "/", "{}", answer.text());
    let session = cookie(&answer, "ins").expect("a session");
    assert_ne!(session, half);
    assert!(is_in(&mut officer));
    // The half is used up: it opens nothing any more.
    let used = format!("ins-nua={half}");
    let headers = [
        ("Accept", "text/html"),
        ("Cookie", used.as_str()),
        ("Origin", &format!("http://{}", authority())),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let body = format!("password_code={}", authenticator.code());
    let answer = Visitor::new().send("POST", "/api/xac-nhan-ma", &headers, body.as_bytes());
    assert_eq!(cookie(&answer, "ins"), None);
}

/// Somebody puts tokens he knows into another's browser and waits for him to sign in: the tokens of the sign-in are new.
#[test]
fn a_session_that_was_planted_is_never_used() {
    let account = Account::open("controller");
    let (_, mut authenticator, _) = account.enrol();
    let planted = "a".repeat(64);
    let origin = format!("http://{}", authority());
    let post = |cookies: &str, path: &str, body: &str| {
        let headers = [
            ("Accept", "text/html"),
            ("Cookie", cookies),
            ("Origin", origin.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        Visitor::new().send("POST", path, &headers, body.as_bytes())
    };
    let body = format!("account={}&password={}", account.name, encode(PASSWORD));
    let answer = post(&format!("ins={planted}; ins-nua={planted}"), "/api/dang-nhap", &body);
    let half = cookie(&answer, "ins-nua").expect("half a sign-in");
    assert_ne!(half, planted);
    let body = format!("password_code={}", authenticator.code());
    let answer = post(&format!("ins={planted}; ins-nua={half}"), "/api/xac-nhan-ma", &body);
    let session = cookie(&answer, "ins").expect("a session");
    assert!(session != planted && session != half);
    let answer =
        Visitor::new().send("GET", "/", &[("Accept", "text/html"), ("Cookie", &format!("ins={planted}"))], b"");
    assert_eq!(answer.status, 303, "the planted token is nobody's");
}

#[test]
fn codes_are_taken_once_and_recovery_codes_are_told() {
    let account = Account::open("controller");
    let (mut officer, mut authenticator, recovery) = account.enrol();
    let code = authenticator.code();
    assert_eq!(give(&mut account.half(), &code).header("location"), "/");
    let mut again = account.half();
    let answer = give(&mut again, &code);
    assert!(next(&mut again, &answer).contains("Mã này đã dùng"));
    let answer = give(&mut again, &recovery[3].to_lowercase());
    assert_eq!(answer.header("location"), "/tai-khoan?xong=ma-khoi-phuc");
    let page = next(&mut again, &answer);
    assert!(page.contains("Đã đăng nhập bằng một mã khôi phục") && page.contains("còn 9 mã khôi phục"), "{page}");
    assert!(page.contains("Đăng nhập bằng mã khôi phục") && page.contains("Nhập sai mã xác thực"), "{page}");
    let mut twice = account.half();
    let answer = give(&mut twice, &recovery[3]);
    assert!(next(&mut twice, &answer).contains("Mã không đúng"));
    // New ones by password and code; the old ones end.
    let fields = [("password", PASSWORD), ("password_code", recovery[4].as_str())];
    let answer = officer.post("/api/tao-ma-khoi-phuc", &fields);
    let fresh = codes(&next(&mut officer, &answer));
    assert_eq!(fresh.len(), 10);
    let answer = give(&mut twice, &recovery[5]);
    assert!(next(&mut twice, &answer).contains("Mã không đúng"));
    assert_eq!(give(&mut twice, &fresh[0]).header("location"), "/tai-khoan?xong=ma-khoi-phuc");
}

#[test]
fn guessing_is_counted_over_both_factors() {
    let account = Account::open("controller");
    account.enrol();
    let mut words = Vec::new();
    for round in 0..6 {
        let mut guesser = Visitor::new();
        // A right password in between clears nothing.
        let answer = account.password(&mut guesser);
        if answer.header("location") != "/dang-nhap/ma" {
            words.push("locked");
            continue;
        }
        let answer = give(&mut guesser, &format!("00000{round}"));
        let page = next(&mut guesser, &answer);
        words.push(if page.contains("tạm khóa đến") { "now locked" } else { "wrong" });
    }
    assert_eq!(words, ["wrong", "wrong", "wrong", "wrong", "now locked", "locked"]);
    let mut other = account.admin.clone();
    let page = other.get(&format!("/quan-tri/tai-khoan/{}", account.id)).text();
    assert!(page.contains("Tạm khóa vì nhập sai nhiều lần") && page.contains("Nhập sai mã xác thực"), "{page}");
}

#[test]
fn a_wrong_first_code_shows_the_same_secret_again() {
    let account = Account::open("controller");
    let mut officer = account.signed_in();
    let page = officer.get("/tai-khoan/ma-xac-thuc").text();
    let (letters, sealed) = (Authenticator::scan(&page).letters, hidden(&page, "sealed"));
    let wrong = [("sealed", sealed.as_str()), ("password", PASSWORD), ("password_first", "000000")];
    let answer = officer.post("/api/cai-ma-xac-thuc", &wrong);
    let page = next(&mut officer, &answer);
    assert!(page.contains("Mã không đúng"), "{page}");
    let mut again = Authenticator::scan(&page);
    assert_eq!(again.letters, letters);
    let other = [("sealed", sealed.as_str()), ("password", "sai mật khẩu rồi"), ("password_first", &again.code())];
    let answer = officer.post("/api/cai-ma-xac-thuc", &other);
    assert!(next(&mut officer, &answer).contains("Mật khẩu hiện tại không đúng"));
    // A secret that was offered to somebody else is none here.
    let stranger = Account::open("controller");
    let mut theirs = stranger.signed_in();
    let fields = [("sealed", sealed.as_str()), ("password", PASSWORD), ("password_first", &again.code())];
    let answer = theirs.post("/api/cai-ma-xac-thuc", &fields);
    assert!(next(&mut theirs, &answer).contains("Quét mã QR mới"));
}

#[test]
fn one_sees_ones_sessions_and_ends_them() {
    let account = Account::open("controller");
    let mut here = account.signed_in();
    let body = format!("account={}&password={}", account.name, encode(PASSWORD));
    let origin = format!("http://{}", authority());
    let headers = [
        ("Accept", "text/html"),
        ("Origin", origin.as_str()),
        ("User-Agent", FIREFOX),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let mut there = Visitor::new();
    there.send("POST", "/api/dang-nhap", &headers, body.as_bytes());
    let mut third = account.signed_in();
    let page = here.get("/tai-khoan").text();
    assert_eq!(page.matches("Phiên này").count(), 1, "{page}");
    assert!(page.contains("Firefox trên Linux") && !page.contains("rv:140"), "{page}");
    let row = page.split("</tr>").find(|row| row.contains("Firefox trên Linux")).unwrap_or_default();
    let mark = hidden(row, "mark");
    assert!(is_in(&mut there));
    // Nobody ends another's session, whatever he sends.
    sign_in("ksv2").post("/api/ket-thuc-phien", &[("mark", &mark)]);
    assert!(is_in(&mut there));
    let answer = here.post("/api/ket-thuc-phien", &[("mark", &mark)]);
    assert!(next(&mut here, &answer).contains("Phiên làm việc đó đã kết thúc"));
    assert!(!is_in(&mut there) && is_in(&mut third) && is_in(&mut here));
    here.post("/api/ket-thuc-phien-khac", &[]);
    assert!(!is_in(&mut third) && is_in(&mut here));
    let mut admin = account.admin.clone();
    let answer = admin.post("/api/ket-thuc-phien-cong-chuc", &[("id", &account.id)]);
    assert!(next(&mut admin, &answer).contains("Mọi phiên làm việc của công chức này đã kết thúc"));
    assert!(!is_in(&mut here));
    let mut leader = sign_in("doitruong1");
    let answer = leader.post("/api/ket-thuc-phien-cong-chuc", &[("id", &account.id)]);
    assert!([403, 404].contains(&leader.get(answer.header("location")).status));
}

#[test]
fn the_twenty_first_session_ends_the_first() {
    let account = Account::open("controller");
    let mut officers: Vec<Visitor> = (0..21).map(|_| account.signed_in()).collect();
    let standing: Vec<bool> = officers.iter_mut().map(is_in).collect();
    assert_eq!(standing.iter().filter(|in_| **in_).count(), 20);
    assert!(!standing[0] && standing[20]);
}

#[test]
fn a_password_is_changed_by_who_knows_it_to_one_that_is_hard_to_guess() {
    let account = Account::open("controller");
    let (mut here, mut there) = (account.signed_in(), account.signed_in());
    let mut change = |current: &str, new: &str, again: &str| {
        let fields = [("password_current", current), ("password_new", new), ("password_again", again)];
        let answer = here.post("/api/doi-mat-khau", &fields);
        next(&mut here, &answer)
    };
    for (new, words) in [
        ("mười một ơi", "ít nhất 12 ký tự"),
        ("Mật khẩu 2026!", "danh sách hay bị đoán"),
        ("Quản lý thị trường", "danh sách hay bị đoán"),
        ("qwertyuiop123", "theo thứ tự phím"),
        ("0912 345 611 87", "toàn chữ số"),
        ("lê thị thử nghiệm", "không được là tên"),
        ("Qt33997 QT33-997", "không được là tên"),
    ] {
        let page = change(PASSWORD, new, new);
        assert!(page.contains(words), "{new}: {page}");
        assert!(!page.contains(&format!("value=\"{new}\"")), "a password never comes back");
    }
    let new = "Ba con mèo ngủ trưa bên cửa sổ nhà bà ngoại ở quê, mùa gặt năm ấy";
    assert!(new.chars().count() > 64);
    assert!(change("sai mật khẩu rồi", new, new).contains("Mật khẩu hiện tại không đúng"));
    assert!(change(PASSWORD, new, PASSWORD).contains("Hai lần nhập mật khẩu khác nhau"));
    assert!(change(PASSWORD, new, new).contains("Đã đổi mật khẩu"));
    assert!(is_in(&mut here) && !is_in(&mut there), "the other session ends");
    // Typed with letters and marks apart, as some keyboards do.
    let apart = new.replace('è', "e\u{300}").replace('ủ', "u\u{309}");
    let mut visitor = Visitor::new();
    let answer = visitor.post("/api/dang-nhap", &[("account", &account.name), ("password", &apart)]);
    assert_eq!(answer.header("location"), "/");
}

#[test]
fn an_administrator_removes_a_lost_second_factor() {
    let account = Account::open("controller");
    let (mut officer, mut authenticator, _) = account.enrol();
    let mut half = account.half();
    for stranger in ["ksv2", "doitruong1", "haiphong.chicuctruong"] {
        let mut stranger = sign_in(stranger);
        stranger.post("/api/go-ma-xac-thuc", &[("id", &account.id)]);
        assert!(is_in(&mut officer));
    }
    let mut admin = account.admin.clone();
    let page = admin.get(&format!("/quan-tri/tai-khoan/{}", account.id)).text();
    assert!(page.contains("Gỡ mã xác thực"), "{page}");
    let answer = admin.post("/api/go-ma-xac-thuc", &[("id", &account.id)]);
    let page = next(&mut admin, &answer);
    assert!(page.contains("Đã gỡ mã xác thực") && page.contains("Chưa cài"), "{page}");
    assert!(!is_in(&mut officer));
    let answer = give(&mut half, &authenticator.code());
    assert!(next(&mut half, &answer).contains("Đăng nhập lại từ đầu"));
    assert!(is_in(&mut account.signed_in()), "by the password, as before");
}

#[test]
fn who_has_left_is_out_of_everything_at_once() {
    let account = Account::open("controller");
    let (mut officer, mut authenticator, _) = account.enrol();
    let mut half = account.half();
    officer.post("/api/tao-lich-ca-nhan", &[]);
    let page = officer.get("/tai-khoan/lich").text();
    let feed = format!("/lich/{}", between(&page, "/lich/", "<"));
    assert_eq!(Visitor::new().send("GET", &feed, &[], b"").status, 200);
    let kit = serde_json::json!({ "device": new_id(), "name": "Điện thoại thử", "wishes": [] }).to_string();
    let origin = format!("http://{}", authority());
    let headers = [("Content-Type", "application/json"), ("Origin", origin.as_str())];
    assert_ne!(officer.send("POST", "/dong-bo/goi", &headers, kit.as_bytes()).status, 401);
    let mut admin = account.admin.clone();
    let made = admin.post("/api/cap-lien-ket", &[("id", &account.id)]);
    let shown = next(&mut admin, &made);
    let link = between(&shown, "href=\"/khoi-tao?ma=", "\"").to_owned();

    admin.post("/api/khoa-tai-khoan", &[("id", &account.id), ("active", "0")]);
    for path in ["/", "/ho-so", "/tai-khoan"] {
        assert_eq!(officer.get(path).status, 303, "{path}");
    }
    for path in ["/trao-doi/xuat/vu-viec.csv", "/bao-cao/tep/thang.csv", &format!("/dinh-kem/{}/1", new_id())] {
        let answer = officer.send("GET", path, &[("Accept", "application/json")], b"");
        assert_eq!(answer.status, 401, "{path}");
    }
    assert_eq!(officer.send("POST", "/dong-bo/goi", &headers, kit.as_bytes()).status, 401, "field work");
    assert_eq!(Visitor::new().send("GET", &feed, &[], b"").status, 404, "the calendar feed");
    assert_eq!(cookie(&give(&mut half, &authenticator.code()), "ins"), None, "half a sign-in");
    assert!(Visitor::new().get(&format!("/khoi-tao?ma={link}")).text().contains("Liên kết không dùng được"));
    assert!(account.password(&mut Visitor::new()).header("location").starts_with("/dang-nhap?"));
}

#[test]
fn a_reset_by_link_ends_sessions_and_leaves_the_second_factor() {
    let account = Account::open("controller");
    let (mut officer, mut authenticator, _) = account.enrol();
    let mut half = account.half();
    let mut admin = account.admin.clone();
    let made = admin.post("/api/cap-lien-ket", &[("id", &account.id)]);
    let first = between(&next(&mut admin, &made), "href=\"/khoi-tao?ma=", "\"").to_owned();
    let made = admin.post("/api/cap-lien-ket", &[("id", &account.id)]);
    let second = between(&next(&mut admin, &made), "href=\"/khoi-tao?ma=", "\"").to_owned();
    let set = |link: &str| {
        let fields = [("ma", link), ("password", "chiều nay trời mưa"), ("password_again", "chiều nay trời mưa")];
        Visitor::new().post("/api/dat-mat-khau", &fields).header("location").to_owned()
    };
    assert!(set(&first).starts_with("/khoi-tao?"), "the older link stopped working");
    assert_eq!(set(&second), "/dang-nhap?xong=khoi-tao");
    assert!(set(&second).starts_with("/khoi-tao?"), "once");
    assert!(!is_in(&mut officer), "sessions end");
    assert_eq!(cookie(&give(&mut half, &authenticator.code()), "ins"), None, "half sign-ins end");
    let mut again = Visitor::new();
    let fields = [("account", account.name.as_str()), ("password", "chiều nay trời mưa")];
    assert_eq!(again.post("/api/dang-nhap", &fields).header("location"), "/dang-nhap/ma", "the code is still asked");
    assert_eq!(give(&mut again, &authenticator.code()).header("location"), "/");
    let log = admin.get(&format!("/quan-tri/tai-khoan/{}", account.id)).text();
    for words in ["Cấp liên kết đặt mật khẩu", "Đặt mật khẩu qua liên kết", "Cài đặt mã xác thực"]
    {
        assert!(log.contains(words), "{words}");
    }
}

#[test]
fn the_log_is_for_himself_his_leaders_and_administrators() {
    let account = Account::open("controller");
    account.signed_in();
    let page = format!("/tai-khoan/nhat-ky/{}", account.id);
    assert!(sign_in("doitruong1").get("/tai-khoan/nhat-ky").text().contains(&page));
    for (stranger, status) in [("doitruong2", 200), ("ksv2", 404), ("phapche", 404)] {
        let answer = sign_in(stranger).get("/tai-khoan/nhat-ky");
        assert_eq!((answer.status, answer.text().contains(&page)), (status, false), "{stranger}");
    }
    for (reader, status) in [
        ("doitruong1", 200),
        ("chicuctruong", 200),
        ("quantri", 200),
        ("ksv2", 404),
        ("doitruong2", 404),
        ("phapche", 404),
        ("haiphong.chicuctruong", 404),
    ] {
        let answer = sign_in(reader).get(&page);
        assert_eq!(answer.status, status, "{reader}");
        assert_eq!(answer.text().contains("Đặt mật khẩu qua liên kết"), status == 200, "{reader}");
    }
}

/// What somebody finds who copies the database of the running system: no session, password, secret, recovery code or link, in no encoding.
#[test]
fn a_stolen_database_signs_nobody_in() {
    let account = Account::open("controller");
    let (_, authenticator, mut secrets) = account.enrol();
    let mut officer = Visitor::new();
    let half = cookie(&account.password(&mut officer), "ins-nua").expect("half a sign-in");
    let answer = give(&mut officer, &secrets[9]);
    let session = cookie(&answer, "ins").expect("a session");
    let mut admin = account.admin.clone();
    // Neither page is read: what was just made waits in the browser alone.
    let made = admin.post("/api/cap-lien-ket", &[("id", &account.id)]);
    let link = cookie(&made, "ins-lien-ket").expect("a link");
    let fields = [("password", PASSWORD), ("password_code", secrets[8].as_str())];
    let made = officer.post("/api/tao-ma-khoi-phuc", &fields);
    let fresh = cookie(&made, "ins-ma-khoi-phuc").expect("codes");
    secrets.extend(fresh.split('.').map(str::to_owned));
    secrets.extend([session, half, link, authenticator.letters, PASSWORD.to_owned()]);
    // A form that fails keeps what was typed, without its secrets.
    let mut stranger = Visitor::new();
    let typed = [("account", account.name.as_str()), ("password", "một mật khẩu gõ nhầm")];
    stranger.post("/api/dang-nhap", &typed);
    secrets.push("một mật khẩu gõ nhầm".to_owned());

    let state = std::env::var("INS_STATE_DIR").expect("INS_STATE_DIR: run by `cargo xtask test`");
    let file = everything(Path::new(&state));
    assert_eq!(standing(&file, &[account.name.into_bytes()]).len(), 1, "the search itself works");
    let needles: Vec<Vec<u8>> = secrets.iter().flat_map(|secret| encodings(secret)).collect();
    let found = standing(&file, &needles);
    assert!(found.is_empty(), "in the database: {found:?}");
}

/// Which of the needles, of eight bytes or more, stand in a file: found by their beginnings in one pass.
fn standing(file: &[u8], needles: &[Vec<u8>]) -> Vec<String> {
    let mut by_start: HashMap<&[u8], Vec<&[u8]>> = HashMap::new();
    for needle in needles {
        by_start.entry(&needle[..8]).or_default().push(needle);
    }
    let mut found: Vec<String> = Vec::new();
    for (place, start) in file.windows(8).enumerate() {
        let Some(candidates) = by_start.get(start) else { continue };
        let here = candidates.iter().filter(|needle| file[place..].starts_with(needle));
        found.extend(here.map(|needle| String::from_utf8_lossy(needle).into_owned()));
    }
    found.sort();
    found.dedup();
    found
}

/// A secret as it might be written: as it is, decoded, and both in the usual encodings.
fn encodings(secret: &str) -> Vec<Vec<u8>> {
    use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
    let plain = secret.replace('-', "");
    let mut raw = vec![secret.as_bytes().to_vec(), plain.as_bytes().to_vec(), plain.to_lowercase().into_bytes()];
    raw.extend(BASE32_NOPAD.decode(plain.as_bytes()).ok());
    raw.extend(HEXLOWER.decode(plain.as_bytes()).ok());
    let encoded = |bytes: &Vec<u8>| {
        [HEXLOWER, HEXUPPER, BASE64, BASE64URL_NOPAD, BASE32_NOPAD].map(|by| by.encode(bytes).into_bytes())
    };
    let more: Vec<Vec<u8>> = raw.iter().flat_map(encoded).collect();
    raw.into_iter().chain(more).collect()
}
