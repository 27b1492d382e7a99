//! What every change of a report writes.

use crate::chain::Head;
use crate::database::{Connection, DbError, UnitOfWork, Value, to_json};
use crate::params;
use domain::case::{CaseId, Signed};
use domain::paper::{PaperState, check_code};
use domain::report::filing::{Edition, Filing, FilingEvent, FilingEventBody, SYMBOL};

/// The columns of a report that follow from its document, in order.
pub(super) const NAMES: [&str; 13] = [
    "unit",
    "path",
    "parent",
    "version",
    "definition",
    "occasion",
    "period",
    "from_day",
    "to_day",
    "title",
    "state",
    "editions",
    "sent_at",
];

/// What stands in [`NAMES`].
pub(super) fn columns(filing: &Filing) -> Vec<Value> {
    vec![
        Value::from(&filing.unit.0),
        Value::from(&filing.path.0),
        Value::from(filing.path.parent().map_or(String::new(), |above| above.leaf().0)),
        Value::from(filing.version),
        Value::from(&filing.definition),
        Value::from(filing.occasion.key()),
        Value::from(filing.period.key()),
        Value::from(filing.period.from),
        Value::from(filing.period.to),
        Value::from(filing.title()),
        Value::from(filing.state.key()),
        Value::from(u32::try_from(filing.editions.len()).unwrap_or(u32::MAX)),
        filing.first_sent().map_or(Value::Null, |at| Value::from(at.to_string())),
    ]
}

/// Where the chain of reports ends.
pub(super) async fn head(work: &mut UnitOfWork) -> Result<Head, DbError> {
    let row = work.query_one("SELECT position, hash FROM filing_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the chain of reports has no head".to_owned()))?;
    Ok(Head { position: row.int(0)?, hash: row.bytes(1)? })
}

/// Adds a report and answers its number.
pub(super) async fn insert(work: &mut UnitOfWork, filing: &Filing) -> Result<i64, DbError> {
    let mut values = columns(filing);
    values.extend([
        Value::from(filing.id),
        Value::from(&filing.drafted_by.id.0),
        Value::from(filing.drafted_at),
        Value::from(to_json(filing)?),
    ]);
    let places: Vec<String> = (1..=values.len()).map(|place| format!("?{place}")).collect();
    let sql = format!(
        "INSERT INTO filing ({}, id, drafted_by, updated_at, document) VALUES ({}) RETURNING num",
        NAMES.join(", "),
        places.join(",")
    );
    let row = work.query_one(&sql, &values).await?;
    row.ok_or(DbError::Engine("a new report answered no number".to_owned()))?.int(0)
}

/// Writes the changed report over the old one, and a signature into the register of papers.
pub(super) async fn update(
    work: &mut UnitOfWork,
    num: i64,
    filing: &Filing,
    event: &FilingEvent,
) -> Result<(), DbError> {
    let mut values = columns(filing);
    values.extend([Value::from(event.at), Value::from(to_json(filing)?), Value::from(num)]);
    let names = NAMES.into_iter().chain(["updated_at", "document"]);
    let sets: Vec<String> = names.enumerate().map(|(place, name)| format!("{name} = ?{}", place + 1)).collect();
    let sql = format!("UPDATE filing SET {} WHERE num = ?{}", sets.join(", "), values.len());
    work.execute(&sql, &values).await?;
    match &event.body {
        FilingEventBody::Signed { edition } => {
            register(work, filing, edition).await?;
            // The number before it stays in the register: another edition stands for it.
            for former in filing.editions.iter().filter(|former| former.number < edition.number) {
                let sql = "UPDATE paper SET state = ?3 WHERE owner = ?1 AND number = ?2";
                let (owner, number) = (&former.frame.issuer.id.0, &former.frame.number.text);
                work.execute(sql, params![owner, number, PaperState::Amended.key()]).await?;
            }
            Ok(())
        }
        FilingEventBody::Drafted { .. }
        | FilingEventBody::Written { .. }
        | FilingEventBody::Checked
        | FilingEventBody::SentBack { .. }
        | FilingEventBody::Sent
        | FilingEventBody::Received
        | FilingEventBody::Returned { .. } => Ok(()),
    }
}

/// Appends the event to the chain of reports.
pub(super) async fn append(work: &mut UnitOfWork, head: Head, num: i64, event: &FilingEvent) -> Result<(), DbError> {
    let text = to_json(event)?;
    let next = head.append(num, &text);
    work.execute(
        "INSERT INTO filing_event (position, filing_num, seq, at, officer, kind, event, hash) \
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        params![next.position, num, event.seq, event.at, &event.by.id.0, event.body.key(), text, next.hash],
    )
    .await
}

/// Enters a signed report in the register of papers; it has no case.
async fn register(work: &mut UnitOfWork, filing: &Filing, edition: &Edition) -> Result<(), DbError> {
    let frame: &Signed = &edition.frame;
    work.execute(
        "INSERT INTO paper (owner, series, year, serial, number, name, unit, unit_name, signed_at, signer, check_code, \
         state) VALUES (?1,?2,?3,?4,?5,?6,?1,?7,?8,?9,?10,?11)",
        params![
            &frame.issuer.id.0,
            SYMBOL,
            i64::from(frame.at.year()),
            i64::from(frame.number.serial),
            &frame.number.text,
            format!("Báo cáo: {}", filing.title()),
            &frame.issuer.name,
            frame.at.to_string(),
            &frame.signer.full_name,
            check_code(CaseId(filing.id), frame),
            PaperState::InForce.key()
        ],
    )
    .await
}
