//! The party block, the head and the signature as they print (annex of NĐ 118/2021/NĐ-CP; NĐ 30/2020/NĐ-CP).

use super::*;
use crate::case::{PaperNumber, Signed};
use crate::identity::{CitizenId, Phone, TaxCode};
use crate::law::competence::Position;
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::officer::{OfficerId, OfficerSnapshot};
use crate::party::{Party, PartyKind, Sex};
use crate::unit::{UnitId, UnitSnapshot};
use jiff::civil::date;

/// Somebody of whom everything is known.
fn known(kind: PartyKind) -> Party {
    Party {
        kind,
        name: "Trần Văn B".to_owned(),
        sex: Some(Sex::Male),
        birth_date: Some(date(1980, 2, 5)),
        nationality: "Việt Nam".to_owned(),
        occupation: "Buôn bán".to_owned(),
        address: "Phố Hiến, Hưng Yên".to_owned(),
        citizen_id: CitizenId::parse("033080001234").ok(),
        tax_code: TaxCode::parse("0100109106").ok(),
        registration: "33A8001234".to_owned(),
        registered_on: Some(date(2020, 3, 9)),
        registered_at: "Phòng Tài chính – Kế hoạch".to_owned(),
        representative: "Trần Văn B".to_owned(),
        representative_title: "Giám đốc".to_owned(),
        phone: Phone::parse("0912345678").ok(),
        ..Party::unknown(UnitId("33-01".to_owned()))
    }
}

fn told(party: &Party) -> Vec<String> {
    let lines = |block: Block| match block {
        Block::Lines { lines } => {
            lines.iter().map(|line| format!("{}: {}", line.label, line.value)).collect::<Vec<_>>().join("; ")
        }
        other => panic!("{other:?}"),
    };
    parts::party(party).into_iter().map(lines).collect()
}

#[test]
fn the_party_block_prints_as_its_kind() {
    assert_eq!(
        told(&known(PartyKind::Organisation)),
        [
            "Tên của tổ chức: Trần Văn B",
            "Địa chỉ trụ sở chính: Phố Hiến, Hưng Yên",
            "Mã số doanh nghiệp, mã số thuế: 0100109106",
            "Số giấy chứng nhận đăng ký: 33A8001234; ngày cấp: 09/03/2020; nơi cấp: Phòng Tài chính – Kế hoạch",
            "Người đại diện theo pháp luật: Trần Văn B; giới tính: Nam",
            "Chức danh: Giám đốc",
            "Số định danh cá nhân/CCCD của người đại diện: 033080001234",
            "Điện thoại: 0912345678",
        ]
    );
    assert_eq!(
        told(&known(PartyKind::HouseholdBusiness)),
        [
            "Tên hộ kinh doanh: Trần Văn B",
            "Địa chỉ: Phố Hiến, Hưng Yên",
            "Mã số thuế: 0100109106",
            "Số giấy chứng nhận đăng ký: 33A8001234; ngày cấp: 09/03/2020; nơi cấp: Phòng Tài chính – Kế hoạch",
            "Chủ hộ kinh doanh: Trần Văn B; giới tính: Nam; ngày, tháng, năm sinh: 05/02/1980",
            "Số định danh cá nhân/CCCD: 033080001234",
            "Điện thoại: 0912345678",
        ]
    );
    let woman = Party { sex: Some(Sex::Female), ..known(PartyKind::Individual) };
    assert_eq!(
        told(&woman),
        [
            "Họ và tên: Trần Văn B; giới tính: Nữ",
            "Ngày, tháng, năm sinh: 05/02/1980; quốc tịch: Việt Nam",
            "Nghề nghiệp: Buôn bán",
            "Nơi ở hiện tại: Phố Hiến, Hưng Yên",
            "Số định danh cá nhân/CCCD: 033080001234",
            "Mã số thuế: 0100109106",
            "Điện thoại: 0912345678",
        ]
    );
    // What is not known is left out with its label.
    let unknown = Party::unknown(UnitId("33-01".to_owned()));
    assert_eq!(told(&unknown), ["Họ và tên: Chưa xác định được chủ sở hữu, người vi phạm"]);
}

#[test]
fn papers_name_the_party_by_its_kind() {
    let nouns = PartyKind::ALL.map(parts::noun);
    assert_eq!(nouns, ["tổ chức", "hộ kinh doanh", "cá nhân"]);
    assert_eq!(parts::exhibits("Danh sách", &[]), []);
}

