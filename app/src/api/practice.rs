//! Practice: the way there from where one works, and the seats one can take there.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// What the page of practice shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PracticeView {
    /// Where one works: the address that leads in, with a pass of one's own.
    Way { href: String },
    /// Where one works, without an installation of practice.
    NotSetUp,
    /// Where one practises: who comes in or changes his seat.
    Seats { name: String, draft: Draft },
    /// Where one practises, without a pass that lets in; why, in words.
    Closed { why: String },
}

/// The way to practice, or its seats.
#[server(input = GetUrl, endpoint = "tap-huan")]
pub async fn read_practice(pass: String, draft: Option<String>) -> Result<PracticeView, AppError> {
    use crate::routes;
    use crate::server::{context, fail, opt_draft, origin, session, signed_in, unavailable_db};
    let context = context()?;
    if !store::practice::is_practice(&*context.database).await.map_err(unavailable_db)? {
        let signed = signed_in().await?;
        let Some(practice) = context.practice.as_ref().filter(|practice| !practice.address.is_empty()) else {
            return Ok(PracticeView::NotSetUp);
        };
        let back = origin().ok_or_else(|| fail(AppError::internal("a request without a host")))?;
        let officer = &signed.actor.officer;
        let account = store::accounts::officer(&*context.database, &officer.id).await.map_err(unavailable_db)?;
        let account = account.map_or_else(|| officer.id.0.clone(), |officer| officer.account);
        let pass = store::practice::pass(&context.env(), &account, &officer.full_name, &back);
        let sealed = practice.key.seal(&pass).map_err(unavailable_db)?;
        let href = routes::with_query(&format!("{}{}", practice.address, routes::PRACTICE), routes::PASS, &sealed);
        return Ok(PracticeView::Way { href });
    }
    let draft = opt_draft(draft.as_deref()).await?.unwrap_or_default();
    if !pass.is_empty() {
        return Ok(match open(&context, &pass) {
            Ok(pass) => PracticeView::Seats { name: pass.full_name, draft },
            Err(why) => PracticeView::Closed { why: why.to_owned() },
        });
    }
    Ok(match session().await? {
        Some(signed) => PracticeView::Seats { name: signed.actor.officer.full_name, draft },
        None => PracticeView::Closed { why: COME_FROM_WORK.to_owned() },
    })
}

#[cfg(feature = "ssr")]
const COME_FROM_WORK: &str =
    "Ở đây không đăng nhập bằng mật khẩu. Đăng nhập hệ thống chính, mở mục Tập huấn ở cuối trang rồi bấm vào từ đó.";

#[cfg(feature = "ssr")]
fn open(context: &crate::server::Context, sealed: &str) -> Result<domain::practice::Pass, &'static str> {
    let Some(practice) = &context.practice else {
        return Err("Hệ thống tập huấn chưa được đặt khóa chung với hệ thống chính. Báo quản trị hệ thống.");
    };
    practice.key.open(sealed, &context.env()).map_err(store::practice::PassProblem::message)
}

/// Takes a seat: with a pass for the first time, or another one than before.
#[server(input = PostUrl, endpoint = "vao-tap-huan")]
pub async fn submit_seat(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, session_token, set_session, signed_in, submit, unavailable_db};
    use domain::case::FieldError;
    use domain::officer::Role;
    use domain::practice::Seat;
    let sealed = fields.get(routes::PASS).to_owned();
    let page = match sealed.as_str() {
        "" => routes::PRACTICE.to_owned(),
        pass => routes::with_query(routes::PRACTICE, routes::PASS, pass),
    };
    submit(&page, &fields, async {
        let context = context()?;
        if !store::practice::is_practice(&*context.database).await.map_err(unavailable_db)? {
            return Err(AppError::NotFound.into());
        }
        let seat = Seat::choose(Role::from_key(fields.get("role")), fields.get("team").parse().ok())
            .map_err(|(field, message)| FieldError::new(field, message))?;
        let said = |message: &str| Rejection::Refused { message: message.to_owned(), citation: None };
        let (database, env) = (&*context.database, context.env());
        let token = if sealed.is_empty() {
            let signed = signed_in().await?;
            let before = session_token().unwrap_or_default();
            store::practice::change_seat(database, &env, &signed.actor, &before, seat).await.map_err(refused)?
        } else {
            let pass = open(&context, &sealed).map_err(said)?;
            let entered = store::practice::enter(database, &env, &pass, seat).await.map_err(refused)?;
            entered.map_err(|problem| said(problem.message()))?
        };
        set_session(&token);
        Ok(routes::HOME.to_owned())
    })
    .await
}
