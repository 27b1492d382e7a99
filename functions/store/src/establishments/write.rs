//! One file: read, written with its versions, and what officers noted in it.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, params, search, units};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::to_local;
use domain::establishment::{AreaId, EstablishmentFile, Note};
use domain::party::{Establishment, EstablishmentId, Party, PartyId};
use domain::place::{CommuneCode, in_address};
use domain::text::fold;
use domain::unit::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Most versions and notes that a page shows.
const MOST: i64 = 200;

/// A file with its version and what it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    pub file: EstablishmentFile,
    /// What a form was filled in against.
    pub version: u32,
    pub party: Party,
    /// The area of its unit that has its commune.
    pub area: Option<AreaId>,
}

/// A former or present version of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub version: u32,
    pub at: Timestamp,
    /// Name of the officer who wrote it.
    pub officer: String,
    pub file: EstablishmentFile,
}

/// Columns of a file as [`read`] expects them.
pub(super) const COLUMNS: &str = "e.id, e.party, e.name, e.address, e.business, e.unit, e.document";
/// How many columns those are.
pub(super) const WIDTH: usize = 7;

/// A file from its columns.
pub(crate) fn read(row: &Row) -> Result<EstablishmentFile, DbError> {
    if row.opt_string(6)?.is_some() {
        return row.json(6);
    }
    Ok(EstablishmentFile::of(Establishment {
        id: EstablishmentId(row.parse(0, "an establishment id")?),
        party: PartyId(row.parse(1, "a party id")?),
        name: row.string(2)?,
        address: row.string(3)?,
        business: row.string(4)?,
        unit: UnitId(row.string(5)?),
    }))
}

fn number(value: i64, column: usize) -> Result<u32, DbError> {
    u32::try_from(value).map_err(|_| DbError::Shape { column, expected: "a version" })
}

/// One file.
///
/// # Errors
/// `NotFound`; his role reads no parties.
pub async fn file(db: &dyn Database, actor: &Actor, id: EstablishmentId) -> Result<FileRecord, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = format!(
        "SELECT {COLUMNS}, e.version, e.area, p.document FROM establishment e JOIN party p ON p.id = e.party WHERE e.id = ?1"
    );
    let row = db.open().await?.query_one(&sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
    Ok(FileRecord {
        file: read(&row)?,
        version: number(row.int(WIDTH)?, WIDTH)?,
        area: row.opt_parse(WIDTH + 1, "an area id")?.map(AreaId),
        party: row.json(WIDTH + 2)?,
    })
}

/// Writes a file into the area book of its unit: a new one when `expected_version` is none, else over that version; answers
/// the version it has now. A new file posted twice is written once.
///
/// # Errors
/// `NotFound` when the unit lies outside the actor's part of the tree, or the party is unknown; `Stale` when it was changed
/// since; his role keeps no book.
pub async fn save(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    file: &EstablishmentFile,
    expected_version: Option<u32>,
) -> Result<u32, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let path = units::path_on(&mut work, &file.place.unit).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::KeepBook, &path)?;
    let sql = format!("SELECT {COLUMNS}, e.version FROM establishment e WHERE e.id = ?1");
    let stored = work.query_one(&sql, params![file.place.id.0]).await?;
    let version = match (stored, expected_version) {
        (None, None) => 1,
        (None, Some(_)) => return Err(StoreError::NotFound),
        (Some(row), expected) => {
            let current = number(row.int(WIDTH)?, WIDTH)?;
            let before = read(&row)?;
            if before.place.party != file.place.party || before.place.unit != file.place.unit {
                return Err(StoreError::NotFound);
            }
            if before == *file {
                return Ok(current);
            }
            if expected != Some(current) {
                return Err(StoreError::Stale { current, since: Vec::new() });
            }
            current + 1
        }
    };
    write(&mut work, env, actor, file, version).await?;
    work.commit().await?;
    Ok(version)
}

/// Writes what cases carry of a place, and keeps the rest of its file: the commune is read from the address where it names one.
pub(crate) async fn write_place(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    place: &Establishment,
) -> Result<(), StoreError> {
    let sql = format!("SELECT {COLUMNS}, e.version FROM establishment e WHERE e.id = ?1");
    let (mut file, version) = match work.query_one(&sql, params![place.id.0]).await? {
        None => (EstablishmentFile::of(place.clone()), 1),
        Some(row) => {
            let before = read(&row)?;
            if before.place.party != place.party {
                return Err(StoreError::NotFound);
            }
            if before.place == *place {
                return Ok(());
            }
            let version = number(row.int(WIDTH)?, WIDTH)? + 1;
            let place = Establishment { unit: before.place.unit.clone(), ..place.clone() };
            (EstablishmentFile { place, ..before }, version)
        }
    };
    if file.commune.is_none()
        && let [found] = in_address(&file.place.address).as_slice()
    {
        file.commune = Some(CommuneCode(found.commune.code.to_owned()));
    }
    write(work, env, actor, &file, version).await
}

