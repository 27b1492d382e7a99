//! The database of organisations and individuals, known nationwide, and their places of business.
//!
//! Must not know: how a party is written on a form.

use crate::cases::{CaseRow, ROW_COLUMNS, read_row};
use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::search::{self, Kind, Narrowed};
use crate::{Env, StoreError, establishments, params, registry};
use domain::authority::{Action, Actor, authorise};
use domain::party::{Establishment, EstablishmentId, Party, PartyId};
use domain::text::fold;
use domain::unit::UnitId;
use jiff::Timestamp;
use serde::Serialize;

const MAX_LIMIT: usize = 50;

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

/// Finds parties by words of their name, address or identifiers: those with the marks as typed first, and among them the
/// closest names.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn search(db: &dyn Database, actor: &Actor, typed: &str, limit: usize) -> Result<Vec<Party>, StoreError> {
    let narrowed = Narrowed { kind: Some(Kind::Party), ..Narrowed::default() };
    Ok(search::find(db, actor, typed, &narrowed, limit.clamp(1, MAX_LIMIT)).await?.parties.rows)
}

/// One party with its places of business, by name.
///
/// # Errors
/// `NotFound`; his role reads no parties.
pub async fn load(db: &dyn Database, actor: &Actor, id: PartyId) -> Result<(Party, Vec<Establishment>), StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = format!(
        "SELECT '', '', '', '', '', '', document FROM party WHERE id = ?1 \
         UNION ALL SELECT id, party, name, address, business, unit, '' FROM ({}) AS e",
        places_of_group()
    );
    let (mut party, mut places) = (None, Vec::new());
    for row in db.open().await?.query(&sql, params![id.0]).await? {
        match row.text(6)? {
            "" => places.push(read_establishment(&row)?),
            _ => party = Some(row.json(6)?),
        }
    }
    Ok((party.ok_or(StoreError::NotFound)?, places))
}

/// One party with its version.
///
/// # Errors
/// `NotFound`; his role reads no parties.
pub async fn record(db: &dyn Database, actor: &Actor, id: PartyId) -> Result<PartyRecord, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let row = db.open().await?.query_one("SELECT document, version FROM party WHERE id = ?1", params![id.0]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    Ok(PartyRecord { party: row.json(0)?, version: version(row.int(1)?)? })
}

fn version(number: i64) -> Result<u32, DbError> {
    u32::try_from(number).map_err(|_| DbError::Shape { column: 1, expected: "a version" })
}

/// Registers a party, with a place of business when there is one. The same form posted twice writes once; a party that
/// exists is changed with [`change`].
///
/// # Errors
/// His role writes no parties; `Stale` when the party exists and differs.
pub async fn save(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    party: &Party,
    establishment: Option<&Establishment>,
) -> Result<(), StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let stored = work.query_one("SELECT version, document FROM party WHERE id = ?1", params![party.id.0]).await?;
    match stored {
        None => write(&mut work, env, actor, party, None, (1, "")).await?,
        Some(row) if row.json::<Party>(1)? == *party => {}
        Some(row) => {
            return Err(StoreError::Stale { current: version(row.int(0)?)?, since: Vec::new() });
        }
    }
    if let Some(place) = establishment {
        establishments::write_place(&mut work, env, actor, place).await?;
    }
    Ok(work.commit().await?)
}

/// Writes a party over the version the form saw, and answers the new version. Its keeping unit stays. The same form posted twice
/// writes once.
///
/// # Errors
/// `NotFound`; `Stale` when it was changed since; his role writes no parties.
pub async fn change(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    party: &Party,
    expected_version: u32,
    reason: &str,
) -> Result<u32, StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let stored = work.query_one("SELECT version, document FROM party WHERE id = ?1", params![party.id.0]).await?;
    let stored = stored.ok_or(StoreError::NotFound)?;
    let current = version(stored.int(0)?)?;
    let before: Party = stored.json(1)?;
    let party = Party { unit: before.unit.clone(), ..party.clone() };
    if before == party {
        return Ok(current);
    }
    if current != expected_version {
        return Err(StoreError::Stale { current, since: Vec::new() });
    }
    write(&mut work, env, actor, &party, Some(&before), (current + 1, &domain::text::clean(reason))).await?;
    work.commit().await?;
    Ok(current + 1)
}

/// Writes a version of a party over the one `before`, with the keys it is found by and the pairs that follow.
pub(crate) async fn write(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    party: &Party,
    before: Option<&Party>,
    version: (u32, &str),
) -> Result<(), DbError> {
    write_records(work, env, actor, &[party], version).await?;
    match before {
        Some(before) => {
            let row = work.query_one("SELECT num FROM party WHERE id = ?1", params![party.id.0]).await?;
            let num = row.ok_or(DbError::Engine("a party answered no number".to_owned()))?.int(0)?;
            registry::enter_changed(work, env, num, before, party).await
        }
        None => registry::enter_new(work, env, &[party]).await,
    }
}

