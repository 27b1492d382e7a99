//! The few statements that exist once for each engine: what a database holds, and how its schema is changed (decision 0046).
//! Every other statement is written once.

use crate::database::{Connection, DbError, Engine};
use crate::dialect::{self, ANEW, APART, AS_IT_IS, WAIT};
use crate::params;
use sha2::{Digest, Sha256};

/// What PostgreSQL needs before the first migration.
const PRELUDE: &str = include_str!("../migrations/postgres.sql");

/// Whether there is a table of that name.
pub(crate) async fn has_table(connection: &mut dyn Connection, table: &str) -> Result<bool, DbError> {
    let sql = match connection.engine() {
        Engine::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1",
        Engine::Postgres => "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?1",
    };
    Ok(connection.query_one(sql, params![table]).await?.is_some())
}

/// Whether a table has a column of that name.
pub(crate) async fn has_column(connection: &mut dyn Connection, table: &str, column: &str) -> Result<bool, DbError> {
    let sql = match connection.engine() {
        Engine::Sqlite => "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2",
        Engine::Postgres => {
            "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?1 AND column_name = ?2"
        }
    };
    Ok(connection.query_one(sql, params![table, column]).await?.is_some())
}

/// How many bytes a database takes, and how many of them stand free in it where the engine knows.
pub(crate) async fn size(connection: &mut dyn Connection) -> Result<(i64, i64), DbError> {
    let sql = match connection.engine() {
        Engine::Sqlite => {
            "SELECT c.page_count * s.page_size, f.freelist_count * s.page_size \
             FROM pragma_page_count c, pragma_page_size s, pragma_freelist_count f"
        }
        Engine::Postgres => "SELECT pg_database_size(current_database()), 0",
    };
    let row = connection.query_one(sql, &[]).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// What the clock of the database's machine says, in milliseconds since 1970; nothing where the database has none of its own.
pub(crate) async fn clock(connection: &mut dyn Connection) -> Result<Option<i64>, DbError> {
    match connection.engine() {
        Engine::Sqlite => Ok(None),
        Engine::Postgres => {
            let sql = format!("{AS_IT_IS} SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint");
            connection.query_one(&sql, &[]).await?.map(|row| row.int(0)).transpose()
        }
    }
}

/// Runs one statement of a migration, in the form of the engine.
pub(crate) async fn change(connection: &mut dyn Connection, statement: &str) -> Result<(), DbError> {
    match connection.engine() {
        Engine::Sqlite => connection.execute(statement, &[]).await,
        Engine::Postgres => {
            for statement in dialect::schema(statement) {
                connection.execute(&statement, &[]).await?;
            }
            Ok(())
        }
    }
}

/// Defines what migrations and statements of the store need of the engine; nothing for SQLite, and nothing where it is there.
pub(crate) async fn prepare(connection: &mut dyn Connection) -> Result<(), DbError> {
    if connection.engine() == Engine::Sqlite {
        return Ok(());
    }
    fitting(connection).await?;
    unhurried(connection).await?;
    for statement in
        ["CREATE SCHEMA IF NOT EXISTS ins", "CREATE TABLE IF NOT EXISTS ins.prelude (digest text PRIMARY KEY)"]
    {
        connection.execute(&format!("{AS_IT_IS} {statement}"), &[]).await?;
    }
    let digest = hex::encode(Sha256::digest(PRELUDE.as_bytes()));
    if connection.query_one("SELECT 1 FROM ins.prelude WHERE digest = ?1", params![&digest]).await?.is_some() {
        return Ok(());
    }
    for statement in definitions() {
        connection.execute(&format!("{AS_IT_IS} {statement}"), &[]).await?;
    }
    connection.execute("DELETE FROM ins.prelude", &[]).await?;
    connection.execute("INSERT INTO ins.prelude (digest) VALUES (?1)", params![&digest]).await
}

/// Refuses a database whose texts are ordered otherwise than by bytes, or are not UTF-8.
async fn fitting(connection: &mut dyn Connection) -> Result<(), DbError> {
    let sql = "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()";
    let Some(row) = connection.query_one(sql, &[]).await? else { return Ok(()) };
    let (encoding, collation) = (row.text(0)?, row.text(1)?);
    if encoding == "UTF8" && (matches!(collation, "C" | "POSIX") || collation.starts_with("C.")) {
        return Ok(());
    }
    Err(DbError::Engine(format!(
        "the database has the encoding {encoding} and the order of {collation}; create it anew: \
         CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
    )))
}

/// Lets the statements of this transaction take their time: they go through whole tables, and no request waits for them. Each is planned
/// for the tables as they are then: what was planned while they were empty reads all of a table for each row that came in since.
pub(crate) async fn unhurried(connection: &mut dyn Connection) -> Result<(), DbError> {
    if connection.engine() == Engine::Postgres {
        connection.execute("SET LOCAL statement_timeout = 0", &[]).await?;
        many(connection).await?;
    }
    Ok(())
}

/// Has the statements of this transaction planned for the tables as they are then: it is one of many that fill them.
pub(crate) async fn many(connection: &mut dyn Connection) -> Result<(), DbError> {
    match connection.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => connection.execute("SET LOCAL plan_cache_mode = force_custom_plan", &[]).await,
    }
}

