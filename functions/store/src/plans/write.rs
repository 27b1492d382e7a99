//! What every change of a plan writes.

use crate::chain::Head;
use crate::database::{Connection, DbError, UnitOfWork, Value, to_json};
use crate::{pace, params};
use domain::calendar::to_local;
use domain::case::{CaseId, Signed};
use domain::paper::{PaperState, check_code};
use domain::plan::{APPROVAL_LABEL, APPROVAL_SYMBOL, InspectionPlan, PlanEvent, PlanEventBody};
use uuid::Uuid;

/// How many items one statement writes.
const ITEMS_AT_ONCE: usize = 50;

/// The columns of a plan that follow from its document, in order.
pub(super) const NAMES: [&str; 11] =
    ["code", "unit", "path", "province", "version", "kind", "year", "title", "state", "amending", "revisions"];

/// What stands in [`NAMES`].
pub(super) fn columns(plan: &InspectionPlan) -> Vec<Value> {
    vec![
        Value::from(&plan.code),
        Value::from(&plan.unit.0),
        Value::from(&plan.path.0),
        Value::from(&plan.province.0),
        Value::from(plan.version),
        Value::from(plan.kind.key()),
        Value::from(i64::from(plan.year)),
        Value::from(&plan.title),
        Value::from(plan.state.key()),
        Value::from(plan.amendment.is_some()),
        Value::from(u32::try_from(plan.revisions.len()).unwrap_or(u32::MAX)),
    ]
}

/// The columns of an item in force that follow from the document, in order.
pub(super) const ITEM_NAMES: &str = "item, year, unit, province, party, last_month, cancelled, contents";

/// What stands in [`ITEM_NAMES`], for every item in force.
pub(super) fn items(plan: &InspectionPlan) -> Result<Vec<Vec<Value>>, DbError> {
    let items = plan.in_force().map_or(&[] as &[_], |revision| &revision.items);
    items
        .iter()
        .map(|item| {
            Ok(vec![
                Value::from(item.id),
                Value::from(i64::from(plan.year)),
                Value::from(&item.unit.0),
                Value::from(&plan.province.0),
                Value::from(item.party.id.0),
                Value::from(i64::from(item.when.last_month())),
                Value::from(plan.cancellation(item.id).is_some()),
                Value::from(to_json(&item.content_keys())?),
            ])
        })
        .collect()
}

/// Where the chain of plans ends.
pub(super) async fn head(work: &mut UnitOfWork) -> Result<Head, DbError> {
    let row = work.query_one("SELECT position, hash FROM plan_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the chain of plans has no head".to_owned()))?;
    Ok(Head { position: row.int(0)?, hash: row.bytes(1)? })
}

/// Adds a plan to the lists and answers its number.
pub(super) async fn insert(work: &mut UnitOfWork, plan: &InspectionPlan) -> Result<i64, DbError> {
    let mut values = columns(plan);
    values.extend([
        Value::from(plan.id),
        Value::from(&plan.drafted_by.id.0),
        Value::from(plan.drafted_at),
        Value::from(to_json(plan)?),
    ]);
    let places: Vec<String> = (1..=values.len()).map(|place| format!("?{place}")).collect();
    let sql = format!(
        "INSERT INTO plan ({}, id, drafted_by, updated_at, document) VALUES ({}) RETURNING num",
        NAMES.join(", "),
        places.join(",")
    );
    let row = work.query_one(&sql, &values).await?;
    row.ok_or(DbError::Engine("a new plan answered no number".to_owned()))?.int(0)
}

/// Writes the changed plan over the old one, and its items where what is in force has changed.
pub(super) async fn update(
    work: &mut UnitOfWork,
    num: i64,
    plan: &InspectionPlan,
    event: &PlanEvent,
) -> Result<(), DbError> {
    let mut values = columns(plan);
    values.extend([Value::from(event.at), Value::from(to_json(plan)?), Value::from(num)]);
    let names = NAMES.into_iter().chain(["updated_at", "document"]);
    let sets: Vec<String> = names.enumerate().map(|(place, name)| format!("{name} = ?{}", place + 1)).collect();
    let sql = format!("UPDATE plan SET {} WHERE num = ?{}", sets.join(", "), values.len());
    work.execute(&sql, &values).await?;
    match &event.body {
        PlanEventBody::PlanApproved { frame } => {
            write_items(work, num, plan).await?;
            register(work, plan.id, frame).await
        }
        PlanEventBody::ItemCancelled { .. } => write_items(work, num, plan).await,
        PlanEventBody::PlanDrafted { .. }
        | PlanEventBody::PlanRestated { .. }
        | PlanEventBody::ItemAdded { .. }
        | PlanEventBody::ItemRemoved { .. }
        | PlanEventBody::PlanSubmitted
        | PlanEventBody::PlanReturned { .. }
        | PlanEventBody::AmendmentBegun { .. } => Ok(()),
    }
}

async fn write_items(work: &mut UnitOfWork, num: i64, plan: &InspectionPlan) -> Result<(), DbError> {
    work.execute("DELETE FROM plan_item WHERE plan_num = ?1", params![num]).await?;
    for some in items(plan)?.chunks(ITEMS_AT_ONCE) {
        let mut values = vec![Value::from(num)];
        let rows: Vec<String> = some
            .iter()
            .map(|item| {
                let first = values.len() + 1;
                values.extend(item.iter().cloned());
                let places: Vec<String> = (first..=values.len()).map(|place| format!("?{place}")).collect();
                format!("(?1,{})", places.join(","))
            })
            .collect();
        let sql = format!("INSERT INTO plan_item (plan_num, {ITEM_NAMES}) VALUES {}", rows.join(", "));
        work.execute(&sql, &values).await?;
    }
    Ok(())
}

/// Appends the event to the chain of plans.
pub(super) async fn append(work: &mut UnitOfWork, head: Head, num: i64, event: &PlanEvent) -> Result<(), DbError> {
    let text = to_json(event)?;
    let next = head.append(num, &text);
    work.execute(
        "INSERT INTO plan_event (position, plan_num, seq, at, officer, kind, event, hash) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        params![next.position, num, event.seq, event.at, &event.by.id.0, event.body.key(), text, next.hash],
    )
    .await?;
    pace::note(work, &event.by.id, event.at, (event.seq, event.body.key())).await
}

/// Enters the decision that approved the plan in the register of papers; it has no case.
async fn register(work: &mut UnitOfWork, plan: Uuid, frame: &Signed) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO paper (owner, series, year, serial, number, name, unit, unit_name, signed_at, signer, check_code, \
         state) VALUES (?1,?2,?3,?4,?5,?6,?1,?7,?8,?9,?10,?11)",
        params![
            &frame.issuer.id.0,
            APPROVAL_SYMBOL,
            i64::from(frame.at.year()),
            i64::from(frame.number.serial),
            &frame.number.text,
            APPROVAL_LABEL,
            &frame.issuer.name,
            frame.at.to_string(),
            &frame.signer.full_name,
            check_code(CaseId(plan), frame),
            PaperState::InForce.key()
        ],
    )
    .await
}

/// The local year of a moment, which is the year of a number.
pub(super) fn year_of(event: &PlanEvent) -> i16 {
    to_local(event.at).year()
}
