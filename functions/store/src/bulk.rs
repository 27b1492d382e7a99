//! Writing a whole archive at once: the events are decided one by one as ever and written by the same statements, but in
//! large transactions, by a thread of its own, many rows of a table at once, with numbers and report cells summed in memory until
//! the end.
//!
//! Only for a new database that nobody else has open: nothing is durable before [`finish`], and a failure leaves a file
//! to be thrown away. Must not know: what is written.

use crate::bare::{self, Bare};
use crate::cases::{Adds, Sums, append_into, insert_case};
use crate::chain::Head;
use crate::database::{Connection, Database, DbError, Rows, UnitOfWork, Value};
use crate::native::block_on;
use crate::{engines, numbers, oversight, params, search};
use async_trait::async_trait;
use domain::authority::Actor;
use domain::calendar::WorkCalendar;
use domain::case::{CaseFile, Event, PaperNumber, SeriesKey};
use domain::officer::OfficerId;
use domain::unit::{Unit, UnitId};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Statements that travel together to the writing thread.
const BATCH: usize = 500;
/// Batches that may wait there.
const WAITING: usize = 32;
/// Statements of one transaction.
const TRANSACTION: usize = 200_000;

type Statement = (String, Vec<Value>);

/// Where statements are handed over to be run by another thread, in their order.
struct Pipe {
    sender: SyncSender<Vec<Statement>>,
    batch: Vec<Statement>,
}

impl Pipe {
    fn send(&mut self) -> Result<(), DbError> {
        let batch = std::mem::take(&mut self.batch);
        let ended = |_| DbError::Engine("the writing thread has ended".to_owned());
        if batch.is_empty() { Ok(()) } else { self.sender.send(batch).map_err(ended) }
    }
}

#[async_trait]
impl Connection for Pipe {
    /// Hands the statement over; there are no rows to answer.
    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        self.batch.push((sql.to_owned(), params.to_vec()));
        if self.batch.len() >= BATCH {
            self.send()?;
        }
        Ok(Rows::new())
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        // The writing thread tells of its failure itself.
        let _ = self.send();
    }
}

/// A table and its columns, as a statement names them that does nothing but write rows into it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Target {
    table: String,
    columns: Vec<String>,
}

/// Reads `INSERT INTO table (columns) VALUES (?1, ?2), (?1, ?3)`: where the rows go, and the place of each of their values among the
/// parameters, row after row. Nothing for a statement that does more, or otherwise.
fn plain(sql: &str) -> Option<(Target, Vec<usize>)> {
    let (table, rest) = sql.strip_prefix("INSERT INTO ")?.split_once(" (")?;
    let (columns, values) = rest.split_once(") VALUES ")?;
    let columns: Vec<String> = columns.split(',').map(|column| column.trim().to_owned()).collect();
    let is_name =
        |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let mut places = Vec::new();
    let mut rest = values.trim();
    loop {
        let (row, after) = rest.strip_prefix('(')?.split_once(')')?;
        let before = places.len();
        for value in row.split(',') {
            // Without a number it is the next one.
            places.push(match value.trim().strip_prefix('?')? {
                "" => places.len(),
                number => number.parse::<usize>().ok()?.checked_sub(1)?,
            });
        }
        if places.len() - before != columns.len() {
            return None;
        }
        match after.trim_start().strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None if after.trim().is_empty() => break,
            None => return None,
        }
    }
    let all = is_name(table) && columns.iter().all(|column| is_name(column));
    all.then(|| (Target { table: table.to_owned(), columns }, places))
}

/// Where the rows of a statement go, and the places of their values.
type Plain = Arc<(Target, Vec<usize>)>;

/// Rows that are written together, table by table. What else a batch holds comes in its turn.
#[derive(Default)]
struct Gathered {
    known: HashMap<String, Option<Plain>>,
    tables: Vec<(Target, Vec<Vec<Value>>)>,
}

impl Gathered {
    /// Takes a statement that writes rows; gives any other back.
    fn take(&mut self, sql: String, params: Vec<Value>) -> Option<Statement> {
        if !self.known.contains_key(&sql) {
            self.known.insert(sql.clone(), plain(&sql).map(Arc::new));
        }
        let Some(plain) = self.known.get(&sql).cloned().flatten() else { return Some((sql, params)) };
        let (into, places) = plain.as_ref();
        let value = |place: &usize| params.get(*place).cloned().unwrap_or(Value::Null);
        let rows = places.chunks(into.columns.len()).map(|row| row.iter().map(value).collect());
        match self.tables.iter_mut().find(|(known, _)| known == into) {
            Some((_, waiting)) => waiting.extend(rows),
            None => self.tables.push((into.clone(), rows.collect())),
        }
        None
    }

