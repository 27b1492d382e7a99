//! Report measures (chỉ tiêu báo cáo): what each event adds to which day and field.
//!
//! Every figure is derived from dated events, never typed; a report is a sum of entries. The store keeps the sums
//! as cells in the same transaction as the event, and can rebuild them from the events bit for bit.
//!
//! Must not know: how cells are stored or summed.

use crate::case::{CaseFile, Event, EventBody};
use crate::catalogue::Field;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The measures of a report, all counts or đồng; one wide row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures(pub [i64; Measure::ALL.len()]);

/// One measure (chỉ tiêu).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Số vụ kiểm tra: inspections carried out, by the date of the inspection record.
    Inspections,
    /// Số vụ vi phạm: inspections with at least one violation, by the date of the first violation record.
    Violations,
    /// Số vụ xử lý: cases with a deciding paper, by the date of the decision.
    Handled,
    /// Số hành vi vi phạm: behaviour lines of decisions.
    Acts,
    /// Tổ chức bị xử phạt.
    Organisations,
    /// Cá nhân (and household businesses) bị xử phạt.
    Individuals,
    /// Số tiền phạt theo quyết định, in đồng.
    Fines,
    /// Tiền phạt đã nộp, in đồng, by the date of payment.
    FinesPaid,
    /// Trị giá tang vật vi phạm, in đồng, as valued in the violation record, by the date of that record.
    ExhibitsValue,
    /// Trị giá hàng tịch thu, in đồng, by the date of the decision.
    ConfiscatedValue,
}

impl Measure {
    pub const ALL: [Measure; 10] = [
        Self::Inspections,
        Self::Violations,
        Self::Handled,
        Self::Acts,
        Self::Organisations,
        Self::Individuals,
        Self::Fines,
        Self::FinesPaid,
        Self::ExhibitsValue,
        Self::ConfiscatedValue,
    ];

    /// Stable key: column name in the store and parameter in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Inspections => "kiem_tra",
            Self::Violations => "vi_pham",
            Self::Handled => "xu_ly",
            Self::Acts => "hanh_vi",
            Self::Organisations => "to_chuc",
            Self::Individuals => "ca_nhan",
            Self::Fines => "phat_tien",
            Self::FinesPaid => "phat_tien_nop",
            Self::ExhibitsValue => "tri_gia_tang_vat",
            Self::ConfiscatedValue => "tri_gia_tich_thu",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.key() == key)
    }

    /// Vietnamese column heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Inspections => "Số vụ kiểm tra",
            Self::Violations => "Số vụ vi phạm",
            Self::Handled => "Số vụ xử lý",
            Self::Acts => "Số hành vi",
            Self::Organisations => "Tổ chức bị xử phạt",
            Self::Individuals => "Cá nhân bị xử phạt",
            Self::Fines => "Tiền phạt",
            Self::FinesPaid => "Tiền phạt đã nộp",
            Self::ExhibitsValue => "Trị giá tang vật",
            Self::ConfiscatedValue => "Trị giá tịch thu",
        }
    }

    /// Whether the measure is money (đồng) rather than a count.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Fines | Self::FinesPaid | Self::ExhibitsValue | Self::ConfiscatedValue)
    }

    const fn index(self) -> usize {
        self as usize
    }
}

impl Measures {
    /// Value of one measure.
    pub fn get(&self, measure: Measure) -> i64 {
        self.0.get(measure.index()).copied().unwrap_or(0)
    }

    /// The same row with `value` added to one measure.
    #[must_use]
    pub fn with(mut self, measure: Measure, value: i64) -> Self {
        if let Some(cell) = self.0.get_mut(measure.index()) {
            *cell = cell.saturating_add(value);
        }
        self
    }

    /// Adds another row.
    pub fn add(&mut self, other: &Measures) {
        for (cell, value) in self.0.iter_mut().zip(other.0) {
            *cell = cell.saturating_add(value);
        }
    }

