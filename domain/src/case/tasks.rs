//! The case file as a task list: each paper and step, its status in words, and what is missing for the next one.

use super::{Awaiting, CaseFile, PaperKind, Stage};
use serde::{Deserialize, Serialize};

/// Status of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskStatus {
    Done,
    /// Can be done now.
    Ready,
    /// Waits for somebody else, e.g. a signature.
    Waiting,
    /// Another step comes first.
    NotYet,
    /// This case does not need it.
    NotNeeded,
}

impl TaskStatus {
    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Done => "Đã xong",
            Self::Ready => "Cần làm",
            Self::Waiting => "Chờ ký",
            Self::NotYet => "Chưa đến bước",
            Self::NotNeeded => "Không cần",
        }
    }
}

/// One step of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Stable key; also the last part of the step's address.
    pub key: String,
    pub title: String,
    pub status: TaskStatus,
    /// What is missing before it can be done, in words.
    pub missing: Vec<String>,
    /// The paper it made, if made.
    pub paper: Option<PaperKind>,
    /// Number of that paper.
    pub number: Option<String>,
}

/// All steps of the case in their order.
pub fn tasks(case: &CaseFile) -> Vec<Task> {
    use TaskStatus as S;
    let stage = case.stage;
    let clean = case.inspection_record.as_ref().is_some_and(|record| !record.content.violation_found);
    let number = |frame: Option<&super::Signed>| frame.map(|frame| frame.number.text.clone());
    let mut list = Vec::new();
    let mut push =
        |key: &str, title: &str, status: S, missing: Vec<String>, paper: Option<(PaperKind, Option<String>)>| {
            let (paper, number) = match paper {
                Some((kind, Some(number))) => (Some(kind), Some(number)),
                Some((_, None)) | None => (None, None),
            };
            list.push(Task { key: key.to_owned(), title: title.to_owned(), status, missing, paper, number });
        };
    // A step that is done, can be done now, comes later, or is not needed in a case without violation.
    let step = |done: bool, ready: bool, needed: bool| match (done, ready, needed) {
        (true, _, _) => S::Done,
        (false, true, _) => S::Ready,
        (false, false, true) => S::NotYet,
        (false, false, false) => S::NotNeeded,
    };
    let needs_one = |status: S, what: &str| if status == S::NotYet { vec![what.to_owned()] } else { Vec::new() };

    let inspects = !case.found_without_inspection();
    let signed = case.inspection_decision.as_ref();
    if inspects {
        push(
            "ky-quyet-dinh-kiem-tra",
            "Quyết định kiểm tra",
            if signed.is_some() { S::Done } else { S::Waiting },
            if signed.is_some() {
                Vec::new()
            } else {
                vec!["Chữ ký của Đội trưởng hoặc Chi cục trưởng".to_owned()]
            },
            Some((PaperKind::InspectionDecision, number(signed))),
        );
        let record = case.inspection_record.as_ref();
        let status = step(record.is_some(), stage == Stage::InspectionDecided, true);
        push(
            "bien-ban-kiem-tra",
            "Biên bản kiểm tra",
            status,
            needs_one(status, "Quyết định kiểm tra đã ký"),
            Some((PaperKind::InspectionRecord, number(record.map(|record| &record.frame)))),
        );
    }
    if clean {
        let done = case.conclusion.is_some();
        push("ket-luan-kiem-tra", "Kết luận không vi phạm", if done { S::Done } else { S::Ready }, Vec::new(), None);
        return list;
    }
    let violation = case.violation.as_ref();
    let status = step(violation.is_some(), stage == Stage::InspectionRecordedViolation, true);
    push(
        "bien-ban-vi-pham",
        "Biên bản vi phạm hành chính",
        status,
        if stage == Stage::Verifying {
            vec!["Kết luận thẩm tra, xác minh".to_owned()]
        } else {
            match (&case.prepared, status) {
                (Some(_), S::Ready) => vec!["Đã chuẩn bị phần của người này, chờ lập chung biên bản".to_owned()],
                _ => needs_one(status, "Biên bản kiểm tra có dấu hiệu vi phạm"),
            }
        },
        Some((PaperKind::ViolationRecord, number(violation.map(|record| &record.frame)))),
    );
    let right = violation.is_some_and(|record| record.content.assessment.explanation_right.is_some());
    let open = matches!(stage, Stage::ViolationRecorded | Stage::SanctionProposed);
    push(
        "giai-trinh",
        "Giải trình của người vi phạm",
        match (case.explanations.is_empty(), violation.is_some(), right) {
            (false, _, _) => S::Done,
            (true, true, true) if open => S::Ready,
            (true, false, _) => S::NotYet,
            (true, true, _) => S::NotNeeded,
        },
        Vec::new(),
        None,
    );
    let decision = case.decision.as_ref();
    let proposed = case.proposal.is_some() && case.returned.is_none();
    let status = step(proposed, stage == Stage::ViolationRecorded, true);
    push(
        "trinh-ky-xu-phat",
        "Tờ trình và dự thảo quyết định xử phạt",
        status,
        match (&case.returned, status) {
            (Some(returned), _) => vec![format!("Bị trả lại: {}", returned.reason)],
            (None, S::NotYet) => vec!["Biên bản vi phạm hành chính".to_owned()],
            (None, _) => Vec::new(),
        },
        None,
    );
    let (status, missing) = if decision.is_some() {
        (S::Done, Vec::new())
    } else if stage == Stage::SanctionProposed {
        let who = match case.awaiting() {
            Awaiting::Role { role } => role.title(),
            Awaiting::Officer { .. } | Awaiting::Nobody => "người có thẩm quyền",
        };
        (S::Waiting, vec![format!("Chữ ký của {who}")])
    } else {
        (S::NotYet, vec!["Dự thảo quyết định đã trình".to_owned()])
    };
    push(
        "ky-quyet-dinh-xu-phat",
        "Quyết định xử phạt",
        status,
        missing,
        Some((PaperKind::SanctionDecision, number(decision.map(|decision| &decision.frame)))),
    );
    let status = step(case.service.is_some(), stage == Stage::SanctionDecided, true);
    push(
        "giao-quyet-dinh",
        "Giao quyết định cho người vi phạm",
        status,
        needs_one(status, "Quyết định xử phạt đã ký"),
        None,
    );
    let paid = decision.is_some() && case.owed().0 == 0;
    let status = step(paid, matches!(stage, Stage::SanctionDecided | Stage::Served), true);
    push(
        "nop-phat",
        "Nộp tiền phạt",
        status,
        if status == S::Ready {
            vec![format!("Còn phải nộp {}", case.owed())]
        } else {
            needs_one(status, "Quyết định xử phạt đã ký")
        },
        None,
    );
    let others: Vec<_> = case.open_parts().into_iter().filter(|part| *part != super::ExecutionPart::Fine).collect();
    let any = decision.is_some_and(|decision| {
        decision.content.confiscate
            || !decision.content.supplementary.is_empty()
            || !decision.content.remedies.is_empty()
    });
    let status = match decision {
        Some(_) if !any => S::NotNeeded,
        Some(_) => step(others.is_empty(), stage == Stage::Served, true),
        None => S::NotYet,
    };
    push(
        "thi-hanh",
        "Thi hành tịch thu, biện pháp khắc phục hậu quả",
        status,
        if matches!(status, S::Ready | S::NotYet) {
            others.iter().map(|part| part.label().to_owned()).collect()
        } else {
            Vec::new()
        },
        None,
    );
    let status = step(stage == Stage::Closed, stage == Stage::Served && case.open_parts().is_empty(), true);
    push(
        "ket-thuc",
        "Kết thúc hồ sơ",
        status,
        if status == S::NotYet {
            case.open_parts().iter().map(|part| part.label().to_owned()).collect()
        } else {
            Vec::new()
        },
        None,
    );
    list
}
