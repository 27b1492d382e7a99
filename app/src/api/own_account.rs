//! The officer's own account: password, second factor, sessions, and what happened to it.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A session in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub mark: String,
    pub client: String,
    pub since: String,
    pub seen: String,
    pub this: bool,
}

/// Something that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    pub at: String,
    pub what: String,
    pub actor: String,
    pub client: String,
}

/// Where a second factor stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorLine {
    pub since: String,
    pub codes_left: i64,
}

/// The officer's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    pub account: String,
    pub name: String,
    pub factor: Option<FactorLine>,
    /// The installation has a key, so that one can be enrolled.
    pub may_enrol: bool,
    pub sessions: Vec<SessionLine>,
    pub log: Vec<LogLine>,
    /// He answers for other officers, and may read what happened to their accounts.
    pub answers_for_others: bool,
    pub draft: Option<Draft>,
}

/// What the enrolment page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentView {
    pub name: String,
    pub account: String,
    /// For the QR code.
    pub address: String,
    /// For typing, in groups of four.
    pub letters: String,
    /// Carried by the form.
    pub sealed: String,
    /// He comes from the first step of signing in, and goes nowhere else before.
    pub forced: bool,
    /// He has one already, and gives a code of it.
    pub replaces: bool,
    pub draft: Option<Draft>,
}

#[cfg(feature = "ssr")]
pub(crate) fn moment(at: jiff::Timestamp) -> String {
    domain::calendar::format_at(domain::calendar::to_local(at))
}

#[cfg(feature = "ssr")]
pub(crate) fn log_lines(rows: Vec<store::accounts::LogRow>) -> Vec<LogLine> {
    let line = |row: store::accounts::LogRow| LogLine {
        at: moment(row.at),
        what: row.what,
        actor: row.actor.unwrap_or_default(),
        client: row.client,
    };
    rows.into_iter().map(line).collect()
}

#[cfg(feature = "ssr")]
pub(crate) fn session_lines(rows: Vec<store::accounts::SessionRow>) -> Vec<SessionLine> {
    let line = |row: store::accounts::SessionRow| SessionLine {
        mark: row.mark,
        client: if row.client.is_empty() { "Trình duyệt không rõ".to_owned() } else { row.client },
        since: moment(row.since),
        seen: moment(row.seen),
        this: row.this,
    };
    rows.into_iter().map(line).collect()
}

/// What is wrong with a code, at its field or as a refusal of the whole.
#[cfg(feature = "ssr")]
pub(crate) fn code_problem(error: store::accounts::CodeError, field: &str) -> crate::server::Rejection {
    use crate::server::Rejection;
    use domain::case::FieldError;
    use store::accounts::CodeError;
    match error {
        CodeError::Wrong | CodeError::Used | CodeError::CurrentCode => FieldError::new(field, error.message()).into(),
        CodeError::WrongPassword => FieldError::new("password", error.message()).into(),
        CodeError::Over | CodeError::Locked { .. } | CodeError::Sealed | CodeError::Stale => {
            Rejection::Refused { message: error.message(), citation: None }
        }
        CodeError::Db(detail) => Rejection::Error(AppError::internal(&detail.to_string())),
    }
}

