//! The area book over HTTP: who keeps it and who sees it, files that are written and never overwritten silently, areas that change hands,
//! risk that leaders weigh, personal data that are masked and whose reading is told.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::Visitor;
use ins_tests::officers::{links, sign_in};

/// The value of a field of the first form that has it.
fn value(html: &str, name: &str) -> String {
    let marker = format!("name=\"{name}\"");
    let input = html.split("<input").find(|input| input.contains(&marker)).unwrap_or_else(|| panic!("no {name}"));
    input.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// Posts a form and reads the page it leads to.
fn post(officer: &mut Visitor, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = officer.post(&format!("/api/{form}"), fields);
    assert_eq!(answer.status, 303, "{form}: {}", answer.text());
    let page = answer.header("location").to_owned();
    let text = officer.get(&page).text();
    (page, text)
}

/// The first place of a unit's book, as a path.
fn first_place(officer: &mut Visitor, unit: &str) -> String {
    let html = officer.get(&format!("/dia-ban/{unit}")).text();
    links(&html, "/co-so/").into_iter().next().expect("a place in the book")
}

#[test]
fn a_book_is_seen_from_its_team_upwards() {
    for (account, unit, expected) in [
        ("ksv10", "33-04", 200),
        ("chicuctruong", "33-04", 200),
        ("trunguong", "33-04", 200),
        ("tonghop", "33-04", 200),
        ("ksv10", "33-05", 404),
        ("haiphong.ksv1", "33-04", 404),
        ("ksv10", "khong-co", 404),
    ] {
        for page in ["", "/phan-cong", "/rui-ro", "/ban-do"] {
            let path = format!("/dia-ban/{unit}{page}");
            assert_eq!(sign_in(account).get(&path).status, expected, "{account} {path}");
        }
    }
    assert_eq!(sign_in("quantri").get("/dia-ban").status, 404);
    let province = sign_in("chicuctruong").get("/dia-ban").text();
    assert!(["33-01", "33-05"].iter().all(|unit| province.contains(&format!("/dia-ban/{unit}"))), "{province}");
}

#[test]
fn a_file_is_written_kept_and_not_overwritten() {
    let mut officer = sign_in("ksv10");
    let place = first_place(&mut officer, "33-04");
    let id = place.trim_start_matches("/co-so/").to_owned();
    let form = officer.get(&format!("{place}/sua")).text();
    let version = value(&form, "version");
    let party = value(&form, "party");
    let mut fields = vec![
        ("id", id.as_str()),
        ("party", party.as_str()),
        ("version", version.as_str()),
        ("kind", "shop"),
        ("status", "active"),
        ("name", "Cửa hàng thử <b>&\"HTTP\""),
        ("address", "Số 5, phường Thái Bình, tỉnh Hưng Yên"),
        ("position", "106.34, 20.45"),
        ("industries", "4711, 47"),
        ("licences.0.number", "9/GP"),
        ("reviewed_on", "01/01/2090"),
    ];
    let (page, text) = post(&mut officer, "luu-co-so", &fields);
    assert!(page.contains("nhap=") && text.contains("Cửa hàng thử &lt;b&gt;&amp;"), "{page}");
    for told in ["nhập 20.45, 106.34", "không phải mã ngành cấp 4", "Chọn loại giấy phép", "đang ở tương lai"]
    {
        assert!(text.contains(told), "{told}");
    }
    fields[7].1 = "20.45, 106.34";
    fields[8].1 = "4711, 4723";
    fields.truncate(9);
    let (_, text) = post(&mut officer, "luu-co-so", &fields);
    assert!(text.contains("Đã lưu vào sổ địa bàn") && text.contains("20.45000, 106.34000"), "{text}");
    assert!(text.contains("4723 Bán lẻ đồ uống") && text.contains("Phường Thái Bình, Tỉnh Hưng Yên"));
    // Somebody else's form of the version before.
    fields[5].1 = "Tên của người thứ hai";
    let (page, text) = post(&mut officer, "luu-co-so", &fields);
    assert!(page.contains("nhap=") && text.contains("Tên của người thứ hai"), "what was typed is kept");
    assert!(officer.get(&place).text().contains("Cửa hàng thử &lt;b&gt;"), "and nothing was overwritten");
    // Nobody beside writes it.
    for account in ["haiphong.ksv1", "chicuctruong"] {
        assert!([403, 404].contains(&sign_in(account).get(&format!("{place}/sua")).status), "{account}");
        let answer = sign_in(account).post("/api/luu-co-so", &fields);
        assert!(answer.status != 303 || answer.header("location").contains("nhap="), "{account}");
    }
    let (_, text) = post(&mut officer, "ghi-nhan-co-so", &[("id", &id), ("seen_on", "32/1/2026"), ("note", "")]);
    assert!(text.contains("Nhập điều đã thấy"), "{text}");
    let note = [("id", id.as_str()), ("seen_on", "01/11/2026"), ("note", "Có xe tải giao hàng ban đêm")];
    let (_, text) = post(&mut officer, "ghi-nhan-co-so", &note);
    assert!(text.contains("Có xe tải giao hàng ban đêm"));
    assert!(!sign_in("haiphong.ksv1").get(&place).text().contains("Có xe tải"), "notes stay with the unit");
}

#[test]
fn an_area_changes_hands_with_a_reason() {
    let mut leader = sign_in("doitruong5");
    let areas = "/dia-ban/33-05/phan-cong";
    let page = leader.get(areas).text();
    let edit = page.split(&format!("{areas}?sua=")).nth(1).and_then(|rest| rest.split('#').next()).expect("an area");
    let form = leader.get(&format!("{areas}?sua={edit}")).text();
    let version = value(&form, "version");
    let ticked: Vec<String> = form
        .split("<input")
        .filter(|input| input.contains("name=\"commune.") && input.contains("checked"))
        .filter_map(|input| input.split("name=\"").nth(1)?.split('"').next().map(str::to_owned))
        .collect();
    assert!(!ticked.is_empty());
    let mut fields = vec![
        ("unit", "33-05"),
        ("area", edit),
        ("version", version.as_str()),
        ("name", "Địa bàn ven biển"),
        ("officer", ""),
        ("assigned_by", "01/PC"),
    ];
    fields.extend(ticked.iter().map(|name| (name.as_str(), "1")));
    let (_, text) = post(&mut leader, "luu-dia-ban", &fields);
    assert!(text.contains("Nhập lý do bàn giao") && text.contains("Địa bàn ven biển"), "{text}");
    fields.push(("reason", "Điều động công tác"));
    let (_, text) = post(&mut leader, "luu-dia-ban", &fields);
    assert!(text.contains("Đã lưu phân công địa bàn") && text.contains("Điều động công tác"), "{text}");
    assert!(!sign_in("ksv10").get("/dia-ban/33-04/phan-cong").text().contains("Lưu địa bàn"), "an officer has no form");
    let answer = sign_in("doitruong4").post("/api/luu-dia-ban", &fields);
    assert!(answer.status != 303 || !answer.header("location").contains("xong="), "another team's leader");
}

#[test]
fn leaders_weigh_and_everybody_sees_the_reasons() {
    let mut head = sign_in("chicuctruong");
    let form = head.get("/dia-ban/trong-so-rui-ro").text();
    let keys = [
        "violations",
        "unpaid",
        "open-leads",
        "sensitive-goods",
        "expired-licence",
        "long-uninspected",
        "unreviewed",
        "medium_from",
        "high_from",
    ];
    let kept: Vec<(&str, String)> = keys.iter().map(|key| (*key, value(&form, key))).collect();
    let fields: Vec<(&str, &str)> = kept.iter().map(|(key, points)| (*key, points.as_str())).collect();
    let mut wrong = fields.clone();
    wrong[0].1 = "101";
    let (_, text) = post(&mut head, "dat-trong-so-rui-ro", &wrong);
    assert!(text.contains("từ 0 đến 100") && text.contains("value=\"101\""), "{text}");
    let (_, text) = post(&mut head, "dat-trong-so-rui-ro", &fields);
    assert!(text.contains("Đã đặt trọng số"), "{text}");
    let risks = sign_in("ksv10").get("/dia-ban/33-04/rui-ro").text();
    assert!(risks.contains("điểm") && risks.contains("Ngành hàng nhạy cảm"), "{risks}");
    assert!(!sign_in("ksv10").get("/dia-ban/trong-so-rui-ro").text().contains("Đặt trọng số"));
    let answer = sign_in("doitruong4").post("/api/dat-trong-so-rui-ro", &fields);
    assert!(answer.status != 303 || !answer.header("location").contains("xong="));
}

#[test]
fn personal_data_are_masked_and_their_reading_is_told() {
    let mut officer = sign_in("ksv10");
    let html = officer.get("/doi-tuong?q=ho+kinh+doanh").text();
    let party = links(&html, "/doi-tuong/").into_iter().next().expect("a household business");
    let full = officer.get(&party).text();
    let id = full
        .split("<dd")
        .filter_map(|part| part.split('>').nth(1)?.split('<').next())
        .find(|text| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .expect("an identity number")
        .to_owned();
    for account in ["tonghop", "trunguong"] {
        let mut reader = sign_in(account);
        for page in [party.clone(), "/doi-tuong?q=ho+kinh+doanh".to_owned(), format!("{party}/lich-su")] {
            assert!(!reader.get(&page).text().contains(&id), "{account} {page}");
        }
        let key = party.trim_start_matches("/doi-tuong/");
        assert!(!reader.get(&format!("/api/doi-tuong-mot?id={key}")).text().contains(&id), "{account} by the API");
        assert!(reader.get(&party).text().contains("••••••"), "{account}");
        assert!([403, 404].contains(&reader.get(&format!("{party}/sua")).status), "{account}");
    }
    let told = sign_in("chicuctruong").get(&format!("{party}/lich-su")).text();
    assert!(told.contains("Nhật ký đọc hồ sơ cá nhân") && told.contains("xem đầy đủ"), "{told}");
    assert!(!officer.get(&format!("{party}/lich-su")).text().contains("Nhật ký đọc hồ sơ cá nhân"));
    // A correction keeps the version before, with its reason.
    let form = officer.get(&format!("{party}/sua")).text();
    let names = [
        "id",
        "version",
        "name",
        "tax_code",
        "citizen_id",
        "birth_date",
        "occupation",
        "nationality",
        "address",
        "phone",
        "registration",
        "registered_on",
        "registered_at",
        "representative",
        "representative_title",
    ];
    let kept: Vec<(&str, String)> = names.iter().map(|name| (*name, unescaped(&value(&form, name)))).collect();
    let mut fields: Vec<(&str, &str)> = kept.iter().map(|(name, text)| (*name, text.as_str())).collect();
    fields.push(("kind", "household-business"));
    fields.push(("aliases", "Tên thường gọi thử"));
    let (_, text) = post(&mut officer, "sua-doi-tuong", &fields);
    assert!(text.contains("Nhập lý do sửa"), "{text}");
    fields.push(("reason", "Đối chiếu giấy đăng ký"));
    let (_, text) = post(&mut officer, "sua-doi-tuong", &fields);
    assert!(text.contains("Đã sửa") && text.contains("Tên thường gọi thử"), "{text}");
    let history = officer.get(&format!("{party}/lich-su")).text();
    assert!(
        history.contains("Đối chiếu giấy đăng ký") && history.contains("Tên khác: (trống) → “Tên thường gọi thử”"),
        "{history}"
    );
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
