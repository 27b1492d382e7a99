//! What several papers share: the head from a frame, the party block, the goods, the close of a record.

use super::words::{amount, bare, sentence};
use crate::components::{Entry, Goods, GoodsTable, NationalHeader, Para, SheetState, SignatureBlock};
use domain::calendar::{format_date, format_long};
use domain::case::{CaseFile, Exhibit, PartySignature, Signed};
use domain::money::{Dong, group};
use domain::officer::Role;
use domain::paper::PaperState;
use domain::party::{Party, PartyKind};
use jiff::civil::Date;
use leptos::prelude::*;

/// Head of a paper; decisions carry place and date, records give them in the body.
pub(super) fn head(frame: &Signed, dated: bool) -> AnyView {
    let (number, symbol) = frame.number.text.split_once('/').unwrap_or((frame.number.text.as_str(), ""));
    let place = dated.then(|| format!("{}, {}", frame.issuer.place, format_long(frame.at.date())));
    view! {
        <NationalHeader
            superior=frame.issuer.superior.to_uppercase()
            agency=frame.issuer.name.to_uppercase()
            number=number.to_owned()
            symbol=symbol.to_owned()
            place_date=place
        />
    }
    .into_any()
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

/// The title a decision is issued under: of the head whose power it is, also where his deputy signs.
fn power_title(frame: &Signed) -> &str {
    match frame.delegation.as_ref().and_then(|given| Role::of_position(given.position)) {
        Some(head) => head.title(),
        None => &frame.signer.title,
    }
}

/// `ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3`.
pub(super) fn issued_by(frame: &Signed) -> AnyView {
    let line = format!("{} {}", power_title(frame), frame.issuer.name).to_uppercase();
    view! { <p class="paper-order">{line}</p> }.into_any()
}

/// The signer of a decision; a deputy signs for his head (KT.).
pub(super) fn decision_signature(frame: &Signed) -> AnyView {
    let (title, name) = (frame.signer.title.to_uppercase(), frame.signer.full_name.clone());
    let behalf = frame.delegation.as_ref().map(|_| format!("KT. {}", power_title(frame).to_uppercase()));
    view! { <SignatureBlock title=title on_behalf=behalf hint="(Ký, đóng dấu)" name=name /> }.into_any()
}

/// The ground of a deputy's signature; nothing for a head.
pub(super) fn by_delegation(frame: Option<&Signed>) -> Option<String> {
    frame.and_then(|frame| frame.delegation.as_ref()).map(|given| format!("{};", given.ground()))
}

/// Whether a paper counts: one that a later paper cancelled is marked, like a draft.
pub(super) fn sheet_state(case: &CaseFile, frame: Option<&Signed>) -> SheetState {
    match frame.map(|frame| case.paper_state(&frame.number.text)) {
        None => SheetState::Draft,
        Some(PaperState::Cancelled) => SheetState::Cancelled,
        Some(PaperState::InForce | PaperState::Amended) => SheetState::Signed,
    }
}

/// The foot line by which a paper is found again.
pub(super) fn foot(case: &CaseFile, frame: &Signed) -> String {
    format!("Đối chiếu trên hệ thống INS: hồ sơ {}, văn bản số {}", case.code, frame.number.text)
}

/// How papers speak of the party: `tổ chức`, `hộ kinh doanh`, `cá nhân`.
pub(super) fn noun(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Organisation => "tổ chức",
        PartyKind::HouseholdBusiness => "hộ kinh doanh",
        PartyKind::Individual => "cá nhân",
    }
}

/// The party as the case knows it: a birth date written in the violation record wins.
pub(super) fn sanctioned(case: &CaseFile) -> Party {
    let mut party = case.inspection.party.clone();
    if let Some(record) = &case.violation {
        party.birth_date = record.content.offender.birth_date.or(party.birth_date);
    }
    party
}

/// The party block: what is known, in the order of the annex; what is unknown is left out.
pub(super) fn party(party: &Party) -> AnyView {
    let text = |value: Option<String>| value.unwrap_or_default();
    let date = |date: Option<Date>| text(date.map(format_date));
    let tax = text(party.tax_code.as_ref().map(ToString::to_string));
    let id = text(party.citizen_id.as_ref().map(ToString::to_string));
    let phone = text(party.phone.as_ref().map(ToString::to_string));
    let sex = text(party.sex.map(|sex| sex.label().to_owned()));
    let registration = vec![
        ("Số giấy chứng nhận đăng ký", party.registration.clone()),
        ("ngày cấp", date(party.registered_on)),
        ("nơi cấp", party.registered_at.clone()),
    ];
    let rows = match party.kind {
        PartyKind::Organisation => vec![
            vec![("Tên của tổ chức", party.name.clone())],
            vec![("Địa chỉ trụ sở chính", party.address.clone())],
            vec![("Mã số doanh nghiệp, mã số thuế", tax)],
            registration,
            vec![("Người đại diện theo pháp luật", party.representative.clone()), ("giới tính", sex)],
            vec![("Chức danh", party.representative_title.clone())],
            vec![("Số định danh cá nhân/CCCD của người đại diện", id)],
            vec![("Điện thoại", phone)],
        ],
        PartyKind::HouseholdBusiness => vec![
            vec![("Tên hộ kinh doanh", party.name.clone())],
            vec![("Địa chỉ", party.address.clone())],
            vec![("Mã số thuế", tax)],
            registration,
            vec![
                ("Chủ hộ kinh doanh", party.representative.clone()),
                ("giới tính", sex),
                ("ngày, tháng, năm sinh", date(party.birth_date)),
            ],
            vec![("Số định danh cá nhân/CCCD", id)],
            vec![("Điện thoại", phone)],
        ],
        PartyKind::Individual => vec![
            vec![("Họ và tên", party.name.clone()), ("giới tính", sex)],
            vec![("Ngày, tháng, năm sinh", date(party.birth_date)), ("quốc tịch", party.nationality.clone())],
            vec![("Nghề nghiệp", party.occupation.clone())],
            vec![("Nơi ở hiện tại", party.address.clone())],
            vec![("Số định danh cá nhân/CCCD", id)],
            vec![("Mã số thuế", tax)],
            vec![("Điện thoại", phone)],
        ],
    };
    rows.into_iter().map(entry_row).collect::<Vec<_>>().into_any()
}

/// One line of labels and values; a value that was not asked is left out with its label, never dotted.
pub(super) fn entry_row(pairs: Vec<(&'static str, String)>) -> Option<AnyView> {
    let known: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
    if known.is_empty() {
        return None;
    }
    let spans = known
        .into_iter()
        .enumerate()
        .map(|(index, (label, value))| {
            let label = if index == 0 { super::words::capital(label) } else { format!("; {label}") };
            view! { {label}": "<span class="entry__value">{value}</span> }
        })
        .collect::<Vec<_>>();
    Some(view! { <p class="entry">{spans}</p> }.into_any())
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
