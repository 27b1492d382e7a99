//! A database without what its engine keeps up row by row, while many rows are written, and with it again.
//!
//! Must not know: what a table is for, or who fills it.

use crate::database::{Connection, DbError, Engine, quoted};
use crate::dialect::{ANEW, AS_IT_IS};

/// What SQLite keeps up for each row and need not: triggers. References are checked when a transaction ends, or not at all.
const OF_SQLITE: &str =
    "SELECT 1, name, 'DROP TRIGGER \"' || name || '\"', sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name";

/// What PostgreSQL keeps up for each row and need not, in the order it can be taken away: triggers (1), references (2), and indexes
/// that no key needs (3). Each with its name, the statement that takes it away, and the one that brings it back.
const OF_POSTGRES: &str = "SELECT kind, name, away, back FROM (\
    SELECT 1::bigint AS kind, t.tgname::text AS name, format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass) AS away, \
      pg_get_triggerdef(t.oid) AS back \
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
      WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace \
    UNION ALL \
    SELECT 2, conname::text, format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), \
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) \
      FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace \
    UNION ALL \
    SELECT 3, c.relname::text, format('DROP INDEX %I', c.relname), pg_get_indexdef(i.indexrelid) \
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
      WHERE NOT i.indisunique AND c.relnamespace = current_schema()::regnamespace) kept \
  ORDER BY kind, away";

/// Heap of an index of words while it is built whole, and as it is otherwise, in bytes: a larger one makes fewer, longer pieces.
const HEAP: [u32; 2] = [268_435_456, 1_048_576];

/// What brings back what was taken away, in its order.
#[derive(Debug, Default)]
pub(crate) struct Bare(Vec<String>);

/// Takes away the triggers that `trigger` names, and on PostgreSQL references and indexes as well; in the transaction of the connection.
///
/// # Errors
/// The database failed.
pub(crate) async fn strip(connection: &mut dyn Connection, trigger: fn(&str) -> bool) -> Result<Bare, DbError> {
    let sql = match connection.engine() {
        Engine::Sqlite => OF_SQLITE.to_owned(),
        Engine::Postgres => format!("{AS_IT_IS} {OF_POSTGRES}"),
    };
    let mut back = Vec::new();
    for row in connection.query(&sql, &[]).await? {
        if row.int(0)? == 1 && !trigger(row.text(1)?) {
            continue;
        }
        connection.execute(&as_it_is(connection.engine(), row.text(2)?), &[]).await?;
        back.push(row.string(3)?);
    }
    back.reverse();
    Ok(Bare(back))
}

/// Brings back what was taken away, over what is there now, and builds the indexes of words anew; in the transaction of the connection,
/// whose time is not limited.
///
/// # Errors
/// The database failed, or a row refers to none.
pub(crate) async fn dress(connection: &mut dyn Connection, bare: &Bare) -> Result<(), DbError> {
    match connection.engine() {
        Engine::Sqlite => words(connection).await?,
        Engine::Postgres => {
            connection.execute("SET LOCAL maintenance_work_mem = '1GB'", &[]).await?;
            tables_of_words(connection).await?;
        }
    }
    for statement in &bare.0 {
        connection.execute(&as_it_is(connection.engine(), statement), &[]).await?;
    }
    Ok(())
}

fn as_it_is(engine: Engine, statement: &str) -> String {
    match engine {
        Engine::Sqlite => statement.to_owned(),
        Engine::Postgres => format!("{AS_IT_IS} {statement}"),
    }
}

/// Fills the tables of words of PostgreSQL from those they are of, with their indexes.
async fn tables_of_words(connection: &mut dyn Connection) -> Result<(), DbError> {
    let sql = format!(
        "{AS_IT_IS} SELECT proname::text FROM pg_proc WHERE pronamespace = 'ins'::regnamespace AND proname LIKE '%{ANEW}' ORDER BY 1"
    );
    for row in connection.query(&sql, &[]).await? {
        connection.query(&format!("{AS_IT_IS} SELECT ins.{}()::text", quoted(row.text(0)?)), &[]).await?;
    }
    Ok(())
}

/// Builds the indexes of words of SQLite from their tables.
async fn words(connection: &mut dyn Connection) -> Result<(), DbError> {
    let [building, otherwise] = HEAP;
    let sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%' ORDER BY name";
    for row in connection.query(sql, &[]).await? {
        let name = row.text(0)?;
        // The heap is written into the index, so it is put back.
        for statement in [
            format!("INSERT INTO {name}({name}, rank) VALUES ('hashsize', {building})"),
            format!("INSERT INTO {name}({name}) VALUES ('rebuild')"),
            format!("INSERT INTO {name}({name}, rank) VALUES ('hashsize', {otherwise})"),
        ] {
            connection.execute(&statement, &[]).await?;
        }
    }
    Ok(())
}
