//! The register of issued papers: every number that was given, what stands behind it, and whether it still holds.
//!
//! Rows are written in the transaction of the event that made the paper. Must not know: what a paper says.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, journal, numbers, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::to_local;
use domain::case::procedure::{Effect, PaperLine};
use domain::case::{CaseFile, CaseId, Event, EventBody, PaperNumber, SeriesKey, Signed};
use domain::journal::Deed;
use domain::paper::{CODE_LENGTH, PaperState, PaperStatus, anchor, code_of};
use domain::text::clean;
use domain::unit::{UnitId, UnitPath};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most lines of the register that are read at once.
const MAX_LINES: i64 = 2_000;

/// Whose series a number belongs to, and the symbol it was drawn for.
pub(crate) fn series_of(frame: &Signed) -> (String, String) {
    let symbol = frame.number.symbol(&frame.signer.badge);
    let owner =
        if frame.number.is_officers() { numbers::officer_owner(&frame.signer.id) } else { frame.issuer.id.0.clone() };
    let key = SeriesKey { unit: frame.issuer.id.clone(), officer: None, symbol: symbol.to_owned(), year: 0 };
    (owner, key.key().to_owned())
}

/// Enters the paper an event made, and moves the state of papers that the event cancels or amends.
pub(crate) async fn enter(
    work: &mut UnitOfWork,
    num: i64,
    position: i64,
    after: &CaseFile,
    event: &Event,
) -> Result<(), DbError> {
    if let Some(frame) = event.body.frame() {
        let (owner, series) = series_of(frame);
        let year = i64::from(to_local(event.at).year());
        let common = after.common(frame);
        if common.is_some() {
            work.execute(
                "INSERT INTO paper_part (owner, series, year, serial, case_num, number, state) VALUES (?1,?2,?3,?4,?5,?6,?7)",
                params![
                    &owner,
                    &series,
                    year,
                    i64::from(frame.number.serial),
                    num,
                    &frame.number.text,
                    PaperState::InForce.key()
                ],
            )
            .await?;
        }
        // A common paper is one paper: it is entered with the file of its first violator.
        if common.is_some_and(|common| common.place > 1) {
            return Ok(());
        }
        let name = match &event.body {
            EventBody::Proceeded { done, .. } => {
                done.procedure().map_or_else(|| done.key.clone(), |procedure| procedure.title.to_owned())
            }
            body => body.paper().map_or("", |kind| kind.label()).to_owned(),
        };
        work.execute(
            "INSERT INTO paper (owner, series, year, serial, number, name, unit, unit_name, case_num, position, signed_at, \
             signer, check_code, state) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
            params![
                owner,
                series,
                year,
                i64::from(frame.number.serial),
                &frame.number.text,
                name,
                &frame.issuer.id.0,
                &frame.issuer.name,
                num,
                position,
                frame.at.to_string(),
                &frame.signer.full_name,
                code_of(after, frame),
                PaperState::InForce.key()
            ],
        )
        .await?;
    }
    let touches = match &event.body {
        EventBody::Proceeded { done, .. } => done.procedure().is_some_and(|found| {
            matches!(found.effect, Effect::CancelPaper | Effect::AmendPaper | Effect::CancelRecord)
        }),
        _ => false,
    };
    if touches {
        for paper in after.papers() {
            if after.common_by_number(&paper.number).is_some() {
                move_part(work, num, &paper).await?;
                continue;
            }
            work.execute(
                "UPDATE paper SET state = ?3 WHERE case_num = ?1 AND number = ?2 AND state <> ?3",
                params![num, paper.number, paper.state.key()],
            )
            .await?;
        }
    }
    Ok(())
}

/// Moves the state of one file's part of a common paper, and that of the paper with it.
async fn move_part(work: &mut UnitOfWork, num: i64, paper: &PaperLine) -> Result<(), DbError> {
    let sql = "UPDATE paper_part SET state = ?3 WHERE case_num = ?1 AND number = ?2 AND state <> ?3 \
               RETURNING owner, series, year, serial";
    for moved in &work.query(sql, params![num, &paper.number, paper.state.key()]).await? {
        let key = params![moved.text(0)?, moved.text(1)?, moved.int(2)?, moved.int(3)?];
        let sql = "SELECT state FROM paper_part WHERE owner = ?1 AND series = ?2 AND year = ?3 AND serial = ?4";
        let parts = work.query(sql, key).await?;
        let parts = parts.iter().map(|row| state(row, 0)).collect::<Result<Vec<_>, _>>()?;
        work.execute(
            "UPDATE paper SET state = ?5 WHERE owner = ?1 AND series = ?2 AND year = ?3 AND serial = ?4",
            params![moved.text(0)?, moved.text(1)?, moved.int(2)?, moved.int(3)?, PaperState::of_parts(parts).key()],
        )
        .await?;
    }
    Ok(())
}

