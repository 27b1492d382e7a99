//! Who may be the same, by table and by property.

use super::*;
use crate::identity::{CitizenId, Phone, TaxCode};
use crate::party::EstablishmentId;
use crate::place::CommuneCode;
use crate::unit::UnitId;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

/// A party from one line: `kind|name|tax code|citizen number|phone|born|address|representative`.
fn party(line: &str) -> Party {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let part = |place: usize| parts.get(place).copied().unwrap_or_default();
    let kind = match part(0) {
        "tc" => PartyKind::Organisation,
        "hkd" => PartyKind::HouseholdBusiness,
        _ => PartyKind::Individual,
    };
    Party {
        kind,
        name: part(1).into(),
        tax_code: TaxCode::parse(part(2)).ok(),
        citizen_id: CitizenId::parse(part(3)).ok(),
        phone: Phone::parse(part(4)).ok(),
        birth_date: part(5).parse().ok(),
        address: part(6).into(),
        representative: part(7).into(),
        ..Party::unknown(UnitId("33-01".into()))
    }
}

/// The commune stands behind ` @`.
fn traits(line: &str) -> Traits {
    let (line, commune) = line.split_once(" @").map_or((line, None), |(line, commune)| (line, Some(commune)));
    Traits::new(&Party { commune: commune.map(|code| CommuneCode(code.to_owned())), ..party(line) })
}

