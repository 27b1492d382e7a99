//! Tables of deadlines by date, and the count of days.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn periods() {
    let calendar = WorkCalendar::embedded();
    let made = date(2026, 4, 24).at(15, 0, 0, 0);
    let old = date(2021, 6, 1).at(9, 0, 0, 0);
    let facts = DecisionFacts::default();
    let used = DecisionFacts { explanation_or_verification: true, ..facts };
    let complex = DecisionFacts { complex: true, ..used };
    let transferred = DecisionFacts { transferred: true, ..facts };
    for (deadline, id, length, due) in [
        (decision_period(made, facts, calendar), "D-20", "7 ngày làm việc", date(2026, 5, 8)),
        (decision_period(made, transferred, calendar), "D-21", "10 ngày làm việc", date(2026, 5, 13)),
        (decision_period(made, used, calendar), "D-22", "1 tháng", date(2026, 5, 25)),
        (decision_period(made, complex, calendar), "D-23", "2 tháng", date(2026, 6, 24)),
        (decision_period(old, facts, calendar), "D-20", "7 ngày", date(2021, 6, 8)),
        (decision_period(old, transferred, calendar), "D-20", "7 ngày", date(2021, 6, 8)),
        (decision_period(old, used, calendar), "D-22", "30 ngày", date(2021, 7, 1)),
        (explanation_written(made, calendar), "D-13", "5 ngày làm việc", date(2026, 5, 6)),
        (explanation_written(old, calendar), "D-13", "5 ngày", date(2021, 6, 7)),
        (explanation_oral(made, calendar), "D-14", "2 ngày làm việc", date(2026, 4, 29)),
        (execution(date(2026, 6, 1), 10, calendar), "D-40", "10 ngày", date(2026, 6, 11)),
        (execution(date(2026, 6, 1), 30, calendar), "D-40", "30 ngày", date(2026, 7, 1)),
        (violation_record(made, calendar), "D-10", "2 ngày làm việc", date(2026, 4, 29)),
        (violation_record_complex(made, calendar), "D-10b", "5 ngày làm việc", date(2026, 5, 6)),
        (inspection_end(made, 3, calendar), "D-02", "3 ngày làm việc", date(2026, 5, 4)),
        (verification(made, Verification::Ordinary, calendar), "D-04", "10 ngày", date(2026, 5, 4)),
        (verification(made, Verification::AwaitsExpert, calendar), "D-04c", "40 ngày", date(2026, 6, 3)),
        (seizure(made, facts, calendar), "D-30", "7 ngày làm việc", date(2026, 5, 8)),
        (seizure(made, used, calendar), "D-32", "1 tháng", date(2026, 5, 25)),
        (send_decision(made, calendar), "D-25", "2 ngày làm việc", date(2026, 4, 29)),
        (execution_limitation(date(2026, 6, 1), calendar), "D-42", "1 năm", date(2027, 6, 1)),
        (complaint(date(2026, 6, 1), calendar), "D-60", "90 ngày", date(2026, 9, 3)),
        (cleared(date(2026, 6, 1), true, calendar), "D-70", "6 tháng", date(2026, 12, 1)),
    ] {
        assert_eq!((deadline.id.as_str(), deadline.length.as_str(), deadline.due.date()), (id, length, due));
        assert_eq!(deadline.due.time(), jiff::civil::time(23, 59, 59, 0));
    }
}

#[test]
fn hours_run_over_days_off() {
    // Friday afternoon before a long weekend.
    let made = date(2026, 4, 24).at(15, 0, 0, 0);
    for (deadline, id, due) in [
        (report_result(made), "D-01", date(2026, 4, 25).at(15, 0, 0, 0)),
        (hand_over(made), "D-11", date(2026, 4, 25).at(15, 0, 0, 0)),
        (urgent_seizure_report(made), "D-34", date(2026, 4, 25).at(15, 0, 0, 0)),
        (digitise(made), "D-72", date(2026, 4, 26).at(15, 0, 0, 0)),
    ] {
        assert_eq!((deadline.id.as_str(), deadline.due), (id, due));
        assert!(deadline.lapsed(due.date().tomorrow().unwrap().at(15, 0, 1, 0)) && !deadline.lapsed(due));
    }
}

