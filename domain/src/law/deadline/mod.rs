//! Running deadlines: where each starts, how long it is, when it ends, and on which article it rests.
//!
//! Numbers and articles come from [`crate::statute::DEADLINES`]; this module counts. Counting: the
//! first day is not counted; working days skip days off; a last day off of a period in days, months or years moves to
//! the next working day; hours run on.

#[cfg(test)]
mod tests;

use crate::calendar::{WorkCalendar, add_months, shift};
use crate::money::Dong;
use crate::statute::{Citation, DEADLINES, DeadlineRule, LATE_INTEREST_PARTS, Length, deadline_rule};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

pub use crate::statute::{EXECUTION_MIN_DAYS, INSPECTION_EXTENDED_WORKING_DAYS, INSPECTION_MAX_WORKING_DAYS};

/// One running deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Id of the table, e.g. `D-20`.
    pub id: String,
    pub name: String,
    pub starts: DateTime,
    /// Last moment: 24:00 of the last day (shown as 23:59), or the exact hour.
    pub due: DateTime,
    /// Length in words, e.g. `7 ngày làm việc`.
    pub length: String,
    /// Where it stands; its mark is the deadline's.
    pub citation: Citation,
    /// What follows when it passes.
    pub when_lapsed: String,
    /// Days off passed over that no official notice confirms yet; empty when the count is certain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncertain_days: Vec<String>,
}

impl Deadline {
    /// Whether the deadline is over at a moment.
    pub fn lapsed(&self, now: DateTime) -> bool {
        now > self.due
    }

    /// Whether anything in it, its source or a day off counted, must still be checked.
    pub fn needs_confirmation(&self) -> bool {
        self.citation.mark == crate::catalogue::Mark::Unsure || !self.uncertain_days.is_empty()
    }
}

/// End of a day: 23:59.
fn end_of(day: Date) -> DateTime {
    day.at(23, 59, 59, 0)
}

/// The last moment of a length that starts at a moment.
pub fn end(starts: DateTime, length: Length, calendar: &WorkCalendar) -> DateTime {
    let day = starts.date();
    match length {
        Length::AtOnce => starts,
        Length::Hours(hours) => {
            jiff::Span::new().try_hours(hours).ok().and_then(|span| starts.checked_add(span).ok()).unwrap_or(starts)
        }
        Length::Days(days) => end_of(calendar.add_days_rolled(day, days)),
        Length::WorkingDays(days) => end_of(calendar.add_working_days(day, days)),
        Length::Months(months) => end_of(calendar.add_months_rolled(day, i32::from(months))),
        // A limitation ends with its last day, whatever day that is (Bộ luật Dân sự Điều 151).
        Length::Years(years) => end_of(add_months(day, i32::from(years) * 12)),
        Length::Before { month, day: last } => {
            let this_year = Date::new(day.year(), month, last).map_or(day, |limit| shift(limit, -1));
            end_of(if this_year < day { add_months(this_year, 12) } else { this_year })
        }
        Length::OnceAYear => end_of(day.last_of_year()),
    }
}

/// The day after which a day off changes the end: all days of a period of working days, only the last day of a period of
/// days or months; `None` where days off change nothing.
fn counted_after(starts: Date, length: Length) -> Option<Date> {
    match length {
        Length::WorkingDays(_) => Some(starts),
        Length::Days(days) => Some(shift(starts, i64::from(days) - 1)),
        Length::Months(months) => Some(shift(add_months(starts, i32::from(months)), -1)),
        Length::AtOnce | Length::Hours(_) | Length::Years(_) | Length::OnceAYear | Length::Before { .. } => None,
    }
}

fn running(rule: &DeadlineRule, length: Length, starts: DateTime, calendar: &WorkCalendar) -> Deadline {
    let due = end(starts, length, calendar);
    Deadline {
        id: rule.id.to_owned(),
        name: rule.name.to_owned(),
        starts,
        due,
        length: length.words(),
        citation: rule.citation(),
        when_lapsed: rule.when_lapsed.to_owned(),
        uncertain_days: counted_after(starts.date(), length)
            .map_or_else(Vec::new, |first| calendar.uncertain_between(first, due.date())),
    }
}

