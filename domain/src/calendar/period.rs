//! Reporting periods as the force counts them: months from the 15th to the 14th, weeks from Thursday to Wednesday
//! (TT 55/2020/TT-BCT; NĐ 09/2019/NĐ-CP Điều 12).

use super::{add_months, format_date, shift};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Kind of a reporting period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// A single day: for those who follow the work, no report is made of it.
    Day,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
    /// Any days, of a thematic report or one on demand.
    Days,
}

/// A reporting period, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub kind: PeriodKind,
    pub from: Date,
    pub to: Date,
}

/// A piece of a period that is kept as one sum: a reporting year (15/12–14/12), a half-month segment (1st–14th, 15th–end), or
/// a single day; each by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    Year(Date),
    Segment(Date),
    Day(Date),
}

/// Before anything was recorded, at the beginning of a reporting year.
const BEGINNING: Date = Date::constant(1999, 12, 15);

/// Most days between the first and the last of a free period: five years and what makes them whole.
const LONGEST: i64 = 1_830;

/// First day of the half-month segment a day lies in.
pub fn segment_start(day: Date) -> Date {
    let first = if day.day() < 15 { 1 } else { 15 };
    Date::new(day.year(), day.month(), first).unwrap_or(day)
}

/// Last day of the half-month segment that begins on `start`.
pub fn segment_end(start: Date) -> Date {
    if start.day() < 15 { shift(start, 13) } else { start.last_of_month() }
}

/// First day of the reporting year a day lies in: 15 December of the year before its name.
pub fn year_start(day: Date) -> Date {
    let year = if (day.month(), day.day()) < (12, 15) { day.year() - 1 } else { day.year() };
    Date::new(year, 12, 15).unwrap_or(day)
}

/// Last day of the reporting year that begins on `start`.
pub fn year_end(start: Date) -> Date {
    shift(add_months(start, 12), -1)
}

impl Period {
    /// Reporting months of a span: `months` long, ending on the 14th of (`year`, `month`).
    fn months(kind: PeriodKind, year: i16, month: i8, months: i32) -> Option<Period> {
        let to = Date::new(year, month, 14).ok()?;
        Some(Period { kind, from: shift(add_months(to, -months), 1), to })
    }

    /// The reporting month named (`year`, `month`): 15th of the month before – 14th; `None` for an impossible month.
    pub fn month(year: i16, month: i8) -> Option<Period> {
        Self::months(PeriodKind::Month, year, month, 1)
    }

    /// Quarter 1–4: 15th of the month before its first – 14th of its last month.
    pub fn quarter(year: i16, quarter: i8) -> Option<Period> {
        (1..=4).contains(&quarter).then(|| Self::months(PeriodKind::Quarter, year, quarter * 3, 3)).flatten()
    }

    /// First (1) or second (2) half of the year: 15/12–14/06, 15/06–14/12.
    pub fn half(year: i16, half: i8) -> Option<Period> {
        (1..=2).contains(&half).then(|| Self::months(PeriodKind::HalfYear, year, half * 6, 6)).flatten()
    }

    /// Reporting year: 15/12 of the year before – 14/12.
    pub fn year(year: i16) -> Option<Period> {
        Self::months(PeriodKind::Year, year, 12, 12)
    }

    /// The reporting month a day lies in.
    pub fn month_of(day: Date) -> Period {
        let named = if day.day() < 15 { day } else { add_months(day.first_of_month(), 1) };
        let to = Date::new(named.year(), named.month(), 14).unwrap_or(day);
        Period { kind: PeriodKind::Month, from: shift(add_months(to, -1), 1), to }
    }

    /// The reporting period of a kind that a day lies in.
    pub fn of(kind: PeriodKind, day: Date) -> Period {
        let month = Self::month_of(day);
        let (year, number) = (month.to.year(), month.to.month());
        let found = match kind {
            PeriodKind::Day => Some(Self::day(day)),
            PeriodKind::Week => Some(Self::week_of(day)),
            PeriodKind::Month => Some(month),
            PeriodKind::Quarter => Self::quarter(year, (number - 1) / 3 + 1),
            PeriodKind::HalfYear => Self::half(year, (number - 1) / 6 + 1),
            PeriodKind::Year => Self::year(year),
            PeriodKind::Days => Self::days(day, day),
        };
        found.unwrap_or(month)
    }

