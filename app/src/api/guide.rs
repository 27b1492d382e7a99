//! The first steps of an officer who is new: what he has done already, and putting them away.

use crate::error::AppError;
use crate::forms::Fields;
use domain::officer::Role;
use domain::pace::Work;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// What an officer has done so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    pub role: Role,
    pub done: Work,
    /// He has put the list away.
    pub hidden: bool,
}

/// What the signed-in officer has done so far.
#[server(input = GetUrl, endpoint = "buoc-dau")]
pub async fn read_guide() -> Result<Guide, AppError> {
    use crate::server::{context, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let (done, hidden) = store::adoption::first_steps(&*context.database, &signed.actor).await.map_err(unavailable)?;
    Ok(Guide { role: signed.actor.role, done, hidden })
}

/// Puts the first steps away, or brings them back.
#[server(input = PostUrl, endpoint = "an-buoc-dau")]
pub async fn submit_guide(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::HOME, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let hide = fields.get("an") == "1";
        store::adoption::hide_guide(&*context.database, &context.env(), &signed.actor, hide).await.map_err(refused)?;
        Ok(routes::HOME.to_owned())
    })
    .await
}