/// The officer's own account.
#[server(input = GetUrl, endpoint = "tai-khoan-cua-toi")]
pub async fn read_own_account(#[server(default)] draft: Option<String>) -> Result<OwnAccount, AppError> {
    use crate::server::{context, found, session_token, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let (database, env) = (&*context.database, context.env());
    let id = signed.actor.id();
    let officer = found(store::accounts::officer(database, id).await.map_err(unavailable_db)?)?;
    let factor = store::accounts::factor(database, id).await.map_err(unavailable_db)?;
    let token = session_token();
    let sessions = store::accounts::sessions(database, &env, id, token.as_deref()).await.map_err(unavailable_db)?;
    let log = store::accounts::account_log(database, &signed.actor, id).await.map_err(unavailable)?;
    Ok(OwnAccount {
        account: officer.account,
        name: officer.full_name,
        factor: factor.map(|factor| FactorLine { since: moment(factor.since), codes_left: factor.codes_left }),
        may_enrol: context.accounts.policy.key.is_some(),
        sessions: session_lines(sessions),
        log: log_lines(log),
        answers_for_others: answers_for_others(signed.actor.role),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Changes one's own password.
#[server(input = PostUrl, endpoint = "doi-mat-khau")]
pub async fn submit_password(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, session_token, signed_in, submit};
    use domain::case::FieldError;
    use store::accounts::PasswordProblem;
    submit(routes::OWN_ACCOUNT, &fields, async {
        let signed = signed_in().await?;
        let (current, new) = (fields.exact("password_current"), fields.exact("password_new"));
        if new != fields.exact("password_again") {
            return Err(FieldError::new("password_again", "Hai lần nhập mật khẩu khác nhau. Nhập lại cả hai.").into());
        }
        let context = context()?;
        let (database, env, token) = (&*context.database, context.env(), session_token().unwrap_or_default());
        let changed = store::accounts::change_password(database, &env, signed.actor.id(), current, new, &token).await;
        match changed.map_err(refused)? {
            Ok(()) => Ok(routes::with_query(routes::OWN_ACCOUNT, routes::DONE, "doi-mat-khau")),
            Err(problem @ (PasswordProblem::WrongCurrent | PasswordProblem::Locked(_))) => {
                Err(FieldError::new("password_current", problem.message()).into())
            }
            Err(problem) => Err(FieldError::new("password_new", problem.message()).into()),
        }
    })
    .await
}

/// Ends one of one's own sessions.
#[server(input = PostUrl, endpoint = "ket-thuc-phien")]
pub async fn submit_session_end(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, signed_in, submit, unavailable_db};
    submit(routes::OWN_ACCOUNT, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        store::accounts::end_session(&*context.database, &context.env(), signed.actor.id(), fields.get("mark"))
            .await
            .map_err(|error| Rejection::Error(unavailable_db(error)))?;
        Ok(routes::with_query(routes::OWN_ACCOUNT, routes::DONE, "ket-thuc-phien"))
    })
    .await
}

/// Ends all of one's own sessions but this one.
#[server(input = PostUrl, endpoint = "ket-thuc-phien-khac")]
pub async fn submit_others_end(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, session_token, signed_in, submit, unavailable_db};
    submit(routes::OWN_ACCOUNT, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let token = session_token().unwrap_or_default();
        store::accounts::end_other_sessions(&*context.database, &context.env(), signed.actor.id(), &token)
            .await
            .map_err(|error| Rejection::Error(unavailable_db(error)))?;
        Ok(routes::with_query(routes::OWN_ACCOUNT, routes::DONE, "ket-thuc-phien-khac"))
    })
    .await
}

/// Who may enrol in this browser: the officer, his sign-in name, and whether he is only half signed in.
#[cfg(feature = "ssr")]
async fn enrolling() -> Result<Option<(domain::officer::OfficerId, String, String, bool)>, AppError> {
    use crate::server::{context, found, half_token, session, unavailable_db};
    use store::accounts::Wants;
    let context = context()?;
    let (database, env) = (&*context.database, context.env());
    if let Some(signed) = session().await? {
        let officer = store::accounts::officer(database, signed.actor.id()).await.map_err(unavailable_db)?;
        let officer = found(officer)?;
        return Ok(Some((officer.id, officer.full_name, officer.account, false)));
    }
    let Some(token) = half_token() else { return Ok(None) };
    let waiting = store::accounts::waiting(database, &env, &token).await.map_err(unavailable_db)?;
    let waiting = waiting.filter(|waiting| waiting.wants == Wants::Enrolment);
    Ok(waiting.map(|waiting| (waiting.officer, waiting.full_name, waiting.account, true)))
}

/// A new secret to enrol, shown to its officer; nothing where the installation has no key.
#[server(input = GetUrl, endpoint = "cai-ma-xac-thuc-mau")]
pub async fn read_enrolment(#[server(default)] draft: Option<String>) -> Result<Option<EnrolmentView>, AppError> {
    use crate::server::{context, fail, unavailable_db};
    let Some((id, name, account, forced)) = enrolling().await? else {
        return Err(fail(AppError::Unauthenticated));
    };
    let context = context()?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let sealed = draft.as_ref().and_then(|draft| draft.fields.filled("sealed")).map(str::to_owned);
    let (env, policy, installation) = (context.env(), &context.accounts.policy, &context.installation_name);
    let offer = store::accounts::offer(&env, policy, &id, &account, installation, sealed.as_deref());
    let Some(offer) = offer.map_err(unavailable_db)? else { return Ok(None) };
    let factor = store::accounts::factor(&*context.database, &id).await.map_err(unavailable_db)?;
    Ok(Some(EnrolmentView {
        name,
        account,
        address: offer.address,
        letters: store::accounts::grouped(&offer.letters),
        sealed: offer.sealed,
        forced,
        replaces: factor.is_some(),
        draft,
    }))
}

/// The cookie that carries new recovery codes to the page that shows them.
#[cfg(feature = "ssr")]
const CODES: &str = "ins-ma-khoi-phuc";

