//! Proves what was decided about records: the chain recomputed, merges replayed from events, heads compared.
//!
//! Must not know: how to repair anything.

use crate::database::{Connection, DbError};
use crate::verify::{Chain, Verified};
use domain::party::PartyId;
use domain::registry::event::{RegistryEvent, RegistryEventBody};
use domain::registry::merge::Merges;
use std::collections::BTreeSet;

/// Reads and proves every decision on two records.
pub(crate) async fn prove(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("chain of parties");
    let mut links = 0_i64;
    let mut merges: Merges<PartyId> = Merges::of([]);
    let sql = "SELECT position, party_num, at, officer, kind, event, hash FROM party_event ORDER BY position";
    for row in &connection.query(sql, &[]).await? {
        found.party_events += 1;
        let position = row.int(0)?;
        chain.take(row.int(1)?, position, row.text(5)?, row.bytes(6)?, found);
        match row.json::<RegistryEvent>(5) {
            Ok(event) => {
                let told = (event.at.as_millisecond(), event.by.id.0.as_str(), event.body.key());
                if told != (row.int(2)?, row.text(3)?, row.text(4)?) {
                    found.problem(format!("chain of parties: the columns of event {position} differ from the event"));
                }
                match event.body {
                    RegistryEventBody::PartiesMerged { survivor, absorbed, .. } => {
                        if merges.merge(absorbed, survivor).is_err() {
                            found.problem(format!("chain of parties: event {position} merges what was merged"));
                        }
                    }
                    RegistryEventBody::PartiesSplit { absorbed, .. } => merges.undo(absorbed),
                    RegistryEventBody::PartiesToldApart { .. } => {}
                    RegistryEventBody::LinkEntered { .. } => links += 1,
                    RegistryEventBody::LinkEnded { .. } => links -= 1,
                }
            }
            Err(error) => found.problem(format!("chain of parties: event {position}: {error}")),
        }
    }
    chain.end(connection, "party_chain_head", found).await?;
    let standing = connection.query_one("SELECT count(*) FROM party_link WHERE ended_at IS NULL", &[]).await?;
    if standing.map_or(Ok(0), |row| row.int(0))? != links {
        found.problem("links of parties: those that stand differ from the events".to_owned());
    }
    let sql = "SELECT p.id, h.id FROM party p JOIN party h ON h.num = p.head WHERE p.head IS NOT NULL";
    let mut headed = BTreeSet::new();
    for row in &connection.query(sql, &[]).await? {
        let (id, head) = (PartyId(row.parse(0, "a party id")?), PartyId(row.parse(1, "a party id")?));
        headed.insert(id);
        if merges.head(id) != head {
            found.problem(format!("party {}: the record that stands for it differs from the events", id.0));
        }
    }
    for (absorbed, _) in merges.edges() {
        if !headed.contains(&absorbed) {
            found.problem(format!("party {}: it was merged, and stands for itself", absorbed.0));
        }
    }
    Ok(())
}
