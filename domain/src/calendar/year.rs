//! The days off of one year, as an administrator enters them from the official notice.
//!
//! One line a run of days: `nghỉ; 16/02/2026 - 20/02/2026; Tết Nguyên đán; V` or `làm bù; 22/08/2026; Làm bù ngày 31/8; V`.
//! Empty lines and lines beginning with `#` are passed over. What the law gives every year and the lines lack is told,
//! since a forgotten holiday moves every deadline that passes it. Must not know: who enters a year, or where it is kept.

use super::{DayOff, WorkCalendar, format_date, parse_date, shift};
use crate::catalogue::Mark;
use crate::text::{clean, fold};
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Most lines of one year.
pub const MAX_LINES: usize = 200;
/// Years that can be entered.
pub const YEARS: RangeInclusive<i16> = 2000..=2100;
/// Longest run of one line, in days.
const MAX_RUN: i64 = 31;
/// Longest name of a day.
const MAX_NAME: usize = 120;

/// The days off and the weekend days worked of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    pub year: i16,
    /// In the order of the days, each once.
    pub days_off: Vec<DayOff>,
    /// In the order of the days, each once; Saturdays and Sundays.
    pub made_up: Vec<DayOff>,
}

/// What is wrong in the lines of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarProblem {
    /// Number of the line, from 1; `None` where the whole year is meant.
    pub line: Option<usize>,
    /// Vietnamese: what is wrong, and how to correct it.
    pub message: String,
    /// The year may be entered all the same when the administrator confirms that the notice says so.
    pub may_be_confirmed: bool,
}

/// Which of the two kinds a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Off,
    MadeUp,
}

