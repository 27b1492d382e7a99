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

/// A source that is not sure, or a day off that is not, must be checked; anything else need not.
#[test]
fn what_must_be_checked() {
    let calendar = WorkCalendar::embedded();
    let check = |id: &str, on: Date| deadline(id, on.at(9, 0, 0, 0), calendar).unwrap().needs_confirmation();
    assert!(!check("D-20", date(2026, 6, 8)) && !check("D-40", date(2026, 6, 8)));
    assert!(check("D-15", date(2026, 6, 8)), "the source is marked U");
    assert!(check("D-20", date(2026, 11, 20)), "24/11/2026 is marked U");
}

/// Exhibits: 10 working days where the file goes up, from 2022 on alone (Luật XLVPHC Điều 125 khoản 8).
#[test]
fn seizures_that_go_up() {
    let calendar = WorkCalendar::embedded();
    let transferred = DecisionFacts { transferred: true, ..DecisionFacts::default() };
    let used = DecisionFacts { explanation_or_verification: true, ..transferred };
    let complex = DecisionFacts { complex: true, ..used };
    for (on, facts, id, due) in [
        (date(2021, 12, 31), transferred, "D-30", date(2022, 1, 7)),
        (date(2022, 1, 1), transferred, "D-31", date(2022, 1, 14)),
        (date(2026, 6, 8), transferred, "D-31", date(2026, 6, 22)),
        (date(2026, 6, 8), used, "D-32", date(2026, 7, 8)),
        (date(2026, 6, 8), complex, "D-33", date(2026, 8, 10)),
        // Complex alone makes nothing longer: only an explanation or a verification does.
        (date(2026, 6, 8), DecisionFacts { complex: true, ..DecisionFacts::default() }, "D-30", date(2026, 6, 17)),
    ] {
        let found = seizure(on.at(9, 0, 0, 0), facts, calendar);
        assert_eq!((found.id.as_str(), found.due.date()), (id, due), "{on} {facts:?}");
        let decision = decision_period(on.at(9, 0, 0, 0), facts, calendar);
        assert_eq!((decision.id.replace("D-2", "D-3"), decision.due.date()), (id.to_owned(), due), "{on} {facts:?}");
    }
}

/// Before the first rule of an id the first one stands (NĐ 118/2021/NĐ-CP Điều 17a is of 01/07/2025).
#[test]
fn before_the_first_rule_the_first_stands() {
    let calendar = WorkCalendar::embedded();
    assert_eq!(deemed_served(ServedBy::ThirdReturn, date(2025, 6, 2), calendar), date(2025, 6, 5));
    assert_eq!(deemed_served(ServedBy::Posting, date(2025, 6, 2), calendar), date(2025, 6, 11));
    let early = violation_record(date(2012, 6, 4).at(9, 0, 0, 0), calendar);
    assert_eq!((early.id.as_str(), early.due.date()), ("D-10", date(2012, 6, 6)));
}

/// Every period the module names by a function of its own is the row of that id.
#[test]
fn functions_and_rows_agree() {
    let calendar = WorkCalendar::embedded();
    let at = date(2026, 6, 8).at(9, 0, 0, 0);
    for (found, id) in [
        (inspection_end(at, 3, calendar), "D-02"),
        (report_result(at), "D-01"),
        (verification(at, Verification::Ordinary, calendar), "D-04"),
        (verification(at, Verification::ManyContents, calendar), "D-04b"),
        (verification(at, Verification::AwaitsExpert, calendar), "D-04c"),
        (violation_record(at, calendar), "D-10"),
        (violation_record_complex(at, calendar), "D-10b"),
        (violation_record_after_test(at, calendar), "D-10c"),
        (hand_over(at), "D-11"),
        (explanation_written(at, calendar), "D-13"),
        (explanation_oral(at, calendar), "D-14"),
        (explanation_hearing(at, calendar), "D-15"),
        (urgent_seizure_report(at), "D-34"),
        (send_decision(at, calendar), "D-25"),
        (digitise(at), "D-72"),
    ] {
        assert_eq!(Some(found), deadline(id, at, calendar), "{id}");
    }
    let day = date(2026, 6, 8);
    let midnight = day.at(0, 0, 0, 0);
    for (found, id) in [
        (execution(day, EXECUTION_MIN_DAYS, calendar), "D-40"),
        (execution_limitation(day, calendar), "D-42"),
        (complaint(day, calendar), "D-60"),
        (cleared(day, true, calendar), "D-70"),
        (cleared(day, false, calendar), "D-70b"),
    ] {
        assert_eq!(Some(found), deadline(id, midnight, calendar), "{id}");
    }
}

/// Working days pass over every day off; days and months meet them on the last day
/// alone, years not at all (Bộ luật Dân sự Điều 148, 151).
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
        ("D-42", date(2025, 11, 24), date(2026, 11, 24), 0),
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
