//! Files, licences, freshness, areas, and the risk with its reasons.

use super::risk::{Factor, History, Level, Weights, assess};
use super::*;
use crate::calendar::shift;
use crate::officer::OfficerId;
use crate::party::{EstablishmentId, Party, PartyId, PartyKind};
use crate::unit::UnitId;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = Date::constant(2026, 11, 25);

fn party(kind: PartyKind) -> Party {
    Party { kind, name: "Hộ kinh doanh B".to_owned(), ..Party::unknown(UnitId("33-01".to_owned())) }
}

fn file() -> EstablishmentFile {
    EstablishmentFile::of(Establishment {
        id: EstablishmentId(Uuid::from_u128(7)),
        party: PartyId(Uuid::from_u128(8)),
        name: "Tạp hóa B".to_owned(),
        address: "Số 5, Phường Phố Hiến, Tỉnh Hưng Yên".to_owned(),
        business: String::new(),
        unit: UnitId("33-01".to_owned()),
    })
}

fn licence(expires_on: Option<Date>) -> Licence {
    Licence {
        kind: LicenceKind::Alcohol,
        number: "12/GP".to_owned(),
        issued_on: Some(date(2021, 1, 5)),
        issued_by: "Sở Công Thương".to_owned(),
        expires_on,
    }
}

fn area(number: u128, name: &str, communes: &[&str]) -> Area {
    Area {
        id: AreaId(Uuid::from_u128(number)),
        unit: UnitId("33-01".to_owned()),
        name: name.to_owned(),
        communes: communes.iter().map(|code| CommuneCode((*code).to_owned())).collect(),
        officer: Some(OfficerId("cb-1".to_owned())),
        assigned_by: "12/QĐ-PCĐB".to_owned(),
        assigned_on: Some(date(2026, 1, 5)),
        hot_spots: String::new(),
        partners: String::new(),
    }
}

#[test]
fn keys_come_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_key(kind.key()), Some(kind));
        assert!(!kind.label().is_empty());
        assert!(kind.has_place() || kind.is_online() || kind == Kind::Vehicle);
    }
    for status in Status::ALL {
        assert_eq!(Status::from_key(status.key()), Some(status));
        assert!(!status.label().is_empty());
    }
    for kind in LicenceKind::ALL {
        assert_eq!(LicenceKind::from_key(kind.key()), Some(kind));
        assert!(!kind.label().is_empty());
    }
    let keys: std::collections::BTreeSet<_> = Factor::ALL.map(Factor::key).into_iter().collect();
    assert_eq!(keys.len(), Factor::ALL.len());
    assert!(Factor::ALL.iter().all(|factor| !factor.label().is_empty()));
    assert_eq!([Level::Low, Level::Medium, Level::High].map(Level::label), ["Thấp", "Trung bình", "Cao"]);
}

#[test]
fn industries_are_listed_once_in_order() {
    assert!(INDUSTRIES.windows(2).all(|pair| pair[0].code < pair[1].code));
    assert!(INDUSTRIES.iter().all(|line| line.code.len() == 4 && !line.name.is_empty()));
    assert!(industry("4723").unwrap().sensitive);
    assert_eq!(industry("0000"), None);
}

#[test]
fn a_file_comes_back_from_its_document() {
    let mut full = file();
    full.licences = vec![licence(Some(TODAY)), licence(None), licence(Some(date(2026, 3, 1)))];
    full.position = Some(Point { latitude: 20.65, longitude: 106.05 });
    full.scale = Scale { square_metres: Some(40), workers: None, turnover: Some(Dong(1_200_000_000)) };
    assert_eq!(full.first_expiry(), Some(date(2026, 3, 1)));
    for file in [file(), full] {
        let text = serde_json::to_string(&file).unwrap();
        assert_eq!(serde_json::from_str::<EstablishmentFile>(&text).unwrap(), file);
    }
}

#[test]
fn a_licence_holds_on_its_last_day_and_is_told_of_thirty_days_before() {
    let state = |days: i64| licence(Some(shift(TODAY, days))).state(TODAY);
    assert_eq!(
        [-1, 0, 30, 31].map(state),
        [LicenceState::Expired, LicenceState::EndsSoon, LicenceState::EndsSoon, LicenceState::Valid]
    );
    assert_eq!(licence(None).state(TODAY), LicenceState::Valid);
}