/// Enters the papers of cases that were made before there was a register.
pub(crate) async fn enter_earlier(work: &mut UnitOfWork) -> Result<(), DbError> {
    let mut after = 0;
    loop {
        let rows = work
            .query("SELECT num, document FROM case_file WHERE num > ?1 ORDER BY num LIMIT 200", params![after])
            .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0)?;
        for row in &rows {
            let (num, case): (i64, CaseFile) = (row.int(0)?, row.json(1)?);
            let events = work
                .query("SELECT position, event FROM case_event WHERE case_num = ?1 ORDER BY seq", params![num])
                .await?;
            for event in &events {
                enter(work, num, event.int(0)?, &case, &event.json(1)?).await?;
            }
        }
    }
}

/// What the public check tells of a code; `None` for a code no paper has.
///
/// # Errors
/// The database failed.
pub async fn check(db: &dyn Database, code: &str) -> Result<Option<PaperStatus>, DbError> {
    let code: String = code.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
    if code.len() != CODE_LENGTH {
        return Ok(None);
    }
    let sql = "SELECT p.number, p.signed_at, p.unit_name, p.state, e.position, e.hash FROM paper p INDEXED BY paper_by_check \
               LEFT JOIN case_event e ON e.position = p.position AND p.case_num IS NOT NULL WHERE p.check_code = ?1";
    let row = db.open().await?.query_one(sql, params![code]).await?;
    row.map(|row| {
        let at: DateTime = row.parse(1, "a moment")?;
        let anchor = row.opt_int(4)?.map(|position| Ok::<_, DbError>(anchor(position, &row.bytes(5)?))).transpose()?;
        Ok(PaperStatus {
            number: row.string(0)?,
            signed_on: at.date(),
            unit: row.string(2)?,
            state: state(&row, 3)?,
            anchor: anchor.unwrap_or_default(),
        })
    })
    .transpose()
}

/// Where the papers of a case stand in the chain, by their check codes; also common papers, which are entered with another file.
///
/// # Errors
/// `NotFound` for a case the actor may not know of.
pub async fn anchors(db: &dyn Database, actor: &Actor, id: CaseId) -> Result<BTreeMap<String, String>, StoreError> {
    let mut connection = db.open().await?;
    let row = connection.query_one("SELECT num, path FROM case_file WHERE id = ?1", params![id.0]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadCase, &UnitPath(row.string(1)?))?;
    let sql = "SELECT p.check_code, e.position, e.hash FROM paper p CROSS JOIN case_event e ON e.position = p.position \
               WHERE p.case_num = ?1 AND p.check_code IS NOT NULL UNION \
               SELECT p.check_code, e.position, e.hash FROM paper_part q CROSS JOIN paper p USING (owner, series, year, serial) \
               CROSS JOIN case_event e ON e.position = p.position WHERE q.case_num = ?1 AND p.check_code IS NOT NULL";
    let mut found = BTreeMap::new();
    for row in connection.query(sql, params![row.int(0)?]).await? {
        found.insert(row.string(0)?, anchor(row.int(1)?, &row.bytes(2)?));
    }
    Ok(found)
}

fn state(row: &Row, column: usize) -> Result<PaperState, DbError> {
    PaperState::from_key(row.text(column)?).ok_or(DbError::Shape { column, expected: "a state of a paper" })
}

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterLine {
    pub number: String,
    pub name: String,
    pub signed_at: DateTime,
    pub signer: String,
    pub state: PaperState,
    /// Why the number was spoilt.
    pub reason: Option<String>,
    /// The case the paper stands in.
    pub case: Option<(CaseId, String)>,
    /// Every case a common paper stands in, with how its part stands; empty for a paper of one.
    pub parts: Vec<(CaseId, String, PaperState)>,
}

