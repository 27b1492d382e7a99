//! What a party and the records merged into it were sanctioned for, nationwide; and what others who may be the same were.

use super::keys::likely_on;
use super::merge::GROUP;
use super::places;
use crate::database::{Connection, Database, DbError, Value};
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::{CaseFile, CaseId};
use domain::law::repeat::Past;
use domain::party::{Party, PartyId};
use domain::registry::matching::{Reason, Strength, Traits, reasons};

/// Most cases with a record or a decision that are read of a party, the newest first.
const CASES: usize = 60;

/// The same of all others together who may be the same.
const OTHERS: usize = 20;

/// Stages before anybody was found to have violated anything.
const BEFORE: &str =
    "('cho-ky-kiem-tra', 'dang-kiem-tra', 'kiem-tra-khong-vi-pham', 'cho-bien-ban-vi-pham', 'dang-xac-minh')";

/// What somebody did who may be the same, and is not merged: never counted as certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherHistory {
    pub party: Party,
    pub strength: Strength,
    pub reasons: Vec<Reason>,
    pub past: Vec<Past>,
}

/// Earlier matters of a party.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepeatHistory {
    /// Of the party and the records merged into it.
    pub own: Vec<Past>,
    /// Whether there are more than were read.
    pub more: bool,
    pub others: Vec<OtherHistory>,
}

/// Earlier matters of a party in the whole country, but for one case: what the law on repeat offences is asked about. The figures
/// are known to every officer, whoever carries the cases.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn repeat_history(
    db: &dyn Database,
    actor: &Actor,
    party: &Party,
    except: Option<CaseId>,
) -> Result<RepeatHistory, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    if party.is_unknown() {
        return Ok(RepeatHistory::default());
    }
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let ids = connection.query(GROUP, params![party.id.0]).await?;
    let ids = ids.iter().map(|row| Ok(PartyId(row.parse(0, "a party id")?))).collect::<Result<Vec<_>, DbError>>()?;
    let mut own = matters(connection, &ids, except, CASES + 1).await?;
    let more = own.len() > CASES;
    own.truncate(CASES);
    let likely = likely_on(connection, party).await?;
    let likely: Vec<_> = likely.into_iter().filter(|one| !ids.contains(&one.party.id)).take(OTHERS).collect();
    let other_ids: Vec<PartyId> = likely.iter().map(|one| one.party.id).collect();
    let matters = matters(connection, &other_ids, except, OTHERS).await?;
    let of =
        |id: PartyId| matters.iter().filter(|(party, _)| *party == id).flat_map(|(_, past)| past.clone()).collect();
    let others = likely
        .into_iter()
        .map(|one| OtherHistory {
            past: of(one.party.id),
            party: one.party,
            strength: one.found.strength,
            reasons: one.found.reasons,
        })
        .filter(|one| !one.past.is_empty())
        .collect();
    Ok(RepeatHistory { own: own.into_iter().flat_map(|(_, past)| past).collect(), more, others })
}

/// The matters of some parties, the newest first, each with whose it is.
async fn matters(
    connection: &mut dyn Connection,
    ids: &[PartyId],
    except: Option<CaseId>,
    most: usize,
) -> Result<Vec<(PartyId, Vec<Past>)>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT party, document FROM case_file INDEXED BY case_by_party WHERE party IN ({}) AND stage NOT IN {BEFORE} AND id <> ?1 \
         ORDER BY num DESC LIMIT {most}",
        places(2, ids.len())
    );
    let except = except.map(|id| id.to_string()).unwrap_or_default();
    let values: Vec<Value> = [Value::from(except)].into_iter().chain(ids.iter().map(|id| Value::from(id.0))).collect();
    let rows = connection.query(&sql, &values).await?;
    rows.iter().map(|row| Ok((PartyId(row.parse(0, "a party id")?), row.json::<CaseFile>(1)?.past()))).collect()
}

/// Another party that shares something with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWith {
    pub party: Party,
    pub reasons: Vec<Reason>,
}

/// Who shares a citizen number, the first digits of a tax code, a phone, an address or a representative with a party: links that
/// were found, and were entered by nobody.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn shared(db: &dyn Database, actor: &Actor, party: &Party) -> Result<Vec<SharedWith>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let traits = Traits::new(party);
    let found = super::keys::around(db.open().await?.as_mut(), party).await?;
    let told = found.into_iter().map(|other| {
        let common = reasons(&traits, &Traits::new(&other)).into_iter().filter(|reason| reason.links()).collect();
        SharedWith { party: other, reasons: common }
    });
    Ok(told.filter(|one| !one.reasons.is_empty()).collect())
}
