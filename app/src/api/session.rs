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
    /// He practises: where he works, for the way back.
    pub practises: Option<String>,
}

/// A kept form draft: what was typed and what is wrong with it.
#[server(input = GetUrl, endpoint = "draft")]
pub async fn read_draft(id: String) -> Result<Option<Draft>, AppError> {
    crate::server::draft(&id).await
}

/// The ways to sign in beside a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doors {
    /// The agency's identity provider is set up.
    pub provider: bool,
}

/// How one may sign in here.
#[server(input = GetUrl, endpoint = "cach-dang-nhap")]
pub async fn read_doors() -> Result<Doors, AppError> {
    Ok(Doors { provider: crate::server::context()?.accounts.provider.is_some() })
}

/// Gives the browser what signing in came to, and answers where it goes on.
#[cfg(feature = "ssr")]
pub(crate) async fn entered(entered: store::accounts::Entered, next: &str) -> Result<String, AppError> {
    use crate::routes;
    use crate::server::{begin_half, begin_session};
    use store::accounts::{CODE_MINUTES, ENROLMENT_MINUTES, Entered, Wants};
    let half = match entered {
        Entered::Session(signed) => {
            begin_session(&signed.token).await?;
            return Ok(routes::continue_or_home(Some(next).filter(|path| !path.is_empty())));
        }
        Entered::Half(half) => half,
    };
    let (page, minutes) = match half.wants {
        Wants::Code => (routes::SIGN_IN_CODE, CODE_MINUTES),
        Wants::Enrolment => (routes::ENROLMENT, ENROLMENT_MINUTES),
    };
    begin_half(&half.token, minutes).await?;
    Ok(with_next(page, next))
}

/// A page that goes on to another one.
#[cfg(feature = "ssr")]
pub(crate) fn with_next(page: &str, next: &str) -> String {
    use crate::routes;
    if next.is_empty() { page.to_owned() } else { routes::with_query(page, routes::CONTINUE, next) }
}

/// Signs in with name and password; the first of two steps where there is a second factor.
#[server(input = PostUrl, endpoint = "dang-nhap")]
pub async fn submit_sign_in(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, client, context, failed, submit};
    use store::accounts::{Asked, SignInError};
    let continue_to = fields.get("tiep").to_owned();
    let page = with_next(routes::SIGN_IN, &continue_to);
    submit(&page, &fields, async {
        let mut reader = crate::forms::Reader::new(&fields);
        let name = reader.line("account", "Nhập tên đăng nhập.");
        if fields.exact("password").is_empty() {
            reader.error("password", "Nhập mật khẩu.");
        }
        let name = reader.finish(Some(name))?;
        let context = context()?;
        let asked = Asked { name: &name, password: fields.exact("password"), client: &client() };
        let (database, policy) = (&*context.database, &context.accounts.policy);
        let far = store::accounts::sign_in(database, &context.env(), policy, &asked).await;
        let far = far.map_err(|error| match &error {
            SignInError::Wrong | SignInError::Locked { .. } => {
                Rejection::Refused { message: error.message(), citation: None }
            }
            SignInError::Db(detail) => Rejection::Error(failed(detail)),
        })?;
        Ok(entered(far, &continue_to).await?)
    })
    .await
}

/// Who has given his password and not his code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfView {
    pub name: String,
    pub account: String,
}

/// Who is about to give a code in this browser, or nobody.
#[server(input = GetUrl, endpoint = "nua-dang-nhap")]
pub async fn read_half() -> Result<Option<HalfView>, AppError> {
    use crate::server::{context, half_token, unavailable_db};
    use store::accounts::Wants;
    let Some(token) = half_token() else { return Ok(None) };
    let context = context()?;
    let found = store::accounts::waiting(&*context.database, &context.env(), &token).await.map_err(unavailable_db)?;
    let found = found.filter(|waiting| waiting.wants == Wants::Code);
    Ok(found.map(|waiting| HalfView { name: waiting.full_name, account: waiting.account }))
}

