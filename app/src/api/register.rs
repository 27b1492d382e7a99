//! The register of issued papers, spoilt numbers and the start of a paper book; the public check of one paper.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::paper::{PaperState, PaperStatus};
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    pub number: String,
    pub name: String,
    pub signed_at: DateTime,
    pub signer: String,
    pub state: PaperState,
    /// Why the number was spoilt.
    pub reason: Option<String>,
    /// Id and reference of the case.
    pub case: Option<(String, String)>,
    /// Every case of a common paper with how its part stands; empty for a paper of one.
    pub parts: Vec<(String, String, PaperState)>,
}

/// The register of a unit in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    pub unit: String,
    pub unit_name: String,
    pub year: i16,
    /// The chosen symbol; empty for all.
    pub symbol: String,
    /// Units whose register this officer may read.
    pub units: Vec<(String, String)>,
    pub rows: Vec<RegisterRow>,
    /// Whether this officer keeps the books of the unit shown.
    pub keeps: bool,
    pub draft: Option<Draft>,
}

/// Reads the register; the officer's own unit and this year where nothing else is chosen.
#[server(input = GetUrl, endpoint = "so-van-ban")]
pub async fn read_register(
    #[server(default)] unit: String,
    #[server(default)] year: String,
    #[server(default)] symbol: String,
    #[server(default)] draft: Option<String>,
) -> Result<Register, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, role_may};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let unit = if unit.is_empty() { signed.actor.unit.clone() } else { domain::unit::UnitId(unit) };
    let this_year = domain::calendar::to_local(context.now()).year();
    let year = if year.is_empty() { Ok(this_year) } else { year.parse() };
    let year = year.map_err(|_| fail(AppError::NotFound))?;
    let chosen = Some(symbol.as_str()).filter(|symbol| !symbol.is_empty());
    let lines = store::papers::register(database, &signed.actor, &unit, year, chosen).await.map_err(unavailable)?;
    let below = store::units::below(database, &signed.actor.scope()).await.map_err(unavailable_db)?;
    let name = below.iter().find(|found| found.id == unit).map(|found| found.short_name.clone()).unwrap_or_default();
    Ok(Register {
        keeps: unit == signed.actor.unit && role_may(signed.actor.role, Action::DecideProcedure),
        unit: unit.0,
        unit_name: name,
        year,
        symbol,
        units: below.into_iter().map(|found| (found.id.0, found.short_name)).collect(),
        rows: lines
            .into_iter()
            .map(|line| RegisterRow {
                number: line.number,
                name: line.name,
                signed_at: line.signed_at,
                signer: line.signer,
                state: line.state,
                reason: line.reason,
                case: line.case.map(|(id, code)| (id.to_string(), code)),
                parts: line.parts.into_iter().map(|(id, code, state)| (id.to_string(), code, state)).collect(),
            })
            .collect(),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Takes the next number of a series out of use.
#[server(input = PostUrl, endpoint = "huy-so")]
pub async fn submit_void(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::REGISTER, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let (symbol, reason) = (fields.get("symbol"), fields.get("reason"));
        store::papers::void(&*context.database, &context.env(), &signed.actor, symbol, reason)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(routes::REGISTER, routes::DONE, "huy-so"))
    })
    .await
}

/// Lets a series begin at a number of its own.
#[server(input = PostUrl, endpoint = "dat-so-bat-dau")]
pub async fn submit_begin(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::case::FieldError;
    submit(routes::REGISTER, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let first = fields
            .get("first")
            .parse()
            .map_err(|_| Rejection::Fields(vec![FieldError::new("first", "Nhập số bắt đầu, từ 1 đến 9000.")]))?;
        store::papers::begin_series(&*context.database, &context.env(), &signed.actor, fields.get("symbol"), first)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(routes::REGISTER, routes::DONE, "dat-so-bat-dau"))
    })
    .await
}

/// What anybody may know of a paper by its check code; needs no sign-in.
#[server(input = GetUrl, endpoint = "kiem-tra-van-ban")]
pub async fn read_paper_status(code: String) -> Result<Option<PaperStatus>, AppError> {
    use crate::server::{context, unavailable_db};
    let context = context()?;
    store::papers::check(&*context.database, &code).await.map_err(unavailable_db)
}
