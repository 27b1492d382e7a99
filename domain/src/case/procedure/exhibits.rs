//! The exhibits of a case through its procedures: where each is, in whose hands, at which price (chuỗi lưu giữ tang vật).

use super::super::{CaseFile, Exhibit, Recorded, ViolationRecord};
use super::{Done, Procedure, find};
use crate::money::Dong;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// How one exhibit stands after everything done so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExhibitStanding {
    pub name: String,
    pub unit: String,
    /// As recorded.
    pub quantity: u32,
    /// As recorded, or as valued since (Luật XLVPHC Điều 60).
    pub unit_price: Dong,
    /// What was done with it last; empty when nothing was.
    pub last: String,
    /// Where it was put, or who has it, as said then.
    pub place: String,
}

/// One entry of the chain of custody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyEntry {
    pub at: DateTime,
    pub by: String,
    /// What was done, e.g. `Niêm phong tang vật, phương tiện`.
    pub what: String,
    /// Place in the list of the violation record, from 0.
    pub exhibit: usize,
    pub name: String,
    pub quantity: u32,
    pub place: String,
    pub condition: String,
    /// Number of the paper, if it made one.
    pub number: Option<String>,
}

fn place(done: &Done) -> String {
    ["keeper", "stored_at", "receiver", "to_body"]
        .into_iter()
        .filter_map(|key| done.answers.text(key))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The exhibits as they stand, in the order of the violation record.
pub fn standing(case: &CaseFile) -> Vec<ExhibitStanding> {
    let Some(record) = &case.violation else { return Vec::new() };
    let mut list: Vec<ExhibitStanding> = record.content.exhibits.iter().map(first).collect();
    for done in &case.steps {
        let title = find(&done.key).map_or("", |procedure: &Procedure| procedure.title);
        for picked in done.answers.exhibits() {
            let Some(exhibit) = list.get_mut(picked.index) else { continue };
            if let Some(price) = picked.unit_price {
                exhibit.unit_price = price;
                continue;
            }
            exhibit.last = title.to_owned();
            let place = place(done);
            if !place.is_empty() {
                exhibit.place = place;
            }
        }
    }
    list
}

fn first(exhibit: &Exhibit) -> ExhibitStanding {
    ExhibitStanding {
        name: exhibit.name.clone(),
        unit: exhibit.unit.clone(),
        quantity: exhibit.quantity,
        unit_price: exhibit.unit_price,
        last: String::new(),
        place: String::new(),
    }
}

/// Who had which exhibit, where, when, in which condition: every paper that names exhibits, in order.
pub fn custody(case: &CaseFile) -> Vec<CustodyEntry> {
    let Some(record) = &case.violation else { return Vec::new() };
    let exhibits = &record.content.exhibits;
    let mut list = Vec::new();
    for done in &case.steps {
        for picked in done.answers.exhibits() {
            let Some(exhibit) = exhibits.get(picked.index) else { continue };
            list.push(CustodyEntry {
                at: done.at,
                by: done.by.full_name.clone(),
                what: done.procedure().map_or_else(String::new, |procedure| procedure.title.to_owned()),
                exhibit: picked.index,
                name: exhibit.name.clone(),
                quantity: picked.quantity,
                place: place(done),
                condition: done.answers.text("condition").unwrap_or(&exhibit.condition).to_owned(),
                number: done.frame.as_ref().map(|frame| frame.number.text.clone()),
            });
        }
    }
    list
}

impl CaseFile {
    /// The exhibits of the violation record at the prices they were valued at last.
    pub fn exhibits_now(&self) -> Vec<Exhibit> {
        self.violation.as_ref().map_or_else(Vec::new, |record| self.exhibits_of(record, u32::MAX))
    }

    /// The exhibits of a record at the prices they were valued at up to an event of the case: what a paper of that
    /// moment says of them.
    pub(crate) fn exhibits_of(&self, record: &Recorded<ViolationRecord>, until: u32) -> Vec<Exhibit> {
        let mut list = record.content.exhibits.clone();
        let since = self.steps.iter().filter(|done| (record.seq..=until).contains(&done.seq));
        for picked in since.flat_map(|done| done.answers.exhibits()) {
            if let (Some(exhibit), Some(price)) = (list.get_mut(picked.index), picked.unit_price) {
                exhibit.unit_price = price;
            }
        }
        list
    }
}