#[test]
fn completeness_names_what_is_missing() {
    let household = party(PartyKind::HouseholdBusiness);
    let bare = completeness(&file(), &household);
    assert!(bare.missing.iter().any(|name| name == "mã ngành") && bare.missing.iter().any(|name| name == "tọa độ"));
    assert!(bare.percent < 30, "{bare:?}");
    let mut filled = file();
    filled.place.business = "Tạp hóa".to_owned();
    filled.commune = Some(CommuneCode("11962".to_owned()));
    filled.position = Some(Point { latitude: 20.65, longitude: 106.05 });
    filled.phone = crate::identity::Phone::parse("0900000123").ok();
    filled.industries = vec!["4711".to_owned()];
    filled.reviewed_on = Some(TODAY);
    let owner = Party {
        tax_code: crate::identity::TaxCode::parse("0100109106").ok(),
        registration: "05A8".to_owned(),
        representative: "Trần B".to_owned(),
        citizen_id: crate::identity::CitizenId::parse("033080001234").ok(),
        ..household
    };
    assert_eq!(completeness(&filled, &owner), Completeness { percent: 100, missing: Vec::new() });
    // A website has no place, a foreigner no citizen number.
    let online = EstablishmentFile { kind: Kind::Website, ..file() };
    let missing = completeness(&online, &party(PartyKind::Organisation)).missing;
    assert!(missing.iter().all(|name| name != "tọa độ") && missing.iter().any(|name| name.contains("đường dẫn")));
    let foreigner = Party { nationality: "Hàn Quốc".to_owned(), ..party(PartyKind::Individual) };
    assert!(foreigner.is_foreign());
    let missing = completeness(&file(), &foreigner).missing;
    assert!(missing.iter().any(|name| name == "số hộ chiếu") && missing.iter().all(|name| name != "số định danh"));
    assert!(!Party { nationality: "Việt Nam".to_owned(), ..foreigner }.is_foreign());
}

#[test]
fn freshness_counts_whole_months() {
    let label = |day: Date| freshness(Status::Active, Some(day), TODAY).label();
    assert_eq!(label(date(2025, 9, 20)), "chưa rà soát 14 tháng");
    assert_eq!(label(date(2025, 11, 25)), "rà soát 12 tháng trước");
    assert_eq!(label(date(2025, 11, 24)), "chưa rà soát 12 tháng");
    assert_eq!(label(date(2026, 10, 26)), "mới rà soát trong tháng");
    assert_eq!(label(date(2027, 1, 1)), "mới rà soát trong tháng");
    assert_eq!(freshness(Status::Active, None, TODAY).label(), "chưa rà soát lần nào");
    assert_eq!(freshness(Status::Closed, None, TODAY).label(), "không còn hoạt động");
    assert!(freshness(Status::Active, None, TODAY).is_due());
    assert!(!freshness(Status::Closed, None, TODAY).is_due());
}

#[test]
fn a_commune_belongs_to_one_area_of_a_team() {
    let first = area(1, "Địa bàn 1", &["11962"]);
    let second = area(2, "dia ban 1", &["11962", "12142"]);
    let fields: Vec<_> = second.conflicts(std::slice::from_ref(&first)).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["name", "communes"]);
    assert!(second.conflicts(std::slice::from_ref(&second)).is_empty(), "it does not stand against itself");
    let other_team = Area { unit: UnitId("33-02".to_owned()), ..first };
    assert!(second.conflicts(&[other_team]).is_empty());
}

fn quiet() -> (EstablishmentFile, History) {
    let file = EstablishmentFile { reviewed_on: Some(TODAY), ..file() };
    (file, History { last_inspected: Some(TODAY), ..History::default() })
}

