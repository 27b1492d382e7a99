//! When periodic reports are due at each level of the force (TT 55/2020/TT-BCT, in force since 01/04/2021).

use crate::calendar::{Period, PeriodKind, shift};
use crate::catalogue::Mark;
use crate::unit::UnitKind;
use jiff::civil::{Date, date};

/// First day of TT 55/2020/TT-BCT.
pub const REPORT_CIRCULAR_FROM: Date = date(2021, 4, 1);

/// A level that hands a report up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Team,
    Province,
    Centre,
}

impl Level {
    /// The level of a unit; a section hands nothing up on its own.
    pub const fn of(kind: UnitKind) -> Option<Self> {
        match kind {
            UnitKind::Team => Some(Self::Team),
            UnitKind::Province => Some(Self::Province),
            UnitKind::National => Some(Self::Centre),
            UnitKind::Division => None,
        }
    }
}

/// When one level hands a report of one kind up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRule {
    pub level: Level,
    /// Days after the last day of a week.
    pub after_week: i64,
    /// Day of the month in which every longer period ends.
    pub day_of_month: i8,
    pub mark: Mark,
}

/// The days of TT 55/2020/TT-BCT [V]. The chain since 03/2025 (Đội, Chi cục, Sở Công Thương and the national body) is recalled, and no newer
/// circular has been seen [U].
pub const DUE: [DueRule; 3] = [
    DueRule { level: Level::Team, after_week: 0, day_of_month: 17, mark: Mark::Seen },
    DueRule { level: Level::Province, after_week: 1, day_of_month: 20, mark: Mark::Seen },
    DueRule { level: Level::Centre, after_week: 2, day_of_month: 23, mark: Mark::Seen },
];

/// When a level hands up its report of a period; `None` before the circular was in force, and for a single day.
pub fn report_due(level: Level, period: &Period) -> Option<Date> {
    let rule = DUE.iter().find(|rule| rule.level == level)?;
    let day = match period.kind {
        PeriodKind::Week => shift(period.to, rule.after_week),
        PeriodKind::Month | PeriodKind::Quarter | PeriodKind::HalfYear | PeriodKind::Year => {
            Date::new(period.to.year(), period.to.month(), rule.day_of_month).ok()?
        }
        // A thematic report, or one on demand, is due when the order says.
        PeriodKind::Day | PeriodKind::Days => return None,
    };
    (day >= REPORT_CIRCULAR_FROM).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_has_its_day() {
        let week = Period::week_of(date(2026, 11, 23));
        let month = Period::month(2026, 11).unwrap();
        let year = Period::year(2026).unwrap();
        for (level, week_day, month_day, year_day) in [
            (Level::Team, date(2026, 11, 25), date(2026, 11, 17), date(2026, 12, 17)),
            (Level::Province, date(2026, 11, 26), date(2026, 11, 20), date(2026, 12, 20)),
            (Level::Centre, date(2026, 11, 27), date(2026, 11, 23), date(2026, 12, 23)),
        ] {
            assert_eq!(report_due(level, &week), Some(week_day));
            assert_eq!(report_due(level, &month), Some(month_day));
            assert_eq!(report_due(level, &year), Some(year_day));
            assert_eq!(report_due(level, &Period::days(date(2026, 11, 1), date(2026, 11, 5)).unwrap()), None);
            assert_eq!(report_due(level, &Period::month(2021, 2).unwrap()), None, "before the circular");
        }
    }
}
