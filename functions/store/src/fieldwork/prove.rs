//! Proves what is kept of field work: every command that is in a case names an event of that case, every number that left its block is
//! on a paper or in the register as not used, and every number that is still out is counted in its series.

use crate::database::{Connection, DbError};
use crate::params;
use crate::verify::{Series, Verified};

/// Proves it, and adds the numbers that are still out to the series.
pub(crate) async fn prove(
    connection: &mut dyn Connection,
    found: &mut Verified,
    series: &mut Series,
) -> Result<(), DbError> {
    let sql = "SELECT f.key, f.standing, f.position IS NULL, e.position IS NULL \
               FROM field_command f LEFT JOIN case_event e ON e.position = f.position \
               AND e.case_num = (SELECT num FROM case_file WHERE id = f.case_id) AND e.officer = f.officer";
    for row in connection.query(sql, &[]).await? {
        found.field_commands += 1;
        let (accepted, named, there) = (row.text(1)? == "accepted", row.int(2)? == 0, row.int(3)? == 0);
        if accepted != named || named != there {
            found.problem(format!("field command {}: its event is not in its case", row.text(0)?));
        }
    }
    let sql = "SELECT num, owner, series, year, first, last FROM number_block ORDER BY num";
    for block in connection.query(sql, &[]).await? {
        let (num, year) = (block.int(0)?, block.int(3)?);
        let (owner, kind) = (block.string(1)?, block.string(2)?);
        let sql = "SELECT g.serial, g.position, p.serial IS NULL, p.position, p.case_num IS NULL FROM number_gone g \
                   LEFT JOIN paper p ON p.owner = ?2 AND p.series = ?3 AND p.year = ?4 AND p.serial = g.serial WHERE g.block = ?1";
        let mut gone = Vec::new();
        for row in connection.query(sql, params![num, &owner, &kind, year]).await? {
            let serial = row.int(0)?;
            let right = match row.opt_int(1)? {
                Some(position) => row.opt_int(3)? == Some(position),
                None => row.int(2)? == 0 && row.int(4)? == 1,
            };
            if !right {
                found.problem(format!(
                    "number {serial} of {owner}/{kind}/{year} left its block and is not in the register"
                ));
            }
            gone.push(serial);
        }
        let key = (owner, kind, i16::try_from(year).unwrap_or_default());
        let serials = series.entry(key.clone()).or_default();
        for serial in (block.int(4)?..=block.int(5)?).filter(|serial| !gone.contains(serial)) {
            if !serials.insert(u32::try_from(serial).unwrap_or_default()) {
                let (owner, kind, year) = &key;
                found.problem(format!("number {serial} of {owner}/{kind}/{year} is reserved and on a paper"));
            }
        }
    }
    Ok(())
}
