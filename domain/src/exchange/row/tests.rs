//! Rows as they come, against what becomes of them.

use super::*;
use crate::money::Dong;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 25);

/// Reads a row whose columns are named by their keys.
fn row(pairs: &[(&str, &str)]) -> Reading {
    let mapping = Mapping(pairs.iter().map(|(key, _)| Some(Column::from_key(key).unwrap())).collect());
    let cells: Vec<Cell> = pairs.iter().map(|(_, value)| Cell::of_text(value)).collect();
    let settings = Settings { encoding: Encoding::Unicode, header_line: 1, mapping };
    read_row(&cells, &settings, (Uuid::from_u128(1), Uuid::from_u128(2)), &UnitId("33-01".into()), TODAY)
}

fn wrong(pairs: &[(&str, &str)]) -> Vec<&'static str> {
    row(pairs).problems.iter().map(|problem| problem.column.key()).collect()
}

const SHOP: [(&str, &str); 8] = [
    ("name", "Hộ kinh doanh Đặng Thị Hồng Nhung"),
    ("tax-code", "100109106"),
    ("representative", "Đặng Thị Hồng Nhung"),
    ("address", "Số 12, Phường Phố Hiến, Tỉnh Hưng Yên"),
    ("phone", "912345678"),
    ("birth-date", "12/4/85"),
    ("business", "Tạp hóa"),
    ("turnover", "1.000.000đ"),
];

#[test]
fn a_row_becomes_a_party_with_its_place() {
    let read = row(&SHOP);
    assert_eq!(read.problems, []);
    let record = read.record.unwrap();
    let party = &record.party;
    assert_eq!(party.kind, PartyKind::HouseholdBusiness, "by its name");
    assert_eq!(party.tax_code.as_ref().map(TaxCode::as_str), Some("0100109106"));
    assert_eq!(party.phone.as_ref().map(Phone::as_str), Some("0912345678"));
    assert_eq!((party.birth_date, party.nationality.as_str()), (Some(date(1985, 4, 12)), "Việt Nam"));
    assert!(party.commune.is_some());
    let place = record.place.unwrap();
    assert_eq!(
        (place.place.name.as_str(), place.place.address.as_str()),
        (party.name.as_str(), party.address.as_str())
    );
    assert_eq!((place.scale.turnover, place.kind, place.status), (Some(Dong(1_000_000)), Kind::Shop, Status::Active));
    assert_eq!((place.place.party, place.commune), (party.id, party.commune.clone()));
    let notes: Vec<&str> = read.notes.iter().map(|note| note.column.key()).collect();
    assert_eq!(notes, ["tax-code", "phone"]);
    let stored = serde_json::to_string(&row(&SHOP).record).unwrap();
    assert_eq!(serde_json::from_str::<Option<Record>>(&stored).unwrap(), row(&SHOP).record);
}

#[test]
fn all_problems_of_a_row_are_told_at_once() {
    let read = row(&[
        ("kind", "công ty"),
        ("name", "Công ty A"),
        ("tax-code", "3.30E+10"),
        ("registered-on", "12/31/2019"),
        ("address", ""),
        ("phone", "12"),
        ("licence-expires-on", "01/01/2027"),
    ]);
    assert!(read.record.is_none());
    let told: Vec<(&str, &str)> =
        read.problems.iter().map(|problem| (problem.at.as_str(), problem.column.key())).collect();
    assert_eq!(
        told,
        [
            ("C", "tax-code"),
            ("F", "phone"),
            ("D", "registered-on"),
            ("E", "address"),
            ("", "representative"),
            ("", "licence-number")
        ]
    );
    let sentence = read.problems[0].sentence();
    assert!(sentence.starts_with("Cột C, Mã số thuế, “3.30E+10”: Bảng tính"), "{sentence}");
    assert!(read.problems[4].sentence().starts_with("Người đại diện, chủ hộ: "), "{}", read.problems[4].sentence());
}

#[test]
fn each_kind_asks_for_its_own() {
    let org = [("kind", "Tổ chức"), ("name", "A"), ("address", "B")];
    assert_eq!(wrong(&org), ["tax-code", "representative"]);
    assert_eq!(wrong(&[("kind", "Cá nhân"), ("name", "A"), ("address", "B")]), ["citizen-id"]);
    assert_eq!(wrong(&[("kind", "HKD"), ("name", "A"), ("address", "B")]), ["representative"]);
    assert_eq!(wrong(&[("kind", "gì đó"), ("name", "A"), ("address", "B")]), ["kind"]);
    assert_eq!(wrong(&[("name", "Nguyễn Văn A"), ("address", "B")]), ["kind"]);
    assert_eq!(wrong(&[("name", ""), ("phone", "0912345678")]), ["name", "address"]);
    assert!(row(&[("name", " "), ("phone", "")]).is_blank());
    for (name, kind) in [("Cty TNHH A", PartyKind::Organisation), ("HKD Bình", PartyKind::HouseholdBusiness)] {
        let read = row(&[("name", name), ("address", "B"), ("tax-code", "0100109106"), ("representative", "C")]);
        assert_eq!(read.record.unwrap().party.kind, kind, "{name}");
    }
}

fn with(more: &[(&'static str, &'static str)]) -> Reading {
    let pairs: Vec<(&str, &str)> = SHOP.iter().copied().chain(more.iter().copied()).collect();
    row(&pairs)
}

