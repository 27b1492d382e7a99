//! What `verify` proves of provinces that send: their lines stand in the cells, and no mark is left over.

use crate::cells::{self, Cells, columns, read_field, read_measures};
use crate::database::{Connection, DbError};
use crate::params;
use crate::units::tree_on;
use crate::verify::Verified;
use domain::report::Entry;
use domain::unit::UnitId;

/// Adds every line to the cells that are rebuilt, and counts them.
pub(crate) async fn prove(
    connection: &mut dyn Connection,
    cells: &mut Cells,
    found: &mut Verified,
) -> Result<(), DbError> {
    let tree = tree_on(connection).await?;
    let sql = format!(
        "SELECT num, unit, day, field, {} FROM federated_entry WHERE num > ?1 ORDER BY num LIMIT 500",
        columns("")
    );
    let mut after = 0;
    loop {
        let rows = connection.query(&sql, params![after]).await?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        for row in &rows {
            found.federated += 1;
            let entry =
                Entry { day: row.parse(2, "a date")?, field: read_field(row, 3)?, measures: read_measures(row, 4)? };
            match tree.get(&UnitId(row.string(1)?)) {
                Some(unit) => cells::add(cells, &unit.path, &entry),
                None => found.problem(format!("line {} of a province: its unit is not known", row.int(0)?)),
            }
        }
    }
    let sql = "SELECT count(*) FROM federated_mark k WHERE NOT EXISTS \
               (SELECT 1 FROM federated_matter m WHERE m.province = k.province AND m.record = k.record)";
    let left = connection.query_one(sql, &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    if left > 0 {
        found.problem(format!("{left} marks of provinces belong to no matter"));
    }
    Ok(())
}
