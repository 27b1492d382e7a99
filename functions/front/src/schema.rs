//! Whether the database keeps transactions and is of the version this program works with, asked until both are so and remembered then.
//!
//! Must not know: what a version holds.

use crate::{Failure, log};
use std::sync::atomic::{AtomicBool, Ordering};
use store::Database;
use store::migrate::{Standing, standing};
use store::self_check::clocks_apart;
use store::transactions::are_kept;

/// What an officer is told while the database is newer than the program.
pub const NEWER: &str = "Hệ thống đang được nâng cấp: dữ liệu đã lên phiên bản mới, phần xử lý chưa lên kịp. Chưa có gì bị mất. Thử lại sau ít \
     phút; nếu kéo dài, báo quản trị cài bản mới của hệ thống.";

/// What an officer is told while the database is older than the program.
pub const BEHIND: &str = "Hệ thống đang được nâng cấp: dữ liệu chưa lên phiên bản mới. Chưa có gì bị mất. Thử lại sau ít phút; nếu kéo dài, báo \
     quản trị chạy lệnh nâng cấp dữ liệu (cargo xtask migrate).";

/// What an officer is told while the database takes each statement for itself.
pub const NOT_KEPT: &str = "Hệ thống chưa dùng được: cơ sở dữ liệu đang nối không giữ được giao dịch, nên không việc nào được ghi trọn vẹn. Nội dung \
     vừa gửi, nếu có, chưa được ghi. Báo quản trị hệ thống đổi kết nối cơ sở dữ liệu, rồi mở lại trang này.";

/// What an operator does about it.
const OTHER_CONNECTION: &str = "the database forgets a transaction between two statements, as libSQL over HTTP may: no page, file or interface \
     works with it. Use a connection that keeps transactions: a SQLite file (deploy/runtime-config/sqlite.toml) or PostgreSQL";

static KEPT: AtomicBool = AtomicBool::new(false);
static CURRENT: AtomicBool = AtomicBool::new(false);

/// Lets a request through to a database that this program may work with.
///
/// # Errors
/// `Unready` for one that keeps no transactions, and for a newer or older one; `Broken` when it cannot be asked.
pub async fn admit(database: &dyn Database) -> Result<(), Failure> {
    if CURRENT.load(Ordering::Relaxed) {
        return Ok(());
    }
    if !KEPT.load(Ordering::Relaxed) {
        if !are_kept(database).await? {
            log::error("transactions", OTHER_CONNECTION);
            return Err(Failure::Unready(NOT_KEPT));
        }
        KEPT.store(true, Ordering::Relaxed);
    }
    match standing(database).await? {
        Standing::Current => {
            tell_of_the_clock(database, jiff::Timestamp::now()).await?;
            CURRENT.store(true, Ordering::Relaxed);
            Ok(())
        }
        Standing::Newer { found, known } => {
            log::error(
                "schema",
                &format!("the database has version {found}, this program knows {known}: install the newer one"),
            );
            Err(Failure::Unready(NEWER))
        }
        Standing::Behind { missing } => {
            log::error("schema", &format!("{missing} migrations have not run: cargo xtask migrate --state-dir DIR"));
            Err(Failure::Unready(BEHIND))
        }
    }
}

/// Tells an operator, once for each instance, that the clocks of this machine and of the database's are apart. Officers are let through:
/// which of the two is wrong is not known here.
async fn tell_of_the_clock(database: &dyn Database, now: jiff::Timestamp) -> Result<(), Failure> {
    if let Some(apart) = clocks_apart(database, now).await? {
        log::error("clock", &clock_words(apart));
    }
    Ok(())
}

fn clock_words(apart: i64) -> String {
    let way = if apart > 0 { "ahead of" } else { "behind" };
    format!(
        "this machine's clock is {} s {way} the database's: set both by NTP (timedatectl set-ntp true). Times on records, deadlines, \
         sessions and codes of the second factor come from it, and hosts over one database must agree",
        apart.abs()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::block_on;
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use store::native::NativeDatabase;
    use store::{Connection, DbError, Rows, Value};

    /// A database that counts its statements, and to which each travels alone where `alone` says so.
    #[derive(Clone)]
    struct Counted {
        file: NativeDatabase,
        alone: bool,
        seen: Arc<AtomicUsize>,
    }

    struct CountedConnection(Counted, Box<dyn Connection>);

    #[async_trait::async_trait]
    impl Database for Counted {
        async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
            Ok(Box::new(CountedConnection(self.clone(), self.file.open().await?)))
        }
    }

    #[async_trait::async_trait]
    impl Connection for CountedConnection {
        async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
            self.0.seen.fetch_add(1, Ordering::Relaxed);
            if self.0.alone {
                self.0.file.open().await?.query(sql, params).await
            } else {
                self.1.query(sql, params).await
            }
        }
    }

    #[test]
    fn an_operator_is_told_which_way_the_clock_is_wrong() {
        assert!(clock_words(75).starts_with("this machine's clock is 75 s ahead of the database's: set both by NTP"));
        assert!(clock_words(-6).starts_with("this machine's clock is 6 s behind the database's"));
    }

    /// One test, since what is remembered is remembered for the process.
    #[test]
    fn nobody_works_with_a_database_that_keeps_no_transactions() {
        let directory = tempfile::tempdir().unwrap();
        let file = NativeDatabase::in_directory(directory.path()).unwrap();
        let database = |alone| Counted { file: file.clone(), alone, seen: Arc::default() };
        let refused = |alone| match block_on(admit(&database(alone))) {
            Err(Failure::Unready(words)) => words,
            other => panic!("{other:?}"),
        };
        block_on(store::migrate::migrate(&file)).unwrap();
        assert_eq!([refused(true), refused(true)], [NOT_KEPT; 2], "it is asked again until it is another one");
        let newest = store::migrate::known_version();
        block_on(store::migrate::pretend(&file, newest, false)).unwrap();
        assert_eq!(refused(false), BEHIND);
        block_on(store::migrate::pretend(&file, newest, true)).unwrap();
        block_on(admit(&database(false))).unwrap();
        let later = database(true);
        block_on(admit(&later)).unwrap();
        assert_eq!(
            later.seen.load(Ordering::Relaxed),
            0,
            "an instance asks its database until the answer is yes, and never after"
        );
    }
}
