//! Proves how long steps took: every fact follows from its event, and cells and the work of officers are their sums.
//!
//! Must not know: how to repair anything.

use super::Verified;
use crate::database::{Connection, DbError};
use crate::pace::{
    Calendars, Grain, Kept, Moved, PaceKey, gather, gather_beside, gather_work, judged, read_sums, sum_columns,
};
use crate::params;
use domain::case::{CaseFile, Event};
use domain::officer::OfficerId;
use domain::pace::{Fact, Step, Sums, Work};
use domain::unit::UnitPath;
use std::collections::{BTreeMap, BTreeSet};

/// What follows from the events.
pub(super) struct Pace {
    calendars: Calendars,
    moved: Moved,
    facts: u64,
}

impl Pace {
    pub async fn read(connection: &mut dyn Connection) -> Result<Self, DbError> {
        Ok(Self { calendars: Calendars::read(connection).await?, moved: Moved::default(), facts: 0 })
    }

    /// The facts of one event, whose officer has worked with it.
    pub fn of(&mut self, before: Option<&CaseFile>, event: &Event) -> Vec<Fact> {
        gather_work(&mut self.moved, &event.by.id, event.at, Work::of(&event.body));
        Kept::of(before, event, self.calendars.at(event.at)).facts
    }

    /// Compares the facts of a case, each at its event and line, with those that are kept.
    pub async fn case(
        &mut self,
        connection: &mut dyn Connection,
        (num, path): (i64, &UnitPath),
        expected: &[(i64, i64, Fact)],
        found: &mut Verified,
    ) -> Result<(), DbError> {
        for (position, line, fact) in expected {
            self.facts += 1;
            gather(&mut self.moved, path, fact);
            let sql = "SELECT case_num, unit, step, day, judged, minutes, officer FROM pace_fact WHERE position = ?1 AND line = ?2";
            let fits = match connection.query_one(sql, params![*position, *line]).await? {
                Some(row) => {
                    (row.int(0)?, row.text(1)?, row.text(2)?) == (num, &path.leaf().0, fact.step.key())
                        && row.text(3)? == fact.day.to_string()
                        && (row.int(4)?, row.int(5)?) == (judged(fact.within), fact.minutes)
                        && row.text(6)? == fact.officer.0
                }
                None => false,
            };
            if !fits {
                let step = fact.step.key();
                found.problem(format!("case {num}: the duration {step} of event {position} differs from the event"));
            }
        }
        Ok(())
    }

    /// Compares the number of facts, the cells and the work of officers.
    pub async fn prove(mut self, connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
        let row = connection.query_one("SELECT count(*) FROM pace_fact", &[]).await?;
        let stored = row.map_or(Ok(0), |row| row.int(0))?;
        if u64::try_from(stored) != Ok(self.facts) {
            found.problem(format!("durations: {stored} stored, {} follow from the events", self.facts));
        }
        found.durations = self.facts;
        let mut kept: BTreeMap<PaceKey, Sums> = BTreeMap::new();
        let sql = format!("SELECT scope, grain, step, start, {} FROM pace_cell", sum_columns(str::to_owned));
        for row in connection.query(&sql, &[]).await? {
            let key = PaceKey {
                scope: row.string(0)?,
                grain: Grain::from_key(row.text(1)?).ok_or(DbError::Shape { column: 1, expected: "a grain" })?,
                step: Step::from_key(row.text(2)?).ok_or(DbError::Shape { column: 2, expected: "a step" })?,
                start: row.parse(3, "a date")?,
            };
            kept.insert(key, read_sums(&row, 4)?);
        }
        for key in kept.keys().chain(self.moved.cells.keys()).collect::<BTreeSet<_>>() {
            if kept.get(key) != self.moved.cells.get(key) {
                let PaceKey { scope, grain, step, start } = key;
                let (grain, step) = (grain.key(), step.key());
                found.problem(format!("cell of durations {scope}/{grain}/{step}/{start} differs from the events"));
            }
        }
        gather_beside(connection, &mut self.moved).await?;
        let mut kept = BTreeMap::new();
        for row in
            connection.query("SELECT officer, grain, start, steps, opened, papers FROM officer_work", &[]).await?
        {
            let grain = Grain::from_key(row.text(1)?).ok_or(DbError::Shape { column: 1, expected: "a grain" })?;
            let work = Work { steps: row.int(3)?, opened: row.int(4)?, papers: row.int(5)? };
            kept.insert((OfficerId(row.string(0)?), grain, row.parse(2, "a date")?), work);
        }
        for key in kept.keys().chain(self.moved.work.keys()).collect::<BTreeSet<_>>() {
            if kept.get(key) != self.moved.work.get(key) {
                let (officer, grain, start) = key;
                found.problem(format!("work of officer {officer} {}/{start} differs from the events", grain.key()));
            }
        }
        Ok(())
    }
}
