//! The sanction decision: proposal, return, competent signature (Luật XLVPHC Điều 57, 61, 66, 67; NĐ 189/2025/NĐ-CP).

use super::super::deadlines::decision_deadline;
use super::super::procedure::Fact;
use super::super::{
    CaseFile, ChosenFine, Context, EventBody, FieldError, Refusal, Returned, SanctionContent, SanctionDecision,
    SanctionProposal, Signed, Stage, ViolationRecord,
};
use super::violation::explanation_window;
use super::{counted, expect_stage, frame, over, refuse_gaps};
use crate::authority::Action;
use crate::calendar::{format_at, format_date};
use crate::law::LawRefusal;
use crate::law::competence::{Competent, Needs, may_sign_sanction};
use crate::law::deadline::{Deadline, EXECUTION_MIN_DAYS};
use crate::law::delegation::DelegatedPower;
use crate::law::fine::{ActInput, Assessment, accepts, assess};
use crate::money::Dong;

/// The law's answer to the recorded acts with the circumstances found since, as of a later day.
pub(in crate::case) fn assess_again(
    record: &ViolationRecord,
    content: &SanctionContent,
    context: &Context<'_>,
) -> Result<Assessment, Refusal> {
    let inputs = record.inputs_with(&content.fines);
    Ok(assess(context.catalogue, &record.offender, &inputs, context.today())?)
}

impl ViolationRecord {
    /// The recorded acts as the engine needs them, with the circumstances chosen for each.
    pub fn inputs_with(&self, fines: &[ChosenFine]) -> Vec<ActInput> {
        self.acts
            .iter()
            .enumerate()
            .map(|(index, act)| {
                let mut input = act.input.clone();
                if let Some(chosen) = fines.iter().find(|chosen| chosen.act == index) {
                    input.mitigating.clone_from(&chosen.mitigating);
                    input.aggravating.clone_from(&chosen.aggravating);
                }
                input
            })
            .collect()
    }
}

pub(super) fn propose(case: &CaseFile, content: &SanctionContent, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::ViolationRecorded], Action::ProposeSanction)?;
    let Some(record) = &case.record_now() else {
        return Err(Refusal::WrongStage { stage: case.stage, step: Action::ProposeSanction.label().to_owned() });
    };
    known_offender(case)?;
    let assessment = assess_again(record, content, context)?;
    let mut errors = Vec::new();
    for (index, act) in assessment.acts.iter().enumerate() {
        let Some(chosen) = content.fines.iter().find(|chosen| chosen.act == index) else {
            errors.push(FieldError::new(
                format!("fines.{index}.amount"),
                format!("Nhập mức phạt cho hành vi “{}”.", act.title),
            ));
            continue;
        };
        if let Err(refusal) = accepts(act, chosen.fine) {
            errors.push(FieldError::new(
                format!("fines.{index}.amount"),
                format!("{} ({})", refusal.message, refusal.citation),
            ));
        } else if chosen.fine != act.proposed.amount && chosen.reason.trim().is_empty() {
            errors.push(FieldError::new(
                format!("fines.{index}.reason"),
                format!("Mức phạt khác mức đề xuất {}. Ghi lý do để người ký xem xét.", act.proposed.amount),
            ));
        } else if act.needs_confirmation && chosen.reason.trim().is_empty() {
            errors.push(FieldError::new(
                format!("fines.{index}.reason"),
                "Khung phạt này chưa được đối chiếu văn bản. Đối chiếu Công báo rồi ghi căn cứ vào ô lý do.",
            ));
        }
    }
    if content.execution_days < EXECUTION_MIN_DAYS {
        errors.push(FieldError::new(
            "execution_days",
            format!("Thời hạn thi hành không ít hơn {EXECUTION_MIN_DAYS} ngày kể từ ngày nhận quyết định (Điều 73 Luật Xử lý vi phạm hành chính)."),
        ));
    }
    if content.confiscate && record.exhibits.is_empty() {
        errors.push(FieldError::new("confiscate", "Biên bản không ghi tang vật nào để tịch thu. Bỏ chọn tịch thu."));
    }
    if !errors.is_empty() {
        return Err(Refusal::Fields { errors });
    }
    let proposal = SanctionProposal {
        content: content.clone(),
        proposed_by: context.actor.officer.clone(),
        at: context.local(),
        assessment,
        total_fine: total(content),
        confiscation_value: confiscated(record, content),
    };
    Ok(EventBody::SanctionProposed { proposal: Box::new(proposal) })
}

