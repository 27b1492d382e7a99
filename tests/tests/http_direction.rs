//! Direction over HTTP: a task goes down, is reported and judged; what is beside an officer does not exist for him; comments on a
//! case; and the calendar feed, which has no session.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::calendar::{format_date, shift, to_local};
use ins_tests::http::Visitor;
use ins_tests::officers::{cases, hidden, links, sign_in};

/// A day from today on as officers write it.
fn day(days: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    let seconds = i64::try_from(now.as_secs()).expect("seconds");
    let today = to_local(jiff::Timestamp::from_second(seconds).expect("a moment")).date();
    format_date(shift(today, days))
}

/// Posts a form and reads the page it leads to.
fn post(officer: &mut Visitor, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = officer.post(&format!("/api/{form}"), fields);
    assert_eq!(answer.status, 303, "{form}: {}", answer.text());
    let page = answer.header("location").to_owned();
    let text = officer.get(&page).text();
    (page, text)
}

/// Gives a task and answers its path.
fn give(officer: &mut Visitor, title: &str, to: &[&str], more: &[(&str, &str)]) -> String {
    let id = hidden(&officer.get("/chi-dao/giao").text(), "task");
    let due = day(10);
    let boxes: Vec<String> = to.iter().map(|to| format!("to.{to}")).collect();
    let mut fields = vec![
        ("task", id.as_str()),
        ("kind", "viec-cu-the"),
        ("title", title),
        ("content", "Báo cáo đầy đủ."),
        ("due", due.as_str()),
    ];
    fields.extend(boxes.iter().map(|name| (name.as_str(), "1")));
    fields.extend(more);
    let (page, text) = post(officer, "giao-viec", &fields);
    assert!(text.contains("Đã giao việc") && text.contains(title), "{text}");
    page.split('?').next().expect("a path").to_owned()
}

/// Takes a step of the first part an officer sees, with the version his page shows.
fn step(officer: &mut Visitor, task: &str, key: &str, more: &[(&str, &str)]) -> String {
    let html = officer.get(task).text();
    let form = html.split("<form").find(|form| form.contains(&format!("value=\"{key}\""))).expect("a form of the step");
    let (id, part, version) = (hidden(form, "task"), hidden(form, "part"), hidden(form, "version"));
    let names: Vec<String> = more.iter().map(|(name, _)| format!("{name}.{part}")).collect();
    let mut fields = vec![("task", id.as_str()), ("part", part.as_str()), ("version", version.as_str()), ("step", key)];
    fields.extend(names.iter().zip(more).map(|(name, (_, value))| (name.as_str(), *value)));
    post(officer, "buoc-chi-dao", &fields).1
}

#[test]
fn who_gives_and_who_reads() {
    for account in ["doitruong4", "phodoi4", "chicuctruong", "phochicuctruong", "trunguong"] {
        assert_eq!(sign_in(account).get("/chi-dao/giao").status, 200, "{account}");
    }
    for account in ["ksv10", "phapche", "tonghop"] {
        let mut officer = sign_in(account);
        assert_eq!(officer.get("/chi-dao").status, 200, "{account}");
        assert_eq!(officer.get("/chi-dao/giao").status, 403, "{account}");
    }
    let mut administrator = sign_in("quantri");
    assert_eq!(administrator.get("/chi-dao").status, 404);
    assert_eq!(sign_in("ksv10").get("/chi-dao?phia=pham-vi").status, 404, "a team has no area");
    let head = sign_in("chicuctruong").get("/chi-dao?phia=da-giao").text();
    assert!(head.contains("Đợt cao điểm") && head.contains("Giao cho"), "{head}");
}

/// From the page of a case and of a plan: the task names what it is about, and a unit that may not know of it is not given it.
#[test]
fn a_task_is_given_about_a_case_or_a_plan() {
    let mut head = sign_in("chicuctruong");
    for (list, family, words) in [("/ho-so", "/ho-so/0", "Về hồ sơ "), ("/ke-hoach", "/ke-hoach/0", "Về kế hoạch ")]
    {
        let page = head.get(list).text();
        let (_, after) = page.split_once(&format!("href=\"{family}")).expect("one in the list");
        let file = format!("{family}{}", after.split(['"', '?']).next().expect("a path"));
        let page = head.get(&file).text();
        let (_, after) = page.split_once("href=\"/chi-dao/giao?").expect("a link that gives a task");
        let form = format!("/chi-dao/giao?{}", after.split('"').next().expect("an address"));
        let page = head.get(&form).text();
        assert!(page.contains(words), "{form}: {page}");
        let about = hidden(&page, "about");
        let task = give(&mut head, &format!("Rà soát {family}"), &["unit:33-PC"], &[("about", &about)]);
        assert!(head.get(&task).text().contains(&format!("href=\"{file}\"")), "{task}");
    }
    let id = hidden(&head.get("/chi-dao/giao").text(), "task");
    let wrong = [("task", id.as_str()), ("about", "ho-so:1")];
    assert_eq!(head.post("/api/giao-viec", &wrong).status, 303, "the fields are told first");
    assert_eq!(head.get("/chi-dao/giao?ke-hoach=01990000-0000-7000-8000-000000000000").status, 404);
    let officer = sign_in("ksv10").get("/ke-hoach").text();
    assert!(!officer.contains("/chi-dao/giao"));
}

