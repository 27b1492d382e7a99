//! The columns of a case that lists show, and the words it is found by.

use crate::database::{DbError, Row};
use domain::case::{Awaiting, CaseFile, CaseId, CaseIndex, Stage};
use domain::catalogue::Field;
use domain::money::Dong;
use domain::officer::{OfficerId, Role};
use domain::party::PartyId;
use domain::text::fold;
use domain::unit::UnitId;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// One line of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    pub id: CaseId,
    pub code: String,
    pub unit: UnitId,
    pub province: UnitId,
    pub version: u32,
    pub stage: Stage,
    pub party: PartyId,
    pub party_name: String,
    pub establishment_name: String,
    pub place: String,
    pub responsible: OfficerId,
    pub responsible_name: String,
    pub awaiting: Awaiting,
    pub field: Option<Field>,
    pub opened_on: Date,
    pub updated_at: Timestamp,
    pub next_due: Option<DateTime>,
    pub next_due_name: Option<String>,
    pub fine: Option<Dong>,
    pub owed: Dong,
    /// Place in the order of opening; for cursors.
    pub(crate) num: i64,
}

/// Columns of a case as [`read`] expects them, behind the alias `c`.
pub(crate) const COLUMNS: &str = "c.num, c.id, c.code, c.unit, c.province, c.version, c.stage, c.party, c.party_name, \
     c.establishment, c.place, c.responsible, c.responsible_name, c.awaiting, c.field, c.opened_on, c.updated_at, \
     c.next_due, c.next_due_name, c.fine, c.owed";

/// Stands where no deadline runs, so that it sorts last.
pub(super) const NO_DUE: &str = "9999-12-31T00:00:00";

/// Reads a row from the first columns.
pub(crate) fn read(row: &Row) -> Result<CaseRow, DbError> {
    let due = row.text(17)?;
    Ok(CaseRow {
        num: row.int(0)?,
        id: CaseId(row.parse(1, "a case id")?),
        code: row.string(2)?,
        unit: UnitId(row.string(3)?),
        province: UnitId(row.string(4)?),
        version: u32::try_from(row.int(5)?).map_err(|_| DbError::Shape { column: 5, expected: "a version" })?,
        stage: Stage::from_key(row.text(6)?).ok_or(DbError::Shape { column: 6, expected: "a stage" })?,
        party: PartyId(row.parse(7, "a party id")?),
        party_name: row.string(8)?,
        establishment_name: row.string(9)?,
        place: row.string(10)?,
        responsible: OfficerId(row.string(11)?),
        responsible_name: row.string(12)?,
        awaiting: match row.opt_string(13)? {
            None => Awaiting::Nobody,
            Some(queue) => from_queue(&queue).ok_or(DbError::Shape { column: 13, expected: "a queue" })?,
        },
        field: match row.opt_string(14)? {
            None => None,
            Some(key) => {
                Some(Field::from_key(&key).ok_or(DbError::Shape { column: 14, expected: "a field of management" })?)
            }
        },
        opened_on: row.parse(15, "a date")?,
        updated_at: row.moment(16)?,
        next_due: if due == NO_DUE { None } else { Some(row.parse(17, "a deadline")?) },
        next_due_name: row.opt_string(18)?,
        fine: row.opt_int(19)?.map(Dong),
        owed: Dong(row.int(20)?),
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

/// The word by which everything of a unit is found: letters and digits only, so that it stays one word.
fn scope_word(letter: char, unit: &UnitId) -> String {
    let id: String = unit.0.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { 'x' }).collect();
    format!("{letter}{letter}{id}")
}

pub(super) fn unit_word(unit: &UnitId) -> String {
    scope_word('u', unit)
}

pub(super) fn province_word(province: &UnitId) -> String {
    scope_word('p', province)
}

/// The folded words a case is found by: where it belongs, its party and establishment, its numbers.
pub(super) fn search_words(case: &CaseFile, index: &CaseIndex) -> String {
    let party = &case.inspection.party;
    let identifiers = [
        party.tax_code.as_ref().map(|code| code.as_str()),
        party.citizen_id.as_ref().map(|id| id.as_str()),
        party.phone.as_ref().map(|phone| phone.as_str()),
    ];
    let mut words = format!(
        "{} {} {}",
        province_word(&index.province),
        unit_word(&index.unit),
        fold(&format!("{} {} {}", index.party_name, index.establishment_name, index.code))
    );
    for more in identifiers.into_iter().flatten().chain(index.numbers.iter().map(String::as_str)) {
        words.push(' ');
        words.push_str(&fold(more));
    }
    words
}
