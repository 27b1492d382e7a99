//! Completeness of the file (hồ sơ kín): before a signature, everything that must be there and agree, one line each.
//!
//! What the law forbids is asked of the same functions that refuse the signature. Must not know how the list is shown.

use super::decide::sanction::{
    assess_again, competent, explanation_heard, fines_in_frame, in_time, not_time_barred, total,
};
use super::{CaseFile, Context, PartySignature, SanctionProposal, Stage, ViolationRecord, value_of_act};
use crate::calendar::{format_at, format_date};
use crate::catalogue::{Base, Mark};
use crate::law::LawRefusal;
use crate::law::competence::may_sign_inspection;
use crate::law::deadline::{EXECUTION_MIN_DAYS, INSPECTION_MAX_WORKING_DAYS};
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::law::fine::Assessment;
use crate::money::{Dong, in_words};
use crate::statute::Citation;
use serde::{Deserialize, Serialize};

/// How one line of the list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is there and agrees.
    Met,
    /// It does not stop the signature, but the signer should look at it.
    Heed,
    /// It stops the signature.
    Missing,
}

/// One thing that must hold before a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub title: String,
    pub verdict: Verdict,
    /// What was found, or what is missing and how to mend it.
    pub note: String,
    pub citation: Option<Citation>,
}

impl Check {
    fn new(title: &str, holds: bool, found: impl Into<String>, missing: impl Into<String>) -> Self {
        let (verdict, note) = if holds { (Verdict::Met, found.into()) } else { (Verdict::Missing, missing.into()) };
        Self { title: title.to_owned(), verdict, note, citation: None }
    }

    fn law<T>(title: &str, answer: Result<T, LawRefusal>, found: impl FnOnce(T) -> String) -> Self {
        match answer {
            Ok(value) => Self { title: title.to_owned(), verdict: Verdict::Met, note: found(value), citation: None },
            Err(refusal) => Self {
                title: title.to_owned(),
                verdict: Verdict::Missing,
                note: refusal.message,
                citation: Some(refusal.citation),
            },
        }
    }

    fn heed(title: &str, note: impl Into<String>) -> Self {
        Self { title: title.to_owned(), verdict: Verdict::Heed, note: note.into(), citation: None }
    }

    fn citing(mut self, citation: Citation) -> Self {
        self.citation.get_or_insert(citation);
        self
    }
}

/// The list for the signature the case waits for; empty when it waits for none.
pub fn completeness(case: &CaseFile, context: &Context<'_>) -> Vec<Check> {
    match (case.stage, &case.record_now(), &case.proposal) {
        (Stage::InspectionProposed, ..) => inspection(case, context),
        (Stage::SanctionProposed, Some(record), Some(proposal)) => {
            let mut list = papers(case);
            list.extend(case.by_hand.iter().filter(|paper| paper.entered_late()).map(|paper| {
                Check::heed("Số hóa văn bản giấy", format!("Văn bản {}: quá 48 giờ từ khi ký.", paper.words()))
                    .citing(paper.deadline().citation)
            }));
            list.extend(sanction(case, record, proposal, context));
            list
        }
        _ => Vec::new(),
    }
}

fn inspection(case: &CaseFile, context: &Context<'_>) -> Vec<Check> {
    let draft = &case.inspection;
    let ordinance = |place: &str| Citation::new(format!("{place} Pháp lệnh Quản lý thị trường"), Mark::Seen);
    vec![
        Check::new(
            "Đối tượng và địa điểm kiểm tra",
            !draft.party.name.trim().is_empty() && !draft.place.trim().is_empty(),
            format!("{}, {}", draft.party.name, draft.place),
            "Ghi tên đối tượng và địa điểm kiểm tra.",
        ),
        Check::new(
            "Căn cứ kiểm tra",
            !draft.basis.trim().is_empty(),
            draft.basis.clone(),
            "Ghi căn cứ: kế hoạch, phương án hoặc thông tin về dấu hiệu vi phạm.",
        )
        .citing(ordinance("Điều 20")),
        Check::new(
            "Nội dung kiểm tra",
            !draft.contents.is_empty(),
            format!("{} nội dung", draft.contents.len()),
            "Ghi ít nhất một nội dung kiểm tra.",
        ),
        Check::new(
            "Giai đoạn và thời hạn kiểm tra",
            draft.scope_from <= draft.scope_to && (1..=INSPECTION_MAX_WORKING_DAYS).contains(&draft.working_days),
            format!(
                "{} – {}, {} ngày làm việc",
                format_date(draft.scope_from),
                format_date(draft.scope_to),
                draft.working_days
            ),
            format!("Giai đoạn phải đúng thứ tự ngày; thời hạn tối đa {INSPECTION_MAX_WORKING_DAYS} ngày làm việc."),
        )
        .citing(ordinance("khoản 2 Điều 22")),
        Check::new(
            "Trưởng đoàn có Thẻ kiểm tra thị trường",
            draft.leader.card.is_some(),
            format!("{}, Thẻ số {}", draft.leader.full_name, draft.leader.card.as_deref().unwrap_or_default()),
            format!("{} chưa có Thẻ kiểm tra thị trường: chọn Trưởng đoàn khác.", draft.leader.full_name),
        )
        .citing(Citation::new("Điều 15 Thông tư 27/2020/TT-BCT", Mark::Seen)),
        Check::law("Thẩm quyền ký", signs_inspection(context), |delegation| match delegation {
            Some(given) => given.ground(),
            None => format!("{} được ban hành quyết định kiểm tra", context.actor.role.title()),
        }),
    ]
}