/// Enrols a second factor, or replaces it; ends in a new session and the recovery codes.
#[server(input = PostUrl, endpoint = "cai-ma-xac-thuc")]
pub async fn submit_enrolment(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::api::session::with_next;
    use crate::routes;
    use crate::server::{
        clear_half, client, context, forget_looked, half_token, hand_over, session, set_session, submit,
    };
    use domain::case::FieldError;
    use store::accounts::{CodeError, Enrolling, Enrolment, enrol};
    let next = fields.get("tiep").to_owned();
    submit(&with_next(routes::ENROLMENT, &next), &fields, async {
        if fields.get("password_first").is_empty() {
            return Err(FieldError::new("password_first", "Nhập mã 6 chữ số đang hiện trong ứng dụng xác thực.").into());
        }
        let context = context()?;
        let (signed, half) = (session().await?, half_token().unwrap_or_default());
        let who = match &signed {
            Some(signed) => Enrolling::Session {
                officer: signed.actor.id(),
                password: fields.exact("password"),
                code: fields.get("password_code"),
            },
            None => Enrolling::Half(&half),
        };
        let client = client();
        let new = Enrolment { who, sealed: fields.get("sealed"), first: fields.get("password_first"), client: &client };
        let enrolled = enrol(&*context.database, &context.env(), &context.accounts.policy, &new).await;
        let enrolled = enrolled.map_err(|error| match error {
            CodeError::Over if signed.is_none() => {
                clear_half();
                code_problem(CodeError::Over, "password_first")
            }
            CodeError::CurrentCode => code_problem(CodeError::CurrentCode, "password_code"),
            error => code_problem(error, "password_first"),
        })?;
        set_session(&enrolled.signed.token);
        clear_half();
        forget_looked();
        hand_over(CODES, routes::RECOVERY_CODES, &enrolled.codes.join("."));
        Ok(with_next(routes::RECOVERY_CODES, &next))
    })
    .await
}

/// The recovery codes that were just made, once; nothing afterwards.
#[server(input = GetUrl, endpoint = "ma-khoi-phuc")]
pub async fn read_recovery_codes() -> Result<Vec<String>, AppError> {
    use crate::routes;
    use crate::server::{handed, signed_in};
    signed_in().await?;
    let codes = handed(CODES, routes::RECOVERY_CODES).unwrap_or_default();
    Ok(codes.split('.').filter(|code| !code.is_empty()).map(str::to_owned).collect())
}

/// Makes new recovery codes.
#[server(input = PostUrl, endpoint = "tao-ma-khoi-phuc")]
pub async fn submit_recovery_codes(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, hand_over, signed_in, submit};
    submit(routes::OWN_ACCOUNT, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let (database, env, policy) = (&*context.database, context.env(), &context.accounts.policy);
        let (password, code) = (fields.exact("password"), fields.get("password_code"));
        let codes = store::accounts::renew_codes(database, &env, policy, signed.actor.id(), password, code).await;
        let codes = codes.map_err(|error| code_problem(error, "password_code"))?;
        hand_over(CODES, routes::RECOVERY_CODES, &codes.join("."));
        Ok(routes::RECOVERY_CODES.to_owned())
    })
    .await
}

#[cfg(feature = "ssr")]
fn answers_for_others(role: domain::officer::Role) -> bool {
    use domain::authority::{Action, role_may};
    role_may(role, Action::ManageDevices) || role_may(role, Action::ManageAccounts)
}

/// Most officers that are listed.
#[cfg(feature = "ssr")]
const LISTED: usize = 500;

/// An officer somebody answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerLine {
    pub id: String,
    pub name: String,
    pub badge: String,
    pub title: String,
}

/// The officers whose account logs the reader may open: of his unit and below.
#[server(input = GetUrl, endpoint = "nhat-ky-don-vi")]
pub async fn read_account_logs() -> Result<Vec<OfficerLine>, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    let signed = signed_in().await?;
    if !answers_for_others(signed.actor.role) {
        return Err(fail(AppError::NotFound));
    }
    let context = context()?;
    let officers = store::accounts::officers_below(&*context.database, &signed.actor, &signed.actor.path).await;
    let line = |officer: domain::officer::Officer| OfficerLine {
        id: officer.id.0,
        name: officer.full_name,
        badge: officer.badge,
        title: officer.role.title().to_owned(),
    };
    Ok(officers.map_err(unavailable)?.into_iter().take(LISTED).map(line).collect())
}

/// What happened to an officer's account, for who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLog {
    pub name: String,
    pub lines: Vec<LogLine>,
}

/// What happened to an officer's account.
#[server(input = GetUrl, endpoint = "nhat-ky-tai-khoan")]
pub async fn read_account_log(id: String) -> Result<AccountLog, AppError> {
    use crate::server::{context, found, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let id = domain::officer::OfficerId(id);
    let rows = store::accounts::account_log(database, &signed.actor, &id).await.map_err(unavailable)?;
    let officer = found(store::accounts::officer(database, &id).await.map_err(unavailable_db)?)?;
    Ok(AccountLog { name: officer.full_name, lines: log_lines(rows) })
}
