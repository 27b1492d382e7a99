//! The officer's own calendar feed: made, replaced, revoked; its address is shown once.

use crate::error::AppError;
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// The cookie that carries a new token to the one page that shows it: it is kept nowhere else.
#[cfg(feature = "ssr")]
const ONCE: &str = "ins-lich";

/// Whether the officer has a feed, and its address where it was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedView {
    pub since: Option<DateTime>,
    /// Whole address, the only time it is known.
    pub address: Option<String>,
}

/// The officer's feed.
#[server(input = GetUrl, endpoint = "lich-ca-nhan")]
pub async fn read_feed() -> Result<FeedView, AppError> {
    use crate::server::{context, handed, origin, signed_in, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let state = store::direction::feed_state(&*context.database, &signed.actor).await.map_err(unavailable_db)?;
    let token = handed(ONCE, crate::routes::CALENDAR);
    let address =
        token.zip(origin()).map(|(token, origin)| format!("{origin}{}", crate::routes::calendar_feed(&token)));
    Ok(FeedView { since: state.map(|state| domain::calendar::to_local(state.created_at)), address })
}

/// Makes the feed, or gives it a new address: the old one stops working.
#[server(input = PostUrl, endpoint = "tao-lich-ca-nhan")]
pub async fn submit_feed() -> Result<(), AppError> {
    use crate::server::{context, hand_over, redirect, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let token = store::direction::renew_feed(&*context.database, &context.env(), &signed.actor).await;
    hand_over(ONCE, crate::routes::CALENDAR, &token.map_err(unavailable)?);
    redirect(crate::routes::CALENDAR);
    Ok(())
}

/// Takes the feed away.
#[server(input = PostUrl, endpoint = "thu-hoi-lich")]
pub async fn submit_feed_end() -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, redirect, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    store::direction::revoke_feed(&*context.database, &context.env(), &signed.actor).await.map_err(unavailable)?;
    redirect(&routes::with_query(routes::CALENDAR, routes::DONE, "thu-hoi-lich"));
    Ok(())
}
