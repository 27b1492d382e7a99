//! Dates and times as officers read and write them, working days, and reporting periods. Vietnam is UTC+7 all year.
//!
//! Must not know: which period belongs to which step; that is [`crate::law::deadline`].

mod parse;
mod period;
mod working;
mod year;

pub use parse::{DateError, TimeError, parse_date, parse_date_parts, parse_time};
pub use period::{Period, PeriodKind, Slice, segment_end, segment_start, year_end, year_start};
pub use working::{DayOff, MissingYear, WorkCalendar};
pub use year::{CalendarProblem, CalendarYear, import};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

fn vietnam() -> TimeZone {
    TimeZone::fixed(Offset::constant(7))
}

/// Local date and time in Vietnam.
pub fn to_local(at: Timestamp) -> DateTime {
    vietnam().to_datetime(at)
}

/// The instant of a local date and time in Vietnam; dates beyond the supported range give the epoch.
pub fn from_local(at: DateTime) -> Timestamp {
    vietnam().to_timestamp(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `05/01/2026`.
pub fn format_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `ngày 05 tháng 01 năm 2026`, with leading zeros as NĐ 30/2020/NĐ-CP asks for (days 1–9, months 1–2).
pub fn format_long(date: Date) -> String {
    let month = if date.month() <= 2 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// `14 giờ 30 phút, ngày 05/01/2026`.
pub fn format_at(at: DateTime) -> String {
    format!("{:02} giờ {:02} phút, ngày {}", at.hour(), at.minute(), format_date(at.date()))
}

/// `14:30 05/01/2026`, for dense lists.
pub fn format_short(at: DateTime) -> String {
    format!("{:02}:{:02} {}", at.hour(), at.minute(), format_date(at.date()))
}

/// `date` moved by whole days; stays where it is at the end of the supported range.
#[must_use]
pub fn shift(date: Date, days: i64) -> Date {
    i32::try_from(days)
        .ok()
        .and_then(|days| date.checked_add(jiff::Span::new().try_days(days).ok()?).ok())
        .unwrap_or(date)
}

/// The same day of the month `months` later, else the last day of that month (Bộ luật Dân sự Điều 147).
#[must_use]
pub fn add_months(date: Date, months: i32) -> Date {
    jiff::Span::new().try_months(months).ok().and_then(|span| date.checked_add(span).ok()).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn formats() {
        assert_eq!(format_date(date(2026, 1, 5)), "05/01/2026");
        assert_eq!(format_long(date(2026, 2, 5)), "ngày 05 tháng 02 năm 2026");
        assert_eq!(format_long(date(2026, 11, 23)), "ngày 23 tháng 11 năm 2026");
        assert_eq!(format_at(date(2026, 1, 5).at(14, 30, 0, 0)), "14 giờ 30 phút, ngày 05/01/2026");
    }

    #[test]
    fn local_time_is_seven_hours_ahead() {
        let at: Timestamp = "2026-11-22T18:30:00Z".parse().unwrap();
        assert_eq!(to_local(at), date(2026, 11, 23).at(1, 30, 0, 0));
        assert_eq!(from_local(to_local(at)), at);
    }

    #[test]
    fn months_name_their_rounding() {
        assert_eq!(add_months(date(2026, 1, 31), 1), date(2026, 2, 28));
        assert_eq!(add_months(date(2026, 3, 15), 2), date(2026, 5, 15));
        assert_eq!(shift(date(2026, 2, 28), 1), date(2026, 3, 1));
    }
}
