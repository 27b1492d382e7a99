//! Facts, cells and the work of officers: what an event adds, and the sums kept of it in the same transaction.

use super::Calendars;
use crate::database::{Connection, DbError, Row, UnitOfWork, Value};
use crate::params;
use domain::calendar::{Period, WorkCalendar, segment_start, to_local, year_start};
use domain::case::{CaseFile, Event};
use domain::officer::OfficerId;
use domain::pace::{BUCKETS, Fact, Step, Sums, Work, facts};
use domain::unit::UnitPath;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How long a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Grain {
    /// A reporting week, Thursday to Wednesday: of the work of officers only.
    Week,
    /// Half a month: 1st–14th, 15th–end.
    Segment,
    /// A reporting year: 15/12–14/12.
    Year,
}

impl Grain {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Week => "w",
            Self::Segment => "s",
            Self::Year => "y",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Week, Self::Segment, Self::Year].into_iter().find(|grain| grain.key() == key)
    }
}

/// Place of a cell of durations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PaceKey {
    pub scope: String,
    pub grain: Grain,
    pub step: Step,
    pub start: Date,
}

/// What events move: cells of durations by place, work by officer, length and beginning.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    pub cells: BTreeMap<PaceKey, Sums>,
    pub work: BTreeMap<(OfficerId, Grain, Date), Work>,
}

/// Rows of one statement: each has some forty parameters, and a statement takes 32,766.
const CHUNK: usize = 500;

/// What an event of a case adds here.
pub(crate) struct Kept {
    pub facts: Vec<Fact>,
}

impl Kept {
    /// Derives it from the case before the event and the calendar in use.
    pub fn of(before: Option<&CaseFile>, event: &Event, calendar: &WorkCalendar) -> Self {
        Self { facts: facts(before, event, calendar) }
    }
}

/// How a judgement is stored.
pub(crate) const fn judged(within: Option<bool>) -> i64 {
    match within {
        Some(false) => 0,
        Some(true) => 1,
        None => 2,
    }
}

/// Adds a fact to the cells of every unit on a path.
pub(crate) fn gather(moved: &mut Moved, path: &UnitPath, fact: &Fact) {
    let one = Sums::one(fact.minutes, fact.within);
    for scope in path.0.split('/') {
        for (grain, start) in [(Grain::Segment, segment_start(fact.day)), (Grain::Year, year_start(fact.day))] {
            let key = PaceKey { scope: scope.to_owned(), grain, step: fact.step, start };
            moved.cells.entry(key).or_default().add(&one);
        }
    }
}

/// Adds what an officer did at a moment.
pub(crate) fn gather_work(moved: &mut Moved, officer: &OfficerId, at: Timestamp, work: Work) {
    let day = to_local(at).date();
    for (grain, start) in [(Grain::Week, Period::week_of(day).from), (Grain::Segment, segment_start(day))] {
        moved.work.entry((officer.clone(), grain, start)).or_default().add(work);
    }
}

/// `(?,?,?), (?,?,?)`: `rows` times `width` places.
fn places(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(","));
    vec![row; rows].join(", ")
}

/// Names of the columns of sums, each wrapped as `wrap` says, separated by commas.
pub(crate) fn sum_columns(wrap: impl Fn(&str) -> String) -> String {
    let names = ["within", "late", "minutes"].map(str::to_owned).into_iter();
    let names = names.chain((0..BUCKETS).map(|bucket| format!("b{bucket}")));
    names.map(|name| wrap(&name)).collect::<Vec<_>>().join(", ")
}

/// Reads sums from the columns that begin at `first`.
pub(crate) fn read_sums(row: &Row, first: usize) -> Result<Sums, DbError> {
    let mut sums =
        Sums { within: row.int(first)?, late: row.int(first + 1)?, minutes: row.int(first + 2)?, ..Sums::default() };
    for (column, bucket) in (first + 3..).zip(&mut sums.buckets) {
        *bucket = row.int(column)?;
    }
    Ok(sums)
}

/// Writes the facts of one event, and gathers what they move.
pub(crate) async fn enter(
    work: &mut UnitOfWork,
    (position, num): (i64, i64),
    case: &CaseFile,
    kept: &Kept,
    moved: &mut Moved,
) -> Result<(), DbError> {
    if kept.facts.is_empty() {
        return Ok(());
    }
    let mut params = Vec::with_capacity(kept.facts.len() * 11);
    for (line, fact) in (0_i64..).zip(&kept.facts) {
        params.extend([
            Value::Integer(position),
            Value::Integer(line),
            Value::Integer(num),
            Value::from(&case.unit.0),
            Value::from(&case.province.0),
            Value::from(fact.step.key()),
            Value::from(segment_start(fact.day)),
            Value::from(fact.day),
            Value::Integer(judged(fact.within)),
            Value::Integer(fact.minutes),
            Value::from(&fact.officer.0),
        ]);
        gather(moved, &case.path, fact);
    }
    let sql = format!(
        "INSERT INTO pace_fact (position, line, case_num, unit, province, step, half, day, judged, minutes, officer) VALUES {}",
        places(kept.facts.len(), 11)
    );
    work.execute(&sql, &params).await
}

