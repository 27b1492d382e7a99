//! Whether the database is of the version this program works with, asked until it is and remembered then.
//!
//! Must not know: what a version holds.

use crate::{Failure, log};
use std::sync::atomic::{AtomicBool, Ordering};
use store::Database;
use store::migrate::{Standing, standing};

/// What an officer is told while the database is newer than the program.
pub const NEWER: &str = "Hệ thống đang được nâng cấp: dữ liệu đã lên phiên bản mới, phần xử lý chưa lên kịp. Chưa có gì bị mất. Thử lại sau ít \
     phút; nếu kéo dài, báo quản trị cài bản mới của hệ thống.";

/// What an officer is told while the database is older than the program.
pub const BEHIND: &str = "Hệ thống đang được nâng cấp: dữ liệu chưa lên phiên bản mới. Chưa có gì bị mất. Thử lại sau ít phút; nếu kéo dài, báo \
     quản trị chạy lệnh nâng cấp dữ liệu (cargo xtask migrate).";

static CURRENT: AtomicBool = AtomicBool::new(false);

/// Lets a request through to a database that this program may work with.
///
/// # Errors
/// `Unready` for a newer or older one; `Broken` when it cannot be asked.
pub async fn admit(database: &dyn Database) -> Result<(), Failure> {
    if CURRENT.load(Ordering::Relaxed) {
        return Ok(());
    }
    match standing(database).await? {
        Standing::Current => {
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