    /// Whether every measure is zero.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|value| *value == 0)
    }
}

/// What one event adds to one field on one day. The unit is that of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub day: Date,
    pub field: Field,
    pub measures: Measures,
}

/// What an event adds to the reports, given the case *before* it.
///
/// An inspection without violation counts under “khác”: it has no behaviour to take a field from. A case with several
/// acts counts once, under the field of its first act; acts, fines and exhibits count under their own field.
pub fn entries(before: Option<&CaseFile>, event: &Event) -> Vec<Entry> {
    let mut rows = Rows::default();
    match &event.body {
        EventBody::InspectionRecorded { record } => {
            let day = record.content.finished_at.date();
            rows.add(day, Field::Khac, Measure::Inspections, 1);
        }
        EventBody::ViolationRecorded { record } => {
            let day = record.content.made_at.date();
            let acts = &record.content.assessment.acts;
            if let Some(first) = acts.first() {
                rows.add(day, first.field, Measure::Violations, 1);
                // The inspection belongs to the field of its violation: moved there, the total stays.
                if let Some(inspected) = before.and_then(|case| case.inspection_record.as_ref()) {
                    let inspected = inspected.content.finished_at.date();
                    rows.add(inspected, Field::Khac, Measure::Inspections, -1);
                    rows.add(inspected, first.field, Measure::Inspections, 1);
                }
            }
            for exhibit in &record.content.exhibits {
                if let Some(act) = acts.get(exhibit.act) {
                    rows.add(day, act.field, Measure::ExhibitsValue, exhibit.value().0);
                }
            }
        }
        EventBody::SanctionDecided { decision } => {
            let day = decision.frame.at.date();
            let acts = &decision.assessment.acts;
            let Some(first) = acts.first() else { return Vec::new() };
            rows.add(day, first.field, Measure::Handled, 1);
            let organisation =
                before.is_some_and(|case| case.inspection.party.kind == crate::party::PartyKind::Organisation);
            let who = if organisation { Measure::Organisations } else { Measure::Individuals };
            rows.add(day, first.field, who, 1);
            for fine in &decision.content.fines {
                if let Some(act) = acts.get(fine.act) {
                    rows.add(day, act.field, Measure::Acts, 1);
                    rows.add(day, act.field, Measure::Fines, fine.fine.0);
                }
            }
            if decision.content.confiscate
                && let Some(record) = before.and_then(|case| case.violation.as_ref())
            {
                for exhibit in &record.content.exhibits {
                    if let Some(act) = acts.get(exhibit.act) {
                        rows.add(day, act.field, Measure::ConfiscatedValue, exhibit.value().0);
                    }
                }
            }
        }
        EventBody::PaymentRecorded { payment } => {
            let field = before
                .and_then(|case| case.decision.as_ref())
                .and_then(|decision| decision.assessment.acts.first())
                .map_or(Field::Khac, |act| act.field);
            rows.add(payment.paid_on, field, Measure::FinesPaid, payment.amount.0);
        }
        EventBody::CaseOpened(_)
        | EventBody::InspectionDecisionSigned { .. }
        | EventBody::InspectionConcluded { .. }
        | EventBody::ExplanationRecorded { .. }
        | EventBody::SanctionProposed { .. }
        | EventBody::ProposalReturned { .. }
        | EventBody::DecisionServed { .. }
        | EventBody::ExecutionRecorded { .. }
        | EventBody::CaseClosed { .. } => {}
    }
    rows.0
}

#[derive(Default)]
struct Rows(Vec<Entry>);

impl Rows {
    fn add(&mut self, day: Date, field: Field, measure: Measure, value: i64) {
        if value == 0 {
            return;
        }
        match self.0.iter_mut().find(|row| row.day == day && row.field == field) {
            Some(row) => row.measures = row.measures.with(measure, value),
            None => self.0.push(Entry { day, field, measures: Measures::default().with(measure, value) }),
        }
    }
}
