//! Procedures of a case over HTTP: who may, when, against which version; numbers under many writers; the public check.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::{Answer, Visitor};
use ins_tests::officers::{hidden, links, open, seed, sign_in};
use std::collections::BTreeSet;
use std::time::Instant;

/// Posts a record of working with somebody.
fn work(officer: &mut Visitor, path: &str, version: &str, at: (&str, &str)) -> Answer {
    officer.post(
        "/api/buoc",
        &[
            ("case", path.trim_start_matches("/ho-so/")),
            ("version", version),
            ("step", "lam-viec"),
            ("at_date", at.0),
            ("at_time", at.1),
            ("place", "Trụ sở Đội"),
            ("present", "Trần Văn B, người làm chứng"),
            ("contents", "Trình bày về lô hàng"),
            ("signed", "ky"),
        ],
    )
}

#[test]
fn who_may_and_when_is_told_and_nothing_is_lost() {
    let mut officer = sign_in("ksv1");
    let path = open(&mut officer, "ksv1", seed());
    let form = officer.get(&format!("{path}/lam-viec"));
    assert_eq!(form.status, 200);
    let page = form.text();
    assert!(page.contains("MBB02") && page.contains("BB-LV"), "{page}");
    let (version, day, time) = (hidden(&page, "version"), input(&page, "at_date"), input(&page, "at_time"));

    // Of another unit, and of nobody: the case does not exist.
    for account in ["ksv7", "quantri"] {
        let mut stranger = sign_in(account);
        assert_eq!(stranger.get(&format!("{path}/lam-viec")).status, 404, "{account}");
        assert_eq!(work(&mut stranger, &path, &version, (&day, &time)).status, 404, "{account}");
    }
    // A procedure that does not exist.
    assert_eq!(officer.get(&format!("{path}/khong-co-thu-tuc")).status, 404);

    // Wrong answers come back with all errors and everything typed.
    let answer = officer.post(
        "/api/buoc",
        &[
            ("case", path.trim_start_matches("/ho-so/")),
            ("version", &version),
            ("step", "lam-viec"),
            ("at_date", "31/02/2026"),
            ("at_time", "25:00"),
            ("contents", "Nội dung đã gõ"),
        ],
    );
    let back = officer.get(answer.header("location")).text();
    for words in
        ["Nội dung đã gõ", "31/02/2026", "Nơi lập biên bản: chưa nhập", "Bên liên quan ký biên bản: chọn một mục"]
    {
        assert!(back.contains(words), "{words}: {back}");
    }

    // Too early, with what is missing and the article.
    let answer = officer.post(
        "/api/buoc",
        &[
            ("case", path.trim_start_matches("/ho-so/")),
            ("version", &version),
            ("step", "nop-luu"),
            ("receiver", "Văn thư"),
            ("stored_at", "Kho"),
            ("sheets", "12"),
            ("keep", "10"),
        ],
    );
    let back = officer.get(answer.header("location")).text();
    assert!(back.contains("Kiểm soát viên") || back.contains("Chưa thể thực hiện"), "{back}");

    // Done once; the same form again is told that the case has moved on.
    let done = work(&mut officer, &path, &version, (&day, &time));
    assert!(done.header("location").contains("xong=lam-viec"), "{} {}", done.status, done.header("location"));
    let again = work(&mut officer, &path, &version, (&day, &time));
    let back = officer.get(again.header("location")).text();
    assert!(again.header("location").contains("nhap=") && back.contains("vừa được người khác sửa"), "{back}");

    // The paper prints with its code, and anybody may check it.
    let file = officer.get(&path).text();
    let paper = file
        .split("href=\"")
        .find(|part| part.contains("/giay/lam-viec-"))
        .and_then(|part| part.split('"').next())
        .expect("the paper");
    let sheet = officer.get(paper).text();
    assert!(sheet.contains("BIÊN BẢN") && sheet.contains("aria-label=\"Mã QR kiểm tra văn bản\""), "{sheet}");
    let code: String = sheet.split("/kiem-tra-van-ban/").nth(1).expect("the code").chars().take(20).collect();
    let mut anybody = Visitor::new();
    let told = anybody.get(&format!("/kiem-tra-van-ban/{code}"));
    assert_eq!(told.status, 200);
    assert!(told.text().contains("BB-LV") && !told.text().contains("Bến xe Phố Hiến"), "{}", told.text());
    let wrong: String = code.chars().rev().collect();
    assert_eq!(anybody.get(&format!("/kiem-tra-van-ban/{wrong}")).status, 404);
    assert_eq!(anybody.get(&format!("/kiem-tra-van-ban/{}", "x".repeat(2_000))).status, 404);
    assert_eq!(sign_in("ksv7").get(paper).status, 404, "of another unit");
}

/// The value of an input of a page.
fn input(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\"")).nth(1).expect(name);
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a value").to_owned()
}