#[test]
fn every_factor_is_told_with_its_points() {
    let (calm, none) = quiet();
    let weights = Weights::default();
    assert_eq!(assess(&calm, &none, &weights, TODAY).points, 0);
    let points = |file: &EstablishmentFile, history: &History| {
        let risk = assess(file, history, &weights, TODAY);
        (risk.points, risk.level, risk.reasons.into_iter().map(|reason| reason.text).collect::<Vec<_>>().join(" | "))
    };
    let of = |history: History| points(&calm, &history);
    assert_eq!(
        of(History { violations: 2, ..none }),
        (40, Level::Medium, "Bị xử phạt 2 lần trong 24 tháng: 2 × 20".to_owned())
    );
    let many = of(History { violations: 9, ..none });
    assert_eq!((many.0, many.2.as_str()), (60, "Bị xử phạt 9 lần trong 24 tháng: 3 × 20 (tính tối đa 3)"));
    assert_eq!(of(History { open_leads: 5, ..none }).0, 40, "two count at most");
    assert_eq!(of(History { owed: Dong(1_500_000), ..none }).2, "Còn 1.500.000 đồng tiền phạt chưa nộp");
    assert_eq!(of(History { last_inspected: None, ..none }).2, "Chưa kiểm tra lần nào");
    assert_eq!(of(History { last_inspected: Some(date(2024, 11, 26)), ..none }).0, 0);
    assert_eq!(of(History { last_inspected: Some(date(2024, 11, 25)), ..none }).2, "Chưa kiểm tra 24 tháng");
    let file = EstablishmentFile {
        licences: vec![licence(Some(date(2026, 11, 24))), licence(Some(date(2026, 12, 1))), licence(None)],
        ..calm.clone()
    };
    assert_eq!(points(&file, &none).2, "Giấy phép: Rượu đã hết hạn (24/11/2026); Rượu sắp hết hạn (01/12/2026)");
    let file = EstablishmentFile { industries: vec!["4711".to_owned(), "4724".to_owned()], ..calm.clone() };
    assert!(points(&file, &none).2.starts_with("Ngành hàng nhạy cảm: Bán lẻ sản phẩm thuốc lá"));
    let file = EstablishmentFile { reviewed_on: None, ..calm.clone() };
    assert_eq!(points(&file, &none), (5, Level::Low, "Hồ sơ chưa rà soát lần nào".to_owned()));
    let worst = History { violations: 3, owed: Dong(1), open_leads: 2, last_inspected: None };
    assert_eq!(points(&file, &worst).1, Level::High);
    let closed = EstablishmentFile { status: Status::Closed, ..file };
    assert_eq!(points(&closed, &worst).0, 0);
}

#[test]
fn weights_are_checked() {
    assert!(Weights::default().errors().is_empty());
    let mut weights = Weights::default();
    for factor in Factor::ALL {
        weights = weights.with(factor, 101);
    }
    assert_eq!(weights.errors().len(), 7);
    let fields = |weights: Weights| weights.errors().into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    assert_eq!(fields(Weights { medium_from: 0, high_from: 0, ..Weights::default() }), ["medium_from", "high_from"]);
    assert_eq!(fields(Weights { medium_from: 50, high_from: 50, ..Weights::default() }), ["high_from"]);
}

proptest! {
    #[test]
    fn more_violations_never_lower_the_risk(violations in 0_u32..6, leads in 0_u32..4, points in prop::array::uniform7(0_u32..=100)) {
        let weights = Factor::ALL.into_iter().zip(points).fold(Weights::default(), |weights, (factor, points)| weights.with(factor, points));
        let (file, none) = quiet();
        let less = assess(&file, &History { violations, open_leads: leads, ..none }, &weights, TODAY);
        let more = assess(&file, &History { violations: violations + 1, open_leads: leads, ..none }, &weights, TODAY);
        prop_assert!(more.points >= less.points && more.level >= less.level);
        prop_assert_eq!(less.points, less.reasons.iter().map(|reason| reason.points).sum::<u32>());
    }
}

fn kept(digit: char) -> crate::media::KeptFile {
    crate::media::KeptFile {
        media: crate::media::Media::Jpeg,
        sha256: digit.to_string().repeat(64),
        size: 1_500_000,
        pixels: Some((4000, 3000)),
        name: "IMG_0001.JPG".to_owned(),
        caption: "  Biển hiệu\tmặt tiền ".to_owned(),
        taken_on: Some(TODAY),
    }
}

