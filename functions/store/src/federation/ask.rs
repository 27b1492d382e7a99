//! What other provinces know of a violator: asked by a province, answered by the nation.

use super::Link;
use crate::database::{Connection, Database, DbError, UnitOfWork, Value, to_json};
use crate::{Env, StoreError, journal, params};
use domain::authority::{Action, Actor, KeyGrant, authorise, authorise_federation};
use domain::exchange::federation::{Elsewhere, Heard, MAX_MARKS, Question, Told, VERSION, is_hex};
use domain::journal::Deed;
use domain::law::repeat::Past;
use domain::party::Party;
use domain::unit::UnitId;
use jiff::Timestamp;
use std::fmt::Write;

/// Most cases of a violator that are told, the newest first.
const CASES: i64 = 60;

/// How long an answer is used without asking again, in milliseconds: a form is opened many times while it is written.
const FRESH: i64 = 10 * 60_000;

/// How long an answer is kept for when the nation does not answer.
const KEPT: i64 = 30 * 24 * 3_600_000;

/// The nation's side: what every province but the one that asks knows of whoever has one of some marks.
///
/// # Errors
/// `NotFound` for a key that was not made for a province; refused for what are no marks.
pub async fn tell(db: &dyn Database, grant: &KeyGrant, question: &Question) -> Result<Told, StoreError> {
    let province = authorise_federation(grant)?;
    let Question { version, marks } = question;
    if *version != VERSION {
        let words = format!("Hệ thống này dùng phiên bản liên thông {VERSION}. Nâng cấp bên cũ hơn rồi hỏi lại.");
        return Err(StoreError::at("version", words));
    }
    if marks.is_empty() || marks.len() > MAX_MARKS || !marks.iter().all(|mark| is_hex(mark)) {
        let words = format!("Gửi từ 1 đến {MAX_MARKS} dấu, mỗi dấu 64 chữ số thập lục phân.");
        return Err(StoreError::at("marks", words));
    }
    let mut connection = db.open().await?;
    let mut values = vec![Value::from(&province.0), Value::from(CASES)];
    values.extend(marks.iter().map(Value::from));
    let mut asked = String::new();
    for place in 3..values.len() + 1 {
        // Writing to a text does not fail.
        let _ = write!(asked, "{}?{place}", if asked.is_empty() { "" } else { "," });
    }
    let sql = format!(
        "SELECT m.province, u.name, m.past FROM \
         (SELECT DISTINCT province, record FROM federated_mark WHERE mark IN ({asked}) AND province <> ?1) k \
         JOIN federated_matter m ON m.province = k.province AND m.record = k.record JOIN unit u ON u.id = m.province \
         ORDER BY m.position DESC, m.record LIMIT ?2"
    );
    let mut elsewhere: Vec<Elsewhere> = Vec::new();
    for row in connection.query(&sql, &values).await? {
        let past: Vec<Past> = row.json(2)?;
        elsewhere.push(Elsewhere { province: UnitId(row.string(0)?), province_name: row.string(1)?, past });
    }
    let mut heard = Vec::new();
    for row in connection.query("SELECT province, received_at FROM federated_province ORDER BY province", &[]).await? {
        heard.push(Heard { province: UnitId(row.string(0)?), at: row.moment(1)? });
    }
    Ok(Told { elsewhere, heard })
}

/// What an officer is told of a violator in other provinces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub told: Told,
    /// When the nation said so; nothing where it never did.
    pub at: Option<Timestamp>,
    /// Why it says nothing now.
    pub problem: Option<String>,
}

/// A province's side: asks the nation about a party, or takes the answer of the last minutes. Nothing where the party has no identity
/// paper to ask by. Each question stands in the journal.
///
/// # Errors
/// His role reads no parties, or the database failed. That the nation does not answer is no error: it is said in the answer.
pub async fn ask(
    db: &dyn Database,
    env: &Env,
    link: &Link,
    actor: &Actor,
    party: &Party,
    subject: &str,
) -> Result<Option<Answered>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let marks = link.marks.of(party);
    if marks.is_empty() {
        return Ok(None);
    }
    let key = marks.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let known = {
        let sql = "SELECT at, answer FROM federated_answer WHERE marks = ?1";
        let row = db.open().await?.query_one(sql, params![&key]).await?;
        row.map(|row| Ok::<(Timestamp, Told), DbError>((row.moment(0)?, row.json(1)?))).transpose()?
    };
    let fresh = |at: &Timestamp| (0..FRESH).contains(&(env.millis() - at.as_millisecond()));
    if let Some((at, told)) = known.as_ref().filter(|(at, _)| fresh(at)) {
        return Ok(Some(Answered { told: told.clone(), at: Some(*at), problem: None }));
    }
    let answer = link.question(&marks).await;
    let mut work = UnitOfWork::begin(db).await?;
    let words = if answer.is_ok() { "Trung ương đã trả lời" } else { "Trung ương không trả lời" };
    journal::write(&mut work, &env.entry(actor, Deed::AskNation, subject).words(words)).await?;
    if let Ok(told) = &answer {
        let sql = "INSERT INTO federated_answer (marks, at, answer) VALUES (?1,?2,?3) \
                   ON CONFLICT (marks) DO UPDATE SET at = excluded.at, answer = excluded.answer";
        work.execute(sql, params![&key, env.millis(), to_json(told)?]).await?;
        work.execute("DELETE FROM federated_answer WHERE at < ?1", params![env.millis() - KEPT]).await?;
    }
    work.commit().await?;
    Ok(Some(match (answer, known) {
        (Ok(told), _) => Answered { told, at: Some(env.now), problem: None },
        (Err(problem), Some((at, told))) => Answered { told, at: Some(at), problem: Some(problem) },
        (Err(problem), None) => Answered { told: Told::default(), at: None, problem: Some(problem) },
    }))
}
