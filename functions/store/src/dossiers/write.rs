//! What every change of a dossier writes.

use crate::chain::Head;
use crate::database::{Connection, DbError, UnitOfWork, Value, to_json};
use crate::{pace, papers, params};
use domain::calendar::to_local;
use domain::case::CaseId;
use domain::dossier::{Dossier, DossierEvent, Turn};
use domain::paper::{PaperState, check_code};
use domain::text::fold;

/// The columns of a dossier that follow from its document, in order.
pub(super) const NAMES: [&str; 14] = [
    "code", "sort", "kind", "unit", "path", "province", "version", "state", "turn", "due", "urgent", "lead", "search",
    "party",
];

/// Stable key of whose turn it is, as stored.
pub(super) const fn turn_key(turn: Turn) -> &'static str {
    match turn {
        Turn::Officers => "officers",
        Turn::Head => "head",
        Turn::Nobody => "nobody",
    }
}

/// What stands in [`NAMES`].
pub(super) fn columns(dossier: &Dossier) -> Vec<Value> {
    vec![
        Value::from(&dossier.code),
        Value::from(dossier.sort.key()),
        Value::from(&dossier.kind),
        Value::from(&dossier.unit.0),
        Value::from(&dossier.path.0),
        Value::from(&dossier.province.0),
        Value::from(dossier.version),
        Value::from(dossier.state.key()),
        Value::from(turn_key(dossier.state.turn())),
        Value::from(dossier.due()),
        Value::from(dossier.is_urgent()),
        Value::from(dossier.lead.as_ref().map(|lead| lead.id.to_string())),
        Value::from(fold(&format!("{} {} {}", dossier.code, dossier.subject(), dossier.words("area")))),
        Value::from(dossier.party.as_ref().map(|party| party.id.0)),
    ]
}

/// Where the chain of dossiers ends.
async fn head(work: &mut UnitOfWork) -> Result<Head, DbError> {
    let row = work.query_one("SELECT position, hash FROM dossier_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the chain of dossiers has no head".to_owned()))?;
    Ok(Head { position: row.int(0)?, hash: row.bytes(1)? })
}

/// Adds a dossier with its first event and answers its number.
pub(super) async fn insert(work: &mut UnitOfWork, dossier: &Dossier, event: &DossierEvent) -> Result<i64, DbError> {
    let mut values = columns(dossier);
    values.extend([
        Value::from(dossier.id),
        Value::from(&dossier.opened_by.id.0),
        Value::from(dossier.opened_at),
        Value::from(event.at),
        Value::from(to_json(dossier)?),
    ]);
    let places: Vec<String> = (1..=values.len()).map(|place| format!("?{place}")).collect();
    let sql = format!(
        "INSERT INTO dossier ({}, id, opened_by, opened_at, updated_at, document) VALUES ({}) RETURNING num",
        NAMES.join(", "),
        places.join(",")
    );
    let row = work.query_one(&sql, &values).await?;
    let num = row.ok_or(DbError::Engine("a new dossier answered no number".to_owned()))?.int(0)?;
    follow(work, num, dossier, event).await?;
    Ok(num)
}

/// Writes the changed dossier over the old one, with the event that changed it.
pub(super) async fn update(
    work: &mut UnitOfWork,
    num: i64,
    dossier: &Dossier,
    event: &DossierEvent,
) -> Result<(), DbError> {
    let mut values = columns(dossier);
    values.extend([Value::from(event.at), Value::from(to_json(dossier)?), Value::from(num)]);
    let names = NAMES.into_iter().chain(["updated_at", "document"]);
    let sets: Vec<String> = names.enumerate().map(|(place, name)| format!("{name} = ?{}", place + 1)).collect();
    let sql = format!("UPDATE dossier SET {} WHERE num = ?{}", sets.join(", "), values.len());
    work.execute(&sql, &values).await?;
    follow(work, num, dossier, event).await
}

/// What follows from a change: who is named, the chain, the register of papers.
async fn follow(work: &mut UnitOfWork, num: i64, dossier: &Dossier, event: &DossierEvent) -> Result<(), DbError> {
    for officer in &dossier.named {
        work.execute(
            "INSERT INTO dossier_officer (officer, dossier_num) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![&officer.id.0, num],
        )
        .await?;
    }
    let text = to_json(event)?;
    let next = head(work).await?.append(num, &text);
    work.execute(
        "INSERT INTO dossier_event (position, dossier_num, seq, at, officer, kind, event, hash) \
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        params![next.position, num, event.seq, event.at, &event.by.id.0, event.body.key(), text, next.hash],
    )
    .await?;
    pace::note(work, &event.by.id, event.at, (event.seq, event.body.key())).await?;
    register(work, dossier, event).await
}

/// Enters a numbered paper in the register; it has no case.
async fn register(work: &mut UnitOfWork, dossier: &Dossier, event: &DossierEvent) -> Result<(), DbError> {
    let Some(entry) = event.body.entry() else { return Ok(()) };
    let (Some(frame), Some(step)) = (&entry.frame, entry.step()) else { return Ok(()) };
    let (owner, series) = papers::series_of(frame);
    // The register is read by the whole unit: it says which form, and nothing of whom it concerns.
    let name = step.paper.map_or(step.title, |paper| paper.subject);
    work.execute(
        "INSERT INTO paper (owner, series, year, serial, number, name, unit, unit_name, signed_at, signer, check_code, \
         state) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
        params![
            owner,
            series,
            i64::from(to_local(event.at).year()),
            i64::from(frame.number.serial),
            &frame.number.text,
            name,
            &frame.issuer.id.0,
            &frame.issuer.name,
            frame.at.to_string(),
            &frame.signer.full_name,
            check_code(CaseId(dossier.id), frame),
            PaperState::InForce.key()
        ],
    )
    .await
}
