//! Questions an account keeps under a name; a head shares them with his unit and those below it.
//!
//! What is kept is the question alone: who opens it sees what he may see, and no more. Must not know: how a question is shown.

use crate::database::{Connection, Database, DbError, UnitOfWork, Value};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise, leads_unit};
use domain::oversight::CaseQuery;

/// Most questions an account keeps.
pub const MAX_VIEWS: i64 = 20;

/// Longest name, in characters.
const MAX_NAME: usize = 80;

/// Most shared questions that are listed.
const MAX_SHARED: i64 = 100;

/// A question under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub id: i64,
    pub name: String,
    /// As the query of an address.
    pub question: String,
    pub shared: bool,
    /// Whether it is the actor's own.
    pub own: bool,
    /// Who keeps it.
    pub keeper: String,
}

/// The actor's own questions and those shared with his unit, by name.
///
/// # Errors
/// His role reads no cases, or the database failed.
pub async fn views(db: &dyn Database, actor: &Actor) -> Result<Vec<SavedView>, StoreError> {
    authorise(actor, Action::ReadCase, &actor.path)?;
    let mut params = vec![Value::from(&actor.id().0)];
    let places: Vec<String> = actor
        .path
        .0
        .split('/')
        .map(|unit| {
            params.push(Value::from(unit));
            format!("?{}", params.len())
        })
        .collect();
    let sql = format!(
        "SELECT v.id, v.name, v.question, v.shared, v.officer = ?1, o.full_name FROM (\
           SELECT id FROM saved_view WHERE officer = ?1 UNION \
           SELECT id FROM (SELECT id FROM saved_view INDEXED BY saved_view_shared WHERE shared = 1 AND unit IN ({}) LIMIT {MAX_SHARED})\
         ) n CROSS JOIN saved_view v ON v.id = n.id CROSS JOIN officer o ON o.id = v.officer",
        places.join(",")
    );
    let rows = db.open().await?.query(&sql, &params).await?;
    let read = |row: &crate::Row| -> Result<SavedView, DbError> {
        Ok(SavedView {
            id: row.int(0)?,
            name: row.string(1)?,
            question: row.string(2)?,
            shared: row.int(3)? != 0,
            own: row.int(4)? != 0,
            keeper: row.string(5)?,
        })
    };
    let mut all = rows.iter().map(read).collect::<Result<Vec<SavedView>, DbError>>()?;
    all.sort_by_key(|view| (!view.own, domain::text::fold(&view.name), view.id));
    Ok(all)
}

/// Keeps a question under a name.
///
/// # Errors
/// Refused at its field: no name, one too long or taken, no filter, too many already, or shared by somebody who leads no unit.
pub async fn keep(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    name: &str,
    query: &CaseQuery,
    shared: bool,
) -> Result<i64, StoreError> {
    authorise(actor, Action::ReadCase, &actor.path)?;
    let name = domain::text::plain(name);
    if name.is_empty() {
        return Err(StoreError::at("name", "Nhập tên để nhận ra bộ lọc này, ví dụ: Chưa nộp phạt quá 30 ngày."));
    }
    if name.chars().count() > MAX_NAME {
        return Err(StoreError::at("name", format!("Tên dài hơn {MAX_NAME} ký tự. Rút ngắn tên.")));
    }
    let question = query.address();
    if question.is_empty() {
        return Err(StoreError::at("name", "Chưa chọn bộ lọc nào để lưu. Chọn bộ lọc, bấm Áp dụng, rồi lưu."));
    }
    if shared && !leads_unit(actor.role) {
        return Err(StoreError::at(
            "shared",
            "Chỉ người đứng đầu, cấp phó của đơn vị chia sẻ bộ lọc. Bỏ chọn ô chia sẻ.",
        ));
    }
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "SELECT count(*), coalesce(sum(name = ?2), 0) FROM saved_view WHERE officer = ?1";
    let row = work.query_one(sql, params![&actor.id().0, &name]).await?.ok_or(StoreError::NotFound)?;
    if row.int(1)? > 0 {
        return Err(StoreError::at("name", "Đồng chí đã có bộ lọc tên này. Đặt tên khác, hoặc xóa bộ lọc cũ."));
    }
    if row.int(0)? >= MAX_VIEWS {
        let message =
            format!("Mỗi tài khoản lưu nhiều nhất {MAX_VIEWS} bộ lọc. Xóa bớt bộ lọc không dùng rồi lưu lại.");
        return Err(StoreError::at("name", message));
    }
    let sql = "INSERT INTO saved_view (officer, unit, shared, name, question, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
               RETURNING id";
    let values = params![&actor.id().0, &actor.unit.0, shared, &name, question, env.millis()];
    let id = work.query_one(sql, values).await?.ok_or(StoreError::NotFound)?.int(0)?;
    work.commit().await?;
    Ok(id)
}

/// Deletes one of the actor's own questions.
///
/// # Errors
/// `NotFound` for one that is not his.
pub async fn remove(db: &dyn Database, actor: &Actor, id: i64) -> Result<(), StoreError> {
    authorise(actor, Action::ReadCase, &actor.path)?;
    let sql = "DELETE FROM saved_view WHERE id = ?1 AND officer = ?2 RETURNING id";
    let gone = db.open().await?.query_one(sql, params![id, &actor.id().0]).await?;
    gone.map(drop).ok_or(StoreError::NotFound)
}
