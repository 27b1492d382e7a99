//! Giving a power to a deputy over HTTP: only a head gives, a wrong form keeps what was typed, and the deputy's power ends.

use ins_tests::http::Visitor;
use ins_tests::officers::sign_in;

fn fields(number: &str) -> [(&'static str, String); 5] {
    [
        ("deputy", "phodoi4".to_owned()),
        ("power", "inspection".to_owned()),
        ("number", number.to_owned()),
        ("signed_on", "01/10/2026".to_owned()),
        ("from", "01/10/2026".to_owned()),
    ]
}

fn post(head: &mut Visitor, fields: &[(&str, String)]) -> (String, String) {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = head.post("/api/giao-quyen-moi", &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = answer.header("location").to_owned();
    let text = head.get(&page).text();
    (page, text)
}

#[test]
fn only_heads_give_powers() {
    for account in ["ksv1", "phodoi1", "phapche", "trunguong", "quantri"] {
        let mut officer = sign_in(account);
        assert_eq!(officer.get("/giao-quyen").status, 403, "{account}");
        let (_, text) = post(&mut officer, &fields("99/QĐ-GQ"));
        assert!(!text.contains("Đã giao quyền"), "{account}");
    }
    for account in ["doitruong4", "chicuctruong"] {
        assert_eq!(sign_in(account).get("/giao-quyen").status, 200, "{account}");
    }
}

#[test]
fn a_power_is_given_and_ended() {
    let mut head = sign_in("doitruong4");
    let number = format!("{}/QĐ-GQ", std::process::id());
    let mut wrong = fields(&number);
    wrong[4].1 = "30/02/2026".to_owned();
    let (page, text) = post(&mut head, &wrong);
    assert!(page.contains("nhap=") && text.contains("30/02/2026") && text.contains(&number), "{page}");
    wrong[4].1 = "01/09/2026".to_owned();
    let (_, text) = post(&mut head, &wrong);
    assert!(text.contains("bắt đầu từ ngày ký trở đi"), "{text}");
    let (_, text) = post(&mut head, &fields(&number));
    assert!(text.contains("Đã giao quyền") && text.contains("Đang có hiệu lực"), "{text}");
    let (_, text) = post(&mut head, &fields(&number));
    assert!(text.contains("đã giao quyền đó cho người này"), "{text}");
    let page = head.get("/giao-quyen").text();
    let row = page.split("</tr>").find(|row| row.contains(&number)).expect("the row");
    let id =
        row.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    let mut other = sign_in("doitruong5");
    assert_eq!(other.post("/api/thoi-giao-quyen", &[("id", &id)]).status, 404, "of another unit");
    let answer = head.post("/api/thoi-giao-quyen", &[("id", &id)]);
    let text = head.get(answer.header("location")).text();
    assert!(text.contains("Đã chấm dứt việc giao quyền"), "{text}");
    let row = text.split("</tr>").find(|row| row.contains(&number)).expect("the row");
    assert!(row.contains("Đã chấm dứt") && !row.contains("<form"), "{row}");
}
