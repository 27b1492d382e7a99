//! Brings a database to the schema of this version; refuses one that is newer.

use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{engines, params};
use std::collections::BTreeSet;

/// All migrations in order; the number is the schema version after it.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_base.sql")),
    (2, include_str!("../migrations/0002_law.sql")),
    (3, include_str!("../migrations/0003_delegation.sql")),
    (4, include_str!("../migrations/0004_plan.sql")),
    (7, include_str!("../migrations/0007_paper.sql")),
    (10, include_str!("../migrations/0010_paper_part.sql")),
    (12, include_str!("../migrations/0012_dossier.sql")),
    (13, include_str!("../migrations/0013_vault.sql")),
    (14, include_str!("../migrations/0014_matching.sql")),
    (15, include_str!("../migrations/0015_search.sql")),
    (16, include_str!("../migrations/0016_import.sql")),
    (17, include_str!("../migrations/0017_book.sql")),
    (18, include_str!("../migrations/0018_compared.sql")),
    (19, include_str!("../migrations/0019_place_photo.sql")),
    (20, include_str!("../migrations/0020_measures.sql")),
    (21, include_str!("../migrations/0021_unit_heir.sql")),
    (22, include_str!("../migrations/0022_filing.sql")),
    (24, include_str!("../migrations/0024_oversight.sql")),
    (26, include_str!("../migrations/0026_direction.sql")),
    (27, include_str!("../migrations/0027_calendar_feed.sql")),
    (28, include_str!("../migrations/0028_durations.sql")),
    (29, include_str!("../migrations/0029_adoption.sql")),
    (30, include_str!("../migrations/0030_api_key.sql")),
    (31, include_str!("../migrations/0031_national.sql")),
    (32, include_str!("../migrations/0032_all_fields.sql")),
    (33, include_str!("../migrations/0033_practice.sql")),
    (34, include_str!("../migrations/0034_fieldwork.sql")),
    (35, include_str!("../migrations/0035_photo_upload.sql")),
    (36, include_str!("../migrations/0036_accounts.sql")),
    (37, include_str!("../migrations/0037_provider.sql")),
    (40, include_str!("../migrations/0040_rate.sql")),
    (41, include_str!("../migrations/0041_upkeep.sql")),
    (44, include_str!("../migrations/0044_journal.sql")),
    (45, include_str!("../migrations/0045_sealed_identity.sql")),
    (47, include_str!("../migrations/0047_federation.sql")),
    (48, include_str!("../migrations/0048_words_apart.sql")),
    (49, include_str!("../migrations/0049_words_of_stretches.sql")),
    (50, include_str!("../migrations/0050_standing_together.sql")),
    (51, include_str!("../migrations/0051_words_wait.sql")),
];

/// The version that brought the register of issued papers.
const PAPER_REGISTER: i64 = 7;

/// The version that brought the keys by which parties meet.
const PARTY_KEYS: i64 = 14;
/// The version that writes the words of the search with their marks.
const SEARCH_WORDS: i64 = 15;

/// The version that counts more measures, in years and for the nation too.
const MEASURES: i64 = 20;

/// The version that keeps the facts leaders ask cases for.
const FACTS: i64 = 24;

/// The version that keeps how long steps take.
const DURATIONS: i64 = 28;

/// The version that marks what is told to the national database.
const NATIONAL: i64 = 31;

/// The version that has words of each part of the tree in each stretch of records, where tables of words are kept.
const WORDS_OF_STRETCHES: i64 = 49;

/// The version that reads sums of what stands from an index alone, where rows do not stand in the order of their key.
const STANDING_TOGETHER: i64 = 50;

/// The version that puts the words of several records into an index together, where an index can have them wait.
const WORDS_WAIT: i64 = 51;

/// The schema version this program writes.
pub fn known_version() -> i64 {
    MIGRATIONS.iter().map(|(version, _)| *version).max().unwrap_or(0)
}

/// The schema of a database beside that of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is the one this program works with.
    Current,
    /// So many migrations have not run.
    Behind { missing: usize },
    /// A newer program wrote it.
    Newer { found: i64, known: i64 },
}

