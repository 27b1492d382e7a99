//! Proves the imports of a database: the chain of their events recomputed, and that what a row says it made is there.
//!
//! Must not know: how to repair anything.

use crate::database::{Connection, DbError};
use crate::params;
use crate::verify::{Chain, Verified};
use domain::exchange::ImportEvent;

const PAGE: i64 = 1_000;

/// Reads and proves every import.
pub(crate) async fn prove(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("imports");
    loop {
        let sql = "SELECT position, batch, kind, event, hash FROM import_event WHERE position > ?1 ORDER BY position LIMIT ?2";
        let rows = connection.query(sql, params![chain.head.position, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let position = row.int(0)?;
            chain.take(row.int(1)?, position, row.text(3)?, row.bytes(4)?, found);
            match row.json::<ImportEvent>(3) {
                Ok(event) if event.key() == row.text(2)? => {}
                Ok(_) => found.problem(format!("imports: event {position} is not of its kind")),
                Err(error) => found.problem(format!("imports: event {position}: {error}")),
            }
        }
    }
    let head = chain.head;
    match connection.query_one("SELECT position, hash FROM import_chain_head", &[]).await? {
        Some(row) if (row.int(0)?, row.bytes::<32>(1)?) == (head.position, head.hash) => {}
        Some(_) | None => found.problem(format!("imports: the chain's head is not event {}", head.position)),
    }
    let lost = "SELECT b.id, count(*) FROM import_row r JOIN import_batch b ON b.num = r.batch \
                WHERE r.state = 'made' AND NOT EXISTS (SELECT 1 FROM party p WHERE p.id = r.party) GROUP BY b.id";
    for row in connection.query(lost, &[]).await? {
        found.problem(format!("import {}: {} parties it made are not there", row.text(0)?, row.int(1)?));
    }
    Ok(())
}