    /// One day.
    pub const fn day(day: Date) -> Period {
        Period { kind: PeriodKind::Day, from: day, to: day }
    }

    /// The first days of the period, as many as have passed of `of` on `today`, and never more than it has: what a period that
    /// still runs is compared with.
    #[must_use]
    pub fn as_far_as(&self, of: &Period, today: Date) -> Period {
        let passed = i64::from((today.min(of.to) - of.from).get_days()).max(0);
        Period { to: shift(self.from, passed).min(self.to), ..*self }
    }

    /// The reporting week a day lies in: Thursday – Wednesday.
    pub fn week_of(day: Date) -> Period {
        let since_thursday = (i64::from(day.weekday().to_monday_zero_offset()) + 4) % 7;
        let from = shift(day, -since_thursday);
        Period { kind: PeriodKind::Week, from, to: shift(from, 6) }
    }

    /// Any days; `None` when they end before they begin, or are more than [`LONGEST`].
    pub fn days(from: Date, to: Date) -> Option<Period> {
        (from <= to && to <= shift(from, LONGEST)).then_some(Period { kind: PeriodKind::Days, from, to })
    }

    /// How many days it has.
    pub fn length(&self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
    }

    /// `Tháng 11/2026 (15/10/2026–14/11/2026)`.
    pub fn label(&self) -> String {
        if self.kind == PeriodKind::Days {
            return format!("Từ {} đến {}", format_date(self.from), format_date(self.to));
        }
        let (month, year) = (self.to.month(), self.to.year());
        let name = match self.kind {
            PeriodKind::Day => return format!("Ngày {}", format_date(self.from)),
            PeriodKind::Week => "Tuần".to_owned(),
            PeriodKind::Month => format!("Tháng {month:02}/{year}"),
            PeriodKind::Quarter => format!("Quý {}/{year}", month / 3),
            PeriodKind::HalfYear => format!("6 tháng {} năm {year}", if month == 6 { "đầu" } else { "cuối" }),
            PeriodKind::Year | PeriodKind::Days => format!("Năm {year}"),
        };
        format!("{name} ({}–{})", format_date(self.from), format_date(self.to))
    }

    /// Key in addresses, e.g. `2026-11` for a month.
    pub fn key(&self) -> String {
        match self.kind {
            PeriodKind::Day => format!("ngay-{}", self.from),
            PeriodKind::Week => format!("tuan-{}", self.from),
            PeriodKind::Month => format!("{:04}-{:02}", self.to.year(), self.to.month()),
            PeriodKind::Quarter => format!("{:04}-q{}", self.to.year(), self.to.month() / 3),
            PeriodKind::HalfYear => format!("{:04}-h{}", self.to.year(), self.to.month() / 6),
            PeriodKind::Year => format!("{:04}", self.to.year()),
            PeriodKind::Days => format!("tu-{}-den-{}", self.from, self.to),
        }
    }

    /// Reads a key of [`Period::key`] back.
    pub fn from_key(key: &str) -> Option<Period> {
        if let Some(day) = key.strip_prefix("ngay-") {
            return day.parse().ok().map(Self::day);
        }
        if let Some(day) = key.strip_prefix("tuan-") {
            return day.parse().ok().map(Period::week_of);
        }
        if let Some((from, to)) = key.strip_prefix("tu-").and_then(|days| days.split_once("-den-")) {
            return Self::days(from.parse().ok()?, to.parse().ok()?);
        }
        match key.split_once('-') {
            None => Self::year(key.parse().ok()?),
            Some((year, rest)) => {
                let year = year.parse().ok()?;
                if let Some(quarter) = rest.strip_prefix('q') {
                    Self::quarter(year, quarter.parse().ok()?)
                } else if let Some(half) = rest.strip_prefix('h') {
                    Self::half(year, half.parse().ok()?)
                } else {
                    Self::month(year, rest.parse().ok()?)
                }
            }
        }
    }

