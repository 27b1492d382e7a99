//! A database that is filled from another one beside it, whole tables at a time; SQLite alone.

use std::error::Error;
use std::path::PathBuf;
use store::native::{NativeDatabase, block_on};

/// A new database of this version at `out`, where nothing needs to be kept if it is interrupted, with the tables of `file` under the name `o`.
pub fn made(out: &str, file: &str) -> Result<rusqlite::Connection, Box<dyn Error>> {
    block_on(store::migrate::migrate(&NativeDatabase::at(PathBuf::from(out))))?;
    let made = rusqlite::Connection::open(out)?;
    made.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -1048576;",
    )?;
    made.execute("ATTACH ?1 AS o", [file])?;
    Ok(made)
}

/// Takes away what is kept up row by row for some tables, indexes and triggers, and answers what brings it back: an index is made from all
/// rows at once, which sorts them.
pub fn bare(made: &rusqlite::Connection, tables: &[&str]) -> Result<Vec<String>, Box<dyn Error>> {
    let sql = format!(
        "SELECT type, name, sql FROM main.sqlite_schema WHERE tbl_name IN ('{}') AND type IN ('index', 'trigger') AND sql IS NOT NULL \
         ORDER BY type, name",
        tables.join("', '")
    );
    let mut statement = made.prepare(&sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut back = Vec::new();
    for (kind, name, sql) in rows.collect::<Result<Vec<(String, String, String)>, _>>()? {
        made.execute_batch(&format!("DROP {kind} {name}"))?;
        back.push(sql);
    }
    Ok(back)
}
