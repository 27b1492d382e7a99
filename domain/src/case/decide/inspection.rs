//! Inspection: proposal, decision, record, conclusion (PL 11/2016/UBTVQH13; TT 27/2020/TT-BCT).

use super::super::{
    CaseFile, Conclusion, Context, EventBody, FieldError, InspectionKind, InspectionRecord, OpenCase, Recorded,
    Refusal, Signed, Stage,
};
use super::{counted, expect_stage, frame, refuse_gaps};
use crate::authority::Action;
use crate::calendar::{format_at, format_date};
use crate::law::competence::may_sign_inspection;
use crate::law::deadline::{INSPECTION_MAX_WORKING_DAYS, inspection_end};
use crate::law::delegation::DelegatedPower;

pub(super) fn open(open: &OpenCase, context: &Context<'_>) -> Result<EventBody, Refusal> {
    let draft = &open.inspection;
    let mut errors = Vec::new();
    if draft.scope_to < draft.scope_from {
        errors.push(FieldError::new(
            "scope_to",
            format!("Ngày cuối giai đoạn kiểm tra phải từ {} trở đi.", format_date(draft.scope_from)),
        ));
    }
    if draft.scope_to > context.today() {
        errors.push(FieldError::new(
            "scope_to",
            format!("Giai đoạn kiểm tra không thể sau hôm nay ({}).", format_date(context.today())),
        ));
    }
    let detected = draft.kind == InspectionKind::Detected;
    if !detected && !(1..=INSPECTION_MAX_WORKING_DAYS).contains(&draft.working_days) {
        errors.push(FieldError::new(
            "working_days",
            format!(
                "Thời hạn kiểm tra từ 1 đến {INSPECTION_MAX_WORKING_DAYS} ngày làm việc (khoản 2 Điều 22 Pháp lệnh Quản lý thị trường)."
            ),
        ));
    }
    if !detected && draft.leader.card.is_none() {
        errors.push(FieldError::new(
            "leader",
            format!(
                "{} chưa có Thẻ kiểm tra thị trường nên không làm Trưởng đoàn được (Điều 15 Thông tư 27/2020/TT-BCT). Chọn người khác.",
                draft.leader.full_name
            ),
        ));
    }
    if draft.members.iter().any(|member| member.id == draft.leader.id) {
        errors.push(FieldError::new("members", "Trưởng đoàn không ghi lại trong danh sách thành viên."));
    }
    if draft.contents.is_empty() {
        errors.push(FieldError::new("contents", "Nhập ít nhất một nội dung kiểm tra, mỗi nội dung một dòng."));
    }
    if errors.is_empty() { Ok(EventBody::CaseOpened(Box::new(open.clone()))) } else { Err(Refusal::Fields { errors }) }
}

pub(super) fn sign(case: &CaseFile, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::InspectionProposed], Action::SignInspectionDecision)?;
    let (position, delegation) = context.actor.position(DelegatedPower::Inspection, context.today())?;
    may_sign_inspection(position, context.today())?;
    refuse_gaps(case, context, "Điều 19 Pháp lệnh Quản lý thị trường")?;
    let frame = Signed { delegation: delegation.cloned(), ..frame(context, context.local())? };
    Ok(EventBody::InspectionDecisionSigned { frame })
}

pub(super) fn record(case: &CaseFile, record: &InspectionRecord, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::InspectionDecided], Action::RecordInspection)?;
    let Some(decision) = &case.inspection_decision else {
        return Err(Refusal::WrongStage { stage: case.stage, step: Action::RecordInspection.label().to_owned() });
    };
    let mut errors = Vec::new();
    if record.announced_at < decision.at {
        errors.push(FieldError::new(
            "announced_date",
            format!(
                "Công bố quyết định phải sau khi quyết định được ký ({}). Kiểm tra lại ngày, giờ.",
                format_at(decision.at)
            ),
        ));
    }
    if record.finished_at < record.announced_at {
        errors.push(FieldError::new(
            "finished_date",
            format!("Kết thúc kiểm tra phải sau khi công bố quyết định ({}).", format_at(record.announced_at)),
        ));
    }
    if record.finished_at > context.local() {
        errors.push(FieldError::new(
            "finished_date",
            format!("Thời điểm kết thúc đang ở tương lai. Bây giờ là {}.", format_at(context.local())),
        ));
    }
    let end = inspection_end(record.announced_at, case.inspection_days(), context.calendar);
    if errors.is_empty() && record.finished_at > end.due {
        counted(&end, context)?;
        errors.push(FieldError::new(
            "finished_date",
            format!("Kiểm tra phải kết thúc trước {} ({}, {}).", format_at(end.due), end.length, end.citation),
        ));
    }
    if !errors.is_empty() {
        return Err(Refusal::Fields { errors });
    }
    let frame = frame(context, record.finished_at)?;
    let record = Recorded { frame, content: record.clone(), seq: case.version + 1 };
    Ok(EventBody::InspectionRecorded { record: Box::new(record) })
}

pub(super) fn conclude(case: &CaseFile, note: &str, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::InspectionRecordedClean], Action::ConcludeInspection)?;
    // Who may issue the inspection decision concludes (TT 27/2020/TT-BCT Điều 20): a deputy by delegation.
    let (position, _) = context.actor.position(DelegatedPower::Inspection, context.today())?;
    may_sign_inspection(position, context.today())?;
    Ok(EventBody::InspectionConcluded {
        conclusion: Conclusion { by: context.actor.officer.clone(), at: context.local(), note: note.to_owned() },
    })
}