#[test]
fn a_task_goes_down_and_its_result_comes_up() {
    let mut head = sign_in("chicuctruong");
    let wrong =
        [("task", "01990000-0000-7000-8000-0000000000aa"), ("kind", "dot-cao-diem"), ("title", "Việc thiếu ngày")];
    let (page, text) = post(&mut head, "giao-viec", &wrong);
    assert!(page.contains("nhap=") && text.contains("Việc thiếu ngày"), "what was typed is kept: {text}");
    for words in ["Lỗi: Giao việc", "Chọn ít nhất một đơn vị", "Nhập nội dung"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let title = format!("Rà soát thử {}", std::process::id());
    let task = give(&mut head, &title, &["unit:33-03", "unit:33-04"], &[]);
    for account in ["doitruong5", "haiphong.chicuctruong", "quantri", "ksv13"] {
        let mut stranger = sign_in(account);
        assert_eq!(stranger.get(&task).status, 404, "{account}");
        let id = task.trim_start_matches("/chi-dao/");
        let fields = [("task", id), ("part", "1"), ("version", "1"), ("step", "tiep-nhan")];
        assert_eq!(stranger.post("/api/buoc-chi-dao", &fields).status, 404, "{account}");
        assert!(!stranger.get("/chi-dao").text().contains(&title), "{account}");
    }
    let mut leader = sign_in("doitruong4");
    let shown = leader.get(&task).text();
    assert!(shown.contains("Đội QLTT số 4") && !shown.contains("Đội QLTT số 3"), "whom else it was given to: {shown}");
    assert!(leader.get("/").text().contains(&title), "it waits on his start page");
    let text = step(&mut leader, &task, "hoi-lai", &[("reason", "")]);
    assert!(text.contains("Nêu điều cần hỏi lại"), "{text}");
    step(&mut leader, &task, "hoi-lai", &[("reason", "Cả kho ngoài tỉnh?")]);
    let text = step(&mut head, &task, "tra-loi-hoi-lai", &[("words", "Chỉ trong tỉnh")]);
    assert!(text.contains("Đã trả lời"), "{text}");
    let text = step(&mut leader, &task, "tiep-nhan", &[]);
    assert!(text.contains("Đã tiếp nhận") && text.contains("Đang thực hiện"), "{text}");
    let text = step(&mut leader, &task, "bao-cao-tien-do", &[("percent", "40"), ("words", "Xong chợ trung tâm")]);
    assert!(text.contains("Tiến độ: 40%"), "{text}");

    // Passed on to an officer of the team, who reports to his leader.
    let form = links(&leader.get(&task).text(), "/chi-dao/");
    assert!(!form.contains(&task), "a page does not link to itself: {form:?}");
    let id = task.trim_start_matches("/chi-dao/").to_owned();
    let passing = leader.get(&format!("/chi-dao/giao?tu-viec={id}&phan=2")).text();
    assert!(passing.contains("Giao tiếp từ") && passing.contains(&title), "{passing}");
    let child_title = format!("Phần của công chức {}", std::process::id());
    let child = give(&mut leader, &child_title, &["officer:ksv11"], &[("parent", &id), ("part", "2")]);
    assert!(leader.get(&task).text().contains(&child), "the part names what it was passed on as");
    let mut officer = sign_in("ksv11");
    assert_eq!(sign_in("ksv12").get(&child).status, 404, "a colleague");
    step(&mut officer, &child, "tiep-nhan", &[]);
    step(&mut officer, &child, "bao-cao-ket-qua", &[("result", "Đã rà soát 5 kho")]);
    let text = step(&mut leader, &child, "chap-nhan-ket-qua", &[]);
    assert!(text.contains("Đã hoàn thành"), "{text}");

    step(&mut leader, &task, "bao-cao-ket-qua", &[("result", "Đã rà soát 14 kho")]);
    let stale = [("task", id.as_str()), ("part", "2"), ("version", "1"), ("step", "chap-nhan-ket-qua")];
    let (_, text) = post(&mut head, "buoc-chi-dao", &stale);
    assert!(text.contains("đã được người khác sửa"), "{text}");
    let text = step(&mut head, &task, "chap-nhan-ket-qua", &[("words", "Tốt")]);
    assert!(text.contains("1/2 đã hoàn thành"), "{text}");
    let text = step(&mut head, &task, "thu-hoi-viec", &[("reason", "Đã có kế hoạch khác")]);
    assert!(text.contains("Đã thu hồi") && text.contains("Đã có kế hoạch khác"), "{text}");
}

#[test]
fn a_comment_is_asked_and_answered() {
    let mut officer = sign_in("ksv10");
    let case = cases(&mut officer).into_iter().next().expect("a case of team 4");
    let id = case.trim_start_matches("/ho-so/").to_owned();
    let mut section = sign_in("phapche");
    let html = section.get(&case).text();
    let form = html.split("<form").find(|form| form.contains("name=\"comment_text\"")).expect("a form that asks");
    let comment = hidden(form, "comment");
    let fields = [("case", id.as_str()), ("comment", comment.as_str()), ("comment_text", "")];
    let (page, text) = post(&mut section, "neu-y-kien", &fields);
    assert!(page.contains("nhap=") && text.contains("Nhập ý kiến, điều cần trả lời"), "{text}");
    let words = format!("Đã có hóa đơn chưa {}?", std::process::id());
    let fields = [("case", id.as_str()), ("comment", comment.as_str()), ("comment_text", words.as_str())];
    let (_, text) = post(&mut section, "neu-y-kien", &fields);
    assert!(text.contains("Đã nêu ý kiến") && text.contains(&words), "{text}");
    let mut beside = sign_in("doitruong5");
    let step = |version| {
        [("case", id.as_str()), ("comment", comment.as_str()), ("version", version), ("step", "tra-loi-y-kien")]
    };
    let answer = format!("answer.{comment}");
    let mut answered = step("1").to_vec();
    answered.push((answer.as_str(), "Có"));
    assert_eq!(beside.post("/api/tra-loi-y-kien", &answered).status, 404);
    assert!(
        beside.send("GET", &format!("/api/y-kien?case={id}"), &[("Accept", "application/json")], b"").status == 404
    );
    let mut leader = sign_in("doitruong4");
    assert!(leader.get("/").text().contains(&words), "it waits on the leader's start page");
    let mut fields = step("1").to_vec();
    fields.push((&answer, "Đã yêu cầu xuất trình"));
    let (_, text) = post(&mut leader, "tra-loi-y-kien", &fields);
    assert!(text.contains("Đã trả lời ý kiến") && text.contains("Đã yêu cầu xuất trình"), "{text}");
    assert!(section.get("/").text().contains("Xem câu trả lời ý kiến"), "the answer waits to be read");
    let fields = [("case", id.as_str()), ("comment", &comment), ("version", "2"), ("step", "dong-y-kien")];
    let (_, text) = post(&mut section, "tra-loi-y-kien", &fields);
    assert!(text.contains("Đã đóng ý kiến") && text.contains("Ý kiến đã xong"), "{text}");
    let check = officer.get(&format!("{case}/muc-luc")).text();
    assert!(!check.contains(&words), "no paper of the case has it");
}

#[test]
fn a_feed_has_no_session_and_one_address() {
    let mut officer = sign_in("ksv5");
    let page = |officer: &mut Visitor| {
        let answer = officer.post("/api/tao-lich-ca-nhan", &[]);
        assert_eq!((answer.status, answer.header("location")), (303, "/tai-khoan/lich"), "{}", answer.text());
        officer.get("/tai-khoan/lich").text()
    };
    let address = |html: &str| {
        let address = html.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("an address");
        format!("/lich/{}", address.split("/lich/").nth(1).expect("a token"))
    };
    let first = address(&page(&mut officer));
    assert!(!officer.get("/tai-khoan/lich").text().contains("<code>"), "it is shown once");
    let answer = Visitor::new().get(&first);
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let text = answer.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("DTSTAMP:"), "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75) && !text.contains("Hộ kinh doanh"), "{text}");
    let tag = answer.header("etag").to_owned();
    let again = Visitor::new().send("GET", &first, &[("If-None-Match", &tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    for wrong in ["/lich/x.ics", "/lich/", &format!("/lich/{}.ics", "0".repeat(64)), first.trim_end_matches(".ics")] {
        assert_eq!(Visitor::new().get(wrong).status, 404, "{wrong}");
    }
    assert_eq!(Visitor::new().send("POST", &first, &[], b"").status, 405);
    let second = address(&page(&mut officer));
    assert_eq!(Visitor::new().get(&first).status, 404, "replaced");
    assert_eq!(Visitor::new().get(&second).status, 200);
    let (_, text) = post(&mut officer, "thu-hoi-lich", &[]);
    assert!(text.contains("Đã thu hồi"), "{text}");
    assert_eq!(Visitor::new().get(&second).status, 404, "revoked");
}