#[test]
fn photos_are_added_and_withdrawn_by_events_and_nothing_goes() {
    use crate::case::Refusal;
    use crate::media::{KeptFile, MAX_CAPTION, MAX_FILE_BYTES, Media};
    let by = crate::officer::OfficerSnapshot {
        id: OfficerId("ksv1".to_owned()),
        full_name: "Nguyễn Thị Hải Yến".to_owned(),
        title: "Kiểm soát viên".to_owned(),
        badge: "QLTT-1".to_owned(),
        card: None,
    };
    let at = crate::calendar::from_local(TODAY.at(9, 30, 0, 0));
    let mut photos = Vec::new();
    let mut history = Vec::new();
    for new in [kept('a'), KeptFile { caption: String::new(), ..kept('b') }] {
        let event = add_photo(&photos, new, at, &by).unwrap();
        event.apply(&mut photos);
        history.push(event);
    }
    assert_eq!(photos.iter().map(|photo| photo.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(photos.iter().map(Photo::alt).collect::<Vec<_>>(), ["Biển hiệu mặt tiền", "Ảnh cơ sở số 2"]);
    assert_eq!((photos[0].short_hash(), photos[0].size()), ("aaaaaaaaaaaa", "1,4 MB".to_owned()));
    let told = |refusal: Refusal| match refusal {
        Refusal::Fields { errors } => errors.into_iter().map(|error| (error.field, error.message)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    for (new, field, words) in [
        (kept('a'), "files", "đã có trong hồ sơ cơ sở (Biển hiệu mặt tiền"),
        (KeptFile { media: Media::Pdf, ..kept('c') }, "files", "nhận ảnh JPEG, PNG hoặc WebP"),
        (KeptFile { size: MAX_FILE_BYTES + 1, ..kept('c') }, "files", "lớn hơn 8 MB"),
        (kept('g'), "files", "không đọc được"),
        (KeptFile { caption: "a".repeat(MAX_CAPTION + 1), ..kept('c') }, "caption", "quá 300 chữ"),
        (KeptFile { taken_on: TODAY.tomorrow().ok(), ..kept('c') }, "taken_on", "không thể sau hôm nay (25/11/2026)"),
    ] {
        let errors = told(add_photo(&photos, new, at, &by).unwrap_err());
        assert!(errors.len() == 1 && errors[0].0 == field && errors[0].1.contains(words), "{errors:?}");
    }
    assert_eq!(withdraw_photo(&photos, 3, "Nhầm", at, &by), Err(Refusal::Hidden));
    assert!(told(withdraw_photo(&photos, 1, " ", at, &by).unwrap_err())[0].1.contains("Nêu lý do rút"));
    assert!(told(withdraw_photo(&photos, 1, &"a".repeat(1001), at, &by).unwrap_err())[0].1.contains("1000 chữ"));
    let event = withdraw_photo(&photos, 1, " Ảnh mờ ", at, &by).unwrap();
    event.apply(&mut photos);
    history.push(event);
    assert_eq!(photos[0].withdrawn.as_ref().map(|done| done.reason.as_str()), Some("Ảnh mờ"));
    assert!(
        told(withdraw_photo(&photos, 1, "Lại", at, &by).unwrap_err())[0].1.contains("đã được Nguyễn Thị Hải Yến rút")
    );
    // The same picture may come again once it is withdrawn; its number is never given again.
    let again = add_photo(&photos, kept('a'), at, &by).unwrap();
    assert!(matches!(&again, PhotoEventBody::PhotoAdded { photo } if photo.seq == 3), "{again:?}");
    let full = vec![photos[0].clone(); MAX_PHOTOS];
    assert!(told(add_photo(&full, kept('d'), at, &by).unwrap_err())[0].1.contains("đã có 100 ảnh"));
    // What was done, read back, gives the same photos.
    let read: Vec<PhotoEventBody> = serde_json::from_str(&serde_json::to_string(&history).unwrap()).unwrap();
    let mut replayed = Vec::new();
    read.iter().for_each(|event| event.apply(&mut replayed));
    assert_eq!((replayed, read.last().unwrap().key(), read[0].key()), (photos, "photo-withdrawn", "photo-added"));
}
