//! What several papers share: the head from a frame, the party block, the goods, the grounds by date.

use crate::components::{Entry, Goods, GoodsTable, NationalHeader, Para};
use domain::calendar::{format_date, format_long};
use domain::case::{CaseFile, Exhibit, PartySignature, Signed};
use domain::money::{Dong, group, in_words};
use domain::party::{Party, PartyKind};
use domain::statute::REFORM_2025;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

/// Head of a paper; decisions carry place and date, records give them in the body.
pub fn head(frame: &Signed, dated: bool) -> AnyView {
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

/// The foot line by which a paper is found again.
pub fn foot(case: &CaseFile, frame: &Signed) -> String {
    format!("Hồ sơ {} · Số {} · INS", case.code, frame.number.text)
}

/// `Hồi 09 giờ 30 phút, ngày 05 tháng 01 năm 2026`.
pub fn moment(at: DateTime) -> String {
    format!("Hồi {:02} giờ {:02} phút, {}", at.hour(), at.minute(), format_long(at.date()))
}

/// The law on administrative violations as it stood on a day.
pub fn law_on(day: Date) -> String {
    let base = "Căn cứ Luật Xử lý vi phạm hành chính ngày 20 tháng 6 năm 2012 (sửa đổi, bổ sung năm 2020";
    if day >= REFORM_2025 { format!("{base}, năm 2025);") } else { format!("{base});") }
}

/// The decree on competence, from the day there is one.
pub fn competence_on(day: Date) -> Option<String> {
    (day >= REFORM_2025).then(|| {
        "Căn cứ Nghị định số 189/2025/NĐ-CP của Chính phủ quy định về thẩm quyền xử phạt vi phạm hành chính;".to_owned()
    })
}

/// The party block: what is known, in the order of the annex; what is unknown is left out.
pub fn party(party: &Party) -> AnyView {
    let text = |value: Option<String>| value.unwrap_or_default();
    let date = |date: Option<Date>| text(date.map(format_date));
    let tax = text(party.tax_code.as_ref().map(ToString::to_string));
    let id = text(party.citizen_id.as_ref().map(ToString::to_string));
    let phone = text(party.phone.as_ref().map(ToString::to_string));
    let lines = match party.kind {
        PartyKind::Organisation | PartyKind::HouseholdBusiness => {
            let who = if party.kind == PartyKind::Organisation {
                "Người đại diện theo pháp luật"
            } else {
                "Chủ hộ kinh doanh"
            };
            vec![
                (
                    if party.kind == PartyKind::Organisation { "Tên tổ chức" } else { "Tên hộ kinh doanh" },
                    party.name.clone(),
                ),
                ("Địa chỉ trụ sở", party.address.clone()),
                ("Mã số thuế", tax),
                ("Số giấy chứng nhận đăng ký", party.registration.clone()),
                ("Ngày cấp", date(party.registered_on)),
                ("Nơi cấp", party.registered_at.clone()),
                (who, party.representative.clone()),
                ("Chức danh", party.representative_title.clone()),
                ("Số định danh cá nhân/CCCD", id),
                ("Điện thoại", phone),
            ]
        }
        PartyKind::Individual => vec![
            ("Họ và tên", party.name.clone()),
            ("Giới tính", text(party.sex.map(|sex| sex.label().to_owned()))),
            ("Ngày, tháng, năm sinh", date(party.birth_date)),
            ("Quốc tịch", party.nationality.clone()),
            ("Nghề nghiệp", party.occupation.clone()),
            ("Nơi ở hiện tại", party.address.clone()),
            ("Số định danh cá nhân/CCCD", id),
            ("Mã số thuế", tax),
            ("Điện thoại", phone),
        ],
    };
    entries(lines)
}

/// Lines of label and value; a value that was not asked is left out, never dotted.
pub fn entries(lines: Vec<(&'static str, String)>) -> AnyView {
    lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| view! { <Entry label=label value=value /> })
        .collect::<Vec<_>>()
        .into_any()
}

/// The list of exhibits with its total in figures and words; nothing when there are none.
pub fn exhibits(caption: &str, list: &[Exhibit]) -> Option<AnyView> {
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
    let words = format!("Tổng trị giá: {total} (Bằng chữ: {}).", in_words(total));
    Some(
        view! {
            <GoodsTable caption=caption.to_owned() goods=goods total=total.digits() />
            <Para>{words}</Para>
        }
        .into_any(),
    )
}

/// How a record ends: whether the party signed, or why not and who stands in.
pub fn closing(signature: &PartySignature) -> String {
    match signature {
        PartySignature::Signed => {
            "Biên bản được lập thành 02 bản có nội dung và giá trị như nhau; đã đọc cho những người có mặt cùng nghe, công nhận là đúng, cùng ký tên và giao cho người vi phạm (hoặc đại diện) 01 bản.".to_owned()
        }
        PartySignature::Refused { reason, witness } => format!(
            "Biên bản được lập thành 02 bản có nội dung và giá trị như nhau. Người vi phạm (hoặc đại diện) không ký biên bản. Lý do: {reason}. Người chứng kiến hoặc đại diện chính quyền ký xác nhận: {witness}."
        ),
    }
}
