//! How the installation stands, for administrators.

use crate::error::AppError;
use domain::upkeep::Line;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Every line, and the moment they were read at in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfCheck {
    pub lines: Vec<Line>,
    pub at: String,
}

/// Looks at everything once.
#[server(input = GetUrl, endpoint = "tu-kiem-tra")]
pub async fn read_self_check() -> Result<SelfCheck, AppError> {
    use crate::server::{context, outside, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let env = context.env();
    let facts = store::self_check::facts(&*context.database, &env, &signed.actor, outside()).await;
    let facts = facts.map_err(unavailable)?;
    Ok(SelfCheck { lines: domain::upkeep::judge(&facts, env.now), at: domain::upkeep::moment(env.now) })
}
