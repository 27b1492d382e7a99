//! Statutory numbers outside the catalogue: ceilings by position and date, periods, circumstances, thresholds, each
//! with its citation, the dates it is in force and its mark. With the catalogue, the only place that holds them.
//!
//! Must not know: a case, an offender, an amount.

mod circumstances;
mod deadlines;
mod instruments;
mod national;
mod power;
mod repeat;
mod reports;
mod retention;
mod sanctions;

pub use circumstances::{Aggravating, Mitigating};
pub use deadlines::{DEADLINES, DeadlineRule, Length, deadline_rule, ground_of};
pub use instruments::{INSTRUMENTS, Instrument, instrument};
pub use national::{PROVIDE_WORKING_DAYS, provide_citation, provide_until};
pub use power::{FieldGroup, Power, power};
pub use repeat::{RepeatRule, multiple_consequence, repeat_consequence, repeat_rule};
pub use reports::{DUE, DueRule, Level, REPORT_CIRCULAR_FROM, report_due};
pub use retention::{RETENTION, Retention};
pub use sanctions::{Remedy, Supplementary, SupplementaryKind, When};

use crate::catalogue::Mark;
use crate::money::Dong;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A place in the law, with how sure the project is of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// E.g. `khoản 1 Điều 66 Luật Xử lý vi phạm hành chính`.
    pub place: String,
    pub mark: Mark,
}

impl Citation {
    pub fn new(place: impl Into<String>, mark: Mark) -> Self {
        Self { place: place.into(), mark }
    }

    /// A place in the Law on handling administrative violations.
    pub fn law(place: &str, mark: Mark) -> Self {
        Self::new(format!("{place} Luật Xử lý vi phạm hành chính"), mark)
    }
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.place)
    }
}

/// Luật 67/2020/QH14: working days, longer periods, new competence.
pub const REFORM_2020: Date = date(2022, 1, 1);
/// Luật 88/2025/QH15 and NĐ 189/2025/NĐ-CP: competence moves to a decree; percent of the field's maximum.
pub const REFORM_2025: Date = date(2025, 7, 1);
/// NĐ 68/2025/NĐ-CP: the fine with circumstances (day of entry into force, not confirmed).
pub const CIRCUMSTANCES_2025: Date = date(2025, 5, 2);
/// NĐ 40/2025/NĐ-CP: the general department becomes Cục Quản lý và Phát triển thị trường trong nước, the provincial
/// Cục a Chi cục.
pub const ORGANISATION_2025: Date = date(2025, 3, 1);
/// NĐ 241/2025/NĐ-CP: who issues inspection decisions after the reorganisation.
pub const INSPECTION_2025: Date = date(2025, 9, 10);

/// When the file may close (Luật XLVPHC Điều 73–75).
pub const CLOSING_CITATION: &str = "Điều 73, Điều 74, Điều 75 Luật Xử lý vi phạm hành chính";

/// Least maximum of a frame that opens the right to explain, for an individual (Luật XLVPHC Điều 61).
pub const EXPLANATION_INDIVIDUAL: i64 = 15_000_000;
/// The same for an organisation (Luật XLVPHC Điều 61).
pub const EXPLANATION_ORGANISATION: i64 = 30_000_000;

/// Most working days at the place of inspection without extension (PL QLTT Điều 22 khoản 2).
pub const INSPECTION_MAX_WORKING_DAYS: u8 = 3;
/// Most working days at the place of inspection in all, with an extension in writing (PL QLTT Điều 22 khoản 2).
pub const INSPECTION_EXTENDED_WORKING_DAYS: u8 = 5;
/// Least days to carry out a decision (Luật XLVPHC Điều 73).
pub const EXECUTION_MIN_DAYS: u16 = 10;
/// Interest of late payment: one part of this many of the unpaid fine, each day (0.05 %; Luật XLVPHC Điều 78 khoản 1).
pub const LATE_INTEREST_PARTS: i64 = 2000;

/// An amount for an individual and for an organisation, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    pub from: Date,
    pub individual: i64,
    pub organisation: i64,
    pub mark: Mark,
    /// Where it stands.
    pub place: &'static str,
}

impl Threshold {
    /// The row in force on a day, of rows in ascending order.
    fn on(rows: &'static [Threshold], day: Date) -> Option<&'static Threshold> {
        rows.iter().rev().find(|row| row.from <= day)
    }

    pub const fn amount(&self, organisation: bool) -> Dong {
        Dong(if organisation { self.organisation } else { self.individual })
    }

    /// Where it stands, with its mark.
    pub fn citation(&self) -> Citation {
        Citation::law(self.place, self.mark)
    }
}

const fn threshold(from: Date, individual: i64, organisation: i64, mark: Mark, place: &'static str) -> Threshold {
    Threshold { from, individual, organisation, mark, place }
}

/// Greatest maximum of a frame that may be sanctioned without a record (Điều 56).
pub fn without_record(on: Date) -> Option<&'static Threshold> {
    const ROWS: &[Threshold] = &[
        threshold(date(2013, 7, 1), 250_000, 500_000, Mark::Recalled, "khoản 1 Điều 56"),
        threshold(REFORM_2025, 500_000, 1_000_000, Mark::Seen, "khoản 1 Điều 56"),
    ];
    Threshold::on(ROWS, on)
}

/// Least fine that may be deferred (Điều 76).
pub fn deferral(on: Date) -> Option<&'static Threshold> {
    const ROWS: &[Threshold] = &[
        // 2012: individuals only; no organisation reaches it.
        threshold(date(2013, 7, 1), 3_000_000, i64::MAX, Mark::Unsure, "khoản 1 Điều 76"),
        threshold(REFORM_2020, 2_000_000, 100_000_000, Mark::Seen, "khoản 1 Điều 76"),
    ];
    Threshold::on(ROWS, on)
}

/// Least fine that may be paid in instalments (Điều 79).
pub fn instalment(on: Date) -> Option<&'static Threshold> {
    const ROWS: &[Threshold] = &[
        threshold(date(2013, 7, 1), 20_000_000, 200_000_000, Mark::Recalled, "khoản 1 Điều 79"),
        threshold(REFORM_2020, 15_000_000, 150_000_000, Mark::Seen, "khoản 1 Điều 79"),
    ];
    Threshold::on(ROWS, on)
}

/// Instalments: months in all, payments at most, least first payment in percent (Điều 79).
pub const INSTALMENT_MONTHS: i32 = 6;
pub const INSTALMENT_PAYMENTS: u8 = 3;
pub const INSTALMENT_FIRST_PERCENT: i64 = 40;
/// Longest deferral in months (Điều 76).
pub const DEFERRAL_MONTHS: i32 = 3;
