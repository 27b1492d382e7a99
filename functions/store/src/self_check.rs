//! How the installation stands: the facts of the page where administrators look after it, and the figures a collector reads.
//!
//! Everything is cheap at any size: heads of tables and small tables, never a count over the archive. Must not know: what is well and what
//! is not ([`domain::upkeep`]), or how a figure is written.

use crate::chain::Head;
use crate::database::{Connection, Database, DbError};
use crate::upkeep::{self, Done, Kind};
use crate::{Env, StoreError, engines, law, migrate, params, transactions};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::{shift, to_local};
use domain::catalogue::Mark;
use domain::law::delegation::Delegation;
use domain::officer::Role;
use domain::unit::UnitPath;
use domain::upkeep::{
    Accounts, CLOCKS_APART, DELEGATION_DAYS, Facts, Federation, INACTIVE_DAYS, Marks, Run, Schema, Settings, Size, Tail,
};
use jiff::civil::Date;

/// Events whose hashes are recomputed on the page.
const RECOMPUTED: i64 = 200;
/// Characters of the head's hash that are shown.
const SHOWN: usize = 12;
/// Accounts by which the demo province is known; they have one published password.
const DEMO: [&str; 4] = ["ksv1", "ksv10", "doitruong1", "haiphong.ksv1"];
/// Sign-ins that are looked through for failures.
const SIGN_INS: i64 = 2_000;
/// A session that was not used for so long is over.
const SESSION_MILLIS: i64 = crate::accounts::IDLE_HOURS * 3_600_000;

/// What is set outside of the database, as the function that runs us knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outside {
    pub second_factor: bool,
    pub limits: bool,
    pub metrics: bool,
    pub practice_half: bool,
    /// This is a province with a line to the nation.
    pub federation: bool,
    /// The line's variables are set and make none.
    pub federation_wrong: bool,
}

/// The facts of the page.
///
/// # Errors
/// Not an administrator.
pub async fn facts(db: &dyn Database, env: &Env, actor: &Actor, outside: Outside) -> Result<Facts, StoreError> {
    authorise(actor, Action::ManageAccounts, &actor.path)?;
    let (backup, good_backup) = upkeep::last(db, Kind::Backup).await?;
    let (verify, _) = upkeep::last(db, Kind::Verify).await?;
    let schema = schema(db).await?;
    let today = to_local(env.now).date();
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let practice = crate::practice::is_practice(db).await?;
    let settings = Settings {
        practice,
        demo_accounts: demo(connection).await?,
        second_factor: outside.second_factor,
        limits: outside.limits,
        metrics: outside.metrics,
        practice_half: outside.practice_half,
    };
    Ok(Facts {
        backup: backup.map(run),
        good_backup: good_backup.map(run),
        verify: verify.map(run),
        tail: tail(connection).await?,
        ahead_of_database: engines::clock(connection).await?.map(|there| seconds_apart(env.millis(), there)),
        schema,
        size: size(connection).await?,
        accounts: accounts(connection, env, &actor.path, today).await?,
        marks: marks(db, today).await?,
        settings,
        federation: federation(db, outside).await?,
    })
}

/// Seconds by which one clock is ahead of another, both in milliseconds, without their fraction.
const fn seconds_apart(here: i64, there: i64) -> i64 {
    (here - there) / 1000
}

/// Seconds by which the clock of this machine is ahead of the one of the database's machine, where they are apart by
/// [`CLOCKS_APART`] or more: hosts over one database then write times that do not fit together.
///
/// # Errors
/// The database failed.
pub async fn clocks_apart(db: &dyn Database, now: jiff::Timestamp) -> Result<Option<i64>, DbError> {
    let there = engines::clock(db.open().await?.as_mut()).await?;
    let apart = there.map(|there| seconds_apart(now.as_millisecond(), there));
    Ok(apart.filter(|apart| apart.abs() >= CLOCKS_APART))
}

fn run(done: Done) -> Run {
    Run { at: done.at, well: done.well, detail: done.detail }
}

async fn schema(db: &dyn Database) -> Result<Schema, DbError> {
    let found = migrate::applied(db).await?.last().copied().unwrap_or(0);
    let missing = match migrate::standing(db).await? {
        migrate::Standing::Behind { missing } => i64::try_from(missing).unwrap_or(i64::MAX),
        migrate::Standing::Current | migrate::Standing::Newer { .. } => 0,
    };
    Ok(Schema { found, known: migrate::known_version(), missing })
}

