//! One paper on the screen: the sheet as it prints, with a way back that does not print.

use super::{inspection_decision, inspection_record, sanction_decision, violation_record};
use crate::components::{Desk, EmptyState};
use crate::routes;
use domain::case::{CaseFile, PaperKind};
use leptos::prelude::*;

/// A paper of a case.
///
/// - Server: the whole sheet. - Hydrate: nothing changes. - Without scripts: the same; the browser's own print prints it.
#[component]
pub fn PaperPage(case: CaseFile, kind: PaperKind) -> AnyView {
    let sheet = match kind {
        PaperKind::InspectionDecision => inspection_decision::sheet(&case),
        PaperKind::InspectionRecord => inspection_record::sheet(&case),
        PaperKind::ViolationRecord => violation_record::sheet(&case),
        PaperKind::SanctionDecision => sanction_decision::sheet(&case),
    };
    let back = routes::case(&case.id.to_string());
    let Some(sheet) = sheet else {
        return view! {
            <h1>{kind.label()}</h1>
            <EmptyState title="Văn bản này chưa được lập" text="Mở hồ sơ để xem việc cần làm tiếp theo.">
                <p><a href=back>"Về hồ sơ vụ việc"</a></p>
            </EmptyState>
        }
        .into_any();
    };
    view! {
        <p class="cluster no-print">
            <a href=back>"← Về hồ sơ "{case.code.clone()}</a>
            <span class="muted">"In bằng Ctrl+P, khổ A4; có thể lưu thành PDF."</span>
        </p>
        <Desk>{sheet}</Desk>
    }
    .into_any()
}