/// The deadline with that id that starts at a moment; `None` when the law had no such deadline on that day.
pub fn deadline(id: &str, starts: DateTime, calendar: &WorkCalendar) -> Option<Deadline> {
    deadline_rule(id, starts.date()).map(|rule| running(rule, rule.length, starts, calendar))
}

/// As [`deadline`], for the ids this module names itself: before the first rule of an id the first one stands.
fn of(id: &'static str, starts: DateTime, calendar: &WorkCalendar) -> Deadline {
    with_length(id, None, starts, calendar)
}

fn with_length(id: &'static str, length: Option<Length>, starts: DateTime, calendar: &WorkCalendar) -> Deadline {
    // The table is never empty: otherwise this would not compile.
    const FIRST: &DeadlineRule = &DEADLINES[0];
    let of_id = || DEADLINES.iter().find(|rule| rule.id == id);
    let rule = deadline_rule(id, starts.date()).or_else(of_id).unwrap_or(FIRST);
    running(rule, length.unwrap_or(rule.length), starts, calendar)
}

/// D-02: the inspection at the place, from the announcement of the decision.
pub fn inspection_end(announced_at: DateTime, working_days: u8, calendar: &WorkCalendar) -> Deadline {
    with_length("D-02", Some(Length::WorkingDays(u16::from(working_days))), announced_at, calendar)
}

/// D-01: report of the inspection's result to the issuer.
pub fn report_result(finished_at: DateTime) -> Deadline {
    of("D-01", finished_at, WorkCalendar::embedded())
}

/// Why the conclusion after an inspection takes longer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    #[default]
    Ordinary,
    /// Many contents.
    ManyContents,
    /// The result of an expert test is awaited.
    AwaitsExpert,
}

/// D-04: verification before the conclusion, from the end of the inspection.
pub fn verification(finished_at: DateTime, kind: Verification, calendar: &WorkCalendar) -> Deadline {
    let id = match kind {
        Verification::Ordinary => "D-04",
        Verification::ManyContents => "D-04b",
        Verification::AwaitsExpert => "D-04c",
    };
    of(id, finished_at, calendar)
}

/// D-10: the violation record, from the day the act was found.
pub fn violation_record(found_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    of("D-10", found_at, calendar)
}

/// D-10: the violation record of a complex case of wide scope.
pub fn violation_record_complex(found_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    of("D-10b", found_at, calendar)
}

/// D-10: the violation record after an expert test, from its result.
pub fn violation_record_after_test(result_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    of("D-10c", result_at, calendar)
}

/// D-11: the file goes to the competent person.
pub fn hand_over(made_at: DateTime) -> Deadline {
    of("D-11", made_at, WorkCalendar::embedded())
}

/// D-13: explanation in writing, from the day of the violation record.
pub fn explanation_written(made_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    of("D-13", made_at, calendar)
}

/// D-14: request for an oral explanation, from the day of the violation record.
pub fn explanation_oral(made_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    of("D-14", made_at, calendar)
}

/// D-15: the hearing is called, from the day of the request.
pub fn explanation_hearing(requested_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    of("D-15", requested_at, calendar)
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
    let id = match (facts.explanation_or_verification, facts.complex, facts.transferred) {
        (true, true, _) => "D-23",
        (true, false, _) => "D-22",
        // Before 2022 the law had no longer period for a file that goes up.
        (false, _, true) if deadline_rule("D-21", made_at.date()).is_some() => "D-21",
        (false, _, _) => "D-20",
    };
    of(id, made_at, calendar)
}

/// D-30 – D-33: exhibits are held, from the seizure; never longer than the period for the decision.
pub fn seizure(seized_at: DateTime, facts: DecisionFacts, calendar: &WorkCalendar) -> Deadline {
    let id = match (facts.explanation_or_verification, facts.complex, facts.transferred) {
        (true, true, _) => "D-33",
        (true, false, _) => "D-32",
        (false, _, true) if deadline_rule("D-31", seized_at.date()).is_some() => "D-31",
        (false, _, _) => "D-30",
    };
    of(id, seized_at, calendar)
}

