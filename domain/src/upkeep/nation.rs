//! The line between provinces that keep their own data and the nation (liên thông, decision 0047), from either end.

use super::{Line, Run, State, ago, hours, line, moment};
use jiff::Timestamp;

/// Hours after which a province that sends each quarter of an hour is late.
const LATE: i64 = 2;
/// Hours after which figures of the nation and what is told of violators are a day old.
const LOST: i64 = 26;

/// The line of this installation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Federation {
    /// Whether this is a province with a line to the nation.
    pub set: bool,
    /// Variables are set that make no line.
    pub wrong: bool,
    /// The last time something was sent, and the last time it went well.
    pub last: Option<Run>,
    pub good: Option<Run>,
    /// At the nation: provinces that send, by name, with when each was heard last.
    pub provinces: Vec<(String, Timestamp)>,
}

/// How it stands.
pub(super) fn federation(facts: &Federation, now: Timestamp) -> Line {
    let (state, found, todo) = stand(facts, now);
    line("lien-thong", "Liên thông với trung ương", state, found, todo)
}

fn stand(facts: &Federation, now: Timestamp) -> (State, String, &'static str) {
    if facts.wrong {
        let found =
            "Các biến federation_… đặt thiếu hoặc sai nên không gửi và không hỏi được. Lý do ở nhật ký máy chủ.";
        return (
            State::Broken,
            found.to_owned(),
            "Đặt đủ federation_url, federation_host, federation_token, federation_key theo docs/deployment.md, hoặc bỏ cả bốn.",
        );
    }
    if facts.set {
        return sender(facts, now);
    }
    if facts.provinces.is_empty() {
        return (State::Well, "Không dùng: hệ thống này giữ dữ liệu một mình.".to_owned(), "");
    }
    let mut late: Vec<&(String, Timestamp)> =
        facts.provinces.iter().filter(|(_, at)| hours(now, *at) >= LATE).collect();
    late.sort_by_key(|(_, at)| *at);
    let Some((_, oldest)) = late.first() else {
        return (State::Well, format!("{} tỉnh gửi số liệu, tất cả trong {LATE} giờ qua.", facts.provinces.len()), "");
    };
    let state = if hours(now, *oldest) > LOST { State::Broken } else { State::Look };
    let told: Vec<String> = late.iter().map(|(name, at)| format!("{name} ({})", ago(now, *at))).collect();
    let found = format!("{} tỉnh gửi số liệu; chậm: {}.", facts.provinces.len(), told.join("; "));
    (state, found, "Báo quản trị của tỉnh chậm: xem dòng này trên trang Tự kiểm tra của tỉnh.")
}

fn sender(facts: &Federation, now: Timestamp) -> (State, String, &'static str) {
    let todo = "Xem lịch chạy POST /lien-thong/gui (docs/deployment.md) và đường truyền đến trung ương. Phần chưa gửi không mất: lần sau gửi tiếp.";
    let Some(good) = &facts.good else {
        let why = facts.last.as_ref().map(|last| format!(" Lần gần nhất {}: {}", ago(now, last.at), last.detail));
        return (State::Look, format!("Chưa lần nào gửi được cho trung ương.{}", why.unwrap_or_default()), todo);
    };
    let words = format!("Gửi được gần nhất: {} ({}). {}", moment(good.at), ago(now, good.at), good.detail);
    let failed = facts.last.as_ref().filter(|last| !last.well && last.at > good.at);
    let age = hours(now, good.at);
    match failed {
        _ if age > LOST => (State::Broken, words, todo),
        Some(failed) => (State::Look, format!("{words} Lần sau đó không được: {}", failed.detail), todo),
        None if age >= LATE => (State::Look, words, todo),
        None => (State::Well, words, todo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours_ago: i64) -> Timestamp {
        now() - jiff::SignedDuration::from_hours(hours_ago)
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_795_000_000).unwrap_or_default()
    }

    fn run(hours_ago: i64, well: bool) -> Option<Run> {
        Some(Run { at: at(hours_ago), well, detail: "không kết nối được".to_owned() })
    }

    #[test]
    fn a_line_that_is_late_or_broken_is_told_from_either_end() {
        let set = Federation { set: true, ..Federation::default() };
        let nation = |hours: &[i64]| Federation {
            provinces: hours.iter().map(|hours| (format!("Tỉnh {hours}"), at(*hours))).collect(),
            ..Federation::default()
        };
        for (facts, state, words) in [
            (Federation::default(), State::Well, "một mình"),
            (Federation { wrong: true, ..Federation::default() }, State::Broken, "đặt thiếu hoặc sai"),
            (set.clone(), State::Look, "Chưa lần nào"),
            (Federation { last: run(0, false), ..set.clone() }, State::Look, "không kết nối được"),
            (Federation { last: run(0, true), good: run(0, true), ..set.clone() }, State::Well, "Gửi được gần nhất"),
            (Federation { last: run(0, false), good: run(1, true), ..set.clone() }, State::Look, "Lần sau đó"),
            (Federation { last: run(3, true), good: run(3, true), ..set.clone() }, State::Look, "3 giờ trước"),
            (Federation { last: run(0, false), good: run(40, true), ..set.clone() }, State::Broken, "40 giờ trước"),
            (nation(&[0, 1]), State::Well, "2 tỉnh gửi số liệu, tất cả"),
            (nation(&[0, 5]), State::Look, "chậm: Tỉnh 5 (5 giờ trước)."),
            (nation(&[3, 90]), State::Broken, "Tỉnh 90 (3 ngày trước); Tỉnh 3"),
        ] {
            let told = federation(&facts, now());
            assert_eq!(told.state, state, "{}", told.found);
            assert!(told.found.contains(words), "{words}: {}", told.found);
            assert_eq!(told.todo.is_empty(), state == State::Well, "{}", told.todo);
        }
    }
}
