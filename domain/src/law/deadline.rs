//! Deadlines of law.md section 4: where each starts, how long it is, when it ends, and on which article it rests.

use crate::calendar::{WorkCalendar, shift};
use crate::catalogue::Mark;
use crate::money::Dong;
use crate::statute::{Citation, REFORM_2020};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// One running deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Id of law.md, e.g. `D-20`.
    pub id: String,
    pub name: String,
    pub starts: DateTime,
    /// Last moment: 24:00 of the last day (shown as 23:59), or the exact hour.
    pub due: DateTime,
    /// Length in words, e.g. `7 ngày làm việc`.
    pub length: String,
    pub citation: Citation,
    /// What follows when it passes.
    pub when_lapsed: String,
}

/// Most working days at the place of inspection without extension (PL QLTT Điều 22 khoản 2).
pub const INSPECTION_MAX_WORKING_DAYS: u8 = 3;
/// Least days to carry out a decision (Luật XLVPHC Điều 73).
pub const EXECUTION_MIN_DAYS: u16 = 10;

/// End of a day: 23:59.
fn end_of(day: Date) -> DateTime {
    day.at(23, 59, 59, 0)
}

struct Rule {
    id: &'static str,
    name: &'static str,
    place: &'static str,
    mark: Mark,
    lapsed: &'static str,
}

impl Rule {
    fn running(self, starts: DateTime, due: DateTime, length: impl Into<String>) -> Deadline {
        Deadline {
            id: self.id.to_owned(),
            name: self.name.to_owned(),
            starts,
            due,
            length: length.into(),
            citation: Citation::new(self.place, self.mark),
            when_lapsed: self.lapsed.to_owned(),
        }
    }
}

/// D-02: the inspection at the place, from the announcement of the decision; the day of announcement is the first.
pub fn inspection_end(announced_at: DateTime, working_days: u8, calendar: &WorkCalendar) -> Deadline {
    let last = calendar.add_working_days(announced_at.date(), u16::from(working_days));
    Rule {
        id: "D-02",
        name: "Kiểm tra tại nơi kiểm tra",
        place: "khoản 2 Điều 22 Pháp lệnh Quản lý thị trường",
        mark: Mark::Seen,
        lapsed: "Phải kết thúc kiểm tra.",
    }
    .running(announced_at, end_of(last), format!("{working_days} ngày làm việc"))
}

/// D-01: report of the inspection's result to the issuer.
pub fn report_result(finished_at: DateTime) -> Deadline {
    let due = finished_at.date().tomorrow().map_or(finished_at, |day| day.to_datetime(finished_at.time()));
    Rule {
        id: "D-01",
        name: "Báo cáo kết quả kiểm tra",
        place: "khoản 2 Điều 19 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        lapsed: "Xem xét trách nhiệm.",
    }
    .running(finished_at, due, "24 giờ")
}

/// D-10: the violation record, from the day the act was found.
pub fn violation_record(found_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    Rule {
        id: "D-10",
        name: "Lập biên bản vi phạm hành chính",
        place: "khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP",
        mark: Mark::Recalled,
        lapsed: "Lập biên bản chậm: xem xét trách nhiệm.",
    }
    .running(found_at, end_of(calendar.add_working_days(found_at.date(), 2)), "2 ngày làm việc")
}

/// D-13: explanation in writing, from the day of the violation record.
pub fn explanation_written(made_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    let (last, length) = if made_at.date() >= REFORM_2020 {
        (calendar.add_working_days(made_at.date(), 5), "5 ngày làm việc")
    } else {
        (calendar.add_days_rolled(made_at.date(), 5), "5 ngày")
    };
    Rule {
        id: "D-13",
        name: "Người vi phạm giải trình bằng văn bản",
        place: "khoản 2 Điều 61 Luật Xử lý vi phạm hành chính",
        mark: Mark::Recalled,
        lapsed: "Mất quyền giải trình; được ra quyết định.",
    }
    .running(made_at, end_of(last), length)
}

/// D-14: request for an oral explanation, from the day of the violation record.
pub fn explanation_oral(made_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    Rule {
        id: "D-14",
        name: "Yêu cầu giải trình trực tiếp",
        place: "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính",
        mark: Mark::Recalled,
        lapsed: "Mất quyền yêu cầu giải trình trực tiếp.",
    }
    .running(made_at, end_of(calendar.add_working_days(made_at.date(), 2)), "2 ngày làm việc")
}

/// What decides how long the period for a sanction decision is (Luật XLVPHC Điều 66).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionFacts {
    /// The file must go up to the competent person.
    pub transferred: bool,
    /// An explanation was requested or filed, or facts are verified (Điều 59).
    pub explanation_or_verification: bool,
    /// Especially serious, with many complex facts.
    pub complex: bool,
}

