//! Units and accounts, for administrators.

use super::own_account::{LogLine, SessionLine};
use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::officer::{Officer, Role};
use domain::unit::UnitKind;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// An account in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    pub officer: Officer,
    pub unit: String,
    pub has_password: bool,
    pub has_factor: bool,
}

/// A unit in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    pub id: String,
    pub name: String,
    pub kind: UnitKind,
    /// Steps below the administrator's own unit.
    pub depth: usize,
}

/// What an administrator oversees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administration {
    pub units: Vec<UnitRow>,
    pub accounts: Vec<AccountRow>,
    pub draft: Option<Draft>,
    /// Something about the accounts has to be put right by whoever runs the installation.
    pub warning: Option<String>,
}

/// One account, with the link that was just made for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFile {
    pub account: AccountRow,
    /// Address that sets the password once; shown on the page that follows its making, and never again.
    pub link: Option<String>,
    pub draft: Option<Draft>,
    pub own: bool,
    /// The officer's open sessions.
    pub sessions: Vec<SessionLine>,
    /// What happened to the account.
    pub log: Vec<LogLine>,
}

/// The cookie that carries a one-time link to the page that shows it: it is kept nowhere else.
#[cfg(feature = "ssr")]
const LINK: &str = "ins-lien-ket";

/// The units and accounts of the administrator's part of the tree.
#[server(input = GetUrl, endpoint = "quan-tri")]
pub async fn read_administration(#[server(default)] draft: Option<String>) -> Result<Administration, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let accounts = store::administration::accounts(database, &signed.actor).await.map_err(unavailable)?;
    let units = store::units::below(database, &signed.actor.path).await.map_err(unavailable_db)?;
    let own = signed.actor.path.0.matches('/').count();
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let row = |unit: domain::unit::Unit| UnitRow {
        depth: unit.path.0.matches('/').count().saturating_sub(own),
        id: unit.id.0,
        name: unit.name,
        kind: unit.kind,
    };
    Ok(Administration {
        units: units.into_iter().map(row).collect(),
        accounts: accounts.into_iter().map(account_row).collect(),
        draft,
        warning: context.accounts.warning.as_deref().map(str::to_owned),
    })
}

#[cfg(feature = "ssr")]
fn account_row(account: store::administration::Account) -> AccountRow {
    AccountRow {
        officer: account.officer,
        unit: account.unit_name,
        has_password: account.has_password,
        has_factor: account.has_factor,
    }
}

