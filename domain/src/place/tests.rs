//! Every line of the lists, names, addresses, coordinates.

use super::list::former;
use super::*;

#[test]
fn every_line_of_both_lists_is_read() {
    assert_eq!(communes().len(), 3321);
    assert_eq!(former().len(), 10_040);
    assert!(communes().windows(2).all(|pair| pair[0].code < pair[1].code));
    assert!(communes().iter().all(|commune| commune.code.len() == 5));
    assert!(former().iter().all(|old| !old.now.is_empty() && old.now.iter().all(|code| commune(code).is_some())));
    assert!(PROVINCES.iter().all(|province| !communes_of(province.code).is_empty()));
    assert!(communes().iter().all(|commune| Point::parse(&commune.centre.to_string()).is_ok()));
    assert_eq!(commune("99999"), None);
    assert_eq!(province("99"), None);
    assert_eq!(province("33").unwrap().short_name(), "Hưng Yên");
}

fn labels(found: &[Found]) -> Vec<&'static str> {
    found.iter().map(|found| found.commune.code).collect()
}

#[test]
fn a_name_of_today_a_name_of_before_and_short_forms_find_the_commune() {
    let of = |name: &str| labels(&find(name, Some("01")));
    assert_eq!(of("Phường Kim Liên")[0], "00229");
    assert_eq!(of("phuong kim lien")[0], "00229");
    assert_eq!(of("P. Kim Liên")[0], "00229");
    assert_eq!(of("KIM LIÊN")[0], "00229");
    assert!(of("không có tên này").is_empty());
    // Phường Phúc Xá (quận Ba Đình) was merged into another ward.
    let found = find("Phúc Xá", Some("01"));
    assert_eq!(found[0].former.unwrap().district, "Quận Ba Đình");
    assert!(found[0].label().contains("trước 01/07/2025: Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"));
    assert!(find("Phúc Xá", Some("96")).is_empty());
}

#[test]
fn addresses_of_two_and_of_three_levels_name_their_commune() {
    let code = |address: &str| labels(&in_address(address)).first().copied();
    assert_eq!(code("Số 5 ngõ 10, Phường Kim Liên, Thành phố Hà Nội"), Some("00229"));
    assert_eq!(code("số 5, phường Kim Liên, TP. Hà Nội"), Some("00229"));
    assert_eq!(code("số 5, P.Kim Liên, hà nội"), Some("00229"));
    // With its district it is the ward of before, whose main part may belong to another one today.
    let before = in_address("Số 5, phường Phúc Xá, quận Ba Đình, Hà Nội");
    assert_eq!(before[0].former.unwrap().name, "Phường Phúc Xá");
    // A province of before.
    let found = in_address("Thôn 2, xã Tân Hưng, thành phố Hải Dương, tỉnh Hải Dương");
    assert!(found.iter().all(|found| found.commune.province.code == "31"), "{found:?}");
    assert_eq!(code("Số 9, Đặc khu Cô Tô"), Some("07192"));
    assert_eq!(code("Số 9, xã Tân Lập"), None, "many places have this name");
    assert_eq!(code("Số 9, xã Không Có, tỉnh Hưng Yên"), None);
    assert_eq!(code(""), None);
    assert_eq!(
        code("Chợ Bến Thành, phường Bến Thành, TPHCM"),
        code("Chợ Bến Thành, phường Bến Thành, Thành phố Hồ Chí Minh")
    );
    assert!(code("Lô 3, phường Vĩnh Ninh, thành phố Huế, tỉnh Thừa Thiên Huế").is_some());
}

#[test]
fn every_name_finds_its_commune() {
    for commune in communes() {
        let found = find(commune.name, Some(commune.province.code));
        assert!(found.iter().any(|found| found.commune.code == commune.code), "{}", commune.full_name());
        let found = in_address(&format!("Số 1, {}", commune.full_name()));
        assert!(found.iter().any(|found| found.commune.code == commune.code), "{}", commune.full_name());
    }
    for old in former() {
        let found = in_address(&format!("Số 1, {}", old.full_name()));
        assert!(found.iter().any(|found| found.commune.code == old.now[0]), "{}", old.full_name());
    }
}

#[test]
fn coordinates() {
    let point = Point { latitude: 20.6464, longitude: 106.0511 };
    for text in
        ["20.6464, 106.0511", "20,6464; 106,0511", "(20.6464 106.0511)", "20,6464 106,0511", "20.6464°, 106.0511°"]
    {
        assert_eq!(Point::parse(text), Ok(point), "{text}");
    }
    for (text, part) in [
        ("106.0511, 20.6464", "nhập 20.6464, 106.0511"),
        ("20.6464", "ví dụ"),
        ("abc, def", "ví dụ"),
        ("NaN, inf", "ví dụ"),
        ("48.85, 2.35", "ngoài lãnh thổ"),
        ("", "ví dụ"),
    ] {
        assert!(Point::parse(text).unwrap_err().contains(part), "{text}");
    }
    let other = Point { latitude: 20.6564, longitude: 106.0511 };
    assert!((point.metres_to(other) - 1112.0).abs() < 1.0);
    assert!(point.metres_to(point).abs() < 1e-6);
    assert_eq!(point.to_string(), "20.64640, 106.05110");
}