/// Writes the first versions of parties with their keys and pairs, as if one were written after the other: the same few
/// statements however many there are.
pub(crate) async fn write_new(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    parties: &[&Party],
) -> Result<(), DbError> {
    if parties.is_empty() {
        return Ok(());
    }
    write_records(work, env, actor, parties, (1, "")).await?;
    registry::enter_new(work, env, parties).await
}

/// A party as the columns of its record have it.
#[derive(Serialize)]
struct Record<'a> {
    id: PartyId,
    kind: &'a str,
    name: &'a str,
    tax_code: Option<&'a str>,
    citizen_id: Option<&'a str>,
    phone: Option<&'a str>,
    address: &'a str,
    unit: &'a str,
    search: String,
    document: String,
}

impl<'a> Record<'a> {
    fn of(party: &'a Party) -> Result<Self, DbError> {
        Ok(Self {
            id: party.id,
            kind: party.kind.key(),
            name: &party.name,
            tax_code: party.tax_code.as_ref().map(|code| code.as_str()),
            citizen_id: party.citizen_id.as_ref().map(|id| id.as_str()),
            phone: party.phone.as_ref().map(|phone| phone.as_str()),
            address: &party.address,
            unit: &party.unit.0,
            search: words(party),
            document: to_json(party)?,
        })
    }
}

/// The records of a version of each party with their words: all of it that needs no answer, so that an archive may be written
/// at once.
pub(crate) async fn write_records(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    parties: &[&Party],
    (version, reason): (u32, &str),
) -> Result<(), DbError> {
    let records = parties.iter().map(|party| Record::of(party)).collect::<Result<Vec<_>, _>>()?;
    let records = to_json(&records)?;
    work.execute(
        "INSERT INTO party (id, kind, name, tax_code, citizen_id, phone, address, unit, version, search, document) \
         SELECT value ->> 'id', value ->> 'kind', value ->> 'name', value ->> 'tax_code', value ->> 'citizen_id', \
         value ->> 'phone', value ->> 'address', value ->> 'unit', ?2, value ->> 'search', value ->> 'document' \
         FROM json_each(?1) WHERE true ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, \
         name = excluded.name, tax_code = excluded.tax_code, citizen_id = excluded.citizen_id, \
         phone = excluded.phone, address = excluded.address, version = excluded.version, search = excluded.search, \
         document = excluded.document",
        params![&records, version],
    )
    .await?;
    work.execute(
        "INSERT INTO party_change (party, version, at, officer, document, reason) \
         SELECT value ->> 'id', ?2, ?3, ?4, value ->> 'document', ?5 FROM json_each(?1)",
        params![&records, version, env.now, &actor.id().0, reason],
    )
    .await?;
    search::learn(work, &parties.iter().map(|party| plain_words(party)).collect::<Vec<_>>()).await
}

/// A former or present version of a party's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyChange {
    pub version: u32,
    pub at: Timestamp,
    /// Name of the officer who wrote it.
    pub officer: String,
    pub reason: String,
    pub party: Party,
}

