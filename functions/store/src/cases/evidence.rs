//! A case with the bytes its chain was made of, so that somebody without the system can prove that no event was changed.
//!
//! Must not know: what an event says.

use crate::chain::Head;
use crate::database::{Connection, Database, DbError};
use crate::{Env, StoreError, journal, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::{CaseFile, CaseId, Event};
use domain::journal::Deed;
use domain::paper::anchor;
use jiff::Timestamp;
use serde::Serialize;

/// Name of the format, with its version.
pub const FORMAT: &str = "ins-chuoi-su-kien/1";

/// One event, with what its hash was made of: SHA-256 over `before` (32 bytes), `position` (8 bytes, big-endian), the case's number (8
/// bytes, big-endian) and the bytes of `event`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub position: i64,
    pub seq: i64,
    /// Hash of the event at the position before, of whatever case, as hex.
    pub before: String,
    pub hash: String,
    /// What it is, in words, to be read; the hash covers `event`.
    pub title: String,
    /// The event as it is stored, letter by letter.
    pub event: String,
    /// What a paper made by this event bears as its place in the chain.
    pub anchor: String,
}

/// A file of the case, to be held against its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    pub seq: u32,
    pub name: String,
    pub caption: String,
    pub size: u64,
    pub sha256: String,
    pub withdrawn: bool,
}

/// A numbered paper of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    pub number: String,
    pub name: String,
    pub state: &'static str,
}

/// The last event of the whole system when this was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    pub position: i64,
    pub hash: String,
}

/// Everything that is proven by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    pub format: &'static str,
    pub made_at: Timestamp,
    pub made_by: String,
    pub case: CaseId,
    pub code: String,
    /// The number that goes into the hashes.
    pub number: i64,
    pub events: Vec<Link>,
    pub papers: Vec<Paper>,
    pub files: Vec<File>,
    pub head: End,
}

/// Reads a case with its part of the chain, and notes in the journal that it left.
///
/// # Errors
/// `NotFound` for a case the actor may not know of.
pub async fn evidence(db: &dyn Database, env: &Env, actor: &Actor, id: CaseId) -> Result<Evidence, StoreError> {
    let mut work = crate::database::UnitOfWork::begin(db).await?;
    let row = work.query_one("SELECT num, document FROM case_file WHERE id = ?1", params![id.0]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let (number, case): (i64, CaseFile) = (row.int(0)?, row.json(1)?);
    authorise(actor, Action::ReadCase, &case.path)?;
    let sql = "SELECT e.position, e.seq, e.event, e.hash, b.hash FROM case_event e \
               LEFT JOIN case_event b ON b.position = e.position - 1 WHERE e.case_num = ?1 ORDER BY e.seq";
    let mut events = Vec::new();
    for row in work.query(sql, params![number]).await? {
        let (position, hash) = (row.int(0)?, row.bytes::<32>(3)?);
        let before = if position == 1 { Head::START.hash } else { row.bytes::<32>(4)? };
        events.push(Link {
            position,
            seq: row.int(1)?,
            before: hex::encode(before),
            hash: hex::encode(hash),
            title: row.json::<Event>(2)?.body.title(),
            event: row.string(2)?,
            anchor: anchor(position, &hash),
        });
    }
    let head = work.query_one("SELECT position, hash FROM chain_head", &[]).await?;
    let head = head.ok_or(DbError::Engine("the chain has no head".to_owned()))?;
    let head = End { position: head.int(0)?, hash: hex::encode(head.bytes::<32>(1)?) };
    let papers = case.papers().into_iter();
    let papers = papers.map(|line| Paper { number: line.number, name: line.name, state: line.state.label() }).collect();
    let files = case.attachments.iter().map(|attachment| File {
        seq: attachment.seq,
        name: attachment.file.name.clone(),
        caption: attachment.file.caption.clone(),
        size: attachment.file.size,
        sha256: attachment.file.sha256.clone(),
        withdrawn: attachment.withdrawn.is_some(),
    });
    let files = files.collect();
    let words = format!("{}: {} sự kiện", case.code, events.len());
    journal::write(&mut work, &env.entry(actor, Deed::ExportCase, id.to_string()).words(words)).await?;
    work.commit().await?;
    Ok(Evidence {
        format: FORMAT,
        made_at: env.now,
        made_by: actor.officer.full_name.clone(),
        case: id,
        code: case.code,
        number,
        events,
        papers,
        files,
        head,
    })
}