/// Writes new files into the books of their units: the same few statements however many there are.
pub(crate) async fn write_new(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    files: &[&EstablishmentFile],
) -> Result<(), StoreError> {
    if files.is_empty() { Ok(()) } else { write_all(work, env, actor, files, 1).await }
}

async fn write(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    file: &EstablishmentFile,
    version: u32,
) -> Result<(), StoreError> {
    write_all(work, env, actor, &[file], version).await
}

async fn write_all(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    files: &[&EstablishmentFile],
    version: u32,
) -> Result<(), StoreError> {
    let areas = super::areas::of_files(work, files).await?;
    let records = files.iter().zip(areas).map(|(file, area)| Record::of(file, area)).collect::<Result<Vec<_>, _>>()?;
    let written = put(work, env, actor, &records, version).await?;
    if written < files.len() {
        return Err(StoreError::NotFound);
    }
    Ok(list_words(work, files).await?)
}

/// Writes the first version of files of parties that were written before, in no area.
#[cfg(feature = "native")]
pub(crate) async fn write_first(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    files: &[&EstablishmentFile],
) -> Result<(), DbError> {
    let records = files.iter().map(|file| Record::of(file, None)).collect::<Result<Vec<_>, _>>()?;
    put(work, env, actor, &records, 1).await?;
    list_words(work, files).await
}

/// A file as the columns of its record have it.
#[derive(Serialize)]
struct Record<'a> {
    id: EstablishmentId,
    party: PartyId,
    name: &'a str,
    address: &'a str,
    business: &'a str,
    unit: &'a str,
    kind: &'a str,
    status: &'a str,
    commune: Option<&'a str>,
    area: Option<AreaId>,
    reviewed_on: Option<Date>,
    first_expiry: Option<Date>,
    document: String,
}

impl<'a> Record<'a> {
    fn of(file: &'a EstablishmentFile, area: Option<AreaId>) -> Result<Self, DbError> {
        let place = &file.place;
        Ok(Self {
            id: place.id,
            party: place.party,
            name: &place.name,
            address: &place.address,
            business: &place.business,
            unit: &place.unit.0,
            kind: file.kind.key(),
            status: file.status.key(),
            commune: file.commune.as_ref().map(|code| code.0.as_str()),
            area,
            reviewed_on: file.reviewed_on,
            first_expiry: file.first_expiry(),
            document: to_json(file)?,
        })
    }
}