/// The migrations that ran on a database, in order; none on an empty one.
///
/// # Errors
/// The database failed.
pub async fn applied(database: &dyn Database) -> Result<Vec<i64>, DbError> {
    let mut connection = database.open().await?;
    if !engines::has_table(connection.as_mut(), "schema_version").await? {
        return Ok(Vec::new());
    }
    let rows = connection.query("SELECT version FROM schema_version ORDER BY version", &[]).await?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// Whether this program may work with a database.
///
/// # Errors
/// The database failed.
pub async fn standing(database: &dyn Database) -> Result<Standing, DbError> {
    let applied = applied(database).await?;
    let found = applied.last().copied().unwrap_or(0);
    if found > known_version() {
        return Ok(Standing::Newer { found, known: known_version() });
    }
    let missing = MIGRATIONS.iter().filter(|(version, _)| !applied.contains(version)).count();
    Ok(if missing == 0 { Standing::Current } else { Standing::Behind { missing } })
}

/// Brings the database to [`known_version`] and puts the shipped catalogue into it where it is not there yet; answers how
/// many migrations ran.
///
/// # Errors
/// [`DbError::Newer`] for a database of a newer version; nothing is changed then.
pub async fn migrate(database: &dyn Database) -> Result<usize, DbError> {
    let mut work = UnitOfWork::begin(database).await?;
    engines::prepare(&mut work).await?;
    let table = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT";
    engines::change(&mut work, table).await?;
    let rows = work.query("SELECT version FROM schema_version", &[]).await?;
    let applied = rows.iter().map(|row| row.int(0)).collect::<Result<BTreeSet<i64>, _>>()?;
    let found = applied.last().copied().unwrap_or(0);
    if found > known_version() {
        work.rollback().await?;
        return Err(DbError::Newer { found, known: known_version() });
    }
    let mut ran = 0;
    // By number and not by the highest: a later one may have been there before an earlier one was.
    for (version, script) in MIGRATIONS.iter().filter(|(version, _)| !applied.contains(version)) {
        for statement in statements(script) {
            engines::change(&mut work, &statement).await?;
        }
        work.execute("INSERT INTO schema_version (version) VALUES (?1)", params![*version]).await?;
        if *version == PAPER_REGISTER {
            crate::papers::enter_earlier(&mut work).await?;
        }
        if *version == PARTY_KEYS {
            crate::registry::enter_earlier(&mut work).await?;
        }
        if *version == SEARCH_WORDS {
            crate::search::rewrite(&mut work).await?;
        }
        if *version == MEASURES {
            crate::cells::rebuild(&mut work).await?;
        }
        if *version == FACTS {
            crate::oversight::enter_earlier(&mut work).await?;
        }
        if *version == DURATIONS {
            crate::pace::rebuild(&mut work).await?;
        }
        if *version == NATIONAL {
            crate::national::rebuild(&mut work).await?;
        }
        if *version == WORDS_OF_STRETCHES {
            engines::words_anew(&mut work).await?;
        }
        if *version == STANDING_TOGETHER {
            engines::standing_together(&mut work).await?;
        }
        if *version == WORDS_WAIT {
            engines::words_wait(&mut work).await?;
        }
        ran += 1;
    }
    crate::catalogue::seed(&mut work).await?;
    work.commit().await?;
    Ok(ran)
}

/// Says that a migration ran, or did not, without running anything: for tests of what meets a database of another version.
///
/// # Errors
/// The database failed.
#[cfg(feature = "native")]
pub async fn pretend(database: &dyn Database, version: i64, ran: bool) -> Result<(), DbError> {
    let sql = if ran {
        "INSERT INTO schema_version (version) VALUES (?1)"
    } else {
        "DELETE FROM schema_version WHERE version = ?1"
    };
    database.open().await?.execute(sql, params![version]).await
}

/// Splits a script into statements: Spin runs one at a time. A trigger's body keeps its semicolons.
fn statements(script: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut current = String::new();
    for line in script.lines().filter(|line| !line.trim_start().starts_with("--")) {
        current.push_str(line);
        current.push('\n');
        let text = current.trim();
        let trigger = text.starts_with("CREATE TRIGGER");
        if (trigger && text.ends_with("END;")) || (!trigger && text.ends_with(';')) {
            list.push(text.trim_end_matches(';').to_owned());
            current.clear();
        }
    }
    list
}
