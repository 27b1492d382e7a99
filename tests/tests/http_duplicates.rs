//! Records that may be of one party over HTTP: told before anything is saved, told apart, merged and split again, nothing lost.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::{Visitor, authority, encode};
use ins_tests::officers::{hidden, links, seed, sign_in};

/// Posts a form and reads the page it leads to.
fn post(officer: &mut Visitor, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = officer.post(&format!("/api/{form}"), fields);
    assert_eq!(answer.status, 303, "{form}: {}", answer.text());
    let page = answer.header("location").to_owned();
    let text = officer.get(&page).text();
    (page, text)
}

/// A citizen number that no other run has given out, and the same with its last two digits changed about.
fn numbers() -> (String, String) {
    let serial = seed() % 1_000_000;
    (format!("0330{serial:06}17"), format!("0330{serial:06}71"))
}

/// Registers a person and answers where that leads.
fn register(officer: &mut Visitor, name: &str, citizen: &str, more: &[(&str, &str)]) -> (String, String) {
    let mut fields = vec![
        ("kind", "individual"),
        ("name", name),
        ("citizen_id", citizen),
        ("address", "Xã Văn Giang, tỉnh Hưng Yên"),
    ];
    fields.extend(more);
    post(officer, "dang-ky-doi-tuong", &fields)
}

/// Two records that differ by a swap in the number; answers their ids and the officer.
fn twins(account: &str, name: &str) -> (Visitor, String, String) {
    let mut officer = sign_in(account);
    let (number, swapped) = numbers();
    let id = |page: &str| page.split(['/', '?']).find(|part| part.len() == 36).expect("an id").to_owned();
    let (page, _) = register(&mut officer, name, &number, &[]);
    let first = id(&page);
    let (page, text) = register(&mut officer, name, &swapped, &[]);
    assert!(page.starts_with("/doi-tuong/dang-ky?nhap="), "{page}");
    for words in ["Có thể đã có hồ sơ", "hai chữ số liền nhau bị đảo", &first, "name=\"confirmed\"", &swapped]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let shown = format!("shown.{first}");
    let confirmed = [("confirmed", "1"), ("different_reason", "Hai anh em"), (shown.as_str(), "1")];
    let (page, text) = register(&mut officer, name, &swapped, &confirmed);
    assert!(text.contains("Đã đăng ký"), "{page}: {text}");
    (officer, first, id(&page))
}

#[test]
fn a_likely_duplicate_is_told_before_it_is_saved_and_the_decision_is_kept() {
    let name = format!("Nguyễn Thử Trùng {}", seed());
    let (mut officer, first, second) = twins("ksv10", &name);
    assert_ne!(first, second);
    let decided = officer.get("/doi-tuong/trung?tinh-trang=different").text();
    assert!(decided.contains("Hai anh em") && decided.contains(&name), "{decided}");
    assert!(!officer.get("/doi-tuong/trung").text().contains(&name), "it is asked no more");
}

