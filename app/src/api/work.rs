//! My work and the list of cases.

use crate::error::AppError;
use domain::case::{CaseIndex, Stage};
use domain::officer::Role;
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// One case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    pub id: String,
    pub index: CaseIndex,
    /// Whether the officer may open it; a case of another unit is told of, not opened.
    pub may_open: bool,
}

/// What waits for the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyWork {
    pub role: Role,
    pub now: DateTime,
    pub rows: Vec<CaseRow>,
    pub tasks: Vec<super::task::WaitingTask>,
    pub comments: Vec<super::comment::WaitingComment>,
    /// Open cases in the officer's part of the tree, by stage.
    pub stages: Vec<(Stage, u32)>,
}

/// One page of the case list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseList {
    pub now: DateTime,
    pub rows: Vec<CaseRow>,
    /// Cursor of the next page.
    pub next: Option<i64>,
    /// Cases that match, counted up to the cap.
    pub count: u32,
    /// Whether there are more than `count`.
    pub capped: bool,
    /// Units the officer may filter by: id and name.
    pub units: Vec<(String, String)>,
}

/// What waits for this officer, the nearest deadline first.
#[server(input = GetUrl, endpoint = "viec-cua-toi")]
pub async fn read_my_work() -> Result<MyWork, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let now = domain::calendar::to_local(context.now());
    let database = &*context.database;
    let tasks = store::direction::waiting(database, &signed.actor).await.map_err(unavailable_db)?;
    let comments = store::direction::waiting_comments(database, &signed.actor).await.map_err(unavailable_db)?;
    let rows = store::cases::my_work(database, &signed.actor, now).await.map_err(unavailable)?;
    let stages = store::cases::stage_counts(database, &signed.actor).await.map_err(unavailable)?;
    Ok(MyWork {
        role: signed.actor.role,
        now,
        rows: rows.into_iter().map(|found| row(found, true)).collect(),
        tasks: tasks.into_iter().map(super::task::waiting_line).collect(),
        comments: comments.into_iter().map(super::comment::waiting_line).collect(),
        stages,
    })
}

/// A row of the store as pages show it.
#[cfg(feature = "ssr")]
pub fn row(row: store::cases::CaseRow, may_open: bool) -> CaseRow {
    CaseRow { id: row.id.to_string(), index: row.index, may_open }
}

/// One page of cases, newest first.
#[server(input = GetUrl, endpoint = "ho-so")]
pub async fn read_cases(
    #[server(default)] unit: String,
    #[server(default)] stage: String,
    #[server(default)] field: String,
    #[server(default)] text: String,
    #[server(default)] after: Option<i64>,
) -> Result<CaseList, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let filter = store::cases::ListFilter {
        unit: Some(domain::unit::UnitId(unit)).filter(|unit| !unit.0.is_empty()),
        stage: Stage::from_key(&stage),
        field: domain::catalogue::Field::from_key(&field),
        text,
        ..Default::default()
    };
    let page = store::cases::list(database, &signed.actor, &filter, after, 30).await.map_err(unavailable)?;
    let units = store::units::below(database, &signed.actor.scope()).await.map_err(unavailable_db)?;
    Ok(CaseList {
        now: domain::calendar::to_local(context.now()),
        rows: page.rows.into_iter().map(|found| row(found, true)).collect(),
        next: page.next,
        count: page.count,
        capped: page.capped,
        units: units
            .into_iter()
            .filter(|unit| unit.kind != domain::unit::UnitKind::Division)
            .map(|unit| (unit.id.0, unit.short_name))
            .collect(),
    })
}
