//! The columns of a case that lists show, and the words it is found by.

use crate::cells::read_field;
use crate::database::{DbError, Row};
use crate::parties::identifiers;
use crate::search::{field_word, province_word, text_of, unit_word, year_word};
use domain::case::{Awaiting, CaseFile, CaseId, CaseIndex, Stage};
use domain::money::Dong;
use domain::officer::{OfficerId, Role};
use domain::party::PartyId;
use domain::unit::{UnitId, UnitPath};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One line of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    pub id: CaseId,
    /// Place in the order of opening; the cursor of lists.
    pub num: i64,
    pub version: u32,
    pub updated_at: Timestamp,
    pub index: CaseIndex,
}

/// Columns of a case as [`read`] expects them, behind the alias `c`.
pub(crate) const COLUMNS: &str = "c.num, c.id, c.version, c.updated_at, c.code, c.stage, c.unit, c.path, c.province, \
     c.party, c.party_name, c.establishment, c.place, c.responsible, c.responsible_name, c.awaiting, c.field, \
     c.opened_on, c.next_due, c.next_due_name, c.fine, c.owed, c.numbers";

/// How many columns those are.
pub(crate) const WIDTH: usize = 23;

/// Stands where no deadline runs, so that it sorts last.
pub(super) const NO_DUE: &str = "9999-12-31T00:00:00";

/// Between the numbers of papers in their column.
pub(super) const BETWEEN: &str = " ";

/// Reads a row from the first columns.
pub(crate) fn read(row: &Row) -> Result<CaseRow, DbError> {
    let due = row.text(18)?;
    Ok(CaseRow {
        num: row.int(0)?,
        id: CaseId(row.parse(1, "a case id")?),
        version: u32::try_from(row.int(2)?).map_err(|_| DbError::Shape { column: 2, expected: "a version" })?,
        updated_at: row.moment(3)?,
        index: CaseIndex {
            code: row.string(4)?,
            stage: Stage::from_key(row.text(5)?).ok_or(DbError::Shape { column: 5, expected: "a stage" })?,
            unit: UnitId(row.string(6)?),
            path: UnitPath(row.string(7)?),
            province: UnitId(row.string(8)?),
            party: PartyId(row.parse(9, "a party id")?),
            party_name: row.string(10)?,
            establishment_name: row.string(11)?,
            place: row.string(12)?,
            responsible: OfficerId(row.string(13)?),
            responsible_name: row.string(14)?,
            awaiting: match row.opt_string(15)? {
                None => Awaiting::Nobody,
                Some(queue) => from_queue(&queue).ok_or(DbError::Shape { column: 15, expected: "a queue" })?,
            },
            field: match row.opt_string(16)? {
                None => None,
                Some(_) => Some(read_field(row, 16)?),
            },
            opened_on: row.parse(17, "a date")?,
            next_due: if due == NO_DUE { None } else { Some(row.parse(18, "a deadline")?) },
            next_due_name: row.opt_string(19)?,
            fine: row.opt_int(20)?.map(Dong),
            owed: Dong(row.int(21)?),
            numbers: row.text(22)?.split_whitespace().map(str::to_owned).collect(),
        },
    })
}

/// The queue of one officer.
pub(super) fn officer_queue(officer: &OfficerId) -> String {
    format!("officer:{officer}")
}

/// The queue of a role at one unit.
pub(super) fn role_queue(role: Role, unit: &str) -> String {
    format!("role:{}:{unit}", role.key())
}

/// The queue a case waits in, or `None` when it waits for nobody.
pub(super) fn queue(index: &CaseIndex) -> Option<String> {
    match &index.awaiting {
        Awaiting::Nobody => None,
        Awaiting::Officer { officer } => Some(officer_queue(officer)),
        Awaiting::Role { role } => Some(match role {
            Role::National | Role::Administrator => role_queue(*role, ""),
            Role::ProvincialHead | Role::ProvincialDeputy | Role::LegalSection | Role::ReportingSection => {
                role_queue(*role, &index.province.0)
            }
            Role::Controller | Role::TeamLeader | Role::TeamDeputy => role_queue(*role, &index.unit.0),
        }),
    }
}

fn from_queue(queue: &str) -> Option<Awaiting> {
    if let Some(officer) = queue.strip_prefix("officer:") {
        return Some(Awaiting::Officer { officer: OfficerId(officer.to_owned()) });
    }
    let (role, _) = queue.strip_prefix("role:")?.split_once(':')?;
    Some(Awaiting::Role { role: Role::from_key(role)? })
}

/// The words a case is found by: where it belongs, its field and year, its party and establishment, its numbers.
pub(super) fn search_words(case: &CaseFile, index: &CaseIndex) -> String {
    let party = &case.inspection.party;
    let mut own = vec![province_word(&index.province), unit_word(&index.unit), year_word(index.opened_on.year())];
    own.extend(index.field.map(field_word));
    let numbers = index.numbers.join(BETWEEN);
    let names = [index.party_name.as_str(), &index.establishment_name, &party.representative];
    text_of(&own, &names, &[&index.code, &numbers], &identifiers(party))
}
