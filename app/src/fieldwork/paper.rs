//! The paper of a command, to be printed and signed on the spot.

use super::desk::Desk;
use super::frame::not_found;
use super::outbox::{entry, key_of};
use super::parts::{back, press};
use crate::browser::page;
use crate::components::{ButtonKind, Desk as Table};
use crate::papers::DocumentSheet;
use domain::case::{CaseFile, Command, PaperKind, procedure};
use domain::fieldwork::{CommandKey, Outcome};
use domain::paper::Document;
use leptos::prelude::*;

/// The paper that a command has made in the case.
pub fn document(case: &CaseFile, command: &Command) -> Option<Document> {
    match command {
        Command::RecordInspection(_) => case.paper(PaperKind::InspectionRecord),
        Command::RecordViolation(_) => case.paper(PaperKind::ViolationRecord),
        Command::Proceed { key, .. } => procedure::document(case, case.last(key)?),
        _ => None,
    }
}

/// The screen of a paper.
pub fn screen(desk: Desk, key: &str) -> AnyView {
    let Some(key) = key_of(key) else { return not_found() };
    shown(desk, key).unwrap_or_else(|| {
        view! {
            {back("Về biên bản", &format!("cho-gui/{key}"))}
            <h1>"Không in được trên máy này"</h1>
            <p>"Hồ sơ trong gói đã có bản chính thức, hoặc nội dung này chưa vào hồ sơ. Có mạng thì mở hồ sơ trên hệ thống để in bản chính thức."</p>
        }
        .into_any()
    })
}

fn shown(desk: Desk, key: CommandKey) -> Option<AnyView> {
    let entry = untrack(|| entry(desk, key))?;
    let done = entry.outcome.as_ref().and_then(Outcome::done);
    let stand = desk.outbox.with_untracked(|outbox| {
        desk.bag.with_untracked(|bag| {
            // Of what is in the case, the kit has the paper as it is there.
            bag.case_of(outbox, key).or_else(|| done.and_then(|_| bag.case_now(outbox, entry.queued.case)))
        })
    })?;
    let mut document = document(&stand.case, &entry.queued.command)?;
    let number = untrack(|| super::outbox::number(desk, key)).unwrap_or_default();
    let (hint, foot, unbooked) = match (done, entry.queued.number) {
        (Some(_), _) => ("Đã vào hồ sơ. Bản có mã kiểm tra in từ trang hồ sơ.", None, false),
        (None, Some(_)) => (
            "Số lấy từ dãy dự trữ; bản này in để ký tại chỗ.",
            Some(format!("Số {number} đã cấp từ dãy dự trữ; chờ ghi vào hệ thống.")),
            false,
        ),
        (None, None) => ("Chưa có số. Ghi số sau khi hệ thống nhận.", Some("BẢN NHÁP – chưa vào sổ.".to_owned()), true),
    };
    // What is checked by the code is the paper in the system: there it is none yet.
    document.check_code = String::new();
    if let Some(foot) = foot {
        document.foot =
            if document.foot.is_empty() { foot } else { format!("{}. {foot}", document.foot.trim_end_matches('.')) };
    }
    Some(
        view! {
            {back("Về biên bản", &format!("cho-gui/{key}"))}
            <p class="no-print muted">{hint}" Bản có chữ ký của các bên là bản gốc: giữ trong hồ sơ, chụp và đính kèm trong 48 giờ (Điều 7 Thông tư 22/2021/TT-BCT)."</p>
            <Table><DocumentSheet document=document unbooked=unbooked /></Table>
            <div class="fieldwork__bar no-print">{press("In", ButtonKind::Primary, page::print)}</div>
        }
        .into_any(),
    )
}
