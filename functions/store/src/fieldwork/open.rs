//! Commands from the field that wait for a person, for the officer who filed them and the leaders of his unit.

use crate::database::{Database, DbError, Row};
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::CaseId;
use domain::fieldwork::{CommandKey, Outcome, Queued};
use jiff::Timestamp;

/// Most that are listed.
const MAX_LISTED: i64 = 200;

/// A command that is in no case yet.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenCommand {
    pub key: CommandKey,
    pub case: CaseId,
    pub case_code: String,
    pub party: String,
    pub officer: String,
    pub officer_name: String,
    pub unit_name: String,
    pub received_at: Timestamp,
    pub outcome: Outcome,
    pub queued: Queued,
}

/// The actor's own open commands; for who manages devices, also those of his part of the tree. The longest waiting first.
///
/// # Errors
/// The database failed.
pub async fn open_commands(db: &dyn Database, actor: &Actor) -> Result<Vec<OpenCommand>, StoreError> {
    let manages = authorise(actor, Action::ManageDevices, &actor.path).is_ok()
        && authorise(actor, Action::ReadCase, &actor.path).is_ok();
    let sql = "SELECT f.key, c.id, c.code, c.party_name, f.officer, o.full_name, u.short_name, f.received_at, f.outcome, f.body \
               FROM unit u CROSS JOIN field_command f INDEXED BY field_command_open ON f.unit = u.id \
               AND f.standing IN ('conflict', 'refused', 'waits') \
               CROSS JOIN case_file c ON c.id = f.case_id CROSS JOIN officer o ON o.id = f.officer \
               WHERE (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0')) AND (?2 <> 0 OR f.officer = ?3) \
               ORDER BY f.received_at, f.key LIMIT ?4";
    let rows = db.open().await?.query(sql, params![&actor.scope().0, manages, &actor.id().0, MAX_LISTED]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

fn read(row: &Row) -> Result<OpenCommand, DbError> {
    Ok(OpenCommand {
        key: CommandKey(row.parse(0, "a key")?),
        case: CaseId(row.parse(1, "a case id")?),
        case_code: row.string(2)?,
        party: row.string(3)?,
        officer: row.string(4)?,
        officer_name: row.string(5)?,
        unit_name: row.string(6)?,
        received_at: row.moment(7)?,
        outcome: row.json(8)?,
        queued: row.json(9)?,
    })
}