#[test]
fn service_and_repeat_offences() {
    let calendar = WorkCalendar::embedded();
    let on = date(2026, 6, 4);
    for (by, served) in [
        (ServedBy::Hand, on),
        (ServedBy::ThirdReturn, date(2026, 6, 9)),
        (ServedBy::InformationSystem, date(2026, 6, 9)),
        (ServedBy::Posting, date(2026, 6, 15)),
    ] {
        assert_eq!(deemed_served(by, on, calendar), served, "{by:?}");
    }
    for (warning, committed_on, repeated) in [
        (false, date(2027, 6, 4), true),
        (false, date(2027, 6, 5), false),
        (true, date(2026, 12, 4), true),
        (true, date(2026, 12, 5), false),
        (false, date(2026, 6, 3), false),
    ] {
        assert_eq!(repeats(on, warning, committed_on), repeated, "{warning} {committed_on}");
    }
}

#[test]
fn yearly_dates() {
    let calendar = WorkCalendar::embedded();
    let plan = |on: Date| deadline("D-71", on.at(8, 0, 0, 0), calendar).unwrap().due.date();
    assert_eq!(plan(date(2026, 3, 1)), date(2026, 11, 14));
    assert_eq!(plan(date(2026, 11, 20)), date(2027, 11, 14));
    assert!(deadline("D-26", date(2025, 5, 1).at(8, 0, 0, 0), calendar).is_none(), "not law yet");
}

#[test]
fn a_day_off_without_notice_is_named() {
    let calendar = WorkCalendar::embedded();
    let over = send_decision(date(2026, 11, 23).at(9, 0, 0, 0), calendar);
    assert_eq!(over.due.date(), date(2026, 11, 26));
    assert!(over.needs_confirmation() && over.uncertain_days[0].contains("24/11/2026"), "{over:?}");
    assert!(send_decision(date(2026, 6, 1).at(9, 0, 0, 0), calendar).uncertain_days.is_empty());
}

/// Working days pass over every day off; days, months and years meet them on the last day alone (Bộ luật Dân sự Điều 148).
#[test]
fn only_days_off_that_move_the_end_are_named() {
    let calendar = WorkCalendar::embedded();
    let named = |id: &str, on: Date| {
        let found = deadline(id, on.at(9, 0, 0, 0), calendar).unwrap();
        (found.due.date(), found.uncertain_days.len())
    };
    for (id, on, due, days) in [
        // 24/11/2026 is not certain to be off.
        ("D-20", date(2026, 11, 20), date(2026, 12, 2), 1),
        ("D-20", date(2026, 11, 24), date(2026, 12, 3), 0),
        ("D-40", date(2026, 11, 14), date(2026, 11, 25), 1),
        ("D-40", date(2026, 11, 13), date(2026, 11, 23), 0),
        ("D-40", date(2026, 11, 16), date(2026, 11, 26), 0),
        ("D-22", date(2026, 10, 24), date(2026, 11, 25), 1),
        ("D-22", date(2026, 10, 26), date(2026, 11, 26), 0),
        ("D-42", date(2025, 11, 24), date(2026, 11, 25), 1),
        ("D-42", date(2026, 6, 8), date(2027, 6, 8), 0),
        ("D-01", date(2026, 11, 23), date(2026, 11, 24), 0),
        ("D-71", date(2026, 11, 20), date(2027, 11, 14), 0),
        // 2028 is not in the table: only where the end lies in it.
        ("D-60", date(2027, 9, 15), date(2027, 12, 14), 0),
        ("D-60", date(2027, 10, 10), date(2028, 1, 10), 1),
    ] {
        assert_eq!(named(id, on), (due, days), "{id} from {on}");
    }
}

#[test]
fn interest_is_simple() {
    // Ten days late, 0.05 percent a day.
    assert_eq!(late_interest(Dong(15_000_000), date(2026, 6, 11), date(2026, 6, 21)), Dong(75_000));
    assert_eq!(late_interest(Dong(15_000_000), date(2026, 6, 11), date(2026, 6, 11)), Dong(0));
    assert_eq!(late_interest(Dong(15_000_000), date(2026, 6, 11), date(2026, 6, 1)), Dong(0));
}

proptest! {
    #[test]
    fn no_deadline_ends_before_it_starts(row in 0..crate::statute::DEADLINES.len(), offset in 0_i64..3000) {
        let calendar = WorkCalendar::embedded();
        let rule = &crate::statute::DEADLINES[row];
        let starts = shift(date(2014, 1, 1), offset).at(10, 30, 0, 0);
        prop_assert!(end(starts, rule.length, calendar) >= starts);
    }
}
