//! Doing something to a case.

use super::write::{ISSUER_WIDTH, append, issuer_columns, read_issuer, update_case};
use crate::chain::Head;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, law, numbers, oversight, params};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::to_local;
use domain::case::{
    Ask, CaseFile, CaseId, Command, Context, Event, PaperNumber, SeriesKey, decide, issuing_unit, required_series,
};

/// Does one command to the case as the form saw it, and answers the case after it.
///
/// # Errors
/// `NotFound`, also for a case of another unit; `Stale` with what happened since `expected_version` that the form rested on
/// (see [`Command::survives`]); `Refused`.
pub async fn execute(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: CaseId,
    expected_version: u32,
    command: Command,
) -> Result<CaseFile, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let executed = execute_in(&mut work, env, actor, (id, expected_version), &command, None).await?;
    work.commit().await?;
    Ok(executed.case)
}

/// What a command did, inside the unit of work it was done in.
pub(crate) struct Executed {
    pub case: CaseFile,
    pub event: Event,
    /// Position of the event in the chain.
    pub position: i64,
}

/// A number that was reserved before, with the series it was reserved from.
pub(crate) struct Reserved {
    pub series: SeriesKey,
    pub number: PaperNumber,
}

/// The same within a unit of work that does more; the number is the next of its series, or one reserved before. Whoever gets an error
/// lets the unit of work go.
///
/// # Errors
/// As [`execute`]; refused also where the command makes no paper of the reserved number's series.
pub(crate) async fn execute_in(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    (id, expected_version): (CaseId, u32),
    command: &Command,
    reserved: Option<&Reserved>,
) -> Result<Executed, StoreError> {
    let sql = format!(
        "SELECT c.num, c.document, h.position, h.hash, {}, {}, {} \
         FROM case_file c CROSS JOIN chain_head h \
         CROSS JOIN unit cu ON cu.id = c.unit LEFT JOIN unit cp ON cp.id = cu.parent \
         CROSS JOIN unit au ON au.id = ?2 LEFT JOIN unit ap ON ap.id = au.parent WHERE c.id = ?1",
        issuer_columns("cu", "cp"),
        issuer_columns("au", "ap"),
        law::columns("?3")
    );
    let today = to_local(env.now).date();
    let row = work.query_one(&sql, params![id.0, &actor.unit.0, today]).await?.ok_or(StoreError::NotFound)?;
    let num = row.int(0)?;
    let mut case: CaseFile = row.json(1)?;
    authorise(actor, Action::ReadCase, &case.path)?;
    if case.version != expected_version {
        let since = since(work, num, expected_version).await?;
        if expected_version > case.version || !since.iter().all(|event| command.survives(&event.body)) {
            return Err(StoreError::Stale { current: case.version, since });
        }
    }
    let head = Head { position: row.int(2)?, hash: row.bytes(3)? };
    let of_case = issuing_unit(actor, &case, command) == case.unit;
    let issuer = read_issuer(&row, if of_case { 4 } else { 4 + ISSUER_WIDTH })?;
    let law = law::read(work, &row, 4 + 2 * ISSUER_WIDTH).await?;
    let number = match (required_series(actor, &case, command, today.year()), reserved) {
        (Some(series), Some(reserved)) if series == reserved.series => Some(reserved.number.clone()),
        (_, Some(reserved)) => return Err(StoreError::at("number", foreign_number(reserved, today.year()))),
        (Some(series), None) => Some(numbers::draw(work, &series, &issuer.unit, actor).await?),
        (None, None) => None,
    };
    let context = Context {
        actor,
        now: env.now,
        issuer: &issuer.snapshot,
        catalogue: &law.catalogue,
        calendar: &law.calendar,
        number: number.as_ref(),
    };
    // A refusal drops the unit of work, and with it the number.
    let mut event = decide(Ask::Do(&case, command), &context)?;
    event.client = env.client;
    let before = case.clone();
    case.apply(&event);
    let head = append(work, head, num, Some(&before), &case, &event, &law.calendar).await?;
    update_case(work, num, &case, &event, &law.calendar).await?;
    oversight::change(work, num, &before, &case, &law.calendar).await?;
    Ok(Executed { case, event, position: head.position })
}

/// Why a reserved number does not fit.
fn foreign_number(reserved: &Reserved, year: i16) -> String {
    let Reserved { series, number } = reserved;
    if series.year == year {
        format!("Số {} không thuộc dãy số của văn bản này. Lập lại để lấy số đúng.", number.text)
    } else {
        format!(
            "Số {} dự trữ trong năm {} không dùng được cho văn bản vào sổ năm {year}. Lập lại để lấy số của năm {year}; số cũ ghi vào sổ là số không dùng.",
            number.text, series.year
        )
    }
}

/// What happened to a case after a version of it was shown.
pub(super) async fn since(work: &mut UnitOfWork, num: i64, version: u32) -> Result<Vec<Event>, DbError> {
    let sql = "SELECT event FROM case_event WHERE case_num = ?1 AND seq > ?2 ORDER BY seq";
    work.query(sql, params![num, version]).await?.iter().map(|row| row.json(0)).collect()
}