    async fn write(&mut self, connection: &mut dyn Connection) -> Result<(), DbError> {
        for (into, rows) in self.tables.drain(..) {
            connection.insert(&into.table, &into.columns, &rows).await?;
        }
        Ok(())
    }
}

fn write(db: &dyn Database, batches: &Receiver<Vec<Statement>>) -> Result<(), DbError> {
    block_on(async {
        let mut connection = db.open().await?;
        let (mut run, mut gathered) = (0, Gathered::default());
        begin(connection.as_mut()).await?;
        for batch in batches {
            run += batch.len();
            for (sql, params) in batch {
                if let Some((sql, params)) = gathered.take(sql, params) {
                    gathered.write(connection.as_mut()).await?;
                    connection.execute(&sql, &params).await?;
                }
            }
            gathered.write(connection.as_mut()).await?;
            if run >= TRANSACTION {
                run = 0;
                connection.execute("COMMIT", &[]).await?;
                begin(connection.as_mut()).await?;
            }
        }
        connection.execute("COMMIT", &[]).await
    })
}

async fn begin(connection: &mut dyn Connection) -> Result<(), DbError> {
    connection.execute("BEGIN", &[]).await?;
    engines::many(connection).await
}

/// An archive being written.
pub(crate) struct Bulk {
    /// Takes statements in the shape of a unit of work; its end is that of the whole archive.
    pub work: UnitOfWork,
    writer: JoinHandle<Result<(), DbError>>,
    head: Head,
    sums: Sums,
    series: HashMap<(String, String, i16), u32>,
    calendar: Arc<WorkCalendar>,
}

impl Bulk {
    /// Begins to write into an empty, migrated database that was stripped; deadlines are counted by `calendar`, which must be the
    /// one of the database.
    pub fn begin<D: Database + Clone + 'static>(db: &D, calendar: Arc<WorkCalendar>) -> Self {
        let (sender, receiver) = sync_channel(WAITING);
        let db = db.clone();
        let writer = std::thread::spawn(move || write(&db, &receiver));
        let pipe = Pipe { sender, batch: Vec::with_capacity(BATCH) };
        Self {
            work: UnitOfWork::on(Box::new(pipe)),
            writer,
            head: Head::START,
            sums: Sums::default(),
            series: HashMap::new(),
            calendar,
        }
    }

    fn next(&mut self, owner: String, kind: &str, year: i16) -> u32 {
        let last = self.series.entry((owner, kind.to_owned(), year)).or_default();
        *last += 1;
        *last
    }

    /// Draws the next number of a paper.
    pub fn draw(&mut self, key: &SeriesKey, unit: &Unit, actor: &Actor) -> PaperNumber {
        let serial = self.next(numbers::owner(key), key.key(), key.year);
        numbers::paper(key, serial, unit, actor)
    }

    /// Gives back the number drawn last, of a command that was refused.
    pub fn undraw(&mut self, key: &SeriesKey) {
        if let Some(last) = self.series.get_mut(&(numbers::owner(key), key.key().to_owned(), key.year)) {
            *last = last.saturating_sub(1);
        }
    }

    /// Draws the next case reference of a unit.
    pub fn draw_code(&mut self, unit: &UnitId, year: i16) -> String {
        numbers::case_code(unit, year, self.next(unit.0.clone(), numbers::CASE_CODES, year))
    }

    /// Writes one event of a case, with what it adds to the reports and durations.
    pub async fn event(
        &mut self,
        num: i64,
        before: Option<&CaseFile>,
        after: &CaseFile,
        event: &Event,
    ) -> Result<(), DbError> {
        let adds = Adds::of(before, event, &self.calendar);
        self.head = append_into(&mut self.work, self.head, num, (after, event), &adds, &mut self.sums).await?;
        if self.sums.is_large() {
            std::mem::take(&mut self.sums).flush(&mut self.work).await?;
        }
        Ok(())
    }

    /// Writes a case as it stands after its last event.
    pub async fn case(
        &mut self,
        num: i64,
        case: &CaseFile,
        opened_by: &OfficerId,
        updated_at: Timestamp,
    ) -> Result<(), DbError> {
        insert_case(&mut self.work, num, case, (opened_by, updated_at), &self.calendar).await?;
        oversight::enter(&mut self.work, num, case, &self.calendar).await
    }

    /// Writes what was summed and waits until everything is written.
    pub async fn finish(self) -> Result<(), DbError> {
        let Self { mut work, writer, head, sums, series, .. } = self;
        sums.flush(&mut work).await?;
        let sql = "UPDATE chain_head SET position = ?1, hash = ?2 WHERE only = 0";
        work.execute(sql, params![head.position, head.hash]).await?;
        for ((owner, kind, year), last) in series.into_iter().collect::<BTreeMap<_, _>>() {
            if last > 0 {
                let sql = "INSERT INTO number_series (unit, kind, year, last) VALUES (?1, ?2, ?3, ?4)";
                work.execute(sql, params![owner, kind, i64::from(year), last]).await?;
            }
        }
        // Closes the pipe: the writer commits and ends.
        drop(work);
        writer.join().map_err(|_| DbError::Engine("the writing thread panicked".to_owned()))?
    }
}