/// The second step of signing in: a code of the authenticator, or a recovery code.
#[server(input = PostUrl, endpoint = "xac-nhan-ma")]
pub async fn submit_code(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::api::own_account::code_problem;
    use crate::routes;
    use crate::server::{begin_session, clear_half, client, context, half_token, submit};
    use domain::case::FieldError;
    use store::accounts::{CodeError, give_code};
    let next = fields.get("tiep").to_owned();
    submit(&with_next(routes::SIGN_IN_CODE, &next), &fields, async {
        let typed = fields.get("password_code");
        if typed.is_empty() {
            return Err(FieldError::new("password_code", "Nhập mã 6 chữ số hoặc một mã khôi phục.").into());
        }
        let token = half_token().unwrap_or_default();
        let context = context()?;
        let (database, env, policy) = (&*context.database, context.env(), &context.accounts.policy);
        let given = give_code(database, &env, policy, &token, typed, &client()).await;
        let (signed, by_recovery) = given.map_err(|error| {
            if error == CodeError::Over {
                clear_half();
            }
            code_problem(error, "password_code")
        })?;
        begin_session(&signed.token).await?;
        if by_recovery {
            return Ok(routes::with_query(routes::OWN_ACCOUNT, routes::DONE, "ma-khoi-phuc"));
        }
        Ok(routes::continue_or_home(Some(next.as_str()).filter(|path| !path.is_empty())))
    })
    .await
}

/// What came of the way to the identity provider, where the browser stays here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderView {
    /// Why nobody is signed in, in words.
    pub problem: Option<String>,
}

/// The cookie that ties a sign-in at the provider to the browser that began it.
#[cfg(feature = "ssr")]
const PROVIDER_COOKIE: &str = "ins-co-quan";

