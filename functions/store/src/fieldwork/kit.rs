//! What a device takes out: the officer's cases behind a position of the chain, page by page, and with the last page the rest.

use super::{FieldError, devices, numbers};
use crate::cases::{issuer_columns, read_issuer};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, journal, law, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::{WorkCalendar, to_local};
use domain::case::{CaseFile, Stage};
use domain::catalogue::Catalogue;
use domain::establishment::{Area, EstablishmentFile};
use domain::fieldwork::{KIT_HOURS, Kit, KitAsked, KitCase, KitPlace, MAX_CASES, PAGE, Reason};
use domain::journal::Deed;
use domain::party::EstablishmentId;
use std::collections::BTreeSet;

/// Inspections of a unit that are looked through for those of one officer.
const MAX_INSPECTIONS: i64 = 300;

/// Establishments of one kit at most.
const MAX_PLACES: i64 = 600;

/// Cases of a unit whose inspection is decided and not recorded, the newest first.
pub(crate) const INSPECTIONS: &str = "SELECT num FROM case_file INDEXED BY case_open_by_unit \
     WHERE unit = ?1 AND stage = ?2 AND awaiting IS NOT NULL ORDER BY num DESC LIMIT ?3";

/// Cases an officer carries, the nearest deadline first.
pub(crate) const CARRIED: &str = "SELECT num FROM case_file INDEXED BY case_by_responsible \
     WHERE responsible = ?1 AND awaiting IS NOT NULL ORDER BY next_due, num LIMIT ?2";

/// Establishments of an area, by name.
pub(crate) const PLACES: &str = "SELECT e.id, e.name, p.name, e.address, e.business, e.document, \
     (SELECT max(c.opened_on) FROM case_file c INDEXED BY case_by_party WHERE c.party = e.party) \
     FROM establishment e INDEXED BY establishment_by_unit CROSS JOIN party p ON p.id = e.party \
     WHERE e.unit = ?1 AND e.area = ?2 AND e.status <> 'closed' ORDER BY e.name, e.id LIMIT ?3";

/// A case of the kit before it is read: number, position of its last event, why it is there.
type Listed = (i64, i64, Reason);

async fn listed(connection: &mut dyn Connection, actor: &Actor) -> Result<Vec<Listed>, DbError> {
    let last = |numbers: &str| {
        format!(
            "SELECT n.num, (SELECT position FROM case_event e WHERE e.case_num = n.num ORDER BY e.seq DESC LIMIT 1), c.document \
             FROM ({numbers}) n CROSS JOIN case_file c ON c.num = n.num"
        )
    };
    let mut list: Vec<Listed> = Vec::new();
    let stage = Stage::InspectionDecided.key();
    for row in connection.query(&last(INSPECTIONS), params![&actor.unit.0, stage, MAX_INSPECTIONS]).await? {
        let case: CaseFile = row.json(2)?;
        let team = std::iter::once(&case.inspection.leader).chain(&case.inspection.members);
        if team.into_iter().any(|member| member.id == *actor.id()) {
            list.push((row.int(0)?, row.int(1)?, Reason::Inspection));
        }
    }
    let carried = last(CARRIED).replace(", c.document", "");
    for row in connection.query(&carried, params![&actor.id().0, i64::try_from(MAX_CASES).unwrap_or(0)]).await? {
        let num = row.int(0)?;
        if !list.iter().any(|(known, _, _)| *known == num) {
            list.push((num, row.int(1)?, Reason::Carried));
        }
    }
    list.truncate(MAX_CASES);
    Ok(list)
}

fn place(row: &Row) -> Result<KitPlace, DbError> {
    let file: Option<EstablishmentFile> = row.opt_string(5)?.map(|_| row.json(5)).transpose()?;
    Ok(KitPlace {
        id: EstablishmentId(row.parse(0, "an establishment")?),
        name: row.string(1)?,
        party: row.string(2)?,
        address: row.string(3)?,
        business: row.string(4)?,
        coordinates: file.and_then(|file| file.position).map(|at| (at.latitude, at.longitude)),
        inspected_on: row.opt_parse(6, "a day")?,
    })
}