#[test]
fn a_spoilt_number_stays_in_the_register() {
    let mut leader = sign_in("doitruong2");
    assert_eq!(sign_in("ksv3").post("/api/huy-so", &[("symbol", "BB-LM"), ("reason", "Hỏng")]).status, 303);
    let answer = leader.post("/api/huy-so", &[("symbol", "BB-LM"), ("reason", "")]);
    assert!(leader.get(answer.header("location")).text().contains("Ghi lý do hủy số"));
    let reason = format!("Tờ ấn chỉ bị rách {}", seed());
    let answer = leader.post("/api/huy-so", &[("symbol", "BB-LM"), ("reason", &reason)]);
    assert!(answer.header("location").contains("xong=huy-so"), "{}", answer.header("location"));
    let page = leader.get("/so-van-ban?ky-hieu=BB-LM").text();
    assert!(page.contains(&reason) && page.contains("Đã hủy"), "{page}");
    // A series that has given numbers keeps its start.
    let answer = leader.post("/api/dat-so-bat-dau", &[("symbol", "BB-LM"), ("first", "500")]);
    assert!(leader.get(answer.header("location")).text().contains("đã có số"));
    assert_eq!(sign_in("haiphong.doitruong1").get("/so-van-ban?don-vi=33-02").status, 404);
}

/// Twenty officers write a hundred records each into one series.
#[test]
fn two_thousand_papers_from_twenty_clients_have_no_gap() {
    const CLIENTS: u64 = 20;
    const EACH: u32 = 100;
    let first = seed();
    let started = Instant::now();
    let writers: Vec<_> = (0..CLIENTS)
        .map(|client| {
            std::thread::spawn(move || {
                let mut officer = sign_in("ksv5");
                let path = open(&mut officer, "ksv5", first + client);
                let page = officer.get(&format!("{path}/lam-viec")).text();
                let (day, time) = (input(&page, "at_date"), input(&page, "at_time"));
                for version in 1..=EACH {
                    let answer = work(&mut officer, &path, &version.to_string(), (&day, &time));
                    assert!(
                        answer.header("location").contains("xong="),
                        "{client}/{version}: {} {}",
                        answer.status,
                        answer.text()
                    );
                }
                let index = officer.get(&format!("{path}/muc-luc")).text();
                index
                    .split("<td")
                    .filter_map(|cell| {
                        cell.split('>').nth(1)?.split('<').next()?.strip_suffix("/BB-LV").map(str::to_owned)
                    })
                    .collect::<Vec<String>>()
            })
        })
        .collect();
    let numbers: Vec<String> = writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect();
    let seconds = started.elapsed().as_secs_f64();
    let serials: BTreeSet<u32> = numbers.iter().filter_map(|number| number.get(4..)?.parse().ok()).collect();
    let all = usize::try_from(CLIENTS).expect("a count") * usize::try_from(EACH).expect("a count");
    assert_eq!((numbers.len(), serials.len()), (all, all), "every number once");
    let (low, high) = (serials.first().expect("numbers"), serials.last().expect("numbers"));
    assert_eq!(usize::try_from(high - low + 1).expect("a count"), all, "no gap");
    println!("{all} papers by {CLIENTS} clients in {seconds:.1} s: {:.0}/s", f64::from(EACH) * 20.0 / seconds);
    assert!(!links(&sign_in("ksv5").get("/ho-so").text(), "/ho-so/").is_empty());
}

/// The paper before it is signed: a marked draft with everything missing, what was typed below it, and nothing written.
#[test]
fn a_draft_is_shown_before_it_is_signed() {
    let mut officer = sign_in("ksv1");
    let path = open(&mut officer, "ksv1", seed());
    let form = officer.get(&format!("{path}/lam-viec")).text();
    assert!(form.contains("Xem dự thảo"), "{form}");
    let version = hidden(&form, "version");
    let (day, time) = (input(&form, "at_date"), input(&form, "at_time"));
    let ask = |officer: &mut Visitor, more: &[(&str, &str)]| {
        let mut fields = vec![
            ("case", path.trim_start_matches("/ho-so/")),
            ("version", version.as_str()),
            ("step", "lam-viec"),
            ("at_date", day.as_str()),
            ("at_time", time.as_str()),
            ("contents", "Trình bày về lô hàng tạm xem"),
        ];
        fields.extend_from_slice(more);
        officer.post("/api/buoc", &fields)
    };
    let answer = ask(&mut officer, &[("again", "xem-du-thao")]);
    assert!(answer.header("location").contains("nhap="), "{} {}", answer.status, answer.header("location"));
    let page = officer.get(answer.header("location")).text();
    for words in [
        "DỰ THẢO",
        "Chưa ghi gì vào hồ sơ",
        "Nơi lập biên bản: chưa nhập",
        "href=\"#",
        "Trình bày về lô hàng tạm xem</textarea>",
        ">Sửa<",
        ">Lập và ký<",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // Nothing was written: the version is the same, and no number was drawn.
    assert_eq!(hidden(&officer.get(&format!("{path}/lam-viec")).text(), "version"), version);
    assert!(!officer.get(&path).text().contains("/BB-LV"));
    // With everything answered there is nothing missing, and the same answers sign.
    let rest = [("place", "Trụ sở Đội"), ("present", "Trần Văn B"), ("signed", "ky")];
    let answer = ask(&mut officer, &[&rest[..], &[("again", "xem-du-thao")]].concat());
    let page = officer.get(answer.header("location")).text();
    assert!(page.contains("Đã đủ các mục phải ghi") && page.contains("DỰ THẢO"), "{page}");
    let done = ask(&mut officer, &rest);
    assert!(done.header("location").contains("xong=lam-viec"), "{} {}", done.status, done.header("location"));
    // Of another unit the case does not exist.
    let mut stranger = sign_in("ksv7");
    assert_eq!(ask(&mut stranger, &[("again", "xem-du-thao")]).status, 404);
}
