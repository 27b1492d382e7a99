//! When a case is told to the national database on handling administrative violations (NĐ 20/2016/NĐ-CP).

use super::Citation;
use crate::calendar::WorkCalendar;
use crate::catalogue::Mark;
use jiff::civil::Date;

/// Working days from a paper to its being told, where the file is electronic. Recalled in substance, the number not seen [U].
pub const PROVIDE_WORKING_DAYS: u16 = 2;

/// Where that stands.
pub fn provide_citation() -> Citation {
    Citation { place: "Nghị định 20/2016/NĐ-CP".to_owned(), mark: Mark::Unsure }
}

/// The last day on which something of a day is to be told.
pub fn provide_until(day: Date, calendar: &WorkCalendar) -> Date {
    calendar.add_working_days(day, PROVIDE_WORKING_DAYS)
}
