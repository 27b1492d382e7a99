//! Writing a whole archive at once: the events are decided one by one as ever and written by the same statements, but in
//! large transactions, by a thread of its own, with numbers and report cells summed in memory until the end.
//!
//! Only for a new database that nobody else has open: nothing is durable before [`finish`], and a failure leaves a file
//! to be thrown away. Must not know: what is written.

use crate::cases::{Adds, Sums, append_into, insert_numbered};
use crate::chain::Head;
use crate::database::{Connection, Database, DbError, Rows, UnitOfWork, Value};
use crate::native::{NativeDatabase, block_on};
use crate::{numbers, oversight, params, search};
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

fn write(db: &NativeDatabase, batches: &Receiver<Vec<Statement>>) -> Result<(), DbError> {
    block_on(async {
        let mut connection = db.open().await?;
        let mut run = 0;
        connection.execute("BEGIN", &[]).await?;
        for batch in batches {
            for (sql, params) in &batch {
                connection.execute(sql, params).await?;
            }
            run += batch.len();
            if run >= TRANSACTION {
                run = 0;
                connection.execute("COMMIT", &[]).await?;
                connection.execute("BEGIN", &[]).await?;
            }
        }
        connection.execute("COMMIT", &[]).await
    })
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
    /// Begins to write into an empty, migrated database made with [`NativeDatabase::for_bulk`]; deadlines are counted by
    /// `calendar`, which must be the one of the database.
    pub fn begin(db: &NativeDatabase, calendar: Arc<WorkCalendar>) -> Self {
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
        insert_numbered(&mut self.work, num, case, (opened_by, updated_at), &self.calendar).await?;
        oversight::enter(&mut self.work, num, case, &self.calendar).await
    }

    /// Writes what was summed and waits until everything is written.
    pub async fn finish(self) -> Result<(), DbError> {
        let Self { mut work, writer, sums, series, .. } = self;
        sums.flush(&mut work).await?;
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

/// Triggers that keep the word indexes, by name with their statement: taken away while an archive is written.
pub(crate) async fn without_word_indexes(db: &dyn Database) -> Result<Vec<(String, String)>, DbError> {
    let mut connection = db.open().await?;
    let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_search_*' ORDER BY name";
    let mut triggers = Vec::new();
    for row in connection.query(sql, &[]).await? {
        let name = row.string(0)?;
        connection.execute(&format!("DROP TRIGGER {name}"), &[]).await?;
        triggers.push((name, row.string(1)?));
    }
    Ok(triggers)
}

/// Builds the word indexes from their tables, and brings back what keeps them.
pub(crate) async fn with_word_indexes(db: &dyn Database, triggers: &[(String, String)]) -> Result<(), DbError> {
    let mut connection = db.open().await?;
    let sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%' ORDER BY name";
    for row in connection.query(sql, &[]).await? {
        let name = row.text(0)?;
        // A larger heap makes fewer, longer pieces; it is written into the index, so it is put back.
        for statement in [
            format!("INSERT INTO {name}({name}, rank) VALUES ('hashsize', 268435456)"),
            format!("INSERT INTO {name}({name}) VALUES ('rebuild')"),
            format!("INSERT INTO {name}({name}, rank) VALUES ('hashsize', 1048576)"),
        ] {
            connection.execute(&statement, &[]).await?;
        }
    }
    for (_, statement) in triggers {
        connection.execute(statement, &[]).await?;
    }
    search::list_all(connection.as_mut()).await
}
