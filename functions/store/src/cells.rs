//! Report entries and cells: what an event adds, and the sums kept of it in the same transaction.
//!
//! Must not know: which event adds what ([`domain::report`] says so), or how reports are read.

use crate::database::{Connection, DbError, Row, UnitOfWork, Value};
use crate::params;
use domain::calendar::{segment_start, year_start};
use domain::case::{CaseFile, Event};
use domain::catalogue::Field;
use domain::report::{Entry, Measure, Measures};
use domain::unit::{UnitId, UnitPath};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How long a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Grain {
    Day,
    /// Half a month: 1st–14th, 15th–end.
    Segment,
    /// A reporting year: 15/12–14/12.
    Year,
}

impl Grain {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Day => "d",
            Self::Segment => "s",
            Self::Year => "y",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Day, Self::Segment, Self::Year].into_iter().find(|grain| grain.key() == key)
    }
}

/// In place of a field: all of them together. Kept for half-months and years; a period has few days.
pub(crate) const ALL_FIELDS: &str = "";

/// Place of a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CellKey {
    pub scope: String,
    pub grain: Grain,
    pub start: Date,
    /// Its key, or [`ALL_FIELDS`].
    pub field: &'static str,
}

/// Cells of one statement: each has a parameter for every measure, and a statement takes 32,766.
const CHUNK: usize = 500;

/// Cells by place.
pub(crate) type Cells = BTreeMap<CellKey, Measures>;

/// Adds one entry to the cells it belongs to: those of every unit on the path of the case, from the nation down to its own, in
/// three lengths, of its field and of all fields.
pub(crate) fn add(cells: &mut Cells, path: &UnitPath, entry: &Entry) {
    let (segment, year, field) = (segment_start(entry.day), year_start(entry.day), entry.field.key());
    for scope in path.0.split('/') {
        for (grain, start, field) in [
            (Grain::Day, entry.day, field),
            (Grain::Segment, segment, field),
            (Grain::Segment, segment, ALL_FIELDS),
            (Grain::Year, year, field),
            (Grain::Year, year, ALL_FIELDS),
        ] {
            let key = CellKey { scope: scope.to_owned(), grain, start, field };
            cells.entry(key).or_default().add(&entry.measures);
        }
    }
}

/// Names of the measure columns, each behind `prefix`, separated by commas.
pub(crate) fn columns(prefix: &str) -> String {
    Measure::ALL.map(|measure| format!("{prefix}{}", measure.key())).join(", ")
}

/// Reads the measures from the columns that begin at `first`.
pub(crate) fn read_measures(row: &Row, first: usize) -> Result<Measures, DbError> {
    let mut measures = Measures::default();
    for (offset, measure) in Measure::ALL.into_iter().enumerate() {
        measures = measures.with(measure, row.int(first + offset)?);
    }
    Ok(measures)
}

/// Reads a field from a column.
pub(crate) fn read_field(row: &Row, column: usize) -> Result<Field, DbError> {
    Field::from_key(row.text(column)?).ok_or(DbError::Shape { column, expected: "a field of management" })
}

pub(crate) fn push_measures(params: &mut Vec<Value>, measures: &Measures) {
    params.extend(Measure::ALL.map(|measure| Value::Integer(measures.get(measure))));
}

/// `(?,?,?), (?,?,?)`: `rows` times `width` places.
pub(crate) fn places(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(","));
    vec![row; rows].join(", ")
}

/// Where entries come from: the event and its case.
pub(crate) struct Origin<'a> {
    pub position: i64,
    pub case_num: i64,
    pub unit: &'a UnitId,
    pub province: &'a UnitId,
    pub path: &'a UnitPath,
}

/// Writes the entries of one event, and gathers in `cells` what they move.
pub(crate) async fn enter(
    work: &mut UnitOfWork,
    origin: &Origin<'_>,
    entries: &[Entry],
    cells: &mut Cells,
) -> Result<(), DbError> {
    if entries.is_empty() {
        return Ok(());
    }
    let measures = Measure::ALL.len();
    let mut params = Vec::with_capacity(entries.len() * (7 + measures));
    for (line, entry) in (0_i64..).zip(entries) {
        params.extend([
            Value::Integer(origin.position),
            Value::Integer(line),
            Value::Integer(origin.case_num),
            Value::from(&origin.unit.0),
            Value::from(&origin.province.0),
            Value::from(entry.day),
            Value::from(entry.field.key()),
        ]);
        push_measures(&mut params, &entry.measures);
        add(cells, origin.path, entry);
    }
    let sql = format!(
        "INSERT INTO report_entry (position, line, case_num, unit, province, day, field, {}) VALUES {}",
        columns(""),
        places(entries.len(), 7 + measures)
    );
    work.execute(&sql, &params).await
}

/// Adds what was gathered to the kept cells: one statement for each few hundred, or none. One event never needs two.
pub(crate) async fn flush(work: &mut UnitOfWork, cells: &Cells) -> Result<(), DbError> {
    let all: Vec<(&CellKey, &Measures)> = cells.iter().collect();
    for chunk in all.chunks(CHUNK) {
        add_to_kept(work, chunk).await?;
    }
    Ok(())
}

async fn add_to_kept(work: &mut UnitOfWork, cells: &[(&CellKey, &Measures)]) -> Result<(), DbError> {
    let measures = Measure::ALL.len();
    let mut params = Vec::with_capacity(cells.len() * (4 + measures));
    for (key, sums) in cells {
        params.extend([
            Value::from(&key.scope),
            Value::from(key.grain.key()),
            Value::from(key.start),
            Value::from(key.field),
        ]);
        push_measures(&mut params, sums);
    }
    let mut sql = format!(
        "INSERT INTO report_cell (scope, grain, start, field, {}) VALUES {} ON CONFLICT (scope, grain, field, start) DO UPDATE SET ",
        columns(""),
        places(cells.len(), 4 + measures)
    );
    for (index, measure) in Measure::ALL.into_iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let key = measure.key();
        let _ = write!(sql, "{comma}{key} = {key} + excluded.{key}");
    }
    work.execute(&sql, &params).await
}

/// Makes entries and cells anew from the events, some cases at a time: after a version that counts something else.
///
/// # Errors
/// The database failed, or an event cannot be read.
pub(crate) async fn rebuild(work: &mut UnitOfWork) -> Result<(), DbError> {
    const PAGE: i64 = 200;
    let mut after = 0;
    loop {
        let sql = "SELECT num FROM case_file WHERE num > ?1 ORDER BY num LIMIT ?2";
        let rows = work.query(sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0)?;
        let mut cells = Cells::new();
        for row in &rows {
            let num = row.int(0)?;
            let events = work
                .query("SELECT position, event FROM case_event WHERE case_num = ?1 ORDER BY seq", params![num])
                .await?;
            let mut case: Option<CaseFile> = None;
            for row in &events {
                let event: Event = row.json(1)?;
                let entries = domain::report::entries(case.as_ref(), &event);
                match &mut case {
                    None => case = CaseFile::open(&event),
                    Some(case) => case.apply(&event),
                }
                let Some(case) = &case else { continue };
                let (unit, province, path) = (&case.unit, &case.province, &case.path);
                let origin = Origin { position: row.int(0)?, case_num: num, unit, province, path };
                enter(work, &origin, &entries, &mut cells).await?;
            }
        }
        flush(work, &cells).await?;
    }
}
