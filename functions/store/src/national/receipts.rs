//! What the receiver said of the records it was given, and how far it has read.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork, Value};
use crate::keys::Key;
use crate::units::Scope;
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise, authorise_hand_over};
use domain::exchange::national::{MAX_RECEIPTS, Receipt, Verdict};
use jiff::Timestamp;

/// Most receipts that are shown.
const SHOWN: i64 = 200;

/// A receipt in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    pub at: Timestamp,
    pub case: String,
    /// Id of the case file, for its page.
    pub case_id: String,
    pub record: String,
    pub version: i64,
    pub verdict: Verdict,
    pub reason: String,
}

/// How far the hand-over has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// When a page was handed over last.
    pub last_at: Option<Timestamp>,
    /// When the oldest change was written that nobody has been given yet.
    pub waiting_since: Option<Timestamp>,
    /// Rejected versions, the newest first.
    pub rejected: Vec<ReceiptRow>,
    /// Accepted versions, the newest first.
    pub accepted: Vec<ReceiptRow>,
}

/// Keeps receipts, all or none; the same one twice is kept once. Answers how many are new.
///
/// # Errors
/// `NotFound` for a key that was not made for it; refused with the place of every receipt of a version that was never handed over.
pub async fn receive(db: &dyn Database, env: &Env, key: &Key, receipts: &[Receipt]) -> Result<usize, StoreError> {
    authorise_hand_over(&key.grant)?;
    if receipts.len() > MAX_RECEIPTS {
        return Err(StoreError::at("bien_nhan", format!("Gửi nhiều nhất {MAX_RECEIPTS} biên nhận mỗi lần.")));
    }
    let mut work = UnitOfWork::begin(db).await?;
    let mut kept = 0;
    let mut errors = Vec::new();
    for (place, receipt) in receipts.iter().enumerate() {
        // A version is that of an event that was marked, at or before the last position handed over.
        let sql = "SELECT c.num, c.province FROM case_file c JOIN case_event e ON e.case_num = c.num AND e.seq = ?2 \
                   JOIN national_change n ON n.position = e.position \
                   WHERE c.id = ?1 AND n.position <= (SELECT max(last) FROM api_use WHERE last IS NOT NULL)";
        let Some(row) = work.query_one(sql, params![receipt.record.case.0, receipt.version]).await? else {
            let words = format!(
                "Bản ghi {} phiên bản {} chưa từng được cung cấp. Gửi đúng ma_ban_ghi và phien_ban đã nhận.",
                receipt.record, receipt.version
            );
            errors.push(domain::case::FieldError::new(format!("bien_nhan[{place}]"), words));
            continue;
        };
        let sql = "INSERT INTO national_receipt (api_key, at, case_num, province, record, version, verdict, reason) \
                   VALUES (?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT DO NOTHING RETURNING num";
        let (num, province) = (row.int(0)?, row.string(1)?);
        let verdict = receipt.verdict.key();
        let version = i64::from(receipt.version);
        let record = receipt.record.to_string();
        let values = params![key.num, env.millis(), num, province, record, version, verdict, &receipt.reason];
        kept += usize::from(work.query_one(sql, values).await?.is_some());
    }
    if !errors.is_empty() {
        return Err(StoreError::fields(errors));
    }
    work.commit().await?;
    Ok(kept)
}

/// The statement of the newest receipts of one verdict in a part of the tree.
pub(crate) fn receipts_statement(scope: &Scope, verdict: Verdict) -> (String, Vec<Value>) {
    let mut values = vec![Value::from(verdict.key()), Value::Integer(SHOWN)];
    let (index, place) = match scope {
        Scope::Nation => ("national_receipt_by_verdict", ""),
        Scope::Province(id) | Scope::Unit(id) => {
            values.push(Value::from(&id.0));
            ("national_receipt_by_province", "r.province = ?3 AND ")
        }
    };
    let sql = format!(
        "SELECT r.at, c.code, c.id, r.record, r.version, r.verdict, r.reason FROM national_receipt r INDEXED BY {index} \
         CROSS JOIN case_file c ON c.num = r.case_num WHERE {place}r.verdict = ?1 ORDER BY r.num DESC LIMIT ?2"
    );
    (sql, values)
}

fn moment(row: &Row, column: usize) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(row.int(column)?).map_err(|_| DbError::Shape { column, expected: "a moment" })
}

/// What was handed over and what came back, of the cases the officer sees.
///
/// # Errors
/// A refusal when his role does not see it.
pub async fn delivery(db: &dyn Database, actor: &Actor) -> Result<Delivery, StoreError> {
    authorise(actor, Action::ReadHandOver, &actor.path)?;
    let scope = Scope::of(&actor.scope());
    let mut connection = db.open().await?;
    let sql = "SELECT last, at FROM api_use WHERE last IS NOT NULL ORDER BY last DESC LIMIT 1";
    let last = connection.query_one(sql, &[]).await?;
    let position = last.as_ref().map_or(Ok(0), |row| row.int(0))?;
    let sql = "SELECT e.at FROM case_event e WHERE e.position = \
               (SELECT min(position) FROM national_change WHERE position > ?1)";
    let waiting = connection.query_one(sql, params![position]).await?;
    let mut lists = Vec::new();
    for verdict in [Verdict::Rejected, Verdict::Accepted] {
        let (sql, values) = receipts_statement(&scope, verdict);
        let mut list = Vec::new();
        for row in connection.query(&sql, &values).await? {
            list.push(ReceiptRow {
                at: moment(&row, 0)?,
                case: row.string(1)?,
                case_id: row.string(2)?,
                record: row.string(3)?,
                version: row.int(4)?,
                verdict,
                reason: row.string(6)?,
            });
        }
        lists.push(list);
    }
    let accepted = lists.pop().unwrap_or_default();
    Ok(Delivery {
        last_at: last.map(|row| moment(&row, 1)).transpose()?,
        waiting_since: waiting.map(|row| moment(&row, 0)).transpose()?,
        rejected: lists.pop().unwrap_or_default(),
        accepted,
    })
}