/// The papers of a unit in a year, in the order of signing; of one series when `symbol` names one.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; the database failed.
pub async fn register(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    year: i16,
    symbol: Option<&str>,
) -> Result<Vec<RegisterLine>, StoreError> {
    let found = units::find(db, unit).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadCase, &found.path)?;
    let series = symbol.map(|symbol| {
        let key = SeriesKey { unit: unit.clone(), officer: None, symbol: symbol.to_owned(), year };
        key.key().to_owned()
    });
    let sql = "SELECT p.number, p.name, p.signed_at, p.signer, p.state, p.reason, c.id, c.code \
               FROM paper p LEFT JOIN case_file c ON c.num = p.case_num \
               WHERE p.unit = ?1 AND p.year = ?2 AND (?3 IS NULL OR p.series = ?3) \
               ORDER BY p.series, p.owner, p.serial LIMIT ?4";
    let mut connection = db.open().await?;
    let rows = connection.query(sql, params![&unit.0, i64::from(year), series.clone(), MAX_LINES]).await?;
    let sql = "SELECT p.number, c.id, c.code, q.state \
               FROM paper p CROSS JOIN paper_part q USING (owner, series, year, serial) \
               CROSS JOIN case_file c ON c.num = q.case_num \
               WHERE p.unit = ?1 AND p.year = ?2 AND (?3 IS NULL OR p.series = ?3) ORDER BY q.case_num LIMIT ?4";
    let shared = connection.query(sql, params![&unit.0, i64::from(year), series, MAX_LINES]).await?;
    let mut parts: BTreeMap<String, Vec<(CaseId, String, PaperState)>> = BTreeMap::new();
    for row in &shared {
        let part = (CaseId(row.parse(1, "a case id")?), row.string(2)?, state(row, 3)?);
        parts.entry(row.string(0)?).or_default().push(part);
    }
    let read = |row: &Row| -> Result<RegisterLine, DbError> {
        let case = match (row.opt_string(6)?, row.opt_string(7)?) {
            (Some(_), Some(code)) => Some((CaseId(row.parse(6, "a case id")?), code)),
            _ => None,
        };
        Ok(RegisterLine {
            number: row.string(0)?,
            name: row.string(1)?,
            signed_at: row.parse(2, "a moment")?,
            signer: row.string(3)?,
            state: state(row, 4)?,
            reason: row.opt_string(5)?,
            case,
            parts: parts.get(row.text(0)?).cloned().unwrap_or_default(),
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// A symbol that papers are numbered by.
fn known_symbol(symbol: &str) -> Result<(), StoreError> {
    let main = domain::case::PaperKind::ALL.into_iter().any(|kind| kind.symbol() == symbol);
    let other = domain::case::procedure::all().any(|found| found.form.is_some_and(|form| form.symbol == symbol));
    let plan = symbol == domain::plan::APPROVAL_SYMBOL;
    let dossier = domain::dossier::steps().any(|step| step.paper.is_some_and(|paper| paper.symbol == symbol));
    if main || other || plan || (dossier && !symbol.is_empty()) {
        Ok(())
    } else {
        Err(StoreError::at("symbol", "Chọn ký hiệu văn bản trong danh sách."))
    }
}

/// Enters a number of a unit that stands on no paper, with the reason: it is never given again.
pub(crate) async fn enter_spoilt(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    (series, number): (&SeriesKey, &PaperNumber),
    name: &str,
    reason: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO paper (owner, series, year, serial, number, name, unit, unit_name, signed_at, signer, state, reason) \
               VALUES (?1,?2,?3,?4,?5,?6,?1,(SELECT name FROM unit WHERE id = ?1),?7,?8,?9,?10)";
    let values = params![
        &series.unit.0,
        series.key(),
        i64::from(series.year),
        number.serial,
        &number.text,
        name,
        to_local(env.now).to_string(),
        &actor.officer.full_name,
        PaperState::Cancelled.key(),
        reason
    ];
    work.execute(sql, values).await
}

/// Takes the next number of a series out of use: the sheet was spoilt. The number stays in the register with its reason and
/// is never given again (TT 22/2021/TT-BCT).
///
/// # Errors
/// `NotFound` for a unit that is not the actor's; refused without a reason.
pub async fn void(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    symbol: &str,
    reason: &str,
) -> Result<String, StoreError> {
    authorise(actor, Action::DecideProcedure, &actor.path)?;
    known_symbol(symbol)?;
    let reason = clean(reason);
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(StoreError::at("reason", "Ghi lý do hủy số, tối đa 500 ký tự."));
    }
    let unit = units::find(db, &actor.unit).await?.ok_or(StoreError::NotFound)?;
    let local = to_local(env.now);
    let series = SeriesKey { unit: actor.unit.clone(), officer: None, symbol: symbol.to_owned(), year: local.year() };
    let mut work = UnitOfWork::begin(db).await?;
    let number = numbers::draw(&mut work, &series, &unit, actor).await?;
    enter_spoilt(&mut work, env, actor, (&series, &number), "Số bị hủy", &reason).await?;
    journal::write(&mut work, &env.entry(actor, Deed::VoidNumber, &number.text).because(&reason)).await?;
    work.commit().await?;
    Ok(number.text)
}

/// Lets a series of this year begin at a number: the unit has used a paper book before.
///
/// # Errors
/// Refused when the series has given numbers already, or for a number out of range.
pub async fn begin_series(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    symbol: &str,
    first: u32,
) -> Result<(), StoreError> {
    authorise(actor, Action::DecideProcedure, &actor.path)?;
    known_symbol(symbol)?;
    if !(1..=9_000).contains(&first) {
        return Err(StoreError::at("first", "Số bắt đầu từ 1 đến 9000."));
    }
    let year = to_local(env.now).year();
    let series = SeriesKey { unit: actor.unit.clone(), officer: None, symbol: symbol.to_owned(), year };
    let mut work = UnitOfWork::begin(db).await?;
    let row = work
        .query_one(
            "INSERT INTO number_series (unit, kind, year, last, first) VALUES (?1, ?2, ?3, ?4 - 1, ?4) \
             ON CONFLICT DO NOTHING RETURNING last",
            params![&actor.unit.0, series.key(), i64::from(year), i64::from(first)],
        )
        .await?;
    if row.is_none() {
        return Err(StoreError::at(
            "first",
            format!("Dãy số {symbol} năm {year} đã có số. Chỉ đặt được số bắt đầu trước khi cấp số đầu tiên."),
        ));
    }
    let words = format!("năm {year} bắt đầu từ {first}");
    journal::write(&mut work, &env.entry(actor, Deed::BeginSeries, symbol).words(words)).await?;
    work.commit().await?;
    Ok(())
}
