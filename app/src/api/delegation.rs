//! Powers that a head gives his deputies in writing.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::law::delegation::Delegation;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A delegation in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenRow {
    pub id: i64,
    pub deputy: String,
    pub head: String,
    pub ended: bool,
    pub delegation: Delegation,
}

/// What a head has given, and to whom he may give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegations {
    pub given: Vec<GivenRow>,
    /// Deputies of his unit: id and name.
    pub deputies: Vec<(String, String)>,
    pub today: Date,
    pub draft: Option<Draft>,
}

/// The delegations of the head's unit.
#[server(input = GetUrl, endpoint = "giao-quyen")]
pub async fn read_delegations(#[server(default)] draft: Option<String>) -> Result<Delegations, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let given = store::delegations::given(database, &signed.actor).await.map_err(unavailable)?;
    let officers = store::units::officers(database, &signed.actor.unit).await.map_err(unavailable_db)?;
    let deputies = officers.into_iter().filter(|officer| Some(officer.role) == signed.actor.role.deputy());
    Ok(Delegations {
        given: given
            .into_iter()
            .map(|row| GivenRow {
                id: row.id,
                deputy: row.deputy,
                head: row.head,
                ended: row.ended,
                delegation: row.delegation,
            })
            .collect(),
        deputies: deputies.map(|officer| (officer.id.0, officer.full_name)).collect(),
        today: domain::calendar::to_local(context.now()).date(),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Gives a power to a deputy.
#[server(input = PostUrl, endpoint = "giao-quyen-moi")]
pub async fn submit_delegation(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::DELEGATIONS, &fields, async {
        let signed = signed_in().await?;
        let new = crate::forms::delegation::parse(&fields)?;
        let context = context()?;
        let new = store::delegations::NewDelegation {
            deputy: new.deputy,
            power: new.power,
            number: new.number,
            signed_on: new.signed_on,
            from: new.from,
            to: new.to,
        };
        store::delegations::give(&*context.database, &context.env(), &signed.actor, &new).await.map_err(refused)?;
        Ok(routes::with_query(routes::DELEGATIONS, routes::DONE, "giao-quyen"))
    })
    .await
}

/// Ends a delegation.
#[server(input = PostUrl, endpoint = "thoi-giao-quyen")]
pub async fn submit_end(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::DELEGATIONS, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let id = fields.get("id").parse().map_err(|_| AppError::NotFound)?;
        store::delegations::end(&*context.database, &context.env(), &signed.actor, id).await.map_err(refused)?;
        Ok(routes::with_query(routes::DELEGATIONS, routes::DONE, "thoi-giao-quyen"))
    })
    .await
}