/// One account.
#[server(input = GetUrl, endpoint = "tai-khoan")]
pub async fn read_account(id: String, #[server(default)] draft: Option<String>) -> Result<AccountFile, AppError> {
    use super::own_account::{log_lines, session_lines};
    use crate::routes;
    use crate::server::{context, fail, handed, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let (database, env) = (&*context.database, context.env());
    let accounts = store::administration::accounts(database, &signed.actor).await.map_err(unavailable)?;
    let account = accounts.into_iter().find(|account| account.officer.id.0 == id);
    let account = account.ok_or_else(|| fail(AppError::NotFound))?;
    let token = handed(LINK, &routes::account(&id));
    let officer = &account.officer.id;
    let sessions = store::accounts::sessions(database, &env, officer, None).await.map_err(unavailable_db)?;
    let log = store::accounts::account_log(database, &signed.actor, officer).await.map_err(unavailable)?;
    Ok(AccountFile {
        own: officer == signed.actor.id(),
        sessions: session_lines(sessions),
        log: log_lines(log),
        account: account_row(account),
        link: token.map(|token| routes::with_query(routes::FIRST_ADMINISTRATOR, "ma", &token)),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// The page of an account with the link that was just made.
#[cfg(feature = "ssr")]
fn page_with_link(officer: &str, token: &str) -> String {
    let page = crate::routes::account(officer);
    crate::server::hand_over(LINK, &page, token);
    page
}

/// Opens an account.
#[server(input = PostUrl, endpoint = "them-tai-khoan")]
pub async fn submit_account(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::administration::officer;
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit, unavailable_db};
    use domain::case::FieldError;
    use store::{DbError, StoreError};
    submit(routes::ACCOUNT_NEW, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let database = &*context.database;
        let units = store::units::below(database, &signed.actor.path).await.map_err(unavailable_db)?;
        let form = officer(&fields, &units)?;
        let new = store::accounts::NewOfficer {
            account: form.account,
            full_name: form.full_name,
            badge: form.badge,
            card: form.card,
            unit: form.unit,
            role: form.role,
        };
        match store::accounts::create_officer(database, &context.env(), &signed.actor, &new).await {
            Ok((id, token)) => Ok(page_with_link(&id.0, &token)),
            Err(StoreError::Db(DbError::Constraint(_))) => Err(Rejection::Fields(vec![FieldError::new(
                "account",
                "Tên đăng nhập này đã có người dùng (không phân biệt hoa thường, dấu). Chọn tên khác.",
            )])),
            Err(error) => Err(refused(error)),
        }
    })
    .await
}

/// Makes a new one-time link for an account; older ones stop working.
#[server(input = PostUrl, endpoint = "cap-lien-ket")]
pub async fn submit_new_link(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let id = fields.get("id").to_owned();
    submit(&routes::account(&id), &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let officer = domain::officer::OfficerId(id.clone());
        let token = store::accounts::create_link(&*context.database, &context.env(), &signed.actor, &officer)
            .await
            .map_err(refused)?;
        Ok(page_with_link(&id, &token))
    })
    .await
}

/// Opens or closes an account.
#[server(input = PostUrl, endpoint = "khoa-tai-khoan")]
pub async fn submit_active(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let page = routes::account(fields.get("id"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let officer = domain::officer::OfficerId(fields.get("id").to_owned());
        let active = fields.get("active") == "1";
        store::administration::set_active(&*context.database, &context.env(), &signed.actor, &officer, active)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, if active { "mo-tai-khoan" } else { "khoa-tai-khoan" }))
    })
    .await
}

/// Ends every session of an officer.
#[server(input = PostUrl, endpoint = "ket-thuc-phien-cong-chuc")]
pub async fn submit_sessions_end(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let page = routes::account(fields.get("id"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let officer = domain::officer::OfficerId(fields.get("id").to_owned());
        store::accounts::end_sessions_of(&*context.database, &context.env(), &signed.actor, &officer)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "ket-thuc-phien-cong-chuc"))
    })
    .await
}

/// Removes the second factor of an officer who lost it.
#[server(input = PostUrl, endpoint = "go-ma-xac-thuc")]
pub async fn submit_factor_removal(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let page = routes::account(fields.get("id"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let officer = domain::officer::OfficerId(fields.get("id").to_owned());
        store::accounts::remove_factor(&*context.database, &context.env(), &signed.actor, &officer)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "go-ma-xac-thuc"))
    })
    .await
}

/// Adds a team or a section.
#[server(input = PostUrl, endpoint = "them-don-vi")]
pub async fn submit_unit(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::administration::unit;
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::UNIT_NEW, &fields, async {
        let signed = signed_in().await?;
        let form = unit(&fields)?;
        let context = context()?;
        let new = store::administration::NewUnit {
            parent: form.parent,
            kind: form.kind,
            code: form.code,
            name: form.name,
            short_name: form.short_name,
            place: form.place,
            treasury: form.treasury,
            address: form.address,
        };
        store::administration::add_unit(&*context.database, &context.env(), &signed.actor, &new)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(routes::ADMINISTRATION, routes::DONE, "them-don-vi"))
    })
    .await
}

/// Roles as an administrator chooses them.
pub fn roles() -> impl Iterator<Item = (&'static str, &'static str)> {
    Role::ALL.into_iter().map(|role| (role.key(), role.title()))
}
