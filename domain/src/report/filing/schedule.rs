//! Which reports a unit owes, until when, and how late one is, in words.

use crate::calendar::{Period, PeriodKind, format_date};
use crate::report::definition::{DEFINITIONS, Definition, Rows};
use crate::statute::{Level, report_due};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A report that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub definition: &'static Definition,
    pub period: Period,
    pub due: Date,
}

/// The last period of a kind that a definition is made for and that is over on a day; of its last day it is over, too.
pub fn latest_closed(definition: &Definition, kind: PeriodKind, today: Date) -> Option<Period> {
    let mut period = Period::of(kind, today);
    if period.to > today {
        period = period.previous();
    }
    // A year has four quarters, of which two are reported.
    for _ in 0..4 {
        if definition.is_for(&period) {
            return Some(period);
        }
        period = period.previous();
    }
    None
}

/// The reports of the latest periods that a unit of a level owes, the latest due first. A team has no units below and makes no table
/// of them. The due days are those of TT 55/2020/TT-BCT for every definition: for the tables of other bodies none was seen [U].
pub fn due_reports(level: Level, today: Date) -> Vec<Due> {
    let mut owed: Vec<Due> = DEFINITIONS
        .iter()
        .filter(|definition| !(level == Level::Team && definition.rows == Rows::Units))
        .flat_map(|definition| {
            definition.periods.iter().filter_map(move |kind| {
                let period = latest_closed(definition, *kind, today)?;
                Some(Due { definition, period, due: report_due(level, &period)? })
            })
        })
        .collect();
    owed.sort_by(|a, b| b.due.cmp(&a.due).then(b.period.to.cmp(&a.period.to)));
    owed
}

/// How a report stands against its due day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Punctuality {
    /// Nothing says when.
    NoDay,
    Ahead {
        due: Date,
        days: i64,
    },
    Overdue {
        due: Date,
        days: i64,
    },
    InTime,
    SentLate {
        due: Date,
        days: i64,
    },
}

impl Punctuality {
    /// How a report stands that is due and was, or was not, sent.
    pub fn of(due: Option<Date>, sent: Option<Date>, today: Date) -> Self {
        let Some(due) = due else { return Self::NoDay };
        let days = i64::from((sent.unwrap_or(today) - due).get_days());
        match (sent.is_some(), days > 0) {
            (true, true) => Self::SentLate { due, days },
            (true, false) => Self::InTime,
            (false, true) => Self::Overdue { due, days },
            (false, false) => Self::Ahead { due, days: -days },
        }
    }

    /// Whether somebody is, or was, late.
    pub const fn is_late(self) -> bool {
        matches!(self, Self::Overdue { .. } | Self::SentLate { .. })
    }

    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::NoDay => "Hạn theo văn bản yêu cầu".to_owned(),
            Self::Ahead { due, days: 0 } => format!("Hạn {}, hết hạn hôm nay", format_date(due)),
            Self::Ahead { due, days } => format!("Hạn {}, còn {days} ngày", format_date(due)),
            Self::Overdue { due, days } => format!("Hạn {}, quá hạn {days} ngày", format_date(due)),
            Self::InTime => "Gửi đúng hạn".to_owned(),
            Self::SentLate { due, days } => format!("Hạn {}, gửi muộn {days} ngày", format_date(due)),
        }
    }
}
