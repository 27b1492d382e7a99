//! Questions over the cases: what is found, and what an account keeps under a name.

use super::work::CaseRow;
use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::case::FieldError;
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// Query key of the place a page begins.
pub const AFTER: &str = "sau";

/// A kept question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub id: i64,
    pub name: String,
    /// As the query of an address.
    pub question: String,
    pub shared: bool,
    pub own: bool,
    pub keeper: String,
}

/// What a question found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    pub rows: Vec<CaseRow>,
    /// In which order, in words.
    pub order: String,
    pub next: Option<String>,
    /// The page ended because it had looked at enough cases.
    pub cut: bool,
    pub count: u32,
    pub capped: bool,
}

/// The page of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionView {
    pub now: DateTime,
    /// The values as they were asked, right or wrong.
    pub asked: Fields,
    /// The question as the query of an address; empty where nothing is asked.
    pub question: String,
    /// The filters that are set: their name and their words.
    pub chosen: Vec<(String, String)>,
    /// What cannot be read; nothing is searched then.
    pub errors: Vec<FieldError>,
    pub answers: Option<Answers>,
    /// Units, behaviours and officers to choose from: id and name.
    pub units: Vec<(String, String)>,
    pub acts: Vec<(String, String)>,
    pub officers: Vec<(String, String)>,
    /// Reporting years to choose from, the newest first.
    pub years: Vec<i16>,
    pub kept: Vec<Kept>,
    pub may_share: bool,
    pub draft: Option<Draft>,
}

/// In which order answers come.
#[cfg(feature = "ssr")]
const fn order(order: store::oversight::Order) -> &'static str {
    use store::oversight::Order;
    match order {
        Order::Opened => "mới mở trước",
        Order::Decided => "quyết định mới trước",
        Order::DecidedLongAgo => "quyết định lâu nhất trước",
        Order::Due => "thời hạn gần nhất trước",
        Order::Held => "hết hạn tạm giữ trước",
        Order::Fine => "tiền phạt lớn trước",
        Order::Goods => "trị giá tang vật lớn trước",
    }
}

/// A page of what a question finds: the filters by their names, `sau` and `nhap`.
#[server(input = GetUrl, endpoint = "tra-cuu")]
pub async fn read_question(#[server(flatten)] asked: Fields) -> Result<QuestionView, AppError> {
    use crate::routes;
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    use domain::oversight::CaseQuery;
    use domain::unit::{UnitId, UnitKind};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let now = domain::calendar::to_local(context.now());
    let kept = store::oversight::views(database, &signed.actor).await.map_err(unavailable)?;
    let read = CaseQuery::read(|name| asked.get(name).to_owned());
    let (query, errors) = match read {
        Ok(query) => (Some(query), Vec::new()),
        Err(errors) => (None, errors),
    };
    let answers = match &query {
        Some(query) => {
            let after = asked.filled(AFTER);
            let found = store::oversight::find(database, &signed.actor, query, now.date(), after, 30).await;
            let found = found.map_err(unavailable)?;
            Some(Answers {
                rows: found.rows.into_iter().map(|row| super::work::row(row, true)).collect(),
                order: order(found.order).to_owned(),
                next: found.next,
                cut: found.cut,
                count: found.count,
                capped: found.capped,
            })
        }
        None => None,
    };
    let query = query.unwrap_or_default();
    let all = store::units::below(database, &signed.actor.scope()).await.map_err(unavailable_db)?;
    let unit = query.unit.clone().unwrap_or_else(|| signed.actor.scope().leaf());
    let team = all.iter().any(|found| found.id == unit && found.kind == UnitKind::Team);
    // Officers are chosen within one team; of more than one there are too many for a list.
    let officers = if team {
        let officers = store::units::officers(database, &unit).await.map_err(unavailable_db)?;
        officers.into_iter().map(|officer| (officer.id.0, officer.full_name)).collect()
    } else {
        Vec::new()
    };
    let (officer, party) = store::oversight::labels(database, &signed.actor, &query).await.map_err(unavailable)?;
    let law = crate::server::law().await?;
    let unit_name = |id: &UnitId| all.iter().find(|unit| unit.id == *id).map(|unit| unit.short_name.clone());
    let chosen = query.pairs().into_iter().map(|(key, value)| {
        let words = match key {
            "don-vi" => query.unit.as_ref().and_then(unit_name),
            "hanh-vi" => law.catalogue().behaviour(&value).map(|act| act.title.clone()),
            "can-bo" => officer.as_ref().map(|name| format!("Thụ lý: {name}")),
            "doi-tuong" => party.clone(),
            key => query.label(key),
        };
        (key.to_owned(), words.unwrap_or(value))
    });
    let this_year = domain::calendar::Period::of(domain::calendar::PeriodKind::Year, now.date()).to.year();
    Ok(QuestionView {
        now,
        question: query.address(),
        chosen: chosen.collect(),
        errors,
        answers,
        acts: law.catalogue().behaviour.iter().map(|act| (act.id.clone(), act.title.clone())).collect(),
        officers,
        years: (0..5).map(|back| this_year - back).collect(),
        kept: kept
            .into_iter()
            .map(|view| Kept {
                id: view.id,
                name: view.name,
                question: view.question,
                shared: view.shared,
                own: view.own,
                keeper: view.keeper,
            })
            .collect(),
        may_share: domain::authority::leads_unit(signed.actor.role),
        draft: crate::server::opt_draft(asked.filled(routes::DRAFT)).await?,
        units: all
            .into_iter()
            .filter(|unit| unit.kind != UnitKind::Division)
            .map(|unit| (unit.id.0, unit.short_name))
            .collect(),
        asked,
    })
}

/// The question a form carries, as it was searched.
#[cfg(feature = "ssr")]
fn carried(fields: &Fields) -> domain::oversight::CaseQuery {
    let pairs: std::collections::BTreeMap<&str, &str> =
        fields.get("question").split('&').filter_map(|pair| pair.split_once('=')).collect();
    // Values of a question hold nothing that must be encoded, but for an id that none of ours is like.
    let read = domain::oversight::CaseQuery::read(|key| pairs.get(key).copied().unwrap_or_default().to_owned());
    read.unwrap_or_default()
}

/// Keeps a question under a name.
#[server(input = PostUrl, endpoint = "luu-bo-loc")]
pub async fn submit_keep(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let query = carried(&fields);
    let page = routes::question(&query.address());
    submit(&page, &fields, async {
        let (signed, context) = (signed_in().await?, context()?);
        let (name, shared) = (fields.get("name"), fields.has("shared"));
        let (database, env) = (&*context.database, context.env());
        store::oversight::keep(database, &env, &signed.actor, name, &query, shared).await.map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "luu-bo-loc"))
    })
    .await
}

/// Deletes one of one's own questions.
#[server(input = PostUrl, endpoint = "xoa-bo-loc")]
pub async fn submit_forget(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let page = routes::question(&carried(&fields).address());
    submit(&page, &fields, async {
        let (signed, context) = (signed_in().await?, context()?);
        let id = fields.get("id").parse().map_err(|_| AppError::NotFound)?;
        store::oversight::remove(&*context.database, &signed.actor, id).await.map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "xoa-bo-loc"))
    })
    .await
}
