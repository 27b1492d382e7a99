//! What several papers share: the head from a frame, the party block, the list of exhibits, who signs.

use super::{Block, Head, Line, Mark, PaperState, Signatory, Table, words};
use crate::calendar::{format_date, format_long};
use crate::case::{CaseFile, Exhibit, Recorded, Signed, ViolationRecord};
use crate::money::{Dong, group};
use crate::officer::Role;
use crate::party::{Party, PartyKind};

/// Head of a paper; decisions carry place and date, records give them in the body.
pub fn head(frame: &Signed, dated: bool) -> Head {
    let (number, symbol) = frame.number.text.split_once('/').unwrap_or((frame.number.text.as_str(), ""));
    Head {
        superior: frame.issuer.superior.to_uppercase(),
        agency: frame.issuer.name.to_uppercase(),
        number: number.to_owned(),
        symbol: symbol.to_owned(),
        place_date: if dated {
            format!("{}, {}", frame.issuer.place, format_long(frame.at.date()))
        } else {
            String::new()
        },
    }
}

/// The title a decision is issued under: of the head whose power it is, also where his deputy signs.
fn power_title(frame: &Signed) -> &str {
    match frame.delegation.as_ref().and_then(|given| Role::of_position(given.position)) {
        Some(head) => head.title(),
        None => &frame.signer.title,
    }
}

/// `ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3`.
pub fn issued_by(frame: &Signed) -> String {
    format!("{} {}", power_title(frame), frame.issuer.name).to_uppercase()
}

/// The signer of a decision; a deputy signs for his head (KT.).
pub fn decision_signatory(frame: &Signed) -> Signatory {
    Signatory {
        on_behalf: frame
            .delegation
            .as_ref()
            .map(|_| format!("KT. {}", power_title(frame).to_uppercase()))
            .unwrap_or_default(),
        title: frame.signer.title.to_uppercase(),
        hint: "(Ký, đóng dấu)".to_owned(),
        name: frame.signer.full_name.clone(),
    }
}

/// The ground of a deputy's signature; nothing for a head.
pub fn by_delegation(frame: Option<&Signed>) -> Option<String> {
    frame.and_then(|frame| frame.delegation.as_ref()).map(|given| format!("{};", given.ground()))
}

/// The foot line by which a paper is found again.
pub fn foot(case: &CaseFile, frame: &Signed) -> String {
    format!("Đối chiếu trên hệ thống INS: hồ sơ {}, văn bản số {}", case.code, frame.number.text)
}

/// How papers speak of the party: `tổ chức`, `hộ kinh doanh`, `cá nhân`.
pub fn noun(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Organisation => "tổ chức",
        PartyKind::HouseholdBusiness => "hộ kinh doanh",
        PartyKind::Individual => "cá nhân",
    }
}

/// The party as the case knew it by its record: a birth date written in the violation record wins.
pub fn sanctioned(case: &CaseFile, record: Option<&Recorded<ViolationRecord>>) -> Party {
    let mut party = case.inspection.party.clone();
    if let Some(record) = record {
        party.birth_date = record.content.offender.birth_date.or(party.birth_date);
    }
    party
}

/// Whether a paper counts: a draft has no frame yet; one that a later paper cancelled is marked, too.
pub fn mark(case: &CaseFile, frame: Option<&Signed>) -> Mark {
    match frame.map(|frame| case.paper_state(&frame.number.text)) {
        None => Mark::Draft,
        Some(PaperState::Cancelled) => Mark::Cancelled,
        Some(PaperState::InForce | PaperState::Amended) => Mark::None,
    }
}

/// The party block (list P of the annex forms); what is unknown is left out.
pub fn party(party: &Party) -> Vec<Block> {
    fn text<T: ToString>(value: Option<&T>) -> String {
        value.map(ToString::to_string).unwrap_or_default()
    }
    let tax = text(party.tax_code.as_ref());
    let id = text(party.citizen_id.as_ref());
    let phone = text(party.phone.as_ref());
    let sex = party.sex.map(|sex| sex.label().to_owned()).unwrap_or_default();
    let born = party.birth_date.map(format_date).unwrap_or_default();
    let registration = vec![
        ("Số giấy chứng nhận đăng ký", party.registration.clone()),
        ("ngày cấp", party.registered_on.map(format_date).unwrap_or_default()),
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
                ("ngày, tháng, năm sinh", born),
            ],
            vec![("Số định danh cá nhân/CCCD", id)],
            vec![("Điện thoại", phone)],
        ],
        PartyKind::Individual => vec![
            vec![("Họ và tên", party.name.clone()), ("giới tính", sex)],
            vec![("Ngày, tháng, năm sinh", born), ("quốc tịch", party.nationality.clone())],
            vec![("Nghề nghiệp", party.occupation.clone())],
            vec![("Nơi ở hiện tại", party.address.clone())],
            vec![("Số định danh cá nhân/CCCD", id)],
            vec![("Mã số thuế", tax)],
            vec![("Điện thoại", phone)],
        ],
    };
    rows.into_iter().filter_map(lines).collect()
}

/// One line of labels and values; a value that was not asked is left out with its label, never dotted.
pub fn lines(pairs: Vec<(&'static str, String)>) -> Option<Block> {
    let known: Vec<Line> = pairs
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(label, value)| Line::new(label, value))
        .collect();
    (!known.is_empty()).then_some(Block::Lines { lines: known })
}

/// The list of exhibits with its total in figures and words; nothing when there are none.
pub fn exhibits(caption: &str, list: &[Exhibit]) -> Vec<Block> {
    if list.is_empty() {
        return Vec::new();
    }
    let total = Dong(list.iter().fold(0_i64, |sum, line| sum.saturating_add(line.value().0)));
    let rows = list
        .iter()
        .enumerate()
        .map(|(index, line)| {
            vec![
                (index + 1).to_string(),
                line.name.clone(),
                line.origin.clone(),
                line.unit.clone(),
                group(i64::from(line.quantity)),
                line.unit_price.digits(),
                line.value().digits(),
                line.condition.clone(),
            ]
        })
        .collect();
    let blank = String::new;
    let table = Table {
        caption: caption.to_owned(),
        columns: [
            "STT",
            "Tên hàng hóa, tang vật",
            "Chủng loại, nhãn hiệu, xuất xứ",
            "ĐVT",
            "Số lượng",
            "Đơn giá (đ)",
            "Trị giá (đ)",
            "Tình trạng, ghi chú",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
        total: vec![blank(), "Tổng cộng".to_owned(), blank(), blank(), blank(), blank(), total.digits(), blank()],
        figures: vec![4, 5, 6],
        centred: vec![0, 3],
    };
    let words = format!("Cộng {} khoản, tổng trị giá: {}.", list.len(), words::amount(total));
    vec![Block::Table { table }, Block::para(words)]
}