/// D-34: an urgent seizure by an officer is reported.
pub fn urgent_seizure_report(seized_at: DateTime) -> Deadline {
    of("D-34", seized_at, WorkCalendar::embedded())
}

/// D-25: the decision is sent to the violator.
pub fn send_decision(decided_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    of("D-25", decided_at, calendar)
}

/// How a decision reached its addressee (NĐ 118/2021/NĐ-CP Điều 17a).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServedBy {
    /// Handed over, or refused before a witness: the same day.
    Hand,
    /// The post returned it for the third time.
    ThirdReturn,
    /// Entered in the designated information system.
    InformationSystem,
    /// Posted up at the People's Committee of the commune.
    Posting,
}

/// D-25b – D-25d: the day on which the decision counts as served, from the day of the event.
pub fn deemed_served(by: ServedBy, on: Date, calendar: &WorkCalendar) -> Date {
    let id = match by {
        ServedBy::Hand => return on,
        ServedBy::ThirdReturn => "D-25b",
        ServedBy::InformationSystem => "D-25c",
        ServedBy::Posting => "D-25d",
    };
    of(id, on.at(0, 0, 0, 0), calendar).due.date()
}

/// D-40: execution, from the day the decision was received.
pub fn execution(received_on: Date, days: u16, calendar: &WorkCalendar) -> Deadline {
    with_length("D-40", Some(Length::Days(days)), received_on.at(0, 0, 0, 0), calendar)
}

/// D-42: the decision may be executed, from the day it was issued.
pub fn execution_limitation(decided_on: Date, calendar: &WorkCalendar) -> Deadline {
    of("D-42", decided_on.at(0, 0, 0, 0), calendar)
}

/// D-60: a first complaint against the decision, from the day it was received.
pub fn complaint(received_on: Date, calendar: &WorkCalendar) -> Deadline {
    of("D-60", received_on.at(0, 0, 0, 0), calendar)
}

/// D-70: the day from which the offender counts as never sanctioned, from the end of execution.
pub fn cleared(executed_on: Date, warning: bool, calendar: &WorkCalendar) -> Deadline {
    of(if warning { "D-70" } else { "D-70b" }, executed_on.at(0, 0, 0, 0), calendar)
}

/// Whether an act repeats an earlier sanction (tái phạm): committed before the offender counts as never sanctioned
/// (Luật XLVPHC Điều 7). The days run from the end of execution, not from the decision.
pub fn repeats(executed_on: Date, warning: bool, committed_on: Date) -> bool {
    executed_on <= committed_on && committed_on <= counts_until(executed_on, warning).0
}

/// The last day on which a sanction counts, from the end of its execution or of the period for it, and where that stands (Luật
/// XLVPHC Điều 7 khoản 1).
pub fn counts_until(from: Date, warning: bool) -> (Date, Citation) {
    let clear = of(if warning { "D-70" } else { "D-70b" }, from.at(0, 0, 0, 0), WorkCalendar::embedded());
    let months = deadline_rule(&clear.id, from).map_or(12, |rule| match rule.length {
        Length::Months(months) => i32::from(months),
        Length::Years(years) => i32::from(years) * 12,
        Length::AtOnce
        | Length::Hours(_)
        | Length::Days(_)
        | Length::WorkingDays(_)
        | Length::Before { .. }
        | Length::OnceAYear => 0,
    });
    (add_months(from, months), clear.citation)
}

/// D-72: a paper made by hand is entered into the system, from its signature.
pub fn digitise(signed_at: DateTime) -> Deadline {
    of("D-72", signed_at, WorkCalendar::embedded())
}

/// D-41: interest for late payment in đồng, 0.05 % of the unpaid sum a day, simple, over days off (Luật XLVPHC Điều
/// 78 khoản 1; TT 18/2023/TT-BTC).
pub fn late_interest(unpaid: Dong, due: Date, paid_on: Date) -> Dong {
    let days = due.until(paid_on).map_or(0, |span| i64::from(span.get_days())).max(0);
    Dong(unpaid.0.max(0).saturating_mul(days) / LATE_INTEREST_PARTS)
}
