//! What happened to an account: one list that only grows, read by whoever answers for it.
//!
//! Must not know: what a page shows of it. Addresses and passwords are never written here.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::officer::OfficerId;
use domain::unit::UnitPath;
use jiff::Timestamp;

/// Most rows that are shown.
const SHOWN: i64 = 100;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    SignedIn,
    SignedInByCode,
    SignedInByRecovery,
    SignedInByProvider,
    SignedOut,
    WrongPassword,
    WrongCode,
    Locked,
    ProviderLinked,
    LinkMade,
    PasswordByLink,
    PasswordChanged,
    FactorEnrolled,
    FactorReplaced,
    FactorRemoved,
    RecoveryRenewed,
    SessionEnded,
    SessionsEnded,
    Opened,
    Closed,
}

impl Happened {
    /// Everything that can happen.
    pub const ALL: [Self; 20] = [
        Self::SignedIn,
        Self::SignedInByCode,
        Self::SignedInByRecovery,
        Self::SignedInByProvider,
        Self::SignedOut,
        Self::WrongPassword,
        Self::WrongCode,
        Self::Locked,
        Self::ProviderLinked,
        Self::LinkMade,
        Self::PasswordByLink,
        Self::PasswordChanged,
        Self::FactorEnrolled,
        Self::FactorReplaced,
        Self::FactorRemoved,
        Self::RecoveryRenewed,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::Opened,
        Self::Closed,
    ];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignedInByCode => "signed-in-code",
            Self::SignedInByRecovery => "signed-in-recovery",
            Self::SignedInByProvider => "signed-in-provider",
            Self::SignedOut => "signed-out",
            Self::WrongPassword => "wrong-password",
            Self::WrongCode => "wrong-code",
            Self::Locked => "locked",
            Self::ProviderLinked => "provider-linked",
            Self::LinkMade => "link-made",
            Self::PasswordByLink => "password-by-link",
            Self::PasswordChanged => "password-changed",
            Self::FactorEnrolled => "factor-enrolled",
            Self::FactorReplaced => "factor-replaced",
            Self::FactorRemoved => "factor-removed",
            Self::RecoveryRenewed => "recovery-renewed",
            Self::SessionEnded => "session-ended",
            Self::SessionsEnded => "sessions-ended",
            Self::Opened => "opened",
            Self::Closed => "closed",
        }
    }

    /// Vietnamese words, as a list shows them.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SignedIn => "Đăng nhập bằng mật khẩu",
            Self::SignedInByCode => "Đăng nhập bằng mật khẩu và mã xác thực",
            Self::SignedInByRecovery => "Đăng nhập bằng mã khôi phục",
            Self::SignedInByProvider => "Đăng nhập bằng tài khoản của cơ quan",
            Self::SignedOut => "Đăng xuất",
            Self::WrongPassword => "Nhập sai mật khẩu",
            Self::WrongCode => "Nhập sai mã xác thực",
            Self::Locked => "Tạm khóa vì nhập sai nhiều lần",
            Self::ProviderLinked => "Gắn với tài khoản của cơ quan",
            Self::LinkMade => "Cấp liên kết đặt mật khẩu",
            Self::PasswordByLink => "Đặt mật khẩu qua liên kết",
            Self::PasswordChanged => "Đổi mật khẩu",
            Self::FactorEnrolled => "Cài đặt mã xác thực",
            Self::FactorReplaced => "Đổi thiết bị lấy mã xác thực",
            Self::FactorRemoved => "Gỡ mã xác thực",
            Self::RecoveryRenewed => "Tạo lại mã khôi phục",
            Self::SessionEnded => "Kết thúc một phiên làm việc",
            Self::SessionsEnded => "Kết thúc các phiên làm việc",
            Self::Opened => "Mở tài khoản",
            Self::Closed => "Khóa tài khoản",
        }
    }
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    pub at: Timestamp,
    /// Who did it; nothing where nobody is known to have.
    pub actor: Option<String>,
    pub what: String,
    pub client: String,
}

pub(crate) async fn write(
    work: &mut UnitOfWork,
    env: &Env,
    subject: &OfficerId,
    actor: Option<&OfficerId>,
    what: Happened,
    client: &str,
) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO account_log (at, subject, actor, what, client) VALUES (?1,?2,?3,?4,?5)",
        params![env.millis(), &subject.0, actor.map(|actor| actor.0.clone()), what.key(), client],
    )
    .await
}

/// What happened to an officer's account, the newest first: for himself, for administrators, and for those who lead his unit, who also
/// take devices of their officers out of use.
///
/// # Errors
/// `NotFound` for an officer the actor does not answer for.
pub async fn account_log(db: &dyn Database, actor: &Actor, officer: &OfficerId) -> Result<Vec<LogRow>, StoreError> {
    let mut connection = db.open().await?;
    let row = connection
        .query_one("SELECT u.path FROM officer o JOIN unit u ON u.id = o.unit WHERE o.id = ?1", params![&officer.0])
        .await?
        .ok_or(StoreError::NotFound)?;
    let path = UnitPath(row.string(0)?);
    let may = |action| authorise(actor, action, &path).is_ok();
    if actor.id() != officer && !may(Action::ManageAccounts) && !may(Action::ManageDevices) {
        return Err(StoreError::NotFound);
    }
    let sql = "SELECT l.at, a.full_name, l.what, l.client FROM account_log l LEFT JOIN officer a ON a.id = l.actor \
               WHERE l.subject = ?1 ORDER BY l.num DESC LIMIT ?2";
    let rows = connection.query(sql, params![&officer.0, SHOWN]).await?;
    let read = |row: &Row| -> Result<LogRow, DbError> {
        let key = row.text(2)?;
        let known = Happened::ALL.into_iter().find(|happened| happened.key() == key);
        Ok(LogRow {
            at: Timestamp::from_millisecond(row.int(0)?)
                .map_err(|_| DbError::Shape { column: 0, expected: "a moment" })?,
            actor: row.opt_string(1)?,
            what: known.map_or_else(|| key.to_owned(), |known| known.words().to_owned()),
            client: row.string(3)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::Happened;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_is_its_own() {
        let keys: BTreeSet<&str> = Happened::ALL.iter().map(|happened| happened.key()).collect();
        assert_eq!(keys.len(), Happened::ALL.len());
    }
}
