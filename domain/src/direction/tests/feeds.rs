//! The calendar feed: its text, its lines, and that it names no party.

use super::*;
use crate::calendar::WorkCalendar;
use crate::direction::feed::{Due, Entry, LINE_OCTETS, escape, feed, fold};
use crate::law::deadline::deadline;
use proptest::prelude::*;

fn entries() -> Vec<Entry> {
    let changed = from_local(TODAY.at(9, 0, 0, 0));
    let decision = deadline("D-20", date(2026, 11, 16).at(9, 0, 0, 0), WorkCalendar::embedded()).unwrap();
    let report = deadline("D-01", date(2026, 11, 20).at(10, 30, 0, 0), WorkCalendar::embedded()).unwrap();
    let case = (CaseId(Uuid::from_u128(0x33)), "33-01/2026/0042");
    let mut new = new_task("TW/33", vec![team("TW/33/33-01")]);
    new.title = "Làm việc với bà Nguyễn Thị Bí Mật".into();
    let task = given(&head(), &new).unwrap();
    let head = head();
    let responsible = OfficerId("ksv1".into());
    let made = decide_comment(CommentAsk::Make(&new_comment(&head)), &comment_context(&head, &responsible)).unwrap();
    let comment = Comment::open(&made).unwrap();
    let unit = "Đội QLTT số 1; tỉnh Hưng Yên, phường Phố Hiến";
    vec![
        Entry::of_deadline(case, unit, &decision, "/ho-so/33".into(), changed),
        Entry::of_deadline(case, unit, &report, "/ho-so/33".into(), changed),
        Entry::of_task(&task, &task.parts[0], "/chi-dao/1".into(), changed),
        Entry::of_comment(&comment, date(2026, 11, 25), "/ho-so/33".into(), changed),
    ]
}

fn unfold(text: &str) -> String {
    text.replace("\r\n ", "")
}

#[test]
fn the_feed_is_the_golden_file() {
    let text = feed("https://ins.example.vn", "ins.example.vn", &entries());
    let golden = include_str!("feed.ics.golden").replace('\n', "\r\n");
    assert_eq!(text, golden, "if intended, replace the golden file with:\n{}", text.replace("\r\n", "\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS && !line.contains('\n')));
    for words in ["Bí Mật", "Kiểm tra kho", "Vì sao"] {
        assert!(!unfold(&text).contains(words), "{words}");
    }
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 4);
    assert_eq!(text.matches("BEGIN:VALARM").count(), 8);
}

/// A deadline that ends with its day is of the whole day; another one is at its minute, in UTC.
#[test]
fn a_day_is_a_day() {
    assert_eq!(Due::of(date(2026, 11, 25).at(23, 59, 59, 0)), Due::Day(date(2026, 11, 25)));
    let text = feed("http://a", "a", &entries());
    assert!(text.contains("DTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261126\r\n"), "{text}");
    assert!(text.contains("DTSTART:20261121T033000Z\r\n"), "{text}");
}

/// Two entries of one name are two; the order of the entries alone gives them theirs.
#[test]
fn no_two_entries_share_a_name() {
    let twice: Vec<Entry> = entries().into_iter().chain(entries()).collect();
    let text = unfold(&feed("http://a", "a", &twice));
    let mut names: Vec<&str> = text.split("\r\n").filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(names.len(), 8);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 8);
}

#[test]
fn a_text_is_escaped() {
    assert_eq!(escape("a;b,c\\d\ne\r\u{7}"), "a\\;b\\,c\\\\d\\ne");
}

proptest! {
    #[test]
    fn no_line_is_too_long_and_nothing_is_lost(text in "[a-zđăâêôơưệữỗ😀;,\\\\ \n]{0,300}") {
        let line = format!("SUMMARY:{}", escape(&text));
        let folded = fold(&line);
        prop_assert!(folded.ends_with("\r\n"));
        let body = folded.strip_suffix("\r\n").unwrap();
        for (place, part) in body.split("\r\n").enumerate() {
            prop_assert!(part.len() <= LINE_OCTETS, "{} octets", part.len());
            prop_assert!(place == 0 || part.starts_with(' '));
            prop_assert!(!part.contains(['\r', '\n']));
        }
        prop_assert_eq!(unfold(body), line);
    }
}
