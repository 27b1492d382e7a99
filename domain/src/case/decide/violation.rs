//! Violation record and explanation (Luật XLVPHC Điều 58, 61; NĐ 118/2021/NĐ-CP Điều 12).

use super::super::{
    CaseFile, Context, DraftViolation, EventBody, Explanation, ExplanationKind, FieldError, Recorded, RecordedAct,
    Refusal, Stage, ViolationRecord, value_of_act,
};
use super::{counted, expect_stage, frame};
use crate::authority::Action;
use crate::calendar::{WorkCalendar, format_at, format_date};
use crate::catalogue::Base;
use crate::law::deadline::{Deadline, explanation_written};
use crate::law::fine::{ActInput, assess};
use crate::money::MAX_DONG;
use jiff::civil::DateTime;

pub(super) fn record(case: &CaseFile, draft: &DraftViolation, context: &Context<'_>) -> Result<EventBody, Refusal> {
    Ok(EventBody::ViolationRecorded { record: Box::new(written(case, draft, context)?) })
}

/// The part of one violator, held to every rule of the record itself, so that the common record is not refused for it later.
pub(super) fn prepare(case: &CaseFile, draft: &DraftViolation, context: &Context<'_>) -> Result<EventBody, Refusal> {
    content(case, draft, context)?;
    Ok(EventBody::ViolationPrepared { draft: Box::new(draft.clone()) })
}

/// The record in the frame it is signed in.
pub(in crate::case) fn written(
    case: &CaseFile,
    draft: &DraftViolation,
    context: &Context<'_>,
) -> Result<Recorded<ViolationRecord>, Refusal> {
    let content = content(case, draft, context)?;
    Ok(Recorded { frame: frame(context, draft.made_at)?, content, seq: case.version + 1 })
}

fn content(case: &CaseFile, draft: &DraftViolation, context: &Context<'_>) -> Result<ViolationRecord, Refusal> {
    expect_stage(case, &[Stage::InspectionRecordedViolation], Action::RecordViolation)?;
    // Without an inspection, the day it was found.
    let earliest = match &case.inspection_record {
        Some(inspected) => inspected.content.announced_at,
        None if case.found_without_inspection() => {
            case.inspection.scope_from.to_datetime(jiff::civil::Time::midnight())
        }
        None => {
            return Err(Refusal::WrongStage { stage: case.stage, step: Action::RecordViolation.label().to_owned() });
        }
    };
    let mut errors = Vec::new();
    if draft.made_at < earliest {
        errors.push(FieldError::new(
            "made_date",
            format!(
                "Biên bản vi phạm không thể lập trước khi kiểm tra bắt đầu hoặc vi phạm được phát hiện ({}).",
                format_at(earliest)
            ),
        ));
    }
    if draft.made_at > context.local() {
        errors.push(FieldError::new(
            "made_date",
            format!("Thời điểm lập biên bản đang ở tương lai. Bây giờ là {}.", format_at(context.local())),
        ));
    }
    if draft.acts.is_empty() {
        errors.push(FieldError::new("acts.0.behaviour", "Chọn ít nhất một hành vi vi phạm từ danh mục."));
    }
    for (index, act) in draft.acts.iter().enumerate() {
        if act.input.committed_on > draft.made_at.date() {
            errors.push(FieldError::new(
                format!("acts.{index}.committed_on"),
                format!("Ngày vi phạm không thể sau ngày lập biên bản ({}).", format_date(draft.made_at.date())),
            ));
        }
        // Repeated acts are sanctioned one by one (Luật XLVPHC Điều 3 khoản 1 điểm d): another day is another act.
        let same = |other: &RecordedAct| {
            (&other.input.behaviour_id, other.input.committed_on) == (&act.input.behaviour_id, act.input.committed_on)
        };
        if draft.acts.iter().take(index).any(same) {
            errors.push(FieldError::new(
                format!("acts.{index}.behaviour"),
                "Hành vi này đã được chọn ở trên với cùng ngày vi phạm. Gộp tang vật vào một hành vi, chọn hành vi khác, hoặc ghi đúng ngày của lần vi phạm khác.",
            ));
        }
    }
    for (index, exhibit) in draft.exhibits.iter().enumerate() {
        if exhibit.act >= draft.acts.len() {
            errors.push(FieldError::new(
                format!("exhibits.{index}.act"),
                format!("Tang vật phải thuộc một trong {} hành vi đã chọn.", draft.acts.len()),
            ));
        }
        if exhibit.quantity == 0 {
            errors.push(FieldError::new(
                format!("exhibits.{index}.quantity"),
                format!("{}: nhập số lượng từ 1 trở lên.", exhibit.name),
            ));
        }
        if !(0..=MAX_DONG).contains(&exhibit.unit_price.0) || exhibit.value().0 > MAX_DONG {
            errors.push(FieldError::new(
                format!("exhibits.{index}.unit_price"),
                format!("{}: đơn giá hoặc trị giá không hợp lý. Kiểm tra lại số chữ số.", exhibit.name),
            ));
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::Fields { errors });
    }

    let offender = draft.offender(case);
    let inputs = draft.inputs(context.catalogue);
    let assessment = assess(context.catalogue, &offender, &inputs, draft.made_at.date())?;
    let acts = draft.acts.iter().zip(inputs).map(|(act, input)| RecordedAct { input, ..act.clone() }).collect();
    Ok(ViolationRecord {
        made_at: draft.made_at,
        place: draft.place.clone(),
        acts,
        exhibits: draft.exhibits.clone(),
        representative: draft.representative.clone(),
        party_opinion: draft.party_opinion.clone(),
        witness: draft.witness.clone(),
        signature: draft.signature.clone(),
        offender,
        assessment,
        joint: Vec::new(),
    })
}

