//! The database of organisations and individuals, known nationwide, and their places of business.
//!
//! Must not know: how a party is written on a form.

use crate::cases::{CaseRow, ROW_COLUMNS, read_row};
use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::{Env, StoreError, params, search};
use domain::authority::{Action, Actor, authorise};
use domain::party::{Establishment, EstablishmentId, Party, PartyId};
use domain::text::fold;
use domain::unit::UnitId;

const MAX_LIMIT: i64 = 50;

/// A party with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyRecord {
    pub party: Party,
    /// What a form was filled in against.
    pub version: u32,
}

/// One case of a party's history. Cases of other units are told of, not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyCase {
    pub row: CaseRow,
    /// Whether the actor may open it.
    pub may_open: bool,
}

/// Finds parties by words of their name, address or identifiers, the newest first.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn search(db: &dyn Database, actor: &Actor, typed: &str, limit: usize) -> Result<Vec<Party>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let Some(words) = search::query(typed, &[]) else { return Ok(Vec::new()) };
    let limit = i64::try_from(limit).unwrap_or(MAX_LIMIT).clamp(1, MAX_LIMIT);
    let rows = db.open().await?.query(SEARCH, params![words, limit]).await?;
    Ok(rows.iter().map(|row| row.json(0)).collect::<Result<_, _>>()?)
}

pub(crate) const SEARCH: &str = "SELECT p.document FROM (SELECT rowid AS num FROM party_search \
     WHERE party_search MATCH ?1 ORDER BY rowid DESC LIMIT ?2) n CROSS JOIN party p ON p.num = n.num";

/// Parties that carry one of these identifiers: the same one, written down before.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn by_identifier(db: &dyn Database, actor: &Actor, party: &Party) -> Result<Vec<Party>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let rows = db
        .open()
        .await?
        .query(
            BY_IDENTIFIER,
            params![
                party.tax_code.as_ref().map(|code| code.as_str().to_owned()),
                party.citizen_id.as_ref().map(|id| id.as_str().to_owned()),
                party.id.0
            ],
        )
        .await?;
    Ok(rows.iter().map(|row| row.json(0)).collect::<Result<_, _>>()?)
}

/// Neither half is asked when its identifier is null.
pub(crate) const BY_IDENTIFIER: &str = "SELECT document FROM (\
     SELECT id, document FROM party INDEXED BY party_by_tax_code WHERE tax_code = ?1 UNION ALL \
     SELECT id, document FROM party INDEXED BY party_by_citizen_id WHERE citizen_id = ?2) WHERE id <> ?3 LIMIT 10";

/// One party.
///
/// # Errors
/// `NotFound`.
pub async fn load(db: &dyn Database, actor: &Actor, id: PartyId) -> Result<PartyRecord, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let row = db.open().await?.query_one("SELECT document, version FROM party WHERE id = ?1", params![id.0]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    Ok(PartyRecord { party: row.json(0)?, version: version(row.int(1)?)? })
}

fn version(number: i64) -> Result<u32, DbError> {
    u32::try_from(number).map_err(|_| DbError::Shape { column: 1, expected: "a version" })
}

