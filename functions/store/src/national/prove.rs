//! Proves that the marked events are those that follow from the cases.

use crate::database::{Connection, DbError};
use crate::params;
use crate::verify::Verified;
use domain::case::{CaseFile, Event};
use domain::exchange::national::touches;

/// Marks counted in any order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    count: u64,
    sum: u64,
}

impl Marks {
    fn add(&mut self, position: i64, num: i64, seq: i64) {
        let mixed = [position, num, seq].into_iter().fold(0x9E37_79B9_7F4A_7C15_u64, |sum, part| {
            (sum ^ part.cast_unsigned()).wrapping_mul(0xFF51_AFD7_ED55_8CCD).rotate_left(29)
        });
        self.count += 1;
        self.sum = self.sum.wrapping_add(mixed);
    }

    /// Takes an event of a case that is replayed.
    pub fn take(&mut self, position: i64, num: i64, after: &CaseFile, event: &Event) {
        if touches(after, event) {
            self.add(position, num, i64::from(event.seq));
        }
    }
}

/// Compares what is kept with what follows.
pub(crate) async fn prove(
    connection: &mut dyn Connection,
    expected: Marks,
    found: &mut Verified,
) -> Result<(), DbError> {
    const PAGE: i64 = 5_000;
    let mut kept = Marks::default();
    let mut from = 0;
    loop {
        let rows = connection.query(super::feed::PAGE_STATEMENT, params![from, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        from = last.int(0)?.saturating_add(1);
        for row in &rows {
            kept.add(row.int(0)?, row.int(1)?, row.int(2)?);
        }
    }
    if kept != expected {
        found.problem(format!(
            "changes for the national database: {} marked, {} follow from the events",
            kept.count, expected.count
        ));
    }
    Ok(())
}
