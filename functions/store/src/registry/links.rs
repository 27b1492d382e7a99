//! Links between parties that officers enter, each with where it is known from; ended ones are kept.

use super::append;
use super::merge::{GROUP, reason};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::party::{Party, PartyId};
use domain::registry::event::{RegistryEvent, RegistryEventBody};
use domain::registry::link::LinkKind;
use jiff::Timestamp;

/// A link as it is read from one of its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub num: i64,
    pub kind: LinkKind,
    /// Whether the party that was asked for is the first of the two.
    pub forward: bool,
    pub other: Party,
    /// Where the officer knows it from.
    pub source: String,
    pub officer: String,
    pub at: Timestamp,
    /// Since when it is so no more, and why.
    pub ended: Option<(Timestamp, String)>,
}

/// Enters what one party is of another. Entered twice it stands once.
///
/// # Errors
/// `NotFound`; his role writes no parties; no source was given, or both are one.
pub async fn enter_link(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    (from, to): (PartyId, PartyId),
    kind: LinkKind,
    source: &str,
) -> Result<(), StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let source = reason("link_source", source)?;
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "SELECT coalesce(a.head, a.num), coalesce(b.head, b.num) FROM party a CROSS JOIN party b WHERE a.id = ?1 AND b.id = ?2";
    let row = work.query_one(sql, params![from.0, to.0]).await?.ok_or(StoreError::NotFound)?;
    let nums = (row.int(0)?, row.int(1)?);
    if nums.0 == nums.1 {
        return Err(StoreError::at("link_other", "Hai bên của liên kết là một. Chọn tổ chức, cá nhân khác."));
    }
    let entered = work
        .query_one(
            "INSERT INTO party_link (source_party, target_party, kind, source, officer, at) VALUES (?1,?2,?3,?4,?5,?6) \
             ON CONFLICT DO NOTHING RETURNING num",
            params![nums.0, nums.1, kind.key(), &source, &actor.id().0, env.now],
        )
        .await?;
    if entered.is_none() {
        return Ok(());
    }
    let body = RegistryEventBody::LinkEntered { from, to, link: kind };
    append(&mut work, nums, &RegistryEvent { at: env.now, by: actor.officer.clone(), reason: source, body }).await?;
    Ok(work.commit().await?)
}

/// Ends a link; it stays in the history. Posted twice it ends once.
///
/// # Errors
/// `NotFound`; his role writes no parties; no reason was given.
pub async fn end_link(db: &dyn Database, env: &Env, actor: &Actor, num: i64, why: &str) -> Result<(), StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "SELECT l.source_party, l.target_party, a.id, b.id, l.kind, l.ended_at FROM party_link l \
               JOIN party a ON a.num = l.source_party JOIN party b ON b.num = l.target_party WHERE l.num = ?1";
    let row = work.query_one(sql, params![num]).await?.ok_or(StoreError::NotFound)?;
    if row.opt_int(5)?.is_some() {
        return Ok(());
    }
    let why = reason("link_end_reason", why)?;
    work.execute("UPDATE party_link SET ended_at = ?2, ended_reason = ?3 WHERE num = ?1", params![num, env.now, &why])
        .await?;
    let body = RegistryEventBody::LinkEnded {
        from: PartyId(row.parse(2, "a party id")?),
        to: PartyId(row.parse(3, "a party id")?),
        link: kind(&row, 4)?,
    };
    let nums = (row.int(0)?, row.int(1)?);
    append(&mut work, nums, &RegistryEvent { at: env.now, by: actor.officer.clone(), reason: why, body }).await?;
    Ok(work.commit().await?)
}

fn kind(row: &Row, column: usize) -> Result<LinkKind, DbError> {
    LinkKind::from_key(row.text(column)?).ok_or(DbError::Shape { column, expected: "a kind of link" })
}

/// The links of a party and of the records merged into it, those that stand first.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn links(db: &dyn Database, actor: &Actor, party: PartyId) -> Result<Vec<Link>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let end = |own: &str, other: &str, forward: i64| {
        format!(
            "SELECT l.num AS num, l.kind, {forward}, h.document, l.source, coalesce(f.full_name, l.officer), l.at, l.ended_at AS ended, \
             l.ended_reason FROM party_link l JOIN party o ON o.num = l.{other} JOIN party h ON h.num = coalesce(o.head, o.num) \
             LEFT JOIN officer f ON f.id = l.officer WHERE l.{own} IN (SELECT num FROM party WHERE id IN ({GROUP}))"
        )
    };
    let sql = format!(
        "SELECT * FROM ({} UNION ALL {}) ORDER BY ended IS NOT NULL, num DESC LIMIT 100",
        end("source_party", "target_party", 1),
        end("target_party", "source_party", 0)
    );
    let read = |row: &Row| -> Result<Link, DbError> {
        Ok(Link {
            num: row.int(0)?,
            kind: kind(row, 1)?,
            forward: row.int(2)? == 1,
            other: row.json(3)?,
            source: row.string(4)?,
            officer: row.string(5)?,
            at: row.moment(6)?,
            ended: match row.opt_string(8)? {
                Some(why) => Some((row.moment(7)?, why)),
                None => None,
            },
        })
    };
    let rows = db.open().await?.query(&sql, params![party.0]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