/// D-20 – D-23: the sanction decision, from the day of the violation record.
pub fn decision_period(made_at: DateTime, facts: DecisionFacts, calendar: &WorkCalendar) -> Deadline {
    let day = made_at.date();
    let reformed = day >= REFORM_2020;
    let (id, last, length, place) = match (facts.explanation_or_verification, facts.complex, facts.transferred) {
        (true, true, _) if reformed => {
            ("D-23", calendar.add_months_rolled(day, 2), "2 tháng", "điểm c khoản 1 Điều 66")
        }
        (true, true, _) => ("D-23", calendar.add_days_rolled(day, 60), "60 ngày", "khoản 1 Điều 66"),
        (true, false, _) if reformed => {
            ("D-22", calendar.add_months_rolled(day, 1), "1 tháng", "điểm b khoản 1 Điều 66")
        }
        (true, false, _) => ("D-22", calendar.add_days_rolled(day, 30), "30 ngày", "khoản 1 Điều 66"),
        (false, _, true) if reformed => {
            ("D-21", calendar.add_working_days(day, 10), "10 ngày làm việc", "điểm a khoản 1 Điều 66")
        }
        (false, _, _) if reformed => {
            ("D-20", calendar.add_working_days(day, 7), "7 ngày làm việc", "điểm a khoản 1 Điều 66")
        }
        (false, _, _) => ("D-20", calendar.add_days_rolled(day, 7), "7 ngày", "khoản 1 Điều 66"),
    };
    Deadline {
        id: id.to_owned(),
        name: "Ra quyết định xử phạt".to_owned(),
        starts: made_at,
        due: end_of(last),
        length: length.to_owned(),
        citation: Citation::new(format!("{place} Luật Xử lý vi phạm hành chính"), Mark::Recalled),
        when_lapsed: "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".to_owned(),
    }
}

/// D-25: the decision is sent to the violator.
pub fn send_decision(decided_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    Rule {
        id: "D-25",
        name: "Gửi quyết định xử phạt",
        place: "Điều 70 Luật Xử lý vi phạm hành chính",
        mark: Mark::Recalled,
        lapsed: "Thời hạn thi hành chỉ tính từ khi nhận được quyết định.",
    }
    .running(decided_at, end_of(calendar.add_working_days(decided_at.date(), 2)), "2 ngày làm việc")
}

/// D-40: execution, from the day the decision was received.
pub fn execution(received_on: Date, days: u16, calendar: &WorkCalendar) -> Deadline {
    Rule {
        id: "D-40",
        name: "Thi hành quyết định xử phạt",
        place: "khoản 1 Điều 73, khoản 1 Điều 78 Luật Xử lý vi phạm hành chính",
        mark: Mark::Recalled,
        lapsed: "Cưỡng chế thi hành; chậm nộp tính thêm 0,05 %/ngày.",
    }
    .running(received_on.at(0, 0, 0, 0), end_of(calendar.add_days_rolled(received_on, days)), format!("{days} ngày"))
}

/// D-41: interest for late payment in đồng, 0.05 % of the unpaid sum a day, simple (Luật XLVPHC Điều 78 khoản 1).
pub fn late_interest(unpaid: Dong, due: Date, paid_on: Date) -> Dong {
    let mut days = 0_i64;
    let mut day = due;
    while day < paid_on {
        day = shift(day, 1);
        days += 1;
    }
    Dong(unpaid.0.saturating_mul(days) / 2000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods() {
        let calendar = WorkCalendar::embedded();
        let made = date(2026, 4, 24).at(15, 0, 0, 0);
        let facts = DecisionFacts::default();
        for (deadline, id, due) in [
            (decision_period(made, facts, calendar), "D-20", date(2026, 5, 8)),
            (decision_period(made, DecisionFacts { transferred: true, ..facts }, calendar), "D-21", date(2026, 5, 13)),
            (decision_period(made, DecisionFacts { explanation_or_verification: true, ..facts }, calendar), "D-22", date(2026, 5, 25)),
            (decision_period(date(2021, 6, 1).at(9, 0, 0, 0), facts, calendar), "D-20", date(2021, 6, 8)),
            (explanation_written(made, calendar), "D-13", date(2026, 5, 6)),
            (execution(date(2026, 6, 1), 10, calendar), "D-40", date(2026, 6, 11)),
            (violation_record(made, calendar), "D-10", date(2026, 4, 29)),
        ] {
            assert_eq!((deadline.id.as_str(), deadline.due.date()), (id, due));
        }
        assert_eq!(report_result(made).due, date(2026, 4, 25).at(15, 0, 0, 0));
    }

    #[test]
    fn interest_is_simple() {
        // law.md section 6, example 9.
        assert_eq!(late_interest(Dong(15_000_000), date(2026, 6, 11), date(2026, 6, 21)), Dong(75_000));
        assert_eq!(late_interest(Dong(15_000_000), date(2026, 6, 11), date(2026, 6, 11)), Dong(0));
    }
}