    fn moved(&self, months: i32) -> Period {
        if self.kind == PeriodKind::Days {
            return Period { from: add_months(self.from, months), to: add_months(self.to, months), ..*self };
        }
        let to = add_months(self.to, months);
        let length = match self.kind {
            PeriodKind::Day | PeriodKind::Week | PeriodKind::Month => 1,
            PeriodKind::Quarter => 3,
            PeriodKind::HalfYear => 6,
            PeriodKind::Year | PeriodKind::Days => 12,
        };
        Period { kind: self.kind, from: shift(add_months(to, -length), 1), to }
    }

    /// The period before this one.
    #[must_use]
    pub fn previous(&self) -> Period {
        match self.kind {
            PeriodKind::Day => Self::day(shift(self.from, -1)),
            PeriodKind::Week => Self::week_of(shift(self.from, -1)),
            PeriodKind::Month => self.moved(-1),
            PeriodKind::Quarter => self.moved(-3),
            PeriodKind::HalfYear => self.moved(-6),
            PeriodKind::Year => self.moved(-12),
            // As many days before.
            PeriodKind::Days => Period { from: shift(self.from, -self.length()), to: shift(self.from, -1), ..*self },
        }
    }

    /// The period after this one.
    #[must_use]
    pub fn next(&self) -> Period {
        match self.kind {
            PeriodKind::Day => Self::day(shift(self.to, 1)),
            PeriodKind::Week => Self::week_of(shift(self.to, 1)),
            PeriodKind::Month => self.moved(1),
            PeriodKind::Quarter => self.moved(3),
            PeriodKind::HalfYear => self.moved(6),
            PeriodKind::Year => self.moved(12),
            PeriodKind::Days => Period { from: shift(self.to, 1), to: shift(self.to, self.length()), ..*self },
        }
    }

    /// The same period of the year before.
    #[must_use]
    pub fn same_last_year(&self) -> Period {
        match self.kind {
            PeriodKind::Day => Self::day(add_months(self.from, -12)),
            PeriodKind::Week => Self::week_of(shift(self.from, -364)),
            PeriodKind::Month | PeriodKind::Quarter | PeriodKind::HalfYear | PeriodKind::Year | PeriodKind::Days => {
                self.moved(-12)
            }
        }
    }

    /// Whether a day lies in the period.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Everything up to the last day of the period: what a stock is summed over.
    #[must_use]
    pub fn up_to_its_end(&self) -> Period {
        Period { from: BEGINNING, ..*self }
    }

    /// The reporting year up to the last day of the period (lũy kế).
    #[must_use]
    pub fn year_to_date(&self) -> Period {
        Period { from: year_start(self.to), ..*self }
    }

    /// The sums the period is made of: whole years, whole half-month segments, and single days at its ends.
    pub fn slices(&self) -> Vec<Slice> {
        let mut slices = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            let (year, end) = (year_end(day), segment_end(segment_start(day)));
            let (slice, last) = if year_start(day) == day && year <= self.to {
                (Slice::Year(day), year)
            } else if segment_start(day) == day && end <= self.to {
                (Slice::Segment(day), end)
            } else {
                (Slice::Day(day), day)
            };
            slices.push(slice);
            let next = shift(last, 1);
            if next <= day {
                break;
            }
            day = next;
        }
        slices
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn statutory_periods() {
        for (period, from, to) in [
            (Period::month(2026, 11), date(2026, 10, 15), date(2026, 11, 14)),
            (Period::month(2026, 1), date(2025, 12, 15), date(2026, 1, 14)),
            (Period::quarter(2026, 1), date(2025, 12, 15), date(2026, 3, 14)),
            (Period::half(2026, 1), date(2025, 12, 15), date(2026, 6, 14)),
            (Period::year(2026), date(2025, 12, 15), date(2026, 12, 14)),
            (Some(Period::week_of(date(2026, 11, 23))), date(2026, 11, 19), date(2026, 11, 25)),
            (Some(Period::month_of(date(2026, 11, 23))), date(2026, 11, 15), date(2026, 12, 14)),
            (Some(Period::month_of(date(2026, 12, 20))), date(2026, 12, 15), date(2027, 1, 14)),
        ] {
            let period = period.unwrap();
            assert_eq!((period.from, period.to), (from, to), "{}", period.label());
            assert_eq!(Period::from_key(&period.key()), Some(period));
            assert_eq!(period.previous().next(), period);
        }
        assert_eq!(Period::month(2026, 13), None);
        assert_eq!(Period::month(2026, 11).unwrap().label(), "Tháng 11/2026 (15/10/2026–14/11/2026)");
    }