/// Adds what was gathered to what is kept.
pub(crate) async fn flush(work: &mut UnitOfWork, moved: &Moved) -> Result<(), DbError> {
    let cells: Vec<(&PaceKey, &Sums)> = moved.cells.iter().collect();
    for chunk in cells.chunks(CHUNK) {
        let mut params = Vec::new();
        for (key, sums) in chunk {
            params.extend([
                Value::from(&key.scope),
                Value::from(key.grain.key()),
                Value::from(key.step.key()),
                Value::from(key.start),
            ]);
            params.extend([sums.within, sums.late, sums.minutes].map(Value::Integer));
            params.extend(sums.buckets.iter().copied().map(Value::Integer));
        }
        let mut sql = format!(
            "INSERT INTO pace_cell (scope, grain, step, start, {}) VALUES {} ON CONFLICT (scope, grain, step, start) DO UPDATE SET ",
            sum_columns(str::to_owned),
            places(chunk.len(), 7 + BUCKETS)
        );
        let _ = write!(sql, "{}", sum_columns(|name| format!("{name} = {name} + excluded.{name}")));
        work.execute(&sql, &params).await?;
    }
    let rows: Vec<_> = moved.work.iter().collect();
    for chunk in rows.chunks(CHUNK) {
        let mut params = Vec::new();
        for ((officer, grain, start), done) in chunk {
            params.extend([Value::from(&officer.0), Value::from(grain.key()), Value::from(*start)]);
            params.extend([done.steps, done.opened, done.papers].map(Value::Integer));
        }
        let sql = format!(
            "INSERT INTO officer_work (officer, grain, start, steps, opened, papers) VALUES {} ON CONFLICT (officer, grain, start) \
             DO UPDATE SET steps = steps + excluded.steps, opened = opened + excluded.opened, papers = papers + excluded.papers",
            places(chunk.len(), 6)
        );
        work.execute(&sql, &params).await?;
    }
    Ok(())
}

/// Whether an event of a lead, a measure or a plan is work of its own, and not what follows from another.
fn counts(kind: &str) -> bool {
    !matches!(kind, "measure-linked" | "case-opened")
}

/// Counts one thing an officer did to a lead, a measure or a plan.
pub(crate) async fn note(
    work: &mut UnitOfWork,
    officer: &OfficerId,
    at: Timestamp,
    (seq, kind): (u32, &str),
) -> Result<(), DbError> {
    if !counts(kind) {
        return Ok(());
    }
    let mut moved = Moved::default();
    gather_work(&mut moved, officer, at, Work::one(seq == 1, false));
    flush(work, &moved).await
}

/// The same of everything that was done to leads, measures and plans.
pub(crate) async fn gather_beside(connection: &mut dyn Connection, moved: &mut Moved) -> Result<(), DbError> {
    for table in ["dossier_event", "plan_event"] {
        let sql = format!("SELECT officer, at, seq, kind FROM {table}");
        for row in connection.query(&sql, &[]).await? {
            if counts(row.text(3)?) {
                gather_work(moved, &OfficerId(row.string(0)?), row.moment(1)?, Work::one(row.int(2)? == 1, false));
            }
        }
    }
    Ok(())
}

/// Makes facts, cells and work anew from the events: for a database from before they were kept.
///
/// # Errors
/// The database failed, or an event cannot be read.
pub(crate) async fn rebuild(work: &mut UnitOfWork) -> Result<(), DbError> {
    const PAGE: i64 = 200;
    let calendars = Calendars::read(work).await?;
    let mut after = 0;
    loop {
        let sql = "SELECT num FROM case_file WHERE num > ?1 ORDER BY num LIMIT ?2";
        let rows = work.query(sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        let mut moved = Moved::default();
        for row in &rows {
            let num = row.int(0)?;
            let sql = "SELECT position, event FROM case_event WHERE case_num = ?1 ORDER BY seq";
            let mut case: Option<CaseFile> = None;
            for row in &work.query(sql, params![num]).await? {
                let event: Event = row.json(1)?;
                let kept = Kept::of(case.as_ref(), &event, calendars.at(event.at));
                match &mut case {
                    None => case = CaseFile::open(&event),
                    Some(case) => case.apply(&event),
                }
                let Some(case) = &case else { continue };
                gather_work(&mut moved, &event.by.id, event.at, Work::of(&event.body));
                enter(work, (row.int(0)?, num), case, &kept, &mut moved).await?;
            }
        }
        flush(work, &moved).await?;
    }
    let mut moved = Moved::default();
    gather_beside(work, &mut moved).await?;
    flush(work, &moved).await
}