/// Keeps the words of the search apart from the rows that are found, where an earlier version made tables of words without that, and
/// writes all words anew, which are others in this version; nothing for SQLite, whose words are in its indexes alone.
pub(crate) async fn words_anew(connection: &mut dyn Connection) -> Result<(), DbError> {
    if connection.engine() == Engine::Sqlite {
        return Ok(());
    }
    let of_tables = "SELECT left(t.tablename::text, -5), EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = 'ins' \
                     AND c.table_name = t.tablename AND c.column_name = 'apart')::int::bigint \
                     FROM pg_tables t WHERE t.schemaname = 'ins' AND t.tablename LIKE '%_search_rows'";
    for row in connection.query(&format!("{AS_IT_IS} {of_tables}"), &[]).await? {
        let index = row.text(0)?;
        if row.int(1)? == 0 {
            connection.query(&format!("{AS_IT_IS} ALTER TABLE ins.{index}_rows {APART}"), &[]).await?;
        }
        connection.query(&format!("{AS_IT_IS} SELECT ins.{index}{ANEW}()::text"), &[]).await?;
    }
    Ok(())
}

/// Has the words of several records go into an index together, where an earlier version made indexes that took each by itself; nothing for
/// SQLite, whose indexes of words do that.
pub(crate) async fn words_wait(connection: &mut dyn Connection) -> Result<(), DbError> {
    if connection.engine() == Engine::Sqlite {
        return Ok(());
    }
    let of_indexes = format!(
        "SELECT left(t.tablename::text, -5), pg_get_functiondef(('ins.' || left(t.tablename::text, -5) || '{ANEW}')::regproc) \
         FROM pg_tables t WHERE t.schemaname = 'ins' AND t.tablename LIKE '%_search_rows'"
    );
    for row in connection.query(&format!("{AS_IT_IS} {of_indexes}"), &[]).await? {
        let (index, anew) = (row.text(0)?, row.text(1)?.replace("fastupdate = off", WAIT));
        for statement in [format!("ALTER INDEX ins.{index}_words SET ({WAIT})"), anew] {
            connection.execute(&format!("{AS_IT_IS} {statement}"), &[]).await?;
        }
    }
    Ok(())
}

/// Sums of what stands (deadlines, fines not paid, custody) are read from an index alone: a row of PostgreSQL's lies on a page with whatever was
/// written at the same time, and 17,000 of them on 12,000 pages. SQLite keeps these rows in the order of their key.
pub(crate) async fn standing_together(connection: &mut dyn Connection) -> Result<(), DbError> {
    if connection.engine() == Engine::Sqlite {
        return Ok(());
    }
    let index = "CREATE INDEX IF NOT EXISTS case_cell_standing ON case_cell (scope, kind, day) INCLUDE (cases, amount) \
                 WHERE kind IN ('han', 'no', 'giu')";
    connection.execute(&format!("{AS_IT_IS} {index}"), &[]).await
}

/// Has the engine learn what stands in a database that was filled at once, where it plans by that.
#[cfg(feature = "native")]
pub(crate) async fn learned(connection: &mut dyn Connection) -> Result<(), DbError> {
    if connection.engine() == Engine::Sqlite {
        return Ok(());
    }
    for statement in ["SET statement_timeout = 0", "VACUUM (ANALYZE)", "RESET statement_timeout"] {
        connection.execute(&format!("{AS_IT_IS} {statement}"), &[]).await?;
    }
    Ok(())
}

/// The statements of the prelude: each ends with a semicolon at the end of a line, outside of the body of a function.
fn definitions() -> Vec<String> {
    let (mut list, mut current) = (Vec::new(), String::new());
    for line in PRELUDE.lines().filter(|line| !line.starts_with("--")) {
        current.push_str(line);
        current.push('\n');
        let bodies = current.matches("$$").count();
        if bodies % 2 == 0 && current.trim_end().ends_with(';') {
            list.push(current.trim().trim_end_matches(';').to_owned());
            current.clear();
        }
    }
    list
}

/// The tables of the store, without what an engine keeps beside them.
#[cfg(feature = "native")]
pub(crate) async fn tables(connection: &mut dyn Connection) -> Result<Vec<String>, DbError> {
    let sql = match connection.engine() {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' \
             AND name NOT GLOB '*_search_*' AND name NOT GLOB 'sqlite_*' ORDER BY name"
        }
        Engine::Postgres => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
    };
    connection.query(sql, &[]).await?.iter().map(|row| row.string(0)).collect()
}

/// The columns of a table in their order, without those the engine makes itself.
#[cfg(feature = "native")]
pub(crate) async fn columns(connection: &mut dyn Connection, table: &str) -> Result<Vec<String>, DbError> {
    let sql = match connection.engine() {
        Engine::Sqlite => "SELECT name FROM pragma_table_info(?1) ORDER BY cid",
        Engine::Postgres => {
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?1 \
             AND is_generated = 'NEVER' ORDER BY ordinal_position"
        }
    };
    connection.query(sql, params![table]).await?.iter().map(|row| row.string(0)).collect()
}

/// The columns of the primary key of a table in their order.
#[cfg(feature = "native")]
pub(crate) async fn keys(connection: &mut dyn Connection, table: &str) -> Result<Vec<String>, DbError> {
    let sql = match connection.engine() {
        Engine::Sqlite => "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
        Engine::Postgres => {
            "SELECT k.column_name FROM information_schema.table_constraints c \
             JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name) \
             WHERE c.table_schema = current_schema() AND c.table_name = ?1 AND c.constraint_type = 'PRIMARY KEY' \
             ORDER BY k.ordinal_position"
        }
    };
    connection.query(sql, params![table]).await?.iter().map(|row| row.string(0)).collect()
}
