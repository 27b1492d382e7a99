//! How far plans have come, counted over the cases that carry out their items.

use crate::database::{Connection, DbError, Value};
use domain::case::Stage;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Items in force by how far they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Approved and not cancelled.
    pub planned: u32,
    /// A case was opened from the item.
    pub opened: u32,
    /// The inspection was carried out: its record is made.
    pub inspected: u32,
    /// The case is over.
    pub concluded: u32,
    /// The planned month is over and nothing was inspected.
    pub overdue: u32,
}

impl Progress {
    /// Adds another count to this one.
    pub fn add(&mut self, other: &Progress) {
        self.planned += other.planned;
        self.opened += other.opened;
        self.inspected += other.inspected;
        self.concluded += other.concluded;
        self.overdue += other.overdue;
    }
}

/// Whether the inspection of a case was carried out.
const fn inspected(stage: Stage) -> bool {
    match stage {
        Stage::InspectionProposed | Stage::InspectionDecided => false,
        Stage::InspectionRecordedClean
        | Stage::InspectionRecordedViolation
        | Stage::Verifying
        | Stage::ViolationRecorded
        | Stage::SanctionProposed
        | Stage::SanctionDecided
        | Stage::Served
        | Stage::Unsanctioned
        | Stage::Criminal
        | Stage::Transferred
        | Stage::Closed
        | Stage::Archived => true,
    }
}

/// Whether nothing more is to be done in a case.
const fn concluded(stage: Stage) -> bool {
    match stage {
        Stage::Transferred | Stage::Closed | Stage::Archived => true,
        Stage::InspectionProposed
        | Stage::InspectionDecided
        | Stage::InspectionRecordedClean
        | Stage::InspectionRecordedViolation
        | Stage::Verifying
        | Stage::ViolationRecorded
        | Stage::SanctionProposed
        | Stage::SanctionDecided
        | Stage::Served
        | Stage::Unsanctioned
        | Stage::Criminal => false,
    }
}

/// Counts the items that meet a condition on `i`, by team or by plan.
pub(crate) async fn tally(
    connection: &mut dyn Connection,
    by: &'static str,
    condition: &str,
    params: &[Value],
    today: Date,
) -> Result<BTreeMap<String, Progress>, DbError> {
    let sql = format!(
        "SELECT CAST({by} AS TEXT), i.year, i.last_month, c.stage, count(*) FROM plan_item i \
         LEFT JOIN plan_case l ON l.plan_num = i.plan_num AND l.item = i.item \
         LEFT JOIN case_file c ON c.num = l.case_num \
         WHERE i.cancelled = 0 AND {condition} GROUP BY 1, 2, 3, 4"
    );
    let mut found: BTreeMap<String, Progress> = BTreeMap::new();
    for row in connection.query(&sql, params).await? {
        let count = u32::try_from(row.int(4)?).unwrap_or(u32::MAX);
        let stage = match row.opt_string(3)? {
            Some(key) => Some(Stage::from_key(&key).ok_or(DbError::Shape { column: 3, expected: "a stage" })?),
            None => None,
        };
        let (year, month) = (i16::try_from(row.int(1)?), i8::try_from(row.int(2)?));
        let last = year.ok().zip(month.ok()).and_then(|(year, month)| Date::new(year, month, 1).ok());
        let last = last.ok_or(DbError::Shape { column: 2, expected: "a month" })?.last_of_month();
        let if_so = |holds: bool| if holds { count } else { 0 };
        let done = stage.is_some_and(inspected);
        found.entry(row.string(0)?).or_default().add(&Progress {
            planned: count,
            opened: if_so(stage.is_some()),
            inspected: if_so(done),
            concluded: if_so(stage.is_some_and(concluded)),
            overdue: if_so(!done && last < today),
        });
    }
    Ok(found)
}