fn signed(title: &str, delegation: Option<Delegation>) -> Signed {
    Signed {
        number: PaperNumber::of_unit("33", "01", 42, "QĐ-XPHC"),
        issuer: UnitSnapshot {
            id: UnitId("33-01".to_owned()),
            superior: "Chi cục Quản lý thị trường tỉnh Hưng Yên".to_owned(),
            name: "Đội Quản lý thị trường số 1".to_owned(),
            place: "Hưng Yên".to_owned(),
            treasury: String::new(),
            address: String::new(),
        },
        signer: OfficerSnapshot {
            id: OfficerId("x".to_owned()),
            full_name: "Nguyễn Văn A".to_owned(),
            title: title.to_owned(),
            badge: "QT33-001".to_owned(),
            card: None,
        },
        delegation,
        at: date(2026, 2, 5).at(9, 30, 0, 0),
    }
}

/// A deputy signs “KT.” for the head whose power it is, and the paper is the head's (Luật XLVPHC Điều 54).
#[test]
fn a_deputy_signs_for_his_head() {
    let given = |position| Delegation {
        position,
        power: DelegatedPower::Sanction,
        number: "05/QĐ-GQXP".to_owned(),
        signed_on: date(2026, 1, 5),
        from: date(2026, 1, 5),
        to: None,
    };
    for (delegation, issued_by, on_behalf) in [
        (None, "PHÓ ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 1", ""),
        (Some(given(Position::TeamLeader)), "ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 1", "KT. ĐỘI TRƯỞNG"),
        // A position the force does not have keeps the signer's own title.
        (Some(given(Position::ProvinceChair)), "PHÓ ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 1", "KT. PHÓ ĐỘI TRƯỞNG"),
    ] {
        let frame = signed("Phó Đội trưởng", delegation.clone());
        let who = parts::decision_signatory(&frame);
        assert_eq!((parts::issued_by(&frame).as_str(), who.on_behalf.as_str()), (issued_by, on_behalf));
        assert_eq!((who.title.as_str(), who.name.as_str()), ("PHÓ ĐỘI TRƯỞNG", "Nguyễn Văn A"));
        assert_eq!(parts::by_delegation(Some(&frame)).is_some(), delegation.is_some());
    }
    assert_eq!(
        parts::by_delegation(Some(&signed("", Some(given(Position::TeamLeader))))).unwrap(),
        "Căn cứ Quyết định số 05/QĐ-GQXP ngày 05/01/2026 về giao quyền xử phạt vi phạm hành chính;"
    );
    assert_eq!(parts::by_delegation(None), None);
    let head = parts::head(&signed("Đội trưởng", None), true);
    assert_eq!(
        (head.number.as_str(), head.symbol.as_str(), head.place_date.as_str()),
        ("33010042", "QĐ-XPHC", "Hưng Yên, ngày 05 tháng 02 năm 2026")
    );
    assert_eq!(parts::head(&signed("Đội trưởng", None), false).place_date, "", "a record gives its day in the body");
}

#[test]
fn the_state_of_a_paper_is_told() {
    for (state, key, label) in [
        (PaperState::InForce, "hieu-luc", "Có hiệu lực"),
        (PaperState::Amended, "da-sua-doi", "Đã được sửa đổi, đính chính bằng văn bản khác"),
        (PaperState::Cancelled, "da-huy", "Đã hủy"),
    ] {
        assert_eq!((state.key(), state.label(), PaperState::from_key(key)), (key, label, Some(state)));
    }
    assert_eq!(PaperState::from_key("khac"), None);
}

/// Twenty letters that nobody mistakes for each other; another paper, another case or another moment has another code.
#[test]
fn a_check_code_names_one_paper() {
    let case = |n| crate::case::CaseId(uuid::Uuid::from_u128(n));
    let frame = signed("Đội trưởng", None);
    let code = check_code(case(1), &frame);
    assert_eq!(code.len(), CODE_LENGTH);
    assert!(code.bytes().all(|letter| letter.is_ascii_alphanumeric() && !b"IO01l".contains(&letter)), "{code}");
    assert_eq!(code, check_code(case(1), &frame));
    let mut later = frame.clone();
    later.at = date(2026, 2, 5).at(9, 31, 0, 0);
    let mut other = frame.clone();
    other.number = PaperNumber::of_unit("33", "01", 43, "QĐ-XPHC");
    for different in [check_code(case(2), &frame), check_code(case(1), &later), check_code(case(1), &other)] {
        assert_ne!(code, different);
    }
}
