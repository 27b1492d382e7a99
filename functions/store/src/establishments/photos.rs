//! Photos of an establishment: each an event in a chain of its own, for whom keeps or leads its unit.
//!
//! Must not know: how bytes are kept; what stops a photo ([`domain::establishment`] does).

use crate::chain::Head;
use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::verify::{Chain, Verified};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::Refusal;
use domain::establishment::{Photo, PhotoEvent, PhotoEventBody};
use domain::media::KeptFile;
use domain::party::EstablishmentId;
use domain::unit::UnitPath;
use std::collections::BTreeMap;

/// The unit that keeps an establishment.
async fn keeper(connection: &mut dyn Connection, id: EstablishmentId) -> Result<UnitPath, StoreError> {
    let sql = "SELECT u.path FROM establishment e JOIN unit u ON u.id = e.unit WHERE e.id = ?1";
    let row = connection.query_one(sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
    Ok(UnitPath(row.string(0)?))
}

/// Whether the actor keeps the book an establishment is in.
///
/// # Errors
/// `NotFound` outside of his part of the tree; his role keeps no book.
pub async fn keeps(db: &dyn Database, actor: &Actor, id: EstablishmentId) -> Result<(), StoreError> {
    may_write(db.open().await?.as_mut(), actor, id).await
}

/// Who reads no parties knows of no place either.
async fn may_write(connection: &mut dyn Connection, actor: &Actor, id: EstablishmentId) -> Result<(), StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let path = keeper(connection, id).await?;
    Ok(authorise(actor, Action::KeepBook, &path)?)
}

/// The photos of an establishment, withdrawn ones too, in order; none for whom its unit is not in his part of the tree.
///
/// # Errors
/// `NotFound` for an unknown one; his role reads no parties.
pub async fn photos(db: &dyn Database, actor: &Actor, id: EstablishmentId) -> Result<Vec<Photo>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let mut connection = db.open().await?;
    let path = keeper(connection.as_mut(), id).await?;
    if !actor.scope().covers(&path) {
        return Ok(Vec::new());
    }
    Ok(read(connection.as_mut(), id).await?)
}

/// One photo.
///
/// # Errors
/// `NotFound`, also for one outside of the actor's part of the tree; his role reads no parties.
pub async fn photo(db: &dyn Database, actor: &Actor, id: EstablishmentId, seq: u32) -> Result<Photo, StoreError> {
    photos(db, actor, id).await?.into_iter().find(|photo| photo.seq == seq).ok_or(StoreError::NotFound)
}

/// Adds a photo that is kept under its hash already; answers its number.
///
/// # Errors
/// As [`keeps`]; what stops it, at its field of the form.
pub async fn add_photo(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: EstablishmentId,
    file: KeptFile,
) -> Result<u32, StoreError> {
    decide(db, env, actor, id, |photos| domain::establishment::add_photo(photos, file, env.now, &actor.officer)).await
}

/// Withdraws a photo; it stays, with the reason.
///
/// # Errors
/// As [`keeps`]; `NotFound` for a photo that is not there; refused at the reason.
pub async fn withdraw_photo(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: EstablishmentId,
    seq: u32,
    reason: &str,
) -> Result<(), StoreError> {
    decide(db, env, actor, id, |photos| {
        domain::establishment::withdraw_photo(photos, seq, reason, env.now, &actor.officer)
    })
    .await?;
    Ok(())
}

/// Reads the photos, decides and writes what follows, in one transaction; answers the number of the photo it is about.
async fn decide(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: EstablishmentId,
    decision: impl FnOnce(&[Photo]) -> Result<PhotoEventBody, Refusal> + Send,
) -> Result<u32, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    may_write(&mut work, actor, id).await?;
    let mut photos = read(&mut work, id).await?;
    let body = decision(&photos)?;
    body.apply(&mut photos);
    let seq = match &body {
        PhotoEventBody::PhotoAdded { photo } => photo.seq,
        PhotoEventBody::PhotoWithdrawn { seq, .. } => *seq,
    };
    append(&mut work, &PhotoEvent { place: id, at: env.now, by: actor.officer.clone(), body }).await?;
    for photo in photos.iter().filter(|photo| photo.seq == seq) {
        let sql = "INSERT INTO place_photo (establishment, seq, document) VALUES (?1,?2,?3) \
                   ON CONFLICT (establishment, seq) DO UPDATE SET document = excluded.document";
        work.execute(sql, params![id.0, photo.seq, to_json(photo)?]).await?;
    }
    work.commit().await?;
    Ok(seq)
}

async fn read(connection: &mut dyn Connection, id: EstablishmentId) -> Result<Vec<Photo>, DbError> {
    let sql = "SELECT document FROM place_photo WHERE establishment = ?1 ORDER BY seq";
    connection.query(sql, params![id.0]).await?.iter().map(|row| row.json(0)).collect()
}

/// Appends an event to the chain of places; the place is named in the event itself.
async fn append(work: &mut UnitOfWork, event: &PhotoEvent) -> Result<(), DbError> {
    let row = work.query_one("SELECT position, hash FROM place_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the chain of places has no head".to_owned()))?;
    let head = Head { position: row.int(0)?, hash: row.bytes(1)? };
    let text = to_json(event)?;
    let next = head.append(0, &text);
    work.execute(
        "INSERT INTO place_event (position, establishment, at, officer, kind, event, hash) VALUES (?1,?2,?3,?4,?5,?6,?7)",
        params![next.position, event.place.0, event.at, &event.by.id.0, event.body.key(), text, next.hash],
    )
    .await
}

/// Proves the chain, and that the photos are what follows from it.
pub(crate) async fn prove(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("chain of places");
    let mut replayed: BTreeMap<String, Vec<Photo>> = BTreeMap::new();
    let sql = "SELECT position, establishment, at, officer, kind, event, hash FROM place_event ORDER BY position";
    for row in &connection.query(sql, &[]).await? {
        found.place_events += 1;
        let position = row.int(0)?;
        chain.take(0, position, row.text(5)?, row.bytes(6)?, found);
        match row.json::<PhotoEvent>(5) {
            Ok(event) => {
                let place = event.place.0.to_string();
                let told = (place.as_str(), event.at.as_millisecond(), event.by.id.0.as_str(), event.body.key());
                if told != (row.text(1)?, row.int(2)?, row.text(3)?, row.text(4)?) {
                    found.problem(format!("chain of places: the columns of event {position} differ from the event"));
                }
                event.body.apply(replayed.entry(place).or_default());
            }
            Err(error) => found.problem(format!("chain of places: event {position}: {error}")),
        }
    }
    chain.end(connection, "place_chain_head", found).await?;
    let mut kept: BTreeMap<String, Vec<Photo>> = BTreeMap::new();
    let sql = "SELECT establishment, document FROM place_photo ORDER BY establishment, seq";
    for row in &connection.query(sql, &[]).await? {
        kept.entry(row.string(0)?).or_default().push(row.json(1)?);
    }
    for place in kept.keys().chain(replayed.keys().filter(|place| !kept.contains_key(*place))) {
        if kept.get(place) != replayed.get(place) {
            found.problem(format!("place {place}: its photos differ from the events"));
        }
    }
    Ok(())
}
