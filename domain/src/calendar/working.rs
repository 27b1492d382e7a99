//! Working days (ngày làm việc): weekends, public holidays of the year's official notice, and days made up for.
//!
//! A yearly table, never computed: Tết days, the second day of 2/9 and swapped days are fixed by notice
//! (Bộ luật Lao động 45/2019/QH14 Điều 112). Which years it covers is part of the table: beyond them no day is guessed.

use super::year::is_weekend;
use super::{add_months, shift};
use crate::catalogue::Mark;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// One day off that is not a Saturday or Sunday, or one Saturday made a working day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    pub on: Date,
    pub name: String,
    pub mark: Mark,
}

/// The table of days off and make-up days, editable as data year by year ([`super::import`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCalendar {
    /// Years whose notice is in the table, in order; outside them only Saturdays and Sundays are known.
    pub years: Vec<i16>,
    pub days_off: Vec<DayOff>,
    /// Weekend days that are worked instead of a swapped day.
    pub made_up: Vec<DayOff>,
}

/// First day off, number of days, name, mark.
type Run = (Date, i64, &'static str, Mark);

/// A year whose days off nobody has entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingYear {
    pub year: i16,
}

impl MissingYear {
    /// Vietnamese sentence: what must be entered, and by whom.
    pub fn message(self) -> String {
        format!(
            "Chưa có lịch nghỉ lễ, Tết năm {}: quản trị hệ thống phải nhập lịch làm việc năm {} theo thông báo chính thức \
             trước khi tính thời hạn qua năm này (Bộ luật Lao động Điều 112).",
            self.year, self.year
        )
    }
}

/// Public holidays 2024–2027; runs include weekend days, which changes nothing.
const RUNS: &[Run] = &[
    (date(2024, 1, 1), 1, "Tết Dương lịch", Mark::Recalled),
    (date(2024, 2, 8), 7, "Tết Nguyên đán", Mark::Recalled),
    (date(2024, 4, 18), 1, "Giỗ Tổ Hùng Vương", Mark::Seen),
    (date(2024, 4, 29), 3, "30/4 và 1/5 (hoán đổi 29/4)", Mark::Recalled),
    (date(2024, 9, 2), 2, "Quốc khánh", Mark::Recalled),
    (date(2025, 1, 1), 1, "Tết Dương lịch", Mark::Recalled),
    (date(2025, 1, 27), 5, "Tết Nguyên đán", Mark::Recalled),
    (date(2025, 4, 7), 1, "Giỗ Tổ Hùng Vương", Mark::Seen),
    (date(2025, 4, 30), 3, "30/4 và 1/5 (hoán đổi 02/5)", Mark::Recalled),
    (date(2025, 9, 1), 2, "Quốc khánh", Mark::Recalled),
    // Văn bản 12729/VPCP-KGVX ngày 25/12/2025.
    (date(2026, 1, 1), 2, "Tết Dương lịch (hoán đổi 02/01)", Mark::Seen),
    (date(2026, 2, 16), 5, "Tết Nguyên đán", Mark::Seen),
    (date(2026, 4, 27), 1, "Nghỉ bù Giỗ Tổ Hùng Vương (26/4 là Chủ nhật)", Mark::Seen),
    (date(2026, 4, 30), 2, "30/4 và 1/5", Mark::Recalled),
    (date(2026, 8, 31), 3, "Quốc khánh (hoán đổi 31/8)", Mark::Seen),
    (date(2026, 11, 24), 1, "Ngày Văn hóa Việt Nam", Mark::Unsure),
    (date(2027, 1, 1), 1, "Tết Dương lịch", Mark::Recalled),
    (date(2027, 2, 5), 5, "Tết Nguyên đán", Mark::Unsure),
    (date(2027, 4, 16), 1, "Giỗ Tổ Hùng Vương", Mark::Seen),
    (date(2027, 4, 30), 1, "Ngày 30/4", Mark::Recalled),
    (date(2027, 5, 3), 1, "Nghỉ bù ngày 1/5 (Thứ Bảy)", Mark::Recalled),
    (date(2027, 9, 2), 2, "Quốc khánh", Mark::Unsure),
    (date(2027, 11, 24), 1, "Ngày Văn hóa Việt Nam", Mark::Unsure),
];

/// Saturdays worked in place of a swapped day.
const MADE_UP: &[Run] = &[
    (date(2024, 5, 4), 1, "Làm bù ngày 29/4", Mark::Recalled),
    (date(2025, 4, 26), 1, "Làm bù ngày 02/5", Mark::Recalled),
    (date(2026, 1, 10), 1, "Làm bù ngày 02/01", Mark::Seen),
    (date(2026, 8, 22), 1, "Làm bù ngày 31/8", Mark::Seen),
];

