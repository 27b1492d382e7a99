//! What stands in a national database, a few things of each kind: to measure with, and to test the search on.

use crate::database::Database;
use crate::parties::read_establishment;
use crate::{StoreError, params};
use domain::authority::Actor;
use domain::case::CaseId;
use domain::officer::OfficerId;
use domain::party::{Establishment, Party};
use domain::unit::UnitId;

/// A case with what it may be found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: CaseId,
    pub code: String,
    pub unit: UnitId,
    pub numbers: Vec<String>,
}

/// A few things of each kind, spread over the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    pub parties: Vec<Party>,
    pub places: Vec<Establishment>,
    pub cases: Vec<Known>,
}

/// Reads `count` of each kind, the same ones each time.
///
/// # Errors
/// The database failed.
pub async fn sample(db: &dyn Database, count: i64) -> Result<Sample, StoreError> {
    let mut connection = db.open().await?;
    let mut found = Sample::default();
    // Steps of a prime number of rows, begun anew at the end.
    let spread = |table: &str| format!("(SELECT max(num) FROM {table})");
    for number in 1..=count {
        let step = number * 7_919;
        let sql = format!("SELECT document FROM party WHERE num = 1 + ?1 % {}", spread("party"));
        if let Some(row) = connection.query_one(&sql, params![step]).await? {
            found.parties.push(row.json(0)?);
        }
        let sql = format!(
            "SELECT e.id, e.party, e.name, e.address, e.business, e.unit FROM establishment_words w \
             CROSS JOIN establishment e ON e.id = w.establishment WHERE w.num = 1 + ?1 % {}",
            spread("establishment_words")
        );
        if let Some(row) = connection.query_one(&sql, params![step]).await? {
            found.places.push(read_establishment(&row)?);
        }
        let sql = format!("SELECT id, code, unit, numbers FROM case_file WHERE num = 1 + ?1 % {}", spread("case_file"));
        if let Some(row) = connection.query_one(&sql, params![step * 3]).await? {
            found.cases.push(Known {
                id: CaseId(row.parse(0, "a case id")?),
                code: row.string(1)?,
                unit: UnitId(row.string(2)?),
                numbers: row.text(3)?.split_whitespace().map(str::to_owned).collect(),
            });
        }
    }
    Ok(found)
}

/// Who signs in with an account.
///
/// # Errors
/// `NotFound` for an unknown account.
pub async fn actor(db: &dyn Database, account: &str) -> Result<Actor, StoreError> {
    let officer = crate::accounts::officer(db, &OfficerId(account.to_owned())).await?.ok_or(StoreError::NotFound)?;
    let unit = crate::units::find(db, &officer.unit).await?.ok_or(StoreError::NotFound)?;
    Ok(Actor {
        officer: officer.snapshot(),
        role: officer.role,
        unit: unit.id,
        path: unit.path,
        delegations: Vec::new(),
    })
}