/// What is told of a form while it is typed: status and piece of page, asked for as the page's code asks.
fn so_far(officer: &mut Visitor, fields: &[(&str, &str)]) -> (u16, String) {
    let body = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    let body = body.collect::<Vec<_>>().join("&");
    let origin = format!("http://{}", authority());
    let headers = [
        ("Accept", "*/*"),
        ("Origin", origin.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
    ];
    let answer = officer.send("POST", "/api/so-khop", &headers, body.as_bytes());
    let piece = serde_json::from_slice(&answer.body).unwrap_or_else(|_| answer.text());
    (answer.status, piece)
}

#[test]
fn a_likely_duplicate_is_told_while_it_is_typed_to_whom_may_register() {
    let mut officer = sign_in("ksv10");
    let seed = seed();
    let (number, swapped) = numbers();
    let name = format!("Trịnh Thử Khương {seed}");
    let (page, _) = register(&mut officer, &name, &number, &[("phone", "0900 000 777")]);
    let id = page.split(['/', '?']).find(|part| part.len() == 36).expect("an id").to_owned();
    let link = format!("href=\"/doi-tuong/{id}\"");
    let kind = ("kind", "individual");
    let slip = format!("Trịnh Thử Khươmg {seed}");
    for (typed, why) in [
        (vec![kind, ("name", slip.as_str())], "Tên gần giống"),
        (vec![kind, ("name", name.as_str())], "Cùng tên."),
        (vec![kind, ("name", slip.as_str()), ("citizen_id", swapped.as_str())], "hai chữ số liền nhau bị đảo"),
        (vec![kind, ("citizen_id", number.as_str())], "Cùng số định danh"),
    ] {
        let (status, piece) = so_far(&mut officer, &typed);
        for words in ["Có thể đã có trong sổ", &link, why] {
            assert!(status == 200 && piece.contains(words), "{words} for {typed:?}: {status} {piece}");
        }
        assert!(!piece.contains(&number) && !piece.contains("0900000777") && !piece.contains("<input"), "{piece}");
    }
    // Too little to ask by: a word, a part of a number, no kind.
    for typed in [
        vec![],
        vec![kind, ("name", "Trịnh")],
        vec![kind, ("citizen_id", number.get(..11).expect("a part"))],
        vec![("name", name.as_str())],
    ] {
        assert_eq!(so_far(&mut officer, &typed), (200, String::new()), "{typed:?}");
    }
    let nobody = format!("Không Người Nào {seed}");
    assert_eq!(so_far(&mut officer, &[kind, ("name", &nobody)]), (200, String::new()));
    // Nobody else may ask, number by number, who is in the register.
    let asked = [kind, ("name", name.as_str()), ("citizen_id", number.as_str())];
    for (account, expected) in
        [("doitruong1", 200), ("phapche", 403), ("tonghop", 403), ("trunguong", 403), ("quantri", 403)]
    {
        let (status, piece) = so_far(&mut sign_in(account), &asked);
        assert_eq!((status, piece.contains(&id)), (expected, expected == 200), "{account}: {piece}");
    }
    let (status, piece) = so_far(&mut Visitor::new(), &asked);
    assert!(status == 401 && !piece.contains(&id), "{status} {piece}");
}

#[test]
fn no_more_than_five_are_told_while_typing() {
    let mut officer = sign_in("ksv10");
    let name = format!("Ngụy Thử Đông {}", seed());
    for turn in 0..6 {
        let number = format!("0330{:06}{turn}{turn}", seed() % 1_000_000);
        // As another system posts it: confirmed without the list.
        register(&mut officer, &name, &number, &[("confirmed", "1")]);
    }
    let (_, piece) = so_far(&mut officer, &[("kind", "individual"), ("name", &name)]);
    assert_eq!(piece.matches("<li>").count(), 5, "{piece}");
    assert!(piece.contains("Còn hồ sơ khác gần giống"), "{piece}");
}

/// The pair of two records in the list, as a path.
fn pair(officer: &mut Visitor, state: &str, name: &str) -> String {
    let list = officer.get(&format!("/doi-tuong/trung?tinh-trang={state}")).text();
    let row = list.split("<tr").find(|row| row.contains(name)).unwrap_or_else(|| panic!("no {name} in {list}"));
    let href = row.split("href=\"/doi-tuong/trung/").nth(1).and_then(|rest| rest.split('"').next());
    format!("/doi-tuong/trung/{}", href.expect("a pair"))
}

#[test]
fn merging_keeps_both_and_can_be_undone() {
    let mut officer = sign_in("ksv10");
    let name = format!("Trần Thử Gộp {}", seed());
    let (number, swapped) = numbers();
    let id = |page: &str| page.split(['/', '?']).find(|part| part.len() == 36).expect("an id").to_owned();
    let first = id(&register(&mut officer, &name, &number, &[]).0);
    // As another system posts it: confirmed without the list, so that nothing is decided and the pair is in the list of work.
    let second = id(&register(&mut officer, &name, &swapped, &[("confirmed", "1"), ("occupation", "Lái xe")]).0);
    let pair = pair(&mut officer, "open", &name);
    let html = officer.get(&pair).text();
    for words in ["Vì sao có thể trùng", "Cùng tên", number.as_str(), swapped.as_str(), "Lái xe", "Ghi là khác nhau"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
    let (num, one, other) = (hidden(&html, "pair"), hidden(&html, "one"), hidden(&html, "other"));
    assert!([&first, &second].contains(&&one) && [&first, &second].contains(&&other) && one != other);
    let (one_version, other_version) = (hidden(&html, "one_version"), hidden(&html, "other_version"));
    let keep = if one == first { "one" } else { "other" };
    let take = if one == first { "other" } else { "one" };
    let order = |reason: &'static str| {
        vec![
            ("pair", num.clone()),
            ("one", one.clone()),
            ("one_version", one_version.clone()),
            ("other", other.clone()),
            ("other_version", other_version.clone()),
            ("survivor", keep.to_owned()),
            ("field.citizen_id", keep.to_owned()),
            ("field.occupation", take.to_owned()),
            ("reason", reason.to_owned()),
        ]
    };
    let send = |officer: &mut Visitor, fields: &[(&'static str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        post(officer, "gop-doi-tuong", &fields)
    };
    let (page, text) = send(&mut officer, &order(""));
    assert!(page.starts_with(&pair) && text.contains("Nêu lý do gộp"), "{page}");
    let (_, text) = send(&mut sign_in("haiphong.ksv1"), &order("Không thuộc tỉnh"));
    assert!(text.contains("tỉnh khác"), "another province: {text}");
    for _ in 0..2 {
        let (page, text) = send(&mut officer, &order("Đã đối chiếu căn cước gốc"));
        assert!(
            page.starts_with(&format!("/doi-tuong/{first}")) && text.contains("Đã gộp hai hồ sơ"),
            "{page}: {text}"
        );
    }
    // The absorbed record shows the survivor, with what was taken over.
    let shown = officer.get(&format!("/doi-tuong/{second}")).text();
    for words in ["đã được gộp vào hồ sơ này", number.as_str(), "Lái xe", "Đã đối chiếu căn cước gốc"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let found = officer.get(&format!("/doi-tuong?q={swapped}")).text();
    assert_eq!(links(&found, "/doi-tuong/"), [format!("/doi-tuong/{first}")], "found by either number, shown once");

    let split = |officer: &mut Visitor, reason: &str| {
        post(officer, "tach-doi-tuong", &[("survivor", &first), ("absorbed", &second), ("split_reason", reason)])
    };
    assert!(split(&mut officer, "").1.contains("Nêu lý do"), "a reason is needed");
    for _ in 0..2 {
        assert!(split(&mut officer, "Nhầm người").1.contains("Đã tách lại"));
    }
    let before = officer.get(&format!("/doi-tuong/{first}")).text();
    assert!(!before.contains("Lái xe") && before.contains(&number), "as it was: {before}");
    assert!(officer.get(&format!("/doi-tuong/{second}")).text().contains(&swapped));
}

#[test]
fn roles_that_do_not_merge_have_no_form_and_see_no_numbers() {
    let mut officer = sign_in("ksv10");
    let name = format!("Lê Thử Vai {}", seed());
    let (number, swapped) = numbers();
    register(&mut officer, &name, &number, &[]);
    register(&mut officer, &name, &swapped, &[("confirmed", "1")]);
    let pair = pair(&mut officer, "open", &name);
    for (account, status, form, sees) in [
        ("doitruong4", 200, true, true),
        ("haiphong.ksv1", 200, false, true),
        ("phapche", 200, false, true),
        ("tonghop", 200, false, false),
        ("quantri", 404, false, false),
    ] {
        let answer = sign_in(account).get(&pair);
        assert_eq!(answer.status, status, "{account}");
        let html = answer.text();
        assert_eq!(html.contains("/api/gop-doi-tuong"), form, "{account}");
        assert_eq!(html.contains(&number), sees, "{account}");
    }
    for wrong in ["/doi-tuong/trung/999999999", "/doi-tuong/trung/x"] {
        assert_eq!(officer.get(wrong).status, 404, "{wrong}");
    }
}
