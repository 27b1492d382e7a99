//! How often something is done in a window of time, counted where every instance sees it.
//!
//! Fixed windows: at the border of two of them twice as much may pass, which no rule here minds. A rule for what is done often and
//! rightly counts in steps: one in `step` requests writes, and counts for all of them, so that reading costs no write each time.
//! Must not know: what is counted, or what is said to whom it stops.

use crate::database::{Database, DbError};
use crate::{Env, params};
use sha2::{Digest, Sha256};

/// Bytes of a subject that are kept.
const SUBJECT: usize = 16;

/// How much of something may be done in how much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What is counted, as it is kept.
    pub name: &'static str,
    /// Most times in a window.
    pub most: u32,
    /// Length of a window in seconds.
    pub seconds: u32,
    /// One in so many writes, and counts for all of them; 1 counts exactly.
    pub step: u32,
}

impl Rule {
    fn window(&self) -> i64 {
        i64::from(self.seconds.max(1)) * 1000
    }

    /// The begin of the window that runs, in milliseconds since the epoch.
    fn begun(&self, env: &Env) -> i64 {
        env.millis() - env.millis().rem_euclid(self.window())
    }
}

fn subject(rule: &Rule, who: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(rule.name.as_bytes());
    hasher.update([0]);
    hasher.update(who.as_bytes());
    hasher.finalize().iter().copied().take(SUBJECT).collect()
}

/// Seconds until somebody may go on, where he did too much; nothing where he may go on now.
///
/// # Errors
/// The database failed.
pub async fn over(db: &dyn Database, env: &Env, rule: &Rule, who: &str) -> Result<Option<u32>, DbError> {
    let begun = rule.begun(env);
    let sql = "SELECT times FROM rate_window WHERE rule = ?1 AND subject = ?2 AND begun = ?3";
    let row = db.open().await?.query_one(sql, params![rule.name, subject(rule, who), begun]).await?;
    let times = row.map_or(Ok(0), |row| row.int(0))?;
    if times < i64::from(rule.most) {
        return Ok(None);
    }
    let left = (begun + rule.window() - env.millis()).max(0);
    Ok(Some(u32::try_from(left / 1000 + 1).unwrap_or(rule.seconds)))
}

/// Counts once.
///
/// # Errors
/// The database failed.
pub async fn count(db: &dyn Database, env: &Env, rule: &Rule, who: &str) -> Result<(), DbError> {
    let step = rule.step.max(1);
    if step > 1 {
        let mut drawn = [0; 4];
        (env.random)(&mut drawn);
        if u32::from_le_bytes(drawn) % step != 0 {
            return Ok(());
        }
    }
    let begun = rule.begun(env);
    let mut connection = db.open().await?;
    let sql = "INSERT INTO rate_window (rule, subject, begun, times) VALUES (?1,?2,?3,?4) \
               ON CONFLICT (rule, subject) DO UPDATE SET \
               times = CASE WHEN begun = excluded.begun THEN times + excluded.times ELSE excluded.times END, \
               begun = excluded.begun RETURNING times";
    let row = connection.query_one(sql, params![rule.name, subject(rule, who), begun, step]).await?;
    // The first of a window takes what is over away: seldom, and there is little of it.
    if row.map_or(Ok(0), |row| row.int(0))? == i64::from(step) {
        connection.execute("DELETE FROM rate_window WHERE begun < ?1", params![env.millis() - KEPT_MILLIS]).await?;
    }
    Ok(())
}

/// Longer than any window.
const KEPT_MILLIS: i64 = 2 * 3_600_000;