/// Writes a party: a new one when `expected_version` is empty, else over the version the form saw. The same new party
/// posted twice is written once. Answers its version.
///
/// # Errors
/// `Stale` when it was changed since; his role writes no parties.
pub async fn save(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    party: &Party,
    expected_version: Option<u32>,
) -> Result<u32, StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let stored = work.query_one("SELECT version, document FROM party WHERE id = ?1", params![party.id.0]).await?;
    let stored = match stored {
        Some(row) => Some((version(row.int(0)?)?, row.json::<Party>(1)?)),
        None => None,
    };
    let document = to_json(party)?;
    let next = match (&stored, expected_version) {
        (None, None) => 1,
        (None, Some(_)) => return Err(StoreError::NotFound),
        (Some((current, same)), None) if same == party => return Ok(*current),
        (Some((current, _)), expected) if expected != Some(*current) => {
            return Err(StoreError::Stale { current: *current, since: Vec::new() });
        }
        (Some((current, _)), _) => current + 1,
    };
    work.execute(
        "INSERT INTO party (id, kind, name, tax_code, citizen_id, phone, address, unit, version, search, document) \
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, \
         name = excluded.name, tax_code = excluded.tax_code, citizen_id = excluded.citizen_id, \
         phone = excluded.phone, address = excluded.address, version = excluded.version, search = excluded.search, \
         document = excluded.document",
        params![
            party.id.0,
            party.kind.key(),
            &party.name,
            party.tax_code.as_ref().map(|code| code.as_str().to_owned()),
            party.citizen_id.as_ref().map(|id| id.as_str().to_owned()),
            party.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            &party.address,
            stored.as_ref().map_or(&party.unit.0, |(_, before)| &before.unit.0),
            next,
            words(party),
            &document
        ],
    )
    .await?;
    work.execute(
        "INSERT INTO party_change (party, version, at, officer, document) VALUES (?1,?2,?3,?4,?5)",
        params![party.id.0, next, env.now, &actor.id().0, document],
    )
    .await?;
    work.commit().await?;
    Ok(next)
}

/// The folded words a party is found by.
fn words(party: &Party) -> String {
    let identifiers = [
        party.tax_code.as_ref().map(|code| code.as_str()),
        party.citizen_id.as_ref().map(|id| id.as_str()),
        party.phone.as_ref().map(|phone| phone.as_str()),
    ];
    let mut words = fold(&format!("{} {} {}", party.name, party.representative, party.address));
    for identifier in identifiers.into_iter().flatten() {
        words.push(' ');
        words.push_str(&fold(identifier));
    }
    words
}

/// Writes a place of business of a party.
///
/// # Errors
/// `NotFound` when the party is unknown, or the place belongs to another one.
pub async fn save_establishment(db: &dyn Database, actor: &Actor, place: &Establishment) -> Result<(), StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let row = work
        .query_one(
            "INSERT INTO establishment (id, party, name, address, business, unit) \
             SELECT ?1, id, ?3, ?4, ?5, ?6 FROM party WHERE id = ?2 \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, \
             business = excluded.business WHERE party = excluded.party RETURNING 1",
            params![place.id.0, place.party.0, &place.name, &place.address, &place.business, &place.unit.0],
        )
        .await?;
    row.ok_or(StoreError::NotFound)?;
    Ok(work.commit().await?)
}

/// Places of business of a party, by name.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn establishments_of(db: &dyn Database, actor: &Actor, party: PartyId) -> Result<Vec<Establishment>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let rows = db
        .open()
        .await?
        .query(
            "SELECT id, party, name, address, business, unit FROM establishment WHERE party = ?1 ORDER BY name LIMIT 200",
            params![party.0],
        )
        .await?;
    let read = |row: &crate::Row| -> Result<Establishment, DbError> {
        Ok(Establishment {
            id: EstablishmentId(row.parse(0, "an establishment id")?),
            party: PartyId(row.parse(1, "a party id")?),
            name: row.string(2)?,
            address: row.string(3)?,
            business: row.string(4)?,
            unit: UnitId(row.string(5)?),
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The cases of a party in the whole country, newest first: a repeat offender of another province shows here.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn history(db: &dyn Database, actor: &Actor, party: PartyId) -> Result<Vec<PartyCase>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = format!(
        "SELECT {ROW_COLUMNS}, u.path FROM case_file c INDEXED BY case_by_party CROSS JOIN unit u ON u.id = c.unit \
         WHERE c.party = ?1 ORDER BY c.num DESC LIMIT 100"
    );
    let rows = db.open().await?.query(&sql, params![party.0]).await?;
    let read = |row: &crate::Row| -> Result<PartyCase, DbError> {
        let path = domain::unit::UnitPath(row.string(21)?);
        Ok(PartyCase { row: read_row(row)?, may_open: authorise(actor, Action::ReadCase, &path).is_ok() })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
