//! The working-day calendar as it was at every moment: steps are judged by the one in use then, also when they are counted anew.

use crate::calendar::CHANGED;
use crate::database::{Connection, DbError};
use crate::params;
use domain::calendar::{CalendarYear, WorkCalendar};
use jiff::Timestamp;
use std::sync::Arc;

/// Every state of the calendar with the moment it began; before the first one the shipped calendar stood.
pub(crate) struct Calendars(Vec<(Timestamp, Arc<WorkCalendar>)>, Arc<WorkCalendar>);

impl Calendars {
    /// Reads the history of the calendar.
    pub async fn read(connection: &mut dyn Connection) -> Result<Self, DbError> {
        let sql = "SELECT at, document FROM law_change WHERE kind = ?1 AND document IS NOT NULL ORDER BY num";
        let shipped = Arc::new(WorkCalendar::embedded().clone());
        let mut states: Vec<(Timestamp, Arc<WorkCalendar>)> = Vec::new();
        for row in connection.query(sql, params![CHANGED]).await? {
            let year: CalendarYear = row.json(1)?;
            let last = states.last().map_or(&shipped, |(_, last)| last);
            let next = Arc::new(WorkCalendar::clone(last).with_year(year));
            states.push((row.moment(0)?, next));
        }
        Ok(Self(states, shipped))
    }

    /// The calendar in use at a moment.
    pub fn at(&self, at: Timestamp) -> &WorkCalendar {
        let known = self.0.iter().rev().find(|(from, _)| *from <= at);
        known.map_or(&self.1, |(_, calendar)| calendar)
    }
}