#[test]
fn the_file_of_a_place() {
    let read = with(&[
        ("place-name", "Bình Minh"),
        ("place-kind", "Kho hàng"),
        ("place-address", "Xã Khoái Châu, Tỉnh Hưng Yên"),
        ("industries", "4711; 4633"),
        ("status", "Đã đóng cửa"),
        ("latitude", "20.6464"),
        ("longitude", "106,0511"),
        ("square-metres", "120 m2"),
        ("workers", "5"),
        ("channels", "binhminh.vn; fb.com/binhminh"),
        ("licence-kind", "Giấy phép bán lẻ rượu"),
        ("licence-number", "12/GP"),
        ("licence-issued-on", "01/02/2024"),
        ("licence-issued-by", "UBND"),
        ("licence-expires-on", "01/02/29"),
        ("reviewed-on", "5/1/2026"),
        ("aliases", "Tạp hóa Nhung; Nhung béo"),
        ("sex", "Nữ"),
        ("occupation", "Kinh doanh"),
    ]);
    assert_eq!(read.problems, []);
    let record = read.record.unwrap();
    let place = record.place.unwrap();
    assert_eq!((place.place.name.as_str(), place.kind, place.status), ("Bình Minh", Kind::Warehouse, Status::Closed));
    assert_eq!(place.industries, ["4711", "4633"]);
    assert_ne!(place.commune, record.party.commune);
    assert_eq!((place.scale.square_metres, place.scale.workers), (Some(120), Some(5)));
    assert_eq!(place.position.map(|point| point.to_string()).as_deref(), Some("20.64640, 106.05110"));
    assert_eq!(place.channels.len(), 2);
    assert_eq!((place.licences[0].kind, place.licences[0].expires_on), (LicenceKind::Alcohol, Some(date(2029, 2, 1))));
    assert_eq!(place.reviewed_on, Some(date(2026, 1, 5)));
    assert_eq!(record.party.aliases, ["Tạp hóa Nhung", "Nhung béo"]);
    assert_eq!((record.party.sex, record.party.occupation.as_str()), (Some(Sex::Female), "Kinh doanh"));
}

#[test]
fn what_is_wrong_with_a_place() {
    for (more, expected) in [
        (vec![("latitude", "20.6464")], "longitude"),
        (vec![("longitude", "106.05")], "latitude"),
        (vec![("position", "106.05, 20.64")], "position"),
        (vec![("industries", "4711, x")], "industries"),
        (vec![("place-kind", "không rõ")], "place-kind"),
        (vec![("status", "lạ")], "status"),
        (vec![("workers", "nhiều")], "workers"),
        (
            vec![("licence-number", "1"), ("licence-issued-on", "02/02/2024"), ("licence-expires-on", "01/02/2024")],
            "licence-expires-on",
        ),
        (vec![("licence-kind", "Rượu")], "licence-number"),
        (vec![("licence-number", "1"), ("licence-kind", "lạ")], "licence-kind"),
    ] {
        let read = with(&more);
        let told: Vec<&str> = read.problems.iter().map(|problem| problem.column.key()).collect();
        assert_eq!(told, [expected], "{more:?}");
    }
    for (words, kind) in [
        ("Chợ", Kind::Market),
        ("Quầy trong chợ", Kind::Stall),
        ("Siêu thị mini", Kind::Mall),
        ("Xưởng may", Kind::Workshop),
        ("Văn phòng", Kind::Office),
        ("Xe tải bán hàng", Kind::Vehicle),
        ("Trang web", Kind::Website),
        ("Shop online", Kind::SocialShop),
        ("Cây xăng", Kind::Shop),
    ] {
        assert_eq!(with(&[("place-kind", words)]).record.unwrap().place.unwrap().kind, kind, "{words}");
    }
    for (words, status) in [
        ("Đang hoạt động", Status::Active),
        ("Tạm ngừng hoạt động", Status::Suspended),
        ("Ngừng hoạt động", Status::Closed),
        ("Bỏ địa chỉ kinh doanh", Status::NotFound),
    ] {
        assert_eq!(with(&[("status", words)]).record.unwrap().place.unwrap().status, status, "{words}");
    }
}

/// Every kind of list is recognised by its own label and key too: what we export comes back.
#[test]
fn our_own_words_are_understood() {
    for kind in PartyKind::ALL {
        assert_eq!(meant(kind.label(), &KINDS), Some(kind));
        assert_eq!(meant(kind.key(), &KINDS), Some(kind));
    }
    for kind in Kind::ALL {
        assert_eq!(meant(kind.label(), &PLACE_KINDS), Some(kind), "{}", kind.label());
    }
    for status in Status::ALL {
        assert_eq!(meant(status.label(), &STATUSES), Some(status));
    }
    for kind in LicenceKind::ALL {
        assert_eq!(meant(kind.label(), &LICENCES), Some(kind), "{}", kind.label());
    }
}

#[test]
fn an_address_in_old_names_is_told() {
    let old = with(&[("place-address", "Phường Lam Sơn, Thành phố Hưng Yên, Tỉnh Hưng Yên")]);
    assert_eq!(old.problems, []);
    assert!(
        old.notes.iter().any(|note| note.column == Column::PlaceAddress && note.message.contains("nay thuộc")),
        "{:?}",
        old.notes
    );
    assert!(old.record.unwrap().place.unwrap().commune.is_some());
}