/// Reads and checks the lines of one year. With `confirmed` the administrator says that the notice really lacks what the
/// law gives every year.
///
/// # Errors
/// Every problem, each with its line.
pub fn import(year: i16, text: &str, confirmed: bool) -> Result<CalendarYear, Vec<CalendarProblem>> {
    let mut problems = Vec::new();
    let mut report = |line: Option<usize>, message: String| {
        problems.push(CalendarProblem { line, message, may_be_confirmed: false });
    };
    let mut read = CalendarYear { year, days_off: Vec::new(), made_up: Vec::new() };
    if !YEARS.contains(&year) {
        report(None, format!("Năm {year} không hợp lý: nhập năm từ {} đến {}.", YEARS.start(), YEARS.end()));
    } else if text.lines().count() > MAX_LINES {
        report(None, format!("Lịch có hơn {MAX_LINES} dòng: mỗi dòng ghi một đợt nghỉ, ví dụ từ ngày đến ngày."));
    } else {
        for (index, line) in text.lines().enumerate() {
            let line = clean(line.trim_start_matches('\u{feff}'));
            if !line.is_empty() && !line.starts_with('#') {
                read_line(&line, &mut read, &mut |message| report(Some(index + 1), message));
            }
        }
    }
    if problems.is_empty() {
        read.days_off.sort_by_key(|day| day.on);
        read.made_up.sort_by_key(|day| day.on);
        if !confirmed {
            problems = read.missing();
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

/// Adds the days of one line, or tells what is wrong with it.
fn read_line(line: &str, read: &mut CalendarYear, report: &mut dyn FnMut(String)) {
    let parts: Vec<&str> = line.split(';').map(str::trim).collect();
    let [kind, days, name, mark] = parts.as_slice() else {
        report(
            "Mỗi dòng có bốn phần cách nhau bằng dấu chấm phẩy: nghỉ hoặc làm bù; ngày; tên; V, R hoặc U. \
             Ví dụ: nghỉ; 16/02/2026 - 20/02/2026; Tết Nguyên đán; V."
                .to_owned(),
        );
        return;
    };
    let kind = match fold(kind).as_str() {
        "nghi" => Some(Kind::Off),
        "lam bu" => Some(Kind::MadeUp),
        _ => None,
    };
    let mark = match mark.to_ascii_uppercase().as_str() {
        "V" => Some(Mark::Seen),
        "R" => Some(Mark::Recalled),
        "U" => Some(Mark::Unsure),
        _ => None,
    };
    if kind.is_none() {
        report("Phần đầu của dòng phải là “nghỉ” hoặc “làm bù”.".to_owned());
    }
    if mark.is_none() {
        report(
            "Phần cuối của dòng là mức tin cậy: V (đã đối chiếu thông báo), R (theo ghi nhận) hoặc U (chưa chắc)."
                .to_owned(),
        );
    }
    if name.is_empty() || name.chars().count() > MAX_NAME {
        report(format!("Ghi tên ngày nghỉ hoặc ngày làm bù, tối đa {MAX_NAME} ký tự."));
    }
    let days = match run(days) {
        Ok(days) => days,
        Err(message) => {
            report(message);
            return;
        }
    };
    let (Some(kind), Some(mark)) = (kind, mark) else { return };
    for on in days {
        if on.year() != read.year {
            report(format!("Ngày {} không thuộc năm {}: nhập vào lịch của năm đó.", format_date(on), read.year));
        } else if kind == Kind::MadeUp && !is_weekend(on) {
            report(format!(
                "Ngày {} là {}, vốn là ngày làm việc: chỉ thứ Bảy, Chủ nhật mới là ngày làm bù.",
                format_date(on),
                weekday_name(on)
            ));
        } else if read.days_off.iter().chain(&read.made_up).any(|day| day.on == on) {
            report(format!("Ngày {} đã có ở dòng khác: giữ lại một dòng.", format_date(on)));
        } else {
            let list = if kind == Kind::Off { &mut read.days_off } else { &mut read.made_up };
            list.push(DayOff { on, name: (*name).to_owned(), mark });
        }
    }
}

/// Reads `16/02/2026` or `16/02/2026 - 20/02/2026`.
fn run(text: &str) -> Result<Vec<Date>, String> {
    let (first, last) = text.split_once(" - ").or_else(|| text.split_once('–')).unwrap_or((text, text));
    let (first, last) = match (parse_date(first), parse_date(last)) {
        (Ok(first), Ok(last)) => (first, last),
        (Err(error), _) | (_, Err(error)) => return Err(error.message()),
    };
    if last < first {
        return Err(format!("Ngày cuối {} trước ngày đầu {}: đổi lại.", format_date(last), format_date(first)));
    }
    let days: Vec<Date> = (0..=MAX_RUN).map(|n| shift(first, n)).take_while(|day| *day <= last).collect();
    if days.len() > usize::try_from(MAX_RUN).unwrap_or(usize::MAX) {
        return Err(format!("Một đợt dài hơn {MAX_RUN} ngày: kiểm tra lại ngày cuối."));
    }
    Ok(days)
}

pub(super) fn is_weekend(day: Date) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    matches!(day.weekday(), Saturday | Sunday)
}

/// `thứ Hai` … `Chủ nhật`.
fn weekday_name(day: Date) -> &'static str {
    use jiff::civil::Weekday;
    match day.weekday() {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}

/// Holidays on a fixed day (Bộ luật Lao động 45/2019/QH14 Điều 112 khoản 1): month, day, name.
const FIXED: [(i8, i8, &str); 4] =
    [(1, 1, "Tết Dương lịch"), (4, 30, "ngày Chiến thắng"), (5, 1, "ngày Quốc tế lao động"), (9, 2, "Quốc khánh")];

impl CalendarYear {
    /// The days off as lines, as [`import`] reads them: runs of one name and mark on one line.
    pub fn to_text(&self) -> String {
        let mut lines = String::new();
        for (kind, days) in [("nghỉ", &self.days_off), ("làm bù", &self.made_up)] {
            let mut rest = days.as_slice();
            while let Some(first) = rest.first() {
                let joined = |n: usize, day: &DayOff| {
                    let expected = shift(first.on, i64::try_from(n).unwrap_or(i64::MAX));
                    day.on == expected && day.name == first.name && day.mark == first.mark
                };
                let length = rest.iter().enumerate().take_while(|(n, day)| joined(*n, day)).count();
                let (run, others) = rest.split_at(length);
                let last = run.last().map_or(first.on, |day| day.on);
                let days = if last == first.on {
                    format_date(first.on)
                } else {
                    format!("{} - {}", format_date(first.on), format_date(last))
                };
                let mark = match first.mark {
                    Mark::Seen => "V",
                    Mark::Recalled => "R",
                    Mark::Unsure => "U",
                };
                lines.push_str(&format!("{kind}; {days}; {}; {mark}\n", first.name));
                rest = others;
            }
        }
        lines
    }

    fn is_listed(&self, day: Date) -> bool {
        self.days_off.iter().any(|off| off.on == day)
    }

    /// Nobody works on that day: listed, or a weekend day that is not made up for another.
    fn rests(&self, day: Date) -> bool {
        self.is_listed(day) || (is_weekend(day) && !self.made_up.iter().any(|made_up| made_up.on == day))
    }

    /// What the law gives every year and this one lacks. A holiday on a weekly rest day is made up by the next working
    /// day (Bộ luật Lao động 45/2019/QH14 Điều 111 khoản 3, Điều 112).
    fn missing(&self) -> Vec<CalendarProblem> {
        let mut missing = Vec::new();
        let mut report = |what: String| {
            let message = format!(
                "{what} Bổ sung theo thông báo nghỉ lễ, Tết năm {} (Bộ luật Lao động Điều 112), hoặc xác nhận rằng thông báo \
                 không có ngày này.",
                self.year
            );
            missing.push(CalendarProblem { line: None, message, may_be_confirmed: true });
        };
        let fixed: Vec<Date> =
            FIXED.iter().filter_map(|(month, day, _)| Date::new(self.year, *month, *day).ok()).collect();
        for (on, (_, _, name)) in fixed.iter().copied().zip(FIXED) {
            let made_up_for = || {
                (1..=4)
                    .map(|n| shift(on, n))
                    .any(|day| !is_weekend(day) && !fixed.contains(&day) && self.is_listed(day))
            };
            if !is_weekend(on) && !self.is_listed(on) {
                report(format!("Thiếu ngày nghỉ {} ({name}).", format_date(on)));
            } else if is_weekend(on) && !made_up_for() {
                report(format!("Thiếu ngày nghỉ bù cho {} ({name}), là {}.", format_date(on), weekday_name(on)));
            }
        }
        let national = date(self.year, 9, 2);
        if self.is_listed(national) && ![-1, 1].iter().any(|n| self.rests(shift(national, *n))) {
            report("Quốc khánh nghỉ 02 ngày: thiếu ngày liền kề trước hoặc sau 02/9.".to_owned());
        }
        if !self.has_new_year_run() {
            report("Thiếu đợt nghỉ Tết Nguyên đán (05 ngày liền trong tháng 1 hoặc tháng 2).".to_owned());
        }
        // The day of the lunar calendar falls between 28 March and 29 April; made up for, still before 30/4.
        if !(0..33).map(|n| shift(date(self.year, 3, 28), n)).any(|day| self.is_listed(day)) {
            report("Thiếu ngày nghỉ Giỗ Tổ Hùng Vương (mùng 10 tháng 3 âm lịch).".to_owned());
        }
        missing
    }

    /// Five days of rest in a row between 15 January and 29 February; a weekend alone is two.
    fn has_new_year_run(&self) -> bool {
        let mut rest = 0;
        (0..46).map(|n| shift(date(self.year, 1, 15), n)).any(|day| {
            rest = if self.rests(day) { rest + 1 } else { 0 };
            rest >= 5
        })
    }
}

impl WorkCalendar {
    /// The days of one year, in their order; `None` for a year that is not covered.
    pub fn year(&self, year: i16) -> Option<CalendarYear> {
        let of = |days: &[DayOff]| {
            let mut days: Vec<DayOff> = days.iter().filter(|day| day.on.year() == year).cloned().collect();
            days.sort_by_key(|day| day.on);
            days
        };
        self.years.contains(&year).then(|| CalendarYear {
            year,
            days_off: of(&self.days_off),
            made_up: of(&self.made_up),
        })
    }

    /// The calendar with one year replaced, or added.
    #[must_use]
    pub fn with_year(mut self, new: CalendarYear) -> Self {
        self.days_off.retain(|day| day.on.year() != new.year);
        self.made_up.retain(|day| day.on.year() != new.year);
        self.days_off.extend(new.days_off);
        self.made_up.extend(new.made_up);
        if !self.years.contains(&new.year) {
            self.years.push(new.year);
            self.years.sort_unstable();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A whole year: 1/1/2028 is a Saturday, 30/4 a Sunday, 2/9 a Saturday.
    const YEAR_2028: &str = "# Thông báo
nghỉ; 03/01/2028; Nghỉ bù Tết Dương lịch; V
nghỉ; 25/01/2028 - 31/01/2028; Tết Nguyên đán; V

nghỉ; 4/4/2028; Giỗ Tổ Hùng Vương; R
nghỉ; 01/05/2028–02/05/2028; 30/4 và 1/5; V
NGHI; 01/09/2028 - 04/09/2028; Quốc khánh; u
làm bù; 08/01/2028; Làm bù ngày 05/01; U
";

    fn told(year: i16, text: &str) -> Vec<String> {
        let line = |problem: CalendarProblem| {
            format!("{}: {}", problem.line.map_or("-".to_owned(), |line| line.to_string()), problem.message)
        };
        import(year, text, false).err().unwrap_or_default().into_iter().map(line).collect()
    }

    #[test]
    fn a_year_is_read_line_by_line() {
        let year = import(2028, YEAR_2028, false).unwrap();
        assert_eq!((year.days_off.len(), year.made_up.len()), (1 + 7 + 1 + 2 + 4, 1));
        assert_eq!(year.days_off[1].on, date(2028, 1, 25));
        assert_eq!(year.days_off.last().map(|day| (day.on, day.mark)), Some((date(2028, 9, 4), Mark::Unsure)));
        let calendar = WorkCalendar::embedded().clone().with_year(year.clone());
        assert_eq!(calendar.year(2028), Some(year));
        assert_eq!(calendar.add_working_days(date(2028, 1, 24), 1), date(2028, 2, 1), "Tết");
        assert!(calendar.is_working_day(date(2028, 1, 8)), "made up");
    }

    #[test]
    fn every_shipped_year_is_whole_and_reads_back() {
        let shipped = WorkCalendar::embedded();
        assert_eq!(shipped.years, [2024, 2025, 2026, 2027]);
        for year in &shipped.years {
            let days = shipped.year(*year).unwrap();
            assert_eq!(import(*year, &days.to_text(), false), Ok(days.clone()), "{year}");
            assert_eq!(shipped.clone().with_year(days).year(*year), shipped.year(*year));
        }
        assert_eq!(shipped.year(2028), None);
    }

    #[test]
    fn a_replaced_year_takes_the_place_of_the_old_one() {
        let shipped = WorkCalendar::embedded();
        let text = shipped
            .year(2027)
            .unwrap()
            .to_text()
            .replace("nghỉ; 05/02/2027 - 09/02/2027", "nghỉ; 05/02/2027 - 11/02/2027");
        let calendar = shipped.clone().with_year(import(2027, &text, false).unwrap());
        assert!(shipped.is_working_day(date(2027, 2, 10)) && !calendar.is_working_day(date(2027, 2, 10)));
        assert_eq!((calendar.years.clone(), calendar.year(2026)), (shipped.years.clone(), shipped.year(2026)));
        let earlier = shipped.clone().with_year(import(2023, "nghỉ; 02/01/2023; Nghỉ bù; V", true).unwrap());
        assert_eq!(earlier.years, [2023, 2024, 2025, 2026, 2027]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (line, words) in [
            ("nghỉ; 15/06/2028; Nghỉ", "bốn phần"),
            ("off; 15/06/2028; Nghỉ; V", "“nghỉ” hoặc “làm bù”"),
            ("nghỉ; 15/06/2028; Nghỉ; X", "mức tin cậy"),
            ("nghỉ; 15/06/2028; ; V", "Ghi tên"),
            ("nghỉ; 31/06/2028; Nghỉ; V", "Tháng 6 năm 2028 chỉ có 30 ngày"),
            ("nghỉ; ; Nghỉ; V", "Nhập ngày"),
            ("nghỉ; 20/06/2028 - 15/06/2028; Nghỉ; V", "trước ngày đầu"),
            ("nghỉ; 01/06/2028 - 02/07/2028; Nghỉ; V", "dài hơn 31 ngày"),
            ("nghỉ; 15/06/2029; Nghỉ; V", "không thuộc năm 2028"),
            ("làm bù; 15/06/2028; Làm bù; V", "là thứ Năm"),
            ("nghỉ; 04/04/2028; Nghỉ; V", "đã có ở dòng khác"),
            ("nghỉ; 08/01/2028; Nghỉ; V", "đã có ở dòng khác"),
        ] {
            let told = told(2028, &format!("{YEAR_2028}{line}"));
            assert_eq!(told.len(), 1, "{line}: {told:?}");
            assert!(told[0].starts_with("9: ") && told[0].contains(words), "{line}: {told:?}");
            assert!(import(2028, &format!("{YEAR_2028}{line}"), true).is_err(), "not for the administrator to confirm");
        }
        assert_eq!(told(2028, "a\nb").len(), 2, "all at once");
        assert!(told(1999, YEAR_2028)[0].contains("từ 2000 đến 2100"));
        assert!(told(2028, &"#\n".repeat(MAX_LINES + 1))[0].contains("200 dòng"));
        let long = format!("nghỉ; 01/06/2028 - 01/07/2028; {}; V\n", "n".repeat(MAX_NAME));
        let most = format!("{YEAR_2028}{long}{}", "#\n".repeat(MAX_LINES - 9));
        assert_eq!(most.lines().count(), MAX_LINES);
        assert_eq!(told(2028, &most), Vec::<String>::new());
        assert_eq!(told(2028, &most.replace("nnn", "nnnn")).len(), 1, "a name too long");
    }

    /// Only a weekend can be made up for; the refusal names the day of the week.
    #[test]
    fn a_working_day_is_not_made_up() {
        for (day, name) in [(2, "thứ Hai"), (3, "thứ Ba"), (4, "thứ Tư"), (5, "thứ Năm"), (6, "thứ Sáu")] {
            let told = told(2026, &format!("làm bù; {day:02}/11/2026; Thử; V"));
            assert!(told.iter().any(|line| line.contains(&format!("là {name}, vốn là ngày làm việc"))), "{told:?}");
        }
        assert_eq!(["thứ Bảy", "Chủ nhật"], [date(2026, 11, 7), date(2026, 11, 8)].map(weekday_name));
    }

    #[test]
    fn a_forgotten_holiday_is_told_unless_confirmed() {
        for (line, words) in [
            ("nghỉ; 03/01/2028", "nghỉ bù cho 01/01/2028 (Tết Dương lịch), là thứ Bảy"),
            ("nghỉ; 25/01/2028", "Tết Nguyên đán"),
            ("nghỉ; 4/4/2028", "Giỗ Tổ"),
            ("nghỉ; 01/05/2028", "01/05/2028 (ngày Quốc tế lao động)"),
            ("NGHI; 01/09/2028", "02/09/2028 (Quốc khánh), là thứ Bảy"),
        ] {
            let text: String =
                YEAR_2028.lines().filter(|known| !known.starts_with(line)).map(|line| format!("{line}\n")).collect();
            let problems = import(2028, &text, false).unwrap_err();
            assert!(problems.iter().any(|problem| problem.message.contains(words)), "{words}: {problems:?}");
            assert!(problems.iter().all(|problem| problem.may_be_confirmed && problem.line.is_none()));
            assert!(import(2028, &text, true).is_ok());
        }
        // The free Monday is 1/5 itself, and no day in place of Sunday 30/4; four days of rest are no Tết.
        for (from, to, words) in [
            ("01/05/2028–02/05/2028", "01/05/2028", "nghỉ bù cho 30/04/2028"),
            (
                "nghỉ; 25/01/2028 - 31/01/2028",
                "làm bù; 22/01/2028; x; V\nnghỉ; 24/01/2028 - 26/01/2028",
                "Tết Nguyên đán",
            ),
        ] {
            let told = told(2028, &YEAR_2028.replace(from, to));
            assert!(told.len() == 1 && told[0].contains(words), "{words}: {told:?}");
        }
        assert_eq!(told(2028, "").len(), 6, "{:#?}", told(2028, ""));
        // 2026: 30/4 is a Thursday, 2/9 a Wednesday.
        let shipped = WorkCalendar::embedded().year(2026).unwrap().to_text();
        for (from, to, words) in [
            ("nghỉ; 30/04/2026 - 01/05/2026", "nghỉ; 01/05/2026", "Thiếu ngày nghỉ 30/04/2026"),
            ("nghỉ; 31/08/2026 - 02/09/2026", "nghỉ; 02/09/2026", "liền kề"),
            ("nghỉ; 16/02/2026 - 20/02/2026", "nghỉ; 16/02/2026 - 17/02/2026", "Tết Nguyên đán"),
        ] {
            assert!(shipped.contains(from), "{shipped}");
            let told = told(2026, &shipped.replace(from, to));
            assert!(told.len() == 1 && told[0].contains(words), "{words}: {told:?}");
        }
    }

    proptest! {
        /// Written and read back, any set of days is the same.
        #[test]
        fn lines_read_back(days in proptest::collection::btree_map(0_i64..366, 0_usize..6, 0..60)) {
            let names = ["Tết Nguyên đán", "Quốc khánh"];
            let marks = [Mark::Seen, Mark::Recalled, Mark::Unsure];
            let mut year = CalendarYear { year: 2028, days_off: Vec::new(), made_up: Vec::new() };
            for (day, kind) in days {
                let on = shift(date(2028, 1, 1), day);
                let day = DayOff { on, name: names[kind % 2].into(), mark: marks[kind % 3] };
                if is_weekend(on) && kind < 3 { year.made_up.push(day) } else { year.days_off.push(day) }
            }
            prop_assert_eq!(import(2028, &year.to_text(), true), Ok(year));
        }
    }
}