#[cfg(feature = "ssr")]
fn provider_cookie(value: &str, seconds: i64) -> String {
    let path = crate::routes::PROVIDER;
    let secure = if crate::server::is_loopback() { "" } else { "; Secure" };
    // Lax: the browser comes back from another site, by a link.
    format!("{PROVIDER_COOKIE}={value}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Logs what the provider did and says what to do.
#[cfg(feature = "ssr")]
fn provider_problem(problem: &crate::server::Problem) -> ProviderView {
    use crate::server::Problem;
    let (detail, words) = match problem {
        Problem::Down(detail) => (
            detail,
            "Hệ thống tài khoản của cơ quan không trả lời. Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu của hệ thống này.",
        ),
        Problem::Answer(detail) => (
            detail,
            "Không xác nhận được với hệ thống tài khoản của cơ quan. Bấm đăng nhập lại từ đầu; nếu vẫn lỗi, báo quản trị hệ thống.",
        ),
    };
    eprintln!("{}", serde_json::json!({ "level": "error", "provider": detail }));
    ProviderView { problem: Some(words.to_owned()) }
}

#[cfg(feature = "ssr")]
fn refused_there(words: &str) -> ProviderView {
    ProviderView { problem: Some(words.to_owned()) }
}

/// Begins a sign-in at the identity provider: sends the browser there.
#[server(input = GetUrl, endpoint = "den-co-quan")]
pub async fn read_provider(#[server(default)] tiep: String) -> Result<ProviderView, AppError> {
    use crate::routes;
    use crate::server::{context, fail, origin, redirect_away, set_header, unavailable_db};
    use http::header::SET_COOKIE;
    let context = context()?;
    let provider = context.accounts.provider.clone().ok_or_else(|| fail(AppError::NotFound))?;
    // Whoever signs in says so here: a link of another site does not do it for him.
    if crate::server::comes_from_elsewhere() {
        return Ok(refused_there(
            "Một trang khác đã dẫn đến đây. Để đăng nhập, mở trang đăng nhập và bấm “Đăng nhập bằng tài khoản của cơ quan”.",
        ));
    }
    let back = format!("{}{}", origin().unwrap_or_default(), routes::PROVIDER_BACK);
    let next = if routes::is_local(&tiep) { tiep } else { String::new() };
    let env = context.env();
    let start = store::accounts::provider::begin(&*context.database, &env, &next).await.map_err(unavailable_db)?;
    match provider.way(&start, &back).await {
        Ok(address) => {
            let seconds = store::accounts::provider::START_MINUTES * 60;
            set_header(SET_COOKIE, &provider_cookie(&start.secret, seconds));
            redirect_away(&address);
            Ok(ProviderView { problem: None })
        }
        Err(problem) => Ok(provider_problem(&problem)),
    }
}

/// Takes the browser back from the identity provider: signs in whom it names, where this installation knows him.
#[server(input = GetUrl, endpoint = "tu-co-quan")]
pub async fn read_provider_back(
    code: String,
    state: String,
    error: String,
    iss: String,
) -> Result<ProviderView, AppError> {
    use crate::routes;
    use crate::server::{client, context, fail, once, origin, redirect, set_header, unavailable_db};
    use http::header::SET_COOKIE;
    use store::accounts::provider;
    let context = context()?;
    let here = context.accounts.provider.clone().ok_or_else(|| fail(AppError::NotFound))?;
    let (database, env) = (&*context.database, context.env());
    let secret = once(PROVIDER_COOKIE).unwrap_or_default();
    set_header(SET_COOKIE, &provider_cookie("", 0));
    let again =
        "Lần đăng nhập này không bắt đầu từ trình duyệt này, đã dùng hoặc đã quá 10 phút. Bấm đăng nhập lại từ đầu.";
    let Some(back) = provider::back(database, &env, &state, &secret).await.map_err(unavailable_db)? else {
        return Ok(refused_there(again));
    };
    // RFC 9207: an answer that says whose it is must be of the provider that was asked.
    if !iss.is_empty() && iss != here.issuer() {
        return Ok(refused_there(again));
    }
    if !error.is_empty() || code.is_empty() {
        return Ok(refused_there(
            "Hệ thống tài khoản của cơ quan không cho đăng nhập. Thử lại, hoặc đăng nhập bằng mật khẩu của hệ thống này.",
        ));
    }
    let address = format!("{}{}", origin().unwrap_or_default(), routes::PROVIDER_BACK);
    let person = match here.person(&code, &secret, &address, context.now()).await {
        Ok(person) => person,
        Err(problem) => return Ok(provider_problem(&problem)),
    };
    let from = provider::From { issuer: here.issuer(), claim: &here.claim, trusted: here.trusted, client: &client() };
    let far = provider::enter(database, &env, &context.accounts.policy, &person, from).await.map_err(unavailable_db)?;
    match far {
        Ok(far) => {
            redirect(&entered(far, &back.next).await?);
            Ok(ProviderView { problem: None })
        }
        Err(stranger) => {
            eprintln!("{}", serde_json::json!({ "level": "warn", "provider": stranger.key() }));
            Ok(refused_there(stranger.message()))
        }
    }
}

/// Signs out: the session ends on the server, and the cookie goes.
#[server(input = PostUrl, endpoint = "dang-xuat")]
pub async fn submit_sign_out() -> Result<(), AppError> {
    use crate::server::{clear_half, clear_session, context, redirect, session_token, unavailable_db};
    if let Some(token) = session_token() {
        let context = context()?;
        store::accounts::sign_out(&*context.database, &context.env(), &token).await.map_err(unavailable_db)?;
    }
    clear_session();
    clear_half();
    redirect(crate::routes::SIGN_IN);
    Ok(())
}

/// The officer a one-time link is for, or nothing when it is used up or over.
#[server(input = GetUrl, endpoint = "lien-ket")]
pub async fn link_officer(token: String) -> Result<Option<(String, String)>, AppError> {
    use crate::server::{attempted, context, unavailable_db};
    let context = context()?;
    let officer =
        store::accounts::link_officer(&*context.database, &context.env(), &token).await.map_err(unavailable_db)?;
    if officer.is_none() && !token.is_empty() {
        attempted("link");
    }
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
        let password = fields.exact("password");
        if password != fields.exact("password_again") {
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
