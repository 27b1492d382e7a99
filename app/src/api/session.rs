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
    /// Files that wait for this officer.
    pub waiting: u32,
}

/// The signed-in officer, or nobody.
#[server(input = GetUrl, endpoint = "me")]
pub async fn me() -> Result<Option<Me>, AppError> {
    use crate::server::{context, signed_in};
    match signed_in().await {
        Ok(signed) => {
            let context = context()?;
            let today = domain::calendar::to_local(context.now());
            let waiting = store::cases::my_work(&*context.database, &signed.actor, today)
                .await
                .map_err(crate::server::unavailable)?
                .len();
            Ok(Some(Me {
                name: signed.actor.officer.full_name.clone(),
                role: signed.actor.role,
                unit: signed.unit.short_name.clone(),
                waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            }))
        }
        Err(AppError::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A kept form draft: what was typed and what is wrong with it.
#[server(input = GetUrl, endpoint = "draft")]
pub async fn draft(id: String) -> Result<Option<Draft>, AppError> {
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
        let token = store::accounts::sign_in(&*context.database, &context.env(), &name, fields.get("password"))
            .await
            .map_err(|error| match error {
                store::accounts::SignInError::Wrong => Rejection::Refused {
                    message: "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ và phím Caps Lock rồi nhập lại.".to_owned(),
                    citation: None,
                },
                store::accounts::SignInError::Locked { until } => Rejection::Refused {
                    message: format!(
                        "Tài khoản tạm khóa vì nhập sai nhiều lần. Thử lại sau {}.",
                        domain::calendar::format_short(domain::calendar::to_local(until))
                    ),
                    citation: None,
                },
                store::accounts::SignInError::Db(error) => Rejection::Error(AppError::internal(&error.to_string())),
            })?;
        set_session(&token);
        Ok(routes::continue_or_home(Some(continue_to.as_str()).filter(|path| !path.is_empty())))
    })
    .await
}

/// Signs out: the session ends on the server, and the cookie goes.
#[server(input = PostUrl, endpoint = "dang-xuat")]
pub async fn submit_sign_out() -> Result<(), AppError> {
    use crate::server::{clear_session, context, redirect, session_token};
    if let Some(token) = session_token() {
        let context = context()?;
        store::accounts::sign_out(&*context.database, &token).await.map_err(crate::server::unavailable_db)?;
    }
    clear_session();
    redirect(crate::routes::SIGN_IN);
    Ok(())
}

/// Creates the first administrator through the one-time link printed by the installation.
#[server(input = PostUrl, endpoint = "khoi-tao")]
pub async fn submit_first_administrator(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, submit};
    let page = routes::with_query(routes::FIRST_ADMINISTRATOR, "ma", fields.get("ma"));
    submit(&page, &fields, async {
        let mut reader = crate::forms::Reader::new(&fields);
        let name = reader.line("full_name", "Nhập họ tên.");
        let account = reader.line("account", "Nhập tên đăng nhập.");
        let unit = reader.line("unit_name", "Nhập tên cơ quan, ví dụ Chi cục Quản lý thị trường tỉnh Hưng Yên.");
        if fields.get("password").chars().count() < store::accounts::MIN_PASSWORD {
            reader.error("password", format!("Mật khẩu ít nhất {} ký tự.", store::accounts::MIN_PASSWORD));
        }
        let (name, account, unit) = reader.finish(Some((name, account, unit)))?;
        let context = context()?;
        store::accounts::redeem_first_administrator(
            &*context.database,
            &context.env(),
            fields.get("ma"),
            &store::accounts::FirstAdministrator { full_name: name, account, unit_name: unit, password: fields.get("password").to_owned() },
        )
        .await
        .map_err(|error| match error {
            store::accounts::RedeemError::Invalid => Rejection::Refused {
                message: "Liên kết khởi tạo không đúng, đã dùng hoặc đã hết hạn. Chạy lại lệnh khởi tạo để lấy liên kết mới.".to_owned(),
                citation: None,
            },
            store::accounts::RedeemError::Db(error) => Rejection::Error(AppError::internal(&error.to_string())),
        })?;
        Ok(routes::with_query(routes::SIGN_IN, routes::DONE, "khoi-tao"))
    })
    .await
}