impl DraftViolation {
    /// The offender as the fine engine sees him; the birth date written here wins over the registry's.
    pub fn offender(&self, case: &CaseFile) -> crate::law::fine::Offender {
        let mut offender = case.inspection.party.offender();
        if self.birth_date.is_some() {
            offender.birth_date = self.birth_date;
        }
        offender
    }

    /// The acts with their amounts: where the frame follows the exhibits' value, the amount is the sum of the lines.
    pub fn inputs(&self, catalogue: &crate::catalogue::Catalogue) -> Vec<ActInput> {
        self.acts
            .iter()
            .enumerate()
            .map(|(index, act)| {
                let mut input = act.input.clone();
                let by_value =
                    catalogue.behaviour(&input.behaviour_id).is_some_and(|found| found.base == Base::ExhibitValue);
                if by_value && let Some(value) = value_of_act(&self.exhibits, index) {
                    input.amount = Some(value.0);
                }
                input
            })
            .collect()
    }
}

/// The period of the written explanation with its extension, if it was extended (Luật XLVPHC Điều 61 khoản 2).
pub(in crate::case) fn explanation_window(case: &CaseFile, made_at: DateTime, calendar: &WorkCalendar) -> Deadline {
    let mut window = explanation_written(made_at, calendar);
    if let Some(until) = case.last("gia-han-giai-trinh").and_then(|done| done.answers.date("until")) {
        window.due = window.due.max(until.at(23, 59, 59, 0));
    }
    window
}

pub(super) fn explain(case: &CaseFile, explanation: &Explanation, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::ViolationRecorded, Stage::SanctionProposed], Action::RecordExplanation)?;
    let Some(record) = &case.violation else {
        return Err(Refusal::WrongStage { stage: case.stage, step: Action::RecordExplanation.label().to_owned() });
    };
    let made = record.content.made_at.date();
    let mut errors = Vec::new();
    if explanation.received_on < made {
        errors.push(FieldError::new(
            "received_on",
            format!("Ngày nhận không thể trước ngày lập biên bản ({}).", format_date(made)),
        ));
    }
    if explanation.received_on > context.today() {
        errors.push(FieldError::new("received_on", "Ngày nhận đang ở tương lai."));
    }
    let window = explanation_window(case, record.content.made_at, context.calendar);
    if explanation.kind != ExplanationKind::Waived && explanation.received_on > window.due.date() {
        counted(&window, context)?;
        errors.push(FieldError::new(
            "received_on",
            format!(
                "Đã quá hạn giải trình: {} ({}, {}).",
                format_date(window.due.date()),
                window.length,
                window.citation
            ),
        ));
    }
    if !errors.is_empty() {
        return Err(Refusal::Fields { errors });
    }
    Ok(EventBody::ExplanationRecorded { explanation: explanation.clone() })
}