/// Recomputes the end of the chain.
async fn tail(connection: &mut dyn Connection) -> Result<Tail, DbError> {
    let (position, hash) = upkeep::head(connection).await?;
    let from = (position - RECOMPUTED).max(0);
    let sql = "SELECT position, case_num, event, hash, at FROM case_event WHERE position >= ?1 ORDER BY position";
    let rows = connection.query(sql, params![from]).await?;
    let mut before = if from == 0 { Some(Head::START) } else { None };
    let (mut checked, mut broken_at, mut newest) = (0, None, None);
    for row in &rows {
        let kept = Head { position: row.int(0)?, hash: row.bytes(3)? };
        if let Some(before) = before {
            checked += 1;
            if before.append(row.int(1)?, row.text(2)?) != kept && broken_at.is_none() {
                broken_at = Some(kept.position);
            }
        }
        before = Some(kept);
        newest = Some(row.moment(4)?);
    }
    let end = before.unwrap_or(Head::START);
    if broken_at.is_none() && (end.position != position || hex::encode(end.hash) != hash) {
        broken_at = Some(position);
    }
    Ok(Tail { position, hash: hash.chars().take(SHOWN).collect(), checked, broken_at, newest })
}

async fn size(connection: &mut dyn Connection) -> Result<Size, DbError> {
    let (whole, free) = engines::size(connection).await?;
    Ok(Size { whole, free })
}

async fn number(connection: &mut dyn Connection, sql: &str, values: &[crate::Value]) -> Result<i64, DbError> {
    Ok(connection.query_one(sql, values).await?.map_or(Ok(None), |row| row.opt_int(0))?.unwrap_or(0))
}

async fn demo(connection: &mut dyn Connection) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM officer WHERE active = 1 AND id = account AND id IN (?1,?2,?3,?4)";
    let [a, b, c, d] = DEMO;
    let found = number(connection, sql, params![a, b, c, d]).await?;
    // One of these names may be somebody's; together they are the demo.
    Ok(if found > 2 { found } else { 0 })
}

async fn accounts(
    connection: &mut dyn Connection,
    env: &Env,
    path: &UnitPath,
    today: Date,
) -> Result<Accounts, DbError> {
    const OURS: &str = "FROM unit u JOIN officer o ON o.unit = u.id \
                        WHERE (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0')) AND o.active = 1";
    let mut found = Accounts::default();
    let rows = connection.query(&format!("SELECT o.role, count(*) {OURS} GROUP BY o.role"), params![&path.0]).await?;
    for row in &rows {
        let count = row.int(1)?;
        found.active += count;
        let role = Role::ALL.into_iter().find(|role| Ok(role.key()) == row.text(0));
        if role == Some(Role::Administrator) {
            found.administrators += count;
        }
        let heads = [Role::TeamLeader, Role::ProvincialHead, Role::National];
        if role.is_some_and(|role| heads.contains(&role) || role.is_deputy()) {
            found.signers += count;
        }
    }
    let sql = format!(
        "SELECT count(*) {OURS} AND o.password_hash IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM sign_in_log l WHERE l.officer = o.id AND l.outcome = 'ok' AND l.at > ?2)"
    );
    let since = env.millis() - INACTIVE_DAYS * 24 * 3_600_000;
    found.inactive = number(connection, &sql, params![&path.0, since]).await?;
    let sql = format!("SELECT count(*) {OURS} AND o.password_hash IS NULL");
    found.without_password = number(connection, &sql, params![&path.0]).await?;
    let sql = "SELECT d.document FROM delegation d JOIN unit u ON u.id = d.unit WHERE d.ended_at IS NULL \
               AND (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0'))";
    let end = shift(today, DELEGATION_DAYS);
    for row in connection.query(sql, params![&path.0]).await? {
        let delegation: Delegation = row.json(0)?;
        if delegation.to.is_some_and(|last| last >= today && last <= end) {
            found.delegations_ending += 1;
        }
    }
    Ok(found)
}

/// The line to the nation, or the lines to it.
async fn federation(db: &dyn Database, outside: Outside) -> Result<Federation, DbError> {
    let (last, good) = upkeep::last(db, Kind::Federation).await?;
    let sql =
        "SELECT u.name, p.received_at FROM federated_province p JOIN unit u ON u.id = p.province ORDER BY p.province";
    let mut provinces = Vec::new();
    for row in db.open().await?.query(sql, &[]).await? {
        provinces.push((row.string(0)?, row.moment(1)?));
    }
    let Outside { federation: set, federation_wrong: wrong, .. } = outside;
    Ok(Federation { set, wrong, last: last.map(run), good: good.map(run), provinces })
}

async fn marks(db: &dyn Database, today: Date) -> Result<Marks, DbError> {
    let law = law::current(db, today).await?;
    let count = |mark: Mark| law.catalogue.behaviour.iter().filter(|row| row.confidence == mark).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(Marks {
        rows: number(law.catalogue.behaviour.len()),
        recalled: number(count(Mark::Recalled)),
        unsure: number(count(Mark::Unsure)),
    })
}

/// One figure for a collector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Name in the words of OpenMetrics, without the prefix of the product.
    pub name: &'static str,
    pub help: &'static str,
    /// It only ever grows.
    pub counter: bool,
    pub value: i64,
}

