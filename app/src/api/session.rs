//! Who is signed in; signing in and out; the first administrator of an empty installation.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// Who is signed in, as the frame of every page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub role: domain::officer::Role,
    pub unit: String,
    /// Files and comments that wait for this officer.
    pub waiting: u32,
    /// Parts of tasks that wait for him.
    pub tasks: u32,
}

/// A kept form draft: what was typed and what is wrong with it.
#[server(input = GetUrl, endpoint = "draft")]
pub async fn read_draft(id: String) -> Result<Option<Draft>, AppError> {
    crate::server::draft(&id).await
}

/// Signs in with name and password.
#[server(input = PostUrl, endpoint = "dang-nhap")]
pub async fn submit_sign_in(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, set_session, submit};
    let continue_to = fields.get("tiep").to_owned();
    let page = match continue_to.as_str() {
        "" => routes::SIGN_IN.to_owned(),
        path => routes::with_query(routes::SIGN_IN, routes::CONTINUE, path),
    };
    submit(&page, &fields, async {
        let mut reader = crate::forms::Reader::new(&fields);
        let name = reader.line("account", "Nhập tên đăng nhập.");
        if fields.filled("password").is_none() {
            reader.error("password", "Nhập mật khẩu.");
        }
        let name = reader.finish(Some(name))?;
        let context = context()?;
        let signed = store::accounts::sign_in(&*context.database, &context.env(), &name, fields.get("password"))
            .await
            .map_err(|error| match &error {
                store::accounts::SignInError::Wrong | store::accounts::SignInError::Locked { .. } => {
                    Rejection::Refused { message: error.message(), citation: None }
                }
                store::accounts::SignInError::Db(detail) => Rejection::Error(AppError::internal(&detail.to_string())),
            })?;
        set_session(&signed.token);
        Ok(routes::continue_or_home(Some(continue_to.as_str()).filter(|path| !path.is_empty())))
    })
    .await
}

/// Signs out: the session ends on the server, and the cookie goes.
#[server(input = PostUrl, endpoint = "dang-xuat")]
pub async fn submit_sign_out() -> Result<(), AppError> {
    use crate::server::{clear_session, context, redirect, session_token, unavailable_db};
    if let Some(token) = session_token() {
        let context = context()?;
        store::accounts::sign_out(&*context.database, &token).await.map_err(unavailable_db)?;
    }
    clear_session();
    redirect(crate::routes::SIGN_IN);
    Ok(())
}

/// The officer a one-time link is for, or nothing when it is used up or over.
#[server(input = GetUrl, endpoint = "lien-ket")]
pub async fn link_officer(token: String) -> Result<Option<(String, String)>, AppError> {
    use crate::server::{context, unavailable_db};
    let context = context()?;
    let officer =
        store::accounts::link_officer(&*context.database, &context.env(), &token).await.map_err(unavailable_db)?;
    Ok(officer.map(|officer| (officer.account, officer.full_name)))
}

/// Sets a password through a one-time link: the first administrator's, or one that an administrator sent.
#[server(input = PostUrl, endpoint = "dat-mat-khau")]
pub async fn submit_link(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, submit};
    use domain::case::FieldError;
    use store::StoreError;
    let page = routes::with_query(routes::FIRST_ADMINISTRATOR, "ma", fields.get("ma"));
    submit(&page, &fields, async {
        let password = fields.get("password");
        if password != fields.get("password_again") {
            return Err(FieldError::new("password_again", "Hai lần nhập mật khẩu khác nhau. Nhập lại cả hai.").into());
        }
        let context = context()?;
        let redeemed =
            store::accounts::redeem_link(&*context.database, &context.env(), fields.get("ma"), password).await;
        match redeemed {
            Ok(Ok(_)) => Ok(routes::with_query(routes::SIGN_IN, routes::DONE, "khoi-tao")),
            Ok(Err(problem)) => Err(FieldError::new("password", problem.message()).into()),
            Err(StoreError::NotFound) => Err(Rejection::Refused {
                message: "Liên kết không đúng, đã dùng hoặc đã hết hạn. Xin quản trị cấp liên kết mới.".to_owned(),
                citation: None,
            }),
            Err(error) => Err(refused(error)),
        }
    })
    .await
}