async fn places(connection: &mut dyn Connection, actor: &Actor) -> Result<Vec<KitPlace>, DbError> {
    let mut list = Vec::new();
    for row in connection.query("SELECT document FROM area WHERE unit = ?1", params![&actor.unit.0]).await? {
        let area: Area = row.json(0)?;
        if area.officer.as_ref() != Some(actor.id()) {
            continue;
        }
        let left = MAX_PLACES - i64::try_from(list.len()).unwrap_or(MAX_PLACES);
        for row in connection.query(PLACES, params![&actor.unit.0, area.id.0, left.max(0)]).await? {
            list.push(place(&row)?);
        }
    }
    Ok(list)
}

/// Gives a device what it takes out, or one page of what changed behind its cursor. Makes the device known; with the last page fills its
/// blocks of numbers, and forgets cases that are no longer its business.
///
/// # Errors
/// Denied for a device that is somebody else's or out of use; refused where the actor's role takes nothing out.
pub async fn kit(db: &dyn Database, env: &Env, actor: &Actor, asked: &KitAsked) -> Result<Kit, FieldError> {
    authorise(actor, Action::TakeOut, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    devices::register(&mut work, env, actor, asked.device, &asked.name).await?;
    let today = to_local(env.now).date();
    let sql = format!("SELECT position, {} FROM chain_head", law::columns("?1"));
    let head = work.query_one(&sql, params![today]).await?.ok_or(StoreError::NotFound)?;
    let law = law::read(&mut work, &head, 1).await?;
    let known: BTreeSet<_> = asked.have.iter().copied().collect();

    let sql = format!(
        "SELECT c.document, {} FROM case_file c CROSS JOIN unit u ON u.id = c.unit LEFT JOIN unit p ON p.id = u.parent \
         WHERE c.num = ?1",
        issuer_columns("u", "p")
    );
    let mut ids = BTreeSet::new();
    let mut changed = Vec::new();
    for (num, position, reason) in listed(&mut work, actor).await? {
        let Some(row) = work.query_one(&sql, params![num]).await? else { continue };
        let case: CaseFile = row.json(0)?;
        if authorise(actor, Action::ReadCase, &case.path).is_err() {
            continue;
        }
        ids.insert(case.id);
        if position > asked.cursor || !known.contains(&case.id) {
            changed.push((position, KitCase { case, issuer: read_issuer(&row, 1)?.snapshot, reason }));
        }
    }
    changed.sort_by_key(|(position, taken)| (*position, taken.case.id));
    let more = changed.len() > PAGE;
    changed.truncate(PAGE);
    let cursor = match changed.last() {
        Some((position, _)) if more => (*position).max(asked.cursor),
        _ => head.int(0)?,
    };
    let (gone, places, blocks) = if more {
        (Vec::new(), None, Vec::new())
    } else {
        numbers::reserve(&mut work, env, actor, asked.device, &asked.numbers).await?;
        let gone = asked.have.iter().copied().filter(|id| !ids.contains(id)).collect();
        (gone, Some(places(&mut work, actor).await?), numbers::blocks(&mut work, asked.device).await?)
    };
    let words = format!("“{}”: {} hồ sơ", domain::text::clean(&asked.name), changed.len());
    // A device that looks for news and finds none leaves no line.
    if !changed.is_empty() || asked.cursor == 0 {
        journal::write(&mut work, &env.entry(actor, Deed::TakeOut, asked.device.to_string()).words(words)).await?;
    }
    let unit_name = units::find_on(&mut work, &actor.unit).await?.map_or_else(String::new, |unit| unit.short_name);
    work.commit().await?;
    let hours = jiff::SignedDuration::from_hours(KIT_HOURS);
    Ok(Kit {
        now: env.now,
        expires_at: env.now.checked_add(hours).unwrap_or(env.now),
        actor: actor.clone(),
        unit_name,
        catalogue: (*law.catalogue != *Catalogue::embedded()).then(|| (*law.catalogue).clone()),
        calendar: (*law.calendar != *WorkCalendar::embedded()).then(|| (*law.calendar).clone()),
        cases: changed.into_iter().map(|(_, taken)| taken).collect(),
        cursor,
        more,
        gone,
        places,
        blocks,
    })
}