/// The versions of a party's record, the newest first.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn changes(db: &dyn Database, actor: &Actor, id: PartyId) -> Result<Vec<PartyChange>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = "SELECT c.version, c.at, coalesce(o.full_name, c.officer), c.reason, c.document FROM party_change c \
               LEFT JOIN officer o ON o.id = c.officer WHERE c.party = ?1 ORDER BY c.version DESC LIMIT 200";
    let rows = db.open().await?.query(sql, params![id.0]).await?;
    let read = |row: &crate::Row| -> Result<PartyChange, DbError> {
        Ok(PartyChange {
            version: version(row.int(0)?)?,
            at: row.moment(1)?,
            officer: row.string(2)?,
            reason: row.string(3)?,
            party: row.json(4)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// One reading of the file of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub at: Timestamp,
    pub officer: String,
    pub unit: String,
    /// Whether he saw identity numbers in full.
    pub unmasked: bool,
}

/// Writes down that the actor reads the file of a person; files of organisations are not personal data.
///
/// # Errors
/// The database failed.
pub async fn note_reading(db: &dyn Database, env: &Env, actor: &Actor, party: &Party) -> Result<(), StoreError> {
    if !domain::privacy::is_personal(party) {
        return Ok(());
    }
    let unmasked = authorise(actor, Action::ReadPersonal, &actor.path).is_ok();
    let mut work = UnitOfWork::begin(db).await?;
    work.execute(
        "INSERT INTO party_reading (party, officer, at, unmasked) VALUES (?1,?2,?3,?4)",
        params![party.id.0, &actor.id().0, env.now, unmasked],
    )
    .await?;
    Ok(work.commit().await?)
}

/// Who of the actor's part of the tree read the file of a person, the newest first.
///
/// # Errors
/// His role sees no readings, or the database failed.
pub async fn readings(db: &dyn Database, actor: &Actor, id: PartyId) -> Result<Vec<Reading>, StoreError> {
    authorise(actor, Action::ReadReadings, &actor.path)?;
    let sql = "SELECT r.at, o.full_name, u.short_name, r.unmasked FROM party_reading r JOIN officer o ON o.id = r.officer \
               JOIN unit u ON u.id = o.unit WHERE r.party = ?1 AND \
               (u.path = ?2 OR (u.path > ?2 || '/' AND u.path < ?2 || '0')) ORDER BY r.num DESC LIMIT 200";
    let rows = db.open().await?.query(sql, params![id.0, &actor.scope().0]).await?;
    let read = |row: &crate::Row| -> Result<Reading, DbError> {
        Ok(Reading { at: row.moment(0)?, officer: row.string(1)?, unit: row.string(2)?, unmasked: row.int(3)? != 0 })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// What people type to find exactly this one: tax code, citizen number, telephone, passport.
pub(crate) fn identifiers(party: &Party) -> Vec<&str> {
    let kept = [
        party.tax_code.as_ref().map(|code| code.as_str()),
        party.citizen_id.as_ref().map(|id| id.as_str()),
        party.phone.as_ref().map(|phone| phone.as_str()),
        Some(party.passport.as_str()),
    ];
    kept.into_iter().flatten().filter(|identifier| !identifier.is_empty()).collect()
}

/// The words a party is found by.
pub(crate) fn words(party: &Party) -> String {
    let own = [search::province_word(&search::province_of(&party.unit))];
    let mut names = vec![party.name.as_str(), &party.representative, &party.address];
    names.extend(party.aliases.iter().map(String::as_str));
    search::text_of(&own, &names, &[], &identifiers(party))
}

/// The words of a party that are learnt for corrections.
pub(crate) fn plain_words(party: &Party) -> String {
    fold(&format!("{} {} {} {}", party.name, party.aliases.join(" "), party.representative, party.address))
}

/// Adds a place of business to a party, or changes one.
///
/// # Errors
/// `NotFound` when the party is unknown, or the place belongs to another one.
pub async fn save_establishment(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    place: &Establishment,
) -> Result<(), StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    establishments::write_place(&mut work, env, actor, place).await?;
    Ok(work.commit().await?)
}

/// Reads a place of business from its first columns.
pub(crate) fn read_establishment(row: &crate::Row) -> Result<Establishment, DbError> {
    Ok(Establishment {
        id: EstablishmentId(row.parse(0, "an establishment id")?),
        party: PartyId(row.parse(1, "a party id")?),
        name: row.string(2)?,
        address: row.string(3)?,
        business: row.string(4)?,
        unit: UnitId(row.string(5)?),
    })
}

/// Places of business of a party, by name.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn establishments_of(
    db: &dyn Database,
    actor: &Actor,
    party: PartyId,
) -> Result<Vec<Establishment>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let rows = db.open().await?.query(&places_of_group(), params![party.0]).await?;
    Ok(rows.iter().map(read_establishment).collect::<Result<_, _>>()?)
}

/// The places of business of a party, and of the records merged into it, by name.
fn places_of_group() -> String {
    format!(
        "SELECT id, party, name, address, business, unit FROM establishment WHERE party IN ({}) ORDER BY name LIMIT 200",
        registry::GROUP
    )
}

/// The cases of a party, and of the records merged into it, in the whole country, newest first: a repeat offender of another province shows here.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn history(db: &dyn Database, actor: &Actor, party: PartyId) -> Result<Vec<PartyCase>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = format!(
        "SELECT {ROW_COLUMNS} FROM case_file c INDEXED BY case_by_party WHERE c.party IN ({}) ORDER BY c.num DESC LIMIT 100",
        registry::GROUP
    );
    let rows = db.open().await?.query(&sql, params![party.0]).await?;
    let read = |row: &crate::Row| -> Result<PartyCase, DbError> {
        let row = read_row(row)?;
        Ok(PartyCase { may_open: authorise(actor, Action::ReadCase, &row.index.path).is_ok(), row })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// How often a party was inspected in the whole country, and how many of its cases ended in a decision:
/// figures that every officer may know, whoever carries the cases.
///
/// # Errors
/// The database failed.
pub async fn nationwide(db: &dyn Database, party: PartyId) -> Result<(u32, u32), StoreError> {
    let sql = format!(
        "SELECT count(*), coalesce(sum(stage IN ('cho-giao-quyet-dinh', 'dang-thi-hanh') \
         OR (stage IN ('da-ket-thuc', 'da-luu-tru') AND fine IS NOT NULL)), 0) FROM case_file INDEXED BY case_by_party \
         WHERE party IN ({})",
        registry::GROUP
    );
    let row = db.open().await?.query_one(&sql, params![party.0]).await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    row.map_or(Ok((0, 0)), |row| Ok((count(row.int(0)?), count(row.int(1)?))))
}