    #[test]
    fn periods_are_named_with_their_days() {
        for (period, label) in [
            (Some(Period::week_of(date(2026, 11, 20))), "Tuần (19/11/2026–25/11/2026)"),
            (Period::month(2026, 3), "Tháng 03/2026 (15/02/2026–14/03/2026)"),
            (Period::quarter(2026, 4), "Quý 4/2026 (15/09/2026–14/12/2026)"),
            (Period::half(2026, 1), "6 tháng đầu năm 2026 (15/12/2025–14/06/2026)"),
            (Period::half(2026, 2), "6 tháng cuối năm 2026 (15/06/2026–14/12/2026)"),
            (Period::year(2026), "Năm 2026 (15/12/2025–14/12/2026)"),
        ] {
            let period = period.unwrap();
            assert_eq!(period.label(), label);
            assert_eq!(Period::from_key(&period.key()), Some(period));
        }
    }

    #[test]
    fn any_days_are_a_period() {
        let days = Period::days(date(2026, 11, 1), date(2026, 11, 20)).unwrap();
        assert_eq!((days.label().as_str(), days.length()), ("Từ 01/11/2026 đến 20/11/2026", 20));
        assert_eq!(days.key(), "tu-2026-11-01-den-2026-11-20");
        assert_eq!(Period::from_key(&days.key()), Some(days));
        let (before, year) = (days.previous(), days.same_last_year());
        assert_eq!((before.from, before.to), (date(2026, 10, 12), date(2026, 10, 31)));
        assert_eq!((year.from, year.to), (date(2025, 11, 1), date(2025, 11, 20)));
        assert_eq!(before.next(), days);
        for key in
            ["tu-2026-11-20-den-2026-11-01", "tu-2026-11-01", "tu-2016-11-01-den-2026-11-01", "tu-", "tu-ă2026-den-0"]
        {
            assert_eq!(Period::from_key(key), None, "{key}");
        }
        assert_eq!(Period::days(date(2026, 2, 1), date(2026, 2, 1)).map(|day| day.length()), Some(1));
    }

    #[test]
    fn a_day_is_a_period_of_its_own() {
        let day = Period::day(date(2026, 2, 28));
        assert_eq!((day.key().as_str(), day.label().as_str()), ("ngay-2026-02-28", "Ngày 28/02/2026"));
        assert_eq!(Period::from_key("ngay-2026-02-28"), Some(day));
        assert_eq!(Period::from_key("ngay-2026-02-30"), None);
        assert_eq!((day.previous().from, day.next().to), (date(2026, 2, 27), date(2026, 3, 1)));
        assert_eq!(Period::day(date(2024, 2, 29)).same_last_year().from, date(2023, 2, 28));
        assert_eq!(Period::of(PeriodKind::Day, date(2026, 3, 5)), Period::day(date(2026, 3, 5)));
    }

