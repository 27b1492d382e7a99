//! Proves the dossiers of a database: the chain recomputed, every dossier replayed, its columns, officers, papers and cases
//! compared; and the vault.
//!
//! Must not know: how to repair anything.

use super::vault;
use super::write::{NAMES, columns};
use crate::database::{Connection, DbError};
use crate::papers;
use crate::params;
use crate::verify::{Chain, Series, Verified};
use domain::calendar::to_local;
use domain::case::CaseFile;
use domain::dossier::{Dossier, DossierEvent};
use std::collections::BTreeSet;

/// Reads and proves every dossier; the numbers of their papers go into `series`.
pub(crate) async fn prove(
    connection: &mut dyn Connection,
    found: &mut Verified,
    series: &mut Series,
) -> Result<(), DbError> {
    chain(connection, found).await?;
    let sql = format!("SELECT num, id, document, {} FROM dossier ORDER BY num", NAMES.join(", "));
    for row in connection.query(&sql, &[]).await? {
        found.dossiers += 1;
        let (num, name) = (row.int(0)?, row.string(1)?);
        let sql = "SELECT event FROM dossier_event WHERE dossier_num = ?1 ORDER BY seq";
        let rows = connection.query(sql, params![num]).await?;
        let events = rows.iter().map(|row| row.json(0)).collect::<Result<Vec<DossierEvent>, _>>();
        // An event that cannot be read is told by the chain.
        let Ok(events) = events else { continue };
        let Some(dossier) = Dossier::replay(&events) else {
            found.problem(format!("dossier {name}: it has no first event"));
            continue;
        };
        if !(1..).zip(&events).all(|(place, event)| event.seq == place) {
            found.problem(format!("dossier {name}: an event is missing"));
        }
        if row.json::<Dossier>(2).ok().as_ref() != Some(&dossier) || dossier.id.to_string() != name {
            found.problem(format!("dossier {name}: the document differs from its events"));
        }
        for ((column, derived), kept) in NAMES.iter().zip(columns(&dossier)).zip(row.0.get(3..).unwrap_or_default()) {
            if derived != *kept {
                found.problem(format!("dossier {name}: column {column} differs from its events"));
            }
        }
        let rows = connection.query("SELECT officer FROM dossier_officer WHERE dossier_num = ?1", params![num]).await?;
        let kept: BTreeSet<String> = rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>()?;
        if kept != dossier.named.iter().map(|officer| officer.id.0.clone()).collect() {
            found.problem(format!("dossier {name}: who is named on it differs from its events"));
        }
        if let Some(code) = &dossier.informant
            && !vault::holds(connection, num, code).await?
        {
            found.problem(format!("dossier {name}: the vault has no entry {code}"));
        }
        for event in &events {
            let Some(frame) = event.body.entry().and_then(|entry| entry.frame.as_ref()) else { continue };
            found.papers += 1;
            let (owner, kind) = papers::series_of(frame);
            let year = to_local(event.at).year();
            if !series.entry((owner.clone(), kind, year)).or_default().insert(frame.number.serial) {
                found.problem(format!("dossier {name}: the number {} was given twice", frame.number.text));
            }
            let sql = "SELECT 1 FROM paper WHERE owner = ?1 AND number = ?2";
            if connection.query_one(sql, params![owner, &frame.number.text]).await?.is_none() {
                found.problem(format!("dossier {name}: the register of papers lacks {}", frame.number.text));
            }
        }
    }
    let links = connection.query_one("SELECT count(*) FROM dossier_case", &[]).await?;
    let links = links.map_or(Ok(0), |row| row.int(0))?;
    if u64::try_from(links) != Ok(found.proposed_cases) {
        found.problem(format!("dossiers: {links} cases are linked to proposals, {} name one", found.proposed_cases));
    }
    vault::prove(connection, found).await
}

/// Proves that a case is linked to the proposal it names, and the proposal's lead to the case.
pub(crate) async fn prove_link(
    connection: &mut dyn Connection,
    num: i64,
    case: &CaseFile,
    found: &mut Verified,
) -> Result<(), DbError> {
    let Some(named) = &case.inspection.proposal else { return Ok(()) };
    found.proposed_cases += 1;
    let sql = "SELECT d.document FROM dossier_case l CROSS JOIN dossier d ON d.num = l.dossier_num \
               WHERE l.case_num = ?1 AND d.id = ?2";
    let row = connection.query_one(sql, params![num, named.id]).await?;
    let lead = row.and_then(|row| row.json::<Dossier>(0).ok());
    if lead.and_then(|lead| lead.case).is_none_or(|opened| opened.id != case.id.0) {
        found.problem(format!("case {}: it is not linked to the proposal it names", case.id));
    }
    Ok(())
}

/// Recomputes the chain of dossiers from its first event.
async fn chain(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("chain of dossiers");
    let sql = "SELECT position, dossier_num, seq, at, officer, kind, event, hash FROM dossier_event ORDER BY position";
    for row in &connection.query(sql, &[]).await? {
        found.dossier_events += 1;
        let position = row.int(0)?;
        chain.take(row.int(1)?, position, row.text(6)?, row.bytes(7)?, found);
        match row.json::<DossierEvent>(6) {
            Ok(event) => {
                let told = (i64::from(event.seq), event.at.as_millisecond(), event.by.id.0.as_str(), event.body.key());
                if told != (row.int(2)?, row.int(3)?, row.text(4)?, row.text(5)?) {
                    found.problem(format!("chain of dossiers: the columns of event {position} differ from the event"));
                }
            }
            Err(error) => found.problem(format!("chain of dossiers: event {position}: {error}")),
        }
    }
    chain.end(connection, "dossier_chain_head", found).await
}
