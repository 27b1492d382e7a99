//! One paper on the screen: the sheet as it prints, with a way back that does not print.

use super::{InspectionDecisionPaper, InspectionRecordPaper, SanctionDecisionPaper, ViolationRecordPaper};
use crate::components::{Desk, EmptyState};
use crate::routes;
use domain::case::{CaseFile, PaperKind};
use leptos::prelude::*;

/// A paper of a case; a decision that waits for its signature is shown as a draft.
///
/// - Server: the whole sheet. - Hydrate: nothing changes. - Without scripts: the same; the browser's own print prints it.
#[component]
pub fn PaperPage(case: CaseFile, kind: PaperKind) -> AnyView {
    let back = routes::case(&case.id.to_string());
    let (made, draft) = match kind {
        PaperKind::InspectionDecision => (true, case.inspection_decision.is_none()),
        PaperKind::InspectionRecord => (case.inspection_record.is_some(), false),
        PaperKind::ViolationRecord => (case.violation.is_some(), false),
        PaperKind::SanctionDecision => (case.decision.is_some() || case.proposal.is_some(), case.decision.is_none()),
    };
    if !made {
        return view! {
            <h1>{kind.label()}</h1>
            <EmptyState title="Văn bản này chưa được lập" text="Mở hồ sơ để xem việc cần làm tiếp theo.">
                <p><a href=back>"Về hồ sơ vụ việc"</a></p>
            </EmptyState>
        }
        .into_any();
    }
    let hint = if draft {
        "Bản dự thảo chờ ký. Số, ngày và người ký chỉ có sau khi ký."
    } else {
        "In bằng Ctrl+P, khổ A4; có thể lưu thành PDF."
    };
    let code = case.code.clone();
    let sheet = match kind {
        PaperKind::InspectionDecision => view! { <InspectionDecisionPaper case=case /> }.into_any(),
        PaperKind::InspectionRecord => view! { <InspectionRecordPaper case=case /> }.into_any(),
        PaperKind::ViolationRecord => view! { <ViolationRecordPaper case=case /> }.into_any(),
        PaperKind::SanctionDecision => view! { <SanctionDecisionPaper case=case /> }.into_any(),
    };
    view! {
        <p class="cluster no-print">
            <a href=back>"← Về hồ sơ "{code}</a>
            <span class="muted">{hint}</span>
        </p>
        <Desk>{sheet}</Desk>
    }
    .into_any()
}
