//! Opening a case.

use super::write::{ISSUER_WIDTH, NEXT_NUM, append, insert_case, issuer_columns, read_issuer};
use crate::chain::Head;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, dossiers, law, numbers, oversight, params, plans};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::to_local;
use domain::case::{Ask, CaseFile, CaseId, Context, InspectionDraft, OpenCase, decide};

/// Opens a case in the actor's own unit, from an item of an approved plan or an approved proposal where the draft names one. The id is chosen by the form: posted twice by the same officer, it opens one
/// case and answers the same.
///
/// # Errors
/// A refusal of the domain; `NotFound` when the id is somebody else's case.
pub async fn create(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: CaseId,
    mut inspection: InspectionDraft,
) -> Result<CaseId, StoreError> {
    // Before the write lock: whoever may not open cases does not hold up those who do.
    authorise(actor, Action::OpenCase, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let sql = format!(
        "SELECT (SELECT opened_by FROM case_file WHERE id = ?1), {NEXT_NUM}, {}, h.position, h.hash, {}, {} \
         FROM chain_head h CROSS JOIN unit u ON u.id = ?2 LEFT JOIN unit p ON p.id = u.parent",
        numbers::last_code("?2", "?4"),
        issuer_columns("u", "p"),
        law::columns("?3")
    );
    let today = to_local(env.now).date();
    let asked = params![id.0, &actor.unit.0, today, i64::from(today.year())];
    let row = work.query_one(&sql, asked).await?.ok_or(StoreError::NotFound)?;
    if let Some(opened_by) = row.opt_string(0)? {
        return if opened_by == actor.id().0 { Ok(id) } else { Err(StoreError::NotFound) };
    }
    let (num, last) = (row.int(1)?, row.opt_int(2)?);
    let head = Head { position: row.int(3)?, hash: row.bytes(4)? };
    let issuer = read_issuer(&row, 5)?;
    let law = law::read(&mut work, &row, 5 + ISSUER_WIDTH).await?;
    let plan = plans::claim(&mut work, actor, &mut inspection, today).await?;
    let lead = dossiers::claim(&mut work, actor, &mut inspection).await?;
    let code = numbers::draw_code(&mut work, &actor.unit, today.year(), last).await?;
    let open = OpenCase {
        id,
        code,
        unit: actor.unit.clone(),
        path: actor.path.clone(),
        province: issuer.unit.province.clone().unwrap_or_else(|| issuer.unit.id.clone()),
        inspection,
    };
    let context = Context {
        actor,
        now: env.now,
        issuer: &issuer.snapshot,
        catalogue: &law.catalogue,
        calendar: &law.calendar,
        number: None,
    };
    let mut event = decide(Ask::Open(&open), &context)?;
    event.client = env.client;
    let case = CaseFile::open(&event).ok_or(DbError::Engine("an opening that opens nothing".to_owned()))?;
    insert_case(&mut work, num, &case, (&event.by.id, event.at), &law.calendar).await?;
    oversight::enter(&mut work, num, &case, &law.calendar).await?;
    if let (Some(plan), Some(item)) = (plan, &case.inspection.plan_item) {
        plans::link(&mut work, num, plan, item.item).await?;
    }
    if let Some(lead) = lead {
        dossiers::opened(&mut work, env, actor, &issuer.snapshot, lead, (num, id, &case.code)).await?;
    }
    append(&mut work, head, num, None, &case, &event, &law.calendar).await?;
    if let Some(related) = &case.inspection.related {
        // A file of the same matter that this officer may know of; any other does not exist for him.
        let sql = "INSERT INTO case_link (parent, child) SELECT num, ?2 FROM case_file WHERE id = ?1 AND path = ?3 RETURNING parent";
        let linked = work.query_one(sql, params![related.id.0, num, &actor.path.0]).await?;
        linked.ok_or(StoreError::NotFound)?;
    }
    work.commit().await?;
    Ok(id)
}