/// The files themselves and this version of each; answers how many: those of no known party are not written.
async fn put(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    records: &[Record<'_>],
    version: u32,
) -> Result<usize, DbError> {
    let records = to_json(&records)?;
    let written = work
        .query(
            "INSERT INTO establishment (id, party, name, address, business, unit, version, kind, status, commune, area, \
             reviewed_on, first_expiry, document) \
             SELECT r.value ->> 'id', p.id, r.value ->> 'name', r.value ->> 'address', r.value ->> 'business', \
             r.value ->> 'unit', ?2, r.value ->> 'kind', r.value ->> 'status', r.value ->> 'commune', r.value ->> 'area', \
             r.value ->> 'reviewed_on', r.value ->> 'first_expiry', r.value ->> 'document' \
             FROM json_each(?1) r CROSS JOIN party p ON p.id = r.value ->> 'party' WHERE true \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, \
             business = excluded.business, version = excluded.version, kind = excluded.kind, status = excluded.status, \
             commune = excluded.commune, area = excluded.area, reviewed_on = excluded.reviewed_on, \
             first_expiry = excluded.first_expiry, document = excluded.document WHERE party = excluded.party RETURNING 1",
            params![&records, version],
        )
        .await?;
    work.execute(
        "INSERT INTO establishment_change (establishment, version, at, officer, document) \
         SELECT value ->> 'id', ?2, ?3, ?4, value ->> 'document' FROM json_each(?1)",
        params![&records, version, env.now, &actor.id().0],
    )
    .await?;
    Ok(written.len())
}

/// What a place of business is found by.
#[derive(Serialize)]
struct Words {
    establishment: EstablishmentId,
    party: PartyId,
    unit: UnitId,
    search: String,
}

/// Writes the words places of business are found by.
pub(crate) async fn list_words(work: &mut UnitOfWork, files: &[&EstablishmentFile]) -> Result<(), DbError> {
    let (mut rows, mut plain) = (Vec::with_capacity(files.len()), Vec::with_capacity(files.len()));
    for file in files {
        let place = &file.place;
        let own = [search::province_word(&search::province_of(&place.unit))];
        let channels = file.channels.join(" ");
        let names = [place.name.as_str(), &place.business, &file.within, &place.address];
        let identifiers: Vec<&str> = file.phone.iter().map(|phone| phone.as_str()).collect();
        let search = search::text_of(&own, &names, &[&channels], &identifiers);
        rows.push(Words { establishment: place.id, party: place.party, unit: place.unit.clone(), search });
        plain.push(fold(&names.join(" ")));
    }
    work.execute(
        "INSERT INTO establishment_words (establishment, party, unit, search) \
         SELECT value ->> 'establishment', value ->> 'party', value ->> 'unit', value ->> 'search' \
         FROM json_each(?1) WHERE true ON CONFLICT (establishment) DO UPDATE SET party = excluded.party, \
         unit = excluded.unit, search = excluded.search",
        params![to_json(&rows)?],
    )
    .await?;
    search::learn(work, &plain).await
}

/// The versions of a file, the newest first.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn changes(db: &dyn Database, actor: &Actor, id: EstablishmentId) -> Result<Vec<Change>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = "SELECT c.version, c.at, coalesce(o.full_name, c.officer), c.document FROM establishment_change c \
               LEFT JOIN officer o ON o.id = c.officer WHERE c.establishment = ?1 ORDER BY c.version DESC LIMIT ?2";
    let rows = db.open().await?.query(sql, params![id.0, MOST]).await?;
    let read = |row: &Row| -> Result<Change, DbError> {
        Ok(Change { version: number(row.int(0)?, 0)?, at: row.moment(1)?, officer: row.string(2)?, file: row.json(3)? })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Notes something seen or heard about an establishment of the actor's own part of the tree.
///
/// # Errors
/// `NotFound` outside of it; his role keeps no book; refused at its field when nothing is said or the day lies ahead.
pub async fn add_note(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: EstablishmentId,
    seen_on: Date,
    text: &str,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "SELECT u.path FROM establishment e JOIN unit u ON u.id = e.unit WHERE e.id = ?1";
    let row = work.query_one(sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::KeepBook, &domain::unit::UnitPath(row.string(0)?))?;
    let text = domain::text::clean_lines(text);
    if text.is_empty() {
        return Err(StoreError::at("note", "Nhập điều đã thấy hoặc nghe được."));
    }
    if seen_on > to_local(env.now).date() {
        return Err(StoreError::at("seen_on", "Ngày ghi nhận đang ở tương lai. Kiểm tra lại."));
    }
    work.execute(
        "INSERT INTO establishment_note (establishment, at, officer, seen_on, text) VALUES (?1,?2,?3,?4,?5)",
        params![id.0, env.now, &actor.id().0, seen_on, text],
    )
    .await?;
    Ok(work.commit().await?)
}

/// What was noted about an establishment, the newest first; for whom keeps or leads its unit.
///
/// # Errors
/// `NotFound` for an unknown one; the database failed.
pub async fn notes(db: &dyn Database, actor: &Actor, id: EstablishmentId) -> Result<Vec<Note>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let mut connection = db.open().await?;
    let sql = "SELECT u.path FROM establishment e JOIN unit u ON u.id = e.unit WHERE e.id = ?1";
    let row = connection.query_one(sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
    if !actor.scope().covers(&domain::unit::UnitPath(row.string(0)?)) {
        return Ok(Vec::new());
    }
    let sql = "SELECT n.seen_on, coalesce(o.full_name, n.officer), n.text FROM establishment_note n \
               LEFT JOIN officer o ON o.id = n.officer WHERE n.establishment = ?1 ORDER BY n.num DESC LIMIT ?2";
    let rows = connection.query(sql, params![id.0, MOST]).await?;
    let read = |row: &Row| -> Result<Note, DbError> {
        Ok(Note { on: row.parse(0, "a day")?, officer: row.string(1)?, text: row.string(2)? })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
