//! Proves the plans of a database: the chain recomputed, every plan replayed, its items and cases compared.
//!
//! Must not know: how to repair anything.

use super::write::{ITEM_NAMES, NAMES, columns, items, year_of};
use crate::database::{Connection, DbError};
use crate::papers;
use crate::params;
use crate::verify::{Chain, Series, Verified};
use domain::case::CaseFile;
use domain::plan::{InspectionPlan, PlanEvent};

/// Reads and proves every plan; the numbers of their approvals go into `series`.
pub(crate) async fn prove(
    connection: &mut dyn Connection,
    found: &mut Verified,
    series: &mut Series,
) -> Result<(), DbError> {
    chain(connection, found).await?;
    let sql = format!("SELECT num, id, document, {} FROM plan ORDER BY num", NAMES.join(", "));
    for row in connection.query(&sql, &[]).await? {
        found.plans += 1;
        let (num, name) = (row.int(0)?, row.string(1)?);
        let rows =
            connection.query("SELECT event FROM plan_event WHERE plan_num = ?1 ORDER BY seq", params![num]).await?;
        let events = rows.iter().map(|row| row.json(0)).collect::<Result<Vec<PlanEvent>, _>>();
        // An event that cannot be read is told by the chain.
        let Ok(events) = events else { continue };
        let Some(plan) = InspectionPlan::replay(&events) else {
            found.problem(format!("plan {name}: it has no first event"));
            continue;
        };
        if !(1..).zip(&events).all(|(place, event)| event.seq == place) {
            found.problem(format!("plan {name}: an event is missing"));
        }
        if row.json::<InspectionPlan>(2).ok().as_ref() != Some(&plan) || plan.id.to_string() != name {
            found.problem(format!("plan {name}: the document differs from its events"));
        }
        for ((column, derived), kept) in NAMES.iter().zip(columns(&plan)).zip(row.0.get(3..).unwrap_or_default()) {
            if derived != *kept {
                found.problem(format!("plan {name}: column {column} differs from its events"));
            }
        }
        let sql = format!("SELECT {ITEM_NAMES} FROM plan_item WHERE plan_num = ?1 ORDER BY item");
        let kept: Vec<_> = connection.query(&sql, params![num]).await?.into_iter().map(|row| row.0).collect();
        let mut derived = items(&plan)?;
        derived.sort_by(|a, b| format!("{:?}", a.first()).cmp(&format!("{:?}", b.first())));
        if kept != derived {
            found.problem(format!("plan {name}: its items in force differ from its events"));
        }
        for event in &events {
            let Some(frame) = event.body.frame() else { continue };
            found.papers += 1;
            let (owner, kind) = papers::series_of(frame);
            if !series.entry((owner, kind, year_of(event))).or_default().insert(frame.number.serial) {
                found.problem(format!("plan {name}: the number {} was given twice", frame.number.text));
            }
            let entered = connection
                .query_one(
                    "SELECT 1 FROM paper WHERE owner = ?1 AND number = ?2",
                    params![&frame.issuer.id.0, &frame.number.text],
                )
                .await?;
            if entered.is_none() {
                found.problem(format!("plan {name}: the register of papers lacks {}", frame.number.text));
            }
        }
    }
    let links = connection.query_one("SELECT count(*) FROM plan_case", &[]).await?;
    let links = links.map_or(Ok(0), |row| row.int(0))?;
    if u64::try_from(links) != Ok(found.planned_cases) {
        found.problem(format!("plans: {links} cases are linked to items, {} name one", found.planned_cases));
    }
    Ok(())
}

/// Proves that a case is linked to the item it names.
pub(crate) async fn prove_link(
    connection: &mut dyn Connection,
    num: i64,
    case: &CaseFile,
    found: &mut Verified,
) -> Result<(), DbError> {
    let Some(named) = &case.inspection.plan_item else { return Ok(()) };
    found.planned_cases += 1;
    let sql = "SELECT 1 FROM plan_case l CROSS JOIN plan p ON p.num = l.plan_num \
               WHERE l.case_num = ?1 AND p.id = ?2 AND l.item = ?3";
    if connection.query_one(sql, params![num, named.plan, named.item]).await?.is_none() {
        found.problem(format!("case {}: it is not linked to the plan item it names", case.id));
    }
    Ok(())
}

/// Recomputes the chain of plans from its first event.
async fn chain(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("chain of plans");
    let sql = "SELECT position, plan_num, seq, at, officer, kind, event, hash FROM plan_event ORDER BY position";
    for row in &connection.query(sql, &[]).await? {
        found.plan_events += 1;
        let position = row.int(0)?;
        chain.take(row.int(1)?, position, row.text(6)?, row.bytes(7)?, found);
        match row.json::<PlanEvent>(6) {
            Ok(event) => {
                let told = (i64::from(event.seq), event.at.as_millisecond(), event.by.id.0.as_str(), event.body.key());
                if told != (row.int(2)?, row.int(3)?, row.text(4)?, row.text(5)?) {
                    found.problem(format!("chain of plans: the columns of event {position} differ from the event"));
                }
            }
            Err(error) => found.problem(format!("chain of plans: event {position}: {error}")),
        }
    }
    chain.end(connection, "plan_chain_head", found).await
}