pub(super) fn send_back(case: &CaseFile, reason: &str, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::SanctionProposed], Action::ReturnProposal)?;
    if reason.trim().is_empty() {
        return Err(Refusal::Fields {
            errors: vec![FieldError::new("reason", "Ghi lý do trả lại để người trình biết cần sửa gì.")],
        });
    }
    Ok(EventBody::ProposalReturned {
        returned: Returned { by: context.actor.officer.clone(), at: context.local(), reason: reason.trim().to_owned() },
    })
}

pub(super) fn sign(case: &CaseFile, context: &Context<'_>) -> Result<EventBody, Refusal> {
    Ok(EventBody::SanctionDecided { decision: Box::new(decided(case, context)?) })
}

/// The decision on the proposal that waits.
pub(in crate::case) fn decided(case: &CaseFile, context: &Context<'_>) -> Result<SanctionDecision, Refusal> {
    expect_stage(case, &[Stage::SanctionProposed], Action::SignSanction)?;
    let (Some(record), Some(proposal)) = (&case.record_now(), &case.proposal) else {
        return Err(Refusal::WrongStage { stage: case.stage, step: Action::SignSanction.label().to_owned() });
    };
    known_offender(case)?;
    in_time(case, &proposal.assessment, context)?;
    let assessment = assess_again(record, &proposal.content, context)?;
    not_time_barred(&assessment)?;
    explanation_heard(case, record, &assessment, context)?;
    fines_in_frame(&proposal.content, &assessment)?;
    let competent = competent(record, proposal, &assessment, context)?;
    refuse_gaps(case, context, "Điều 57, Điều 67 Luật Xử lý vi phạm hành chính")?;
    let (_, delegation) = context.actor.position(DelegatedPower::Sanction, context.today())?;
    Ok(SanctionDecision {
        frame: Signed { delegation: delegation.cloned(), ..frame(context, context.local())? },
        content: proposal.content.clone(),
        total_fine: total(&proposal.content),
        confiscation_value: proposal.confiscation_value,
        competence: competent.reasons,
        assessment,
        joint: Vec::new(),
        seq: case.version + 1,
    })
}

/// The period of the decision has not lapsed (Luật XLVPHC Điều 66). Where the calendar lacks a year the period cannot be
/// counted, and nothing is signed on a guess.
pub(in crate::case) fn in_time(
    case: &CaseFile,
    assessment: &Assessment,
    context: &Context<'_>,
) -> Result<Option<Deadline>, LawRefusal> {
    let (position, _) = context.actor.position(DelegatedPower::Sanction, context.today())?;
    let due = decision_deadline(case, context.calendar, assessment, position);
    if let Some(due) = &due {
        counted(due, context)?;
    }
    match due {
        Some(due) if context.local() > due.due => Err(LawRefusal::new(
            "decision-period-lapsed",
            format!(
                "Đã hết thời hạn ra quyết định xử phạt ({}, {}). Không được phạt tiền nữa; chỉ còn áp dụng biện pháp khắc phục hậu quả và tịch thu hàng cấm.",
                format_at(due.due),
                due.length
            ),
            due.citation,
        )),
        due => Ok(due),
    }
}