fn signs_inspection<'a>(context: &Context<'a>) -> Result<Option<&'a Delegation>, LawRefusal> {
    let (position, delegation) = context.actor.position(DelegatedPower::Inspection, context.today())?;
    may_sign_inspection(position, context.today()).map(|()| delegation)
}

/// The papers before the decision, their numbers, their dates in order, and who signed them.
fn papers(case: &CaseFile) -> Vec<Check> {
    if let (true, Some(recorded)) = (case.found_without_inspection(), &case.violation) {
        let number = &recorded.frame.number.text;
        let found = format!("Không qua kiểm tra; biên bản vi phạm {number}");
        return vec![Check::new("Văn bản trong hồ sơ", !number.is_empty(), found, "Có văn bản chưa được cấp số.")];
    }
    let (Some(decision), Some(inspected), Some(recorded)) =
        (&case.inspection_decision, &case.inspection_record, &case.violation)
    else {
        return vec![Check::new("Văn bản trong hồ sơ", false, "", "Thiếu quyết định kiểm tra hoặc biên bản.")];
    };
    let numbers =
        [&decision.number.text, &inspected.frame.number.text, &recorded.frame.number.text].map(String::as_str);
    let in_order = decision.at <= inspected.content.announced_at
        && inspected.content.announced_at <= inspected.content.finished_at
        && inspected.content.announced_at <= recorded.content.made_at
        && recorded.content.acts.iter().all(|act| act.input.committed_on <= recorded.content.made_at.date());
    let attested = |signature: &PartySignature| match signature {
        PartySignature::Signed => true,
        PartySignature::Refused { reason, witness } => !reason.trim().is_empty() && !witness.trim().is_empty(),
    };
    vec![
        Check::new(
            "Văn bản trong hồ sơ",
            numbers.iter().all(|number| !number.is_empty()),
            format!(
                "Quyết định kiểm tra {}, biên bản kiểm tra {}, biên bản vi phạm {}",
                numbers[0], numbers[1], numbers[2]
            ),
            "Có văn bản chưa được cấp số.",
        ),
        Check::new(
            "Thứ tự ngày, giờ",
            in_order,
            format!(
                "Ký quyết định {}, công bố {}, lập biên bản vi phạm {}",
                format_at(decision.at),
                format_at(inspected.content.announced_at),
                format_at(recorded.content.made_at)
            ),
            "Ngày, giờ trong các văn bản trái thứ tự: đối chiếu quyết định kiểm tra, hai biên bản và ngày vi phạm.",
        ),
        Check::new(
            "Chữ ký của người vi phạm",
            attested(&inspected.content.signature) && attested(&recorded.content.signature),
            match recorded.content.signature {
                PartySignature::Signed => "Đã ký biên bản",
                PartySignature::Refused { .. } => "Không ký; đã ghi lý do và người chứng kiến",
            },
            "Biên bản không có chữ ký phải ghi lý do và người chứng kiến hoặc đại diện chính quyền.",
        )
        .citing(Citation::law("khoản 3 Điều 58", Mark::Recalled)),
    ]
}

