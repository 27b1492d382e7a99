//! Doing something to a plan.

use super::link::opened;
use super::write::{append, head, update};
use crate::database::{Connection, Database, UnitOfWork, Value};
use crate::{Env, StoreError, numbers, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::to_local;
use domain::case::FieldError;
use domain::party::PartyId;
use domain::plan::{
    InspectionPlan, PlanAsk, PlanCommand, PlanContext, PlanItem, PlannedElsewhere, decide, required_series,
};
use domain::unit::UnitKind;
use uuid::Uuid;

/// How many parties one statement asks for.
const PARTIES_AT_ONCE: usize = 200;

/// Does one command to the plan as the form saw it, and answers the plan after it.
///
/// # Errors
/// `NotFound`, also for a plan of another unit; `Stale` when the plan was changed since `expected_version`; `Refused`.
pub async fn execute(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    expected_version: u32,
    command: PlanCommand,
) -> Result<InspectionPlan, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let row = work.query_one("SELECT num, document FROM plan WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let num = row.int(0)?;
    let mut plan: InspectionPlan = row.json(1)?;
    authorise(actor, Action::ReadPlan, &plan.path)?;
    if plan.version != expected_version {
        return Err(StoreError::Stale { current: plan.version, since: Vec::new() });
    }
    let tree = units::tree_on(&mut work).await?;
    let unit = tree.get(&actor.unit).ok_or(StoreError::NotFound)?;
    let issuer = tree.snapshot(&actor.unit).ok_or(StoreError::NotFound)?;
    if let PlanCommand::AddItem { item } = &command {
        let team = tree.get(&item.unit).filter(|team| team.kind == UnitKind::Team && team.path == item.path);
        if team.is_none() {
            let error = FieldError::new("unit", "Chọn Đội thực hiện trong danh sách.");
            return Err(StoreError::fields(vec![error]));
        }
    }
    let elsewhere = match &command {
        PlanCommand::AddItem { item } => elsewhere(&mut work, num, plan.year, std::slice::from_ref(&**item)).await?,
        PlanCommand::Submit | PlanCommand::Approve => elsewhere(&mut work, num, plan.year, &plan.items).await?,
        PlanCommand::Restate { .. }
        | PlanCommand::RemoveItem { .. }
        | PlanCommand::Return { .. }
        | PlanCommand::Amend { .. }
        | PlanCommand::CancelItem { .. } => Vec::new(),
    };
    let opened = opened(&mut work, num).await?;
    let number = match required_series(actor, &command, to_local(env.now).year()) {
        Some(series) => Some(numbers::draw(&mut work, &series, unit, actor).await?),
        None => None,
    };
    let context = PlanContext {
        actor,
        now: env.now,
        issuer: &issuer,
        number: number.as_ref(),
        elsewhere: &elsewhere,
        opened: &opened,
    };
    // A refusal drops the unit of work, and with it the number.
    let event = decide(PlanAsk::Do(&plan, &command), &context)?;
    plan.apply(&event);
    let head = head(&mut work).await?;
    append(&mut work, head, num, &event).await?;
    update(&mut work, num, &plan, &event).await?;
    work.commit().await?;
    Ok(plan)
}

/// What other plans in force have for the parties of some items in a year.
async fn elsewhere(
    work: &mut UnitOfWork,
    num: i64,
    year: i16,
    items: &[PlanItem],
) -> Result<Vec<PlannedElsewhere>, StoreError> {
    let mut parties: Vec<PartyId> = items.iter().map(|item| item.party.id).collect();
    parties.sort_unstable();
    parties.dedup();
    let mut found = Vec::new();
    for some in parties.chunks(PARTIES_AT_ONCE) {
        let mut values = vec![Value::from(num), Value::from(i64::from(year))];
        values.extend(some.iter().map(|party| Value::from(party.0)));
        let places: Vec<String> = (3..=values.len()).map(|place| format!("?{place}")).collect();
        let sql = format!(
            "SELECT i.party, i.contents, p.code FROM plan_item i CROSS JOIN plan p ON p.num = i.plan_num \
             WHERE i.party IN ({}) AND i.year = ?2 AND i.cancelled = 0 AND i.plan_num <> ?1",
            places.join(",")
        );
        for row in work.query(&sql, &values).await? {
            found.push(PlannedElsewhere {
                party: PartyId(row.parse(0, "a party id")?),
                contents: row.json(1)?,
                code: row.string(2)?,
            });
        }
    }
    Ok(found)
}