/// A fine needs an offender: of an unknown owner the exhibits alone are confiscated (Luật XLVPHC Điều 65, 126).
fn known_offender(case: &CaseFile) -> Result<(), Refusal> {
    if !case.inspection.owner_unknown {
        return Ok(());
    }
    Err(Refusal::Law {
        refusal: LawRefusal::new(
            "offender-unknown",
            "Chưa xác định được người vi phạm nên không ra quyết định xử phạt được. Thông báo tìm chủ sở hữu, rồi ra quyết định tịch thu.",
            crate::statute::Citation::law("điểm b khoản 1 Điều 65", crate::catalogue::Mark::Recalled),
        ),
    })
}

/// No act is beyond its limitation period (Luật XLVPHC Điều 6).
pub(in crate::case) fn not_time_barred(assessment: &Assessment) -> Result<(), LawRefusal> {
    match assessment.acts.iter().find(|act| act.limitation.time_barred) {
        Some(act) => Err(LawRefusal::new(
            "limitation-over",
            format!(
                "Hành vi “{}” đã hết thời hiệu xử phạt từ {}. Không ra quyết định xử phạt hành vi này.",
                act.title,
                format_date(act.limitation.until)
            ),
            act.limitation.citation.clone(),
        )),
        None => Ok(()),
    }
}

/// Whoever has the right to explain has used it, waived it, or let its period pass (Luật XLVPHC Điều 61).
pub(in crate::case) fn explanation_heard(
    case: &CaseFile,
    record: &ViolationRecord,
    assessment: &Assessment,
    context: &Context<'_>,
) -> Result<(), LawRefusal> {
    let Some(right) = &assessment.explanation_right else { return Ok(()) };
    if case.holds(Fact::HearingDue) {
        return Err(LawRefusal::new(
            "hearing-due",
            "Người vi phạm đã yêu cầu giải trình trực tiếp. Tổ chức phiên giải trình, lập biên bản trước khi ký.",
            right.citation.clone(),
        ));
    }
    if !case.explanations.is_empty() || case.did("phien-giai-trinh") {
        return Ok(());
    }
    let window = explanation_window(case, record.made_at, context.calendar);
    if over(&window, context)? {
        return Ok(());
    }
    let extended = if case.did("gia-han-giai-trinh") { ", đã được gia hạn" } else { "" };
    Err(LawRefusal::new(
        "explanation-open",
        format!(
            "Người vi phạm còn quyền giải trình đến hết {}{extended} ({}). Chờ hết hạn, hoặc ghi nhận văn bản giải trình hay văn bản không giải trình.",
            format_date(window.due.date()),
            right.reason
        ),
        right.citation.clone(),
    ))
}

/// Each chosen fine lies where the law lets the person decide.
pub(in crate::case) fn fines_in_frame(content: &SanctionContent, assessment: &Assessment) -> Result<(), LawRefusal> {
    for chosen in &content.fines {
        if let Some(act) = assessment.acts.get(chosen.act) {
            accepts(act, chosen.fine)?;
        }
    }
    Ok(())
}

/// The signer is competent for the decision as it stands.
pub(in crate::case) fn competent(
    record: &ViolationRecord,
    proposal: &SanctionProposal,
    assessment: &Assessment,
    context: &Context<'_>,
) -> Result<Competent, LawRefusal> {
    may_sign_sanction(
        context.actor.position(DelegatedPower::Sanction, context.today())?.0,
        context.today(),
        assessment,
        record.offender.kind,
        proposal.content.confiscate.then_some(proposal.confiscation_value),
        needs(&proposal.content),
    )
}

/// What the decision asks of the signer's power besides the fine.
pub(in crate::case) fn needs(content: &SanctionContent) -> Needs {
    Needs { suspension: !content.supplementary.is_empty(), remedies: !content.remedies.is_empty() }
}

pub(in crate::case) fn total(content: &SanctionContent) -> Dong {
    Dong(content.fines.iter().fold(0_i64, |sum, chosen| sum.saturating_add(chosen.fine.0)))
}

fn confiscated(record: &ViolationRecord, content: &SanctionContent) -> Dong {
    if content.confiscate { record.exhibits_value() } else { Dong(0) }
}
