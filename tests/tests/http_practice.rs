//! Practice over HTTP: who comes in with which pass, what he is there, and that nothing of it is known where one works.

use ins_tests::http::{Answer, Visitor, practice};
use ins_tests::officers::{PASSWORD, sign_in};

const MARK: &str = "TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ";

/// The pass of an officer, from the link on his page.
fn pass(account: &str) -> String {
    let page = sign_in(account).get("/tap-huan").text();
    let (_, after) = page.split_once("/tap-huan?giay=").unwrap_or_else(|| panic!("{page}"));
    after.split('"').next().unwrap_or_default().to_owned()
}

fn take(visitor: &mut Visitor, pass: &str, role: &str, team: &str) -> Answer {
    visitor.post("/api/vao-tap-huan", &[("giay", pass), ("role", role), ("team", team)])
}

/// What the page says that a refused form comes back to.
fn shown(visitor: &mut Visitor, answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    visitor.get(answer.header("location")).text()
}

#[test]
fn a_pass_lets_its_officer_in_once_and_he_changes_his_seat() {
    let pass = pass("ksv2");
    let mut learner = Visitor::at(practice());
    let page = learner.get(&format!("/tap-huan?giay={pass}")).text();
    assert!(page.contains(MARK) && page.contains("Xin chào Trần Quang Huy"), "{page}");
    let missing = take(&mut learner, &pass, "", "");
    let page = shown(&mut learner, &missing);
    assert!(page.contains("Chọn vai muốn thực hành"), "{page}");
    let entered = take(&mut learner, &pass, "controller", "2");
    assert_eq!((entered.status, entered.header("location")), (303, "/"), "{}", entered.text());
    let home = learner.get("/").text();
    for words in [MARK, "Trần Quang Huy", "Kiểm soát viên thị trường", "Đội QLTT tập huấn số 2", "Về hệ thống chính"]
    {
        assert!(home.contains(words), "{words}: {home}");
    }
    let mut thief = Visitor::at(practice());
    let used = take(&mut thief, &pass, "provincial-head", "");
    assert!(shown(&mut thief, &used).contains("chỉ dùng được một lần"));

    let changed = take(&mut learner, "", "provincial-head", "");
    assert_eq!(changed.header("location"), "/", "{}", changed.text());
    let home = learner.get("/").text();
    assert!(home.contains("Chi cục trưởng") && home.contains("Trần Quang Huy"), "{home}");
    for role in ["administrator", "national"] {
        let refused = take(&mut learner, "", role, "1");
        assert!(shown(&mut learner, &refused).contains("Chọn vai muốn thực hành"), "{role}");
    }
}

#[test]
fn nobody_comes_in_otherwise() {
    let mut stranger = Visitor::at(practice());
    let wrong = stranger.get("/tap-huan?giay=00.00").text();
    assert!(wrong.contains("Giấy vào không đúng"), "{wrong}");
    assert!(stranger.get("/tap-huan").text().contains("Ở đây không đăng nhập bằng mật khẩu"));
    let refused = take(&mut stranger, "00.00", "controller", "1");
    assert!(shown(&mut stranger, &refused).contains("Giấy vào không đúng"));
    let unsigned = take(&mut stranger, "", "controller", "1");
    assert!(unsigned.header("location").starts_with("/dang-nhap"), "{:?}", unsigned.headers);
    let story = stranger.post("/api/dang-nhap", &[("account", "doitruong1"), ("password", PASSWORD)]);
    assert!(shown(&mut stranger, &story).contains("không đúng"), "the accounts of the story have no password");
    let page = stranger.get("/dang-nhap").text();
    assert!(page.contains(MARK), "{page}");
}

/// Where one works nothing is marked, and nobody takes a seat.
#[test]
fn where_one_works_is_no_practice() {
    let mut officer = sign_in("ksv2");
    let home = officer.get("/").text();
    assert!(!home.contains(MARK) && home.contains("href=\"/tap-huan\""), "{home}");
    assert_eq!(take(&mut officer, "", "provincial-head", "").status, 404);
    assert_eq!(Visitor::new().get("/tap-huan").status, 303);
}

#[test]
fn papers_and_files_of_practice_say_so() {
    let mut head = Visitor::at(practice());
    let entered = take(&mut head, &pass("chicuctruong"), "provincial-head", "");
    assert_eq!(entered.header("location"), "/");
    let list = head.get("/ho-so").text();
    let (_, after) = list.split_once("href=\"/ho-so/0").unwrap_or_else(|| panic!("{list}"));
    let case = format!("0{}", after.split(['"', '?']).next().unwrap_or_default());
    let paper = head.get(&format!("/ho-so/{case}/giay/quyet-dinh-kiem-tra")).text();
    for words in ["data-mark=\"TẬP HUẤN\"", "CHI CỤC QUẢN LÝ THỊ TRƯỜNG TẬP HUẤN", "TH"] {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    let file = head.get(&format!("/van-ban/{case}/quyet-dinh-kiem-tra.docx"));
    assert_eq!(file.status, 200);
    let list = head.get("/trao-doi/xuat/vu-viec.csv");
    assert!(list.header("content-disposition").contains("tap-huan-ho-so-vu-viec"), "{:?}", list.headers);
    let report = head.get("/bao-cao/tep/thang.csv");
    assert!(report.header("content-disposition").contains("tap-huan-bao-cao"), "{:?}", report.headers);
    let board = head.get("/dieu-hanh/man-hinh").text();
    assert!(board.contains(MARK), "{board}");
}