fn sanction(
    case: &CaseFile,
    record: &ViolationRecord,
    proposal: &SanctionProposal,
    context: &Context<'_>,
) -> Vec<Check> {
    let content = &proposal.content;
    let assessment = match assess_again(record, content, context) {
        Ok(assessment) => assessment,
        Err(refusal) => {
            return vec![Check::new("Hành vi và khung phạt", false, "", refusal.message())];
        }
    };
    let mut list = vec![
        Check::new(
            "Mức phạt từng hành vi",
            assessment.acts.len() == content.fines.len(),
            format!("{} hành vi, {} mức phạt", assessment.acts.len(), content.fines.len()),
            "Có hành vi chưa ghi mức phạt: trả lại tờ trình để bổ sung.",
        ),
        Check::law("Mức phạt trong khung", fines_in_frame(content, &assessment), |()| ranges(&assessment)),
        sum(proposal),
        base_of_fine(record, context),
        Check::law("Thời hạn ra quyết định", in_time(case, &proposal.assessment, context), |due| {
            due.map_or_else(String::new, |due| {
                format!("Đến hết {} ({}, {})", format_at(due.due), due.length, due.citation)
            })
        }),
        Check::law("Thời hiệu xử phạt", not_time_barred(&assessment), |()| {
            let until = assessment.acts.iter().map(|act| act.limitation.until).min();
            until.map_or_else(String::new, |until| format!("Còn đến hết {}", format_date(until)))
        }),
        Check::law("Quyền giải trình", explanation_heard(case, record, &assessment, context), |()| {
            match (&assessment.explanation_right, case.explanations.is_empty()) {
                (None, _) => "Không thuộc trường hợp có quyền giải trình".to_owned(),
                (Some(_), false) => "Đã ghi nhận giải trình hoặc văn bản không giải trình".to_owned(),
                (Some(_), true) => "Đã hết thời hạn mà không giải trình".to_owned(),
            }
        })
        .citing(Citation::law("Điều 61", Mark::Recalled)),
        Check::law("Thẩm quyền ký", competent(record, proposal, &assessment, context), |able| {
            able.reasons.join("; ")
        }),
        Check::new(
            "Thời hạn thi hành",
            content.execution_days >= EXECUTION_MIN_DAYS,
            format!("{} ngày", content.execution_days),
            format!("Không ít hơn {EXECUTION_MIN_DAYS} ngày kể từ ngày nhận quyết định."),
        )
        .citing(Citation::law("Điều 73", Mark::Recalled)),
    ];
    if content.confiscate {
        list.push(Check::new(
            "Tang vật bị tịch thu",
            !record.exhibits.is_empty() && record.exhibits_value() == proposal.confiscation_value,
            format!("{} khoản, trị giá {}", record.exhibits.len(), proposal.confiscation_value),
            "Bảng kê tang vật không khớp trị giá tịch thu trong tờ trình.",
        ));
    }
    let unsure: Vec<&str> =
        assessment.acts.iter().filter(|act| act.needs_confirmation).map(|act| act.title.as_str()).collect();
    if !unsure.is_empty() {
        list.push(Check::heed(
            "Khung phạt chưa đối chiếu văn bản",
            format!("{}: đối chiếu Công báo trước khi ký.", unsure.join("; ")),
        ));
    }
    for warning in &assessment.warnings {
        list.push(Check::heed("Lưu ý", warning.clone()));
    }
    list
}

fn ranges(assessment: &Assessment) -> String {
    let frames: Vec<String> = assessment.acts.iter().map(|act| act.frame.to_string()).collect();
    format!("Khung {}", frames.join("; "))
}

/// The sum in digits is the sum of the fines, and the words are of that sum.
fn sum(proposal: &SanctionProposal) -> Check {
    let fines = total(&proposal.content);
    Check::new(
        "Tổng mức phạt bằng số và bằng chữ",
        fines == proposal.total_fine,
        format!("{fines} ({})", in_words(fines)),
        format!("Tổng các mức phạt là {fines}, tờ trình ghi {}. Trả lại tờ trình để tính lại.", proposal.total_fine),
    )
}

/// Where the frame follows the exhibits' value, the list of exhibits gives that value.
fn base_of_fine(record: &ViolationRecord, context: &Context<'_>) -> Check {
    let mut wrong = Vec::new();
    for (index, act) in record.acts.iter().enumerate() {
        let by_value = context
            .catalogue
            .behaviour(&act.input.behaviour_id)
            .is_some_and(|behaviour| behaviour.base == Base::ExhibitValue);
        if by_value
            && let Some(value) = value_of_act(&record.exhibits, index)
            && act.input.amount != Some(value.0)
        {
            let taken = act.input.amount.map_or_else(|| "không có".to_owned(), |amount| Dong(amount).to_string());
            wrong.push(format!("hành vi {}: bảng kê {value}, căn cứ định khung {taken}", index + 1));
        }
    }
    Check::new(
        "Bảng kê tang vật khớp căn cứ định khung",
        wrong.is_empty(),
        format!("Tổng trị giá {}", record.exhibits_value()),
        format!("{}. Sửa bảng kê hoặc trị giá.", wrong.join("; ")),
    )
}
