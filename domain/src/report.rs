//! Report measures (chỉ tiêu báo cáo): what each event adds to which day and field.
//!
//! Every figure is derived from dated events, never typed; a report is a sum of entries. The store keeps the sums
//! as cells in the same transaction as the event, and can rebuild them from the events bit for bit.
//!
//! Must not know: how cells are stored or summed.

use crate::case::procedure::{Done, Effect};
use crate::case::{CaseFile, Event, EventBody, SanctionDecision, Stage, ViolationRecord};
use crate::catalogue::Field;
use crate::law::fine::Assessment;
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
        EventBody::ViolationRecorded { record } => violation(before, &record.content, 1, &mut rows),
        EventBody::SanctionDecided { decision } => sanction(before, decision, 1, &mut rows),
        EventBody::Proceeded { done, assessment } => procedure(before, done, assessment.as_deref(), &mut rows),
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
        | EventBody::ViolationPrepared { .. }
        | EventBody::ExplanationRecorded { .. }
        | EventBody::SanctionProposed { .. }
        | EventBody::ProposalReturned { .. }
        | EventBody::DecisionServed { .. }
        | EventBody::ExecutionRecorded { .. }
        | EventBody::CaseClosed { .. }
        | EventBody::AttachmentAdded { .. }
        | EventBody::AttachmentWithdrawn { .. } => {}
    }
    rows.0
}

/// What a violation record adds (`sign` 1), or takes back when it is cancelled (`sign` −1): the period it belongs to is
/// restated.
fn violation(before: Option<&CaseFile>, record: &ViolationRecord, sign: i64, rows: &mut Rows) {
    let day = record.made_at.date();
    let acts = &record.assessment.acts;
    if let Some(first) = acts.first() {
        rows.add(day, first.field, Measure::Violations, sign);
        // The inspection belongs to the field of its violation: moved there, the total stays.
        if let Some(inspected) = before.and_then(|case| case.inspection_record.as_ref()) {
            let inspected = inspected.content.finished_at.date();
            rows.add(inspected, Field::Khac, Measure::Inspections, -sign);
            rows.add(inspected, first.field, Measure::Inspections, sign);
        }
    }
    for exhibit in &record.exhibits {
        if let Some(act) = acts.get(exhibit.act) {
            rows.add(day, act.field, Measure::ExhibitsValue, sign * exhibit.value().0);
        }
    }
}

/// What a sanction decision adds, or takes back when it is cancelled.
fn sanction(before: Option<&CaseFile>, decision: &SanctionDecision, sign: i64, rows: &mut Rows) {
    let day = decision.frame.at.date();
    let acts = &decision.assessment.acts;
    let Some(first) = acts.first() else { return };
    rows.add(day, first.field, Measure::Handled, sign);
    let organisation = before.is_some_and(|case| case.inspection.party.kind == crate::party::PartyKind::Organisation);
    let who = if organisation { Measure::Organisations } else { Measure::Individuals };
    rows.add(day, first.field, who, sign);
    for fine in &decision.content.fines {
        if let Some(act) = acts.get(fine.act) {
            rows.add(day, act.field, Measure::Acts, sign);
            rows.add(day, act.field, Measure::Fines, sign * fine.fine.0);
        }
    }
    if decision.content.confiscate
        && let Some(record) = before.and_then(CaseFile::record_now)
    {
        for exhibit in &record.exhibits {
            if let Some(act) = acts.get(exhibit.act) {
                rows.add(day, act.field, Measure::ConfiscatedValue, sign * exhibit.value().0);
            }
        }
    }
}

/// What a procedure adds: a sanction on the spot, a confiscation without a sanction, a paper that is cancelled.
fn procedure(before: Option<&CaseFile>, done: &Done, assessment: Option<&Assessment>, rows: &mut Rows) {
    let (Some(case), Some(found)) = (before, done.procedure()) else { return };
    match found.effect {
        Effect::OnTheSpot => {
            let mut after = case.clone();
            after.take(done, assessment);
            if let (Some(decision), Some(first)) = (&after.decision, assessment.and_then(|found| found.acts.first())) {
                rows.add(done.at.date(), first.field, Measure::Violations, 1);
                if let Some(inspected) = &case.inspection_record {
                    let inspected = inspected.content.finished_at.date();
                    rows.add(inspected, Field::Khac, Measure::Inspections, -1);
                    rows.add(inspected, first.field, Measure::Inspections, 1);
                }
                sanction(before, decision, 1, rows);
            }
        }
        Effect::CancelRecord => {
            if let Some(record) = &case.violation {
                violation(before, &record.content, -1, rows);
            }
        }
        Effect::CancelPaper => {
            let cancelled = done.answers.text("paper");
            if let Some(decision) = case.decision.as_ref()
                && Some(decision.frame.number.text.as_str()) == cancelled
            {
                sanction(before, decision, -1, rows);
                // Without a record the sanction itself was the finding of the violation.
                if case.violation.is_none()
                    && let Some(first) = decision.assessment.acts.first()
                {
                    rows.add(decision.frame.at.date(), first.field, Measure::Violations, -1);
                }
            }
        }
        Effect::To(Stage::Unsanctioned) if case.stage != Stage::Unsanctioned => {
            let Some(first) = case.violation.as_ref().and_then(|record| record.content.assessment.acts.first()) else {
                return;
            };
            rows.add(done.at.date(), first.field, Measure::Handled, 1);
            confiscated(case, done, rows);
        }
        Effect::To(Stage::Unsanctioned) => confiscated(case, done, rows),
        Effect::None
        | Effect::To(_)
        | Effect::Close
        | Effect::AmendPaper
        | Effect::Relieve
        | Effect::Interest
        | Effect::MoreContents
        | Effect::DropFine => {}
    }
}

/// The exhibits a procedure takes, under the field of their act.
fn confiscated(case: &CaseFile, done: &Done, rows: &mut Rows) {
    let Some(record) = case.record_now() else { return };
    for picked in done.answers.exhibits() {
        if let Some(exhibit) = record.exhibits.get(picked.index)
            && let Some(act) = record.assessment.acts.get(exhibit.act)
        {
            let value = exhibit.unit_price.0.saturating_mul(i64::from(picked.quantity));
            rows.add(done.at.date(), act.field, Measure::ConfiscatedValue, value);
        }
    }
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