#[test]
fn who_may_be_the_same() {
    use Reason as R;
    use Strength::{Certain, Likely, Possible};
    type Expected = Option<(Strength, &'static [Reason])>;
    let cases: &[(&str, &str, Expected)] = &[
        (
            "tc|Công ty TNHH An Phát|0100109106||||12 Nguyễn Trãi, Phố Hiến",
            "tc|Cty TNHH An Phát|0100109106||||Số 12, đường Nguyễn Trãi, phường Phố Hiến",
            Some((Certain, &[R::SameTaxCode, R::SpelledName, R::SameAddress, R::SameCommune])),
        ),
        (
            "tc|Công ty TNHH An Phát|0100109106",
            "tc|Công ty cổ phần Bình Minh|0100109106",
            Some((Likely, &[R::SameTaxCode])),
        ),
        (
            "tc|Công ty TNHH An Phát|0100109106",
            "tc|Chi nhánh Công ty TNHH An Phát|0100109106-001",
            Some((Possible, &[R::Branch, R::SpelledName])),
        ),
        // The same person with two spellings.
        (
            "cn|Nguyễn Văn Lý||033090000123",
            "cn|Nguyễn Văn Lí||033090000123",
            Some((Certain, &[R::SameCitizenId, R::SpelledName])),
        ),
        // Two digits swapped; one digit wrong; a slip with nothing else in common.
        (
            "cn|Nguyễn Văn Hùng||033090000123",
            "cn|Nguyễn Văn Hùng||033090000132",
            Some((Likely, &[R::NearId, R::SameName])),
        ),
        (
            "cn|Nguyễn Văn Hùng||033090000123",
            "cn|Nguyen Van Hung||033080000123",
            Some((Likely, &[R::NearId, R::UnmarkedName])),
        ),
        ("cn|Nguyễn Văn Hùng||033090000123", "cn|Trần Thị Xuân||033090000132", None),
        // A person's tax code is his citizen number.
        (
            "hkd|HKD Trần Thị Xuân|033190000777||||",
            "hkd|Hộ kinh doanh Trần Thị Xuân||033190000777|||",
            Some((Certain, &[R::SameCitizenId, R::SpelledName])),
        ),
        // A person and his household business are linked, not merged.
        (
            "cn|Trần Thị Xuân||033190000777",
            "hkd|Hộ kinh doanh Trần Thị Xuân||033190000777||||Trần Thị Xuân",
            Some((Possible, &[R::SameCitizenId, R::SpelledName, R::SameRepresentative, R::OtherKind])),
        ),
        // An old and a new card say nothing against each other.
        (
            "cn|Nguyễn Văn Hùng||145123456||1990-05-01",
            "cn|Nguyễn Văn Hùng||033090000123||1990-05-01",
            Some((Likely, &[R::SameName, R::SameBirthDate])),
        ),
        (
            "cn|Nguyễn Văn Hùng||033090000123||1990-05-01",
            "cn|Nguyễn Văn Hùng||033090555777||1990-05-01",
            Some((Possible, &[R::SameName, R::SameBirthDate, R::OtherNumber])),
        ),
        (
            "cn|Nguyễn Văn Hùng||033090000123||1990-05-01|| @x",
            "cn|Nguyễn Văn Hùng||033085555777||1985-05-01|| @x",
            None,
        ),
        ("cn|Nguyễn Văn Hùng||||| @x", "cn|Nguyễn Văn Hùng||||| @x", Some((Possible, &[R::SameName, R::SameCommune]))),
        ("cn|Nguyễn Văn Hùng", "cn|Nguyễn Văn Hùng", None),
        (
            "hkd|Tạp hóa Hoa Mai|||0900000123|",
            "hkd|Hộ kinh doanh Lê Thị Mai|||0900 000 123|",
            Some((Possible, &[R::SamePhone])),
        ),
        (
            "hkd|Hộ kinh doanh Hoa Mai|||||15 chợ Gạo, Hưng Yên|Lê Thị Mai",
            "hkd|HKD Hoa Mai|||||Số 15 chợ Gạo, tỉnh Hưng Yên|Lê Thị Mai",
            Some((Likely, &[R::SpelledName, R::SameAddress, R::SameRepresentative])),
        ),
        ("hkd|Hoa Mai|||||15 chợ Gạo, Hưng Yên", "hkd|Bình Minh|||||15 chợ Gạo, Hưng Yên", None),
        ("tc|Công ty An Phát|0100109106|||| @x", "tc|Công ty An Phát|0300588569|||| @x", None),
    ];
    for (a, b, expected) in cases {
        let (one, two) = (traits(a), traits(b));
        let found = compare(&one, &two);
        let told = found.as_ref().map(|found| (found.strength, found.reasons.as_slice()));
        assert_eq!(told, *expected, "{a} ~ {b}");
        assert_eq!(compare(&two, &one), found, "{b} ~ {a}");
        if found.as_ref().is_some_and(|found| found.strength >= Strength::Likely) {
            assert!(one.keys().iter().any(|key| two.keys().contains(key)), "they never meet: {a} ~ {b}");
        }
    }
}

#[test]
fn another_name_is_a_reason() {
    let known =
        Party { aliases: vec!["Công ty TNHH Bình Minh".into()], ..party("tc|Công ty TNHH Hoàng Hà|||0900000123") };
    let (known, other) = (Traits::new(&known), traits("tc|Công ty TNHH Bình Minh|||0900000123"));
    let found = compare(&known, &other).unwrap();
    assert_eq!(found.reasons, [Reason::AlsoCalled, Reason::SamePhone]);
    assert_eq!(found.strength, Strength::Likely);
    assert!(known.keys().iter().any(|key| other.keys().contains(key)));
}

#[test]
fn a_foreigner_is_known_by_his_passport() {
    let one = Party { passport: "E 1234567".into(), nationality: "Trung Quốc".into(), ..party("cn|WANG WEI") };
    let two = Party { passport: "e1234567".into(), ..party("cn|Wei Wang") };
    let found = compare(&Traits::new(&one), &Traits::new(&two)).unwrap();
    assert_eq!((found.strength, found.reasons), (Strength::Certain, vec![Reason::SamePassport, Reason::SpelledName]));
    let other = Party { passport: "E7654321".into(), ..one.clone() };
    assert_eq!(compare(&Traits::new(&one), &Traits::new(&other)), None);
}

/// An address of before 01/07/2025 and one of today meet in the commune that took the land.
#[test]
fn a_merged_ward_is_the_commune_of_today() {
    let today = traits("hkd|Hộ kinh doanh Hoa Mai|||||15 chợ Gạo, Phường Phố Hiến, Tỉnh Hưng Yên|Lê Thị Mai");
    let before = traits("hkd|HKD Hoa Mai|||||Chợ Gạo, P. Lê Lợi, TP Hưng Yên, Hưng Yên|Lê Thị Mai");
    let found = compare(&today, &before).unwrap();
    assert!(found.reasons.contains(&Reason::SameCommune), "{found:?} {today:?} {before:?}");
    assert!(today.keys().iter().any(|key| before.keys().contains(key)));
}

#[test]
fn keys_of_reasons_and_strengths_are_stable() {
    for reason in Reason::ALL {
        assert_eq!(Reason::from_key(reason.key()), Some(*reason));
        assert_eq!(serde_json::to_string(reason).unwrap(), format!("\"{}\"", reason.key()));
        assert!(reason.words().ends_with('.') && reason.against() == reason.words().starts_with("Nhưng"), "{reason:?}");
    }
    for strength in Strength::ALL {
        assert_eq!(Strength::from_key(strength.key()), Some(strength));
        assert_eq!(Strength::from_rank(i64::from(strength.rank())), Some(strength));
        assert!(!strength.label().is_empty());
    }
    assert_eq!((Reason::from_key(""), Strength::from_key(""), Strength::from_rank(0)), (None, None, None));
}

#[test]
fn what_links_two_who_are_not_the_same() {
    let (one, two) = (
        traits("hkd|Hoa Mai|||0900000123||15 chợ Gạo, Hưng Yên|Lê Thị Mai"),
        traits("hkd|Bình Minh|||0900000456||15 chợ Gạo, Hưng Yên|Lê Thị Mai"),
    );
    assert_eq!(compare(&one, &two), None);
    let shared: Vec<Reason> = reasons(&one, &two).into_iter().filter(|reason| reason.links()).collect();
    assert_eq!(shared, [Reason::SameAddress, Reason::SameRepresentative]);
    assert!(!Reason::SameName.links());
}

#[test]
fn places_of_business() {
    let place = |owner: u128, name: &str, address: &str| Establishment {
        party: PartyId(Uuid::from_u128(owner)),
        id: EstablishmentId(Uuid::nil()),
        name: name.into(),
        address: address.into(),
        business: String::new(),
        unit: UnitId("33-01".into()),
    };
    let market = "15 chợ Gạo, Hưng Yên";
    for (a, b, expected) in [
        (place(1, "Tạp hóa Mai", market), place(1, "Tạp hoá  Mai", "Số 15 chợ Gạo, Hưng Yên"), Some(Strength::Certain)),
        (place(1, "Hoa Mai", market), place(2, "Hoa Mai", market), Some(Strength::Likely)),
        (place(1, "Hoa Mai", market), place(1, "Kho số 2", market), Some(Strength::Possible)),
        (place(1, "Hoa Mai", market), place(1, "Hoa Mai", "7 Lê Lợi, Hưng Yên"), Some(Strength::Possible)),
        (place(1, "Hoa Mai", market), place(2, "Hoa Mai", "7 Lê Lợi, Hưng Yên"), None),
        (place(1, "Hoa Mai", market), place(2, "Kho số 2", market), None),
        (place(1, "Hoa Mai", "Chợ"), place(1, "Kho", "chợ"), Some(Strength::Possible)),
    ] {
        let (a, b) = (PlaceTraits::new(&a), PlaceTraits::new(&b));
        assert_eq!(compare_places(&a, &b).map(|found| found.strength), expected, "{a:?} ~ {b:?}");
        assert_eq!(compare_places(&b, &a), compare_places(&a, &b));
    }
}

fn any_traits() -> impl Strategy<Value = Traits> {
    let kind = prop_oneof![Just("cn"), Just("hkd"), Just("tc")];
    let name = prop_oneof![
        Just("Nguyễn Văn Hùng"),
        Just("Nguyen Van Hung"),
        Just("Công ty An Phát"),
        Just("Cty An Phát"),
        Just("")
    ];
    let tax =
        prop_oneof![Just(""), Just("0100109106"), Just("0100109106-001"), Just("0300588569"), Just("033090000123")];
    let id = prop_oneof![Just(""), Just("033090000123"), Just("033090000132"), Just("145123456")];
    let phone = prop_oneof![Just(""), Just("0900000123")];
    let born = prop_oneof![Just(""), Just("1990-05-01"), Just("1985-05-01")];
    let place = prop_oneof![Just(""), Just("12 Nguyễn Trãi, Phố Hiến"), Just("Số 12 đường Nguyễn Trãi")];
    let commune = prop_oneof![Just(""), Just(" @x"), Just(" @y")];
    (kind, name, tax, id, phone, born, place, commune).prop_map(|(kind, name, tax, id, phone, born, place, commune)| {
        traits(&format!("{kind}|{name}|{tax}|{id}|{phone}|{born}|{place}{commune}"))
    })
}

proptest! {
    #[test]
    fn comparing_is_symmetric_and_repeatable(a in any_traits(), b in any_traits()) {
        let found = compare(&a, &b);
        prop_assert_eq!(compare(&b, &a), found.clone());
        prop_assert_eq!(compare(&a, &b), found.clone());
        if let Some(found) = found {
            let mut sorted = found.reasons.clone();
            sorted.sort_unstable();
            sorted.dedup();
            prop_assert_eq!(sorted, found.reasons, "in order, each once");
        }
    }

    /// Who is likely the same meets under a key.
    #[test]
    fn likely_ones_meet(a in any_traits(), b in any_traits()) {
        let Some(found) = compare(&a, &b) else { return Ok(()) };
        if found.strength >= Strength::Likely {
            prop_assert!(a.keys().iter().any(|key| b.keys().contains(key)), "{a:?} {b:?} {found:?}");
        }
    }

    /// A slip anywhere in a citizen number leaves a key in common.
    #[test]
    fn a_slip_in_a_number_still_meets(serial in 0u64..1_000_000, at in 0usize..11, digit in 0u8..10, swap in any::<bool>()) {
        let whole = format!("033090{serial:06}");
        let mut digits: Vec<char> = whole.chars().collect();
        if swap { digits.swap(at, at + 1) } else { digits[at] = char::from(b'0' + digit) }
        let other: String = digits.into_iter().collect();
        prop_assume!(CitizenId::parse(&other).is_ok() && other != whole);
        let (a, b) = (traits(&format!("cn|Nguyễn Văn Hùng||{whole}")), traits(&format!("cn|Nguyễn Văn Hùng||{other}")));
        prop_assert_eq!(compare(&a, &b).map(|found| found.strength), Some(Strength::Likely));
        prop_assert!(a.keys().iter().any(|key| b.keys().contains(key)), "{} {}", whole, other);
    }

    /// Two tax codes of businesses never differ by one slip: the check digit sees to that, so that there is no such reason.
    #[test]
    fn no_slip_makes_another_tax_code(nine in 0u64..1_000_000_000, at in 0usize..9, digit in 0u8..10, swap in any::<bool>()) {
        let code = |nine: &str| (0..10).map(|check| format!("{nine}{check}")).find(|code| TaxCode::parse(code).is_ok());
        let Some(whole) = code(&format!("{nine:09}")) else { return Ok(()) };
        let mut digits: Vec<char> = whole.chars().collect();
        if swap { digits.swap(at, at + 1) } else { digits[at] = char::from(b'0' + digit) }
        let other: String = digits.into_iter().collect();
        prop_assert!(other == whole || TaxCode::parse(&other).is_err(), "{} {}", whole, other);
    }
}

#[test]
fn a_birth_date_of_an_organisation_says_nothing() {
    let one = Party { birth_date: Some(date(1990, 5, 1)), ..party("tc|Công ty An Phát|0100109106") };
    let two = Party { birth_date: Some(date(1980, 5, 1)), ..party("tc|Công ty An Phát|0100109106") };
    let found = compare(&Traits::new(&one), &Traits::new(&two)).unwrap();
    assert_eq!(found.reasons, [Reason::SameTaxCode, Reason::SameName]);
}

/// Before there is a place or a number, a name alone is enough to show whom it may be, and anything that speaks against it is not.
#[test]
fn a_name_alone_is_told_while_it_is_typed() {
    use Reason as R;
    let known = "cn|Nguyễn Văn Lý||033090000123||1990-05-01|Xã Văn Giang, tỉnh Hưng Yên";
    for (typed, expected) in [
        ("cn|Nguyễn Văn Lý", Some(R::SameName)),
        ("cn|nguyen van ly", Some(R::UnmarkedName)),
        ("cn|Nguyễn Văm Lý", Some(R::SpelledName)),
        ("cn|Nguyễn Văn Hùng", None),
        ("cn|", None),
        ("hkd|Nguyễn Văn Lý", None),
        ("cn|Nguyễn Văn Lý||001095006789", None),
        ("cn|Nguyễn Văn Lý||||1991-05-01", None),
    ] {
        let (typed, known) = (traits(typed), traits(known));
        let found = alike_in_name(&typed, &known);
        assert_eq!(
            found.as_ref().map(|found| found.reasons.as_slice()),
            expected.as_ref().map(std::slice::from_ref),
            "{typed:?}"
        );
        assert!(found.is_none_or(|found| found.strength == Strength::Possible));
        assert_eq!(compare(&typed, &known), None, "no pair for the list of work: {typed:?}");
    }
    let called = Traits::new(&Party { aliases: vec!["Ba Lý".into()], ..party("cn|Trần Văn Ba") });
    let found = alike_in_name(&traits("cn|Ba Lý"), &called).unwrap();
    assert_eq!(found.reasons, [R::AlsoCalled]);
    let naming: Vec<Reason> = R::ALL.iter().copied().filter(|reason| reason.names()).collect();
    assert_eq!(naming, [R::SameName, R::UnmarkedName, R::SpelledName, R::AlsoCalled]);
}