    /// A period that still runs is compared with as many days of another.
    #[test]
    fn as_far_as_it_has_come() {
        let december = Period::month(2026, 12).unwrap();
        for (today, to) in [
            (date(2026, 11, 15), date(2026, 10, 15)),
            (date(2026, 11, 30), date(2026, 10, 30)),
            (date(2026, 12, 14), date(2026, 11, 13)),
            (date(2027, 2, 1), date(2026, 11, 13)),
        ] {
            let before = december.previous().as_far_as(&december, today);
            assert_eq!((before.from, before.to), (date(2026, 10, 15), to), "{today}");
        }
        let march = Period::month(2026, 3).unwrap();
        assert_eq!(Period::month(2026, 2).unwrap().as_far_as(&march, date(2026, 3, 14)).to, date(2026, 2, 11));
        let (january, february) = (Period::month(2026, 1).unwrap(), Period::month(2026, 2).unwrap());
        assert_eq!(march.as_far_as(&january, date(2026, 1, 14)).to, march.to, "never more than it has");
        assert_eq!(february.as_far_as(&february, february.to), february);
    }

    #[test]
    fn a_statutory_month_is_two_segments() {
        let slices = Period::month(2026, 11).unwrap().slices();
        assert_eq!(slices, [Slice::Segment(date(2026, 10, 15)), Slice::Segment(date(2026, 11, 1))]);
        assert_eq!(Period::year(2026).unwrap().slices(), [Slice::Year(date(2025, 12, 15))]);
        assert_eq!(Period::half(2026, 1).unwrap().slices().len(), 12);
        let five = Period { from: date(2021, 12, 15), ..Period::year(2026).unwrap() };
        assert_eq!(five.slices().len(), 5);
        assert_eq!(Period::week_of(date(2026, 11, 23)).slices().len(), 7);
    }

    #[test]
    fn what_a_stock_and_a_running_sum_are_over() {
        let november = Period::month(2026, 11).unwrap();
        let all = november.up_to_its_end();
        assert_eq!((all.from, all.to), (date(1999, 12, 15), date(2026, 11, 14)));
        assert_eq!(all.slices().len(), 26 + 22, "whole years, then the segments of this one");
        let running = november.year_to_date();
        assert_eq!((running.from, running.to), (date(2025, 12, 15), date(2026, 11, 14)));
        for (day, start) in [
            (date(2026, 12, 14), date(2025, 12, 15)),
            (date(2026, 12, 15), date(2026, 12, 15)),
            (date(2026, 1, 1), date(2025, 12, 15)),
        ] {
            assert_eq!(year_start(day), start);
        }
    }

    #[test]
    fn the_same_period_a_year_before() {
        let november = Period::month(2026, 11).unwrap();
        assert_eq!(Some(november.same_last_year()), Period::month(2025, 11));
        let week = Period::week_of(date(2026, 11, 23)).same_last_year();
        assert_eq!((week.from, week.to), (date(2025, 11, 20), date(2025, 11, 26)));
    }

    proptest! {
        /// A period holds the days it is asked for, its neighbours begin where it ends, and its slices are its days.
        #[test]
        fn periods_tile_the_calendar(offset in 0_i64..3000) {
            let day = shift(date(2020, 1, 1), offset);
            for kind in [PeriodKind::Week, PeriodKind::Month, PeriodKind::Quarter, PeriodKind::HalfYear, PeriodKind::Year] {
                let period = Period::of(kind, day);
                prop_assert!(period.contains(day) && period.kind == kind);
                prop_assert_eq!(Period::from_key(&period.key()), Some(period));
                prop_assert_eq!(period.next().from, shift(period.to, 1));
                prop_assert_eq!(period.previous().to, shift(period.from, -1));
                let mut next = period.from;
                for slice in period.slices() {
                    let (first, last) = match slice {
                        Slice::Year(start) => (start, year_end(start)),
                        Slice::Segment(start) => (start, segment_end(start)),
                        Slice::Day(day) => (day, day),
                    };
                    prop_assert_eq!(first, next);
                    next = shift(last, 1);
                }
                prop_assert_eq!(next, shift(period.to, 1));
            }
        }
    }
}
