//! What several papers share: the head from a frame, the party block, the goods, the close of a record.

use super::document::{block, national, signature};
use super::words::{amount, bare, sentence};
use crate::components::{Entry, Goods, GoodsTable, Para, SheetState};
use domain::case::{CaseFile, Exhibit, PartySignature, Signed};
use domain::money::{Dong, group};
pub(super) use domain::paper::parts::{by_delegation, foot, noun, sanctioned};
use domain::paper::{PaperState, parts};
use domain::party::Party;
use leptos::prelude::*;

/// Head of a paper; decisions carry place and date, records give them in the body.
pub(super) fn head(frame: &Signed, dated: bool) -> AnyView {
    national(parts::head(frame, dated))
}

/// Head of a draft: who issues it, its number and its date are not known before it is signed.
pub(super) fn draft_head() -> AnyView {
    view! {
        <header class="national">
            <div></div>
            <div>
                <p class="national__state">"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"</p>
                <p class="national__motto">"Độc lập - Tự do - Hạnh phúc"</p>
            </div>
        </header>
    }
    .into_any()
}

/// `ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3`.
pub(super) fn issued_by(frame: &Signed) -> AnyView {
    let line = parts::issued_by(frame);
    view! { <p class="paper-order">{line}</p> }.into_any()
}

/// The signer of a decision; a deputy signs for his head (KT.).
pub(super) fn decision_signature(frame: &Signed) -> AnyView {
    signature(parts::decision_signatory(frame))
}

/// Whether a paper counts: one that a later paper cancelled is marked, like a draft.
pub(super) fn sheet_state(case: &CaseFile, frame: Option<&Signed>) -> SheetState {
    match frame.map(|frame| case.paper_state(&frame.number.text)) {
        None => SheetState::Draft,
        Some(PaperState::Cancelled) => SheetState::Cancelled,
        Some(PaperState::InForce | PaperState::Amended) => SheetState::Signed,
    }
}

/// The party block: what is known, in the order of the annex; what is unknown is left out.
pub(super) fn party(party: &Party) -> AnyView {
    parts::party(party).into_iter().map(block).collect::<Vec<_>>().into_any()
}

/// Lines of label and value, each on its own.
pub(super) fn entries(lines: Vec<(&'static str, String)>) -> AnyView {
    lines
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(label, value)| view! { <Entry label=label value=value /> })
        .collect::<Vec<_>>()
        .into_any()
}

/// The list of exhibits with its total in figures and words; nothing when there are none.
pub(super) fn exhibits(caption: &str, list: &[Exhibit]) -> Option<AnyView> {
    if list.is_empty() {
        return None;
    }
    let total = Dong(list.iter().fold(0_i64, |sum, line| sum.saturating_add(line.value().0)));
    let goods = list
        .iter()
        .map(|line| Goods {
            name: line.name.clone(),
            kind: line.origin.clone(),
            unit: line.unit.clone(),
            quantity: group(i64::from(line.quantity)),
            price: line.unit_price.digits(),
            value: line.value().digits(),
            note: line.condition.clone(),
        })
        .collect();
    let words = format!("Cộng {} khoản, tổng trị giá: {}.", list.len(), amount(total));
    Some(
        view! {
            <GoodsTable caption=caption.to_owned() goods=goods total=total.digits() />
            <Para>{words}</Para>
        }
        .into_any(),
    )
}

/// One paragraph a line.
pub(super) fn paragraphs(text: &str) -> Vec<AnyView> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let line = sentence(line);
            view! { <Para>{line}</Para> }.into_any()
        })
        .collect()
}

/// A heading in bold and the words after it; several lines become paragraphs of their own.
pub(super) fn headed(heading: &str, text: &str) -> AnyView {
    let heading = heading.to_owned();
    if text.trim().lines().count() > 1 {
        let lines = paragraphs(text);
        view! { <Para><b>{heading}</b></Para>{lines} }.into_any()
    } else {
        let line = sentence(text);
        view! { <Para><b>{heading}</b>" "{line}</Para> }.into_any()
    }
}

/// What the party said; that nothing was said is said.
pub(super) fn opinion(text: &str) -> String {
    if text.trim().is_empty() { "Không có ý kiến gì thêm.".to_owned() } else { text.to_owned() }
}

/// How a record ends: copies, and whether the party signed, or why not and who stands in.
pub(super) fn closing(signature: &PartySignature, party: &str) -> AnyView {
    let copies = match signature {
        PartySignature::Signed => format!(
            "Biên bản được lập thành 02 bản có nội dung và giá trị như nhau; đã đọc lại cho những người có tên nêu trên cùng nghe, công nhận là đúng và cùng ký tên dưới đây; giao cho {party} hoặc người đại diện 01 bản, 01 bản lưu hồ sơ."
        ),
        PartySignature::Refused { .. } => format!(
            "Biên bản được lập thành 02 bản có nội dung và giá trị như nhau; đã đọc lại cho những người có tên nêu trên cùng nghe; giao cho {party} hoặc người đại diện 01 bản, 01 bản lưu hồ sơ."
        ),
    };
    let refused = match signature {
        PartySignature::Signed => None,
        PartySignature::Refused { reason, witness } => {
            let reason = format!("Lý do {party} hoặc người đại diện không ký biên bản: {}.", bare(reason));
            let witness = format!(
                "Việc không ký biên bản có xác nhận của người chứng kiến hoặc đại diện chính quyền: {}.",
                bare(witness)
            );
            Some(view! { <Para>{reason}</Para><Para>{witness}</Para> })
        }
    };
    view! { <Para>{copies}</Para>{refused} }.into_any()
}

/// Who stands in for a party that did not sign.
pub(super) fn stand_in(signature: &PartySignature) -> Option<String> {
    match signature {
        PartySignature::Signed => None,
        PartySignature::Refused { witness, .. } => Some(bare(witness)),
    }
}
