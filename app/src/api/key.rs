//! Keys of other systems, and what was handed over with them.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A key in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    pub num: i64,
    pub name: String,
    pub contact: String,
    pub scope: String,
    pub unit: String,
    pub ends_on: Date,
    pub revoked: bool,
    pub made: String,
    /// When it called last; nothing for never.
    pub used_at: Option<String>,
    pub used: i64,
}

/// The keys an administrator oversees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    pub keys: Vec<KeyLine>,
    /// Units a key may be made for: id and name.
    pub units: Vec<(String, String)>,
    pub today: Date,
    /// The key that was just made; shown once.
    pub made: Option<String>,
    pub draft: Option<Draft>,
}

/// A version that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    pub at: String,
    pub case: String,
    pub case_id: String,
    pub record: String,
    pub version: i64,
    pub reason: String,
}

/// How far the hand-over to the national database has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    pub last_at: Option<String>,
    /// The day of the oldest change nobody has been given, and until when it was to be given.
    pub waiting: Option<(Date, Date)>,
    pub today: Date,
    pub rejected: Vec<ReceiptLine>,
    pub accepted: Vec<ReceiptLine>,
    /// Whether he may open the files.
    pub opens_cases: bool,
}

/// The cookie that carries a new key to the page that shows it: it is kept nowhere else.
#[cfg(feature = "ssr")]
const KEY: &str = "ins-khoa";

#[cfg(feature = "ssr")]
fn moment(at: jiff::Timestamp) -> String {
    domain::calendar::format_at(domain::calendar::to_local(at))
}

/// The keys of the administrator's part of the tree.
#[server(input = GetUrl, endpoint = "khoa-api")]
pub async fn read_keys(#[server(default)] draft: Option<String>) -> Result<Keys, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let keys = store::keys::list(database, &signed.actor).await.map_err(unavailable)?;
    let units = store::units::below(database, &signed.actor.path).await.map_err(unavailable_db)?;
    Ok(Keys {
        keys: keys
            .into_iter()
            .map(|key| KeyLine {
                num: key.num,
                name: key.name,
                contact: key.contact,
                scope: key.grant.scope.label().to_owned(),
                unit: key.unit_name,
                ends_on: key.grant.ends_on,
                revoked: key.grant.revoked,
                made: format!("{} – {}", moment(key.created_at), key.created_by),
                used_at: key.last_used_at.map(moment),
                used: key.used,
            })
            .collect(),
        units: units.into_iter().map(|unit| (unit.id.0, unit.short_name)).collect(),
        today: domain::calendar::to_local(context.now()).date(),
        made: crate::server::handed(KEY, crate::routes::KEYS),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Makes a key.
#[server(input = PostUrl, endpoint = "cap-khoa-api")]
pub async fn submit_key(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::KEYS, &fields, async {
        let signed = signed_in().await?;
        let form = crate::forms::key::parse(&fields)?;
        let context = context()?;
        let new = store::keys::NewKey {
            name: form.name,
            contact: form.contact,
            scope: form.scope,
            unit: form.unit,
            ends_on: form.ends_on,
        };
        let token =
            store::keys::make(&*context.database, &context.env(), &signed.actor, &new).await.map_err(refused)?;
        crate::server::hand_over(KEY, routes::KEYS, &token);
        Ok(routes::KEYS.to_owned())
    })
    .await
}

/// Ends a key.
#[server(input = PostUrl, endpoint = "thu-hoi-khoa-api")]
pub async fn submit_revocation(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::KEYS, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let num = fields.get("num").parse().map_err(|_| AppError::NotFound)?;
        store::keys::revoke(&*context.database, &context.env(), &signed.actor, num).await.map_err(refused)?;
        Ok(routes::with_query(routes::KEYS, routes::DONE, "thu-hoi-khoa"))
    })
    .await
}

/// What was handed over to the national database.
#[server(input = GetUrl, endpoint = "cung-cap-du-lieu")]
pub async fn read_hand_over() -> Result<HandOver, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, role_may};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let found = store::national::delivery(database, &signed.actor).await.map_err(unavailable)?;
    let today = domain::calendar::to_local(context.now()).date();
    let calendar = store::calendar::current(database).await.map_err(unavailable_db)?;
    let lines = |list: Vec<store::national::ReceiptRow>| -> Vec<ReceiptLine> {
        let line = |row: store::national::ReceiptRow| ReceiptLine {
            at: moment(row.at),
            case: row.case,
            case_id: row.case_id,
            record: row.record,
            version: row.version,
            reason: row.reason,
        };
        list.into_iter().map(line).collect()
    };
    Ok(HandOver {
        last_at: found.last_at.map(moment),
        waiting: found.waiting_since.map(|at| {
            let day = domain::calendar::to_local(at).date();
            (day, domain::statute::provide_until(day, &calendar))
        }),
        today,
        rejected: lines(found.rejected),
        accepted: lines(found.accepted),
        opens_cases: role_may(signed.actor.role, Action::ReadCase),
    })
}
