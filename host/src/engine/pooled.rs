//! One connection to a SQLite file, as every user gets it, and what has to be so before the next one does.

use rusqlite::hooks::{AuthAction, Authorization};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// Waiting for another process that holds the file.
pub(super) const BUSY: Duration = Duration::from_secs(10);
/// Virtual-machine steps of SQLite between two looks at the clock: a fraction of a millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// When the running statement has to be over, in microseconds after [`START`]; read while SQLite works.
#[derive(Default)]
pub(super) struct Deadline(AtomicU64);

impl Deadline {
    pub(super) fn set(&self, end: Instant) {
        let after = end.saturating_duration_since(*START).as_micros();
        self.0.store(u64::try_from(after).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        START.elapsed().as_micros() > u128::from(self.0.load(Ordering::Relaxed))
    }
}

/// A connection with what its hooks share with us.
pub(super) struct Pooled {
    pub(super) connection: rusqlite::Connection,
    pub(super) deadline: Arc<Deadline>,
    /// A statement changed the connection itself (PRAGMA, temporary table): it must not serve another request.
    marked: Arc<AtomicBool>,
    /// Rows changed before the present user got it.
    changes_before: u64,
}

impl Pooled {
    pub(super) fn open(path: &std::path::Path) -> rusqlite::Result<Self> {
        let connection = rusqlite::Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST;
             PRAGMA cache_size = -4096; PRAGMA mmap_size = 268435456; PRAGMA journal_size_limit = 67108864;",
        )?;
        connection.set_prepared_statement_cache_capacity(128);
        let deadline = Arc::new(Deadline::default());
        let clock = deadline.clone();
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || clock.is_over()));
        let marked = Arc::new(AtomicBool::new(false));
        let mark = marked.clone();
        connection.authorizer(Some(move |context: rusqlite::hooks::AuthContext<'_>| match context.action {
            // The index of words asks for this by itself, at each search and each change; it leaves nothing behind.
            AuthAction::Pragma { pragma_name: "data_version", pragma_value: None } => Authorization::Allow,
            // ATTACH with an expression instead of a name arrives without its argument, as an unknown action.
            AuthAction::Attach { .. } | AuthAction::Detach { .. } | AuthAction::Unknown { .. } => Authorization::Deny,
            AuthAction::Pragma { .. }
            | AuthAction::CreateTempTable { .. }
            | AuthAction::CreateTempIndex { .. }
            | AuthAction::CreateTempTrigger { .. }
            | AuthAction::CreateTempView { .. } => {
                mark.store(true, Ordering::Relaxed);
                Authorization::Allow
            }
            _ => Authorization::Allow,
        }));
        Ok(Self { connection, deadline, marked, changes_before: 0 })
    }

    /// As good as new, or `None` when it has to be closed.
    #[expect(unsafe_code, reason = "rusqlite has no safe call that forgets the last row id")]
    pub(super) fn renewed(mut self) -> Option<Self> {
        if self.marked.load(Ordering::Relaxed) {
            return None;
        }
        self.deadline.set(Instant::now() + BUSY);
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK").ok()?;
        }
        // SAFETY: the handle belongs to `self.connection`, which is open and used by nobody else.
        unsafe { rusqlite::ffi::sqlite3_set_last_insert_rowid(self.connection.handle(), 0) };
        self.changes_before = self.connection.total_changes();
        Some(self)
    }

    /// Rows changed by the last statement of the present user.
    pub(super) fn changes(&self) -> u64 {
        if self.connection.total_changes() == self.changes_before { 0 } else { self.connection.changes() }
    }
}