impl WorkCalendar {
    /// The table this version ships with.
    pub fn embedded() -> &'static WorkCalendar {
        static TABLE: std::sync::OnceLock<WorkCalendar> = std::sync::OnceLock::new();
        TABLE.get_or_init(|| {
            let spread = |runs: &[Run]| {
                runs.iter()
                    .flat_map(|(first, days, name, mark)| {
                        (0..*days).map(move |n| DayOff { on: shift(*first, n), name: (*name).to_owned(), mark: *mark })
                    })
                    .collect()
            };
            let days_off: Vec<DayOff> = spread(RUNS);
            let mut years: Vec<i16> = days_off.iter().map(|off| off.on.year()).collect();
            years.sort_unstable();
            years.dedup();
            WorkCalendar { years, days_off, made_up: spread(MADE_UP) }
        })
    }

    /// Whether every day counted from one day (itself not counted) to another lies in a year of the table.
    ///
    /// # Errors
    /// The first year that must be entered before such a period can be counted.
    pub fn covers(&self, from: Date, to: Date) -> Result<(), MissingYear> {
        self.missing_years(from, to).next().map_or(Ok(()), |year| Err(MissingYear { year }))
    }

    /// The years counted over that the table lacks, in order.
    fn missing_years(&self, from: Date, to: Date) -> impl Iterator<Item = i16> {
        let (first, last) = if from <= to { (shift(from, 1).min(to), to) } else { (shift(to, 1).min(from), from) };
        (first.year()..=last.year()).filter(|year| !self.years.contains(year))
    }

    /// Names the content, so that browser and server can tell whether they hold the same table: as
    /// [`crate::catalogue::Catalogue::digest`].
    pub fn digest(&self) -> String {
        let mut sorted = self.clone();
        for days in [&mut sorted.days_off, &mut sorted.made_up] {
            days.sort_by(|a, b| (a.on, &a.name).cmp(&(b.on, &b.name)));
        }
        // Plain data: writing it cannot fail.
        crate::catalogue::digest_of(serde_json::to_string(&sorted).unwrap_or_default().as_bytes())
    }

    /// Whether officers work on that day.
    pub fn is_working_day(&self, day: Date) -> bool {
        if self.made_up.iter().any(|made_up| made_up.on == day) {
            return true;
        }
        !is_weekend(day) && !self.days_off.iter().any(|off| off.on == day)
    }

    /// The last day of a period of `days` working days; the first day is not counted (Bộ luật Dân sự Điều 147).
    pub fn add_working_days(&self, start: Date, days: u16) -> Date {
        let mut day = start;
        let mut left = days;
        while left > 0 {
            let next = shift(day, 1);
            if next == day {
                break;
            }
            day = next;
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// The last day of a period of plain days: when it is a day off, the next working day (Bộ luật Dân sự Điều 148).
    pub fn add_days_rolled(&self, start: Date, days: u16) -> Date {
        self.roll(shift(start, i64::from(days)))
    }

    /// The last day of a period of months, rolled to a working day.
    pub fn add_months_rolled(&self, start: Date, months: i32) -> Date {
        self.roll(add_months(start, months))
    }

    fn roll(&self, day: Date) -> Date {
        if self.is_working_day(day) { day } else { self.add_working_days(day, 1) }
    }

    /// What is not certain about counting from one day to another: days off without an official notice, and years
    /// the table does not cover; in words.
    pub fn uncertain_between(&self, from: Date, to: Date) -> Vec<String> {
        let inside = |day: Date| from < day && day <= to;
        let mut uncertain: Vec<String> = self
            .days_off
            .iter()
            .filter(|off| off.mark == Mark::Unsure && !is_weekend(off.on))
            .chain(self.made_up.iter().filter(|made_up| made_up.mark == Mark::Unsure))
            .filter(|day| inside(day.on))
            .map(|day| format!("{} ({}): chưa có thông báo chính thức", super::format_date(day.on), day.name))
            .collect();
        let missing = self.missing_years(from, to);
        uncertain.extend(missing.map(|year| format!("Chưa có lịch nghỉ lễ năm {year}: chỉ trừ thứ Bảy, Chủ nhật")));
        uncertain
    }

    /// Working days after `from` up to and including `to`; negative when `to` lies before.
    pub fn working_days_between(&self, from: Date, to: Date) -> i32 {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let mut day = first;
        let mut count = 0;
        while day < last {
            let next = shift(day, 1);
            if next == day {
                break;
            }
            day = next;
            count += i32::from(self.is_working_day(day));
        }
        count * sign
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_working_days() {
        let calendar = WorkCalendar::embedded();
        for (start, days, end) in [
            // Giỗ Tổ made up on Monday 27/04, 30/04 and 01/05 off.
            (date(2026, 4, 24), 7, date(2026, 5, 8)),
            (date(2026, 11, 20), 2, date(2026, 11, 25)),
            (date(2026, 6, 1), 5, date(2026, 6, 8)),
            // The make-up Saturday 26/04/2025 is a working day.
            (date(2025, 4, 25), 1, date(2025, 4, 26)),
            // 02/01/2026 is swapped with Saturday 10/01/2026.
            (date(2025, 12, 31), 1, date(2026, 1, 5)),
            (date(2026, 1, 9), 1, date(2026, 1, 10)),
            // Tết 16–20/02/2026.
            (date(2026, 2, 13), 1, date(2026, 2, 23)),
            // 31/08 is swapped with Saturday 22/08/2026.
            (date(2026, 8, 21), 1, date(2026, 8, 22)),
            (date(2026, 8, 28), 1, date(2026, 9, 3)),
            (date(2024, 2, 7), 1, date(2024, 2, 15)),
        ] {
            assert_eq!(calendar.add_working_days(start, days), end, "{start} + {days}");
        }
        assert_eq!(calendar.uncertain_between(date(2026, 11, 20), date(2026, 11, 27)).len(), 1);
        assert!(
            calendar.uncertain_between(date(2026, 11, 24), date(2026, 11, 27)).is_empty(),
            "the first day is not counted"
        );
        assert_eq!(calendar.uncertain_between(date(2028, 1, 3), date(2028, 1, 9)).len(), 1);
        assert_eq!(calendar.add_days_rolled(date(2026, 6, 3), 10), date(2026, 6, 15), "13/06 is a Saturday");
        assert_eq!(calendar.working_days_between(date(2026, 5, 8), date(2026, 4, 24)), -7);
    }

    #[test]
    fn a_year_nobody_entered_is_an_error() {
        let calendar = WorkCalendar::embedded();
        for (from, to, missing) in [
            (date(2024, 1, 1), date(2027, 12, 31), None),
            (date(2027, 12, 20), date(2028, 1, 4), Some(2028)),
            (date(2023, 12, 31), date(2024, 1, 9), None),
            (date(2023, 12, 30), date(2024, 1, 9), Some(2023)),
            (date(2024, 1, 9), date(2023, 12, 30), Some(2023)),
            (date(2024, 1, 9), date(2023, 12, 31), None),
            (date(2027, 12, 1), date(2031, 1, 4), Some(2028)),
            (date(2028, 1, 1), date(2028, 1, 1), Some(2028)),
            (date(2027, 12, 31), date(2027, 12, 31), None),
        ] {
            assert_eq!(calendar.covers(from, to).err().map(|missing| missing.year), missing, "{from}–{to}");
        }
        let message = MissingYear { year: 2028 }.message();
        assert!(message.contains("phải nhập lịch làm việc năm 2028"), "{message}");
        assert_eq!(calendar.uncertain_between(date(2027, 12, 31), date(2030, 1, 4)).len(), 3, "the years between, too");
        let mut gap = calendar.clone();
        gap.years.retain(|year| *year != 2026);
        assert_eq!(gap.covers(date(2025, 6, 1), date(2027, 6, 1)), Err(MissingYear { year: 2026 }));
    }

    /// Counting ends with the last day there is, and does not turn round.
    #[test]
    fn counting_stops_at_the_end_of_time() {
        let calendar = WorkCalendar::embedded();
        assert_eq!(calendar.add_working_days(Date::MAX, 3), Date::MAX);
        assert_eq!(calendar.working_days_between(Date::MAX, Date::MAX), 0);
    }

    #[test]
    fn the_digest_names_the_content() {
        let calendar = WorkCalendar::embedded();
        let mut turned = calendar.clone();
        turned.days_off.reverse();
        assert_eq!(turned.digest(), calendar.digest());
        turned.days_off[0].mark = Mark::Seen;
        assert_ne!(turned.digest(), calendar.digest());
        let read: WorkCalendar = serde_json::from_str(&serde_json::to_string(calendar).unwrap()).unwrap();
        assert_eq!(read.digest(), calendar.digest());
    }

    proptest! {
        #[test]
        fn more_days_end_later(offset in 0_i64..1000, days in 0_u16..60) {
            let calendar = WorkCalendar::embedded();
            let start = shift(date(2024, 1, 1), offset);
            let end = calendar.add_working_days(start, days);
            prop_assert!(calendar.add_working_days(start, days + 1) > end);
            prop_assert_eq!(calendar.working_days_between(start, end), i32::from(days));
        }
    }
}