/// What a database does at each row and an archive needs only once.
fn kept_by_the_archive(trigger: &str) -> bool {
    trigger.contains("_search_") || matches!(trigger, "case_event_moves_chain_head" | "case_facts_added")
}

/// Takes away what is kept up row by row and follows from what is written.
pub(crate) async fn strip(db: &dyn Database) -> Result<Bare, DbError> {
    let mut connection = db.open().await?;
    bare::strip(connection.as_mut(), kept_by_the_archive).await
}

/// Builds indexes and counts from what was written, and brings back what keeps them.
pub(crate) async fn dress(db: &dyn Database, bare: &Bare) -> Result<(), DbError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    connection.execute("BEGIN", &[]).await?;
    engines::unhurried(connection).await?;
    for statement in oversight::COUNTED_FROM_FACTS {
        connection.execute(statement, &[]).await?;
    }
    bare::dress(connection, bare).await?;
    search::list_all(connection).await?;
    connection.execute("COMMIT", &[]).await?;
    engines::learned(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_that_only_write_rows_are_told_from_those_that_do_more() {
        let (into, places) =
            plain("INSERT INTO report_entry (position, line, day) VALUES (?1,?2,?3),(?1, ?4, ?3)").unwrap();
        assert_eq!((into.table.as_str(), into.columns.join(" ").as_str()), ("report_entry", "position line day"));
        assert_eq!(places, [0, 1, 2, 0, 3, 2]);
        assert_eq!(plain("INSERT INTO paper (number, name) VALUES (?,?), (?,?)").unwrap().1, [0, 1, 2, 3]);
        for more in [
            "INSERT INTO number_series (unit, last) VALUES (?1, ?2 - 1)",
            "INSERT INTO pace_cell (scope, start) VALUES (?1, ?2) ON CONFLICT (scope, start) DO NOTHING",
            "INSERT INTO party (id) VALUES (?1) RETURNING num",
            "INSERT INTO party_key (key, party) SELECT ?1, ?2",
            "INSERT INTO paper (number, name) VALUES (?1, lower(?2))",
            "INSERT INTO paper (number, name) VALUES (?1)",
            "UPDATE chain_head SET position = ?1",
        ] {
            assert_eq!(plain(more), None, "{more}");
        }
    }

    #[test]
    fn rows_of_one_table_wait_for_each_other_in_their_order() {
        let mut gathered = Gathered::default();
        let two = "INSERT INTO a (b, c) VALUES (?1, ?2), (?1, ?3)";
        let values = || vec![Value::from(1_i64), Value::from(2_i64), Value::from(3_i64)];
        assert_eq!(gathered.take(two.to_owned(), values()), None);
        assert_eq!(gathered.take("INSERT INTO a (b, c) VALUES (?1, ?2)".to_owned(), values()), None);
        let other = ("DELETE FROM a".to_owned(), Vec::new());
        assert_eq!(gathered.take(other.0.clone(), other.1.clone()), Some(other));
        let rows: Vec<Vec<i64>> = gathered.tables[0]
            .1
            .iter()
            .map(|row| {
                row.iter()
                    .map(|value| match value {
                        Value::Integer(number) => *number,
                        _ => 0,
                    })
                    .collect()
            })
            .collect();
        assert_eq!((gathered.tables.len(), rows), (1, vec![vec![1, 2], vec![1, 3], vec![1, 2]]));
    }
}