/// What a collector reads, with its name and what it means; the value is the first column of the first row, or 0. `?1` is now, in
/// milliseconds since the epoch.
const FIGURES: [(&str, &str, bool, &str); 15] = [
    (
        "chain_head_position",
        "Position of the newest event in the chain",
        true,
        "SELECT position FROM chain_head WHERE only = 0",
    ),
    ("cases", "Case files that were opened", true, "SELECT max(num) FROM case_file"),
    ("parties", "Records of parties", true, "SELECT max(num) FROM party"),
    ("drafts_open", "Forms that wait for a correction or a new sign-in", false, "SELECT count(*) FROM form_draft"),
    ("field_drafts_open", "Forms from devices that are not filed yet", false, "SELECT count(*) FROM field_draft"),
    (
        "field_commands_waiting",
        "Commands from devices that wait for a person",
        false,
        "SELECT count(*) FROM field_command WHERE standing IN ('conflict', 'refused', 'waits') AND standing <> 'refused'",
    ),
    (
        "field_commands_refused",
        "Commands from devices that were refused and wait for a person",
        false,
        "SELECT count(*) FROM field_command WHERE standing IN ('conflict', 'refused', 'waits') AND standing = 'refused'",
    ),
    (
        "field_devices",
        "Devices that may take a kit out",
        false,
        "SELECT count(*) FROM field_device WHERE ended_at IS NULL",
    ),
    ("sign_ins", "Attempts to sign in", true, "SELECT max(num) FROM sign_in_log"),
    (
        "accounts_locked",
        "Names that are locked after failures",
        false,
        "SELECT count(*) FROM sign_in_attempt WHERE locked_until > ?1",
    ),
    ("rate_windows", "Addresses and accounts that are counted", false, "SELECT count(*) FROM rate_window"),
    ("api_calls", "Calls by keys of other systems", true, "SELECT max(num) FROM api_use"),
    ("schema_version", "Schema version of the database", false, "SELECT max(version) FROM schema_version"),
    (
        "backup_age_seconds",
        "Age of the last good copy; -1 without one",
        false,
        "SELECT coalesce((SELECT (?1 - at) / 1000 FROM upkeep WHERE kind = 'backup' AND well = 1 ORDER BY num DESC LIMIT 1), -1)",
    ),
    (
        "verify_age_seconds",
        "Age of the last proof that found nothing wrong; -1 without one",
        false,
        "SELECT coalesce((SELECT (?1 - at) / 1000 FROM upkeep WHERE kind = 'verify' AND well = 1 ORDER BY num DESC LIMIT 1), -1)",
    ),
];

/// The figures of now.
///
/// # Errors
/// The database failed.
pub async fn figures(db: &dyn Database, env: &Env) -> Result<Vec<Figure>, DbError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let now = params![env.millis()];
    let mut list = Vec::with_capacity(FIGURES.len() + 4);
    for (name, help, counter, sql) in FIGURES {
        let values = if sql.contains("?1") { now.as_slice() } else { &[] };
        list.push(Figure { name, help, counter, value: number(connection, sql, values).await? });
    }
    let gauge = |name, help, value| Figure { name, help, counter: false, value };
    let sql = "SELECT count(*) FROM session WHERE seen_at > ?1";
    let sessions = number(connection, sql, params![env.millis() - SESSION_MILLIS]).await?;
    list.push(gauge("sessions", "Sessions that are in use", sessions));
    let sql = "SELECT count(*) FROM (SELECT at, outcome FROM sign_in_log ORDER BY num DESC LIMIT ?2) \
               WHERE at > ?1 AND outcome <> 'ok'";
    let failures = number(connection, sql, params![env.millis() - 3_600_000, SIGN_INS]).await?;
    list.push(gauge("sign_in_failures_last_hour", "Failed sign-ins of the last hour, of the last 2000", failures));
    let Size { whole, free } = size(connection).await?;
    list.push(gauge("database_bytes", "Bytes of the database", whole));
    list.push(gauge("database_free_bytes", "Bytes of the database that hold nothing", free));
    if let Some(there) = engines::clock(connection).await? {
        let help = "Seconds by which this machine's clock is ahead of the database's";
        list.push(gauge("clock_ahead_of_database_seconds", help, seconds_apart(env.millis(), there)));
    }
    Ok(list)
}

/// Whether everything a page needs is there: a database that keeps transactions, the tables of this version, and a catalogue in use today.
///
/// # Errors
/// What is not, in words for the log.
pub async fn ready(db: &dyn Database, env: &Env) -> Result<(), String> {
    if !transactions::are_kept(db).await.map_err(|error| error.to_string())? {
        return Err("the database keeps no transactions".to_owned());
    }
    match migrate::standing(db).await {
        Ok(migrate::Standing::Current) => {}
        Ok(other) => return Err(format!("schema: {other:?}")),
        Err(error) => return Err(error.to_string()),
    }
    let law = law::current(db, to_local(env.now).date()).await.map_err(|error| error.to_string())?;
    if law.catalogue.behaviour.is_empty() { Err("the catalogue in use is empty".to_owned()) } else { Ok(()) }
}
