//! One paper on the screen: the sheet as it prints, with a way back that does not print.

use super::DocumentSheet;
use crate::components::{Desk, EmptyState, Notice, NoticeKind};
use crate::routes;
use domain::case::{CaseFile, Check, PaperKind, Verdict};
use domain::paper::Mark;
use domain::plan::InspectionPlan;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The paper at an address of a case; a decision that waits for its signature is shown as a draft, with what it still lacks.
///
/// - Server: the whole sheet. - Hydrate: nothing changes. - Without scripts: the same; the browser's own print prints it.
#[component]
pub fn PaperPage(
    case: CaseFile,
    address: String,
    /// What must hold before the signature the case waits for.
    checks: Vec<Check>,
    /// Where the papers of the case stand in the chain of events, by their check codes.
    #[prop(optional)]
    mut anchors: BTreeMap<String, String>,
) -> AnyView {
    let back = routes::case(&case.id.to_string());
    let Some(mut document) = case.document(&address) else {
        let title = PaperKind::from_key(&address).map_or("Văn bản", PaperKind::label);
        return view! {
            <h1>{title}</h1>
            <EmptyState title="Văn bản này chưa được lập" text="Mở hồ sơ để xem việc cần làm tiếp theo.">
                <p><a href=back>"Về hồ sơ vụ việc"</a></p>
            </EmptyState>
        }
        .into_any();
    };
    document.anchor = anchors.remove(&document.check_code).unwrap_or_default();
    let hint = match document.mark {
        Mark::Draft => "Bản dự thảo chờ ký. Số, ngày và người ký chỉ có sau khi ký.",
        Mark::None | Mark::Cancelled => "In bằng Ctrl+P, khổ A4; có thể lưu thành PDF.",
    };
    let missing = (document.mark == Mark::Draft).then(|| lacking(checks)).flatten();
    view! {
        <p class="cluster no-print">
            <a href=back>"← Về hồ sơ "{case.code.clone()}</a>
            <span class="muted">{hint}</span>
        </p>
        {missing}
        <Desk><DocumentSheet document=document /></Desk>
    }
    .into_any()
}

/// What stops the signature of a draft, line by line; it does not print.
fn lacking(checks: Vec<Check>) -> Option<AnyView> {
    let lines = checks.into_iter().filter(|check| check.verdict == Verdict::Missing).map(|check| {
        let article = check.citation.map(|citation| format!(" ({citation})"));
        view! { <li>{check.title}": "{check.note}{article}</li> }
    });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title="Còn thiếu trước khi ký"><ul>{lines}</ul></Notice>
        }
        .into_any()
    })
}

/// The plan with its list; for whom sees it whole, after the decision that approved it.
///
/// - Server: the sheets. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn PlanPaper(plan: InspectionPlan, own_items: bool) -> AnyView {
    let papers = plan.documents(own_items).into_iter();
    papers.map(|document| view! { <DocumentSheet document=document /> }).collect::<Vec<_>>().into_any()
}
